"""``briefcast plan``: start a plan of content, look at its months, check it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say, say_told
from briefcast.cli.terminal import Terminal, answer
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    from briefcast.planner.check import Outlook

plan_app = typer.Typer(no_args_is_help=True, help="Plan the weeks: what is told to whom, when, and who answers for it.")

PlanPath = Annotated[Path, typer.Argument(help="The plan: .yaml, .json or .xlsx.", metavar="PLAN")]


@plan_app.command("new")
def new_plan(
    name: Annotated[str, typer.Argument(help="Id of the plan: small letters, digits and '-'.")],
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook instead of a text file.")] = False,
    folder: Annotated[Path, typer.Option(help="Where to write it: beside the briefs.")] = Path(),
) -> None:
    """Write a commented plan to start from, for the three weeks from next Monday.

    Examples: briefcast plan new autumn · briefcast plan new autumn --xlsx
    """
    import datetime as dt

    from briefcast.planner.start import write_plan_start

    path = write_plan_start(name, folder, xlsx=xlsx, today=dt.date.today())
    answer(path)
    say_told(tell("Fill it in, then: {command}", command=Typed(f"briefcast plan check {path}")), colour="")


@plan_app.command("show")
def show_plan(
    plan: PlanPath,
    month: Annotated[str, typer.Option(help="Only this month, such as 2025-10.")] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the page.")] = Path("outputs"),
) -> None:
    """Draw the months of a plan in the terminal, and as a page in every language.

    Examples: briefcast plan show examples/plan.yaml · briefcast plan show examples/plan.yaml --month 2025-10
    """
    from briefcast.cli.plan_report import known_month, print_months, sum_up
    from briefcast.planner.page import write_plan_pages

    if month and not known_month(month):
        raise BriefcastError(
            tell("'{month}' is not a month. Write year and month, such as --month 2025-10.", month=month)
        )
    outlook = _look(plan)
    print_months(outlook, Terminal(), month=month)
    pages = write_plan_pages(outlook, out / "plans" / outlook.plan.id)
    say.print(sum_up(outlook))
    if any(finding.severity != "idea" for finding in outlook.findings):
        command = Typed(f"briefcast plan check {plan}")
        say_told(tell("See what is to be looked at: {command}", command=command), colour="")
    say_told(tell("Open this page to see it all:"), colour="")
    answer(pages[0].resolve())


@plan_app.command("check")
def check_plan(
    plan: PlanPath,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
    settings: Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")] = Path(),
) -> None:
    """Find collisions, quiet times, groups that are told nothing, missing owners, and days worth telling of.

    Exit code 2 if anything has to be put right before the weeks begin, also in channels.yaml, 0 otherwise.

    Examples: briefcast plan check examples/plan.yaml · briefcast plan check examples/plan.yaml --json
    """
    from briefcast.cli.findings import tell_findings
    from briefcast.cli.plan_report import sum_up

    # Channels are loaded only where there is something to read of them: the answer comes at once.
    if (settings / "channels.yaml").is_file():
        from briefcast.planner.check import look_at_plan
        from briefcast.planner.plan import open_plan
        from briefcast.publishing.accounts import read_accounts

        file = open_plan(plan)
        accounts = read_accounts(settings)
        outlook = look_at_plan(file, is_meant=accounts.is_meant, reaches=accounts.reaches)
    else:
        outlook = _look(plan)
    tell_findings(outlook.findings, sum_up(outlook), as_json=as_json)


def _look(path: Path) -> Outlook:
    from briefcast.planner.check import look_at_plan
    from briefcast.planner.plan import open_plan

    return look_at_plan(open_plan(path))
