"""The encoder: frames in, segments out; segments and sound in, one MP4 that every platform takes.

A segment is one closed group of pictures in a file of its own. Segments are encoded apart, so that
every core has one to work on and none is encoded twice, and joined by copying their packets. x264 runs
inside this process, on the frames as they lie in memory; one thread for each segment wastes nothing, and
gives the same bytes on every machine. The result: H.264 in closed groups of at most two seconds, BT.709,
4:2:0; AAC-LC 48 kHz stereo; the index first and no edit list (YouTube's recommended upload settings;
Instagram and Facebook Reels ask for the same).
"""

from __future__ import annotations

import itertools
import wave
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

import av
import numpy as np
from av import Packet
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from briefcast.errors import MediaError
from briefcast.languages import language as find_language
from briefcast.paths import ASSETS
from briefcast.products.video.stage import Shown
from briefcast.sound.samples import RATE_HZ
from briefcast.tables import read_rows
from briefcast.tools.probe import UNDECODED

AAC = {"aac_coder": "fast", "aac_ms": "1", "aac_is": "0", "aac_pns": "0", "aac_tns": "0"}
"""Half the work of the default search; for one voice at these bitrates every way leaves bits over. Both channels are
the same, so they are always written as what they share. The tools for channels that differ, noise and sudden attacks
are left out: they take a tenth more and come no nearer to the master."""
_AAC_FRAME = 1024
_AAC_BLOCK = 100 * _AAC_FRAME
"""The encoder cuts its frames from it; blocks of one frame cost a tenth more."""
_BT709 = 1
_LIMITED = 1
_OPTIONS = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}


class Preset(BaseModel):
    """How a film is encoded: an entry of ``assets/video.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    use: str = Field(alias="for")
    """What it is for, as people choose it."""
    frames: Literal["all", "changed"]
    """Every frame at a fixed rate, or only those that differ from the one before."""
    group_s: float
    """Longest distance of key frames."""
    scale: float = Field(1.0, gt=0, le=1)
    """How wide and high its frames are, of what was directed: one over a whole number."""
    x264: dict[str, str]
    audio_bitrate_bps: int


def read_preset(name: str) -> Preset:
    """Give a preset by name; KeyError if there is none of that name."""
    return read_rows(ASSETS / "video.yaml", Preset)[name]


def encode_segment(
    path: Path,
    frames: Iterable[Shown],
    *,
    width_px: int,
    height_px: int,
    fps: int,
    frame_count: int,
    preset: Preset,
    on_frame: Callable[[], None] | None = None,
) -> None:
    """Write frames as one closed group of pictures into an MP4 without sound.

    A buffer may be the same array every time, changed in between: it is read before the next one is
    asked for. Raises MediaError if the file cannot be written or the frames are fewer or more than said.
    """
    count = 0
    try:
        with av.open(str(path), "w", format="mp4", options={"use_editlist": "0"}) as container:
            video = container.add_stream("libx264", rate=fps, options=_settings(preset, fps))
            _describe(video, width_px, height_px)
            for shown in frames:
                if shown.changed or preset.frames == "all" or count == 0:
                    frame = av.VideoFrame.from_numpy_buffer(shown.buffer, format="yuv420p")
                    frame.pts = count
                    frame.time_base = Fraction(1, fps)
                    container.mux(video.encode(frame))
                count += 1
                if on_frame:
                    on_frame()
            container.mux(video.encode(None))
    except (FFmpegError, OSError) as error:
        raise _unwritten(path, error) from error
    if count != frame_count:
        raise MediaError(f"A segment has {count} frames where {frame_count} were planned; render the film again.")


def _settings(preset: Preset, fps: int) -> dict[str, str]:
    # The same for every segment. No key frame but the first: another would cost bits and bring nothing.
    return {**preset.x264, "g": str(round(preset.group_s * fps)), "sc_threshold": "0", "flags": "+cgop"}


def _describe(stream: VideoStream, width_px: int, height_px: int) -> None:
    stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
    context = stream.codec_context
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = _LIMITED
    context.thread_count = 1


def encode_sound(path: Path, master: Path | None, *, duration_ms: int, bitrate_bps: int) -> None:
    """Write a WAV (16 bit, `RATE_HZ`) as AAC stereo into an MP4; None is silence.

    It is read and encoded block by block, and cut or filled with silence to the duration. Raises
    MediaError if the file cannot be written.
    """
    # The encoder adds a frame of its own to what it is given.
    length = (round(duration_ms * RATE_HZ / 1000 / _AAC_FRAME) - 1) * _AAC_FRAME
    try:
        with av.open(str(path), "w", format="mp4", options=_OPTIONS) as container:
            stream = container.add_stream("aac", rate=RATE_HZ, layout="stereo", options=dict(AAC))
            stream.bit_rate = bitrate_bps
            start = _AAC_FRAME
            for block in _blocks(master, length):
                frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
                frame.sample_rate = RATE_HZ
                frame.time_base = Fraction(1, RATE_HZ)
                frame.pts = start
                start += block.shape[1]
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    except (FFmpegError, OSError) as error:
        raise _unwritten(path, error) from error


def _blocks(master: Path | None, length: int) -> Iterator[NDArray[np.float32]]:
    """Give so many samples, two channels each, in blocks of some seconds that hold whole AAC frames."""
    sizes = [min(_AAC_BLOCK, length - start) for start in range(0, length, _AAC_BLOCK)]
    if master is None:
        for size in sizes:
            yield np.zeros((2, size), np.float32)
        return
    with wave.open(str(master)) as file:
        channels = file.getnchannels()
        assert file.getframerate() == RATE_HZ and file.getsampwidth() == 2
        # AAC begins with one frame of the encoder's own. Without an edit list players show it, so the
        # sound gives up its first frame (1/47 s of the silence it begins with) to stay in step.
        file.readframes(_AAC_FRAME)
        for size in sizes:
            samples = np.frombuffer(file.readframes(size), "<i2").reshape(-1, channels)
            block = np.zeros((2, size), np.float32)
            block[:, : len(samples)] = (samples / np.float32(32768)).T
            yield block


class Segment(NamedTuple):
    """A segment that lies in a file."""

    path: Path
    start_frame: int
    frames: int


def join_film(
    path: Path,
    segments: Iterable[Segment],
    sound: Path | None,
    *,
    fps: int,
    frame_count: int,
    language: str,
    metadata: Mapping[str, str],
) -> None:
    """Write segments, which follow each other, and their sound, if any, into one MP4; packets are copied as they are.

    The segments may still be in the making: each is copied when it comes. Raises MediaError if one was
    encoded with other settings than the first, if one is missing, broken or out of place, or if the
    file cannot be written.
    """
    waiting, spoken_in = iter(segments), find_language(language).iso_639_2
    first = next(waiting)
    try:
        with ExitStack() as opened_files:
            film = opened_files.enter_context(av.open(str(path), "w", format="mp4", options=_OPTIONS))
            heard = opened_files.enter_context(av.open(str(sound))) if sound else None
            film.metadata.update(metadata)
            with av.open(str(first.path), options=UNDECODED) as opened:
                context = opened.streams.video[0].codec_context
                head, delay = context.extradata, int(context.has_b_frames)
                video = film.add_stream_from_template(opened.streams.video[0])
            audio = film.add_stream_from_template(heard.streams.audio[0]) if heard else None
            for stream in film.streams:
                stream.metadata["language"] = spoken_in
            video.time_base = Fraction(1, fps)
            spoken = (packet for packet in (heard.demux(audio=0) if heard else ()) if packet.dts is not None)
            for batch, until in _packets(itertools.chain([first], waiting), head, delay, fps, frame_count):
                for packet in batch:
                    packet.stream = video
                # Side by side, as players read them: the sound of a segment with its pictures.
                film.mux(batch)
                if audio:
                    _copy_until(spoken, until * RATE_HZ // fps, audio, film)
            if audio:
                _copy_until(spoken, None, audio, film)
    except (FFmpegError, OSError) as error:
        raise _unwritten(path, error) from error


def _copy_until(
    packets: Iterator[Packet[AudioStream]], tick: int | None, to: AudioStream, film: OutputContainer
) -> None:
    """Copy packets of sound up to a time, or all that are left."""
    for packet in packets:
        packet.stream = to
        film.mux(packet)
        if tick is not None and packet.pts is not None and packet.pts >= tick:
            return


def _packets(
    segments: Iterable[Segment], head: bytes | None, delay: int, fps: int, frame_count: int
) -> Iterator[tuple[list[Packet[VideoStream]], int]]:
    """Give the packets of each segment with their times in the film, in ticks of one frame, and where it ends.

    A frame is decoded ``delay`` frames ahead of when the one at its place in the file is shown, so that
    those needed out of turn are there. All segments wait alike: the rule runs on over their borders.
    """
    decoded = deque(range(-delay, 0))
    end = 0
    for segment in segments:
        if segment.start_frame != end:
            raise MediaError(f"A segment begins with frame {segment.start_frame}, not {end}; render the film again.")
        end += segment.frames
        found = _read(segment, head, fps)
        decoded.extend(sorted(segment.start_frame + frame for frame, _ in found))
        packets = []
        for frame, packet in found:
            packet.time_base = Fraction(1, fps)
            packet.pts, packet.dts = segment.start_frame + frame, decoded.popleft()
            packet.duration = 1
            packets.append(packet)
        if end == frame_count and packets[-1].dts is not None:
            # What follows decides how long a frame lasts; the last one lasts until the film ends.
            packets[-1].duration = end - delay - packets[-1].dts
        yield packets, end
    if end != frame_count:
        raise MediaError(f"The segments hold {end} frames where {frame_count} were planned; render the film again.")


def _read(segment: Segment, head: bytes | None, fps: int) -> list[tuple[int, Packet[VideoStream]]]:
    """Give the packets of a segment in the order of the file, each with its frame."""
    with av.open(str(segment.path), options=UNDECODED) as container:
        stream = container.streams.video[0]
        if stream.codec_context.extradata != head:
            raise MediaError(
                f"{segment.path} was encoded with other settings than the rest; delete it and render again."
            )
        # Asked of an open file: what belongs to a closed one is freed memory.
        assert stream.time_base is not None
        ticks = stream.time_base * fps
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
    times = [round(packet.pts * ticks) for packet in packets if packet.pts is not None]
    frames = [time - min(times) for time in times]
    keys = [number for number, packet in enumerate(packets) if packet.is_keyframe]
    if keys != [0] or frames[0] != 0 or max(frames) >= segment.frames or len(set(frames)) < len(frames):
        raise MediaError(f"{segment.path} is no whole group of {segment.frames} frames; delete it and render again.")
    return list(zip(frames, packets, strict=True))


def _unwritten(path: Path, error: Exception) -> MediaError:
    return MediaError(
        f"{path.name} could not be written ({error}); check the free space and the rights of {path.parent}."
    )
