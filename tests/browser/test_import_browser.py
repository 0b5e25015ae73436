"""A document at the desk in a real browser: chosen, read, opened and confirmed, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from briefcast.languages import read_languages
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.importing.documents import KNOWN, as_docx, read_text

__all__ = ["browser"]
pytestmark = pytest.mark.browser
TEXTS = {
    "vi": "province-nine-months.vi.txt",
    "en": "statistics-office.en.txt",
    "he": "municipality.he.txt",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def desk(browser: Browser, folder: Path) -> Iterator[tuple[BrowserContext, str]]:
    with served(browser, folder, warm=False) as opened:
        yield opened


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_document_is_read_opened_and_a_figure_confirmed(
    desk: tuple[BrowserContext, str], folder: Path, tmp_path: Path, code: str
) -> None:
    """From the release on her disk to a confirmed figure in the file, in her own language."""
    context, address = desk
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    document = as_docx(read_text(KNOWN / TEXTS[code]), tmp_path)
    page.goto(f"{address}/?language={code}")
    page.set_input_files("#import-file", document)
    page.locator("[data-import] button").click()
    expect(page.locator("[data-open] a")).to_be_focused(timeout=PATIENCE_MS)
    assert "42" not in page.locator("#import-told").inner_text()
    page.locator("[data-left] summary").click()
    expect(page.locator("[data-left] pre")).to_contain_text("2026")
    page.locator("[data-open] a").click()
    page.wait_for_url("**/briefs/*.yaml*", timeout=PATIENCE_MS)
    page.locator('[data-item="statistics.0"] > summary').click()
    tick = page.locator('[data-tick="statistics.0.unconfirmed"]')
    expect(tick).to_be_checked(timeout=PATIENCE_MS)
    file = next(folder.glob(f"{re.sub('[^a-z-]', '-', document.stem)}*.yaml"))
    before = file.read_text("utf-8").count("unconfirmed: true")
    tick.uncheck()
    page.locator("[data-save]").click(timeout=PATIENCE_MS)
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert file.read_text("utf-8").count("unconfirmed: true") == before - 1
    assert not troubles
    page.close()


def test_figures_are_compared_one_by_one_by_keyboard(
    desk: tuple[BrowserContext, str], folder: Path, tmp_path: Path
) -> None:
    """Thirty figures take minutes when each stands beside its sentence; what changes is looked at again."""
    context, address = desk
    page = context.new_page()
    document = tmp_path / "compare.txt"
    document.write_text(
        "Ashford, 4 November 2025\n\nThe town has 1,246 homes of its own.\n\nThe rate of collection was 93.4%.", "utf-8"
    )
    page.goto(f"{address}/?language=en")
    page.set_input_files("#import-file", document)
    page.locator("[data-import] button").click()
    expect(page.locator("[data-open] a")).to_be_focused(timeout=PATIENCE_MS)
    page.locator("[data-open] a").click()
    ticks = page.locator("[data-confirm]")
    expect(ticks).to_have_count(2, timeout=PATIENCE_MS)
    assert page.locator("[data-confirming] mark").all_inner_texts() == ["1,246", "93.4%"]
    expect(page.locator("[data-confirm-left]")).to_have_text("2 of 2 left")
    ticks.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(ticks.nth(1)).to_be_focused()
    expect(page.locator("[data-confirm-left]")).to_have_text("1 of 2 left")
    # The other figure is changed in the form: what stands beside its sentence is what will be told.
    page.locator("[data-confirm-edit]").nth(1).click()
    value = page.locator('[data-set="statistics.1.value"]')
    value.fill("94.3", timeout=PATIENCE_MS)
    value.blur()
    expect(page.locator("[data-confirm-row]").nth(1)).to_contain_text("94.3%", timeout=PATIENCE_MS)
    expect(ticks.first).to_be_checked()
    expect(ticks.nth(1)).not_to_be_checked()
    page.locator("[data-save]").click(timeout=PATIENCE_MS)
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    text = (folder / "compare.yaml").read_text("utf-8")
    assert text.count("unconfirmed: true") == 2, "the source, and the figure that nobody ticked"
    assert "94.3" in text
    page.close()


def test_a_wrong_document_is_refused_where_it_was_chosen(desk: tuple[BrowserContext, str], tmp_path: Path) -> None:
    """The message stands at the field, is read out, and says what to do."""
    context, address = desk
    page = context.new_page()
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    page.goto(f"{address}/?language=vi")
    page.set_input_files("#import-file", old)
    page.locator("[data-import] button").click()
    expect(page.locator("#import-told")).to_contain_text(".docx", timeout=PATIENCE_MS)
    expect(page.locator("#import-file")).to_be_focused()
    page.close()


@pytest.mark.axe
@pytest.mark.parametrize("code", list(read_languages()))
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_import_keeps_nobody_out(
    browser: Browser, desk: tuple[BrowserContext, str], code: str, look: str, tmp_path: Path
) -> None:
    """Zero violations once a document was read, on a narrow screen too: the list of what was left out is long."""
    within, address = desk
    # The page lets no foreign script in, and axe is one.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{address}/?language={code}&look={look}")
    page.set_input_files("#import-file", as_docx(read_text(KNOWN / TEXTS[code]), tmp_path))
    page.locator("[data-import] button").click()
    expect(page.locator("[data-open] a")).to_be_focused(timeout=PATIENCE_MS)
    page.locator("[data-left] summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(VIOLATIONS, RULES)
    # The figures to compare stand on the page of the draft, each with its tick, its sentence and what is to be said.
    page.locator("[data-open] a").click()
    page.wait_for_url("**/briefs/*.yaml*", timeout=PATIENCE_MS)
    expect(page.locator("[data-confirm-row]").first).to_be_visible(timeout=PATIENCE_MS)
    assert page.locator("[data-confirm-period]").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(AXE.read_text("utf-8"))
    compared = page.evaluate(VIOLATIONS, RULES)
    context.close()
    assert found == []
    assert compared == []
