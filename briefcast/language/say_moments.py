"""How days, times and periods are read, in the styles the press of each language writes them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from briefcast.language.line import Line, Reading
from briefcast.language.say_pairs import is_share
from briefcast.language.spoken import speak_day, spell_number, spell_year
from briefcast.language.tokens import (
    BLANK,
    DASH,
    DIGITS,
    HALF_DAY,
    MONTH,
    NUMBER,
    ORDINAL,
    ROMAN,
    SCALE,
    SIGN,
    UNIT,
    WORD,
)

_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)")
_ISO = re.compile(r"(\d{4})([/.-])(\d\d)\2(\d\d)")
_NIGHT_ENDS = 5
_NOON = 12
_LETTER = len("א׳")
_PIVOT = 70
"""Years of two digits from here on are of the last century."""
_YEARS_OF_MONTHS = range(1900, 2100)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def roman_value(digits: str) -> int:
    """Give the value of a Roman numeral below ninety."""
    values = [_ROMAN[digit] for digit in digits]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


# ---- days


def read_date(line: Line, at: int) -> Reading | None:
    """Read a day with its year, or a month with its year: 6/2/2025, 31.12.25, 2025-02-06, 10/2024."""
    written, end = _joined(line, at)
    if found := _ISO.fullmatch(written):
        said = _day(line, at, int(found[4]), int(found[3]), int(found[1]))
        return Reading(end, said, "date") if said else None
    if found := _DATE.fullmatch(written):
        order = line.words.dates.order
        if len(found[4]) == 2 and found[2] != "/" and not (found[2] == "." and order == "dmy"):
            return None
        first, second = int(found[1]), int(found[3])
        day_first = order == "dmy" or found[2] == "." or first > 12
        day, month = (first, second) if day_first else (second, first)
        said = _day(line, at, day, month, _full_year(found[4]), day_first=day_first and order == "mdy")
        return Reading(end, said, "date") if said else None
    return _read_month_year(line, at) or _months_of_year(line, at)


def _months_of_year(line: Line, at: int) -> Reading | None:
    """Read two months of a year behind the word for month: tháng 1-6/2025."""
    lead, names = line.words.dates.months_lead, line.book.dates.months_spoken
    dash = line.skip_blank(at + 1)
    last = line.skip_blank(dash + 1)
    if not lead or not line.follows(at, (lead,)) or line.kind(dash) != DASH or line.kind(last) != NUMBER:
        return None
    months = (line.text(at), line.text(last))
    if line.kind(last + 1) != "/" or not all(month.isdigit() and 1 <= int(month) <= 12 for month in months):
        return None
    second = _read_month_year(line, last)
    first = names[int(months[0]) - 1].removeprefix(f"{lead} ")
    return replace(second, said=line.words.range.format(a=first, b=second.said)) if second else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= _PIVOT else 2000)


def _joined(line: Line, at: int) -> tuple[str, int]:
    """Give the digits, strokes, dots and hyphens that stand together from a token on."""
    end = at
    while line.kind(end) in (NUMBER, DIGITS, "/", DASH) or (
        line.kind(end) == "." and line.kind(end + 1) in (NUMBER, DIGITS)
    ):
        end += 1
    while end > at and line.kind(end - 1) not in (NUMBER, DIGITS):
        end -= 1
    return "".join("-" if token.kind == DASH else token.text for token in line.tokens[at:end]), end


def _day(line: Line, at: int, day: int, month: int, year: int | None = None, *, day_first: bool = False) -> str:
    """Say a day; empty where there is none such."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    dates, book = line.words.dates, line.book.dates
    pattern = dates.day_first if day_first and dates.day_first else dates.day_month
    said = pattern.format(day=speak_day(day, line.language), month=book.months_spoken[month - 1])
    if dates.lead and not line.follows(at, (dates.lead, *dates.leads)):
        said = f"{dates.lead} {said}"
    if year is None:
        return said
    if day_first:
        return f"{said} {spell_year(year, line.language)}"
    tail = book.day_spoken.partition("{month}")[2].replace(" {day}", "").replace("{day}", "")
    return f"{said}{tail.format(year=spell_year(year, line.language))}"


def _read_month_year(line: Line, at: int) -> Reading | None:
    dates = line.words.dates
    behind_month = bool(dates.months_lead) and line.follows(at, (dates.months_lead,))
    between = line.kind(at + 1)
    if not (between == "/" or (between == DASH and behind_month)) or line.kind(at + 2) != NUMBER:
        return None
    month, year = line.text(at), line.text(at + 2)
    if not (month.isdigit() and year.isdigit() and len(year) == 4) or line.kind(at + 3) in ("/", DASH):
        return None
    if int(year) not in _YEARS_OF_MONTHS:
        return None
    codes = line.words.codes
    if between == "/" and (line.follows(at, codes.number_words) or _is_document(line, at)):
        # The number of a document: No. 12/2025, צו 7/2026.
        number = spell_number(Decimal(month), line.language)
        return Reading(at + 3, codes.dated.format(number=number, year=spell_year(int(year), line.language)))
    if not 1 <= int(month) <= 12:
        return None
    name = line.book.dates.months_spoken[int(month) - 1]
    if behind_month:
        name = name.removeprefix(f"{dates.months_lead} ")
    return Reading(at + 3, dates.month_year.format(month=name, year=spell_year(int(year), line.language)), "date")


def _is_document(line: Line, at: int) -> bool:
    """Whether the word before a number is what the law calls by number and year, in Hebrew with letters joined."""
    names, prefixes, noun = line.words.codes.dated_names, line.words.prefixes, line.word_before(at)
    return line.follows(at, names) or any(
        noun.endswith(name) and not noun.removesuffix(name).strip(prefixes) for name in names if prefixes
    )


def read_day_month(line: Line, at: int) -> Reading | None:
    """Read a day and a month: 10/10; behind ``ngày`` also 2-9 and 30.4, in Hebrew ב־2.9."""
    if (found := _days_of_month(line, at)) is not None:
        return found
    first, second, end, mark = _two_parts(line, at)
    if not first or not _is_day(line, at, end, mark):
        return None
    day, month = (first, second) if line.words.dates.order == "dmy" else (second, first)
    said = _day(line, at, day, month)
    return Reading(end, said, "date") if said else None


def _two_parts(line: Line, at: int) -> tuple[int, int, int, str]:
    """Give two whole numbers joined by a stroke, a hyphen or a dot, where they end, and the mark between them."""
    if line.kind(at) in (DIGITS, NUMBER) and (found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", line.text(at))):
        return int(found[1]), int(found[2]), at + 1, "."
    a, mark, b = line.text(at), line.kind(at + 1), line.text(at + 2)
    if mark not in ("/", DASH) or not (a.isdigit() and b.isdigit()) or line.kind(at + 2) != NUMBER:
        return 0, 0, at, ""
    if max(len(a), len(b)) > 2 or line.kind(at + 3) in ("/", "%") or line.kind(at - 1) == "/":
        return 0, 0, at, ""
    if (line.kind(at + 3) == DASH and line.shape[at + 4 : at + 7] != "N/N") or (
        line.kind(at - 1) == DASH and line.read_before(at - 1) is None
    ):
        return 0, 0, at, ""
    if line.kind(at + 3).isalnum():
        return 0, 0, at, ""
    return int(a), int(b), at + 3, mark


def _is_day(line: Line, at: int, end: int, mark: str) -> bool:
    """Whether two numbers are a day and a month, by their mark and what stands before and after them."""
    dates = line.words.dates
    if mark == "/":
        return not is_share(line, at, end)
    if mark == DASH and _is_counted(line, end):
        return False
    if dates.named_after and line.follows(at, dates.named_after):
        return True
    if _after_day(line, at):
        return True
    if mark == ".":
        return bool(dates.dotted_before) and _stands_for_day(line, at, end)
    if dates.named_after and int(line.text(at)) > int(line.text(at + 2)):
        # No range goes down: trước 31-12.
        return True
    return _begins_days(line, at, end)


def _is_counted(line: Line, end: int) -> bool:
    """Whether two numbers count what follows: nghỉ 2-3 ngày, but ngày 2-9 năm 1945."""
    noun = line.word_after(end)
    year = line.kind(end + 2) == BLANK and line.kind(end + 3) == NUMBER and len(line.text(end + 3)) == 4
    return line.kind(line.skip_blank(end)) in (UNIT, SCALE, SIGN) or (noun in line.words.per_words and not year)


def _stands_for_day(line: Line, at: int, end: int) -> bool:
    """Whether a number with a dot behind a joined word is a day: nothing that it could count follows."""
    dates = line.words.dates
    if line.follows(at, dates.leads):
        return True
    if not line.prefix(at):
        return False
    if line.kind(end) != BLANK:
        return line.kind(end) in ("", ".", ",", ";", ":", "!", "?", ")")
    return line.leads(end, dates.dotted_before)


def _after_day(line: Line, at: int) -> bool:
    """Whether a day was read just before, with a word like "and" or "to" between."""
    for _, reading in reversed(line.done[-2:]):
        between = "".join(token.text for token in line.tokens[reading.end : at])
        if reading.kind == "date" and between.strip() in (*line.words.dates.to_day, ","):
            return True
    return False


def _begins_days(line: Line, at: int, end: int) -> bool:
    """Whether another day follows: từ 28-12 đến 3-1."""
    dates = line.words.dates
    if not dates.from_day or not line.follows(at, dates.from_day) or line.kind(end) != BLANK:
        return False
    if line.text(end + 1) not in dates.to_day:
        return False
    first, _, _, mark = _two_parts(line, end + 3)
    return bool(first) and mark == DASH


def _days_of_month(line: Line, at: int) -> Reading | None:
    """Read several days of one month: 20-22/11, 20-22/11/2025."""
    last, month = line.text(at + 2), line.text(at + 4)
    if line.shape[at + 1 : at + 5] != "-N/N" or not (last.isdigit() and month.isdigit()):
        return None
    first = line.text(at)
    if not first.isdigit() or not 0 < int(first) < int(last) <= 31 or not 1 <= int(month) <= 12:
        return None
    end = at + 5
    year: int | None = None
    if line.kind(end) == "/" and line.kind(end + 1) == NUMBER and line.text(end + 1).isdigit():
        year, end = _full_year(line.text(end + 1)), end + 2
    said = _day(line, at + 2, int(last), int(month), year)
    lead = line.words.dates.lead
    a = speak_day(int(first), line.language)
    if lead:
        said = said.removeprefix(f"{lead} ")
        a = a if line.follows(at, (lead, *line.words.dates.leads)) else f"{lead} {a}"
    return Reading(end, line.words.range.format(a=a, b=said), "date")


def read_named_day(line: Line, at: int) -> Reading | None:
    """Read a day beside the name of its month: October 10, 10 October, 3–5 בנובמבר."""
    if line.kind(at) == MONTH:
        return _month_first(line, at)
    days, end = _days(line, at)
    end += 1 if line.kind(end) == ORDINAL and len(days) == 1 else 0
    month = line.skip_blank(end)
    if not days or line.kind(end) != BLANK or line.kind(month) != MONTH:
        return None
    dates = line.words.dates
    pattern = dates.day_first
    name = dates.months_short.get(line.text(month), line.text(month))
    if not pattern:
        # The month has its own joined word: 10 באוקטובר.
        return Reading(month + 1, f"{_say_days(line, days)} {name}", "date")
    said = pattern.format(day=_say_days(line, days), month=name)
    article = pattern.partition("{")[0]
    if article and line.word_before(at) == article.strip():
        said = said.removeprefix(article)
    return Reading(month + 1, said, "date")


def _month_first(line: Line, at: int) -> Reading | None:
    dates = line.words.dates
    name = dates.months_short.get(line.text(at), line.text(at))
    if dates.day_first and line.kind(at + 1) == BLANK:
        days, end = _days(line, at + 2)
        end += 1 if line.kind(end) == ORDINAL else 0
        if days and not line.kind(end).isalnum() and line.kind(end) not in ("/", ":", "%"):
            return Reading(end, dates.day_month.format(month=name, day=_say_days(line, days)), "date")
    if line.kind(at + 1) == DASH and line.kind(at + 2) == MONTH:
        other = dates.months_short.get(line.text(at + 2), line.text(at + 2))
        return Reading(at + 3, line.words.range.format(a=name, b=other))
    year = line.kind(at + 1) == BLANK and re.fullmatch(r"(19|20)\d\d", line.text(at + 2))
    return Reading(at + 1, name) if line.text(at).endswith(".") or (year and name != line.text(at)) else None


def _days(line: Line, at: int) -> tuple[tuple[int, ...], int]:
    """Give one or two days of a month, 12 or 12–14, and where they end."""
    first = line.text(at)
    if line.kind(at) != NUMBER or not first.isdigit() or not 1 <= int(first) <= 31:
        return (), at
    second = line.text(at + 2)
    if line.kind(at + 1) == DASH and second.isdigit() and int(first) < int(second) <= 31:
        return (int(first), int(second)), at + 3
    return (int(first),), at + 1


def _say_days(line: Line, days: tuple[int, ...]) -> str:
    said = [speak_day(day, line.language) for day in days]
    return said[0] if len(said) == 1 else line.words.range.format(a=said[0], b=said[1])


def read_day_of_other(line: Line, at: int) -> Reading | None:
    """Read the first of two days whose month stands behind the second: בין 10 ל־20 ביולי; and ב־16 וב־17 בחודש."""
    if not line.text(at).isdigit() or not 1 <= int(line.text(at)) <= 31:
        return None
    dates = line.words.dates
    second = at + 3 if line.shape[at + 1 : at + 4] == " PN" else at
    if line.prefix(at) and dates.of_month and line.leads(second + 1, dates.of_month):
        return Reading(at + 1, speak_day(int(line.text(at)), line.language))
    if dates.day_first and dates.from_day:
        # from 1 to 5 May
        if line.word_before(at) not in dates.from_day or line.word_after(at + 1) not in dates.to_day:
            return None
        if line.shape[at + 3 : at + 7] != " N M":
            return None
        return Reading(at + 1, dates.day_first.partition("{day}")[0] + speak_day(int(line.text(at)), line.language))
    if line.shape[at + 1 : at + 6] != " PN M" or not line.text(at + 3).isdigit():
        return None
    return Reading(at + 1, speak_day(int(line.text(at)), line.language))


# ---- times


def read_time(line: Line, at: int) -> Reading | None:
    """Read a time: 8:30, 8h30, 8h, 8.30 pm, 5 p.m., 7 giờ 30; the first of two with the word that leads to them."""
    reading, times = _read_time(line, at), line.words.times
    if reading is None or not times.first or line.prefix(at) or line.kind(at - 1) in (DASH, *times.marks):
        return reading
    if line.follows(at, times.led_by):
        return reading
    dash = line.skip_blank(reading.end)
    ranged = DASH in line.shape[at : reading.end]
    if not ranged and line.kind(dash) == DASH:
        second = _clock(line, line.skip_blank(dash + 1))
        ranged = second is not None and (second[3] is not None or line.kind(line.skip_blank(second[2])) == HALF_DAY)
    return replace(reading, said=times.first.format(time=reading.said)) if ranged else reading


def _read_time(line: Line, at: int) -> Reading | None:
    found = _clock(line, at)
    if found is None:
        return None
    hour, minute, end, tail = found
    times = line.words.times
    half = line.skip_blank(end)
    if line.kind(half) == HALF_DAY:
        said = times.halves.get(line.text(half)) or times.halves[line.text(half).lower()]
        return Reading(half + 1, f"{_say_clock(line, hour, minute, tail, halved=True)} {said}", "time")
    if tail is None and minute and (last := _last_hour(line, end)):
        first = _say_clock(line, hour, minute, tail, halved=True)
        return replace(last, said=line.words.range.format(a=first, b=last.said))
    if tail is None:
        return None
    if times.day_parts and line.leads(end, times.day_parts):
        return Reading(end, _say_by_twelve(line, hour, minute), "time")
    if times.parts and 0 < hour < 24:
        said = _say_by_twelve(line, hour, minute)
        return Reading(end, f"{said} {part}" if (part := _said_part(line, hour, end)) else said, "time")
    return Reading(end, _say_clock(line, hour, minute, tail), "time")


def _said_part(line: Line, hour: int, end: int) -> str:
    """Give the part of the day that is said behind a time; of the morning only where another part follows.

    Of two times in one part the last alone says it: ארבע עד חמש וחצי אחר הצהריים.
    """
    part, joint = _part_of_day(line, hour), line.skip_blank(end)
    joined = line.kind(joint) == DASH or line.text(joint) in line.words.dates.to_day
    second = _clock(line, line.skip_blank(joint + 1)) if joined else None
    if second is None or second[3] is None or not 0 < second[0] < 24:
        return "" if _NIGHT_ENDS <= hour < _NOON else part
    return part if part != _part_of_day(line, second[0]) else ""


def _part_of_day(line: Line, hour: int) -> str:
    parts = line.words.times.parts
    return parts[max(start for start in parts if start <= hour)]


def _last_hour(line: Line, end: int) -> Reading | None:
    """Read the time behind a dash that names the half of the day for both: 8.30–11 am."""
    dash = line.skip_blank(end)
    at = line.skip_blank(dash + 1)
    second = _clock(line, at) if line.kind(dash) == DASH else None
    return _read_time(line, at) if second and line.kind(line.skip_blank(second[2])) == HALF_DAY else None


def _clock(line: Line, at: int) -> tuple[int, int, int, str | None] | None:
    """Give hour, minute, end and what is said behind the minute; None for that where only a.m. or p.m. makes it one."""
    times, digits = line.words.times, line.text(at)
    if found := re.fullmatch(r"(\d{1,2})\.([0-5]\d)", digits):
        return (int(found[1]), int(found[2]), at + 1, None) if int(found[1]) <= 24 else None
    if not digits.isdigit() or len(digits) > 2 or int(digits) > 24:
        return None
    hour, minute = int(digits), line.text(at + 2)
    is_minute = line.kind(at + 2) == NUMBER and bool(re.fullmatch(r"[0-5]\d", minute))
    if line.text(at + 1) in (":", *times.marks) and is_minute and line.kind(at + 3) not in (":", "N"):
        return hour, int(minute), at + 3, ""
    if line.text(at + 1) == "h" and not line.kind(at + 2).isalnum():
        return hour, 0, at + 2, ""
    if times.word and line.word_after(at + 1) == times.word and line.kind(at + 3) == BLANK:
        minute = line.text(at + 4)
        if (
            line.kind(at + 4) == NUMBER
            and re.fullmatch(r"[0-5]\d", minute)
            and line.kind(at + 5) not in ("/", "%", DASH)
        ):
            tail = times.minute_word if times.minute_word and line.word_after(at + 5) == times.minute_word else ""
            return hour, int(minute), at + (7 if tail else 5), tail
    return hour, 0, at + 1, None


def read_half_day(line: Line, at: int) -> Reading:
    """Read a.m. and p.m. behind a range of hours: 9-11 a.m."""
    halves, text = line.words.times.halves, line.text(at)
    return Reading(at + 1, halves.get(text) or halves[text.lower()])


def _say_clock(line: Line, hour: int, minute: int, tail: str | None, *, halved: bool = False) -> str:
    times = line.words.times
    if times.midnight and hour in (0, 24) and not minute:
        return times.midnight
    said_hour, said_minute = (spell_number(Decimal(number), line.language) for number in (hour, minute))
    if not minute:
        pattern = times.sharp_late if times.sharp_late and hour > 12 else times.sharp
        return said_hour if halved else pattern.format(hour=said_hour)
    if tail:
        said_minute = f"{said_minute} {tail}"
    elif minute < 10:
        said_minute = times.early_minute.format(minute=said_minute)
    return times.full.format(hour=said_hour, minute=said_minute)


def _say_by_twelve(line: Line, hour: int, minute: int) -> str:
    """Say a time by twelve hours, with its halves and quarters: שמונה וחצי בבוקר."""
    times = line.words.times
    said = spell_number(Decimal((hour - 1) % 12 + 1), line.language)
    patterns = {0: "{hour}", 30: times.half_past, 15: times.quarter_past}
    if minute in patterns:
        return patterns[minute].format(hour=said)
    said_minute = spell_number(Decimal(minute), line.language)
    early = times.early_minute.format(minute=said_minute) if minute < 10 else said_minute
    return times.full.format(hour=said, minute=early)


# ---- days of the week, and the language's own calendar


def read_weekday(line: Line, at: int) -> Reading | None:
    """Read the letter of a day of the week behind the word for days, or behind another one: ימים א׳–ה׳, ב׳ ו־ד׳."""
    dates = line.words.dates
    name, noun = dates.weekdays.get(line.text(at)), line.word_before(at)
    if name is None:
        return None
    named = noun in dates.weekday_nouns or (
        noun[:1] in line.words.prefixes and noun.lstrip(line.words.prefixes) in dates.weekday_nouns
    )
    last = dates.weekdays.get(line.text(at + 2)) if line.kind(at + 1) == DASH else None
    end = at + 3 if last else at + 1
    # A short name may stand anywhere: Sun–Thu, where a letter could be anything.
    named = named or (line.read_weekday and _goes_on(line, at)) or (last is not None and len(line.text(at)) > _LETTER)
    # Opening hours go without the word: א׳–ה׳ 8:00–15:30, ו׳ 8:00–12:00.
    if not named and not ((last or line.read_weekday) and re.match(",? N:N", line.shape[end:])):
        return None
    line.read_weekday = True
    return Reading(end, line.words.range.format(a=name, b=last) if last else name, "weekday")


def _goes_on(line: Line, at: int) -> bool:
    """Whether a list goes on from what was read last: only a comma, or one word joined or not, stands between."""
    if not line.done or line.done[-1][1].kind != "weekday":
        return False
    between = "".join(token.text for token in line.tokens[line.done[-1][1].end : at]).strip()
    return between.strip("־-") in ("", ",", *line.words.dates.to_day, *line.words.call_joints)


def read_own_calendar(line: Line, at: int) -> Reading | None:
    """Read a day and a year whose numbers are letters: י״ט בכסלו התשפ״ז, התשכ״ה–1965."""
    dates, written = line.words.dates, line.text(at)
    if dates.own_year and re.fullmatch(dates.own_year, written):
        if line.kind(at + 1) in (DASH, "־") and re.fullmatch(r"(19|20)\d\d", line.text(at + 2)):
            return Reading(at + 3, f"{written}, {spell_year(int(line.text(at + 2)), line.language)}")
        return None
    month = line.word_after(at + 1)
    if not dates.own_months or not re.fullmatch("[א-ת]{1,2}[״׳][א-ת]?", written):
        return None
    if month not in dates.own_months and month[1:] not in dates.own_months:
        return None
    letters = line.words.letters
    return Reading(at + 1, " ".join(letters.get(letter, letter) for letter in re.sub("[״׳]", "", written)))


# ---- periods


def read_lettered(line: Line, at: int) -> Reading | None:
    """Read a part of a year whose number is a letter, with its year: רבעון ג׳ 2026 is הרבעון השלישי של 2026."""
    words, noun = line.words, line.text(at)
    rule = words.lettered
    if rule is None or words.ordinals is None:
        return None
    name = next((name for name in rule.nouns if noun.endswith(name)), "")
    letter = line.word_after(at + 1)
    article = words.ordinals.prefix
    letter = letter.removeprefix(article) if len(letter) > 2 else letter
    joined = noun.removesuffix(name)
    if not name or letter not in rule.letters or joined.strip(words.prefixes) or len(joined) > 2:
        return None
    ordinal = words.ordinals.of(rule.nouns[name])[rule.letters.index(letter)]
    # The article goes into the letters for "in", "to" and "like".
    definite = joined if joined.endswith((article, *words.ordinals.inner)) else f"{joined}{article}"
    said, end = f"{definite}{name} {article}{ordinal}", at + 3
    year = end + 2 if line.shape[end : end + 2] == ", " else end + 1
    if line.kind(end) in (BLANK, "/", ",") and re.fullmatch(r"(19|20)\d\d", line.text(year)):
        said_year = spell_year(int(line.text(year)), line.language)
        return Reading(year + 1, words.of_year.format(period=said, year=said_year))
    return Reading(end, said)


def read_quarter(line: Line, at: int) -> Reading | None:
    """Read a quarter or a half of a year, with or without it: Q3 2024, quý III/2025, 2025-Q4, H1 2025."""
    if line.kind(at) != NUMBER:
        return _period(line, at)
    return _iso_period(line, at) or _counted_period(line, at)


def read_numbered_quarter(line: Line, at: int) -> Reading | None:
    """Read the number and the year of a quarter behind its noun: רבעון 3/2026, ברבעון 3, 2026."""
    words, number, noun = line.words, line.text(at), line.word_before(at)
    if words.ordinals is None or number not in ("1", "2", "3", "4"):
        return None
    name = next((name for name in words.quarter_nouns if noun.endswith(name)), "")
    joined = noun.removesuffix(name)
    year = at + 2 if line.kind(at + 1) == "/" else at + 3 if line.shape[at + 1 : at + 3] == ", " else at
    if not name or joined.strip(words.prefixes) or not re.fullmatch(r"(19|20)\d\d", line.text(year)):
        return None
    ordinal = words.ordinals.m[int(number) - 1]
    if joined:
        # A prefix takes the article of its noun, which its ordinal keeps: ברבעון השלישי.
        ordinal = f"{words.ordinals.prefix}{ordinal}"
    said = words.of_year.format(period=ordinal, year=spell_year(int(line.text(year)), line.language))
    return Reading(year + 1, said)


def _counted_period(line: Line, at: int) -> Reading | None:
    """Read 4Q25 and 1H 2025."""
    number, letter, words = line.text(at), line.text(at + 1), line.words
    behind = line.skip_blank(at + 2)
    year = line.text(behind)
    if number not in ("1", "2", "3", "4") or line.kind(behind) != NUMBER or not words.half_years:
        return None
    if not re.fullmatch(r"\d\d" if behind == at + 2 else r"(19|20)\d\d", year):
        return None
    said = spell_year(_full_year(year), line.language)
    if letter == "Q":
        return Reading(behind + 1, line.book.dates.quarters_spoken[int(number) - 1].format(year=said))
    if letter == "H" and number in ("1", "2"):
        return Reading(behind + 1, words.of_year.format(period=words.half_years[int(number) - 1], year=said))
    return None


def _iso_period(line: Line, at: int) -> Reading | None:
    if line.shape[at : at + 4] != "N-WN" or len(line.text(at)) != 4:
        return None
    letter, number = line.text(at + 2), line.text(at + 3)
    year = spell_year(int(line.text(at)), line.language)
    if letter == "Q" and number in ("1", "2", "3", "4"):
        return Reading(at + 4, line.book.dates.quarters_spoken[int(number) - 1].format(year=year))
    if letter == "H" and number in ("1", "2") and line.words.half_years:
        return Reading(at + 4, line.words.of_year.format(period=line.words.half_years[int(number) - 1], year=year))
    return None


def _period(line: Line, at: int) -> Reading | None:
    words = line.words
    if words.quarter and (found := re.match(words.quarter, line.rest(at))):
        return _read_quarter(line, at, found)
    letter, number = line.text(at), line.text(at + 1)
    if letter == "H" and number in ("1", "2") and words.half_years:
        year = line.text(at + 3)
        half = words.half_years[int(number) - 1]
        if line.kind(at + 2) in (BLANK, "/") and re.fullmatch(r"(19|20)\d\d", year):
            return Reading(at + 4, words.of_year.format(period=half, year=spell_year(int(year), line.language)))
        return None
    if letter == "FY" and words.fiscal_year:
        start = line.skip_blank(at + 1)
        if (years := read_two_years(line, start)) is not None:
            return Reading(years.end, f"{words.fiscal_year} {years.said}")
        if re.fullmatch(r"(19|20)?\d\d", line.text(start)):
            return _fiscal_year(line, start)
    return None


def _fiscal_year(line: Line, start: int) -> Reading:
    """Read the year or years behind FY: FY24, FY 2024-25."""
    first, second = _full_year(line.text(start)), line.text(start + 2)
    said = f"{line.words.fiscal_year} {spell_year(first, line.language)}"
    if line.kind(start + 1) != DASH or second not in (f"{(first + 1) % 100:02}", str(first + 1)):
        return Reading(start + 1, said)
    return Reading(start + 3, line.words.range.format(a=said, b=spell_year(first + 1, line.language)))


def _read_quarter(line: Line, at: int, found: re.Match[str]) -> Reading | None:
    words = line.words
    numbers = [roman_value(q) if not q.isdigit() else int(q) for q in (found["q"], found.groupdict().get("to")) if q]
    if not all(1 <= number <= 4 for number in numbers):
        return None
    quarters = [line.book.dates.quarters_spoken[number - 1] for number in numbers]
    year = found.groupdict().get("year")
    # "the third quarter of {year}" without its year
    alone = [pattern.partition("{year}")[0].strip().rpartition(" ")[0] for pattern in quarters]
    said = quarters[-1].format(year=spell_year(int(year), line.language)) if year else alone[-1]
    joint = found.groupdict().get("joint")
    if len(quarters) > 1:
        said = f"{alone[0]} {joint} {said}" if joint else words.range.format(a=alone[0], b=said)
    if found[0][0].isupper() and found["q"] != found[0][1:2]:
        said = said[0].upper() + said[1:]
    end, length = at, 0
    while length < found.end():
        length += len(line.text(end))
        end += 1
    return Reading(end, said) if length == found.end() else None


def read_two_years(line: Line, at: int) -> Reading | None:
    """Read a year and the next one: 2024/25, 2024/2025."""
    a, b = line.text(at), line.text(at + 2)
    if line.kind(at + 1) != "/" or not re.fullmatch(r"(19|20)\d\d", a) or not re.fullmatch(r"(\d\d){1,2}", b):
        return None
    year = int(a)
    if int(b) not in (year + 1, (year + 1) % 100) or line.kind(at + 3) == "/":
        return None
    first, second = (spell_year(number, line.language) for number in (year, year + 1))
    return Reading(at + 3, line.words.range.format(a=first, b=second))


def read_decade(line: Line, at: int) -> Reading | None:
    """Read a decade: the 1990s, the 90s, the over-60s."""
    digits, decade = line.text(at), line.words.decade
    if not decade or line.text(at + 1) != "s" or not re.fullmatch(r"\d{1,3}0", digits):
        return None
    number = int(digits)
    said = spell_year(number, line.language) if number >= 1000 else spell_number(Decimal(number), line.language)
    if number in (100, 1000):
        # 100s of people
        said = said.rpartition(" ")[2] or said
    ending, plural = next((e, p) for e, p in decade.items() if said.endswith(e))
    return Reading(at + 2, f"{said.removesuffix(ending)}{plural}")


def read_short_month(line: Line, at: int) -> Reading | None:
    """Read a month or months by a letter: T9/2025, 9T/2025."""
    dates, book = line.words.dates, line.book
    if line.kind(at) in (WORD, ROMAN, "L") and dates.short_months_lead and line.text(at) == dates.short_months_lead:
        number = line.text(at + 1)
        if line.kind(at + 1) != NUMBER or not number.isdigit() or not 1 <= int(number) <= 12:
            return None
        found = _read_month_year(line, at + 1)
        if found is not None:
            return replace(found, kind="month")
        # T2-T6 may be days of the week; with a year they are months.
        in_range = line.shape[at + 2 : at + 6] == "-WN/" and line.text(at + 3) == line.text(at)
        return Reading(at + 2, book.dates.months_spoken[int(number) - 1], "month") if in_range else None
    if line.kind(at) == NUMBER and dates.months_suffix and line.text(at + 1) == dates.months_suffix:
        if not line.text(at).isdigit() or line.kind(at + 2) != "/" or line.kind(at + 3) != NUMBER:
            return None
        months = spell_number(Decimal(line.text(at)), line.language)
        said = dates.month_year.format(
            month=f"{months} {dates.months_lead}", year=spell_year(int(line.text(at + 3)), line.language)
        )
        return Reading(at + 4, said)
    return None
