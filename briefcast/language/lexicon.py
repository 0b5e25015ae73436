"""How each language is read aloud: data of ``assets/lexicon/<language>.yaml``, checked when it is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from briefcast.language.phrasebook import Forms, Gender, for_locale
from briefcast.languages import kept_by_locale
from briefcast.languages import language as _language
from briefcast.paths import ASSETS
from briefcast.tables import parse_table


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Genders(_Data):
    m: str
    f: str

    def of(self, gender: Gender) -> str:
        return self.m if gender == "m" else self.f


class _RuleSets(_Data):
    cardinal: _Genders
    """A number that stands alone."""
    counting: _Genders
    """A number before the noun it counts."""
    year: str
    ordinal: str = ""


class _Billion(_Data):
    word: str
    rest: str
    """Rule set for what follows the billions."""


class _TextDates(_Data):
    order: Literal["dmy", "mdy"]
    day_month: str
    day_first: str = ""
    """Reading of a day before its month, in a language that usually writes it after."""
    month_year: str
    lead: str = ""
    """Word said before a day and month, unless the text has it."""
    months_short: dict[str, str] = {}
    """Months by their abbreviation."""
    months_lead: str = ""
    """Word the names of the months begin with; not said twice."""
    leads: tuple[str, ...] = ()
    """Further words before a day, where ``lead`` is not said."""
    named_after: tuple[str, ...] = ()
    """Words after which ``2-9`` and ``30.4`` are days: ``ngày``; a hyphen is a range and a dot a decimal elsewhere."""
    of_month: tuple[str, ...] = ()
    """Words behind a number with a joined word by which it is a day of the month: ב־16 בחודש."""
    from_day: tuple[str, ...] = ()
    """Words after which ``28-12`` is a day if another one follows: ``từ 28-12 đến 3-1``."""
    to_day: tuple[str, ...] = ()
    """Words between two such days."""
    weekdays: dict[str, str] = {}
    """Days of the week by their letters: א׳."""
    weekday_nouns: tuple[str, ...] = ()
    """Words before such a letter: ימים."""
    own_months: tuple[str, ...] = ()
    """Months of the language's own calendar, before which letters are the number of a day: י״ט בכסלו."""
    own_year: str = ""
    """Pattern of a year of that calendar in letters: התשפ״ז."""
    dotted_before: tuple[str, ...] = ()
    """Words before which a number with a dot and a joined prefix is a day: ``ב־2.9 בשעה``."""
    short_months_lead: str = ""
    """Letters at a number that stand for the word for month: ``T9``."""
    months_suffix: str = ""
    """Letters behind a number that count months: ``9T``."""


class _Times(_Data):
    full: str
    sharp: str
    sharp_alone: bool = False
    """Whether the word of a full hour is left out before another time: 9:00–17:30."""
    sharp_late: str = ""
    """Full hours after noon; as the others if absent."""
    early_minute: str = "{minute}"
    """Pattern of a minute below ten."""
    marks: tuple[str, ...] = ("h",)
    """Letters between hour and minute: ``8h30``."""
    word: str = ""
    """Word between hour and minute: ``7 giờ 30``."""
    minute_word: str = ""
    """Word that may stand behind the minute, and is said where it does."""
    halves: dict[str, str] = {}
    """Halves of the day as they stand behind a time: ``pm``, ``p.m.``."""
    day_parts: tuple[str, ...] = ()
    """Words behind a time that make it one of twelve hours, told by halves and quarters: ``בערב``."""
    half_past: str = ""
    quarter_past: str = ""
    parts: dict[int, str] = {}
    """The part of the day that begins at an hour, where times after noon are told by twelve hours with theirs."""
    first: str = ""
    """How the first of two times that a dash joins is said, where no word leads to it: ``from {time}``."""
    led_by: tuple[str, ...] = ()
    """Words before it that do."""
    midnight: str = ""
    """What is said for 00:00 and 24:00."""


class _Measure(_Data):
    """A unit of measure after a number."""

    said: Forms
    gender: Gender = "m"


class _Codes(_Data):
    """How the numbers of documents are read: 505/QĐ-TTg, 57-NQ/TW."""

    dated: str
    """Pattern of number and year."""
    types: dict[str, str] = {}
    """Kinds of document by their abbreviation; said unless the text has just named it."""
    named: tuple[str, ...] = ()
    """Further names of kinds of document that texts have before the number."""
    slashed: tuple[str, ...] = ()
    """What is called by two numbers with a stroke, which are neither a day nor a share: תב״ע 215/03, טבלה 3/4."""
    number_words: tuple[str, ...] = ()
    """Words between the kind and the number: ``số``, ``No.``."""
    dated_names: tuple[str, ...] = ()
    """What is called by its number and a year, which are no month: צו 7/2026, Decree 7/2026."""
    registered: tuple[str, ...] = ()
    """Words before the number of a register, which is said digit by digit: ע״ר 58-0123456."""
    issuers: dict[str, str] = {}
    """Issuing bodies by their abbreviation; a number in it stands for ``{n}``."""
    issued_by: str = ""
    """Word before the issuer; what the text says itself after the number is not said twice."""
    joint: str = ""
    """Word between two issuers."""
    spelled: bool = False
    """Whether an abbreviation that is not known is spelled; left out where it means nothing to listeners."""


class _Ordinals(_Data):
    """How a number is read that belongs to the noun before it: הרבעון ה־3."""

    prefix: str
    """The one-letter word joined to the number."""
    nouns: dict[str, Gender]
    m: tuple[str, ...]
    """From the first on; later ones are cardinals."""
    f: tuple[str, ...]
    bare: tuple[str, ...] = ()
    """Nouns after which a number alone is an ordinal: מקום 4."""
    among: tuple[str, ...] = ()
    """Words after the number that make it definite where a one-letter word is joined to the noun: במקום 4 מבין."""
    joined: str = ""
    """Letters that are joined to such a noun."""
    inner: tuple[str, ...] = ()
    """Those of them that take in the article: ברבעון."""

    def of(self, gender: Gender) -> tuple[str, ...]:
        """Give the ordinals of a gender."""
        return self.m if gender == "m" else self.f


class _Definite(_Data):
    """How numbers before a definite masculine noun are said: שלושת החודשים."""

    prefix: str
    bound: dict[str, str]
    """Numbers in the construct state."""
    not_nouns: tuple[str, ...] = ()
    """Nouns that begin with the letter of the article: הליכים."""


class _Lettered(_Data):
    """How a part of a year is read whose number is a letter: רבעון ג׳."""

    nouns: dict[str, Gender]
    letters: tuple[str, ...]
    """From the first part on."""


class _Titles(_Data):
    """What tells that a title is a woman's: עו״ד יעל כהן, מנכ״לית."""

    names: frozenset[str]
    """First names right behind it."""
    roles: frozenset[str]
    """Roles in its apposition."""


class _Shares(_Data):
    """What tells ``9/10 households`` from the ninth of October."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    part_of: str = ""
    """Letter that any other word after it begins with which tells the same: ``מהבתים``, ``מ־18 המוסדות``."""
    days_after: tuple[str, ...] = ()
    """Words before a day written like a share, in a language where any noun behind it tells a share; none if empty."""
    days_before: tuple[str, ...] = ()
    """Words behind such a day that are no nouns."""
    addresses: tuple[str, ...] = ()
    """Words before the number of a house: ngõ 12/5."""
    joined: str = ""
    """Letters joined to a share: כ־3/4."""
    plurals: bool = False
    """Whether any plural after it tells the same."""
    scores: tuple[str, ...] = ()
    """Words before or after it by which it is a score: ``4/5 stars``; it is then no simple fraction."""


class _Scores(_Data):
    """How the result of a game is read: a 3-1 win."""

    pattern: str
    before: tuple[str, ...]
    after: tuple[str, ...] = ()
    followed: tuple[str, ...] = ()
    """Words that may follow; two rising numbers before any other word are a range of what it names."""


class _Cents(_Data):
    """Hundredths of a currency whose prices are said with them."""

    said: Forms
    gender: Gender = "m"
    joined: str
    """Pattern of the whole and its hundredths."""
    alone: Forms | None = None
    """Below one; as ``said`` if absent."""


class _Attributive(_Data):
    """Where a unit before a noun stands in the singular: a $2 billion loan."""

    before: tuple[str, ...]
    not_after: tuple[str, ...]
    """Words that follow an amount which stands for itself: the $2 billion in aid."""
    many: tuple[str, ...] = ()
    """Plurals that do not end in s: 1.5m people."""


class _Plus(_Data):
    """How the plus behind an age is read: aged 65+."""

    after: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    """Nouns before which it is one wherever it stands; they are said in ``said`` with their number."""
    said: str


class Abbreviation(_Data):
    """What is read for an abbreviation."""

    said: str
    after_name: str = ""
    """Reading behind a name that no other follows: Oak St."""
    before_number: bool = False
    """Whether it is one before a number only: p. 12."""
    she: str = ""
    """Reading of a title that is a woman's: עורכת דין."""


class Lexicon(_Data):
    """How one language is read aloud."""

    number_rules: str = ""
    """Rules of its own in ICU's syntax; ICU's rules for the locale if absent."""
    rule_sets: _RuleSets
    billion: _Billion
    corrections: dict[str, str] = {}
    """What to say instead of what the rules give."""
    decimal: str
    minus: str
    range: str
    """Pattern of ``5–7``."""
    fraction: str
    """Pattern of ``44/63``."""
    fractions: dict[str, str] = {}
    """Simple fractions with a name: ``1/2``."""
    fractions_before: tuple[str, ...] = ()
    """Words that follow where the name is said; before any word if empty."""
    ratio: str
    """Pattern of ``1:3``."""
    per: str
    """Pattern of ``/kWh`` behind an amount, with what stands before it."""
    per_words: tuple[str, ...] = ()
    """Words, beside units, that stand behind such a stroke."""
    per_before: tuple[str, ...] = ()
    """Words before a single unit: per km²."""
    per_number: str = ""
    """What is said for the stroke before a number: /100 bé gái."""
    times_as_much: str
    """Pattern of ``2x``."""
    dot: str
    """The dot inside ``4.0`` where it is no decimal sign."""
    percent: str
    """The sign % without a number before it."""
    currencies: dict[str, str]
    """ISO 4217 codes by sign."""
    scale_words: dict[str, Decimal] = {}
    """Scale words of texts beside those that figures are written with, with their worth."""
    whole_scales: tuple[str, ...] = ()
    """Scale words whose number is said whole: 5 אלף."""
    currency_codes: dict[str, str] = {}
    """ISO 4217 codes by what is written before an amount in letters."""
    cents: dict[str, _Cents] = {}
    scale_suffixes: dict[str, Decimal] = {}
    """Letters behind an amount of money that stand for a scale."""
    scores: _Scores | None = None
    attributive: _Attributive | None = None
    plus: _Plus | None = None
    vulgar: dict[str, str] = {}
    """Readings of ½ that differ from those of 1/2; behind a whole number they follow ``and_fraction``."""
    and_fraction: str = "{n} {fraction}"
    fractions_with_units: bool = False
    """Whether fractions are said in words before a unit, too: two and a half kilometers; as decimals otherwise."""
    by: str = ""
    """What is said for the sign between two lengths: 3x4 m."""
    number_sign: str = ""
    """What is said for # before a number."""
    pronouns: dict[str, Gender] = {}
    """Words after a number that name what it counts by its gender alone: 2 מהן."""
    units_once: bool = False
    """Whether a unit on both sides of a range is said once."""
    half_one: str = ""
    """Pattern of half a unit, with its name."""
    plain_suffixes: tuple[str, ...] = ()
    """Those of them that stand for a scale behind any number."""
    dates: _TextDates
    times: _Times
    url: dict[str, str]
    symbols: dict[str, str]
    numbers_alike: dict[str, str] = {}
    """Number words that say the same in other places or regions, with the usual word: ``ngàn`` for ``nghìn``."""
    units: dict[str, _Measure]
    """Units of measure after a number."""
    shares: _Shares
    calls: tuple[str, ...]
    """Words after which a short number is a telephone number: ``gọi 113``."""
    asked: tuple[str, ...] = ()
    """Verbs behind which a short number may be one to call or what they count: ``they call 300 people``."""
    asked_before: tuple[str, ...] = ()
    """Words before which it is one to call."""
    services: tuple[str, ...] = ()
    """Well-known short numbers."""
    service_after: tuple[str, ...] = ()
    """Words behind which such a number is one to call where its clause tells of calling: the police … *or* 113."""
    service_clause: tuple[str, ...] = ()
    """Words of such a clause."""
    called: tuple[str, ...] = ()
    """Words before which it is one: ``the 1022 hotline``."""
    texted: tuple[str, ...] = ()
    """Words of a clause in which a number is one that messages are sent to: ``text HELP to 85258``."""
    texted_to: tuple[str, ...] = ()
    """Words right before that number."""
    call_joints: tuple[str, ...] = ()
    """Words between telephone numbers: ``111 or 999``."""
    star_behind: bool = False
    """Whether the star of a short number may be typed behind it: ``5400*``."""
    services_whole: bool = False
    """Whether telephone numbers of three digits are said as numbers."""
    quarter: str = ""
    """Pattern of a quarter in a text, with groups ``q`` and ``year``."""
    lettered: _Lettered | None = None
    quarter_nouns: tuple[str, ...] = ()
    """Words for a quarter before its number and year: רבעון 3/2026."""
    half_years: tuple[str, ...] = ()
    """Halves of a year, written H1 and H2."""
    fiscal_year: str = ""
    """What is said for FY."""
    of_year: str = "{period} {year}"
    """Pattern of a half-year with its year."""
    decade: dict[str, str] = {}
    """Endings of a year that become a decade (``y`` → ``ies``), the last one for any other."""
    join_last: str = ""
    """What is joined to the last tens or hundreds of a number that has more before them: ``מאה ועשרים``."""
    titles: _Titles | None = None
    abbreviations: dict[str, Abbreviation]
    """Words read otherwise than they are spelled; matched whole and by their case."""
    stops: tuple[str, ...] = ()
    """Further words whose full stop ends no sentence."""
    may_end: tuple[str, ...] = ()
    """Abbreviations that a sentence may end with; it does before a word of ``begins``, or any capital if
    there are none."""
    begins: tuple[str, ...] = ()
    """Words that sentences often begin with."""
    pairs_after: tuple[str, ...] = ()
    """Names whose three digits are read in two: Boeing 737."""
    minus_behind: bool = False
    """Whether a minus may be typed behind its number, as it looks right in a Hebrew line: 2-°C."""
    letters: dict[str, str] = {}
    """Names of the letters, to spell abbreviations without vowels; the voice spells them if absent."""
    roman_after: tuple[str, ...] = ()
    """Words after which I, V, X are numerals."""
    hotlines: tuple[str, ...] = ()
    """First digits of national service numbers."""
    codes: _Codes
    ordinal_endings: tuple[str, ...] = ()
    prefixes: str = ""
    """Letters of the one-letter words that are joined to what follows, to numbers by a maqaf: ב־10."""
    after: dict[str, dict[str, str]] = {}
    """Numbers that are said otherwise after a certain word: by that word, the number and what is said for it."""
    gender_by_ending: dict[str, Gender] = {}
    genders: dict[str, Gender] = {}
    """Nouns whose gender the ending does not tell."""
    many: tuple[str, ...] = ()
    """Endings of the nouns that a number can stand right before."""
    no_nouns: frozenset[str] = frozenset()
    """Words after a number that it does not count."""
    conjunction: str = ""
    """Letter joined to a noun that begins something new: 67 ונשים."""
    begin_like_it: frozenset[str] = frozenset()
    """Nouns that begin with that letter themselves: ועדות."""
    ages: frozenset[str] = frozenset()
    """Words before an age, which counts years whatever follows: גברים מגיל 67."""
    people: dict[str, Gender] = {}
    """Single people, with the number one behind them: גבר 1."""
    out_of: tuple[str, ...] = ()
    """Words, and letters joined to a number, between two numbers that count the same: 9 מתוך 10 אנשים."""
    parts_of: tuple[str, ...] = ()
    """Those before a whole whose part names what is counted: 3 כוכבים מתוך 5."""
    part_of: str = ""
    """Letters joined to a noun of which a number is a part: ``3 מהמשימות``."""
    definite: _Definite | None = None
    ordinals: _Ordinals | None = None
    one_behind: bool = False
    """Whether "one" stands behind its noun: דקה אחת."""
    two_words: tuple[str, ...] = ()
    """First words of nouns of two words that it stands behind: נקודת אחוז."""
    regnal: tuple[str, ...] = ()
    """Names of rulers, behind which a Roman numeral is an ordinal."""
    regnal_pattern: str = "{n}"
    one_and_half: str = ""
    """Pattern of one and a half million."""
    half: str = ""
    """Pattern for an exact half before a unit: ``{n} וחצי``."""
    one_scale: str = "{n} {scale}"
    """Pattern for one million, one billion."""

    @field_validator("abbreviations", mode="before")
    @classmethod
    def _said(cls, rows: dict[str, Any]) -> dict[str, Any]:
        return {word: {"said": row} if isinstance(row, str) else row for word, row in rows.items()}


@kept_by_locale
def lexicon(language: str) -> Lexicon:
    """Read the lexicon of one language as its locale has it; TableError if the language has none."""
    path = ASSETS / "lexicon" / f"{language}.yaml"
    return parse_table(path, Lexicon, prepare=lambda table: for_locale(table, _language(language).locale))
