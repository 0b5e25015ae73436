"""Which point a request is about: "Bring your child for the measles shot" belongs to what is told of measles.

    asked_about(brief, "citizens")  # "measles"

Words are compared, not meant: the answer serves to tell a point too many, never to leave a request out.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection

from briefcast.brief.kinds import part_of
from briefcast.brief.model import Brief, LocalText, Point
from briefcast.brief.references import REFERENCE

SHARED_MIN = 2
"""Words that a request has to share with a point in one language to be about it."""
_STEM = 5
"""Letters that forms of one word share: disbursed, disbursement."""
_SHORT = 3
"""Letters of words that say little by themselves: the, and, for."""
_WORD = re.compile(r"[^\W_]+")
_PREFIXES = "ובהלמשכ"
"""Letters that Hebrew writes together with the word they stand before."""


def asked_about(brief: Brief, audience: str) -> str:
    """Give the id of the point that shares most words with what an audience is asked to do; empty if none does."""
    action = brief.calls_to_action.get(audience)
    if action is None or len(brief.points) < SHARED_MIN:
        return ""
    shared = Counter[str]()
    for code in brief.languages:
        words = _asked(brief, action.text, code)
        told = {point.id: words & _words(_text(brief, point, code), code) for point in brief.points}
        spread = Counter(word for found in told.values() for word in found)
        for id, found in told.items():
            # A word of every point says nothing of one.
            own = [word for word in found if spread[word] * 2 <= len(brief.points)]
            shared[id] += len(own) if len(own) >= SHARED_MIN else 0
    first, *rest = [*shared.most_common(2), ("", 0)]
    return first[0] if first[1] > rest[0][1] else ""


def is_told_already(brief: Brief, audience: str, told: Collection[str]) -> bool:
    """Say whether how to register or the steps of the points that were told say all that an audience is asked to do."""
    action = brief.calls_to_action.get(audience)
    if action is None:
        return False
    steps = [step for point in brief.points if point.id in told for step in point.steps]
    texts = [*steps, part_of(brief, "register")] if brief.kind == "event" else steps
    for code in brief.languages:
        words = _asked(brief, action.text, code)
        if not words or not words <= _words(". ".join(text.get(code, "") for text in texts), code):
            return False
    return True


def _asked(brief: Brief, action: LocalText, code: str) -> frozenset[str]:
    """Give the words of a request but those of the whole brief and of who speaks: they tell no point from another."""
    general = _words(f"{brief.title.get(code, '')}. {brief.issuer.get(code, '')}", code)
    return _words(action.get(code, ""), code) - general


def _text(brief: Brief, point: Point, code: str) -> str:
    labels = [s.label.get(code, "") for s in brief.statistics if s.id in point.statistics]
    steps = [step.get(code, "") for step in point.steps]
    texts = (point.headline.get(code, ""), point.text.get(code, ""), point.question.get(code, ""))
    return REFERENCE.sub(" ", ". ".join((*texts, *labels, *steps)))


def _words(text: str, code: str) -> frozenset[str]:
    """Give what is to be compared of a text: words by their stems, in Vietnamese pairs of syllables."""
    words = _WORD.findall(text.casefold())
    if code == "vi":
        return frozenset(f"{one} {two}" for one, two in itertools.pairwise(words))
    if code == "he":
        return frozenset(_bare(word)[:_STEM] for word in words if len(word) >= _SHORT)
    return frozenset(word[:_STEM] for word in words if len(word) > _SHORT)


def _bare(word: str) -> str:
    """Give a Hebrew word without the letters that are written together with it."""
    while word[0] in _PREFIXES and len(word) > _SHORT + 1:
        word = word[1:]
    return word
