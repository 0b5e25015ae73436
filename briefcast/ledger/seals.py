"""A chain of hashes over what people decided and released, so that a row changed by hand is seen.

Each write that adds such rows adds a seal: a hash over them and over the seal before. Triggers refuse changes; whoever
takes the triggers away and changes, removes or adds a row leaves a seal that does not fit. Whoever writes all seals
anew as well is found by a seal that somebody noted elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select

from briefcast.ledger import tables as t
from briefcast.messages import tell

SEALED: tuple[Table, ...] = (t.people, t.decisions, t.approved_posts, t.releases, t.release_changes, t.destinations)
"""What holds decisions. What lay in them before seals came is sealed as it lay there."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Rows that are not as they were sealed."""

    table: str
    first: int
    """The lowest number it can be, of the rows of one write."""
    last: int
    at: dt.datetime | None
    """When they were written; None of rows that no command wrote."""
    until: dt.datetime
    """When they were sealed, or found unsealed: what was written later is not among them."""


def seal(connection: Connection, *, found: bool = False) -> None:
    """Seal the rows that a write added, at its end; or, at its beginning, those that were ``found`` there."""
    for table, newest, sealed in _ends(connection):
        if newest <= sealed:
            continue
        seals = select(t.seals.c.sha256).order_by(t.seals.c.id.desc()).limit(1)
        before = connection.execute(seals.where(t.seals.c.table_name == table.name)).scalar_one_or_none() or ""
        row = {
            "table_name": table.name,
            "last_id": newest,
            "sha256": _hash(connection, table, sealed, newest, before),
            "at": dt.datetime.now(dt.UTC),
            # What lay there before there was any seal was written by commands of an earlier briefcast.
            "found": found and connection.execute(seals).first() is not None,
        }
        connection.execute(insert(t.seals).values(row))


def broken_seals(connection: Connection, since: Mapping[str, int] | None = None) -> Iterator[Broken]:
    """Give what was changed, removed or added by hand, as far as seals tell.

    Args:
        connection: reads the ledger.
        since: of each table the row from whose write on seals are looked at; of one that is not named only whether
            rows lie behind its last seal. All of all tables if None.
    """
    s = t.seals.c
    for table, newest, sealed_last in _ends(connection):
        first = 0 if since is None else since.get(table.name, sealed_last + 1)
        of_table = select(t.seals).where(s.table_name == table.name)
        one_before = connection.execute(of_table.where(s.last_id < first).order_by(s.id.desc()).limit(1)).first()
        before, sealed = (one_before.sha256, one_before.last_id) if one_before else ("", 0)
        # Each row is read once, whatever number of writes they came by: a run asks before it sends anything.
        rows = iter(connection.execute(select(table).where(table.c.id > sealed).order_by(table.c.id)))
        ahead = next(rows, None)
        for row in connection.execute(of_table.where(s.last_id >= first).order_by(s.id)).all():
            digest = hashlib.sha256(before.encode())
            while ahead is not None and ahead.id <= row.last_id:
                digest.update(_line(ahead))
                ahead = next(rows, None)
            if row.found or row.sha256 != digest.hexdigest():
                at = None if row.found else row.at
                yield Broken(table=table.name, first=sealed + 1, last=row.last_id, at=at, until=row.at)
            before, sealed = row.sha256, row.last_id
        if newest > sealed:
            now = dt.datetime.now(dt.UTC)
            yield Broken(table=table.name, first=sealed + 1, last=newest, at=None, until=now)


def told_broken(broken: Broken) -> str:
    """Say which rows are not as they were written."""
    rows = f"{broken.table} {broken.first}–{broken.last}"
    if broken.at is None:
        return tell("Rows of the ledger that no command wrote: {rows}.", rows=rows)
    return tell("Rows of the ledger are not as they were written at {time}: {rows}.", rows=rows, time=broken.at)


def newest_seal(connection: Connection) -> str:
    """Give the newest seal, to be noted elsewhere; empty if there is none."""
    return (
        connection.execute(select(t.seals.c.sha256).order_by(t.seals.c.id.desc()).limit(1)).scalar_one_or_none() or ""
    )


def has_seal(connection: Connection, begins: str) -> bool:
    """Say whether a seal that was noted is in the chain, by how it begins."""
    query = select(func.count()).select_from(t.seals).where(t.seals.c.sha256.startswith(begins, autoescape=True))
    return bool(connection.execute(query).scalar_one())


def _asked() -> Select[Any]:
    s = t.seals.c
    ends = (
        column.scalar_subquery()
        for table in SEALED
        for column in (select(func.max(table.c.id)), select(func.max(s.last_id)).where(s.table_name == table.name))
    )
    return select(*(each.label(f"end_{at}") for at, each in enumerate(ends)))


_ENDS = _asked()
"""Of each table the newest row, and the newest that is sealed. It is asked at each write, and put together once."""


def _ends(connection: Connection) -> list[tuple[Table, int, int]]:
    ends = connection.execute(_ENDS).one()
    return [(table, ends[2 * at] or 0, ends[2 * at + 1] or 0) for at, table in enumerate(SEALED)]


def _hash(connection: Connection, table: Table, after: int, last: int, before: str) -> str:
    digest = hashlib.sha256(before.encode())
    query = select(table).where(table.c.id > after, table.c.id <= last).order_by(table.c.id)
    for row in connection.execute(query):
        digest.update(_line(row))
    return digest.hexdigest()


def _line(row: Row[Any]) -> bytes:
    # A column that comes with a later briefcast is empty in earlier rows, and changes no seal.
    filled = {name: value for name, value in row._mapping.items() if value not in (None, "")}
    return json.dumps(filled, sort_keys=True, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    raise TypeError(value)
