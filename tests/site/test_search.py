"""Readers find an item by the words they type: with marks or without, in Hebrew also without prefixed letters."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from bench.site import PLAN, build, put_out, write_item
from briefcast.ledger import open_ledger
from briefcast.site import build as building
from briefcast.site.finding import Findable, Record, draw_record, other_spellings, parts_of
from briefcast.tools import pagefind
from tests.browser.test_page_browser import browser
from tests.site.served import served_below

__all__ = ["browser"]
TOLD = (
    {
        "vi": "thủ tục chuyển đổi số trên đường truyền mới",
        "en": "of procedures went through the digital transformation",
        "he": "מהשירותים הממשלתיים עברו לתשפ״ו בתקשורת מהירה",
    },
    {"vi": "hộ gia đình có cáp quang", "en": "of homes have fibre", "he": "מהבתים מחוברים לסִיב אוֹפְּטִי"},
    {"vi": "số liệu đổi mới, chuyển sang kho khác", "en": "of data moved", "he": "מהנתונים הועברו"},
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three items in three languages."""
    folder = tmp_path_factory.mktemp("searched")
    (folder / "plan.yaml").write_text(PLAN, "utf-8")
    ledger = open_ledger(folder / "ledger.db")
    put_out(ledger, [write_item(folder / "outputs", at, words=words) for at, words in enumerate(TOLD)], 0)
    build(folder, ledger)
    return folder


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[str]:
    with served_below(home / "site/public") as address:
        yield address


def found(page: Page, words: str) -> list[str]:
    """Type words, and give the items that are listed."""
    page.fill("#query", words)
    page.keyboard.press("Enter")
    page.wait_for_selector("#found[aria-busy=false]", state="attached")
    links = [link.get_attribute("href") or "" for link in page.locator("#found h2 a").all()]
    return [link.rstrip("/").rpartition("/")[2] for link in links if "/items/" in link]


CASES = [
    ("vi", "chuyển đổi số", "b0"),
    ("vi", "chuyen doi so", "b0"),
    ("vi", "CHUYEN ĐOI SO", "b0"),
    ("vi", "duong truyen", "b0"),
    ("vi", "đường", "b0"),
    ("vi", "duong", "b0"),
    ("vi", "gia dinh", "b1"),
    ("vi", "chuyển đổi số", "b0"),
    ("en", "procedures", "b0"),
    ("en", "procedure", "b0"),
    ("en", "home fibre", "b1"),
    ("he", "סיב אופטי", "b1"),
    ("he", "סִיב", "b1"),
    ("he", "אופטי", "b1"),
    ("he", "שירותים", "b0"),
    ("he", "ממשלתיים", "b0"),
    ("he", "הסיב", "b1"),
    ("he", "והשירותים", "b0"),
    ("he", 'תשפ"ו', "b0"),
    ("he", "תשפו", "b0"),
]


@pytest.mark.browser
@pytest.mark.parametrize(("code", "words", "first"), CASES)
def test_what_readers_type_leads_to_the_item(browser: Browser, served: str, code: str, words: str, first: str) -> None:
    """Who types without marks, as on most keyboards, or a Hebrew word without "the", would find nothing."""
    page = browser.new_page()
    page.goto(f"{served}{code}/search/")
    assert found(page, words)[:1] == [first]
    page.close()


@pytest.mark.browser
def test_what_is_not_there_is_not_found_and_said(browser: Browser, served: str) -> None:
    page = browser.new_page()
    for code, said in (("vi", "Không tìm thấy"), ("en", "Nothing was found"), ("he", "לא נמצא")):
        page.goto(f"{served}{code}/search/?q=zzyzx")
        expect(page.locator("#said")).to_contain_text(said)
        assert page.locator("#found li").count() == 0
    page.close()


@pytest.mark.browser
def test_words_that_stand_nowhere_are_named_beside_what_was_found(browser: Browser, served: str) -> None:
    """The index passes them over: results of one word of three would be taken for results of all."""
    page = browser.new_page()
    for code, words, said in (
        ("en", "zzyzx fibre qqfoo", "Found nowhere: zzyzx, qqfoo"),
        ("vi", "zzyzx duong", "Không có ở đâu: zzyzx"),
        ("he", "זזיקסת הסיב", "לא נמצאו כלל: זזיקסת"),
    ):
        page.goto(f"{served}{code}/search/")
        assert found(page, words)
        expect(page.locator("#said")).to_contain_text(said)
    page.goto(f"{served}en/search/")
    assert found(page, "home fibre")
    expect(page.locator("#said")).not_to_contain_text("nowhere")
    page.close()


@pytest.mark.browser
def test_what_has_the_very_word_stands_before_what_it_may_mean(browser: Browser, served: str) -> None:
    """A word that only looks as if it had "the" before it would be outranked by another one."""
    page = browser.new_page()
    page.goto(f"{served}he/search/")
    assert found(page, "מהבתים")[:1] == found(page, "בתים")[:1]
    page.close()


@pytest.mark.browser
def test_the_found_words_are_marked_as_they_stand_and_text_stays_text(browser: Browser, served: str) -> None:
    """A mark would stand beside the word, or other spellings that nobody wrote would be read."""
    page = browser.new_page()
    page.goto(f"{served}vi/search/?q=chuyen+doi+so")
    page.wait_for_selector("#found li")
    assert page.locator("#found li").first.locator("h2 mark").all_text_contents() == ["chuyển", "đổi", "số"]
    assert "⁂" not in page.content().partition("<ol")[2] and "dổi" not in page.inner_text("main")
    page.goto(f"{served}he/search/?q=סיב")
    page.wait_for_selector("#found mark")
    assert page.locator("#found h2 mark").first.text_content() == "סִיב"
    page.goto(f"{served}en/search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E")
    page.wait_for_selector("#found[aria-busy=false]", state="attached")
    assert page.locator("main img").count() == 0
    page.close()


@pytest.mark.browser
def test_a_figure_is_found_and_the_link_leads_to_its_page(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}en/search/?q=homes")
    page.wait_for_selector("#found li")
    hrefs = [link.get_attribute("href") or "" for link in page.locator("#found h2 a").all()]
    assert {href.split("/")[-3] for href in hrefs} <= {"items", "figures"}
    page.locator("#found h2 a").first.click()
    page.wait_for_url("**/en/*/*/")
    assert "fibre" in page.inner_text("h1")
    page.close()


@pytest.mark.browser
def test_a_page_that_was_open_while_the_site_was_built_anew_still_finds(browser: Browser, home: Path) -> None:
    """The pieces that it knows of are gone: a reader would be told that nothing answers."""
    again = home / "again"
    shutil.copytree(home / "site/public/", again)
    with served_below(again) as address:
        page = browser.new_page()
        page.goto(f"{address}en/search/")
        assert found(page, "homes") == ["b1"]
        index = again / "en/search/index"
        for piece in (index / "index").iterdir():
            piece.rename(piece.with_name(f"en_{'a' * 7}.pf_index"))
        moved = Path(home / "more")
        (moved).mkdir()
        (moved / "plan.yaml").write_text(PLAN, "utf-8")
        ledger = open_ledger(moved / "ledger.db")
        put_out(ledger, [write_item(moved / "outputs", 7, words=TOLD[0])], 0)
        build(moved, ledger)
        shutil.rmtree(index)
        shutil.copytree(moved / "site/public/en/search/index", index)
        assert found(page, "procedures") == ["b7"]
        page.close()


@pytest.mark.browser
def test_without_scripts_the_page_says_so_and_leads_on(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}he/search/")
    assert not page.locator("form.search").is_visible()
    assert [link.get_attribute("href") for link in page.locator("noscript a").all()] == [
        "../../he/weeks/",
        "../../he/figures/",
    ]
    context.close()


def test_a_script_runs_on_the_page_of_the_search_alone(home: Path) -> None:
    """What runs anywhere could be reached by whatever gets into a text."""
    public = home / "site/public"
    for path in public.rglob("*.html"):
        page = html.fromstring(path.read_bytes())
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        scripts = page.xpath("//script[@src]")
        if path.parent.name == "search":
            assert "script-src 'self' 'wasm-unsafe-eval';" in policy and "unsafe-inline" not in policy
            assert "'unsafe-eval'" not in policy and len(scripts) == 1 and not scripts[0].text
        else:
            assert "script-src" not in policy and scripts == []


def test_where_pagefind_is_missing_the_site_says_so_and_has_no_link_to_a_search(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link would lead to a page that finds nothing."""
    monkeypatch.setattr(building, "pagefind_path", lambda: None)
    built = building.build_site(home / "plan.yaml", tmp_path / "site", open_ledger(home / "ledger.db"))
    assert not built.can_search and not list(built.public.rglob("*search*"))
    assert "/search/" not in (built.public / "vi/index.html").read_text("utf-8")


def test_an_index_is_made_anew_only_where_what_is_found_is_another(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each build of an old site would cost minutes."""
    made: list[str] = []
    real = pagefind.make_indexes
    monkeypatch.setattr(
        "briefcast.site.finding.make_indexes",
        lambda program, folders: (made.extend(each.name for each in folders.values()), real(program, folders)),
    )
    out, ledger = tmp_path / "site", open_ledger(home / "ledger.db")
    first = building.build_site(home / "plan.yaml", out, ledger)
    assert sorted(name.partition("-")[0] for name in made) == ["en", "he", "vi"]
    assert building.build_site(home / "plan.yaml", out, ledger).fresh == 0 and len(made) == 3
    shutil.rmtree(out / "index")
    before = {path.relative_to(first.public): path.read_bytes() for path in first.public.rglob("*.pf_*")}
    again = building.build_site(home / "plan.yaml", out, ledger)
    assert again.fresh == 0 and len(made) == 6
    assert before == {path.relative_to(again.public): path.read_bytes() for path in again.public.rglob("*.pf_*")}


@pytest.fixture
def parted(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same site with an index in several parts, as that of many items is."""
    monkeypatch.setattr("briefcast.site.finding._PART_MAX", 1)
    out, ledger = tmp_path / "site", open_ledger(home / "ledger.db")
    return building.build_site(home / "plan.yaml", out, ledger).public


@pytest.mark.browser
def test_what_is_found_lies_in_every_part_of_the_index(browser: Browser, parted: Path) -> None:
    """Of two thousand items a reader would find the oldest alone."""
    index = parted / "he/search"
    assert (index / "index-2/pagefind-entry.json").is_file() and not (index / "index-2/pagefind.js").exists()
    with served_below(parted) as address:
        page = browser.new_page()
        page.goto(f"{address}he/search/")
        for words, item in (("סיב אופטי", "b1"), ("ממשלתיים", "b0"), ("הנתונים", "b2")):
            assert found(page, words)[:1] == [item]
        page.close()


def test_an_index_of_many_grows_by_its_newest_part_alone() -> None:
    """With each new item an index of years would be made anew, for seconds in each language."""
    at = dt.datetime(2031, 12, 1, tzinfo=dt.UTC)
    every = [Findable(path=f"items/b{n}/", at=at, key=str(n), make=lambda: None) for n in range(1301)]  # type: ignore
    before, after = parts_of(every[:1300]), parts_of(every)
    assert [len(part) for part in before] == [1024, 256, 20] and [len(part) for part in after] == [1024, 256, 21]
    assert before[:-1] == after[:-1]
    for count in (0, 1, 255, 256, 257, 511, 512, 1300):
        parts = parts_of(every[:count])
        assert [each for part in parts for each in part] == every[:count] and len(parts) <= 4


def test_other_spellings_are_those_that_readers_type() -> None:
    assert other_spellings("Đường đi đến Đà Nẵng", "vi") == ("dường", "di", "dến", "dà")
    assert "שירותים" in other_spellings("מהשירותים", "he") and "ממשלה" in other_spellings("ובממשלה", "he")
    assert "תשפו" in other_spellings("תשפ״ו", "he")
    # Nothing shorter than a root is a word.
    assert all(len(word) > 2 for word in other_spellings("הבית שלה ובכל המים", "he"))
    assert other_spellings("homes have fibre", "en") == ()


def test_what_a_record_says_is_data() -> None:
    drawn = draw_record(Record(path="items/a/", title="<b>1 < 2</b>", lines=("<script>",), note='"&"'), "en")
    assert "<b>" not in drawn and "<script>" not in drawn and "&lt;script&gt;" in drawn
