"""How amounts are said: numbers with their scale, unit, money or percent, fractions, and ranges of two."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from briefcast.language.agreement import agreeing, say_as_ordinal
from briefcast.language.amounts import Amount, amount_at, find_amount
from briefcast.language.line import Line, Reading
from briefcast.language.phrasebook import Forms, Gender
from briefcast.language.spoken import (
    speak_cents,
    speak_count,
    speak_money,
    speak_of_unit,
    speak_percent,
    speak_unit,
    spell_before_unit,
    spell_digits,
    spell_number,
    spell_year,
    unit_name,
)
from briefcast.language.tokens import (
    BLANK,
    CODE,
    DASH,
    PERCENT,
    PREFIX,
    SIGN,
    VULGAR_FRACTIONS,
    YEARS,
    parse_number,
)

_CLOSING = frozenset(".,;:!?)…")
"""Signs behind a minus that ends what it belongs to."""


def read_amount(line: Line, at: int) -> Reading | None:
    """Read an amount, or a range of two."""
    first = find_amount(line, at)
    if first is None:
        return None
    dash = line.skip_blank(first.end)
    if line.kind(dash) == DASH and not _is_sign(line, dash, first.end):
        second = find_amount(line, line.skip_blank(dash + 1))
        if second is not None and line.kind(second.end) != DASH:
            return _read_range(line, first, second, dash)
    return _read_half(line, first) or Reading(first.end, say_amount(line, first))


def _read_half(line: Line, amount: Amount) -> Reading | None:
    """Read halves of a unit of time as they are said: ``1,5 năm`` is một năm rưỡi, and would sound like 1,55."""
    word = line.word_after(amount.end).lower()
    if not word or not amount.bare or amount.fraction or amount.value % 1 != Decimal("0.5"):
        return None
    for unit in line.book.durations.values():
        if unit.spoken and unit.spoken.and_half and unit.spoken.other == f"{{n}} {word}":
            return Reading(amount.end + 2, speak_of_unit(amount.value, unit, line.language))
    return None


def read_signed(line: Line, at: int) -> Reading | None:
    """Read an amount with a minus before it; between two words a hyphen is none."""
    if line.kind(at - 1) not in ("", BLANK, PREFIX) and (line.kind(at - 1).isalnum() or line.kind(at - 1) == PERCENT):
        return None
    found = find_amount(line, at + 1)
    if found is None:
        return None
    return Reading(found.end, f"{line.words.minus} {say_amount(line, found)}")


def read_minus_behind(line: Line, at: int) -> Reading | None:
    """Read an amount whose minus is typed behind it: 2-°C, 212.87- מ׳, 0.3%-, קומה 2-."""
    if not line.words.minus_behind or line.kind(at - 1) not in ("", BLANK, PREFIX, "("):
        return None
    percent = line.kind(at + 1) == PERCENT
    dash = at + 2 if percent else at + 1
    if line.kind(dash) != DASH:
        return None
    amount = amount_at(line, at, dash + 1)
    behind, unit = line.kind(dash + 1), line.skip_blank(dash + 1)
    if percent:
        # Behind "rose by" a hyphen is a dash: nothing rises by less than nothing.
        directed = line.has_before(at, (*line.book.growth.rising, *line.book.growth.falling), within=2)
        if directed or (behind and behind != BLANK and behind not in _CLOSING):
            return None
        amount = replace(amount, percent=True)
    elif line.text(unit) in line.words.units and (behind == BLANK or not line.text(unit)[0].isalpha()):
        amount = replace(amount, unit=line.text(unit), end=unit + 1)
    elif line.kind(unit) == SIGN and behind == BLANK:
        amount = replace(amount, currency=line.words.currencies[line.text(unit)], end=unit + 1)
    elif (behind and behind not in _CLOSING) or YEARS[0] <= amount.value <= YEARS[1]:
        return None
    return Reading(amount.end, f"{line.words.minus} {say_amount(line, amount)}")


def _is_sign(line: Line, dash: int, end: int) -> bool:
    """Whether a dash is a minus: a blank before it and none behind."""
    return dash > end and line.kind(dash + 1) != BLANK


def _read_range(line: Line, first: Amount, second: Amount, dash: int) -> Reading:
    words = line.words
    own = not first.bare
    if first.currency and not second.currency and not second.unit and not second.percent:
        # "$4–5 billion": the sign stands before both.
        second = replace(second, currency=first.currency)
        own = first.suffix != "" or first.scales != ()
    once = words.units_once and (first.unit, first.percent, first.currency) == (
        second.unit,
        second.percent,
        second.currency,
    )
    if own and (not once or first.scales):
        a = say_amount(line, first)
    elif second.bare:
        a = say_plain(line, replace(first, end=second.end))
    elif dual := _dual(line, first, second):
        a = dual
    else:
        gender = _unit_gender(line, second)
        a = say_amount(line, first) if first.fraction else spell_number(first.value, line.language, gender=gender)
    b = say_amount(line, second)
    said = words.range.format(a=a, b=b)
    figures = {token.figure for token in line.tokens[first.start : second.end]} - {-1}
    if len(figures) > 1 and line.kind(dash + 1) == BLANK:
        lead = words.range.partition("{b}")[0].format(a=a).strip()
        return Reading(second.end, said, parted=((dash + 1, lead), (second.end, b)))
    return Reading(second.end, said)


def _dual(line: Line, first: Amount, second: Amount) -> str:
    """Say the first of two where a unit has a word for two of it: שבועיים עד שלושה שבועות, שבוע עד שבועיים."""
    forms = line.words.units[second.unit].said if second.unit else None
    if forms is None or not forms.two or " " in forms.two or not first.bare or second.scales:
        return ""
    if first.value == 2:
        return forms.two
    return unit_name(forms, line.language, many=False) if first.value == 1 and second.value == 2 else ""


def _unit_gender(line: Line, amount: Amount) -> Gender:
    if amount.scales or amount.suffix:
        return "m"
    if amount.unit:
        return line.words.units[amount.unit].gender
    if amount.percent:
        return line.book.percent.gender
    money = line.book.currencies.get(amount.currency)
    return money.gender if money else "m"


def say_amount(line: Line, amount: Amount) -> str:
    """Say an amount in its place."""
    if amount.fraction:
        return _say_fraction(line, amount)
    if amount.percent:
        percent = line.book.percent
        return _typed_zero(line, amount, percent.said) or speak_percent(amount.value, line.language)
    if amount.currency:
        return _say_money(line, amount)
    if amount.unit:
        return _say_unit(line, amount)
    if amount.suffix or amount.scales:
        return _say_scaled(line, amount)
    return say_plain(line, amount)


def _say_unit(line: Line, amount: Amount) -> str:
    unit = line.words.units[amount.unit]
    if amount.scales or amount.suffix:
        return f"{_say_scaled(line, amount)} {unit_name(unit.said, line.language, many=True)}"
    if _is_attributive(line, amount) and unit.said.one:
        said = spell_before_unit(amount.value, line.language, unit.gender)
        return unit.said.one.replace("{n}", said)
    if zero := _typed_zero(line, amount, unit.said):
        return zero
    return speak_unit(amount.value, unit.said, unit.gender, line.language)


def _typed_zero(line: Line, amount: Amount, forms: Forms) -> str:
    """Say a decimal that ends in 0 as it is typed: 5.50% is given to the hundredth; empty for any other number."""
    decimals = parse_number(amount.digits, line.language).partition(".")[2]
    if not decimals.endswith("0"):
        return ""
    whole = spell_number(amount.value // 1, line.language)
    said = f"{whole} {line.words.decimal} {spell_digits(decimals, line.language)}"
    return (forms.few or forms.other).replace("{n}", said)


def _say_money(line: Line, amount: Amount) -> str:
    words, language = line.words, line.language
    forms = _forms(line, amount.currency)
    row = words.abbreviations.get(line.text(amount.end - 1)) if line.kind(amount.end - 1) == CODE else None
    if row is not None and not (amount.scales or amount.suffix):
        # A code behind the amount has a name of its own: U S dollars.
        return speak_unit(amount.value, Forms(other=f"{{n}} {row.said}"), "m", language)
    one = _is_attributive(line, amount) and bool(forms.one)
    if amount.scales or amount.suffix:
        pattern = forms.one if one else forms.other
        return pattern.replace("{n}", _say_scaled(line, amount))
    if cents := _say_cents(line, amount):
        return cents
    if one:
        return forms.one.replace("{n}", spell_number(amount.value, language, gender="m"))
    if amount.value % 1:
        # A price is typed with two decimals; with one it is an amount like any other.
        return speak_unit(amount.value, forms, _unit_gender(line, amount), language)
    return speak_money(amount.value, amount.currency, language)


def _forms(line: Line, currency: str) -> Forms:
    """Give how a currency is said; by its code where the language has no word for it."""
    money = line.book.currencies.get(currency)
    return money.spoken if money else Forms(other=f"{{n}} {currency}")


def _say_cents(line: Line, amount: Amount) -> str:
    """Say a price that is typed with two decimals: $4.50; empty where its hundredths have no name."""
    decimals = parse_number(amount.digits, line.language).partition(".")[2]
    return speak_cents(amount.value, amount.currency, line.language, 0) if len(decimals) == 2 else ""


def _say_scaled(line: Line, amount: Amount) -> str:
    """Say a number with its scale as it is typed: 2.5 million, 12k."""
    words, language = line.words, line.language
    if amount.suffix:
        return speak_count(amount.value * words.scale_suffixes[amount.suffix], language)
    scales = amount.scales
    if scales[0] in words.whole_scales:
        value = amount.value * words.scale_words[scales[0]]
        said = spell_number(value, language, gender="m", counting=True)
        return " ".join((said, *scales[1:]))
    scale = " ".join(_scale_name(line, word) for word in scales)
    if words.half and words.half_one and amount.value == Decimal("0.5"):
        return words.half_one.format(n=scale)
    if words.one_and_half and amount.value == Decimal("1.5"):
        return words.one_and_half.format(scale=scale)
    if zero := _typed_zero(line, amount, Forms(other=f"{{n}} {scale}")):
        return zero
    pattern = words.one_scale if amount.value == 1 else "{n} {scale}"
    return pattern.format(n=spell_before_unit(amount.value, language, "m"), scale=scale)


def _scale_name(line: Line, word: str) -> str:
    """Give the name of a scale that is typed short: bn."""
    power = line.words.scale_suffixes.get(word)
    return next((scale.word for scale in line.book.scales if scale.unit == power), word) if power else word


def _is_attributive(line: Line, amount: Amount) -> bool:
    """Whether an amount stands before a noun it describes: a $2 billion loan."""
    rule = line.words.attributive
    if rule is None or line.word_before(amount.start).lower() not in rule.before:
        return False
    if line.kind(amount.end) == ",":
        # a $1.5 million, three-year grant
        return line.word_before(amount.start).lower() in rule.before[:2]
    noun = line.word_after(amount.end)
    return bool(noun) and noun.lower() not in rule.not_after


def _say_fraction(line: Line, amount: Amount) -> str:
    """Say ½ and 2½, with what belongs to them."""
    words = line.words
    part, whole = VULGAR_FRACTIONS[amount.fraction].split("/")
    if not amount.bare and not words.fractions_with_units and 8 % int(whole) == 0:
        # Two and a half kilometers, but hai phẩy năm ki lô mét.
        value = amount.value + Decimal(part) / Decimal(whole)
        return say_amount(line, replace(amount, value=value, fraction="", digits=""))
    joined = words.vulgar.get(f"{amount.fraction}-") if line.kind(amount.end) == DASH else None
    said = joined or words.vulgar.get(amount.fraction) or words.fractions[f"{part}/{whole}"]
    if amount.value:
        fraction = words.vulgar.get(f"and {amount.fraction}", said)
        said = words.and_fraction.format(n=spell_number(amount.value, line.language), fraction=fraction)
    power = words.scale_suffixes.get(amount.suffix)
    scales = [_scale_name(line, word) for word in (*amount.scales, *([amount.suffix] if power else []))]
    if amount.fraction == "½" and not amount.value and words.half_one and scales:
        # half a million
        said, scales = words.half_one.format(n=scales[0]), scales[1:]
    said = " ".join((said, *scales))
    if amount.percent:
        return line.book.percent.said.other.replace("{n}", said)
    if amount.currency:
        return _forms(line, amount.currency).other.replace("{n}", said)
    if amount.unit:
        return f"{said} {unit_name(words.units[amount.unit].said, line.language, many=bool(amount.value or scales))}"
    return said


# ---- numbers that stand alone


def say_plain(line: Line, amount: Amount) -> str:
    """Say a number: a year, an ordinal, digits that begin with 0, or an amount that agrees with what it counts."""
    language, digits = line.language, amount.digits
    if ordinal := say_as_ordinal(line, digits, amount.start, amount.end):
        return ordinal
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return spell_digits(digits, language)
        if len(digits) == 4 and YEARS[0] <= int(digits) <= YEARS[1]:
            return spell_year(int(digits), language)
        if len(digits) == 3 and line.word_before(amount.start) in line.words.pairs_after:
            return _say_in_pairs(digits, language)
    decimals = parse_number(digits, language).partition(".")[2]
    if decimals.endswith("0"):
        # A zero that was typed is said: version 4.0 is not version 4.
        said = spell_number(amount.value // 1, language)
        return f"{said} {line.words.decimal} {spell_digits(decimals, language)}"
    return agreeing(line, amount.value, amount.start, amount.end)


def _say_in_pairs(digits: str, language: str) -> str:
    """Say three digits as one and two: Boeing seven thirty-seven."""
    pair = digits[1:]
    said = spell_digits(pair, language) if pair[0] == "0" else spell_number(Decimal(pair), language)
    return f"{spell_digits(digits[0], language)} {said}"
