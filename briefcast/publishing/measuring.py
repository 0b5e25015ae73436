"""Readings: what readers did with a post, taken when it is an hour, a day, a week and four weeks old.

    taken = take_readings(accounts, ledger, who="lan")

Each figure is kept under the platform's own name, with what it counts and over what time: platforms define anew what
they count, and figures of two definitions are never added up. A reading that nobody took in time is not made up for
by a later one: a post of three days says nothing of its first hour.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import insert, select

from briefcast.channels.base import Channel, Reading
from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError, TryLater
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.tables import measurements
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.same_account import expect_same_account
from briefcast.secrecy import SecretSource, from_environment, redact

AGES = {
    "1 h": dt.timedelta(hours=1),
    "24 h": dt.timedelta(hours=24),
    "7 d": dt.timedelta(days=7),
    "28 d": dt.timedelta(days=28),
}
"""How old a post is when its figures are read."""
_LAST = dt.timedelta(days=35)
"""After this a reading of four weeks would be one of something else."""


_REFUSED_AFTER = 2
"""After so many posts in a row that were refused, the account is asked no more in this run."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a platform said of one post."""

    publication: Publication
    age: str
    """A key of `AGES`."""
    readings: tuple[Reading, ...] = ()
    failed: str = ""
    """Why it could not be read, with the way on; it is tried again while the post is of that age."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One figure of a post, as the ledger has it."""

    item: str
    channel: str
    account: str
    age: str
    name: str
    value: float
    definition: str
    window: str
    at: dt.datetime


def due_age(seen_at: dt.datetime, now: dt.datetime) -> str:
    """Give the age of which a post is to be read now; empty before its first hour and after its last week."""
    age = now - seen_at
    for (name, begins), ends in zip(AGES.items(), [*(b for _, (_, b) in pairwise(AGES.items())), _LAST], strict=True):
        if begins <= age < ends:
            return name
    return ""


def due_readings(ledger: Ledger, now: dt.datetime) -> tuple[tuple[Publication, str], ...]:
    """Give the posts that are to be read now, each with its age; what was read at that age already is left out."""
    with ledger.reading() as connection:
        read = {(r.publication_id, r.age) for r in connection.execute(select(measurements))}
    found = []
    for publication in Outbox(ledger, who="").publications("sent"):
        seen_at = max(filter(None, (publication.ended_at, publication.scheduled_for)), default=None)
        age = due_age(seen_at, now) if seen_at else ""
        if age and (publication.id, age) not in read:
            found.append((publication, age))
    return tuple(found)


def take_readings(
    accounts: Accounts,
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    now: dt.datetime | None = None,
) -> tuple[Taken, ...]:
    """Read the figures of every post that is of an age to be read, and keep them in the ledger.

    An account whose platform is down, or refuses again and again, is asked no more in this run. Posts of platforms
    that give no figures are passed over.
    """
    now = now or Outbox(ledger, who=who).now()
    taken: list[Taken] = []
    for (account, on), together in _by_account(due_readings(ledger, now)):
        try:
            with open_channel(open_account(accounts.named(account), sources).on(on)) as channel:
                expect_same_account(channel, ledger)
                taken += _read_account(channel, together, ledger, now)
        except BriefcastError as error:
            publication, age = together[0]
            taken.append(Taken(publication=publication, age=age, failed=redact(error.told)))
    return tuple(taken)


def _read_account(
    channel: Channel, together: Sequence[tuple[Publication, str]], ledger: Ledger, now: dt.datetime
) -> Iterator[Taken]:
    """Read the posts of one account until its platform is down, or refused so often that it is not about one post."""
    refused = 0
    for publication, age in together:
        try:
            readings = channel.measure(publication.remote_id or "")
        except TryLater as error:
            yield Taken(publication=publication, age=age, failed=redact(error.told))
            return
        except BriefcastError as error:
            deleted = Typed(f"briefcast outbox deleted {publication.id}")
            gone = tell("If it was deleted there: {command}", command=deleted)
            yield Taken(publication=publication, age=age, failed=joined(redact(error.told), gone))
            refused += 1
            if refused >= _REFUSED_AFTER:
                return
            continue
        refused = 0
        if readings:
            _keep(ledger, publication, age, readings, now)
            yield Taken(publication=publication, age=age, readings=readings)


def kept_readings(ledger: Ledger, items: Iterable[str] = ()) -> tuple[Kept, ...]:
    """Give the figures that were read, of some items or of all, the oldest first."""
    wanted = set(items)
    posts = {p.id: p for p in Outbox(ledger, who="").publications()}
    with ledger.reading() as connection:
        rows = connection.execute(select(measurements).order_by(measurements.c.id)).all()
    return tuple(
        Kept(
            item=posts[row.publication_id].item,
            channel=posts[row.publication_id].channel,
            account=posts[row.publication_id].account,
            age=row.age,
            name=row.name,
            value=row.value,
            definition=row.definition,
            window=row.window,
            at=row.at,
        )
        for row in rows
        if not wanted or posts[row.publication_id].item in wanted
    )


def _by_account(
    due: Iterable[tuple[Publication, str]],
) -> Iterable[tuple[tuple[str, str], list[tuple[Publication, str]]]]:
    together: dict[tuple[str, str], list[tuple[Publication, str]]] = {}
    for publication, age in due:
        together.setdefault((publication.account, publication.channel), []).append((publication, age))
    return together.items()


def _keep(ledger: Ledger, publication: Publication, age: str, readings: Iterable[Reading], now: dt.datetime) -> None:
    rows = [
        {
            "publication_id": publication.id,
            "age": age,
            "name": reading.name,
            "value": float(reading.value),
            "definition": reading.definition,
            "window": reading.window,
            "at": now,
        }
        for reading in readings
    ]
    with ledger.writing() as connection:
        connection.execute(insert(measurements), rows)
