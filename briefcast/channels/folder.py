"""Publishing into a folder: for a look before anything goes out, for a web server's disk, for tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from briefcast.channels.base import Kept
from briefcast.channels.files import CARD, PAGE, FileChannel, Item, Shelf, ShelfSettings
from briefcast.errors import Refused, TryLater
from briefcast.messages import tell


class FolderShelf(Shelf):
    """A folder on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def check(self) -> str:
        """See that the folder can be written to."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not os.access(self.folder, os.W_OK):
                raise PermissionError(13, "it is read-only")
        except OSError as error:
            raise Refused(
                tell(
                    "{folder} cannot be written to: {error}. Choose another folder.",
                    folder=self.folder,
                    error=error.strerror,
                )
            ) from error
        return str(self.folder)

    def place(self, path: str) -> Path:
        """Give the whole path of a file; Refused if it leads out of the folder."""
        place = (self.folder / path).resolve()
        if not place.is_relative_to(self.folder) or place == self.folder:
            raise Refused(tell("'{path}' is no place in {folder}.", path=path, folder=self.folder))
        return place

    def put(self, path: str, item: Item, kept: Kept) -> None:  # noqa: ARG002
        """Write it aside, then rename it."""
        place = self.place(path)
        aside = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(item.source, bytes):
                aside.write_bytes(item.source)
            else:
                shutil.copyfile(item.source, aside)
            aside.replace(place)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise TryLater(f"{error.filename or place}: {error.strerror}.") from error

    def read(self, path: str) -> bytes | None:
        """Read a file."""
        place = self.place(path)
        return place.read_bytes() if place.is_file() else None

    def holds(self, path: str, item: Item) -> bool:
        """Compare sizes, then contents."""
        place = self.place(path)
        return place.is_file() and place.stat().st_size == item.size_bytes and place.read_bytes() == item.read()

    def names(self, path: str) -> Sequence[str]:
        """List a folder."""
        place = self.place(path)
        return [file.name for file in place.iterdir() if file.is_file()] if place.is_dir() else []

    def remove(self, path: str) -> None:
        """Remove a file, and its folder with the last one."""
        place = self.place(path)
        place.unlink(missing_ok=True)
        if place.parent.is_dir() and place.parent != self.folder and not any(place.parent.iterdir()):
            place.parent.rmdir()


def lost_from(shelf: Shelf, file: str) -> str:
    """Give the folder of this machine in which a file does not lie any more; empty if it does, or lies elsewhere."""
    return str(shelf.folder) if isinstance(shelf, FolderShelf) and not shelf.place(file).is_file() else ""


class Folder(FileChannel):
    """Posts as folders under one folder."""

    name = "folder"

    class Settings(ShelfSettings):
        """Where posts go."""

        path: Path = Path("outputs/published")
        """The folder; made if it is not there."""

    settings: Settings

    def open_shelf(self) -> FolderShelf:
        """Give the folder."""
        return FolderShelf(self.settings.path)

    def lost_from(self, post_id: str) -> str:
        """Look for the card."""
        return lost_from(self.shelf, f"{post_id}/{CARD}")

    def address_of(self, place: str) -> str:
        """Give its address on the web, or on this machine."""
        return super().address_of(place) or (self.open_shelf().place(place) / PAGE).as_uri()
