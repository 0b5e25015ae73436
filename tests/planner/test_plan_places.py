"""One line of a plan for many places: an item for each, told of once, and nobody warned of what others get."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from briefcast.errors import BriefError, Problem
from briefcast.paths import TEMPLATES
from briefcast.planner.check import Outlook, look_at_plan
from briefcast.planner.page import render_plan_page
from briefcast.planner.plan import open_plan, read_plan, write_plan_xlsx
from briefcast.store.files import SETTLED_NS
from tests.place_fixtures import TABLE, write_places

NATIONAL = """\
  - {id: national, week: 2025-W44, brief: province.yaml@hue, channels: [folder], owner: minh, approver: lan}
"""


def look(tmp_path: Path, *changes: tuple[str, str]) -> Outlook:
    return look_at_plan(open_plan(write_places(tmp_path, *changes)))


def refused(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(BriefError) as caught:
        read_plan(path)
    return caught.value.problems


def codes(outlook: Outlook) -> list[str]:
    return [finding.code for finding in outlook.findings if finding.severity != "idea"]


def test_a_line_is_an_item_for_each_place_of_the_table(tmp_path: Path) -> None:
    plan = read_plan(write_places(tmp_path))
    assert [(item.id, item.brief, item.place, item.line) for item in plan.items] == [
        ("digital-hue", "province.yaml@hue", "hue", "digital"),
        ("digital-dien-bien", "province.yaml@dien-bien", "dien-bien", "digital"),
        ("digital-quan-1", "province.yaml@quan-1", "quan-1", "digital"),
    ]
    some = read_plan(write_places(tmp_path, ("places: all", "places: [quan-1, hue]")))
    assert [item.id for item in some.items] == ["digital-quan-1", "digital-hue"]


def test_a_line_that_is_gone_from_the_table_takes_only_its_own_item(tmp_path: Path) -> None:
    path = write_places(tmp_path)
    before = {item.id: item for item in read_plan(path).items}
    time.sleep(2 * SETTLED_NS / 1e9)
    assert {item.id for item in read_plan(path).items} == set(before)
    # The table alone changes, and the plan is read again for it.
    rows = TABLE.splitlines(keepends=True)
    (tmp_path / "provinces.csv").write_text("".join([rows[0], rows[3], rows[1]]), "utf-8")
    assert {item.id: item for item in read_plan(path).items} == {
        id: before[id] for id in ("digital-quan-1", "digital-hue")
    }


def test_the_plan_names_places_that_there_are(tmp_path: Path) -> None:
    (problem,) = refused(write_places(tmp_path, ("places: all", "places: [hue, quan1]")))
    assert (problem.place, problem.remedy) == ("plan.yaml:14", "Write 'quan-1'.")
    (problem,) = refused(write_places(tmp_path, ("places: provinces.csv\n", "")))
    assert problem.place == "plan.yaml:14" and "no pattern" in problem.message
    (problem,) = refused(write_places(tmp_path, table=TABLE + "hue,Huế,Hue,הואה,1,,,2,x\n"))
    assert problem.place == "provinces.csv:5, column id"
    twice = "places: all\n    channels: [folder]\n  - id: digital-hue\n    week: 2025-W44\n    brief: x.yaml\n"
    (problem,) = refused(write_places(tmp_path, ("places: all\n", twice)))
    assert "both make an item 'digital-hue'" in problem.message


def test_a_slot_is_for_the_line_or_for_one_of_its_places(tmp_path: Path) -> None:
    outlook = look(
        tmp_path,
        ("items:", "  - {channel: folder, item: digital, day: tue, at: 8:00}\nitems:"),
        ("items:", "  - {channel: folder, item: digital-hue, languages: [he], day: mon, at: 9:00}\nitems:"),
    )
    at = {(r.item.place, r.language): r.at.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")) for r in outlook.releases}
    assert at["quan-1", "he"] == at["hue", "vi"] == dt.datetime(2025, 10, 28, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert at["hue", "he"].day == 27
    (problem,) = refused(
        write_places(tmp_path, ("items:", "  - {channel: folder, item: digital-hu, day: tue, at: 8:00}\nitems:"))
    )
    assert problem.remedy == "Write 'digital-hue'."


def test_what_is_told_of_places_on_one_day_is_told_to_others_each_time(tmp_path: Path) -> None:
    """With 34 provinces, 33 warnings would hide the one that counts."""
    assert codes(look(tmp_path)) == []
    path = write_places(tmp_path)
    path.write_text(path.read_text("utf-8") + NATIONAL, "utf-8")
    outlook = look_at_plan(open_plan(path))
    assert codes(outlook) == ["same-day"]
    assert "'digital' and 'national' reach" in outlook.findings[0].message


@pytest.mark.parametrize(
    ("change", "code"),
    [(("    approver: lan\n", ""), "no-approver"), (("day: wed, at: 19:30", "day: wed, at: 23:30"), "night")],
)
def test_what_holds_for_every_place_is_told_once(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    outlook = look(tmp_path, change)
    assert codes(outlook) == [code]
    (finding,) = (f for f in outlook.findings if f.code == code)
    assert finding.message.endswith("The same holds for 2 more items of this line.")
    assert finding.place == "plan.yaml:11" and len(finding.items) == 3


def test_a_place_that_cannot_be_made_is_told_alone(tmp_path: Path) -> None:
    outlook = look(tmp_path, ("66.2", "many"))
    (finding,) = (f for f in outlook.findings if f.code == "broken-brief")
    assert "provinces.csv:3, column fibre" in finding.message
    assert finding.remedy == "See all of it with: briefcast check province.yaml@dien-bien"
    # A fault of the pattern is one, in however many places.
    outlook = look(tmp_path, ("label: {vi: Tổ công nghệ số, en: Community teams", "label: {vi: Tổ công nghệ số"))
    assert codes(outlook) == ["broken-brief"]


def test_a_workbook_plans_places_too(tmp_path: Path) -> None:
    file = open_plan(write_places(tmp_path))
    path = write_plan_xlsx(file.typed, tmp_path / "plan.xlsx")
    assert read_plan(path) == file.plan
    assert open_plan(path).typed.items[0].places == ("all",)


@pytest.mark.parametrize("code", ["vi", "en", "he"])
def test_the_page_of_a_plan_shows_a_line_once(tmp_path: Path, code: str) -> None:
    page = render_plan_page(look(tmp_path), code)
    assert page.count('<article class="plan-item"') == 1
    more = {"vi": "Chuyển đổi số ở thành phố Huế, và 2 nơi nữa", "en": "Digital life in Hue, and 2 more"}
    assert more.get(code, "חיים דיגיטליים בהואה, ועוד 2") in page


def test_the_plan_to_start_from_says_how_places_are_written() -> None:
    assert "places: all" in (TEMPLATES / "start" / "plan.yaml").read_text("utf-8")
