"""The site as a browser shows it: at each width, in each language, light and dark, with its players."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from briefcast.ledger import open_ledger
from tests.browser.html_checker import html_faults
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.site.served import served_below
from tests.site_fixtures import CODES, approve, build, make_week, send, write_site_plan

__all__ = ["browser"]
pytestmark = pytest.mark.browser
WIDTHS = (1400, 390, 320)
PATHS = ["", "404.html"]
PATHS += [
    f"{code}/{ending}"
    for code in CODES
    for ending in (
        "",
        "items/b0/",
        "figures/",
        "figures/villages/",
        "weeks/",
        "topics/fibre/",
        "corrections/",
        "about/",
        "embed/",
        "topics/fibre/embed.html",
        "search/?q=99",
    )
]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one item with picture, film and episode."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        patch.chdir(folder)
        request = write_site_plan(folder, briefs=1, products="[infographic, video, podcast]", topic="b0-w47")
        ledger, week = open_ledger(), make_week(request)
        approve(week, ledger)
        assert send(week, ledger) == 9
        return build(week, ledger).public


@pytest.fixture(scope="module")
def served(public: Path) -> Iterator[str]:
    """The same, served below a folder as its address says."""
    with served_below(public) as address:
        yield address


@pytest.mark.vnu
def test_every_page_is_html_as_the_standard_has_it(public: Path) -> None:
    """What a browser mends by guessing, another one and a screen reader guess otherwise."""
    assert html_faults(sorted(public.rglob("*.html"))) == []


@pytest.mark.vnu
def test_a_page_that_is_no_html_would_be_seen(public: Path, tmp_path: Path) -> None:
    page = (public / "vi/items/b0/index.html").read_text("utf-8")
    broken = page.replace("<h1>", "<h1><p>", 1).replace('alt="', 'align="left" data-alt="', 1)
    (tmp_path / "page.html").write_text(broken.replace("</main>", ""), "utf-8")
    said = " ".join(html_faults([tmp_path / "page.html"]))
    assert "Element “p” not allowed as child of element “h1”" in said and "obsolete" in said and "unclosed" in said


@pytest.mark.axe
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(browser: Browser, served: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    broken = {}
    for path in PATHS:
        page.goto(served + path, wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(AXE.read_text("utf-8"))
        for width in (1400, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if found := page.evaluate(VIOLATIONS, {"rules": {"target-size": {"enabled": True}}}):
                broken[path, width] = found
    context.close()
    assert broken == {}


def test_every_page_fits_its_window_and_asks_for_nothing_but_its_own(browser: Browser, served: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("requestfailed", lambda request: troubles.append(request.url))
    page.on("request", lambda request: None if request.url.startswith(served) else troubles.append(request.url))
    for path in PATHS:
        page.goto(served + path, wait_until="networkidle")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, (path, width)
        if path.startswith("he/") and not path.endswith("embed.html"):
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).textAlign") in ("start", "right")
            assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
            name, tongues = (page.locator(each).bounding_box() for each in (".name", ".tongues"))
            assert name and tongues and name["x"] > tongues["x"]
    assert context.cookies() == [] and troubles == []
    context.close()


@pytest.mark.parametrize("code", CODES)
def test_nothing_moves_while_a_page_is_read(browser: Browser, served: str, code: str) -> None:
    """What moves when a picture comes late is pressed by mistake, or lost by whoever reads there."""
    page = browser.new_page(viewport={"width": 412, "height": 823})
    page.route("**/assets/*.svg", lambda route: (page.wait_for_timeout(400), route.continue_()))
    for path in (f"{code}/", f"{code}/items/b0/", f"{code}/figures/villages/"):
        page.goto(served + path, wait_until="networkidle")
        assert page.evaluate("[...document.images].every((each) => each.width && each.height)"), path
        assert page.locator("img:not([width]), img:not([height])").count() == 0
        moved = page.evaluate(
            """() => new Promise((done) => {
              const found = [];
              new PerformanceObserver((list) => {
                for (const each of list.getEntries()) {
                  found.push([each.value, ...each.sources.map((source) => source.node?.outerHTML?.slice(0, 80))]);
                }
              }).observe({ type: "layout-shift", buffered: true });
              setTimeout(() => done(found), 300);
            })"""
        )
        assert sum(value for value, *_ in moved) < 0.02, (path, moved)
    page.close()


@pytest.mark.parametrize("code", CODES)
def test_a_film_plays_and_what_is_said_can_be_read(browser: Browser, served: str, code: str) -> None:
    """Who does not hear would have a film of which nothing can be read, and a recording that is silent."""
    page = browser.new_page()
    page.goto(f"{served}{code}/items/b0/")
    played = page.evaluate(
        """async () => {
          const film = document.querySelector("video"), sound = document.querySelector("audio");
          for (const each of [film, sound]) each.load();
          const ready = (each) => new Promise((done) => {
            each.preload = "metadata";
            each.onloadedmetadata = () => done(each.duration);
            each.onerror = () => done(0);
          });
          const lengths = await Promise.all([film, sound].map(ready));
          return [...lengths, film.querySelectorAll("track").length];
        }"""
    )
    assert played[0] > 3, played
    transcripts = page.locator("figure:has(video) details, figure:has(audio) details")
    assert transcripts.count() == 2
    for number in range(2):
        assert len(transcripts.nth(number).locator("p").all()) > 1
    page.close()
