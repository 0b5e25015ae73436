"""Drafting in a process of its own, with a limit on memory and time.

A document comes from outside. One that is made to exhaust a machine, or to break a parser, ends that process alone.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing as mp
from multiprocessing.connection import Connection
from pathlib import Path

from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.packed import refuse
from briefcast.errors import BriefError
from briefcast.messages import tell
from briefcast.tools.look_worker import limit

MEMORY_BYTES = 1_500_000_000
"""Address space of the process: the largest part of a packed document takes half of it."""
_CPU_S, _WAIT_S = 90, 180
"""Seconds of computing that the process gets, and how long it is waited for on a busy machine."""


def draft_aside(
    path: Path,
    *,
    language: str = "",
    today: dt.date,
    day: dt.date | None = None,
    id: str = "",
    memory_bytes: int = MEMORY_BYTES,
) -> Draft:
    """Draft a brief from a document as `draft_brief` does, where nothing of it can harm whoever asks.

    Args:
        path: the document; it stays as it is.
        language: of the document; found from its letters if empty.
        today: the document's day is none that is still to come.
        day: of the document, where somebody says it.
        id: of the brief; made from the file's name if empty.
        memory_bytes: address space of the process.

    Raises:
        BriefError: the document cannot be read, holds no figure, or takes more memory or time than it gets.
    """
    context = mp.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_draft, args=(path, language, today, day, id, memory_bytes, there), daemon=True)
    process.start()
    there.close()
    try:
        answer = here.recv() if here.poll(_WAIT_S) else None
    except EOFError:
        answer = None
    finally:
        here.close()
        process.kill()
        process.join()
    if isinstance(answer, Draft):
        return answer
    if isinstance(answer, tuple):
        raise BriefError(list(answer))
    message = tell("The document takes more memory or time than one gets.")
    raise refuse(path, message, tell("Copy what is to be read into a new document, and name that."))


def _draft(
    path: Path, language: str, today: dt.date, day: dt.date | None, id: str, memory_bytes: int, told: Connection
) -> None:
    limit(memory_bytes, _CPU_S)
    try:
        told.send(draft_brief(path, language=language, today=today, day=day, id=id))
    except BriefError as error:
        told.send(tuple(error.problems))
    except MemoryError:
        told.send(None)
