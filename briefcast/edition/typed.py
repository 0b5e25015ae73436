"""Typed figures: which figure of the brief a typed number may be, and which name it may be part of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.references import find_references
from briefcast.edition.words import every_editor

_BLANK = "[ \u00a0\u202f]"
_SYMBOLS = {"percent": "%", "currency": r"₫|USD\b|[$€₪]|EUR\b|ILS\b|VND\b", "measure": r"k?m[²³]?\b|kg\b|ha\b|°C|kWh\b"}
"""What stands for a unit in every language."""
_WORDS = tuple(every_editor().values())
_FACTORS = sorted({factor for words in _WORDS for factor in words.scales}, reverse=True)
_SCALES = tuple(
    ("|".join(words.scales[factor] for words in _WORDS if factor in words.scales), factor) for factor in _FACTORS
)
_SCALE = "|".join(words for words, _ in _SCALES)
_KINDS = tuple(
    (kind, "|".join(filter(None, (_SYMBOLS.get(kind), *(words.kinds.get(kind) for words in _WORDS)))))
    for kind in dict.fromkeys(kind for words in _WORDS for kind in words.kinds)
)
_CERTAIN_DIGITS = 3
"""A number of so many digits is hardly by chance that of a figure: 2 and 46 may be anything."""
_LOOKED_BEHIND = 4
"""Words behind a number among which what it counts may stand."""
_NAME_WORDS = 3
"""Words before a number in which a name is looked for."""


def meant_figure(brief: Brief, text: str, number: str, language: str) -> str:
    """Give the reference of the figure that a typed number is, by its value and by what follows it; or nothing."""
    place = re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", text)
    behind = text[place.end() :] if place else ""
    scaled = re.match(rf"{_BLANK}(?P<scale>{_SCALE})", behind, re.IGNORECASE)
    unit = behind[scaled.end() :] if scaled else behind
    certain = len(re.sub(r"\D", "", number)) >= _CERTAIN_DIGITS or scaled is not None
    readings = [reading * _factor(scaled["scale"] if scaled else "") for reading in _readings(number)]
    for s, value, reference in _values(brief):
        # A place beside the one that a text tells is that of before, or how many there are.
        placed = s.unit == "rank" and any(r.id == s.id for r in find_references(text))
        if value in readings and placed and reference.endswith(".baseline") and re.match("(?:st|nd|rd|th)\\b", behind):
            return f"{reference}.ordinal"
        if value in readings and (placed or _fits(s, unit, language, certain=certain)):
            return reference
    return ""


def likely_name(text: str, number: str) -> str:
    """Give a number with the words that it may be part of a name with: Studio 54, Đam Rông 2, 42 kg."""
    beside = r"(?:[\w%$€£₪₫/+\u05be-]|[.,:](?=\d))*"
    place = re.search(rf"(?<!\d){beside}(?<!\d)(?<!\d[.,]){re.escape(number)}(?!\d){beside}", text)
    if place is None:
        return number
    word = r"[^\W\d_][\w'’״׳\u05be-]*"
    before = re.search(rf"(?:(?<!\w){word}\s){{0,{_NAME_WORDS}}}$", text[: place.start()])
    words = before[0].split() if before else []
    following = re.match(rf"\s{word}", text[place.end() :])
    behind = following[0] if following else ""
    capitals = [index for index, one in enumerate(words) if one[0].isupper()]
    measured = behind and any(re.match(rf"\s(?:{units})", behind, re.IGNORECASE) for _, units in _KINDS)
    # The first word of a sentence has its capital for that alone, where what is counted follows.
    begins = before is not None and not text[: before.start()].rstrip(" \"'“").rstrip(".!?…:")
    if capitals == [0] and begins and behind and (len(words) > 1 or measured):
        return f"{place[0]}{_noun_phrase(text[place.end() :])}"
    if capitals and not (measured and words[-1][0].islower()):
        return " ".join((*words[capitals[0] :], place[0]))
    # What is written together with a letter before it begins there: ב־12 רובעים.
    if re.match(r"[א-ת]+[\u05be-]", place[0]) and behind:
        return f"{place[0]}{behind}"
    if words and not words[-1][0].islower():
        # Letters without capitals do not show where a name begins.
        return f"{words[-1]} {place[0]}{behind}"
    return f"{place[0]}{behind}" if behind else " ".join((*words[-1:], place[0]))


def _noun_phrase(behind: str) -> str:
    """Give what a number counts as it stands behind it: a word, and the name that belongs to it."""
    found = re.match(r"\s[^\W\d_][\w'’״׳\u05be-]*(?:\s[A-ZĐ][\w'’-]*)?", behind)
    return found[0] if found else ""


def names_with_digits(brief: Brief) -> tuple[str, ...]:
    """Give the names in which digits are no figures: those listed, and those of entries with and without their kind."""
    names = list(brief.literal)
    for statistic in brief.statistics:
        for name in statistic.member.name.values() if statistic.member else ():
            if re.search(r"\d", name) and re.match(r"[^\W\d_]", name):
                names.append(name)
                _, _, bare = name.partition(" ")
                if bare[:1].isupper():
                    names.append(bare)
    return tuple(dict.fromkeys(names))


def _values(brief: Brief) -> Iterator[tuple[Statistic, Decimal, str]]:
    """Give each value that the brief holds, and its reference."""
    for s in brief.statistics:
        for value, reference in (
            (s.value, s.id),
            (s.target.value if s.target else None, f"{s.id}.target"),
            (s.baseline.value if s.baseline else None, f"{s.id}.baseline"),
            (s.out_of, f"{s.id}.out_of"),
        ):
            if value is not None:
                yield s, value, reference


def _fits(s: Statistic, behind: str, language: str, *, certain: bool) -> bool:
    """Say whether what follows a number is what a figure has behind it."""
    kind = next((kind for kind, words in _KINDS if re.match(rf"[\s-]?(?:{words})", behind, re.IGNORECASE)), "")
    own = s.unit if s.unit in ("percent", "currency", "duration") else "measure" if s.unit_word else ""
    if kind:
        return kind == own
    near = behind.split()[:_LOOKED_BEHIND]
    counted = (s.noun.get(language) or s.label.get(language, "")).split()[:1]
    return certain or any(word.casefold()[:4] == one.casefold()[:4] for word in counted for one in near)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A number with its unit, as it is typed in a text."""

    kind: str
    """Of what kind the unit is: ``currency``, ``length``."""
    readings: frozenset[Decimal]
    """What it can mean: the point of one language is the comma of another."""
    written: str


_MINUTES = (
    (r"phút\b|minutes?\b|דקות", 1),
    (r"giờ\b|hours?\b|שעות", 60),
    (r"ngày\b|days?\b|ימים", 1440),
    (r"tuần\b|weeks?\b|שבועות", 10080),
    (r"tháng\b|months?\b|חודשים", 43200),
    (r"năm\b|years?\b|שנים", 518400),
)
"""Words for spans of time, with their minutes: 48 hours are two days."""
_MEASURES: Mapping[str, tuple[str, int]] = {
    "km": ("length", 1000),
    "m": ("length", 1),
    "km²": ("area", 1_000_000),
    "ha": ("area", 10_000),
    "m²": ("area", 1),
    "tấn": ("weight", 1000),
    "tonne": ("weight", 1000),
    "tonnes": ("weight", 1000),
    "טון": ("weight", 1000),
    "kg": ("weight", 1),
}
"""What measures are of, and how many of the least of them: 500 m are 0.5 km."""
_NUMERAL = r"(?P<number>\d+(?:[.,\u00a0\u202f]\d+)*)"
_UNITS = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS)
# "Tháng 10 năm 2026" and "5 tháng 11" are days.
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?<!tháng )(?<!ngày )(?<!quý ){_NUMERAL}(?:{_BLANK}?(?P<scale>{_SCALE}))?[ \u00a0\u202f-]?"
    rf"(?:{_UNITS})(?! \d)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[ \u00a0-]")
_HEBREW_JOINTS = ("ו", "ב", "ל", "כ", "מ")
_TEN, _THOUSAND = 10, 1000
_SIGNED = re.compile(rf"[$€£₪₫]{_BLANK}?{_NUMERAL}(?:{_BLANK}?(?P<scale>{_SCALE}))?", re.IGNORECASE)


def find_amounts(text: str) -> Iterator[Amount]:
    """Give the amounts of money and time, percentages and measures that are typed in a text, in any language."""
    for match in _AMOUNT.finditer(text):
        kind, of_least = _of_unit(match)
        if of_least:
            yield _amount(kind, match, _factor(match["scale"] or "") * of_least)
    for match in _SIGNED.finditer(text):
        yield _amount("currency", match, _factor(match["scale"] or ""))


def find_spelled(text: str, language: str) -> Iterator[Amount]:
    """Give the amounts that a text has in words: *năm triệu đồng*, *five million dong*, *חמישה מיליון שקלים*.

    A number without a scale word or a unit behind it is none, and so is a single one: "one day" is no measure.
    """
    numerals = _numerals(language)
    tokens = [(match, _numeral(match[0].casefold(), numerals)) for match in _LETTERS.finditer(text)]
    run: list[tuple[re.Match[str], int]] = []
    for match, value in (*tokens, (None, None)):
        last = run[-1] if run else None
        if match is not None and value is not None and (last is None or _goes_on(text, last, (match, value))):
            run.append((match, value))
            continue
        while run and run[-1][1] == 0:
            run.pop()  # "one thousand and counting"
        if run and 0 < run[0][1] < _THOUSAND:
            yield from _spelled(text, run[0][0].start(), run[-1][0].end(), [value for _, value in run])
        run = [(match, value)] if match is not None and value else []


def _goes_on(text: str, last: tuple[re.Match[str], int], next_: tuple[re.Match[str], int]) -> bool:
    """Say whether a numeral belongs to the one before it: not in "five, two", nor in năm hai nghìn, the year 2000."""
    before, value = last[1], next_[1]
    if not _JOINED.fullmatch(text[last[0].end() : next_[0].start()]):
        return False
    if value == 0:
        return before < 0 or before >= _THOUSAND
    return not (0 < before < _TEN and 0 < value < _TEN)


def _spelled(text: str, start: int, end: int, values: Sequence[int]) -> Iterator[Amount]:
    number, scaled = _count(values), max(map(abs, values)) >= _THOUSAND
    behind = _unit_behind().match(text, end)
    if behind is not None:
        kind, of_least = _of_unit(behind)
        # Năm is five and a year: mỗi năm ngày càng nhiều counts no days.
        unsure = kind == "duration" and _unit_behind().fullmatch(text, start, end) is not None
        if of_least and number > 1 and not unsure:
            readings = frozenset([Decimal(number * of_least)])
            yield Amount(kind=kind, readings=readings, written=text[start : behind.end()].strip())
    elif scaled:
        yield Amount(kind="number", readings=frozenset([Decimal(number)]), written=text[start:end])


def _count(values: Sequence[int]) -> int:
    """Count what numerals say together; a negative one multiplies what stands before it: ba mươi, two hundred."""
    total = group = last = 0
    for value in values:
        if value >= _THOUSAND:
            # "Năm nghìn tỷ": five thousand billion.
            total, group, last = (total * value if total and not group else total + max(group, 1) * value), 0, 0
        elif value < 0:
            group, last = group - last + max(last, 1) * -value, max(last, 1) * -value
        else:
            group, last = group + value, value
    return total + group


def _numeral(word: str, numerals: Mapping[str, int]) -> int | None:
    """Give what a word counts, also with a letter joined to it: ושניים."""
    found = numerals.get(word)
    return numerals.get(word[1:]) if found is None and word[:1] in _HEBREW_JOINTS else found


@cache
def _numerals(language: str) -> Mapping[str, int]:
    own = every_editor().get(language)
    return {word: value for value, words in own.numerals.items() for word in words.split()} if own else {}


@cache
def _unit_behind() -> re.Pattern[str]:
    return re.compile(rf"[ \u00a0-]?(?:{_UNITS})", re.IGNORECASE)


def _of_unit(match: re.Match[str]) -> tuple[str, int]:
    """Give the kind of a unit and how many of the least of its kind it is; none of what nobody measures by."""
    kind = next(kind for kind, _ in _KINDS if match[kind])
    unit = match[kind].casefold()
    if kind == "duration":
        return kind, next((n for words, n in _MINUTES if re.match(words, unit, re.IGNORECASE)), 0)
    return _MEASURES.get(unit, (unit, 1)) if kind == "measure" else (kind, 1)


def _amount(kind: str, match: re.Match[str], factor: int) -> Amount:
    readings = frozenset(reading * factor for reading in _readings(match["number"]))
    return Amount(kind=kind, readings=readings, written=match[0].strip())


def _factor(scale: str) -> int:
    return next((factor for words, factor in _SCALES if re.match(words, scale, re.IGNORECASE)), 1)


def _readings(number: str) -> Iterator[Decimal]:
    """Give what a typed number can mean: ``1,084`` is 1084 in English and 1.084 in Vietnamese."""
    bare = re.sub(_BLANK, "", number)
    for group, point in ((",", "."), (".", ",")):
        try:
            yield Decimal(bare.replace(group, "").replace(point, "."))
        except InvalidOperation:
            continue
