"""The page in a real browser: what plays, what the keyboard reaches, what can be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from briefcast.pages.board import make_app
from briefcast.pages.edition import write_page
from tests.conftest import find_chromium
from tests.page_fixtures import SCENES, make_edition

pytestmark = pytest.mark.browser

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
]

# The contrast of every visible text with the ground painted behind it (WCAG 2.2, 1.4.3).
LOW_CONTRAST = """() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const light = ({ r, g, b }) =>
    [r, g, b]
      .map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const found = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ["SCRIPT", "STYLE"].includes(node.tagName)) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    seen += 1;
    const style = getComputedStyle(node);
    const back = ground(node);
    const [low, high] = [light(over(parse(style.color), back)), light(back)].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push([walker.currentNode.data.trim().slice(0, 40), ratio.toFixed(2)]);
  }
  return { seen, found };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("edition")
    write_page(make_edition(place), place)
    return place


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """Open the page from the disk; any word in the console or any request outside fails the test."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else troubles.append(r.url))
    page.goto((folder / "index.html").as_uri())
    yield page
    page.close()
    assert troubles == []


def shown_sets(page: Page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('.set')].filter(s => s.checkVisibility())"
        ".map(s => s.dataset.audience + '-' + s.dataset.language)"
    )


def wait_for(page: Page, expression: str) -> bool:
    """Ask again for up to ten seconds; Playwright's own way would evaluate text, which the page forbids."""
    for _ in range(200):
        if page.evaluate(expression):
            return True
        page.wait_for_timeout(50)
    return False


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def test_captions_show_from_the_disk(page: Page) -> None:
    texts = page.evaluate(
        """async () => {
          const film = document.querySelector('.set:not([hidden]) video');
          film.textTracks[0].mode = 'showing';
          for (let i = 0; i < 100 && !film.textTracks[0].cues?.length; i++) await new Promise(r => setTimeout(r, 50));
          return [...film.textTracks[0].cues].map(cue => cue.text);
        }"""
    )
    assert texts == [text for _, text in SCENES["vi"]]


@pytest.mark.parametrize("player", ["video", "audio"])
def test_films_and_sound_play_from_the_disk(page: Page, player: str) -> None:
    moved = page.evaluate(
        """async (tag) => {
          const player = document.querySelector(`.set:not([hidden]) ${tag}`);
          await player.play();
          for (let i = 0; i < 100 && player.currentTime < 0.3; i++) await new Promise(r => setTimeout(r, 50));
          return [player.currentTime, player.duration, player.error];
        }""",
        player,
    )
    assert moved[0] >= 0.3
    assert moved[1] == pytest.approx(3, abs=0.2)
    assert moved[2] is None


def test_starting_one_player_stops_the_other(page: Page) -> None:
    paused = page.evaluate(
        """async () => {
          const [first, second] = document.querySelectorAll('.set:not([hidden]) video');
          await first.play(); await second.play();
          await new Promise(r => setTimeout(r, 200));
          return [first.paused, second.paused];
        }"""
    )
    assert paused == [True, False]


@pytest.mark.server
def test_a_film_can_be_sought_on_the_board(browser: Browser, folder: Path) -> None:
    server = uvicorn.Server(uvicorn.Config(make_app(folder), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    page = browser.new_page()
    try:
        while not server.started:
            assert thread.is_alive()
            threading.Event().wait(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/")
        at = page.evaluate(
            """async () => {
              const film = document.querySelector('.set:not([hidden]) video');
              film.preload = 'auto'; film.load();
              await new Promise(r => film.addEventListener('loadedmetadata', r, { once: true }));
              const sought = new Promise(r => film.addEventListener('seeked', r, { once: true }));
              film.currentTime = 2.5;
              await sought;
              return film.currentTime;
            }"""
        )
        assert at == pytest.approx(2.5, abs=0.1)
        assert troubles == []
    finally:
        page.close()
        server.should_exit = True
        thread.join(timeout=10)


def test_it_opens_on_the_first_language_and_audience(page: Page) -> None:
    assert shown_sets(page) == ["citizens-vi"]
    assert page.locator("#shown").text_content() == "22"


def test_the_choice_filters_and_can_be_sent_as_an_address(page: Page, folder: Path) -> None:
    choose(page, "audience", "leaders")
    choose(page, "language", "all")
    assert shown_sets(page) == ["leaders-vi", "leaders-en", "leaders-he"]
    choose(page, "product", "podcast")
    visible = page.evaluate(
        "[...document.querySelectorAll('[data-product]')].filter(s => s.checkVisibility()).map(s => s.dataset.product)"
    )
    assert visible == ["podcast"] * 3
    page.goto("about:blank")
    page.goto((folder / "index.html").as_uri() + "#language=en&audience=leaders&product=video")
    assert shown_sets(page) == ["leaders-en"]
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_choice_nobody_offers_is_ignored(page: Page, folder: Path) -> None:
    page.goto("about:blank")
    page.goto((folder / "index.html").as_uri() + "#language=xx&audience=%22%5D&nonsense=1")
    assert shown_sets(page) == ["citizens-vi"]


def test_the_keyboard_alone_filters_and_opens(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it has come into view
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "outputs"
    page.locator("h1").click()
    page.locator('input[name="language"]:checked').focus()
    page.keyboard.press("ArrowDown")
    assert shown_sets(page) == ["citizens-en"]
    focused = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement.nextElementSibling);"
        " return [s.outlineStyle, s.outlineWidth]; })()"
    )
    assert focused == ["solid", "3px"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "audience"
    page.keyboard.press("ArrowDown")
    assert shown_sets(page) == ["leaders-en"]


def test_a_picture_opens_large_and_gives_the_focus_back(page: Page) -> None:
    thumbs = page.locator(".set:not([hidden]) [data-product=infographic] a[data-view]")
    thumbs.first.focus()
    page.keyboard.press("Enter")
    large = page.locator("#viewer img")
    assert large.get_attribute("src") == thumbs.first.evaluate("a => a.href")
    page.keyboard.press("ArrowRight")
    assert page.locator("#viewer img").get_attribute("src") == thumbs.nth(1).evaluate("a => a.href")
    box, seen = large.bounding_box(), page.viewport_size
    assert box
    assert seen
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= seen["height"]
    page.keyboard.press("Escape")
    assert not page.locator("#viewer").is_visible()
    assert thumbs.first.evaluate("a => a === document.activeElement")


def test_a_line_of_the_transcript_is_a_place_in_the_sound(page: Page) -> None:
    place = page.locator(".set:not([hidden])")
    place.locator(".transcript summary").click()
    place.locator(".cues button").nth(2).click()
    assert wait_for(page, "document.querySelector('.set:not([hidden]) audio').currentTime >= 2")
    assert wait_for(page, "document.querySelectorAll('.cues [aria-current]').length === 1")
    assert place.locator(".cues button[aria-current]").text_content().endswith(SCENES["vi"][2][1])  # type: ignore[union-attr]


def test_hebrew_turns_the_whole_page_round(page: Page) -> None:
    choose(page, "language", "he")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("document.documentElement.lang") == "he"
    beside, main = page.locator("aside").bounding_box(), page.locator("main").bounding_box()
    assert beside
    assert main
    assert beside["x"] > main["x"] + main["width"] - 1
    assert page.locator(".set:not([hidden])").evaluate("e => getComputedStyle(e).direction") == "rtl"
    first = page.locator("h1 > span:visible")
    assert first.get_attribute("lang") == "he"
    box = first.bounding_box()
    assert box
    assert box["x"] > 640


@pytest.mark.parametrize("language", ["vi", "he"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(page: Page, scheme: str, language: str, tmp_path: Path) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    choose(page, "language", language)
    page.evaluate("document.querySelectorAll('.set:not([hidden]) details').forEach(d => d.open = true)")
    measured = page.evaluate(LOW_CONTRAST)
    assert measured["found"] == []
    assert measured["seen"] > 100
    page.screenshot(path=tmp_path / "page.png")
    ground = Image.open(tmp_path / "page.png").convert("L").getpixel((640, 895))
    assert (ground > 128) == (scheme == "light")


def test_the_measure_of_contrast_finds_a_pale_text(page: Page) -> None:
    page.evaluate("document.querySelector('.lead').style.color = '#bbb'")
    assert page.evaluate(LOW_CONTRAST)["found"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out_at_any_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    choose(page, "audience", "all")
    for language in ("vi", "en", "he"):
        choose(page, "language", language)
        page.evaluate("document.querySelectorAll('.set:not([hidden]) details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        outside = page.evaluate(
            """() => [...document.querySelectorAll('main *, header *, aside *')]
              .filter(e => e.checkVisibility() && !e.closest('.scroll, .unseen, .cues, thead'))
              .map(e => [e.tagName, e.className, e.getBoundingClientRect()])
              .filter(([, , box]) => box.width && (box.left < -1 || box.right > innerWidth + 1))
              .map(([tag, name]) => `${tag}.${name}`)"""
        )
        assert outside == [], language


@pytest.mark.parametrize("width", [1000, 1400])
def test_long_values_stay_in_their_table(browser: Browser, tmp_path: Path, width: int) -> None:
    """What is said of a target is kept together by blanks that end no line: three of them were wider than the page."""
    manifest = make_edition(tmp_path)
    said = "vượt mục tiêu hơn 15,25 triệu tài khoản đã được kích hoạt trong cả nước".replace(" ", "\u00a0")
    facts = [fact.model_copy(update={"written": dict.fromkeys(manifest.languages, said)}) for fact in manifest.facts]
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(write_page(manifest.model_copy(update={"facts": tuple(facts)}), tmp_path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    told = page.locator(".written").first
    assert "15,25\u00a0triệu" in (told.text_content() or "")
    assert page.evaluate(
        "[...document.querySelectorAll('.figures .written')].every(e => e.scrollWidth <= e.closest('td').clientWidth)"
    )
    page.close()


def test_everything_to_press_is_large_enough(page: Page) -> None:
    """24 × 24 CSS px (WCAG 2.2, 2.5.8); links inside running text are exempt."""
    page.evaluate("document.querySelectorAll('.set:not([hidden]) details').forEach(d => d.open = true)")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, .files a, .choices label, nav a, a.thumb')]
          .filter(e => e.checkVisibility())
          .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


def test_without_script_everything_is_there(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    assert page.locator(".set:visible").count() == 6
    assert not page.locator("#filters").is_visible()
    context.close()


def test_covers_and_pictures_come_only_when_they_are_near(browser: Browser, folder: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "index.html").as_uri(), wait_until="load")
    pictures = [url for url in asked if url.endswith((".png", ".mp4", ".m4a", ".mp3"))]
    assert pictures
    assert all("/citizens/vi/" in url for url in pictures)
    assert not [url for url in pictures if url.endswith((".mp4", ".m4a", ".mp3"))]
    page.locator(".set:not([hidden]) video").first.scroll_into_view_if_needed()
    assert wait_for(page, "document.querySelector('.set:not([hidden]) video').poster.includes('cover')")
    page.close()
