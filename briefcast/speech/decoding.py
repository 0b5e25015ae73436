"""Sound in any format that FFmpeg reads, as the samples all engines give."""

from __future__ import annotations

import io

import numpy as np

from briefcast.errors import VoiceError
from briefcast.messages import tell
from briefcast.sound.samples import RATE_HZ, Samples


def decode(sound: bytes, pace: float, *, who: str) -> Samples:
    """Decode to mono at `RATE_HZ`; the pace changes the tempo and keeps the pitch.

    Args:
        sound: a whole file: MP3, WAV, Ogg, M4A.
        pace: 1.1 is a tenth faster.
        who: whose it is, for the message.

    Raises:
        VoiceError: It is no sound.
    """
    import av

    try:
        with av.open(io.BytesIO(sound), mode="r") as file:
            stream = file.streams.audio[0]
            graph = av.filter.Graph()
            chain = [
                graph.add_abuffer(template=stream),
                graph.add("atempo", f"{pace:.4f}"),
                graph.add("aformat", f"sample_fmts=flt:sample_rates={RATE_HZ}:channel_layouts=mono"),
                graph.add("abuffersink"),
            ]
            graph.link_nodes(*chain).configure()
            pieces = []
            for frame in [*file.decode(stream), None]:
                graph.push(frame)
                while True:
                    try:
                        pulled = graph.pull()
                    except (av.BlockingIOError, av.EOFError):
                        break
                    pieces.append(pulled.to_ndarray()[0])
    except (av.FFmpegError, IndexError) as error:
        raise VoiceError(tell("{who}: what came is not sound; try again or choose a voice.", who=who)) from error
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
