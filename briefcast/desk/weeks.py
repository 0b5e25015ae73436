"""The weeks at the desk: what waits for whom, each item with picture, sound and posts, and what is decided of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.desk.answers import answering, making_json, said_json, stop_answered
from briefcast.desk.deciding import (
    Wake,
    Week,
    changed_since,
    decide_here,
    hold_by_ledger,
    look_at_leaves,
    one_at_a_time,
    open_week,
    release_here,
    shown_of,
    since_approved,
    stays_told,
    still_released,
    take_back_here,
    times_of,
    unread_briefs,
    waiting_told,
)
from briefcast.desk.drafts import draft_of
from briefcast.desk.making import Run, begin_week
from briefcast.desk.pages import language_of, page
from briefcast.desk.planning import Planning
from briefcast.desk.plans import (
    expect_plan,
    known_ledger,
    ledger_of,
    list_weeks,
    names_of_audiences,
    names_of_people,
    request_of,
    today_of,
)
from briefcast.desk.shelf import list_briefs
from briefcast.desk.who import THIS_DESK, Sessions
from briefcast.desk.words import word
from briefcast.errors import BriefcastError
from briefcast.languages import language
from briefcast.ledger import Batches, DecisionKind
from briefcast.ledger.changes import changes_of_people
from briefcast.ledger.comments import TEXT_MAX, open_comments, resolve_comment
from briefcast.ledger.people import People
from briefcast.manifest.items import Named
from briefcast.messages import tell
from briefcast.pages.frame import clock
from briefcast.planner.folder import find_plan
from briefcast.planner.plan import open_plan
from briefcast.planner.weeks import WEEKDAYS, days_of
from briefcast.states import called
from briefcast.week.commenting import comment_on, open_on
from briefcast.week.deciding import Reviewed
from briefcast.week.review import GroupView, SetView, groups_of, sets_of

_SHOWN_MAX = 5_000
"""Most items that one decision is about."""


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Decided(_Asked):
    """A decision about items as the page showed them."""

    decision: DecisionKind
    names: tuple[str, ...] = Field(min_length=1, max_length=_SHOWN_MAX)
    shown: dict[str, tuple[str, str, str]] = Field(max_length=_SHOWN_MAX)
    why: str = Field("", max_length=2_000)


class Released(_Asked):
    """That what is approved may go out, or may not any more."""

    names: tuple[str, ...] = Field((), max_length=_SHOWN_MAX)
    shown: dict[str, tuple[str, str, str]] = Field({}, max_length=_SHOWN_MAX)
    times: dict[str, str] = Field({}, max_length=_SHOWN_MAX)
    """When the page showed that each goes out."""
    why: str = Field("", max_length=2_000)


class Commented(_Asked):
    """What somebody says about an item."""

    item: str = Field(max_length=200)
    text: str = Field(max_length=TEXT_MAX)
    named: str = Field("", max_length=100)


class Resolved(_Asked):
    """That a comment is resolved."""

    number: int = Field(ge=1)


class Nothing(_Asked):
    """A request that says nothing but its name."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """The sets of a week that one page shows."""

    name: str
    sets: tuple[SetView, ...]
    names: tuple[str, ...]
    """Of all parts; none where one page shows all."""


class Weeks:
    """What the desk answers of the weeks of its plan."""

    def __init__(self, folder: Path, out: Path, sessions: Sessions, wake: Wake) -> None:
        """Serve the plan of a folder, with its editions in ``out``."""
        self._planning = Planning(folder)
        self.folder, self.out, self.sessions, self._wake = folder, out, sessions, wake
        self.runs: dict[str, Run] = {}

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/weeks", self._list),
            Route("/weeks/{week}", self._week),
            Route("/weeks/{week}/decide", answering(Decided, self._decide, "week"), methods=["POST"]),
            Route("/weeks/{week}/release", answering(Released, self._release, "week"), methods=["POST"]),
            Route("/weeks/{week}/take-back", answering(Released, self._take_back, "week"), methods=["POST"]),
            Route("/weeks/{week}/hold", answering(Released, self._hold_lost, "week"), methods=["POST"]),
            Route("/weeks/{week}/make", answering(Nothing, self._make, "week"), methods=["POST"]),
            Route("/weeks/{week}/stop", answering(Nothing, self._stop, "week"), methods=["POST"]),
            Route("/weeks/{week}/making", self._making),
            Route("/weeks/{week}/comment", answering(Commented, self._comment, "week"), methods=["POST"]),
            Route("/weeks/{week}/resolve", answering(Resolved, self._resolve, "week"), methods=["POST"]),
            *self._planning.routes,
        ]

    # Pages

    async def _list(self, request: Request) -> Response:
        code = language_of(request)
        try:
            found = await run_in_threadpool(self._weeks)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=409, message=in_language(error.told, code))
        today = today_of(found["plan"]) if found["plan"] else dt.datetime.now(dt.UTC).date()
        offered = await run_in_threadpool(self._planning.offered, today)
        names = get_day_names("wide", "stand-alone", language(code).locale)
        weekdays = {name: names[number] for number, name in enumerate(WEEKDAYS)}
        briefs = await run_in_threadpool(list_briefs, self.folder, self.out)
        reader = self.sessions.name_of(request)
        # What is put to who reads it stands first.
        found["comments"] = sorted(found["comments"], key=lambda each: each.named != reader)
        found["people"] = names_of_people(self.folder, code)
        return page(
            request, "weeks.html.j2", briefs=[each for each in briefs if not each.error], weekdays=weekdays,
            days_in_order=WEEKDAYS, **offered, **found,
        )  # fmt: skip

    def _weeks(self) -> dict[str, Any]:
        file, others = find_plan(self.folder)
        if file is None:
            return {"plan": None, "others": (), "weeks": (), "comments": ()}
        plan, ledger = open_plan(file).plan, known_ledger(self.folder, self.out)
        return {
            "plan": plan,
            "file": file.name,
            "others": others,
            "weeks": list_weeks(plan, ledger),
            "comments": open_comments(ledger) if ledger else (),
        }

    async def _week(self, request: Request) -> Response:
        code, week = language_of(request), request.path_params["week"]
        try:
            values = await run_in_threadpool(self._shown, week, request.query_params.get("part", ""), code, request)
        except BriefcastError as error:
            lost, told = await run_in_threadpool(self._lost, week), in_language(error.told, code)
            if lost:
                return page(request, "week-lost.html.j2", status=409, message=told, week=week, lost=lost)
            return page(request, "refusal.html.j2", status=404, message=told)
        return page(request, "week.html.j2", **values)

    def _lost(self, week: str) -> tuple[str, ...]:
        """Give what still goes out of a week that cannot be shown."""
        ledger = known_ledger(self.folder, self.out)
        return still_released(ledger, week) if ledger else ()

    def _shown(self, week: str, part: str, code: str, request: Request) -> dict[str, Any]:
        plan = expect_plan(self.folder).plan
        try:
            days = days_of(week)
        except ValueError:
            raise BriefcastError(tell("There is no week '{week}' in this plan.", week=week[:20])) from None
        ledger = known_ledger(self.folder, self.out)
        batch = Batches(ledger).get(week) if ledger else None
        zone = ZoneInfo(plan.timezone)
        people = {THIS_DESK: word(code, "this_desk"), **{one.id: _in(one.name, code) for one in plan.people}}
        shared = {
            "week": week,
            "days": days,
            "plan": plan,
            "items": plan.items_of(week),
            "zone": zone,
            "people": people,
            "running": week in self.runs and self.runs[week].progress.state == "running",
            "called": functools.partial(_called, code),
            "audiences": names_of_audiences(plan, self.folder, code),
        }
        if not shared["items"] and batch is None:
            raise BriefcastError(tell("There is no week '{week}' in this plan.", week=week[:20]))
        if ledger is None or batch is None or "request" not in batch.report:
            return {**shared, "made": None}
        made = open_week(week, ledger)
        shown = _part_of(made, part, self.sessions.name_of(request))
        leaves = look_at_leaves(made)
        registered = People(ledger).registered()
        releases = ledger.releases(week=week)
        return {
            **shared,
            "made": made,
            "part": shown,
            "unread": unread_briefs(made),
            "lost": tuple(
                key for key in still_released(ledger, week) if key not in {each.item.key for each in made.review.items}
            ),
            "changed_since": changed_since(made),
            "shown": shown_of(made),
            "times": times_of(leaves),
            "groups": [_group(group) for group in groups_of(made.review)],
            "since_approved": since_approved(made),
            "waiting": waiting_told(made.review, people),
            "leaves": leaves,
            "may_go": tuple(each for each in leaves if not each.refused),
            "stays": stays_told(leaves),
            "released": {(r.item, r.content_sha256) for r in releases},
            "registered": registered,
            "changes": changes_of_people(ledger),
            "clock": clock,
            "named": Named.of,
            "open_comments": open_on(ledger, (each.item.key for each in made.review.items)),
        }

    # Decisions

    async def _decide(self, request: Request, week: str, asked: Decided) -> Response:
        def decided() -> tuple[str, ...]:
            with one_at_a_time():
                made = open_week(week, ledger_of(self.folder, self.out))
                return decide_here(
                    made, asked.names, asked.decision, request=request, sessions=self.sessions, shown=asked.shown,
                    why=asked.why.strip(), settings=self.folder, wake=self._wake,
                )  # fmt: skip

        return said_json(request, await run_in_threadpool(decided))

    async def _release(self, request: Request, week: str, asked: Released) -> Response:
        def released() -> tuple[str, ...]:
            with one_at_a_time():
                made = open_week(week, ledger_of(self.folder, self.out))
                return release_here(
                    made, asked.names, request=request, sessions=self.sessions, shown=asked.shown, times=asked.times
                )

        return said_json(request, await run_in_threadpool(released))

    async def _take_back(self, request: Request, week: str, asked: Released) -> Response:
        def taken() -> tuple[str, ...]:
            with one_at_a_time():
                made = open_week(week, ledger_of(self.folder, self.out))
                return take_back_here(
                    made, asked.names, request=request, sessions=self.sessions, shown=asked.shown,
                    why=asked.why.strip(), settings=self.folder,
                )  # fmt: skip

        return said_json(request, await run_in_threadpool(taken))

    async def _hold_lost(self, request: Request, week: str, asked: Released) -> Response:
        def held() -> tuple[str, ...]:
            ledger = ledger_of(self.folder, self.out)
            given = {"request": request, "sessions": self.sessions, "settings": self.folder}
            with one_at_a_time():
                return hold_by_ledger(ledger, week, asked.names, why=asked.why.strip(), **given)  # type: ignore[arg-type]

        return said_json(request, await run_in_threadpool(held))

    # Comments

    async def _comment(self, request: Request, week: str, asked: Commented) -> Response:
        def commented() -> tuple[str, ...]:
            ledger = ledger_of(self.folder, self.out)
            who = self.sessions.speaker(request, ledger)
            made = open_week(week, ledger)
            comment_on(
                made.plan, made.review, ledger, asked.item, asked.text, who=who.name, named=asked.named,
                now=dt.datetime.now(dt.UTC),
            )  # fmt: skip
            return (tell("The comment stands at the item."),)

        return said_json(request, await run_in_threadpool(commented))

    async def _resolve(self, request: Request, week: str, asked: Resolved) -> Response:  # noqa: ARG002
        def resolved() -> tuple[str, ...]:
            ledger = ledger_of(self.folder, self.out)
            who = self.sessions.speaker(request, ledger)
            resolve_comment(ledger, asked.number, who=who.name, now=dt.datetime.now(dt.UTC))
            return (tell("The comment is resolved."),)

        return said_json(request, await run_in_threadpool(resolved))

    # Making

    async def _make(self, request: Request, week: str, asked: Nothing) -> Response:  # noqa: ARG002
        running = self.runs.get(week)
        if running is None or running.progress.state != "running":
            self.runs[week] = await run_in_threadpool(self._begin, week)
        return JSONResponse({"state": "running"})

    def _begin(self, week: str) -> Run:
        plan = expect_plan(self.folder)
        if not plan.plan.items_of(week):
            raise BriefcastError(tell("There is no week '{week}' in this plan.", week=week[:20]))
        for item in plan.plan.items_of(week):
            if draft_of(self.folder / item.brief).is_file():
                told = tell("Save what you changed first: what is made is made from the file.")
                raise BriefcastError(tell("{item}: {why}", item=item.brief, why=told))
        ledger = known_ledger(self.folder, self.out)
        batch = Batches(ledger).get(week) if ledger else None
        again = bool(batch and batch.state == "released")
        return begin_week(request_of(plan.path, week, self.folder, self.out, again=again))

    async def _stop(self, request: Request, week: str, asked: Nothing) -> Response:  # noqa: ARG002
        return await stop_answered(self.runs.get(week))

    async def _making(self, request: Request) -> Response:
        return making_json(request, self.runs.get(request.path_params["week"]))


def _called(code: str, state: str, channel: str = "") -> str:
    return in_language(called(state, channel), code)


def _in(names: Mapping[Any, str], code: str) -> str:
    return str(names.get(code) or next(iter(names.values()), ""))


def _group(group: GroupView) -> dict[str, Any]:
    return {"name": group.name, "kind": group.kind, "count": len(group.items), "undecided": group.undecided}


def _part_of(made: Week, asked: str, reader: str) -> Part:
    """Give the sets that a page shows, those first in which something waits for who reads it."""
    sets = tuple(sets_of(made.plan, made.review, made.ledger))
    parts = made.review.parts
    name = ""
    if parts:
        first = next((name for name, items in parts.items() if any(each.open for each in items)), next(iter(parts)))
        name = asked if asked in parts else first
        keys = {each.item.key for each in parts[name]}
        sets = tuple(one for one in sets if any(view.reviewed.item.key in keys for view in one.items))

    def rank(one: SetView) -> tuple[bool, bool]:
        waits = [view.reviewed for view in one.items if view.reviewed.open]
        return not any(_is_for(each, reader) for each in waits), not waits

    return Part(name=name, sets=tuple(sorted(sets, key=rank)), names=tuple(parts))


def _is_for(reviewed: Reviewed, reader: str) -> bool:
    return not reader or reviewed.planned.approver in (None, reader)
