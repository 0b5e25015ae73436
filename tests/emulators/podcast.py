"""A podcast's store: a folder, looked at as a podcatcher does, through the feed alone."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import feedparser

from briefcast.channels.base import Account, Post
from briefcast.products.podcast.show import STATE, EpisodeEntry, FileEntry, ShowState
from tests.emulators.base import Emulator, Seen

BASE = "https://media.example.org/feeds"
SHOW = "citizens-vi"


class PodcastEmulator(Emulator):
    """One show; what can go wrong is that the publisher dies, or that two change the feed at once."""

    channel = "podcast"
    faults = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.store, self.feeds = Path(self._folder.name) / "store", Path(self._folder.name) / "feeds"
        self._markers: dict[str, str] = {}
        self._episodes: list[EpisodeEntry] = []

    def account(self) -> Account:
        settings = {
            "through": "folder",
            "store": {"path": str(self.store)},
            "feeds": str(self.feeds),
            "folder": self._folder.name,
        }
        return Account(name="shows", channel="podcast", settings=settings)

    def ready(self, post: Post) -> Post:
        """Write the episode into the show that lies on this disk, as ``briefcast feed`` would."""
        brief = post.item.partition("/")[0]
        place = f"episodes/{brief}-citizens-vi/{post.content_sha256[:10]}"
        home = self.feeds / SHOW
        (home / place).mkdir(parents=True)
        content = post.main.path.read_bytes()
        (home / place / "episode.mp3").write_bytes(content)
        (home / "cover.jpg").write_bytes(b"a cover")
        sound = FileEntry(path=f"{place}/episode.mp3", media_type="audio/mpeg", role="audio", bytes=len(content))
        guid = f"urn:briefcast:{brief}"
        self._markers[guid] = post.marker
        self._episodes.append(
            EpisodeEntry(
                guid=guid,
                published=dt.datetime(2026, 11, 1, tzinfo=dt.UTC) + dt.timedelta(hours=len(self._episodes)),
                title=post.title,
                description=post.text,
                notes="<p>notes</p>",
                language="vi",
                issuer="Ban Truyền thông",
                link=post.link,
                duration_s=90,
                files=(sound,),
            )
        )
        show = ShowState(
            id=SHOW, title="Show", language="vi", author="Ban", base_url=BASE, episodes=tuple(self._episodes)
        )
        (home / STATE).write_text(show.model_dump_json(), "utf-8")
        return replace(post, item=f"{brief}/citizens/vi/podcast", audience="citizens", language="vi")

    def posts(self) -> list[Seen]:
        feed = self.store / SHOW / "feed.xml"
        if not feed.is_file():
            return []
        found = []
        for entry in feedparser.parse(feed.read_bytes()).entries:
            path = urlsplit(entry.enclosures[0].href).path.removeprefix("/feeds/")
            found.append(
                Seen(
                    id=entry.id,
                    marker=self._markers[entry.id],
                    text=entry.title,
                    files={path: (self.store / path).read_bytes()},  # what the feed names must be there
                )
            )
        return found

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()
