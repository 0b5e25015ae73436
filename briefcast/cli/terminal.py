"""What is written to the terminal: no text of a brief, a file's name or a platform's answer can steer it."""

from __future__ import annotations

import json
import re
from typing import Any

from rich.console import Console
from rich.text import Text
from typer.core import TyperCommand

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""Control characters but tab and line feed, overrides of the reading direction, halves of a character.

Isolates stay: messages in Hebrew have them about what is written from left to right.
"""


class Terminal(Console):
    """A terminal on which texts are only shown: they neither steer it nor turn ``:x:`` into a picture."""

    def __init__(self, **options: Any) -> None:
        super().__init__(emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Give a text as it is shown."""
        return super().render_str(harmless(text), **options)


class Plain(TyperCommand):
    """A command of which the help names what is to be typed as it is written elsewhere: ``WEEK``, not ``{WEEK}``."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Give the parts of the line of usage; braces would be taken for something to type."""
        return [re.sub("[{}]", "", piece) for piece in super().collect_usage_pieces(ctx)]


def harmless(text: str) -> str:
    """Give a text with what would steer the terminal as pictures of it: ␛ for an escape."""
    return _STEERING.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)


def answer(told: object) -> None:
    """Print the answer of a command, a line for people and programs, to standard output."""
    print(harmless(str(told)))  # noqa: T201


def answer_json(value: object) -> None:
    """Print the answer as JSON; what would steer a terminal is written as JSON writes it, and read back as it was."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    print(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: T201
