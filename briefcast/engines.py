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
    service: str = ""
    """Who gets what it speaks, as people know it: ``Google Translate``; empty if nothing leaves this machine."""
    of_the_team: bool = False
    """Whether the team runs that service itself: where it answers on this machine, nothing leaves it either."""

    @property
    def network(self) -> bool:
        """Whether it asks a service, so that a second try may help."""
        return bool(self.service)


ENGINES: dict[str, Line] = {
    "piper": Line(place="briefcast.speech.piper:PiperEngine"),
    "gtts": Line(place="briefcast.speech.gtts:GttsEngine", service="Google Translate"),
    "edge": Line(place="briefcast.speech.edge:EdgeEngine", service="Microsoft Edge"),
    "azure": Line(place="briefcast.speech.azure:AzureEngine", service="Microsoft Azure"),
    "google-cloud": Line(place="briefcast.speech.google_cloud:GoogleCloudEngine", service="Google Cloud"),
    "openai": Line(place="briefcast.speech.openai:OpenAIEngine", service="OpenAI"),
    "elevenlabs": Line(place="briefcast.speech.elevenlabs:ElevenLabsEngine", service="ElevenLabs"),
    "fpt": Line(place="briefcast.speech.fpt:FptEngine", service="FPT.AI"),
    "viettel": Line(place="briefcast.speech.viettel:ViettelEngine", service="Viettel AI"),
    "vieneu": Line(place="briefcast.speech.vieneu:VieneuEngine", service="VieNeu", of_the_team=True),
    "espeak": Line(place="briefcast.speech.espeak:EspeakEngine"),
    "silent": Line(place="briefcast.speech.silent:SilentEngine"),
}
"""In the order people are shown them."""


RECORDED = "recording"
"""What stands for the engine where a person speaks."""
PERSON = "a recorded person"
"""How a voice is named where a person speaks."""
BESIDE = f", beside {PERSON}"
"""What stands behind a voice's name where a person speaks some of it."""


def name_engines() -> str:
    """Name all engines in a list: ``piper, gtts, edge…``."""
    return ", ".join(ENGINES)


def engine_of(wish: str) -> str:
    """Give the engine of a wish, which names it or a voice of it (``piper:NAME``); ValueError if there is none."""
    name, colon, voice = wish.partition(":")
    if name not in ENGINES or (colon and not voice):
        raise ValueError(tell("There is no speech engine {wish}.", wish=repr(wish)))
    return name
