"""Files of a folder that change together: laid aside one by one, then switched at once.

    switch = Switch(folder)
    switch.write("manifest.json", text)          beside its place, under a hidden name
    switch.remove("en/old.png")
    switch.carry_out()                           or discard(): then all is as it was

Everything lies whole on the disk before a journal, ``.switch.json``, says what goes where. From then on the folder
counts as changed: whoever reads or writes there next carries out what is left of it (`settle`), however often it
was cut short. Before that, it is as it was.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from filelock import FileLock

from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.store.files import sync_folder, write_whole

JOURNAL = ".switch.json"
_LOCK = ".switch.lock"


class Switch:
    """What is to change in a folder; nobody else may write there meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._token = secrets.token_hex(4)
        self._laid: dict[str, Path] = {}
        self._gone: list[str] = []

    @property
    def laid(self) -> Mapping[str, Path]:
        """Where each file lies that is laid aside, by its path in the folder."""
        return MappingProxyType(self._laid)

    def lay(self, path: str) -> Path:
        """Give the place to write a file to that is to lie at a path of the folder; BriefcastError if it leads out."""
        _expect_own(self._folder, path)
        aside = _aside(self._folder, path, self._token)
        aside.parent.mkdir(parents=True, exist_ok=True)
        self._laid[path] = aside
        return aside

    def write(self, path: str, content: str) -> None:
        """Lay a text aside."""
        write_whole(self.lay(path), content)

    def take_back(self, path: str) -> None:
        """Let go of what was laid aside for a path."""
        if aside := self._laid.pop(path, None):
            aside.unlink(missing_ok=True)

    def remove(self, path: str) -> None:
        """Say that a file is to go; BriefcastError if its path leads out of the folder."""
        _expect_own(self._folder, path)
        self._gone.append(path)

    def carry_out(self) -> None:
        """Switch everything; the journal stays where that is cut short."""
        if not (self._laid or self._gone):
            return
        with FileLock(self._folder / _LOCK):
            for parent in {aside.parent for aside in self._laid.values()}:
                sync_folder(parent)
            row = {"token": self._token, "place": list(self._laid), "remove": self._gone}
            write_whole(self._folder / JOURNAL, json.dumps(row, ensure_ascii=False))
            sync_folder(self._folder)
            _carry_out(self._folder, token=self._token, place=self._laid, remove=self._gone)

    def discard(self) -> None:
        """Remove what was laid aside, unless the switch has begun: then it will be carried out."""
        if not (self._folder / JOURNAL).exists():
            for aside in self._laid.values():
                with contextlib.suppress(OSError):
                    aside.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Carry out what is left of a switch that was cut short, and wait for one that is under way.

    Raises:
        BriefcastError: it cannot be carried out: the folder is another's, or the journal is damaged.
    """
    journal = folder / JOURNAL
    if not journal.exists():
        return
    try:
        with FileLock(folder / _LOCK):
            try:
                row = json.loads(journal.read_bytes())
            except FileNotFoundError:
                return  # another process did it meanwhile
            token, place, remove = str(row["token"]), row["place"], row["remove"]
            if not token.isalnum() or not all(map(_is_inside, (*place, *remove))):
                raise ValueError(JOURNAL)
            _carry_out(folder, token=token, place=place, remove=remove)
    except OSError as error:
        raise BriefcastError(
            tell(
                "{folder}: an edition was being changed when that was cut short, and it cannot be finished here "
                "({error}). Make the edition again as somebody who may write there.",
                folder=folder,
                error=error.strerror or error,
            )
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BriefcastError(
            tell("{file}: it cannot be read. Delete it and make the edition again.", file=journal)
        ) from error


def _carry_out(folder: Path, *, token: str, place: Iterable[str], remove: Iterable[str]) -> None:
    """Give every file its place; what was done before is done already."""
    place, remove = tuple(place), tuple(remove)
    for path in (*place, *remove):
        _expect_own(folder, path)
    touched = {folder}
    for path in place:
        touched.add((folder / path).parent)
        with contextlib.suppress(FileNotFoundError):
            _aside(folder, path, token).replace(folder / path)
    for path in remove:
        touched.add((folder / path).parent)
        (folder / path).unlink(missing_ok=True)
    for parent in touched:
        sync_folder(parent)
    (folder / JOURNAL).unlink(missing_ok=True)
    sync_folder(folder)


def _aside(folder: Path, path: str, token: str) -> Path:
    place = folder / path
    return place.with_name(f".{place.name}.{token}.part")


def _expect_own(folder: Path, path: str) -> None:
    """Refuse a path through a link: what is made would be written, and removed, where the link leads."""
    for parent in PurePosixPath(path).parents:
        if parent.parts and (folder / parent).is_symlink():
            raise BriefcastError(
                tell(
                    "{folder} is a link, and what is made would be written where it leads. Remove it.",
                    folder=folder / parent,
                )
            )


def _is_inside(path: object) -> bool:
    """Say whether a path of a journal stays inside its folder: a folder may come from anywhere."""
    if not isinstance(path, str) or "\\" in path or ":" in path or "\0" in path:
        return False
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts
