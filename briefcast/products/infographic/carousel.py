"""The carousel: a message over several pages that are swiped through, one point a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from briefcast.cards import CARDS
from briefcast.charts import ChartSpec, chart_spec, draw_chart
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import figure_data, icon, source_names
from briefcast.products.infographic.describe import ALT_MAX_CHARS, Description, compared_in_short, describe
from briefcast.products.infographic.parts import (
    CHART_WIDE_PX,
    Leaf,
    Page,
    compared_spec,
    frame,
    leading_card,
    leaf,
    quote_data,
    ways,
)
from briefcast.products.infographic.sizes import CAROUSEL_PAGES, SIZES, Size
from briefcast.script import Figure, Scene, Script

_SIZE = "carousel"
_COMPARING = frozenset(card.name for card in CARDS.values() if card.takes == "figures")
_COMPARED_MAX_PX = 740
"""Most height of a chart that compares figures, under the headline of its page."""


def lay_out_carousel(script: Script, brand: Brand, *, theme: str | None = None) -> Page:
    """Lay out a script as a title page, a page for each point and one with what to do and the sources.

    Points beyond the eighth are left out and their figures named in the page. Raises LayoutError
    if the script has no point, or if a text does not fit its page.
    """
    room = SIZES[_SIZE]
    points = [scene for scene in script.scenes if scene.kind == "point"]
    if not points:
        raise LayoutError(
            f"The script for {script.audience} in {script.language} has no point for a carousel. "
            f"Add points to the brief."
        )
    told = points[: CAROUSEL_PAGES[1] - 2]
    look = drawing.look(
        brand,
        script.language,
        width_px=room.width_px,
        height_px=room.height_px,
        theme=theme or brand.theme_name(script.audience),
    )
    charts: dict[str, ChartSpec] = {}
    reason = "each point has a page of its own"
    pages: list[dict[str, Any]] = [{"kind": "cover"}]
    leaves = [_leaf(script, 1, len(told) + 2, script.title, (), script.subtitle)]
    shown: list[Figure] = []
    for number, scene in enumerate(told, start=1):
        figure = script.figure(scene.visual.figures[0]) if scene.visual.figures else None
        pages.append(_point(script, scene, figure))
        figures: tuple[Figure, ...] = (figure,) if figure else ()
        if figure is not None and pages[-1]["card"] == "series":
            alt = f"{figure.label}: {figure.written}"
            spec = chart_spec(figure, look, width_px=CHART_WIDE_PX, height_px=room.chart_px, on="panel", alt=alt)
            try:
                draw_chart(spec)
                charts[f"pages.{number}"] = spec
            except LayoutError as error:
                # Its page does without: a leading figure has a card of its own.
                pages[-1]["card"] = leading_card(script, figure)
                reason += f"; {error}"
        elif pages[-1]["card"] in _COMPARING:
            if chart := _compared(scene, script, look, room):
                charts[f"pages.{number}"] = chart
                count = len(chart.beside) + 1 if chart.kind == "lines" else len(chart.marks)
                figures = tuple(script.figure(id) for id in scene.visual.figures[:count])
            elif figure is not None:
                pages[-1]["card"] = leading_card(script, figure)
        shown += [f for f in figures if f not in shown]
        drawn = (charts[f"pages.{number}"],) if f"pages.{number}" in charts else ()
        leaves.append(_leaf(script, number + 1, len(told) + 2, scene.headline, figures, said=scene.facts, charts=drawn))
    data = frame(script, look)
    pages.append({"kind": "end", "action": data["action"], "sources": source_names(shown)})
    action = script.call_to_action
    leaves.append(_leaf(script, len(pages), len(pages), action.text or script.title, (), action.url))
    ids = tuple(figure.statistic for figure in shown)
    return Page(
        size=_SIZE,
        layout="carousel",
        reason=reason,
        language=script.language,
        title=script.title,
        template="infographic/carousel.typ",
        data={
            **data,
            "trying": False,
            "layout": "carousel",
            "shape": room.shape,
            "columns": room.columns,
            "sizes": {"title": room.title_px, "hero": room.hero_px},
            "hero": None,
            "cards": [],
            "fillings": [],
            "photo": None,
            "pages": pages,
        },
        charts=charts,
        photos={
            f"pages.{i}": s.visual.image for i, s in enumerate(told, start=1) if s.visual.image and _shows_photo(s)
        },
        figures=ids,
        left_out=tuple(figure.statistic for figure in script.figures if figure.statistic not in ids),
        leaves=tuple(leaves),
    )


def _compared(scene: Scene, script: Script, look: Mapping[str, Any], room: Size) -> ChartSpec | None:
    """Give the chart of a page that compares figures, as many as it has room for; nothing if none can be drawn."""
    figures = tuple(script.figure(id) for id in scene.visual.figures)
    for way in ways(scene.visual.kind, len(figures), replace(room, bar_px=130)):
        try:
            spec = compared_spec(scene.visual.kind, figures, way, look, width_px=CHART_WIDE_PX)
            if spec.height_px <= _COMPARED_MAX_PX:
                draw_chart(spec)
                return spec
        except LayoutError:
            continue
    return None


def _point(script: Script, scene: Scene, figure: Figure | None) -> dict[str, Any]:
    """Give one point as the template takes it; a photo fills its page, and its figure stands under it."""
    kind = scene.visual.kind
    card = "" if figure is None else leading_card(script, figure)
    if kind in ("steps", "quote") or (kind in _COMPARING and len(scene.visual.figures) > 1):
        card = kind
    elif figure is not None and kind == "series" and len(figure.series) >= 3:
        card = "series"
    elif figure is not None and figure.baseline is not None and kind in ("pair", "series"):
        card = "pair"
    return {
        "kind": "point",
        "headline": scene.headline,
        "card": card,
        "d": figure_data(figure) if figure else None,
        "icon": icon(scene.visual.icon),
        "text": " ".join(sentence.shown for sentence in scene.sentences),
        "items": scene.visual.steps,
        "quote": quote_data(scene.visual.quote) if scene.visual.quote else None,
        "photo": {"alt": scene.visual.image_alt or scene.headline} if _shows_photo(scene) else None,
        "source": figure.source_short if figure else "",
    }


def _shows_photo(scene: Scene) -> bool:
    return scene.visual.image is not None and scene.visual.kind not in ("steps", "quote")


def _leaf(
    script: Script,
    number: int,
    of: int,
    message: str,
    figures: tuple[Figure, ...],
    further: str = "",
    *,
    said: tuple[str, ...] = (),
    charts: tuple[ChartSpec, ...] = (),
) -> Leaf:
    """Say in words what one page shows: its place, its message, its figure."""
    what = f"{number}/{of}. {message.rstrip('.')}."
    rows = [f"{f.label}: {f.written}{f'; {f.change}' if f.change else ''}." for f in figures]
    alt = " ".join((what, *rows, *((further,) if further else ())))
    headed = tuple(spec for spec in charts if spec.heading or spec.of)
    whole = describe(script, figures=figures, charts=headed).long_description if figures else alt
    for short in compared_in_short(headed):
        if len(alt := f"{what} {short}.") <= ALT_MAX_CHARS:
            break
    return leaf(Description(alt_text=alt[:ALT_MAX_CHARS], long_description=whole), figures, said)
