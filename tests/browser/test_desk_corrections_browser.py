"""Corrections at the desk in a real browser: from a saved figure to one approval, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from briefcast.desk.words import word
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.corrected import corrections_let_out
from briefcast.paths import LEDGER_ENV
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_desk_week_browser import MADE_MS, Keyboard, Mouse
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on

__all__ = ["browser"]
pytestmark = pytest.mark.browser

HOME = "/corrections/small.yaml"
TOLD = dict(reason.split("=", 1) for reason in REASONS)


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Out]:
    """Send a brief with a wrong figure to a channel where it can be replaced, and to one where it cannot."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LEDGER_ENV, str(tmp_path / "ledger.db"))
    with out_on(tmp_path, ("folder", "instagram")) as found:
        found.write(OLD)
        found.run("make", "small.yaml", "--preset", "draft")
        found.run("publish", "outputs/small", "--approve", "--new")
        yield found


@pytest.fixture
def desk(browser: Browser, out: Out) -> Iterator[tuple[BrowserContext, str]]:
    with served(browser, out.folder, warm=False) as opened:
        yield opened


@pytest.mark.parametrize(("code", "hand"), [("vi", Mouse), ("he", Keyboard)])
def test_who_saves_a_figure_that_is_out_is_led_to_one_approval(
    out: Out, desk: tuple[BrowserContext, str], code: str, hand: type[Mouse]
) -> None:
    """She put the figure right in the editor, and nobody told her that six posts went on saying the other one."""
    context, address = desk
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(f"{address}/briefs/small.yaml?language={code}")
    her = hand(page)
    assert not page.locator("[data-out]").inner_text()
    her.press(page.locator('[data-item="statistics.0"] > summary'))
    figure = page.locator('[data-set="statistics.0.value"]')
    her.write(figure, NEW)
    save = page.locator("[data-save]")
    expect(save).to_be_enabled(timeout=PATIENCE_MS)
    her.press(save)
    link = page.locator("[data-out] a")
    link.wait_for(timeout=PATIENCE_MS)
    assert "6" in page.locator("[data-out]").inner_text()
    her.press(link)
    page.wait_for_url(f"**{HOME}")
    for kind in ("revision", "correction"):
        page.locator(f'[name="kind"][value="{kind}"]').check()
        expect(page.locator(f".way.{kind}").first).to_be_visible()
    for tongue, reason in TOLD.items():
        her.write(page.locator(f"#reason-{tongue}"), reason)
    her.press(page.locator(".correcting button.main"))
    button = page.locator('[data-act$="/approve"] button')
    button.wait_for(timeout=MADE_MS)
    assert not corrections_let_out(open_ledger())
    her.press(button)
    expect(page.locator("[data-told-before]")).to_contain_text(word(code, "correction_let_out"), timeout=PATIENCE_MS)
    page.close()
    assert len(corrections_let_out(open_ledger())) == 3
    assert troubles == []


@pytest.mark.axe
def test_no_view_of_corrections_keeps_anybody_out(browser: Browser, out: Out) -> None:
    """In every stage, language and look, on a wide screen and on the narrowest telephone."""
    broken = {}
    with served(browser, out.folder, warm=False) as (within, address):
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
        view = context.new_page()

        def look(stage: str) -> None:
            for code in read_languages():
                for look in ("light", "dark"):
                    for place in ("/corrections", HOME):
                        view.goto(f"{address}{place}?language={code}&look={look}")
                        expect(view.locator("[data-waits]")).to_have_count(0, timeout=PATIENCE_MS)
                        for width in (1400, 390, 320):
                            view.set_viewport_size({"width": width, "height": 900})
                            seen = (stage, place, code, look, width)
                            assert view.evaluate("document.documentElement.scrollWidth") <= width, seen
                            for each in view.locator("details").all():
                                each.evaluate("one => { one.open = true; }")
                            view.evaluate(AXE.read_text("utf-8"))
                            if found := view.evaluate(VIOLATIONS, RULES):
                                broken[seen] = found

        look("nothing")
        out.write(NEW)
        look("asked")
        reasons = [word for reason in REASONS for word in ("--reason", reason)]
        told = out.run("correct", "small.yaml", "--kind", "correction", *reasons).stderr
        look("ready")
        out.run("correct", "small.yaml", "--approve", told.rpartition("--approve ")[2].split()[0])
        out.run("publish", code=1)
        look("by hand")
        context.close()
    assert broken == {}
