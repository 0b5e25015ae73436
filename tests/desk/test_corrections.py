"""Corrections at the desk: it shows and does what ``briefcast correct`` does, by whoever may approve."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.corrections import read_corrections
from briefcast.desk.words import word
from briefcast.languages import read_languages
from briefcast.ledger import open_ledger
from briefcast.ledger.people import People
from briefcast.ledger.secret import new_secret, public_key
from briefcast.manifest.items import items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.paths import LEDGER_ENV
from briefcast.week.putting_right import write_down
from briefcast.week.wrong import find_wrong, open_work
from tests.correcting_fixtures import NEW, OLD, REASONS, Out, out_on, printed
from tests.desk_fixtures import OURS, inside

HOME = "/corrections/small.yaml"
TOLD = dict(reason.split("=", 1) for reason in REASONS)
MADE_S = 600


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Out]:
    """Send a brief in three languages to three channels, with a figure that is wrong."""
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch, out_on(folder, ("folder", "x", "instagram")) as out:
        patch.chdir(folder)
        patch.setenv(LEDGER_ENV, str(folder / "ledger.db"))
        out.write(OLD)
        out.run("make", "small.yaml", "--preset", "draft")
        out.run("publish", "outputs/small", "--approve", "--new")
        yield out


@pytest.fixture
def desk(world: Out) -> Iterator[Any]:
    with inside(world.folder) as browser:
        browser.get("/?language=en")
        yield browser


def send(browser: Any, what: str, **body: Any) -> Any:
    return browser.post(f"{HOME}/{what}", json=body, headers=OURS)


def wait_until_made(browser: Any) -> dict[str, Any]:
    until = time.monotonic() + MADE_S
    while time.monotonic() < until:
        told: dict[str, Any] = browser.get(f"{HOME}/making").json()
        if told["state"] != "running":
            return told
        time.sleep(0.2)
    raise AssertionError("it is never made")


def code_shown(browser: Any) -> str:
    """Give the code that the page's button sends."""
    found = re.search(rf'data-act="{HOME}/approve"[^>]*data-given="([^"]*)"', browser.get(HOME).text)
    assert found
    return str(json.loads(unescape(found[1]))["seen"])


def by_terminal(out: Out) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out.run("correct", "small.yaml", "--json").stdout)
    return found


def test_from_a_changed_figure_to_what_became_of_every_post(world: Out, desk: Any) -> None:
    """Whoever has no terminal could change a figure, and nothing that was out ever said so."""
    told = desk.get(f"{HOME}/told").json()
    assert told["told"] == "" and word("en", "stages.nothing") in desk.get(HOME).text
    world.write(NEW)
    assert desk.get(f"{HOME}/told").json()["told"] == word("en", "out_otherwise", count=9)
    assert word("en", "stages.asked") in desk.get(f"{HOME}/state").text
    page, shown = unescape(desk.get(HOME).text), by_terminal(world)
    for post in shown["posts"]:
        assert post["item"] in page and post["told"] in page
        for pair in post["said"]:
            assert f">{pair['was']}</del>" in page and f">{pair['now']}</ins>" in page
    assert f'{HOME}"' in desk.get("/corrections").text
    # What readers are told, and in which languages, is asked for before anything is written.
    refused = send(desk, "make", kind="correction", reasons={"vi": TOLD["vi"], "en": " "})
    assert refused.status_code == 400 and "en, he" in refused.json()["message"]
    assert not read_corrections(world.folder, "small")
    assert send(desk, "make", kind="scandal", reasons=TOLD).status_code == 400
    _killed_while_making(world, desk)
    assert send(desk, "make", kind="revision", reasons=TOLD).status_code == 200
    assert wait_until_made(desk)["state"] == "made"
    [written] = read_corrections(world.folder, "small")
    assert written.who == "lan", "what was written down stands, with who wrote it"
    assert send(desk, "make", kind="correction", reasons=TOLD).status_code == 200
    assert wait_until_made(desk)["state"] == "made"
    [written] = read_corrections(world.folder, "small")
    assert written.kind == "correction"
    # One set under one code, whoever asks.
    seen = code_shown(desk)
    assert seen == by_terminal(world)["approve"]
    page = desk.get(HOME).text
    assert all(reason in unescape(page) for reason in TOLD.values())
    before = world.seen()
    world.run("publish", code=None)
    assert world.seen() == before, "nothing leaves before somebody approves it"
    stale = send(desk, "approve", seen="0" * 64)
    assert stale.status_code == 400 and "nothing was approved" in stale.json()["message"]
    assert "type" not in stale.json()["message"] and "--" not in stale.json()["message"]
    _only_signed_in(world, desk, seen)
    assert word("en", "stages.let out") in desk.get(HOME).text
    world.run("publish", code=1)
    page = desk.get(HOME).text
    for outcome, count in (("replaced", 3), ("posted", 3), ("by hand", 3)):
        assert f"{word('en', f'outcomes.{outcome}')}: {count}" in page
    assert page.count('href="/outbox#post-') == 3, "what is for a person leads to where she says that it is done"
    assert not [post for post in world.emulators["folder"].posts() if any(old in post.text for old in printed(OLD))]
    log = desk.get("/corrections").text
    assert TOLD["en"] in unescape(log) and word("en", "log_states.open") in log


def _killed_while_making(world: Out, desk: Any) -> None:
    """Leave a correction written down of which nothing was made: the page must not ask for its words anew."""
    ledger = open_ledger(world.folder / "ledger.db")
    work = open_work(world.folder / "small.yaml", ledger, settings=world.folder)
    write_down(work, ledger, find_wrong(work, ledger), kind="revision", reasons=TOLD, who="lan")
    page = unescape(desk.get(HOME).text)
    assert "was not made to the end" in page
    assert all(f'value="{reason}"' in page for reason in TOLD.values())
    assert 'value="revision" checked' in page


def _only_signed_in(world: Out, desk: Any, seen: str) -> None:
    """Let nobody approve by the name of another: the same as at every approval."""
    ledger = open_ledger(world.folder / "ledger.db")
    people = People(ledger)
    people.add("lan", public_key(secret := new_secret()), by="lan")
    people.add("minh", public_key(new_secret()), by="lan")
    refused = send(desk, "approve", seen=seen)
    assert refused.status_code == 401 and refused.json()["sign_in"]
    signed = desk.post("/sign-in", json={"name": "lan", "secret": secret, "next": HOME}, headers=OURS)
    assert signed.status_code == 200, signed.text
    # Somebody changes the brief between the look and the click: not what she saw.
    world.write("98.3")
    changed = send(desk, "approve", seen=seen)
    assert changed.status_code == 400 and "nothing was approved" in changed.json()["message"]
    world.write(NEW)
    # Nor what was changed by hand after it was made.
    picture = next((world.folder / "outputs" / "small").rglob("infographic-*.png"))
    made = picture.read_bytes()
    picture.write_bytes(made + b"!")
    damaged = send(desk, "approve", seen=seen)
    assert damaged.status_code == 400 and picture.name in damaged.json()["message"]
    picture.write_bytes(made)
    done = send(desk, "approve", seen=seen)
    assert done.status_code == 200, done.text
    assert done.json()["told"] == [word("en", "correction_let_out")]
    items = items_of(read_manifest(world.folder / "outputs" / "small"))
    decided = [ledger.standing(item.key, item.content_sha256).decision for item in items]
    assert {(one.who, one.through, one.proof) for one in decided if one} == {("lan", "desk", "secret")}
    assert all(decided)


@pytest.mark.parametrize("code", list(read_languages()))
def test_every_page_of_corrections_speaks_each_language(desk: Any, code: str) -> None:
    for place in ("/corrections", HOME, f"{HOME}/state"):
        answer = desk.get(f"{place}?language={code}")
        assert answer.status_code == 200, place
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", answer.text)
        if not place.endswith("state"):
            assert f'<html lang="{code}" dir="{read_languages()[code].direction}"' in answer.text


def test_what_is_no_brief_or_not_out_is_refused_in_words(desk: Any) -> None:
    assert desk.get("/corrections/none.yaml").status_code == 404
    assert desk.get("/corrections/none.yaml/told").json()["told"] == ""
    assert desk.get("/corrections?week=2031-W48").status_code == 409
    assert desk.post(f"{HOME}/approve", json={"seen": "abcdef"}).status_code == 403


def test_looking_makes_no_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(LEDGER_ENV, str(tmp_path / "ledger.db"))
    with out_on(tmp_path, ("folder",)) as out, inside(tmp_path) as browser:
        out.write(OLD)
        assert browser.get("/corrections").status_code == 200
        assert browser.get(HOME).status_code == 404
    assert not (tmp_path / "ledger.db").exists()
