"""Majorities: more or less than half of what a figure is a share of, as a text says it in words.

"Only a minority were handled in time" of 83% and "most were not" of the same are untrue with all their digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, find_references, hide_references
from briefcast.edition.directions import content_of, tells_figures, under_headline
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import find_said, joined_letters, words_of
from briefcast.edition.subjects import figures_named
from briefcast.edition.words import editor_words
from briefcast.language.sentences import split_sentences

_HALF = Fraction(1, 2)
_END = re.compile(r"[;.!?–—]\s")
_ASIDE = re.compile(rf",\s(?:\w+\s)?{FIGURE}[^,;:.]{{0,15}},(?=\s)")
"""A figure between commas: a minority, 42%, are so."""
_MARK = re.compile(r"[,;:.!?–—()]\s*")


def find_wrong_majorities(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which most of a share are so, or are not so, and fewer are; one a text."""
    shares = {s.id: s for s in brief.statistics if _share(s) is not None}
    parted = _parted(brief)
    for written in texts if shares or parted else ():
        if not tells_figures(brief, written):
            continue
        if doubt := _of_parts(written, parted):
            yield doubt
            continue
        for sentence in split_sentences(written.text, written.language):
            told = {r.id for r in find_references(sentence) if r.sound}
            told_any = bool(told)
            told = told or under_headline(brief, written)
            s = shares.get(next(iter(told))) if len(told) == 1 else None
            # What is said behind a semicolon may be said of another time or place.
            pieces = [one for one in _END.split(hide_references(sentence)) if FIGURE in one or not told_any]
            whole = shares.get(s.member.group) if s and s.member else None
            said = next(filter(None, (_wrong(s, one, written.language, whole) for one in pieces)), "") if s else ""
            if s and said:
                yield Doubt.of_part(written, said, s.id, _share(s) or Fraction(0))
                break


def _parted(brief: Brief) -> Mapping[str, tuple[Statistic, Sequence[Statistic]]]:
    """Give each figure that adds up from parts, with them, by its id: cases, of men and of women."""
    return {
        s.id: (s, parts)
        for s in brief.statistics
        if s.value > 0
        and (parts := [p for p in brief.statistics if p.member and p.member.group == s.id and p.member.parts])
    }


def _of_parts(written: WrittenText, parted: Mapping[str, tuple[Statistic, Sequence[Statistic]]]) -> Doubt | None:
    """Find "most of the {cases} cases were women", where most were men.

    A sentence may go on about one part ("most women among them …"): only what ends its clause is what most are.
    """
    language, denials = written.language, editor_words(written.language).denials
    for sentence in split_sentences(written.text, language):
        told = {r.id for r in find_references(sentence) if r.sound}
        whole, parts = parted.get(next(iter(told)), (None, ())) if len(told) == 1 else (None, ())
        for clause in _MARK.split(hide_references(sentence)) if whole else ():
            found = next(find_said("majority", clause, language), None)
            if found is None or whole is None or FIGURE not in clause:
                continue
            if denials is None or _has(denials.nots, clause[found.end() :], language):
                continue
            end = words_of(" ".join(clause.split()[-_END_WORDS:]), language)
            named = [p for p in parts if p.member and _named_by(end, p.member.name.get(language, ""), language)]
            part = Fraction(named[0].value) / Fraction(whole.value) if len(named) == 1 else _HALF
            if part < _HALF:
                return Doubt.of_part(written, clause.strip(), named[0].id, part)
    return None


_END_WORDS = 2


def _named_by(told: frozenset[str], name: str, language: str) -> bool:
    own = words_of(name, language)
    return bool(own) and own <= told


def _share(s: Statistic) -> Fraction | None:
    """Give the part that a figure tells, of one."""
    if s.unit == "percent" and s.measure in ("share", "rate", None) and 0 <= s.value <= 100:
        return Fraction(s.value) / 100
    return Fraction(s.value) / Fraction(s.out_of) if s.unit == "count" and s.out_of else None


def _wrong(s: Statistic, shown: str, language: str, whole: Statistic | None = None) -> str:
    """Give the words that say of more than half what is true of less, or the other way round.

    Of the figure of a group it may be said of all of them: it is wrong where it is true of neither.
    """
    part, denials = _share(s), editor_words(language).denials
    if part is None or denials is None:
        return ""
    label = s.label.get(language, "")
    for clause in _MARK.split(_ASIDE.sub(" ", shown)):
        for meaning in ("majority", "minority"):
            found = next(find_said(meaning, clause, language), None)
            if found is None or not _is_about(clause[found.end() :], s, whole, language):
                continue
            behind = clause[found.end() :].partition(FIGURE)[0]
            if _has(denials.lessens, behind, language) or _has(denials.not_turned, behind, language):
                continue
            denied = re.search(rf"(?<!\w)(?:{joined_letters(language)})(?:{denials.nots})(?!\w)", behind, re.IGNORECASE)
            if denied and not _is_of(behind[denied.end() :], label, language):
                continue
            turned = _is_turned(behind, label, language)
            parts = [part, *filter(None, [_share(whole) if whole else None])]
            if all((((1 - one) if turned else one) > _HALF) != (meaning == "majority") for one in parts):
                return clause.strip()
    return ""


def _is_about(said: str, s: Statistic, whole: Statistic | None, language: str) -> bool:
    """Say whether words name a figure; that of a group is named by a word of what all of them are called."""
    if whole is None:
        return bool(figures_named(said, [s], language))
    return bool(words_of(said, language) & words_of(whole.label.get(language, ""), language))


def _is_of(said: str, label: str, language: str) -> bool:
    """Say whether what is not so is what a figure is of: who pay no more are not those who have no water."""
    ways = editor_words(language).directions
    words = ways.model_copy(update={"syllables": False}) if ways else None
    return words is None or bool(content_of(said, words) & content_of(label, words))


def _is_turned(said: str, label: str, language: str) -> bool:
    """Say whether a text says of something the opposite of what a label says: *not* on time, *late*."""
    denials = editor_words(language).denials
    if denials is None:
        return False
    turned = _has(denials.nots, said, language) != _has(denials.nots, label, language)
    for pair in denials.opposites:
        for own, other in (pair, pair[::-1]):
            if (
                _has(own, label, language)
                and not _has(other, label, language)
                and _has(other, said, language)
                and not _has(own, said, language)
            ):
                turned = not turned
    return turned


def _has(pattern: str, text: str, language: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{joined_letters(language)})(?:{pattern})(?!\w)", text, re.IGNORECASE))
