"""What is drawn of a page: no more than shows, and never less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from briefcast.edition.check import LIMITS
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.looks import Illustration
from briefcast.products.video.arrangement import ARRANGEMENTS
from briefcast.products.video.compositor import frame_to_rgb
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.encoder import read_preset
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.render import render_video
from briefcast.products.video.stage import Stage
from briefcast.products.video.storyboard import Page, Storyboard
from briefcast.store.store import Store
from tests.products.video.test_motion import with_ranking, with_ring
from tests.video_fixtures import make_script, narrate_silently

SCRIPTS = {
    "vi": make_script("vi"),
    "en": make_script("en"),
    "he": make_script("he"),
    "ring": with_ring("donut"),
    "ranking": with_ranking("he"),
}


def direct(name: str, folder: Path, shape: str) -> Storyboard:
    script = SCRIPTS[name]
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), shape)  # type: ignore[arg-type]


def opened(page: Page) -> Page:
    """Give a page drawn with a lot of room around its place."""
    left, top, right, bottom = page.box
    # What hangs out of the frame is seen by nobody.
    lowest = page.window[3] if page.window[3] >= _TALLEST_PX else bottom + 120
    return replace(page, window=(left - 120, top - 120, right + 120, lowest), rows_of="")


_TALLEST_PX = 1920


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        *((language, shape) for language in ("vi", "en", "he") for shape in ("9x16", "16x9")),
        ("ring", "1x1"),
        ("ranking", "1x1"),
    ],
)
def test_nothing_that_shows_lies_outside_of_what_is_drawn(name: str, shape: str, tmp_path: Path) -> None:
    """A mark on a capital, a digit on its way or the pill under a word would be cut off."""
    storyboard = direct(name, tmp_path, shape)
    for scene in storyboard.scenes:
        drawn = draw_pages(scene.pages, storyboard.look)
        whole = draw_pages([opened(page) for page in scene.pages], storyboard.look)
        assert drawn.keys() == whole.keys()
        for key, bitmap in whole.items():
            assert drawn[key].box == bitmap.box, (scene.id, key)
            difference = np.abs(drawn[key].planes[0].flat - bitmap.planes[0].flat)
            # The edge of a round corner may fall on another fraction of a pixel.
            assert np.count_nonzero(difference > 8) <= 16, (scene.id, key)


@pytest.mark.parametrize("manner", get_args(Illustration))
@pytest.mark.parametrize("name", ["en", "he"])
def test_no_picture_is_cut_whatever_its_manner(name: str, manner: str, tmp_path: Path) -> None:
    """Each audience has a manner of its own: the rays of one or the sheet of another would end at a straight edge."""
    storyboard = direct(name, tmp_path, "9x16")
    look = {**storyboard.look, "illustration": manner}
    pages = [page for page in storyboard.scenes[1].pages if page.data["part"] == "picture"]
    drawn = draw_pages(pages, look)
    whole = draw_pages([opened(page) for page in pages], look)
    assert len(pages) == 4 and drawn.keys() == whole.keys() >= {"scene-ground", "scene-object"}
    for key, bitmap in whole.items():
        assert drawn[key].box == bitmap.box, key


@pytest.mark.parametrize("shape", ["9x16", "1x1", "16x9"])
@pytest.mark.parametrize("name", ["vi", "en", "he"])
def test_a_number_keeps_its_size_and_place_while_it_counts(name: str, shape: str, tmp_path: Path) -> None:
    """It would jump up and down on its way and shrink in the end."""
    storyboard = direct(name, tmp_path, shape)
    counted = 0
    for scene in storyboard.scenes:
        drawn = draw_pages([page for page in scene.pages if page.key.startswith("0:number")], storyboard.look)
        for key, bitmap in drawn.items():
            if key == "0:number":
                continue
            # The words that come with the last digits may hang below their line.
            first, last = drawn["0:number0"].box, drawn["0:number"].box
            assert abs(bitmap.box.top - first.top) <= 4 and abs(bitmap.box.bottom - first.bottom) <= 4, (scene.id, key)
            assert last.top - 4 <= bitmap.box.top and bitmap.box.bottom <= last.bottom + 4, (scene.id, key)
            counted += 1
    assert counted >= 2


@pytest.mark.parametrize("name", ["vi", "he", "ring", "ranking"])
def test_the_layers_of_a_card_are_drawn_together_as_each_alone(name: str, tmp_path: Path) -> None:
    """Laid out once for all, a layer would hold a piece of another, or stand where the others do not expect it."""
    storyboard = direct(name, tmp_path, "9x16")
    several = 0
    for scene in storyboard.scenes:
        together = draw_pages(scene.pages, storyboard.look)
        for page in scene.pages:
            if page.data["part"] not in ("figure", "action", "steps", "title") or page.rows_of:
                continue
            several += 1
            alone = draw_pages([page], storyboard.look).get(page.key)
            if alone is None:
                assert page.key not in together
                continue
            assert together[page.key].box == alone.box, (scene.id, page.key)
            differences = np.abs(together[page.key].planes[0].flat - alone.planes[0].flat)
            # What is cut at the edge of a layer is blended once more: a step of the 256.
            assert np.count_nonzero(differences > 8) <= 16, (scene.id, page.key)
    assert several >= 6


def test_a_card_is_one_page_however_many_layers_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each layer would have its scale looked for anew: half of the time that a scene takes to be drawn."""
    storyboard = direct("vi", tmp_path, "9x16")
    pages = storyboard.scenes[1].pages
    layers = [page for page in pages if page.data["part"] == "figure" and not page.rows_of]
    drawn: list[int] = []
    draw = drawing.draw

    def counted(template: str, data: Mapping[str, Any], **more: Any) -> list[bytes]:
        drawn.append(len(data["pages"]))
        return draw(template, data, **more)

    monkeypatch.setattr(drawing, "draw", counted)
    draw_pages(layers, storyboard.look)
    assert len(layers) > 2 and drawn == [1]


@pytest.mark.parametrize("name", ["vi", "he"])
def test_a_draft_is_the_film_at_half_its_size(name: str, tmp_path: Path) -> None:
    """What is looked through before it is approved would show other things, or elsewhere, than what is published."""
    storyboard = direct(name, tmp_path, "9x16")
    asked = [
        (scene, frame) for scene in storyboard.scenes[:3] for frame in (0, 14, scene.frames // 2, scene.frames - 1)
    ]

    def stills(scale: float) -> list[NDArray[np.uint8]]:
        with Stage(storyboard, scale=scale) as stage:
            return [frame_to_rgb(stage.still(scene, frame)) for scene, frame in asked]

    for whole, draft in zip(stills(1.0), stills(read_preset("draft").scale), strict=True):
        small = np.asarray(Image.fromarray(whole).reduce(2), np.int16)
        assert draft.shape == small.shape == (960, 540, 3)
        off = np.abs(small - draft).mean()
        assert off < 2.5
        assert np.abs(small - np.roll(draft, 3, axis=0)).mean() > 2 * off, "three pixels off, and it would pass"


def test_too_small_a_window_would_be_seen(tmp_path: Path) -> None:
    """The test above would mean nothing if it passed a cropped word."""
    storyboard = direct("vi", tmp_path, "9x16")
    page = next(page for page in storyboard.scenes[1].pages if page.key == "cue0.0")
    left, top, right, bottom = page.drawn
    cut = draw_pages([replace(page, window=(left, top + 24, right, bottom))], storyboard.look)
    assert cut["cue0.0"].box != draw_pages([page], storyboard.look)["cue0.0"].box


def test_nothing_is_drawn_where_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A film that is made again in every batch would cost its grounds and its cover each time."""
    storyboard = direct("en", tmp_path, "9x16")
    store = Store(tmp_path / "store")
    scenes = [replace(scene, frames=8, start_frame=8 * n) for n, scene in enumerate(storyboard.scenes)]
    film = replace(storyboard, scenes=tuple(scenes), sounds=(), music=None)
    render_video(film, tmp_path / "one", preset="draft", store=store, film="a film")
    drawn: list[str] = []
    draw = drawing.draw
    monkeypatch.setattr(
        drawing, "draw", lambda template, *more, **others: drawn.append(template) or draw(template, *more, **others)
    )  # type: ignore[func-returns-value]
    render_video(film, tmp_path / "two", preset="draft", store=store, film="a film")
    assert drawn == []
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
    render_video(replace(film, title="Another title"), tmp_path / "three", preset="draft", store=store, film="a film")
    assert drawn == [], "a title that only stands in the file's metadata"


@pytest.mark.parametrize("name", ["vi", "en", "he"])
def test_a_number_on_its_way_has_neither_qualifier_nor_unit(name: str, tmp_path: Path) -> None:
    """Over 45 million, stopped for a moment, is a misquote of over 55 million."""
    storyboard = direct(name, tmp_path, "9x16")
    scene = next(s for s in storyboard.scenes if any(page.key == "0:number0" for page in s.pages))
    last = next(page for page in scene.pages if page.key == "0:number")
    on_its_way = replace(last, key="x", data={**last.data, "step": last.data["blocks"][0]["d"]["number"]})
    drawn = draw_pages([last, on_its_way], storyboard.look)
    ink = {key: int(np.count_nonzero(bitmap.planes[0].flat > 40)) for key, bitmap in drawn.items()}
    assert ink["x"] < ink["0:number"] * 0.9, "the same digits, but the words around them are there already"


LONGEST = {
    "vi": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG TỈNH LÂM ĐỒNG, MIỀN NÚI PHÍA NA",
    "en": "Department of Agriculture and the Environment of Warwickshire",
    "he": "המחלקה לתקשורת, הסברה ומעורבות התושבים בעיריית ראשון לציון ה",
}


@pytest.mark.parametrize("shape", ["9x16", "1x1", "16x9"])
@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_name_of_an_office_that_the_check_takes_stands_on_every_film(
    name: str, shape: str, tmp_path: Path
) -> None:
    """What the check had passed, a square film refused: an office cannot choose how long it is called."""
    issuer = LONGEST[name][: LIMITS["issuer"].max_chars].strip()
    script = replace(make_script(name), issuer=issuer)
    storyboard = build_storyboard(script, narrate_silently(script, tmp_path), read_brand("institutional"), shape)  # type: ignore[arg-type]
    [ground, *_] = (page for page in storyboard.shared if page.key.startswith("ground-split"))
    bare = replace(ground, data={**ground.data, "issuer": ""})
    named, empty = (draw_pages([page], storyboard.look)[ground.key].planes[0].flat for page in (ground, bare))
    rows = np.flatnonzero((np.abs(named - empty) > 8).any(axis=1))
    place = ARRANGEMENTS[shape]
    below = place.kicker or place.headline
    assert place.progress[3] <= rows[0] and rows[-1] < below[1], "clear of the bar above and the words below"


@pytest.mark.parametrize("shape", ["9x16", "1x1"])
@pytest.mark.parametrize("name", ["vi", "en", "he"])
def test_a_long_address_breaks_behind_a_stroke_or_a_dot(name: str, shape: str, tmp_path: Path) -> None:
    """What the check had passed, a film refused: a health office cannot choose its address."""
    script = make_script(name)
    action = replace(script.call_to_action, url="https://soyte.namhai.example.org/tiem-phong-benh-soi/dang-ky")
    storyboard = build_storyboard(
        replace(script, call_to_action=action),
        narrate_silently(script, tmp_path),
        read_brand("institutional"),
        shape,  # type: ignore[arg-type]
        captions="kinetic",
    )
    assert draw_pages(storyboard.scenes[-1].pages, storyboard.look)
    whole = replace(action, url=f"https://{'rat-dai-' * 9}khong-co-dau-cham")
    refused = replace(script, call_to_action=whole)
    with pytest.raises(LayoutError, match="address"):
        board = build_storyboard(refused, narrate_silently(refused, tmp_path), read_brand("institutional"), shape)  # type: ignore[arg-type]
        draw_pages(board.scenes[-1].pages, board.look)
