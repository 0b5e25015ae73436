"""The embedded engine: espeak-ng from a wheel, offline, fast, for every language of the table.

The library is called in place (no program is started). It reports where in the text each piece of
sound belongs, so the time of every word is known, not guessed.
"""

from __future__ import annotations

import _ctypes
import bisect
import ctypes
import itertools
import threading
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from briefcast.errors import EngineUnavailable, VoiceError, quoted
from briefcast.language.pacing import EspeakSettings, speech_settings
from briefcast.languages import language as find_language
from briefcast.sound.samples import RATE_HZ, resample
from briefcast.speech import hebrew
from briefcast.speech.acoustics import close_words, fill_starts
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.voice_cards import voice_card

_LOCK = threading.Lock()
"""The library keeps one state for the whole process."""

# Names and values of espeak-ng's speak_lib.h.
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_POS_CHARACTER = 1
_CHARS_UTF8, _PHONEMES, _ENDPAUSE = 0x1, 0x100, 0x1000
_EVENT_LIST_TERMINATED, _EVENT_WORD = 0, 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_RATE_MIN_WPM, _RATE_MAX_WPM = 80, 450

_SEED = 20240917
_LICENCE = "GPL-3.0-or-later"
_VOLUME_PERCENT = 60
"""At 100 the louder variants reach full scale and clip."""


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class _Library:
    """The loaded library, for one sentence and under `_LOCK`.

    The library carries the phase of its waves, its random numbers and its pitch wobble from one
    utterance into the next. Loaded afresh (2 ms) with a fixed seed, it says the same words the same
    way whatever was said before.
    """

    def __init__(self) -> None:
        loader = _loader()
        self._lib: Any = ctypes.CDLL(str(loader.get_library_path()))
        data = str(loader.get_data_path()).encode()
        self.rate_hz = int(self._lib.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, data, 0))
        if self.rate_hz <= 0:
            raise EngineUnavailable("espeak's voice data could not be read: reinstall espeakng-loader")
        self._lib.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        self._sound: list[np.ndarray[Any, np.dtype[np.int16]]] = []
        self._words: list[tuple[int, int]] = []
        self._callback = _Callback(self._take)
        self._lib.espeak_SetSynthCallback(self._callback)

    def __enter__(self) -> _Library:
        return self

    def __exit__(self, *_: object) -> None:
        handle = self._lib._handle
        self._lib.espeak_Terminate()
        del self._lib
        unload = getattr(_ctypes, "dlclose", None) or getattr(_ctypes, "FreeLibrary")  # noqa: B009
        unload(handle)

    def _take(self, wav: Any, count: int, events: Any) -> int:
        if wav and count > 0:
            self._sound.append(np.ctypeslib.as_array(wav, (count,)).copy())
        for index in itertools.count():
            event = events[index]
            if event.type == _EVENT_LIST_TERMINATED:
                return 0
            if event.type == _EVENT_WORD:
                self._words.append((event.text_position - 1, event.sample))
        return 0

    def has_voice(self, id: str) -> bool:
        """Say whether the library can speak as a voice."""
        return int(self._lib.espeak_SetVoiceByName(id.encode())) == 0

    def speak(
        self, text: str, id: str, settings: EspeakSettings, pace: float
    ) -> tuple[np.ndarray[Any, np.dtype[np.int16]], list[tuple[int, int]]]:
        """Give the sound, and for each word event its 0-based place in the text and its sample."""
        if not self.has_voice(id):
            raise EngineUnavailable(f"espeak has no voice {quoted(id)}")
        rate = min(max(round(settings.rate_wpm * pace), _RATE_MIN_WPM), _RATE_MAX_WPM)
        for parameter, value in (
            (_RATE, rate),
            (_VOLUME, _VOLUME_PERCENT),
            (_PITCH, settings.pitch),
            (_RANGE, settings.range),
        ):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._sound, self._words = [], []
        data = text.encode()
        flags = _CHARS_UTF8 | _PHONEMES | _ENDPAUSE
        failed = self._lib.espeak_Synth(data, len(data) + 1, 0, _POS_CHARACTER, 0, flags, None, None)
        if failed:
            raise VoiceError(f"espeak could not speak {quoted(text)} (its error {failed})")
        return (np.concatenate(self._sound) if self._sound else np.zeros(0, np.int16)), self._words


def _loader() -> Any:
    try:
        import espeakng_loader
    except ImportError as error:
        raise EngineUnavailable("espeak is not installed: pip install espeakng-loader") from error
    return espeakng_loader


@cache
def _has_voice(id: str) -> bool:
    """Say whether there is such a voice and, behind a plus, such a variant (the library overlooks a wrong one)."""
    name, plus, variant = id.partition("+")
    variants = Path(_loader().get_data_path()) / "voices" / "!v"
    if plus and variant not in {path.name for path in variants.iterdir()}:
        return False
    with _LOCK, _Library() as library:
        return library.has_voice(name)


class EspeakEngine:
    """Speaks with the embedded voices: clear and always there, if not warm."""

    name = "espeak"

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the embedded voice of a language, or the one asked for by espeak's name (``en+f3``)."""
        settings = speech_settings().espeak[language]
        id = preferred or "+".join(
            part for part in (find_language(language).voices["espeak"], settings.variant) if part
        )
        if not _has_voice(id):
            raise EngineUnavailable(f"espeak has no voice {quoted(id)}: leave the voice's name out to use its own")
        spelled = find_language(language).spelled_by == "hebrew"
        vowels = f" {hebrew.version()}" if spelled else ""
        bare = spelled and not hebrew.has_vowels()
        note = " (guesses the vowels: pip install 'briefcast[voices]')" if bare else ""
        card = voice_card(self.name, id)
        return Voice(
            engine=self.name,
            id=id,
            language=language,
            name=f"espeak-ng {id}{note}",
            region=card.region,
            gender=card.gender,
            pace=card.pace,
            licence=card.licence or _LICENCE,
            version=f"{metadata.version('espeakng-loader')} {settings}{vowels}",
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; Hebrew words are spelled out with their vowels first."""
        said = hebrew.spell_sounds(words) if find_language(voice.language).spelled_by == "hebrew" else words
        text = " ".join(said)
        begins = list(itertools.accumulate((len(word) + 1 for word in said[:-1]), initial=0))
        with _LOCK, _Library() as library:
            sound, events = library.speak(text, voice.id, speech_settings().espeak[voice.language], pace)
        starts: list[float | None] = [None] * len(words)
        for position, sample in events:
            index = bisect.bisect_right(begins, position) - 1
            if index >= 0 and starts[index] is None:
                starts[index] = sample * 1000 / library.rate_hz
        samples = resample(np.asarray(sound / np.float32(32768), np.float32), library.rate_hz)
        filled = fill_starts(words, starts, len(samples) * 1000 / RATE_HZ)
        return SpokenSentence(samples=samples, word_times_ms=close_words(samples, filled))
