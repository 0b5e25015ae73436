"""The desk in a real browser: what is typed, drawn and kept, with the keyboard alone, at every width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from briefcast.brief.read import read_brief
from briefcast.languages import read_languages
from tests.browser.served_desk import PATIENCE_MS, RULES, served
from tests.browser.test_every_page import VIOLATIONS
from tests.browser.test_page_browser import browser
from tests.conftest import AXE
from tests.desk_fixtures import write_brief

__all__ = ["browser"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def desk(browser: Browser, folder: Path) -> Iterator[tuple[BrowserContext, str]]:
    """A desk, and a browser that was let in."""
    with served(browser, folder) as opened:
        yield opened


@pytest.fixture
def page(desk: tuple[BrowserContext, str], folder: Path) -> Iterator[Page]:
    """A page of the desk with one brief; any word in the console or any request outside fails the test."""
    context, address = desk
    brief = folder / "my-plan.yaml"
    brief.unlink(missing_ok=True)
    (folder / ".desk" / "drafts" / "my-plan.yaml.jsonl").unlink(missing_ok=True)
    write_brief(folder)
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else troubles.append(r.url))
    page.goto(f"{address}/briefs/my-plan.yaml?language=en&look=light")
    if page.locator("[data-discard]").is_enabled():
        # What the last test left lies with the desk still.
        page.on("dialog", lambda dialog: dialog.accept())
        with page.expect_navigation():
            page.locator("[data-discard]").click()
        expect(page.locator("[data-discard]")).to_be_disabled(timeout=PATIENCE_MS)
    page.evaluate("localStorage.clear()")
    yield page
    page.close()
    # What was refused is told on the page.
    expected = ("ERR_", "409 (Conflict)", "410 (Gone)", "422 (Unprocessable")
    assert [each for each in troubles if not any(known in each for known in expected)] == []


def wait_drawn(page: Page) -> None:
    expect(page.locator('[data-pictures][aria-busy="false"] img').first).to_be_visible(timeout=PATIENCE_MS)


def test_typing_draws_and_saving_writes(page: Page, folder: Path) -> None:
    wait_drawn(page)
    before = page.locator("[data-pictures] img").first.get_attribute("src")
    title = page.locator('[data-set="title.en"]')
    title.fill("")
    title.press_sequentially("Clinics open late", delay=20)
    expect(page.locator("[data-pictures] img").first).not_to_have_attribute("src", before or "", timeout=PATIENCE_MS)
    expect(page.locator("[data-save]")).to_be_enabled()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert read_brief(folder / "my-plan.yaml").title["en"] == "Clinics open late"
    # Keys that came while one picture was drawn share the next one.
    measured = page.evaluate("performance.getEntriesByName('key-to-picture').length")
    assert 1 <= measured <= len("Clinics open late") + 1


def test_a_syllable_that_is_being_composed_is_not_drawn(page: Page) -> None:
    """Telex writes "tiê" before "tiếng": a picture of each half would flicker, and half words would be saved."""
    wait_drawn(page)
    page.wait_for_timeout(1500)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.post_data or "") if r.url.endswith("/change") else None)
    title = page.locator('[data-set="title.vi"]')
    title.click()
    page.keyboard.press("End")
    composing = page.context.new_cdp_session(page)
    for text in ("t", "ti", "tiê", "tiế"):
        composing.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        page.wait_for_timeout(150)
    assert asked == []
    composing.send("Input.insertText", {"text": "tiếng"})
    page.wait_for_timeout(1000)
    assert len(asked) == 1
    assert "tiếng" in asked[0]


def test_a_form_that_nobody_types_in_follows_the_file_and_the_other_window(page: Page, folder: Path) -> None:
    """The badge said "saved", and the form showed what was saved nowhere any more."""
    wait_drawn(page)
    brief = folder / "my-plan.yaml"
    old = read_brief(brief).issuer["en"]
    brief.write_text(brief.read_text("utf-8").replace(old, "The other office"), "utf-8")
    issuer = page.locator('[data-set="issuer.en"]')
    expect(issuer).to_have_value("The other office", timeout=PATIENCE_MS)
    other = page.context.new_page()
    other.goto(page.url)
    wait_drawn(other)
    other.locator('[data-set="title.en"]').fill("From the other window")
    expect(page.locator('[data-set="title.en"]')).to_have_value("From the other window", timeout=PATIENCE_MS)
    expect(page.locator("[data-save]")).to_be_enabled()
    other.locator("[data-save]").click()
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    # And what is typed in the one goes on where it was, while the other follows.
    issuer.click()
    page.keyboard.press("End")
    page.keyboard.type(" of the city", delay=60)
    expect(other.locator('[data-set="issuer.en"]')).to_have_value("The other office of the city", timeout=PATIENCE_MS)
    other.close()


def test_what_is_typed_while_the_form_is_drawn_anew_stays(page: Page) -> None:
    """A colleague saved elsewhere, the form was drawn anew, and the sentence being typed went from its field."""
    wait_drawn(page)
    page.wait_for_timeout(1500)
    # The parts as they stand now arrive late, and what is typed goes out and is answered before.
    page.evaluate(
        """() => {
          const asked = window.fetch;
          window.fetch = async (address, ...more) => {
            const answer = await asked(address, ...more);
            if (!String(address).endsWith("/part")) return answer;
            const text = await answer.text();
            await new Promise((done) => setTimeout(done, 1200));
            return new Response(text, { status: answer.status });
          };
        }"""
    )
    other = page.context.new_page()
    other.goto(page.url)
    wait_drawn(other)
    other.locator('[data-set="issuer.en"]').fill("The other office")
    with page.expect_request("**/part"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    title = page.locator('[data-set="title.en"]')
    title.fill("Typed meanwhile")
    title.evaluate(
        "(it) => { window.seen = []; window.watching = setInterval("
        """() => seen.push(document.querySelector('[data-set="title.en"]').value), 10); }"""
    )
    expect(page.locator('[data-set="issuer.en"]')).to_have_value("The other office", timeout=PATIENCE_MS)
    page.wait_for_timeout(300)
    assert set(page.evaluate("seen")) == {"Typed meanwhile"}
    expect(title).to_be_focused()
    expect(other.locator('[data-set="title.en"]')).to_have_value("Typed meanwhile", timeout=PATIENCE_MS)
    other.close()


@pytest.mark.parametrize("keeps", ["theirs", "mine"])
def test_two_who_typed_in_one_field_are_shown_both(page: Page, folder: Path, keeps: str) -> None:
    """A colleague's sentence went with one word typed over it, and the badge said "saved"."""
    wait_drawn(page)
    brief = folder / "my-plan.yaml"
    old = read_brief(brief).issuer["en"]
    issuer = page.locator('[data-set="issuer.en"]')
    issuer.click()
    page.keyboard.press("Control+End")
    # This page looks again at once when it is seen; it does not look meanwhile.
    page.route("**/now", lambda route: route.abort())
    brief.write_text(brief.read_text("utf-8").replace(old, "The other office"), "utf-8")
    page.keyboard.type("!", delay=20)
    dialog = page.locator("[data-overtaken-dialog]")
    expect(dialog).to_be_visible(timeout=PATIENCE_MS)
    expect(dialog).to_contain_text("The other office")
    expect(dialog).to_contain_text(f"{old}!")
    page.unroute("**/now")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    page.locator("[data-take-theirs]" if keeps == "theirs" else "[data-keep-mine]").click()
    stands = "The other office" if keeps == "theirs" else f"{old}!"
    expect(issuer).to_have_value(stands, timeout=PATIENCE_MS)
    if keeps == "mine":
        expect(page.locator("[data-save]")).to_be_enabled()
        page.wait_for_timeout(500)
        page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_be_disabled(timeout=PATIENCE_MS)
    assert read_brief(brief).issuer["en"] == stands


def test_what_stands_on_a_page_whose_file_is_gone_is_kept_as_a_new_one(page: Page, folder: Path) -> None:
    """The message stood above the page, where nobody looks who types below."""
    wait_drawn(page)
    (folder / "my-plan.yaml").unlink()
    page.locator('[data-set="title.en"]').fill("Still here")
    expect(page.locator("[data-gone-dialog]")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#rescue-name").fill("Kế hoạch khác")
    page.keyboard.press("Enter")
    page.wait_for_url("**/briefs/ke-hoach-khac.yaml")
    assert read_brief(folder / "ke-hoach-khac.yaml").title["en"] == "Still here"
    (folder / "ke-hoach-khac.yaml").unlink()


def test_a_figure_is_chosen_from_the_list_with_the_keyboard_alone(page: Page) -> None:
    wait_drawn(page)
    page.locator('[data-item="points.0"] > summary').focus()
    page.keyboard.press("Enter")
    text = page.locator('[data-set="points.0.text.en"]')
    text.wait_for()
    text.fill("Now ")
    text.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("{")
    expect(page.locator("#figure-search")).to_be_focused()
    first = page.locator("[data-written]").first.get_attribute("data-written")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Now {first}")
    page.keyboard.type("{")
    page.keyboard.press("Escape")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"Now {first}{{")


def test_a_finding_leads_to_its_field(page: Page) -> None:
    wait_drawn(page)
    page.locator('[data-item="points.0"] > summary').click()
    text = page.locator('[data-set="points.0.text.en"]')
    text.fill("There are 48 of them.")
    found = page.locator("[data-faults] a").first
    found.wait_for()
    page.locator('[data-item="points.0"] > summary').click()
    found.click()
    expect(page.locator('[data-item="points.0"]')).to_have_attribute("open", "")
    at = page.locator('[data-address="points.0.text.en"] .fault')
    expect(at.first).to_be_visible()
    described = (text.get_attribute("aria-describedby") or "").split()
    assert at.first.get_attribute("id") in described


def test_entries_come_and_go_and_move_with_the_keyboard(page: Page, folder: Path) -> None:
    wait_drawn(page)
    page.once("dialog", lambda dialog: dialog.accept())
    before = page.locator('[data-item^="points."]').count()
    page.locator('[data-add="points"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-item^="points."]')).to_have_count(before + 1)
    new = page.locator(f'[data-set="points.{before}.text.vi"]')
    expect(new).to_be_focused()
    page.keyboard.type("Ý mới.")
    page.locator(f'[data-move="points.{before}"][data-by="-1"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-set="points.{before - 1}.text.vi"]')).to_have_value("Ý mới.")
    page.locator(f'[data-remove="points.{before - 1}"]').click()
    expect(page.locator('[data-item^="points."]')).to_have_count(before)


def test_what_was_typed_comes_back_after_the_tab_was_killed(page: Page, desk: tuple[BrowserContext, str]) -> None:
    context, address = desk
    page.locator('[data-set="title.en"]').fill("Not saved at all")
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(f"{address}/briefs/my-plan.yaml?language=en")
    expect(again.locator('[data-set="title.en"]')).to_have_value("Not saved at all")
    again.close()


def test_what_was_typed_while_the_desk_was_gone_is_sent_when_it_answers(page: Page) -> None:
    wait_drawn(page)
    page.wait_for_timeout(1500)
    page.context.set_offline(True)
    page.locator('[data-set="title.en"]').fill("Typed without a network")
    expect(page.locator("[data-message]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-message]")).to_be_hidden(timeout=PATIENCE_MS)
    page.reload()
    expect(page.locator('[data-set="title.en"]')).to_have_value("Typed without a network")


def test_the_posts_come_when_they_are_asked_for_and_go_with_the_next_key(page: Page) -> None:
    """A post of what stood there before would be taken for that of what stands there now."""
    wait_drawn(page)
    page.locator("[data-posts]").click()
    expect(page.locator(".post").first).to_be_visible(timeout=PATIENCE_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400
    page.locator('[data-set="title.en"]').press_sequentially("!")
    expect(page.locator(".post")).to_have_count(0)


def test_a_sentence_is_heard_by_the_keyboard(page: Page) -> None:
    wait_drawn(page)
    page.locator('[data-item="points.0"]').evaluate("(it) => { it.open = true; }")
    words = page.locator('[data-set="points.0.text.en"]')
    words.wait_for()
    hear = page.locator("[data-hear]").first
    hear.wait_for()
    hear.focus()
    page.keyboard.press("Enter")
    expect(hear).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-heard]")).to_contain_text("machine's voice", timeout=PATIENCE_MS)
    # It goes on when what is told is drawn anew around it, and she stays where she is.
    words.evaluate("(it) => { it.value += ' More.'; it.dispatchEvent(new Event('input', { bubbles: true })); }")
    expect(page.locator("[data-told]")).to_contain_text("More.", timeout=PATIENCE_MS)
    expect(hear).to_have_attribute("aria-pressed", "true")
    expect(hear).to_be_focused()
    # It ends by itself.
    expect(hear).to_have_attribute("aria-pressed", "false", timeout=PATIENCE_MS)


def test_a_newcomer_begins_and_sees_her_first_picture(desk: tuple[BrowserContext, str], folder: Path) -> None:
    context, address = desk
    page = context.new_page()
    page.goto(f"{address}/?language=vi")
    page.locator("#begin-name").focus()
    page.keyboard.type("../y-te")
    page.keyboard.press("Enter")
    expect(page.locator("#begin-told")).to_be_visible()
    expect(page.locator("#begin-name")).to_be_focused()
    page.locator("#begin-name").fill("Y tế 2027")
    page.keyboard.press("Enter")
    page.wait_for_url("**/briefs/y-te-2027.yaml")
    wait_drawn(page)
    page.close()
    assert (folder / "y-te-2027.yaml").is_file()


@pytest.mark.axe
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("code", list(read_languages()))
def test_every_view_keeps_nobody_out(
    browser: Browser, page: Page, desk: tuple[BrowserContext, str], code: str, look: str
) -> None:
    """Each rule that is broken keeps a colleague from writing: who hears the form, zooms it, or has no mouse."""
    within, address = desk
    # The page lets no foreign script in, and axe is one.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", storage_state=within.storage_state())
    view = context.new_page()
    broken = {}
    for place in ("/", "/briefs/my-plan.yaml"):
        for width in (1400, 390, 320):
            view.set_viewport_size({"width": width, "height": 900})
            view.goto(f"{address}{place}?language={code}&look={look}")
            if place != "/" and width == 1400:
                view.locator('[data-item="points.0"] > summary').click()
                view.locator('[data-set="points.0.id"]').wait_for()
            assert view.evaluate("document.documentElement.scrollWidth") <= width, place
            assert view.evaluate("document.documentElement.dir") == read_languages()[code].direction
            view.evaluate(AXE.read_text("utf-8"))
            if found := view.evaluate(VIOLATIONS, RULES):
                broken[f"{place}, {width} px"] = found
    context.close()
    assert broken == {}


@pytest.mark.axe
def test_a_view_that_keeps_people_out_would_be_seen(
    browser: Browser, page: Page, desk: tuple[BrowserContext, str]
) -> None:
    within, address = desk
    context = browser.new_context(bypass_csp=True, storage_state=within.storage_state())
    view = context.new_page()
    view.goto(f"{address}/briefs/my-plan.yaml?language=en&look=light")
    view.evaluate(AXE.read_text("utf-8"))
    view.evaluate(
        "() => { const one = document.createElement('button'), other = document.createElement('button');"
        " other.textContent = 'x'; one.style = other.style = 'width: 9px; height: 9px; padding: 0; overflow: hidden';"
        " document.querySelector('main').append(one, other); }"
    )
    found = [each.split()[0] for each in view.evaluate(VIOLATIONS, RULES)]
    context.close()
    assert {"button-name", "target-size"} <= set(found)
