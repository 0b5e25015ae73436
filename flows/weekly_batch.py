"""The flow of a week: made on Monday morning, decided by the people the plan names, released at its slots.

It walks the same functions as ``briefcast batch``, ``approve`` and ``release``; Prefect adds the schedule, the
form, subflows, other machines and history. Decisions live in the ledger; a run that is killed or fires
twice finds there how far its week is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.settings import settle

settle(alone=__name__ == "__main__")

from prefect import flow, get_run_logger, runtime
from prefect.artifacts import create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.states import Completed
from prefect.utilities.urls import url_for
from pydantic import Field, create_model

from briefcast.cli.report import shown
from briefcast.errors import BriefcastError, LedgerError, NothingPlanned
from briefcast.ledger import Batch, Batches, DecisionKind, Ledger, open_ledger, told_of_place
from briefcast.ledger.batches import DEAD_AFTER_S, seconds_since
from briefcast.ledger.people import People
from briefcast.messages import tell
from briefcast.pages.address import board_url, where_is
from briefcast.planner.plan import read_plan
from briefcast.planner.weeks import week_of
from briefcast.states import called
from briefcast.week.batch import begin_week
from briefcast.week.deciding import Review, decide, no_posts, read_review
from briefcast.week.making import finish_week, make_week, show_review, told_waiting
from briefcast.week.notices import send_notice
from briefcast.week.releasing import release_week, told_stays
from briefcast.week.report import BatchReport
from briefcast.week.week import WeekPlan, plan_week
from flows.dead import bury, bury_begun
from flows.forms import BatchForm, refuse_outside
from flows.remembered import RunMemory
from flows.spread import BEGIN, Spread
from flows.told import failed_state, leave_notes, leave_page, run_address, run_name

REVIEW_DAYS = 14
"""How long a run waits for decisions before it gives up; the daily catch-up then asks again."""

PENDING_S = 600
"""How long a worker may take to start a run; after it the worker is gone."""


def _box(default: str | list[str], title: str, description: str) -> Any:
    """Give a field of the form: what it is called and what is said of it, in the team's language."""
    return Field(default, title=shown(title), description=shown(description))


class Decisions(RunInput):
    """What was decided about the items of this week. Names may be shortened from their end; all means every item."""

    who: str = _box("", tell("Who decides"), tell("Your id in the plan."))
    approve: list[str] = _box(
        [], tell("Approve"), tell("Exactly as the page shows them: all, or how names begin: egov-2024/citizens.")
    )
    hold: list[str] = _box([], tell("Hold"), tell("They do not go out for now."))
    send_back: list[str] = _box([], tell("Send back"), tell("To be put right; say why below."))
    why: str = _box("", tell("Why"), tell("The reason for holding or sending back."))
    seen: str = _box("", tell("What was seen"), tell("Leave it as it is: the content that the page shows."))


class SignedDecision(RunInput):
    """What was decided, signed with a person's own secret: Prefect keeps what a form is given, for all to read."""

    signed: str = _box(
        "",
        tell("Signed decision"),
        tell("From the page of the week: decide there, sign, copy the line, paste it here."),
    )


def _typed_form(week: WeekPlan) -> type[Decisions]:
    """Give the form in which the people of the plan are offered, so that nobody has to know how her id is written."""
    people = [person.id for person in week.plan.people]
    if not people:
        return Decisions
    known = Decisions.model_fields["who"]
    who = Field("", title=known.title, description=known.description, json_schema_extra={"enum": ["", *people]})
    return create_model("Decisions", __base__=Decisions, who=(str, who))


def _named() -> str:
    """Name a run after its week and its plan; after the plan alone if that cannot be read."""
    request = BatchForm.model_validate(runtime.flow_run.parameters["request"])
    return run_name(_week_of(request, _asked_at()), request.plan.stem)


def _week_of(request: BatchForm, at: dt.datetime) -> str:
    """Give the week that is asked for, or in which it is asked; empty if the plan, whose clock counts, is broken."""
    try:
        return request.week or week_of(at.astimezone(ZoneInfo(read_plan(request.plan).timezone)).date())
    except BriefcastError:
        return ""


def _asked_at() -> dt.datetime:
    """Give when this run was to start: a run that waited over a Sunday still is of the week it was asked for."""
    at: dt.datetime = runtime.flow_run.scheduled_start_time
    return at


def _tell_failed(flow: object, flow_run: Any, state: State[Any]) -> None:
    """Send the notice that a batch failed, with what the state says."""
    request = BatchForm.model_validate(flow_run.parameters["request"])
    lines = [str(request.plan), state.message or str(state.name), url_for(flow_run) or ""]
    week = _week_of(request, flow_run.expected_start_time)
    title = tell("The batch of {week} failed", week=week) if week else tell("A batch failed")
    send_notice(RunMemory(), f"{flow_run.id}/failed", title, lines)


@flow(
    name="weekly-batch",
    flow_run_name=_named,
    description="Make everything the plan asks for in a week, wait for the people who approve, and release it.",
    on_failure=[_tell_failed],
    on_crashed=[_tell_failed],
)
def weekly_batch(request: BatchForm, spread: Spread = Spread()) -> State[str]:
    """Make, ask, release one week.

    Firing again does nothing while another run makes the week or it is released; a schedule also leaves a week alone
    that waits for people.
    """
    try:
        refuse_outside(request.out)
        return run_week(plan_week(request, now=_asked_at()), spread)
    except NothingPlanned as nothing:
        return Completed(name="Nothing planned", message=shown(nothing.told))
    except (BriefcastError, OSError) as error:
        return failed_state(error, about=f"week-{request.week or request.plan.stem}")


def run_week(week: WeekPlan, spread: Spread) -> State[str]:
    """Make, ask, release a week; raises what is wrong with the plan or the ledger."""
    near = (week.request.plan, week.request.settings, week.request.out)
    ledger, run = open_ledger(near=near), str(runtime.flow_run.id)
    get_run_logger().info(shown(tell("Ledger: {place}", place=ledger.place)))
    if told := told_of_place(ledger):
        get_run_logger().warning(shown(told))
    before = Batches(ledger).get(week.week)
    batch = begin_week(week, ledger, run=run, lives=_lives)
    if batch is None:
        skipped = shown(tell("{week} is released, or another run works on it.", week=week.week))
        return Completed(name="Skipped", message=skipped)
    taken = before.run if before and before.run != run else ""
    if taken:
        bury(taken, ledger, title=tell("A run of {week} broke off, and another goes on", week=week.week))
    with Batches(ledger).alive(week.week, run=run):
        report = BatchReport.of_json(batch.report) if batch.state == "waiting" else make(week, ledger, run, spread)
        if taken:
            bury_begun(taken)
        ask_until_decided(week, report, ledger, run)
        leaves = release_week(week, ledger, who=run)
        for trouble in finish_week(week, report, ledger, leaves, run=run):
            get_run_logger().warning(shown(trouble))
    note(week, report, told_stays(leaves))
    given = sum(not leave.refused for leave in leaves)
    told = shown(tell("{count} releases, {summary}", count=given, summary=report.summary()))
    return Completed(name="Partial" if report.partial else "Released", message=told, data=str(week.review))


def make(week: WeekPlan, ledger: Ledger, run: str, spread: Spread) -> BatchReport:
    """Make the week's editions here, on several workers or on Dask, and show them where people decide."""
    get_run_logger().info("%s: %s editions, made %s", week.week, len(week.editions), spread.how)
    with BEGIN[spread.how](spread) as begin:
        made = make_week(week, ledger, run=run, begin=begin, form=run_address())
    for trouble in made.troubles:
        get_run_logger().warning(shown(trouble))
    if made.unshown:
        get_run_logger().warning(shown(no_posts(made.unshown)))
    leave_artifacts(week, made.report, made.page)
    note(week, made.report)
    return made.report


def ask_until_decided(week: WeekPlan, report: BatchReport, ledger: Ledger, run: str) -> None:
    """Suspend until every item is decided, by the form or on a command line; the process ends meanwhile."""
    trouble = ""
    while (review := read_review(week, ledger)).undecided:
        # The form is for the page: it shows what the form names.
        show_review(week, report, ledger)
        asked = Batches(ledger).asked(week.week)
        described = _describe(week, review, report, trouble)
        form = (
            SignedDecision.with_initial_data(description=described)
            if People(ledger).registered()
            else _typed_form(week).with_initial_data(description=described, seen=review.seen_sha256[:12])
        )
        # The key is new each time: a run that goes on gets the answer to its last question.
        answer = suspend_flow_run(wait_for_input=form, key=f"review-{asked}", timeout=REVIEW_DAYS * 86400)
        trouble = _take(answer, review, ledger)
        Batches(ledger).answered(week.week, run=run)
        show_review(week, report, ledger)
        now = read_review(week, ledger)
        waits = tell(
            "{count} of {all} items wait for a decision: {waiting}.",
            count=len(now.undecided),
            all=len(now.items),
            waiting=told_waiting(now),
        )
        get_run_logger().info(shown(trouble or waits))


def _take(answer: Decisions | SignedDecision, review: Review, ledger: Ledger) -> str:
    """Write the decisions of a form into the ledger; gives what was wrong with them, for the next form."""
    if isinstance(answer, SignedDecision):
        return _take_signed(answer.signed, review, ledger) if answer.signed.strip() else ""
    given: tuple[tuple[list[str], DecisionKind], ...] = (
        (answer.approve, "approved"),
        (answer.hold, "held"),
        (answer.send_back, "sent back"),
    )
    for names, decision in given:
        try:
            if names:
                decide(
                    review, ledger, names, decision, who=answer.who, why=answer.why, seen=answer.seen, through="prefect"
                )
        except LedgerError as error:
            return error.told
    return ""


def _take_signed(line: str, review: Review, ledger: Ledger) -> str:
    try:
        said = People(ledger).take(line, week=review.week)
        decide(
            review,
            ledger,
            said.names,
            said.decision,
            who=said.who,
            why=said.why,
            seen=said.seen,
            through="prefect",
            proof="signed",
        )
    except LedgerError as error:
        return error.told
    return ""


def _describe(week: WeekPlan, review: Review, report: BatchReport, trouble: str) -> str:
    """Say in Markdown what waits for whom, above the form: short, for it has little room there."""
    lines = [f"**{shown(tell('Nothing was taken from the last answer:'))}** {shown(trouble)}"] if trouble else []
    page, look = week.review / "index.html", shown(tell("Look at the page of {week}, then decide.", week=week.week))
    link = board_url(page, out=week.request.out)
    lines += [f"[{look}]({link})" if link else f"{look} {shown(where_is(page, out=week.request.out))}"]
    lines += [shown(tell("It waits: {waiting}.", waiting=told_waiting(review)))]
    failed = tell("{count} things failed; the page names them.", count=len(report.failures))
    lines += [shown(failed)] if report.failures else []
    return "\n\n".join(lines)


def _lives(batch: Batch) -> bool:
    """Ask the server whether the run that holds a batch still works on it or waits for an answer.

    Who starts a run by hand while another one waits wants the week made again, such as with a brief that was put right.
    """
    try:
        with get_client(sync_client=True) as client:
            state = client.read_flow_run(UUID(batch.run)).state
            by_schedule = client.read_flow_run(UUID(str(runtime.flow_run.id))).auto_scheduled
    except (ValueError, ObjectNotFound):
        return batch.state == "making" and seconds_since(batch.beat_at) < DEAD_AFTER_S
    if state is None or state.is_final():
        return False
    if state.is_paused():
        timeout = state.state_details.pause_timeout
        return bool(by_schedule) and (timeout is None or seconds_since(timeout) < 0)
    if state.is_pending():
        return seconds_since(state.timestamp) < PENDING_S
    return not state.is_running() or seconds_since(batch.beat_at) < DEAD_AFTER_S


def leave_artifacts(week: WeekPlan, report: BatchReport, page: Path) -> None:
    """Show in Prefect's UI where the review page is, and what became of each edition."""
    key = f"week-{week.week.lower()}"
    text = shown(tell("Open the review page"))
    leave_page(f"{key}-review", page, out=week.request.out, text=text, description=str(page))
    rows = [
        {
            shown(tell("item")): edition.item,
            shown(tell("brief")): edition.brief,
            shown(tell("state")): shown(called(edition.state)),
            shown(tell("items")): edition.items,
            "MB": round(edition.bytes / 1e6, 1),
            shown(tell("seconds")): round(edition.wall_s, 1),
            shown(tell("seconds of computing")): "" if edition.cpu_s is None else round(edition.cpu_s, 1),
        }
        for edition in report.editions
    ]
    create_table_artifact(key=f"{key}-editions", table=rows, description=shown(report.summary()))


def note(week: WeekPlan, report: BatchReport, stays: Sequence[str] = ()) -> None:
    """Leave in Prefect's UI what failed and what to do, what was refreshed, and what stays and why."""
    others = [f"{series.file}: {'; '.join(series.changes)}" for series in report.refreshed if series.changes]
    others += [shown(tell("The batch of {week} was never made.", week=missed)) for missed in report.missed]
    others += [shown(tell("stays: {why}", why=refused)) for refused in stays]
    leave_notes(f"week-{week.week}", [shown(failure) for failure in report.failures], others)
