"""``briefcast site``: what is out, as pages that stay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefcast.cli.report import say_alike, say_ledger, say_told
from briefcast.cli.terminal import answer, answer_json
from briefcast.messages import Typed, tell


def add_site_command(app: typer.Typer) -> None:
    """Add the command of the site to the command line."""
    app.command()(site)


def site(
    plan: Annotated[Path, typer.Argument(help="The plan of content: .yaml or .json.", metavar="[PLAN]")] = Path(
        "plan.yaml"
    ),
    out: Annotated[Path, typer.Option("--out", help="Folder of the site: it and its copies of what went out.")] = Path(
        "site"
    ),
    to: Annotated[
        str, typer.Option("--to", help="Then carry it to this place: its name under 'sites' in channels.yaml.")
    ] = "",
    tell_hub: Annotated[
        bool, typer.Option("--announce", help="Then tell the plan's hub (WebSub) which feeds have something new.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Build the site of what is out, and put it in the place of the one before at once.

    Examples: briefcast site plan.yaml · briefcast site plan.yaml --out /srv/news · briefcast site plan.yaml --to news
    """
    from briefcast.ledger import open_ledger
    from briefcast.planner.plan import read_plan
    from briefcast.publishing.accounts import open_account, read_accounts
    from briefcast.site.announcing import announce
    from briefcast.site.build import build_site, site_of
    from briefcast.site.carrying import carry_site

    place = read_accounts(plan.parent).place(to) if to else None
    ledger = open_ledger(near=(plan, out))
    say_ledger(ledger)
    built = build_site(plan, out, ledger)
    carried = carry_site(out, open_account(place.as_account())) if place else None
    announced = announce(site_of(read_plan(plan)), out) if tell_hub else None
    if as_json:
        left = [{"item": each.item, "why": str(each.why)} for each in built.left]
        counts = {"items": built.items, "figures": built.figures, "files": built.files, "fresh": built.fresh}
        there = {"place": carried.place, "sent": carried.sent, "removed": carried.removed} if carried else None
        answer_json(
            {
                "public": str(built.public),
                **counts,
                "can_search": built.can_search,
                "carried": there,
                "announced": announced,
                "left": left,
            }
        )
        return
    say_alike(
        ((tell("Left out"), each.item, each.why) for each in built.left),
        more=f"briefcast site {plan} --out {out} --json",
    )
    told = tell(
        "Items: {items}. Figures: {figures}. Files: {files}, of which {fresh} were written.",
        items=built.items,
        figures=built.figures,
        files=built.files,
        fresh=built.fresh,
    )
    say_told(told, colour="")
    if not built.can_search:
        told = tell(
            "Readers cannot search the site: Pagefind is not installed. Install it and build the site again: {command}",
            command=Typed("pip install 'briefcast[search]'"),
        )
        say_told(told)
    if carried:
        told = tell(
            "Carried to {place}. Files sent: {sent}, taken away: {removed}.",
            place=carried.place,
            sent=carried.sent,
            removed=carried.removed,
        )
        say_told(told, colour="")
    if announced is not None:
        say_told(tell("Feeds that the hub was told of: {feeds}.", feeds=announced), colour="")
    answer(built.public)
