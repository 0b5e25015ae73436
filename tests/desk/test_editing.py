"""What is changed in the form is changed in the file, and nothing else of it."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefcast.brief.document import parse_document, read_document
from briefcast.brief.read import read_brief
from briefcast.desk.editing import Change, carried_over, change, rewritten
from briefcast.errors import BriefcastError
from tests import ROOT

EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.yaml") if path.name != "plan.yaml")


def made(kind: str, address: str, value: Any = None, by: int = 0) -> Change:
    path = tuple(int(part) if part.isdigit() else part for part in address.split("."))
    return Change(kind=kind, path=path, value=value, by=by)  # type: ignore[arg-type]


def changed_lines(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_one_word_in_the_form_is_one_line_in_the_file(path: Path) -> None:
    """A team that keeps its briefs under version control would see a whole file differ after one word."""
    old = path.read_text("utf-8")
    language = read_brief(path).languages[0]
    new = rewritten(old, [made("set", f"points.0.text.{language}", "Another word.")])
    assert len(changed_lines(old, new)) == 2
    assert any("Another word." in line for line in changed_lines(old, new))


def test_comments_and_quotation_marks_and_blank_lines_stay() -> None:
    """Comments are where a team says why a figure is as it is."""
    title = "title:\n  vi: \"Một\"   # short\n  en: 'One'\n"
    old = f"# Why: the minister asked\nid: a\n{title}\npoints:\n- id: p\n  text: {{vi: x}}\n"
    new = rewritten(old, [made("set", "title.en", "Two"), made("set", "points.0.text.vi", "y")])
    assert new == old.replace("'One'", "'Two'").replace("{vi: x}", "{vi: y}")


def test_what_ruamel_would_write_otherwise_stays_as_it_was_typed() -> None:
    """Blanks inside brackets and odd indentation are a person's; only the line she changed is written anew."""
    old = "id: a\nlanguages: [ vi,  en ]\ntitle:\n      vi: Một\n      en: One\nkicker: {vi:   K}\n"
    new = rewritten(old, [made("set", "title.en", "Two")])
    assert new == old.replace("One", "Two")


def test_a_text_that_would_be_something_else_in_yaml_is_put_in_quotation_marks() -> None:
    """`Tin: mới #1` would be read as a mapping with a comment, and the brief be broken by its own form."""
    old = "id: a\ntitle:\n  vi: Một\n"
    for text in (
        "Tin: mới #1",
        "- a",
        "{x}",
        "yes",
        "[a",
        "2024",
        "null",
        '"',
        "'",
        "a\nb",
        "@a",
        "%a",
        "!a",
        "&a",
        "*a",
    ):
        new = rewritten(old, [made("set", "title.vi", text)])
        assert parse_document(Path("a.yaml"), new).data["title"]["vi"] == text, text


def test_a_figure_stays_a_figure_as_it_was_typed() -> None:
    old = "statistics:\n  - id: a\n    value: 71\n    date: 2024-01-02\n"
    new = rewritten(old, [made("set", "statistics.0.value", "82.40"), made("set", "statistics.0.date", "2025-02-06")])
    assert "    value: 82.40\n    date: 2025-02-06\n" in new


def test_a_new_field_stands_where_the_model_has_it() -> None:
    old = "id: a\ntitle: {vi: T}\nlanguages: [vi]\nas_of: 2025-01-01\n"
    new = rewritten(old, [made("set", "subtitle.vi", "S"), made("set", "title.en", "E")])
    assert list(parse_document(Path("a.yaml"), new).data) == ["id", "title", "subtitle", "languages", "as_of"]
    assert "title: {vi: T, en: E}" in new


def test_a_field_that_is_emptied_is_taken_out_with_what_it_leaves_empty() -> None:
    old = "id: a\ntitle: {vi: T}\nsubtitle:\n  vi: S\n"
    assert rewritten(old, [made("set", "subtitle.vi", None)]) == "id: a\ntitle: {vi: T}\n"


def test_one_text_for_all_languages_becomes_one_for_each() -> None:
    new = rewritten("issuer: UNDP\n", [made("set", "issuer.vi", "LHQ")])
    assert parse_document(Path("a.yaml"), new).data["issuer"] == {"vi": "LHQ", "en": "UNDP", "he": "UNDP"}


@pytest.mark.parametrize("address", ["points.9.text.vi", "id.vi.x.3", "points.text", "title.0"])
def test_a_path_that_leads_nowhere_is_refused(address: str) -> None:
    data: dict[str, Any] = {"id": "a", "title": {"vi": "T"}, "points": [{"id": "p"}]}
    if address.startswith("id"):
        with pytest.raises(BriefcastError):
            change(data, made("set", address, "x"))
        return
    with pytest.raises(BriefcastError):
        change(data, made("set", address, "x"))


def test_a_text_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(BriefcastError):
        rewritten("a: [", [])


ADDRESSES = ["title.vi", "title.he", "subtitle.en", "points.0.text.vi", "points.1.headline.en", "statistics.0.value"]
STEPS = st.one_of(
    st.builds(made, st.just("set"), st.sampled_from(ADDRESSES), st.text(max_size=30).map(lambda t: t.strip() or None)),
    st.builds(made, st.just("move"), st.sampled_from(["points.0", "points.2"]), st.none(), st.integers(-3, 3)),
    st.builds(made, st.just("remove"), st.sampled_from(["points.1.headline", "kicker", "sources.1"])),
    st.builds(made, st.just("add"), st.just("sources"), st.just({"id": "new", "title": {"vi": "T: 1"}})),
)


def is_sound(text: Any) -> bool:
    return not isinstance(text, str) or all(each.isprintable() for each in text)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEPS, max_size=6))
def test_the_file_says_what_the_form_shows(steps: list[Change]) -> None:
    """What is drawn comes from a tree, what is saved from the file: if they parted, she would save another brief."""
    path = ROOT / "examples" / "digital-day-2025.yaml"
    steps = [step for step in steps if is_sound(step.value)]
    data = read_document(path).data
    done = []
    for step in steps:
        try:
            data = change(data, step)
        except BriefcastError:
            continue
        done.append(step)
    text = rewritten(path.read_text("utf-8"), done)
    assert parse_document(path, text).data == data


def test_a_text_that_cannot_be_carried_over_is_written_whole() -> None:
    assert carried_over("a:   1\n", "a: 1\n", "a: 2\n") == "a: 2\n"
    assert carried_over("a:   1\nb:   2\n", "a: 1\nb: 2\n", "a: 1\nb: 3\n") in ("a:   1\nb: 3\n", "a: 1\nb: 3\n")
