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

NINE_MONTHS = "value: 12, period: 2026-01-01/2026-09-30, baseline: {value: 9, period: 2025-01-01/2025-09-30}"
TARGET = f"{QUARTER}, target: {{value: 20, by: 2027}}"
SERIES = "value: 12, period: 2026, series: {2023: 9, 2024: 10, 2026: 12}"


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
        ("he", "היו {x} שריפות, לעומת {x.baseline} ברבעון ג׳ 2024.", QUARTER),
        ("he", "היו {x} שריפות, לעומת {x.baseline} ברבעון ב׳ 2025.", QUARTER),
        ("he", "היו {x} שריפות, לעומת {x.baseline} בתשעת החודשים הראשונים של 2024.", NINE_MONTHS),
        ("he", "היו {x} שריפות, {x.change} לעומת רבעון ג׳ 2024.", QUARTER),
        ("he", "ב־2024 היו {x.baseline} שריפות, והשנה {x}.", OCTOBER),
        ("he", "היו {x} שריפות, והיעד ל־2028 הוא {x.target}.", TARGET),
        ("en", "There were {x} fires, against {x.baseline} in the first nine months of 2024.", NINE_MONTHS),
        ("en", "There were {x} fires, {x.growth} on Q3 2024.", QUARTER),
        ("en", "There were {x} fires, from {x.baseline} in August 2025.", OCTOBER),
        ("en", "In 2024 there were {x.baseline} fires, now {x}.", OCTOBER),
        ("en", "There were {x} fires; the target is {x.target} by 2028.", TARGET),
        ("en", "The 2028 target is {x.target} fires.", TARGET),
        ("en", "From {x.series.2023} in 2022 it rose to {x}.", SERIES),
        ("vi", "Có {x} vụ cháy, so với {x.baseline} vụ của 9 tháng năm 2024.", NINE_MONTHS),
        ("vi", "Có {x} vụ cháy, {x.change} so với quý III/2024.", QUARTER),
        ("vi", "Có {x} vụ cháy, tháng 10 năm 2024 là {x.baseline} vụ.", OCTOBER),
        ("vi", "Có {x} vụ cháy, mục tiêu đến năm 2028 là {x.target} vụ.", TARGET),
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
        ("he", "היו {x} שריפות, לעומת {x.baseline} ברבעון ג׳ 2025, שנה אחרי השריפה של 2024.", QUARTER),
        ("he", "היו {x} שריפות, {x.change} לעומת רבעון ג׳ 2025. היעד ל־2027 הוא {x.target}.", TARGET),
        (
            "en",
            "Under the law of 2019 there were {x} fires, against {x.baseline} in January to September 2025.",
            NINE_MONTHS,
        ),
        ("en", "A law of 2019 brought them from {x.baseline} to {x} in 2026.", OCTOBER),
        ("en", "The target of {x.target}, set in 2024, is for 2027.", TARGET),
        (
            "en",
            "There were {x} fires, {x.growth} on 2025.",
            "value: 12, period: 2026, growth_percent: 4, baseline: {value: 9, period: 2020}",
        ),
        ("en", "From {x.series.2023} in 2023 it rose to {x} in 2026.", SERIES),
        (
            "vi",
            "Năm 2025 có {x.baseline} vụ, năm 2026 {x} vụ, theo Luật năm 2024.",
            "value: 12, period: 2026, baseline: {value: 9, period: 2025}",
        ),
        ("vi", "Có {x} vụ cháy, {x.change} so với quý III/2025; mục tiêu năm 2027 là {x.target}.", TARGET),
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


TEN_MONTHS = "value: 3846, period: 2026-01-01/2026-10-31, baseline: {value: 2790, period: 2025-01-01/2025-10-31}"
DOUBLED = "value: 5600, period: 2026-M10, baseline: {value: 2790, period: 2025-M10}"
HALVED = "value: 1400, period: 2026-M10, baseline: {value: 2790, period: 2025-M10}"
ON_MONTH = "value: 12, period: 2026-10, baseline: {value: 9, period: 2026-09}"


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("vi", "Sốt xuất huyết: {x} ca, gấp đôi năm ngoái.", TEN_MONTHS),
        ("vi", "Có {x} vụ, tăng gấp đôi.", TEN_MONTHS),
        ("vi", "Có {x} vụ, bằng một nửa cùng kỳ.", TEN_MONTHS),
        ("en", "Dengue: {x} cases, nearly double last year.", TEN_MONTHS),
        ("en", "There were {x} fires, twice as many as in 2025.", TEN_MONTHS),
        ("en", "There were {x} fires, half the number of a year earlier.", TEN_MONTHS),
        ("en", "Fires, {x}, have doubled.", TEN_MONTHS),
        ("en", "Fires have doubled to {x}.", TEN_MONTHS),
        ("en", "The number of fires halved, to {x}.", TEN_MONTHS),
        ("vi", "Số vụ cháy tăng gấp đôi, lên {x}.", TEN_MONTHS),
        ("vi", "Số vụ cháy gấp đôi cùng kỳ năm trước, đạt {x}.", TEN_MONTHS),
        ("vi", "Số vụ cháy giảm một nửa, còn {x}.", TEN_MONTHS),
        ("he", "מספר השריפות הוכפל ל־{x}.", TEN_MONTHS),
        ("he", "מספר השריפות הוכפל: {x}.", TEN_MONTHS),
        ("vi", "Số vụ cháy gấp đôi cùng kỳ, lên {x} vụ.", TEN_MONTHS),
        ("he", "מספר השריפות הוכפל ל־{x}.", TEN_MONTHS),
        ("he", "השריפות הוכפלו: {x} שריפות.", TEN_MONTHS),
        ("he", "היו {x} שריפות, פי שניים מהשנה שעברה.", TEN_MONTHS),
        ("he", "היו {x} שריפות, מחצית מהתקופה המקבילה.", TEN_MONTHS),
        ("vi", "Có {x} vụ, {x.growth} so với tháng trước.", TEN_MONTHS),
        ("en", "There were {x} fires, {x.growth} on the previous month.", TEN_MONTHS),
        ("he", "היו {x} שריפות, {x.growth} לעומת החודש הקודם.", TEN_MONTHS),
        ("vi", "Có {x} vụ, {x.change} so với cùng kỳ.", ON_MONTH),
        ("en", "There were {x} fires, {x.change} on last year.", ON_MONTH),
        ("he", "היו {x} שריפות, {x.change} לעומת השנה הקודמת.", ON_MONTH),
        ("en", "From January to September the city recorded {x} fires.", TEN_MONTHS),
        ("en", "In January–September there were {x} fires.", TEN_MONTHS),
        ("en", "In the first nine months there were {x} fires.", TEN_MONTHS),
        ("vi", "Ước đến hết tháng 9, cả tỉnh có {x} vụ.", TEN_MONTHS),
        ("vi", "Chín tháng đầu năm có {x} vụ.", TEN_MONTHS),
        ("vi", "Từ đầu năm đến hết tháng 9 có {x} vụ.", TEN_MONTHS),
        ("he", "בינואר–ספטמבר היו {x} שריפות.", TEN_MONTHS),
        ("he", "בתשעת החודשים הראשונים היו {x} שריפות.", TEN_MONTHS),
        ("en", "There were {x} fires in the first half of the year.", TEN_MONTHS),
        ("en", "By the end of the second quarter there were {x} fires.", TEN_MONTHS),
        ("vi", "Đến hết quý II, cả tỉnh có {x} vụ.", TEN_MONTHS),
        ("vi", "Nửa đầu năm có {x} vụ.", TEN_MONTHS),
        ("he", "במחצית הראשונה היו {x} שריפות.", TEN_MONTHS),
        ("he", "עד סוף הרבעון השלישי היו {x} שריפות.", TEN_MONTHS),
    ],
)
def test_words_for_a_multiple_or_a_span_are_held_against_the_figure(
    tmp_path: Path, language: str, text: str, figure: str
) -> None:
    """A rise by a third would be printed as a doubling, and ten months as nine."""
    assert len(found(tmp_path, language, text, figure)) == 1


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("vi", "Có {x} vụ, gấp đôi năm ngoái.", DOUBLED),
        ("en", "There were {x} fires, more than double last year.", DOUBLED),
        ("he", "היו {x} שריפות, פי שניים מהשנה שעברה.", DOUBLED),
        ("en", "There were {x} fires, half the number of a year earlier.", HALVED),
        ("vi", "Có {x} vụ, giảm một nửa.", HALVED),
        ("en", "Fires have doubled to {x}.", DOUBLED),
        ("en", "By the end of the third quarter there were {x} fires.", QUARTER),
        ("vi", "Đến hết quý III, cả tỉnh có {x} vụ.", QUARTER),
        ("he", "עד סוף הרבעון השלישי היו {x} שריפות.", QUARTER),
        ("en", "In the first half of the year there were {x} fires.", "value: 12, period: 2026-H1"),
        ("vi", "Số vụ cháy tăng gấp đôi, lên {x}.", DOUBLED),
        ("he", "מספר השריפות הוכפל ל־{x}.", DOUBLED),
        ("en", "As traffic doubled, lorries caused {x} fires.", TEN_MONTHS),
        ("vi", "Số trạm tăng gấp đôi nhờ vậy chỉ có {x} vụ.", TEN_MONTHS),
        ("en", "There were {x} fires, double the number in the next province.", TEN_MONTHS),
        ("vi", "Có {x} vụ, gấp đôi mục tiêu.", TEN_MONTHS),
        ("en", "{x} fires in ten months, half of them at night last year.", TEN_MONTHS),
        ("vi", "Có {x} vụ, {x.growth} so với cùng kỳ năm trước.", TEN_MONTHS),
        ("en", "There were {x} fires, {x.change} on the previous month.", ON_MONTH),
        ("he", "היו {x} שריפות, {x.change} לעומת החודש הקודם.", ON_MONTH),
        ("en", "From January to October the city recorded {x} fires.", TEN_MONTHS),
        ("en", "In the first ten months there were {x} fires; by the end of December there may be more.", TEN_MONTHS),
        ("vi", "Ước đến hết tháng 10 có {x} vụ.", TEN_MONTHS),
        ("vi", "Mười tháng đầu năm có {x} vụ.", TEN_MONTHS),
        ("he", "בינואר–אוקטובר היו {x} שריפות.", TEN_MONTHS),
    ],
)
def test_true_multiples_and_spans_pass(tmp_path: Path, language: str, text: str, figure: str) -> None:
    assert not found(tmp_path, language, text, figure)


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "In the first half of the year there were {x} fires.", TEN_MONTHS),
        ("en", "By the end of the second quarter there were {x} fires.", TEN_MONTHS),
        ("en", "In September there were {x} fires.", OCTOBER),
        ("en", "In 2024 there were {x.baseline} fires.", OCTOBER),
        ("en", "A year ago, in October 2024, there were {x.baseline} fires.", OCTOBER),
        ("en", "Compared with the previous month, fires rose by {x.change.size}.", OCTOBER),
        ("vi", "Đến hết quý II, cả tỉnh có {x} vụ.", TEN_MONTHS),
        ("vi", "Nửa đầu năm, cả tỉnh có {x} vụ.", TEN_MONTHS),
        ("vi", "Tháng 9 cả tỉnh có {x} vụ.", OCTOBER),
        ("vi", "So với tháng trước, số vụ tăng {x.change.size}.", OCTOBER),
        ("he", "במחצית הראשונה היו {x} שריפות.", TEN_MONTHS),
        ("he", "עד סוף הרבעון השני היו {x} שריפות.", TEN_MONTHS),
        ("he", "בספטמבר היו {x} שריפות.", OCTOBER),
        ("he", "בשנת 2024 היו {x.baseline} שריפות.", OCTOBER),
        ("he", "לעומת החודש הקודם גדל מספר השריפות ב־{x.change.size}.", OCTOBER),
    ],
)
def test_a_time_at_the_beginning_is_that_of_the_figure(tmp_path: Path, language: str, text: str, figure: str) -> None:
    """ "In September inflation was 3.4%" of October is a number that the office never published."""
    assert len(found(tmp_path, language, text, figure)) == 1


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("en", "In September the council met; in October there were {x} fires.", OCTOBER),
        ("en", "In October there were {x} fires.", OCTOBER),
        ("en", "In September 2025 the town hired firemen, and there were {x} fires.", OCTOBER),
        ("en", "There were {x} fires in 2026, after {x.baseline} in 2025.", OCTOBER),
        ("en", "In 2025 there were {x.baseline} fires.", OCTOBER),
        ("en", "Compared with the previous month, fires rose by {x.change.size}.", ON_MONTH),
        ("vi", "Tháng 9 tỉnh mở thêm đội; tháng 10 có {x} vụ.", OCTOBER),
        ("vi", "Đến hết quý III, cả tỉnh có {x} vụ.", QUARTER),
        ("he", "באוקטובר היו {x} שריפות.", OCTOBER),
        ("he", "בשנת 2025 היו {x.baseline} שריפות.", OCTOBER),
    ],
)
def test_a_time_that_is_true_or_of_something_else_passes(tmp_path: Path, language: str, text: str, figure: str) -> None:
    assert not found(tmp_path, language, text, figure)
