"""The board: a small server for editions, so that players can seek and the team can look from anywhere.

It serves a folder of editions as it stands on the disk and nothing else: no hidden file (the content
store, files half written), nothing outside the folder. Byte ranges are answered, which a player needs
to seek; nothing is kept by a browser without asking again, because an edition may be made anew any time.
Where it is told a folder for them, it takes in briefs (`briefcast.pages.intake`).

On this machine alone it answers whoever sits there, and only to its own names: a page of somebody else, whose name
was made to lead here, reads no draft. Where other machines reach it, it asks for a name and a password.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hmac
import ipaddress
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from briefcast.catalogue import team_language, told
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.manifest.manifest import MANIFEST_NAME, Manifest, OutputEntry, read_manifest
from briefcast.messages import Typed, tell
from briefcast.pages.frame import PAGE_NAME, page_environment, page_script, page_style
from briefcast.pages.intake import Intake
from briefcast.pages.patience import Patient
from briefcast.store.switch import settle

DEFAULT_PORT = 8200
SIGN_IN_ENV = "BRIEFCAST_BOARD_AUTH"
"""Who may look from other machines, as ``user:password``."""
MEDIA_TYPES: Mapping[str, str] = {
    ".ass": "text/x-ass; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webp": "image/webp",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
}
"""By ending: systems differ in what they know (IANA media types; RFC 8216 for audio/mp4)."""


@dataclass(frozen=True, kw_only=True)
class BoardEntry:
    """One edition on the list, or what stands in its way."""

    folder: str
    """Name of its folder, which is its place on the board."""
    manifest: Manifest | None
    error: str = ""
    """Why the manifest cannot be read."""

    def picture(self, codes: Sequence[str]) -> OutputEntry | None:
        """Give a picture to know the edition by: an infographic or else a cover, in the first language that has one."""
        outputs = self.manifest.outputs if self.manifest else ()
        shown = [output for role in ("image", "cover") for output in outputs if output.role == role]
        return min(shown, key=lambda o: codes.index(o.language) if o.language in codes else len(codes), default=None)

    @property
    def notices(self) -> int:
        """How many things are to be looked at before publishing."""
        if not (m := self.manifest):
            return 0
        fallbacks = {(f.language, f.wanted, f.used, f.reason) for f in m.fallbacks}
        return len(m.failures) + len(m.findings) + len(fallbacks)


def list_editions(folder: Path) -> tuple[BoardEntry, ...]:
    """List the editions in a folder, the newest first; one that cannot be read is listed with the reason."""
    entries = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.name.startswith(".") or place.is_symlink() or not (place / MANIFEST_NAME).is_file():
            continue
        try:
            entries.append(BoardEntry(folder=place.name, manifest=read_manifest(place)))
        except BriefcastError as error:
            entries.append(
                BoardEntry(folder=place.name, manifest=None, error=str(error).replace(f"{folder}{os.sep}", ""))
            )
    return tuple(sorted(entries, key=lambda e: e.manifest.made_at.timestamp() if e.manifest else 0.0, reverse=True))


def make_app(
    folder: Path,
    *,
    sign_in: str = "",
    names: Sequence[str] = (),
    briefs: Path | None = None,
    ways: Sequence[Route] = (),
    free_ways: Sequence[Route] = (),
) -> Starlette:
    """Give the application that serves a folder of editions, or the folder of one edition.

    Args:
        folder: what is served.
        sign_in: ``user:password`` that is asked for; nobody is asked if it is empty.
        names: the only names by which it answers, such as ``localhost``; any if there are none.
        briefs: the folder in which it takes in briefs that are sent; it takes none without.
        ways: what else it answers.
        free_ways: what it answers without asking for a password: each says itself who is let in.
    """

    async def list_page(request: Request) -> Response:  # noqa: ARG001 - the framework passes it
        if (folder / MANIFEST_NAME).is_file():
            return RedirectResponse(PAGE_NAME)
        return HTMLResponse(_render_list(folder), headers=HEADERS)

    doors = [Middleware(TrustedHostMiddleware, allowed_hosts=list(names))] if names else []
    doors += [Middleware(_SignIn, asked=sign_in, free=tuple(free_ways))] if sign_in else []
    return Starlette(
        routes=[
            Route("/", list_page),
            *(Intake(briefs).routes if briefs else ()),
            *ways,
            *free_ways,
            Mount("/", _Editions(directory=folder, html=True, check_dir=False)),
        ],
        middleware=doors,
    )


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = DEFAULT_PORT,
    is_open: bool = False,
    briefs: Path | None = None,
    ways: Sequence[Route] = (),
    free_ways: Sequence[Route] = (),
) -> None:
    """Serve a folder until Ctrl-C; port 0 takes any free one. The address is printed once it answers.

    Args:
        folder: what is served.
        host: the address to listen on.
        port: the port to listen on.
        is_open: whether other machines are let in without a password, as behind a proxy that asks for one.
        briefs: the folder in which it takes in briefs that are sent; it takes none without.
        ways: what else it answers.
        free_ways: what it answers without asking for a password.

    Raises:
        BriefcastError: there is no such folder, the address is taken, or nobody is asked who comes from elsewhere.
    """
    if not folder.is_dir():
        raise BriefcastError(
            tell(
                "{folder}: there is no such folder. Make an edition first: {command}",
                folder=folder,
                command=Typed("briefcast make BRIEF"),
            )
        )
    here, sign_in = _is_here(host), os.environ.get(SIGN_IN_ENV, "")
    if sign_in and not all(sign_in.partition(":")):
        raise BriefcastError(
            tell("{setting} has no user and password. Write both: '{setting}=team:PASSWORD'", setting=SIGN_IN_ENV)
        )
    if not (here or sign_in or is_open):
        raise BriefcastError(
            tell(
                "On {host} others see what nobody has approved yet. Say who may look, '{setting}=team:PASSWORD', "
                "or add --open where something before it asks who comes.",
                host=host,
                setting=SIGN_IN_ENV,
            )
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        place = f"{host}:{port}"
        raise BriefcastError(
            tell("{place} cannot be listened on ({reason}). Choose another with --port.", place=place, reason=reason)
        ) from error
    named = f"[{host}]" if family == socket.AF_INET6 else host
    address = Typed(f"http://{named}:{listener.getsockname()[1]}/")
    print(told(tell("{folder} is at {address} (Ctrl-C ends)", folder=folder, address=address)), flush=True)  # noqa: T201
    # Whoever is asked for a password is no page that was led here.
    names = (*_OWN_NAMES, host) if here and not sign_in else ()
    app = make_app(folder, sign_in=sign_in, names=names, briefs=briefs, ways=ways, free_ways=free_ways)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, timeout_keep_alive=20, http=Patient)
    )
    with listener, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def _is_here(host: str) -> bool:
    """Say whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _SignIn:
    """What lets in those who know the name and the password (RFC 7617)."""

    def __init__(self, app: ASGIApp, asked: str, free: Sequence[Route] = ()) -> None:
        self._app = app
        self._asked = asked.encode()
        self._free = free

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        free = any(way.matches(scope)[0] is Match.FULL for way in self._free)
        if scope["type"] != "http" or free or self._knows(HTTPConnection(scope).headers.get("authorization", "")):
            await self._app(scope, receive, send)
            return
        asking = {**HEADERS, "www-authenticate": 'Basic realm="briefcast", charset="UTF-8"'}
        await Response("Sign in.", 401, headers=asking, media_type="text/plain")(scope, receive, send)

    def _knows(self, header: str) -> bool:
        kind, _, told = header.partition(" ")
        try:
            return kind.lower() == "basic" and hmac.compare_digest(base64.b64decode(told, validate=True), self._asked)
        except (binascii.Error, ValueError):
            return False


HEADERS = {
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'self' data: 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
}
"""``no-cache``: a browser may keep a file and must ask whether it is still the same. A page loads nothing from
elsewhere, and stands in no other page; its own policy allows it less still."""


_LEDGER = (".db", ".db-wal", ".db-shm", ".db-journal")
"""A ledger and what the database keeps beside it: who decided what is for nobody who opens the board."""


class _Editions(StaticFiles):
    """A folder on the disk, without what is hidden in it, and without a ledger."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; a hidden name anywhere on the way is as good as absent."""
        parts = PurePosixPath(path.replace("\\", "/").lower()).parts
        if any(part.startswith(".") or part.endswith(_LEDGER) for part in parts):
            return "", None
        # A change of an edition that was cut short is finished before any of it is shown.
        served = Path(self.directory or ".")
        edition = served.joinpath(*PurePosixPath(path).parts[:1])
        try:
            for place in (served, edition):
                if not place.is_symlink():
                    settle(place)
        except BriefcastError as error:
            raise HTTPException(503, str(error)) from error
        return super().lookup_path(path)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file, its media type and the headers every answer carries."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            raise HTTPException(error.status_code, headers=HEADERS) from error
        if media_type := MEDIA_TYPES.get(PurePosixPath(path).suffix.lower()):
            response.headers["content-type"] = media_type
        response.headers.update(HEADERS)
        return response


def _render_list(folder: Path) -> str:
    entries = list_editions(folder)
    own = team_language()
    codes = (own, *(code for code in read_languages() if code != own))
    return render_board(codes, entries=entries, page_name=PAGE_NAME)


def render_board(languages: Sequence[str], **values: object) -> str:
    """Render the list of editions; ``values`` are what ``board.html.j2`` names."""
    style, script, tongues = page_style("page.css"), page_script("parts.js"), read_languages()
    return (
        page_environment(languages)
        .get_template("board.html.j2")
        .render(style=style, script=script, tongues=tongues, first=tongues[languages[0]], **values)
    )
