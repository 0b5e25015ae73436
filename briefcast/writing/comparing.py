"""Comparisons: how far a figure is from an earlier value, a target or a whole, and how they are rounded together.

Percentages differ in percentage points, a rank moves up when it gets smaller. What is compared is rounded to one
step, so that the printed numbers add up: a - b = c.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from babel.numbers import get_currency_precision

from briefcast.brief.measures import as_published, measure_of
from briefcast.brief.model import Compare, Qualifier, Statistic
from briefcast.language import rounding, written
from briefcast.language.rounding import Rounded, mirror

_PERSONAL = Decimal(100_000)
"""Amounts below it are what one person gets or pays."""
Kind = Literal["percent", "points", "places", "count", "rank", "index", "index_points", "ratio", "currency", "duration"]


@dataclass(frozen=True, kw_only=True)
class Amount:
    """One number of a brief, given or computed, with all it takes to write it."""

    value: Decimal
    """Exact; of a change or gap, with its sign."""
    kind: Kind
    qualifier: Qualifier | None = None
    """What the source says before it, carried through the computation."""
    derived: bool = False
    """Computed by division: it may have no end and is rounded even where figures are exact."""
    fixed: bool = False
    """Set by somebody, not measured (a target, the size of the whole): never rounded."""
    grows: bool = False
    """Growth, or the part of a plan that is reached, which are told to the tenth for everybody."""
    apart: bool = False
    """A difference of two values in their unit, which may have a unit of its own: per-mille points."""
    part: Literal["value", "baseline", "change", "gap", ""] = ""
    """What it is in the comparison its statistic makes, whose numbers are rounded together."""


def difference(s: Statistic, other: Decimal, part: Literal["change", "gap"]) -> Amount:
    """Give the value of a statistic minus another of its values, as the kind of difference its unit has."""
    if s.unit == "rank":
        return Amount(value=other - s.value, kind="places", qualifier=mirror(s.qualifier), part=part)
    kinds: dict[str, Kind] = {"percent": "points", "index": "index_points"}
    kind = kinds.get(s.unit, s.unit)
    return Amount(value=s.value - other, kind=kind, qualifier=s.qualifier, apart=True, part=part)


def growth(s: Statistic) -> Amount | None:
    """Compute growth since the earlier value, where the unit has a zero to grow from."""
    measures = ("count", "currency", "duration", "index", "ratio")
    if not s.baseline or s.baseline.value <= 0 or s.unit not in measures or measure_of(s) == "temperature":
        return None
    growth = (s.value - s.baseline.value) * 100 / s.baseline.value
    return Amount(value=growth, kind="percent", qualifier=s.qualifier, derived=True, grows=True)


def agrees(published: Decimal, computed: Decimal) -> bool:
    """Say whether a published percentage is the computed one within rounding."""
    return abs(published - computed) <= max(Decimal("0.5"), abs(computed) / 20)


def unknown_side(s: Statistic, other: Decimal) -> bool:
    """Say whether a value known only as over, nearly or about cannot be told from another."""
    if s.qualifier == "about":
        return abs(s.value - other) <= abs(s.value) * rounding.ROUND_WITHIN
    return s.qualifier is not None and s.value == other


def common_step(s: Statistic) -> Decimal | None:
    """Give the coarsest step at which the numbers of a comparison stay near the truth and add up as shown.

    None where nothing but the exact numbers does. A target was set by somebody and is never rounded.
    """
    if as_published(s) or s.unit == "rank" or is_personal(s):
        return None
    then = s.baseline.value if s.baseline else None
    target = s.target.value if s.target else None
    if s.unit == "percent" and any(v is not None and abs(v) < rounding.SHORT_PERCENT for v in (s.value, then)):
        return None
    known = [v for v in (s.value, then) if v is not None]
    if any(v < 0 for v in known):
        return None
    largest = max(abs(v) for v in (*known, target or Decimal(0)))
    finest = min(known, key=lambda v: rounding.last_digit(v))
    for step in rounding.reading_steps(largest, s.unit, to=rounding.last_digit(finest)):
        if s.unit == "percent" and step % Decimal("0.5"):
            return None  # "more than 23.8%" is no plainer than 23.84%
        if not rounding.is_shorter(step, finest, largest, unit=s.unit):
            return None
        if target is not None and target % step:
            continue
        if any(v % step and not v % (step / 2) for v in known):
            continue  # an exact half is as short as what it would be rounded to
        shown = rounding.round_at(s.value, s.qualifier, step)
        shown_then = None if then is None else rounding.round_at(then, None, step)
        near = rounding.may_stand_for(shown, s.value, s.qualifier, unit=s.unit)
        if then is not None and shown_then is not None:
            near = near and rounding.may_stand_for(shown_then, then, None, unit=s.unit)
            near = near and _still(shown - shown_then, s.value - then, step)
        if target is not None:
            near = near and _still(shown - target, s.value - target, step)
        if near:
            return step
    return None


def is_personal(s: Statistic) -> bool:
    """Say whether money is what a person gets or pays, an allowance or a fine: who is owed 1,838 is not owed 1,840."""
    if s.unit != "currency" or not s.currency:
        return False
    # A currency without cents counts in units of about a thousandth.
    limit = _PERSONAL if get_currency_precision(s.currency) else _PERSONAL * 1000
    return max(abs(s.value), abs(s.baseline.value) if s.baseline else Decimal(0)) < limit


def _still(shown: Decimal, true: Decimal, step: Decimal) -> bool:
    """Say whether the difference of two rounded numbers is still the true one: 1,243 is no "nearly 1,300"."""
    off = abs(shown - true)
    return off <= abs(true) * rounding.PLAIN_WITHIN and off * 2 <= step


def rounded_together(s: Statistic, amount: Amount, step: Decimal) -> Rounded:
    """Round one number of a comparison; a difference is that of the numbers as they are shown."""
    shown = rounding.round_at(s.value, s.qualifier, step)
    if amount.part == "value":
        return _claimed(shown, amount, step)
    then = rounding.round_at(s.baseline.value, None, step) if s.baseline else Decimal(0)
    if amount.part == "baseline":
        return _claimed(then, amount, step)
    other = then if amount.part == "change" else s.target.value if s.target else Decimal(0)
    return _claimed(abs(shown - other), amount, step * 2)


def _claimed(shown: Decimal, amount: Amount, within: Decimal) -> Rounded:
    word = rounding.claim(shown, abs(amount.value), amount.qualifier)
    exact = shown == abs(amount.value)
    return Rounded(value=written.bare(shown), qualifier=word, within=Decimal(0) if exact else within)


def size(amount: Amount) -> Amount:
    """Give a difference without its sign; what was more than a negative one is less in size."""
    if amount.value >= 0:
        return amount
    return replace(amount, value=-amount.value, qualifier=mirror(amount.qualifier))


def compared(s: Statistic, compare: Compare) -> Amount:
    """Give the change that a source states."""
    kinds: dict[str, Kind] = {"percent": "points", "index": "index_points", "rank": "places"}
    if compare.measured_in == "percent":
        return Amount(value=compare.change, kind="percent", grows=True)
    kind: Kind = "points" if compare.measured_in == "points" else kinds.get(s.unit, s.unit)
    return Amount(value=compare.change, kind=kind, apart=True)
