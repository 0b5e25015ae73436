"""The hook: a film begins with a figure, and loses nothing that has to be said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from briefcast.brief.audiences import Audience
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


BULLETIN = """id: bulletin
title:
  {en: "Dengue in Tan Phuoc, week 47", vi: "Sốt xuất huyết tại Tân Phước tuần 47", he: "קדחת דנגי בטאן פואוק, שבוע 47"}
languages: [vi, en, he]
audiences: [citizens, leaders]
as_of: 2026-11-22
place: {en: Tan Phuoc, vi: Tân Phước, he: טאן פואוק}
sources: [{id: a, title: T, publisher: P, date: 2026-11-22}]
statistics:
  - {id: dead, label: {en: Deaths, vi: Tử vong, he: נפטרים}, value: 2, unit: count, gender: m, source: a,
     noun: {en: people, vi: người, he: בני אדם}, period: 2026-W47, baseline: {value: 1, period: 2026-W46}}
points:
  - id: dead
    statistics: [dead]
    headline: {en: "{dead} more people have died", vi: "Thêm {dead} người tử vong", he: "נפטרו עוד {dead} בני אדם"}
    text: {en: "{dead} people died.", vi: "Trong tuần có {dead} người tử vong.", he: "השבוע נפטרו {dead} בני אדם."}
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["citizens", "leaders"])
def test_a_film_says_of_what_and_where_its_first_figure_is(tmp_path: Path, audience: str, language: str) -> None:
    """ "Two people died": of what, nobody hears."""
    path = tmp_path / "bulletin.yaml"
    path.write_text(BULLETIN, "utf-8")
    brief = read_brief(path)
    profile = read_audience(audience)
    film = for_film(write_script(brief, collect_facts(brief), profile, language), profile)
    said = " ".join(s.shown for s in film.scenes[0].sentences[:2]).replace("\u00a0", " ")
    assert brief.title[language] in said and brief.place[language] in said
    assert sum(narration_seconds(s.sentences, language, pace=profile.pace) for s in film.scenes) <= profile.seconds


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dateline_is_no_place_of_a_finding(tmp_path: Path, language: str) -> None:
    """ "Jerusalem: Measles recedes", of the figures of a whole country, told from the ministry in Jerusalem."""
    path = tmp_path / "bulletin.yaml"
    title = """  {en: "Dengue recedes", vi: "Sốt xuất huyết giảm", he: "קדחת הדנגי נסוגה"}"""
    told = "\n".join(title if "week 47" in line else line for line in BULLETIN.splitlines())
    film = for_film(*_of(path, told, language))
    said = " ".join(s.shown for scene in film.scenes for s in scene.sentences)
    place = read_brief(path).place[language]
    assert place not in said.replace("\u00a0", " ")
    issuer = "issuer: {en: Tan Phuoc Health Office, vi: Trung tâm Y tế Tân Phước, he: לשכת הבריאות של טאן פואוק}\n"
    film = for_film(*_of(path, told + "\n" + issuer, language))
    assert place in " ".join(s.shown for s in film.scenes[0].sentences).replace("\u00a0", " ")


def _of(path: Path, text: str, language: str) -> tuple[Script, Audience]:
    path.write_text(text, "utf-8")
    brief, profile = read_brief(path), read_audience("citizens")
    return write_script(brief, collect_facts(brief), profile, language), profile


def test_a_film_whose_finding_says_it_all_does_not_name_the_report_too(tmp_path: Path) -> None:
    path = tmp_path / "bulletin.yaml"
    told = BULLETIN.replace("{dead} people died.", "{dead} people died of dengue in Tan Phuoc in week 47.")
    path.write_text(told, "utf-8")
    brief = read_brief(path)
    profile = read_audience("citizens")
    film = for_film(write_script(brief, collect_facts(brief), profile, "en"), profile)
    assert len(film.scenes[0].sentences) == 1, "the finding says it all"


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_name_of_a_report_never_stands_inside_the_text_of_a_point(audience: str, language: str) -> None:
    """ "Settling a call took 6 days. Ashdod in the first half of 2026. The target: 4 days." is no telling."""
    script = written(audience, language, title=dict.fromkeys(LANGUAGES, "Xyzzy plugh 2024"))
    name = script.named[0].shown if script.named else ""
    [first, *_] = for_film(script, read_audience(audience)).scenes
    said = [s.shown for s in first.sentences]
    own = [s.shown for s in next(scene for scene in script.scenes if scene.id == first.id).sentences]
    assert [at for at in said if at in own] == [at for at in own if at in said]
    if name in said:
        at = said.index(name)
        assert not (set(said[:at]) & set(own) and set(said[at + 1 :]) & set(own))
