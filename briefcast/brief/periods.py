"""The periods of figures: from a day to a span of years, each with its first and last day.

year 2024 · half 2025-H1 · quarter 2024-Q3 · month 2024-10 · week 2025-W47 · day 2024-10-31
first months 2025-M9 (January to September) · span 2021/2025 · school or fiscal year 2024/2025-school
days 2026-01-01/2026-11-15 (what has been counted since the first of them)
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

PERIOD = (
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?)?"
    r"|-Q[1-4]|-H[12]|-M(1[0-2]|[1-9])|-W(0[1-9]|[1-4][0-9]|5[0-3])"
    r"|/[0-9]{4}(-(school|fiscal))?)?$"
)
"""What a period looks like."""
EXAMPLES = (
    "2024", "2024-10", "2024-10-31", "2024-Q3", "2025-H1", "2025-M9", "2025-W47", "2021/2025", "2026-01-01/2026-11-15",
)  # fmt: skip

PeriodKind = Literal["year", "half", "quarter", "month", "months", "week", "day", "days", "span", "school", "fiscal"]

_SCHOOL_STARTS, _FISCAL_STARTS = 9, 7
"""Months; days of such years are only used to put periods in order."""


@dataclass(frozen=True, kw_only=True)
class PeriodParts:
    """A period taken apart."""

    kind: PeriodKind
    year: int
    number: int = 0
    """Of the half, quarter, month or week; of the last month, for the first months of a year and for days."""
    day: int = 0
    """Of the month; the last, for days."""
    to_year: int = 0
    """Last year of days, a span, school or fiscal year."""
    first: dt.date
    last: dt.date


def split_period(period: str) -> PeriodParts:
    """Take a period of a brief apart; ValueError if it is none or names a day that does not exist."""
    if not re.match(PERIOD, period):
        raise ValueError(f"{period!r} is no period; write one such as {', '.join(EXAMPLES)}.")
    year = int(period[:4])
    if not 1 <= year <= 9998:
        raise ValueError(f"There is no year {period[:4]}.")
    rest = period[4:]
    if rest.startswith("/"):
        return _span(year, rest[1:])
    mark, number = rest[1:2], int(re.sub(r"\D", "", rest[2:4]) or 0)
    if mark == "Q":
        return _months("quarter", year, 3 * number - 2, 3 * number, number)
    if mark == "H":
        return _months("half", year, 6 * number - 5, 6 * number, number)
    if mark == "M":
        return _months("months", year, 1, number, number)
    if mark == "W":
        first = dt.date.fromisocalendar(year, number, 1)
        return PeriodParts(kind="week", year=year, number=number, first=first, last=first + dt.timedelta(days=6))
    if not rest:
        return _months("year", year, 1, 12, 0)
    month = int(rest[1:3])
    if len(rest) == 3:
        return _months("month", year, month, month, month)
    day = dt.date(year, month, int(rest[4:6]))
    if rest[6:]:
        last = dt.date.fromisoformat(rest[7:])
        if last <= day or last.year > 9998:
            raise ValueError(f"{period} does not go forward; write the first day, then the last.")
        return PeriodParts(
            kind="days", year=year, number=last.month, day=last.day, to_year=last.year, first=day, last=last
        )
    return PeriodParts(kind="day", year=year, number=month, day=day.day, first=day, last=day)


def is_year_before(period: str, earlier: str) -> bool:
    """Say whether a period is the same one of the year before: October and October, 9 months and 9 months; no span."""
    now, then = split_period(period), split_period(earlier)
    if now.year - then.year != 1 or "span" in (now.kind, then.kind):
        return False
    same = (now.kind, now.number, now.day) == (then.kind, then.number, then.day)
    return same or (_same_day(now.first, then.first) and _same_day(now.last, then.last))


def _same_day(one: dt.date, other: dt.date) -> bool:
    """Say whether two days are one of two years; the last of February is."""
    ends = (day + dt.timedelta(days=1) for day in (one, other))
    return one.month == other.month and (one.day == other.day or all(day.day == 1 for day in ends))


def in_time(period: str) -> tuple[dt.date, dt.date]:
    """Give the key that puts periods in order of time: by their last day, and of two the longer one first."""
    parts = split_period(period)
    return parts.last, parts.first


def _months(kind: PeriodKind, year: int, start: int, end: int, number: int) -> PeriodParts:
    last = dt.date(year, end, calendar.monthrange(year, end)[1])
    return PeriodParts(kind=kind, year=year, number=number, first=dt.date(year, start, 1), last=last)


def _span(year: int, rest: str) -> PeriodParts:
    to_year, _, word = int(rest[:4]), *rest[4:].partition("-")[1:]
    kind: PeriodKind = "school" if word == "school" else "fiscal" if word == "fiscal" else "span"
    if to_year <= year or (kind != "span" and to_year != year + 1):
        raise ValueError(f"{year}/{rest} does not go forward; write the first year, then the last.")
    if kind == "span":
        first, last = dt.date(year, 1, 1), dt.date(to_year, 12, 31)
    else:
        starts = _SCHOOL_STARTS if kind == "school" else _FISCAL_STARTS
        first = dt.date(year, starts, 1)
        last = dt.date(to_year, starts, 1) - dt.timedelta(days=1)
    return PeriodParts(kind=kind, year=year, to_year=to_year, first=first, last=last)
