"""What a text may call unchanged is what people would not see change."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from tests.check_fixtures import check_of


def found(tmp_path: Path, figure: str, text: str) -> list[Finding]:
    """Check a text about a figure that was something else before; give what is found of the way it went."""
    body = (
        f"statistics:\n  - {{id: x, label: {{en: Collection of fees}}, {figure}, period: 2026-M9, source: a}}\n"
        f'points:\n  - {{id: t, statistics: [x], text: {{en: "{text}"}}}}\n'
    )
    return [f for f in check_of(tmp_path, "en", body) if f.code == "wrong-way"]


def percent(value: str, before: str) -> str:
    """Give a share that was another one a year before."""
    return f"value: {value}, unit: percent, measure: rate, baseline: {{value: {before}, period: 2025-M9}}"


def amount(value: int, before: int) -> str:
    """Give a count that was another one a year before."""
    return f"value: {value}, unit: count, noun: {{en: fees}}, baseline: {{value: {before}, period: 2025-M9}}"


@pytest.mark.parametrize(
    ("figure", "said", "wrong"),
    [
        # Half a point is what whole percentages do not show.
        (percent("91.8", "92.2"), "held steady", False),
        (percent("91.8", "92.5"), "held steady", True),
        (percent("91.8", "91.9"), "was unchanged", False),
        (percent("91.8", "92.0"), "was unchanged", True),
        # Of a small share half a point is most of it.
        (percent("1.6", "1.2"), "held steady", True),
        (percent("1.25", "1.2"), "held steady", False),
        (amount(1012, 1000), "held steady", False),
        (amount(1030, 1000), "held steady", True),
        (amount(1003, 1000), "was unchanged", False),
        (amount(1012, 1000), "was unchanged", True),
        # What may be called unchanged has not surged.
        (percent("92.4", "92.2"), "surged", True),
        (percent("95.8", "92.2"), "surged", False),
    ],
)
def test_what_hardly_changed_is_unchanged_and_nothing_else(
    tmp_path: Path, figure: str, said: str, *, wrong: bool
) -> None:
    """A fall of 0.7 points that is called steady is a fall that the public is not told of."""
    assert bool(found(tmp_path, figure, f"Collection {said}: {{x}}.")) is wrong


def test_a_comparison_with_nothing_behind_it_is_asked_about(tmp_path: Path) -> None:
    """Whoever says "better than last year" of a figure that has no last year can be held to nothing."""
    figure = "value: 41, unit: percent, measure: share, better: higher"
    [asked] = found(tmp_path, figure, "Collection improved on last year: {x}.")
    assert asked.severity == "warning"
    assert "nothing in the brief tells what x was then" in asked.message
    assert found(tmp_path, figure, "Collection improved: {x}.") == []
