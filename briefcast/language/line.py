"""A line of a text as its readers see it: tokens, what stands before and after them, what was read so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from briefcast.language.lexicon import Lexicon, lexicon
from briefcast.language.phrasebook import Phrasebook, phrasebook
from briefcast.language.tokens import BLANK, FIGURE, PREFIX, Token, any_of

_WORDS_BACK = 6
"""How many words before a number may tell what it is."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is said for some tokens of a line."""

    end: int
    """Index of the first token after them."""
    said: str
    kind: str = ""
    """What was read where its neighbours need to know: date, time, phone, name."""
    parted: tuple[tuple[int, str], ...] = ()
    """The same in parts, each with its end, where two figures of the brief stand in it."""


@dataclass
class Line:
    """One text in one language while it is read from its beginning to its end."""

    tokens: tuple[Token, ...]
    language: str
    figures: tuple[tuple[str, str], ...] = ()
    """Figures of the brief in it, as shown and as spoken."""
    done: list[tuple[int, Reading]] = field(default_factory=list)
    """What was read so far, with where it begins."""
    read_weekday: bool = False
    """Whether the letter of a day of the week was read."""

    def __post_init__(self) -> None:
        self.shape = "".join(token.kind if len(token.kind) == 1 else "?" for token in self.tokens)

    @property
    def words(self) -> Lexicon:
        """The lexicon of its language."""
        return lexicon(self.language)

    @property
    def book(self) -> Phrasebook:
        """The phrasebook of its language."""
        return phrasebook(self.language)

    def kind(self, at: int) -> str:
        """Give the class of a token; nothing outside the line."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def text(self, at: int) -> str:
        """Give the text of a token; nothing outside the line."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def skip_blank(self, at: int) -> int:
        """Give the index of the next token that is no blank."""
        return at + 1 if self.kind(at) == BLANK else at

    def word_after(self, at: int) -> str:
        """Give the word a blank behind a token's end; nothing where another sign stands there."""
        if self.kind(at) != BLANK or self.kind(at + 1) in (PREFIX, FIGURE):
            return ""
        return self.text(at + 1) if self.text(at + 1)[:1].isalpha() else ""

    def word_before(self, at: int) -> str:
        """Give the word a blank before a token, joined prefixes overlooked; nothing where another sign stands there."""
        at -= 1 if self.kind(at - 1) == PREFIX else 0
        return self.text(at - 2) if self.kind(at - 1) == BLANK and self.text(at - 2)[:1].isalpha() else ""

    def prefix(self, at: int) -> str:
        """Give the one-letter words joined to a token, without their hyphen."""
        return self.text(at - 1)[:-1] if self.kind(at - 1) == PREFIX else ""

    def follows(self, at: int, phrases: Iterable[str]) -> bool:
        """Whether one of some phrases stands right before a token, in capitals or not."""
        before = "".join(token.text for token in self.tokens[max(0, at - 2 * _WORDS_BACK) : at])
        return _ends_with(tuple(phrases)).search(before) is not None

    def has_before(self, at: int, words: Iterable[str], *, within: int = _WORDS_BACK) -> bool:
        """Whether one of some words stands not far before a token, in the same clause."""
        return not self.near(at, within).isdisjoint(words)

    def clause_has(self, at: int, phrases: Iterable[str]) -> bool:
        """Whether one of some phrases stands before a token in the same clause, not far from it."""
        before = "".join(token.text for token in self.tokens[max(0, at - 2 * _WORDS_BACK) : at])
        return _holds(tuple(phrases)).search(re.split("[.;!?]", before)[-1]) is not None

    def near(self, at: int, within: int) -> set[str]:
        """Give the last words before a token, in small letters, back to the clause's beginning."""
        found: set[str] = set()
        while at > 0 and len(found) < within:
            at -= 1
            if self.text(at) in ".;!?":
                break
            if self.text(at)[:1].isalpha():
                found.add(self.text(at).lower())
        return found

    def leads(self, at: int, phrases: Iterable[str]) -> bool:
        """Whether one of some phrases stands a blank behind a token's end."""
        if self.kind(at) != BLANK:
            return False
        after = "".join(token.text for token in self.tokens[at + 1 : at + 2 * _WORDS_BACK])
        return _begins_with(tuple(phrases)).match(after) is not None

    def rest(self, at: int) -> str:
        """Give the text from a token on."""
        return "".join(token.text for token in self.tokens[at:])

    def read_before(self, at: int) -> Reading | None:
        """Give what was read last, if it ends at a token."""
        return self.done[-1][1] if self.done and self.done[-1][1].end == at else None


@lru_cache(maxsize=256)
def _ends_with(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?i:(?<!\w)(?:{any_of(phrases)}):?[ (]+[א-ת]{{0,2}}[־-]?$)")


@lru_cache(maxsize=256)
def _holds(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?i:(?<!\w)(?:{any_of(phrases)})(?!\w))")


@lru_cache(maxsize=256)
def _begins_with(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?i:(?:{any_of(phrases)})(?!\w))")
