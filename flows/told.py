"""What a run says of itself in Prefect: its name, where its pages are, why it failed and what to do about it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from prefect import runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.exceptions import FailedRun
from prefect.states import Failed
from prefect.utilities.urls import url_for

from briefcast.cli.report import shown
from briefcast.errors import BriefcastError, BriefError, plainly
from briefcast.messages import tell
from briefcast.pages.address import board_url, where_is

_EXPECTED = re.compile(r"^(briefcast\.errors\.|prefect\.exceptions\.FailedRun)", re.MULTILINE)
"""How the last line of a trace begins that ends in a reason people are told anyway."""
_WEEK = re.compile(r"\d{4}-W\d{2}")
_STATE_MAX = 500
"""Of a longer reason, the state of a run shows the beginning; the notes have all of it."""


class _WithoutTrace(logging.Filter):
    """Keeps traces of the program out of the log where the state of the run says already what is wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the trace off a reason of ours; drop what says only that there was one."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (BriefcastError, FailedRun)) or _EXPECTED.search(record.exc_text or ""):
            record.exc_info = record.exc_text = None
            return not record.getMessage().startswith("Engine execution")
        return True


for _name in ("prefect.flow_runs", "prefect.task_runs", "prefect.engine"):
    logging.getLogger(_name).addFilter(_WithoutTrace())


def run_name(*parts: str) -> str:
    """Join what a run is about into its name: ``2026-W48 · egov-2024 · vi``."""
    return " · ".join(part for part in parts if part)


def week_of_run() -> str:
    """Give the week this run makes an edition for, which the run of the week gave it as a tag; else nothing."""
    return next((tag for tag in runtime.flow_run.tags or () if _WEEK.fullmatch(tag)), "")


def run_address() -> str:
    """Give the address of this run in Prefect's UI."""
    return url_for("flow-run", obj_id=runtime.flow_run.id) or ""


def keyed(name: str) -> str:
    """Give a name as a key of artifacts may be: small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "run"


def leave_page(key: str, page: Path, *, out: Path, text: str, description: str) -> None:
    """Link to a page on the team's board; without a board say where it lies and how to serve it."""
    if link := board_url(page, out=out):
        create_link_artifact(key=key, link=link, link_text=text, description=description)
    else:
        create_markdown_artifact(key=key, markdown=shown(where_is(page, out=out)), description=description)


def failed_state(error: BriefcastError | OSError, *, about: str) -> State[Any]:
    """Give the state of a run that a mistake or the system ended, and leave the whole reason as its notes.

    The run returns it instead of raising: what people read is the reason and what to do, and no trace of the program.

    Args:
        error: what ended the run; whoever called the flow as a function gets it raised.
        about: the brief, plan or week, from which the key of the notes is made.
    """
    if isinstance(error, OSError):
        if error.errno is None:  # of a library, not of the system: a fault of ours
            raise error
        error = plainly(error)
    reasons = list(_reasons(error))
    leave_notes(about, reasons)
    more = tell("The notes under Artifacts name all {number} reasons.", number=len(reasons)) if reasons[1:] else ""
    told = " ".join(part for part in (reasons[0].replace("\n", " "), shown(more)) if part)
    short = told if len(told) <= _STATE_MAX else f"{told[:_STATE_MAX].rsplit(' ', 1)[0]} …"
    return Failed(message=short, data=error)


def leave_notes(about: str, reasons: Sequence[str], others: Sequence[str] = ()) -> None:
    """Leave the one artifact that says what to do: first what failed, then what else is to be looked at."""
    lines = [f"# {shown(tell('What failed, and what to do'))}", *(f"- {each}" for each in reasons)] if reasons else []
    lines += [f"# {shown(tell('To look at'))}", *(f"- {each}" for each in others)] if others else []
    nothing = shown(tell("Nothing: no finding, no fallback, no failure."))
    create_markdown_artifact(key=f"{keyed(about)}-notes", markdown="\n".join(lines or [nothing]))


def _reasons(error: BriefcastError) -> Iterator[str]:
    """Give each thing that is to be put right, with its place and remedy."""
    if isinstance(error, BriefError) and error.problems:
        yield from (shown(problem.told) for problem in error.problems)
    else:
        yield shown(error.told)
