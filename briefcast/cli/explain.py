"""Why each audience is told what it is told."""

from __future__ import annotations

import dataclasses

from rich.markup import escape
from rich.table import Table

from briefcast.cli.terminal import Terminal, answer_json
from briefcast.edition.plan import plan_edition
from briefcast.edition.request import EditionRequest


def explain_choices(request: EditionRequest, *, as_json: bool = False) -> None:
    """Print, for each audience and language, why each point was taken, dropped or reworded."""
    scripts = plan_edition(request).scripts
    if as_json:
        rows = [
            {"audience": audience, "language": language, **dataclasses.asdict(choice)}
            for (audience, language), script in scripts.items()
            for choice in script.choices
        ]
        answer_json(rows)
        return
    console = Terminal()
    colours = {"taken": "green", "dropped": "red", "reworded": "yellow"}
    for (_, language), script in scripts.items():
        table = Table("point", "decision", "reason", title=f"{script.audience_name} · {language}", title_justify="left")
        for choice in script.choices:
            colour = colours[choice.decision]
            table.add_row(choice.point, f"[{colour}]{choice.decision}[/]", escape(choice.reason))
        console.print(table)
