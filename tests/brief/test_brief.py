"""Reading a brief: what is right comes through exactly, what is wrong is told with its place and remedy."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pydantic import ValidationError
from ruamel.yaml import YAML

from briefcast.brief.document import _Reader, inside, read_document, read_text
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import read_brief
from briefcast.brief.references import ATTRIBUTES, find_references, reference_fault
from briefcast.brief.workbook import build_workbook, write_xlsx
from briefcast.cli.schema import SCHEMAS, write_schema, write_schemas
from briefcast.errors import BriefError, Problem
from briefcast.writing.facts import collect_facts
from tests import ROOT

BROKEN = ROOT / "tests" / "faults" / "briefs"
GOOD = BROKEN / "good.yaml"
EXAMPLE = ROOT / "examples" / "egov-2024.yaml"


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(BriefError) as caught:
        read_brief(path)
    assert caught.value.exit_code == 2
    for problem in caught.value.problems:
        assert problem.message.strip().endswith("."), problem
        assert problem.remedy.strip(), f"no remedy: {problem}"
    return caught.value.problems


def changed(tmp_path: Path, *changes: tuple[str, str], name: str = "brief.yaml") -> Path:
    """Write the good brief with some words changed."""
    text = GOOD.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


# --- what is right comes through


def test_a_brief_comes_through_with_every_figure_exact(tmp_path: Path) -> None:
    brief = read_brief(changed(tmp_path, ("value: 76.5", "value: 76.10000000")))
    assert brief.statistics[0].value == Decimal("76.1")
    assert brief.statistics[0].baseline is not None
    assert brief.statistics[0].baseline.value == Decimal("61.2")
    assert brief.as_of == dt.date(2025, 6, 30)
    assert brief.source("report").publisher == dict.fromkeys(("vi", "en", "he"), "District office")


def test_the_example_brief_is_the_same_in_yaml_json_and_xlsx(tmp_path: Path) -> None:
    brief = read_brief(EXAMPLE)
    as_json = tmp_path / "brief.json"
    as_json.write_text(brief.model_dump_json(indent=1, exclude_defaults=True), "utf-8")
    assert read_brief(as_json) == brief
    assert read_brief(write_xlsx(brief, tmp_path / "brief.xlsx")) == brief


def test_json_may_be_indented_with_tabs_and_hold_escapes(tmp_path: Path) -> None:
    data = YAML(typ="safe").load(GOOD.read_text("utf-8"))
    data["title"]["en"] = "Services 🚀"
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(data, default=str, ensure_ascii=True, indent="\t"), "utf-8")
    assert read_brief(path).title["en"] == "Services 🚀"


def test_texts_are_composed_so_that_search_and_fonts_find_their_letters(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Dịch vụ công trực tuyến")
    brief = read_brief(changed(tmp_path, ("Dịch vụ công trực tuyến", decomposed)))
    assert brief.title["vi"] == "Dịch vụ công trực tuyến"


def test_marks_that_come_along_with_pasted_text_are_taken_out(tmp_path: Path) -> None:
    pasted = "Online\u00ad public\u200b services\ufeff"
    assert read_brief(changed(tmp_path, ("Online public services", pasted))).title["en"] == "Online public services"


@pytest.mark.parametrize("mark", ["\u034f", "\u2061", "\u2063", "\u2064", "\u206a", "\u206f"])
def test_marks_that_nobody_sees_are_taken_out(mark: str, tmp_path: Path) -> None:
    """From a formula or a web page; the word is broken for the voice, for search, and for who looks it up."""
    assert (
        read_brief(changed(tmp_path, ("Online public", f"On{mark}line public"))).title["en"] == "Online public services"
    )


@pytest.mark.parametrize("mark", ["\ufffd", "\ufff9", "\ufffb"])
def test_a_letter_that_was_lost_is_refused_by_its_line(mark: str, tmp_path: Path) -> None:
    """A file saved in a wrong code has lost letters of Vietnamese: "D\ufffdch v\ufffd" would be printed."""
    with pytest.raises(BriefError, match=rf":2: title.en: .*U\+{ord(mark):04X}, a character that cannot be shown"):
        read_brief(changed(tmp_path, ("Online public", f"On{mark}line public")))


def test_hebrew_direction_marks_and_closed_isolates_stay(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        ("languages: [vi, en]", "languages: [vi, en, he]"),
        ("en: Online public services}", 'en: Online public services, he: "שירות \u2068G2C\u2069 \u200fמקוון"}'),
        ("en: Applications filed online}", "en: Applications filed online, he: בקשות מקוונות}"),
        ('en: "{online-share} of', 'he: "{online-share} מהבקשות."\n      en: "{online-share} of'),
    )
    assert read_brief(path).title["he"] == "שירות \u2068G2C\u2069 \u200fמקוון"


def test_years_typed_as_numbers_are_periods_and_words_like_no_stay_words(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        (
            "    source: report\n",
            "    series: {2023: 48.3, 2024: 68.9}\n    target: {value: 80, by: 2025}\n    source: report\n",
        ),
        ("Online public services", "No"),
    )
    brief = read_brief(path)
    assert brief.statistics[0].series == {"2023": Decimal("48.3"), "2024": Decimal("68.9")}
    assert brief.title["en"] == "No"


@pytest.mark.parametrize(
    "text", ["period,value\n2023,48.3\n2024,68.9\n", "\ufeffPeriod;Value\r\n2023;48.3\r\n\r\n2024;68.9"]
)
def test_a_series_can_stand_in_a_csv_file_beside_the_brief(tmp_path: Path, text: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "share.csv").write_text(text, "utf-8")
    path = changed(tmp_path, ("    source: report\n", "    series: data/share.csv\n    source: report\n"))
    assert read_brief(path).statistics[0].series == {"2023": Decimal("48.3"), "2024": Decimal("68.9")}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("year,value\n2023,1\n", 1, "columns"),
        ("period,value\n2023,1\n2023,2\n", 3, "twice"),
        ("period,value\n2023\n", 2, "not a period and a value"),
        ("period,value\n2023,48 %\n", 2, "not a number"),
        ("period,value\nlast year,48\n", 2, "not a period"),
        ("period,value\n", 1, "no values"),
        ('period,value\n2023,"1\n', 2, "not"),
    ],
)
def test_a_mistake_in_a_csv_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    (tmp_path / "share.csv").write_text(text, "utf-8")
    (problem,) = problems_of(changed(tmp_path, ("    source: report\n", "    series: share.csv\n    source: report\n")))
    assert (problem.file.name, problem.line) == ("share.csv", line)
    assert message in problem.message


def test_markup_is_text_and_stays_as_typed() -> None:
    brief = read_brief(BROKEN / "markup.yaml")
    assert brief.title["vi"] == "Dịch vụ công <script>alert()</script>"
    assert brief.points[0].text["vi"] == (
        '#strong[{online-share}] hồ sơ <b onclick="x()">nộp</b> {\\b1}trực tuyến{\\b0}\\N#read("/etc/passwd")'
    )


# --- what is wrong is told: file, place, remedy


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wrong-key.yaml", [(4, "audience", "no field 'audience'", "'audiences'")]),
        (
            "wrong-type.yaml",
            [
                (10, "statistics[online-share].label", "a text for each language", "label: {vi: "),
                (11, "statistics[online-share].value", "a number belongs", "value: 82.4"),
            ],
        ),
        (
            "unknown-reference.yaml",
            [
                (15, "statistics[online-share].source", "no source 'reports'", "'report'"),
                (20, "points[online].text.vi", "needs 'target'", "Add 'target'"),
                (21, "points[online].text.en", "{online-shares} names no statistic", "{online-share}"),
            ],
        ),
        ("missing-language.yaml", [(2, "title", "not written in 'en'", "Add 'en: …'")]),
        ("cycle.yaml", [(22, "", "'&again'", "Delete the mark"), (23, "", "'*again'", "in full")]),
        (
            "outside-folder.yaml",
            [
                (16, "statistics[online-share].series", "'/etc/passwd' begins outside", "beside the brief"),
                (20, "points[online].image", "leads out of its folder", "beside the brief"),
            ],
        ),
        ("duplicate-ids.yaml", [(16, "statistics[online-share].id", "first is at line 9", "online-share-2")]),
        ("duplicate-key.yaml", [(6, "id", "written twice; the first is on line 1", "Keep one")]),
        (
            "bad-date.yaml",
            [
                (5, "as_of", "'30/06/2025' is not written as year-month-day", "Write 2025-06-30."),
                (7, "sources[report].date", "no day 2025-06-31", "day of the calendar"),
                (13, "statistics[online-share].period", "'June 2025' is not a period", "2024-10"),
            ],
        ),
        ("empty.yaml", [(None, "", "empty", "briefcast new")]),
        ("notes-only.yaml", [(None, "", "empty", "briefcast new")]),
        ("hidden-direction.yaml", [(2, "title.vi", "U+202E", "Delete it")]),
        ("open-quote.yaml", [(23, "", "line", "double quotes")]),
        ("unquoted-brace.yaml", [(20, "", "line", 'begins with "{" in double quotes')]),
        ("tag.yaml", [(11, "", "sets a type by hand", "Delete it")]),
        ("not-utf8.yaml", [(2, "", "not in UTF-8", "Save it again")]),
        ("missing-comma.json", [(4, "", "',' delimiter", "Check commas")]),
        (
            "several.json",
            [
                (2, "id", "'Services 2025' cannot be a short name", "services-2025"),
                (4, "languages[2]", "'fr' is not one of vi, en, he", "vi, en, he"),
                (5, "audiences[1]", "no audience group 'citizen'", "'citizens'"),
                (9, "points[a].id", "first is at line 8", "a-2"),
                (9, "points[a].text.en", "{z} names no statistic", "Add a statistic"),
                (11, "id", "written twice", "Keep one"),
            ],
        ),
    ],
)
def test_everything_wrong_in_a_file_is_told_at_once(
    name: str, expected: list[tuple[int | None, str, str, str]]
) -> None:
    problems = problems_of(BROKEN / name)
    assert [(p.file.name, p.line, p.field) for p in problems] == [(name, line, field) for line, field, _, _ in expected]
    for problem, (_, _, message, remedy) in zip(problems, expected, strict=True):
        assert message in problem.message
        assert remedy in problem.remedy


def test_a_yaml_bomb_is_refused_before_it_unfolds() -> None:
    assert "marks a part to be repeated" in problems_of(BROKEN / "bomb.yaml")[0].message


def test_every_broken_brief_names_its_file_and_a_remedy() -> None:
    for path in sorted(BROKEN.iterdir()):
        if path.name not in ("good.yaml", "markup.yaml"):
            assert all(problem.file == path and problem.remedy for problem in problems_of(path)), path.name


def test_a_file_of_50_mb_is_refused_without_reading_it(tmp_path: Path) -> None:
    for name, limit in (("brief.yaml", "1 MB"), ("brief.json", "1 MB"), ("brief.xlsx", "10 MB")):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(50_000_000)
        (problem,) = problems_of(path)
        assert "50 MB" in problem.message
        assert limit in problem.message


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    for name, text in (("a.yaml", "a: " + "[" * 5000), ("a.json", "[" * 100_000), ("b.json", "[" * 900 + "]" * 900)):
        path = tmp_path / name
        path.write_text(text)
        assert problems_of(path)


@pytest.mark.parametrize("name", ["brief.txt", "brief", "brief.xls", "missing.yaml", "folder.yaml"])
def test_a_path_that_is_no_brief_is_refused(tmp_path: Path, name: str) -> None:
    if name == "folder.yaml":
        (tmp_path / name).mkdir()
    elif not name.startswith("missing"):
        (tmp_path / name).write_text("id: a")
    (problem,) = problems_of(tmp_path / name)
    assert problem.file == tmp_path / name


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        ("76,5", "Write 76.5"),
        ("1,084", "Write 1084"),
        ("55.250.000", "Write 55250000"),
        ("76.5 %", "Write 76.5"),
        ("12.5 million", "in digits alone"),
        ("NaN", "in digits alone"),
        ("1e400", "in digits alone"),
        ("٧٦", "in digits alone"),
        ("1" * 400, "Round it"),
        ("82.39999999999999", "Round it"),
    ],
)
def test_a_figure_typed_another_way_gets_the_plain_digits_as_remedy(tmp_path: Path, typed: str, remedy: str) -> None:
    (problem,) = problems_of(changed(tmp_path, ("value: 76.5", f'value: "{typed}"')))
    assert (problem.line, problem.field) == (11, "statistics[online-share].value")
    assert remedy in problem.remedy


@pytest.mark.parametrize("hidden", ["\u202d", "\u2066", "\u2069", "\U000e0041", "\ue000", "\u0378"])
def test_characters_that_cannot_be_seen_are_refused(tmp_path: Path, hidden: str) -> None:
    (problem,) = problems_of(changed(tmp_path, ("Online public", f"Online {hidden}public")))
    assert (problem.line, problem.field) == (2, "title.en")


def test_a_control_character_is_refused_with_its_line(tmp_path: Path) -> None:
    (problem,) = problems_of(changed(tmp_path, ("Applications filed", "Applications \x07filed")))
    assert (problem.line, "U+0007" in problem.message) == (10, True)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../a.jpg", "out of"),
        ("a/../../b.jpg", "out of"),
        ("/etc/passwd", "outside"),
        ("~/a.jpg", "outside"),
        ("C:/a.jpg", "drive"),
        ("a\\b.jpg", "backslash"),
        ("https://example.org/a.jpg", "address"),
        ("file:///etc/passwd", "address"),
        ("link/passwd", "link"),
    ],
)
def test_no_file_outside_the_folder_of_the_brief_is_reached(tmp_path: Path, name: str, reason: str) -> None:
    folder = tmp_path / "brief"
    folder.mkdir()
    (folder / "link").symlink_to("/etc")
    with pytest.raises(ValueError, match=reason):
        inside(folder, name)
    assert inside(folder, "photos/a.jpg") == folder / "photos" / "a.jpg"


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        (("unit: percent", "unit: currency"), "statistics[online-share].unit", "needs 'currency'"),
        (("unit: percent", "unit: duration"), "statistics[online-share].unit", "needs 'per'"),
        (
            ("statistics: [online-share]", "statistics: [online]"),
            "points[online].statistics[1]",
            "no statistic 'online'",
        ),
        (("  citizens: {text", "  citizen: {text"), "calls_to_action.citizen", "no audience group"),
        (
            ("    text:\n", "    audiences: {leaders: 9}\n    text:\n"),
            "points[online].audiences.leaders",
            "not a weight",
        ),
        (("    text:\n", "    literal: perhaps\n    text:\n"), "points[online].literal", "neither true nor false"),
        (("    text:\n", "    visual: pie\n    text:\n"), "points[online].visual", "not one of"),
        (("https://example.org/report", "example.org"), "sources[report].url", "not a web address"),
        (
            ("https://example.org/report", "https://lan:geheim@example.org/report"),
            "sources[report].url",
            "a user and password in it",
        ),
        (("[leaders, citizens]", "[leaders, leaders]"), "audiences[2]", "listed twice"),
        (("text: {vi: Nộp hồ sơ trực tuyến., en: File online.}", "vi: Nộp"), "calls_to_action.citizens.vi", "no field"),
        (("en: Online public services", 'en: ""'), "title.en", "is empty"),
        (("en: Online public services", "fr: Services en ligne"), "title.fr", "not one of vi, en, he"),
        (('vi: "{online-share} hồ', 'vi: "{ online-share } hồ'), "points[online].text.vi", "not a reference"),
        (('vi: "{online-share} hồ', 'vi: "{online-share.chang} hồ'), "points[online].text.vi", "no chang"),
        (('vi: "{online-share} hồ', 'vi: "{online-share:x} hồ'), "points[online].text.vi", "no option x"),
        (
            ('vi: "{online-share} hồ', 'vi: "{online-share.share} hồ'),
            "points[online].text.vi",
            "'percent' has no share",
        ),
        (
            ("baseline: {value: 61.2,", "baseline: {value: sixty,"),
            "statistics[online-share].baseline.value",
            "not a number",
        ),
    ],
)
def test_a_wrong_field_is_told_by_its_path(tmp_path: Path, change: tuple[str, str], field: str, message: str) -> None:
    found = {p.field: p for p in problems_of(changed(tmp_path, change))}
    assert field in found, found
    assert message in found[field].message
    assert found[field].line is not None


def test_an_own_audience_profile_beside_the_brief_is_known(tmp_path: Path) -> None:
    (tmp_path / "audiences").mkdir()
    (tmp_path / "audiences" / "farmers.yaml").write_text("id: farmers")
    assert read_brief(changed(tmp_path, ("citizens]", "farmers]"))).audiences == ("leaders", "farmers")


# --- what a reference can name is what the facts can tell


@pytest.mark.parametrize("unit", ["percent", "count", "rank", "index", "currency", "duration", "ratio"])
@pytest.mark.parametrize("extra", ["", "target", "baseline", "out_of", "growth_percent", "change_points", "series"])
def test_a_reference_the_door_lets_through_can_be_told(unit: str, extra: str) -> None:
    """A reference that passes the door and fails later would stop an edition halfway."""
    extras: dict[str, object] = {
        "target": {"value": 90, "by": "2026"},
        "baseline": {"value": 50, "period": "2023"},
        "out_of": 100,
        "growth_percent": 5,
        "change_points": 3,
        "series": {"2024": 70, "2025": 76},
    }
    statistic: dict[str, object] = {"id": "s", "label": {"en": "It"}, "value": 76, "unit": unit, "period": "2025"}
    statistic |= {"currency": "VND"} if unit == "currency" else {"per": "day"} if unit == "duration" else {}
    statistic |= {extra: extras[extra]} if extra else {}
    point = {"id": "p", "text": {"en": "x"}}
    brief = Brief.model_validate(
        {
            "id": "b",
            "title": {"en": "T"},
            "languages": ["en"],
            "audiences": ["press"],
            "as_of": "2025-01-01",
            "statistics": [statistic],
            "points": [point],
        }
    )
    facts = collect_facts(brief)
    told = 0
    for attribute in [*ATTRIBUTES, "series.2024"]:
        written = f"{{s.{attribute}}}" if attribute else "{s}"
        (reference,) = find_references(written)
        if reference_fault(reference, {"s": statistic}) is None:
            assert facts.word(reference.name, "en", "exact").shown
            told += 1
        elif attribute not in ("target.by", "baseline.period"):
            with pytest.raises(Exception, match="cannot be given"):
                facts.word(reference.name, "en", "exact")
    assert told >= 5


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.yaml")), ids=lambda path: path.name)
def test_both_parsers_of_yaml_read_the_same(path: Path) -> None:
    """What is read must not depend on how ruamel was installed."""
    document, reader = read_document(path), _Reader(path)
    assert (document.data, document.places) == (reader.read_yaml(read_text(path), pure=True), reader.places)


def test_a_brief_is_read_by_the_faster_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A brief of a megabyte would take ten times as long."""
    asked: list[bool] = []
    before = _Reader.read_yaml

    def read_yaml(self: _Reader, text: str, *, pure: bool) -> object:
        asked.append(pure)
        return before(self, text, pure=pure)

    monkeypatch.setattr(_Reader, "read_yaml", read_yaml)
    read_brief(ROOT / "examples" / "egov-2024.yaml")
    assert asked == [False]


@pytest.mark.parametrize(
    "text",
    [
        "a: one\u2028two\nb: 1\n",
        "a: one\x85two\nb: 1\n",
        "a: >-#x\nb: 1\n",
        "a\t: 1\n",
        "a:\n  ?\nb: 1\n",
        "a:\n\ufeff  - b\n",
        "a: {b: 7:30}\n",
    ],
    ids=["line separator", "next line", "comment in a mark", "tab", "question mark", "order mark", "hour"],
)
def test_where_the_parsers_differ_the_pure_one_reads(text: str, tmp_path: Path) -> None:
    """The faster one would name another line, or let through what is a mistake elsewhere."""
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")

    def read(pure: bool | None) -> object:
        try:
            if pure is None:
                document = read_document(path)
                return document.data, dict(document.places)
            reader = _Reader(path)
            return reader.read_yaml(read_text(path), pure=pure), reader.places
        except BriefError as error:
            return str(error)

    assert read(None) == read(True)


# --- workbooks


def workbook_problems(tmp_path: Path, change: Callable[[Workbook], object]) -> tuple[Problem, ...]:
    workbook = build_workbook(read_brief(GOOD))
    change(workbook)
    path = tmp_path / "brief.xlsx"
    workbook.save(path)
    return problems_of(path)


def column(workbook: Workbook, sheet: str, heading: str, row: int = 2) -> str:
    headings = [cell.value for cell in workbook[sheet][1]]
    return workbook[sheet].cell(row, headings.index(heading) + 1).coordinate


def put(
    sheet: str, heading: str, value: object, *, row: int = 2, number_format: str = "General"
) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        cell = workbook[sheet][column(workbook, sheet, heading, row)]
        cell.value = value
        cell.number_format = number_format

    return change


def test_a_formula_is_refused_by_sheet_and_cell(tmp_path: Path) -> None:
    (problem,) = workbook_problems(tmp_path, put("statistics", "value", "=70+6.5"))
    assert (problem.sheet, problem.cell) == ("statistics", "D2")
    assert problem.place == "brief.xlsx, sheet statistics, cell D2"
    assert "Type the value" in problem.remedy


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    (problem,) = workbook_problems(tmp_path, lambda workbook: workbook.remove(workbook["points"]))
    assert problem.sheet == "points"
    assert "Add a sheet named 'points'" in problem.remedy


@pytest.mark.parametrize(
    ("change", "sheet", "cell", "message"),
    [
        (put("statistics", "value", "#REF!"), "statistics", "D2", "error #REF!"),
        (put("statistics", "value", dt.time(3, 4), number_format="hh:mm"), "statistics", "D2", "time of day"),
        (put("statistics", "value", "76,5"), "statistics", "D2", "'76,5' is not a number"),
        (put("statistics", "source", "repot"), "statistics", "H2", "no source 'repot'"),
        (put("points", "text.en", "{online-shar}"), "points", "C2", "names no statistic"),
        (put("points", "audiences.leaders", 9), "points", "G2", "not a weight"),
        (put("points", "literal", "maybe"), "points", "M2", "neither true nor false"),
        (put("brief", "value", "30/6/2025", row=11), "brief", "B11", "not written as year-month-day"),
        (put("brief", "field", "titel", row=3), "brief", "A3", "no field 'titel'"),
        (lambda w: w["points"].append(["online", "x", "y"]), "points", "A3", "have the id 'online'"),
        (lambda w: w["series"].append(["online-shar", 2024, 1]), "series", "A2", "no 'online-shar'"),
        (lambda w: w["variants"].append(["online", None, "x"]), "variants", "A2", "has no audience"),
        (lambda w: w["points"].cell(1, 2, "txt.vi"), "points", "B1", "no heading 'txt.vi'"),
        (lambda w: w["points"].cell(5, 40, "stray"), "points", "AN5", "under no heading"),
        (lambda w: w["points"].cell(99_999, 1, "far"), "points", "A99999", "goes on to row 99999"),
        (lambda w: w.create_sheet("variant"), "variant", None, "no sheet 'variant'"),
    ],
)
def test_a_mistake_in_a_workbook_is_told_by_sheet_and_cell(
    tmp_path: Path, change: Callable[[Workbook], object], sheet: str, cell: str | None, message: str
) -> None:
    found = [p for p in workbook_problems(tmp_path, change) if (p.sheet, p.cell) == (sheet, cell)]
    assert len(found) == 1
    assert message in found[0].message


def test_what_a_spreadsheet_makes_of_typed_values_is_read_as_the_reader_sees_it(tmp_path: Path) -> None:
    """A percent cell holds 0.765, a typed month holds its first day: both would be told wrong."""
    good = read_brief(GOOD)
    workbook = build_workbook(good)
    put("statistics", "value", 0.765, number_format="0.0%")(workbook)
    put("statistics", "period", dt.datetime(2025, 6, 1), number_format="mmm-yy")(workbook)
    put("statistics", "baseline.value", 61.2)(workbook)
    put("sources", "date", dt.datetime(2025, 6, 30), number_format="dd/mm/yyyy")(workbook)
    workbook.create_sheet("Notes to self")["A1"] = "=1+1"
    workbook.save(tmp_path / "brief.xlsx")
    assert read_brief(tmp_path / "brief.xlsx") == good


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    good = read_brief(changed(tmp_path, ("en: File online.", "en: '=HYPERLINK(\"http://x\")'")))
    assert read_brief(write_xlsx(good, tmp_path / "brief.xlsx")) == good


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = write_xlsx(read_brief(GOOD), tmp_path / "brief.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as part:
        for _ in range(60):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    (problem,) = problems_of(path)
    assert "unpacks to 60 MB" in problem.message


def test_entities_inside_a_workbook_do_not_unfold(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    for number in range(1, 9):
        bomb += b'<!ENTITY %c "%s">' % (97 + number, (b"&%c;" % (96 + number)) * 10)
    bomb += b']><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&i;</t></si></sst>'
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        path = write_xlsx(read_brief(GOOD), tmp_path / "good.xlsx")
        with zipfile.ZipFile(path) as good, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w") as bad:
            for part in good.namelist():
                bad.writestr(part, bomb if part == name else good.read(part))
        assert problems_of(tmp_path / "bomb.xlsx")


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"not a zip", b"\xd0\xcf\x11\xe0old excel"])
def test_a_broken_workbook_is_told_as_such(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "brief.xlsx"
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert "not a workbook" in problem.message


# --- whatever is typed, there is no traceback


_TOKENS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "\n",
            "  ",
            '"',
            "'",
            "&a",
            "*a",
            "!!x",
            "#",
            "|",
            ">",
            "\t",
            "\x00",
            "\u202e",
        ),
        *("{online-share.x}", "null", "~", "id: x", "2025-13-45", "1e9", ".nan", "---\n", "? ", "%YAML 1.1\n", "<<: "),
    ]
)
_EDIT = st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(_TOKENS, st.text(max_size=6)))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(_EDIT, min_size=1, max_size=5))
def test_random_edits_of_a_brief_give_a_brief_or_problems(tmp_path: Path, edits: list[tuple[float, int, str]]) -> None:
    text = GOOD.read_text("utf-8")
    for where, removed, inserted in edits:
        at = int(where * len(text))
        text = text[:at] + inserted + text[at + removed :]
    path = tmp_path / "brief.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        read_brief(path)
    except BriefError as error:
        assert error.problems
        assert all(problem.message and problem.remedy for problem in error.problems)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_in_the_place_of_a_field_gives_a_brief_or_problems(tmp_path: Path, data: st.DataObject) -> None:
    brief = json.loads(read_brief(GOOD).model_dump_json(exclude_defaults=True))
    node, key = brief, data.draw(st.sampled_from(sorted(brief)))
    while isinstance(node[key], (dict, list)) and node[key] and data.draw(st.booleans()):
        node = node[key]
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
    node[key] = data.draw(_JSON)
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(brief), "utf-8")
    try:
        read_brief(path)
    except BriefError as error:
        assert error.problems


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_workbook_gives_a_brief_or_problems(tmp_path: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(write_xlsx(read_brief(GOOD), tmp_path / "good.xlsx")) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    name = data.draw(st.sampled_from(sorted(name for name in parts if "xl/" in name)))
    content = bytearray(parts[name])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    path = tmp_path / "brief.xlsx"
    with zipfile.ZipFile(path, "w") as damaged:
        for part, whole in parts.items():
            damaged.writestr(part, bytes(content) if part == name else whole)
    try:
        read_brief(path)
    except BriefError as error:
        assert error.problems


# --- schemas


def test_the_committed_schemas_are_those_of_the_models(tmp_path: Path) -> None:
    """An editor with an old schema would refuse a new field. To write them again: make schemas."""
    for path in write_schemas(tmp_path):
        assert (ROOT / "schemas" / path.name).read_text("utf-8") == path.read_text("utf-8")
        assert path.name in SCHEMAS


def test_the_schema_lets_the_example_through_and_refuses_a_wrong_key() -> None:
    schema = json.loads(write_schema(SCHEMAS["brief.schema.json"]()))
    validator = jsonschema.Draft202012Validator(schema)
    brief = json.loads(json.dumps(YAML(typ="safe").load(EXAMPLE.read_text("utf-8")), default=str))
    assert not list(validator.iter_errors(brief))
    brief["statistics"][0]["vaule"] = 3
    assert [error.json_path for error in validator.iter_errors(brief)] == ["$.statistics[0]"]


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ({"he": "פטירה אחת"}, True),
        ({"he": "פטירה אחת מחצבת"}, True),
        ({"en": "one death"}, True),
        ({"vi": "một ca"}, True),
        ({"he": "פטירה מחצבת", "en": "death", "vi": "ca tử vong"}, False),
    ],
)
def test_the_name_of_a_single_one_holds_no_number(name: dict[str, str], refused: bool) -> None:
    """ "עלייה של פטירה אחת אחת": the number is put to it."""
    fields = {"id": "a", "label": {"he": "פטירות"}, "value": 1, "unit": "count", "period": "2025", "singular": name}
    if not refused:
        assert Statistic.model_validate(fields).singular == name
        return
    with pytest.raises(ValidationError):
        Statistic.model_validate(fields)


def test_a_colon_in_a_text_between_braces_is_called_one(tmp_path: Path) -> None:
    """ "A bracket is opened and not closed" sends a team looking for a bracket that is closed."""
    path = changed(tmp_path, ("{vi: Dịch vụ công trực tuyến,", "{vi: Phòng Thống kê: 0277.3811.456,"))
    (problem,) = problems_of(path)
    assert problem.line == 2
    assert '"Phòng Thống kê: …"' in problem.remedy


def test_what_a_field_calls_otherwise_is_answered_with_its_word(tmp_path: Path) -> None:
    by = "\n    qualifier: more than\n    by: {dimension: district, values: {A: 70, B: 60}}"
    path = changed(tmp_path, ("value: 76.5", f"value: 76.5{by}"))
    (problem,) = problems_of(path)
    assert (problem.field, problem.remedy) == ("statistics[online-share].qualifier", "Write 'over'.")


@pytest.mark.parametrize("text", ["id: [a, b", "id: {vi: x", 'id: "a', "id: [a,\n", "title: {vi: a: b"])
def test_what_is_not_closed_at_the_end_of_a_file_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    """Half a file, as an editor that broke off leaves it, is a message and no traceback."""
    path = tmp_path / "brief.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BriefError) as raised:
        read_brief(path)
    assert all(problem.place.startswith("brief.yaml:") and problem.remedy for problem in raised.value.problems)


def test_a_short_telephone_number_without_quotes_is_told_to_be_quoted(tmp_path: Path) -> None:
    """A star begins a repetition in YAML: nobody who typed *8840 has written a value that could stand in full."""
    path = tmp_path / "star.yaml"
    path.write_text("id: a\nissuer: *8840\n", "utf-8")
    with pytest.raises(BriefError) as told:
        read_brief(path)
    assert any('"*8840"' in problem.remedy for problem in told.value.problems)
