"""One brief that is told in several weeks, each to other readers: what one week makes stops nothing of another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.cli.main import app
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.orders import released_orders
from briefcast.publishing.sending import Outcome, foresee, not_to_be_heard, stopped_at_slot
from briefcast.week.deciding import decide, read_review
from briefcast.week.releasing import release_week, told_moves
from briefcast.week.typed import AsTyped
from briefcast.week.waits import find_waits
from briefcast.week.week import BatchRequest, WeekPlan
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan

FIRST, SECOND = "2097-W02", "2097-W03"
IN_FIRST = dt.date(2097, 1, 7)
STAFF = "b0/staff/vi/infographic/1200x630"


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A plan that tells one brief to all of its readers in one week, and to the staff alone in the next."""
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    monkeypatch.chdir(tmp_path)
    plan = write_plan(tmp_path, briefs=1, weeks=(FIRST, SECOND))
    text = plan.read_text("utf-8").replace("audiences: [neighbours]", "audiences: [neighbours, staff]")
    first, second = text.split("  - id: b0-w03")
    second = second.replace("[vi, he]", "[vi]") + "    audiences: [staff]\n"
    plan.write_text(f"{first}  - id: b0-w03{second}", "utf-8")
    change_brief(tmp_path, 0, "audiences: [neighbours]", "audiences: [neighbours, staff]")
    profile = (tmp_path / "audiences/neighbours.yaml").read_text("utf-8")
    (tmp_path / "audiences/staff.yaml").write_text(profile.replace("id: neighbours", "id: staff"), "utf-8")
    (tmp_path / "channels.yaml").write_text("accounts:\n  - {name: here, channel: folder}\n", "utf-8")
    return plan


def make(plan: Path, week: str) -> WeekPlan:
    return make_week_quietly(BatchRequest(plan=plan, week=week, out=plan.parent / "outputs", settings=plan.parent)).plan


def release(plan: Path, week: str) -> Ledger:
    planned, ledger = make(plan, week), open_ledger()
    decide(read_review(planned, ledger), ledger, ["all"], "approved", who="lan")
    assert not any(leave.refused for leave in release_week(planned, ledger, who="lan"))
    return ledger


def sent(ledger: Ledger, item: str, *, scheduled_for: dt.datetime | None = None) -> None:
    """Write down that an item went out, or that its platform holds it."""
    outbox = Outbox(ledger, who="run")
    [r] = ledger.releases(item=item)
    given = {"item": item, "content_sha256": r.content_sha256, "channel": "folder", "account": "here"}
    claim = outbox.claim(outbox.prepare(**given, marker="m", slot=r.slot).id)  # type: ignore[arg-type]
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="u", scheduled_for=scheduled_for)


def test_a_week_that_is_made_later_from_the_same_brief_stops_nothing_that_was_released(plan: Path) -> None:
    """The next week was only made, and ten posts were held: the plan was said to have no slot for them any more."""
    ledger = release(plan, FIRST)
    make(plan, SECOND)
    typed, accounts = AsTyped(ledger), read_accounts(plan.parent)
    orders, left_out = released_orders(ledger, accounts, None)
    assert len(orders) == 4 and not left_out and {order.week for order in orders} == {FIRST}
    assert {foresee(order, ledger, typed=typed.why_not).state for order in orders} == {"would be sent"}
    waiting = [Outcome(order=order, state="waiting") for order in orders]
    assert stopped_at_slot(waiting, ledger, typed=typed.why_not) == ()
    [slot] = {order.slot for order in orders if order.item == STAFF}
    sent(ledger, STAFF, scheduled_for=slot)
    assert not list(not_to_be_heard(ledger, accounts, typed=typed.why_not)), "a platform holds it for its own week"


def test_what_waits_is_said_of_the_week_that_asks_for_it(plan: Path) -> None:
    """Three weeks of one brief were made, and no run ever named the first one, of which nothing was decided."""
    make(plan, FIRST)
    make(plan, SECOND)
    waits = {each.week: each.undecided for each in find_waits(open_ledger(), today=IN_FIRST)}
    assert waits[SECOND] == (STAFF,) and len(waits[FIRST]) == 3 and STAFF not in waits[FIRST]


def test_what_went_out_is_not_promised_for_another_week(plan: Path) -> None:
    ledger = release(plan, FIRST)
    second = make(plan, SECOND)
    assert not release_week(second, ledger, who="lan", look=True)[0].refused, "it may still be moved there"
    sent(ledger, STAFF)
    [leave] = release_week(second, ledger, who="lan")
    assert f"It went out for {FIRST} already" in leave.refused
    assert not any(leave.refused for leave in release_week(make(plan, FIRST), ledger, who="lan", names=[STAFF]))


def test_what_waits_for_one_week_and_is_released_for_the_next_is_moved_with_a_word(
    plan: Path,
) -> None:
    """The next week was released, and what still waited for the first one was put off by days: nobody was told, and
    to take it back in its own week said that nothing of it had ever been released."""
    ledger = release(plan, FIRST)
    [before] = ledger.releases(item=STAFF)
    second = make(plan, SECOND)
    looked = release_week(second, ledger, who="lan", look=True)
    assert ledger.releases(item=STAFF) == (before,), "who only looks moves nothing"
    given = release_week(second, ledger, who="lan")
    [moved] = told_moves(given)
    assert told_moves(looked) == (moved,) and not any(leave.refused for leave in given)
    for said in (FIRST, SECOND, f"briefcast release {FIRST} {STAFF}"):
        assert said in moved
    for code in ("vi", "he"):
        assert FIRST in (own := in_language(moved, code)) and "released" not in own
    [holds] = ledger.releases(item=STAFF)
    assert (holds.week, holds.slot) == (SECOND, given[0].at) and holds.slot != before.slot, "one, at the later slot"
    taken = CliRunner().invoke(app, ["take-back", FIRST, STAFF, "--who", "lan"])
    assert f"briefcast take-back {SECOND} {STAFF}" in taken.stderr, "it is said where it is"
    assert told_moves(release_week(second, ledger, who="lan")) == (), "what is there is moved no more"
    back = CliRunner().invoke(app, ["release", FIRST, STAFF, "--who", "lan"])
    assert "Moved" in back.stderr and f"It was released for {SECOND}" in back.stderr
    [holds] = ledger.releases(item=STAFF)
    assert (holds.week, holds.slot) == (FIRST, before.slot)


def test_an_edition_that_was_made_anew_for_another_week_says_how_the_first_comes_back(
    plan: Path, tmp_path: Path
) -> None:
    """What was released was said to be corrected, with a command of a week that knows of no such item."""
    ledger = release(plan, FIRST)
    change_brief(tmp_path, 0, "as_of: 2025-10-21", "as_of: 2025-10-22")
    change_brief(tmp_path, 0, "{villages} thôn có băng rộng", "Nay {villages} thôn có băng rộng")
    make(plan, SECOND)
    _, left_out = released_orders(ledger, read_accounts(plan.parent), None)
    [why] = {left.why for left in left_out if left.item == STAFF}
    told = str(why)
    assert f"was released for {FIRST}, and its edition was made anew for {SECOND} since" in told
    assert f"briefcast batch {plan} --week {FIRST} --again" in told and f"approve {SECOND}" not in told
    for code in ("vi", "he"):
        assert FIRST in (own := in_language(why, code)) and "{" not in own and "released" not in own
