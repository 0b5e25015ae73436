"""What a run says of posts: by one word each, of each only what a person can act on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.cli.main import app
from briefcast.ledger.outbox import Outbox
from briefcast.messages import tell
from briefcast.publishing.orders import released_orders
from briefcast.publishing.sending import foresee, publish_orders, summarize
from briefcast.states import called
from tests.publishing.test_gate import Team, team_with_a_post
from tests.week.test_typed import Desk, desk  # noqa: F401


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team with one post out."""
    return team_with_a_post(tmp_path)


def corrected(team: Team, *, again: bool = False) -> Team:
    """The same after a correction that is approved and released, by its name if it is let go ``again``."""
    team.item = team.record(words="Nearly all homes have fibre.")
    team.decide("approved")
    team.release(again=again)
    return team


def foreseen(team: Team, **more: Any) -> list[str]:
    orders, _ = released_orders(team.ledger, team.accounts, None, to_look_at=True)
    return [foresee(order, team.ledger, **more).state for order in orders]


def test_what_was_replaced_is_counted_as_that_and_foreseen_as_out(team: Team) -> None:
    """Thirteen corrected posts were counted as newly sent, and the look ahead took them for withdrawn."""
    corrected(team)
    [outcome] = team.run(again=True)
    assert (outcome.state, outcome.word) == ("sent", "replaced") and team.seen == 1
    assert str(summarize([outcome])).startswith("0 sent, 1 replaced")
    assert "אחד הוחלף" in in_language(summarize([outcome]), "he")
    assert foreseen(team) == ["out"]
    # Readers of a mail keep the one of before: nothing of it is replaced.
    mailed = replace(outcome, order=replace(outcome.order, channel="mail"))
    assert mailed.word == "correction sent"
    assert in_language(summarize([mailed]), "en").startswith("0 sent, 1 correction sent")
    assert {in_language(called(mailed.word), code) for code in ("vi", "he")} == {"đã gửi đính chính", "נשלח תיקון"}
    assert "תיקון" in in_language(summarize([mailed]), "he") and "1 bản đính chính" in in_language(
        summarize([mailed]), "vi"
    )


def test_what_is_new_after_a_withdrawal_is_foreseen_as_the_next_run_sends_it(team: Team) -> None:
    """Whoever withdrew the wrong content was told that the right one would not go out."""
    Outbox(team.ledger, who="lan").withdrawn(1)
    assert foreseen(team) == ["withdrawn"]
    corrected(team, again=True)
    assert foreseen(team) == ["would be sent"]


def test_what_nobody_approved_is_called_so_by_publish_as_by_the_list(tmp_path: Path) -> None:
    """Publish said refused, the outbox said not approved, of the same post."""
    team = Team(tmp_path)
    team.decide("approved")
    team.release()
    here = team.accounts.accounts[0].model_copy(update={"settings": {"path": str(tmp_path / "elsewhere")}})
    team.accounts = team.accounts.model_copy(update={"accounts": (here,)})
    [outcome] = team.run()
    assert outcome.failed and outcome.word == "not approved" and foreseen(team) == ["not approved"]


def test_what_the_plan_lets_out_no_more_needs_no_approval(tmp_path: Path) -> None:
    """One run said of one post: put its slot back, or drop it, and: approve it again."""
    team = Team(tmp_path)
    team.decide("approved")
    team.release()
    here = team.accounts.accounts[0].model_copy(update={"settings": {"path": str(tmp_path / "elsewhere")}})
    team.accounts = team.accounts.model_copy(update={"accounts": (here,)})
    gone = tell("The plan has no slot for it any more.")
    [outcome] = team.run(typed=lambda _: gone)
    assert (outcome.state, outcome.failed, str(outcome.detail)) == ("held", False, str(gone))
    assert foreseen(team, typed=lambda _: gone) == ["held"]


def test_a_mail_that_was_corrected_is_not_called_withdrawn(team: Team) -> None:
    """Its readers have it still; and 'it is not out' was said of it."""
    outbox = Outbox(team.ledger, who="lan")
    outbox.corrected(1, "0" * 64)
    assert outbox.find(1).stands == "corrected" and outbox.find(1).state == "withdrawn"
    with pytest.raises(Exception, match="It stays with those who have it"):
        outbox.deleted(1)
    outbox.withdrawn(1)
    assert outbox.find(1).stands == "withdrawn"


def test_the_page_and_the_terminal_count_alike_and_what_goes_out_comes_first(desk: Desk) -> None:  # noqa: F811
    """The page promised one post more than the terminal, below fifty that were out."""
    desk.run()
    run = CliRunner().invoke(app, ["publish", "--dry-run"])
    assert run.exit_code == 0, run.output
    page = Path(run.output.split()[-1]).read_text("utf-8")
    assert "0 of 1 post would be sent" in " ".join(run.output.split()) and "0 of 1 post would be sent" in page
    assert 'name="state"' in page and 'data-state="out"' in page


def test_where_no_run_sends_anything_none_is_foreseen_as_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """From a folder that had been copied, the look ahead said "Nothing goes out", and "4 of 17 would be sent"."""
    told = " ".join(CliRunner().invoke(app, ["publish", "--dry-run"]).output.split())
    assert "1 of 1 post would be sent" in told
    monkeypatch.setattr("briefcast.week.run.why_refused", lambda *_: "It was copied.")
    told = " ".join(CliRunner().invoke(app, ["publish", "--dry-run"]).output.split())
    assert "Nothing goes out: It was copied." in told and "0 of 1 post would be sent" in told


def test_another_file_of_accounts_than_the_one_people_decide_by_is_named(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    """Publish said: approve again; approve said: nothing changed. A circle, for each read another channels.yaml."""
    other = tmp_path / "other"
    other.mkdir()
    text = (tmp_path / "channels.yaml").read_text("utf-8")
    (other / "channels.yaml").write_text(text, "utf-8")
    assert "Other accounts" not in CliRunner().invoke(app, ["publish", "--settings", "other", "--dry-run"]).output
    (other / "channels.yaml").write_text(f"{text}  - {{name: there, channel: folder}}\n", "utf-8")
    told = " ".join(CliRunner().invoke(app, ["publish", "--settings", "other", "--new"]).output.split())
    assert "Other accounts:" in told and f"briefcast publish --settings {tmp_path.resolve()}" in told
    same = CliRunner().invoke(app, ["approve", desk.week, "all", "--who", "lan"])
    assert "Its posts were looked at as" in " ".join(same.output.split())


def test_the_hour_of_a_moved_slot_that_has_passed_is_not_promised(team: Team) -> None:
    """At 21:32 a run said: its slot was moved to 21:20, it goes out then."""
    team = corrected(team)
    stale, _ = released_orders(team.ledger, team.accounts, None)
    team.release(minutes=-9)
    [outcome] = publish_orders(stale, team.ledger, who="run", again=True)
    assert "The next run sends it" in str(outcome.detail)
    assert dt.datetime.now(dt.UTC) > stale[0].slot  # type: ignore[operator]


@pytest.mark.parametrize("state", ["unconfirmed", "sending"])
def test_a_post_of_which_nobody_knows_is_not_called_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    """'out already' was said of a mail that may never have been sent, and nobody looked."""
    team = Team(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "channels.yaml").write_text(
        "accounts:\n  - {name: press, channel: webhook, audiences: [citizens], settings: {flavour: slack}}\n"
    )
    team.decide("approved")
    place = {"channel": "webhook", "account": "press"}
    team.ledger.release(team.item.key, team.item.content_sha256, **place, who="lan", week="2026-W48")
    outbox = Outbox(team.ledger, who="run")
    made = outbox.prepare(item=team.item.key, content_sha256=team.item.content_sha256, marker="m", **place)
    claim = outbox.claim(made.id)
    assert claim
    outbox.begin_publishing(claim)
    if state == "unconfirmed":
        outbox.unconfirmed(claim, "No answer came.")
    told = " ".join(CliRunner().invoke(app, ["take-back", "2026-W48", "homes", "--who", "lan"]).output.split())
    assert f"{team.item.key} → webhook:press" in told and "out already" not in told, told
    assert state in told
    assert ("briefcast outbox missing 1" if state == "unconfirmed" else "A publisher works on it") in told
