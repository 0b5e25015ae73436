"""Open the ledger: connect, bring its tables up to date, and make every write wait for its turn."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from briefcast.errors import LedgerError
from briefcast.ledger.plainly import told_plainly
from briefcast.ledger.team import Team, find_teams
from briefcast.messages import Typed, tell
from briefcast.paths import LEDGER, LEDGER_ENV, LEDGER_IN_OUTPUTS, default_ledger

if TYPE_CHECKING:
    from briefcast.ledger.ledger import Ledger
WAIT_S = 30
"""How long a write waits for the writes of others before it gives up."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_TURN = 0x6272_6966
"""Number of the advisory lock that lets one write at a time into PostgreSQL, as SQLite does by itself."""


def open_ledger(url: str | Path | None = None, *, near: Iterable[Path] = (), wait_s: float = WAIT_S) -> Ledger:
    """Open the ledger, made or brought up to date if need be.

    Args:
        url: a file for SQLite, or a URL like ``postgresql://user:password@host/name``; by default what
            ``BRIEFCAST_LEDGER`` says, else ``ledger.db``.
        near: what else the command reads of the team, such as the folder of ``channels.yaml`` or a plan: where people
            decide with secrets, a file there says in which ledger.
        wait_s: how long a write waits for others, in seconds.

    Raises:
        LedgerError: it cannot be reached, is of a newer briefcast, or stays locked, or a file of who decides cannot be
            read. Of another team, or a copy of before, it is refused when something is written into it.
    """
    from briefcast.ledger.ledger import Ledger

    engine = connect(ledger_url(url), wait_s)
    with told_plainly(engine):
        _migrate(engine)
    return Ledger(engine, teams_near(near, url))


def teams_near(near: Iterable[Path] = (), url: str | Path | None = None) -> tuple[Team, ...]:
    """Give what the files say of who decides that lie where one stands, beside the ledger, or near what is read.

    Raises:
        LedgerError: one cannot be read; nobody knows then who decides.
    """
    address = ledger_url(url)
    beside = (Path(address.database or "").parent,) if address.get_backend_name() == "sqlite" else ()
    return find_teams((Path(), *beside, *near))


def ledger_url(given: str | Path | None = None) -> URL:
    """Give the address of a ledger, of the one that commands use here by default; LedgerError if it is none."""
    return _read_url(given or default_ledger())


def told_of_place(ledger: Ledger) -> str:
    """Say what a person should know of where the ledger lies; empty if it lies well."""
    if os.environ.get(LEDGER_ENV) or not LEDGER_IN_OUTPUTS.is_file():
        return ""
    old, here = LEDGER_IN_OUTPUTS.resolve(), LEDGER.resolve()
    if ledger.place == str(old):
        return tell(
            "The ledger lies in {folder}, and is lost with every approval when that folder is deleted. When nothing "
            "runs, move it: {command}",
            folder=old.parent,
            command=Typed(f"mv {old}* {here.parent}/"),
        )
    if ledger.place == str(here):
        return tell(
            "There is another ledger in {old}, which is not read: keep the one that knows what went out.", old=old
        )
    return ""


def _read_url(given: str | Path) -> URL:
    try:
        if isinstance(given, Path) or "://" not in given:
            path = Path(given)
            path.parent.mkdir(parents=True, exist_ok=True)
            return URL.create("sqlite", database=str(path))
        url = make_url(given)
    except (ArgumentError, OSError) as error:
        raise LedgerError(
            tell(
                "The ledger cannot be opened: {error}. Give a file, or postgresql://user:password@host/name.",
                error=error,
            )
        ) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def connect(url: URL, wait_s: float) -> Engine:
    """Connect to a ledger without making or changing it; LedgerError if its driver is not installed."""
    try:
        # Flows start processes and threads: each takes a connection for as long as it writes.
        engine = create_engine(url, poolclass=NullPool)
    except (ImportError, NoSuchModuleError) as error:
        raise LedgerError(
            tell(
                "The ledger {place} needs a driver that is not installed ({error}). For PostgreSQL: {command}",
                place=url.render_as_string(),
                error=error,
                command=Typed("pip install 'psycopg[binary]'"),
            )
        ) from error
    if url.get_backend_name() == "sqlite":
        _set_up_sqlite(engine, wait_s)
    else:
        _set_up_postgresql(engine, wait_s)
    return engine


def _set_up_sqlite(engine: Engine, wait_s: float) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        for pragma in (
            f"busy_timeout={int(wait_s * 1000)}",
            "journal_mode=WAL",  # readers and one writer at once
            "synchronous=FULL",  # what was sent must not be forgotten when the power fails
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        # A write takes its turn at once: two that both read first could otherwise never both go on.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _set_up_postgresql(engine: Engine, wait_s: float) -> None:
    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if not connection.get_execution_options().get("reading"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(wait_s * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def newest_version() -> str:
    """Give the version the tables should have: the number of the last migration."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _migrate(engine: Engine) -> None:
    newest = newest_version()
    if _version(engine) == newest:
        return
    # Loaded only when there is something to do: opening the ledger is part of every command.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        if (version := _version_of(connection)) == newest:
            return  # another process was first
        refuse_newer(engine.url.render_as_string(), version or "")
        config.attributes["connection"] = connection
        command.upgrade(config, newest)


def refuse_newer(place: object, version: str) -> None:
    """Refuse a ledger of a newer briefcast; LedgerError names both versions. ``version`` is empty of a new one."""
    if version > (newest := newest_version()):
        raise LedgerError(
            tell(
                "The ledger {place} is of version {version}, this briefcast knows {newest}: install the newer "
                "briefcast.",
                place=place,
                version=version,
                newest=newest,
            )
        )


def _version(engine: Engine) -> str | None:
    with engine.connect().execution_options(reading=True) as connection:
        return _version_of(connection)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
