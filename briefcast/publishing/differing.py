"""What two contents of an item say otherwise, as readers read it: not by values, which may move where no word does."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefcast.brief.corrections import Pair
from briefcast.language.phrases import phrases
from briefcast.ledger import RecordedItem
from briefcast.manifest.printed import AS_OF, ISSUER, LABEL, PERIOD
from briefcast.publishing.posts import plain


def differing(
    was: RecordedItem,
    told: Sequence[str],
    figures: Mapping[str, str],
    labels: Mapping[str, str],
    printed: Mapping[str, str],
) -> tuple[Pair, ...]:
    """Give what an item says otherwise than it did when it was recorded, figures first.

    Args:
        was: as it was recorded.
        told: its words now, a sentence or heading each.
        figures: every figure by its id, as its readers read it now.
        labels: what figures are called, by their ids.
        printed: what stands beside its words now (`briefcast.manifest.printed`).
    """
    said = [
        Pair(label=plain(labels.get(id) or ""), was=plain(was.figures[id]), now=plain(figures[id]))
        for id in figures
        if id in was.figures and plain(was.figures[id]) != plain(figures[id]) and labels.get(id)
    ]
    # A headline that its text says again, with a full stop, is one thing that was said.
    lines = {(gone.rstrip("."), come.rstrip(".")): (gone, come) for gone, come in _told(was, told)}
    beside = _beside(was, printed)
    return tuple(dict.fromkeys((*said, *beside, *(Pair(was=gone, now=come) for gone, come in lines.values()))))


def _beside(was: RecordedItem, printed: Mapping[str, str]) -> Iterator[Pair]:
    """Give what stands beside the words and is not as it was: a period, a label, a source, the issuer, the date."""
    words = phrases(was.language).labels
    for name, gone in was.printed.items():
        kind, _, id = name.partition(" ")
        come = printed.get(name, "")
        # A figure that is told no more has no period that could be wrong.
        if plain(gone) == plain(come) or not (come or kind == ISSUER):
            continue
        label = ""
        if kind == AS_OF:
            label = words["as_of"]
        elif kind == PERIOD:
            label = _part(printed.get(f"{LABEL} {id.partition('.')[0]}", ""), _PERIODS[id.partition(".")[2]], words)
        yield Pair(label=plain(label), was=plain(gone), now=plain(come))


_PERIODS: Mapping[str, Sequence[str]] = {
    "": ("period",),
    "target": ("target", "period"),
    "baseline": ("baseline", "period"),
}
"""How the period of a part of a figure is called, in words of ``templates/scripts``."""


def _part(label: str, names: Iterable[str], words: Mapping[str, str]) -> str:
    """Name a part of a figure as what it is: "Homes with fibre (target, period)"."""
    part = ", ".join(begun_small(words[name]) for name in names)
    return f"{label} ({part})" if label else words[next(iter(names))]


def begun_small(text: str) -> str:
    """Give words that stand within others."""
    return f"{text[:1].lower()}{text[1:]}"


def _told(was: RecordedItem, told: Sequence[str]) -> Iterator[tuple[str, str]]:
    return changed_lines(was.told.splitlines(), told)


def changed_lines(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the lines that are not as they were, each beside the one that took its place."""
    for what, first, last, begin, end in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        old, new = was[first:last], now[begin:end]
        for number in range(max(len(old), len(new))):
            gone = plain(old[number]) if number < len(old) else ""
            come = plain(new[number]) if number < len(new) else ""
            if gone != come:
                yield gone, come
