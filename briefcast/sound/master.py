"""The master: pieces of speech on one timeline, brought to the loudness that listeners expect.

Loudness is set with one gain, so the voice keeps its life. Only where the peaks do not allow that
gain are they held by a limiter, and only for a very uneven voice is it evened out first. The result
is always measured: no filter is trusted to have done what it was asked to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np

from briefcast.errors import MediaError, ToolError
from briefcast.sound.mixing import lay_music, lay_room, speech_levels_dbfs
from briefcast.sound.music import Music
from briefcast.sound.samples import RATE_HZ, Samples, read_wav, wav_length
from briefcast.sound.track import BLOCK, Track, mix_tracks, write_track
from briefcast.store.working import working_folder
from briefcast.tools.ffmpeg import Run, Stream, run


@dataclass(frozen=True, kw_only=True)
class Loudness:
    """How loud a sound is, measured by ITU-R BS.1770."""

    integrated_lufs: float
    """Minus infinity for silence."""
    true_peak_dbtp: float
    range_lu: float


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A sound and when it begins."""

    start_ms: int
    audio: Path
    """Mono 16-bit WAV at 48 kHz."""


TARGET_LUFS = -16.0
"""Apple Podcasts audio requirements: about −16 dB LKFS, ±1 dB; AES TD1008 gives the same for players."""
TOLERANCE_LU = 0.5
"""Half of what Apple allows."""
PEAK_MAX_DBTP = -1.0
"""Apple Podcasts, EBU R 128: true peak of the delivered file."""
MASTER_PEAK_DBTP = -1.5
"""Room for what a lossy encoder adds to the peaks."""
_CLOSE_LU = 0.15
"""Near enough to the target to stop."""
_BOTH_CHANNELS_DB = 2.3
"""Loudness of speech on two speakers over its level in one channel: 3 dB, less what BS.1770 weighs down."""
_LIMITED_LU = 0.1
"""What the limiter takes off speech, more or less: 0.03 to 0.16 over the example edition. Added beforehand, it spares
many a second pass."""
_LIMIT_MAX_DB = 4.0
"""More than this taken off by the limiter alone is heard as pumping: even out the voice first."""
_ATTEMPTS = 5
_SILENCE_LUFS = -69.9
"""BS.1770 leaves out what is under −70 LUFS."""


def measure_loudness(path: Path, *, alike: bool = False) -> Loudness:
    """Measure the first sound track of a file; MediaError if it has none.

    Where its two channels are known to be ``alike``, one is measured as heard from both speakers: half the work.
    """
    track = ffmpeg.input(str(path)).audio
    if alike:
        track = track.filter("channelmap", map="0", channel_layout="mono")
    try:
        return _read_meter(run(_metered(track, peak=True, mono=alike).output("-", format="null")))
    except ToolError as error:
        raise MediaError(f"the loudness of {path.name} could not be measured: is it a sound? {error}") from error


def master_track(
    pieces: Sequence[Piece],
    *,
    duration_ms: int,
    out: Path,
    peak_dbtp: float = MASTER_PEAK_DBTP,
    target_lufs: float = TARGET_LUFS,
    music: Music | None = None,
    room: bool = False,
    deliver: Callable[[Path], Loudness] | None = None,
) -> Loudness:
    """Place pieces on a timeline and write it as a mastered stereo WAV (16 bit, 48 kHz).

    Both channels are the same: a mono file would sound 3 dB louder than it measures on two speakers.

    Args:
        pieces: Sounds and their times; where two overlap they add up.
        duration_ms: Length of the result, to the sample; a piece must not reach beyond it.
        out: The WAV to write.
        peak_dbtp: Highest true peak.
        target_lufs: Loudness to reach.
        music: A bed and stings (`briefcast.sound.music.choose_music`). While somebody speaks they lie more
            than 20 dB below (WCAG 2.2, 1.4.7), and the whole is brought to the loudness.
        room: Let a room be heard, far down, where nobody speaks: digital silence sounds as if the line had dropped.
        deliver: Turns the WAV into what people get and measures that. Then this is what is brought to the
            loudness, with peaks up to `PEAK_MAX_DBTP`, and the WAV is not measured.

    Returns:
        The loudness measured on the file written, or on what is delivered. Silence stays silence.

    Raises:
        MediaError: If a piece does not fit, or the loudness cannot be reached within `TOLERANCE_LU`.
    """
    with working_folder("sound") as folder:
        whole = write_track(folder / "voice.f32", _lay(pieces, duration_ms))
        beside = [lay_room(whole, folder / "room.f32")] if room else []
        beside += [lay_music(music, whole, folder / "music.f32")] if music else []
        if beside:
            whole = mix_tracks(folder / "whole.f32", [whole, *beside])

        def write(chain: Sequence[_Filter]) -> Loudness:
            if deliver is None:
                return _read_meter(run(_written(whole, chain, out, metered=True)))
            run(_written(whole, chain, out, metered=False))
            return deliver(out)

        if not whole.peak:
            return write([])
        peak_db = 20 * math.log10(whole.peak)
        level_db, _ = speech_levels_dbfs(whole.levels_dbfs)
        room_db = target_lufs - peak_dbtp + peak_db - level_db - _BOTH_CHANNELS_DB
        chain: list[_Filter] = []
        if room_db > _LIMIT_MAX_DB:
            chain = [("acompressor", {"threshold": "-30dB", "ratio": 3, "attack": 8, "release": 160, "knee": 6})]
        bound_dbtp = peak_dbtp if deliver is None else PEAK_MAX_DBTP
        reached = _reach(whole, write, chain, peak_db, peak_dbtp, bound_dbtp, target_lufs)
    slack_db = 0.1 if deliver is None else 0.0
    if abs(reached.integrated_lufs - target_lufs) > TOLERANCE_LU or reached.true_peak_dbtp > bound_dbtp + slack_db:
        raise MediaError(
            f"{out.name} came out at {reached.integrated_lufs:.1f} LUFS with a true peak of"
            f" {reached.true_peak_dbtp:.1f} dBTP, not at {target_lufs:.1f} and {bound_dbtp:.1f}:"
            " the recording is too uneven; record it again or choose another voice"
        )
    return reached


_Filter = tuple[str, dict[str, object]]


def _lay(pieces: Sequence[Piece], duration_ms: int) -> Iterator[Samples]:
    """Give a line of silence with the pieces added up on it, block by block."""
    length = duration_ms * RATE_HZ // 1000
    placed = []
    for piece in pieces:
        try:
            samples = wav_length(piece.audio)
        except (OSError, EOFError, ValueError) as error:
            raise MediaError(f"{piece.audio} is no mono 16-bit WAV at {RATE_HZ} Hz: {error}") from error
        start = piece.start_ms * RATE_HZ // 1000
        if start < 0 or start + samples > length:
            end_ms = piece.start_ms + samples * 1000 // RATE_HZ
            raise MediaError(
                f"{piece.audio.name} runs from {piece.start_ms} to {end_ms} ms, the track to {duration_ms}"
            )
        placed.append((start, start + samples, piece.audio))
    for begin in range(0, length, BLOCK):
        block = np.zeros(min(BLOCK, length - begin), np.float32)
        for start, end, audio in placed:
            first, last = max(start, begin), min(end, begin + len(block))
            if first < last:
                block[first - begin : last - begin] += read_wav(audio, first - start, last - start)
        yield block


def _reach(
    track: Track,
    write: Callable[[Sequence[_Filter]], Loudness],
    leveller: list[_Filter],
    peak_db: float,
    peak_dbtp: float,
    bound_dbtp: float,
    target_lufs: float,
) -> Loudness:
    """Reach a loudness with peaks held down; what the limiter takes off is added to the gain and measured again.

    ``peak_db`` is the track's highest sample, ``peak_dbtp`` what the limiter aims at, ``bound_dbtp`` the highest true
    peak that ``write`` may find.
    """
    found_lufs = _loudness(track, leveller)
    if found_lufs == -math.inf:
        return write([])
    gain_db = target_lufs - found_lufs
    ceiling_db = peak_dbtp - 0.3
    limited = bool(leveller) or peak_db + gain_db > ceiling_db
    if limited:
        gain_db += _LIMITED_LU
    best: Loudness | None = None
    for _ in range(_ATTEMPTS):
        chain: list[_Filter] = [*leveller, ("volume", {"volume": f"{gain_db:.3f}dB"})]
        if limited:
            chain += [
                # Peaks between samples are seen only at a higher rate.
                ("aresample", {"sample_rate": RATE_HZ * 2}),
                (
                    "alimiter",
                    {"limit": f"{10 ** (ceiling_db / 20):.6f}", "attack": 5, "release": 60, "level": 0, "latency": 1},
                ),
                ("aresample", {"sample_rate": RATE_HZ}),
            ]
        best = write(chain)
        miss_lu = target_lufs - best.integrated_lufs
        over_db = best.true_peak_dbtp - bound_dbtp
        if abs(miss_lu) <= _CLOSE_LU and over_db <= 0:
            break
        gain_db += miss_lu
        if over_db > 0:
            ceiling_db -= over_db + 0.05 if limited else 0.0
            limited = True
    assert best is not None
    return best


def _filtered(track: Track, chain: Sequence[_Filter]) -> Stream:
    stream = track.stream()
    for name, options in chain:
        stream = stream.filter(name, **options)
    return stream


def _loudness(track: Track, chain: Sequence[_Filter]) -> float:
    """Measure how loud a track is behind a chain of filters, without its peaks."""
    return _read_meter(run(_metered(_filtered(track, chain), peak=False).output("-", format="null"))).integrated_lufs


def _written(track: Track, chain: Sequence[_Filter], out: Path, *, metered: bool) -> Stream:
    """Write a track through a chain of filters, and measure it on its way to the file if that is wanted."""
    # One channel up to here: half the work of two that are the same.
    sound = _filtered(track, chain)
    sound = _metered(sound, peak=True) if metered else sound.filter("apad", whole_len=track.length)
    mono = sound.filter("aformat", channel_layouts="mono")
    both = mono.filter("atrim", end_sample=track.length).filter_multi_output("asplit")
    return ffmpeg.filter([both[0], both[1]], "join", inputs=2, channel_layout="stereo").output(
        str(out),
        format="wav",
        acodec="pcm_s16le",
        ar=RATE_HZ,
        map_metadata=-1,
        fflags="+bitexact",
        **{"flags:a": "+bitexact"},
    )


def _metered(sound: Stream, *, peak: bool, mono: bool = True) -> Stream:
    """Let a sound pass a meter of ITU-R BS.1770; mono counts as heard from two speakers."""
    # The meter reports every tenth of a second: the padding brings the last, partial one into the report.
    meter = sound.filter("apad", pad_dur=0.2).filter(
        "ebur128", peak="true" if peak else "none", metadata=1, framelog="quiet", **({"dualmono": 1} if mono else {})
    )
    return meter.filter("ametadata", "print", file="-")


def _read_meter(done: Run) -> Loudness:
    lines = (line.removeprefix("lavfi.r128.") for line in done.stdout.decode().splitlines() if "=" in line)
    last = dict(line.split("=", 1) for line in lines)
    integrated, peak = float(last["I"]), float(last.get("true_peak", 0))
    return Loudness(
        integrated_lufs=integrated if integrated > _SILENCE_LUFS else -math.inf,
        true_peak_dbtp=20 * math.log10(peak) if peak > 0 else -math.inf,
        range_lu=float(last["LRA"]),
    )
