"""A server that is started in briefcast's folder stands a power cut, a full year and a curious maker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import prefect
import pytest
from ruamel.yaml import YAML

from tests import ROOT
from tests.flows.conftest import CLIENT, free_port, serving

pytestmark = pytest.mark.server


def _begins(api: str, run: str, state: str = "PENDING") -> bool:
    """Say whether the server lets a run go into a state, as a worker and then the run itself ask it."""
    now = CLIENT.get(f"{api}/flow_runs/{run}").json()["state"]
    asked = {"state": {"type": state, "state_details": now["state_details"]}}
    answer: dict[str, Any] = CLIENT.post(
        f"{api}/flow_runs/{run}/set_state", json=asked, headers={"user-agent": f"prefect/{prefect.__version__} (API 0)"}
    ).json()
    return bool(answer["status"] == "ACCEPT")


def _make(address: str, asked: dict[str, Any]) -> str:
    """Make a thing and give its id."""
    return str(CLIENT.post(address, json=asked).raise_for_status().json()["id"])


def test_the_slot_of_a_dead_machine_comes_free_though_the_server_restarted(tmp_path: Path) -> None:
    """A power cut takes worker and server: publishing would wait for ever for a run that nobody is at any more."""
    port, soon = free_port(), {"PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "30"}
    with serving(tmp_path, port, **soon) as api:
        server = CLIENT.get(f"{api}/admin/settings").json()["server"]
        assert server["analytics_enabled"] is False, "nothing is told to anybody outside"
        assert set(server["services"]["db_vacuum"]["enabled"]) == {"events", "flow_runs"}
        flow = _make(f"{api}/flows/", {"name": "publish-edition"})
        made = {"name": "default", "flow_id": flow, "concurrency_limit": 1}
        deployment = _make(f"{api}/deployments/", made)
        dead, waits = (_make(f"{api}/deployments/{deployment}/create_flow_run", {}) for _ in range(2))
        assert _begins(api, dead) and _begins(api, dead, "RUNNING")
        assert not _begins(api, waits)
    with serving(tmp_path, port, **soon) as api:
        assert not _begins(api, waits), "the slot is held until its lease ends"
        deadline = time.monotonic() + 120
        while not _begins(api, waits):
            assert time.monotonic() < deadline, "it waits for ever"
            time.sleep(2)


def test_the_compose_file_sets_what_a_server_in_the_folder_reads_from_prefect_toml() -> None:
    """A server in a container that forgets its leases, or keeps its database for ever, is the same trouble again."""
    compose = YAML(typ="safe").load((ROOT / "deploy/compose.yaml").read_text("utf-8"))["services"]
    server, worker = compose["server"], compose["worker"]
    environment = server["environment"]
    assert environment["PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"].endswith(".filesystem")
    assert any(volume.endswith(environment["PREFECT_HOME"]) for volume in server["volumes"]), "leases are on a disk"
    assert "flow_runs" in environment["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"]
    for service in (server, worker, compose["deploy"]):
        assert service["environment"]["DO_NOT_TRACK"] == "1"
        assert service["environment"]["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert "set-concurrency-limit" in compose["deploy"]["command"][-1]


def test_no_worker_is_started_with_a_limit_of_its_own() -> None:
    """Somebody answered a form while the run that asked was still ending: the worker stopped with all that it ran.

    Prefect's worker counts the run twice then, and takes that for a mistake of its own; the limit of a pool holds
    without it.
    """
    told = [ROOT / "prefect.yaml", ROOT / "deploy/compose.yaml", *(ROOT / "docs").glob("*.md")]
    lines = [line for file in told for line in file.read_text("utf-8").splitlines() if "worker" in line]
    starts = [line for line in lines if "start" in line and "--pool" in line]
    starts += [line for line in lines if "worker, start" in line]
    assert len(starts) >= 3
    assert not [line for line in starts if "--limit" in line]
