"""How episodes and shows are built. Data: ``assets/podcast.yaml``, and ``podcast.yaml`` beside a brief."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from briefcast.brief.document import read_document
from briefcast.brief.model import LocalText
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell
from briefcast.paths import ASSETS
from briefcast.tables import read_table

FILE_NAME = "podcast.yaml"
PRODUCT = "podcast"
"""Under which briefs ask for it."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Timeline(_Data):
    """Quiet around the parts of an episode, in milliseconds."""

    lead: int
    after_hook: int
    between_turns: int
    between_parts: int
    tail: int


class Length(_Data):
    """How near an episode comes to the length its audience asks for, as shares of it."""

    tolerance: float
    close: float


class Measure(_Data):
    """How much a line and a cue of a transcript hold."""

    line_max_chars: int
    lines_max: int


class Transcripts(_Data):
    """The measures of both kinds of timed transcript."""

    srt: Measure
    vtt: Measure


class CoverSize(_Data):
    """What directories take as a cover."""

    size_px: int
    """Side of a drawn cover."""
    min_px: int
    max_px: int
    max_bytes: int
    inside_px: int
    """Side of the copy inside a recording."""


class NoteWords(_Data):
    """Headings of the show notes in one language."""

    chapters: str
    sources: str
    as_of: str
    contact: str
    figures: str
    transcript: str
    source: str


class ShowSettings(_Data):
    """What a team decides about its shows."""

    by: Literal["audience", "language"]
    """A show for each audience and language, or one for each language."""
    name: LocalText
    """What the show is called; hosts say it."""
    description: LocalText
    category: str
    """Of Apple Podcasts' list of categories."""
    subcategory: str = ""
    explicit: bool
    locked: bool
    enclosure: Literal["mp3", "m4a"]
    base_url: str = Field(pattern=r"^(https?://[^\s?#]+)?$")
    """Where the folder ``feeds`` will be found on the web; without it feeds are for preview only."""
    link: str = Field(pattern=r"^(https?://\S+)?$")
    email: str = Field(pattern=r"^([^@\s]+@[^@\s]+)?$")
    cover: str = ""
    """A square picture of the team's own, beside ``podcast.yaml``."""

    @field_validator("base_url")
    @classmethod
    def _bare(cls, url: str) -> str:
        return url.rstrip("/")

    def spoken_name(self, language: str) -> str:
        """Give the show's name as hosts say it."""
        return self.name.get(language) or next(iter(self.name.values()))

    def show_id(self, audience: str, language: str) -> str:
        """Give the name of a show's folder: ``citizens-vi``, or ``vi`` where one show serves all."""
        return f"{audience}-{language}" if self.by == "audience" else language

    def title(self, audience_name: str, language: str) -> str:
        """Give the show's title, with its audience where each has a show of its own."""
        name = self.spoken_name(language)
        return f"{name} · {audience_name}" if self.by == "audience" and audience_name else name


class PodcastSettings(_Data):
    """The whole table."""

    timeline: Timeline
    length: Length
    transcript: Transcripts
    cover: CoverSize
    words: dict[str, NoteWords]
    shows: ShowSettings


@cache
def podcast_settings() -> PodcastSettings:
    """Read the table once."""
    return read_table(ASSETS / "podcast.yaml", PodcastSettings)


def read_show_settings(folder: Path | None, *, base_url: str = "") -> ShowSettings:
    """Give what a team decided about its shows, ``folder/podcast.yaml`` over the built-in settings.

    ``base_url`` is used in place of the one that is written there. BriefError names the line of what
    cannot stand there, BriefcastError a ``base_url`` that is no web address.
    """
    built_in = podcast_settings().shows
    path = folder / FILE_NAME if folder else None
    own = _read_own(path, built_in) if path is not None and path.is_file() else built_in
    if not base_url:
        return own
    try:
        return ShowSettings.model_validate(own.model_dump() | {"base_url": base_url})
    except ValidationError as error:
        raise BriefcastError(tell("'{address}' is no web address: write https://…", address=base_url)) from error


def _read_own(path: Path, built_in: ShowSettings) -> ShowSettings:
    document = read_document(path)
    given = built_in.model_dump() | dict(document.data)
    for field in ("name", "description"):
        given[field] = getattr(built_in, field) | given[field] if isinstance(given[field], dict) else given[field]
    try:
        return ShowSettings.model_validate(given)
    except ValidationError as error:
        known = ", ".join(ShowSettings.model_fields)
        raise BriefError(
            [
                document.problem(
                    fault["loc"],
                    tell("{value} cannot stand here: {reason}.", value=repr(fault["input"]), reason=fault["msg"]),
                    tell("Use {choices}.", choices=known),
                )
                for fault in error.errors()
            ]
        ) from error
