"""Maps of tiles: where the places of a country lie beside one another, what they are called, what was merged into them.

find_tile("province", ["Huế", "Hue"])        viet-nam/hue
merged_into("province", ["Hà Giang"])        the tile that has taken it in
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from briefcast.paths import ASSETS
from briefcast.tables import read_table

_KINDS = re.compile(
    r"^(?:tinh|thanh pho|tp|khu vuc|province of|the city of|מחוז|פרובינציית|נפת)\s+"
    r"|\s+(?:province|city|district|region)$"
)
"""What a place is, before or behind its name."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tile(_Data):
    """One place."""

    id: str
    at: tuple[int, int]
    """Its column and row, from the top left."""
    name: dict[str, str]
    short: dict[str, str] = {}
    """The name by languages where it is too long for a tile."""
    aliases: tuple[str, ...] = ()
    """What it is called too, in any language."""
    optional: bool = False
    """Whether it is drawn only where it has a figure."""


class Island(_Data):
    """What lies apart from the place that it belongs to, and has its colour."""

    of: str
    at: tuple[int, int]
    columns: int = 1
    name: dict[str, str]
    short: dict[str, str] = {}


class Atlas(_Data):
    """The places of one country."""

    dimension: str
    """What the places are to a brief (``by: {dimension: province}``)."""
    columns: int
    rows: int
    rooms: dict[str, tuple[int, int, int, int]]
    """Empty ground by what is written there: column, row, columns, rows."""
    tiles: tuple[Tile, ...]
    islands: tuple[Island, ...] = ()
    merged: dict[str, tuple[str, ...]] = {}
    """Names of places that there are no more, by the id of the tile that took them in."""
    merged_on: dt.date | None = None
    """The day they were merged."""

    def tile(self, id: str) -> Tile:
        """Give a place by its id; KeyError if there is none."""
        return {tile.id: tile for tile in self.tiles}[id]


@cache
def atlases() -> Mapping[str, Atlas]:
    """Read every map by its name, the file's; TableError if one is wrong."""
    return {path.stem: read_table(path, Atlas) for path in sorted(Path(ASSETS / "maps").glob("*.yaml"))}


def find_tile(dimension: str, names: Iterable[str]) -> str:
    """Name the tile of a place by what it is called, ``viet-nam/hue``; nothing if there is none, or more than one."""
    known = _known(dimension)
    found = {known[plain] for plain in map(plain_name, names) if plain in known}
    return found.pop() if len(found) == 1 else ""


def merged_into(dimension: str, names: Iterable[str]) -> tuple[Atlas, Tile] | None:
    """Give the map and the place that has taken in one of this name; None if that still is there, or never was."""
    gone = _gone(dimension)
    own = next((gone[plain] for plain in map(plain_name, names) if plain in gone), "")
    if not own:
        return None
    atlas, _, tile = own.partition("/")
    return atlases()[atlas], atlases()[atlas].tile(tile)


@cache
def _known(dimension: str) -> Mapping[str, str]:
    return {
        plain_name(name): f"{atlas}/{tile.id}"
        for atlas, own in atlases().items()
        if own.dimension == dimension
        for tile in own.tiles
        for name in (tile.id, *tile.name.values(), *tile.short.values(), *tile.aliases)
    }


@cache
def _gone(dimension: str) -> Mapping[str, str]:
    return {
        plain_name(name): f"{atlas}/{tile}"
        for atlas, own in atlases().items()
        if own.dimension == dimension
        for tile, names in own.merged.items()
        for name in names
    }


def plain_name(name: str) -> str:
    """Write a name without marks, capitals, signs and what the place is, so that ways to write it are one."""
    letters = unicodedata.normalize("NFD", re.sub(r"\([^)]*\)", " ", name).casefold().replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _KINDS.sub("", " ".join(re.findall(r"\w+", bare)))
