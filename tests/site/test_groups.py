"""A site for several groups of readers: one page for an item, with what each of them is told."""

from __future__ import annotations

from pathlib import Path

import feedparser
import pytest
from lxml import html

from bench.site import NOW, PLAN, build, put_out, write_item
from briefcast.ledger import open_ledger
from briefcast.site.build import build_site
from briefcast.site.pages import LISTED_MAX, NEW_MAX


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A site for citizens and youth; of three items, the second was told to youth alone."""
    plan = PLAN.replace("audiences: [citizens]", "audiences: [citizens, youth]")
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    told = [("citizens", "youth"), ("youth",), ("citizens",)]
    ledger = open_ledger(tmp_path / "ledger.db")
    put_out(ledger, [write_item(tmp_path / "outputs", number, groups) for number, groups in enumerate(told)], 0)
    return tmp_path


def test_what_each_group_is_told_stands_on_one_page(home: Path) -> None:
    """Two pages of one finding would stand beside each other on the first page."""
    built, _ = build(home, open_ledger(home / "ledger.db"))
    assert built.items == 9 and built.left == ()
    page = html.fromstring((built.public / "en/items/b0/index.html").read_bytes())
    assert page.xpath("//h1/text()")[0].endswith("b0 (citizens)")
    also = page.xpath("//section[@class='also']")
    assert [each.xpath("./h2/text()") for each in also] == [["For: Youth"]]
    assert also[0].xpath("./p[@class='lead']/text()")[0].endswith("b0 (youth)")
    assert len(page.xpath("//figure[@class='picture']")) == 2
    alone = html.fromstring((built.public / "en/items/b1/index.html").read_bytes())
    assert alone.xpath("//h1/text()")[0].endswith("(youth)") and not alone.xpath("//section[@class='also']")


def test_each_group_has_a_feed_of_its_own_with_the_ids_of_all(home: Path) -> None:
    built, _ = build(home, open_ledger(home / "ledger.db"))

    def ids(path: str) -> list[str]:
        feed = feedparser.parse((built.public / path).read_bytes())
        assert not feed.bozo
        return [each.id for each in feed.entries]

    every = ids("vi/atom.xml")
    assert [id.rpartition(":")[2] for id in every] == ["b2/vi", "b1/vi", "b0/vi"]
    assert ids("vi/audiences/youth/atom.xml") == every[1:]
    assert ids("vi/audiences/citizens/feed.xml") == [every[0], every[2]]
    about = html.fromstring((built.public / "vi/about/index.html").read_bytes())
    assert "../../vi/audiences/youth/feed.xml" in about.xpath("//a/@href")


def test_a_group_that_the_site_is_not_for_is_not_told_of(home: Path) -> None:
    """What was meant for one group would be read by everybody."""
    plan = home / "plan.yaml"
    plan.write_text(
        plan.read_text("utf-8").replace("  audiences: [citizens, youth]", "  audiences: [citizens]"), "utf-8"
    )
    built = build_site(plan, home / "site", open_ledger(home / "ledger.db"), now=NOW)
    assert built.items == 6
    for path in built.public.rglob("*.*"):
        assert b"youth" not in path.read_bytes().lower(), path


def test_what_is_too_much_for_one_page_has_several(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two thousand items the list of figures would take minutes on a phone."""
    assert NEW_MAX < 50 < LISTED_MAX
    monkeypatch.setattr("briefcast.site.pages.LISTED_MAX", 2)
    monkeypatch.setattr("bench.site.TOLD_AGAIN", 1)
    ledger = open_ledger(home / "ledger.db")
    put_out(ledger, [write_item(home / "outputs", number) for number in range(3, 7)], 3)
    built, _ = build(home, ledger)
    pages = [built.public / "en/figures" / name / "index.html" for name in ("", "list/2", "list/3")]
    links = [html.fromstring(page.read_bytes()).xpath("//ul[@class='figure-list']//a/@href") for page in pages]
    assert [len(each) for each in links] == [2, 2, 1]
    last = html.fromstring(pages[-1].read_bytes())
    assert last.xpath("//nav[@class='steps']/a/@href") == ["../../../../en/figures/list/2/"]
    assert not (built.public / "en/figures/list/4").exists()
