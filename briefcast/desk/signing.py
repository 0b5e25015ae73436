"""Signing in and out at the desk: with a secret of one's own, or, at a desk of a team, at its provider."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.desk.answers import answer_told
from briefcast.desk.doors import SIGN_IN
from briefcast.desk.pages import language_of, page
from briefcast.desk.plans import expect_plan, known_ledger, ledger_of
from briefcast.desk.provider import BACK, GOING_FOR_S, Going, NotTold, Provider
from briefcast.desk.proxy import Proxy
from briefcast.desk.who import LONGEST, NobodyOfPlan, Sessions, mark_of
from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger.people import NOT_LET_IN, SIGNED_IN, SIGNED_OUT, People
from briefcast.messages import tell

_GOING_MAX = 5000
"""So many people may be at the provider at once; who was sent first is forgotten first."""
_PLACE = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""A place of this desk: nothing that a browser would read as another machine."""


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

    def __init__(self, folder: Path, out: Path, sessions: Sessions, provider: Provider | None = None) -> None:
        """Sign in for the ledger in which the team of a folder decides, by secrets where there is no provider."""
        self.folder, self.out, self.sessions = folder, out, sessions
        self._way = AtProvider(provider, sessions, self._note) if provider else None

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        ways = (
            self._way.routes
            if self._way
            else [Route(SIGN_IN, self._page), Route(SIGN_IN, self._sign_in, methods=["POST"])]
        )
        return [*ways, Route("/sign-out", self._sign_out, methods=["POST"])]

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
            who = self.sessions.name_of(request)
            response = JSONResponse({"told": [], "page": f"{SIGN_IN}?out=1" if self._way else SIGN_IN})
            self.sessions.sign_out(request, response)
            if self._way and who:
                # She is out, whatever the ledger says to it.
                with suppress(LedgerError):
                    await run_in_threadpool(self._note, who, SIGNED_OUT, who, {})
            return response

        return await answer_told(request, Nothing, answer, "")

    def _note(self, who: str, what: str, about: str, detail: Mapping[str, str]) -> None:
        note_in(self.folder, self.out, who, what, about, detail)


def note_in(folder: Path, out: Path, who: str, what: str, about: str, detail: Mapping[str, str]) -> None:
    """Keep in the history of a folder's team who came or went; LedgerError if it cannot be kept."""
    ledger = ledger_of(folder, out)
    ledger.expect_team()
    with ledger.writing() as connection:
        ledger.note(connection, who=who, what=what, about=about, detail=dict(detail))


class Arrivals:
    """Who comes through the proxy of a team: written down when she comes, and twelve hours later when she is still."""

    def __init__(
        self,
        proxy: Proxy,
        sessions: Sessions,
        note: Callable[[str, str, str, Mapping[str, str]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let in by a proxy.

        Args:
            proxy: the proxy.
            sessions: whose request it is.
            note: keeps in the history who came: who, what, about whom, and more.
            clock: seconds.
        """
        self._proxy, self._sessions, self._note, self._clock = proxy, sessions, note, clock
        self._noted: dict[tuple[str, str], float] = {}

    def let_in(self, asked: HTTPConnection) -> None:
        """Raise LedgerError if a request is nobody's of the team, or if who came cannot be written down."""
        try:
            name = self._sessions.by_proxy(asked)
        except NobodyOfPlan as error:
            self._once("", NOT_LET_IN, error.email)
            raise
        self._once(name, SIGNED_IN, name)

    def _once(self, who: str, what: str, about: str) -> None:
        now = self._clock()
        if now - self._noted.get((what, about), -LONGEST.total_seconds()) < LONGEST.total_seconds():
            return
        self._note(who, what, about, {"proxy": self._proxy.host})
        if len(self._noted) >= _GOING_MAX:
            self._noted.clear()
        self._noted[(what, about)] = now


class AtProvider:
    """Signing in at a provider: there, and back."""

    def __init__(
        self, provider: Provider, sessions: Sessions, note: Callable[[str, str, str, Mapping[str, str]], None]
    ) -> None:
        """Sign in at a provider.

        Args:
            provider: the provider.
            sessions: who is signed in.
            note: keeps in the history who came: who, what, about whom, and more.
        """
        self.provider, self._sessions, self._note = provider, sessions, note
        self._https = provider.desk.startswith("https:")
        self._cookie = "__Host-briefcast_going" if self._https else "briefcast_going"
        self._going: dict[str, Going] = {}

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route(SIGN_IN, self._page),
            Route(f"{SIGN_IN}/go", self._go),
            Route(BACK, self._back),
            Route(f"{SIGN_IN}/out", self._out),
        ]

    async def _page(self, request: Request) -> Response:
        return self._shown(request, _inside(request.query_params.get("next", "/")))

    def _shown(self, request: Request, wanted: str, *, told: str = "", status: int = 200) -> Response:
        # An answer of the provider is shown once: what is chosen on its page leads to the page that asks anew.
        return page(
            request,
            "sign-in-team.html.j2",
            status=status,
            host=self.provider.host,
            next=wanted,
            is_out=request.query_params.get("out") == "1",
            told=told,
            here=SIGN_IN,
            outside=not self._sessions.name_of(request),
        )

    async def _go(self, request: Request) -> Response:
        """Send a browser to the provider, and remember that it was sent."""
        wanted = _inside(request.query_params.get("next", "/"))
        browser = request.cookies.get(self._cookie, "") or secrets.token_urlsafe(32)
        going = self.provider.begin(mark_of(browser), wanted)
        try:
            address = await self.provider.address(going, anew=request.query_params.get("anew") == "1")
        except NotTold as error:
            return self._shown(request, wanted, told=in_language(error.told, language_of(request)), status=502)
        self._forget_late()
        self._going[mark_of(going.state)] = going
        response = RedirectResponse(address, 303)
        # It comes back with the provider's answer, which is a page of somebody else: `strict` would hold it back.
        response.set_cookie(
            self._cookie, browser, max_age=GOING_FOR_S, httponly=True, samesite="lax", secure=self._https, path="/"
        )
        return response

    def _forget_late(self) -> None:
        for key in [key for key, going in self._going.items() if self.provider.is_late(going)]:
            del self._going[key]
        while len(self._going) >= _GOING_MAX:
            del self._going[next(iter(self._going))]

    async def _back(self, request: Request) -> Response:
        """Take what the provider answers to what this browser asked, once."""
        code = language_of(request)
        try:
            return await self._taken(request)
        except BriefcastError as error:
            return self._shown(request, "/", told=in_language(error.told, code), status=403)

    async def _taken(self, request: Request) -> Response:
        given = request.query_params
        going = self._going.get(mark_of(given.get("state", "")))
        if going is None or going.browser != mark_of(request.cookies.get(self._cookie, "")):
            raise NotTold(tell("This answers no sign-in that was begun in this browser. Sign in again."))
        del self._going[mark_of(going.state)]
        if self.provider.is_late(going):
            raise NotTold(tell("The sign-in took too long. Sign in again."))
        if "error" in given or not given.get("code"):
            raise NotTold(tell("{host} let nobody in. Sign in again.", host=self.provider.host))
        identity = await self.provider.take(going, given["code"], given.get("iss", ""))
        response = RedirectResponse(going.page, 303)
        detail = {"provider": self.provider.issuer[:200], "account": identity.subject[:200]}
        try:
            who = self._sessions.take(request, response, identity.email)
        except NobodyOfPlan:
            await run_in_threadpool(self._note, "", NOT_LET_IN, identity.email[:200], detail)
            raise
        # Who cannot be written down does not come in: the answer with her cookie is not given.
        await run_in_threadpool(self._note, who, SIGNED_IN, who, detail)
        return response

    async def _out(self, request: Request) -> Response:  # noqa: ARG002
        """Send a browser to where one signs out at the provider itself."""
        return RedirectResponse(await self.provider.out() or f"{SIGN_IN}?out=1", 303)


def _inside(place: str) -> str:
    """Give a place of the desk; its weeks for one that is elsewhere, or that only signs in or out."""
    return place if _PLACE.fullmatch(place) and not place.startswith(("/sign-", "/enter")) else "/weeks"
