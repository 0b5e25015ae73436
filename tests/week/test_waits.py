"""What waits for people is said with the command that goes on; what waits to go out is listed as it stands now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.messages import tell
from briefcast.planner.weeks import week_of
from briefcast.publishing.orders import released_orders
from briefcast.publishing.publisher import Patience
from briefcast.publishing.sending import publish_orders
from briefcast.week.waits import Waits, find_due, find_waits
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.publishing.test_gate import Team

MONDAY = dt.date(2026, 11, 23)
WEEK = week_of(MONDAY)
"""The week for which `Team` records its edition."""


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def waits(team: Team, *, today: dt.date = MONDAY) -> Waits:
    (found,) = find_waits(team.ledger, today=today)
    return found


def test_what_nobody_decided_or_released_is_counted_with_the_command(team: Team) -> None:
    """A run that sends nothing says "Nothing to do", while twelve items wait for somebody."""
    film = "homes/citizens/en/video/1x1"
    assert waits(team).undecided == (team.item.key, film)
    assert "to be decided: 2." in waits(team).told[0] and f"briefcast approve {WEEK} all" in waits(team).told[0]
    team.decide("approved")
    assert (waits(team).undecided, waits(team).unreleased) == ((film,), (team.item.key,))
    assert f"briefcast release {WEEK}" in waits(team).told[1]
    team.release()
    assert waits(team).unreleased == ()
    assert not waits(team, today=MONDAY + dt.timedelta(days=7)).told, "what is over is asked for no more"


def test_what_a_release_passed_over_is_not_asked_for_in_every_run(team: Team) -> None:
    """It is in a language for which there is no account: no command could ever end the line."""
    _, film = items_of(read_manifest(team.edition))
    team.ledger.decide(film.key, film.content_sha256, "approved", who="lan")
    team.decide("approved")
    assert len(waits(team).unreleased) == 2
    given = {"channel": "folder", "account": "", "week": WEEK, "who": "lan"}
    team.ledger.release(team.item.key, team.item.content_sha256, **given)
    assert not waits(team).told
    team.ledger.decide(film.key, film.content_sha256, "approved", who="lan", why="Looked at again.")
    assert waits(team).unreleased == (film.key,)


def test_a_correction_that_nobody_released_is_told_until_it_is(team: Team) -> None:
    """The wrong post stayed out: the correction was approved, and no line said that it was not released."""
    team.decide("approved")
    team.release()
    assert [o.state for o in team.run()] == ["sent"] and not waits(team).corrections
    team.item = team.record(words="Most homes have fibre now.")
    assert not waits(team).corrections and len(waits(team).undecided) == 2
    team.decide("approved")
    post = f"{team.item.key} → folder:here"
    assert waits(team).corrections == (post,) and not waits(team).unreleased
    assert waits(team, today=MONDAY + dt.timedelta(days=30)).corrections == (post,), (
        "a correction is never over so soon"
    )
    assert any(f"briefcast release {WEEK}" in line for line in waits(team).told)
    team.release()
    assert not waits(team).corrections and waits(team).to_replace == (post,)
    orders, _ = released_orders(team.ledger, team.accounts, None)
    publish_orders(orders, team.ledger, who="run", patience=Patience(tries=1), again=True)
    assert not waits(team).to_replace and team.seen == 1


def test_a_correction_goes_out_however_late_it_comes(team: Team) -> None:
    """The slot was last week: one command said to type the other, and the other said to type the one."""
    team.decide("approved")
    team.release()
    team.run()
    team.item = team.record(words="Most homes have fibre now.")
    team.decide("approved")
    team.release(minutes=-3 * 24 * 60)
    [outcome] = team.run()
    assert outcome.state == "late" and "--replace" in outcome.detail and "--late" not in outcome.detail
    [due] = find_due(team.accounts, team.ledger, now=dt.datetime.now(dt.UTC))
    assert due.state == "late" and "--replace" in due.why and "--late" not in due.why
    [outcome] = team.run(again=True)
    assert outcome.state == "sent" and outcome.fresh and team.seen == 1


def test_what_waits_is_listed_with_what_hinders_it_now(team: Team) -> None:
    """ "And 11 more: briefcast outbox" named a list on which they were not."""

    def states() -> list[str]:
        return [each.state for each in find_due(team.accounts, team.ledger, now=dt.datetime.now(dt.UTC))]

    team.decide("approved")
    assert states() == []
    team.release(minutes=120)
    assert states() == ["waiting"]
    team.decide("held")
    assert states() == ["held"]
    team.decide("approved")
    team.release(minutes=-3 * 24 * 60)
    assert states() == ["late"]
    team.release(minutes=-1)
    assert states() == ["would be sent"]
    team.run()
    assert states() == []


def test_why_something_waited_is_forgotten_when_it_is_approved_or_released(team: Team) -> None:
    """The outbox said for days that a release was taken back, which had been given again."""
    outbox = Outbox(team.ledger, who="run")
    team.decide("approved")
    team.release(minutes=120)
    post = {"item": team.item.key, "channel": "folder", "account": "here", "marker": "m"}
    number = outbox.prepare(**post, content_sha256=team.item.content_sha256).id
    for happens in (lambda: team.release(minutes=60), lambda: team.decide("approved")):
        outbox.taken_back(number, tell("{who} took its release back.", who="duc"))
        assert outbox.find(number).detail
        happens()
        assert outbox.find(number).detail == ""
    team.ledger.take_back(team.ledger.releases(), who="duc")
    [due] = find_due(team.accounts, team.ledger, now=dt.datetime.now(dt.UTC))
    assert due.state == "held" and "duc took its release back" in due.why


def test_whatever_is_counted_is_ended_by_the_command_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line was taken out of the plan: "to be decided: 2" stood there for good, for no command takes its items. Of an
    account that was taken out a correction was asked for in every run, and `release` gave none."""
    monkeypatch.chdir(tmp_path)
    plan = write_plan(tmp_path, weeks=(WEEK,), languages="[vi]")
    request = BatchRequest(plan=plan, week=WEEK, out=tmp_path / "outputs", settings=tmp_path)
    make_week_quietly(request)
    ledger = open_ledger()

    def now() -> Waits:
        return next(each for each in find_waits(ledger, today=MONDAY) if each.week == WEEK)

    assert {key.partition("/")[0] for key in now().undecided} == {"b0", "b1"}
    whole = plan.read_text("utf-8")
    plan.write_text(whole[: whole.index("  - id: b1-")], "utf-8")
    assert {key.partition("/")[0] for key in now().undecided} == {"b0"}, "`approve` takes no others"
    plan.write_text(whole, "utf-8")

    outbox = Outbox(ledger, who="lan")
    places = (("folder", "published"), ("folder", "closed"), ("mail", "closed"))
    old = [_out(outbox, key, channel, account) for key in now().undecided for channel, account in places]
    for key, content in ((key, content) for _, key, content in ledger.newest_of_weeks(WEEK)):
        ledger.decide(key, content, "approved", who="lan")
    assert {p.account for p in old if p.where in now().corrections} == {"published"}
    closed = tuple(p.id for p in old if (p.channel, p.account) == ("folder", "closed"))
    assert now().without_account == closed
    command = f"briefcast outbox deleted {' '.join(map(str, closed))}"
    assert sum(command in line for line in now().told) == 1
    plan.write_text(whole[: whole.index("  - id: b1-")], "utf-8")
    [unplanned] = now().unplanned
    assert any(f"briefcast outbox withdraw {unplanned}" in line for line in now().told)
    for id in (*closed, unplanned):
        outbox.deleted(id)
    assert not now().without_account and not now().unplanned, "the command that was named ended it"


def _out(outbox: Outbox, item: str, channel: str, account: str) -> Publication:
    """Write down that older content of an item is out."""
    given = {"item": item, "channel": channel, "account": account, "content_sha256": "0" * 64, "marker": "0" * 10}
    post = outbox.doubt(**given, slot=None, cause=tell("unknown"), way=lambda _: "")
    return outbox.resolve(post.id, posted=True, url="https://example.org/1")
