"""S3: how long content networks may keep what lies there."""

from __future__ import annotations

from pathlib import Path

from briefcast.channels.files import Item
from briefcast.channels.s3 import cache_control
from tests.channel_fixtures import fitted, opened
from tests.emulators.s3 import S3Emulator


def test_a_correction_is_seen_within_the_hour_and_a_page_within_minutes(tmp_path: Path) -> None:
    """Without a word about it a network may show the old figure for a day."""
    with S3Emulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path, product="video"), {}
        channel.upload(post, kept)
        channel.send(post, kept)
        client = emulator.client()
        said = {
            key.rpartition("/")[2]: client.head_object(Bucket=emulator.bucket, Key=key)["CacheControl"]
            for key in emulator.objects()
        }
        assert said["index.html"] == said["post.json"] == "public, max-age=300"
        assert {said[file.name] for file in post.files} == {"public, max-age=3600"}


def test_what_no_correction_can_change_is_kept_for_a_year() -> None:
    film = Item(name="a.mp4", media_type="video/mp4", source=b"x", sha256="0" * 64)
    feed = Item(name="feed.xml", media_type="application/rss+xml", source=b"x")
    year = "public, max-age=31536000, immutable"
    assert cache_control(f"fetch/{'a' * 32}/a.mp4", film) == year
    assert cache_control("show/episodes/brief-citizens-vi/0123456789/a.mp3", film) == year
    assert cache_control("show/cover.jpg", film) == cache_control("0123456789/citizens/vi/x/a.mp4", film)
    assert cache_control("show/cover.jpg", film) == "public, max-age=3600"
    assert cache_control("show/feed.xml", feed) == "public, max-age=300"
