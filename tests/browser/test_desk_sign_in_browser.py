"""Signing in to the desk of a team at a real provider of identities, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import SecretStr

from briefcast.desk.provider import BACK, Provider
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from tests.batch_fixtures import write_plan
from tests.browser.served_desk import RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.server_fixtures import free_port, running, server_command

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.server("oidc")]


@dataclass
class Places:
    """Where a team signs in."""

    folder: Path
    port: int
    issuer: str

    @contextmanager
    def desk(self, browser: Browser) -> Iterator[tuple[BrowserContext, str]]:
        provider = Provider(
            self.issuer, "briefcast", f"http://127.0.0.1:{self.port}", secret=SecretStr("a secret:of ours")
        )
        with served(browser, self.folder, warm=False, port=self.port, provider=provider) as found:
            yield found


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Places]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    write_plan(tmp_path, briefs=1, weeks=("2031-W48",), languages="[vi, en, he]")
    People(open_ledger()).add("minh", public_key(new_secret()), by="minh")
    port, there = free_port(), free_port()
    issuer = f"http://127.0.0.1:{there}"

    def ready() -> bool:
        try:
            return httpx.get(f"{issuer}/.well-known/openid-configuration", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    command = [*server_command("oidc"), str(there), f"http://127.0.0.1:{port}{BACK}"]
    with running(command, tmp_path / "provider.log", ready):
        yield Places(tmp_path, port, issuer)


def at_provider(page: Page, email: str) -> None:
    """Type an address and a password at the provider, and let the desk know who it is."""
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill("whatever")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Continue").click()


def by_mouse(page: Page) -> None:
    page.locator("main a.button.main").click()


def by_keyboard(page: Page) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('main a.button.main')"):
            page.keyboard.press("Enter")
            return
    pytest.fail("the sign-in cannot be reached with Tab")


@pytest.mark.parametrize("press", [by_mouse, by_keyboard])
def test_somebody_of_the_plan_comes_in_by_the_provider_and_goes_out(places: Places, browser: Browser, press) -> None:  # type: ignore[no-untyped-def]
    with places.desk(browser) as (context, address):
        page = context.new_page()
        page.goto(f"{address}/weeks")
        assert page.url == f"{address}/sign-in?next=/weeks"
        press(page)
        at_provider(page, "lan@example.org")
        page.wait_for_url(f"{address}/weeks")
        expect(page.locator("form.who")).to_contain_text("Lan")
        kept = {cookie["name"]: cookie for cookie in context.cookies(address)}
        assert kept["briefcast_who_1"]["httpOnly"] and kept["briefcast_who_1"]["sameSite"] == "Lax"
        page.locator("form.who button").click()
        page.wait_for_url(f"{address}/sign-in?out=1")
        page.goto(f"{address}/weeks")
        assert page.url == f"{address}/sign-in?next=/weeks"
        # The provider knows the browser still: whoever signed out is asked for her password all the same.
        page.goto(f"{address}/sign-in?out=1")
        press(page)
        expect(page.locator("input[name=login]")).to_be_visible()
        happened = [event for event in open_ledger().history() if event.what.startswith("signed")]
        assert [(event.who, event.what) for event in happened] == [("lan", "signed in"), ("lan", "signed out")]


@pytest.mark.parametrize("email", ["eve@example.org", "unverified@example.org"])
def test_whom_the_plan_does_not_name_stays_outside(places: Places, browser: Browser, email: str) -> None:
    with places.desk(browser) as (context, address):
        page = context.new_page()
        page.goto(address)
        by_mouse(page)
        at_provider(page, email)
        expect(page.locator("main [role=alert]")).to_contain_text(email)
        page.goto(f"{address}/weeks")
        assert page.url == f"{address}/sign-in?next=/weeks"


@pytest.mark.axe
def test_the_pages_of_the_sign_in_keep_nobody_out(places: Places, browser: Browser) -> None:
    broken = {}
    with places.desk(browser) as (_, address):
        # The page lets no foreign script in, and axe is one.
        context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
        view = context.new_page()
        for code in read_languages():
            for look in ("light", "dark"):
                view.goto(f"{address}/sign-in?language={code}&look={look}")
                for place in ("/sign-in", "/sign-in?out=1", "/sign-in/back?code=x&state=y"):
                    for width in (1400, 390, 320):
                        view.set_viewport_size({"width": width, "height": 900})
                        view.goto(f"{address}{place}")
                        assert view.evaluate("document.documentElement.scrollWidth") <= width, (place, width)
                        assert view.evaluate("document.documentElement.dir") == read_languages()[code].direction
                        view.evaluate(AXE.read_text("utf-8"))
                        if found := view.evaluate(VIOLATIONS, RULES):
                            broken[f"{place}, {code}, {look}, {width} px"] = found
        context.close()
    assert broken == {}
