"""Webhooks: a message stands in the chat as it was approved, once, and calls nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from briefcast.channels.base import Channel, Post
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, Refused, SignedOut
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.channels.test_platforms import opened, several_pictures
from tests.emulators.base import Fault
from tests.emulators.webhook import PATH, WebhookEmulator

FLAVOURS = ("teams", "slack", "google-chat", "mattermost")
TRICKY = (
    "*not bold* _not slanted_ ~not struck~ `no code` **nor this** [no](link)\n"
    "# no heading\n> no quote\n1. no list\n- no list\n"
    "a < b & c > d {{DATE(2017-02-14T06:00:00Z,SHORT)}} \\ | ! :tada: 10:30:45\n"
    "@channel @here <!channel> <!here> <users/all> <at>Lan</at> <@U123> ~town-square lan@example.org"
)


@pytest.fixture(params=FLAVOURS)
def emulator(request: pytest.FixtureRequest) -> Iterator[WebhookEmulator]:
    with WebhookEmulator(request.param) as running:
        yield running


@pytest.fixture
def channel(emulator: WebhookEmulator) -> Iterator[Channel]:
    with open_channel(emulator.account()) as running:
        yield running


def fitted(folder: Path, post: Post) -> Post:
    return fit(post, platform("webhook"), Store(folder / "store"))


def go(channel: Channel, post: Post) -> None:
    kept: dict[str, str] = {}
    assert channel.check_post(post) == ()
    channel.upload(post, kept)
    assert channel.send(post, kept).id


def shown(text: str) -> str:
    """What readers compare: invisible marks between signs are not seen."""
    return text.replace("\u2060", "").replace("\u200b", "")


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_a_message_stands_there_whole_in_each_language(
    emulator: WebhookEmulator, channel: Channel, language: str, tmp_path: Path
) -> None:
    post = fitted(tmp_path, make_post(tmp_path, language=language))  # type: ignore[arg-type]
    go(channel, post)
    (seen,) = emulator.seen(post)  # By the marker in the link that readers follow.
    words = post.text.replace(post.link, "example.org/try")
    assert shown(seen.text).splitlines() == words.splitlines()
    assert seen.alt_texts == (post.main.alt_text,)
    assert list(seen.files.values()) == [post.main.path.read_bytes()]


def test_what_a_text_says_is_never_read_as_markup_and_calls_nobody(
    emulator: WebhookEmulator, channel: Channel, tmp_path: Path
) -> None:
    """An @channel in a text would wake a whole ministry."""
    post = make_post(tmp_path, title=TRICKY.splitlines()[-1])
    post = replace(
        post,
        text=f"{TRICKY}\n{post.link}",
        files=(replace(post.main, alt_text="[x](y) *z* @channel"), *post.files[1:]),
    )
    go(channel, post)
    (seen,) = emulator.seen(post)
    assert shown(seen.text).splitlines() == [*TRICKY.splitlines(), "example.org/try"]
    assert [shown(alt) for alt in seen.alt_texts] == ["[x](y) *z* @channel"]
    assert emulator.called == []


@pytest.mark.parametrize(
    ("flavour", "raw"),
    [
        ("slack", {"text": "<!channel> look"}),
        ("mattermost", {"text": "@channel look"}),
        ("google-chat", {"text": "<users/all> look"}),
    ],
)
def test_a_text_that_is_not_escaped_calls_everybody(flavour: str, raw: dict[str, str]) -> None:
    """The measure itself."""
    with WebhookEmulator(flavour) as emulator:
        httpx.post(emulator.url + PATH, json=raw)
        assert emulator.called


def test_markdown_that_is_not_escaped_is_seen_changed() -> None:
    with WebhookEmulator("mattermost") as emulator:
        httpx.post(emulator.url + PATH, json={"text": TRICKY})
        assert shown(emulator.posts()[0].text) != TRICKY


def test_several_pictures_are_in_one_message_in_order(
    emulator: WebhookEmulator, channel: Channel, tmp_path: Path
) -> None:
    post = fitted(tmp_path, several_pictures(tmp_path))
    go(channel, post)
    (seen,) = emulator.seen(post)
    assert seen.alt_texts == ("Thẻ 1: 82,4 %", "Thẻ 2: 82,4 %", "Thẻ 3: 82,4 %")


def test_without_a_store_the_text_and_its_link_go_alone(emulator: WebhookEmulator, tmp_path: Path) -> None:
    with opened(emulator.account(), through=None, store={}) as channel:
        post = fitted(tmp_path, make_post(tmp_path))
        go(channel, post)
    (seen,) = emulator.seen(post)
    assert post.title in seen.text and not seen.files


def test_hebrew_runs_from_right_to_left_in_teams(tmp_path: Path) -> None:
    from briefcast.channels.webhook import lines_of, teams

    card = {
        language: teams(post, lines_of(post), ())["attachments"][0]["content"]
        for language in ("he", "vi")
        for post in (make_post(tmp_path, language=language),)  # type: ignore[arg-type]
    }
    assert (card["he"]["rtl"], card["he"]["lang"], card["vi"]["rtl"]) == (True, "he", False)


@pytest.mark.parametrize("kind", ["answer lost", "failed after all", "time-out"])
def test_a_message_without_an_answer_is_not_known_to_be_there(
    emulator: WebhookEmulator, channel: Channel, kind: str, tmp_path: Path
) -> None:
    """Nobody can look it up: it waits for a person instead of standing there twice."""
    emulator.arm(Fault(kind=kind, step="publish"))  # type: ignore[arg-type]
    with pytest.raises(AnswerLost) as raised:
        go(channel, fitted(tmp_path, make_post(tmp_path)))
    assert len(emulator.posts()) == 1
    assert "canary" not in str(raised.value)


def test_a_webhook_that_was_removed_is_told_with_the_way_to_a_new_one(
    emulator: WebhookEmulator, channel: Channel, tmp_path: Path
) -> None:
    emulator.gone = True
    with pytest.raises(SignedOut, match=r"Make a webhook for the channel") as raised:
        go(channel, fitted(tmp_path, make_post(tmp_path)))
    assert "canary" not in str(raised.value)


def test_a_message_too_large_for_its_chat_is_refused_before_any_call(
    emulator: WebhookEmulator, channel: Channel, tmp_path: Path
) -> None:
    faults = channel.check_post(replace(make_post(tmp_path), text="א" * 21_000))
    assert faults and "Shorten the text" in faults[0]
    assert emulator.calls == []


def test_the_address_is_checked_without_posting_and_never_sent_unprotected(emulator: WebhookEmulator) -> None:
    account = emulator.account()
    with open_channel(account) as channel:
        assert "not tried" in channel.check()
    assert emulator.calls == []
    plain = replace(account, secrets={"url": SecretStr("http://chat.example.org/hooks/canary")})
    with open_channel(plain) as channel, pytest.raises(Refused, match="no https address") as raised:
        channel.check()
    assert "canary" not in str(raised.value)
