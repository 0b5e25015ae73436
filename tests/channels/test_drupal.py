"""Drupal: what stands on the portal is what was approved, once, and a refusal names what to ask the administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.base import Channel, Post
from briefcast.channels.drupal import draw_body
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import Refused, SignedOut, TryLater
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.emulators.base import Fault
from tests.emulators.drupal import DrupalEmulator


@pytest.fixture
def emulator() -> Iterator[DrupalEmulator]:
    with DrupalEmulator() as running:
        yield running


def fitted(folder: Path, **wanted: object) -> Post:
    post = make_post(folder, **wanted)  # type: ignore[arg-type]
    return fit(post, platform("drupal"), Store(folder / "store"))


def go(channel: Channel, post: Post, kept: dict[str, str] | None = None) -> str:
    kept = {} if kept is None else kept
    channel.upload(post, kept)
    return channel.send(post, kept).url


def test_nothing_is_seen_before_the_article_is_published(emulator: DrupalEmulator, tmp_path: Path) -> None:
    with open_channel(emulator.account()) as channel:
        post, kept = fitted(tmp_path), {}
        channel.upload(post, kept)
        assert emulator.posts() == [] and channel.find(post, kept) is None
        assert channel.send(post, kept).url.startswith(f"{emulator.url}/node/")
        assert len(emulator.seen(post)) == 1


def test_texts_are_data_on_the_portal(emulator: DrupalEmulator, tmp_path: Path) -> None:
    """A text with a tag in it would be a part of the page that nobody approved."""
    said = '<script>alert(1)</script> 5 < 6 & "more" <b>bold</b>'
    with open_channel(emulator.account()) as channel:
        post = replace(fitted(tmp_path), title=said)
        go(channel, replace(post, text=f"{said}\n\n{post.link}"))
        (seen,) = emulator.seen(post)
    assert seen.text.count(said) == 2


def test_the_body_has_only_tags_that_a_plain_text_format_lets_through(tmp_path: Path) -> None:
    post = fitted(tmp_path, language="he")
    assert set(re.findall(r"<(\w+)", draw_body(post))) == {"p", "br", "a"}
    assert 'lang="he" dir="rtl"' in draw_body(post)


def test_an_article_whose_answer_was_lost_is_not_made_twice(emulator: DrupalEmulator, tmp_path: Path) -> None:
    with open_channel(emulator.account()) as channel:
        post, kept = fitted(tmp_path), {}
        emulator.arm(Fault(kind="answer lost", step="upload", skip=1))
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        go(channel, post, kept)
    assert len(emulator.nodes) == len(emulator.seen(post)) == 1
    assert len(emulator.files) == 1


def test_a_site_with_a_media_library_gets_an_entry_there(emulator: DrupalEmulator, tmp_path: Path) -> None:
    emulator.media_library = True
    with open_channel(emulator.account(media=True)) as channel:
        post, kept = fitted(tmp_path), {}
        emulator.arm(Fault(kind="unavailable", step="upload", skip=2))
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        go(channel, post, kept)
    (seen,) = emulator.seen(post)
    assert seen.alt_texts == (post.main.alt_text,)
    assert len(emulator.media) == len(emulator.files) == 1


def test_a_moderated_site_publishes_by_state_and_archives(emulator: DrupalEmulator, tmp_path: Path) -> None:
    emulator.moderated, emulator.administers = True, False
    with open_channel(emulator.account(moderated=True)) as channel:
        post, kept = fitted(tmp_path), {}
        go(channel, post, kept)
        (node,) = emulator.nodes.values()
        assert node["attributes"]["moderation_state"] == "published" and emulator.seen(post)
        found = channel.find(post, {})
        assert found is not None
        channel.withdraw(found)
    assert node["attributes"]["moderation_state"] == "archived" and emulator.posts() == []


def test_a_field_for_the_marker_is_used_where_the_site_has_one(emulator: DrupalEmulator, tmp_path: Path) -> None:
    """An editor who opens the article in the site's editor would lose a mark in the body."""
    emulator.fields |= {"field_briefcast"}
    with open_channel(emulator.account(marker_field="field_briefcast")) as channel:
        post = replace(fitted(tmp_path), link="", text="No link here.")
        go(channel, post)
        (node,) = emulator.nodes.values()
        assert post.marker not in node["attributes"]["body"]["value"]
        assert channel.find(post, {}) is not None


def test_a_consumer_signs_in_once_in_a_run(emulator: DrupalEmulator, tmp_path: Path) -> None:
    account = emulator.consumer()
    for number in range(2):
        with open_channel(account) as channel:
            assert channel.check() == f"Desk on {emulator.url}"
            go(channel, fitted(tmp_path, item=f"a/b/vi/{number}"))
    assert emulator.calls.count("POST /oauth/token") == 1
    wrong = replace(account, secrets=account.secrets | {"client-id": account.secrets["client-secret"]}, held={})
    with open_channel(wrong) as channel, pytest.raises(SignedOut) as raised:
        channel.check()
    assert "canary" not in str(raised.value)


def test_a_run_that_takes_longer_than_a_token_lives_goes_on(emulator: DrupalEmulator, tmp_path: Path) -> None:
    """Simple OAuth gives tokens for five minutes: the sixth article would be refused until the next run."""
    with open_channel(emulator.consumer()) as channel:
        post, kept = fitted(tmp_path), {}
        channel.upload(post, kept)
        emulator.tokens.clear()
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1
        emulator.arm(Fault(kind="signed out", step="upload"))
        with pytest.raises(SignedOut):
            channel.upload(fitted(tmp_path, item="a/b/vi/c"), {})


@pytest.mark.parametrize(
    ("spoil", "settings", "told"),
    [
        ({"read_only": True}, {}, "accept all operations"),
        ({"administers": False}, {}, "permissions that"),
        ({}, {"text_format": "full_html"}, "permissions that"),
        ({"languages": {"en"}}, {}, "Compare the account's settings"),
        ({}, {"marker_field": "field_none"}, "Compare the account's settings"),
        ({}, {"picture_field": "field_photo"}, "compare content_type, picture_field"),
        ({}, {"content_type": "news"}, "Compare content_type, picture_field"),
    ],
)
def test_what_the_site_does_not_allow_is_told_with_whom_to_ask(
    emulator: DrupalEmulator, spoil: dict[str, object], settings: dict[str, object], told: str, tmp_path: Path
) -> None:
    for name, value in spoil.items():
        setattr(emulator, name, value)
    with open_channel(emulator.account(**settings)) as channel, pytest.raises(Refused, match=told):
        go(channel, fitted(tmp_path))
    assert emulator.posts() == []


def test_an_article_that_somebody_deleted_is_made_again_only_while_nobody_saw_it(
    emulator: DrupalEmulator, tmp_path: Path
) -> None:
    with open_channel(emulator.account()) as channel:
        post, kept = fitted(tmp_path), {}
        channel.upload(post, kept)
        emulator.nodes.clear()
        go(channel, post, kept)
        assert len(emulator.seen(post)) == 1


def test_a_sign_in_that_is_nobodys_is_not_taken_for_one(emulator: DrupalEmulator) -> None:
    """A web server that drops the Authorization header makes everybody a stranger: reading works, writing does not."""
    real = emulator.handle
    emulator.handle = lambda request: real(  # type: ignore[method-assign]
        replace(request, headers={name: value for name, value in request.headers.items() if name != "authorization"})
    )
    with open_channel(emulator.account()) as channel, pytest.raises(SignedOut, match="nobody's"):
        channel.check()
