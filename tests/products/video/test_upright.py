"""An upright film says in each scene what it shows, large, with nothing over it; each measure has a bad film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from briefcast.captions.cue import CaptionKind
from briefcast.look.brand import read_brand
from briefcast.products.profiles import read_audience
from briefcast.products.video import arrangement
from briefcast.products.video.compositor import Box
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.storyboard import SceneBoard, Storyboard
from briefcast.script import Script, Visual
from briefcast.writing.hook import for_film
from tests.video_fixtures import make_script, narrate_silently

LEAST = 0.45
"""Of the height that no player covers, under one line of sources."""
LEAST_OVER_MORE = 0.38
"""Where sources take two lines."""
_OVER_PX = 6
"""Marks on capitals and descenders may reach so far into the gap between two places."""


def film_of(script: Script, folder: Path, captions: CaptionKind = "classic") -> Storyboard:
    told = for_film(script, read_audience("citizens"))
    return build_storyboard(
        told, narrate_silently(told, folder), read_brand("institutional"), "9x16", captions=captions
    )


def with_points(script: Script) -> Script:
    """Give a telling whose points show a bar, a history, a value before and after, a number, and two figures."""
    bar, history = script.scenes[1:3]
    rank, accounts = script.figure("egdi-rank"), script.figure("vneid-accounts")
    other = replace(rank, statistic="other", series=(), baseline=None, change="", source_short=accounts.source_short)
    more = [
        replace(history, id="pair", visual=Visual(kind="pair", figures=(rank.statistic,))),
        replace(bar, id="number", visual=Visual(kind="number", figures=(accounts.statistic,))),
        replace(bar, id="two", visual=Visual(kind="number", figures=(accounts.statistic, "other"))),
    ]
    scenes = (script.scenes[0], bar, history, *more, script.scenes[-1])
    return replace(script, scenes=scenes, figures=(*script.figures, other))


def boxes(film: Storyboard, scene: SceneBoard) -> Mapping[str, Box]:
    """Give where the ink of headline, figure, source and captions lies when all of them stand."""
    kinds = ("headline", "figure", "source", "caption")
    pages = [p for p in scene.pages if p.data["part"] in kinds and not p.rows_of and p.data.get("hot", -1) == -1]
    drawn = draw_pages(pages, film.look)
    found: dict[str, Box] = {}
    for page in pages:
        if page.key in drawn:
            box, part = drawn[page.key].box, page.data["part"]
            known = found.get(part, box)
            found[part] = Box(
                min(box.left, known.left),
                min(box.top, known.top),
                max(box.right, known.right),
                max(box.bottom, known.bottom),
            )
    return found


def shows_figure(scene: SceneBoard) -> bool:
    return any(page.data["part"] == "figure" for page in scene.pages)


def share_of(found: Mapping[str, Box], place: arrangement.Arrangement) -> float:
    """Give the share of the height that no player covers which the figure of a scene fills."""
    return (found["figure"].bottom - found["figure"].top) / (place.safe[3] - place.safe[1])


def over_one_another(found: Mapping[str, Box]) -> Sequence[tuple[str, str]]:
    def meet(one: Box, other: Box) -> bool:
        return min(one.bottom, other.bottom) - max(one.top, other.top) > _OVER_PX

    return [(a, b) for a, b in combinations(sorted(found), 2) if meet(found[a], found[b])]


@pytest.mark.parametrize(
    ("language", "captions"), [("vi", "classic"), ("en", "kinetic"), ("he", "classic"), ("he", "kinetic")]
)
def test_each_figure_stands_large_under_its_finding_and_over_nothing(
    language: str, captions: CaptionKind, tmp_path: Path
) -> None:
    """After the first scene nothing said what the number meant, and it filled a third of the height."""
    film = film_of(with_points(make_script(language)), tmp_path, captions)
    place = arrangement.arrange("9x16", rtl=language == "he", captions=captions)
    scenes = [scene for scene in film.scenes if shows_figure(scene)]
    assert len(scenes) == 5
    for scene in scenes:
        headline = next(layer for layer in scene.layers if layer.name == "headline")
        assert headline.page(scene.frames - 1) and headline.value("opacity", scene.frames - 1) == 1
        found = boxes(film, scene)
        assert {"headline", "figure", "source", "caption"} <= found.keys()
        lines = (found["source"].bottom - found["source"].top) // 40
        assert share_of(found, place) >= (LEAST if lines < 2 else LEAST_OVER_MORE), scene.id
        assert over_one_another(found) == [], scene.id
        left, top, right, bottom = place.safe
        for box in found.values():
            assert (
                box.top >= top
                and box.bottom <= bottom
                and box.left >= left - _OVER_PX
                and box.right <= right + _OVER_PX
            )


def test_a_small_figure_and_one_over_captions_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The measures themselves, on the places of before and on a figure that is moved down."""
    plain = arrangement.ARRANGEMENTS["9x16"]
    small = replace(plain, figure=(120, 576, 880, 806), chart_px=(760, 180))
    monkeypatch.setitem(arrangement.ARRANGEMENTS, "9x16", small)
    film = film_of(make_script("en"), tmp_path)
    scene = next(scene for scene in film.scenes if shows_figure(scene))
    found = boxes(film, scene)
    assert share_of(found, small) < LEAST
    figure = found["figure"]
    moved = {**found, "figure": figure._replace(top=figure.top + 300, bottom=figure.bottom + 300)}
    assert ("caption", "figure") in over_one_another(moved)


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("vi", "left"), ("he", "right")])
def test_all_texts_begin_on_one_edge(language: str, side: str, tmp_path: Path) -> None:
    """In Hebrew logo, progress and source ended on one line and title and figure on another."""
    film = film_of(with_points(make_script(language)), tmp_path)
    place = arrangement.arrange("9x16", rtl=language == "he")
    edge = place.safe[0] if side == "left" else place.safe[2]
    for scene in (scene for scene in film.scenes if shows_figure(scene)):
        found = boxes(film, scene)
        edges = {part: getattr(box, side) for part, box in found.items() if part != "caption"}
        # Letters keep a little room beside them.
        assert all(abs(at - edge) <= 16 for at in edges.values()), (scene.id, edges)
    assert getattr(Box(*place.header), side) == getattr(Box(*place.progress), side) == edge
