"""Places: what a text says of how many places, and of one beside another, held against a figure told in many places.

"Most communes met the target" of two in six is untrue, and so is "the South line is ahead of the North line" of the
one that lies behind. A figure of which only some places are told is held against these; who counts more is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, Reference, find_references, hide_references
from briefcast.edition.claims import told_beside
from briefcast.edition.directions import figures_under
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import ClaimWords, any_number, editor_words, numbers_in_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import has_met

_BETWEEN = 60
"""Characters between how many places there are and what they did: their names."""
_HALF_LOW, _HALF_HIGH = 0.4, 0.6
_COUNTED_MAX = 10
"""The largest number of places that is read in words."""
_CLAUSE = re.compile(r"[;:–—(]\s*|\.\s")


def find_wrong_places(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that say of more, fewer or other places than their figure has."""
    statistics = {s.id: s for s in brief.statistics}
    groups: dict[str, list[Statistic]] = {}
    for s in brief.statistics:
        if s.member and not s.member.parts:
            groups.setdefault(s.member.group, []).append(s)
    belongs = {s.id: group for group, entries in groups.items() for s in entries} | {group: group for group in groups}
    for written in texts if groups else ():
        words = editor_words(written.language).claims
        if words is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            references = tuple(find_references(sentence))
            ids = {r.id for r in references if r.sound}
            if not references and written.kind == "headline" and written.path[0] == "points":
                ids = set(figures_under(brief, written))
            own = {belongs[id] for id in ids if id in belongs}
            if len(own) != 1:
                continue
            entries = groups[group := own.pop()]
            shown = hide_references(sentence)
            yield from _how_many(written, shown, references, statistics.get(group), entries, words)
            yield from _averages(written, shown, ids, statistics.get(group), entries, words)
            yield from _beside_another(written, shown, ids, entries, words)


@cache
def _how_many_of(pattern: str, language: str) -> re.Pattern[str]:
    number = rf"{any_number(numbers_in_words(language, _COUNTED_MAX))}|\d{{1,2}}"
    return re.compile(rf"(?<!\w){pattern.replace('{number}', f'(?:{number})')}(?!\w)", re.IGNORECASE)


def _how_many(
    written: WrittenText,
    shown: str,
    references: Sequence[Reference],
    whole: Statistic | None,
    entries: Sequence[Statistic],
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find "three communes passed the target" where two did, "most", "half", "all" and "only one"."""
    for many in _how_many_of(words.how_many, written.language).finditer(shown):
        before, behind = shown[: many.start()], _CLAUSE.split(shown[many.end() :])[0]
        if re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", _CLAUSE.split(before)[-1], re.IGNORECASE):
            continue
        said = _said(behind, entries, whole, words, written.language)
        if said is None or (FIGURE in said[0] and not _is_target(said[0], shown, many.end(), references, whole)):
            continue
        found, so = said
        wrong = _is_wrong(many, so, len(entries), written.language, words, before)
        if wrong:
            yield Doubt.at(
                written,
                code="wrong-claim",
                severity="error",
                message=tell(
                    "The text says '{words}', and of {all} it is true of {number}.",
                    words=f"{many[0]} … {found.replace(FIGURE, '…').strip()}",
                    all=len(entries),
                    number=so,
                ),
                remedy=tell("Correct the words, or name what they are true of."),
            )


def _is_target(said: str, shown: str, start: int, references: Sequence[Reference], whole: Statistic | None) -> bool:
    """Say whether the figure in what places did is the target, or the value, of all of them."""
    first = shown.count(FIGURE, 0, shown.find(said, start))
    told = references[first : first + said.count(FIGURE)]
    return whole is not None and all(r.id == whole.id for r in told)


def _said(
    behind: str, entries: Sequence[Statistic], whole: Statistic | None, words: ClaimWords, language: str
) -> tuple[str, int] | None:
    """Give what places are said to have done, and how many of them did."""
    ways = editor_words(language).directions
    patterns: list[tuple[str, int]] = []
    if whole and whole.target:
        aimed = [e.model_copy(update={"target": whole.target}) for e in entries]
        met = [has_met(e) for e in aimed]
        if None not in met:
            reached = sum(bool(one) for one in met)
            patterns += [(words.missed, len(met) - reached), (words.passed, reached), (words.met, reached)]
    if whole:
        patterns.append((words.above_average, sum(e.value > whole.value for e in entries)))
        patterns.append((words.below_average, sum(e.value < whole.value for e in entries)))
    if ways and all(measure_of(e) in SIGNED for e in entries):
        patterns.append((f"{ways.rises}|{words.dearer}", sum(e.value > 0 for e in entries)))
        patterns.append((f"{ways.drops}|{words.cheaper}", sum(e.value < 0 for e in entries)))
    found: list[tuple[int, str, int]] = []
    for pattern, so in patterns:
        filled = pattern.replace("{target}", words.target).replace("{ceiling}", words.ceiling)
        if at := re.search(rf"(?<!\w)(?:{filled})(?!\w)", behind, re.IGNORECASE):
            found.append((at.start(), at[0], so))
    if all(e.unit == "percent" for e in entries):
        for way, pattern in ((-1, words.under), (1, words.over)):
            if at := re.search(rf"(?<!\w)(?:{pattern})\s?(?P<amount>\d+(?:[.,]\d+)?)\s?%", behind, re.IGNORECASE):
                amount = Decimal(at["amount"].replace(",", "."))
                found.append((at.start(), at[0], sum((e.value - amount) * way > 0 for e in entries)))
    if not found:
        return None
    # Of "did not meet" and "meet" the first is said.
    place, said, so = min(found)
    between = behind[:place]
    unsaid = re.search(rf"(?<!\w)(?:{words.denied}|{words.not_behind}|{words.save})(?!\w)", between, re.IGNORECASE)
    # Who did by which amount, or in which year, is fewer than who did.
    goes_on = behind[place + len(said) :]
    if unsaid or place > _BETWEEN or FIGURE in between or re.match(rf"\s(?:{words.by_amount})(?!\w)", goes_on):
        return None
    return said, so


def _is_wrong(many: re.Match[str], so: int, every: int, language: str, words: ClaimWords, before: str) -> bool:
    """Say whether it cannot be true of so many; of more than two it is true of two as well, unless it is only two."""
    told = many.groupdict()
    if told.get("of") and _number(told["of"], language) != every:
        return False
    if number := told.get("number") or told.get("one"):
        many_told = 1 if told.get("one") else _number(number, language)
        if told.get("more") or not 0 < many_told <= every:
            return False
        only = re.search(rf"(?<!\w)(?:{words.only})\s\S{{0,2}}$", before, re.IGNORECASE)
        return many_told > so or (bool(only) and many_told != so)
    if told.get("half"):
        return 2 * so <= every if told.get("more") else not _HALF_LOW <= so / every <= _HALF_HIGH
    if told.get("most"):
        return 2 * so <= every
    return so > 0 if told.get("none") else so < every


def _number(said: str, language: str) -> int:
    return int(said) if said.isdigit() else numbers_in_words(language, _COUNTED_MAX).get(said.casefold(), 0)


# One beside another


def _names(s: Statistic, language: str) -> str:
    """Give what finds a place: by its name, with or without what kind of place it is."""
    name = s.member.name.get(language, "") if s.member else ""
    bare = name.partition(" ")[2]
    return "|".join(re.escape(one) for one in (name, bare if " " in bare else "") if one) or r"(?!)"


def _averages(
    written: WrittenText,
    shown: str,
    ids: set[str],
    whole: Statistic | None,
    entries: Sequence[Statistic],
    words: ClaimWords,
) -> Iterator[Doubt]:
    """Find a place that is said to lie above all of them together, and lies below."""
    for way, pattern in ((1, words.above_average), (-1, words.below_average)) if whole else ():
        found = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", shown, re.IGNORECASE)
        if found is None or whole is None:
            continue
        clause = re.split(r"[,;:–—]\s", shown[: found.start()])[-1]
        named = [e for e in entries if re.search(rf"(?:{_names(e, written.language)})(?!\w)", clause, re.IGNORECASE)]
        denied = re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", clause, re.IGNORECASE)
        if len(named) != 1 or named[0].id not in ids or FIGURE in clause or denied:
            continue
        if (named[0].value - whole.value) * way <= 0:
            yield told_beside(written, named[0], found[0], whole.label.get(written.language, whole.id), whole.value)


def _beside_another(
    written: WrittenText, shown: str, ids: set[str], entries: Sequence[Statistic], words: ClaimWords
) -> Iterator[Doubt]:
    """Find "the South line is ahead of the North line" of the one that lies behind it; ranks and falls are left."""
    if any(e.value < 0 or e.unit == "rank" or e.better == "lower" for e in entries):
        return
    told = [e for e in entries if re.search(rf"(?:{_names(e, written.language)})(?!\w)", shown, re.IGNORECASE)]
    for one in told if len(told) == 2 else ():
        other = next(e for e in told if e.id != one.id)
        if not ids & {one.id, other.id}:
            continue
        for way, pattern in ((-1, words.trails), (1, words.outdoes)):
            found = re.search(
                rf"(?:{_names(one, written.language)})(?!\w)(?P<between>[^,;:.{FIGURE}]{{0,40}}?)\s(?P<said>{pattern})"
                rf"\s?(?:{_names(other, written.language)})(?!\w)",
                shown,
                re.IGNORECASE,
            )
            if found is None:
                continue
            clause = shown[: found.start()] + found["between"]
            unsaid = re.search(rf"(?<!\w)(?:{words.denied})(?!\w)", clause, re.IGNORECASE)
            if (one.value - other.value) * way <= 0 and not unsaid:
                name = other.member.name.get(written.language, "") if other.member else other.id
                yield told_beside(written, one, f"{found['said']} {name}", name, other.value)
            break
