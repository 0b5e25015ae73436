"""Planning a brief at the desk: the first plan of the folder, or one more line of the plan that is there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.brief.read import read_brief
from briefcast.desk.answers import answer_told
from briefcast.desk.calendar import write_plan
from briefcast.desk.shelf import find_brief
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell
from briefcast.planner.adding import FILE_NAME, Wish, edits_to_add, first_plan
from briefcast.planner.folder import find_plan
from briefcast.planner.plan import open_plan
from briefcast.planner.quiet import place_of
from briefcast.planner.weeks import Clock, Week, Weekday, days_of, week_of
from briefcast.products.name import ProductName
from briefcast.products.table import PRODUCTS
from briefcast.publishing.accounts import read_accounts

WEEKS_AHEAD = 9


class Planned(BaseModel):
    """A brief that is to be told in a week."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    brief: str = Field(max_length=200)
    week: Week
    channels: tuple[str, ...] = Field(min_length=1, max_length=50)
    products: tuple[ProductName, ...] = Field((), max_length=50)
    day: Weekday
    at: Clock
    approver: str = Field("", max_length=64)
    """Of the people of the plan."""
    again: bool = False
    """Whether it is planned although that week tells it already."""
    person: str = Field("", max_length=200)
    """The name of who lets things out, where there is no plan yet."""


class Planning:
    """What the desk answers to who plans a brief."""

    def __init__(self, folder: Path) -> None:
        """Plan in a folder."""
        self.folder = folder

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [Route("/plan", self._answer, methods=["POST"])]

    def offered(self, today: dt.date) -> dict[str, Any]:
        """Give what the form offers to choose from."""
        weeks = [week_of(today + dt.timedelta(weeks=number)) for number in range(WEEKS_AHEAD)]
        file, _ = find_plan(self.folder)
        people: Any = ()
        if file is not None:
            try:
                people = open_plan(file).plan.people
            except BriefError:
                people = ()
        try:
            channels = read_accounts(self.folder, to_take_back=True).channels()
        except BriefError:
            channels = ()
        return {
            "weeks_ahead": [(week, days_of(week)[0], days_of(week)[-1]) for week in weeks],
            "channels": channels,
            "products": list(PRODUCTS),
            "plan_people": people,
            "has_plan": file is not None,
        }

    async def _answer(self, request: Request) -> Response:
        return await answer_told(request, Planned, self._plan, "")

    async def _plan(self, _request: Request, _about: str, asked: Planned) -> Response:
        await run_in_threadpool(self._write, asked)
        return JSONResponse({"told": [], "page": f"/weeks/{asked.week}"})

    def _write(self, asked: Planned) -> None:
        brief = read_brief(find_brief(self.folder, asked.brief))
        file, _ = find_plan(self.folder)
        wish = Wish(
            brief=asked.brief,
            id=brief.id,
            week=asked.week,
            channels=asked.channels,
            products=asked.products,
            day=asked.day,
            at=asked.at,
            approver=asked.approver,
        )
        if file is not None:
            known = [each for each in open_plan(file).plan.items_of(asked.week) if each.brief == asked.brief]
            if known and not asked.again:
                raise BriefcastError(
                    tell(
                        "{week} tells {brief} already ({items}). Tick that it is meant, or choose another week.",
                        week=asked.week,
                        brief=asked.brief,
                        items=tuple(each.id for each in known),
                    )
                )
            write_plan(open_plan(file), edits_to_add(open_plan(file), wish))
            return
        if not asked.person.strip():
            raise BriefcastError(tell("Name who lets things out: the plan says who decides."))
        timezone = str(place_of(brief.languages[0]).timezone)
        text = first_plan(brief, wish, person=asked.person.strip(), timezone=timezone)
        path = self.folder / FILE_NAME
        with path.open("x", encoding="utf-8", newline="\n") as written:
            written.write(text)
        try:
            open_plan(path)
        except BriefError:
            path.unlink()
            raise
