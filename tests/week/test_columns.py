"""Columns: what comes back under a name is numbered, and a number that readers saw stays."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from lxml import html as lxml_html
from rich.console import Console

from briefcast.channels.platforms import platform
from briefcast.cli.plan_report import print_months
from briefcast.errors import BriefError
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.columns import keep_number
from briefcast.ledger.outbox import Outbox
from briefcast.look.brand import read_brand
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.planner.check import look_at_plan
from briefcast.planner.page import render_plan_page
from briefcast.planner.plan import Asked, Column, build_plan_workbook, open_plan, read_plan
from briefcast.publishing.posts import plain, write_post
from briefcast.site.pages import Pages
from briefcast.site.stories import Told
from briefcast.site.words import site_words
from briefcast.store.store import STORE_NAME
from briefcast.week.columns import count, numbered
from briefcast.week.newsletter import write_issue
from briefcast.week.releasing import release_week
from briefcast.week.week import BatchRequest, WeekPlan, plan_week, week_of_plan
from tests.batch_fixtures import change_brief, make_week_quietly
from tests.browser.html_checker import html_faults
from tests.site_fixtures import CODES, NOW, WEEK, approve, build, make_week, send, write_site_plan

COLUMN = "wednesday"
SECTION = """\
columns:
  - id: wednesday
    name: {vi: Số liệu thứ Tư, en: Figure of the Wednesday, he: המספר של יום רביעי}
    day: wed
    products: [infographic]
    first_number: 12
newsletter:
  name: {vi: Bản tin thôn bản, en: Village Letter, he: ידיעון הכפרים}
  languages: [vi, en, he]
  channels: [folder]
  owner: minh
  approver: lan
  issues: [{week: 2026-W47}]
"""


MODEL = """\
kind: spotlight
spotlight:
  who: {vi: Xã Ví Dụ, en: Example Commune, he: מועצת הדוגמה}
  where: {vi: Tỉnh Ví Dụ, en: Example Province, he: מחוז הדוגמה}
  problem: {vi: Thôn xa không có mạng, en: Far villages had no network, he: לכפרים הרחוקים לא הייתה רשת}
  done: {vi: Xã kéo cáp dùng chung cột điện, en: Cables went up on power poles, he: כבלים נמתחו על עמודי החשמל}
  before: {vi: "{villages.baseline} thôn có mạng", en: "{villages.baseline} had it", he: "ל־{villages.baseline} הייתה"}
  after: {vi: "{villages} thôn có mạng", en: "{villages} have it", he: "ל־{villages} יש"}
"""
"""What makes the first brief, which is a piece of no column, a good model."""


def write_columns(folder: Path) -> BatchRequest:
    """Write a week of three briefs, of which the last two are pieces of a column."""
    request = write_site_plan(folder, briefs=3)
    change_brief(folder, 2, "value: 99.3", "value: 71.2")
    change_brief(folder, 0, "languages: [vi, en, he]\n", f"languages: [vi, en, he]\n{MODEL}")
    change_brief(folder, 0, "    value: 99.3\n", '    value: 99.3\n    baseline: {value: 78.5, period: "2024-10"}\n')
    text = request.plan.read_text("utf-8")
    for number in (1, 2):
        text = text.replace(f"    brief: b{number}.yaml\n", f"    brief: b{number}.yaml\n    column: {COLUMN}\n")
    text = text.replace("items:\n", "  - {channel: folder, item: newsletter, day: fri, at: 9:30}\nitems:\n", 1)
    request.plan.write_text(text + SECTION, "utf-8")
    return request


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WeekPlan, Ledger]]:
    """The week, made, approved and sent once for all tests that only look."""
    folder = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        ledger, week = open_ledger(), make_week(write_columns(folder))
        assert ledger.column_numbers(COLUMN) == {}
        approve(week, ledger)
        send(week, ledger)
        yield week, ledger


@pytest.fixture
def ledger(tmp_path: Path, out: tuple[WeekPlan, Ledger], monkeypatch: pytest.MonkeyPatch) -> Ledger:
    shutil.copytree(out[0].request.out / STORE_NAME, tmp_path / "outputs" / STORE_NAME)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return open_ledger()


def heads(week: WeekPlan) -> dict[str, str]:
    """The line of the column on each item in English, by its brief."""
    found = {}
    for edition in week.editions:
        for item in items_of(read_manifest(week.edition_folder(edition))):
            if item.language == "en" and item.script and item.script.column:
                found[item.brief] = item.script.column.line
    return found


def test_a_piece_has_the_name_and_the_number_of_its_column_in_every_language(out: tuple[WeekPlan, Ledger]) -> None:
    week, ledger = out
    folder = week.request.out / "b1"
    assert heads(week) == {"b1": "Figure of the Wednesday · No.\u00a012", "b2": "Figure of the Wednesday · No.\u00a013"}
    item = next(item for item in items_of(read_manifest(folder)) if item.language == "he")
    assert item.script and item.script.column and item.script.column.line == "המספר של יום רביעי · מס׳\u00a012"
    english = next(item for item in items_of(read_manifest(folder)) if item.language == "en")
    assert "Figure of the Wednesday · No.\u00a012" in english.main.long_description
    assert ledger.column_numbers(COLUMN) == {"b1": 12, "b2": 13}


@pytest.mark.parametrize("code", CODES)
def test_its_posts_say_which_piece_of_the_column_it_is(out: tuple[WeekPlan, Ledger], code: str) -> None:
    """A post stands alone: who follows the column would not know that this is the next piece."""
    week, _ = out
    posts = {}
    for brief in ("b0", "b1"):
        folder = week.request.out / brief
        item = next(item for item in items_of(read_manifest(folder)) if item.language == code)
        posts[brief] = write_post(item, folder, platform("facebook"))
        line = item.script.column.line if item.script and item.script.column else ""
        assert bool(line) == (brief == "b1")
    head, said = plain(line), posts["b1"]
    assert said.words.name.startswith(head) and head in said.text and head not in posts["b0"].text


@pytest.mark.parametrize("code", CODES)
def test_a_plan_shows_which_items_are_pieces_of_a_column(tmp_path: Path, code: str) -> None:
    """Who plans the next weeks sees which column has no piece yet."""
    plan = write_columns(tmp_path).plan
    outlook = look_at_plan(open_plan(plan))
    name = outlook.plan.columns[0].name[code]
    page = lxml_html.fromstring(render_plan_page(outlook, code))
    shown = {each.get("id"): name in each.text_content() for each in page.xpath("//article[@class='plan-item']")}
    assert shown == {"item-b0-w47": False, "item-b1-w47": True, "item-b2-w47": True}
    console = Console(file=io.StringIO(), width=140)
    print_months(outlook, console)
    assert console.file.getvalue().count("Figure of the Wednesday") >= 2  # type: ignore[attr-defined]


def test_its_items_go_out_on_its_day_and_take_what_it_says(tmp_path: Path) -> None:
    plan = read_plan(write_columns(tmp_path).plan)
    item = plan.item("b1-w47")
    slot = plan.slot_for(item, audience="neighbours", language="vi", product="infographic", channel="folder")
    assert slot and slot.day == "tue"
    releases = plan.releases(item, dataclasses.replace(_asked(), languages=("vi",)))
    assert [release.at.date().isoformat() for release in releases] == ["2026-11-18"]
    other = plan.releases(plan.item("b0-w47"), dataclasses.replace(_asked(), languages=("vi",)))
    assert [release.at.date().isoformat() for release in other] == ["2026-11-17"]


def _asked() -> Asked:
    return Asked(audiences=("neighbours",), languages=("vi", "he"), products=("infographic",))


@pytest.mark.parametrize(
    ("pieces", "released", "expected"),
    [
        (("a", "b", "c"), {}, (12, 13, 14)),
        # Put in before what readers saw: it gets the next free one, and what is out keeps its own.
        (("new", "a", "b"), {"a": 12, "b": 13}, (14, 12, 13)),
        # Held, while a later one is out: its number waits for it.
        (("a", "held", "c", "d"), {"a": 12, "c": 14}, (12, 13, 14, 15)),
        # What an earlier plan released comes before all of this one.
        (("a", "b"), {"old": 40, "older": 12}, (41, 42)),
        # One that is out was put off to a later week.
        (("b", "c", "a"), {"a": 12}, (13, 14, 12)),
    ],
)
def test_what_is_out_keeps_its_number(
    pieces: tuple[str, ...], released: dict[str, int], expected: tuple[int, ...]
) -> None:
    column = Column(id=COLUMN, name={"en": "Figure"}, day="wed", first_number=12)
    assert tuple(count(column, [(each, each) for each in pieces], released).values()) == expected


def test_a_number_that_is_out_stays_when_the_plan_changes(tmp_path: Path, ledger: Ledger) -> None:
    request = write_columns(tmp_path)
    with ledger.writing() as connection:
        keep_number(connection, COLUMN, "b1", 12, who="lan", at=NOW)
    text = request.plan.read_text("utf-8")
    # The other piece comes first now, and the column begins elsewhere.
    text = text.replace("id: b2-w47\n    week: 2026-W47", "id: b2-w47\n    date: 2026-11-16")
    request.plan.write_text(text.replace("first_number: 12", "first_number: 1"), "utf-8")
    made = numbered(week_of_plan(request, read_plan(request.plan), WEEK), ledger)
    assert {each.item.brief: each.request.column.number for each in made if each.request.column} == {
        "b1.yaml": 12,
        "b2.yaml": 1,
    }


def test_what_was_made_with_another_number_does_not_go_out(tmp_path: Path, ledger: Ledger) -> None:
    request = write_columns(tmp_path)
    week = make_week(request)
    text = request.plan.read_text("utf-8").replace("first_number: 12", "first_number: 30")
    # What was made as a piece of no column has no number either.
    request.plan.write_text(text.replace("brief: b0.yaml\n", f"brief: b0.yaml\n    column: {COLUMN}\n"), "utf-8")
    week = plan_week(request)
    approve(week, ledger)
    leaves = release_week(week, ledger, who="lan")
    why = {leave.reviewed.item.brief: leave.why for leave in leaves}
    assert "made without its number" in why["b0"]
    assert "It is headed" in why["b1"] and "no. 31 of the column 'wednesday' now" in why["b1"]
    assert not ledger.column_numbers(COLUMN)
    # Made again it has the number that it has now.
    week = make_week_quietly(request.model_copy(update={"again": True})).plan
    assert heads(week)["b1"].endswith("31")
    approve(week, ledger)
    assert ledger.column_numbers(COLUMN) == {"b0": 30, "b1": 31, "b2": 32}


def test_the_newsletter_tells_a_column_in_a_part_of_its_own(out: tuple[WeekPlan, Ledger]) -> None:
    week, ledger = out
    issue = write_issue(week, ledger, who="minh")
    mail = next(i for i in items_of(read_manifest(issue.folder)) if (i.language, i.variant) == ("en", "mail"))
    text = mail.main.long_description
    own = text.split("== Figure of the Wednesday ==")[1]
    assert own.index("No.\u00a012") < own.index("No.\u00a013")
    assert "No.\u00a012" not in text.split("== Figure of the Wednesday ==")[0]
    assert mail.main.media.pieces == ((COLUMN, "b1", 12), (COLUMN, "b2", 13))
    page = lxml_html.fromstring((issue.folder / mail.main.path).read_bytes())
    titles = [each.text_content() for each in page.xpath("//h2")]
    assert titles[-1] == "Figure of the Wednesday"


def test_the_site_has_a_page_and_feeds_for_a_column(out: tuple[WeekPlan, Ledger]) -> None:
    week, ledger = out
    site = build(week, ledger).public
    page = lxml_html.fromstring((site / "vi" / "columns" / COLUMN / "index.html").read_bytes())
    assert [each.text for each in page.xpath("//p[@class='kicker']")] == [
        "Số liệu thứ Tư · Số\u00a013",
        "Số liệu thứ Tư · Số\u00a012",
    ]
    assert page.xpath("string(//h1)") == "Số liệu thứ Tư"
    item = lxml_html.fromstring((site / "vi" / "items" / "b1" / "index.html").read_bytes())
    assert item.xpath("//p[@class='kicker']/a/@href") == ["../../../vi/columns/wednesday/"]
    home = lxml_html.fromstring((site / "vi" / "index.html").read_bytes())
    assert "../vi/columns/wednesday/" in home.xpath("//nav[@class='topics']//a/@href")
    assert "../vi/columns/" in home.xpath("//nav[@class='menu']//a/@href")
    for file in ("feed.xml", "atom.xml", "feed.json"):
        told = (site / "vi" / "columns" / COLUMN / file).read_text("utf-8")
        assert "Số liệu thứ Tư · Số\u00a012: " in told and "b0" not in told
    assert "vi/columns/wednesday/</loc>" in (site / "sitemap.xml").read_text("utf-8")
    assert "b1" in (site / "vi" / "feed.json").read_text("utf-8")


def test_a_plan_without_columns_reads_as_before(tmp_path: Path) -> None:
    request = write_site_plan(tmp_path)
    plan = read_plan(request.plan)
    assert plan.columns == () and plan.pieces_of(COLUMN) == ()
    assert not any(item.column for item in plan.items)


def test_a_column_is_read_from_a_workbook(tmp_path: Path) -> None:
    request = write_columns(tmp_path)
    text = request.plan.read_text("utf-8").replace("  - {channel: folder, item: newsletter, day: fri, at: 9:30}\n", "")
    request.plan.write_text(text, "utf-8")
    plan = open_plan(request.plan).typed
    file = tmp_path / "again.xlsx"
    build_plan_workbook(plan.model_copy(update={"newsletter": None, "site": None})).save(file)
    again = open_plan(file).typed
    assert again.columns == plan.columns and again.items == plan.items


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "column: wednesday\n",
            "column: wednsday\n",
            r"There is no column 'wednsday' in this plan\. Write 'wednesday'\.",
        ),
        (", he: המספר של יום רביעי}", "}", r"The site has no 'name' in 'he'\."),
        ("brief: b2.yaml", "brief: b1.yaml", r"'b1-w47' is a piece of the column 'wednesday', and 'b2-w47' tells its"),
        ("    day: wed\n", "    day: wed\n    audiences: [neighbors]\n", r"There is no audience group 'neighbors'\."),
    ],
)
def test_what_is_wrong_with_a_column_is_told_with_its_remedy(tmp_path: Path, old: str, new: str, told: str) -> None:
    plan = write_columns(tmp_path).plan
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BriefError, match=told):
        open_plan(plan)


def test_a_column_without_a_name_in_a_language_is_not_made_in_it(tmp_path: Path, ledger: Ledger) -> None:
    request = write_columns(tmp_path)
    text = request.plan.read_text("utf-8")
    text = text[: text.index("site:\n")] + text[text.index("columns:\n") :]
    request.plan.write_text(text.replace(", he: המספר של יום רביעי}", "}"), "utf-8")
    made = make_week_quietly(request)
    assert any("The column 'wednesday' has no name in he" in each for each in made.report.failures)


def test_the_check_of_a_plan_looks_at_columns(tmp_path: Path) -> None:
    request = write_columns(tmp_path)
    text = request.plan.read_text("utf-8").replace("id: b1-w47\n    week: 2026-W47", "id: b1-w47\n    date: 2026-11-19")
    text = text[: text.index("site:\n")] + text[text.index("columns:\n") :]
    request.plan.write_text(text.replace(", he: המספר של יום רביעי}", "}"), "utf-8")
    found = [f for f in look_at_plan(open_plan(request.plan)).findings if "column" in f.code]
    assert [(f.code, f.severity, f.items) for f in found] == [
        ("not-on-column-day", "warning", ("b1-w47",)),
        ("column-name", "error", ("b1-w47",)),
        ("column-name", "error", ("b2-w47",)),
    ]


@pytest.mark.parametrize("code", CODES)
def test_another_site_shows_a_column_in_one_small_file(out: tuple[WeekPlan, Ledger], code: str) -> None:
    site = build(*out).public
    whole = (site / code / "columns" / COLUMN / "embed.html").read_bytes()
    assert len(whole) < 15_000
    page = lxml_html.document_fromstring(whole.decode())
    assert (page.get("lang"), page.get("dir")) == (code, "rtl" if code == "he" else "ltr")
    # Nothing is fetched, run or kept: it is a text with links to the site.
    assert not page.xpath("//script | //img | //link | //iframe | //form | //@onclick | //@src")
    assert b"url(" not in whole and b"@import" not in whole
    links = page.xpath("//a/@href")
    start = f"https://villages.example.org/news/{code}/"
    assert links == [f"{start}columns/wednesday/", f"{start}items/b2/", f"{start}items/b1/"]
    numbers = [each.text for each in page.xpath("//li/p[1]")]
    assert [each[-2:] for each in numbers] == ["13", "12"]
    for folder in ("", "topics/fibre/"):
        assert (site / code / folder / "embed.html").is_file()
    how = lxml_html.document_fromstring((site / code / "embed" / "index.html").read_text("utf-8"))
    frames = [lxml_html.fragment_fromstring(each.text) for each in how.xpath("//pre/code")]
    assert [frame.get("src") for frame in frames] == [
        f"{start}{folder}embed.html" for folder in ("", "topics/fibre/", "columns/wednesday/", "models/")
    ]
    assert all(frame.get("title") and frame.get("sandbox") for frame in frames)
    about = lxml_html.document_fromstring((site / code / "about" / "index.html").read_text("utf-8"))
    assert f"../../{code}/embed/" in about.xpath("//a/@href")


@pytest.mark.parametrize(
    ("code", "was", "now"),
    [
        ("vi", "78,5% (tháng 10 năm 2024)", "99,3% (tháng 10 năm 2025)"),
        ("en", "78.5% (October 2024)", "99.3% (October 2025)"),
        ("he", "78.5% (אוקטובר 2024)", "99.3% (אוקטובר 2025)"),
    ],
)
def test_the_site_gathers_good_models_with_what_was_and_what_is(
    out: tuple[WeekPlan, Ledger], code: str, was: str, now: str
) -> None:
    site = build(*out).public
    page = lxml_html.document_fromstring((site / code / "models" / "index.html").read_text("utf-8"))
    assert [each.get("href") for each in page.xpath("//article//a")] == [f"../../{code}/items/b0/"]
    arrow = "←" if code == "he" else "→"
    told = " ".join(page.xpath("string(//dl[@class='turns']//dd[1])").split()).replace("\u00a0", " ")
    assert [" ".join(part.split()) for part in told.replace("\u200b", "").split(arrow)] == [
        f"{site_words(code).was}: {was}",
        f"{site_words(code).now}: {now}",
    ]
    assert page.xpath("string(//p[@class='who'])")
    home = lxml_html.document_fromstring((site / code / "index.html").read_text("utf-8"))
    assert f"../{code}/models/" in home.xpath("//nav[@class='menu']//a/@href")
    assert "/b0/" in (site / code / "models" / "feed.xml").read_text("utf-8")
    assert (site / code / "models" / "embed.html").is_file()


def test_a_site_without_good_models_has_no_page_for_them(tmp_path: Path) -> None:
    plan = read_plan(write_site_plan(tmp_path).plan)
    assert plan.site
    told = Told(stories=(), gone=(), figures=())
    paths = {draft.path for draft in Pages(plan, plan.site, read_brand("institutional"), told).drafts()}
    assert "en/index.html" in paths and not any("models" in path or "columns" in path for path in paths)


@pytest.fixture(scope="module")
def letter(out: tuple[WeekPlan, Ledger]) -> Path:
    """The site once the issue of the newsletter is out, too."""
    week, ledger = out
    written = write_issue(week, ledger, who="minh")
    approve(week, ledger, "newsletter-2026-w47")
    send(week, ledger, begins=["newsletter-2026-w47"])
    shown = build(week, ledger).public
    assert written.folder.is_dir()
    return shown


@pytest.mark.parametrize("code", CODES)
def test_an_issue_of_the_newsletter_stays_on_the_site_as_it_was_approved(
    letter: Path, out: tuple[WeekPlan, Ledger], code: str
) -> None:
    """Who deleted the mail would find no issue of before, or one that was drawn anew and that nobody approved."""
    issue, folder = "newsletter-2026-w47", letter / code / "issues/newsletter-2026-w47/neighbours"
    made = out[0].request.out / issue / "neighbours" / code
    shown, ways = (folder / "index.html").read_text("utf-8"), r'\n<nav class="since-ways".*?</nav>'
    assert re.search(ways, shown, re.DOTALL), "it leads on to the site"
    bare = re.sub(rf"<style>\n\.since.*?</style>|{ways}", "", shown, flags=re.DOTALL)
    approved = (made / "newsletter-page.html").read_text("utf-8")
    assert [line for line in bare.splitlines() if line] == [line for line in approved.splitlines() if line]
    assert (folder / "newsletter.pdf").read_bytes() == (made / "newsletter.pdf").read_bytes()
    listed = lxml_html.fromstring((letter / code / "issues/index.html").read_bytes())
    title = lxml_html.fromstring((folder / "index.html").read_bytes()).xpath("string(//title)")
    path = f"../../{code}/issues/{issue}/neighbours/"
    assert listed.xpath("//main//li/a/@href") == [path] and listed.xpath("string(//main//li/a)") == title
    assert f"{path}newsletter.pdf" in listed.xpath("//main//li//a/@href")
    home = lxml_html.fromstring((letter / code / "index.html").read_bytes())
    assert f"../{code}/issues/" in home.xpath("//nav[@class='menu']//a/@href")
    [entry] = feedparser.parse((letter / code / "issues/atom.xml").read_bytes()).entries
    assert entry.title == title and entry.link.endswith(path.removeprefix("../.."))
    assert issue not in (letter / code / "feed.json").read_text("utf-8"), "what it tells is there already"
    assert entry.link.partition("/news/")[2] in (letter / "sitemap.xml").read_text("utf-8")


@pytest.mark.vnu
def test_every_kind_of_page_is_html_as_the_standard_has_it(letter: Path) -> None:
    """Columns, good models and issues of the newsletter, as the standard has them."""
    pages = [*letter.glob("*/columns/**/*.html"), *letter.glob("*/models/*.html"), *letter.glob("*/issues/**/*.html")]
    assert len(pages) >= 15 and html_faults(sorted(pages)) == []


def test_an_issue_that_was_withdrawn_goes_and_its_address_says_so(letter: Path, out: tuple[WeekPlan, Ledger]) -> None:
    assert letter.is_dir()
    week, ledger = out
    outbox = Outbox(ledger, who="lan")
    for each in outbox.publications("sent"):
        if each.item == "newsletter-2026-w47/neighbours/vi/newsletter/page":
            outbox.withdrawn(each.id, "by mistake")
    site = build(week, ledger).public
    gone = lxml_html.fromstring((site / "vi/issues/newsletter-2026-w47/neighbours/index.html").read_bytes())
    assert gone.xpath("//h1/text()") == ["Nội dung đã được gỡ"] and gone.xpath("//meta[@content='noindex']")
    assert not (site / "vi/issues/newsletter-2026-w47/neighbours/newsletter.pdf").exists()
    for place in ("vi/issues/index.html", "vi/issues/feed.xml", "sitemap.xml"):
        assert "vi/issues/newsletter" not in (site / place).read_text("utf-8")
    assert (site / "he/issues/newsletter-2026-w47/neighbours/newsletter.pdf").is_file()
