"""What hosts say around the points, by language and tone. Data: ``templates/podcast/<language>.yaml``."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from briefcast.brief.audiences import Tone
from briefcast.paths import TEMPLATES
from briefcast.tables import read_table

Role = Literal["ask", "answer"]
QuestionKind = Literal["rank", "count", "share", "text", "default"]
"""rank: a place among others · count: how many · share: how many of all, where the brief says of what ·
text: a point without a figure · default: everything else."""

_KNOWN = frozenset({"show", "title", "address", "action", "publishers", "notes"})
_IN_QUESTIONS = frozenset({"label", "inside", "address"})
_PLACE = re.compile(r"\{([a-z_]+)\}")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Line = dict[Role, str]
"""One turn of a conversation: who says it, and what."""
ByTone = dict[Tone | Literal["default"], tuple[Line, ...]]
Questions = dict[QuestionKind, tuple[str, ...]]


class Notices(_Data):
    """That nobody speaks here but a machine."""

    one: str
    two: str
    """Where two hosts speak."""


class Conversation(_Data):
    """What two hosts say."""

    openings: ByTone
    closings: ByTone
    sources: ByTone
    questions: dict[Tone | Literal["default"], Questions]
    continues: tuple[str, ...]
    """Beginnings of questions that go on from another one: never the first question."""
    targets: tuple[str, ...]
    """Questions that lead to the target of a figure."""

    @field_validator("openings", "closings", "sources")
    @classmethod
    def _lines(cls, by_tone: ByTone) -> ByTone:
        if "default" not in by_tone:
            raise ValueError("default is missing: it serves the tones without lines of their own")
        for line in (line for lines in by_tone.values() for line in lines):
            if len(line) != 1:
                raise ValueError(f"{line} must name one host")
            _check(next(iter(line.values())), _KNOWN)
        return by_tone

    @field_validator("questions")
    @classmethod
    def _asked(cls, questions: dict[str, Questions]) -> dict[str, Questions]:
        if not set(QuestionKind.__args__) <= set(questions.get("default", {})):  # type: ignore[attr-defined]
            raise ValueError("default must ask for every kind of point")
        patterns = [p for by_kind in questions.values() for group in by_kind.values() for p in group]
        for pattern in patterns:
            _check(pattern, _IN_QUESTIONS)
            if not pattern.rstrip().endswith(("?", "!", ".")):
                raise ValueError(f"{pattern!r} ends without a mark")
        return questions


class PodcastPhrases(_Data):
    """Everything of one language."""

    hosts: dict[Role, str]
    """Names that stand in transcripts; neither is said aloud."""
    notice: Notices
    openings: dict[Tone, tuple[str, ...]]
    closings: dict[Tone, tuple[str, ...]]
    conversation: Conversation
    sources: str
    """Names every publisher: ``{publishers}``."""
    notes: str
    """Where sources and links are written."""
    and_: str
    """Before the last of several names."""
    others: str
    """In place of the names beyond the first few."""

    @model_validator(mode="before")
    @classmethod
    def _rename(cls, data: dict[str, object]) -> dict[str, object]:
        return {"and_" if key == "and" else key: value for key, value in data.items()}

    @field_validator("openings", "closings")
    @classmethod
    def _patterns(cls, by_tone: dict[Tone, tuple[str, ...]]) -> dict[Tone, tuple[str, ...]]:
        lacking = set(Tone.__args__) - set(by_tone)  # type: ignore[attr-defined]
        if lacking:
            raise ValueError(f"{', '.join(sorted(lacking))} is missing")
        for pattern in (pattern for patterns in by_tone.values() for pattern in patterns):
            _check(pattern, _KNOWN)
        return by_tone


def _check(pattern: str, allowed: frozenset[str]) -> None:
    unknown = set(_PLACE.findall(pattern)) - allowed
    if unknown:
        raise ValueError(
            f"{pattern!r} holds {', '.join(sorted(unknown))}; only {', '.join(sorted(allowed))} are filled"
        )


@cache
def podcast_phrases(language: str) -> PodcastPhrases:
    """Read the phrases of one language; TableError if it has none."""
    return read_table(TEMPLATES / "podcast" / f"{language}.yaml", PodcastPhrases)
