"""Rounding that stays true: what is shown, the qualifier that keeps it true, and how far off it can be.

A published "over v" is read as the press means it: above v, by less than one in v's last digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from briefcast.brief.model import Qualifier
from briefcast.language.written import bare

NEARLY_WITHIN = Decimal("0.02")
"""A number is "nearly" the one shown when it misses it by at most this share; "about" from there on."""
LOSS_WITHIN = Decimal("0.05")
"""A figure published as "over" is rounded down only if no more than this share of it is lost."""
DERIVED_DECIMALS = 1
"""Decimals of a computed percentage (share, growth) where figures are exact."""
PARTS = 10
"""Plain forms count in parts of ten, as the pictures do."""
PLAIN_WITHIN_POINTS = Decimal("3.5")
"""Percentage points by which a value may miss its plain form."""
FRACTIONS = ((1, 4), (3, 4), (1, 3), (2, 3))
"""What a percentage that is near no part of ten may be told as."""
FRACTION_WITHIN_POINTS = Decimal(2)
"""Percentage points by which it may miss one of those."""
PLAIN_WITHIN_SHARE = Decimal("0.15")
"""And the share of the plain form it may miss: 6.6% is not "almost 1 in 10"."""
_WIDE = Context(prec=60)
"""Holds any quotient of two figures of a brief with all the decimals asked for."""


@dataclass(frozen=True, kw_only=True)
class Rounded:
    """A number as it is shown."""

    value: Decimal
    qualifier: Qualifier | None
    """What must be said before it for it to be true."""
    within: Decimal
    """Declared rounding: the value shown differs from the true one by no more."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A percentage as parts of a small whole: almost 9 in 10."""

    parts: int
    of: int
    qualifier: Qualifier | None
    within_points: Decimal
    """Declared rounding, in percentage points."""


def mirror(qualifier: Qualifier | None) -> Qualifier | None:
    """Give the qualifier of what falls as the qualified number rises: over becomes nearly."""
    if qualifier == "over":
        return "nearly"
    return "over" if qualifier == "nearly" else qualifier


def keep(value: Decimal, qualifier: Qualifier | None) -> Rounded:
    """Show a number as it is."""
    return Rounded(value=bare(value), qualifier=qualifier, within=Decimal(0))


def round_derived(value: Decimal, qualifier: Qualifier | None) -> Rounded:
    """Round a computed percentage to one decimal, or to as many as it takes not to turn into 0 or 100.

    Under "over" it is rounded down and under "nearly" up, so that what is said stays true.
    """
    modes = {"over": ROUND_FLOOR, "nearly": ROUND_CEILING}
    mode = modes.get(qualifier or "", ROUND_HALF_UP)
    for decimals in range(DERIVED_DECIMALS, 12):
        step = Decimal(10) ** -decimals
        shown = value.quantize(step, rounding=mode, context=_WIDE)
        if shown == value or shown not in (0, 100):
            return Rounded(value=bare(shown), qualifier=qualifier, within=step)
    return keep(value, qualifier)


def round_for_reading(value: Decimal, qualifier: Qualifier | None, *, unit: str) -> Rounded:
    """Round a number to what a reader keeps: 82.4% becomes over 82%, 55.25 million becomes over 55 million.

    At most three digits in front of a scale word or thousands and no decimal from ten up, except an
    exact half; one decimal below ten. Ranks, and numbers that are short already, stay as they are.
    An index keeps two decimals. Nothing is rounded to 0 or to 100%.
    """
    size = abs(value)
    if unit in ("rank", "places") or size == 0:
        return keep(value, qualifier)
    step = _reading_step(size, unit)
    if size % step == 0 or (size >= step * 10 and size % (step / 2) == 0):
        return keep(value, qualifier)
    if value < 0 and qualifier in ("over", "nearly"):
        return keep(value, qualifier)
    modes = {"over": ROUND_FLOOR, "nearly": ROUND_CEILING}
    steps = (size / step).quantize(Decimal(1), rounding=modes.get(qualifier or "", ROUND_HALF_UP), context=_WIDE)
    shown = bare(steps * step)
    lost = abs(shown - size)
    if shown == 0 or (unit == "percent" and shown == 100):
        return keep(value, qualifier)
    if (qualifier == "over" and lost > size * LOSS_WITHIN) or (qualifier == "nearly" and lost > shown * NEARLY_WITHIN):
        return keep(value, qualifier)
    word: Qualifier = qualifier or "about"
    if qualifier is None and value > 0:
        if shown < size:
            word = "over"
        elif lost <= shown * NEARLY_WITHIN:
            word = "nearly"
    return Rounded(value=shown if value > 0 else -shown, qualifier=word, within=step)


def round_to_parts(percent: Decimal, qualifier: Qualifier | None) -> Parts | None:
    """Round a percentage to parts of ten, else to quarters or thirds, or to nothing if none is near enough."""
    tens = (percent / PARTS).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=_WIDE)
    choices = [(int(tens), PARTS, PLAIN_WITHIN_POINTS), *((n, of, FRACTION_WITHIN_POINTS) for n, of in FRACTIONS)]
    for parts, of, within in choices:
        whole = Decimal(parts * 100) / of
        off = percent - whole
        if 0 < parts < of and abs(off) <= min(within, whole * PLAIN_WITHIN_SHARE):
            word: Qualifier | None = qualifier
            if qualifier != "about" and off:
                word = "over" if off > 0 else "nearly"
            return Parts(parts=parts, of=of, qualifier=word, within_points=within)
    return None


def _reading_step(size: Decimal, unit: str) -> Decimal:
    """Give the step a number is rounded to: two digits below ten, then whole, up to three digits of a group."""
    if unit in ("index", "ratio") and Decimal("0.01") <= size < 10:
        return Decimal("0.01")
    if size < 1:
        return Decimal(1).scaleb(size.adjusted() - 1)
    group = Decimal(1)
    while size >= group * 1000:
        group *= 1000
    return group if size >= group * 10 else group / 10
