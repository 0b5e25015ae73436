"""What better figures are said in stands below the post it names, where the platform has threads, and once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from briefcast.brief.corrections import Kind
from briefcast.channels.base import Channel, Post, Receipt
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform, read_platforms
from briefcast.channels.table import CHANNELS, channel_class, open_channel
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.publishing.publisher import Patience, end_corrected, publish, replace_post
from briefcast.publishing.ways import can_replace
from briefcast.store.store import Store
from briefcast.week.wrong import way_of
from tests.channel_fixtures import first_taken, make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator, Fault, Seen
from tests.emulators.bluesky import BlueskyEmulator
from tests.emulators.threads import ThreadsEmulator

ONCE = Patience(tries=12, wait_s=0, looks_after_s=(0, 0, 0), sleep=lambda _: None)
"""Waits for nothing, and puts up with a machine that is slow to answer."""


@dataclass(kw_only=True)
class Thread:
    """An account on which a post is out, and what corrects it."""

    emulator: Emulator
    channel: Channel
    outbox: Outbox
    old: Publication
    new: Post

    def correct(self, kind: Kind) -> Publication:
        """Send the correction, and end what it names, as a run of the publisher does."""
        for _ in range(20):
            done = replace_post(self.new, self.channel, self.outbox, patience=ONCE, corrects=kind)
            if done.state != "prepared":
                break
            time.sleep(0.25)  # Telegram takes one message a second in a channel.
        if done.state == "sent" and self.outbox.find(self.old.id).state == "sent":
            end_corrected(self.old, self.new.content_sha256, self.channel, self.outbox, kind)
        return done

    def seen(self) -> list[Seen]:
        """Give every copy of the correction that readers see."""
        return self.emulator.seen(self.new)


def _ready(emulator: Emulator, post: Post) -> Post:
    return emulator.ready(fit(post, platform(emulator.channel), Store(post.main.path.parent / "store")))


def _album(post: Post) -> Post:
    """Give a post that its platform cannot change: of several pictures where it changes a single one."""
    return replace(post, files=(*post.files, *post.pictures))


@pytest.fixture(params=[name for name in CHANNELS if channel_class(name).answers])
def thread(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Thread]:
    name: str = request.param
    with EMULATORS[name]() as emulator, open_channel(emulator.account()) as channel:
        outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
        shaped: Callable[[Post], Post] = _album if platform(name).abilities.replace else lambda post: post
        posts = [
            shaped(
                _ready(emulator, make_post(tmp_path, product=first_taken(name), language="en", channel=name, content=c))
            )
            for c in (b"old", b"new")
        ]
        new = replace(posts[1], text=f"Revised. {posts[1].text}")
        old = publish(posts[0], channel, outbox, patience=ONCE)
        assert old.state == "sent" and not can_replace(old)
        yield Thread(emulator=emulator, channel=channel, outbox=outbox, old=old, new=new)


def _answered(thread: Thread) -> bool:
    """Say whether the correction stands below the very post."""
    [seen] = thread.seen()
    ids = (thread.old.remote_id or "").rpartition("/")[2].split(",")
    return bool(seen.answers) and seen.answers.rpartition("/")[2] == ids[0]


def test_every_channel_that_answers_has_an_emulator() -> None:
    assert {name for name in CHANNELS if channel_class(name).answers} == {"bluesky", "telegram", "threads", "x"}
    assert set(CHANNELS) == set(read_platforms())


def test_better_figures_stand_below_what_they_name(thread: Thread) -> None:
    """Readers of the old post were never led to the new one: it was news of its own, days below."""
    assert way_of(thread.channel.name, "revision", out=True, post=thread.old) == "answered"
    assert thread.correct("revision").state == "sent"
    assert _answered(thread)
    # The old one stays, and is done with.
    assert thread.outbox.find(thread.old.id).stands == "corrected"
    old_marker = thread.old.marker
    assert [seen for seen in thread.emulator.posts() if seen.marker == old_marker]
    assert thread.correct("revision").state == "sent" and len(thread.seen()) == 1


def test_what_was_wrong_is_taken_back_and_its_correction_stands_by_itself(thread: Thread) -> None:
    """An answer to what is gone hangs below nothing: fewer would read that it was wrong than read the mistake."""
    assert way_of(thread.channel.name, "correction", out=True, post=thread.old) == "posted and taken back"
    assert thread.correct("correction").state == "sent"
    [seen] = thread.seen()
    assert not seen.answers
    assert not [each for each in thread.emulator.posts() if each.marker == thread.old.marker]


@pytest.mark.parametrize("kind", ["answer lost", "failed after all", "time-out"])
def test_after_a_lost_answer_it_stands_there_once(thread: Thread, kind: str) -> None:
    """Sent again by a publisher that had died, the correction stood below the post twice."""
    if kind not in thread.emulator.faults:
        pytest.skip("this cannot happen there")
    thread.emulator.arm(Fault(kind=kind, step="publish"))  # type: ignore[arg-type]
    for _ in range(3):
        done = thread.correct("revision")
    if platform(thread.channel.name).abilities.find:
        assert done.state == "sent" and _answered(thread)
    else:
        assert done.state == "unconfirmed" and len(thread.seen()) == 1


def test_below_a_post_that_is_gone_nothing_is_answered(thread: Thread) -> None:
    """Somebody deleted the post by hand, and the better figures never went out."""
    thread.channel.withdraw(Receipt(id=thread.old.remote_id or "", url=""))
    assert thread.correct("revision").state == "sent"
    assert len(thread.seen()) == 1


def test_an_answer_to_an_answer_names_the_first_of_the_thread(tmp_path: Path) -> None:
    """A thread whose record names another beginning falls apart in every app."""
    with BlueskyEmulator() as emulator, open_channel(emulator.account()) as channel:
        posts = [_ready(emulator, make_post(tmp_path, language="en", content=c)) for c in (b"1", b"2", b"3")]
        outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
        done = publish(posts[0], channel, outbox, patience=ONCE)
        first = done.remote_id
        for post in posts[1:]:
            older = done
            done = replace_post(post, channel, outbox, patience=ONCE, corrects="revision")
            end_corrected(older, post.content_sha256, channel, outbox, "revision")
        last = emulator.records[(done.remote_id or "").rpartition("/")[2]]["reply"]
        assert last["root"]["uri"] == first and last["parent"]["uri"] != first


def test_without_the_permission_to_answer_it_goes_out_all_the_same(tmp_path: Path) -> None:
    with ThreadsEmulator() as emulator, open_channel(emulator.account()) as channel:
        old, new = (_ready(emulator, make_post(tmp_path, language="en", content=c)) for c in (b"1", b"2"))
        outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
        publish(old, channel, outbox, patience=ONCE)
        emulator.may_answer = False
        assert replace_post(new, channel, outbox, patience=ONCE, corrects="revision").state == "sent"
        [seen] = emulator.seen(new)
        assert not seen.answers
