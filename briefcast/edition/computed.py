"""Typed numbers that the figures of their own sentence give: "nearly 14 times", "a gap of over 20 percentage points".

No reference tells how many times the earlier value a figure is, nor how far two places lie apart. Who types such a
number beside the figures that it comes from is right where the arithmetic holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import REFERENCE, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.earlier import earlier_value
from briefcast.edition.shares import is_one_in
from briefcast.edition.subjects import places_named
from briefcast.edition.words import ComputedWords, PartWords, editor_words, number_said, read_number
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_LOOSE = Fraction(1, 10)
"""Share by which what a number is nearly, about or more than may lie off it."""
_EXACT = Fraction(1, 20)
_ANY_PAIR = 2
"""Of so many places a typed number may be any two."""


def is_computed(text: str, number: str, statistics: Mapping[str, Statistic], language: str) -> bool:
    """Say whether a typed number is what the figures of its sentence give: so many times, or points apart."""
    editor = editor_words(language)
    if editor.computed is None or editor.parts is None:
        return False
    if is_one_in(text, number, statistics, language):
        return True
    try:
        told = Fraction(Decimal(number.replace(",", ".")))
    except InvalidOperation:
        return False
    places = [one for one in split_sentences(text, language) if re.search(rf"(?<![\d.,]){re.escape(number)}", one)]
    return bool(places) and all(_holds(one, number, told, statistics, language) for one in places)


def is_how_many(brief: Brief, text: str, number: str, language: str) -> bool:
    """Say whether a typed number is how many places a figure of the brief is told of: "in 12 wards"."""
    groups = Counter(s.member.group for s in brief.statistics if s.member)
    if not number.isdigit() or int(number) not in groups.values():
        return False
    # It changes with the entries, and a reader counts them; in Hebrew it stands behind a letter.
    counts = re.search(rf"(?:^|[\s(]|[בלמ]־){re.escape(number)}\s[^\W\d_]{{2,}}", text)
    if counts and int(number) > _ANY_PAIR:
        return True
    claims = editor_words(language).claims
    if claims is None:
        return False
    places = claims.how_many.replace("{number}", re.escape(number))
    found = re.search(rf"(?<![\d.,])[א-ת]?[\u05be-]?(?:{places})(?!\w)", text, re.IGNORECASE)
    return found is not None and found["number"] == number


def _holds(
    sentence: str,
    number: str,
    told: Fraction,
    statistics: Mapping[str, Statistic],
    language: str,
) -> bool:
    editor = editor_words(language)
    words, parts = editor.computed, editor.parts
    assert words is not None and parts is not None
    of_plan = rf"(?P<at>){{number}}\s?%\s(?:{editor.of_plan})" if editor.of_plan else r"(?!)"
    for pattern, values in ((words.times, _ratios), (words.points, _differences), (of_plan, _parts_of_plan)):
        found = re.search(
            pattern.replace("{number}", rf"(?<![\d.,]){re.escape(number)}(?![\d.,]\d)"), sentence, re.IGNORECASE
        )
        if found is None:
            continue
        before = sentence[: found.start("at")]
        return any(_fits(told, true, before, words, parts) for true in values(sentence, statistics, language))
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


def _pairs(
    sentence: str, statistics: Mapping[str, Statistic], language: str
) -> Iterator[tuple[Statistic, Fraction, Fraction]]:
    """Give the values that a number may come from, two by two.

    They are of two figures in one unit, of one then and now, of one and its target, or of a place and another one that
    is named.
    """
    told = list(_told(sentence, statistics))
    for index, (s, value) in enumerate(told):
        group = [one for one in statistics.values() if s.member and one.member and one.member.group == s.member.group]
        for other_place in places_named(sentence, group, language):
            if other_place.id != s.id:
                yield s, value, Fraction(other_place.value)
        whole = statistics.get(s.member.group) if s.member else None
        if whole and whole.target:
            yield s, value, Fraction(whole.target.value)
        for other, beside in told[index + 1 :]:
            if (s.unit, s.currency, s.unit_word) == (other.unit, other.currency, other.unit_word):
                yield s, value, beside
        if (before := earlier_value(s)) is not None:
            yield s, Fraction(s.value), Fraction(before)
        if s.target is not None:
            yield s, Fraction(s.value), Fraction(s.target.value)


def _ratios(sentence: str, statistics: Mapping[str, Statistic], language: str) -> Iterator[Fraction]:
    for s, one, other in _pairs(sentence, statistics, language):
        if one > 0 and other > 0 and s.unit != "rank":
            yield max(one, other) / min(one, other)


def _parts_of_plan(sentence: str, statistics: Mapping[str, Statistic], _language: str) -> Iterator[Fraction]:
    for _, reference in placed_references(sentence):
        s = statistics.get(reference.id) if reference.sound else None
        if s and s.target and s.target.value > 0 and s.value > 0 and s.unit not in ("rank", "percent"):
            yield Fraction(s.value) / Fraction(s.target.value) * 100


def _differences(sentence: str, statistics: Mapping[str, Statistic], language: str) -> Iterator[Fraction]:
    for s, one, other in _pairs(sentence, statistics, language):
        if s.unit in ("percent", "index"):
            yield abs(one - other)


# A gap in words


_GAP_MAX = 100
_ROUND = Fraction(1, 2)
"""How far a whole number of points may lie off what it rounds."""


def find_wrong_gaps(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure lies so many points, in words, from its target, its past or another; one each.

    A number in digits that no figure gives is found as a typed one.
    """
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).computed
        if words is None or not written.refers:
            continue
        pattern = words.points_apart.replace("{number}", f"(?P<number>{number_said(written.language, _GAP_MAX)})")
        for sentence in split_sentences(written.text, written.language):
            found = re.search(rf"(?<!\w)(?:{pattern})", sentence, re.IGNORECASE)
            if found is None or found["number"].isdigit():
                continue
            told = Fraction(read_number(found["number"], written.language, _GAP_MAX))
            apart = list(_differences(sentence, statistics, written.language))
            before = sentence[: found.start("at")]
            if told and apart and not any(_is_said(told, true, before, written.language) for true in apart):
                near = min(apart, key=lambda true: abs(true - told))
                words_told = REFERENCE.sub("…", re.split(r"[,;:]\s", before)[-1][-_TOLD:] + found[0]).strip()
                yield Doubt.of_claim(
                    written,
                    tell(
                        "The text says '{words}', and by its figures it is {points} points.",
                        words=words_told,
                        points=f"{float(near):g}",
                    ),
                )
                break


_TOLD = 25
"""Characters before a number that are told with it."""


def _is_said(told: Fraction, true: Fraction, before: str, language: str) -> bool:
    """Say whether a gap is told truly by a whole number of points and the word before it."""
    editor = editor_words(language)
    parts, words = editor.parts, editor.computed
    assert parts is not None and words is not None
    if re.search(rf"(?:{parts.nearly}|{parts.less})$", before, re.IGNORECASE):
        return told - max(2 * _ROUND, 2 * _LOOSE * told) <= true <= told
    if re.search(rf"(?:{parts.more}|{words.more})$", before, re.IGNORECASE):
        return told <= true <= told + max(2 * _ROUND, 2 * _LOOSE * told)
    return abs(true - told) <= max(_ROUND, _LOOSE * told)


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
