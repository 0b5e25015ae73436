"""Moving a slot: what is changed in a plan so that something goes out on another day or at another hour.

The slot that says most goes first. So what one item alone is to do gets a slot of its own, unless it has one; a slot
for every week is moved for all that it tells. An item with a date goes out on its date: another day is another date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.planner.plan import PlanFile, Release
from briefcast.planner.weeks import WEEKDAYS, DayName, days_of


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One thing that is to stand otherwise in the file of a plan."""

    path: tuple[str | int, ...]
    value: Any
    adds: bool = False
    """Whether it comes to the list at the path."""


def edits_to_move(plan: PlanFile, release: Release, day: DayName, at: dt.time, *, alone: bool) -> tuple[Edit, ...]:
    """Give what is to be changed in the file so that a release goes out at another time.

    Args:
        plan: the plan, with its file.
        release: one of those that are to be moved; all that its slot tells of its item go with it.
        day: the day of the week.
        at: the hour, by the clock of the slot.
        alone: move this item alone, and not what the slot tells of other items and in other weeks.

    Raises:
        BriefcastError: the slot is not in the file as it is read.
    """
    slots = plan.typed.slots
    if release.slot not in slots:
        raise BriefcastError(tell("This slot is not in the plan any more: look at the calendar again."))
    number = slots.index(release.slot)
    item = release.item
    edits: list[Edit] = []
    if item.date is not None:
        date = days_of(item.in_week)[WEEKDAYS.index(day)]
        if date != item.date:
            line = next(n for n, each in enumerate(plan.typed.items) if each.id == item.line)
            edits.append(Edit(path=("items", line, "date"), value=date.isoformat()))
        day = release.slot.day
    hour = f"{at:%H:%M}"
    if (release.slot.day, release.slot.at) == (day, at):
        return tuple(edits)
    if alone and release.slot.item not in (item.id, item.line):
        return (*edits, Edit(path=("slots",), value=_own_slot(plan, number, item.id, day, hour), adds=True))
    return (
        *edits,
        Edit(path=("slots", number, "day"), value=day),
        Edit(path=("slots", number, "at"), value=hour),
    )


def _own_slot(plan: PlanFile, number: int, item: str, day: DayName, hour: str) -> Mapping[str, Any]:
    """Give a slot like another one, for one item alone; its fields as they are typed."""
    slot = plan.typed.slots[number].model_dump(mode="json", exclude_defaults=True)
    fields = ("channel", "item", "audience", "languages", "products", "day", "at", "timezone", "account")
    held = {**slot, "item": item, "day": day, "at": hour}
    return {name: held[name] for name in fields if held.get(name)}
