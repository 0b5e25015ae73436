"""How speech is paced: pauses, the embedded voices' settings, the length of silence. Data: ``assets/speech.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ruamel.yaml import YAML

from briefcast.paths import ASSETS


@dataclass(frozen=True, kw_only=True)
class EspeakSettings:
    """How one embedded espeak voice speaks."""

    rate_wpm: int
    pitch: int
    """0–99; 50 is the voice's own."""
    range: int
    """Pitch range, 0 (monotone) to 99."""
    variant: str
    """Name of the timbre variant; empty for the voice's own."""


@dataclass(frozen=True, kw_only=True)
class Pauses:
    """Silence around sentences and scenes, in milliseconds at pace 1.0."""

    after_sentence: dict[str, int]
    """By the last punctuation mark; the empty key is for a sentence without one."""
    scene_start: int
    scene_end: int

    def after(self, text: str) -> int:
        """Give the pause after a sentence, closing quotes and brackets overlooked."""
        last = text.rstrip(" \"'”’»)]״׳")[-1:]
        return self.after_sentence.get(last, self.after_sentence[""])


@dataclass(frozen=True, kw_only=True)
class SpeechSettings:
    """The whole table."""

    pauses: Pauses
    espeak: dict[str, EspeakSettings]
    silent_letters_per_s: dict[str, float]


@cache
def speech_settings() -> SpeechSettings:
    """Read the table once."""
    table = YAML(typ="safe").load((ASSETS / "speech.yaml").read_text("utf-8"))
    return SpeechSettings(
        pauses=Pauses(**table["pauses"]),
        espeak={code: EspeakSettings(**row) for code, row in table["espeak"].items()},
        silent_letters_per_s=dict(table["silent_letters_per_s"]),
    )
