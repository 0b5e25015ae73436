"""A week whose report in the ledger is broken: said in words, and made again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.errors import LedgerError
from briefcast.ledger import open_ledger
from briefcast.week.batch import reopen_week
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan

WEEK = "2026-W48"
BROKEN = [
    "not json",
    "[]",
    "3",
    "{}",
    '{"editions": 3}',
    '{"asked": "x", "request": {"plan": "plan.yaml"}}',
    '{"request": 5}',
    '{"request": {}, "editions": []}',
    '{"request": {"plan": "plan.yaml"}, "editions": [{"item": "a"}]}',
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("week")
    with pytest.MonkeyPatch.context() as here:
        here.chdir(folder)
        here.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        make_week_quietly(request(folder, again=False))
    return folder


def request(folder: Path, *, again: bool) -> BatchRequest:
    plan = write_plan(folder, briefs=1, weeks=(WEEK,), languages="[vi]")
    return BatchRequest(plan=plan, week=WEEK, out=folder / "outputs", again=again)


def spoil(folder: Path, report: str) -> None:
    with open_ledger(folder / "ledger.db").writing() as connection:
        connection.execute(text("UPDATE batches SET report = :report"), {"report": report})


@pytest.mark.parametrize("report", BROKEN)
def test_a_broken_report_is_told_with_the_next_step(report: str, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wanted to stop a post read "KeyError: 'request'"."""
    monkeypatch.chdir(made)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(made / "ledger.db"))
    spoil(made, report)
    with pytest.raises(LedgerError, match=rf"no whole report of {WEEK}.*briefcast batch PLAN --week {WEEK} --again"):
        reopen_week(WEEK, open_ledger())
    for words in (["approve", WEEK, "all"], ["release", WEEK], ["hold", WEEK, "all", "--why", "x"], ["history"]):
        done = CliRunner().invoke(app, words)
        assert done.exception is None or isinstance(done.exception, (LedgerError, SystemExit)), (words, done.exception)
    publish = CliRunner().invoke(app, ["publish", "--new"])
    assert publish.exit_code in (0, 1) and not isinstance(publish.exception, (KeyError, ValueError, AttributeError))


def test_the_week_is_made_again_and_decided(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(made / "ledger.db"))
    spoil(made, "not json")
    make_week_quietly(request(made, again=True))
    _, report = reopen_week(WEEK, open_ledger())
    assert [(edition.brief, edition.failures) for edition in report.editions] == [("b0.yaml", ())]


def test_what_was_released_is_stopped_although_the_report_is_broken(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The minister calls, and nobody can wait until the week is made again."""
    monkeypatch.chdir(made)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(made / "ledger.db"))
    make_week_quietly(request(made, again=True))
    who = ["--who", "lan"]
    for words in (["approve", WEEK, "all"], ["release", WEEK]):
        done = CliRunner().invoke(app, [*words, *(who if words[0] == "approve" else [])])
        assert done.exit_code == 0, done.output
    released = open_ledger().releases()
    assert released
    spoil(made, "not json")
    done = CliRunner().invoke(app, ["hold", WEEK, "all", *who, "--why", "wrong figure"])
    ledger = open_ledger()
    assert {ledger.standing(each.item, each.content_sha256).name for each in released} == {"held"}, done.output
