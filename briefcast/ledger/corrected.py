"""Corrections that people let out: which content of an item puts right what is out of it, and how grave that was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from briefcast.brief.corrections import KINDS, Kind
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger

LET_OUT = "correction let out"
"""What the history says of it."""


@dataclass(frozen=True, kw_only=True)
class LetOut:
    """Leave for one content of an item to take the place of what is out of it."""

    item: str
    content_sha256: str
    kind: Kind
    seen: str
    """Of the whole set that was approved with it, as its hash begins."""
    who: str
    at: dt.datetime
    correction: str = ""
    """The mark of the correction that it was made with."""


def let_out(
    ledger: Ledger, items: Iterable[tuple[str, str]], *, kind: Kind, seen: str, who: str, correction: str = ""
) -> None:
    """Write down, in one write, that these contents of items put right what is out; said again, nothing is written."""
    known = corrections_let_out(ledger)
    fresh = [pair for pair in items if pair not in known or known[pair].kind != kind]
    if not fresh:
        return
    with ledger.writing() as connection:
        for item, content in fresh:
            detail = {"content_sha256": content, "kind": kind, "seen": seen, "correction": correction}
            ledger.note(connection, who=who, what=LET_OUT, about=item, detail=detail)


def corrections_let_out(ledger: Ledger) -> Mapping[tuple[str, str], LetOut]:
    """Give every correction that was let out, by item and content."""
    h = t.history.c
    query = select(h.about, h.detail, h.who, h.at).where(h.what == LET_OUT).order_by(h.id)
    found: dict[tuple[str, str], LetOut] = {}
    with ledger.reading() as connection:
        for row in connection.execute(query):
            content, kind = str(row.detail.get("content_sha256", "")), row.detail.get("kind")
            if kind in KINDS:
                found[row.about, content] = LetOut(
                    item=row.about,
                    content_sha256=content,
                    kind=kind,
                    seen=str(row.detail.get("seen", "")),
                    who=row.who,
                    at=row.at,
                    correction=str(row.detail.get("correction", "")),
                )
    return found
