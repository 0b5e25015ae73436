"""What an episode is before it is written: the frozen plan, which is also its cache key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefcast.brand import Brand
from briefcast.podcast.transcript import Stretch
from briefcast.sound import Piece


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One part of an episode that a listener can jump to."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, kw_only=True)
class EpisodePlan:
    """Everything an episode is: what is heard when, what is written where."""

    brief: str
    audience: str
    audience_name: str
    language: str
    title: str
    show: str
    """The series it belongs to: shown as the album."""
    issuer: str
    kicker: str
    description: str
    """One paragraph of plain text: what is said."""
    notes: str
    """Show notes as plain text: description, chapters with times, sources, date, notice."""
    notice: str
    """The plain notice for a synthetic voice; empty if a person speaks or nobody does."""
    voiced: bool
    """False if the recording is silence of the right length."""
    year: str
    """Year of the data; empty if the script does not write one."""
    pieces: tuple[Piece, ...]
    chapters: tuple[Chapter, ...]
    stretches: tuple[Stretch, ...]
    """Words with their times from the beginning of the episode, one stretch a scene."""
    duration_ms: int
    facts: tuple[str, ...]
    brand: Brand
    cover: Path | None = None
    """A picture of the team's own; drawn in the brand's colours if absent."""
