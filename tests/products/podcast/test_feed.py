"""Feeds: what a subscriber's app finds, keeps and downloads."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import os
import shutil
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import podcastparser
import pytest
import uvicorn
from lxml import etree

from briefcast.errors import BriefcastError, BriefError
from briefcast.look.brand import read_brand
from briefcast.pages.board import make_app
from briefcast.products.podcast.feed import Feed, feed_guid, write_feeds
from briefcast.products.podcast.feed_check import check_feed
from briefcast.products.podcast.rss import NAMESPACES
from briefcast.products.podcast.settings import ShowSettings, podcast_settings, read_show_settings
from briefcast.store.store import Store
from tests.podcast_fixtures import FakeEpisode, write_fake_edition

BASE = "https://media.example.org/feeds"
TITLES = {
    "vi": "Chính phủ số “gần dân” hơn & rẻ hơn",
    "en": "Digital <b>government</b>",
    "he": "הממשל הדיגיטלי ]]> מתקרב",
}


def _settings(**changes: object) -> ShowSettings:
    return ShowSettings.model_validate(podcast_settings().shows.model_dump() | {"base_url": BASE} | changes)


def _write(out: Path, settings: ShowSettings | None = None) -> dict[str, Feed]:
    feeds = write_feeds(
        out,
        settings or _settings(),
        brand=lambda _id: read_brand("institutional"),
        store=Store(out / ".store"),
    )
    return {feed.show.id: feed for feed in feeds}


def _item(feed: Feed, number: int = 0) -> etree._Element:
    return etree.parse(feed.path).getroot().findall("channel/item")[number]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("outputs")
    write_fake_edition(out, *(FakeEpisode(language=code, title=title) for code, title in TITLES.items()))
    return out


@pytest.fixture(scope="module")
def feeds(outputs: Path) -> dict[str, Feed]:
    return _write(outputs)


def test_each_language_and_audience_has_a_show_that_directories_take(feeds: dict[str, Feed]) -> None:
    assert list(feeds) == ["citizens-en", "citizens-he", "citizens-vi"]
    for feed in feeds.values():
        assert feed.faults == ()
        assert feed.url == f"{BASE}/{feed.show.id}/feed.xml"


def test_two_other_programs_read_titles_files_and_texts_as_they_were_written(feeds: dict[str, Feed]) -> None:
    """Vietnamese, Hebrew, markup and the end of a CDATA section must all come through as text."""
    for language, title in TITLES.items():
        feed = feeds[f"citizens-{language}"]
        parsed = feedparser.parse(feed.path.read_bytes())
        assert not parsed.bozo
        [entry] = parsed.entries
        assert parsed.feed.language == language
        assert html.unescape(entry.title) == title
        assert "<script" not in entry.summary
        with feed.path.open("rb") as file:
            again = podcastparser.parse(feed.url, file)
        [episode] = again["episodes"]
        assert again["language"] == language
        [enclosure] = episode["enclosures"]
        file_path = feed.path.parent / enclosure["url"].removeprefix(f"{BASE}/{feed.show.id}/")
        assert enclosure["file_size"] == file_path.stat().st_size
        assert enclosure["mime_type"] == "audio/mpeg"
        assert episode["total_time"] == 61
        assert _item(feed).findtext("title") == title


def test_the_feed_offers_all_transcripts_chapters_and_the_other_recording(feeds: dict[str, Feed]) -> None:
    item = _item(feeds["citizens-he"])
    transcripts = item.findall("podcast:transcript", NAMESPACES)
    assert [t.get("type") for t in transcripts] == [
        "text/vtt",
        "application/x-subrip",
        "text/html",
        "application/json",
        "text/plain",
    ]
    assert {t.get("language") for t in transcripts} == {"he"}
    other = item.find("podcast:alternateEnclosure", NAMESPACES)
    assert other is not None
    assert other.get("type") == "audio/mp4"
    folder = feeds["citizens-he"].path.parent
    named = [t.get("url") or "" for t in transcripts]
    named += [e.get("uri") or "" for e in other.findall("podcast:source", NAMESPACES)]
    chapters = item.find("podcast:chapters", NAMESPACES)
    assert chapters is not None
    named.append(chapters.get("url") or "")
    assert all((folder / url.removeprefix(f"{BASE}/citizens-he/")).is_file() for url in named)


def test_pictures_of_chapters_have_whole_addresses(feeds: dict[str, Feed]) -> None:
    [chapters] = feeds["citizens-vi"].path.parent.rglob("chapters.json")
    assert f'"{BASE}/citizens-vi/episodes/' in chapters.read_text("utf-8")


def test_the_guid_of_a_show_is_that_of_the_namespace() -> None:
    """The example of the podcast namespace (guid.md)."""
    assert feed_guid("https://mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_a_corrected_episode_keeps_its_guid_and_date_and_gets_a_new_address(tmp_path: Path) -> None:
    """With the old address apps would go on playing what was wrong; with a new guid they would show it twice."""
    first = FakeEpisode()
    write_fake_edition(tmp_path, first)
    before = _item(_write(tmp_path)["citizens-vi"])
    corrected = dataclasses.replace(
        first, audio=b"new" * 99, title="Đã đính chính", made_at=first.made_at + dt.timedelta(days=9)
    )
    write_fake_edition(tmp_path, corrected)
    feed = _write(tmp_path)["citizens-vi"]
    after = _item(feed)
    assert after.findtext("guid") == before.findtext("guid")
    assert after.findtext("pubDate") == before.findtext("pubDate")
    assert after.findtext("title") == "Đã đính chính"
    old, new = (item.find("enclosure").get("url") for item in (before, after))  # type: ignore[union-attr]
    assert old != new
    assert feed.faults == ()
    assert len(list(feed.path.parent.rglob("episode.mp3"))) == 1


def test_an_unchanged_episode_keeps_its_address_and_the_feed_its_bytes(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode())
    first = _write(tmp_path)["citizens-vi"].path.read_bytes()
    write_fake_edition(tmp_path, FakeEpisode(made_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC)))
    assert _write(tmp_path)["citizens-vi"].path.read_bytes() == first


def test_a_show_gathers_the_episodes_of_every_edition_and_keeps_them(tmp_path: Path) -> None:
    """Last week's episode must not vanish from apps because its folder was tidied away."""
    folder = write_fake_edition(tmp_path, FakeEpisode())
    week = dt.timedelta(days=7)
    write_fake_edition(tmp_path, FakeEpisode(brief="health-2027", title="Y tế", made_at=FakeEpisode.made_at + week))
    assert [_item(_write(tmp_path)["citizens-vi"], n).findtext("title") for n in (0, 1)] == ["Y tế", FakeEpisode.title]
    shutil.rmtree(folder)
    feed = _write(tmp_path)["citizens-vi"]
    assert len(feed.show.episodes) == 2
    assert feed.faults == ()
    assert all((feed.path.parent / file.path).is_file() for e in feed.show.episodes for file in e.files)


def test_one_show_can_serve_a_language(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode(), FakeEpisode(audience="youth"))
    feeds = _write(tmp_path, _settings(by="language"))
    assert list(feeds) == ["vi"]
    assert len(feeds["vi"].show.episodes) == 2
    assert feeds["vi"].faults == ()


def test_without_an_address_the_feed_is_for_preview(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode())
    feed = _write(tmp_path, _settings(base_url=""))["citizens-vi"]
    assert feed.url == ""
    assert feed.faults == ()
    url = _item(feed).find("enclosure").get("url") or ""  # type: ignore[union-attr]
    assert (feed.path.parent / url).is_file()
    assert any("no web address" in fault for fault in check_feed(feed.path.read_bytes()))
    addressed = _write(tmp_path)["citizens-vi"]
    assert addressed.show.guid == feed_guid(addressed.url)
    moved = _write(tmp_path, _settings(base_url="https://elsewhere.example.org/p"))["citizens-vi"]
    assert moved.show.guid == addressed.show.guid


def test_drafts_in_silence_are_never_published(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode(voice="silent:vi"))
    assert _write(tmp_path) == {}


def test_a_damaged_memory_stops_instead_of_giving_new_ids(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode())
    feed = _write(tmp_path)["citizens-vi"]
    (feed.path.parent / "show.json").write_text("{", "utf-8")
    with pytest.raises(BriefcastError, match="backup"):
        _write(tmp_path)


BAD = {
    "no address of its own": (("<atom:link", "<atom:gone"), "atom:link"),
    "language": (("<language>vi<", "<language>Vietnamese language<"), "language"),
    "category": (('text="Government"', 'text="Politics"'), "category"),
    "explicit": (("<itunes:explicit>false", "<itunes:explicit>no"), "explicit"),
    "cover": (("cover.jpg", "cover.gif"), "itunes:image"),
    "podcast:guid": (("<podcast:guid>", "<podcast:guid>x"), "podcast:guid"),
    "locked": (("<podcast:locked>yes", "<podcast:locked>true"), "locked"),
    "blanks": (("<title>", "<title> "), "blanks"),
    "long title": (("<title>", f"<title>{'x' * 300}"), "255"),
    "enclosure type": (('type="audio/mpeg"', 'type="audio/wav"'), "enclosure type"),
    "enclosure length": (('length="2000"', 'length=""'), "enclosure length"),
    "relative enclosure": ((f'enclosure url="{BASE}/', 'enclosure url="/'), "no web address"),
    "item guid": (('<guid isPermaLink="false">', "<guid>"), "isPermaLink"),
    "date": (("<pubDate>Mon, 23 Nov 2026", "<pubDate>2026-11-23"), "pubDate"),
    "duration": (("<itunes:duration>61", "<itunes:duration>1:01 min"), "duration"),
    "transcript type": (('type="text/vtt"', 'type="text/plain; charset=x"'), "transcript"),
    "chapters": (("application/json+chapters", "application/xml"), "chapters"),
    "person": ((">Ban Truyền thông</podcast:person>", "></podcast:person>"), "person"),
    "no RSS": (('version="2.0"', 'version="0.91"'), "RSS 2.0"),
    "no XML": (("</rss>", ""), "no XML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_the_check_finds_what_directories_refuse(name: str, feeds: dict[str, Feed]) -> None:
    (old, new), expected = BAD[name]
    good = feeds["citizens-vi"].path.read_text("utf-8")
    assert old in good, "the fault must be put in"
    assert any(expected in fault for fault in check_feed(good.replace(old, new).encode()))


def test_the_check_finds_two_episodes_of_one_guid(feeds: dict[str, Feed]) -> None:
    root = etree.fromstring(feeds["citizens-vi"].path.read_bytes())
    item = root.find("channel/item")
    assert item is not None
    item.addnext(etree.fromstring(etree.tostring(item)))
    faults = check_feed(etree.tostring(root))
    assert any("guid" in fault and "2 episodes" in fault for fault in faults)
    assert any("enclosure" in fault and "2 episodes" in fault for fault in faults)


def test_the_check_follows_no_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    feed = f'{entity}<rss version="2.0"><channel><title>&x;</title></channel></rss>'
    assert not any("secret" in fault.replace(str(secret), "") for fault in check_feed(feed.encode()))


def test_the_teams_settings_are_read_and_faults_named(tmp_path: Path) -> None:
    (tmp_path / "podcast.yaml").write_text("name: {vi: Số kể chuyện}\nbase_url: https://x.example/f/\n", "utf-8")
    own = read_show_settings(tmp_path)
    assert own.name["vi"] == "Số kể chuyện"
    assert own.name["en"] == podcast_settings().shows.name["en"]
    assert own.base_url == "https://x.example/f"
    assert read_show_settings(tmp_path, base_url="https://y.example").base_url == "https://y.example"
    (tmp_path / "podcast.yaml").write_text("base_url: ftp://x\n", "utf-8")
    with pytest.raises(BriefError, match="base_url"):
        read_show_settings(tmp_path)
    with pytest.raises(BriefcastError, match="web address"):
        read_show_settings(None, base_url="x")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Feed, bytes]]:
    """A feed on a loopback address, served as the board serves it."""
    audio = uuid.UUID(int=7).bytes * 4000
    write_fake_edition(tmp_path, FakeEpisode(language="he", title=TITLES["he"], audio=audio))
    server = uvicorn.Server(uvicorn.Config(make_app(tmp_path), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        feed = _write(tmp_path, _settings(base_url=f"http://127.0.0.1:{port}/feeds"))["citizens-he"]
        yield feed, audio
    finally:
        server.should_exit = True
        thread.join(10)


def test_apps_can_ask_for_sizes_and_parts(served: tuple[Feed, bytes]) -> None:
    """Apple Podcasts asks with HEAD and plays by byte ranges."""
    feed, audio = served
    url = _item(feed).find("enclosure").get("url") or ""  # type: ignore[union-attr]
    head = httpx.head(url)
    assert (head.status_code, int(head.headers["content-length"])) == (200, len(audio))
    assert head.headers["content-type"] == "audio/mpeg"
    part = httpx.get(url, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, audio[100:200])


@pytest.mark.podcatcher
def test_gpodder_subscribes_and_downloads_the_episode(served: tuple[Feed, bytes], tmp_path: Path) -> None:
    feed, audio = served
    home = tmp_path / "gpodder"
    environment = os.environ | {"GPODDER_HOME": str(home), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    for command in (["subscribe", feed.url], ["update"], ["download"]):
        subprocess.run(["gpo", *command], env=environment, check=True, capture_output=True, timeout=60)
    [downloaded] = list(home.rglob("*.mp3"))
    assert downloaded.read_bytes() == audio


@pytest.mark.podcatcher
def test_podget_subscribes_and_downloads_the_episode(served: tuple[Feed, bytes], tmp_path: Path) -> None:
    feed, audio = served
    config, library = tmp_path / "podget", tmp_path / "library"
    library.mkdir()
    environment = os.environ | {"HOME": str(tmp_path)}
    podget = ["podget", "--dir_config", str(config), "--dir_session", str(tmp_path / "session")]
    subprocess.run(
        [*podget, "--create-config", "podgetrc"], env=environment, capture_output=True, timeout=60, check=False
    )
    (config / "serverlist").write_text(f"{feed.url} News Show\n", "utf-8")
    subprocess.run(
        [*podget, "--library", str(library), "--silent"], env=environment, capture_output=True, timeout=60, check=False
    )
    [downloaded] = list(library.rglob("*.mp3"))
    assert downloaded.read_bytes() == audio


def test_nothing_is_drawn_written_or_checked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefcast.products.podcast import cover, feed_check, rss

    write_fake_edition(tmp_path, FakeEpisode(language="vi", title=TITLES["vi"]))
    before = _write(tmp_path)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "feeds").rglob("*.*") if path.name != ".lock"}
    for module, name in ((cover, "draw_cover"), (rss, "build_feed"), (feed_check, "check_feed")):
        monkeypatch.setattr(module, name, lambda *_, **__: pytest.fail("done again"))
    assert _write(tmp_path) == before
    assert {path: path.stat().st_mtime_ns for path in written} == written


@pytest.mark.parametrize("name", ["cover.jpg", "feed.xml", "show.json", "episode.mp3", "chapters.json"])
def test_a_file_of_a_show_that_was_damaged_at_the_same_size_is_put_right(tmp_path: Path, name: str) -> None:
    """A web server would carry it to every subscriber."""
    write_fake_edition(tmp_path, FakeEpisode(language="vi", title=TITLES["vi"]))
    _write(tmp_path)
    [file] = (tmp_path / "feeds").rglob(name)
    before = file.read_bytes()
    if name == "show.json":
        file.write_bytes(before.replace(b"Digital", b"digital").replace(" số ".encode(), " SỐ ".encode()))
    else:
        file.write_bytes(bytes(byte ^ 0xFF for byte in before))
    _write(tmp_path)
    assert file.read_bytes() == before


def test_a_cover_that_was_damaged_in_the_store_never_reaches_a_show(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode(language="vi", title=TITLES["vi"]))
    _write(tmp_path)
    [placed] = (tmp_path / "feeds").rglob("cover.jpg")
    [stored] = (tmp_path / ".store").rglob("cover.jpg")
    before = placed.read_bytes()
    stored.write_bytes(bytes(byte ^ 0xFF for byte in before))
    placed.unlink()
    _write(tmp_path)
    assert placed.read_bytes() == before


def test_another_brand_draws_another_cover(tmp_path: Path) -> None:
    write_fake_edition(tmp_path, FakeEpisode(language="vi", title=TITLES["vi"]))
    _write(tmp_path)
    [placed] = (tmp_path / "feeds").rglob("cover.jpg")
    before = placed.read_bytes()
    write_feeds(tmp_path, _settings(), brand=lambda _id: read_brand("youthful"), store=Store(tmp_path / ".store"))
    assert placed.read_bytes() != before
