"""Channels by published protocol: what each promises, tried against its emulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from briefcast.channels.base import Account, Channel, Post, Receipt
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.store.store import Store
from tests.channel_fixtures import make_post
from tests.emulators import EMULATORS
from tests.emulators.base import Fault, HttpEmulator, Seen, Step

NAMES = ["facebook", "instagram", "x", "linkedin", "tiktok", "zalo", "threads"]
ASKED = [name for name in NAMES if name != "tiktok"]
"""TikTok settles a lost answer within the call itself: see tests/channels/test_platforms.py."""
LANGUAGES = ("vi", "en", "he")
PRODUCTS = ("infographic", "video")


@dataclass
class Attempt:
    """One post on its way to one channel, with what is kept of it."""

    channel: Channel
    emulator: HttpEmulator
    post: Post
    kept: dict[str, str] = field(default_factory=dict)
    failures: list[ChannelError] = field(default_factory=list)

    def upload(self, tries: int = 6) -> None:
        """Upload, again after each failure that may pass, as the publisher does."""
        for left in range(tries, 0, -1):
            try:
                return self.channel.upload(self.post, self.kept)
            except TryLater as error:
                self.failures.append(error)
                if left == 1:
                    raise
        return None

    def publish(self) -> Receipt:
        """Upload, then send once."""
        self.upload()
        return self.channel.send(self.post, self.kept)

    @property
    def seen(self) -> list[Seen]:
        """Every copy that readers see."""
        return self.emulator.seen(self.post)


@pytest.fixture(params=NAMES)
def emulator(request: pytest.FixtureRequest) -> Iterator[HttpEmulator]:
    with EMULATORS[request.param]() as opened:
        assert isinstance(opened, HttpEmulator)
        yield opened


Start = Callable[..., Attempt]


@pytest.fixture
def start(emulator: HttpEmulator, tmp_path: Path) -> Iterator[Start]:
    """Give a function that prepares a post for the emulator's channel, fitted to it."""
    channel = open_channel(emulator.account())

    def prepare(product: str = "infographic", language: str = "vi", **changes: object) -> Attempt:
        post = make_post(tmp_path, product=product, language=language, **changes)  # type: ignore[arg-type]
        fitted = fit(post, channel.platform, Store(tmp_path / "store"))
        assert channel.check_post(fitted) == ()
        return Attempt(channel=channel, emulator=emulator, post=fitted)

    with channel:
        yield prepare


@contextmanager
def told(kind: type[ChannelError], emulator: HttpEmulator) -> Iterator[None]:
    """Expect a failure that says who, and nothing that is secret."""
    with pytest.raises(kind) as raised:
        yield
    text = str(raised.value)
    assert emulator.channel in text
    assert_no_secret(text, emulator)


def assert_no_secret(text: str, emulator: HttpEmulator) -> None:
    assert "canary" not in text.lower()
    for value in emulator.account().secrets.values():
        assert value.get_secret_value() not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_post_arrives_whole_in_each_language(start: Start, product: str, language: str) -> None:
    attempt = start(product, language)
    receipt = attempt.publish()
    assert receipt.id
    (seen,) = attempt.seen
    post, abilities = attempt.post, attempt.channel.platform.abilities
    assert post.words.hook in seen.text
    assert post.main.path.read_bytes() in seen.files.values(), "the file is not the one that was approved"
    if product == "infographic" and abilities.alt_text:
        assert seen.alt_texts == (post.main.alt_text,)
    captions = post.file("captions", "application/x-subrip")
    if product == "video" and captions:
        assert seen.captions == {language: captions.path.read_bytes()}
    cover = post.file("cover")
    if product == "video" and cover:
        assert cover.path.read_bytes() in seen.files.values()
    if attempt.channel.platform.disclosure != "text":
        assert seen.synthetic is (product == "video")
    assert_no_secret(f"{receipt} {attempt.kept}", attempt.emulator)


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("kind", ["unavailable", "answer lost", "failed after all", "too many"])
def test_an_upload_that_breaks_anywhere_goes_on_and_leaves_one_post(start: Start, product: str, kind: str) -> None:
    """Every call of the upload fails once, one after the other."""
    sound = start(product)
    sound.publish()
    calls = len(sound.emulator.calls)
    for skip in range(calls):
        attempt = start(product, content=b"%d" % skip)
        attempt.emulator.arm(Fault(kind=kind, step="upload", skip=skip))  # type: ignore[arg-type]
        attempt.upload()
        attempt.emulator.disarm()
        attempt.channel.send(attempt.post, attempt.kept)
        assert len(attempt.seen) == 1
        assert attempt.post.main.path.read_bytes() in attempt.seen[0].files.values()


@pytest.mark.parametrize("step", ["upload", "publish"])
def test_an_expired_token_is_named_with_what_to_do(start: Start, step: Step) -> None:
    attempt = start()
    attempt.emulator.arm(Fault(kind="signed out", step=step))
    with told(SignedOut, attempt.emulator):
        attempt.publish()
    assert attempt.seen == []
    with pytest.raises(SignedOut, match=r"(?i)(make|generate|get|ask|sign)"):
        attempt.channel.check()
    attempt.emulator.renew()
    attempt.publish()
    assert len(attempt.seen) == 1


@pytest.mark.parametrize("product", PRODUCTS)
def test_too_many_calls_posts_nothing_and_says_how_long_to_wait(start: Start, product: str) -> None:
    attempt = start(product)
    attempt.upload()
    attempt.emulator.arm(Fault(kind="too many", step="publish"))
    with told(TryLater, attempt.emulator):
        attempt.channel.send(attempt.post, attempt.kept)
    assert attempt.seen == []
    attempt.publish()
    assert len(attempt.seen) == 1


@pytest.mark.parametrize("emulator", ASKED, indirect=True)
@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize("kind", ["answer lost", "failed after all", "time-out"])
def test_a_lost_answer_is_found_before_anything_else(start: Start, product: str, kind: str) -> None:
    attempt = start(product)
    attempt.upload()
    attempt.emulator.arm(Fault(kind=kind, step="publish"))  # type: ignore[arg-type]
    with told(AnswerLost, attempt.emulator):
        attempt.channel.send(attempt.post, attempt.kept)
    found = look(attempt)
    assert found is not None
    assert found.id
    assert len(attempt.seen) == 1


@pytest.mark.parametrize("emulator", ASKED, indirect=True)
@pytest.mark.parametrize("product", PRODUCTS)
def test_what_never_arrived_is_not_found(start: Start, product: str) -> None:
    attempt = start(product)
    attempt.upload()
    attempt.emulator.arm(Fault(kind="unavailable", step="publish"))
    with told(AnswerLost, attempt.emulator):
        attempt.channel.send(attempt.post, attempt.kept)
    assert look(attempt) is None
    assert attempt.seen == []
    if attempt.channel.platform.abilities.idempotent != "never":
        attempt.publish()
        attempt.channel.send(attempt.post, attempt.kept)  # As often as one likes.
        assert len(attempt.seen) == 1


def look(attempt: Attempt, tries: int = 4) -> Receipt | None:
    """Look as the publisher does: again while the platform cannot say yet."""
    for left in range(tries, 0, -1):
        try:
            return attempt.channel.find(attempt.post, attempt.kept)
        except TryLater:
            if left == 1:
                raise
    return None


@pytest.mark.parametrize("emulator", ASKED, indirect=True)
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_post_without_a_link_is_found_by_what_it_shows(start: Start, product: str) -> None:
    """Not every brief has a link, and the marker is in nothing else; another post says nearly the same."""
    start(product, content=b"another", link="", text="82,4 %").publish()
    attempt = start(product, link="", text="82,4 %.")
    attempt.upload()
    before = {seen.id for seen in attempt.emulator.posts()}
    attempt.emulator.arm(Fault(kind="answer lost", step="publish"))
    with told(AnswerLost, attempt.emulator):
        attempt.channel.send(attempt.post, attempt.kept)
    found = look(attempt)
    assert found is not None
    (new,) = {seen.id for seen in attempt.emulator.posts()} - before
    assert found.id == new


def test_nothing_is_found_of_a_post_that_was_never_sent(start: Start) -> None:
    start(content=b"another").publish()
    attempt = start()
    assert attempt.channel.find(attempt.post, {}) is None


def test_it_says_as_whom_it_is_signed_in(start: Start) -> None:
    attempt = start()
    said = attempt.channel.check()
    assert said
    assert attempt.emulator.posts() == []
    assert_no_secret(said, attempt.emulator)


def test_a_missing_secret_is_named_with_how_to_get_it(emulator: HttpEmulator) -> None:
    whole = emulator.account()
    with (
        open_channel(Account(name=whole.name, channel=whole.channel, settings=whole.settings)) as channel,
        pytest.raises(Refused, match="is missing"),
    ):
        channel.check()


def test_a_wrong_secret_is_told_without_showing_it(emulator: HttpEmulator) -> None:
    whole = emulator.account()
    wrong = {name: SecretStr("wrongcanary0123456789") for name in whole.secrets}
    account = Account(name=whole.name, channel=whole.channel, settings=whole.settings, secrets=wrong)
    with open_channel(account) as channel, told(SignedOut, emulator):
        channel.check()


def test_withdrawing_takes_the_post_away_or_says_where_to_do_it(start: Start) -> None:
    attempt = start()
    receipt = attempt.publish()
    if attempt.channel.platform.abilities.withdraw:
        attempt.channel.withdraw(receipt)
        assert attempt.seen == []
        attempt.channel.withdraw(receipt)  # Gone already.
    else:
        with pytest.raises(Refused, match=r"cannot take posts back|delete"):
            attempt.channel.withdraw(receipt)


def test_replacing_keeps_the_address_or_says_what_to_do(start: Start) -> None:
    attempt = start()
    receipt = attempt.publish()
    corrected = start(content=b"corrected")
    if attempt.channel.platform.abilities.replace:
        again = corrected.channel.replace(receipt, corrected.post, corrected.kept)
        assert again.url == receipt.url
        assert attempt.seen == []
        assert len(corrected.seen) == 1
    else:
        with pytest.raises(Refused, match="Withdraw"):
            corrected.channel.replace(receipt, corrected.post, corrected.kept)
        assert len(attempt.seen) == 1


@pytest.mark.parametrize("name", NAMES)
def test_its_settings_are_refused_when_mistyped(name: str) -> None:
    assert platform(name).source
    with pytest.raises(ValueError, match="extra"):
        open_channel(Account(name="a", channel=name, settings={"tokken": "x"}))
