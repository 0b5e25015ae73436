"""The encoder: frames and sound in, one MP4 that every platform takes.

H.264 High in closed groups of at most two seconds, BT.709, 4:2:0; AAC-LC 48 kHz stereo; the index
first and no edit list (YouTube's recommended upload settings; Instagram and Facebook Reels ask for
the same). x264 runs inside this process, on the frames as they lie in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from briefcast.errors import MediaError
from briefcast.speech.base import RATE_HZ

X264 = {"preset": "veryfast", "crf": "20", "profile": "high", "bf": "2", "g": "60", "flags": "+cgop"}
"""How the picture is encoded: closed groups of 2 s (Facebook: 2–5 s), two B-frames (YouTube)."""
AUDIO_BITRATE_BPS = 128_000
"""Stereo; Facebook Reels ask for at least 128 kbps, Instagram takes 128."""
AAC = {"aac_coder": "fast"}
"""Half the work of the default search; for one voice at this bitrate both leave bits over."""
_AAC_FRAME = 1024
_SOUND_LAG_MAX_S = 8
"""libavformat holds packets of one stream back for 10 s while it waits for the other."""
_BT709 = 1
_LIMITED = 1
_ISO_639_2 = {"vi": "vie", "en": "eng", "he": "heb"}


def encode_video(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    *,
    width_px: int,
    height_px: int,
    fps: int,
    frame_count: int,
    sound: Future[NDArray[np.float32] | None],
    language: str,
    metadata: Mapping[str, str],
    on_frame: Callable[[int], None] | None = None,
) -> None:
    """Write frames (YUV 4:2:0 buffers, height · 3/2 by width) and mono sound at `RATE_HZ` into one MP4.

    A buffer may be the same array every time, changed in between: it is read before the next one is
    asked for. ``sound`` may still be in the making: the picture goes ahead of it for some seconds; None
    is silence. Sound is cut or filled with silence to the length of ``frame_count`` frames. Raises
    MediaError if the file cannot be written or the frames are fewer or more than said.
    """
    options = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}
    count = 0
    try:
        with av.open(str(path), "w", format="mp4", options=options) as container:
            container.metadata.update(metadata)
            video = _add_video(container, width_px, height_px, fps)
            track = _Sound(container, sound, round(frame_count * RATE_HZ / fps))
            for stream in (video, track.stream):
                stream.metadata["language"] = _ISO_639_2.get(language, language)
            for buffer in frames:
                frame = av.VideoFrame.from_numpy_buffer(buffer, format="yuv420p")
                frame.pts = count
                frame.time_base = Fraction(1, fps)
                container.mux(video.encode(frame))
                count += 1
                # The file interleaves both: the sound may follow late, but not by more than the muxer holds back.
                if count % fps == 0 and (sound.done() or count >= _SOUND_LAG_MAX_S * fps):
                    track.write_until(count * RATE_HZ // fps)
                if on_frame:
                    on_frame(count)
            container.mux(video.encode(None))
            track.finish()
    except (FFmpegError, OSError) as error:
        raise MediaError(
            f"{path.name} could not be written ({error}); check the free space and the rights of {path.parent}."
        ) from error
    if count != frame_count:
        raise MediaError(f"{path.name} has {count} frames where {frame_count} were planned; render it again.")


def _add_video(container: OutputContainer, width_px: int, height_px: int, fps: int) -> VideoStream:
    stream = container.add_stream("libx264", rate=fps, options=dict(X264))
    stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
    context = stream.codec_context
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = _LIMITED
    # Slices, which the library would choose, are slower than frames in parallel and cost quality.
    context.thread_type = "FRAME"
    context.thread_count = 3
    return stream


class _Sound:
    """The sound track, encoded as far as the picture has come."""

    def __init__(self, container: OutputContainer, sound: Future[NDArray[np.float32] | None], length: int) -> None:
        self.container = container
        self.stream: AudioStream = container.add_stream("aac", rate=RATE_HZ, layout="stereo", options=dict(AAC))
        self.stream.bit_rate = AUDIO_BITRATE_BPS
        self._given = sound
        # The encoder adds a frame of its own to what it is given.
        self._length = (round(length / _AAC_FRAME) - 1) * _AAC_FRAME
        self._place = 0

    @cached_property
    def _samples(self) -> NDArray[np.float32]:
        # AAC begins with one frame of the encoder's own. Without an edit list players show it, so the
        # sound gives up its first frame (1/47 s of the silence it begins with) to stay in step.
        whole = np.zeros(self._length, np.float32)
        given = self._given.result()
        if given is not None:
            part = given[_AAC_FRAME : _AAC_FRAME + self._length]
            whole[: len(part)] = part
        return whole

    def write_until(self, sample: int) -> None:
        while self._place + _AAC_FRAME <= min(sample, self._length):
            block = self._samples[self._place : self._place + _AAC_FRAME]
            frame = av.AudioFrame.from_ndarray(np.stack([block, block]), format="fltp", layout="stereo")
            frame.sample_rate = RATE_HZ
            frame.time_base = Fraction(1, RATE_HZ)
            frame.pts = self._place + _AAC_FRAME
            self.container.mux(self.stream.encode(frame))
            self._place += _AAC_FRAME

    def finish(self) -> None:
        self.write_until(self._length)
        self.container.mux(self.stream.encode(None))
