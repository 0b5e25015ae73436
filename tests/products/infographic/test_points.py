"""What stands under a headline is its own: what it is about, all that belongs together, in the order of weight."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from briefcast.brief.read import read_brief
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.look import drawing
from briefcast.products.infographic.filling import Filling, lacks, told_points, turns_weights
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.points import about, headed_by, heading, heaviest, outside_charts, tells_half
from briefcast.products.infographic.product import as_shown
from briefcast.products.infographic.sizes import SIZES
from briefcast.products.profiles import read_audience
from briefcast.script import Script
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script
from tests.picture_fixtures import BRAND, LANGUAGES

TOWN = """
id: town
kind: progress
languages: [vi, en, he]
audiences: [leaders, citizens, youth, press]
as_of: 2026-07-10
title: {vi: Thị xã sáu tháng, en: The town in six months, he: העיר בשישה חודשים}
issuer: {vi: Ủy ban nhân dân thị xã, en: Town Council, he: מועצת העיר}
sources: [{id: s, title: T, publisher: {vi: Thống kê, en: Statistics Office, he: לשכת הסטטיסטיקה},
  url: "https://example.org/", date: 2026-07-08}]
statistics:
  - id: wells
    label: {vi: Giếng đã khoan, en: Wells drilled, he: בארות שנקדחו}
    value: 14
    unit: count
    noun: {vi: giếng, en: wells, he: בארות}
    period: 2026-H1
    better: higher
    target: {value: 40, by: 2026, kind: plan}
    source: s
  - id: growth
    label: {vi: Tăng trưởng, en: Growth, he: צמיחה}
    value: 7.2
    unit: percent
    measure: growth
    period: 2026-H1
    better: higher
    baseline: {value: 6.1, period: 2025-H1}
    source: s
  - id: born
    label: {vi: Trẻ sinh ra, en: Births, he: לידות}
    value: 812
    unit: count
    noun: {vi: trẻ, en: births, he: לידות}
    period: 2026-H1
    baseline: {value: 798, period: 2025-H1}
    source: s
  - id: left
    label: {vi: Người chuyển đi, en: Births to families who left, he: לידות של משפחות שעזבו}
    value: 431
    unit: count
    noun: {vi: người, en: births, he: לידות}
    period: 2026-H1
    baseline: {value: 317, period: 2025-H1}
    source: s
  - id: noise
    label: {vi: Phản ánh tiếng ồn, en: Noise complaints, he: תלונות על רעש}
    value: 812
    unit: count
    noun: {vi: phản ánh, en: complaints, he: תלונות}
    period: 2026-H1
    source: s
    by:
      dimension: district
      values:
        bac: {name: {vi: Phường Bắc, en: North, he: צפון}, value: 402}
        nam: {name: {vi: Phường Nam, en: South, he: דרום}, value: 260}
        tay: {name: {vi: Phường Tây, en: West, he: מערב}, value: 150}
points:
  - id: wells
    statistics: [wells]
    audiences: {leaders: 5, press: 5, citizens: 2, youth: 1}
    headline: {vi: "Mới khoan {wells} giếng", en: "Only {wells} wells drilled", he: "נקדחו רק {wells} בארות"}
    text: {vi: "Thị xã khoan {wells} giếng.", en: "The town drilled {wells} wells.", he: "נקדחו {wells} בארות."}
  - id: growth
    statistics: [growth]
    audiences: {leaders: 5, press: 4, citizens: 3, youth: 2}
    headline: {vi: "Tăng trưởng {growth}", en: "Growth of {growth}", he: "צמיחה של {growth}"}
    text: {vi: "Kinh tế tăng {growth}.", en: "The economy grew {growth}.", he: "הכלכלה צמחה {growth}."}
  - id: people
    statistics: [born, left]
    audiences: {leaders: 4, press: 4, citizens: 5, youth: 5}
    headline: {vi: "{born} trẻ chào đời", en: "{born} births", he: "{born} לידות"}
    text:
      vi: "Có {born} trẻ sinh ra và {left} người chuyển đi."
      en: "There were {born} births; {left} families left."
      he: "היו {born} לידות, ו-{left} משפחות עזבו."
  - id: noise
    statistics: [noise]
    audiences: {leaders: 3, press: 3, citizens: 4, youth: 3}
    headline: {vi: "Phường Bắc ồn nhất", en: "North is loudest", he: "הכי רועש: צפון"}
    text:
      vi: "Phường Bắc có {noise.bac} phản ánh, phường Tây {noise.tay}."
      en: "North had {noise.bac} complaints, West {noise.tay}."
      he: "בצפון {noise.bac} תלונות, במערב {noise.tay}."
"""
_ALL = Filling(count=9, arrangement="list", detail=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("town")


@cache
def _told(folder: Path, audience: str, language: str, without: str = "") -> Script:
    path = folder / f"brief{len(without)}.yaml"
    path.write_text(TOWN.replace(without, "") if without else TOWN, "utf-8")
    brief, profile = read_brief(path), read_audience(audience)
    return as_shown(write_script(brief, collect_facts(brief), profile, language, to_read=True), profile)


def texts_of(page: Page) -> str:
    return " ".join(text.body for text in drawing.texts_of(page.template, page_data(page))).replace("\u00a0", " ")


# ---- what stands under a headline


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1200x630", "a4"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_under_a_headline_is_its_own(folder: Path, language: str, size: str) -> None:
    """Leaders read "Public investment at 46% of plan" over the growth of the economy: a layout had turned them."""
    told = _told(folder, "leaders", language)
    page = lay_out(told, BRAND, size)
    first = heaviest(told)
    assert first is not None and first.id == "wells"
    assert page.figures[:1] == ("wells",) and not {"point", "headed"} & {*page.lacking}


def test_a_layout_that_lets_another_figure_lead_is_known_to_mislead(folder: Path) -> None:
    """The measure itself: comparison puts growth, which has an earlier value, under the headline of the wells."""
    told = _told(folder, "leaders", "en")
    assert told.title_stated == ("wells",), "stated in the title, and still not shown"
    without = replace(_ALL, without=("wells",))
    assert "point" in lacks(told, SIZES["1080x1350"], "comparison", without)
    assert "point" in lacks(told, SIZES["1080x1350"], "comparison", _ALL)
    assert "point" not in lacks(told, SIZES["1080x1350"], "scorecard", _ALL)
    words = Filling(count=0, arrangement="words", detail=False, lead=False)
    assert "point" not in lacks(told, SIZES["1200x630"], "scorecard", words), "a link may say it in its title alone"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_heaviest_point_has_no_room_another_heads_the_page_and_it_is_said(
    folder: Path, language: str
) -> None:
    told = _told(folder, "leaders", language)
    figures = tuple(replace(f, label=f"{f.label} " * 60) if f.statistic == "wells" else f for f in told.figures)
    page = lay_out(replace(told, figures=figures), BRAND, "1080x1350")
    assert page.figures[0] == "growth" and "headed" in page.lacking
    assert page.title == told.scenes[2].headline if told.scenes[0].kind == "opening" else told.scenes[1].headline
    assert "wells" not in page.figures


_RUMOUR = """id: rumour
title: {vi: "Về vắc xin sởi"}
issuer: {vi: Trung tâm Kiểm soát bệnh tật tỉnh Hà Trung}
kind: rebuttal
languages: [vi]
audiences: [staff]
products: [infographic]
as_of: 2026-04-10
rebuttal:
  truth: {vi: Vắc xin sởi không gây tự kỷ}
  claim: {vi: tiêm vắc xin sởi làm trẻ bị tự kỷ}
  verdict: {vi: Sai sự thật}
  why: {vi: "Nghiên cứu trên {studied} trẻ không thấy mối liên hệ nào"}
calls_to_action:
  staff: {text: {vi: "Rà soát trẻ chưa tiêm trên địa bàn trước ngày 30/4/2026."}, url: "https://example.org"}
sources: [{id: a, title: {vi: Báo cáo}, publisher: {vi: CDC Hà Trung}, url: "https://example.org/a", date: 2026-04-08}]
statistics:
  - {id: studied, label: {vi: Trẻ được theo dõi}, value: 657461, unit: count, noun: {vi: trẻ}, period: 2013, source: a}
  - {id: cases, label: {vi: Ca mắc sởi}, value: 312, unit: count, noun: {vi: ca}, better: lower, period: 2026-Q1,
     baseline: {value: 147, period: 2025-Q1}, source: a}
  - {id: dead, label: {vi: Trẻ tử vong do sởi}, value: 3, unit: count, noun: {vi: trẻ}, better: lower, period: 2026-Q1,
     baseline: {value: 1, period: 2025-Q1}, source: a}
  - {id: covered, label: {vi: Trẻ 18 tháng tuổi tiêm đủ mũi}, value: 88.7, unit: percent, measure: share,
     better: higher, period: 2026-Q1, baseline: {value: 92.3, period: 2025-Q1}, target: {value: 95, by: 2026},
     source: a}
points:
  - {id: cases, statistics: [cases, dead], audiences: {staff: 4}, headline: {vi: "{cases} ca mắc sởi"},
     text: {vi: "Có {cases} ca mắc sởi; {dead} trẻ tử vong."}}
  - {id: covered, statistics: [covered], audiences: {staff: 5}, headline: {vi: "Chỉ {covered} trẻ tiêm đủ mũi"},
     text: {vi: "{covered} trẻ đã tiêm đủ mũi."}}
"""


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920", "a4"])
def test_nothing_takes_the_place_of_a_truth(tmp_path: Path, size: str) -> None:
    """ "Only 88.7% of children had two doses" headed a rebuttal: its claim stood there, and its truth nowhere."""
    (tmp_path / "brief.yaml").write_text(_RUMOUR, "utf-8")
    plan = plan_edition(EditionRequest(brief=tmp_path / "brief.yaml", out=tmp_path / "out"))
    page = lay_out(plan.scripts["staff", "vi"], BRAND, size)
    assert page.title.replace("\u00a0", " ") == "Vắc xin sởi không gây tự kỷ" and "headed" not in page.lacking


def test_a_script_headed_by_another_point_has_its_title_and_its_figures_first(folder: Path) -> None:
    told = _told(folder, "leaders", "en")
    led = headed_by(told, "people")
    scene = heading(led)
    assert scene is not None and scene.id == "people" and led.title == scene.headline
    assert [figure.statistic for figure in led.figures[:2]] == ["born", "left"]
    assert led.title_stated == ("born",)
    assert headed_by(told, "") is told


# ---- what stands together


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1200x630"])
@pytest.mark.parametrize("audience", ["citizens", "youth", "leaders"])
def test_two_counts_of_a_point_stand_together_or_not_at_all(folder: Path, audience: str, size: str) -> None:
    """The headline named those founded; those that closed stood in no picture."""
    told = _told(folder, audience, "en")
    page = lay_out(told, BRAND, size)
    assert ("born" in page.figures) == ("left" in page.figures), page.reason


def test_a_figure_that_is_a_point_of_its_own_stands_without_another_that_lists_it(folder: Path) -> None:
    told = _told(folder, "leaders", "en")
    own = next(s for s in told.scenes if s.id == "growth")
    beside = replace(own, id="both", visual=replace(own.visual, figures=("born", "growth")), leads=("born",))
    both = replace(told, scenes=(*told.scenes, replace(beside, weight=1)))
    assert not tells_half(both, {"growth"})
    assert tells_half(replace(both, scenes=tuple(s for s in both.scenes if s.id != "growth")), {"growth"})
    assert "both" not in told_points(both, SIZES["1080x1350"], "scorecard", replace(_ALL, without=("born", "left")))


# ---- figures in many places


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_total_stands_alone_only_where_its_headline_is_about_it(folder: Path, language: str) -> None:
    """Under "North is loudest" 812 complaints of all say nothing, and 812 stood there already as the births."""
    told = _told(folder, "citizens", language)
    scene = next(scene for scene in told.scenes if scene.id == "noise")
    assert about(told, scene) == ()
    assert "noise" not in {figure.statistic for figure in outside_charts(told, told.figures)}
    stated = replace(scene, stated=("noise",))
    whole = next((figure for figure in told.figures if figure.statistic == "noise"), None)
    other = replace(told.figure("born"), statistic="noise", value=told.figure("born").value + 1)
    figures = told.figures if whole else (*told.figures, other)
    total = replace(told, figures=figures, scenes=tuple(stated if s is scene else s for s in told.scenes))
    assert about(total, stated) == ("noise",)
    assert "noise" in {figure.statistic for figure in outside_charts(total, total.figures)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_headline_left_out_is_of_all_places_and_not_of_one(folder: Path, language: str) -> None:
    """ "Average earnings: Farming – 4.87 million" headed a page about what people earn."""
    headline = '    headline: {vi: "Phường Bắc ồn nhất", en: "North is loudest", he: "הכי רועש: צפון"}\n'
    scene = next(s for s in _told(folder, "citizens", language, headline).scenes if s.id == "noise")
    assert "812" in scene.headline and "402" not in scene.headline and scene.stated == ("noise",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_the_headline_names_stands_out(folder: Path, language: str) -> None:
    """Under "Long Hoa is hit hardest" the least hit was as yellow, since the text named it too."""
    told = _told(folder, "citizens", language)
    scene = next(scene for scene in told.scenes if scene.id == "noise")
    assert told.highlighted(scene) == ("noise-bac",)
    assert set(told.highlighted(replace(scene, headline="…"))) == {"noise-bac", "noise-tay"}


# ---- in the order of weight


@pytest.mark.parametrize("size", ["1080x1350", "1080x1080", "1080x1920"])
@pytest.mark.parametrize("audience", ["leaders", "press", "youth"])
def test_no_layout_turns_the_weights_round(folder: Path, audience: str, size: str) -> None:
    told = _told(folder, audience, "en")
    page = lay_out(told, BRAND, size)
    shown = {scene.id: scene.weight for scene in told.scenes if {*scene.visual.figures} & {*page.figures}}
    left = [
        scene.weight
        for scene in told.scenes
        # A square has no room for a chart under its figures.
        if scene.kind == "point" and scene.id not in shown and (about(told, scene) or size != "1080x1080")
    ]
    assert not left or max(left) <= min(shown.values()), page.reason


def test_a_page_that_leaves_out_what_weighs_more_is_known(folder: Path) -> None:
    told = _told(folder, "leaders", "en")
    tall = SIZES["1080x1350"]
    assert turns_weights(told, tall, "scorecard", replace(_ALL, count=2, without=("growth",)))
    assert not turns_weights(told, tall, "scorecard", replace(_ALL, count=1))


# ---- words


@pytest.mark.parametrize("good", [True, False], ids=["better", "worse"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_tells_no_change_without_since_when(folder: Path, language: str, good: bool) -> None:
    """ "Up 2 people" stood on the card of a link: since yesterday, since last year?"""
    told = _told(folder, "citizens", language)
    bad = tuple(replace(f, change_is_good=good) if f.statistic in ("born", "left") else f for f in told.figures)
    page = lay_out(replace(told, figures=bad), BRAND, "1200x630")
    texts = texts_of(page)
    for figure in (replace(told, figures=bad).figure(id) for id in page.figures):
        change, whole = (text.replace("\u00a0", " ") for text in (figure.change, figure.compared))
        assert change not in texts or whole in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_cannot_see_it_is_told_of_what_and_when(folder: Path, language: str) -> None:
    """ "Deaths: 7; up 4": of which disease, in which months?"""
    told = _told(folder, "leaders", language)
    alt = lay_out(told, BRAND, "1080x1350").description.alt_text
    assert told.kicker in alt and told.title in alt
    assert told.figure("wells").when.replace("\u00a0", " ") in alt.replace("\u00a0", " ")
