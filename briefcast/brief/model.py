"""The brief: what the team wrote, as one frozen model.

Everything that is wrong is found at the door (`briefcast.brief.read`); later stages need no re-checks.
Texts are plain data, in Unicode NFC, without characters that cannot be seen.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Any, Literal

from babel.localedata import exists
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError, PydanticKnownError

from briefcast.brief.periods import EXAMPLES, PERIOD, split_period
from briefcast.brief.references import near_word
from briefcast.cards import VISUALS
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.units import read_units, unit_named

Unit = Literal["percent", "count", "rank", "index", "currency", "duration", "ratio"]
UNITS: tuple[str, ...] = ("percent", "count", "rank", "index", "currency", "duration", "ratio", *read_units())
"""What ``unit`` may be in a brief: the kinds of figures, and the physical units of ``assets/units.yaml``."""
Measure = Literal[
    "share", "growth", "change", "level", "count", "rate", "rank", "index", "ratio", "amount", "duration", "temperature"
]
Qualifier = Literal["over", "nearly", "about"]
Kind = Literal["progress", "explainer", "spotlight", "rebuttal", "event"]
Dimension = Literal[
    "country",
    "region",
    "province",
    "district",
    "commune",
    "ministry",
    "sector",
    "age",
    "sex",
    "school",
    "year",
    "group",
]
"""What the entries of a figure are."""
AS_TYPED: frozenset[Dimension] = frozenset({"age", "sex", "school", "year"})
"""Entries with an order of their own."""
ENTRIES_MAX = 200
"""Most entries of one figure: more are no list that anybody reads."""
CLASSES_MAX = 5
"""Most classes of a map: more shades of one colour cannot be told apart."""
News = Literal["good", "bad", "mixed", "neutral"]

LANGUAGES: tuple[str, ...] = tuple(read_languages())
"""Codes of the languages a brief can be written in: those of ``assets/languages.yaml``."""


def refuse(message: str, remedy: str) -> PydanticCustomError:
    """Give the error by which a validator says what is wrong and what to write instead."""
    # Braces would be read as places to fill.
    return PydanticCustomError("briefcast", "{message}", {"message": message, "remedy": remedy})


def _without_login(url: HttpUrl) -> HttpUrl:
    """Refuse an address with a user and password in it: it is printed for everybody."""
    if url.username or url.password:
        raise refuse(
            tell("The address has a user and password in it, and would be published with them."),
            tell("Write it without them, and change the password."),
        )
    return url


def _known_language(value: Any) -> str:
    """Let only the codes of the table through."""
    if value in LANGUAGES:
        return str(value)
    near = near_word(str(value).lower(), LANGUAGES)
    remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {choices}.", choices=LANGUAGES)
    raise refuse(tell("'{value}' is not one of {choices}.", value=value, choices=LANGUAGES), remedy)


LanguageCode = Annotated[
    str,
    PlainValidator(_known_language),
    # Editors and forms offer them as a list.
    WithJsonSchema({"enum": list(LANGUAGES), "type": "string"}),
]
"""The code of a language that briefcast has: ``vi``."""


def _known_locale(value: str) -> str:
    """Let only a language with a country through, as CLDR calls it."""
    name = value.replace("-", "_")
    if "_" not in name or not exists(name):
        raise refuse(
            tell("'{value}' is no language with a country.", value=value), tell("Write one such as en-GB or en-US.")
        )
    return name


Locale = Annotated[str, AfterValidator(_known_locale), WithJsonSchema({"type": "string", "examples": ["en-GB"]})]
"""A language in a country, as CLDR calls it: ``en_GB``."""


_SPACES = re.compile("[ \t\r\n\f\v\x85\u2028\u2029]+")
_UNSEEN = str.maketrans(
    "", "", "\u00ad\u034f\u200b\u2060\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\ufeff"
)
"""Soft hyphen, grapheme joiner, zero-width space, word joiner, operators without a sign, switches of old, byte order
mark: pasted along from web pages, formulas and word processors, they mean nothing to a reader but break words for the
voice and for search."""
_LOST = "\ufff9\ufffa\ufffb\ufffd"
"""What parts a note from the word it stands above, and what a program writes for a letter that it could not read."""
TEXT_MAX_CHARS = 2_000
"""Longest text of a brief: read aloud, it takes more than two minutes."""
POINTS_MAX = 150
"""Most points of a brief; no audience is told more than 12."""
_BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_POP_ISOLATE = "\u2069"
_DIRECTIONS = re.compile(f"[{_ISOLATES}{_POP_ISOLATE}]")


@lru_cache(maxsize=4096)
def _can_be_shown(character: str) -> bool:
    unseen = unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") or 0xE0000 <= ord(character) <= 0xE007F
    return not unseen and character not in _BIDI_OVERRIDES and character not in _LOST


@lru_cache(maxsize=8192)
def clean_text(text: str) -> str:
    """Give a text in NFC, with each run of blanks and line breaks as one blank; ValueError if it cannot be shown.

    Refused: control and unassigned characters, tag characters (they hide text), lone surrogates, letters that were
    lost, direction overrides (they make a text read other than it is stored) and isolates left open.
    """
    if len(text) > TEXT_MAX_CHARS:
        # Before it is normalized: that takes as long as the square of a run of marks.
        raise refuse(
            tell("The text has {length} characters; {most} is the most.", length=len(text), most=TEXT_MAX_CHARS),
            tell("Shorten it, or part it into several points."),
        )
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text.translate(_UNSEEN))).strip()
    for character in dict.fromkeys(text):
        if not _can_be_shown(character):
            mark = f"U+{ord(character):04X}"
            if character in _BIDI_OVERRIDES:
                raise refuse(
                    tell("The text holds {mark}, a hidden mark that changes the reading direction.", mark=mark),
                    tell(
                        "Delete it (retype the words around it); briefcast sets the direction of each language by "
                        "itself."
                    ),
                )
            raise refuse(
                tell("The text holds {mark}, a character that cannot be shown.", mark=mark),
                tell("Delete it (retype the words around it)."),
            )
    depth = 0
    for mark in _DIRECTIONS.findall(text):
        depth += 1 if mark in _ISOLATES else -1
        if depth < 0:
            break
    if depth:
        raise refuse(
            tell("The text holds a hidden direction mark (U+2066 to U+2069) without its counterpart."),
            tell("Delete it (retype the words around it); briefcast isolates figures by itself."),
        )
    return text


_NUMBER = r"^[+-]?[0-9]{1,18}(\.[0-9]{1,9})?$"


def _number(value: Any) -> Any:
    """Let only plain figures through: ``1084``, ``82.4``, ``-3``."""
    if isinstance(value, bool):
        raise refuse(tell("This is not a number."), tell("Write the figure, such as 82.4."))
    if isinstance(value, str) and not re.match(_NUMBER, value.strip()):
        if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", value.strip()):
            message = tell("'{value}' has too many digits: 18, and 9 after the point, is the most.", value=value[:40])
            raise refuse(message, tell("Round it as the source publishes it."))
        meant = _plain_number(value)
        if meant:
            remedy = tell("Write {meant}; unit and qualifier have fields of their own.", meant=meant)
        else:
            remedy = tell(
                "Write the figure in digits alone, such as 82.4 or 55250000; unit and qualifier have fields"
                " of their own."
            )
        raise refuse(tell("'{value}' is not a number.", value=value), remedy)
    return value


def _plain_number(text: str) -> str | None:
    """Guess the plain figure that a written number stands for: ``82,4 %`` is 82.4, ``1,084`` is 1084."""
    bare = re.sub(r"[%\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"[+-]?[0-9]{1,3}([.,][0-9]{3}){2,}|[+-]?[0-9]{1,3},[0-9]{3}", bare):
        return re.sub(r"[.,]", "", bare)
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", bare):
        return bare.replace(",", ".")
    if re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", bare):
        return bare
    return None


_DATE_STYLES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y", "%Y%m%d")


def _date(value: Any) -> Any:
    """Let only ISO dates through; a bare number would otherwise pass as seconds since 1970."""
    if isinstance(value, dt.datetime) or not isinstance(value, (str, dt.date)):
        raise refuse(tell("This is not a date."), tell("Write year-month-day, such as 2025-02-06."))
    if isinstance(value, str):
        text = value.strip()
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return dt.date.fromisoformat(text)
            except ValueError:
                raise refuse(
                    tell("There is no day {text}.", text=text), tell("Write a day of the calendar, such as 2025-02-06.")
                ) from None
        for style in _DATE_STYLES:
            try:
                meant = dt.datetime.strptime(text, style).date()
            except ValueError:
                continue
            raise refuse(
                tell("'{text}' is not written as year-month-day.", text=text),
                tell("Write {day}.", day=meant.isoformat()),
            )
        raise refuse(tell("'{text}' is not a date.", text=text), tell("Write year-month-day, such as 2025-02-06."))
    return value


def _period(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _real_period(period: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", period):
        try:
            dt.date.fromisoformat(period)
        except ValueError:
            raise refuse(
                tell("There is no day {period}.", period=period),
                tell("Write a day of the calendar, such as 2024-10-31."),
            ) from None
    try:
        split_period(period)
    except ValueError:
        raise refuse(
            tell("There is no {period}.", period=period),
            tell("Write a period such as {examples}.", examples=EXAMPLES),
        ) from None
    return period


def _same_in_every_language(value: Any) -> Any:
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


def _focus(value: Any) -> Any:
    if isinstance(value, str):  # a cell of a workbook
        value = [part.strip() for part in value.split(",")]
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise refuse(tell("This is not a place in a picture."), tell("Write two shares, such as [0.5, 0.3]."))
    return tuple(value)


def _rising(bounds: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if any(one >= other for one, other in pairwise(bounds)):
        raise refuse(tell("The classes do not rise."), tell("Write the least first, such as [60, 70, 80, 90]."))
    return bounds


def _card(name: str) -> str:
    """Let only names of cards through."""
    if name not in VISUALS:
        raise PydanticKnownError("literal_error", {"expected": ", ".join(VISUALS)})
    return name


def _may_mean(name: str, unit: str) -> bool:
    """Say whether a unit can be what was mistyped: mg is no slip for m."""
    return len(unit) > 1 and unit[0].lower() == name[:1].lower() and abs(len(unit) - len(name)) <= 1


def _unit_word(name: str) -> str:
    """Let only units of the table through, by any of their names."""
    if (known := unit_named(name)) is None:
        near = near_word(name, [unit for unit in read_units() if _may_mean(name, unit)])
        remedy = (
            tell("Write '{near}'.", near=near)
            if near
            else tell("Write one of: {choices}.", choices=tuple(read_units()))
        )
        raise refuse(tell("There is no unit '{name}'.", name=name), remedy)
    return known


def _one_name(value: Any) -> Any:
    """Refuse the words of a unit in each language: the table has them."""
    if not isinstance(value, dict):
        return value
    known = next((name for word in value.values() if (name := unit_named(str(word)))), None)
    if known:
        remedy = tell("Write 'unit_word: {unit}' alone.", unit=known)
    else:
        remedy = tell(
            "Write the name of one of: {choices}; or count it, with these words as its 'noun'.",
            choices=tuple(read_units()),
        )
    raise refuse(tell("'unit_word' is the name of a unit, which briefcast knows in every language."), remedy)


def _film(value: Any) -> Any:
    return {"file": value} if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(clean_text), Field(min_length=1)]
LocalText = Annotated[
    dict[LanguageCode, Text], Field(examples=[{"vi": "Dịch vụ công trực tuyến", "en": "Online public services"}])
]
"""One text in the languages of the brief."""
NameText = Annotated[
    LocalText,
    BeforeValidator(_same_in_every_language, json_schema_input_type=LocalText | Text),
    Field(examples=[{"vi": "Liên hợp quốc", "en": "United Nations"}, "UN DESA"]),
]
"""A name: in the languages of the brief, or one text when all languages write it alike."""
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64, examples=["egdi-rank"])]
"""Letters a to z, digits and single hyphens."""
AudienceId = Identifier
_PeriodText = Annotated[str, Field(pattern=PERIOD)]
Period = Annotated[
    _PeriodText,
    AfterValidator(_real_period),
    BeforeValidator(_period, json_schema_input_type=_PeriodText | int),
    Field(examples=list(EXAMPLES)),
]
"""A year, a month, a day, a quarter, a half-year, the first months of a year, a week, a span of years or of days:
``2024``, ``2024-10``, ``2024-10-31``, ``2024-Q3``, ``2025-H1``, ``2025-M9``, ``2025-W47``, ``2021/2025``,
``2026-01-01/2026-11-15``."""
Amount = Annotated[
    Decimal,
    Field(max_digits=27, decimal_places=9, allow_inf_nan=False),
    BeforeValidator(_number, json_schema_input_type=float | Annotated[str, Field(pattern=_NUMBER)]),
    Field(examples=[82.4]),
]
"""A figure in plain digits, exact as typed."""
Series = Annotated[
    dict[Period, Amount],
    # The reader of the brief puts the file's values in its place before it gets here.
    BeforeValidator(lambda value: value, json_schema_input_type=dict[_PeriodText, Amount] | str),
]
"""Values by period, in the order typed."""
Day = Annotated[dt.date, BeforeValidator(_date), Field(examples=["2025-02-06"])]
_CardName = Annotated[str, AfterValidator(_card), WithJsonSchema({"enum": list(VISUALS), "type": "string"})]
Weight = Annotated[int, Field(ge=0, le=5, examples=[3])]
Link = Annotated[HttpUrl, AfterValidator(_without_login), Field(examples=["https://example.org/report"])]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


class Source(_Part):
    """Where a figure was published."""

    id: Identifier
    """Short name by which statistics refer to it."""
    title: NameText
    """Title of the report, survey, page or meeting."""
    publisher: NameText
    """Who published it."""
    url: Link | None = None
    """Address where a reader can check the figure; a report on paper has none, and its title and day stand instead."""
    date: Day
    """Day of publication."""
    short: NameText = {}
    """A few words to print under a picture; the publisher and year if absent."""
    cited: NameText = Field({}, examples=[{"en": "the United Nations"}])
    """The publisher as it stands after "according to", where a language wants an article."""
    unconfirmed: bool = False
    """Whether nobody has looked at it yet: it was read from a document."""


UNSETTLED = "???"
"""Stands in a label that a document does not settle; `briefcast check` refuses it until somebody has written one."""


class Origin(_Part):
    """Where in a document a figure was read."""

    file: Text
    """Name of the document."""
    page: Annotated[int, Field(ge=1)] | None = None
    """Its page."""
    sheet: Text | None = None
    """The sheet of a workbook."""
    row: Annotated[int, Field(ge=1)] | None = None
    """The row of a table."""
    line: Annotated[int, Field(ge=1)] | None = None
    """The line of a text file."""
    sentence: Text
    """The sentence, or the row of a table, in which it stands."""
    written: Text
    """The figure as it is written there."""
    asks: tuple[Identifier, ...] = Field((), examples=[["label", "period"]])
    """Fields that the document does not settle."""


class Target(_Part):
    """What a statistic is to reach, and when."""

    value: Amount
    """The figure to reach."""
    by: Period | None = None
    """When it is to be reached."""
    kind: Literal["goal", "plan", "budget", "ceiling", "forecast"] | None = None
    """What it is called: a goal (mục tiêu), a plan (kế hoạch), a budget (dự toán), a ceiling (mức trần) or a forecast
    (dự báo); a budget if absent where the label of an amount of money says so, else a goal."""
    name: NameText = Field({}, examples=[{"vi": "chỉ tiêu", "en": "quota"}])
    """What it is called in a sentence, where that is another word; without an article."""


class Baseline(_Part):
    """The earlier value a statistic is compared with."""

    value: Amount
    """The figure then."""
    period: Period
    """When that was."""


class Compare(_Part):
    """A published change, with what it is a change on."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    to: Literal["same-period", "year-before", "end-of-year", "start-of-term"] | Period = Field(examples=["same-period"])
    """same-period: of the year before · year-before · end-of-year: the last one · start-of-term · or a period."""
    change: Amount = Field(examples=[16])
    """The change: below zero for a fall; of a rank, above zero for a better place."""
    measured_in: Literal["percent", "points", "amount"] = Field("percent", alias="in", examples=["percent"])
    """percent: growth · points: percentage points · amount: in the unit of the figure."""


class Entry(_Part):
    """One place or group of a figure: its value, and what of its own it has besides."""

    name: NameText = {}
    """As it is shown; what stands before the colon if absent."""
    value: Amount | None = None
    """The figure there; its newest value over time if absent. Without either it is named as missing."""
    series: dict[Period, Amount] = {}
    """Its values over time."""
    baseline: Baseline | None = None
    """Its earlier value."""
    target: Target | None = None
    """What it is to reach, and when."""
    compare: Compare | None = None
    """Its published change, and what it is compared with."""
    qualifier: Qualifier | None = None
    """What the source says before its value: over, nearly, about."""
    estimate: bool = False
    """Whether the source calls its value an estimate."""


OWN_FIELDS = frozenset(name for name in Entry.model_fields if name != "name")
"""What an entry has of its own; all else is that of its figure."""


def _entry(value: Any) -> Any:
    if isinstance(value, (str, int, float, Decimal)) and not isinstance(value, bool):
        return {"value": value}
    return value


_EntryOrValue = Annotated[Entry, BeforeValidator(_entry, json_schema_input_type=Entry | float | str | None)]


@dataclass(frozen=True)
class Beside:
    """What a field names that lies beside the brief."""

    kind: Literal["picture", "film", "map", "series", "entries"]


class MapFile(_Part):
    """The outlines of the places of a figure."""

    file: Annotated[Text, Beside("map")] = Field(examples=["maps/districts.geojson"])
    """A GeoJSON file beside the brief."""
    name: Text = Field(examples=["DISTRICT"])
    """The property of its features that names the place: an entry's name in any language, or its id."""
    credit: Text | None = Field(None, examples=["© OpenStreetMap contributors"])
    """Whose outlines they are, as it is written under the map."""


class By(_Part):
    """One figure in many places or groups."""

    dimension: Dimension = Field(examples=["province"])
    """What the entries are; ages and sexes stand as typed, the others by their value."""
    values: Annotated[
        dict[Text, _EntryOrValue],
        # The reader of the brief puts the file's values in its place before it gets here.
        BeforeValidator(lambda value: value, json_schema_input_type=dict[Text, _EntryOrValue] | str),
        Field(min_length=2, max_length=ENTRIES_MAX),
        Beside("entries"),
    ] = Field(examples=[{"ha-noi": {"name": {"vi": "Hà Nội", "en": "Ha Noi"}, "value": 94.2}}, "data/provinces.csv"])
    """Each place or group with its value; a CSV file beside the brief may be named instead."""
    order: Literal["value", "typed"] | None = None
    """value: the largest first · typed: as they stand here."""
    parts: bool = False
    """Whether they are the parts of the statistic's own value, to which they add up."""
    whole: NameText = Field({}, examples=[{"vi": "Cả nước", "en": "Whole country"}])
    """What the statistic's own value stands for beside the entries."""
    home: Text | None = Field(None, examples=["hue"])
    """The entry of those whom the brief is for: tables and maps mark it as theirs."""
    classes: Annotated[tuple[Amount, ...], Field(max_length=CLASSES_MAX - 1), AfterValidator(_rising)] = Field(
        (), examples=[[60, 70, 80, 90]]
    )
    """Where the classes of a map begin, the first one aside; by equal numbers of places if absent."""
    map: MapFile | None = None
    """The outlines of the places: they are then drawn as a map of areas."""


class Member(_Part):
    """What a statistic is to the figure of which it tells one place, group or part."""

    group: Identifier
    """Id of the figure that is told in many places."""
    dimension: Dimension = "group"
    """What they are."""
    label: LocalText
    """What that figure measures."""
    name: LocalText
    """The place, group or part."""
    place: int
    """Where it stands among them, from 0."""
    typed: bool = False
    """Whether they stand in the order typed, not by value."""
    parts: bool = False
    """Whether they are the parts of a whole."""
    split: int = 0
    """Which of several ways of parting the whole it belongs to: by sex, and by age."""
    whole: LocalText = {}
    """What the figure's own value stands for beside them."""
    missing: tuple[LocalText, ...] = ()
    """Those of which there is no value."""
    home: bool = False
    """Whether it is the place or group of those whom the brief is for."""
    classes: tuple[Amount, ...] = ()
    """Where the classes of a map begin, the first one aside."""
    outline: tuple[tuple[int, ...], ...] = ()
    """The rings of its area, x, y, x, y …, where the team names a map of areas."""
    unvalued: tuple[tuple[tuple[int, ...], ...], ...] = ()
    """The areas of those of which there is no value."""
    credit: str = ""
    """Whose outlines they are."""


def _without_number(text: LocalText) -> LocalText:
    """Refuse a number in the name of a single one: texts put it there, and would say it twice."""
    for language, name in text.items():
        one = read_languages()[language].one
        if one and (found := re.search(one, name, re.IGNORECASE)):
            raise refuse(
                tell("'{name}' counts itself: briefcast puts '{number}' to it.", name=name, number=found[0]),
                tell("Write the noun alone: '{noun}'.", noun=" ".join(re.sub(one, "", name, flags=re.I).split())),
            )
    return text


class Statistic(_Part):
    """One number with all that makes it true: unit, period, qualifier, source."""

    model_config = ConfigDict(json_schema_extra=lambda schema: _value_or_entries(schema))

    id: Identifier
    """Short name by which texts refer to it: ``{egdi-rank}``."""
    label: LocalText
    """What the figure measures, in a few words."""
    value: Amount
    """The figure, in plain digits."""
    unit: Annotated[Unit, WithJsonSchema({"enum": list(UNITS), "type": "string"})] = Field(examples=["percent"])
    """What kind of figure it is, or the unit that follows it: km, ha, °C."""
    unit_word: Annotated[str, BeforeValidator(_one_name), AfterValidator(_unit_word)] | None = None
    """The unit that follows a count, an index or a ratio, if ``unit`` says only what kind of figure it is."""
    measure: Measure | None = Field(None, examples=["growth"])
    """What it measures, where the unit does not say it: a percentage may be a share, growth, a change or a level."""
    of: Literal["people"] | None = None
    """people: it is a share or a number of people, and may be drawn as people."""
    rate_of: LocalText = {}
    """What a rate is per, where that is not people and the label does not say it: ``{en: live births}``."""
    qualifier: Qualifier | None = None
    """What the source says before it: over, nearly, about."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["VND"])] | None = None
    """For an amount of money: its three-letter code."""
    per: Literal["second", "minute", "hour", "day", "month", "year"] | None = None
    """For a duration: what is counted (``hour`` for 48 hours)."""
    noun: LocalText = {}
    """What a count counts, in its counted form: ``{vi: nhiệm vụ, en: tasks, he: משימות}``."""
    singular: Annotated[LocalText, AfterValidator(_without_number)] = {}
    """What a single one is called, instead of label and noun: ``{en: new school, he: בית ספר חדש}``."""
    gender: Literal["m", "f"] = "f"
    """Hebrew grammatical gender of what is counted; feminine is the counting form."""
    period: Period
    """When the value holds."""
    estimate: bool = False
    """Whether the source calls it an estimate."""
    better: Literal["higher", "lower"] | None = None
    """Which way is progress."""
    out_of: Annotated[Amount, Field(gt=0)] | None = None
    """The whole of which the value is a part: 193 for a rank among 193 countries."""
    target: Target | None = Field(None, examples=[{"value": 70, "by": 2025}])
    """What it is to reach, and when."""
    baseline: Baseline | None = Field(None, examples=[{"value": 86, "period": 2022}])
    """The earlier value it is compared with."""
    compare: Compare | None = Field(None, examples=[{"to": "same-period", "change": 16, "in": "percent"}])
    """A change that the source states, and what it is compared with; always told together."""
    growth_percent: Amount | None = None
    """Published growth on the year before, in percent, where the source states it."""
    change_points: Amount | None = None
    """Published change on the year before, in percentage points, where the source states it."""
    series: Annotated[Series, Beside("series")] = Field({}, examples=[{"2022": 86, "2024": 71}, "data/egdi.csv"])
    """Values over time; a CSV file beside the brief may be named instead."""
    source: Identifier | None = None
    """Id of the source that published it."""
    further_sources: tuple[Identifier, ...] = ()
    """Ids of other sources it rests on, such as that of earlier values of its series."""
    stale_after: Day | None = None
    """Last day on which the figure may be told as current."""
    intended: tuple[Identifier, ...] = Field((), examples=[["unlike-periods"]])
    """Names of findings that are as they should be in this figure."""
    icon: Identifier | None = Field(None, examples=["trophy"])
    """Name of a symbol of Lucide to show with it."""
    by: By | None = None
    """The figure in many places or groups; its own value, if it has one, is that of all of them together."""
    unconfirmed: bool = False
    """Whether nobody has compared it with its document yet; while it is so, nothing of the brief can be approved."""
    origin: Origin | None = Field(None, examples=[{"file": "report.docx", "sentence": "…", "written": "82.4%"}])
    """Where it was read, if it was drafted from a document."""
    parts_of: Identifier | None = Field(None, examples=["budget"])
    """Id of the statistic of which it is a part; all that name the same one add up to it."""
    member: SkipJsonSchema[Member | None] = None
    """Set by reading: what it is to the figure of which it is an entry or part."""

    @model_validator(mode="before")
    @classmethod
    def _unit_that_follows(cls, data: Any) -> Any:
        """Take ``unit: km`` for a count of them: what is drawn and computed is that of its kind of figure."""
        if not isinstance(data, dict) or not isinstance(data.get("unit"), str):
            return data
        if data["unit"] in UNITS[:7] or (word := unit_named(data["unit"])) is None:
            return data
        kind = "index" if read_units()[word].measure == "index" else "count"
        return {**data, "unit": kind, "unit_word": word}


def _value_or_entries(schema: dict[str, Any]) -> None:
    """Let a statistic leave its own value out where it has entries, or where the table of places has it."""
    schema["required"] = [name for name in schema["required"] if name != "value"]


Layout = Literal["scorecard", "progress", "timeline", "ranking", "comparison", "hero", "steps", "spotlight", "quote"]
"""How an infographic arranges what it shows; docs/write-a-brief.md shows what each is for."""

STEPS_MAX = 6
"""More steps than that are not remembered: make two points of them."""


class Wording(_Part):
    """A point's own words for one audience."""

    text: LocalText = {}
    """What this audience is told instead."""
    headline: LocalText = {}
    """What this audience is shown instead."""
    question: LocalText = {}
    """What is asked before it for this audience."""
    answer_lead: LocalText = {}
    """What answers that question in a word."""


@dataclass(frozen=True)
class InPicture:
    """That a field is a place in a picture or film: ``x_focus`` in ``x``, ``focus`` in ``file``."""


Focus = Annotated[
    tuple[Annotated[float, Field(ge=0, le=1)], Annotated[float, Field(ge=0, le=1)]],
    BeforeValidator(_focus, json_schema_input_type=list[float] | str),
    Field(examples=[[0.5, 0.3]]),
    InPicture(),
]
"""What must stay in the picture: shares of its width from the left and of its height from above."""


class Footage(_Part):
    """A film of the team's own that moves behind a point."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    file: Annotated[Text, Beside("film")] = Field(examples=["clips/service-desk.mp4"])
    """The film beside the brief: MP4, MOV or WebM."""
    from_s: Annotated[float, Field(ge=0)] = Field(0, alias="from", examples=[2.5])
    """Second at which it begins."""
    to_s: Annotated[float, Field(gt=0)] | None = Field(None, alias="to", examples=[9])
    """Second at which it ends; its own end if absent."""
    focus: Focus = (0.5, 0.5)
    """What must stay in the picture where it is cropped."""
    fit: Literal["fill", "fit"] = "fill"
    """fill: the frame is filled and the film cropped · fit: the whole film is seen, its blurred edges around it."""

    @model_validator(mode="after")
    def _in_order(self) -> Footage:
        if self.to_s is not None and self.to_s - self.from_s < 0.5:
            raise refuse(
                tell(
                    "The film ends at {seconds} s, half a second after 'from' at the earliest.",
                    seconds=float(self.to_s),
                ),
                tell("Move 'to'."),
            )
        return self


class Quote(_Part):
    """What somebody said, word for word."""

    text: LocalText
    """Their words, without quotation marks."""
    by: LocalText
    """Who said it."""
    role: LocalText = {}
    """What they are."""


class Point(_Part):
    """One talking point."""

    id: Identifier
    """Short name of the point."""
    text: LocalText
    """What is said, with figures referenced: ``{egdi-rank}``, ``{egdi-rank.change}``."""
    headline: LocalText = {}
    """What is shown large; made from the leading figure if absent."""
    question: LocalText = {}
    """What one host asks the other before it in a conversation; without it the hosts take turns."""
    answer_lead: LocalText = {}
    """What answers that question in a word, before the text: ``Not yet.``"""
    audiences: dict[AudienceId, Weight] = Field({}, examples=[{"leaders": 3, "youth": 0}])
    """Weight for each audience; absent = 1, 0 = never."""
    variants: dict[AudienceId, Wording] = Field({}, examples=[{"youth": {"text": {"en": "…"}}}])
    """Wording of its own for one audience."""
    statistics: tuple[Identifier, ...] = Field((), examples=[["egdi-rank"]])
    """The figures it shows, the leading one first. One in many places or groups stands for all its entries."""
    visual: _CardName | None = None
    """The card that shows the figures; chosen from the figures if absent. ranking: two or more of one unit as bars ·
    table: as a table of places · map: places of one country as tiles · lines: two to four over time · parts: the parts
    of a whole as one bar."""
    icon: Identifier | None = Field(None, examples=["smartphone"])
    """Name of a symbol of Lucide to show with it."""
    steps: Annotated[tuple[LocalText, ...], Field(max_length=STEPS_MAX)] = Field(
        (), examples=[[{"en": "Open the app"}, {"en": "Scan your card"}]]
    )
    """What to do, in order: a few words a step."""
    quote: Quote | None = Field(None, examples=[{"text": {"en": "…"}, "by": {"en": "…"}}])
    """Somebody's words, shown large."""
    image: Annotated[Text, Beside("picture")] | None = Field(None, examples=["photos/service-desk.jpg"])
    """A picture beside the brief."""
    image_alt: LocalText = {}
    """What the picture or film shows, for readers who cannot see it."""
    image_focus: Focus = (0.5, 0.5)
    """What must stay in the picture where it is cropped."""
    footage: Annotated[Footage, BeforeValidator(_film, json_schema_input_type=Footage | str)] | None = Field(
        None, examples=["clips/service-desk.mp4", {"file": "clips/service-desk.mp4", "from": 2, "to": 9}]
    )
    """A film beside the brief; in videos it takes the place of the picture."""
    literal: bool = False
    """Digits in the text are part of names and need no statistic."""
    intended: tuple[Identifier, ...] = Field((), examples=[["ranking-cut"]])
    """Names of findings that are as they should be in this point."""


class Rebuttal(_Part):
    """What is said, and what is true: the truth leads, the claim is told once and never alone."""

    truth: LocalText = {}
    """What is true, in one sentence: the title of every output."""
    claim: LocalText = {}
    """What is claimed, in its own words, without quotation marks."""
    verdict: LocalText = {}
    """What it is, in a word or two: ``False``."""
    seen_in: LocalText = {}
    """Where it goes round."""
    why: LocalText = {}
    """Why it is not so."""
    source: Identifier | None = None
    """Id of the source that the reason rests on: studies are those of whoever made them."""


class Event(_Part):
    """What one has to know to come."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    when: LocalText = {}
    """Day and time."""
    where: LocalText = {}
    """The place, as one finds it."""
    whom: LocalText = Field({}, alias="for")
    """Who is invited."""
    enrol: LocalText = Field({}, alias="register")
    """How to take part: where to register and by when, or that nobody needs to."""


class Explainer(_Part):
    """A question and its answer."""

    question: LocalText = {}
    """What people ask: the title of every output."""
    answer: LocalText = {}
    """The answer in a sentence or two."""


class Spotlight(_Part):
    """A good practice that others can follow."""

    who: LocalText = {}
    """Who did it."""
    where: LocalText = {}
    """Where."""
    problem: LocalText = {}
    """What was wrong."""
    done: LocalText = {}
    """What they did about it."""
    before: LocalText = {}
    """How it was."""
    after: LocalText = {}
    """How it is now."""
    how_to_copy: LocalText = {}
    """What others need to do the same."""


class Action(_Part):
    """What one audience is asked to do."""

    text: LocalText
    """The request, in a few words."""
    url: Link | None = None
    """Where to do it."""


_OWN_FOLDERS = ("briefs", "feeds", "plans", "proof", "published", "weeks")
"""What lies beside the editions: one of these names would fill, or empty, a folder that is not its own."""
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[1-9]")
"""What Windows takes for a device, in every folder."""


def _free_name(id: str) -> str:
    if id in _OWN_FOLDERS or _DEVICES.fullmatch(id):
        raise refuse(
            tell("'{id}' is the name of a folder or device that is taken.", id=id),
            tell("Write another, such as {id}-2025.", id=id),
        )
    return id


class Brief(_Part):
    """What the team wrote: points, statistics and sources in its languages."""

    id: Annotated[Identifier, AfterValidator(_free_name)]
    """Short name of the brief; outputs are filed under it."""
    title: LocalText
    """Title of every output."""
    subtitle: LocalText = {}
    """The line under the title."""
    issuer: NameText = {}
    """The body that publishes."""
    kicker: LocalText = {}
    """The line above the title: the programme it belongs to."""
    kind: Kind = "progress"
    """What kind of piece it is."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1, examples=[["vi", "en"]])
    """Languages to make, all of which the texts must have."""
    audiences: tuple[AudienceId, ...] = Field(min_length=1, examples=[["leaders", "citizens"]])
    """Audience groups to make outputs for."""
    products: tuple[Identifier, ...] = Field((), examples=[["infographic", "video"]])
    """What to make; what every brief gets if absent."""
    as_of: Day
    """Day up to which the figures are current; printed on every output."""
    brand: Text = "institutional"
    """Name of a brand kit: one that comes along, or one in the folder brand beside the brief."""
    audience_brands: dict[AudienceId, Text] = Field({}, examples=[{"youth": "youthful"}])
    """Audiences whose outputs are drawn with another brand kit."""
    layouts: dict[AudienceId, Layout] = Field({}, examples=[{"press": "ranking"}])
    """Audiences whose infographics have this layout; chosen from what they show if absent."""
    sources: tuple[Source, ...] = ()
    """Where the figures were published."""
    statistics: tuple[Statistic, ...] = ()
    """The figures."""
    points: tuple[Point, ...] = Field(
        min_length=1, max_length=POINTS_MAX, examples=[[{"id": "rank", "text": {"en": "Viet Nam ranks {egdi-rank}."}}]]
    )
    """What is to be said."""
    calls_to_action: dict[AudienceId, Action] = Field({}, examples=[{"citizens": {"text": {"en": "…"}}}])
    """What each audience is asked to do."""
    literal: tuple[Text, ...] = Field((), examples=[["PM 2.5", "Studio 54"]])
    """Names with digits that are no figures, wherever they stand."""
    intended: tuple[Identifier, ...] = Field((), examples=[["wrong-date"]])
    """Names of findings about the brief itself that are as they should be."""
    titles: dict[AudienceId, LocalText] = Field({}, examples=[{"press": {"en": "…"}}])
    """Titles of their own for some audiences; the headline of their first point if absent."""
    hooks: dict[AudienceId, LocalText] = Field({}, examples=[{"youth": {"en": "…"}}])
    """What some audiences hear first, in place of the title: a figure or a question."""
    news: News | None = None
    """Whether it is good news; found from 'better', earlier values and targets if absent. Never more cheerful than
    the figures."""
    credit: bool = False
    """Whether those who did the work are thanked: staff for a result that is theirs."""
    place: LocalText = Field({}, examples=[{"vi": "Hà Nội", "en": "Ha Noi"}])
    """Where the news is from: with the day, the dateline of what the press gets."""
    contact: LocalText = Field({}, examples=[{"en": "press office, press@example.org"}])
    """Whom journalists can ask."""
    embargo: Day | None = None
    """Day before which nobody is to publish it; stands first on what the press gets."""
    online_voices: Literal["never", "allowed"] | None = None
    """Whether sentences may be sent to a voice that asks a service: never · allowed, also under an embargo; if absent,
    where every source has an address and there is no embargo."""
    limits: LocalText = Field({}, examples=[{"en": "Figures for 2024 are preliminary."}])
    """What the figures do not say, told to the press."""
    rebuttal: Rebuttal | None = Field(None, examples=[{"truth": {"en": "…"}, "claim": {"en": "…"}}])
    """Where the kind is rebuttal: what is true and what is claimed."""
    event: Event | None = Field(None, examples=[{"when": {"en": "…"}, "where": {"en": "…"}}])
    """Where the kind is event: when and where."""
    explainer: Explainer | None = Field(None, examples=[{"question": {"en": "…"}, "answer": {"en": "…"}}])
    """Where the kind is explainer: the question and its answer."""
    spotlight: Spotlight | None = Field(None, examples=[{"who": {"en": "…"}, "done": {"en": "…"}}])
    """Where the kind is spotlight: who did what, and what others need to do the same."""
    locales: dict[LanguageCode, Locale] = Field({}, examples=[{"en": "en-GB"}])
    """How a language is written and said where countries differ: ``en: en-GB`` has 24 October 2025 and one hundred and
    five, where ``en-US`` has October 24, 2025 and one hundred five."""

    places: Text | None = Field(None, examples=["provinces.csv"])
    """Where the brief is a pattern: the table of its places, a .csv or .xlsx file beside it."""

    def statistic(self, id: str) -> Statistic:
        """Give one statistic by its id; KeyError if there is none."""
        for statistic in self.statistics:
            if statistic.id == id:
                return statistic
        raise KeyError(id)

    def source(self, id: str) -> Source:
        """Give one source by its id; KeyError if there is none."""
        for source in self.sources:
            if source.id == id:
                return source
        raise KeyError(id)
