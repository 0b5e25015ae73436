"""The versions of a brief in a real browser: found, held against what stands now, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefcast.brief.read import read_brief
from briefcast.desk.versions import Versions
from briefcast.languages import read_languages
from tests.browser.served_desk import PATIENCE_MS, RULES
from tests.browser.test_desk_browser import browser, desk, folder, page, wait_drawn
from tests.browser.test_every_page import VIOLATIONS
from tests.conftest import AXE

__all__ = ["browser", "desk", "folder", "page"]

pytestmark = pytest.mark.browser


def save(page: Page, title: str) -> None:
    page.locator('[data-set="title.en"]').fill(title)
    expect(page.locator("[data-save]")).to_be_enabled()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)


def test_a_version_is_taken_back_with_the_keyboard_alone(page: Page, folder: Path) -> None:
    wait_drawn(page)
    save(page, "The first title")
    save(page, "The second title")
    page.locator(".doing a", has_text="Versions").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions")
    expect(page.locator(".versions li").first).to_contain_text("in the file now")
    page.locator(".versions a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/*")
    expect(page.locator(".compared tbody")).to_contain_text("The first title")
    expect(page.locator(".compared tbody")).to_contain_text("The second title")
    expect(page.locator(".pictures img")).to_be_visible()
    page.locator("[data-act] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/briefs/my-plan.yaml")
    expect(page.locator("[data-told-before]")).to_contain_text("in the draft now")
    expect(page.locator('[data-set="title.en"]')).to_have_value("The first title")
    assert read_brief(folder / "my-plan.yaml").title["en"] == "The second title"
    expect(page.locator("[data-save]")).to_be_enabled()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert read_brief(folder / "my-plan.yaml").title["en"] == "The first title"


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_the_pages_of_versions_keep_nobody_out(
    browser: Browser, page: Page, desk: tuple[BrowserContext, str], folder: Path, code: str, look: str
) -> None:
    wait_drawn(page)
    save(page, f"A title {code} {look}")
    save(page, "Another title, which is as long as a title of a brief may be before it is told to be too long")
    within, address = desk
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
    view, broken = context.new_page(), {}
    id = Versions(folder / "my-plan.yaml").listed()[1].id
    for place in ("versions", f"versions/{id}"):
        for width in (1400, 390, 320):
            view.set_viewport_size({"width": width, "height": 900})
            view.goto(f"{address}/briefs/my-plan.yaml/{place}?language={code}&look={look}")
            for more in view.locator("details.file > summary").all():
                more.click()
            assert view.evaluate("document.documentElement.scrollWidth") <= width, place
            assert view.evaluate("document.documentElement.dir") == read_languages()[code].direction
            view.evaluate(AXE.read_text("utf-8"))
            if found := view.evaluate(VIOLATIONS, RULES):
                broken[f"{place}, {width} px"] = found
    context.close()
    assert broken == {}
