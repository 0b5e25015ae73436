"""A film shows a figure more plainly, or one of two alone, before it is not made; and says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from briefcast.cards import CARDS, stand_ins
from briefcast.look import drawing
from briefcast.products.video import blocks as module
from briefcast.products.video.arrangement import arrange
from briefcast.products.video.blocks import Block, figure_blocks
from briefcast.script import Mark, Script
from tests.picture_fixtures import BRAND, script


def told(kind: str, before: str, other: str = "") -> Script:
    """A script with one point of two figures, whose earlier values are written so."""
    piece = script("press", "en")
    scene = next(scene for scene in piece.scenes if scene.kind == "point" and scene.visual.figures)
    figures = tuple(
        replace(
            figure,
            number=number,
            written=number,
            prefix="",
            suffix="",
            baseline=Mark(value=Decimal(1), written=written, label="2023"),
        )
        for figure, number, written in zip(piece.figures, ("12", other or "34"), (before, "10"), strict=False)
    )
    visual = replace(scene.visual, kind=kind, figures=tuple(figure.statistic for figure in figures))
    return replace(piece, figures=figures, scenes=(replace(scene, visual=visual),))


def shown(piece: Script) -> tuple[Block, ...]:
    place = arrange("1x1", rtl=False)
    look = drawing.look(BRAND, "en", width_px=place.width_px, height_px=place.height_px)
    return figure_blocks(piece.scenes[0], piece, place, look)


def test_a_pair_that_fits_stays_a_pair() -> None:
    pair = shown(told("pair", "10"))
    assert [block.row["card"] for block in pair] == ["pair", "pair"]
    assert not any(block.stood_in for block in pair)


def test_a_pair_without_room_is_told_by_a_plainer_card() -> None:
    """The whole film was refused for one earlier value."""
    first, second = shown(told("pair", "a very long way to write what it had been before"))
    assert first.row["card"] in ("progress", "number")
    assert second.row["card"] == "pair"
    assert first.stood_in.startswith("pair: The number does not fit")
    assert not second.stood_in


def test_a_second_figure_without_room_is_left_out_and_named() -> None:
    piece = told("number", "10", other="123,456,789,012,345,678,901,234")
    [first] = shown(piece)
    assert first.row["card"] == "number"
    assert f"{piece.figures[1].statistic} is left out: The " in first.stood_in


def test_both_numbers_stand_bare_before_one_of_them_goes() -> None:
    """ "2 died in the week; 7 since January" was told over a film of 0 and 2 alone: the earlier time was too long."""
    piece = told("pair", "a very long way to write what it had been before")
    since = "up 4 people compared with the days from 1 January to 22 November of the year before"
    worse = tuple(
        replace(figure, change="up 4", compared=since, change_is_good=False, gap="", target=None)
        for figure in piece.figures[:2]
    )
    blocks = shown(replace(piece, figures=worse))
    assert [block.figures[0].statistic for block in blocks] == [figure.statistic for figure in worse]
    assert not any("is left out" in block.stood_in for block in blocks)


def test_what_never_fits_is_left_to_be_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise module.LayoutError("The number does not fit.")

    monkeypatch.setattr(module, "_try_drawing", refuse)
    [only] = shown(told("pair", "10"))
    assert only.row["card"] == "number"
    assert only.row["remark"] == ""


@pytest.mark.parametrize("name", [name for name, card in CARDS.items() if card.takes in ("figure", "history", "ring")])
def test_what_stands_in_is_plainer(name: str) -> None:
    figure = script("press", "en").figures[0]
    assert name not in [card.name for card in stand_ins(CARDS[name], figure)]
    assert (stand_ins(CARDS[name], figure) == ()) == (name == "number")


@pytest.mark.parametrize("kind", ["progress", "number", "share", "pair"])
def test_a_film_remarks_first_what_got_worse(kind: str) -> None:
    """A fall was drawn in pictures, while the film of the same point remarked how near the target is."""
    piece = told(kind, "10")
    worse = replace(
        piece.figures[0], change="down 3", change_is_good=False, gap="2 to go", target_met=False, plain="8 in 10"
    )
    better = replace(worse, change="up 3", change_is_good=True)
    visual = replace(piece.scenes[0].visual, figures=(worse.statistic,))
    for figure, remark in ((worse, "change"), (better, "gap")):
        figure = replace(figure, target=Mark(value=Decimal(14), written="14", label="Target"))
        [block] = shown(replace(piece, figures=(figure,), scenes=(replace(piece.scenes[0], visual=visual),)))
        assert block.row["remark"] == remark


def test_a_history_keeps_its_plan_where_an_earlier_value_has_no_room() -> None:
    """The voice spoke of inflation under the plan of 4.5%, and the film showed a bare number."""
    piece = told("series", "10")
    values = {"Jun 2026": "2.8", "Jul 2026": "3.0", "Aug 2026": "3.1", "Sep 2026": "3.2", "Oct 2026": "3.4"}
    figure = replace(
        piece.figures[0],
        label="Inflation",
        value=Decimal("3.4"),
        unit="percent",
        measure="growth",
        number="3.4",
        suffix="%",
        written="3.4%",
        baseline=Mark(value=Decimal("2.9"), written="2.9%", label="Oct 2025"),
        target=Mark(value=Decimal("4.5"), written="4.5%", label="Plan 2026"),
        series=tuple(
            Mark(value=Decimal(v), written=f"{v}%", label=k, period=f"2026-{m:02}")
            for m, (k, v) in enumerate(values.items(), start=6)
        ),
    )
    visual = replace(piece.scenes[0].visual, figures=(figure.statistic,))
    place = arrange("9x16", rtl=False)
    look = drawing.look(BRAND, "en", width_px=place.width_px, height_px=place.height_px)
    [block] = figure_blocks(replace(piece.scenes[0], visual=visual), replace(piece, figures=(figure,)), place, look)
    assert block.row["card"] == "series" and not block.stood_in
    assert block.row["d"]["chart"].target is not None and block.row["d"]["chart"].baseline is None
