"""Columns: which number each piece has, before it is made and once it is released.

What was released keeps its number for good. Everything else gets, by the order of the days, the smallest number above
that of the piece before it that no other has: a piece that is put in between, put off or taken out moves only numbers
that no reader has seen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache

from briefcast.brief.read import open_briefs
from briefcast.ledger import Ledger
from briefcast.manifest.items import Item
from briefcast.messages import Typed, tell
from briefcast.planner.plan import Column, PlannedItem
from briefcast.script import Numbered
from briefcast.week.deciding import Reviewed
from briefcast.week.week import PlannedEdition, WeekPlan


def numbered(week: WeekPlan, ledger: Ledger) -> tuple[PlannedEdition, ...]:
    """Give the editions of a week as they are to be made now: each piece of a column with its number."""
    numbers = _Numbers(week, ledger)

    def with_number(edition: PlannedEdition) -> PlannedEdition:
        column = numbers.of(edition.item)
        if column is None:
            return edition
        return dataclasses.replace(edition, request=edition.request.model_copy(update={"column": column}))

    return tuple(map(with_number, week.editions))


class Heads:
    """What keeps pieces of columns from going out: a head that is not the one that they have now."""

    def __init__(self, week: WeekPlan, ledger: Ledger) -> None:
        self._week = week
        self._of = _Numbers(week, ledger).of

    def why_not(self, reviewed: Reviewed) -> str:
        """Say why an item may not go out with the head that it has; empty if it may."""
        script = reviewed.item.script
        made, now = script.column if script else None, self._of(reviewed.planned)
        if (made and (made.id, made.number)) == (now and (now.id, now.number)):
            return ""
        again = Typed(f"briefcast batch {self._week.request.plan} --week {self._week.week} --again")
        if now is None:
            return tell(
                "It is headed as a piece of a column, and in the plan it is none. Make it again: {again}", again=again
            )
        if made is None:
            return tell(
                "It is a piece of the column '{column}' and was made without its number. Make it again: {again}",
                column=now.id,
                again=again,
            )
        return tell(
            "It is headed '{made}', and it is no. {number} of the column '{column}' now. Make it again: {again}",
            made=made.line,
            number=now.number,
            column=now.id,
            again=again,
        )


def pieces_of(item: Item) -> tuple[tuple[str, str, int], ...]:
    """Give what an item tells of columns: itself, or all that an issue tells; column, brief and number of each."""
    own = item.script.column if item.script else None
    return item.main.media.pieces or (((own.id, item.brief, own.number),) if own else ())


class _Numbers:
    """The numbers of the columns of a plan, each counted once."""

    def __init__(self, week: WeekPlan, ledger: Ledger) -> None:
        self._week, self._ledger = week, ledger
        self._count = cache(self._counted)

    def of(self, item: PlannedItem) -> Numbered | None:
        """Give the column of an item with its number; nothing where it is a piece of none."""
        column = self._week.plan.column_of(item)
        if column is None:
            return None
        return Numbered(id=column.id, name=dict(column.name), number=self._count(column.id)[item.id])

    def _counted(self, id: str) -> Mapping[str, int]:
        """Give the number of each item of a column, by the id of the item."""
        plan = self._week.plan
        column = next(each for each in plan.columns if each.id == id)
        pieces, released = plan.pieces_of(id), self._ledger.column_numbers(id)
        return count(column, [(each.id, self._brief(each) if released else "") for each in pieces], released)

    def _brief(self, item: PlannedItem) -> str:
        """Give the id of the brief of an item; empty where it cannot be read: then it is none that was released."""
        file = open_briefs(self._week.folder, [item.brief]).files.get(item.brief)
        return file.brief.id if file else ""


def count(column: Column, pieces: list[tuple[str, str]], released: Mapping[str, int]) -> Mapping[str, int]:
    """Number the pieces of a column.

    Args:
        column: which.
        pieces: its items by their days, each with the id of its brief.
        released: the numbers that are out, by the id of the brief.
    """
    here = {brief for _, brief in pieces}
    taken = set(released.values())
    # What an earlier plan released comes before all of this one.
    last = max((number for brief, number in released.items() if brief not in here), default=column.first_number - 1)
    numbers: dict[str, int] = {}
    for item, brief in pieces:
        number = released.get(brief, 0)
        if not number:
            number = last + 1
            while number in taken:
                number += 1
            taken.add(number)
        numbers[item] = last = number
    return numbers
