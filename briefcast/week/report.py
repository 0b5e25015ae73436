"""What became of a week: of each edition, and in all."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefcast.messages import joined, tell
from briefcast.publishing.alike import group_alike
from briefcast.week.series import Refreshed
from briefcast.week.week import WeekPlan

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
        return (*(_named(e, failure) for e in self.editions for failure in e.failures), *self._as_they_were)

    @property
    def failures_alike(self) -> tuple[str, ...]:
        """Everything that failed; of many editions for one reason, their number and a few of them."""
        editions = {e.item: e for e in self.editions}
        together = group_alike(("", e.item, failure) for e in self.editions for failure in e.failures)
        made = (each.in_one_line if each.named else _named(editions[each.where[0]], each.why) for each in together)
        return (*made, *self._as_they_were)

    @property
    def _as_they_were(self) -> tuple[str, ...]:
        return tuple(
            tell("{file} stays as it was: {error}", file=r.file, error=r.error) for r in self.refreshed if r.error
        )

    @property
    def cpu_s(self) -> float:
        """Seconds of computing, as far as they were measured here."""
        return sum(e.cpu_s or 0.0 for e in self.editions)

    def summary(self) -> str:
        """Say in one line what was made and what it took."""
        items, size = sum(e.items for e in self.editions), sum(e.bytes for e in self.editions)
        whole = sum(e.state == "made" for e in self.editions)
        return joined(
            tell("partial:") if self.partial else "",
            tell(
                "{whole} of {count} editions whole, {items} items, {size} MB in {seconds} s{computing}",
                whole=whole,
                count=len(self.editions),
                items=items,
                size=round(size / 1e6),
                seconds=round(self.wall_s),
                computing=tell(", {seconds} s of computing", seconds=round(self.cpu_s)) if self.cpu_s else "",
            ),
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


def _named(edition: EditionReport, failure: str) -> str:
    return tell("{item} ({brief}): {failure}", item=edition.item, brief=edition.brief, failure=failure)
