"""An account that leads elsewhere since something was released for it: the week, the list and the run say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.week.deciding import decide, read_review
from briefcast.week.out_and_due import list_posts
from briefcast.week.releasing import release_week, told_moves
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan

WEEK = "2097-W02"
ACCOUNTS = """\
accounts:
  - {name: newsroom, channel: webhook, audiences: [neighbours], settings: {flavour: slack}}
"""


def test_a_room_that_is_another_one_stands_in_the_week_the_list_and_the_release_in_the_same_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The release said that all may go out; the list that it waits for its slot; and at the slot nothing came."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.setenv("BRIEFCAST_NEWSROOM_URL", "https://hooks.slack.com/services/T1/B1/first")
    monkeypatch.chdir(tmp_path)
    plan = write_plan(tmp_path, briefs=1, weeks=(WEEK,), languages="[vi]")
    plan.write_text(plan.read_text("utf-8").replace("folder", "webhook"), "utf-8")
    (tmp_path / "channels.yaml").write_text(ACCOUNTS, "utf-8")
    request = BatchRequest(plan=plan, week=WEEK, out=tmp_path / "outputs", settings=tmp_path)
    week, ledger = make_week_quietly(request).plan, open_ledger()
    decide(read_review(week, ledger), ledger, ["all"], "approved", who="lan")
    assert told_moves(release_week(week, ledger, who="lan")) == ()
    outbox = Outbox(ledger, who="")
    assert {state for state, _ in list_posts(outbox, tmp_path).found} == {"waiting"}

    monkeypatch.setenv("BRIEFCAST_NEWSROOM_URL", "https://hooks.slack.com/services/T1/B1/second")
    leaves = release_week(week, ledger, who="lan", look=True)
    waits = {leave.waits for leave in leaves if not leave.refused}
    [(state, due), *_] = list_posts(outbox, tmp_path).found
    [said] = waits
    assert state == "refused" and getattr(due, "why", "") == said
    assert "briefcast channels confirm newsroom" in said and said in " ".join(told_moves(leaves))
    typed = CliRunner().invoke(app, ["release", WEEK, "--dry-run"])
    assert "Waits" in typed.stderr and "briefcast channels confirm newsroom" in typed.stderr

    # Whoever asks whether the account is ready hears the same; nothing is ready that a run refuses.
    monkeypatch.setattr("briefcast.channels.webhook.Webhook.check", lambda _: "newsroom")
    checked = CliRunner().invoke(app, ["channels", "check"])
    assert checked.exit_code == 1 and "briefcast channels confirm newsroom" in checked.stderr
    assert CliRunner().invoke(app, ["channels", "confirm", "newsroom", "--who", "lan"]).exit_code == 0
    assert CliRunner().invoke(app, ["channels", "check"]).exit_code == 0
    assert {state for state, _ in list_posts(outbox, tmp_path).found} == {"waiting"}, "and it goes on"
    assert told_moves(release_week(week, ledger, who="lan")) == ()
