"""Meta's Graph API: what a Page or a professional account would lose where its answers are taken for something else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.channels.base import Post
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.publisher import Patience, publish
from tests.channel_fixtures import fitted, opened
from tests.emulators.base import Fault
from tests.emulators.facebook import FacebookEmulator
from tests.emulators.instagram import InstagramEmulator

AT_ONCE = Patience(tries=3, wait_s=0, looks_after_s=(0, 0), sleep=lambda _: None)


def of_shape(post: Post, width_px: int, height_px: int, seconds: float, fps: float = 30) -> Post:
    shape = {"width_px": width_px, "height_px": height_px, "duration_ms": round(seconds * 1000), "fps": fps}
    return replace(post, files=(replace(post.main, **shape), *post.files[1:]))  # type: ignore[arg-type]


@pytest.mark.parametrize("emulator_class", [FacebookEmulator, InstagramEmulator])
@pytest.mark.parametrize("product", ["infographic", "video"])
def test_a_permission_that_is_missing_is_named_at_once(
    emulator_class: type[FacebookEmulator], product: str, tmp_path: Path
) -> None:
    """It would wait in silence for a day, asked for every five minutes, and then be late."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    with emulator_class() as emulator, opened(emulator.account()) as channel:
        emulator.permitted = False
        post = fitted(channel, tmp_path, product=product)
        done = publish(post, channel, outbox, patience=AT_ONCE)
        assert done.state == "refused"
        assert "permission is missing" in done.detail and "business_management" in done.detail
        emulator.permitted = True
        assert publish(post, channel, outbox, patience=AT_ONCE).state == "sent"


def test_what_was_thrown_away_is_brought_again_once_and_then_it_is_the_permission(tmp_path: Path) -> None:
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path), {}
        channel.upload(post, kept)
        emulator.permitted = False
        with pytest.raises(TryLater, match="uploaded again"):
            channel.send(post, kept)
        with pytest.raises(Refused, match="permission is missing"):
            channel.upload(post, kept)


def test_an_upright_film_that_is_no_reel_is_refused_before_it_becomes_a_draft(tmp_path: Path) -> None:
    """The ledger would say "sent", and nobody would ever see it."""
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        film = fitted(channel, tmp_path, product="video")
        assert channel.check_post(of_shape(film, 1080, 1920, 90)) == ()
        assert channel.check_post(of_shape(film, 1920, 1080, 600)) == ()
        assert channel.check_post(of_shape(film, 1080, 1080, 600)) == ()
        for wrong in ((1080, 1920, 91), (1080, 1920, 40, 23), (480, 854, 40), (1080, 1350, 40)):
            (fault,) = channel.check_post(of_shape(film, *wrong))
            assert "1x1 or 16x9" in fault
        # The measure itself: sent all the same, the answer is "success" and readers see nothing.
        emulator.upright = True
        post, kept = of_shape(film, 1080, 1920, 91), {}
        channel.upload(post, kept)
        channel.send(post, kept)
        assert emulator.posts() == []


def test_pictures_of_a_slot_that_passed_go_out_late_all_the_same(tmp_path: Path) -> None:
    """What lay there was brought for the slot: offered as a post of now it is refused for ever."""
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path), {}
        channel.upload(replace(post, publish_at=slot), kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1
        # And what lay there for now is no part of a post with a slot.
        other, kept = fitted(channel, tmp_path, item="a/b/vi/other"), {}
        channel.upload(other, kept)
        channel.upload(replace(other, publish_at=slot), kept)
        assert channel.send(replace(other, publish_at=slot), kept).scheduled_for == slot


def test_facebook_says_how_small_a_picture_has_to_be(tmp_path: Path) -> None:
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.picture_max_bytes = 100
        with pytest.raises(Refused, match="Make the picture smaller than 4 MB"):
            channel.upload(fitted(channel, tmp_path), {})


def test_a_post_that_the_token_may_not_delete_is_not_said_to_be_gone(tmp_path: Path) -> None:
    """An approver who takes it back would be told that it is, and it stays."""
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path), {}
        channel.upload(post, kept)
        receipt = channel.send(post, kept)
        emulator.permitted = False
        with pytest.raises(Refused, match="permission is missing"):
            channel.withdraw(receipt)
        emulator.permitted = True
        for _ in range(2):
            channel.withdraw(receipt)
        assert emulator.posts() == []


# Instagram


def test_a_refusal_that_came_with_a_post_is_no_reason_to_post_again(tmp_path: Path) -> None:
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.suspicious = True
        post = fitted(channel, tmp_path)
        assert publish(post, channel, outbox, patience=AT_ONCE).state == "sent"
        assert len(emulator.posts()) == 1


def test_a_published_container_that_is_said_not_to_be_there_is_not_made_again(tmp_path: Path) -> None:
    """A lost answer, then Meta's 100/33 for the container, then a list that lags: the next run would post twice."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, tmp_path)
        emulator.forgetful = emulator.lags = True
        emulator.arm(Fault(kind="answer lost", step="publish"))
        done = publish(post, channel, outbox, patience=AT_ONCE)
        assert done.state == "unconfirmed" and "look at the profile" in done.detail
        assert publish(post, channel, outbox, patience=AT_ONCE).state == "unconfirmed"
        assert len(emulator.posts()) == 1
        # Somebody who looked and saw nothing is believed: nothing of the lost call holds it up.
        outbox.resolve(done.id, posted=False)
        emulator.forgetful = emulator.lags = False
        emulator.films.clear()
        assert publish(post, channel, outbox, patience=AT_ONCE).state == "sent"


def test_a_post_of_last_week_with_the_same_words_is_not_taken_for_this_one(tmp_path: Path) -> None:
    """The ledger would say that it is out, with the address of the old one, and nobody would look."""
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        # Without an address there is no mark in the words.
        post, kept = replace(fitted(channel, tmp_path), text="Mạng nhanh về bản."), {}
        channel.upload(post, kept)
        old = channel.send(post, kept)
        (published,) = emulator._containers()
        published.at = dt.datetime.now(dt.UTC) - dt.timedelta(days=7)
        emulator.forgetful = True
        again: dict[str, str] = {}
        channel.upload(post, again)
        with pytest.raises(TryLater, match="whether it is this one is not said"):
            channel._search(post, again)  # type: ignore[attr-defined]
        emulator.arm(Fault(kind="unavailable", step="publish"))
        with pytest.raises(AnswerLost):
            channel.send(post, again)
        assert channel.find(post, again) is None  # Its container says that it is not published.
        emulator.films.pop(again["container"])
        with pytest.raises(TryLater, match="No post of these words has come since"):
            channel.find(post, again)
        published.at = dt.datetime.now(dt.UTC)
        found = channel.find(post, again)
        assert found is not None and found.id == old.id


def test_a_call_that_surely_did_nothing_leaves_the_container_free(tmp_path: Path) -> None:
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        post, kept = fitted(channel, tmp_path), {}
        channel.upload(post, kept)
        emulator.arm(Fault(kind="too many", step="publish"))
        with pytest.raises(TryLater):
            channel.send(post, kept)
        emulator.films[kept["container"]].state = "EXPIRED"  # type: ignore[attr-defined]
        with pytest.raises(TryLater, match="made again"):
            channel.upload(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


def test_a_file_that_could_not_be_fetched_once_is_asked_for_again(tmp_path: Path) -> None:
    """One slow answer of the team's own server would refuse the post for good."""
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.distracted = 2
        channel.upload(fitted(channel, tmp_path), {})
        emulator.distracted = 3
        with pytest.raises(Refused, match="must open for everybody"):
            channel.upload(fitted(channel, tmp_path), {})
