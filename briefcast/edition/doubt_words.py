"""Words of doubts: figures as they are referred to in a text, and numbers as a reader of each language writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from briefcast.brief.model import Statistic
from briefcast.language.written import write_number
from briefcast.languages import OWN_LANGUAGE, read_languages
from briefcast.messages import Message, Name

_NUMBERS = frozenset({"value", "target", "more", "earlier", "change", "times", "percent"})
"""What values of figures are called in messages."""
_REFERRED = re.compile(r"(?<=\{)[\w-]+(?=[.:}])")
_LONG = re.compile(r"-?(?:\d{5,}|\d+\.\d+)")
"""A number that languages write in different ways."""


def references_of(statistics: Sequence[Statistic]) -> Mapping[str, str]:
    """Give how each figure of a place is referred to, by its id: ``share.tel-aviv`` for ``share-tel-aviv``."""
    return {
        s.id: f"{s.member.group}.{s.id.removeprefix(f'{s.member.group}-')}"
        for s in statistics
        if s.member and s.id.startswith(f"{s.member.group}-")
    }


def in_words(message: str, references: Mapping[str, str]) -> str:
    """Give a message with figures of places as they are referred to, and long numbers as each language writes them."""
    if not isinstance(message, Message):
        return message
    return Message(message.pattern, ((name, _value(name, value, references)) for name, value in message.values))


def _value(name: str, value: object, references: Mapping[str, str]) -> object:
    if isinstance(value, Message):
        return in_words(value, references)
    if not isinstance(value, str) or isinstance(value, Name):
        return value
    if name in ("id", "other") and value in references:
        return references[value]
    if "{" in value:
        # A text as its writer typed it.
        value = _REFERRED.sub(lambda found: references.get(found[0], found[0]), value)
    if name in _NUMBERS and _LONG.fullmatch(value):
        told = {code: write_number(Decimal(value), code) for code in read_languages()}
        return Name(told[OWN_LANGUAGE], told)
    return value
