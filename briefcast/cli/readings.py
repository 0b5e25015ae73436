"""The command that reads what readers did with posts."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from briefcast.cli.report import say_ledger, say_told, shown
from briefcast.cli.terminal import Terminal, answer_json
from briefcast.messages import tell


def readings(
    kept: Annotated[bool, typer.Option("--list", help="Ask nobody: print what was read before.")] = False,
    item: Annotated[list[str] | None, typer.Option(help="With --list: only this item; may be given again.")] = None,
    settings: Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")] = Path(),
    who: Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Read what readers did with posts an hour, a day, a week and four weeks after they went out.

    Run it every hour. Each figure is kept under the platform's own name, with what it counts. Exit code 1 if a
    platform refuses its figures.
    """
    from briefcast.ledger import open_ledger
    from briefcast.publishing.accounts import read_accounts
    from briefcast.publishing.measuring import kept_readings, take_readings

    ledger = open_ledger(near=(settings,))
    say_ledger(ledger)
    if kept:
        rows = kept_readings(ledger, item or ())
        if as_json:
            answer_json([dataclasses.asdict(row) for row in rows])
            return
        headings = (tell("item"), tell("account"), tell("age"), tell("figure"), tell("value"), tell("what it counts"))
        table = Table(*(shown(heading) for heading in headings))
        for row in rows:
            counts = f"{row.definition} ({row.window})"
            table.add_row(row.item, f"{row.channel}:{row.account}", row.age, row.name, f"{row.value:,.0f}", counts)
        Terminal().print(table if rows else shown(tell("No figures were read yet.")))
        return
    taken = take_readings(read_accounts(settings), ledger, who=who)
    if as_json:
        answer_json([dataclasses.asdict(one) for one in taken])
    for one in taken if not as_json else ():
        p = one.publication
        where = f"{p.where}, {one.age}"
        if one.failed:
            told = tell("{where}: {why}", where=where, why=one.failed)
            say_told(told, label=tell("Not read"), colour="red")
        else:
            figures = ", ".join(f"{reading.name} {reading.value:,}" for reading in one.readings)
            say_told(tell("{where}: {why}", where=where, why=figures), colour="")
    failed = sum(bool(one.failed) for one in taken)
    counts = tell("{count} posts read, {failed} not.", count=len(taken) - failed, failed=failed)
    say_told(counts if taken else tell("No post is of an age to be read now."), colour="")
    if failed:
        raise typer.Exit(1)
