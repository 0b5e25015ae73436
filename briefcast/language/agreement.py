"""How a number agrees with what it counts or numbers, where a language has genders: שלוש משימות, הרבעון השלישי."""

from __future__ import annotations

import re
from decimal import Decimal

from briefcast.language.lexicon import Lexicon
from briefcast.language.line import Line, Reading
from briefcast.language.phrasebook import Gender
from briefcast.language.spoken import spell_before_unit, spell_number
from briefcast.language.tokens import BLANK, DASH, FIGURE, MONTH, NUMBER, PREFIX, SCALE, UNIT

_NOUN = re.compile("[א-ת]{2,}")
"""A noun written out; an abbreviation has a sign in it."""


def agreeing(line: Line, value: Decimal, start: int, end: int) -> str:
    """Say a number from one token to another so that it agrees with the noun it counts."""
    words, language = line.words, line.language
    noun = _noun_after(line, end)
    if value == 1 and (single := _single(line, start)):
        return spell_number(value, language, gender=words.people[single])
    if words.ages and is_age(line, start):
        return spell_number(value, language)
    if line.word_before(start).lower() in words.after:
        if words.half and value % 1 == Decimal("0.5"):
            # פי 2.5: two and a half times.
            return words.half.format(n=spell_number(value // 1, language, gender="m"))
        return spell_number(value, language)
    if _label(line, start) and not is_plural(noun, words):
        return spell_number(value, language)
    if noun in words.pronouns:
        return spell_number(value, language, gender=words.pronouns[noun])
    if words.half and noun == words.half.removeprefix("{n} "):
        return spell_number(value, language, gender=gender_of(_noun_after(line, end + 2), words))
    if not noun or noun in words.no_nouns:
        far = _counted_ahead(line, end) or _counted_before(line, start)
        return spell_number(value, language, gender=gender_of(far, words) if far else "f")
    if words.part_of and noun.startswith(words.part_of) and len(noun) > len(words.part_of) + 1:
        return spell_number(value, language, gender=gender_of(noun[len(words.part_of) :], words))
    if words.half and value == Decimal("0.5") and not noun.endswith(("ים", "ות")):
        return words.half_one.format(n="").strip()
    if words.definite and (bound := _bound(line, value, noun)):
        return bound
    gender: Gender = "f" if _is_joined(noun, words) else gender_of(noun, words)
    if binds(line, end):
        return spell_before_unit(value, language, gender)
    return spell_number(value, language, gender=gender)


def binds(line: Line, end: int) -> bool:
    """Whether what a number counts follows it at once: two of them (שתי), not two alone (שתיים) in a period."""
    words, noun = line.words, _noun_after(line, end)
    if not noun or noun in words.no_nouns or noun in words.pronouns:
        return False
    if noun in words.genders or line.kind(end + 1) in (UNIT, SCALE):
        return True
    if words.part_of and noun.startswith(words.part_of) and len(noun) > len(words.part_of) + 1:
        return False
    return noun.endswith(words.many) and not _is_joined(noun, words)


def _noun_after(line: Line, end: int) -> str:
    """Give the word behind a number, unless it begins something new: מגיל 67 ונשים; but 3 ועדות."""
    words, noun = line.words, line.word_after(end)
    if not words.conjunction or not noun.startswith(words.conjunction) or noun in words.begin_like_it:
        return noun
    rest = noun[1:]
    return "" if rest in words.genders or rest in words.people or rest.endswith(("ים", "ות")) else noun


def _single(line: Line, start: int) -> str:
    """Give the single person right before a number: גבר 1 ואישה 1."""
    words, name = line.words, line.word_before(start)
    return next((form for form in (name, name.lstrip(words.conjunction or " ")) if form in words.people), "")


def is_age(line: Line, start: int) -> bool:
    """Whether a number is an age, or the second of two: בני 3–6."""
    words = line.words
    while line.kind(start - 1) == DASH and line.kind(start - 2) == NUMBER:
        start -= 2
    word = line.word_before(start)
    if word in words.out_of and line.shape[start - 4 : start] == "N W ":
        return is_age(line, start - 4)
    joined = word[:1] in words.prefixes and word[1:] in words.ages
    return bool(word) and (word in words.ages or joined)


def _is_joined(noun: str, words: Lexicon) -> bool:
    """Whether a word after a number begins with a preposition: 2 בערים are two in towns."""
    joined = words.ordinals.joined if words.ordinals is not None else ""
    return noun not in words.genders and noun[:1] in joined and noun[1:] in words.genders


def _bound(line: Line, value: Decimal, noun: str) -> str:
    """Give the construct state before a definite masculine noun: שלושת החודשים."""
    definite, words = line.words.definite, line.words
    if definite is None or not noun.startswith(definite.prefix) or noun in definite.not_nouns:
        return ""
    name = noun[1:]
    sure = name in words.genders or name.endswith("ים")
    return definite.bound.get(str(value), "") if sure and gender_of(name, words) == "m" else ""


def _counted_ahead(line: Line, end: int) -> str:
    """Give the noun that two numbers share, seen from the first: 9 out of 10 people, בין 5 ל־8 ילדים."""
    if line.kind(end) != BLANK:
        return ""
    if line.kind(end + 1) == PREFIX:
        between, at = line.prefix(end + 2), end + 2
    else:
        between, at = line.text(end + 1), line.skip_blank(end + 2)
        at += 1 if line.kind(at) == PREFIX else 0
    if between not in line.words.out_of or line.kind(at) not in (NUMBER, FIGURE) or line.kind(at + 2) == MONTH:
        return ""
    noun = line.word_after(at + 1)
    return "" if noun in line.words.no_nouns else noun


def _counted_before(line: Line, start: int) -> str:
    """Give the noun of the number before, seen from its whole: 3 כוכבים מתוך 5."""
    if line.kind(start - 1) != BLANK or line.text(start - 2) not in line.words.parts_of:
        return ""
    noun, at = line.text(start - 4), start - 6
    return noun if line.kind(start - 3) == BLANK and line.kind(at) == NUMBER and noun in line.words.genders else ""


def gender_of(noun: str, words: Lexicon, *, unknown: Gender = "f") -> Gender:
    """Give the gender of a noun, by its row or its ending; feminine is the form of counting without one."""
    definite = words.definite is not None and noun.startswith(words.definite.prefix)
    for form in (noun, noun[1:]) if definite else (noun,):
        if form in words.genders:
            return words.genders[form]
        if form in words.people:
            return words.people[form]
    for ending, gender in words.gender_by_ending.items():
        if noun.endswith(ending):
            return gender
    return unknown


def is_counted(line: Line, end: int) -> bool:
    """Whether a noun whose gender is beyond doubt stands behind a number: {doctors} רופאים."""
    words = line.words
    nouns = (line.word_after(end), _counted_ahead(line, end)) if words.genders else ()
    return any(noun in words.genders or noun.endswith("ים") for noun in nouns)


def is_plural(noun: str, words: Lexicon) -> bool:
    """Whether a noun can only be what the number before it counts: בעיר 52 בתי ספר, but קו 5 לירושלים."""
    return noun in words.genders or (noun.endswith(("ים", "ות")) and noun[:1] not in words.prefixes)


def _label(line: Line, start: int) -> str:
    """Give the noun before a number that it numbers: סעיף 3, הרבעון ה־3, הכנס השנתי ה־12."""
    ordinals = line.words.ordinals
    if ordinals is None:
        return ""
    word = line.word_before(start)
    for name in (word, word[1:], word[2:]):
        if name in ordinals.nouns:
            return name
    if line.prefix(start) == ordinals.prefix and word.startswith(ordinals.prefix):
        # An adjective stands between.
        at = start - 1 - 2
        further = line.word_before(at)
        return next((name for name in (further, further[1:], further[2:]) if name in ordinals.nouns), "")
    return ""


def is_label(line: Line, at: int) -> bool:
    """Whether a figure is the ordinal of the noun before it: במקום 4."""
    ordinals = line.words.ordinals
    name = _label(line, at)
    return bool(ordinals and name and (name in ordinals.bare or line.prefix(at) == ordinals.prefix))


def say_as_ordinal(line: Line, digits: str, start: int, end: int) -> str:
    """Say a number that belongs to the noun before it: הרבעון ה־3 is the third; empty where it does not."""
    ordinals = line.words.ordinals
    name = _label(line, start)
    if ordinals is None or not name or not digits.isdigit() or int(digits) == 0:
        return ""
    gender, number = ordinals.nouns[name], int(digits)
    named = ordinals.of(gender)[number - 1 : number]
    if line.prefix(start) == ordinals.prefix:
        return named[0] if named else spell_number(Decimal(number), line.language, gender=gender)
    if name not in ordinals.bare or line.prefix(start):
        return ""
    word = line.word_before(start)
    joined = word != name and word[0] in ordinals.joined
    if not named:
        # Of the places after the tenth the definite one is said where it stands in one: במקום הארבעה עשר.
        said = spell_number(Decimal(number), line.language, gender=gender)
        return f"{ordinals.prefix}{said}" if joined else ""
    definite = joined and line.leads(end, ordinals.among)
    return f"{ordinals.prefix if definite else ''}{named[0]}"


def read_one(line: Line, at: int) -> Reading | None:
    """Say a single thing in a language that puts "one" behind its noun: דקה אחת; a label's number is left: סעיף 1."""
    words = line.words
    noun = _noun_after(line, at + 1)
    if not words.one_behind or line.text(at) != "1" or not _NOUN.fullmatch(noun):
        return None
    if noun in words.no_nouns or noun in words.pronouns:
        return None
    if _single(line, at) or (is_age(line, at) and noun not in words.genders):
        return None
    if line.kind(at + 2) == SCALE or _label(line, at) or line.word_before(at) in words.after:
        return None
    if words.part_of and noun.startswith(words.part_of) and len(noun) > len(words.part_of) + 2:
        return None
    end = at + 3
    if noun in words.two_words and line.word_after(end):
        noun, end = f"{noun} {line.word_after(end)}", end + 2
    one = spell_number(Decimal(1), line.language, gender=gender_of(noun.split()[0], words, unknown="m"))
    return Reading(end, f"{noun} {one}")
