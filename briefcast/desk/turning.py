"""Turning one version of a brief into another by changes, as if somebody had made each in the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from briefcast.brief.document import FieldPath
from briefcast.desk.editing import Change


def changes_to(now: Mapping[str, Any], wanted: Mapping[str, Any], path: FieldPath = ()) -> Iterator[Change]:
    """Give the changes that make of a brief what another version of it says: nothing more is touched.

    Entries of lists are known by their ids, so what differs in one is changed there, and its comments stay.

    Args:
        now: the brief as it stands, a tree of text.
        wanted: the version.
        path: where both stand.
    """
    for key in now:
        if key not in wanted:
            yield Change(kind="set", path=(*path, str(key)))
    for key, value in wanted.items():
        if now.get(key) != value:
            yield from _changes(now.get(key), value, (*path, str(key)))


def _changes(now: Any, wanted: Any, path: FieldPath) -> Iterator[Change]:
    if isinstance(now, Mapping) and isinstance(wanted, Mapping) and now and wanted:
        yield from changes_to(now, wanted, path)
    elif (ids := _ids(now)) and (wanted_ids := _ids(wanted)):
        yield from _entries(now, ids, wanted, wanted_ids, path)
    elif now or wanted:
        yield Change(kind="set", path=path, value=wanted)


def _entries(now: Any, ids: list[str], wanted: Any, wanted_ids: list[str], path: FieldPath) -> Iterator[Change]:
    held = list(zip(ids, now, strict=True))
    for number in reversed(range(len(held))):
        if held[number][0] not in wanted_ids:
            yield Change(kind="remove", path=(*path, number))
            del held[number]
    for number, id in enumerate(wanted_ids):
        place = next((n for n, (other, _) in enumerate(held) if other == id), None)
        if place is None:
            yield Change(kind="add", path=path, value=wanted[number])
            place = len(held)
            held.append((id, wanted[number]))
        if place != number:
            yield Change(kind="move", path=(*path, place), by=number - place)
            held.insert(number, held.pop(place))
    for number, (_, entry) in enumerate(held):
        if entry != wanted[number]:
            yield from changes_to(entry, wanted[number], (*path, number))


def _ids(rows: Any) -> list[str]:
    """Give the ids of the entries of a list; none where it is another list, or they are not each one's own."""
    if not isinstance(rows, list) or not all(isinstance(each, Mapping) and each.get("id") for each in rows):
        return []
    ids = [str(each["id"]) for each in rows]
    return ids if len(set(ids)) == len(ids) else []
