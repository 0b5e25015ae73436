"""The plan of an edition: which outputs, from what, in which order; and how each step is made.

The command line and the flow walk the same plan:

    plan = plan_edition(request)
    results = walk(plan, submit)                  each step by run_step, with the results of those it needs
    edition = write_edition(plan, results)
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefcast.brief.audiences import Audience
from briefcast.brief.findings import Finding
from briefcast.brief.model import Brief, LanguageCode
from briefcast.brief.read import BriefFile, open_brief
from briefcast.edition.lost import find_lost_corrections
from briefcast.edition.recall import Recall
from briefcast.edition.remembered import Remembered
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefError, FactError, Problem
from briefcast.language.compounds import COMPOUNDS_NAME, know_compounds
from briefcast.languages import written_in
from briefcast.look.brand import Brand, read_brand
from briefcast.look.figures import tells_harm
from briefcast.look.looks import SOBER
from briefcast.messages import tell
from briefcast.products.base import NARRATION, Made, Making, Piece, Step, Watch
from briefcast.products.profiles import read_audience
from briefcast.products.table import default_products, product
from briefcast.script import Numbered, Script
from briefcast.speech.base import to_say
from briefcast.speech.online import Online, known_away, why_not_sent
from briefcast.speech.sheets import sheet_folder
from briefcast.store.store import STORE_NAME, Store, open_store
from briefcast.writing.facts import Facts, collect_facts
from briefcast.writing.hook import for_film

if TYPE_CHECKING:
    from briefcast.speech.base import Narration
    from briefcast.speech.recordings import Recorded
    from briefcast.writing.writing import Drafts

T = TypeVar("T")

_NARRATION_S = 3.0
"""About how many seconds a narration takes on two cores."""


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who writes the scripts of a brief, each once."""

    brief: Brief
    facts: Facts
    audiences: Mapping[str, Audience]
    folder: Path
    """Where the brief is, for its photos and the team's pronunciation."""
    remembered: Remembered
    column: Numbered | None = None
    """The column that the edition is a piece of."""

    def script(self, audience: str, language: str, *, to_read: bool) -> Script:
        """Give the script of one audience and language, to be read or to be spoken, as it was kept or written now."""
        telling = (audience, language, to_read)
        return self.remembered.script(telling, lambda: self._write(audience, language, to_read=to_read))

    def _write(self, audience: str, language: str, *, to_read: bool) -> Script:
        from briefcast.writing.writing import write_script

        return write_script(
            self.brief,
            self.facts,
            self.audiences[audience],
            language,
            to_read=to_read,
            folder=self.folder,
            drafts=self._drafts,
            column=self.column,
        )

    @functools.cached_property
    def _drafts(self) -> Drafts:
        """What was told on the way to the scripts."""
        # What writes scripts takes a moment to come, and one that was kept needs nothing of it.
        from briefcast.writing.writing import Drafts

        return Drafts()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that is known before the first output is made."""

    request: EditionRequest
    brief: Brief
    facts: Facts
    brand: Brand
    """The kit of every audience that has none of its own."""
    audiences: Mapping[str, Audience]
    """Profiles of every audience of the brief, by id: the team's own beside the brief, or built-in ones."""
    scripts: Mapping[tuple[str, str], Script]
    """By audience and language: what this run tells in sound and film."""
    read: Mapping[tuple[str, str], Script]
    """The same as it is read, in pictures and texts: chosen by weight and room, not by time."""
    steps: tuple[Step, ...]
    """In an order in which each comes after what it needs."""
    findings: tuple[Finding, ...]
    audience_brands: Mapping[str, Brand] = dataclasses.field(default_factory=dict)
    """Kits of the audiences that are drawn with another one."""
    unsent: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Audiences of whose texts nothing may be sent to a voice that asks a service, and why."""
    services: Online = dataclasses.field(default_factory=Online)
    """Which services answer this run."""
    writer: Writer = dataclasses.field(repr=False)
    """Who writes the scripts."""

    def online(self, audience: str) -> Online:
        """Give what is known about services for what one audience is told."""
        return dataclasses.replace(self.services, refused=self.unsent.get(audience, ""))

    def kit_of(self, audience: str) -> Brand:
        """Give the kit of an audience, worn in the look its profile names, whatever the brief tells.

        Also of one that other editions beside this one are for, whose brief this one does not know; of an audience that
        has no profile any more, the kit as it is.
        """
        kit = self.audience_brands.get(audience, self.brand)
        profile = self.audiences.get(audience)
        if profile is None:
            with contextlib.suppress(BriefError):
                profile = read_audience(audience, folder=self.request.brief.parent)
        return kit.wearing(profile.look) if profile else kit

    def brand_of(self, audience: str) -> Brand:
        """Give the kit an audience is drawn with in this edition: that of it, or a sober one over deaths."""
        worn = self.kit_of(audience)
        told = (script for (id, _), script in self.scripts.items() if id == audience)
        # White paper with nothing drawn on it is grave enough.
        return worn.wearing(SOBER) if worn.worn and worn.look.picture != "none" and any(map(tells_harm, told)) else worn

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What has to be put right in the brief before what this run makes can leave."""
        told = {language for _, language in self.scripts}
        return tuple(f for f in self.findings if f.severity == "error" and (not f.language or f.language in told))

    @property
    def folder(self) -> Path:
        """Where the edition is written."""
        return self.request.out / self.brief.id

    @property
    def store(self) -> Store:
        """Where made things are kept."""
        return open_store(self.request.out / STORE_NAME)

    @functools.cached_property
    def recall(self) -> Recall:
        """What its steps gave before."""
        return Recall(self)

    def script(self, audience: str, language: str, *, to_read: bool = False) -> Script:
        """Give the script of one audience and language; written the first time if this run does not tell it."""
        return self.writer.script(audience, language, to_read=to_read)

    def others(self, audience: str, language: str, *, to_read: bool = False) -> tuple[Script, ...]:
        """Give what an audience is told in every other language of the brief, but for those that cannot be told."""

        def told() -> Iterable[Script]:
            for code in self.brief.languages:
                with contextlib.suppress(BriefError, FactError):
                    if code != language:
                        yield self.script(audience, code, to_read=to_read)

        return tuple(told())

    def needs(self, step: Step) -> tuple[Step, ...]:
        """Give the steps whose results this one is handed."""
        if step.kind == NARRATION or not product(step.kind).speaks:
            return ()
        return tuple(
            s for s in self.steps if s.kind == NARRATION and (s.audience, s.language) == (step.audience, step.language)
        )


def plan_edition(
    request: EditionRequest,
    *,
    file: BriefFile | None = None,
    today: dt.date | None = None,
    found: tuple[Finding, ...] | None = None,
    heard: bool = True,
) -> Plan:
    """Read the brief, write every script and list the steps; nothing is made yet.

    Args:
        request: what to make.
        file: the brief, if it was read already.
        today: the day that figures are held against.
        found: what the check found, if it was made already, or comes later as in a preview.
        heard: whether anything of it is spoken; else what is read stands for that, and nothing more is written.

    Raises:
        BriefError: the brief, a profile or a brand kit is wrong, or the request asks for what the brief has not.
    """
    file = file or open_brief(request.brief)
    brief = file.brief
    today = today or dt.date.today()
    remembered = Remembered(request.out / STORE_NAME, file, today=today, column=request.column)
    findings = found
    if findings is None:
        # What the ledger knows may change while the brief does not: it is asked each time.
        findings = (*remembered.findings(lambda: _check(file, today)), *find_lost_corrections(file))
    languages = _asked(request, "languages", request.languages, brief.languages)
    _refuse_nameless(request, languages)
    _refuse_unmakeable(findings, languages, request.brief)
    facts = collect_facts(brief)
    folder = request.brief.parent
    audiences = {id: read_audience(id, folder=folder) for id in brief.audiences}
    told = [audiences[id] for id in _asked(request, "audiences", request.audiences, brief.audiences)]
    products = _asked(request, "products", request.products, brief.products or default_products())
    know_compounds(request.out / STORE_NAME / COMPOUNDS_NAME)
    writer = Writer(
        brief=brief, facts=facts, audiences=audiences, folder=folder, remembered=remembered, column=request.column
    )
    with written_in(brief.locales):
        *spoken, read = (
            {(a.id, code): writer.script(a.id, code, to_read=to_read) for a in told for code in languages}
            for to_read in ((False, True) if heard else (True,))
        )
        scripts = spoken[0] if spoken else read
    return Plan(
        request=request,
        brief=brief,
        facts=facts,
        audiences=audiences,
        brand=read_brand(brief.brand, folder=folder),
        audience_brands={id: read_brand(name, folder=folder) for id, name in brief.audience_brands.items()},
        scripts=scripts,
        read=read,
        unsent={a.id: why for a in told if (why := why_not_sent(brief, a))},
        steps=tuple(step for a in told for code in languages for step in _steps(a, code, products)),
        findings=findings,
        writer=writer,
    )


def _check(file: BriefFile, today: dt.date) -> tuple[Finding, ...]:
    # An editor's rules take a moment to come: a brief that was checked already does without them.
    from briefcast.edition.check import check_brief

    return check_brief(file, today=today)


def refuse_errors(plan: Plan) -> None:
    """Refuse to make a brief with errors, unless it was asked for with them.

    Raises:
        BriefError: with every error of the check.
    """
    if plan.errors and not plan.request.with_errors:
        file = plan.request.brief
        hint = Problem(
            file=file,
            message=tell("The check finds errors, so nothing was made."),
            remedy=tell("Put them right; to look at it as it is, use --with-errors, and it cannot be approved."),
        )
        raise BriefError([*(finding.problem(file) for finding in plan.errors), hint])


def ask_services(plan: Plan) -> Plan:
    """Find out, once for a run and all who work on it, which services answer that are to speak something new."""
    engines = {name for step in plan.steps for name in plan.recall.services(step)}
    return dataclasses.replace(plan, services=Online(away=known_away(sorted(engines)))) if engines else plan


def _refuse_nameless(request: EditionRequest, languages: tuple[LanguageCode, ...]) -> None:
    """Refuse a piece of a column that has no name in a language to be made."""
    column = request.column
    missing = tuple(code for code in languages if column and code not in column.name)
    if column and missing:
        message = tell("The column '{column}' has no name in {languages}.", column=column.id, languages=missing)
        remedy = tell("Add it under 'columns' in the plan, or make the brief without these languages.")
        raise BriefError([Problem(file=request.brief, message=message, remedy=remedy)])


def _refuse_unmakeable(findings: Collection[Finding], languages: tuple[LanguageCode, ...], file: Path) -> None:
    """Refuse a brief that lacks a text in a language to be made, or names what cannot be drawn; every place at once."""
    if not any(finding.severity == "error" for finding in findings):
        return
    from briefcast.edition.check import unmakeable

    if lacking := unmakeable(findings, languages):
        raise BriefError([finding.problem(file) for finding in lacking])


def _asked(request: EditionRequest, field: str, asked: tuple[T, ...], offered: tuple[T, ...]) -> tuple[T, ...]:
    """Give what was asked for, in the brief's order; everything the brief has if nothing was."""
    unknown = [item for item in asked if item not in offered]
    if unknown:
        raise BriefError(
            [
                Problem(
                    file=request.brief,
                    field=field,
                    message=tell("The brief does not list {words}.", words=tuple(map(repr, unknown))),
                    remedy=tell(
                        "Ask for one of {choices}, or add it to {field} in the brief.",
                        choices=tuple(map(str, offered)),
                        field=field,
                    ),
                )
            ]
        )
    return tuple(item for item in offered if not asked or item in asked)


def run_step(plan: Plan, step: Step, needed: Mapping[Step, Made], *, watch: Watch = lambda _share: None) -> Made:
    """Make one step, or find it in the store.

    Args:
        plan: what the step is part of.
        step: what to make.
        needed: the results of the steps it needs (`Plan.needs`).
        watch: told the share of it that is done.
    """
    with written_in(plan.brief.locales):
        return plan.recall.find_or_make(step, lambda: _make(plan, step, needed, watch))


def _make(plan: Plan, step: Step, needed: Mapping[Step, Made], watch: Watch) -> Made:
    if step.kind == NARRATION:
        return _narrate(plan, step)
    spoken = next((made.narration for made in needed.values() if made.narration), None)
    making = making_of(plan, step.audience, step.language, to_read=not product(step.kind).speaks, narration=spoken)
    return product(step.kind).make(making, Piece(variant=step.variant, weight=step.weight), watch)


def making_of(
    plan: Plan, audience: str, language: str, *, to_read: bool = False, narration: Narration | None = None
) -> Making:
    """Give everything that a piece for one audience in one language is made from.

    Args:
        plan: What the piece is part of.
        audience: Its id.
        language: Its code.
        to_read: Whether it is read, not heard.
        narration: The film's script spoken, where the piece needs it.
    """
    return Making(
        brief=plan.brief,
        facts=plan.facts,
        script=plan.script(audience, language, to_read=to_read),
        audience=plan.audiences[audience],
        brand=plan.brand_of(audience),
        folder=plan.request.brief.parent,
        store=plan.store,
        options=plan.request.options,
        others=functools.partial(plan.others, audience, language, to_read=to_read),
        narration=narration,
        online=plan.online(audience),
        recorded=functools.partial(_recorded, plan, audience, language),
    )


def _recorded(plan: Plan, audience: str, language: str) -> Recorded | None:
    from briefcast.speech.recordings import read_recorded

    return read_recorded(sheet_folder(plan.request.brief.parent, audience, language), language, plan.store)


def told_in_film(plan: Plan, audience: str, language: str) -> Script:
    """Give what a film says to one audience in one language, sentence by sentence."""
    return for_film(plan.scripts[audience, language], plan.audiences[audience])


def _narrate(plan: Plan, step: Step) -> Made:
    # A speech engine is loaded when something is spoken: planning must not wait for it.
    from briefcast.speech.narrate import narrate
    from briefcast.speech.recordings import recording_findings

    audience, options, store = plan.audiences[step.audience], plan.request.options, plan.store
    script = told_in_film(plan, step.audience, step.language)
    recorded = _recorded(plan, step.audience, step.language)
    narration = narrate(
        script,
        voices=(*options.voices, *audience.voices[step.language]),
        pace=audience.pace,
        store=store,
        strict=options.strict,
        online=plan.online(step.audience),
        recorded=recorded,
    )
    told = [" ".join(to_say(sentence)) for scene in script.scenes for sentence in scene.sentences]
    found = recording_findings(recorded, told, f"{step.audience}/{step.language}") if recorded else ()
    return Made(
        narration=narration,
        voice=narration.voice,
        fallbacks=narration.fallbacks,
        findings=tuple(found),
        fresh=store.made > 0,
    )


def _steps(audience: Audience, language: LanguageCode, names: tuple[str, ...]) -> tuple[Step, ...]:
    """List what one audience gets in one language: what is silent first, then the narration and what speaks it."""
    step = functools.partial(Step, audience=audience.id, language=language)
    pieces = [(product(name), piece) for name in names for piece in product(name).pieces(audience)]
    silent = [step(kind=each.name, variant=p.variant, weight=p.weight) for each, p in pieces if not each.speaks]
    spoken = [step(kind=each.name, variant=p.variant, weight=p.weight) for each, p in pieces if each.speaks]
    narration = [step(kind=NARRATION, weight=_NARRATION_S)] if spoken else []
    # The quick ones first: what takes long then fills both cores to the end.
    return (*silent, *narration, *sorted(spoken, key=lambda step: step.weight))
