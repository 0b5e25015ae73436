"""Where accounts lead where a secret decides it: it stands outside what people approve, so a change is asked about.

    expect_place(ledger, "webhook", "press", place, who="lan")    why nothing goes there; empty where it is as before

A place is a fingerprint of an address, or whose account a token signs in to: `owned_by`. The first one that is seen
counts from then on: it is written down when something is released, or at the latest by the first run after that.
Another one sends nothing until a person says that it is meant: `mean_place`.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, Row, desc, insert, select

from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.messages import Typed, tell

FIRST_LEADS, LEADS_ELSEWHERE = "leads there", "leads elsewhere"
"""Lines of the history."""


_OWNED = "account:"


def owned_by(id: str, name: str) -> str:
    """Give the place of an account whose token alone decides where it leads: known by ``id``, shown by ``name``."""
    return f"{_OWNED}{id} {name}"


def expect_place(ledger: Ledger, channel: str, account: str, place: str, *, who: str = "") -> str:
    """Say that an account leads elsewhere than it did; empty if it does not, or nothing is known of where it leads.

    ``who`` writes down where it leads, if that was not seen before; without, it is only looked at.
    """
    if not place:
        return ""
    with ledger.reading() as connection:
        known = _newest(connection, channel, account)
    if known is None:
        if who:
            _write(ledger, channel, account, place, who=who, what=FIRST_LEADS)
        return ""
    if _is_same(known.leads_to, place):
        return ""
    if place.startswith(_OWNED):
        return tell(
            "{account}: its secret signs in as {now}, and since {at} it was {before}, so that what was approved would "
            "be read elsewhere. Put the old one back; or, if the other is meant: {command}",
            account=f"{channel}:{account}",
            now=_shown(place),
            before=_shown(known.leads_to),
            at=known.at,
            command=Typed(f"briefcast channels confirm {account}"),
        )
    return tell(
        "{account}: its address, which is a secret, is not the one it had since {at}, so that what was approved would "
        "be read elsewhere. Put the old one back; or, if the other is meant: {command}",
        account=f"{channel}:{account}",
        at=known.at,
        command=Typed(f"briefcast channels confirm {account}"),
    )


def mean_place(ledger: Ledger, channel: str, account: str, place: str, *, who: str) -> bool:
    """Write down that an account is meant to lead where it does now; say whether that is another place."""
    with ledger.reading() as connection:
        known = _newest(connection, channel, account)
    if known and _is_same(known.leads_to, place):
        return False
    _write(ledger, channel, account, place, who=who, what=LEADS_ELSEWHERE if known else FIRST_LEADS)
    return known is not None


def _is_same(one: str, other: str) -> bool:
    """Compare two places; what an account is called counts for nothing where it has a number."""
    return one.partition(" ")[0] == other.partition(" ")[0]


def _shown(place: str) -> str:
    return place.removeprefix(_OWNED).partition(" ")[2] or place


def _newest(connection: Connection, channel: str, account: str) -> Row[tuple[str, dt.datetime]] | None:
    d = t.destinations.c
    query = select(d.leads_to, d.at).where(d.channel == channel, d.account == account).order_by(desc(d.id)).limit(1)
    return connection.execute(query).first()


def _write(ledger: Ledger, channel: str, account: str, place: str, *, who: str, what: str) -> None:
    at = dt.datetime.now(dt.UTC)
    with ledger.writing() as connection:
        row = {"channel": channel, "account": account, "leads_to": place, "who": who, "at": at}
        connection.execute(insert(t.destinations).values(row))
        ledger.note(connection, who=who, what=what, about=f"{channel}:{account}", at=at)
