"""The page of a week signs a decision in a real browser, as the ledger takes it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from briefcast.errors import LedgerError
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.pages.board import make_app
from briefcast.week.deciding import decide, read_review
from briefcast.week.making import Week, show_review
from briefcast.week.on_board import DecisionsOnBoard
from briefcast.week.week import BatchRequest
from tests.batch_fixtures import make_week_quietly, write_plan
from tests.browser.test_page_browser import browser, wait_for

__all__ = ["browser"]
pytestmark = pytest.mark.browser
SECRET = new_secret()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    folder = tmp_path_factory.mktemp("week")
    plan = write_plan(folder, briefs=1, weeks=("2026-W48",), languages="[vi]")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "ledger.db"))
        made = make_week_quietly(BatchRequest(plan=plan, week="2026-W48", out=folder / "out"))
        People(open_ledger()).add("lan", public_key(SECRET), by="lan")
        People(open_ledger()).add("minh", public_key(new_secret()), by="lan")
        show_review(made.plan, made.report, open_ledger())
        yield made


@pytest.fixture
def page(browser: Browser, week: Week) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(week.page.as_uri())
    yield page
    page.close()


def sign(page: Page, secret: str) -> None:
    page.locator('#sign [name="secret"]').fill(secret)
    page.locator("#sign button:not(.copy)").click()


def test_a_decision_signed_on_the_page_is_taken_once_and_the_secret_stays_there(page: Page, week: Week) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.locator('#sign [name="who"]').input_value() == "lan", "who has something to decide comes first"
    assert page.locator('#sign [name="names"]').input_value() == "all"
    page.locator('#sign [name="decision"][value="held"]').check()
    page.locator('#sign [name="why"]').fill("Chờ bộ trưởng.")
    sign(page, SECRET.lower())
    assert wait_for(page, "!document.getElementById('sign-done').hidden")
    line = page.locator("#signed").text_content() or ""
    assert page.locator('#sign [name="secret"]').input_value() == ""
    assert SECRET not in page.content() and not [url for url in asked if not url.startswith("file:")]

    ledger = open_ledger()
    said = People(ledger).take(line, week="2026-W48")
    assert (said.who, said.decision, said.why) == ("lan", "held", "Chờ bộ trưởng.")
    review = read_review(week.plan, ledger)
    (decision,) = decide(
        review, ledger, said.names, said.decision, who=said.who, why=said.why, seen=said.seen, proof="signed"
    )
    assert decision.proof == "signed"
    with pytest.raises(LedgerError, match="counts once"):
        People(ledger).take(line, week="2026-W48")


def test_a_secret_that_is_not_whole_and_a_page_that_cannot_sign_say_so(page: Page, week: Week) -> None:
    sign(page, SECRET[:-3])
    assert wait_for(page, "!document.getElementById('sign-wrong').hidden")
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    page.goto(week.page.as_uri())
    assert wait_for(page, "!document.getElementById('sign-insecure').hidden")
    assert page.locator("#sign button:not(.copy)").is_disabled()


@pytest.mark.server
def test_on_a_board_that_takes_decisions_nothing_is_copied(browser: Browser, week: Week) -> None:
    """An approver with a phone in her hand could look at the week, and not decide: there is no terminal on it."""
    woken: list[str] = []
    desk = DecisionsOnBoard(lambda name, _: woken.append(name) or "")
    app = make_app(week.plan.request.out, ways=desk.routes)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    page = browser.new_page(viewport={"width": 390, "height": 800})
    try:
        while not server.started:
            assert thread.is_alive()
            threading.Event().wait(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        way = week.page.relative_to(week.plan.request.out).as_posix()
        page.goto(f"http://127.0.0.1:{port}/{way}")
        items = [each.item.key for each in read_review(week.plan, open_ledger()).items]
        page.locator(".choose").first.click()
        assert page.locator('#sign [name="names"]').input_value() in items
        page.locator('#sign [name="names"]').fill(" ".join(items))
        sign(page, SECRET)
        assert wait_for(page, "!document.getElementById('sign-taken').hidden")
        assert not page.locator("#sign-done").is_visible()
        now = read_review(week.plan, open_ledger())
        assert {each.standing.name for each in now.items} == {"approved"}
        assert woken == ["2026-W48"]
        page.reload()
        assert page.locator(".state.approved").count() == len(items)
        page.locator('#sign [name="decision"][value="sent back"]').check()
        sign(page, SECRET)
        assert wait_for(page, "!document.getElementById('sign-refused').hidden")
        assert page.locator("#sign-refused").inner_text().strip(), "sending back needs a reason, and it says so"
    finally:
        page.close()
        server.should_exit = True
        thread.join(timeout=10)
