"""What two contents of an item say otherwise, as readers read it: not by values, which may move where no word does."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from briefcast.brief.corrections import Pair
from briefcast.brief.model import LanguageCode
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import phrases
from briefcast.language.written import write_period
from briefcast.ledger import RecordedItem
from briefcast.manifest.manifest import FactEntry
from briefcast.manifest.printed import AS_OF, ISSUER, LABEL, PERIOD
from briefcast.publishing.part_names import part_called
from briefcast.publishing.posts import plain
from briefcast.writing.content import begun_small

OUT_OF = ".out_of"
"""Ends the id of the number of which a figure is a part."""
TARGET, TARGET_BY = ".target", ".target.by"
"""End the ids of what a figure is to reach, and of when."""


def differing(
    was: RecordedItem,
    told: Sequence[str],
    figures: Mapping[str, str],
    labels: Mapping[str, str],
    printed: Mapping[str, str],
    *,
    known: Collection[str] | None = None,
) -> tuple[Pair, ...]:
    """Give what an item says otherwise than it did when it was recorded, figures first.

    Args:
        was: as it was recorded.
        told: its words now, a sentence or heading each.
        figures: every figure by its id, as its readers read it now.
        labels: what figures are called, by their ids, as `part_labels` gives them.
        printed: what stands beside its words now (`briefcast.manifest.printed`).
        known: ids of all statistics there are now, told or not; where given, one that there is no more counts as well.
    """
    gone = () if known is None else _gone(was, figures, labels, known)
    # A headline that its text says again, with a full stop, is one thing that was said.
    lines = {(as_said(gone), as_said(come)): (gone, come) for gone, come in changed_lines(was.told.splitlines(), told)}
    # What a picture has beside its number and a text says as well is one thing, too.
    parts: dict[str, Pair] = {}
    for id, pair in (*_figures(was, figures, labels), *_beside(was, printed)):
        parts.setdefault(id, pair)
    words = (Pair(was=gone, now=come) for gone, come in lines.values())
    said = {_as_one_thing(pair): pair for pair in reversed((*_with_their_times(parts), *gone, *words))}
    return tuple(reversed(said.values()))


def _as_one_thing(pair: Pair) -> tuple[str, str, str]:
    return as_said(pair.label), as_said(pair.was), as_said(pair.now)


def _with_their_times(parts: Mapping[str, Pair]) -> Iterator[Pair]:
    """Give the parts of figures, a target with the time at which it is to be reached where both were wrong."""
    for id, pair in parts.items():
        if id.endswith(TARGET_BY) and id.removesuffix(TARGET_BY) + TARGET in parts:
            continue
        by = parts.get(id.removesuffix(TARGET) + TARGET_BY) if id.endswith(TARGET) else None
        if by and by.was and by.now and pair.was and pair.now:
            pair = Pair(label=pair.label, was=f"{pair.was} ({by.was})", now=f"{pair.now} ({by.now})")
        yield pair


def _figures(was: RecordedItem, figures: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[tuple[str, Pair]]:
    """Give the figures that are not as they were, by their ids, each under the name of what it is."""
    changed = [
        id for id in figures if id in was.figures and id in labels and plain(was.figures[id]) != plain(figures[id])
    ]
    # "889 of 1,048" says both; beside it, the number alone would be said twice.
    wholes = {id: id.removesuffix(OUT_OF) for id in changed if id.endswith(OUT_OF)}
    together = {id for id in wholes.values() if all(_is_number(each.get(id, "")) for each in (was.figures, figures))}
    for id in changed:
        old, new, label = plain(was.figures[id]), plain(figures[id]), plain(labels[id])
        if id in together:
            continue
        if (own := wholes.get(id)) in together and own:
            pattern = phrasebook(was.language).out_of_spoken
            old, new = (pattern.format(n=plain(each[own]), of=plain(each[id])) for each in (was.figures, figures))
            label = plain(labels.get(own, label))
        yield id, Pair(label=label, was=old, now=new)


def _gone(
    was: RecordedItem, figures: Mapping[str, str], labels: Mapping[str, str], known: Collection[str]
) -> Iterator[Pair]:
    """Give the figures that there are no more: each beside the one that has its name now, if that is another value.

    A figure that was only given another id has its name and its value still.
    """
    named: dict[str, list[str]] = {}
    for id, written in figures.items():
        if "." not in id and id in labels:
            named.setdefault(as_said(plain(labels[id])), []).append(plain(written))
    for id, gone in was.figures.items():
        label = plain(was.printed.get(f"{LABEL} {id}", ""))
        if "." in id or id in known or not label:
            continue
        now = named.get(as_said(label), [])
        if plain(gone) not in now:
            yield Pair(label=label, was=plain(gone), now=next(iter(now), ""))


def _is_number(text: str) -> bool:
    """Say whether a figure is written in digits alone: "more than 8 in 10 of 1,048" would say nothing."""
    return bool(re.fullmatch(r"\d[\d.,\s]*", plain(text)))


_VALUE = ("", "exact", "plain", "ordinal")
"""Attributes that are the value itself, in other words."""
_PARTS: Mapping[str, Sequence[str]] = {
    "out_of": ("total",),
    "target": ("target",),
    "target.by": ("target", "period"),
    "baseline": ("baseline",),
    "baseline.period": ("baseline", "period"),
    "baseline.ordinal": ("baseline",),
    "period": ("period",),
    "change": ("change",),
    "change.size": ("change",),
    "change.alone": ("change",),
    "growth": ("change",),
    "growth.size": ("change",),
    "gap": ("gap",),
    "gap.size": ("gap",),
    "share": ("share",),
}
"""How other parts of a figure are called, in words of ``templates/scripts``."""


def part_labels(facts: Iterable[FactEntry], language: LanguageCode) -> Mapping[str, str]:
    """Give what each figure is called, by its id: "Homes with fibre (target)", "Homes with fibre (2019)".

    Two numbers under one name would be read as one that was corrected into the other. A part that has no name of its
    own is called nothing (empty), and what no word of the language names is left out.
    """
    named = ((fact.id, plain(fact.label.get(language, "")), fact) for fact in facts)
    return {id: _called(label, fact, language) for id, label, fact in named if label}


def _called(label: str, fact: FactEntry, language: LanguageCode) -> str:
    attribute, words = fact.id.partition(".")[2], phrases(language).labels
    if attribute in _VALUE:
        return label
    if fact.period and (attribute == "baseline" or attribute.startswith("series.")):
        return f"{label} ({write_period(fact.period, language, style='short')})"
    if attribute == "target" and (goal := fact.goal.get(language)):
        return f"{label} ({begun_small(goal)})"
    return part_called(label, _PARTS[attribute], words) if attribute in _PARTS else ""


def _beside(was: RecordedItem, printed: Mapping[str, str]) -> Iterator[tuple[str, Pair]]:
    """Give what stands beside the words and is not as it was: a period, a label, a source, the issuer, the date.

    The period of a figure by the id that its text calls it by, everything else by its own name.
    """
    words = phrases(was.language).labels
    for name, gone in was.printed.items():
        kind, _, id = name.partition(" ")
        come = printed.get(name, "")
        # A figure that is told no more has no period that could be wrong.
        if as_said(plain(gone)) == as_said(plain(come)) or not (come or kind == ISSUER):
            continue
        label = ""
        if kind == AS_OF:
            label = words["as_of"]
        elif kind == PERIOD:
            own, _, part = id.partition(".")
            name = f"{own}.{_PERIODS[part]}"
            label = part_called(printed.get(f"{LABEL} {own}", ""), _PARTS[_PERIODS[part]], words)
        yield name, Pair(label=plain(label), was=plain(gone), now=plain(come))


_PERIODS: Mapping[str, str] = {"": "period", "target": "target.by", "baseline": "baseline.period"}
"""By which attribute a text calls the period of a part of a figure."""


def as_said(text: str) -> str:
    """Give words as they are compared: a full stop at the end, or how blanks may break, makes them no other words."""
    return " ".join(text.split()).rstrip(".")


def changed_lines(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the lines that are not as they were, each beside the one that took its place.

    What stands elsewhere now, in the same words, was not said otherwise.
    """
    before, after = {as_said(plain(line)) for line in was}, {as_said(plain(line)) for line in now}
    for what, first, last, begin, end in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        old, new = was[first:last], now[begin:end]
        for number in range(max(len(old), len(new))):
            gone = plain(old[number]) if number < len(old) else ""
            come = plain(new[number]) if number < len(new) else ""
            gone, come = "" if as_said(gone) in after else gone, "" if as_said(come) in before else come
            if gone != come:
                yield gone, come
