"""Planning one brief: the first plan of a team, or one more line of the plan it has."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from briefcast.brief.model import Brief
from briefcast.planner.moving import Edit
from briefcast.planner.plan import PlanFile
from briefcast.planner.weeks import DayName

FILE_NAME = "plan.yaml"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to go out, and when."""

    brief: str
    """Its file."""
    id: str
    """Of the brief."""
    week: str
    channels: tuple[str, ...]
    day: DayName
    at: dt.time
    approver: str
    """The id of a person of the plan; empty where nobody is named."""
    products: tuple[str, ...] = ()
    """All of the brief if there is none."""


def edits_to_add(plan: PlanFile, wish: Wish) -> tuple[Edit, ...]:
    """Give what comes into the file of a plan so that it tells a brief in a week, at a time of its own."""
    id = _free(f"{wish.id}-{wish.week[5:].lower()}", (item.id for item in plan.plan.items))
    return (
        *(Edit(path=("slots",), value={**slot, "item": id}, adds=True) for slot in _slots(wish)),
        Edit(path=("items",), value=_item(wish, id), adds=True),
    )


def first_plan(brief: Brief, wish: Wish, *, person: str, timezone: str, id: str = "plan") -> str:
    """Write the first plan of a team, which tells one brief.

    Args:
        brief: what is told; its audiences are those that the plan reaches.
        wish: when and where; nobody is its approver yet.
        person: the name of who lets things out.
        timezone: where the hours of the slots hold.
        id: what the plan is called.
    """
    approver = short_name(person, 40) or "approver"
    item = _item(wish, f"{wish.id}-{wish.week[5:].lower()}")
    data = {
        "id": id,
        "title": {str(code): str(text) for code, text in brief.title.items()},
        "timezone": timezone,
        "audiences": list(brief.audiences),
        "people": [{"id": approver, "name": person}],
        "slots": list(_slots(wish)),
        "items": [{**item, "approver": approver}],
    }
    out = io.StringIO()
    yaml = YAML()
    yaml.width = 10**9
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(data, out)
    return out.getvalue()


def _slots(wish: Wish) -> Iterable[Mapping[str, Any]]:
    return ({"channel": channel, "day": wish.day, "at": f"{wish.at:%H:%M}"} for channel in wish.channels)


def _item(wish: Wish, id: str) -> Mapping[str, Any]:
    held = {
        "id": id,
        "week": wish.week,
        "brief": wish.brief,
        "products": list(wish.products),
        "channels": list(wish.channels),
        "approver": wish.approver,
    }
    return {name: value for name, value in held.items() if value}


def _free(id: str, taken: Iterable[str]) -> str:
    known, number, free = set(taken), 2, id
    while free in known:
        free, number = f"{id}-{number}", number + 1
    return free


def short_name(name: str, most: int = 64) -> str:
    """Write a name as an id: ``Nguyễn Minh Anh`` is ``nguyen-minh-anh``; empty if no letter of it can be."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:most].rstrip("-")
