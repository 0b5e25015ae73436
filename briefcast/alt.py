"""Alternative texts: what a picture is and says, for those who do not see it.

The short text names the piece, its message and its leading figure. The long one has three levels:
how the piece is built, its figures in rows, and how they move; it holds no opinion. Sources: W3C WAI
tutorial on complex images; Lundgard and Satyanarayan, "Accessible Visualization via Natural Language
Descriptions", IEEE TVCG 2022 (levels 1 to 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefcast.script import Figure, Script

ALT_MAX_CHARS = 420
"""The shortest limit among the platforms that take a text for a picture (twitter:image:alt)."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """A picture in words."""

    alt_text: str
    """At most `ALT_MAX_CHARS` characters."""
    long_description: str
    """Plain text in lines: what it is, a row for each figure, the trend, the sources."""


def describe(script: Script, *, figures: Sequence[Figure] | None = None) -> Description:
    """Describe a piece that shows these figures of a script (all of them if absent), in its language.

    Every number is a text of the script; ``labels`` gives the words between them.
    """
    shown = tuple(script.figures if figures is None else figures)
    what = f"{script.labels['infographic']}: {script.title}."
    alt = what
    for figure in shown:
        longer = f"{alt} {_row(figure, script)}."
        if len(longer) > ALT_MAX_CHARS:
            break
        alt = longer
    lines = [what, script.subtitle] if script.subtitle else [what]
    lines += [f"{script.labels['facts']}:", *(f"– {_row(figure, script, whole=True)}" for figure in shown)]
    for figure in shown:
        if len(figure.series) >= 2:
            values = "; ".join(f"{mark.label}: {mark.written}" for mark in figure.series)
            lines.append(f"{figure.label}: {values}.")
    lines.append(f"{script.labels['sources']}: " + " ".join(_stopped(source.written) for source in script.sources))
    lines.append(f"{script.labels['as_of']} {script.as_of}.")
    if script.call_to_action.text:
        lines.append(" ".join(filter(None, (script.call_to_action.text, script.call_to_action.url))))
    return Description(alt_text=alt, long_description="\n".join(lines))


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _row(figure: Figure, script: Script, *, whole: bool = False) -> str:
    """Write a figure as one row: its label and value, and with ``whole`` all that is known of it."""
    parts = [f"{figure.label}: {figure.written}"]
    if figure.change:
        parts.append(figure.change)
    if whole:
        if figure.plain and figure.plain != figure.written:
            parts.append(figure.plain)
        if figure.baseline is not None:
            parts.append(f"{figure.baseline.label}: {figure.baseline.written}")
        if figure.target is not None:
            parts.append(f"{figure.target.label}: {figure.target.written}")
        if figure.gap:
            parts.append(figure.gap)
        if figure.period:
            parts.append(figure.period)
        if figure.source_short:
            parts.append(f"{script.labels['source']}: {figure.source_short}")
    return "; ".join(parts)
