"""Likened: two figures that a text compares by their names, held against each other.

"More firms close than open", "184 were hired, more than left" and "Bắc Phú has more cases than Thạnh Lộc" are untrue
where the figures that the words name say otherwise, whether or not the text tells both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, VALUES, hide_references, placed_references
from briefcast.edition.courses import begins_then, is_denied
from briefcast.edition.directions import tells_figures
from briefcast.edition.doubts import Doubt
from briefcast.edition.said import find_said, joined_letters, said_words
from briefcast.edition.subjects import figures_named
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import editor_words, number_said
from briefcast.language.sentences import split_sentences
from briefcast.writing.targets import better

_COUNTED_MAX = 100
_MARK = re.compile(r"[;:.!?–—]\s|$")


def find_wrong_likenings(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which one named figure or place has more, or is better, than another; one a text."""
    for written in texts:
        if not tells_figures(brief, written):
            continue
        point = figures_of_point(brief, written)
        groups = {s.member.group if s.member else s.id for s in point}
        own = [s for s in brief.statistics if (s.member.group in groups if s.member else s in point)]
        for sentence in split_sentences(written.text, written.language) if len(own) > 1 else ():
            if doubt := _in_sentence(written, sentence, own) or _of_two_groups(written, sentence, own):
                yield doubt
                break


def _in_sentence(written: WrittenText, sentence: str, own: Sequence[Statistic]) -> Doubt | None:
    shown, language, start = hide_references(sentence), written.language, 0
    shown = _without_aside(shown, language)
    told = [
        next((s for s in own if r.sound and r.attribute in VALUES and s.id == r.id), None)
        for _, r in placed_references(sentence)
    ]
    told_groups = {s.member.group if s.member else s.id for s in told if s}
    # Of which figure a place is meant, the sentence says by what it tells.
    near = [s for s in own if not s.member or s.member.group in told_groups or not told_groups]
    for mark in _MARK.finditer(shown):
        clause, first, start = shown[start : mark.start()], start, mark.end()
        for meaning in ("above", "below", "ahead", "behind"):
            for found in find_said(meaning, clause, language):
                if is_denied(clause[: found.start()], language) or _moves(clause[: found.start()], language):
                    continue
                for middle, end in _splits(found, clause, language, by_letters=meaning in ("above", "below")):
                    left, right = clause[:middle], clause[end:]
                    before = told[: shown.count(FIGURE, 0, first + middle)] if FIGURE in left else []
                    pair = _pair(left, right, before[-1] if before else None, near, language)
                    if pair and not _is_so(*pair, meaning):
                        one, other = pair
                        said = clause[found.start() :].strip()
                        return Doubt.of_two(written, said, (one.id, one.value), (other.id, other.value))
    return None


def _of_two_groups(written: WrittenText, sentence: str, own: Sequence[Statistic]) -> Doubt | None:
    """Find "residents aged 35 and over are the less satisfied, at {old}" of two groups of whom they are the more so."""
    language, editor = written.language, editor_words(written.language)
    placed = [r for _, r in placed_references(sentence)]
    s = next(
        (s for s in own if placed and placed[0].sound and placed[0].attribute in VALUES and s.id == placed[0].id), None
    )
    group = [one for one in own if s and s.member and one.member and one.member.group == s.member.group]
    if s is None or s.member is None or len(group) != 2 or editor.comparisons is None or editor.times is None:
        return None
    before, name = hide_references(sentence).partition(FIGURE)[0], s.member.name.get(language, "").casefold()
    ago = f"{editor.times.year_ago}|{editor.times.same_period}"
    if not name or name not in before.casefold() or re.search(ago, sentence, re.IGNORECASE):
        return None
    other = next(one for one in group if one.id != s.id)
    if other.member and other.member.name.get(language, "").casefold() in before.casefold():
        return None
    what = _label_words(s.member.label.get(language, ""), language)
    for way, pattern in ((1, editor.comparisons.more_so), (-1, editor.comparisons.less_so)):
        found = re.search(rf"(?<!\w){pattern.replace('{what}', what)}(?!\w)", before, re.IGNORECASE)
        if found and not is_denied(before[: found.start()], language) and (s.value - other.value) * way < 0:
            return Doubt.of_two(written, found[0], (s.id, s.value), (other.id, other.value))
    return None


def _label_words(label: str, language: str) -> str:
    """Give what finds a word of what a figure is called; in Vietnamese two syllables are one."""
    ways = editor_words(language).directions
    tokens = re.findall(r"[^\W\d_]+", label.casefold())
    if ways and ways.syllables:
        tokens = [f"{one} {other}" for one, other in pairwise(tokens)]
    bare = [re.sub(r"^ה(?=[א-ת]{3})", "", token) for token in tokens if len(token) > 2]
    return f"(?:{joined_letters(language)})(?:{'|'.join(map(re.escape, bare)) or '(?!)'})"


def _without_aside(shown: str, language: str) -> str:
    """Put a figure between commas ahead of what it is of: "more in The Lakes, at 51.7%, than in Hillside"."""
    words = said_words(language)
    than = "|".join(map(re.escape, words.than)) if words and words.than else "(?!)"
    return re.sub(
        rf"([^,;:.!?{FIGURE}]*),\s(?:\w+\s){{0,2}}{FIGURE}[^,;:.!?{FIGURE}]{{0,15}},(?=\s(?:{than})(?!\w))",
        rf"{FIGURE} \1",
        shown,
    )


def _splits(found: re.Match[str], clause: str, language: str, *, by_letters: bool) -> Iterator[tuple[int, int]]:
    """Give where a comparison parts its two sides: behind its phrase, or before letters that say *than*."""
    words = said_words(language)
    than = next(find_said("than", found[0], language), None)
    if words is None or not words.than_letters or than or not by_letters:
        yield found.end() if than is None else found.start() + than.start(), found.end()
        return
    for at in re.finditer(rf"\s(?:{words.than_letters})(?=[\w־-])", clause[found.end() :]):
        yield found.end() + at.start(), found.end() + at.end()


def _moves(text: str, language: str) -> bool:
    """Say whether what is more is how much something rose: "exports grew more than imports"."""
    ways = editor_words(language).directions
    return ways is not None and bool(re.search(rf"(?<!\w)(?:{ways.rises}|{ways.drops})(?!\w)", text, re.IGNORECASE))


def _pair(
    left: str, right: str, told: Statistic | None, own: Sequence[Statistic], language: str
) -> tuple[Statistic, Statistic] | None:
    """Give the two figures that the sides of a comparison mean, where they lie on one scale; *told* is on the left."""
    editor = editor_words(language)
    part = "|".join((*(editor.parts.fractions.values() if editor.parts else ()), r"(?!)"))
    behind = right.partition(",")[0].strip()
    # "More than 30 points behind" and "fewer than half" say how much.
    amount = rf"\W*(?:\d|{part}|{number_said(language, _COUNTED_MAX)}(?!\w))"
    if not behind or begins_then(f" {behind}", language) or re.match(amount, behind, re.IGNORECASE):
        return None
    before = left.rstrip(" ,").rpartition(",")[2]
    one = _meant(before, own, language) or _meant(left, own, language) or told
    # A figure that stands there unnamed is compared in `comparisons`, or begins another clause.
    other = _meant(behind.partition(FIGURE)[0], own, language)
    if one is None or other is None or one.id == other.id or "rank" in (one.unit, other.unit):
        return None
    alike = (one.unit, one.currency, one.unit_word, one.per) == (other.unit, other.currency, other.unit_word, other.per)
    same_group = (one.member.group if one.member else "") == (other.member.group if other.member else "")
    return (one, other) if alike and same_group else None


def _meant(words: str, own: Sequence[Statistic], language: str) -> Statistic | None:
    """Give the one figure that some words name, a place before what it is counted of."""
    named = figures_named(words, own, language)
    named = [s for s in named if s.member] or named
    return named[0] if len(named) == 1 else None


def _is_so(one: Statistic, other: Statistic, meaning: str) -> bool:
    """Say whether one figure is more than the other, or less, or the better one."""
    way = 1 if meaning in ("above", "ahead") else -1
    # Ahead in cases is the one that has more of them, or fewer.
    if meaning in ("ahead", "behind") and better(one) == "lower":
        return one.value != other.value
    return (one.value - other.value) * way > 0
