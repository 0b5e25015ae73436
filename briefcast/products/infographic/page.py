"""Laying out: a script on a page of one size, as full as it can be read."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from briefcast.brief.model import Layout
from briefcast.charts.spec import ChartSpec, chart_spec
from briefcast.errors import LayoutError, quoted
from briefcast.language.keeping import keep_together
from briefcast.language.written import NBSP
from briefcast.look import drawing
from briefcast.look.brand import PRINTED, WORN, Brand
from briefcast.look.figures import theme_for
from briefcast.messages import tell
from briefcast.products.infographic.agree import Agreed, agree, has_room
from briefcast.products.infographic.carousel import lay_out_carousel
from briefcast.products.infographic.choice import (
    Steps,
    asked,
    candidates,
    compared,
    compared_card,
    leading_card,
    named_in,
    photo_of,
    quote_of,
    steps_of,
    told_figures,
)
from briefcast.products.infographic.describe import describe
from briefcast.products.infographic.filling import (
    LINK_CHART,
    Filling,
    Ways,
    beside_of,
    charted_below,
    fillings,
    leading_figures,
    shown_figures,
    stated_figures,
    told_points,
    under_bars,
)
from briefcast.products.infographic.leading import leads_named, led_by, stated_in, tells_own_change
from briefcast.products.infographic.parts import (
    Page,
    compared_spec,
    drawn_object,
    frame,
    is_cut,
    leaf,
    page_figure,
    quote_data,
    source_entry,
    without_change,
)
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.points import headed_by, heaviest, one_of_each, points_of, qualified, says_how
from briefcast.products.infographic.sizes import SIZES, Size
from briefcast.script import Figure, Script
from briefcast.writing.content import begun


def lay_out(
    script: Script,
    brand: Brand,
    size: str,
    *,
    layout: str | None = None,
    theme: str | None = None,
    dense: bool | None = None,
    agreed: Agreed | None = None,
    ways_agreed: Ways | None = None,
) -> Page:
    """Lay out a script on a page of one size (a key of `SIZES`).

    ``agreed`` is how full the page is in every language (`briefcast.products.infographic.agree`), ``ways_agreed`` how
    the pages of a carousel compare figures there; alone, a script takes the first layout and fullest filling that
    fit it. Without a layout the brief's own is taken, else the one that tells the script best, or the next one if
    that does not fit. Figures are shown in the script's order; those left out are named in the page. ``dense`` shows
    changes, targets and bars before fewer figures; the audience decides if absent. Raises LayoutError if the script
    lacks what the layout asked for needs, or if even the leading figure's texts do not fit.
    """
    if size not in SIZES:
        raise LayoutError(f"There is no infographic size {quoted(size)}. Use one of {', '.join(SIZES)}.")
    if SIZES[size].shape == "carousel":
        return lay_out_carousel(script, brand, theme=theme, ways_agreed=ways_agreed)
    script = dataclasses.replace(script, dense=script.dense if dense is None else dense, layout=layout or script.layout)
    agreed = agreed or agree(
        (script,),
        size,
        partial(first_fitting, brand=brand, size=size),
        partial(drawable, brand=brand, size=size),
        look=brand.look,
    )
    if agreed is None:
        choices = (asked(script.layout, script),) if script.layout else candidates(script)
        raise refusal(script, brand, size, choices[-1].layout)
    script = headed_by(script, agreed.point)
    reason = agreed.reason + "".join(
        f"; {passed} does not fit {size}: {first_error(refusal(script, brand, size, passed))}"
        for passed in agreed.passed
        if not _has_room(script, passed, brand=brand, size=size)
    )
    return _page(script, brand, size, dataclasses.replace(agreed, reason=reason), theme)


def first_error(error: LayoutError) -> str:
    """Give what an error says failed, without its remedy, to stand inside a reason."""
    return str(error).partition(". ")[0].rstrip(".")


_MARGIN_PX = 64
_SHEET_MARGIN_PX = 104
"""Beside the texts of a page, in canvas units: a printer leaves 8 mm of a sheet white, and the panel ends there."""

_CHART_LEAST = 0.75
"""Height of a history on a page at least, of its own."""

_AT_ONCE = 24
"""Fillings that are laid out for one run of Typst: it stops at the first that fits."""


def first_fitting(script: Script, layout: Layout, tried: Sequence[Filling], *, brand: Brand, size: str) -> int | None:
    """Give the place of the first of these fillings that fits a page of one size; None if none of them does.

    A chart takes its height; whether it has room for its own labels says `drawable`.
    """
    for start in range(0, len(tried), _AT_ONCE):
        page = _trying(script, brand, size, layout, tried[start : start + _AT_ONCE])
        [fits] = drawing.query(page.template, page_data(dataclasses.replace(page, charts={})), "fits")
        if fits[-1]:
            return start + len(fits) - 1
    return None


def drawable(script: Script, layout: Layout, filling: Filling, *, brand: Brand, size: str) -> bool:
    """Whether the charts of a page filled so have room for all their labels."""
    try:
        page_data(_trying(script, brand, size, layout, (filling,)))
    except LayoutError:
        return False
    return True


def _has_room(script: Script, layout: Layout, *, brand: Brand, size: str) -> bool:
    """Whether a layout can be filled at all."""
    first, can = partial(first_fitting, brand=brand, size=size), partial(drawable, brand=brand, size=size)
    return has_room(script, layout, size, first, can)


def refusal(script: Script, brand: Brand, size: str, layout: Layout) -> LayoutError:
    """Say which text keeps even the emptiest page of a layout from fitting."""
    last = fillings(script, SIZES[size], layout)[-1]
    try:
        page = _trying(script, brand, size, layout, (last,))
        drawing.draw(page.template, {**page_data(page), "trying": False}, format="svg")
    except LayoutError as error:
        return error
    return LayoutError(
        tell(
            "The infographic {size} of {title} does not fit one page. Shorten its texts.",
            size=size,
            title=quoted(script.title),
        )
    )


def _trying(
    script: Script,
    brand: Brand,
    size: str,
    layout: Layout,
    tried: Sequence[Filling],
    *,
    theme: str | None = None,
    card: str = "",
    room: Size | None = None,
) -> Page:
    """Give a page with every figure that one of these fillings shows, not yet described.

    ``room`` is the size with other units than its own.
    """
    room = room or SIZES[size]
    figures = told_figures(script, layout)
    template = "wide" if room.shape == "wide" else layout
    led = leading_figures(script, layout, room)
    # The card of a link has one figure, which leads it whatever the message is.
    leads = figures[:1] if led else ()
    if room.shape == "wide" or layout == "ranking":
        # What all places come to leads over their bars.
        leads = one_of_each(script, figures[:1])
    look = drawing.look(
        brand,
        script.language,
        width_px=room.width_px,
        height_px=room.height_px,
        theme=theme or _theme(script, brand, room),
        canvas_px=room.canvas_px,
        floor_px=room.floor_px,
    )
    photo = photo_of(script) if layout in ("spotlight", "hero") else None
    steps = steps_of(script) if layout == "steps" else None
    quote = quote_of(script) if layout == "quote" else None
    behind = figures[led:] if room.shape != "wide" or layout not in ("steps", "quote") else ()
    if template == "ranking":
        behind = under_bars(script, room)
    beside = [beside_of(behind, filling) for filling in tried]
    # Each figure once, in the script's order: a filling names its own by their places.
    cards = [figure for figure in behind if any(figure in shown for shown in beside)]
    framed = frame(script, look)
    if room.shape != "sheet":
        # The phone that shows a code cannot read it.
        framed["action"] = {**framed["action"], "qr": ""}
    # Over words a result stands as it is, whatever the title states of it.
    led_as = "value" if layout == "steps" and template == layout else leads_named(script.leads)
    entry = _entry(leads[0], steps, template, script.title) if leads else None
    charts = [_chart(layout, script, figures, filling, look, room) for filling in tried]
    under = [_chart_below(layout, script, filling, look, room) for filling in tried]
    data: dict[str, Any] = {
        **framed,
        # What is tried says its texts as what is drawn does: both stand alike to the pixel.
        "noted": True,
        "layout": layout,
        "shape": room.shape,
        "columns": room.columns,
        "sizes": {"title": room.title_px, "hero": room.hero_px},
        "hero": led_by(entry, leads[0], led_as, script.title) if entry else None,
        # The number that leads a title is set off in it.
        "set_off": stated_in(str(framed["title"]), leads[0]) if leads and led_as != "value" else "",
        "lead": card or (leading_card(script, leads[0]) if leads else ""),
        "cards": [page_figure(figure) for figure in cards],
        "fillings": [
            {
                **dataclasses.asdict(filling),
                "cards": [cards.index(figure) for figure in shown],
                "stated": [source_entry(figure) for figure in stated_figures(script, room, layout, filling)],
                "chart": {"width": spec.width_px, "height": spec.height_px} if spec else None,
                "headed": bool(spec and spec.heading),
                "below": {"width": below.width_px, "height": below.height_px} if below else None,
            }
            for filling, shown, spec, below in zip(tried, beside, charts, under, strict=True)
        ],
        "charted": next((spec.heading for spec in charts if spec and room.shape == "wide"), ""),
        # Over bars with their own names the title says what leads: when all of it was is what is missing.
        "bars_when": _shared_time(figures) if layout == "ranking" else "",
        "below": {},
        "heading": [keep_together(line, script.language) for line in _heading(steps, room, script)] if steps else (),
        "items": [keep_together(line, script.language) for line in steps.lines] if steps else (),
        "labels": steps.labels if steps else (),
        "paired": steps.paired if steps else (),
        "qualified": steps.qualified if steps else (),
        # What is said of a rumour begins with its verdict and the claim.
        "claim": 0 if steps and script.kind == "rebuttal" and script.content else -1,
        "occasion": _occasion(script, steps) if steps else 0,
        "told": len(steps.lines) if steps and steps.told is None else steps.told if steps else 0,
        "scene": _scene(script, layout, leads, brand, room) if photo is None else None,
        "quote": quote_data(quote.visual.quote, script.language) if quote and quote.visual.quote else None,
        "photo": {"alt": photo.visual.image_alt or script.title} if photo else None,
    }
    return Page(
        size=size,
        layout=layout,
        reason="",
        language=script.language,
        title=script.title,
        template=f"infographic/{template}.typ",
        data=data,
        charts={place: spec for place, spec in (("chart", charts[-1]), ("below", under[-1])) if spec},
        photos={"photo": photo.visual.image} if photo and photo.visual.image else {},
        figures=(),
        left_out=(),
        leaves=(),
    )


def _entry(figure: Figure, steps: Steps | None, template: str, title: str) -> dict[str, Any]:
    """Give the figure that leads a page as cards take it; on the card of a link with what was before.

    Before and after have no change beside them where the title tells it.
    """
    entry = page_figure(figure)
    if template == "comparison" and figure.baseline is not None and tells_own_change(title, figure):
        return without_change(entry)
    if template != "wide" or steps is None or not steps.paired or figure.baseline is None:
        return entry
    before = begun(f"{figure.baseline.label}: {figure.baseline.written}")
    return {**entry, "change": before, "rises": None, "change_is_good": None}


def _page(script: Script, brand: Brand, size: str, agreed: Agreed, theme: str | None) -> Page:
    """Give the page as it is drawn, described by what came to stand on it."""
    script = dataclasses.replace(script, leads=agreed.leads)
    room, layout, filling = SIZES[size], agreed.layout, agreed.filling
    page = _largest(script, brand, size, agreed, theme)
    page = dataclasses.replace(page, data={**page.data, "trying": False})
    drawn = drawing.texts_of(page.template, page_data(page))
    shown = shown_figures(script, room, layout, filling)
    stated = stated_figures(script, room, layout, filling)
    steps = steps_of(script) if layout == "steps" else None
    quote = quote_of(script) if layout == "quote" else None
    described = describe(
        script, figures=shown, charts=tuple(page.charts.values()), drawn=drawn, photos=_photo_alts(page)
    )
    ids = tuple(dict.fromkeys(figure.statistic for figure in (*shown, *stated)))
    said = steps.facts if steps else quote.facts if quote else ()
    if steps and steps.qualified and filling.lead and room.shape != "wide":
        said += tuple(fact for scene in points_of(script) if qualified(script, scene) for fact in scene.facts)
    said += tuple(spec.overall.fact for spec in page.charts.values() if spec.overall)
    return dataclasses.replace(
        page,
        reason=agreed.reason,
        figures=tuple(figure.statistic for figure in shown),
        left_out=tuple(figure.statistic for figure in script.figures if figure.statistic not in ids),
        lacking=(
            *agreed.lacking,
            *(("cut",) if is_cut(page) or _tells_some(script, room, shown) else ()),
            *(("day",) if _day_untold(script, drawn, told_points(script, room, layout, filling)) else ()),
            *(("steps",) if _steps_untold(script, layout, filling) else ()),
        ),
        leaves=(leaf(described, (*shown, *stated), said, [note.short for note in script.rests_on], drawn=drawn),),
    )


def _tells_some(script: Script, room: Size, shown: Sequence[Figure]) -> bool:
    """Whether a page shows some of the figures that a point compares, not all; the card of a link has no chart."""
    scene = compared(script)
    own = {*scene.visual.figures} if scene else set()
    told = own & {figure.statistic for figure in shown}
    return room.shape != "wide" and 0 < len(told) < len(own)


_LARGER = (0.8, 0.86, 0.93)
"""Widths of a story in its units, of its own: in fewer of them everything is larger, as far as its height has room."""


def _largest(script: Script, brand: Brand, size: str, agreed: Agreed, theme: str | None) -> Page:
    """Give a page as it is to be filled; a story, which is high, with all its texts as large as fit."""

    def page(room: Size) -> Page:
        return _trying(script, brand, size, agreed.layout, (agreed.filling,), theme=theme, card=agreed.card, room=room)

    own = SIZES[size]
    for share in _LARGER if own.shape == "story" else ():
        tried = page(dataclasses.replace(own, canvas_px=round(own.canvas_px * share)))
        [fits] = drawing.query(tried.template, page_data(dataclasses.replace(tried, charts={})), "fits")
        if not fits[-1]:
            continue
        with suppress(LayoutError):
            page_data(tried)
            return tried
    return page(own)


_PICTURED: tuple[Layout, ...] = ("scorecard", "progress", "comparison", "hero", "steps")
"""Layouts with a drawn scene: a chart, a photo and somebody's words are the picture of a page themselves."""


def _scene(script: Script, layout: Layout, leads: Sequence[Figure], brand: Brand, room: Size) -> dict[str, Any] | None:
    """Give what a page is about as its scene takes it: the symbol of its leading figure or of what weighs most."""
    # The card of a link shows no chart.
    if layout not in (*_PICTURED, *(("timeline", "ranking") if room.shape == "wide" else ())):
        return None
    point = heaviest(script)
    return drawn_object(script, brand, (leads[0].icon if leads else "") or (point.visual.icon if point else ""))


def _theme(script: Script, brand: Brand, room: Size) -> str:
    """Name the theme of a page: on paper the pale one of its look."""
    name = theme_for(brand, script)
    return PRINTED if name == WORN and room.shape == "sheet" else name


def _photo_alts(page: Page) -> tuple[str, ...]:
    return (str(page.data["photo"]["alt"]),) if page.data["photo"] else ()


def _heading(steps: Steps, room: Size, script: Script) -> tuple[str, ...]:
    """Say what lines lead to; where they have no room, the first of them: of a rebuttal the claim with its verdict.

    The last is what stands there without detail: of a rebuttal its reason.
    """
    if room.shape != "wide":
        return (steps.heading,) if steps.heading else ()
    if script.kind == "rebuttal" and script.content:
        said = [line for place, line in enumerate(steps.lines[: steps.told]) if place not in steps.qualified]
        claim = f"{steps.labels[0]}: {said[0]}"
        return (claim, *said[1:2])
    due = next((scene.due for scene in points_of(script) if scene.due and script.content), "")
    return tuple(line for line in (_first_line(steps, script), due) if line)


def _shared_time(figures: Sequence[Figure]) -> str:
    """Give the time of figures that all have the same; nothing where they differ."""
    times = {figure.when or figure.period for figure in figures}
    return begun(times.pop()) if len(times) == 1 else ""


def _occasion(script: Script, steps: Steps) -> int:
    """Say how many lines, at the head, tell when and where an event is: those alone, or the line that leads them."""
    if script.kind != "event":
        return 0
    return max(sum(line in script.occasion for line in steps.lines[:2]), 0 if script.content else 1)


def _first_line(steps: Steps, script: Script) -> str:
    if not script.content and (not steps.labels or steps.heading):
        # What leads to steps promises them; what weighs most says something by itself.
        scene = heaviest(script)
        return steps.heading if scene is not None and scene.headline == steps.heading and not scene.visual.steps else ""
    return f"{NBSP}· ".join(script.occasion or steps.lines[:1])


def _steps_untold(script: Script, layout: Layout, filling: Filling) -> bool:
    """Whether a page of a piece of its kind has no room for the steps that weigh most of its points."""
    return says_how(script) and layout == "steps" and not filling.steps


def _day_untold(script: Script, drawn: Sequence[drawing.TextSize], told: Collection[str]) -> bool:
    """Whether a page has no room for the day by which to do what it asks or what it is of."""
    due = [scene for scene in points_of(script) if scene.due]
    most = max((scene.weight for scene in points_of(script)), default=0)
    worded = script.content or any(scene.id in told or scene.weight == most for scene in due)
    said = " ".join(" ".join(one.body for one in drawn).split())
    return bool(worded) and not all(" ".join(scene.due.split()) in said for scene in due)


def _chart(
    layout: Layout,
    script: Script,
    figures: Sequence[Figure],
    filling: Filling,
    look: Mapping[str, Any],
    room: Size,
) -> ChartSpec | None:
    """Give the chart that leads a page filled so, if it has one."""
    width_px = _inner_px(room)
    if room.shape == "wide":
        if filling.arrangement != "charted":
            return None
        width_px = round(width_px * LINK_CHART)
    if layout == "ranking" and filling.way:
        spec = compared_spec(
            compared_card(script), figures, filling.way, look, width_px=width_px, named=named_in(script)
        )
        if room.shape != "wide":
            return spec
        # On the card of a link it has the height that is left, whatever it names.
        return dataclasses.replace(spec, height_px=round(filling.way.row_px * len(figures)), brief=True, headed=False)
    if layout == "timeline":
        leading = figures[0]
        alone = filling.way is not None and not charted_below(script, room, "timeline")
        # The number over it may be set small for other figures; a line pressed flat tells nothing.
        height_px = round(
            filling.way.row_px if filling.way and alone else room.chart_px * max(_CHART_LEAST, filling.scale)
        )
        alt = leading.told
        return chart_spec(leading, look, width_px=width_px, height_px=height_px, on="panel", text_px=36, alt=alt)
    return None


def _chart_below(
    layout: Layout, script: Script, filling: Filling, look: Mapping[str, Any], room: Size
) -> ChartSpec | None:
    """Give the chart that stands under the figures of a page filled so, if one does."""
    if filling.way is None or not (figures := charted_below(script, room, layout)):
        return None
    return compared_spec(
        compared_card(script), figures, filling.way, look, width_px=_inner_px(room), named=named_in(script), on="page"
    )


def _inner_px(room: Size) -> int:
    """Give the width between the margins of a page, in canvas units."""
    return int(room.canvas_px) - 2 * (_SHEET_MARGIN_PX if room.shape == "sheet" else _MARGIN_PX)
