"""Flashes: what could harm a viewer with epilepsy is counted, and our films have none of it (WCAG 2.2, 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from briefcast.products.video.compositor import frame_to_rgb, split_planes
from briefcast.products.video.stage import Stage
from tests.flashes import FLASHES_MAX, count_flashes
from tests.products.video.test_video import board


def film(lights: list[int], *, share: float = 1.0, colour: tuple[int, int, int] = (1, 1, 1)) -> list[NDArray[np.uint8]]:
    """Give frames of which a part has these lights, one after another."""
    frames = []
    for light in lights:
        frame = np.full((192, 108, 3), 40, np.uint8)
        frame[: round(192 * share)] = np.array(colour) * light
        frames.append(frame)
    return frames


def test_a_flashing_film_is_caught() -> None:
    """The measure would let anything pass."""
    assert count_flashes(film([20, 20, 20, 230, 230, 230] * 10), fps=30) >= 4
    assert count_flashes(film([0, 255] * 30), fps=30) > 10
    assert count_flashes(film([0, 0, 0, 230, 230, 230] * 10, colour=(1, 0, 0)), fps=30) >= 4


@pytest.mark.parametrize(
    ("lights", "share"),
    [
        ([20] * 15 + [230] * 15 + [20] * 30, 1.0),
        ([20, 20, 20, 40, 40, 40] * 10, 1.0),
        ([20, 20, 20, 230, 230, 230] * 10, 0.02),
        (list(range(20, 230, 4)), 1.0),
    ],
)
def test_what_wcag_allows_is_no_fault(lights: list[int], share: float) -> None:
    """One change of light, a faint flicker, a small spot, a slow rise: the measure would cry wolf."""
    assert count_flashes(film(lights, share=share), fps=30) <= FLASHES_MAX


def test_our_films_do_not_flash(tmp_path: Path) -> None:
    """A film could bring on a seizure."""
    storyboard = board(tmp_path, "he", "1x1")

    def small() -> Iterator[NDArray[np.uint8]]:
        with Stage(storyboard) as stage:
            for buffer in stage.frames():
                luma, blue, red = (plane[::4, ::4] for plane in split_planes(buffer))
                chroma = np.concatenate([blue.ravel(), red.ravel()]).reshape(-1, luma.shape[1])
                yield frame_to_rgb(np.concatenate([luma, chroma]))

    assert count_flashes(small(), fps=storyboard.fps) <= FLASHES_MAX
