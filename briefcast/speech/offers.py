"""The table of voices that can be fetched, and whose voice is never taken. Data: ``assets/voices-to-get.yaml``."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from briefcast.errors import VoiceError
from briefcast.messages import tell
from briefcast.paths import ASSETS
from briefcast.tables import read_table


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(_Data):
    """One file as it was published."""

    bytes: int = Field(gt=0)
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    """Empty where nobody published it: then the size alone is held against the table."""


class Offer(_Data):
    """One voice that can be fetched."""

    language: str
    gender: Literal["f", "m"]
    licence: str
    use: Literal["any", "non-commercial"]
    """What its licence permits."""
    revision: str
    folder: str
    model: Expected
    settings: Expected

    def files(self, name: str) -> dict[str, Expected]:
        """Give its files by name, the small one first: what is wrong is known before the large one is fetched."""
        return {f"{name}.onnx.json": self.settings, f"{name}.onnx": self.model}

    @property
    def bytes(self) -> int:
        """Size of all of it."""
        return self.model.bytes + self.settings.bytes


class _Table(_Data):
    addresses: tuple[str, ...]
    voices: Mapping[str, Offer]
    persons: tuple[str, ...]


def _table() -> _Table:
    return read_table(ASSETS / "voices-to-get.yaml", _Table)


def offers() -> Mapping[str, Offer]:
    """Give every voice that can be fetched, by name."""
    return _table().voices


def addresses() -> tuple[str, ...]:
    """Give where the files of a voice are, as patterns with its revision, its folder and a file."""
    return _table().addresses


def refuse_persons(name: str) -> None:
    """Refuse a voice that by its name is that of a living person: VoiceError, whatever anybody agrees to."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", name.lower().replace("đ", "d")) if c.isascii() and c.isalnum()
    )
    if person := next((person for person in _table().persons if person in bare), ""):
        raise VoiceError(
            tell(
                "{name} is by its name the voice of a living person ({person}): briefcast takes no such voice, for"
                " nobody may be made to say what she never said.",
                name=name,
                person=person,
            )
        )
