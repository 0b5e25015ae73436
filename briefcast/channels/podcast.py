"""Publishing an episode: its files and its show's feed go to a store (s3, sftp or folder), the feed last.

``briefcast feed`` writes the feed of every episode there is, approved or not; what is published holds the
episodes that were published, and this one. Which they are is read from the store itself.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal

from filelock import FileLock

from briefcast.channels.base import Account, AccountSettings, Channel, Kept, Post, Receipt
from briefcast.channels.files import FileChannel, Item, Shelf
from briefcast.channels.folder import lost_from
from briefcast.errors import Refused, TryLater
from briefcast.messages import tell
from briefcast.products.podcast.rss import build_feed
from briefcast.products.podcast.settings import read_show_settings
from briefcast.products.podcast.show import FEED, STATE, EpisodeEntry, ShowState
from briefcast.store.files import file_sha256


class Podcast(Channel):
    """Episodes of shows, with the feeds that apps subscribe to."""

    name = "podcast"
    secrets: ClassVar = {
        "access-key-id": tell("As for a bucket (s3)."),
        "secret-access-key": tell("As for a bucket (s3)."),
        "password": tell("As for a server (sftp)."),
        "private-key": tell("As for a server (sftp)."),
    }

    class Settings(AccountSettings):
        """Where the feeds are written, and where they go."""

        through: Literal["folder", "s3", "sftp"]
        """The channel that carries the files."""
        store: dict[str, object]
        """That channel's own settings: where the folder ``feeds`` is to be found on the web."""
        feeds: Path = Path("outputs/feeds")
        """What ``briefcast feed`` writes."""
        folder: Path = Path()
        """Where ``podcast.yaml`` is."""

    settings: Settings

    @cached_property
    def shelf(self) -> Shelf:
        """The store that carries the files."""
        from briefcast.channels.table import channel_class

        carrier = channel_class(self.settings.through)
        assert issubclass(carrier, FileChannel)
        account = Account(
            name=self.account.name,
            channel=self.settings.through,
            settings=self.settings.store,
            secrets=self.account.secrets,
        )
        return carrier(account).open_shelf()

    def check(self) -> str:
        """Sign in to the store."""
        return tell("{check}, feeds from {feeds}", check=self.shelf.check(), feeds=self.settings.feeds)

    def check_post(self, post: Post) -> tuple[str, ...]:
        """Refuse an episode that no feed holds as it is, and a feed without an address."""
        try:
            show, episode = self._find_episode(post)
        except Refused as error:
            return (str(error),)
        faults = []
        if not show.base_url:
            faults.append(
                tell("The feed has no address yet. Give one with base_url in podcast.yaml, then run briefcast feed.")
            )
        if all(file_sha256(self._local(show, file.path)) != post.main.sha256 for file in episode.files):
            faults.append(
                tell(
                    "The feed of {id} holds another version of {item}. Run briefcast feed again.",
                    id=show.id,
                    item=post.item,
                )
            )
        return tuple(faults)

    def upload(self, post: Post, kept: Kept) -> None:
        """Put the episode's files and the show's cover there; no feed leads to them yet."""
        show, episode = self._find_episode(post)
        files = [(file.path, file.media_type) for file in episode.files] + [(show.cover, "image/jpeg")]
        for path, media_type in files:
            source = self._local(show, path)
            item = Item(name=source.name, media_type=media_type, source=source, sha256=file_sha256(source))
            if not self.shelf.holds(f"{show.id}/{path}", item):
                self.shelf.put(f"{show.id}/{path}", item, kept)

    def send(self, post: Post, kept: Kept) -> Receipt:
        """Put the feed there, with this episode in it."""
        show, episode = self._find_episode(post)
        with self._alone(show):
            there = self._published(show)
            others = {e.guid: e for e in (there.episodes if there else ())}
            self._put_feed(show, others | {episode.guid: episode}, kept)
        return self._receipt(show, episode)

    def find(self, post: Post, kept: Kept) -> Receipt | None:  # noqa: ARG002
        """Look for the episode in the feed that is there."""
        show, episode = self._find_episode(post)
        feed = (self.shelf.read(f"{show.id}/{FEED}") or b"").decode(errors="replace")
        version = episode.files[0].path.rpartition("/")[0]
        return self._receipt(show, episode) if episode.guid in feed and f"/{version}/" in feed else None

    def lost_from(self, post_id: str) -> str:
        """Look for the feed: with it the episodes of before are gone, and the next one would stand there alone."""
        return lost_from(self.shelf, f"{post_id.partition('#')[0]}/{FEED}") if self.settings.through == "folder" else ""

    def withdraw(self, receipt: Receipt) -> None:
        """Take an episode out of the feed; its files go too."""
        id, _, guid = receipt.id.partition("#")
        show = self._show(id)
        with self._alone(show):
            there = self._published(show)
            episodes = {e.guid: e for e in (there.episodes if there else ())}
            gone = episodes.pop(guid, None)
            if gone:
                self._put_feed(show, episodes, {})
        for file in gone.files if gone else ():
            self.shelf.remove(f"{id}/{file.path}")

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Put the corrected episode there: the same episode to apps, at new addresses, so that they fetch it again."""
        self.upload(post, kept)
        return self.send(post, kept)

    def close(self) -> None:
        """Close connections."""
        if "shelf" in self.__dict__:
            self.shelf.close()

    def _put_feed(self, show: ShowState, episodes: dict[str, EpisodeEntry], kept: Kept) -> None:
        ordered = tuple(sorted(episodes.values(), key=lambda e: (e.published, e.guid), reverse=True))
        published = show.model_copy(update={"episodes": ordered})
        settings = read_show_settings(self.settings.folder)
        # What is published is written down before the feed: after a crash in between, the next feed has it too.
        files = {STATE: published.model_dump_json(indent=1) + "\n", FEED: build_feed(published, settings)}
        for name, text in files.items():
            kind = "application/rss+xml; charset=utf-8" if name == FEED else "application/json"
            self.shelf.put(f"{show.id}/{name}", Item(name=name, media_type=kind, source=text.encode()), kept)

    def _published(self, show: ShowState) -> ShowState | None:
        text = self.shelf.read(f"{show.id}/{STATE}")
        if text is None:
            return None
        try:
            return ShowState.model_validate_json(text)
        except ValueError as error:
            raise Refused(
                tell(
                    "{account}: {id}/{file} in the store cannot be read: restore it.",
                    account=str(self.account),
                    id=show.id,
                    file=STATE,
                )
            ) from error

    def _alone(self, show: ShowState) -> FileLock:
        """Let one feed be changed by one process at a time."""
        return FileLock(self.settings.feeds / show.id / f".{self.account.name}.lock", timeout=60)

    def _show(self, id: str) -> ShowState:
        try:
            return ShowState.model_validate_json((self.settings.feeds / id / STATE).read_bytes())
        except OSError as error:
            raise Refused(
                tell(
                    "{account}: no show {id} in {feeds}. Run briefcast feed.",
                    account=str(self.account),
                    id=id,
                    feeds=self.settings.feeds,
                )
            ) from error
        except ValueError as error:
            raise TryLater(
                tell(
                    "{account}: {feeds} is being written.",
                    account=str(self.account),
                    feeds=self.settings.feeds / id / STATE,
                )
            ) from error

    def _find_episode(self, post: Post) -> tuple[ShowState, EpisodeEntry]:
        brief = post.item.partition("/")[0]
        place = f"episodes/{brief}-{post.audience}-{post.language}/"
        for path in sorted(self.settings.feeds.glob(f"*/{STATE}")):
            show = self._show(path.parent.name)
            for episode in show.episodes:
                if episode.files and episode.files[0].path.startswith(place):
                    return show, episode
        raise Refused(
            tell(
                "{account}: no feed in {feeds} holds {item}. Run briefcast feed first.",
                account=str(self.account),
                feeds=self.settings.feeds,
                item=post.item,
            )
        )

    def _local(self, show: ShowState, path: str) -> Path:
        return self.settings.feeds / show.id / path

    def _receipt(self, show: ShowState, episode: EpisodeEntry) -> Receipt:
        return Receipt(id=f"{show.id}#{episode.guid}", url=f"{show.base_url}/{show.id}/{FEED}")
