"""Commands of the store: what was made, kept by its content."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefcast.cli.report import say_told
from briefcast.messages import Typed, tell

store_app = typer.Typer(no_args_is_help=True, help="Look after what is kept so that nothing is made twice.")


@store_app.callback()
def _store() -> None:
    """Look after what is kept so that nothing is made twice."""


@store_app.command("prune")
def prune(
    out: Annotated[Path, typer.Option("--out", help="Folder of editions.")] = Path("outputs"),
    keep_days: Annotated[
        float, typer.Option("--keep-days", min=0, help="Days after its last use that what no edition needs stays.")
    ] = 30,
    limit: Annotated[str, typer.Option(help="What the store may hold, such as 20GB: the longest unused goes.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Let go what no edition consists of, in its last two versions, and nobody used for long; it can be made again.

    Examples: briefcast store prune --dry-run · briefcast store prune --keep-days 7 --limit 20GB
    """
    from briefcast.edition.pruning import prune_store, read_size

    limit_bytes = read_size(limit, named="--limit") if limit else None
    pruned = prune_store(out, keep_days=keep_days, limit_bytes=limit_bytes, dry_run=dry_run)
    entries = tell(
        "{gone} ({gone_mb} MB); left: {left} ({left_mb} MB, {claimed_mb} MB of it in editions).",
        gone=pruned.gone,
        gone_mb=_mb(pruned.gone_bytes),
        left=pruned.entries,
        left_mb=_mb(pruned.bytes),
        claimed_mb=_mb(pruned.claimed_bytes),
    )
    told = tell("Entries that would go: {entries}", entries=entries)
    if not dry_run:
        told = tell("Entries that are gone: {entries}", entries=entries)
    say_told(told, colour="")
    if limit_bytes is not None and pruned.bytes > limit_bytes:
        say_told(
            tell(
                "The store holds more than {limit}: the rest is in editions or was used just now. Remove editions that "
                "are no longer needed, then type {command} again.",
                limit=limit,
                command=Typed("briefcast store prune"),
            )
        )


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.0f}"
