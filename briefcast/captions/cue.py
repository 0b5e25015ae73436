"""A cue and the limits it must keep: how long, how wide and how fast a caption may be."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefcast.languages import language as read_language
from briefcast.paths import ASSETS
from briefcast.tables import read_table

LINE_HEIGHT = 1.3
"""Of the letters' size: stacked Vietnamese marks need it. ``templates/video/scene.typ`` sets captions so."""


CaptionKind = Literal["classic", "kinetic"]
"""classic: in a box, as subtitles are · kinetic: large letters on the ground, a figure larger still."""


@dataclass(frozen=True, kw_only=True)
class CueWord:
    """One word of a cue with its time in the whole piece."""

    text: str
    start_ms: int
    end_ms: int
    fact: str = ""
    glue: bool = False
    """No line may be broken after it."""


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What is on the screen at one time."""

    start_ms: int
    end_ms: int
    lines: tuple[tuple[CueWord, ...], ...]

    @property
    def words(self) -> tuple[CueWord, ...]:
        """Every word, in the order it is said."""
        return tuple(word for line in self.lines for word in line)

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines as they are read."""
        return tuple(" ".join(word.text for word in line) for line in self.lines)

    @property
    def speed_cps(self) -> float:
        """Characters a second, spaces included."""
        return speed_cps(count_chars(" ".join(self.texts)), self.end_ms - self.start_ms)


def spoken_together(line: Sequence[CueWord], language: str) -> tuple[tuple[CueWord, ...], ...]:
    """Give the words of a line that are marked as one: the syllables of a compound, a number with what it counts.

    From right to left so are Latin words side by side: they are one run, read the other way.
    """
    rtl = read_language(language).rtl
    groups: list[list[CueWord]] = [[word] for word in line[:1]]
    for before, word in pairwise(line):
        if before.glue or (rtl and _is_latin(before.text) and _is_latin(word.text)):
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(map(tuple, groups))


def _is_latin(text: str) -> bool:
    return any(unicodedata.bidirectional(c) == "L" for c in text)


@dataclass(frozen=True, kw_only=True)
class CaptionLimits:
    """How much fits in one caption and how fast it may be; the figures are in ``assets/captions.yaml``."""

    line_max_chars: int
    stretch_chars: int
    """Characters that a line may have beyond that, set smaller, where a word would else stand alone."""
    lines_max: int
    speed_max_cps: float
    min_ms: int
    """Shortest time on screen."""
    max_ms: int
    gap_ms: int
    """Least time between two captions."""
    extension_ms: int
    """Longest time a caption stays after its last word."""
    chain_ms: int
    """A pause shorter than this is closed down to the gap."""
    lead_ms: int
    """Greatest distance between a caption's start and its first word."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Timing(_Data):
    min_ms: int
    max_ms: int
    gap_ms: int
    extension_ms: int
    chain_ms: int
    lead_ms: int


class _Shape(_Data):
    lines_max: int
    line_max_chars: int | None = None
    stretch_chars: int = 0


class SmallWords(_Data):
    """Words by which a line of one language is better or worse broken, in small letters."""

    articles: frozenset[str] = frozenset()
    clinging: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    conjunction_prefix: str = ""
    """"And", where it is a letter at the head of the word that follows."""


class CaptionTable(_Data):
    """``assets/captions.yaml``."""

    timing: _Timing
    shapes: dict[str, _Shape]
    words: dict[str, SmallWords]


@cache
def caption_table() -> CaptionTable:
    """Read the table of limits, ``assets/captions.yaml``."""
    return read_table(ASSETS / "captions.yaml", CaptionTable)


def caption_limits(
    language: str, shape: str = "16x9", *, line_max_chars: int | None = None, lines_max: int | None = None
) -> CaptionLimits:
    """Give the limits of a language on a shape (a row of ``assets/captions.yaml``), or with a measure of one's own.

    KeyError if the tables know no such language or shape.
    """
    own = read_language(language)
    row = caption_table().shapes[shape]
    return CaptionLimits(
        line_max_chars=line_max_chars or row.line_max_chars or own.caption.line_max_chars,
        stretch_chars=0 if line_max_chars else row.stretch_chars,
        lines_max=lines_max or row.lines_max,
        speed_max_cps=own.caption.speed_max_cps,
        **caption_table().timing.model_dump(),
    )


def count_chars(text: str) -> int:
    """Count the characters a reader sees: no direction marks, no combining marks."""
    return sum(unicodedata.category(c) not in ("Cf", "Mn") for c in unicodedata.normalize("NFC", text))


def speed_cps(chars: int, duration_ms: int) -> float:
    """Give how fast a caption has to be read, in characters a second."""
    return chars * 1000 / max(duration_ms, 1)


def clock(ms: int, point: str) -> str:
    """Write a time as ``HH:MM:SS``, the point and milliseconds."""
    seconds, ms = divmod(max(ms, 0), 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"
