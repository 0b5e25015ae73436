"""What the commands that publish are asked: their options and arguments, said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the history.")]
Numbers = Annotated[list[int], typer.Argument(help="Numbers of publications.", metavar="ID...")]
Some = Annotated[list[str] | None, typer.Option(help="Only this one; may be given again.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Send nothing: draw a page of what would be sent.")]
Every = Annotated[bool, typer.Option("--all-channels", help="With --dry-run: also channels without an account.")]
Approve = Annotated[bool, typer.Option("--approve", help="Approve what was not decided, as --who, and send it.")]
Replace = Annotated[bool, typer.Option("--replace", help="Put changed content in the place of what is there.")]
New = Annotated[bool, typer.Option("--new", help="Begin with an empty ledger: nothing of this went out before.")]
Moved = Annotated[
    bool, typer.Option("--moved", help="The ledger came from a machine that publishes no more; this one goes on.")
]
Late = Annotated[bool, typer.Option("--late", help="Also what missed its slot by more than a day.")]
Out = Annotated[Path, typer.Option("--out", help="Folder of editions; the page of --dry-run is put there.")]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
