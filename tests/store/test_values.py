"""Values kept as JSON: what is read is what was written, and nothing else is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from briefcast.messages import Message, Name, tell
from briefcast.store.values import Values


@dataclass(frozen=True, kw_only=True)
class Kept:
    words: tuple[object, ...] = ()
    labels: object = None


VALUES = Values(Kept)


@pytest.mark.parametrize(
    "value",
    [
        (),
        ("a", 1, 1.5, True, None, Decimal("1.50"), Path("a/b"), (1, (2,))),
        Kept(words=(Kept(labels={"decimal": "1"}), Decimal("-3")), labels={"map": {"path": "x"}, "name": ()}),
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    """Names in a brief may be those that the file itself is written with."""
    assert repr(VALUES.read(VALUES.write(value))) == repr(value)


def test_a_message_keeps_what_it_is_told_in_other_languages_by() -> None:
    inner = tell("line {line}", line=4)
    message = tell("{name} and {more} at {there}", name=Name("Monday", {"vi": "thứ Hai"}), more=("a", 2), there=inner)
    read = VALUES.read(VALUES.write(message))
    assert isinstance(read, Message)
    assert (read, read.pattern, read.values) == (message, message.pattern, message.values)
    assert dict(read.values)["name"].others == {"vi": "thứ Hai"}


def test_what_would_not_come_back_is_refused() -> None:
    with pytest.raises(TypeError, match="a set is not kept"):
        VALUES.write(Kept(labels={1}))


def test_no_other_class_is_made_of_what_somebody_wrote() -> None:
    with pytest.raises(KeyError):
        VALUES.read('{"Popen":[["ls"]]}')
    with pytest.raises(ValueError, match=r"shorter|argument"):
        VALUES.read('{"Kept":[]}')
