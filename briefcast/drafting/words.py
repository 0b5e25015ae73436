"""What reading a document knows of each language. Data: ``assets/reading.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from briefcast.edition.words import month_names
from briefcast.paths import ASSETS
from briefcast.tables import read_rows


class ReadingWords(BaseModel):
    """One language's words around figures, as regular expressions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    own_letters: str
    """Letters by which its texts are known; none for a language whose letters others have too."""
    own_letters_least: float
    """Share of these among all letters of a text from which on it is in this language."""
    per: str
    """Behind a unit that is one of two: km/h."""
    over: str
    """Before a figure: it is more."""
    nearly: str
    about: str
    bounds: str
    """Before a number: a limit, which no figure of a brief can say."""
    bounds_behind: str
    """Behind a number, or what it counts: a limit."""
    margins: str
    """Before a number: by so much it may be more or less."""
    confidence: str
    """Beside a share: how sure a measurement is."""
    rates: str
    """Before the whole of a rate: per 100,000."""
    said_of: str
    """Words right behind a small number that is counted of nothing: "dose 2 reached"."""
    stays: str
    """Words that end in a qualifier and say a place or a time."""
    two_meanings: str
    """Words that end in a qualifier and may as well say a place, so that nobody can tell which."""
    between: str
    """Before the first number of a span."""
    to: str
    """Between the two numbers of a span."""
    rises: str
    """Before the two numbers of a change, which are no span."""
    after_to: str
    """Before the second number of a change."""
    either: str
    of: str
    """Between a part and its whole."""
    wholes: str
    """Before a number of each so many."""
    each: str
    """Those of them that say it of any so many: 7 in 10."""
    ordinal: str
    """Before a place in an order."""
    joined: str
    """Letters that are joined to a number by a hyphen."""
    minus: str
    words_of_scales: Mapping[str, int]
    scales_at_money: Mapping[str, int]
    """Letters at a number that are a scale where a sign of money stands before it."""
    not_scales: str
    """Words that begin like a scale."""
    percent: str
    points: str
    """Percentage points."""
    factor: str
    """Before a number of times."""
    words_of_money: Mapping[str, str]
    """Signs and words by code; those of several currencies under none."""
    scaled_money: Mapping[str, Mapping[str, int]]
    """By the code of a currency: words that are a scale and the currency in one, מלש"ח, and how many they are."""
    abbreviations: str
    """A word behind a number that may be a unit nobody listed: one with marks of abbreviation."""
    words_of_units: Mapping[str, str]
    """Words by the name of the unit in ``assets/units.yaml``."""
    words_of_times: Mapping[str, str]
    not_durations: str
    classes: str
    """Behind a number that says of what class something is: 3 stars."""
    joined_whiles: str
    """The letter that says it where it is joined to the number."""
    of_the_page: str
    """How long a page takes to read and how often it was: no word of its article."""
    whiles: str
    """Before a span of time that says when, and measures nothing."""
    periods: tuple[str, ...]
    """Times as they are written, by the names of their groups; ``{months}`` stands for the names of months."""
    compared: str
    """Before a time that is not the figure's own."""
    counts_up: str
    """Before a time up to whose end something is counted."""
    relative: str
    """A time that is told by another one, such as last year: which figure of its sentence it is of is not said."""
    until: str
    """Before a day up to which a figure counts."""
    label_ends: str
    """Words in which no label ends."""
    label_starts: str
    """Words with which no label begins: what they are said of stands further off."""
    label_leads: str
    """Before a figure that says what was reached or left: to, from."""
    counters: str
    """Words that count anything and name nothing: people, cases."""
    distributes: str
    """Words by which a figure is that of each, and not of all."""
    restricts: str
    """With which a sentence begins that tells of some alone: among."""
    prices: str
    """Behind money: it is that of each."""
    comparing: str
    """In a heading: its numbers compare others, and are not in the unit of their row."""
    countings: str
    """In the name of a row or column: its numbers count, and are not in the unit of the whole table."""
    aims: str
    """Words by which a figure is an aim or expected, and did not happen."""
    to_come: str
    """Words by which something did not happen yet: it is to be reached, or expected."""
    turns: str
    """Words with which a sentence turns from what is to come to what is, or back."""
    owned: str
    """Right behind what is measured in a unit: what is measured stands behind it, as in "312 km of roads"."""
    by: str
    """Between a rise or fall and by how much it is: "fell by 310 to 1,045" is no span."""
    begins: str
    """Words with a capital that begin a sentence before a number and name nothing; none where most words may."""
    part_of_year: str
    """A time that is part of a year, where the year may stand elsewhere."""
    event_days: str
    """Words before a day that is not that of the document."""
    lists: str
    """Between the last two names of a list."""
    lists_need_word: bool
    """Whether a list without that word is none: commas part other things too."""
    label_joins: str
    """Words that join what is counted to what the next figure is of."""
    common: str
    """The commonest words: a text without any of them is in false letters."""
    row_numbers: str
    """Headings of columns that number the rows of a table."""
    unit_columns: str
    """Headings of columns that hold the units of its rows."""
    levels: str
    """Before a small number alone: what it is the number of."""
    number_words: str
    """Before a number that names something."""
    sheet_unit: str
    """Before the unit of a whole table."""
    unit_scales: Mapping[str, str]
    """Scales as heads of tables write them, by the word of scale of a sentence: ``'000``, thousands."""
    unit_leads: str
    """Words that lead to a scale or join it to its unit in the head of a table: in, of."""


def reading_words(language: str) -> ReadingWords:
    """Give what is known of a language; KeyError for one without an entry."""
    return every_reading()[language]


def every_reading() -> Mapping[str, ReadingWords]:
    """Give every language that documents are read in."""
    return read_rows(ASSETS / "reading.yaml", ReadingWords)


def any_word(words: Mapping[str, object]) -> str:
    """Give the pattern of the longest of some words; one without letters behind it where it ends in a letter."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in longest) or "(?!)"


@cache
def months_by_name() -> Mapping[str, int]:
    """Give the number of each month by its names, in small letters, in every language."""
    return {name.casefold(): number for name, number in month_names().items()}
