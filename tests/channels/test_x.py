"""X: segments as it counts them, and subtitles that would fail only at the post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.platforms import platform
from briefcast.channels.x import SEGMENT_BYTES, SEGMENTS_MAX, segment_size
from briefcast.errors import AnswerLost
from tests.channel_fixtures import fitted, make_file, opened
from tests.emulators.x import XEmulator


@pytest.mark.parametrize("size", [1, SEGMENT_BYTES, 512_000_000, 5 * 2**30])
def test_no_film_has_more_segments_than_x_counts(size: int) -> None:
    """The thousand and first would be refused, after everything before it was sent."""
    assert -(-size // segment_size(size, SEGMENT_BYTES)) <= SEGMENTS_MAX
    assert segment_size(size, SEGMENT_BYTES) <= 6_000_000


def test_a_long_film_goes_in_larger_segments(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account(), segment_bytes=90) as channel:
        post, kept = fitted(channel, tmp_path, product="video"), {}
        channel.upload(post, kept)
        film = emulator.media[kept["media 0"]]
        assert film.content == post.main.path.read_bytes() and len(film.segments) <= 1000


def test_subtitles_that_are_no_srt_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    """X takes them and answers the post with 503: it would wait as "not confirmed" and never have been there."""
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, tmp_path, product="video")
        assert channel.check_post(post) == ()
        content = b"WEBVTT\n\n00:00.000 --> 00:01.000\nx\n"
        vtt = make_file(tmp_path, "wrong.srt", content, "captions", "application/x-subrip")
        wrong = replace(post, files=(post.main, vtt))
        (fault,) = channel.check_post(wrong)
        assert "is no SRT" in fault and emulator.calls == []
        kept: dict[str, str] = {}
        channel.upload(wrong, kept)
        with pytest.raises(AnswerLost):
            channel.send(wrong, kept)


def test_the_limits_of_three_hours_and_the_prices_beside_a_post_are_in_the_table() -> None:
    row = platform("x")
    assert ("posts in 3 hours", 300, 10_800) in [(q.name, q.max, q.per_s) for q in row.quotas]
    assert row.money_usd is not None
    beside = (row.money_usd.alt_text, row.money_usd.delete, row.money_usd.look, row.money_usd.read)
    assert beside == (0.005, 0.010, 0.010, 0.005)
