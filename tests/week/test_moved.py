"""A slot that was moved in the plan alone moves nothing, and is told before the post goes out at the old one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.ledger import Ledger, open_ledger
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import decide, read_review
from briefcast.week.moved import moved_slots
from briefcast.week.releasing import release_week
from briefcast.week.week import BatchRequest
from tests import ROOT
from tests.batch_fixtures import make_week_quietly, write_plan


@pytest.fixture
def released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """A week of one picture, made, approved and released."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    write_plan(tmp_path, briefs=1, weeks=("2097-W02",), languages="[vi]")
    plan = tmp_path / "plan.yaml"
    week = make_week_quietly(BatchRequest(plan=plan, week="2097-W02", out=tmp_path / "outputs")).plan
    ledger = open_ledger()
    decide(read_review(week, ledger), ledger, ["all"], "approved", who="lan")
    assert [leave.refused for leave in release_week(week, ledger, who="lan")] == [""]
    return ledger


def test_a_slot_moved_in_the_plan_is_told_with_the_command_until_it_is_released_again(
    released: Ledger, tmp_path: Path
) -> None:
    """Somebody puts a post off in the plan, believes it done, and readers get it at the old hour."""
    assert moved_slots(released) == ()
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("day: tue, at: 9:00", "day: tue, at: 11:00"), "utf-8")
    [moved] = moved_slots(released)
    assert "released for 2097-01-08 02:00 UTC, and the plan says 2097-01-08 04:00 UTC" in str(moved)
    assert str(moved).endswith("briefcast release 2097-W02 b0/neighbours/vi/infographic/1200x630")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "briefcast", "publish"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and "Plan and release differ" in run.stderr, run.stderr
    week, _ = reopen_week("2097-W02", released)
    [leave] = release_week(week, released, who="lan", names=["b0"])
    assert not leave.refused and moved_slots(released) == ()


def test_a_slot_that_is_gone_from_the_plan_is_told_with_the_way_to_take_it_back(
    released: Ledger, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("day: tue, at: 9:00", "audience: staff, day: tue, at: 9:00"), "utf-8"
    )
    assert "no slot for it any more" in str(moved_slots(released)[0])
    assert "briefcast take-back 2097-W02 b0/" in str(moved_slots(released)[0])
