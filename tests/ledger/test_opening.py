"""Where the ledger lies: apart from what can be made again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from briefcast.ledger import open_ledger, told_of_place
from tests import ROOT
from tests.batch_fixtures import write_plan


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFCAST_LEDGER", raising=False)


def test_what_was_approved_outlives_what_was_made(tmp_path: Path) -> None:
    """Outputs are deleted to make room, and every approval and what went out would be lost with them."""

    def briefcast(*words: str) -> str:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "BRIEFCAST_WHO": "lan"}
        command = [sys.executable, "-m", "briefcast", *words]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return " ".join((done.stdout + done.stderr).split())

    write_plan(tmp_path, briefs=1, weeks=("2031-W48",), languages="[vi]")
    made = briefcast("batch", "plan.yaml", "--week", "2031-W48")
    assert f"Ledger: {tmp_path / 'ledger.db'} (new)" in made and "move it" not in made
    briefcast("approve", "2031-W48", "all")
    shutil.rmtree(tmp_path / "outputs")
    briefcast("batch", "plan.yaml", "--week", "2031-W48", "--again")
    assert "1 of 1 may go out" in briefcast("release", "2031-W48")


def test_a_ledger_in_outputs_goes_on_being_used_and_is_told(tmp_path: Path) -> None:
    """An update that looked elsewhere would know nothing of what went out, and send it again."""
    old = tmp_path / "outputs" / "ledger.db"
    open_ledger(old)
    ledger = open_ledger()
    assert ledger.place == str(old)
    told = told_of_place(ledger)
    assert f"mv {old}* {tmp_path}/" in told
    subprocess.run(told.partition("move it: ")[2], shell=True, check=True)
    moved = open_ledger()
    assert moved.place == str(tmp_path / "ledger.db") and told_of_place(moved) == ""


def test_of_two_ledgers_the_one_that_is_not_read_is_told(tmp_path: Path) -> None:
    open_ledger(tmp_path / "outputs" / "ledger.db")
    open_ledger(tmp_path / "ledger.db")
    ledger = open_ledger()
    assert ledger.place == str(tmp_path / "ledger.db") and "is not read" in told_of_place(ledger)


def test_a_ledger_that_was_named_is_nobodys_business(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ledger(tmp_path / "outputs" / "ledger.db")
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "mine.db"))
    ledger = open_ledger()
    assert ledger.place == str(tmp_path / "mine.db") and not told_of_place(ledger)
