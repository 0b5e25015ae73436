"""The online engine: Google Translate's voice, where there is a network and no Piper voice.

The service gives an MP3 and no word times; those are found by comparing the sound with the embedded
espeak voice saying the same words. It is an unofficial use of a public page: it is asked seldom and
never twice for the same sentence (the store keeps what was spoken), and it may be limited or refused
at any time, which is then reported like any other engine that cannot serve.
"""

from __future__ import annotations

import io
import threading
import time
from importlib import metadata

import numpy as np

from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.languages import language as find_language
from briefcast.sound.samples import RATE_HZ, Samples
from briefcast.speech.acoustics import align_to_example
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.voice_cards import voice_card

_TIMEOUT_S = 8.0
_RETRY_AFTER_S = (0.5, 2.0)
"""Waits before the second and the third attempt, for failures that pass."""
_RETRY_AFTER_MAX_S = 15.0
"""A service that asks for a longer wait is not waited for: the next voice speaks."""
_INTERVAL_S = 0.5
"""Least time from one request to the next, in the whole process."""
_PART_CHARS = 100
"""gTTS asks once for each so many characters."""
_PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


class GttsEngine:
    """Speaks through the network; the next engine serves when there is none."""

    name = "gtts"

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the service's voice of a language; the network is not touched yet."""
        try:
            version = metadata.version("gTTS")
        except metadata.PackageNotFoundError as error:
            raise EngineUnavailable("gtts is not installed: pip install gtts") from error
        id = preferred or find_language(language).voices["gtts"]
        card = voice_card(self.name, id)
        return Voice(
            engine=self.name,
            id=id,
            language=language,
            name=f"Google Translate {id}",
            region=card.region,
            gender=card.gender,
            pace=card.pace,
            licence=card.licence,
            version=f"{version} {RATE_HZ}",
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; EngineUnavailable at once if there is no network."""
        samples = _decode(_fetch(" ".join(words), voice.id), pace)
        example = EspeakEngine()
        guide = example.speak(words, example.find_voice(voice.language), pace)
        return SpokenSentence(samples=samples, word_times_ms=align_to_example(guide, samples))


def _fetch(text: str, code: str) -> bytes:
    """Ask the service for an MP3; failures that pass are tried again."""
    from gtts import gTTS
    from gtts.tts import gTTSError

    for wait_s in (*_RETRY_AFTER_S, None):
        buffer = io.BytesIO()
        _take_turn(requests=-(-len(text) // _PART_CHARS))
        try:
            gTTS(text, lang=code, lang_check=False, timeout=_TIMEOUT_S).write_to_fp(buffer)
            return buffer.getvalue()
        except gTTSError as error:
            reason = _why_for_good(error)
            asked_s = _asked_to_wait_s(error)
            if reason or wait_s is None or asked_s > _RETRY_AFTER_MAX_S:
                raise EngineUnavailable(f"gtts: {reason or 'the service is busy or does not answer'}") from error
        time.sleep(max(wait_s, asked_s))
    raise AssertionError("the last attempt returns or raises")


_TURN = threading.Lock()
_next_turn_s = 0.0


def _take_turn(*, requests: int) -> None:
    """Wait until the service may be asked again."""
    global _next_turn_s
    with _TURN:
        time.sleep(max(0.0, _next_turn_s - time.monotonic()))
        _next_turn_s = time.monotonic() + _INTERVAL_S * requests


def _asked_to_wait_s(error: Exception) -> float:
    """Give how long the service asks to be left alone; 0 if it does not say."""
    response = getattr(error, "rsp", None)
    told = response.headers.get("Retry-After", "") if response is not None else ""
    return float(told) if told.isdigit() else 0.0


def _why_for_good(error: Exception) -> str:
    """Say why another attempt is no use; empty for a failure that passes."""
    response = getattr(error, "rsp", None)
    if response is not None:
        status = response.status_code
        return "" if status in _PASSING_STATUS else f"the service refused (HTTP {status})"
    import requests

    # gTTS hides the cause of a lost connection behind its own error; an answer that is merely late may come.
    late = isinstance(error.__context__, requests.ReadTimeout)
    return "" if late else "no network, or the service cannot be reached"


def _decode(mp3: bytes, pace: float) -> Samples:
    """Decode to mono at `RATE_HZ`; the pace changes the tempo and keeps the pitch."""
    import av

    try:
        with av.open(io.BytesIO(mp3), mode="r") as file:
            stream = file.streams.audio[0]
            graph = av.filter.Graph()
            chain = [
                graph.add_abuffer(template=stream),
                graph.add("atempo", f"{pace:.4f}"),
                graph.add("aformat", f"sample_fmts=flt:sample_rates={RATE_HZ}:channel_layouts=mono"),
                graph.add("abuffersink"),
            ]
            graph.link_nodes(*chain).configure()
            pieces = []
            for frame in [*file.decode(stream), None]:
                graph.push(frame)
                while True:
                    try:
                        pulled = graph.pull()
                    except (av.BlockingIOError, av.EOFError):
                        break
                    pieces.append(pulled.to_ndarray()[0])
    except (av.FFmpegError, IndexError) as error:
        raise VoiceError("gtts: the service sent something that is not sound; try again or choose a voice") from error
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
