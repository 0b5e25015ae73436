"""Handing out at the desk: a ZIP for the press, a picture, a script for the speaker, links for who has no account."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.desk.answers import answering, said_json
from briefcast.desk.pages import audience_names, language_of, page
from briefcast.desk.plans import known_ledger, ledger_of, names_of_people
from briefcast.desk.who import Sessions
from briefcast.errors import BriefcastError
from briefcast.handouts.opened import Opened, open_edition
from briefcast.handouts.pictures import FORMS, MEDIA_TYPES, picture_as
from briefcast.handouts.press import make_press_kit
from briefcast.handouts.shared import SharedPages, address_of
from briefcast.handouts.speaker import write_speech
from briefcast.ledger.shares import DAYS, DAYS_MAX, list_shares, make_share, take_back_share
from briefcast.look.word import MEDIA_TYPE as WORD
from briefcast.manifest.manifest import MANIFEST_NAME, OutputEntry
from briefcast.messages import Typed, tell

BOARD_ENV = "BRIEFCAST_BOARD_URL"
"""Where the team's board is, which serves links to who has no account."""


class Linked(BaseModel):
    """That a link is to be made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    days: int = Field(DAYS, ge=1, le=DAYS_MAX)
    before_out: bool = False


class Nothing(BaseModel):
    """A request that says nothing but its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HandoutPages:
    """What the desk answers of what is handed out of editions."""

    def __init__(self, folder: Path, out: Path, sessions: Sessions) -> None:
        """Hand out editions in ``out``, as the ledger of the team of a folder knows them."""
        self.folder, self.out, self.sessions = folder, out, sessions

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        home = "/handouts/{edition}"
        return [
            Route(home, self._page),
            Route(f"{home}/press.zip", self._given(self._press)),
            Route(f"{home}/picture", self._given(self._picture)),
            Route(f"{home}/script.docx", self._given(self._script)),
            Route(f"{home}/links", answering(Linked, self._link, "edition"), methods=["POST"]),
            Route(
                f"{home}/links/{{number:int}}/take-back",
                answering(Nothing, self._take_back, "edition"),
                methods=["POST"],
            ),
            *SharedPages(self.out, lambda: known_ledger(self.folder, self.out)).routes,
        ]

    async def _page(self, request: Request) -> Response:
        code = language_of(request)
        try:
            values = await run_in_threadpool(self._shown, request.path_params["edition"], code)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        return page(request, "handouts.html.j2", **values)

    def _shown(self, name: str, code: str) -> dict[str, Any]:
        opened = self._open(name)
        pictures = [(item, each) for item in opened.items for each in item.outputs if _is_picture(each)]
        ledger = opened.ledger
        return {
            "name": name,
            "opened": opened,
            "title": opened.title(code),
            "put_right": max(filter(None, map(opened.put_right_since, opened.items)), default=None),
            "approved": sum(map(opened.is_approved, opened.items)),
            "out": sum(map(opened.is_out, opened.items)),
            "pictures": pictures,
            "forms": FORMS,
            "scripts": opened.manifest.scripts,
            "shares": list_shares(ledger, name) if ledger else (),
            "now": opened.now,
            "days": (DAYS, DAYS_MAX),
            "board": os.environ.get(BOARD_ENV, ""),
            "people": names_of_people(self.folder, code),
            "audiences": {**audience_names(code), **_names(opened, code)},
        }

    # What is taken along

    def _press(self, opened: Opened, request: Request) -> tuple[bytes, str, str]:
        kit = make_press_kit(opened, drafts=_drafts(request))
        return kit.content, kit.name, "application/zip"

    def _picture(self, opened: Opened, request: Request) -> tuple[bytes, str, str]:
        path, form = request.query_params.get("path", ""), request.query_params.get("form", "")
        for item in opened.items:
            for each in item.outputs:
                if each.path == path and form in FORMS and _is_picture(each):
                    title = item.script.title_alone if item.script else opened.title(item.language)
                    name = f"{opened.manifest.brief}-{item.audience}-{item.language}-{Path(path).stem}.{form}"
                    return picture_as(each, opened.folder, form, title=title), name, MEDIA_TYPES[form]
        raise BriefcastError(tell("{file} is no picture.", file=path[:200]))

    def _script(self, opened: Opened, request: Request) -> tuple[bytes, str, str]:
        audience, code = request.query_params.get("audience", ""), request.query_params.get("of", "")
        content = write_speech(opened, audience[:100], code[:20], drafts=_drafts(request))
        return content, f"{opened.manifest.brief}-{audience}-{code}.docx", WORD

    def _given(
        self, give: Callable[[Opened, Request], tuple[bytes, str, str]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Answer with a file to take along, or say on a page why there is none."""

        async def answered(request: Request) -> Response:
            code, name = language_of(request), request.path_params["edition"]
            try:
                content, file, kind = await run_in_threadpool(lambda: give(self._open(name), request))
            except BriefcastError as error:
                return page(request, "refusal.html.j2", status=409, message=in_language(error.told, code))
            return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{file}"'})

        return answered

    # Links

    async def _link(self, request: Request, about: str, asked: Linked) -> Response:
        def linked() -> tuple[str, ...]:
            opened = self._open(about)
            ledger = ledger_of(self.folder, self.out)
            who = self.sessions.speaker(request, ledger)
            content = opened.sha256 if asked.before_out else ""
            token, share = make_share(
                ledger, opened.manifest.brief, who=who.name, days=asked.days, content_sha256=content, now=opened.now
            )
            board = os.environ.get(BOARD_ENV, "") or str(request.base_url)
            told = tell(
                "The link, shown this once: {address} It holds until {time}.",
                address=Typed(address_of(token, board)),
                time=share.ends_at,
            )
            return (told,)

        return said_json(request, await run_in_threadpool(linked))

    async def _take_back(self, request: Request, about: str, asked: Nothing) -> Response:  # noqa: ARG002
        def taken() -> tuple[str, ...]:
            ledger = ledger_of(self.folder, self.out)
            who = self.sessions.speaker(request, ledger)
            share = take_back_share(ledger, request.path_params["number"], who=who.name, now=dt.datetime.now(dt.UTC))
            return (tell("Link {number} opens nothing any more.", number=share.id),)

        return said_json(request, await run_in_threadpool(taken))

    # What they share

    def _open(self, name: str) -> Opened:
        """Open one of the editions of the desk; BriefcastError if there is none of this name."""
        folder = self.out / name
        if "/" in name or name.startswith(".") or not (folder / MANIFEST_NAME).is_file():
            raise BriefcastError(tell("There is no edition '{name}' here.", name=name[:100]))
        return open_edition(folder, known_ledger(self.folder, self.out), now=dt.datetime.now(dt.UTC))


def _is_picture(output: OutputEntry) -> bool:
    return output.role in ("image", "document") and output.media_type in ("image/png", "application/pdf")


def _drafts(request: Request) -> bool:
    return request.query_params.get("draft") == "yes"


def _names(opened: Opened, code: str) -> dict[str, str]:
    return {each.id: each.name.get(code) or each.id for each in opened.manifest.audiences}
