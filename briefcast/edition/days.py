"""Days and hours that a text names, in whichever language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from briefcast.edition.words import every_editor, month_names
from briefcast.language.written_days import any_day, lies_in_next_year, parts_of_day

_MONTHS = month_names()
_DATE = any_day(_MONTHS)
_LOOKED_BACK = 60
"""How many characters before a day its weekday is looked for; the longest, with what joins them, has 30."""
_WEEKDAYS = tuple(
    "|".join(f"(?:{name})" for name in names)
    for names in zip(*(words.weekdays for words in every_editor().values() if words.weekdays), strict=True)
)
"""What each day of the week is called in any language, Monday first."""
_PREFIXES = "[ושבכלמה]{0,3}"
"""Letters that Hebrew joins to a word: from, on, until."""
_JOINT = r"\.?,? \(?(?:the |ngày (?:mùng )?|[הב][־-] ?)?$"


@cache
def _before() -> tuple[re.Pattern[str], ...]:
    """Give what finds each day of the week before a date."""
    return tuple(
        re.compile(rf"(?<!\w)(?<!lần ){_PREFIXES}(?P<said>{name}){_JOINT}", re.IGNORECASE) for name in _WEEKDAYS
    )


@cache
def _behind() -> tuple[re.Pattern[str], ...]:
    """Give what finds each in brackets behind it, or as *a Tuesday*; behind a comma it may be that of the next day."""
    return tuple(
        re.compile(rf"(?:,? (?:\(|a )|\()(?P<said>{_PREFIXES}(?:{name}))(?!\w)(?! \d)", re.IGNORECASE)
        for name in _WEEKDAYS
    )


_CLOCK = re.compile(
    r"(?<![\d.,:])(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?(?: ?(?:[–-]|to|until) ?(?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2}))?)?"
    r" ?(?:[ap]m\b|[ap]\.m\.)"
    r"|(?<![\d.,:])(?P<h3>\d{1,2})(?:[hg]|:(?=\d)| giờ ?)(?P<m3>\d{2})?(?!\d)"
    r"|שע(?:ה|ות) (?P<h4>\d{1,2})(?::(?P<m4>\d{2}))?",
    re.IGNORECASE,
)
_HALF_DAY_MINUTES = 12 * 60


_SPAN = re.compile(
    r"(?<![\d.,:])(?P<h1>\d{1,2})(?:[:.hg](?P<m1>\d{2})?)?(?: ?(?P<p1>[ap])\.?m\.?)?"
    r" ?(?:[–-]|to|until|đến|עד) ?[\u2066-\u2069]?"
    r"(?P<h2>\d{1,2})(?:[:.hg](?P<m2>\d{2})?)?(?: ?(?P<p2>[ap])\.?m\b\.?)?(?![\d/])",
    re.IGNORECASE,
)
_NIGHT_ENDS_MINUTES = 6 * 60
"""What ends before that may go on past midnight."""


def backward_hours(text: str) -> str:
    """Give two times of day as written of which the second is before the first; nothing where that is not certain.

    Certain are times with their half of the day, and those after one in the afternoon by twenty-four hours.
    """
    for match in _SPAN.finditer(text):
        halves = (match["p1"], match["p2"])
        hours = [int(match["h1"]), int(match["h2"])]
        if max(hours) > 24 or not ((match["m1"] and match["m2"]) or any(halves)):
            continue
        if all(halves):
            hours = [hour % 12 + (12 if half.lower() == "p" else 0) for hour, half in zip(hours, halves, strict=True)]
        elif any(halves) or hours[0] <= 12:
            continue
        first, last = (hour * 60 + int(match[name] or 0) for hour, name in zip(hours, ("m1", "m2"), strict=True))
        if _NIGHT_ENDS_MINUTES < last < first:
            return match[0].strip()
    return ""


@dataclass(frozen=True, kw_only=True)
class NamedDay:
    """A day that a text names."""

    day: dt.date
    has_year: bool
    written: str
    weekday: int | None = None
    """The day of the week that is named beside it, Monday is 0."""
    weekday_written: str = ""


def impossible_days(text: str) -> Iterator[str]:
    """Give the days as written that no calendar has: 31 November, and 29 February of a year that has 28."""
    for match in _DATE.finditer(_CLOCK.sub(lambda match: "\ufffc" * len(match[0]), text)):
        number, month, year = parts_of_day(match, _MONTHS)
        # Two numbers alone may be a part, or the number of a paper.
        certain = year is not None or not match["m1"] or "tháng" in match[0] or text[: match.start()].endswith("ngày ")
        if not certain or not 1 <= month <= _YEAR_MONTHS or not _SHORTEST_MONTH < number <= _LONGEST_MONTH:
            continue
        try:
            dt.date(_LEAP_YEAR if year is None else year, month, number)
        except ValueError:
            yield text[match.start() : match.end()]


_YEAR_MONTHS = 12
_SHORTEST_MONTH = 28
_LONGEST_MONTH = 31
_LEAP_YEAR = 2024
"""A day without its year may be one of these."""


def find_days(text: str, as_of: dt.date) -> Iterator[NamedDay]:
    """Give the days of the calendar that a text names; one without its year is that of the brief, or of the next."""
    shown = _CLOCK.sub(lambda match: "\ufffc" * len(match[0]), text)
    for match in _DATE.finditer(shown):
        number, month, year = parts_of_day(match, _MONTHS)
        try:
            day = dt.date(as_of.year if year is None else year, month, number)
        except ValueError:
            continue
        if year is None and lies_in_next_year(day, as_of):
            if (month, day.day) == (2, 29):
                continue
            day = day.replace(year=day.year + 1)
        # Looked for near by alone: in a long text, each look back to its beginning would take longer than the last.
        before, behind = shown[max(match.start() - _LOOKED_BACK, 0) : match.start()], shown[match.end() :]
        said_by = [[name.search(before) for name in _before()], [name.match(behind) for name in _behind()]]
        named = ((index, said["said"]) for names in said_by for index, said in enumerate(names) if said)
        weekday, weekday_written = next(named, (None, ""))
        yield NamedDay(
            day=day,
            has_year=year is not None,
            written=text[match.start() : match.end()],
            weekday=weekday,
            weekday_written=weekday_written,
        )


def find_hours(text: str) -> frozenset[int]:
    """Give the times of day that a text names, in minutes after noon or midnight: 5 pm and 17g00 are one."""
    found: set[int] = set()
    for match in _CLOCK.finditer(text):
        for number in "1234":
            if hour := match[f"h{number}"]:
                minutes = int(hour) * 60 + int(match[f"m{number}"] or 0)
                found.add(minutes % _HALF_DAY_MINUTES)
    return frozenset(found)


def written_hours(text: str) -> tuple[str, ...]:
    """Give the times of day that a text names, as they are written."""
    return tuple(dict.fromkeys(match[0].strip() for match in _CLOCK.finditer(text)))
