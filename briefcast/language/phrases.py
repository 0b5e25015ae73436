"""Phrases: how each language opens, bridges, attributes and closes, and its words on pictures and pages.

They are data, ``templates/scripts/<language>.yaml``: patterns with ``{placeholders}`` and no code. A
pattern with a placeholder that nothing fills is refused when the file is read.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from briefcast.brief.audiences import Tone
from briefcast.brief.model import Kind
from briefcast.paths import ASSETS, TEMPLATES
from briefcast.tables import read_table

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_PIECE = frozenset({"title", "address", "issuer", "as_of", "action", "sources"})
_SAID = frozenset({"target", "gap", "publisher", "date", "month", "label", "figure", "title", "by", "text", "step"})
Patterns = tuple[str, ...]
ByKind = dict[Kind | Literal["default"], Patterns]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def fill(pattern: str, **values: str) -> str:
    """Put values in the places of a pattern; what a value holds in braces is left as it stands."""
    return _PLACEHOLDER.sub(lambda place: values.get(place[1], place[0]), pattern)


def _checked(pattern: str, allowed: frozenset[str]) -> str:
    unknown = set(_PLACEHOLDER.findall(pattern)) - allowed
    if unknown:
        known = ", ".join(sorted(allowed))
        raise ValueError(f"{pattern!r} holds {', '.join(sorted(unknown))}; only {known} are filled")
    return pattern


class Says(_Data):
    """Single sentences and lines."""

    gap_met: str
    """After a point whose target is reached: ``{target}``, ``{gap}``."""
    gap_missed: str
    gap_missed_rank: str
    """The same for a rank: the top ``{target}``."""
    source: str
    """Who published a figure, and when: ``{publisher}``, ``{month}`` or ``{date}``."""
    sources: str
    """Where the sources are."""
    action: str
    """What to do where the brief names nothing for an audience."""
    figure_headline: str
    """A headline made from the leading figure: ``{label}``, ``{figure}``."""
    source_note: str
    """A source as it is printed: ``{title}``, ``{publisher}``, ``{date}``."""

    quote: str
    """Somebody's words: ``{by}``, ``{text}``."""
    step_first: str
    """The first of several steps: ``{step}``."""
    step_second: str
    step_next: str
    """Every step between the second and the last one."""
    step_last: str

    @field_validator("*")
    @classmethod
    def _known(cls, pattern: str) -> str:
        return _checked(pattern, _SAID)


class Phrases(_Data):
    """All phrases of one language."""

    openings: dict[Tone, ByKind]
    """By tone and kind of piece, one pattern a sentence; ``default`` serves the other kinds."""
    closings: dict[Tone, ByKind]
    bridges: dict[Tone, str] = {}
    """Said before the last figures of a piece, where the tone has such a phrase."""
    says: Says
    voice_notice: str
    """Plain notice for a synthetic voice."""
    kinds: dict[Kind, str]
    """The kinds of pieces as a line above a title."""
    labels: dict[str, str]
    """Words on pictures and pages."""
    letters_per_s: float
    """Letters and blanks of spoken text the embedded voice says in a second at pace 1.0, measured on the
    example brief and rounded down: how long a text will take."""
    blanks_part_syllables: bool = False
    """Whether a word may hold blanks, as in Vietnamese."""
    glue_capitals: bool = False
    """Whether neighbouring words with a capital are a name that no line breaks."""
    plain_in_place: bool = False
    """Whether ``more than 8 in 10`` can stand where ``82%`` stood in a sentence."""
    plain_drops: tuple[str, ...] = ()
    """Words that go when it does: ``82% of households``, ``more than 8 in 10 households``."""
    together: tuple[str, ...] = ()
    """Patterns (regular expressions) of dates that are one word, read aloud as one."""

    @field_validator("openings", "closings")
    @classmethod
    def _filled(cls, by_tone: dict[Tone, ByKind]) -> dict[Tone, ByKind]:
        for tone, by_kind in by_tone.items():
            if "default" not in by_kind:
                raise ValueError(f"{tone} needs a default")
            for patterns in by_kind.values():
                for pattern in patterns:
                    _checked(pattern, _PIECE)
        return by_tone

    def opening(self, tone: Tone, kind: Kind) -> Patterns:
        """Give the sentences that open a piece."""
        return _of_kind(self.openings[tone], kind)

    def closing(self, tone: Tone, kind: Kind) -> Patterns:
        """Give the sentences that close a piece."""
        return _of_kind(self.closings[tone], kind)


def _of_kind(by_kind: ByKind, kind: Kind) -> Patterns:
    return by_kind.get(kind, by_kind["default"])


@cache
def phrases(language: str) -> Phrases:
    """Read the phrases of one language; TableError if it has none."""
    return read_table(TEMPLATES / "scripts" / f"{language}.yaml", Phrases)


@cache
def kept_together(language: str) -> frozenset[tuple[str, ...]]:
    """Read what no line may break: ``assets/lexicon/<language>-together.txt``, one phrase a line, in small letters.

    ``*`` stands for any word: ``the *`` keeps the article with what follows.
    """
    path = ASSETS / "lexicon" / f"{language}-together.txt"
    lines = (line.partition("#")[0].split() for line in path.read_text("utf-8").splitlines())
    return frozenset(tuple(word.lower() for word in words) for words in lines if len(words) > 1)
