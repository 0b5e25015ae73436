"""Messages: what a person is told, as an English pattern with its values, so that it can be told in her language too.

    tell("The point {point} has no figure.", point="rank")

A message is its English text wherever a text is wanted; `briefcast.catalogue.in_language` gives it in another language.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

LANGUAGE_ENV = "BRIEFCAST_LANGUAGE"
"""The language in which the team is told what is wrong, by its code: ``vi``."""


class Message(str):
    """An English text that knows the pattern and the values it was made from."""

    __slots__ = ("pattern", "values")

    pattern: str
    """The text with the names of its values in braces; a brace of the text itself stands twice."""
    values: tuple[tuple[str, object], ...]
    """Values by name: texts and figures as they are, messages, names, days and moments that are told too, tuples of
    these. By ``count``, a whole number, the words of a message agree with it."""

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


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line that a command tells, as it can be kept and told again."""

    text: str
    label: str = ""
    """What stands before it."""
    colour: str = ""
    under: bool = False
    """Whether it stands under the line before, as the name of an item does."""


class Typed(str):
    """What is to be typed as it stands, such as a whole command: ready to be copied in every language."""

    __slots__ = ()


def tell(pattern: str, /, **values: object) -> Message:
    """Give a message: the pattern is what translations go by, so it is written out where it is told."""
    return Message(pattern, values.items())


def counted(text: str, count: int) -> str:
    """Give a word or message that is said of so many, so that it can agree with them; its text is the same."""
    return Message(text.pattern, [*text.values, ("count", count)]) if isinstance(text, Message) else text


def either(words: Iterable[object]) -> object:
    """Give words of which one is enough: ``'baseline' or 'target'``; nothing if there are none."""
    found = tuple(words)
    return reduce(lambda one, other: tell("{one} or {other}", one=one, other=other), found) if found else ""


SPAN = "{first} – {last}"
"""From one to another: of two moments of one day, the day is told once."""


def span(moments: Iterable[dt.datetime]) -> dt.datetime | Message:
    """Give the one moment of several things, or the first and the last of them."""
    found = sorted(set(moments))
    return found[0] if len(found) == 1 else tell("{first} – {last}", first=found[0], last=found[-1])


def joined(*told: object) -> str:
    """Give what is told one after the other, as one; what is empty is left out, and a command stands by itself."""

    def both(one: object, other: object) -> Message:
        if _ends_in_command(one):
            return tell("{one} · {other}", one=one, other=other)
        return tell("{one} {other}", one=one, other=other)

    found = tuple(each for each in told if each)
    return reduce(both, found) if found else ""  # type: ignore[return-value]


def parts_of(told: object) -> tuple[object, ...]:
    """Give what `joined` put together, one after the other; what is told alone is its only part."""
    if isinstance(told, Message) and told.pattern in ("{one} {other}", "{one} · {other}"):
        parts = dict(told.values)
        return (*parts_of(parts["one"]), *parts_of(parts["other"]))
    return (told,)


def _ends_in_command(told: object) -> bool:
    if isinstance(told, Message) and told.pattern.endswith("}") and told.values:
        last = dict(told.values)[told.pattern.rpartition("{")[2][:-1]]
        return isinstance(last, Typed) or _ends_in_command(last)
    return False


def changed(text: str, change: Callable[[str], str]) -> str:
    """Give a text with a change made to it, in a message to each of its values, so that it can still be told."""
    if isinstance(text, Message):
        return Message(text.pattern, [(name, _change(value, change)) for name, value in text.values])
    return Typed(change(text)) if isinstance(text, Typed) else text if isinstance(text, Name) else change(text)


_BEHIND = "\x1f"
"""Parts the English text of what is kept from what it was made of; no text holds it."""


def keep(text: str) -> str:
    """Give a text to be stored: the English one, and behind it what a message was made of."""
    return f"{text}{_BEHIND}{json.dumps(_parts(text), ensure_ascii=False)}" if isinstance(text, Message) else text


def kept(text: str) -> str:
    """Read what `keep` gave: a message again, if it was one."""
    english, behind, parts = text.partition(_BEHIND)
    return _made(json.loads(parts)) if behind else english


def _change(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, tuple):
        return tuple(_change(each, change) for each in value)
    return changed(value, change) if isinstance(value, str) else value


def _parts(value: object) -> Any:
    if isinstance(value, Message):
        return {"pattern": value.pattern, "values": {name: _parts(each) for name, each in value.values}}
    if isinstance(value, Name):
        return {"name": str(value), "others": dict(value.others)}
    if isinstance(value, Typed):
        return {"typed": str(value)}
    if isinstance(value, tuple):
        return [_parts(each) for each in value]
    if isinstance(value, dt.datetime):
        zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
        return {"moment": value.astimezone(dt.UTC).isoformat(), "zone": zone}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value if isinstance(value, (int, float)) else str(value)


def _made(parts: Any) -> Any:
    match parts:
        case {"pattern": pattern, "values": values}:
            return Message(pattern, [(name, _made(each)) for name, each in values.items()])
        case {"name": name, "others": others}:
            return Name(name, others)
        case {"typed": typed}:
            return Typed(typed)
        case {"moment": moment, "zone": zone}:
            return dt.datetime.fromisoformat(moment).astimezone(ZoneInfo(zone) if zone else dt.UTC)
        case {"day": day}:
            return dt.date.fromisoformat(day)
        case list():
            return tuple(_made(each) for each in parts)
    return parts


def _written(value: object) -> str:
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
    if isinstance(value, float):
        return f"{value:,.12g}"
    return ", ".join(map(_written, value)) if isinstance(value, tuple) else str(value)
