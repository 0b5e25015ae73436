"""Batches in the ledger: one a week, one run at it, and each notice once."""

from __future__ import annotations

import datetime as dt
import os
import platform
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.records import Batch, BatchState
from briefcast.messages import tell

BEAT_S = 10
"""How often a run says that it is alive."""
DEAD_AFTER_S = 45
"""After how long without a word a run on another machine counts as dead; on this one its process is asked."""


def this_process() -> str:
    """Name this process so that another one on this machine can see whether it lives."""
    return f"{platform.node()}:{os.getpid()}"


class Batches:
    """The batches of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def get(self, week: str) -> Batch | None:
        """Give the batch of a week, if it was ever begun."""
        with self.ledger.reading() as connection:
            row = connection.execute(select(t.batches).where(t.batches.c.week == week)).first()
        return Batch(**row._mapping) if row else None

    def owner(self, week: str) -> str:
        """Give the run that holds a week's batch; LedgerError if it was never begun."""
        if batch := self.get(week):
            return batch.run
        raise LedgerError(tell("There is no batch of {week}.", week=week))

    def asked(self, week: str) -> int:
        """Give how many times the people who decide have answered the form of a week."""
        batch = self.get(week)
        return int(str(batch.report.get("asked", 0))) if batch else 0

    def answered(self, week: str, *, run: str) -> None:
        """Count an answer, so that a run that starts again asks its next question and not the last one."""
        if batch := self.get(week):
            self.move(week, batch.state, run=run, report={**batch.report, "asked": self.asked(week) + 1})

    def weeks(self) -> tuple[str, ...]:
        """Give every week whose batch was begun, in order."""
        with self.ledger.reading() as connection:
            return tuple(connection.execute(select(t.batches.c.week).order_by(t.batches.c.week)).scalars())

    def expect_week(self, week: str) -> None:
        """Refuse a week that was never made: nothing of it could go out, which would look like success."""
        if week not in (known := self.weeks()):
            raise LedgerError(
                tell("The ledger has no week '{week}'; it has {known}.", week=week, known=known or tell("none"))
            )

    def begin(
        self, week: str, *, run: str, lives: Callable[[Batch], bool] | None = None, again: bool = False
    ) -> Batch | None:
        """Take the batch of a week, if nobody has it.

        Args:
            week: ``2026-W48``.
            run: who takes it.
            lives: whether the run that holds it still works on it, or waits for a decision; by default
                asked of its process or its last word.
            again: take a batch, too, that is released already.

        Returns:
            Nothing if it is taken; else the batch as it was left, or as a new one.
        """
        before = self.get(week)
        if before and before.state == "released" and not again:
            return None
        if before and before.run != run and before.state in ("making", "waiting") and (lives or _lives)(before):
            return None
        with self.ledger.writing() as connection:
            row = connection.execute(select(t.batches).where(t.batches.c.week == week)).first()
            if (row and Batch(**row._mapping).run) != (before and before.run):
                return None  # another run was quicker
            now = _now()
            if row is None:
                connection.execute(
                    insert(t.batches).values(
                        week=week, state="making", run=run, beat_at=now, started_at=now, ended_at=None, report={}
                    )
                )
            elif row.run != run or row.state == "released":
                connection.execute(
                    update(t.batches).where(t.batches.c.week == week).values(run=run, beat_at=now, state="making")
                )
            what = "began" if row is None else "went on"
            if row is None or row.run != run or row.state == "released":
                self.ledger.note(connection, who=run, what=what, about=week)
        return self.get(week)

    def move(self, week: str, state: BatchState, *, run: str, report: Mapping[str, Any] | None = None) -> None:
        """Say how far a batch is.

        Raises:
            LedgerError: another run has taken it since.
        """
        with self.ledger.writing() as connection:
            row = connection.execute(select(t.batches).where(t.batches.c.week == week)).first()
            if row is None or row.run != run:
                told = tell(
                    "The batch of {week} was taken over by {run}: this run stops.", week=week, run=row and row.run
                )
                raise LedgerError(told)
            if row.state == state and report is None:
                return
            values: dict[str, Any] = {"state": state, "beat_at": _now()}
            if report is not None:
                values["report"] = {"asked": row.report.get("asked", 0), **report}
            if state in ("released", "failed"):
                values["ended_at"] = _now()
            connection.execute(update(t.batches).where(t.batches.c.week == week).values(values))
            if row.state != state:
                self.ledger.note(connection, who=run, what=state, about=week)

    @contextmanager
    def alive(self, week: str, *, run: str) -> Iterator[None]:
        """Say now and then that this run lives, while the block runs."""
        done = threading.Event()

        def beat() -> None:
            while not done.wait(BEAT_S):
                try:
                    with self.ledger.writing() as connection:
                        mine = (t.batches.c.week == week) & (t.batches.c.run == run)
                        connection.execute(update(t.batches).where(mine).values(beat_at=_now()))
                except LedgerError:
                    continue  # one word missed is no death

        thread = threading.Thread(target=beat, name="batch-alive", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def notice_once(self, key: str | Sequence[str], text: str, *, again_after_s: float | None = None) -> bool:
        """Write down that a notice goes out; False if the same one went out before.

        Args:
            key: what it is about; a notice of several things goes out if one of them is new.
            text: what it says.
            again_after_s: how long after a notice the same one counts as new; never if None.
        """
        with self.ledger.writing() as connection:
            keys = [key] if isinstance(key, str) else key
            fresh = [each for each in keys if not _was_told(connection, each, again_after_s)]
            if not fresh:
                return False
            connection.execute(delete(t.notices).where(t.notices.c.key.in_(fresh)))
            connection.execute(insert(t.notices), [{"key": each, "at": _now(), "text": text} for each in fresh])
        return True

    def was_told(self, key: str, *, within_s: float | None) -> bool:
        """Say whether a notice went out not long ago, or ever if None."""
        with self.ledger.reading() as connection:
            return _was_told(connection, key, within_s)

    def forget_notice(self, *keys: str) -> None:
        """Take back that a notice went out, because it did not."""
        with self.ledger.writing() as connection:
            connection.execute(delete(t.notices).where(t.notices.c.key.in_(keys)))


def _was_told(connection: Connection, key: str, within_s: float | None) -> bool:
    at = connection.execute(select(t.notices.c.at).where(t.notices.c.key == key)).scalar_one_or_none()
    return at is not None and (within_s is None or seconds_since(at) < within_s)


def seconds_since(moment: dt.datetime) -> float:
    """Give the seconds since a moment; less than nothing before it."""
    return (_now() - moment).total_seconds()


def _lives(batch: Batch) -> bool:
    """Ask the process that holds a batch, if it is one of this machine; else go by its last word."""
    host, _, process = batch.run.rpartition(":")
    if host == platform.node() and process.isdigit():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
    if batch.state == "waiting":
        return False  # made, and no process of this kind waits: whoever comes goes on
    return seconds_since(batch.beat_at) < DEAD_AFTER_S


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
