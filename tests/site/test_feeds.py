"""Feeds: each entry once, the newest first, and all that is older in archives that stay."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import feedparser
from lxml import etree

from briefcast.site.feeds import HEAD_MAX, Entry, Feed

BASE = "https://news.example.org/"
FIRST = dt.datetime(2026, 1, 5, 8, tzinfo=dt.UTC)
HISTORY = "{http://purl.org/syndication/history/1.0}archive"


def entry(number: int) -> Entry:
    at = FIRST + dt.timedelta(days=number)
    return Entry(
        id=f"tag:news.example.org,{at:%Y-%m-%d}:b{number}/vi",
        url=f"{BASE}vi/items/b{number}/",
        title=f"Chuyển đổi số <{number}> & hơn",
        summary="Một câu.\u0007",
        published=at,
        updated=at,
        issuer="Ban Truyền thông",
        subjects=("Dịch vụ công",),
    )


def feed(*entries: Entry | None) -> Feed:
    return Feed(
        title="Tin",
        about="Tin mới",
        language="vi",
        base=BASE,
        folder="vi/",
        id="tag:news.example.org,2020:vi/",
        rows=entries,
    )


def drawn(made: Feed) -> dict[str, bytes]:
    return {path: draw() for path, _, draw in made.files()}


def keys(made: Feed) -> dict[str, str]:
    return {path: key for path, key, _ in made.files()}


def test_all_formats_say_the_same() -> None:
    files = drawn(feed(entry(0), entry(1)))
    assert set(files) == {"vi/feed.xml", "vi/atom.xml", "vi/feed.json"}
    rss, atom = feedparser.parse(files["vi/feed.xml"]), feedparser.parse(files["vi/atom.xml"])
    as_json = json.loads(files["vi/feed.json"])
    for read in (rss, atom):
        assert not read.bozo
        assert [each.id for each in read.entries] == [each["id"] for each in as_json["items"]]
        assert [each.link for each in read.entries] == [f"{BASE}vi/items/b1/", f"{BASE}vi/items/b0/"]
        assert (
            read.entries[0].published_parsed == (FIRST + dt.timedelta(days=1)).timetuple() or read.entries[0].published
        )
        assert read.entries[0].tags[0].term == "Dịch vụ công"
    assert as_json["version"] == "https://jsonfeed.org/version/1.1"
    assert as_json["items"][0]["title"] == "Chuyển đổi số <1> & hơn"
    assert as_json["feed_url"] == f"{BASE}vi/feed.json" and "next_url" not in as_json
    assert "\u0007" not in files["vi/atom.xml"].decode()


def test_what_is_older_lies_in_archives_that_lead_to_each_other() -> None:
    """A reader who subscribes today gets fifty items of two thousand; a program must find the others (RFC 5005)."""
    every = [entry(number) for number in range(2 * HEAD_MAX + 7)]
    files = drawn(feed(*every))
    assert {path for path in files if path.startswith("vi/atom")} == {"vi/atom.xml", "vi/atom-1.xml", "vi/atom-2.xml"}
    found: dict[str, None] = {}
    url, seen = f"{BASE}vi/atom.xml", []
    while url:
        body = files[url.removeprefix(BASE)]
        read = feedparser.parse(body)
        assert not read.bozo
        links = {link.rel: link.href for link in read.feed.links}
        assert links["self"] == url
        assert (etree.fromstring(body).find(HISTORY) is not None) == bool(seen)
        if seen:
            assert links["current"] == f"{BASE}vi/atom.xml" and links.get("next-archive", seen[0]) == seen[-1]
        found.update(dict.fromkeys(each.id for each in read.entries))
        seen.append(url)
        url = links.get("prev-archive", "")
    assert list(found) == [each.id for each in reversed(every)]
    as_json, pages = json.loads(files["vi/feed.json"]), 1
    while "next_url" in as_json:
        as_json, pages = json.loads(files[as_json["next_url"].removeprefix(BASE)]), pages + 1
    assert pages == 3 and as_json["items"][-1]["id"] == every[0].id


def test_an_archive_changes_only_where_one_of_its_items_does() -> None:
    """Each new item would make every reader fetch all archives again."""
    every = [entry(number) for number in range(2 * HEAD_MAX + 7)]
    before = keys(feed(*every))
    after = keys(feed(*every, entry(200)))
    assert {path for path in before if before[path] != after[path]} == {"vi/feed.xml", "vi/atom.xml", "vi/feed.json"}
    changed = replace(every[3], title="Khác", updated=FIRST + dt.timedelta(days=300))
    corrected = keys(feed(*every[:3], changed, *every[4:]))
    assert {path for path in before if before[path] != corrected[path]} == {
        "vi/feed-1.xml",
        "vi/atom-1.xml",
        "vi/feed-1.json",
    }
    gone = drawn(feed(*every[:3], None, *every[4:]))
    assert every[3].id not in gone["vi/atom-1.xml"].decode()
    assert every[HEAD_MAX].id not in gone["vi/atom-1.xml"].decode(), "the others stay where they lie"


def test_a_feed_of_nothing_is_one() -> None:
    files = drawn(feed())
    for name in ("vi/feed.xml", "vi/atom.xml"):
        assert not feedparser.parse(files[name]).bozo
    assert json.loads(files["vi/feed.json"])["items"] == []
