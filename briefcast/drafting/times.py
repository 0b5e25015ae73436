"""The times that a sentence names, as periods of a brief: ``9 tháng đầu năm 2026`` is ``2026-M9``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from briefcast.brief.periods import split_period
from briefcast.drafting.words import months_by_name, reading_words

_ORDINALS = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "ראשון": 1, "שני": 2, "שלישי": 3, "רביעי": 4, "א": 1, "ב": 2, "ג": 3, "ד": 4,
    "שלושת": 3, "ארבעת": 4, "חמשת": 5, "ששת": 6, "שבעת": 7, "שמונת": 8, "תשעת": 9, "עשרת": 10,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "ba": 3, "sáu": 6, "chín": 9,
}  # fmt: skip
_YEARS = range(1900, 2101)
_LOOKED_BACK = 30


@dataclass(frozen=True, kw_only=True)
class NamedTime:
    """A time in a text."""

    start: int
    end: int
    period: str
    compared: bool
    """Whether words before it say that it is another time than the figure's own, or a day that is to come."""


@lru_cache(maxsize=1024)
def find_times(text: str, language: str) -> tuple[NamedTime, ...]:
    """Give the times that a text names with their year, in its order."""
    found: list[NamedTime] = []
    compared = re.compile(rf"(?<!\w)(?:{reading_words(language).compared})(?:\W+\w+)?\W*$", re.IGNORECASE)
    for pattern in _patterns(language):
        for match in pattern.finditer(text):
            if any(one.start < match.end() and match.start() < one.end for one in found):
                continue
            if period := _period(match):
                back = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
                found.append(
                    NamedTime(start=match.start(), end=match.end(), period=period, compared=bool(compared.search(back)))
                )
    return tuple(sorted(found, key=lambda one: one.start))


def first_day_named(texts: Iterable[str], language: str, *, until: dt.date) -> dt.date | None:
    """Give the day of a document: the first that stands in a line of its own, or leads a text, and has come.

    A day in a sentence may be any: that of an event, or the end of a year.
    """
    words = reading_words(language)
    other = re.compile(rf"(?<!\w)(?:{words.event_days})(?!\w)", re.IGNORECASE)
    for text in texts:
        for one in find_times(text, language):
            parts = split_period(one.period)
            if parts.kind != "day" or parts.first > until:
                continue
            before, behind = text[: one.start], text[one.end :]
            led = one.start < _DATELINE_MAX and bool(re.match(r"\s*[)–—:-]", behind))
            alone = len(re.findall(r"[^\W\d_]+", before + behind)) <= _DATELINE_WORDS
            # "1-3/9/2031" is a span of days.
            beside = text[max(0, one.start - _BESIDE) : one.end + _BESIDE]
            if (led or alone) and not other.search(before) and not re.search(r"\d\s?[-–]\s?\d", beside):
                return parts.first
    return None


_BESIDE = 8
"""Characters beside a day that may make it one end of a span."""
_DATELINE_MAX, _DATELINE_WORDS = 60, 9
"""Characters before a day that leads a text, and most words beside one on its own line."""


def part_of_year(text: str, year: NamedTime, language: str) -> str:
    """Give the part of a year that a text names apart from it: "9 tháng đầu năm … năm 2025" is 2025-M9; or nothing."""
    part = re.compile(rf"(?<!\w)(?:{reading_words(language).part_of_year})(?!\w)", re.IGNORECASE)
    number = year.period[:4]
    for match in part.finditer(text):
        if match.start() < year.end and year.start < match.end():
            continue
        for written in (f"{match[0]} {number}", f"{match[0]} năm {number}", f"{match[0]} of {number}"):
            if (found := find_times(written, language)) and found[0].period != number:
                return found[0].period
    return ""


def _period(match: re.Match[str]) -> str:
    """Put a period together from the groups of a pattern; nothing where there is no such time."""
    part = {name: value for name, value in match.groupdict().items() if value}
    whole = _spelled(part)
    try:
        years = [int(found) for found in re.findall(r"\d{4}", whole)]
        split_period(whole)
    except ValueError:
        return ""
    return whole if all(year in _YEARS for year in years) else ""


def _spelled(part: dict[str, str]) -> str:
    if "h1" in part or "h2" in part:
        return f"{part['h1']}-H1" if "h1" in part else f"{part['h2']}-H2"
    for kind in ("school", "fiscal"):
        if kind in part:
            return f"{part[kind]}/{_to_year(part[kind], part['to'])}-{kind}"
    year = part.get("y", "")
    if "to" in part:
        return f"{year}/{_to_year(year, part['to'])}"
    if "q" in part:
        return f"{year}-Q{_number(part['q'])}"
    if "n" in part or "upto" in part:
        months = _number(part["n"]) if "n" in part else months_by_name().get(part["upto"].casefold(), 0)
        since = months_by_name().get(part["since"].casefold(), 0) if "since" in part else int(part.get("from", 1))
        if since != 1:
            # Months that are neither a quarter nor a half are no period of a brief.
            return f"{year}-{_PARTS[since, months]}" if (since, months) in _PARTS else ""
        return {3: f"{year}-Q1", 6: f"{year}-H1", 12: year}.get(months, f"{year}-M{months}")
    month = months_by_name().get(part["month"].casefold(), 0) if "month" in part else int(part.get("m", 0))
    if "d" in part:
        return f"{year}-{month:02}-{int(part['d']):02}"
    return f"{year}-{month:02}" if month else year


_PARTS = {(4, 6): "Q2", (7, 9): "Q3", (10, 12): "Q4", (7, 12): "H2"}
"""Parts of a year by their first and last month; those from January on aside."""


def _to_year(year: str, to: str) -> str:
    return f"{year[:2]}{to}" if len(to) == 2 else to


def _number(written: str) -> int:
    bare = written.casefold().strip("׳'")
    return int(bare) if bare.isdigit() else _ORDINALS.get(bare, 0)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, months_by_name()), key=len, reverse=True))
    return tuple(
        re.compile(rf"(?<![\d.,/])(?:{pattern.replace('{months}', names)})(?![\d%]|[.,]\d)", re.IGNORECASE)
        for pattern in reading_words(language).periods
    )
