"""Comparisons: what a text says right before one figure of how another lies to it.

"{came} came, fewer than the {gone} who left" and "hơn {a} nhưng thấp hơn {b}" are untrue where the values say
otherwise, however many figures the sentence tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, Reference, hide_references, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import ComparisonWords, editor_words
from briefcast.language.sentences import split_sentences

_BESIDE = 50
"""Characters between a figure and what is said of it: what it counts, and when."""


def find_wrong_comparisons(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which a figure is more or less than another one, and is not."""
    statistics = {s.id: s for s in brief.statistics}
    for written in texts:
        editor = editor_words(written.language)
        if editor.comparisons is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            if doubt := _in_sentence(statistics, written, sentence, editor.comparisons):
                yield doubt
                break


@dataclass(frozen=True, kw_only=True)
class _Told:
    """A value as a reference tells it."""

    reference: Reference
    s: Statistic
    value: Decimal


def _in_sentence(
    statistics: Mapping[str, Statistic], written: WrittenText, sentence: str, words: ComparisonWords
) -> Doubt | None:
    placed = placed_references(sentence)
    told = [_told(statistics, reference) for _, reference in placed]
    claims = editor_words(written.language).claims
    subject: _Told | None = None
    compared = False
    # What follows a figure is said of it, unless it was itself what another was held against.
    for index, (match, reference) in enumerate(placed):
        before = hide_references(sentence[: match.start()])
        said, behind = before.rpartition(FIGURE)[2], hide_references(sentence[match.end() :])
        way = _way(said, behind, reference, words, again=compared) if subject else None
        other = told[index]
        compared = way is not None
        if subject is None or way is None:
            subject = other if reference.attribute in VALUES else None
        elif other is None or not _alike(subject.s, other.s) or _is_so(subject, other, way[0]):
            continue
        elif not _denied(before, claims.denied if claims else None):
            said = f"{way[1].strip(' ,')} {other.reference.written}"
            return Doubt.of_two(written, said, (subject.s.id, subject.value), (other.reference.name, other.value))
    return None


def _told(statistics: Mapping[str, Statistic], reference: Reference) -> _Told | None:
    s = statistics.get(reference.id) if reference.sound else None
    if s is None:
        return None
    value: Decimal | None = None
    if reference.attribute in VALUES:
        value = s.value
    elif reference.attribute == "baseline" and s.baseline:
        value = s.baseline.value
    elif reference.attribute.startswith("series."):
        value = s.series.get(reference.attribute.removeprefix("series."))
    return None if value is None else _Told(reference=reference, s=s, value=value)


def _way(
    said: str, behind: str, reference: Reference, words: ComparisonWords, *, again: bool
) -> tuple[int, str] | None:
    """Give which way the words between two figures say that the first lies to the second, and the words.

    They follow what the first counts behind a comma, or say what it is; *again*, behind what it was held against, they
    are joined to that. "More than" may go with the second alone: it compares where that is an earlier value, or where a
    second comparison is joined to it.
    """
    start = rf"[^;:.!?{FIGURE}]{{0,{_BESIDE}}}?(?:,\s?|\s)" + (rf"(?:{words.but})\s?" if again else "")
    held = reference.attribute == "baseline" or re.match(
        rf"[^,;:.{FIGURE}]{{0,{_BESIDE}}},?\s(?:{words.but})\s?(?:{words.below}|{words.above}|{words.under})(?!\w)",
        behind,
        re.IGNORECASE,
    )
    for way, sure, unsure in ((1, words.above, words.over), (-1, words.below, words.under)):
        leads = rf"{start}(?:(?:{words.lead})\s?)*"
        if found := re.fullmatch(rf"{leads}(?P<said>(?:{sure})\s?(?:{words.article}))", said, re.IGNORECASE):
            return way, found["said"]
        # Right behind a comma, or as what the figure is.
        bare = rf"[^,;:.!?{FIGURE}]{{0,{_BESIDE}}}?(?:,\s?|\s(?:{words.being})\s)(?P<said>(?:{unsure}))\s?"
        bare = rf"{bare}(?:{words.article if held else words.definite})"
        compares = held or re.match(words.told, behind, re.IGNORECASE)
        if compares and not again and (found := re.fullmatch(bare, said, re.IGNORECASE)):
            return way, found["said"]
    return None


def _denied(before: str, denied: str | None) -> bool:
    clause = re.split(r"[;:–—]\s", before)[-1]
    return bool(denied) and bool(re.search(rf"(?<!\w)(?:{denied})(?!\w)", clause, re.IGNORECASE))


def _alike(one: Statistic, other: Statistic) -> bool:
    """Say whether two figures lie on one scale; of ranks nobody can say which way is more.

    A figure and its own earlier value are held against each other where it is said that it rose or fell.
    """
    mine, its = (
        (one.unit, one.currency, one.unit_word, one.per),
        (other.unit, other.currency, other.unit_word, other.per),
    )
    return mine == its and one.id != other.id and one.unit != "rank"


def _is_so(one: _Told, other: _Told, way: int) -> bool:
    apart = (one.value - other.value) * way
    if apart == 0:
        # "Over 500" is more than 500.
        mine = {"over": 1, "nearly": -1}.get(one.s.qualifier or "", 0)
        its = {"over": 1, "nearly": -1}.get(other.s.qualifier or "", 0)
        return (mine - its) * way > 0
    return apart > 0
