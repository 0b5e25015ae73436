"""From an empty folder to a released item in a real browser: with the mouse alone, and with the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import change_brief, make_week_quietly, write_plan
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE

__all__ = ["browser"]
pytestmark = pytest.mark.browser

WEEK = "2026-W48"
MADE_MS = 300_000
"""Pictures of three audiences are made while other tests want both cores."""
TABS_MAX = 400


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return tmp_path


class Mouse:
    """Somebody who points and clicks, and types where she clicked."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def press(self, at: Locator) -> None:
        self.actions += 1
        at.click()

    def write(self, at: Locator, text: str) -> None:
        self.press(at)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)


class Keyboard(Mouse):
    """Somebody without a mouse: she comes to everything with Tab alone."""

    def press(self, at: Locator) -> None:
        self.actions += 1
        self._reach(at)
        self.page.keyboard.press("Space" if at.get_attribute("type") == "checkbox" else "Enter")

    def write(self, at: Locator, text: str) -> None:
        self.actions += 1
        self._reach(at)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def _reach(self, at: Locator) -> None:
        at.wait_for()
        for _ in range(TABS_MAX):
            if at.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {at}")


@pytest.mark.parametrize(("code", "hand"), [("en", Mouse), ("he", Keyboard)])
def test_a_newcomer_comes_from_an_empty_folder_to_what_is_released(
    browser: Browser, folder: Path, code: str, hand: type[Mouse]
) -> None:
    """An officer who is sent to a terminal on the way does not come to its end."""
    with served(browser, folder) as (context, address):
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((address, "data:")) else troubles.append(r.url))
        page.goto(f"{address}/?language={code}")
        her = hand(page)
        her.write(page.locator("#begin-name"), "clinics-2027")
        for other in read_languages():
            if other != code:
                her.press(page.locator(f'[name="languages"][value="{other}"]'))
        her.press(page.locator("[data-begin] button"))
        page.wait_for_url("**/briefs/clinics-2027.yaml")
        her.press(page.locator('.rooms a[href="/weeks"]'))
        page.wait_for_url("**/weeks")
        her.press(page.locator('[name="products"][value="infographic"]'))
        her.write(page.locator("#plan-person"), "Lê Thị Lan")
        her.press(page.locator('[data-act="/plan"] button'))
        page.wait_for_url("**/weeks/20*")
        her.press(page.locator('[data-then="watch"] button'))
        card = page.locator(".card").first
        card.wait_for(timeout=MADE_MS)
        assert page.locator(".card img").count() == page.locator(".card").count()
        her.press(page.locator(".group button").first)
        expect(page.locator(".card.waiting")).to_have_count(0, timeout=PATIENCE_MS)
        expect(page.locator("[data-told-before]")).to_be_visible()
        her.press(page.locator("#release form button"))
        page.wait_for_load_state()
        expect(page.locator("#release")).to_be_focused(timeout=PATIENCE_MS)
        her.press(page.locator('.rooms a[href="/outbox"]'))
        expect(page.locator(".posts > .post").first).to_be_visible()
        page.close()
    assert [each for each in troubles if "ERR_" not in each] == []
    assert open_ledger().releases()
    assert {release.who for release in open_ledger().releases()} == {"le-thi-lan"}
    assert her.actions <= 12


@pytest.fixture
def team(folder: Path) -> Path:
    """Give a folder with a week that was made."""
    plan = write_plan(folder, briefs=2, weeks=(WEEK, "2026-W49"), languages="[vi, en, he]")
    make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=folder / "outputs", settings=folder))
    return folder


@pytest.fixture
def desk(browser: Browser, team: Path) -> Iterator[tuple[BrowserContext, str]]:
    with served(browser, team, warm=False) as opened:
        yield opened


def test_a_stale_page_shows_what_changed_and_a_reason_is_asked_for(
    team: Path, desk: tuple[BrowserContext, str]
) -> None:
    context, address = desk
    page = context.new_page()
    page.goto(f"{address}/weeks/{WEEK}?language=vi")
    card = page.locator(".card").first
    card.locator('[value="sent back"]').click()
    expect(card.locator(":scope > form [role=alert]")).to_be_visible()
    expect(card.locator('[name="why"]')).to_be_focused()
    # Enter in the reason decides nothing.
    page.keyboard.type("Sai năm")
    page.keyboard.press("Enter")
    expect(card.locator('[value="approved"]')).to_be_focused()
    assert not [event for event in open_ledger().history() if event.what == "approved"]
    change_brief(team, 0, "value: 99.3", "value: 93.9")
    plan = team / "plan.yaml"
    make_week_quietly(BatchRequest(plan=plan, week=WEEK, out=team / "outputs", settings=team))
    card.locator('[value="approved"]').click()
    changed = page.locator("[data-changed]")
    expect(changed).to_be_visible()
    expect(changed.locator("del").first).to_contain_text("99.3")
    expect(changed.locator("ins").first).to_contain_text("93.9")
    changed.locator("[data-look-again]").click()
    expect(changed).to_be_hidden()
    page.locator(".card").first.locator('[value="held"]').click()
    expect(page.locator(".card.held")).to_have_count(1)
    page.close()


def test_a_slot_is_moved_with_the_keyboard_alone(team: Path, desk: tuple[BrowserContext, str]) -> None:
    context, address = desk
    page = context.new_page()
    page.goto(f"{address}/weeks/{WEEK}/calendar?language=en")
    her = Keyboard(page)
    her.press(page.locator(".hour summary").first)
    day = page.locator('.hour [name="day"]').first
    her._reach(day)
    page.keyboard.press("ArrowDown")
    her.press(page.locator(".hour form button").first)
    expect(page.locator("[data-told-before]")).to_be_visible()
    assert "item: b0-w48" in (team / "plan.yaml").read_text("utf-8")
    page.close()


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_no_view_of_the_week_keeps_anybody_out(browser: Browser, team: Path, code: str, look: str) -> None:
    people = People(open_ledger())
    people.add("lan", public_key(secret := new_secret()), by="lan")
    places = ("/weeks", f"/weeks/{WEEK}", "/weeks/2026-W49", f"/weeks/{WEEK}/calendar", "/outbox", "/says?figure=reach")
    broken = {}
    with served(browser, team, warm=False) as (within, address):
        # The page lets no foreign script in, and axe is one.
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
        view = context.new_page()
        view.goto(f"{address}/sign-in?language={code}&look={look}")
        for place in ("/sign-in", *places):
            for width in (1400, 768, 390, 320):
                view.set_viewport_size({"width": width, "height": 900})
                view.goto(f"{address}{place}")
                assert view.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
                assert view.evaluate("document.documentElement.dir") == read_languages()[code].direction
                for each in view.locator("details").all():
                    each.evaluate("one => { one.open = true; }")
                view.evaluate(AXE.read_text("utf-8"))
                if found := view.evaluate(VIOLATIONS, RULES):
                    broken[f"{place}, {width} px"] = found
            if place == "/sign-in":
                view.locator("#secret").fill(secret)
                view.keyboard.press("Enter")
                view.wait_for_url("**/weeks")
        context.close()
    assert broken == {}
