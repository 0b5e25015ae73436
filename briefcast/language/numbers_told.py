"""Which number a text tells in words, and whether a reading tells another than the word it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from briefcast.language.lexicon import lexicon
from briefcast.language.read_aloud import speak_text
from briefcast.language.say_moments import roman_value
from briefcast.language.spoken import LARGEST, spell_digits, spell_number, spell_ordinal, spell_year

_WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[IVX]{2,}")
_DIGITS = re.compile(r"\d+")
_QUANTITY = re.compile(r"\d[\d.,]*([^\W\d_]+)|[QqTt]\d+.*|.*/.*|.*(?<!\d)(?:19|20)\d\d(?!\d).*")
"""What has letters and digits and is no name: ``12km``, ``22nd``, ``Q3``, ``57-NQ/TW``, ``ASEAN-2025``."""
_UNSAID = frozenset({"and", "linh"})
"""Words inside a number that may be left out."""


def changed_number(word: str, reading: str, language: str) -> tuple[str, str]:
    """Give the word of a phrase of which the reading tells another number, with how it is said; empty where none does.

    The reading of a phrase has as many words as the phrase; syllables are joined by hyphens.
    """
    words, parts = word.split(), reading.split()
    pairs = list(zip(words, parts, strict=True)) if len(words) == len(parts) > 1 else [(word, reading)]
    for one, said in pairs:
        if usual := other_number(one, said, language):
            return one, usual
    if any(c.isdigit() for c in word):
        for one, said in pairs:
            # A number put into the word beside one is heard as part of it.
            if not _holds_number(one, language) and _numbers_in(said, language) != _numbers_in(one, language):
                return word, speak_text(word, language)
    return "", ""


def other_number(word: str, reading: str, language: str) -> str:
    """Give how a word's number is said where its reading tells another number, or none; empty where nothing is wrong.

    A name with digits, such as ``5G`` or ``COVID-19``, may be read without its number.
    """
    told = _numbers_in(reading, language)
    if (
        not _holds_number(word, language)
        or told in _forms(word, language)
        or (not told and not _is_quantity(word, language))
    ):
        return ""
    return (
        speak_text(word, language) if not _ROMAN.fullmatch(word) else spell_number(Decimal(roman_value(word)), language)
    )


def _holds_number(word: str, language: str) -> bool:
    return any(c.isdigit() for c in word) or bool(_ROMAN.fullmatch(word)) or _is_number_word(word, language)


def _is_number_word(word: str, language: str) -> bool:
    found = _split(word, language)
    return bool(found) and all(each in _number_words(language) for each in found)


def _is_quantity(word: str, language: str) -> bool:
    """Say whether a word with digits counts, dates or numbers something, so that its number has to be heard."""
    if not any(c.isdigit() for c in word):
        return False  # a number word may also be another word, such as "năm" and "two"
    if not any(c.isalpha() for c in word):
        return True
    found = _QUANTITY.fullmatch(word)
    if found is None:
        return False
    unit = found[1]
    return unit is None or unit[0].islower() or not unit.isascii() or unit in lexicon(language).units


@cache
def _forms(word: str, language: str) -> frozenset[tuple[str, ...]]:
    """Give every way in which the number of a word may be said."""
    return frozenset(_numbers_in(text, language) for text in _spoken_forms(word, language))


def _spoken_forms(word: str, language: str) -> Iterator[str]:
    yield speak_text(word, language)
    if _ROMAN.fullmatch(word):
        yield from _of_whole(str(roman_value(word)), language)
        return
    runs = _DIGITS.findall(word)
    for run in runs if len(runs) == 1 else ():
        yield from _of_whole(run, language)
    if len(runs) > 1:
        yield " ".join(spell_digits(run, language) for run in runs)
        yield " ".join(spell_number(Decimal(run), language) for run in runs if int(run) < LARGEST)


def _of_whole(digits: str, language: str) -> Iterator[str]:
    yield spell_digits(digits, language)
    number = int(digits)
    if number < LARGEST:
        for gender in ("f", "m"):
            yield spell_number(Decimal(number), language, gender=gender)
            yield spell_number(Decimal(number), language, gender=gender, counting=True)
    if number < 10_000:
        yield spell_ordinal(number, language)
        yield spell_year(number, language)


def _numbers_in(text: str, language: str) -> tuple[str, ...]:
    """Give the number words of a text, in order, however they are joined."""
    known = _number_words(language)
    return tuple(each for each in _split(text, language) if each in known and each not in _UNSAID)


def _split(text: str, language: str) -> list[str]:
    alike = lexicon(language).numbers_alike
    bare = "".join(c for c in unicodedata.normalize("NFC", text.lower()) if not unicodedata.combining(c))
    return [alike.get(word, word) for word in _WORD.findall(bare)]


@cache
def _number_words(language: str) -> frozenset[str]:
    numbers = (*range(131), 200, 300, 1000, 2000, 3000, 10**6, 10**9)
    said = [spell_number(Decimal(n), language, gender=gender) for n in numbers for gender in ("f", "m")]
    said += [spell_number(Decimal(n), language, counting=True) for n in numbers]
    said += [spell_ordinal(n, language) for n in range(1, 32)]
    said.append(lexicon(language).decimal)
    return frozenset(each for text in said for each in _split(text, language))
