"""Make, decide and release a week here, without a server: what ``briefcast batch`` and its sisters do."""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefcast.brief.read import BriefFile
from briefcast.errors import BriefcastError, LedgerError, plainly
from briefcast.ledger import Batches, Ledger, open_ledger
from briefcast.ledger.batches import this_process
from briefcast.ledger.changes import changes_of_people
from briefcast.messages import Typed, joined, tell
from briefcast.pages.address import where_is
from briefcast.week.batch import begin_week, record_edition
from briefcast.week.columns import numbered
from briefcast.week.deciding import Review, read_review, still_stopped
from briefcast.week.notices import send_notice
from briefcast.week.releasing import Leave, told_moves, told_stays
from briefcast.week.report import BatchReport, EditionReport
from briefcast.week.review import not_shown, parts_not_shown, write_review
from briefcast.week.series import refresh_series
from briefcast.week.week import BatchRequest, PlannedEdition, WeekPlan, missed_weeks, plan_week

_NAMED_MAX = 5
"""Of more items, a message only says how many."""
_TOLD_MAX = 20
"""Of more, a notice only says how many."""
Begin = Callable[[PlannedEdition], Callable[[], object]]
"""Begins an edition and gives what waits until it is made; what fails is raised there.

What was made elsewhere gives what it `Took`.
"""


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week as it was made: what became of it, and the page people decide from."""

    plan: WeekPlan
    report: BatchReport
    page: Path
    troubles: tuple[str, ...] = ()
    """What went wrong beside the making: notices that could not be sent."""
    unshown: str = ""
    """What is wrong with ``channels.yaml``: no posts can be shown, so nothing can be approved."""
    taken_from: str = ""
    """The run that had the week before; empty if none had."""


def make_week_here(request: BatchRequest, *, make: Callable[[PlannedEdition, BriefFile], object]) -> Week:
    """Make every edition of a week in this process; one that fails is named, the others are made.

    Args:
        request: which week of which plan.
        make: makes one edition from its brief; what fails is raised.

    Raises:
        BriefError: the plan is wrong.
        BriefcastError: the week is released already, or another run works on it.
    """
    week, ledger, run = (
        plan_week(request),
        open_ledger(near=(request.plan, request.settings, request.out)),
        this_process(),
    )
    before = Batches(ledger).get(week.week)
    if not begin_week(week, ledger, run=run):
        raise BriefcastError(_taken(week, ledger))
    with Batches(ledger).alive(week.week, run=run):

        def begin(edition: PlannedEdition) -> Callable[[], object]:
            # A brief that cannot be read is a failure of its edition, like all that comes after.
            return lambda: make(edition, week.brief_of(edition.item))

        made = make_week(week, ledger, run=run, begin=begin)
    return replace(made, taken_from=before.run if before and before.run != run else "")


def _taken(week: WeekPlan, ledger: Ledger) -> str:
    batch = Batches(ledger).get(week.week)
    if batch and batch.state == "released":
        return tell(
            "The batch of {week} was made and released. To make it again from the plan and briefs as they are now: "
            "{command}. What comes out the same keeps its approval and its release; what comes out otherwise does not "
            "go out until it is approved and released again; what is out stays out.",
            week=week.week,
            command=Typed(f"briefcast batch {week.request.plan} --week {week.week} --again"),
        )
    return tell(
        "Another run works on the batch of {week}: {run}. Wait for it, or stop it first.",
        week=week.week,
        run=batch and batch.run,
    )


def make_week(week: WeekPlan, ledger: Ledger, *, run: str, begin: Begin, form: str = "") -> Week:
    """Bring series up to date, make each edition, record it, write the review page, and tell who is to decide.

    ``form`` is the address at which a run on a server asks them.
    """
    started = time.monotonic()
    refreshed = refresh_series(week.folder) if week.request.refresh else ()
    begun = [(edition, begin(edition)) for edition in numbered(week, ledger)]
    editions = tuple(record_made(week, edition, made, ledger, run=run) for edition, made in begun)
    report = BatchReport(
        week=week.week,
        editions=editions,
        refreshed=refreshed,
        missed=missed_weeks(week.plan, week.week, Batches(ledger).weeks()),
        wall_s=time.monotonic() - started,
    )
    review = read_review(week, ledger)
    try:
        page = write_review(week, review, report, ledger, to_look_at=True)
    except OSError as error:
        # Most likely the disk is full, and the editions failed for the same reason: all of it is told.
        told = tell("The page of {week} cannot be written. {reason}", week=week.week, reason=plainly(error).told)
        raise BriefcastError(joined(told, *report.failures_alike)) from error
    state: Literal["waiting", "failed"] = "waiting" if review.items else "failed"
    Batches(ledger).move(week.week, state, run=run, report=report.as_json(week))
    troubles = tell_state(ledger, week, report, page, form=form)
    return Week(plan=week, report=report, page=page, troubles=troubles, unshown=review.trouble)


def show_review(week: WeekPlan, report: BatchReport, ledger: Ledger, *, to_look_at: bool = False) -> Path:
    """Write the review page anew, as everything stands now; ``to_look_at`` as in `write_review`."""
    return shown_review(week, report, ledger, to_look_at=to_look_at)[0]


def shown_review(
    week: WeekPlan, report: BatchReport, ledger: Ledger, *, to_look_at: bool = False
) -> tuple[Path, Review]:
    """Write the review page anew as `show_review` does, and give what it shows."""
    review = read_review(week, ledger)
    return write_review(week, review, report, ledger, to_look_at=to_look_at), review


def expect_shown(week: WeekPlan, report: BatchReport, review: Review, ledger: Ledger, names: Iterable[str]) -> None:
    """Refuse to approve what the review page does not show as it is now, and draw the page anew.

    What is approved as it is already may be named again, and what is on hold is not approved by ``all``.

    Raises:
        LedgerError: something of it changed since the page was drawn, such as the text or the link of a post.
    """
    names = tuple(names)
    kept = {each.item.key for each in still_stopped(review, names)}
    asked = [each for each in review.chosen(names) if each.item.key not in kept and each.standing.name != "approved"]
    stale = [*parts_not_shown(week, review, names, ledger), *(each.item.key for each in not_shown(week, asked, ledger))]
    if review.trouble or not stale:
        return
    page = show_review(week, report, ledger, to_look_at=True)
    items = ", ".join(stale[:_NAMED_MAX])
    more = tell(" and {count} more", count=len(stale) - _NAMED_MAX) if stale[_NAMED_MAX:] else ""
    raise LedgerError(
        tell(
            "The review page did not show as it is now: {items}{more}. The page was drawn anew, and nothing was "
            "approved. Look at the page again, then approve: {page}",
            items=items,
            more=more,
            page=page.resolve(),
        )
    )


def record_made(
    week: WeekPlan, edition: PlannedEdition, made: Callable[[], object], ledger: Ledger, *, run: str
) -> EditionReport:
    """Wait for an edition and record it; whatever fails is in its report, and the next one is made.

    What was made elsewhere tells what it took there: here, only the waiting could be measured.
    """
    with measured() as took:
        elsewhere, error = None, None
        try:
            elsewhere = made()
        except Exception as failed:
            # One brief may fail in any way there is: the others of the week must not.
            error = plainly(failed)
    took = elsewhere if isinstance(elsewhere, Took) else took
    return record_edition(week, edition, ledger, who=run, error=error, wall_s=took.wall_s, cpu_s=took.cpu_s)


def waiting_for(review: Review) -> dict[str, int]:
    """Count what waits by the person who is to decide it."""
    return dict(Counter(reviewed.planned.approver or "anybody" for reviewed in review.undecided))


def told_waiting(review: Review, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Say how much waits for whom: ``3 for lan``; ``names`` says what people are called."""
    called = {"anybody": tell("anybody")}
    return tuple(
        tell("{number} for {who}", number=count, who=called.get(who) or (names or {}).get(who, who))
        for who, count in waiting_for(review).items()
    )


def tell_state(ledger: Ledger, week: WeekPlan, report: BatchReport, page: Path, *, form: str = "") -> tuple[str, ...]:
    """Send the notice that the week waits for review, or that nothing of it could be made; gives what hindered it."""
    review = read_review(week, ledger)
    failed = [tell("- {line}", line=failure) for failure in report.failures_alike]
    if not review.items:
        title, key = tell("{week}: nothing could be made", week=week.week), f"{week.week}/failed"
    else:
        title = tell("{week} waits for review: {people}", week=week.week, people=told_waiting(review))
        key = f"{week.week}/waiting/{review.seen_sha256[:16]}"
        if not review.undecided:
            return ()
    decide = [tell("Decide there: {form}", form=form)] if form else []
    lines = [report.summary(), where_is(page, out=week.request.out), *decide, *failed]
    lines += [tell("- Who decides has changed: {change}", change=change) for change in changes_of_people(ledger)]
    trouble = send_notice(Batches(ledger), key, title, lines)
    return (trouble,) if trouble else ()


def finish_week(
    week: WeekPlan, report: BatchReport, ledger: Ledger, leaves: tuple[Leave, ...], *, run: str
) -> tuple[str, ...]:
    """Write down that a week is released once everything in it is decided, show it on its page, and tell the team.

    Gives what hindered telling them.
    """
    _, review = shown_review(week, report, ledger)
    if review.undecided or not review.items:
        return ()
    Batches(ledger).move(week.week, "released", run=run)
    title = tell("{week} is done: {count} releases", week=week.week, count=sum(leave.goes for leave in leaves))
    stays = told_stays(leaves)
    lines = [report.summary(), *(tell("- {line}", line=each) for each in told_moves(leaves)[:_TOLD_MAX])]
    lines += (tell("- stays: {why}", why=each) for each in stays[:_TOLD_MAX])
    if more := len(stays) - _TOLD_MAX:
        lines += [tell("- and {count} more", count=more)] if more > 0 else []
    trouble = send_notice(Batches(ledger), f"{week.week}/done/{review.seen_sha256[:16]}", title, lines)
    return (trouble,) if trouble else ()


@dataclass
class Took:
    """What making an edition cost, where it was made."""

    wall_s: float = 0.0
    cpu_s: float | None = 0.0
    """Of computing; None where nobody knows."""


@contextmanager
def measured() -> Iterator[Took]:
    """Measure how long a block takes, and how much computing, its child processes included."""
    took, wall, cpu = Took(), time.monotonic(), _cpu_s()
    try:
        yield took
    finally:
        took.wall_s, took.cpu_s = time.monotonic() - wall, _cpu_s() - cpu


def _cpu_s() -> float:
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
