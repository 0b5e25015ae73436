"""A show as it stands: what must never change once it was published, ids and dates, and what its feed names."""

from __future__ import annotations

import datetime as dt

from pydantic import BaseModel, ConfigDict

FOLDER, FEED, COVER, STATE = "feeds", "feed.xml", "cover.jpg", "show.json"
"""Folder of all shows, and the files of each."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Part):
    """One file of an episode, in the show's folder."""

    path: str
    """``episodes/egov-2024-citizens-vi/3f2a91c04b/episode.mp3``."""
    media_type: str
    role: str
    bytes: int


class EpisodeEntry(_Part):
    """One episode as the show remembers it."""

    guid: str
    published: dt.datetime
    """When it was first written into the feed."""
    title: str
    description: str
    notes: str
    """Show notes as HTML."""
    language: str
    issuer: str
    link: str
    duration_s: int
    files: tuple[FileEntry, ...]

    def file(self, role: str, media_type: str) -> FileEntry | None:
        """Give the file of a role and type, or None."""
        return next((f for f in self.files if (f.role, f.media_type) == (role, media_type)), None)


class ShowState(_Part):
    """What a show's folder remembers: ``show.json``."""

    id: str
    title: str
    language: str
    author: str
    guid: str = ""
    """podcast:guid: given once, when the show first has an address."""
    base_url: str = ""
    cover: str = COVER
    episodes: tuple[EpisodeEntry, ...] = ()
    """The newest first."""
