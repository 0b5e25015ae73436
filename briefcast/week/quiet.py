"""Quiet times of everything a ledger knows: of the states, and of the plan whose week is the newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from briefcast.errors import BriefcastError
from briefcast.ledger import Batches, Ledger
from briefcast.messages import Typed, joined, tell
from briefcast.planner.plan import ContentPlan, PlanFile, open_plan, read_plan
from briefcast.planner.quiet import why_not
from briefcast.week.living import Living


def quiet_times(ledger: Ledger) -> Callable[[dt.datetime, str, str], str]:
    """Give what says why nothing may be heard at a moment by an audience in a language; it reads the plan as it is now.

    A plan that cannot be read, or is not where the week was made with it, holds everything: whether it has days of
    mourning is not known.
    """
    for path, week in _plans(ledger):
        return _quiet_of(Living(path, open_plan, lambda plan: plan.files), week)
    return lambda at, audience, language: why_not(None, at, audience=audience, language=language)


def plan_zone(ledger: Ledger) -> ZoneInfo | None:
    """Give the time zone of the plan whose week is the newest; None where there is none, or it cannot be read."""
    for path, _ in _plans(ledger):
        try:
            return ZoneInfo(read_plan(path).timezone)
        except BriefcastError:
            return None
    return None


def _plans(ledger: Ledger) -> Iterator[tuple[Path, str]]:
    """Give the plan of each week that was made with one, the newest first."""
    for week in reversed(Batches(ledger).weeks()):
        batch = Batches(ledger).get(week)
        request: Any = batch.report.get("request") if batch else None
        if request:
            yield Path(request["plan"]), week


def _quiet_of(plan: Living[PlanFile], week: str) -> Callable[[dt.datetime, str, str], str]:
    # Many posts go out at the same slots: each is looked up once for each plan that is read.
    known: tuple[ContentPlan | None, dict[tuple[dt.datetime, str, str], str]] = (None, {})

    def quiet(at: dt.datetime, audience: str, language: str) -> str:
        try:
            now = plan.now().plan
        except BriefcastError as error:
            return joined(
                tell("The plan {path} cannot be read, so nobody knows its quiet times.", path=plan.path),
                error.told,
                tell(
                    "Put it where it was, or right; or make the week again with the plan you have: {command}",
                    command=Typed(f"briefcast batch PLAN --week {week} --again"),
                ),
            )
        nonlocal known
        mine = known
        if mine[0] is not now:
            mine = known = (now, {})
        asked = (at, audience, language)
        if asked not in mine[1]:
            mine[1][asked] = why_not(now, at, audience=audience, language=language)
        return mine[1][asked]

    return quiet
