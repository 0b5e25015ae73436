"""Nothing to emulate: a kit is a folder, and a person reads it. What can go wrong is that the publisher dies."""

from __future__ import annotations

from briefcast.channels.base import Account
from tests.emulators.base import Seen
from tests.emulators.folder import FolderEmulator, read_folder
from tests.emulators.s3 import seen_in


class HandoffEmulator(FolderEmulator):
    """A folder that those share who post by hand."""

    channel = "handoff"

    def account(self, **settings: object) -> Account:
        own = {"network": "WhatsApp", "post_as": "Bộ Thông tin", "store": {"path": self.path}}
        return Account(name="whatsapp-vi", channel="handoff", settings=own | settings)

    def posts(self) -> list[Seen]:
        return seen_in(read_folder(self.path))

    def read(self, path: str) -> str:
        """Give a text of a kit as a person opens it."""
        return (self.path / "whatsapp-vi" / path).read_text("utf-8")
