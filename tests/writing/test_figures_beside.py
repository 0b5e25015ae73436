"""What stands beside a figure: since when it changed, in which unit, and how far its target is."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.errors import FactError
from tests.facts_fixtures import LABEL, LANGUAGES, facts_of

POVERTY: dict[str, Any] = {
    "id": "a", "label": LABEL, "unit": "percent", "measure": "rate", "value": "2.85", "period": "2026-09",
    "better": "lower", "baseline": {"value": "3.6", "period": "2025-12"},
}  # fmt: skip
BEDS: dict[str, Any] = {
    "id": "a", "unit": "per-10000", "value": "31.2", "period": "2026-09", "better": "higher",
    "label": {"vi": "Giường bệnh trên 10.000 dân", "en": "Beds per 10,000 people", "he": "מיטות לכל 10,000 נפש"},
    "target": {"value": 32, "by": "2026"}, "baseline": {"value": "30.4", "period": "2025-12"},
}  # fmt: skip
WAIT: dict[str, Any] = {"id": "a", "label": LABEL, "unit": "duration", "period": "2026-H1"}


def bare(text: str) -> str:
    """Give a text without the marks of its directions and with ordinary blanks."""
    return "".join(c for c in text if c not in "\u2066\u2067\u2068\u2069").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "giảm 0,75 điểm phần trăm so với cuối năm 2025"),
        ("en", "down 0.75 percentage points since the end of 2025"),
        ("he", "ירידה של 0.75 נקודות אחוז לעומת סוף 2025"),
    ],
)
def test_what_stood_at_the_end_of_a_year_is_compared_with_that(language: str, told: str) -> None:
    """A rate that was "down on Dec 2025" looks compared with one month of many."""
    assert bare(facts_of(POVERTY).figure("a", language, "exact").compared) == told


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "count", "measure": "count", "label": {"vi": "Ca mắc mới", "en": "New cases", "he": "מקרים חדשים"}},
        {"period": "2026-12"},
        {"baseline": {"value": "3.6", "period": "2025-11"}},
    ],
    ids=["sum", "same month", "november"],
)
def test_what_adds_up_over_a_month_is_compared_with_the_month(other: dict[str, Any]) -> None:
    """Fewer new cases in September than in December are no fall since the end of the year."""
    figure = facts_of({**POVERTY, "value": 2, "baseline": {"value": 3, "period": "2025-12"}, **other}).figure(
        "a", "en", "exact"
    )
    assert "end of" not in figure.compared


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "9 tháng đầu năm 2025 và 2026"),
        ("en", "Jan–Sep, 2025 vs. 2026"),
        ("he", "ינו׳–ספט׳, 2025 מול 2026"),
    ],
)
def test_the_months_of_two_years_are_written_as_the_language_does(language: str, told: str) -> None:
    """ "9 tháng đầu năm, 2025 và 2026" is cut in two by its comma."""
    nine = {**POVERTY, "period": "2026-M9", "baseline": {"value": "3.6", "period": "2025-M9"}}
    assert bare(facts_of(nine).figure("a", language, "exact").then_and_now) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_unit_that_the_label_says_stands_once(language: str) -> None:
    """31.2 per 10,000 people – Hospital beds per 10,000 people: the same words fill the place of two figures."""
    figure = facts_of(BEDS).figure("a", language, "exact")
    assert figure.target is not None
    assert figure.baseline is not None
    assert figure.suffix == ""
    every = (figure.written, figure.change, figure.compared, figure.gap, figure.target.written, figure.baseline.written)
    assert not any(word in bare(" ".join(every)) for word in ("per 10", "vạn dân", "לכל"))
    other = facts_of({**BEDS, "label": LABEL}).figure("a", language, "exact")
    assert any(word in bare(other.written) for word in ("per 10,000 people", "1 vạn dân", "לכל 10,000 נפש"))


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "còn thiếu 0,8"), ("en", "0.8 to go"), ("he", "עוד 0.8 ליעד")],
)
def test_of_a_rate_no_part_is_reached(language: str, told: str) -> None:
    """A rate does not start the year at nothing: "97.5% of it was reached" praises what stood there before."""
    facts = facts_of(BEDS)
    assert bare(facts.figure("a", language, "exact").gap) == told
    with pytest.raises(FactError):
        facts.word("a.progress", language, "exact")


@pytest.mark.parametrize(
    ("per", "value", "told"),
    [
        ("day", 118, "118 יום"), ("day", 11, "11 יום"), ("day", 10, "10 ימים"), ("day", 3, "3 ימים"),
        ("year", 14, "14 שנה"), ("year", 5, "5 שנים"), ("day", "12.5", "12.5 ימים"), ("month", 18, "18 חודשים"),
    ],
)  # fmt: skip
def test_hebrew_days_and_years_stand_alone_behind_large_numbers(per: str, value: Any, told: str) -> None:
    """ "118 ימים" is read as written by somebody who does not know the language."""
    word = facts_of({**WAIT, "per": per, "value": value}).word("a", "he", "exact")
    assert bare(word.shown) == told


@pytest.mark.parametrize("change", [{"change_points": "0.2"}, {"growth_percent": "0.2", "unit": "count"}])
@pytest.mark.parametrize(
    ("period", "language", "told"),
    [
        ("2026-Q3", "vi", "so với cùng kỳ năm trước"),
        ("2026-Q3", "en", "on the same period last year"),
        ("2026-Q3", "he", "לעומת התקופה המקבילה אשתקד"),
        ("2026", "vi", "so với năm trước"),
        ("2026", "en", "on the year before"),
        ("2026", "he", "לעומת השנה הקודמת"),
    ],
)
def test_a_published_change_says_what_it_is_on(change: dict[str, Any], period: str, language: str, told: str) -> None:
    """ "Up 0.2 percentage points" beside a figure, and nobody knows since when."""
    own = {**POVERTY, "baseline": None, "value": "63.4", "period": period, **change}
    if own["unit"] == "count":
        own = {**own, "measure": "count"}
    facts = facts_of({key: value for key, value in own.items() if value is not None})
    assert bare(facts.figure("a", language, "exact").change).endswith(told)
    # In a sentence its writer says it.
    assert told not in bare(facts.word("a.change", language, "exact").shown)
