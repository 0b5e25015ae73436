"""How each language puts numbers into words and patterns: read from ``templates/facts/<language>.yaml``.

The patterns hold ``{n}`` for a number as it is written or said, ``{x}`` for a number with its unit.
docs/add-a-language.md lists what else a language has.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from briefcast.languages import kept_by_locale
from briefcast.languages import language as _language
from briefcast.paths import TEMPLATES
from briefcast.tables import parse_table
from briefcast.units import read_units

Gender = Literal["m", "f"]
TargetKind = Literal["goal", "plan", "budget", "revenue", "ceiling", "forecast"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Forms(_Data):
    """One pattern in the forms that agree with its number: a half, one, two, up to ten, from eleven on, any other."""

    half: str = ""
    and_half: str = ""
    """A whole number and a half, where the half follows the unit: ``hai năm rưỡi``."""
    one: str = ""
    two: str = ""
    few: str = ""
    """From three to ten."""
    many: str = ""
    """Whole numbers from eleven on, where they stand before one of what they count: 118 *יום*."""
    other: str

    def of(self, value: Decimal) -> str:
        """Give the pattern that agrees with a value; ``{n}`` stays in it."""
        if abs(value) == Decimal("0.5") and self.half:
            return self.half
        if abs(value) == 1 and self.one:
            return self.one
        if abs(value) == 2 and self.two:
            return self.two
        if 2 < abs(value) <= 10 and self.few:
            return self.few
        if self.many and is_many(value):
            return self.many
        return self.other


def is_many(value: Decimal) -> bool:
    """Say whether a number is a whole one from eleven on."""
    return abs(value) > 10 and value == value.to_integral_value()


class Unit(_Data):
    """A unit beside its number: ``{n}%``, ``{n} giờ``, ``15 places``."""

    shown: Forms
    spoken: Forms | None = None
    """As it is said; as it is shown if absent."""
    word: Forms | None = None
    """The unit alone, where a figure sets its digits apart; the pattern without its number if absent."""
    gender: Gender = "m"
    """Grammatical gender the number agrees with, in the languages that have one."""

    @property
    def said(self) -> Forms:
        """The forms the voice uses."""
        return self.spoken or self.shown


class Begins(_Data):
    """How a sentence begins that would begin with digits: "Two of nine nurses", "Of 1,390 homes, 1,146 were"."""

    in_words: bool = False
    """Whether a few of a few are told in words there."""
    with_whole: str = ""
    """Pattern by which it begins with the whole: ``{n}``, ``{of}``, ``{noun}``; never if empty."""
    before: str = ""
    """What has to stand behind the noun, a regular expression: what else tells which ones are meant."""


class Currency(_Data):
    """Money in words: beside a scale word in writing, and as it is said."""

    scaled: str
    """Pattern of an amount with a scale word: ``{n} đồng``, ``₫{n}``."""
    spoken: Forms
    beside: str = ""
    """Pattern of an amount with a scale word on a picture, where the words of a sentence are too long for it."""
    digits: str = ""
    """Pattern of an amount without a scale word, where the sign that CLDR has for it is not the custom."""
    gender: Gender = "m"


class Scale(_Data):
    """A scale word: million, tỷ, מיליארד."""

    word: str
    power: int
    """Power of ten it stands for."""
    from_power: int | None = None
    """Power of ten from which it is used; its own if absent (1.500 tỷ reads better than 1,5 nghìn tỷ)."""

    @property
    def unit(self) -> Decimal:
        """What one of it is worth."""
        return Decimal(10) ** self.power

    @property
    def start(self) -> Decimal:
        """The smallest number written with it."""
        return Decimal(10) ** (self.power if self.from_power is None else self.from_power)


class Said(_Data):
    """One phrase as it is shown and as it is said."""

    shown: str
    spoken: str = ""

    @property
    def said(self) -> str:
        """The phrase the voice uses."""
        return self.spoken or self.shown


class Plain(_Data):
    """Parts of a whole for lay readers: ``gần 9 trên 10``."""

    parts: str = ""
    """``{n}`` of ``{of}``; without it parts of ten are told as a percentage."""
    fractions: dict[Literal["1/2", "1/4", "3/4", "1/3", "2/3"], str]
    joint: str = ""
    """What joins a fraction to what follows it, where parts of ten need nothing: half *of* households."""
    each: str = ""
    """Parts of a whole around what is counted, where a sentence begins with them: of every ``{of}`` ``{noun}``,
    ``{parts}`` ``{noun}``."""
    each_of: tuple[str, ...] = ()
    """Words for what is counted that may stand there besides the brief's own noun."""
    joint_bound: tuple[str, str, str] | None = None
    """Ending of a noun that is bound to the next one, what joins it, and what makes the next one definite: משקי בית."""
    qualifiers: dict[Literal["over", "nearly", "about"], Said]


class Free(_Data):
    """What costs nothing."""

    word: str = ""
    """Stands in place of the amount."""
    verbs: dict[str, str] = {}
    """Verbs of costing, and each as it stands before that word."""
    alone: str = ""
    """Stands in place of the amount after what is free: vào cửa *miễn phí*."""
    alone_after: str = ""
    """What may be free, a regular expression."""
    priced: str = ""
    """What names a price in the clause before it, a regular expression: a price is an amount and stays one."""


class Naught(_Data):
    """None of what is counted, where people do not say zero."""

    word: str = ""
    """Stands in place of the number: *no* families, or before the verb: *không* có hộ nào."""
    verbs: tuple[str, ...] = ()
    """Verbs before a number that take the word before them; without any it stands where the number stood."""
    begins: str = ""
    """What stands between the word and the noun where a sentence begins with the number; it stays a number if empty."""
    kept_after: tuple[str, ...] = ()
    """Words after which a number stays a number: fell *to* 0 families."""
    goes_on: str = ""
    """What joins another figure to none of something, a regular expression: the verb is said again behind it, or the
    word for none would speak of both: *không* có ca tử vong nào và *có* 2 ca nặng."""
    every: str = ""
    """What stands behind the noun where it ends: không có hộ *nào*."""
    every_before: tuple[str, ...] = ()
    """Words with which something new begins behind a noun."""
    of: str = ""
    """None of the ``{whole}``, where a number would stand: with the ``{none}`` and the ``{noun}`` of it."""
    of_word: str = ""
    """The word for none in it, where that is another."""
    times: str = ""
    """A time and a copula before the number, a regular expression: *cùng kỳ năm 2025 là* 0 em."""
    not_one: str = ""
    """What stands before the name of a single one of which there is none: *אף* ילד לא נהרג."""
    copulas: tuple[str, ...] = ()
    """Those of them that say what something is: found *safe*."""
    one_verbs: dict[str, dict[Gender, str]] = {}
    """Verbs that may follow the noun, as they stand with many, and their forms with a single one."""


class Ordinal(_Data):
    """Places in an order."""

    shown: dict[str, str]
    """Patterns of ``{n}`` by the locale's ordinal forms; ``other`` for the rest."""
    spoken: str = "{n}"
    words: dict[int, str] = {}
    """Those that are written as words."""
    said: dict[int, str] = {}
    """Those that are said otherwise than they are written."""
    after: tuple[str, ...] = ()
    """Words after which a text's rank is a place: *ranks* 71st."""
    dropped: tuple[str, ...] = ()
    """Words before a rank that its ordinal takes the place of: *number* 71."""


class Change(_Data):
    """The words for a change against an earlier value."""

    up: str
    down: str
    same: str
    up_one: str = ""
    """One more of what is counted, without naming it: *one more*; ``{one}`` is the word for a single one."""
    down_one: str = ""
    more_than: str = ""
    """A rise before what it is compared with, where people say it so: *three more* than in the same period."""
    fewer_than: str = ""
    then: dict[str, str] = {}
    """Words that texts put after it, and what they are after these: faster *than* last year, not *on* last year."""
    unnamed: tuple[str, ...] = ()
    """Nouns of people that a change beside its label goes without: Deaths, *down 9*; all nouns of people then do."""
    up_people: str = ""
    """Of people, who are no amount: *5 הרוגים יותר*, where of requests there is a rise of 5."""
    down_people: str = ""
    anybody: tuple[str, ...] = ()
    """Nouns that say of people only that they are, which such a change goes without: of the dead *5 יותר*."""

    def is_comparative(self, told: str) -> bool:
        """Say whether a change is told as so many more or fewer, behind which stands what it is more than."""
        forms = (self.up_one, self.down_one, self.up_people, self.down_people)
        return any(told.endswith(form.partition("}")[2]) for form in forms if form.partition("}")[2])


class Growth(Change):
    """The words for growth in percent, and those that texts put around it."""

    dropped: tuple[str, ...] = ()
    """Words before it that it says itself, as regular expressions: *tăng* {x.growth}."""
    of: str = ""
    """What joins it to a noun that says which way: a fall *of* {x.change}."""
    after: tuple[tuple[str, str], ...] = ()
    """Words after it by which a rise and a fall are told: 3% *more*, 3% *less*."""
    signed_after: tuple[str, ...] = ()
    """Verbs after which growth below zero is told as a fall: *was* down 2.7%."""
    signed_kept: tuple[str, ...] = ()
    """The words after which alone it stays a number below zero, in languages that need no verb: *là* −2,7%."""
    by: str = ""
    """What joins its size to a verb: rose *by* 3%."""
    rising: tuple[str, ...] = ()
    falling: tuple[str, ...] = ()
    """Verbs before that word."""
    itself: tuple[str, ...] = ()
    """What is growth by its name, in small letters: *inflation*."""


class Compared(_Data):
    """What a change is compared with; ``{x}`` is the change."""

    same_period: str
    year_before: str
    end_of_year: str
    start_of_term: str
    year: str
    """``{period}`` is a year."""
    period: str
    """``{period}`` is any other period."""
    year_end: str
    """``{period}`` is the year at whose end something stood: "since the end of 2025", not "on Dec 2025"."""
    days: str = ""
    """``{period}`` is a day, or some from one to another, where that is said otherwise: "on Nov 1" is when it fell."""
    time: str = ""
    """Of a duration that is better when it is shorter, where that is said in another way."""
    said_by: tuple[str, ...]
    """Words by which a text says itself what it compares with."""


class Progress(_Data):
    """The words for a target that is still to come; ``{goal}`` is what it is called."""

    plan: str
    """``{x}`` is the part of it that is reached; within the year of the figure."""
    year: str = "{period}"
    """How a year stands in ``{period}`` of the two below."""
    later: str
    """The same for ``{period}``."""
    ever: str
    """The same of a target without a day."""
    apart: str = "{x}"
    """That part as it stands behind a comma, where no verb leads to it."""
    reaches: str = ""
    """The same right behind what reaches it, where that needs a verb."""
    reached_by: str
    """Verbs that lead to the part itself, as a regular expression: *reaches*, *đạt*."""
    goes_on: str = r"(?!)"
    """Words behind which it stands as behind a comma: *và*."""
    this_year: str = ""
    """The same as below, for the year of the figure, where that is told otherwise."""
    neutral: str
    """``{x}`` is the target for ``{period}``: whether it will be met cannot be told yet."""
    neutral_said: str = ""
    """The same as it stands within a sentence, where a colon would tear it."""
    neutral_alone: str = r"(?!)"
    """What cannot lead to it there, as a regular expression: "and against the plan"; a comma stands in its place."""
    this_year_said: str = ""
    until: str = ""
    """What stands before ``{period}`` only of a later year than the figure's: *đến* năm 2035, but *năm* 2031."""


class OneOf(_Data):
    """One of a few, in words."""

    pattern: str = ""
    """Behind the word for one: "of the ``{of}``"."""
    numbers: dict[Gender, dict[int, str]] = {}
    """The numbers of the few, as they stand before their noun."""
    article: str = ""
    """The word that a text may have written before the number; a language without one joins it to the noun."""
    word: str = ""
    """One, where that has no gender."""


class Gap(_Data):
    """The words for a distance to a target; ``{goal}`` is what it is called."""

    above: str
    """Met, where more is better."""
    below: str
    """Met, where less is better."""
    ahead: str
    """Met, for a rank."""
    short: str
    """Not met, where more is better; and for a rank."""
    short_of: str = ""
    """The same in a sentence that does not name the target, if ``short`` does not either."""
    short_of_year: str = ""
    """The same of a target for the year of the figure."""
    short_of_later: str = ""
    """The same of a target for another ``{period}``."""
    short_over: str = ""
    """As ``short``, where the target's period is over and nothing is to come."""
    short_of_over: str = ""
    """The same in a sentence."""
    short_rank: str = ""
    """Not met, for a rank, where that is told otherwise."""
    excess: str
    """Not met, where less is better."""
    excess_of: str = ""
    """The same in a sentence that does not name the target, if ``excess`` does not either."""
    met: str
    """Met exactly."""
    named_by: str = ""
    """Words by which a sentence names a target itself, as a regular expression."""
    share_named_by: str = ""
    """The same around a share, if others: "70.4% of the yearly plan" names what it is a share of, not its target."""
    over: str
    """Above a ceiling or a forecast, of which none is met or missed."""
    under: str
    equal: str


SpanName = Literal[
    "first_half", "second_half", "first_month", "months", "all_months", "week", "span", "school", "fiscal"
]


class Span(_Data):
    """One kind of period; its patterns hold ``{year}``, ``{to_year}``, ``{to_short}`` (25), ``{n}`` and months."""

    long: str
    short: str
    axis: str = ""
    """At an axis, where the short form has no room."""
    spoken: str
    gender: Gender = "m"
    """Of the number that is said."""


class Days(_Data):
    """From a ``{first}`` day to a ``{last}`` one."""

    long: str
    short: str
    in_month: str
    """Short, from ``{day}`` to ``{to_day}`` of one month, which is named once."""
    in_month_long: str
    """The same in a sentence."""
    spoken: str


class Dates(_Data):
    """Dates and periods; ``{month_name}`` is the month as the locale's long date writes it."""

    day: str
    day_short: str
    day_spoken: str
    """``{day}`` is said with the rule of ``day_rule``."""
    day_in_year: str
    day_in_year_short: str
    day_in_year_spoken: str
    """The same three without the year, where a later day names it."""
    days: Days
    """From one day to another."""
    day_rule: Literal["cardinal", "ordinal", "masculine"]
    month: str
    month_short: str
    month_axis: str = ""
    """At an axis, where the short form has no room."""
    month_spoken: str
    quarters: tuple[str, str, str, str]
    quarters_short: tuple[str, str, str, str] | None = None
    """As they stand beside a figure and at an axis, where the form of sentences is too long for it."""
    quarters_spoken: tuple[str, str, str, str]
    spans: dict[SpanName, Span]
    """Periods that are neither day, month, quarter nor year."""
    measured: str
    """The ``{period}``, a day, on which something was measured that is another on the next: a water level."""
    as_of: str
    """How a figure that was counted on a day stands beside it: as of ``{period}``."""
    two: str
    """Two periods that are compared, ``{then}`` and ``{now}``: a dash would make one long span of them."""
    of_two_years: str = "{months}, {years}"
    """The ``{months}`` of two ``{years}``."""
    year_word: str = ""
    """The word that a year in a text does not go without: so với *năm* 2022."""
    year_follows: tuple[str, ...] = ()
    """What it goes without nowhere: so với, từ, đến."""
    few_numbers: dict[int, str] = {}
    """Numbers of months that are written as words."""
    definite: tuple[str, ...] = ()
    """First words of periods that begin with an article, which falls behind some prefixes: *ב* and הרבעון is ברבעון."""
    months_spoken: tuple[str, ...] = Field(min_length=12, max_length=12)


class Phrasebook(_Data):
    """Everything one language needs to put figures into words."""

    scales: tuple[Scale, ...]
    """Largest first."""
    scale_is_one: bool = False
    """Whether a scale word says one by itself in a sentence: מיליון שקלים."""
    scale_below_thousand: bool = False
    """Whether a thousand of a scale word is told by the next one beside less: $812.6 million of *$1.05 billion*."""
    percent: Unit
    points: Unit
    places: Unit
    """What a rank climbs."""
    index_points: Unit
    durations: dict[Literal["second", "minute", "hour", "day", "month", "year"], Unit]
    currencies: dict[str, Currency]
    currency: Currency
    """Any other currency; ``{code}`` is its ISO 4217 code."""
    qualifiers: dict[Literal["over", "nearly", "about"], Said]
    typed_qualifiers: dict[Literal["over", "nearly", "about"], tuple[str, ...]] = {}
    """How texts say the same themselves before a figure, as regular expressions."""
    plain: Plain
    free: Free = Free()
    naught: Naught = Naught()
    few_heads: str = ""
    """Words behind a small number by which a headline that begins with it is a sentence: two *more* people."""
    few: tuple[str, ...] = ()
    """What running text writes instead of a number of things so small, from none on; it writes digits without any."""
    few_agree: bool = False
    """Whether those agree with what they count: then they are written as they are said."""
    many: dict[str, str] = {}
    """Nouns that stand alone behind a whole number from eleven on: 14 *יום*, not 14 *ימים*."""
    change: Change
    rank_change: Change
    time_change: Change
    """A duration that is better when it is shorter."""
    growth: Growth
    compared: Compared
    progress: Progress
    gap: Gap
    ordinal: Ordinal
    out_of: str
    """Pattern of a number of a whole: ``{n}/{of}``."""
    out_of_spoken: str
    """The same as it is said."""
    begins: Begins = Begins()
    """How a sentence begins that would begin with the digits of a part of a whole."""
    out_of_words: tuple[str, ...]
    """What texts put between a number and its whole: 44 *of* 63."""
    all_of: str
    """A number that is its whole: all ``{n}``."""
    out_of_suffix: str
    """What stands beside large digits: ``/{of}``."""
    repeats_nouns: int = 0
    """Words of the longest noun that stands again behind a change: 243 vụ, tăng 22 *vụ*."""
    classifiers: tuple[str, ...] = ()
    """First words of longer nouns that stand for them behind a change: 2 ca tử vong, tăng 1 *ca*."""
    counted: str = "{n} {noun}"
    """A number with what it counts."""
    one: dict[Gender, str] = {}
    """A single one behind its noun, in languages that write it as a word: בית ספר *אחד*."""
    one_verbs: dict[str, str] = {}
    """Verbs that agree with a single one, in languages whose verbs have no gender: there *was* 1 crash."""
    asides: tuple[str, ...] = ()
    """First letters of what may stand between a verb and what is counted: נהרגו *בדרכים* 5 ילדים."""
    one_adjectives: dict[str, str] = {}
    """Adjectives as they stand with many, and with a single one: חדשות, חדשה."""
    adjective_endings: dict[str, str] = {}
    """Endings by which an adjective is known, and what they are with a single one."""
    two: dict[Gender, str] = {}
    """Two before their noun, in languages that write them as a word: *שתי* גינות."""
    one_needs_own_noun: bool = False
    """Whether the counted form of a noun is wrong after one (tasks, משימות)."""
    target: str
    """Label of a target on an axis: ``{goal}`` and ``{period}``."""
    of_budget: str = ""
    """Words of a label, as a regular expression, whose target is a budget where it is of money."""
    of_revenue: str = ""
    """The same of what a budget expects to take in."""
    goals: dict[TargetKind, str]
    """What a target is called in a sentence: *mục tiêu*; that of a plan, of a budget, and of what one takes in."""
    goal_article: str = ""
    """The article that patterns put before it, and that the brief's own words for it may have already."""
    goals_definite: tuple[str, ...] = ()
    """Single words of a brief for it that have it: *היעד*."""
    goal_genders: dict[TargetKind, Gender] = {}
    """Its gender, masculine where it is not written."""
    goal_feminine: tuple[str, ...] = ()
    """Endings of the brief's own words for it that are feminine."""
    one_of: OneOf = OneOf()
    goal_agrees: dict[Gender, dict[str, str]] = {}
    """Words that agree with it, by their places in patterns: ``{goal_is}``."""
    total: str
    """Label of the whole a number is part of."""
    dates: Dates
    marks: Literal["", "rtl"] = ""
    """``rtl``: a left-to-right mark before a minus, isolates around inserted values."""


def for_locale(table: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Give a language's table as one locale has it: its rows under ``locales`` go before the others."""
    rest = {key: value for key, value in table.items() if key != "locales"}
    return _over(rest, table.get("locales", {}).get(locale, {}))


def _over(table: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(table)
    for key, value in own.items():
        within = merged.get(key)
        merged[key] = _over(within, value) if isinstance(within, Mapping) and isinstance(value, Mapping) else value
    return merged


@kept_by_locale
def physical_unit(name: str, language: str, *, difference: bool = False, whole: str = "") -> Unit:
    """Give a unit of ``assets/units.yaml`` in one language; its name after the number where the row has no forms.

    ``difference`` gives the unit of how far two values are apart; ``whole`` is what a rate is per, where that is not
    people.
    """
    forms = read_units()[name].forms(language)
    if difference and forms and forms.difference:
        forms = forms.difference
    written = forms.model_dump(exclude={"difference", "whole"}) if forms else {"shown": {"other": f"{{n}} {name}"}}
    if forms and forms.whole and whole:
        for style in ("shown", "spoken", "word"):
            written[style] = {n: f"{form.removesuffix(forms.whole)}{whole}" for n, form in written[style].items()}
    return Unit.model_validate(written)


@kept_by_locale
def phrasebook(language: str) -> Phrasebook:
    """Read the phrasebook of one language as its locale has it; TableError if the language has none."""
    path = TEMPLATES / "facts" / f"{language}.yaml"
    return parse_table(path, Phrasebook, prepare=lambda table: for_locale(table, _language(language).locale))
