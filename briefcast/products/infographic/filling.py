"""How full a page may be: the ways to fill it, what each shows, and what it would lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any, Literal

from briefcast.brief.model import Layout
from briefcast.products.infographic.choice import (
    compared,
    compared_card,
    heaviest,
    one_of_each,
    same_words,
    steps_of,
    tells_half,
    told_figures,
    told_together,
    whole_of,
)
from briefcast.products.infographic.sizes import Size
from briefcast.script import Figure, Script

Arrangement = Literal["grid", "list", "board", "words", "under"]
"""under: a link's card with what its title does not say beneath it; words: with its title alone, which states it."""

_WORDED: tuple[Layout, ...] = ("steps", "quote")
"""Layouts that are the message themselves: no figure leads them."""
_OVER_A_CHART: tuple[Layout, ...] = ("scorecard", "progress", "comparison")
"""Layouts whose figures leave a sheet room for a chart beneath them."""
_BESIDE_WORDS_MAX = 2
"""Figures under a quotation on a small page: with more of them the words, which are the message, are set too small."""
_SCALES = (1.0, 0.88, 0.76)
"""How small the texts of a link's card may be set against their own size, the floor of any text aside."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to compare figures on a page: how many of them, how high each, how large its text, in canvas units."""

    count: int
    row_px: float
    text_px: float


Ways = tuple[Way | None, ...]
"""How each point of a carousel compares its figures; None where it compares none."""


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One way to fill a page."""

    count: int
    """Figures beside the leading one."""
    arrangement: Arrangement
    detail: bool
    """Whether those figures show bar, target and change."""
    lead: bool = True
    """Whether the leading figure's target and gap are written under its bar; of words, what stands above them."""
    action: bool = True
    """Whether the call to action stands on the page, with its code."""
    steps: bool = True
    """Whether steps that follow from a message stand under it."""
    scale: float = 1.0
    """How large title and figure of a link are set, of their own size, or the figure that leads a page; of lines, the
    gaps between them."""
    way: Way | None = None
    """How its chart compares figures, or how high a history that stands alone is; of a sheet, the chart that stands
    under its figures."""
    without: tuple[str, ...] = ()
    """Ids of the figures that are passed over for one behind them, which fits where they do not."""


def filling_of(row: Mapping[str, Any]) -> Filling:
    """Give a filling as it was kept: a mapping of its fields, from JSON."""
    way = Way(**row["way"]) if row["way"] else None
    return Filling(**{**row, "way": way, "without": tuple(row["without"])})


def fillings(script: Script, size: Size, layout: Layout) -> tuple[Filling, ...]:
    """Give what to try, the fullest first: a grid, then a list, and where few are enough without detail."""
    if size.shape == "wide":
        return tuple(_of_a_link(script, layout))
    led = layout not in _WORDED
    figures = told_figures(layout, script)
    most = 0 if layout in ("ranking", "hero") else min(size.most_cards, max(0, len(figures) - led))
    if layout == "quote" and size.shape != "sheet":
        most = min(most, _BESIDE_WORDS_MAX)
    # What a rebuttal rests on are its figures, for whom its words stand smaller.
    pages = tuple(_of_a_page(size, layout, most, dense=script.dense and script.kind != "rebuttal"))
    if layout == "steps":
        steps = steps_of(script)
        if steps.heading:
            # Steps without what they are for stand under another subject.
            pages = tuple(page for page in pages if page.lead)
        if steps.told:
            # Close together, before the page does without its steps.
            pages += (Filling(count=0, arrangement="list", detail=False, scale=0.75),)
            pages += tuple(
                Filling(count=0, arrangement="list", detail=detail, action=action, steps=False)
                for action in (True, False)
                for detail in (True, False)
            )
    card = (
        compared_card(script) if layout == "ranking" else "series" if layout == "timeline" and len(figures) == 1 else ""
    )
    if card:
        filled = [replace(page, way=way) for way in ways(card, len(figures), size) for page in pages]
        # Smaller bars leave room for the figure that leads, with its change and its target; so do fewer bars, where it
        # is that figure which is bad news.
        over = one_of_each(script, figures[:1])[0]
        bad = (bool(over.change) and over.change_is_good is False) or over.target_met is False
        least = _BARS_ENOUGH if bad else len(figures)
        full = [
            page
            for page in filled
            if layout == "ranking" and page.lead and page.action and page.way and page.way.count >= least
        ]
        pages = tuple(dict.fromkeys((*full, *filled)))
    else:
        pages = (*_over_a_chart(script, size, layout, pages), *pages)
    return tuple(dict.fromkeys(_further(script, size, layout, pages)))


def _further(script: Script, size: Size, layout: Layout, pages: Sequence[Filling]) -> Iterator[Filling]:
    """Give the ways to fill a page, and with them those that pass over a figure, before any that tells less.

    The first figure that does not fit ends nothing: the next one may be shorter. Where even so a page tells too little,
    its leading figure is set smaller, on a sheet before any point is left out.
    """
    every = tuple(figure.statistic for figure in told_figures(layout, script))
    leading = leading_figures(script, layout)
    ahead, ids = every[:leading], every[leading:]
    sheet = size.shape == "sheet"
    own = [(told_weights(script, (*ahead, *ids[: page.count])), page) for page in pages]
    others: list[tuple[tuple[int, ...], Filling]] = []
    for count in sorted({page.count for page in pages if page.count}, reverse=True):
        like = [page for page in pages if page.count == count and page.action]
        for passed in range(1, min(1 if sheet else _PASSED_MOST, len(ids) - count) + 1):
            # The last of those looked at is shown: without it fewer were passed over.
            for places in reversed([*combinations(range(count + passed - 1), passed)]):
                without = tuple(ids[place] for place in places)
                shown = {*ahead, *ids[: count + passed]} - {*without}
                if not tells_half(script, shown):
                    told = told_weights(script, shown)
                    others += [(told, replace(page, without=without)) for page in like]
    # One figure that fills a page is set smaller only as it is: what is told of it in its place would be too small.
    smaller = [
        (told, replace(page, scale=scale))
        for scale in _SMALLER
        for told, page in sorted((*own, *others), key=lambda pair: pair[0], reverse=True)
        if page.scale == 1 and (layout in _SCALED or (layout == "hero" and script.leads in ("", "value")))
    ]
    if sheet:
        others += smaller
    others.sort(key=lambda pair: pair[0], reverse=True)
    waiting = [*others]
    for told, page in own:
        # Of two that tell as much, what weighs most comes first.
        while waiting and waiting[0][0] > told:
            yield waiting.pop(0)[1]
        yield page
    yield from (page for _, page in waiting)
    if not sheet:
        yield from (page for _, page in smaller)
    if _asked_of(script):
        # What is asked without what it is about misleads: the other figures stand without it.
        yield from (replace(page, action=False) for _, page in (*own, *others, *smaller) if page.count and page.action)


_SCALED: tuple[Layout, ...] = ("scorecard", "comparison", "timeline", "progress")
"""Layouts whose leading figure may be set smaller for those beneath it."""
_SMALLER = (0.65, 0.5)
_PASSED_MOST = 2
"""Figures passed over at most: each way that is tried takes its time."""


def told_weights(script: Script, statistics: Collection[str]) -> tuple[int, ...]:
    """Give what the points weigh that figures tell, the heaviest first: by these, ways to fill a page are compared.

    A point counts once however many figures it has; what all places come to tells their point. So nothing takes the
    place of what weighs more, and of two pages that begin alike the one that tells more comes first.
    """
    return tuple(
        sorted(
            (
                scene.weight
                for scene in script.scenes
                if any(
                    figure in statistics or whole_of(script, script.figure(figure)).statistic in statistics
                    for figure in scene.visual.figures
                )
            ),
            reverse=True,
        )
    )


def _over_a_chart(script: Script, size: Size, layout: Layout, pages: Sequence[Filling]) -> Iterator[Filling]:
    """Give the ways to fill a sheet that has room for the chart of its script under what weighs more."""
    if not (shown := charted_below(script, size, layout)):
        return
    scene = compared(script)
    before = [s for s in script.scenes[: script.scenes.index(scene)] if s.kind == "point"] if scene else []
    heavier = {id for point in before for id in point.visual.figures}
    figures = told_figures(layout, script)[leading_figures(script, layout) :]
    least = sum(figure.statistic in heavier for figure in figures)
    # Each way that is tried takes its time: one for each size of text.
    fitting = [way for way in ways(compared_card(script), len(shown), size) if way.count == len(shown)]
    own = {way.text_px: way for way in fitting}
    high = [way for way in fitting if 60 < way.row_px < size.bar_px * 0.8][:1]
    for page in pages:
        if page.count >= min(least, size.most_cards) and page.action and page.detail:
            yield from (replace(page, way=way) for way in (*high, *own.values()) if way.row_px < size.bar_px)


def charted_below(script: Script, size: Size, layout: Layout) -> tuple[Figure, ...]:
    """Give the figures that a sheet compares in a chart under its others; none where no point compares any."""
    scene = compared(script)
    if size.shape != "sheet" or layout not in _OVER_A_CHART or scene is None:
        return ()
    return tuple(script.figure(id) for id in scene.visual.figures)


def ways(card: str, count: int, room: Size) -> Iterator[Way]:
    """Give the ways to compare so many figures on a page, the fullest first; where all have no room, fewer."""
    if card == "series":
        # A history that stands alone takes the room that nothing else needs.
        yield from (Way(count=1, row_px=room.chart_px * times, text_px=36) for times in (2, 1.5, 1))
        return
    if card in ("lines", "parts"):
        rows = (110, 80) if card == "lines" else (76, 100, 58)
        for row_px in rows if card == "parts" else (max(row * 4 / count, row) for row in rows):
            yield Way(count=count, row_px=row_px, text_px=36)
        return
    height_px = room.height_px / room.width_px * room.canvas_px
    # A row in one line takes the size of its text and a fifth.
    lines = [(52.0, 36.0), (47.0, 36.0)]
    if room.shape == "sheet":
        lines = [(92.0, 36.0), (70.0, 36.0), *lines]
    lines += [(40.0, 32.0), (33.0, 26.0)] if room.floor_px < 26 else []
    for shown in dict.fromkeys((count, *(fewer for fewer in _FEWER if fewer < count))):
        if shown <= room.bars:
            yield Way(count=shown, row_px=room.bar_px, text_px=42 if room.bar_px >= 150 else 36)
            # A sheet is filled: between the highest rows and names before their bars lie some.
            shares = (0.86, 0.74) if room.shape == "sheet" else ()
            yield from (Way(count=shown, row_px=room.bar_px * share, text_px=36) for share in shares)
        for row_px, text_px in lines:
            if shown * row_px < height_px * 0.7:
                yield Way(count=shown, row_px=row_px, text_px=text_px)


_BARS_ENOUGH = 5
"""Bars that are enough of a ranking, where the figure over them needs room too."""
_FEWER = (24, 20, 16, 14, 12, 10, 8, 6, 5, 4, 3)
"""How many of a long ranking are tried where there is no room for all."""


def _of_a_link(script: Script, layout: Layout) -> Iterator[Filling]:
    """Give the ways to fill the card of a link: a figure beside the words, both set smaller before either goes."""
    beside = _is_of_title(script, layout) if layout in _WORDED else _leads_in_two(script, layout)
    counts = (1, 0) if script.figures and beside else (0,)
    if layout not in _WORDED and script.leads not in ("", "value"):
        for count, scale, detail in product(counts, _SCALES, (True, False)):
            yield Filling(count=count, arrangement="under", detail=detail, lead=True, action=False, scale=scale)
    for count in counts:
        for lead, scale, detail in product((True, False), _SCALES, (True, False)):
            yield Filling(count=count, arrangement="list", detail=detail, lead=lead, action=False, scale=scale)
    if layout not in _WORDED and {figure.statistic for figure in told_figures(layout, script)[:1]} & {
        *script.title_stated
    }:
        yield from (
            Filling(count=0, arrangement="words", detail=False, lead=False, action=False, scale=scale)
            for scale in _SCALES
        )


def _is_of_title(script: Script, layout: Layout) -> bool:
    """Whether the figure that would stand beside a title is of what the title says.

    Beside "How to book a vaccination" 176 children hurt at home are read as hurt by it.
    """
    first = heaviest(script)
    own = (*script.title_stated, *(first.visual.figures if first else ()))
    return bool(script.content) or any(figure.statistic in own for figure in told_figures(layout, script)[:1])


def _leads_in_two(script: Script, layout: Layout) -> bool:
    """Whether the leading figure has one other beside it in its point."""
    first = tuple(figure.statistic for figure in told_figures(layout, script)[:2])
    return layout != "ranking" and first in told_together(script)


def _of_a_page(size: Size, layout: Layout, most: int, *, dense: bool) -> Iterator[Filling]:
    arrangements, counts = _arrangements(size, layout), range(most, 0, -1)
    # Bars are what a board is for; elsewhere more figures come before how they stand.
    board = [(count, arrangement) for arrangement in arrangements for count in counts]
    other = [(count, arrangement) for count in counts for arrangement in arrangements]
    for count, arrangement in board if layout == "progress" else other:
        # A grid with an empty place at its end looks broken on a small page: full rows only.
        if arrangement == "grid" and size.shape != "sheet" and count % size.columns:
            continue
        yield Filling(count=count, arrangement=arrangement, detail=True)
        if layout in ("timeline", "progress"):
            yield Filling(count=count, arrangement=arrangement, detail=True, lead=False)
        if not dense or count <= 2:
            yield Filling(count=count, arrangement=arrangement, detail=False)
        if (not dense and count >= 2) or layout == "timeline":
            yield Filling(count=count, arrangement=arrangement, detail=False, lead=False)
    if layout == "steps" and most:
        # Close together, before the page does without any figure.
        yield Filling(count=1, arrangement="list", detail=False, lead=False, scale=0.5)
    for lead, action in ((True, True), (False, True), (True, False), (False, False)):
        for detail in (True, False) if layout == "steps" else (True,):
            yield Filling(count=0, arrangement="list", detail=detail, lead=lead, action=action)


def _arrangements(size: Size, layout: Layout) -> tuple[Arrangement, ...]:
    if layout == "progress":
        return ("board", "list")
    if layout in ("comparison", "spotlight", "quote", "steps"):
        return ("list",)
    if size.shape == "sheet":
        return ("grid",)
    # A chart and a square leave too little height for a grid.
    return ("grid", "list") if layout == "scorecard" and size.columns > 1 else ("list",)


def leading_figures(script: Script, layout: Layout) -> int:
    """Say how many figures lead a page: one, or none where words are the message."""
    return 0 if layout in _WORDED or not told_figures(layout, script) else 1


def shown_figures(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[Figure, ...]:
    """Give the figures that a page filled so shows as figures, the leading one first."""
    figures = told_figures(layout, script)
    if filling.arrangement == "words":
        return ()
    if layout == "ranking" and size.shape != "wide":
        barred = figures[: filling.way.count] if filling.way else figures
        led = one_of_each(script, figures[:1]) if filling.lead else ()
        return tuple({figure.statistic: figure for figure in (*led, *barred)}.values())
    if layout == "ranking":
        figures = one_of_each(script, figures[:1])
    ahead = leading_figures(script, layout)
    shown = (*figures[:ahead], *beside_of(figures[ahead:], filling))
    below = charted_below(script, size, layout) if filling.way else ()
    return tuple({figure.statistic: figure for figure in (*shown, *below)}.values())


def beside_of(figures: Sequence[Figure], filling: Filling) -> tuple[Figure, ...]:
    """Give those of the figures behind the leading one that a page filled so shows."""
    return tuple(figure for figure in figures if figure.statistic not in filling.without)[: filling.count]


def stated_figures(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[Figure, ...]:
    """Give the figures that a page's title and lines state in words: their source and time stand on it too."""
    ids: tuple[str, ...] = script.title_stated
    if layout == "steps":
        ids += steps_of(script).stated
    elif layout == "quote":
        ids += tuple(id for scene in script.scenes if scene.visual.kind == "quote" for id in scene.stated)
    elif layout == "ranking" and size.shape != "wide":
        # Bars have no time and source beside them.
        ids += tuple(figure.statistic for figure in shown_figures(script, size, layout, filling))
    elif filling.way:
        ids += tuple(figure.statistic for figure in charted_below(script, size, layout))
    held = {figure.statistic: figure for figure in script.figures}
    return tuple(held[id] for id in dict.fromkeys(ids) if id in held)


def lacks(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[str, ...]:
    """Say what a page filled so would lack of what no page may do without: ``point``, ``figure``, ``action``.

    ``half``: it would show one figure of a point without the others. ``few``: what it tells weighs less than half of
    what its audience is to hear. ``request``: it would ask for something of which it does not tell.
    """
    shown = {figure.statistic for figure in shown_figures(script, size, layout, filling)}
    stated = {figure.statistic for figure in stated_figures(script, size, layout, filling)}
    missing = []
    # The card of a link has no room for a long quotation and the title: without the title nobody knows what it is of.
    untitled = size.shape == "wide" and layout == "quote" and not filling.lead
    if untitled or not _shows_heaviest(script, size, layout, filling, shown | stated):
        missing.append("point")
    # Of a rebuttal the truth, the claim and the reason are what no picture may do without; a link to what one does
    # stands without a figure that is of something else.
    apart = size.shape == "wide" and layout in _WORDED and not _is_of_title(script, layout)
    worded = apart or (script.kind == "rebuttal" and bool(script.content))
    if script.figures and not shown | stated and not worded:
        missing.append("figure")
    if tells_half(script, shown, stated):
        missing.append("half")
    # The card of a link is pressed itself.
    if script.call_to_action.text and size.shape != "wide":
        if not filling.action:
            missing.append("action")
        elif _asked_of(script) and script.call_to_action.about not in told_points(script, size, layout, filling):
            missing.append("request")
    if _tells_of_several(script, size, layout):
        points = [scene for scene in script.scenes if scene.kind == "point"]
        if told_weight(script, size, layout, filling) * 2 < sum(scene.weight for scene in points):
            missing.append("few")
    return tuple(missing)


def _asked_of(script: Script) -> bool:
    """Whether what the audience is asked to do belongs to a point that it is told."""
    return any(scene.id == script.call_to_action.about for scene in script.scenes if scene.kind == "point")


def told_weight(script: Script, size: Size, layout: Layout, filling: Filling) -> int:
    """Say how much the points weigh together of which a page filled so tells."""
    told = told_points(script, size, layout, filling)
    return sum(scene.weight for scene in script.scenes if scene.id in told)


def told_points(script: Script, size: Size, layout: Layout, filling: Filling) -> frozenset[str]:
    """Give the ids of the points of which a page filled so tells: by a figure, or in words."""
    ids = {figure.statistic for figure in shown_figures(script, size, layout, filling)}
    ids |= {figure.statistic for figure in stated_figures(script, size, layout, filling)}
    lines = steps_of(script) if layout == "steps" else None
    said = [script.title, *((lines.heading, *lines.lines) if lines else ())]
    found = set[str]()
    for scene in script.scenes:
        own = {whole_of(script, script.figure(id)).statistic for id in scene.visual.figures} | {*scene.visual.figures}
        worded = layout in _WORDED and scene.visual.kind == layout
        if own & ids or worded or any(same_words(scene.headline, line) for line in said):
            found.add(scene.id)
    return frozenset(found)


def _tells_of_several(script: Script, size: Size, layout: Layout) -> bool:
    """Whether a page is meant for more than one message: no card of a link is, nor is a photo with its words."""
    return size.shape != "wide" and not script.content and layout not in ("hero", "spotlight", "quote")


def _shows_heaviest(script: Script, size: Size, layout: Layout, filling: Filling, told: set[str]) -> bool:
    """Whether a page shows the point that weighs most: its figure, its steps, its words."""
    scene = heaviest(script)
    if scene is None:
        return True
    if script.content:
        if size.shape != "wide":
            return layout == "steps"
        # The card of a link without detail has the reason, and not the claim with its verdict.
        return layout == "steps" and filling.lead and (filling.detail or script.kind != "rebuttal")
    if scene.visual.figures:
        own = scene.visual.figures[0]
        # What all places come to speaks for one of them.
        own = own if own in told else whole_of(script, script.figure(own)).statistic
        return own in told and (scene.visual.kind not in _WORDED or layout == scene.visual.kind)
    if scene.visual.kind in _WORDED:
        return layout == scene.visual.kind
    return same_words(scene.headline, script.title) or (
        layout == "steps" and (filling.lead or (size.shape != "wide" and scene.headline in steps_of(script).lines))
    )
