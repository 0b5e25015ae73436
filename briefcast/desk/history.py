"""The pages of versions: what a brief was before, what is otherwise now, and the way back."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Given
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.brief.document import FieldPath, parse_document, read_text
from briefcast.catalogue import in_language
from briefcast.desk.answers import answer_told
from briefcast.desk.both import Both, both_of
from briefcast.desk.drafts import Draft
from briefcast.desk.pages import language_of, page, person_of, text_in
from briefcast.desk.plans import names_of_people
from briefcast.desk.shelf import find_edited
from briefcast.desk.turning import changes_to
from briefcast.desk.versions import VERSIONS_MAX, Version, Versions
from briefcast.desk.words import place_name, word
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell
from briefcast.store.files import write_whole

Draws = Callable[[Path, Mapping[str, Any], str], Awaitable[tuple[tuple[str, str, str], ...]]]
"""Draws a brief in a language if it speaks it, and gives address, description and language of each picture; none where
it cannot be drawn."""


class Back(BaseModel):
    """That a version is taken back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    revision: int = Given(ge=-1)
    """What the page compared it with."""


@dataclass(frozen=True, kw_only=True)
class _Now:
    """A brief as it stands."""

    draft: Draft | None
    """None where the file cannot be read."""
    revision: int
    data: Mapping[str, Any]
    error: str = ""


def who_writes(request: Request) -> str:
    """Give who writes at a browser: whoever signed in, else whose account of this machine it is."""
    try:
        return person_of(request) or getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


class HistoryPages:
    """The versions of the briefs of a folder."""

    def __init__(
        self,
        folder: Path,
        draft: Callable[[Path], Draft],
        audiences: Callable[[Path, str], Mapping[str, str]],
        draws: Draws,
    ) -> None:
        """Show those of a folder.

        Args:
            folder: the briefs.
            draft: gives what somebody changes.
            audiences: what the audiences of a brief are called in a language.
            draws: draws a version.
        """
        self._folder, self._draft, self._audiences, self._draws = folder, draft, audiences, draws

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/briefs/{name}/versions", self._list),
            Route("/briefs/{name}/versions/{id}", self._one),
            Route("/briefs/{name}/versions/{id}/take-back", self._take_back, methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        code = language_of(request)
        try:
            file = self._file(request)
            now = await run_in_threadpool(self._now, file, code)
            rows = await run_in_threadpool(Versions(file).listed)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        text = await run_in_threadpool(_in_file, file)
        here = next((each.id for each in rows if each.text == text), "")
        return page(
            request,
            "versions.html.j2",
            **self._names(file, now, code),
            versions=rows,
            in_file=here,
            most=VERSIONS_MAX,
        )

    async def _one(self, request: Request) -> Response:
        code = language_of(request)
        try:
            file = self._file(request)
            now = await run_in_threadpool(self._now, file, code)
            version = await run_in_threadpool(Versions(file).find, request.path_params["id"])
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        then, wrong = await run_in_threadpool(_read, file, version.text, code)
        pictures = () if wrong else await self._draws(file, then, code)
        rows = () if wrong else await run_in_threadpool(self._rows, file, then, now.data, code)
        differs = not wrong and (bool(now.error) or any(True for _ in changes_to(now.data, then)))
        return page(
            request,
            "version.html.j2",
            **self._names(file, now, code),
            version=version,
            error=wrong,
            pictures=pictures,
            rows=rows,
            differs=differs,
            revision=now.revision,
        )

    async def _take_back(self, request: Request) -> Response:
        return await answer_told(request, Back, self._taken_back, request.path_params["name"])

    async def _taken_back(self, request: Request, name: str, asked: Back) -> Response:
        file, code = self._file(request), language_of(request)
        version = await run_in_threadpool(Versions(file).find, request.path_params["id"])
        now = await run_in_threadpool(self._now, file, code)
        if asked.revision != now.revision:
            raise BriefcastError(tell("The brief was changed meanwhile. Nothing was taken back: load the page again."))
        who = who_writes(request)
        if now.draft is None:
            await run_in_threadpool(self._put_back, file, version, who)
        else:
            await run_in_threadpool(lambda: now.draft and now.draft.take_back(version, who=who))
        said = word(code, "taken_back_file" if now.draft is None else "taken_back")
        return JSONResponse({"page": f"/briefs/{quote(name)}", "told": [said]})

    def _put_back(self, file: Path, version: Version, who: str) -> None:
        """Write a version in place of a file that cannot be read; that one is kept as a version as well."""
        if (document := parse_document(file, version.text)).problems:
            raise BriefError(document.problems)
        kept, now = Versions(file), dt.datetime.now(dt.UTC)
        if (text := _in_file(file)) is not None:
            kept.keep(text, kind="elsewhere", at=now)
        write_whole(file, version.text)
        kept.keep(version.text, kind="saved", at=now, who=who)

    def _file(self, request: Request) -> Path:
        return find_edited(self._folder, request.path_params["name"])

    def _now(self, file: Path, code: str) -> _Now:
        try:
            draft = self._draft(file)
        except BriefError as error:
            return _Now(draft=None, revision=-1, data={}, error=in_language(error.problems[0].told, code))
        return _Now(draft=draft, revision=draft.revision, data=draft.data)

    def _names(self, file: Path, now: _Now, code: str) -> dict[str, Any]:
        return {
            "name": file.name,
            "title": text_in(now.data.get("title"), code) or file.stem,
            "home": f"/briefs/{quote(file.name)}",
            "people": names_of_people(self._folder, code),
            "unreadable": now.error,
            "unsaved": bool(now.draft and now.draft.is_changed),
        }

    def _rows(self, file: Path, then: Mapping[str, Any], now: Mapping[str, Any], code: str) -> tuple[Both, ...]:
        """Give what a brief has otherwise now than a version of it, field by field."""
        names = self._audiences(file, code)

        def named(path: FieldPath) -> str:
            return place_name(code, path, names)

        return tuple(both_of(then, then, now, named)) if now else ()


def _in_file(file: Path) -> str | None:
    """Give what stands in a file; None where it is no text."""
    try:
        return read_text(file)
    except BriefError:
        return None


def _read(file: Path, text: str, code: str) -> tuple[Mapping[str, Any], str]:
    """Read a version as the file would be read; give why it cannot be, in a language."""
    try:
        document = parse_document(file, text)
    except BriefError as error:
        return {}, in_language(error.problems[0].told, code)
    return document.data, in_language(document.problems[0].told, code) if document.problems else ""
