"""Limits: how near a text says a figure lies to what it is to reach or to stay under, and that nothing of it is left.

"Within the safe limit" of 96.4 over 92, "just above it" of three times as much, "close to it" of a third, and "poverty
has been wiped out" of 3.14% are untrue with all their digits right. Looked at are sentences of one figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import VALUES, find_references, hide_references
from briefcast.edition.claims import CLAUSE
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import words_of
from briefcast.edition.words import LimitWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_JUST = Fraction(15, 100)
"""Share of a limit by which what lies just above or just below it may lie off."""
_NEAR = Fraction(1, 4)
"""The same of what is only near it."""
_AT = Fraction(5, 100)
"""The same of what lies right at it."""


def find_wrong_limits(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure lies otherwise to its limit than it does, or is gone; one a text."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        words = editor_words(written.language).limits
        claims = editor_words(written.language).claims
        if words is None or claims is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            told = [r for r in find_references(sentence) if r.sound]
            ids = {r.id for r in told}
            s = statistics.get(next(iter(ids))) if len(ids) == 1 else None
            if s is None or any(r.attribute not in (*VALUES, "target") for r in told):
                continue
            shown = hide_references(sentence)
            denied = rf"(?<!\w)(?:{claims.denied}|{words.denied})(?!\w)"
            if doubt := _beside(written, s, shown, words, denied) or _gone(written, s, shown, words, denied):
                yield doubt
                break


def _beside(written: WrittenText, s: Statistic, shown: str, words: LimitWords, denied: str) -> Doubt | None:
    """Find "within the limit" of what exceeds it, and "just above it" of what lies far above or below."""
    if s.target is None or s.target.kind != "ceiling" or s.target.value <= 0:
        return None
    off = (Fraction(s.value) - Fraction(s.target.value)) / Fraction(s.target.value)
    for pattern, true in (
        (words.over_little, 0 < off <= _JUST),
        (words.under_little, -_JUST <= off < 0),
        (words.at, abs(off) <= _AT),
        (words.near, -_NEAR <= off <= _AT),
        (words.inside, off <= 0),
    ):
        filled = pattern.replace("{limit}", f"(?:{words.limit})")
        for found in re.finditer(rf"(?<!\w)(?:{filled})(?!\w)", shown, re.IGNORECASE):
            if true or re.search(denied, CLAUSE.split(shown[: found.start()])[-1], re.IGNORECASE):
                continue
            return _doubt(
                written,
                tell(
                    "The text says '{words}', and {id} is {value}, its target {target}.",
                    words=found[0].strip(),
                    id=s.id,
                    value=f"{s.value.normalize():f}",
                    target=f"{s.target.value.normalize():f}",
                ),
            )
    return None


def _gone(written: WrittenText, s: Statistic, shown: str, words: LimitWords, denied: str) -> Doubt | None:
    """Find "no poor households are left: {poor}" of some."""
    if s.value <= 0 or s.better != "lower" or s.unit not in ("count", "percent"):
        return None
    own = words_of(f"{s.label.get(written.language, '')} {s.noun.get(written.language, '')}", written.language)
    for clause in CLAUSE.split(shown):
        found = re.search(rf"(?<!\w)(?:{words.gone})(?!\w)", clause, re.IGNORECASE)
        if found is None or re.search(denied, clause[: found.start()], re.IGNORECASE):
            continue
        if own & words_of(clause, written.language):
            return _doubt(
                written,
                tell(
                    "The text says '{words}', and {id} is {value}.",
                    words=found[0].strip(),
                    id=s.id,
                    value=f"{s.value.normalize():f}",
                ),
            )
    return None


def _doubt(written: WrittenText, message: str) -> Doubt:
    return Doubt.of_claim(written, message)
