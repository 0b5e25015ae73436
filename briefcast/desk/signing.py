"""Signing in and out at the desk, where people have secrets of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.desk.answers import answer_told
from briefcast.desk.pages import page
from briefcast.desk.plans import expect_plan, known_ledger, ledger_of
from briefcast.desk.who import Sessions
from briefcast.errors import BriefcastError
from briefcast.ledger.people import People


class Given(BaseModel):
    """A person's secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
    name: str = Field(max_length=64)
    secret: str = Field(max_length=500, repr=False)
    next: str = Field("/weeks", max_length=500)


class Nothing(BaseModel):
    """A request that says nothing but its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Signing:
    """What the desk answers to who signs in or out."""

    def __init__(self, folder: Path, out: Path, sessions: Sessions) -> None:
        """Sign in for the ledger in which the team of a folder decides."""
        self.folder, self.out, self.sessions = folder, out, sessions

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/sign-in", self._page),
            Route("/sign-in", self._sign_in, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
        ]

    async def _page(self, request: Request) -> Response:
        people = await run_in_threadpool(self._people)
        asked = request.query_params.get("next", "/weeks")
        return page(request, "sign-in.html.j2", people=people, next=_inside(asked))

    def _people(self) -> dict[str, str]:
        """Give who has a secret, each by the name that the plan has for her."""
        ledger = known_ledger(self.folder, self.out)
        names: dict[str, Any] = {}
        try:
            names = {each.id: each.name for each in expect_plan(self.folder).plan.people}
        except BriefcastError:
            names = {}
        registered = People(ledger).registered() if ledger else {}
        return {name: next(iter(names.get(name, {}).values()), name) for name in registered}

    async def _sign_in(self, request: Request) -> Response:
        async def answer(_request: Request, _about: str, asked: Given) -> Response:
            response = JSONResponse({"told": [], "page": _inside(asked.next)})

            def signed() -> None:
                ledger = ledger_of(self.folder, self.out)
                self.sessions.sign_in(request, response, ledger, asked.name, asked.secret.strip(), self.folder)

            await run_in_threadpool(signed)
            return response

        return await answer_told(request, Given, answer, "", by_anybody=True)

    async def _sign_out(self, request: Request) -> Response:
        async def answer(_request: Request, _about: str, _asked: Nothing) -> Response:
            response = JSONResponse({"told": [], "page": "/sign-in"})
            self.sessions.sign_out(request, response)
            return response

        return await answer_told(request, Nothing, answer, "")


def _inside(place: str) -> str:
    """Give a place of the desk; its first page for one that is elsewhere."""
    return place if place.startswith("/") and not place.startswith(("//", "/\\")) else "/weeks"
