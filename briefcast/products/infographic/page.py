"""Laying out: a script on a page of one size, as full as it can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from briefcast.brief.model import Layout
from briefcast.charts import ChartSpec, chart_spec
from briefcast.errors import LayoutError, quoted
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import figure_data
from briefcast.products.infographic.carousel import lay_out_carousel
from briefcast.products.infographic.choice import (
    LayoutChoice,
    Steps,
    asked,
    candidates,
    compared,
    photo_of,
    quote_of,
    steps_of,
    told_figures,
)
from briefcast.products.infographic.describe import describe
from briefcast.products.infographic.parts import Page, Way, compared_spec, frame, leading_card, leaf, quote_data, ways
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES, Size
from briefcast.script import Figure, Script

Arrangement = Literal["grid", "list", "board"]


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One way to fill a page."""

    count: int
    """Figures beside the leading one."""
    arrangement: Arrangement
    detail: bool
    """Whether those figures show bar, target and change."""
    lead: bool = True
    """Whether the leading figure's target and gap are written under its bar."""
    action: bool = True
    """Whether the call to action stands on the page, with its code."""


def lay_out(
    script: Script,
    brand: Brand,
    size: str,
    *,
    layout: str | None = None,
    theme: str | None = None,
    dense: bool | None = None,
) -> Page:
    """Lay out a script on a page of one size (a key of `SIZES`).

    Without a layout the brief's own is taken, else the one that tells the script best, or the next one if
    that does not fit. As many figures are shown as the page has room for, in the script's order; those
    left out are named in the page. ``dense`` shows changes, targets and bars before fewer figures; the
    audience decides if absent. Raises LayoutError if the script lacks what the layout asked for needs, or if even the
    leading figure's texts do not fit.
    """
    if size not in SIZES:
        raise LayoutError(f"There is no infographic size {quoted(size)}. Use one of {', '.join(SIZES)}.")
    if SIZES[size].shape == "carousel":
        return lay_out_carousel(script, brand, theme=theme)
    dense = script.dense if dense is None else dense
    layout = layout or script.layout
    choices = (asked(layout, script),) if layout else candidates(script)
    refused = ""
    for last, choice in ((choice is choices[-1], choice) for choice in choices):
        reason = choice.reason + refused
        try:
            return _fill(script, brand, size, dataclasses.replace(choice, reason=reason), theme, dense)
        except LayoutError as error:
            if last:
                raise
            first = first_error(error)
            refused += f"; {choice.layout} does not fit {size}: {first}"
    raise AssertionError("candidates() gives one layout at least")


def first_error(error: LayoutError) -> str:
    """Give what an error says failed, without its remedy, to stand inside a reason."""
    return str(error).partition(". ")[0].rstrip(".")


def _fill_compared(
    script: Script, brand: Brand, size: str, choice: LayoutChoice, theme: str | None, dense: bool
) -> Page:
    """Let the page compare as many figures as it has room for: all of them, if it can."""
    card = "series" if choice.layout == "timeline" else _compared_card(script)
    possible = list(ways(card, len(told_figures(choice.layout, script)), SIZES[size]))
    for last, way in ((way is possible[-1], way) for way in possible):
        try:
            return _fill(script, brand, size, choice, theme, dense, way=way)
        except LayoutError:
            if last:
                raise
    raise AssertionError("ways() gives one way at least")


def _compared_card(script: Script) -> str:
    scene = compared(script)
    return scene.visual.kind if scene else "ranking"


def _fill(
    script: Script,
    brand: Brand,
    size: str,
    choice: LayoutChoice,
    theme: str | None,
    dense: bool,
    *,
    way: Way | None = None,
) -> Page:
    """Let the page take the fullest filling that fits, and say what came to stand on it."""
    room = SIZES[size]
    figures = told_figures(choice.layout, script)
    template = "wide" if room.shape == "wide" else choice.layout
    alone = template == "timeline" and len(figures) == 1
    if way is None and (template == "ranking" or alone):
        return _fill_compared(script, brand, size, choice, theme, dense)
    # Steps and a quote are the message themselves: no figure leads.
    led = 0 if choice.layout in ("steps", "quote") else 1
    most = 0 if choice.layout in ("ranking", "steps", "hero") else min(room.most_cards, max(0, len(figures) - led))
    ranking = figures[: way.count] if way and not alone else ()
    fillings = tuple(_fillings(room, choice.layout, most, dense))
    look = drawing.look(
        brand,
        script.language,
        width_px=room.width_px,
        height_px=room.height_px,
        theme=theme or brand.theme_name(script.audience),
        canvas_px=room.canvas_px,
        floor_px=room.floor_px,
    )
    charts = _charts(template, figures, look, room, chart_px=round(way.row_px) if way and alone else room.chart_px)
    if ranking and way:
        width_px = int(room.canvas_px) - 128
        charts["chart"] = compared_spec(_compared_card(script), figures, way, look, width_px=width_px)
    photo = photo_of(script) if choice.layout in ("spotlight", "hero") else None
    steps = steps_of(script) if choice.layout == "steps" else None
    quote = quote_of(script) if choice.layout == "quote" else None
    data: dict[str, Any] = {
        **frame(script, look),
        "layout": choice.layout,
        "shape": room.shape,
        "columns": room.columns,
        "sizes": {"title": room.title_px, "hero": room.hero_px},
        "hero": figure_data(figures[0]) if figures and led else None,
        "lead": leading_card(script, figures[0]) if figures and led else "",
        "cards": [figure_data(figure) for figure in (ranking[1:] or figures[led : led + most])],
        "fillings": [dataclasses.asdict(filling) for filling in fillings],
        "heading": _heading(steps, room, script.kind) if steps else "",
        "items": steps.lines if steps else (),
        "labels": steps.labels if steps else (),
        "quote": quote_data(quote.visual.quote) if quote and quote.visual.quote else None,
        "photo": {"alt": photo.visual.image_alt or script.title} if photo else None,
    }
    page = Page(
        size=size,
        layout=choice.layout,
        reason=choice.reason,
        language=script.language,
        title=script.title,
        template=f"infographic/{template}.typ",
        data=data,
        charts=charts,
        photos={"photo": photo.visual.image} if photo and photo.visual.image else {},
        figures=(),
        left_out=(),
        leaves=(),
    )
    taken = _taken(page, fillings)
    shown = ranking or figures[: led + fillings[taken].count]
    ids = tuple(figure.statistic for figure in shown)
    said = steps.facts if steps else quote.facts if quote else ()
    said += tuple(spec.overall.fact for spec in charts.values() if spec.overall)
    lines = list(steps.written) if steps else []
    if quote and quote.visual.quote:
        lines.append(f"{quote.visual.quote.text} — {quote.visual.quote.by}")
    photos = (photo.visual.image_alt,) if photo else ()
    described = describe(script, figures=shown, charts=tuple(charts.values()), photos=photos, lines=lines)
    return dataclasses.replace(
        page,
        data={**data, "trying": False, "fillings": [dataclasses.asdict(fillings[taken])]},
        figures=ids,
        left_out=tuple(figure.statistic for figure in script.figures if figure.statistic not in ids),
        leaves=(leaf(described, shown, said),),
    )


def _heading(steps: Steps, room: Size, kind: str) -> str:
    """Say what lines lead to; where they have no room, the first of them: of a rebuttal its reason, not the claim."""
    if room.shape != "wide" or not steps.labels:
        return steps.heading
    first = {"rebuttal": slice(1, 2), "event": slice(0, 2)}.get(kind, slice(0, 1))
    return " · ".join(steps.lines[first])


def _taken(page: Page, fillings: Sequence[Filling]) -> int:
    """Give the place of the filling that the page takes; LayoutError names the text that fits in none."""
    data = page_data(page)
    taken = drawing.query(page.template, data, "filling")
    if taken and taken[0] >= 0:
        return int(taken[0])
    drawing.draw(page.template, {**data, "trying": False, "fillings": [dataclasses.asdict(fillings[-1])]}, format="svg")
    raise LayoutError(f"The infographic {page.size} of {quoted(page.title)} does not fit one page. Shorten its texts.")


def _charts(
    template: str, figures: Sequence[Figure], look: Mapping[str, Any], room: Size, *, chart_px: int
) -> dict[str, ChartSpec]:
    width_px = int(room.canvas_px) - 128
    if template == "timeline":
        leading = figures[0]
        alt = f"{leading.label}: {leading.written}"
        spec = chart_spec(leading, look, width_px=width_px, height_px=chart_px, on="panel", text_px=36, alt=alt)
        return {"chart": spec}
    return {}


def _fillings(size: Size, layout: Layout, most: int, dense: bool) -> Iterator[Filling]:
    """Give what to try, the fullest first: a grid, then a list, and where few are enough without detail."""
    for arrangement in _arrangements(size, layout):
        for count in range(most, 0, -1):
            # A grid with an empty place at its end looks broken on a small page: full rows only.
            if arrangement == "grid" and size.shape != "sheet" and count % size.columns:
                continue
            yield Filling(count=count, arrangement=arrangement, detail=True)
            if not dense or count <= 2:
                yield Filling(count=count, arrangement=arrangement, detail=False)
            if not dense and count >= 2:
                yield Filling(count=count, arrangement=arrangement, detail=False, lead=False)
    for lead, action in ((True, True), (False, True), (True, False), (False, False)):
        for detail in (True, False) if layout == "steps" else (True,):
            yield Filling(count=0, arrangement="list", detail=detail, lead=lead, action=action)


def _arrangements(size: Size, layout: Layout) -> tuple[Arrangement, ...]:
    if layout == "progress":
        return ("board", "list")
    if layout in ("comparison", "spotlight", "quote"):
        return ("list",)
    if size.shape == "sheet":
        return ("grid",)
    # A chart and a square leave too little height for a grid.
    return ("grid", "list") if layout == "scorecard" and size.columns > 1 else ("list",)
