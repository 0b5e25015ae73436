"""Claims: what a text says of a figure beside others, held against them.

"The lowest is Ba Tô" while another place has less, "the highest of the year" while a month had more, "past the plan" of
what is below it, and the figure of one place behind the name of another are untrue with all their digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefcast.brief.model import Brief, Period, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import REFERENCE, find_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import ClaimWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell

_FIGURE = "\ufffc"
_VALUES = ("", "exact", "plain", "ordinal")
_NEAR = 90
"""Characters before a figure in which a word may speak of it."""
_NAMED_AT = 14
"""Characters between the name of a place and its figure: *has only*, *đạt*, a colon."""


def find_wrong_claims(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that call a figure the most, the last or past its target where it is not, or another place's."""
    statistics = {s.id: s for s in brief.statistics}
    groups: dict[str, list[Statistic]] = {}
    for entry in brief.statistics:
        if entry.member:
            groups.setdefault(entry.member.group, []).append(entry)
    for written in texts:
        words = editor_words(written.language).claims
        if words is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            matches = list(REFERENCE.finditer(sentence))
            for match, reference in zip(matches, find_references(sentence), strict=True):
                s = statistics.get(reference.id) if reference.sound else None
                if s is None:
                    continue
                said = REFERENCE.sub(_FIGURE, sentence[: match.start()]).rpartition(_FIGURE)[2][-_NEAR:]
                if reference.attribute in _VALUES:
                    entries = groups.get(s.member.group, []) if s.member else []
                    behind = REFERENCE.sub(_FIGURE, sentence[match.end() :]).partition(_FIGURE)[0]
                    if _name_end(s, behind[:_NEAR], written.language) < 0:
                        yield from _of_another(written, s, entries, said)
                    yield from _most_or_least(written, s, entries, said, words)
                elif reference.attribute == "target":
                    yield from _past_target(written, s, said, words)


def _of_another(written: WrittenText, s: Statistic, entries: Sequence[Statistic], said: str) -> Iterator[Doubt]:
    """Find the name of one place right before the figure of another, whose own name is not beside it."""
    own, nearest, at = _name_end(s, said, written.language), None, -1
    for other in entries:
        if other.id != s.id and (end := _name_end(other, said, written.language)) > at:
            nearest, at = other, end
    if nearest is None or own >= 0 or len(said) - at > _NAMED_AT or re.search(r"[,;:]\s", said[at:]):
        return
    yield _doubt(
        written,
        tell(
            "The text names {name} before {{{id}}}, which is the figure of {own}.",
            name=_name(nearest, written.language),
            id=s.id,
            own=_name(s, written.language),
        ),
        tell("Correct the name or the reference: {{{id}}}.", id=nearest.id),
    )


def _name(s: Statistic, language: str) -> str:
    return s.member.name.get(language, "") if s.member else ""


def _name_end(s: Statistic, said: str, language: str) -> int:
    """Give where the name of an entry ends in a text, with or without what kind of place it is; -1 without it."""
    name = _name(s, language).casefold()
    bare = name.partition(" ")[2]
    for one in filter(None, (name, bare if " " in bare else "")):
        if (start := said.casefold().rfind(one)) >= 0 and not said[start + len(one) :][:1].isalnum():
            return start + len(one)
    return -1


def _most_or_least(
    written: WrittenText, s: Statistic, entries: Sequence[Statistic], said: str, words: ClaimWords
) -> Iterator[Doubt]:
    found = _last_word(said, s, words)
    if found is None or re.search(words.among, said, re.IGNORECASE):
        return
    word, way = found
    others: list[tuple[str, Decimal]] = []
    if entries and _name_end(s, said, written.language) >= 0:
        alike = [e for e in entries if (e.unit, e.currency, e.period) == (s.unit, s.currency, s.period)]
        others = [(_name(e, written.language), e.value) for e in alike if (e.value - s.value) * way > 0]
        others.sort(key=lambda pair: -way * pair[1])
    elif s.series and (scope := _scope(said, s, words)):
        others = [(period, v) for period, v in s.series.items() if period in scope and (v - s.value) * way > 0]
    if others:
        yield _doubt(
            written,
            tell(
                "The text says '{words}' of {id}, {value}, and {other} has {more}.",
                words=word,
                id=s.id,
                value=f"{s.value.normalize():f}",
                other=others[0][0],
                more=f"{others[0][1].normalize():f}",
            ),
            tell("Correct the words, or name what they are true of."),
        )


def _last_word(said: str, s: Statistic, words: ClaimWords) -> tuple[str, int] | None:
    """Give the last word of most or least before a figure, and which way it is: 1 for the largest value."""
    # The best place of a ranking, and the best of what is to be low, has the smallest value.
    best = -1 if s.unit == "rank" or s.better == "lower" else 1
    ways = ((words.most, 1), (words.least, -1), (words.best, best), (words.worst, -best))
    found = [
        (match.start(), match[0], way)
        for pattern, way in ways
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", said, re.IGNORECASE)
    ]
    if not found:
        return None
    _, word, way = max(found)
    return word, way


def _scope(said: str, s: Statistic, words: ClaimWords) -> frozenset[Period]:
    """Give the periods of a series that a text compares with: those of the year, or all before."""
    now = split_period(s.period)
    if re.search(words.of_year, said, re.IGNORECASE):
        return frozenset(p for p in s.series if split_period(p).last.year == now.last.year and p != s.period)
    if re.search(words.ever, said, re.IGNORECASE):
        return frozenset(p for p in s.series if p != s.period)
    return frozenset()


def _past_target(written: WrittenText, s: Statistic, said: str, words: ClaimWords) -> Iterator[Doubt]:
    found = re.search(rf"(?<!\w)(?:{words.beyond})[^,;:.]{{0,25}}$", said, re.IGNORECASE)
    if found is None or s.target is None or s.value > s.target.value or re.search(words.denied, said, re.IGNORECASE):
        return
    yield _doubt(
        written,
        tell(
            "The text says '{words}', and {id} is {value}, its target {target}.",
            words=found[0].strip(),
            id=s.id,
            value=f"{s.value.normalize():f}",
            target=f"{s.target.value.normalize():f}",
        ),
        tell("Correct the words or the figure; {{{id}.gap}} says by itself how far the target is.", id=s.id),
    )


def _doubt(written: WrittenText, message: str, remedy: str) -> Doubt:
    return Doubt(
        code="wrong-claim",
        severity="error",
        path=written.path,
        message=message,
        remedy=remedy,
        language=written.language,
    )
