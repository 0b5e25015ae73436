"""What a text says of a figure beside others is held against them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief

TODAY = dt.date(2026, 11, 20)


def claims(tmp_path: Path, language: str, text: str, *, more: str = "", code: str = "wrong-claim") -> list[Finding]:
    """Check a text about three places, a figure over time and a rank."""
    names = (
        "tan-lap: {name: Tân Lập, value: 68.2}, ba-to: {name: Ba Tô, value: 22.1}, hon-dau: {name: Hòn Dầu, value: 9.5}"
    )
    series = "{2026-06: 3.57, 2026-08: 3.2, 2026-10: 3.41}"
    target = "target: {value: 4.5, by: 2026}"
    path = tmp_path / "brief.yaml"
    path.write_text(
        f"""id: claims
title: {{{language}: "T"}}
languages: [{language}]
audiences: [press]
as_of: 2026-11-15
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2026-11-10}}]
statistics:
  - id: x
    label: {{{language}: "Share"}}
    unit: percent
    measure: share
    value: 46.3
    period: 2026-09-30
    source: a
    by: {{dimension: commune, values: {{{names}}}}}
  - {{id: y, label: {{{language}: "Prices"}}, unit: percent, measure: growth, value: 3.41, period: 2026-10, source: a,
     {target}, series: {series}}}
  - {{id: r, label: {{{language}: "Rank"}}, unit: rank, value: 22, out_of: 63, period: 2026, source: a,
     baseline: {{value: 17, period: 2025}}{more}}}
points:
  - id: p
    statistics: [x]
    text: {{{language}: "{text}"}}
""",
        "utf-8",
    )
    return [f for f in check_brief(open_brief(path), today=TODAY) if f.code == code]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Cao nhất là Tân Lập {x.tan-lap}, thấp nhất là Ba Tô {x.ba-to}."),
        ("vi", "Dẫn đầu là Ba Tô với {x.ba-to}."),
        ("vi", "Giá tăng cao nhất trong năm: {y}."),
        ("vi", "Giá tăng {x}, vượt kế hoạch {y.target}."),
        ("vi", "Xã Ba Tô đạt {x.hon-dau}."),
        ("en", "Tân Lập leads with {x.tan-lap}, Ba Tô is last with {x.ba-to}."),
        ("en", "The highest share is that of Ba Tô: {x.ba-to}."),
        ("en", "Prices rose most this year, by {y}."),
        ("en", "Prices are above the plan of {y.target}."),
        ("en", "Ba Tô has only {x.hon-dau}."),
        ("he", "השיעור הגבוה ביותר נרשם בBa Tô, {x.ba-to}."),
        ("he", "המחירים עלו בשיעור הגבוה ביותר השנה, {y}."),
        ("he", "המדד עבר את היעד {y.target}."),
    ],
)
def test_what_the_other_figures_say_otherwise_is_found(tmp_path: Path, language: str, text: str) -> None:
    """The wrong commune would read in the news that it is the last."""
    assert [f.severity for f in claims(tmp_path, language, text)] == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Cao nhất là Tân Lập {x.tan-lap}, thấp nhất là Hòn Dầu {x.hon-dau}."),
        ("vi", "{x.tan-lap} ở Tân Lập, {x.ba-to} ở Ba Tô và {x.hon-dau} ở Hòn Dầu."),
        ("vi", "Ba Tô thuộc nhóm thấp nhất: {x.ba-to}."),
        ("vi", "Giá tăng {y}, kế hoạch cả năm dưới {y.target}."),
        ("vi", "Giá tăng {y}, không vượt mục tiêu {y.target}."),
        ("vi", "Ít nhất {x} hồ sơ, Ba Tô đạt {x.ba-to}."),
        ("en", "Tân Lập leads with {x.tan-lap}, Hòn Dầu is last with {x.hon-dau}."),
        ("en", "Ba Tô is one of the lowest, with {x.ba-to}."),
        ("en", "At most {x.ba-to} of Ba Tô, at least {x.hon-dau} of Hòn Dầu."),
        ("en", "Most of the money was spent: {x}. Ba Tô, unlike Hòn Dầu, has {x.ba-to}."),
        ("en", "After Tân Lập comes Ba Tô with {x.ba-to}."),
        ("en", "Prices rose by {y}, against a plan of {y.target}."),
        ("he", "השיעור הגבוה ביותר נרשם בTân Lập, {x.tan-lap}."),
    ],
)
def test_true_and_modest_words_pass(tmp_path: Path, language: str, text: str) -> None:
    assert claims(tmp_path, language, text) == []
