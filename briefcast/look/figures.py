"""Figures as templates take them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from briefcast.language.keeping import keep_together
from briefcast.language.written import NBSP
from briefcast.look.icons import icon_svg
from briefcast.script import Figure, Mark


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
        "rises": _rises(figure),
        "gap": figure.gap,
        "target_met": figure.target_met,
        "target": _mark_data(figure.target),
        "baseline": _mark_data(figure.baseline),
        "out_of": _mark_data(figure.out_of),
        "fraction": fraction,
        "target_fraction": target_fraction,
        "tenths": _tenths(figure),
        "period": figure.period,
        "source": keep_dates(figure.source_short),
        "icon": icon(figure.icon),
    }


def icon(name: str) -> str:
    """Give a symbol as SVG text that a template colours; nothing for no name."""
    return icon_svg(name, "currentColor") if name else ""


def keep_dates(text: str) -> str:
    """Join what belongs to a number by no-break spaces, so that no line ends inside a date."""
    return re.sub(r"(?<![,;:]) (?=\d)|(?<=\b\d) (?=\w)|(?<=\b\d\d) (?=\w)", NBSP, text)


def source_names(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Give the short sources of figures, each once."""
    return tuple(dict.fromkeys(figure.source_short for figure in figures if figure.source_short))


def sources_line(figures: Iterable[Figure], language_code: str) -> str:
    """Give the sources of figures in one text; no line ends inside a date, a compound or a short name."""
    return "; ".join(keep_dates(keep_together(source, language_code)) for source in source_names(figures))


def _mark_data(mark: Mark | None) -> dict[str, str] | None:
    return None if mark is None else {"written": mark.written, "label": mark.label}


def bar_lengths(figure: Figure) -> tuple[float | None, float | None]:
    """Give the filled part of a figure's bar and the place of its target on it, each 0 to 1 or None.

    The bar ends at 100 % for a percentage and at the whole where there is one; else at the larger
    of value and target. It always starts at zero. A percentage is only known to be part of a whole
    if it has a target or a plain form; a growth of 20 % is not a fifth of anything.
    """
    if figure.unit in ("rank", "index") or figure.value < 0:
        return None, None
    target = figure.target.value if figure.target else None
    if figure.unit == "percent" and target is None and not figure.plain:
        return None, None
    if figure.unit == "percent" and max(figure.value, target or Decimal(0)) <= 100:
        end = Decimal(100)
    elif figure.out_of is not None:
        end = figure.out_of.value
    elif target is not None:
        end = max(figure.value, target)
    else:
        return None, None
    if end <= 0:
        return None, None
    return float(min(figure.value / end, Decimal(1))), None if target is None else float(min(target / end, Decimal(1)))


def _tenths(figure: Figure) -> float | None:
    """Tenths of a whole that a share fills, 0 to 10."""
    if figure.unit == "percent" and 0 <= figure.value <= 100:
        return float(figure.value / 10)
    if figure.out_of is not None and figure.unit == "count" and 0 <= figure.value <= figure.out_of.value:
        return float(figure.value / figure.out_of.value * 10)
    return None


def _rises(figure: Figure) -> bool | None:
    """Whether the change goes up, as people say it: a rank goes up when its number falls."""
    if figure.baseline is None or figure.baseline.value == figure.value:
        return figure.change_is_good if figure.change else None
    up = figure.value > figure.baseline.value
    return not up if figure.unit == "rank" else up
