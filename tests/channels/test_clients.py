"""Channels that speak to a platform's own protocol, against emulators that order its troubles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from briefcast.channels.base import Channel, Post
from briefcast.channels.bluesky import make_facets
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform, products_taken
from briefcast.channels.table import open_channel
from briefcast.channels.wordpress import draw_content
from briefcast.errors import AnswerLost, BriefcastError, Refused, SignedOut, TryLater
from briefcast.store.store import Store
from tests.channel_fixtures import first_taken, make_post
from tests.emulators.base import Fault, HttpEmulator, Seen
from tests.emulators.bluesky import BlueskyEmulator
from tests.emulators.drupal import DrupalEmulator
from tests.emulators.mastodon import MastodonEmulator
from tests.emulators.telegram import CHAT_ID, TelegramEmulator
from tests.emulators.wordpress import WordPressEmulator
from tests.emulators.youtube import PLAYLIST, YouTubeEmulator

NAMES: dict[str, type[HttpEmulator]] = {
    "bluesky": BlueskyEmulator,
    "wordpress": WordPressEmulator,
    "youtube": YouTubeEmulator,
    "telegram": TelegramEmulator,
    "mastodon": MastodonEmulator,
    "drupal": DrupalEmulator,
}
SLOT = dt.datetime.now(dt.UTC).replace(microsecond=0) + dt.timedelta(days=3)


@pytest.fixture(params=NAMES)
def emulator(request: pytest.FixtureRequest) -> Iterator[HttpEmulator]:
    with NAMES[request.param]() as running:
        yield running


@pytest.fixture
def channel(emulator: HttpEmulator) -> Iterator[Channel]:
    with open_channel(emulator.account()) as opened:
        yield opened


def fitted(channel: str, folder: Path, **wanted: Any) -> Post:
    """Make a post, a film where the channel takes films alone, as the channel takes it."""
    wanted.setdefault("product", first_taken(channel))
    changes = {name: wanted.pop(name) for name in ("publish_at", "synthetic_voice") if name in wanted}
    post = fit(make_post(folder, channel=channel, **wanted), platform(channel), Store(folder / "store"))
    return replace(post, **changes)


def go(channel: Channel, post: Post, kept: dict[str, str] | None = None) -> Any:
    """Publish in the two steps, without the publisher's care."""
    kept = {} if kept is None else kept
    channel.upload(post, kept)
    return channel.send(post, kept)


def only(emulator: HttpEmulator, post: Post) -> Seen:
    (seen,) = emulator.seen(post)
    return seen


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_readers_get_what_was_approved_in_each_language(
    emulator: HttpEmulator, channel: Channel, language: str, tmp_path: Path
) -> None:
    for product in products_taken(channel.platform):
        post = fitted(channel.name, tmp_path, language=language, product=product)
        before = len(emulator.posts())
        go(channel, post)
        seen, abilities = only(emulator, post), channel.platform.abilities
        assert len(emulator.posts()) == before + 1
        assert all(line in seen.text for line in post.text.splitlines())
        assert not seen.language or seen.language == language
        for file in post.files:
            if file.role != "captions":
                assert file.path.read_bytes() in seen.files.values(), f"{file.name} is not there as it was"
        # One track a language, of whatever file the platform likes best.
        tracks = {file.path.read_bytes() for file in post.files if file.role == "captions"}
        assert set(seen.captions.values()) <= tracks
        if abilities.captions and product == "video":
            assert set(seen.captions) == {language}
        if abilities.alt_text and product == "infographic":
            assert post.main.alt_text in seen.alt_texts
        assert seen.synthetic in (None, post.synthetic_voice)


@pytest.mark.parametrize(
    "emulator", [name for name in NAMES if platform(name).abilities.idempotent != "never"], indirect=True
)
def test_what_is_sent_twice_is_there_once_where_the_table_says_so(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = fitted(channel.name, tmp_path), {}
    first = go(channel, post, kept)
    assert channel.send(post, kept) == first
    only(emulator, post)


@pytest.mark.parametrize("emulator", [name for name in NAMES if platform(name).abilities.find], indirect=True)
def test_a_post_is_found_after_a_lost_answer_with_and_without_memory(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    other, post, kept = fitted(channel.name, tmp_path, item="a/b/vi/other"), fitted(channel.name, tmp_path), {}
    go(channel, other)
    channel.upload(post, kept)
    assert channel.find(post, kept) is None and channel.find(post, {}) is None
    emulator.arm(Fault(kind="answer lost", step="publish"))
    with pytest.raises(AnswerLost):
        channel.send(post, kept)
    found = channel.find(post, kept)
    assert found is not None and found == channel.find(post, {})
    assert found.id.endswith(only(emulator, post).id) or found.id == only(emulator, post).id


@pytest.mark.parametrize("emulator", [name for name in NAMES if platform(name).abilities.find], indirect=True)
def test_a_post_without_a_link_is_found_by_what_was_kept(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    """Posts for leaders have no link, and so no marker that readers could carry on."""
    post, kept = fitted(channel.name, tmp_path), {}
    post = replace(post, text=post.text.replace(post.link, "").strip(), link="")
    go(channel, fitted(channel.name, tmp_path, item="a/b/vi/other"))
    channel.upload(post, kept)
    assert channel.find(post, kept) is None
    receipt = channel.send(post, kept)
    assert channel.find(post, kept) == receipt
    assert channel.find(post, {}) in (None, receipt)


def test_a_withdrawn_post_is_gone_and_withdrawing_again_is_no_error(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = fitted(channel.name, tmp_path), {}
    receipt = go(channel, post, kept)
    for _ in range(2):
        channel.withdraw(receipt)
    assert emulator.seen(post) == []
    if channel.platform.abilities.find:
        assert channel.find(post, kept) is None and channel.find(post, {}) is None


def test_a_corrected_post_keeps_its_address_or_the_way_out_is_named(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    old = fitted(channel.name, tmp_path)
    receipt = go(channel, old)
    new = fitted(channel.name, tmp_path, item=old.item, content=b"corrected")
    if not channel.platform.abilities.replace:
        with pytest.raises(Refused, match="Withdraw"):
            channel.replace(receipt, new, {})
        return
    kept: dict[str, str] = {}
    for _ in range(2):
        assert channel.replace(receipt, new, kept).url == receipt.url
    assert emulator.seen(old) == []
    assert new.main.path.read_bytes() in only(emulator, new).files.values()


@pytest.mark.parametrize("name", ["wordpress", "youtube", "mastodon"])
def test_the_platform_holds_a_post_until_its_slot(name: str, tmp_path: Path) -> None:
    with NAMES[name]() as emulator, open_channel(emulator.account()) as channel:
        post = fitted(name, tmp_path, publish_at=SLOT)
        receipt = go(channel, post)
        assert receipt.scheduled_for == SLOT
        assert channel.find(post, {}) == receipt
        channel.withdraw(receipt)
        assert emulator.seen(post) == []


def test_a_held_post_is_withdrawn_after_its_time_has_come_too(tmp_path: Path) -> None:
    """Mastodon gives it another number then."""
    with MastodonEmulator() as emulator, open_channel(emulator.account()) as channel:
        post = fitted("mastodon", tmp_path, publish_at=SLOT)
        receipt = go(channel, post)
        emulator.come(next(iter(emulator.waiting)))
        channel.withdraw(receipt)
        assert emulator.seen(post) == []


def test_a_token_that_is_not_taken_is_named_with_the_way_to_another(
    emulator: HttpEmulator, channel: Channel, tmp_path: Path
) -> None:
    step = emulator.steps[0]
    emulator.arm(Fault(kind="signed out", step=step))
    with pytest.raises(SignedOut, match=r"[.] [A-Z]"):
        go(channel, fitted(channel.name, tmp_path))
    emulator.renew()
    go(channel, fitted(channel.name, tmp_path))
    assert len(emulator.posts()) == 1


def test_secrets_are_in_no_message_whatever_goes_wrong(
    emulator: HttpEmulator, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    account, messages = emulator.account(), []
    for kind in sorted(emulator.faults - {"killed", "killed before", "time-out"}):
        for step in emulator.steps:
            emulator.disarm()
            emulator.arm(Fault(kind=kind, step=step))
            with open_channel(account) as channel:
                try:
                    go(channel, fitted(channel.name, tmp_path, item=f"a/b/vi/{kind.replace(' ', '-')}-{step}"))
                except BriefcastError as error:
                    messages.append(f"{error!r} {error.__cause__!r}")
    nowhere = replace(account, settings=dict(account.settings) | {"api_url": "http://127.0.0.1:9/"})
    with open_channel(nowhere) as channel, pytest.raises(TryLater, match="reached"):
        try:
            channel.check()
        except TryLater as error:
            messages.append(repr(error))
            raise
    assert len(messages) > len(emulator.steps) * 3
    for name, secret in account.secrets.items():
        found = [message for message in messages if secret.get_secret_value() in message]
        assert not found, f"{name} is in {found}"
    spoken = {record.name for record in caplog.records if record.levelname == "ERROR"}
    assert not spoken, f"{spoken} speak over our heads, on the terminal of whoever publishes"


def test_a_missing_secret_is_named(emulator: HttpEmulator) -> None:
    account = replace(emulator.account(), secrets={})
    with open_channel(account) as channel, pytest.raises(Refused, match="is missing"):
        channel.check()


# YouTube


@pytest.fixture
def youtube() -> Iterator[YouTubeEmulator]:
    with YouTubeEmulator() as running:
        yield running


def test_a_film_is_brought_on_from_where_it_stopped_by_another_process_too(
    youtube: YouTubeEmulator, tmp_path: Path
) -> None:
    post, kept = fitted("youtube", tmp_path, content=bytes(20_000_000)), {}
    youtube.arm(Fault(kind="unavailable", step="upload", skip=2))
    with open_channel(youtube.account()) as channel, pytest.raises(TryLater, match="503"):
        channel.upload(post, kept)
    assert set(kept) == {"session"}
    with open_channel(youtube.account()) as channel:
        go(channel, post, kept)
    assert youtube.offsets == [0, 8 * 2**20, 16 * 2**20]
    assert only(youtube, post).files["film"] == post.main.path.read_bytes()


def test_a_film_whose_last_answer_was_lost_is_not_brought_again(youtube: YouTubeEmulator, tmp_path: Path) -> None:
    post, kept = fitted("youtube", tmp_path), {}
    youtube.arm(Fault(kind="answer lost", step="upload", skip=1))
    with open_channel(youtube.account()) as channel:
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        go(channel, post, kept)
    assert len(youtube.videos) == len(youtube.offsets) == 1


def test_an_upload_begun_too_long_ago_begins_anew(youtube: YouTubeEmulator, tmp_path: Path) -> None:
    post, kept = fitted("youtube", tmp_path), {"session": f"{youtube.url}/session/of-last-month"}
    with open_channel(youtube.account()) as channel:
        with pytest.raises(TryLater, match="begins anew"):
            channel.upload(post, kept)
        go(channel, post, kept)
    assert len(youtube.videos) == 1


def test_captions_and_playlist_are_there_once_though_their_answers_were_lost(
    youtube: YouTubeEmulator, tmp_path: Path
) -> None:
    post, kept = fitted("youtube", tmp_path), {}
    with open_channel(youtube.account()) as channel:
        for skip in (2, 0, 1):  # the captions' answer, then the captions' again, then the playlist's
            youtube.arm(Fault(kind="answer lost", step="upload", skip=skip))
            with suppress(TryLater):
                channel.upload(post, kept)
        youtube.disarm()
        go(channel, post, kept)
    assert youtube.playlist == [kept["video"]]
    assert list(youtube.captions[kept["video"]]) == ["vi"]


@pytest.mark.parametrize("spoken", [True, False])
def test_a_film_is_private_until_it_is_published_and_declares_a_synthetic_voice(
    youtube: YouTubeEmulator, tmp_path: Path, spoken: bool
) -> None:
    post, kept = fitted("youtube", tmp_path, synthetic_voice=spoken), {}
    with open_channel(youtube.account(privacy="unlisted", made_for_kids=True)) as channel:
        channel.upload(post, kept)
        video = youtube.videos[kept["video"]]
        assert video["status"]["privacyStatus"] == "private" and youtube.posts() == []
        channel.send(post, kept)
    assert video["status"] == {
        "privacyStatus": "unlisted",
        "containsSyntheticMedia": spoken,
        "selfDeclaredMadeForKids": True,
        "embeddable": True,
    }
    assert video["snippet"]["tags"] == list(post.tags)
    assert (video["snippet"]["defaultLanguage"], video["snippet"]["defaultAudioLanguage"]) == ("vi", "vi")


def test_a_slot_for_a_film_that_never_becomes_public_is_refused_before_any_call(
    youtube: YouTubeEmulator, tmp_path: Path
) -> None:
    with open_channel(youtube.account(privacy="unlisted")) as channel:
        (fault,) = channel.check_post(fitted("youtube", tmp_path, publish_at=SLOT))
    assert "Change it" in fault and youtube.calls == []


# Refusals


def _take_rights(emulator: TelegramEmulator) -> None:
    emulator.may_post = False


@pytest.mark.parametrize(
    ("name", "settings", "change", "spoil", "words"),
    [
        ("youtube", {}, {"title": "a < b"}, None, "Shorten the title, or take < and > out"),
        ("youtube", {}, {"text": "ạ" * 2000}, None, "Shorten the text"),
        ("youtube", {"playlist": "PLother"}, {}, None, "Check `playlist`"),
        ("telegram", {"chat": "@elsewhere"}, {}, None, "Check `chat`"),
        ("telegram", {}, {"text": "x" * 1025}, None, "Shorten the text"),
        ("telegram", {}, {}, _take_rights, "let the bot post"),
        ("mastodon", {}, {"text": "x" * 501}, None, "shorten the text"),
        ("mastodon", {}, {"publish_at": dt.datetime.now(dt.UTC)}, None, "correct what it names"),
        ("bluesky", {}, {"text": "x" * 301}, None, "correct what it names"),
    ],
)
def test_a_refusal_says_what_to_do(
    name: str,
    settings: dict[str, object],
    change: dict[str, object],
    spoil: Callable[[Any], None] | None,
    words: str,
    tmp_path: Path,
) -> None:
    with NAMES[name]() as emulator:
        if spoil:
            spoil(emulator)
        account = emulator.account()
        account = replace(account, settings=dict(account.settings) | settings)
        with open_channel(account) as channel, pytest.raises(Refused, match=words):
            go(channel, replace(fitted(name, tmp_path), **change))
        assert emulator.posts() == []


def test_a_bot_without_rights_is_noticed_before_anything_is_sent() -> None:
    with TelegramEmulator() as emulator, open_channel(emulator.account()) as channel:
        assert channel.check() == "@ministry_bot in Ministry"
        emulator.may_post = False
        with pytest.raises(Refused, match="may not post"):
            channel.check()


def test_a_user_who_may_not_publish_is_noticed_before_anything_is_sent() -> None:
    with WordPressEmulator() as emulator, open_channel(emulator.account()) as channel:
        emulator.may_publish = False
        with pytest.raises(Refused, match=r"may not publish posts.*role Author"):
            channel.check()


def test_a_web_server_that_drops_the_sign_in_is_named_and_not_the_user(tmp_path: Path) -> None:
    """Everybody would look for a role or a password that are right."""
    with WordPressEmulator() as emulator, open_channel(emulator.account()) as channel:
        emulator.strips_sign_in = True
        post = fitted("wordpress", tmp_path)
        for call in (channel.check, lambda: channel.upload(post, {}), lambda: channel.send(post, {"post": "7"})):
            with pytest.raises(SignedOut, match="CGIPassAuth On"):
                call()


def test_captions_too_large_for_bluesky_are_refused_before_any_call(tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator, open_channel(emulator.account()) as channel:
        post = fitted("bluesky", tmp_path, product="video")
        captions = post.file("captions")
        assert captions and channel.check_post(post) == ()
        for size, faults in ((20_000, 0), (20_001, 1)):
            large = replace(post, files=(post.main, replace(captions, bytes=size)))
            assert len(channel.check_post(large)) == faults
        assert emulator.calls == []


# The rest of each


def test_links_and_hashtags_are_marked_by_bytes_in_every_script(tmp_path: Path) -> None:
    for language in ("vi", "en", "he"):
        post = make_post(tmp_path, language=language)
        marked = [
            post.text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
            for facet in make_facets(post)
        ]
        assert marked == [post.link, f"#{post.tags[0]}"]
    tagged = replace(
        post, text="Xem https://example.org/a#ChuyenDoiSo, (https://example.org/b).", tags=("ChuyenDoiSo",)
    )
    features = [facet["features"][0] for facet in make_facets(tagged)]
    assert [feature["uri"] for feature in features] == ["https://example.org/a#ChuyenDoiSo", "https://example.org/b"]


@pytest.mark.parametrize("product", ["infographic", "video"])
def test_bluesky_brings_a_forgotten_file_again(product: str, tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator, open_channel(emulator.account()) as channel:
        post, kept = fitted("bluesky", tmp_path, product=product), {}
        channel.upload(post, kept)
        emulator.blobs.clear()
        channel.send(post, kept)
        assert post.main.path.read_bytes() in only(emulator, post).files.values()


def test_bluesky_signs_in_again_where_a_session_ends_in_the_middle(tmp_path: Path) -> None:
    with BlueskyEmulator() as emulator, open_channel(emulator.account()) as channel:
        post, kept = fitted("bluesky", tmp_path), {}
        channel.upload(post, kept)
        emulator.tokens.clear()
        emulator.refreshes.clear()
        channel.send(post, kept)
        only(emulator, post)
        assert emulator.calls.count("POST /xrpc/com.atproto.server.createSession") == 2
        with open_channel(emulator.account()) as another:
            go(another, fitted("bluesky", tmp_path, item="a/b/vi/second"))
        assert emulator.calls.count("POST /xrpc/com.atproto.server.createSession") == 2


def test_texts_are_data_on_a_wordpress_page(tmp_path: Path) -> None:
    post = make_post(tmp_path, text='<script>alert("x")</script>\n\n{{ 7 * 7 }} <!-- wp:html -->', title="<b>")
    html = draw_content(replace(post, files=(replace(post.main, alt_text='"><script>'),)), {post.main.sha256: "/a.png"})
    assert "<script>" not in html and "{{ 7 * 7 }}" in html and html.count("<!-- wp:html") == 1


def test_telegram_shows_a_film_with_its_length_and_thumbnail_and_pictures_as_an_album(tmp_path: Path) -> None:
    with TelegramEmulator() as emulator, open_channel(emulator.account(chat=str(CHAT_ID), silent=True)) as channel:
        film = fitted("telegram", tmp_path, product="video")
        go(channel, film)
        (sent,) = emulator.messages.values()
        expected = {"duration": "40", "width": "1080", "height": "1920", "supports_streaming": "true"}
        assert expected.items() <= sent["form"].items() and sent["form"]["disable_notification"] == "true"
        assert sent["files"]["thumbnail"] == film.file("cover").path.read_bytes()  # type: ignore[union-attr]
        picture, second = fitted("telegram", tmp_path), fitted("telegram", tmp_path, item="a/b/vi/c")
        receipt = go(channel, replace(picture, files=(picture.main, second.main)))
        assert receipt.id == f"{CHAT_ID}/2,3"
        channel.withdraw(receipt)
        assert list(emulator.messages) == [1]


def test_mastodon_waits_until_the_instance_has_worked_on_a_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefcast.channels.mastodon._READY_PAUSE_S", 0.01)
    with MastodonEmulator() as emulator, open_channel(emulator.account()) as channel:
        go(channel, fitted("mastodon", tmp_path, product="video", content=bytes(10**6)))
        assert [media["looks"] for media in emulator.media.values()] == [2]


def test_youtube_sign_in_that_was_revoked_is_named(youtube: YouTubeEmulator) -> None:
    account = youtube.account()
    revoked = replace(account, secrets=dict(account.secrets) | {"refresh-token": SecretStr("revoked-token")})
    with open_channel(revoked) as channel, pytest.raises(SignedOut, match=r"says Testing.*Sign in again") as error:
        channel.check()
    assert "revoked-token" not in str(error.value)
    with open_channel(account) as channel:
        assert channel.check() == "Ministry"
    assert account.settings["playlist"] == PLAYLIST
