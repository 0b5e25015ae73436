"""Files as they are at the moment they are asked for: what a person saves while posts go out counts at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from briefcast.errors import BriefError

Read = TypeVar("Read")


class Living(Generic[Read]):
    """A file that is read again only when it, or another that belongs to it, changed."""

    def __init__(self, path: Path, read: Callable[[Path], Read], files: Callable[[Read], Iterable[Path]]) -> None:
        """Read nothing yet; ``files`` says what something was read from, such as a plan and a table of places."""
        self.path, self._read, self._files = path, read, files
        self._seen: tuple[dict[Path, object], Read | BriefError] | None = None

    def now(self) -> Read:
        """Give what it holds now.

        Raises:
            BriefError: it is not there, or something is wrong in it.
        """
        if self._seen is None or any(_stamp(file) != stamp for file, stamp in self._seen[0].items()):
            # What is saved while it is read then has another stamp.
            before = {file: _stamp(file) for file in (self.path, *(self._seen[0] if self._seen else ()))}
            try:
                found: Read | BriefError = self._read(self.path)
            except BriefError as error:
                found = error
            self._seen = {file: before.get(file, _stamp(file)) for file in self._belonging(found)}, found
        found = self._seen[1]
        if isinstance(found, BriefError):
            raise found
        return found

    @property
    def files(self) -> Collection[Path]:
        """The files it was read from last, and those that were missed."""
        return self._seen[0] if self._seen else (self.path,)

    def _belonging(self, found: Read | BriefError) -> set[Path]:
        if isinstance(found, BriefError):
            # A file that is not there, or is wrong, is named with its problem.
            return {self.path, *(problem.file for problem in found.problems), *(self._seen[0] if self._seen else ())}
        return {*self._files(found)}


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
