"""How full a page may be: the ways to fill it, what each shows, and what it would lack."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any, Literal

from briefcast.brief.model import Layout
from briefcast.charts.places import atlas_of, fills, has_areas
from briefcast.language.phrases import names_harm
from briefcast.products.infographic.choice import (
    compared,
    compared_card,
    compared_form,
    result_of,
    steps_of,
    told_figures,
)
from briefcast.products.infographic.known import once
from briefcast.products.infographic.leading import says_no_more
from briefcast.products.infographic.points import (
    about,
    compares,
    heading,
    heaviest,
    one_of_each,
    outside_charts,
    points_of,
    qualified,
    says_how,
    tells_half,
    told_together,
    wholes_of,
)
from briefcast.products.infographic.sizes import Size
from briefcast.script import Figure, Scene, Script, same_words
from briefcast.writing.asking import is_of

Arrangement = Literal["grid", "list", "board", "words", "under", "charted"]
"""charted: a link's card with its title beside the chart that bears it out; under: with what its title does not say
beneath it; words: with its title alone, which states it."""

_WORDED: tuple[Layout, ...] = ("steps", "quote")
"""Layouts that are the message themselves: no figure leads them."""
_OVER_A_CHART: tuple[Layout, ...] = ("scorecard", "progress", "comparison")
"""Layouts whose figures leave room for a chart beneath them; on a sheet a history does so as well."""
_CHARTED_BELOW = ("sheet", "tall", "story")
"""Shapes of pages that are high enough for it; those for phones as far as it has few bars."""
_BESIDE_WORDS_MAX = 2
"""Figures under a quotation on a small page: with more of them the words, which are the message, are set too small."""
_SCALES = (1.0, 0.88, 0.76)
"""How small the texts of a link's card may be set against their own size, the floor of any text aside."""


Form = Literal["bars", "table", "map", "areas"]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to compare figures on a page: how many of them, how high each, how large its text, in canvas units."""

    count: int
    row_px: float
    text_px: float
    form: Form = "bars"
    """Whether they stand as bars, as a table, as a map of tiles, of which ``row_px`` is the height of each, or as a map
    of areas, whose height it shares out."""
    columns: int = 1
    """Of a table, how many columns of rows stand beside one another."""


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
    picture: float = 0.0
    """Share of the page that its drawn scene takes at least; 0 where it has none."""
    beside: float = 0.0
    """How wide that scene is, of the width between the margins; on a story how far it reaches below the place without
    text."""


def filling_of(row: Mapping[str, Any]) -> Filling:
    """Give a filling as it was kept: a mapping of its fields, from JSON."""
    way = Way(**row["way"]) if row["way"] else None
    return Filling(**{**row, "way": way, "without": tuple(row["without"])})


def fillings(script: Script, size: Size, layout: Layout) -> tuple[Filling, ...]:
    """Give what to try, the fullest first: a grid, then a list, and where few are enough without detail."""
    if size.shape == "wide":
        return tuple(_of_a_link(script, size, layout))
    figures = told_figures(script, layout)
    led = leading_figures(script, layout, size)
    beside = len(under_bars(script, size)) if layout == "ranking" else len(figures) - led
    most = 0 if layout == "hero" else min(size.most_cards, beside)
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
            pages += tuple(Filling(count=0, arrangement="list", detail=False, scale=scale) for scale in (0.75, 0.5))
            if script.kind == "event":
                # Day and place stand on every page: closer yet, and at last without what is asked.
                pages += tuple(
                    Filling(count=0, arrangement="list", detail=False, action=action, scale=0.5)
                    for action in (True, False)
                )
            pages += tuple(
                Filling(count=count, arrangement="list", detail=detail, action=action, steps=False)
                for count in range(most, -1, -1)
                for action in ((True,) if count else (True, False))
                for detail in (True, False)
            )
            if script.kind == "rebuttal":
                # Closer yet, before what it rests on stands nowhere on the page.
                pages += tuple(
                    Filling(count=count, arrangement="list", detail=False, steps=False, scale=scale)
                    for count in range(most, 0, -1)
                    for scale in (0.75, 0.5)
                )
            # Where the result has no room over the lines, it stands among them; what is told in words does without.
            pages += tuple(replace(page, lead=False) for page in pages if led or steps.qualified)
            # Steps that weigh little do not take the room of figures that weigh more.
            by_weight = {page: told_weights(script, size, layout, page) for page in pages}
            # The result of a piece stands large before anything beside it, and before what is asked.
            led_by = bool(led)
            pages = tuple(
                sorted(pages, key=lambda page: (led_by and page.lead, page.action, by_weight[page]), reverse=True)
            )
    card = (
        compared_card(script)
        if layout == "ranking"
        else "series"
        if layout == "timeline" and len(figures) == 1 and not charted_below(script, size, layout)
        else ""
    )
    if card:
        every = [*ways(card, figures, size, form=compared_form(script) if layout == "ranking" else "")]
        filled = [replace(page, way=way) for way in every for page in pages]
        if most:
            # A page tells more before its bars are as high as they may be.
            filled.sort(key=lambda page: (page.way.count if page.way else 0, page.count), reverse=True)
        # Smaller bars leave room for the figure that leads, with its change and its target; so do fewer bars, where it
        # is that figure which is bad news.
        over = one_of_each(script, figures[:1])[0]
        least = _BARS_ENOUGH if _is_bad(over, script.language) else len(figures)
        full = [
            page
            for page in filled
            if layout == "ranking" and page.lead and page.action and page.way and page.way.count >= least
        ]
        # A map comes before any bars, however little else it leaves room for.
        mapped = [page for page in (*full, *filled) if page.way and page.way.form in ("map", "areas")]
        pages = tuple(dict.fromkeys((*mapped, *full, *filled)))
    else:
        pages = (*_over_a_chart(script, size, layout, pages), *pages)
        if size.shape != "sheet" and charted_below(script, size, layout):
            # Where there is little room a chart does not take that of what weighs more.
            by_weight = {page: told_weights(script, size, layout, page) for page in pages}
            pages = tuple(sorted(pages, key=lambda page: by_weight[page], reverse=True))
    return tuple(dict.fromkeys(_further(script, size, layout, pages)))


def _further(script: Script, size: Size, layout: Layout, pages: Sequence[Filling]) -> Iterator[Filling]:
    """Give the ways to fill a page, and with them those that pass over a figure, before any that tells less.

    The first figure that does not fit ends nothing: the next one may be shorter. Where even so a page tells too little,
    its leading figure is set smaller: on a sheet before any point is left out, elsewhere before bad news is, or what
    weighs more for what weighs less.
    """
    every = tuple(figure.statistic for figure in told_figures(script, layout))
    leading = leading_figures(script, layout, size)
    ahead, ids = every[:leading], every[leading:]
    if layout == "ranking":
        ahead, ids = every, tuple(figure.statistic for figure in under_bars(script, size))
    sheet = size.shape == "sheet"
    known: dict[Filling, tuple[int, ...]] = {}

    def weighed(page: Filling) -> tuple[int, ...]:
        # How large its texts are makes no point told.
        alike = replace(page, scale=1, way=page.way and replace(page.way, row_px=0, text_px=0))
        if alike not in known:
            told = told_weights(script, size, layout, alike)
            # A result that stands large over words comes before anything told beside them.
            known[alike] = (int(page.lead), *told) if leading and layout in _WORDED else told
        return known[alike]

    own = [(weighed(page), page) for page in pages]
    others: list[tuple[tuple[int, ...], Filling]] = []
    for count in sorted({page.count for page in pages if page.count}, reverse=True):
        like = [page for page in pages if page.count == count and page.action]
        for passed in range(1, min(1 if sheet else _PASSED_MOST, len(ids) - count) + 1):
            # The last of those looked at is shown: without it fewer were passed over.
            for places in reversed([*combinations(range(count + passed - 1), passed)]):
                without = tuple(ids[place] for place in places)
                shown = {*ahead, *ids[: count + passed]} - {*without}
                if not tells_half(script, shown):
                    passing = [replace(page, without=without) for page in like]
                    others += [(weighed(page), page) for page in passing]
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
    in_order = [] if sheet else [pair for pair in smaller if not turns_weights(script, size, layout, pair[1])]
    bad = bad_points(script)
    news = {page: bad & told_points(script, size, layout, page) for _, page in in_order}

    def after_fuller(told: tuple[int, ...], page: Filling) -> Iterator[Filling]:
        """Give a page behind those set smaller that tell what it may not leave out."""
        fuller = [one for weight, one in in_order if weight > told]
        if fuller and not turns_weights(script, size, layout, page):
            kept = told_points(script, size, layout, page)
            fuller = [one for one in fuller if news[one] - kept]
        yield from fuller
        yield page

    waiting = [*others]
    for told, page in own:
        # Of two that tell as much, what weighs most comes first; what passes over a figure waits for each other way to
        # show it.
        while waiting and waiting[0][0] > told:
            for weight, one in own:
                if weight > waiting[0][0]:
                    yield from after_fuller(weight, one)
            yield from after_fuller(*waiting.pop(0))
        yield from after_fuller(told, page)
    for weight, one in waiting:
        yield from after_fuller(weight, one)
    if not sheet:
        yield from (page for _, page in smaller)
    if _asked_of(script) or told_together(script):
        # What is asked without what it is about misleads, and so does half of what is told together: figures stand
        # without it.
        yield from (replace(page, action=False) for _, page in (*own, *others, *smaller) if page.count and page.action)


_SCALED: tuple[Layout, ...] = ("scorecard", "comparison", "timeline", "progress")
"""Layouts whose leading figure may be set smaller for those beneath it."""
_SMALLER = (0.65, 0.5)
_PASSED_MOST = 2
"""Figures passed over at most: each way that is tried takes its time."""


@once
def told_weights(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[int, ...]:
    """Give what the points weigh of which a page filled so tells, the heaviest first: by these, pages are compared.

    A point counts once however many figures it has, and as much where words tell it. So nothing takes the place of
    what weighs more, and of two pages that begin alike the one that tells more comes first.
    """
    told = told_points(script, size, layout, filling)
    return tuple(sorted((scene.weight for scene in script.scenes if scene.id in told), reverse=True))


def turns_weights(script: Script, size: Size, layout: Layout, filling: Filling) -> bool:
    """Whether a page filled so leaves out a point that weighs more than one of which it tells."""
    told = told_points(script, size, layout, filling)
    least = _least_told(script, told)
    return any(scene.weight > least for scene in points_of(script) if scene.id not in told)


def passed_over(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[str, ...]:
    """Give the ids of the points with figures that a page filled so leaves out, although they weigh more than others.

    What stands lighter in their place hides them: a page ends before it passes over what weighs more. The card that
    links to what a piece of its kind says before all has no room for any of them.
    """
    if size.shape == "wide" and script.content:
        return ()
    told = told_points(script, size, layout, filling)
    least = _least_told(script, told)
    return tuple(
        scene.id
        for scene in points_of(script)
        if scene.weight > least
        and scene.id not in told
        and (scene.visual.figures or (scene.visual.steps and script.kind == "explainer" and size.shape != "wide"))
    )


def _least_told(script: Script, told: Collection[str]) -> int:
    """Give what the lightest point weighs of which a page tells; what a piece of its kind says before all has none.

    Beside that alone nothing lighter stands in the place of anything.
    """
    weights = [scene.weight for scene in points_of(script) if scene.id in told and scene.weight]
    alone = max((scene.weight for scene in points_of(script)), default=0) if script.content else 0
    return min(weights, default=alone)


def bad_left_out(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[str, ...]:
    """Give the ids of the points with bad news of which a page filled so does not tell; none of one for one message."""
    if not _tells_of_several(script, size, layout):
        return ()
    untold = bad_points(script) - told_points(script, size, layout, filling)
    return tuple(scene.id for scene in points_of(script) if scene.id in untold)


@once
def bad_points(script: Script) -> frozenset[str]:
    """Give the ids of the points whose leading figure got worse, missed its target, or counts people killed or hurt."""
    held = {figure.statistic: figure for figure in script.figures}
    leading = {scene.id: held.get(next(iter(about(script, scene)), "")) for scene in points_of(script)}
    return frozenset(id for id, figure in leading.items() if figure is not None and _is_bad(figure, script.language))


def _is_bad(figure: Figure, language: str) -> bool:
    """Whether a figure is bad news: harm that did not become less, what got worse, a target that was missed."""
    if figure.value > 0 and names_harm(figure.label, language) and figure.change_is_good is not True:
        return True
    return (bool(figure.change) and figure.change_is_good is False) or figure.target_met is False


def _over_a_chart(script: Script, size: Size, layout: Layout, pages: Sequence[Filling]) -> Iterator[Filling]:
    """Give the ways to fill a page that has room for the chart of its script under what weighs more."""
    if not (shown := charted_below(script, size, layout)):
        return
    scene = compared(script)
    before = [s for s in script.scenes[: script.scenes.index(scene)] if s.kind == "point"] if scene else []
    heavier = {id for point in before for id in point.visual.figures}
    figures = told_figures(script, layout)[leading_figures(script, layout, size) :]
    least = sum(figure.statistic in heavier for figure in figures)
    # Each way that is tried takes its time: one for each size of text.
    fitting = [
        way
        for way in ways(compared_card(script), shown, size, form="ranking")
        if way.count == len(shown) and way.form == "bars"
    ]
    own = {way.text_px: way for way in fitting}
    high = [way for way in fitting if 60 < way.row_px < size.bar_px * 0.8][:1]
    for page in pages:
        if page.count >= min(least, size.most_cards) and page.action and page.detail:
            yield from (replace(page, way=way) for way in (*high, *own.values()) if way.row_px < size.bar_px)


@once
def charted_below(script: Script, size: Size, layout: Layout) -> tuple[Figure, ...]:
    """Give the figures that a page compares in a chart under its others; none where no point compares any."""
    scene = compared(script)
    over = layout in _OVER_A_CHART or (size.shape == "sheet" and layout == "timeline")
    if size.shape not in _CHARTED_BELOW or not over or scene is None:
        return ()
    if size.shape != "sheet" and len(scene.visual.figures) > size.bars:
        return ()
    return tuple(script.figure(id) for id in scene.visual.figures)


@once
def under_bars(script: Script, size: Size) -> tuple[Figure, ...]:
    """Give the figures that stand under bars which are too few to fill a page by themselves; none under others."""
    bars = told_figures(script, "ranking")
    if size.shape == "wide" or not bars or len(bars) > size.bars:
        return ()
    charted = {figure.statistic for figure in (*bars, *one_of_each(script, bars[:1]))}
    return tuple(figure for figure in outside_charts(script, script.figures) if figure.statistic not in charted)


def ways(card: str, figures: Sequence[Figure], room: Size, *, form: str = "") -> Iterator[Way]:
    """Give the ways to compare figures on a page, the fullest first; where all have no room, fewer.

    Places of one country stand on a map where they are enough for it, unless another ``form`` is asked for.
    """
    count = len(figures)
    if card == "series":
        # A history that stands alone takes the room that nothing else needs.
        yield from (Way(count=1, row_px=room.chart_px * times, text_px=36) for times in (2, 1.5, 1))
        return
    if card in ("lines", "parts"):
        rows = (110, 80) if card == "lines" else (76, 100, 58)
        if card == "parts":
            yield from (Way(count=count, row_px=row_px, text_px=text_px) for row_px, text_px in _PARTS[room.shape])
        for row_px in rows if card == "parts" else (max(row * 4 / count, row) for row in rows):
            yield Way(count=count, row_px=row_px, text_px=36)
        return
    height_px = room.height_px / room.width_px * room.canvas_px
    # A row in one line takes the size of its text and a fifth.
    lines = [(52.0, 36.0), (47.0, 36.0), (42.5, 35.0)]
    if room.shape == "sheet":
        lines = [(112.0, 48.0), (92.0, 42.0), (92.0, 36.0), (70.0, 36.0), *lines]
    lines += [(40.0, 32.0), (33.0, 26.0)] if room.floor_px < 26 else []
    areas = form in ("", "map") and has_areas(figures)
    if areas:
        own_px = 42.0 if room.shape == "sheet" else 35.0
        for share in _AREAS:
            yield Way(count=count, row_px=height_px * share / count, text_px=own_px, form="areas")
    atlas = atlas_of(figures) if form in ("", "map") and not areas else None
    if atlas and (form == "map" or fills(atlas, count)):
        own_px = 42.0 if room.shape == "sheet" else 35.0
        for times in _TILES:
            if atlas.rows * own_px * times < height_px * 0.7:
                yield Way(count=count, row_px=own_px * times, text_px=own_px, form="map")
    tables = [*_tables(count, height_px, room)]
    if form == "table":
        yield from tables
    for shown in dict.fromkeys((count, *(fewer for fewer in _FEWER if fewer < count))):
        if shown < count and form != "table" and count >= _TABLE_LEAST:
            # All in a table before some as bars.
            yield from tables
            tables = []
        if _TABLE_LEAST <= shown < count:
            # Of what has no room, as many as the smallest rows let in.
            yield from [*_tables(shown, height_px, room)][-1:]
        if shown <= _FEW_BARS and room.shape in ("tall", "story"):
            # A few fill the page that has nothing else.
            yield Way(count=shown, row_px=room.bar_px * 1.4, text_px=46)
        if shown <= room.bars:
            yield Way(count=shown, row_px=room.bar_px, text_px=42 if room.bar_px >= 150 else 36)
            # A sheet is filled: between the highest rows and names before their bars lie some.
            shares = (0.86, 0.74) if room.shape == "sheet" else ()
            yield from (Way(count=shown, row_px=room.bar_px * share, text_px=36) for share in shares)
        for row_px, text_px in lines:
            if shown * row_px < height_px * 0.7:
                yield Way(count=shown, row_px=row_px, text_px=text_px)


def _tables(count: int, height_px: float, room: Size) -> Iterator[Way]:
    """Give the ways to show so many figures as a table: large before small, in few columns before many."""
    sheet = room.shape == "sheet"
    for (row_px, text_px), columns in product(_SHEET_ROWS if sheet else _ROWS, (1, 2, 3) if sheet else (1, 2)):
        if -(-count // columns) * row_px < height_px * 0.7:
            yield Way(count=count, row_px=row_px, text_px=text_px, form="table", columns=columns)


_ROWS = ((48.0, 36.0), (42.5, 35.0))
_SHEET_ROWS = ((62.0, 44.0), (48.0, 36.0), (38.0, 30.0), (30.0, 24.0))
"""Heights of the rows of a table with their text, in canvas units: no smaller than can be read."""
_TABLE_LEAST = 12
"""Figures of which a table is made where all of them have no room as bars."""
_TILES = (2.9, 2.4, 2.0, 1.6, 1.32)
"""Heights of a tile that are tried, in sizes of its text: from 2.3 on its value stands under its name."""
_AREAS = (0.7, 0.62, 0.54, 0.46, 0.38)
"""Shares of the height of a page that are tried for a map of areas."""
_BARS_ENOUGH = 5
"""Bars that are enough of a ranking, where the figure over them needs room too."""
_PARTS: Mapping[str, Sequence[tuple[float, float]]] = {
    "tall": ((150.0, 46.0), (125.0, 42.0)),
    "story": ((150.0, 46.0), (125.0, 42.0)),
    "square": ((105.0, 42.0),),
    "sheet": ((200.0, 62.0), (160.0, 52.0)),
    "carousel": ((150.0, 46.0), (125.0, 42.0)),
    "wide": (),
}
"""Heights of a part of a bar and sizes of its text that are tried before the ordinary ones, by the shape of a page."""
_FEW_BARS = 5
"""Bars that are set larger on a page in portrait where they have room so."""
_FEWER = (60, 56, 52, 48, 44, 40, 36, 32, 28, 24, 20, 16, 14, 12, 10, 8, 6, 5, 4, 3)
"""How many of a long ranking are tried where there is no room for all."""


def _of_a_link(script: Script, size: Size, layout: Layout) -> Iterator[Filling]:
    """Give the ways to fill the card of a link: a figure beside the words, both set smaller before either goes.

    Without detail a change goes unless it is for the worse: only where nothing else has room, not even the title that
    states the figure, unless that would leave a missed target untold. Of a point that needs both its figures, one with
    its change is half of it: both without come first.
    """
    ways = tuple(_every_of_a_link(script, layout))
    figures = told_figures(script, layout)[:2]
    if not any(figure.change for figure in figures):
        yield from ways
        return
    stated = _title_states_first(script, layout) and not any(figure.target_met is False for figure in figures)
    # Beside words that are the message a change may be missing, but what came of it never stands without its before.
    apart = layout in _WORDED and result_of(script) is None
    whole = [
        way
        for way in ways
        if way.detail or way.arrangement == "charted" or (stated and way.arrangement == "words") or apart
    ]
    both = [way for way in ways if not _tells_half_with(script, size, layout, way)]
    yield from dict.fromkeys((*(way for way in whole if way in both), *both, *whole, *ways))


def _tells_half_with(script: Script, size: Size, layout: Layout, filling: Filling) -> bool:
    shown = {figure.statistic for figure in shown_figures(script, size, layout, filling)}
    stated = {figure.statistic for figure in stated_figures(script, size, layout, filling)}
    return tells_half(script, shown, stated)


def _every_of_a_link(script: Script, layout: Layout) -> Iterator[Filling]:
    beside = _is_of_title(script, layout) if layout in _WORDED else _leads_in_two(script, layout)
    if script.kind == "rebuttal" and script.content:
        # Beside the truth a number would be read first, whatever it is of.
        beside = False
    first = told_figures(script, layout)[:1]
    # Beside the title it would say the same once more.
    again = any(says_no_more(script, figure) for figure in first)
    counts = (1, 0) if script.figures and beside and not again else (0,)
    yield from _charted_link(script, layout)
    if layout not in _WORDED and script.leads not in ("", "value"):
        for count, scale, detail in product(counts, _SCALES, (True, False)):
            yield Filling(count=count, arrangement="under", detail=detail, lead=True, action=False, scale=scale)
    # What a post links to tells the point of that post: rather its title alone than another point's.
    words = tuple(
        Filling(count=0, arrangement="words", detail=False, lead=False, action=False, scale=scale)
        for scale in (() if layout in _WORDED else _SCALES)
    )
    if again and _title_states_first(script, layout):
        yield from words
    for count in counts:
        for lead, scale, detail in product((True, False), _SCALES, (True, False)):
            yield Filling(count=count, arrangement="list", detail=detail, lead=lead, action=False, scale=scale)
    yield from words


def _charted_link(script: Script, layout: Layout) -> Iterator[Filling]:
    """Give the ways to show the chart of a page on the card of its link, beside a title that states what leads it.

    All that the chart compares stands on it, or it does not stand there.
    """
    if layout not in ("ranking", "timeline") or not _title_states_first(script, layout):
        return
    figures = told_figures(script, layout)
    count = len(figures) if layout == "ranking" else 1
    form: Form = "bars"
    if layout == "ranking" and compared_form(script) in ("", "map") and compared_card(script) == "ranking":
        atlas = atlas_of(figures)
        if has_areas(figures):
            form = "areas"
        elif atlas and (compared_form(script) == "map" or fills(atlas, count)):
            form = "map"
    if form == "bars" and count > _LINK_BARS:
        return
    for scale, height_px in product(_SCALES, _LINK_CHART_PX):
        way = Way(count=count, row_px=height_px / count, text_px=35, form=form)
        yield Filling(count=0, arrangement="charted", detail=False, lead=False, action=False, scale=scale, way=way)


LINK_CHART = 0.55
"""Width of the chart on a link's card, of the width between the margins."""
_LINK_CHART_PX = (336, 310, 276)
"""Heights that are tried for it."""
_LINK_BARS = 5
"""Bars on it at most."""


def _title_states_first(script: Script, layout: Layout) -> bool:
    return {figure.statistic for figure in told_figures(script, layout)[:1]} <= {*script.title_stated}


def _is_of_title(script: Script, layout: Layout) -> bool:
    """Whether the figure that would stand beside a title is of what the title says.

    Beside "How to book a vaccination" 176 children hurt at home are read as hurt by it.
    """
    first = heaviest(script)
    own = (*script.title_stated, *(first.visual.figures if first else ()))
    return bool(script.content) or any(figure.statistic in own for figure in told_figures(script, layout)[:1])


def _leads_in_two(script: Script, layout: Layout) -> bool:
    """Whether the leading figure has one other beside it in its point."""
    first = tuple(figure.statistic for figure in told_figures(script, layout)[:2])
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


@once
def leading_figures(script: Script, layout: Layout, size: Size) -> int:
    """Say how many figures lead a page: one, or none where words are the message and no result stands over them."""
    if layout in _WORDED:
        return int(layout == "steps" and size.shape != "wide" and result_of(script) is not None)
    return 1 if told_figures(script, layout) else 0


@once
def shown_figures(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[Figure, ...]:
    """Give the figures that a page filled so shows as figures, the leading one first."""
    figures = told_figures(script, layout)
    if filling.arrangement == "words":
        return ()
    if filling.arrangement == "charted":
        return figures if layout == "ranking" else figures[:1]
    if layout == "ranking" and size.shape != "wide":
        barred = figures[: filling.way.count] if filling.way else figures
        led = one_of_each(script, figures[:1]) if filling.lead else ()
        beside = beside_of(under_bars(script, size), filling) if filling.count else ()
        return tuple({figure.statistic: figure for figure in (*led, *barred, *beside)}.values())
    if layout == "ranking":
        figures = one_of_each(script, figures[:1])
    ahead = leading_figures(script, layout, size)
    # Without its lead what would stand over words stands among them.
    leads = figures[: ahead if filling.lead or layout != "steps" else 0]
    shown = (*leads, *beside_of(figures[ahead:], filling))
    below = charted_below(script, size, layout) if filling.way else ()
    return tuple({figure.statistic: figure for figure in (*shown, *below)}.values())


def beside_of(figures: Sequence[Figure], filling: Filling) -> tuple[Figure, ...]:
    """Give those of the figures behind the leading one that a page filled so shows."""
    return tuple(figure for figure in figures if figure.statistic not in filling.without)[: filling.count]


@once
def stated_figures(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[Figure, ...]:
    """Give the figures that a page's title and lines state in words: their source and time stand on it too."""
    ids: tuple[str, ...] = script.title_stated
    if layout == "steps":
        ids += steps_of(script).stated
        worded = [scene for scene in points_of(script) if script.content and qualified(script, scene)]
        ids += tuple(id for scene in worded if filling.lead and size.shape != "wide" for id in scene.visual.figures)
    elif layout == "quote":
        ids += tuple(id for scene in script.scenes if scene.visual.kind == "quote" for id in scene.stated)
    elif layout == "ranking" and (size.shape != "wide" or filling.arrangement == "charted"):
        # Bars have no time and source beside them.
        ids += tuple(figure.statistic for figure in shown_figures(script, size, layout, replace(filling, count=0)))
    elif filling.way:
        ids += tuple(figure.statistic for figure in charted_below(script, size, layout))
    held = {figure.statistic: figure for figure in script.figures}
    return tuple(held[id] for id in dict.fromkeys(ids) if id in held)


@once
def lacks(script: Script, size: Size, layout: Layout, filling: Filling) -> tuple[str, ...]:
    """Say what a page filled so would lack of what no page may do without: ``point``, ``figure``, ``action``.

    ``half``: it would show one figure of a point without the others. ``few``: what it tells weighs less than half of
    what its audience is to hear. ``request``: it would ask for something of which it does not tell. ``heavier:`` with
    the id of a point: it would show what weighs less in its place.
    """
    figures = shown_figures(script, size, layout, filling)
    shown = {figure.statistic for figure in figures}
    stated = {figure.statistic for figure in stated_figures(script, size, layout, filling)}
    missing = []
    # The card of a link has no room for a long quotation and the title: without the title nobody knows what it is of.
    untitled = size.shape == "wide" and layout == "quote" and not filling.lead
    shows = not untitled and _shows_heaviest(script, size, layout, filling, shown, stated)
    if not shows or _heads_another(script, layout, figures):
        missing.append("point")
    # Of a rebuttal the truth, the claim and the reason are what no picture may do without; a link to what one does
    # stands without a figure that is of something else.
    apart = size.shape == "wide" and layout in _WORDED and not _is_of_title(script, layout)
    worded = apart or (size.shape == "wide" and layout == "steps" and bool(script.content))
    # Whoever asks how gets the steps before any figure.
    worded |= says_how(script) and filling.steps and layout == "steps"
    untold = filling.arrangement == "words" and not _title_states_first(script, layout)
    if script.figures and (untold or not shown | stated) and not worded:
        missing.append("figure")
    if tells_half(script, shown, stated):
        missing.append("half")
    # The card of a link is pressed itself.
    if script.call_to_action.text and size.shape != "wide":
        if not filling.action:
            missing.append("action")
        elif _asked_of(script) and not _shows_asked(script, figures, told_points(script, size, layout, filling)):
            missing.append("request")
    every = sum(scene.weight for scene in points_of(script))
    if _tells_of_several(script, size, layout) and told_weight(script, size, layout, filling) * 2 < every:
        missing.append("few")
    return (*missing, *(f"heavier:{id}" for id in passed_over(script, size, layout, filling)))


def _shows_asked(script: Script, figures: Collection[Figure], told: Collection[str]) -> bool:
    """Whether a page tells the point that its request belongs to, or shows a figure of the same thing."""
    action = script.call_to_action
    labels = ". ".join(figure.label for figure in figures)
    return action.about in told or is_of(action.text, labels, script.title_alone, script.language)


def _asked_of(script: Script) -> bool:
    """Whether what the audience is asked to do belongs to a point that it is told."""
    return any(scene.id == script.call_to_action.about for scene in points_of(script))


def told_weight(script: Script, size: Size, layout: Layout, filling: Filling) -> int:
    """Say how much the points weigh together of which a page filled so tells."""
    told = told_points(script, size, layout, filling)
    return sum(scene.weight for scene in script.scenes if scene.id in told)


@once
def told_points(script: Script, size: Size, layout: Layout, filling: Filling) -> frozenset[str]:
    """Give the ids of the points of which a page filled so tells: by a figure, or in words."""
    shown, stated = (of(script, size, layout, filling) for of in (shown_figures, stated_figures))
    return _told_by(script, layout, frozenset(figure.statistic for figure in (*shown, *stated)), filling.steps)


@once
def _told_by(script: Script, layout: Layout, ids: frozenset[str], steps: bool) -> frozenset[str]:
    """Give the ids of the points of which a page with these figures tells, with its steps or without them."""
    lines = steps_of(script) if layout == "steps" else None
    following = bool(lines and lines.told is not None and lines.told < len(lines.lines))
    # Of a piece with a content of its own the steps are those that follow from it, as far as they stand on the page.
    stepped = steps and (following or not script.content)
    said = [script.title]
    if lines:
        said += [lines.heading, *(lines.lines if stepped or not script.content else lines.lines[: lines.told])]
    found = set[str]()
    for scene in script.scenes:
        # A figure that another point lists as well, to be read against its own, tells nothing of that point.
        own = {*about(script, scene), *(scene.visual.figures if compares(scene) else ())}
        own |= wholes_of(script, about(script, scene))
        worded = layout in _WORDED and scene.visual.kind == layout and (layout != "steps" or stepped)
        # What says how is told by its steps: the minutes they take are not those.
        shown = own & ids and not (script.content and scene.visual.steps)
        if shown or worded or any(same_words(scene.headline, line) for line in said):
            found.add(scene.id)
    return frozenset(found)


def _tells_of_several(script: Script, size: Size, layout: Layout) -> bool:
    """Whether a page is meant for more than one message: no card of a link is, nor is a photo with its words."""
    return size.shape != "wide" and not script.content and layout not in ("hero", "spotlight", "quote")


def _shows_heaviest(
    script: Script, size: Size, layout: Layout, filling: Filling, shown: Collection[str], stated: Collection[str]
) -> bool:
    """Whether a page shows the point that weighs most: what its headline is about, its steps, its words."""
    shown, stated = {*shown}, {*stated}
    scene = heaviest(script)
    if scene is None:
        return True
    if script.content:
        if size.shape != "wide":
            return layout == "steps"
        # The card of a link without detail has the reason, and not the claim with its verdict.
        return layout == "steps" and filling.lead and (filling.detail or script.kind != "rebuttal")
    if scene.visual.figures:
        if scene.visual.kind in _WORDED:
            return layout == scene.visual.kind and scene.visual.figures[0] in shown | stated
        # Under a title that states it another figure is read as its own: only where nothing else is large words do.
        in_words = layout in _WORDED or filling.arrangement == "words"
        if filling.arrangement in ("words", "charted") and heading(script) is scene:
            return True
        return _tells_headline(
            script, scene, shown | stated if in_words else shown, shown | stated, linked=size.shape == "wide"
        )
    if scene.visual.kind in _WORDED:
        return layout == scene.visual.kind
    return same_words(scene.headline, script.title) or (
        layout == "steps" and (filling.lead or (size.shape != "wide" and scene.headline in steps_of(script).lines))
    )


def _tells_headline(
    script: Script, scene: Scene, shown: Collection[str], told: Collection[str], *, linked: bool
) -> bool:
    """Whether the figure that a headline is about is shown, and every other that it states is told.

    The card of a link (``linked``) has room for one number and no chart.
    """
    own = about(script, scene)
    if not own or own[0] not in scene.visual.figures:
        # A comparison is shown by its chart; what all places come to stands alone where no words tell of any of them.
        return not {*(() if scene.named and not linked else own), *scene.visual.figures}.isdisjoint(shown)
    first = {own[0], *wholes_of(script, own[:1])}
    return not first.isdisjoint(shown) and {*own[1:]} <= {*told}


def _heads_another(script: Script, layout: Layout, shown: Sequence[Figure]) -> bool:
    """Whether the title is the headline of one point and the first figure under it another's."""
    scene = heading(script)
    if scene is None or not scene.visual.figures or not shown or (script.content and layout in _WORDED):
        return False
    wholes = wholes_of(script, scene.visual.figures)
    return shown[0].statistic not in {*scene.visual.figures, *wholes, *about(script, scene)}
