"""Real small films and recordings, for servers that look into the files they are given."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import av
import numpy as np

from briefcast.channels.base import Post


@cache
def film() -> bytes:
    """Encode one second of a film, 108×192, with sound."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        picture = container.add_stream("libx264", rate=10, width=108, height=192, pix_fmt="yuv420p")
        sound = container.add_stream("aac", rate=44100)
        for number in range(10):
            shade = np.full((192, 108, 3), number * 20, np.uint8)
            container.mux(picture.encode(av.VideoFrame.from_ndarray(shade)))
        container.mux(picture.encode())
        _encode_sound(container, sound)
    return buffer.getvalue()


@cache
def recording() -> bytes:
    """Encode one second of an MP3."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as container:
        _encode_sound(container, container.add_stream("libmp3lame", rate=44100))
    return buffer.getvalue()


def _encode_sound(container: av.container.OutputContainer, stream: av.AudioStream) -> None:
    silence = av.AudioFrame.from_ndarray(np.zeros((2, 44100), np.float32), format="fltp", layout="stereo")
    silence.sample_rate = 44100
    fifo = av.AudioFifo()
    fifo.write(silence)
    while frame := fifo.read(stream.frame_size or 1152, partial=True):
        container.mux(stream.encode(frame))
    container.mux(stream.encode())


def with_real_media(post: Post, folder: Path) -> Post:
    """Give the post a film or recording that plays, in the place of its main file."""
    made = {"video": film, "audio": recording}.get(post.main.role)
    if made is None:
        return post
    content = made()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{post.marker}-{post.main.name}"
    path.write_bytes(content)
    main = replace(
        post.main, path=path, bytes=len(content), sha256=hashlib.sha256(content).hexdigest(), duration_ms=1000
    )
    if main.role == "video":
        main = replace(main, width_px=108, height_px=192, fps=10.0)
    return replace(post, files=(main, *post.files[1:]))
