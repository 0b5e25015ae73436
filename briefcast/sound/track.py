"""A track: a sound of any length as a file of samples, written and looked at block by block.

So a long piece takes no more memory than a short one: ten minutes of samples are 115 MB, and every
look at them would take as much again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
import numpy as np
from numpy.typing import NDArray

from briefcast.sound.samples import RATE_HZ, Samples, frame_levels_dbfs
from briefcast.tools.ffmpeg import Stream

BLOCK = 10 * RATE_HZ
"""Samples looked at together; whole frames of `frame_levels_dbfs`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """A mono sound in a file, and what was seen of it while it was written."""

    path: Path
    """Samples as 32-bit floats at `RATE_HZ`, without a header."""
    length: int
    """In samples."""
    levels_dbfs: NDArray[np.float64]
    """Level of each frame of `briefcast.sound.samples.FRAME_MS`."""
    peak: float
    """The highest sample, from 0 on."""

    def blocks(self) -> Iterator[Samples]:
        """Give the samples, `BLOCK` at a time."""
        return read_blocks(self.path)

    def stream(self) -> Stream:
        """Give the track as the input of a graph."""
        stream: Stream = ffmpeg.input(str(self.path), format="f32le", ar=RATE_HZ, ac=1).audio
        return stream


def read_blocks(path: Path) -> Iterator[Samples]:
    """Give the samples of a file of 32-bit floats without a header, `BLOCK` at a time."""
    with path.open("rb") as file:
        while data := file.read(BLOCK * 4):
            yield np.frombuffer(data, "<f4")


def write_track(path: Path, blocks: Iterable[Samples]) -> Track:
    """Write a track from its blocks, each of `BLOCK` samples but the last one."""
    length, peak = 0, 0.0
    levels = [np.zeros(0)]
    with path.open("wb") as file:
        for block in blocks:
            file.write(block.astype("<f4", copy=False).tobytes())
            length += len(block)
            peak = max(peak, float(block.max(initial=0)), -float(block.min(initial=0)))
            levels.append(frame_levels_dbfs(block))
    return Track(path=path, length=length, levels_dbfs=np.concatenate(levels), peak=peak)


def mix_tracks(path: Path, tracks: Sequence[Track]) -> Track:
    """Write the sum of tracks of one length as a track."""
    together = zip(*(track.blocks() for track in tracks), strict=True)
    return write_track(path, (np.sum(blocks, axis=0, dtype=np.float32) for blocks in together))
