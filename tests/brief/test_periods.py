"""Periods as reports have them, in the order of time. A series out of order tells the wrong end of a story."""

from __future__ import annotations

import datetime as dt

import pytest

from briefcast.brief.periods import EXAMPLES, in_time, is_year_before, split_period


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"), ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-Q3", "2024-07-01", "2024-09-30"), ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-M9", "2025-01-01", "2025-09-30"), ("2025-W47", "2025-11-17", "2025-11-23"),
        ("2021/2025", "2021-01-01", "2025-12-31"), ("2025-11-02", "2025-11-02", "2025-11-02"),
        ("2026-01-01/2026-11-15", "2026-01-01", "2026-11-15"),
    ],
)  # fmt: skip
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    parts = split_period(period)
    assert (parts.first, parts.last) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_quarters_and_months_stand_in_the_order_of_time() -> None:
    """As text, October and November come before the first quarter."""
    mixed = ["2025-11", "2025-Q1", "2025-10", "2025-Q3", "2025-Q2", "2024"]
    assert sorted(mixed, key=in_time) == ["2024", "2025-Q1", "2025-Q2", "2025-Q3", "2025-10", "2025-11"]
    assert sorted(mixed) != sorted(mixed, key=in_time)


@pytest.mark.parametrize("period", EXAMPLES)
def test_every_example_of_a_message_is_a_period(period: str) -> None:
    assert split_period(period).first <= split_period(period).last


@pytest.mark.parametrize("period", ["2026-11-15/2026-01-01", "2026-01-01/2026-01-01", "2026-01-01/2026-02-30"])
def test_days_that_go_back_or_are_none_are_refused(period: str) -> None:
    with pytest.raises(ValueError, match=r"does not go forward|day is out of range"):
        split_period(period)


@pytest.mark.parametrize(
    ("period", "earlier", "same"),
    [
        ("2026-10", "2025-10", True),
        ("2026-M9", "2025-M9", True),
        ("2026-W47", "2025-W47", True),
        ("2026-M12", "2025", True),
        ("2024-02-29", "2023-02-28", True),
        ("2026-10", "2025-09", False),
        ("2026-M10", "2025-M9", False),
        ("2026-10-15", "2025-10-20", False),
        ("2026-10", "2024-10", False),
        ("2021/2025", "2020/2024", False),
    ],
)
def test_the_same_period_of_the_year_before_is_known(period: str, earlier: str, same: bool) -> None:
    """September against October is told as "the same period last year"."""
    assert is_year_before(period, earlier) is same
