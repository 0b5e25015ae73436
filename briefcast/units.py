"""The units that follow a number: rows of ``assets/units.yaml``, which is the only place that lists them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefcast.paths import ASSETS
from briefcast.tables import read_rows

ALSO: Mapping[str, str] = {
    "tấn": "tonne",
    "tonnes": "tonne",
    "t": "tonne",
    "lượt": "visit",
    "điểm": "point",
    "points": "point",
    "m2": "m²",
    "m3": "m³",
    "km2": "km²",
    "C": "°C",
    "ug/m3": "µg/m³",
    "ug/l": "µg/l",
    "µg/L": "µg/l",
    "mg/L": "mg/l",
    "דונם": "dunam",
    "dunams": "dunam",
    "lít": "litre",
    "litres": "litre",
    "ליטר": "litre",
    "metres": "m",
    "triệu đồng/người/năm": "million-dong-per-person-year",
    "triệu đồng/tháng": "million-dong-per-month",
}
"""Other names under which teams know them."""


class UnitForms(BaseModel):
    """How one language writes and says a unit: patterns of ``{n}`` by the number they agree with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    shown: Mapping[str, str]
    spoken: Mapping[str, str] | None = None
    word: Mapping[str, str] | None = None
    gender: Literal["m", "f"] = "m"
    whole: str = ""
    """The words at its end that a brief may have others for: per 1,000 *people*, *live births*."""
    difference: UnitForms | None = None
    """Of how far two values are apart, where that is another unit: 8.4‰ and 7.9‰ are 0.5 per-mille points apart."""


class UnitRow(BaseModel):
    """One row: what the unit measures, and its forms by language."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, UnitForms]

    measure: Literal["count", "rate", "index", "level", "temperature"]

    def forms(self, language: str) -> UnitForms | None:
        """Give the forms of one language, or nothing if the row has none."""
        return self.__pydantic_extra__.get(language)


def read_units() -> Mapping[str, UnitRow]:
    """Read the units, by name."""
    return read_rows(ASSETS / "units.yaml", UnitRow)


def unit_named(name: str) -> str | None:
    """Give the name of the row that a team's word for a unit means, or nothing."""
    name = ALSO.get(name, name)
    return name if name in read_units() else None
