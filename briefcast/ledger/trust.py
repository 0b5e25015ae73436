"""What of the ledger counts: decisions and releases whose seals fit, and those made after the last that do not.

Of a row that was taken away nobody knows what it said, so no earlier decision is relied on: a hold may have been the
newest. What is decided and released anew counts, for it is the newest word, and nobody changed it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.records import Decision, Release
from briefcast.ledger.seals import Broken, broken_seals
from briefcast.messages import Typed, joined, tell

_PEOPLE = t.people.name
_AT_ONCE = 500
"""Items asked about in one query: databases take no endless lists."""


@dataclass(frozen=True, kw_only=True)
class Trust:
    """How far the decisions and releases of a ledger are as they were written."""

    broken: tuple[Broken, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all of it is as it was written."""
        return not self.broken

    def decision(self, decision: Decision | None) -> bool:
        """Say whether a decision counts."""
        if self.whole or decision is None:
            return True
        own = (each for each in self.broken if each.table == "decisions")
        return self._is_new(decision.at) and not any(each.first <= decision.id <= each.last for each in own)

    def release(self, releases: Iterable[Release]) -> bool:
        """Say whether leave counts, by when each of some releases was given or moved last; one is enough."""
        return self.whole or any(self._is_new(each.at) for each in releases)

    def why(self, *, week: str, folder: object = None) -> str:
        """Say that something does not count, which rows nobody wrote so, and the way on."""
        rows = tuple(f"{each.table} {each.first}–{each.last}" for each in self.broken)
        told = tell(
            "Somebody changed the ledger by hand ({rows}): what was decided and released before that was noticed does "
            "not count. {check} names the rows; compare with a copy of before, or bring it back: {restore}",
            rows=rows,
            check=Typed("briefcast ledger check"),
            restore=Typed("briefcast ledger restore FILE --who NAME"),
        )
        if self._is_lost:
            return told
        if not week:
            anew = Typed(f"briefcast publish {folder or 'EDITION'} --approve")
            return joined(told, tell("Or look at it again, and let it go anew: {command}", command=anew))
        # What was held is not to go with all the rest.
        again = (Typed(f"briefcast approve {week} ITEM"), Typed(f"briefcast release {week} ITEM"))
        return joined(
            told,
            tell(
                "Or read who had held what: {history}. Then look at each again, and let it go anew by its name: "
                "{commands}",
                history=Typed(f"briefcast history {week}"),
                commands=again,
            ),
        )

    @property
    def _is_lost(self) -> bool:
        """Whether people were changed: then nobody knows who decided, however new it is."""
        return any(each.table == _PEOPLE for each in self.broken)

    def _is_new(self, at: dt.datetime) -> bool:
        return not self._is_lost and at > max(each.until for each in self.broken)


def read_trust(ledger: Ledger, items: Iterable[tuple[str, str]]) -> Trust:
    """Hold what was decided and released of some items, and all that came after it, against the seals.

    What came after: a decision that was taken away could have been the newest. What was decided long before is not
    read, so that a run of a week costs the same after years.

    Args:
        ledger: to be looked at.
        items: their keys and contents.
    """
    asked = set(items)
    keys = sorted({item for item, _ in asked})
    with ledger.reading() as connection:
        decided, released = (_first_of(connection, table, keys, asked) for table in (t.decisions, t.releases))
        first = {_PEOPLE: 0}
        if decided is not None:
            first[t.decisions.name] = decided
            shown = select(func.min(t.approved_posts.c.id)).where(t.approved_posts.c.decision_id >= decided)
            first |= _known(t.approved_posts.name, connection.execute(shown).scalar_one())
        if released is not None:
            first[t.releases.name] = released
            at = select(func.min(t.releases.c.at)).where(t.releases.c.id >= released).scalar_subquery()
            changed = select(func.min(t.seals.c.last_id)).where(
                t.seals.c.table_name == t.release_changes.name, t.seals.c.at >= at
            )
            first |= _known(t.release_changes.name, connection.execute(changed).scalar_one())
        return Trust(broken=tuple(broken_seals(connection, first)))


def _first_of(
    connection: Connection, table: Table, keys: Sequence[str], asked: Collection[tuple[str, str]]
) -> int | None:
    """Give the first row of a table that is of one content of some items; None if there is none."""
    found: list[int] = []
    for start in range(0, len(keys), _AT_ONCE):
        some = table.c.item.in_(keys[start : start + _AT_ONCE])
        rows = connection.execute(select(table.c.id, table.c.item, table.c.content_sha256).where(some))
        found += (row.id for row in rows if (row.item, row.content_sha256) in asked)
    return min(found, default=None)


def _known(table: str, id: int | None) -> dict[str, int]:
    return {} if id is None else {table: id}
