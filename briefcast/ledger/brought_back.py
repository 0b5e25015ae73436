"""When a ledger was brought back from a copy, which knows nothing of what happened since the copy was made."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, desc, func, select

from briefcast.ledger import tables as t
from briefcast.ledger.ledger import BEGUN, BROUGHT_BACK, Ledger


def note_brought_back(ledger: Ledger, *, who: str, at: dt.datetime) -> None:
    """Write down that the ledger was brought back at a moment: what went out until then may be unknown to it."""
    with ledger.writing() as connection:
        ledger.note(connection, who=who, what=BROUGHT_BACK, about=ledger.place[-200:], at=at)


def brought_back_at(connection: Connection) -> dt.datetime | None:
    """Give when the ledger was brought back last; None if it never was."""
    return _last_at(connection, BROUGHT_BACK)


def _last_at(connection: Connection, *what: str) -> dt.datetime | None:
    h = t.history.c
    return connection.execute(select(h.at).where(h.what.in_(what)).order_by(desc(h.id)).limit(1)).scalar_one_or_none()


def told_brought_back(ledger: Ledger) -> str:
    """Give when the ledger was brought back last, in UTC as ISO 8601; empty if it never was."""
    with ledger.reading() as connection:
        at = brought_back_at(connection)
    return at.isoformat() if at else ""


def told_vouched(ledger: Ledger) -> str:
    """Give when somebody last said that what the ledger holds is all there is: it was brought back, or begun anew.

    In UTC as ISO 8601; empty if nobody did.
    """
    with ledger.reading() as connection:
        at = _last_at(connection, BROUGHT_BACK, BEGUN)
    return at.isoformat() if at else ""


def told_begun(ledger: Ledger) -> str:
    """Give when the first line of its history was written, in UTC as ISO 8601; empty if there is none."""
    with ledger.reading() as connection:
        at = connection.execute(select(t.history.c.at).order_by(t.history.c.id).limit(1)).scalar_one_or_none()
    return at.isoformat() if at else ""


def made_first_at(connection: Connection, item: str, content_sha256: str) -> dt.datetime | None:
    """Give when one content of an item was made first, as far as the ledger knows; None if it was not."""
    made = (
        select(func.min(t.editions.c.made_at))
        .join(t.items, t.items.c.edition_id == t.editions.c.id)
        .where(t.items.c.key == item, t.items.c.content_sha256 == content_sha256)
    )
    return connection.execute(made).scalar_one_or_none()
