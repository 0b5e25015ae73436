"""A later week of the same items puts no correction off, and counts only what the next runs send."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partialmethod
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefcast.catalogue import in_language
from briefcast.cli.main import app
from briefcast.ledger import Ledger, Release, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.orders import released_orders
from briefcast.week import releasing
from briefcast.week.deciding import decide, read_review
from briefcast.week.releasing import release_week, told_moves
from briefcast.week.typed import AsTyped
from tests.batch_fixtures import change_brief
from tests.week.test_same_brief import FIRST, SECOND, STAFF, make, plan, release, sent

__all__ = ["plan"]


def correct(plan: Path, ledger: Ledger) -> Release:
    """Send what was released, put the brief right, and release what comes of it for the same week."""
    sent(ledger, STAFF)
    change_brief(plan.parent, 0, "as_of: 2025-10-21", "as_of: 2025-10-22")
    change_brief(plan.parent, 0, "{villages} thôn có băng rộng", "Nay {villages} thôn có băng rộng")
    first = make(plan, FIRST)
    decide(read_review(first, ledger), ledger, ["all"], "approved", who="lan")
    assert not any(leave.refused for leave in release_week(first, ledger, who="lan"))
    return ledger.releases(item=STAFF)[-1]


def test_a_correction_is_not_put_off_by_the_next_week(plan: Path) -> None:
    """What was out was wrong; the next week was released, and its correction waited for that, seven days, unsaid."""
    ledger = release(plan, FIRST)
    correction = correct(plan, ledger)
    second = make(plan, SECOND)
    looked = release_week(second, ledger, who="lan", look=True)
    [leave] = release_week(second, ledger, who="lan")
    assert (leave.at, looked[0].keeps) == (correction.slot, leave.keeps) and not leave.moves
    assert ledger.releases(item=STAFF)[-1] == correction, "the earlier of both holds"
    told = " ".join(told_moves([leave]))
    assert f"briefcast take-back {FIRST} {STAFF}" in told and "What is out is older." in told
    assert not leave.goes, "no run sends it before somebody replaces what is out"
    for code in ("vi", "he"):
        assert "corrects" not in in_language(leave.keeps, code)
    orders, _ = released_orders(ledger, read_accounts(plan.parent), None)
    assert [order.week for order in orders if order.item == STAFF and order.done is None] == [FIRST]
    typed = CliRunner().invoke(app, ["release", SECOND, "--who", "lan"])
    assert "Not put off" in typed.stderr and "0 of 1 may go out" in typed.stderr
    # Whoever wants it to wait takes it back and says so by name.
    assert CliRunner().invoke(app, ["take-back", FIRST, STAFF, "--who", "lan"]).exit_code == 0
    [leave] = release_week(second, ledger, who="lan", names=[STAFF])
    assert not leave.keeps and ledger.releases(item=STAFF)[-1].week == SECOND


def test_what_was_taken_down_for_a_correction_that_is_due_goes_with_the_next_run(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old post was deleted by hand as the run had asked; then its correction was moved by a week after all."""
    ledger = release(plan, FIRST)
    correction = correct(plan, ledger)
    outbox = Outbox(ledger, who="lan")
    [old] = outbox.publications("sent", item=STAFF)
    outbox.deleted(old.id)
    assert correction.slot
    second, slot = make(plan, SECOND), correction.slot

    def at(moment: dt.datetime) -> None:
        kept = Outbox.__init__
        given = partialmethod(kept, clock=lambda: moment)
        monkeypatch.setattr(releasing, "Outbox", type("Outbox", (Outbox,), {"__init__": given}))

    at(slot - dt.timedelta(hours=1))
    assert release_week(second, ledger, who="lan", look=True)[0].moves, "before its slot it is moved, with a word"
    at(slot + dt.timedelta(hours=1))
    [leave] = release_week(second, ledger, who="lan")
    assert leave.keeps and leave.goes and ledger.releases(item=STAFF)[-1] == correction
    at(slot + dt.timedelta(days=2))
    assert release_week(second, ledger, who="lan", look=True)[0].moves, "what lapsed may have another slot"


def test_only_what_the_next_runs_send_is_counted(plan: Path) -> None:
    """Thirteen of 36 were said to go out, and the next runs sent one: the others were out already."""
    ledger, first = release(plan, FIRST), make(plan, FIRST)
    every = release_week(first, ledger, who="lan", look=True)
    assert all(leave.goes for leave in every)
    sent(ledger, STAFF)
    after = release_week(first, ledger, who="lan")
    [out] = [leave for leave in after if not leave.goes]
    assert out.reviewed.item.key == STAFF and out.unsent == "It is out already." and not out.refused
    typed = CliRunner().invoke(app, ["release", FIRST, "--who", "lan"])
    assert f"{len(every) - 1} of {len(every)} may go out" in typed.stderr and "Not sent" in typed.stderr


def test_a_size_that_is_out_says_nothing_of_the_slots_of_the_others(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both mails were out, and each run said that two posts go out at 23:40, or that slots are to be put back."""
    ledger = release(plan, FIRST)
    assert any(each.item == STAFF for each in AsTyped(ledger).waiting)
    [mine] = ledger.releases(item=STAFF)
    other = STAFF.replace("1200x630", "1080x1350")
    given = {"channel": "webhook", "account": "room", "content_sha256": mine.content_sha256}
    waiting = replace(mine, channel="webhook")
    monkeypatch.setattr(type(ledger), "releases", lambda *_, **__: (waiting,))
    assert AsTyped(ledger).waiting == (waiting,)
    outbox = Outbox(open_ledger(), who="run")
    claim = outbox.claim(outbox.prepare(item=other, **given, marker="m", slot=None).id)  # type: ignore[arg-type]
    assert claim
    outbox.begin_publishing(claim)
    outbox.sent(claim, remote_id="1", url="u")
    assert AsTyped(ledger).waiting == ()
