"""Progress of a plan: a bar with an estimate on a terminal, a line a step elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

from briefcast.brief.read import BriefFile
from briefcast.cli.report import shown
from briefcast.cli.terminal import Terminal
from briefcast.edition.edition import Edition
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.edition.walk import make_plan
from briefcast.messages import tell
from briefcast.products.base import Step

TOLD_EVERY_S = 2.0
"""How often at the most a server is told how far a plan is: it can be watched, and costs next to nothing."""


class Progress:
    """What has been done of a plan, by the weight of its steps; safe to call from several threads."""

    def __init__(self, plan: Plan, rich: RichProgress | None, on_share: Callable[[float], object] | None) -> None:
        self._total = sum(step.weight for step in plan.steps) or 1.0
        self._steps = len(plan.steps)
        self._shares: dict[Step, float] = {}
        self._finished = 0
        self._rich = rich
        self._bar: TaskID | None = rich.add_task(shown(tell("Starting")), total=self._total, left="") if rich else None
        self._on_share = on_share
        self._told = 0.0
        self._told_at = 0.0
        self._made_weight = 0.0
        self._lock = threading.Lock()
        self._started = time.monotonic()

    def advance(self, step: Step, share: float) -> None:
        """Say that a share (0…1) of a step is done."""
        with self._lock:
            self._shares[step] = share
            if self._rich is not None and self._bar is not None:
                self._rich.update(self._bar, completed=self._done, description=str(step), left=self._left())
            news = self._to_tell()
        self._tell(news)

    def finish(self, step: Step, *, fresh: bool) -> None:
        """Say that a step is done, made just now or found in the store."""
        with self._lock:
            self._shares[step] = 1.0
            self._finished += 1
            self._made_weight += step.weight if fresh else 0.0
            if self._rich is not None and self._bar is not None:
                self._rich.update(self._bar, completed=self._done, description=str(step), left=self._left())
            elif fresh:
                print(f"{self._finished}/{self._steps}  {step}  {self._left()}".rstrip(), file=sys.stderr, flush=True)  # noqa: T201
            news = self._to_tell()
        self._tell(news)

    def _to_tell(self) -> float | None:
        """Give the share that whoever watches is to be told now; None if it has not moved, or was told just before."""
        share, now = min(self._done / self._total, 1.0), time.monotonic()
        due = now - self._told_at >= TOLD_EVERY_S or self._finished == self._steps
        if self._on_share is None or share <= self._told or not due:
            return None
        self._told, self._told_at = share, now
        return share

    def _tell(self, share: float | None) -> None:
        """Tell it outside the lock: a server may take its time."""
        if share is not None and self._on_share is not None:
            self._on_share(share)

    @property
    def _done(self) -> float:
        return sum(step.weight * share for step, share in self._shares.items())

    def _left(self) -> str:
        """Estimate what is left from the pace of what was really made, cached steps apart."""
        elapsed_s = time.monotonic() - self._started
        running = sum(s.weight * share for s, share in self._shares.items() if share < 1.0)
        made = self._made_weight + running
        if elapsed_s < 3 or made < 1:
            return ""
        left_s = (self._total - self._done) * elapsed_s / made
        if left_s > 90:
            return shown(tell("about {number} min left", number=round(left_s / 60)))
        return shown(tell("about {number} s left", number=round(left_s)))


@contextmanager
def show_progress(plan: Plan, *, on_share: Callable[[float], object] | None = None) -> Iterator[Progress]:
    """Show the progress of a plan on standard error while the block runs."""
    console = Terminal(stderr=True)
    if not console.is_terminal:
        yield Progress(plan, None, on_share)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with RichProgress(*columns, console=console, transient=True) as rich:
        yield Progress(plan, rich, on_share)


def make_watched(request: EditionRequest, *, file: BriefFile | None = None) -> Edition:
    """Plan and make an edition, and show how far it is; ``file`` is the brief, if it was read already."""
    plan = plan_edition(request, file=file)
    with show_progress(plan) as progress:
        return make_plan(plan, progress)
