"""What a text is cut into before it is read aloud: numbers, words, units, signs, each with its class.

The class of a word depends on what stands before it: ``m`` after a number is a unit, ``k`` at its last
digit a scale, ``I`` after ``quý`` a numeral. What each language knows is its lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from briefcast.language.lexicon import Lexicon, lexicon
from briefcast.language.phrasebook import phrasebook
from briefcast.languages import kept_by_locale
from briefcast.languages import language as _language

NUMBER, DIGITS, VULGAR = "N", "D", "V"
"""A number; digits with marks between them that are none (dates, versions, telephones); ½."""
WORD, UNIT, SCALE, SUFFIX = "W", "U", "S", "X"
"""A word; a unit of measure; million; the letters at a number that stand for a scale."""
SIGN, CODE, MONTH, HALF_DAY = "C", "K", "M", "H"
"""A sign of money; its code in letters; the name of a month; a.m. and p.m. after a time."""
ORDINAL, ROMAN, ABBREVIATION, LETTERS = "O", "R", "A", "L"
"""The ending of an ordinal; I, V, X; a word read otherwise than it is spelled; letters without a vowel."""
PREFIX, ADDRESS, DOCUMENT, FIGURE = "P", "@", "B", "F"
"""One-letter words joined to what follows; a web or mail address; the number of a document; a figure of the brief."""
BLANK, DASH, PERCENT = " ", "-", "%"
"""Any other sign is a class of its own: ``/``, ``:``, ``(``."""

FIRST_FIGURE = 0x100000
"""Figures stand in a text as characters of the last private plane, in their order; icon fonts use the others."""
_FIGURES = f"{chr(FIRST_FIGURE)}-\U0010fffd"
_MARKS = "\u200e\u200f\u2066\u2067\u2068\u2069"
"""What the eye needs and the voice must not see."""
_DASHES = "-\u2010\u2011\u2012\u2013\u2212"
_TOP_DOMAINS = "vn|com|org|net|gov|edu|info|int|eu|il|io|uk|us"
"""Endings by which an address without its scheme is told from a word with a dot in it."""
_COUNTED = frozenset({NUMBER, VULGAR, SCALE, SUFFIX, FIGURE})
_SIGNS_OF_UNITS = re.compile("[^a-zA-Zא-ת׳״À-ỹ]")
YEARS = (1800, 2100)
"""Four digits without a group sign that are read as a year."""
VULGAR_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅛": "1/8"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text with its class."""

    kind: str
    text: str
    """Without direction marks, in the form the lexicon knows."""
    shown: str
    """As it stands in the text."""
    figure: int = -1
    """Which figure of the brief it belongs to; -1 for none."""


@dataclass(frozen=True, kw_only=True)
class _Vocabulary:
    """The words of one language by what they are."""

    pattern: re.Pattern[str]
    irregular: dict[str, str]
    """Classes of what is no plain word: ``°C``, ``a.m.``, ``TP.HCM``."""
    words: Lexicon
    scales: frozenset[str]
    months: frozenset[str]
    group: str
    decimal: str


def cut_tokens(text: str, language: str) -> tuple[Token, ...]:
    """Cut a text into tokens; joined again, what they show is the text."""
    known = _vocabulary(language)
    tokens: list[Token] = []
    for match in known.pattern.finditer(text):
        if match.lastgroup is None and tokens:
            # Marks at the end of the text belong to its last token.
            tokens[-1] = replace(tokens[-1], shown=tokens[-1].shown + match[0])
        else:
            tokens.append(_token(match, tokens, known))
    return tuple(tokens)


def parse_number(digits: str, language: str) -> str:
    """Give a number as Python writes it: ``1.084,5`` in Vietnamese is 1084.5."""
    known = _vocabulary(language)
    return digits.replace(known.group, "").replace(known.decimal, ".")


def is_number(digits: str, language: str) -> bool:
    """Whether digits with marks between them are one number of the language."""
    return _is_number(digits, _vocabulary(language))


def any_of(words: Iterable[str]) -> str:
    """Give the pattern that matches any of some words, the longest first; one that matches nothing for none."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _number_pattern(group: str, decimal: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\d{{1,3}}(?:{re.escape(group)}\d{{3}})+|\d+)(?:{re.escape(decimal)}\d+)?")


def _is_number(digits: str, known: _Vocabulary) -> bool:
    return _number_pattern(known.group, known.decimal).fullmatch(digits) is not None


@kept_by_locale
def _vocabulary(language: str) -> _Vocabulary:
    words, book = lexicon(language), phrasebook(language)
    locale = _language(language).locale
    months = frozenset({*book.dates.months_spoken, *words.dates.months_short})
    plain = re.compile(r"[^\W\d_]+(?:[׳״][^\W\d_]*)*")
    classes = (
        (ABBREVIATION, (*words.abbreviations, *(word[0].upper() + word[1:] for word in words.abbreviations))),
        (HALF_DAY, words.times.halves),
        (MONTH, months),
        (UNIT, words.units),
        (SIGN, words.currencies),
    )
    irregular: dict[str, str] = {}
    for kind, entries in classes:
        irregular.update((word, kind) for word in entries if not plain.fullmatch(word))
    vulgar = "".join(VULGAR_FRACTIONS)
    by_length = sorted(irregular.items(), key=lambda entry: len(entry[0]), reverse=True)
    marks = f"[{_MARKS}]*"
    joint = f"[{words.prefixes}]{{1,3}}[־-](?=[{_MARKS}]*[\\w+−*$€₪{vulgar}{_FIGURES}-])" if words.prefixes else "(?!)"
    measures = any_of(word for word in (*words.units, *words.currency_codes) if word[0].isupper())
    parts = {
        "figure": rf"[{_FIGURES}]",
        "blank": r"[ \t\r\n\u00a0\u202f]+",
        "address": (
            r"(?<!\w)(?:(?:https?://|www\.)[^\s,;)]*[^\s,;).!?]|[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"
            rf"|(?<![.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{_TOP_DOMAINS})(?:/[\w/.?=&%#-]*\w)?(?![\w-]))"
        ),
        "code": (
            rf"(?<![\w/.,])(?:\d+(?:/\d{{4}})?/(?!(?:{measures})(?!\w))[A-ZĐ][A-ZĐa-z]*\d*(?:-[A-ZĐ][A-ZĐƯa-zđ]*\d*)*(?![\w-])"
            r"|\d+-[A-ZĐ]{2}[A-ZĐa-z]*/[A-ZĐƯ]{2,}(?![\w-]))"
        ),
        "prefix": rf"(?<!\w){joint}",
        "irregular": "|".join(_bounded(word, kind, words) for word, kind in by_length) or "(?!)",
        "digits": r"\d+(?:[.,]\d+)*",
        "vulgar": f"[{vulgar}]",
        "word": rf"[^\W\d_{vulgar}]+(?:[’'׳״\"](?=[^\W\d_])[^\W\d_{vulgar}]+)*(?:(?<=[א-ת])[׳'])?",
        "other": rf"[^{_MARKS}]",
    }
    # Marks before a token belong to it, so that what is shown can be put together again.
    pattern = marks + "(?:" + "|".join(f"(?P<{name}>{part})" for name, part in parts.items()) + f")|[{_MARKS}]+$"
    return _Vocabulary(
        pattern=re.compile(pattern),
        irregular=irregular,
        words=words,
        scales=frozenset((*(scale.word for scale in book.scales), *words.scale_words)),
        months=months,
        group=get_group_symbol(locale),
        decimal=get_decimal_symbol(locale),
    )


def _bounded(word: str, kind: str, words: Lexicon) -> str:
    """Give the pattern of a word that is no plain one, with what may stand before and behind it."""
    before = "" if kind in (UNIT, HALF_DAY, SIGN) else r"(?<![\w./])" if word[-1].isalnum() else r"(?<!\w)"
    behind = (r"(?!\w)" if kind == UNIT else r"(?![\w$]|/\d)") if word[-1].isalnum() and kind != SIGN else ""
    row = words.abbreviations.get(word)
    if row is not None and row.before_number:
        behind = r"(?=\s?[\dA-ZĐ])"
    return f"{before}{re.escape(word)}{behind}"


def _token(match: re.Match[str], before: Sequence[Token], known: _Vocabulary) -> Token:
    shown = match[0]
    text = shown.strip(_MARKS)
    name = match.lastgroup
    if name == "figure":
        return Token(FIGURE, text, shown, ord(text) - FIRST_FIGURE)
    if name == "blank":
        return Token(BLANK, " ", shown)
    if name == "digits":
        return Token(NUMBER if _is_number(text, known) else DIGITS, text, shown)
    if name == "irregular":
        if text.endswith(".") and text[:-1] in known.words.units and _counts(before):
            return Token(UNIT, text[:-1], shown)
        return Token(_irregular(text, before, known), text, shown)
    if name == "word":
        text = text.replace('"', "״").replace("μ", "µ")
        if re.search("[א-ת]'?$", text):
            text = text.replace("'", "׳")
        return Token(_kind_of_word(text, before, known), text, shown)
    if name == "other":
        return Token(DASH if text and text in _DASHES else text, text, shown)
    kinds = {"address": ADDRESS, "code": DOCUMENT, "prefix": PREFIX, "vulgar": VULGAR, None: ""}
    return Token(kinds[name], text, shown)


def _irregular(text: str, before: Sequence[Token], known: _Vocabulary) -> str:
    kind = known.irregular[text]
    if kind == HALF_DAY and not _counts(before):
        return WORD
    return kind


def _kind_of_word(text: str, before: Sequence[Token], known: _Vocabulary) -> str:
    """Tell what a word is; what only a number makes of it goes before what it is alone."""
    words = known.words
    joined = bool(before) and before[-1].kind in (NUMBER, VULGAR)
    if joined and text in words.ordinal_endings:
        return ORDINAL
    if joined and text in words.scale_suffixes and _is_suffix(text, before, words):
        return SUFFIX
    counts = _counts(before)
    if counts and text.lower() in words.times.halves:
        return HALF_DAY
    if text in words.units and (counts or _SIGNS_OF_UNITS.search(text) or _is_per(before)):
        return UNIT
    if counts and text in known.scales:
        return SCALE
    if counts and text in words.currencies:
        return SIGN
    return _kind_alone(text, known)


def _kind_alone(text: str, known: _Vocabulary) -> str:
    words = known.words
    if text in words.currency_codes:
        return CODE
    if text in known.months:
        return MONTH
    if words.prefixes and text[1:] in known.months and text[0] in words.prefixes:
        return MONTH
    if text in words.abbreviations or (text[0].isupper() and text[0].lower() + text[1:] in words.abbreviations):
        return ABBREVIATION
    if words.prefixes and any(_is_joined(text, length, words) for length in (1, 2)):
        return ABBREVIATION
    if not text.strip("IVXL"):
        return ROMAN
    if words.letters and 2 <= len(text) <= 6 and not text.strip("BCDFGHJKLMNPQRSTVWXZĐ"):
        return LETTERS
    return WORD


def _is_joined(text: str, length: int, words: Lexicon) -> bool:
    """Whether a word is an abbreviation of the language's own letters with one-letter words joined to it: בדו״ח."""
    rest = text[length:]
    return rest in words.abbreviations and "א" <= rest[0] <= "ת" and not text[:length].strip(words.prefixes)


def _is_suffix(text: str, before: Sequence[Token], words: Lexicon) -> bool:
    """Whether letters at a number stand for a scale: any of them behind money, else those that are no unit."""
    if text in words.plain_suffixes:
        return True
    # Back over the number, or both of a range: $5–7m.
    ahead = next((token.kind for token in reversed(before) if token.kind not in (NUMBER, VULGAR, DASH, BLANK)), "")
    return ahead in (SIGN, CODE)


def _counts(before: Sequence[Token]) -> bool:
    """Whether what is before a word is a number, at its last digit or a blank away (5 km, 5km, 5-km)."""
    if not before:
        return False
    last = before[-1]
    if last.kind in (BLANK, DASH) and len(before) > 1:
        last = before[-2]
    return last.kind in _COUNTED


def _is_per(before: Sequence[Token]) -> bool:
    """Whether a word stands behind a stroke after an amount: đồng/m."""
    return len(before) > 2 and before[-1].kind == "/" and any(token.kind in _COUNTED for token in before[-9:])
