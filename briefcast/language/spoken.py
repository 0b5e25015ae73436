"""How each language says numbers, percentages, money and dates.

ICU's rule-based number formats spell whole numbers; the rules each language uses and the words around
them are data in ``assets/lexicon/<language>.yaml``.

Decimals are read digit by digit after the decimal word, in every language and for any number of
digits: 12.05 and 12.5, or 55.25 and 55.3, can then never be taken for one another, which reading the
decimals as one number would allow (``phẩy năm`` for both 5 and 05). Hebrew says an exact half as "and
a half" (``וחצי``) before a unit.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, get_args

import icu
from babel.numbers import get_currency_name

from briefcast.errors import Problem, TableError
from briefcast.language.lexicon import lexicon
from briefcast.language.phrasebook import Forms, Gender, Unit, phrasebook
from briefcast.language.written import bare, find_scale, span_words, told_as
from briefcast.languages import kept_by_locale
from briefcast.languages import language as _language
from briefcast.paths import ASSETS

LARGEST = Decimal(10) ** 24
"""Numbers from here on are refused: no reading of them is safe."""
_ICU_LIMIT = 10**15
"""ICU computes with doubles inside its rules; from 2**53, about 9 · 10**15, remainders are no longer exact."""


def spell_number(value: Decimal, language: str, *, gender: Gender = "f", counting: bool = False) -> str:
    """Spell a number with all its decimals: ``mười hai phẩy không năm``, ``two point five``.

    ``gender`` is that of the noun counted (Hebrew); feminine is the form of counting without one, and of a decimal
    number in all its digits.
    ``counting`` says that the noun follows at once: ``שתי משימות``, not ``שתיים``.
    Raises ValueError from 10**24 on.
    """
    words = lexicon(language)
    value = bare(value)
    if abs(value) >= LARGEST:
        raise ValueError(f"{value} is too large to be said; write it with a scale word.")
    whole, _, decimals = f"{abs(value):f}".partition(".")
    sets = words.rule_sets.counting if counting and not decimals else words.rule_sets.cardinal
    said = _spell_whole(int(whole), sets.of("f" if decimals else gender), language)
    if decimals:
        said = f"{said} {words.decimal} {spell_digits(decimals, language)}"
    return f"{words.minus} {said}" if value < 0 else said


def bind(said: str, language: str) -> str:
    """Give a number that was spelled alone as it stands right before its noun: ``שתי`` for ``שתיים``."""
    before, blank, last = said.rpartition(" ")
    return f"{before}{blank}{_bound(language).get(last, last)}"


@kept_by_locale
def _bound(language: str) -> dict[str, str]:
    """Give the form before a noun of the numbers that have one of their own."""
    sets = lexicon(language).rule_sets
    genders: tuple[Gender, ...] = ("m", "f")
    two = {
        g: (_spell_whole(2, sets.cardinal.of(g), language), _spell_whole(2, sets.counting.of(g), language))
        for g in genders
    }
    return {alone: bound for alone, bound in two.values() if alone != bound}


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


def speak_ordinal(number: int, language: str) -> str:
    """Say a place in an order: ``seventy-first``, ``thứ tư``, ``החמישי``."""
    words = phrasebook(language).ordinal
    if said := words.said.get(number) or words.words.get(number):
        return said
    return words.spoken.format(n=spell_ordinal(number, language))


def speak_count(
    value: Decimal, language: str, *, gender: Gender = "f", counting: bool = False, power: int | None = None
) -> str:
    """Say a number as `briefcast.language.written.write_count` writes it: ``năm mươi lăm phẩy hai năm triệu``."""
    scaled, scale = find_scale(value, language, power)
    if scale is None:
        return spell_number(scaled, language, gender=gender, counting=counting)
    if lexicon(language).one_and_half and scaled == Decimal("1.5"):
        return lexicon(language).one_and_half.format(scale=scale.word)
    pattern = lexicon(language).one_scale if scaled == 1 else "{n} {scale}"
    return pattern.format(n=spell_before_unit(scaled, language, "m"), scale=scale.word)


def speak_unit(value: Decimal, said: Forms, gender: Gender, language: str, power: int | None = None) -> str:
    """Say a number with its unit in the form that agrees: ``שמונים ושבעה אחוזים``, ``one place``."""
    size, minus = abs(value), f"{lexicon(language).minus} " if value < 0 else ""
    if said.and_half and size > 1 and size % 1 == Decimal("0.5"):
        return minus + said.and_half.replace("{n}", spell_before_unit(size - Decimal("0.5"), language, gender))
    if half := _with_half(size, said, language):
        return f"{minus}{half}"
    # A fraction takes the plural where whole numbers over ten take the singular: שלושים ושמונה וחצי קילומטרים.
    pattern = said.few if size % 1 and size > 2 and said.few else said.of(size)
    if "{n}" not in pattern:
        return f"{minus}{pattern}"
    scaled, scale = find_scale(value, language, power)
    if scale is not None:
        return pattern.replace("{n}", speak_count(value, language, power=power))
    return pattern.replace("{n}", spell_before_unit(scaled, language, gender))


def unit_name(said: Forms, language: str, *, many: bool) -> str:
    """Give the name of a unit without its number: ``kilometers``, ``קילומטר``."""
    if many:
        return (said.few or said.other).replace("{n}", "").strip()
    one = said.one or said.other
    return one.replace("{n}", "").strip() if "{n}" in one else " ".join(filter(None, _around_one(one, language)))


def _around_one(one: str, language: str) -> tuple[str, str]:
    """Part a form without a place for its number where it says "one": קילומטר אחד, and מיליגרם אחד לליטר."""
    said = {spell_number(Decimal(1), language, gender=gender) for gender in get_args(Gender)}
    words = one.split()
    at = next((n for n, word in enumerate(words) if word in said), len(words) - 1)
    return " ".join(words[:at]), " ".join(words[at + 1 :])


def _with_half(size: Decimal, said: Forms, language: str) -> str:
    """Say half a unit, one and a half, two and a half where the language does so with the unit's own forms."""
    words = lexicon(language)
    if not words.half or not said.one or "{n}" in said.one:
        return ""
    name, per = _around_one(said.one, language)
    behind = f" {per}" if per else ""
    if size == Decimal("0.5"):
        return said.half or words.half_one.format(n=name) + behind
    if size == Decimal("1.5"):
        return words.half.format(n=name) + behind
    if size == Decimal("2.5") and said.two and " " not in said.two:
        return words.half.format(n=said.two)
    return ""


def speak_of_unit(value: Decimal, unit: Unit, language: str, power: int | None = None) -> str:
    """Say a number with a unit of the phrasebook."""
    return speak_unit(value, unit.said, unit.gender, language, power)


def speak_percent(value: Decimal, language: str) -> str:
    """Say a percentage: ``tám mươi bảy phẩy năm phần trăm``, ``שמונים ושבעה אחוזים``."""
    return speak_of_unit(value, phrasebook(language).percent, language)


def speak_money(value: Decimal, currency: str, language: str, power: int | None = None) -> str:
    """Say an amount of money: ``hai phẩy bốn triệu tỷ đồng``; ``currency`` is an ISO 4217 code.

    A currency without a row is said by the name that CLDR has for it.
    """
    words = phrasebook(language)
    money = words.currencies.get(currency, words.currency)
    name = get_currency_name(currency, abs(value), locale=_language(language).locale)
    if cents := speak_cents(value, currency, language, power):
        return cents
    forms = Forms.model_validate({k: v.replace("{code}", name) for k, v in money.spoken.model_dump().items()})
    return speak_unit(value, forms, money.gender, language, power)


def speak_cents(value: Decimal, currency: str, language: str, power: int | None = None) -> str:
    """Say a price with its hundredths: ``four dollars and fifty cents``; empty where it has none, or they no name."""
    cents = lexicon(language).cents.get(currency)
    size = abs(value)
    rest = size % 1 * 100
    if cents is None or not rest or rest % 1 or find_scale(value, language, power)[1] is not None:
        return ""
    minus = f"{lexicon(language).minus} " if value < 0 else ""
    if size < 1:
        return minus + speak_unit(rest, cents.alone or cents.said, cents.gender, language)
    whole = speak_money(size // 1, currency, language)
    return minus + cents.joined.format(a=whole, b=speak_unit(rest, cents.said, cents.gender, language))


def speak_date(date: dt.date, language: str, *, year: bool = True) -> str:
    """Say a day: ``ngày mười tháng mười năm …``, ``October tenth, …``, ``עשרה באוקטובר …``; ``year`` is said or not."""
    dates = phrasebook(language).dates
    pattern = dates.day_spoken if year else dates.day_in_year_spoken
    return pattern.format(
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
    parts = told_as(period)
    said = spell_year(parts.year, language)
    if parts.kind == "quarter":
        return dates.quarters_spoken[parts.number - 1].format(year=said)
    if parts.kind == "day":
        return speak_date(parts.first, language)
    if parts.kind == "days":
        first = speak_date(parts.first, language, year=parts.to_year != parts.year)
        return dates.days.spoken.format(first=first, last=speak_date(parts.last, language))
    if parts.kind == "month":
        return dates.month_spoken.format(month=dates.months_spoken[parts.number - 1], year=said)
    if parts.kind == "year":
        return said
    words = span_words(parts, language)
    number = spell_number(Decimal(parts.number), language, gender=words.gender)
    return words.spoken.format(
        year=said,
        to_year=spell_year(parts.to_year, language) if parts.to_year else "",
        n=dates.few_numbers.get(parts.number, number) if parts.kind == "months" else number,
    )


def spell_before_unit(value: Decimal, language: str, gender: Gender) -> str:
    """Spell a number that a unit follows at once."""
    half = lexicon(language).half
    if half and abs(value) > 2 and abs(value) % 1 == Decimal("0.5"):
        whole = value - Decimal("0.5") if value > 0 else value + Decimal("0.5")
        return half.format(n=spell_number(whole, language, gender=gender))
    return spell_number(value, language, gender=gender, counting=True)


@kept_by_locale
def _rules(language: str) -> icu.RuleBasedNumberFormat:
    words, locale = lexicon(language), icu.Locale(language)
    if words.number_rules:
        return icu.RuleBasedNumberFormat(words.number_rules, locale)
    return icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)


def check_rule_sets(language: str) -> None:
    """Spell with every rule set the lexicon names; TableError if ICU has no rule set of a name."""
    sets = lexicon(language).rule_sets
    genders = [name for forms in (sets.cardinal, sets.counting) for name in forms.model_dump().values()]
    for name in dict.fromkeys(name for name in (*genders, sets.year, sets.ordinal) if name):
        _spell_whole(2, name, language)


def _spell_whole(number: int, rule_set: str, language: str) -> str:
    words = lexicon(language)
    if number >= _ICU_LIMIT:
        billions, rest = divmod(number, 10**9)
        said = f"{_spell_whole(billions, words.rule_sets.counting.m, language)} {words.billion.word}"
        return f"{said} {_spell_whole(rest, words.billion.rest, language)}" if rest else said
    rules = _rules(language)
    try:
        said = str(rules.format(number, rule_set)).strip()
    except icu.ICUError as error:
        names = [rules.getRuleSetName(i) for i in range(rules.getNumberOfRuleSetNames())]
        raise TableError(
            [
                Problem(
                    file=ASSETS / "lexicon" / f"{language}.yaml",
                    field="rule_sets",
                    message=f"ICU has no rule set {rule_set} for {language}.",
                    remedy=f"Write one of: {', '.join(names)}.",
                )
            ]
        ) from error
    for wrong, right in words.corrections.items():
        said = said.replace(wrong, right)
    return join_last(said, number, words.join_last) if words.join_last else said


def join_last(said: str, number: int, joint: str) -> str:
    """Join the last part of a number that has more before it: ``מאה ועשרים``, ``אלף ומאתיים``, ``מיליון ואלף``.

    The Academy of the Hebrew Language: the last part of a number takes the conjunction; ICU's rules do
    so for units alone.
    """
    if number > 1000 and number % 1000 == 0:
        return _join_thousands(said, number // 1000, joint)
    if number > 100 and number % 100 in range(20, 100, 10):
        parts = 1
    elif number > 1000 and number % 1000 in range(100, 1000, 100):
        parts = 1 if number % 1000 < 300 else 2
    else:
        return said
    return _join_at(said, parts, joint)


def _join_thousands(said: str, thousands: int, joint: str) -> str:
    """Join the last part of a number of thousands: ``שלוש מאות וחמישים אלף``, ``מיליון ומאתיים אלף``."""
    last = thousands % 1000
    if thousands > 100 and last % 100 in range(20, 100, 10):
        return _join_at(said, 2, joint)
    if thousands > 1000 and last > 0 and (last < 20 or last % 100 == 0):
        # A single one and two are words of their own (אלף, אלפיים); so are מאה and מאתיים before אלף.
        parts = {1: 1, 2: 1}.get(last, 3 if 10 < last < 20 or last >= 300 else 2)
        return _join_at(said, parts, joint)
    return said


def _join_at(said: str, parts: int, joint: str) -> str:
    words = said.split(" ")
    if len(words) <= parts or words[-parts].startswith(joint):
        return said
    words[-parts] = joint + words[-parts]
    return " ".join(words)
