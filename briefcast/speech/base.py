"""What a speech engine is: how to add the next one.

An engine is one small file with a class that has the three members of `Engine`, and one line in
the table ``ENGINES`` of ``briefcast/engines.py``. It speaks one sentence at a time and says
when each word begins and ends. If it cannot serve at all (no network, no voice for the language,
not installed), it raises `EngineUnavailable`, and the next engine in order is asked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from briefcast.engines import ENGINES, name_engines
from briefcast.errors import VoiceError
from briefcast.script import Sentence

_UNSPOKEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\u00ad\ufeff]")
"""Direction marks, joiners and soft hyphens: they steer print, not speech."""

if TYPE_CHECKING:
    # Every command about the ledger comes by here, and none of them hears a sound.
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice: one engine speaking one language."""

    engine: str
    """Its name in ``briefcast/engines.py``: ``piper``."""
    id: str
    """The engine's own name for it: ``vi``, ``en_US-joe-medium``."""
    language: str
    name: str
    region: str = ""
    """Where people speak like that, ISO 3166: ``VN``; empty if nobody said."""
    gender: str = ""
    """``f`` or ``m`` as a listener hears it; empty if nobody said."""
    pace: float = 1.0
    """Factor that brings it to the speed of the other voices of its language."""
    licence: str = ""
    version: str = ""
    """Everything else that decides the sound of given words: program version, settings, model content."""
    synthetic: bool = True
    """False only where nobody speaks (silent) or a person does."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.id}"


@dataclass(frozen=True, kw_only=True)
class SpokenSentence:
    """The sound of one sentence and the time of each of its words."""

    samples: NDArray[np.float32]
    """Mono, −1…1, at `RATE_HZ`."""
    word_times_ms: tuple[tuple[int, int], ...]
    """Start and end of each word given, in order; never overlapping."""


def to_say(sentence: Sentence) -> tuple[str, ...]:
    """Give the spoken form of each word of a sentence, free of marks that steer print."""
    return tuple(
        " ".join(_UNSPOKEN.sub("", unicodedata.normalize("NFC", word.spoken)).split()) for word in sentence.words
    )


class Engine(Protocol):
    """Something that speaks."""

    name: str

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the voice that would speak a language; EngineUnavailable if there is none."""
        ...

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak the words of one sentence; ``pace`` 1.0 is the engine's own, 1.1 a tenth faster."""
        ...


def open_engine(name: str) -> Engine:
    """Give an engine of the table, ready to be asked; its module is loaded now.

    Raises:
        VoiceError: There is no engine of that name.
    """
    if name not in ENGINES:
        raise VoiceError(f"there is no speech engine {name!r}: choose from {name_engines()}")
    module, _, class_name = ENGINES[name].place.partition(":")
    engine: Engine = getattr(import_module(module), class_name)()
    return engine


@dataclass(frozen=True, kw_only=True)
class Fallback:
    """A voice that was asked for and could not serve, and the one that stood in."""

    wanted: str
    used: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TimedWord:
    """One word of a scene with its time from the beginning of the scene's sound."""

    shown: str
    start_ms: int
    end_ms: int
    sentence: int
    """Index of its sentence in the scene."""
    fact: str = ""
    glue: bool = False
    """Never break a caption line after this word."""


@dataclass(frozen=True, kw_only=True)
class SceneSound:
    """The sound of one scene."""

    scene: str
    """Id of the scene."""
    audio: Path
    """Mono 16-bit WAV at `RATE_HZ`; its content, not its place, is what counts."""
    duration_ms: int
    """Length of the sound, pauses at its ends included."""
    words: tuple[TimedWord, ...]


@dataclass(frozen=True, kw_only=True)
class Narration:
    """Speech for every scene of a script, in order."""

    language: str
    voice: Voice
    scenes: tuple[SceneSound, ...]
    fallbacks: tuple[Fallback, ...] = ()
    by_hand: int = 0
    """How many of its sentences a person recorded."""

    @property
    def duration_ms(self) -> int:
        """Length of all scenes together."""
        return sum(scene.duration_ms for scene in self.scenes)
