"""Every speech engine by the name a team writes in its order of voices. A new engine is one line here.

The table names the class of each engine; it is loaded when the engine is asked (`briefcast.speech.base.open_engine`).
"""

from __future__ import annotations

from dataclasses import dataclass

from briefcast.messages import tell


@dataclass(frozen=True, kw_only=True)
class Line:
    """One engine of the table."""

    place: str
    """Module and class: ``briefcast.speech.piper:PiperEngine``."""
    network: bool = False
    """Whether it asks a service, so that a second try may help."""


ENGINES: dict[str, Line] = {
    "piper": Line(place="briefcast.speech.piper:PiperEngine"),
    "gtts": Line(place="briefcast.speech.gtts:GttsEngine", network=True),
    "espeak": Line(place="briefcast.speech.espeak:EspeakEngine"),
    "silent": Line(place="briefcast.speech.silent:SilentEngine"),
}
"""In the order people are shown them."""


def name_engines() -> str:
    """Name all engines in a list: ``piper, gtts, espeak, silent``."""
    return ", ".join(ENGINES)


def engine_of(wish: str) -> str:
    """Give the engine of a wish, which names it or a voice of it (``piper:NAME``); ValueError if there is none."""
    name, colon, voice = wish.partition(":")
    if name not in ENGINES or (colon and not voice):
        raise ValueError(tell("There is no speech engine {wish}.", wish=repr(wish)))
    return name
