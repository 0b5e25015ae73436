"""The numbers of columns: what was released once with a number keeps it, and nothing else gets it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from briefcast.ledger import tables as t


def column_numbers(connection: Connection, column: str) -> Mapping[str, int]:
    """Give the numbers of a column that were released, by the id of the brief."""
    c = t.column_numbers.c
    rows = connection.execute(select(c.brief, c.number).where(c.column_id == column))
    return {row.brief: row.number for row in rows}


def is_free(connection: Connection, column: str, brief: str, number: int) -> bool:
    """Say whether a brief may have a number of a column: it has it already, or neither of the two is taken."""
    known = column_numbers(connection, column)
    return known[brief] == number if brief in known else number not in known.values()


def keep_number(connection: Connection, column: str, brief: str, number: int, *, who: str, at: dt.datetime) -> None:
    """Write down that a brief has a number of a column from now on; said again, nothing is written."""
    if brief not in column_numbers(connection, column):
        row = {"column_id": column, "brief": brief, "number": number, "who": who, "at": at}
        connection.execute(insert(t.column_numbers).values(**row))
