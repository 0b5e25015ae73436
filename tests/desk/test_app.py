"""The desk as a browser asks it: who is let in, what is drawn, what is saved and made."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.desk.doors import TRIES_MAX, Keys
from briefcast.desk.form import Shape, _shape, form_of, part_at
from briefcast.desk.words import DESK_TEMPLATES, read_words
from briefcast.languages import read_languages
from tests.desk_fixtures import OURS, VIEW, ask, change, inside, outside, put, write_brief
from tests.html_tree import parse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_brief(tmp_path)
    return tmp_path


# Who is let in


def test_nobody_is_let_in_without_the_key(folder: Path) -> None:
    """Drafts, some under an embargo, would be read by every program and every other user of the machine."""
    with outside(folder) as browser:
        for place in ("/", "/briefs/my-plan.yaml", "/editions/", "/pictures/0.png", "/static/desk.js"):
            assert browser.get(place).status_code == 403, place
        assert browser.post("/briefs/my-plan.yaml/save", json={}, headers=OURS).status_code == 403


def test_a_key_opens_once(folder: Path) -> None:
    """The address stays in the history of the browser and of the terminal: found there, it opens nothing."""
    keys = Keys()
    with outside(folder, keys=keys) as browser:
        address = f"/enter?key={keys.once}"
        entered = browser.get(address, follow_redirects=False)
        assert entered.status_code == 303
        cookie = entered.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert browser.get("/").status_code == 200
        browser.cookies.clear()
        assert browser.get(address).status_code == 403


def test_who_guesses_keys_is_not_let_in_any_more(folder: Path) -> None:
    keys = Keys()
    right = keys.once
    with outside(folder, keys=keys) as browser:
        for _ in range(TRIES_MAX):
            assert browser.get("/enter?key=guess").status_code == 403
        assert browser.get(f"/enter?key={right}").status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_name_that_was_made_to_lead_here_is_not_answered(folder: Path, host: str) -> None:
    """A page of somebody else whose name leads to 127.0.0.1 would read everything with the officer's own browser."""
    with inside(folder) as browser:
        assert browser.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9", "https://127.0.0.1", ""])
def test_a_page_of_somebody_else_changes_nothing(folder: Path, origin: str) -> None:
    before = (folder / "my-plan.yaml").read_bytes()
    with inside(folder) as browser:
        refused = browser.post("/briefs/my-plan.yaml/save", json={}, headers={"origin": origin})
        assert refused.status_code == 403
        form = {**OURS, "content-type": "application/x-www-form-urlencoded"}
        assert browser.post("/briefs/my-plan.yaml/discard", content="a=b", headers=form).status_code == 403
    assert (folder / "my-plan.yaml").read_bytes() == before


def test_every_answer_forbids_scripts_that_stand_in_it(folder: Path) -> None:
    with inside(folder) as browser:
        for place in ("/", "/briefs/my-plan.yaml", "/static/desk.js", "/static/colours.css"):
            answer = browser.get(place)
            policy = answer.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "default-src 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
        page = browser.get("/briefs/my-plan.yaml").text
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|style=", page)


@pytest.mark.parametrize(
    "name",
    ["..%2Fsecret.yaml", "%2Fetc%2Fpasswd", ".desk", "outputs", "notes.txt", "link.yaml", "a%00.yaml", "x" * 300],
)
def test_no_name_leads_out_of_the_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.yaml"
    elsewhere.write_text("points: [secret]\n", "utf-8")
    (folder / "link.yaml").symlink_to(elsewhere)
    (folder / "notes.txt").write_text("secret", "utf-8")
    with inside(folder) as browser:
        answer = browser.get(f"/briefs/{name}")
        assert answer.status_code == 404
        assert "secret" not in re.sub(r"secret\.yaml", "", answer.text)


def test_what_is_written_in_a_brief_is_text_on_the_page(folder: Path) -> None:
    with inside(folder) as browser:
        text = "<script>alert(1)</script>{{ 7*7 }}"
        change(browser, put("title.en", text), put("points.0.headline.en", text))
        page = browser.get("/briefs/my-plan.yaml?language=en").text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


# The list


def test_the_list_names_each_brief_with_its_state(folder: Path) -> None:
    (folder / "plan.yaml").write_text("id: weeks\nitems: []\n", "utf-8")
    (folder / "broken.yaml").write_text("title: [\n", "utf-8")
    write_brief(folder, "other")
    with inside(folder) as browser:
        change(browser, put("title.en", "Mine"))
        page = parse(browser.get("/?language=en").text)
        names = [node.attributes["data-name"] for node in page.find_all("li") if "data-name" in node.attributes]
        # What cannot be read first, then what is not saved, then what is not made.
        assert names == ["broken.yaml", "my-plan.yaml", "other.yaml"]
        state = browser.get("/briefs/other.yaml/state?language=en")
        assert state.status_code == 200
        assert "Nothing to put right" in state.text


@pytest.mark.parametrize("code", list(read_languages()))
def test_the_desk_speaks_each_language_in_its_direction(folder: Path, code: str) -> None:
    with inside(folder) as browser:
        for place in ("/", "/briefs/my-plan.yaml"):
            page = browser.get(f"{place}?language={code}").text
            assert f'<html lang="{code}" dir="{read_languages()[code].direction}"' in page
        assert f'lang="{code}"' in browser.get("/").text  # it is remembered


def test_an_empty_folder_gets_its_first_brief_in_the_browser(tmp_path: Path) -> None:
    """An officer who is sent to a terminal for the first step does not take it."""
    with inside(tmp_path) as browser:
        assert browser.get("/").status_code == 200
        asked = {"name": "health-2027", "kind": "event", "languages": ["vi", "he"]}
        begun = browser.post("/begin", json=asked, headers=OURS)
        assert begun.json() == {"page": "/briefs/health-2027.yaml"}
        assert browser.get("/briefs/health-2027.yaml").status_code == 200
        assert browser.post("/begin", json=asked, headers=OURS).status_code == 422  # it is there
        named = browser.post("/begin", json={**asked, "name": "Y tế – Đà Nẵng 2027 " + "dài " * 40}, headers=OURS)
        assert named.json()["page"].startswith("/briefs/y-te-da-nang-2027-dai-dai")
        for name in ("../out", "", "..", "שלום"):
            refused = browser.post("/begin", json={**asked, "name": name}, headers=OURS)
            assert refused.status_code == 422
            assert refused.json()["message"]
    brief = read_brief(tmp_path / "health-2027.yaml")
    assert (brief.kind, brief.languages) == ("event", ("vi", "he"))
    assert [path.name for path in tmp_path.parent.glob("*.yaml")] == []


def test_every_table_is_a_list_on_a_telephone() -> None:
    """A third column lay outside of the screen, where nobody looked for it."""
    tables = {
        file.name: table
        for file in DESK_TEMPLATES.glob("*.j2")
        for table in re.findall(r"<table.*?</table>", file.read_text("utf-8"), re.DOTALL)
    }
    assert len(tables) >= 5
    for name, table in tables.items():
        assert re.match(r'<table class="(?:[^"]* )?stacks[ "]', table), name
        assert not re.findall(r"<td(?![^>]*data-label)[^>]*>", table), name


# The form


def models() -> dict[str, type]:
    found: dict[str, type] = {}

    def walk(model: type) -> None:
        if model.__name__ in found:
            return
        found[model.__name__] = model
        for info in model.model_fields.values():  # type: ignore[attr-defined]
            shape: Shape | None = _shape(info.annotation, tuple(info.metadata))
            while shape:
                if shape.model:
                    walk(shape.model)
                shape = shape.inner

    walk(Brief)
    del found["Member"]  # set by reading alone
    return found


@pytest.mark.parametrize("code", list(read_languages()))
def test_every_field_of_the_models_has_a_name_in_each_language(code: str) -> None:
    """A field that somebody adds to the brief would stand in the form under its English key."""
    names = read_words()[code]["fields"]
    wanted = {
        info.alias or name
        for model in models().values()
        for name, info in model.model_fields.items()  # type: ignore[attr-defined]
        if name != "member"
    }
    assert not wanted - set(names)
    fields = {
        f"{kind}.{info.alias or name}"
        for kind, model in models().items()
        for name, info in model.model_fields.items()  # type: ignore[attr-defined]
    }
    assert not {name for name in [*names, *read_words()[code]["help"]] if "." in name} - fields


def test_every_field_can_be_drawn_by_its_address(folder: Path) -> None:
    with inside(folder) as browser:
        for path in (["points", 0], ["statistics", 0], ["sources", 0], ["points"], ["about"], ["for_audiences"]):
            answer = ask(browser, "part", path=path)
            assert answer.status_code == 200, path
            assert answer.text.strip()
        assert ask(browser, "part", path=["nothing"]).status_code == 400


def test_a_field_that_is_asked_for_comes_into_the_form() -> None:
    data = {"points": [{"id": "a", "text": {"vi": "x"}}]}
    before = part_at(data, ("points", 0))
    after = part_at(data, ("points", 0), added=frozenset({"points.0.quote"}))
    assert before
    assert after
    assert "quote" in before.offered
    assert "quote" in [field.name for field in after.fields]
    assert [field.name for field in form_of(data)["about"].fields][:2] == ["id", "title"]


# Writing


def test_what_is_typed_is_drawn_and_kept_and_saved(folder: Path) -> None:
    with inside(folder) as browser:
        answer = change(browser, put("title.en", "Quite another title"), view=VIEW).json()
        assert answer["changed"]
        assert answer["faults"] == []
        [picture] = answer["pictures"]
        drawn = browser.get(picture)
        assert drawn.headers["content-type"] == "image/png"
        assert drawn.content.startswith(b"\x89PNG")
        assert "Quite another title" in answer["alt_texts"][0]
        assert read_brief(folder / "my-plan.yaml").title["en"] != "Quite another title"
        assert ask(browser, "save").json()["changed"] is False
    assert read_brief(folder / "my-plan.yaml").title["en"] == "Quite another title"


def test_the_picture_of_the_preview_is_that_of_the_edition(folder: Path) -> None:
    """She would approve of one poster and publish another."""
    from briefcast.edition.request import EditionRequest
    from briefcast.edition.walk import make_edition

    with inside(folder) as browser:
        settled = ask(browser, "settle", client="one", seq=1, view=VIEW).json()
        shown = browser.get(settled["pictures"][0]).content
    request = EditionRequest(
        brief=folder / "my-plan.yaml", audiences=("citizens",), products=("infographic",), out=folder / "outputs"
    )
    edition = make_edition(request)
    [made] = [
        o
        for o in edition.manifest.outputs
        if o.language == "en" and o.variant == VIEW["size"] and o.path.endswith("png")
    ]
    from io import BytesIO

    from PIL import Image, ImageChops

    with Image.open(BytesIO(shown)) as one, Image.open(folder / "outputs" / "my-plan" / made.path) as other:
        assert one.size == other.size
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def test_the_posts_are_those_of_the_draft_on_each_channel_of_the_team(folder: Path) -> None:
    """Her words would be cut on one channel, and she would see it once it is out."""
    with inside(folder) as browser:
        change(browser, put("calls_to_action.citizens.text.en", "Come and try it."))
        shown = ask(browser, "posts", client="one", seq=1, view=VIEW)
        assert shown.status_code == 200
        every = [post.find("h4").text for post in parse(shown.text).find_all("article")]
        assert len(every) > 5
        assert "of 300 characters" in shown.text  # Bluesky
        accounts = "accounts:\n  - {name: published, channel: folder}\n"
        (folder / "channels.yaml").write_text(accounts, "utf-8")
        mine = ask(browser, "posts", client="one", seq=1, view=VIEW)
        assert len([*parse(mine.text).find_all("article")]) == 1
        assert "Come and try it" in mine.text


def hear_said(browser: Any, code: str, words: str = "", **more: object) -> Any:
    """Ask for the first sentence that says some words."""
    view = {**VIEW, "language": code}
    told = parse(ask(browser, "settle", client="one", seq=1, view=view).json()["told"])
    buttons = [node.attributes for node in told.find_all("button") if "data-hear" in node.attributes]
    first = next(each for each in buttons if words in each["data-shown"])
    asked = {"view": view, "scene": int(first["data-hear"]), "number": int(first["data-number"])}
    return ask(browser, "hear", **{**asked, "shown": first["data-shown"], **more})


@pytest.mark.parametrize("code", list(read_languages()))
def test_a_sentence_is_heard_as_the_team_reads_it_and_its_voice_is_named(folder: Path, code: str) -> None:
    """She would hear a name said wrong when the film is out."""
    with inside(folder) as browser:
        browser.get(f"/?language={code}")
        change(browser, put(f"points.0.text.{code}", "VNeID."), put(f"points.0.headline.{code}", "VNeID"))
        text = f"{code}: {{VNeID: abra cadabra}}\n"
        (folder / "pronunciation.yaml").write_text(text, "utf-8")
        heard = hear_said(browser, code, "VNeID").json()
        assert "abra cadabra" in heard["said"]
        sound = browser.get(heard["sound"])
        assert sound.headers["content-type"] == "audio/wav"
        assert len(sound.content) > 20_000
        assert hear_said(browser, code, "VNeID").json() == heard  # kept: the same sound


def test_a_sentence_that_changed_meanwhile_is_not_heard_for_another(folder: Path) -> None:
    with inside(folder) as browser:
        refused = hear_said(browser, "en", shown="Something else.")
        assert refused.status_code == 400
        assert "try again" in refused.json()["message"]
        assert hear_said(browser, "en", scene=99).status_code == 400
        assert browser.get("/sounds/0.wav").status_code == 404


def test_nothing_that_is_heard_at_the_desk_goes_to_a_service(folder: Path) -> None:
    """A draft under an embargo would be at Google before the minister has read it."""
    from briefcast.engines import ENGINES
    from briefcast.speech.at_hand import services_of, voices_at_hand

    for code in read_languages():
        wishes = ("gtts", "azure:vi-VN-HoaiMyNeural", "espeak")
        assert not [name for name in voices_at_hand(code, wishes) if ENGINES[name.partition(":")[0]].service]
        assert {"gtts", "azure:vi-VN-HoaiMyNeural"} <= set(services_of(code, wishes))


def test_a_finding_stands_at_its_field_in_the_language_of_who_reads(folder: Path) -> None:
    with inside(folder) as browser:
        change(browser, put("points.0.text.en", "There are 48 of them."))
        for code in read_languages():
            browser.get(f"/?language={code}")
            settled = ask(browser, "settle", client="one", seq=1, view=VIEW).json()
            at = [fault for fault in settled["faults"] if fault["address"] == "points.0.text.en"]
            assert at, settled["faults"]
            assert at[0]["said"] in read_words()[code]["severity"].values()


def test_what_cannot_be_read_is_told_at_its_field(folder: Path) -> None:
    with inside(folder) as browser:
        answer = change(browser, put("statistics.0.value", "82,4 %"), view=VIEW).json()
        assert answer["pictures"] == []
        assert [fault["address"] for fault in answer["faults"]] == ["statistics.0.value"]
        assert "82.4" in answer["faults"][0]["remedy"]
        # A brief that is half written is kept and saved all the same: the check says what it lacks.
        assert ask(browser, "save").status_code == 200


def test_a_value_that_its_own_chart_denies_is_an_error_at_the_field(folder: Path) -> None:
    """The poster said 77.7 in large digits, and the chart under it 76.5."""
    with inside(folder) as browser:
        change(browser, put("statistics.0.value", "77.7"))
        settled = ask(browser, "settle", client="one", seq=1, view=VIEW).json()
        [at] = [each for each in settled["faults"] if "77.7" in each["message"]]
        assert (at["address"], at["severity"]) == ("statistics.0.value", "error")
        assert "76.5" in at["message"]


@pytest.mark.parametrize(
    ("code", "field", "typed", "kept"),
    [
        ("vi", "statistics.0.value", "44,5", "44.5"),
        ("en", "statistics.0.value", "44,5", "44,5"),  # where a comma parts thousands, nobody knows
        ("vi", "statistics.0.value", "1,2,3", "1,2,3"),
        ("vi", "as_of", "31/12/2026", "2026-12-31"),
        ("he", "as_of", "1.2.2027", "2027-02-01"),
        ("vi", "as_of", "31/02/2026", "31/02/2026"),
        ("vi", "title.vi", "44,5", "44,5"),
    ],
)
def test_figures_and_days_are_typed_as_the_language_writes_them(
    folder: Path, code: str, field: str, typed: str, kept: str
) -> None:
    """Every Vietnamese officer types 44,5 and 31/12/2026; the form answered with an error each time."""
    with inside(folder) as browser:
        browser.get(f"/?language={code}")
        told = change(browser, put(field, typed)).json()
        assert told["written"] == ({field: kept} if kept != typed else {})
        ask(browser, "save")
    assert f"{kept}" in (folder / "my-plan.yaml").read_text("utf-8")


def test_a_brief_that_is_broken_is_listed_with_what_is_wrong(folder: Path) -> None:
    """Its name was missing from the list, so she believed that somebody had deleted it."""
    text = (folder / "my-plan.yaml").read_text("utf-8")
    broken = {
        "a": "title: [\n",
        "b": text.replace("points:", "points: [", 1),
        "c": text.replace("points:", "pionts:", 1),
    }
    broken["d"] = text.replace("title:", "title:\n\tx:", 1)
    for name, words in broken.items():
        (folder / f"{name}.yaml").write_text(words, "utf-8")
    (folder / "channels.yaml").write_text("accounts: [\n", "utf-8")  # no brief
    with inside(folder) as browser:
        listed = browser.get("/").text
        for name in broken:
            assert f'data-name="{name}.yaml"' in listed, name
            if name != "c":
                assert re.search(rf"Cannot be read:[^<]*{name}\.yaml:\d+", listed), name
                assert re.search(rf"{name}\.yaml:\d+", browser.get(f"/briefs/{name}.yaml").text)
        assert "channels.yaml" not in listed


def test_a_file_that_somebody_breaks_is_told_and_not_written_over(folder: Path) -> None:
    brief = folder / "my-plan.yaml"
    with inside(folder) as browser:
        assert browser.get("/briefs/my-plan.yaml").status_code == 200
        brief.write_text("title: [\n", "utf-8")
        answer = change(browser, put("title.en", "Mine"), view=VIEW)
        assert answer.status_code == 422
        assert answer.json()["faults"]
        assert browser.get("/briefs/my-plan.yaml").status_code == 404
        brief.unlink()
        assert change(browser, put("title.en", "Mine"), view=VIEW).status_code == 410
    assert not brief.exists()


def test_a_draw_that_is_old_already_is_not_made(folder: Path) -> None:
    with inside(folder) as browser:
        change(browser, put("title.en", "New"), view=None, seq=9)
        told = change(browser, view=VIEW, seq=3).json()
        assert len(told.pop("shape")) == 16
        assert told == {"seq": 3, "revision": 2, "changed": True, "others": 0, "stale": True, "written": {}}


def test_a_second_window_is_told_of_the_first(folder: Path) -> None:
    with inside(folder) as browser:
        change(browser)
        other = ask(browser, "change", client="two", seq=1, changes=[])
        assert other.json()["others"] == 1


def test_a_newer_version_is_shown_beside_ones_own(folder: Path) -> None:
    brief = folder / "my-plan.yaml"
    with inside(folder) as browser:
        change(browser, put("title.en", "Mine"))
        before = read_brief(brief)
        theirs = brief.read_text("utf-8").replace(before.issuer["en"], "Theirs") + "# theirs\n"
        brief.write_text(theirs, "utf-8")
        refused = ask(browser, "save")
        assert refused.status_code == 409
        assert "comments or the layout" not in refused.json()["both"]
        rows = list(parse(refused.json()["both"]).find_all("tr"))[1:]
        # What she did not touch is not put down to her.
        assert [row.text.split() for row in rows] == [
            ["Title", "·", "English", *before.title["en"].split(), "as", "before", "Mine"],
            ["Who", "publishes", "·", "English", *before.issuer["en"].split(), "Theirs", "as", "before"],
        ]
        assert ask(browser, "save", over=refused.json()["newer"]).status_code == 200
    assert "# theirs" in brief.read_text("utf-8")
    assert read_brief(brief).title["en"] == "Mine"


def typed(address: str, value: Any, was: Any) -> dict[str, Any]:
    return {**put(address, value), "was": was}


def test_nothing_is_typed_over_what_the_page_did_not_show(folder: Path) -> None:
    """A colleague corrected the issuer in her editor; one word in the same field here put the old one back."""
    brief = folder / "my-plan.yaml"
    with inside(folder) as browser:
        assert browser.get("/briefs/my-plan.yaml").status_code == 200
        old = read_brief(brief).issuer["vi"]
        brief.write_text(brief.read_text("utf-8").replace(old, "Sở Y tế"), "utf-8")
        mine = typed("issuer.vi", f"{old} tỉnh", old)
        for _ in range(2):
            refused = ask(browser, "change", client="one", page="p", seq=1, changes=[mine])
            assert refused.status_code == 409
            assert refused.json()["rows"] == [{"address": "issuer.vi", "now": "Sở Y tế", "moved": False}]
            assert "Sở Y tế" in refused.json()["overtaken"]
            assert f"{old} tỉnh" in refused.json()["overtaken"]
        assert not ask(browser, "change", client="one", page="p", seq=2, changes=[]).json()["changed"]
        # Having seen it, she may: and what she typed herself she goes on typing, also where an answer was lost.
        for text in ("S", "Sở", "Sở Y"):
            kept = ask(browser, "change", client="one", page="p", seq=3, changes=[typed("issuer.vi", text, "Sở Y tế")])
            assert kept.status_code == 200


def test_a_later_window_puts_no_old_text_back(folder: Path) -> None:
    """The sentence that one window saved was gone as soon as a word was typed in the other."""
    with inside(folder) as browser:
        old = str(read_brief(folder / "my-plan.yaml").subtitle["en"])
        first = ask(browser, "change", client="b", page="two", seq=1, changes=[typed("subtitle.en", "New", old)])
        assert first.status_code == 200
        for _ in ("drafted", "saved"):
            late = ask(browser, "change", client="a", page="one", seq=1, changes=[typed("subtitle.en", f"{old}!", old)])
            assert late.status_code == 409
            ask(browser, "save")
        assert read_brief(folder / "my-plan.yaml").subtitle["en"] == "New"
        # The first window goes on, and what nobody else touched is typed by anybody.
        title = str(read_brief(folder / "my-plan.yaml").title["en"])
        assert ask(browser, "change", client="a", page="one", seq=2, changes=[typed("title.en", "T", title)]).is_success
        # What was let go comes back from no other window.
        ask(browser, "change", client="b", page="two", seq=3, changes=[typed("subtitle.en", "Newer", "New")])
        ask(browser, "discard")
        again = ask(browser, "change", client="b", page="two", seq=4, changes=[typed("subtitle.en", "Newest", "Newer")])
        assert again.status_code == 409


def test_what_is_said_of_one_entry_is_never_put_into_another(folder: Path) -> None:
    """An entry was removed in another window, and the next one got her text, or was removed with it."""
    with inside(folder) as browser:
        shape = change(browser).json()["shape"]
        ids = [point.id for point in read_brief(folder / "my-plan.yaml").points]
        remove = {"kind": "remove", "path": ["points", 0]}
        assert ask(browser, "change", client="b", page="two", seq=1, shape=shape, changes=[remove]).status_code == 200
        for old in (remove, typed("points.1.headline.en", "x", None), {"kind": "move", "path": ["points", 1], "by": 1}):
            refused = ask(browser, "change", client="a", page="one", seq=1, shape=shape, changes=[old])
            assert refused.status_code == 409, old
            assert refused.json()["rows"][0]["moved"]
        now = browser.get("/briefs/my-plan.yaml/now").json()
        assert now["shape"] != shape
        assert ask(browser, "change", client="a", page="one", seq=2, shape=now["shape"], changes=[remove]).is_success
        ask(browser, "save")
    assert [point.id for point in read_brief(folder / "my-plan.yaml").points] == ids[2:]


def test_what_stands_on_a_page_whose_file_is_gone_becomes_a_new_file(folder: Path) -> None:
    """A colleague renamed the file, and an hour of writing could be copied out field by field."""
    brief = folder / "my-plan.yaml"
    with inside(folder) as browser:
        change(browser, put("title.en", "Mine"))
        brief.rename(folder / "other.yaml")
        refused = change(browser, put("title.vi", "Của tôi"))
        assert (refused.status_code, refused.json()["gone"]) == (410, True)
        assert browser.get("/briefs/my-plan.yaml/now").status_code == 404
        for name in ("other", "../x", "", "other.yaml"):
            assert ask(browser, "rescue", name=name).status_code == 422, name
        kept = ask(browser, "rescue", name="Bản mới", page="one", changes=[put("title.vi", "Của tôi")])
        assert kept.json() == {"page": "/briefs/ban-moi.yaml"}
        assert browser.get("/briefs/ban-moi.yaml").status_code == 200
        assert ask(browser, "rescue", name="once-more").status_code == 422
    title = read_brief(folder / "ban-moi.yaml").title
    assert (title["en"], title["vi"]) == ("Mine", "Của tôi")


@pytest.mark.parametrize(
    "body",
    [
        {"client": "one", "seq": 1, "changes": [{"kind": "eat", "path": ["a"]}]},
        {"client": "one", "seq": -1},
        {"seq": 1, "client": "x" * 999},
        {"client": "one", "seq": 1, "changes": [{"kind": "set", "path": ["a"] * 99, "value": 1}]},
        {"client": "one", "seq": 1, "more": 1},
        [],
    ],
)
def test_a_request_that_makes_no_sense_is_refused(folder: Path, body: object) -> None:
    with inside(folder) as browser:
        answer = browser.post(
            "/briefs/my-plan.yaml/change",
            content=json.dumps(body),
            headers={**OURS, "content-type": "application/json"},
        )
        assert answer.status_code == 400
        assert answer.json()["message"]


def test_a_request_that_is_larger_than_any_brief_is_refused(folder: Path) -> None:
    with inside(folder) as browser:
        answer = change(browser, put("title.en", "x" * 3_000_000))
        assert answer.status_code == 400


# Making


def wait_for_end(browser: object) -> dict[str, object]:
    for _ in range(1200):
        told: dict[str, object] = browser.get("/briefs/my-plan.yaml/making").json()  # type: ignore[attr-defined]
        if told["state"] != "running":
            return told
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_the_button_makes_what_the_command_makes(folder: Path) -> None:
    asked = {"audiences": ["citizens"], "languages": ["en"], "products": ["infographic"]}
    with inside(folder) as browser:
        assert browser.get("/briefs/my-plan.yaml/making").json() == {"state": "none"}
        change(browser, put("title.en", "Mine"))
        assert ask(browser, "make", **asked).status_code == 400  # what is not saved would not be in it
        ask(browser, "save")
        assert ask(browser, "make", **asked).status_code == 200
        told = wait_for_end(browser)
        assert told["state"] == "made", told
        assert browser.get(str(told["page"])).status_code == 200
        assert "Mine" in browser.get(str(told["page"])).text


def test_what_cannot_be_made_is_told_at_its_field(folder: Path) -> None:
    with inside(folder) as browser:
        change(browser, put("points.0.text.en", "There is {nothing-of-it}."))
        ask(browser, "save")
        ask(browser, "make", products=["infographic"], languages=["en"])
        told = wait_for_end(browser)
        assert told["state"] == "failed"
        assert [fault["address"] for fault in told["faults"]] == ["points.0.text.en"]  # type: ignore[attr-defined,index]


def test_what_is_stopped_says_so(folder: Path) -> None:
    with inside(folder) as browser:
        ask(browser, "make", products=["infographic"])
        ask(browser, "stop")
        assert wait_for_end(browser)["state"] == "stopped"
