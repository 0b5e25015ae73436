"""Ways on from a post that is out: by hand where its platform takes nothing back, and never to a second post."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.catalogue import in_language
from briefcast.channels.base import Channel
from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS, channel_class, open_channel
from briefcast.errors import BriefcastError, Refused
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import HasAlready, Outbox
from briefcast.publishing.publisher import Patience, publish, replace_post, withdraw_post
from briefcast.publishing.ways import expect_place, if_seen, way_back, way_to_drop, way_to_replace
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator
from tests.publishing.test_living import PATIENT


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")


@pytest.fixture
def webhook() -> Iterator[Emulator]:
    with EMULATORS["webhook"]() as emulator:
        yield emulator


def test_a_wrong_message_that_was_deleted_by_hand_makes_room_for_the_right_one_once(
    webhook: Emulator, outbox: Outbox, tmp_path: Path
) -> None:
    """The press room has the wrong figure, and every command to put it right was refused."""
    wrong, right = (make_post(tmp_path, title=title, content=title.encode()) for title in ("Wrong", "Right"))
    with open_channel(webhook.account()) as channel:
        sent = publish(wrong, channel, outbox, patience=PATIENT)
        deleted = f"briefcast outbox deleted {sent.id}"
        for act in (publish, replace_post):
            with pytest.raises(Refused) as refused:
                act(right, channel, outbox, patience=PATIENT)
            assert deleted in refused.value.told and "withdraw" not in refused.value.told
        with pytest.raises(Refused, match=deleted) as refused:
            withdraw_post(sent, channel, outbox)
        assert str(refused.value).casefold().count("delete it there") == 1 and sent.where in str(refused.value)
        with pytest.raises(Refused, match=deleted):
            outbox.resolve(sent.id, posted=False)
        with pytest.raises(Refused, match=deleted):
            outbox.drop(sent.id, way=way_to_drop(sent))
        assert len(webhook.posts()) == 1

        gone = outbox.deleted(sent.id, "The figure was wrong")
        assert gone.state == "withdrawn" and gone.detail == "lan deleted it there by hand. The figure was wrong."
        event = outbox.ledger.history(sent.item)[-1]
        assert (event.what, event.who, event.detail["why"]) == ("deleted", "lan", "The figure was wrong")
        assert publish(wrong, channel, outbox, patience=PATIENT).state == "withdrawn", "what was deleted came back"
        for _ in range(2):
            # A webhook takes one message a second.
            assert publish(right, channel, outbox, patience=Patience(tries=3)).state == "sent"
        assert len(webhook.posts()) == 2


def test_only_what_is_out_can_have_been_deleted_there(webhook: Emulator, outbox: Outbox, tmp_path: Path) -> None:
    """Of a call without an answer, somebody would say that it is deleted, and nobody would look whether it is there."""
    post = make_post(tmp_path)
    given = {"item": post.item, "channel": "webhook", "account": "here", "content_sha256": post.content_sha256}
    prepared = outbox.prepare(**given, marker=post.marker)
    with pytest.raises(Refused, match="is prepared: it is not out"):
        outbox.deleted(prepared.id)
    claim = outbox.claim(prepared.id)
    assert claim
    outbox.begin_publishing(claim)
    with pytest.raises(Refused, match="A publisher works on it"):
        outbox.deleted(prepared.id)
    outbox.unconfirmed(claim, "The answer was lost.")
    with pytest.raises(Refused, match=f"briefcast outbox missing {prepared.id}"):
        outbox.deleted(prepared.id)
    with pytest.raises(HasAlready):
        outbox.prepare(**given | {"content_sha256": "f" * 64}, marker="other")


@pytest.mark.parametrize("name", CHANNELS)
def test_only_what_a_channel_can_do_is_named(name: str, outbox: Outbox, tmp_path: Path) -> None:
    """A command that the channel always refuses is no way on."""
    post = make_post(tmp_path)
    given = {"item": post.item, "channel": name, "account": "here", "content_sha256": post.content_sha256}
    out = outbox.prepare(**given, marker=post.marker)
    can, beside = platform(name).abilities, channel_class(name).corrects_beside
    assert ("outbox withdraw" in way_back(out)) == can.withdraw
    assert ("outbox deleted" in way_back(out)) == (not can.withdraw and not beside)
    assert ("--replace" in way_to_replace(out)) == (can.replace or beside)
    # What the table says a channel can do, its protocol does.
    assert can.replace == (
        channel_class(name).replace is not Channel.replace and name not in ("listmonk", "mail", "zalo-broadcast")
    )


@pytest.mark.parametrize("language", read_languages())
@pytest.mark.parametrize("name", ["folder", "webhook", "mail"])
def test_a_command_that_is_pasted_as_it_was_printed_says_of_no_post_that_it_is_there(
    name: str, language: str, outbox: Outbox, tmp_path: Path
) -> None:
    """A message that never went out counted as sent, with the address "URL", for good."""
    post = make_post(tmp_path)
    given = {"item": post.item, "channel": name, "account": "here", "content_sha256": post.content_sha256}
    out = outbox.prepare(**given, marker=post.marker)
    printed = shlex.split(in_language(if_seen(out), language))
    assert printed[:4] == ["briefcast", "outbox", "found", str(out.id)] and len(printed) == 5
    assert (printed[4] == "URL") == channel_class(name).addressed
    for nothing in (printed[4], "", " ", "…", "<URL>", '"…"'):
        with pytest.raises(BriefcastError, match=re.escape(post.item)):
            expect_place(nothing, out)
    for place in ("https://example.org/post/1", "Teams, channel News", "nhóm báo chí", "outputs/published/here"):
        assert expect_place(place, out) == place
