"""Versions: whatever a brief was can be looked at, held against what it is, and taken back."""

from __future__ import annotations

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.document import parse_document
from briefcast.brief.read import read_brief
from briefcast.desk import versions as module
from briefcast.desk.drafts import Draft
from briefcast.desk.editing import Change, change, rewritten
from briefcast.desk.turning import changes_to
from briefcast.desk.versions import Versions
from briefcast.languages import read_languages
from tests import ROOT
from tests.desk_fixtures import OURS, ask, inside, outside, put, write_brief
from tests.desk_fixtures import change as send
from tests.html_tree import parse

NOW = dt.datetime(2031, 11, 24, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_brief(tmp_path)
    return tmp_path


def page(browser: Any, id: str = "", code: str = "en") -> str:
    answer = browser.get(f"/briefs/my-plan.yaml/versions{f'/{id}' if id else ''}?language={code}")
    assert answer.status_code == 200
    return str(answer.text)


def take_back(browser: Any, id: str, **more: Any) -> Any:
    given = next(
        json.loads(form.attributes["data-given"] or "{}")
        for form in parse(page(browser, id)).find_all("form")
        if str(form.attributes.get("data-act", "")).endswith("/take-back")
    )
    return browser.post(f"/briefs/my-plan.yaml/versions/{id}/take-back", json={**given, **more}, headers=OURS)


def saved(browser: Any, title: str) -> None:
    assert send(browser, put("title.en", title)).status_code == 200
    assert ask(browser, "save").status_code == 200


# What is kept


def test_every_text_that_was_saved_is_kept_with_when_and_by_whom(folder: Path) -> None:
    with inside(folder) as browser:
        for title in ("First", "Second"):
            saved(browser, title)
    kept = Versions(folder / "my-plan.yaml").listed()
    assert [each.kind for each in kept] == ["saved", "saved", "elsewhere"]
    assert ["Second" in kept[0].text, "First" in kept[1].text] == [True, True]
    assert kept[0].who
    assert kept[2].who == ""
    assert kept[0].text == (folder / "my-plan.yaml").read_text("utf-8")


def test_what_another_program_wrote_is_a_version_too(folder: Path) -> None:
    """A colleague's afternoon in her own editor went with the next save over it."""
    brief = folder / "my-plan.yaml"
    with inside(folder) as browser:
        page(browser)
        brief.write_text(brief.read_text("utf-8").replace("my-plan", "hers"), "utf-8")
        assert [each.kind for each in Versions(brief).listed()] == ["elsewhere"]
        page(browser)
        assert [each.kind for each in Versions(brief).listed()] == ["elsewhere", "elsewhere"]
    # Also what was written while somebody here had changes that were not saved.
    draft = Draft(brief)
    draft.make([Change(kind="set", path=("title", "en"), value="Mine")])
    theirs = brief.read_text("utf-8") + "# theirs\n"
    brief.write_text(theirs, "utf-8")
    newer = draft.save()
    assert newer
    assert draft.save(over=newer.sha256, who="lan") is None
    assert [each.kind for each in Versions(brief).listed()][:2] == ["saved", "elsewhere"]
    assert Versions(brief).listed()[1].text == theirs


def test_a_draft_that_was_let_go_is_found_again(folder: Path) -> None:
    """She pressed the wrong button, and an hour of writing was nowhere."""
    with inside(folder) as browser:
        send(browser, put("title.en", "An hour of work"))
        ask(browser, "discard")
        newest = Versions(folder / "my-plan.yaml").listed()[0]
        assert newest.kind == "draft"
        assert "An hour of work" in newest.text
        assert take_back(browser, newest.id).status_code == 200
        assert ask(browser, "save").status_code == 200
    assert read_brief(folder / "my-plan.yaml").title["en"] == "An hour of work"


def test_the_oldest_go_first_and_the_same_text_is_kept_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VERSIONS_MAX", 3)
    kept = Versions(tmp_path / "a.yaml")
    for text in ("one", "one", "two", "one", "three", "four"):
        kept.keep(text, kind="saved", at=NOW)
    assert [each.text for each in kept.listed()] == ["four", "three", "one"]
    # The clock of a machine may go backwards.
    kept.keep("five", kind="saved", at=NOW - dt.timedelta(days=900))
    assert kept.listed()[0].text == "five"


def test_what_is_no_version_is_left_out(tmp_path: Path) -> None:
    kept = Versions(tmp_path / "a.yaml")
    kept.keep("one", kind="saved", at=NOW)
    place = tmp_path / ".desk" / "versions" / "a.yaml"
    for name, text in (("000009-0123456789ab", "{"), ("000008-0123456789ab", "[]"), ("x", "{}"), ("000007-0", "{}")):
        (place / f"{name}.json").write_text(text, "utf-8")
    assert [each.text for each in kept.listed()] == ["one"]
    for id in ("000009-0123456789ab", "../../my-plan", "x", ""):
        with pytest.raises(module.BriefcastError):
            kept.find(id)


def test_a_version_that_cannot_be_kept_stops_nobody_from_saving(folder: Path) -> None:
    (folder / ".desk").mkdir()
    (folder / ".desk" / "versions").write_text("a file where a folder should be", "utf-8")
    with inside(folder) as browser:
        saved(browser, "Saved all the same")
    assert read_brief(folder / "my-plan.yaml").title["en"] == "Saved all the same"


# What is shown


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_version_is_held_against_what_stands_now_field_by_field(folder: Path, code: str) -> None:
    with inside(folder) as browser:
        for title in ("First", "Second"):
            saved(browser, title)
        listed = parse(page(browser, code=code))
        links = [str(a.attributes["href"]) for a in listed.find_all("a") if "/versions/" in str(a.attributes["href"])]
        assert len(links) == 3
        kept = Versions(folder / "my-plan.yaml").listed()
        one = page(browser, kept[1].id, code)
        rows = [[cell.text for cell in row.find_all("td")] for row in parse(one).find_all("tr")]
        assert [row for row in rows if row] == [["First", "Second"]]
        assert len([img for img in parse(one).find_all("img") if img.attributes["alt"]]) == 1
        assert "take-back" not in page(browser, kept[0].id, code)


def test_what_stands_in_a_version_is_text(folder: Path) -> None:
    with inside(folder) as browser:
        text = "<script>alert(1)</script>"
        saved(browser, text)
        saved(browser, "Second")
        one = page(browser, Versions(folder / "my-plan.yaml").listed()[1].id)
        assert "<script>alert" not in one
        assert one.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


# What is taken back


def test_taking_back_is_a_change_of_the_draft_and_loses_nothing(folder: Path) -> None:
    brief = folder / "my-plan.yaml"
    first = brief.read_text("utf-8")
    with inside(folder) as browser:
        saved(browser, "Second")
        second = brief.read_text("utf-8")
        send(browser, put("title.en", "Not saved"))
        before = Versions(brief).listed()[-1]
        answer = take_back(browser, before.id)
        assert answer.json()["page"] == "/briefs/my-plan.yaml"
        assert brief.read_text("utf-8") == second  # nothing is written before it is saved
        assert ask(browser, "save").status_code == 200
    assert brief.read_text("utf-8") == first
    kinds = [(each.kind, each.text) for each in Versions(brief).listed()]
    assert kinds[0] == ("saved", first)
    assert kinds[1][0] == "draft"
    assert "Not saved" in kinds[1][1]
    assert kinds[2] == ("saved", second)


def test_a_version_is_not_taken_back_over_what_the_page_did_not_show(folder: Path) -> None:
    """A colleague typed while she looked at the old version: the sentence would be gone from the page."""
    with inside(folder) as browser:
        saved(browser, "Second")
        oldest = Versions(folder / "my-plan.yaml").listed()[-1]
        refused = take_back(browser, oldest.id, revision=0)
        assert refused.status_code == 400
        assert "changed meanwhile" in refused.json()["message"]
        assert ask(browser, "save").json()["changed"] is False
    assert read_brief(folder / "my-plan.yaml").title["en"] == "Second"


def test_a_file_that_was_broken_elsewhere_is_put_right_by_a_version(folder: Path) -> None:
    """One bracket typed in another program, and the brief could not be opened at the desk any more."""
    brief = folder / "my-plan.yaml"
    whole = brief.read_text("utf-8")
    with inside(folder) as browser:
        page(browser)
        brief.write_text("title: [\n", "utf-8")
        refused = browser.get("/briefs/my-plan.yaml")
        assert refused.status_code == 404
        assert 'href="/briefs/my-plan.yaml/versions"' in refused.text
        assert "cannot be read" in page(browser, Versions(brief).listed()[0].id)
        assert take_back(browser, Versions(brief).listed()[0].id).status_code == 200
        assert browser.get("/briefs/my-plan.yaml").status_code == 200
        assert brief.read_text("utf-8") == whole
        broken = Versions(brief).listed()[1]
        assert broken.text == "title: [\n"
        assert "take-back" not in page(browser, broken.id)
        refused = browser.post(
            f"/briefs/my-plan.yaml/versions/{broken.id}/take-back",
            json={"revision": Draft(brief).revision},
            headers=OURS,
        )
        assert refused.status_code in (400, 422)
    assert brief.read_text("utf-8") == whole


def test_nobody_from_outside_sees_or_takes_back_a_version(folder: Path) -> None:
    with inside(folder) as browser:
        saved(browser, "Second")
        id = Versions(folder / "my-plan.yaml").listed()[-1].id
        place = f"/briefs/my-plan.yaml/versions/{id}/take-back"
        for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {}):
            assert browser.post(place, json={"revision": 1}, headers=headers).status_code == 403
        for other in ("..%2F..%2Fmy-plan.yaml", "000001-000000000000", "x"):
            assert browser.get(f"/briefs/my-plan.yaml/versions/{other}").status_code == 404
    with outside(folder) as stranger:
        for address in ("versions", f"versions/{id}"):
            assert stranger.get(f"/briefs/my-plan.yaml/{address}").status_code == 403


def test_the_versions_of_a_file_that_is_no_text_are_found(folder: Path) -> None:
    brief = folder / "my-plan.yaml"
    whole = brief.read_text("utf-8")
    with inside(folder) as browser:
        page(browser)
        brief.write_bytes(b"\xff\xfe\0broken\xff")
        assert browser.get("/briefs/my-plan.yaml/versions").status_code == 200
        assert take_back(browser, Versions(brief).listed()[0].id).status_code == 200
    assert brief.read_text("utf-8") == whole


# By which changes


def shaken(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Change a brief somewhere: texts, entries that come, go and move."""
    found = json.loads(json.dumps(data))
    for key in ("points", "statistics", "sources"):
        rows = found[key]
        if chance.random() < 0.5:
            chance.shuffle(rows)
        if chance.random() < 0.5:
            rows.pop(chance.randrange(len(rows)))
        if chance.random() < 0.5:
            rows.insert(chance.randrange(len(rows) + 1), {"id": f"new-{chance.randrange(99)}", "text": {"en": "New"}})
        for row in rows:
            if chance.random() < 0.3:
                row["text"] = {"en": f"Said otherwise {chance.random()}"}
            if chance.random() < 0.2:
                row.pop("text", None)
    found["title"] = f"One for all {chance.random()}" if chance.random() < 0.3 else {"en": "T"}
    return dict(found)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_brief_was_comes_back_from_whatever_it_is(seed: int) -> None:
    """One entry that stands in another place would bring back the words of its neighbour."""
    file = ROOT / "examples" / "egov-2024.yaml"
    data, chance = parse_document(file, file.read_text("utf-8")).data, random.Random(seed)
    now, wanted = shaken(data, chance), shaken(data, chance)
    for made in (changes := [*changes_to(now, wanted)]):
        now = change(now, made)
    assert now == wanted
    assert [*changes_to(now, wanted)] == []
    assert all(each.path for each in changes)


def test_what_comes_back_leaves_the_comments_of_the_rest(tmp_path: Path) -> None:
    typed = (
        "id: a\ntitle: {vi: T}\npoints:\n  # the first\n  - id: one\n    text: {vi: Một} # said by her\n"
        "  # the second\n  - id: two\n    text: {vi: Hai}\n"
    )
    now = parse_document(Path("a.yaml"), typed).data
    wanted = json.loads(json.dumps(now))
    wanted["points"][1]["text"]["vi"] = "Hai như trước"
    assert rewritten(typed, changes_to(now, wanted)) == typed.replace("Hai", "Hai như trước")
