"""The flow that makes an edition: one brief in, every output for every audience and language out.

It walks the same plan as ``briefcast make``; Prefect adds the form, retries, artifacts and history.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from uuid import UUID

from flows.settings import settle

settle(alone=__name__ == "__main__")

from prefect import flow, get_run_logger, task
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from briefcast.cli.progress import Progress, show_progress
from briefcast.cli.report import report, report_error
from briefcast.edition.edition import Edition, refuse_place, write_edition
from briefcast.edition.plan import Plan, plan_edition, refuse_errors
from briefcast.edition.request import EditionRequest, read_request
from briefcast.edition.walk import WORKERS, Pending, walk
from briefcast.edition.walk import make_step as make_step_here
from briefcast.engines import ENGINES
from briefcast.errors import BriefcastError, Stopped, VoiceError
from briefcast.products.base import Made, Step
from flows.whole import whole


def _may_pass(_task: object, _run: object, state: State[Made]) -> bool:
    """Whether a second try could help: the network's voice may come back, a text that is too long may not."""
    error = state.result(raise_on_failure=False)
    if isinstance(error, VoiceError):
        return any(name in str(error) for name, line in ENGINES.items() if line.network)
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
    """Make one step of the plan; its state is named Cached if the store already held it."""
    made = make_step_here(plan, step, needed, progress)
    return Completed(data=made, name="Completed" if made.fresh else "Cached")


@flow(
    name="make-edition",
    description="Make every infographic, video and episode of one brief.",
    task_runner=ThreadPoolTaskRunner(max_workers=WORKERS),  # type: ignore[arg-type]
)
def make_edition(request: EditionRequest) -> str:
    """Make an edition and give the path of the page that shows it."""
    plan = plan_edition(request)
    refuse_errors(plan)
    refuse_place(plan)
    get_run_logger().info("%s: %s steps", plan.brief.id, len(plan.steps))
    bar = cast(
        UUID,  # a coroutine only where the caller is one
        create_progress_artifact(progress=0.0, key=f"{plan.brief.id}-progress", description=f"{len(plan.steps)} steps"),
    )
    with show_progress(plan, on_share=lambda share: update_progress_artifact(bar, progress=share * 100)) as progress:

        def submit(step: Step, needed: Mapping[Step, Made]) -> Pending:
            future = make_step.submit(str(step), whole(plan), whole(step), whole(needed), whole(progress))
            # Prefect takes the state a task returns apart: the future gives what was made.
            return cast(Pending, future)

        results = walk(plan, submit)
    edition = write_edition(plan, results)
    leave_artifacts(edition)
    report(edition)
    edition.raise_failures()
    return str(edition.page)


def leave_artifacts(edition: Edition) -> None:
    """Show in Prefect's UI where the page is, what was made, and everything that stood in or failed."""
    manifest = edition.manifest
    board = os.environ.get("BRIEFCAST_BOARD_URL", "").rstrip("/")
    link = f"{board}/{manifest.brief}/index.html" if board else edition.page.resolve().as_uri()
    create_link_artifact(
        key=f"{manifest.brief}-page", link=link, link_text="Open the edition", description="Every output"
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
    notes = [
        f"- **{f.audience} · {f.language}**: {f.wanted} could not speak ({f.reason}); {f.used} did."
        for f in manifest.fallbacks
    ]
    notes += [f"- {f.severity}: {f.place} {f.message} {f.remedy}" for f in manifest.findings]
    notes += [f"- **failed** {f.audience} · {f.language} · {f.product}: {f.message}" for f in manifest.failures]
    create_markdown_artifact(
        key=f"{manifest.brief}-notes",
        markdown="\n".join(["# To look at", *(notes or ["Nothing: no finding, no fallback, no failure."])]),
    )


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
        make_edition(read_request(**vars(parser.parse_args())))
    except BriefcastError as error:
        return report_error(error)
    except KeyboardInterrupt:
        return report_error(Stopped("What was finished is kept; run it again to go on."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
