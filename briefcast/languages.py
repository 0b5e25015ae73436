"""The languages briefcast writes and speaks: direction, fonts, caption limits, voice codes.

Every language is a row of ``assets/languages.yaml`` and some files beside it; no other place lists them.
`briefcast.cli.missing` says what a language still lacks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from types import MappingProxyType
from typing import Literal, ParamSpec, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from briefcast.errors import Problem, TableError
from briefcast.paths import ASSETS
from briefcast.tables import place, read_rows

OWN_LANGUAGE = "en"
"""The language in which briefcast itself speaks, on terminals and in messages."""

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Captions(_Data):
    """What readers of a language keep up with (Netflix Timed Text Style Guide)."""

    line_max_chars: int
    """Characters in one line of a 16:9 video."""
    speed_max_cps: float
    """Fastest reading speed, characters a second with spaces."""


class LineHeight(_Data):
    """Distance of lines on pictures, in heights of the letters."""

    title: float = 1.14
    text: float = 1.24


class Row(_Data):
    """One row of ``assets/languages.yaml``."""

    name: str
    """The language's name in itself."""
    english_name: str
    locale: str
    """CLDR locale for numbers and dates, like ``vi_VN``."""
    direction: Literal["ltr", "rtl"]
    fonts: tuple[str, ...] = Field(min_length=1)
    """Font families in order of preference; together they hold every letter of the language."""
    line_height: LineHeight = LineHeight()
    caption: Captions
    iso_639_2: str = Field(pattern=r"^[a-z]{3}$")
    """The code of three letters, the only one that ID3 and MP4 tags take."""
    voices: dict[str, str] = {}
    """The voice or language code by which each engine knows this language."""
    voice_order: tuple[str, ...] = ("piper", "espeak")
    """Engines in the order they are asked, where a profile says nothing else: the most natural one first."""
    voices_in: dict[str, dict[str, str]] = {}
    """The same for a locale that is heard otherwise, where a brief chooses it."""
    known_as: dict[str, str] = {}
    """Locale by which a channel knows this language, where it is not ``locale``."""
    spelled_by: Literal["", "hebrew"] = ""
    """The module of ``briefcast.speech`` that spells its words in sounds for the embedded voice, if it needs one."""
    day: str = "yyyy-MM-dd"
    """How the team is told a day, in the letters of CLDR."""
    moment: str = "yyyy-MM-dd HH:mm"
    """How the team is told a day and an hour."""
    lunar_days: bool = False
    """Whether its readers are shown the day of the Vietnamese lunar calendar."""
    one: str = ""
    """How a single one is counted, as a regular expression: the name of a single one must not hold it."""


class Language(Row):
    """One language, as its row describes it."""

    code: str
    """BCP-47 code: ``vi``, ``en``, ``he``."""

    @property
    def rtl(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"

    def locale_for(self, channel: str) -> str:
        """Give the locale by which a channel knows the language."""
        return self.known_as.get(channel, self.locale)


@cache
def read_languages() -> Mapping[str, Language]:
    """Read every language of the table, by code, in the table's order."""
    path = ASSETS / "languages.yaml"
    rows = read_rows(path, Row)
    for code in rows:
        if not _CODE.fullmatch(code):
            message, remedy = f"{code!r} is no code of a language.", "Write the one of BCP 47, such as vi or pt-BR."
            raise TableError([Problem(file=path, at=place(path), message=message, remedy=remedy)])
    return MappingProxyType({code: Language(code=code, **dict(row)) for code, row in rows.items()})


def language(code: str) -> Language:
    """Give one language by its code, in the locale of what is written just now; KeyError if the table has none."""
    locale = dict(_LOCALES.get()).get(code)
    return _in_locale(code, locale) if locale else read_languages()[code]


@cache
def _in_locale(code: str, locale: str) -> Language:
    row = read_languages()[code]
    return row.model_copy(update={"locale": locale, "voices": {**row.voices, **row.voices_in.get(locale, {})}})


_LOCALES: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("locales", default=())
"""The locales that a brief chose for its languages, while it is written."""

Given = ParamSpec("Given")
Found = TypeVar("Found")


@contextmanager
def written_in(locales: Mapping[str, str]) -> Iterator[None]:
    """Write and say everything within by the locales a brief chose: ``{"en": "en_GB"}``."""
    token = _LOCALES.set(tuple(sorted(locales.items())))
    try:
        yield
    finally:
        _LOCALES.reset(token)


def kept_by_locale(function: Callable[Given, Found]) -> Callable[Given, Found]:
    """Keep what a function of a language gave, for each choice of locales apart."""

    @cache
    def kept(_locales: object, *given: Given.args, **named: Given.kwargs) -> Found:
        return function(*given, **named)

    @wraps(function)
    def find(*given: Given.args, **named: Given.kwargs) -> Found:
        return kept(_LOCALES.get(), *given, **named)  # type: ignore[arg-type]  # names of languages and texts

    find.cache_clear = kept.cache_clear  # type: ignore[attr-defined]  # as functools.cache gives it
    return find


def own_language() -> str:
    """Give the code of the language for what has no language of its own: English, or the table's first."""
    return OWN_LANGUAGE if OWN_LANGUAGE in read_languages() else next(iter(read_languages()))
