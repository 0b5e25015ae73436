"""An issue as a browser shows it: on a phone, in the dark, with its pictures off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.brief.model import LanguageCode
from briefcast.languages import language, read_languages
from briefcast.look.brand import read_brand
from briefcast.products.newsletter.draw import draw_mail, draw_page
from tests.conftest import find_chromium
from tests.products.newsletter.test_issue import issue_of

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.browser

PROBE = """() => {
  const seen = [...document.querySelectorAll('h1, h2, h3, p, a, img')].filter((each) => each.offsetParent);
  const light = (rgb) => rgb.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const heading = document.querySelector('h3');
  return {
    wide: document.documentElement.scrollWidth,
    out: seen.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5).length,
    small: Math.min(...seen.map((each) => parseFloat(getComputedStyle(each).fontSize)).filter((size) => size)),
    side: getComputedStyle(heading).textAlign,
    ink: light(getComputedStyle(heading).color),
    ground: light(getComputedStyle(document.querySelector('.sheet')).backgroundColor),
    alt: document.querySelector('img').getBoundingClientRect().height,
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("code", read_languages())
@pytest.mark.parametrize("width", [600, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_every_screen(
    browser: object, code: LanguageCode, width: int, scheme: str, tmp_path: Path
) -> None:
    issue = issue_of(tmp_path, code)
    (tmp_path / "mail.html").write_text(draw_mail(issue, read_brand("institutional")), "utf-8")
    (tmp_path / "page.html").write_text(draw_page(issue, read_brand("institutional")), "utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[attr-defined]
    for name in ("mail.html", "page.html"):  # the pictures of the mail are not there, as where they are off
        page = context.new_page()
        page.goto((tmp_path / name).as_uri())
        seen = page.evaluate(PROBE)
        assert seen["wide"] <= width and seen["out"] == 0, seen
        assert seen["small"] >= 14 and seen["alt"] >= 20, seen
        assert seen["side"] in (("right", "-webkit-right") if language(code).rtl else ("left", "-webkit-left")), seen
        assert (seen["ink"] > seen["ground"]) == (scheme == "dark"), seen
        assert ("Fibre: 82,4%" in page.content()) and page.title() == issue.subject
    context.close()
