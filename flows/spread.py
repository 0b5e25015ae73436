"""Where the editions of a week are made: in the run itself, by several workers of the pool, or on Dask.

Each way begins an edition and gives what waits for it. Nothing is made twice: all share one content store,
and whatever a worker that died had finished is found there by whoever goes on.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Literal, cast
from uuid import UUID

from prefect import tags
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.states import Cancelled, Crashed
from pydantic import BaseModel, ConfigDict, Field

from briefcast.cli.report import shown
from briefcast.cli.submit import DEPLOYMENT
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_edition as make_edition_here
from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.store.store import SHARED_STORE_ENV
from briefcast.week.making import Begin, Took, measured
from briefcast.week.week import PlannedEdition
from flows.forms import EditionForm
from flows.make_edition import CPU_LABEL, make_edition


class Spread(BaseModel):
    """Where the editions of a week are made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["here", "workers", "dask"] = Field(
        "here",
        description="here: one after another in this run · workers: several at once, by the pool · dask.",
    )
    patience_minutes: int = Field(120, ge=1, description="How long to wait for a worker before this run does its work.")
    dask_address: str = Field("", description="Address of a Dask scheduler, tcp://…; a cluster of its own if empty.")


@contextmanager
def _here(_spread: Spread) -> Iterator[Begin]:
    """Make each edition as a subflow of this run, one after another: one alone keeps every core busy."""

    def begin(edition: PlannedEdition) -> Callable[[], object]:
        def made() -> str:
            with tags(edition.item.in_week):
                # Called as a function, it gives what its state holds.
                return cast(str, make_edition(cast(EditionForm, edition.request)))

        return made

    yield begin


@contextmanager
def _workers(spread: Spread) -> Iterator[Begin]:
    """Hand every edition to the pool, which makes as many at once as its limits let; the rest is made here."""

    def begin(edition: PlannedEdition) -> Callable[[], object]:
        parameters = {"request": edition.request.model_dump(mode="json")}
        run = cast(
            FlowRun,  # a coroutine only where the caller is one
            run_deployment(DEPLOYMENT, parameters=parameters, timeout=0, tags=[edition.item.in_week]),
        )
        return partial(_await_worker, edition.request, run.id, spread.patience_minutes * 60)

    yield begin


def _await_worker(request: EditionRequest, run_id: UUID, patience_s: float) -> Took:
    """Wait until a worker made an edition, and give what it took there; what no worker made is made here."""
    ends = time.monotonic() + patience_s
    with get_client(sync_client=True) as client:
        while True:
            run = client.read_flow_run(run_id)
            if run.state and run.state.is_final():
                break
            if time.monotonic() > ends:
                # Its worker is gone, or none came: none may begin it after all, beside this run.
                gone = Crashed if run.state and run.state.is_running() else Cancelled
                told = tell("No worker made it in time: the run of the week makes it itself.")
                client.set_flow_run_state(run_id, gone(message=shown(told)), force=True)
                break
            time.sleep(1)
    cpu_s = run.labels.get(CPU_LABEL)
    took = Took(wall_s=run.total_run_time.total_seconds(), cpu_s=float(cpu_s) if cpu_s is not None else None)
    if run.state and run.state.is_completed() and not os.environ.get(SHARED_STORE_ENV):
        return took  # the worker wrote the edition into the same folder
    # From a store shared with other machines it is put together here; what a dead worker left undone is made.
    with measured() as more:
        make_edition_here(request).raise_failures()
    cpu = None if took.cpu_s is None or more.cpu_s is None else took.cpu_s + more.cpu_s
    return Took(wall_s=took.wall_s + more.wall_s, cpu_s=cpu)


@contextmanager
def _dask(spread: Spread) -> Iterator[Begin]:
    """Hand every edition to Dask at once, one task each."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise BriefcastError(f"Dask is not installed ({error.name}): pip install prefect-dask") from error
    from flows.dask_task import make_edition_on_dask

    with DaskTaskRunner(address=spread.dask_address or None) as runner:

        def begin(edition: PlannedEdition) -> Callable[[], object]:
            result: Callable[[], object] = runner.submit(make_edition_on_dask, {"request": edition.request}).result
            return result

        yield begin


BEGIN: Mapping[str, Callable[[Spread], AbstractContextManager[Begin]]] = {
    "here": _here,
    "workers": _workers,
    "dask": _dask,
}
