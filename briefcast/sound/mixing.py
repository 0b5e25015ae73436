"""Mixing: how loud music is at each moment of a piece, and the music laid out as it is to be heard.

It follows from the voice itself, not from a compressor that reacts to it: where somebody speaks, the
loudest moment of the music lies a fixed distance under the softest phrase.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import av
import ffmpeg
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from briefcast.errors import MediaError
from briefcast.messages import tell
from briefcast.sound.music import Music, music_table
from briefcast.sound.samples import FRAME_MS, RATE_HZ, Samples, voiced_levels
from briefcast.sound.track import BLOCK, Track, read_blocks, write_track
from briefcast.store.files import known_sha256
from briefcast.store.working import working_folder
from briefcast.tools.ffmpeg import Stream, run

_JOIN_MS = 1200
"""A pause shorter than this does not bring the music up: it would pump."""
_PHRASE_GAP_MS, _PHRASE_MIN_MS = 250, 300
_DOWN_MS, _EARLY_MS = 250, 30
"""Going down takes this long and is over this long before the voice."""
_HOLD_MS, _UP_MS = 150, 900
_FADE_IN_MS, _FADE_OUT_MS = 300, 1500
_LOUDEST_MS = 400
"""Window of every level of music: the momentary loudness of EBU R 128."""
_OFF_DB = -120.0
_SAMPLES_MS = RATE_HZ // 1000
_ROOM_SEED = 16
_SOUNDS_KEPT = 8
"""Sounds that stay decoded: all beds and stings, at most about 25 MB each."""

Spans = tuple[tuple[int, int], ...]


def lay_music(music: Music, voice: Track, out: Path) -> Track:
    """Write the music of a piece on its own, as loud as it is to be heard with ``voice``, and as long.

    Where nobody ever speaks nothing is accompanied: silence. MediaError names a file that is no sound.
    """
    spoken = spoken_spans(voice.levels_dbfs, join_ms=_JOIN_MS)
    stings = [sting for sting in music.stings if sting.start_ms * _SAMPLES_MS < voice.length]
    if not spoken or not (music.bed or stings):
        return write_track(out, (np.zeros_like(block) for block in voice.blocks()))
    levels = music_table().levels
    whole_db, softest_db = speech_levels_dbfs(voice.levels_dbfs)
    tracks: list[Stream] = []
    with working_folder("music") as folder:

        def automated(sound: Stream, gain: NDArray[np.float64], start: int = 0, end: int = voice.length) -> None:
            """Lay a sound as loud as its curve says from one sample of the piece to another; silence around it."""
            curve = write_track(folder / f"gain{len(tracks)}.f32", _samples_of(gain, start, end))
            whole = sound.filter("apad", whole_len=end - start).filter("atrim", end_sample=end - start)
            heard = ffmpeg.filter([whole, curve.stream()], "amultiply")
            late = heard.filter("adelay", delays=f"{start}S", all=1) if start else heard
            tracks.append(late.filter("apad", whole_len=voice.length) if end < voice.length else late)

        def curve(audio: Path, alone_db: float, speech_db: float, fade_ms: tuple[int, int]) -> NDArray[np.float64]:
            loudest_db = _loudest_dbfs(audio)
            under_db = softest_db - speech_db - loudest_db
            alone_db = max(whole_db - alone_db - loudest_db, under_db)
            return _gain_curve(spoken, voice.length, alone_db, under_db, fade_ms)

        if music.bed:
            bed = ffmpeg.input(str(music.bed)).audio.filter("aloop", loop=-1, size=len(_read_sound(music.bed)[0]))
            automated(
                bed.filter("aresample", RATE_HZ),
                curve(music.bed, levels.bed_alone_db, levels.under_speech_db, (_FADE_IN_MS, _FADE_OUT_MS)),
            )
        notes_of = {audio: _opened(audio, times) for audio, times in Counter(sting.audio for sting in stings).items()}
        for sting in stings:
            start = sting.start_ms * _SAMPLES_MS
            samples, rate_hz = _read_sound(sting.audio)
            end = min(start + -(-len(samples) * RATE_HZ // rate_hz), voice.length)
            loud = curve(sting.audio, levels.sting_db, levels.sting_under_speech_db, (0, _UP_MS))
            automated(next(notes_of[sting.audio]), loud, start, end)
        mixed = ffmpeg.filter(tracks, "amix", inputs=len(tracks), normalize=0) if len(tracks) > 1 else tracks[0]
        raw = folder / "mixed.f32"
        run(mixed.output(str(raw), format="f32le", acodec="pcm_f32le", ar=RATE_HZ, ac=1))
        return write_track(out, read_blocks(raw))


def _opened(audio: Path, times: int) -> Iterator[Stream]:
    """Give a sound as so many streams at `RATE_HZ`: a graph takes each of them once."""
    notes = ffmpeg.input(str(audio)).audio.filter("aresample", RATE_HZ)
    if times == 1:
        yield notes
        return
    parted = notes.filter_multi_output("asplit", times)
    yield from (parted[number] for number in range(times))


def lay_room(voice: Track, out: Path) -> Track:
    """Write the sound of a room in which somebody speaks, as long as ``voice``; silence where nobody does.

    It is soft noise without hiss, the same in every piece.
    """
    if not spoken_spans(voice.levels_dbfs, join_ms=_JOIN_MS):
        return write_track(out, (np.zeros_like(block) for block in voice.blocks()))
    whole_db, _ = speech_levels_dbfs(voice.levels_dbfs)
    room = _room_tone() * np.float32(10 ** ((whole_db - music_table().levels.room_db) / 20))
    return write_track(out, (room[: len(block)] for block in voice.blocks()))


@cache
def _room_tone() -> Samples:
    """Give a block of noise at 0 dB that joins with itself: made on a circle, darker the higher it is."""
    spectrum = np.fft.rfft(np.random.default_rng(_ROOM_SEED).standard_normal(BLOCK))
    hz = np.fft.rfftfreq(BLOCK, 1 / RATE_HZ)
    noise = np.fft.irfft(spectrum * (hz / (hz + 60)) / (1 + (hz / 700) ** 1.5), BLOCK)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), np.float32)


def spoken_spans(levels_dbfs: NDArray[np.float64], *, join_ms: int) -> Spans:
    """Give from when to when somebody speaks, in ms; a pause shorter than ``join_ms`` belongs to the speech."""
    voiced = np.flatnonzero(voiced_levels(levels_dbfs))
    if not len(voiced):
        return ()
    gaps = np.flatnonzero(np.diff(voiced) * FRAME_MS > join_ms)
    starts, ends = voiced[np.r_[0, gaps + 1]], voiced[np.r_[gaps, len(voiced) - 1]]
    return tuple((int(a) * FRAME_MS, (int(b) + 1) * FRAME_MS) for a, b in zip(starts, ends, strict=True))


def speech_levels_dbfs(levels_dbfs: NDArray[np.float64]) -> tuple[float, float]:
    """Give the level of a voice where it speaks: as a whole, and of its softest phrase."""
    voiced = voiced_levels(levels_dbfs)
    power = np.where(voiced, 10 ** (levels_dbfs / 10), 0.0)

    def level(start_ms: int, end_ms: int) -> float:
        part = slice(start_ms // FRAME_MS, end_ms // FRAME_MS)
        return float(10 * np.log10(power[part].sum() / max(voiced[part].sum(), 1)))

    phrases = spoken_spans(levels_dbfs, join_ms=_PHRASE_GAP_MS)
    long = [span for span in phrases if span[1] - span[0] >= _PHRASE_MIN_MS] or phrases
    return level(0, len(voiced) * FRAME_MS), min(level(*span) for span in long)


def _gain_curve(
    spoken: Spans, length: int, alone_db: float, under_db: float, fade_ms: tuple[int, int]
) -> NDArray[np.float64]:
    """Give the gain at every millisecond: down before the voice begins, up after it, in and out at the ends."""
    keys: list[tuple[float, float]] = []
    for start, end in spoken:
        down, up = start - _EARLY_MS, end + _HOLD_MS
        keys += [(down - _DOWN_MS, alone_db), (down, under_db), (up, under_db), (up + _UP_MS, alone_db)]
    whole_ms = length * 1000 / RATE_HZ
    step = np.arange(0, int(whole_ms) + 2)
    # Two stretches are further apart than the ramps are long, or the higher of two gains would win.
    gain = 10 ** (np.interp(step, [k[0] for k in keys], [k[1] for k in keys]) / 20)
    if fade_ms[0]:
        gain *= np.clip(step / fade_ms[0], 0, 1)
    if fade_ms[1]:
        gain *= np.clip((whole_ms - step) / fade_ms[1], 0, 1)
    return np.asarray(gain)


def _samples_of(gain: NDArray[np.float64], start: int, end: int) -> Iterator[Samples]:
    """Give the gain of every sample from one to another, block by block: straight from each millisecond to the next."""
    fine = gain.astype(np.float32)
    way = np.arange(_SAMPLES_MS, dtype=np.float32) / _SAMPLES_MS
    for first in range(start, end, BLOCK):
        last = min(first + BLOCK, end)
        begin = first // _SAMPLES_MS
        ms = fine[begin : -(-last // _SAMPLES_MS) + 1]
        line = (ms[:-1, None] + np.diff(ms)[:, None] * way).ravel().astype(np.float32, copy=False)
        yield line[first - begin * _SAMPLES_MS : last - begin * _SAMPLES_MS]


def _loudest_dbfs(audio: Path) -> float:
    """Give the level of the loudest 0.4 s of a file."""
    samples, rate_hz = _read_sound(audio)
    size = min(rate_hz * _LOUDEST_MS // 1000, len(samples))
    # Once around: a bed is heard joined with itself.
    power = np.cumsum(np.r_[0.0, np.r_[samples, samples[:size]].astype(np.float64) ** 2])
    loudest = float((power[size:] - power[:-size]).max()) / size
    return 10 * float(np.log10(loudest)) if loudest > 0 else _OFF_DB


def _read_sound(audio: Path) -> tuple[Samples, int]:
    """Give the first channel of a sound file and its rate; MediaError if it holds none."""
    try:
        return _decode(audio, known_sha256(audio))
    except OSError as error:
        raise _no_sound(audio, error) from error


@lru_cache(maxsize=_SOUNDS_KEPT)
def _decode(audio: Path, _sha256: str) -> tuple[Samples, int]:
    """Decode a sound file; known again by its content."""
    try:
        with av.open(str(audio)) as file:
            stream = file.streams.audio[0]
            rate_hz = stream.rate
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate_hz)
            frames = [part.to_ndarray()[0] for frame in file.decode(stream) for part in resampler.resample(frame)]
            frames += [part.to_ndarray()[0] for part in resampler.resample(None)]
            samples = np.concatenate(frames).astype(np.float32)
    except (FFmpegError, OSError, IndexError, ValueError) as error:
        raise _no_sound(audio, error) from error
    return samples, rate_hz


def _no_sound(audio: Path, error: Exception) -> MediaError:
    return MediaError(
        tell(
            "{name} is no sound that can be read ({error}); save it as FLAC or WAV.",
            name=audio.name,
            error=str(error),
        )
    )
