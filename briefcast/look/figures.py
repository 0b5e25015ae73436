"""Figures as templates take them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from briefcast.cards import bar_lengths, exceeds, tenths
from briefcast.language.keeping import keep_together
from briefcast.language.phrases import names_harm
from briefcast.language.written import NBSP, without_isolates
from briefcast.look.brand import GRAVE, Brand
from briefcast.look.icons import icon_svg
from briefcast.script import Figure, Mark, Script, SourceNote


def figure_data(figure: Figure) -> dict[str, Any]:
    """Give a figure as cards take it: its written forms and the lengths of its bars. JSON-able.

    ``fraction`` and ``target_fraction`` are the filled part of the bar and the place of the target,
    0 to 1, or None where a bar would mislead (ranks, indexes, a figure without target or whole).
    """
    fraction, target_fraction = bar_lengths(figure)
    return {
        "statistic": figure.statistic,
        "label": figure.label,
        "qualifier": figure.qualifier,
        "prefix": figure.prefix,
        "number": figure.number,
        "suffix": figure.suffix,
        "written": figure.written,
        "plain": figure.plain,
        # Lay readers are shown "8 in 10" large, not the digits behind it.
        "plain_first": bool(figure.plain) and figure.plain == figure.written,
        "change": figure.change,
        "change_is_good": figure.change_is_good,
        # What got worse is never shown without saying so, however little room there is.
        "worse": bool(figure.change) and figure.change_is_good is False,
        "rises": _rises(figure),
        "gap": figure.gap,
        "target_met": figure.target_met,
        "target": _mark_data(figure.target),
        "baseline": _mark_data(figure.baseline),
        "out_of": _mark_data(figure.out_of),
        "fraction": fraction,
        "target_fraction": target_fraction,
        # What lies above a limit has its own colour: the bar is no success.
        "exceeds": exceeds(figure),
        "tenths": tenths(figure),
        # Short, as the label of the earlier value beside it.
        "period": figure.when or figure.period,
        "source": keep_dates(figure.source_short),
        "icon": "" if claims_more(figure.icon, figure) else icon(figure.icon),
    }


def dated(label: str, when: str, period: str = "") -> str:
    """Give a label with its time behind it, unless it says it already; of one that names the month the year alone.

    ``period`` is the time in full: "CPI change in October" is of "October 2026", and not of "October, Oct 2026".
    """
    named, _, year = period.rpartition(" ")
    if named and named in label and year in when and f"{named} {year}" not in label:
        return f"{label}{NBSP if label.endswith(named) else ', '}{year}"
    if not when or when in label:
        return label
    # Two times of one figure are held each by itself: the line may end between them, and not inside "9 months".
    return f"{label}, {_COUNT.sub(NBSP, when) if NBSP in when else when.replace(' ', NBSP)}"


_COUNT = re.compile(r"(?<=\b\d) (?=[^\W\d])|(?<=\b\d\d) (?=[^\W\d])")
"""The blank between a small number and what it counts."""


def theme_for(brand: Brand, script: Script) -> str:
    """Name the theme that a script is shown in: its audience's, but never a cheerful one over people killed or hurt."""
    return GRAVE if tells_harm(script) else brand.theme_name(script.audience)


def tells_harm(script: Script) -> bool:
    """Whether the title of a script, its first point or a headline tells of people killed or hurt.

    Sizes are headed by different points: one of them alone must not be cheerful.
    """
    points = [scene for scene in script.scenes if scene.kind == "point"]
    told = [script.title, *(point.headline for point in points)]
    told += [script.figure(id).label for point in points[:1] for id in point.visual.figures]
    return any(names_harm(text, script.language) for text in told)


_WINNING = re.compile(r"(?:^|-)(?:trophy|medal|award|crown)(?:-|$)")
_DONE = re.compile(r"^(?:(?:circle|badge|square|check)-)?check(?:-big)?$|(?:^|-)(?:rocket|party)(?:-|$)|^thumbs-up")
_TOP = 10
"""Of so many in an order one has won."""
_PLACES = 3
"""Places that win where nobody says of how many."""


def claims_more(name: str, figure: Figure) -> bool:
    """Whether a symbol says more of a figure than the brief: a trophy beside rank 71, a tick beside a missed target."""
    good = figure.target_met is True or (figure.change_is_good is True and figure.target_met is not False)
    if _WINNING.search(name) and figure.unit == "rank":
        of = figure.out_of.value if figure.out_of else None
        return figure.value * _TOP > of if of else figure.value > _PLACES
    return bool(_WINNING.search(name) or _DONE.search(name)) and not good


def icon(name: str) -> str:
    """Give a symbol as SVG text that a template colours; nothing for no name."""
    return icon_svg(name, "currentColor") if name else ""


def keep_dates(text: str) -> str:
    """Join what belongs to a number by no-break spaces, so that no line ends inside a date."""
    return re.sub(r"(?<![,;:]) (?=\d)|(?<=\b\d) (?=\w)|(?<=\b\d\d) (?=\w)", NBSP, text)


def source_names(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Give the short sources of figures, each once."""
    return tuple(dict.fromkeys(figure.source_short for figure in figures if figure.source_short))


def sources_line(figures: Iterable[Figure], language_code: str, others: Iterable[SourceNote] = ()) -> str:
    """Give the sources of figures, and others, in one text; no line ends inside a date, a compound or a short name."""
    names = dict.fromkeys((*source_names(figures), *(note.short for note in others)))
    return "; ".join(keep_dates(keep_together(source, language_code)) for source in names)


_OF_YEAR = re.compile(r"\b([^\W\d]\d|[A-Z][a-z]{2}) (?=(?:19|20)\d\d\b)")
"""The blank in "Q3 2026", "Mar 2026"."""


def _mark_data(mark: Mark | None) -> dict[str, str] | None:
    return None if mark is None else {"written": mark.written, "label": _OF_YEAR.sub(rf"\1{NBSP}", mark.label)}


def _rises(figure: Figure) -> bool | None:
    """Whether the change goes up, as people say it: a rank goes up when its number falls."""
    if figure.baseline is None or figure.baseline.value == figure.value:
        if not figure.change or figure.change_is_good is None:
            return None
        return figure.change_is_good != (figure.better == "lower" and figure.unit != "rank")
    up = figure.value > figure.baseline.value
    return not up if figure.unit == "rank" else up


def facts_stated(figure: Figure, texts: Iterable[str]) -> tuple[str, ...]:
    """Give the ids of the facts of a figure that a piece with these texts states.

    Its value, and marks beside it, may be drawn without words; how it moved, or stands to its target, is said.
    """
    text = _unspaced(" ".join(texts))
    differences = {"change": figure.change, "growth": figure.growth, "gap": figure.gap}
    unsaid = {f"{figure.statistic}.{name}" for name, said in differences.items() if _unspaced(said) not in text}
    return tuple(fact for fact in figure.facts if fact not in unsaid)


def _unspaced(text: str) -> str:
    """Give a text as it is looked for in another: however it breaks, whatever keeps its direction."""
    return "".join(without_isolates(text).split()).casefold()
