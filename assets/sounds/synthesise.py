"""Make the sounds of briefcast from nothing but arithmetic: four beds, three stings.

    python -m assets.sounds.synthesise

Beds are composed on a circle: whatever rings past the end rings on from the beginning, so a bed can
be repeated without a joint. Every run gives the same samples.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Line = NDArray[np.float64]

RATE_HZ = 24_000
"""Nothing here rings above 8 kHz; half the usual rate halves the files."""
LOUDEST_DBFS = -20.0
"""Level of the loudest 0.4 s of every sound."""
HERE = Path(__file__).parent
_BLOCK = 4096


def _hz(note: float) -> float:
    """Give the frequency of a note by its MIDI number."""
    return float(440 * 2 ** ((note - 69) / 12))


def _add(line: Line, sound: Line, at_s: float) -> None:
    """Add a sound on the circle."""
    places = (round(at_s * RATE_HZ) + np.arange(len(sound))) % len(line)
    np.add.at(line, places, sound)


def _pad(note: float, seconds: float) -> Line:
    """A soft chord tone that swells and goes: three voices a little apart, few overtones."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    swell = np.sin(np.pi * np.clip(t / seconds, 0, 1)) ** 1.5
    voices = [
        np.sin(2 * np.pi * _hz(note + cents / 100) * k * t + k * 1.3 + cents) / k**2.2
        for cents in (-6.0, 0.0, 5.0)
        for k in (1, 2, 3, 4)
    ]
    return np.asarray(swell * np.sum(voices, axis=0) / 3)


def _pluck(note: float, seconds: float, *, wood: float = 0.5) -> Line:
    """A struck bar of wood: a tone, its fourth harmonic that dies first, and a soft beginning."""
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    f = _hz(note)
    tone = np.sin(2 * np.pi * f * t) * np.exp(-t * 5 / seconds)
    tone += wood * 0.5 * np.sin(2 * np.pi * f * 3.98 * t) * np.exp(-t * 22)
    tone += 0.2 * np.sin(2 * np.pi * f * 2 * t) * np.exp(-t * 9)
    return np.asarray(tone * np.clip(t / 0.006, 0, 1) * np.clip((seconds - t) / 0.05, 0, 1))


def _in_a_room(line: Line, *, seconds: float, wet: float, seed: int) -> Line:
    """Let a line ring in a room; on the circle, so that the beginning hears the end."""
    rng = np.random.default_rng(seed)
    t = np.arange(len(line)) / RATE_HZ
    answer = rng.standard_normal(len(line)) * np.exp(-t * 6.9 / seconds)
    spectrum = np.fft.rfft(answer)
    hz = np.fft.rfftfreq(len(line), 1 / RATE_HZ)
    spectrum *= 1 / (1 + (hz / 2500) ** 2) * (hz / (hz + 120))
    rung = np.fft.irfft(np.fft.rfft(line) * spectrum, len(line))
    return np.asarray(line + wet * rung * np.sqrt(np.mean(line**2) / np.mean(rung**2)))


def calm() -> Line:
    """Twenty quiet seconds: four wide chords, a note here and there."""
    line = np.zeros(20 * RATE_HZ)
    chords = ((48, 55, 64, 67, 74), (45, 52, 60, 67, 71), (41, 53, 60, 64, 69), (43, 50, 60, 65, 69))
    for number, chord in enumerate(chords):
        for height, note in enumerate(chord):
            # A phone plays little below 400 Hz: what carries the chord lies above.
            _add(line, _pad(note, 8.0) * (0.3, 0.4, 0.8, 1.0, 1.0)[height], number * 5 - 1.5)
            _add(line, _pad(note + 12, 8.0) * 0.6, number * 5 - 1.5)
    for at, note in ((1.25, 79), (3.75, 76), (6.9, 74), (8.75, 72), (11.25, 77), (12.5, 76), (16.25, 74), (18.1, 72)):
        _add(line, _pluck(note, 2.2, wood=0.1) * 0.5, at)
    return _in_a_room(line, seconds=2.4, wet=0.5, seed=7)


def bright() -> Line:
    """Twenty lively seconds at 96 beats a minute: a marimba walks through four chords."""
    beat = 60 / 96
    line = np.zeros(round(32 * beat * RATE_HZ))
    chords = ((60, 64, 67, 74), (57, 64, 67, 72), (53, 60, 65, 69), (55, 62, 67, 71))
    walk = (0, 2, 1, 3, 2, 1, 3, 2)
    for bar in range(8):
        chord = chords[bar // 2]
        for step, index in enumerate(walk):
            if (bar % 2, step) in ((1, 6), (0, 5)):
                continue
            accent = 1.0 if step in (0, 3, 6) else 0.7
            _add(
                line,
                _pluck(chord[index] + (24 if step == 7 and bar % 2 else 12), 0.9) * accent,
                (bar * 4 + step / 2) * beat,
            )
        for step in (0, 1.5, 2.5):
            _add(
                line,
                _pluck(chord[0] - 24 if chord[0] > 56 else chord[0] - 12, 1.1, wood=0.0) * 0.5,
                (bar * 4 + step) * beat,
            )
        for note in chord[:3]:
            _add(line, _pad(note, 4 * beat * 1.5) * 0.16, (bar * 4 - 1) * beat)
    return _in_a_room(line, seconds=0.9, wet=0.3, seed=11)


def warm() -> Line:
    """Twenty slow seconds: strings plucked close by, one chord in four bars of three."""
    beat = 60 / 72
    line = np.zeros(round(24 * beat * RATE_HZ))
    chords = ((65, 69, 72, 77), (62, 69, 74, 77), (58, 65, 70, 74), (60, 67, 72, 76))
    for bar in range(8):
        chord = chords[bar // 2]
        for step, index in enumerate((0, 1, 2, 3, 2, 1)):
            if (bar % 2, step) == (1, 5):
                continue
            at = (bar * 3 + step / 2) * beat
            _add(
                line,
                _pluck(chord[index] + (12 if step == 3 and bar % 2 else 0), 1.5, wood=0.25) * (1 - 0.08 * step),
                at,
            )
        for height, note in enumerate(chord[1:]):
            _add(line, _pad(note, 3 * beat * 1.6) * (0.1 + 0.03 * height), (bar * 3 - 0.8) * beat)
    return _in_a_room(line, seconds=1.3, wet=0.35, seed=13)


def steady() -> Line:
    """Twenty sober seconds: a soft pulse on one note under open chords, without a tune."""
    beat = 60 / 84
    line = np.zeros(round(28 * beat * RATE_HZ))
    chords = (
        (62, 69, 74, 76),
        (62, 67, 71, 74),
        (60, 67, 71, 74),
        (62, 69, 72, 76),
        (62, 69, 74, 76),
        (59, 66, 71, 74),
        (60, 67, 71, 76),
    )
    for bar, chord in enumerate(chords):
        for step in range(8):
            strength = 0.5 if step % 4 == 0 else 0.28
            _add(line, _pluck(74 if step % 4 else 62, 0.5, wood=0.1) * strength, (bar * 4 + step / 2) * beat)
        for height, note in enumerate(chord):
            _add(line, _pad(note, 4 * beat * 1.5) * (0.2 + 0.08 * height), (bar * 4 - 1) * beat)
    return _in_a_room(line, seconds=1.8, wet=0.4, seed=17)


def _sting(notes: tuple[tuple[float, float, float], ...], seconds: float, seed: int) -> Line:
    """Some struck notes (second, note, strength) that ring out within a time."""
    line = np.zeros(round(seconds * RATE_HZ) * 2)
    for at, note, strength in notes:
        _add(line, _pluck(note, min(seconds - at, 2.0), wood=0.35) * strength, at)
    rung = _in_a_room(line, seconds=1.2, wet=0.35, seed=seed)[: round(seconds * RATE_HZ)]
    fade = np.clip((len(rung) - np.arange(len(rung))) / (0.35 * RATE_HZ), 0, 1)
    return np.asarray(rung * fade)


def opening() -> Line:
    """Three rising notes."""
    return _sting(((0.0, 67, 0.8), (0.16, 72, 0.9), (0.32, 79, 1.0), (0.32, 60, 0.7)), 1.6, 3)


def closing() -> Line:
    """Two notes that come home."""
    return _sting(((0.0, 79, 0.8), (0.22, 74, 0.8), (0.46, 72, 1.0), (0.46, 60, 0.8), (0.46, 67, 0.6)), 2.2, 5)


def accent() -> Line:
    """One soft note between two parts."""
    return _sting(((0.0, 76, 0.8), (0.09, 79, 0.6)), 0.8, 9)


def loudest_dbfs(line: Line, *, rate_hz: int = RATE_HZ) -> float:
    """Give the level of the loudest 0.4 s."""
    size = round(0.4 * rate_hz)
    power = np.convolve(line**2, np.ones(size) / size, "valid" if len(line) > size else "same")
    return float(10 * np.log10(power.max()))


def write_flac(path: Path, line: Line) -> None:
    """Write a line, brought to `LOUDEST_DBFS`, as 16-bit FLAC."""
    level = 10 ** ((LOUDEST_DBFS - loudest_dbfs(np.tile(line, 2) if len(line) > 10 * RATE_HZ else line)) / 20)
    samples = np.clip(np.rint(line * level * 32767), -32768, 32767).astype(np.int16)
    with av.open(str(path), "w", format="flac", options={"fflags": "+bitexact"}) as file:
        stream = file.add_stream("flac", rate=RATE_HZ, layout="mono", options={"compression_level": "12"})
        stream.format = "s16"
        for start in range(0, len(samples), _BLOCK):
            part = av.AudioFrame.from_ndarray(samples[None, start : start + _BLOCK], format="s16", layout="mono")
            part.sample_rate = RATE_HZ
            part.pts = start
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))


SOUNDS = {
    "bed-calm": calm,
    "bed-bright": bright,
    "bed-warm": warm,
    "bed-steady": steady,
    "sting-opening": opening,
    "sting-closing": closing,
    "sting-accent": accent,
}


def main(folder: Path = HERE) -> None:
    """Write every sound into a folder."""
    for name, compose in SOUNDS.items():
        write_flac(folder / f"{name}.flac", compose())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
