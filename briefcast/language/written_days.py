"""Days of the calendar as texts write them: the one home of what finds them and of what they mean.

``15/1/2027``, ``15 January 2027``, ``January 15``, ``ngày 15 tháng 1``, ``15 בינואר``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

YEAR_TURNS_DAYS = 120
"""A day without its year that lies longer back than that is one of next year."""


def any_day(names: Iterable[str]) -> re.Pattern[str]:
    """Give what finds days in a text of whichever language, by the names that months have in all of them.

    Two numbers with a sign between them are a day here, also where they may be something else.
    """
    month = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(
        r"(?<![\d/])(?P<d1>\d{1,2})(?:[/.-]| tháng )(?P<m1>\d{1,2})(?:(?:[/.-]| năm )(?P<y1>\d{4}))?(?![\d/])"
        rf"|\b(?P<m2>{month})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}}))?"
        rf"|\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?ב?(?P<m3>{month})\b(?:,? (?P<y3>\d{{4}}))?",
        re.IGNORECASE,
    )


def certain_day(names: Iterable[str]) -> re.Pattern[str]:
    """Give what finds days in a text of one language, by the names of its months: ``7.5`` alone is none."""
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        r"(?<![\d/.])(?P<d1>\d{1,2})(?:[/.]| tháng )(?P<m1>\d{1,2})(?:(?:[/.]| năm )(?P<y1>\d{4})|(?<=/\d)|(?<=/\d\d)"
        r"|(?<=tháng \d)|(?<=tháng \d\d))(?![\d/])"
        rf"|(?<!\d)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?ב?(?P<m2>{month})(?!\w)(?:,? (?P<y2>\d{{4}}))?"
        rf"|(?<!\w)(?P<m3>{month})\.? (?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y3>\d{{4}}))?",
        re.IGNORECASE,
    )


def parts_of_day(match: re.Match[str], months: Mapping[str, int]) -> tuple[int, int, int | None]:
    """Give day, month and year of what one of these found, as written; month 0 where there is none."""
    found = {key[0]: value for key, value in match.groupdict().items() if value}
    month = months.get(found["m"].casefold()) or (int(found["m"]) if found["m"].isdigit() else 0)
    return int(found["d"]), month, int(found["y"]) if "y" in found else None


def lies_in_next_year(day: dt.date, as_of: dt.date) -> bool:
    """Say whether a day that is written without its year, and stands in that of ``as_of``, is one of the next."""
    return (as_of - day).days > YEAR_TURNS_DAYS
