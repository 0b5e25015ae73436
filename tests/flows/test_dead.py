"""What becomes of the runs that a run of the week asked workers for, when it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from prefect.states import Completed, Running, Scheduled, State

from flows import dead


class _Server:
    """As much of a server as runs of runs take."""

    def __init__(self) -> None:
        self.runs: dict[UUID, SimpleNamespace] = {}

    def add(self, state: State[Any], parent: UUID | None = None, deployment: UUID | None = None) -> UUID:
        id = uuid4()
        self.runs[id] = SimpleNamespace(id=id, name=str(id), state=state, deployment_id=deployment, parent=parent)
        return id

    def read_flow_run(self, id: UUID) -> SimpleNamespace:
        return self.runs[id]

    def read_flow_runs(self, *, flow_run_filter: Any, offset: int, **_: object) -> list[SimpleNamespace]:
        [parent] = flow_run_filter.parent_flow_run_id.any_
        # A page of a server has an end.
        return [run for run in self.runs.values() if run.parent == parent][offset : offset + 2]

    def set_flow_run_state(self, id: UUID, state: State[Any], force: bool) -> None:
        assert force
        self.runs[id].state = state

    def state(self, id: UUID) -> str:
        return str(self.runs[id].state.type.value)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> _Server:
    server = _Server()

    @contextmanager
    def client(*, sync_client: bool) -> Iterator[_Server]:
        assert sync_client
        yield server

    monkeypatch.setattr(dead, "get_client", client)
    monkeypatch.setattr(dead, "get_run_logger", lambda: SimpleNamespace(warning=lambda *_: None))
    monkeypatch.setattr(dead, "run_address", lambda: "http://server/runs/flow-run/new")
    monkeypatch.setattr(dead, "send_notice", lambda *_: "")
    return server


def test_editions_that_workers_were_asked_for_end_with_the_run_that_asked(server: _Server) -> None:
    """A machine died with the week and an edition: that edition would run for ever, the others be made twice."""
    own = uuid4()
    week = server.add(Running())
    within = server.add(Running(), week)
    running, done = (server.add(state, week, own) for state in (Running(), Completed()))
    waiting = [server.add(Scheduled(), week, own) for _ in range(5)]
    dead.bury(str(week), SimpleNamespace(), title="A run broke off")  # type: ignore[arg-type]
    assert [server.state(run) for run in (week, within, done)] == ["CRASHED", "CRASHED", "COMPLETED"]
    assert {server.state(run) for run in waiting} == {"CANCELLED"}, "whoever goes on asks for them itself"
    assert server.state(running) == "RUNNING", "its worker may live"
    dead.bury_begun(str(week))
    assert server.state(running) == "CRASHED", "all of it is made by now"
    assert server.state(done) == "COMPLETED"
