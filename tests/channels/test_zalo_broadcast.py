"""Broadcasts on Zalo: followers get an article that is there, once, and only when somebody asked for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast import secrecy
from briefcast.channels import zalo_broadcast
from briefcast.channels.base import Account, Channel
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.publisher import Patience, publish
from tests.channel_fixtures import make_post
from tests.channels.test_platforms import fitted, opened, with_secrets
from tests.emulators.base import Fault
from tests.emulators.zalo import REFRESH
from tests.emulators.zalo_broadcast import ZaloBroadcastEmulator


@pytest.fixture
def emulator() -> Iterator[ZaloBroadcastEmulator]:
    with ZaloBroadcastEmulator() as running:
        yield running


@pytest.fixture
def channel(emulator: ZaloBroadcastEmulator) -> Iterator[Channel]:
    with open_channel(emulator.account()) as running:
        yield running


def test_followers_get_the_article_of_the_item_and_of_no_other(
    emulator: ZaloBroadcastEmulator, channel: Channel, tmp_path: Path
) -> None:
    """A film and a picture of one brief have the same title."""
    post, film = make_post(tmp_path), make_post(tmp_path, product="video")
    emulator.show(film)
    emulator.show(post, status="hide")
    kept: dict[str, str] = {}
    with pytest.raises(TryLater, match="Let it go out on zalo first"):
        channel.upload(post, kept)
    own = emulator.show(post)
    channel.upload(post, kept)
    assert channel.send(post, kept).id
    assert emulator.broadcasts == [(own,)]


def test_an_article_without_a_link_is_known_by_all_its_words_or_not_at_all(
    emulator: ZaloBroadcastEmulator, channel: Channel, tmp_path: Path
) -> None:
    post = replace(make_post(tmp_path), link="")
    emulator.show(replace(make_post(tmp_path, product="video"), link="", text=post.text))
    own = emulator.show(post)
    kept: dict[str, str] = {}
    channel.upload(post, kept)
    assert kept["article"] == own
    emulator.show(post)
    with pytest.raises(TryLater):  # Two that nobody can tell apart.
        channel.upload(post, {})


def test_what_the_zalo_channel_published_is_what_is_broadcast(emulator: ZaloBroadcastEmulator, tmp_path: Path) -> None:
    """Through both channels of one account, as a team has it: the marker of the article is found in it."""
    post = make_post(tmp_path)
    own = emulator.account()
    account = replace(own, channel="zalo", settings={**own.settings}, also={"zalo-broadcast": {"to": {"cities": "9"}}})
    hours = {"first_hour", "last_hour"}
    shown = replace(account, settings={name: value for name, value in own.settings.items() if name not in hours})
    with open_channel(shown) as zalo:
        marker = post.marker_on("zalo", shown.name)
        link = f"https://example.org/?utm_content={marker}"
        article, kept = fitted(zalo, replace(post, marker=marker, link=link), tmp_path), {}
        zalo.upload(article, kept)
        zalo.send(article, kept)
    with open_channel(account.on("zalo-broadcast")) as broadcast:
        assert broadcast.settings.to == {"cities": "9"}  # type: ignore[attr-defined]
        sent: dict[str, str] = {}
        broadcast.upload(post, sent)
        broadcast.send(post, sent)
    assert emulator.broadcasts == [(kept["article"],)]


@pytest.mark.parametrize("kind", ["answer lost", "failed after all", "time-out"])
def test_a_broadcast_without_an_answer_is_never_made_again_by_itself(
    emulator: ZaloBroadcastEmulator, channel: Channel, kind: str, tmp_path: Path
) -> None:
    """A second one would call every follower's telephone again, and use up the month."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    post = emulator.ready(make_post(tmp_path))
    emulator.arm(Fault(kind=kind, step="publish"))  # type: ignore[arg-type]
    patience = Patience(sleep=lambda _: None)
    states = [publish(post, channel, outbox, patience=patience).state for _ in range(3)]
    assert states == ["unconfirmed"] * 3 and len(emulator.broadcasts) == 1


def test_an_answer_that_names_no_message_is_no_answer(
    emulator: ZaloBroadcastEmulator, channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post, kept = emulator.ready(make_post(tmp_path)), {}
    channel.upload(post, kept)
    monkeypatch.setattr("tests.emulators.zalo_broadcast._ok", lambda _: {"error": 0})
    real = emulator._broadcast

    def nameless(data: dict[str, dict[str, object]]) -> object:
        return replace(emulator.answer_too_many(), body=real(data))

    monkeypatch.setattr(emulator, "_broadcast", nameless)
    with pytest.raises(AnswerLost, match="names no message"):
        channel.send(post, kept)


def test_a_month_that_is_used_up_is_told(emulator: ZaloBroadcastEmulator, channel: Channel, tmp_path: Path) -> None:
    emulator.left = 0
    post, kept = emulator.ready(make_post(tmp_path)), {}
    channel.upload(post, kept)
    with pytest.raises(Refused, match="used up its broadcasts"):
        channel.send(post, kept)


@pytest.mark.parametrize(("hour", "waits_h"), [(5, 1), (22, 8), (23, 7)])
def test_at_night_it_waits_for_the_morning(
    emulator: ZaloBroadcastEmulator, hour: int, waits_h: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Night(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Night:
            return cls(2026, 11, 30, hour, 0, tzinfo=tz)

    monkeypatch.setattr(zalo_broadcast.dt, "datetime", Night)
    post = emulator.ready(make_post(tmp_path))
    with opened(emulator.account(), first_hour=6, last_hour=22) as channel, pytest.raises(TryLater) as raised:
        channel.upload(post, {})
    assert raised.value.after_s == waits_h * 3600


def test_it_takes_nothing_back_and_says_what_can_be_done(channel: Channel, tmp_path: Path) -> None:
    post = make_post(tmp_path)
    with pytest.raises(Refused, match="withdraw the article"):
        channel.withdraw(zalo_broadcast.Receipt(id="b1", url=""))
    with pytest.raises(Refused, match="Withdraw"):
        channel.replace(zalo_broadcast.Receipt(id="b1", url=""), post, {})


def test_article_and_broadcast_share_one_sign_in(
    emulator: ZaloBroadcastEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zalo's refresh token dies when it is used: two accounts of the same would sign each other out."""
    monkeypatch.setattr(secrecy, "_keepers", [{}.__setitem__])
    own = emulator.account()
    hours = {"first_hour": 0, "last_hour": 24}
    settings = {name: value for name, value in own.settings.items() if name not in hours}
    account: Account = with_secrets(
        replace(own, channel="zalo", settings=settings, also={"zalo-broadcast": hours}), REFRESH
    )
    for name in ("zalo", "zalo-broadcast", "zalo"):
        with open_channel(account.on(name)) as channel:
            assert channel.check() == "Bộ Thông tin"
    assert emulator.calls.count("POST /v4/oa/access_token") == 1
