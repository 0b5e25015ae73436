"""Idle runs of ``briefcast publish``: what would find just what the last run found, repeats what that told."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from briefcast.cli.report import keeping_said, say_again

if TYPE_CHECKING:
    from briefcast.publishing.sending import Outcome
    from briefcast.week.run import Begun, Ended

_Note = Callable[["Begun", tuple["Outcome", ...], "Ended"], None]
_NOTES: ContextVar[_Note | None] = ContextVar("notes", default=None)
_FOLDERS = ("settings", "out")
"""What a run is told beside whose posts it publishes: ``who`` is named in the history by what it changes alone."""


def repeats_idle_runs(publish: Callable[..., None]) -> Callable[..., None]:
    """Let a command that publishes everything released tell at once what the last run told, if nothing changed."""

    @functools.wraps(publish)
    def quickly(**given: Any) -> None:
        from briefcast.ledger import open_ledger
        from briefcast.paths import ledger_is_there

        if any(value for name, value in given.items() if name not in (*_FOLDERS, "who")) or not ledger_is_there():
            publish(**given)
            return
        from briefcast.catalogue import in_zone
        from briefcast.week.idle import Watch

        watch = Watch(open_ledger(), given["out"], given["settings"], {"by": "command"})
        if told := watch.known():
            in_zone(told.zone)
            say_again(told.lines)
            return
        with keeping_said() as said:

            def note(begun: Begun, outcomes: tuple[Outcome, ...], ended: Ended) -> None:
                watch.note(begun, outcomes, ended, said)

            token = _NOTES.set(note)
            try:
                publish(**given)
            finally:
                _NOTES.reset(token)

    return quickly


def note_if_idle(begun: Begun, outcomes: tuple[Outcome, ...], ended: Ended) -> None:
    """Note what a run told, if it had nothing to do and tells all that is released."""
    if note := _NOTES.get():
        note(begun, outcomes, ended)
