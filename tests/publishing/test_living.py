"""One living publication of each thing on an account: never a second, whichever size, ledger or run it comes from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.channels.base import Account, Kept, Post, Receipt
from briefcast.channels.folder import Folder
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, LedgerError, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import HasAlready, Outbox, Publication
from briefcast.publishing.accounts import AccountEntry
from briefcast.publishing.orders import Order
from briefcast.publishing.publisher import Patience, group_of, publish, replace_post
from briefcast.publishing.sending import foresee, publish_account
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Emulator

PATIENT = Patience(tries=2, wait_s=0.01, looks_after_s=(0,), sleep=lambda _: None)


def outbox_in(path: Path) -> Outbox:
    return Outbox(open_ledger(path), who="lan")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return outbox_in(tmp_path / "ledger.db")


@pytest.fixture
def mastodon() -> Iterator[Emulator]:
    with EMULATORS["mastodon"]() as emulator:
        yield emulator


def sizes(folder: Path) -> tuple[Post, Post]:
    """Give the same infographic as a square, and upright, which suits a network better."""
    square, upright = (
        make_post(folder, item=f"egov-2024/citizens/vi/infographic/{size}", content=size.encode())
        for size in ("1080x1080", "1080x1350")
    )
    return square, upright


def send(emulator: Emulator, post: Post, outbox: Outbox, *, again: bool = False) -> Publication:
    act = replace_post if again else publish
    with open_channel(emulator.account()) as channel:
        return act(post, channel, outbox, patience=PATIENT)


# ---- sizes


def test_a_better_size_that_is_approved_later_is_no_second_post(
    mastodon: Emulator, outbox: Outbox, tmp_path: Path
) -> None:
    """Followers read the same words twice in a day, because somebody approved the upright picture after the square."""
    square, upright = sizes(tmp_path)
    assert send(mastodon, square, outbox).state == "sent"
    with pytest.raises(HasAlready, match=r"infographic/1080x1080, and not .*--replace"):
        send(mastodon, upright, outbox)
    assert len(mastodon.posts()) == 1
    assert send(mastodon, upright, outbox, again=True).state == "sent"
    assert [seen.marker for seen in mastodon.posts()] == [upright.marker], "it took the place of the other"
    states = {p.item.rpartition("/")[2]: p.state for p in outbox.publications()}
    assert states == {"1080x1080": "withdrawn", "1080x1350": "sent"}
    with pytest.raises(HasAlready):
        send(mastodon, square, outbox)


def test_another_size_is_told_as_out_and_fails_no_run(mastodon: Emulator, outbox: Outbox, tmp_path: Path) -> None:
    """A team that approves both sizes would find every later run failed, although all is as it should be."""
    square, upright = sizes(tmp_path)
    send(mastodon, square, outbox)
    account = mastodon.account()
    entry = AccountEntry(name=account.name, channel="mastodon", settings=dict(account.settings))
    order = Order(
        item=upright.item,
        content_sha256=upright.content_sha256,
        channel="mastodon",
        account=entry,
        slot=None,
        post=upright,
    )
    [outcome] = publish_account(entry, [order], outbox.ledger, "run", ())
    assert (outcome.state, outcome.failed) == ("out", False) and "--replace" in outcome.detail
    foreseen = foresee(order, outbox.ledger)
    assert foreseen.state == "out" and "To put this in its place: briefcast publish --replace" in foreseen.why


def test_of_two_sizes_that_are_ready_at_the_same_time_one_goes_out(
    mastodon: Emulator, outbox: Outbox, tmp_path: Path
) -> None:
    """Both were written down while the platform was down; both would go when it is back."""
    square, upright = sizes(tmp_path)
    account, group = mastodon.account(), group_of(square, platform("mastodon"))
    given = {"channel": "mastodon", "account": account.name, "group": group}
    first, second = (
        outbox.prepare(item=p.item, content_sha256=p.content_sha256, marker=p.marker, **given)
        for p in (square, upright)
    )
    assert outbox.claim(first.id, group=group)
    with pytest.raises(HasAlready):
        outbox.claim(second.id, group=group)


def test_where_every_size_goes_each_is_a_publication_of_its_own(tmp_path: Path, outbox: Outbox) -> None:
    """A folder of the web team would hold one of four sizes."""
    account = Account(name="here", channel="folder", settings={"path": tmp_path / "published"})
    assert [publish(post, Folder(account), outbox).state for post in sizes(tmp_path)] == ["sent", "sent"]


# ---- ledgers

LOOKED_FOR = ("bluesky", "facebook", "folder", "linkedin", "mastodon", "podcast", "s3", "sftp", "wordpress", "youtube")
"""Channels on which a post is known by its marker alone. Instagram, TikTok and Zalo show no marker to a program, mail
and Telegram cannot be searched, and X bills each look and refuses the same text twice by itself."""


@pytest.mark.parametrize("name", LOOKED_FOR)
def test_a_second_ledger_or_a_restored_backup_posts_nothing_twice(name: str, tmp_path: Path) -> None:
    """Two machines with a ledger each, or one whose disk was restored, post everything of a day again."""
    product = "video" if name == "youtube" else "podcast" if name == "podcast" else "infographic"
    with EMULATORS[name]() as emulator:
        post = emulator.ready(make_post(tmp_path, product=product))
        outbox_in(tmp_path / "first.db")
        shutil.copy(tmp_path / "first.db", tmp_path / "backup.db")
        first = send(emulator, post, outbox_in(tmp_path / "first.db"))
        assert first.state == "sent", first.detail
        for other in ("backup.db", "second.db"):
            again = send(emulator, post, outbox_in(tmp_path / other))
            assert again.state == "sent" and len(emulator.seen(post)) == 1, other
            assert again.attempts == 0, "it was found, and no publishing call was made"


def test_what_cannot_be_looked_for_now_goes_out_all_the_same(tmp_path: Path, outbox: Outbox) -> None:
    """LinkedIn lets nobody read a member's posts: such an account would never post."""

    class Blind(Folder):
        def find(self, post: Post, kept: Kept) -> Receipt | None:
            raise TryLater("It cannot be read.")

    account = Account(name="here", channel="folder", settings={"path": tmp_path / "published"})
    assert publish(make_post(tmp_path), Blind(account), outbox, patience=PATIENT).state == "sent"


def test_an_interrupted_replacement_is_finished_and_no_second_post(
    mastodon: Emulator, outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of the edit was lost: the next run without --replace would post the new words beside the old."""
    old, new = make_post(tmp_path, content=b"a"), make_post(tmp_path, content=b"b")
    send(mastodon, old, outbox)
    from briefcast.channels.mastodon import Mastodon

    replace = Mastodon.replace

    def lost(channel: Mastodon, receipt: Receipt, post: Post, kept: Kept) -> Receipt:
        replace(channel, receipt, post, kept)
        raise AnswerLost("No answer.")

    monkeypatch.setattr(Mastodon, "replace", lost)
    assert send(mastodon, new, outbox, again=True).state == "prepared"
    monkeypatch.undo()
    with pytest.raises(HasAlready):
        send(mastodon, new, outbox)
    assert send(mastodon, new, outbox, again=True).state == "sent"
    assert [seen.marker for seen in mastodon.posts()] == [new.marker]


def test_an_id_that_was_kept_is_not_dropped_once_the_publishing_call_was_made(
    tmp_path: Path, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform that answers "no such container" for a while would get a second one, and show both."""

    class Forgetful(Folder):
        containers = 0

        def upload(self, post: Post, kept: Kept) -> None:
            if "container" not in kept:
                type(self).containers += 1
                kept["container"] = str(type(self).containers)

        def send(self, post: Post, kept: Kept) -> Receipt:
            raise AnswerLost("No answer.")

        def find(self, post: Post, kept: Kept) -> Receipt | None:
            kept.clear()
            kept.pop("container", None)
            return None

    account = Account(name="here", channel="folder", settings={"path": tmp_path / "published"})
    # The look before the first call finds nothing kept yet.
    assert publish(make_post(tmp_path), Forgetful(account), outbox, patience=PATIENT).state == "unconfirmed"
    assert Forgetful.containers == 1
    assert publish(make_post(tmp_path), Forgetful(account), outbox, patience=PATIENT).state == "unconfirmed"
    assert Forgetful.containers == 1, "the next run knows it, too"


# ---- machines


def test_a_ledger_in_a_file_is_refused_on_a_second_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two machines on one network folder, or with a copy each, send everything twice."""
    path = tmp_path / "ledger.db"
    monkeypatch.setenv("BRIEFCAST_MACHINE", "desk")
    for _ in range(2):
        open_ledger(path).expect_this_machine(who="lan")
    monkeypatch.setenv("BRIEFCAST_MACHINE", "laptop")
    with pytest.raises(LedgerError, match=r"machine desk, and this is laptop.*PostgreSQL.*publish --moved"):
        open_ledger(path).expect_this_machine(who="lan")
    open_ledger(path).expect_this_machine(who="lan", moved=True)
    open_ledger(path).expect_this_machine(who="lan")
    monkeypatch.setenv("BRIEFCAST_MACHINE", "desk")
    with pytest.raises(LedgerError, match="machine laptop"):
        open_ledger(path).expect_this_machine(who="lan")


@pytest.mark.postgresql
def test_postgresql_serves_several_machines(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("desk", "laptop"):
        monkeypatch.setenv("BRIEFCAST_MACHINE", name)
        open_ledger(postgresql).expect_this_machine(who="lan")
