"""The hook: a film begins with a figure, and loses nothing that has to be said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from briefcast.brief.read import read_brief
from briefcast.language.pacing import narration_seconds
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.hook import CLOSE_S, first_figure_ms, for_film
from briefcast.writing.writing import write_script
from tests import ROOT

EXAMPLE = read_brief(ROOT / "examples" / "egov-2024.yaml")
LANGUAGES = ("vi", "en", "he")
LATE_MS = {("businesses", "en"): 2000, ("businesses", "he"): 3200}
"""Title and point alike say "the digital economy" before its figure: no order of them helps."""
AUDIENCES = ("leaders", "staff", "citizens", "businesses", "youth", "press")


def written(audience: str, language: str, **changes: object) -> Script:
    brief = EXAMPLE.model_copy(update=changes)
    return write_script(brief, collect_facts(brief), read_audience(audience), language)


def heard(script: Script) -> str:
    return " ".join(sentence.shown for scene in script.scenes for sentence in scene.sentences)


def first_figure_heard_ms(script: Script) -> float:
    """Estimate when the first figure of a narration is heard."""
    said = [sentence for scene in script.scenes for sentence in scene.sentences]
    for number, sentence in enumerate(said):
        for place, word in enumerate(sentence.words):
            if word.fact:
                before = [*said[:number], *([replace(sentence, words=sentence.words[:place])] if place else [])]
                silence_s = narration_seconds([], script.language)
                return 1000 * (narration_seconds(before, script.language) - silence_s if before else 0)
    return float("inf")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_first_figure_of_the_example_is_heard_at_once(audience: str, language: str) -> None:
    """Who scrolls would be gone before the first figure."""
    profile = read_audience(audience)
    film = for_film(written(audience, language), profile)
    latest_ms = LATE_MS.get((audience, language), first_figure_ms(profile))
    assert first_figure_heard_ms(film) / profile.pace <= latest_ms


def test_an_announced_film_would_be_told_from_one_that_begins() -> None:
    """The measure would pass whatever comes first."""
    script = written("citizens", "en")
    opening = replace(script.scenes[0], sentences=(*script.scenes[-1].sentences, *script.scenes[0].sentences))
    assert first_figure_heard_ms(replace(script, scenes=(opening, *script.scenes[1:]))) > 1500


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_film_tells_its_first_finding_once(audience: str, language: str) -> None:
    """Two fifths of a film would go by with one figure: announced, shown, and told again."""
    script = written(audience, language)
    film = for_film(script, read_audience(audience))
    assert [scene.id for scene in film.scenes] == [scene.id for scene in script.scenes[1:]]
    first, told = film.scenes[0], set[str]()
    assert set(script.scenes[1].facts) <= set(first.facts), "a figure of the point is lost"
    for sentence in first.sentences:
        assert not sentence.facts or set(sentence.facts) - told, sentence.shown
        told |= set(sentence.facts)


def test_an_embargo_and_the_day_are_still_heard() -> None:
    """What must not go out yet would go out."""
    film = for_film(written("press", "en", embargo=dt.date(2025, 10, 23)), read_audience("press"))
    assert "Embargoed until" in heard(film)
    assert film.scenes[0].sentences[0].facts, "the embargo keeps the finding waiting; it stands on the picture"


def test_a_film_whose_first_point_shows_no_figure_keeps_its_opening() -> None:
    """A rebuttal would begin with the rumour."""
    script = written("citizens", "en")
    words = replace(script.scenes[1], visual=replace(script.scenes[1].visual, kind="text", figures=()))
    script = replace(script, scenes=(script.scenes[0], words, *script.scenes[2:]))
    assert for_film(script, read_audience("citizens")).scenes[0].kind == "opening"
    again = replace(words, sentences=(*script.scenes[0].sentences, *words.sentences))
    script = replace(script, scenes=(script.scenes[0], again, *script.scenes[2:]))
    assert for_film(script, read_audience("citizens")).scenes[0].id == words.id, "it says its title twice"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_closing_keeps_what_is_asked_for(language: str) -> None:
    """The last seconds would be spent on words that ask for nothing."""
    script, youth = written("youth", language), read_audience("youth")
    lead = replace(script.scenes[-1], sentences=(*script.scenes[1].sentences, *script.scenes[-1].sentences))
    closing = for_film(replace(script, scenes=(*script.scenes[:-1], lead)), youth).scenes[-1]
    assert len(closing.sentences) < len(lead.sentences)
    call = script.call_to_action.text.replace("\u00a0", " ")
    assert " ".join(s.shown for s in closing.sentences).rstrip(".!").replace("\u00a0", " ") in call
    assert narration_seconds(lead.sentences, language, pace=youth.pace) > CLOSE_S
