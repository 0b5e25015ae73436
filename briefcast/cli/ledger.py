"""Commands of the ledger itself: a copy of it, and the way back from one."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from briefcast.cli.report import say_alike, say_told
from briefcast.cli.terminal import answer
from briefcast.messages import Typed, tell

ledger_app = typer.Typer(no_args_is_help=True, help="Copy the ledger, and bring a copy back.")
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")]


@ledger_app.command("backup")
def backup(to: Annotated[Path, typer.Argument(help="A new file, or a folder.", metavar="TO")]) -> None:
    """Copy the ledger to a file or into a folder, as it is at one moment, whoever writes to it meanwhile.

    Examples: briefcast ledger backup backups/ · briefcast ledger backup before-the-upgrade.db
    """
    from briefcast.ledger.backup import back_up

    answer(back_up(to))


@ledger_app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="The copy.", metavar="FILE", exists=True, dir_okay=False)], who: Who = ""
) -> None:
    """Put a copy in the place of the ledger, which is laid aside, and do what `briefcast ledger restored` does.

    Examples: briefcast ledger restore backups/ledger-2026-11-29T020000.db --who lan
    """
    from briefcast.ledger.backup import restore as bring_back

    if aside := bring_back(file):
        say_told(tell("The ledger of before lies in {place}.", place=aside), colour="")
    _tell_doubtful(who)


@ledger_app.command("restored")
def restored(who: Who = "") -> None:
    """Say that the ledger was brought back: what may be out since, and cannot be looked for, waits for a person.

    Accounts that can be asked are asked before each post. Of mails and messages to groups the release is taken back.

    Examples: briefcast ledger restored --who lan
    """
    _tell_doubtful(who)


def _tell_doubtful(who: str) -> None:
    from briefcast.ledger import open_ledger
    from briefcast.publishing.restored import take_back_unknown

    ledger = open_ledger()
    doubtful = take_back_unknown(ledger, who=who or getpass.getuser())
    reason = tell(
        "It was due since, and may be out: look, and release it again if it is not. {command}",
        command=Typed("briefcast release WEEK ITEM"),
    )
    told = ((tell("Taken back"), f"{each.item} → {each.channel}:{each.account}", reason) for each in doubtful)
    say_alike(told, more="briefcast history")
    say_told(tell("Ledger: {place}", place=ledger.place), colour="dim")
