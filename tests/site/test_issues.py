"""An issue of the newsletter stays as it was sent; its page says above it what was changed since."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import feedparser
import pytest
from lxml import html as lxml_html

from briefcast.brief.corrections import Correction, Pair, add_correction
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.outbox import Outbox
from briefcast.site.stories import Change, each_once, gravest_of
from briefcast.site.stories import Pair as TellsPair
from briefcast.site.words import site_words
from briefcast.week.newsletter import write_issue
from briefcast.week.week import BatchRequest, WeekPlan, plan_week
from tests.batch_fixtures import change_brief
from tests.site_fixtures import CODES, NOW, approve, build, make_week, send, write_site_plan

ISSUE = "newsletter-2026-w47"
LATER = NOW + dt.timedelta(days=1)
SECTION = """\
newsletter:
  name: {vi: Bản tin thôn bản, en: Village Letter, he: ידיעון הכפרים}
  languages: [vi, en, he]
  channels: [folder]
  owner: minh
  approver: lan
  issues: [{week: 2026-W47}]
"""
WHY = {"vi": "Chúng tôi ghi nhầm tỷ lệ.", "en": "We gave the wrong rate.", "he": "ציינו שיעור שגוי."}


def write_with_issue(folder: Path) -> BatchRequest:
    request = write_site_plan(folder)
    slot = "  - {channel: folder, item: newsletter, day: fri, at: 9:30}\nitems:\n"
    request.plan.write_text(request.plan.read_text("utf-8").replace("items:\n", slot, 1) + SECTION, "utf-8")
    return request


def issue_out(week: WeekPlan, ledger: Ledger, *, at: dt.datetime = NOW) -> None:
    write_issue(week, ledger, who="minh")
    approve(week, ledger, ISSUE)
    assert send(week, ledger, at=at, begins=[ISSUE]) == 3


def put_right(week: WeekPlan, ledger: Ledger) -> WeekPlan:
    """Correct a figure of the first brief, with its reason, and let it out."""
    said = {code: (Pair(was=was, now=now),) for code, was, now in (
        ("vi", "99,3%", "98,1%"), ("en", "99.3%", "98.1%"), ("he", "99.3%", "98.1%"))}  # fmt: skip
    given = {"on": LATER.date(), "kind": "correction", "who": "lan", "reason": WHY, "said": {"neighbours": said}}
    add_correction(week.request.plan.parent, "b0", Correction.model_validate(given))
    change_brief(week.request.plan.parent, 0, "99.3", "98.1")
    again = make_week(plan_week(week.request).request.model_copy(update={"again": True}))
    approve(again, ledger, "b0")
    assert send(again, ledger, at=LATER, begins=["b0"]) == 3
    return again


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return open_ledger()


@pytest.fixture
def out(tmp_path: Path, ledger: Ledger) -> WeekPlan:
    """A week of which all is out."""
    week = make_week(write_with_issue(tmp_path))
    approve(week, ledger)
    assert send(week, ledger) == 6
    return week


def test_what_is_put_right_stands_above_every_issue_that_told_it(out: WeekPlan, ledger: Ledger) -> None:
    """Who opened an issue of last month would read the wrong figure, and no word that it was put right."""
    issue_out(out, ledger)
    first = build(out, ledger).public
    pages = {code: (first / code / f"issues/{ISSUE}/neighbours/index.html").read_bytes() for code in CODES}
    before = {code: feedparser.parse((first / code / "issues/atom.xml").read_bytes()).entries[0] for code in CODES}
    put_right(out, ledger)
    site = build(out, ledger, now=LATER).public
    for code in CODES:
        words, folder = site_words(code), site / code / f"issues/{ISSUE}/neighbours"
        said = (folder / "index.html").read_text("utf-8")
        [notice] = lxml_html.fromstring(said).xpath("//aside")
        text = " ".join(notice.text_content().split())
        assert len(notice.xpath(".//time")) == 1 and "<" not in text
        assert WHY[code] in text and words.kinds["correction"] in text and words.issue_kept in text
        was, now = ("99,3%", "98,1%") if code == "vi" else ("99.3%", "98.1%")
        assert (notice.xpath(".//del/text()")[0], notice.xpath(".//ins/text()")[0]) == (was, now)
        assert len(notice.xpath(".//h3")) == 1, "the other brief says what it said"
        assert "64" not in text
        [ways] = notice.xpath("preceding-sibling::*")
        assert ways.tag == "nav", "it stands above the issue"
        [log] = notice.xpath(".//a/@href")
        assert (folder / log).resolve() == (site / code / "corrections").resolve()
        # The issue itself is what people approved.
        bare = re.sub(r"\n<aside class=\"since\".*?</aside>", "", said, flags=re.DOTALL)
        bare = re.sub(r"<style>\n\.since.*?</style>", "", bare, flags=re.DOTALL)
        kept = re.sub(r"<style>\n\.since.*?</style>", "", pages[code].decode(), flags=re.DOTALL)
        assert [line for line in bare.splitlines() if line] == [line for line in kept.splitlines() if line]
        listed = lxml_html.fromstring((site / code / "issues/index.html").read_bytes())
        [row] = listed.xpath("//ul[@class='rows']/li")
        [link] = row.xpath(".//strong/a")
        assert (
            link.get("href") == f"../../{code}/corrections/"
            and words.corrected["correction"].partition("{")[0] in link.text
            and link.xpath("./time")
        )
        entry = feedparser.parse((site / code / "issues/atom.xml").read_bytes()).entries[0]
        assert entry.updated_parsed > before[code].updated_parsed
        assert (entry.id, entry.published) == (before[code].id, before[code].published)
        assert words.corrected["correction"].partition("{")[0] in entry.summary and "<" not in entry.summary
    assert build(out, ledger, now=LATER).fresh == 0


def test_an_issue_leads_to_the_site_and_to_itself_in_other_languages(out: WeekPlan, ledger: Ledger) -> None:
    """Who came from a feed or a search engine stood at a dead end: its frame is its own."""
    issue_out(out, ledger)
    site = build(out, ledger).public
    for code in CODES:
        page = site / code / f"issues/{ISSUE}/neighbours/index.html"
        [ways] = lxml_html.fromstring(page.read_bytes()).xpath("//body/nav")
        assert ways.get("aria-label") == site_words(code).menu
        led = {(page.parent / href).resolve().relative_to(site.resolve()) for href in ways.xpath("./a/@href")}
        others = {Path(f"{other}/issues/{ISSUE}/neighbours") for other in CODES if other != code}
        assert led == {Path(code), Path(f"{code}/issues"), *others}
        assert all((site / each / "index.html").exists() for each in led)


def test_an_issue_that_tells_what_was_withdrawn_says_so(out: WeekPlan, ledger: Ledger) -> None:
    """The item was gone from the site, and the issue went on telling it as if nothing had been."""
    issue_out(out, ledger)
    build(out, ledger)
    outbox = Outbox(ledger, who="lan")
    for each in outbox.publications("sent"):
        if each.item.startswith("b0/"):
            outbox.withdrawn(each.id, "by mistake")
    site = build(out, ledger, now=LATER).public
    for code in CODES:
        page = lxml_html.fromstring((site / code / f"issues/{ISSUE}/neighbours/index.html").read_bytes())
        [notice] = page.xpath("//aside")
        [title] = notice.xpath("./h3/text()")
        assert "99" in title and site_words(code).gone in notice.text_content()
        [row] = lxml_html.fromstring((site / code / "issues/index.html").read_bytes()).xpath("//ul[@class='rows']/li")
        assert row.xpath(".//strong/text()") == [site_words(code).changed]


def test_an_issue_that_tells_the_right_figure_has_nothing_above_it(out: WeekPlan, ledger: Ledger) -> None:
    """Readers would look for an error in an issue that has none."""
    again = put_right(out, ledger)
    issue_out(again, ledger, at=LATER - dt.timedelta(hours=2))
    site = build(again, ledger, now=LATER).public
    for code in CODES:
        page = lxml_html.fromstring((site / code / f"issues/{ISSUE}/neighbours/index.html").read_bytes())
        assert "98" in page.text_content() and not page.xpath("//aside")
        assert not lxml_html.fromstring((site / code / "issues/index.html").read_bytes()).xpath("//li/span/strong")


def test_one_correction_is_one_entry_however_much_each_size_told() -> None:
    """The page of corrections listed one wrong target twice: one size of the picture told the gap to it as well."""
    target, words = (
        TellsPair(label="Lanes (target)", was="170", now="175"),
        TellsPair(label="", was="By 170.", now="By 175."),
    )
    gap = TellsPair(label="Lanes (against the target)", was="87%", now="85%")
    said = {"brief": "b0", "title": "Lanes", "kind": "correction", "reason": "We erred.", "mark": "correction 1"}
    small, large = Change(**said, at=LATER, pairs=(target, words)), Change(**said, at=NOW, pairs=(target, gap, words))
    other = Change(**{**said, "kind": "revision", "mark": "revision 1"}, at=LATER, pairs=(words,))
    told = each_once([small, large, other], "en")
    assert [(change.mark, change.pairs) for change in told] == [
        ("revision 1", (words,)),
        ("correction 1", (target, words)),
    ]
    assert told[1].at == NOW, "it was out when the first of them was"
    assert gravest_of(told) is told[1], "better figures that came later hide no error"
    assert len(each_once([Change(brief="b0", at=NOW, title="", pairs=(each,)) for each in (target, gap)], "en")) == 2
