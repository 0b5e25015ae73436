"""Proposals of a language model in a real browser: asked for, compared, accepted, dismissed, by mouse and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefcast.brief.read import read_brief
from briefcast.desk.words import read_words
from briefcast.languages import read_languages
from briefcast.proposing.kept import Kept
from briefcast.proposing.proposing import Proposal
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.emulators.language_model import LanguageModel, fails, language_model, proposes
from tests.proposing.test_proposing import NOW
from tests.proposing_fixtures import BRIEF, opened, wanted, write_brief

__all__ = ["browser"]
pytestmark = pytest.mark.browser

GOOD = {
    "vi": "Thời gian chờ khám giảm còn {waits}",
    "en": "Waiting for a visit is down to {waits}",
    "he": "ההמתנה לביקור ירדה ל־{waits}",
}
PLACE = "/briefs/health.yaml/proposals"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModel]:
    with language_model(proposes(GOOD["en"])) as server:
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_URL", server.url)
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_MODEL", "small")
        yield server


@pytest.fixture
def desk(browser: Browser, tmp_path: Path, model: LanguageModel) -> Iterator[tuple[BrowserContext, str]]:
    write_brief(tmp_path)
    with served(browser, tmp_path, warm=False) as opened:
        yield opened


def shown(page: Page, address: str, code: str) -> dict[str, str]:
    page.goto(f"{address}{PLACE}?language={code}")
    words: dict[str, str] = read_words()[code]
    return words


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_headline_is_asked_for_compared_and_accepted_with_the_mouse(
    desk: tuple[BrowserContext, str], tmp_path: Path, model: LanguageModel, code: str
) -> None:
    """What is new in it is marked, and nothing of it is in the brief before somebody pressed Accept."""
    model.answer = proposes(GOOD[code])
    context, address = desk
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    words = shown(page, address, code)
    asking = page.locator("form.asking")
    asking.locator('[name="kind"]').select_option("headline")
    asking.locator('[name="point"]').select_option("waiting")
    asking.locator('[name="language"]').select_option(code)
    asking.get_by_role("button", name=words["proposal_ask"]).click()
    proposal = page.locator("article.proposal")
    expect(proposal).to_have_count(1, timeout=PATIENCE_MS)
    # The answer is where she reads on, and the figure in it is locked.
    expect(proposal).to_contain_text("{waits}")
    assert proposal.locator("mark").count() and len(model.asked) == 1
    text = proposal.locator("dd").nth(1)
    assert text.get_attribute("lang") == code
    direction = text.evaluate("it => getComputedStyle(it).direction")
    assert direction == read_languages()[code].direction
    assert (tmp_path / "health.yaml").read_text("utf-8") == BRIEF
    proposal.get_by_role("button", name=words["proposal_accept"]).click()
    expect(page.locator("article.proposal")).to_have_count(0, timeout=PATIENCE_MS)
    assert read_brief(tmp_path / "health.yaml").points[0].headline == {code: GOOD[code]}
    assert not troubles
    page.close()


@pytest.mark.parametrize("code", list(read_languages()))
def test_the_same_is_done_with_the_keyboard_alone(
    desk: tuple[BrowserContext, str], tmp_path: Path, model: LanguageModel, code: str
) -> None:
    """Who cannot use a mouse asks, hears where the answer is, and lets it go."""
    model.answer = proposes(GOOD[code])
    context, address = desk
    page = context.new_page()
    words = shown(page, address, code)
    page.evaluate("document.activeElement.blur()")

    def go_to(wanted: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("it => document.activeElement.matches(it)", wanted):
                return
        raise AssertionError(f"{wanted} is not reached by Tab")

    def choose(field: str, value: str) -> None:
        go_to(f'form.asking [name="{field}"]')
        options = page.locator(f'form.asking [name="{field}"] option').evaluate_all("all => all.map(it => it.value)")
        page.keyboard.press("Home")
        for _ in range(options.index(value)):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.value") == value

    choose("kind", "headline")
    choose("point", "waiting")
    choose("language", code)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article.proposal")).to_have_count(1, timeout=PATIENCE_MS)
    # Focus goes to where the answer stands: Tab leads on to it, and not from the top again.
    expect(page.locator("#proposals-h")).to_be_focused()
    page.keyboard.press("Tab")
    assert words["proposal_accept"] in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    assert words["proposal_dismiss"] in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("article.proposal")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator("#proposals-h")).to_be_focused()
    assert (tmp_path / "health.yaml").read_text("utf-8") == BRIEF
    assert not Kept(tmp_path / "health.yaml").open()
    page.close()


def test_a_model_that_does_not_answer_is_said_and_nothing_is_lost(
    desk: tuple[BrowserContext, str], tmp_path: Path, model: LanguageModel
) -> None:
    model.answer = fails(503)
    context, address = desk
    page = context.new_page()
    words = shown(page, address, "en")
    for field, value in (("kind", "headline"), ("point", "waiting"), ("language", "en")):
        page.locator(f'form.asking [name="{field}"]').select_option(value)
    page.get_by_role("button", name=words["proposal_ask"]).click()
    proposal = page.locator("article.proposal")
    expect(proposal).to_contain_text("503", timeout=PATIENCE_MS)
    # That a server was busy is no rule that refused anything.
    expect(proposal).to_contain_text(words["proposal_missing"])
    assert words["proposal_refused"] not in proposal.inner_text()
    assert not proposal.get_by_role("button", name=words["proposal_accept"]).count()
    assert (tmp_path / "health.yaml").read_text("utf-8") == BRIEF
    page.close()


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_proposals_keep_nobody_out(
    browser: Browser, tmp_path: Path, desk: tuple[BrowserContext, str], code: str, look: Literal["light", "dark"]
) -> None:
    """Zero violations with none, with one to accept and with one that is refused; 320 px wide too."""
    within, address = desk
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state(), color_scheme=look
    )
    page = context.new_page()
    broken = {}
    for state in ("none", "two", "unnamed"):
        if state == "two":
            file = opened(tmp_path)
            good = Proposal(wanted=wanted(file, "headline", "waiting", "en"), text=GOOD["en"], refused=())
            ill = Proposal(
                wanted=wanted(file, "headline", "vaccines", "he"), text="{cases}", refused=("It adds {cases}.",)
            )
            Kept(file.path).add([good, ill], model="small", at=NOW)
        with pytest.MonkeyPatch.context() as patch:
            if state == "unnamed":
                patch.delenv("BRIEFCAST_PROPOSALS_URL")
            for width in (1400, 768, 320):
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(f"{address}{PLACE}?language={code}&look={look}")
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (state, width)
                page.evaluate(AXE.read_text("utf-8"))
                if found := page.evaluate(VIOLATIONS, RULES):
                    broken[f"{state}, {width} px"] = found
    context.close()
    assert broken == {}
