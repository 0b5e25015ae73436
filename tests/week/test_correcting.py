"""What was released and not seen yet is exchanged without a word; what readers have is corrected."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.brief.corrections import Pair
from briefcast.ledger import open_ledger
from briefcast.ledger.corrected import corrections_let_out
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.week.correcting import find_wrong, open_work
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on, printed

TOLD = [word for reason in REASONS for word in ("--reason", reason)]


def test_what_nobody_has_seen_is_exchanged_at_its_slot_and_without_a_word(tmp_path: Path) -> None:
    """Corrected where it was out and forgotten where it was due, the wrong figure went out a day later."""
    with out_on(tmp_path, ("folder", "mastodon")) as out:
        out.write(OLD)
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new", "--channel", "folder")
        ledger = open_ledger(tmp_path / "ledger.db")
        edition = tmp_path / "outputs" / "small"
        slot = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=3)
        for item in items_of(read_manifest(edition)):
            ledger.release(item.key, item.content_sha256, channel="mastodon", account="", who="lan", slot=slot)
        out.write(NEW)
        told = out.run("correct", "small.yaml", "--kind", "correction", *TOLD).stderr
        out.run("correct", "small.yaml", "--approve", told.rpartition("--approve ")[2].split()[0])
        out.run("publish")
        assert not out.emulators["mastodon"].posts(), "its slot stays"
        for release in ledger.releases():
            if release.channel == "mastodon" and (release.item, release.content_sha256) in corrections_let_out(ledger):
                assert release.slot == slot
                ledger.release(
                    release.item, release.content_sha256, channel="mastodon", account="", who="lan",
                    slot=slot - dt.timedelta(minutes=4),
                )  # fmt: skip
        out.run("publish")
        posts = out.emulators["mastodon"].posts()
        assert len(posts) == 3
        for post in posts:
            assert any(value in post.text for value in printed(NEW)) and not any(v in post.text for v in printed(OLD))
            assert not any(reason.partition("=")[2] in post.text for reason in REASONS), (
                "nobody was told it wrongly there"
            )
        assert all(reason.partition("=")[2] in str(out.emulators["folder"].posts()) for reason in REASONS)
        logged = [line for line in ledger.history("small") if line.what == "correction let out"]
        assert len(logged) == 3
        ended = json.loads(out.run("correct", "small.yaml", "--json").stdout)["ended"]
        assert {(each["channel"], each["became"]) for each in ended} == {("folder", "corrected")}


SHORT = "    short: {vi: Bộ KHCN, en: The ministry, he: המשרד}\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Out]:
    """Send a brief to one channel, once for every test that only looks."""
    with out_on(tmp_path_factory.mktemp("published"), ("folder",)) as out:
        out.write(OLD)
        text = out.brief.read_text("utf-8")
        out.brief.write_text(text.replace("    date: 2025-10-21\n", f"    date: 2025-10-21\n{SHORT}"), "utf-8")
        out.run("make", "small.yaml")
        out.run("publish", "outputs/small", "--approve", "--new")
        yield out


def _said(out: Out) -> dict[str, tuple[Pair, ...]]:
    ledger = open_ledger(out.folder / "ledger.db")
    found = find_wrong(open_work(out.brief, ledger, settings=out.folder), ledger)
    return dict(found.said.get("neighbours", {}))


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('period: "2025-10"', 'period: "2025-09"',
         Pair(label="Villages with broadband (period)", was="October 2025", now="September 2025")),
        ("en: Villages with broadband", "en: Hamlets with broadband",
         Pair(was="Villages with broadband", now="Hamlets with broadband")),
        ("as_of: 2025-10-21", "as_of: 2025-10-12",
         Pair(label="As of", was="October 21, 2025", now="October 12, 2025")),
        ("en: Communications Team", "en: Press Team", Pair(was="Communications Team", now="Press Team")),
        ("en: The ministry", "en: The bureau", Pair(was="The ministry", now="The bureau")),
        ("    date: 2025-10-21", "    date: 2025-10-20",
         Pair(was="Broadband, Ministry of Science, October 21, 2025",
              now="Broadband, Ministry of Science, October 20, 2025")),
    ],
)  # fmt: skip
def test_what_stands_beside_the_words_is_compared_too(published: Out, was: str, now: str, told: Pair) -> None:
    """A picture gave the wrong year under a number, and it was claimed that nothing that is out is wrong."""
    text = published.brief.read_text("utf-8")
    assert was in text and not _said(published)
    try:
        published.brief.write_text(text.replace(was, now), "utf-8")
        said = _said(published)
        assert told in said["en"]
        # What one language alone has is wrong there alone.
        assert set(said) == ({"en"} if "en: " in was else {"vi", "en", "he"})
    finally:
        published.brief.write_text(text, "utf-8")


def test_it_is_found_also_when_all_was_made_again(published: Out) -> None:
    """Compared with what lies in the folder, a wrong period was found once, and all was well as soon as it was made."""
    text = published.brief.read_text("utf-8")
    try:
        published.brief.write_text(text.replace('period: "2025-10"', 'period: "2025-09"'), "utf-8")
        before = _said(published)
        published.run("make", "small.yaml")
        assert _said(published) == before and before
    finally:
        published.brief.write_text(text, "utf-8")
