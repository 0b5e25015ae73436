"""A change that a source states beside its figure: counted once, compared once, in the words of people."""

from __future__ import annotations

import re
from typing import Any

import pytest

from briefcast.writing.fitting import fit_references
from tests.facts_fixtures import LABEL, facts_of

CASES: dict[str, Any] = {
    "id": "a", "label": LABEL, "unit": "count", "value": 412, "period": "2026-01-01/2026-11-15", "of": "people",
    "noun": {"vi": "ca", "en": "cases", "he": "מקרים"}, "gender": "m",
    "compare": {"to": "same-period", "change": 268, "in": "amount"},
}  # fmt: skip
DEATHS: dict[str, Any] = {
    **CASES, "id": "b", "value": 4, "noun": {"vi": "ca tử vong", "en": "deaths", "he": "נפטרים"},
    "compare": {"to": "same-period", "change": 3, "in": "amount"},
}  # fmt: skip
SINCE: dict[str, Any] = {**DEATHS, "compare": {"to": "end-of-year", "change": -3, "in": "amount"}}


def told(text: str, language: str, *statistics: dict[str, Any]) -> str:
    """Give a text as it is read."""
    facts = facts_of(*statistics)
    fitted = fit_references(text, facts, language)
    said = re.sub(r"\{([^{}]+)\}", lambda found: facts.word(found[1], language, "exact").shown, fitted)
    return re.sub("[\u2066-\u2069]", "", said).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("statistic", "language", "text", "right"),
    [
        (DEATHS, "en", "{b} people died, {b.change}.", "4 people died, 3 more than in the same period last year."),
        (DEATHS, "vi", "{b} người tử vong, {b.change}.", "4 người tử vong, tăng 3 người so với cùng kỳ năm trước."),
        (DEATHS, "vi", "{b} ca tử vong, {b.change}.", "4 ca tử vong, tăng 3 ca so với cùng kỳ năm trước."),
        (DEATHS, "he", "{b} בני אדם נפטרו, {b.change}.", "4 בני אדם נפטרו, 3 יותר מאשר בתקופה המקבילה אשתקד."),
        (SINCE, "en", "{b} deaths, {b.change}.", "4 deaths, 3 fewer than at the end of last year."),
    ],
)  # fmt: skip
def test_a_change_counts_nothing_that_was_just_counted(
    statistic: dict[str, Any], language: str, text: str, right: str
) -> None:
    """Four people had died, "up 3 deaths on the same period last year": the dead as an amount, named twice."""
    assert told(text, language, statistic) == right


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("en", "There were {a} cases, {a.change} on the same period last year, and {b} people died, {b.change}.",
         "There were 412 cases, up 268 on the same period last year, and 4 people died, up 3."),
        ("vi", "Có {a} ca mắc, {a.change}. {b} người đã tử vong, {b.change}.",
         "Có 412 ca mắc, tăng 268 ca so với cùng kỳ năm trước. 4 người đã tử vong, tăng 3 người."),
        ("he", "נרשמו {a} מקרים, {a.change}, ו־{b} בני אדם נפטרו, {b.change}.",
         "נרשמו 412 מקרים, 268 יותר מאשר בתקופה המקבילה אשתקד, ו־4 בני אדם נפטרו, 3 יותר."),
    ],
)  # fmt: skip
def test_the_same_period_is_named_once(language: str, text: str, right: str) -> None:
    """Two sentences that both ended in "so với cùng kỳ năm trước" read as filled in by a machine."""
    assert told(text, language, CASES, DEATHS) == right


def test_another_time_is_named() -> None:
    """Three more than *when* would be left to guess: the sentence before compares with something else."""
    said = told("{a} cases, {a.change}. {b} deaths, {b.change}.", "en", CASES, SINCE)
    assert said.endswith("4 deaths, 3 fewer than at the end of last year.")


def test_one_sentence_further_it_is_named_again() -> None:
    """Nobody remembers over a whole sentence what a change is compared with."""
    said = told("{a} cases, {a.change}. Vaccination goes on. {b} deaths, {b.change}.", "en", CASES, DEATHS)
    assert said.endswith("4 deaths, 3 more than in the same period last year.")
