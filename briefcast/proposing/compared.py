"""Compared: which words of a proposal the original has not, and which of the original are gone.

Rules hold figures, directions, denials, claims and names. That a clinic became a hospital, or a loan a grant, no rule
knows: so the words that came and went are marked for the person who decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefcast.brief.references import REFERENCE
from briefcast.edition.directions import stem_of
from briefcast.edition.words import editor_words
from briefcast.proposing.wanted import Wanted

_WORD = re.compile(r"[^\W\d_][\w'’׳״-]*")


def is_across(wanted: Wanted) -> bool:
    """Say whether a proposal is in another language than its original: no rule compares single words then."""
    return wanted.language != wanted.original_language


def marked(wanted: Wanted, text: str) -> tuple[tuple[str, bool], ...]:
    """Give a proposal in pieces, each with whether it is a word that the original has not; all of a translation is."""
    if is_across(wanted):
        return ((text, True),) if text else ()
    known = {_as_word(word) for word in _words(wanted.original)}
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, word in _placed(text):
        if _as_word(word) not in known and not _is_small(word, wanted.language):
            pieces += [(text[end:start], False), (word, True)]
            end = start + len(word)
    return tuple(piece for piece in (*pieces, (text[end:], False)) if piece[0])


def new_words(wanted: Wanted, text: str) -> tuple[str, ...]:
    """Give the words of a proposal that the original has not, each once; none of a translation."""
    if is_across(wanted):
        return ()
    return tuple(dict.fromkeys(word for word, is_new in marked(wanted, text) if is_new))


def gone_words(wanted: Wanted, text: str) -> tuple[str, ...]:
    """Give the words of the original that a proposal has not, each once; none of a translation."""
    if is_across(wanted):
        return ()
    has = {_as_word(word) for word in _words(text)}
    gone = (w for w in _words(wanted.original) if _as_word(w) not in has and not _is_small(w, wanted.language))
    return tuple(dict.fromkeys(gone))


def _words(text: str) -> Iterator[str]:
    return (word for _, word in _placed(text))


def _placed(text: str) -> Iterator[tuple[int, str]]:
    bare = REFERENCE.sub(lambda found: " " * len(found[0]), text)
    return ((found.start(), found[0]) for found in _WORD.finditer(bare))


def _as_word(word: str) -> str:
    return stem_of(word.casefold())


def _is_small(word: str, language: str) -> bool:
    words = editor_words(language).directions
    return words is not None and word.casefold() in words.small_words
