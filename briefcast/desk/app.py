"""The desk as an application: what a browser asks, and what it is answered. Every rule is called from the library."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import multiprocessing as mp
import shutil
import socket
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

import uvicorn
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Given
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Scope

from briefcast.brief.audiences import list_audiences
from briefcast.brief.document import Document, parse_document
from briefcast.brief.references import find_references, reference_fault
from briefcast.brief.start import EXAMPLES_OF, write_start
from briefcast.catalogue import in_language, told
from briefcast.desk import preview
from briefcast.desk.both import Both, both_of, shown_as
from briefcast.desk.calendar import CalendarPages
from briefcast.desk.confirming import figures_to_compare, said_with
from briefcast.desk.correcting import CorrectionPages
from briefcast.desk.deciding import Wake
from briefcast.desk.doors import ENTER, ByKey, ByProxy, BySignIn, Doors, Keys
from briefcast.desk.drafts import Draft, FormIsOld, Newer, draft_of
from briefcast.desk.editing import Change, value_at
from briefcast.desk.filming import film
from briefcast.desk.form import Field, as_kept, form_of, part_at, path_of
from briefcast.desk.handing import HandoutPages
from briefcast.desk.hearing import hear
from briefcast.desk.history import HistoryPages, who_writes
from briefcast.desk.importing import Importing
from briefcast.desk.making import Run, begin, unheard
from briefcast.desk.outbox import OutboxPages
from briefcast.desk.pages import (
    Kept,
    answer_kept,
    expect_person,
    frame_of,
    language_of,
    page,
    read_body,
    static,
    template_of,
    text_in,
)
from briefcast.desk.plans import ByPlan, TeamOfPlan, ledger_of, names_of_people
from briefcast.desk.preview import Drawing, Drawn, Fault, View, address_of, addresses
from briefcast.desk.proposing import ProposalPages
from briefcast.desk.provider import Provider
from briefcast.desk.proxy import Proxy
from briefcast.desk.returning import ReturningPages
from briefcast.desk.shelf import find_brief, find_edited, list_briefs, shelved
from briefcast.desk.signing import Arrivals, Signing, note_in
from briefcast.desk.telling import told_fault
from briefcast.desk.uploads import Uploads
from briefcast.desk.weeks import Weeks
from briefcast.desk.who import Sessions
from briefcast.desk.words import place_name, word
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, BriefError
from briefcast.languages import language, read_languages
from briefcast.ledger import Ledger
from briefcast.ledger.people import People
from briefcast.manifest.manifest import MANIFEST_NAME
from briefcast.messages import Typed, tell
from briefcast.pages.board import make_app as make_board
from briefcast.pages.frame import PAGE_NAME, clock
from briefcast.pages.patience import Patient
from briefcast.planner.adding import short_name
from briefcast.products.infographic.profile import InfographicProfile
from briefcast.products.infographic.sizes import SIZES
from briefcast.products.profiles import read_audience
from briefcast.products.table import PRODUCTS
from briefcast.tools.strangers import FILM_MAX_BYTES, PICTURE_MAX_BYTES

DEFAULT_PORT = 8300
LOOPBACK = "127.0.0.1"
_LOOPBACKS = (LOOPBACK, "localhost", "::1")
_PICTURES_KEPT, _SOUNDS_KEPT = 200, 40
_OTHERS_S = 20
"""So long after its last word somebody else's window counts as open."""
_PARTS_OF_FIGURES = ("", "change", "target", "baseline", "out_of", "gap")
"""What may be said of a figure besides its value, as texts refer to it."""

Asked = TypeVar("Asked", bound=BaseModel)
Answered = TypeVar("Answered")


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Viewed(_Asked):
    """What is looked at."""

    audience: str = Given(max_length=64)
    language: str = Given(max_length=20)
    size: str = Given(max_length=20)

    @property
    def view(self) -> View:
        """It as the preview takes it."""
        return View(audience=self.audience, language=self.language, size=self.size)


class Changed(_Asked):
    """What somebody did since the last time, and what she looks at."""

    client: str = Given(max_length=40)
    page: str = Given("", max_length=40)
    """Which page it was done on, anew each time that one is loaded."""
    shape: str = Given("", max_length=64)
    """From which entries its form was drawn."""
    seq: int = Given(ge=0)
    changes: tuple[Change, ...] = Given((), max_length=2000)
    view: Viewed | None = None


class Hear(_Asked):
    """A sentence that is to be spoken."""

    view: Viewed
    scene: int = Given(ge=0, le=10_000)
    number: int = Given(ge=0, le=10_000)
    shown: str = Given(max_length=20_000)


class Shown(_Asked):
    """A part of the form that is to be drawn."""

    path: tuple[int | str, ...] = Given(max_length=12)
    added: tuple[str, ...] = Given((), max_length=200)


class Saved(_Asked):
    """That a draft is to be saved."""

    over: str = Given("", max_length=64)


class Made(_Asked):
    """What is to be made."""

    audiences: tuple[str, ...] = Given((), max_length=100)
    languages: tuple[str, ...] = Given((), max_length=20)
    products: tuple[str, ...] = Given((), max_length=20)


class Begun(_Asked):
    """A brief that is to be begun."""

    name: str = Given(max_length=500)
    kind: str = Given(max_length=40)
    languages: tuple[str, ...] = Given((), max_length=20)


class Rescued(_Asked):
    """What stands on a page whose file is gone, and what the new file is to be called."""

    name: str = Given(max_length=200)
    page: str = Given("", max_length=40)
    changes: tuple[Change, ...] = Given((), max_length=2000)


class Nothing(_Asked):
    """A request that says nothing but its name."""


class Desk:
    """A folder of briefs, opened for a team."""

    def __init__(
        self, folder: Path, out: Path, sessions: Sessions, wake: Wake, team: Provider | Proxy | None = None
    ) -> None:
        """Open a folder; editions are in ``out``, and ``team`` says who somebody is."""
        self.folder, self.out = folder, out
        self.weeks = Weeks(folder, out, sessions, wake)
        self._corrections = CorrectionPages(folder, out, sessions)
        self._beside = (
            self.weeks,
            self._corrections,
            CalendarPages(folder, out),
            Importing(folder),
            OutboxPages(folder, out, sessions),
            ProposalPages(folder, self._draft, self._audiences),
            HandoutPages(folder, out, sessions),
            ReturningPages(folder, out),
            # Who comes through a proxy signs in and out there.
            *(() if isinstance(team, Proxy) else (Signing(folder, out, sessions, team),)),
            Uploads(folder, self._draft),
            HistoryPages(folder, self._draft, self._audiences, self._drawn_before),
        )
        self._aside = Path(tempfile.mkdtemp(prefix="briefcast-desk-"))
        self.drawing, self._drawing_before = Drawing(self._aside), Drawing(self._aside)
        self._drafts: dict[str, Draft] = {}
        self._pictures, self._sounds = Kept(_PICTURES_KEPT), Kept(_SOUNDS_KEPT)
        self._latest: dict[str, int] = {}
        self._seen: dict[str, dict[str, dt.datetime]] = {}
        self._runs: dict[str, Run] = {}
        self._faults: dict[tuple[str, int, str], tuple[Fault, ...]] = {}
        # Typst keeps what it knows for each thread: one draws for all.
        self._pen = ThreadPoolExecutor(1, thread_name_prefix="draw")
        self._checker: ProcessPoolExecutor | None = None

    @property
    def routes(self) -> list[Route | Mount]:
        """What the desk answers."""
        return [
            Route("/", self._list),
            Route("/static/{name}", static),
            Route("/begin", self._begin, methods=["POST"]),
            Route("/briefs/{name}", self._brief),
            Route("/briefs/{name}/state", self._state),
            Route("/briefs/{name}/now", self._now),
            Route("/briefs/{name}/compared", self._compared),
            Route("/briefs/{name}/rescue", self._rescue, methods=["POST"]),
            Route("/briefs/{name}/change", self._told(Changed, self._change), methods=["POST"]),
            Route("/briefs/{name}/settle", self._told(Changed, self._settle), methods=["POST"]),
            Route("/briefs/{name}/posts", self._told(Changed, self._posts), methods=["POST"]),
            Route("/briefs/{name}/film", self._told(Changed, self._film), methods=["POST"]),
            Route("/briefs/{name}/hear", self._told(Hear, self._hear), methods=["POST"]),
            Route("/briefs/{name}/part", self._told(Shown, self._part), methods=["POST"]),
            Route("/briefs/{name}/save", self._told(Saved, self._save), methods=["POST"]),
            Route("/briefs/{name}/discard", self._told(Nothing, self._discard), methods=["POST"]),
            Route("/briefs/{name}/make", self._told(Made, self._make), methods=["POST"]),
            Route("/briefs/{name}/stop", self._told(Nothing, self._stop), methods=["POST"]),
            Route("/briefs/{name}/making", self._making),
            Route("/pictures/{sha256}.png", self._picture),
            Route("/sounds/{sha256}.wav", self._sound),
            *(route for each in self._beside for route in each.routes),
            Mount("/editions", make_board(self.out)),
        ]

    def warm(self) -> None:
        """Load what drawing needs before somebody waits for it."""
        self._pen.submit(_load)
        with unheard():
            self._helper().submit(_load)

    def close(self) -> None:
        """End what runs beside."""
        for run in (*self._runs.values(), *self.weeks.runs.values(), *self._corrections.runs.values()):
            run.stop()
        self._pen.shutdown(wait=False, cancel_futures=True)
        if self._checker:
            # What it works on is not waited for: nothing of it is kept.
            for process in list((self._checker._processes or {}).values()):
                process.terminate()
            self._checker.shutdown(wait=False, cancel_futures=True)
        shutil.rmtree(self._aside, ignore_errors=True)

    # Pages

    async def _list(self, request: Request) -> Response:
        briefs = await run_in_threadpool(list_briefs, self.folder, self.out)
        return page(
            request,
            "list.html.j2",
            briefs=briefs,
            folder=self.folder.resolve().name,
            page_name=PAGE_NAME,
            kinds=list(EXAMPLES_OF),
        )

    async def _begin(self, request: Request) -> Response:
        """Write a brief to start from."""
        code = language_of(request)
        try:
            asked = Begun.model_validate_json(await read_body(request))
            begun = functools.partial(
                write_start, _file_name(asked.name), self.folder, kind=asked.kind, languages=asked.languages
            )
            return JSONResponse({"page": f"/briefs/{(await run_in_threadpool(begun)).name}"})
        except ValidationError:
            return JSONResponse({"message": word(code, "not_understood")}, 400)
        except BriefError as error:
            told = (f"{in_language(each.message, code)} {in_language(each.remedy, code)}" for each in error.problems)
            return JSONResponse({"message": " ".join(told)}, 422)
        except OSError as error:
            reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
            return JSONResponse({"message": in_language(reason, code)}, 507)

    async def _state(self, request: Request) -> Response:
        """Give what the check finds in one brief, as a piece of the list."""
        code = language_of(request)
        try:
            file = find_brief(self.folder, request.path_params["name"])
            each = await run_in_threadpool(shelved, file, self.out)
            mark = file.stat().st_mtime_ns, dt.date.today().isoformat()
            if (known := self._faults.get((file.name, *mark))) is None:
                known = await self._aside_of(preview.check, file, None, dt.date.today())
                self._faults[(file.name, *mark)] = known
        except (BriefcastError, BrokenProcessPool):
            return HTMLResponse("", 404)
        counts = {kind: sum(fault.severity == kind for fault in known) for kind in ("error", "warning")}
        return page(request, "state.html.j2", each=each, counts=counts, code=code)

    async def _brief(self, request: Request) -> Response:
        code = language_of(request)
        try:
            file = find_edited(self.folder, request.path_params["name"])
            draft = await run_in_threadpool(self._draft, file)
        except BriefError as error:
            # What it was before is not lost.
            kept = f"/briefs/{quote(request.path_params['name'])}/versions"
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code), versions=kept)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        data = draft.data
        return page(
            request,
            "brief.html.j2",
            name=file.name,
            title=_title(data, code) or file.stem,
            edition=self._edition_of(data),
            parts=form_of(data),
            draft=draft,
            views=_views(data, file.parent),
            sizes=list(SIZES),
            revision=draft.revision,
            shape=draft.shape,
            compared=figures_to_compare(data, code),
            file_limits={"picture": PICTURE_MAX_BYTES, "film": FILM_MAX_BYTES},
            **self._helps(file, data, code),
        )

    async def _picture(self, request: Request) -> Response:
        return answer_kept(self._pictures.get(request.path_params["sha256"]), "image/png")

    # What the editor asks

    async def _change(self, request: Request, file: Path, asked: Changed) -> Response:
        """Keep what was typed, and draw what is looked at."""
        draft = await run_in_threadpool(self._draft, file)
        # Requests may overtake each other: an earlier one that comes later is not drawn any more.
        self._latest[asked.client] = max(self._latest.get(asked.client, 0), asked.seq)
        code = language_of(request)
        kept = [each.model_copy(update={"value": as_kept(each.path, each.value, code)}) for each in asked.changes]
        written = {
            ".".join(map(str, each.path)): each.value
            for each, typed in zip(kept, asked.changes, strict=True)
            if each.value != typed.value
        }
        kept += said_with(kept, draft.data)
        made = functools.partial(draft.make, kept, page=asked.page, shape=asked.shape)
        revision = await run_in_threadpool(made)
        others = self._others(file, asked.client)
        answer: dict[str, Any] = {
            "seq": asked.seq, "revision": revision, "shape": draft.shape, "changed": draft.is_changed,
            "others": others, "stale": False, "written": written,
        }  # fmt: skip
        if asked.view is None:
            return JSONResponse(answer)
        drawn = await asyncio.get_running_loop().run_in_executor(
            self._pen,
            functools.partial(
                self.drawing.draw,
                file,
                draft.data,
                asked.view.view,
                is_stale=lambda: self._latest.get(asked.client, 0) > asked.seq,
            ),
        )
        return JSONResponse({**answer, **self._drawn(drawn, draft.data, file, code)})

    async def _compared(self, request: Request) -> Response:
        """Give the figures to compare with their document as they stand now, as a piece of the form."""
        code = language_of(request)
        try:
            file = find_brief(self.folder, request.path_params["name"])
            draft = await run_in_threadpool(self._draft, file)
        except BriefcastError:
            return HTMLResponse("", 404)
        return HTMLResponse(template_of("confirm.html.j2", code).render(compared=figures_to_compare(draft.data, code)))

    async def _now(self, request: Request) -> Response:
        """Say what a page would be drawn from now: one that shows something else draws its form anew."""
        try:
            file = find_brief(self.folder, request.path_params["name"])
            draft = await run_in_threadpool(self._draft, file)
        except BriefError:
            return JSONResponse({"broken": True})
        except BriefcastError:
            return JSONResponse({"gone": True}, 404)
        return JSONResponse({"revision": draft.revision, "shape": draft.shape, "changed": draft.is_changed})

    async def _rescue(self, request: Request) -> Response:
        """Write what stands on a page whose file is gone as a new file."""
        code, name = language_of(request), request.path_params["name"]
        try:
            asked = Rescued.model_validate_json(await read_body(request))
            written = await run_in_threadpool(self._rescued, name, asked)
            return JSONResponse({"page": f"/briefs/{written}"})
        except ValidationError:
            return JSONResponse({"message": word(code, "not_understood")}, 400)
        except FileExistsError:
            there = tell("There is a brief '{name}' already. Give another name.", name=asked.name)
            return JSONResponse({"message": in_language(there, code)}, 422)
        except BriefcastError as error:
            return JSONResponse({"message": in_language(error.told, code)}, 422)
        except OSError as error:
            reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
            return JSONResponse({"message": in_language(reason, code)}, 507)

    def _rescued(self, name: str, asked: Rescued) -> str:
        draft = self._left_of(name)
        if draft is None:
            raise BriefcastError(tell("There is no brief '{name}' in this folder.", name=name[:100]))
        stem = _file_name(asked.name.removesuffix(".yaml"))
        if not stem or stem != short_name(stem):
            raise BriefcastError(tell("Give the new file a short name, such as health-2027."))
        new = f"{stem}.yaml"
        if asked.changes:
            draft.make(list(asked.changes), page=asked.page)
        draft.save_as(self.folder / new)
        self._drafts.pop(name, None)
        return new

    def _left_of(self, name: str) -> Draft | None:
        """Give what is known of a brief whose file is gone; None where the file is there, or nothing is known."""
        file = self.folder / name
        if Path(name).name != name or file.exists():
            return None
        if name in self._drafts:
            return self._drafts[name]
        return Draft(file) if draft_of(file).is_file() else None

    async def _settle(self, request: Request, file: Path, asked: Changed) -> Response:
        """Check the draft, and draw it as it will be made."""
        draft = await run_in_threadpool(self._draft, file)
        if asked.view is None:
            return JSONResponse({})
        revision, data = draft.revision, draft.data
        today = dt.date.today()
        try:
            drawn = await self._aside_of(preview.settle, file, data, asked.view.view, self._aside / "settled", today)
        except BrokenProcessPool as error:
            self._checker = None
            raise BriefcastError(tell("The check ended before it was done; go on writing, it begins again.")) from error
        if drawn.agreed is not None:
            self.drawing.keep(file, asked.view.view, drawn.agreed)
        code = language_of(request)
        answer = self._drawn(drawn, data, file, code)
        words = template_of("told.html.j2", code).render(
            told=drawn.told, spoken=language(asked.view.language), clock=clock, shown_of=preview.shown_of
        )
        return JSONResponse({"revision": revision, "seq": asked.seq, "told": words, **answer})

    async def _posts(self, request: Request, file: Path, asked: Changed) -> Response:
        """Write the posts of what is looked at."""
        draft = await run_in_threadpool(self._draft, file)
        if asked.view is None:
            return HTMLResponse("")
        out = self._aside / "posts"
        found = await self._aside_of(preview.posts, file, draft.data, asked.view.view, out)
        code, spoken = language_of(request), language(asked.view.language)
        return HTMLResponse(template_of("posts.html.j2", code).render(posts=found, spoken=spoken))

    async def _film(self, request: Request, file: Path, asked: Changed) -> Response:
        """Draw the scenes of the film for whom is looked at."""
        draft = await run_in_threadpool(self._draft, file)
        if asked.view is None:
            return HTMLResponse("")
        found = await self._aside_of(film, file, draft.data, asked.view.view, self._aside / "filmed")
        scenes = [
            {
                "address": f"/pictures/{self._pictures.keep(each.picture)}.png",
                "width": each.width_px,
                "height": each.height_px,
                "start_ms": each.start_ms,
                "captions": each.captions,
                "only_said": each.only_said,
            }
            for each in found
        ]
        code, spoken = language_of(request), language(asked.view.language)
        return HTMLResponse(template_of("film.html.j2", code).render(scenes=scenes, spoken=spoken, clock=clock))

    async def _hear(self, request: Request, file: Path, asked: Hear) -> Response:
        """Speak one sentence of what is looked at."""
        draft, code = await run_in_threadpool(self._draft, file), language_of(request)
        heard = await run_in_threadpool(
            hear, file, draft.data, asked.view.view, asked.scene, asked.number, asked.shown, self._aside / "heard"
        )
        said = word(code, "heard" if heard.synthetic else "heard_nobody", voice=heard.voice, words=heard.words)
        return JSONResponse({"sound": f"/sounds/{self._sounds.keep(heard.sound)}.wav", "said": said})

    async def _sound(self, request: Request) -> Response:
        return answer_kept(self._sounds.get(request.path_params["sha256"]), "audio/wav")

    async def _part(self, request: Request, file: Path, asked: Shown) -> Response:
        """Draw one part of the form anew, after fields came or went."""
        draft = await run_in_threadpool(self._draft, file)
        code = language_of(request)
        added = frozenset(asked.added)
        if len(asked.path) == 1 and asked.path[0] in (parts := form_of(draft.data, added=added)):
            field: Field | None = parts[str(asked.path[0])]
        else:
            field = part_at(draft.data, asked.path, added=added)
        if field is None:
            raise BriefcastError(tell("There is no field {field} in this brief.", field=".".join(map(str, asked.path))))
        helps = self._helps(file, draft.data, code)
        return HTMLResponse(template_of("part.html.j2", code).render(field=field, **helps))

    async def _save(self, request: Request, file: Path, asked: Saved) -> Response:
        draft = await run_in_threadpool(self._draft, file)
        newer = await run_in_threadpool(functools.partial(draft.save, over=asked.over, who=who_writes(request)))
        if isinstance(newer, Newer):
            mine = await run_in_threadpool(draft.text)
            code = language_of(request)
            both = template_of("both.html.j2", code).render(
                newer=newer, rows=self._rows(file, draft.base, newer.theirs, mine, code)
            )
            return JSONResponse({"newer": newer.sha256, "both": both, "can_merge": bool(newer.merged)}, 409)
        return JSONResponse({"changed": draft.is_changed, "revision": draft.revision})

    async def _discard(self, request: Request, file: Path, asked: Nothing) -> Response:  # noqa: ARG002
        draft = await run_in_threadpool(self._draft, file)
        await run_in_threadpool(functools.partial(draft.discard, who=who_writes(request)))
        return JSONResponse({"changed": draft.is_changed, "revision": draft.revision})

    async def _make(self, request: Request, file: Path, asked: Made) -> Response:  # noqa: ARG002
        running = self._runs.get(file.name)
        if running is None or running.progress.state != "running":
            draft = await run_in_threadpool(self._draft, file)
            if draft.is_changed:
                raise BriefcastError(tell("Save what you changed first: what is made is made from the file."))
            wanted = EditionRequest(
                brief=file, out=self.out, audiences=asked.audiences, languages=asked.languages, products=asked.products
            )
            self._runs[file.name] = await run_in_threadpool(begin, wanted)
        return JSONResponse({"state": "running"})

    async def _stop(self, request: Request, file: Path, asked: Nothing) -> Response:  # noqa: ARG002
        if run := self._runs.get(file.name):
            await run_in_threadpool(run.stop)
        return JSONResponse({})

    async def _making(self, request: Request) -> Response:
        code = language_of(request)
        run = self._runs.get(request.path_params["name"])
        if run is None:
            return JSONResponse({"state": "none"})
        told_now = run.progress
        known = self._addresses(request.path_params["name"])
        return JSONResponse(
            {
                "state": told_now.state,
                "share": told_now.share,
                "step": told_now.step,
                "told": word(code, f"making.{told_now.state}"),
                "faults": _faults(told_now.faults, known, code),
                "page": f"/editions/{told_now.edition}/{PAGE_NAME}" if told_now.edition else "",
                "hand": f"/handouts/{told_now.edition}" if told_now.edition else "",
            }
        )

    # What they share

    def _draft(self, file: Path) -> Draft:
        draft = self._drafts.get(file.name)
        if draft is None:
            draft = self._drafts.setdefault(file.name, Draft(file))
        draft.look_again()
        return draft

    def _edition_of(self, data: Mapping[str, Any]) -> str:
        """Give the edition that was made of a brief; empty if there is none."""
        id = str(data.get("id", ""))
        return id if id == Path(id).name and (self.out / id / MANIFEST_NAME).is_file() else ""

    def _addresses(self, name: str) -> Mapping[str, Any]:
        """Give the fields of a brief by the names that findings have for them, as far as it was ever read."""
        draft = self._drafts.get(name)
        return addresses(Document(file=draft.path, data=draft.data, places={})) if draft else {}

    def _rows(self, file: Path, base: str, theirs: str, mine: str, code: str) -> tuple[Both, ...]:
        """Give what differs between what a draft began from and either version since, field by field."""
        before, now, own = (parse_document(file, text).data for text in (base, theirs, mine))
        names = self._audiences(file, code)
        return tuple(both_of(before, now, own, lambda path: place_name(code, path, names)))

    def _audiences(self, file: Path, code: str) -> dict[str, str]:
        return {id: _audience_name(id, file.parent, code) for id in list_audiences(folder=file.parent)}

    def _others(self, file: Path, client: str) -> int:
        """Take down that a window has a brief open, and count the others that have."""
        now, seen = dt.datetime.now(dt.UTC), self._seen.setdefault(file.name, {})
        seen[client] = now
        for other, at in list(seen.items()):
            if (now - at).total_seconds() > _OTHERS_S:
                del seen[other]
        return len(seen) - 1

    def _helps(self, file: Path, data: Mapping[str, Any], code: str) -> dict[str, Any]:
        """Give what the form offers to choose from."""
        names = self._audiences(file, code)
        statistics = [row for row in data.get("statistics", []) if isinstance(row, Mapping)]
        sources = [row for row in data.get("sources", []) if isinstance(row, Mapping)]
        return {
            "home": f"/briefs/{quote(file.name)}",
            "named_at": lambda address: str(value_at(data, path_of(address)) or ""),
            "spoken": _languages(data),
            "audiences": names,
            "products": list(PRODUCTS),
            "figures": {str(row.get("id")): text_in(row.get("label"), code) for row in statistics},
            "references": tuple(_references(statistics, code)),
            "source_ids": {str(row.get("id")): text_in(row.get("title"), code) for row in sources},
        }

    def _drawn(self, drawn: Drawn, data: Mapping[str, Any], file: Path, code: str) -> dict[str, Any]:
        if drawn.stale:
            return {"stale": True}
        known = addresses(Document(file=file, data=dict(data), places={})) if drawn.faults else {}
        return {
            "pictures": [f"/pictures/{self._pictures.keep(picture)}.png" for picture in drawn.pictures],
            "alt_texts": list(drawn.alt_texts),
            "faults": _faults(drawn.faults, known, code),
        }

    async def _drawn_before(self, file: Path, data: Mapping[str, Any], code: str) -> tuple[tuple[str, str, str], ...]:
        """Draw a version for the first audience that it names: address, description and language of each picture."""
        views, spoken = _views(data, file.parent), [each.code for each in _languages(data)]
        if not views:
            return ()
        audience, sizes = next(iter(views.items()))
        view = View(audience=audience, language=code if code in spoken else spoken[0], size=sizes[0])
        draw = functools.partial(self._drawing_before.draw, file, data, view, is_stale=lambda: False)
        drawn = await asyncio.get_running_loop().run_in_executor(self._pen, draw)
        places = (f"/pictures/{self._pictures.keep(picture)}.png" for picture in drawn.pictures)
        return tuple((place, alt, view.language) for place, alt in zip(places, drawn.alt_texts, strict=True))

    def _helper(self) -> ProcessPoolExecutor:
        if self._checker is None:
            self._checker = ProcessPoolExecutor(1, mp_context=mp.get_context("spawn"))
        return self._checker

    async def _aside_of(self, work: Callable[..., Answered], *given: Any) -> Answered:
        """Have something done beside, on the other core."""
        with unheard():
            done = self._helper().submit(work, *given)
        return await asyncio.wrap_future(done)

    def _told(
        self, model: type[Asked], answer: Callable[[Request, Path, Asked], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """Read what is asked, and let an answer say in words what is wrong, in the language of who reads it."""

        async def answered(request: Request) -> Response:
            code = language_of(request)
            try:
                expect_person(request)
                file = find_brief(self.folder, request.path_params["name"])
                asked = model.model_validate_json(await read_body(request))
                return await answer(request, file, asked)
            except ValidationError:
                return JSONResponse({"message": word(code, "not_understood")}, 400)
            except FormIsOld as error:
                return self._overtaken(request, error, code)
            except BriefError as error:
                known = self._addresses(request.path_params["name"])
                return JSONResponse({"message": "", "faults": _faults(preview.faults_of(error), known, code)}, 422)
            except BriefcastError as error:
                gone = self._left_of(request.path_params["name"]) is not None
                return JSONResponse({"message": in_language(error.told, code), "gone": gone}, 410 if gone else 400)
            except OSError as error:
                reason = tell("It cannot be kept: {error}.", error=error.strerror or str(error))
                return JSONResponse({"message": in_language(reason, code)}, 507)

        return answered

    def _overtaken(self, request: Request, error: FormIsOld, code: str) -> Response:
        """Show what stands in a field that somebody else changed, beside what was typed."""
        file = self.folder / request.path_params["name"]
        draft, names = self._drafts[file.name], self._audiences(file, code)
        rows = [(place_name(code, each.path, names), each) for each in error.rows]
        shown = template_of("overtaken.html.j2", code).render(rows=rows, shown_as=shown_as)
        return JSONResponse(
            {
                "message": in_language(error.told, code),
                "overtaken": shown,
                "rows": [
                    {"address": ".".join(map(str, each.path)), "now": each.now, "moved": each.moved}
                    for each in error.rows
                ],
                "revision": draft.revision,
                "shape": draft.shape,
            },
            409,
        )


def _nobody(week: str, ledger: Ledger) -> str:  # noqa: ARG001 - the server of a team says it
    """Wake no run: there is no server."""
    return ""


def make_app(
    folder: Path,
    out: Path,
    keys: Keys,
    *,
    names: Iterable[str],
    port: int,
    warm: bool = False,
    wake: Wake = _nobody,
    sessions: Sessions | None = None,
    provider: Provider | None = None,
    proxy: Proxy | None = None,
) -> Starlette:
    """Give the application that serves a folder of briefs.

    Args:
        folder: the briefs.
        out: the editions made of them.
        keys: who is let in.
        names: the only names by which it answers.
        port: where it listens: cookies of one machine know no ports.
        warm: whether what drawing needs is loaded at once.
        wake: wakes the run on a server that waits for decisions.
        sessions: who is signed in; nobody is at first.
        provider: says who somebody is, at a desk of a team; there the key opens nothing.
        proxy: likewise, with each request.
    """
    team = provider or proxy
    sessions = sessions or (_sessions_of(folder, port, team) if team else Sessions(port))
    desk = Desk(folder, out, sessions, wake, team)

    @contextlib.asynccontextmanager
    async def opened(_: Starlette) -> AsyncIterator[None]:
        if warm:
            desk.warm()
        yield
        desk.close()

    def refusal(scope: Scope, error: BriefcastError | None = None) -> str:
        code = language_of(HTTPConnection(scope))
        message = in_language(error.told, code) if error else word(code, "closed")
        return template_of("refusal.html.j2", code).render(
            message=message, **{**frame_of(HTTPConnection(scope)), "outside": error is not None}
        )

    door: Callable[[HTTPConnection], Response | None] = ByKey(keys, f"briefcast_desk_{port}", refusal)
    if provider:
        door = BySignIn(lambda asked: bool(sessions.name_of(asked)))
    elif proxy:
        door = ByProxy(Arrivals(proxy, sessions, functools.partial(note_in, folder, out)).let_in, refusal)
    origin = _origin_of(team.desk) if team else ""
    doors = Middleware(Doors, door=door, names=tuple(names), origin=origin)
    app = Starlette(routes=desk.routes, middleware=[doors, Middleware(ByPlan, folder=folder)], lifespan=opened)
    app.state.desk, app.state.sessions = desk, sessions
    app.state.names_of_people = functools.partial(names_of_people, folder)
    return app


def _sessions_of(folder: Path, port: int, team: Provider | Proxy) -> Sessions:
    """Give where those of a folder's plan are signed in whom a provider or a proxy knows."""
    proxy = team if isinstance(team, Proxy) else None
    return Sessions(port, team=TeamOfPlan(folder), https=team.desk.startswith("https:"), proxy=proxy)


def _origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


def serve(
    folder: Path,
    *,
    out: Path,
    host: str = LOOPBACK,
    port: int = DEFAULT_PORT,
    open_browser: bool = True,
    wake: Wake = _nobody,
    provider: Provider | None = None,
    proxy: Proxy | None = None,
) -> None:
    """Serve a folder until Ctrl-C.

    Args:
        folder: the briefs.
        out: the editions made of them.
        host: where it listens: on this machine alone, or, for a team that signs in, at an address of its network.
        port: likewise; 0 takes any free one.
        open_browser: whether a browser is opened.
        wake: is told of a decided week.
        provider: says who somebody is; without one or a proxy whoever has the printed address is let in, once.
        proxy: says likewise who somebody is, with each request.

    Raises:
        BriefcastError: there is no such folder, the port is taken, or a team could not sign in as it has to.
    """
    if not folder.is_dir():
        raise BriefcastError(
            tell(
                "{folder}: there is no such folder. Begin a brief in one: {command}",
                folder=folder,
                command=Typed("briefcast new my-brief"),
            )
        )
    team = provider or proxy
    _expect_team(host, provider, proxy)
    if team:
        _expect_ready(folder, out)
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BriefcastError(
            tell(
                "{place} cannot be listened on ({reason}). Choose another with --port.",
                place=_place(host, port),
                reason=reason,
            )
        ) from error
    keys, port = Keys(), listener.getsockname()[1]
    address = f"{team.desk}/" if team else f"http://{_place(host, port)}{ENTER}?key={keys.once}"
    names = (urlsplit(team.desk).hostname or "",) if team else _OWN_NAMES
    app = make_app(folder, out, keys, names=names, port=port, warm=True, wake=wake, provider=provider, proxy=proxy)
    server = _Server(
        uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, timeout_keep_alive=60, http=Patient)
    )
    if team:
        opened = tell(
            "The desk is open to the team at {address}, and listens at {place} (Ctrl-C ends)",
            address=Typed(address),
            place=_place(host, port),
        )
    else:
        opened = tell("The desk is open once at {address} (Ctrl-C ends)", address=Typed(address))
    print(told(opened), flush=True)  # noqa: T201
    if open_browser and not team:
        webbrowser.open(address)
    with listener, contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _expect_team(host: str, provider: Provider | None, proxy: Proxy | None) -> None:
    """Refuse to listen beyond this machine where not each person signs in, over lines that nobody reads along."""
    if provider and proxy:
        raise BriefcastError(
            tell("A team signs in in one way. Name one of them alone: {options}", options="--oidc, --proxy-header")
        )
    if host in _LOOPBACKS:
        return
    team = provider or proxy
    if team is None:
        raise BriefcastError(
            tell(
                "At {host} other machines could write, decide and release here without saying who they are. Let the "
                "team sign in ({ways}), or listen on this machine alone: leave {option} out.",
                host=host,
                ways="--oidc, --proxy-header",
                option="--host",
            )
        )
    if not team.desk.startswith("https:"):
        raise BriefcastError(
            tell(
                "At {host} whoever shares the network could read along and decide in the name of others. Let a proxy "
                "with HTTPS stand before the desk, and name its address with {option}.",
                host=host,
                option="--url",
            )
        )


def _expect_ready(folder: Path, out: Path) -> None:
    """Refuse to let a team in where somebody could still decide under another's name."""
    TeamOfPlan(folder)
    if not People(ledger_of(folder, out)).registered():
        raise BriefcastError(
            tell(
                "Nobody has a secret in this ledger, so whoever sits at a terminal could still decide under any name. "
                "Give one person hers first, for the terminal: {command}",
                command=Typed("briefcast people add NAME --first"),
            )
        )


class _Server(uvicorn.Server):
    """A server that ends what runs beside it before it waits for its last answers."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End, as Ctrl-C asks."""
        self.config.app.state.desk.close()  # type: ignore[union-attr]
        super().handle_exit(sig, frame)


def _load() -> None:
    """Load what a preview needs."""
    from briefcast.edition import check  # noqa: F401
    from briefcast.writing import writing  # noqa: F401


def _faults(faults: Iterable[Fault], known: Mapping[str, Any], code: str) -> list[dict[str, str]]:
    told = []
    for fault in faults:
        message, remedy, address = told_fault(fault, address_of(fault.field, known), code)
        told.append(
            {
                "address": address,
                "severity": fault.severity,
                "said": word(code, f"severity.{fault.severity}"),
                "message": message,
                "remedy": remedy,
            }
        )
    return told


def _languages(data: Mapping[str, Any]) -> list[Any]:
    listed = data.get("languages")
    codes = [code for code in listed if code in read_languages()] if isinstance(listed, list) else []
    return [language(code) for code in codes or read_languages()]


def _views(data: Mapping[str, Any], folder: Path) -> dict[str, tuple[str, ...]]:
    """Give the audiences of a brief, each with the sizes of its pictures."""
    views: dict[str, tuple[str, ...]] = {}
    listed = data.get("audiences")
    for id in listed if isinstance(listed, list) else ():
        with contextlib.suppress(BriefcastError):
            profile = read_audience(str(id), folder=folder).profile("infographic", InfographicProfile)
            views[str(id)] = tuple(profile.sizes)
    return views


def _audience_name(id: str, folder: Path, code: str) -> str:
    try:
        return text_in(dict(read_audience(id, folder=folder).name), code) or id
    except BriefcastError:
        return id


def _references(statistics: list[Mapping[str, Any]], code: str) -> Iterable[dict[str, str]]:
    """Give what a text may say of each figure, as it refers to it."""
    by_id = {str(row.get("id")): row for row in statistics}
    for id, row in by_id.items():
        for part in _PARTS_OF_FIGURES:
            written = "{" + id + (f".{part}" if part else "") + "}"
            found = list(find_references(written))
            if len(found) == 1 and reference_fault(found[0], by_id) is None:
                value = " ".join(str(row.get(name, "")) for name in ("value", "unit", "period")).strip()
                shown = word(code, f"figure_parts.{part}") if part else value
                yield {"written": written, "label": text_in(row.get("label"), code), "shown": shown}


def _file_name(asked: str) -> str:
    """Give the name of a file as somebody wrote it, in letters that files have; as it is where it leads elsewhere."""
    return asked if "/" in asked or "\\" in asked else short_name(asked)


def _title(data: Mapping[str, Any], code: str) -> str:
    return text_in(data.get("title"), code)
