"""What the films of the example are measured by, one of each audience, each measure tried on a worse film."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.captions.cue import CueWord
from briefcast.look.brand import read_brand
from briefcast.products.profiles import read_audience
from briefcast.products.video.directing import build_storyboard
from briefcast.products.video.profile import VideoProfile
from briefcast.products.video.storyboard import FPS, Storyboard
from briefcast.script import Script
from briefcast.writing.facts import Facts, collect_facts
from briefcast.writing.hook import for_film
from briefcast.writing.writing import write_script
from tests.captions.test_kinetic import lone_words
from tests.products.video.test_hook import shows_figure
from tests.video_fixtures import make_script, narrate_silently

EXAMPLE = Path(__file__).parents[3] / "examples" / "egov-2024.yaml"
FILMS = {"leaders": "vi", "staff": "he", "citizens": "en", "businesses": "vi", "youth": "he", "press": "en"}
SCROLLING = ("citizens", "youth")
FIRST_MS = {True: 1500, False: 3000}
"""Until when the first figure is heard: by those who scroll, and by those who watch."""
BARE_MOST = 0.15
"""Share of a film's time without a figure, points aside that have none."""


@cache
def _example() -> tuple[Brief, Facts]:
    brief = read_brief(EXAMPLE)
    return brief, collect_facts(brief)


def whole(audience: str, language: str) -> Script:
    brief, facts = _example()
    return write_script(brief, facts, read_audience(audience), language, folder=EXAMPLE.parent)


def film_of(script: Script, folder: Path) -> Storyboard:
    profile = read_audience(script.audience).profile("video", VideoProfile)
    spoken = narrate_silently(script, folder)
    return build_storyboard(script, spoken, read_brand("institutional"), "9x16", captions=profile.captions)


def spoken_words(film: Storyboard) -> list[CueWord]:
    return [word for cue in film.cues for word in cue.words]


def first_figure_ms(film: Storyboard) -> int:
    """Give when the first figure begins to be heard."""
    return next(word.start_ms for word in spoken_words(film) if word.fact)


def bare_share(film: Storyboard, script: Script) -> float:
    """Give the share of a film without a figure to be seen, without the points that have none."""
    told = {scene.id for scene in script.scenes if not scene.visual.figures and scene.id != "closing"}
    scenes = [scene for scene in film.scenes if scene.id not in told]
    bare = sum(not shows_figure(scene, frame) for scene in scenes for frame in range(scene.frames))
    return bare / sum(scene.frames for scene in scenes)


@pytest.mark.parametrize(("audience", "language"), FILMS.items())
def test_a_film_tells_its_figures_from_the_first_second(audience: str, language: str, tmp_path: Path) -> None:
    """The first figure was heard after six seconds, and a third of a film showed none: nobody stays for that."""
    script = for_film(whole(audience, language), read_audience(audience))
    film = film_of(script, tmp_path)
    assert first_figure_ms(film) <= FIRST_MS[audience in SCROLLING]
    assert bare_share(film, script) <= BARE_MOST
    assert max(len(cue.lines) for cue in film.cues) <= 2
    assert lone_words(film.cues) == []
    # Whose call takes longer to say is over as soon as it is said.
    said = spoken_words(film)[-1].end_ms - film.scenes[-1].start_frame * 1000 / FPS
    assert film.scenes[-1].frames * 1000 / FPS <= max(4000, said + 800)


def test_the_measures_find_a_film_that_greets_first(tmp_path: Path) -> None:
    """A measure that every film passes says nothing."""
    script = make_script("en")
    film = film_of(script, tmp_path)
    assert first_figure_ms(film) > FIRST_MS[False]
    assert bare_share(film, script) > BARE_MOST
