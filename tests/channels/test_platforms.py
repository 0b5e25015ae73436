"""What single platforms do that others do not: scheduling, pieces of films, several pictures, quotas, tokens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from briefcast import secrecy
from briefcast.channels.base import Account, Channel, Post
from briefcast.channels.facebook import is_reel
from briefcast.channels.fit import fit
from briefcast.channels.linkedin import little_text
from briefcast.channels.table import open_channel
from briefcast.channels.tiktok import _chunks, _spaced
from briefcast.errors import AnswerLost, Refused, SignedOut, TryLater
from briefcast.secrecy import redact
from briefcast.store.store import Store
from tests.channel_fixtures import make_file, make_post, picture
from tests.emulators.base import Fault, Reply, Request
from tests.emulators.facebook import FacebookEmulator
from tests.emulators.instagram import InstagramEmulator
from tests.emulators.linkedin import LinkedInEmulator, read_little_text
from tests.emulators.tiktok import REFRESH as TIKTOK_REFRESH
from tests.emulators.tiktok import TikTokEmulator
from tests.emulators.x import XEmulator
from tests.emulators.zalo import REFRESH as ZALO_REFRESH
from tests.emulators.zalo import ZaloEmulator


@contextmanager
def opened(account: Account, **settings: object) -> Iterator[Channel]:
    """Open an account's channel with some settings changed."""
    with open_channel(replace(account, settings=dict(account.settings) | settings)) as channel:
        yield channel


def fitted(channel: Channel, post: Post, folder: Path) -> Post:
    return fit(post, channel.platform, Store(folder / "store"))


def several_pictures(folder: Path, count: int = 3) -> Post:
    """Make a post of several pictures, each with an alternative text of its own."""
    post = make_post(folder)
    files = [
        make_file(
            folder,
            f"card-{number}.png",
            picture() + b"%d" % number,
            "image",
            "image/png",
            alt_text=f"Thẻ {number}: 82,4 %",
            width_px=400,
            height_px=500,
        )
        for number in range(1, count + 1)
    ]
    return replace(post, files=tuple(files))


@pytest.mark.parametrize("emulator_class", [FacebookEmulator, InstagramEmulator, XEmulator, LinkedInEmulator])
def test_several_pictures_are_one_post_in_order_each_with_its_own_alt_text(
    emulator_class: type[FacebookEmulator], tmp_path: Path
) -> None:
    with emulator_class() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, several_pictures(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        channel.send(post, kept)
        (seen,) = emulator.seen(post)
        assert seen.alt_texts == ("Thẻ 1: 82,4 %", "Thẻ 2: 82,4 %", "Thẻ 3: 82,4 %")
        contents = [content for content in seen.files.values() if content]
        assert contents[:3] == [file.path.read_bytes() for file in post.files]


# Facebook


@pytest.mark.parametrize("product", ["infographic", "video"])
@pytest.mark.parametrize("upright", [True, False])
def test_facebook_holds_a_post_until_its_slot(product: str, upright: bool, tmp_path: Path) -> None:
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post = make_post(tmp_path, product=product, publish_at=slot)  # type: ignore[arg-type]
        if not upright:
            post = replace(post, files=(replace(post.main, width_px=1920, height_px=1080), *post.files[1:]))
        post = fitted(channel, post, tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        receipt = channel.send(post, kept)
        assert receipt.scheduled_for == slot
        held = [post.scheduled for post in emulator.page_posts.values()]
        held += [film.scheduled for film in emulator.films.values()]  # type: ignore[attr-defined]
        assert held == [int(slot.timestamp())]
        found = channel.find(post, kept)
        assert found is not None and found.id == receipt.id


def test_facebook_says_when_a_slot_is_too_near(tmp_path: Path) -> None:
    slot = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, publish_at=slot), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        with pytest.raises(Refused, match="scheduled publish time is invalid"):
            channel.send(post, kept)
        assert emulator.posts() == []


def test_an_upright_film_becomes_a_reel_and_another_a_video_in_pieces(tmp_path: Path) -> None:
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        for shape, kind in (((1080, 1920), "reel"), ((1920, 1080), "video")):
            post = make_post(tmp_path, product="video", content=kind.encode())
            main = replace(post.main, width_px=shape[0], height_px=shape[1])
            post = fitted(channel, replace(post, files=(main, *post.files[1:])), tmp_path)
            kept: dict[str, str] = {}
            channel.upload(post, kept)
            receipt = channel.send(post, kept)
            film = emulator.films[receipt.id]
            assert film.kind == kind  # type: ignore[attr-defined]
            assert ("/reel/" in receipt.url) is (kind == "reel")
            assert bytes(film.content) == post.main.path.read_bytes()
            assert film.captions  # type: ignore[attr-defined]


def test_a_reel_has_its_shape_length_and_size(tmp_path: Path) -> None:
    film = make_post(tmp_path, product="video").main
    assert is_reel(film)
    assert not is_reel(replace(film, duration_ms=90_001))
    assert not is_reel(replace(film, width_px=1080, height_px=1080))
    assert not is_reel(replace(film, width_px=405, height_px=720))


@pytest.mark.parametrize("emulator_class", [FacebookEmulator, InstagramEmulator])
def test_a_film_cut_off_in_the_middle_goes_on_from_there(
    emulator_class: type[FacebookEmulator], tmp_path: Path
) -> None:
    with emulator_class() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        emulator.cut_after = 30_000
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        (seen,) = emulator.seen(post)
        assert post.main.path.read_bytes() in seen.files.values()
        assert sum("upload/" in call for call in emulator.calls) == 2


def test_the_thirty_first_reel_of_a_day_waits(tmp_path: Path) -> None:
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.reels_left = 0
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        with pytest.raises(TryLater):
            channel.send(post, kept)


def test_a_persons_token_is_not_taken_for_the_pages(tmp_path: Path) -> None:
    with (
        FacebookEmulator() as emulator,
        opened(emulator.account(), page_id="999") as channel,
        pytest.raises(Refused, match="not that of Page 999"),
    ):
        channel.check()


def test_pictures_that_lay_too_long_are_uploaded_again(tmp_path: Path) -> None:
    with FacebookEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.photos.clear()
        with pytest.raises(TryLater, match="uploaded again"):
            channel.send(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


# Instagram


def test_instagram_waits_when_the_posts_of_a_day_are_used(tmp_path: Path) -> None:
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        assert channel.check() == "@bo_thong_tin (100 of 100 posts left in 24 hours)"
        emulator.used = 100
        post = fitted(channel, make_post(tmp_path), tmp_path)
        with pytest.raises(TryLater, match="all 100 posts") as raised:
            channel.upload(post, {})
        assert raised.value.after_s == 3600


def test_instagram_makes_a_container_again_that_was_a_day_old(tmp_path: Path) -> None:
    with InstagramEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.films[kept["container"]].state = "EXPIRED"  # type: ignore[attr-defined]
        with pytest.raises(TryLater, match="made again"):
            channel.upload(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


def test_instagram_says_when_a_picture_could_not_be_fetched(tmp_path: Path) -> None:
    with InstagramEmulator() as emulator:
        store = {"path": str(tmp_path / "elsewhere"), "public_url": "https://intranet.example"}
        with opened(emulator.account(), store=store) as channel:
            post = fitted(channel, make_post(tmp_path), tmp_path)
            with pytest.raises(Refused, match="must open for everybody"):
                channel.upload(post, {})


def test_an_account_without_a_store_is_told_before_any_call(tmp_path: Path) -> None:
    with InstagramEmulator() as emulator:
        with opened(emulator.account(), through=None, store={}) as channel:
            still, film = make_post(tmp_path), make_post(tmp_path, product="video")
            assert "Name a store" in channel.check_post(still)[0]
            assert "cover: false" in channel.check_post(film)[0]
        with opened(emulator.account(), through=None, store={}, cover=False) as channel:
            post = fitted(channel, film, tmp_path)
            assert channel.check_post(post) == ()
            kept: dict[str, str] = {}
            channel.upload(post, kept)
            channel.send(post, kept)
            assert set(emulator.seen(post)[0].files) == {"film"}


# X


def test_x_waits_until_its_own_clock_says_so(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        later = Reply(status=429, headers={"x-rate-limit-reset": str(int(dt.datetime.now().timestamp()) + 600)})
        emulator.answer_too_many = lambda: later  # type: ignore[method-assign]
        emulator.arm(Fault(kind="too many", step="publish"))
        with pytest.raises(TryLater) as raised:
            channel.send(post, kept)
        assert 590 <= (raised.value.after_s or 0) <= 601


def test_x_without_credits_says_where_to_buy_them(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.credits = 0
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        with pytest.raises(Refused, match="Buy credits"):
            channel.send(post, kept)


def test_x_refuses_the_same_text_twice_and_says_to_look(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        channel.send(post, kept)
        with pytest.raises(Refused, match="look at the account"):
            channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


def test_x_sends_a_film_in_segments_and_does_not_repeat_those_that_arrived(tmp_path: Path) -> None:
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        emulator.arm(Fault(kind="unavailable", step="upload", skip=3))
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        assert kept["media 0 segments"] == "1"
        channel.upload(post, kept)
        film = emulator.media[kept["media 0"]]
        assert len(film.segments) == 3
        assert film.content == post.main.path.read_bytes()


def test_x_finds_a_post_by_the_link_behind_its_short_one(tmp_path: Path) -> None:
    """In what X gives back every link is a t.co one: the marker is only in the long form beside it."""
    with XEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, language="he"), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.arm(Fault(kind="answer lost", step="publish"))
        with pytest.raises(AnswerLost):
            channel.send(post, kept)
        found = channel.find(post, {})  # Even with nothing kept.
        assert found is not None
        assert found.url == f"https://x.com/BoThongTin/status/{found.id}"


# LinkedIn


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Tỷ lệ (%) #AI", r"Tỷ lệ \(%\) {hashtag|\#|AI}"),
        ("https://example.org/?utm_source=in", r"https://example.org/?utm\_source=in"),
        ("ממשל #ממשל_דיגיטלי", r"ממשל {hashtag|\#|ממשל\_דיגיטלי}"),
        ("C# and #1", r"C\# and \#1"),
        ("a\\b", r"a\\b"),
    ],
)
def test_texts_are_written_so_that_linkedin_shows_all_of_them(text: str, written: str) -> None:
    assert little_text(text) == written
    assert read_little_text(written) == text


def test_a_text_that_is_not_escaped_is_cut_off_by_linkedin() -> None:
    """The measure itself: what the emulator shows of a text that was sent as it is."""
    assert read_little_text("Tỷ lệ (%) tăng") == "Tỷ lệ "


def test_linkedin_says_when_its_version_is_over(tmp_path: Path) -> None:
    with (
        LinkedInEmulator() as emulator,
        opened(emulator.account(), version="202401") as channel,
        pytest.raises(Refused, match="Set version in the account"),
    ):
        channel.check()


def test_linkedin_does_not_send_parts_again_that_arrived(tmp_path: Path) -> None:
    with LinkedInEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        emulator.arm(Fault(kind="unavailable", step="upload", skip=2))
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        channel.upload(post, kept)
        parts = [call for call in emulator.calls if "dms-uploads" in call and call.rpartition("/")[2].isdigit()]
        assert len(parts) == len(set(parts)) + 1 == 4


def test_a_members_posts_cannot_be_looked_for_and_the_person_is_told(tmp_path: Path) -> None:
    with (
        LinkedInEmulator() as emulator,
        opened(emulator.account(), author="urn:li:person:782bbtaQ") as channel,
    ):
        assert channel.check() == "Lan Nguyễn"
        with pytest.raises(TryLater, match="look at the profile"):
            channel.find(make_post(tmp_path), {})


def test_linkedins_token_goes_to_linkedin_alone() -> None:
    with LinkedInEmulator() as emulator, opened(emulator.account()) as channel:
        auth_for = channel._auth_for  # type: ignore[attr-defined]
        assert auth_for("https://www.linkedin.com/dms-uploads/x") is not None
        assert auth_for("https://linkedin.com.example.org/x") is None


# TikTok


@pytest.mark.parametrize(
    ("size", "chunks"),
    [
        (1, [1]),
        (4_999_999, [4_999_999]),
        (5_000_000, [5_000_000]),
        (10_000_000, [5_000_000, 5_000_000]),
        (12_345_678, [5_000_000, 7_345_678]),
    ],
)
def test_tiktoks_chunks_are_of_one_size_and_the_last_takes_the_rest(size: int, chunks: list[int]) -> None:
    assert _chunks(size, 5_000_000) == chunks
    assert sum(chunks) == size
    assert len(chunks) == max(1, size // chunks[0])


def big_film(channel: Channel, folder: Path) -> Post:
    post = make_post(folder, product="video")
    large = make_file(
        folder,
        "large.mp4",
        b"\x00\x00\x00\x18ftypmp42" + bytes(12_000_000),
        "video",
        "video/mp4",
        width_px=1080,
        height_px=1920,
        fps=30.0,
        duration_ms=40_000,
    )
    return fitted(channel, replace(post, files=(large, *post.files[1:])), folder)


def test_tiktok_goes_on_after_the_chunk_that_arrived(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = big_film(channel, tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        assert kept["chunks"] == "1"
        emulator.arm(Fault(kind="unavailable", step="publish"))
        receipt = channel.send(post, kept)  # Asks, sees that bytes are missing, and sends them to the same post.
        assert receipt.url.startswith("https://www.tiktok.com/")
        (seen,) = emulator.seen(post)
        assert seen.files["film"] == post.main.path.read_bytes()
        assert emulator.calls.count("POST /v2/post/publish/video/init/") == 1


@pytest.mark.parametrize("kind", ["answer lost", "failed after all", "time-out", "unavailable"])
def test_tiktok_settles_a_lost_answer_with_the_number_of_the_post(kind: str, tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.arm(Fault(kind=kind, step="publish"))  # type: ignore[arg-type]
        receipt = channel.send(post, kept)
        assert receipt.id == kept["publish"]
        assert len(emulator.seen(post)) == 1
        found = channel.find(post, kept)
        assert found is not None and found.id == receipt.id
        assert emulator.calls.count("POST /v2/post/publish/video/init/") == 1


def test_tiktok_pictures_without_an_answer_are_left_to_a_person(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.arm(Fault(kind="answer lost", step="publish"))
        with pytest.raises(AnswerLost):
            channel.send(post, kept)
        with pytest.raises(TryLater, match="look at the profile"):
            channel.find(post, kept)


def test_tiktok_begins_again_when_its_address_died(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        emulator.publishes[kept["publish"]].expired = True
        with pytest.raises(TryLater, match="uploaded again"):
            channel.send(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.seen(post)) == 1


def test_tiktok_refuses_what_the_account_may_not_do_with_the_remedy(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        emulator.audited = False
        with pytest.raises(Refused, match="apply for the audit"):
            channel.upload(post, {})
        emulator.audited, emulator.longest_s = True, 30
        with pytest.raises(Refused, match="may post 30 s"):
            channel.upload(post, {})
        emulator.longest_s, emulator.options = 300, ["SELF_ONLY"]
        with pytest.raises(Refused, match="it offers SELF_ONLY"):
            channel.upload(post, {})
        emulator.options, emulator.starts_left = ["PUBLIC_TO_EVERYONE"], 0
        with pytest.raises(TryLater, match="no more posts") as raised:
            channel.upload(post, {})
        assert raised.value.after_s == 3600
        assert emulator.posts() == []


def test_tiktok_pictures_from_a_place_that_is_not_verified_are_explained(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator:
        store = {"path": str(tmp_path / "web"), "public_url": "https://other.example"}
        with opened(emulator.account(), store=store) as channel:
            post = fitted(channel, make_post(tmp_path), tmp_path)
            kept: dict[str, str] = {}
            channel.upload(post, kept)
            with pytest.raises(Refused, match="Verify the store's address"):
                channel.send(post, kept)


@pytest.mark.parametrize("product", ["infographic", "video"])
def test_words_stand_apart_where_tiktok_drops_line_breaks(product: str, tmp_path: Path) -> None:
    """The title would run into the figure, and a hashtag into the word before it would be none."""
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        emulator.drops_breaks = True
        post = fitted(channel, make_post(tmp_path, product=product), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        channel.send(post, kept)
        (seen,) = emulator.seen(post)
        assert "\n" not in seen.text and seen.text.split() == post.text.split()
        full = replace(post, text="x\n" * 1100)
        assert len(_spaced(full.text, 2200)) == 2200


def test_tiktok_says_why_it_did_not_post(tmp_path: Path) -> None:
    with TikTokEmulator() as emulator, opened(emulator.account()) as channel:
        post = make_post(tmp_path, product="video")
        broken = make_file(tmp_path, "broken.mp4", b"no film", "video", "video/mp4", duration_ms=40_000, fps=30.0)
        broken = replace(broken, width_px=1080, height_px=1920)
        post = replace(post, files=(broken,))
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        with pytest.raises(Refused, match="file_format_check_failed"):
            channel.send(post, kept)
        assert channel.find(post, kept) is None


# Tokens that live for hours


def with_secrets(account: Account, secrets: dict[str, str]) -> Account:
    return replace(account, secrets={name: SecretStr(value) for name, value in secrets.items()})


def test_tiktok_gets_an_access_token_with_the_refresh_token(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: dict[str, str] = {}
    monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
    with TikTokEmulator() as emulator:
        account = with_secrets(emulator.account(), TIKTOK_REFRESH)
        with opened(account) as channel:
            assert channel.check().startswith("@bo_thong_tin")
            channel.check()
        assert emulator.calls.count("POST /v2/oauth/token/") == 1
        assert blocks.pop("briefcast-ministry-access-token").endswith("act.canaryTikTokToken0123456789")
        assert blocks["briefcast-ministry-refresh-token"] == emulator.refresh_token
        wrong = with_secrets(emulator.account(), TIKTOK_REFRESH | {"refresh-token": "rft.canaryold000"})
        with opened(wrong) as channel, pytest.raises(SignedOut) as raised:
            channel.check()
        assert "canary" not in str(raised.value)


def test_zalos_new_refresh_token_is_kept_before_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks: dict[str, str] = {}
    with ZaloEmulator() as emulator, opened(with_secrets(emulator.account(), ZALO_REFRESH)) as channel:
        monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
        assert channel.check() == "Bộ Thông tin"
        assert blocks["briefcast-ministry-refresh-token"] == emulator.refresh_token
        assert emulator.refresh_token != ZALO_REFRESH["refresh-token"]
        assert redact(f"new: {emulator.refresh_token}") == "new: •••"


@pytest.mark.parametrize(
    ("emulated", "secrets"), [(ZaloEmulator, ZALO_REFRESH), (TikTokEmulator, TIKTOK_REFRESH)], ids=["zalo", "tiktok"]
)
def test_a_token_is_got_once_for_all_posts_of_an_account(
    emulated: type[ZaloEmulator | TikTokEmulator], secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second post of a run would use the refresh token that died with the first."""
    blocks: dict[str, str] = {}
    monkeypatch.setattr(secrecy, "_keepers", [blocks.__setitem__])
    with emulated() as emulator:
        account = with_secrets(emulator.account(), secrets)
        for _ in range(3):
            with opened(account) as channel:
                channel.check()
        assert sum("token" in call for call in emulator.calls) == 1
        # The next run begins with what was kept.
        later = with_secrets(
            emulator.account(), secrets | {"refresh-token": blocks["briefcast-ministry-refresh-token"]}
        )
        with opened(later) as channel:
            channel.check()


def test_zalos_refresh_token_is_not_used_up_where_the_new_one_could_not_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIEFCAST_MINISTRY_REFRESH_TOKEN", ZALO_REFRESH["refresh-token"])
    with ZaloEmulator() as emulator, opened(with_secrets(emulator.account(), ZALO_REFRESH)) as channel:
        with pytest.raises(Refused, match="Prefect Secret block named briefcast-ministry-refresh-token"):
            channel.check()
        assert emulator.refresh_token == ZALO_REFRESH["refresh-token"]
        assert emulator.calls == []


def test_zalos_refresh_token_is_not_used_up_where_nothing_keeps_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrecy, "_keepers", [])
    with ZaloEmulator() as emulator, opened(with_secrets(emulator.account(), ZALO_REFRESH)) as channel:
        with pytest.raises(Refused, match="publish with the flow publish-edition"):
            channel.check()
        assert emulator.calls == []


def test_a_kept_secret_is_a_prefect_secret_block(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: dict[str, object] = {}

    def save(self: object, name: str, overwrite: bool = False) -> None:
        saved[name] = (self.get(), overwrite)  # type: ignore[attr-defined]

    monkeypatch.setattr("prefect.blocks.system.Secret.save", save)
    from flows import blocks

    blocks.keep_in_block("briefcast-ministry-refresh-token", "new")
    assert saved == {"briefcast-ministry-refresh-token": ("new", True)}


# Zalo


def test_zalo_readers_see_nothing_before_the_article_is_shown(tmp_path: Path) -> None:
    with ZaloEmulator() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path, product="video"), tmp_path)
        kept: dict[str, str] = {}
        channel.upload(post, kept)
        assert emulator.posts() == []
        assert [article.about["status"] for article in emulator.articles.values()] == ["hide"]
        assert channel.find(post, kept) is None
        receipt = channel.send(post, kept)
        assert receipt.url.endswith(kept["article"])
        (seen,) = emulator.seen(post)
        assert post.link in seen.text


def test_zalo_leaves_no_hidden_article_behind_when_an_answer_is_lost(tmp_path: Path) -> None:
    class Losing(ZaloEmulator):
        """Makes the article, and loses the answer."""

        lost = False

        def handle(self, request: Request) -> Reply:
            reply = super().handle(request)
            if request.path.endswith("article/create") and not self.lost:
                self.lost = True
                return Reply(status=502)
            return reply

    with Losing() as emulator, opened(emulator.account()) as channel:
        post = fitted(channel, make_post(tmp_path), tmp_path)
        kept: dict[str, str] = {}
        with pytest.raises(TryLater):
            channel.upload(post, kept)
        channel.upload(post, kept)
        channel.send(post, kept)
        assert len(emulator.articles) == len(emulator.seen(post)) == 1


def test_zalo_refuses_an_author_whose_name_is_too_long(tmp_path: Path) -> None:
    with ZaloEmulator() as emulator, opened(emulator.account(), author="x" * 51) as channel:
        assert "takes 50" in channel.check_post(make_post(tmp_path))[0]
