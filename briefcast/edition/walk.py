"""Walk the plan of an edition here, without a server: what ``briefcast make`` does."""

from __future__ import annotations

import os
import traceback
from concurrent.futures import Future, ThreadPoolExecutor

from briefcast.brief.read import BriefFile
from briefcast.cli.progress import Progress, show_progress
from briefcast.edition.edition import Edition, write_edition
from briefcast.edition.plan import Made, Plan, Step, plan_edition, run_step
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, Stopped

WORKERS = 2
"""Steps at once: one draws while the other encodes. The encoder itself uses every core."""


def make_edition_here(request: EditionRequest, *, file: BriefFile | None = None) -> Edition:
    """Make an edition in this process; steps that fail are in it by name, the rest is made.

    ``file`` is the brief, if it was read already.
    """
    plan = plan_edition(request, file=file)
    with show_progress(plan) as progress, ThreadPoolExecutor(WORKERS) as pool:
        futures: dict[Step, Future[Made]] = {}
        for step in plan.steps:
            after = [futures[earlier] for earlier in plan.needs(step)]
            futures[step] = pool.submit(_run, plan, step, after, progress)
        try:
            results = {step: _result(future) for step, future in futures.items()}
        except KeyboardInterrupt as stop:
            pool.shutdown(wait=False, cancel_futures=True)
            raise Stopped("Steps that had begun are finished and kept; run it again to go on.") from stop
    return write_edition(plan, results)


def _run(plan: Plan, step: Step, after: list[Future[Made]], progress: Progress) -> Made:
    # Steps are queued in the plan's order, so what a step waits for has always begun before it.
    for earlier in after:
        earlier.result()
    made = run_step(plan, step, on_progress=lambda share: progress.advance(step, share))
    progress.finish(step, fresh=made.fresh)
    return made


def _result(future: Future[Made]) -> Made | Exception:
    try:
        return future.result()
    except BriefcastError as error:
        return error
    except Exception as error:
        if os.environ.get("BRIEFCAST_DEBUG"):
            traceback.print_exception(error)
        return BriefcastError(f"{type(error).__name__}: {error} (BRIEFCAST_DEBUG=1 shows where)")
