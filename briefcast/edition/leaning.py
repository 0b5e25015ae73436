"""Texts that lean on their headline: they do not say what their figure is of.

"Cervical cancer is down to 7.2" over "There were 7.2 new cases, down from 11.6": a podcast tells the text alone, and a
line of a post begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefcast.brief.model import Brief
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE, hide_references
from briefcast.edition.directions import content_of
from briefcast.edition.doubts import Doubt
from briefcast.edition.verdicts import figures_of_point
from briefcast.edition.words import DirectionWords, editor_words
from briefcast.language.kin import any_akin
from briefcast.messages import tell

_PART_OF_WORDS, _PART_OF_PAIRS = 0.51, 0.3
"""How much of what a figure is called names it."""
_NAMES_MIN = 2
"""Words of a headline that it takes to name something."""
_ACRONYM = re.compile(r"(?<!\w)[A-ZĐ]{2,}[A-ZĐ\d-]*(?!\w)")


def leans_on(headline: str, text: str, labels: Sequence[str], language: str) -> bool:
    """Say whether a text names nothing of what its headline is about, nor most of what its figures are called."""
    ways = editor_words(language).directions
    if ways is None or not headline or not text:
        return False
    known = {*_ACRONYM.findall(headline), *(word for label in labels for word in _ACRONYM.findall(label))}
    if known & {*_ACRONYM.findall(text)}:
        return False
    about, told = _content(headline, ways), _content(text, ways)
    # "It takes 9 minutes" names nothing itself.
    if len(about) < _NAMES_MIN or about & told or (not ways.syllables and any_akin(about, told)):
        return False
    called = (content_of(label, ways) for label in labels)
    # Of words of several syllables, pairs of syllables are compared, and some of those belong to no word.
    least = _PART_OF_PAIRS if ways.syllables else _PART_OF_WORDS
    return not any(own and len(own & told) >= least * len(own) for own in called)


def find_leaning_texts(brief: Brief, texts: Sequence[WrittenText]) -> Iterator[Doubt]:
    """Give the texts of points that only their headline says the subject of."""
    headlines = {(*one.path[:2], one.language): one.text for one in texts if one.kind == "headline"}
    for written in texts:
        if written.path[0] != "points" or written.path[2:3] != ("text",):
            continue
        headline = headlines.get((*written.path[:2], written.language), "")
        labels = [s.label.get(written.language, "") for s in figures_of_point(brief, written)]
        if labels and leans_on(headline, written.text, labels, written.language):
            yield Doubt.at(
                written,
                code="needs-headline",
                message=tell("The text does not say what its headline says: what its figure is of."),
                remedy=tell(
                    "Name it in the text: a podcast tells the text alone. The headline is '{headline}'.",
                    headline=headline,
                ),
            )


def _content(text: str, ways: DirectionWords) -> frozenset[str]:
    """Give the words that tell what a text is about, without those that say which way it went."""
    shown = hide_references(text).replace(FIGURE, " , ")
    return content_of(re.sub(rf"(?<!\w)(?:{ways.rises}|{ways.drops})(?!\w)", " ", shown, flags=re.IGNORECASE), ways)
