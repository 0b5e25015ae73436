"""How parts of a figure are called beside it, and which of them say nothing that the figure does not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from briefcast.brief.model import LanguageCode
from briefcast.language.phrases import phrases
from briefcast.writing.content import begun_small

_FOLLOWS = ("change", "gap", "share")
"""Parts that follow from a figure and what it is held against: nobody has to be told that they moved with it."""


def follows(label: str, labels: Collection[str], language: LanguageCode) -> bool:
    """Say whether what is called so only follows from a figure, or a part of it, that is among these labels as well.

    "Average wait (change): down 11 minutes, not 14" says nothing beside "Average wait: 41 minutes, not 38", nor
    does what is told against a target beside the target.
    """
    ends = {name: part_called(" ", (name,), phrases(language).labels).strip() for name in _FOLLOWS}
    own = next((label.removesuffix(end).rstrip() for end in ends.values() if label.endswith(f" {end}")), "")
    beside = (each for each in labels if each != label and not any(each.endswith(f" {end}") for end in ends.values()))
    return bool(own) and any(each == own or each.startswith(f"{own} (") for each in beside)


def part_called(label: str, names: Iterable[str], words: Mapping[str, str]) -> str:
    """Name a part of a figure as what it is: "Homes with fibre (target, period)"."""
    part = ", ".join(begun_small(words[name]) for name in names)
    return f"{label} ({part})" if label else words[next(iter(names))]
