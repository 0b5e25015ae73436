"""How amounts are read: numbers with their scale, unit, money or percent, ranges, shares, scores, fractions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from briefcast.language.lexicon import Lexicon
from briefcast.language.line import Line, Reading
from briefcast.language.phrasebook import Forms, Gender
from briefcast.language.spoken import (
    speak_count,
    speak_money,
    speak_percent,
    speak_unit,
    spell_before_unit,
    spell_digits,
    spell_number,
    spell_ordinal,
    spell_year,
    unit_name,
)
from briefcast.language.tokens import (
    BLANK,
    CODE,
    DASH,
    FIGURE,
    NUMBER,
    ORDINAL,
    PERCENT,
    SCALE,
    SIGN,
    SUFFIX,
    UNIT,
    VULGAR,
    VULGAR_FRACTIONS,
    parse_number,
)

_YEARS = (1800, 2100)
"""Four digits without a group sign that are read as a year."""
_SCORE_MAX = 99


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with all that belongs to it."""

    start: int
    at: int
    """Index of its digits."""
    end: int
    value: Decimal
    digits: str
    """As they are typed; empty where they are not said as they stand."""
    fraction: str = ""
    """½ behind it, or alone with the value 0."""
    currency: str = ""
    scales: tuple[str, ...] = ()
    """Scale words as they are typed."""
    suffix: str = ""
    unit: str = ""
    percent: bool = False

    @property
    def bare(self) -> bool:
        """Whether it is a number alone."""
        return not (self.currency or self.unit or self.percent or self.scales or self.suffix)


def find_amount(line: Line, start: int) -> Amount | None:
    """Find the amount that begins at a token."""
    at, currency = start, ""
    if line.kind(at) in (SIGN, CODE):
        currency = _currency(line.text(at), line.words)
        at = line.skip_blank(at + 1)
    if line.kind(at) == VULGAR:
        found = Amount(start=start, at=at, end=at + 1, value=Decimal(0), digits="", fraction=line.text(at))
    elif line.kind(at) == NUMBER:
        found = _number(line, start, at)
    else:
        return None
    found = replace(found, currency=currency)
    if line.kind(found.end) == SUFFIX:
        found = replace(found, suffix=line.text(found.end), end=found.end + 1)
    while line.kind(found.end) == BLANK and line.kind(found.end + 1) == SCALE:
        found = replace(found, scales=(*found.scales, line.text(found.end + 1)), end=found.end + 2)
    return _with_unit(line, found)


def _number(line: Line, start: int, at: int) -> Amount:
    digits = line.text(at)
    end = at + 1
    if digits.isdigit() and len(digits) <= 3 and digits[0] != "0":
        # Groups set apart by blanks: 10 000.
        while line.kind(end) == BLANK and line.kind(end + 1) == NUMBER and _is_group(line.text(end + 1)):
            digits, end = digits + line.text(end + 1), end + 2
    value = Decimal(parse_number(digits, line.language))
    typed = digits if end == at + 1 else ""
    fraction = line.skip_blank(end) if line.kind(end) == BLANK and line.kind(end + 1) == VULGAR else end
    if line.kind(fraction) == VULGAR:
        return Amount(start=start, at=at, end=fraction + 1, value=value, digits=typed, fraction=line.text(fraction))
    return Amount(start=start, at=at, end=end, value=value, digits=typed)


def _is_group(digits: str) -> bool:
    return digits.isdigit() and len(digits) == 3


def _with_unit(line: Line, found: Amount) -> Amount:
    """Take the percent sign, the unit or the money that stands behind a number."""
    at = line.skip_blank(found.end)
    if line.kind(at) == DASH and at == found.end and line.kind(at + 1) == UNIT:
        at += 1
    kind, text = line.kind(at), line.text(at)
    if found.currency:
        if kind == UNIT and text in line.words.scale_suffixes:
            return replace(found, suffix=text, end=at + 1)
        return found
    if kind == PERCENT:
        return replace(found, percent=True, end=at + 1)
    if kind == UNIT:
        return replace(found, unit=text, end=at + 1)
    if kind in (SIGN, CODE):
        return replace(found, currency=_currency(text, line.words), end=at + 1)
    return found


def _currency(sign: str, words: Lexicon) -> str:
    return words.currencies.get(sign) or words.currency_codes[sign]


# ---- reading


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
    return Reading(first.end, say_amount(line, first))


def read_signed(line: Line, at: int) -> Reading | None:
    """Read an amount with a minus before it; between two words a hyphen is none."""
    before = line.kind(at - 1)
    if before not in ("", BLANK, "(", "P", ":", ",", "/") and before.isalnum():
        return None
    if before.isdigit() or line.kind(at - 1) in (NUMBER, PERCENT):
        return None
    found = find_amount(line, at + 1)
    if found is None:
        return None
    return Reading(found.end, f"{line.words.minus} {say_amount(line, found)}")


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
        a = _say_plain(line, replace(first, end=second.end))
    else:
        gender = _unit_gender(line, second)
        a = _say_number(line, first, gender) if not first.fraction else say_amount(line, first)
    b = say_amount(line, second)
    said = words.range.format(a=a, b=b)
    figures = {token.figure for token in line.tokens[first.start : second.end]} - {-1}
    if len(figures) > 1 and line.kind(dash + 1) == BLANK:
        lead = words.range.partition("{b}")[0].format(a=a).strip()
        return Reading(second.end, said, parted=((dash + 1, lead), (second.end, b)))
    return Reading(second.end, said)


def _unit_gender(line: Line, amount: Amount) -> Gender:
    if amount.scales or amount.suffix:
        return "m"
    if amount.unit:
        return line.words.units[amount.unit].gender
    if amount.percent:
        return line.book.percent.gender
    money = line.book.currencies.get(amount.currency)
    return money.gender if money else "m"


def _say_number(line: Line, amount: Amount, gender: Gender) -> str:
    return spell_number(amount.value, line.language, gender=gender)


def say_amount(line: Line, amount: Amount) -> str:
    """Say an amount in its place."""
    if amount.fraction:
        return _say_fraction(line, amount)
    if amount.percent:
        percent = line.book.percent
        return _typed_zero(line, amount, percent.said, percent.gender) or speak_percent(amount.value, line.language)
    if amount.currency:
        return _say_money(line, amount)
    if amount.unit:
        return _say_unit(line, amount)
    if amount.suffix or amount.scales:
        return _say_scaled(line, amount)
    return _say_plain(line, amount)


def _say_unit(line: Line, amount: Amount) -> str:
    unit = line.words.units[amount.unit]
    if amount.scales or amount.suffix:
        return f"{_say_scaled(line, amount)} {unit_name(unit.said, many=True)}"
    if _is_attributive(line, amount) and unit.said.one:
        said = spell_before_unit(amount.value, line.language, unit.gender)
        return unit.said.one.replace("{n}", said)
    if zero := _typed_zero(line, amount, unit.said, unit.gender):
        return zero
    return speak_unit(amount.value, unit.said, unit.gender, line.language)


def _typed_zero(line: Line, amount: Amount, forms: Forms, gender: Gender) -> str:
    """Say a decimal that ends in 0 as it is typed: 5.50% is given to the hundredth; empty for any other number."""
    decimals = parse_number(amount.digits, line.language).partition(".")[2]
    if not decimals.endswith("0"):
        return ""
    whole = spell_number(amount.value // 1, line.language, gender=gender)
    said = f"{whole} {line.words.decimal} {spell_digits(decimals, line.language)}"
    return (forms.few or forms.other).replace("{n}", said)


def _say_money(line: Line, amount: Amount) -> str:
    words, language = line.words, line.language
    money = line.book.currencies.get(amount.currency)
    forms = money.spoken if money else Forms(other=f"{{n}} {amount.currency}")
    row = words.abbreviations.get(line.text(amount.end - 1)) if line.kind(amount.end - 1) == CODE else None
    if row is not None and not (amount.scales or amount.suffix):
        # A code behind the amount has a name of its own: U S dollars.
        return speak_unit(amount.value, Forms(other=f"{{n}} {row.said}"), "m", language)
    one = bool(money) and _is_attributive(line, amount) and bool(forms.one)
    if amount.scales or amount.suffix:
        pattern = forms.one if one else forms.other
        return pattern.replace("{n}", _say_scaled(line, amount))
    if cents := _say_cents(line, amount):
        return cents
    if one:
        return forms.one.replace("{n}", spell_number(amount.value, language, gender="m"))
    return speak_money(amount.value, amount.currency, language)


def _say_cents(line: Line, amount: Amount) -> str:
    """Say a price with two decimals: $4.50; empty where the language or the currency has no word for it."""
    cents = line.words.cents.get(amount.currency)
    decimals = parse_number(amount.digits, line.language).partition(".")[2]
    if not cents or len(decimals) != 2 or decimals == "00":
        return ""
    if amount.value < 1:
        return speak_unit(Decimal(decimals), cents.alone or cents.said, "m", line.language)
    said = speak_unit(Decimal(decimals), cents.said, "m", line.language)
    return cents.joined.format(a=speak_money(amount.value // 1, amount.currency, line.language), b=said)


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
    if words.one_and_half and amount.value == Decimal("1.5"):
        return words.one_and_half.format(scale=scale)
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


# ---- numbers that stand alone


def _say_plain(line: Line, amount: Amount) -> str:
    """Say a number: a year, an ordinal, digits that begin with 0, or an amount that agrees with what it counts."""
    language, digits = line.language, amount.digits
    if ordinal := _say_ordinal(line, amount):
        return ordinal
    if digits.isdigit():
        if len(digits) > 1 and digits[0] == "0":
            return spell_digits(digits, language)
        if len(digits) == 4 and _YEARS[0] <= int(digits) <= _YEARS[1]:
            return spell_year(int(digits), language)
        if len(digits) == 3 and line.word_before(amount.start) in line.words.pairs_after:
            pair = (
                spell_digits(digits[1:], language) if digits[1] == "0" else spell_number(Decimal(digits[1:]), language)
            )
            return f"{spell_number(Decimal(digits[0]), language)} {pair}"
    decimals = parse_number(digits, language).partition(".")[2]
    if decimals.endswith("0"):
        # A zero that was typed is said: version 4.0 is not version 4.
        said = agreeing(line, amount.value // 1, amount, counting=False)
        return f"{said} {line.words.decimal} {spell_digits(decimals, language)}"
    return agreeing(line, amount.value, amount)


def agreeing(line: Line, value: Decimal, amount: Amount, *, counting: bool = True) -> str:
    """Say a number so that it agrees with the noun it counts."""
    words, language, start, end = line.words, line.language, amount.start, amount.end
    noun = line.word_after(end)
    if line.word_before(start).lower() in words.after:
        if words.half and value % 1 == Decimal("0.5"):
            # פי 2.5: two and a half times.
            return words.half.format(n=spell_number(value // 1, language, gender="m"))
        return spell_number(value, language)
    if _label(line, start) and not _is_plural(noun, words):
        return spell_number(value, language)
    if noun in words.pronouns:
        return spell_number(value, language, gender=words.pronouns[noun])
    if not noun or noun in words.no_nouns:
        far = _counted_ahead(line, end) or _counted_before(line, start)
        return spell_number(value, language, gender=gender_of(far, words) if far else "f")
    if words.part_of and noun.startswith(words.part_of) and len(noun) > len(words.part_of) + 1:
        return spell_number(value, language, gender=gender_of(noun[len(words.part_of) :], words))
    if words.definite and (bound := _bound(line, value, noun)):
        return bound
    gender = gender_of(noun, words)
    if counting:
        return spell_before_unit(value, language, gender)
    return spell_number(value, language, gender=gender)


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
    if not line.words.out_of or line.kind(end) not in (BLANK, DASH):
        return ""
    between = line.text(end + 1) if line.kind(end) == BLANK else line.text(end)
    at = end + 2
    if line.kind(end) == BLANK and line.kind(end + 1) == "P":
        between = line.prefix(end + 2)
    elif line.kind(end) == BLANK:
        at = line.skip_blank(at)
        at += 1 if line.kind(at) == "P" else 0
    else:
        at = end + 1
    if between not in line.words.out_of or line.kind(at) != NUMBER:
        return ""
    noun = line.word_after(at + 1)
    return "" if noun in line.words.no_nouns or line.kind(at + 2) == "M" else noun


def _counted_before(line: Line, start: int) -> str:
    """Give the noun of the number before, seen from its whole: 3 כוכבים מתוך 5."""
    if not line.words.out_of or line.kind(start - 1) != BLANK or line.text(start - 2) not in line.words.parts_of:
        return ""
    noun, at = line.text(start - 4), start - 6
    return noun if line.kind(start - 3) == BLANK and line.kind(at) == NUMBER and noun in line.words.genders else ""


def gender_of(noun: str, words: Lexicon) -> Gender:
    """Give the gender of a noun, by its row or its ending; feminine is the form of counting without one."""
    definite = words.definite is not None and noun.startswith(words.definite.prefix)
    for form in (noun, noun[1:]) if definite else (noun,):
        if form in words.genders:
            return words.genders[form]
    for ending, gender in words.gender_by_ending.items():
        if noun.endswith(ending):
            return gender
    return "f"


def _is_plural(noun: str, words: Lexicon) -> bool:
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


def _label_gender(line: Line, start: int) -> Gender | None:
    name = _label(line, start)
    return line.words.ordinals.nouns[name] if name and line.words.ordinals else None


def _say_ordinal(line: Line, amount: Amount) -> str:
    """Say a number that belongs to the noun before it: הרבעון ה־3 is the third; empty where it does not."""
    ordinals = line.words.ordinals
    if ordinals is None or not amount.digits.isdigit() or int(amount.digits) == 0:
        return ""
    name = _label(line, amount.start)
    if not name:
        return ""
    gender, number = ordinals.nouns[name], int(amount.digits)
    named = ordinals.of(gender)
    prefixed = line.prefix(amount.start) == ordinals.prefix
    if not prefixed and (name not in ordinals.bare or line.prefix(amount.start) or number > len(named)):
        return ""
    said = named[number - 1] if number <= len(named) else spell_number(Decimal(number), line.language, gender=gender)
    word = line.word_before(amount.start)
    definite = word != name and word[0] in ordinals.joined
    if not prefixed and definite and number <= len(named) and line.leads(amount.end, ordinals.among):
        return f"{ordinals.prefix}{said}"
    return said


def read_one(line: Line, at: int) -> Reading | None:
    """Say a single thing in a language that puts "one" behind its noun: דקה אחת; a label's number is left: סעיף 1."""
    words = line.words
    noun = line.word_after(at + 1)
    if not words.one_behind or line.text(at) != "1" or not noun or noun in words.no_nouns or "״" in noun or "׳" in noun:
        return None
    if (
        _label(line, at)
        or line.kind(at + 2) not in ("W", "A", UNIT)
        or noun[0] < "א"
        or line.word_before(at) in words.after
    ):
        return None
    if words.part_of and noun.startswith(words.part_of) and len(noun) > len(words.part_of) + 2:
        return None
    end = at + 3
    if noun in words.two_words and line.word_after(end):
        noun, end = f"{noun} {line.word_after(end)}", end + 2
    one = spell_number(Decimal(1), line.language, gender=gender_of(noun.split()[0], words))
    return Reading(end, f"{noun} {one}")


# ---- two numbers and what is between them


def is_share(line: Line, at: int, end: int) -> bool:
    """Tell ``9/10 households`` from the ninth of October, by the words around it."""
    shares = line.words.shares
    if line.follows(at, (*shares.before, *shares.scores, *shares.addresses)) or line.leads(end, (*shares.after, *shares.scores)):
        return True
    if shares.plurals and not line.prefix(at) and _is_plural(line.word_after(end), line.words):
        return True
    part = shares.part_of and line.kind(end) == BLANK
    return bool(part) and line.rest(end + 1).startswith(shares.part_of) and _is_part(line, end + 1, shares.part_of)


def _is_part(line: Line, at: int, letters: str) -> bool:
    """Whether a word begins with the letters that make a whole of it: מהבתים, מ־18 המוסדות."""
    if line.kind(at) == "P":
        return line.text(at)[:-1] == letters
    return line.text(at).startswith(line.words.part_of) and len(line.text(at)) > len(line.words.part_of) + 2


def read_fraction(line: Line, at: int) -> Reading | None:
    """Read one number over another: 44/63, 2/3, 4/5 stars."""
    b = line.skip_blank(line.skip_blank(at + 1) + 1)
    words, end = line.words, b + 1
    if line.kind(line.skip_blank(at + 1)) != "/" or line.kind(b) != NUMBER or line.kind(end) == "/":
        return None
    name = words.fractions.get(f"{line.text(at)}/{line.text(b)}")
    scored = line.follows(at, (*words.shares.scores, *words.shares.addresses)) or line.leads(end, words.shares.scores)
    if name and not scored and _is_fraction(line, end):
        return Reading(end, name)
    first, second = (_amount_at(line, index, end) for index in (at, b))
    said_a = (
        _say_plain(line, replace(first, end=end))
        if not words.ordinals or not scored
        else spell_number(first.value, line.language)
    )
    said_b = _say_plain(line, second) if not words.ordinals or not scored else spell_number(second.value, line.language)
    if words.ordinals and scored and line.kind(end) == BLANK and (noun := line.word_after(end)) in words.shares.scores:
        gender = gender_of(noun, words)
        said_a, said_b = (spell_number(x.value, line.language, gender=gender) for x in (first, second))
    return Reading(end, words.fraction.format(a=said_a, b=said_b))


def _amount_at(line: Line, at: int, end: int) -> Amount:
    digits = line.text(at)
    return Amount(start=at, at=at, end=end, value=Decimal(parse_number(digits, line.language)), digits=digits)


def _is_fraction(line: Line, end: int) -> bool:
    """Whether a fraction is called by its name here: 3/4 of villages, but three out of four villages."""
    before = line.words.fractions_before
    if not before:
        return True
    if line.kind(end) != BLANK or not line.text(end + 1)[:1].isalpha():
        return True
    part = line.words.shares.part_of
    return line.leads(end, before) or (bool(part) and _is_part(line, end + 1, part))


def _say_fraction(line: Line, amount: Amount) -> str:
    """Say ½ and 2½, with what belongs to them."""
    words = line.words
    name = words.vulgar.get(amount.fraction) or words.fractions[VULGAR_FRACTIONS[amount.fraction]]
    if amount.value:
        said = spell_number(amount.value, line.language)
        name = words.vulgar.get(f"and {amount.fraction}", name)
        name = words.and_fraction.format(n=said, fraction=name)
    if amount.bare:
        return name
    part, whole = VULGAR_FRACTIONS[amount.fraction].split("/")
    decimal = replace(amount, value=amount.value + Decimal(part) / Decimal(whole), fraction="", digits="")
    if not words.fractions_with_units or amount.currency or amount.percent or amount.suffix:
        return say_amount(line, decimal if int(whole) in (2, 4, 5, 8) else replace(decimal, value=amount.value))
    scale = " ".join(_scale_name(line, word) for word in amount.scales)
    if not amount.unit:
        return f"{name} {scale}"
    unit = unit_name(words.units[amount.unit].said, many=bool(amount.value))
    return " ".join(part for part in (name, scale, unit) if part)


def read_score(line: Line, at: int) -> Reading | None:
    """Read the result of a game: a 3-1 win."""
    rule = line.words.scores
    if rule is None or line.kind(at + 1) not in (DASH, ":") or line.kind(at + 2) != NUMBER:
        return None
    a, b, end = line.text(at), line.text(at + 2), at + 3
    if not (a.isdigit() and b.isdigit()) or max(int(a), int(b)) > _SCORE_MAX or line.kind(end) in (DASH, "/", PERCENT):
        return None
    if not (line.clause_has(at, rule.before) or line.leads(end, rule.after)) or (
        line.kind(end) == BLANK and line.kind(end + 1) in (UNIT, SCALE, SIGN)
    ):
        return None
    said = (spell_number(Decimal(digits), line.language) for digits in (a, b))
    first, second = said
    return Reading(end, rule.pattern.format(a=first, b=second))


def read_ratio(line: Line, at: int) -> Reading | None:
    """Read a ratio: 1:3; behind the number of a standard stands its year."""
    if line.kind(at + 1) != ":" or line.kind(at + 2) != NUMBER:
        return None
    a, b = line.text(at), line.text(at + 2)
    if not (a.isdigit() and b.isdigit()):
        return None
    if len(b) == 4:
        number = spell_number(Decimal(a), line.language)
        return Reading(at + 3, line.words.codes.dated.format(number=number, year=spell_year(int(b), line.language)))
    said = [spell_number(Decimal(digits), line.language) for digits in (a, b)]
    return Reading(at + 3, line.words.ratio.format(a=said[0], b=said[1]))


def read_ordinal(line: Line, at: int) -> Reading | None:
    """Read 1st, 2nd."""
    digits = line.text(at).replace(",", "")
    if line.kind(at + 1) != ORDINAL or not digits.isdigit():
        return None
    return Reading(at + 2, spell_ordinal(int(digits), line.language), "ordinal")


def read_times(line: Line, at: int) -> Reading | None:
    """Read how many times as much: 2x."""
    if line.text(at + 1) != "x" or line.kind(line.skip_blank(at + 2)) == NUMBER:
        return None
    said = spell_number(Decimal(parse_number(line.text(at), line.language)), line.language, gender="m")
    return Reading(at + 2, line.words.times_as_much.format(n=said))


def read_by(line: Line, at: int) -> Reading | None:
    """Read the sign between two lengths: 3x4 m, 3 × 4."""
    before = at - 2 if line.kind(at - 1) == BLANK else at - 1
    sides = (line.kind(before), line.kind(line.skip_blank(at + 1)))
    if line.text(at) not in ("x", "×") or not line.words.by or sides[1] != NUMBER or sides[0] not in (NUMBER, UNIT):
        return None
    blank = "" if line.kind(at - 1) == BLANK else " "
    return Reading(at + 1, f"{blank}{line.words.by}{blank}")


def read_numbers(line: Line, at: int) -> Reading | None:
    """Read three and more numbers that hyphens join and that are neither a day nor a telephone number: 4-4-2."""
    end = at
    while line.kind(end) == NUMBER and line.text(end).isdigit() and line.kind(end + 1) == DASH:
        end += 2
    if end < at + 4 or line.kind(end) != NUMBER or not line.text(end).isdigit():
        return None
    numbers = (token.text for token in line.tokens[at : end + 1 : 2])
    return Reading(end + 1, " ".join(spell_number(Decimal(number), line.language) for number in numbers))


def read_sign_of_number(line: Line, at: int) -> Reading | None:
    """Read # before a number: #1."""
    if line.kind(at + 1) != NUMBER or not line.words.number_sign:
        return None
    return Reading(at + 1, f"{line.words.number_sign} ")


def read_plus(line: Line, at: int) -> Reading | None:
    """Read an age and above: aged 65+."""
    rule = line.words.plus
    if rule is None or line.text(at + 1) != "+" or line.kind(at + 2).isalnum():
        return None
    said, end = say_amount(line, _amount_at(line, at, at + 2)), at + 2
    noun = line.word_after(end)
    if noun in rule.nouns:
        return Reading(end + 2, rule.said.format(n=f"{said} {noun}"))
    return Reading(end, rule.said.format(n=said)) if line.has_before(at, rule.after, within=3) else None


def read_unit(line: Line, at: int) -> Reading | None:
    """Read a unit without a number: per km², (°C)."""
    unit = line.words.units[line.text(at)]
    many = not line.has_before(at, line.words.per_before, within=1)
    return Reading(at + 1, unit_name(unit.said, many=many))


def read_per(line: Line, at: int) -> Reading | None:
    """Read what an amount is for one of: 500 đồng/kWh, 5%/year; day/month/year without a number is a list."""
    words = line.words
    if not any(token.kind in (NUMBER, VULGAR, FIGURE) for token in line.tokens[max(0, at - 9) : at]):
        return None
    if line.kind(at - 1) in ("", BLANK, ")"):
        return None
    kind, text = line.kind(at + 1), line.text(at + 1)
    if kind == NUMBER and words.per_number and line.kind(at - 1) != NUMBER and not line.kind(at + 2).isalnum():
        said = say_amount(line, _amount_at(line, at + 1, at + 2))
        return Reading(at + 2, f" {words.per_number} {said}")
    if kind == UNIT:
        name = unit_name(words.units[text].said, many=False)
    elif kind == CODE:
        forms = line.book.currencies[words.currency_codes[text]].spoken
        name = unit_name(forms, many=False)
    else:
        found = next((p for p in words.per_words if " " in p and line.rest(at + 1).startswith(p)), "")
        if found:
            return Reading(at + 1 + 2 * found.count(" ") + 1, words.per.format(b=found))
        if text not in words.per_words:
            return None
        name = text
    return Reading(at + 2, words.per.format(b=name))


def read_versions(line: Line, at: int) -> Reading | None:
    """Read a version (4.0, 1.2.3) part by part."""
    parts = line.text(at).split(".")
    if not all(part.isdigit() for part in parts):
        return None
    said = (spell_number(Decimal(part), line.language) for part in parts)
    return Reading(at + 1, f" {line.words.dot} ".join(said))


def read_figure(line: Line, at: int) -> Reading | None:
    """Read the unit behind a figure that has words of its own."""
    unit = line.skip_blank(at + 1)
    if line.kind(unit) != UNIT:
        return None
    name = unit_name(line.words.units[line.text(unit)].said, many=True)
    return Reading(unit + 1, f"{line.figures[line.tokens[at].figure][1]} {name}")
