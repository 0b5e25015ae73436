"""How each language is read aloud: data of ``assets/lexicon/<language>.yaml``, checked when it is read."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefcast.language.phrasebook import Forms, Gender
from briefcast.paths import ASSETS
from briefcast.tables import read_table


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


class _Times(_Data):
    full: str
    sharp: str
    sharp_late: str = ""
    """Full hours after noon; as the others if absent."""
    early_minute: str = "{minute}"
    """Pattern of a minute below ten."""
    written: str = ""
    """Pattern of a time written with words, with groups ``hour``, ``minute``, ``sharp`` and ``tail``."""


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
    number_words: tuple[str, ...] = ()
    """Words between the kind and the number: ``số``, ``No.``."""
    issuers: dict[str, str] = {}
    """Issuing bodies by their abbreviation; a number in it stands for ``{n}``."""
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

    def of(self, gender: Gender) -> tuple[str, ...]:
        """Give the ordinals of a gender."""
        return self.m if gender == "m" else self.f


class _Definite(_Data):
    """How numbers before a definite masculine noun are said: שלושת החודשים."""

    prefix: str
    bound: dict[str, str]
    """Numbers in the construct state."""


class _Shares(_Data):
    """What tells ``9/10 households`` from the ninth of October."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    part_of: str = ""
    """Pattern of any other word after it that tells the same: ``מהבתים``."""


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
    fractions_before: str = ""
    """Pattern of what follows where the name is said; anywhere if empty."""
    ratio: str
    """Pattern of ``1:3``."""
    per: str
    """Pattern of ``/kWh`` behind an amount, with what stands before it."""
    per_words: tuple[str, ...] = ()
    """Words, beside units, that stand behind such a stroke."""
    times_as_much: str
    """Pattern of ``2x``."""
    dot: str
    """The dot inside ``4.0`` where it is no decimal sign."""
    percent: str
    """The sign % without a number before it."""
    currencies: dict[str, str]
    """ISO 4217 codes by sign."""
    currency_codes: dict[str, str] = {}
    """ISO 4217 codes by what is written before an amount in letters."""
    cents: dict[str, Forms] = {}
    """Hundredths of currencies whose prices are said with them."""
    with_cents: str = ""
    scale_suffixes: dict[str, Decimal] = {}
    """Letters behind an amount of money that stand for a scale."""
    plain_suffixes: tuple[str, ...] = ()
    """Those of them that stand for a scale behind any number."""
    dates: _TextDates
    times: _Times
    url: dict[str, str]
    symbols: dict[str, str]
    units: dict[str, _Measure]
    """Units of measure after a number."""
    shares: _Shares
    calls: tuple[str, ...]
    """Words after which a short number is a telephone number: ``gọi 113``."""
    quarter: str = ""
    """Pattern of a quarter in a text, with groups ``q`` and ``year``."""
    decade: dict[str, str] = {}
    """Endings of a year that become a decade (``y`` → ``ies``), the last one for any other."""
    join_last: str = ""
    """What is joined to the last tens or hundreds of a number that has more before them: ``מאה ועשרים``."""
    abbreviations: dict[str, str]
    """Words read otherwise than they are spelled; matched whole and by their case."""
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
    no_nouns: frozenset[str] = frozenset()
    """Words after a number that it does not count."""
    out_of: str = ""
    """Pattern of the words between a part and its whole, where the part agrees with what is counted."""
    part_of: str = ""
    """Letters joined to a noun of which a number is a part: ``3 מהמשימות``."""
    definite: _Definite | None = None
    ordinals: _Ordinals | None = None
    one_after: str = ""
    """Pattern of nouns that "one" stands behind."""
    one_and_half: str = ""
    """Pattern of one and a half million."""
    half: str = ""
    """Pattern for an exact half before a unit: ``{n} וחצי``."""
    one_scale: str = "{n} {scale}"
    """Pattern for one million, one billion."""


@cache
def lexicon(language: str) -> Lexicon:
    """Read the lexicon of one language; TableError if it has none."""
    return read_table(ASSETS / "lexicon" / f"{language}.yaml", Lexicon)
