"""Days of the calendar that a text names in one language, to be found where they have to stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache

from babel.dates import get_month_names

from briefcast.language.written_days import certain_day, lies_in_next_year, parts_of_day
from briefcast.languages import language as read_language


def named_days(text: str, language: str, as_of: dt.date) -> frozenset[dt.date]:
    """Give the days that a text names: ``15/1/2027``, ``15 January 2027``, ``ngày 15 tháng 1``, ``15 בינואר``.

    A day without its year is that of ``as_of``, or of the next where it would lie far back.
    """
    plain, found = re.sub("[\u200e\u200f\u2066-\u2069]", "", text).replace("\u00a0", " "), set[dt.date]()
    for match in _days(language).finditer(plain):
        number, month, year = parts_of_day(match, _months(language))
        try:
            day = dt.date(as_of.year if year is None else year, month, number)
            late = year is None and lies_in_next_year(day, as_of)
            found.add(day.replace(year=day.year + 1) if late else day)
        except ValueError:
            continue
    return frozenset(found)


@cache
def _months(language: str) -> Mapping[str, int]:
    locale = read_language(language).locale
    return {
        name.rstrip(".").casefold(): number
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=locale).items()
        if not name[:1].isdigit()
    }


@cache
def _days(language: str) -> re.Pattern[str]:
    return certain_day(_months(language))
