"""The words around what the site shows, by language. Data: ``templates/site/words.yaml``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefcast.paths import TEMPLATES
from briefcast.tables import read_rows

SITE_TEMPLATES = TEMPLATES / "site"


class SiteWords(BaseModel):
    """The words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skip: str
    """The link past what all pages have."""
    menu: str
    """What the list of parts of the site is called, to those who hear it."""
    languages: str
    """The same of the list of languages."""
    home: str
    newest: str
    """Above what is new."""
    none_yet: str
    """In the stead of items, where there are none yet."""
    all_weeks: str
    """The link from what is new to what was before."""
    topics: str
    columns: str
    models: str
    """The page of what others did well."""
    models_text: str
    """What that lists."""
    weeks: str
    issues: str
    """The page of the issues of the newsletter."""
    issues_text: str
    """What that lists."""
    issue_changed: str
    """Above what was changed since an issue was out, on the page of the issue."""
    issue_kept: str
    """That the issue itself is as it was sent."""
    week: str
    """A week: ``{week}``, ``{year}``, ``{days}``."""
    figures: str
    figures_here: str
    """Above the figures of an item."""
    about: str
    made: str
    """Above how it was made."""
    made_text: str
    """How it was made: only what holds of every item."""
    contact: str
    corrections: str
    corrections_text: str
    """What the log of corrections lists."""
    no_corrections: str
    corrected: dict[Literal["", "correction", "revision"], str]
    """Of what was changed since it was out, by what people called that: ``{day}``."""
    changed: str
    """The same, in a list."""
    kinds: dict[Literal["correction", "revision"], str]
    """What a change is called that people let out as one, before its reason."""
    correction_titles: dict[Literal["", "correction", "revision"], str]
    """The title of a change where it stands among other news: ``{title}`` of its item; by its kind, or of none."""
    was: str
    """Before what was said."""
    now: str
    """Before what is said now."""
    published: str
    """When it was out: ``{day}``."""
    as_of: str
    """Of which day its data are: ``{day}``."""
    for_readers: str
    """Above what another group of readers is told: ``{readers}``."""
    told_for: str
    """For whom an item is, where it is for one group: ``{readers}``."""
    picture_text: str
    """What opens the full description of a picture."""
    transcript: str
    """What opens what is said."""
    film: str
    sound: str
    document: str
    """The link to a document: ``{kind}``, ``{size}``."""
    sources: str
    source: str
    """Who published a figure: ``{publisher}``."""
    value: str
    period: str
    out_on: str
    """Above the days on which values were told."""
    history: str
    """Above how a figure changed."""
    replaced: str
    """Of a value that another took the place of, and nobody said why."""
    replaced_by: dict[Literal["correction", "revision"], str]
    """The same of one that people put right, before the reason; also of an item in a list."""
    before_it: str
    """Before what a figure was at an earlier time."""
    target: str
    """Before what it is to reach."""
    said_by: str
    """Above the items that state a figure."""
    feeds: str
    feed_text: str
    """What feeds are for."""
    embed: str
    """The page with what other sites show of this one, and the link to it."""
    embed_text: str
    """How that is used."""
    embed_code: str
    """What the text to copy is called, to those who hear it."""
    embed_look: str
    """The link to what it looks like."""
    embed_from: str
    """Below what another site shows: ``{name}`` of this one."""
    everything: str
    """The feed of all."""
    gone: str
    """Title of the page of an item that was withdrawn."""
    gone_text: str
    not_found: str
    not_found_text: str
    earlier: str
    later: str
    page: str
    """One page of several: ``{number}``, ``{count}``."""
    search: str
    """The link to the search, and the button that begins it."""
    search_for: str
    """Beside the field in which readers type."""
    search_hint: str
    """That words may be typed without their marks."""
    search_found: str
    """How much was found: ``{count}``."""
    search_none: str
    search_without: str
    search_more: str
    """The button that shows what was found beside the first."""
    search_failed: str
    search_off: str
    """What is told where no script runs, before links to weeks and figures."""


def site_words(language: str) -> SiteWords:
    """Read the words of one language; KeyError if the table has none."""
    return read_rows(SITE_TEMPLATES / "words.yaml", SiteWords)[language]
