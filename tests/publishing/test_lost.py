"""What went out into a folder of this machine and is removed there counts as sent, and somebody is told."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from briefcast.catalogue import in_language
from briefcast.channels.base import Account, Channel
from briefcast.channels.table import channel_class, open_channel
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.publishing.accounts import AccountEntry, Accounts
from briefcast.publishing.lost import find_lost
from briefcast.publishing.publisher import Patience, publish
from tests.channel_fixtures import make_post
from tests.publishing.test_wants import LATER, WEEK, Desk, desk

__all__ = ["desk"]
AT_ONCE = Patience(tries=1, wait_s=0.01, looks_after_s=(0,), sleep=lambda _: None)


def test_posts_that_were_removed_with_the_outputs_are_told_and_not_sent_again_by_themselves(desk: Desk) -> None:
    """`rm -rf outputs` took what was published by the default account with it: every page said *sent*, and readers
    found nothing there."""
    desk.type("briefcast release WEEK")
    desk.type(f"{LATER} --new")
    assert desk.out() == {"vi", "he"}
    assert "any more" not in desk.type("briefcast outbox"), "nothing is said while they are there"
    shutil.rmtree(desk.folder / "outputs")
    said = desk.type("briefcast publish", code=1)
    ids = [post.id for post in reversed(Outbox(open_ledger(), who="").publications("sent"))]
    assert desk.out() == set(), "it is not sent again"
    assert "not there any more" in said and str(desk.folder / "outputs/published") in said
    assert f"any more: {len(ids)}" in " ".join(said.split())
    listed = desk.type("briefcast outbox")
    assert all(f"briefcast outbox deleted {id}" in listed for id in ids)
    assert "not there any more" in desk.type("briefcast publish", code=1), "until somebody acts"

    desk.type(f"briefcast batch PLAN --week {WEEK} --again")
    numbers = " ".join(map(str, ids))
    desk.type(f"briefcast outbox deleted {numbers}")
    assert "any more" not in desk.type("briefcast outbox"), "somebody said that it is so"
    desk.type(f"briefcast outbox again {numbers}")
    desk.type(LATER)
    assert desk.out() == {"vi", "he"}, "and they lie there anew"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger.db")


@pytest.mark.parametrize("name", ["folder", "handoff"])
def test_each_channel_that_keeps_posts_on_this_machine_notices(name: str, ledger: Ledger, tmp_path: Path) -> None:
    """Kits that were to be posted by hand tomorrow were gone, and whoever should have posted them saw nothing."""
    place = tmp_path / "outputs"
    settings = {"path": str(place)} if name == "folder" else {"network": "WhatsApp", "store": {"path": str(place)}}
    entry = AccountEntry(name="team", channel=name, audiences=("citizens",), settings=settings)
    accounts = Accounts(accounts=(entry,))
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(days=1) if name == "handoff" else None

    def send() -> Publication:
        with open_channel(Account(name="team", channel=name, settings=settings)) as channel:
            post = make_post(tmp_path, item="homes/citizens/vi/infographic/1x1", channel=name)
            return publish(post, channel, Outbox(ledger, who="run"), slot=slot, patience=AT_ONCE)

    assert send().state == "sent"
    assert find_lost(accounts, ledger) == ()
    shutil.rmtree(place)
    [lost] = find_lost(accounts, ledger)
    assert lost.folder == str(place) and [post.id for post in lost.posts] == [1]
    assert not place.exists(), "who looks makes no folder"
    for code in ("vi", "he"):
        own = in_language(lost.told, code)
        assert "briefcast outbox deleted 1" in own and "went out" not in own
    assert find_lost(Accounts(accounts=()), ledger) == (), "of an account that is gone nobody can say"


def test_of_what_lies_elsewhere_nothing_is_said_and_nobody_is_asked() -> None:
    """A bucket that is asked about each post, every five minutes, costs money."""
    here = {
        name
        for name in ("folder", "handoff", "podcast", "s3", "sftp", "x", "mail")
        if channel_class(name).lost_from is not Channel.lost_from
    }
    assert here == {"folder", "handoff", "podcast"}
