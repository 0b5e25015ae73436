"""Pictures and films at the desk in a real browser: chosen, dropped and pasted, and the point that stays in them."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefcast.brief.read import read_brief
from briefcast.languages import read_languages
from tests.browser.served_desk import PATIENCE_MS, RULES
from tests.browser.test_desk_browser import browser, desk, folder, page, wait_drawn
from tests.browser.test_every_page import VIOLATIONS
from tests.channel_media import film
from tests.conftest import AXE

__all__ = ["browser", "desk", "folder", "page"]

pytestmark = pytest.mark.browser


def photo(size: tuple[int, int] = (1600, 1200)) -> bytes:
    image = Image.new("RGB", size, (70, 110, 90))
    ImageDraw.Draw(image).ellipse((size[0] // 8, size[1] // 8, size[0] // 3, size[1] // 2), (230, 180, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture
def point(page: Page, folder: Path) -> Iterator[Page]:
    for place in (folder / "photos", folder / "clips"):
        for file in place.glob("*"):
            file.unlink()
    wait_drawn(page)
    page.locator('[data-item="points.0"] > summary').click()
    page.locator('[data-drop="points.0.image"]').wait_for()
    yield page


def let_go(page: Page, where: str, content: bytes, name: str, kind: str, *, by: str = "drop") -> None:
    """Let a file go over a place, or paste it there, as a browser tells it."""
    page.locator(where).first.evaluate(
        """(it, [content, name, kind, by]) => {
          const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, { type: kind }));
          const more = { bubbles: true, cancelable: true };
          const events = by === "paste" ? [new ClipboardEvent("paste", { clipboardData: data, ...more })]
            : ["dragover", "drop"].map((what) => new DragEvent(what, { dataTransfer: data, ...more }));
          events.forEach((each) => it.dispatchEvent(each));
        }""",
        [base64.b64encode(content).decode(), name, kind, by],
    )


def test_a_picture_is_chosen_and_what_it_shows_is_asked_for(point: Page, folder: Path) -> None:
    page = point
    before = page.locator("[data-pictures] img").first.get_attribute("src")
    with page.expect_file_chooser() as chooser:
        page.locator('[data-drop="points.0.image"] [data-choose]').click()
    chooser.value.set_files({"name": "Phòng khám.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    expect(page.locator('[data-set="points.0.image"]')).to_have_value("photos/Phòng-khám.jpg", timeout=PATIENCE_MS)
    expect(page.locator('[data-drop="points.0.image"] [data-drop-told]')).to_contain_text("photos/Phòng-khám.jpg")
    expect(page.locator('[data-set="points.0.image_alt.vi"]')).to_be_focused()
    expect(page.locator("[data-pictures] img").first).not_to_have_attribute("src", before or "", timeout=PATIENCE_MS)
    page.keyboard.type("Phòng chờ.")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert read_brief(folder / "my-plan.yaml").points[0].image == "photos/Phòng-khám.jpg"


def test_a_picture_is_dropped_and_pasted_and_the_former_one_comes_back(point: Page, folder: Path) -> None:
    page = point
    field = page.locator('[data-set="points.0.image"]')
    let_go(page, '[data-address="points.0.text"]', photo(), "one.jpg", "image/jpeg")
    expect(field).to_have_value("photos/one.jpg", timeout=PATIENCE_MS)
    let_go(page, '[data-set="points.0.image"]', photo((1400, 1400)), "image.png", "image/png", by="paste")
    id = read_brief(folder / "my-plan.yaml").points[0].id
    expect(field).to_have_value(f"photos/{id}.jpg", timeout=PATIENCE_MS)
    page.locator('[data-drop="points.0.image"] [data-drop-told] button').click()
    expect(field).to_have_value("photos/one.jpg", timeout=PATIENCE_MS)


def test_a_file_that_misses_its_field_leaves_the_page_as_it_is(point: Page, folder: Path) -> None:
    """The browser opened the photo in place of the page, with what was typed in it."""
    page = point
    address = page.url
    let_go(page, ".preview", photo(), "one.jpg", "image/jpeg")
    page.wait_for_timeout(500)
    assert page.url == address
    assert not list((folder / "photos").glob("*"))


def test_what_is_no_picture_is_told_at_the_field(point: Page) -> None:
    page = point
    let_go(page, '[data-drop="points.0.image"]', b"<svg onload='alert(1)'/>", "photo.jpg", "image/jpeg")
    told = page.locator('[data-drop="points.0.image"] [data-drop-told]')
    expect(told).to_contain_text("no whole JPEG, PNG or WebP picture", timeout=PATIENCE_MS)
    expect(page.locator('[data-set="points.0.image"]')).to_have_value("")


def test_a_film_goes_to_its_own_field(point: Page) -> None:
    page = point
    let_go(page, '[data-drop="points.0.image"]', film(), "clip.mp4", "video/mp4")
    expect(page.locator('[data-set="points.0.footage.file"]')).to_have_value("clips/clip.mp4", timeout=PATIENCE_MS)
    expect(page.locator('[data-focus="points.0.footage.focus"] img')).to_be_visible()
    expect(page.locator('[data-set="points.0.image"]')).to_have_value("")


def test_what_must_stay_is_set_with_the_mouse_and_with_the_keyboard(point: Page, folder: Path) -> None:
    page = point
    let_go(page, '[data-drop="points.0.image"]', photo(), "one.jpg", "image/jpeg")
    pad = page.locator('[data-focus="points.0.image_focus"]')
    expect(pad.locator("img")).to_be_visible(timeout=PATIENCE_MS)
    expect(pad).to_have_attribute("aria-valuetext", "50% from the left, 50% from above")
    wait_drawn(page)
    page.wait_for_timeout(1500)
    before = page.locator("[data-pictures] img").first.get_attribute("src")
    box = pad.locator("img").bounding_box()
    assert box
    pad.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.3})
    expect(pad).to_have_attribute("aria-valuetext", "20% from the left, 30% from above")
    expect(pad).to_be_focused()
    for key in ("ArrowRight", "Shift+ArrowLeft", "ArrowDown"):
        page.keyboard.press(key)
    expect(pad).to_have_attribute("aria-valuetext", "24% from the left, 35% from above")
    expect(page.locator("[data-pictures] img").first).not_to_have_attribute("src", before or "", timeout=PATIENCE_MS)
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert read_brief(folder / "my-plan.yaml").points[0].image_focus == (0.24, 0.35)


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_a_picture_in_the_form_keeps_nobody_out(
    browser: Browser, point: Page, desk: tuple[BrowserContext, str], code: str, look: str
) -> None:
    let_go(point, '[data-drop="points.0.image"]', photo(), "one.jpg", "image/jpeg")
    expect(point.locator('[data-focus="points.0.image_focus"] img')).to_be_visible(timeout=PATIENCE_MS)
    within, address = desk
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
    view, broken = context.new_page(), {}
    for width in (1400, 390, 320):
        view.set_viewport_size({"width": width, "height": 900})
        view.goto(f"{address}/briefs/my-plan.yaml?language={code}&look={look}")
        view.locator('[data-item="points.0"] > summary').click()
        expect(view.locator('[data-focus="points.0.image_focus"] img')).to_be_visible(timeout=PATIENCE_MS)
        assert view.evaluate("document.documentElement.scrollWidth") <= width
        view.evaluate(AXE.read_text("utf-8"))
        if found := view.evaluate(VIOLATIONS, RULES):
            broken[f"{width} px"] = found
    context.close()
    assert broken == {}
