"""A first draft in a language that a brief has nothing in yet: held by the same rules, marked whole, and unused."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.testing import CliRunner

from briefcast.brief.read import open_brief
from briefcast.cli.main import app
from briefcast.edition.check import check_brief
from briefcast.proposing.compared import marked
from briefcast.proposing.kept import Kept
from briefcast.proposing.rules import find_refusals
from briefcast.proposing.wanted import Wanted, find_unwritten, find_wanted
from tests.desk_fixtures import OURS, inside
from tests.emulators.language_model import LanguageModel, language_model, proposes
from tests.proposing_fixtures import BRIEF, TODAY

VI = {
    "waiting": "Thời gian chờ khám là {waits}, giảm so với {waits.baseline} của cùng kỳ năm trước.",
    "label": "Thời gian chờ khám",
}
EN = {
    "waiting": "Waiting for a visit took {waits}, down from {waits.baseline} a year before.",
    "label": "Waiting time for a visit",
}


def in_one(folder: Path, code: str = "vi") -> Path:
    """Write the brief in one language alone, with what a person is quoted with."""

    def only(node: Any) -> Any:
        if isinstance(node, dict):
            if node and set(node) <= {"vi", "en", "he"}:
                return {code: node[code]} if code in node else {code: "Số ca là {cases}."}
            return {key: only(value) for key, value in node.items()}
        return [only(each) for each in node] if isinstance(node, list) else node

    data = only(YAML(typ="safe").load(BRIEF))
    data["languages"] = [code]
    held = io.StringIO()
    YAML().dump(data, held)
    path = folder / "health.yaml"
    path.write_text(held.getvalue(), "utf-8")
    return path


def of(path: Path, original: str, language: str = "en") -> Wanted:
    return next(each for each in find_unwritten(open_brief(path), language) if each.original == original)


def test_every_text_of_the_brief_is_wanted_once_and_none_that_a_person_wrote(tmp_path: Path) -> None:
    path = in_one(tmp_path)
    file = open_brief(path)
    found = list(find_unwritten(file, "en"))
    fields = {".".join(map(str, each.path)) for each in found}
    assert {"title.en", "issuer.en", "points.0.text.en", "statistics.0.label.en"} <= fields
    assert len(fields) == len(found) and all(each.original_language == "vi" for each in found)
    assert [each.path[1] for each in find_unwritten(file, "en", points=("waiting",))] == [0]
    data = file.document.data
    data["points"][0]["text"]["en"] = EN["waiting"]
    data["points"][0]["quote"] = {"text": {"vi": "Tôi chờ ít hơn."}, "by": {"vi": "Chị Hoa"}}
    again = [each.path for each in find_unwritten(open_brief(path, typed=data), "en")]
    assert ("points", 0, "text", "en") not in again
    assert not [each for each in again if "quote" in each]
    # In a language that the brief has, it is what it was.
    assert not [each for each in find_wanted(file.brief, kinds=("translation",)) if each.language != "vi"]


@pytest.mark.parametrize(("original", "text"), [(VI[name], EN[name]) for name in VI])
def test_an_honest_translation_waits_for_a_person(original: str, text: str, tmp_path: Path) -> None:
    path = in_one(tmp_path)
    wanted = of(path, original)
    assert find_refusals(wanted, text, open_brief(path), TODAY) == ()
    assert marked(wanted, text) == ((text, True),)


WRONG = {
    "drops a figure": "Waiting for a visit took less than {waits.baseline}.",
    "adds a figure": "Waiting took {waits}, down from {waits.baseline}, with {cases}.",
    "turns the direction": "Waiting for a visit took {waits}, up from {waits.baseline} a year before.",
    "denies it": "Waiting for a visit never took {waits}, down from {waits.baseline} a year before.",
    "qualifies it": "Waiting for a visit took nearly {waits}, down from {waits.baseline} a year before.",
    "types a number": "Waiting for a visit took {waits}, down from 31 minutes and {waits.baseline}.",
    "claims a source": "Experts say waiting took {waits}, down from {waits.baseline} a year before.",
    "is in no English": "Thời gian chờ khám là {waits}, giảm so với {waits.baseline} của năm trước.",
    "is far too long": "Waiting took {waits}, down from {waits.baseline} a year before. "
    + "Less waiting for all. " * 20,
}


@pytest.mark.parametrize("how", WRONG)
def test_what_says_something_else_is_refused_across_languages(how: str, tmp_path: Path) -> None:
    path = in_one(tmp_path)
    assert find_refusals(of(path, VI["waiting"]), WRONG[how], open_brief(path), TODAY), how


def test_a_label_that_is_too_long_for_its_place_is_refused_by_the_check(tmp_path: Path) -> None:
    """The check never looked at a language that the brief did not list: it let everything through."""
    path = in_one(tmp_path)
    long = "Waiting time for a visit to a doctor of the province, from the call to the visit"
    refused = find_refusals(of(path, VI["label"]), long, open_brief(path), TODAY)
    assert refused and any("60" in reason for reason in refused)


@pytest.mark.parametrize(("code", "to"), [("vi", "he"), ("en", "vi"), ("he", "en")])
def test_each_language_can_be_the_first(code: str, to: str, tmp_path: Path) -> None:
    data = YAML(typ="safe").load(BRIEF)
    path = in_one(tmp_path, code)
    wanted = of(path, data["points"][0]["text"][code], to)
    assert find_refusals(wanted, data["points"][0]["text"][to], open_brief(path), TODAY) == ()


def answering(asked: Mapping[str, Any], handler: BaseHTTPRequestHandler) -> None:
    texts = {VI[name]: EN[name] for name in VI}
    proposes(texts.get(asked["text"], "Something else in plain words"))(asked, handler)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageModel]:
    with language_model(answering) as made:
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_URL", made.url)
        monkeypatch.setenv("BRIEFCAST_PROPOSALS_MODEL", "small")
        yield made


def test_the_command_translates_to_a_language_of_which_there_is_nothing(tmp_path: Path, server: LanguageModel) -> None:
    path = in_one(tmp_path)
    before = path.read_text("utf-8")
    words = ["propose", str(path), "--kind", "translation", "--language", "en", "--point", "waiting"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert EN["waiting"] in done.output and "Read every word" in done.output
    assert path.read_text("utf-8") == before
    assert CliRunner().invoke(app, ["propose", str(path), "--accept", "1"]).exit_code == 0
    file = open_brief(path)
    assert file.brief.points[0].text["en"] == EN["waiting"]
    # The brief itself is in the languages that a person listed, and as right as before.
    assert file.brief.languages == ("vi",)
    assert not [f for f in check_brief(file, today=TODAY) if f.severity == "error"]
    refused = CliRunner().invoke(app, ["propose", str(path), "--kind", "headline", "--language", "en"])
    assert refused.exit_code != 0


def test_the_desk_offers_it_marks_all_of_it_and_says_what_no_rule_knows(tmp_path: Path, server: LanguageModel) -> None:
    path = in_one(tmp_path)
    with inside(tmp_path) as browser:
        page = browser.get("/briefs/health.yaml/proposals?language=en").text
        assert '<optgroup label="Languages that the brief does not have yet' in page
        asked = {"kind": "translation", "language": "en", "point": "waiting", "audience": ""}
        told = browser.post("/briefs/health.yaml/proposals/ask", json=asked, headers=OURS)
        assert told.status_code == 200, told.text
        page = browser.get("/briefs/health.yaml/proposals?language=en").text
        assert f"<mark>{EN['waiting']}</mark>" in page
        assert "read every word" in page and "does not have English yet" in page
        assert "en" not in json.dumps(open_brief(path).document.data["points"][0]["text"])
        decided = {"number": 1, "decision": "accept"}
        assert browser.post("/briefs/health.yaml/proposals/decide", json=decided, headers=OURS).status_code == 200
    assert EN["waiting"] in path.read_text("utf-8")


def test_the_button_asks_for_the_next_ones(tmp_path: Path, server: LanguageModel) -> None:
    """Twelve were asked for, and the same twelve again: a brief was never translated whole."""
    path = in_one(tmp_path)
    with inside(tmp_path) as browser:
        asked = {"kind": "translation", "language": "en", "point": "", "audience": ""}
        all_of_it = len(list(find_unwritten(open_brief(path), "en")))
        while browser.post("/briefs/health.yaml/proposals/ask", json=asked, headers=OURS).status_code == 200:
            assert len(server.asked) < 4 * all_of_it
    assert len(Kept(path).open()) == all_of_it


def test_nothing_of_a_brief_under_embargo_is_sent(tmp_path: Path, server: LanguageModel) -> None:
    path = in_one(tmp_path)
    path.write_text(f"embargo: {dt.date(2031, 12, 1)}\n" + path.read_text("utf-8"), "utf-8")
    done = CliRunner().invoke(app, ["propose", str(path), "--kind", "translation", "--language", "en"])
    assert done.exit_code != 0 and not server.asked
