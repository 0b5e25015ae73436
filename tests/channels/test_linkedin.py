"""LinkedIn: a member's own profile, texts counted as LinkedIn may count them, and what its refusals say to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.counting import count
from briefcast.channels.fit import fit
from briefcast.channels.linkedin import LinkedIn
from briefcast.channels.little_text import little_text
from briefcast.errors import BriefcastError, Refused
from briefcast.store.store import Store
from tests.channel_fixtures import fitted, make_post, opened
from tests.emulators.linkedin import MEMBER, LinkedInEmulator


@pytest.mark.parametrize("product", ["infographic", "video"])
def test_a_members_pictures_and_films_go_out(product: str, tmp_path: Path) -> None:
    """A member's token may not ask whether a picture is ready: every picture of a person would be refused."""
    with LinkedInEmulator() as emulator:
        emulator.author = MEMBER
        with opened(emulator.account()) as channel:
            post, kept = fitted(channel, tmp_path, product=product), {}
            channel.upload(post, kept)
            channel.send(post, kept)
            assert len(emulator.seen(post)) == 1
            assert not any(call.startswith("GET /rest/images") for call in emulator.calls)


def test_a_text_counts_with_its_escapes(tmp_path: Path) -> None:
    """Where LinkedIn counts them, it cuts the end off without a word: the hashtags, the link, the source."""
    assert little_text("Tỷ lệ (%)") == r"Tỷ lệ \(%\)" and count("Tỷ lệ (%)", "little_text") == 11
    brackets, plain = "(" * 1400, "x" * 1400
    with LinkedInEmulator() as emulator, opened(emulator.account()) as channel:
        post = make_post(tmp_path)
        long = replace(post, text=f"{brackets}{plain}\n{post.link}")
        with pytest.raises(BriefcastError):
            fit(long, channel.platform, Store(tmp_path / "store"))
        # The measure itself: sent all the same, readers do not see its end.
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        channel.send(long, kept)
        (seen,) = emulator.posts()
        assert long.link not in seen.text and seen.text.startswith(brackets)


def test_refusals_name_the_version_that_is_over_and_the_role_that_is_needed(tmp_path: Path) -> None:
    with LinkedInEmulator() as emulator:
        over = opened(emulator.account(), version="202401")
        with over as channel, pytest.raises(Refused, match="retired version 202401"):
            channel.check()
        with opened(emulator.account(), author="urn:li:organization:1") as channel:
            assert isinstance(channel, LinkedIn)
            with pytest.raises(Refused, match="super admin"):
                channel.upload(fitted(channel, tmp_path), {})
