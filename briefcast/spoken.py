"""How each language says numbers, percentages, money, dates and the free text around them.

ICU's rule-based number formats spell whole numbers; the rules each language uses, the words around
them and the abbreviations it reads are data in ``assets/lexicon/<language>.yaml``.

Decimals are read digit by digit after the decimal word, in every language and for any number of
digits: 12.05 and 12.5, or 55.25 and 55.3, can then never be taken for one another, which reading the
decimals as one number would allow (``phẩy năm`` for both 5 and 05). Hebrew says an exact half as "and
a half" (``וחצי``) before a unit.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import icu
from babel.numbers import get_decimal_symbol, get_group_symbol

from briefcast.languages import language as _language
from briefcast.lexicon import lexicon
from briefcast.phrasebook import Forms, Gender, Unit, phrasebook
from briefcast.written import NBSP, bare, find_scale, split_period

LARGEST = Decimal(10) ** 24
"""Numbers from here on are refused: no reading of them is safe."""
_ICU_LIMIT = 10**15
"""ICU computes with doubles inside its rules; from 2**53, about 9 · 10**15, remainders are no longer exact."""


_YEARS = (1800, 2100)
"""Four digits without a group sign that are read as a year."""
_TOP_DOMAINS = frozenset({"vn", "com", "org", "net", "gov", "edu", "info", "int", "eu", "il", "io", "uk", "us"})
"""Endings by which an address without its scheme is told from a word with a dot in it."""
_MARKS = str.maketrans({"\u00a0": " ", "\u200e": None, "\u200f": None, "\u2068": None, "\u2069": None})
"""What the eye needs and the voice must not see."""


def spell_number(value: Decimal, language: str, *, gender: Gender = "f", counting: bool = False) -> str:
    """Spell a number with all its decimals: ``mười hai phẩy không năm``, ``two point five``.

    ``gender`` is that of the noun counted (Hebrew); feminine is the form of counting without one.
    ``counting`` says that the noun follows at once: ``שתי משימות``, not ``שתיים``.
    Raises ValueError from 10**24 on.
    """
    words = lexicon(language)
    value = bare(value)
    if abs(value) >= LARGEST:
        raise ValueError(f"{value} is too large to be said; write it with a scale word.")
    whole, _, decimals = f"{abs(value):f}".partition(".")
    sets = words.rule_sets.counting if counting and not decimals else words.rule_sets.cardinal
    said = _spell_whole(int(whole), sets.of(gender), language)
    if decimals:
        said = f"{said} {words.decimal} {spell_digits(decimals, language)}"
    return f"{words.minus} {said}" if value < 0 else said


def spell_digits(digits: str, language: str) -> str:
    """Spell digits one by one, in the feminine where the language has genders: ``0243`` as four digits."""
    rule_set = lexicon(language).rule_sets.cardinal.f
    return " ".join(_spell_whole(int(digit), rule_set, language) for digit in digits)


def spell_year(year: int, language: str) -> str:
    """Spell a year: ``twenty twenty-four``, ``hai nghìn không trăm hai mươi tư``, ``אלפיים עשרים וארבע``."""
    return _spell_whole(year, lexicon(language).rule_sets.year, language)


def spell_ordinal(number: int, language: str) -> str:
    """Spell an ordinal: ``seventy-first``; the number itself in a language that puts its word before (``thứ 71``)."""
    sets = lexicon(language).rule_sets
    return _spell_whole(number, sets.ordinal or sets.cardinal.m, language)


def speak_count(value: Decimal, language: str, *, gender: Gender = "f", counting: bool = False) -> str:
    """Say a number as `briefcast.written.write_count` writes it: ``năm mươi lăm phẩy hai năm triệu``."""
    scaled, scale = find_scale(value, language)
    if scale is None:
        return spell_number(scaled, language, gender=gender, counting=counting)
    pattern = lexicon(language).one_scale if scaled == 1 else "{n} {scale}"
    return pattern.format(n=_spell_before_unit(scaled, language, "m"), scale=scale.word)


def speak_unit(value: Decimal, said: Forms, gender: Gender, language: str) -> str:
    """Say a number with its unit in the form that agrees: ``שמונים ושבעה אחוזים``, ``one place``."""
    pattern = said.of(value)
    if "{n}" not in pattern:
        return f"{lexicon(language).minus} {pattern}" if value < 0 else pattern
    scaled, scale = find_scale(value, language)
    if scale is not None:
        return pattern.replace("{n}", speak_count(value, language))
    return pattern.replace("{n}", _spell_before_unit(scaled, language, gender))


def speak_of_unit(value: Decimal, unit: Unit, language: str) -> str:
    """Say a number with a unit of the phrasebook."""
    return speak_unit(value, unit.said, unit.gender, language)


def speak_percent(value: Decimal, language: str) -> str:
    """Say a percentage: ``tám mươi bảy phẩy năm phần trăm``, ``שמונים ושבעה אחוזים``."""
    return speak_of_unit(value, phrasebook(language).percent, language)


def speak_money(value: Decimal, currency: str, language: str) -> str:
    """Say an amount of money: ``hai phẩy bốn triệu tỷ đồng``; ``currency`` is an ISO 4217 code."""
    words = phrasebook(language)
    money = words.currencies.get(currency, words.currency)
    forms = Forms.model_validate({k: v.replace("{code}", currency) for k, v in money.spoken.model_dump().items()})
    return speak_unit(value, forms, money.gender, language)


def speak_date(date: dt.date, language: str) -> str:
    """Say a day: ``ngày mười tháng mười năm …``, ``October tenth, …``, ``עשרה באוקטובר …``."""
    dates = phrasebook(language).dates
    return dates.day_spoken.format(
        day=speak_day(date.day, language),
        month=dates.months_spoken[date.month - 1],
        year=spell_year(date.year, language),
    )


def speak_day(day: int, language: str) -> str:
    """Say the day of a month as its language counts days."""
    rule: Literal["cardinal", "ordinal", "masculine"] = phrasebook(language).dates.day_rule
    if rule == "ordinal":
        return spell_ordinal(day, language)
    return spell_number(Decimal(day), language, gender="m" if rule == "masculine" else "f")


def speak_period(period: str, language: str) -> str:
    """Say a year, quarter, month or day of a brief; ValueError for anything else."""
    dates = phrasebook(language).dates
    year, quarter, month, day = split_period(period)
    said = spell_year(year, language)
    if quarter:
        return dates.quarters_spoken[quarter - 1].format(year=said)
    if day and month:
        return speak_date(dt.date(year, month, day), language)
    if month:
        return dates.month_spoken.format(month=dates.months_spoken[month - 1], year=said)
    return said


def speak_text(text: str, language: str) -> str:
    """Say a free text: numbers, years, dates, units and abbreviations become words; punctuation stays.

    Text that needs no change comes back as it is, without no-break spaces and direction marks.
    """
    return " ".join(said for _, said in speak_words(text, language))


def speak_words(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Split a text at its blanks into words as shown, each with what is said for it.

    What is read as one (``ngày 8 h 30``, ``10 000``, a phone number) stays one word, joined by
    no-break spaces.
    """
    words: list[tuple[str, str]] = []
    shown = said = ""
    for piece, reading in _read_pieces(text, language):
        if reading is not None:
            shown, said = shown + piece.replace(" ", NBSP), said + reading
            continue
        for part in re.split(r"([ \t\r\n]+)", piece):
            if part.isspace():
                if shown:
                    words.append((shown, _strip_marks(said)))
                shown = said = ""
            else:
                shown, said = shown + part, said + part
    if shown:
        words.append((shown, _strip_marks(said)))
    before = ["", *(shown for shown, _ in words)]
    return tuple((shown, say_after(word, said, language)) for word, (shown, said) in zip(before, words, strict=False))


def say_after(word: str, said: str, language: str) -> str:
    """Give what is said for a number after a certain word: ``thứ`` makes ``tư`` of ``bốn``, ``nhất`` of ``một``."""
    changes = lexicon(language).after.get(word.lower(), {})
    number = re.match(r"\w+", said)
    if number and number[0] in changes and " " not in said.rstrip():
        return changes[number[0]] + said[number.end() :]
    return said


def _strip_marks(said: str) -> str:
    return said.translate(_MARKS).strip()


def _read_pieces(text: str, language: str) -> Iterator[tuple[str, str | None]]:
    """Cut a text into pieces to be read in a way of their own, with that reading, and the rest, with None."""
    position = 0
    while position < len(text):
        found = [(m, rule) for rule in _reading_rules(language) if (m := rule.pattern.search(text, position))]
        best: tuple[re.Match[str], str] | None = None
        for match, rule in sorted(found, key=lambda pair: pair[0].start()):
            reading = rule.read(match, language)
            if reading is not None:
                best = match, reading
                break
        if best is None:
            yield text[position:], None
            return
        match, reading = best
        if match.start() > position:
            yield text[position : match.start()], None
        yield match[0], reading
        position = match.end()


_Reader = Callable[[re.Match[str], str], str | None]
"""Gives the reading of a match in a language, or None where the match is something else."""


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """One thing texts hold that is not read as it is spelled."""

    pattern: re.Pattern[str]
    read: _Reader


@cache
def _reading_rules(language: str) -> tuple[_Rule, ...]:
    """Build the rules of one language; where several begin at one place, the first that has a reading wins."""
    words = lexicon(language)
    locale = _language(language).locale
    group, decimal = re.escape(get_group_symbol(locale)), re.escape(get_decimal_symbol(locale))
    number = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}\d+)?"
    # A number begins where no word, number or path is going on; before it may stand one-letter words.
    begin = r"(?<![\w.,/])" + (r"(?:(?<!\w)(?P<prefix>[א-ת]{1,3})[־-])?" if words.prefixes else "")
    end, end_of_date = r"(?!\w)", r"(?![\w/])"
    sign = r"(?P<sign>(?<![\w\d)])[-\u2212])?"
    marks = r"[\u200e\u200f\u2068\u2069]*"
    money, units = _alternatives(words.currencies), _alternatives(words.units)
    amount = rf"{begin}{marks}{sign}(?:(?P<before>{money})\s?)?{marks}(?P<number>{number}){marks}"
    follows = rf"(?:\s?(?P<percent>%)|\s?{marks}(?P<after>{money}){end}|\s?(?P<unit>{units}){end})?"
    patterns: list[tuple[str, _Reader]] = []
    if words.roman_after:
        patterns.append(
            (rf"(?i:(?<!\w)(?P<word>{_alternatives(words.roman_after)})) (?P<roman>[IVXL]+){end}", _read_roman)
        )
    months = _alternatives(phrasebook(language).dates.months_spoken)
    named_day = {"day": rf"{begin}(?P<day>\d{{1,2}})(?!\w)", "month": rf"(?P<month>{months})(?!\w)"}
    patterns.append((words.dates.day_month.format(**named_day), _read_named_day))
    if words.dates.day_first:
        patterns.append((rf"{named_day['day']} {named_day['month']}", _read_day_first))
    if words.ordinal_endings:
        endings = _alternatives(words.ordinal_endings)
        patterns.append((rf"{begin}(\d[\d,]*)(?:{endings})\b", _read_ordinal))
    patterns += [
        (r"(?<!\w)(?:https?://|www\.)[^\s,;)]*[^\s,;).!?]", _read_url),
        (r"(?<!\w)[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", _read_url),
        (r"(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[\w/.-]*\w)?(?!\w)", _read_domain),
        (rf"(?<![\w.])(?:{_alternatives(words.abbreviations)}){end}", _read_abbreviation),
        (r"(?<![\w/])(\d+)(?:/(\d{4}))?/([A-ZĐ]+\d*(?:-[A-ZĐ][A-ZĐa-zđ]*)*)(?![\w-])", _read_code),
        (rf"{begin}(?P<year>\d{{4}})-(?P<second>\d\d)-(?P<first>\d\d){end}", _read_iso_date),
        (
            rf"{begin}(?P<first>\d{{1,2}})(?P<dot>[/.-])(?P<second>\d{{1,2}})(?P=dot)(?P<year>\d{{4}}){end_of_date}",
            _read_full_date,
        ),
        (rf"{begin}(?P<second>\d{{1,2}})/(?P<year>\d{{4}}){end_of_date}", _read_month_year),
        (rf"{begin}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}}){end_of_date}", _read_day_month),
        (rf"{begin}(?P<a>{number})\s?/\s?(?P<b>{number}){end}", _read_fraction),
        (rf"(?<![\w.,])(?:(?P<hour>\d{{1,2}})[:h](?P<minute>\d\d)|(?P<sharp>\d{{1,2}})h){end}", _read_time),
        (rf"(?<![\w.,])\+?\d[\d .-]{{6,}}\d{end}", _read_phone),
        (rf"{begin}(?P<a>{number})\s?[–-]\s?(?P<b>{number})(?P<percent>\s?%)?{end}", _read_range),
        (rf"(?<![\w.,])(\d+)([A-Z]{{1,2}}){end}", _read_number_and_letters),
        (r"(?<![\w.,])\d+(?:\.\d+)+(?![\w.])", _read_dotted),
        (amount + follows, _read_number),
        (r"%", _read_percent_sign),
        (_alternatives(words.symbols), _read_symbol),
    ]
    if words.letters:
        patterns.append((rf"(?<![\w-])[B-DF-HJ-NP-TV-XZĐ]{{2,6}}{end}", _read_letters))
    patterns.append((r"\d+", _read_any_digits))
    return tuple(_Rule(pattern=re.compile(pattern), read=read) for pattern, read in patterns)


def _alternatives(words: Iterable[str]) -> str:
    """Give the pattern that matches any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _read_percent_sign(_: re.Match[str], language: str) -> str:
    return lexicon(language).percent


def _read_abbreviation(match: re.Match[str], language: str) -> str:
    return lexicon(language).abbreviations[match[0]]


def _read_symbol(match: re.Match[str], language: str) -> str:
    return f" {lexicon(language).symbols[match[0]]} "


def _read_url(match: re.Match[str], language: str) -> str:
    """Say an address without its scheme and closing slash; its words are left to the voice."""
    address = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).rstrip("/")
    said = []
    for part in re.findall(r"[^\W\d_]+|\d+|[\W_]", address):
        if part.isdigit():
            said.append(spell_digits(part, language))
        else:
            said.append(lexicon(language).url.get(part, part))
    return " ".join(said)


def _read_domain(match: re.Match[str], language: str) -> str | None:
    top = match[0].partition("/")[0].rpartition(".")[2]
    return _read_url(match, language) if top in _TOP_DOMAINS else None


def _read_code(match: re.Match[str], language: str) -> str | None:
    """Say the number of a document: 505/QĐ-TTg."""
    words = lexicon(language)
    number, year, ending = match.groups()
    known = words.codes.get(ending)
    if known is None:
        letters = [words.letters.get(c.upper(), c) for c in ending if not c.isdigit() and c != "-"]
        known = " ".join(letters) if words.letters else ending
    said = spell_number(Decimal(number), language)
    if year:
        said = words.code_number.format(number=said, year=spell_year(int(year), language))
    return f"{said} {known}"


def _prefixed(match: re.Match[str], said: str) -> str:
    """Join the one-letter words before a number to it: ב־10 is said in one breath."""
    return f"{match.groupdict().get('prefix') or ''}{said}"


def _day_and_month(match: re.Match[str], day: int, month: int, language: str) -> str | None:
    words, book = lexicon(language), phrasebook(language)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    said = words.dates.day_month.format(day=speak_day(day, language), month=book.dates.months_spoken[month - 1])
    lead = words.dates.lead
    if lead and not re.search(rf"(?i:{lead}|mùng|mồng|hôm)\s+$", match.string[: match.start()]):
        said = f"{lead} {said}"
    return _prefixed(match, said)


def _read_full_date(match: re.Match[str], language: str) -> str | None:
    return _with_year(_read_day_month(match, language), int(match["year"]), language)


def _read_iso_date(match: re.Match[str], language: str) -> str | None:
    said = _day_and_month(match, int(match["first"]), int(match["second"]), language)
    return _with_year(said, int(match["year"]), language)


def _with_year(said: str | None, year: int, language: str) -> str | None:
    if said is None:
        return None
    pattern = phrasebook(language).dates.day_spoken
    return f"{said}{pattern.partition('{month}')[2].replace('{day}', '').format(year=spell_year(year, language))}"


def _read_day_month(match: re.Match[str], language: str) -> str | None:
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if lexicon(language).dates.order == "dmy" else (second, first)
    return _day_and_month(match, day, month, language)


def _read_month_year(match: re.Match[str], language: str) -> str | None:
    month, year = int(match["second"]), int(match["year"])
    words = lexicon(language)
    if not (1 <= month <= 12 and 1900 <= year < 2100):
        return None
    name = phrasebook(language).dates.months_spoken[month - 1]
    lead = words.dates.months_lead
    if lead and re.search(rf"(?i:{lead})\s+$", match.string[: match.start()]):
        name = name.removeprefix(f"{lead} ")
    return _prefixed(match, words.dates.month_year.format(month=name, year=spell_year(year, language)))


def _read_named_day(match: re.Match[str], language: str) -> str | None:
    """Say a day beside the name of its month: October 10, 10 באוקטובר."""
    return _say_named_day(match, lexicon(language).dates.day_month, language)


def _read_day_first(match: re.Match[str], language: str) -> str | None:
    """Say a day before the name of its month where it usually follows: 10 October."""
    return _say_named_day(match, lexicon(language).dates.day_first, language)


def _say_named_day(match: re.Match[str], pattern: str, language: str) -> str | None:
    day = int(match["day"])
    if not 1 <= day <= 31:
        return None
    return _prefixed(match, pattern.format(day=speak_day(day, language), month=match["month"]))


def _read_ordinal(match: re.Match[str], language: str) -> str:
    return spell_ordinal(int(match[1].replace(",", "")), language)


def _read_fraction(match: re.Match[str], language: str) -> str:
    a, b = (_say_digits(match[name], match, language) for name in ("a", "b"))
    return _prefixed(match, lexicon(language).fraction.format(a=a, b=b))


def _read_time(match: re.Match[str], language: str) -> str | None:
    hour, minute = int(match["hour"] or match["sharp"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    pattern = lexicon(language).times.full if minute else lexicon(language).times.sharp
    said_hour = spell_number(Decimal(hour), language)
    return pattern.format(hour=said_hour, minute=spell_number(Decimal(minute), language))


def _read_any_digits(match: re.Match[str], language: str) -> str:
    """Say digits that no other rule took, so that none is left to the voice: H5N1, 1.2/3. Long ones are codes."""
    digits = match[0]
    as_code = len(digits) > 4 or (len(digits) > 1 and digits[0] == "0")
    said = spell_digits(digits, language) if as_code else spell_number(Decimal(digits), language)
    before, after = match.string[match.start() - 1 : match.start()], match.string[match.end() : match.end() + 1]
    return f"{' ' if before and not before.isspace() else ''}{said}{' ' if after.isalnum() else ''}"


def _read_phone(match: re.Match[str], language: str) -> str | None:
    """Say digit by digit what is no amount: it begins like a telephone number, or is eight digits without grouping."""
    digits = re.sub(r"\D", "", match[0])
    if not (match[0].startswith(("+", "0", *lexicon(language).hotlines)) or match[0].isdigit()):
        return None
    groups = [spell_digits(part, language) for part in re.findall(r"\d+", match[0])]
    plus = f"{lexicon(language).symbols['+']} " if match[0][0] == "+" else ""
    return f"{plus}{', '.join(groups)}" if len(digits) >= 8 else None


def _read_range(match: re.Match[str], language: str) -> str | None:
    a = _say_digits(match["a"], match, language)
    words = lexicon(language)
    if match["percent"]:
        b = speak_percent(_parse_digits(match["b"], language), language)
        a = _spell_before_unit(_parse_digits(match["a"], language), language, phrasebook(language).percent.gender)
    else:
        b = _say_digits(match["b"], match, language)
    return _prefixed(match, words.range.format(a=a, b=b))


def _read_number(match: re.Match[str], language: str) -> str:
    words = lexicon(language)
    digits = match["number"]
    currency = match["before"] or match["after"]
    sign = -1 if match["sign"] else 1
    value = sign * _parse_digits(digits, language)
    if match["percent"]:
        return _prefixed(match, speak_percent(value, language))
    if currency:
        return _prefixed(match, speak_money(value, words.currencies[currency], language))
    said = _say_digits(digits, match, language)
    if sign < 0:
        said = f"{words.minus} {said}"
    if match["unit"]:
        said = f"{said} {words.units[match['unit']]}"
    return _prefixed(match, said)


def _say_digits(digits: str, match: re.Match[str], language: str) -> str:
    """Say a number of a text: a year, digits that begin with 0, or an amount that agrees with the noun after it."""
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return spell_digits(digits, language)
        if len(digits) == 4 and _YEARS[0] <= int(digits) <= _YEARS[1]:
            return spell_year(int(digits), language)
    value = _parse_digits(digits, language)
    following = re.match(r"[ \u00a0]([^\W\d_]+)", match.string[match.end() :])
    noun = following[1] if following else ""
    return spell_number(value, language, gender=_gender_of(noun, language), counting=bool(noun))


def _gender_of(noun: str, language: str) -> Gender:
    words = lexicon(language)
    if noun in words.genders:
        return words.genders[noun]
    for ending, gender in words.gender_by_ending.items():
        if noun.endswith(ending):
            return gender
    return "f"


def _parse_digits(digits: str, language: str) -> Decimal:
    locale = _language(language).locale
    return Decimal(digits.replace(get_group_symbol(locale), "").replace(get_decimal_symbol(locale), "."))


def _read_roman(match: re.Match[str], language: str) -> str | None:
    value = 0
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in match["roman"]]
    for digit, following in zip(digits, [*digits[1:], 0], strict=True):
        value += -digit if digit < following else digit
    return f"{match['word']} {spell_number(Decimal(value), language)}"


def _read_dotted(match: re.Match[str], language: str) -> str | None:
    """Say a version (4.0, 1.2.3) part by part; a dot that is a group or decimal sign is left to numbers."""
    parts = match[0].split(".")
    locale = _language(language).locale
    if len(parts) == 2 and get_decimal_symbol(locale) == ".":
        return None
    if get_group_symbol(locale) == "." and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
        return None
    return f" {lexicon(language).dot} ".join(spell_number(Decimal(part), language) for part in parts)


def _read_letters(match: re.Match[str], language: str) -> str:
    return " ".join(lexicon(language).letters[letter] for letter in match[0])


def _read_number_and_letters(match: re.Match[str], language: str) -> str:
    letters = " ".join(lexicon(language).letters.get(letter, letter) for letter in match[2])
    return f"{spell_number(Decimal(match[1]), language)} {letters}"


def _spell_before_unit(value: Decimal, language: str, gender: Gender) -> str:
    """Spell a number that a unit follows at once."""
    half = lexicon(language).half
    if half and abs(value) > 2 and abs(value) % 1 == Decimal("0.5"):
        whole = value - Decimal("0.5") if value > 0 else value + Decimal("0.5")
        return half.format(n=spell_number(whole, language, gender=gender))
    return spell_number(value, language, gender=gender, counting=True)


@cache
def _rules(language: str) -> icu.RuleBasedNumberFormat:
    words, locale = lexicon(language), icu.Locale(language)
    if words.number_rules:
        return icu.RuleBasedNumberFormat(words.number_rules, locale)
    return icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)


def _spell_whole(number: int, rule_set: str, language: str) -> str:
    words = lexicon(language)
    if number >= _ICU_LIMIT:
        billions, rest = divmod(number, 10**9)
        said = f"{_spell_whole(billions, words.rule_sets.counting.m, language)} {words.billion.word}"
        return f"{said} {_spell_whole(rest, words.billion.rest, language)}" if rest else said
    said = str(_rules(language).format(number, rule_set)).strip()
    for wrong, right in words.corrections.items():
        said = said.replace(wrong, right)
    return said
