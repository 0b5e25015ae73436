"""Earlier: what a figure was before, and whether it has changed so much that a text may not call it unchanged."""

from __future__ import annotations

from decimal import Decimal

from briefcast.brief.model import Statistic

_STEADY_POINTS, _STEADY_SHARE = Decimal("0.5"), Decimal("0.02")
"""What still is nearly unchanged: half a point, which whole percentages do not show, and a fiftieth of all else."""
_SAME = Decimal("0.2")
"""How much of that is still unchanged: a tenth of a point."""


def earlier_value(s: Statistic) -> Decimal | None:
    """Give what a figure was before, by its earlier value or the change that its source states."""
    if s.baseline is not None:
        return s.baseline.value
    if s.compare is not None:
        if s.compare.measured_in == "percent":
            return s.value / (1 + s.compare.change / 100) if s.compare.change > -100 else None
        return s.value - s.compare.change if s.unit != "rank" else s.value + s.compare.change
    if s.change_points is not None:
        return s.value - s.change_points
    if s.growth_percent is not None and s.growth_percent > -100:
        return s.value / (1 + s.growth_percent / 100)
    return None


def is_changed(s: Statistic, *, nearly: bool) -> bool | None:
    """Say whether a figure has changed, or more than hardly; nothing where nobody knows what it was."""
    before = earlier_value(s)
    if before is None or s.qualifier:
        return None
    allowed = _STEADY_POINTS if s.unit == "percent" else abs(before) * _STEADY_SHARE
    # A small share that grew by half is no longer what it was.
    if s.unit == "percent":
        allowed = min(allowed, abs(before) / 10)
    return abs(s.value - before) > (allowed if nearly else allowed * _SAME)
