"""Mastodon: one key for a post from whatever ledger, and another once its post is gone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.mastodon import key_of
from briefcast.errors import TryLater
from tests.channel_fixtures import fitted, make_post, opened
from tests.emulators.mastodon import MastodonEmulator


def test_two_ledgers_post_one_thing_once(tmp_path: Path) -> None:
    """A ledger restored from a backup, or a second machine: readers would see it twice."""
    with MastodonEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, tmp_path)
        for kept in ({}, {}):
            channel.upload(post, kept)
            channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


def test_what_was_withdrawn_can_go_out_again_within_the_hour(tmp_path: Path) -> None:
    """The instance remembers its key, looks the deleted post up and answers 404: it would be refused."""
    with MastodonEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path), {}
        channel.upload(post, kept)
        channel.withdraw(channel.send(post, kept))
        again: dict[str, str] = {}
        channel.upload(post, again)
        with pytest.raises(TryLater, match="posted anew"):
            channel.send(post, again)
        channel.upload(post, again)
        channel.send(post, again)
        assert len(emulator.seen(post)) == 1


def test_a_moved_slot_and_other_content_have_keys_of_their_own(tmp_path: Path) -> None:
    post = make_post(tmp_path)
    slot = dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC)
    others = (replace(post, publish_at=slot), replace(post, content_sha256="0" * 64), replace(post, marker="0" * 10))
    assert len({key_of(each) for each in (post, *others)}) == 4 and key_of(post) == key_of(make_post(tmp_path))
