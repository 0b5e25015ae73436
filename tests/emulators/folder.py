"""Nothing to emulate: a folder is its own platform. What can go wrong is that the publisher dies."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from briefcast.channels.base import Account
from tests.emulators.base import Emulator, Seen


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
        found = []
        for folder, _, names in os.walk(self.path):
            place = Path(folder)
            if "post.json" in names and not any(part.startswith(".") for part in place.relative_to(self.path).parts):
                card = json.loads((place / "post.json").read_text("utf-8"))
                files = {file["name"]: (place / file["name"]).read_bytes() for file in card["files"]}
                found.append(
                    Seen(
                        id=place.relative_to(self.path).as_posix(),
                        marker=card["marker"],
                        text=card["text"],
                        language=card["language"],
                        alt_texts=tuple(file["alt_text"] for file in card["files"] if file["alt_text"]),
                        files=files,
                        captions={
                            file["language"]: files[file["name"]]
                            for file in card["files"]
                            if file["role"] == "captions"
                        },
                        synthetic=card["synthetic_voice"],
                    )
                )
        return found

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
