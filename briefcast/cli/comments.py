"""``briefcast comments``: what people say about items before these go out."""

from __future__ import annotations

import dataclasses
import datetime as dt
import getpass
from typing import Annotated

import typer

from briefcast.cli.people import prove
from briefcast.cli.report import say_ledger, say_told, shown
from briefcast.cli.terminal import answer, answer_json
from briefcast.messages import tell

comments_app = typer.Typer(no_args_is_help=True, help="Say something about an item of a week, and resolve it.")
WeekId = Annotated[str, typer.Argument(help="The ISO week, such as 2026-W48.", metavar="WEEK")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who says it: the id of a person in the plan.")]


@comments_app.command()
def add(
    week: WeekId,
    item: Annotated[str, typer.Argument(help="The item, as the page of the week names it.")],
    text: Annotated[str, typer.Argument(help="What there is to say.")],
    to: Annotated[str, typer.Option("--to", help="Whom it is put to: the id of a person in the plan.")] = "",
    who: Who = "",
) -> None:
    """Say something about an item; who approves it is told as long as nobody resolved it.

    Examples: briefcast comments add 2026-W48 egov-2024/citizens/vi/video/9x16 "Is the rank of 2024?" --to lan
    """
    from briefcast.ledger import open_ledger
    from briefcast.week.batch import reopen_week
    from briefcast.week.commenting import comment_on
    from briefcast.week.deciding import read_review

    ledger = open_ledger()
    say_ledger(ledger)
    name = who or getpass.getuser()
    prove(ledger, name, f"briefcast comments add {week} {item}")
    planned, _ = reopen_week(week, ledger)
    made = comment_on(
        planned, read_review(planned, ledger), ledger, item, text, who=name, named=to, now=dt.datetime.now(dt.UTC)
    )
    say_told(tell("Comment {number} stands at {item}.", number=made.id, item=made.item), colour="")


@comments_app.command("list")
def list_comments(
    week: Annotated[str, typer.Argument(help="Only of this ISO week.", metavar="[WEEK]")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """List the comments that nobody resolved yet.

    Examples: briefcast comments list · briefcast comments list 2026-W48 --json
    """
    from briefcast.catalogue import told_moment
    from briefcast.ledger import open_ledger
    from briefcast.ledger.comments import open_comments

    found = [each for each in open_comments(open_ledger()) if week in ("", each.week)]
    if as_json:
        answer_json([dataclasses.asdict(each) for each in found])
        return
    for each in found:
        to = f" → {each.named}" if each.named else ""
        answer(f"{each.id}  {told_moment(each.at)}  {each.who}{to}  {each.item}  {shown(each.text)}")
    if not found:
        say_told(tell("There is no open comment."), colour="")


@comments_app.command()
def resolve(number: Annotated[int, typer.Argument(help="The number of the comment.")], who: Who = "") -> None:
    """Say that a comment is resolved.

    Examples: briefcast comments resolve 3
    """
    from briefcast.ledger import open_ledger
    from briefcast.ledger.comments import resolve_comment

    ledger = open_ledger()
    say_ledger(ledger)
    name = who or getpass.getuser()
    prove(ledger, name, f"briefcast comments resolve {number}")
    done = resolve_comment(ledger, number, who=name, now=dt.datetime.now(dt.UTC))
    told = tell("Comment {number} at {item} is resolved: {who}.", number=done.id, item=done.item, who=done.resolved_by)
    say_told(told, colour="")
