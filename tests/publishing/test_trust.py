"""A ledger that somebody changed by hand: nothing goes out by what may not have been decided."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from briefcast.catalogue import in_language
from briefcast.languages import read_languages
from briefcast.ledger.people import People
from briefcast.ledger.trust import read_trust
from briefcast.publishing.orders import edition_orders, released_orders
from briefcast.publishing.sending import approve_edition, foresee
from tests.ledger.test_seals import by_hand
from tests.publishing.test_gate import Team

ADDED = (
    "INSERT INTO decisions (item, content_sha256, decision, who, at, why, through, proof) "
    "SELECT item, content_sha256, 'approved', 'lan', at, '', 'command line', '' FROM decisions WHERE id = 1"
)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team that approved, released, and then held its only post."""
    team = Team(tmp_path)
    team.decide("approved")
    team.release()
    team.decide("held")
    return team


def test_a_ledger_as_it_was_written_counts(team: Team) -> None:
    team.decide("approved")
    assert read_trust(team.ledger, [(team.item.key, team.item.content_sha256)]).whole
    assert [o.state for o in team.run()] == ["sent"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decisions SET decision = 'approved' WHERE id = 2",
        "DELETE FROM decisions WHERE id = 2",
        ADDED,
    ],
)
def test_what_somebody_approved_in_the_database_does_not_go_out(team: Team, change: str) -> None:
    """Only 'briefcast ledger check' said that the approval was typed with SQL; the post was out by then."""
    by_hand(team.ledger, change)
    orders, _ = released_orders(team.ledger, team.accounts, None)
    assert [foresee(order, team.ledger).state for order in orders] == ["refused"]
    [outcome] = team.run()
    assert outcome.state == "refused" and outcome.failed and team.seen == 0
    told = outcome.detail
    assert "decisions 2–2" in told or "decisions 3–3" in told, told
    assert "briefcast ledger check" in told and "briefcast approve 2026-W48 ITEM" in told and " all" not in told
    for code in read_languages():
        assert "briefcast ledger restore FILE" in in_language(told, code) and "{" not in in_language(told, code)


def test_leave_that_somebody_gave_back_in_the_database_does_not_count(team: Team) -> None:
    team.decide("approved")
    team.ledger.take_back(team.ledger.releases(), who="mai", why="Embargo")
    by_hand(team.ledger, "DELETE FROM release_changes")
    [outcome] = team.run()
    assert outcome.state == "refused" and "release_changes" in outcome.detail and team.seen == 0


def test_what_is_decided_and_released_anew_goes_out(team: Team) -> None:
    """Known bad: a ledger that is refused whole lets nothing out any more, whatever people decide."""
    by_hand(team.ledger, "UPDATE decisions SET decision = 'approved' WHERE id = 2")
    team.decide("approved")
    [outcome] = team.run()
    assert outcome.state == "refused", "the leave is of before"
    team.release(minutes=-2)
    assert [o.state for o in team.run()] == ["sent"]


def test_where_people_were_changed_nothing_goes_out_before_a_copy_is_back(team: Team) -> None:
    """Whoever put a key of her own in the place of another's would decide in that name."""
    People(team.ledger)
    by_hand(
        team.ledger,
        "INSERT INTO people (name, public_key, vouched_by, at) "
        "SELECT 'lan', 'aa', 'lan', at FROM decisions WHERE id = 1",
    )
    with team.ledger.engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM people")).scalar_one() == 1
    trust = read_trust(team.ledger, [(team.item.key, team.item.content_sha256)])
    assert not trust.decision(team.ledger.standing(team.item.key, team.item.content_sha256).decision)
    assert "briefcast approve" not in trust.why(week="2026-W48") and "briefcast ledger restore" in trust.why(week="")


def test_what_was_changed_long_before_does_not_stop_this_week(team: Team) -> None:
    """A row of last year, which nothing goes out by, held up every post of today."""
    by_hand(team.ledger, "UPDATE decisions SET why = 'Another' WHERE id = 2")
    team.item = team.record(words="Nearly all homes have fibre.")
    team.decide("approved")
    team.release()
    assert [o.state for o in team.run()] == ["sent"]


def test_an_edition_that_is_published_at_once_is_approved_anew(team: Team) -> None:
    by_hand(team.ledger, "UPDATE decisions SET decision = 'approved' WHERE id = 2")

    def orders() -> list[str]:
        found, _ = edition_orders(team.edition, team.accounts, None, ledger=team.ledger)
        return [order.uncounted for order in found if order.item == team.item.key]

    [told] = orders()
    assert "does not count" in told
    approve_edition(team.edition, team.ledger, accounts=team.accounts, who="lan", wanted=lambda *_: True)
    assert orders() == [""]
