"""What a team reads in Prefect: which brief and week a run is of, why it failed and what to do, and links that open."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psutil
import pytest

from briefcast.ledger import Batches
from briefcast.planner.weeks import week_of
from tests.batch_fixtures import write_plan
from tests.edition_fixtures import write_small_brief
from tests.flows.conftest import CLIENT, ROOT
from tests.flows.test_weekly_batch import Batch, Server
from tests.notices_fixtures import Told, told

__all__ = ["told"]
pytestmark = pytest.mark.server


class Runs:
    """Runs of a deployment, each executed in a process of its own."""

    def __init__(self, server: Server, **settings: str) -> None:
        self.api, self.settings = server[0], server[1] | settings

    def fire(self, flow: str, **request: object) -> str:
        deployment = CLIENT.get(f"{self.api}/deployments/name/{flow}/default").json()
        parameters = {"parameters": {"request": request}}
        made = CLIENT.post(f"{self.api}/deployments/{deployment['id']}/create_flow_run", json=parameters)
        return str(made.raise_for_status().json()["id"])

    def execute(self, run: str) -> dict[str, Any]:
        words = [sys.executable, "-m", "prefect", "flow-run", "execute", run]
        subprocess.run(words, cwd=ROOT, env=self.settings, capture_output=True, timeout=300, check=False)
        return self.read(run)

    def read(self, run: str) -> dict[str, Any]:
        read: dict[str, Any] = CLIENT.get(f"{self.api}/flow_runs/{run}").json()
        return read

    def artifacts(self, run: str) -> list[dict[str, Any]]:
        wanted = {"artifacts": {"flow_run_id": {"any_": [run]}}}
        found: list[dict[str, Any]] = CLIENT.post(f"{self.api}/artifacts/filter", json=wanted).json()
        return found

    def log(self, run: str) -> str:
        wanted = {"logs": {"flow_run_id": {"any_": [run]}}}
        return "\n".join(line["message"] for line in CLIENT.post(f"{self.api}/logs/filter", json=wanted).json())


def test_a_refused_form_says_in_one_place_what_to_do(server: Server, tmp_path: Path) -> None:
    """She would see a red run with a name of two animals, and the reason between four traces of the program."""
    runs = Runs(server)
    brief = tmp_path / "egov-broken.yaml"
    brief.write_text("id: egov-broken\ntitle: {vi: Tên}\n", "utf-8")
    run = runs.fire("make-edition", brief=str(brief), languages=["vi"], out=str(tmp_path / "out"))
    ended = runs.execute(run)
    assert ended["name"] == "egov-broken · vi"
    assert ended["state"]["type"] == "FAILED"
    assert "egov-broken.yaml" in ended["state"]["message"] and "missing" in ended["state"]["message"]
    [notes] = runs.artifacts(run)
    assert notes["key"] == "egov-broken-notes" and "what to do" in notes["data"]
    assert ended["state"]["message"].split(" The notes ")[0] in notes["data"].replace("\n", " ")
    assert "Traceback" not in runs.log(run)


def test_a_place_that_cannot_be_written_is_told_with_what_to_do(server: Server, tmp_path: Path) -> None:
    """A full disk, too, was “Flow run encountered an exception: OSError”, between two traces of the program."""
    runs = Runs(server)
    run = runs.fire("make-edition", brief=str(write_small_brief(tmp_path)), out="/sys/nope")
    ended = runs.execute(run)
    assert ended["state"]["type"] == "FAILED"
    assert "/sys/nope" in ended["state"]["message"] and "run this again" in ended["state"]["message"]
    assert "encountered an exception" not in ended["state"]["message"] and "Traceback" not in runs.log(run)


def test_the_notice_of_a_week_that_failed_names_it(server: Server, tmp_path: Path, told: Told) -> None:
    """In Vietnamese it was the batch of “tuần tuần này”, and who read it a week later did not know which one."""
    week = week_of(dt.datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date())
    plan = write_plan(tmp_path, briefs=1, weeks=(week,), languages="[vi]")
    gone = "postgresql://briefcast@127.0.0.1:9/briefcast"
    notices = os.environ["BRIEFCAST_NOTICES"]
    runs = Runs(server, BRIEFCAST_LEDGER=gone, BRIEFCAST_LANGUAGE="vi", BRIEFCAST_NOTICES=notices)
    run = runs.fire("weekly-batch", plan=str(plan), out=str(tmp_path / "out"))
    assert runs.execute(run)["state"]["type"] == "FAILED"
    [notice] = told
    assert notice["title"] == f"Không tạo được nội dung tuần {week}"
    assert "Failed" not in notice["message"], "a word of Prefect's is in no other language"


def test_a_week_with_nothing_planned_is_no_failure(server: Server, tmp_path: Path, told: Told) -> None:
    """Each day of Tết there would be a red run, and a mail that nobody can do anything about."""
    batch = Batch(server, tmp_path)
    runs = Runs(server, BRIEFCAST_LEDGER=str(tmp_path / "ledger.db"), BRIEFCAST_NOTICES=os.environ["BRIEFCAST_NOTICES"])
    run = runs.fire("weekly-batch", **{**batch.request, "week": "2026-W50"})
    ended = runs.execute(run)
    assert (ended["state"]["type"], ended["state"]["name"]) == ("COMPLETED", "Nothing planned")
    assert "2026-W48" in ended["state"]["message"] and ended["name"] == "2026-W50 · plan"
    assert not told
    # A plan that cannot be read is one, and is told.
    run = runs.fire("weekly-batch", plan=str(tmp_path / "gone.yaml"), week="2026-W50")
    assert runs.execute(run)["state"]["type"] == "FAILED"
    [notice] = told
    assert "gone.yaml" in notice["message"] and f"/runs/flow-run/{run}" in notice["message"]


def test_the_run_that_takes_over_a_dead_one_says_so(server: Server, tmp_path: Path, told: Told) -> None:
    """A machine that died would be Running for ever, with its subflow, and nobody would hear of it."""
    batch = Batch(server, tmp_path)
    notices = {"BRIEFCAST_LEDGER": str(tmp_path / "ledger.db"), "BRIEFCAST_NOTICES": os.environ["BRIEFCAST_NOTICES"]}
    runs = Runs(server, **notices)
    dead = runs.fire("weekly-batch", **batch.request)
    words = [sys.executable, "-m", "prefect", "flow-run", "execute", dead]
    machine = subprocess.Popen(words, cwd=ROOT, env=runs.settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subflow = _subflow(runs, dead)
    # What runs the flow is no child of its group: all of it dies at once, as when the power goes.
    process = psutil.Process(machine.pid)
    for each in [process, *process.children(recursive=True)]:
        each.kill()
    machine.wait()
    assert runs.read(dead)["state"]["type"] == "RUNNING", "nobody is there to say otherwise"
    with sqlite3.connect(tmp_path / "ledger.db") as ledger:
        ledger.execute("update batches set beat_at = '2020-01-01 00:00:00'")

    run = runs.fire("weekly-batch", **batch.request)
    ended = runs.execute(run)
    assert ended["state"]["name"] == "Suspended", ended["state"]
    assert [runs.read(each)["state"]["type"] for each in (dead, subflow)] == ["CRASHED", "CRASHED"]
    owner = Batches(batch.ledger).get("2026-W48")
    assert owner and owner.run == run
    assert runs.read(subflow)["name"] == "2026-W48 · b0 · vi · infographic"
    died, waits = told
    assert died["title"] == "A run of 2026-W48 broke off, and another goes on" and "2026-W48 · plan" in died["message"]
    # Without a board no link to a file, which no browser opens: where it lies, and how to serve it.
    assert "file:" not in waits["message"] and "briefcast board" in waits["message"]
    assert f"/runs/flow-run/{run}" in waits["message"]
    left = runs.artifacts(run)
    assert left and not [each for each in left if "file:" in str(each["data"])]


def test_runs_of_publishing_that_changed_nothing_go_after_a_day(server: Server, tmp_path: Path) -> None:
    """It runs 288 times a day: the database would grow by 13 MB a day, and nobody would find the runs that matter."""
    (tmp_path / "channels.yaml").write_text("accounts: []\n", "utf-8")
    runs = Runs(server, BRIEFCAST_LEDGER=str(tmp_path / "ledger.db"))
    asked = {"settings": str(tmp_path), "out": str(tmp_path / "outputs"), "new": True}
    idle = runs.fire("publish-edition", **asked)
    ended = runs.execute(idle)
    assert (ended["state"]["type"], ended["state"]["name"]) == ("COMPLETED", "Nothing to do"), ended["state"]
    assert runs.artifacts(idle) == []
    runs.execute(runs.fire("publish-edition", **asked))
    assert CLIENT.get(f"{runs.api}/flow_runs/{idle}").status_code == 200, "of this day, they stay"

    with sqlite3.connect(Path(runs.settings["PREFECT_HOME"]) / "prefect.db", timeout=60) as database:
        aged = database.execute("update flow_run set end_time = '2020-01-01 00:00:00.000000' where id = ?", (idle,))
        assert aged.rowcount == 1
    runs.execute(runs.fire("publish-edition", **asked))
    assert CLIENT.get(f"{runs.api}/flow_runs/{idle}").status_code == 404


def _subflow(runs: Runs, parent: str) -> str:
    """Wait until a run has begun an edition, and give its id."""
    wanted = {"flow_runs": {"parent_flow_run_id": {"any_": [parent]}, "state": {"type": {"any_": ["RUNNING"]}}}}
    for _ in range(600):
        if found := CLIENT.post(f"{runs.api}/flow_runs/filter", json=wanted).json():
            return str(found[0]["id"])
        time.sleep(0.1)
    raise AssertionError(runs.log(parent))


def test_publishing_is_quiet_where_a_team_has_only_set_up(server: Server, tmp_path: Path, told: Told) -> None:
    """From the hour the flows were deployed until the first week, every five minutes a run would be red, and a mail."""
    out = tmp_path / "outputs"
    settings = {"BRIEFCAST_LEDGER": str(tmp_path / "ledger.db"), "BRIEFCAST_NOTICES": os.environ["BRIEFCAST_NOTICES"]}
    runs, asked = Runs(server, **settings), {"settings": str(tmp_path), "out": str(out)}
    ended = runs.execute(runs.fire("publish-edition", **asked))["state"]
    assert (ended["type"], ended["name"]) == ("COMPLETED", "Nothing to do"), ended
    assert not told
    # Beside a week that was made, an empty ledger is another one than the team's.
    (out / "weeks/2026-W48").mkdir(parents=True)
    ended = runs.execute(runs.fire("publish-edition", **asked))["state"]
    assert ended["type"] == "FAILED" and "BRIEFCAST_LEDGER" in ended["message"]
    [notice] = told
    assert notice["title"] == "Publishing broke off"


def test_the_team_hears_of_a_ledger_that_is_gone_and_once(server: Server, tmp_path: Path, told: Told) -> None:
    """Nothing would go out any more, and what should tell of it asks the ledger first; or it tells 288 times a day."""
    gone = "postgresql://briefcast:canary-password@127.0.0.1:9/briefcast"
    runs = Runs(server, BRIEFCAST_LEDGER=gone, BRIEFCAST_NOTICES=os.environ["BRIEFCAST_NOTICES"])
    for _ in range(2):
        run = runs.fire("publish-edition", settings=str(tmp_path), out=str(tmp_path / "outputs"))
        assert runs.execute(run)["state"]["type"] == "FAILED"
    [notice] = told
    assert notice["title"] == "Publishing broke off" and "127.0.0.1" in notice["message"]
    assert notice["message"].startswith("The ledger "), "a word of Prefect's is in no other language"
    assert "canary-password" not in str(told)


def test_started_by_hand_a_week_that_waits_is_made_again(server: Server, tmp_path: Path) -> None:
    """A brief was put right, and the run that was started for it said that another one works on the week: for weeks."""
    batch = Batch(server, tmp_path)
    runs = Runs(server, BRIEFCAST_LEDGER=str(tmp_path / "ledger.db"))
    first = runs.fire("weekly-batch", **batch.request)
    assert runs.execute(first)["state"]["name"] == "Suspended"
    second = runs.fire("weekly-batch", **batch.request)
    assert runs.execute(second)["state"]["name"] == "Suspended"
    before = runs.read(first)["state"]
    assert before["type"] == "CANCELLED" and second in before["message"], "people would answer a form nobody reads"
    # Made again on a terminal, the form is gone as well.
    words = [sys.executable, "-m", "briefcast", "batch", str(batch.plan), "--week", "2026-W48", "--out"]
    made = subprocess.run(
        [*words, str(tmp_path / "out")], cwd=ROOT, env=runs.settings, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0 and second in made.stderr + made.stdout, made.stderr
    assert runs.read(second)["state"]["type"] == "CANCELLED"
