"""The page of proposals: what a language model suggests, each beside the text that a person wrote."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
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

from briefcast.brief.read import BriefFile, open_brief
from briefcast.catalogue import in_language
from briefcast.desk.accepting import accept
from briefcast.desk.answers import answering
from briefcast.desk.drafts import Draft
from briefcast.desk.history import who_writes
from briefcast.desk.pages import language_of, page, text_in
from briefcast.desk.shelf import find_edited
from briefcast.desk.telling import without_commands
from briefcast.desk.words import place_name, word
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.messages import joined, tell
from briefcast.proposing.compared import gone_words, is_across, marked
from briefcast.proposing.kept import Kept, KeptProposal
from briefcast.proposing.model import Model, named_model
from briefcast.proposing.proposing import propose, why_nothing_is_sent
from briefcast.proposing.wanted import KINDS, Kind, Wanted, find_unwritten, find_wanted

ASKED_AT_ONCE = 12
"""Most texts that one press of the button asks for: each may take a minute."""


class Asked(BaseModel):
    """For what proposals are asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    point: str = Given("", max_length=64)
    """One point; each of them if empty."""
    audience: str = Given("", max_length=64)
    """For whom a wording is."""
    language: str = Given("", max_length=20)
    """One language, for a translation also one that the brief has nothing in yet; each of the brief if empty."""


class Decided(BaseModel):
    """What becomes of a proposal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Given(ge=1)
    decision: str = Given(pattern="^(accept|dismiss)$")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One proposal as the page shows it."""

    number: int
    place: str
    wanted: Wanted
    text: str
    pieces: tuple[tuple[str, bool], ...]
    """The text, with which words of it the original has not."""
    gone: tuple[str, ...]
    """Words of the original that it has not."""
    is_across: bool
    """Whether it is in another language than the original."""
    is_unspoken: bool
    """Whether the brief does not have its language yet."""
    reasons: tuple[str, ...]
    at: dt.datetime


class ProposalPages:
    """The proposals for the briefs of a folder."""

    def __init__(
        self,
        folder: Path,
        draft: Callable[[Path], Draft],
        audiences: Callable[[Path, str], Mapping[str, str]],
    ) -> None:
        """Show those of a folder.

        Args:
            folder: the briefs.
            draft: gives what somebody changes.
            audiences: what the audiences of a brief are called in a language.
        """
        self._folder, self._draft, self._audiences = folder, draft, audiences
        # A model of the house answers one after the other.
        self._one = asyncio.Lock()

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/briefs/{name}/proposals", self._list),
            Route("/briefs/{name}/proposals/ask", answering(Asked, self._asked, "name"), methods=["POST"]),
            Route("/briefs/{name}/proposals/decide", answering(Decided, self._decided, "name"), methods=["POST"]),
        ]

    async def _list(self, request: Request) -> Response:
        code = language_of(request)
        try:
            file = find_edited(self._folder, request.path_params["name"])
            opened, changed = await run_in_threadpool(self._opened, file)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=404, message=in_language(error.told, code))
        closed, model = _closed(opened)
        names = self._audiences(file, code)
        brief = opened.brief
        return page(
            request,
            "proposals.html.j2",
            name=file.name,
            title=text_in(brief.title, code) or file.stem,
            home=f"/briefs/{quote(file.name)}",
            closed=without_commands(closed, code)[0] if closed else "",
            host=model.host if model else "",
            is_here=bool(model and model.is_here),
            unsaved=changed,
            kinds=KINDS,
            most=ASKED_AT_ONCE,
            points=[point.id for point in brief.points],
            spoken=brief.languages,
            unspoken=tuple(code for code in read_languages() if code not in brief.languages),
            groups={id: names.get(id, id) for id in brief.audiences},
            proposals=[_shown(each, code, names, brief.languages) for each in Kept(file).open()],
        )

    async def _asked(self, request: Request, name: str, asked: Asked) -> Response:
        file, code = find_edited(self._folder, name), language_of(request)
        async with self._one:
            said = await run_in_threadpool(_propose, file, self._draft(file).data, asked)
        return JSONResponse({"told": [in_language(said, code)], "focus": "proposals-h"})

    async def _decided(self, request: Request, name: str, decided: Decided) -> Response:
        file, code, who = find_edited(self._folder, name), language_of(request), who_writes(request)
        if decided.decision == "accept":
            await run_in_threadpool(lambda: accept(self._draft(file), decided.number, who=who, today=dt.date.today()))
        else:
            await run_in_threadpool(Kept(file).drop, [decided.number])
        said = word(code, "proposal_accepted" if decided.decision == "accept" else "proposal_dismissed")
        return JSONResponse({"told": [said], "focus": "proposals-h"})

    def _opened(self, file: Path) -> tuple[BriefFile, bool]:
        draft = self._draft(file)
        return open_brief(file, typed=draft.data), draft.is_changed


def _closed(file: BriefFile) -> tuple[str, Model | None]:
    """Give why no model is asked for a brief, empty if one may be, and the model that the team named."""
    try:
        model = named_model()
    except BriefcastError as error:
        return error.told, None
    if model is None:
        return tell("No language model is named: nothing is proposed, and nothing is sent to anybody."), None
    return why_nothing_is_sent(file.brief, model), model


def _propose(file: Path, data: Mapping[str, Any], asked: Asked) -> str:
    """Ask for what is wanted, keep what came, and say what that is."""
    opened = open_brief(file, typed=data)
    closed, model = _closed(opened)
    if closed or model is None:
        raise BriefcastError(closed)
    if asked.kind == "wording" and not asked.audience:
        raise BriefcastError(tell("Say for which audience the wording is."))
    points = (asked.point,) if asked.point else ()
    if asked.kind == "translation" and asked.language in set(read_languages()) - set(opened.brief.languages):
        kept_for = {each.wanted.path for each in Kept(file).open()}
        # What is proposed already waits for a person: the button asks for the next ones.
        wanted: Iterator[Wanted] = (
            each for each in find_unwritten(opened, asked.language, points=points) if each.path not in kept_for
        )
    else:
        wanted = find_wanted(
            opened.brief,
            kinds=(asked.kind,),
            points=points,
            audiences=(asked.audience,) if asked.audience else (),
            languages=(asked.language,) if asked.language else (),
        )
    first = tuple(itertools.islice(wanted, ASKED_AT_ONCE))
    left = sum(1 for _ in wanted)
    if not first:
        raise BriefcastError(tell("There is nothing of that kind to propose: each place has its text."))
    kept = Kept(file)
    refused = missing = 0
    # Each is kept as it comes: what a broken connection ends is not lost.
    for proposal in propose(opened, first, model, today=dt.date.today()):
        kept.add([proposal], model=model.name, at=dt.datetime.now(dt.UTC))
        refused += bool(proposal.refused and proposal.text)
        missing += not proposal.text
    told = tell(
        "{asked} texts were asked for, {refused} of them refused by rule; {left} are left to ask for.",
        asked=len(first),
        refused=refused,
        left=left,
    )
    return joined(told, tell("Of {missing} of them none came.", missing=missing)) if missing else told


def _shown(proposal: KeptProposal, code: str, audiences: Mapping[str, str], spoken: tuple[str, ...]) -> Shown:
    return Shown(
        number=proposal.number,
        place=place_name(code, proposal.wanted.path, audiences),
        wanted=proposal.wanted,
        text=proposal.text,
        pieces=marked(proposal.wanted, proposal.text),
        gone=gone_words(proposal.wanted, proposal.text),
        is_across=is_across(proposal.wanted),
        is_unspoken=proposal.wanted.language not in spoken,
        reasons=tuple(in_language(reason, code) for reason in proposal.reasons),
        at=proposal.at,
    )
