"""Which layout tells a script best, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from briefcast.brief.model import Layout
from briefcast.cards import CARDS, bar_lengths, tells_target
from briefcast.errors import LayoutError
from briefcast.products.infographic.known import once
from briefcast.products.infographic.points import compares, heaviest, outside_charts, points_of, qualified
from briefcast.script import Figure, Scene, Script, same_words

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

TELLS: Mapping[Layout, str] = {
    "scorecard": "a leading figure with the others in a grid",
    "progress": "bars show how far each thing is",
    "timeline": "the leading figure has a history to show",
    "ranking": "figures of one unit can be compared by length",
    "comparison": "figures with an earlier value show what changed",
    "hero": "one figure is the message",
    "steps": "the message is what comes after what",
    "spotlight": "a photo carries the message",
    "quote": "somebody's words carry the message",
}
"""What each layout is for, as it is told to the team."""

BY_KIND: Mapping[str, tuple[Layout, ...]] = {
    "explainer": ("steps",),
    "spotlight": ("spotlight", "quote", "hero"),
    "rebuttal": ("hero",),
    "event": ("spotlight", "hero"),
}
"""Pieces with one message, whoever reads them: what is tried, best first. After all comes the scorecard."""

OWN: Mapping[str, Layout] = {
    "steps": "steps",
    "quote": "quote",
    "spotlight": "spotlight",
    **{card.name: "ranking" for card in CARDS.values() if card.takes == "figures"},
}
"""Visuals of the leading point that ask for a layout of their own."""


@dataclass(frozen=True, kw_only=True)
class LayoutChoice:
    """A layout, and why."""

    layout: Layout
    reason: str


def choose_layout(script: Script) -> LayoutChoice:
    """Choose the layout that tells a script best: the first of its kind or audience that its contents allow."""
    return candidates(script)[0]


def candidates(script: Script) -> tuple[LayoutChoice, ...]:
    """List the layouts a script allows, best first, each with its reason; LayoutError if there is none."""
    if says_when(script):
        return (LayoutChoice(layout="steps", reason="for an event: when, where, for whom and how to take part"),)
    points = points_of(script)
    first = heaviest(script)
    own = OWN.get(first.visual.kind) if first else None
    by_kind = BY_KIND.get(script.kind)
    if first and first.visual.asked and first.visual.kind == "series" and not by_kind:
        # Any figure with a history has this card; a team that asks for it wants the history before all.
        own = "timeline"
    # What a piece of its kind has to say is shown before any figure; so are day and place of an event, and what to do
    # about a falsehood, where points tell them in words.
    told = [scene for scene in points if scene.visual.kind in ("text", "steps") and not scene.visual.figures]
    worded = bool(script.content) or (script.kind in ("event", "rebuttal") and bool(told))
    if by_kind and worded:
        by_kind, own = ("steps", *by_kind), None
    # One figure fills the page only where there is no other that could stand beneath it.
    by_kind = tuple(layout for layout in by_kind if layout != "hero" or len(script.figures) == 1) if by_kind else None
    wanted = script.layouts if by_kind is None else by_kind
    whom = f"for {'an' if script.kind[0] in 'aeiou' else 'a'} {script.kind}" if by_kind else f"for {script.audience}"
    found: list[LayoutChoice] = []
    passed: list[str] = []
    for layout in dict.fromkeys((*((own,) if own else ()), *wanted, "scorecard", "steps", "quote")):
        if missing := lacking(layout, script):
            passed.append(f"{layout} needs {missing}")
            continue
        why = f"the leading point is shown as {layout}" if layout == own else f"{whom}: {TELLS[layout]}"
        found.append(LayoutChoice(layout=layout, reason="; ".join((why, *passed))))
    if not found:
        raise LayoutError(
            f"The script for {script.audience} in {script.language} has no figure to show. "
            f"Name statistics in the brief's points, or leave infographic out of its products."
        )
    return tuple(found)


def says_when(script: Script) -> bool:
    """Whether a script is of an event that says when, where, for whom or how: no other layout has a place for it."""
    return script.kind == "event" and bool(script.content)


def asked(layout: str, script: Script) -> LayoutChoice:
    """Give the layout that was asked for; LayoutError that says what the script lacks for it.

    An event keeps the one that says when and where it is, whatever else was asked for.
    """
    if layout not in LAYOUTS:
        raise LayoutError(f"There is no layout {layout!r}. Use one of {', '.join(LAYOUTS)}.")
    if says_when(script):
        return candidates(script)[0]
    if missing := lacking(layout, replace(script, layout=layout)):
        possible = [other for other in LAYOUTS if not lacking(other, replace(script, layout=other))]
        others = f"Ask for {', '.join(possible)}, or l" if possible else "L"
        raise LayoutError(
            f"The layout {layout} needs {missing}; the script for {script.audience} in {script.language} has none. "
            f"{others}eave the layout to briefcast."
        )
    return LayoutChoice(layout=layout, reason="asked for")


def lacking(layout: Layout, script: Script) -> str:
    """Say what a script lacks for a layout; nothing if it can be drawn."""
    if layout == "steps":
        lines = steps_of(script).lines
        return "" if len(lines) >= 2 or script.content or (lines and script.figures) else "two points or steps"
    if layout == "spotlight":
        return "" if photo_of(script) else "a point with a photo (image)"
    if layout == "quote":
        return _lacking_quote(script)
    if not script.figures:
        return "a figure"
    told = told_figures(script, layout)
    if layout == "timeline" and len(told[0].series) < 3:
        return "a leading figure with three values over time"
    if layout == "progress" and sum(bar_lengths(figure)[0] is not None for figure in told) < 3:
        return "three figures with a target or a whole"
    if layout == "ranking" and not told:
        asked_for = script.layout == "ranking"
        return "three figures of one unit that lengths can compare" if asked_for else "a point that compares figures"
    if layout == "comparison" and sum(map(_compares, told)) < 2:
        return "two figures with an earlier value"
    return ""


def _lacking_quote(script: Script) -> str:
    """Say what a script lacks for somebody's words to fill a page: they belong to what its title says.

    A spotlight and an event have a title of their own, and whoever asks for the layout gets it.
    """
    scene, first = quote_of(script), heaviest(script)
    if scene is None:
        return "a point with a quote"
    free = script.layout == "quote" or script.kind in ("spotlight", "event") or bool(script.content)
    return "" if free or first is None or first.id == scene.id else "a quote of the leading point"


@once
def told_figures(script: Script, layout: Layout) -> tuple[Figure, ...]:
    """Give the figures a layout can show, the leading one first."""
    figures = script.figures
    if layout == "ranking":
        return ranked(script)
    figures = outside_charts(script, figures)
    if layout == "comparison":
        # One with an earlier value leads; what has none stands beneath it as its number.
        lead = next((figure for figure in figures if _compares(figure)), None)
        return tuple(sorted(figures, key=lambda figure: figure is not lead))
    if layout == "steps":
        # What a rebuttal rests on first is its first point's, whatever unit leads elsewhere.
        groups = {figure.statistic: figure.grouped.group for figure in script.figures if figure.grouped}
        # A number whose point goes on in words does not stand by itself.
        worded = {
            id for scene in script.scenes if script.content and qualified(script, scene) for id in scene.visual.figures
        }
        figures = tuple(figure for figure in figures if figure.statistic not in worded)
        # What all places come to stands where its point compares them.
        order = [own for scene in script.scenes for id in scene.visual.figures for own in (groups.get(id, id), id)]
        if result := result_of(script):
            order.insert(0, result.statistic)
        return tuple(
            sorted(
                figures, key=lambda figure: order.index(figure.statistic) if figure.statistic in order else len(order)
            )
        )
    leading = {"spotlight": photo_of, "quote": quote_of}.get(layout)
    scene = leading(script) if leading else None
    if scene is not None:
        own = [figure for id in scene.visual.figures for figure in figures if figure.statistic == id]
        return tuple({figure.statistic: figure for figure in (*own, *figures)}.values())
    return figures


@once
def compared(script: Script) -> Scene | None:
    """Give the first scene that compares figures in one chart."""
    return next((scene for scene in script.scenes if compares(scene)), None)


def named_in(script: Script) -> tuple[str, ...]:
    """Give the ids of the figures of that chart that its scene's headline names, or else its words."""
    scene = compared(script)
    return script.highlighted(scene) if scene else ()


def compared_card(script: Script) -> str:
    """Name the card of the chart that compares figures: bars, unless a scene asks for lines or parts."""
    scene = compared(script)
    return scene.visual.kind if scene else "ranking"


def compared_form(script: Script) -> str:
    """Name the form in which the brief asks for that chart; nothing where it leaves that open."""
    scene = compared(script)
    return scene.visual.form if scene else ""


def _compares(figure: Figure) -> bool:
    """Whether a figure can stand beside its earlier value; parts of ten beside a percentage cannot."""
    return figure.baseline is not None and bool(figure.change)


@once
def ranked(script: Script) -> tuple[Figure, ...]:
    """Give the figures that one chart compares, in the script's order: three or more of one unit, or none.

    Nothing is ranked that nobody asked to rank: exports, coffee and investment are all dollars, and no race. What a
    point compares (places, groups, parts, ``visual: ranking``) is; else only the brief's own layout asks for it, and
    then percentages have to be parts of a whole, and counts have no length in common.
    """
    if asked_for := compared(script):
        return tuple(script.figure(id) for id in asked_for.visual.figures)
    if script.layout != "ranking":
        return ()
    comparable = [
        figure
        for figure in script.figures
        if figure.value >= 0
        and (figure.unit == "currency" or (figure.unit == "percent" and bar_lengths(figure)[0] is not None))
    ]
    units = Counter(figure.unit for figure in comparable)
    if not units:
        return ()
    unit, count = units.most_common(1)[0]
    return tuple(figure for figure in comparable if figure.unit == unit) if count >= 3 else ()


def leading_card(script: Script, figure: Figure) -> str:
    """Name the card that shows a figure where it leads: what its scene asks for if it suits any page, or a bar."""
    asked = next((s.visual.kind for s in script.scenes if s.visual.figures[:1] == (figure.statistic,)), "")
    card = CARDS["progress"] if tells_target(script.title, figure) else CARDS.get(asked)
    if card is None or card.takes != "figure" or not card.leads or not card.fits(figure):
        card = CARDS["progress" if CARDS["progress"].fits(figure) else "number"]
    # People stand better than a bar for what is told in its plain form.
    return "share" if card.name == "progress" and _lay(figure) and CARDS["share"].fits(figure) else card.name


def _lay(figure: Figure) -> bool:
    """Whether a figure is told in its plain form."""
    return bool(figure.plain) and figure.plain == figure.written


def photo_of(script: Script) -> Scene | None:
    """Give the first scene with a photo."""
    return next((scene for scene in script.scenes if scene.visual.image is not None), None)


def quote_of(script: Script) -> Scene | None:
    """Give the first scene that quotes somebody."""
    return next((scene for scene in script.scenes if scene.visual.kind == "quote"), None)


@dataclass(frozen=True, kw_only=True)
class Steps:
    """What is told line by line."""

    heading: str
    """What the steps lead to; the piece's own subtitle where its points are told."""
    lines: tuple[str, ...]
    facts: tuple[str, ...]
    """Ids of the facts the lines state."""
    labels: tuple[str, ...] = ()
    """What stands above each line; the lines are numbered if there are none."""
    stated: tuple[str, ...] = ()
    """Ids of the statistics the lines and their heading state."""
    told: int | None = None
    """How many of the lines are the message itself, before steps that follow from it; all if None."""
    paired: tuple[int, ...] = ()
    """Places of the lines for which the result stands where it is set large, with both its times."""
    qualified: tuple[int, ...] = ()
    """Places of the lines that tell in words what no number tells by itself; a page has them only with its lead."""

    @property
    def written(self) -> tuple[str, ...]:
        """The lines with what stands above them, as texts."""
        labels = self.labels or tuple(f"{number}." for number in range(1, len(self.lines) + 1))
        pairs = zip(labels, self.lines, strict=True)
        return tuple(
            f"{label}{'' if label.endswith('.') or not label else ':'} {line}".strip() for label, line in pairs
        )


@once
def result_of(script: Script) -> Figure | None:
    """Give the figure that a spotlight tells before and after, if those lines are of nothing but it."""
    lines = [script.content[place] for place in _paired(script)]
    return script.figure(lines[0].stated[0]) if lines else None


def _paired(script: Script) -> tuple[int, ...]:
    """Give the places of the lines that say what was before and what is now, where one figure says both."""
    labels = [script.labels.get(name) for name in ("before", "after")]
    places = tuple(place for place, line in enumerate(script.content) if line.label in labels)
    lines = [script.content[place] for place in places]
    held = {figure.statistic: figure for figure in script.figures if _compares(figure)}
    told = {id for line in lines for id in line.stated}
    if script.kind != "spotlight" or len(lines) != len(labels) or len(told) != 1 or not told <= {*held}:
        return ()
    # What else such a line says stands nowhere beside the figure.
    alone = all(len(_NUMBER.findall(line.text)) == 1 and not _FURTHER.search(line.text) for line in lines)
    return places if alone else ()


_NUMBER = re.compile(r"\d+(?:[.,  ]\d+)*")
_FURTHER = re.compile(r"[,;:]\s")


@once
def steps_of(script: Script) -> Steps:
    """Give what a piece of its kind says before all, the steps of a point, or else the headlines of all points."""
    points = points_of(script)
    due = next((scene.due for scene in points if scene.due), "")
    if script.content:
        lines = [(line.label, line.text) for line in script.content]
        stated = tuple(id for line in script.content for id in line.stated)
        going_on = [text for scene in points if (text := qualified(script, scene))]
        behind = tuple(range(len(lines), len(lines) + len(going_on)))
        lines += [("", text) for text in going_on]
        if due:
            # It stands with the message, where the steps have no room too.
            lines.append(("", due))
        told = len(lines)
        if following := next((scene for scene in points if scene.visual.steps), None):
            if not same_words(following.headline, script.title):
                # What they are for: "1 Do not pay" under the reason of a rebuttal forbids paying nobody knows what.
                lines.append(("", following.headline))
            lines += [(str(number), step) for number, step in enumerate(following.visual.steps, start=1)]
            stated += following.stated
        return Steps(
            heading="",
            lines=tuple(text for _, text in lines),
            labels=tuple(label for label, _ in lines),
            told=told,
            paired=_paired(script),
            qualified=behind,
            facts=tuple(fact for scene in points if scene.id.startswith(f"{script.kind}-") for fact in scene.facts),
            stated=stated,
        )
    for scene in points:
        if scene.visual.steps:
            # What weighs most stands over them; the headline of the leading point may be the title already.
            worded = points[0].visual.kind == "text" and not points[0].visual.figures
            over = [s for s in ((points[0], scene) if worded else (scene,)) if not same_words(s.headline, script.title)]
            # Under another point's headline the steps have their own before them.
            own = over[1:]
            numbers = tuple(str(number) for number in range(1, len(scene.visual.steps) + 1))
            before = (*(point.headline for point in own), *((scene.due,) if scene.due else ()))
            return Steps(
                heading=over[0].headline if over else "",
                lines=(*before, *scene.visual.steps),
                labels=(*("" for _ in before), *numbers) if before else (),
                facts=scene.facts,
                stated=(*(over[0].stated if over else ()), *scene.stated),
            )
    # A point that has a figure is told by it; the others are no steps and have no number.
    words = [scene for scene in points if not scene.visual.figures] if script.figures else points
    untold = [scene for scene in words if not same_words(scene.headline, script.title)] if script.figures else words
    return Steps(
        heading="" if script.figures else script.subtitle,
        lines=tuple(scene.headline for scene in untold),
        labels=("",) * len(untold) if script.figures else (),
        facts=tuple(fact for scene in untold for fact in scene.facts),
        stated=tuple(id for scene in untold for id in scene.stated),
    )
