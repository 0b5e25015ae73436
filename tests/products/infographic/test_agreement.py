"""One release in three languages shows the same: the same layout, the same figures, in the same way."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.model import Layout
from briefcast.edition.plan import plan_edition, run_step
from briefcast.edition.request import EditionRequest
from briefcast.look import drawing
from briefcast.manifest.manifest import read_manifest
from briefcast.products.infographic.agree import Agreed, agree
from briefcast.products.infographic.filling import Filling, fillings, lacks
from briefcast.products.infographic.page import drawable, first_fitting, lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.points import heaviest
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import CallToAction, Script
from tests import groups_fixtures as groups
from tests.edition_fixtures import BRIEF, make, write_small_brief
from tests.picture_fixtures import AUDIENCES, BRAND, LANGUAGES, pattern, script

SIZED = ("1080x1350", "1080x1080", "1200x630")


def agreed_on(tellings: list[Script], size: str) -> Agreed:
    first = partial(first_fitting, brand=BRAND, size=size)
    can = partial(drawable, brand=BRAND, size=size)
    found = agree(tellings, size, first, can)
    assert found is not None
    return found


def pages(tellings: list[Script], size: str) -> list[Page]:
    found = agreed_on(tellings, size)
    return [lay_out(told, BRAND, size, agreed=found) for told in tellings]


@pytest.mark.parametrize("size", SIZED)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_card_carries_the_same_figures_in_every_language(audience: str, size: str) -> None:
    made = pages([script(audience, language) for language in LANGUAGES], size)
    assert len({page.layout for page in made}) == 1
    assert len({page.figures for page in made}) == 1
    assert len({page.left_out for page in made}) == 1
    assert len({page.data["lead"] for page in made}) == 1
    parts = [{box.part for box in drawing.measure(page.template, page_data(page))} for page in made]
    assert all(own == parts[0] for own in parts), "what stands on it, too"


def longer(told: Script) -> Script:
    figures = tuple(dataclasses.replace(f, label=f"{f.label} ({f.label}, {f.label})") for f in told.figures)
    return dataclasses.replace(told, figures=figures)


def test_a_language_of_long_words_takes_figures_from_the_others_too() -> None:
    """It would fail if each were filled by itself: alone, English has room for more."""
    told = [script("citizens", language) for language in LANGUAGES]
    strained = [told[0], told[1], longer(told[2])]
    alone, together = pages([told[1]], "1080x1350")[0], pages(strained, "1080x1350")
    assert {len(page.figures) for page in together} == {len(together[1].figures)}
    assert len(together[1].figures) < len(alone.figures)


def test_rankings_have_the_same_bars_in_every_language(tmp_path: Path) -> None:
    """A language of long names shows fewer bars; a reader of another would count more provinces than it does."""
    told = [groups.script(tmp_path, language, groups.many(34, named=34)) for language in LANGUAGES]
    strained = [*told[:2], dataclasses.replace(told[2], title=" ".join([told[2].title] * 4))]
    alone, together = pages(told[:1], "1080x1350")[0], pages(strained, "1080x1350")
    charts = [page.charts["chart"] for page in together]
    assert {page.layout for page in together} == {"ranking"}
    assert len({len(chart.marks) for chart in charts}) == len({chart.text_px for chart in charts}) == 1
    assert len({page.figures for page in together}) == 1
    assert len(charts[0].marks) < len(alone.charts["chart"].marks)


def test_whichever_language_is_drawn_the_choice_is_the_same() -> None:
    told = [script("press", language) for language in LANGUAGES]
    turned = [told[2], told[0], told[1]]
    assert agreed_on(told, "1080x1350").filling == agreed_on(turned, "1080x1350").filling
    assert agreed_on(told, "1080x1350").layout == agreed_on(turned, "1080x1350").layout


def test_what_fits_is_found_with_few_runs_of_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run takes as long as a picture: with hundreds of ways to fill one, trying all would take all the time."""
    runs = []
    query = drawing.query

    def counted(template: str, data: Mapping[str, Any], label: str) -> list[Any]:
        runs.append(len(data["fillings"]))
        return query(template, data, label)

    monkeypatch.setattr(drawing, "query", counted)
    told = [script("press", language) for language in LANGUAGES]
    found = agreed_on(told, "1080x1350")
    assert 0 < len(runs) <= 20 and max(runs) < len(fillings(told[0], SIZES["1080x1350"], found.layout))


@pytest.mark.parametrize("most", [0, 1, 2])
def test_what_lacks_least_is_taken_although_not_all_is_tried(most: int) -> None:
    """A page that fits little is compared with every other that fits, without looking at those that lack more."""
    told, room = script("leaders", "en"), SIZES["1080x1350"]
    asked: list[tuple[Layout, str, Filling]] = []

    def first(script: Script, layout: Layout, tried: tuple[Filling, ...]) -> int | None:
        place = next((place for place, filling in enumerate(tried) if filling.count <= most), None)
        asked.extend((layout, script.leads, each) for each in (tried if place is None else tried[: place + 1]))
        return place

    found = agree([told], "1080x1350", first, lambda *_: True)
    assert found is not None
    fitting = [
        (layout, filling)
        for layout in told.layouts
        for filling in fillings(told, room, layout)
        if filling.count <= most
    ]
    least = min(len(lacks(told, room, layout, filling)) for layout, filling in fitting)
    assert len([lack for lack in found.lacking if not lack.startswith("bad:")]) == least
    assert len(asked) == len({*asked}), "none is tried twice"
    ways = {(layout, leads) for layout, leads, _ in asked}
    assert len(asked) < sum(
        len(fillings(dataclasses.replace(told, leads=leads), room, layout)) for layout, leads in ways
    )


def test_a_language_in_which_nothing_fits_has_no_say() -> None:
    told = [script("leaders", "en"), dataclasses.replace(script("leaders", "he"), title="הממשל הדיגיטלי " * 40)]
    assert agreed_on(told, "1080x1350").filling == agreed_on(told[:1], "1080x1350").filling


def test_what_is_made_for_one_language_is_what_is_made_for_all(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF)
    make(brief, tmp_path / "all")
    only = make(brief, tmp_path / "one", languages=("en",))
    pictures = {o.path: o.sha256 for o in read_manifest(tmp_path / "all" / "small").outputs if o.role == "image"}
    own = {o.path: o.sha256 for o in only.manifest.outputs if o.role == "image"}
    assert own and own.items() <= pictures.items()


def test_another_word_in_one_language_draws_that_one_again(tmp_path: Path) -> None:
    brief = write_small_brief(tmp_path, BRIEF)
    request = EditionRequest(brief=brief, out=tmp_path / "out", products=("infographic",))

    def fresh() -> set[str]:
        plan = plan_edition(request)
        return {step.language for step in plan.steps if run_step(plan, step, {}).fresh}

    assert fresh() == set(plan_edition(request).brief.languages)
    assert fresh() == set()
    text = brief.read_text("utf-8")
    assert "en: Villages" in text
    brief.write_text(text.replace("en: Villages", "en: Hamlets"), "utf-8")
    assert fresh() == {"en"}


# ---- what no page may do without


@pytest.mark.parametrize("size", SIZED)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_heaviest_point_is_shown_with_what_is_asked(audience: str, size: str) -> None:
    page = lay_out(script(audience, "en"), BRAND, size)
    told = script(audience, "en")
    scene = heaviest(told)
    # A square has little room: it may tell of few points, and says so; bad news that weighs little may have none.
    small = {"bad:rank"} if size in ("1080x1080", "1080x1350") else set()
    assert {*page.lacking} <= ({"few", *small} if size == "1080x1080" else small)
    # The card of a link may say it in its title alone.
    assert scene is not None and scene.visual.figures[0] in {fact.partition(".")[0] for fact in page.facts}
    texts = [text.body.replace("\u00a0", " ") for text in drawing.texts_of(page.template, page_data(page))]
    if told.call_to_action.text and size != "1200x630":
        assert told.call_to_action.text.replace("\u00a0", " ") in texts


def test_a_link_with_a_long_title_keeps_its_figure() -> None:
    told = script("press", "en")
    title = "Nine in ten villages of the province have fast internet now"
    page = lay_out(dataclasses.replace(told, title=title, title_stated=()), BRAND, "1200x630")
    assert page.figures and page.lacking == ()


def test_a_layout_that_leaves_the_heaviest_point_out_is_passed_over() -> None:
    told = pattern("citizens", "en")
    room = SIZES["1080x1350"]
    scene = heaviest(told)
    assert scene is not None and scene.visual.figures
    shown = Filling(count=1, arrangement="list", detail=True)
    bare = Filling(count=0, arrangement="list", detail=True)
    assert "point" not in lacks(told, room, "scorecard", shown)
    without = dataclasses.replace(told, title_stated=())
    assert "point" in lacks(without, room, "quote", bare), "a quotation alone says nothing of it"


def test_what_cannot_be_shown_is_said() -> None:
    told = script("leaders", "en")
    asked = CallToAction(text="See every open task through to completion before the year is over. " * 3)
    page = lay_out(dataclasses.replace(told, call_to_action=asked), BRAND, "1080x1080")
    assert "action" in page.lacking
