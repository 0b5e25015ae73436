"""How each language reads a free text aloud: every number, date, unit, code and abbreviation in words.

A text is cut into pieces that are read in a way of their own and the rest, which is left to the voice.
What each language needs for it is data in ``assets/lexicon/<language>.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from briefcast.language.lexicon import Lexicon, lexicon
from briefcast.language.phrasebook import Gender, phrasebook
from briefcast.language.spoken import (
    speak_count,
    speak_day,
    speak_money,
    speak_percent,
    speak_unit,
    spell_before_unit,
    spell_digits,
    spell_number,
    spell_ordinal,
    spell_year,
)
from briefcast.language.written import NBSP
from briefcast.languages import language as _language

_YEARS = (1800, 2100)
"""Four digits without a group sign that are read as a year."""
_TOP_DOMAINS = frozenset({"vn", "com", "org", "net", "gov", "edu", "info", "int", "eu", "il", "io", "uk", "us"})
"""Endings by which an address without its scheme is told from a word with a dot in it."""
_MARKS = str.maketrans({"\u00a0": " ", "\u200e": None, "\u200f": None, "\u2068": None, "\u2069": None})
"""What the eye needs and the voice must not see."""
_DASHES = ("–", "-", "−", " – ")


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
    readings: list[tuple[str, str | None]] = []
    for piece, reading in _cut(text, language):
        if reading is not None and len(readings) > 1 and readings[-1][0] in _DASHES:
            before, first = readings[-2]
            if first is not None:
                # From one to the other: 8h30–11h30, 5%–7%.
                dash = readings.pop()[0]
                said = lexicon(language).range.format(a=first, b=reading)
                readings[-1] = (f"{before}{dash}{piece}", said)
                continue
        readings.append((piece, reading))
    return iter(readings)


def _cut(text: str, language: str) -> Iterator[tuple[str, str | None]]:
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
    joined = rf"(?:(?<!\w)(?P<prefix>[{words.prefixes}]{{1,3}})[־-])?" if words.prefixes else ""
    begin = r"(?<![\w.,/])" + joined
    end, end_of_date = r"(?!\w)", r"(?![\w/])"
    sign = r"(?P<sign>(?<![\w\d)])[-\u2212])?"
    marks = r"[\u200e\u200f\u2068\u2069]*"
    money, units = _alternatives(words.currencies), _alternatives(words.units)
    amount = rf"{begin}{marks}{sign}(?:(?P<before>{money})\s?)?{marks}(?P<number>{number}){marks}"
    scales = _alternatives(scale.word for scale in phrasebook(language).scales)
    follows = rf"(?:\s?(?P<percent>%)|\s?{marks}(?P<after>{money}){end}|\s?(?P<unit>{units}){end})?"
    codes = _alternatives([*words.currencies, *words.currency_codes])
    suffixes = _alternatives(words.scale_suffixes)
    scaled = rf"(?:\s(?P<scale>{scales}){end})?"
    patterns: list[tuple[str, _Reader]] = []
    if words.quarter:
        patterns.append((rf"(?<!\w){words.quarter}{end}", _read_quarter))
    if words.decade:
        patterns.append((rf"{begin}(?P<decade>\d{{3}}0)s{end}", _read_decade))
    if words.roman_after:
        patterns.append(
            (rf"(?i:(?<!\w)(?P<word>{_alternatives(words.roman_after)})) (?P<roman>[IVXL]+){end}", _read_roman)
        )
    if words.one_and_half:
        patterns.append((rf"{begin}1{decimal}5 (?P<scale>{scales}){end}", _read_one_and_half))
    if suffixes:
        patterns += [
            (rf"{begin}{sign}(?P<before>{money})(?P<number>{number})(?P<suffix>{suffixes}){end}", _read_scaled_money),
            (rf"{begin}(?P<number>{number})(?P<suffix>{_alternatives(words.plain_suffixes)}){end}", _read_suffix),
        ]
    months = _alternatives([*phrasebook(language).dates.months_spoken, *words.dates.months_short])
    named_day = {"day": rf"{begin}(?P<day>\d{{1,2}})(?!\w)", "month": rf"(?P<month>{months})(?!\w)"}
    patterns.append((words.dates.day_month.format(**named_day), _read_named_day))
    if words.dates.day_first:
        patterns.append((rf"{named_day['day']} {named_day['month']}", _read_day_first))
    if words.one_after:
        patterns.append((rf"{begin}1 (?P<noun>{words.one_after})(?!\w)", _read_one))
    if words.ordinal_endings:
        endings = _alternatives(words.ordinal_endings)
        patterns.append((rf"{begin}(\d[\d,]*)(?:{endings})\b", _read_ordinal))
    patterns += [
        (r"(?<!\w)(?:https?://|www\.)[^\s,;)]*[^\s,;).!?]", _read_url),
        (r"(?<!\w)[a-z0-9._-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", _read_url),
        (r"(?<![\w.])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[\w/.?=&%#-]*\w)?(?!\w)", _read_domain),
        (rf"(?<![\w.]){joined}(?P<word>{_alternatives(words.abbreviations)})(?![\w$])", _read_abbreviation),
        *_prefixed_abbreviations(words),
        (
            r"(?<![\w/])(?P<number>\d+)(?:/(?P<year>\d{4}))?/(?P<parts>[A-ZĐ][A-ZĐa-z]*\d*(?:-[A-ZĐ][A-ZĐƯa-zđ]*)*)(?![\w-])",
            _read_code,
        ),
        (r"(?<![\w/])(?P<number>\d+)-(?P<parts>[A-ZĐ]{2}[A-ZĐa-z]*/[A-ZĐƯ]{2,})(?![\w-])", _read_code),
        (r"(?<![\w.,/])\d{3,6}(?![\w.,/%]\d|\w|\s?%)", _read_call),
        (r"(?<!\w)\*(?P<digits>\d{3,6})(?!\w)", _read_star),
        (rf"{begin}(?P<number>[1-9]\d{{0,2}}(?:[ \u00a0]\d{{3}})+)(?![\w.,/]?\d|\w)", _read_spaced),
        (rf"{begin}(?P<year>\d{{4}})-(?P<second>\d\d)-(?P<first>\d\d){end}", _read_iso_date),
        (
            rf"{begin}(?P<first>\d{{1,2}})(?P<dot>[/.-])(?P<second>\d{{1,2}})(?P=dot)(?P<year>\d{{4}}){end_of_date}",
            _read_full_date,
        ),
        (rf"{begin}(?P<second>\d{{1,2}})/(?P<year>\d{{4}}){end_of_date}", _read_month_year),
        *_months_of_years(words),
        (rf"{begin}(?P<a>(?:19|20)\d\d)/(?P<b>\d\d){end_of_date}", _read_two_years),
        (rf"{begin}(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}}){end_of_date}", _read_day_month),
        (rf"{begin}(?P<a>{number})\s?/\s?(?P<b>{number}){end}", _read_fraction),
        (rf"{begin}(?:(?P<hour>\d{{1,2}})[:h](?P<minute>\d\d)|(?P<sharp>\d{{1,2}})h){end}", _read_time),
        *([(rf"{begin}{words.times.written}{end}", _read_time)] if words.times.written else []),
        (rf"{begin}(?P<a>\d+):(?P<b>\d+){end}", _read_ratio),
        (rf"(?<![\w.,])\+?\d[\d .-]{{6,}}\d{end}", _read_phone),
        (
            rf"{begin}(?P<before>{money})?(?P<a>{number})\s?[–-]\s?(?P<b>{number})"
            rf"(?:(?P<percent>\s?%)|\s?{marks}(?P<after>{money}){end}|\s?(?P<unit>{units}){end}|{scaled}{end})",
            _read_range,
        ),
        (rf"{begin}{sign}(?P<before>{codes})\s?(?P<number>{number})\s(?P<scale>{scales}){end}", _read_scaled_money),
        (
            rf"{begin}(?P<before>{_alternatives(words.currency_codes) or '(?!)'})\s?(?P<number>{number}){end}",
            _read_coded,
        ),
        (rf"{begin}(?P<number>{number})x{end}", _read_times),
        (rf"(?<![\w.,])(\d+)([A-Z]{{1,2}}){end}", _read_number_and_letters),
        (r"(?<![\w.,])\d+(?:\.\d+)+(?![\w.])", _read_dotted),
        (amount + follows, _read_number),
        (rf"(?<=[\w%])/(?P<per>{_alternatives([*words.units, *words.per_words])}){end}", _read_per),
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


def _read_abbreviation(match: re.Match[str], language: str) -> str | None:
    if match["word"] in lexicon(language).currency_codes and re.match(r"\s?\d", match.string[match.end() :]):
        return None
    words, joined = lexicon(language).abbreviations, match[0].replace("-", "־")
    return words[joined] if joined in words else _prefixed(match, words[match["word"]])


def _prefixed_abbreviations(words: Lexicon) -> list[tuple[str, _Reader]]:
    """Give the rule for abbreviations with one-letter words joined to them, where the language does so: ``בדו״ח``."""
    own = [word for word in words.abbreviations if re.match("[א-ת]", word)]
    if not (words.prefixes and own):
        return []
    return [(rf"(?<!\w)(?P<prefix>[{words.prefixes}]{{1,2}}?)(?P<word>{_alternatives(own)})(?!\w)", _read_abbreviation)]


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


def _read_code(match: re.Match[str], language: str) -> str:
    """Say the number of a document, its kind and who issued it: 505/QĐ-TTg, 57-NQ/TW, 134/2025/QH15."""
    words = lexicon(language)
    codes = words.codes
    digits, year = match["number"], match.groupdict().get("year")
    said = spell_digits(digits, language) if digits[0] == "0" else spell_number(Decimal(digits), language)
    if year:
        said = codes.dated.format(number=said, year=spell_year(int(year), language))
    issuers, unknown = [], []
    for part in re.split("[-/]", match["parts"]):
        name = part.rstrip("0123456789")
        number = part[len(name) :]
        if part in codes.types:
            if not _kind_is_named(match, codes.types.values(), language):
                said = f"{codes.types[part]} {said}"
        elif name in codes.issuers:
            issuers.append(codes.issuers[name].format(n=spell_number(Decimal(number or 0), language)))
        else:
            unknown.append(part)
    if codes.spelled and not issuers:
        issuers = [" ".join(words.letters.get(c.upper(), c) for c in part if c.isalpha()) for part in unknown]
    return " ".join([said, *issuers])


def _kind_is_named(match: re.Match[str], types: Iterable[str], language: str) -> bool:
    codes = lexicon(language).codes
    kinds, between = _alternatives([*types, *codes.named]), _alternatives(codes.number_words)
    return bool(re.search(rf"(?i:(?:{kinds})(?:\s+(?:{between}))?\s+$)", match.string[: match.start()]))


def _read_quarter(match: re.Match[str], language: str) -> str:
    number = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(match["q"]) or int(match["q"])
    pattern = phrasebook(language).dates.quarters_spoken[number - 1]
    if match["year"]:
        said = pattern.format(year=spell_year(int(match["year"]), language))
    else:
        # "the third quarter of {year}" without its year
        said = pattern.partition("{year}")[0].strip().rpartition(" ")[0]
    return said[0].upper() + said[1:] if match[0][0].isupper() and match["q"] != match[0][1:2] else said


def _read_decade(match: re.Match[str], language: str) -> str:
    said = spell_year(int(match["decade"]), language)
    ending, plural = next((e, p) for e, p in lexicon(language).decade.items() if said.endswith(e))
    return f"{said.removesuffix(ending)}{plural}"


def _read_call(match: re.Match[str], language: str) -> str | None:
    """Say a short telephone number digit by digit: call 113."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    called = re.search(rf"(?i:(?<!\w)(?:{_alternatives(lexicon(language).calls)})\s+$)", before)
    return spell_digits(match[0], language) if called and not re.match(r"[ .-]\d", after) else None


def _read_star(match: re.Match[str], language: str) -> str:
    return f"{lexicon(language).symbols.get('*', '')} {spell_digits(match['digits'], language)}".strip()


def _read_spaced(match: re.Match[str], language: str) -> str:
    """Say a number whose groups are set apart by blanks: 10 000."""
    return _prefixed(match, _say_amount(Decimal(re.sub(r"\s", "", match["number"])), match, language))


def _read_scaled_money(match: re.Match[str], language: str) -> str:
    """Say money whose sign stands before and its scale after the number: $4.5 billion, $4.5bn."""
    words, found = lexicon(language), match.groupdict()
    scale = words.scale_suffixes[found["suffix"]] if found.get("suffix") else _scale(match["scale"], language)
    value = _parse_digits(match["number"], language) * scale
    return _prefixed(
        match, speak_money(-value if match["sign"] else value, _currency(match["before"], language), language)
    )


def _currency(sign: str, language: str) -> str:
    words = lexicon(language)
    return words.currencies.get(sign) or words.currency_codes[sign]


def _read_coded(match: re.Match[str], language: str) -> str:
    """Say money whose currency is written as a code before it: VND 500,000."""
    return _prefixed(
        match, speak_money(_parse_digits(match["number"], language), _currency(match["before"], language), language)
    )


def _read_suffix(match: re.Match[str], language: str) -> str:
    """Say a count whose scale is a letter: 5M users."""
    value = _parse_digits(match["number"], language) * lexicon(language).scale_suffixes[match["suffix"]]
    return _prefixed(match, speak_count(value, language))


def _read_one(match: re.Match[str], language: str) -> str | None:
    """Say a single thing in a language that puts "one" behind its noun: דקה אחת; a label's number is left: סעיף 1."""
    if _labelled(match, language):
        return None
    noun = match["noun"]
    one = spell_number(Decimal(1), language, gender=_gender_of(noun.split()[0], language))
    return _prefixed(match, f"{noun} {one}")


def _read_one_and_half(match: re.Match[str], language: str) -> str:
    return _prefixed(match, lexicon(language).one_and_half.format(scale=match["scale"]))


def _read_times(match: re.Match[str], language: str) -> str:
    """Say how many times as much: 2x."""
    said = spell_number(_parse_digits(match["number"], language), language, gender="m")
    return _prefixed(match, lexicon(language).times_as_much.format(n=said))


def _read_per(match: re.Match[str], language: str) -> str | None:
    """Say what an amount is for one of: 500 đồng/kWh, 5%/year; day/month/year without a number is a list."""
    words = lexicon(language)
    if not re.search(r"\d[^/\d]{0,25}$", match.string[: match.start()]):
        return None
    name = match["per"]
    if name in words.units:
        said = words.units[name].said
        name = (said.one or said.other).replace("{n}", "").strip()
    return words.per.format(b=name)


def _read_ratio(match: re.Match[str], language: str) -> str:
    """Say a ratio: 1:3; behind the number of a standard stands its year."""
    words = lexicon(language)
    if len(match["b"]) == 4:
        year = spell_year(int(match["b"]), language)
        return words.codes.dated.format(number=spell_number(Decimal(match["a"]), language), year=year)
    a, b = (spell_number(Decimal(match[name]), language) for name in ("a", "b"))
    return _prefixed(match, words.ratio.format(a=a, b=b))


def _read_two_years(match: re.Match[str], language: str) -> str | None:
    """Say a year and the next one: 2024/25."""
    year = int(match["a"])
    if int(match["b"]) != (year + 1) % 100:
        return None
    a, b = (spell_year(number, language) for number in (year, year + 1))
    return _prefixed(match, lexicon(language).range.format(a=a, b=b))


def _months_of_years(words: Lexicon) -> list[tuple[str, _Reader]]:
    """Give the rule for a month and a year joined by a hyphen, behind the word for month: tháng 3-2025."""
    lead = words.dates.months_lead
    return [(rf"(?i:(?<=\b{lead} ))(?P<second>\d{{1,2}})-(?P<year>\d{{4}})(?!\w)", _read_month_year)] if lead else []


def _scale(word: str, language: str) -> Decimal:
    return next(scale.unit for scale in phrasebook(language).scales if scale.word == word)


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
    tail = pattern.partition("{month}")[2].replace(" {day}", "").replace("{day}", "")
    return f"{said}{tail.format(year=spell_year(year, language))}"


def _read_day_month(match: re.Match[str], language: str) -> str | None:
    if not match.groupdict().get("year") and _is_share(match, language):
        return None
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if lexicon(language).dates.order == "dmy" else (second, first)
    return _day_and_month(match, day, month, language)


def _is_share(match: re.Match[str], language: str) -> bool:
    """Tell ``9/10 households`` from the ninth of October, by the words around it."""
    shares = lexicon(language).shares
    before = match.string[: match.start()]
    after = match.string[match.end() :]
    return bool(
        re.search(rf"(?i:(?<!\w)(?:{_alternatives(shares.before)})\s+$)", before)
        or re.match(rf"\s+(?:{_alternatives(shares.after)})(?!\w)", after)
        or (shares.part_of and re.match(rf"\s+{shares.part_of}", after))
    )


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
    month = lexicon(language).dates.months_short.get(match["month"], match["month"])
    return _prefixed(match, pattern.format(day=speak_day(day, language), month=month))


def _read_ordinal(match: re.Match[str], language: str) -> str:
    return spell_ordinal(int(match[1].replace(",", "")), language)


def _read_fraction(match: re.Match[str], language: str) -> str:
    words = lexicon(language)
    simple = words.fractions.get(f"{match['a']}/{match['b']}")
    if simple and re.match(words.fractions_before, match.string[match.end() :]):
        return _prefixed(match, simple)
    a, b = (_say_digits(match[name], match, language) for name in ("a", "b"))
    return _prefixed(match, words.fraction.format(a=a, b=b))


def _read_time(match: re.Match[str], language: str) -> str | None:
    found = match.groupdict()
    hour, minute = int(match["hour"] or match["sharp"]), int(match["minute"] or 0)
    if hour > 24 or minute > 59:
        return None
    times = lexicon(language).times
    said_hour, said_minute = (spell_number(Decimal(number), language) for number in (hour, minute))
    if not minute:
        pattern = times.sharp_late if times.sharp_late and hour > 12 else times.sharp
        return _prefixed(match, pattern.format(hour=said_hour))
    if tail := found.get("tail"):
        said_minute += tail
    elif minute < 10:
        said_minute = times.early_minute.format(minute=said_minute)
    return _prefixed(match, times.full.format(hour=said_hour, minute=said_minute))


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
    grouped = re.fullmatch(r"\d+(?:-\d+){2,}", match[0])
    if not (grouped or match[0].startswith(("+", "0", *lexicon(language).hotlines)) or match[0].isdigit()):
        return None
    groups = [spell_digits(part, language) for part in re.findall(r"\d+", match[0])]
    plus = f"{lexicon(language).symbols['+']} " if match[0][0] == "+" else ""
    return f"{plus}{', '.join(groups)}" if len(digits) >= 8 else None


def _read_range(match: re.Match[str], language: str) -> str | None:
    a = _say_digits(match["a"], match, language)
    words = lexicon(language)
    if match["before"]:
        scale = _scale(match["scale"], language) if match["scale"] else Decimal(1)
        b = speak_money(_parse_digits(match["b"], language) * scale, words.currencies[match["before"]], language)
        a = spell_number(_parse_digits(match["a"], language), language)
    elif match["scale"]:
        b = f"{spell_before_unit(_parse_digits(match['b'], language), language, 'm')} {match['scale']}"
        a = spell_number(_parse_digits(match["a"], language), language, gender="m")
    elif match["after"]:
        b = speak_money(_parse_digits(match["b"], language), words.currencies[match["after"]], language)
        a = spell_number(_parse_digits(match["a"], language), language, gender="m")
    elif match["unit"]:
        unit = words.units[match["unit"]]
        b = speak_unit(_parse_digits(match["b"], language), unit.said, unit.gender, language)
        a = spell_number(_parse_digits(match["a"], language), language, gender=unit.gender)
    elif match["percent"]:
        b = speak_percent(_parse_digits(match["b"], language), language)
        a = spell_before_unit(_parse_digits(match["a"], language), language, phrasebook(language).percent.gender)
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
    if currency and not sign - 1 and (cents := _with_cents(value, digits, words.currencies[currency], language)):
        return _prefixed(match, cents)
    if currency:
        return _prefixed(match, speak_money(value, words.currencies[currency], language))
    if match["unit"]:
        unit = words.units[match["unit"]]
        return _prefixed(match, speak_unit(value, unit.said, unit.gender, language))
    if ordinal := _as_ordinal(match, digits, language):
        return _prefixed(match, ordinal)
    said = _say_digits(digits, match, language)
    return _prefixed(match, f"{words.minus} {said}" if sign < 0 else said)


def _with_cents(value: Decimal, digits: str, currency: str, language: str) -> str:
    """Say a price with two decimals: $4.50; empty where the language or the currency has no word for it."""
    words = lexicon(language)
    decimals = digits.partition(get_decimal_symbol(_language(language).locale))[2]
    cents = words.cents.get(currency)
    if not cents or len(decimals) != 2 or decimals == "00" or value < 1:
        return ""
    said = speak_unit(Decimal(decimals), cents, "m", language)
    return words.with_cents.format(a=speak_money(value // 1, currency, language), b=said)


def _labelled(match: re.Match[str], language: str) -> Gender | None:
    """Give the gender of the noun before a number that is its label: סעיף 3, הרבעון ה־3; None without one."""
    words = lexicon(language)
    before = re.search(r"(\w+) $", match.string[: match.start()])
    if not (words.ordinals and before):
        return None
    nouns = (before[1], before[1][1:], before[1][2:])
    return next((words.ordinals.nouns[noun] for noun in nouns if noun in words.ordinals.nouns), None)


def _as_ordinal(match: re.Match[str], digits: str, language: str) -> str:
    """Say a number that belongs to the noun before it: הרבעון ה־3 is the third; empty where it does not."""
    words = lexicon(language)
    gender = _labelled(match, language)
    prefixed = words.ordinals and match.groupdict().get("prefix") == words.ordinals.prefix
    if not (words.ordinals and prefixed and gender and digits.isdigit() and int(digits)):
        return ""
    named = words.ordinals.of(gender)
    number = int(digits)
    return named[number - 1] if number <= len(named) else spell_number(Decimal(number), language, gender=gender)


def _say_digits(digits: str, match: re.Match[str], language: str) -> str:
    """Say a number of a text: a year, digits that begin with 0, or an amount that agrees with the noun after it."""
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return spell_digits(digits, language)
        if len(digits) == 4 and _YEARS[0] <= int(digits) <= _YEARS[1]:
            return spell_year(int(digits), language)
    whole, sign, decimals = digits.partition(get_decimal_symbol(_language(language).locale))
    if sign and decimals.endswith("0"):
        # A zero that was typed is said: version 4.0 is not version 4.
        said = _say_amount(_parse_digits(whole, language), match, language, counting=False)
        return f"{said} {lexicon(language).decimal} {spell_digits(decimals, language)}"
    return _say_amount(_parse_digits(digits, language), match, language)


def _say_amount(value: Decimal, match: re.Match[str], language: str, *, counting: bool = True) -> str:
    """Say an amount so that it agrees with the noun after it."""
    words, rest = lexicon(language), match.string[match.end() :]
    following = re.match(r"[ \u00a0]([^\W\d_]+)", rest)
    noun = following[1] if following else ""
    if words.out_of and (whole := re.match(rf"\s+(?:{words.out_of})\s+[\d.,]+\s+(\w+)", rest)):
        # "9 out of 10 people": the first number agrees with them as well.
        return spell_number(value, language, gender=_gender_of(whole[1], language))
    if noun in words.no_nouns:
        return spell_number(value, language)
    if words.part_of and (part := re.match(rf"\s+{words.part_of}(\w+)", rest)):
        return spell_number(value, language, gender=_gender_of(part[1], language))
    gender = _gender_of(noun, language)
    if words.definite and noun.startswith(words.definite.prefix):
        known = words.genders.get(noun[1:]) == "m"
        if known and (construct := words.definite.bound.get(str(value))):
            return construct
    if counting and noun:
        return spell_before_unit(value, language, gender)
    return spell_number(value, language, gender=gender)


def _gender_of(noun: str, language: str) -> Gender:
    words = lexicon(language)
    for form in (noun, noun[1:]) if words.definite and noun.startswith(words.definite.prefix) else (noun,):
        if form in words.genders:
            return words.genders[form]
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
    last = match["word"].split()[-1]
    return f"{match['word']} {say_after(last, spell_number(Decimal(value), language), language)}"


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
