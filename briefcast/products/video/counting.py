"""Counting: the numbers a figure runs through on its way to what the script wrote."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from briefcast.language.written import parse_written
from briefcast.languages import language as read_language
from briefcast.script import Figure


def count_steps(figure: Figure, language: str, *, steps: int) -> tuple[str, ...]:
    """Give the numbers a figure runs through on its way, written like the last one, which is not among them.

    At most ``steps`` of them from zero, fast first and slower towards the end. They are drawn without the qualifier
    and the unit. A number that has neither would be another figure on its way, and so would a place or a part of
    a whole: these do not run. Nothing either where the number is not made of digits or is too small to run.
    """
    if figure.plain and figure.plain == figure.written:
        return ()
    bare = not (figure.suffix or figure.prefix or figure.qualifier)
    if bare or figure.unit == "rank" or figure.out_of is not None:
        return ()
    try:
        end = parse_written(figure.number, language)
    except ValueError:
        return ()
    exponent = _decimals(figure.number, language)
    pattern = "#,##0" + ("." + "0" * exponent if exponent else "")
    smallest = Decimal(1).scaleb(-exponent)
    written: list[str] = []
    for share in settling(steps):
        value = (end * Decimal(share)).quantize(smallest, ROUND_HALF_UP)
        text: str = format_decimal(value, format=pattern, locale=read_language(language).locale)
        if value != end and (not written or text != written[-1]):
            written.append(text)
    return tuple(written) if len(written) > 2 else ()


def settling(steps: int) -> tuple[float, ...]:
    """Give the shares of a way, 0 first and 1 left out, that begin fast and settle gently."""
    return tuple(1 - (1 - index / steps) ** 3 for index in range(steps))


def _decimals(number: str, language: str) -> int:
    """Count the digits after the decimal sign of a written number."""
    sign = format_decimal(Decimal("0.5"), format="0.0", locale=read_language(language).locale)[1]
    whole, found, rest = number.rpartition(sign)
    return sum(c.isdigit() for c in rest) if found and whole else 0
