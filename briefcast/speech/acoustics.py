"""What narration needs to know of a sound: where it is voiced, how loud it is, where its words fall."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from briefcast.sound.samples import _FLOOR, FRAME_MS, RATE_HZ, Samples, duration_ms, voiced_frames
from briefcast.speech.base import SpokenSentence

Spans = tuple[tuple[int, int], ...]
WORD_MIN_MS = 20
"""Shortest time a word may have: two frames."""
PAUSE_MIN_MS = 60
"""Quiet shorter than this inside speech is the closure of a stop consonant, not a pause."""


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
    ours, theirs = mel_frames(samples), mel_frames(example.samples)
    path, _ = _warp(theirs, ours)
    starts = [float(path[min(start // FRAME_MS, len(path) - 1)] * FRAME_MS) for start, _ in example.word_times_ms]
    return close_words(samples, starts)


def distance(theirs: NDArray[np.float64], ours: NDArray[np.float64]) -> float:
    """Say how unlike two sounds are, given as `mel_frames`, where one is bent in time to the other.

    Of the same words said by two voices it is about 2.3 to 3.3, of other words 3.6 to 4.6 (sentences of three to ten
    words in Vietnamese and English, espeak against another variant of it and against Piper).
    """
    _, cost = _warp(theirs, ours)
    return cost / (len(theirs) + len(ours))


def mel_frames(samples: Samples) -> NDArray[np.float64]:
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


def _warp(theirs: NDArray[np.float64], ours: NDArray[np.float64]) -> tuple[NDArray[np.int64], float]:
    """For each frame of theirs the frame of ours it belongs to, on the cheapest monotonic path, and what that costs."""
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
    return match, float(total[rows, columns])
