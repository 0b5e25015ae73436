"""Corrections at the desk: what is out and wrong in old and new words, what it is and why, one approval for all of it.

It shows what ``briefcast correct`` shows and does what it does, by the same functions (`briefcast.week.putting_right`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.brief.audiences import list_audiences
from briefcast.brief.corrections import KINDS, Correction, Kind, Pair, read_corrections, said_alike
from briefcast.catalogue import in_language
from briefcast.desk.answers import answering, making_json, said_json, stop_answered
from briefcast.desk.deciding import THROUGH, one_at_a_time
from briefcast.desk.drafts import draft_of
from briefcast.desk.making import Correcting, Run, begin_correction
from briefcast.desk.pages import audience_names, language_of, page, text_in
from briefcast.desk.plans import known_ledger, ledger_of, names_of_people
from briefcast.desk.shelf import Shelved, find_brief, list_briefs, shelved
from briefcast.desk.who import Sessions
from briefcast.desk.words import word
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Ledger
from briefcast.ledger.corrected import marks_let_out
from briefcast.ledger.people import People
from briefcast.manifest.items import Named
from briefcast.messages import tell
from briefcast.pages.frame import PAGE_NAME
from briefcast.products.profiles import read_audience
from briefcast.week.correcting import Ending, endings
from briefcast.week.putting_right import Looked, approve, cut_short, look, write_down
from briefcast.week.wrong import Concerned, Way, briefs_of, find_wrong, living, open_work


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Written(_Asked):
    """What a correction is, and why, as readers of each language are told it."""

    kind: Kind
    reasons: dict[str, str] = Field({}, max_length=20)


class Approved(_Asked):
    """The code of all that the page showed."""

    seen: str = Field(min_length=6, max_length=64)


class Nothing(_Asked):
    """A request that says nothing but its name."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One post that says something wrong, as the page lists it."""

    place: Concerned
    ways: Mapping[Kind, Way]
    """What is done with it, by what the correction is called."""
    refused: str = ""
    """Why what takes its place cannot go out."""

    @property
    def url(self) -> str:
        """Where it is; only an address of the web is a link."""
        url = (self.place.post.url if self.place.post else "") or ""
        return url if url.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, kw_only=True)
class Past:
    """A correction of a brief that was written down, and whether it was let out."""

    brief: str
    title: Mapping[str, str]
    """Of the brief, by language."""
    file: str
    correction: Correction
    out: bool
    ended: tuple[Ending, ...]

    @property
    def said(self) -> Iterator[tuple[tuple[str, ...], str, tuple[Pair, ...]]]:
        """What was said otherwise: audiences that were told alike, language, old and new words."""
        return said_alike(self.correction.said)

    @property
    def open(self) -> tuple[Ending, ...]:
        """What of it is neither corrected nor withdrawn."""
        return tuple(each for each in self.ended if each.became == "listed" and each.outcome != "stays")


class CorrectionPages:
    """What the desk answers of corrections."""

    def __init__(self, folder: Path, out: Path, sessions: Sessions) -> None:
        """Serve the corrections of the briefs of a folder, with their editions in ``out``."""
        self.folder, self.out, self.sessions = folder, out, sessions
        self.runs: dict[str, Run] = {}

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/corrections", self._list),
            Route("/corrections/{name}", self._one),
            Route("/corrections/{name}/state", self._state),
            Route("/corrections/{name}/told", self._told_at_editor),
            Route("/corrections/{name}/make", answering(Written, self._make, "name"), methods=["POST"]),
            Route("/corrections/{name}/approve", answering(Approved, self._approve, "name"), methods=["POST"]),
            Route("/corrections/{name}/stop", answering(Nothing, self._stop, "name"), methods=["POST"]),
            Route("/corrections/{name}/making", self._making),
        ]

    # Pages

    async def _list(self, request: Request) -> Response:
        code, week = language_of(request), request.query_params.get("week", "")[:20]
        try:
            values = await run_in_threadpool(self._listed, week)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=409, message=in_language(error.told, code))
        people = await run_in_threadpool(names_of_people, self.folder, code)
        audiences = await run_in_threadpool(self._audiences, code)
        return page(request, "corrections.html.j2", week=week, people=people, audiences=audiences, **values)

    def _audiences(self, code: str) -> dict[str, str]:
        """Give what the audiences are called, those of the team among them."""
        found = dict(audience_names(code))
        for id in list_audiences(folder=self.folder):
            with suppress(BriefcastError):
                found[id] = text_in(dict(read_audience(id, folder=self.folder).name), code) or id
        return found

    def _listed(self, week: str) -> dict[str, Any]:
        ledger = known_ledger(self.folder, self.out)
        if ledger is None:
            return {"briefs": (), "under_way": (), "past": ()}
        wanted = {each.resolve() for each in briefs_of(week, ledger)} if week else None
        readable = [each for each in list_briefs(self.folder, self.out) if not each.error]
        mine = [each for each in readable if wanted is None or (self.folder / each.name).resolve() in wanted]
        every = [past for each in mine for past in self._past(each.id, each.title, each.name, ledger)]
        every.sort(key=lambda each: each.correction.on, reverse=True)
        return {
            "briefs": tuple(each for each in mine if _has_left(each, ledger)),
            "under_way": tuple(each for each in every if not each.out or each.open),
            "past": tuple(each for each in every if each.out and not each.open),
        }

    def _past(self, brief: str, title: Mapping[str, str], file: str, ledger: Ledger) -> tuple[Past, ...]:
        """Give what was written down of a brief, with what became of what the last of it put right."""
        try:
            known = read_corrections(self.folder, brief)
        except BriefError:
            return ()  # What is wrong with that file is told where its brief is looked at.
        if not known:
            return ()
        marks = marks_let_out(ledger, brief)
        ended = endings(ledger, brief)
        return tuple(
            Past(
                brief=brief,
                title=title,
                file=file,
                correction=each,
                out=each.mark in marks,
                ended=ended if each is known[-1] else (),
            )
            for each in known
        )

    async def _state(self, request: Request) -> Response:
        """Say of one brief whether something that is out says otherwise, as a piece of the list."""
        code = language_of(request)
        try:
            looked = await run_in_threadpool(self._looked, request.path_params["name"])
        except BriefcastError as error:
            told = in_language(error.told, code)
            return page(request, "corrections-state.html.j2", looked=None, told=told, name=request.path_params["name"])
        return page(request, "corrections-state.html.j2", looked=looked, told="", name=request.path_params["name"])

    async def _told_at_editor(self, request: Request) -> Response:
        """Say to whoever changed a brief how many posts that are out say something else; nothing if none does."""
        name, code = request.path_params["name"], language_of(request)
        try:
            count = await run_in_threadpool(self._count, name)
        except BriefcastError:
            # What is wrong with the brief stands in the editor.
            count = 0
        told = word(code, "out_otherwise", count=count) if count else ""
        return JSONResponse(
            {"told": told, "page": f"/corrections/{quote(name)}", "said": word(code, "see_corrections")}
        )

    def _count(self, name: str) -> int:
        file, ledger = find_brief(self.folder, name), known_ledger(self.folder, self.out)
        known = shelved(file, self.out) if ledger else None
        if ledger is None or known is None or known.error or not _has_left(known, ledger):
            return 0
        return sum(each.out for each in find_wrong(open_work(file, ledger, settings=self.folder), ledger).posts)

    async def _one(self, request: Request) -> Response:
        code, name = language_of(request), request.path_params["name"]
        try:
            values = await run_in_threadpool(self._shown, name)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        people = await run_in_threadpool(names_of_people, self.folder, code)
        audiences = await run_in_threadpool(self._audiences, code)
        return page(request, "correction.html.j2", name=name, people=people, audiences=audiences, kinds=KINDS, **values)

    def _looked(self, name: str) -> Looked | None:
        file, ledger = find_brief(self.folder, name), known_ledger(self.folder, self.out)
        return look(open_work(file, ledger, settings=self.folder), ledger) if ledger else None

    def _shown(self, name: str) -> dict[str, Any]:
        file, ledger = find_brief(self.folder, name), known_ledger(self.folder, self.out)
        if ledger is None:
            raise BriefcastError(tell("Nothing of it went out from here."))
        work = open_work(file, ledger, settings=self.folder)
        looked = look(work, ledger)
        run = self.runs.get(file.name)
        progress = run.progress if run else None
        return {
            "title": work.file.brief.title,
            "looked": looked,
            "lines": tuple(_lines(looked)),
            "named_item": Named.of,
            "cut_short": cut_short,
            "said_otherwise": tuple(said_alike(looked.wrong.said)),
            "no_more": tuple(said_alike(looked.wrong.said_no_more)),
            "stopped": tuple(each for each in looked.found.items if each.stopped) if looked.found else (),
            "past": tuple(reversed(self._past(work.id, work.file.brief.title, file.name, ledger))),
            "approvers": work.approvers,
            "registered": People(ledger).registered(),
            "running": progress is not None and progress.state == "running",
            "failed": progress.faults if progress and progress.state == "failed" else (),
            "edition": f"/editions/{work.folder.name}/{PAGE_NAME}",
            "has_draft": draft_of(file).is_file(),
        }

    # What is done

    async def _make(self, request: Request, name: str, asked: Written) -> Response:
        running = self.runs.get(name)
        if running is None or running.progress.state != "running":
            self.runs[name] = await run_in_threadpool(self._written, request, name, asked)
        return JSONResponse({"state": "running"})

    def _written(self, request: Request, name: str, asked: Written) -> Run:
        """Write a correction down, and begin to make everything again with its notice."""
        file, ledger = find_brief(self.folder, name), ledger_of(self.folder, self.out)
        if draft_of(file).is_file():
            raise BriefcastError(tell("Save what you changed first: what is made is made from the file."))
        work = open_work(file, ledger, settings=self.folder)
        who = self.sessions.decider(request, ledger, work.approvers)
        with one_at_a_time():
            wrong = find_wrong(work, ledger)
            write_down(work, ledger, wrong, kind=asked.kind, reasons=asked.reasons, who=who.name)
        return begin_correction(Correcting(brief=file, settings=self.folder, who=who.name))

    async def _approve(self, request: Request, name: str, asked: Approved) -> Response:
        def approved() -> tuple[str, ...]:
            file, ledger = find_brief(self.folder, name), ledger_of(self.folder, self.out)
            work = open_work(file, ledger, settings=self.folder)
            who = self.sessions.decider(request, ledger, work.approvers)
            with one_at_a_time():
                _, refused = approve(work, ledger, seen=asked.seen, who=who.name, proof=who.proof, through=THROUGH)
            return (word(language_of(request), "correction_let_out"), *(each.told for each in refused))

        return said_json(request, await run_in_threadpool(approved))

    async def _stop(self, request: Request, name: str, asked: Nothing) -> Response:  # noqa: ARG002
        return await stop_answered(self.runs.get(name))

    async def _making(self, request: Request) -> Response:
        return making_json(request, self.runs.get(request.path_params["name"]))


def _is_of(item: str, brief: str) -> bool:
    return item.partition("/")[0] == brief


def _has_left(each: Shelved, ledger: Ledger) -> bool:
    """Say whether something of a brief is out, may be, or has leave to go out."""
    return bool(living(ledger, each.id)) or any(_is_of(release.item, each.id) for release in ledger.releases())


def _lines(looked: Looked) -> Iterator[Line]:
    cannot = looked.found.cannot if looked.found else {}
    for each in sorted(looked.places, key=lambda each: (each.item, each.channel, each.account)):
        refused = cannot.get((each.item, each.channel, each.account), "")
        yield Line(place=each, ways={kind: each.way(kind) for kind in KINDS}, refused=refused)
