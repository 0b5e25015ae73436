"""Quiet times: when nothing should go out to a group of readers, by their own clock.

    quiet = quiet_at(release.at, audience="citizens", language="he", days=…, mourning=…)

Mourning and holy days forbid a release, memorial days ask for a sober tone, nights and days off waste it.
The rules are data: ``assets/calendar/quiet.yaml`` and ``mourning.yaml``; a plan adds days of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import dusk, sunset
from pydantic import BaseModel, ConfigDict, Field

from briefcast.brief.model import LANGUAGES
from briefcast.messages import Name, tell
from briefcast.planner.days import FOLDER, CalendarDay, list_days
from briefcast.planner.plan import ContentPlan, Mourning, in_english
from briefcast.planner.weeks import WEEKDAYS
from briefcast.tables import read_table

QuietKind = Literal["mourning", "own", "holy", "memorial", "night", "day-off"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Place(_Data):
    country: str
    timezone: str
    weekend: tuple[str, ...]


class _Hours(_Data):
    begins: str = Field(alias="from")
    ends: str = Field(alias="to")


class _Sabbath(_Data):
    latitude: float
    longitude: float
    candles_minutes: int
    nightfall_degrees: float
    after_minutes: int


class _Names(_Data):
    """What quiet times are called, by language."""

    sabbath: dict[str, str]
    day_off: dict[str, str]


class _Rules(_Data):
    """``assets/calendar/quiet.yaml``."""

    places: dict[str, _Place]
    night: dict[str, _Hours]
    """By audience; ``default`` for every other."""
    at_work: tuple[str, ...]
    sabbath: _Sabbath
    names: _Names


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the readers of a language are."""

    country: str
    timezone: ZoneInfo
    weekend: tuple[str, ...]
    """Days of the week: ``sat``, ``sun``."""


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """One reason not to release at a moment, or to mind the tone."""

    kind: QuietKind
    name: Mapping[str, str]
    """What it is, by language: the day's name, or the hours."""
    ends: dt.datetime | None = None
    """When it is over, by the readers' clock, where that is an hour of the day."""
    days: tuple[dt.date, dt.date] | None = None
    """Its first and its last day, where it lasts for days."""


def place_of(language: str) -> Place:
    """Give where the readers of a language are."""
    row = _rules().places[language]
    return Place(country=row.country, timezone=ZoneInfo(row.timezone), weekend=row.weekend)


def reads_at_work(audience: str) -> bool:
    """Say whether a group reads at work, so that a day off is a poor day for it."""
    return audience in _rules().at_work


def quiet_at(
    at: dt.datetime, *, audience: str, language: str, days: Iterable[CalendarDay], mourning: Iterable[Mourning] = ()
) -> tuple[Quiet, ...]:
    """Give every reason not to release at a moment, the gravest first.

    ``at`` has a time zone; ``days`` hold at least the readers' day and the one after it; ``mourning`` is the plan's
    own, beside that which comes with briefcast.
    """
    place = place_of(language)
    local = at.astimezone(place.timezone)
    near = [day for day in days if day.country in ("", place.country)]
    today = [day for day in near if day.date == local.date()]
    found: list[Quiet] = []
    for period in (*_state_mourning(), *mourning):
        if period.holds(local.date()) and (not period.languages or language in period.languages):
            name = {str(language): text for language, text in period.name.items()}
            found.append(Quiet(kind="mourning", name=name, days=(period.starts, period.ends)))
    found.extend(Quiet(kind="own", name=day.name) for day in today if day.kind == "quiet")
    if place.country == "IL":
        found.extend(_holy(local, near))
        found.extend(_memorial_from_evening(local, near))
    else:
        found.extend(Quiet(kind="memorial", name=day.name) for day in today if day.kind == "memorial")
    if night := _night(local, audience):
        found.append(night)
    if reads_at_work(audience) and not any(quiet.kind == "holy" for quiet in found):
        found.extend(_day_off(local, place, today))
    return tuple(found)


FORBIDS: tuple[QuietKind, ...] = ("mourning", "own", "holy")
"""Quiet times in which nothing goes out, whoever approved it; the others are for an editor to judge."""


def why_not(plan: ContentPlan | None, at: dt.datetime, *, audience: str, language: str) -> str:
    """Say in a sentence why nothing may go out to a group at a moment; empty if it may.

    Without a plan, by what the states observe alone.
    """
    own = plan.days if plan else ()
    days = list_days(at.date() - dt.timedelta(days=2), at.date() + dt.timedelta(days=2), own=own)
    mourning = plan.mourning if plan else ()
    found = quiet_at(at, audience=audience, language=language, days=days, mourning=mourning)
    forbids = next((quiet for quiet in found if quiet.kind in FORBIDS), None)
    if forbids is None:
        return ""
    name: str = Name(in_english(forbids.name), forbids.name)
    if forbids.days:
        starts, ends = forbids.days
        name = tell("{name}, {starts} to {ends}", name=name, starts=starts, ends=ends)
    return tell(
        "{moment} is a quiet time for {audience} ({language}): {name}.",
        moment=at.astimezone(place_of(language).timezone),
        audience=audience,
        language=language,
        name=name,
    )


@cache
def sabbath_begins(day: dt.date) -> dt.datetime:
    """Give candle lighting on the eve of a Sabbath or holy day, Jerusalem's time; ``day`` is the eve."""
    rules = _rules().sabbath
    return sunset(_jerusalem(), day, tzinfo=_israel()) - dt.timedelta(minutes=rules.candles_minutes)


@cache
def night_falls(day: dt.date) -> dt.datetime:
    """Give nightfall, with which a Sabbath or holy day ends, Jerusalem's time."""
    return dusk(_jerusalem(), day, depression=_rules().sabbath.nightfall_degrees, tzinfo=_israel())


def _holy(local: dt.datetime, days: Iterable[CalendarDay]) -> list[Quiet]:
    """Give the Sabbath or holy day that lasts at a moment: each begins on the eve and ends after nightfall."""
    found = []
    for date in (local.date(), local.date() + dt.timedelta(days=1)):
        names = [day.name for day in days if day.kind == "holy" and day.date == date]
        if WEEKDAYS[date.weekday()] == "sat":
            names.append(_rules().names.sabbath)
        ends = night_falls(date) + dt.timedelta(minutes=_rules().sabbath.after_minutes)
        if names and sabbath_begins(date - dt.timedelta(days=1)) <= local < ends:
            found.append(Quiet(kind="holy", name=names[0], ends=ends))
    return found


def _memorial_from_evening(local: dt.datetime, days: Iterable[CalendarDay]) -> list[Quiet]:
    """Give the memorial day of Israel that lasts at a moment: from sunset on the eve until nightfall."""
    return [
        Quiet(kind="memorial", name=day.name)
        for day in days
        if day.kind == "memorial"
        and day.date - local.date() in (dt.timedelta(0), dt.timedelta(days=1))
        and sunset(_jerusalem(), day.date - dt.timedelta(days=1), tzinfo=_israel()) <= local < night_falls(day.date)
    ]


def _night(local: dt.datetime, audience: str) -> Quiet | None:
    hours = _rules().night.get(audience, _rules().night["default"])
    begins, ends = dt.time.fromisoformat(hours.begins), dt.time.fromisoformat(hours.ends)
    if ends <= local.time() < begins:
        return None
    return Quiet(kind="night", name=dict.fromkeys(LANGUAGES, f"{begins:%H:%M}–{ends:%H:%M}"))


def _day_off(local: dt.datetime, place: Place, today: Iterable[CalendarDay]) -> list[Quiet]:
    found = [Quiet(kind="day-off", name=day.name) for day in today if day.kind == "holiday"]
    if not found and WEEKDAYS[local.weekday()] in place.weekend:
        found.append(Quiet(kind="day-off", name=_rules().names.day_off))
    return found[:1]


@cache
def _rules() -> _Rules:
    return read_table(FOLDER / "quiet.yaml", _Rules)


def _state_mourning() -> tuple[Mourning, ...]:
    return read_table(FOLDER / "mourning.yaml", tuple[Mourning, ...])


@cache
def _israel() -> ZoneInfo:
    return ZoneInfo("Asia/Jerusalem")


@cache
def _jerusalem() -> Observer:
    rules = _rules().sabbath
    return Observer(latitude=rules.latitude, longitude=rules.longitude)
