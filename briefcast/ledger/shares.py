"""Links to editions for who has no account: what stands in one is told once, and only its hash is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, Select, insert, select

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.messages import tell

DAYS, DAYS_MAX = 14, 90
"""How long a link holds where nobody says, and at most."""
_TOKEN_BYTES = 32
SHARED, SHARE_ENDED = "shared", "share taken back"
"""Lines of the history."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A link to an edition, as the ledger knows it."""

    id: int
    edition: str
    content_sha256: str
    """Of all that the edition held, where the link shows it before it is out; empty where it shows only what is."""
    who: str
    at: dt.datetime
    ends_at: dt.datetime
    taken_back_by: str = ""
    taken_back_at: dt.datetime | None = None

    def holds(self, now: dt.datetime) -> bool:
        """Say whether it leads anywhere."""
        return self.taken_back_at is None and now < self.ends_at


def edition_sha256(items: Iterable[tuple[str, str]]) -> str:
    """Give one hash of all items of an edition, of which each has a key and a content."""
    return hashlib.sha256("\n".join(sorted(f"{key} {content}" for key, content in items)).encode()).hexdigest()


def make_share(
    ledger: Ledger, edition: str, *, who: str, days: int = DAYS, content_sha256: str = "", now: dt.datetime
) -> tuple[str, Share]:
    """Write down a link to an edition, and give what stands in it: nobody can look that up later.

    Args:
        ledger: keeps its hash.
        edition: the id of its brief.
        who: makes it.
        days: how long it holds.
        content_sha256: of what the edition holds now, to show it before it is out; empty for what is out alone.
        now: when it is made.

    Raises:
        LedgerError: it would hold for less than a day or more than `DAYS_MAX`.
    """
    if not 1 <= days <= DAYS_MAX:
        raise LedgerError(tell("A link holds for 1 to {most} days. Give a number of days between.", most=DAYS_MAX))
    token, ends = secrets.token_urlsafe(_TOKEN_BYTES), now + dt.timedelta(days=days)
    row = {
        "sha256": _kept(token), "edition": edition, "content_sha256": content_sha256, "who": who, "at": now,
        "ends_at": ends,
    }  # fmt: skip
    with ledger.writing() as connection:
        key = connection.execute(insert(t.shares).values(row)).inserted_primary_key
        assert key is not None
        detail = {"share": int(key[0]), "until": ends.isoformat(), "before it is out": bool(content_sha256)}
        ledger.note(connection, who=who, what=SHARED, about=edition, at=now, detail=detail)
    return token, _expect(ledger, int(key[0]))


def take_back_share(ledger: Ledger, id: int, *, who: str, now: dt.datetime) -> Share:
    """Let a link lead nowhere from now on; one that was taken back stays so.

    Raises:
        LedgerError: there is no such link.
    """
    share, e = _expect(ledger, id), t.share_ends.c
    with ledger.writing() as connection:
        if connection.execute(select(e.id).where(e.share_id == id)).first() is None:
            connection.execute(insert(t.share_ends).values(share_id=id, who=who, at=now))
            ledger.note(connection, who=who, what=SHARE_ENDED, about=share.edition, at=now, detail={"share": id})
    return _expect(ledger, id)


def find_share(ledger: Ledger, token: str, *, now: dt.datetime) -> Share | None:
    """Give the link of which this stands in the address; None if there is none, or it holds no more."""
    with ledger.reading() as connection:
        row = connection.execute(_query().where(t.shares.c.sha256 == _kept(token))).first()
    share = _share(row) if row else None
    return share if share and share.holds(now) else None


def list_shares(ledger: Ledger, edition: str = "") -> tuple[Share, ...]:
    """Give all links, or those to one edition, the newest first: also those that hold no more."""
    query = _query().order_by(t.shares.c.id.desc())
    with ledger.reading() as connection:
        rows = connection.execute(query.where(t.shares.c.edition == edition) if edition else query).all()
    return tuple(map(_share, rows))


def _expect(ledger: Ledger, id: int) -> Share:
    with ledger.reading() as connection:
        row = connection.execute(_query().where(t.shares.c.id == id)).first()
    if row is None:
        raise LedgerError(tell("There is no link with the number {number}.", number=id))
    return _share(row)


def _query() -> Select[tuple[object, ...]]:
    s, e = t.shares.c, t.share_ends.c
    columns = (s.id, s.edition, s.content_sha256, s.who, s.at, s.ends_at)
    ended = (e.who.label("taken_back_by"), e.at.label("taken_back_at"))
    return select(*columns, *ended).join(t.share_ends, e.share_id == s.id, isouter=True)


def _share(row: Row[tuple[object, ...]]) -> Share:
    values = dict(row._mapping)
    return Share(**{**values, "taken_back_by": values["taken_back_by"] or ""})


def _kept(token: str) -> str:
    """Give what is kept of a link: who reads the ledger, or a copy of it, opens nothing by it."""
    return hashlib.sha256(token.encode()).hexdigest()
