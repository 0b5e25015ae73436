"""The compositor: layers laid over each other in YUV 4:2:0, repainting only what changed.

A layer is converted once, when it is drawn (`to_bitmap`). A frame then costs a few integer
operations inside the rectangles where something moved; everything else is still there from the
frame before. Colours are BT.709 in limited range, as the encoder wants them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Literal, NamedTuple

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from numpy.typing import NDArray
from PIL import Image

OPAQUE = 128
"""Full opacity of a placement; the steps between are fine enough for any fade."""
_GREY = 128
"""Layers are stored as they look over this value in every plane, which keeps all sums in 16 bits."""


class Box(NamedTuple):
    """A rectangle of the canvas in pixels, right and bottom excluded."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Whether it holds no pixel."""
        return self.right <= self.left or self.bottom <= self.top

    @property
    def area_px(self) -> int:
        """How many pixels it holds."""
        return 0 if self.empty else (self.right - self.left) * (self.bottom - self.top)

    def meet(self, other: Box) -> Box:
        """Give what both hold."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def join(self, other: Box) -> Box:
        """Give the smallest rectangle that holds both."""
        if self.empty or other.empty:
            return other if self.empty else self
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, x_px: int, y_px: int) -> Box:
        """Give it elsewhere."""
        return Box(self.left + x_px, self.top + y_px, self.right + x_px, self.bottom + y_px)

    def even(self) -> Box:
        """Give the smallest rectangle around it that covers whole chroma samples."""
        return Box(self.left & ~1, self.top & ~1, (self.right + 1) & ~1, (self.bottom + 1) & ~1)

    def halved(self) -> Box:
        """Give the chroma samples that belong to it."""
        return Box(self.left >> 1, self.top >> 1, (self.right + 1) >> 1, (self.bottom + 1) >> 1)


@dataclass(frozen=True, eq=False)
class Plane:
    """One plane of a bitmap: what it adds, and how much of the ground it keeps."""

    flat: NDArray[np.int16]
    """The layer over grey (`_GREY`)."""
    keep: NDArray[np.int16] | None
    """Share of the ground that stays, 0…256; None where nothing shows through."""


@dataclass(frozen=True, eq=False)
class Bitmap:
    """A drawn layer in YUV 4:2:0, cropped to what is visible. Place and size are even."""

    box: Box
    """Where it stands when nothing moves it."""
    planes: tuple[Plane, Plane, Plane]


class Placement(NamedTuple):
    """A bitmap on one frame."""

    bitmap: Bitmap
    shift_x_px: int
    shift_y_px: int
    opacity: int
    """0…`OPAQUE`."""
    clip: Box
    """Nothing is painted outside; even."""

    @property
    def visible(self) -> Box:
        """The part of the canvas it may touch."""
        return self.bitmap.box.moved(self.shift_x_px, self.shift_y_px).meet(self.clip)


def to_bitmap(rgba: NDArray[np.uint8], x_px: int = 0, y_px: int = 0) -> Bitmap | None:
    """Convert a picture with straight alpha (height, width, 4) into a bitmap standing at x, y.

    It is cropped to its visible pixels, widened to even edges; None if nothing is visible.
    """
    rows, columns = _visible(rgba[..., 3])
    if rows is None or columns is None:
        return None
    place = Box(columns[0] + x_px, rows[0] + y_px, columns[1] + x_px, rows[1] + y_px)
    box = place.even()
    colour = np.zeros((box.bottom - box.top, box.right - box.left, 4), np.uint8)
    inside = place.moved(-box.left, -box.top)
    colour[inside.top : inside.bottom, inside.left : inside.right] = rgba[slice(*rows), slice(*columns)]
    alpha = colour[..., 3]
    opaque = bool(alpha.min() == 255)
    luma, blue, red = _yuv_planes(colour, opaque=opaque)
    if opaque:
        return Bitmap(box, (Plane(luma, None), Plane(_quarter(blue), None), Plane(_quarter(red), None)))
    keep = np.int16(256) - (alpha.astype(np.int16) + (alpha >> 7))
    quarter = _quarter(keep)
    return Bitmap(
        box,
        (
            # The converter gives black where nothing is; over grey that place has grey.
            Plane(luma + ((keep * np.int16(_GREY - 16) + np.int16(128)) >> 8), keep),
            Plane(_quarter(blue), quarter),
            Plane(_quarter(red), quarter),
        ),
    )


def _visible(alpha: NDArray[np.uint8]) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    rows = np.flatnonzero(alpha.any(axis=1))
    if not rows.size:
        return None, None
    columns = np.flatnonzero(alpha[rows[0] : rows[-1] + 1].any(axis=0))
    return (int(rows[0]), int(rows[-1]) + 1), (int(columns[0]), int(columns[-1]) + 1)


def _yuv_planes(rgba: NDArray[np.uint8], *, opaque: bool) -> tuple[NDArray[np.int16], ...]:
    """Give Y, U and V at full size of a picture over black."""
    over_black = rgba if opaque else np.asarray(Image.fromarray(rgba).convert("RGBa"))
    frame = _reformat(av.VideoFrame.from_ndarray(over_black, format="rgba"), "yuv444p")
    return tuple(np.ascontiguousarray(plane, np.int16) for plane in frame.to_ndarray())


def _reformat(frame: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    return VideoReformatter().reformat(
        frame,
        format=pixel_format,
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.JPEG,
        dst_color_range=ColorRange.MPEG,
    )


def _quarter(plane: NDArray[np.int16]) -> NDArray[np.int16]:
    """Average each square of four samples."""
    rows = plane[0::2] + plane[1::2]
    quarter: NDArray[np.int16] = (rows[:, 0::2] + rows[:, 1::2] + np.int16(2)) >> 2
    return quarter


def scaled(bitmap: Bitmap, scale: float, centre: tuple[float, float]) -> Bitmap | None:
    """Give a bitmap larger or smaller about a point of the canvas; None if it becomes smaller than a pixel.

    It is placed to a fraction of a pixel, so that it grows smoothly. It is interpolated
    from what was drawn: for a growth of more than a few percent draw it larger and shrink it.
    """
    x, y = centre
    if min(bitmap.box.right - bitmap.box.left, bitmap.box.bottom - bitmap.box.top) * scale < 1:
        return None
    reach = Box(
        math.floor(x + (bitmap.box.left - x) * scale),
        math.floor(y + (bitmap.box.top - y) * scale),
        math.ceil(x + (bitmap.box.right - x) * scale),
        math.ceil(y + (bitmap.box.bottom - y) * scale),
    )
    box = reach.even()
    # Where the edges of the result lie on the drawing, in luma samples.
    left, right = ((edge - x) / scale + x - bitmap.box.left for edge in (box.left, box.right))
    top, bottom = ((edge - y) / scale + y - bitmap.box.top for edge in (box.top, box.bottom))
    planes = []
    for index, plane in enumerate(bitmap.planes):
        step = 1 if index == 0 else 2
        margin = math.ceil(3 / scale / step) + 1
        window = tuple(edge / step + margin for edge in (left, top, right, bottom))
        size = ((box.right - box.left) // step, (box.bottom - box.top) // step)
        flat = _resized(plane.flat, size, window, margin, outside=_GREY)
        cover = np.full_like(plane.flat, 255) if plane.keep is None else np.minimum(np.int16(256) - plane.keep, 255)
        cover = _resized(cover, size, window, margin, outside=0)
        planes.append(Plane(flat, np.int16(256) - (cover + (cover >> 7))))
    return Bitmap(box, (planes[0], planes[1], planes[2]))


def _resized(
    plane: NDArray[np.int16], size: tuple[int, int], window: tuple[float, ...], margin: int, *, outside: int
) -> NDArray[np.int16]:
    padded = np.pad(np.clip(plane, 0, 255).astype(np.uint8), margin, constant_values=outside)
    box = (window[0], window[1], window[2], window[3])
    return np.asarray(Image.fromarray(padded).resize(size, Image.Resampling.BILINEAR, box=box), np.int16)


def dissolve(old: NDArray[np.uint8], new: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """Give a frame on its way from one to another, both YUV 4:2:0 buffers; ``share`` of the new one, 0…1."""
    mixed = new.copy()
    part = np.uint16(round(share * 256))
    # Header, ground and much else are the same on both.
    for band in _bands((old != new).any(axis=1)):
        product = old[band] * (np.uint16(256) - part) + new[band] * part
        mixed[band] = (product + np.uint16(128)) >> 8
    return mixed


def _bands(rows: NDArray[np.bool_]) -> list[slice]:
    """Give the runs of rows that are set."""
    edges = np.flatnonzero(np.diff(rows, prepend=False, append=False))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def push(
    old: NDArray[np.uint8], new: NDArray[np.uint8], share: float, *, to: Literal["left", "right"]
) -> NDArray[np.uint8]:
    """Give a frame on which the new picture, in by a ``share`` of its width (0…1), pushes the old one out to a side."""
    mixed = np.empty_like(new)
    way = round(share * new.shape[1] / 2) * 2
    for out, before, after in zip(split_planes(mixed), split_planes(old), split_planes(new), strict=True):
        width = out.shape[1]
        x = way * width // new.shape[1]
        if to == "left":
            out[:, : width - x], out[:, width - x :] = before[:, x:], after[:, :x]
        else:
            out[:, x:], out[:, :x] = before[:, : width - x], after[:, width - x :]
    return mixed


def rgb_to_frame(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Convert an opaque picture (height, width, 3) into one YUV 4:2:0 buffer (height · 3/2, width)."""
    frame = _reformat(av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24"), "yuv420p")
    return np.asarray(frame.to_ndarray(), np.uint8)


def frame_to_rgb(buffer: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Convert a YUV 4:2:0 buffer back into a picture (height, width, 3)."""
    frame = av.VideoFrame.from_ndarray(buffer, format="yuv420p")
    shown = VideoReformatter().reformat(
        frame,
        format="rgb24",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU709,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )
    return np.asarray(shown.to_ndarray(), np.uint8)


def bitmap_to_frame(bitmap: Bitmap, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """Give a bitmap that fills the frame as a YUV 4:2:0 buffer, over black where it lets something through."""
    buffer = np.full((height_px * 3 // 2, width_px), 128, np.uint8)
    buffer[:height_px] = 16
    canvas = Canvas(buffer)
    canvas.show([Placement(bitmap, 0, 0, OPAQUE, canvas.whole)])
    return canvas.buffer


def split_planes(buffer: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
    """Give the three planes of a YUV 4:2:0 buffer as views into it."""
    height, width = buffer.shape[0] * 2 // 3, buffer.shape[1]
    rest = buffer[height:].reshape(2, height // 2, width // 2)
    return buffer[:height], rest[0], rest[1]


class Canvas:
    """One frame that is repainted in place, from the ground up, only where something changed."""

    def __init__(self, ground: NDArray[np.uint8]) -> None:
        """Begin with nothing on a ground, a YUV 4:2:0 buffer (height · 3/2, width)."""
        self.buffer = ground.copy()
        self.whole = Box(0, 0, ground.shape[1], ground.shape[0] * 2 // 3)
        self._planes = split_planes(self.buffer)
        self._ground = split_planes(ground)
        self._given: Sequence[Placement] = ()
        self._shown: tuple[Placement, ...] = ()
        self._new_ground = False

    def set_ground(self, ground: NDArray[np.uint8]) -> None:
        """Lay another ground under everything, from the next frame on."""
        self._ground = split_planes(ground)
        self._new_ground = True

    def show(self, placements: Sequence[Placement]) -> tuple[Box, ...]:
        """Make the buffer show these placements, the first one lowest; give the boxes repainted."""
        if not self._new_ground and len(placements) == len(self._given) and all(map(is_, placements, self._given)):
            return ()
        self._given = placements
        shown = tuple(p for p in placements if p.opacity > 0 and not p.visible.empty)
        if self._new_ground:
            changed: tuple[Box, ...] = (self.whole,)
            self._new_ground = False
        else:
            changed = tuple(box.even().meet(self.whole) for box in _merge(_differences(self._shown, shown)))
        for box in changed:
            self._paint(box, shown)
        self._shown = shown
        return changed

    def _paint(self, box: Box, placements: Iterable[Placement]) -> None:
        regions = (box, box.halved(), box.halved())
        for plane, ground, region in zip(self._planes, self._ground, regions, strict=True):
            window = slice(region.top, region.bottom), slice(region.left, region.right)
            plane[window] = ground[window]
        for placement in placements:
            if not placement.visible.meet(box).empty:
                self._lay(placement, box)

    def _lay(self, placement: Placement, box: Box) -> None:
        bitmap, dx, dy = placement.bitmap, placement.shift_x_px, placement.shift_y_px
        place = bitmap.box.moved(dx, dy)
        # Chroma of an odd shift stands on the sample that holds it: half a sample is not seen in motion.
        half = Box(place.left >> 1, place.top >> 1, 0, 0)
        size = bitmap.planes[1].flat.shape
        half = Box(half.left, half.top, half.left + size[1], half.top + size[0])
        within = placement.clip.meet(box)
        for index, (plane, canvas) in enumerate(zip(bitmap.planes, self._planes, strict=True)):
            own, limit = (place, within) if index == 0 else (half, within.halved())
            region = own.meet(limit)
            if region.empty:
                continue
            source = (
                slice(region.top - own.top, region.bottom - own.top),
                slice(region.left - own.left, region.right - own.left),
            )
            target = canvas[region.top : region.bottom, region.left : region.right]
            _blend(target, plane.flat[source], None if plane.keep is None else plane.keep[source], placement.opacity)


def _blend(target: NDArray[np.uint8], flat: NDArray[np.int16], keep: NDArray[np.int16] | None, opacity: int) -> None:
    if opacity < OPAQUE:
        share = np.int16(opacity)
        cover = np.full_like(flat, 256) if keep is None else np.int16(256) - keep
        keep = np.full_like(flat, 256) - ((cover * share) >> 7)
        flat = (((flat - np.int16(_GREY)) * share + np.int16(64)) >> 7) + np.int16(_GREY)
    if keep is None:
        target[:] = flat
        return
    ground = target.astype(np.int16)
    ground -= np.int16(_GREY)
    ground *= keep
    ground += np.int16(128)
    ground >>= 8
    ground += flat
    target[:] = ground


def _differences(old: Sequence[Placement], new: Sequence[Placement]) -> list[Box]:
    """Give the boxes in which two stacks of placements differ."""
    found: list[Box] = []
    if len(old) == len(new) and all(a.bitmap is b.bitmap for a, b in zip(old, new, strict=True)):
        pairs = list(zip(old, new, strict=True))
        for a, b in pairs:
            if a != b:
                found += _difference(a, b)
        return found
    # Something came or went: whatever stands in only one of the two has changed.
    before, after = set(old), set(new)
    return [p.visible for p in old if p not in after] + [p.visible for p in new if p not in before]


def _difference(a: Placement, b: Placement) -> list[Box]:
    one, two = a.visible, b.visible
    if a._replace(clip=b.clip) != b:
        return [one, two]
    # Only the clip moved, as in a wipe: what both show is the same.
    if one.empty or two.empty:
        return [one, two]
    found = []
    outer, inner = one.join(two), one.meet(two)
    if inner.empty:
        return [one, two]
    if inner.left > outer.left:
        found.append(outer._replace(right=inner.left))
    if inner.right < outer.right:
        found.append(outer._replace(left=inner.right))
    if inner.top > outer.top:
        found.append(outer._replace(bottom=inner.top))
    if inner.bottom < outer.bottom:
        found.append(outer._replace(top=inner.bottom))
    return found


def _merge(boxes: Iterable[Box]) -> list[Box]:
    """Join boxes that meet, so that nothing is painted twice."""
    merged: list[Box] = []
    for box in boxes:
        current = box.even()
        if current.empty:
            continue
        again = True
        while again:
            again = False
            for other in merged:
                if not other.meet(current).empty:
                    merged.remove(other)
                    current = current.join(other)
                    again = True
                    break
        merged.append(current)
    return merged
