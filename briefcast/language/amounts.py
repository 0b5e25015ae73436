"""Amounts in a line: a number with its scale, unit, money or percent, as they stand together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from briefcast.language.lexicon import Lexicon
from briefcast.language.line import Line
from briefcast.language.tokens import (
    BLANK,
    CODE,
    DASH,
    NUMBER,
    PERCENT,
    SCALE,
    SIGN,
    SUFFIX,
    UNIT,
    VULGAR,
    parse_number,
)


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
        return _with_unit(line, replace(found, suffix=line.text(found.end), end=found.end + 1))
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
    if kind == PERCENT and not found.scales:
        return replace(found, percent=True, end=at + 1)
    if kind == UNIT and at == found.end and _is_million(line, at):
        return replace(found, suffix=text, end=at + 1)
    if kind == UNIT:
        return replace(found, unit=text, end=at + 1)
    if kind in (SIGN, CODE):
        return replace(found, currency=_currency(text, line.words), end=at + 1)
    return found


def _is_million(line: Line, at: int) -> bool:
    """Whether a letter at a number is a scale and no unit: 1.5m people, but 5m of water and waves 5m high."""
    rule, noun = line.words.attributive, line.word_after(at + 1)
    if rule is None or line.text(at) not in line.words.scale_suffixes:
        return False
    return noun in rule.many or (noun.endswith("s") and noun not in rule.not_after and noun.islower())


def _currency(sign: str, words: Lexicon) -> str:
    return words.currencies.get(sign) or words.currency_codes[sign]


def amount_at(line: Line, at: int, end: int) -> Amount:
    """Give the number of one token, as far as another token's end."""
    digits = line.text(at)
    return Amount(start=at, at=at, end=end, value=Decimal(parse_number(digits, line.language)), digits=digits)
