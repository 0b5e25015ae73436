"""Rates whose label and unit speak of another whole are asked about."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.brief.model import Statistic
from briefcast.edition.wholes import find_wrong_wholes

LABEL = {"vi": "Tử vong trên 1.000 trẻ đẻ sống", "en": "Deaths per 1,000 live births", "he": "תמותה לכל 1,000 לידות חי"}


def places(**further: Any) -> list[tuple[object, str]]:
    row = {"id": "a", "label": LABEL, "unit": "per-1000", "value": "13.4", "period": "2025", **further}
    found = find_wrong_wholes(Statistic.model_validate(row), ("statistics", 0), ["vi", "en", "he"])
    return [(doubt.path[-1], doubt.language) for doubt in found]


def test_a_label_that_names_its_whole_everywhere_is_right() -> None:
    """Every birth rate would be asked about."""
    assert places() == []
    assert places(label={"vi": "Bác sĩ trên 1.000 dân", "en": "Doctors", "he": "רופאים"}) == []


@pytest.mark.parametrize(
    ("further", "asked"),
    [
        ({"unit": "per-10000"}, [("unit", "vi"), ("unit", "en"), ("unit", "he")]),
        ({"label": {**LABEL, "he": "תמותת ילדים"}}, [("rate_of", "he")]),
        ({"label": {**LABEL, "vi": "Tử vong trên 1.000 dân"}}, [("label", "vi")]),
        ({"rate_of": {"vi": "trẻ đẻ sống", "en": "births", "he": "לידות חי"}}, [("rate_of", "en")]),
    ],
)
def test_another_whole_is_asked_about(further: dict[str, Any], asked: list[tuple[str, str]]) -> None:
    """Readers of one language would read of births, those of another of everybody."""
    assert places(**further) == asked
