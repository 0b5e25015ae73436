"""The points of a script as pictures tell them: what each is about, what stands together, which heads a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from briefcast.cards import CARDS
from briefcast.language.phrases import names_harm
from briefcast.products.infographic.known import once
from briefcast.script import Figure, Scene, Script, same_words


@once
def points_of(script: Script) -> tuple[Scene, ...]:
    """Give the scenes that tell a point, in the order they are told."""
    return tuple(scene for scene in script.scenes if scene.kind == "point")


# ---- which one heads a page


def heaviest(script: Script) -> Scene | None:
    """Give the point that weighs most: it is told first; of several that weigh as much, one that says what to do."""
    points = points_of(script)
    alike = [scene for scene in points if scene.weight and scene.weight == points[0].weight]
    return next((scene for scene in alike if scene.visual.steps), points[0] if points else None)


def says_how(script: Script) -> bool:
    """Whether a piece of its kind has steps to follow, and none of its points weighs more than those."""
    most = max((scene.weight for scene in points_of(script)), default=0)
    return bool(script.content) and any(scene.visual.steps and scene.weight == most for scene in points_of(script))


def heading(script: Script) -> Scene | None:
    """Give the point whose headline is the title; none where the title is one of its own."""
    return next((scene for scene in points_of(script) if same_words(scene.headline, script.title)), None)


def headed_by(script: Script, point: str) -> Script:
    """Give a script with another of its points at its head: its headline is the title, its figures lead."""
    if not point:
        return script
    [first] = [scene for scene in script.scenes if scene.id == point]
    own = (*first.visual.figures, *about(script, first))
    return replace(
        script,
        title=first.headline,
        title_stated=about(script, first),
        scenes=(first, *(scene for scene in script.scenes if scene is not first)),
        figures=tuple(sorted(script.figures, key=lambda figure: figure.statistic not in own)),
    )


# ---- what a point is about


def compares(scene: Scene) -> bool:
    """Whether a point compares its figures in one chart."""
    return scene.visual.kind in CARDS and CARDS[scene.visual.kind].takes == "figures"


def about(script: Script, scene: Scene) -> tuple[str, ...]:
    """Give the ids of the figures that the headline of a point is about.

    Those it states come first; then what all places come to; of a point that compares figures and whose headline
    states none of them it is the comparison itself: none.
    """
    if scene.leads:
        return scene.leads
    groups = _groups(script, scene)
    if whole := tuple(id for id in scene.stated if id in groups and any(f.statistic == id for f in script.figures)):
        return whole
    return () if compares(scene) else scene.visual.figures[:1]


def whole_of(script: Script, figure: Figure) -> Figure:
    """Give the figure of all places together, where the script tells it; else the figure itself.

    Alone, the lowest of ten communes reads as the province.
    """
    if figure.grouped is None:
        return figure
    return next((whole for whole in script.figures if whole.statistic == figure.grouped.group), figure)


def wholes_of(script: Script, ids: Collection[str]) -> set[str]:
    """Give the ids of what speaks for figures: of all places together, or each itself."""
    return {whole_of(script, figure).statistic for figure in script.figures if figure.statistic in ids}


def one_of_each(script: Script, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give figures with only one of those that tell the same of other places: all of them together, or the first."""
    kept: dict[str, Figure] = {}
    for figure in figures:
        kept.setdefault(figure.grouped.group if figure.grouped else figure.statistic, whole_of(script, figure))
    return tuple(kept.values())


def outside_charts(script: Script, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give the figures that stand as numbers, without those that only a chart of their point can tell.

    Under "Long Hoa is hit hardest" the rate of the province says nothing of it; a number of all cases by age is that
    of all cases once more. What all places come to stands where its point's headline states it, or one of them.
    """
    told: list[Figure] = []
    for figure in figures:
        whole = whole_of(script, figure)
        scene = _compared_in(script, whole)
        if scene is None or {figure.statistic, whole.statistic} & {*about(script, scene)}:
            told.append(whole)
    wholes = {figure.grouped.group for figure in script.figures if figure.grouped}
    kept: dict[str, Figure] = {}
    for figure in told:
        again = figure.statistic in wholes and any(_same_number(figure, other) for other in told if other is not figure)
        if not again:
            kept.setdefault(figure.grouped.group if figure.grouped else figure.statistic, figure)
    return tuple(kept.values()) or one_of_each(script, figures)


def _compared_in(script: Script, figure: Figure) -> Scene | None:
    """Give the point that compares the places of a figure, unless another one shows it as its own."""
    points = points_of(script)
    if any(figure.statistic in scene.visual.figures for scene in points if not compares(scene)):
        return None
    group = figure.grouped.group if figure.grouped else figure.statistic
    of_group = (scene for scene in points if compares(scene) and group in _groups(script, scene))
    return next(of_group, None)


def _groups(script: Script, scene: Scene) -> set[str]:
    """Give the figures of which a point shows places, groups or parts, by their ids."""
    return {figure.grouped.group for figure in _shown_by(script, scene) if figure.grouped}


def _same_number(one: Figure, other: Figure) -> bool:
    return (one.value, one.unit, one.when, one.suffix) == (other.value, other.unit, other.when, other.suffix)


def _shown_by(script: Script, scene: Scene) -> list[Figure]:
    """Give the figures of a point, as far as the script has them."""
    return [figure for id in scene.visual.figures for figure in script.figures if figure.statistic == id]


# ---- what stands together


def qualified(script: Script, scene: Scene) -> str:
    """Give the text of a point of a rebuttal that goes on behind its bad news; nothing for any other.

    Beside the truth "2 severe reactions" works against it, without "both patients have recovered".
    """
    if script.kind != "rebuttal" or not any(_is_against(figure, script) for figure in _shown_by(script, scene)):
        return ""
    # Where the figures come from stands below them on a picture.
    source = f"{script.labels.get('source', '')}:"
    sentences = [sentence for sentence in scene.sentences if not sentence.shown.startswith(source)]
    words = [word for sentence in sentences for word in sentence.words]
    last = max((place for place, word in enumerate(words) if word.fact), default=len(words))
    behind = " ".join(word.shown for word in words[last:])
    return " ".join(sentence.shown for sentence in sentences) if _FURTHER.search(behind) else ""


_FURTHER = re.compile(r"[;,.:–—]\s+\S+\s+\S")
"""What does not belong to the clause of a number."""


def _is_against(figure: Figure, script: Script) -> bool:
    """Whether a figure counts what nobody wants."""
    return figure.value > 0 and (figure.better == "lower" or names_harm(figure.label, script.language))


def told_together(script: Script) -> tuple[tuple[str, ...], ...]:
    """Give the figures of each point that has several beside one another, by their ids."""
    return tuple(ids for ids, _ in _told_together(script))


def tells_half(script: Script, shown: Collection[str], stated: Collection[str] = ()) -> bool:
    """Whether some figures of a point are shown without those that it cannot do without, not even in words.

    One of them alone may say the opposite of all: firms founded without those that closed. A figure that is all of
    another point stands for that.
    """
    told = {*shown, *stated}
    whole = {id for ids, least in _told_apart(script) if {*least} <= told for id in ids}
    return any(
        not {*ids}.isdisjoint({*shown} - whole) and not {*least} <= told for ids, least in _told_together(script)
    )


def _told_apart(script: Script) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give the figures of every point, and the fewest that tell it."""
    yield from _told_together(script)
    yield from (
        (scene.visual.figures, scene.visual.figures) for scene in points_of(script) if len(scene.visual.figures) == 1
    )


@once
def _told_together(script: Script) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Give the figures of each point that has several beside one another, and the fewest that tell it.

    These are what its headline states, and whatever measures the same as one of them: founded and closed, this week
    and this year, the young and all are read against one another. How many people a rate stands for may be left out.
    Of a point whose headline states none nobody knows which half misleads.
    """
    found = []
    for scene in points_of(script):
        figures = [figure for figure in _shown_by(script, scene) if figure.grouped is None]
        if compares(scene) or len(figures) < 2:
            continue
        stated = {_measured(figure) for figure in figures if figure.statistic in scene.leads}
        ids = tuple(figure.statistic for figure in figures)
        least = tuple(figure.statistic for figure in figures if _measured(figure) in stated) or ids
        found.append((ids, least))
    return tuple(found)


def _measured(figure: Figure) -> tuple[str, str, str]:
    """Say what a figure measures: a growth and a share are both percentages, and not read against one another.

    Nor are kilometres of pipes and reservoirs, which are both counted.
    """
    return figure.unit, figure.measure, figure.unit_word
