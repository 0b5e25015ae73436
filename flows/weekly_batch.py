"""The flow of a week: made on Monday morning, decided by the people the plan names, released at its slots.

It walks the same functions as ``briefcast batch``, ``approve`` and ``release``; Prefect adds the schedule, the
form, subflows, other machines and history. Decisions live in the ledger; a run that is killed or fires
twice finds there how far its week is.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from uuid import UUID

from flows.settings import settle

settle(alone=__name__ == "__main__")

from prefect import flow, get_run_logger, runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound
from prefect.flow_runs import suspend_flow_run
from prefect.input import RunInput
from prefect.states import Completed
from pydantic import Field

from briefcast.cli.report import shown
from briefcast.errors import LedgerError
from briefcast.ledger import Batch, Batches, DecisionKind, Ledger, open_ledger, told_of_place
from briefcast.ledger.batches import DEAD_AFTER_S, seconds_since
from briefcast.messages import tell
from briefcast.states import called
from briefcast.week.batch import begin_week
from briefcast.week.deciding import Review, decide, no_posts, read_review
from briefcast.week.making import finish_week, make_week, show_review, told_waiting
from briefcast.week.notices import send_notice
from briefcast.week.releasing import release_week
from briefcast.week.report import BatchReport
from briefcast.week.week import BatchRequest, WeekPlan, plan_week
from flows.spread import BEGIN, Spread

REVIEW_DAYS = 14
"""How long a run waits for decisions before it gives up; the daily catch-up then asks again."""


class Decisions(RunInput):
    """What was decided about the items of this week. Names may be shortened from their end; all means every item."""

    who: str = Field("", description="Who decides: your id in the plan.")
    approve: list[str] = Field(
        [], description="Approve exactly as the review page shows them: egov-2024/citizens, all."
    )
    hold: list[str] = Field([], description="Hold for now: they do not go out.")
    send_back: list[str] = Field([], description="Send back to be put right; needs a reason.")
    why: str = Field("", description="The reason for holding or sending back.")
    seen: str = Field("", description="The content the review page shows; leave it as it is.")


def _tell_failed(flow: object, flow_run: Any, state: State[Any]) -> None:
    """Send the notice that a batch failed, with what the state says."""
    request = BatchRequest.model_validate(flow_run.parameters["request"])
    lines = [str(request.plan), f"{state.name}: {state.message}"]
    title = tell("The batch of {week} failed", week=request.week or tell("this week"))
    send_notice(Batches(open_ledger()), f"{flow_run.id}/failed", title, lines)


@flow(
    name="weekly-batch",
    description="Make everything the plan asks for in a week, wait for the people who approve, and release it.",
    on_failure=[_tell_failed],
    on_crashed=[_tell_failed],
)
def weekly_batch(request: BatchRequest, spread: Spread = Spread()) -> State[str]:
    """Make, ask, release one week; firing again does nothing while another run has it or it is released."""
    week, ledger, run = plan_week(request), open_ledger(), str(runtime.flow_run.id)
    get_run_logger().info(shown(tell("Ledger: {place}", place=ledger.place)))
    if told := told_of_place(ledger):
        get_run_logger().warning(shown(told))
    batch = begin_week(week, ledger, run=run, lives=_lives)
    if batch is None:
        skipped = shown(tell("{week} is released, or another run works on it.", week=week.week))
        return Completed(name="Skipped", message=skipped)
    with Batches(ledger).alive(week.week, run=run):
        report = BatchReport.of_json(batch.report) if batch.state == "waiting" else make(week, ledger, run, spread)
        ask_until_decided(week, report, ledger, run)
        leaves = release_week(week, ledger, who=run)
        for trouble in finish_week(week, report, ledger, leaves, run=run):
            get_run_logger().warning(shown(trouble))
    stays = [leave.refused for leave in leaves if leave.refused]
    leave_notes(week, report, stays)
    told = shown(tell("{count} releases, {summary}", count=len(leaves) - len(stays), summary=report.summary()))
    return Completed(name="Partial" if report.partial else "Released", message=told, data=str(week.review))


def make(week: WeekPlan, ledger: Ledger, run: str, spread: Spread) -> BatchReport:
    """Make the week's editions here, on several workers or on Dask, and show them where people decide."""
    get_run_logger().info("%s: %s editions, made %s", week.week, len(week.editions), spread.how)
    with BEGIN[spread.how](spread) as begin:
        made = make_week(week, ledger, run=run, begin=begin)
    for trouble in made.troubles:
        get_run_logger().warning(shown(trouble))
    if made.unshown:
        get_run_logger().warning(shown(no_posts(made.unshown)))
    leave_artifacts(week, made.report, made.page)
    return made.report


def ask_until_decided(week: WeekPlan, report: BatchReport, ledger: Ledger, run: str) -> None:
    """Suspend until every item is decided, by the form or on a command line; the process ends meanwhile."""
    trouble = ""
    while (review := read_review(week, ledger)).undecided:
        # The form is for the page: it shows what the form names.
        show_review(week, report, ledger)
        asked = Batches(ledger).asked(week.week)
        form = Decisions.with_initial_data(
            description=_describe(week, review, report, trouble), seen=review.seen_sha256[:12]
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


def _take(answer: Decisions, review: Review, ledger: Ledger) -> str:
    """Write the decisions of a form into the ledger; gives what was wrong with them, for the next form."""
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


def _describe(week: WeekPlan, review: Review, report: BatchReport, trouble: str) -> str:
    """Say in Markdown what waits for whom, above the form: short, for it has little room there."""
    lines = [f"**{shown(tell('Nothing was taken from the last answer:'))}** {shown(trouble)}"] if trouble else []
    page = f"[{shown(tell('Look at the page of {week}, then decide.', week=week.week))}]({_address(week)})"
    lines += [f"{page} {shown(tell('It waits: {waiting}.', waiting=told_waiting(review)))}"]
    failed = tell("{count} things failed; the page names them.", count=len(report.failures))
    lines += [shown(failed)] if report.failures else []
    return "\n\n".join(lines)


def _address(week: WeekPlan) -> str:
    page = week.review / "index.html"
    board = os.environ.get("BRIEFCAST_BOARD_URL", "").rstrip("/")
    return f"{board}/{page.relative_to(week.request.out)}" if board else page.resolve().as_uri()


def _lives(batch: Batch) -> bool:
    """Ask the server whether the run that holds a batch still works on it or waits for an answer."""
    try:
        with get_client(sync_client=True) as client:
            state = client.read_flow_run(UUID(batch.run)).state
    except (ValueError, ObjectNotFound):
        return batch.state == "making" and seconds_since(batch.beat_at) < DEAD_AFTER_S
    if state is None or state.is_final():
        return False
    if state.is_paused():
        timeout = state.state_details.pause_timeout
        return timeout is None or seconds_since(timeout) < 0
    return not state.is_running() or seconds_since(batch.beat_at) < DEAD_AFTER_S


def leave_artifacts(week: WeekPlan, report: BatchReport, page: Path) -> None:
    """Show in Prefect's UI where the review page is, and what became of each edition."""
    key = f"week-{week.week.lower()}"
    create_link_artifact(
        key=f"{key}-review", link=_address(week), link_text=shown(tell("Open the review page")), description=str(page)
    )
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


def leave_notes(week: WeekPlan, report: BatchReport, stays: list[str]) -> None:
    """Show in Prefect's UI what failed, what was refreshed, and what stays and why."""
    lines = [shown(tell("- failed: {why}", why=failure)) for failure in report.failures]
    lines += [f"- {series.file}: {'; '.join(series.changes)}" for series in report.refreshed if series.changes]
    lines += [f"- {shown(tell('The batch of {week} was never made.', week=missed))}" for missed in report.missed]
    lines += [shown(tell("- stays: {why}", why=refused)) for refused in stays]
    create_markdown_artifact(
        key=f"week-{week.week.lower()}-notes",
        markdown="\n".join([f"# {week.week}", *(lines or [shown(tell("Nothing to tell."))])]),
    )
