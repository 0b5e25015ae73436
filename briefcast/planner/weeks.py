"""Weeks, hours and time zones: as plans name them, checked as they are typed.

A week is an ISO 8601 week, Monday to Sunday, written ``2025-W41``.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any, Literal, get_args
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from briefcast.brief.model import Text, refuse
from briefcast.brief.references import near_word
from briefcast.messages import tell

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[DayName, ...] = get_args(DayName)
"""Days of an ISO week in order."""


def week_of(day: dt.date) -> str:
    """Give the ISO week of a day: ``2025-W41``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def days_of(week: str) -> tuple[dt.date, ...]:
    """Give the seven days of an ISO week, Monday first; ValueError if there is no such week."""
    year, number = week.split("-W")
    return tuple(dt.date.fromisocalendar(int(year), int(number), day) for day in range(1, 8))


def weeks_between(first: str, last: str) -> tuple[str, ...]:
    """Give every ISO week from one to another, both included."""
    monday, end = days_of(first)[0], days_of(last)[0]
    return tuple(week_of(monday + dt.timedelta(weeks=n)) for n in range((end - monday).days // 7 + 1))


def weeks_of_month(month: str) -> tuple[str, ...]:
    """Give the ISO weeks of a month, ``2025-10``: those whose Thursday lies in it, as those of a year do.

    ValueError if there is no such month.
    """
    first = dt.date.fromisoformat(f"{month}-01")
    days = (first + dt.timedelta(days=n) for n in range(31))
    return tuple(week_of(day) for day in days if day.isoweekday() == 4 and day.month == first.month)


def month_after(month: str) -> str:
    """Give the month that follows one."""
    return (dt.date.fromisoformat(f"{month}-01") + dt.timedelta(days=31)).isoformat()[:7]


def is_month(text: str) -> bool:
    """Say whether a text is a month: ``2025-10``."""
    return re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) is not None


def week_meant(text: str) -> str:
    """Give the ISO week that somebody typed, ``2026-48`` or the like; empty if it is none."""
    found = re.fullmatch(r"([0-9]{4})[-_ ]?[Ww]?-?([0-9]{1,2})", text.strip())
    meant = f"{found[1]}-W{int(found[2]):02}" if found else ""
    try:
        return meant and week_of(days_of(meant)[0])
    except ValueError:
        return ""


def _week(value: Any) -> Any:
    text = str(value).strip()
    found = re.fullmatch(r"([0-9]{4})-?[Ww]?([0-9]{1,2})", text)
    if not found:
        try:
            meant = week_of(dt.date.fromisoformat(text))
        except ValueError:
            raise refuse(
                tell("'{text}' is not a week.", text=text), tell("Write year and week of the year, such as 2025-W41.")
            ) from None
        raise refuse(
            tell("'{text}' is a day, not a week.", text=text),
            tell("Write week: {week}, or date: {text}.", week=meant, text=text),
        )
    week = f"{found[1]}-W{int(found[2]):02}"
    try:
        days_of(week)
    except ValueError:
        weeks = 53 if dt.date(int(found[1]), 12, 28).isocalendar().week == 53 else 52
        raise refuse(
            tell("The year {year} has no week {week}.", year=found[1], week=found[2]),
            tell("It has the weeks 1 to {weeks}.", weeks=weeks),
        ) from None
    if text != week:
        raise refuse(tell("'{text}' is not written as a week.", text=text), tell("Write {week}.", week=week))
    return week


def _month(value: Any) -> Any:
    """Let only months through: ``2025-10``."""
    text = str(value).strip()
    if not is_month(text):
        found = re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})|([0-9]{1,2})[-/. ]([0-9]{4})", text)
        year, number = (found[1] or found[4], int(found[2] or found[3])) if found else ("", 0)
        near = f"{year}-{number:02}"
        remedy = (
            tell("Write '{near}'.", near=near) if is_month(near) else tell("Write year and month, such as 2025-10.")
        )
        raise refuse(tell("'{text}' is not a month.", text=text), remedy)
    return text


def _clock(value: Any) -> Any:
    """Let only hours and minutes through: ``19:30``."""
    if isinstance(value, dt.time):
        return value
    text = str(value).strip().lower()
    found = re.fullmatch(r"([0-9]{1,2})\s*(?:[:.hg](?:iờ)?\s*([0-9]{2})?)?\s*(am|pm)?", text)
    if not found or not found[0]:
        raise refuse(
            tell("'{value}' is not a time of day.", value=value), tell("Write hours and minutes, such as 19:30.")
        )
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        raise refuse(
            tell("There is no time {value}.", value=value), tell("Write hours from 00 to 23 and minutes from 00 to 59.")
        )
    if not re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:00)?", text):
        raise refuse(
            tell("'{value}' is not written as hours and minutes.", value=value),
            tell("Write {hour}:{minute}.", hour=f"{hour:02}", minute=f"{minute:02}"),
        )
    return dt.time(hour, minute)


@cache
def _timezones() -> tuple[str, ...]:
    return tuple(sorted(available_timezones()))


def _timezone(name: str) -> str:
    if name in _timezones():
        return name
    written = name.replace(" ", "_")
    cities = (zone for zone in _timezones() if zone.rpartition("/")[2].lower() == written.lower())
    city = next(cities, near_word(written, _timezones()))
    remedy = (
        tell("Write '{city}'.", city=city)
        if city
        else tell("Write continent and city, such as Asia/Ho_Chi_Minh or Asia/Jerusalem.")
    )
    raise refuse(tell("There is no time zone '{name}'.", name=name), remedy)


def _weekday(value: Any) -> Any:
    """Take a day's name in English in any length: ``Tuesday`` is ``tue``."""
    return value.strip().lower()[:3] if isinstance(value, str) and re.fullmatch(r"\s*\w+day\s*", value) else value


Week = Annotated[str, BeforeValidator(_week), Field(examples=["2025-W41"])]
"""An ISO week, Monday to Sunday."""
Month = Annotated[str, BeforeValidator(_month), Field(examples=["2025-10"])]
"""A month of the calendar."""
Clock = Annotated[
    dt.time,
    BeforeValidator(_clock, json_schema_input_type=str),
    PlainSerializer(lambda time: f"{time:%H:%M}", return_type=str),
    Field(examples=["19:30"]),
]
"""Hours and minutes of the day."""
Timezone = Annotated[Text, AfterValidator(_timezone), Field(examples=["Asia/Ho_Chi_Minh"])]
"""A time zone of the IANA table."""
Weekday = Annotated[DayName, BeforeValidator(_weekday)]
"""A day of the week: ``mon`` to ``sun``."""
