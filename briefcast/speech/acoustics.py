"""What narration needs to know of a sound: where it is voiced, how loud it is, where its words fall."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from briefcast.speech.base import RATE_HZ, SpokenSentence

Samples = NDArray[np.float32]
Spans = tuple[tuple[int, int], ...]

FRAME_MS = 10
"""Step of every look at a sound."""
VOICED_BELOW_PEAK_DB = 40.0
"""A frame this far under the loudest one is silence: weak consonants lie 25–35 dB under vowels."""
SILENCE_DBFS = -60.0
"""A sound that never rises above this says nothing."""
WORD_MIN_MS = 20
"""Shortest time a word may have: two frames."""
PAUSE_MIN_MS = 60
"""Quiet shorter than this inside speech is the closure of a stop consonant, not a pause."""
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


def trim(sentence: SpokenSentence, *, margin_ms: int) -> SpokenSentence:
    """Cut the silence at both ends down to a margin, fade the cuts and move the word times along."""
    voiced = np.flatnonzero(voiced_frames(sentence.samples))
    if not len(voiced):
        return sentence
    start_ms = max(0, min(int(voiced[0]) * FRAME_MS, sentence.word_times_ms[0][0]) - margin_ms)
    end_ms = max((int(voiced[-1]) + 1) * FRAME_MS, sentence.word_times_ms[-1][1]) + margin_ms
    samples = sentence.samples[start_ms * RATE_HZ // 1000 : end_ms * RATE_HZ // 1000].copy()
    fade = min(len(samples) // 2, RATE_HZ * min(5, margin_ms) // 1000)
    if fade:
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        samples[:fade] *= ramp
        samples[-fade:] *= ramp[::-1]
    times = tuple((start - start_ms, end - start_ms) for start, end in sentence.word_times_ms)
    return SpokenSentence(samples=samples, word_times_ms=times)


def fill_starts(words: Sequence[str], starts_ms: Sequence[float | None], total_ms: float) -> list[float]:
    """Give every word a start: those an engine did not report share the time of the word before, by letters."""
    known = [index for index, start in enumerate(starts_ms) if start is not None]
    filled = [float(start) if start is not None else 0.0 for start in starts_ms]
    for left, right in zip([-1, *known], [*known, len(words)], strict=True):
        begin = filled[left] if left >= 0 else 0.0
        end = filled[right] if right < len(words) else total_ms
        letters = [len(words[index]) + 1 for index in range(max(left, 0), right)]
        if not letters:
            continue
        spread = begin + (end - begin) * np.cumsum([0, *letters[:-1]]) / sum(letters)
        for index, value in zip(range(max(left, 0), right), spread, strict=True):
            if starts_ms[index] is None:
                filled[index] = float(value)
    return filled


def close_words(samples: Samples, starts_ms: Sequence[float]) -> Spans:
    """Make spans of word starts: a word ends where the next begins, or where the voice falls silent before.

    A start that lies in silence moves to where the voice sets in. Spans never overlap and none is
    shorter than `WORD_MIN_MS` as long as the sound has room for it.
    """
    total = duration_ms(samples)
    count = len(starts_ms)
    starts: list[int] = []
    for index, start in enumerate(starts_ms):
        earliest = starts[-1] + WORD_MIN_MS if starts else 0
        latest = total - WORD_MIN_MS * (count - index)
        starts.append(max(min(max(round(start), earliest), latest), 0))
    voiced = voiced_frames(samples)
    spans: list[tuple[int, int]] = []
    for index, start in enumerate(starts):
        limit = starts[index + 1] if index + 1 < count else total
        inside = np.flatnonzero(voiced[start // FRAME_MS : max(limit // FRAME_MS, start // FRAME_MS + 1)])
        end = limit
        if len(inside):
            first = (start // FRAME_MS + int(inside[0])) * FRAME_MS
            last = (start // FRAME_MS + int(inside[-1]) + 1) * FRAME_MS
            if limit - last >= PAUSE_MIN_MS or index + 1 == count:
                end = min(last, limit)
            start = min(max(first, start), end - WORD_MIN_MS) if first > start else start
        spans.append((start, max(end, min(start + WORD_MIN_MS, total))))
    return tuple(spans)


def align_to_example(example: SpokenSentence, samples: Samples) -> Spans:
    """Find the words of a sound by comparing it with another voice saying the same, whose times are known.

    Both sounds become log-mel frames; dynamic time warping finds which frame of one is which of the
    other, and the example's word starts are carried over.
    """
    ours, theirs = _mel_frames(samples), _mel_frames(example.samples)
    path = _warp(theirs, ours)
    starts = [float(path[min(start // FRAME_MS, len(path) - 1)] * FRAME_MS) for start, _ in example.word_times_ms]
    return close_words(samples, starts)


def _mel_frames(samples: Samples) -> NDArray[np.float64]:
    """Log energies in 26 mel bands and their slopes, each band at its own mean and spread; one row a frame."""
    step, window = RATE_HZ * FRAME_MS // 1000, RATE_HZ * 25 // 1000
    count = max(1, -(-len(samples) // step))
    padded = np.pad(samples.astype(np.float64), (window // 2, count * step + window - len(samples)))
    frames = np.lib.stride_tricks.sliding_window_view(padded, window)[: count * step : step][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(window), 2048)) ** 2
    log_mel = np.log(power @ _mel_bands() + 1e-6 * (float(power.max()) + _FLOOR))
    log_mel = (log_mel - log_mel.mean(0)) / (log_mel.std(0) + 1e-3)
    return np.hstack([log_mel, np.gradient(log_mel, axis=0) * 2]) if count > 1 else np.hstack([log_mel, log_mel * 0])


def _mel_bands(count: int = 26, low_hz: float = 80, high_hz: float = 7600) -> NDArray[np.float64]:
    mel = np.linspace(np.log1p(low_hz / 700), np.log1p(high_hz / 700), count + 2)
    edges = 700 * np.expm1(mel)
    hz = np.fft.rfftfreq(2048, 1 / RATE_HZ)[:, None]
    return np.asarray(
        np.clip(np.minimum((hz - edges[:-2]) / np.diff(edges)[:-1], (edges[2:] - hz) / np.diff(edges)[1:]), 0, None)
    )


def _warp(theirs: NDArray[np.float64], ours: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each frame of theirs the frame of ours it belongs to, on the cheapest monotonic path."""
    rows, columns = len(theirs), len(ours)
    cost = np.sqrt(np.maximum((theirs**2).sum(1)[:, None] + (ours**2).sum(1)[None, :] - 2 * theirs @ ours.T, 0))
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0
    for diagonal in range(2, rows + columns + 1):
        i = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        j = diagonal - i
        best = np.minimum(total[i - 1, j - 1], np.minimum(total[i - 1, j], total[i, j - 1]))
        total[i, j] = cost[i - 1, j - 1] + best
    match = np.zeros(rows, np.int64)
    row, column = rows, columns
    while row and column:
        match[row - 1] = column - 1
        step = int(np.argmin((total[row - 1, column - 1], total[row - 1, column], total[row, column - 1])))
        row, column = (row - 1, column - 1) if step == 0 else (row - 1, column) if step == 1 else (row, column - 1)
    return match
