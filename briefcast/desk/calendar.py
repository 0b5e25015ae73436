"""The calendar at the desk: what goes out when, day by day, what the days are, and moving a slot by a form."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.desk.answers import answer_told
from briefcast.desk.editing import Change, rewritten
from briefcast.desk.pages import language_of, page
from briefcast.desk.plans import expect_plan, known_ledger, names_of_audiences, request_of
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Batches
from briefcast.messages import tell
from briefcast.planner.days import CalendarDay, list_days, lunar_day
from briefcast.planner.moving import Edit, edits_to_move
from briefcast.planner.plan import PlanFile, Release, open_plan
from briefcast.planner.quiet import FORBIDS, Quiet, place_of, quiet_at
from briefcast.planner.weeks import WEEKDAYS, Clock, Weekday, days_of
from briefcast.store.files import write_whole
from briefcast.week.week import WeekPlan, week_of_plan


class Moved(BaseModel):
    """Where a slot is to be moved."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    slot: str = Field(max_length=64)
    """Which one, as the page calls it."""
    plan: str = Field(max_length=64)
    """The plan as the page showed it."""
    day: Weekday
    at: Clock
    alone: bool = True


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One slot of one item: what goes out then."""

    id: str
    releases: tuple[Release, ...]
    at: dt.datetime
    """By the clock of the plan."""
    quiet: tuple[Quiet, ...]

    @property
    def first(self) -> Release:
        """One of what goes out then; all have its slot and item."""
        return self.releases[0]

    @property
    def elsewhere(self) -> str:
        """Whose clock its hour is of, where that is not the plan's: ``Jerusalem``."""
        zone = self.first.slot.timezone
        return zone.rpartition("/")[2].replace("_", " ") if zone else ""

    quiet_for: tuple[tuple[Quiet, tuple[tuple[str, str], ...]], ...] = ()
    """Each reason with the languages whose readers it is for, and the hour that it is there."""

    @property
    def forbidden(self) -> tuple[Quiet, ...]:
        """Why nothing goes out then."""
        return tuple(each for each in self.quiet if each.kind in FORBIDS)

    @property
    def languages(self) -> tuple[str, ...]:
        """Whose readers it reaches."""
        return tuple(dict.fromkeys(each.language for each in self.releases))

    @property
    def audiences(self) -> tuple[str, ...]:
        """Whom it reaches."""
        return tuple(dict.fromkeys(each.audience for each in self.releases))

    @property
    def products(self) -> tuple[str, ...]:
        """What it brings."""
        return tuple(dict.fromkeys(each.product for each in self.releases))


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the week."""

    date: dt.date
    lunar: str
    days: tuple[CalendarDay, ...]
    hours: tuple[Hour, ...]


class CalendarPages:
    """What the desk answers of the calendar."""

    def __init__(self, folder: Path, out: Path) -> None:
        """Serve the plan of a folder."""
        self.folder, self.out = folder, out

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/weeks/{week}/calendar", self._calendar),
            Route("/weeks/{week}/move", self._answer, methods=["POST"]),
        ]

    async def _calendar(self, request: Request) -> Response:
        code, week = language_of(request), request.path_params["week"]
        try:
            values = await run_in_threadpool(self._shown, week)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        return page(
            request,
            "calendar.html.j2",
            week=week,
            audiences=names_of_audiences(values["plan"], self.folder, code),
            days_in_order=list(zip(WEEKDAYS, range(7), days_of(week), strict=True)),
            forbids=FORBIDS,
            has_lunar=place_of(code).country == "VN",
            **values,
        )

    def _shown(self, week: str) -> dict[str, Any]:
        plan = expect_plan(self.folder)
        planned = _planned(plan, week, self.folder, self.out)
        hours, unread = arrange_hours(planned)
        days = list_days(
            days_of(week)[0] - dt.timedelta(days=2), days_of(week)[-1] + dt.timedelta(days=2), own=plan.plan.days
        )
        zone = ZoneInfo(plan.plan.timezone)
        ledger = known_ledger(self.folder, self.out)
        return {
            "is_made": bool(ledger and Batches(ledger).get(week)),
            "plan": plan.plan,
            "zone": zone,
            "city": plan.plan.timezone.rpartition("/")[2].replace("_", " "),
            "can_move": plan.path.suffix.lower() in (".yaml", ".yml"),
            "file": plan.path.name,
            "version": _version(plan.path),
            "titles": _titles(planned),
            "columns": {column.id: column.name for column in plan.plan.columns},
            "unread": unread,
            "mourning": tuple(each for each in plan.plan.mourning if any(each.holds(day) for day in days_of(week))),
            "shown": tuple(
                Day(
                    date=date,
                    lunar=lunar_day(date),
                    days=tuple(each for each in days if each.date == date),
                    hours=tuple(each for each in hours if each.at.astimezone(zone).date() == date),
                )
                for date in days_of(week)
            ),
            "outside": tuple(each for each in hours if each.at.astimezone(zone).date() not in days_of(week)),
        }

    async def _answer(self, request: Request) -> Response:
        return await answer_told(request, Moved, self._move, request.path_params["week"])

    async def _move(self, request: Request, week: str, asked: Moved) -> Response:
        moved = await run_in_threadpool(self._moved, week, asked)
        return JSONResponse({"told": [in_language(moved, language_of(request))], "focus": f"slot-{asked.slot}"})

    def _moved(self, week: str, asked: Moved) -> str:
        plan = expect_plan(self.folder)
        if plan.path.suffix.lower() not in (".yaml", ".yml"):
            raise BriefcastError(
                tell("{name} is changed in the program that wrote it; the desk shows its state.", name=plan.path.name)
            )
        if asked.plan != _version(plan.path):
            raise BriefcastError(tell("The plan was changed meanwhile. Nothing was moved: look at the calendar again."))
        planned = _planned(plan, week, self.folder, self.out)
        hour = next((each for each in arrange_hours(planned)[0] if each.id == asked.slot), None)
        if hour is None:
            raise BriefcastError(tell("This slot is not in the plan any more: look at the calendar again."))
        edits = edits_to_move(plan, hour.first, asked.day, asked.at, alone=asked.alone)
        if not edits:
            return tell("Nothing changed: it is at that time already.")
        write_plan(plan, edits)
        return tell(
            "Moved in {file}. What is released already waits for a later time by itself; to go out earlier, release it "
            "again.",
            file=plan.path.name,
        )


def arrange_hours(planned: WeekPlan) -> tuple[tuple[Hour, ...], tuple[str, ...]]:
    """Give each slot of each item of a week, earliest first, and why some items have none: their briefs are broken."""
    together: dict[tuple[str, dt.datetime, str], list[Release]] = {}
    unread = []
    for edition in planned.editions:
        try:
            asked = planned.asked_of(edition.item)
        except BriefError as error:
            unread.append(error.told)
            continue
        for release in planned.plan.releases(edition.item, asked):
            key = (edition.item.id, release.at, release.slot.model_dump_json())
            together.setdefault(key, []).append(release)
    zone = ZoneInfo(planned.plan.timezone)
    hours = [
        Hour(
            id=hashlib.sha256(f"{item} {slot}".encode()).hexdigest()[:16],
            releases=tuple(found),
            at=at.astimezone(zone),
            quiet=tuple(each for each, _ in _quiet(planned, found)),
            quiet_for=_quiet(planned, found),
        )
        for (item, at, slot), found in together.items()
    ]
    return tuple(sorted(hours, key=lambda each: (each.at, each.first.item.id, each.first.channel))), tuple(unread)


def _quiet(planned: WeekPlan, releases: Iterable[Release]) -> tuple[tuple[Quiet, tuple[tuple[str, str], ...]], ...]:
    """Give each reason not to go out then, with the languages whose readers it is for and the hour that it is there."""
    found: dict[tuple[str, str], tuple[Quiet, dict[str, str]]] = {}
    for each in releases:
        days = list_days(
            each.at.date() - dt.timedelta(days=2), each.at.date() + dt.timedelta(days=2), own=planned.plan.days
        )
        for quiet in quiet_at(
            each.at, audience=each.audience, language=each.language, days=days, mourning=planned.plan.mourning
        ):
            _, readers = found.setdefault((quiet.kind, str(dict(quiet.name))), (quiet, {}))
            zone = place_of(each.language).timezone
            there = each.at.astimezone(zone)
            readers[each.language] = f"{there:%H:%M}, {zone.key.rpartition('/')[2].replace('_', ' ')}"
    return tuple((quiet, tuple(readers.items())) for quiet, readers in found.values())


def _planned(plan: PlanFile, week: str, folder: Path, out: Path) -> WeekPlan:
    try:
        days_of(week)
    except ValueError:
        raise BriefcastError(tell("There is no week '{week}' in this plan.", week=week[:20])) from None
    return week_of_plan(request_of(plan.path, week, folder, out), plan.plan, week)


def _titles(planned: WeekPlan) -> dict[str, Any]:
    titles: dict[str, Any] = {}
    for edition in planned.editions:
        try:
            titles[edition.item.id] = dict(planned.brief_of(edition.item).brief.title)
        except BriefError:
            titles[edition.item.id] = {}
    return titles


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_plan(plan: PlanFile, edits: Iterable[Edit]) -> None:
    """Write a plan anew; what could not be read then is not left there."""
    before = plan.path.read_text("utf-8")
    changes = [Change(kind="add" if each.adds else "set", path=each.path, value=each.value) for each in edits]
    write_whole(plan.path, rewritten(before, changes))
    try:
        open_plan(plan.path)
    except BriefError:
        write_whole(plan.path, before)
        raise
