"""What a plan looks like in a terminal: its months, its hours, and what is to be looked at."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from babel.dates import get_day_names
from rich import box
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from briefcast.cli.counting import count_findings
from briefcast.language.written import write_date, write_period
from briefcast.languages import language, own_language
from briefcast.messages import Message, tell
from briefcast.planner.month import DayView, MonthView, arrange_month, months_of, told_by_day
from briefcast.planner.plan import in_english

if TYPE_CHECKING:
    from briefcast.planner.check import Outlook

WIDE_COLUMNS = 110
"""Columns of a terminal from which a day has room for whole names."""
COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "bright_red")
"""Of items, in their order; each also bears its name."""
KINDS = {"holy": "red", "quiet": "red", "memorial": "bold", "programme": "bold green", "holiday": "green"}


def print_months(outlook: Outlook, console: Console, *, month: str = "") -> None:
    """Draw the months of a plan, or one of them, and list what goes out when."""
    console.print(Text(in_english(outlook.plan.title), style="bold"))
    colours = {line: COLOURS[n % len(COLOURS)] for n, line in enumerate(outlook.lines)}
    for name in [month] if month else months_of(outlook):
        view = arrange_month(outlook, name)
        console.print(_draw(view, colours, narrow=console.width < WIDE_COLUMNS))
    console.print(_schedule(outlook, colours, month))


def _draw(view: MonthView, colours: dict[str, str], *, narrow: bool) -> Table:
    table = Table(
        title=write_period(view.name, own_language()), box=box.SQUARE, show_lines=True, expand=True, title_style="bold"
    )
    table.add_column("", width=3, style="dim")
    names = get_day_names("abbreviated", context="stand-alone", locale=language(own_language()).locale)
    for day in range(7):
        table.add_column(names[day], ratio=1, overflow="fold")
    for week, days in view.weeks:
        table.add_row(week[-3:], *(_cell(view, day, colours, narrow=narrow) for day in days))
    return table


def _cell(view: MonthView, day: DayView, colours: dict[str, str], *, narrow: bool) -> Group:
    if not view.holds(day):
        return Group(Text(str(day.date.day), style="dim"))
    lines = [Text(f"{day.date.day}", style="bold")]
    lines.extend(
        Text(in_english(found.name), style=KINDS.get(found.kind, "dim"), no_wrap=narrow, overflow="ellipsis")
        for found in day.days
        if not (narrow and found.kind == "observance")
    )
    lines.extend(
        Text(f"▌{told.item.line}", style=colours[told.item.line], no_wrap=True, overflow="ellipsis")
        for told in day.told
    )
    return Group(*lines)


def _schedule(outlook: Outlook, colours: dict[str, str], month: str) -> Table:
    table = Table(
        box=box.SIMPLE, title="What goes out, by the readers' clock", title_style="bold", title_justify="left"
    )
    for heading in ("Day", "Hour", "Item", "To whom", "What, where", "Owner, approver"):
        table.add_column(heading)
    for day, told in sorted(told_by_day(outlook.releases).items()):
        if month and f"{day:%Y-%m}" != month:
            continue
        written = f"{day:%a} {write_date(day, own_language(), style='short')}"
        for one in told:
            places = "{} ({})" if len(one.items) > 1 else "{}"
            for hour in one.hours:
                readers = "; ".join(f"{', '.join(audiences)} ({', '.join(codes)})" for audiences, codes in hour.readers)
                item = Text(places.format(one.item.line, len(one.items)), style=colours[one.item.line])
                if column := outlook.plan.column_of(one.item):
                    item.append(f"\n{in_english(column.name)}", style="dim")
                table.add_row(
                    written,
                    f"{hour.at:%H:%M} {hour.city}",
                    item,
                    readers,
                    f"{', '.join(hour.products)} → {hour.channel}",
                    f"{one.item.owner or '[red]nobody[/]'}, {one.item.approver or '[red]nobody[/]'}",
                )
                written = ""
    return table


def sum_up(outlook: Outlook) -> Message:
    """Say how much is planned and how much of it is to be looked at."""
    plan = outlook.plan
    releases = len(outlook.releases)
    weeks = (
        tell("{first} to {last}", first=plan.weeks[0], last=plan.weeks[-1]) if len(plan.weeks) > 1 else plan.weeks[0]
    )
    return tell(
        "{plan}: {items} items in {count} weeks ({weeks}), {releases} releases. {counts}",
        plan=outlook.path.name,
        items=len(plan.items),
        count=len(plan.weeks),
        weeks=weeks,
        releases=releases,
        counts=count_findings(outlook.findings, "error", "warning", "idea"),
    )


def known_month(month: str) -> bool:
    """Say whether a month is written as one: ``2025-10``."""
    try:
        dt.date.fromisoformat(f"{month}-01")
    except ValueError:
        return False
    return len(month) == 7
