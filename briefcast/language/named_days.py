"""Days of the calendar that a text names in one language, to be found where they have to stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache

from babel.dates import get_month_names

from briefcast.languages import language as read_language

_NEXT_YEAR_DAYS = 120
"""A day without its year that lies further back than that is one of the next."""


def named_days(text: str, language: str, as_of: dt.date) -> frozenset[dt.date]:
    """Give the days that a text names: ``15/1/2027``, ``15 January 2027``, ``ngày 15 tháng 1``, ``15 בינואר``.

    A day without its year is that of ``as_of``, or of the next where it would lie far back.
    """
    plain, found = re.sub("[\u200e\u200f\u2066-\u2069]", "", text).replace("\u00a0", " "), set[dt.date]()
    for match in _days(language).finditer(plain):
        parts = {name[0]: value for name, value in match.groupdict().items() if value}
        month = _months(language).get(parts["m"].casefold()) or (int(parts["m"]) if parts["m"].isdigit() else 0)
        try:
            day = dt.date(int(parts.get("y", as_of.year)), month, int(parts["d"]))
            late = "y" not in parts and (as_of - day).days > _NEXT_YEAR_DAYS
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
    names = "|".join(re.escape(name) for name in sorted(_months(language), key=len, reverse=True))
    return re.compile(
        r"(?<![\d/.])(?P<d1>\d{1,2})(?:[/.]| tháng )(?P<m1>\d{1,2})(?:(?:[/.]| năm )(?P<y1>\d{4})|(?<=/\d)|(?<=/\d\d)"
        r"|(?<=tháng \d)|(?<=tháng \d\d))(?![\d/])"
        rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?ב?(?P<m2>{names})(?!\w)(?:,? (?P<y2>\d{{4}}))?"
        rf"|(?<!\w)(?P<m3>{names})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y3>\d{{4}}))?",
        re.IGNORECASE,
    )
