"""Copies of the ledger: one that is whole while others write, and one put in its place again.

A ledger in use is three files, of which a plain copy may hold what never was. SQLite's own backup copies one moment.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy.engine import URL

from briefcast.errors import LedgerError
from briefcast.ledger.opening import ledger_url, refuse_newer
from briefcast.messages import Typed, tell
from briefcast.store.files import sync_folder

_BESIDE = ("", "-wal", "-shm")
"""What the names of a ledger's files end in, while somebody has it open."""


def back_up(to: Path, *, into: bool = False, ledger: str | Path | None = None) -> Path:
    """Copy the ledger as it is at one moment, whoever writes to it meanwhile; give the file of the copy.

    Args:
        to: a file that is not there yet, or a folder, in which the copy is called by its moment in UTC.
        into: it is a folder, which is made if it is not there.
        ledger: a file; by default the one that commands use here.

    Raises:
        LedgerError: the ledger is no file, is not there or is broken, or ``to`` is taken.
    """
    source = _file(ledger_url(ledger))
    if not source.is_file():
        raise LedgerError(tell("There is no ledger {place} that could be copied.", place=source.resolve()))
    if into and to.is_file():
        raise LedgerError(tell("{place} is a file, not a folder: name another folder, or move the file.", place=to))
    target = to / f"ledger-{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%S}.db" if into or to.is_dir() else to
    if target.exists():
        raise LedgerError(tell("{place} is there already: name another file.", place=target))
    _copy(source, target)
    return target


def restore(backup: Path, *, ledger: str | Path | None = None) -> Path | None:
    """Put a copy in the place of the ledger; give where the ledger of before lies now, if there was one.

    Raises:
        LedgerError: the copy is none, is broken or of a newer briefcast, or somebody has the ledger open.
    """
    place = _file(ledger_url(ledger))
    refuse_newer(backup, _version(backup))
    aside = place.with_name(f"{place.name}.{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%S}") if place.exists() else None
    if aside:
        _expect_unused(place)
    ready = place.with_name(f".{place.name}.restored")
    ready.unlink(missing_ok=True)
    _copy(backup, ready)
    if aside:
        # With its log of writes, or that would be taken for one of the copy.
        for ending in reversed(_BESIDE):
            if (file := place.with_name(place.name + ending)).exists():
                file.rename(aside.with_name(aside.name + ending))
    ready.rename(place)
    sync_folder(place.parent)
    return aside


def _file(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        raise LedgerError(
            tell(
                "The ledger {place} is a database: PostgreSQL's own programs copy it. {command}",
                place=url.render_as_string(),
                command=Typed('pg_dump --format=custom --file=ledger.dump "$BRIEFCAST_LEDGER"'),
            )
        )
    return Path(url.database or "")


def _copy(source: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            live.backup(copy)
            # One file by itself, wherever it is carried.
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise LedgerError(
                tell("The ledger {place} is broken: {cause}. Take an earlier copy.", place=source, cause=found)
            )
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(target)
        sync_folder(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(
            tell(
                "The ledger {place} cannot be copied to {target}: {error}. Name a folder that you may write to, on a "
                "disk with room for it.",
                place=source,
                target=target,
                error=str(error).rstrip("."),
            )
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _version(backup: Path) -> str:
    """Give the version of a copy; LedgerError if it is no ledger."""
    try:
        if not backup.is_file():
            raise LedgerError(tell("There is no copy of a ledger at {place}.", place=backup))
        with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro", uri=True)) as found:
            return str(found.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlite3.Error, TypeError) as error:
        raise LedgerError(tell("{place} is no copy of a ledger: {error}.", place=backup, error=error)) from error


def _expect_unused(place: Path) -> None:
    """Refuse to take a ledger away from somebody who writes to it."""
    try:
        with closing(sqlite3.connect(place, timeout=1, isolation_level=None)) as held:
            held.execute("PRAGMA locking_mode=EXCLUSIVE")
            held.execute("BEGIN EXCLUSIVE")
            held.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise LedgerError(
            tell(
                "The ledger {place} is in use ({error}): stop what publishes and makes, then bring the copy back.",
                place=place,
                error=error,
            )
        ) from error
    except sqlite3.DatabaseError:
        return  # it is broken: that is why its copy comes back
