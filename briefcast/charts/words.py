"""The words on charts and in their descriptions: read from ``templates/alt/<language>.yaml``."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from briefcast.language.sentences import unstopped
from briefcast.language.written import isolate, join_prefix
from briefcast.paths import TEMPLATES
from briefcast.tables import read_table


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kinds(_Data):
    """How each kind of chart is built: its kind, its axes, what they reach."""

    line: str
    rank: str
    columns: str
    ranked: str
    table: str
    map: str
    areas: str
    lines: str
    parts: str
    progress: str
    gauge: str
    share: str
    donut: str


class Trend(_Data):
    """How values move; ``up`` means better for a rank."""

    up_throughout: str
    up: str
    down_throughout: str
    down: str
    level: str
    turned_up: str
    """Down to the lowest value, then up throughout; ``{turn_value}`` and ``{turn_when}`` are where it turns."""
    turned_down: str


class ChartWords(_Data):
    """What one language says of charts. ``{…}`` is filled with texts of the script."""

    estimate: str
    """Beside a value that is one."""
    where: str
    """Where the long description is."""
    page: str
    others: str
    photo: str
    hundred: str
    """The end of an axis of percentages."""
    kinds: Kinds
    cut_off: str
    """An axis that does not start at zero, though no value is below it."""
    dashed: str
    value: str
    highest: str
    lowest: str
    best: str
    worst: str
    change: str
    trend: Trend
    rank_trend: Trend
    step: str
    unchanged: str
    gap: str
    """Times between which there are no values."""
    overall: str
    """The value of all places together, where the brief has no name for them."""
    cut: str
    """How many of all are shown."""
    missing: str
    """Places without a value."""
    rounded: str
    """Beside percentages that do not add up to a hundred as they are written."""
    typed: str
    """How bars stand that are not sorted by value."""
    marked: str
    """What stands out of a table or map."""
    most: str
    """Over the place of the largest value of a map."""
    least: str
    no_value: str
    """Beside the hatch of places without a value."""
    more_places: str
    """Behind some places of one value, where not all have room."""
    home: dict[str, str]
    """What the readers' own is called, by what the entries are."""
    home_of: str
    """Their own with its place among all, of a table."""


@cache
def chart_words(language: str) -> ChartWords:
    """Read the words of one language; TableError if it has none."""
    return read_table(TEMPLATES / "alt" / f"{language}.yaml", ChartWords)


def fill(pattern: str, language: str, **texts: Any) -> str:
    """Put texts into a pattern, each kept from disturbing the order of right-to-left words around it."""
    # A text that ends with a full stop would bring a second one.
    parts = {name: isolate(unstopped(str(text), language), language) for name, text in texts.items()}
    return join_prefix(pattern.format(**parts))
