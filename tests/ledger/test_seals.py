"""Seals: a decision that somebody changes in the database by hand is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from briefcast.cli.machine import lacks_here
from briefcast.cli.main import app
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.backup import back_up, restore
from briefcast.ledger.seals import Broken, broken_seals, has_seal, newest_seal
from tests.ledger.test_ledger import record


def life(ledger: Ledger, folder: Path) -> tuple[str, str]:
    """Let people decide, release, move and take back."""
    key, seen = record(ledger, folder)
    ledger.decide(key, seen, "held", who="lan", why="Wait.")
    ledger.decide(key, seen, "approved", who="lan")
    given = ledger.release(key, seen, channel="folder", account="x", who="lan")
    ledger.take_back([given], who="minh")
    ledger.decide(key, seen, "held", who="minh")
    return key, seen


def broken(ledger: Ledger) -> list[Broken]:
    with ledger.reading() as connection:
        return list(broken_seals(connection))


def by_hand(ledger: Ledger, *commands: str) -> None:
    """Do what somebody does who has the database: take the triggers away, then change it."""
    with ledger.engine.begin() as connection:
        for table in ("decisions", "releases", "release_changes", "seals"):
            if ledger.engine.dialect.name == "sqlite":
                for change in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{change}"))
            else:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
        for command in commands:
            connection.execute(text(command))


DECISIONS = "(item, content_sha256, decision, who, at, why, through)"
CHANGES = {
    "who": ["UPDATE decisions SET who = 'lan' WHERE id = 3"],
    "what": ["UPDATE decisions SET decision = 'approved' WHERE id = 1"],
    "when": ["UPDATE decisions SET at = '2026-01-01 00:00:00' WHERE id = 2"],
    "proof": ["UPDATE decisions SET proof = 'secret' WHERE id = 2"],
    "gone": ["DELETE FROM decisions WHERE id = 1"],
    "last gone": ["DELETE FROM decisions WHERE id = 3"],
    "taken back no more": ["DELETE FROM release_changes"],
    "slot": ["UPDATE releases SET account = 'other'"],
    "added": [
        f"INSERT INTO decisions {DECISIONS} SELECT item, content_sha256, 'approved', 'lan', at, '', 'command line' "
        "FROM decisions WHERE id = 3"
    ],
    "seal gone": ["DELETE FROM seals WHERE id = (SELECT max(id) FROM seals)"],
}


def check_changes(ledger: Ledger, folder: Path, change: str) -> None:
    """What was written is whole; what is changed by hand is not."""
    life(ledger, folder)
    assert broken(ledger) == []
    by_hand(ledger, *CHANGES[change])
    assert broken(ledger), change


@pytest.mark.parametrize("change", CHANGES)
def test_a_row_that_was_changed_by_hand_is_found(change: str, tmp_path: Path) -> None:
    check_changes(open_ledger(tmp_path / "ledger.db"), tmp_path, change)


@pytest.mark.postgresql
@pytest.mark.parametrize("change", ["who", "gone", "added"])
def test_and_on_postgresql(change: str, postgresql: str, tmp_path: Path) -> None:
    check_changes(open_ledger(postgresql), tmp_path, change)


def test_a_row_added_by_hand_stays_found_when_commands_write_again(tmp_path: Path) -> None:
    """It would be sealed with the next decision, and be as good as any other."""
    ledger = open_ledger(tmp_path / "ledger.db")
    key, seen = life(ledger, tmp_path)
    by_hand(ledger, *CHANGES["added"])
    ledger.decide(key, seen, "approved", who="lan")
    (found,) = broken(ledger)
    assert (found.table, found.first, found.last, found.at) == ("decisions", 4, 4, None)


def test_a_chain_that_was_written_anew_is_found_by_a_seal_that_was_noted(tmp_path: Path) -> None:
    first = open_ledger(tmp_path / "first.db")
    life(first, tmp_path)
    with first.reading() as connection:
        noted = newest_seal(connection)
    other = open_ledger(tmp_path / "other.db")
    life(other, tmp_path)
    with other.reading() as connection:
        assert not has_seal(connection, noted) and has_seal(connection, newest_seal(connection)[:12])


def test_copies_and_moved_copies_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    key, seen = life(open_ledger(tmp_path / "ledger.db"), tmp_path)
    copy = back_up(tmp_path / "copy.db")
    open_ledger(tmp_path / "ledger.db").decide(key, seen, "approved", who="lan")
    restore(copy)
    ledger = open_ledger(tmp_path / "ledger.db")
    assert broken(ledger) == []
    ledger.decide(key, seen, "approved", who="lan", why="After the copy came back.")
    assert broken(ledger) == []
    shutil.copy(copy, tmp_path / "elsewhere.db")
    assert broken(open_ledger(tmp_path / "elsewhere.db")) == []


def test_the_command_and_the_doctor_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIEFCAST_LEDGER", raising=False)
    ledger = open_ledger(tmp_path / "ledger.db")
    life(ledger, tmp_path)
    whole = CliRunner().invoke(app, ["ledger", "check"])
    assert whole.exit_code == 0
    seal = whole.stdout.split()[-1]
    assert CliRunner().invoke(app, ["ledger", "check", "--known", seal]).exit_code == 0
    assert CliRunner().invoke(app, ["ledger", "check", "--known", "0" * 16]).exit_code == 1
    by_hand(ledger, *CHANGES["who"])
    assert CliRunner().invoke(app, ["ledger", "check"]).exit_code == 1
    assert any("not as they were written" in lack.told for lack in lacks_here(tmp_path))
