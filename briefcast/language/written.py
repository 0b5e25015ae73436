"""How each language writes numbers, percentages, money, dates and periods.

CLDR through Babel gives separators, currency patterns and month names. Three things are corrected:
Hebrew gets the left-to-right mark before a minus that CLDR asks for and Babel leaves out, Vietnamese
long dates take the form official documents use, and digits are never rounded: a number is written
with a scale word only where two decimals hold all of it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal, cast

from babel.core import Locale
from babel.dates import get_month_names
from babel.numbers import (
    format_decimal,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
    parse_pattern,
)

from briefcast.brief.periods import PeriodParts, split_period
from briefcast.language.phrasebook import Forms, Scale, Span, SpanName, Unit, phrasebook
from briefcast.languages import language as _language
from briefcast.languages import read_languages

NBSP = "\u00a0"
"""Joins a number and its unit: no line is broken there."""
MINUS = "\u2212"
"""Below zero: as long and as high as a plus. A hyphen, 200 px high, is a speck before its digits."""
LRM = "\u200e"
"""Left-to-right mark: keeps a minus on the left of its digits in a right-to-left line."""
RLM = "\u200f"
"""Right-to-left mark: keeps a sign of money on the left of its digits there."""
FSI, PDI = "\u2068", "\u2069"
"""First strong isolate and its end: a value between them keeps its own order."""

MAQAF = "\u05be"
"""The Hebrew hyphen: joins one-letter words to digits."""

SCALED_DECIMALS = 2
"""Most decimals beside a scale word: a third would make 1,234 million look like 1234 million."""

_PREFIXED = re.compile(rf"(?<![\w״׳])(?P<prefix>[בהוכלמש]{{1,3}})\u05be(?P<opened>{FSI}?)(?P<word>[א-ת]+)")
"""One-letter words, their maqaf and the word they lean on; what belongs to a longer word before it has none."""
_VAV = "ו"
_TAKES_ARTICLE = ("ב", "כ", "ל")
"""Prefixes that take the article of what they lean on into their vowel."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A number as it is written, whole and in the parts a figure sets apart."""

    value: Decimal
    """What is written, exactly."""
    text: str
    """Complete: ``55,25 triệu``, with no-break spaces."""
    number: str
    """The digits: ``55,25``."""
    prefix: str = ""
    """What stands before the digits: ``₫``."""
    suffix: str = ""
    """What follows the digits: ``triệu``, ``%``."""


def bare(value: Decimal) -> Decimal:
    """Give the same number without trailing zeros or exponent: 80.0 becomes 80, 5E+2 becomes 500."""
    value = value.normalize()
    sign, digits, exponent = value.as_tuple()
    if isinstance(exponent, int) and exponent > 0:
        return Decimal((sign, digits + (0,) * exponent, 0))
    return abs(value) if value == 0 else value


def isolate(text: str, language: str) -> str:
    """Wrap a value in U+2068…U+2069 where the language runs from right to left."""
    return f"{FSI}{text}{PDI}" if phrasebook(language).marks == "rtl" else text


def without_isolates(text: str) -> str:
    """Give a text without what `isolate` and figures in lines from right to left are wrapped in."""
    return text.translate(_ISOLATES)


def without_marks(text: str) -> str:
    """Give a text without any mark of direction: isolates, and the single ones."""
    return text.translate(_MARKS)


_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
_MARKS = {**_ISOLATES, ord(LRM): None, ord(RLM): None}


def join(text: str) -> str:
    """Replace every space by a no-break space."""
    return text.replace(" ", NBSP)


def find_scale(value: Decimal, language: str, power: int | None = None) -> tuple[Decimal, Scale | None]:
    """Split a number into what stands before its scale word, and the scale; no scale if two decimals do not hold it.

    ``power`` asks for one scale, so that numbers that are compared have the same; 0 for none.
    """
    size = abs(value)
    if power is not None:
        asked = next((scale for scale in phrasebook(language).scales if scale.power == power), None)
        return (bare(value / asked.unit), asked) if asked else (bare(value), None)
    for scale in phrasebook(language).scales:
        if size >= scale.start:
            scaled = bare(value / scale.unit)
            if _decimals(scaled) <= SCALED_DECIMALS:
                return scaled, scale
    return bare(value), None


def has_long_decimals(value: Decimal) -> bool:
    """Say whether a number has more decimals than may stand beside a scale word."""
    return _decimals(bare(value)) > SCALED_DECIMALS


def join_prefix(text: str) -> str:
    """Join Hebrew prefix letters to the word they lean on; they keep their maqaf before digits: ``ממחצית``, ``מ־80%``.

    The article of a period falls behind those that take it in: ``ב־הרבעון`` becomes ``ברבעון``, ``מ־הרבעון``
    ``מהרבעון``. A prefix before an isolated value goes into it.
    """
    return _PREFIXED.sub(_joined, text)


def take_article(prefix: str, text: str) -> str:
    """Give a Hebrew text as it stands behind prefix letters: without the article of a period behind ב, כ and ל."""
    opened = FSI if text.startswith(FSI) else ""
    word = text[len(opened) :]
    first = re.split(rf"[ {NBSP}]", word)[0]
    takes = prefix.endswith(_TAKES_ARTICLE) and first in _definite_words()
    return f"{opened}{word[1:]}" if takes else text


@cache
def _definite_words() -> frozenset[str]:
    """Give the words of periods that carry their article, of every language that has such."""
    return frozenset(word for code in read_languages() for word in phrasebook(code).dates.definite)


def _joined(found: re.Match[str]) -> str:
    word = take_article(found["prefix"], found["word"])
    # In full spelling the letter ו that a word begins with is doubled behind another: ועדת, מוועדת.
    word = f"{_VAV}{word}" if re.match(rf"{_VAV}(?!{_VAV})\w\w", word) else word
    return f"{found['opened']}{found['prefix']}{word}"


def write_number(value: Decimal, language: str) -> str:
    """Write a number in grouped digits with all its decimals: ``1.234,5``, ``1,234.5``, LRM and ``-3.25``."""
    digits: str = format_decimal(bare(abs(value)), locale=_language(language).locale, decimal_quantization=False)
    return f"{_minus(language)}{digits}" if value < 0 else digits


def write_count(value: Decimal, language: str, power: int | None = None) -> Written:
    """Write a number, with a scale word from a million up: ``55,25 triệu``; 12,500 stays in digits."""
    scaled, scale = find_scale(value, language, power)
    number = write_number(scaled, language)
    if scale is None:
        return Written(value=value, text=number, number=number)
    text = join(f"{_shield(number, value, language)} {scale.word}")
    return Written(value=value, text=text, number=number, suffix=scale.word)


def write_unit(value: Decimal, unit: Unit, language: str, power: int | None = None) -> Written:
    """Write a number with its unit, in the form that agrees: ``87,5%``, ``15 places``, ``מקום אחד``."""
    scaled, scale = find_scale(value, language, power)
    number = write_number(scaled, language)
    shield = _shield(number, value, language)
    full = f"{shield} {scale.word}" if scale else shield
    pattern = unit.shown.of(value)
    word = unit.word or Forms(
        one=unit.shown.one.replace("{n}", ""),
        two=unit.shown.two.replace("{n}", ""),
        other=unit.shown.other.replace("{n}", ""),
    )
    suffix = word.of(value).strip()
    if scale:
        suffix = f"{scale.word} {suffix}"
    text = number if pattern == "{n}" and not scale else pattern.format(n=full)
    return Written(value=value, text=join(text), number=number, suffix=suffix.strip())


def write_ordinal(number: int, language: str) -> str:
    """Write a place in an order: ``71st``, ``thứ 71``, ``החמישי``, ``ה־71``."""
    words = phrasebook(language).ordinal
    if number in words.words:
        return words.words[number]
    form = Locale.parse(_language(language).locale).ordinal_form(number)
    digits = isolate(write_number(Decimal(number), language), language)
    return words.shown.get(form, words.shown["other"]).format(n=digits)


def write_percent(value: Decimal, language: str) -> Written:
    """Write a percentage: ``87,5%``."""
    return write_unit(value, phrasebook(language).percent, language)


def write_money(
    value: Decimal, currency: str, language: str, power: int | None = None, *, beside: bool = False
) -> Written:
    """Write money: ``1.234.567 ₫``, ``₫1,234,567``; with a scale word, ``2,4 triệu tỷ đồng``, ``₫2.4 trillion``.

    ``currency`` is an ISO 4217 code; ``beside`` asks for the short form of pictures, ``10.9 מיליון ₪``.
    """
    words = phrasebook(language)
    scaled, scale = find_scale(value, language, power)
    if scale is None:
        return _money_in_digits(value, currency, language)
    row = words.currencies.get(currency, words.currency)
    pattern = ((beside and row.beside) or row.scaled).replace("{code}", currency)
    digits = write_number(abs(scaled), language)
    before, _, after = pattern.partition("{n}")
    minus = _minus(language) if value < 0 else ""
    prefix, suffix = f"{minus}{before}", f"{scale.word}{after}"
    if before:
        text = f"{prefix}{digits} {suffix}"
    else:
        prefix, digits = "", f"{minus}{digits}"
        text = f"{_shield(digits, value, language)} {suffix}"
    return Written(value=value, text=join(text), number=digits, prefix=prefix.strip(), suffix=suffix)


def write_date(date: dt.date, language: str, *, style: Literal["long", "short"] = "long") -> str:
    """Write a day: ``ngày 10 tháng 10 năm 2026``, ``October 10, 2026``; short ``10/10/2026``, ``Oct 10, 2026``."""
    dates = phrasebook(language).dates
    return _fill_date(dates.day if style == "long" else dates.day_short, date, language)


def write_period(period: str, language: str, *, style: Literal["long", "short", "axis"] = "long") -> str:
    """Write a period of a brief: ``tháng 10 năm 2024``, ``Q3 2024``, ``the first nine months of 2025``.

    ``short`` is what stands beside a figure, ``axis`` what has room under a point of a line. ValueError for what is no
    period (`briefcast.brief.periods`).
    """
    dates = phrasebook(language).dates
    parts = told_as(period)
    year = parts.year
    if parts.kind == "quarter":
        quarters = dates.quarters_short if style != "long" and dates.quarters_short else dates.quarters
        return quarters[parts.number - 1].format(year=year)
    if parts.kind == "day":
        return write_date(parts.first, language, style="long" if style == "long" else "short")
    if parts.kind == "days":
        alone, in_year, pattern = dates.day, dates.day_in_year, dates.days.long
        if (parts.first.year, parts.first.month) == (parts.last.year, parts.last.month):
            in_month = dates.days.in_month_long if style == "long" else dates.days.in_month
            return _fill_date(in_month, parts.first, language, to_day=parts.last.day)
        if style == "axis" and parts.first.day == 1 and (parts.last + dt.timedelta(days=1)).day == 1:
            # Whole months have no days.
            alone = in_year = dates.month_axis or dates.month_short
            pattern = dates.days.short
        elif style != "long":
            alone, in_year, pattern = dates.day_short, dates.day_in_year_short, dates.days.short
        first = _fill_date(in_year if parts.to_year == year else alone, parts.first, language)
        return pattern.format(first=first, last=_fill_date(alone, parts.last, language))
    if parts.kind == "month":
        short = (dates.month_axis if style == "axis" else "") or dates.month_short
        return _fill_date(dates.month if style == "long" else short, parts.first, language)
    if parts.kind == "year":
        return str(year)
    words = dates.spans[_span(parts)]
    pattern = {"long": words.long, "short": words.short, "axis": words.axis or words.short}[style]
    names = get_month_names("abbreviated", locale=_language(language).locale)
    return pattern.format(
        year=year,
        to_year=parts.to_year,
        to_short=f"{parts.to_year % 100:02}",
        n=dates.few_numbers.get(parts.number, parts.number)
        if parts.kind == "months" and style == "long"
        else parts.number,
        first_month=names[1],
        last_month=names[parts.last.month],
    )


def begins_a_year(period: str) -> bool:
    """Say whether a period is the first months of a year, however a brief writes them."""
    return told_as(period).kind == "months"


def told_as(period: str) -> PeriodParts:
    """Give a period as it is told: days that are the first whole months of a year are those months."""
    parts = split_period(period)
    return (_first_months(parts) if parts.kind == "days" else None) or parts


def _first_months(parts: PeriodParts) -> PeriodParts | None:
    """Give days that are the first whole months of a year as those months: nobody reads 1/1–30/9 at a glance."""
    begins = (parts.first.month, parts.first.day) == (1, 1) and parts.first.year == parts.last.year
    if not begins or (parts.last + dt.timedelta(days=1)).day != 1 or parts.last.month == 12:
        return None
    return split_period(f"{parts.year}-M{parts.last.month}")


def _span(parts: PeriodParts) -> SpanName:
    """Name the words of a period that is neither year, quarter, month nor day; the first half is six months."""
    if parts.kind == "half":
        return "first_half" if parts.number == 1 else "second_half"
    if parts.kind == "months" and parts.number in (1, 12):
        return "first_month" if parts.number == 1 else "all_months"
    return cast(SpanName, parts.kind)


def span_words(parts: PeriodParts, language: str) -> Span:
    """Give the words for such a period."""
    return phrasebook(language).dates.spans[_span(parts)]


def parse_written(text: str, language: str) -> Decimal:
    """Read back the number a text of this module states, scale word included; percent signs and units are skipped.

    Raises ValueError if the text holds no number.
    """
    locale = _language(language).locale
    group, decimal = get_group_symbol(locale), get_decimal_symbol(locale)
    plain = text.replace(NBSP, " ")
    for mark in (LRM, "\u200f", FSI, PDI):
        plain = plain.replace(mark, "")
    found = re.search(rf"\d[\d{re.escape(group)}]*(?:{re.escape(decimal)}\d+)?", plain)
    if not found:
        return _parse_words(plain, language)
    value = Decimal(found[0].replace(group, "").replace(decimal, "."))
    if re.search(rf"[-{MINUS}][A-Z]{{0,3}}[^\w\s]?\s?$", plain[: found.start()]):
        value = -value
    rest = plain[found.end() :].strip()
    for scale in phrasebook(language).scales:
        if re.match(rf"{scale.word}(?!\w)", rest):
            return value * scale.unit
    return value


def _parse_words(text: str, language: str) -> Decimal:
    """Read back what holds no digits: a unit whose one or two is a word (מקום אחד), one of a scale, one more."""
    words = phrasebook(language)
    for unit in (words.percent, words.points, words.places, words.index_points, *words.durations.values()):
        for value, form in ((Decimal(1), unit.shown.one), (Decimal(2), unit.shown.two)):
            if form and "{n}" not in form and form in text:
                return value
    for scale in words.scales if words.scale_is_one else ():
        # A Hebrew prefix is joined to it: יותר ממיליארד.
        if re.search(rf"(?<!\w)\w{{0,2}}{scale.word}(?!\w)", text):
            return scale.unit
    for value, said in ((Decimal(1), words.one), (Decimal(2), words.two)):
        if any(re.search(rf"(?<!\w){word}(?!\w)", text) for word in said.values()):
            return value
    raise ValueError(f"No number in {text!r}.")


def _minus(language: str) -> str:
    return f"{LRM}{MINUS}" if phrasebook(language).marks == "rtl" else MINUS


def with_plus(number: str, language: str) -> str:
    """Write a number with its plus sign, for one that stands beside others below zero: ``+6.2``."""
    return f"{LRM}+{number}" if phrasebook(language).marks == "rtl" else f"+{number}"


def _shield(number: str, value: Decimal, language: str) -> str:
    """Isolate a negative number that words follow, so that its mark does not turn them around."""
    return isolate(number, language) if value < 0 else number


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _money_in_digits(value: Decimal, currency: str, language: str) -> Written:
    words = phrasebook(language)
    value = bare(value)
    if pattern := words.currencies.get(currency, words.currency).digits:
        before, _, after = pattern.partition("{n}")
        cents = max(decimals, get_currency_precision(currency)) if (decimals := _decimals(value)) else 0
        number = format_decimal(abs(value), locale=_language(language).locale, format=f"#,##0.{'0' * cents}")
        number = f"{_minus(language) if value < 0 else ''}{number}" if cents else write_number(value, language)
        whole = join(f"{before}{_shield(number, value, language)}{after}")
        return Written(value=value, text=whole, number=number, prefix=before.strip(), suffix=after.strip())
    locale = Locale.parse(_language(language).locale)
    decimals = _decimals(value)
    if decimals:
        decimals = max(decimals, get_currency_precision(currency))
    cldr = parse_pattern(locale.currency_formats["standard"].pattern)
    cldr.frac_prec = (decimals, decimals)
    text: str = cldr.apply(abs(value), locale, currency=currency, currency_digits=False, decimal_quantization=False)
    found = re.search(r"\d(?:.*\d)?", text)
    assert found is not None
    digits = found[0]
    before, after = text[: found.start()], text[found.end() :]
    minus = _minus(language) if value < 0 else ""
    visible = before.strip("\u200f\u200e\u00a0 ")
    if visible:
        prefix, text = f"{minus}{visible}", f"{minus}{text}"
    else:
        prefix, digits = "", f"{minus}{digits}"
        text = f"{before}{_shield(digits, value, language)}{after}"
    sign = after.strip("\u200f\u200e\u00a0 ")
    # Without its mark a sign behind digits is drawn as part of them, to their right.
    mark = RLM if sign and words.marks == "rtl" else ""
    return Written(value=value, text=text, number=digits, prefix=prefix, suffix=f"{mark}{sign}")


@cache
def _months(width: Literal["wide", "abbreviated"], locale: Locale) -> dict[int, str]:
    return dict(get_month_names(width, locale=locale))


def _fill_date(pattern: str, date: dt.date, language: str, **further: int) -> str:
    locale = _language(language).locale
    return pattern.format(
        day=date.day,
        month=date.month,
        year=date.year,
        month_name=_months("wide", locale)[date.month],
        month_short=_months("abbreviated", locale)[date.month],
        **further,
    )


def letters_alone(text: str) -> str:
    """Give the letters and digits of a text, small: with marks, blanks and a full stop it says the same."""
    return "".join(filter(str.isalnum, text)).casefold()
