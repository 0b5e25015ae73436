"""Handing out and comments at the desk: what stands on the pages, and who may do what."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from briefcast.brief.corrections import Correction, Pair, add_correction
from briefcast.cli.main import app
from briefcast.desk.words import read_words
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.comments import comments_on, open_comments
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.ledger.shares import list_shares
from briefcast.week.waits import find_waits
from briefcast.week.week import REVIEW_FOLDER
from tests.batch_fixtures import write_plan
from tests.desk.test_weeks import HOME, WEEK, make, send, shown
from tests.desk_fixtures import OURS, inside, outside

ITEM = "b0/neighbours/vi/infographic/1200x630"
HAND = "/handouts/b0"
POSTED = (
    (f"{HAND}/links", {"days": 3}),
    (f"{HAND}/links/1/take-back", {}),
    (f"{HOME}/comment", {"item": ITEM, "text": "Which year?"}),
    (f"{HOME}/resolve", {"number": 1}),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a week that was made, once for all that only look at copies of its ledger."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("BRIEFCAST_LEDGER", str(folder / "first.db"))
        make(write_plan(folder, briefs=1, weeks=(WEEK,), languages="[vi, en, he]"))
    return folder


@pytest.fixture
def team(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    (tmp_path / "ledger.db").write_bytes((made / "first.db").read_bytes())
    monkeypatch.setenv("BRIEFCAST_LEDGER", str(tmp_path / "ledger.db"))
    return made


@pytest.fixture
def desk(team: Path) -> Iterator[Any]:
    with inside(team) as browser:
        browser.get("/?language=en")
        yield browser


@pytest.mark.parametrize("code", list(read_languages()))
def test_what_is_handed_out_speaks_each_language_and_says_what_is_no_draft(team: Path, code: str) -> None:
    with inside(team) as browser:
        answer = browser.get(f"{HAND}?language={code}")
        assert answer.status_code == 200
        assert read_words()[code]["press_kit"] in answer.text
        assert read_words()[code]["is_draft"] in answer.text
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", answer.text)
        assert browser.get("/handouts/nothing-here").status_code == 404
        assert browser.get("/handouts/..%2f..").status_code == 404


def test_files_are_taken_along_when_they_are_approved(desk: Any) -> None:
    assert desk.get(f"{HAND}/press.zip").status_code == 409
    assert desk.get(f"{HAND}/script.docx?audience=neighbours&of=vi").status_code == 409
    send(desk, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(desk))
    kit = desk.get(f"{HAND}/press.zip")
    assert kit.status_code == 200
    with zipfile.ZipFile(io.BytesIO(kit.content)) as file:
        assert "READ-FIRST.he.txt" in file.namelist()
    assert 'filename="b0-press.zip"' in kit.headers["content-disposition"]
    assert desk.get(f"{HAND}/script.docx?audience=neighbours&of=he").content.startswith(b"PK")
    path = "neighbours/vi/infographic-1200x630.png"
    for form, begins in (("png", b"\x89PNG"), ("jpg", b"\xff\xd8"), ("pdf", b"%PDF")):
        assert desk.get(f"{HAND}/picture?path={path}&form={form}").content.startswith(begins)
    for asked in ("path=../../b0.yaml&form=png", "path=manifest.json&form=pdf", f"path={path}&form=exe"):
        assert desk.get(f"{HAND}/picture?{asked}").status_code == 409


def test_a_link_is_told_once_listed_and_taken_back(desk: Any) -> None:
    told = send(desk, f"{HAND}/links", days=3, before_out=True).json()["told"]
    link = re.search(r"/shared/([\w-]+)/", told[0])
    assert link
    assert link[1] not in desk.get(HAND).text
    assert read_words()["en"]["link_shows_all"] in desk.get(HAND).text
    there = desk.get(link[0])
    assert there.status_code == 200
    assert "on purpose" in there.text
    share = list_shares(open_ledger(), "b0")[0]
    assert share.content_sha256
    send(desk, f"{HAND}/links/{share.id}/take-back")
    assert desk.get(link[0]).status_code == 404
    assert send(desk, f"{HAND}/links", days=1000).status_code == 400


def test_nobody_makes_a_link_or_comments_from_elsewhere_or_without_her_secret(team: Path, desk: Any) -> None:
    with outside(team) as stranger:
        for place, body in POSTED:
            assert stranger.post(place, json=body, headers=OURS).status_code == 403, place
        assert stranger.get(HAND).status_code == 403
    for place, body in POSTED:
        assert desk.post(place, json=body, headers={"origin": "https://elsewhere.example"}).status_code == 403, place
    ledger = open_ledger()
    People(ledger).add("lan", public_key(new_secret()), by="lan")
    for place, body in POSTED:
        assert desk.post(place, json=body, headers=OURS).status_code == 401, place
    assert not list_shares(ledger)
    assert not open_comments(ledger)


@pytest.mark.parametrize("code", list(read_languages()))
def test_an_open_comment_is_said_before_approving_and_stands_first(team: Path, code: str) -> None:
    """Whoever approves without having read the question approves what somebody doubts."""
    with inside(team) as browser:
        browser.get(f"/?language={code}")
        text = "<b>Số này</b> của năm nào? & why"
        assert send(browser, f"{HOME}/comment", item=ITEM, text=text, named="lan").status_code == 200
        page = browser.get(HOME).text
        assert "<b>Số này</b>" not in page
        assert "&lt;b&gt;Số này&lt;/b&gt; của năm nào? &amp; why" in page
        assert read_words()[code]["comments_open_in"].format(count=1) in page
        assert page.index(read_words()[code]["comments_open_in"].format(count=1)) < page.index('value="approved"')
        assert "&lt;b&gt;Số này" in browser.get("/weeks").text
        told = send(browser, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(browser)).json()["told"]
        assert any(text in line for line in told)
        review = team / "outputs" / REVIEW_FOLDER / WEEK / "index.html"
        assert "&lt;b&gt;Số này" in review.read_text("utf-8")
        number = open_comments(open_ledger())[0].id
        send(browser, f"{HOME}/resolve", number=number)
        assert read_words()[code]["comments_open_in"].format(count=1) not in browser.get(HOME).text
        assert "&lt;b&gt;Số này" in browser.get(HOME).text
        assert "&lt;b&gt;Số này" not in browser.get("/weeks").text


@pytest.mark.parametrize("code", list(read_languages()))
def test_what_is_said_at_a_desk_of_nobody_is_said_by_this_desk(team: Path, code: str) -> None:
    """ "root" asked her which year: nobody of the team knew who that was."""
    with inside(team) as browser:
        browser.get(f"/?language={code}")
        assert send(browser, f"{HOME}/comment", item=ITEM, text="2031?").status_code == 200
        assert send(browser, "/handouts/b0/links", days=7).status_code == 200
        [comment] = open_comments(open_ledger())
        assert comment.who == "desk"
        called = read_words()[code]["this_desk"]
        assert called in browser.get(HOME).text and called in browser.get("/handouts/b0").text
        # It is nobody to whom a comment could be put, and nobody who decides.
        assert '<option value="desk">' not in browser.get(HOME).text
        send(browser, f"{HOME}/decide", decision="approved", names=["all"], shown=shown(browser))
        assert {event.who for event in open_ledger().history() if event.what == "approved"} == {"lan"}


def test_the_editor_leads_to_what_is_handed_out_of_its_edition(team: Path, desk: Any) -> None:
    """She had to go back to the list to find the ZIP of what she had just made."""
    link = '<a class="button" href="/handouts/b0">'
    assert link in desk.get("/briefs/b0.yaml").text
    (team / "b9.yaml").write_text((team / "b0.yaml").read_text("utf-8").replace("id: b0", "id: b9"), "utf-8")
    assert "/handouts/b9" not in desk.get("/briefs/b9.yaml").text


def test_a_comment_is_about_an_item_and_to_somebody_of_the_plan(desk: Any) -> None:
    for body in (
        {"item": "b0/nobody", "text": "Which year?"},
        {"item": ITEM, "text": "Which year?", "named": "somebody"},
        {"item": ITEM, "text": "   "},
    ):
        assert send(desk, f"{HOME}/comment", **body).status_code == 400
    assert send(desk, f"{HOME}/comment", item=ITEM, text="x" * 5000).status_code == 400
    assert send(desk, f"{HOME}/resolve", number=99).status_code == 400
    assert not open_comments(open_ledger())


@pytest.mark.parametrize("code", list(read_languages()))
def test_pages_that_were_made_lead_back_and_have_buttons_for_commands(team: Path, code: str) -> None:
    """An officer at the desk has no terminal to type into what a page prints."""
    with inside(team) as browser:
        edition = browser.get(f"/editions/b0/index.html?language={code}")
        review = browser.get(f"/editions/{REVIEW_FOLDER}/{WEEK}/index.html?language={code}")
        for page in (edition, review):
            assert page.status_code == 200
            assert f'<a href="/">{read_words()[code]["back_to_desk"]}</a>' in page.text
            assert "default-src" in page.headers["content-security-policy"]
        assert 'href="/handouts/b0"' in edition.text
        assert 'href="/briefs/b0.yaml"' in edition.text
        assert f'href="/weeks/{WEEK}">{read_words()[code]["decide_here"]}' in review.text
        assert "briefcast approve" not in review.text
        assert "briefcast approve" in (team / "outputs" / REVIEW_FOLDER / WEEK / "index.html").read_text("utf-8")
        for other in (
            f"{REVIEW_FOLDER}/{WEEK}/..%2f..%2f..%2fplan.yaml",
            ".store/index.html",
            f"{REVIEW_FOLDER}/x/a.html",
        ):
            assert browser.get(f"/editions/{other}").status_code == 404, other


def test_comments_are_made_listed_and_resolved_at_the_terminal_too(team: Path) -> None:
    """What one officer asks at the desk, another answers in a terminal; both are told of it until it is resolved."""

    def typed(*words: str) -> str:
        done = CliRunner().invoke(app, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    typed("comments", "add", WEEK, ITEM, "Which year is it?", "--to", "lan", "--who", "minh")
    assert "Which year is it?" in typed("comments", "list", WEEK)
    assert json.loads(typed("comments", "list", "--json"))[0]["named"] == "lan"
    (waits,) = find_waits(open_ledger(), today=dt.date(2031, 11, 24), weeks=[WEEK])
    assert any("open comments that are put to lan: 1" in line for line in waits.told)
    assert "Which year is it?" in typed("approve", WEEK, "all", "--who", "lan")
    typed("comments", "resolve", str(open_comments(open_ledger())[0].id), "--who", "lan")
    (waits,) = find_waits(open_ledger(), today=dt.date(2031, 11, 24), weeks=[WEEK])
    assert not waits.comments
    resolved = comments_on(open_ledger(), [ITEM])[0]
    assert (resolved.who, resolved.named, resolved.resolved_by) == ("minh", "lan", "lan")


@pytest.mark.parametrize("code", list(read_languages()))
def test_the_page_says_that_a_correction_waits(team: Path, code: str) -> None:
    """Whoever takes the ZIP from the page would pass on the figure that the team knows to be wrong."""
    said = {"neighbours": {"vi": (Pair(was="99,3%", now="98,1%"),)}}
    given = {"on": "2031-11-26", "kind": "correction", "who": "lan", "reason": {"vi": "Ghi nhầm."}, "said": said}
    file = add_correction(team, "b0", Correction.model_validate(given))
    told = read_words()[code]["put_right_since"].partition("{")[2].partition("}")[2].split(":")[0].strip()
    try:
        with inside(team) as browser:
            assert told in browser.get(f"{HAND}?language={code}").text
    finally:
        file.unlink()
    with inside(team) as browser:
        assert told not in browser.get(f"{HAND}?language={code}").text
