"""Which number digits are, in the writing of a language; none where two readings are possible.

``1.234`` is 1234 in Vietnamese and 1.234 in English; where a document writes both ways, nobody knows which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_decimal_symbol, get_group_symbol

from briefcast.edition.digits import sort_digits
from briefcast.languages import language as language_row
from briefcast.messages import Message, tell

_BLANKS = "\u00a0\u202f\u2009"
"""Blanks that part thousands; a plain one may stand between two numbers."""
_MARKED = re.compile(r"\d+(?:[.,]\d+)+")
_DIGITS_MAX = 15
_PLAIN_MAX = 6
"""Most digits of a count without a mark between them: 1234567 is a code."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """How a document writes its numbers, as far as it shows."""

    own: bool
    """Whether some of them can only be written as its language does."""
    other: bool
    """Whether some of them can only be written the other way."""


def style_of(texts: Iterable[str], language: str) -> Style:
    """Tell how the numbers of a document are written, by those that can be read in one way alone."""
    own = other = False
    decimal = get_decimal_symbol(language_row(language).locale)
    for text in texts:
        for match in _MARKED.finditer(text):
            point = _certain_point(match[0])
            # What is known already need not be asked again: it takes a moment whether digits are a date.
            news = point is not None and not (own if point == decimal else other)
            if news and _reads_as_measure(text, match) and _is_figure(text, match.start()):
                own, other = own or point == decimal, other or point != decimal
    return Style(own=own, other=other)


def _is_figure(text: str, place: int) -> bool:
    return any(digits.start == place and not digits.reason for digits in sort_digits(text))


def _reads_as_measure(text: str, match: re.Match[str]) -> bool:
    """Say whether a number with marks is no date, version or section: it has a unit behind it, or several groups."""
    if len(match[0].split(match[0][re.search(r"[.,]", match[0]).start()])) > 2:  # type: ignore[union-attr]
        return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?", match[0]))
    alone = not text[: match.start()][-1:].isalpha()
    return alone and bool(re.match(r"\s?(?:%|[^\W\d_]{2,}|[€$₪₫])", text[match.end() :]))


def _certain_point(digits: str) -> str | None:
    """Give the decimal mark of a number that can be read in one way alone; nothing for others."""
    marks: list[str] = re.findall(r"[.,]", digits)
    last = digits.rsplit(marks[-1], 1)[1]
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    return marks[0] if len(last) != 3 or digits.startswith("0") else None


def read_number(digits: str, language: str, style: Style, *, measured: bool = True) -> Decimal | Message:
    """Give the number that digits are, or why nobody can say.

    Args:
        digits: with the marks between them, as written.
        language: of the text they stand in.
        style: how the document writes its numbers.
        measured: whether a unit or a scale stands with them; without one, ``7.30`` may be an hour.
    """
    if not re.fullmatch(r"[0-9][0-9.,\s]*", digits):
        return tell("digits of another writing")
    bare = digits
    if re.search(r"\s", digits):
        if not re.fullmatch(rf"\d{{1,3}}(?:[{_BLANKS}]\d{{3}})+(?:[.,]\d+)?", digits):
            return tell("two numbers side by side, or one")
        bare = re.sub(r"\s", "", digits)
    if sum(map(str.isdigit, bare)) > _DIGITS_MAX:
        return tell("more digits than a number has")
    if not re.search(r"[.,]", bare):
        return _whole(bare, blanks=bare != digits, measured=measured)
    return _marked(bare, language, style, measured=measured)


def _whole(digits: str, *, blanks: bool, measured: bool) -> Decimal | Message:
    if len(digits) > 1 and digits.startswith("0"):
        return tell("a number that begins with 0")
    if len(digits) > _PLAIN_MAX and not measured and not blanks:
        return tell("so many digits without a mark: a code rather than a number")
    return Decimal(digits)


def _marked(digits: str, language: str, style: Style, *, measured: bool) -> Decimal | Message:
    locale = language_row(language).locale
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    for one, point in ((group, decimal), (decimal, group)):
        if not re.fullmatch(rf"(?:\d+|[1-9]\d{{0,2}}(?:{re.escape(one)}\d{{3}})+)(?:{re.escape(point)}\d+)?", digits):
            continue
        certain = _certain_point(digits)
        if certain is not None and certain != point:
            continue
        if len(digits.partition(point)[0]) > 1 and re.match(r"0\d", digits):
            return tell("a number that begins with 0")
        if certain is None and (style.other or (point in digits and not style.own)):
            return tell(
                "a number that can be read in two ways: {one} or {other}",
                one=_plain(digits, group, decimal),
                other=_plain(digits, decimal, group),
            )
        if point == group and not measured:
            return tell("a number written otherwise than its language does")
        return Decimal(_plain(digits, one, point))
    return tell("digits with marks between them that are no number")


def _plain(digits: str, group: str, point: str) -> str:
    return digits.replace(group, "").replace(point, ".")
