"""The catalogue: messages in the languages of those who read them.

``assets/findings/vi.yaml`` has a translation for every pattern of a message; a message without one stays English.
``assets/findings/counts/he.yaml`` has what is said of one and of two, where that is said otherwise than of more.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal

from briefcast.errors import BriefcastError
from briefcast.languages import OWN_LANGUAGE, own_language, read_languages
from briefcast.messages import LANGUAGE_ENV, SPAN, Message, Name, Typed
from briefcast.paths import ASSETS
from briefcast.tables import read_rows

FOLDER = ASSETS / "findings"
COUNTS = FOLDER / "counts"

_LRI, _FSI, _PDI = "\u2066", "\u2068", "\u2069"
_RLI, _RLM = "\u2067", "\u200f"
_TYPED = re.compile(r"'[^']*[A-Za-z{][^']*'")
"""What is to be typed: it keeps its own direction in a text that runs from right to left."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_RTL = re.compile(r"[\u0590-\u08ff]")
_ZONE: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)
"""Of the team's plan; where none is known, moments are told in UTC, which is named."""


def team_language() -> str:
    """Give the language of the team, as ``BRIEFCAST_LANGUAGE`` names it; English if it names none.

    Raises:
        BriefcastError: briefcast does not have the language.
    """
    code = os.environ.get(LANGUAGE_ENV, "").strip()
    if code and code not in read_languages():
        raise BriefcastError(f"{LANGUAGE_ENV} is {code!r}. Set it to one of: {', '.join(read_languages())}.")
    return code or own_language()


def in_language(text: str, code: str) -> str:
    """Give a message in a language; a text that is no message, or has no translation, as it is.

    What the writer typed is isolated (U+2068…U+2069) where the language runs from right to left.
    """
    if not isinstance(text, Message):
        return str(text)
    pattern = text.pattern if code == OWN_LANGUAGE else patterns(code).get(text.pattern)
    if pattern is None:
        return str(text)
    if (kind := _kind_of_count(text, code)) and (forms := counts(code).get(text.pattern)):
        pattern = forms.get(kind, pattern)
    match tuple(value for _, value in text.values):
        # It may know of how many it is said.
        case (dt.datetime() as first, dt.datetime() as last, *_) if text.pattern == SPAN:
            return _told_span(first, last, code)
    return pattern.format(**{name: _shown(value, code) for name, value in text.values})


def in_zone(zone: ZoneInfo | None) -> None:
    """Tell moments in a time zone from now on, that of the team's plan; in UTC if none is known."""
    _ZONE.set(zone)


def team_zone() -> ZoneInfo | None:
    """Give the time zone moments are told in; None where that is UTC."""
    return _ZONE.get()


def told_moment(at: dt.datetime, code: str = "") -> str:
    """Give a moment as a language writes it, by default that of the team, in the zone of the team's plan.

    A moment of another place keeps that place's hour, and names it.
    """
    code = code or team_language()
    row, zone, own = read_languages()[code], team_zone(), at.tzinfo
    here = at.astimezone(zone or dt.UTC)
    if isinstance(own, ZoneInfo) and at.utcoffset() != here.utcoffset():
        return f"{format_datetime(at, row.moment, locale=row.locale)} ({told_zone(own, code, city=True)})"
    return f"{format_datetime(here, row.moment, locale=row.locale)}{'' if zone else ' UTC'}"


def told_number(value: float, code: str) -> str:
    """Give a number as a language writes it, with its own sign between whole and part: ``0,12`` in Vietnamese."""
    return str(format_decimal(value, locale=read_languages()[code].locale))


def _told_span(first: dt.datetime, last: dt.datetime, code: str) -> str:
    """Tell two moments; of one day its hours alone: ``20:30–21:00, Sunday``."""
    begins, ends = told_moment(first, code), told_moment(last, code)
    zone = team_zone() or dt.UTC
    from_, to = (at.astimezone(zone) for at in (first, last))
    hour, until = f"{from_:%H:%M}", f"{to:%H:%M}"
    if from_.date() == to.date() and begins.replace(hour, until) == ends:
        return ends.replace(until, f"{hour}–{until}")
    return f"{begins} – {ends}"


def told_zone(zone: ZoneInfo, code: str, *, city: bool = False) -> str:
    """Give what a language calls a time zone, by its country or, if asked for, by its city."""
    if zone.key.startswith("Etc/"):
        return zone.key.removeprefix("Etc/")
    return get_timezone_location(zone, locale=read_languages()[code].locale, return_city=city)


def told(text: object, code: str = "") -> str:
    """Give what is told as a line of a terminal or a paragraph, in a language, by default that of the team.

    In a language that runs from right to left the line does, whatever it begins with.
    """
    code = code or team_language()
    shown = _shown(text, code) if isinstance(text, (Message, Name, Typed)) else str(text)
    return f"{_RLM}{shown}" if code != OWN_LANGUAGE and read_languages()[code].rtl and shown else shown


def is_told_in(text: str, code: str) -> bool:
    """Say whether a text can be given in a language: any in English, messages in those they are translated into."""
    return code == OWN_LANGUAGE or (isinstance(text, Message) and text.pattern in patterns(code))


def placed(place: str, field: str, text: str, code: str) -> tuple[str, str, str]:
    """Give a place, a field and a text so that terminals show them in this order, by the direction of the language.

    A terminal that keeps lines from left to right shows the place first too, and the text whole behind it. The text
    ends with its line, so no mark ends it: it would be copied with a command that stands last.
    """
    if code == OWN_LANGUAGE or not read_languages()[code].rtl:
        return place, field, text

    def opened(part: str) -> str:
        return f"{_RLI if _RTL.search(part) else _LRI}{part}"

    def isolated(part: str) -> str:
        return f"{opened(part)}{_PDI}"

    name = field.strip(": ")
    return f"{_RLM}{isolated(place)}", field.replace(name, isolated(name)) if name else field, opened(text)


@cache
def counts(code: str) -> Mapping[str, Mapping[str, str]]:
    """Read what a language says of one, two or few, by the English pattern and CLDR's word for such a count.

    Of other counts it says what `patterns` has; it has no file where it says the same of all.
    """
    path = COUNTS / f"{code}.yaml"
    if not path.is_file():
        return {}
    rtl = read_languages()[code].rtl
    rows = read_rows(path, dict[str, str])
    return {pattern: {kind: _marked(text, rtl) for kind, text in row.items()} for pattern, row in rows.items()}


def kinds_of_counts(code: str) -> frozenset[str]:
    """Give CLDR's words for the counts a language words in a way of their own: ``one``, ``two``."""
    return frozenset(Locale.parse(read_languages()[code].locale).plural_form.tags)


@cache
def patterns(code: str) -> Mapping[str, str]:
    """Read the translations of a language, by the English pattern; none if it has no file of them."""
    path = FOLDER / f"{code}.yaml"
    if not path.is_file():
        return {}
    found = read_rows(path, str)
    rtl = read_languages()[code].rtl
    return {pattern: _marked(text, rtl) for pattern, text in found.items()}


def _marked(text: str, rtl: bool) -> str:
    """Keep what is to be typed from left to right."""
    return _TYPED.sub(rf"{_LRI}\g<0>{_PDI}", text) if rtl else text


def _kind_of_count(text: Message, code: str) -> str:
    count = dict(text.values).get("count")
    if not isinstance(count, int):
        return ""
    rule = Locale.parse(read_languages()[code].locale).plural_form
    # A language that counts all alike may still point at one thing otherwise than at several: bài này, các bài này.
    return rule(count) if rule.tags else "other" * (count != 1)


def _shown(value: object, code: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(each, code) for each in value)
    if isinstance(value, Message):
        return in_language(value, code)
    if isinstance(value, Typed):
        # No mark stands in it or behind it, for it would be copied too, and no shell knows what is named then. A
        # command begins and ends with letters of its own, so it runs from left to right by itself.
        return str(value)
    if isinstance(value, dt.datetime):
        return told_moment(value, code)
    if isinstance(value, float):
        return told_number(value, code)
    if isinstance(value, dt.date):
        return format_date(value, read_languages()[code].day, locale=read_languages()[code].locale)
    text = value.others.get(code, str(value)) if isinstance(value, Name) else str(value)
    figure = not text or _FIGURE.fullmatch(text)
    return text if figure or not read_languages()[code].rtl else f"{_FSI}{text}{_PDI}"
