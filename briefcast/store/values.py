"""Values kept as JSON: frozen values of known classes, with their decimals, paths, tuples and messages as they were.

    values = Values(Script, Scene, Word)
    values.read(values.write(script)) == script

What is read makes objects of these classes and of no others: a file that somebody else wrote runs nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from briefcast.messages import Message, Name, keep, kept


class Values:
    """What turns values of some dataclasses into text and back."""

    def __init__(self, *classes: type) -> None:
        self._classes = {each.__name__: each for each in classes}
        self._fields = {
            name: [field.name for field in dataclasses.fields(each)] for name, each in self._classes.items()
        }

    def write(self, value: object) -> str:
        """Give a value as JSON; TypeError if there is something in it that would not come back."""
        return json.dumps(self._plain(value), ensure_ascii=False, separators=(",", ":"))

    def read(self, text: str | bytes) -> Any:
        """Give the value that was written; ValueError, KeyError or TypeError if it is none."""
        return _whole(json.loads(text, object_hook=self._made))

    def _plain(self, value: object) -> Any:
        if isinstance(value, Message):
            return {"message": keep(value)}
        if isinstance(value, Name):
            return {"name": [str(value), self._plain(value.others)]}
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, Decimal):
            return {"decimal": str(value)}
        if isinstance(value, Path):
            return {"path": str(value)}
        if isinstance(value, tuple):
            return [self._plain(each) for each in value]
        if isinstance(value, Mapping):
            # In pairs: every object of the JSON then says what it stands for.
            return {"map": [[key, self._plain(each)] for key, each in value.items()]}
        name = type(value).__name__
        if self._classes.get(name) is type(value):
            return {name: [self._plain(getattr(value, field)) for field in self._fields[name]]}
        raise TypeError(f"a {name} is not kept")

    def _made(self, row: dict[str, Any]) -> Any:
        """Give what one JSON object stands for; those within it were made before."""
        ((kind, content),) = row.items()
        content = _whole(content)
        if kind in self._classes:
            return self._classes[kind](**dict(zip(self._fields[kind], content, strict=True)))
        return _MADE[kind](content)


_MADE: Mapping[str, Callable[[Any], Any]] = {
    "decimal": Decimal,
    "path": Path,
    "map": dict,
    "message": kept,
    "name": lambda content: Name(*content),
}


def _whole(value: Any) -> Any:
    """Give lists as the tuples they were."""
    return tuple(map(_whole, value)) if isinstance(value, list) else value
