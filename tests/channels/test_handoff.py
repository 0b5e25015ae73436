"""Hand-off kits: whoever posts by hand posts what was approved, when it may be, and no more once it is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefcast.channels.base import Channel, Post, Words
from briefcast.channels.fit import fit
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.publishing.publisher import publish, take_back
from briefcast.store.store import Store
from briefcast.tables import read_tree
from tests import ROOT
from tests.channel_fixtures import make_post
from tests.channels.test_platforms import several_pictures
from tests.emulators.handoff import HandoffEmulator

SLOT = dt.datetime(2026, 12, 1, 19, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def emulator() -> Iterator[HandoffEmulator]:
    with HandoffEmulator() as running:
        yield running


def fitted(folder: Path, **wanted: object) -> Post:
    return fit(make_post(folder, **wanted), platform("handoff"), Store(folder / "store"))  # type: ignore[arg-type]


def hand_over(channel: Channel, post: Post) -> str:
    kept: dict[str, str] = {}
    assert channel.check_post(post) == ()
    channel.upload(post, kept)
    return channel.send(post, kept).id


@pytest.mark.parametrize("language", ["vi", "en", "he"])
@pytest.mark.parametrize("product", ["infographic", "video"])
def test_a_kit_has_everything_to_paste_as_it_was_approved(
    emulator: HandoffEmulator, product: str, language: str, tmp_path: Path
) -> None:
    post = fitted(tmp_path, product=product, language=language)
    with open_channel(emulator.account()) as channel:
        hand_over(channel, post)
    assert emulator.read(f"{post.item}/text.txt") == f"{post.text}\n"
    assert emulator.read(f"{post.item}/alt-text.txt") == f"{post.main.alt_text}\n"
    (seen,) = emulator.seen(post)
    for file in post.files:
        assert seen.files[file.name] == file.path.read_bytes()


def test_the_page_says_what_to_do_in_the_languages_of_those_who_post(emulator: HandoffEmulator, tmp_path: Path) -> None:
    post = replace(fitted(tmp_path, product="video", language="he"), publish_at=SLOT.astimezone(dt.UTC))
    with open_channel(emulator.account(time_zone="Asia/Ho_Chi_Minh")) as channel:
        hand_over(channel, post)
    page = emulator.read(f"{post.item}/index.html")
    for code, direction in (("vi", "ltr"), ("en", "ltr"), ("he", "rtl")):
        assert f'<section lang="{code}" dir="{direction}">' in page
    assert "Post it on December 1, 2026, 19:30" in page and "Not before" in page
    assert "ngày 1 tháng 12 năm 2026, 19:30" in page and "WhatsApp" in page and "Bộ Thông tin" in page
    assert "captions.srt" in page and "synthetic" in page
    with open_channel(emulator.account(read_in=["vi"])) as channel:
        hand_over(channel, post)
    assert "Post it on" not in emulator.read(f"{post.item}/index.html")


def test_every_language_of_the_page_says_the_same_things() -> None:
    words = read_tree(ROOT / "templates" / "handoff" / "words.yaml")
    assert set(words) == set(read_languages())
    assert len({frozenset(table) for table in words.values()}) == 1


def test_texts_are_data_on_the_page(emulator: HandoffEmulator, tmp_path: Path) -> None:
    said = "</textarea><script>alert(1)</script>"
    post = replace(fitted(tmp_path), title=said, text=said)
    with open_channel(emulator.account(network="<b>Net</b>")) as channel:
        hand_over(channel, post)
    page = emulator.read(f"{post.item}/index.html")
    assert "<script>" not in page and "<b>Net" not in page
    assert emulator.read(f"{post.item}/text.txt") == f"{said}\n"


def test_pages_of_a_carousel_each_have_their_own_description_to_paste(
    emulator: HandoffEmulator, tmp_path: Path
) -> None:
    post = several_pictures(tmp_path)
    with open_channel(emulator.account()) as channel:
        hand_over(channel, post)
    assert [emulator.read(f"{post.item}/alt-text-{number}.txt") for number in (1, 2, 3)] == [
        f"Thẻ {number}: 82,4 %\n" for number in (1, 2, 3)
    ]


def test_a_text_too_long_for_the_network_loses_whole_parts_and_never_its_source(
    emulator: HandoffEmulator, tmp_path: Path
) -> None:
    words = Words(
        hook="Chính phủ số gần dân hơn.",
        fact="Hơn 55,25 triệu tài khoản đã kích hoạt. " * 5,
        source="Nguồn: Ủy ban Quốc gia (tháng 2/2025)",
        call_to_action="Cài VNeID.",
        voice_notice="Giọng đọc nhân tạo.",
    )
    post = replace(fitted(tmp_path), words=words, text="x" * 2000)
    with open_channel(emulator.account(text_max=250)) as channel:
        hand_over(channel, post)
        text = emulator.read(f"{post.item}/text.txt")
        assert len(text) <= 251
        assert all(part in text for part in (words.hook, words.source, words.voice_notice, post.link))
        assert words.fact not in text and "55,25" not in text
    with open_channel(emulator.account(text_max=50)) as channel:
        (fault,) = channel.check_post(post)
        assert "WhatsApp takes 50" in fault


def test_a_kit_comes_a_day_before_its_slot_and_is_taken_away_when_it_is_held(
    emulator: HandoffEmulator, tmp_path: Path
) -> None:
    """Whoever has the page open must see that it may not be posted any more."""
    now = [SLOT - dt.timedelta(days=3)]
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan", clock=lambda: now[0].astimezone(dt.UTC))
    post = fitted(tmp_path)
    with open_channel(emulator.account()) as channel:
        assert publish(post, channel, outbox, slot=SLOT).state == "prepared" and emulator.posts() == []
        now[0] = SLOT - dt.timedelta(hours=20)
        given = publish(post, channel, outbox, slot=SLOT)
        assert given.state == "sent" and given.scheduled_for == SLOT and emulator.seen(post)
        take_back(given, channel, outbox, "It was held.")
    assert emulator.posts() == []
    page = emulator.read(f"{post.item}/index.html")
    assert "Do not post this" in page and "Không đăng bài này" in page
    assert [path.name for path in (emulator.path / "whatsapp-vi" / post.item).iterdir()] == ["index.html"]


def test_a_corrected_kit_has_nothing_left_of_the_old_one(emulator: HandoffEmulator, tmp_path: Path) -> None:
    old, new = several_pictures(tmp_path / "old"), fitted(tmp_path, content=b"new")
    assert old.item == new.item
    with open_channel(emulator.account()) as channel:
        place = hand_over(channel, old)
        receipt = channel.find(old, {})
        assert receipt is not None and receipt.id == place
        channel.replace(receipt, new, {})
        assert channel.find(old, {}) is None and channel.find(new, {}) is not None
    names = {path.name for path in (emulator.path / place).iterdir()}
    assert names == {"index.html", "post.json", "text.txt", "alt-text.txt", new.main.name}


def test_a_kit_that_is_gone_is_taken_back_without_a_fuss(emulator: HandoffEmulator, tmp_path: Path) -> None:
    post = fitted(tmp_path)
    with open_channel(emulator.account()) as channel:
        hand_over(channel, post)
        receipt = channel.find(post, {})
        assert receipt is not None
        for _ in range(2):
            channel.withdraw(receipt)
        assert channel.find(post, {}) is None
        hand_over(channel, post)
        assert emulator.seen(post) and channel.find(post, {}) is not None
