"""What a figure measures: it decides how it may be drawn, rounded and worded.

The unit says it for all but percentages: 20% may be a part of something, growth, or a level such as
unemployment. A percentage that nobody has called the one or the other is told as its number alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefcast.brief.model import Measure, Statistic
from briefcast.brief.periods import split_period
from briefcast.units import read_units

_OF_UNIT: Mapping[str, Measure] = {
    "rank": "rank",
    "index": "index",
    "ratio": "ratio",
    "count": "count",
    "currency": "amount",
    "duration": "duration",
}
AS_PUBLISHED: frozenset[Measure] = frozenset(
    {"growth", "change", "level", "rate", "rank", "index", "ratio", "temperature"}
)
"""What is told with the decimals of its source: a tenth is news there."""
SIGNED: frozenset[Measure] = frozenset({"growth", "change"})
"""What is a change by itself: below zero it falls."""


def measure_of(s: Statistic) -> Measure | None:
    """Say what a statistic measures; None for a percentage of which that is not certain.

    A percentage is a share where the brief says so, names what it is a percentage of (``noun``, ``of``)
    or gives the whole (``out_of``).
    """
    if s.measure:
        return s.measure
    if s.unit_word:
        height = s.unit_word in _LENGTHS and any(_HEIGHTS.search(label) for label in s.label.values())
        return "level" if height else read_units()[s.unit_word].measure
    if s.unit == "percent":
        return "share" if s.noun or s.of or s.out_of is not None else None
    return _OF_UNIT[s.unit]


def is_sum(unit: str, measure: str | None) -> bool:
    """Say whether figures of places grow with how many live there: what is counted or paid, but for rates of it."""
    return unit in ("count", "currency") and measure != "rate"


_LENGTHS = frozenset({"mm", "cm", "m"})
_HEIGHTS = re.compile(
    r"mực nước|cao độ|cao trình|độ cao|đỉnh triều|\blevel\b|elevation|altitude|\btide|(?:above|below) sea"
    r"|מפלס|רום|פני הים",
    re.IGNORECASE,
)
"""Words of a label by which a length is measured from a mark: it may lie below it, and a hand's breadth is news."""


def as_published(s: Statistic) -> bool:
    """Say whether a figure keeps the decimals of its source for every reader."""
    return measure_of(s) in AS_PUBLISHED


_STATES: frozenset[Measure | None] = frozenset({"count", "amount", "share", "level", "rate", "index", "rank", None})
"""What may be counted on a day."""
_FLOWS = re.compile(
    r"\bmới\b|thu ngân sách|\bchi ngân sách|xuất khẩu|nhập khẩu|kim ngạch|doanh thu|sản lượng|lượt|du khách"
    r"|khách (?:quốc tế|du lịch)"
    r"|ca mắc|nhập viện|số vụ|tai nạn|vốn thực hiện|giải ngân"
    r"|\bnew\b|newly|exports?|imports?|revenue|spending|visitors|arrivals|births|deaths|admissions|output|production"
    r"|sales|tickets"
    r"|accidents|founded|built|issued"
    r"|חדש|הכנסות|הוצאות|יצוא|יבוא|מבקרים|לידות|פטירות|אשפוזים|תאונות|תיירים|מכירות",
    re.IGNORECASE,
)
"""Words of a label by which a figure adds up over its period, so that half a year and a year cannot be compared."""


def is_flow(s: Statistic) -> bool:
    """Say whether a figure adds up over its period, as visitors do, and is no state on a day, as inhabitants are."""
    return any(_FLOWS.search(text) for text in s.label.values())


def is_reading(s: Statistic) -> bool:
    """Say whether a figure was read from a scale on its day: a water level or a temperature adds up to none."""
    on_a_day = split_period(s.period).kind == "day"
    return on_a_day and (measure_of(s) == "temperature" or (measure_of(s) == "level" and s.unit_word is not None))


def is_state(s: Statistic) -> bool:
    """Say whether a figure holds as of a day: counted then, not over it."""
    return split_period(s.period).kind == "day" and measure_of(s) in _STATES and not is_flow(s)


def stands(s: Statistic) -> bool:
    """Say whether a figure is what things have come to by its period: a rate, a share or a level, no sum over it."""
    return is_state(s) or (measure_of(s) in ("share", "rate", "level") and not is_flow(s))
