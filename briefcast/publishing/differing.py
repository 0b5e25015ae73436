"""What two contents of an item say otherwise, as readers read it: not by values, which may move where no word does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from briefcast.brief.corrections import Pair
from briefcast.ledger import RecordedItem
from briefcast.publishing.posts import plain


def differing(
    was: RecordedItem, told: Sequence[str], figures: Mapping[str, str], labels: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Give what an item says otherwise than it did when it was recorded, figures first.

    Args:
        was: as it was recorded.
        told: its words now, a sentence or heading each.
        figures: every figure by its id, as its readers read it now.
        labels: what figures are called, by their ids.
    """
    said = [
        Pair(label=plain(labels.get(id) or ""), was=plain(was.figures[id]), now=plain(figures[id]))
        for id in figures
        if id in was.figures and plain(was.figures[id]) != plain(figures[id]) and labels.get(id)
    ]
    # A headline that its text says again, with a full stop, is one thing that was said.
    lines = {(gone.rstrip("."), come.rstrip(".")): (gone, come) for gone, come in _told(was, told)}
    return (*dict.fromkeys(said), *(Pair(was=gone, now=come) for gone, come in lines.values()))


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
