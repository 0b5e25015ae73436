"""How an episode is built: its pauses, its transcript's measure, its words. Data: ``assets/podcast.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ruamel.yaml import YAML

from briefcast.paths import ASSETS


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """Quiet around the parts of an episode, in milliseconds."""

    lead: int
    after_notice: int
    between_scenes: int
    tail: int


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How much a line and a cue of a transcript hold."""

    line_max_chars: int
    lines_max: int


@dataclass(frozen=True, kw_only=True)
class NoteWords:
    """Headings of the show notes in one language."""

    chapters: str
    sources: str
    as_of: str


@dataclass(frozen=True, kw_only=True)
class PodcastSettings:
    """The whole table."""

    timeline: Timeline
    srt: Measure
    vtt: Measure
    words: dict[str, NoteWords]
    tag_languages: dict[str, str]


@cache
def podcast_settings() -> PodcastSettings:
    """Read the table once."""
    table = YAML(typ="safe").load((ASSETS / "podcast.yaml").read_text("utf-8"))
    return PodcastSettings(
        timeline=Timeline(**table["timeline"]),
        srt=Measure(**table["transcript"]["srt"]),
        vtt=Measure(**table["transcript"]["vtt"]),
        words={code: NoteWords(**row) for code, row in table["words"].items()},
        tag_languages=dict(table["tag_languages"]),
    )
