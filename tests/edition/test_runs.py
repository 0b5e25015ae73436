"""What a text says of a figure over several periods is held against its series."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_fixtures import check_of


def over_time(tmp_path: Path, language: str, text: str, *, headline: str = "") -> list[str]:
    """Check a text about waiting children: fewer in July, more in each month since; the most were in May."""
    title = f', headline: {{{language}: "{headline}"}}' if headline else ""
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - id: x
    label: {{{language}: "Waiting"}}
    unit: count
    noun: {{{language}: "N"}}
    value: 640
    period: 2026-10
    source: a
    series: {{2026-04: 590, 2026-05: 710, 2026-06: 655, 2026-07: 601, 2026-08: 612, 2026-09: 633}}
  - {{id: g, label: {{{language}: "Inflation"}}, unit: percent, measure: growth, value: 2.1, period: 2026-10, source: a,
     series: {{2026-07: 2.9, 2026-08: 2.6, 2026-09: 2.4}}}}
points:
  - {{id: p, statistics: [x], text: {{{language}: "{text}"}}{title}}}
""",
    )
    return [f.severity for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The list rose for the fifth month in a row, to {x} N."),
        ("en", "{x} N are waiting, the sixth consecutive monthly rise."),
        ("en", "The list has grown four months running, to {x} N."),
        ("en", "With {x} N the list fell for the second month in a row."),
        ("en", "{x} N are waiting, the most in six months."),
        ("en", "{x} N is a record high."),
        ("en", "{x} N are waiting, the highest number since April."),
        ("vi", "Danh sách tăng tháng thứ năm liên tiếp, lên {x} N."),
        ("vi", "Danh sách giảm tháng thứ hai liên tiếp, còn {x} N."),
        ("vi", "Bốn tháng liên tiếp tăng, danh sách có {x} N."),
        ("vi", "Có {x} N, cao nhất trong sáu tháng."),
        ("vi", "{x} N là mức cao nhất kể từ tháng 4."),
        ("he", "הרשימה גדלה זה החודש החמישי ברציפות, ל־{x} N."),
        ("he", "חודש שני ברציפות של ירידה: {x} N."),
        ("he", "מספר הממתינים, {x} N, הוא הגבוה ביותר בשישה חודשים."),
        ("he", "{x} N, הגבוה ביותר מאז אפריל."),
    ],
)
def test_a_row_that_was_shorter_and_a_record_that_is_none_are_found(tmp_path: Path, language: str, text: str) -> None:
    """ "The fifth rise in a row" of three is news that nobody reported."""
    assert over_time(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The list rose for the third month in a row, to {x} N."),
        ("en", "{x} N are waiting, the highest number since June."),
        ("en", "{g} is the highest since September."),
        ("en", "After two falls in a row the list is growing again: {x} N."),
        ("en", "{x} N are waiting, the most in four months."),
        ("en", "The office was open for the sixth month in a row; {x} N are waiting."),
        ("vi", "Danh sách tăng tháng thứ ba liên tiếp, lên {x} N."),
        ("vi", "Có {x} N, cao nhất trong bốn tháng."),
        ("vi", "Sau hai tháng giảm liên tiếp, danh sách lại tăng: {x} N."),
        ("vi", "{x} N là mức cao nhất kể từ tháng 6."),
        ("he", "הרשימה גדלה זה החודש השלישי ברציפות, ל־{x} N."),
        ("he", "{x} N, הגבוה ביותר מאז יוני."),
        ("he", "לאחר שני חודשים רצופים של ירידה הרשימה שבה וגדלה: {x} N."),
    ],
)
def test_a_row_that_the_series_bears_out_passes(tmp_path: Path, language: str, text: str) -> None:
    assert over_time(tmp_path, language, text) == []


def test_a_row_longer_than_the_series_is_not_held_against_it(tmp_path: Path) -> None:
    """The report may know of months that the brief does not tell."""
    assert over_time(tmp_path, "en", "Inflation fell for the third month in a row, to {g}.") == []
    assert over_time(tmp_path, "en", "Inflation fell for the ninth month in a row, to {g}.") == []
    assert over_time(tmp_path, "en", "Inflation rose for the third month in a row, to {g}.") == ["error"]


def test_prices_rise_while_inflation_eases(tmp_path: Path) -> None:
    assert over_time(tmp_path, "en", "Prices rose for the fourth month in a row, by {g}.") == []


def test_a_headline_speaks_of_the_figure_of_its_point(tmp_path: Path) -> None:
    fifth = "Waiting list grows for the fifth month in a row"
    assert over_time(tmp_path, "en", "{x} N are waiting.", headline=fifth) == ["error"]
    assert over_time(tmp_path, "en", "{x} N are waiting.", headline=fifth.replace("fifth", "third")) == []
