"""An issue of the newsletter as a campaign: once, to the list that was meant, and as it was approved."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.brief.model import LanguageCode
from briefcast.channels.base import Channel, Post
from briefcast.channels.fit import fit
from briefcast.channels.table import open_channel
from briefcast.errors import AnswerLost, Refused, SignedOut, TryLater
from briefcast.languages import language, read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.look.brand import read_brand
from briefcast.products.newsletter.draw import draw_mail
from briefcast.products.newsletter.issue import plain_text
from briefcast.publishing.posts import as_correction
from briefcast.publishing.publisher import publish, replace_post
from briefcast.store.store import Store
from tests.channel_fixtures import make_post, opened
from tests.emulators.base import Fault
from tests.emulators.listmonk import LEAVE, LIST, ListmonkEmulator
from tests.products.newsletter.test_issue import issue_of


@pytest.fixture
def emulator() -> Iterator[ListmonkEmulator]:
    with ListmonkEmulator() as running:
        yield running


@pytest.fixture
def channel(emulator: ListmonkEmulator) -> Iterator[Channel]:
    with open_channel(emulator.account()) as found:
        yield found


def issue_post(folder: Path, code: LanguageCode, channel: Channel, *, words: str = "") -> Post:
    """Give a whole issue as a post, as it is drawn, with words of our own behind its first text."""
    issue = issue_of(folder, code)
    html, text = draw_mail(issue, read_brand("institutional")), plain_text(issue)
    if words:
        html, text = html.replace("</h1>", f"</h1><p>{words}</p>", 1), f"{words}\n{text}"
    made = make_post(folder, channel=channel.name, language=code, product="newsletter")
    html = re.sub(r'src="[^"]*"', f'src="{made.files[1].name}"', html)
    made.main.path.write_text(html, "utf-8")
    main = replace(made.main, long_description=text, bytes=len(html.encode()))
    post = replace(
        made, text=text, title=issue.subject, direction=language(code).direction, files=(main, *made.files[1:])
    )
    return fit(post, channel.platform, Store(folder / "store"))


def go(channel: Channel, post: Post, kept: dict[str, str] | None = None) -> str:
    kept = {} if kept is None else kept
    channel.upload(post, kept)
    return channel.send(post, kept).id


@pytest.mark.parametrize("code", read_languages())
def test_readers_get_the_issue_as_it_was_drawn_and_the_lists_own_way_out(
    emulator: ListmonkEmulator, channel: Channel, code: LanguageCode, tmp_path: Path
) -> None:
    """What listmonk takes for its own would be gone or filled in, and the foot would let readers leave another list."""
    words = "{{ .Subscriber.Email }} https://example.org/a@TrackLink {{"
    post = issue_post(tmp_path, code, channel, words=words)
    assert channel.check_post(post) == ()
    id = go(channel, post)
    row = emulator.campaigns[int(id)]
    subject, page, text = emulator.mail_of(row)
    assert subject == post.title and row["lists"] == [3]
    assert words in page and text.startswith(words)
    assert page.count("<!--[if mso]>") == post.main.path.read_text("utf-8").count("<!--[if mso]>") == 2
    assert page.count(LEAVE) == text.count(LEAVE) == 1
    assert "https://lists.example.org/u" not in page.replace(LEAVE, "") and "counted" not in page + text
    assert "px.png" not in page and f'dir="{language(code).direction}"' in page
    [seen] = emulator.seen(post)
    assert seen.language == code and list(seen.files.values()) == [file.path.read_bytes() for file in post.pictures]
    assert [reading.name for reading in channel.measure(id)] == ["sent", "bounces"], "nobody's reading is counted"


def test_it_is_started_once_whatever_is_asked_again(
    emulator: ListmonkEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = issue_post(tmp_path, "vi", channel), {}
    assert channel.find(post, kept) is None
    first = go(channel, post, kept)
    assert go(channel, post, kept) == first == go(channel, post), "also where nothing of it is known any more"
    found = channel.find(post, {})
    assert found and found.id == first
    assert emulator.started == [int(first)] and len(emulator.campaigns) == 1
    for status in ("paused", "finished", "cancelled"):  # somebody did that in listmonk: some have it
        emulator.campaigns[int(first)]["status"] = status
        assert channel.find(post, {}) == found
        channel.upload(post, {})
        assert emulator.campaigns[int(first)]["status"] == status


@pytest.mark.parametrize("skip", range(3))
def test_an_answer_that_was_lost_makes_no_second_campaign(
    emulator: ListmonkEmulator, channel: Channel, tmp_path: Path, skip: int
) -> None:
    """Two pictures and a campaign are brought: each may have arrived, and the publisher may have died then."""
    post = issue_post(tmp_path, "he", channel)
    emulator.arm(Fault(kind="answer lost", step="upload", skip=skip))
    lost = skip < len(post.pictures) + 1
    if lost:
        with pytest.raises(TryLater):
            channel.upload(post, {})
    emulator.disarm()
    emulator.arm(Fault(kind="answer lost", step="publish"))
    kept: dict[str, str] = {}
    channel.upload(post, kept)
    with pytest.raises(AnswerLost):
        channel.send(post, kept)
    found = channel.find(post, {})
    assert found and emulator.started == [int(found.id)] and len(emulator.campaigns) == 1


def test_a_draft_that_somebody_changed_goes_out_as_it_was_approved(
    emulator: ListmonkEmulator, channel: Channel, tmp_path: Path
) -> None:
    post, kept = issue_post(tmp_path, "en", channel), {}
    channel.upload(post, kept)
    row = emulator.campaigns[int(kept["campaign"])]
    whole = dict(row)
    row |= {"subject": "Buy now", "body": "<p>Buy now</p>", "lists": [1], "template_id": 1}
    assert channel.find(post, kept) is None
    go(channel, post, kept)
    changed = {name for name, value in emulator.campaigns[row["id"]].items() if value != whole[name]}
    assert changed == {"status", "to_send", "sent"}
    del emulator.campaigns[row["id"]]  # or somebody deleted it before it was begun
    emulator.started.clear()
    go(channel, post, kept)
    assert len(emulator.started) == 1


def test_what_would_go_to_others_or_count_its_readers_is_refused(emulator: ListmonkEmulator, tmp_path: Path) -> None:
    account = emulator.account()
    with opened(account) as channel:
        assert channel.check().startswith("Staff by http") and channel.check().endswith("readers: 240")
    for settings, said in (({"template": 1}, "adds to the mail"), ({"list_uuid": LIST.replace("eb", "ec")}, "no list")):
        with opened(account, **settings) as channel:
            with pytest.raises(Refused, match=said):
                channel.check()
            with pytest.raises(Refused, match=said):
                channel.upload(issue_post(tmp_path, "vi", channel), {})
    assert not emulator.campaigns
    with opened(account, user="somebody") as channel, pytest.raises(SignedOut, match="type API"):
        channel.check()


def test_a_correction_is_a_campaign_of_its_own_under_the_old_subject(
    emulator: ListmonkEmulator, channel: Channel, tmp_path: Path
) -> None:
    """What was mailed stays with its readers: without the subject they know they would take it for other news."""
    outbox = Outbox(open_ledger(tmp_path / "ledger.db"), who="lan")
    first = issue_post(tmp_path, "vi", channel)
    assert publish(first, channel, outbox).state == "sent"
    newer = replace(first, content_sha256="b" * 64, marker="b" * 10)
    second = as_correction(newer, title=first.title, day=dt.date(2031, 12, 1))
    assert replace_post(second, channel, outbox).state == "sent"
    one, other = (emulator.mail_of(emulator.campaigns[id]) for id in emulator.started)
    assert other[0] == f"Đính chính: {one[0]}" and first.title in other[1].partition("<table")[0]
    assert other[2].startswith(second.text.partition("\n")[0])
    with pytest.raises(Refused, match="cannot be changed"):
        channel.replace(channel.find(first, {}), second, {})  # type: ignore[arg-type]
    with pytest.raises(Refused, match="cannot be deleted"):
        channel.withdraw(channel.find(first, {}))  # type: ignore[arg-type]
