"""The same picture in every language: one layout and one filling, the fullest that fits them all.

What fits is found for each language by itself, so that another word in one of them tries only that one again; the
others are drawn anew only if the filling becomes another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from briefcast.brief.model import Layout
from briefcast.cards import CARDS
from briefcast.errors import LayoutError
from briefcast.look.looks import Look
from briefcast.products.infographic.choice import (
    LayoutChoice,
    asked,
    candidates,
    lacking,
    leading_card,
    told_figures,
)
from briefcast.products.infographic.filling import (
    Filling,
    bad_left_out,
    bad_points,
    filling_of,
    fillings,
    lacks,
    shown_figures,
    told_points,
    told_weight,
    told_weights,
    turns_weights,
)
from briefcast.products.infographic.leading import Leads, leads_of
from briefcast.products.infographic.points import headed_by, heading, one_of_each, points_of
from briefcast.products.infographic.sizes import SIZES, Size
from briefcast.script import Script

FirstFitting = Callable[[Script, Layout, tuple[Filling, ...]], int | None]
"""Gives the place of the first of these fillings of a layout that fits a script; None if none of them does."""

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
    """What it does without although none should: ``point``, ``headed`` (another point heads it), ``figure``,
    ``action``, ``half`` (figures of a point that has more), ``few`` (of what weighs), ``request`` (it stands without
    what it is about), ``heavier:`` with the id of a point in whose place something lighter stands, ``bad:`` with that
    of one whose bad news it leaves out; ``alike`` if languages differ, ``carousel`` if the pages that tell the rest
    have no room; ``day`` (the one to do by is not drawn), ``steps`` (which weigh most)."""
    point: str = ""
    """Id of the point that heads it in the place of the one that weighs most; empty where that one does."""


def agreed_of(row: Mapping[str, Any]) -> Agreed:
    """Give what was agreed as it was kept: a mapping of its fields, from JSON."""
    lists = {name: tuple(row[name]) for name in ("passed", "lacking")}
    return Agreed(**{**row, **lists, "filling": filling_of(row["filling"])})


def agree(
    tellings: Sequence[Script],
    size: str,
    first_fitting: FirstFitting,
    drawable: Drawable,
    *,
    look: Look | None = None,
) -> Agreed | None:
    """Choose layout and filling for one audience and size; None if nothing fits the first telling.

    A layout has to show the point that weighs most with its source, and what is asked of the audience, if any layout
    can. Where none has room for all that the headline of that point is about, another point heads the page. Languages
    in which nothing fits have no say. Where nothing fits all others, the first goes its own way.

    Args:
        tellings: what the audience is told, the one to be drawn first; the choice is the same whichever it is.
        size: a key of `SIZES`.
        first_fitting: gives the first that fits one of them.
        drawable: whether its charts can be drawn so.
        look: how large it wants its drawn scene; none is drawn without one.

    Raises:
        LayoutError: the first telling lacks what the layout asked for needs, or has nothing to show.
    """
    found = _agree(tellings, size, first_fitting, drawable, look)
    # Under "More left than started" the number of those that started alone says the opposite.
    misled = {"point", "half"}
    if found is None or misled.isdisjoint(found.lacking):
        return found
    for point in _may_head(tellings):
        led = [headed_by(script, point) for script in tellings]
        with suppress(LayoutError):
            other = _agree(led, size, first_fitting, drawable, look)
            if other is not None and misled.isdisjoint(other.lacking):
                return replace(other, lacking=(*other.lacking, "headed"), point=point)
    return found


def _may_head(tellings: Sequence[Script]) -> tuple[str, ...]:
    """Name the points that may head a page in place of the one whose headline is its title, in every language.

    Nothing takes the place of the truth of a rebuttal or of an explainer's question: under another title a claim would
    stand with its truth nowhere on the page.
    """
    if any(script.content for script in tellings):
        return ()
    first = [heading(script) for script in tellings]
    if any(scene is None for scene in first):
        return ()
    with_figures = [{scene.id for scene in points_of(script) if scene.visual.figures} for script in tellings]
    shared = frozenset(with_figures[0]).intersection(*with_figures) - {scene.id for scene in first if scene}
    return tuple(scene.id for scene in points_of(tellings[0]) if scene.id in shared)[:_HEADS_TRIED]


_HEADS_TRIED = 2
"""Each takes its time."""


def _agree(
    tellings: Sequence[Script], size: str, first_fitting: FirstFitting, drawable: Drawable, look: Look | None
) -> Agreed | None:
    """Choose layout and filling under the title that the tellings have."""
    own, *others = tellings
    choices = _choices(own)
    shared = _shared(choices, tellings)
    if others and shared:
        with suppress(LayoutError):
            # What fits every language needs no look at which of them can be drawn at all.
            if found := _first(tellings, shared, size, first_fitting, drawable, look):
                return found
    drawn = [script for script in others if _is_drawn(script, size, first_fitting, drawable)]
    together = [own, *drawn]
    shared = _shared(choices, together)
    # All together were tried already.
    tried = bool(others) and len(drawn) == len(others)
    found = _first(together, shared, size, first_fitting, drawable, look) if shared and not tried else None
    if found or len(together) == 1:
        return found
    alone = _first([own], choices, size, first_fitting, drawable, look)
    return replace(alone, lacking=(*alone.lacking, "alike")) if alone else None


def _shared(choices: Sequence[LayoutChoice], tellings: Sequence[Script]) -> list[LayoutChoice]:
    return [choice for choice in choices if not any(lacking(choice.layout, script) for script in tellings)]


def _choices(script: Script) -> tuple[LayoutChoice, ...]:
    return (asked(script.layout, script),) if script.layout else candidates(script)


def _is_drawn(script: Script, size: str, first_fitting: FirstFitting, drawable: Drawable) -> bool:
    """Whether anything fits a telling at all."""
    try:
        return any(has_room(script, choice.layout, size, first_fitting, drawable) for choice in _choices(script))
    except LayoutError:
        return False


def has_room(script: Script, layout: Layout, size: str, first_fitting: FirstFitting, drawable: Drawable) -> bool:
    """Whether a layout can be filled at all: what shows least is tried first."""
    tried = fillings(script, SIZES[size], layout)[::-1]
    return _first_common([script], layout, tried, first_fitting, drawable) is not None


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    """One filling of one layout, and what a page filled so would lack."""

    place: int
    """Of the layout among those that are tried."""
    leads: Leads
    filling: Filling
    missing: tuple[str, ...]
    gravity: tuple[int, int, bool, int]


def _first(
    tellings: Sequence[Script],
    choices: Sequence[LayoutChoice],
    size: str,
    first_fitting: FirstFitting,
    drawable: Drawable,
    look: Look | None,
) -> Agreed | None:
    """Give the first layout, in its fullest filling, that fits all and lacks nothing; else what lacks least.

    What a page would lack is known before it is drawn: what lacks more is tried only where all that lacks less does
    not fit.
    """

    def first_of(page: tuple[int, Leads], tried: Sequence[_Candidate]) -> Agreed | None:
        (place, leads), layout = page, choices[page[0]].layout
        kept = tuple(candidate.filling for candidate in tried)
        filling = _first_common(_led(tellings, leads), layout, kept, first_fitting, drawable)
        if filling is None:
            return None
        return Agreed(
            layout=layout,
            filling=filling,
            card=_card(tellings, layout),
            reason=choices[place].reason,
            leads=leads,
            passed=tuple(choice.layout for choice in choices[:place]),
            lacking=(
                *next(candidate.missing for candidate in tried if candidate.filling == filling),
                *(f"bad:{id}" for id in bad_left_out(own, SIZES[size], layout, filling)),
            ),
        )

    own, best = tellings[0], None
    lacking_something: list[_Candidate] = []
    for place, choice in enumerate(choices):
        # A number that the title states is set large only where what it does not say has no room.
        for leads in _leads_tried(tellings, choice.layout, SIZES[size]):
            found = _candidates(tellings, choice.layout, place, leads, SIZES[size])
            whole = [candidate for candidate in found if not any(candidate.gravity)]
            if best is not None:
                least = told_weights(own, SIZES[size], best.layout, best.filling)
                whole = [c for c in whole if told_weights(own, SIZES[size], choice.layout, c.filling) > least]
            if agreed := first_of((place, leads), _pictured(whole, look)):
                best = agreed
                break
            lacking_something += [candidate for candidate in found if any(candidate.gravity)]
        # A layout that has no room for what weighs more than what it shows stands back for one that has; so does one
        # that leaves the half of a sheet empty.
        if best is not None and not _leaves_room(own, SIZES[size], best):
            break
    if best is not None:
        return best
    lacking_something.sort(key=lambda candidate: candidate.gravity)
    for page, tried in groupby(lacking_something, key=lambda candidate: (candidate.place, candidate.leads)):
        if agreed := first_of(page, [*tried]):
            return agreed
    return None


def _leaves_room(script: Script, room: Size, agreed: Agreed) -> bool:
    """Whether another layout may tell more: bad news, what weighs more than what this one shows, on a sheet any."""
    if turns_weights(script, room, agreed.layout, agreed.filling):
        return True
    if bad_points(script) - told_points(script, room, agreed.layout, agreed.filling):
        return True
    figures = {figure.statistic for figure in shown_figures(script, room, agreed.layout, agreed.filling)}
    other = {figure.statistic for figure in script.figures if figure.grouped is None} - figures
    return room.shape == "sheet" and bool(other)


def _pictured(whole: Sequence[_Candidate], look: Look | None) -> Sequence[_Candidate]:
    """Give candidates that lack nothing with the scene their look asks for, and without it after those.

    A small scene costs no figure: each candidate is tried with it and then without.
    """
    if look is None:
        return whole

    def drawn(one: _Candidate, share: float, width: float) -> _Candidate:
        return replace(one, filling=replace(one.filling, picture=share, beside=width))

    # Each way that is tried takes its time: a smaller share is tried in the narrowest width alone.
    first, *smaller = [(share, look.scene_widths) for share in look.scene_shares] or [(0.0, ())]
    ways = [first, *((share, widths[-1:]) for share, widths in smaller)]
    if look.picture == "small":
        return [each for one in whole for each in (*(drawn(one, s, w) for s, widths in ways for w in widths), one)]
    return [*(drawn(one, s, w) for s, widths in ways for one in whole for w in widths), *whole]


def _led(tellings: Sequence[Script], leads: Leads) -> Sequence[Script]:
    return tellings if leads == "value" else [replace(script, leads=leads) for script in tellings]


def _candidates(
    tellings: Sequence[Script], layout: Layout, place: int, leads: Leads, room: Size
) -> tuple[_Candidate, ...]:
    """Give the fillings of a layout that every telling has, the fullest first, with what they lack."""
    told = _led(tellings, leads)
    first, *others = [fillings(script, room, layout) for script in told]
    shared = frozenset(first).intersection(*others)
    found = []
    for filling in (filling for filling in first if filling in shared):
        missing = tuple(dict.fromkeys(lack for script in told for lack in lacks(script, room, layout, filling)))
        alone = _stands_alone(told[0], room, layout, filling)
        weighed = told_weight(told[0], room, layout, filling) if missing else 0
        gravity = _gravity(missing, alone=alone, told=weighed)
        found.append(_Candidate(place=place, leads=leads, filling=filling, missing=missing, gravity=gravity))
    return tuple(found)


def _first_common(
    tellings: Sequence[Script],
    layout: Layout,
    tried: tuple[Filling, ...],
    first_fitting: FirstFitting,
    drawable: Drawable,
) -> Filling | None:
    """Give the first of these fillings that fits every telling and whose charts can be drawn in each."""
    settled, asking = 0, 0
    while tried:
        # Each language goes on from where the one before it came to, until all have come to the same.
        further = first_fitting(tellings[asking], layout, tried)
        if further is None:
            return None
        tried = tried[further:]
        settled, asking = 1 if further else settled + 1, (asking + 1) % len(tellings)
        if settled < len(tellings):
            continue
        if all(drawable(script, layout, tried[0]) for script in tellings):
            return tried[0]
        # The chart is the same in all that are as high and as large.
        undrawn = (tried[0].way, tried[0].scale)
        tried, settled = tuple(filling for filling in tried if (filling.way, filling.scale) != undrawn), 0
    return None


def _gravity(lacking: Sequence[str], *, alone: bool, told: int) -> tuple[int, int, bool, int]:
    """Say how much a page lacks: what misleads is worse than saying less, or one thing alone.

    Half a point may be untrue, a figure under the headline of another is read as its own, what weighs more is hidden by
    what stands in its place, and what an audience is asked to do is why it gets the page at all. Of pages that lack the
    same the one is best that tells most.
    """
    lacking = tuple(dict.fromkeys(lack.partition(":")[0] for lack in lacking))
    misleads = sum(lack in lacking for lack in ("point", "half", "action", "heavier"))
    # "More firms left than started" over those that started alone is worse than a page that asks for nothing, and so is
    # a page without what weighs most.
    misleads += ("half" in lacking) + ("point" in lacking)
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
        figures = told_figures(script, layout)
        # What all places come to stands over their bars.
        pairs += [(script, figure) for figure in one_of_each(script, figures[:1])]
    found = leads_of(pairs, layout, room) if pairs else "value"
    return ("value",) if found == "value" else (found, "value")


def _card(tellings: Sequence[Script], layout: Layout) -> str:
    """Name the card of the leading figure: the one that suits every language, or else its plain number."""
    cards = {leading_card(script, figures[0]) for script in tellings if (figures := told_figures(script, layout))}
    return cards.pop() if len(cards) == 1 else "number" if cards else ""
