"""What is told of many posts for one reason: said once, with their number and a few of them by name.

for each in group_alike([("late", "egov-2024/press/en/text → mail:press", why), …]):
    print(in_language(each.told, "vi"))
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from briefcast.messages import Message, Typed, counted, span, tell

FEW = 3
"""So many are told one by one, and so many of more are named."""
_TAKES_NUMBERS = {"withdraw", "drop", "deleted", "missing", "again", "found"}
"""Commands that take the numbers of several publications."""
_OWN_ADDRESS = "URL"
"""What each post has of its own, to be filled in: such commands are not made one."""
_TAKES_ITEMS = {"approve", "hold", "send-back", "release", "take-back", "drop", "withdraw"}
"""Commands that take the names of several items."""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """What is told for one reason, of one thing or of many."""

    label: str
    """What it is: ``late``, ``Stays``."""
    where: tuple[str, ...]
    """The items, with their accounts."""
    why: str

    @property
    def told(self) -> str:
        """The line of it, without its label; of many, their number and the reason."""
        if (count := len(self.where)) > 1:
            why = _of_many(self.why, count)
            if self.are_posts:
                posts = tell("{count} posts: {why}", count=count, why=why)
                return posts if self.why else tell("{count} posts", count=count)
            items = tell("{count} items: {why}", count=count, why=why)
            return items if self.why else tell("{count} items", count=count)
        where = self.where[0]
        if not (where and self.why) or str(self.why).startswith(where):
            # Of some, the reason names the item itself.
            return self.why or where
        item, _, account = where.partition(" → ")
        if account and str(self.why).startswith(f"{account}: "):
            # So does it the account.
            where = item
        return tell("{where}: {why}", where=where, why=self.why)

    @property
    def in_one_line(self) -> str:
        """The line of it with the names of a few, where they are many."""
        if self.more:
            return tell("{told} ({named} and {count} more)", told=self.told, named=self.named, count=self.more)
        return tell("{told} ({named})", told=self.told, named=self.named) if self.named else self.told

    @property
    def are_posts(self) -> bool:
        """Whether each is an item somewhere: one item is a post on each of its accounts."""
        return all(re.search(r" → | \(", where) for where in self.where)

    @property
    def named(self) -> tuple[str, ...]:
        """Of many, a few by name; none of one, which its line names."""
        return self.where[:FEW] if len(self.where) > 1 else ()

    @property
    def more(self) -> int:
        """How many are not named."""
        return max(0, len(self.where) - FEW) if len(self.where) > 1 else 0


def _of_many(told: object, count: int) -> object:
    """Give a reason as it is said of so many, with all that is told in it."""
    if not isinstance(told, Message):
        return told
    values = [(name, _of_many(value, count)) for name, value in told.values]
    agrees = values if any(name == "count" for name, _ in values) else [*values, ("count", count)]
    return Message(told.pattern, agrees)


def group_alike(told: Iterable[tuple[str, str, str]]) -> tuple[Alike, ...]:
    """Put together what is told for the same reason, numbers and the item's own name aside; a few stay by themselves.

    Args:
        told: what it is, of which item and account, and why.
    """
    together: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for label, where, why in dict.fromkeys(told):
        together.setdefault((str(label), _same(where, why)), []).append((label, where, why))
    found: list[Alike] = []
    for many in together.values():
        if len(many) <= FEW:
            found += [Alike(label=label, where=(where,), why=why) for label, where, why in many]
        else:
            merged = _merged([why for _, _, why in many])
            places = tuple(where for _, where, _ in many)
            label = counted(many[0][0], len(many))
            found.append(Alike(label=label, where=places, why=merged if isinstance(merged, str) else str(merged)))
    return tuple(found)


def _same(where: str, why: str) -> str:
    """Give what is the same in a reason for every item: its name, figures, and what commands are given are left out."""
    item, said = where.partition(" → ")[0].partition(" (")[0], str(_without_names(why))
    return re.sub(r"\b[0-9a-f]{12,}\b|\d+", "#", said.replace(item, "") if item else said)


def _without_names(value: object) -> object:
    if isinstance(value, Message):
        return Message(value.pattern, [(name, _without_names(each)) for name, each in value.values])
    if isinstance(value, Typed):
        # A name may be that of the item, or of what it belongs to.
        return " ".join(word for word in str(value).split(" ") if "/" not in word)
    return value


def _merged(values: Sequence[object]) -> object:
    """Give one value for those of many: the same, a span of figures, or a command that names several items."""
    first = values[0]
    if all(value == first for value in values):
        return first
    if all(isinstance(value, Typed) for value in values):
        return _one_command([str(value) for value in values])
    if isinstance(first, Message) and all(
        isinstance(value, Message) and value.pattern == first.pattern for value in values
    ):
        each = [dict(value.values) for value in values if isinstance(value, Message)]
        return Message(first.pattern, [(name, _merged([one[name] for one in each])) for name, _ in first.values])
    moments = [value for value in values if isinstance(value, dt.datetime)]
    if len(moments) == len(values):
        return span(moments)
    texts = sorted({str(value) for value in values})
    if all(re.fullmatch(r"[0-9a-f]{12,}", text) for text in texts):
        return "…"  # the code of each says nothing of the others
    begin = [
        parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, zip(*map(_parts, texts), strict=False))
    ]
    return f"{'/'.join(begin)}/…" if begin else f"{texts[0]} … {texts[-1]}"


def _parts(text: str) -> list[str]:
    return text.split("/") if "/" in text else []


def _one_command(commands: Sequence[str]) -> Typed:
    """Give one line that does what all of them do, to be copied and run as it stands."""
    parts = [command.split(" ") for command in commands]
    if len({len(each) for each in parts}) > 1 or _OWN_ADDRESS in parts[0]:
        return _one_after_the_other(commands)
    told, tokens_of = [], parts[0]
    for tokens in zip(*parts, strict=True):
        different = list(dict.fromkeys(tokens))
        named = all(
            _TAKES_NUMBERS & set(tokens_of) if token.isdecimal() else "/" in token and _TAKES_ITEMS & set(tokens_of)
            for token in different
        )
        if different[1:] and not named:
            return _one_after_the_other(commands)
        told.append(" ".join(different))
    return Typed(" ".join(told))


def _one_after_the_other(commands: Sequence[str]) -> Typed:
    return Typed(" && ".join(dict.fromkeys(commands)))
