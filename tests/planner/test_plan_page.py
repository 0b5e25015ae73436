"""A plan's page, its months in the terminal, and the plan one starts from."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from rich.console import Console
from ruamel.yaml import YAML

from briefcast.brief.start import write_start
from briefcast.cli.plan_report import print_months
from briefcast.errors import BriefError
from briefcast.languages import read_languages
from briefcast.paths import TEMPLATES
from briefcast.planner.check import Outlook, look_at_plan
from briefcast.planner.month import arrange_month, months_of
from briefcast.planner.page import render_plan_page, write_plan_pages
from briefcast.planner.plan import LAYOUT, ContentPlan, PlannedItem, Slot, open_plan, read_plan
from briefcast.planner.start import EXAMPLE as START
from briefcast.planner.start import write_plan_start
from tests import ROOT
from tests.conftest import find_chromium
from tests.html_tree import parse

EXAMPLE = ROOT / "examples" / "plan.yaml"
LABELS = YAML(typ="safe").load((TEMPLATES / "plan" / "labels.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def outlook() -> Outlook:
    return look_at_plan(open_plan(EXAMPLE))


# --- the months


def test_a_month_holds_every_day_and_what_goes_out_on_it(outlook: Outlook) -> None:
    assert months_of(outlook) == ("2025-10",)
    view = arrange_month(outlook, "2025-10")
    days = {day.date: day for _, row in view.weeks for day in row}
    assert [week for week, _ in view.weeks] == ["2025-W40", "2025-W41", "2025-W42", "2025-W43", "2025-W44"]
    assert sum(view.holds(day) for day in days.values()) == 31
    tenth = days[dt.date(2025, 10, 10)]
    assert [told.item.id for told in tenth.told] == ["digital-day"]
    assert "vn-digital-transformation-day" in {day.id for day in tenth.days}
    assert tenth.lunar == "19/8"
    assert [f"{hour.at:%H:%M}" for hour in tenth.told[0].hours] == ["08:00", "19:30", "20:00"]
    assert sum(len(told.hours) for day in days.values() for told in day.told) == 21


@pytest.mark.parametrize("columns", [80, 140])
def test_the_terminal_draws_the_month_within_its_width(outlook: Outlook, columns: int) -> None:
    console = Console(file=io.StringIO(), width=columns)
    print_months(outlook, console)
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(len(line) for line in drawn.splitlines()) <= columns
    for word in ("October 2025", "W41", "Yom", "▌vneid", "18:00", "Jerusalem", "quoc-bao"):
        assert word in drawn, word


# --- the page


@pytest.mark.parametrize("code", list(read_languages()))
def test_the_page_is_in_the_readers_language_and_direction(outlook: Outlook, code: str) -> None:
    page = render_plan_page(outlook, code)
    assert f'<html lang="{code}" dir="{read_languages()[code].direction}">' in page
    assert outlook.plan.title[code] in page  # type: ignore[index]
    assert LABELS[code]["findings"] in page
    assert LABELS[code]["no_findings"] in page
    assert page.count('class="plan-item"') == 6
    assert "Trần Quốc Bảo" in page
    for brief in (file.brief for file in outlook.briefs.files.values()):
        assert brief.title[code].replace("’", "’") in page  # type: ignore[index]


def test_labels_are_the_same_in_every_language() -> None:
    def keys(node: object) -> object:
        return {key: keys(value) for key, value in node.items()} if isinstance(node, dict) else None

    assert keys(LABELS["vi"]) == keys(LABELS["en"]) == keys(LABELS["he"])


def test_texts_of_a_plan_are_data_on_its_page(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8")
    text = text.replace("name: Nguyễn Minh Anh", "name: <script>alert(1)</script>")
    text = text.replace("note: The figure", "note: \"<b onclick=x>'The'</b> {{ 7*7 }} figure").replace(
        "the 22nd.", 'the 22nd."'
    )
    path = tmp_path / "plan.yaml"
    path.write_text(text, "utf-8")
    page = render_plan_page(look_at_plan(open_plan(path)), "en")
    assert "<script" not in page
    assert "<b onclick" not in page
    assert "{{ 7*7 }}" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_the_page_shows_what_is_to_be_looked_at_and_who_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(EXAMPLE.read_text("utf-8").replace("    approver: quoc-bao\n", "", 1), "utf-8")
    page = render_plan_page(look_at_plan(open_plan(path)), "vi")
    assert 'class="error"' in page
    assert "Chưa có ai duyệt" in page
    assert "Nobody approves" not in page
    assert LABELS["vi"]["nobody"] in page
    assert LABELS["vi"]["unread"] in page, "the briefs do not lie beside this copy"


def test_pages_link_to_each_other_and_every_link_within_leads_somewhere(outlook: Outlook, tmp_path: Path) -> None:
    pages = write_plan_pages(outlook, tmp_path / "plans")
    assert [page.name for page in pages] == ["vi.html", "en.html", "he.html"]
    for page in pages:
        text = page.read_text("utf-8")
        parse(text)
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        for target in re.findall(r'href="([^"]+)"', text):
            if target.startswith("#"):
                assert target[1:] in ids, target
            elif not target.startswith("http"):
                assert (page.parent / target).is_file(), target


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_window(outlook: Outlook, tmp_path: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    pages = write_plan_pages(outlook, tmp_path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for page in pages:
            tab = browser.new_page(viewport={"width": width, "height": 844})
            tab.goto(page.as_uri())
            for details in tab.query_selector_all("details"):
                details.evaluate("element => element.open = true")
            assert tab.evaluate("document.documentElement.scrollWidth") == width, page.name
            shown = tab.locator(".month td:visible").count()
            assert shown == (35 if width > 800 else 15), (page.name, shown)
        browser.close()


# --- the plan one starts from


@pytest.mark.parametrize("xlsx", [False, True])
@pytest.mark.parametrize("today", [dt.date(2026, 11, 25), dt.date(2026, 12, 31), dt.date(2027, 2, 1)])
def test_a_new_plan_reads_and_has_no_error_whenever_it_is_started(tmp_path: Path, xlsx: bool, today: dt.date) -> None:
    write_start("my-brief", tmp_path)
    path = write_plan_start("autumn", tmp_path, xlsx=xlsx, today=today)
    outlook = look_at_plan(open_plan(path))
    assert outlook.plan.id == "autumn"
    assert len(outlook.plan.weeks) == 3
    assert [finding for finding in outlook.findings if finding.severity == "error"] == []


def test_the_text_file_and_the_workbook_hold_the_same_plan(tmp_path: Path) -> None:
    today = dt.date(2026, 11, 25)
    text, workbook = (write_plan_start("a", tmp_path, xlsx=xlsx, today=today) for xlsx in (False, True))
    assert read_plan(text) == read_plan(workbook)


def test_a_plan_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("a week of work")
    with pytest.raises(BriefError, match="already"):
        write_plan_start("mine", tmp_path, today=dt.date(2026, 1, 1))
    assert path.read_text() == "a week of work"


def test_the_text_file_shows_every_field() -> None:
    """A field that the example does not show is one that nobody finds."""
    text = START.read_text("utf-8")
    for model in (ContentPlan, PlannedItem, Slot):
        for name in model.model_fields:
            assert re.search(rf"\b{name}\b", text), name


def test_the_workbook_helps_to_fill_it_in(tmp_path: Path) -> None:
    workbook = load_workbook(write_plan_start("roads", tmp_path, xlsx=True, today=dt.date(2026, 11, 25)))
    assert workbook.sheetnames == ["How to", *(sheet.name for sheet in LAYOUT.sheets)]
    for sheet in LAYOUT.sheets:
        for cell in workbook[sheet.name][1]:
            assert cell.comment is not None, f"{sheet.name}: no note on {cell.value}"
    offered = {str(v.sqref): v.formula1 for v in workbook["items"].data_validations.dataValidation}
    approver = next(cell.column_letter for cell in workbook["items"][1] if cell.value == "approver")
    assert offered[f"{approver}2:{approver}200"] == "people!$A$2:$A$200"
    slots = {str(v.sqref): v.formula1 for v in workbook["slots"].data_validations.dataValidation}
    day = next(cell.column_letter for cell in workbook["slots"][1] if cell.value == "day")
    assert slots[f"{day}2:{day}200"] == '"mon,tue,wed,thu,fri,sat,sun"'


# --- the command line


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "briefcast", "plan", *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "NO_COLOR": "1", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_checking_gives_the_exit_code_a_script_needs(tmp_path: Path) -> None:
    clean = run("check", str(EXAMPLE), "--json", folder=tmp_path)
    assert clean.returncode == 0, clean.stderr
    assert {row["severity"] for row in json.loads(clean.stdout)} == {"idea"}
    plan = tmp_path / "plan.yaml"
    plan.write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    faulty = run("check", "plan.yaml", folder=tmp_path)
    assert faulty.returncode == 2
    assert "plan.yaml:" in faulty.stderr
    assert "which is not there" in faulty.stderr
    assert "Traceback" not in faulty.stderr


def test_showing_names_the_page_to_open(tmp_path: Path) -> None:
    shown = run("show", str(EXAMPLE), "--month", "2025-10", folder=tmp_path)
    assert shown.returncode == 0, shown.stderr
    page = tmp_path / "outputs" / "plans" / "digital-october-2025" / "vi.html"
    assert shown.stdout.strip().endswith(str(page))
    assert page.is_file()
    wrong = run("show", str(EXAMPLE), "--month", "October", folder=tmp_path)
    assert wrong.returncode == 1
    assert "--month 2025-10" in wrong.stderr
