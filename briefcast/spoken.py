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
from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from briefcast.languages import language as _language
from briefcast.paths import ASSETS
from briefcast.phrasebook import Forms, Gender, Unit, phrasebook
from briefcast.written import NBSP, bare, find_scale, split_period

LARGEST = Decimal(10) ** 24
"""Numbers from here on are refused: no reading of them is safe."""
_ICU_LIMIT = 10**15
"""ICU computes with doubles inside its rules; from 2**53, about 9 · 10**15, remainders are no longer exact."""


_MARKS = str.maketrans({"\u00a0": " ", "\u200e": None, "\u200f": None, "\u2068": None, "\u2069": None})
"""What the eye needs and the voice must not see."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Genders(_Data):
    m: str
    f: str

    def of(self, gender: Gender) -> str:
        return self.m if gender == "m" else self.f


class _RuleSets(_Data):
    cardinal: _Genders
    """A number that stands alone."""
    counting: _Genders
    """A number before the noun it counts."""
    year: str
    ordinal: str = ""


class _Billion(_Data):
    word: str
    rest: str
    """Rule set for what follows the billions."""


class _TextDates(_Data):
    order: Literal["dmy", "mdy"]
    day_month: str
    month_year: str
    lead: str = ""
    """Word said before a day and month, unless the text has it."""
    months_lead: str = ""
    """Word the names of the months begin with; not said twice."""


class _Times(_Data):
    full: str
    sharp: str


class Lexicon(_Data):
    """How one language is read aloud."""

    number_rules: str = ""
    """Rules of its own in ICU's syntax; ICU's rules for the locale if absent."""
    rule_sets: _RuleSets
    billion: _Billion
    corrections: dict[str, str] = {}
    """What to say instead of what the rules give."""
    decimal: str
    minus: str
    range: str
    """Pattern of ``5–7``."""
    fraction: str
    """Pattern of ``44/63``."""
    dot: str
    """The dot inside ``4.0`` where it is no decimal sign."""
    percent: str
    """The sign % without a number before it."""
    currencies: dict[str, str]
    """ISO 4217 codes by sign."""
    dates: _TextDates
    times: _Times
    url: dict[str, str]
    symbols: dict[str, str]
    units: dict[str, str]
    """Units of measure after a number."""
    abbreviations: dict[str, str]
    """Words read otherwise than they are spelled; matched whole and by their case."""
    letters: dict[str, str] = {}
    """Names of the letters, to spell abbreviations without vowels; the voice spells them if absent."""
    roman_after: tuple[str, ...] = ()
    """Words after which I, V, X are numerals."""
    hotlines: tuple[str, ...] = ()
    """First digits of national service numbers."""
    codes: dict[str, str] = {}
    """Endings of document numbers, as in 505/QĐ-TTg."""
    code_number: str = "{number} {year}"
    ordinal_endings: tuple[str, ...] = ()
    prefixes: bool = False
    """Whether one-letter words are joined to a number by a maqaf: ב־10."""
    gender_by_ending: dict[str, Gender] = {}
    genders: dict[str, Gender] = {}
    """Nouns whose gender the ending does not tell."""
    half: str = ""
    """Pattern for an exact half before a unit: ``{n} וחצי``."""
    one_scale: str = "{n} {scale}"
    """Pattern for one million, one billion."""


@cache
def lexicon(language: str) -> Lexicon:
    """Read the lexicon of one language; FileNotFoundError if the language has none."""
    path = ASSETS / "lexicon" / f"{language}.yaml"
    return Lexicon.model_validate(YAML(typ="safe").load(path.read_text("utf-8")))


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
    return tuple(words)


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


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """One thing texts hold that is not read as it is spelled."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], str], str | None]
    """Give the reading, or None where the match is something else."""


@cache
def _reading_rules(language: str) -> tuple[_Rule, ...]:
    """Build the rules of one language; where several begin at one place, the first that has a reading wins."""
    words = lexicon(language)
    locale = _language(language).locale
    group, decimal = re.escape(get_group_symbol(locale)), re.escape(get_decimal_symbol(locale))
    number = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}\d+)?"
    begin, end = r"(?<![\w.,/])", r"(?![\w])"
    prefix = r"(?:(?<!\w)(?P<prefix>[א-ת]{1,3})[־-])?" if words.prefixes else ""
    sign = r"(?P<sign>(?<![\w\d)])[-−\u2212])?"
    marks = r"[\u200e\u200f\u2068\u2069]*"
    money = "|".join(re.escape(mark) for mark in sorted(words.currencies, key=len, reverse=True))
    units = "|".join(re.escape(unit) for unit in sorted(words.units, key=len, reverse=True))
    rules = [
        _Rule(pattern=re.compile(r"(?<!\w)(?:https?://|www\.)[^\s,;)]*[^\s,;).!?]"), read=_read_url),
        _Rule(pattern=re.compile(r"(?<!\w)[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"), read=_read_url),
        _Rule(
            pattern=re.compile(r"(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[\w/.-]*\w)?(?!\w)"),
            read=_read_domain,
        ),
        _Rule(pattern=_any_of(words.abbreviations), read=_read_abbreviation),
        _Rule(
            pattern=re.compile(r"(?<![\w/])(\d+)(?:/(\d{4}))?/([A-ZĐ]+\d*(?:-[A-ZĐ][A-ZĐa-zđ]*)*)(?![\w-])"),
            read=_read_code,
        ),
        _Rule(
            pattern=re.compile(rf"{begin}{prefix}(?P<year>\d{{4}})-(?P<second>\d\d)-(?P<first>\d\d){end}"),
            read=_read_iso_date,
        ),
        _Rule(
            pattern=re.compile(
                rf"{begin}{prefix}(?P<first>\d{{1,2}})(?P<dot>[/.-])(?P<second>\d{{1,2}})(?P=dot)(?P<year>\d{{4}})(?![\w/])"
            ),
            read=_read_full_date,
        ),
        _Rule(
            pattern=re.compile(rf"{begin}{prefix}(?P<second>\d{{1,2}})/(?P<year>\d{{4}})(?![\w/])"),
            read=_read_month_year,
        ),
        _Rule(
            pattern=re.compile(rf"{begin}{prefix}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?![\w/])"),
            read=_read_day_month,
        ),
        _Rule(pattern=re.compile(rf"{begin}{prefix}(?P<a>{number})\s?/\s?(?P<b>{number}){end}"), read=_read_fraction),
        _Rule(
            pattern=re.compile(r"(?<![\w.,])(\d{1,2})(?::|h)(\d\d)(?!\w)|(?<![\w.,])(\d{1,2})h(?!\w)"), read=_read_time
        ),
        _Rule(pattern=re.compile(r"(?<![\w.,])\+?\d[\d .-]{6,}\d(?![\w])"), read=_read_phone),
        _Rule(
            pattern=re.compile(rf"{begin}{prefix}(?P<a>{number})\s?[–-]\s?(?P<b>{number})(?P<percent>\s?%)?{end}"),
            read=_read_range,
        ),
        _Rule(pattern=re.compile(r"(?<![\w.,])(\d+)([A-Z]{1,2})(?!\w)"), read=_read_number_and_letters),
        _Rule(pattern=re.compile(r"(?<![\w.,])\d+(?:\.\d+)+(?![\w.])"), read=_read_dotted),
        _Rule(
            pattern=re.compile(
                rf"{begin}{prefix}{marks}{sign}(?P<before>{money})?\s?{marks}(?P<number>{number}){marks}"
                rf"(?:\s?(?P<percent>%)|\s?{marks}(?P<after>{money}){end}|\s?(?P<unit>{units}){end})?"
            ),
            read=_read_number,
        ),
        _Rule(pattern=re.compile(r"%"), read=lambda _, language: lexicon(language).percent),
        _Rule(pattern=re.compile("|".join(re.escape(s) for s in words.symbols)), read=_read_symbol),
    ]
    if words.ordinal_endings:
        endings = "|".join(words.ordinal_endings)
        rules.insert(0, _Rule(pattern=re.compile(rf"{begin}(\d[\d,]*)(?:{endings})\b"), read=_read_ordinal))
        months = "|".join(phrasebook(language).dates.months_spoken)
        rules.insert(0, _Rule(pattern=re.compile(rf"(?<=\b)({months}) (\d{{1,2}})(?!\w)"), read=_read_named_day))
    if words.roman_after:
        before = "|".join(re.escape(word) for word in words.roman_after)
        rules.insert(
            0, _Rule(pattern=re.compile(rf"(?i:(?<!\w)(?P<word>{before})) (?P<roman>[IVXL]+)(?!\w)"), read=_read_roman)
        )
    if words.letters:
        rules.append(_Rule(pattern=re.compile(r"(?<![\w-])[B-DF-HJ-NP-TV-XZĐ]{2,6}(?![\w])"), read=_read_letters))
    return tuple(rules)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(re.escape(word) for word in ordered)})(?![\w])")


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


_TOP_DOMAINS = frozenset({"vn", "com", "org", "net", "gov", "edu", "info", "int", "eu", "il", "io", "uk", "us"})
"""Endings by which an address without its scheme is told from a word with a dot in it."""


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
    day = int(match[2])
    return f"{match[1]} {speak_day(day, language)}" if 1 <= day <= 31 else None


def _read_ordinal(match: re.Match[str], language: str) -> str:
    return spell_ordinal(int(match[1].replace(",", "")), language)


def _read_fraction(match: re.Match[str], language: str) -> str:
    a, b = (_say_digits(match[name], match, language) for name in ("a", "b"))
    return _prefixed(match, lexicon(language).fraction.format(a=a, b=b))


def _read_time(match: re.Match[str], language: str) -> str | None:
    hour, minute = int(match[1] or match[3]), int(match[2] or 0)
    if hour > 24 or minute > 59:
        return None
    pattern = lexicon(language).times.full if minute else lexicon(language).times.sharp
    said_hour = spell_number(Decimal(hour), language)
    return pattern.format(hour=said_hour, minute=spell_number(Decimal(minute), language))


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
    if match["percent"]:
        return _prefixed(match, speak_percent(sign * _parse_digits(digits, language), language))
    if currency:
        return _prefixed(match, _say_money(sign * _parse_digits(digits, language), currency, match, language))
    said = _say_digits(digits, match, language)
    if sign < 0:
        said = f"{words.minus} {said}"
    if match["unit"]:
        said = f"{said} {words.units[match['unit']]}"
    return _prefixed(match, said)


def _say_money(value: Decimal, sign: str, match: re.Match[str], language: str) -> str:
    return speak_money(value, lexicon(language).currencies[sign], language)


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


_YEARS = (1800, 2100)
"""Four digits without a group sign that are read as a year."""


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
