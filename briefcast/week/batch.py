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
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger import Batch, Batches, Ledger
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.messages import Typed, tell
from briefcast.planner.weeks import week_meant
from briefcast.week.report import BatchReport, EditionReport
from briefcast.week.week import BatchRequest, PlannedEdition, WeekPlan, of_planned, plan_week


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
        folder = week.edition_folder(edition)
        manifest = read_manifest(folder)
    except BriefcastError as broken:
        return dataclasses.replace(told, failures=(_told_of(error or broken),))
    failures = tuple(
        tell("{output}: {message}", output=f"{f.audience} · {f.language} · {f.product}", message=f.message)
        for f in manifest.failures
    )
    if error and not failures:
        # Nothing new was written: the folder holds an older edition, which must not pass for this one.
        return dataclasses.replace(told, failures=(_told_of(error),))
    ledger.record_edition(manifest, folder=folder, who=who, week=week.week)
    mine = of_planned(edition.item, items_of(manifest))
    return dataclasses.replace(
        told,
        folder=str(folder),
        items=len(mine),
        bytes=sum(output.bytes for item in mine for output in item.outputs),
        failures=failures,
    )


def _told_of(error: Exception) -> str:
    return error.told if isinstance(error, BriefcastError) else str(error)


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
            tell(
                "The ledger {place} has {week} by the plan '{other}', and this plan is '{plan}': give each plan a "
                "ledger of its own, by BRIEFCAST_LEDGER.",
                place=ledger.place,
                week=week.week,
                other=other,
                plan=week.plan.id,
            )
        )
    return Batches(ledger).begin(week.week, run=run, lives=lives, again=week.request.again)


def named_in_ledger(name: str, ledger: Ledger) -> str:
    """Give the beginning of an item's name as the ledger knows it: the plan's own id stands for its brief.

    What names nothing of a plan, such as a brief or a week, is given as it is. Of several weeks the newest counts.
    """
    id, slash, rest = name.strip().strip("/").partition("/")
    batches = Batches(ledger)
    for week in reversed(batches.weeks()):
        batch = batches.get(week)
        for edition in BatchReport.of_json(batch.report).editions if batch and batch.report else ():
            if edition.item == id and edition.folder:
                return f"{Path(edition.folder).name}{slash}{rest}"
    return name


def _plan_of(ledger: Ledger) -> str:
    """Give the plan that the newest week was made by; a placeholder where there is none."""
    batches = Batches(ledger)
    made: list[Mapping[str, Any]] = [batch.report for week in batches.weeks() if (batch := batches.get(week))]
    return next((str(each["request"]["plan"]) for each in reversed(made) if "request" in each), "PLAN")


def reopen_week(week: str, ledger: Ledger) -> tuple[WeekPlan, BatchReport]:
    """Give the plan and the report of a week that was made before.

    Raises:
        LedgerError: it was not, or not to the end, or what is left of it is broken.
        BriefError: its plan cannot be read any more.
    """
    batch = Batches(ledger).get(week)
    known = Batches(ledger).weeks() or tell("none")
    if batch is None:
        if (meant := week_meant(week)) != week:
            raise LedgerError(
                tell("'{week}' is no week of the ledger. Write '{near}'.", week=week, near=meant)
                if meant
                else tell("'{week}' is not a week. Write it as 2026-W48; the ledger has {made}.", week=week, made=known)
            )
        raise LedgerError(
            tell(
                "The ledger {place} has no batch of {week}; it has {made}. Make it: {command}",
                place=ledger.place,
                week=week,
                made=known,
                command=Typed(f"briefcast batch {_plan_of(ledger)} --week {week}"),
            )
        )
    report: Mapping[str, Any] = batch.report
    try:
        request = BatchRequest.model_validate({**report["request"], "week": week})
        made = BatchReport.of_json(report)
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerError(
            tell(
                "The ledger {place} has no whole report of {week}: it was not made to the end, or the report is "
                "broken. Make it again; what comes out the same keeps its approval: {command}",
                place=ledger.place,
                week=week,
                command=Typed(f"briefcast batch PLAN --week {week} --again"),
            )
        ) from error
    return plan_week(request), made
