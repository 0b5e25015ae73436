"""Bodies: whether two names are of one public body, however a language shortens and turns them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefcast.language.phrases import Bodies, phrases
from briefcast.language.written import without_marks

_BRACKETED = re.compile(r"\s*\([^()]*\)")
_LETTERS = re.compile(r"[^\W\d_]+(?:[״\"][^\W\d_]+)?")


def same_body(one: str, other: str, language: str) -> bool:
    """Say whether two names are of one body: *UBND phường 5* and *Ủy ban nhân dân phường 5*; no empty one is any."""
    words = phrases(language).bodies
    return bool(one and other) and _words_of(one, words) == _words_of(other, words)


def each_once(names: Iterable[str], language: str) -> tuple[str, ...]:
    """Give names of bodies in their order, each body by the name it had first."""
    told: list[str] = []
    for name in names:
        if name not in told and not any(same_body(name, other, language) for other in told):
            told.append(name)
    return tuple(told)


def called_by_kind(name: str, language: str) -> frozenset[str]:
    """Give what a body calls itself by its kind alone, in small letters: *the municipality*, *העירייה*, *phường*."""
    words, full = phrases(language).bodies, _in_full(name, phrases(language).bodies)
    return frozenset(called for kind, called in words.kinds.items() if re.search(rf"(?<!\w)(?:{kind})(?!\w)", full))


def _in_full(name: str, words: Bodies) -> str:
    """Write a name in small letters without what is short in it: *ubnd* is *ủy ban nhân dân*."""
    told = " ".join(without_marks(_BRACKETED.sub("", name)).replace("’", "'").casefold().split())
    for short, full in words.short.items():
        told = re.sub(rf"(?<!\w){short}(?!\w)", full, told)
    return told


def _words_of(name: str, words: Bodies) -> frozenset[str]:
    """Give what a name says, in whichever order: "Nof Yam Municipality" is the "Municipality of Nof Yam"."""
    return frozenset(_LETTERS.findall(_in_full(name, words))) - set(words.small)
