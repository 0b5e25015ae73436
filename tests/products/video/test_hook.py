"""The measures of a film that keeps its viewers, each tried on a film that would not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from briefcast.look import drawing
from briefcast.look.brand import read_brand
from briefcast.look.legibility import TEXT_FLOOR_PX
from briefcast.products.profiles import read_audience
from briefcast.products.video.arrangement import arrange
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.stage import Stage
from briefcast.products.video.storyboard import FPS, Page, SceneBoard, Storyboard
from briefcast.script import ColumnHead, Figure, Mark, Script, Visual
from briefcast.writing.hook import for_film
from tests.video_fixtures import make_script, narrate_silently

SHAPES = ("9x16", "1x1", "16x9")
LANGUAGES = ("vi", "en", "he")


def direct(script: Script, folder: Path, shape: str = "9x16") -> Storyboard:
    return build_storyboard(script, narrate_silently(script, folder), read_brand("institutional"), shape)  # type: ignore[arg-type]


def told(language: str, folder: Path, shape: str = "9x16") -> Storyboard:
    return direct(for_film(make_script(language), read_audience("citizens")), folder, shape)


def shows_figure(scene: SceneBoard, frame: int, *, whole: bool = False) -> bool:
    """Whether a number, a bar or a tile is seen on a frame; whole: with its last digits."""
    layers = [y for y in scene.layers if y.name.endswith((":number", ":tile", ":bar")) and y.page(frame)]
    return any(y.value("opacity", frame) == 1 and (not whole or y.page(frame) == y.steps[-1][1]) for y in layers)


def without_figure(film: Storyboard) -> float:
    """Give the share of a film in which no figure is to be seen."""
    bare = sum(not shows_figure(scene, frame) for scene in film.scenes for frame in range(scene.frames))
    return bare / film.frames


def first_word_ms(film: Storyboard) -> int:
    return film.cues[0].start_ms


def close_ms(film: Storyboard) -> float:
    return film.scenes[-1].frames * 1000 / FPS


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_frame_shows_the_finding_and_its_figure(language: str, shape: str, tmp_path: Path) -> None:
    """Platforms take the first frame as the cover, and nobody waits for the second one."""
    film = told(language, tmp_path, shape)
    first = film.scenes[0]
    assert shows_figure(first, 0, whole=True)
    headline = next(y for y in first.layers if y.name == "headline")
    assert headline.page(0) and headline.value("opacity", 0) == 1 and headline.value("shift_y_px", 0) == 0
    assert first_word_ms(film) <= 150
    announced = direct(make_script(language), tmp_path, shape)
    assert not shows_figure(announced.scenes[0], 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_a_second_is_without_a_figure(language: str, tmp_path: Path) -> None:
    """A third of a film told nothing that anybody would repeat."""
    # The sentence of its second point names its figure late; a longer film comes lower.
    assert without_figure(told(language, tmp_path)) <= 0.18
    assert without_figure(direct(make_script(language), tmp_path)) > 0.18


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_close_is_short_and_gathers_the_figures(language: str, tmp_path: Path) -> None:
    """Nobody watches ten seconds of sources and a code that the phone showing it cannot scan."""
    film = told(language, tmp_path)
    # Whose call takes longer to say is over as soon as it is said.
    said_ms = film.cues[-1].words[-1].end_ms - film.scenes[-1].start_frame * 1000 / FPS
    assert close_ms(film) <= max(4000, said_ms + 800)
    slow = replace(film, scenes=(*film.scenes[:-1], replace(film.scenes[-1], frames=film.scenes[-1].frames + 90)))
    assert close_ms(slow) > max(4000, said_ms + 800)
    layers = {layer.name for layer in film.scenes[-1].layers}
    assert {"0:tile", "1:tile", "url"} <= layers
    assert "qr" not in layers
    assert "qr" in {layer.name for layer in told(language, tmp_path, "16x9").scenes[-1].layers}


def lowest_third_moves(film: Storyboard) -> bool:
    """Whether what players lay their texts over carries a picture in every scene, and that picture moves."""
    top = round(film.height_px * 0.69)
    moved = []
    with Stage(film) as stage:
        ground = {scene.id: stage.still(replace(scene, layers=()), 0) for scene in film.scenes}
        for scene in film.scenes:
            early, late = (stage.still(scene, frame)[top : film.height_px] for frame in (20, scene.frames - 10))
            bare = ground[scene.id][top : film.height_px]
            pictured = np.mean(np.abs(late.astype(int) - bare) > 8) > 0.03
            moved.append(bool(pictured and np.any(early != late)))
    return all(moved)


def test_the_lowest_third_of_an_upright_film_is_alive(tmp_path: Path) -> None:
    """A third of every frame was a flat colour."""
    film = told("vi", tmp_path)
    film = replace(film, scenes=film.scenes[:2])
    assert lowest_third_moves(film)
    flat = [replace(s, layers=tuple(y for y in s.layers if not y.name.startswith("scene-"))) for s in film.scenes]
    assert not lowest_third_moves(replace(film, scenes=tuple(flat)))


def texts(film: Storyboard, pages: Sequence[Page]) -> dict[str, float]:
    """Give the smallest size of each kind of text on pages."""
    rows: list[dict[str, Any]] = []
    for page in pages:
        left, top, right, bottom = page.box
        size = {"width": right - left, "height": bottom - top}
        rows.append({**page.data, **size, "drawn": {"x": 0, "y": 0, **size}})
    sizes: dict[str, float] = {}
    data = {"look": dict(film.look), "background": False, "noted": True, "pages": rows}
    for found in drawing.texts_of("video/scene.typ", data):
        sizes[found.text] = min(found.size_px, sizes.get(found.text, found.size_px))
    return sizes


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_large_enough_for_a_phone_and_a_hall(language: str, shape: str, tmp_path: Path) -> None:
    """Labels and sources were twelve points high on a phone, and nothing in the last row of a hall."""
    film = told(language, tmp_path, shape)
    least = arrange(film.shape, rtl=False).text_px
    assert least >= (TEXT_FLOOR_PX if shape == "1x1" else 38)
    found: dict[str, float] = {}
    for scene in film.scenes:
        pages = [p for p in scene.pages if p.data["part"] in ("headline", "kicker", "source", "action", "title")]
        pages += [p for p in scene.pages if p.data["part"] == "figure" and "chart" not in p.data["blocks"][0]["d"]]
        found |= {f"{scene.id}: {name}": size for name, size in texts(film, pages).items()}
    quiet = {name for name in found if name.endswith((": source", ": kicker"))}
    assert {name: size for name, size in found.items() if size < (TEXT_FLOOR_PX if name in quiet else least)} == {}
    small = replace(film, look={**film.look, "floor": 20})
    pages = [p for p in small.scenes[-1].pages if p.key == "text"]
    cramped = [
        replace(
            p,
            box=(0, 0, 200, 900),
            data={**p.data, "tiles": [], "qr": "", "url": "", "sources": "", "text": "Administration"},
        )
        for p in pages
    ]
    assert min(texts(small, cramped).values()) < least


def test_the_quiet_line_of_a_film_is_the_head_of_its_column(tmp_path: Path) -> None:
    head = ColumnHead(id="wednesday", name="Figure of the Wednesday", number=12, written="No. 12")
    script = for_film(replace(make_script("en"), column=head, kicker=head.line), read_audience("citizens"))
    first = direct(script, tmp_path).scenes[0]
    lines = {str(page.data.get("kicker") or page.data.get("text")) for page in first.pages}
    assert head.line in {line.replace("\u00a0", " ") for line in lines}


def pair_of(script: Script) -> Script:
    """Give a telling whose second point shows many cases beside few deaths."""
    cases = replace(
        script.figures[1], unit="count", value=Decimal(3846), number="3,846", suffix="", written="3,846", series=(),
        baseline=None, change="", label="Cases",
    )  # fmt: skip
    deaths = replace(cases, statistic="deaths", value=Decimal(2), number="2", written="2", label="Deaths")
    scene = replace(script.scenes[2], visual=Visual(kind="number", figures=(cases.statistic, "deaths")))
    scenes = (*script.scenes[:2], scene, *script.scenes[3:])
    return replace(script, scenes=scenes, figures=(script.figures[0], cases, deaths))


def heights(film: Storyboard, scene: SceneBoard, several: bool) -> list[int]:
    """Give how high the digits of the figures of a scene are, drawn beside one another or each alone."""
    numbers = [p for p in scene.pages if p.key.endswith(":number")]
    if not several:
        numbers = [
            replace(p, data={**p.data, "visible": ["0:number"], "blocks": [p.data["blocks"][n]]})
            for n, p in enumerate(numbers)
        ]
    return [b.box.bottom - b.box.top for b in draw_pages(numbers, film.look).values()]


@pytest.mark.parametrize("shape", SHAPES)
def test_two_figures_beside_one_another_have_one_size(shape: str, tmp_path: Path) -> None:
    """2 deaths were drawn larger than 3,846 cases: the eye took them for the chief figure."""
    film = direct(pair_of(make_script("en")), tmp_path, shape)
    scene = film.scenes[2]
    cases, deaths = heights(film, scene, several=True)
    # The comma hangs below the line.
    assert cases * 0.75 <= deaths <= cases
    one, other = heights(film, scene, several=False)
    assert one > cases or other > deaths, "alone each is as large as it can be"


def test_a_row_of_eight_fills_its_place(tmp_path: Path) -> None:
    """Eight bars stood in a corner, in letters of twelve points."""
    script = make_script("en")
    base = script.figures[1]

    def ward(n: int) -> Figure:
        value = Decimal(98 - 2 * n)
        return replace(
            base, statistic=f"w{n}", unit="percent", value=value, number=str(value), suffix="%", written=f"{value}%",
            label=f"Ward number {n}", series=(), baseline=None, change="",
            target=Mark(value=Decimal(95), written="95%", label="Plan"),
        )  # fmt: skip

    wards = [ward(n) for n in range(8)]
    scene = replace(script.scenes[2], visual=Visual(kind="ranking", figures=tuple(w.statistic for w in wards)))
    script = replace(script, scenes=(*script.scenes[:2], scene, script.scenes[3]), figures=(*script.figures, *wards))
    film = direct(script, tmp_path, "16x9")
    chart = film.scenes[2].pages
    [spec] = {
        id(p.data["blocks"][0]["d"]["chart"]): p.data["blocks"][0]["d"]["chart"] for p in chart if "blocks" in p.data
    }.values()
    assert len(spec.marks) == 8
    assert spec.text_px > 38
    drawn = draw_pages([p for p in chart if p.key == "0:still"], film.look)["0:still"].box
    _, top, _, bottom = next(p.box for p in chart if p.key == "0:still")
    assert (drawn.bottom - drawn.top) >= 0.8 * (bottom - top)
