"""What a text says right before a figure of how another lies to it is held against both."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_fixtures import check_of


def compared(tmp_path: Path, language: str, text: str) -> list[str]:
    """Check a text about 420 who left, 400 the year before, 600 who came, 650 before, and 500 in between."""
    counted = f'unit: count, noun: {{{language}: "N"}}, period: 2025, source: a'
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - {{id: gone, label: {{{language}: "Gone"}}, value: 420, {counted}, baseline: {{value: 400, period: 2024}}}}
  - {{id: came, label: {{{language}: "Came"}}, value: 600, {counted}, baseline: {{value: 650, period: 2024}},
     target: {{value: 700, by: 2025}}}}
  - {{id: mid, label: {{{language}: "Mid"}}, value: 500, {counted}}}
points:
  - {{id: p, statistics: [gone, came, mid], text: {{{language}: "{text}"}}}}
""",
    )
    return [f.severity for f in found if f.code in ("wrong-claim", "wrong-way")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "{came} N came, fewer than the {gone} who left."),
        ("en", "{came} N came, which is fewer than the {gone} who left."),
        ("en", "With {gone} N, more people left than the {came} who came."),
        ("en", "{came} N is more than {gone} but less than {mid}."),
        ("en", "The {came} who came are below the {gone} who left."),
        ("en", "{gone} N left, exceeding the {came} who came."),
        ("en", "At {came}, arrivals were lower than departures at {gone}."),
        ("en", "{came} N came, more than the {came.baseline} of 2024."),
        ("vi", "Có {came} N đến, ít hơn {gone} N đi."),
        ("vi", "Có {came} N đến, thấp hơn số {gone} N rời đi."),
        ("vi", "Số đến là {came} N, hơn {gone} N nhưng thấp hơn {mid} N."),
        ("vi", "Có {came} N đến, cao hơn mức {gone} nhưng thấp hơn mức {mid}."),
        ("vi", "Có {gone} N rời đi, vượt con số {came} N đến."),
        ("vi", "Có {came} N đến, cao hơn mức {came.baseline} N của năm trước."),
        ("he", "הגיעו {came} N, פחות מ־{gone} N שעזבו."),
        ("he", "עזבו {gone} N, יותר מ־{came} N שהגיעו."),
        ("he", "הגיעו {came} N, יותר מ־{came.baseline} ב־2024."),
        ("he", "הגיעו {came} N, גבוה מ־{gone} אך נמוך מ־{mid}."),
    ],
)
def test_a_comparison_that_the_values_contradict_is_found(tmp_path: Path, language: str, text: str) -> None:
    """ "600 came, fewer than the 420 who left" is printed as it stands, and every reader sees it."""
    assert compared(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "{came} N came, more than the {gone} who left."),
        ("en", "{came} N came, fewer than the {came.baseline} of 2024."),
        ("en", "{came} N came and more than {gone} N left."),
        ("en", "{gone} N opened, more than {came} N applied, and {mid} N waited."),
        ("en", "{gone} N left, fewer than the {came} who came, but more than the {gone.baseline} of 2024."),
        ("en", "{gone} N left and {came} N came, more than the {mid} of the capital."),
        ("en", "{gone} N were built with more than {came} N in use."),
        ("vi", "Có {came} N đến, nhiều hơn {gone} N đi."),
        ("vi", "Có {gone} N rời đi, hơn {came} N đến."),
        ("vi", "Số đến là {came} N, hơn {gone} N và thấp hơn {came.target} N theo kế hoạch."),
        ("vi", "Có {came} N đến, thấp hơn mức {came.baseline} N của năm trước."),
        ("he", "הגיעו {came} N, יותר מ־{gone} N שעזבו."),
        ("he", "הגיעו {came} N, ויותר מ־{gone} N עזבו."),
        ("he", "נפתחו {gone} N, יותר מ־{came} N נרשמו ו־{mid} N חיכו."),
    ],
)
def test_a_comparison_that_holds_and_a_word_of_the_figure_itself_pass(tmp_path: Path, language: str, text: str) -> None:
    assert compared(tmp_path, language, text) == []


def scheduled(tmp_path: Path, language: str, label: str, text: str) -> list[str]:
    """Check a text about 26 of the 41 that were due in August."""
    statistic = f'id: dams, label: {{{language}: "{label}"}}, value: 26, unit: count, noun: {{{language}: "N"}}'
    found = check_of(
        tmp_path,
        language,
        f"""statistics: [{{{statistic}, source: a, period: 2025-08, target: {{value: 41, by: 2025-08}}}}]
points: [{{id: p, statistics: [dams], text: {{{language}: "{text}"}}}}]
""",
    )
    return [f.severity for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("en", "Dams", "Work is going to plan: {dams} N are done."),
        ("vi", "Đập", "Đã sửa {dams} N theo đúng tiến độ."),
        ("he", "סכרים", "תוקנו {dams} N, לפי לוח הזמנים."),
        ("he", "סכרים", "העבודות בלוח הזמנים, עם {dams} N."),
        ("he", "סכרים", "{dams} N תוקנו בזמן."),
    ],
)
def test_on_schedule_of_what_was_due_is_found(tmp_path: Path, language: str, label: str, text: str) -> None:
    assert scheduled(tmp_path, language, label, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("en", "Requests handled on time", "{dams} N were handled on time."),
        ("vi", "Hồ sơ đúng hạn", "Có {dams} N giải quyết đúng hạn."),
        ("he", "פניות שטופלו בזמן", "{dams} N טופלו בזמן."),
        ("he", "סכרים", "עיכוב בלוח הזמנים: {dams} N."),
    ],
)
def test_on_time_as_what_a_figure_measures_says_nothing_of_a_plan(
    tmp_path: Path, language: str, label: str, text: str
) -> None:
    """ "78% were handled on time" of a target of 85 is what the report is about."""
    assert scheduled(tmp_path, language, label, text) == []
