"""The stage: a storyboard is performed, scene by scene, each frame painted into one buffer.

Scenes are drawn in one thread, ahead of those in which they are painted and encoded, so that drawing
costs little time of its own. What was drawn for a scene is let go with it. A scene needs nothing of the
others but the picture it takes over from, so any of them can be performed alone or beside another.
"""

from __future__ import annotations

import itertools
import math
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from briefcast.look import drawing
from briefcast.products.video.compositor import (
    OPAQUE,
    Bitmap,
    Box,
    Canvas,
    Placement,
    bitmap_to_frame,
    dissolve,
    push,
    scaled,
)
from briefcast.products.video.footage import open_footage
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.memory import give_back, reuse_large_blocks
from briefcast.products.video.storyboard import Layer, Page, SceneBoard, Storyboard, Transition
from briefcast.store.store import Store, content_key

_GROUND = "ground.npy"
_NOT_ON_COVER = ("caption", "spoken word", "progress", "progress track")


class Shown(NamedTuple):
    """One frame as it is shown."""

    buffer: NDArray[np.uint8]
    """YUV 4:2:0, height · 3/2 by width; painted over for the next frame of the scene."""
    changed: bool
    """Whether it differs from the frame before; the first frame of a scene always counts as new."""


@dataclass(frozen=True)
class _Drawn:
    """A scene whose pages are drawn."""

    board: SceneBoard
    bitmaps: dict[str, Bitmap]
    ground: NDArray[np.uint8] | None
    """The frame under everything; none where footage moves there."""
    before: Future[NDArray[np.uint8]] | None = None
    """The last frame of the scene before, where this one takes over from it: needed by its first frames alone."""


class Stage:
    """Where a storyboard is performed."""

    def __init__(self, storyboard: Storyboard, *, store: Store | None = None, scale: float = 1.0) -> None:
        """Set it up; grounds that the store holds are taken from it, others are drawn and kept there.

        ``scale`` is how large frames are, one over a whole number: 0.5 is half as wide and half as high.
        """
        reuse_large_blocks()
        self.storyboard = storyboard
        self.width_px, self.height_px = storyboard.size_at(scale)
        self._scale = scale
        self._store = store
        self._uses: Counter[int] = Counter()
        self._spans: dict[int, tuple[int, int]] = {}
        self._waiting: dict[int, Future[_Drawn]] = {}
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")
        # Only the drawing thread touches these.
        self._shared: dict[str, Bitmap] = {}
        self._grounds: dict[str, NDArray[np.uint8]] = {}
        self._last: dict[int, NDArray[np.uint8]] = {}

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)
        give_back()

    def expect(self, parts: Sequence[tuple[int, int, int]]) -> None:
        """Say which parts will be asked for, in order: scene, first frame in it, the frame after the last.

        What they show is then drawn ahead, and nothing else: a scene once, however many parts it has.
        """
        self._uses = Counter(scene for scene, _, _ in parts)
        self._spans = {}
        for scene, first, end in parts:
            begin, until = self._spans.get(scene, (first, end))
            self._spans[scene] = min(begin, first), max(until, end)

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Give every frame of the film as a YUV 4:2:0 buffer; within a scene it is the same buffer, repainted."""
        self.expect([(number, 0, board.frames) for number, board in enumerate(self.storyboard.scenes)])
        for number in self._spans:
            for shown in self.scene(number):
                yield shown.buffer

    def scene(self, number: int, first: int = 0, end: int | None = None) -> Iterator[Shown]:
        """Give the frames of one scene, from ``first`` on and before ``end``.

        Scenes, and parts of one scene, may be performed in several threads at once.
        """
        frames = self.storyboard.scenes[number].frames
        return self._perform(self._take(number).result(), first, frames if end is None else end)

    def still(self, board: SceneBoard, frame: int, *, without: Sequence[str] = ()) -> NDArray[np.uint8]:
        """Give one frame of a scene as a buffer of its own, without the layers named and any transition."""
        return self._worker.submit(self._draw_still, board, frame, without).result()

    def cover(self) -> NDArray[np.uint8]:
        """Give the still that stands for the film: its own, or the opening without captions and progress."""
        if self.storyboard.cover is not None:
            return self.still(self.storyboard.cover, self.storyboard.cover.frames - 1)
        opening = self.storyboard.scenes[0]
        return self.still(opening, min(opening.frames - 8, 60), without=_NOT_ON_COVER)

    # -- drawing: in one thread, whose Typst stays warm -------------------------------------------------

    def _take(self, number: int) -> Future[_Drawn]:
        with self._lock:
            order = list(self._spans)
            place = order.index(number) if number in self._spans else len(order)
            # One scene ahead: what is drawn and not yet shown stays bounded.
            for wanted in (number, *order[place + 1 : place + 2]):
                if wanted not in self._waiting and (wanted == number or self._uses[wanted]):
                    self._waiting[wanted] = self._worker.submit(self._draw, wanted)
            self._uses[number] -= 1
            return self._waiting[number] if self._uses[number] > 0 else self._waiting.pop(number)

    def _draw(self, number: int) -> _Drawn:
        board = self.storyboard.scenes[number]
        first, end = self._spans.get(number, (0, board.frames))
        before = self._before(number) if first == 0 and number and takes_over(board) else None
        keys = set[str]().union(*(_keys(layer, first, end) for layer in board.layers))
        # Ready for the next scene, if that one begins with it.
        hands_over = self._spans.get(number + 1, (1, 1))[0] == 0 and takes_over(self.storyboard.scenes[number + 1])
        if hands_over:
            keys |= pages_at(board, board.frames - 1, steady=False)
        drawn = self._draw_board(board, keys, before)
        if hands_over:
            self._last = {number: self._still(drawn, board.frames - 1, steady=False)}
        # Less often a film grows with its scenes.
        drawing.forget()
        give_back()
        return drawn

    def _before(self, number: int) -> Future[NDArray[np.uint8]]:
        """Give the last frame of the scene before one, or have it drawn after what already waits to be drawn."""
        if (ready := self._last.pop(number - 1, None)) is not None:
            future: Future[NDArray[np.uint8]] = Future()
            future.set_result(ready)
            return future
        earlier = self.storyboard.scenes[number - 1]
        return self._worker.submit(self._draw_still, earlier, earlier.frames - 1, steady=False)

    def _draw_board(self, board: SceneBoard, keys: set[str], before: Future[NDArray[np.uint8]] | None = None) -> _Drawn:
        """Draw those pages of a scene, its own and shared ones."""
        whole = self.storyboard
        # What lies over footage is a layer; any other ground is a frame, drawn once for all scenes.
        wanted = keys | {board.ground} if board.photo else keys
        shared = [page for page in whole.shared if page.key in wanted and page.key not in self._shared]
        self._shared |= draw_pages(shared, whole.look, scale=self._scale)
        own = draw_pages([page for page in board.pages if page.key in keys], whole.look, scale=self._scale)
        return _Drawn(board, self._shared | own, None if board.photo else self._ground(board.ground), before)

    def _ground(self, name: str) -> NDArray[np.uint8]:
        """Give a ground that fills the frame."""
        whole = self.storyboard

        def draw() -> NDArray[np.uint8]:
            page = _shared_page(whole, name)
            drawn = draw_pages([page], whole.look, scale=self._scale)[name]
            return bitmap_to_frame(drawn, self.width_px, self.height_px)

        if name not in self._grounds:
            if self._store is None:
                self._grounds[name] = draw()
            else:
                key = _ground_key(whole, name, self._scale)
                kept = self._store.make(key, lambda folder: np.save(folder / _GROUND, draw()))
                self._grounds[name] = np.load(kept.folder / _GROUND)
        return self._grounds[name]

    def _draw_still(
        self, board: SceneBoard, frame: int, without: Sequence[str] = (), *, steady: bool = True
    ) -> NDArray[np.uint8]:
        drawn = self._draw_board(board, pages_at(board, frame))
        return self._still(drawn, frame, without, steady=steady)

    def _still(
        self, drawn: _Drawn, frame: int, without: Sequence[str] = (), *, steady: bool = True
    ) -> NDArray[np.uint8]:
        ground = next(ground for ground in self._scene_grounds(drawn, frame) if ground is not None)
        canvas = Canvas(ground)
        layers = [y for y in drawn.board.layers if y.name not in without and (steady or not y.steady)]
        canvas.show(_Placer(drawn, canvas.whole, self._scale).place(layers, frame))
        return canvas.buffer

    # -- painting: in the thread of whoever asks for frames ----------------------------------------------

    def _perform(self, drawn: _Drawn, first: int, end: int) -> Iterator[Shown]:
        canvas: Canvas | None = None
        layers = drawn.board.layers
        moving = [layer for layer in layers if not layer.steady]
        steady = [layer for layer in layers if layer.steady]
        enter = drawn.board.enter if drawn.before is not None else Transition()
        for frame, ground in zip(range(first, end), self._scene_grounds(drawn, first), strict=False):
            if canvas is None:
                assert ground is not None, "the first frame brings its ground"
                canvas = Canvas(ground)
                placer = _Placer(drawn, canvas.whole, self._scale)
            elif ground is not None:
                canvas.set_ground(ground)
            if drawn.before is not None and frame < enter.frames:
                canvas.show(placer.place(moving, frame))
                over = Canvas(_between(drawn.before.result(), canvas.buffer, enter, frame))
                over.show(placer.place(steady, frame, ground=False))
                yield Shown(over.buffer, True)
            else:
                changed = canvas.show(placer.place(layers, frame))
                yield Shown(canvas.buffer, bool(changed) or frame in (first, enter.frames))

    def _scene_grounds(self, drawn: _Drawn, first: int) -> Iterator[NDArray[np.uint8] | None]:
        """Give the ground of each frame of a scene from a frame on, or None where it stays as it is."""
        board, whole = drawn.board, self.storyboard
        if board.photo is None:
            yield drawn.ground
            yield from itertools.repeat(None)
            return
        yield from open_footage(
            board.photo,
            width_px=self.width_px,
            height_px=self.height_px,
            frames=board.frames,
            fps=whole.fps,
            first=first,
            drift=board.photo_drifts,
        )


def ground_keys(storyboard: Storyboard, scale: float = 1.0) -> list[str]:
    """Give the content keys of the grounds a storyboard stands on."""
    boards = [*storyboard.scenes, *([storyboard.cover] if storyboard.cover else [])]
    names = sorted({board.ground for board in boards if board.photo is None})
    return [_ground_key(storyboard, name, scale) for name in names]


def _ground_key(storyboard: Storyboard, name: str, scale: float) -> str:
    return content_key("ground", storyboard.look, _shared_page(storyboard, name), scale)


def _shared_page(storyboard: Storyboard, key: str) -> Page:
    return next(page for page in storyboard.shared if page.key == key)


def takes_over(board: SceneBoard) -> bool:
    """Tell whether a scene begins with the picture of the one before."""
    return board.enter.kind != "cut" and board.enter.frames > 0


def pages_at(board: SceneBoard, frame: int, *, steady: bool = True) -> set[str]:
    """Give the keys of the pages that a frame of a scene needs, without its ground."""
    layers = [layer for layer in board.layers if layer.page(frame) and (steady or not layer.steady)]
    # What grows does so about the middle of what it ends with.
    ends = {key for layer in layers if layer.value("scale", frame) != 1 for _, key in layer.steps if key}
    return {layer.page(frame) for layer in layers} | ends


def _keys(layer: Layer, first: int, end: int) -> set[str]:
    """Give the keys of the pages a layer shows in the frames of a span."""
    starts = [start for start, _ in layer.steps]
    shown = {
        key
        for (start, key), until in zip(layer.steps, [*starts[1:], end], strict=True)
        if start < end and until > first
    }
    # What grows does so about the middle of what it ends with.
    grows = any(track.property == "scale" for track in layer.tracks)
    return (shown | {key for _, key in layer.steps} if grows and shown else shown) - {""}


def _between(before: NDArray[np.uint8], after: NDArray[np.uint8], enter: Transition, frame: int) -> NDArray[np.uint8]:
    """Give a frame of a transition; the last frame of the scene before and the first whole one lie outside of it."""
    t = (frame + 1) / (enter.frames + 1)
    if enter.kind == "push":
        return push(before, after, t * t * (3 - 2 * t), to=enter.push_to)
    return dissolve(before, after, t)


class _Placer:
    """Says where the layers of a scene stand on its frames."""

    def __init__(self, drawn: _Drawn, whole: Box, size: float) -> None:
        self._drawn, self._whole, self._size = drawn, whole, size
        self._scaled: dict[str, tuple[Bitmap, float, Bitmap | None]] = {}
        self._moves = {id(layer): _moves(layer) for layer in drawn.board.layers}
        self._last: dict[int, tuple[int, Placement | None]] = {}

    def place(self, layers: Sequence[Layer], frame: int, *, ground: bool = True) -> list[Placement]:
        """Give the placements of these layers, and of the veil over footage."""
        drawn = self._drawn
        placements = []
        if ground and drawn.board.photo is not None:
            placements.append(Placement(drawn.bitmaps[drawn.board.ground], 0, 0, OPAQUE, self._whole))
        for layer in layers:
            # Most layers stand still on most frames.
            seen, placement = self._last.get(id(layer), (-1, None))
            if seen != frame - 1 or frame in self._moves[id(layer)] or frame == 0:
                placement = self._place(layer, layer.page(frame), frame)
            self._last[id(layer)] = (frame, placement)
            if placement is not None:
                placements.append(placement)
        return placements

    def _place(self, layer: Layer, key: str, frame: int) -> Placement | None:
        bitmap = self._drawn.bitmaps.get(key) if key else None
        if bitmap is not None and (scale := layer.value("scale", frame)) != 1:
            bitmap = self._scale(layer, bitmap, scale)
        return None if bitmap is None else place_layer(layer, bitmap, frame, self._whole, self._size)

    def _scale(self, layer: Layer, bitmap: Bitmap, scale: float) -> Bitmap | None:
        known = self._scaled.get(layer.name)
        if known is None or known[0] is not bitmap or known[1] != scale:
            # About the middle of what it ends with, so that digits that change on the way do not push it about.
            pages = (self._drawn.bitmaps.get(key) for _, key in reversed(layer.steps))
            rest = next((page for page in pages if page is not None), bitmap).box
            centre = ((rest.left + rest.right) / 2, (rest.top + rest.bottom) / 2)
            known = self._scaled[layer.name] = (bitmap, scale, scaled(bitmap, scale, centre))
        return known[2]


def _moves(layer: Layer) -> frozenset[int]:
    """Give the frames on which a layer may look other than on the frame before."""
    found = {start for start, _ in layer.steps}
    for track in layer.tracks:
        for (begin, low), (end, high) in itertools.pairwise(track.keys):
            if low != high:
                found.update(range(math.floor(begin), math.ceil(end) + 1))
    return frozenset(found)


def place_layer(layer: Layer, bitmap: Bitmap, frame: int, whole: Box, size: float = 1.0) -> Placement:
    """Say where and how a layer's bitmap stands on a frame; ``size`` is that of the frame, 1 as it was directed."""
    box, reveal = bitmap.box, layer.value("reveal", frame)
    clip = whole
    if reveal < 1:
        wide, tall = round((box.right - box.left) * reveal) & ~1, round((box.bottom - box.top) * reveal) & ~1
        clip = {
            "left": box._replace(right=box.left + wide),
            "right": box._replace(left=box.right - wide),
            "top": box._replace(bottom=box.top + tall),
            "bottom": box._replace(top=box.bottom - tall),
        }[layer.reveal_from]
    return Placement(
        bitmap,
        round(layer.value("shift_x_px", frame) * size),
        round(layer.value("shift_y_px", frame) * size),
        round(layer.value("opacity", frame) * OPAQUE),
        clip,
    )
