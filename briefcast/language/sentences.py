"""Where a sentence ends: never after an abbreviation, an initial or inside a number.

Used wherever a text is cut: for the voice, for captions, headlines and posts.
"""

from __future__ import annotations

import re

from briefcast.language.keeping import CLOSING, OPENING
from briefcast.language.lexicon import lexicon
from briefcast.languages import kept_by_locale

_END = re.compile(rf"[.!?…][{re.escape(CLOSING)}]*$")
_BLANKS = re.compile(r"[ \t\n\r]+")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
"""A letter with a full stop, or several: J., Ph., U.S."""


def split_sentences(text: str, language: str) -> tuple[str, ...]:
    """Split a text into its sentences, each with its punctuation."""
    words = [word for word in _BLANKS.split(text.strip()) if word]
    sentences: list[list[str]] = [[]]
    for word, following in zip(words, [*words[1:], ""], strict=True):
        sentences[-1].append(word)
        if following and ends_sentence(word, following, language):
            sentences.append([])
    return tuple(" ".join(words) for words in sentences if words)


def ends_sentence(word: str, following: str, language: str) -> bool:
    """Whether a sentence ends with a word, as written with its punctuation, when another word follows."""
    if not _END.search(word):
        return False
    first = following.lstrip(OPENING + "…")[:1]
    if first.islower():
        return False
    bare = word.strip(OPENING + CLOSING)
    if not bare.endswith(".") or not is_abbreviation(bare, language):
        return True
    begins = lexicon(language).begins
    new = following.strip(OPENING + CLOSING + ".,;:!?…") in begins
    if bare in _may_end(language):
        return new if begins else first.isupper()
    row = lexicon(language).abbreviations.get(bare)
    if row is not None and row.before_number:
        return (
            not (first.isdigit() or first == "{")
            if begins
            else not (first.isdigit() or first.isupper() or first == "{")
        )
    return new and _INITIAL.fullmatch(bare) is not None


def is_abbreviation(word: str, language: str) -> bool:
    """Whether the full stop of a word is its own: Dr., PGS.TS., J."""
    if word in _stopped(language) or _INITIAL.fullmatch(word):
        return True
    parts = [f"{part}." for part in word.split(".") if part]
    return len(parts) > 1 and all(part in _stopped(language) for part in parts)


def unstopped(text: str, language: str) -> str:
    """Give a text without the full stop that ends its sentence; that of an abbreviation stays: 8:30 p.m., Herzl St."""
    text = text.rstrip()
    if not text.endswith(".") or text.endswith(".."):
        return text.rstrip(".")
    last = _BLANKS.split(text.replace("\u00a0", " "))[-1].lstrip(OPENING)
    # A letter alone ends a sentence: vitamin C.
    return text if len(last) > 2 and is_abbreviation(last, language) else text[:-1]


@kept_by_locale
def _stopped(language: str) -> frozenset[str]:
    words = lexicon(language)
    own = {word for word in words.abbreviations if word.endswith(".")}
    months = {word for word in words.dates.months_short if word.endswith(".")}
    halves = {word for word in words.times.halves if word.endswith(".")}
    known = own | months | halves | set(words.stops)
    return frozenset(known | {word[0].upper() + word[1:] for word in known})


@kept_by_locale
def _may_end(language: str) -> frozenset[str]:
    return frozenset(lexicon(language).may_end)
