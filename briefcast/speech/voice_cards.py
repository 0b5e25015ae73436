"""Voices as data: region, gender, pace and licence of each. Data: ``assets/voices.yaml``, and a card beside a voice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML

from briefcast.errors import TableError, VoiceError
from briefcast.paths import ASSETS, doc
from briefcast.tables import load_tree, read_table

CARD_SUFFIX = ".voice.yaml"
PACE_RANGE = (0.5, 2.0)
"""Slower or faster than this no voice stays clear."""


class VoiceCard(BaseModel):
    """What a voice file does not say of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    region: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """Where people speak like that, ISO 3166: ``VN``."""
    gender: Literal["f", "m", ""] = ""
    """As a listener hears it; empty if nobody said."""
    pace: float = Field(default=1.0, ge=PACE_RANGE[0], le=PACE_RANGE[1])
    """Factor that brings the voice to the speed of the others of its language."""
    licence: str = ""


class _Row(VoiceCard):
    engine: str
    id: str
    language: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    voices: tuple[_Row, ...]
    samples: dict[str, tuple[str, ...]]
    heard: dict[str, tuple[str, ...]]


@cache
def _table() -> _Table:
    return read_table(ASSETS / "voices.yaml", _Table)


def voice_card(engine: str, id: str) -> VoiceCard:
    """Give the card of a voice that comes along; an empty card for any other."""
    return next((row for row in _table().voices if (row.engine, row.id) == (engine, id)), VoiceCard())


def known_voices(engine: str, language: str) -> tuple[str, ...]:
    """Give the ids of an engine's voices of one language that come along."""
    return tuple(row.id for row in _table().voices if (row.engine, row.language) == (engine, language))


def sample_sentences(language: str) -> tuple[str, ...]:
    """Give the sentences by which voices of a language are compared."""
    return _table().samples[language]


def heard_sentences(language: str) -> tuple[str, ...]:
    """Give the sentences with numbers by which it is heard whether a voice says them right."""
    return _table().heard[language]


def read_card(path: Path) -> VoiceCard:
    """Read the card beside a voice; an empty one if there is none, VoiceError if it cannot be used."""
    if not path.is_file():
        return VoiceCard()
    try:
        return VoiceCard.model_validate(load_tree(path) or {})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        known = ", ".join(VoiceCard.model_fields)
        raise VoiceError(f"{path}: {faults}. Write {known} as {doc('add-a-voice')} shows.") from error
    except TableError as error:
        raise VoiceError(f"{path} is no YAML ({error.problems[0]}) Write it anew or remove it.") from error


def write_card(card: VoiceCard, path: Path) -> None:
    """Write a card beside its voice."""
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(card.model_dump(exclude_defaults=True), file)
