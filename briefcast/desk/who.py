"""Who decides at the desk: whoever gave her secret here, or, where nobody has one, whom the plan names.

A name is never typed. Where people have secrets (`briefcast people`), each gives hers once: the browser keeps a
cookie that no script reads, and the desk, as long as it is open, whose it is. It ends when she signs out, after
eight hours without a sign of her, and as soon as her secret is another one.

At a desk of a team a provider of identities says who it is (`briefcast.desk.provider`), and only those whom the plan
names by that address come in at all. What it said counts for twelve hours at most, and as long as the plan says so.
Or the proxy of the team says it with each request (`briefcast.desk.proxy`).
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

from briefcast.desk.proxy import Proxy
from briefcast.errors import LedgerError
from briefcast.ledger import Ledger, Proof
from briefcast.ledger.people import People
from briefcast.messages import tell

IDLE = dt.timedelta(hours=8)
"""So long after the last thing she did somebody is asked for her secret again."""
LONGEST = dt.timedelta(hours=12)
"""So long after she signed in at a provider it is asked again, whatever she does."""


THIS_DESK = "desk"
"""Who says something at a desk where nobody is signed in; pages call it "this desk"."""


class NotSignedIn(LedgerError):  # noqa: N818  # a state, not a mistake
    """People have secrets here, and this browser gave none."""

    def __init__(self) -> None:
        super().__init__(tell("Give your secret first: sign in."))


class NobodyOfPlan(LedgerError):  # noqa: N818  # likewise
    """A provider said who it is, and the plan names nobody of that address, or several people."""

    def __init__(self, email: str) -> None:
        self.email = email[:200]
        super().__init__(
            tell(
                "{email} is the address of nobody in the plan of this folder, or of more than one person. Whoever "
                "keeps the plan writes it there, as the email of one person.",
                email=email[:200],
            )
        )


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who decides, and how she proved who she is."""

    name: str
    proof: Proof


@dataclass(kw_only=True)
class _Session:
    name: str
    proof: Proof
    known_by: str
    """What has to be so for it to hold: the public half of her secret, or her address in the plan."""
    at: dt.datetime
    began: dt.datetime


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Sessions:
    """Who signed in at this desk."""

    def __init__(
        self,
        port: int,
        clock: Callable[[], dt.datetime] = _now,
        *,
        team: Callable[[], Mapping[str, str]] | None = None,
        https: bool = False,
        proxy: Proxy | None = None,
    ) -> None:
        """Keep them for a desk.

        Args:
            port: where it listens; cookies of one machine know no ports.
            clock: what time it is.
            team: who may come in, each with the address by which a provider knows her, where one says who it is.
            https: whether people come by HTTPS alone.
            proxy: says with each request whose it is; there nobody signs in or out here.
        """
        # No other machine of a domain can lay a cookie of this name.
        self._cookie = f"__Host-briefcast_who_{port}" if https else f"briefcast_who_{port}"
        self._clock, self._team, self._https, self._proxy = clock, team, https, proxy
        self._open: dict[str, _Session] = {}

    def sign_in(
        self, request: HTTPConnection, response: Response, ledger: Ledger, name: str, secret: str, folder: Path
    ) -> None:
        """Take a secret, and let the answer bring the cookie.

        Raises:
            LedgerError: it is not hers, she has none, or too many were tried.
        """
        ledger.expect_team()
        people = People(ledger)
        people.prove(name, secret)
        if ledger.teams:
            # That the file cannot be brought up to date stops nobody.
            with suppress(LedgerError):
                people.note(folder)
        self._begin(request, response, name, "secret", people.expect(name).public_key)

    def take(self, request: HTTPConnection, response: Response, email: str) -> str:
        """Take the address that a provider verified, let the answer bring the cookie, and give whose it is.

        Raises:
            NobodyOfPlan: it is nobody's in the plan, or of several people.
        """
        name = self._of_plan(email)
        self._begin(request, response, name, "provider", email)
        return name

    def _of_plan(self, email: str) -> str:
        found = [name for name, address in (self._team() if self._team else {}).items() if _same(address, email)]
        if len(found) != 1:
            raise NobodyOfPlan(email)
        return found[0]

    def by_proxy(self, request: HTTPConnection) -> str:
        """Give whom of the plan the proxy says that a request is.

        Raises:
            NotByProxy: it did not come through the proxy.
            NobodyOfPlan: the plan names nobody of that address, or several people.
        """
        if self._proxy is None:
            return ""
        return self._of_plan(self._proxy.address(request))

    def _begin(self, request: HTTPConnection, response: Response, name: str, proof: Proof, known_by: str) -> None:
        self._open.pop(mark_of(request.cookies.get(self._cookie, "")), None)
        cookie, now = secrets.token_urlsafe(32), self._clock()
        for key in [key for key, session in self._open.items() if self._is_over(session)]:
            del self._open[key]
        self._open[mark_of(cookie)] = _Session(name=name, proof=proof, known_by=known_by, at=now, began=now)
        response.set_cookie(self._cookie, cookie, httponly=True, samesite=self._samesite, secure=self._https, path="/")

    @property
    def signs_out(self) -> bool:
        """Whether somebody can sign out here, and not where she signed in alone."""
        return self._proxy is None

    @property
    def _samesite(self) -> Literal["lax", "strict"]:
        """Who comes back from a provider comes from elsewhere: her cookie has to come along."""
        return "lax" if self._team else "strict"

    def sign_out(self, request: HTTPConnection, response: Response) -> None:
        """Forget who sits at a browser."""
        self._open.pop(mark_of(request.cookies.get(self._cookie, "")), None)
        response.delete_cookie(self._cookie, path="/", httponly=True, samesite=self._samesite, secure=self._https)

    def name_of(self, request: HTTPConnection) -> str:
        """Give who signed in at a browser, empty if nobody did; asking is doing something."""
        if self._proxy is not None:
            try:
                return self.by_proxy(request)
            except LedgerError:
                return ""
        key = mark_of(request.cookies.get(self._cookie, ""))
        session = self._open.get(key)
        if session is None:
            return ""
        if self._is_over(session):
            del self._open[key]
            return ""
        session.at = self._clock()
        return session.name

    def _is_over(self, session: _Session) -> bool:
        now = self._clock()
        if now - session.at > IDLE:
            return True
        if session.proof != "provider" or self._team is None:
            return False
        return now - session.began > LONGEST or not _same(self._team().get(session.name, ""), session.known_by)

    def speaker(self, request: HTTPConnection, ledger: Ledger) -> Decider:
        """Give who says something at an item, or makes a link: the desk itself where nobody says who she is.

        The account of the machine is nobody whom the team knows.

        Raises:
            NotSignedIn: as for `decider`.
        """
        who = self.decider(request, ledger)
        return who if who.proof else Decider(name=THIS_DESK, proof="")

    def decider(self, request: HTTPConnection, ledger: Ledger, approvers: Sequence[str] = ()) -> Decider:
        """Give who decides; ``approvers`` are those whom the plan names for it.

        Raises:
            NotSignedIn: people have secrets here, and nobody gave hers at this browser, or it is another one by now.
        """
        ledger.expect_team()
        if self._team is not None:
            # Nobody comes in by a secret here, and nobody by a name.
            if not (name := self.name_of(request)):
                raise NotSignedIn
            return Decider(name=name, proof="proxy" if self._proxy else "provider")
        people = People(ledger).registered()
        if not people:
            # Whoever sits at this machine may type any name on its command line: the plan's is the likely one.
            return Decider(name=approvers[0] if len(set(approvers)) == 1 else getpass.getuser(), proof="")
        name = self.name_of(request)
        session = self._open.get(mark_of(request.cookies.get(self._cookie, "")))
        if not name or session is None:
            raise NotSignedIn
        if name not in people or people[name].public_key != session.known_by:
            self._open.pop(mark_of(request.cookies.get(self._cookie, "")), None)
            raise NotSignedIn
        return Decider(name=name, proof="secret")


def mark_of(cookie: str) -> str:
    """Give what is kept of a cookie: who reads the memory of the desk signs in nowhere by it."""
    return hashlib.sha256(cookie.encode()).hexdigest()


def _same(one: str, other: str) -> bool:
    """Say whether two addresses are one: in mail nobody tells capitals apart, but letters of other alphabets."""
    return bool(one) and (one == other or (one.isascii() and other.isascii() and one.lower() == other.lower()))
