"""What `briefcast doctor` sees of a machine on which something would fail later, in front of everybody."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections import namedtuple
from contextlib import closing
from importlib import metadata
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from briefcast.cli import machine
from briefcast.cli.machine import HOLED_BELOW, differing, lacks_here
from briefcast.cli.main import app
from briefcast.ledger import open_ledger
from briefcast.ledger import tables as t
from briefcast.ledger.looking import look_at_ledger
from tests.test_locks import holes

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder of a machine that has all it needs."""
    monkeypatch.chdir(tmp_path)
    for name in ("BRIEFCAST_LEDGER", "PREFECT_API_URL", "BRIEFCAST_BOARD_URL", "BRIEFCAST_NOTICES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine, "LOCK", tmp_path / "none.txt")
    monkeypatch.setattr(machine, "HOLED_BELOW", {})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, 10**12))


def told() -> str:
    return " ".join(f"{'!' if lack.stops else '?'} {lack.told}" for lack in lacks_here())


def test_a_machine_that_has_all_is_told_nothing_and_left_as_it_was(tmp_path: Path) -> None:
    assert lacks_here() == ()
    assert not list(tmp_path.iterdir())
    open_ledger()
    assert lacks_here() == ()


def test_a_package_that_is_not_there_is_named_before_it_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image was well, said doctor; and then nothing in Vietnamese could be made."""
    wanted = ["pydantic>=2", "no-segmenter-here>=9", "no-voice-here; extra == 'voices'", "tzdata; python_version < '3'"]
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    assert "! Packages that are not installed: no-segmenter-here." in told()
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 1 and "Missing: Packages that are not installed: no-segmenter-here" in done.output


def test_what_differs_from_the_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "run.txt"
    mark = "python_full_version"
    pins = (
        f"pydantic=={metadata.version('pydantic')}",
        f"pillow==1.0 ; {mark} >= '3.11'",
        f"pillow==2.0 ; {mark} < '3.11'",
    )
    lock.write_text("".join(f"{pin} \\\n    --hash=sha256:0\n" for pin in (*pins, "no-such-package==1")))
    assert list(differing(lock)) == [("pillow", "1.0", metadata.version("pillow"))]
    monkeypatch.setattr(machine, "LOCK", lock)
    assert f"(1): pillow {metadata.version('pillow')} (1.0)" in told() and "--require-hashes" in told()


def test_a_package_with_a_known_hole_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "HOLED_BELOW", {"pillow": "999", "starlette": "0.1"})
    assert f"? With published holes: pillow {metadata.version('pillow')}." in told() and "starlette" not in told()


def test_doctor_knows_the_holes_that_the_page_lists() -> None:
    assert {name: str(versions) for name, versions, _ in holes()} == {n: f"<{v}" for n, v in HOLED_BELOW.items()}


@pytest.mark.parametrize(("free", "sign"), [(10**8, "!"), (3 * 10**9, "?")])
def test_a_disk_that_fills_is_told(free: int, sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, free))
    assert f"{sign} " in told() and f"has {free / 1e9:g} GB left" in told()


def _newer(place: Path) -> None:
    open_ledger(place)
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda place: place.mkdir(), "unable to open"),
        (lambda place: place.write_text("not a database, and longer than its head"), "not a database"),
        (_newer, "install the newer briefcast"),
    ],
)
def test_a_ledger_that_cannot_be_used_is_told(
    spoil: object, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be noticed when the first item is approved, or when the first post is due."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "kept.db"))
    spoil(tmp_path / "kept.db")  # type: ignore[operator]
    assert told().startswith("! The ledger") and reason in told()


def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_LEDGER", "postgresql://lan:s3cret@127.0.0.1:1/briefcast")
    assert told().startswith("! The ledger") and "s3cret" not in told()


def test_a_clock_that_is_behind_is_told() -> None:
    """Posts would go out a day late, and nobody would know why."""
    ledger = open_ledger()
    ledger.begin_anew(who="lan")
    with ledger.writing() as connection:
        assert connection.dialect.name == "sqlite"
        for trigger in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'history'"
        ).scalars():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        connection.execute(update(t.history).values(at=dt.datetime.now(dt.UTC) + dt.timedelta(days=1)))
    assert told().startswith("! The clock of this machine says") and "NTP" in told()


@pytest.mark.postgresql
def test_a_clock_that_differs_from_the_databases_is_told(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFCAST_LEDGER", postgresql)
    seen = look_at_ledger()
    assert seen.clock and abs((seen.clock - dt.datetime.now(dt.UTC)).total_seconds()) < 60
    assert lacks_here() == ()
    open_ledger(postgresql).begin_anew(who="lan")
    monkeypatch.setattr(machine, "CLOCK_MAX_S", -1.0)
    assert told().startswith("! The clock of this machine says")


def test_a_server_that_does_not_know_its_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Links in the form and in mails would lead to files of a machine that nobody sits at."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert "? BRIEFCAST_BOARD_URL is not set" in told() and "? BRIEFCAST_NOTICES is not set" in told()
    monkeypatch.setenv("BRIEFCAST_BOARD_URL", "https://board.example.org")
    monkeypatch.setenv("BRIEFCAST_NOTICES", "mailto://desk@example.org")
    assert lacks_here() == ()
