"""A brief with every file that it names, as it travels to a server: a list of names, sizes and hashes.

Files travel by their hash, one by one, and only those that are not there yet. Names are taken for nothing before
they are looked at: they lie beside the brief or below it, are not hidden, and have an ending that briefs name.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from briefcast.brief.document import NAME_MAX_BYTES
from briefcast.brief.model import Identifier

PARTS_MAX = 400
"""Of a brief of 150 points with a picture or film each, with profiles, kits and tables."""
PART_MAX_BYTES = 30_000_000
FILM_MAX_BYTES = 500_000_000
"""As the door takes them that opens pictures and films."""
BUNDLE_MAX_BYTES = 2_000_000_000
_BRIEFS = (".yaml", ".yml", ".json", ".xlsx")
_FILMS = (".mp4", ".mov", ".webm")
_SOUNDS = (".wav", ".mp3", ".m4a", ".aac", ".flac", ".amr", ".ogg", ".opus", ".3gp")
_ENDINGS = frozenset((*_BRIEFS, *_FILMS, *_SOUNDS, ".csv", ".geojson", ".svg", ".jpg", ".jpeg", ".png", ".webp"))


def _name(text: str) -> str:
    parts = text.split("/")
    if (
        any(not part or part.startswith((".", "~")) or len(part.encode()) > NAME_MAX_BYTES for part in parts)
        or any(ord(character) < 0x20 or character in '\\:*?"<>|\x7f' for character in text)
        or len(parts) > 6
        or PurePosixPath(text).suffix.lower() not in _ENDINGS
    ):
        raise ValueError("no file of a brief is called so")
    return text


Name = Annotated[str, Field(max_length=1000), AfterValidator(_name)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Part(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    """From the folder of the brief, with ``/``."""
    sha256: Sha256
    bytes: int = Field(ge=0)

    @model_validator(mode="after")
    def _small(self) -> Part:
        if self.bytes > max_bytes(self.name):
            raise ValueError(f"{self.name} is too large")
        return self


class Bundle(BaseModel):
    """A brief and its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    """Of the brief; on the server it is known by it."""
    brief: Name
    """Which of the files is the brief."""
    parts: tuple[Part, ...] = Field(min_length=1, max_length=PARTS_MAX)

    @model_validator(mode="after")
    def _whole(self) -> Bundle:
        names = [part.name.casefold() for part in self.parts]
        above = {str(parent) for name in names for parent in PurePosixPath(name).parents}
        if len(set(names)) < len(names) or above & set(names):
            raise ValueError("two files have one name")
        brief = PurePosixPath(self.brief)
        if self.brief not in {part.name for part in self.parts} or len(brief.parts) > 1:
            raise ValueError("the brief is not among its files")
        if brief.suffix.lower() not in _BRIEFS:
            raise ValueError("the brief is no file of a brief")
        if sum(part.bytes for part in self.parts) > BUNDLE_MAX_BYTES:
            raise ValueError("the files are too large together")
        return self

    @property
    def sha256(self) -> str:
        """Over every name and content: two bundles of one are the same."""
        lines = sorted(f"{part.sha256} {part.name}" for part in self.parts)
        return hashlib.sha256("\n".join((self.brief, *lines)).encode()).hexdigest()


def max_bytes(name: str) -> int:
    """Give how large a file of this name may be."""
    return FILM_MAX_BYTES if Path(name).suffix.lower() in _FILMS else PART_MAX_BYTES
