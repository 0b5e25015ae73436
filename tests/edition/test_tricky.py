"""What a public body must never be let say of its own figures is found; what is true beside it is let by."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from briefcast.brief.findings import Finding
from tests.check_fixtures import check_of

PARTS = ("blind", "fresh", "trial", "again", "stranger", "unread", "seen")
ASKED = ("wrong-claim", "wrong-time", "wrong-way", "unbacked")
"""Codes of what is asked where it is not refused."""
POINTS_MAX = 100
"""Sentences that are tried in one brief."""
LANGUAGES = ("vi", "en", "he")
DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("tricky.yaml").read_text("utf-8"))
ORDINARY: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("ordinary.yaml").read_text("utf-8"))
PLAIN = {"vi": "Số liệu được công bố hằng kỳ.", "en": "The figures are published.", "he": "הנתונים מתפרסמים."}
ROWS: list[dict[str, Any]] = [row for part in PARTS for row in DATA[part]]
ORDINARY_ROWS: list[dict[str, Any]] = [row for part in ("blind", "fresh") for row in ORDINARY[part]]


class Sentence(NamedTuple):
    """A text about some figures of the table, whether it is true, and what a false one hides."""

    text: str
    true: bool
    why: str
    of: tuple[str, ...]
    field: str


def sentences(language: str, rows: list[dict[str, Any]]) -> Iterator[Sentence]:
    """Give the sentences of the rows that are written in ``language``."""
    for row in rows:
        for true, texts in row.get(language, {}).items():
            for text in [texts] if isinstance(texts, str) else texts:
                yield Sentence(text, true, row["why"], tuple(row["of"]), row.get("in", "text"))


def found_in(tmp_path: Path, language: str, told: list[Sentence], data: dict[str, Any] = DATA) -> list[list[Finding]]:
    """Check briefs with a point for each sentence; give what is wrong in each, or asked about."""
    labelled = [one for one in data["statistics"] if language in one["label"]]
    found: list[list[Finding]] = []
    for start in range(0, len(told), POINTS_MAX):
        points = [
            {
                "id": f"t{n}",
                "statistics": list(one.of),
                "text": {language: PLAIN[language]},
                one.field: {language: one.text},
            }
            for n, one in enumerate(told[start : start + POINTS_MAX])
        ]
        statistics, written = (json.dumps(one, ensure_ascii=False, default=str) for one in (labelled, points))
        all_found = check_of(tmp_path, language, f"statistics: {statistics}\npoints: {written}\n")
        errors = [f for f in all_found if f.severity == "error" or f.code in ASKED]
        found += [[f for f in errors if f.field.startswith(f"points[t{n}]")] for n in range(len(points))]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_falsehood_is_found(tmp_path: Path, language: str) -> None:
    """Each of them would go out under the name of the body, with a figure beside it that says otherwise."""
    told = [one for one in sentences(language, ROWS) if not one.true]
    missed = [
        f"{one.text} ({one.why})"
        for one, found in zip(told, found_in(tmp_path, language, told), strict=True)
        if not found
    ]
    assert len(told) >= 100
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_truth_is_let_by(tmp_path: Path, language: str) -> None:
    """Whoever is told that a true sentence is wrong stops reading what the check says."""
    told = [one for one in sentences(language, ROWS) if one.true]
    refused = {
        one.text: [f.message for f in found]
        for one, found in zip(told, found_in(tmp_path, language, told), strict=True)
        if found
    }
    assert len(told) >= 100
    assert refused == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_falsehood_is_found(tmp_path: Path, language: str) -> None:
    """They are what a hurried officer writes, and a reader believes."""
    told = [one for one in sentences(language, ORDINARY_ROWS) if not one.true]
    missed = [
        f"{one.text} ({one.why})"
        for one, found in zip(told, found_in(tmp_path, language, told, ORDINARY), strict=True)
        if not found
    ]
    assert len(told) >= 70
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ordinary_truth_is_let_by(tmp_path: Path, language: str) -> None:
    told = [one for one in sentences(language, ORDINARY_ROWS) if one.true]
    refused = {
        one.text: [f.message for f in found]
        for one, found in zip(told, found_in(tmp_path, language, told, ORDINARY), strict=True)
        if found
    }
    assert len(told) >= 55
    assert refused == {}
