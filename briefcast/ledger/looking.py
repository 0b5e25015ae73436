"""Look at a ledger without changing it: whether it can be used, and what its clock says."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, text

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.opening import connect, ledger_url, refuse_newer
from briefcast.ledger.plainly import told_plainly
from briefcast.ledger.seals import Broken, broken_seals
from briefcast.messages import tell

_WAIT_S = 5


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of a ledger that can be used."""

    place: str
    """A file or an address, without a password."""
    newest: dt.datetime | None = None
    """When something was written last, by the clock of who wrote it."""
    clock: dt.datetime | None = None
    """What the clock of its server says; a file has none."""
    broken: tuple[Broken, ...] = ()
    """What was changed by hand, as far as seals tell."""


def look_at_ledger(given: str | Path | None = None) -> Seen:
    """Look whether a ledger can be read and written, by default the one that commands use here.

    Raises:
        LedgerError: it cannot be reached or written, or is of a newer briefcast.
    """
    url = ledger_url(given)
    is_file = url.get_backend_name() == "sqlite"
    if is_file and not (file := Path(url.database or "").resolve()).exists():
        if not os.access(file.parent, os.W_OK):
            raise LedgerError(tell("This user may not write to {place}.", place=file.parent))
        return Seen(place=str(file))
    if not is_file and "connect_timeout" not in url.query:
        url = url.update_query_dict({"connect_timeout": str(_WAIT_S)})
    engine = connect(url, _WAIT_S)
    place = Ledger(engine).place
    broken: tuple[Broken, ...] = ()
    with told_plainly(engine), engine.connect() as connection, connection.begin() as turn:
        if not inspect(connection).has_table("alembic_version"):
            newest = None
        else:
            refuse_newer(place, str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar()))
            newest = connection.execute(select(func.max(t.history.c.at))).scalar()
            if is_file and not os.access(url.database or "", os.W_OK):
                raise LedgerError(tell("This user may not write to {place}.", place=place))
            broken = tuple(broken_seals(connection)) if inspect(connection).has_table(t.seals.name) else ()
        clock = None if is_file else connection.execute(text("SELECT now()")).scalar()
        turn.rollback()
    return Seen(place=place, newest=newest, clock=clock, broken=broken)
