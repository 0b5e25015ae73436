"""Bluesky: films ready before they are seen, sessions that last, and keys that two ledgers agree on."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from briefcast import secrecy
from briefcast.channels import bluesky
from briefcast.channels.base import Account
from briefcast.channels.bluesky import key_of
from briefcast.errors import Refused, TryLater
from briefcast.secrecy import redact
from tests.channel_fixtures import fitted, make_file, make_post, opened
from tests.emulators.base import Fault
from tests.emulators.bluesky import BlueskyEmulator


def test_a_film_is_ready_before_anybody_sees_its_post(tmp_path: Path) -> None:
    """Otherwise readers see a missing film for a while, and a film that cannot be read is never noticed."""
    with BlueskyEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path, product="video"), {}
        channel.upload(post, kept)
        channel.send(post, kept)
        (seen,) = emulator.seen(post)
        assert post.main.path.read_bytes() in seen.files.values() and emulator.seen_unready == []


def test_a_film_that_cannot_be_used_is_refused_and_not_posted(tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator, opened(emulator.account()) as channel:
        broken = make_file(tmp_path, "broken.mp4", b"no film", "video", "video/mp4", width_px=1, height_px=1)
        post = replace(make_post(tmp_path), files=(broken,))
        with pytest.raises(Refused, match="Render it again"):
            channel.upload(post, {})
        assert emulator.posts() == []


def test_a_film_whose_answer_was_lost_is_not_made_ready_twice(tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path, product="video"), {}
        emulator.arm(Fault(kind="answer lost", step="upload", skip=1))
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.jobs) == len(emulator.seen(post)) == 1


def test_without_a_video_service_the_film_goes_straight_to_the_server_and_that_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with BlueskyEmulator() as emulator:
        with opened(emulator.account(), video_url="") as channel:
            assert "no video service" in channel.check()
            post, kept = fitted(channel, tmp_path, product="video"), {}
            channel.upload(post, kept)
            channel.send(post, kept)
        emulator.has_video_service = False
        with opened(emulator.account()) as channel, caplog.at_level(logging.WARNING):
            other, kept = fitted(channel, tmp_path, product="video", item="a/b/vi/other"), {}
            channel.upload(other, kept)
            channel.send(other, kept)
        assert "no video service" in caplog.text and "before it can be played" in caplog.text
        assert len(emulator.seen_unready) == 2


@pytest.mark.parametrize("video_url", [None, ""])
def test_a_server_of_ones_own_says_what_to_raise_for_films(video_url: str | None, tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator:
        emulator.blob_max_bytes = 50_000
        given = {} if video_url is None else {"video_url": video_url}
        with opened(emulator.account(**given)) as channel, pytest.raises(Refused, match="PDS_BLOB_UPLOAD_LIMIT"):
            channel.upload(fitted(channel, tmp_path, product="video"), {})


# Sessions


def process(account: Account, secrets: dict[str, str]) -> Account:
    """Give the account as another process opens it, with what was kept among its secrets."""
    bluesky._sessions.clear()
    kept = {name.rpartition("-")[2]: SecretStr(value) for name, value in secrets.items()}
    return replace(account, secrets={**account.secrets, **kept})


def test_a_flow_that_runs_every_five_minutes_does_not_use_the_sign_ins_of_a_day_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server takes 300 a day: one more, and the account is shut out, for people too."""
    blocks: dict[str, str] = {}
    monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
    with BlueskyEmulator() as emulator:
        emulator.sign_ins_left = 1
        for number in range(4):
            if number == 2:
                emulator.tokens.clear()  # Two hours later.
            with opened(process(emulator.account(), blocks)) as channel:
                post, kept = fitted(channel, tmp_path, item=f"a/b/vi/{number}"), {}
                channel.upload(post, kept)
                channel.send(post, kept)
        assert len(emulator.posts()) == 4
        assert set(blocks) == {"briefcast-test-session"}
        assert "emulated-refresh" not in redact("emulated-refresh-2")
        # The measure itself: with nothing kept, the next process is refused.
        with opened(process(emulator.account(), {})) as channel, pytest.raises(TryLater, match="429"):
            channel.upload(fitted(channel, tmp_path, item="a/b/vi/last"), {})


def test_a_kept_session_of_another_account_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: dict[str, str] = {}
    monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
    with BlueskyEmulator() as emulator:
        with opened(process(emulator.account(), {})) as channel:
            channel.upload(fitted(channel, tmp_path), {})
        with opened(process(emulator.account(), blocks), handle="other.test") as channel:
            assert channel._kept_session() is None  # type: ignore[attr-defined]
        with opened(process(emulator.account(), {"briefcast-test-session": "no json"})) as channel:
            channel.upload(fitted(channel, tmp_path), {})
        assert emulator.calls.count("POST /xrpc/com.atproto.server.createSession") == 2


# Keys


def test_two_ledgers_post_one_thing_once(tmp_path: Path) -> None:
    """A ledger restored from a backup, or a second machine: readers would see it twice."""
    with BlueskyEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, tmp_path)
        for kept in ({}, {}):
            channel.upload(post, kept)
            channel.send(post, kept)
        assert len(emulator.seen(post)) == 1
        assert sum(call.endswith("putRecord") for call in emulator.calls) == 1


def test_keys_are_of_the_past_and_each_its_own(tmp_path: Path) -> None:
    keys = {key_of(replace(make_post(tmp_path), marker=f"{number:010x}")) for number in range(500)}
    assert len(keys) == 500 and all(len(key) == 13 and key[0] in "234567abcdefghij" for key in keys)
    alphabet = "234567abcdefghijklmnopqrstuvwxyz"
    for key in keys:
        number = 0
        for letter in key:
            number = number * 32 + alphabet.index(letter)
        assert 1_577_836_800 <= (number >> 10) / 1e6 <= 1_577_836_800 + 4.5 * 366 * 86_400
