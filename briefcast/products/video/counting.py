"""Counting: how the digits of a figure come to stand, and the shares of a way that begins fast."""

from __future__ import annotations

from briefcast.script import Figure

PENDING = "·"
"""What stands for a digit that has not come yet: a number with it cannot be read as another figure."""


def count_steps(figure: Figure, *, steps: int) -> tuple[str, ...]:
    """Give what a number looks like on its way, its digits coming one after the other; the whole is not among it.

    At most ``steps`` of them. A frame that is stopped on the way shows no figure but this one, unfinished: a number
    that ran up from zero would be another on each. They are drawn without the qualifier and the unit. A number that
    has neither, a place and a part of a whole stand at once, as does what is not made of digits.
    """
    bare = not (figure.suffix or figure.prefix or figure.qualifier)
    if bare or figure.unit == "rank" or figure.out_of is not None or (figure.plain and figure.plain == figure.written):
        return ()
    if any(character.isalpha() for character in figure.number):
        return ()
    digits = [place for place, character in enumerate(figure.number) if character.isdigit()]
    if len(digits) < 3:
        return ()
    return tuple(_until(figure.number, place) for place in digits[1:][:steps])


def _until(number: str, place: int) -> str:
    """Give a number whose digits have come before a place, and not from there on."""
    rest = "".join(PENDING if character.isdigit() else character for character in number[place:])
    return f"{number[:place]}{rest}"


def settling(steps: int) -> tuple[float, ...]:
    """Give the shares of a way, 0 first and 1 left out, that begin fast and settle gently."""
    return tuple(1 - (1 - index / steps) ** 3 for index in range(steps))
