"""An outbreak by district: its deaths stand with its cases, its districts with the point that is about them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.model import Brief
from briefcast.brief.read import read_brief
from briefcast.look.brand import GRAVE, read_brand
from briefcast.look.figures import tells_harm, theme_for
from briefcast.products.infographic.points import headed_by
from briefcast.products.press_release.release import PressRelease, plain, write_release
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

OUTBREAK = """
id: measles
kind: progress
languages: [en, vi]
audiences: [press, citizens]
products: [infographic, video, press-release]
as_of: 2026-11-15
title: {en: "Measles in Nam Hải, to mid-November 2026", vi: Bệnh sởi tại Nam Hải đến giữa tháng 11/2026}
issuer: {en: Department of Health, vi: Sở Y tế}
place: {en: Nam Hải, vi: Nam Hải}
sources:
  - {id: cdc, title: {en: Report, vi: Báo cáo}, publisher: {en: CDC, vi: CDC}, date: 2026-11-15}
statistics:
  - id: coverage
    label: {en: Children with two doses, vi: Trẻ tiêm đủ hai mũi}
    value: 86.3
    unit: percent
    measure: share
    noun: {en: children, vi: trẻ}
    period: 2026-11-15
    target: {value: 95, by: 2026}
    source: cdc
    by: {dimension: district, values: {tan-an: {name: Tân An, value: 96.2}, bac-phu: {name: Bắc Phú, value: 79.8}}}
  - id: cases
    label: {en: Measles cases, vi: Ca mắc sởi}
    value: 412
    unit: count
    noun: {en: cases, vi: ca}
    period: 2026-01-01/2026-11-15
    source: cdc
    by:
      dimension: district
      parts: true
      values: {tan-an: {name: Tân An, value: 131}, bac-phu: {name: Bắc Phú, value: 281}}
  - id: deaths
    label: {en: Deaths from measles, vi: Ca tử vong do sởi}
    value: 4
    unit: count
    noun: {en: deaths, vi: ca tử vong}
    period: 2026-01-01/2026-11-15
    compare: {to: same-period, change: 3, in: amount}
    source: cdc
points:
  - id: outbreak
    statistics: [deaths, cases]
    audiences: {press: 5, citizens: 4}
    headline: {en: "{cases} cases and {deaths} deaths this year", vi: "{cases} ca mắc, {deaths} ca tử vong từ đầu năm"}
    text:
      en: "There have been {cases} cases in Nam Hải, and {deaths} people have died, {deaths.change}."
      vi: "Nam Hải ghi nhận {cases} ca mắc; {deaths} người đã tử vong, {deaths.change}. Khi sốt, {address} gọi 115."
  - id: by-district
    statistics: [coverage]
    audiences: {press: 4, citizens: 5}
    headline:
      en: "Only Tân An is above the {coverage.target} target"
      vi: "Chỉ Tân An vượt mục tiêu {coverage.target}"
    text: {en: "{coverage} have had two doses; Tân An is at {coverage.tan-an}.", vi: "Tân An đạt {coverage.tan-an}."}
  - id: cases-district
    statistics: [cases]
    audiences: {press: 3, citizens: 3}
    headline: {en: "Bắc Phú is hit hardest: {cases.bac-phu} cases", vi: "Bắc Phú nhiều nhất: {cases.bac-phu} ca"}
    text: {en: "Bắc Phú has {cases.bac-phu} cases.", vi: "Bắc Phú có {cases.bac-phu} ca."}
"""


def read(folder: Path, text: str = OUTBREAK) -> Brief:
    path = folder / "measles.yaml"
    path.write_text(text, "utf-8")
    return read_brief(path)


def script(folder: Path, audience: str, language: str, text: str = OUTBREAK) -> Script:
    brief = read(folder, text)
    return write_script(brief, collect_facts(brief), read_audience(audience), language)


def release(folder: Path, language: str) -> PressRelease:
    brief = read(folder)
    facts, audience = collect_facts(brief), read_audience("press")
    return write_release(brief, facts, write_script(brief, facts, audience, language), audience)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_headline_of_two_figures_shows_both(tmp_path: Path, language: str) -> None:
    """Under "412 cases and 4 deaths" stood the cases by district, as two slides later once more, and no death."""
    scenes = {scene.id: scene.visual for scene in script(tmp_path, "press", language).scenes}
    assert scenes["outbreak"].figures == ("cases", "deaths")
    assert scenes["cases-district"].figures == ("cases-bac-phu", "cases-tan-an")


def test_words_of_places_alone_are_drawn_as_these(tmp_path: Path) -> None:
    """A headline that names a place is about the places, whatever else its text tells."""
    text = OUTBREAK.replace('en: "{cases} cases and {deaths} deaths this year"', 'en: "Bắc Phú: {cases.bac-phu} cases"')
    scenes = {scene.id: scene.visual for scene in script(tmp_path, "press", "en", text).scenes}
    assert scenes["outbreak"].kind == "parts"


def test_the_dead_stand_beside_what_they_are_told_with(tmp_path: Path) -> None:
    """Behind all districts and the vaccination points nobody finds the deaths of the headline."""
    labels = [row.label.replace("\u00a0", " ") for row in release(tmp_path, "en").figures]
    assert labels[:4] == ["Deaths from measles", "Measles cases", "Bắc Phú", "Tân An"]


def test_a_film_says_at_once_what_its_first_finding_is_about(tmp_path: Path) -> None:
    """ "Only Tân An is above the target" named no disease until the third scene."""
    for language, title in (("vi", "Bệnh sởi tại Nam Hải"), ("en", "Measles in Nam Hải")):
        opening = script(tmp_path, "citizens", language).scenes[0]
        assert title in " ".join(sentence.shown for sentence in opening.sentences).replace("\u00a0", " ")


def test_a_first_finding_that_names_its_subject_is_enough(tmp_path: Path) -> None:
    """Told twice, the subject takes the seconds of a point."""
    text = OUTBREAK.replace('vi: "Chỉ Tân An vượt mục tiêu', 'vi: "Phòng sởi: chỉ Tân An vượt mục tiêu')
    opening = script(tmp_path, "citizens", "vi", text).scenes[0]
    assert "giữa tháng" not in " ".join(sentence.shown for sentence in opening.sentences)


def test_a_release_calls_its_readers_as_newspapers_do(tmp_path: Path) -> None:
    """ "Quý vị gọi 115" tells editors to call an ambulance."""
    copy = plain(release(tmp_path, "vi"))
    assert "người dân gọi" in copy
    assert "quý vị" not in copy.casefold()


@pytest.mark.parametrize("style", ["rounded", "plain", "exact"])
def test_what_all_places_come_to_is_written_as_over_its_chart(tmp_path: Path, style: Any) -> None:
    """ "Over 86%" set large over a line at 86.3% is one figure with two values."""
    facts = collect_facts(read(tmp_path))
    figure = facts.figure("coverage", "en", style)
    assert (figure.number, figure.qualifier) == ("86.3", "")
    place = facts.figure("coverage-tan-an", "en", style)
    assert place.grouped is not None
    assert place.grouped.whole is not None
    assert place.grouped.whole.written == "86.3%"


def test_one_brief_has_one_mood(tmp_path: Path) -> None:
    """The story was lime green and the square dark: another point headed it, and both told of the dead."""
    kit = read_brand("institutional")
    told = script(tmp_path, "citizens", "en")
    assert not tells_harm(replace(told, scenes=tuple(s for s in told.scenes if s.id != "outbreak")))
    assert theme_for(kit, told) == theme_for(kit, headed_by(told, "outbreak")) == GRAVE
