"""Schedules: what a text says of how far a plan has come, held against the figure and its target.

"On schedule" of 26 dams of the 41 that were due in August is untrue. Before the day of a target nobody knows whether it
is met: who says "on track" of half a plan after two thirds of its time is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from briefcast.brief.model import Brief, Statistic
from briefcast.brief.periods import split_period
from briefcast.brief.read import WrittenText
from briefcast.brief.references import find_references, hide_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import ClaimWords, ScheduleWords, editor_words
from briefcast.language.sentences import split_sentences
from briefcast.messages import tell
from briefcast.writing.targets import better, has_met, is_ceiling, is_measure, is_pending, part_reached

_BEHIND = Fraction(19, 20)
"""Share of what the time gone by would give, below which a plan is hardly on track."""
_FAR = Fraction(4, 5)
"""Share of a target below which nobody may call it nearly reached."""
_NEAR = Fraction(95, 100)
"""Share of a target that is nearly the target."""


def find_wrong_schedules(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts by which what is late is on schedule, and what is far from its target is nearly there."""
    aimed = {s.id: s for s in brief.statistics if s.target and s.unit != "rank"}
    for written in texts if aimed else ():
        editor = editor_words(written.language)
        if editor.schedule is None or editor.claims is None or not written.refers:
            continue
        for sentence in split_sentences(written.text, written.language):
            ids = {r.id for r in find_references(sentence) if r.sound}
            # A sentence without a figure is about that of its point.
            ids = ids or {one.id for one in figures_of_point(brief, written) if one.id in aimed}
            s = aimed.get(next(iter(ids))) if len(ids) == 1 else None
            if s is None:
                continue
            shown = hide_references(sentence)
            for said in _said(shown, editor.schedule, editor.claims):
                clause = re.split(r"[,;:–—]\s", shown[: said.start()])[-1]
                if re.search(rf"(?<!\w)(?:{editor.claims.denied})(?!\w)", clause, re.IGNORECASE):
                    continue
                # "Handled on time" may be what a figure measures.
                if said[0].strip().casefold() in s.label.get(written.language, "").casefold():
                    continue
                near, measure = said.lastgroup == "near", is_measure(s)
                if measure and not (near and re.search(editor.claims.ceiling, said[0], re.IGNORECASE)):
                    continue
                far = _far_from_ceiling if measure or is_ceiling(s) else _far
                if doubt := (far(written, s, said[0]) if near else _late(written, s, said[0])):
                    yield doubt
                    break


def _said(shown: str, words: ScheduleWords, claims: ClaimWords) -> Iterator[re.Match[str]]:
    near = words.near.replace("{target}", claims.target).replace("{ceiling}", claims.ceiling)
    pattern = rf"(?<!\w)(?:(?P<on>{words.on})|(?P<ahead>{words.ahead})|(?P<near>{near}))(?!\w)"
    yield from re.finditer(pattern, shown, re.IGNORECASE)


def _late(written: WrittenText, s: Statistic, said: str) -> Doubt | None:
    """Doubt "on schedule" of what missed its day, and ask of what lies behind the time gone by."""
    if s.target is None:
        return None
    if not is_pending(s):
        if has_met(s) is not False:
            return None
        return _doubt(written, _beside_target(s, s.target.value, said), "error")
    gone, reached = _time_gone(s), part_reached(s)
    if gone is None or reached is None or Fraction(reached.value) / 100 >= gone * _BEHIND:
        return None
    message = tell(
        "The text says '{words}', and {id} is {percent}% of its target when {gone}% of the time is gone.",
        words=said.strip(),
        id=s.id,
        percent=f"{reached.value:.0f}",
        gone=f"{float(gone * 100):.0f}",
    )
    return _doubt(written, message, "warning")


def _time_gone(s: Statistic) -> Fraction | None:
    """Give the share of a target's time that is over at the end of a figure's period; nothing where it has no start."""
    if s.target is None or s.target.by is None:
        return None
    aim, own = split_period(s.target.by), split_period(s.period)
    # What is counted from the first day of the year is to reach the target of that year.
    if own.first.month != 1 or own.first.day != 1 or own.first.year != aim.last.year or own.kind == "day":
        return None
    return Fraction((own.last - own.first).days + 1, (aim.last - own.first).days + 1)


def _far(written: WrittenText, s: Statistic, said: str) -> Doubt | None:
    """Doubt "nearly at the target" of what is far from it."""
    if s.target is None or s.target.value <= 0 or s.value <= 0 or has_met(s) is not False:
        return None
    ratio = Fraction(s.value) / Fraction(s.target.value)
    ratio = 1 / ratio if better(s) == "lower" else ratio
    if ratio >= _NEAR:
        return None
    message = _beside_target(s, s.target.value, said)
    return _doubt(written, message, "error" if ratio < _FAR else "warning")


def _far_from_ceiling(written: WrittenText, s: Statistic, said: str) -> Doubt | None:
    """Doubt "just above the limit" of what is far from it, on either side."""
    if s.target is None or s.target.value <= 0 or s.value <= 0:
        return None
    ratio = Fraction(min(s.value, s.target.value)) / Fraction(max(s.value, s.target.value))
    if ratio >= _FAR:
        return None
    return _doubt(written, _beside_target(s, s.target.value, said), "error")


def _beside_target(s: Statistic, target: Decimal, said: str) -> str:
    return tell(
        "The text says '{words}', and {id} is {value}, its target {target}.",
        words=said.strip(),
        id=s.id,
        value=f"{s.value.normalize():f}",
        target=f"{target.normalize():f}",
    )


def _doubt(written: WrittenText, message: str, severity: str) -> Doubt:
    return Doubt.of_claim(
        written,
        message,
        severity="error" if severity == "error" else "warning",
    )
