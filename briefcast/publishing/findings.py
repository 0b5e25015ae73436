"""What an item says first, where it is told beside others: its finding, and the sentences below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefcast.brief.model import LanguageCode
from briefcast.language.kin import any_akin
from briefcast.language.phrases import phrases
from briefcast.language.sentences import split_sentences
from briefcast.language.written import letters_alone
from briefcast.manifest.manifest import FactEntry, SceneEntry, ScriptEntry
from briefcast.publishing.posts import AROUND, NUMBER, WORD, plain

SENTENCES = 2
"""What is told of one item below its finding."""
WIDE_FIRST = ("1200x630", "16x9", "1080x1080", "1x1", "1080x1350")
"""Sizes of a picture and shapes of a film, the one first that leaves most room for the words below it."""


_MORE_WORDS, _MORE_SYLLABLES = 1, 2
"""So much more than its finding a sentence may say and tell nothing: "are good", "were rated good"."""
_WHO, _DONE = "spotlight-who", "spotlight-done"
"""The scenes of a good example that say who did it, and what was done."""


def who_did_it(script: ScriptEntry) -> str:
    """Give who did what a good example tells, and where; empty for any other piece."""
    return next((plain(scene.text).rstrip(".") for scene in script.scenes if scene.id == _WHO), "")


def written_as_told(script: ScriptEntry, fact: FactEntry, *, own: str) -> str:
    """Give a figure as an item's own words have it.

    Args:
        script: the item's words.
        fact: the figure.
        own: the form that its readers read; theirs if their words have it, or have neither.
    """
    exact = fact.written.get(script.language, own)
    words = " ".join(f"{plain(scene.headline)} {plain(scene.text)}" for scene in script.scenes)

    def stands(form: str) -> bool:
        return re.search(rf"(?<![\d.,]){re.escape(plain(form))}(?!\d)", words, re.IGNORECASE) is not None

    return exact if exact != own and stands(exact) and not stands(own) else own


def lead_of(script: ScriptEntry) -> tuple[SceneEntry, ...]:
    """Give the scenes of which an item is told: what a piece of its kind says before all, and its strongest points."""
    around = {*AROUND, *(scene.id for scene in script.content)}
    points = [scene for scene in script.scenes if scene.id not in around]
    # As posts begin: what states a figure first, then by weight.
    stating = [scene for scene in points if scene.facts][:1]
    rest = sorted((scene for scene in points if scene not in stating), key=lambda scene: -scene.weight)
    # Of a good example what was done; who did it stands above.
    begins = [scene for scene in script.content if scene.id == _DONE] or [*script.content]
    return (*begins[:1], *stating, *rest)[:SENTENCES]


def finding_of(script: ScriptEntry, lead: Sequence[SceneEntry]) -> tuple[str, str]:
    """Give the finding of an item, and what it belongs to."""
    title, name = plain(script.title), plain(script.name)
    if name:
        return title, name
    if script.content or not lead:
        return title, who_did_it(script)
    return plain(lead[0].headline), title


def first_sentences(lead: Sequence[SceneEntry], finding: str, code: LanguageCode) -> tuple[str, ...]:
    """Give the sentences below a finding: of what a piece of its kind says one, of its strongest point the rest."""
    told: list[str] = []
    for number, scene in enumerate(lead):
        every = split_sentences(plain(scene.text), code) if scene.text else ()
        fresh = [each for each in every if not only_says_again(each, finding, code)]
        leads_over = number == 0 and not scene.facts
        told += fresh[:1] if leads_over else fresh
    return tuple(told[:SENTENCES])


def only_says_again(sentence: str, finding: str, code: LanguageCode) -> bool:
    """Say whether a sentence tells the figures of a finding once more, and hardly a word that it has not."""
    if letters_alone(sentence) == letters_alone(finding):
        return True
    numbers = set(NUMBER.findall(sentence))
    if not numbers or not numbers <= set(NUMBER.findall(finding)):
        return False
    grammar = phrases(code)
    said, known = (set(WORD.findall(text.casefold())) - grammar.light for text in (sentence, finding))
    more = {word for word in said - known if grammar.blanks_part_syllables or not any_akin((word,), known)}
    return len(more) <= (_MORE_SYLLABLES if grammar.blanks_part_syllables else _MORE_WORDS)


def wide_rank(variant: str) -> int:
    """Say how far behind a size or shape stands where a wide picture comes first."""
    return WIDE_FIRST.index(variant) if variant in WIDE_FIRST else len(WIDE_FIRST)
