"""What an episode is before it is written: the frozen plan, which is also its cache key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefcast.look.brand import Brand
from briefcast.products.podcast.profile import EpisodeFormat
from briefcast.script import CallToAction, SourceNote
from briefcast.sound.master import Piece
from briefcast.sound.music import Music
from briefcast.speech.base import TimedWord


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One part of an episode that a listener can jump to."""

    start_ms: int
    end_ms: int
    title: str
    image: Path | None = None
    """A photo of the brief for it."""


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What one speaker says without a break."""

    speaker: str
    words: tuple[TimedWord, ...]
    """With times from the beginning of the episode."""


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One figure as the table of the show notes gives it."""

    label: str
    written: str
    period: str
    source: str
    """In one line."""


@dataclass(frozen=True, kw_only=True)
class EpisodePlan:
    """Everything an episode is: what is heard when, what is written where."""

    brief: str
    audience: str
    audience_name: str
    language: str
    format: EpisodeFormat
    seconds: int
    """How long it should be."""
    title: str
    show: str
    """The series it belongs to: shown as the album."""
    show_id: str
    issuer: str
    kicker: str
    description: str
    """One paragraph of plain text: what is said."""
    action: CallToAction
    figures: tuple[NoteRow, ...]
    sources: tuple[SourceNote, ...]
    as_of: str
    contact: str
    """Whom the press asks; empty for everybody else."""
    embargo: str
    """Until when nothing of it may go out, as a line of its own; empty where it may."""
    corrected: str
    """That it was corrected, when and why, as a line of its own; empty where nothing was."""
    notice: str
    """The plain notice for a synthetic voice; empty if a person speaks or nobody does."""
    voiced: bool
    """False if the recording is silence of the right length."""
    voices: tuple[str, ...]
    """Who speaks, by engine and voice; in a conversation the one who asks first."""
    hosts: tuple[str, ...]
    """Their names, in the same order."""
    year: str
    """Year of the data; empty if the script does not write one."""
    pieces: tuple[Piece, ...]
    music: Music | None
    chapters: tuple[Chapter, ...]
    stretches: tuple[Stretch, ...]
    """What is said, turn by turn."""
    duration_ms: int
    facts: tuple[str, ...]
    untold: tuple[str, ...]
    """Points and statistics of the brief that it leaves untold, by their ids."""
    brand: Brand
    theme: str = "light"
    """The theme its cover is shown in."""
    symbol: str = ""
    """The symbol of what it is about, drawn on its cover; none if empty."""
    cover: Path | None = None
    """A picture of the team's own; drawn in the brand's colours if absent."""
