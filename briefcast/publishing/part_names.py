"""How parts of a figure are called beside it, and which of them say nothing that the figure does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from briefcast.brief.model import LanguageCode
from briefcast.language.phrases import phrases
from briefcast.writing.content import begun_small

_FOLLOWS = ("change", "gap", "share")
"""Parts that follow from a figure and what it is held against: nobody has to be told that they moved with it."""


def follows(label: str, labels: Collection[str], language: LanguageCode) -> bool:
    """Say whether what is called so only follows from a figure that is among these labels as well.

    "Average wait (change): down 11 minutes, not 14" says nothing beside "Average wait: 41 minutes, not 38".
    """
    words = phrases(language).labels
    return any(label == part_called(own, (name,), words) for own in labels if own for name in _FOLLOWS)


def part_called(label: str, names: Iterable[str], words: Mapping[str, str]) -> str:
    """Name a part of a figure as what it is: "Homes with fibre (target, period)"."""
    part = ", ".join(begun_small(words[name]) for name in names)
    return f"{label} ({part})" if label else words[next(iter(names))]
