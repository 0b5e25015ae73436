"""``briefcast proof``: draws everything a brief can look like, for a human eye."""

from __future__ import annotations

from rich.console import Console

from briefcast.plan import EditionRequest, plan_edition
from briefcast.proof import draw_proofs


def make_proofs(request: EditionRequest, console: Console) -> None:
    """Draw the proof sheets beside the edition and name them, with what could not be drawn and why."""
    plan = plan_edition(request)
    with console.status("Reading the brief") as status:
        sheets = draw_proofs(plan, plan.folder / "proof", on_page=lambda page: status.update(f"Drawing {page}"))
    for sheet in sheets:
        console.print(f"{sheet.path}  {sheet.drawn} drawn, {len(sheet.refused)} refused", soft_wrap=True)
        for refused in sheet.refused:
            console.print(f"  {refused}", style="yellow", soft_wrap=True, markup=False)
