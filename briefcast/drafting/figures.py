"""The figures of a sentence: value, unit, qualifier; and every other digit of it, with the reason why it is none.

    read_figures("Gần 1,2 triệu hộ, 82,4% năm 2026.", "vi", style)

Nothing is guessed: what can be read in two ways, what is a span, a limit or a place in an order is left out, and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from briefcast.drafting.numbers import Style, read_number
from briefcast.drafting.words import ReadingWords, any_word, reading_words
from briefcast.edition.digits import sort_digits
from briefcast.messages import Message, tell

_B = "[ \u00a0\u202f\u2009]"
_MINUSES = "-\u2212\u2010\u2011\u2013"
_MAQAF = "[-\u05be\u2010\u2011\u2013]"
_OPENS = " \t\u00a0\u202f\u2009(\u201c\u201d\"'‘’«»[:;–—"
"""What may stand right before a number that is alone."""
_JOINING = "/.,:+#*_@&=~№\\^<>|⏎"
_LOOKED_BACK = 60


@dataclass(frozen=True, kw_only=True)
class ReadFigure:
    """One figure of a sentence, as it is written there."""

    start: int
    end: int
    """What a reference stands for in the sentence: qualifier, number, scale and unit."""
    value: Decimal
    unit: str
    """``percent``, ``currency``, ``duration``, ``count``, ``ratio``, or a unit of ``assets/units.yaml``."""
    currency: str = ""
    per: str = ""
    qualifier: str = ""
    out_of: Decimal | None = None
    asks: tuple[str, ...] = ()
    """Fields that the sentence does not settle."""
    unread: str = ""
    """Words at it that change what it measures and for which a brief has no unit: percentage points, per 100,000."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Digits of a sentence that are no figure, or of which nobody can say what they are."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class _Found:
    """One number with all that stands around it."""

    start: int
    end: int
    digits: tuple[int, int]
    figure: ReadFigure | None = None
    reason: str = ""
    bare: bool = False
    """Whether neither scale nor unit stands with it."""
    scaled: bool = False


def read_figures(text: str, language: str, style: Style) -> tuple[tuple[ReadFigure, ...], tuple[LeftOut, ...]]:
    """Give the figures of a sentence and its other digits, each in the order of the text; every digit is in one."""
    words = reading_words(language)
    left = [LeftOut(start=d.start, end=d.end, reason=d.reason) for d in sort_digits(text) if d.reason]
    spans = [(d.start, d.end) for d in sort_digits(text) if not d.reason]
    found = [_read(text, start, end, words, language, style) for start, end in _whole_numbers(text, spans)]
    found = _without_spans(text, _with_wholes(text, found, words, language, style), words)
    found = _without_names(text, found, left, words, language)
    figures = [one.figure for one in found if one.figure is not None]
    left += [LeftOut(start=one.digits[0], end=one.digits[1], reason=one.reason) for one in found if one.figure is None]
    left += _rest(text, figures, left)
    return tuple(figures), tuple(sorted(left, key=lambda one: one.start))


def _whole_numbers(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the numbers that are to be read: of a span of two, each; of digits parted by blanks, all as one."""
    for start, end in spans:
        if re.search(r"[–-]", text[start:end]):
            for match in re.finditer(r"\d+", text[start:end]):
                yield start + match.start(), start + match.end()
        else:
            while end < len(text) and (more := re.match(rf"{_B}\d{{3}}(?![\d.,]*\d)", text[end:])):
                if not any(end < other[0] < end + more.end() + 1 for other in spans):
                    break
                end += more.end()
            yield start, end


def _rest(text: str, figures: Sequence[ReadFigure], left: Sequence[LeftOut]) -> list[LeftOut]:
    """Give the digits that nothing covers: raised ones, those of other writings."""
    covered = [*((f.start, f.end) for f in figures), *((one.start, one.end) for one in left)]
    found: list[LeftOut] = []
    for match in re.finditer(r"[\d¹²³⁰-⁹₀-₉½⅓⅔¼¾⅕⅛]+", text):
        if not any(start <= match.start() and match.end() <= end for start, end in covered):
            found.append(
                LeftOut(start=match.start(), end=match.end(), reason=tell("a raised digit, or part of a sign"))
            )
    return found


def _read(text: str, start: int, end: int, words: ReadingWords, language: str, style: Style) -> _Found:
    """Read one number with what stands before and behind it."""
    digits = (start, end)

    def out(reason: Message) -> _Found:
        return _Found(start=start, end=end, digits=digits, reason=reason)

    known = _patterns(language)
    before, behind = text[:start], text[end:]
    sign = known.money_before.search(before)
    if sign and (sign.start() == 0 or not before[sign.start() - 1].isalnum() or not before[sign.start()].isalnum()):
        before = before[: sign.start()]
    else:
        sign = None
    # Behind it: scale, then unit.
    size, scale_end, scaled = _scale(behind, words, known, money=sign is not None)
    at_once = None if scaled else _scaled_money(behind, known)
    if at_once is not None:
        size, scaled = at_once[1], True
    if scaled and re.match(rf"{_B}?\d", behind[scale_end:]):
        return out(tell("a number in several parts"))
    unit = at_once[0] if at_once else _unit(behind[scale_end:], words, known)
    unit_end = scale_end + (unit.end if unit else 0)
    if reason := _joined_behind(behind, unit_end, scaled=scaled, unit=unit, millions="m" in words.scales_at_money):
        return out(reason)
    if known.bounds_behind.match(behind[unit_end:]):
        return out(tell("a limit, which a figure cannot say"))
    if known.confidence_behind.match(behind[unit_end:]) or known.confidence.search(before):
        return out(tell("how sure a measurement is"))
    measured = scaled or unit is not None or sign is not None
    bracketed = re.search(r"\($", before) and re.match(r"\)", behind[unit_end:])
    if bracketed and (unit is None or unit.kind == "money"):
        return out(tell("a number in brackets, which may lie below zero"))
    value = read_number(text[start:end], language, style, measured=measured)
    if isinstance(value, Message):
        return out(value)
    ahead = _before(before, known, language, has_sign=sign is not None)
    if isinstance(ahead, Message):
        return out(ahead)
    value *= size
    if not fits(value):
        return out(tell("more digits than a number has"))
    if ahead.negative:
        value = -value
    if value.as_tuple().exponent == 0 or value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    kind, currency, per, asks = _kind(
        value, unit, sign, known, alone=scaled and not re.match(rf"{_B}[^\W\d_]", behind[scale_end:])
    )
    if unit is None and known.abbreviation.match(behind[scale_end:]):
        asks = tuple(dict.fromkeys((*asks, "unit")))
    if unit and unit.compound:
        unit_end, kind, currency, per, asks = scale_end, _of_bare(value), "", "", ("unit",)
    unread = ""
    if unit and unit.kind == "points":
        unit_end, unread = scale_end, unit.name
    elif rate := known.rate.match(behind[unit_end:]):
        asks, unread = tuple(dict.fromkeys((*asks, "unit"))), rate[0].strip()
    elif kind == "currency" and (priced := known.prices.match(behind[unit_end:])):
        asks, unread = tuple(dict.fromkeys((*asks, "unit"))), priced[0].strip()
    elif unit and unit.kind == "duration" and "unit" in asks and not unit.compound:
        unread = unit.text
    elif "currency" in asks:
        unread = sign[1] if sign is not None else unit.name if unit else ""
    figure = ReadFigure(
        start=ahead.start, end=end + unit_end, value=value, unit=kind, currency=currency, per=per,
        qualifier=ahead.qualifier, asks=asks, unread=unread,
    )  # fmt: skip
    return _Found(start=ahead.start, end=end + unit_end, digits=digits, figure=figure, bare=not measured, scaled=scaled)


# What stands behind a number


@dataclass(frozen=True, kw_only=True)
class _Unit:
    kind: str
    """``percent``, ``points``, ``money``, ``unit`` or ``duration``."""
    name: str
    end: int
    text: str = ""
    """As it is written."""
    compound: bool = False


def _scale(behind: str, words: ReadingWords, known: _Patterns, *, money: bool) -> tuple[int, int, bool]:
    """Give by how much words of scale multiply, and where they end."""
    size, end = 1, 0
    if money and (match := known.scale_with_money.match(behind)):
        return words.scales_at_money[match[1]], match.end(), True
    for _ in range(3):
        match = known.scale.match(behind[end:])
        if match is None or known.no_scale.match(behind[end:]):
            break
        size, end = size * words.words_of_scales[match[1]], end + match.end()
    return size, end, end > 0


def _scaled_money(behind: str, known: _Patterns) -> tuple[_Unit, int] | None:
    """Give the money that a word names together with its scale, and how many of it: מלש"ח are a million shekels."""
    for code, pattern, size in known.scaled_money:
        if match := pattern.match(behind):
            return _Unit(kind="money", name=code, end=match.end()), size
    return None


def _unit(behind: str, words: ReadingWords, known: _Patterns) -> _Unit | None:
    for kind, pattern in known.units:
        match = pattern.match(behind)
        if match is None or (kind == "duration" and known.no_duration.match(behind)):
            continue
        name = match[1]
        if kind == "unit":
            name = words.words_of_units[name]
        elif kind == "duration":
            name = words.words_of_times[name]
        compound = kind in ("unit", "duration", "percent") and bool(known.per.match(behind[match.end() :]))
        return _Unit(kind=kind, name=name, end=match.end(), text=match[1], compound=compound and kind != "percent")
    return None


def _joined_behind(behind: str, unit_end: int, *, scaled: bool, unit: _Unit | None, millions: bool) -> Message | None:
    """Say why what is joined to a number from behind makes it none."""
    if re.match(r"(?:st|nd|rd|th)\b", behind):
        return tell("a place in an order")
    if unit is not None and not scaled and millions and re.match(r"m(?!\w)", behind):
        return tell("an m joined to it: metres or millions")
    if unit is None and not scaled and re.match(r"[^\W\d_]", behind):
        return tell("letters are joined to it")
    if re.match(rf"[{_MINUSES}][^\W\d_]", behind[unit_end:]):
        return tell("letters are joined to it")
    if re.match(r"[+*#_@&=~^<>°'\"′″|\\⏎¹²³⁴⁵⁶⁷⁸⁹⁰]|:\d|[.,]\d|/\d+/|\(\d", behind[unit_end:]):
        return tell("signs are joined to it")
    if (scaled or unit) and re.match(rf"{_B}?\d", behind[unit_end:]):
        return tell("a number in several parts")
    if re.match(rf"{_B}?[{_MINUSES}](?![\w\s])", behind[unit_end:]) or re.match(rf"[{_MINUSES}]$", behind[unit_end:]):
        return tell("a sign stands behind it")
    return None


def _kind(
    value: Decimal, unit: _Unit | None, sign: re.Match[str] | None, known: _Patterns, *, alone: bool
) -> tuple[str, str, str, tuple[str, ...]]:
    """Give unit, currency and span of time of a figure, and what its sentence does not settle of them."""
    if sign is not None or (unit is not None and unit.kind == "money"):
        mark = sign[1] if sign is not None else (unit.name if unit else "")
        code = next((code for code, pattern in known.codes if pattern.fullmatch(mark)), "")
        return "currency", code or "USD", "", () if code else ("currency",)
    if unit is None:
        return _of_bare(value), "", "", ("unit",) if value != value.to_integral_value() or alone else ()
    if unit.kind == "percent":
        return "percent", "", "", ()
    if unit.kind == "points":
        return "ratio", "", "", ("unit",)
    if unit.kind == "duration":
        whole = value == value.to_integral_value()
        return ("duration", "", unit.name, ()) if whole else ("ratio", "", "", ("unit",))
    return unit.name, "", "", ()


def fits(value: Decimal) -> bool:
    """Say whether a brief has room for a number."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(value) < _TOO_LARGE and exponent >= -_PLACES_MAX


_TOO_LARGE = Decimal(10) ** 18
_PLACES_MAX = 9


def _of_bare(value: Decimal) -> str:
    """Give the unit of a number that none stands with: what is counted comes whole."""
    return "count" if value == value.to_integral_value() else "ratio"


# What stands before it


@dataclass(frozen=True, kw_only=True)
class _Ahead:
    start: int
    qualifier: str = ""
    negative: bool = False


def _before(before: str, known: _Patterns, language: str, *, has_sign: bool) -> _Ahead | Message:
    """Read what stands before a number: its sign, its qualifier; or why it is no figure."""
    if re.search(r"(?:^|[\s(])\+$", before):
        before = before[:-1]
    if re.search(r"=\s*$", before):
        return tell("signs are joined to it")
    if known.margins.search(before):
        return tell("a span of two numbers")
    start, negative = len(before), False
    joined = known.joined.search(before)
    if joined is None and (minus := re.search(rf"[{_MINUSES}]$", before)):
        at = minus.start()
        if at and before[at - 1] not in " \u00a0\u202f(":
            return tell("signs are joined to it")
        if at == 0 and before[0] != "\u2212":
            return tell("a dash before it that may be a minus sign")
        if not has_sign and minus[0] == "–" and at:
            return tell("a dash before it that may be a minus sign")
        start, negative, before = at, True, before[:at]
    elif word := known.minus.search(before):
        start, negative, before = word.start(), True, before[: word.start()]
    if re.search(r"[<>≤≥]\s?$", before):
        return tell("a limit, which a figure cannot say")
    if re.search(r"\w\($", before):
        return tell("a number in brackets that belongs to the one before")
    for pattern, reason in known.no_figure:
        if pattern.search(before):
            return reason
    if known.two_meanings.search(before):
        return tell("the word before it can mean 'more than' and 'on'")
    if joined is not None and joined["letters"].endswith("ה"):
        return tell("a place in an order")
    if joined is not None and language:
        return _joined_ahead(before, joined, known)
    if before and (before[-1].isalnum() or before[-1] in _JOINING) and not negative:
        return tell("letters are joined to it") if before[-1].isalnum() else tell("signs are joined to it")
    if not known.stays.search(before):
        for name, pattern in known.qualifiers:
            if match := pattern.search(before):
                return _Ahead(start=match.start(1), qualifier=name, negative=negative)
    return _Ahead(start=start, negative=negative)


def _joined_ahead(before: str, joined: re.Match[str], known: _Patterns) -> _Ahead:
    """Read letters that are joined to a number by a hyphen, as Hebrew writes *about*, *in* and *more than*."""
    letters, hyphen = joined["letters"], joined.end()
    for name, pattern in known.qualifiers:
        if match := pattern.search(before[:hyphen]):
            return _Ahead(start=match.start(1), qualifier=name)
    if letters[-1] == known.about_letter and known.about_letter:
        # "בכ־35%": in about 35%. The preposition stays.
        return _Ahead(start=joined.start("letters") + len(letters) - 1, qualifier="about")
    return _Ahead(start=len(before))


# Numbers that belong together


def _with_wholes(text: str, found: Sequence[_Found], words: ReadingWords, language: str, style: Style) -> list[_Found]:
    """Put a part and its whole together, 102/104, and leave out the whole that stands behind words."""
    kept: list[_Found] = []
    for one in found:
        last = kept[-1] if kept else None
        between = text[last.digits[1] : one.digits[0]] if last else ""
        if last and last.figure and between == "/" and last.bare:
            part, whole = last.figure, read_number(text[slice(*one.digits)], language, style)
            good = isinstance(whole, Decimal) and part.unit == "count" and whole > _FRACTION and part.value <= whole
            # "245/260 tỷ đồng" has one unit for both, and "38/100.000" is a rate.
            behind = text[one.digits[1] :]
            known = _patterns(language)
            good = good and not known.scale.match(behind) and _unit(behind, words, known) is None
            good = good and not re.fullmatch(r"1000+", f"{whole:f}" if isinstance(whole, Decimal) else "")
            clean = re.match(rf"{_B}[^\W\d_]|[.,;)]?{_B}|[.,;)]?$", text[one.digits[1] :])
            if good and clean and part.qualifier == "" and isinstance(whole, Decimal):
                figure = replace(part, end=one.digits[1], out_of=whole)
                kept[-1] = replace(last, end=one.digits[1], figure=figure)
                continue
            kept[-1] = replace(last, figure=None, reason=tell("two numbers with a stroke between them"))
            kept.append(replace(one, figure=None, reason=tell("two numbers with a stroke between them")))
            continue
        if last and one.figure and re.fullmatch(rf"{_B}(?:{words.of}){_B}", between):
            one = replace(one, figure=None, reason=tell("the whole of which another number is a part"))
            if last.figure and re.fullmatch(rf"{_B}(?:{words.each}){_B}", between):
                kept[-1] = replace(last, figure=None, reason=tell("so many of each so many"))
        kept.append(one)
    return kept


_FRACTION = 10
"""The largest whole of a fraction: 2/3 of the homes are not two homes of three."""


def _without_spans(text: str, found: Sequence[_Found], words: ReadingWords) -> list[_Found]:
    """Leave out spans of two numbers: a figure has one value."""
    kept = list(found)
    for index in range(len(kept) - 1):
        one, other = kept[index], kept[index + 1]
        gap = text[_unit_behind(one) : other.digits[0]]
        reasons = _of_span(text, one, other, gap, words)
        if reasons == (_SHARES, "") and (same := _same_unit(text, one, other, words)):
            kept[index] = replace(one, figure=same, bare=False)
            continue
        for place, reason in zip((index, index + 1), reasons, strict=True):
            if reason and kept[place].figure is not None:
                kept[place] = replace(kept[place], figure=None, reason=reason)
    return kept


_SHARES = tell("its unit stands with another number")


def _same_unit(text: str, one: _Found, other: _Found, words: ReadingWords) -> ReadFigure | None:
    """Give a number the unit of the one that it rose or fell to: "from 34 to 21 days" is 34 days.

    Nothing where it may be another one: "from 3 to 5 million" may begin at three.
    """
    back = text[max(0, one.start - _LOOKED_BACK) : one.start]
    lead = re.search(rf"(?<!\w)(?:{words.between})(?:{_B}|{_MAQAF})?$", back, re.IGNORECASE)
    moved = re.search(rf"(?<!\w)(?:{words.rises})(?!\w)", back, re.IGNORECASE)
    mine, its = one.figure, other.figure
    if not (lead and moved and mine and its) or other.scaled or its.unread or "unit" in its.asks:
        return None
    if its.unit == "duration" and mine.unit != "count":
        return None
    return replace(mine, unit=its.unit, currency=its.currency, per=its.per, asks=its.asks)


_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.][0-5]\d")
_AT = re.compile(
    r"(?<!\w)(?:at|by|from|until|till|before|after|between|lúc|từ|đến|hồi|בשעה|בשעות|עד)\s$", re.IGNORECASE
)
TIMES = (
    tell("a date"),
    tell("a year from 1900 to 2100"),
    tell("a time of day"),
    tell("a span of time that a report is about"),
)
"""Why digits are none of a figure that say when."""


def _without_names(
    text: str, found: Sequence[_Found], left: Sequence[LeftOut], words: ReadingWords, language: str
) -> list[_Found]:
    """Leave out bare numbers that may name something: what stands beside it, or goes on before it, tells."""
    named = {one.end: one.reason for one in left if one.reason not in (*TIMES[:3], tell("an age"))}
    kept: list[_Found] = []
    for one in found:
        if one.figure is not None and (reason := _name(text, one, named, words, language)):
            one = replace(one, figure=None, reason=reason)
        if one.figure is None:
            named[one.digits[1]] = one.reason
        kept.append(one)
    return kept


def _name(text: str, one: _Found, named: Mapping[int, str], words: ReadingWords, language: str) -> str:
    """Say why a number is none that counts; nothing where it is one."""
    figure, before, digits = one.figure, text[: one.start], text[slice(*one.digits)]
    if figure is None:
        return ""
    if re.match(r"/\d", text[figure.end :]):
        return tell("two numbers with a stroke between them")
    led = text[: one.digits[0]] if figure.qualifier else before
    if figure.unit == "duration" and re.search(rf"(?<!\w)(?:{words.whiles}){_B}$", led, re.IGNORECASE):
        return tell("a span of time that says when")
    joined = re.search(rf"(?<!\w){words.joined_whiles or '(?!)'}{_MAQAF}$", led)
    if figure.unit == "duration" and joined and not re.search(rf"(?<!\w)(?:{words.rises})(?!\w)", led):
        return tell("a span of time that says when")
    if len(text) < _PAGE_LINE and re.search(rf"(?<!\w)(?:{words.of_the_page})", text, re.IGNORECASE):
        return tell("it tells of the page, not of what it says")
    if figure.unit in ("count", "ratio", "duration") and not one.scaled and _is_in_name(text, one):
        return tell("it may be part of a name")
    if not one.bare or figure.out_of is not None:
        return ""
    if re.search(rf"\d{_B}+\S*\d\S*{_B}+$", before):
        return tell("numbers side by side, as in a table")
    if len(digits) < 3 and re.search(rf"(?<!\w)(?:{words.levels}){_B}$", before, re.IGNORECASE):
        return tell("a class or a level")
    if re.match(rf"{_B}(?:{words.classes})(?!\w)", text[figure.end :]):
        return tell("a class or a level")
    row = re.search(rf",?{_B}?(?:(?:{words.either}|và|and|ו){_B}|ו{_MAQAF})$|,{_B}$", before)
    if row and (reason := named.get(len(before[: row.start()].rstrip()))):
        return reason
    if re.search(rf"(?<!\w)(?:{words.either}){_B}$", before) and tell("a telephone") in named.values():
        return tell("a telephone")
    if len(digits) < 3 and re.search(r"(?:^|[:;.!?]\s|\()$", before) and re.match(r"[.)](?:\s|$)", text[figure.end :]):
        return tell("the number of a paragraph")
    if re.fullmatch(r"\d{4,}[.,]\d+", digits):
        return tell("digits that may be a code")
    if _CLOCK.fullmatch(digits) and _AT.search(before):
        return tell("a time of day")
    if one.start == one.digits[0] and digits.isdigit() and _ends_like_name(before):
        return tell("it may be part of a name")
    if one.start == one.digits[0] and len(digits) < 4 and _begins_with_name(before, words):
        return tell("it may be part of a name")
    if (
        len(digits) < 3
        and re.search(rf"[^\W\d_]{_B}$", before)
        and _patterns(language).said_of.match(text[figure.end :])
    ):
        return tell("it may be part of a name")
    return ""


_PAGE_LINE = 120
"""Longest line that tells how long a page takes to read, and the like."""
_QUOTED = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=\())(?:[“«]([^“”«»]+)[”»]|\"([^\"]+)\"(?=[\s.,;:)]|$))")
_NAME_WORDS = 8
"""Most words between quotation marks that may be a name; more are what somebody said."""


def _is_in_name(text: str, one: _Found) -> bool:
    """Say whether a number stands in a short quotation within a sentence: a slogan, a campaign, a book."""
    for match in _QUOTED.finditer(text):
        said = match[1] or match[2]
        if not (match.start() < one.digits[0] and one.digits[1] < match.end()):
            continue
        before = text[: match.start()].rstrip()
        spoken = before.endswith((":", ",")) or bool(re.search(r"[.!?…,]$", said.strip()))
        # What somebody said begins in the midst of her sentence; a name with a capital, or with its number.
        cased = said[0].lower() != said[0].upper()
        named = said[0].isdigit() or (said[0].isupper() if cased else len(said.split()) < _NAME_WORDS // 2)
        return bool(before) and not spoken and named and len(said.split()) <= _NAME_WORDS
    return False


def _ends_like_name(before: str) -> bool:
    """Say whether a word with a capital stands right before, and not for beginning a sentence."""
    found = re.search(rf"[^\s(]+{_B}$", before)
    if found is None or not found[0][0].isupper():
        return False
    if re.match(r"[A-ZĐ]{2,}\s", found[0]):
        return True
    return bool(before[: found.start()].strip(" \"'“‘(•*-–")) and not re.search(r"[.!?:;]\s*$", before[: found.start()])


def _begins_with_name(before: str, words: ReadingWords) -> bool:
    """Say whether a sentence begins with one word before a number that names something: "Depot 4 stays closed"."""
    found = re.search(rf"(?:^|[.!?;:]\s+)\W*([A-Z][^\W\d_]+){_B}$", before)
    if not (found and words.begins):
        return False
    return not found[1].endswith("ly") and not re.fullmatch(words.begins, found[1], re.IGNORECASE)


def _unit_behind(found: _Found) -> int:
    """Give where a number ends, with its unit where that was read."""
    if found.figure is not None:
        return found.figure.end
    return found.digits[1]


def _of_span(text: str, one: _Found, other: _Found, gap: str, words: ReadingWords) -> tuple[str, str]:
    """Say why two numbers that follow one another are none, if they are not."""
    span, shares = tell("a span of two numbers"), _SHARES
    sign = r"(?:[$€£₪₫¥]|US\$)?"
    if re.fullmatch(rf"{_B}?[-–—‑־]{_B}?{sign}", gap):
        return span, span
    to = rf"{_B}*(?:{words.to}){_B}?{_MAQAF}?{_B}?{sign}"
    back = text[max(0, one.start - _LOOKED_BACK) : one.start]
    lead = re.search(rf"(?<!\w)(?:{words.between})(?:{_B}|{_MAQAF})?$", back)
    if re.fullmatch(rf"{_B}*(?:{words.after_to}){_B}", gap) and one.bare and not other.bare:
        return shares, ""
    if re.fullmatch(rf"{_B}*(?:{words.either}){_B}", gap):
        return span, span
    parts = rf"{_B}?(?:{any_word(words.words_of_scales)}){_B}"
    if _is_of_parts(one, other, gap, words):
        return tell("a number in several parts"), tell("a number in several parts")
    if one.figure is None and re.fullmatch(parts, text[one.digits[1] : other.digits[0]]):
        return "", tell("a number in several parts")
    moved_by = rf"(?<!\w)(?:{words.rises})\W+(?:{words.by})(?:{_B}|{_MAQAF})?$"
    if re.fullmatch(to, gap) and re.search(moved_by, back, re.IGNORECASE):
        return "", ""
    if re.fullmatch(to, gap) and not _unlike(one, other):
        rising = re.search(rf"(?<!\w)(?:{words.rises})(?!\w)", back)
        word = gap.strip()
        joins = word in ("and", "ו", "ו-", "ו־")
        between = lead is not None and lead[0].strip() in ("between", "בין")
        if between or (not joins and not (lead and rising)) or _only_span(word):
            return span, span
        return (shares, "") if one.bare and not other.bare else ("", "")
    opens = r"\(?" if one.bare and (other.bare or other.figure is None) else ""
    if re.fullmatch(rf"\)?{_B}+{opens}[+{_MINUSES}]?", gap) and (one.bare or one.figure is None or not one.scaled):
        beside = tell("numbers side by side, as in a table")
        return beside, beside
    if (
        re.fullmatch(rf",{_B}", gap)
        and one.bare
        and one.digits[1] == _unit_behind(one)
        and not re.search(r"[.,]", text[slice(*one.digits)])
    ):
        return tell("one of several numbers in a row"), ""
    return "", ""


_SPANS = ("second", "minute", "hour", "day", "month", "year")


def _is_of_parts(one: _Found, other: _Found, gap: str, words: ReadingWords) -> bool:
    """Say whether two spans of time are one: 32 minutes and 37 seconds."""
    if other.figure is None or other.figure.unit != "duration":
        return False
    if one.figure is None:
        joined = re.fullmatch(rf"{_B}(?:{any_word(words.words_of_times)})(?:,?{_B}\S*)?", gap.rstrip(" ") or " ")
        return one.reason == tell("a number in several parts") and joined is not None
    if one.figure.unit != "duration" or _SPANS.index(one.figure.per) <= _SPANS.index(other.figure.per):
        return False
    return bool(re.fullmatch(rf",?{_B}?(?:(?:and|và|ו){_B}?{_MAQAF}?)?{_B}?", gap))


def _unlike(one: _Found, other: _Found) -> bool:
    """Say whether two numbers measure different things, so that they are no ends of a span."""
    if one.figure is None or other.figure is None or one.bare or other.bare:
        return False
    return (one.figure.unit, one.figure.currency) != (other.figure.unit, other.figure.currency)


def _only_span(word: str) -> bool:
    """Say whether a word joins the ends of a span and never what was before to what is now."""
    return word in ("đến", "tới", "עד")


# Patterns of a language, made once


@dataclass(frozen=True, kw_only=True)
class _Patterns:
    scale: re.Pattern[str]
    scale_with_money: re.Pattern[str]
    no_scale: re.Pattern[str]
    scaled_money: tuple[tuple[str, re.Pattern[str], int], ...]
    abbreviation: re.Pattern[str]
    bounds_behind: re.Pattern[str]
    confidence: re.Pattern[str]
    confidence_behind: re.Pattern[str]
    margins: re.Pattern[str]
    rate: re.Pattern[str]
    prices: re.Pattern[str]
    said_of: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    no_duration: re.Pattern[str]
    per: re.Pattern[str]
    money_before: re.Pattern[str]
    codes: tuple[tuple[str, re.Pattern[str]], ...]
    joined: re.Pattern[str]
    about_letter: str
    minus: re.Pattern[str]
    stays: re.Pattern[str]
    two_meanings: re.Pattern[str]
    qualifiers: tuple[tuple[str, re.Pattern[str]], ...]
    no_figure: tuple[tuple[re.Pattern[str], Message], ...]


@cache
def _patterns(language: str) -> _Patterns:
    words = reading_words(language)
    hyphen = _MAQAF if words.joined else "(?!)"
    near = rf"(?:{_B}|(?<=[א-ת]){_MAQAF}|(?<=[א-ת]))"
    money = "|".join(f"(?:{pattern})" for code, pattern in words.words_of_money.items() if code)
    money = f"{money}|(?:{words.words_of_money.get('', '(?!)')})"

    # Hebrew joins "and" to the word behind it: ולכל היותר is "and at most".
    and_joined = "ו?" if words.joined else ""

    def led(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){and_joined}(?:{pattern}){near}$", re.IGNORECASE)

    return _Patterns(
        scale=re.compile(rf"(?:{_B}|-)?({any_word(words.words_of_scales)})"),
        scale_with_money=re.compile(rf"{_B}?({any_word(words.scales_at_money)})"),
        no_scale=re.compile(rf"{_B}?(?:{words.not_scales})", re.IGNORECASE),
        scaled_money=tuple(
            (code, re.compile(rf"{_B}?(?:{pattern})"), size)
            for code, rows in words.scaled_money.items()
            for pattern, size in rows.items()
        ),
        abbreviation=re.compile(rf"{_B}(?:{words.abbreviations})"),
        bounds_behind=re.compile(rf"(?:{_B}[^\W\d_]+){{0,2}}{_B}(?:{words.bounds_behind})(?!\w)", re.IGNORECASE),
        confidence=re.compile(rf"(?:{words.confidence}){_B}?(?:là{_B}|of{_B}|של{_B})?$", re.IGNORECASE),
        confidence_behind=re.compile(rf"{_B}(?:{words.confidence})(?!\w)"),
        margins=re.compile(rf"(?:±|\+/[{_MINUSES}]|(?<!\w)(?:{words.margins})){_B}?$", re.IGNORECASE),
        rate=re.compile(
            rf"(?:{_B}[^\W\d_]+){{0,2}}{_B}(?:{words.rates}){_B}?{_MAQAF}?10*(?:[.,]000)*(?![\d.,]*\d)(?:{_B}[^\W\d_]+)?",
            re.IGNORECASE,
        ),
        prices=re.compile(rf"/{_B}?[^\W\d_]+|{_B}(?:{words.prices})(?!\w)(?:{_B}[^\W\d_]+)?", re.IGNORECASE),
        said_of=re.compile(rf"{_B}(?:{words.said_of})(?!\w)"),
        units=(
            ("points", re.compile(rf"{_B}?({words.points})(?!\w)")),
            ("percent", re.compile(rf"(?:{_B}|-)?({words.percent})(?!\w)")),
            ("money", re.compile(rf"{_B}?({money})(?![^\W\d_])")),
            ("unit", re.compile(rf"{_B}?({any_word(words.words_of_units)})")),
            ("duration", re.compile(rf"{_B}({any_word(words.words_of_times)})")),
        ),
        no_duration=re.compile(rf"{_B}(?:{words.not_durations})"),
        per=re.compile(rf"{_B}?/(?=\w)|{_B}(?:{words.per}){_B}"),
        money_before=re.compile(rf"((?:[A-Z]{{1,2}}\$|{money}))[ \u00a0]?$"),
        codes=tuple((code, re.compile(pattern)) for code, pattern in words.words_of_money.items() if code),
        joined=re.compile(rf"(?<!\w)(?P<letters>[{words.joined or '_'}]{{1,3}}){hyphen}$"),
        about_letter="כ" if words.joined else "",
        minus=re.compile(rf"(?<!\w){words.minus}{_B}$", re.IGNORECASE),
        two_meanings=re.compile(rf"(?<!\w)(?:{words.two_meanings}){_B}$", re.IGNORECASE),
        stays=re.compile(rf"(?:{words.stays}){_B}$", re.IGNORECASE),
        qualifiers=tuple(
            (name, re.compile(rf"(?<!\w){and_joined}((?:{pattern}){near})$", re.IGNORECASE))
            for name, pattern in (("nearly", words.nearly), ("over", words.over), ("about", words.about))
        ),
        no_figure=(
            (led(words.bounds), tell("a limit, which a figure cannot say")),
            (led(words.wholes), tell("the whole of which another number is a part")),
            (led(words.ordinal), tell("a place in an order")),
            (led(words.number_words), tell("a number that names something")),
        ),
    )
