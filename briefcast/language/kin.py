"""Words of one root: *treated* and *treatment*, מטופלים and הטיפול."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

_HEBREW = re.compile("[א-ת]")
_SHARED_MIN = 5
"""Letters that two words begin with alike to be of one root; *interest* and *international* share as many."""
_ENDING_MAX = 2
"""Letters of the shorter word that may be its own ending."""
_ROOT_MIN = 3
"""Consonants of a Hebrew root."""


def akin(one: str, other: str) -> bool:
    """Say whether two words of a language with letters for sounds are of one root, whatever their endings."""
    one, other = one.casefold(), other.casefold()
    if one == other:
        return True
    if _HEBREW.search(one) or _HEBREW.search(other):
        root = _root(one)
        return len(root) >= _ROOT_MIN and root == _root(other)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return shared >= max(_SHARED_MIN, min(len(one), len(other)) - _ENDING_MAX)


def any_akin(some: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether any of some words is of one root with any of others."""
    known = tuple(others)
    return any(akin(one, other) for one in some for other in known)


def _root(word: str) -> str:
    """Give the consonants of a Hebrew word without what is written together with it and without its ending."""
    bare = re.sub("(?:ים|ות|ה|ת|י)$", "", re.sub("^ו?[הבלמשכ]+(?=.{3})", "", word))
    return re.sub("[וי]", "", bare)
