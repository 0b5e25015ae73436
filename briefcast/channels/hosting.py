"""Files that a platform fetches from the web instead of taking them: put where it can, through a store of the team.

An account that needs it names one: ``through: s3`` (or sftp, folder) and, under ``store``, that channel's own
settings with its ``public_url``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from briefcast.channels.base import Account, Kept, PostFile
from briefcast.channels.files import FileChannel, Item
from briefcast.channels.waiting import WaitingSettings
from briefcast.errors import Refused
from briefcast.messages import tell

STORE_SECRETS = {
    "access-key-id": tell("As for a bucket (s3), where files are fetched from one."),
    "secret-access-key": tell("As for a bucket (s3), where files are fetched from one."),
    "password": tell("As for a server (sftp), where files are fetched from one."),
    "private-key": tell("As for a server (sftp), where files are fetched from one."),
}
"""What the store may need; merge it into a channel's own secrets."""


def open_store(account: Account, through: str, store: Mapping[str, object]) -> FileChannel:
    """Open a channel that carries files, with its own settings and the secrets of another channel's account."""
    from briefcast.channels.table import channel_class

    found = channel_class(through)
    assert issubclass(found, FileChannel)
    secrets = {name: value for name, value in account.secrets.items() if name in STORE_SECRETS}
    return found(Account(name=account.name, channel=through, settings=store, secrets=secrets))


class HostingSettings(WaitingSettings):
    """Where files are put for the platform to fetch."""

    through: Literal["folder", "s3", "sftp"] | None = None
    """The channel that carries them; none if the account never posts what has to be fetched."""
    store: dict[str, object] = Field(default_factory=dict)
    """That channel's own settings, with the address of the place on the web: ``public_url``."""


class Hosting:
    """The place for one account's files."""

    def __init__(self, account: Account, settings: HostingSettings) -> None:
        self._account, self._settings = account, settings

    @cached_property
    def _carrier(self) -> FileChannel:
        if self._settings.through is None:
            raise Refused(f"{self._account}: {self.missing('it')}")
        return open_store(self._account, self._settings.through, self._settings.store)

    def faults(self, what: str) -> tuple[str, ...]:
        """Give what stands in the way of a file being fetched, with its remedy; nothing is opened."""
        if self._settings.through is None or not str(self._settings.store.get("public_url") or ""):
            return (self.missing(what),)
        return ()

    def missing(self, what: str) -> str:
        """Say that the account names no place, and what to write."""
        return tell(
            "The platform fetches {what} from the web and takes no upload. Name a store in the "
            "account: through (s3, sftp or folder) and store, with its public_url.",
            what=what,
        )

    def put(self, file: PostFile, kept: Kept) -> str:
        """Put a file there, unless it is, and give its address. The name is not to be guessed."""
        path = f"fetch/{file.sha256[:32]}/{file.name}"
        item = Item(name=file.name, media_type=file.media_type, source=file.path, sha256=file.sha256)
        shelf = self._carrier.shelf
        if not shelf.holds(path, item):
            shelf.put(path, item, kept)
        return f"{self._carrier.settings.public_url.rstrip('/')}/{path}"

    def close(self) -> None:
        """Close connections."""
        if "_carrier" in self.__dict__:
            self._carrier.close()
