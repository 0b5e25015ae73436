"""Handing out, comments and ways back in a real browser: done with the mouse, read by everybody."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from briefcast.desk.words import read_words
from briefcast.handouts.opened import open_edition
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.comments import add_comment, open_comments
from briefcast.ledger.shares import list_shares, make_share
from briefcast.week.week import REVIEW_FOLDER, BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE

__all__ = ["browser"]
pytestmark = pytest.mark.browser

WEEK = "2031-W48"


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder with a week that was made, and the ledger of those who decide about it."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        patch.delenv("BRIEFCAST_BOARD_URL", raising=False)
        plan = write_plan(folder, briefs=1, weeks=(WEEK,), languages="[vi, en, he]")
        make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=folder / "outputs", settings=folder))
        yield folder


@pytest.fixture(scope="module")
def desk(browser: Browser, team: Path) -> Iterator[tuple[BrowserContext, str]]:
    with served(browser, team, warm=False) as opened:
        yield opened


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_comment_is_made_read_and_resolved_with_the_mouse(desk: tuple[BrowserContext, str], code: str) -> None:
    context, address = desk
    page = context.new_page()
    words = read_words()[code]
    page.goto(f"{address}/weeks/{WEEK}?language={code}")
    card = page.locator(".card").first
    card.locator(".comments summary").click()
    card.locator('[name="text"]').fill("Is 99.3% of October?")
    card.locator('[name="named"]').select_option("lan")
    card.get_by_role("button", name=words["comment_send"]).click()
    expect(page.locator("[data-told-before]")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".card").first.locator(".comments")).to_contain_text("Is 99.3% of October?")
    expect(page.locator(".group .warning")).to_be_visible()
    page.goto(f"{address}/weeks")
    page.get_by_role("link", name="b0/").first.click()
    card = page.locator(".card").first
    card.get_by_role("button", name=words["comment_resolve"]).first.click()
    expect(page.locator(".group .warning")).to_have_count(0, timeout=PATIENCE_MS)
    assert not open_comments(open_ledger())
    page.close()


def test_a_link_is_made_opened_without_an_account_and_taken_back(
    browser: Browser, desk: tuple[BrowserContext, str], tmp_path: Path
) -> None:
    context, address = desk
    page = context.new_page()
    page.goto(f"{address}/weeks/{WEEK}?language=en")
    page.get_by_role("link", name="Hand out").first.click()
    page.wait_for_url("**/handouts/b0")
    with page.expect_download(timeout=PATIENCE_MS) as taken:
        page.get_by_role("link", name="Take also what is not approved").click()
    taken.value.save_as(tmp_path / "press.zip")
    with zipfile.ZipFile(tmp_path / "press.zip") as file:
        assert "READ-FIRST.vi.txt" in file.namelist()
    page.locator("#days").fill("3")
    page.locator('[name="before_out"]').check()
    page.get_by_role("button", name="Make a link").click()
    told = page.locator("[data-told-before] li")
    expect(told).to_contain_text("/shared/", timeout=PATIENCE_MS)
    link = next(word for word in told.inner_text().split() if "/shared/" in word).strip("\u2066\u2067\u2068\u2069")
    shared = context.new_page()
    shared.goto(link)
    expect(shared.locator(".notice").first).to_be_visible()
    assert shared.locator("article img").first.evaluate("each => each.complete && each.naturalWidth") == 1200
    share = list_shares(open_ledger(), "b0")[0]
    page.get_by_role("button", name=f"Take back {share.id}").click()
    expect(page.locator("#links-h ~ .scroll")).to_contain_text("took it back", timeout=PATIENCE_MS)
    shared.reload()
    expect(shared.locator("h1")).to_have_text("This link opens nothing")
    shared.close()
    page.close()


def test_a_page_that_was_made_leads_back_to_the_desk(desk: tuple[BrowserContext, str]) -> None:
    context, address = desk
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{address}/editions/{REVIEW_FOLDER}/{WEEK}/index.html?language=en")
    page.get_by_role("link", name="Decide at the desk").first.click()
    page.wait_for_url(f"**/weeks/{WEEK}")
    page.goto(f"{address}/editions/b0/index.html")
    page.get_by_role("link", name="Back to the desk").click()
    page.wait_for_url(f"{address}/")
    assert not troubles
    page.close()


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_what_is_handed_out_keeps_nobody_out(
    browser: Browser, team: Path, desk: tuple[BrowserContext, str], code: str, look: Literal["light", "dark"]
) -> None:
    """Zero violations on the pages of the desk, on those that were made, and behind a link; on a narrow screen too."""
    within, address = desk
    now = dt.datetime.now(dt.UTC)
    there = open_edition(team / "outputs" / "b0", open_ledger(), now=now)
    token, _ = make_share(open_ledger(), "b0", who="lan", content_sha256=there.sha256, now=now)
    item = there.items[0]
    add_comment(
        open_ledger(), item.key, item.content_sha256, "Which year?", who="minh", week=WEEK, named="lan", now=now
    )
    # The page lets no foreign script in, and axe is one.
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state(), color_scheme=look
    )
    page = context.new_page()
    page.goto(f"{address}/weeks/{WEEK}?language={code}&look={look}")
    places = (
        "/handouts/b0", "/weeks", f"/weeks/{WEEK}", "/editions/b0/index.html",
        f"/editions/{REVIEW_FOLDER}/{WEEK}/index.html", f"/shared/{token}/", "/shared/none/",
    )  # fmt: skip
    broken = {}
    for place in places:
        for width in (1400, 320):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{address}{place}?language={code}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
            if place.startswith(("/editions", f"/shared/{token}")):
                # What leads back, or to another language, is there on a narrow screen too.
                expect(page.locator(".desk-ways a, .shared nav a").first).to_be_visible()
            page.evaluate(AXE.read_text("utf-8"))
            if found := page.evaluate(VIOLATIONS, RULES):
                broken[f"{place}, {width} px"] = found
    context.close()
    assert broken == {}
