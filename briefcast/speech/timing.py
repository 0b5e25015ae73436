"""When the words of a sound from a service begin, and whether it is those words at all.

A service that answers with another voice, another text or the names of letters answers with sound all the same. So what
it says is compared with the embedded voice: it has to be more like these words in this language than like the same
words backwards, or read in another language, and of about their length.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefcast.errors import EngineUnavailable
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.sound.samples import FRAME_MS, RATE_HZ, Samples, frame_levels_dbfs, voiced_frames
from briefcast.speech.acoustics import align_to_example, close_words, distance, fill_starts, mel_frames
from briefcast.speech.base import SpokenSentence
from briefcast.speech.espeak import EspeakEngine

SPEECH_FLOOR_DBFS = -50.0
"""A sound whose loudest 10 ms lie under this was not spoken."""
_RATIO = (0.4, 2.5)
"""How much longer or shorter than the embedded voice's reading a sentence may be."""
_TOLD_FROM_WORDS = 4
"""Of fewer words nobody can say by comparing sounds whether it is they."""
_NEARER = 0.15
"""How much more like another reading a sound is before it is taken for that: a natural English voice was 0.03 to 0.29
nearer to the right one, English voices that read Vietnamese 2.1 to 2.9 nearer to the wrong one."""
_STEP = 4
"""Frames per frame of the comparison: 40 ms are enough to tell texts apart."""
_LATE_MAX_MS = 150.0
"""Most that a coder moves a sound against the times that were told with it."""


def time_words(
    samples: Samples,
    words: tuple[str, ...],
    language: str,
    pace: float,
    *,
    who: str,
    starts_ms: Sequence[float | None] = (),
) -> SpokenSentence:
    """Give the sound of a sentence with a time for each of its words.

    Args:
        samples: What the service gave.
        words: What it was asked to say.
        language: In which language.
        pace: How fast the embedded voice has to read to be as fast.
        who: The service, for the message.
        starts_ms: Where each word begins, as the service says; found by comparison if it says nothing.

    Raises:
        EngineUnavailable: It is silence, or surely something else.
    """
    if not len(samples) or frame_levels_dbfs(samples).max() < SPEECH_FLOOR_DBFS:
        raise EngineUnavailable(tell("{service} answered with silence", service=who))
    guide = _read(words, language, pace)
    assert guide is not None, "the embedded voice reads every language"
    if _is_other(samples, words, language, guide, pace):
        raise EngineUnavailable(
            tell(
                "what {service} said is not the text, or not in this language ({language})",
                service=who,
                language=read_languages()[language].name,
            )
        )
    if any(start is not None for start in starts_ms):
        filled = fill_starts(words, _as_heard(starts_ms, samples), len(samples) * 1000 / RATE_HZ)
        return SpokenSentence(samples=samples, word_times_ms=close_words(samples, filled))
    return SpokenSentence(samples=samples, word_times_ms=align_to_example(guide, samples))


def _read(words: tuple[str, ...], language: str, pace: float) -> SpokenSentence | None:
    """Let the embedded voice read words; None where it finds nothing in them to say."""
    engine = EspeakEngine()
    spoken = engine.speak(words, engine.find_voice(language), pace)
    return spoken if len(spoken.samples) and voiced_frames(spoken.samples).any() else None


def _is_other(samples: Samples, words: tuple[str, ...], language: str, guide: SpokenSentence, pace: float) -> bool:
    """Say whether a sound is surely not these words in this language."""
    heard, own = _frames(samples), _frames(guide.samples)
    if not _RATIO[0] <= len(heard) / len(own) <= _RATIO[1]:
        return True
    if len(words) < _TOLD_FROM_WORDS:
        return False
    unlike = distance(own, heard)
    backwards = _read(words[::-1], language, pace)
    others = (_read(words, other, pace) for other in read_languages() if other != language)
    return bool(backwards and unlike > distance(_frames(backwards.samples), heard)) or any(
        unlike > distance(_frames(other.samples), heard) + _NEARER for other in others if other
    )


def _frames(samples: Samples) -> NDArray[np.float64]:
    """Give what of a sound is compared: from where the voice sets in to where it falls silent."""
    voiced = np.flatnonzero(voiced_frames(samples))
    size = RATE_HZ * FRAME_MS // 1000
    inside = samples[int(voiced[0]) * size : (int(voiced[-1]) + 1) * size] if len(voiced) else samples
    return mel_frames(inside)[::_STEP]


def _as_heard(starts_ms: Sequence[float | None], samples: Samples) -> list[float | None]:
    """Move told beginnings by what the coder moved the sound: the first word begins where the voice sets in."""
    first = next((start for start in starts_ms if start is not None), 0.0)
    onset = float(np.flatnonzero(voiced_frames(samples))[0] * FRAME_MS) if voiced_frames(samples).any() else first
    late = onset - first
    # Only where the first word itself was told can its beginning be held against the voice's.
    if starts_ms[0] is None or not 0 < late <= _LATE_MAX_MS:
        return list(starts_ms)
    return [None if start is None else start + late for start in starts_ms]
