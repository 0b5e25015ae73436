"""Pairs: what a text says of two figures beside each other, held against both.

"More firms left than were founded: 1,284 against 1,672", "9.1%, twice the overall rate of 2.4%" and "99.6 billion, a
third of the spending of 232 billion" are untrue with all their digits right. Looked at are sentences of two values in
one unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, hide_references, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.shares import named_parts
from briefcast.edition.words import EditorWords, editor_words
from briefcast.language.sentences import split_sentences

_VALUES = ("", "exact", "plain")
_LOOSE = 0.2
"""Share by which a multiple told in a round word may lie off: 2.3 times is no double, 1.9 times is."""
_QUALIFIED_AT = 14
"""Characters before a multiple in which a word qualifies it: *more than*."""
_BESIDE = 60
"""Characters between the figures of a pair."""


def find_wrong_pairs(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which one figure is more, fewer, so many times or such a part of another, and is not."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language)
        if words.pairs is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            if pair := _pair(sentence, statistics):
                shown = hide_references(sentence)
                found = _more(shown, *pair, words) or _times(shown, *pair, words) or _part(shown, *pair, words)
                if found:
                    one, other = pair
                    yield Doubt.of_two(written, found, (one.id, one.value), (other.id, other.value))


def _pair(sentence: str, statistics: Mapping[str, Statistic]) -> tuple[Statistic, Statistic] | None:
    """Give the two figures of a sentence that tells the values of two alike, and nothing else."""
    placed = placed_references(sentence)
    told = [statistics[r.id] for _, r in placed if r.sound and r.attribute in _VALUES and r.id in statistics]
    if len(placed) != 2 or len(told) != 2 or told[0].id == told[1].id:
        return None
    one, other = told
    alike = (one.unit, one.currency, one.unit_word) == (other.unit, other.currency, other.unit_word)
    return (one, other) if alike and one.unit != "rank" and other.value > 0 and one.value > 0 else None


def _more(shown: str, one: Statistic, other: Statistic, words: EditorWords) -> str:
    """Find "more firms left than were founded: 1,284 against 1,672"."""
    assert words.pairs is not None
    before, between, _ = shown.split(FIGURE)
    if not re.fullmatch(rf"[^,;:.]{{0,25}},?\s?(?:{words.pairs.against})\s?[^,;:.]{{0,25}}", between, re.IGNORECASE):
        return ""
    for way, pattern in ((1, words.pairs.more), (-1, words.pairs.fewer)):
        found = re.search(rf"(?<!\w)(?:{pattern})", before, re.IGNORECASE)
        if found and (one.value - other.value) * way <= 0 and not _is_denied(before, words):
            return found[0]
    return ""


def _times(shown: str, one: Statistic, other: Statistic, words: EditorWords) -> str:
    """Find "9.1%, twice the overall rate of 2.4%" and "twice as many were founded as left: 1,672 and 1,284"."""
    assert words.pairs is not None
    before, between, _ = shown.split(FIGURE)
    if words.times is None or len(between) > _BESIDE:
        return ""
    joined = re.fullmatch(
        rf"[^,;:.]{{0,25}},?\s?(?:{words.pairs.against}|{words.pairs.joined})\s?[^,;:.]{{0,25}}", between, re.IGNORECASE
    )
    ratio = float(one.value / other.value)
    for many, named in words.times.multiples.items():
        if many < 1:
            continue
        behind = re.match(rf"[^,;:.]{{0,25}},?\s(?:[^,;:.]{{0,12}}\s)?({named})(?!\w)", between, re.IGNORECASE)
        ahead = (
            re.search(rf"(?<!\w)({named})(?!\w)(?:{words.pairs.as_many})", before, re.IGNORECASE) if joined else None
        )
        found = behind or ahead
        if found is None or _is_denied(before, words):
            continue
        ahead_of = found.string[max(0, found.start(1) - _QUALIFIED_AT) : found.end(1)]
        low, high = 1 - _LOOSE, 1 + _LOOSE
        if words.times.above and re.search(rf"(?<!\w)(?:{words.times.above})(?!\w)", ahead_of, re.IGNORECASE):
            low, high = 1 - _LOOSE / 4, 1 + 2.5 * _LOOSE
        elif words.times.about and re.search(rf"(?<!\w)(?:{words.times.about})(?!\w)", ahead_of, re.IGNORECASE):
            low, high = 1 - _LOOSE, 1.0
        if not low <= ratio / many <= high:
            return found[1]
    return ""


def _part(shown: str, one: Statistic, other: Statistic, words: EditorWords) -> str:
    """Find "99.6 billion, a third of the spending of 232 billion" of what is more than two fifths."""
    assert words.pairs is not None
    _, between, _ = shown.split(FIGURE)
    if words.parts is None or len(between) > _BESIDE or one.value > other.value:
        return ""
    for said, low, high in named_parts(words.parts, between):
        found = re.match(
            rf"[^,;:.]{{0,25}}, (?:{words.parts.joint})({said}{words.pairs.of_it})", between, re.IGNORECASE
        )
        if found and not low <= one.value / other.value <= high:
            return found[1]
    return ""


def _is_denied(text: str, words: EditorWords) -> bool:
    return words.claims is not None and bool(re.search(rf"(?<!\w)(?:{words.claims.denied})(?!\w)", text, re.IGNORECASE))
