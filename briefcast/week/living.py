"""Files as they are at the moment they are asked for: what a person saves while posts go out counts at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from briefcast.errors import BriefError

Read = TypeVar("Read")


class Living(Generic[Read]):
    """A file that is read again only when it changed."""

    def __init__(self, path: Path, read: Callable[[Path], Read]) -> None:
        """Read nothing yet."""
        self.path, self._read = path, read
        self._seen: tuple[object, Read | BriefError] | None = None

    def now(self) -> Read:
        """Give what it holds now.

        Raises:
            BriefError: it is not there, or something is wrong in it.
        """
        stamp = self._stamp()
        if self._seen is None or self._seen[0] != stamp:
            try:
                self._seen = stamp, self._read(self.path)
            except BriefError as error:
                self._seen = stamp, error
        found = self._seen[1]
        if isinstance(found, BriefError):
            raise found
        return found

    def _stamp(self) -> object:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
