"""Segments: what of a film has to be encoded, and what was encoded before.

Each scene is cut into closed groups of pictures of nearly the same length. A segment's key is what is
seen in its scene, never where the scene stands in the film: a film of which one scene changed has that
scene encoded anew and finds the others in the store. Kept are the segments of the last two versions of
a film in each preset: the one that is shown, so that an edit costs one scene, and the one before, so that
taking an edit back costs nothing.
"""

from __future__ import annotations

import itertools
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefcast.products.video.encoder import Preset, Segment, encode_segment
from briefcast.products.video.stage import Stage, pages_at, takes_over
from briefcast.products.video.storyboard import RESTS, Layer, Page, SceneBoard, Storyboard
from briefcast.store.store import Store, content_key

_FILE = "segment.mp4"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A closed group of pictures of one scene."""

    scene: int
    first: int
    """Its first frame, from the beginning of the scene."""
    end: int
    """The frame after its last."""
    key: str
    """Content key of what is seen in it."""


def plan_segments(storyboard: Storyboard, preset: Preset) -> tuple[Part, ...]:
    """Cut a film into segments, in order."""
    parts = []
    longest = round(preset.group_s * storyboard.fps)
    for number, board in enumerate(storyboard.scenes):
        scene = content_key("scene", preset, seen(storyboard, board))
        # Only the frames of a transition show anything of the scene before.
        passing = min(board.enter.frames, board.frames) if number and takes_over(board) else 0
        before = content_key("before", _before(storyboard, storyboard.scenes[number - 1])) if passing else ""
        # A group of its own, so that a changed scene costs the next one no more than that.
        rest = board.frames - passing
        count = max(1, math.ceil(rest / longest))
        edges = sorted({0, *(passing + rest * index // count for index in range(count + 1))})
        for first, end in itertools.pairwise(edges):
            key = content_key("segment", scene, before if first < passing else "", first, end)
            parts.append(Part(scene=number, first=first, end=end, key=key))
    return tuple(parts)


@contextmanager
def make_segments(
    stage: Stage, parts: Sequence[Part], preset: Preset, store: Store, *, on_frames: Callable[[int], None]
) -> Iterator[Iterator[Segment]]:
    """Make the segments of a film, or find them in the store; gives them in order, each as soon as it is there.

    As many are encoded at once as there are cores. ``on_frames`` is told how many frames are done, by
    one thread at a time. Raises what drawing and encoding raise; what was finished stays in the store.
    """
    storyboard = stage.storyboard
    done = _Count(on_frames)
    found = {part.key: entry.folder for part in parts if (entry := store.get(part.key))}
    missing = [part for part in parts if part.key not in found]
    stage.expect([(part.scene, part.first, part.end) for part in missing])

    def make(part: Part) -> Path:
        def encode(folder: Path) -> None:
            encode_segment(
                folder / _FILE,
                stage.scene(part.scene, part.first, part.end),
                width_px=stage.width_px,
                height_px=stage.height_px,
                fps=storyboard.fps,
                frame_count=part.end - part.first,
                preset=preset,
                on_frame=done.add,
            )

        return store.make(part.key, encode).folder

    lanes = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="segment")
    # The short ones of a scene last: they fill the time in which a lane would wait for the end of the others.
    by_scene = sorted(missing, key=lambda part: (part.scene, part.first - part.end))
    making = {part.key: lanes.submit(make, part) for part in by_scene}
    done.add(sum(part.end - part.first for part in parts if part.key in found))

    def in_order() -> Iterator[Segment]:
        for part in parts:
            folder = making[part.key].result() if part.key in making else found[part.key]
            start = storyboard.scenes[part.scene].start_frame + part.first
            yield Segment(folder / _FILE, start, part.end - part.first)

    try:
        yield in_order()
    finally:
        # When one fails, those that have not begun never will; those that have are waited for.
        lanes.shutdown(wait=True, cancel_futures=True)


class _Count:
    """Counts frames from several threads."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell, self._count, self._lock = tell, 0, threading.Lock()

    def add(self, frames: int = 1) -> None:
        with self._lock:
            self._count += frames
            self._tell(self._count)


def seen(storyboard: Storyboard, board: SceneBoard) -> dict[str, Any]:
    """Give everything that decides how a scene looks; not its place in the film, nor what is only read or heard."""
    return {
        "canvas": (storyboard.width_px, storyboard.height_px, storyboard.fps),
        "look": storyboard.look,
        "board": replace(board, id="", start_frame=0, cues=(), stood_in=(), only_said=(), shown=()),
        "shared": _shared(storyboard, board, {key for layer in board.layers for _, key in layer.steps}),
    }


def _before(storyboard: Storyboard, board: SceneBoard) -> dict[str, Any]:
    """Give what is seen of a scene while the next one takes over from it."""
    last = board.frames - 1
    keys = pages_at(board, last, steady=False)
    return {
        "pages": [page for page in board.pages if page.key in keys],
        "shared": _shared(storyboard, board, keys),
        "ground": board.ground,
        # Footage is where it is after so many frames.
        "photo": (board.photo, board.photo_drifts, board.frames) if board.photo else None,
        "layers": [_resting(layer, last) for layer in board.layers if not layer.steady and layer.page(last)],
    }


def _shared(storyboard: Storyboard, board: SceneBoard, keys: set[str]) -> list[Page]:
    return [page for page in storyboard.shared if page.key in keys | {board.ground}]


def _resting(layer: Layer, frame: int) -> tuple[object, ...]:
    values = {name: layer.value(name, frame) for name in RESTS}
    return layer.page(frame), values, layer.reveal_from, layer.steps[-1] if values["scale"] != 1 else None
