"""What a person withdrew stays withdrawn, whatever is made, approved and released of it later, until she names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from briefcast.catalogue import in_language
from briefcast.errors import NotApproved
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import TakenBack
from briefcast.ledger.outbox import Outbox
from briefcast.manifest.manifest import read_manifest
from briefcast.publishing.orders import edition_orders
from briefcast.publishing.sending import publish_orders, summarize
from tests.publishing.test_gate import Team, team_with_a_post


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A team of which a person withdrew the only post."""
    return team_with_a_post(tmp_path)


def take_away(team: Team, how: str) -> None:
    outbox = Outbox(team.ledger, who="mai")
    if how == "dropped":
        with team.ledger.engine.begin() as connection:
            connection.execute(update(t.publications).values(state="refused"))
        outbox.drop(1, "The minister resigned")
    elif how == "deleted":
        outbox.deleted(1, "The minister resigned")
    else:
        outbox.withdrawn(1, "The minister resigned")


def made_anew(team: Team) -> None:
    team.item = team.record(words="Nearly all homes have fibre.")
    team.decide("approved")


@pytest.mark.parametrize("how", ["withdrawn", "deleted", "dropped"])
def test_new_content_of_a_withdrawn_post_goes_out_only_by_its_name(team: Team, how: str) -> None:
    """The press office took a post down; the week was made anew, approved and released, and it stood there again."""
    take_away(team, how)
    made_anew(team)
    with pytest.raises(TakenBack, match="mai withdrew it on folder") as raised:
        team.release()
    assert raised.value.withdrawn and (raised.value.who, raised.value.why) == ("mai", "The minister resigned")
    assert f"briefcast release 2026-W48 {team.item.key}" in raised.value.told
    for code in read_languages():
        assert "mai" in in_language(raised.value.told, code) and "{" not in in_language(raised.value.told, code)
    assert [o.fresh for o in team.run()] == [False] or not team.run()
    team.release(again=True)
    assert [o.state for o in team.run()] == ["sent"]


def test_a_post_withdrawn_by_its_number_goes_out_again_by_it(team: Team) -> None:
    take_away(team, "withdrawn")
    Outbox(team.ledger, who="mai").again(1)
    made_anew(team)
    team.release()
    assert [o.state for o in team.run()] == ["sent"]


def test_who_withdraws_to_make_room_for_what_is_released_lets_that_out(team: Team) -> None:
    """Known bad: a platform that cannot change a post takes new content only after the old one was withdrawn."""
    made_anew(team)
    team.release()
    assert [o.state for o in team.run()] == ["refused"]
    take_away(team, "withdrawn")
    assert [o.state for o in team.run()] == ["sent"]


def test_what_made_way_or_was_replaced_is_no_stop(team: Team) -> None:
    made_anew(team)
    team.release()
    assert [(o.state, o.fresh) for o in team.run(again=True)] == [("sent", True)]
    team.item = team.record(words="All homes have fibre.")
    team.decide("approved")
    team.release()
    assert [o.state for o in team.run(again=True)] == ["sent"]


def test_an_edition_that_is_published_whole_says_how_a_withdrawn_post_goes_out_again(team: Team) -> None:
    """Without a plan, the run said to release it by the very command that had just been typed."""
    take_away(team, "withdrawn")
    made_anew(team)
    team.ledger.record_edition(read_manifest(team.edition), folder=team.edition, who="lan")
    with pytest.raises(NotApproved, match="briefcast outbox again 1"):
        team.release()
    orders, _ = edition_orders(team.edition, team.accounts, None, ledger=team.ledger)
    [outcome] = [o for o in publish_orders(orders, team.ledger, who="run") if o.order.item == team.item.key]
    assert outcome.state == "held" and "briefcast outbox again 1" in outcome.detail


def test_a_post_that_was_withdrawn_before_reasons_were_messages_stays_so(team: Team) -> None:
    with team.ledger.engine.begin() as connection:
        told = "lan withdrew it. The rank is of 2022."
        connection.execute(update(t.publications).values(state="withdrawn", detail=told))
    made_anew(team)
    with pytest.raises(TakenBack) as raised:
        team.release()
    assert (raised.value.who, raised.value.why) == ("lan", "The rank is of 2022")


def test_a_withdrawn_post_is_not_counted_as_out(team: Team) -> None:
    """'1 was out before' was said of a post that nobody could read any more."""
    take_away(team, "withdrawn")
    told = summarize(team.run())
    assert str(told) == "Nothing to do: 0 sent, 1 stay withdrawn, 0 need a person"
    assert "1 stays withdrawn" in in_language(told, "en") and "אחד נשאר מוסר" in in_language(told, "he")
    assert open_ledger(team.folder / "ledger.db").knows_posts()
