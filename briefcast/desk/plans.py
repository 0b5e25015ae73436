"""The plan of the folder: which file it is, and its weeks with what of each waits for somebody."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from briefcast.catalogue import in_zone
from briefcast.desk.pages import audience_names, text_in
from briefcast.desk.who import THIS_DESK
from briefcast.desk.words import word
from briefcast.errors import BriefcastError
from briefcast.ledger import Batches, Ledger, open_ledger
from briefcast.messages import tell
from briefcast.paths import ledger_is_there
from briefcast.planner.folder import find_plan
from briefcast.planner.plan import ContentPlan, PlanFile, open_plan
from briefcast.planner.weeks import days_of, week_of
from briefcast.products.profiles import read_audience
from briefcast.week.waits import Waits, find_waits
from briefcast.week.week import BatchRequest

_BY_PLAN = ("/weeks", "/outbox", "/says", "/corrections", "/handouts")
"""Pages that tell moments; a key that is typed in a brief waits for no plan."""
_LOOK_AGAIN_S = 3.0
"""So long after somebody was taken out of the plan she may still be in."""


@dataclass(frozen=True, kw_only=True)
class WeekLine:
    """One week of the plan, in the list."""

    week: str
    days: tuple[dt.date, ...]
    items: int
    """Lines of the plan in it."""
    state: str
    """Of its batch, as the ledger has it; empty if it was never made."""
    waits: Waits
    is_over: bool

    @property
    def rank(self) -> int:
        """Where it stands: what is to be decided, what is to be released, what is not made yet, the rest."""
        if self.waits.undecided:
            return 0
        if self.waits.unreleased or self.waits.corrections:
            return 1
        if not self.state and not self.is_over:
            return 2
        return 4 if self.is_over else 3


def expect_plan(folder: Path) -> PlanFile:
    """Open the plan of a folder.

    Raises:
        BriefcastError: there is none.
        BriefError: it cannot be read.
    """
    file, _ = find_plan(folder)
    if file is None:
        raise BriefcastError(tell("There is no plan in this folder yet."))
    return open_plan(file)


def ledger_of(folder: Path, out: Path) -> Ledger:
    """Open the ledger in which this team decides."""
    return open_ledger(near=(folder, out))


def known_ledger(folder: Path, out: Path) -> Ledger | None:
    """Open the ledger if there is one already: looking makes none."""
    return ledger_of(folder, out) if ledger_is_there() else None


def request_of(plan: Path, week: str, folder: Path, out: Path, *, again: bool = False) -> BatchRequest:
    """Give how the desk makes a week: what the command would, of the plan and accounts of the folder."""
    return BatchRequest(plan=plan, week=week, out=out, settings=folder, again=again)


def today_of(plan: ContentPlan) -> dt.date:
    """Give the day it is by the clock of a plan."""
    return dt.datetime.now(ZoneInfo(plan.timezone)).date()


def names_of_audiences(plan: ContentPlan, folder: Path, code: str) -> dict[str, str]:
    """Give what the audiences are called that a plan reaches, and those that come along."""
    found = dict(audience_names(code))
    for id in plan.audiences:
        with contextlib.suppress(BriefcastError):
            found[id] = text_in(dict(read_audience(id, folder=folder).name), code) or id
    return found


def names_of_people(folder: Path, code: str) -> dict[str, str]:
    """Give what the people of the folder's plan are called, by their ids; of none where no plan can be read.

    Whoever said something at a desk where nobody was signed in is called so.
    """
    names = {THIS_DESK: word(code, "this_desk")}
    with contextlib.suppress(BriefcastError):
        names |= {each.id: text_in(dict(each.name), code) or each.id for each in expect_plan(folder).plan.people}
    return names


class TeamOfPlan:
    """The people of a folder's plan, each with the address by which a provider of identities knows her.

    The plan is looked at again every few seconds. While it cannot be read, those whom it named before stay.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the plan of a folder.

        Raises:
            BriefcastError: there is none that can be read, or nobody in it has an address.
        """
        self._folder, self._clock = folder, clock
        self._people = self._read()
        self._at = clock()
        if not self._people:
            raise BriefcastError(
                tell("Nobody in the plan has an email: write it there, for each person who is to come in.")
            )

    def _read(self) -> Mapping[str, str]:
        return {each.id: each.email for each in expect_plan(self._folder).plan.people if each.email}

    def __call__(self) -> Mapping[str, str]:
        """Give the people by their ids."""
        if self._clock() - self._at > _LOOK_AGAIN_S:
            self._at = self._clock()
            with contextlib.suppress(BriefcastError, OSError):
                self._people = self._read()
        return self._people


class ByPlan:
    """Tells moments by the clock of the plan."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app, self._folder = app, folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the clock of the plan, if there is one that can be read."""
        if scope["type"] == "http" and (scope["path"].startswith(_BY_PLAN) or "/versions" in scope["path"]):
            in_zone(await run_in_threadpool(self._zone))
        await self._app(scope, receive, send)

    def _zone(self) -> ZoneInfo | None:
        try:
            return ZoneInfo(expect_plan(self._folder).plan.timezone)
        except BriefcastError:
            return None


def list_weeks(plan: ContentPlan, ledger: Ledger | None) -> tuple[WeekLine, ...]:
    """List the weeks of a plan, and those made before, what needs somebody first."""
    today = today_of(plan)
    made = Batches(ledger).weeks() if ledger else ()
    names = sorted({*(item.in_week for item in plan.items), *made})
    waits = {each.week: each for each in find_waits(ledger, today=today, weeks=names)} if ledger and names else {}
    lines = []
    for week in names:
        batch = Batches(ledger).get(week) if ledger else None
        lines.append(
            WeekLine(
                week=week,
                days=days_of(week),
                items=len(plan.items_of(week)),
                state=batch.state if batch else "",
                waits=waits.get(week, Waits(week=week)),
                is_over=week < week_of(today),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.rank, line.week)))
