"""What a chart shows: its kind, chosen from what the figures can truly tell, and its values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted
from briefcast.script import Figure, Mark

ChartKind = Literal[
    "line",
    "rank",
    "columns",
    "ranked",
    "table",
    "map",
    "areas",
    "lines",
    "parts",
    "progress",
    "gauge",
    "share",
    "donut",
]

MANY = 8
"""From this many values on, a series is a line: so many columns have no room for their labels."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Another figure's values over time, in the same chart."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A place on a map."""

    names: tuple[str, ...]
    """What it is called, the first that has room being written."""
    column: int
    row: int
    columns: int = 1
    mark: int | None = None
    """Place of its value among the marks; None where there is none."""
    apart: bool = False
    """Whether it is an island of the place whose value it shows."""


@dataclass(frozen=True, kw_only=True)
class Classed:
    """Values in classes, each of which has its shade."""

    classes: tuple[int, ...]
    """The class of each mark, from 0."""
    bounds: tuple[Mark, ...] = ()
    """Where the classes begin, the first aside, if the brief says so."""

    @property
    def count(self) -> int:
        """How many classes there are."""
        return len(self.bounds) + 1 if self.bounds else max(self.classes) + 1


@dataclass(frozen=True, kw_only=True)
class Grid(Classed):
    """The tiles of a map and the ground between them."""

    columns: int
    rows: int
    tiles: tuple[Tile, ...]
    rooms: Mapping[str, tuple[int, int, int, int]]
    """Empty ground by what is written there: column, row, columns, rows."""


@dataclass(frozen=True, kw_only=True)
class Areas(Classed):
    """The areas of a map, each a few rings: x, y, x, y …, downwards, in units of no size."""

    shapes: tuple[tuple[tuple[int, ...], ...], ...]
    """One for each mark."""
    unvalued: tuple[tuple[tuple[int, ...], ...], ...] = ()
    """Those of which there is no value."""
    credit: str = ""
    """Whose outlines they are."""


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """All that decides how one chart looks."""

    kind: ChartKind
    marks: tuple[Mark, ...]
    """line, rank, columns, lines: values over time, the earliest first. ranked, parts: one value a bar or piece,
    in the order they are drawn. donut: one value, or the parts of a whole. progress, gauge, share: one value."""
    beside: tuple[Beside, ...] = ()
    """lines: the other lines."""
    name: str = ""
    """lines: what the leading line is called."""
    heading: str = ""
    """What all bars, lines or parts measure, and when: they carry the names of places alone."""
    overall: Mark | None = None
    """ranked: the value of all of them together, as a line across the bars."""
    bars_least: float = 0.18
    """ranked: the share of the width below which no bars are drawn beside their names."""
    of: int = 0
    """ranked: how many there are, where not all are drawn."""
    missing: tuple[str, ...] = ()
    """ranked, table, map, areas, lines: those of which there is no value."""
    home: int | None = None
    """ranked, table, map, areas: place of the mark that is the readers' own."""
    home_word: str = ""
    """What their own is called: "Your province"."""
    marked: tuple[int, ...] = ()
    """table, map, areas: places of the marks that stand out: those that words name, and the readers' own."""
    columns: int = 1
    """table: columns of rows beside one another."""
    ranks: tuple[int, ...] = ()
    """table: the place of each mark among all; empty where they keep their own order."""
    short: tuple[str, ...] = ()
    """table: what each is called where its name is too long; empty for none."""
    grid: Grid | None = None
    """map: where the marks lie."""
    areas: Areas | None = None
    """areas: the shapes of the places, one for each mark."""
    brief: bool = False
    """map, areas: no name on any place, where the picture is small; what stands out is named beside them."""
    headed: bool = True
    """Whether the heading is drawn, and not written beside the picture."""
    rounded: bool = False
    """parts: whether percentages beside them are rounded and miss a hundred."""
    lead: int = -1
    """Place of the mark that is highlighted."""
    named: tuple[int, ...] = ()
    """ranked, parts: places of others that words name, highlighted too."""
    target: Mark | None = None
    baseline: Mark | None = None
    """An earlier value to compare with; left out where it is one of the marks."""
    whole: Mark | None = None
    """progress, gauge: the value at the end of the bar. share, donut, parts: all parts together."""
    axis_from: Decimal | None = None
    """line, rank: where the axis of values starts, else at the least value. Bars start at zero."""
    estimate_word: str = ""
    """What is written beside an estimate, where its mark says that it is one."""
    language: str
    fonts: tuple[str, ...]
    colours: Mapping[str, str]
    """``ink``, ``muted``, ``line``, ``accent``, ``accent_2``, ``track``, ``background``: ``#RRGGBB``."""
    width_px: int
    height_px: int
    text_px: float = 36
    """Size of text; the last value of a line is set larger."""
    display_weight: int = 800
    """Weight of the highlighted value."""
    label: str = ""
    """What is measured."""
    alt: str = ""
    """What stands for the picture where only a line has room; `describe_chart` says more."""


@dataclass(frozen=True, kw_only=True)
class KindChoice:
    """The kind of chart that tells figures truly, and why."""

    kind: ChartKind
    reason: str


def choose_kind(*figures: Figure) -> KindChoice:
    """Choose the kind of chart from the question that figures answer.

    How did it move? Which is the largest? How far is it to the target? What part is it of the whole?
    Raises LayoutError for figures that no chart tells better than the number alone.
    """
    if not figures:
        raise LayoutError("A chart needs a figure. Name one, or show a text.")
    if len(figures) > 1:
        return _choose_for_many(figures)
    figure = figures[0]
    if len(figure.series) >= 2:
        if figure.unit == "rank":
            return KindChoice(kind="rank", reason="a place over time: the axis is turned over, better stands higher")
        if figure.unit in ("count", "currency", "duration") and len(figure.series) < MANY:
            return KindChoice(kind="columns", reason="a few amounts over time: columns from zero compare their sizes")
        return KindChoice(kind="line", reason="values over time: the slope of a line tells how they moved")
    # A rank or an index is part of nothing: a bar from zero would show a size it does not have.
    if figure.unit not in ("rank", "index") and figure.value >= 0:
        if figure.target is not None and figure.baseline is not None:
            return KindChoice(kind="gauge", reason="a value between where it was and where it should be")
        if figure.target is not None:
            return KindChoice(kind="progress", reason="a value against its target: a bar from zero with a mark")
        if _part_of_whole(figure):
            if figure.plain or figure.unit in ("count", "percent"):
                return KindChoice(kind="share", reason="a part of things that can be counted: so many of a hundred")
            return KindChoice(kind="donut", reason="a part of an amount: a piece of a ring")
    raise LayoutError(
        f"No chart tells {quoted(figure.label)} ({figure.written}) better than the number alone: it has no series, "
        f"target or whole. Add one of them to the statistic, or show it as a number."
    )


def _choose_for_many(figures: Sequence[Figure]) -> KindChoice:
    labels = ", ".join(figure.label for figure in figures)
    if len(units := {figure.unit for figure in figures}) > 1:
        raise LayoutError(
            f"{labels}: one chart compares one unit, not {' and '.join(sorted(units))}. Chart figures of one unit."
        )
    if figures[0].unit == "rank" or (figures[0].unit == "index" and any(f.out_of is None for f in figures)):
        raise LayoutError(
            f"{labels}: the length of a bar says nothing of a {figures[0].unit}. Show the figures as numbers."
        )
    return KindChoice(
        kind="ranked", reason="several amounts of one unit: sorted bars from zero, the leading one marked"
    )


def _part_of_whole(figure: Figure) -> bool:
    """Whether a figure is known to be part of a whole; a growth of 20 % is not a fifth of anything."""
    if figure.out_of is not None:
        return figure.unit != "rank" and 0 <= figure.value <= figure.out_of.value
    return figure.unit == "percent" and figure.measure == "share" and bool(figure.plain) and figure.value <= 100


def chart_spec(
    figure: Figure,
    look: Mapping[str, Any],
    *,
    width_px: int,
    height_px: int,
    kind: ChartKind | None = None,
    on: Literal["page", "panel"] = "page",
    text_px: float = 36,
    alt: str = "",
) -> ChartSpec:
    """Say how a figure is charted on a canvas (`briefcast.look.drawing.look`).

    Without a kind, `choose_kind` decides. A place over time is always a chart of ranks.
    """
    kind = kind or choose_kind(figure).kind
    if kind == "line" and figure.unit == "rank":
        kind = "rank"
    over_time = kind in ("line", "rank", "columns")
    marks = _series(figure) if over_time else (_mark(figure),)
    baseline = figure.baseline
    # Beside the level of a target an earlier value reads as a second target: the words tell it.
    twin = over_time and figure.target is not None
    if baseline is not None and (twin or any(mark.value == baseline.value for mark in marks)):
        baseline = None
    return ChartSpec(
        kind=kind,
        marks=marks,
        target=figure.target,
        baseline=baseline,
        whole=None if over_time else figure.out_of or _hundred(figure),
        estimate_word=chart_words(look["language"]).estimate,
        language=look["language"],
        fonts=tuple(look["fonts"]),
        colours=look["colours"] if on == "page" else look["panel_colours"],
        width_px=width_px,
        height_px=height_px,
        text_px=text_px,
        display_weight=look["display_weight"],
        label=figure.label,
        alt=alt or figure.label,
    )


def chart_spec_many(
    figures: Sequence[Figure],
    look: Mapping[str, Any],
    *,
    width_px: int,
    height_px: int,
    kind: ChartKind | None = None,
    on: Literal["page", "panel"] = "page",
    text_px: float = 36,
    alt: str = "",
    among: Sequence[Figure] = (),
    shares: bool = True,
    named: Collection[str] = (),
    plan: bool = False,
) -> ChartSpec:
    """Say how several figures of one unit are compared; the first one leads.

    They are sorted, the largest first, unless they are entries with an order of their own. A target is drawn where
    all have the same. ``among`` are all that could be shown, where these are only some of them: the chart then says
    so and numbers its bars. ``shares``: whether parts of an amount have their percentages beside them; ``named``: the
    ids of those that words name and that are highlighted, the first one if they name none; ``plan``: whether entries
    have the target of their whole drawn, where they have none of their own. Raises LayoutError for figures that no
    length can compare: of several units, ranks, indexes without an end.
    """
    if kind == "lines":
        return _lines(figures, look, width_px=width_px, height_px=height_px, on=on, text_px=text_px, alt=alt)
    chosen = choose_kind(*figures).kind
    typed = all(figure.grouped and figure.grouped.typed for figure in figures)
    order = sorted(range(len(figures)), key=lambda i: _place(figures[i]) if typed else (-figures[i].value, i))
    lead = figures[0]
    heading = _heading(figures)
    targets = {figure.target.value if figure.target else None for figure in figures}
    single = chart_spec(
        lead,
        look,
        width_px=width_px,
        height_px=height_px,
        kind=kind or chosen,
        on=on,
        text_px=text_px,
        alt=alt or "; ".join(f.label for f in figures),
    )
    # What leads stands out unless words name others.
    stressed = next((i for i, figure in enumerate(figures) if figure.statistic in named), 0)
    cut = len(among) > len(figures)
    places = _places(among) if cut and not typed else {}
    overall = _overall(figures) if kind != "parts" else None
    shared = lead.grouped.target if plan and overall and lead.grouped else None
    marks = tuple(_entry(figures[i], heading, places, shares=shares and kind == "parts") for i in order)
    home = next((place for place, i in enumerate(order) if (own := figures[i].grouped) and own.home), None)
    return replace(
        single,
        marks=marks,
        lead=order.index(stressed),
        named=tuple(place for place, i in enumerate(order) if i != stressed and figures[i].statistic in named),
        target=(lead.target or shared) if len(targets) == 1 else None,
        baseline=None,
        heading=heading,
        whole=lead.out_of if kind == "parts" else None,
        overall=overall,
        of=len(among) if cut else 0,
        rounded=shares and kind == "parts" and lead.grouped is not None and lead.grouped.shares_rounded,
        missing=lead.grouped.missing if heading and lead.grouped else (),
        home=home,
        home_word=_home_word(lead, look["language"]) if home is not None else "",
    )


def _home_word(figure: Figure, language: str) -> str:
    """Say what is the readers' own: their province, their commune, or where they live."""
    words = chart_words(language).home
    return words.get(figure.grouped.dimension if figure.grouped else "", words["other"])


def _lines(
    figures: Sequence[Figure],
    look: Mapping[str, Any],
    *,
    width_px: int,
    height_px: int,
    on: Literal["page", "panel"],
    text_px: float,
    alt: str,
) -> ChartSpec:
    """Say how the values over time of a few figures stand in one chart."""
    if len(units := {figure.unit for figure in figures}) > 1:
        raise LayoutError(f"One chart compares one unit, not {' and '.join(sorted(units))}. Chart figures of one unit.")
    lead, *others = figures
    heading = _heading(figures, dated=False)
    single = chart_spec(
        lead, look, width_px=width_px, height_px=height_px, kind="line", on=on, text_px=text_px,
        alt=alt or "; ".join(figure.label for figure in figures),
    )  # fmt: skip
    return replace(
        single,
        kind="lines",
        name=_named(lead, heading),
        beside=tuple(Beside(name=_named(figure, heading), marks=_series(figure)) for figure in others),
        heading=heading,
        target=None,
        baseline=None,
        missing=lead.grouped.missing if heading and lead.grouped else (),
    )


def _heading(figures: Sequence[Figure], *, dated: bool = True) -> str:
    """Say what the entries of one figure measure, and when; nothing for figures of several kinds."""
    groups = {figure.grouped.group for figure in figures if figure.grouped}
    lead = figures[0].grouped
    if lead is None or len(groups) > 1 or any(figure.grouped is None for figure in figures):
        return ""
    periods = {figure.when or figure.period for figure in figures} if dated else ()
    return ", ".join((lead.label, *(periods if len(periods) == 1 else ())))


def _named(figure: Figure, heading: str) -> str:
    return figure.grouped.name if heading and figure.grouped else figure.label


def _place(figure: Figure) -> tuple[Decimal, int]:
    return Decimal(figure.grouped.place if figure.grouped else 0), 0


def _places(figures: Sequence[Figure]) -> dict[str, int]:
    """Give the place of each figure by its value, the largest first; equal ones share theirs."""
    return {one.statistic: 1 + sum(other.value > one.value for other in figures) for one in figures}


def _entry(figure: Figure, heading: str, places: Mapping[str, int], *, shares: bool) -> Mark:
    """Give one of several figures as its bar shows it: named by its place alone where the chart says what they are."""
    mark = _measured(figure)
    if heading and figure.grouped:
        share = f" ({figure.grouped.share})" if shares and figure.grouped.share else ""
        mark = replace(mark, label=figure.grouped.name, written=f"{figure.grouped.written}{share}")
    number = places.get(figure.statistic)
    return mark if number is None else replace(mark, label=f"{number}. {mark.label}")


def _overall(figures: Sequence[Figure]) -> Mark | None:
    """Give the value of all entries together, where it lies among theirs and is not their sum."""
    grouped = figures[0].grouped
    if grouped is None or not _heading(figures) or grouped.parts:
        return None
    adds_up = figures[0].unit in ("count", "currency") and figures[0].measure != "rate"
    return None if adds_up else grouped.whole


def _mark(figure: Figure) -> Mark:
    return Mark(
        value=figure.value,
        written=figure.written,
        label=figure.label,
        fact=figure.statistic,
        estimate=figure.estimate,
    )


def _measured(figure: Figure) -> Mark:
    """Give a figure as its digits, which can be compared with others: not "8 in 10" beside "18.3%"."""
    if figure.written != figure.plain:
        return _mark(figure)
    # A Hebrew prefix ends with a maqaf and leans on the number.
    gap = "" if not figure.qualifier or figure.qualifier.endswith("\u05be") else "\u00a0"
    return replace(_mark(figure), written=f"{figure.qualifier}{gap}{figure.prefix}{figure.number}{figure.suffix}")


def _series(figure: Figure) -> tuple[Mark, ...]:
    """Give a figure's values over time; the last one as the figure itself is written, with "over" or "nearly"."""
    if not figure.series:
        raise LayoutError(
            f"{quoted(figure.label)} has no values over time to chart. Add a series to the statistic, "
            f"or show the number."
        )
    *earlier, last = figure.series
    if last.value != figure.value:
        return figure.series
    if figure.qualifier and figure.written != figure.plain:
        last = replace(last, written=figure.written)
    return (*earlier, replace(last, estimate=figure.estimate or last.estimate))


def _hundred(figure: Figure) -> Mark | None:
    # A share is part of a hundred; growth, or a percentage that nobody calls a share, is not.
    above = figure.value > 100 or (figure.target is not None and figure.target.value > 100)
    if figure.measure != "share" or figure.unit != "percent" or above:
        return None
    return Mark(value=Decimal(100), written="", label="")
