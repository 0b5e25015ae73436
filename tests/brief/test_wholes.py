"""What a rate is per: births are told as births, never as everybody."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.brief.model import Statistic
from briefcast.brief.wholes import named_whole, per_in_label
from tests.facts_fixtures import facts_of

LABELS = {
    "vi": "Tử vong trẻ dưới 5 tuổi trên 1.000 trẻ đẻ sống",
    "en": "Deaths under age 5 per 1,000 live births",
    "he": "תמותת ילדים לכל 1,000 לידות חי",
}
BIRTHS = {"vi": "trẻ đẻ sống", "en": "live births", "he": "לידות חי"}


def rate(label: dict[str, str], **further: Any) -> dict[str, Any]:
    return {"id": "a", "label": label, "unit": "per-1000", "value": "13.4", "period": "2025", **further}


@pytest.mark.parametrize("language", ["vi", "en", "he"])
@pytest.mark.parametrize(
    "figure", [rate(LABELS), rate({"vi": "Tử vong", "en": "Deaths", "he": "תמותה"}, rate_of=BIRTHS)]
)
def test_a_rate_of_births_is_told_per_births(figure: dict[str, Any], language: str) -> None:
    """ "13.4 per 1,000 people" would be 1.3% of everybody a year."""
    told = facts_of(figure).word("a", language, "exact")
    whole = BIRTHS[language]
    assert told.shown.replace("\u00a0", " ").rstrip("\u2069").endswith(whole)
    assert told.spoken.endswith(whole)


@pytest.mark.parametrize(
    ("language", "end"), [("vi", "trên 1.000 dân"), ("en", "per 1,000 people"), ("he", "לכל 1,000 נפש")]
)
def test_a_rate_without_a_whole_is_of_people(language: str, end: str) -> None:
    """Doctors would be told per nobody."""
    figure = rate({"vi": "Bác sĩ trên 1.000 dân", "en": "Doctors", "he": "רופאים לכל 1,000 תושבים"})
    assert facts_of(figure).word("a", language, "exact").shown.replace("\u00a0", " ").rstrip("\u2069").endswith(end)


@pytest.mark.parametrize(
    ("label", "number", "whole"),
    [
        ("Bác sĩ trên 1 vạn dân", 10_000, "dân"),
        ("Ca mắc trên một trăm", None, ""),
        ("Deaths per 100,000 live births (estimate)", 100_000, "live births"),
        ("Deaths per thousand births", 1000, "births"),
        ("Litres per day", None, ""),
    ],
)
def test_the_whole_is_read_from_the_label(label: str, number: int | None, whole: str) -> None:
    """A word that stands behind another "per" would be told as the whole."""
    statistic = Statistic.model_validate(rate({"en": label}))
    found = per_in_label(statistic, "en")
    assert (found and found.number) == number
    assert (found.whole if found else "") == whole


def test_another_unit_has_no_whole() -> None:
    """A count of children per 1,000 births in its label would be told with half a unit."""
    statistic = Statistic.model_validate({**rate(LABELS), "unit": "count", "value": "13"})
    assert named_whole(statistic, "en") == ""
