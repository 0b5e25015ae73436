"""Rounding that stays true: what is shown, the qualifier that keeps it true, and how far off it can be.

A published "over v" is read as the press means it: above v, by less than one in v's last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from briefcast.brief.model import Qualifier
from briefcast.language.written import bare

ROUND_WITHIN = Decimal("0.02")
"""Share of itself by which a figure may miss what is shown for it; "nearly" up to here, "about" never further."""
QUALIFIED_WITHIN = Decimal("0.01")
"""The same for a figure that the source itself calls over, nearly or about: it is off already."""
PLAIN_WITHIN = Decimal("0.05")
"""Share of itself by which a value may miss its plain form, and a change the difference of what is shown."""
IN_FULL_BELOW = 100_000
"""Counts below it are written in all their digits, without a scale word: "nearly 3,850" is no shorter than 3,846."""
DERIVED_DECIMALS = 1
"""Decimals of a computed percentage (share, growth) where figures are exact."""
SHORT_PERCENT = 10
"""A percentage below this is told with the decimals of its source: 3.27% is no "nearly 3.3%"."""
PARTS = 10
"""Plain forms count in parts of ten, as the pictures do."""
FRACTIONS = ((1, 2), (1, 4), (3, 4), (1, 3), (2, 3))
"""What a percentage may be told as beside parts of ten."""
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
        if shown == value or (shown not in (0, 100) and abs(shown - value) <= abs(value) * PLAIN_WITHIN):
            return Rounded(value=bare(shown), qualifier=qualifier, within=step)
    return keep(value, qualifier)


def round_for_reading(
    value: Decimal, qualifier: Qualifier | None, *, unit: str, within: Decimal | None = None
) -> Rounded:
    """Round a number to what a reader keeps: 82.4% becomes over 82%, 55.25 million becomes over 55 million.

    At most three digits in front of a scale word or thousands and no decimal from ten up, except an
    exact half; finer where that would miss the figure by more than it may. Ranks, percentages below ten and
    numbers that are short already stay as they are. Nothing is rounded to 0 or to 100%. ``within`` is the
    share by which the figure may be missed, where it is less than usual.
    """
    size = abs(value)
    if unit in ("rank", "places") or size == 0 or (unit == "percent" and size < SHORT_PERCENT):
        return keep(value, qualifier)
    if value < 0 and qualifier in ("over", "nearly"):
        return keep(value, qualifier)
    for step in reading_steps(size, unit):
        if size % step == 0 or (size >= step * 10 and size % (step / 2) == 0):
            break
        if not is_shorter(step, size, size, unit=unit):
            break
        shown = round_at(size, qualifier, step)
        if not may_stand_for(shown, size, qualifier, unit=unit, within=within):
            continue
        if unit in ("percent", "points") and qualifier is None and shown % Decimal("0.5"):
            break  # "more than 12.3%" is no plainer than 12.34%
        word = claim(shown, size, qualifier) if value > 0 else qualifier or "about"
        return Rounded(value=shown if value > 0 else -shown, qualifier=word, within=step)
    return keep(value, qualifier)


def reading_steps(size: Decimal, unit: str, *, to: Decimal | None = None) -> Iterator[Decimal]:
    """Give the steps a number may be rounded to, the coarsest first, down to its own last digit or to ``to``."""
    step = _reading_step(size, unit)
    finest = last_digit(size) if to is None else to
    while step > finest:
        yield step
        step /= 10


def is_shorter(step: Decimal, exact: Decimal, largest: Decimal, *, unit: str) -> bool:
    """Say whether a count says less once it is rounded: two digits at least are worth the word that keeps it true.

    ``exact`` is the number that has the finest last digit, ``largest`` the one that tells how they are written.
    """
    return unit != "count" or largest >= IN_FULL_BELOW or step >= last_digit(exact) * 100


def last_digit(value: Decimal) -> Decimal:
    """Give what one in the last digit of a number is worth: 0.1 for 82.4, 1000 for 55,251,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def round_at(value: Decimal, qualifier: Qualifier | None, step: Decimal) -> Decimal:
    """Round to a multiple of a step: down under "over", up under "nearly", so that what is said stays true."""
    modes = {"over": ROUND_FLOOR, "nearly": ROUND_CEILING}
    steps = (value / step).quantize(Decimal(1), rounding=modes.get(qualifier or "", ROUND_HALF_UP), context=_WIDE)
    return bare(steps * step)


def may_stand_for(
    shown: Decimal, value: Decimal, qualifier: Qualifier | None, *, unit: str, within: Decimal | None = None
) -> bool:
    """Say whether a rounded number is near enough to the true one."""
    if shown == 0 or (unit == "percent" and shown == 100):
        return shown == value
    return abs(shown - value) <= abs(value) * (within or (QUALIFIED_WITHIN if qualifier else ROUND_WITHIN))


def claim(shown: Decimal, true: Decimal, qualifier: Qualifier | None) -> Qualifier | None:
    """Give the word that keeps a shown number true; both are positive.

    A true number that is itself "over" or "nearly" one is only known on that side.
    """
    if qualifier == "over":
        return "over" if shown <= true else "about"
    if qualifier == "nearly":
        return "nearly" if shown >= true else "about"
    if qualifier or shown == true:
        return qualifier
    return "over" if shown < true else "nearly"


def round_to_parts(percent: Decimal, qualifier: Qualifier | None, step: Decimal | None = None) -> Parts | None:
    """Give the nearest of the parts of ten, halves, quarters and thirds; nothing if none is near enough.

    ``step`` is how exactly a percentage with a qualifier is known: over 33% may be anything up to 34%, and is
    about a third, not almost one. The last digit if absent.
    """
    choices = [(n, of) for n, of in FRACTIONS] + [(n, PARTS) for n in range(1, PARTS) if n * 2 != PARTS]
    parts, of = min(choices, key=lambda choice: abs(percent - Decimal(choice[0] * 100) / choice[1]))
    part = Decimal(parts * 100) / of
    if abs(percent - part) > percent * PLAIN_WITHIN:
        return None
    step = min(last_digit(percent), Decimal(1)) if step is None else step
    least = percent - step if qualifier == "nearly" else percent
    most = percent + step if qualifier == "over" else percent
    word: Qualifier | None = "about"
    if least == most == part and qualifier is None:
        word = None
    elif qualifier != "about" and least >= part:
        word = "over"
    elif qualifier != "about" and most <= part:
        word = "nearly"
    return Parts(parts=parts, of=of, qualifier=word, within_points=max(percent * PLAIN_WITHIN, Decimal(0)))


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
