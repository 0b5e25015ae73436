"""Among: what a text says of several places of one figure, held against them.

"Three communes are past the target" where two are, "most wards met it" where one of four did, "Tam Hợp has more than
Mậu Đức" where it has less: each is untrue with all its digits right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import find_references, hide_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import AmongWords, ClaimWords, PartWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import has_met

Group = tuple[Statistic, Sequence[Statistic]]
"""The figure of all together, and those of its places."""


def find_wrong_counts(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts that count places of which another number is so, or say that one has more than another."""
    statistics = {s.id: s for s in brief.statistics}
    groups: dict[str, list[Statistic]] = {}
    for entry in brief.statistics:
        if entry.member:
            groups.setdefault(entry.member.group, []).append(entry)
    for written in texts if groups else ():
        editor = editor_words(written.language)
        if editor.among is None or editor.claims is None or editor.parts is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            told = {r.id for r in find_references(sentence) if r.sound}
            near = {s.member.group if s.member else s.id for id in told if (s := statistics.get(id))} & set(groups)
            # Of two figures by places nobody knows which one is counted.
            if len(near) != 1:
                continue
            [id] = near
            group, shown = (statistics.get(id, groups[id][0]), groups[id]), hide_references(sentence)
            yield from _counted(written, shown, group, editor.among, editor.claims, editor.parts)
            yield from _compared(written, shown, group, editor.among)


def _counted(
    written: WrittenText, shown: str, group: Group, among: AmongWords, claims: ClaimWords, parts: PartWords
) -> Iterator[Doubt]:
    whole, entries = group
    language = written.language
    names = _any_of(_names(entries, language))
    numbers = _numbers(language)
    count = rf"{_any_of(numbers)}|\d{{1,3}}"
    parted = "|".join(f"(?:{one})" for one in (parts.fractions["1/2"], parts.most, among.every))
    how = rf"(?P<about>{parts.more}|{parts.less})?(?P<how>{parted}|{count})"
    said = "|".join(f"(?P<{way}>{pattern})" for way, pattern in _said(whole, claims, among).items() if pattern)
    if not said:
        return
    between = rf"(?:[\s,]|(?:{among.joining})(?!\w)|{among.before_name}(?:{names}))*"
    of = among.of_many.replace("{number}", count)
    not_all = "".join(f"(?<!{re.escape(words)})" for words in among.part_of)
    pattern = rf"(?<!\w){not_all}{how}(?:{of})? ?(?:{among.places})(?!\w){between}(?:{said})(?!\w)"
    for found in re.finditer(pattern, shown, re.IGNORECASE):
        told = found.groupdict()
        way = next(way for way in ("met", "missed", "above", "below", "over", "under") if told.get(way))
        line = _number(told.get("over_value") or told.get("under_value") or "")
        so = sum(_is_so(e, whole, way, line) for e in entries)
        only = re.search(rf"(?<!\w)(?:{claims.only})\s$", shown[: found.start()], re.IGNORECASE)
        # "In one ward" is said of one of them.
        if numbers.get(found["how"].casefold()) == 1 and so and not only:
            continue
        if not _is_many(found, so, len(entries), numbers, among, parts):
            yield Doubt.at(
                written,
                code="wrong-claim",
                severity="error",
                message=tell(
                    "The text says '{words}', and it is so of {true} of {all}.",
                    words=found[0].replace("\ufffc", "…").strip(),
                    true=so,
                    all=len(entries),
                ),
                remedy=tell("Correct the words, or name what they are true of."),
            )


def _said(whole: Statistic, claims: ClaimWords, among: AmongWords) -> Mapping[str, str]:
    """Give the words for each way in which a place may stand to what all are measured by."""
    met = "|".join((claims.met, claims.passed)).replace("{target}", claims.target)
    missed = "|".join((claims.missed, claims.below)).replace("{target}", claims.target)
    # A place that is not worked towards a target stands to the whole alone.
    aims = whole.target is not None
    own = whole.member is None
    return {
        # What was missed is said with a "not" before what was met.
        "missed": missed if aims else "",
        "met": met if aims else "",
        "above": claims.above_average if own else "",
        "below": claims.below_average if own else "",
        "over": rf"(?:{among.over})\s?(?P<over_value>{_VALUE})\s?%(?!\s?\d)" if whole.unit == "percent" else "",
        "under": rf"(?:{among.under})\s?(?P<under_value>{_VALUE})\s?%(?!\s?\d)" if whole.unit == "percent" else "",
    }


_VALUE = r"\d{1,3}(?:[.,]\d{1,2})?"


def _number(typed: str) -> Decimal:
    return Decimal(typed.replace(",", ".") or 0)


def _is_so(entry: Statistic, whole: Statistic, way: str, line: Decimal) -> bool:
    if way in ("over", "under"):
        return entry.value > line if way == "over" else entry.value < line
    if way in ("above", "below"):
        return entry.value > whole.value if way == "above" else entry.value < whole.value
    return bool(has_met(entry.model_copy(update={"target": whole.target, "qualifier": None}))) == (way == "met")


def _is_many(
    found: re.Match[str], so: int, of: int, numbers: Mapping[str, int], among: AmongWords, parts: PartWords
) -> bool:
    """Say whether so many of all are what a text says."""
    how, about = found["how"], found["about"] or ""
    share = Fraction(so, of)
    if how.isdigit() or how.casefold() in numbers:
        said = int(how) if how.isdigit() else numbers[how.casefold()]
        if re.fullmatch(parts.more, about, re.IGNORECASE):
            return so >= said
        return so <= said if about else so == said
    if re.fullmatch(parts.most, how, re.IGNORECASE):
        return share > Fraction(1, 2)
    if re.fullmatch(among.every, how, re.IGNORECASE):
        return so == of or bool(about)
    if about:
        return share > Fraction(1, 2) if re.fullmatch(parts.more, about, re.IGNORECASE) else share < Fraction(1, 2)
    return share == Fraction(1, 2)


def _compared(written: WrittenText, shown: str, group: Group, among: AmongWords) -> Iterator[Doubt]:
    """Find "Tam Hợp has more than Mậu Đức" of what is less."""
    by_name = _names(group[1], written.language)
    every = _any_of(by_name)
    for way, words in ((1, among.more_than), (-1, among.less_than)):
        pattern = (
            rf"(?<!\w)(?P<one>{every})(?P<between>[^,;:.–—\ufffc]{{0,30}}?)\s(?:{words})\s?(?P<other>{every})(?!\w)"
        )
        for found in re.finditer(pattern, shown, re.IGNORECASE) if every else ():
            one, other = by_name[found["one"].casefold()], by_name[found["other"].casefold()]
            denied = re.search(rf"(?<!\w)(?:{among.not_so})(?!\w)", found["between"], re.IGNORECASE)
            if one is other or denied or (one.value - other.value) * way > 0:
                continue
            yield Doubt.at(
                written,
                code="wrong-claim",
                severity="error",
                message=tell(
                    "The text says '{words}' of {id}, {value}, and {other} has {more}.",
                    words=found[0],
                    id=one.id,
                    value=f"{one.value.normalize():f}",
                    other=_name(other, written.language),
                    more=f"{other.value.normalize():f}",
                ),
                remedy=tell("Correct the words, or name what they are true of."),
            )


def _names(entries: Sequence[Statistic], language: str) -> Mapping[str, Statistic]:
    """Give places by their names in small letters, with and without what kind of place they are."""
    named: dict[str, Statistic] = {}
    for e in entries:
        name = _name(e, language).casefold()
        # What kind of place it is stands before its name, or behind it.
        bare = (name.partition(" ")[2], name.rpartition(" ")[0])
        named |= {one: e for one in (*(one for one in bare if " " in one), name) if one}
    return named


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _name(s: Statistic, language: str) -> str:
    return s.member.name.get(language, "") if s.member else ""


@cache
def _numbers(language: str) -> Mapping[str, int]:
    """Give what the words from one to ten stand for."""
    named = editor_words(language).numerals.items()
    return {word.casefold(): number for number, words in named if 0 < number <= 10 for word in words.split()}
