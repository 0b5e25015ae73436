"""Subjects: which figures a few words of a text are about, by what these are called.

A figure is meant by words that are half of its label at least, or by what it counts, where no other figure of the point
is called so as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from briefcast.brief.model import Statistic
from briefcast.edition.predicates import names_of
from briefcast.edition.said import joined_letters, words_of

_HALF = 0.5


def figures_named(said: str, figures: Sequence[Statistic], language: str) -> list[Statistic]:
    """Give the figures that some words name, and no other; a figure of a place is named by the place."""
    told = words_of(said, language)
    whole = [s for s in figures if s.member is None]
    called = _called(whole, language)
    nouns = _nouns(whole, language)
    hits: dict[str, tuple[frozenset[str], float]] = {}
    for s in whole:
        own = called[s.id]
        hit = own & told
        counted = nouns[s.id]
        if counted and counted <= told:
            hits[s.id] = hit | counted, max(1.0, len(hit) / max(len(own), 1))
        elif hit and (len(hit) >= _HALF * len(own) or len(hit) > 1):
            hits[s.id] = hit, len(hit) / len(own)
    # Fires are not those whom they hurt: the words that name one figure whole do not name another in part.
    named = [
        s
        for s in whole
        if s.id in hits
        and not any(hits[s.id][0] <= other[0] and hits[s.id][1] < other[1] for id, other in hits.items() if id != s.id)
    ]
    return named + places_named(said, figures, language)


def places_named(said: str, figures: Sequence[Statistic], language: str) -> list[Statistic]:
    """Give the figures of places whose name stands in some words."""
    joined = f"(?:{joined_letters(language)})"
    members = [s for s in figures if s.member]
    return [s for s in members if re.search(rf"(?<!\w){joined}(?:{names_of(s, members, language)})(?!\w)", said)]


def _called(figures: Sequence[Statistic], language: str) -> Mapping[str, frozenset[str]]:
    """Give the words of each label that those of not all the others have."""
    labels = {s.id: words_of(s.label.get(language, ""), language) for s in figures}
    if len(labels) < 2:
        return labels
    shared = frozenset.intersection(*labels.values())
    return {id: own - shared or own for id, own in labels.items()}


def _nouns(figures: Sequence[Statistic], language: str) -> Mapping[str, frozenset[str]]:
    """Give what each figure counts, where no other counts the same."""
    nouns = {s.id: words_of(s.noun.get(language, ""), language) for s in figures}
    return {
        id: frozenset() if any(noun & nouns[other] for other in nouns if other != id) else noun
        for id, noun in nouns.items()
    }
