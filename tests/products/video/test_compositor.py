"""The compositor: what it paints is what plain arithmetic gives, and it paints no more than it must."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from briefcast.products.video.compositor import (
    OPAQUE,
    Box,
    Canvas,
    Placement,
    bitmap_to_frame,
    dissolve,
    frame_to_rgb,
    push,
    rgb_to_frame,
    scaled,
    split_planes,
    to_bitmap,
)

WIDTH, HEIGHT = 192, 108


def ground() -> NDArray[np.uint8]:
    """A soft slope of colour, as grounds are."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return np.stack([30 + x // 2, 60 + y, 200 - x // 2], axis=-1).astype(np.uint8)


def disc(size: int, colour: tuple[int, int, int], centre: float = 0.5) -> NDArray[np.uint8]:
    """A disc with a soft edge, as drawn text has."""
    y, x = np.mgrid[0:size, 0:size]
    distance = np.hypot(x - size * centre, y - size * 0.5)
    alpha = np.clip((size * 0.4 - distance) / 3 + 0.5, 0, 1) * 255
    layer = np.zeros((size, size, 4), np.uint8)
    layer[..., :3], layer[..., 3] = colour, alpha
    return layer


def over(picture: NDArray[np.float64], layer: NDArray[np.uint8], x: int, y: int, opacity: float, clip: Box) -> None:
    """Lay a layer over a picture the plain way: in RGB, in floating point."""
    place = Box(x, y, x + layer.shape[1], y + layer.shape[0]).meet(clip)
    part = layer[place.top - y : place.bottom - y, place.left - x : place.right - x].astype(float)
    alpha = part[..., 3:] / 255 * opacity
    window = picture[place.top : place.bottom, place.left : place.right]
    window[:] = window * (1 - alpha) + part[..., :3] * alpha


def expected(layers: list[tuple[NDArray[np.uint8], int, int, float, Box]]) -> NDArray[np.uint8]:
    picture = ground().astype(float)
    for layer, x, y, opacity, clip in layers:
        over(picture, layer, x, y, opacity, clip)
    return rgb_to_frame(np.round(picture).astype(np.uint8))


def place(layer: NDArray[np.uint8], x: int, y: int, opacity: float = 1.0, clip: Box | None = None) -> Placement:
    bitmap = to_bitmap(layer)
    assert bitmap is not None
    return Placement(bitmap, x, y, round(opacity * OPAQUE), clip or Box(0, 0, WIDTH, HEIGHT))


@pytest.mark.parametrize("opacity", [1.0, 0.5, 0.1])
def test_blending_matches_plain_arithmetic_in_rgb(opacity: float) -> None:
    """Colours or edges of text would be off."""
    clip = Box(0, 0, WIDTH, 60)
    layers = [(disc(60, (255, 197, 77)), 20, 10, opacity, clip), (disc(80, (13, 42, 87)), 60, 14, opacity, clip)]
    canvas = Canvas(rgb_to_frame(ground()))
    canvas.show([place(layer, x, y, o, c) for layer, x, y, o, c in layers])
    wanted = expected(layers)
    for plane, right, most, mean in zip(
        split_planes(canvas.buffer), split_planes(wanted), (3, 14, 14), (0.4, 0.6, 0.6), strict=True
    ):
        difference = np.abs(plane.astype(int) - right.astype(int))
        # Chroma is averaged before blending here and after it there: edges may differ a little more.
        assert difference.max() <= most
        assert difference.mean() <= mean


def test_the_comparison_would_see_a_layer_one_step_off() -> None:
    """The test above would pass whatever is painted."""
    clip = Box(0, 0, WIDTH, HEIGHT)
    canvas = Canvas(rgb_to_frame(ground()))
    canvas.show([place(disc(60, (255, 197, 77)), 22, 10)])
    wanted = expected([(disc(60, (255, 197, 77)), 20, 10, 1.0, clip)])
    difference = np.abs(split_planes(canvas.buffer)[0].astype(int) - split_planes(wanted)[0].astype(int))
    assert difference.max() > 20


def test_an_opaque_layer_keeps_its_exact_colours() -> None:
    """White would come out grey."""
    layer = np.full((20, 30, 4), 255, np.uint8)
    canvas = Canvas(rgb_to_frame(ground()))
    canvas.show([place(layer, 10, 10)])
    luma, blue, red = split_planes(canvas.buffer)
    assert (luma[10:30, 10:40] == 235).all()
    assert (blue[5:15, 5:20] == 128).all() and (red[5:15, 5:20] == 128).all()


def test_only_what_changed_is_repainted_and_the_rest_stays_right() -> None:
    """Long videos would take many times as long, or leave traces where things moved."""
    rng = np.random.default_rng(7)
    layers = [disc(24 + 8 * i, tuple(rng.integers(0, 255, 3))) for i in range(5)]
    bitmaps = [to_bitmap(layer) for layer in layers]
    canvas = Canvas(rgb_to_frame(ground()))
    whole = canvas.whole
    places = [[int(rng.integers(0, 120)), int(rng.integers(0, 50)), OPAQUE, whole] for _ in layers]
    for step in range(40):
        moved = step % len(layers)
        if step:
            places[moved] = [
                int(rng.integers(-10, 150)),
                int(rng.integers(-10, 80)),
                int(rng.choice([0, 40, OPAQUE])),
                Box(0, 0, int(rng.integers(20, 96)) * 2, HEIGHT),
            ]
        placements = [Placement(bitmap, x, y, o, c) for bitmap, (x, y, o, c) in zip(bitmaps, places, strict=True)]
        before = canvas.buffer.copy()
        changed = canvas.show(placements)
        fresh = Canvas(rgb_to_frame(ground()))
        fresh.show(placements)
        assert np.array_equal(canvas.buffer, fresh.buffer), f"traces after step {step}"
        untouched = np.ones((HEIGHT, WIDTH), bool)
        for box in changed:
            untouched[box.top : box.bottom, box.left : box.right] = False
        assert np.array_equal(split_planes(before)[0][untouched], split_planes(canvas.buffer)[0][untouched])
        if step:
            assert sum(box.area_px for box in changed) < whole.area_px / 2


def test_a_still_frame_repaints_nothing() -> None:
    """A quiet scene would cost as much as a lively one."""
    canvas = Canvas(rgb_to_frame(ground()))
    placements = [place(disc(40, (200, 30, 30)), 4, 4)]
    assert canvas.show(placements)
    assert canvas.show(placements) == ()


def test_a_wipe_repaints_only_its_moving_edge() -> None:
    """A growing bar would repaint itself as a whole on every frame."""
    bitmap = to_bitmap(np.full((20, 100, 4), 255, np.uint8))
    assert bitmap is not None
    canvas = Canvas(rgb_to_frame(ground()))
    canvas.show([Placement(bitmap, 10, 10, OPAQUE, Box(0, 0, 60, HEIGHT))])
    changed = canvas.show([Placement(bitmap, 10, 10, OPAQUE, Box(0, 0, 66, HEIGHT))])
    assert sum(box.area_px for box in changed) == 6 * 20


def test_a_bitmap_is_cropped_to_what_is_visible() -> None:
    """Memory and time would go into empty pixels."""
    layer = np.zeros((100, 100, 4), np.uint8)
    layer[31:41, 51:60] = 255
    bitmap = to_bitmap(layer, 10, 20)
    assert bitmap is not None
    assert bitmap.box == Box(60, 50, 70, 62)
    assert to_bitmap(np.zeros((8, 8, 4), np.uint8)) is None


def test_pictures_survive_the_way_into_planes_and_back() -> None:
    """Covers would show other colours than the film."""
    frame = rgb_to_frame(ground())
    assert np.abs(frame_to_rgb(frame).astype(int) - ground()).max() <= 6
    layer = np.dstack([ground(), np.full((HEIGHT, WIDTH), 255, np.uint8)])
    bitmap = to_bitmap(layer)
    assert bitmap is not None
    assert np.abs(bitmap_to_frame(bitmap, WIDTH, HEIGHT).astype(int) - frame).max() <= 3


def test_a_layer_at_half_its_size_stays_about_its_middle() -> None:
    """What pops in would slide in from a corner."""
    bitmap = to_bitmap(disc(60, (255, 197, 77)), 40, 20)
    assert bitmap is not None
    middle = ((bitmap.box.left + bitmap.box.right) / 2, (bitmap.box.top + bitmap.box.bottom) / 2)
    small = scaled(bitmap, 0.5, middle)
    assert small is not None
    canvas = Canvas(rgb_to_frame(np.zeros((HEIGHT, WIDTH, 3), np.uint8)))
    canvas.show([Placement(small, 0, 0, OPAQUE, canvas.whole)])
    rows, columns = np.nonzero(split_planes(canvas.buffer)[0] > 100)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(middle, abs=0.3)
    whole = split_planes(bitmap_to_frame(bitmap, WIDTH, HEIGHT))[0] > 100
    assert len(rows) == pytest.approx(whole.sum() / 4, rel=0.05)


def test_a_layer_grows_smoothly() -> None:
    """Its edges would jump by two pixels at a time and shiver."""
    bitmap = to_bitmap(np.full((40, 60, 4), 255, np.uint8), 60, 30)
    assert bitmap is not None
    light = []
    for scale in np.linspace(0.9, 1.1, 41):
        grown = scaled(bitmap, float(scale), (90, 50))
        assert grown is not None
        light.append(float(split_planes(bitmap_to_frame(grown, WIDTH, HEIGHT))[0].astype(float).sum() - 16 * 192 * 108))
    wanted = np.linspace(0.9, 1.1, 41) ** 2 * 40 * 60 * (235 - 16)
    assert np.abs(np.array(light) / wanted - 1).max() < 0.01


def test_a_layer_drawn_as_it_is_stays_as_it_is() -> None:
    """A layer would soften or change colour when its growth ends."""
    bitmap = to_bitmap(disc(60, (255, 197, 77)), 40, 20)
    assert bitmap is not None
    same = scaled(bitmap, 1.0, (70, 50))
    assert same is not None
    seen, wanted = (bitmap_to_frame(b, WIDTH, HEIGHT).astype(int) for b in (same, bitmap))
    assert np.abs(seen - wanted).max() <= 1
    assert scaled(bitmap, 0.001, (70, 50)) is None


def test_a_dissolve_is_the_mean_of_both_pictures() -> None:
    """A change of scene would flicker or turn dark on its way."""
    rng = np.random.default_rng(3)
    old, new = (rng.integers(16, 236, (HEIGHT * 3 // 2, WIDTH)).astype(np.uint8) for _ in range(2))
    new[20:50] = old[20:50]
    for share in (0.1, 0.5, 0.9):
        wanted = old * (1 - share) + new * share
        assert np.abs(dissolve(old, new, share) - wanted).max() <= 1.5
    assert np.array_equal(dissolve(old, new, 0.3)[20:50], old[20:50])


@pytest.mark.parametrize("to", ["left", "right"])
def test_a_push_moves_both_pictures_as_one(to: str) -> None:
    """There would be a gap between the scenes, or colours beside their shapes."""
    old, new = (
        rgb_to_frame(np.full((HEIGHT, WIDTH, 3), colour, np.uint8)) for colour in ((200, 30, 30), (30, 30, 200))
    )
    frame = push(old, new, 0.25, to=to)  # type: ignore[arg-type]
    cut = WIDTH // 4
    for plane, before, after in zip(split_planes(frame), split_planes(old), split_planes(new), strict=True):
        width = cut * plane.shape[1] // WIDTH
        coming = plane[:, -width:] if to == "left" else plane[:, :width]
        leaving = plane[:, :-width] if to == "left" else plane[:, width:]
        assert (coming == after[0, 0]).all() and (leaving == before[0, 0]).all()
