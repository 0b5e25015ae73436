"""Which point a request is about: "Bring your child for the measles shot" belongs to what is told of measles.

    asked_about(brief, "citizens")  # "measles"

Words are compared, not meant: the answer serves to tell a point too many, never to leave a request out.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Mapping

from briefcast.brief.kinds import part_of
from briefcast.brief.model import Brief, Point
from briefcast.brief.references import REFERENCE
from briefcast.language.lexicon import lexicon
from briefcast.language.phrases import phrases

SHARED_MIN = 2
"""Words that a request has to share with a point in one language to be about it."""
_STEM = 5
"""Letters that forms of one word share: disbursed, disbursement."""
_SHORT = 3
"""Letters of words that say little by themselves: the, and, for."""
_WORD = re.compile(r"[^\W_]+")


def asked_about(brief: Brief, audience: str) -> str:
    """Give the id of the point that shares most words with what an audience is asked to do; empty if none does."""
    action = brief.calls_to_action.get(audience)
    if action is None:
        return ""
    told = {code: {point.id: _text(brief, point, code) for point in brief.points} for code in brief.languages}
    return nearest(action.text, told, {code: _general(brief, code) for code in brief.languages})


def nearest(request: Mapping[str, str], told: Mapping[str, Mapping[str, str]], general: Mapping[str, str]) -> str:
    """Give the id of what shares most words with a request, in all languages together; empty where it is not sure.

    Args:
        request: by language.
        told: by language and id.
        general: the words of the whole piece and of who speaks, by language: they tell no point from another.
    """
    shared = Counter[str]()
    for code, texts in told.items():
        words = _words(request.get(code, ""), code) - _words(general.get(code, ""), code)
        same = {id: words & _words(text, code) for id, text in texts.items()}
        spread = Counter(word for found in same.values() for word in found)
        for id, found in same.items():
            # A word of every point says nothing of one.
            own = [word for word in found if spread[word] * 2 <= len(texts)]
            shared[id] += len(own) if len(own) >= SHARED_MIN else 0
    (first, most), (_, next_most), *_ = [*shared.most_common(2), ("", 0), ("", 0)]
    return first if most > next_most else ""


def is_told_already(brief: Brief, audience: str, told: Collection[str]) -> bool:
    """Say whether how to register or the steps of the points that were told say all that an audience is asked to do."""
    action = brief.calls_to_action.get(audience)
    if action is None:
        return False
    steps = [step for point in brief.points if point.id in told for step in point.steps]
    texts = [*steps, part_of(brief, "register")] if brief.kind == "event" else steps
    for code in brief.languages:
        words = _words(action.text.get(code, ""), code) - _words(_general(brief, code), code)
        if not words or not words <= _words(". ".join(text.get(code, "") for text in texts), code):
            return False
    return True


def is_of(request: str, told: str, general: str, language: str) -> bool:
    """Say whether a request speaks of what is told: "file from home" below requests filed online, not below crashes.

    ``general`` is the title, whose words tell nothing apart.
    """
    return bool(_words(request, language) & _words(told, language) - _words(general, language))


def _general(brief: Brief, code: str) -> str:
    return f"{brief.title.get(code, '')}. {brief.issuer.get(code, '')}"


def _text(brief: Brief, point: Point, code: str) -> str:
    labels = [s.label.get(code, "") for s in brief.statistics if s.id in point.statistics]
    steps = [step.get(code, "") for step in point.steps]
    texts = (point.headline.get(code, ""), point.text.get(code, ""), point.question.get(code, ""))
    return REFERENCE.sub(" ", ". ".join((*texts, *labels, *steps)))


def _words(text: str, code: str) -> frozenset[str]:
    """Give what is to be compared of a text: words by their stems, or pairs of syllables where blanks part these."""
    words = _WORD.findall(text.casefold())
    if phrases(code).blanks_part_syllables:
        return frozenset(f"{one} {two}" for one, two in itertools.pairwise(words))
    if prefixes := lexicon(code).prefixes:
        return frozenset(_bare(word, prefixes)[:_STEM] for word in words if len(word) >= _SHORT)
    return frozenset(word[:_STEM] for word in words if len(word) > _SHORT)


def _bare(word: str, prefixes: str) -> str:
    """Give a word without the letters that are written together with it."""
    while word[0] in prefixes and len(word) > _SHORT + 1:
        word = word[1:]
    return word
