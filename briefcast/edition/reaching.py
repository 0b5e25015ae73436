"""Reaching: what a text says was reached is no amount that is missing from a target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefcast.brief.model import Statistic
from briefcast.brief.read import WrittenText
from briefcast.brief.references import hide_references, placed_references
from briefcast.edition.doubts import Doubt
from briefcast.edition.words import editor_words
from briefcast.language.phrasebook import phrasebook
from briefcast.messages import tell
from briefcast.writing.targets import better, has_met, is_measure, part_reached


def gap_behind_verb(s: Statistic, language: str, before: str) -> str:
    """Give the verb of reaching right before the gap to a target, where that begins with another word than how much."""
    words, met = phrasebook(language), has_met(s)
    told = words.gap.below if better(s) == "lower" else words.gap.above
    if met is None or s.target is None or is_measure(s) or s.unit == "rank" or (met and told.startswith("{x}")):
        return ""
    return _verb_before(language, before)


def find_missing_as_reached(written: WrittenText, figures: Mapping[str, Statistic]) -> Iterator[Doubt]:
    """Find "reached {x.gap.size}": the amount that is missing, told as the one that was reached."""
    words = editor_words(written.language).directions
    for match, reference in placed_references(written.text):
        s = figures.get(reference.id) if reference.sound and reference.attribute == "gap.size" else None
        if s is None:
            continue
        shown = hide_references(written.text[: match.start()])
        clause = re.split(words.clauses, shown)[-1] if words else shown
        found = _verb_before(written.language, clause)
        if not found or (words and re.search(f"{words.not_so}|{editor_words(written.language).still}", clause, re.I)):
            continue
        told = "progress" if part_reached(s) else ""
        yield Doubt.at(
            written,
            code="wrong-change",
            severity="error",
            message=tell(
                "'{words}' tells how far {id} is from its target as if that were reached.",
                words=f"{found}{reference.written}",
                id=s.id,
            ),
            remedy=tell(
                "Write {figure} for what was reached, or say that {written} is missing.",
                figure=f"{{{s.id}{f'.{told}' if told else ''}}}",
                written=reference.written,
            ),
        )


def _verb_before(language: str, before: str) -> str:
    """Give the verb of reaching right before a figure, if there is one."""
    found = re.search(rf"(?<!\w)(?:{phrasebook(language).progress.reached_by})[\s־-]?$", before, re.IGNORECASE)
    return found[0] if found else ""
