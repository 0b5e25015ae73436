"""Threads: what its readers get, and what a profile would lose to a wrong call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast import secrecy
from briefcast.channels.base import Channel
from briefcast.channels.counting import count
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.store.store import Store
from tests.channel_fixtures import make_file, make_post, picture
from tests.channels.test_platforms import fitted, opened, several_pictures
from tests.emulators.base import Fault
from tests.emulators.graph import missing
from tests.emulators.threads import TOKEN, ThreadsEmulator


@pytest.fixture
def emulator() -> Iterator[ThreadsEmulator]:
    with ThreadsEmulator() as running:
        yield running


@pytest.fixture
def channel(emulator: ThreadsEmulator) -> Iterator[Channel]:
    with open_channel(emulator.account()) as running:
        yield running


def test_the_pages_of_a_carousel_are_one_post_each_with_its_own_alt_text(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = fitted(channel, several_pictures(tmp_path), tmp_path), {}
    channel.upload(post, kept)
    channel.send(post, kept)
    (seen,) = emulator.seen(post)
    assert seen.alt_texts == ("Thẻ 1: 82,4 %", "Thẻ 2: 82,4 %", "Thẻ 3: 82,4 %")
    assert list(seen.files.values()) == [file.path.read_bytes() for file in post.files]


def test_a_text_alone_needs_no_store(emulator: ThreadsEmulator, tmp_path: Path) -> None:
    with opened(emulator.account(), through=None, store={}) as channel:
        assert "text_only: true" in channel.check_post(make_post(tmp_path))[0]
    with opened(emulator.account(), through=None, store={}, text_only=True) as channel:
        post, kept = fitted(channel, make_post(tmp_path), tmp_path), {}
        assert channel.check_post(post) == ()
        channel.upload(post, kept)
        channel.send(post, kept)
    (seen,) = emulator.seen(post)
    assert seen.text == post.text and not seen.files


def test_an_emoji_counts_as_its_bytes() -> None:
    """A text that looks short enough would be refused by Threads at its slot."""
    assert count("Việt Nam", "characters_emoji_bytes") == 8
    assert count("ok 👍", "characters_emoji_bytes") == 3 + 4
    assert count("👨‍👩‍👧‍👦", "characters_emoji_bytes") == len("👨‍👩‍👧‍👦".encode())


def test_a_text_of_emojis_that_looks_short_enough_is_refused_before_any_call(tmp_path: Path) -> None:
    post = replace(make_post(tmp_path), text="👍" * 126)
    with pytest.raises(Refused, match="Threads takes 500"):
        fit(post, platform("threads"), Store(tmp_path / "store"))


def test_a_second_hashtag_is_left_out_of_what_is_written(tmp_path: Path) -> None:
    post = replace(make_post(tmp_path), tags=("one", "two"))
    with pytest.raises(Refused, match="Take 1 out"):
        fit(post, platform("threads"), Store(tmp_path / "store"))


def test_a_file_that_could_not_be_fetched_is_named_with_what_to_look_at(
    emulator: ThreadsEmulator, tmp_path: Path
) -> None:
    store = {"path": str(tmp_path / "elsewhere"), "public_url": "https://intranet.example"}
    with opened(emulator.account(), store=store) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        with pytest.raises(Refused, match=r"FAILED_DOWNLOADING_VIDEO.*opens for everybody"):
            channel.upload(post, {})


def test_when_the_posts_of_a_day_are_used_it_waits(emulator: ThreadsEmulator, channel: Channel, tmp_path: Path) -> None:
    emulator.used = 250
    with pytest.raises(TryLater, match="all 250 posts") as raised:
        channel.upload(fitted(channel, make_post(tmp_path), tmp_path), {})
    assert raised.value.after_s == 3600


def test_a_container_that_was_a_day_old_is_made_again(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = fitted(channel, make_post(tmp_path), tmp_path), {}
    channel.upload(post, kept)
    emulator.containers[kept["container"]].state = "EXPIRED"
    with pytest.raises(TryLater, match="made again"):
        channel.upload(post, kept)
    channel.upload(post, kept)
    channel.send(post, kept)
    assert len(emulator.seen(post)) == 1


def test_a_container_that_vanished_after_its_call_is_never_made_again(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meta says "no such object" of published containers too: a second one would be a second post."""
    post, kept = fitted(channel, make_post(tmp_path), tmp_path), {}
    channel.upload(post, kept)
    emulator.arm(Fault(kind="answer lost", step="publish"))
    with pytest.raises(AnswerLost):
        channel.send(post, kept)
    real = emulator._look
    gone = kept["container"]
    monkeypatch.setattr(
        emulator, "_look", lambda parts, request: missing(gone) if parts == [gone] else real(parts, request)
    )
    for call in (channel.upload, channel.send):
        with pytest.raises(AnswerLost, match="is not known"):
            call(post, kept)
    found = channel.find(post, kept)
    assert found is not None and found.url.startswith("https://www.threads.com/")
    emulator.containers.clear()
    with pytest.raises(TryLater, match="look at the profile"):
        channel.find(post, kept)


def test_a_post_is_found_by_its_marker_before_anything_is_sent(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path
) -> None:
    """Another machine may have sent it."""
    post, kept = fitted(channel, make_post(tmp_path), tmp_path), {}
    assert channel.find(post, {}) is None
    channel.upload(post, kept)
    channel.send(post, kept)
    found = channel.find(post, {})
    assert found is not None and found.id == emulator.seen(post)[0].id


def test_a_withdrawn_post_is_deleted_and_a_missing_permission_is_told(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = fitted(channel, make_post(tmp_path), tmp_path), {}
    channel.upload(post, kept)
    receipt = channel.send(post, kept)
    emulator.may_delete = False
    with pytest.raises(Refused, match="permission"):
        channel.withdraw(receipt)
    emulator.may_delete = True
    channel.withdraw(receipt)
    channel.withdraw(receipt)
    assert emulator.posts() == []


def test_the_token_is_renewed_once_in_a_run_and_kept(
    emulator: ThreadsEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is at hand every 60 days: without it the profile falls silent."""
    blocks: dict[str, str] = {}
    monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
    account = emulator.account()
    for _ in range(3):
        with open_channel(account) as channel:
            assert channel.check().startswith("@bo_thong_tin")
    assert emulator.calls.count("GET /refresh_access_token") == 1
    assert blocks == {"briefcast-ministry-token": emulator.token} and emulator.token != TOKEN
    assert secrecy.redact(f"asked yes: {emulator.token}") == "asked yes: •••"


def test_a_token_that_is_too_young_or_cannot_be_kept_works_on(
    emulator: ThreadsEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrecy, "_keepers", [])
    with open_channel(emulator.account()) as channel:
        channel.check()
    assert "GET /refresh_access_token" not in emulator.calls
    monkeypatch.setattr(secrecy, "_keepers", [{}.__setitem__])
    emulator.token_days = 0
    with open_channel(emulator.account()) as channel:
        channel.check()
    assert emulator.token == TOKEN


def test_a_picture_too_wide_is_made_smaller_before_it_is_fetched(
    emulator: ThreadsEmulator, channel: Channel, tmp_path: Path
) -> None:
    wide = make_file(
        tmp_path, "wide.png", picture(1800, 900), "image", "image/png", alt_text="a", width_px=1800, height_px=900
    )
    post, kept = fitted(channel, replace(make_post(tmp_path), files=(wide,)), tmp_path), {}
    assert post.main.width_px == 1440
    channel.upload(post, kept)
    channel.send(post, kept)
    assert emulator.seen(post)[0].files["picture"] == post.main.path.read_bytes()
