"""The same film gives the same bytes. Who approved one file would else find another in its place after an upgrade."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from briefcast.products.video.encoder import encode_segment, read_preset
from briefcast.products.video.stage import Shown

SIDE_PX, FRAMES = 1080, 12
"""A width that is no multiple of 16: what x264 pads."""


def _push() -> list[Shown]:
    """Give a picture that is pushed out by another, as between scenes."""
    random = np.random.default_rng(1)
    picture = np.repeat(np.repeat(random.integers(16, 235, (135, 270), np.uint8), 8, 0), 8, 1)
    frames = []
    for number in range(FRAMES):
        frame = np.full((SIDE_PX * 3 // 2, SIDE_PX), 128, np.uint8)
        left = number * SIDE_PX // FRAMES
        frame[:SIDE_PX] = picture[:SIDE_PX, left : left + SIDE_PX]
        frames.append(Shown(frame, True))
    return frames


@pytest.mark.parametrize("name", ["draft", "standard", "archive"])
def test_what_is_encoded_side_by_side_is_the_same_each_time(tmp_path: Path, name: str) -> None:
    frames, preset = _push(), read_preset(name)

    def encode(number: int) -> str:
        path = tmp_path / f"{number}.mp4"
        encode_segment(path, frames, width_px=SIDE_PX, height_px=SIDE_PX, fps=30, frame_count=FRAMES, preset=preset)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(encode, range(8)))) == 1
