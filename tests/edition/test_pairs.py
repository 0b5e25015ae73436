"""What a text says of two figures beside each other is held against both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_fixtures import check_of


def beside(tmp_path: Path, language: str, text: str) -> list[str]:
    """Check a text about 420 who left, 600 who came, and what schools and roads took of a budget."""
    counted = f'unit: count, noun: {{{language}: "N"}}, period: 2025, source: a'
    share = "unit: percent, measure: level, period: 2025, source: a"
    money = "unit: currency, currency: USD, period: 2025, source: a"
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - {{id: left, label: {{{language}: "Left"}}, value: 420, {counted}}}
  - {{id: came, label: {{{language}: "Came"}}, value: 600, {counted}}}
  - {{id: all, label: {{{language}: "All jobless"}}, value: 3.1, {share}}}
  - {{id: young, label: {{{language}: "Young jobless"}}, value: 10.4, {share}}}
  - id: budget
    label: {{{language}: "Spending"}}
    unit: currency
    currency: USD
    value: 90000000
    period: 2025
    source: a
    by: {{dimension: sector, parts: true, values: {{school: {{name: {{{language}: Schools}}, value: 50000000}},
      road: {{name: {{{language}: Roads}}, value: 40000000}}}}}}
  - {{id: balance, label: {{{language}: "Balance"}}, value: -2000000, {money}}}
points:
  - {{id: p, statistics: [left, came, all, young, budget, balance], text: {{{language}: "{text}"}}}}
""",
    )
    return [f.severity for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "More families left than came: {left} against {came}."),
        ("en", "Fewer families came than left, {came} N compared with {left} N."),
        ("en", "Twice as many families came as left: {came} and {left}."),
        ("en", "Of the young, {young} are jobless, twice the overall rate of {all}."),
        ("en", "Schools took {budget.school}, a third of the {budget}."),
        ("en", "Schools account for a third of spending: {budget.school}."),
        ("en", "The year closed with a surplus of {balance.size}."),
        ("vi", "Số hộ đi nhiều hơn số hộ đến: {left} so với {came}."),
        ("vi", "Thanh niên thất nghiệp {young}, gấp đôi mức chung {all}."),
        ("vi", "Số hộ đến gấp đôi số hộ đi: {came} và {left}."),
        ("vi", "Trường học được chi {budget.school}, một phần ba tổng chi {budget}."),
        ("vi", "Ngân sách kết dư {balance.size}."),
        ("he", "יותר משפחות עזבו מאשר הגיעו: {left} לעומת {came}."),
        ("he", "שיעור האבטלה בקרב צעירים הוא {young}, פי שניים מהשיעור הכללי, {all}."),
        ("he", "השנה הסתיימה בעודף של {balance.size}."),
    ],
)
def test_more_times_and_parts_that_two_figures_do_not_bear_out_are_found(
    tmp_path: Path, language: str, text: str
) -> None:
    """ "More left than came" beside 420 and 600 is what a reader remembers, and it is false."""
    assert beside(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "More families came than left: {came} against {left}."),
        ("en", "Of the young, {young} are jobless, three times the overall rate of {all}."),
        ("en", "Schools took {budget.school}, more than half of the {budget}."),
        ("en", "It is not true that more families left than came: {left} against {came}."),
        ("en", "The year closed with a deficit of {balance.size}."),
        ("vi", "Số hộ đến nhiều hơn số hộ đi: {came} so với {left}."),
        ("vi", "Thanh niên thất nghiệp {young}, gấp ba mức chung {all}."),
        ("vi", "Ngân sách thâm hụt {balance.size}."),
        ("he", "יותר משפחות הגיעו מאשר עזבו: {came} לעומת {left}."),
        ("he", "שיעור האבטלה בקרב צעירים הוא {young}, פי שלושה מהשיעור הכללי, {all}."),
        ("he", "השנה הסתיימה בגירעון של {balance.size}."),
    ],
)
def test_what_two_figures_bear_out_passes(tmp_path: Path, language: str, text: str) -> None:
    assert beside(tmp_path, language, text) == []
