"""Two versions of one brief: what each of them says otherwise than the one before both, by the fields of the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefcast.brief.document import FieldPath
from briefcast.desk.form import written


@dataclass(frozen=True, kw_only=True)
class Both:
    """One field that somebody changed since."""

    name: str
    """As the form calls it."""
    before: str
    theirs: str | None
    """What stands in the file now; None where it was left as it was."""
    mine: str | None
    """What stands in the draft; None where it was left as it was."""

    @property
    def by_both(self) -> bool:
        """Whether both changed it, each to something else."""
        return self.theirs is not None and self.mine is not None and self.theirs != self.mine


def both_of(
    before: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any], named: Callable[[FieldPath], str]
) -> Iterator[Both]:
    """Give every field that one of two versions has otherwise than the version before both."""
    leaves = [_leaves(each) for each in (before, theirs, mine)]
    for place in dict.fromkeys(key for found in leaves for key in found):
        was, one, other = (found[place][1] if place in found else "" for found in leaves)
        if was == one == other:
            continue
        path = next(found[place][0] for found in reversed(leaves) if place in found)
        yield Both(
            name=named(path),
            before=was,
            theirs=one if one != was else None,
            mine=other if other != was else None,
        )


def shown_as(value: Any) -> str:
    """Give a value as it is read: a text as it is, a list by its entries."""
    if isinstance(value, (list, tuple)) and not any(isinstance(each, (dict, list)) for each in value):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else written(value)


def _leaves(
    node: Any, path: FieldPath = (), place: tuple[str, ...] = ()
) -> dict[tuple[str, ...], tuple[FieldPath, str]]:
    """Give every text of a brief by its place, where entries are known by their ids, with its path in the form."""
    if isinstance(node, Mapping) and node:
        found: dict[tuple[str, ...], tuple[FieldPath, str]] = {}
        for key, held in node.items():
            found |= _leaves(held, (*path, str(key)), (*place, str(key)))
        return found
    if isinstance(node, list) and any(isinstance(each, Mapping) for each in node):
        found = {}
        for number, held in enumerate(node):
            id = held.get("id") if isinstance(held, Mapping) else None
            found |= _leaves(held, (*path, number), (*place, f"#{id or number}"))
        return found
    return {place: (path, shown_as(node))}
