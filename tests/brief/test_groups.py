"""One figure in many places is told, checked and drawn as each of them; what is mistyped is told where it stands."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefcast.brief.groups import listed, parse_entries
from briefcast.brief.read import open_brief, read_brief
from briefcast.brief.workbook import write_xlsx
from briefcast.edition.check import check_brief
from briefcast.errors import BriefError
from briefcast.writing.facts import collect_facts
from tests.groups_fixtures import BUDGET, GOOD, LANGUAGES, brief, many, script, write
from tests.maps_fixtures import PROVINCES, told

TODAY = dt.date(2026, 2, 1)
ENTRIES = GOOD[GOOD.index("        ha-noi:") : GOOD.index("\n  - id: jobs")]


def test_each_entry_is_a_figure_with_all_that_its_figure_has(tmp_path: Path) -> None:
    read = brief(tmp_path)
    one = read.statistic("online-lai-chau")
    assert (one.value, one.unit, one.measure, one.source) == (Decimal("66.2"), "percent", "share", "s")
    assert one.label["en"] == "Files online, Lai Chau"
    assert read.statistic("online-dak-lak").label["he"] == "בקשות ברשת, Đắk Lắk"
    assert read.statistic("online").value == Decimal("81.4")
    assert read.statistic("jobs-men").value == 2  # its newest value


def test_a_point_lists_all_entries_those_its_words_name_first(tmp_path: Path) -> None:
    statistics = brief(tmp_path).points[0].statistics
    assert statistics == ("online-lai-chau", "online-hue", "online-ha-noi", "online-dak-lak")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_tells_one_entry(tmp_path: Path, language: str) -> None:
    told = script(tmp_path, language)
    scene = next(scene for scene in told.scenes if scene.id == "a")
    shown = " ".join(sentence.shown for sentence in scene.sentences)
    assert re.findall(r"\d+[.,]\d", shown) == [
        value.replace(".", "," if language == "vi" else ".") for value in ("90.7", "66.2", "81.4")
    ]
    assert {"online-hue", "online-lai-chau", "online"} <= set(scene.facts)


def test_a_figure_without_an_id_beside_one_in_many_places_is_told_where_it_stands(tmp_path: Path) -> None:
    """The command ended with a traceback: one of thousands of mistyped briefs found it."""
    assert "  - id: jobs\n" in GOOD
    for mistyped in ("idd: jobs\n    value: 3", "id: {jobs: 1}"):
        with pytest.raises(BriefError, match=r"statistics\[.*\].id"):
            open_brief(write(tmp_path, ("  - id: jobs\n", f"  - {mistyped}\n")))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{online.hue}, Lai", "{online.hu}, Lai", "vi: ", "{online.hu}: the figure online has no entry 'hu'"),
        ("Nữ {jobs.women}", "Nữ {jobs}", "text: {vi", "has entries and no value of its own"),
        ("value: 94.2", "value: 94,2", "ha-noi:", "'2' stands behind a comma"),
        ("        Huế: 90.7", "        Huế: 90,7", "Huế: 90,7", "'90,7' is not a number"),
        ("dimension: sex", "dimension: sexes", "dimension: sexes", "'sexes' is not one of"),
        ("        Huế: 90.7", "        hue: 90.7", "hue: 90.7", "The entry 'hue' has no name to show"),
        ("value: 66.2", "valeu: 66.2", "lai-chau:", "There is no field 'valeu' here"),
        ("men: {name", "men: {nmae", "men: {nmae", "There is no field 'nmae' here"),
        ("unit: percent\n    measure: share", "unit: percents\n    measure: share", "unit: percents", "'percents'"),
        ("[budget]", "[budgte]", "statistics: [budgte]", "There is no statistic 'budgte'"),
    ],
)
def test_a_mistake_is_told_once_where_it_stands(tmp_path: Path, old: str, new: str, line: str, words: str) -> None:
    path = write(tmp_path, (old, new))
    with pytest.raises(BriefError) as found:
        read_brief(path)
    [problem] = [p for p in found.value.problems if words in p.message]
    assert problem.line
    assert line in path.read_text("utf-8").split("\n")[problem.line - 1]
    assert problem.remedy


@pytest.mark.parametrize(
    "change",
    [("      dimension: province\n", ""), ("      values:\n" + ENTRIES, "      values: none.csv\n")],
    ids=["no dimension", "no table"],
)
def test_wrong_entries_are_told_and_not_what_refers_to_them(tmp_path: Path, change: tuple[str, str]) -> None:
    with pytest.raises(BriefError) as found:
        read_brief(write(tmp_path, change))
    assert len(found.value.problems) == 1


def test_a_figure_with_one_entry_is_refused(tmp_path: Path) -> None:
    path = write(
        tmp_path, ("women: {name", "women: missing\n        x: {name"), ("series: {2023: 2.8", "target: {x: 1")
    )
    with pytest.raises(BriefError):
        read_brief(path)


def test_a_table_beside_the_brief_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(
        "id,vi,en,he,value\nha-noi,Hà Nội,Ha Noi,האנוי,94.2\nhue,Huế,Huế,Huế,90.7\n"
        "dak-lak,Đắk Lắk,Đắk Lắk,Đắk Lắk,77.1\nlai-chau,Lai Châu,Lai Chau,לאי צ׳או,66.2\n"
        "son-la,Sơn La,Son La,סון לה,\n",
        "utf-8",
    )
    by_file = read_brief(write(tmp_path, ("      values:\n" + ENTRIES, "      values: table.csv\n")))
    assert by_file == brief(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("place,value\nA,1\nB,2\n", 1, "no column 'place'"),
        ("value\n1\n2\n", 1, "does not name the columns"),
        ("name,value\nA,1\nA,2\n", 3, "'A' stands twice"),
        ("name,value\nA,1\nB\n", 3, "has 1 cells"),
        ("name,value\nA,1\n", 1, "fewer than two"),
    ],
)
def test_a_table_that_is_none_is_told_by_line(text: str, line: int, words: str) -> None:
    with pytest.raises(BriefError) as found:
        parse_entries(Path("table.csv"), text)
    assert words in found.value.problems[0].message
    assert found.value.problems[0].line == line


def test_a_table_may_hold_years_and_say_what_is_missing() -> None:
    rows = parse_entries(Path("t.csv"), "name;2023;2024\nNam;2.4;2.1\nNữ;2.8;n/a\n")
    assert [entry["series"] for _, entry, _ in rows] == [{"2023": "2.4", "2024": "2.1"}, {"2023": "2.8"}]


def test_a_workbook_gives_the_same(tmp_path: Path) -> None:
    read = brief(tmp_path)
    assert read_brief(write_xlsx(read, tmp_path / "places.xlsx")) == read


def test_the_readers_own_place_and_the_classes_of_a_map_come_through_a_workbook(tmp_path: Path) -> None:
    """A team that works in a spreadsheet marks its province as others do."""
    read = brief(tmp_path, told(PROVINCES, more="home: hue\nclasses: [65, 75.5, 85, 90]"))
    assert [s.id for s in read.statistics if s.member and s.member.home] == ["online-hue"]
    assert read.points[0].statistics[1] == "online-hue", "behind what leads, before all that may have no room"
    assert read_brief(write_xlsx(read, tmp_path / "places.xlsx")) == read


@pytest.mark.parametrize(("more", "words"), [("home: hues", "Write 'hue'"), ("classes: [75, 65]", "the least first")])
def test_a_home_that_is_none_and_classes_that_do_not_rise_are_refused(tmp_path: Path, more: str, words: str) -> None:
    """A slip in the name would mark no province, and nobody would miss the mark."""
    with pytest.raises(BriefError) as found:
        brief(tmp_path, told(PROVINCES, more=more))
    assert any(words in problem.remedy for problem in found.value.problems)


def test_an_honest_brief_has_no_findings_but_the_length_of_its_films(tmp_path: Path) -> None:
    assert [f.code for f in check_brief(open_brief(write(tmp_path)), today=TODAY)] == []
    long = check_brief(open_brief(write(tmp_path, text=many(34, named=30))), today=TODAY)
    assert [f.code for f in long] == ["ranking-cut"]


def test_what_is_wrong_with_a_figure_is_found_once_for_all_its_entries(tmp_path: Path) -> None:
    path = write(tmp_path, ('period: "2025-12"\n    source: s\n', 'period: "2025-12"\n'))
    assert [f.code for f in check_brief(open_brief(path), today=TODAY)] == ["no-source"]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("value: 190000000000000", "value: 180000000000000"), ["parts-sum"]),
        (("value: 1400000000000000", "value: 1401000000000000"), []),  # within the rounding of its parts
        (("    value: 1400000000000000\n", ""), []),  # then it is their sum
    ],
)
def test_parts_add_up_to_their_whole(tmp_path: Path, change: tuple[str, str], codes: list[str]) -> None:
    found = check_brief(open_brief(write(tmp_path, change)), today=TODAY)
    assert [f.code for f in found] == codes


def test_separate_statistics_name_their_whole(tmp_path: Path) -> None:
    own = BUDGET[: BUDGET.index("    by:")] + "".join(
        BUDGET[: BUDGET.index("    by:")]
        .replace("id: budget", f"id: budget-{name}")
        .replace("1400000000000000", str(value * 10**12))
        + "    parts_of: budget\n"
        for name, value in (("roads", 530), ("schools", 418), ("rest", 452))
    )
    points = ("statistics: [budget]", "statistics: [budget-roads, budget-schools, budget-rest]")
    text = GOOD.replace(BUDGET, own).replace("budget.roads", "budget-roads")
    told = script(tmp_path, "en", text.replace(*points))
    assert next(scene for scene in told.scenes if scene.id == "c").visual.kind == "parts"
    found = check_brief(open_brief(write(tmp_path, points, ("value: 452", "value: 448"), text=text)), today=TODAY)
    assert [f.code for f in found] == ["parts-sum"]
    with pytest.raises(BriefError, match="There is no statistic 'budgets'"):
        read_brief(write(tmp_path, points, ("parts_of: budget", "parts_of: budgets"), text=text))


@settings(deadline=None, max_examples=40)
@given(parts=st.lists(st.integers(1, 999), min_size=2, max_size=8), language=st.sampled_from(LANGUAGES))
def test_parts_add_up_as_they_are_printed(
    parts: list[int], language: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Who adds up what the bar says comes to the whole; who adds up percentages is told that they are rounded."""
    values = "\n".join(f"        Part {n}: {value}" for n, value in enumerate(parts))
    budget = BUDGET[: BUDGET.index("        roads:")] + values + "\n"
    budget = budget.replace("value: 1400000000000000", f"value: {sum(parts)}").replace(
        "unit: currency\n    currency: VND", "unit: count"
    )
    text = GOOD.replace(BUDGET, budget).replace("budget.roads", "budget.part-0")
    read = brief(tmp_path_factory.mktemp("parts"), text)
    facts = collect_facts(read)
    told = [facts.figure(f"budget-part-{n}", language, "rounded").grouped for n in range(len(parts))]
    assert all(told)
    shown = [int(re.sub(r"\D", "", part.written)) for part in told if part]
    assert sum(shown) == sum(parts)
    shares = [Decimal(re.sub(r"[^\d.]", "", part.share.replace(",", "."))) for part in told if part]
    assert all(part.shares_rounded == (sum(shares) != 100) for part in told if part)


@pytest.mark.parametrize(
    ("label", "group", "told"),
    [
        ("Cơ cấu kinh tế, Nông, lâm, thủy sản", "Cơ cấu kinh tế", "Cơ cấu kinh tế: Nông, lâm, thủy sản"),
        ("Killed per 100,000 people, South", "Killed per 100,000\u00a0people", "Killed per 100,000\u00a0people: South"),
        ("Killed per 100,000 people", "Killed per 100,000\u00a0people", "Killed per 100,000 people"),
        ("Rate: women, South", "Rate: women", "Rate: women, South"),
    ],
)
def test_a_place_in_a_list_stands_behind_a_colon(label: str, group: str, told: str) -> None:
    """ "Nông, lâm, thủy sản" is one part, and its commas are its own."""
    assert listed(label, group) == told


def test_a_point_that_lists_what_is_no_name_is_told(tmp_path: Path) -> None:
    """A list in a list ended the check in a traceback."""
    path = write(tmp_path)
    text = path.read_text("utf-8")
    assert re.search(r"\n    statistics: \[", text)
    path.write_text(re.sub(r"\n    statistics: \[", "\n    statistics: [[a], ", text, count=1), "utf-8")
    with pytest.raises(BriefError, match="statistics"):
        open_brief(path)


_PLACES = ("online-ha-noi", "online-hue", "online-dak-lak", "online-lai-chau")


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("statistics: [online]\n    visual: number", ("online",)),
        ("statistics: [online]\n    visual: pair", ("online",)),
        ("statistics: [online]", ("online-ha-noi", "online-hue", "online-dak-lak", "online-lai-chau")),
        (
            "statistics: [online]\n    visual: ranking",
            ("online-ha-noi", "online-hue", "online-dak-lak", "online-lai-chau"),
        ),
        # A figure without a value of its own cannot stand alone.
        ("statistics: [jobs]\n    visual: number", ("jobs-men", "jobs-women")),
    ],
)
def test_a_point_that_asks_for_one_figure_shows_what_all_places_come_to(
    tmp_path: Path, point: str, expected: tuple[str, ...]
) -> None:
    """The national figure, which weighs most, was shown as its districts: no picture had room for it."""
    text = "{vi: 'Cả nước {online}.', en: 'The country {online}.', he: 'המדינה {online}.'}"
    more = f"  - id: own\n    {point}\n    audiences: {{press: 5}}\n    text: {text}\n"
    read = read_brief(write(tmp_path, text=GOOD + more))
    assert read.points[-1].statistics == expected


def test_where_another_point_compares_the_places_a_point_on_all_of_them_stands_alone(tmp_path: Path) -> None:
    """Two points on one statistic, the country and its provinces, are the usual case: both are told."""
    own = "text: {vi: 'Cả nước {online}.', en: 'The country {online}.', he: 'המדינה {online}.'}"
    two = (
        f"  - id: own\n    statistics: [online]\n    audiences: {{press: 5}}\n    {own}\n"
        f"  - id: places\n    statistics: [online]\n    visual: ranking\n    audiences: {{press: 4}}\n    {own}\n"
    )
    read = read_brief(write(tmp_path, text=GOOD + two))
    assert read.points[-2].statistics == ("online",)
    assert len(read.points[-1].statistics) == 4


@pytest.mark.parametrize(
    ("values", "splits"),
    [
        ((600, 400, 700, 300), [0, 0, 1, 1]),
        ((600, 400), [0, 0]),
        # One way only, a part of which is half of the whole.
        ((500, 200, 300), [0, 0, 0]),
        # What is left over belongs to no second way: the check says that all of them miss the whole.
        ((600, 400, 700), [0, 0, 0]),
    ],
)
def test_a_whole_may_be_parted_in_several_ways(values: tuple[int, ...], splits: list[int], tmp_path: Path) -> None:
    """Women and men, town and village were taken for four parts of one whole: 2,000 of 1,000 trainees."""
    figures = "".join(
        f"  - {{id: p{number}, label: {{en: Part}}, value: {value}, unit: count, period: 2025, parts_of: whole}}\n"
        for number, value in enumerate(values)
    )
    file = tmp_path / "b.yaml"
    file.write_text(
        "id: b\ntitle: {en: Trainees}\nlanguages: [en]\naudiences: [press]\nas_of: 2026-01-10\nstatistics:\n"
        "  - {id: whole, label: {en: Trainees}, value: 1000, unit: count, period: 2025}\n"
        f'{figures}points:\n  - {{id: a, statistics: [p0, p1], text: {{en: "{{p0}} and {{p1}}."}}}}\n',
        "utf-8",
    )
    brief = read_brief(file)
    assert [s.member.split for s in brief.statistics if s.member] == splits
    found = check_brief(open_brief(file), today=dt.date(2026, 2, 1))
    assert ("parts-sum" in {each.code for each in found}) is (sum(values) % 1000 != 0)
