"""What changed lately in who decides, told to all who look: a secret that somebody else got is no quiet matter."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, or_, select

from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.people import RESET_AFTER, RESET_ASKED, People
from briefcast.ledger.records import Event
from briefcast.messages import joined, tell

TOLD_FOR = dt.timedelta(days=14)
"""How long a change is told on the page of a week and in its notice, also after whom it concerns knows of it."""
_CHANGES = ("registered", "renewed", "unregistered", "renamed", "kept", RESET_ASKED)


def changes_of_people(ledger: Ledger, *, now: dt.datetime | None = None) -> tuple[str, ...]:
    """Tell who got a secret or lost one lately, and by whose word, the oldest first.

    A secret that somebody else vouched for is told until it was used once; and so is that all are to be taken away.
    """
    at = now or dt.datetime.now(dt.UTC)
    people = People(ledger)
    unused, reset_at = people.unused(), people.reset_at()
    h = t.history.c
    of_unused = [and_(h.about == name, h.at >= since) for name, since in unused.items()]
    lately = or_(h.at > at - TOLD_FOR, *of_unused, and_(h.what == RESET_ASKED, h.at > at - RESET_AFTER))
    with ledger.reading() as connection:
        rows = connection.execute(select(t.history).where(h.what.in_(_CHANGES), lately).order_by(h.id)).all()
    events = [Event(**row._mapping) for row in rows]
    newest = {event.about: event for event in events if event.what in ("registered", "renewed", "kept")}
    told = []
    for event in events:
        if event.what == RESET_ASKED:
            if reset_at and event is events[-1]:
                told.append(_told_reset(event, reset_at))
            continue
        waits = event.about in unused and newest.get(event.about) is event
        not_yet = tell("{name} did not use it yet.", name=event.about) if waits else ""
        told.append(joined(_told(event), not_yet))
    return tuple(told)


def _told(event: Event) -> str:
    name, by, at, why = event.about, event.who, event.at, str(event.detail.get("why", ""))
    match event.what:
        case "registered" if event.detail.get("first"):
            return tell("{time}: {name} got the first secret here; {by} sat at the machine.", time=at, name=name, by=by)
        case "registered":
            return tell("{time}: {name} got a secret; {by} vouched for it.", time=at, name=name, by=by)
        case "renewed":
            return tell("{time}: {name} got a new secret; {by} vouched for it.", time=at, name=name, by=by)
        case "renamed":
            return tell("{time}: {old} is called {name}; {by} said so.", time=at, old=why, name=name, by=by)
        case "kept":
            return tell("{time}: {name} keeps her secret in another ledger; {by} said so.", time=at, name=name, by=by)
    took = tell("{time}: {by} took the secret of {name} away.", time=at, name=name, by=by)
    return joined(took, tell("Reason: {why}", why=why) if why else "")


def _told_reset(event: Event, at: dt.datetime) -> str:
    return tell(
        "{time}: {by} asked that all secrets be taken away ({why}). It can be done from {then} on, unless somebody "
        "gives hers before.",
        time=event.at,
        by=event.who,
        why=str(event.detail.get("why", "")),
        then=at,
    )
