"""A brief with one statistic of every kind, and a way to make a brief of any statistic."""

from __future__ import annotations

from typing import Any

from briefcast.brief.model import Brief
from briefcast.writing.facts import Facts, collect_facts

LANGUAGES = ("vi", "en", "he")


def local(vi: str, en: str, he: str) -> dict[str, str]:
    return {"vi": vi, "en": en, "he": he}


LABEL = local("Nhãn", "Label", "תווית")

STATISTICS: tuple[dict[str, Any], ...] = (
    {
        "id": "egdi-rank",
        "label": LABEL,
        "value": 71,
        "unit": "rank",
        "out_of": 193,
        "better": "lower",
        "period": "2024",
        "target": {"value": 70, "by": "2025"},
        "baseline": {"value": 86, "period": "2022"},
        "series": {"2014": 99, "2020": 86, "2022": 86, "2024": 71},
        "source": "un",
    },
    {
        "id": "egdi-score",
        "label": LABEL,
        "value": "0.7709",
        "unit": "index",
        "better": "higher",
        "period": "2024",
        "baseline": {"value": "0.6667", "period": "2020"},
    },
    {
        "id": "vneid",
        "label": LABEL,
        "value": 55250000,
        "unit": "count",
        "qualifier": "over",
        "period": "2024-12",
        "target": {"value": 40000000},
        "noun": local("tài khoản", "accounts", "חשבונות"),
        "gender": "m",
    },
    {
        "id": "fibre",
        "label": LABEL,
        "value": "82.4",
        "unit": "percent",
        "qualifier": "over",
        "period": "2024-10",
        "target": {"value": 80, "by": "2025"},
        "change_points": "3.3",
        "gender": "m",
        "better": "higher",
        "noun": local("hộ gia đình", "households", "משקי בית"),
    },
    {
        "id": "smartphones",
        "label": LABEL,
        "value": 87,
        "unit": "percent",
        "qualifier": "over",
        "period": "2024",
        "gender": "m",
        "noun": local("người dân", "people", "אנשים"),
    },
    {
        "id": "signatures",
        "label": LABEL,
        "value": 12500000,
        "unit": "count",
        "period": "2024",
        "growth_percent": "58.61",
        "better": "higher",
    },
    {
        "id": "adults",
        "label": LABEL,
        "value": 25,
        "unit": "percent",
        "period": "2024",
        "gender": "m",
        "noun": local("người lớn", "adults", "מבוגרים"),
        "baseline": {"value": "28.5", "period": "2023"},
    },
    {
        "id": "tasks",
        "label": LABEL,
        "value": 44,
        "unit": "count",
        "out_of": 63,
        "period": "2024",
        "gender": "f",
        "noun": local("nhiệm vụ", "tasks", "משימות"),
        "baseline": {"value": 42, "period": "2023"},
    },
    {"id": "economy-growth", "label": LABEL, "value": 20, "unit": "percent", "qualifier": "over", "period": "2024"},
    {"id": "gdp", "label": LABEL, "value": 2400000000000000, "unit": "currency", "currency": "VND", "period": "2024"},
    {"id": "fee", "label": LABEL, "value": 1234567, "unit": "currency", "currency": "VND", "period": "2024"},
    {
        "id": "wait",
        "label": LABEL,
        "value": 48,
        "unit": "duration",
        "per": "hour",
        "better": "lower",
        "period": "2024-Q3",
        "baseline": {"value": 72, "period": "2023"},
        "target": {"value": 24, "by": "2026"},
    },
    {"id": "villages", "label": LABEL, "value": "99.3", "unit": "percent", "period": "2025-10-21"},
)


def facts_of(*statistics: dict[str, Any]) -> Facts:
    """Collect the facts of a brief that holds these statistics."""
    brief = Brief.model_validate(
        {
            "id": "facts",
            "title": LABEL,
            "languages": LANGUAGES,
            "audiences": ["leaders"],
            "as_of": "2025-02-06",
            "sources": [
                {
                    "id": "un",
                    "title": LABEL,
                    "publisher": local("LHQ", "UN", "או״ם"),
                    "url": "https://un.org/",
                    "date": "2024-09-17",
                }
            ],
            "statistics": statistics,
            "points": [{"id": "point", "text": LABEL}],
        }
    )
    return collect_facts(brief)


FACTS = facts_of(*STATISTICS)
