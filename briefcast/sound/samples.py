"""Samples of sound: read, written, measured, made louder or softer."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

FRAME_MS = 10
"""Step of every look at a sound."""
VOICED_BELOW_PEAK_DB = 40.0
"""A frame this far under the loudest one is silence: weak consonants lie 25–35 dB under vowels."""
SILENCE_DBFS = -60.0
"""A sound that never rises above this says nothing."""
_FLOOR = 1e-9


def read_wav(path: Path, first: int = 0, end: int | None = None) -> Samples:
    """Read a mono 16-bit WAV at `RATE_HZ`, or a part of it, as samples from −1 to 1; ValueError for any other kind."""
    length = wav_length(path)
    with wave.open(str(path)) as file:
        file.setpos(first)
        data = file.readframes((length if end is None else end) - first)
    return np.asarray(np.frombuffer(data, "<i2") / np.float32(32768), np.float32)


def wav_length(path: Path) -> int:
    """Give the length in samples of a mono 16-bit WAV at `RATE_HZ`; ValueError for any other kind."""
    with wave.open(str(path)) as file:
        kind = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if kind != (1, 2, RATE_HZ):
            raise ValueError(f"{path.name} is {kind[0]} channel(s), {kind[1] * 8} bit, {kind[2]} Hz")
        return int(file.getnframes())


def write_wav(path: Path, samples: Samples) -> None:
    """Write samples as a mono 16-bit WAV at `RATE_HZ`."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.clip(np.rint(samples * 32768), -32768, 32767).astype("<i2").tobytes())


def resample(samples: NDArray[np.float32], rate_hz: int) -> Samples:
    """Bring a mono sound from ``rate_hz`` to `RATE_HZ`."""
    if rate_hz == RATE_HZ:
        return samples
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32)[None, :], format="flt", layout="mono")
    frame.sample_rate = rate_hz
    pieces = [out.to_ndarray()[0] for step in (frame, None) for out in resampler.resample(step)]
    sound = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
    length = round(len(samples) * RATE_HZ / rate_hz)
    return np.pad(sound[:length], (0, max(0, length - len(sound)))).astype(np.float32)


def duration_ms(samples: Samples) -> int:
    """Give the length of a sound in whole milliseconds, rounded down."""
    return len(samples) * 1000 // RATE_HZ


def frame_levels_dbfs(samples: Samples) -> NDArray[np.float64]:
    """Give the level of each frame of `FRAME_MS` (the last one may be partly filled)."""
    size = RATE_HZ * FRAME_MS // 1000
    frames = np.pad(samples.astype(np.float64), (0, -len(samples) % size)).reshape(-1, size)
    return np.asarray(10 * np.log10(np.mean(frames**2, axis=1) + _FLOOR))


def voiced_frames(samples: Samples) -> NDArray[np.bool_]:
    """Say for each frame whether somebody speaks in it."""
    return voiced_levels(frame_levels_dbfs(samples))


def voiced_levels(levels_dbfs: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say for each frame, given its level, whether somebody speaks in it."""
    loudest = float(levels_dbfs.max(initial=-np.inf))
    return np.asarray(levels_dbfs > max(loudest - VOICED_BELOW_PEAK_DB, SILENCE_DBFS))


def speech_loudness(samples: Samples) -> float:
    """Give the loudness of the voiced parts, in LUFS with the weighting of ITU-R BS.1770-4.

    The weighting is applied in the frequency domain and quiet frames are left out, so that a short
    sentence and a long one with pauses compare; the gate is that of `voiced_frames`, not of BS.1770.
    """
    voiced = np.repeat(voiced_frames(samples), RATE_HZ * FRAME_MS // 1000)[: len(samples)]
    if not voiced.any():
        return -np.inf
    spectrum = np.fft.rfft(samples.astype(np.float64)) * _k_weighting(len(samples))
    weighted = np.fft.irfft(spectrum, len(samples))
    return float(-0.691 + 10 * np.log10(np.mean(weighted[voiced] ** 2) + _FLOOR))


def _k_weighting(length: int) -> NDArray[np.float64]:
    """Magnitude of the two BS.1770 filters (coefficients for 48 kHz, BS.1770-4 tables 1 and 2)."""
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.asarray(np.abs(shelf * high_pass))


def set_loudness(samples: Samples, *, target_lufs: float, peak_max_dbfs: float) -> Samples:
    """Bring speech to a loudness, but never above a peak; silence stays silence."""
    loudness = speech_loudness(samples)
    if not np.isfinite(loudness):
        return samples
    gain = 10 ** ((target_lufs - loudness) / 20)
    highest = float(np.abs(samples).max()) * gain
    return np.asarray(samples * (gain * min(1.0, 10 ** (peak_max_dbfs / 20) / highest)), np.float32)


RATE_HZ = 48_000
"""Every sound inside briefcast is mono float32 at this rate (EBU R 128 house rate, video rate)."""
