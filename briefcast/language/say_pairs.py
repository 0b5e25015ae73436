"""How numbers beside a sign are read: shares, scores, ratios, ordinals, what an amount is for one of."""

from __future__ import annotations

from decimal import Decimal

from briefcast.language.agreement import gender_of, is_plural
from briefcast.language.amounts import amount_at
from briefcast.language.line import Line, Reading
from briefcast.language.say_amounts import say_amount, say_plain
from briefcast.language.spoken import spell_number, spell_ordinal, spell_year, unit_name
from briefcast.language.tokens import (
    BLANK,
    CODE,
    DASH,
    FIGURE,
    NUMBER,
    ORDINAL,
    PERCENT,
    PREFIX,
    SCALE,
    SIGN,
    UNIT,
    VULGAR,
    parse_number,
)

_SCORE_MAX = 99


def is_share(line: Line, at: int, end: int) -> bool:
    """Tell ``9/10 households`` from the ninth of October, by the words around it."""
    shares = line.words.shares
    if line.follows(at, (*shares.before, *shares.scores, *shares.addresses)):
        return True
    if line.leads(end, (*shares.after, *shares.scores)):
        return True
    if shares.joined and line.prefix(at).endswith(shares.joined):
        return True
    if shares.days_after and line.text(at).isdigit() and _tells_share(line, at, end):
        return True
    if shares.plurals and not line.prefix(at) and is_plural(line.word_after(end), line.words):
        return True
    part = shares.part_of and line.kind(end) == BLANK
    return bool(part) and line.rest(end + 1).startswith(shares.part_of) and _is_part(line, end + 1, shares.part_of)


def _tells_share(line: Line, at: int, end: int) -> bool:
    """Whether a noun behind two numbers makes a share of them: a 2/3 majority, but on 9/10 we met."""
    shares, noun = line.words.shares, line.word_after(end)
    if not noun.islower() or noun in shares.days_before or int(line.text(at)) > int(line.text(end - 1)):
        return False
    return line.word_before(at).lower() not in shares.days_after


def _is_part(line: Line, at: int, letters: str) -> bool:
    """Whether a word begins with the letters that make a whole of it: מהבתים, מ־18 המוסדות."""
    if line.kind(at) == PREFIX:
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
    a, b_amount = amount_at(line, at, end), amount_at(line, b, end)
    if words.ordinals and scored:
        # A score counts nothing but the stars that are named: ציון שמונה מתוך עשר, חמישה מתוך חמישה כוכבים.
        noun = line.word_after(end)
        gender = gender_of(noun, words) if noun in words.shares.scores else "f"
        said = [spell_number(amount.value, line.language, gender=gender) for amount in (a, b_amount)]
    else:
        said = [say_plain(line, amount) for amount in (a, b_amount)]
    return Reading(end, words.fraction.format(a=said[0], b=said[1]))


def _is_fraction(line: Line, end: int) -> bool:
    """Whether a fraction is called by its name here: 3/4 of villages, but three out of four villages."""
    before = line.words.fractions_before
    if not before:
        return True
    if line.kind(end) != BLANK or not line.text(end + 1)[:1].isalpha():
        return True
    part = line.words.shares.part_of
    return line.leads(end, before) or (bool(part) and _is_part(line, end + 1, part))


def read_score(line: Line, at: int) -> Reading | None:
    """Read the result of a game: a 3-1 win."""
    rule = line.words.scores
    mark = line.skip_blank(at + 1)
    other = line.skip_blank(mark + 1)
    if rule is None or line.kind(mark) not in (DASH, ":") or line.kind(other) != NUMBER:
        return None
    a, b, end = line.text(at), line.text(other), other + 1
    if not (a.isdigit() and b.isdigit()) or max(int(a), int(b)) > _SCORE_MAX or line.kind(end) in (DASH, "/", PERCENT):
        return None
    if not (line.clause_has(at, rule.before) or line.leads(end, rule.after)):
        return None
    if line.kind(line.skip_blank(end)) in (UNIT, SCALE, SIGN):
        return None
    noun = line.word_after(end)
    if int(a) < int(b) and noun and noun not in rule.followed and not line.leads(end, rule.after):
        return None
    first, second = (spell_number(Decimal(digits), line.language) for digits in (a, b))
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
    return Reading(at + 2, line.words.times_as_much.format(n=said), "times")


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
    said, end = say_amount(line, amount_at(line, at, at + 2)), at + 2
    noun = line.word_after(end)
    if noun in rule.nouns:
        return Reading(end + 2, rule.said.format(n=f"{said} {noun}"))
    return Reading(end, rule.said.format(n=said)) if line.has_before(at, rule.after, within=3) else None


def read_unit(line: Line, at: int) -> Reading | None:
    """Read a unit without a number: per km², (°C)."""
    unit = line.words.units[line.text(at)]
    many = not line.has_before(at, line.words.per_before, within=1)
    return Reading(at + 1, unit_name(unit.said, line.language, many=many))


def read_joined_unit(line: Line, at: int) -> Reading | None:
    """Read a unit that amounts are given for one of, with the letter of "per" joined to it: 45.90 ₪ למ״ק."""
    words, written = line.words, line.text(at)
    letter = words.per.partition("{")[0].strip()
    if not words.prefixes or written[:1] != letter or written[1:] not in words.units or written[1:].isalpha():
        return None
    return Reading(at + 1, f"{letter}{unit_name(words.units[written[1:]].said, line.language, many=False)}")


def read_currency(line: Line, at: int) -> Reading:
    """Read a sign of money without an amount: ($)."""
    money = line.book.currencies.get(line.words.currencies[line.text(at)])
    name = unit_name(money.spoken, line.language, many=True) if money else line.words.currencies[line.text(at)]
    return Reading(at + 1, name)


def read_per(line: Line, at: int) -> Reading | None:
    """Read what an amount is for one of: 500 đồng/kWh, 5%/year; day/month/year without a number is a list."""
    words = line.words
    if not any(token.kind in (NUMBER, VULGAR, FIGURE) for token in line.tokens[max(0, at - 9) : at]):
        return None
    if line.kind(at - 1) in ("", BLANK, ")"):
        return None
    kind, text = line.kind(at + 1), line.text(at + 1)
    if kind == NUMBER and words.per_number and line.kind(at - 1) != NUMBER and not line.kind(at + 2).isalnum():
        said = say_amount(line, amount_at(line, at + 1, at + 2))
        return Reading(at + 2, f" {words.per_number} {said}")
    if kind == UNIT:
        name = unit_name(words.units[text].said, line.language, many=False)
    elif kind == CODE:
        money = line.book.currencies.get(words.currency_codes[text])
        name = unit_name(money.spoken, line.language, many=False) if money else text
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
    name = unit_name(line.words.units[line.text(unit)].said, line.language, many=True)
    return Reading(unit + 1, f"{line.figures[line.tokens[at].figure][1]} {name}")
