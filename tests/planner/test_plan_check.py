"""Checking a plan: what would have annoyed readers, embarrassed the team or stopped the batch, told beforehand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.paths import TEMPLATES
from briefcast.planner.check import Outlook, look_at_plan
from briefcast.planner.plan import open_plan, read_plan, write_plan_xlsx
from briefcast.publishing.accounts import AccountEntry, Accounts
from tests import ROOT
from tests.parse_fixtures import count_parses

EXAMPLE = ROOT / "examples" / "plan.yaml"
BRIEF = ROOT / "tests" / "faults" / "briefs" / "good.yaml"

PLAN = """\
id: march
title: {vi: Tháng ba, en: March}
audiences: [leaders, citizens]
people:
  - {id: an, name: Nguyễn Minh An}
  - {id: bao, name: Trần Quốc Bảo}
slots:
  - {channel: folder, audience: leaders, day: tue, at: 7:30}
  - {channel: folder, audience: citizens, day: wed, at: 19:30}
items:
  - {id: first, week: 2026-W10, brief: brief.yaml, channels: [folder], owner: an, approver: bao}
  - {id: second, week: 2026-W11, brief: brief.yaml, channels: [folder], owner: bao, approver: an}
"""
"""Clean: 2 to 15 March 2026, with leaders and citizens in Vietnamese and English."""


def look(tmp_path: Path, *changes: tuple[str, str], brief: tuple[tuple[str, str], ...] = ()) -> Outlook:
    text = PLAN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    plan = tmp_path / "plan.yaml"
    plan.write_text(text, "utf-8")
    words = BRIEF.read_text("utf-8")
    for old, new in brief:
        assert old in words, old
        words = words.replace(old, new, 1)
    (tmp_path / "brief.yaml").write_text(words, "utf-8")
    return look_at_plan(open_plan(plan))


def found(outlook: Outlook) -> list[Finding]:
    for finding in outlook.findings:
        assert finding.message.strip().endswith((".", "!")), finding
        assert finding.remedy.strip(), finding
    return [finding for finding in outlook.findings if finding.severity != "idea"]


def test_a_language_without_an_account_needs_no_slot(tmp_path: Path) -> None:
    """A press room in English: the plan could not be got clean without an hour for a language nobody posts in."""
    english = ("audience: leaders,", "audience: leaders, languages: [en],")
    outlook = look(tmp_path, *([english] * PLAN.count(english[0])))
    assert {finding.code for finding in found(outlook)} == {"no-slot"}
    only = Accounts(accounts=(AccountEntry(name="site", channel="folder", languages=("en",)),))
    assert found(look_at_plan(outlook.file, is_meant=only.is_meant)) == []
    # Of a channel without any account, and in a language of it, an hour is missed as ever.
    for accounts in (Accounts(accounts=(AccountEntry(name="x", channel="mail"),)), Accounts()):
        again = look_at_plan(outlook.file, is_meant=accounts.is_meant)
        assert {finding.code for finding in found(again)} == {"no-slot"}


def test_an_audience_without_an_account_needs_no_slot(tmp_path: Path) -> None:
    """A page for citizens alone: the check asked for an hour for leaders there, and then to take it out again."""
    citizens = ("audience: leaders,", "audience: citizens,")
    outlook = look(tmp_path, *([citizens] * PLAN.count(citizens[0])))
    assert {finding.code for finding in found(outlook)} >= {"no-slot"}
    page = Accounts(accounts=(AccountEntry(name="page", channel="folder", audiences=("citizens",)),))
    codes = {
        finding.code for finding in found(look_at_plan(outlook.file, is_meant=page.is_meant, reaches=page.reaches))
    }
    assert "no-slot" not in codes and "no-account" not in codes


def test_what_has_an_hour_and_goes_nowhere_is_told_before_anything_is_made(tmp_path: Path) -> None:
    """The week was made, reviewed and approved; only its release said that no account was for its readers."""
    outlook = look(tmp_path)
    only = Accounts(accounts=(AccountEntry(name="site", channel="folder", audiences=("press",)),))
    told = found(look_at_plan(outlook.file, is_meant=only.is_meant, reaches=only.reaches))
    assert {(each.code, each.severity) for each in told} == {("no-account", "warning")}
    assert all(each.message.startswith("No account on folder is for ") for each in told), told
    every = Accounts(accounts=(AccountEntry(name="site", channel="folder"),))
    assert found(look_at_plan(outlook.file, is_meant=every.is_meant, reaches=every.reaches)) == []
    # Of a channel without any account, too: nothing goes out there.
    none = Accounts(accounts=(AccountEntry(name="press", channel="mail"),))
    assert {each.code for each in found(look_at_plan(outlook.file, reaches=none.reaches))} == {"no-account"}


def test_a_product_that_its_channel_never_takes_is_told_as_releasing_it_does(tmp_path: Path) -> None:
    changes = [("[folder]", "[podcast]")] * PLAN.count("[folder]")
    changes += [("channel: folder", "channel: podcast")] * PLAN.count("channel: folder")
    told = [each for each in found(look(tmp_path, *changes)) if each.code == "not-taken"]
    assert told and "Podcast" in told[0].message and "Choose another channel" in told[0].message


def test_the_example_is_clean_and_gets_ideas() -> None:
    outlook = look_at_plan(open_plan(EXAMPLE))
    assert found(outlook) == []
    assert [finding.code for finding in outlook.findings] == ["tie-in", "tie-in"]
    assert "Mid-Autumn" in outlook.findings[0].message
    assert len(outlook.releases) == 96


def test_a_clean_plan_has_nothing_to_look_at(tmp_path: Path) -> None:
    assert found(look(tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "code", "severity", "message", "remedy"),
    [
        (("owner: an, ", ""), "no-owner", "error", "Nobody owns 'first'", "one of an, bao"),
        ((", approver: bao", ""), "no-approver", "error", "Nobody approves 'first'", "one of an, bao"),
        (("approver: bao", "approver: an"), "own-approver", "error", "what is their own", "another person"),
        (("brief: brief.yaml", "brief: brif.yaml"), "no-brief", "error", "which is not there", "Write 'brief.yaml'"),
        (("[folder], owner: an", "[foldr], owner: an"), "unknown-channel", "error", "'foldr'", "Write 'folder'"),
        (
            ("channel: folder, audience: leaders", "channel: x, audience: leaders"),
            "no-slot",
            "error",
            "leaders (vi, en)",
            "Add a slot",
        ),
        (
            ("items:", "  - {channel: folder, audience: press, day: mon, at: 9:00}\nitems:"),
            "unused-slot",
            "warning",
            "No item",
            "Delete it",
        ),
        (("owner: an", "audiences: [press], owner: an"), "not-in-brief", "error", "'press'", "add it to audiences"),
        (("owner: an", "languages: [he], owner: an"), "not-in-brief", "error", "'he'", "add it to languages"),
        (("second, week: 2026-W11", "second, week: 2026-W10"), "same-day", "warning", "on the same day", "another day"),
        (("second, week: 2026-W11", "second, week: 2026-W13"), "week-missed", "warning", "2026-W11", "Add an item"),
        (
            ("second, week: 2026-W11", "second, week: 2026-W13"),
            "long-silence",
            "warning",
            "for 2 weeks: 2026-W11 to 2026-W12",
            "Add",
        ),
        (("[leaders, citizens]", "[leaders, citizens, youth]"), "never-reached", "error", "youth nothing", "Add youth"),
        (
            ("first, week: 2026-W10", "first, week: 2025-W20"),
            "before-as-of",
            "error",
            "figures are of Jun 30, 2025",
            "Move it",
        ),
        (("at: 19:30", "at: 23:15"), "night", "warning", "their night (22:00–07:00)", "Thu Mar 5, 2026, 08:00"),
        (("day: tue", "day: sat"), "day-off", "warning", "Weekend, when they are not at work", "next good hour"),
        (("second, week: 2026-W11", "second, date: 2026-07-27"), "memorial", "warning", "War Invalids", "sober"),
        (
            ("items:", "mourning: [{starts: 2026-03-03, ends: 2026-03-04, name: State mourning}]\nitems:"),
            "mourning",
            "error",
            "State mourning",
            "Thu Mar 5",
        ),
        (
            ("items:", "days: [{id: audit, date: 2026-03-04, name: Audit, kind: quiet}]\nitems:"),
            "own-quiet-day",
            "error",
            "Audit",
            "Thu Mar 5",
        ),
        (
            ("owner: an", "occasion: womens-dya, owner: an"),
            "unknown-occasion",
            "error",
            "womens-dya",
            "Write 'womens-day'",
        ),
        (
            ("first, week", "first, occasion: vn-teachers-day, week"),
            "not-on-occasion",
            "warning",
            "none of these weeks",
            "Move the item",
        ),
        (
            ("items:", "phases: [{id: p, name: P, starts: 2026-01-01, ends: 2026-01-31}]\nitems:"),
            "no-phase",
            "warning",
            "no phase",
            "one of p",
        ),
        (
            ("items:", "task_groups: [{id: g, name: G}]\nitems:"),
            "unserved-task-group",
            "warning",
            "No item serves 'g'",
            "Plan an item",
        ),
    ],
)
def test_what_is_to_be_looked_at_is_told(
    tmp_path: Path, change: tuple[str, str], code: str, severity: str, message: str, remedy: str
) -> None:
    findings = [finding for finding in found(look(tmp_path, change)) if finding.code == code]
    assert findings, found(look(tmp_path, change))
    assert findings[0].severity == severity
    assert message in findings[0].message
    assert remedy in findings[0].remedy
    assert findings[0].place.startswith("plan.yaml:")


def test_an_item_outside_its_phase_is_told(tmp_path: Path) -> None:
    phases = "phases: [{id: p, name: P, starts: 2026-03-01, ends: 2026-03-08}]\nitems:"
    outlook = look(
        tmp_path,
        ("items:", phases),
        ("first, week", "first, phase: p, week"),
        ("second, week", "second, phase: p, week"),
    )
    (finding,) = [finding for finding in found(outlook) if finding.code == "outside-phase"]
    assert finding.items == ("second",)


def test_two_items_too_close_are_told_once_with_all_their_readers(tmp_path: Path) -> None:
    slot = "  - {channel: folder, item: second, day: tue, at: 20:00}\nitems:"
    outlook = look(
        tmp_path,
        ("items:", slot),
        ("second, week: 2026-W11", "second, week: 2026-W10"),
        ("day: wed, at: 19:30", "day: wed, at: 8:30"),
    )
    close = [finding for finding in found(outlook) if finding.code == "too-close"]
    assert len(close) == 1
    assert close[0].items == ("second", "first")
    assert "citizens (vi, en) on folder less than 20 hours apart" in close[0].message


def test_readers_of_another_language_are_other_readers(tmp_path: Path) -> None:
    """Two items on one day collide only where the same people get both."""
    outlook = look(
        tmp_path,
        ("second, week: 2026-W11", "second, week: 2026-W10, languages: [en]"),
        ("owner: an, approver: bao", "languages: [vi], owner: an, approver: bao"),
    )
    assert found(outlook) == []


def test_a_sabbath_is_told_with_the_hours_after_it(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    for name in ("egov-2024.yaml", "plan.yaml"):
        shutil.copy(EXAMPLE.parent / name, tmp_path)
    text = plan.read_text("utf-8")
    start = text.index("slots:")
    slots = "slots:\n  - {channel: folder, day: fri, at: 19:00, timezone: Asia/Jerusalem}\n"
    item = text[text.index("  - id: egov") :].replace(
        "audiences: [leaders, staff, businesses, press]", "audiences: [citizens]"
    )
    plan.write_text(f"{text[:start]}{slots}items:\n{item}", "utf-8")
    (finding,) = [finding for finding in found(look_at_plan(open_plan(plan))) if finding.code == "holy-day"]
    assert "citizens (he)" in finding.message
    assert "Sabbath, when these readers are not reached" in finding.message
    assert finding.remedy == "The next good hour for them is Sat Oct 25, 2025, 20:00 (Jerusalem)."


def test_lively_words_on_a_day_of_remembrance_are_named(tmp_path: Path) -> None:
    outlook = look(
        tmp_path,
        ("second, week: 2026-W11", "second, date: 2026-07-27"),
        brief=(("of applications are filed", "of applications are filed!"),),
    )
    (finding,) = [finding for finding in found(outlook) if finding.code == "memorial"]
    assert "look at points online" in finding.remedy


def test_figures_that_will_be_old_by_then_are_told(tmp_path: Path) -> None:
    outlook = look(tmp_path, brief=(("    source: report\n", "    source: report\n    stale_after: 2026-03-01\n"),))
    stale = [finding for finding in found(outlook) if finding.code == "stale-on-release"]
    assert [finding.items for finding in stale] == [("first",), ("second",)]


def test_one_broken_brief_leaves_the_rest_of_the_plan_checked(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("id: broken\n", "utf-8")
    outlook = look(tmp_path, ("brief: brief.yaml", "brief: broken.yaml"), ("owner: bao, approver: an", "approver: an"))
    assert {finding.code for finding in found(outlook)} == {"broken-brief", "no-owner"}
    (broken,) = [finding for finding in found(outlook) if finding.code == "broken-brief"]
    assert "broken.yaml:" in broken.message
    assert broken.remedy.endswith("briefcast check broken.yaml")
    assert {release.item.id for release in outlook.releases} == {"second"}


def test_a_brief_that_reads_and_cannot_be_made_is_told_before_the_week_begins(tmp_path: Path) -> None:
    """Growth from zero in Vietnamese: only the item that is made in Vietnamese would fail on Monday."""
    growth = (
        ("unit: percent", "unit: count"),
        ("value: 61.2", "value: 0"),
        ('vi: "{online-share} hồ', 'vi: "{online-share.growth} hồ'),
    )
    outlook = look(tmp_path, ("id: second,", "id: second, languages: [en],"), brief=growth)
    (broken,) = [finding for finding in found(outlook) if finding.code == "broken-brief"]
    assert broken.items == ("first",)
    assert "brief.yaml:20: " in broken.message


def test_a_plan_and_its_briefs_are_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of a year names fifty briefs: each time more is a minute before anything is told."""
    parses = count_parses(monkeypatch)
    outlook = look(tmp_path)
    assert len(outlook.plan.items) == 2
    assert (parses["plan.yaml"], parses["brief.yaml"]) == (1, 1)


def test_findings_name_the_cell_of_a_workbook(tmp_path: Path) -> None:
    look(tmp_path, ("approver: bao", "approver: an"))
    path = write_plan_xlsx(read_plan(tmp_path / "plan.yaml"), tmp_path / "plan.xlsx")
    (finding,) = found(look_at_plan(open_plan(path)))
    assert finding.place.startswith("plan.xlsx, sheet items, cell ")


def test_days_with_a_story_are_suggested_until_an_item_takes_them(tmp_path: Path) -> None:
    ideas = [finding for finding in look(tmp_path).findings if finding.severity == "idea"]
    assert [finding.message for finding in ideas] == ["Mar 8, 2026 is International Women’s Day."]
    taken = look(tmp_path, ("first, week", "first, occasion: womens-day, week"))
    assert taken.findings == ()


def test_no_hour_is_asked_for_what_an_audience_does_not_get(tmp_path: Path) -> None:
    """Only the press gets a release unless a profile asks: an hour for nothing would stop every other plan."""
    hours = [
        (
            f"audience: {who}, day: {day}, at: {at}",
            f"audience: {who}, day: {day}, at: {at}, products: [infographic, video, podcast]",
        )
        for who, day, at in (("leaders", "tue", "7:30"), ("citizens", "wed", "19:30"))
    ]
    all_of_them = ("as_of:", "products: [infographic, video, podcast, press-release]\nas_of:")
    outlook = look(tmp_path, *hours, brief=(all_of_them,))
    assert found(outlook) == []
    assert {release.product for release in outlook.releases} == {"infographic", "video", "podcast"}
    own = tmp_path / "audiences"
    own.mkdir()
    profile = (TEMPLATES / "audiences" / "citizens.yaml").read_text("utf-8")
    (own / "citizens.yaml").write_text(
        profile.replace("products:\n", "products:\n  press-release: {files: [docx]}\n"), "utf-8"
    )
    assert [f.code for f in found(look(tmp_path, *hours, brief=(all_of_them,)))] == ["no-slot", "no-slot"]
