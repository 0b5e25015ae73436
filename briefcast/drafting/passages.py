"""What a document says, as passages: paragraphs, headings and tables, each with its place.

Readers of each kind of file give these; what figures they hold is the business of `briefcast.drafting.draft`.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from briefcast.brief.model import clean_text
from briefcast.errors import BriefError
from briefcast.messages import Message

SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
TORN = "⏎"
"""Stands where a line ended between two numbers: whether they are one, nobody can say."""

Cell = str | Decimal | None
"""A cell of a table: a text, a number, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something stands in a document."""

    page: int | None = None
    sheet: str = ""
    row: int | None = None
    line: int | None = None
    """Of a text file."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A run of sentences, or a heading."""

    text: str
    place: Place
    kind: Literal["text", "title", "heading"] = "text"
    ends: bool = False
    """Whether the document itself says that it ends with its last word: an item of a list."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    place: Place
    percent: frozenset[int] = frozenset()
    """Columns whose numbers are shares as the file holds them: 0.824 is shown as 82.4 %."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows that belong together."""

    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Digits, or a whole page, that a reader passed over, and why."""

    text: str
    place: Place
    reason: Message


@dataclass(kw_only=True)
class Passages:
    """All that a document says."""

    parts: list[Paragraph | Table] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    publisher: str = ""
    """Who published it, where the file itself says so."""
    published: dt.date | None = None
    """When, where the file itself says so."""

    def add(
        self, text: str, place: Place, kind: Literal["text", "title", "heading"] = "text", *, ends: bool = False
    ) -> None:
        """Add a paragraph, unless there is nothing in it."""
        if text := showable(text):
            self.parts.append(Paragraph(text=text, place=place, kind=kind, ends=ends))

    def pass_over(self, text: str, place: Place, reason: Message) -> None:
        """Keep what was passed over, where digits are in it."""
        if any(map(str.isdigit, text)):
            self.unread.append(Unread(text=showable(text)[:300], place=place, reason=reason))

    def texts(self) -> Iterable[str]:
        """Give every text, cells of tables too."""
        for part in self.parts:
            if isinstance(part, Paragraph):
                yield part.text
            else:
                yield part.caption
                for row in part.rows:
                    yield from (cell for cell in row.cells if isinstance(cell, str))


def showable(text: str) -> str:
    """Give a text as a brief can hold it: in NFC, without what nobody sees, bullets of symbol fonts and braces."""
    text = unicodedata.normalize("NFC", text[:_LONGEST]).replace("{", "(").replace("}", ")")
    kept = "".join(c if _is_seen(c) else " " for c in text if c not in _DIRECTIONS)
    try:
        # A blank that does not break parts thousands: 1 035 is one number.
        return " ".join(
            clean_text(one) for one in _pieces(re.sub(r"[ \t\r\n\f\v\x85\u2028\u2029]+", " ", kept).strip())
        )
    except (ValueError, BriefError):
        return ""


_LONGEST = 200_000
_PIECE = 1_900
_DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_GONE = ("Cc", "Cs", "Cn", "Co")


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _GONE and character not in "\ufff9\ufffa\ufffb\ufffd\ufffc"


def _pieces(text: str) -> Iterable[str]:
    """Give a text in pieces that the model's own cleaning takes."""
    while len(text) > _PIECE:
        cut = text.rfind(" ", 0, _PIECE)
        cut = cut if cut > 0 else _PIECE
        yield text[:cut]
        text = text[cut:].lstrip()
    if text:
        yield text
