"""Voices that ask nobody: what is tried out, and heard while somebody writes, leaves this machine never."""

from __future__ import annotations

from collections.abc import Iterable

from briefcast.engines import ENGINES, engine_of
from briefcast.languages import read_languages


def voices_at_hand(language: str, wishes: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the voices of some wishes that need no service, then the language's own."""
    wanted = dict.fromkeys((*wishes, *read_languages()[language].voice_order))
    return tuple(name for name in wanted if not ENGINES[engine_of(name)].service)


def services_of(language: str, wishes: Iterable[str] = ()) -> tuple[str, ...]:
    """Give those that `voices_at_hand` leaves out, for each would get the text."""
    wanted = dict.fromkeys((*wishes, *read_languages()[language].voice_order))
    return tuple(name for name in wanted if ENGINES[engine_of(name)].service)
