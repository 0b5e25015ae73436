"""Starting a plan of content: a commented YAML file or a workbook, for the three weeks from next Monday."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefcast.brief.start import Start, write_from
from briefcast.messages import tell
from briefcast.paths import TEMPLATES
from briefcast.planner.plan import (
    LAYOUT,
    Column,
    ContentPlan,
    Mourning,
    OwnDay,
    Person,
    Phase,
    PlannedItem,
    Slot,
    TaskGroup,
    build_plan_workbook,
    read_plan,
)
from briefcast.planner.weeks import days_of, week_of

EXAMPLE = TEMPLATES / "start" / "plan.yaml"
HOW_TO = TEMPLATES / "start" / "plan-how-to.txt"
WEEKS = 3


def write_plan_start(name: str, folder: Path, *, today: dt.date, xlsx: bool = False) -> Path:
    """Write a plan to start from, ``folder/NAME.yaml`` or ``folder/NAME.xlsx``, and give its path.

    It names one brief, ``my-brief.yaml``, which ``briefcast new my-brief`` writes. A file that exists is never
    overwritten.

    Raises:
        BriefError: the name cannot be an id, or the file exists.
    """
    weeks = [week_of(today + dt.timedelta(weeks=number)) for number in range(1, WEEKS + 1)]
    text = EXAMPLE.read_text("utf-8")
    text = text.replace("FIRST-DAY", str(days_of(weeks[0])[0])).replace("LAST-DAY", str(days_of(weeks[-1])[-1]))
    for number, week in enumerate(weeks, start=1):
        text = text.replace(f"WEEK-{number}", week)
    start = Start(
        noun=tell("plan"),
        text=text,
        example_id="my-plan",
        how_to=HOW_TO.read_text("utf-8"),
        layout=LAYOUT,
        build=lambda path: build_plan_workbook(read_plan(path)),
        models={
            "plan": (ContentPlan,),
            "items": (PlannedItem,),
            "slots": (Slot,),
            "people": (Person,),
            "phases": (Phase,),
            "task_groups": (TaskGroup,),
            "days": (OwnDay,),
            "mourning": (Mourning,),
            "columns": (Column,),
        },
        notes={
            "field": "Name of the field; see the note on each.",
            "value": "The value, for fields that are the same in every language.",
        },
        refers={
            "owner": "people",
            "approver": "people",
            "phase": "phases",
            "task_group": "task_groups",
            "column": "columns",
            "item": "items",
        },
    )
    return write_from(start, name, folder, xlsx=xlsx)
