"""What the database says, told plainly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from briefcast.errors import LedgerError
from briefcast.messages import tell
from briefcast.paths import LEDGER_ENV


@contextmanager
def told_plainly(engine: Engine) -> Iterator[None]:
    """Turn what a database driver raises into one sentence with the next step."""
    try:
        yield
    except DBAPIError as error:
        where = engine.url.database if engine.url.get_backend_name() == "sqlite" else engine.url.render_as_string()
        cause = str(error.orig).strip().splitlines()[0]
        match cause:
            case c if "database is locked" in c or "lock timeout" in c:
                remedy = tell("Another program holds it: let it finish, or close it, and run this again.")
            case c if "disk is full" in c or "No space left" in c:
                remedy = tell("Make room and run this again; nothing was half-written.")
            case c if "readonly" in c or "unable to open" in c:
                remedy = tell("Check that this user may write the file and its folder.")
            case _:
                remedy = tell("Check that the database is there, or set {variable}.", variable=LEDGER_ENV)
        told = tell("The ledger {where}: {cause}. {remedy}", where=where, cause=cause, remedy=remedy)
        raise LedgerError(told) from error
