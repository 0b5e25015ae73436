"""Walking the plan of an edition: each step as soon as those it needs are done.

    results = walk(plan, submit)

The command line, the flow and Dask walk the same way; they differ in what ``submit`` hands a step to.
"""

from __future__ import annotations

import heapq
import os
import queue
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from graphlib import TopologicalSorter
from typing import Any, Protocol

from briefcast.brief.read import BriefFile
from briefcast.edition.edition import Edition, refuse_place, write_edition
from briefcast.edition.plan import Plan, ask_services, plan_edition, refuse_errors, run_step
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, Stopped, plainly
from briefcast.products.base import Made, Step

WORKERS = 2
"""Steps at once: one draws while the other encodes. The encoder itself uses every core."""


class Pending(Protocol):
    """A step that was submitted: a future of ``concurrent.futures`` or of Prefect."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> None:
        """Call a function with this when it is done."""
        ...

    def result(self) -> Made:
        """Give what was made; what failed is raised."""
        ...


class Progress(Protocol):
    """Who is told how far a plan is, from several threads."""

    def advance(self, step: Step, share: float) -> None:
        """Hear that a share (0…1) of a step is done."""
        ...

    def finish(self, step: Step, *, fresh: bool) -> None:
        """Hear that a step is done, made just now or found in the store."""
        ...


class Unwatched:
    """Progress that nobody watches."""

    def advance(self, step: Step, share: float) -> None:
        """Take it."""

    def finish(self, step: Step, *, fresh: bool) -> None:
        """Take it."""


Submit = Callable[[Step, Mapping[Step, Made]], Pending]
"""Begins a step, with the results of the steps it needs."""


def walk(plan: Plan, submit: Submit, *, at_once: int = WORKERS) -> dict[Step, Made | Exception]:
    """Make every step of a plan, in its order where several could be next, and give what each gave or why it failed.

    A step is submitted when all it needs is made: no worker waits for another. What needs a step that failed
    is never begun and fails for the same reason.

    Args:
        plan: what to make.
        submit: begins one step.
        at_once: how many steps are under way at the most.
    """
    order = {step: place for place, step in enumerate(plan.steps)}
    sorter = TopologicalSorter({step: plan.needs(step) for step in plan.steps})
    sorter.prepare()
    ready: list[tuple[int, Step]] = []
    done: queue.SimpleQueue[tuple[Step, Pending]] = queue.SimpleQueue()
    results: dict[Step, Made | Exception] = {}
    running = 0
    while sorter.is_active():
        for step in sorter.get_ready():
            heapq.heappush(ready, (order[step], step))
        while ready and running < at_once:
            _, step = heapq.heappop(ready)
            needed = {earlier: results[earlier] for earlier in plan.needs(step)}
            failed = next((result for result in needed.values() if isinstance(result, Exception)), None)
            if failed:
                results[step] = failed
                sorter.done(step)
                break  # what it leads to is ready now, and may come first
            pending = submit(step, {earlier: made for earlier, made in needed.items() if isinstance(made, Made)})
            pending.add_done_callback(partial(_hand_back, done, step))
            running += 1
        else:
            step, pending = done.get()
            results[step] = _result(pending)
            running -= 1
            sorter.done(step)
    return {step: results[step] for step in plan.steps}


def _hand_back(done: queue.SimpleQueue[tuple[Step, Pending]], step: Step, pending: Pending) -> None:
    done.put((step, pending))


def _result(pending: Pending) -> Made | Exception:
    try:
        return pending.result()
    except Exception as error:
        if os.environ.get("BRIEFCAST_DEBUG") and not isinstance(error, BriefcastError):
            traceback.print_exception(error)
        return plainly(error)


def make_step(plan: Plan, step: Step, needed: Mapping[Step, Made], progress: Progress) -> Made:
    """Make one step and tell how far it is."""
    made = run_step(plan, step, needed, watch=lambda share: progress.advance(step, share))
    progress.finish(step, fresh=made.fresh)
    return made


def make_plan(plan: Plan, progress: Progress | None = None) -> Edition:
    """Make what was planned in this process; steps that fail are in the edition by name, the rest is made.

    Raises:
        BriefError: the brief has errors, and was not asked for with them.
    """
    refuse_errors(plan)
    refuse_place(plan)
    plan = ask_services(plan)
    told = progress or Unwatched()
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            results = walk(plan, lambda step, needed: pool.submit(make_step, plan, step, needed, told))
        except KeyboardInterrupt as stop:
            pool.shutdown(wait=False, cancel_futures=True)
            raise Stopped("Steps that had begun are finished and kept; run it again to go on.") from stop
    return write_edition(plan, results)


def make_edition(request: EditionRequest, *, file: BriefFile | None = None) -> Edition:
    """Plan and make an edition in this process, watched by nobody; ``file`` is the brief, if it was read already."""
    return make_plan(plan_edition(request, file=file))
