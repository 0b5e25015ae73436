"""Laying out: a script on a page of one size, as full as it can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from briefcast import cards
from briefcast.alt import Description, describe
from briefcast.brand import Brand
from briefcast.brief import Layout
from briefcast.charts import ChartSpec, chart_spec, chart_spec_many
from briefcast.errors import LayoutError
from briefcast.infographic.choice import (
    LayoutChoice,
    asked,
    candidates,
    photo_of,
    quote_of,
    steps_of,
    told_figures,
)
from briefcast.infographic.sizes import SIZES, Size
from briefcast.script import Figure, Quotation, Script

CHART_WIDE_PX = 952
"""Width of a chart on a page 1080 px wide, between the margins."""

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


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """One page of an infographic in words."""

    description: Description
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    """Where its figures come from, in one line each."""


def leaf(description: Description, figures: Sequence[Figure], said: Sequence[str] = ()) -> Leaf:
    """Say what a page holds that shows these figures and states these facts in words."""
    return Leaf(
        description=description,
        facts=tuple(dict.fromkeys((*said, *(fact for figure in figures for fact in figure.facts)))),
        sources=cards.source_names(figures),
    )


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that one infographic shows, ready to be drawn. JSON-able."""

    size: str
    layout: Layout | Literal["carousel"]
    reason: str
    """Why it has this layout."""
    language: str
    title: str
    template: str
    data: Mapping[str, Any]
    """What the template is given, without photos and charts."""
    charts: Mapping[str, ChartSpec]
    """Charts by their place in the data: ``chart``, or ``pages.2`` for a page of a carousel."""
    photos: Mapping[str, Path]
    """Photos by their place in the data, likewise."""
    figures: tuple[str, ...]
    """Ids of the statistics it shows, the leading one first."""
    left_out: tuple[str, ...]
    """Ids of the script's statistics for which there was no room."""
    leaves: tuple[Leaf, ...]
    """What each of its pages says: one, or all of a carousel."""

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the facts it shows, in order, each once."""
        return tuple(dict.fromkeys(fact for leaf in self.leaves for fact in leaf.facts))

    @property
    def description(self) -> Description:
        """The first page in words."""
        return self.leaves[0].description


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
        raise LayoutError(f"There is no infographic size {size!r}. Use one of {', '.join(SIZES)}.")
    if SIZES[size].shape == "carousel":
        from briefcast.infographic.carousel import lay_out_carousel

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


def _fill(script: Script, brand: Brand, size: str, choice: LayoutChoice, theme: str | None, dense: bool) -> Page:
    """Let the page take the fullest filling that fits, and say what came to stand on it."""
    room = SIZES[size]
    figures = told_figures(choice.layout, script)
    template = "wide" if room.shape == "wide" else choice.layout
    # Steps and a quote are the message themselves: no figure leads.
    led = 0 if choice.layout in ("steps", "quote") else 1
    most = 0 if choice.layout in ("ranking", "steps", "hero") else min(room.most_cards, max(0, len(figures) - led))
    ranking = figures[: room.bars] if template == "ranking" else ()
    fillings = tuple(_fillings(room, choice.layout, most, dense))
    look = cards.look(
        brand,
        script.language,
        width_px=room.width_px,
        height_px=room.height_px,
        theme=theme or brand.theme_name(script.audience),
        canvas_px=room.canvas_px,
        floor_px=room.floor_px,
    )
    charts = _charts(template, figures, ranking, look, room)
    photo = photo_of(script) if choice.layout in ("spotlight", "hero") else None
    steps = steps_of(script) if choice.layout == "steps" else None
    quote = quote_of(script) if choice.layout == "quote" else None
    data: dict[str, Any] = {
        **frame(script, look),
        "layout": choice.layout,
        "shape": room.shape,
        "columns": room.columns,
        "sizes": {"title": room.title_px, "hero": room.hero_px},
        "hero": hero_data(script, figures[0]) if figures and led else None,
        "cards": [cards.figure_data(figure) for figure in (ranking[1:] or figures[led : led + most])],
        "fillings": [dataclasses.asdict(filling) for filling in fillings],
        "heading": steps.heading if steps else "",
        "items": steps.lines if steps else (),
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
    lines = [f"{number}. {line}" for number, line in enumerate(steps.lines, start=1)] if steps else []
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


def _taken(page: Page, fillings: Sequence[Filling]) -> int:
    """Give the place of the filling that the page takes; LayoutError names the text that fits in none."""
    from briefcast.infographic.draw import page_data

    data = page_data(page)
    taken = cards.query(page.template, data, "filling")
    if taken and taken[0] >= 0:
        return int(taken[0])
    cards.draw(page.template, {**data, "trying": False, "fillings": [dataclasses.asdict(fillings[-1])]}, format="svg")
    raise LayoutError(f"The infographic {page.size} of {page.title!r} does not fit one page. Shorten its texts.")


def frame(script: Script, look: Mapping[str, Any]) -> dict[str, Any]:
    """Give what every page is told: how it looks, who speaks, the message, what to do, where figures come from."""
    action = script.call_to_action
    return {
        "look": look,
        "author": script.issuer,
        "trying": True,
        "kicker": script.kicker,
        "title": script.title,
        "subtitle": script.subtitle,
        "issuer": script.issuer,
        "action": {
            "text": action.text,
            "url": print_address(action.url),
            "qr": cards.qr_svg(action.url) if action.url else "",
        },
        "sources": {
            "heading": script.labels["source"],
            "as_of": cards.keep_dates(f"{script.labels['as_of']} {script.as_of}."),
        },
    }


def quote_data(quote: Quotation) -> dict[str, str]:
    """Give somebody's words as cards take them."""
    return {"text": quote.text, "name": quote.by, "role": quote.role}


def hero_data(script: Script, figure: Figure) -> dict[str, Any]:
    """Give the leading figure with the visual that its scene asks for."""
    visual = next((s.visual.kind for s in script.scenes if s.visual.figures[:1] == (figure.statistic,)), "number")
    return {**cards.figure_data(figure), "visual": "share" if _lay(figure) else visual}


def _charts(
    template: str, figures: Sequence[Figure], ranking: Sequence[Figure], look: Mapping[str, Any], room: Size
) -> dict[str, ChartSpec]:
    width_px = int(room.canvas_px) - 128
    if template == "timeline":
        leading = figures[0]
        alt = f"{leading.label}: {leading.written}"
        spec = chart_spec(leading, look, width_px=width_px, height_px=room.chart_px, on="panel", text_px=36, alt=alt)
        return {"chart": spec}
    if template == "ranking":
        return {"chart": ranking_spec(ranking, look, bar_px=room.bar_px, width_px=width_px)}
    return {}


def ranking_spec(figures: Sequence[Figure], look: Mapping[str, Any], *, bar_px: int, width_px: int) -> ChartSpec:
    """Say how figures of one unit are compared on a panel, so much height for each."""
    alt = "; ".join(f"{figure.label}: {figure.written}" for figure in figures)
    # Names of two lines still leave a bar its height.
    text_px = 42 if bar_px >= 150 else 36
    height_px = bar_px * len(figures)
    return chart_spec_many(figures, look, width_px=width_px, height_px=height_px, on="panel", text_px=text_px, alt=alt)


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


def _lay(figure: Figure) -> bool:
    """Whether the figure is told in its plain form, which people stand for better than a bar."""
    return bool(figure.plain) and figure.plain == figure.written


def print_address(url: str, *, most: int = 34) -> str:
    """Give an address as it is printed: without scheme, only the site where it is long."""
    parts = urlsplit(url)
    site = parts.netloc.removeprefix("www.")
    whole = site + parts.path.rstrip("/")
    return whole if len(whole) <= most and not parts.query else site
