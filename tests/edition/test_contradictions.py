"""Contradictions: figures, words and days that cannot all be true are found; what is odd but honest is not."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief

TODAY = dt.date(2025, 11, 1)


def check(tmp_path: Path, figure: str, *, text: str = "It is {x} homes.", head: str = "") -> list[Finding]:
    path = tmp_path / "brief.yaml"
    path.write_text(
        f"""id: wrong
title: {{en: Title, vi: Đầu đề, he: כותרת}}
languages: [en, vi, he]
audiences: [leaders]
{head or "as_of: 2025-10-31"}
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2025-10-01}}]
statistics:
  - {{id: x, label: {{en: Homes, vi: Nhà, he: בתים}}, source: a, gender: m, {figure}}}
points:
  - {{id: p, statistics: [x], text: {{en: "{text}", vi: "{text}", he: "{text}"}}}}
""",
        "utf-8",
    )
    return list(check_brief(open_brief(path), today=TODAY))


def codes(found: list[Finding]) -> list[tuple[str, str]]:
    return sorted({(f.code, f.severity) for f in found})


WRONG = [
    (
        "unit: count, value: 44, compare: {to: same-period, change: 14, in: points}, period: 2024",
        "wrong-change",
        "error",
    ),
    # Its source appeared on 1 October.
    ("unit: count, value: 44, period: 2025-M10", "wrong-date", "warning"),
    (
        "unit: count, value: 44, baseline: {value: 22, period: 2023}, growth_percent: 5, period: 2024",
        "wrong-change",
        "error",
    ),
    (
        "unit: count, value: 44, baseline: {value: 40, period: 2023}, growth_percent: 18, period: 2024",
        "wrong-change",
        "warning",
    ),
    (
        "unit: percent, value: 50, baseline: {value: 40, period: 2023}, change_points: -3, period: 2024",
        "wrong-change",
        "error",
    ),
    ("unit: count, value: 50, change_points: 3, period: 2024", "wrong-change", "warning"),
    ("unit: rank, value: 50, growth_percent: 3, period: 2024", "wrong-change", "warning"),
    (
        "unit: percent, value: 80, qualifier: over, baseline: {value: 80, period: 2023}, period: 2024",
        "unclear-change",
        "warning",
    ),
    ("unit: percent, value: 80, qualifier: about, target: {value: 80.4}, period: 2024", "unclear-change", "warning"),
    ("unit: percent, value: 50, baseline: {value: 60, period: 2026}, period: 2024", "wrong-baseline", "error"),
    ("unit: percent, value: 50, baseline: {value: 60, period: 2024}, period: 2024", "wrong-baseline", "error"),
    ("unit: percent, value: 50, target: {value: 80, by: 2020}, period: 2024", "target-past", "warning"),
    (
        "unit: percent, value: 50, period: 2024, better: higher, baseline: {value: 60, period: 2023},"
        " target: {value: 40}",
        "wrong-direction",
        "warning",
    ),
    ("unit: rank, value: 5, better: higher, period: 2024", "wrong-direction", "warning"),
    ("unit: rank, value: 0, period: 2024", "impossible-value", "error"),
    ("unit: rank, value: 71.5, period: 2024", "impossible-value", "error"),
    ("unit: rank, value: 71, out_of: 193.5, period: 2024", "impossible-value", "error"),
    ("unit: rank, value: 71, out_of: 193, target: {value: 300}, period: 2024", "contradiction", "warning"),
    ("unit: count, value: 60, out_of: 63, target: {value: 70}, period: 2024", "contradiction", "warning"),
    ("unit: index, value: 1.2, out_of: 1, period: 2024", "contradiction", "error"),
    ("unit: count, value: -5, period: 2024", "impossible-value", "error"),
    ("unit: count, value: 44.7, period: 2024", "impossible-value", "warning"),
    ("unit: percent, value: 50, target: {value: 150}, period: 2024", "impossible-value", "warning"),
    ("unit: percent, value: 150, out_of: 200, period: 2024", "impossible-value", "error"),
    ("unit: percent, value: 100, qualifier: over, period: 2024", "impossible-value", "warning"),
    ("unit: percent, value: 0, qualifier: nearly, period: 2024", "impossible-value", "warning"),
    ("unit: percent, value: 0, qualifier: over, period: 2024", "impossible-value", "warning"),
    ("unit: count, value: 63, qualifier: over, out_of: 63, period: 2024", "impossible-value", "warning"),
    ("unit: duration, per: day, value: -3, period: 2024", "impossible-value", "error"),
    ("unit: currency, currency: VND, value: 0.5, period: 2024", "impossible-value", "warning"),
    ("unit: currency, currency: ZZZ, value: 5, period: 2024", "unknown-currency", "error"),
    ("unit: count, value: 250.000, period: 2024", "thousand-mark", "error"),
    ("unit: count, value: 12000, series: {2023: 11.500, 2024: 12000}, period: 2024", "thousand-mark", "error"),
    ("unit: currency, currency: USD, value: 12.500, period: 2024", "thousand-mark", "warning"),
    ("unit: percent, value: 0.824, period: 2024", "share-below-one", "warning"),
    ("unit: percent, value: 0.82, target: {value: 90}, period: 2024", "share-below-one", "warning"),
    ("unit: count, value: 5, period: 2568", "wrong-date", "error"),
    ("unit: count, value: 5, period: 5785", "wrong-date", "error"),
    ("unit: count, value: 5, period: 2025-10-05", "wrong-date", "warning"),
    ("unit: count, value: 5, period: 2025-09, series: {2025-09: 5, 2030: 9}", "after-as-of", "warning"),
    ("unit: count, value: 5, period: 2025-09, series: {2025-Q1: 4, 2025-09: 5}", "mixed-periods", "warning"),
    ("unit: count, value: 5, period: 2025, series: {2023: 4, 2024: 5}", "mixed-periods", "warning"),
    ("unit: percent, value: 50, baseline: {value: 60, period: 2025-H1}, period: 2025-M6", "wrong-baseline", "error"),
    (
        "unit: percent, value: 95, target: {value: 99, by: 2025-06}, period: 2025-01-01/2025-09-30",
        "target-past",
        "warning",
    ),
    ("unit: percent, value: 95, target: {value: 99, by: 2025-Q1}, period: 2025-H1", "target-past", "warning"),
    ("unit: percent, value: 50, target: {value: 80, by: 2024/2025-school}, period: 2025-W40", "target-past", "warning"),
    (
        "unit: count, value: 44, baseline: {value: 22, period: 2024-M9}, growth_percent: 5, period: 2025-M9",
        "wrong-change",
        "error",
    ),
    ("unit: percent, measure: share, value: 150, period: 2024", "impossible-value", "error"),
    ("unit: km, value: 12.500, period: 2024", "thousand-mark", "warning"),
    ("unit: currency, currency: VND, per: month, value: 7500000, period: 2024", "contradiction", "warning"),
    (
        "unit: currency, currency: VND, value: 14236, target: {value: 17200000000000}, period: 2024",
        "contradiction",
        "error",
    ),
    (
        "unit: currency, currency: ILS, value: 18.4, baseline: {value: 11200000, period: 2023}, period: 2024",
        "contradiction",
        "error",
    ),
    ("unit: count, value: 12, baseline: {value: 14020, period: 2023}, period: 2024", "contradiction", "warning"),
    ("unit: per-100000, value: 41, baseline: {value: 4.7, period: 2023}, period: 2024", "contradiction", "warning"),
    (
        "unit: count, value: 50, period: 2024, by: {dimension: district, values: {A: 60, B: 20}}",
        "contradiction",
        "warning",
    ),
    ("unit: per-1000, value: 4.1, rate_of: {vi: trẻ đẻ sống}, period: 2024", "contradiction", "error"),
    (
        "unit: per-100000, value: 41, period: 2024, by: {dimension: district, values: {A: 7.2, B: 1.6}}",
        "contradiction",
        "warning",
    ),
    (
        "unit: percent, value: 7.2, period: 2024, by: {dimension: district, values: {A: 72, B: 61}}",
        "contradiction",
        "warning",
    ),
    ("unit: count, value: 5, period: 2024, series: {2022: 3, 2023-05: 4, 2024: 5}", "mixed-periods", "warning"),
    (
        "unit: count, value: 9, baseline: {value: 8, period: 2024-M9}, growth_percent: 90, period: 2025-M9",
        "wrong-change",
        "error",
    ),
]


@pytest.mark.parametrize(("figure", "code", "severity"), WRONG)
def test_what_cannot_be_is_found(tmp_path: Path, figure: str, code: str, severity: str) -> None:
    # What a rate counts stands before it.
    found = check(tmp_path, figure, text="Here: {x}.") if "per-1" in figure else check(tmp_path, figure)
    # A year of another calendar is after the brief's day too.
    beside = {("after-as-of", "warning")} if code == "wrong-date" else set()
    assert set(codes(found)) - beside == {(code, severity)}, found
    assert all(f.place == "brief.yaml:8" and f.remedy for f in found)


@pytest.mark.parametrize(
    "figure",
    [
        "unit: count, value: 55250000, baseline: {value: 49200000, period: 2023}, growth_percent: 12.3, period: 2024",
        "unit: count, value: 44, baseline: {value: 22, period: 2019}, growth_percent: 5, period: 2024",
        "unit: percent, value: 82.4, baseline: {value: 76.9, period: 2023}, change_points: 5.5, period: 2024",
        "unit: percent, value: 80, qualifier: over, period: 2024, baseline: {value: 75, period: 2023}",
        "unit: percent, value: 80, qualifier: over, period: 2024, target: {value: 100, by: 2030}",
        "unit: count, value: 500, qualifier: nearly, period: 2024, baseline: {value: 0, period: 2020}",
        "unit: km, value: 186.5, period: 2025-M9",
        "unit: percent, measure: growth, value: -0.1, period: 2025-Q3",
        "unit: count, value: 5, period: 2025-H1, series: {2024-H1: 4, 2025-H1: 5}",
        "unit: count, value: 5, period: 2025-M9, baseline: {value: 4, period: 2024-M9}, growth_percent: 25",
        "unit: count, value: 5, period: 2024/2025-school, baseline: {value: 4, period: 2023/2024-school}",
        "unit: count, value: 5, period: 2025-W35, baseline: {value: 4, period: 2024-W35}",
        "unit: count, value: 5, period: 2016/2020, baseline: {value: 4, period: 2011/2015}",
        "unit: percent, value: 86, better: higher, target: {value: 80, by: 2025}, period: 2025-09",
        "unit: percent, value: 95, target: {value: 99, by: 2025-09}, period: 2025-01-01/2025-09-30",
        "unit: percent, value: 95, target: {value: 99, by: 2025-Q2}, period: 2024/2025-school",
        "unit: percent, value: 95, better: lower, target: {value: 99, name: limit}, period: 2025-09",
        "unit: percent, value: 0.5, period: 2024",
        "unit: ratio, value: 1.084, period: 2024",
        "unit: index, value: 0.775, period: 2024",
        "unit: currency, currency: USD, value: -12.5, period: 2024",
        "unit: count, value: 5, period: 2025-09, series: {2023: 3, 2024: 4, 2025-09: 5}",
        "unit: count, value: 5, estimate: true, period: 2025-12, target: {value: 9, by: 2030}",
        "unit: rank, value: 71, out_of: 193, better: lower, baseline: {value: 86, period: 2022}, period: 2024",
        "unit: count, value: 44, baseline: {value: 40, period: 2024-W40}, growth_percent: 10, period: 2025-W40",
        "unit: percent, value: 50, baseline: {value: 60, period: 2016/2020}, period: 2021/2025",
        "unit: percent, measure: growth, value: -12.1, period: 2025-M9",
        "unit: percent, measure: level, value: 140.5, period: 2025-H1",
        "unit: km, value: 38.5, period: 2025-H1",
        "unit: °C, value: -3.5, period: 2025-01-20",
        "unit: currency, currency: VND, value: 9000000, baseline: {value: 12000, period: 2023}, period: 2024",
        "unit: count, value: 900, baseline: {value: 2, period: 2023}, period: 2024",
        "unit: percent, measure: share, value: 48, baseline: {value: 2, period: 2023}, period: 2024",
        "unit: percent, value: 50, period: 2024, by: {dimension: district, values: {A: 72, B: 61}}",
        "unit: count, value: 80, period: 2024, by: {dimension: district, values: {A: 60, B: 20}}",
        "unit: count, value: 5, out_of: 5000, period: 2024",
    ],
)
def test_what_is_honest_is_not_questioned(tmp_path: Path, figure: str) -> None:
    assert [f for f in check(tmp_path, figure) if f.code != "after-as-of"] == []


def test_a_percentage_that_is_a_change_may_be_below_zero(tmp_path: Path) -> None:
    fall = "unit: percent, value: -12.1, period: 2024"
    assert codes(check(tmp_path, fall)) == [("impossible-value", "warning")]
    path = tmp_path / "brief.yaml"
    path.write_text(path.read_text("utf-8").replace("en: Homes", "en: Growth of exports"), "utf-8")
    assert check_brief(open_brief(path), today=TODAY) == ()


@pytest.mark.parametrize(
    ("figure", "text", "wrong"),
    [
        ("value: 80, unit: percent, qualifier: over", "It is over {x}.", True),
        ("value: 80, unit: percent, qualifier: over", "It is nearly {x}.", True),
        ("value: 80, unit: percent, qualifier: over", "Có hơn {x} hộ.", True),
        ("value: 80, unit: percent, qualifier: over", "יותר מ־{x} מהבתים.", True),
        ("value: 80, unit: percent, qualifier: over", "It is over {x:bare}.", False),
        ("value: 80, unit: percent, qualifier: over", "It stands at {x}, moreover {x}.", False),
        ("value: 80, unit: percent", "It is over {x}.", False),
        ("value: 80, unit: percent", "It is {x}%.", True),
        ("value: 80, unit: percent", "Có {x} phần trăm.", True),
        ("value: 80, unit: percent", "הם {x} אחוזים.", True),
        ("value: 80, unit: percent, target: {value: 90}", "It is {x.target} percent.", True),
        ("value: 80, unit: percent", "It is {x} of homes.", False),
        ("value: 80, unit: currency, currency: VND", "Thu {x} đồng.", True),
        ("value: 80, unit: currency, currency: USD", "It cost ${x}.", True),
        ("value: 80, unit: currency, currency: VND", "Thu {x} đồng bằng.", True),
        ("value: 3, unit: duration, per: day", "It takes {x} days.", True),
        ("value: 3, unit: duration, per: day", "Mất {x} làm việc.", False),
        ("value: -3, unit: currency, currency: USD", "It fell by {x}.", True),
        ("value: -3, unit: currency, currency: USD", "Cán cân giảm {x}.", True),
        ("value: -3, unit: currency, currency: USD", "המאזן ירד ב־{x}.", True),
        ("value: 3, unit: currency, currency: USD", "It fell by {x}.", False),
        ("value: -3, unit: currency, currency: USD", "The balance was {x}.", False),
        ("value: 38, unit: percent, target: {value: 45}", "It has a gap to the target: the gap is {x.gap}.", True),
        ("value: 38, unit: percent, target: {value: 45}", "It missed the target by {x.gap}.", True),
        ("value: 38, unit: percent, target: {value: 45}", "It missed the target by {x.gap.size}.", False),
        ("value: 38, unit: percent, target: {value: 45}", "It is {x}, {x.gap}.", False),
        ("value: 38, unit: percent, target: {value: 45}", "Khoảng cách đến mục tiêu là {x.gap}.", True),
        ("value: 38, unit: percent, target: {value: 45}", "Tỷ lệ là {x}, {x.gap}.", False),
        ("value: 38, unit: percent, target: {value: 45}", "עד היעד חסרות עוד {x.gap}.", True),
        ("value: 38, unit: percent, target: {value: 45}", "עד היעד חסרות עוד {x.gap.size}.", False),
        ("value: 38, unit: percent, target: {value: 45}", "השיעור הוא {x}, וחסרות {x.gap}.", False),
        ("value: 38, unit: currency, currency: VND, target: {value: 45, kind: budget}", "Thu đạt bằng {x.gap}.", False),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "Xuất khẩu bằng {x.gap}.", False),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "Thu {x}, {x.gap} kế hoạch.", True),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "Thu {x}, {x.gap}.", False),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "It is {x}, {x.gap} of the plan.", True),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "It reached {x.gap}.", False),
        ("value: 38, unit: count, target: {value: 45, kind: plan, by: 2024}", "בוצעו {x.gap} מהתוכנית.", True),
        ("value: 341, unit: count", "נהרגו {x}% בני אדם.", True),
        ("value: 341, unit: count", "It is {x}% of homes.", True),
        ("value: 341, unit: count", "Có {x} phần trăm hộ.", True),
        ("value: 5, unit: rank", "It is {x} percent.", True),
        ("value: 12, unit: km", "It is {x} percent.", True),
        ("value: 12, unit: count, baseline: {value: 9, period: 2023}", "It was {x.baseline}%.", True),
        (
            "value: 12, unit: count, baseline: {value: 9, period: 2023}",
            "It is {x.change}, or {x.growth.size} more.",
            False,
        ),
        ("value: 12, unit: percent", "Có {x} đồng.", True),
        ("value: 12, unit: percent", "Có {x} đồng bào dân tộc.", False),
        ("value: 12, unit: percent", "It is {x} dollars.", True),
        ("value: 12, unit: currency, currency: ILS", "It cost {x} dollars.", True),
        ("value: 12, unit: currency, currency: ILS", "זה עלה {x} שקל.", True),
        ("value: 12, unit: duration, per: hour", "It takes {x} minutes.", True),
        ("value: 12, unit: duration, per: hour", "Mất {x} phút.", True),
        ("value: 12, unit: duration, per: hour", "Mất {x} năm 2024.", False),
        ("value: 12, unit: index", "It is {x}%.", False),
        ("value: 12, unit: index", "It is {x} points.", False),
        ("value: 12, unit: index, baseline: {value: 9, period: 2023}", "It is {x}, {x.change} points.", True),
        ("value: 12, unit: index, baseline: {value: 9, period: 2023}", "Là {x}, tăng {x.change.size} điểm.", True),
        ("value: 12, unit: index, baseline: {value: 9, period: 2023}", "Là {x}, tăng {x.change.size}.", False),
        ("value: 12, unit: index, baseline: {value: 9, period: 2023}", "זה עלה ב־{x.change.size} נקודות.", True),
        ("value: 17.8, unit: per-10000", "It is {x} homes.", True),
        ("value: 17.8, unit: per-10000, noun: {en: doctors}", "It is {x} doctors.", False),
        ("value: 17.8, unit: per-10000, noun: {vi: bác sĩ}", "Có {x} bác sĩ.", False),
        ("value: 17.8, unit: per-10000, noun: {he: רופאים}", "יש {x} רופאים.", False),
        ("value: 17.8, unit: per-10000, noun: {en: doctors}", "It is {x} in the city.", False),
        ("value: 17.8, unit: per-10000, noun: {vi: bác sĩ}", "Số bác sĩ đạt {x} trong tỉnh.", False),
    ],
)
def test_words_that_a_figure_brings_along_are_not_told_twice(
    tmp_path: Path, figure: str, text: str, wrong: bool
) -> None:
    language = "he" if "\u05d0" <= text[0] <= "\u05ea" else "en" if text.split()[0] == "It" else "vi"
    found = [
        f
        for f in check(tmp_path, figure + ", period: 2024", text=text)
        if f.code == "doubled-word" and f.language == language
    ]
    assert bool(found) is wrong
    assert all((f.severity, f.place) == ("error", "brief.yaml:10") for f in found)


def test_trên_is_a_whole_behind_a_figure(tmp_path: Path) -> None:
    """In Vietnamese it means both 'over' and 'out of'."""
    figure = "value: 80, unit: percent, qualifier: over, period: 2024"
    assert codes(check(tmp_path, figure, text="Có {x} trên {x}.")) == []
    assert codes(check(tmp_path, figure, text="Có trên {x}.")) == [("doubled-word", "error")]


@pytest.mark.parametrize("day", ["2999-01-01", "2568-10-31", "5785-10-31", "2025-12-31", "1447-03-01"])
def test_a_day_of_the_future_or_of_another_calendar_is_found(tmp_path: Path, day: str) -> None:
    found = check(tmp_path, "unit: count, value: 5, period: 2024", head=f"as_of: {day}")
    assert ("wrong-date", "error") in codes(found)
    assert next(f.place for f in found if f.code == "wrong-date") == "brief.yaml:5"


def test_a_brief_may_be_written_for_a_day_of_this_month(tmp_path: Path) -> None:
    assert check(tmp_path, "unit: count, value: 5, period: 2024", head="as_of: 2025-11-15") == []


@pytest.mark.parametrize(
    ("label", "found"), [("New companies", True), ("Doanh nghiệp thành lập mới", True), ("Active accounts", False)]
)
def test_half_a_year_is_not_compared_with_a_year_where_the_figure_adds_up(
    tmp_path: Path, label: str, found: bool
) -> None:
    """2,100 in six months after 4,100 in a year is no fall."""
    path = tmp_path / "brief.yaml"
    for period, then in (("2025-06", "2024"), ("2025-H1", "2024"), ("2025-M9", "2024-H1"), ("2025-W40", "2024-09")):
        check(tmp_path, f"unit: count, value: 2100, period: {period}, baseline: {{value: 4100, period: {then}}}")
        path.write_text(path.read_text("utf-8").replace("Homes", label), "utf-8")
        told = list(check_brief(open_brief(path), today=TODAY))
        assert codes(told) == ([("unlike-periods", "warning")] if found else []), period
    check(tmp_path, "unit: count, value: 2100, period: 2025-M6, baseline: {value: 2400, period: 2024-H1}")
    path.write_text(path.read_text("utf-8").replace("Homes", label), "utf-8")
    assert codes(list(check_brief(open_brief(path), today=TODAY))) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{vi: Nhà, he: בתים, en: Online, not on paper}", "'not on paper'"),
        ("\n      vi: Nhà\n      he: בתים\n      en: Ranked #1 in Asia", "'#1'"),
        ("\n      vi: Nhà\n      he: בתים\n      en: Homes # as the census has it", None),
        ('{vi: Nhà, he: בתים, en: "Online, #1"}', "typed"),
    ],
)
def test_a_text_that_yaml_cuts_is_found(tmp_path: Path, text: str, found: str | None) -> None:
    """'Online, not on paper' would be published as 'Online'."""
    path = tmp_path / "brief.yaml"
    check(tmp_path, "unit: count, value: 5, period: 2024")
    whole = path.read_text("utf-8")
    start = whole.index("  - {id: x")
    end = whole.index("\n", start)
    figure = f"  - id: x\n    label: {text}\n    value: 5\n    unit: count\n    period: 2024\n    source: a"
    path.write_text(whole[:start] + figure + whole[end:], "utf-8")
    told = [f for f in check_brief(open_brief(path), today=TODAY) if f.severity == "error"]
    assert [f.code for f in told] == ([] if found is None else ["typed-digit" if found == "typed" else "text-cut"])
    if found and found != "typed":
        assert found in told[0].message


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ("unit: currency, currency: VND, value: 9.871, period: 2024", "9871000000000"),
        ("unit: count, value: 6.45, period: 2024", "6450000"),
        ("unit: count, value: 12.500, period: 2024", "12500"),
        (
            "unit: currency, currency: ILS, value: 18.400, baseline: {value: 11200000, period: 2023}, period: 2024",
            "18400000",
        ),
    ],
)
def test_an_amount_that_was_copied_with_its_mark_is_answered_in_full(tmp_path: Path, fields: str, meant: str) -> None:
    """9.871 tỷ đồng typed as 9871 would be told as some coins."""
    found = [f for f in check(tmp_path, fields) if f.code in ("thousand-mark", "impossible-value")]
    assert [meant in re.findall(r"\d+", f"{f.message} {f.remedy}") for f in found][-1:] == [True]


def of_label(tmp_path: Path, vi: str, en: str, he: str, better: str) -> list[str]:
    """The findings about which way is progress for a figure of this name."""
    fields = f"unit: count, value: 44, better: {better}, period: 2024"
    check(tmp_path, fields)
    path = tmp_path / "brief.yaml"
    text = path.read_text("utf-8").replace("{en: Homes, vi: Nhà, he: בתים}", f"{{en: {en}, vi: {vi}, he: {he}}}")
    path.write_text(text, "utf-8")
    return [f.code for f in check_brief(open_brief(path), today=TODAY) if f.code == "wrong-direction"]


@pytest.mark.parametrize(
    ("vi", "en", "he"),
    [
        ("Tỷ suất mắc sốt xuất huyết", "Dengue per head", "קדחת"),
        ("Sốt", "Dengue incidence", "קדחת"),
        ("Đường bộ", "Road", "תאונות דרכים"),
    ],
)
def test_more_of_what_does_harm_is_no_progress(tmp_path: Path, vi: str, en: str, he: str) -> None:
    """Twice as many sick would go out in green, as good news."""
    assert of_label(tmp_path, vi, en, he, "higher") == ["wrong-direction"]
    assert of_label(tmp_path, vi, en, he, "lower") == []


def test_less_of_it_may_be_called_progress(tmp_path: Path) -> None:
    assert of_label(tmp_path, "Hộ thoát nghèo", "Deaths averted", "תאונות שנמנעו", "higher") == []


def test_a_ceiling_lies_above_where_the_figure_was(tmp_path: Path) -> None:
    """Inflation of 3.4 percent under a plan of 4.5 is no mistake."""
    fields = "unit: percent, measure: level, value: 3.4, better: lower, baseline: {value: 3.4, period: 2023}"
    assert codes(check(tmp_path, f"{fields}, target: {{value: 4.5, kind: plan}}, period: 2024")) == []


@pytest.mark.parametrize(
    ("period", "when", "found"),
    [
        ("2025-09", "15 December 2025", ["wrong-date"]),
        ("2026-02", "15 December 2025", ["wrong-date", "after-as-of"]),
        ("2025-12-15", "15 December 2025", []),
        ("2025-12", "15 December 2025", []),
        ("2026-02", "In spring", []),
    ],
)
def test_only_the_programme_of_an_event_is_known_before(
    tmp_path: Path, period: str, when: str, found: list[str]
) -> None:
    """A figure of September from a report of May went out, as the brief was an invitation."""
    fields = f"unit: count, value: 5, period: {period}"
    words = f'{{when: {{en: "{when}", vi: "{when}", he: "{when}"}}, where: {{en: Here., vi: Here., he: Here.}}}}'
    check(tmp_path, fields, head=f"as_of: 2025-10-31\nkind: event\nevent: {words}")
    path = tmp_path / "brief.yaml"
    path.write_text(path.read_text("utf-8").replace("date: 2025-10-01", "date: 2025-05-12"), "utf-8")
    told = {f.code for f in check_brief(open_brief(path), today=TODAY)} & {"wrong-date", "after-as-of"}
    assert told == set(found)


@pytest.mark.parametrize(("label", "found"), [("Level of the lake", False), ("Mực nước hồ", False), ("Homes", True)])
def test_a_level_may_lie_below_the_sea(tmp_path: Path, label: str, found: bool) -> None:
    """The Kinneret stands at -212.87 m; a road of so many metres is told once, with what to write."""
    fields = "unit: m, value: -212.87, baseline: {value: -212.06, period: 2023}, period: 2024"
    check(tmp_path, f"{fields}, series: {{2023: -212.06, 2024: -212.87}}")
    path = tmp_path / "brief.yaml"
    path.write_text(path.read_text("utf-8").replace("Homes", label), "utf-8")
    told = [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "impossible-value"]
    assert len(told) == found
    assert all("measure: level" in f.remedy for f in told)


def test_a_value_that_lacks_its_zeros_is_answered_in_full(tmp_path: Path) -> None:
    """14,236 đồng of a budget of 17,200 tỷ went out as 0.00000008% of it."""
    fields = "unit: currency, currency: VND, value: 14236, target: {value: 17200000000000}, period: 2024"
    (found,) = (f for f in check(tmp_path, fields) if f.code == "contradiction")
    assert "14236000000000" in found.remedy


@pytest.mark.parametrize(
    ("qualifier", "parts", "found"),
    [
        ("over", "A: 60, B: 20", True),
        ("over", "A: {value: 60, qualifier: over}, B: 20", False),
        ("about", "A: 60, B: 20", False),
    ],
)
def test_exact_parts_make_no_more_than_their_sum(tmp_path: Path, qualifier: str, parts: str, found: bool) -> None:
    """Parts of exactly 80 and a whole of "over 80" cannot both be right, and no part is "over" for it."""
    by = f"by: {{dimension: sector, parts: true, values: {{{parts}}}}}"
    told = check(tmp_path, f"unit: count, value: 80, qualifier: {qualifier}, period: 2024, {by}")
    assert [f.code for f in told] == (["parts-sum"] if found else [])
    brief = open_brief(tmp_path / "brief.yaml").brief
    assert brief.statistic("x-b").qualifier is None
