"""The flow of a week on a server: fired by its schedule, asks and waits, goes on when everything is decided."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from briefcast.ledger import Batches, open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import Signed, new_secret, public_key, sign
from tests.batch_fixtures import write_plan
from tests.flows.conftest import CLIENT, ROOT

pytestmark = pytest.mark.server
Server = tuple[str, dict[str, str]]


def test_the_schedule_fires_on_monday_mornings_and_makes_up_for_a_missed_one(server: Server) -> None:
    """With the wrong versions of Prefect's dependencies the server looks healthy and never schedules anything."""
    api, _ = server
    deployment = CLIENT.get(f"{api}/deployments/name/weekly-batch/default").json()
    wanted = {
        "deployments": {"id": {"any_": [deployment["id"]]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    for _ in range(120):
        if runs := CLIENT.post(f"{api}/flow_runs/filter", json=wanted).json():
            break
        time.sleep(0.5)
    assert runs, "the schedule made no runs"
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    times = [dt.datetime.fromisoformat(run["expected_start_time"]).astimezone(zone) for run in runs]
    assert {(t.weekday(), t.hour) for t in times} <= {(0, 6), (1, 7), (2, 7), (3, 7), (4, 7)}
    assert any(t.weekday() == 0 for t in times) and any(t.weekday() > 0 for t in times)


class Batch:
    """Runs of the deployed flow for one plan and week, each executed in a process of its own."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.api, settings = server
        self.settings = settings | {"BRIEFCAST_LEDGER": str(folder / "ledger.db")}
        self.plan = write_plan(folder, briefs=1, weeks=("2026-W48",), languages="[vi]")
        self.request = {"plan": str(self.plan), "week": "2026-W48", "out": str(folder / "out")}
        self.ledger = open_ledger(folder / "ledger.db")

    def fire(self) -> str:
        deployment = CLIENT.get(f"{self.api}/deployments/name/weekly-batch/default").json()
        parameters = {"parameters": {"request": self.request}}
        made = CLIENT.post(f"{self.api}/deployments/{deployment['id']}/create_flow_run", json=parameters)
        return str(made.raise_for_status().json()["id"])

    def execute(self, run: str) -> dict[str, Any]:
        """Do what a worker does with a run, and give the state it ends in."""
        words = [sys.executable, "-m", "prefect", "flow-run", "execute", run]
        subprocess.run(words, cwd=ROOT, env=self.settings, capture_output=True, timeout=180, check=False)
        state: dict[str, Any] = CLIENT.get(f"{self.api}/flow_runs/{run}").json()["state"]
        return state

    def answer(self, run: str, **decisions: object) -> None:
        """Fill in the form."""
        done = CLIENT.post(f"{self.api}/flow_runs/{run}/resume", json={"run_input": decisions})
        assert done.json()["status"] == "ACCEPT", done.text

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "briefcast", *words],
            cwd=ROOT,
            env=self.settings,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr


def test_a_week_waits_for_its_approver_and_goes_on_when_everything_is_decided(server: Server, tmp_path: Path) -> None:
    """Something could leave that nobody approved, or a run would never wake again."""
    batch = Batch(server, tmp_path)
    run = batch.fire()
    assert batch.execute(run)["name"] == "Suspended"
    assert not batch.ledger.releases()

    batch.answer(run, who="minh", approve=["all"])
    assert batch.execute(run)["name"] == "Suspended", "Minh is not the approver: it is asked again"
    assert not batch.ledger.releases()

    told = batch.command("approve", "2026-W48", "all", "--who", "lan")
    assert "the run goes on" in told
    state = batch.execute(run)
    assert (state["type"], state["name"]) == ("COMPLETED", "Released"), state["message"]
    (release,) = batch.ledger.releases()
    assert release.item == "b0/neighbours/vi/infographic/1200x630" and release.week == "2026-W48"
    done = Batches(batch.ledger).get("2026-W48")
    assert done and done.state == "released"
    told = [event.what for event in batch.ledger.history("2026-W48")]
    assert [what for what in told if what not in ("approved", "made")][:2] == ["began", "waiting"]
    assert "approved" in told and "released" in told


def test_in_the_form_people_sign_and_prefect_never_has_the_secret(server: Server, tmp_path: Path) -> None:
    """Whoever has Prefect's password could approve as anybody, and read what the others typed."""
    batch, secret = Batch(server, tmp_path), new_secret()
    People(batch.ledger).add("lan", public_key(secret), by="lan")
    run = batch.fire()
    assert batch.execute(run)["name"] == "Suspended"
    page = (tmp_path / "out/weeks/2026-W48/index.html").read_text("utf-8")
    (seen,) = re.findall(r'data-seen="(\w+)"', page)
    said = Signed(
        week="2026-W48",
        who="lan",
        decision="approved",
        names=("all",),
        seen=seen,
        why="",
        at=dt.datetime.now(dt.UTC),
        nonce="signed-on-the-page",
    )
    for answer in ({"who": "lan", "approve": ["all"]}, {"signed": sign(new_secret(), said)}):
        CLIENT.post(f"{batch.api}/flow_runs/{run}/resume", json={"run_input": answer})
        assert batch.execute(run)["name"] == "Suspended"
        assert not [event for event in batch.ledger.history("2026-W48") if event.what == "approved"]

    batch.answer(run, signed=sign(secret, said))
    assert batch.execute(run)["name"] == "Released"
    (release,) = batch.ledger.releases()
    decision = batch.ledger.standing(release.item, release.content_sha256).decision
    assert decision and (decision.who, decision.proof, decision.through) == ("lan", "signed", "prefect")
    kept = b"".join(file.read_bytes() for file in Path(batch.settings["PREFECT_HOME"]).glob("prefect.db*"))
    assert sign(secret, said).partition(".")[0].encode() in kept, "what the form was given is there to be read"
    assert secret.encode() not in kept and secret.replace("-", "").encode() not in kept
