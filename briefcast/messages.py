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
    """Values by name: texts and figures as they are, messages, names by language (``{"en": …}``), tuples of these."""

    def __new__(cls, pattern: str, values: Iterable[tuple[str, object]] = ()) -> Message:
        """Fill a pattern; KeyError if it names a value that is not there."""
        kept = tuple((name, dict(value) if isinstance(value, Mapping) else value) for name, value in values)
        message = super().__new__(cls, pattern.format(**{name: _written(value) for name, value in kept}))
        message.pattern, message.values = pattern, kept
        return message

    def __reduce__(self) -> tuple[type[Message], tuple[str, tuple[tuple[str, object], ...]]]:
        """Keep pattern and values where a message is copied or sent to another machine."""
        return Message, (self.pattern, self.values)


def tell(pattern: str, /, **values: object) -> Message:
    """Give a message: the pattern is what translations go by, so it is written out where it is told."""
    return Message(pattern, values.items())


def either(words: Iterable[object]) -> object:
    """Give words of which one is enough: ``'baseline' or 'target'``; nothing if there are none."""
    found = tuple(words)
    return reduce(lambda one, other: tell("{one} or {other}", one=one, other=other), found) if found else ""


def of_language(names: Mapping[str, str], code: str) -> str:
    """Give a name in a language; in English, or else in the first it has, where it has none in that one."""
    return names.get(code) or names.get("en") or next(iter(names.values()), "")


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_written, value))
    return of_language(value, "en") if isinstance(value, dict) else str(value)
