"""The same picture in every language: one layout and one filling, the fullest that fits them all.

What fits is found for each language by itself, so that another word in one of them tries only that one again; the
others are drawn anew only if the filling becomes another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefcast.brief.model import Layout
from briefcast.cards import CARDS
from briefcast.errors import LayoutError
from briefcast.products.infographic.choice import (
    LayoutChoice,
    asked,
    candidates,
    lacking,
    leading_card,
    one_of_each,
    told_figures,
)
from briefcast.products.infographic.filling import Filling, filling_of, lacks, shown_figures, told_weight
from briefcast.products.infographic.leading import Leads, leads_of
from briefcast.products.infographic.sizes import SIZES, Size
from briefcast.script import Script

Fitting = Callable[[Script, Layout], tuple[Filling, ...]]
"""Gives the fillings of a layout that fit a script, the fullest first."""

Drawable = Callable[[Script, Layout, Filling], bool]
"""Whether the charts of a page filled so can be drawn. It is asked only where all texts fit: charts take time."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What every language of one audience and size shows."""

    layout: Layout
    filling: Filling
    card: str
    """The card that shows the leading figure; empty where none leads."""
    reason: str
    """Why it has this layout."""
    leads: Leads = "value"
    """What is set large of the leading figure."""
    passed: tuple[Layout, ...] = ()
    """Layouts that would have told it better, and do not fit."""
    lacking: tuple[str, ...] = ()
    """What it does without although none should: ``point``, ``figure``, ``action``, ``half`` (figures of
    a point that has more), ``few`` (of what weighs), ``request`` (it stands without what it is about); ``alike`` if
    languages differ."""


def agreed_of(row: Mapping[str, Any]) -> Agreed:
    """Give what was agreed as it was kept: a mapping of its fields, from JSON."""
    lists = {name: tuple(row[name]) for name in ("passed", "lacking")}
    return Agreed(**{**row, **lists, "filling": filling_of(row["filling"])})


def agree(tellings: Sequence[Script], size: str, fitting: Fitting, drawable: Drawable) -> Agreed | None:
    """Choose layout and filling for one audience and size; None if nothing fits the first telling.

    A layout has to show the point that weighs most with its source, and what is asked of the audience, if any layout
    can. Languages in which nothing fits have no say. Where nothing fits all others, the first goes its own way.

    Args:
        tellings: what the audience is told, the one to be drawn first; the choice is the same whichever it is.
        size: a key of `SIZES`.
        fitting: gives what fits one of them.
        drawable: whether its charts can be drawn so.

    Raises:
        LayoutError: the first telling lacks what the layout asked for needs, or has nothing to show.
    """
    own, *others = tellings
    choices = _choices(own)
    together = [own, *(script for script in others if _is_drawn(script, fitting, drawable))]
    shared = [c for c in choices if not any(lacking(c.layout, script) for script in together)]
    found = _first(together, shared, size, fitting, drawable) if shared else None
    if found or len(together) == 1:
        return found
    alone = _first([own], choices, size, fitting, drawable)
    return replace(alone, lacking=(*alone.lacking, "alike")) if alone else None


def _choices(script: Script) -> tuple[LayoutChoice, ...]:
    return (asked(script.layout, script),) if script.layout else candidates(script)


def _is_drawn(script: Script, fitting: Fitting, drawable: Drawable) -> bool:
    """Whether anything fits a telling at all."""
    try:
        return any(
            drawable(script, choice.layout, filling)
            for choice in _choices(script)
            for filling in fitting(script, choice.layout)
        )
    except LayoutError:
        return False


def _first(
    tellings: Sequence[Script], choices: Sequence[LayoutChoice], size: str, fitting: Fitting, drawable: Drawable
) -> Agreed | None:
    """Give the first layout, in its fullest filling, that fits all and lacks nothing; else what lacks least."""
    room, best = SIZES[size], None
    least: tuple[int, int, bool, int] | None = None
    passed: list[Layout] = []
    for choice in choices:
        # A number that the title states is set large only where what it does not say has no room.
        for leads in _leads_tried(tellings, choice.layout, room):
            told = tellings if leads == "value" else [replace(script, leads=leads) for script in tellings]
            fits = [fitting(script, choice.layout) for script in told]
            common = [filling for filling in fits[0] if all(filling in others for others in fits[1:])]
            for filling in common:
                missing = tuple(
                    dict.fromkeys(lack for script in told for lack in lacks(script, room, choice.layout, filling))
                )
                gravity = _gravity(
                    missing,
                    alone=_stands_alone(told[0], room, choice.layout, filling),
                    told=told_weight(told[0], room, choice.layout, filling),
                )
                if least is not None and gravity >= least:
                    continue
                if all(drawable(script, choice.layout, filling) for script in told):
                    best = Agreed(
                        layout=choice.layout,
                        filling=filling,
                        card=_card(tellings, choice.layout),
                        reason=choice.reason,
                        leads=leads,
                        passed=tuple(passed),
                        lacking=missing,
                    )
                    least = gravity
                    if not any(gravity):
                        return best
        passed.append(choice.layout)
    return best


def _gravity(lacking: Sequence[str], *, alone: bool, told: int) -> tuple[int, int, bool, int]:
    """Say how much a page lacks: what misleads is worse than saying less, or one thing alone.

    Half a point may be untrue, and nobody knows what a request is of whose matter the page says nothing. Of pages that
    lack the same the one is best that tells most.
    """
    misleads = sum(lack in lacking for lack in ("half", "request"))
    return misleads, len(lacking), alone, -told if lacking else 0


def _stands_alone(script: Script, room: Size, layout: Layout, filling: Filling) -> bool:
    """Whether a page that is meant for several figures shows one of many."""
    several = layout in ("timeline", "progress", "comparison") and room.shape != "wide"
    return several and len(shown_figures(script, room, layout, filling)) == 1 < len(script.figures)


def _leads_tried(tellings: Sequence[Script], layout: Layout, room: Size) -> tuple[Leads, ...]:
    """Name what may lead a page in every language: what no title states of the leading figure, else its value."""
    card = _card(tellings, layout)
    if card and not CARDS[card].led:
        return ("value",)
    pairs = []
    for script in tellings:
        figures = told_figures(layout, script)
        # What all places come to stands over their bars.
        pairs += [(script, figure) for figure in one_of_each(script, figures[:1])]
    found = leads_of(pairs, layout, room) if pairs else "value"
    return ("value",) if found == "value" else (found, "value")


def _card(tellings: Sequence[Script], layout: Layout) -> str:
    """Name the card of the leading figure: the one that suits every language, or else its plain number."""
    cards = {leading_card(script, figures[0]) for script in tellings if (figures := told_figures(layout, script))}
    return cards.pop() if len(cards) == 1 else "number" if cards else ""
