"""What holds of every page that a person opens, in a real browser: at each width, in each language, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.every_page import CODES, write_pages
from tests.browser.html_checker import html_faults
from tests.browser.test_page_browser import browser
from tests.conftest import AXE

__all__ = ["browser"]
pytestmark = pytest.mark.browser
WIDTHS = (1400, 390, 320)
NAMES = ["edition", "small", "week", "week-parts", "week-part", "transcript-vi", "transcript-he"]
NAMES += [f"{kind}-{code}" for kind in ("publish", "board", "plan", "press-release", "post-video") for code in CODES]
NAMES += ["post-infographic-he", "post-podcast-vi", "handoff-infographic-vi", "handoff-video-he", "handoff-podcast-en"]
VIOLATIONS = """async (rules) => (await axe.run(document, { resultTypes: ["violations"], ...rules })).violations.map(
  (each) => `${each.id} × ${each.nodes.length}: ${each.nodes[0].html.slice(0, 160)}`)"""
STOPS = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, video, audio, [tabindex='0']")]
  .filter((each) => each.checkVisibility() && !each.disabled).length"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_pages(tmp_path_factory.mktemp("pages"))


def languages_of(page: Page) -> list[str]:
    """Give the languages a page can be switched to; those of its filter for what it shows are no switch."""
    return page.evaluate(
        "[...document.querySelectorAll('input[type=radio][data-dir]')]"
        ".filter(e => e.checkVisibility()).map(e => e.value)"
    )


def speak(page: Page, code: str) -> None:
    page.locator(f'input[type=radio][data-dir][value="{code}"]').check()


def looks(page: Page) -> Iterator[str]:
    """Show a page in each of its languages, all that is folded open, at each width."""
    for code in languages_of(page) or [""]:
        if code:
            speak(page, code)
            assert page.evaluate("document.documentElement.lang") == code
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            yield f"{code or 'its own language'}, {width} px"


@pytest.mark.axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_kept_out(browser: Browser, pages: dict[str, Path], name: str, scheme: str) -> None:
    """Each rule that is broken keeps somebody out: who hears a page, zooms it, cannot tell its colours apart."""
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    # Colours alone are others in the dark.
    rules = {} if scheme == "light" else {"runOnly": ["color-contrast", "link-in-text-block"]}
    found = {look: page.evaluate(VIOLATIONS, rules) for look in looks(page)}
    context.close()
    assert {look: broken for look, broken in found.items() if broken} == {}


@pytest.mark.vnu
def test_every_page_is_html_as_the_standard_has_it(pages: dict[str, Path]) -> None:
    """What a browser mends by guessing, another one and a screen reader guess otherwise."""
    assert html_faults(pages.values()) == []


@pytest.mark.axe
def test_a_page_that_keeps_people_out_would_be_seen(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(pages["edition"].as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate(
        "() => { document.querySelector('.set:not([hidden]) img').removeAttribute('alt');"
        " document.querySelector('main').outerHTML = document.querySelector('main').innerHTML; }"
    )
    broken = [each.split()[0] for each in page.evaluate(VIOLATIONS, {})]
    context.close()
    assert {"image-alt", "landmark-one-main"} <= set(broken)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_is_wider_than_its_window(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Whoever reads on a phone would have to push each line to and fro."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(pages[name].as_uri())
    wider = {look: page.evaluate("document.documentElement.scrollWidth - innerWidth") for look in looks(page)}
    page.close()
    assert {look: more for look, more in wider.items() if more > 0} == {}


@pytest.mark.parametrize("name", ["edition", "week", "week-parts", "week-part", "publish-vi", "board-en"])
def test_a_page_can_be_switched_to_the_readers_language(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """A Hebrew reader of a Vietnamese team would not find what to press."""
    page = browser.new_page()
    page.goto(pages[name].as_uri())
    assert set(languages_of(page)) == set(CODES)
    headings = set()
    for code, direction in (("en", "ltr"), ("he", "rtl"), ("vi", "ltr")):
        speak(page, code)
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [code, direction]
        assert page.evaluate("getComputedStyle(document.body).direction") == direction
        headings.add(page.locator("h2:visible").first.inner_text())
    page.close()
    assert len(headings) == 3


# --- the page of what would be sent


@pytest.fixture
def sendings(browser: Browser, pages: dict[str, Path]) -> Iterator[Page]:
    """Open the page of what would be sent; a word in the console, or a request that leaves the disk, fails the test."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else troubles.append(r.url))
    page.goto(pages["publish-vi"].as_uri())
    yield page
    page.close()
    assert troubles == []


def test_the_filter_comes_first_and_few_posts_are_shown_at_once(sendings: Page) -> None:
    """With 795 posts there were 4,003 presses of Tab between a reader and the last of them."""
    every, shown = sendings.locator(".card").count(), sendings.locator(".card:visible").count()
    assert every > shown == 12
    assert sendings.evaluate(STOPS) <= 60
    assert sendings.locator("#shown").inner_text().endswith(f"\u206612 / {every}\u2069")
    for _ in ("skip", "language", "state"):
        sendings.keyboard.press("Tab")
    assert sendings.evaluate("document.activeElement.name") == "state"
    sendings.locator("#more").press("Enter")
    assert sendings.locator(".card:visible").count() == min(every, 24)
    assert sendings.evaluate("document.activeElement.id") == "card-13"


def test_what_is_chosen_is_shown_and_can_be_sent_as_an_address(sendings: Page) -> None:
    sendings.locator('[name="product"]').select_option("video")
    sendings.locator('[name="language"]').select_option("he")
    assert sendings.evaluate(
        "[...document.querySelectorAll('.card')].filter(e => e.checkVisibility())"
        ".every(e => e.dataset.product === 'video' && e.dataset.language === 'he')"
    )
    chosen = sendings.url
    number = sendings.locator(".card:visible").count()
    sendings.goto("about:blank")
    sendings.goto(chosen)
    assert sendings.locator('[name="product"]').input_value() == "video"
    assert sendings.locator(".card:visible").count() == number > 0


def test_a_film_has_its_captions_on_every_platform(sendings: Page) -> None:
    """Who does not hear reads what a film says before it goes out, also for a network that takes no captions."""
    films = sendings.evaluate(
        """async () => {
          const films = [...document.querySelectorAll(".card video")];
          for (const film of films) film.textTracks[0].mode = "showing";
          const whole = () => films.every((film) => film.textTracks[0].cues?.length);
          for (let i = 0; i < 100 && !whole(); i++) await new Promise(r => setTimeout(r, 50));
          return films.map((film) => [film.closest(".card").dataset.channel, film.textTracks[0].cues?.length ?? 0]);
        }"""
    )
    assert {"facebook", "youtube", "tiktok"} <= {channel for channel, _ in films}
    assert [channel for channel, cues in films if not cues] == []


def test_every_post_is_there_without_script(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages["publish-vi"].as_uri())
    assert page.locator(".card:visible").count() == page.locator(".card").count()
    assert not page.locator("#filters").is_visible()
    context.close()
