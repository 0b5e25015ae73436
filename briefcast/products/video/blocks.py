"""Blocks: the figures one point of a film shows, each in the way that is true for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from briefcast.cards import CARDS, Card, Remark, exceeds, stand_ins, tells_target
from briefcast.charts.draw import draw_chart
from briefcast.charts.places import as_areas, as_map, atlas_of, fills, has_areas
from briefcast.charts.spec import ChartKind, ChartSpec, chart_spec, chart_spec_many, choose_kind
from briefcast.errors import LayoutError
from briefcast.language.written import NBSP
from briefcast.look.figures import dated, figure_data
from briefcast.products.video.arrangement import Arrangement
from briefcast.products.video.layers import draw_pages
from briefcast.products.video.storyboard import Page
from briefcast.script import Figure, Scene, Script

_TOGETHER_MAX = 2
"""Figures that stand beside one another; more are compared as bars, or left out."""
_KINDS: Mapping[str, ChartKind] = {"lines": "lines", "parts": "parts"}
"""Cards of several figures that are no bars."""
_LARGE = 0.72
"""Scale at which a figure still stands out on a phone held at arm's length."""
_LARGER_PX = (42, 46, 50)
"""Sizes of text to try in a chart of several, each where the one before left room: it fills its place."""
_ROOMY = 1.6
"""Height of one of few bars, of its own."""
_UPRIGHT_ROWS = 5.4
"""Rows of bars that fill their place where a phone is held upright."""
_LOWER = (0.85, 0.7)
"""Heights of a chart over time to try where its number and label leave it less, of its own."""
_BARS_LEAST = 0.35
"""Share of the width that bars keep where text grows."""
_BAR_ROW = 2.2
"""Height of one of several bars with its name, in sizes of text."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One figure of a point, or several compared in one chart."""

    figures: tuple[Figure, ...]
    """The first one leads."""
    moves: str
    """Its entrances in ``templates/video/motion.yaml``."""
    row: Mapping[str, Any]
    """What ``templates/video/scene.typ`` draws: card, figure, remark."""
    least: float = 0.5
    """Scale of its sizes that it does not fall below."""
    stood_in: str = ""
    """Which card could not be laid out, and why: this one shows the figure in its stead."""

    @property
    def absent(self) -> tuple[str, ...]:
        """The layers of its card that it has nothing for."""
        without = {"detail": not self.row["remark"], "target": self.row["d"]["target"] is None}
        return tuple(layer for layer, empty in without.items() if empty)


def has_scene(scene: Scene) -> bool:
    """Whether films show the figures of a point; else they show its words alone."""
    card = CARDS.get(scene.visual.kind)
    return scene.kind == "point" and card is not None and card.asked and bool(scene.visual.figures)


def leading_scene(script: Script) -> Scene:
    """Give the first point that shows a figure; without one the first point, whose words stand alone.

    Of an event it is the event itself with day and place, which no figure stands for.
    """
    points = [scene for scene in script.scenes if scene.kind == "point"] or list(script.scenes)
    if script.occasion:
        own = replace(points[0].visual, kind="text", label="", large="", note=f"{NBSP}· ".join(script.occasion))
        return replace(points[0], headline=script.title, visual=own)
    return next((scene for scene in points if has_scene(scene)), points[0])


def figure_blocks(scene: Scene, script: Script, place: Arrangement, look: Mapping[str, Any]) -> tuple[Block, ...]:
    """Give what a point shows of its figures: nothing for a point that shows its words alone."""
    if not has_scene(scene):
        return ()
    asked, figures = CARDS[scene.visual.kind], [script.figure(id) for id in scene.visual.figures]
    if asked.takes == "figures" and (
        compared := _mapped(scene, figures, place, look, script.highlighted(scene))
        or _compared(figures, asked, place, look, script.highlighted(scene))
    ):
        return (compared,)
    grouped = figures[0].grouped
    # Where the chart has no room, what all places come to speaks for them rather than two of them.
    whole = [figure for figure in script.figures if grouped and figure.statistic == grouped.group]
    figures = (whole if len(figures) > 1 else []) or figures[:_TOGETHER_MAX]
    if asked.takes == "figure" and tells_target(scene.headline, figures[0]):
        asked = CARDS["progress"]
    tried = _plainer(figures, asked, place, look)
    shown = wanted = next(tried)
    for roomy in (wanted, _bare(wanted)):
        if roomy is wanted or _may_be_bare(wanted):
            try:
                large = tuple(replace(block, least=_LARGE) for block in roomy)
                _try_drawing(large, place, look)
                return large
            except LayoutError:
                continue
    why: LayoutError | None = None
    while True:
        try:
            _try_drawing(shown, place, look)
            break
        except LayoutError as error:
            why = why or error
        if (plainer := next(tried, None)) is None:
            break  # it is refused by name when it is drawn
        shown = plainer
    return tuple(_explained(shown, wanted, why)) if why else shown


def _plainer(
    figures: Sequence[Figure], asked: Card, place: Arrangement, look: Mapping[str, Any]
) -> Iterator[tuple[Block, ...]]:
    """Give ways to show one figure or two: as asked, then ever plainer, down to the number of the first one alone."""
    several = len(figures) > 1

    def shown(cards: Sequence[Card]) -> tuple[Block, ...]:
        pairs = zip(figures, cards, strict=True)
        return tuple(_block(figure, card, several, n, place, look) for n, (figure, card) in enumerate(pairs))

    cards = [asked] * len(figures)
    own = shown(cards)
    yield own
    # A history does without the line of its earlier value, which its remark tells, before it loses its target; a card
    # does without its remark, which the voice tells, before something else stands in for it.
    lighter = tuple(map(_without_earlier, own))
    if lighter != own:
        yield lighter
    yield _bare(own)
    if lighter != own:
        yield _bare(lighter)
    if asked.takes == "history":
        # Rather a lower chart than none.
        for share in _LOWER:
            lower = replace(place, chart_px=(place.chart_px[0], round(place.chart_px[1] * share)))
            low = tuple(_block(figure, asked, several, n, lower, look) for n, figure in enumerate(figures))
            yield tuple(map(_without_earlier, low))
            yield _bare(tuple(map(_without_earlier, low)))
    ways = [stand_ins(CARDS[block.row["card"]], figure) for block, figure in zip(own, figures, strict=True)]
    for n, of_one in enumerate(ways):
        yield from (shown([*cards[:n], way, *cards[n + 1 :]]) for way in of_one)
    if several:
        yield shown([of_one[0] if of_one else asked for of_one in ways])
    plainest = shown([CARDS["number"]] * len(figures))
    yield plainest
    yield _bare(plainest)
    if several:
        # Rather both with their times as an axis writes them, and with no remark at all, than one of them alone: what
        # the voice says stands there.
        brief = [replace(figure, when=figure.when_narrow or figure.when) for figure in figures]
        narrow = tuple(_block(f, CARDS["number"], several, n, place, look) for n, f in enumerate(brief))
        yield _bare(narrow)
        # One time of both stands with the last of them.
        if len({figure.when for figure in brief}) == 1:
            # It may end its line at its dash.
            when = brief[-1].when.replace(" ", NBSP).replace("–", f"{NBSP}– ")
            brief = [*(replace(figure, when="") for figure in brief[:-1]), replace(brief[-1], when=when)]
        timed = tuple(_block(f, CARDS["number"], several, n, place, look) for n, f in enumerate(brief))
        yield from (tuple(block for one in way for block in _bare((one,))) for way in (plainest, narrow, timed))
        yield from _plainer(figures[:1], asked, place, look)


def _bare(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give blocks of which the first has no remark: the voice tells it."""
    return (replace(blocks[0], row={**blocks[0].row, "remark": ""}), *blocks[1:])


def _may_be_bare(blocks: Sequence[Block]) -> bool:
    """Whether the first figure got neither worse nor missed its target: its remark then gives way to a large number."""
    leading = blocks[0].figures[0]
    return leading.change_is_good is not False and leading.target_met is not False


def _explained(shown: Sequence[Block], wanted: Sequence[Block], why: LayoutError) -> Iterator[Block]:
    """Say at each figure what else should have shown it, and at the first which other has no room beside it."""
    left_out = [block.figures[0].statistic for block in wanted[len(shown) :]]
    for block, asked in zip(shown, wanted, strict=False):
        reasons = [f"{asked.row['card']}: {why}"] if block.row["card"] != asked.row["card"] else []
        reasons += [f"{id} is left out: {why}" for id in left_out if block is shown[0]]
        yield replace(block, stood_in=" ".join(reasons))


def figure_page(blocks: Sequence[Block], place: Arrangement) -> dict[str, Any]:
    """Give what the template takes to draw the figures of a point."""
    return {
        "part": "figure",
        "on": "panel",
        "step": None,
        "blocks": [block.row for block in blocks],
        "least": min(block.least for block in blocks),
        "side-by-side": place.side_by_side,
    }


def _try_drawing(blocks: Sequence[Block], place: Arrangement, look: Mapping[str, Any]) -> None:
    """Raise LayoutError if a text of these figures, or of their chart, does not fit its place."""
    left, top, _, _ = place.figure
    # Laid out as a whole, painted hardly at all.
    corner = (left, top, left + 1, top + 1)
    draw_pages([Page(key="figure", box=place.figure, window=corner, data=figure_page(blocks, place))], look)


def _block(
    figure: Figure, asked: Card, several: bool, number: int, place: Arrangement, look: Mapping[str, Any]
) -> Block:
    d, card = figure_data(figure), asked
    chart = _ring(figure, place, look) if not several and asked.name in ("progress", "share") else None
    if chart:
        card = CARDS["ring"]
    elif not asked.fits(figure) or asked.takes == "figures" or (asked.takes == "history" and number > 0):
        card = CARDS["number"]
    if card.takes == "history":
        width_px, height_px = place.chart_px
        chart = chart_spec(figure, look, width_px=width_px, height_px=height_px, on="panel", text_px=place.text_px)
    if chart:
        d["chart"] = chart
    # A pair has both its times under its values, a chart on its axis: the others say theirs and what changed since.
    if card.name != "pair":
        d["change"] = figure.compared or figure.change
        if card.takes != "history":
            d["label"] = dated(figure.label, figure.when, figure.period)
    bad = _bad(figure, card)
    # Beside another figure only the most telling remark.
    remarks = (*bad, *card.remarks)[: 1 if several else None]
    remark = next((name for name in remarks if d[name] and d[name] != figure.written), "")
    if several and not bad and card.name in ("progress", "share"):
        remark = ""
    return Block(
        figures=(figure,), moves=chart.kind if chart else card.moves, row={"card": card.name, "d": d, "remark": remark}
    )


def _without_earlier(block: Block) -> Block:
    """Give a block whose chart over time has no line for an earlier value."""
    chart = block.row["d"].get("chart")
    if chart is None or CARDS[block.row["card"]].takes != "history" or chart.baseline is None:
        return block
    return replace(block, row={**block.row, "d": {**block.row["d"], "chart": replace(chart, baseline=None)}})


def _bad(figure: Figure, card: Card) -> tuple[Remark, ...]:
    """Name what a film remarks before all else, as pictures do: that it got worse, or that its target was missed."""
    if card.takes == "figures":
        return ()
    if figure.change_is_good is False:
        return ("change",)
    # A bar, a ring and a history have the target drawn on them.
    shows_target = card.takes in ("history", "ring") or card.name == "progress"
    return ("gap",) if figure.target_met is False and not shows_target else ()


def _ring(figure: Figure, place: Arrangement, look: Mapping[str, Any]) -> ChartSpec | None:
    """Give the gauge or ring that tells a figure better than a bar or people, where its labels have room."""
    if exceeds(figure):
        # Full, it would say that all is done.
        return None
    try:
        kind = choose_kind(figure).kind
        if kind not in ("gauge", "donut"):
            return None
        width_px, height_px = place.ring_px
        chart = chart_spec(
            figure,
            look,
            # Nothing is written beside a ring.
            width_px=width_px if kind == "gauge" else height_px,
            height_px=height_px,
            on="panel",
            text_px=place.text_px,
        )
        # Its number stands beside it, large: the digits alone hold its place.
        chart = replace(chart, marks=tuple(replace(mark, written=figure.number) for mark in chart.marks))
        draw_chart(chart)
    except LayoutError:
        return None
    return chart


def _mapped(
    scene: Scene, figures: Sequence[Figure], place: Arrangement, look: Mapping[str, Any], named: Collection[str]
) -> Block | None:
    """Give one figure in many places as their map, with what stands out beside it; None if they have none, or no room.

    As on pictures a map comes before bars, which would show a few of the places.
    """
    if scene.visual.kind != "ranking" or scene.visual.form not in ("", "map"):
        return None
    atlas = atlas_of(figures)
    laid = as_areas if has_areas(figures) else as_map
    if laid is as_map and not (atlas and (scene.visual.form == "map" or fills(atlas, len(figures)))):
        return None
    left, top, right, bottom = place.figure
    try:
        bars = chart_spec_many(
            figures, look, width_px=right - left, height_px=bottom - top, on="panel", text_px=place.text_px,
            named=named, plan=True,
        )  # fmt: skip
        chart = replace(laid(bars, figures, named), brief=True)
        draw_chart(chart)
    except LayoutError:
        return None
    return Block(
        figures=tuple(figures),
        moves=chart.kind,
        row={"card": scene.visual.kind, "d": {**figure_data(figures[0]), "chart": chart, "target": None}, "remark": ""},
    )


def _compared(
    figures: Sequence[Figure], card: Card, place: Arrangement, look: Mapping[str, Any], named: Collection[str]
) -> Block | None:
    """Give several figures in one chart, as many as there is room for; None if no length or no label fits."""
    left, top, right, bottom = place.figure
    if len({figure.unit for figure in figures}) > 1:
        return None
    ways = _ways(figures, card, bottom - top, place.text_px, upright=place.height_px > place.width_px)
    # Rather a bar more than the target of their whole, and rather all of them than the line of what they come to.
    for (count, height_px, shares), level in product(ways, ("target", "overall", "")):
        if not level and count < len(figures):
            continue
        chart = None
        for text_px in (place.text_px, *_LARGER_PX):
            try:
                larger: ChartSpec = chart_spec_many(
                    figures[:count],
                    look,
                    width_px=right - left,
                    height_px=height_px,
                    kind=_KINDS.get(card.name),
                    on="panel",
                    text_px=text_px,
                    among=figures,
                    shares=shares,
                    named=named,
                    plan=level == "target",
                )
                larger = larger if level else replace(larger, overall=None)
                # A larger name is no reason for a stub of a bar.
                larger = larger if text_px == place.text_px else replace(larger, bars_least=_BARS_LEAST)
                draw_chart(larger)
            except LayoutError:
                break
            chart = larger
        if chart is None:
            continue
        d = {**figure_data(figures[0]), "chart": chart}
        # What is drawn comes in: also the target of their whole, where the first of them has none of its own.
        target = chart.target
        d["target"] = {"written": target.written, "label": target.label} if target else None
        return Block(figures=tuple(figures[:count]), moves=chart.kind, row={"card": card.name, "d": d, "remark": ""})
    return None


def _ways(
    figures: Sequence[Figure], card: Card, height_px: int, text_px: int, *, upright: bool
) -> Iterator[tuple[int, int, bool]]:
    """Give how many figures to try in which height, the most first, and whether parts have their percentages."""
    if card.name in _KINDS:
        yield len(figures), height_px, True
        yield len(figures), height_px, False
        return
    foot = 1 if any(figure.target for figure in figures) else 0
    row_px = _BAR_ROW * text_px
    for count in range(len(figures), 1, -1):
        # Few bars keep together: a chart is not stretched over its place, but on a phone it fills it.
        rows = max(_ROOMY * (count + foot), _UPRIGHT_ROWS if upright else 0)
        yield count, min(height_px, round(rows * row_px)), False
