"""Flashes of a film, counted as WCAG 2.2 defines them (SC 2.3.1, general and red flash thresholds)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FLASHES_MAX = 3
"""In any one second (2.3.1 a)."""
_STEP = 0.10
"""A flash changes relative luminance by a tenth of the maximum or more…"""
_DARKER_MAX = 0.80
"""…where the darker image is below this."""
_AREA_MAX = 0.25 * (341 * 256) / (1024 * 768)
"""A quarter of any 341 × 256 px on 1024 × 768, the field of 10 degrees: here as a share of the frame."""
_LINEAR = np.array([v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in np.arange(256) / 255])
_SMALL = 48
"""Cells along the short side: each is a mean, as an eye at a distance sees it."""


def count_flashes(frames: Iterable[NDArray[np.uint8]], *, fps: int) -> int:
    """Give the most flashes in any second of frames (height, width, 3).

    A flash is a pair of opposing changes of luminance, or of saturated red, by as much as WCAG says. Changes
    add up while they go one way. Counted are cells; a second counts as many flashes as a share of cells
    large enough to matter has in common. That they need not lie side by side makes the count stricter.
    """
    series = [_cells(frame) for frame in frames]
    light = np.stack([luminance for luminance, _ in series])
    red = np.stack([redness for _, redness in series])
    turns = _opposing(light, _STEP, _DARKER_MAX) | _opposing(red, 20 / 320, None)
    most = 0
    for start in range(max(len(turns) - fps, 0) + 1):
        # A pair of opposing changes is one flash.
        flashes = np.sort((turns[start : start + fps].sum(axis=0) // 2).ravel())[::-1]
        most = max(most, int(flashes[int(_AREA_MAX * flashes.size)]))
    return most


def _cells(frame: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    side = min(frame.shape[:2]) // _SMALL
    rows, columns = frame.shape[0] // side, frame.shape[1] // side
    linear = _LINEAR[frame[: rows * side, : columns * side]]
    means = linear.reshape(rows, side, columns, side, 3).mean(axis=(1, 3))
    luminance = means @ np.array([0.2126, 0.7152, 0.0722])
    total = means.sum(axis=-1)
    saturated = np.divide(means[..., 0], total, out=np.zeros_like(total), where=total > 0) >= 0.8
    redness = np.maximum(means[..., 0] - means[..., 1] - means[..., 2], 0) * saturated
    return luminance, redness


def _opposing(values: NDArray[np.float64], step: float, darker_max: float | None) -> NDArray[np.bool_]:
    """Tell on which frame each cell has completed a change that opposes the one before."""
    found = np.zeros(values.shape, bool)
    extreme = values[0].copy()
    direction = np.zeros(values.shape[1:], np.int8)
    for number, now in enumerate(values[1:], 1):
        change = now - extreme
        darker = np.minimum(now, extreme)
        turned = (np.abs(change) >= step) & (np.sign(change) != direction)
        if darker_max is not None:
            turned &= darker < darker_max
        found[number] = turned
        direction = np.where(turned, np.sign(change), direction).astype(np.int8)
        # The farthest point the current direction has come to; before any change, the first value.
        farther = turned | ((direction != 0) & (np.sign(change) == direction))
        extreme = np.where(farther, now, extreme)
    return found
