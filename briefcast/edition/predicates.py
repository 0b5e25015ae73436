"""Predicates: what a text says of places of a figure, and of which of them it is true.

That a place met the target, lies above all of them together, rose or fell since its earlier value, or has more than
three quarters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from briefcast.brief.measures import SIGNED, measure_of
from briefcast.brief.model import Statistic, Target
from briefcast.brief.references import FIGURE
from briefcast.edition.directions import ways_gone
from briefcast.edition.said import joined_forms
from briefcast.edition.shares import named_parts
from briefcast.edition.words import any_number, editor_words, numbers_in_words, read_number
from briefcast.writing.targets import has_met

_BETWEEN = 60
"""Characters between places and what they did: their names."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a text says that places did, where, and of which of them it is true, in their order."""

    place: int
    words: str
    holds: tuple[bool, ...]


def first_said(behind: str, entries: Sequence[Statistic], whole: Statistic | None, language: str) -> Said | None:
    """Give what places are said to have done first behind their number or name; nothing where it is denied."""
    words = editor_words(language).claims
    found = min(_all_said(behind, entries, whole, language), key=lambda said: said.place, default=None)
    if words is None or found is None:
        return None
    # Of "did not meet" and "meet" the first is said.
    between = behind[: found.place]
    unsaid = re.search(rf"(?<!\w)(?:{words.denied}|{words.not_behind}|{words.save})(?!\w)", between, re.IGNORECASE)
    # Who did by which amount, or in which year, is fewer than who did.
    goes_on = behind[found.place + len(found.words) :]
    if unsaid or found.place > _BETWEEN or FIGURE in between or re.match(rf"\s(?:{words.by_amount})(?!\w)", goes_on):
        return None
    return found


def _all_said(behind: str, entries: Sequence[Statistic], whole: Statistic | None, language: str) -> Iterator[Said]:
    """Give every predicate that a text holds."""
    editor = editor_words(language)
    words, ways = editor.claims, editor.directions
    if words is None:
        return
    patterns: list[tuple[str, Sequence[bool]]] = []
    named = words.target if whole and whole.target else f"(?:{words.target}|{words.budget})"
    if whole and (target := _target_of(whole, named)):
        met = [has_met(e.model_copy(update={"target": target})) for e in entries]
        if None not in met:
            reached, lower = [bool(one) for one in met], whole.better == "lower"
            past = reached if whole.target or lower else [e.value > target.value for e in entries]
            patterns += [(words.missed, [not one for one in reached]), (words.passed, past), (words.met, reached)]
            patterns += [(words.below, [e.value < target.value for e in entries]), (words.meet, reached)]
    if whole:
        patterns.append((words.above_average, [e.value > whole.value for e in entries]))
        patterns.append((words.below_average, [e.value < whole.value for e in entries]))
    if ways and (moved := moves_of(entries)):
        behind_verb = rf"(?={ways.alone}|\s*[^\w\s])" if ways.alone else ""
        patterns.append((rf"(?:{ways.rises}|{words.dearer}){behind_verb}", [one > 0 for one in moved]))
        patterns.append((rf"(?:{ways.drops}|{words.cheaper}){behind_verb}", [one < 0 for one in moved]))
    for pattern, holds in patterns:
        filled = pattern.replace("{target}", named).replace("{ceiling}", words.ceiling)
        if at := re.search(rf"(?<!\w)(?:{filled})(?!\w)", behind, re.IGNORECASE):
            yield Said(place=at.start(), words=at[0], holds=tuple(holds))
    if all(e.unit == "percent" for e in entries):
        for at, amount, way in percentages(behind, "", language):
            yield Said(place=at.start(), words=at[0], holds=tuple((e.value - amount) * way > 0 for e in entries))
        if editor.parts and (at := re.match(rf"\s?(?:{editor.parts.most})(?!\w)", behind, re.IGNORECASE)):
            yield Said(place=at.start(), words=at[0].strip(), holds=tuple(e.value > _HALF_PERCENT for e in entries))
        for said, low, high in named_parts(editor.parts, behind) if editor.parts else ():
            if at := re.search(rf"(?<!\w){said}", behind, re.IGNORECASE):
                yield Said(
                    place=at.start(),
                    words=at[0],
                    holds=tuple(low <= Fraction(e.value) / 100 <= high for e in entries),
                )


def percentages(text: str, end: str, language: str) -> Iterator[tuple[re.Match[str], Decimal, int]]:
    """Give where a text says over or under a percentage, in digits or words, with it and 1 for over, -1 for under."""
    editor = editor_words(language)
    words, percent = editor.claims, editor.kinds.get("percent", r"(?!)")
    spelled = rf"(?P<spelled>{any_number(numbers_in_words(language, _PERCENT_MAX))})\s(?:{percent})"
    for way, pattern in ((-1, words.under), (1, words.over)) if words else ():
        amount = (
            rf"(?:(?P<amount>\d+(?:[.,]\d+)?)\s?%|{spelled}|(?:{percent})\s(?P<behind>{'|'.join(_ones(language))}))"
        )
        if at := re.search(rf"(?<!\w)(?:{pattern})\s?{amount}{end}", text, re.IGNORECASE):
            told = at["spelled"] or at["behind"]
            typed = (
                Decimal(read_number(told, language, _PERCENT_MAX)) if told else Decimal(at["amount"].replace(",", "."))
            )
            yield at, typed, way


def _ones(language: str) -> list[str]:
    """Give the words for one, which Hebrew writes behind what there is one of."""
    return [word for word, number in numbers_in_words(language, 1).items() if number == 1] or [r"(?!)"]


_HALF_PERCENT = 50
_PERCENT_MAX = 90
"""The largest percentage that is read in words."""


def _target_of(whole: Statistic, named: str) -> Target | None:
    """Give the target of all places: their own, or the whole of the plan that a percentage is a part of."""
    if whole.target:
        return whole.target
    of_plan = whole.unit == "percent" and any(re.search(named, label, re.IGNORECASE) for label in whole.label.values())
    return Target(value=Decimal(100)) if of_plan and measure_of(whole) != "growth" else None


def moves_of(entries: Sequence[Statistic]) -> tuple[int, ...] | None:
    """Give which way every place went: 1 up, -1 down, 0 neither; nothing where that is not known of all."""
    if all(measure_of(e) in SIGNED for e in entries):
        return tuple((e.value > 0) - (e.value < 0) for e in entries)
    ways = [ways_gone(e) for e in entries]
    return tuple(next(iter(one)) for one in ways) if ways and all(len(one) == 1 for one in ways) else None


def names_of(s: Statistic, entries: Sequence[Statistic], language: str) -> str:
    """Give what finds a place: by its name, with or without the word for what kind of place all of them are."""
    names = [e.member.name.get(language, "").split() for e in entries if e.member]
    own = s.member.name.get(language, "") if s.member else ""
    told, rest = [own], own.split()
    for at, cut in ((0, slice(1, None)), (-1, slice(None, -1))):
        kinds = {name[at] for name in names if len(name) > 1}
        if len(rest) > 1 and (len(kinds) == 1 or (at == 0 and rest[0][:1].islower())):
            told.append(" ".join(rest[cut]))
    bare = own.partition(" ")[2]
    told += [bare] if " " in bare else []
    told += [one for name in told for one in joined_forms(name)]
    return "|".join(re.escape(one) for one in sorted(set(told), key=len, reverse=True) if one) or r"(?!)"
