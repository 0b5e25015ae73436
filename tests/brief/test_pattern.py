"""One brief for many places: each place gets its own name, words and figures, and nothing of another one's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from briefcast.brief.document import inside, read_document
from briefcast.brief.pattern import open_pattern
from briefcast.brief.read import BriefFile, open_brief
from briefcast.brief.team import find_team_brief
from briefcast.cli.main import app
from briefcast.cli.schema import brief_schema
from briefcast.edition.check import check_brief
from briefcast.edition.packing import pack
from briefcast.edition.patterns import check_places
from briefcast.errors import BriefError, Problem
from tests.place_fixtures import TABLE, write_places

TODAY = dt.date(2025, 10, 22)


def of(folder: Path, place: str) -> BriefFile:
    return open_brief(folder / f"province.yaml@{place}")


def refused(folder: Path, name: str = "province.yaml@hue") -> tuple[Problem, ...]:
    with pytest.raises(BriefError) as caught:
        open_brief(folder / name)
    return caught.value.problems


def told(folder: Path, place: str) -> list[tuple[str, str, str]]:
    """What the check finds of a place: severity, code and place."""
    return [(f.severity, f.code, f.place) for f in check_brief(of(folder, place), today=TODAY)]


def test_each_place_gets_its_own_name_words_and_figures(tmp_path: Path) -> None:
    write_places(tmp_path)
    hue, district = of(tmp_path, "hue").brief, of(tmp_path, "quan-1").brief
    assert (hue.id, district.id) == ("digital-hue", "digital-quan-1")
    assert hue.title == {
        "vi": "Chuyển đổi số ở thành phố Huế",
        "en": "Digital life in Hue",
        "he": "חיים דיגיטליים בהואה",
    }
    assert hue.statistic("fibre").value == Decimal("90.7")
    assert hue.statistic("fibre").target and hue.statistic("fibre").target.value == Decimal(95)
    assert of(tmp_path, "dien-bien").brief.statistic("fibre").target is None
    assert district.points[0].text["he"] == "ברובע 1 יש סיב ב־{fibre} מהבתים."
    assert district.subtitle["en"] == 'Call Phòng "Số", lầu ba'
    assert hue.places is None
    assert told(tmp_path, "hue") == []


def test_a_name_has_a_capital_where_a_sentence_begins_and_its_digits_are_no_figures(tmp_path: Path) -> None:
    write_places(tmp_path, ("Ở {place}, {fibre} hộ có cáp quang.", "Xem. {place}: {fibre} hộ, ở {place}."))
    dien_bien = of(tmp_path, "dien-bien").brief
    assert dien_bien.points[0].text["vi"] == "Xem. Tỉnh Điện Biên: {fibre} hộ, ở tỉnh Điện Biên."
    assert dien_bien.points[1].text["vi"] == "Tỉnh Điện Biên có {teams} tổ công nghệ số."
    assert not [code for _, code, _ in told(tmp_path, "quan-1") if code == "typed-digit"]
    # Digits that are in no name are figures without a source, wherever they were typed.
    write_places(tmp_path, ("Sở Khoa học\ndien", "Sở 0234\ndien"))
    assert ("error", "typed-digit") in [(severity, code) for severity, code, _ in told(tmp_path, "hue")]


def test_what_was_typed_in_the_table_is_told_by_its_line_and_column(tmp_path: Path) -> None:
    write_places(tmp_path, ("90.7", '"90,7"'))
    (problem,) = refused(tmp_path)
    assert problem.place == "provinces.csv:2, column fibre"
    assert "Write 90.7" in problem.remedy
    of(tmp_path, "quan-1")


def test_a_place_without_a_figure_tells_nothing_of_it_and_says_so(tmp_path: Path) -> None:
    write_places(tmp_path, ("66.2,,,", ",95,2026,"), ("1084", "n/a"))
    dien_bien, hue = of(tmp_path, "dien-bien").brief, of(tmp_path, "hue").brief
    assert [p.id for p in dien_bien.points] == ["teams"] and [s.id for s in dien_bien.statistics] == ["teams"]
    assert [p.id for p in hue.points] == ["fibre"]
    # Whoever writes that there is none has looked; an empty cell may be forgotten.
    assert told(tmp_path, "dien-bien") == [("warning", "left-out", "provinces.csv:3, column fibre")]
    assert told(tmp_path, "hue") == [("note", "left-out", "provinces.csv:2, column teams")]
    found = check_brief(of(tmp_path, "dien-bien"), today=TODAY)
    assert "Dien Bien has no 'fibre': it is left out, and with it points[fibre]." in found[0].message


def test_what_is_left_keeps_its_place_in_the_pattern(tmp_path: Path) -> None:
    write_places(tmp_path, ("66.2,,,", ",,,"), ("label: {vi: Tổ công", "lable: {vi: Tổ công"))
    problems = refused(tmp_path, "province.yaml@dien-bien")
    line = (tmp_path / "province.yaml").read_text("utf-8").split("\n").index(
        "    lable: {vi: Tổ công nghệ số, en: Community teams, he: צוותים קהילתיים}"
    ) + 1
    assert {problem.place for problem in problems} >= {f"province.yaml@dien-bien:{line}"}


def test_a_title_without_its_figure_is_refused_and_a_line_with_nothing_too(tmp_path: Path) -> None:
    write_places(
        tmp_path, ('title: {vi: "Chuyển đổi số ở {place}"', 'title: {vi: "{fibre} hộ ở {place}"'), ("90.7", "")
    )
    (problem,) = refused(tmp_path)
    assert problem.place == "provinces.csv:2, column fibre" and "'title' names {fibre}" in problem.message
    write_places(tmp_path, ("90.7", ""), ("1084", ""))
    assert ["Nothing is left to tell of" in problem.message for problem in refused(tmp_path)] == [True]


def test_a_word_that_a_place_does_not_have_takes_only_what_names_it(tmp_path: Path) -> None:
    write_places(tmp_path, ("1084,Sở Khoa học", "1084,"))
    assert of(tmp_path, "hue").brief.subtitle == {}
    assert of(tmp_path, "dien-bien").brief.subtitle != {}


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (("place.he,", "place.fr,"), "provinces.csv:1", "There is no column 'place.he'"),
        (("Dien Bien", ""), "provinces.csv:3, column place.en", "'place' is empty in 'en'"),
        (("teams,office", "team,office"), "province.yaml@dien-bien:23", "The statistic teams has no value"),
        (("Gọi {office}", "Gọi {ofice}"), "province.yaml@dien-bien:9", "neither a statistic nor a column"),
        (
            ("    unit: percent", "    value: 5\n    unit: percent"),
            "provinces.csv:1",
            "in the table and in",
        ),
        (("  - id: teams\n    label", "  - id: place\n    label"), "province.yaml:23", "each table of places has"),
        (("issuer: {vi: Ban", 'brand: "{place}"\nissuer: {vi: Ban'), "province.yaml@dien-bien:10", "in each language"),
    ],
)
def test_what_pattern_and_table_do_not_agree_in_is_told(
    tmp_path: Path, change: tuple[str, str], place: str, message: str
) -> None:
    write_places(tmp_path, change)
    problems = refused(tmp_path, "province.yaml@dien-bien")
    assert any(message in p.message and p.place == place for p in problems), problems


@pytest.mark.parametrize(
    ("table", "place", "message", "remedy"),
    [
        (TABLE + "hue,Huế,Hue,הואה,1,,,2,x\n", "provinces.csv:5, column id", "Two places have the id 'hue'", "hue-2"),
        (TABLE.replace("quan-1,", "Quan 1,"), "provinces.csv:4, column id", "'Quan 1' cannot be", "Write 'quan-1'"),
        (TABLE.replace("quan-1,", "all,"), "provinces.csv:4, column id", "'all' cannot be", "small letters"),
        (TABLE.replace("quan-1,", "../x,"), "provinces.csv:4, column id", "'../x' cannot be", "Write 'x'"),
        (
            TABLE.replace("Quận 1,District 1,רובע 1", ",,"),
            "provinces.csv:4, column place.vi",
            "names no place",
            "Write",
        ),
        (TABLE.replace("place.vi,place.en,place.he", "vi,en,he"), "provinces.csv:1", "names of the places", "'place."),
        (TABLE.replace("Hue,", "{Hue},"), "provinces.csv:2, column place.en", "'{Hue}' holds", "without it"),
        (TABLE.replace("office", "address"), "provinces.csv:1", "address their readers", "another heading"),
        (TABLE.replace("teams,", "fibre,"), "provinces.csv:1", "stands twice", "one of the two"),
        (TABLE + "x,y,y,y,1,,,2,z,Huế\n", "provinces.csv:5", "under no heading", "in quotes"),
        (TABLE + 'x,"y\n', "provinces.csv:5", "not CSV", "double quotes"),
        (TABLE.splitlines()[0], "provinces.csv", "names no place", "Write a line"),
        (TABLE.replace("thành phố Huế", "\u202eHuế"), "", "", ""),
    ],
)
def test_a_table_in_which_places_cannot_be_told_apart_is_refused(
    tmp_path: Path, table: str, place: str, message: str, remedy: str
) -> None:
    write_places(tmp_path, table=table)
    if not place:
        # What makes a text read other than it is stored is found where the text is read.
        assert any("U+202E" in problem.message for problem in refused(tmp_path))
        return
    (problem,) = refused(tmp_path)
    assert (problem.place, message in problem.message, remedy in problem.remedy) == (place, True, True), problem


def test_names_that_are_alike_without_their_marks_need_ids(tmp_path: Path) -> None:
    write_places(tmp_path, table="place,fibre,teams,office\nHà,90,1,a\nHá,91,2,b\nĐông Hà,3,4,c\n")
    (problem,) = refused(tmp_path, "province.yaml@ha")
    assert problem.place == "provinces.csv:3, column place"
    assert "'Hà' and 'Há' are both 'ha' without marks" in problem.message and "column 'id'" in problem.remedy
    write_places(tmp_path, table="place,fibre,teams,office\nHà,90,1,a\nĐông Hà,3,4,c\n")
    assert of(tmp_path, "dong-ha").brief.id == "digital-dong-ha"
    # A name without one Latin letter has no id of its own.
    write_places(tmp_path, table="place,fibre,teams,office\nחיפה,90,1,a\n")
    (problem,) = refused(tmp_path, "province.yaml@ha")
    assert "has no id" in problem.message and "column 'id'" in problem.remedy


def test_a_line_that_is_gone_changes_nothing_of_the_others(tmp_path: Path) -> None:
    write_places(tmp_path)
    before = of(tmp_path, "quan-1").brief
    write_places(tmp_path, table="".join(line for line in TABLE.splitlines(True) if not line.startswith("dien")))
    assert of(tmp_path, "quan-1").brief == before
    (problem,) = refused(tmp_path, "province.yaml@dien-bien")
    assert "There is no place 'dien-bien' in provinces.csv." in problem.message


def test_a_workbook_holds_the_table_as_well(tmp_path: Path) -> None:
    write_places(tmp_path, ("places: provinces.csv", "places: provinces.xlsx"))
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("id", "place.vi", "place.en", "place.he", "fibre", "teams", "office"),
        ("hue", "Huế", "Hue", "הואה", 0.907, 1084, "Sở"),
        ("1", "Quận 1", "District 1", "רובע 1", "x", None, "Sở"),
    ):
        sheet.append(line)
    sheet["E2"].number_format = "0.0%"
    sheet["A3"].number_format = "@"
    book.create_sheet("notes")
    book.save(tmp_path / "provinces.xlsx")
    assert of(tmp_path, "hue").brief.statistic("fibre").value == Decimal("90.7")
    (problem,) = refused(tmp_path, "province.yaml@1")
    assert problem.place == "provinces.xlsx, sheet Sheet, cell E3"
    sheet["E3"] = 12
    book.save(tmp_path / "provinces.xlsx")
    (finding,) = check_brief(of(tmp_path, "1"), today=TODAY)
    assert (finding.code, finding.place) == ("left-out", "provinces.xlsx, sheet Sheet, cell F3")


def test_a_pattern_alone_and_a_place_of_no_pattern_are_refused_with_what_to_write(tmp_path: Path) -> None:
    write_places(tmp_path)
    (alone,) = refused(tmp_path, "province.yaml")
    assert "a pattern for 3 places" in alone.message and "province.yaml@hue" in alone.remedy
    (mistyped,) = refused(tmp_path, "province.yaml@hu")
    assert mistyped.remedy == "Write 'hue'."
    write_places(tmp_path, ("places: provinces.csv\n", ""))
    (none,) = refused(tmp_path, "province.yaml@hue")
    assert "no pattern" in none.message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../provinces.csv", "leads out of its folder"),
        ("/etc/passwd", "begins outside its folder"),
        ("provinzes.csv", "There is no file"),
        ("province.yaml", "cannot be read from a file named *.yaml"),
        ("[a.csv]", "'places' names no file"),
    ],
)
def test_a_table_lies_beside_its_pattern(tmp_path: Path, name: str, message: str) -> None:
    write_places(tmp_path, ("places: provinces.csv", f"places: {name}"))
    (problem,) = refused(tmp_path)
    assert message in problem.message


def test_a_link_to_elsewhere_is_no_brief_of_a_place_either(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    write_places(tmp_path)
    (home / "link.yaml").symlink_to(tmp_path / "province.yaml")
    for name in ("link.yaml", "link.yaml@hue"):
        with pytest.raises(ValueError, match="is a link that leads out of its folder"):
            inside(home, name)
    assert inside(tmp_path, "province.yaml@hue") == tmp_path / "province.yaml@hue"


def test_a_form_may_name_a_place_and_one_alone_is_not_sent(tmp_path: Path) -> None:
    write_places(tmp_path)
    hue = tmp_path / "province.yaml@hue"
    assert find_team_brief(Path("province.yaml@hue"), tmp_path, team=tmp_path) == hue
    with pytest.raises(BriefError, match="of one place, 'hue', is not sent by itself"):
        pack(open_brief(hue))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("place," + ",".join(f"c{n}" for n in range(200)) + "\n" + "x\n" * 50_000, "more than 100 columns"),
        ("id,place\n" + "".join(f"p{n},x\n" for n in range(20_000)), "more than 10000 lines"),
        ("place,fibre\nHue," + "x" * 100_000 + "\n", "more than 500 characters"),
        ("place,fibre\n" + "Hue,1\n" * 30_000, "are both 'hue'"),
    ],
)
def test_a_table_made_to_cost_time_is_refused_at_once(tmp_path: Path, table: str, message: str) -> None:
    write_places(tmp_path, table=table)
    problems = refused(tmp_path)
    assert message in problems[0].message and len(problems) <= 101


def test_a_text_made_to_grow_is_refused_before_it_grows(tmp_path: Path) -> None:
    write_places(tmp_path, ("Gọi {office}", "{office}" * 100_000), ("1084,Sở Khoa học", f"1084,{'x' * 500}"))
    problems = refused(tmp_path)
    assert any("has 800000 characters" in problem.message for problem in problems) and len(problems) <= 101


def test_the_check_of_a_pattern_looks_at_each_place_and_tells_alike_things_once(tmp_path: Path) -> None:
    write_places(
        tmp_path,
        ("place.he,fibre", "place.he,notes"),
        ("intended: [old]\n", ""),
        ("unit: percent", "unit: percent\n    value: 5"),
    )
    pattern = open_pattern(tmp_path / "province.yaml")
    assert pattern
    found = check_places(pattern, today=dt.date(2027, 1, 1))
    assert [(f.code, f.place) for f in found if f.code == "old"] == [("old", "province.yaml:5")]
    assert [f.message for f in found if f.code == "unused-column"] == [
        "The pattern names nothing of these columns: notes."
    ]
    write_places(tmp_path, ("90.7", ""), ("66.2", "many"))
    result = CliRunner().invoke(app, ["check", str(tmp_path / "province.yaml")])
    assert "'many' is not a number" in str(result.exception)


def test_a_pattern_whose_titles_are_all_the_same_is_told(tmp_path: Path) -> None:
    write_places(tmp_path, ("Digital life in {place}", "Digital life"))
    assert told(tmp_path, "hue") == [("warning", "place-not-named", "province.yaml@hue:8")]


def test_an_editor_that_knows_the_schema_takes_a_pattern(tmp_path: Path) -> None:
    write_places(tmp_path)
    data = read_document(tmp_path / "province.yaml").data
    jsonschema.Draft202012Validator(brief_schema()).validate(data)
