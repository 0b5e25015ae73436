"""How speech is paced: pauses, the embedded voices' settings, the length of silence. Data: ``assets/speech.yaml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from briefcast.language.phrases import phrases
from briefcast.paths import ASSETS
from briefcast.script import Sentence
from briefcast.tables import read_table


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EspeakSettings(_Data):
    """How one embedded espeak voice speaks."""

    rate_wpm: int
    pitch: int
    """0–99; 50 is the voice's own."""
    range: int
    """Pitch range, 0 (monotone) to 99."""
    variant: str
    """Name of the timbre variant; empty for the voice's own."""


class Pauses(_Data):
    """Silence around sentences and scenes, in milliseconds at pace 1.0."""

    after_sentence: dict[str, int]
    """By the last punctuation mark; the empty key is for a sentence without one."""
    scene_start: int
    scene_end: int

    def after(self, text: str) -> int:
        """Give the pause after a sentence, closing quotes and brackets overlooked."""
        last = text.rstrip(" \"'”’»)]״׳")[-1:]
        return self.after_sentence.get(last, self.after_sentence[""])


class SpeechSettings(_Data):
    """The whole table."""

    pauses: Pauses
    espeak: dict[str, EspeakSettings]
    silent_letters_per_s: dict[str, float]


@cache
def speech_settings() -> SpeechSettings:
    """Read the table once."""
    return read_table(ASSETS / "speech.yaml", SpeechSettings)


def narration_seconds(sentences: Sequence[Sentence], language: str, *, pace: float = 1.0) -> float:
    """Estimate how long one scene's sentences take to say, pauses and the ends of the scene included."""
    pauses = speech_settings().pauses
    letters = sum(len(sentence.spoken) + 1 for sentence in sentences)
    pause_ms = sum(pauses.after(sentence.spoken) for sentence in sentences[:-1])
    silence_ms = (pause_ms + pauses.scene_start + pauses.scene_end) / pace
    return letters / phrases(language).letters_per_s / pace + silence_ms / 1000
