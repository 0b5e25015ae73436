"""Cutting: the sound of an excerpt, out of the turns it was spoken in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from briefcast.sound.samples import RATE_HZ, read_wav, wav_length, write_wav

_FADE_MS = 12
"""The quiet at both ends comes and goes, so that nothing clicks."""


def cut_sound(pieces: Iterable[tuple[int, Path]], *, length_ms: int, out: Path) -> None:
    """Write what is heard of sounds from a moment on, so long.

    Args:
        pieces: When each begins, before the moment too, and its mono 16-bit WAV at `RATE_HZ`.
        length_ms: How long.
        out: The WAV to write.
    """
    sound = np.zeros(length_ms * RATE_HZ // 1000, np.float32)
    for start_ms, audio in pieces:
        begin = start_ms * RATE_HZ // 1000
        end = min(begin + wav_length(audio), len(sound))
        if end > max(begin, 0):
            sound[max(begin, 0) : end] += read_wav(audio, max(-begin, 0), end - begin)
    fade = np.linspace(0, 1, _FADE_MS * RATE_HZ // 1000, dtype=np.float32)
    sound[: len(fade)] *= fade
    sound[-len(fade) :] *= fade[::-1]
    write_wav(out, sound)
