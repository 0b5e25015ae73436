"""Typed numbers that the figures of their own sentence give: "nearly 14 times", "a gap of over 20 percentage points".

No reference tells how many times the earlier value a figure is, nor how far two places lie apart. Who types such a
number beside the figures that it comes from is right where the arithmetic holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from briefcast.brief.model import Statistic
from briefcast.brief.references import placed_references
from briefcast.edition.words import ComputedWords, PartWords, editor_words
from briefcast.language.sentences import split_sentences

_LOOSE = Fraction(1, 10)
"""Share by which what a number is nearly, about or more than may lie off it."""
_EXACT = Fraction(1, 20)


def is_computed(text: str, number: str, statistics: Mapping[str, Statistic], language: str) -> bool:
    """Say whether a typed number is what the figures of its sentence give: so many times, or points apart."""
    editor = editor_words(language)
    if editor.computed is None or editor.parts is None:
        return False
    try:
        told = Fraction(Decimal(number.replace(",", ".")))
    except InvalidOperation:
        return False
    places = [one for one in split_sentences(text, language) if re.search(rf"(?<![\d.,]){re.escape(number)}", one)]
    return bool(places) and all(_holds(one, number, told, statistics, editor.computed, editor.parts) for one in places)


def _holds(
    sentence: str,
    number: str,
    told: Fraction,
    statistics: Mapping[str, Statistic],
    words: ComputedWords,
    parts: PartWords,
) -> bool:
    for pattern, values in ((words.times, _ratios), (words.points, _differences)):
        found = re.search(
            pattern.replace("{number}", rf"(?<![\d.,]){re.escape(number)}(?![\d.,]\d)"), sentence, re.IGNORECASE
        )
        if found is None:
            continue
        before = sentence[: found.start("at")]
        return any(_fits(told, true, before, words, parts) for true in values(sentence, statistics))
    return False


def _fits(told: Fraction, true: Fraction, before: str, words: ComputedWords, parts: PartWords) -> bool:
    """Say whether a number is told truly with the word before it: *nearly* below it, *over* above it."""
    low, high = told * (1 - _EXACT), told * (1 + _EXACT)
    if re.search(rf"(?:{parts.nearly}|{parts.less})$", before, re.IGNORECASE):
        low, high = told * (1 - _LOOSE), told
    elif re.search(rf"(?:{parts.more}|{words.more})$", before, re.IGNORECASE):
        low, high = told, told * (1 + 2 * _LOOSE)
    elif re.search(rf"(?:{words.about})$", before, re.IGNORECASE):
        low, high = told * (1 - _LOOSE), told * (1 + _LOOSE)
    return low <= true <= high


def _told(sentence: str, statistics: Mapping[str, Statistic]) -> Iterator[tuple[Statistic, Fraction]]:
    """Give the figures that a sentence tells, and the value of each that it tells."""
    for _, reference in placed_references(sentence):
        s = statistics.get(reference.id) if reference.sound else None
        if s is None:
            continue
        value: Decimal | None = s.value
        if reference.attribute == "baseline":
            value = s.baseline.value if s.baseline else None
        elif reference.attribute == "target":
            value = s.target.value if s.target else None
        elif reference.attribute.startswith("series."):
            value = s.series.get(reference.attribute.removeprefix("series."))
        if value is not None:
            yield s, Fraction(value)


def _pairs(sentence: str, statistics: Mapping[str, Statistic]) -> Iterator[tuple[Statistic, Fraction, Fraction]]:
    """Give the values that a number may come from, two by two: of two figures in one unit, or of one then and now."""
    told = list(_told(sentence, statistics))
    for index, (s, value) in enumerate(told):
        for other, beside in told[index + 1 :]:
            if (s.unit, s.currency, s.unit_word) == (other.unit, other.currency, other.unit_word):
                yield s, value, beside
        if s.baseline is not None:
            yield s, Fraction(s.value), Fraction(s.baseline.value)
        if s.target is not None:
            yield s, Fraction(s.value), Fraction(s.target.value)


def _ratios(sentence: str, statistics: Mapping[str, Statistic]) -> Iterator[Fraction]:
    for s, one, other in _pairs(sentence, statistics):
        if one > 0 and other > 0 and s.unit != "rank":
            yield max(one, other) / min(one, other)


def _differences(sentence: str, statistics: Mapping[str, Statistic]) -> Iterator[Fraction]:
    for s, one, other in _pairs(sentence, statistics):
        if s.unit in ("percent", "index"):
            yield abs(one - other)


def points_as_percent(text: str, number: str, statistics: Mapping[str, Statistic], language: str) -> Statistic | None:
    """Give the percentage whose change in points a typed number tells as a percentage: "fell 1.8%" of 1.8 points."""
    percent = editor_words(language).kinds.get("percent", r"(?!)")
    if not re.search(
        rf"(?<![\d.,]){re.escape(number)}(?:\s?%|[\s-](?:{percent}))(?!\s?(?:points?|điểm))", text, re.IGNORECASE
    ):
        return None
    try:
        told = Decimal(number.replace(",", "."))
    except InvalidOperation:
        return None
    figures = [statistics.get(r.id) for _, r in placed_references(text) if r.sound]
    for s in figures:
        if s and s.unit == "percent" and s.baseline and abs(s.value - s.baseline.value) == told:
            return s
    return None
