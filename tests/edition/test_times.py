"""Times that a text names by itself: a comparison with another month than the figure's would be told as it stands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief
from tests import ROOT

TODAY = dt.date(2026, 11, 20)


def found(folder: Path, language: str, text: str, figure: str) -> list[str]:
    path = folder / "brief.yaml"
    path.write_text(
        f"""\
id: brief
title: {{{language}: T}}
languages: [{language}]
audiences: [press]
as_of: 2026-11-15
sources:
  - {{id: a, title: {{{language}: T}}, publisher: {{{language}: P}}, url: "https://example.org/", date: 2026-11-10}}
statistics:
  - {{id: x, label: {{{language}: Fires}}, noun: {{{language}: fires}}, gender: f, source: a, unit: count, {figure}}}
points:
  - id: p
    statistics: [x]
    text: {{{language}: "{text}"}}
""",
        "utf-8",
    )
    return [f.message for f in check_brief(open_brief(path), today=TODAY) if f.code == "wrong-time"]


OCTOBER = "value: 12, period: 2026-10, baseline: {value: 9, period: 2025-10}"
MIXED = "value: 12, period: 2026-M10, baseline: {value: 9, period: 2025-M9}"
QUARTER = "value: 12, period: 2026-Q3, baseline: {value: 9, period: 2025-Q3}"


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "There were {x} fires, against {x.baseline} in the same period last year.", MIXED),
        ("vi", "Có {x} vụ cháy, cùng kỳ năm trước {x.baseline} vụ.", MIXED),
        ("he", "היו {x} שריפות, לעומת {x.baseline} בתקופה המקבילה אשתקד.", MIXED),
        ("en", "There were {x} fires, {x.change} on August last year.", OCTOBER),
        ("vi", "Có {x} vụ cháy, {x.change} so với tháng 8 năm trước.", OCTOBER),
        ("he", "היו {x} שריפות, {x.change} לעומת אוגוסט אשתקד.", OCTOBER),
        ("en", "There were {x} fires in the second quarter.", QUARTER),
        ("vi", "Quý II có {x} vụ cháy.", QUARTER),
        ("he", "ברבעון השני היו {x} שריפות.", QUARTER),
    ],
)
def test_another_time_than_the_figures_is_found(tmp_path: Path, language: str, text: str, figure: str) -> None:
    assert found(tmp_path, language, text, figure)


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "There were {x} fires, against {x.baseline} in the same month last year.", OCTOBER),
        ("vi", "Có {x} vụ cháy, cùng kỳ năm trước {x.baseline} vụ.", OCTOBER),
        ("he", "היו {x} שריפות, לעומת {x.baseline} בתקופה המקבילה אשתקד.", OCTOBER),
        ("en", "There were {x} fires, {x.change} on October last year. The law is of August 2025.", OCTOBER),
        ("vi", "Có {x} vụ cháy, {x.change} so với tháng 10 năm trước.", OCTOBER),
        ("he", "היו {x} שריפות, {x.change} לעומת אוקטובר אשתקד.", OCTOBER),
        ("en", "There were {x} fires in the third quarter.", QUARTER),
        ("vi", "Quý III có {x} vụ cháy, {x.change} so với quý III năm trước.", QUARTER),
        ("he", "ברבעון השלישי היו {x} שריפות.", QUARTER),
    ],
)
def test_the_figures_own_times_pass(tmp_path: Path, language: str, text: str, figure: str) -> None:
    assert not found(tmp_path, language, text, figure)


def test_honest_briefs_name_their_own_times() -> None:
    briefs = [*(ROOT / "tests" / "brief" / "honest").glob("*.yaml"), *(ROOT / "examples").glob("*-20*.yaml")]
    told = [
        (path.name, finding.message)
        for path in briefs
        for finding in check_brief(open_brief(path), today=TODAY)
        if finding.code == "wrong-time"
    ]
    assert not told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Since January there have been {x} fires."),
        ("en", "The year to date has seen {x} fires."),
        ("en", "So far this year {x} fires were put out."),
        ("vi", "Lũy kế có {x} vụ cháy."),
        ("vi", "Từ đầu năm đến nay có {x} vụ cháy."),
        ("he", "מתחילת השנה היו {x} שריפות."),
    ],
)
def test_what_has_added_up_is_not_the_count_of_a_day(tmp_path: Path, language: str, text: str) -> None:
    """132 fires since January were drawn as 132 fires of 15 November."""
    [message] = found(tmp_path, language, text, "value: 132, period: 2026-11-15")
    assert "2026-11-15" in message
    for period in ("2026-01-01/2026-11-15", "2026-M10"):
        assert not found(tmp_path, language, text, f"value: 132, period: {period}")
    # What only changed since then is a count of that day; so is a label that says it of nothing.
    day = "value: 132, period: 2026-11-15, baseline: {value: 120, period: 2025-12-31}"
    assert not found(tmp_path, "en", "There are {x} fires, {x.change} since January.", day)
