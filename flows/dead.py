"""Runs of before: those that died with their machine, of which nobody else tells, and those that nobody asks for.

A worker that lives sees to the processes it started. Where it went down with them, Prefect shows them as running.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from uuid import UUID

from prefect import get_run_logger, runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterEndTime,
    FlowRunFilterParentFlowRunId,
    FlowRunFilterState,
    FlowRunFilterStateName,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

from briefcast.cli.report import shown
from briefcast.ledger import Batches, Ledger
from briefcast.messages import tell
from briefcast.week.notices import send_notice
from flows.told import run_address

_FORGOTTEN_MAX = 20
"""Runs that one run deletes at the most: one comes for each that goes."""


def bury(run: str, ledger: Ledger, *, title: str) -> None:
    """Set a run that died to Crashed, with what ran within it, and tell the team once.

    What no worker began for it yet is cancelled, for whoever goes on asks for it again; what a worker has begun is a
    run of its own, which that worker sees to as long as it lives (`bury_begun`). A run that only waits for an answer
    did not die: it is cancelled, so that people answer one form.

    Args:
        run: its id; nothing is done if this server has no such run, or if it ended.
        ledger: remembers who was told.
        title: the title of the notice.
    """
    try:
        with get_client(sync_client=True) as client:
            dead = client.read_flow_run(UUID(run))
            if dead.state is None or dead.state.is_final():
                return
            if dead.state.is_paused():
                told = shown(tell("The week was made again: decide in {run}.", run=run_address()))
                client.set_flow_run_state(dead.id, Cancelled(message=told), force=True)
                return
            _set_crashed(client, dead)
    except (ValueError, ObjectNotFound):
        return
    get_run_logger().warning("%s: %s", dead.name, shown(_told()))
    send_notice(Batches(ledger), f"{run}/died", title, [dead.name, _told(), run_address()])


def bury_begun(run: str) -> None:
    """Set what workers began for a run that died, and never ended, to Crashed: call it once all of that is made.

    Two never make the same at once, so what another run has made meanwhile nobody works on any more.
    """
    with suppress(ValueError), get_client(sync_client=True) as client:
        for each in _within(client, UUID(run)):
            if each.state and each.state.is_running():
                client.set_flow_run_state(each.id, Crashed(message=shown(_told())), force=True)


def runs_beside(limit: int) -> tuple[str, ...]:
    """Give the other runs of this run's deployment that are said to run, though this one holds its only slot.

    A run that lives renews its hold on the slot: where this one has it, the others are dead. Nothing is known of
    them where the deployment has another limit.
    """
    with get_client(sync_client=True) as client:
        own = client.read_flow_run(UUID(str(runtime.flow_run.id)))
        if own.deployment_id is None:
            return ()
        given = client.read_deployment(own.deployment_id).global_concurrency_limit
        if given is None or given.limit != limit:
            return ()
        running = FlowRunFilter(
            deployment_id=FlowRunFilterDeploymentId(any_=[own.deployment_id]),
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.RUNNING])),
        )
        return tuple(str(run.id) for run in client.read_flow_runs(flow_run_filter=running) if run.id != own.id)


def forget_runs(name: str, *, after: dt.timedelta) -> None:
    """Delete the runs of this run's deployment that ended in a state of a name some time ago: nobody asks for them."""
    if not runtime.deployment.id:
        return
    old = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[UUID(str(runtime.deployment.id))]),
        state=FlowRunFilterState(name=FlowRunFilterStateName(any_=[name])),
        end_time=FlowRunFilterEndTime(before_=runtime.flow_run.scheduled_start_time - after),
    )
    with get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=old, limit=_FORGOTTEN_MAX):
            client.delete_flow_run(run.id)


def _set_crashed(client: SyncPrefectClient, dead: FlowRun) -> None:
    for each in _within(client, dead.id):
        if each.state is None or each.state.is_final():
            continue
        if each.deployment_id is None:
            _set_crashed(client, each)
        elif not each.state.is_running():
            client.set_flow_run_state(each.id, Cancelled(message=shown(_told())), force=True)
    client.set_flow_run_state(dead.id, Crashed(message=shown(_told())), force=True)


def _within(client: SyncPrefectClient, run: UUID) -> list[FlowRun]:
    """Give every run that another one began, however many."""
    within = FlowRunFilter(parent_flow_run_id=FlowRunFilterParentFlowRunId(any_=[run]))
    found: list[FlowRun] = []
    while page := client.read_flow_runs(flow_run_filter=within, sort=FlowRunSort.ID_DESC, offset=len(found)):
        found += page
    return found


def _told() -> str:
    return tell(
        "Its machine died or was switched off; {run} goes on with what it had finished.", run=runtime.flow_run.name
    )
