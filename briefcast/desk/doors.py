"""Who is let in: whoever sits at this machine and opened the printed address; at a desk of a team, who signed in.

Host      only the desk's own names: a page of somebody else, whose name was made to lead here, reads nothing
key       stands in the address once, and is worth nothing after it; from then on a cookie, which no script reads
          and which is sent from the desk's own pages alone
sign-in   where a team signs in there is no key; nothing but the page of the sign-in is shown to others
proxy     where a proxy signs the team in, each request says by it whose it is; nothing is shown to others
Origin    whatever changes something comes from a page of the desk, as JSON or as the bytes of a file
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefcast.errors import LedgerError

ENTER, SIGN_IN = "/enter", "/sign-in"
TRIES_MAX = 20
"""Wrong keys after which none is taken any more: somebody is guessing."""
HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
}
"""What every answer of the desk carries; pages of editions bring a policy of their own."""


_KINDS = ("application/json", "application/octet-stream")
"""What is sent here: no form of somebody else's page can send either without asking first."""


class Keys:
    """The key of the address, and the cookie that it is changed for."""

    def __init__(self) -> None:
        """Make both, anew for each desk."""
        self.once = secrets.token_urlsafe(32)
        self._cookie = secrets.token_urlsafe(32)
        self._tries = 0

    def take(self, key: str) -> str:
        """Give the cookie for the key, the first time; nothing for another key, or for this one again."""
        right = bool(self.once) and self._tries < TRIES_MAX and hmac.compare_digest(key.encode(), self.once.encode())
        if not right:
            self._tries += 1
            return ""
        self.once = ""
        return self._cookie

    def knows(self, cookie: str) -> bool:
        """Say whether a cookie is the one that was given."""
        return hmac.compare_digest(cookie.encode(), self._cookie.encode())


class ByKey:
    """Lets in who came by the address with the key."""

    def __init__(self, keys: Keys, cookie: str, refusal: Callable[[Scope], str]) -> None:
        self._keys, self._cookie, self._refusal = keys, cookie, refusal

    def __call__(self, asked: HTTPConnection) -> Response | None:
        """Give the answer to who is not let in, or comes in just now; None for who is in."""
        if asked.scope["path"] == ENTER and _is_safe(asked):
            key = parse_qs(asked.scope["query_string"].decode("latin-1")).get("key", [""])[0]
            if cookie := self._keys.take(key):
                entered = RedirectResponse("/", 303)
                entered.set_cookie(self._cookie, cookie, httponly=True, samesite="strict", path="/")
                return entered
        if not self._keys.knows(asked.cookies.get(self._cookie, "")):
            return Response(self._refusal(asked.scope), 403, media_type="text/html")
        return None


class BySignIn:
    """Lets in who signed in; others see how, and nothing else."""

    def __init__(self, is_in: Callable[[HTTPConnection], bool]) -> None:
        self._is_in = is_in

    def __call__(self, asked: HTTPConnection) -> Response | None:
        """Give the answer to who is not let in; None for who is."""
        path = asked.scope["path"]
        if path == SIGN_IN or path.startswith((f"{SIGN_IN}/", "/static/")) or self._is_in(asked):
            return None
        if _is_safe(asked) and "text/html" in asked.headers.get("accept", ""):
            return RedirectResponse(f"{SIGN_IN}?next={quote(path, safe='/')}", 303)
        return JSONResponse({"message": "", "sign_in": True}, 401)


class ByProxy:
    """Lets in whom the proxy of the team names with a request; others are told where the desk is."""

    def __init__(self, let_in: Callable[[HTTPConnection], None], refusal: Callable[[Scope, LedgerError], str]) -> None:
        """Stand at the door.

        Args:
            let_in: raises LedgerError where a request is nobody's of the team.
            refusal: the page that is shown then.
        """
        self._let_in, self._refusal = let_in, refusal

    def __call__(self, asked: HTTPConnection) -> Response | None:
        """Give the answer to who is not let in; None for who is."""
        if asked.scope["path"].startswith("/static/") and _is_safe(asked):
            return None
        try:
            self._let_in(asked)
        except LedgerError as error:
            return Response(self._refusal(asked.scope, error), 403, media_type="text/html")
        return None


class Doors:
    """What stands before the desk."""

    def __init__(
        self, app: ASGIApp, *, door: Callable[[HTTPConnection], Response | None], names: Sequence[str], origin: str = ""
    ) -> None:
        """Stand before an application.

        Args:
            app: what is behind the doors.
            door: gives the answer to who is not let in.
            names: the only names by which the desk answers.
            origin: where its pages come from; as a request says it, where that is empty.
        """
        self._app, self._door, self._names, self._origin = app, door, names, origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        answer = self._answer(scope)
        await (answer or self._app)(scope, receive, _with_headers(send))

    def _answer(self, scope: Scope) -> Response | None:
        """Give the answer to what is not let in; None for what is."""
        asked = HTTPConnection(scope)
        host = asked.headers.get("host", "")
        if _name_of(host) not in self._names:
            return Response("Not here.", 400, media_type="text/plain")
        if (answer := self._door(asked)) is not None:
            return answer
        if not _is_safe(asked):
            ours = asked.headers.get("origin", "") == (self._origin or f"{scope['scheme']}://{host}")
            kind = asked.headers.get("content-type", "").partition(";")[0].strip()
            if not (ours and kind in _KINDS):
                return Response("Only from the desk's own pages.", 403, media_type="text/plain")
        return None


def _is_safe(asked: HTTPConnection) -> bool:
    """Say whether a request changes nothing."""
    return asked.scope["method"] in ("GET", "HEAD")


def _name_of(host: str) -> str:
    """Give a host without its port."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            _add(message)
        await send(message)

    return sent


def _add(message: MutableMapping[str, Any]) -> None:
    there = {name.lower() for name, _ in message["headers"]}
    more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in there]
    message["headers"] = [*message["headers"], *more]
