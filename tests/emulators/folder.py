"""Nothing to emulate: a folder is its own platform. What can go wrong is that the publisher dies."""

from __future__ import annotations

import tempfile
from pathlib import Path

from briefcast.channels.base import Account
from tests.emulators.base import Emulator, Seen
from tests.emulators.s3 import seen_in


def read_folder(folder: Path) -> dict[str, bytes]:
    """Read what a web server would show of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in found.items() if not path.name.startswith(".")}


class FolderEmulator(Emulator):
    """A folder, looked at as its readers do."""

    channel = "folder"
    faults = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "published"

    def account(self) -> Account:
        return Account(name="here", channel="folder", settings={"path": self.path})

    def posts(self) -> list[Seen]:
        return seen_in(read_folder(self.path))

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
