"""Who decides at the desk: whoever gave her secret here, or, where nobody has one, whom the plan names.

A name is never typed. Where people have secrets (`briefcast people`), each gives hers once: the browser keeps a
cookie that no script reads, and the desk, as long as it is open, whose it is. It ends when she signs out, after
eight hours without a sign of her, and as soon as her secret is another one.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import Response

from briefcast.errors import LedgerError
from briefcast.ledger import Ledger, Proof
from briefcast.ledger.people import People
from briefcast.messages import tell

IDLE = dt.timedelta(hours=8)
"""So long after the last thing she did somebody is asked for her secret again."""


class NotSignedIn(LedgerError):  # noqa: N818  # a state, not a mistake
    """People have secrets here, and this browser gave none."""

    def __init__(self) -> None:
        super().__init__(tell("Give your secret first: sign in."))


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who decides, and how she proved who she is."""

    name: str
    proof: Proof


@dataclass(kw_only=True)
class _Session:
    name: str
    public_key: str
    at: dt.datetime


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Sessions:
    """Who signed in at this desk."""

    def __init__(self, port: int, clock: Callable[[], dt.datetime] = _now) -> None:
        """Keep them for the desk at a port: cookies of one machine know no ports."""
        self._cookie = f"briefcast_who_{port}"
        self._clock = clock
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
        self._open.pop(_kept(request.cookies.get(self._cookie, "")), None)
        cookie = secrets.token_urlsafe(32)
        self._open[_kept(cookie)] = _Session(name=name, public_key=people.expect(name).public_key, at=self._clock())
        response.set_cookie(self._cookie, cookie, httponly=True, samesite="strict", path="/")

    def sign_out(self, request: HTTPConnection, response: Response) -> None:
        """Forget who sits at a browser."""
        self._open.pop(_kept(request.cookies.get(self._cookie, "")), None)
        response.delete_cookie(self._cookie, path="/", httponly=True, samesite="strict")

    def name_of(self, request: HTTPConnection) -> str:
        """Give who signed in at a browser, empty if nobody did; asking is doing something."""
        key = _kept(request.cookies.get(self._cookie, ""))
        session = self._open.get(key)
        if session is None:
            return ""
        if self._clock() - session.at > IDLE:
            del self._open[key]
            return ""
        session.at = self._clock()
        return session.name

    def decider(self, request: HTTPConnection, ledger: Ledger, approvers: Sequence[str] = ()) -> Decider:
        """Give who decides; ``approvers`` are those whom the plan names for it.

        Raises:
            NotSignedIn: people have secrets here, and nobody gave hers at this browser, or it is another one by now.
        """
        ledger.expect_team()
        people = People(ledger).registered()
        if not people:
            # Whoever sits at this machine may type any name on its command line: the plan's is the likely one.
            return Decider(name=approvers[0] if len(set(approvers)) == 1 else getpass.getuser(), proof="")
        name = self.name_of(request)
        session = self._open.get(_kept(request.cookies.get(self._cookie, "")))
        if not name or session is None:
            raise NotSignedIn
        if name not in people or people[name].public_key != session.public_key:
            self._open.pop(_kept(request.cookies.get(self._cookie, "")), None)
            raise NotSignedIn
        return Decider(name=name, proof="secret")


def _kept(cookie: str) -> str:
    """Give what is kept of a cookie: who reads the memory of the desk signs in nowhere by it."""
    return hashlib.sha256(cookie.encode()).hexdigest()
