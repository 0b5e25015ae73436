"""The plan of an edition: which outputs, from what, in which order; and how each step is made.

The command line and the flow walk the same plan:

    plan = plan_edition(request)
    results = {step: run_step(plan, step) for step in plan.steps}
    edition = write_edition(plan, results)
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast

from briefcast.brief.audiences import Audience, read_audience
from briefcast.brief.model import Brief, LanguageCode
from briefcast.brief.read import read_brief
from briefcast.edition.check import Finding, check_brief
from briefcast.edition.recall import Recall
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefError, Problem
from briefcast.language.compounds import COMPOUNDS_NAME, know_compounds
from briefcast.look.brand import Brand, read_brand
from briefcast.manifest.manifest import FindingEntry
from briefcast.manifest.output import Output, Product
from briefcast.script import Script
from briefcast.speech.base import Narration
from briefcast.store.store import Store, content_key, open_store
from briefcast.writing.facts import Facts, collect_facts
from briefcast.writing.writing import write_script

if TYPE_CHECKING:
    from briefcast.products.podcast.plan import EpisodePlan
    from briefcast.products.video.arrangement import Shape

T = TypeVar("T")

_UNMAKEABLE = ("language-missing",)
"""Findings without whose remedy an output of that language cannot be made at all."""

_UNDRAWABLE = ("unknown-icon", "not-comparable")
"""Findings without whose remedy nothing can be drawn."""

STORE_NAME = ".store"
"""The content store lies beside the editions, so that they share what they have in common."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One piece of work of a second or more."""

    kind: Literal["narration", "infographic", "video", "podcast"]
    audience: str
    language: LanguageCode
    variant: str = ""
    """The infographic's size or the video's shape: ``1080x1350``, ``9x16``."""
    weight: float = 1.0
    """About how many seconds it takes on two cores: for the estimate only."""

    def __str__(self) -> str:
        return " · ".join(
            part for part in (self.audience, self.language, f"{self.kind} {self.variant}".strip()) if part
        )


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a step gave."""

    key: str = ""
    """Content key of its files."""
    folder: Path | None = None
    """Where its files are, in the store."""
    outputs: tuple[Output, ...] = ()
    narration: Narration | None = None
    """The speech it made or used."""
    fresh: bool = True
    """Made just now, not found in the store."""


Progress = Callable[[float], None]
"""Told the share of a step that is done, 0…1."""


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
    """By audience and language: what this run tells."""
    steps: tuple[Step, ...]
    """In an order in which each comes after what it needs."""
    findings: tuple[FindingEntry, ...]
    audience_brands: Mapping[str, Brand] = dataclasses.field(default_factory=dict)
    """Kits of the audiences that are drawn with another one."""

    def brand_of(self, audience: str) -> Brand:
        """Give the kit an audience is drawn with."""
        return self.audience_brands.get(audience, self.brand)

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

    def script(self, audience: str, language: str) -> Script:
        """Give the script of one audience and language; written now if this run does not tell it."""
        known = self.scripts.get((audience, language))
        return known or _write(self.brief, self.facts, self.audiences[audience], language, self.request.brief.parent)

    def needs(self, step: Step) -> tuple[Step, ...]:
        """Give the steps that must be done before this one."""
        if step.kind in ("narration", "infographic"):
            return ()
        return tuple(
            s
            for s in self.steps
            if s.kind == "narration" and (s.audience, s.language) == (step.audience, step.language)
        )


def plan_edition(request: EditionRequest, *, today: dt.date | None = None) -> Plan:
    """Read the brief, write every script and list the steps; nothing is made yet.

    Raises:
        BriefError: the brief, a profile or a brand kit is wrong, or the request asks for what the brief has not.
    """
    brief = read_brief(request.brief)
    findings = check_brief(brief, request.brief, today=today or dt.date.today())
    languages = _asked(request, "languages", request.languages, brief.languages)
    _refuse_unmakeable(findings, languages, request.brief)
    facts = collect_facts(brief)
    folder = request.brief.parent
    audiences = {id: read_audience(id, folder=folder) for id in brief.audiences}
    told = [audiences[id] for id in _asked(request, "audiences", request.audiences, brief.audiences)]
    products = _asked(request, "products", request.products, brief.products)
    know_compounds(request.out / STORE_NAME / COMPOUNDS_NAME)
    return Plan(
        request=request,
        brief=brief,
        facts=facts,
        audiences=audiences,
        brand=read_brand(brief.brand, folder=folder),
        audience_brands={id: read_brand(name, folder=folder) for id, name in brief.audience_brands.items()},
        scripts={(a.id, code): _write(brief, facts, a, code, folder) for a in told for code in languages},
        steps=tuple(step for a in told for code in languages for step in _steps(a, code, products)),
        findings=tuple(
            FindingEntry(code=f.code, severity=f.severity, place=f.place, message=f.message, remedy=f.remedy)
            for f in findings
        ),
    )


def _refuse_unmakeable(findings: Iterable[Finding], languages: tuple[LanguageCode, ...], file: Path) -> None:
    """Refuse a brief that lacks a text in a language to be made, or names what cannot be drawn; every place at once."""
    lacking = [
        f
        for f in findings
        if f.severity == "error" and (f.code in _UNDRAWABLE or (f.language in languages and f.code in _UNMAKEABLE))
    ]
    if lacking:
        raise BriefError(
            [Problem(file=file, at=f.place, field=f.field, message=f.message, remedy=f.remedy) for f in lacking]
        )


def _write(brief: Brief, facts: Facts, audience: Audience, language: str, folder: Path) -> Script:
    return write_script(brief, facts, audience, language, folder=folder)


def _asked(request: EditionRequest, field: str, asked: tuple[T, ...], offered: tuple[T, ...]) -> tuple[T, ...]:
    """Give what was asked for, in the brief's order; everything the brief has if nothing was."""
    unknown = [item for item in asked if item not in offered]
    if unknown:
        raise BriefError(
            [
                Problem(
                    file=request.brief,
                    field=field,
                    message=f"The brief does not list {', '.join(map(repr, unknown))}.",
                    remedy=f"Ask for one of {', '.join(map(str, offered))}, or add it to {field} in the brief.",
                )
            ]
        )
    return tuple(item for item in offered if not asked or item in asked)


def run_step(plan: Plan, step: Step, *, on_progress: Progress | None = None) -> Made:
    """Make one step, or find it in the store."""
    return plan.recall.find_or_make(step, lambda: _MAKERS[step.kind](plan, step, on_progress or _tell_nobody))


def _tell_nobody(_share: float) -> None:
    """Take progress where nobody watches."""


def _steps(audience: Audience, language: LanguageCode, products: tuple[Product, ...]) -> tuple[Step, ...]:
    """List what one audience gets in one language; the weights are seconds seen on two cores."""
    step = functools.partial(Step, audience=audience.id, language=language)
    steps: list[Step] = []
    if "infographic" in products:
        steps.extend(step(kind="infographic", variant=size, weight=0.6) for size in audience.infographic_sizes)
    if "video" in products or "podcast" in products:
        steps.append(step(kind="narration", weight=3.0))
    if "podcast" in products:
        steps.append(step(kind="podcast", weight=4.0))
    if "video" in products:
        steps.extend(step(kind="video", variant=shape, weight=10.0) for shape in audience.video_shapes)
    return tuple(steps)


# The makers import what they need when they run: planning, and finding everything in the store,
# must not wait for matplotlib, PyAV or a speech engine to load.


def _narrate(plan: Plan, step: Step, store: Store) -> Narration:
    from briefcast.speech.narrate import narrate

    audience = plan.audiences[step.audience]
    return narrate(
        plan.scripts[step.audience, step.language],
        voices=(*plan.request.voices, *audience.voices[step.language]),
        pace=audience.pace,
        store=store,
        strict=plan.request.strict,
    )


def _make_narration(plan: Plan, step: Step, on_progress: Progress) -> Made:
    store = plan.store
    narration = _narrate(plan, step, store)
    return Made(narration=narration, fresh=store.made > 0)


def _make_infographic(plan: Plan, step: Step, on_progress: Progress) -> Made:
    drawn = plan.scripts[step.audience, step.language].drawn()
    # Laying out tries what fits by drawing it: the key is what goes in, so that finding it costs nothing.
    key = content_key("infographic", drawn, plan.brand_of(step.audience), step.variant)

    def draw(folder: Path) -> tuple[Output, ...]:
        from briefcast.products.infographic import make_infographic

        return make_infographic(drawn, plan.brand_of(step.audience), step.variant, folder)

    return _keep(plan, key, draw)


def _make_video(plan: Plan, step: Step, on_progress: Progress) -> Made:
    from briefcast.products.video.directing import build_storyboard

    narration = _narrate(plan, step, plan.store)
    script = plan.scripts[step.audience, step.language]
    storyboard = build_storyboard(
        script,
        narration,
        plan.brand_of(step.audience),
        cast("Shape", step.variant),
        reduced_motion=plan.request.reduced_motion,
        sound=plan.audiences[step.audience].sound,
    )

    def render(folder: Path) -> tuple[Output, ...]:
        from briefcast.products.video.footage import keep_films
        from briefcast.products.video.render import render_video

        motion = "reduced motion" if plan.request.reduced_motion else ""
        film = " ".join((plan.brief.id, step.audience, step.language, step.variant, motion)).strip()
        return render_video(
            keep_films(storyboard, plan.store),
            folder,
            preset=plan.request.preset,
            store=plan.store,
            film=film,
            progress=on_progress,
        )

    return _keep(plan, content_key("video", storyboard, plan.request.preset), render, narration)


def _make_podcast(plan: Plan, step: Step, on_progress: Progress) -> Made:
    from briefcast.products.podcast.casting import speak_telling
    from briefcast.products.podcast.episode import plan_episode, render_episode
    from briefcast.products.podcast.script import EpisodeScript
    from briefcast.products.podcast.settings import read_show_settings
    from briefcast.products.podcast.telling import choose_telling, write_tellings

    audience, folder = plan.audiences[step.audience], plan.request.brief.parent
    show = read_show_settings(folder)
    cover = folder / show.cover if show.cover else None
    spoken: list[Narration] = []

    def lay_out(telling: EpisodeScript) -> EpisodePlan:
        narrations = speak_telling(
            telling, audience, first=plan.request.voices, store=plan.store, strict=plan.request.strict
        )
        spoken[:] = narrations.values()
        return plan_episode(telling, narrations, plan.brand_of(audience.id), audience, show, cover=cover)

    tellings = write_tellings(
        plan.brief, plan.facts, audience, step.language, show=show.spoken_name(step.language), folder=folder
    )
    episode = choose_telling(tellings, seconds=audience.podcast.seconds, pace=audience.pace, plan=lay_out)
    return _keep(plan, content_key("podcast", episode), lambda folder: render_episode(episode, folder), spoken[-1])


_MAKERS: Mapping[str, Callable[[Plan, Step, Progress], Made]] = {
    "narration": _make_narration,
    "infographic": _make_infographic,
    "video": _make_video,
    "podcast": _make_podcast,
}


def _keep(
    plan: Plan, key: str, render: Callable[[Path], tuple[Output, ...]], narration: Narration | None = None
) -> Made:
    """Render into the store under a key, unless it is there already."""
    entry = plan.store.make(key, lambda folder: [dataclasses.asdict(output) for output in render(folder)])
    outputs = tuple(Output(**{**row, "facts": tuple(row["facts"])}) for row in entry.meta)
    return Made(key=key, folder=entry.folder, outputs=outputs, narration=narration, fresh=entry.fresh)
