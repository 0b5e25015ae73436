"""The batch of a week: what the plan asks for, what was made, what waits for whom, what may go out when.

    week = plan_week(request)                       which editions the week needs
    refreshed = refresh_series(week.folder)         fresh figures first
    report = make each edition, then record_edition(week, …)
    write_review(week, ledger, …)                   the page people decide from
    decide(…) until undecided(week, ledger) is empty
    release_week(week, ledger, …)                   leave to go out, by hash, at the plan's slots

The command line and the flow walk the same functions.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from briefcast.content_plan import ContentPlan, PlannedItem, read_plan
from briefcast.content_plan import Release as PlannedRelease
from briefcast.errors import BriefcastError, BriefError, LedgerError, NotApproved, Problem
from briefcast.items import Item, damaged_files, items_of
from briefcast.ledger import Batch, Batches, Decision, DecisionKind, Ledger, Standing
from briefcast.manifest import Manifest, read_manifest
from briefcast.plan import EditionRequest
from briefcast.quiet import why_not
from briefcast.read import inside, read_brief
from briefcast.series import Refreshed
from briefcast.weeks import Week, week_of

REVIEW_FOLDER = "weeks"
"""Beside the editions: ``outputs/weeks/2026-W48/index.html``."""


class BatchRequest(BaseModel):
    """Which week to make, from which plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: Path = Field(description="The plan of content: .yaml, .json or .xlsx.")
    week: Week | None = Field(None, description="The ISO week, such as 2026-W48; this week if empty.")
    out: Path = Field(Path("outputs"), description="Folder for what is made.")
    voices: tuple[str, ...] = Field((), description="Engines or voices to ask first: piper, espeak, gtts, silent.")
    strict: bool = Field(False, description="Fail instead of letting another voice stand in.")
    preset: Literal["draft", "standard", "archive"] = Field("standard", description="How films are encoded.")
    reduced_motion: bool = Field(False, description="Films in which nothing slides, grows or counts.")
    refresh: bool = Field(True, description="Bring series up to date first, as series.yaml beside the plan says.")
    again: bool = Field(False, description="Also if the week was made and released before.")


@dataclass(frozen=True, kw_only=True)
class PlannedEdition:
    """One line of the plan in this week, ready to be made."""

    item: PlannedItem
    request: EditionRequest

    def __str__(self) -> str:
        return f"{self.item.id} ({self.item.brief})"


@dataclass(frozen=True, kw_only=True)
class WeekPlan:
    """Everything that is to be made for one week."""

    request: BatchRequest
    plan: ContentPlan
    week: str
    editions: tuple[PlannedEdition, ...]
    """In the plan's order."""

    @property
    def folder(self) -> Path:
        """Where the plan, its briefs and series lie."""
        return self.request.plan.parent

    @property
    def review(self) -> Path:
        """Folder of the page people decide from."""
        return self.request.out / REVIEW_FOLDER / self.week


def plan_week(request: BatchRequest, *, now: dt.datetime | None = None) -> WeekPlan:
    """Read the plan and list the editions of its week; a broken brief is found only when its edition is made.

    Raises:
        BriefError: the plan is wrong, or has nothing for this week.
    """
    plan = read_plan(request.plan)
    today = (now or dt.datetime.now(dt.UTC)).astimezone(ZoneInfo(plan.timezone)).date()
    week = request.week or week_of(today)
    items = plan.items_of(week)
    if not items:
        message = (
            f"Nothing is planned for {week}; there is for {', '.join(dict.fromkeys(i.in_week for i in plan.items))}."
        )
        raise BriefError(
            [Problem(file=request.plan, message=message, remedy="Add an item for it, or ask for another with --week.")]
        )
    editions = (
        PlannedEdition(
            item=item,
            request=EditionRequest(
                brief=inside(request.plan.parent, item.brief),
                audiences=item.audiences,
                languages=item.languages,
                products=item.products,
                out=request.out,
                voices=request.voices,
                strict=request.strict,
                preset=request.preset,
                reduced_motion=request.reduced_motion,
            ),
        )
        for item in items
    )
    return WeekPlan(request=request, plan=plan, week=week, editions=tuple(editions))


# ---- What was made


@dataclass(frozen=True, kw_only=True)
class EditionReport:
    """What became of one planned edition."""

    item: str
    """Id in the plan."""
    brief: str
    folder: str = ""
    """Of the edition; empty if none could be made."""
    items: int = 0
    bytes: int = 0
    failures: tuple[str, ...] = ()
    """Outputs that could not be made, or why nothing could."""
    wall_s: float = 0.0
    cpu_s: float | None = None
    """None where it was made by another process."""

    @property
    def state(self) -> str:
        """``made``, ``partial`` or ``failed``."""
        if not self.folder:
            return "failed"
        return "partial" if self.failures else "made"


@dataclass(frozen=True, kw_only=True)
class BatchReport:
    """What became of a week: for the page, the notices and the ledger."""

    week: str
    editions: tuple[EditionReport, ...]
    refreshed: tuple[Refreshed, ...] = ()
    missed: tuple[str, ...] = ()
    """Earlier weeks of the plan whose batch was never made."""
    wall_s: float = 0.0

    @property
    def partial(self) -> bool:
        """Whether something is missing that the plan asks for, or a series stayed old."""
        return any(e.failures for e in self.editions) or any(r.error for r in self.refreshed)

    @property
    def failures(self) -> tuple[str, ...]:
        """Everything that failed, named."""
        made = (f"{e.item} ({e.brief}): {failure}" for e in self.editions for failure in e.failures)
        return (*made, *(f"{r.file} stays as it was: {r.error}" for r in self.refreshed if r.error))

    @property
    def cpu_s(self) -> float:
        """Seconds of computing, as far as they were measured here."""
        return sum(e.cpu_s or 0.0 for e in self.editions)

    def summary(self) -> str:
        """Say in one line what was made and what it took."""
        items, size = sum(e.items for e in self.editions), sum(e.bytes for e in self.editions)
        whole = sum(e.state == "made" for e in self.editions)
        computing = f", {self.cpu_s:.0f} s of computing" if self.cpu_s else ""
        partly = "partial: " if self.partial else ""
        return (
            f"{partly}{whole} of {len(self.editions)} editions whole, {items} items, {size / 1e6:.0f} MB "
            f"in {self.wall_s:.0f} s{computing}"
        )

    def as_json(self, week: WeekPlan) -> dict[str, Any]:
        """Give it as plain values for the ledger, with the request, so that later commands need only the week."""
        return dataclasses.asdict(self) | {"request": week.request.model_dump(mode="json"), "plan": week.plan.id}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> BatchReport:
        """Read what ``as_json`` gave."""
        return cls(
            week=data["week"],
            editions=tuple(EditionReport(**{**e, "failures": tuple(e["failures"])}) for e in data["editions"]),
            refreshed=tuple(Refreshed(**{**r, "changes": tuple(r["changes"])}) for r in data["refreshed"]),
            missed=tuple(data["missed"]),
            wall_s=data["wall_s"],
        )


def record_edition(
    week: WeekPlan,
    edition: PlannedEdition,
    ledger: Ledger,
    *,
    who: str,
    error: Exception | None = None,
    wall_s: float = 0.0,
    cpu_s: float | None = None,
) -> EditionReport:
    """Write what was made of a planned edition into the ledger, and report it; ``error`` is what making it raised."""
    told = EditionReport(item=edition.item.id, brief=edition.item.brief, wall_s=wall_s, cpu_s=cpu_s)
    try:
        folder = edition.request.out / read_brief(edition.request.brief).id
        manifest = read_manifest(folder)
    except BriefcastError as broken:
        return dataclasses.replace(told, failures=(str(error or broken),))
    failures = tuple(f"{f.audience} · {f.language} · {f.product}: {f.message}" for f in manifest.failures)
    if error and not failures:
        # Nothing new was written: the folder holds an older edition, which must not pass for this one.
        return dataclasses.replace(told, failures=(str(error),))
    ledger.record_edition(manifest, folder=folder, who=who, week=week.week)
    mine = of_planned(edition.item, items_of(manifest))
    return dataclasses.replace(
        told,
        folder=str(folder),
        items=len(mine),
        bytes=sum(output.bytes for item in mine for output in item.outputs),
        failures=failures,
    )


def of_planned(planned: PlannedItem, items: Iterable[Item]) -> tuple[Item, ...]:
    """Give those items of an edition that a line of the plan asks for."""
    return tuple(
        item
        for item in items
        if (not planned.audiences or item.audience in planned.audiences)
        and (not planned.languages or item.language in planned.languages)
        and (not planned.products or item.product in planned.products)
    )


def missed_weeks(plan: ContentPlan, week: str, made: Sequence[str]) -> tuple[str, ...]:
    """Give earlier weeks of the plan whose batch was never made, since the first that was."""
    planned = sorted({item.in_week for item in plan.items})
    return tuple(w for w in planned if made and min(made) < w < week and w not in made)


def begin_week(
    week: WeekPlan, ledger: Ledger, *, run: str, lives: Callable[[Batch], bool] | None = None
) -> Batch | None:
    """Take the batch of a week, as `Batches.begin` does.

    Raises:
        LedgerError: the ledger has that week by another plan.
    """
    before = Batches(ledger).get(week.week)
    other = before.report.get("plan", week.plan.id) if before else week.plan.id
    if other != week.plan.id:
        raise LedgerError(
            f"The ledger {ledger.place} has {week.week} by the plan '{other}', and this plan is '{week.plan.id}': "
            "give each plan a ledger of its own, by BRIEFCAST_LEDGER."
        )
    return Batches(ledger).begin(week.week, run=run, lives=lives, again=week.request.again)


def reopen_week(week: str, ledger: Ledger) -> tuple[WeekPlan, BatchReport]:
    """Give the plan and the report of a week that was made before.

    Raises:
        LedgerError: it was not.
        BriefError: its plan cannot be read any more.
    """
    batch = Batches(ledger).get(week)
    if batch is None or not batch.report:
        made = ", ".join(Batches(ledger).weeks()) or "none"
        raise LedgerError(
            f"The ledger {ledger.place} has no batch of {week}; it has {made}. Make it: briefcast batch PLAN."
        )
    report: Mapping[str, Any] = batch.report
    request = BatchRequest.model_validate({**report["request"], "week": week})
    return plan_week(request), BatchReport.of_json(report)


# ---- What waits for whom


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One item of the week as it lies there now, and where it stands."""

    item: Item
    planned: PlannedItem
    folder: Path
    """Of its edition."""
    manifest: Manifest = field(repr=False)
    standing: Standing

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.standing.decision is None


@dataclass(frozen=True, kw_only=True)
class Review:
    """Everything of a week that is to be decided, as it lies there now."""

    week: str
    items: tuple[Reviewed, ...]

    @cached_property
    def seen_sha256(self) -> str:
        """Over every item and its content: the page names it, so that nobody approves what came after."""
        lines = "\n".join(f"{r.item.key} {r.item.content_sha256}" for r in self.items)
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def undecided(self) -> tuple[Reviewed, ...]:
        """What still waits."""
        return tuple(reviewed for reviewed in self.items if reviewed.open)

    def chosen(self, names: Iterable[str]) -> tuple[Reviewed, ...]:
        """Give the items that names mean: a key, the beginning of one (``egov-2024/citizens``), or ``all``.

        Raises:
            LedgerError: a name means nothing in this week.
        """
        found: dict[str, Reviewed] = {}
        for name in names:
            begins = name.strip().strip("/")
            mine = [r for r in self.items if begins in ("all", "*") or f"{r.item.key}/".startswith(f"{begins}/")]
            if not mine:
                known = ", ".join(dict.fromkeys(r.item.brief for r in self.items)) or "nothing"
                raise LedgerError(f"{self.week} has no item that is named {name!r} or begins so; it has {known}.")
            found.update({r.item.key: r for r in mine})
        return tuple(found.values())


def read_review(week: WeekPlan, ledger: Ledger) -> Review:
    """Read what lies in the editions of a week and where each item stands; what failed is not in it."""
    found: dict[str, tuple[Item, PlannedItem, Path, Manifest]] = {}
    for edition in week.editions:
        try:
            folder = edition.request.out / read_brief(edition.request.brief).id
            manifest = read_manifest(folder)
        except BriefcastError:
            continue
        for item in of_planned(edition.item, items_of(manifest)):
            found.setdefault(item.key, (item, edition.item, folder, manifest))
    standings = ledger.standings((key, item.content_sha256) for key, (item, *_) in found.items())
    return Review(
        week=week.week,
        items=tuple(
            Reviewed(item=item, planned=planned, folder=folder, manifest=manifest, standing=standings[key])
            for key, (item, planned, folder, manifest) in found.items()
        ),
    )


def decide(
    review: Review,
    ledger: Ledger,
    names: Iterable[str],
    decision: DecisionKind,
    *,
    who: str,
    why: str = "",
    seen: str = "",
    through: str = "command line",
) -> tuple[Decision, ...]:
    """Decide about items of a week; what already stands so is left as it is.

    Args:
        review: the items as they lie there now.
        ledger: where decisions are kept.
        names: keys, beginnings of keys, or ``all``.
        decision: ``approved``, ``held`` or ``sent back``.
        who: who decides; each item's approver by the plan.
        why: the reason; sending back needs one.
        seen: the beginning of the hash that was looked at, of the review or of the one item.
        through: where it was decided.

    Raises:
        LedgerError: it is not this person's to decide, the reason is missing, or what lies there now is not
            what was seen. Then nothing is decided.
    """
    chosen = review.chosen(names)
    _check_seen(review, chosen, seen)
    for reviewed in chosen:
        approver = reviewed.planned.approver
        if approver and approver != who:
            key = reviewed.item.key
            raise LedgerError(f"{key} is for {approver} to decide by the plan, not for {who or 'nobody'}.")
        if damaged := damaged_files(reviewed.item, reviewed.folder):
            raise LedgerError(f"{damaged[0]} is not what was made: make the edition again, then look and decide.")
    if decision == "sent back" and not why.strip():
        raise LedgerError("Whoever sends back says why, so that it can be put right. Give a reason.")
    return tuple(
        ledger.decide(r.item.key, r.item.content_sha256, decision, who=who, why=why, through=through)
        for r in chosen
        if not _stands_so(r.standing, decision, who, why)
    )


def _stands_so(standing: Standing, decision: DecisionKind, who: str, why: str) -> bool:
    before = standing.decision
    return before is not None and (before.decision, before.who, before.why) == (decision, who, why)


def _check_seen(review: Review, chosen: Sequence[Reviewed], seen: str) -> None:
    if not seen or review.seen_sha256.startswith(seen):
        return
    if len(chosen) == 1 and chosen[0].item.content_sha256.startswith(seen):
        return
    now = chosen[0].item.content_sha256 if len(chosen) == 1 else review.seen_sha256
    raise LedgerError(
        f"What was looked at ({seen}) is not what lies there now ({now}): look at the review page again, then decide."
    )


# ---- What may go out


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Leave for one item to go out on one channel at one time, or why it has none."""

    reviewed: Reviewed
    channel: str
    at: dt.datetime
    refused: str = ""
    """Empty if it may go out."""


def release_week(week: WeekPlan, ledger: Ledger, *, who: str) -> tuple[Leave, ...]:
    """Give leave for every approved item of a week to go out at its slots; the rest is named with the reason.

    A file that is no longer what its hash says is refused like an item that changed. So is what would go out in a
    quiet time, such as days of mourning that were announced after it was approved.
    """
    return tuple(_release(week, ledger, reviewed, slot, who) for reviewed, slot in _slots(week, ledger))


def _slots(week: WeekPlan, ledger: Ledger) -> Iterator[tuple[Reviewed, PlannedRelease]]:
    review = read_review(week, ledger)
    for planned in {r.planned.id: r.planned for r in review.items}.values():
        mine = [r for r in review.items if r.planned.id == planned.id]
        asked = planned.asked_of(read_brief(inside(week.folder, planned.brief)))
        for slot in week.plan.releases(planned, asked):
            for reviewed in mine:
                item = reviewed.item
                if (item.audience, item.language, item.product) == (slot.audience, slot.language, slot.product):
                    yield reviewed, slot


def _release(week: WeekPlan, ledger: Ledger, reviewed: Reviewed, slot: PlannedRelease, who: str) -> Leave:
    item, channel, at = reviewed.item, slot.channel, slot.at
    leave = Leave(reviewed=reviewed, channel=channel, at=at)
    if quiet := why_not(week.plan, at, audience=item.audience, language=item.language):
        return dataclasses.replace(leave, refused=f"{item.key}: {quiet} Move its slot in the plan.")
    if damaged := damaged_files(item, reviewed.folder):
        return dataclasses.replace(leave, refused=f"{item.key}: {damaged[0]} is not what was made and approved.")
    try:
        ledger.release(
            item.key,
            item.content_sha256,
            channel=channel,
            account=slot.slot.account or "",
            slot=at,
            week=week.week,
            who=who,
        )
    except NotApproved as refused:
        return dataclasses.replace(leave, refused=str(refused))
    return leave
