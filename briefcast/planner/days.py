"""The days of the calendar: public holidays, commemorations, memorial days and the programme's own days.

Public holidays come from the library ``holidays``; everything else is a row of ``assets/calendar/days.yaml`` or of
the plan. Dates of the Vietnamese lunar calendar are converted at Ha Noi's meridian (UTC+7) by ``lunar-vn``, after
Ho Ngoc Duc's algorithm (https://www.informatik.uni-leipzig.de/~duc/amlich/calrules_en.html): the Chinese calendar,
at UTC+8, has another new year in 1985, 2007, 2030 and 2053. Hebrew dates are converted by ICU.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import icu
from holidays import country_holidays
from lunar_vn import LunarDate, lunar_to_solar, solar_to_lunar
from pydantic import BaseModel, ConfigDict, TypeAdapter

from briefcast.brief.model import LANGUAGES
from briefcast.paths import ASSETS
from briefcast.planner.plan import OwnDay
from briefcast.planner.weeks import WEEKDAYS
from briefcast.tables import read_rows, read_table

FOLDER = ASSETS / "calendar"
YEARS = range(1990, 2100)
"""Years for which days are known; ``lunar-vn`` converts 1900 to 2100."""

DayKind = Literal["holiday", "observance", "commemoration", "programme", "memorial", "holy", "quiet"]

_KINDS: TypeAdapter[DayKind] = TypeAdapter(DayKind)


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """One day that is something to somebody."""

    id: str
    """Short name, by which an item says that it is told for this day: ``vn-entrepreneurs-day``."""
    date: dt.date
    name: Mapping[str, str]
    """By language."""
    kind: DayKind
    """holiday: offices are closed · observance, commemoration: people are at work · programme: the programme's own ·
    memorial: sober in tone · holy: nothing is released to readers there · quiet: the team releases nothing."""
    country: str = ""
    """``VN`` or ``IL``; empty for days that are kept everywhere."""
    idea: Mapping[str, str]
    """What could be told on it, by language; empty if there is nothing to suggest."""
    audiences: tuple[str, ...] = ()
    """Audience groups it suits."""
    source: str = ""
    """The document that set the day, or the library that knows it."""
    url: str = ""


def list_days(first: dt.date, last: dt.date, *, own: Iterable[OwnDay] = ()) -> tuple[CalendarDay, ...]:
    """Give every day between two dates, both included, in their order; ``own`` are those of the plan.

    ValueError outside `YEARS`.
    """
    if first.year not in YEARS or last.year not in YEARS:
        raise ValueError(f"The calendar knows the years {YEARS[0]} to {YEARS[-1]}, not {first} to {last}.")
    found = [_own_day(day) for day in own]
    for year in range(first.year, last.year + 1):
        found.extend(days_of_year(year))
    return tuple(
        sorted((d for d in found if first <= d.date <= last), key=lambda d: (d.date, _ORDER.index(d.kind), d.id))
    )


_ORDER: tuple[DayKind, ...] = ("quiet", "holy", "memorial", "programme", "holiday", "commemoration", "observance")
"""Which kind stands first where a day is several things."""


@cache
def days_of_year(year: int) -> tuple[CalendarDay, ...]:
    """Give the days of one year that come with briefcast, in no particular order."""
    return (*_public_holidays("VN", year), *_public_holidays("IL", year), *_days_of_table(year))


def known_days() -> tuple[str, ...]:
    """Give the short name of every day that an item can be told for, without those of a plan."""
    years = (days_of_year(year) for year in (2026, 2028))
    return tuple(sorted({day.id for days in years for day in days}))


def lunar_day(day: dt.date) -> str:
    """Write a day as the Vietnamese lunar calendar has it, day first: ``15/8``; ``15/6 nhuận`` in a leap month."""
    lunar = solar_to_lunar(day)
    return f"{lunar.day}/{lunar.month}{' nhuận' if lunar.leap else ''}"


def hebrew_date(year: int, month: str, day: int) -> dt.date:
    """Give the day of a date of the Hebrew calendar; ``month`` as in ``nisan``, ``year`` as in 5786."""
    calendar = icu.Calendar.createInstance(icu.TimeZone.createTimeZone("UTC"), icu.Locale("en@calendar=hebrew"))
    calendar.clear()
    calendar.set(icu.Calendar.YEAR, year)
    calendar.set(icu.Calendar.MONTH, _HEBREW_MONTHS.index(month))
    calendar.set(icu.Calendar.DATE, day)
    return dt.datetime.fromtimestamp(calendar.getTime(), dt.UTC).date()


_HEBREW_MONTHS = (
    *("tishri", "heshvan", "kislev", "tevet", "shevat", "adar-1", "adar"),
    *("nisan", "iyar", "sivan", "tamuz", "av", "elul"),
)
"""As ICU numbers them; the month before ``adar`` exists in leap years only."""


# Public holidays


def _public_holidays(country: str, year: int) -> Iterator[CalendarDay]:
    table = read_rows(FOLDER / "holidays.yaml", _Country)[country]
    categories = ("public", "optional") if country == "IL" else ("public",)
    known = country_holidays(country, years=year, language="en_US", categories=categories)
    for date in sorted(known):
        for written in known.get_list(date):
            if date.year != year:
                continue
            base = written.removesuffix(" (observed)")
            if base.startswith("Day off (substituted"):
                row, name = {}, table.substituted
                base = "Day off exchanged"
            elif row := table.days.get(base, {}):
                pattern = table.observed if base != written else dict.fromkeys(LANGUAGES, "{name}")
                spoken = [language for language in LANGUAGES if language in row and language in pattern]
                name = {language: pattern[language].format(name=row[language]) for language in spoken}
            else:
                # The library has learnt of a new one: its own words are better than none.
                name = dict.fromkeys(LANGUAGES, written)
            yield CalendarDay(
                id=_short(country, base),
                date=date,
                name=name,
                kind=_KINDS.validate_python(row.get("kind", "holiday")),
                country=country,
                idea={},
                source="holidays",
                url="https://holidays.readthedocs.io/",
            )


def _short(country: str, name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")
    return f"{country.lower()}-{words}"


# The table


def _days_of_table(year: int) -> Iterator[CalendarDay]:
    for row in read_table(FOLDER / "days.yaml", tuple[_Row, ...]):
        for date in _dates(row, year):
            if date.year == year and year >= row.since:
                yield CalendarDay(
                    id=row.id,
                    date=date,
                    name=row.name,
                    kind=row.kind,
                    country=row.country,
                    idea=row.idea,
                    audiences=row.audiences,
                    source=row.source,
                    url=row.url,
                )


def _dates(row: _Row, year: int) -> Iterator[dt.date]:
    """Give the dates of a row that may fall in a year: a lunar or Hebrew year begins in another month."""
    if row.on:
        month, day = (int(part) for part in row.on.split("-"))
        yield dt.date(year, month, day)
    elif row.lunar:
        month, day = (int(part) for part in row.lunar.split("-"))
        for lunar_year in (year - 1, year):
            yield lunar_to_solar(LunarDate(day, month, lunar_year))
    elif row.hebrew:
        for hebrew_year in (year + 3760, year + 3761):
            date = hebrew_date(hebrew_year, row.hebrew.month, row.hebrew.day)
            yield date + dt.timedelta(days=row.hebrew.moved.get(WEEKDAYS[date.weekday()], 0))


def _own_day(day: OwnDay) -> CalendarDay:
    return CalendarDay(
        id=day.id,
        date=day.date,
        name={str(language): name for language, name in day.name.items()},
        kind=day.kind,
        idea={str(language): idea for language, idea in day.idea.items()},
        source="",
        url=str(day.source) if day.source else "",
    )


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Hebrew(_Data):
    """A date of the Hebrew calendar, and by how many days it moves where it would fall on a day of the week."""

    month: str
    day: int
    moved: dict[str, int] = {}


class _Row(_Data):
    """One row of ``days.yaml``: it says ``on``, ``lunar`` or ``hebrew``."""

    id: str
    on: str = ""
    lunar: str = ""
    hebrew: _Hebrew | None = None
    since: int = 0
    country: str
    kind: DayKind
    name: dict[str, str]
    idea: dict[str, str] = {}
    audiences: tuple[str, ...] = ()
    source: str
    url: str = ""


class _Country(_Data):
    """One country of ``holidays.yaml``."""

    observed: dict[str, str]
    """Pattern of a day that is free in its place."""
    substituted: dict[str, str]
    days: dict[str, dict[str, str]]
    """By the library's name: what each language calls it, and its ``kind``."""
