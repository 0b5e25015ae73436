"""A listener who never saw the text: speech recognition says which of several numbers a voice said.

    hearing = hear_voice(open_listener(), voice)        hearing.right, hearing.figures        9 of 9 numbers

A recogniser that is small writes down little of a machine's Vietnamese or Hebrew; which of two sentences that differ in
one number it heard, it tells all the same. So each number is asked for among others that are close to it.
"""

from __future__ import annotations

import difflib
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from briefcast.errors import EngineUnavailable
from briefcast.language.read_aloud import speak_text, speak_words
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.script import Sentence, Word
from briefcast.sound.samples import Samples
from briefcast.speech.base import Voice
from briefcast.speech.narrate import speak_scenes
from briefcast.speech.voice_cards import heard_sentences
from briefcast.store.store import Store

ENV = "BRIEFCAST_LISTENER"
_FILE = "model.bin"
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W_]+")
_OTHERS_MAX = 5
"""Numbers that a number is asked for among."""
_SECONDS_MAX = 30
"""Whisper hears half a minute at a time."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """What was heard of a voice."""

    figures: int
    """Numbers that were asked for."""
    wrong: tuple[tuple[str, str], ...]
    """Sentences as they were spoken, and as they were rather heard: with another number."""
    words: int
    otherwise: int
    """Words that were written down otherwise, missed or added."""

    @property
    def right(self) -> int:
        """Numbers that were heard as they were said."""
        return self.figures - len(self.wrong)


def listener_folder() -> Path:
    """Give where the recogniser's model lies: BRIEFCAST_LISTENER, or beside what is installed (``make asr``)."""
    return Path(os.environ.get(ENV) or Path(sys.prefix) / "listener")


class Listener:
    """A Whisper model of every language, on this machine: nothing is sent anywhere.

    Args:
        folder: A model as CTranslate2 keeps it: ``model.bin`` with its ``config.json``, tokenizer and vocabulary.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def _model(self) -> Any:
        from faster_whisper import WhisperModel

        return WhisperModel(str(self.folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)

    def likelihoods(self, sound: Path | Samples, language: str, texts: Sequence[str]) -> tuple[float, ...]:
        """Give for each text how likely a sound says it: the mean natural logarithm over its tokens.

        Args:
            sound: A WAV of at most 30 s, or samples at 16 kHz.
            language: Its code.
            texts: Sentences as they are said.
        """
        from faster_whisper.audio import decode_audio
        from faster_whisper.tokenizer import Tokenizer

        samples = decode_audio(str(sound)) if isinstance(sound, Path) else sound
        if len(samples) > _SECONDS_MAX * self._model.feature_extractor.sampling_rate:
            raise ValueError(f"{sound} is longer than {_SECONDS_MAX} s")
        features = self._model.feature_extractor(samples)
        frames, room = features.shape[-1], self._model.feature_extractor.nb_max_frames
        encoded = self._model.encode(np.pad(features, ((0, 0), (0, max(0, room - frames))))[:, :room])
        tokens = Tokenizer(self._model.hf_tokenizer, True, task="transcribe", language=language)
        told = (
            self._model.model.align(encoded, tokens.sot_sequence, [tokens.encode(f" {text}")], min(frames, room))[0]
            for text in texts
        )
        return tuple(float(np.mean(np.log(np.maximum(each.text_token_probs, 1e-9)))) for each in told)

    def write_down(self, sound: Path, language: str) -> str:
        """Write down what a sound says."""
        parts, _ = self._model.transcribe(
            str(sound), language=language, beam_size=5, condition_on_previous_text=False, temperature=0.0
        )
        return " ".join(part.text.strip() for part in parts)


def open_listener() -> Listener:
    """Give the recogniser of this machine.

    Raises:
        EngineUnavailable: It is not installed, or has no model; says what to do.
    """
    folder = listener_folder()
    try:
        import faster_whisper  # noqa: F401
    except ImportError as error:
        raise EngineUnavailable(
            tell(
                "Nothing here listens: {command}, and a model as {page} says.",
                command="pip install 'briefcast[listen]'",
                page=doc("add-a-voice"),
            )
        ) from error
    if not (folder / _FILE).is_file():
        raise EngineUnavailable(
            tell(
                "{folder} holds no model that listens: {setting} names the folder of one ({page}).",
                folder=folder,
                setting=ENV,
                page=doc("add-a-voice"),
            )
        )
    return Listener(folder)


def hear_voice(listener: Listener, voice: Voice) -> Hearing:
    """Let a voice say the sentences of its language that have numbers, and listen.

    Raises:
        VoiceError: The voice cannot speak.
    """
    wrong: list[tuple[str, str]] = []
    figures = words = otherwise = 0
    with tempfile.TemporaryDirectory(prefix="briefcast-listen-") as aside:
        for at, text in enumerate(heard_sentences(voice.language)):
            sound = _say(text, voice, Store(Path(aside)), str(at))
            asked = mistaken_numbers(listener, sound, voice.language, text)
            figures += len(asked)
            wrong += [(text, mistaken) for mistaken in asked if mistaken]
            meant = _plain(text, voice.language)
            words += len(meant)
            otherwise += _otherwise(meant, _plain(listener.write_down(sound, voice.language), voice.language))
    return Hearing(figures=figures, wrong=tuple(wrong), words=words, otherwise=otherwise)


def mistaken_numbers(listener: Listener, sound: Path, language: str, text: str) -> list[str]:
    """Give for each number of a sentence the sentence with the other number that was rather heard, or nothing.

    Args:
        listener: Who listens.
        sound: The sentence as it was spoken.
        language: Its code.
        text: The sentence as it is written.
    """
    asked = [(text, *other_numbers(text, match)) for match in _NUMBER.finditer(text)]
    every = list(dict.fromkeys(each for group in asked for each in group))
    likely = dict(
        zip(every, listener.likelihoods(sound, language, [speak_text(t, language) for t in every]), strict=True)
    )
    best = [max(group, key=likely.__getitem__) for group in asked]
    return ["" if each == text else each for each in best]


def other_numbers(text: str, number: re.Match[str]) -> tuple[str, ...]:
    """Give a sentence with other numbers in the place of one: a neighbour, digits that changed places, another ten.

    What is said the same, as a date may be, is none.
    """
    digits, place = number[0], 10 ** (len(number[0]) - 1)
    around = [int(digits) + step for step in (1, -1, place, -place)]
    swapped = digits[::-1] if len(digits) > 1 else str((int(digits) + 5) % 10)
    found = [swapped, *(str(each).zfill(len(digits)) for each in around if each >= 0)]
    begins_with_0 = digits[0] == "0"
    fits = (each for each in dict.fromkeys(found) if each != digits and len(each) == len(digits))
    shown = [each for each in fits if begins_with_0 or each[0] != "0"]
    return tuple(text[: number.start()] + each + text[number.end() :] for each in shown[:_OTHERS_MAX])


def _say(text: str, voice: Voice, store: Store, id: str) -> Path:
    """Let a voice, and no other, say a sentence."""
    words = tuple(Word(shown=shown, spoken=spoken) for shown, spoken in speak_words(text, voice.language))
    scenes = [(id, (Sentence(words=words),))]
    spoken = speak_scenes(
        scenes, voice.language, voices=[str(voice)], pace=1.0, store=store, strict=True, timeout_s=_SECONDS_MAX
    )
    return spoken.scenes[0].audio


def _otherwise(meant: Sequence[str], heard: Sequence[str]) -> int:
    steps = difflib.SequenceMatcher(a=meant, b=heard, autojunk=False).get_opcodes()
    return sum(max(a2 - a1, b2 - b1) for kind, a1, a2, b1, b2 in steps if kind != "equal")


def _plain(text: str, language: str) -> list[str]:
    """Give the words of a text as they are said, small and without marks: 44 and forty-four are the same."""
    return _WORD.findall(speak_text(text, language).lower())
