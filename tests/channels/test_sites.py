"""Bluesky and WordPress: what readers get from real servers, fetched as they would, is what the team approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from briefcast.channels.base import Account, Post
from briefcast.channels.bluesky import Bluesky
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform, products_taken
from briefcast.channels.wordpress import WordPress
from briefcast.errors import Refused, SignedOut
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.publisher import publish
from briefcast.store.store import Store
from tests.channel_fixtures import make_file, make_post, picture
from tests.channel_media import with_real_media
from tests.emulators.base import Seen
from tests.emulators.bluesky import see_record
from tests.real_platforms import blobs_of, read_page, read_records, see
from tests.server_fixtures import WordPressSite


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")


def posts_for(channel: str, folder: Path, item: str) -> Iterator[Post]:
    """Make a post of each product and language a channel takes, fitted to it."""
    store = Store(folder / "store")
    for language in ("vi", "en", "he"):
        for product in products_taken(platform(channel)):
            name = f"egov-2024/citizens/{language}/{product}-{item}"
            made = make_post(folder, product=product, language=language, item=name, channel=channel)
            post = with_real_media(made, folder)
            yield fit(post, platform(channel), store)


def check_seen(post: Post, seen: Seen) -> None:
    """Check that what readers see is the post: its files byte for byte, its words, its language."""
    shown = [file for file in post.files if file.role in ("image", "video", "audio", "cover")]
    assert set(seen.files.values()) == {file.path.read_bytes() for file in shown}
    assert seen.language == post.language
    tracks = {file.language: file.path.read_bytes() for file in post.files if file.role == "captions"}
    assert seen.captions == tracks and bool(tracks) == (post.main.role == "video")
    if post.main.alt_text:
        assert post.main.alt_text in seen.alt_texts


@pytest.mark.server("bluesky")
def test_bluesky_shows_what_was_approved_in_three_languages_and_nothing_twice(
    bluesky_account: Account, outbox: Outbox, tmp_path: Path
) -> None:
    posts = list(posts_for("bluesky", tmp_path, "seen"))
    with Bluesky(bluesky_account) as channel:
        assert channel.check().startswith("@ministry.test")
        first = [publish(post, channel, outbox) for post in posts]
        assert {publication.state for publication in first} == {"sent"}
        before = read_records(bluesky_account)
        assert [publish(post, channel, outbox) for post in posts] == first
    assert read_records(bluesky_account) == before
    records = {record["uri"]: record for record in before}
    for post, publication in zip(posts, first, strict=True):
        record = records[publication.remote_id]
        seen = see_record(record["uri"], record["value"], blobs_of(bluesky_account, record))
        check_seen(post, seen)
        assert (seen.text, seen.marker) == (post.text, post.marker)
        for facet in record["value"]["facets"]:
            place, feature = facet["index"], facet["features"][0]
            marked = post.text.encode()[place["byteStart"] : place["byteEnd"]].decode()
            assert marked == feature.get("uri", f"#{feature.get('tag')}")


@pytest.mark.server("bluesky")
def test_bluesky_refuses_clearly_signs_in_again_finds_and_withdraws(bluesky_account: Account, tmp_path: Path) -> None:
    post = next(posts_for("bluesky", tmp_path, "kept"))
    kept: dict[str, str] = {}
    with Bluesky(bluesky_account) as channel:
        long = replace(post, text="x" * 301)
        channel.upload(long, kept)
        with pytest.raises(Refused, match="maximum 300, got 301"):
            channel.send(long, kept)
        channel._signed_in()["accessJwt"] = "over"
        channel.upload(post, kept)
        receipt = channel.send(post, kept)
        assert channel.send(post, kept) == receipt == channel.find(post, kept) == channel.find(post, {})
        channel.withdraw(receipt)
        channel.withdraw(receipt)
        assert channel.find(post, kept) is None and channel.find(post, {}) is None
    wrong = replace(bluesky_account, secrets={"password": SecretStr("wrong-password")})
    with Bluesky(wrong) as channel, pytest.raises(SignedOut, match="App passwords") as refused:
        channel.check()
    assert "wrong-password" not in str(refused.value)


def count_of(site: WordPressSite, kind: str) -> int:
    """Count what the site has of one kind, as anybody may."""
    wanted = {"rest_route": f"/wp/v2/{kind}"}
    answer = httpx.get(str(site.account.settings["api_url"]), params=wanted, trust_env=False)
    return int(answer.headers["x-wp-total"])


@pytest.mark.server("wordpress")
def test_wordpress_shows_what_was_approved_in_three_languages_and_nothing_twice(
    wordpress_site: WordPressSite, outbox: Outbox, tmp_path: Path
) -> None:
    posts = list(posts_for("wordpress", tmp_path, "seen"))
    with WordPress(wordpress_site.account) as channel:
        assert channel.check().startswith("desk on http")
        first = [publish(post, channel, outbox) for post in posts]
        assert {publication.state for publication in first} == {"sent"}
        before = count_of(wordpress_site, "posts"), count_of(wordpress_site, "media")
        assert [publish(post, channel, outbox) for post in posts] == first
    assert (count_of(wordpress_site, "posts"), count_of(wordpress_site, "media")) == before
    for post, publication in zip(posts, first, strict=True):
        seen = see(publication.url)
        check_seen(post, seen)
        assert seen.marker == post.marker
        page = read_page(publication.url)
        assert post.words.fact in seen.text and f'dir="{post.direction}"' in page
        assert post.main.role == "audio" or "max-width:100%" in page, "what is wider than the page is not shrunk"


@pytest.mark.server("wordpress")
def test_wordpress_holds_corrects_and_withdraws_a_post(wordpress_site: WordPressSite, tmp_path: Path) -> None:
    post, later, _ = (post for post in posts_for("wordpress", tmp_path, "kept") if post.product == "video")
    kept: dict[str, str] = {}
    with WordPress(wordpress_site.account) as channel:
        slot = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=2)
        later = replace(later, publish_at=slot)
        channel.upload(later, kept)
        assert channel.find(later, kept) is None and channel.find(later, {}) is None
        held = channel.send(later, kept)
        assert channel.send(later, kept) == held == channel.find(later, {}) and held.scheduled_for == slot
        assert not read_page(held.url)

        kept = {}
        channel.upload(post, kept)
        out = channel.send(post, kept)
        assert post.marker in read_page(out.url)
        old_film = next(iter(see(out.url).files))
        corrected = make_post(tmp_path, product="video", item=post.item, content=b"corrected")
        corrected = fit(with_real_media(corrected, tmp_path), platform("wordpress"), Store(tmp_path / "store"))
        for _ in range(2):
            assert channel.replace(out, corrected, {}).url == out.url
        seen = see(out.url)
        assert seen.marker == corrected.marker
        check_seen(corrected, seen)
        assert httpx.get(old_film, trust_env=False).status_code == 404

        film = next(iter(seen.files))
        for _ in range(2):
            channel.withdraw(out)
        assert not read_page(out.url) and httpx.get(film, trust_env=False).status_code == 404
        assert channel.find(corrected, {}) is None
    with WordPress(wordpress_site.account) as channel:
        large = make_file(tmp_path, "large.png", picture(2700, 300), "image", "image/png", alt_text="Large")
        wide = replace(make_post(tmp_path, item="egov-2024/citizens/vi/large"), files=(large,))
        kept = {}
        channel.upload(wide, kept)
        # WordPress shows a smaller copy of such pictures, in which small print could not be read.
        assert large.path.read_bytes() in see(channel.send(wide, kept).url).files.values()
    wrong = replace(wordpress_site.account, secrets={"password": SecretStr("wrong-password")})
    with WordPress(wrong) as channel, pytest.raises(SignedOut, match="Application Passwords") as refused:
        channel.check()
    assert "wrong-password" not in str(refused.value)


@pytest.mark.server("wordpress")
def test_wordpress_answers_a_sign_in_that_was_dropped_as_the_emulator_does(
    wordpress_site: WordPressSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a web server that drops the header does to it: everything looks like a missing role."""
    post = next(posts_for("wordpress", tmp_path, "dropped"))
    with WordPress(wordpress_site.account) as channel:
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        monkeypatch.setattr("briefcast.channels.wordpress.httpx.BasicAuth", lambda *_: httpx.Auth())
        for call in (channel.check, lambda: channel.upload(post, {}), lambda: channel.send(post, kept)):
            with pytest.raises(SignedOut, match="CGIPassAuth On"):
                call()
