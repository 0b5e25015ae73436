"""The command that reads what readers did with posts."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast.cli.report import say, say_ledger


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

    ledger = open_ledger()
    say_ledger(ledger)
    if kept:
        rows = kept_readings(ledger, item or ())
        if as_json:
            print(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False, indent=2, default=str))  # noqa: T201
            return
        table = Table("item", "account", "age", "figure", "value", "what it counts")
        for row in rows:
            counts = f"{row.definition} ({row.window})"
            table.add_row(row.item, f"{row.channel}:{row.account}", row.age, row.name, f"{row.value:,.0f}", counts)
        Console().print(table if rows else "No figures were read yet.")
        return
    taken = take_readings(read_accounts(settings), ledger, who=who)
    if as_json:
        print(json.dumps([dataclasses.asdict(one) for one in taken], ensure_ascii=False, indent=2, default=str))  # noqa: T201
    for one in taken if not as_json else ():
        p = one.publication
        where = f"{p.where}, {one.age}"
        figures = ", ".join(f"{reading.name} {reading.value:,}" for reading in one.readings)
        say.print(
            f"[red]Not read[/] {escape(f'{where}: {one.failed}')}" if one.failed else escape(f"{where}: {figures}")
        )
    failed = sum(bool(one.failed) for one in taken)
    say.print(f"{len(taken) - failed} posts read, {failed} not." if taken else "No post is of an age to be read now.")
    if failed:
        raise typer.Exit(1)
