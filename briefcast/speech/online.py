"""Voices that ask a service: whether a brief may be sent to one, and whether it answers.

    refused = why_not_sent(brief, audience)           once for a brief and an audience
    away = known_away(("gtts",))                      once for a run, before its first step

What such a voice speaks leaves the house, sentence by sentence. So a brief is sent only where all that it tells can be
read by everybody already, or where it says itself that it may be. Whether that is so never depends on the day: a voice
that changed when an embargo ends would change what was approved.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from briefcast.brief.audiences import Audience
from briefcast.brief.model import Brief
from briefcast.errors import BriefcastError, VoiceError
from briefcast.messages import tell
from briefcast.speech.addresses import speaks_here
from briefcast.speech.base import open_engine

ENV = "BRIEFCAST_ONLINE_VOICES"
"""``never`` keeps every text of this machine in the house."""
NEVER = "never"
_HOLDS_S = 60.0
"""How long an answer holds for other runs of this process: a week of sixty editions looks once a minute."""
_KNOWN: dict[str, tuple[float, str]] = {}
_KNOWN_LOCK = threading.Lock()
PROBE_S = 2.0
"""Longest time until it is known which services answer, all of them together."""


@runtime_checkable
class OnlineEngine(Protocol):
    """An engine that asks a service, beside what every `briefcast.speech.base.Engine` has."""

    def probe(self, limit_s: float) -> None:
        """Ask the service for a word that is in no brief; EngineUnavailable if no sound comes back."""
        ...


@dataclass(frozen=True, kw_only=True)
class Online:
    """What is known about services before something is spoken."""

    refused: str = ""
    """Why no text may be sent to any of them; empty if it may."""
    away: Mapping[str, str] = field(default_factory=dict)
    """Engines whose service does not answer, and why: they speak only what was spoken before."""
    broken: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Engines that broke off since: none is asked twice to find that out."""

    def why_silent(self, engine: str) -> str:
        """Say why an engine is not asked for a sentence that was never spoken; empty if it is."""
        return self.away.get(engine, "") or self.broken.get(engine, "")

    def why_refused(self, engine: str) -> str:
        """Say why an engine may not get a text at all; empty if it may."""
        return "" if speaks_here(engine) else self.refused or why_never_here()


def why_never_here() -> str:
    """Say that this machine sends no text to a voice; empty if it may.

    Raises:
        BriefcastError: the setting is none that there is, and what was meant is not known.
    """
    said = os.environ.get(ENV, "").strip()
    if said not in ("", NEVER):
        raise BriefcastError(
            tell("{name} is {said}: write never, or leave it away.", name=ENV, said=repr(said)),
        )
    return tell("{name} says never", name=ENV) if said else ""


def why_not_sent(brief: Brief, audience: Audience) -> str:
    """Say why nothing that a brief tells an audience may be sent to a service; empty if it may.

    Machine, profile and brief may each forbid it. Only the brief can allow what else is refused: an embargo, or
    figures of which nobody can say that they are published.
    """
    if never := why_never_here():
        return never
    if audience.online_voices == NEVER:
        return tell("the profile {audience} says online_voices: never", audience=audience.id)
    if brief.online_voices == NEVER:
        return tell("the brief says online_voices: never")
    if brief.online_voices == "allowed":
        return ""
    if brief.embargo:
        return tell("the brief has an embargo, so nothing of it is sent; online_voices: allowed in it permits that")
    hidden = next((source.id for source in brief.sources if source.url is None), "")
    if hidden:
        return tell(
            "its source {source} has no address where it is published, so nothing is sent; online_voices: allowed in"
            " the brief permits that",
            source=hidden,
        )
    if not brief.sources:
        return tell(
            "the brief names no source that is published, so nothing is sent; online_voices: allowed in it permits that"
        )
    return ""


def known_away(engines: Iterable[str]) -> dict[str, str]:
    """Give the services that do not answer, and why; those that were looked at just now are not looked at again."""
    names = tuple(dict.fromkeys(engines))
    with _KNOWN_LOCK:
        now_s = time.monotonic()
        unknown = [name for name in names if now_s - _KNOWN.get(name, (-_HOLDS_S, ""))[0] >= _HOLDS_S]
        found = find_away(unknown) if unknown else {}
        _KNOWN.update({name: (time.monotonic(), found.get(name, "")) for name in unknown})
        return {name: _KNOWN[name][1] for name in names if _KNOWN[name][1]}


def find_away(engines: Iterable[str], *, limit_s: float = PROBE_S) -> dict[str, str]:
    """Ask every service once, all at the same time, and give those that do not answer, with the reason.

    Args:
        engines: names of engines that ask a service.
        limit_s: when those that have not answered count as away.
    """
    answers: dict[str, str] = {}

    def ask(name: str) -> None:
        try:
            engine = open_engine(name)
            if isinstance(engine, OnlineEngine):
                engine.probe(limit_s)
            answers[name] = ""
        except VoiceError as error:
            answers[name] = error.told

    names = dict.fromkeys(engines)
    threads = [threading.Thread(target=ask, args=(name,), daemon=True, name=f"probe {name}") for name in names]
    ends_s = time.monotonic() + limit_s
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, ends_s - time.monotonic()))
    late = tell("the service did not answer within {seconds} s", seconds=float(limit_s))
    found = {name: answers.get(name, late) for name in names}
    return {name: why for name, why in found.items() if why}
