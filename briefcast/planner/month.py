"""The months of a plan: what stands on each day, for the terminal and for the page alike."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from briefcast.brief.model import LANGUAGES
from briefcast.planner.check import Outlook
from briefcast.planner.days import CalendarDay, lunar_day
from briefcast.planner.plan import PlannedItem, Release
from briefcast.planner.quiet import place_of
from briefcast.planner.weeks import days_of, week_of


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One hour at which an item goes out, and to whom."""

    at: dt.datetime
    """By the readers' clock."""
    channel: str
    readers: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Audiences, and the languages that all of them get."""
    products: tuple[str, ...]

    @property
    def city(self) -> str:
        """Whose clock it is: ``Ho Chi Minh``, ``Jerusalem``."""
        return str(self.at.tzinfo).rpartition("/")[2].replace("_", " ")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One line of the plan on one day."""

    items: tuple[PlannedItem, ...]
    """The item of the line, or those of its places."""
    hours: tuple[Hour, ...]

    @property
    def item(self) -> PlannedItem:
        """The only one, or the first of its places."""
        return self.items[0]


@dataclass(frozen=True, kw_only=True)
class DayView:
    """One day of a month."""

    date: dt.date
    lunar: str
    """The day as the Vietnamese lunar calendar has it: ``15/8``."""
    days: tuple[CalendarDay, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class MonthView:
    """One month in whole weeks; days of the months before and after belong to the rows."""

    year: int
    month: int
    weeks: tuple[tuple[str, tuple[DayView, ...]], ...]
    """ISO week and its seven days, Monday first."""

    @property
    def name(self) -> str:
        """The month as a period: ``2025-10``."""
        return f"{self.year}-{self.month:02}"

    def holds(self, day: DayView) -> bool:
        """Say whether a day of the rows is of this month."""
        return (day.date.year, day.date.month) == (self.year, self.month)


def months_of(outlook: Outlook) -> tuple[str, ...]:
    """Give the months that the plan's weeks touch: ``2025-10``."""
    days = (day for week in outlook.plan.weeks for day in days_of(week))
    return tuple(dict.fromkeys(f"{day.year}-{day.month:02}" for day in days))


def arrange_month(outlook: Outlook, month: str) -> MonthView:
    """Arrange one month of a plan; days outside the plan's weeks show the calendar alone."""
    year, number = (int(part) for part in month.split("-"))
    told = told_by_day(outlook.releases)
    rows = calendar.Calendar(calendar.MONDAY).monthdatescalendar(year, number)

    def view(day: dt.date) -> DayView:
        days = tuple(found for found in outlook.days if found.date == day)
        return DayView(date=day, lunar=lunar_day(day), days=days, told=told.get(day, ()))

    return MonthView(
        year=year, month=number, weeks=tuple((week_of(row[0]), tuple(view(day) for day in row)) for row in rows)
    )


def told_by_day(releases: Iterable[Release]) -> dict[dt.date, tuple[Told, ...]]:
    """Sort releases by the readers' day and by the line of the plan."""
    local = [(release.at.astimezone(place_of(release.language).timezone), release) for release in releases]
    local.sort(key=lambda pair: (pair[0].date(), pair[1].item.line, pair[0], pair[1].channel))
    found: dict[dt.date, list[Told]] = {}
    for (day, _), group in groupby(local, key=lambda pair: (pair[0].date(), pair[1].item.line)):
        pairs = list(group)
        items = {release.item.id: release.item for _, release in pairs}
        found.setdefault(day, []).append(Told(items=tuple(items.values()), hours=_hours(pairs)))
    order = {day: sorted(told, key=lambda one: one.hours[0].at) for day, told in found.items()}
    return {day: tuple(told) for day, told in order.items()}


def _hours(pairs: list[tuple[dt.datetime, Release]]) -> tuple[Hour, ...]:
    hours = []
    for (at, channel), group in groupby(pairs, key=lambda pair: (pair[0], pair[1].channel)):
        releases = [release for _, release in group]
        languages: dict[str, list[str]] = {}
        for release in releases:
            if release.language not in (known := languages.setdefault(release.audience, [])):
                known.append(release.language)
        same: dict[tuple[str, ...], list[str]] = {}
        for audience, known in languages.items():
            same.setdefault(tuple(sorted(known, key=LANGUAGES.index)), []).append(audience)
        hours.append(
            Hour(
                at=at,
                channel=channel,
                readers=tuple((tuple(audiences), tuple(codes)) for codes, audiences in same.items()),
                products=tuple(dict.fromkeys(release.product for release in releases)),
            )
        )
    return tuple(hours)
