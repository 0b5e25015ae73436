"""Speech engines that fail, each in one way; they enter by the same table as real ones."""

from __future__ import annotations

import threading

import numpy as np

from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine


class _Faulty:
    """Speaks like the embedded engine until its fault shows."""

    name = "faulty"
    calls = 0

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        return Voice(engine=self.name, id=type(self).__name__, language=language, name="a voice with a fault")

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        type(self).calls += 1
        real = EspeakEngine()
        return self.spoil(real.speak(words, real.find_voice(voice.language), pace))

    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        return sentence


class FailsOnThirdSentence(_Faulty):
    calls = 0

    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        if self.calls == 3:
            raise RuntimeError("the connection was lost")
        return sentence


class SpeaksSilence(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        return SpokenSentence(samples=sentence.samples * 0, word_times_ms=sentence.word_times_ms)


class SpeaksNan(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        samples = sentence.samples.copy()
        samples[1000] = np.nan
        return SpokenSentence(samples=samples, word_times_ms=sentence.word_times_ms)


class LosesAWord(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        return SpokenSentence(samples=sentence.samples, word_times_ms=sentence.word_times_ms[:-1])


class RunsBackwards(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        return SpokenSentence(samples=sentence.samples, word_times_ms=sentence.word_times_ms[::-1])


class PointsBeyondTheEnd(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        *others, (start, _) = sentence.word_times_ms
        return SpokenSentence(samples=sentence.samples, word_times_ms=(*others, (start, 999_999)))


class CutsShort(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        times = tuple((10 * n, 10 * n + 10) for n in range(len(sentence.word_times_ms)))
        return SpokenSentence(samples=sentence.samples[:9600], word_times_ms=times)


class SaysNothing(_Faulty):
    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        return SpokenSentence(samples=sentence.samples[:0], word_times_ms=())


class Hangs(_Faulty):
    release = threading.Event()

    def spoil(self, sentence: SpokenSentence) -> SpokenSentence:
        self.release.wait(30)
        return sentence


FAULTS = {
    SpeaksSilence: "silence",
    SpeaksNan: "not a number",
    LosesAWord: "word times for",
    RunsBackwards: "backwards",
    PointsBeyondTheEnd: "beyond the end",
    CutsShort: "only 200 ms",
    SaysNothing: "no sound",
}
"""Each fault of a sentence and the words by which it is reported."""
