"""What all pages of the desk share: in whose language and look they are, how they are drawn, what a request brings."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response

from briefcast.brief.audiences import list_audiences
from briefcast.catalogue import in_language, team_language
from briefcast.channels.platforms import read_platforms
from briefcast.desk.telling import without_commands
from briefcast.desk.words import DESK_TEMPLATES, choice_name, field_help, field_name, name_of, page_word, word
from briefcast.errors import BriefcastError
from briefcast.languages import language, own_language, read_languages
from briefcast.messages import tell
from briefcast.pages.frame import PAGE_NAME, PAGE_TEMPLATES, templates_of
from briefcast.products.profiles import read_audience

_ASKED_MAX_BYTES = 2_000_000
"""Most that one request may bring: a pasted brief is far less."""
_LANGUAGE_COOKIE = "briefcast_language"
_LOOK_COOKIE = "briefcast_look"
_LOOKS = ("light", "dark")
_PERSON_HEADER = "briefcast-person"
"""Who was signed in when a page was drawn: it goes with everything that is done on the page."""


async def read_body(request: Request) -> bytes:
    """Read what a request brings; BriefcastError if it is more than a brief can hold."""
    text = b""
    async for piece in request.stream():
        text += piece
        if len(text) > _ASKED_MAX_BYTES:
            raise BriefcastError(tell("This is more than a brief can hold."))
    return text


def language_of(request: HTTPConnection) -> str:
    """Give the language of who reads: as she chose it, else that of the team."""
    asked = request.query_params.get("language") or request.cookies.get(_LANGUAGE_COOKIE, "")
    return asked if asked in read_languages() else team_language()


def _look_of(request: HTTPConnection) -> str:
    asked = request.query_params.get("look") or request.cookies.get(_LOOK_COOKIE, "")
    return asked if asked in _LOOKS else ""


def frame_of(request: HTTPConnection) -> dict[str, Any]:
    """Give what every page is told of who reads it."""
    person = person_of(request)
    names = getattr(request.app.state, "names_of_people", None)
    return {
        "look": _look_of(request),
        "here": request.url.path,
        "person": person,
        "signed_in": names(language_of(request)).get(person, person) if person and names else person,
        "outside": False,
        "signs_out": getattr(getattr(request.app.state, "sessions", None), "signs_out", True),
    }


def person_of(request: HTTPConnection) -> str:
    """Give who is signed in at a browser, by the id that the plan has for her; empty if nobody is."""
    sessions = getattr(request.app.state, "sessions", None)
    return str(sessions.name_of(request)) if sessions else ""


def expect_person(request: Request) -> None:
    """Raise BriefcastError if a page was drawn for another person than who is signed in at the browser by now.

    A page that says nothing of it was drawn by no template of the desk.
    """
    said, now = request.headers.get(_PERSON_HEADER), person_of(request)
    if said is not None and now and unquote(said) != now:
        raise BriefcastError(
            tell(
                "Somebody else has signed in in this browser: {name}. Nothing was done. Load the page again.", name=now
            )
        )


def page(request: Request, template: str, *, status: int = 200, code: str = "", **values: Any) -> Response:
    """Draw a page in the language and look of who reads it, and remember what she chose."""
    code = code or language_of(request)
    response = HTMLResponse(template_of(template, code).render(**{**frame_of(request), **values}), status)
    for cookie, asked, known in (
        (_LANGUAGE_COOKIE, "language", tuple(read_languages())),
        (_LOOK_COOKIE, "look", (*_LOOKS, "")),
    ):
        chosen = request.query_params.get(asked)
        if chosen is not None and chosen in known:
            # It decides nothing, and comes along also with who comes back from where she signed in.
            response.set_cookie(cookie, chosen, max_age=31_536_000, httponly=True, samesite="lax", path="/")
    return response


@functools.cache
def _environment() -> jinja2.Environment:
    return templates_of(DESK_TEMPLATES)


def template_of(name: str, code: str) -> jinja2.Template:
    """Give a template that speaks a language."""
    template = _environment().get_template(name)
    own = language(code)
    template.globals.update(tongues=read_languages(), looks=_LOOKS, page_name=PAGE_NAME)
    return _Told(template, code, own.direction)  # type: ignore[return-value]


def channel_titles(code: str) -> Mapping[str, str]:
    """Give what each channel is called."""
    return {row.name: row.titles.get(code) or row.title for row in read_platforms().values()}


@functools.cache
def audience_names(code: str) -> Mapping[str, str]:
    """Give what each audience that comes along is called."""
    found = {}
    for id in list_audiences():
        with contextlib.suppress(BriefcastError):
            found[id] = text_in(dict(read_audience(id).name), code) or id
    return found


class _Told:
    """A template that speaks a language."""

    def __init__(self, template: jinja2.Template, code: str, direction: str) -> None:
        self._template, self._code, self._direction = template, code, direction

    def render(self, **values: Any) -> str:
        code = self._code
        given = {
            "code": code,
            "direction": self._direction,
            "own": own_language(),
            "w": functools.partial(word, code),
            "p": functools.partial(page_word, code),
            "hours": lambda at, zone: f"{at.astimezone(zone):%H:%M}",
            "audiences": audience_names(code),
            "channel_titles": channel_titles(code),
            "named": functools.partial(field_name, code),
            "called": functools.partial(name_of, code),
            "helped": functools.partial(field_help, code),
            "choice": functools.partial(choice_name, code),
            "text_in": lambda texts: text_in(texts, code),
            "said": lambda text: without_commands(text, code)[0],
            "ways": lambda text: without_commands(text, code)[1],
            "day": lambda value: in_language(tell("{day}", day=value), code),
        }
        return self._template.render(**{**given, **values})


_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


async def static(request: Request) -> Response:
    """Give a script or a style of the desk."""
    name = request.path_params["name"]
    if name == "colours.css":
        return Response(_colours(), media_type=_TYPES[".css"], headers={"cache-control": "no-cache"})
    file = DESK_TEMPLATES / name
    if Path(name).name != name or file.suffix not in _TYPES or not file.is_file():
        return Response(status_code=404)
    text = await run_in_threadpool(file.read_text, "utf-8")
    return Response(text, media_type=_TYPES[file.suffix], headers={"cache-control": "no-cache"})


@functools.cache
def _colours() -> str:
    """Give the colours of all pages, also for who asks for light or dark against the machine's own choice."""
    style = (PAGE_TEMPLATES / "page.css").read_text("utf-8")
    light, dark = re.findall(r":root \{\n(.*?)\}", style, re.DOTALL)[:2]
    return (
        f":root {{{light}}}\n@media (prefers-color-scheme: dark) {{ :root {{{dark}}} }}\n"
        f':root[data-look="light"] {{{light} color-scheme: light; }}\n'
        f':root[data-look="dark"] {{{dark} color-scheme: dark; }}\n'
    )


def text_in(texts: object, code: str) -> str:
    """Give a text in a language, or in the first one it has."""
    if isinstance(texts, Mapping):
        return str(texts.get(code) or next(iter(texts.values()), ""))
    return texts if isinstance(texts, str) else ""


class Kept:
    """What was made for a page and is asked for next, by its content; the oldest goes first."""

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._most = most

    def keep(self, content: bytes) -> str:
        """Keep something, and give its name."""
        name = hashlib.sha256(content).hexdigest()
        self._held[name] = content
        self._held.move_to_end(name)
        while len(self._held) > self._most:
            self._held.popitem(last=False)
        return name

    def get(self, name: str) -> bytes | None:
        """Give what has a name, if it is still there."""
        return self._held.get(name)


def answer_kept(content: bytes | None, media_type: str) -> Response:
    """Answer with what is called by its content: a browser may keep it."""
    if content is None:
        return Response(status_code=404)
    headers = {"cache-control": "private, max-age=86400, immutable"}
    return Response(content, media_type=media_type, headers=headers)
