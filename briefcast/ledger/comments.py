"""What people say about items before these go out: who, when, about which content, and who resolved it.

A comment is text and nothing else. It stops nothing by itself; whoever approves is told of those that are open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, select

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.messages import tell

TEXT_MAX = 4_000
"""Most characters of a comment."""
COMMENTED, RESOLVED = "commented", "comment resolved"
"""Lines of the history."""


@dataclass(frozen=True, kw_only=True)
class Comment:
    """What somebody said about an item."""

    id: int
    item: str
    content_sha256: str
    """Of the item as it was then."""
    week: str | None
    text: str
    named: str
    """The person it is put to, by the id of the plan; empty if nobody in particular."""
    who: str
    at: dt.datetime
    resolved_by: str = ""
    resolved_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody said yet that it is resolved."""
        return self.resolved_at is None


def add_comment(
    ledger: Ledger,
    item: str,
    content_sha256: str,
    text: str,
    *,
    who: str,
    week: str | None = None,
    named: str = "",
    now: dt.datetime,
) -> Comment:
    """Write down what somebody says about an item.

    Raises:
        LedgerError: it says nothing, or more than `TEXT_MAX` characters.
    """
    said = text.strip()
    if not said:
        raise LedgerError(tell("A comment says something. Write it, then send it."))
    if len(said) > TEXT_MAX:
        raise LedgerError(tell("A comment has at most {most} characters.", most=TEXT_MAX))
    row = {
        "item": item, "content_sha256": content_sha256, "week": week, "text": said, "named": named, "who": who,
        "at": now,
    }  # fmt: skip
    with ledger.writing() as connection:
        key = connection.execute(insert(t.comments).values(row)).inserted_primary_key
        assert key is not None
        ledger.note(connection, who=who, what=COMMENTED, about=item, at=now, detail={"text": said, "named": named})
    return _expect(ledger, int(key[0]))


def resolve_comment(ledger: Ledger, id: int, *, who: str, now: dt.datetime) -> Comment:
    """Write down that somebody takes a comment as resolved; one that was resolved stays so.

    Raises:
        LedgerError: there is no such comment.
    """
    comment, e = _expect(ledger, id), t.comment_ends.c
    with ledger.writing() as connection:
        if connection.execute(select(e.id).where(e.comment_id == id)).first() is None:
            connection.execute(insert(t.comment_ends).values(comment_id=id, who=who, at=now))
            ledger.note(connection, who=who, what=RESOLVED, about=comment.item, at=now, detail={"text": comment.text})
    return _expect(ledger, id)


def comments_on(ledger: Ledger, items: Iterable[str]) -> tuple[Comment, ...]:
    """Give what was said about some items, the earliest first, resolved or not."""
    wanted = frozenset(items)
    return tuple(each for each in _read(ledger) if each.item in wanted)


def open_comments(ledger: Ledger) -> tuple[Comment, ...]:
    """Give every comment that nobody resolved, the earliest first."""
    return tuple(each for each in _read(ledger) if each.is_open)


def _expect(ledger: Ledger, id: int) -> Comment:
    found = next((each for each in _read(ledger) if each.id == id), None)
    if found is None:
        raise LedgerError(tell("There is no comment with the number {number}.", number=id))
    return found


def _read(ledger: Ledger) -> tuple[Comment, ...]:
    c, e = t.comments.c, t.comment_ends.c
    columns = (c.id, c.item, c.content_sha256, c.week, c.text, c.named, c.who, c.at)
    ended = (e.who.label("resolved_by"), e.at.label("resolved_at"))
    query = select(*columns, *ended).join(t.comment_ends, e.comment_id == c.id, isouter=True).order_by(c.id)
    with ledger.reading() as connection:
        rows = connection.execute(query).all()
    return tuple(Comment(**{**row._mapping, "resolved_by": row.resolved_by or ""}) for row in rows)
