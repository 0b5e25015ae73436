"""The team hears of what publishing could not settle, once, with what to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.channels.folder import Folder
from briefcast.errors import Refused, TryLater
from briefcast.ledger import Batches
from briefcast.ledger import batches as batches_module
from briefcast.publishing.orders import released_orders
from briefcast.publishing.sending import summarize
from briefcast.week.troubles import Trouble, find_troubles, tell_troubles
from tests.notices_fixtures import Told, told
from tests.publishing.test_gate import Team

__all__ = ["told"]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(tmp_path)
    team.decide("approved")
    return team


def run(team: Team) -> tuple[tuple[Trouble, ...], str]:
    """Publish as the flow does, and tell what there is to tell."""
    _, left_out = released_orders(team.ledger, team.accounts, None)
    outcomes = team.run()
    troubles = find_troubles(outcomes, left_out, (), (), now=dt.datetime.now(dt.UTC))
    assert tell_troubles(troubles, Batches(team.ledger)) == ""
    return troubles, summarize(outcomes)


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def raising(*_: object) -> None:
        raise error

    monkeypatch.setattr(Folder, "upload", raising)


def test_a_refusal_is_told_once_with_its_item_and_again_when_it_changed_or_after_a_day(
    team: Team, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is told that nothing goes out; or everybody is, every five minutes."""
    team.release()
    refuse(monkeypatch, Refused("The file is too big. Make it smaller. Request 17."))
    run(team)
    refuse(monkeypatch, Refused("The file is too big. Make it smaller. Request 18."))
    run(team)
    assert len(told) == 1 and told[0]["title"] == "Publishing: 1 thing needs a person"
    assert team.item.key in told[0]["message"] and "Make it smaller" in told[0]["message"]
    refuse(monkeypatch, Refused("The token has ended. Get another."))
    run(team)
    run(team)
    assert len(told) == 2 and "The token has ended" in told[1]["message"]
    now = dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)
    monkeypatch.setattr(batches_module, "_now", lambda: now)
    run(team)
    assert len(told) == 3


def test_a_notice_that_could_not_be_sent_is_sent_by_the_next_run(
    team: Team, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.release()
    refuse(monkeypatch, Refused("The file is too big."))
    troubles, _ = run(team)
    told.clear()
    Batches(team.ledger).forget_notice(*(each.key for each in troubles))
    with monkeypatch.context() as down:
        down.setenv("BRIEFCAST_NOTICES", "json://127.0.0.1:9")
        assert "could not be sent" in tell_troubles(troubles, Batches(team.ledger))
    run(team)
    assert len(told) == 1


def test_what_waits_long_after_its_slot_is_told(team: Team, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing permission looks like a platform that is down, and is silent until it is too late."""
    refuse(monkeypatch, TryLater("The platform is down."))
    team.release(minutes=-10)
    assert run(team)[0] == () and not told
    team.release(minutes=-20)
    [trouble], said = run(team)
    assert trouble.what == "waits" and "The platform is down." in told[0]["message"]
    assert said == "0 sent, 1 could not be sent now: the next run tries again, 0 need a person"
    run(team)
    assert len(told) == 1


def test_what_is_late_is_told_once_and_fails_no_run(team: Team, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run failed for a slot that was missed long ago, and a real refusal drowned in it."""
    team.release(minutes=-25 * 60)
    [trouble], said = run(team)
    assert trouble.what == "late" and "1 missed their slot by more than a day, 0 need a person" in said
    assert f"briefcast outbox drop {team.item.key}" in told[0]["message"] and "--late" in told[0]["message"]
    now = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    monkeypatch.setattr(batches_module, "_now", lambda: now)
    run(team)
    assert len(told) == 1


def test_a_run_with_nothing_to_do_says_so_and_tells_nobody(team: Team, told: Told) -> None:
    team.release()
    assert run(team)[1] == "1 sent, 0 need a person"
    assert run(team) == ((), "Nothing to do: 0 sent, 1 were out before, 0 need a person") and not told


def test_many_troubles_are_one_message(team: Team, told: Told) -> None:
    many = [Trouble(where=f"brief-{n}/x", what="refused", why=f"Too big: {chr(65 + n)}.") for n in range(78)]
    assert tell_troubles(many, Batches(team.ledger)) == ""
    [message] = told
    assert "78 things need a person" in message["title"] and "and 58 more" in message["message"]


def test_many_troubles_of_one_reason_are_one_line(team: Team, told: Told) -> None:
    """Sixty lines that say the same hide the one that says something else."""
    many = [Trouble(where=f"brief-{n}/x", what="refused", why="Too big.") for n in range(60)]
    other = Trouble(where="brief/y", what="late", why="Its slot was yesterday.")
    assert tell_troubles([*many, other], Batches(team.ledger)) == ""
    same, differs = told[0]["message"].splitlines()
    assert (
        same
        == "- refused: 60 items: Too big. (brief-0/x, brief-1/x, brief-2/x, and 57 more: briefcast publish --dry-run)"
    )
    assert differs == "- late: brief/y: Its slot was yesterday."


def test_a_token_that_ends_is_told_each_week(team: Team, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stood in the log of a flow that nobody reads, until every post was refused."""
    for day in (0, 1, 8):
        now = dt.datetime.now(dt.UTC) + dt.timedelta(days=day)
        monkeypatch.setattr(batches_module, "_now", lambda now=now: now)
        ending = [f"linkedin:here: its token ends in {14 - day} days, on 2026-12-13. Make another."]
        assert tell_troubles(find_troubles((), (), (), (), now=now, ending=ending), Batches(team.ledger)) == ""
    assert [message["title"] for message in told] == ["Publishing: 1 thing needs a person"] * 2
    assert "token ends: linkedin:here: its token ends in 14 days" in told[0]["message"]


def test_a_mail_that_is_out_under_an_embargo_fails_no_run_for_ever() -> None:
    """Nobody can take a mail back: a month of failed runs hides the next failure."""
    assert Trouble(where="x", what="out under an embargo", why="").lasts
    assert not Trouble(where="x", what="out under an embargo", why="", mends=False).lasts
    assert Trouble(where="x", what="brief cannot be read", why="").lasts
    assert not Trouble(where="x", what="brief changed", why="").lasts
