"""The carousel: a message over several pages that are swiped through, one point a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefcast.cards import CARDS, stand_ins
from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartSpec, chart_spec
from briefcast.errors import LayoutError
from briefcast.language.keeping import keep_together
from briefcast.language.written import NBSP
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.drawing import TextSize
from briefcast.look.figures import icon, source_names, theme_for
from briefcast.products.infographic.choice import leading_card
from briefcast.products.infographic.describe import describe_leaf
from briefcast.products.infographic.filling import Way, Ways, ways
from briefcast.products.infographic.leading import stated_in, tells_own_change
from briefcast.products.infographic.parts import (
    CHART_WIDE_PX,
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
from briefcast.products.infographic.points import about, qualified, whole_of
from briefcast.products.infographic.sizes import CAROUSEL_PAGES, SIZES
from briefcast.script import Figure, Scene, Script, labelled, same_words

_SIZE = "carousel"
_COMPARING = frozenset(card.name for card in CARDS.values() if card.takes == "figures")
_COMPARED_MAX_PX = 740
"""Most height of a chart that compares figures, under the headline of its page."""


def lay_out_carousel(
    script: Script,
    brand: Brand,
    *,
    theme: str | None = None,
    ways_agreed: Ways | None = None,
    without_recap: str = "",
) -> Page:
    """Lay out a script as a title page, a page for each point and one with what to do and the sources.

    Points beyond the eighth are left out and their figures named in the page. ``ways_agreed`` is how every language
    compares the figures of each point; alone, a script compares as many as there is room for. ``without_recap`` is
    why no page sums up. Raises LayoutError if the script has no point, or if a text does not fit its page.
    """
    room = SIZES[_SIZE]
    points = [scene for scene in script.scenes if scene.kind == "point"]
    if not points:
        raise LayoutError(
            f"The script for {script.audience} in {script.language} has no point for a carousel. "
            f"Add points to the brief."
        )
    told = points[: CAROUSEL_PAGES[1] - 2]
    look = _look(script, brand, theme)
    compare = ways_agreed or tuple(next(iter(fitting), None) for fitting in ways_fitting(script, brand, theme=theme))
    charts: dict[str, ChartSpec] = {}
    reason = "; ".join(filter(None, ("each point has a page of its own", without_recap)))
    cover = [script.figure(id) for id in script.title_stated]
    about = next((s.visual.icon or next((script.figure(id).icon for id in s.visual.figures), "") for s in told), "")
    pages: list[dict[str, Any]] = [
        {
            "kind": "cover",
            "source": _sources(script, (), cover),
            "scene": drawn_object(script, brand, about),
            "set_off": stated_in(script.title, cover[0]) if cover else "",
        }
    ]
    on_pages: list[tuple[Figure, ...]] = [()]
    shown: list[Figure] = []
    for number, scene in enumerate(told, start=1):
        figure = script.figure(scene.visual.figures[0]) if scene.visual.figures else None
        pages.append(_point(script, scene, figure))
        pages[-1]["scene"] = drawn_object(script, brand, scene.visual.icon or (figure.icon if figure else ""))
        beside = tuple(script.figure(entry["statistic"]) for entry in pages[-1]["more"])
        # Steps and somebody's words fill a page: no figure is drawn beside them.
        worded = pages[-1]["card"] in ("steps", "quote")
        figures: tuple[Figure, ...] = (figure, *beside) if figure and not worded else ()
        stated = [other for other in map(script.figure, scene.stated) if other not in figures]
        if figure is not None and pages[-1]["card"] == "series":
            alt = figure.told
            spec = chart_spec(figure, look, width_px=CHART_WIDE_PX, height_px=room.chart_px, on="panel", alt=alt)
            try:
                draw_chart(spec)
                charts[f"pages.{number}"] = spec
            except LayoutError as error:
                # Its page does without: a leading figure has a card of its own.
                pages[-1]["card"] = leading_card(script, figure)
                reason += f"; {error}"
        elif pages[-1]["card"] in _COMPARING:
            if way := compare[number - 1]:
                compared = _compared(scene, script, look, way)
                charts[f"pages.{number}"] = compared
                count = len(compared.beside) + 1 if compared.kind == "lines" else len(compared.marks)
                figures = tuple(script.figure(id) for id in scene.visual.figures[:count])
            elif figure is not None:
                figure = whole_of(script, figure)
                figures = (figure,)
                pages[-1].update(card=leading_card(script, figure), d=page_figure(figure))
        shown += [f for f in (*figures, *stated) if f not in shown]
        # Bars have no time beside them.
        barred = pages[-1]["card"] in _COMPARING
        pages[-1]["source"] = _sources(script, () if barred else figures, (*figures, *stated) if barred else stated)
        on_pages.append(figures)
    data = frame(script, look)
    rests = tuple(dict.fromkeys((*source_names([*cover, *shown]), *(note.short for note in script.rests_on))))
    # Nothing is asked: the last page is kept for what it sums up, and says nothing that the first one says.
    recap = () if script.call_to_action.text or without_recap else _recap(told, script)
    if script.call_to_action.text or recap:
        # The phone that shows a code cannot read it.
        action = {**data["action"], "qr": ""}
        summed = [page_figure(figure) for figure in recap]
        # What sums up names where its own figures come from; what only asks closes them all.
        named = source_names(recap) if recap else rests
        pages.append(
            {"kind": "end", "action": action, "sources": named, "dated": bool(cover or shown), "recap": summed}
        )
        on_pages.append(recap)
    ids = tuple(figure.statistic for figure in shown)
    page = Page(
        size=_SIZE,
        layout="carousel",
        reason=reason,
        language=script.language,
        title=script.title,
        template="infographic/carousel.typ",
        data={
            **data,
            "trying": False,
            "noted": True,
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
        leaves=(),
    )
    try:
        drawn, page = _drawn(page, script, told)
    except LayoutError as error:
        if not recap:
            raise
        # What sums up says nothing new: "71.3 per 100,000 people" may have no room in its column.
        return lay_out_carousel(script, brand, theme=theme, ways_agreed=ways_agreed, without_recap=str(error))
    leaves = []
    for number, figures in enumerate(on_pages, start=1):
        point = told[number - 2] if 1 < number <= len(told) + 1 else None
        if point and figures and page.data["pages"][number - 1]["card"] == "":
            figures = ()
        chart = page.charts.get(f"pages.{number - 1}")
        mine = [text for text in drawn if text.page == number]
        described = describe_leaf(
            script,
            place=f"{number}/{len(pages)}",
            message=page.data["pages"][number - 1]["headline"]
            if point
            else script.call_to_action.text
            if number > 1
            else "",
            figures=figures,
            charts=(chart,) if chart else (),
            photos=(point.visual.image_alt,) if point and _shows_photo(point) else (),
            drawn=mine,
        )
        said = (*(point.facts if point else ()), *((chart.overall.fact,) if chart and chart.overall else ()))
        leaves.append(leaf(described, figures, said, drawn=mine))
    return replace(page, leaves=tuple(leaves), lacking=("cut",) if is_cut(page) else ())


_RECAP = (2, 4)
"""Figures that a last page sums up, at least and at most."""


def _recap(told: Sequence[Scene], script: Script) -> tuple[Figure, ...]:
    """Give the figures that sum up what was told, point by point; none where there are not several.

    A point stands there whole or not at all: firms founded without those that closed would be half of it.
    """
    found: dict[str, Figure] = {}
    for scene in told:
        ids = about(script, scene)[:1] if scene.visual.kind in _COMPARING else scene.visual.figures
        own = {figure.statistic: figure for figure in (whole_of(script, script.figure(id)) for id in ids)}
        if len(found | own) <= _RECAP[1]:
            found |= own
    return tuple(found.values()) if len(found) >= _RECAP[0] else ()


def _drawn(page: Page, script: Script, told: Sequence[Scene]) -> tuple[tuple[TextSize, ...], Page]:
    """Draw the pages and give their texts; a figure whose card has no room for it is shown as another card.

    Where none has, the words of its point (one of ``told``) tell it. Raises LayoutError where these have no room.
    """
    try:
        return drawing.texts_of(page.template, page_data(page)), page
    except LayoutError as error:
        pages = [dict(entry) for entry in page.data["pages"]]
        several = []
        for number, entry in enumerate(pages):
            card = CARDS.get(entry.get("card", ""))
            if card and card.takes in ("figure", "history") and not entry["photo"]:
                others = stand_ins(card, script.figure(entry["d"]["statistic"]))
                entry["cards"] = [card.name, *(other.name for other in others), *([""] if entry["text"] else [])]
                several.append(number)
        tried = replace(page, data={**page.data, "trying": True, "pages": pages})
        found = drawing.query(tried.template, page_data(tried), "fits") if several else []
        charts = dict(page.charts)
        swapped = False
        for number, fits in zip(several, found, strict=True):
            entry = pages[number]
            _, *others = entry.pop("cards")
            fitting = [card for card, fit in zip(others, fits[1:], strict=True) if fit]
            if fitting and not fits[0]:
                entry["card"], swapped = fitting[0], True
                charts.pop(f"pages.{number}", None)
                if not fitting[0]:
                    scene = told[number - 1]
                    said = (*scene.stated, *scene.visual.figures)
                    entry["source"] = _sources(script, (), [script.figure(id) for id in dict.fromkeys(said)])
        if not swapped:
            raise
        reason = f"{page.reason}; {error}"
        page = replace(page, data={**page.data, "pages": pages}, charts=charts, reason=reason)
        return drawing.texts_of(page.template, page_data(page)), page


def _sources(script: Script, figures: Sequence[Figure], stated: Sequence[Figure]) -> str:
    """Say where the figures of a page come from; of those that stand in words also of when they are."""
    names = [*source_names(figures)]
    for entry in map(source_entry, stated):
        name = f"{entry['source']} ({entry['when']})" if entry["when"] else entry["source"]
        names += [name] if entry["source"] and name not in names else []
    heading = script.labels["sources" if len(names) > 1 else "source"]
    return f"{heading}: {'; '.join(names)}." if names else ""


def ways_fitting(script: Script, brand: Brand, *, theme: str | None = None) -> tuple[tuple[Way, ...], ...]:
    """Give, for each point told, the ways to compare its figures for which its page has room, the fullest first."""
    look, room = _look(script, brand, theme), replace(SIZES[_SIZE], bar_px=130)
    told = [scene for scene in script.scenes if scene.kind == "point"][: CAROUSEL_PAGES[1] - 2]

    def fits(scene: Scene, way: Way) -> bool:
        try:
            spec = _compared(scene, script, look, way)
            draw_chart(spec)
        except LayoutError:
            return False
        return spec.height_px <= _COMPARED_MAX_PX

    return tuple(
        tuple(
            way
            for way in ways(
                scene.visual.kind, [script.figure(id) for id in scene.visual.figures], room, form=scene.visual.form
            )
            if fits(scene, way)
        )
        if scene.visual.kind in _COMPARING and len(scene.visual.figures) > 1
        else ()
        for scene in told
    )


def agree_ways(own: Sequence[tuple[Way, ...]], others: Iterable[Sequence[tuple[Way, ...]]]) -> Ways:
    """Choose how each point compares its figures: the fullest way that fits it in every language it fits in at all."""
    tellings = tuple(others)

    def choose(page: int, fitting: tuple[Way, ...]) -> Way | None:
        elsewhere = [told[page] for told in tellings if page < len(told) and told[page]]
        common = (way for way in fitting if all(way in theirs for theirs in elsewhere))
        return next(common, next(iter(fitting), None))

    return tuple(choose(page, fitting) for page, fitting in enumerate(own))


def _look(script: Script, brand: Brand, theme: str | None) -> Mapping[str, Any]:
    room = SIZES[_SIZE]
    theme = theme or theme_for(brand, script)
    return drawing.look(brand, script.language, width_px=room.width_px, height_px=room.height_px, theme=theme)


def _compared(scene: Scene, script: Script, look: Mapping[str, Any], way: Way) -> ChartSpec:
    """Give the chart of a page that compares figures."""
    figures = tuple(script.figure(id) for id in scene.visual.figures)
    named = script.highlighted(scene)
    return compared_spec(scene.visual.kind, figures, way, look, width_px=CHART_WIDE_PX, named=named)


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
    if qualified(script, scene):
        # Its words tell it: by itself its number says another thing.
        card = ""
    photo = _shows_photo(scene)
    # A point with several figures shows all of them: one alone may say the opposite.
    more: list[Figure] = []
    if figure is not None and not photo and card not in ("steps", "quote", *_COMPARING):
        more = [script.figure(id) for id in scene.visual.figures[1:]]
        if more and card == "series":
            card = "pair" if figure.baseline is not None else leading_card(script, figure)
    (headline, words), data = _words(script, scene), page_figure(figure) if figure else None
    alone = figure is not None and not more and not photo and card not in ("steps", "quote", *_COMPARING)
    if figure is not None and data is not None and alone and _is_labelled(scene, figure):
        # A headline that is the figure behind its label says the label that would stand under the number once more.
        headline = keep_together(figure.label if card == "pair" else data["label"], script.language)
        data |= {"label": "", "bare": {**data["bare"], "label": "", "narrow": "", "from_to": ""}}
    if figure is not None and data is not None and card == "pair" and tells_own_change(scene.headline, figure):
        data = without_change(data)
    return {
        "kind": "point",
        "headline": headline,
        "card": card,
        "d": data,
        "more": [page_figure(other) for other in more],
        "icon": icon(scene.visual.icon),
        "text": words,
        "items": [keep_together(step, script.language) for step in scene.visual.steps],
        "quote": quote_data(scene.visual.quote, script.language) if scene.visual.quote else None,
        "photo": {"alt": scene.visual.image_alt or scene.headline} if photo else None,
    }


_OF_LINES = ("event", "spotlight")
"""Kinds whose first points are lines with labels of their own: day and place, the problem, what was done."""


def _words(script: Script, scene: Scene) -> tuple[str, str]:
    """Give the headline of a point and the words under it, neither of which says what the other one says.

    What a kind says before all has labels: where a sentence would be said twice, its label is the headline.
    """
    said = " ".join(sentence.shown for sentence in scene.sentences)
    if script.kind in _OF_LINES and scene.id.startswith(f"{script.kind}-") and not scene.visual.figures:
        headline = scene.headline.replace(NBSP, " ")
        own = [line for line in script.content if same_words(line.text, scene.headline)]
        told = [line for line in script.content if line.label and line.text.casefold() in said.casefold()]
        if more := [line for line in told if line not in own and not line.text.replace(NBSP, " ").startswith(headline)]:
            return scene.headline, "\n".join(labelled(line.label, line.text) for line in more)
        if told:
            return told[0].label, told[0].text
    further = [sentence.shown for sentence in scene.sentences if not same_words(sentence.shown, scene.headline)]
    return scene.headline, " ".join(further)


def _is_labelled(scene: Scene, figure: Figure) -> bool:
    """Whether the headline of a point is its figure behind its label: ``Water leaks repaired: 412``."""
    return same_words(scene.headline, labelled(figure.label, scene.headline.rpartition(": ")[2]))


def _shows_photo(scene: Scene) -> bool:
    return scene.visual.image is not None and scene.visual.kind not in ("steps", "quote")
