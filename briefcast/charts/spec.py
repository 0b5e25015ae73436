"""What a chart shows: its kind, chosen from what the figures can truly tell, and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from briefcast.charts.words import chart_words
from briefcast.errors import LayoutError, quoted
from briefcast.script import Figure, Mark

ChartKind = Literal["line", "rank", "columns", "ranked", "progress", "gauge", "share", "donut"]

MANY = 8
"""From this many values on, a series is a line: so many columns have no room for their labels."""


@dataclass(frozen=True, kw_only=True)
class ChartSpec:
    """All that decides how one chart looks."""

    kind: ChartKind
    marks: tuple[Mark, ...]
    """line, rank, columns: values over time, the earliest first. ranked: one value a bar, in the order
    they are drawn. donut: one value, or the parts of a whole. progress, gauge, share: one value."""
    lead: int = -1
    """Place of the mark that is highlighted."""
    target: Mark | None = None
    baseline: Mark | None = None
    """An earlier value to compare with; left out where it is one of the marks."""
    whole: Mark | None = None
    """progress, gauge: the value at the end of the bar. share, donut: all parts together."""
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
    if figures[0].unit in ("rank", "index"):
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
    if baseline is not None and any(mark.value == baseline.value for mark in marks):
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
) -> ChartSpec:
    """Say how several figures of one unit are compared; the first one leads and is highlighted.

    They are sorted, the largest first. A target is drawn where all have the same. Raises LayoutError
    for figures that no length can compare: of several units, ranks, indexes.
    """
    chosen = choose_kind(*figures).kind
    order = sorted(range(len(figures)), key=lambda i: (-figures[i].value, i))
    lead = figures[0]
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
    return replace(
        single,
        marks=tuple(_measured(figures[i]) for i in order),
        lead=order.index(0),
        target=lead.target if len(targets) == 1 else None,
        baseline=None,
    )


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
