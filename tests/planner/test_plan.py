"""The plan of content: what is typed comes through whole, what is wrong is told, every release has its hour."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from openpyxl import load_workbook

from briefcast.brief.read import open_brief, read_brief
from briefcast.cli.schema import plan_schema
from briefcast.edition.check import check_brief
from briefcast.errors import BriefError, Problem
from briefcast.planner.plan import Asked, ContentPlan, build_plan_workbook, open_plan, read_plan, write_plan_xlsx
from briefcast.planner.weeks import days_of, week_of, weeks_between
from tests import ROOT

BROKEN = ROOT / "tests" / "faults" / "plans"
GOOD = BROKEN / "good.yaml"
EXAMPLE = ROOT / "examples" / "plan.yaml"
EVERYTHING = Asked(audiences=("leaders", "citizens"), languages=("vi", "he"), products=("infographic", "video"))


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(BriefError) as caught:
        read_plan(path)
    assert caught.value.exit_code == 2
    for problem in caught.value.problems:
        assert problem.message.strip().endswith("."), problem
        assert problem.remedy.strip(), f"no remedy: {problem}"
    return caught.value.problems


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    """Write the good plan with some words changed."""
    text = GOOD.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "plan.yaml"
    path.write_text(text, "utf-8")
    return path


# --- what is right comes through


def test_a_plan_comes_through_with_its_weeks_hours_and_people() -> None:
    plan = read_plan(GOOD)
    assert plan.timezone == "Asia/Ho_Chi_Minh"
    assert plan.weeks == ("2025-W41", "2025-W42")
    assert [item.id for item in plan.items_of("2025-W42")] == ["launch"]
    assert plan.person("an").email == "an@example.org"
    assert plan.item("services-w41").approver == "bao"
    assert plan.slots[0].at == dt.time(7, 30)
    assert plan.phases[0].holds(dt.date(2025, 10, 26))
    assert not plan.phases[0].holds(dt.date(2025, 10, 27))


def test_a_plan_is_the_same_in_yaml_json_and_a_workbook(tmp_path: Path) -> None:
    plan = read_plan(GOOD)
    as_json = tmp_path / "plan.json"
    as_json.write_text(plan.model_dump_json(exclude_defaults=True), "utf-8")
    assert read_plan(as_json) == plan
    assert read_plan(write_plan_xlsx(plan, tmp_path / "plan.xlsx")) == plan


def test_a_time_that_a_spreadsheet_keeps_as_a_time_is_read(tmp_path: Path) -> None:
    """Whoever types 19:30 into a cell gets a time of day, not a text."""
    workbook = build_plan_workbook(read_plan(GOOD))
    cell = next(cell for cell in workbook["slots"][3] if cell.value == "19:30")
    cell.value, cell.number_format = dt.time(19, 30), "hh:mm"
    path = tmp_path / "plan.xlsx"
    workbook.save(path)
    assert load_workbook(path)["slots"][cell.coordinate].value == dt.time(19, 30)
    assert read_plan(path) == read_plan(GOOD)


def test_an_editor_that_knows_the_schema_takes_the_plan_and_refuses_a_wrong_key() -> None:
    data = copy.deepcopy(open_plan(GOOD).document.data)
    schema = jsonschema.Draft202012Validator(plan_schema())
    schema.validate(data)
    data["items"][0]["aprover"] = "bao"
    with pytest.raises(jsonschema.ValidationError, match="aprover"):
        schema.validate(data)


def test_weeks_are_those_of_iso_8601() -> None:
    assert week_of(dt.date(2027, 1, 1)) == "2026-W53"
    assert days_of("2026-W01")[0] == dt.date(2025, 12, 29)
    assert weeks_between("2026-W52", "2027-W02") == ("2026-W52", "2026-W53", "2027-W01", "2027-W02")


# --- when things go out


def test_every_part_of_an_item_goes_out_at_its_slot_in_the_slots_time_zone() -> None:
    plan = read_plan(GOOD)
    releases = plan.releases(plan.item("services-w41"), EVERYTHING)
    hanoi, jerusalem = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Asia/Jerusalem")
    assert {(r.audience, r.language, r.product): r.at for r in releases} == {
        ("leaders", "vi", "infographic"): dt.datetime(2025, 10, 7, 7, 30, tzinfo=hanoi),
        ("leaders", "vi", "video"): dt.datetime(2025, 10, 7, 7, 30, tzinfo=hanoi),
        ("citizens", "vi", "infographic"): dt.datetime(2025, 10, 8, 19, 30, tzinfo=hanoi),
        ("citizens", "vi", "video"): dt.datetime(2025, 10, 8, 19, 30, tzinfo=hanoi),
        ("leaders", "he", "infographic"): dt.datetime(2025, 10, 12, 18, 0, tzinfo=jerusalem),
        ("leaders", "he", "video"): dt.datetime(2025, 10, 12, 18, 0, tzinfo=jerusalem),
        ("citizens", "he", "infographic"): dt.datetime(2025, 10, 12, 18, 0, tzinfo=jerusalem),
        ("citizens", "he", "video"): dt.datetime(2025, 10, 12, 18, 0, tzinfo=jerusalem),
    }
    assert [r.at for r in releases] == sorted(r.at for r in releases)


def test_an_item_with_a_date_goes_out_on_it_at_the_hour_of_its_slot() -> None:
    plan = read_plan(GOOD)
    (release,) = plan.releases(
        plan.item("launch"), Asked(audiences=("citizens",), languages=("vi",), products=("infographic",))
    )
    assert release.at == dt.datetime(2025, 10, 15, 19, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_the_slot_that_says_most_goes_first(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        (
            "items:",
            "  - {channel: folder, audience: citizens, item: launch, day: mon, at: 12:00}\n"
            "  - {channel: folder, audience: citizens, products: [video], day: fri, at: 17:00}\nitems:",
        ),
    )
    plan = read_plan(path)
    asked = Asked(audiences=("citizens",), languages=("vi",), products=("infographic", "video"))
    assert {r.at.hour for r in plan.releases(plan.item("launch"), asked)} == {12}
    by_product = {r.product: r.at for r in plan.releases(plan.item("services-w41"), asked)}
    assert (by_product["infographic"].hour, by_product["video"].hour) == (19, 17)


def test_what_has_no_slot_has_no_release(tmp_path: Path) -> None:
    plan = read_plan(changed(tmp_path, ("channels: [folder]\n    owner: an", "channels: [facebook]\n    owner: an")))
    assert plan.releases(plan.item("services-w41"), EVERYTHING) == ()


# --- what is wrong is told


@pytest.mark.parametrize(
    ("change", "field", "message", "remedy"),
    [
        (("week: 2025-W41", "week: 2025-W53"), "items[services-w41].week", "no week 53", "1 to 52"),
        (("week: 2025-W41", "week: 2025-41"), "items[services-w41].week", "not written as a week", "2025-W41"),
        (("week: 2025-W41", "week: 2025-10-08"), "items[services-w41].week", "is a day", "week: 2025-W41"),
        (("week: 2025-W41", "week: soon"), "items[services-w41].week", "not a week", "2025-W41"),
        (("    week: 2025-W41\n", ""), "items[services-w41]", "neither week nor date", "week:"),
        (("week: 2025-W41", "week: 2025-W41\n    date: 2025-10-07"), "items[services-w41]", "both", "Keep one"),
        (("week: 2025-W41", "week: 1925-W41"), "items[services-w41].week", "outside the calendar", "Correct the year"),
        (("date: 2025-10-15\n    brief", "date: 2052-10-15\n    brief"), "items", "2025-W41 to 2052-W42", "at most 53"),
        (("slots:", "gap_hours: 1000\nslots:"), "gap_hours", "not a number of hours", "0 to 336"),
        (("slots:", "gap_hours: a day\nslots:"), "gap_hours", "not a number of hours", "such as 20"),
        (("at: 7:30", "at: 7h30"), "slots[1].at", "not written as hours", "Write 07:30."),
        (("at: 19:30", "at: 7.30 pm"), "slots[2].at", "not written as hours", "Write 19:30."),
        (("at: 7:30", "at: 25:00"), "slots[1].at", "no time 25:00", "00 to 23"),
        (("at: 7:30", "at: morning"), "slots[1].at", "not a time", "19:30"),
        (("day: tue", "day: tues"), "slots[1].day", "not one of", "Write 'tue'"),
        (("Asia/Jerusalem", "Jerusalem"), "slots[3].timezone", "no time zone", "Asia/Jerusalem"),
        (("approver: bao", "approver: boa"), "items[services-w41].approver", "no person 'boa'", "Write 'bao'"),
        (("phase: results", "phase: launch"), "items[services-w41].phase", "no phase", "results"),
        (
            ("task_group: services", "task_group: service"),
            "items[services-w41].task_group",
            "no task group",
            "services",
        ),
        (("id: launch\n", "id: services-w41\n"), "items[services-w41].id", "Two of items", "services-w41-2"),
        (("brief: brief.yaml", "brief: ../brief.yaml"), "items[services-w41].brief", "leads out", "beside the plan"),
        (("[leaders, citizens]", "[leaders, citizen]"), "audiences", "no audience group", "Write 'citizens'"),
        (("an@example.org", "an at example"), "people[an].email", "not an e-mail", "an@example.org"),
        (("ends: 2025-10-26", "ends: 2025-10-01"), "phases[results]", "before it starts", "Exchange"),
        (("approver: bao", "aprover: bao"), "items[services-w41].aprover", "no field 'aprover'", "Write 'approver'"),
        (("channels: [folder]", "channels: []"), "items[services-w41].channels", "is empty", "folder"),
        (("audience: leaders", "audience: leader"), "slots[1].audience", "no audience group", "Write 'leaders'"),
        (("2025-10-24, ends", "24/10/2025, ends"), "mourning[1].starts", "year-month-day", "Write 2025-10-24"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_remedy(
    tmp_path: Path, change: tuple[str, str], field: str, message: str, remedy: str
) -> None:
    path = changed(tmp_path, change)
    problems = problems_of(path)
    found = [p for p in problems if p.field.startswith(field)]
    assert found, problems
    assert message in found[0].message, found
    assert remedy in found[0].remedy, found
    assert found[0].line is not None
    # The line of the field itself, or of the part it lies in.
    line = path.read_text("utf-8").splitlines()[found[0].line - 1]
    name = field.rpartition(".")[2]
    assert f"{name}:" in line or "id: " in line, line


def test_a_wrong_cell_of_a_workbook_is_named(tmp_path: Path) -> None:
    workbook = build_plan_workbook(read_plan(GOOD))
    items = workbook["items"]
    column = next(cell.column for cell in items[1] if cell.value == "week")
    items.cell(2, column).value = "2025-W60"
    path = tmp_path / "plan.xlsx"
    workbook.save(path)
    (problem,) = problems_of(path)
    assert problem.place == f"plan.xlsx, sheet items, cell {items.cell(2, column).coordinate}"
    assert "no week 60" in problem.message


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("empty.yaml", "empty", "briefcast plan new"),
        ("a-brief.yaml", "no field 'points'", "Fields here are"),
        ("alias.yaml", "repeats another part", "in full"),
        ("missing-plan.yaml", "There is no file", "Check the name"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(name: str, message: str, remedy: str) -> None:
    problems = problems_of(BROKEN / name)
    assert any(message in p.message and remedy in p.remedy for p in problems), problems


def test_a_plan_is_frozen() -> None:
    with pytest.raises(Exception, match="frozen"):
        read_plan(GOOD).id = "other"  # type: ignore[misc]
    assert isinstance(read_plan(GOOD), ContentPlan)


# --- the example


def test_the_example_plan_has_three_weeks_and_six_briefs_that_pass_their_check() -> None:
    plan = read_plan(EXAMPLE)
    assert plan.weeks == ("2025-W41", "2025-W42", "2025-W43")
    briefs = {item.brief for item in plan.items}
    assert len(briefs) == 6
    for name in briefs:
        file = open_brief(EXAMPLE.parent / name)
        assert list(check_brief(file, today=dt.date(2025, 10, 6))) == [], name
        assert file.brief.languages == ("vi", "en", "he")


def test_every_part_of_the_example_has_an_hour() -> None:
    plan = read_plan(EXAMPLE)
    for item in plan.items:
        asked = item.asked_of(read_brief(EXAMPLE.parent / item.brief))
        parts = len(asked.audiences) * len(asked.languages) * len(asked.products) * len(item.channels)
        assert len(plan.releases(item, asked)) == parts, item.id
