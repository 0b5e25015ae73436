"""The flow that publishes: what was approved and given leave, each item once, on every account at its slot.

It walks the same functions as ``briefcast publish``; Prefect adds the schedule, secrets, limits across runs,
artifacts and history. Deploy it every few minutes: what is out stays out, what waits goes on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from urllib.request import url2pathname

from flows.settings import settle

settle(alone=__name__ == "__main__")

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import Artifact, create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.concurrency.sync import concurrency
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.urls import url_for
from pydantic import BaseModel, ConfigDict

from briefcast.catalogue import in_zone, told_moment
from briefcast.cli.report import report_error, shown
from briefcast.errors import BriefcastError
from briefcast.ledger import open_ledger, told_of_place
from briefcast.messages import Line, tell
from briefcast.publishing.accounts import AccountEntry, ending_secrets, read_accounts
from briefcast.publishing.orders import Order, by_account, released_orders
from briefcast.publishing.quota import QuotaPlan
from briefcast.publishing.sending import (
    ACCOUNTS_AT_ONCE,
    Outcome,
    Recalled,
    publish_account,
    stopped_at_slot,
    summarize,
)
from briefcast.publishing.settling import Settled
from briefcast.secrecy import from_environment, guard_logs, renew_with
from briefcast.states import called
from briefcast.store.store import STORE_NAME, open_store
from briefcast.week.idle import Watch
from briefcast.week.notices import send_notice
from briefcast.week.quiet import plan_zone, quiet_times
from briefcast.week.run import begin_run, end_run, is_untouched
from briefcast.week.troubles import (
    AGAIN_AFTER_S,
    Trouble,
    lines_of,
)
from briefcast.week.typed import AsTyped
from flows.blocks import from_block, keep_in_block
from flows.dead import bury, forget_runs, runs_beside
from flows.remembered import RunMemory
from flows.told import failed_state, run_name
from flows.whole import whole

TO_SETTLE = "To settle"
"""What a whole run is called that found something for a person."""

IDLE = "Nothing to do"
"""What a run is called that changed nothing; such runs go after a day, for the ledger has all there is to know."""
TO_SETTLE_KEY = "to-settle"
RUNS_AT_ONCE = 1
"""Of its deployment, as prefect.yaml says: a run that takes longer than five minutes is not joined by a second one."""


class PublishRequest(BaseModel):
    """What is to be published."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    week: str = ""
    """Only what was released for this ISO week, such as 2026-W48; everything that is released if empty."""
    settings: Path = Path()
    """Folder of channels.yaml."""
    out: Path = Path("outputs")
    """Folder of editions."""
    late: bool = False
    """Also what missed its slot by more than a day."""
    new: bool = False
    """Begin with an empty ledger: nothing of this went out before."""


def _named() -> str:
    """Name a run after the week it is asked for and the moment it was to start, by the clock of the plan."""
    request = PublishRequest.model_validate(runtime.flow_run.parameters["request"])
    try:
        in_zone(plan_zone(open_ledger()))
    except BriefcastError:
        in_zone(None)
    return run_name(request.week or shown(tell("all weeks")), told_moment(runtime.flow_run.scheduled_start_time))


def _tell_failed(flow: object, flow_run: Any, state: State[Any]) -> None:  # noqa: ARG001 - Prefect names it
    """Send the notice that a run broke off, once a day for each reason; what a whole run found is told by itself."""
    if state.name == TO_SETTLE:
        return
    told = " ".join((state.message or str(state.name)).split())
    key = Trouble(where="", what=str(state.name), why=told).key
    look = tell("Nothing goes out until a run ends: look at {run} in Prefect.", run=flow_run.name)
    lines = [told, look, url_for(flow_run) or ""]
    send_notice(RunMemory(), key, tell("Publishing broke off"), lines, again_after_s=AGAIN_AFTER_S)


@flow(
    name="publish-edition",
    flow_run_name=_named,
    description="Publish what was approved and released, each item once, at its slot.",
    on_failure=[_tell_failed],
    on_crashed=[_tell_failed],
    task_runner=ThreadPoolTaskRunner(max_workers=ACCOUNTS_AT_ONCE),  # type: ignore[arg-type]
)
def publish_edition(request: PublishRequest = PublishRequest()) -> State[str]:
    """Publish every order that is due; what needs a person now makes the run fail, with everything else out.

    What waits, is held or missed its slot by more than a day fails no run: the team is told of it once.
    """
    guard_logs()
    try:
        return publish(request)
    except (BriefcastError, OSError) as error:
        return failed_state(error, about="publishing")


def publish(request: PublishRequest) -> State[str]:
    """Publish every order that is due; raises what is wrong with the accounts, the plan or the ledger."""
    near = (request.settings, request.out)
    accounts, ledger = read_accounts(request.settings), open_ledger(near=near)
    get_run_logger().info(shown(tell("Ledger: {place}", place=ledger.place)))
    if told := told_of_place(ledger):
        get_run_logger().warning(shown(told))
    in_zone(plan_zone(ledger))
    forget_runs(IDLE, after=dt.timedelta(days=1))
    store = open_store(request.out / STORE_NAME)
    if not request.new and is_untouched(request.out, ledger, store, accounts):
        return Completed(name=IDLE, message=shown(tell("No week was made here yet.")))
    for dead in runs_beside(limit=RUNS_AT_ONCE):
        bury(dead, ledger, title=tell("Publishing broke off"))
    ending = ending_secrets(accounts.accounts, dt.date.today())
    for told in ending:
        get_run_logger().warning(shown(told))
    log, sources = get_run_logger(), (from_environment, from_block)
    watch = Watch(ledger, request.out, request.settings, {"by": "flow"})
    everything = not (request.week or request.late or request.new)
    if everything and (known := watch.known()):
        in_zone(known.zone)
        told = "\n".join(shown(line.text) for line in known.lines)
        return Completed(name=IDLE, message=told, data=told)
    begun = begin_run(
        accounts,
        ledger,
        store,
        who=_run(),
        find=lambda: released_orders(ledger, accounts, store, week=request.week or None),
        week=request.week,
        new=request.new,
        late=request.late,
        sources=sources,
        hears=lambda each: log.log(logging.ERROR if each.failed else logging.WARNING, "%s", shown(each.told)),
    )
    for differs in begun.differs:
        log.warning("%s %s", shown(tell("Plan and release differ:")), shown(differs))
    limit_accounts([entry for entry, _ in by_account(begun.orders)])
    futures = [
        publish_on_account.submit(str(entry.name), whole(entry), whole(own), request.late)
        for entry, own in by_account(begun.orders)
    ]
    outcomes = [outcome for future in futures for outcome in future.result()]
    ended = end_run(begun, outcomes, ledger, store, ending=ending)
    leave_artifacts(outcomes, (*begun.recalled, *begun.settled), begun.quotas, begun.differs, ended.troubles)
    for line in ended.waits:
        log.info(shown(line))
    if ended.hindered:
        log.warning(shown(ended.hindered))
    others = ended.others
    stopped = [each for each, _ in stopped_at_slot(outcomes, ledger, quiet=begun.quiet, typed=begun.typed.why_not)]
    summary = summarize(outcomes, others=others, stopped=stopped, recalled=len(begun.recalled))
    told = shown(summary)
    if everything:
        watch.note(begun, outcomes, ended, [Line(text=summary)])
    failed = others or any(outcome.failed for outcome in outcomes)
    if failed:
        return Failed(name=TO_SETTLE, message=told)
    idle = not any(each.fresh for each in outcomes) and not begun.recalled and not any(s.fresh for s in begun.settled)
    return Completed(name=IDLE if idle else "Completed", message=told, data=told)


@task(task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def publish_on_account(name: str, entry: AccountEntry, orders: Sequence[Order], late: bool) -> tuple[Outcome, ...]:
    """Publish the orders of one account, one after the other; no other run works on it meanwhile."""
    log = get_run_logger()
    renew_with(keep_in_block)
    ledger = open_ledger()
    with concurrency(_limit(name), strict=True):
        return publish_account(
            entry,
            orders,
            ledger,
            _run(),
            (from_environment, from_block),
            late,
            hears=lambda outcome: log.info(
                "%s %s %s",
                shown(called(outcome.state, outcome.order.channel)),
                outcome.order,
                outcome.url or shown(outcome.detail),
            ),
            quiet=quiet_times(ledger),
            typed=AsTyped(ledger).why_not,
        )


def limit_accounts(entries: Sequence[AccountEntry]) -> None:
    """Let each account be worked on by one run at a time: a limit that is missing would only warn."""
    with get_client(sync_client=True) as client:
        for entry in entries:
            client.upsert_global_concurrency_limit_by_name(_limit(entry.name), 1)


def _limit(account: str) -> str:
    return f"briefcast-{account}"


def _run() -> str:
    return f"flow run {runtime.flow_run.name}"


def leave_artifacts(
    outcomes: Sequence[Outcome],
    of_before: Sequence[Recalled | Settled],
    plan: QuotaPlan,
    differing: Sequence[str],
    troubles: Sequence[Trouble],
) -> None:
    """Show in Prefect's UI what this run changed, with links to what is out, and what there is to settle.

    A run that changed nothing leaves nothing: it comes every few minutes, and all that runs leave is kept.
    """
    rows = [
        {
            "item": outcome.order.item,
            "channel": outcome.order.channel,
            "account": outcome.order.account.name,
            "state": shown(called(outcome.state)),
            "link": _link(outcome.url),
            "why": shown(outcome.detail),
        }
        for outcome in outcomes
        if outcome.fresh
    ]
    rows += [
        {
            "item": each.publication.item,
            "channel": each.publication.channel,
            "account": each.publication.account,
            "state": shown(called(each.publication.state if isinstance(each, Settled) else "taken back")),
            "link": _link(each.publication.url or ""),
            "why": shown(each.told),
        }
        for each in of_before
        if (each.fresh if isinstance(each, Settled) else not each.failed)
    ]
    if rows:
        named = [{shown(_HEADINGS[name]): value for name, value in row.items()} for row in rows]
        create_table_artifact(key="published", table=named, description=shown(tell("What this run changed")))
    for outcome in outcomes:
        if outcome.fresh and outcome.url.startswith("http"):
            key, text = f"post-{outcome.order.account.name}", outcome.order.where
            create_link_artifact(key=key, link=outcome.url, link_text=text)
    notes = [shown(line) for line in lines_of(troubles)]
    notes += [shown(tell("- Over quota: {post}: {why}", post=m.order.where, why=m.told)) for m in plan.moved]
    notes += [shown(tell("- Plan and release differ: {why}", why=each)) for each in differing]
    markdown = "\n".join([f"# {shown(tell('To settle'))}", *(notes or [shown(tell("Nothing."))])])
    if _differs(TO_SETTLE_KEY, markdown, or_there_is=bool(notes)):
        create_markdown_artifact(key=TO_SETTLE_KEY, markdown=markdown)


def _differs(key: str, markdown: str, *, or_there_is: bool) -> bool:
    """Say whether an artifact says something else than the one of before, numbers that count up or down apart."""
    before = cast("Artifact | None", Artifact.get(key))  # a coroutine only where the caller is one
    if before is None:
        return or_there_is
    return re.sub(r"\d+", "#", str(before.data)) != re.sub(r"\d+", "#", markdown)


def _link(url: str) -> str:
    """Give what people can open: an address of the web, or of a folder where it is on the machine that has it."""
    return url2pathname(urlsplit(url).path) if url.startswith("file:") else url


_HEADINGS = {
    "item": tell("item"),
    "channel": tell("channel"),
    "account": tell("account"),
    "state": tell("state"),
    "link": tell("link"),
    "why": tell("why"),
}
"""What the columns of the table are called."""


def main() -> int:
    """Run the flow once, on Prefect's embedded server unless ``PREFECT_API_URL`` names another."""
    parser = argparse.ArgumentParser(prog="python -m flows.publish_edition", description=publish_edition.description)
    parser.add_argument("--week", default="")
    parser.add_argument("--settings", type=Path, default=Path())
    parser.add_argument("--out", type=Path, default=Path("outputs"))
    parser.add_argument("--late", action="store_true")
    parser.add_argument("--new", action="store_true", help="begin with an empty ledger")
    try:
        state = publish_edition(PublishRequest(**vars(parser.parse_args())), return_state=True)
    except BriefcastError as error:
        return report_error(error)
    print(state.message)  # noqa: T201
    return 0 if state.is_completed() else 1


if __name__ == "__main__":
    sys.exit(main())
