"""Sums that are read against one another stand in one scale word: is 5.21 trillion more than 9,875.4 billion?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.language.written import without_isolates
from briefcast.writing.facts import Facts, collect_facts

LANGUAGES = ("vi", "en", "he")
LABEL = {"vi": "Thu", "en": "Revenue", "he": "הכנסות"}


def _facts(*figures: dict[str, Any], points: tuple[tuple[str, ...], ...]) -> Facts:
    return collect_facts(
        Brief.model_validate(
            {
                "id": "b",
                "title": LABEL,
                "languages": list(LANGUAGES),
                "audiences": ["press"],
                "as_of": "2031-10-31",
                "statistics": [
                    {"label": LABEL, "unit": "currency", "currency": "VND", "period": "2031-M9", **figure}
                    for figure in figures
                ],
                "points": [
                    {
                        "id": f"p{number}",
                        "statistics": list(ids),
                        "text": dict.fromkeys(LANGUAGES, f"{{{ids[0]}}}."),
                    }
                    for number, ids in enumerate(points)
                ],
            }
        )
    )


def _told(facts: Facts, id: str, language: str) -> str:
    return without_isolates(facts.word(id, language, "exact").shown).replace("\u00a0", " ")


REVENUE = {"id": "revenue", "value": 9_875_400_000_000}
LAND = {"id": "land", "value": 5_210_000_000_000}
EACH = {"id": "each", "value": 3_200_000}


@pytest.mark.parametrize(
    ("language", "revenue", "land", "each"),
    [
        ("vi", "9.875,4 tỷ đồng", "5.210 tỷ đồng", "3,2 triệu đồng"),
        ("en", "9,875.4 billion dong", "5,210 billion dong", "3.2 million dong"),
        ("he", "9,875.4 מיליארד דונג", "5,210 מיליארד דונג", "3.2 מיליון דונג"),
    ],
)
def test_sums_of_one_point_have_one_scale_word(language: str, revenue: str, land: str, each: str) -> None:
    """ "9,875.4 billion, of which 5.21 trillion" reads as more of it than there is; what one gets stays a small sum."""
    facts = _facts(REVENUE, LAND, EACH, points=(("revenue", "land", "each"),))
    assert [_told(facts, id, language) for id in ("revenue", "land", "each")] == [revenue, land, each]


def test_sums_of_points_that_share_a_figure_have_it_too() -> None:
    """Else one figure would stand in two words, or beside another in another."""
    tax = {"id": "tax", "value": 4_100_000_000_000}
    joined = _facts(REVENUE, LAND, tax, points=(("revenue", "land"), ("land", "tax")))
    assert _told(joined, "tax", "en") == "4,100 billion dong"
    apart = _facts(REVENUE, LAND, tax, points=(("revenue", "land"), ("tax",)))
    assert _told(apart, "tax", "en") == "4.1 trillion dong"


def test_other_money_and_other_things_keep_their_own() -> None:
    dollars = {"id": "dollars", "value": 5_200_000_000_000, "currency": "USD"}
    facts = _facts(REVENUE, dollars, points=(("revenue", "dollars"),))
    assert _told(facts, "dollars", "en") == "$5.2 trillion"


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((1_240_000_000_000, 812_000_000_000), ("1,240 billion dong", "812 billion dong")),
        # So long a number is read by nobody.
        ((1_240_000_000_000, 5_000_000), ("1.24 trillion dong", "5 million dong")),
    ],
)
def test_places_have_one_scale_word_unless_that_makes_a_number_of_many_digits(
    tmp_path: Path, places: tuple[int, int], told: tuple[str, str]
) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(
        f"""id: b
title: {{en: Spending}}
languages: [en]
audiences: [press]
as_of: 2026-10-31
statistics:
  - id: spent
    label: {{en: Spending}}
    unit: currency
    currency: VND
    period: 2026-M9
    by: {{dimension: sector, values: {{Roads: {places[0]}, Parks: {places[1]}}}}}
points:
  - {{id: a, statistics: [spent], text: {{en: "Roads cost {{spent.roads}}, parks {{spent.parks}}."}}}}
""",
        "utf-8",
    )
    facts = collect_facts(read_brief(file))
    assert (_told(facts, "spent-roads", "en"), _told(facts, "spent-parks", "en")) == told
