"""Whoever watches a run sees it move while one long step is made, and a server is not flooded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from briefcast.cli import progress as module
from briefcast.cli.progress import Progress


@dataclass(frozen=True)
class _Step:
    name: str
    weight: float


@dataclass(frozen=True)
class _Plan:
    steps: tuple[_Step, ...]


class _Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    clock = _Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def _plan(*weights: float) -> Any:
    return _Plan(tuple(_Step(str(number), weight) for number, weight in enumerate(weights)))


def test_progress_moves_while_a_film_is_made(clock: _Clock) -> None:
    """38 of 94 seconds stood still, so people thought that a run had died."""
    plan, told = _plan(90, 10), list[float]()
    watched = Progress(plan, None, told.append)
    for second in range(1, 61):
        clock.now_s += 1
        for part in range(10):
            watched.advance(plan.steps[0], (second - 1 + part / 10) / 60)
    assert 28 <= len(told) <= 31, "once in two seconds, of 600 times that it moved"
    assert told == sorted(told)
    watched.finish(plan.steps[0], fresh=True)
    watched.finish(plan.steps[1], fresh=False)
    assert told[-1] == 1.0, "the end is told at once"


def test_a_step_that_stands_still_is_told_once(clock: _Clock) -> None:
    plan, told = _plan(1), list[float]()
    watched = Progress(plan, None, told.append)
    for _ in range(10):
        clock.now_s += 5
        watched.advance(plan.steps[0], 0.5)
    assert told == [0.5]
