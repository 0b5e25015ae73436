"""The channel that publishes into a folder: for a look before anything goes out, for other programs, for tests."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from briefcast.channels.base import AccountSettings, Channel, Kept, Post, Receipt
from briefcast.channels.bundle import CARD, PAGE, bundle, place_of
from briefcast.errors import Refused, TryLater


class Folder(Channel):
    """Posts as folders under one folder; each appears whole, with one rename."""

    name = "folder"

    class Settings(AccountSettings):
        """Where posts go."""

        path: Path = Path("outputs/published")
        public_url: str = ""
        """Where the folder is found on the web, if it is."""

    settings: Settings

    def check(self) -> str:
        """See that the folder can be written to."""
        path = self.settings.path
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not os.access(path, os.W_OK):
                raise PermissionError("it is read-only")
        except OSError as error:
            raise Refused(f"{self.account}: {path} cannot be written to ({error.strerror or error}).") from error
        return str(path.resolve())

    def upload(self, post: Post, kept: Kept) -> None:
        """Copy everything beside the place it will have, under a name nobody looks at."""
        aside = self._aside(post)
        shutil.rmtree(aside, ignore_errors=True)
        try:
            aside.mkdir(parents=True)
            for file in bundle(post):
                if isinstance(file.source, bytes):
                    (aside / file.name).write_bytes(file.source)
                else:
                    shutil.copyfile(file.source, aside / file.name)
        except OSError as error:
            raise TryLater(f"{self.account}: {error.filename}: {error.strerror}.") from error
        kept["aside"] = aside.name

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Rename it to its place: it is there whole, or not at all."""
        place = self._place(post)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._aside(post).rename(place)
        except FileNotFoundError as error:
            raise TryLater(f"{self.account}: what was copied is gone; it is copied again.") from error
        except OSError as error:
            if found := self.find(post, kept):
                shutil.rmtree(self._aside(post), ignore_errors=True)
                return found
            raise Refused(f"{place} is there already and is another post: move it away.") from error
        return self._receipt(post)

    def find(self, post: Post, kept: Kept) -> Receipt | None:  # noqa: ARG002
        """Look whether the post's own card is in its place."""
        try:
            card = json.loads((self._place(post) / CARD).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return self._receipt(post) if card.get("marker") == post.marker else None

    def withdraw(self, receipt: Receipt) -> None:
        """Remove the post's folder."""
        place = self._inside(receipt.id)
        gone = place.with_name(f".{place.name}.gone")
        if place.is_dir():
            shutil.rmtree(gone, ignore_errors=True)
            place.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        """Put the new folder in the place of the old one."""
        if found := self.find(post, kept):
            return found
        self.upload(post, kept)
        self.withdraw(receipt)
        return self.send(post, kept)

    def _inside(self, id: str) -> Path:
        place = (self.settings.path / id).resolve()
        if not place.is_relative_to(self.settings.path.resolve()) or place == self.settings.path.resolve():
            raise Refused(f"{id!r} is no post in {self.settings.path}.")
        return place

    def _place(self, post: Post) -> Path:
        return self._inside(place_of(post))

    def _aside(self, post: Post) -> Path:
        place = self._place(post)
        return self.settings.path.resolve() / f".{post.marker}-{place.name}.part"

    def _receipt(self, post: Post) -> Receipt:
        place, base = place_of(post), self.settings.public_url.rstrip("/")
        url = f"{base}/{place}/" if base else (self._place(post) / PAGE).as_uri()
        return Receipt(id=place, url=url)
