"""Corrections that people let out: which content of an item puts right what is out of it, and how grave that was.

What was shown to whoever approves is kept with the correction itself: if it changes before it is approved, people are
told what of it did; and if the file beside the brief is lost, it is written again from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from briefcast.brief.corrections import KINDS, Correction, Kind, read_corrections
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger

LET_OUT, SHOWN = "correction let out", "correction shown"
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


@dataclass(frozen=True, kw_only=True)
class ShownSet:
    """A set as it was shown to be approved."""

    seen: str
    """Its hash."""
    places: Mapping[str, str]
    """What was shown of each item and post, by a hash."""
    correction: Correction


@dataclass(frozen=True, kw_only=True)
class Lost:
    """A correction that was let out, and that the file beside the brief has no more as it was."""

    known: LetOut
    correction: Correction | None
    """As it was let out; None where an earlier version let it out, which kept its mark alone."""


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


def marks_let_out(ledger: Ledger, brief: str) -> frozenset[str]:
    """Give the marks of the corrections of a brief that were let out."""
    known = corrections_let_out(ledger)
    return frozenset(each.correction for (item, _), each in known.items() if item.partition("/")[0] == brief)


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


def note_shown(ledger: Ledger, brief: str, shown: ShownSet, *, who: str) -> None:
    """Write down what is shown under a hash; shown again, nothing is written."""
    if any(each.seen == shown.seen for each in sets_shown(ledger, brief)):
        return
    correction = shown.correction.model_dump(mode="json")
    detail = {"seen": shown.seen, "places": dict(shown.places), "correction": correction}
    with ledger.writing() as connection:
        ledger.note(connection, who=who, what=SHOWN, about=brief, detail=detail)


def sets_shown(ledger: Ledger, brief: str) -> tuple[ShownSet, ...]:
    """Give every set that was shown of a brief, the earliest first."""
    h = t.history.c
    query = select(h.detail).where(h.what == SHOWN, h.about == brief).order_by(h.id)
    with ledger.reading() as connection:
        details = connection.execute(query).scalars().all()
    return tuple(
        ShownSet(
            seen=str(detail["seen"]),
            places=detail["places"],
            correction=Correction.model_validate(detail["correction"]),
        )
        for detail in details
    )


def lost_corrections(ledger: Ledger, folder: Path, brief: str) -> tuple[Lost, ...]:
    """Give what was let out of a brief and is not, as it was, in the file beside it.

    Raises:
        BriefError: that file cannot be read.
    """
    marks = {each.mark for each in read_corrections(folder, brief)}
    found: dict[str, LetOut] = {}
    for (item, _), each in corrections_let_out(ledger).items():
        if item.partition("/")[0] == brief and each.correction and each.correction not in marks:
            found.setdefault(each.correction, each)
    texts = {each.correction.mark: each.correction for each in sets_shown(ledger, brief)} if found else {}
    return tuple(Lost(known=each, correction=texts.get(mark)) for mark, each in found.items())
