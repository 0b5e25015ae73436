"""Messages: what a person is told, as an English pattern with its values, so that it can be told in her language too.

    tell("The point {point} has no figure.", point="rank")

A message is its English text wherever a text is wanted; `briefcast.catalogue.in_language` gives it in another language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

LANGUAGE_ENV = "BRIEFCAST_LANGUAGE"
"""The language in which the team is told what is wrong, by its code: ``vi``."""


class Message(str):
    """An English text that knows the pattern and the values it was made from."""

    __slots__ = ("pattern", "values")

    pattern: str
    """The text with the names of its values in braces; a brace of the text itself stands twice."""
    values: tuple[tuple[str, object], ...]
    """Values by name: texts and figures as they are, messages and names that are told too, tuples of these."""

    def __new__(cls, pattern: str, values: Iterable[tuple[str, object]] = ()) -> Message:
        """Fill a pattern; KeyError if it names a value that is not there."""
        kept = tuple(values)
        message = super().__new__(cls, pattern.format(**{name: _written(value) for name, value in kept}))
        message.pattern, message.values = pattern, kept
        return message

    def __reduce__(self) -> tuple[type[Message], tuple[str, tuple[tuple[str, object], ...]]]:
        """Keep pattern and values where a message is copied or sent to another machine."""
        return Message, (self.pattern, self.values)


class Name(str):
    """An English name that knows what it is called in other languages: a day, a person, an hour of a place."""

    __slots__ = ("others",)

    others: Mapping[str, str]
    """What it is called, by language."""

    def __new__(cls, name: str, others: Mapping[str, str]) -> Name:
        """Give the English name all the others."""
        made = super().__new__(cls, name)
        made.others = dict(others)
        return made

    def __reduce__(self) -> tuple[type[Name], tuple[str, Mapping[str, str]]]:
        """Keep the other names where one is copied or sent to another machine."""
        return Name, (str(self), self.others)


def tell(pattern: str, /, **values: object) -> Message:
    """Give a message: the pattern is what translations go by, so it is written out where it is told."""
    return Message(pattern, values.items())


def either(words: Iterable[object]) -> object:
    """Give words of which one is enough: ``'baseline' or 'target'``; nothing if there are none."""
    found = tuple(words)
    return reduce(lambda one, other: tell("{one} or {other}", one=one, other=other), found) if found else ""


def _written(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
