"""Figures of posts: what an evaluation report would get wrong without name, definition and window beside each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from briefcast.channels.base import Channel, Post
from briefcast.channels.platforms import products_taken
from briefcast.channels.table import open_channel
from briefcast.errors import Refused, TryLater
from tests.channel_fixtures import fitted, opened
from tests.emulators import EMULATORS
from tests.emulators.linkedin import MEMBER, LinkedInEmulator
from tests.emulators.mastodon import MastodonEmulator
from tests.emulators.tiktok import TikTokEmulator
from tests.emulators.x import XEmulator

COUNTED: dict[str, dict[str, Any]] = {
    "facebook": {"post_media_view": 812, "post_clicks": 0, "post_reactions_by_type_total": {"like": 7, "love": 2}},
    "instagram": {"views": 812, "reach": 600, "saved": 0},
    "threads": {"views": 812, "likes": 0, "quotes": 3},
    "x": {"impression_count": 812, "like_count": 0, "url_link_clicks": 14},
    "linkedin": {"impressionCount": 812, "clickCount": 0, "engagement": 0.0172},
    "youtube": {"viewCount": 812, "likeCount": 0},
    "tiktok": {"view_count": 812, "share_count": 0},
    "mastodon": {"favourites_count": 812, "reblogs_count": 0},
    "bluesky": {"likeCount": 812, "bookmarkCount": 0},
}


def go(channel: Channel, post: Post) -> str:
    kept: dict[str, str] = {}
    channel.upload(post, kept)
    return channel.send(post, kept).id


def counted_as(name: str, id: str) -> str:
    """Give the number a platform counts a post under, which is not always that of its receipt."""
    if name == "tiktok":
        return "7300000000000000000"
    return f"104700000000001_7{id}" if name == "facebook" and "_" not in id else id


@pytest.mark.parametrize("name", COUNTED)
def test_each_figure_has_the_platforms_name_what_it_counts_and_since_when(name: str, tmp_path: Path) -> None:
    """ "Views" of one platform are not those of another, nor of last year: a sum of them would be nonsense."""
    with EMULATORS[name]() as emulator, open_channel(emulator.account()) as channel:
        for product in set(products_taken(channel.platform)) & {"infographic", "video"}:
            post = fitted(channel, tmp_path, product=product, item=f"a/b/vi/{product}")
            id = go(channel, post)
            emulator.figures[counted_as(name, id)] = COUNTED[name]
            readings = {reading.name: reading for reading in channel.measure(id)}
            flat = {k: v for k, v in COUNTED[name].items() if not isinstance(v, dict)}
            for kind, value in COUNTED[name].get("post_reactions_by_type_total", {}).items():
                flat[f"post_reactions_by_type_total.{kind}"] = value
            assert {each.name: each.value for each in readings.values()} == flat
            assert all(each.definition and each.window for each in readings.values())


@pytest.mark.parametrize("name", [name for name in COUNTED if name not in ("tiktok", "linkedin")])
def test_a_post_that_is_gone_has_no_figures_and_that_is_no_zero(name: str, tmp_path: Path) -> None:
    gone = {"bluesky": "at://did:plc:emulated/app.bsky.feed.post/3jzfcijpj2z2a", "facebook": "104700000000001_99"}
    with EMULATORS[name]() as emulator, open_channel(emulator.account()) as channel, pytest.raises(Refused):
        channel.measure(gone.get(name, "99"))


def test_channels_that_give_no_figures_say_so_with_none() -> None:
    # What listmonk counts of a mailing is in its own tests: it takes no pictures and films.
    for name in sorted(set(EMULATORS) - {*COUNTED, "listmonk"}):
        with EMULATORS[name]() as emulator, open_channel(emulator.account()) as channel:
            assert channel.measure("1") == ()


@pytest.mark.parametrize(
    ("name", "permission"),
    [("facebook", "read_insights"), ("instagram", "instagram_manage_ins"), ("threads", "threads_ma")],
)
def test_a_token_that_may_not_read_figures_is_named(name: str, permission: str, tmp_path: Path) -> None:
    with EMULATORS[name]() as emulator, open_channel(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path))
        emulator.may_read_figures = False  # type: ignore[attr-defined]
        with pytest.raises(Refused, match=permission):
            channel.measure(id)


def test_a_figure_that_meta_gave_up_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    """One unknown name refuses the whole question: the report would be empty from that day on."""
    with EMULATORS["facebook"]() as emulator, open_channel(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path))
        emulator.figures[id] = COUNTED["facebook"]
        emulator.given_up = {"post_media_view"}  # type: ignore[attr-defined]
        assert [reading.name for reading in channel.measure(id)] == [
            "post_clicks",
            "post_reactions_by_type_total.like",
            "post_reactions_by_type_total.love",
        ]


def test_reels_are_asked_for_how_long_they_were_watched(tmp_path: Path) -> None:
    with EMULATORS["instagram"]() as emulator, open_channel(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path, product="video"))
        emulator.figures[id] = {"views": 812, "ig_reels_avg_watch_time": 9400}
        assert [reading.name for reading in channel.measure(id)] == ["views", "ig_reels_avg_watch_time"]


def test_x_still_counts_a_post_whose_clicks_are_no_longer_given(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path))
        emulator.figures[id] = COUNTED["x"]
        emulator.old.add(id)
        assert [reading.name for reading in channel.measure(id)] == ["impression_count", "like_count"]


def test_a_members_posts_and_posts_nobody_saw_are_told_apart(tmp_path: Path) -> None:
    with LinkedInEmulator() as emulator:
        with opened(emulator.account()) as channel:
            assert channel.measure(go(channel, fitted(channel, tmp_path))) == ()
        emulator.author = MEMBER
        with opened(emulator.account()) as channel, pytest.raises(Refused, match="look at the profile"):
            channel.measure("urn:li:share:1")


def test_what_is_not_public_yet_is_asked_again_later(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account(), privacy_level="SELF_ONLY") as channel:
        id = go(channel, fitted(channel, tmp_path))
        with pytest.raises(TryLater, match="not public"):
            channel.measure(id)
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path))
        emulator.lists_videos = False
        with pytest.raises(Refused, match=r"video\.list"):
            channel.measure(id)
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    with MastodonEmulator() as emulator, opened(emulator.account()) as channel:
        id = go(channel, fitted(channel, tmp_path, publish_at=slot))
        with pytest.raises(TryLater, match="waits for its time"):
            channel.measure(id)
        emulator.come(next(iter(emulator.waiting)))
        emulator.figures[next(iter(emulator.statuses))] = COUNTED["mastodon"]
        assert channel.measure(id)[0].value == 812
