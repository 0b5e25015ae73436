"""The ledger: decisions hold for exactly what was seen, and nothing written is ever changed."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.errors import LedgerError, NotApproved
from briefcast.ledger import Batches, Ledger, ShownPost, open_ledger
from briefcast.ledger.batches import this_process
from briefcast.ledger.tables import metadata
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.planner.plan import PlannedItem
from briefcast.publishing.accounts import AccountEntry
from briefcast.publishing.orders import Order
from briefcast.week.deciding import Reviewed
from tests.ledger_fixtures import edition_of


def record(ledger: Ledger, folder: Path, **change: str) -> tuple[str, str]:
    """Record an edition and give the key and content of its picture."""
    manifest = edition_of(folder, **change)
    ledger.record_edition(manifest, folder=folder, who="batch", week="2026-W48")
    item = items_of(manifest)[0]
    return item.key, item.content_sha256


def check_a_whole_life(ledger: Ledger, folder: Path) -> None:
    """Record, approve, change a word, be refused; the same on every kind of database."""
    key, seen = record(ledger, folder)
    assert ledger.standing(key, seen).name == "waiting"
    with pytest.raises(NotApproved, match="not approved"):
        ledger.release(key, seen, channel="folder", account="x", who="lan")
    ledger.decide(key, seen, "approved", who="lan")
    slot = dt.datetime(2026, 11, 24, 2, tzinfo=dt.UTC)
    release = ledger.release(key, seen, channel="folder", account="x", who="lan", slot=slot)
    assert release == ledger.release(key, seen, channel="folder", account="x", who="lan", slot=slot)
    assert ledger.releases(week=None) == (release,)

    _, changed = record(ledger, folder, words="Most homes have fiber.")
    assert ledger.standing(key, changed).name == "changed"
    with pytest.raises(NotApproved) as refused:
        ledger.release(key, changed, channel="folder", account="x", who="lan")
    assert key in str(refused.value) and seen in str(refused.value) and changed in str(refused.value)
    ledger.decide(key, changed, "sent back", who="lan", why="It is fibre.")
    with pytest.raises(NotApproved, match="It is fibre"):
        ledger.release(key, changed, channel="folder", account="x", who="lan")
    assert [event.what for event in ledger.history(key)] == ["approved", "released", "sent back"]
    assert [event.what for event in ledger.history("homes", limit=2)] == ["made", "sent back"]
    for table in ("decisions", "history", "releases", "editions"):
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 100"):
            with pytest.raises(DBAPIError, match="only ever added"), ledger.engine.begin() as connection:
                connection.execute(text(change))


def test_an_approval_holds_for_what_was_seen_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    check_a_whole_life(ledger, tmp_path / "homes")


def test_which_items_say_a_figure(ledger: Ledger, tmp_path: Path) -> None:
    """A wrong figure could not be found again in everything that was published."""
    record(ledger, tmp_path / "homes")
    record(ledger, tmp_path / "homes", share="82.5%")
    said = ledger.posts_saying("fibre")
    assert {(s.item.rpartition("/en/")[2], s.fact, s.shown) for s in said if s.newest} == {
        ("infographic/1x1", "fibre", True),
        ("infographic/1x1", "fibre.change", False),
        ("video/1x1", "fibre", True),
        ("video/1x1", "fibre.change", False),
    }
    assert len(said) == 8 and sum(s.newest for s in said) == 4
    assert {s.written for s in said} == {"more than 8 in 10", "up 3"}
    assert {s.fact for s in ledger.posts_saying("fibre.change")} == {"fibre.change"}
    assert not ledger.posts_saying("fib") and not ledger.posts_saying("fibre", published_only=True)


def test_recording_the_same_edition_again_adds_nothing(ledger: Ledger, tmp_path: Path) -> None:
    record(ledger, tmp_path)
    record(ledger, tmp_path)
    assert len(ledger.history()) == 1
    assert {item.edition for item in ledger.newest_items("homes")} == {1}
    assert [item.key for item in ledger.newest_items("homes")] == [
        "homes/citizens/en/infographic/1x1",
        "homes/citizens/en/video/1x1",
    ]
    assert not ledger.items_before(["homes"], "2026-W48") and ledger.items_before(["homes"], "2026-W49")


@pytest.mark.parametrize(
    ("decision", "more", "said"),
    [
        ("sent back", {}, "Give a reason"),
        ("approved", {"content_sha256": "0" * 64}, "knows no homes/citizens"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    ledger: Ledger, tmp_path: Path, decision: str, more: dict[str, str], said: str
) -> None:
    key, seen = record(ledger, tmp_path)
    with pytest.raises(LedgerError, match=said):
        ledger.decide(**{"item": key, "content_sha256": seen, "decision": decision, "who": "lan", **more})  # type: ignore[arg-type]
    assert ledger.standing(key, seen).name == "waiting"


def test_the_migrations_leave_the_tables_as_the_code_knows_them(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_ledger_of_a_newer_version_is_left_alone(ledger: Ledger) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer briefcast"):
        open_ledger(ledger.engine.url.database)


def test_a_locked_ledger_says_so(ledger: Ledger, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    impatient = open_ledger(tmp_path / "ledger.db", wait_s=0.2)
    with pytest.raises(LedgerError, match="Another program holds it"):
        record(impatient, tmp_path / "homes")
    other.close()
    record(impatient, tmp_path / "homes")


def test_a_ledger_that_cannot_be_reached_says_so_without_the_password(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="cannot be opened"):
        open_ledger(tmp_path / "file" / "ledger.db")
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError) as refused:
        open_ledger("postgresql://lan:secret@127.0.0.1:1/none")
    assert "secret" not in str(refused.value)


def _all_at_once(url: str, folder: Path) -> None:
    ledger = open_ledger(url)
    manifest = read_manifest(folder)
    ledger.record_edition(manifest, folder=folder, who="batch")
    item = items_of(manifest)[0]
    ledger.decide(item.key, item.content_sha256, "approved", who="lan")
    for n in range(20):
        ledger.release(item.key, item.content_sha256, channel="folder", account=f"account {n}", who="lan")


def check_several_at_once(url: str, folder: Path) -> None:
    """Three processes make a ledger, record and release the same: each is there once, and none of them fails."""
    edition_of(folder)
    context = multiprocessing.get_context("spawn")
    people = [context.Process(target=_all_at_once, args=(url, folder)) for _ in range(3)]
    for person in people:
        person.start()
    for person in people:
        person.join()
        assert person.exitcode == 0
    ledger = open_ledger(url)
    assert len(ledger.releases()) == 20
    assert sum(event.what == "released" for event in ledger.history()) == 20
    assert sum(event.what == "made" for event in ledger.history()) == 1


def test_several_processes_record_and_release_the_same_once(tmp_path: Path) -> None:
    check_several_at_once(str(tmp_path / "new.db"), tmp_path / "homes")


@pytest.mark.postgresql
def test_on_postgresql_it_is_the_same(postgresql: str, tmp_path: Path) -> None:
    ledger = open_ledger(postgresql)
    check_a_whole_life(ledger, tmp_path / "homes")
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@pytest.mark.postgresql
def test_on_postgresql_several_processes_record_and_release_the_same_once(postgresql: str, tmp_path: Path) -> None:
    check_several_at_once(postgresql, tmp_path / "homes")


def test_one_run_has_the_batch_of_a_week(ledger: Ledger) -> None:
    """A schedule that fires twice would make, ask and release twice."""
    batches = Batches(ledger)
    begun = batches.begin("2026-W48", run="one")
    assert begun and begun.state == "making"
    assert batches.begin("2026-W48", run="two", lives=lambda _batch: True) is None
    assert batches.begin("2026-W48", run="one"), "the same run goes on after it was suspended"
    taken = batches.begin("2026-W48", run="two", lives=lambda _batch: False)
    assert taken and taken.run == "two" and taken.started_at == begun.started_at
    with pytest.raises(LedgerError, match="taken over by two"):
        batches.move("2026-W48", "waiting", run="one")
    batches.move("2026-W48", "waiting", run="two", report={"items": 3})
    batches.move("2026-W48", "released", run="two")
    done = batches.get("2026-W48")
    assert done and done.state == "released" and done.report["items"] == 3 and done.ended_at
    assert batches.begin("2026-W48", run="three", lives=lambda _batch: False) is None
    assert [e.what for e in ledger.history("2026-W48")] == ["began", "went on", "waiting", "released"]


def test_a_run_whose_process_died_is_taken_over_at_once_and_a_silent_one_later(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = Batches(ledger)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = this_process().rpartition(":")[0]
    batches.begin("2026-W48", run=f"{host}:{gone.pid}")
    assert batches.begin("2026-W48", run=this_process()), "its process is gone"
    assert batches.begin("2026-W48", run="other") is None, "this process lives"
    batches.begin("2026-W49", run="elsewhere:1")
    assert batches.begin("2026-W49", run=this_process()) is None
    monkeypatch.setattr("briefcast.ledger.batches.DEAD_AFTER_S", -1)
    assert batches.begin("2026-W49", run=this_process())


def test_each_notice_goes_out_once(ledger: Ledger) -> None:
    assert Batches(ledger).notice_once("2026-W48/waiting", "The batch waits.")
    assert not Batches(ledger).notice_once("2026-W48/waiting", "The batch waits.")


def test_what_was_made_with_errors_is_not_approved_until_it_is_made_again(tmp_path: Path) -> None:
    """Somebody looked at a draft whose figures contradict each other; it must not leave by a slip of the hand."""
    ledger = open_ledger(tmp_path / "ledger.db")
    manifest = edition_of(tmp_path / "edition")
    item = items_of(manifest)[0]
    wrong = manifest.model_copy(update={"with_errors": True})
    ledger.record_edition(wrong, folder=tmp_path, who="batch")
    with pytest.raises(LedgerError, match="with errors"):
        ledger.decide(item.key, item.content_sha256, "approved", who="lan")
    assert ledger.standing(item.key, item.content_sha256).name == "waiting"
    ledger.decide(item.key, item.content_sha256, "held", who="lan")
    # Nothing that can be seen changed, and the brief is right now.
    ledger.record_edition(manifest, folder=tmp_path, who="batch")
    ledger.decide(item.key, item.content_sha256, "approved", who="lan")
    assert ledger.standing(item.key, item.content_sha256).name == "approved"


def test_what_was_decided_of_a_weeks_items_belongs_to_the_week(tmp_path: Path) -> None:
    """Whoever asks for a week would not see who approved and released what was in it."""
    ledger = open_ledger(tmp_path / "ledger.db")
    key, seen = record(ledger, tmp_path)
    ledger.decide(key, seen, "approved", who="lan")
    ledger.release(key, seen, channel="folder", account="x", who="lan")
    assert [event.what for event in ledger.history("2026-W48")] == ["approved", "released"]
    assert ledger.history("2026-W49") == ()


def test_the_history_names_a_decision_by_the_code_of_the_page_of_the_week(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page showed one code of what was approved, and `briefcast history` another: nobody found the one by the
    other."""
    ledger = open_ledger(tmp_path / "ledger.db")
    key, content = record(ledger, tmp_path)
    post = ShownPost(channel="folder", account="x", parts={"text": "Most homes have fibre."})
    ledger.decide(key, content, "approved", who="lan", posts=[post])
    ledger.release(key, content, channel="folder", account="x", who="lan")
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    said = CliRunner().invoke(app, ["history", key]).stdout
    order = Order(
        item=key,
        content_sha256=content,
        channel="folder",
        account=AccountEntry(name="x", channel="folder"),
        slot=None,
        post=None,
        shown=post,
    )
    manifest = read_manifest(tmp_path)
    seen = Reviewed(
        planned=PlannedItem.model_construct(id="homes"),
        item=items_of(manifest)[0],
        folder=tmp_path,
        manifest=manifest,
        standing=ledger.standing(key, content),
        orders=(order,),
    )
    assert seen.seen_sha256[:12] in said and content[:12] not in said
