"""Music: a bed under the voice, and short stings before, between and after; which, when and how loud.

`briefcast.sound.mixing` lays it under a voice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from briefcast.paths import ASSETS
from briefcast.sound.choice import Bed, SoundChoice
from briefcast.tables import read_table

FOLDER = ASSETS / "sounds"


class Times(BaseModel):
    """When stings are heard."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opening_ms: int
    """From the beginning of the opening sting to the first word."""
    closing_after_ms: int
    """From the last word to the closing sting."""
    closing_ms: int
    """How long the closing sting rings."""


class Levels(BaseModel):
    """How far under the voice music lies, in dB."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    under_speech_db: float = Field(ge=20, le=21)
    """While somebody speaks: the loudest 0.4 s of the bed under the softest phrase."""
    sting_under_speech_db: float = Field(ge=27.5)
    """The same for notes: with a bed beside them both together keep the distance."""
    bed_alone_db: float
    """While nobody does: the bed under the voice as a whole."""
    sting_db: float
    room_db: float
    """The room that is heard where nothing else is, under the voice as a whole."""


class MusicTable(BaseModel):
    """``assets/sounds/sounds.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    beds: dict[Bed, str]
    stings: dict[str, str]
    times: Times
    levels: Levels


@dataclass(frozen=True, kw_only=True)
class Sting:
    """A few notes and when they begin."""

    start_ms: int
    audio: Path


@dataclass(frozen=True, kw_only=True)
class Music:
    """Everything that is heard beside the voice."""

    bed: Path | None = None
    """Repeated from beginning to end; it must join with itself."""
    stings: tuple[Sting, ...] = ()


@cache
def music_table() -> MusicTable:
    """Give the sounds that come with briefcast, their times and levels."""
    return read_table(FOLDER / "sounds.yaml", MusicTable)


def sting_times() -> Times:
    """Give how much time stings take: a piece with stings leaves it before its first word and after its last."""
    return music_table().times


def choose_music(
    choice: SoundChoice, *, speech_end_ms: int, accents_ms: Sequence[int] = (), opens: bool = True
) -> Music | None:
    """Give the music of a piece, or None where it has none.

    Args:
        choice: What the audience hears (`Audience.sound`).
        speech_end_ms: End of the last word. The piece should last ``closing_ms`` of `sting_times`
            beyond it if there are stings; a sting that does not fit is faded out.
        opens: Whether notes are heard before the first word, where there are stings.
        accents_ms: Where a soft note parts two chapters or comes with a figure; heard only where there are stings.
    """
    table = music_table()
    stings: list[Sting] = []
    if choice.stings:
        heard = [(0, "opening")] if opens else []
        heard += [(at, "accent") for at in accents_ms]
        heard.append((speech_end_ms + table.times.closing_after_ms, "closing"))
        stings = [Sting(start_ms=at, audio=FOLDER / table.stings[name]) for at, name in heard]
    bed = FOLDER / table.beds[choice.bed] if choice.bed != "none" else None
    return Music(bed=bed, stings=tuple(stings)) if bed or stings else None
