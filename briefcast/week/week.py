"""A week of the plan: which editions it asks for, and where they are shown."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from briefcast.brief.audiences import Engine
from briefcast.brief.document import inside
from briefcast.brief.read import BriefFile, Briefs, open_briefs
from briefcast.edition.request import EditionRequest
from briefcast.engines import name_engines
from briefcast.errors import NothingPlanned, Problem
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import MANIFEST_NAME, Manifest, read_manifest
from briefcast.messages import tell
from briefcast.planner.plan import Asked, ContentPlan, PlannedItem, read_plan
from briefcast.planner.weeks import Week, week_of
from briefcast.publishing.accounts import Accounts, read_accounts
from briefcast.publishing.orders import Order
from briefcast.store.files import Mark, file_mark, is_settled
from briefcast.store.switch import settle

REVIEW_FOLDER = "weeks"
"""Beside the editions: ``outputs/weeks/2026-W48/index.html``."""


class BatchRequest(BaseModel):
    """Which week to make, from which plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: Path = Field(description="The plan of content: .yaml, .json or .xlsx.")
    week: Week | None = Field(None, description="The ISO week, such as 2026-W48; this week if empty.")
    out: Path = Field(Path("outputs"), description="Folder for what is made.")
    voices: tuple[Engine, ...] = Field((), description=f"Engines or voices to ask first: {name_engines()}.")
    strict: bool = Field(False, description="Fail instead of letting another voice stand in.")
    preset: Literal["draft", "standard", "archive"] = Field("standard", description="How films are encoded.")
    reduced_motion: bool = Field(False, description="Films in which nothing slides, grows or counts.")
    refresh: bool = Field(True, description="Bring series up to date first, as series.yaml beside the plan says.")
    again: bool = Field(False, description="Also if the week was made and released before.")
    settings: Path = Field(Path(), description="Folder of channels.yaml: the posts that are approved are those of it.")


@dataclass(frozen=True, kw_only=True)
class PlannedEdition:
    """One line of the plan in this week, ready to be made."""

    item: PlannedItem
    request: EditionRequest
    of_week: bool = False
    """Whether it is made of what was approved in the week, as an issue of the newsletter is, and of no brief."""

    def __str__(self) -> str:
        return f"{self.item.id} ({self.item.brief})"


@dataclass(frozen=True, kw_only=True)
class Made:
    """An edition as it lies there."""

    folder: Path
    manifest: Manifest
    items: tuple[Item, ...]
    mark: Mark | None
    """Of its manifest; None where a change after it was read would not show."""


@dataclass(frozen=True, kw_only=True)
class WeekPlan:
    """Everything that is to be made for one week."""

    request: BatchRequest
    plan: ContentPlan
    week: str
    editions: tuple[PlannedEdition, ...]
    """In the plan's order."""
    issue: PlannedEdition | None = None
    """The issue of the newsletter that is made of them once they are decided about."""

    @property
    def decided(self) -> tuple[PlannedEdition, ...]:
        """Everything of it that people decide about."""
        return (*self.editions, *((self.issue,) if self.issue else ()))

    @property
    def folder(self) -> Path:
        """Where the plan, its briefs and series lie."""
        return self.request.plan.parent

    @property
    def review(self) -> Path:
        """Folder of the page people decide from."""
        return self.request.out / REVIEW_FOLDER / self.week

    @cached_property
    def briefs(self) -> Briefs:
        """The briefs of its editions, read when first asked for, which is after series were brought up to date."""
        return open_briefs(self.folder, (edition.item.brief for edition in self.editions))

    @cached_property
    def accounts(self) -> Accounts:
        """The team's accounts.

        Raises:
            BriefError: what is wrong with them.
        """
        return read_accounts(self.request.settings)

    @cached_property
    def orders(self) -> dict[str, tuple[Item, tuple[Order, ...]]]:
        """What goes out of items by the plan and the accounts as they were read, by key: written once for each."""
        return {}

    @cached_property
    def _made(self) -> dict[Path, Made]:
        return {}

    def made(self, folder: Path) -> Made:
        """Give the edition in a folder, read again only when its manifest is another file than before.

        Raises:
            BriefcastError: there is none, or it cannot be read.
        """
        settle(folder)
        now_ns = time.time_ns()
        try:
            mark = file_mark(folder / MANIFEST_NAME)
        except OSError:
            mark = None
        known = self._made.get(folder)
        if known is None or mark is None or known.mark != mark:
            manifest = read_manifest(folder)
            settled = mark is not None and is_settled(mark, now_ns)
            known = Made(folder=folder, manifest=manifest, items=items_of(manifest), mark=mark if settled else None)
            self._made[folder] = known
        return known

    def expect_accounts(self) -> None:
        """Read the team's accounts, for whoever does nothing without them; raises as ``accounts`` does."""
        _ = self.accounts

    def brief_of(self, item: PlannedItem) -> BriefFile:
        """Give the brief of one of its items.

        Raises:
            BriefError: what is wrong with it.
        """
        return self.briefs[item.brief]

    def asked_of(self, item: PlannedItem) -> Asked:
        """Give what one of its items makes; raises as `brief_of` does."""
        if self.issue and item is self.issue.item:
            return Asked(audiences=item.audiences, languages=item.languages, products=item.products)
        return item.asked_of(self.brief_of(item).brief)

    def edition_folder(self, edition: PlannedEdition) -> Path:
        """Give where an edition is written; raises as `brief_of` does."""
        if edition.of_week:
            return edition.request.out / edition.item.brief
        return edition.request.out / self.brief_of(edition.item).brief.id


def plan_week(request: BatchRequest, *, now: dt.datetime | None = None) -> WeekPlan:
    """Read the plan and list the editions of its week; a broken brief is found only when its edition is made.

    Raises:
        BriefError: the plan is wrong.
        NothingPlanned: it has nothing for this week.
    """
    plan = read_plan(request.plan)
    today = (now or dt.datetime.now(dt.UTC)).astimezone(ZoneInfo(plan.timezone)).date()
    week = week_of_plan(request, plan, request.week or week_of(today))
    if not week.editions:
        message = tell(
            "Nothing is planned for {week}; there is for {weeks}.",
            week=week.week,
            weeks=tuple(dict.fromkeys(item.in_week for item in plan.items)),
        )
        remedy = tell("Add an item for it, or ask for another with --week.")
        raise NothingPlanned([Problem(file=request.plan, message=message, remedy=remedy)])
    return week


def week_of_plan(request: BatchRequest, plan: ContentPlan, week: str) -> WeekPlan:
    """Give a week of a plan that was read, also one for which nothing is planned."""
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
        for item in plan.items_of(week)
    )
    issue = plan.issue_of(week)
    return WeekPlan(
        request=request,
        plan=plan,
        week=week,
        editions=tuple(editions),
        issue=PlannedEdition(item=issue, request=EditionRequest(brief=request.plan, out=request.out), of_week=True)
        if issue
        else None,
    )


def of_planned(planned: PlannedItem, items: Iterable[Item]) -> tuple[Item, ...]:
    """Give those items of an edition that a line of the plan asks for."""
    return tuple(item for item in items if is_asked(planned, item.audience, item.language, item.product))


def is_asked(planned: PlannedItem, audience: str, language: str, product: str) -> bool:
    """Say whether a line of the plan asks for something of an audience, a language and a product."""
    return (
        (not planned.audiences or audience in planned.audiences)
        and (not planned.languages or language in planned.languages)
        and (not planned.products or product in planned.products)
    )


def missed_weeks(plan: ContentPlan, week: str, made: Sequence[str]) -> tuple[str, ...]:
    """Give earlier weeks of the plan whose batch was never made, since the first that was."""
    planned = sorted({item.in_week for item in plan.items})
    return tuple(w for w in planned if made and min(made) < w < week and w not in made)
