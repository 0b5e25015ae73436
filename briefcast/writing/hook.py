"""The hook: a film begins with its leading finding, and nothing announces it.

    script = for_film(script, audience)

Who scrolls decides within two seconds. So the opening and the leading point become one scene, whose first sentence
states a figure as soon as the words allow; what the opening says besides, an embargo or thanks, follows the finding.
Before it stands alone that it was corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefcast.brief.audiences import Audience
from briefcast.language.pacing import narration_seconds
from briefcast.language.phrases import phrases
from briefcast.language.written import NBSP, letters_alone
from briefcast.script import Scene, Script, Sentence

_SOON = frozenset({"public", "lively", "business"})
"""Tones of those who scroll; others have been asked to look."""
FIRST_FIGURE_MS = {True: 1500, False: 3000}
"""When the first figure is heard at the latest, by whether the audience scrolls."""
NAMED_FIRST_MS = 5000
"""The same where what the finding belongs to is said before it."""
CLOSE_S = 4.0
"""Longest closing of a film, where the words of its call allow."""
_CARRIED = frozenset({"factual", "collegial"})
"""Tones whose openings say what is not left out: an embargo, whose work it was."""
_WORDS = re.compile(r"\w{3,}")
"""Words that can tell what something is about."""
_INSIDE = re.compile(r"(?<=[\w,] )\w{3,}")
"""A word that begins no sentence: with a capital it is a name, where a language has capitals."""
_NUMBERS = re.compile(r"\d+")
_AGAIN = 0.5
"""Part of a title's words with which a sentence that states its figures says it again."""
_LONGER = 1.6
"""A sentence so much longer than the title says more than it, though it names the same figures."""


def first_figure_ms(audience: Audience) -> int:
    """Give when an audience is to hear the first figure of a film at the latest."""
    return FIRST_FIGURE_MS[audience.tone in _SOON]


def for_film(script: Script, audience: Audience) -> Script:
    """Give a script as a film tells it: the leading point first, where it shows a figure and says one.

    What was corrected says so before that: who knows the wrong figure must not take the right one for another.
    """
    told = _hooked(script, audience)
    first, *others = told.scenes
    return replace(told, scenes=(replace(first, sentences=(*script.noticed_aloud, *first.sentences)), *others))


def _hooked(script: Script, audience: Audience) -> Script:
    script = replace(script, scenes=(*script.scenes[:-1], _short(script.scenes[-1], script, audience)))
    opening, leading, *others = script.scenes
    if opening.kind != "opening" or leading.kind != "point":
        return script
    if not leading.visual.figures or not leading.facts:
        repeats = _found(leading.sentences, opening.headline)
        return replace(script, scenes=(leading, *others)) if repeats else script
    title, beside = _parted(opening, script, audience)
    latest_ms = first_figure_ms(audience)

    def heard_ms(sentences: Sequence[Sentence]) -> float:
        return _first_figure_ms(sentences, script.language) / audience.pace

    first: tuple[Sentence, ...] = ()
    said = leading.sentences
    if _is_hook(opening) or (heard_ms(said) > latest_ms and heard_ms(title) < heard_ms(said)):
        rest = _without_repeated(said, title)
        # A finding and then the same figure in a sentence is heard twice: it is seen meanwhile.
        again = rest == tuple(said) and not _is_hook(opening) and heard_ms(said) <= NAMED_FIRST_MS
        first, said = ((), said) if again and _states_again(said, title) else (title, rest)
    scene = replace(leading, sentences=(*first, *said, *beside))
    # What it is about, where nothing says so, comes first: behind the finding it would be no sentence. The figure is
    # seen from the first frame; one that is heard later than that allows is not kept waiting: the name is seen, too.
    named = _unheard(script, (scene, *others), audience)
    named = named if heard_ms((*named, *first, *said)) <= max(latest_ms, NAMED_FIRST_MS) else ()
    scene = replace(scene, sentences=(*named, *first, *said, *beside))
    return replace(script, scenes=(scene, *others))


def _short(closing: Scene, script: Script, audience: Audience) -> Scene:
    """Give a closing of no more than what is asked for, where it would be longer than one listens to the end of."""
    call = _found(closing.sentences, script.call_to_action.text)
    if audience.tone not in _SOON or call is None:
        return closing
    takes_s = narration_seconds(closing.sentences, script.language, pace=audience.pace)
    return closing if takes_s <= CLOSE_S else replace(closing, sentences=closing.sentences[slice(*call)])


def _is_hook(opening: Scene) -> bool:
    """Whether the team wrote other words than the title to begin with."""
    return not _found(opening.sentences, opening.headline)


def _parted(opening: Scene, script: Script, audience: Audience) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Give what the opening says of the matter, and what else it says that is not left out."""
    at = _found(opening.sentences, opening.headline)
    if not at:
        return opening.sentences, ()
    first, end = at
    beside = (*opening.sentences[:first], *opening.sentences[end:])
    # The name of the report stands over the finding from the first frame; said behind it, it would be no sentence.
    beside = tuple(s for s in beside if not script.name or letters_alone(s.shown) != letters_alone(script.name))
    # Place and day begin a release that is read; behind a figure they are no sentence.
    beside = tuple(s for s in beside if not _is_dateline(s, script))
    return opening.sentences[first:end], beside if audience.tone in _CARRIED else ()


def _is_dateline(sentence: Sentence, script: Script) -> bool:
    """Say whether a sentence is the place and day of a release."""
    place = script.release.place
    return bool(place) and _shown([sentence]).startswith(f"{place}, ") and not sentence.facts


def _unheard(script: Script, scenes: Sequence[Scene], audience: Audience) -> tuple[Sentence, ...]:
    """Give what the findings belong to, unless the first says so or a film has no time for it.

    It is said where the first scene has fewer than half of its words, or nothing says the place; and only where it
    says itself where or when that was.
    """
    place = _shown(script.named).rpartition(": ")[0]
    everything = " ".join(_shown(scene.sentences) for scene in scenes)
    if says_name(script.named, scenes[0].sentences) and place in everything:
        return ()
    heard = _shown(scenes[0].sentences)
    where = place or (script.release.place if script.release.place in _shown(script.named) else "")
    when = not says_numbers(script.named, scenes[0].sentences)
    # What says neither where nor when is seen above the finding, and keeps nobody waiting for it.
    if not when and (not where or where in heard):
        return ()
    takes_s = [
        narration_seconds(s, script.language, pace=audience.pace)
        for s in (script.named, *(x.sentences for x in scenes))
    ]
    return script.named if sum(takes_s) <= audience.seconds else ()


def says_name(named: Sequence[Sentence], sentences: Sequence[Sentence]) -> bool:
    """Say whether sentences have half of the words of a name: of "Flu in Haifa: week 47" more than that of the week.

    What has a capital within it, a commune or a district, is heard as well: "papers back the same day" in Tân Phú.
    """
    name = _shown(named)
    said = set(_WORDS.findall(_shown(sentences).casefold()))
    words = set(_WORDS.findall(name.casefold()))
    proper = {word.casefold() for word in _INSIDE.findall(name) if word[0].isupper()}
    return proper <= said and len(words & said) * 2 >= len(words)


def says_numbers(named: Sequence[Sentence], sentences: Sequence[Sentence]) -> bool:
    """Say whether sentences have every number of a name: its year, its week."""
    return set(_NUMBERS.findall(_shown(named))) <= set(_NUMBERS.findall(_shown(sentences)))


def _shown(sentences: Sequence[Sentence]) -> str:
    return " ".join(sentence.shown for sentence in sentences).replace(NBSP, " ")


def _found(sentences: Sequence[Sentence], text: str) -> tuple[int, int] | None:
    """Give the span of sentences that say a text."""
    wanted = letters_alone(text)
    spans = ((i, j) for i in range(len(sentences)) for j in range(i + 1, len(sentences) + 1))
    return next((s for s in spans if letters_alone("".join(x.shown for x in sentences[slice(*s)])) == wanted), None)


def _without_repeated(sentences: Sequence[Sentence], title: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """Leave out first sentences that say no figure but those of the title, and hardly more words."""
    told = {fact for sentence in title for fact in sentence.facts}
    longest = _LONGER * sum(len(sentence.shown) for sentence in title)
    kept = list(sentences)
    while len(kept) > 1 and kept[0].facts and set(kept[0].facts) <= told and len(kept[0].shown) <= longest:
        kept.pop(0)
    return tuple(kept)


def _states_again(sentences: Sequence[Sentence], title: Sequence[Sentence]) -> bool:
    """Say whether the first of sentences states every figure of a title that has one, in many of its words."""
    facts = {fact for sentence in title for fact in sentence.facts}
    words, said = (set(_WORDS.findall(_shown(told).casefold())) for told in (title, sentences[:1]))
    again = bool(facts) and facts <= {fact for sentence in sentences[:1] for fact in sentence.facts}
    return again and len(words & said) >= _AGAIN * len(words)


def _first_figure_ms(sentences: Sequence[Sentence], language: str) -> float:
    """Estimate when the first figure is heard; for ever where there is none."""
    letters = 0
    for word in (word for sentence in sentences for word in sentence.words):
        if word.fact:
            return letters / phrases(language).letters_per_s * 1000
        letters += len(word.spoken) + 1
    return float("inf")
