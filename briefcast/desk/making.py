"""Making an edition from the desk: the same walk as the command, in a process of its own that can be stopped."""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import os
import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from briefcast.brief.read import BriefFile
from briefcast.desk.preview import Fault, faults_of
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError, plainly
from briefcast.messages import tell
from briefcast.planner.plan import read_plan
from briefcast.products.base import Step
from briefcast.week.week import BatchRequest, PlannedEdition, week_of_plan

State = Literal["running", "made", "failed", "stopped"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run is."""

    state: State
    share: float = 0.0
    step: str = ""
    """What was worked on last."""
    faults: tuple[Fault, ...] = ()
    """What failed, at its field where it has one."""
    edition: str = ""
    """Folder of what was made."""


@dataclass
class Run:
    """One run, from its beginning; told by its process how far it is."""

    process: mp.process.BaseProcess
    progress: Progress = field(default_factory=lambda: Progress(state="running"))
    _stopped: bool = False

    def stop(self) -> None:
        """End it: what was finished is kept, and the edition stays as it was."""
        if self.progress.state == "running":
            self._stopped = True
            with contextlib.suppress(ProcessLookupError, PermissionError):
                # With all that it started: an encoder may run beside it.
                os.killpg(self.process.pid or 0, signal.SIGTERM)
            self.process.terminate()

    def hear(self, told: Connection) -> None:
        """Take down what the process says, until it ends."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self.progress = told.recv()
        self.process.join()
        if self.progress.state == "running":
            ended = tell("The work ended before it was done. Make it again: what was finished is kept.")
            self.progress = (
                Progress(state="stopped")
                if self._stopped
                else Progress(state="failed", faults=(Fault(field="", message=ended),))
            )


def begin(request: EditionRequest) -> Run:
    """Begin to make an edition, and give the run."""
    return _begin(_make, request, f"make {request.brief.name}")


def begin_week(request: BatchRequest) -> Run:
    """Begin to make everything that the plan asks for in a week, and give the run."""
    return _begin(_make_week, request, f"make {request.week}")


@dataclass(frozen=True, kw_only=True)
class Correcting:
    """A correction that was written down, and of which everything is made again."""

    brief: Path
    settings: Path
    """Folder of channels.yaml."""
    who: str


def begin_correction(request: Correcting) -> Run:
    """Begin to make everything that a correction puts right, and give the run."""
    return _begin(_make_correction, request, f"correct {request.brief.name}")


def _begin(work: Callable[[Any, Connection], None], request: object, name: str) -> Run:
    context = mp.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(request, there), daemon=False, name=name)
    with unheard():
        process.start()
    there.close()
    run = Run(process=process)
    threading.Thread(target=run.hear, args=(here,), daemon=True).start()
    return run


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Let processes that are started within not hear Ctrl-C, from their first moment: the desk ends them itself."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # What looks after the first of them lets Ctrl-C through again as it starts.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Teller:
    """Tells how far a plan is, by the weight of its steps; ``of`` says which of how many plans it is."""

    def __init__(self, steps: tuple[Step, ...], told: Connection, of: tuple[int, int] = (0, 1)) -> None:
        self._total = sum(step.weight for step in steps) or 1.0
        self._of = of
        self._shares: dict[Step, float] = {}
        self._told, self._lock = told, threading.Lock()

    def advance(self, step: Step, share: float) -> None:
        """Take that a share (0…1) of a step is done."""
        with self._lock:
            self._shares[step] = share
            done = sum(each.weight * part for each, part in self._shares.items())
            number, count = self._of
            share = (number + min(done / self._total, 1.0)) / count
            self._told.send(Progress(state="running", share=share, step=str(step)))

    def finish(self, step: Step, *, fresh: bool) -> None:  # noqa: ARG002 - the walk says it
        """Take that a step is done."""
        self.advance(step, 1.0)


def _make(request: EditionRequest, told: Connection) -> None:
    """Make an edition in this process, and say how far it is and what came of it."""
    with contextlib.suppress(OSError):
        os.setsid()
    from briefcast.edition.plan import plan_edition
    from briefcast.edition.walk import make_plan

    with _failing_in_words(told):
        plan = plan_edition(request)
        edition = make_plan(plan, _Teller(plan.steps, told))
        failed = tuple(
            Fault(field="", message=tell("{step}: {message}", step=_named(each), message=each.message))
            for each in edition.manifest.failures
        )
        state: State = "failed" if failed else "made"
        told.send(Progress(state=state, share=1.0, faults=failed, edition=_folder(request, plan.folder)))


def _make_week(request: BatchRequest, told: Connection) -> None:
    """Make a week in this process, and say how far it is and what came of it."""
    with contextlib.suppress(OSError):
        os.setsid()
    from briefcast.edition.plan import plan_edition
    from briefcast.edition.walk import make_plan
    from briefcast.week.making import make_week_here

    begun: list[str] = []
    count = len(week_of_plan(request, read_plan(request.plan), request.week or "").editions) or 1

    def make(edition: PlannedEdition, file: BriefFile) -> None:
        plan = plan_edition(edition.request, file=file)
        begun.append(edition.item.id)
        make_plan(plan, _Teller(plan.steps, told, (len(begun) - 1, count))).raise_failures()

    with _failing_in_words(told):
        made = make_week_here(request, make=make)
        failed = (*made.report.failures_alike, *made.troubles, *filter(None, (made.unshown,)))
        faults = tuple(Fault(field="", message=each) for each in failed)
        told.send(Progress(state="failed" if made.report.partial else "made", share=1.0, faults=faults))


def _make_correction(request: Correcting, told: Connection) -> None:
    """Make what a correction puts right in this process, and show it under the code by which it is approved."""
    with contextlib.suppress(OSError):
        os.setsid()
    from briefcast.edition.plan import plan_edition
    from briefcast.edition.walk import make_plan
    from briefcast.ledger import open_ledger
    from briefcast.week.putting_right import show_made
    from briefcast.week.wrong import open_work

    with _failing_in_words(told):
        ledger = open_ledger(near=(request.settings, request.brief))
        work = open_work(request.brief, ledger, settings=request.settings)
        plan = plan_edition(work.request, file=work.file)
        edition = make_plan(plan, _Teller(plan.steps, told))
        edition.raise_failures()
        show_made(work, ledger, edition.manifest, who=request.who)
        told.send(Progress(state="made", share=1.0))


@contextlib.contextmanager
def _failing_in_words(told: Connection) -> Iterator[None]:
    """Tell why what is made here cannot be."""
    try:
        yield
    except BriefcastError as error:
        told.send(Progress(state="failed", faults=faults_of(error)))
    except OSError as error:
        told.send(Progress(state="failed", faults=(Fault(field="", message=plainly(error).told),)))


def _named(failure: object) -> str:
    parts = (getattr(failure, name, "") for name in ("audience", "language", "product", "variant"))
    return " · ".join(str(part) for part in parts if part)


def _folder(request: EditionRequest, folder: Path) -> str:
    return folder.relative_to(request.out).as_posix()
