"""What phrases of a text say of figures. Data: ``assets/said.yaml``.

    for found in find_said("fewer_of", "Fewer fires, shorter waits", "en"): ...

A phrase stands in the data as it is written; how it is looked for is the same for every phrase of a language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from briefcast.brief.references import FIGURE, hide_references
from briefcast.edition.directions import stem_of
from briefcast.paths import ASSETS
from briefcast.tables import read_rows

Phrases = tuple[str, ...]


class SaidWords(BaseModel):
    """Phrases of one language by what they say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    joined: str
    """Letters that may be written together with the first word of a phrase."""
    more_behind: bool
    """Whether what there is more of stands behind *more*, and not within it: *nhiều* ca *hơn*."""
    lead: Phrases
    """What may stand between *than* and a time."""
    up: Phrases
    """A figure is more than it was."""
    down: Phrases
    more_of: Phrases
    """The same, of what stands right behind them: *more* fires."""
    fewer_of: Phrases
    surges: Phrases
    """It is much more than it was."""
    plunges: Phrases
    same: Phrases
    """It is what it was."""
    steady: Phrases
    """It is nearly what it was."""
    better: Phrases
    """It went the way that is progress."""
    worse: Phrases
    thrives: Phrases
    """What a figure is of does well, which for a figure that is to be low means less: the market *recovered*."""
    flags: Phrases
    slightly: Phrases
    """It went a way, and not far."""
    longer: Phrases
    """A length of time is more than it was."""
    shorter: Phrases
    faster: Phrases
    """Work that goes on, or growth, is further than it was."""
    slower: Phrases
    speeds: Phrases
    """Growth is more than it was."""
    brakes: Phrases
    above: Phrases
    """One figure is more than the one behind the phrase."""
    below: Phrases
    ahead: Phrases
    """One place is better than the one behind the phrase."""
    behind: Phrases
    minority: Phrases
    """A part is less than half."""
    majority: Phrases
    both: Phrases
    """What is said is said of each that the clause names."""
    than: Phrases
    """What something is more than stands behind them."""
    than_letters: str
    """Letters that say the same where they are written together with what follows."""
    then: Phrases
    """A time before, behind what something is more than."""
    joins: Phrases
    """What joins one thing that there is more or less of to the next."""
    joins_letters: str
    """Letters that do so, written together with what follows."""
    denied: Phrases
    """It is not said that what follows is so."""
    wished: Phrases
    """The same right before it: *phải* nhanh hơn."""
    follows_letters: str
    """The same, of letters that are written together with what follows."""
    follows: Phrases
    """What may stand behind a phrase that says how a figure went, beside a mark and a figure."""
    parts: Phrases
    """What parts clauses, beside a mark."""
    endings: str
    """Endings without which a word says the same of what a figure is called."""
    empty: Phrases
    """Words that say nothing of which figure is meant."""
    kin: tuple[Phrases, ...]
    """Words that are one word here: *hurt* and *injured*."""


@cache
def said_words(language: str) -> SaidWords | None:
    """Give the phrases of a language; nothing where nobody has written them."""
    return read_rows(ASSETS / "said.yaml", SaidWords).get(language)


def find_said(meaning: str, text: str, language: str) -> Iterator[re.Match[str]]:
    """Give every place of a text at which it says something, the longest phrase first at each."""
    pattern = _pattern(meaning, language)
    return iter(()) if pattern is None else pattern.finditer(text.replace("’", "'"))


def says(meaning: str, text: str, language: str) -> bool:
    """Say whether a text says something anywhere."""
    return any(True for _ in find_said(meaning, text, language))


_GAP = rf"(?:\s[^\s,;:.!?(){FIGURE}]+){{0,4}}?"


@cache
def _pattern(meaning: str, language: str) -> re.Pattern[str] | None:
    words = said_words(language)
    phrases: Phrases = getattr(words, meaning) if words else ()
    if not phrases:
        return None
    own = "|".join(sorted(map(_phrase, phrases), key=len, reverse=True))
    return re.compile(rf"(?<![\w'])(?:{joined_letters(language)})(?:{own})(?!\w)", re.IGNORECASE)


def joined_letters(language: str) -> str:
    """Give an expression for the letters that may be written together with a word; it may be empty."""
    words = said_words(language)
    return words.joined if words else ""


def joined_forms(name: str) -> tuple[str, ...]:
    """Give a Hebrew name as it is written together with *in* and *to*, which take the place of its article: בגבעה."""
    return tuple(f"{letter}{name[1:]}" for letter in "בלכ") if name.startswith("ה") and len(name) > _SHORT else ()


_SHORT = 3
"""Letters of a name that may begin with ה without an article."""


def _phrase(phrase: str) -> str:
    found = ""
    for word in phrase.split():
        either = "|".join(re.escape(one) for one in word.split("/"))
        found += _GAP if word == "…" else (r"\s" if found else "") + (f"(?:{either})" if "/" in word else either)
    return found


def words_of(text: str, language: str) -> frozenset[str]:
    """Give the words of a text that may tell which figure it is about, without endings, kin as one."""
    words = said_words(language)
    empty, kin = (_empty(language), _kin(language)) if words else (frozenset(), {})
    told = re.findall(r"[^\W\d_]+", hide_references(text).casefold())
    stems = (_stem(word, language) for word in told if word not in empty)
    return frozenset(kin.get(one, one) for one in stems if one not in empty and len(one) > 1)


@cache
def _empty(language: str) -> frozenset[str]:
    words = said_words(language)
    return frozenset(words.empty) if words else frozenset()


@cache
def _kin(language: str) -> Mapping[str, str]:
    words = said_words(language)
    groups = words.kin if words else ()
    return {_stem(one, language): _stem(group[0], language) for group in groups for one in group}


def _stem(word: str, language: str) -> str:
    words = said_words(language)
    bare = stem_of(word)
    return re.sub(rf"(?<=\w{{3}})(?:{words.endings})$", "", bare) if words and words.endings else bare
