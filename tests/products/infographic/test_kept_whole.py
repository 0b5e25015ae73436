"""What a picture has to keep of a brief: its heaviest and its bad figures, what it asks for, a page for each point."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.products.infographic import draw, filling
from briefcast.products.infographic.agree import agree
from briefcast.products.infographic.carousel import lay_out_carousel
from briefcast.products.infographic.choice import candidates
from briefcast.products.infographic.filling import (
    bad_left_out,
    bad_points,
    fillings,
    lacks,
    passed_over,
    told_points,
    told_weights,
    turns_weights,
)
from briefcast.products.infographic.page import drawable, first_fitting, lay_out
from briefcast.products.infographic.parts import Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.points import tells_half
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Figure, Grouped, Mark, Scene, Script, Visual
from tests.picture_fixtures import BRAND, LANGUAGES, pattern, rank

_TALL = SIZES["1080x1350"]


def figure(id: str, language: str, *, value: int = 31, bad: bool = True, label: str = "", **more: object) -> Figure:
    """A count that got worse, or better."""
    change = {"vi": "tăng 12 so với 9T/2025", "en": "up 12 on Jan–Sep 2025", "he": "עלייה של 12 לעומת ינו׳–ספט׳ 2025"}
    kept: dict[str, object] = {
        "statistic": id, "label": label or id.capitalize(), "value": Decimal(value), "unit": "count",
        "written": str(value), "qualifier": "", "number": str(value), "suffix": "", "change": change[language],
        "compared": change[language], "change_is_good": not bad, "better": "lower", "period": "2026", "facts": (id,),
        "baseline": Mark(value=Decimal(19), written="19", label="2025"),
    }  # fmt: skip
    return Figure(**{**kept, **more})  # type: ignore[arg-type]


def point(id: str, weight: int, *figures: str, kind: str = "number", asked: bool = False, **more: object) -> Scene:
    """A point about these figures, its headline about the first."""
    visual = Visual(kind=kind, figures=figures, asked=asked)
    kept: dict[str, object] = {"id": id, "kind": "point", "headline": f"About {id}", "sentences": (), "visual": visual}
    return Scene(**{**kept, "weight": weight, "leads": figures[:1], **more})  # type: ignore[arg-type]


def script(language: str, figures: tuple[Figure, ...], points: tuple[Scene, ...], **more: object) -> Script:
    """A script of these and nothing else, under the headline of its first point."""
    source = replace(pattern("leaders", language), content=(), layouts=(), layout="", subtitle="")
    kept = {"figures": figures, "scenes": points, "title": points[0].headline, "title_stated": ()}
    return replace(source, **{**kept, **more})  # type: ignore[arg-type]


def four(language: str) -> Script:
    """Points that weigh 5, 5, 4 and 2; the third is bad news, the last is light and short."""
    label = {"vi": "Đường ống được thay mới trong 8 tháng", "en": "Pipes replaced so far this year in all districts",
             "he": "צינורות שהוחלפו מתחילת השנה בכל המחוזות"}[language]  # fmt: skip
    figures = tuple(
        figure(id, language, bad=id == "late", label=label if id == "late" else "")
        for id in ("first", "fast", "late", "cost")
    )
    weights = {"first": 5, "fast": 5, "late": 4, "cost": 2}
    return script(language, figures, tuple(point(id, weight, id) for id, weight in weights.items()))


def words(page: Page) -> str:
    """All that stands on a page."""
    return " ".join(text.body for text in drawing.texts_of(page.template, page_data(page)))


@pytest.mark.parametrize("layout", ["scorecard", "progress", "comparison"])
def test_what_weighs_more_is_set_smaller_before_it_is_left_out_for_what_weighs_less(layout: str) -> None:
    """The picture of a title that says the work runs late told its cost, and not that it runs late."""
    told = four("en")
    tried = fillings(told, _TALL, layout)  # type: ignore[arg-type]
    weights = [told_weights(told, _TALL, layout, one) for one in tried]  # type: ignore[arg-type]
    turning = [place for place, one in enumerate(tried) if turns_weights(told, _TALL, layout, one)]  # type: ignore[arg-type]
    assert turning
    for place in turning:
        smaller = [
            n for n, one in enumerate(tried) if one.scale < 1 and weights[n] > weights[place] and n not in turning
        ]
        assert all(n < place for n in smaller)
    assert any(tried[n].scale < 1 for n in range(turning[0]))


def test_bad_news_is_set_smaller_before_it_is_left_out() -> None:
    """Nine deaths had no room under "Measles recedes", where the number of cases could stand smaller."""
    told = four("en")
    assert bad_points(told) == {"late"}
    tried = fillings(told, _TALL, "scorecard")
    without = next(n for n, one in enumerate(tried) if "late" not in told_points(told, _TALL, "scorecard", one))
    assert any(one.scale < 1 for one in tried[:without])
    good = replace(told, figures=tuple(replace(one, change_is_good=True) for one in told.figures))
    assert not bad_points(good)


def test_deaths_that_became_fewer_are_no_bad_news() -> None:
    """The line under "Dengue falls" went, since one death instead of five was kept as bad news in its place."""
    fell = figure("dead", "en", label="Deaths from dengue", bad=False)
    assert not filling._is_bad(fell, "en")
    for other in (replace(fell, change_is_good=False), replace(fell, change="", change_is_good=None)):
        assert filling._is_bad(other, "en")


def test_a_page_ends_before_it_passes_over_what_weighs_more() -> None:
    """Seven deaths were left out for 312 cases of measles that weigh less, because their label is shorter; no finding
    told it."""
    told = four("en")

    def fits(script: Script, layout: Any, tried: Any) -> int | None:
        ways = enumerate(tried)
        return next((n for n, one in ways if "late" in one.without or one.count <= 1), None)

    found = agree([told], "1080x1350", fits, lambda *_: True)
    assert found is not None
    shown = told_points(told, _TALL, found.layout, found.filling)
    assert "late" not in shown and "cost" not in shown, "what is shorter and lighter does not take its place"
    assert "bad:late" in found.lacking

    passing = next(one for one in fillings(told, _TALL, "scorecard") if one.without == ("late",) and one.count == 2)
    assert passed_over(told, _TALL, "scorecard", passing) == ("late",)
    assert "heavier:late" in lacks(told, _TALL, "scorecard", passing)
    assert bad_left_out(told, SIZES["1200x630"], "scorecard", passing) == (), "the card of a link has one message"


def test_kilometres_and_things_are_told_apart() -> None:
    """Pipes had no room beside reservoirs, and both were left out; deaths and cases still stand together."""
    points = (point("works", 4, "pipes", "dams"),)
    pipes, dams = figure("pipes", "en", unit_word="km"), figure("dams", "en")
    assert not tells_half(script("en", (pipes, dams), points), {"pipes"})
    assert tells_half(script("en", (replace(pipes, unit_word=""), dams), points), {"pipes"})


def test_a_history_that_a_brief_asks_for_comes_first() -> None:
    """`visual: series` drew a percentage in place of the curve of the epidemic."""
    own = replace(rank("en"), statistic="first")
    points = (point("first", 5, "first", kind="series", asked=True), point("late", 4, "late"))
    told = script("en", (own, figure("late", "en")), points, layouts=("comparison",))
    assert candidates(told)[0].layout == "timeline"
    unasked = replace(told, scenes=(replace(points[0], visual=replace(points[0].visual, asked=False)), points[1]))
    assert candidates(unasked)[0].layout == "comparison"


def among(place: int, value: int, target: Mark) -> Grouped:
    """What one of the places is beside the others."""
    whole = Mark(value=Decimal(88), written="88%", label="All")
    return Grouped(
        group="all", label="All", name=f"P{place}", place=place, written=f"{value}%", whole=whole, target=target
    )


def places(language: str) -> tuple[Figure, ...]:
    """A share in three places and in all, with one target."""
    target = Mark(value=Decimal(95), written="95%", label={"vi": "Mục tiêu", "en": "Target", "he": "יעד"}[language])
    share: dict[str, Any] = {"unit": "percent", "measure": "share", "suffix": "%", "change": "", "compared": ""}
    whole = figure("all", language, value=88, target=target, target_met=False, **share)
    return (
        *(
            figure(
                f"all-{n}", language, value=value, grouped=among(n, value, target),
                **{**share, "baseline": None},
            )
            for n, value in enumerate((96, 90, 74))
        ),
        whole,
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", ["1080x1350", "1080x1920", "a4"])
def test_bars_are_held_against_the_target_that_is_missed_in_every_size(language: str, size: str) -> None:
    """Under "vaccination falls short" stood bars and no word of what they fall short of."""
    held = places(language)
    ranked = point("where", 5, *(one.statistic for one in held[:3]), kind="ranking", leads=())
    page = lay_out(script(language, held, (ranked,)), BRAND, size, layout="ranking")
    [chart] = page.charts.values()
    assert chart.target is not None and chart.target.written == "95%"
    assert chart.overall is not None


def test_a_sheet_has_both_a_history_and_the_places() -> None:
    """An A4 page told one chart and left half of itself empty."""
    held = places("en")
    own = replace(rank("en"), statistic="first")
    points = (
        point("first", 5, "first", kind="series", asked=True),
        point("where", 4, *(one.statistic for one in held[:3]), kind="ranking", leads=()),
        point("late", 3, "late"),
    )
    told = script("en", (own, *held[:3], figure("late", "en"), held[3]), points)
    page = lay_out(told, BRAND, "a4")
    assert {*page.charts} == {"chart", "below"}
    assert {"first", "late", "all-0"} <= {*page.figures}
    drawing.draw(page.template, page_data(page), format="svg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_uses_its_height_for_larger_texts(language: str) -> None:
    """On the highest picture of all the texts were as small as on a square, under an empty top."""
    told = four(language)
    few = replace(told, figures=told.figures[:2], scenes=told.scenes[:2])
    page = lay_out(few, BRAND, "1080x1920")
    assert page.data["look"]["unit"] > 1
    drawing.draw(page.template, page_data(page), format="svg")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_a_carousel_tells_in_words_what_has_no_room_as_figures(language: str) -> None:
    """A headline within its limit lost three pictures after a clean check: six figures had no room on one page."""
    long = {
        "vi": "Tỷ lệ hồ sơ trực tuyến được giải quyết đúng hạn ở cấp huyện",
        "en": "Share of online files that were settled in time by the districts",
        "he": "שיעור הבקשות המקוונות שטופלו בזמן בכל אחד מן המחוזות",
    }[language]
    figures = tuple(figure(f"f{n}", language, label=f"{long} {n}", value=1_000 + n) for n in range(9))
    said = next(one for one in pattern("leaders", language).scenes if one.kind == "point").sentences
    ids = tuple(one.statistic for one in figures)
    told = script(language, figures, (point("many", 5, *ids, sentences=said, stated=ids),))
    page = lay_out_carousel(told, BRAND)
    assert page.data["pages"][1]["card"] == ""
    shown = " ".join(sentence.shown for sentence in said)
    assert shown.replace("\u00a0", " ") in words(page).replace("\u00a0", " ")
    assert page.data["pages"][1]["source"] == "" or "2026" in page.data["pages"][1]["source"]


def test_pages_that_have_no_room_do_not_take_the_picture_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture of a brief was lost with the carousel that only came along, and nobody was told which page."""
    told = four("en")
    told = replace(
        told, scenes=tuple(replace(one, headline="Interdepartmental " * 40) for one in told.scenes), title="Late"
    )
    with pytest.raises(LayoutError, match=r"title|page 2 of the carousel"):
        lay_out_carousel(told, BRAND)
    plain = lay_out(told, BRAND, "1080x1350", layout="scorecard")
    full = replace(plain, figures=plain.figures[:1], left_out=("a", "b"))
    refused = partial(lay_out, told, BRAND)
    monkeypatch.setattr(draw, "lay_out", lambda *_, **__: refused("carousel") if _[2] == "carousel" else full)
    outputs = draw.make_infographic(told, BRAND, "1080x1350", tmp_path)
    assert {output.variant for output in outputs} == {"1080x1350"}
    assert all("carousel" in output.media["lacking"] for output in outputs)  # type: ignore[operator]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_stands_clear_of_the_change_above_it(language: str) -> None:
    """The second line of a change lay on the target under it."""
    held = places(language)
    change = {
        "vi": "giảm 3,4 điểm phần trăm so với 9 tháng đầu năm 2025",
        "en": "down 3.4 percentage points on the first nine months of 2025",
        "he": "ירידה של 3.4 נקודות אחוז לעומת תשעת החודשים הראשונים של 2025",
    }[language]
    whole = replace(held[3], change=change, compared=change, change_is_good=False)
    ranked = point("where", 5, *(one.statistic for one in held[:3]), kind="ranking", leads=())
    page = lay_out(script(language, (*held[:3], whole), (ranked,)), BRAND, "1080x1350", layout="ranking")
    boxes = {box.part: box for box in drawing.measure(page.template, page_data(page))}
    above, target = boxes["hero-detail"], boxes["hero-target"]
    # Boxes end at the baseline: letters hang about a fifth of their size below it.
    assert target.y_px - (above.y_px + above.height_px) >= 38 * 0.5


def test_every_language_agrees_on_what_is_told() -> None:
    """The heaviest point is on the picture of every language."""
    tellings = tuple(four(language) for language in LANGUAGES)
    found = agree(
        tellings,
        "1080x1350",
        partial(first_fitting, brand=BRAND, size="1080x1350"),
        partial(drawable, brand=BRAND, size="1080x1350"),
    )
    assert found is not None and not found.lacking
    assert {"first", "late"} <= told_points(tellings[0], _TALL, found.layout, found.filling)
