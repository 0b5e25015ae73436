"""What moves in a film and what is pictured in it, each measure tried on a film that stands still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from briefcast.look.brand import read_brand
from briefcast.look.illustration import looks_like_data
from briefcast.products.profiles import read_audience
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.layering import symbol_of
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.motion import Entrance, read_vocabulary
from briefcast.products.video.stage import Stage
from briefcast.products.video.storyboard import FPS, SceneBoard, Storyboard
from briefcast.script import Mark, Script, Visual
from briefcast.writing.hook import for_film
from tests.video_fixtures import make_script, narrate_silently

PICTURE = ("scene-ground", "scene-motif", "scene-companions", "scene-object")


def film_of(script: Script, folder: Path, *, reduced: bool = False) -> Storyboard:
    brand = read_brand("institutional").wearing("bold")
    spoken = narrate_silently(script, folder)
    return build_storyboard(script, spoken, brand, "9x16", captions="kinetic", reduced_motion=reduced)


def silent_layers(scene: SceneBoard, *, without: Sequence[str] = ()) -> SceneBoard:
    """Give a scene without captions and progress, which always move, and without some layers more."""
    return replace(scene, layers=tuple(y for y in scene.layers if not y.steady and y.name not in without))


def moving_share(film: Storyboard, *, without: Sequence[str] = ()) -> float:
    """Give the share of half seconds in which at least one of a thousand pixels visibly changes, captions aside."""
    scenes = tuple(silent_layers(scene, without=without) for scene in film.scenes)
    seen: list[bool] = []
    with Stage(replace(film, scenes=scenes)) as stage:
        for number, scene in enumerate(scenes):
            before = None
            for frame, shown in enumerate(stage.scene(number)):
                if frame % (FPS // 2) == 0 and frame < scene.frames:
                    now = shown.buffer[: film.height_px : 2, ::2].astype(np.int16)
                    if before is not None:
                        seen.append(bool(np.mean(np.abs(now - before) > 12) > 0.001))
                    before = now
    return sum(seen) / len(seen)


def test_something_moves_in_three_of_four_half_seconds(tmp_path: Path) -> None:
    """For 50 to 66 of 100 half seconds nothing moved but the captions."""
    film = film_of(for_film(make_script("en"), read_audience("youth")), tmp_path)
    film = replace(film, scenes=film.scenes[:2])
    assert moving_share(film) >= 0.75
    assert moving_share(film, without=PICTURE) < 0.75


def test_the_layers_of_a_picture_move_apart_and_stand_still_where_that_is_asked_for(tmp_path: Path) -> None:
    """A picture that slides as a whole is a sticker; and for some every drift is too much."""
    script = for_film(make_script("he"), read_audience("youth"))
    for scene in film_of(script, tmp_path).scenes:
        ways = {}
        for layer in (y for y in scene.layers if y.name in PICTURE):
            begin, end = (round(layer.value("shift_x_px", frame)) for frame in (0, scene.frames))
            ways[layer.name] = end - begin
        assert set(ways) == set(PICTURE)
        assert len(set(ways.values())) == len(ways) and all(abs(way) >= 20 for way in ways.values())
    for scene in film_of(script, tmp_path, reduced=True).scenes:
        assert not [y for y in scene.layers if y.name in PICTURE and y.tracks]


def with_share(script: Script) -> Script:
    accounts, rank = script.figures
    share = replace(
        accounts, unit="percent", value=Decimal("71.5"), number="71.5", suffix="%", written="71.5%", measure="share",
        of="people", target=None, gap="", plain="7 in 10", series=(), baseline=None,
    )  # fmt: skip
    scene = replace(script.scenes[1], visual=Visual(kind="share", figures=(share.statistic,)))
    return replace(script, figures=(share, rank), scenes=(script.scenes[0], scene, *script.scenes[2:]))


def test_people_come_one_by_one_with_their_word(tmp_path: Path) -> None:
    """A row that is wiped open shows halves of people, and no amount that the eye can count."""
    scene = film_of(with_share(make_script("en")), tmp_path).scenes[1]
    bar = next(y for y in scene.layers if y.name == "0:bar")
    begin = bar.steps[0][0]
    shown = sorted({round(bar.value("reveal", frame), 3) for frame in range(begin, begin + 40)})
    assert shown == [round(n / 8, 3) for n in range(1, 9)]
    assert bar.value("reveal", begin + 40) == 1
    wiped = read_vocabulary().motions["grow"].tracks(begin, pieces=8)
    assert len({track.value(frame) for track in wiped for frame in range(begin, begin + 40)}) > 20


def test_a_line_pauses_where_it_turns(tmp_path: Path) -> None:
    """What makes the story is the turn: drawn in one go, nobody sees it."""
    script = make_script("en")
    accounts, rank = script.figures
    series = tuple(
        Mark(value=Decimal(v), written=str(v), label=str(2014 + 2 * n)) for n, v in enumerate((99, 89, 88, 86, 86, 71))
    )
    script = replace(script, figures=(accounts, replace(rank, series=series)))
    scene = film_of(script, tmp_path).scenes[2]
    bar = next(y for y in scene.layers if y.name == "0:bar")
    begin = bar.steps[0][0]
    values = [bar.value("reveal", frame) for frame in range(begin, begin + 60)]
    still = [a for a, b in pairwise(values) if a == b and 0 < a < 1]
    assert len(still) >= 10 and {round(v, 3) for v in still} == {0.8}
    straight = read_vocabulary().motions["draw"].tracks(begin)
    drawn = [track.value(frame) for track in straight for frame in range(begin, begin + 40)]
    assert not [a for a, b in pairwise(drawn) if a == b and 0 < a < 1]


@pytest.mark.parametrize("language", ["vi", "he"])
def test_a_soft_note_comes_with_each_figure_after_the_first(language: str, tmp_path: Path) -> None:
    """A figure that comes in without a sound is missed by who looks away; the first one comes with the film."""
    from briefcast.sound.choice import SoundChoice

    script = for_film(make_script(language), read_audience("youth"))
    spoken = narrate_silently(script, tmp_path)
    brand = read_brand("institutional")

    def notes(stings: bool) -> list[int]:
        film = build_storyboard(script, spoken, brand, "9x16", sound=SoundChoice(bed="bright", stings=stings))
        assert film.music is not None
        return [sting.start_ms for sting in film.music.stings if "accent" in sting.audio.name]

    film = build_storyboard(script, spoken, brand, "9x16")
    [figure] = [scene for scene in film.scenes[1:] if scene.id != "closing"]
    number = next(y for y in figure.layers if y.name in ("0:number", "0:bar"))
    assert [abs(at - (figure.start_frame + number.steps[0][0]) * 1000 / FPS) < 500 for at in notes(True)] == [True]
    assert notes(False) == []


def test_no_prize_is_drawn_over_bad_news(tmp_path: Path) -> None:
    """A cup as large as the phone over a place that was lost is a mockery."""
    told = for_film(make_script("en"), read_audience("youth"))
    scenes = tuple(replace(scene, visual=replace(scene.visual, icon="trophy")) for scene in told.scenes)
    glad = film_of(replace(told, scenes=scenes, news="good"), tmp_path)
    (tmp_path / "sad").mkdir()
    sad = film_of(replace(told, scenes=scenes, news="bad"), tmp_path / "sad")
    assert any(layer.name in PICTURE for scene in glad.scenes for layer in scene.layers)
    assert not any(layer.name in PICTURE for scene in sad.scenes for layer in scene.layers)


def test_no_picture_looks_like_data_of_its_own(tmp_path: Path) -> None:
    """A pie with a quarter cut out stood beside 3.14 %, bars of which the last is lower beside a number that rose."""
    vocabulary = read_vocabulary()
    fallen_back_on = {*vocabulary.symbols.values(), *vocabulary.subjects}
    assert not [name for name in fallen_back_on if looks_like_data(name)]
    assert all(map(looks_like_data, ("chart-pie", "chart-column", "gauge", "file-chart-line")))
    told = for_film(make_script("en"), read_audience("youth"))
    drawn = replace(told.scenes[0], visual=replace(told.scenes[0].visual, icon="chart-pie"))
    assert not looks_like_data(symbol_of(drawn, told, vocabulary))
    assert symbol_of(replace(drawn, visual=replace(drawn.visual, icon="house")), told, vocabulary) == "house"
    ranked = replace(drawn, visual=replace(drawn.visual, icon=""), headline="דירוג הממשל הדיגיטלי")
    # "דיג" in "digital" is no fishing.
    assert vocabulary.subject(ranked.headline, "he") == ""


def test_nothing_that_is_read_comes_in_by_halves(tmp_path: Path) -> None:
    """Of "40%" a wipe showed "0%" first, of an arrow before a number a minus."""
    vocabulary = read_vocabulary()

    def halved(cards: Mapping[str, Sequence[Entrance]]) -> list[str]:
        read = {
            "label",
            "labels",
            "target",
            "detail",
            "number",
            "headline",
            "title",
            "source",
            "text",
            "before",
            "step",
        }
        return [
            f"{card}: {entrance.layer}"
            for card, entrances in cards.items()
            for entrance in entrances
            if (read & {entrance.layer, *entrance.parts} or card == "pair")
            and any(change.property == "reveal" for change in vocabulary.motions[entrance.motion].changes)
        ]

    assert halved(vocabulary.cards) == []
    bad = replace(vocabulary.cards["line"][-2], motion="draw")
    assert halved({"line": (bad,)}) == ["line: target"]


def test_the_label_of_a_second_figure_comes_with_its_number(tmp_path: Path) -> None:
    """It stood alone for up to 15 seconds, as if a value were missing."""
    script = make_script("en")
    scene = replace(script.scenes[1], visual=Visual(kind="number", figures=("vneid-accounts", "egdi-rank")))
    words = (*scene.sentences, *script.scenes[0].sentences * 3, *script.scenes[2].sentences)
    script = replace(script, scenes=(script.scenes[0], replace(scene, sentences=words), *script.scenes[2:]))
    board = film_of(script, tmp_path).scenes[1]
    came = {layer.name: layer.steps[0][0] for layer in board.layers}
    assert came["1:number"] > 5 * FPS, "it is named late"
    assert abs(came["1:still"] - came["1:number"]) <= 15
    assert came["0:still"] < 15


def test_nothing_dances_around_bad_news(tmp_path: Path) -> None:
    """Rings and crosses as of a feast stood around people in hospital."""

    def beside(news: Literal["good", "bad"]) -> set[str]:
        told = replace(for_film(make_script("en"), read_audience("youth")), news=news)
        (tmp_path / news).mkdir()
        film = film_of(told, tmp_path / news)
        pages = [page for page in film.scenes[0].pages if page.data["part"] == "picture"]
        return {*draw_pages(pages, film.look)}

    assert beside("good") == {*PICTURE}
    assert beside("bad") == {*PICTURE} - {"scene-companions"}
