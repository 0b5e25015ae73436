"""The flow that makes an edition: one brief in, every output for every audience and language out.

It walks the same plan as ``briefcast make``; Prefect adds the form, retries, artifacts and history.
"""

from __future__ import annotations

import argparse
import errno
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast
from uuid import UUID

from flows.settings import settle

settle(alone=__name__ == "__main__")

from httpx import HTTPError
from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import (
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from briefcast.brief.document import pattern_of
from briefcast.cli.progress import Progress, show_progress
from briefcast.cli.report import report, report_error, shown
from briefcast.edition.edition import Edition, refuse_place, write_edition
from briefcast.edition.plan import Plan, ask_services, plan_edition, refuse_errors
from briefcast.edition.request import EditionRequest, read_request
from briefcast.edition.walk import WORKERS, Pending, walk
from briefcast.edition.walk import make_step as make_step_here
from briefcast.engines import ENGINES
from briefcast.errors import BriefcastError, Stopped, VoiceError, plainly
from briefcast.messages import tell
from briefcast.products.base import Made, Step
from briefcast.week.making import Took, measured
from flows.blocks import read_blocks
from flows.forms import EditionForm, refuse_outside, with_team_brief
from flows.told import failed_state, leave_notes, leave_page, run_name, week_of_run
from flows.whole import whole

CPU_LABEL = "briefcast.cpu_s"
"""Of a run: seconds of computing."""
_STAYS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)
"""A disk that is full or closed stays so until somebody comes: half a minute for each step of a week is an hour."""


def _may_pass(_task: object, _run: object, state: State[Made]) -> bool:
    """Whether a second try could help: the network's voice may come back, a text that is too long may not."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, VoiceError):
        told = set(re.findall(r"[\w-]+", str(error)))
        return any(name in told for name, line in ENGINES.items() if line.network)
    if isinstance(error, OSError) and error.errno in _STAYS:
        return False
    return not isinstance(error, BriefcastError)


@task(
    task_run_name="{name}",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_may_pass,
)
def make_step(name: str, plan: Plan, step: Step, needed: Mapping[Step, Made], progress: Progress) -> State[Made]:
    """Make one step of the plan; its state is named Cached if the store already held it, and Failed with our reason."""
    read_blocks()
    try:
        made = make_step_here(plan, step, needed, progress)
    except (BriefcastError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in _STAYS:
            raise
        told = plainly(error)
        return Failed(data=told, message=shown(told.told))
    return Completed(data=made, name="Completed" if made.fresh else "Cached")


def brief_of(request: EditionRequest) -> str:
    """Give the name of a brief, without its ending; of a pattern with the place: ``province · hue``."""
    file, place = pattern_of(request.brief)
    return run_name(file.stem, place)


def _named() -> str:
    """Name a run after its week, if it is made for one, its brief, and what of it is asked for."""
    request = EditionForm.model_validate(runtime.flow_run.parameters["request"])
    asked = (request.audiences, request.languages, request.products)
    return run_name(week_of_run(), brief_of(request), *(", ".join(each) for each in asked))


@flow(
    name="make-edition",
    flow_run_name=_named,
    description="Make every infographic, video and episode of one brief.",
    task_runner=ThreadPoolTaskRunner(max_workers=WORKERS),  # type: ignore[arg-type]
)
def make_edition(request: EditionForm) -> State[str]:
    """Make an edition and give the path of the page that shows it; Failed with what is to be put right."""
    try:
        refuse_outside(request.out)
        with measured() as took:
            edition = make(with_team_brief(request))
        _label(took)
    except (BriefcastError, OSError) as error:
        return failed_state(error, about=brief_of(request))
    leave_artifacts(edition, out=request.out)
    report(edition)
    try:
        edition.raise_failures()
    except BriefcastError as error:
        return Failed(data=error, message=_told_short(edition))
    told = tell(
        "Files: {files}. Steps found made already: {found} of {steps}.",
        files=len(edition.manifest.outputs),
        found=edition.steps - edition.fresh,
        steps=edition.steps,
    )
    return Completed(data=str(edition.page), message=shown(told))


def make(request: EditionRequest) -> Edition:
    """Plan and make an edition, each step as a task; raises what is wrong with the brief or with its place."""
    read_blocks()
    plan = plan_edition(request)
    refuse_errors(plan)
    refuse_place(plan)
    plan = ask_services(plan)
    get_run_logger().info("%s: %s steps", plan.brief.id, len(plan.steps))
    bar = cast(
        UUID,  # a coroutine only where the caller is one
        create_progress_artifact(progress=0.0, key=f"{plan.brief.id}-progress", description=f"{len(plan.steps)} steps"),
    )

    def tell_share(share: float) -> None:
        # A server that restarts just now is told the next time: no film fails for it.
        with suppress(HTTPError):
            update_progress_artifact(bar, progress=share * 100)

    with show_progress(plan, on_share=tell_share) as progress:

        def submit(step: Step, needed: Mapping[Step, Made]) -> Pending:
            future = make_step.submit(str(step), whole(plan), whole(step), whole(needed), whole(progress))
            # Prefect takes the state a task returns apart: the future gives what was made.
            return cast(Pending, future)

        results = walk(plan, submit)
    return write_edition(plan, results)


def _label(took: Took) -> None:
    """Write onto a run of its own what making took: the run of the week, which waits for it, cannot measure that."""
    # As this process was told when it began: whatever is asked just now, a server that restarts does not answer.
    run = FlowRunContext.get()
    if run and run.flow_run and run.flow_run.parent_task_run_id and run.flow_run.deployment_id:
        with suppress(HTTPError), get_client(sync_client=True) as client:
            client.update_flow_run_labels(run.flow_run.id, {CPU_LABEL: took.cpu_s or 0.0})


def _told_short(edition: Edition) -> str:
    (first, error), *_ = edition.failures
    told = tell(
        "Steps not made: {failed} of {steps}; the rest is. {step}: {reason} The notes under Artifacts name all.",
        failed=len(edition.failures),
        steps=edition.steps,
        step=first,
        reason=error.told if isinstance(error, BriefcastError) else str(error),
    )
    return shown(told)


def leave_artifacts(edition: Edition, *, out: Path) -> None:
    """Show in Prefect's UI where the page is, what was made, and everything that stood in or failed."""
    manifest = edition.manifest
    leave_page(
        f"{manifest.brief}-page",
        edition.page,
        out=out,
        text=shown(tell("Open the edition")),
        description=shown(tell("Every output")),
    )
    rows = [
        {
            "audience": output.audience,
            "language": output.language,
            "product": output.product,
            "file": output.path,
            "kB": round(output.bytes / 1000),
            "seconds": round(output.media.duration_ms / 1000, 1) if output.media.duration_ms else "",
            "LUFS": output.media.loudness_lufs if output.media.loudness_lufs is not None else "",
        }
        for output in manifest.outputs
    ]
    create_table_artifact(key=f"{manifest.brief}-outputs", table=rows, description="What was made")
    reasons = [f"{f.audience} · {f.language} · {f.product}: {shown(f.message)}" for f in manifest.failures]
    others = [
        f"{f.audience} · {f.language}: {f.wanted} could not speak ({f.reason}); {f.used} did."
        for f in manifest.fallbacks
    ]
    others += [f"{f.severity}: {f.place} {shown(f.message)} {shown(f.remedy)}" for f in manifest.findings]
    leave_notes(manifest.brief, reasons, others)


def main() -> int:
    """Run the flow once, on Prefect's embedded server unless ``PREFECT_API_URL`` names another."""
    parser = argparse.ArgumentParser(prog="python -m flows.make_edition", description=make_edition.description)
    parser.add_argument("brief", type=Path)
    parser.add_argument("--audience", action="append", default=[], dest="audiences")
    parser.add_argument("--language", action="append", default=[], dest="languages")
    parser.add_argument("--product", action="append", default=[], dest="products")
    parser.add_argument("--voice", action="append", default=[], dest="voices")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--preset", default="standard")
    parser.add_argument("--reduced-motion", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("outputs"))
    try:
        # A request of any kind is taken for the form.
        make_edition(cast(EditionForm, read_request(**vars(parser.parse_args()))))
    except BriefcastError as error:
        return report_error(error)
    except KeyboardInterrupt:
        return report_error(Stopped("What was finished is kept; run it again to go on."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
