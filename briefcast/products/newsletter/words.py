"""The words around an issue, by language. Data: ``templates/newsletter/words.yaml``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from briefcast.paths import TEMPLATES
from briefcast.tables import read_rows


class IssueWords(BaseModel):
    """The words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    """Which issue it is: ``{number}``."""
    week: str
    """Of which week: ``{week}``, ``{year}``, ``{days}``."""
    subject: str
    """Subject of its mail: ``{name}``, ``{number}``, ``{finding}`` of its first item."""
    view: str
    """The link to its page."""
    figures: str
    """Above the figures that it tells, whatever time they hold for."""
    source: str
    """Who published a figure: ``{publisher}``."""
    sources: str
    """The same of several."""
    text_figure: str
    """A figure in plain text: ``{written}``, ``{label}``, ``{period}``, ``{source}``."""
    text_figure_alone: str
    """The same of one that holds for no period."""
    corrections: str
    """Above what was corrected since the issue before."""
    items: str
    """Above the items."""
    more: str
    """The link of an item that asks for nothing."""
    coming: str
    """Above what comes next: ``{days}``."""
    coming_month: str
    """Above what comes in the next month: ``{month}``."""
    paper: str
    """The link to the issue for paper."""
    page_of: str
    """At the foot of a page of paper: ``{page}``, ``{count}``."""
    unsubscribe: str
    """The link by which readers are let go."""


def issue_words(language: str) -> IssueWords:
    """Read the words of one language; KeyError if the table has none."""
    return read_rows(TEMPLATES / "newsletter" / "words.yaml", IssueWords)[language]
