"""The stage: a storyboard is performed, frame by frame, into one buffer.

Scenes are drawn in one thread while the scene before is composited and encoded in another, so that
drawing costs no time of its own. What was drawn for a scene is let go with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from briefcast.video.compositor import OPAQUE, Bitmap, Box, Canvas, Placement, bitmap_to_frame
from briefcast.video.footage import open_footage
from briefcast.video.layers import draw_pages
from briefcast.video.storyboard import Layer, SceneBoard, Storyboard

_NOT_ON_COVER = ("caption", "spoken word", "progress")


@dataclass(frozen=True)
class _Drawn:
    """A scene whose pages are drawn."""

    board: SceneBoard
    bitmaps: dict[str, Bitmap]


class Stage:
    """Where a storyboard is performed: gives its frames one after another, each drawn into one buffer."""

    def __init__(self, storyboard: Storyboard) -> None:
        self.storyboard = storyboard
        self._shared: dict[str, Bitmap] | None = None
        self._grounds: dict[str, NDArray[np.uint8]] = {}
        self._cover: NDArray[np.uint8] | None = None
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drawing")

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """Give every frame as a YUV 4:2:0 buffer; it is the same buffer each time, repainted."""
        canvas: Canvas | None = None
        waiting: list[Future[_Drawn]] = []
        boards = list(self.storyboard.scenes)
        for index in range(len(boards)):
            # Two scenes ahead at most: what is drawn and not yet shown stays bounded.
            while len(waiting) < 2 and index + len(waiting) < len(boards):
                waiting.append(self._worker.submit(self._draw, boards[index + len(waiting)]))
            drawn = waiting.pop(0).result()
            if index == 0:
                self._cover = self._still(drawn, self._cover_frame, without=_NOT_ON_COVER)
            grounds = self._scene_grounds(drawn)
            for frame, ground in enumerate(grounds):
                if canvas is None:
                    assert ground is not None, "the first frame of every scene brings its ground"
                    canvas = Canvas(ground)
                elif ground is not None:
                    canvas.set_ground(ground)
                canvas.show(self._placements(drawn, frame, canvas.whole))
                yield canvas.buffer

    def still(self, board: SceneBoard, frame: int, *, without: Sequence[str] = ()) -> NDArray[np.uint8]:
        """Give one frame of a scene as a buffer of its own, without the layers named."""
        return self._still(self._worker.submit(self._draw, board).result(), frame, without=without)

    def cover(self) -> NDArray[np.uint8]:
        """Give the opening when all of it has come in, without captions and progress."""
        if self._cover is None:
            self._cover = self.still(self.storyboard.scenes[0], self._cover_frame, without=_NOT_ON_COVER)
        return self._cover

    @property
    def _cover_frame(self) -> int:
        return min(self.storyboard.scenes[0].frames - 8, 60)

    def _still(self, drawn: _Drawn, frame: int, *, without: Sequence[str]) -> NDArray[np.uint8]:
        ground = None
        for number, given in enumerate(self._scene_grounds(drawn)):
            ground = given if given is not None else ground
            if number >= frame:
                break
        assert ground is not None
        canvas = Canvas(ground)
        canvas.show(self._placements(drawn, frame, canvas.whole, without=without))
        return canvas.buffer

    def _draw(self, board: SceneBoard) -> _Drawn:
        if self._shared is None:
            self._shared = draw_pages(self.storyboard.shared, self.storyboard.look)
        return _Drawn(board, draw_pages(board.pages, self.storyboard.look))

    def _scene_grounds(self, drawn: _Drawn) -> Iterator[NDArray[np.uint8] | None]:
        """Give the ground of each frame of a scene, or None where it stays as it is."""
        board, whole = drawn.board, self.storyboard
        assert self._shared is not None
        if board.photo is not None:
            yield from open_footage(
                board.photo, width_px=whole.width_px, height_px=whole.height_px, frames=board.frames, fps=whole.fps
            )
            return
        if board.ground not in self._grounds:
            self._grounds[board.ground] = bitmap_to_frame(self._shared[board.ground], whole.width_px, whole.height_px)
        yield self._grounds[board.ground]
        for _ in range(board.frames - 1):
            yield None

    def _placements(self, drawn: _Drawn, frame: int, whole: Box, *, without: Sequence[str] = ()) -> list[Placement]:
        assert self._shared is not None
        placements = []
        if drawn.board.photo is not None:
            placements.append(Placement(self._shared[drawn.board.ground], 0, 0, OPAQUE, whole))
        for layer in drawn.board.layers:
            key = layer.page(frame)
            bitmap = drawn.bitmaps.get(key) or self._shared.get(key) if key else None
            if bitmap is not None and layer.name not in without:
                placements.append(place_layer(layer, bitmap, frame, whole))
        return placements


def place_layer(layer: Layer, bitmap: Bitmap, frame: int, whole: Box) -> Placement:
    """Say where and how a layer's bitmap stands on a frame."""
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
        round(layer.value("shift_x_px", frame)),
        round(layer.value("shift_y_px", frame)),
        round(layer.value("opacity", frame) * OPAQUE),
        clip,
    )
