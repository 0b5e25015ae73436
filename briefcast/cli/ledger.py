"""Commands of the ledger itself: whether it is as it was written, a copy of it, and the way back from one."""

from __future__ import annotations

import getpass
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say_alike, say_told
from briefcast.cli.terminal import answer
from briefcast.errors import LedgerError
from briefcast.messages import Typed, joined, tell

if TYPE_CHECKING:
    from briefcast.ledger.outbox import Publication
    from briefcast.publishing.accounts import Accounts

ledger_app = typer.Typer(no_args_is_help=True, help="Check the ledger, copy it, and bring a copy back.")
Settings = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")]


@ledger_app.command("backup")
def backup(
    to: Annotated[str, typer.Argument(help="A new file, or a folder (with / at its end).", metavar="TO")],
) -> None:
    """Copy the ledger to a file or into a folder, as it is at one moment, whoever writes to it meanwhile.

    A folder that is not there is made.

    Examples: briefcast ledger backup backups/ · briefcast ledger backup before-the-upgrade.db
    """
    from briefcast.ledger.backup import back_up

    # A path forgets that it was written as a folder.
    answer(back_up(Path(to), into=to.endswith(("/", os.sep))))


@ledger_app.command("check")
def check(
    known: Annotated[
        str, typer.Option("--known", help="A seal that was noted before: it has to be in the ledger still.")
    ] = "",
) -> None:
    """Say whether decisions and releases are as they were written, and give the newest seal, to be noted elsewhere.

    Exit code 1 if a row was changed, removed or added by hand.

    Examples: briefcast ledger check · briefcast ledger check --known 3f2a9c01d4e5
    """
    from briefcast.ledger import open_ledger
    from briefcast.ledger.seals import broken_seals, has_seal, newest_seal, told_broken

    with open_ledger().reading() as connection:
        wrong = [told_broken(each) for each in broken_seals(connection)]
        if known and not has_seal(connection, known):
            wrong.append(tell("The seal {seal} is not in the ledger any more.", seal=known))
        newest = newest_seal(connection)
    for told in wrong:
        say_told(told, colour="red")
    if wrong:
        say_told(tell("Ask who has access to the database, and compare with a copy of before."), colour="")
        raise typer.Exit(1)
    say_told(tell("Decisions and releases are as they were written. The newest seal:"), colour="")
    answer(newest[:16] or "–")


@ledger_app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="The copy.", metavar="FILE", exists=True, dir_okay=False)],
    settings: Settings = Path(),
    who: Who = "",
) -> None:
    """Put a copy in the place of the ledger, which is laid aside, and do what `briefcast ledger restored` does.

    Where people decide with secrets, it takes that of one of them, as the ledger or the file beside channels.yaml has
    it; who got one since the copy was made keeps it.

    Examples: briefcast ledger restore backups/ledger-2026-11-29T020000.db --who lan
    """
    from briefcast.ledger.backup import restore as bring_back
    from briefcast.publishing.accounts import read_accounts

    accounts, name = read_accounts(settings, to_take_back=True), who or getpass.getuser()
    command = f"briefcast ledger restore {shlex.quote(str(file))}"
    by_file = _prove(name, settings, command)
    if aside := bring_back(file):
        say_told(tell("The ledger of before lies in {place}.", place=aside), colour="")
    _tell_doubtful(accounts, name, settings, command, proven=by_file)


@ledger_app.command("restored")
def restored(settings: Settings = Path(), who: Who = "") -> None:
    """Say that the ledger was brought back: what may be out since, and cannot be looked for, waits for a person.

    Accounts that can be asked are asked before each post, and now for what the copy calls withdrawn: it may have been
    let out again since. Of mails and messages to groups nobody knows whether they went out, until a person says so.
    It takes a secret, as `briefcast ledger restore` does.

    Examples: briefcast ledger restored --who lan
    """
    from briefcast.publishing.accounts import read_accounts

    accounts, name = read_accounts(settings, to_take_back=True), who or getpass.getuser()
    _tell_doubtful(accounts, name, settings, "briefcast ledger restored")


def _prove(who: str, settings: Path, command: str) -> bool:
    """Ask whoever brings a ledger back for her secret, and say if she gave it.

    It is the one of the ledger that lies there, or, where that is lost, broken or another one, of the file of the team.
    """
    from briefcast.cli.people import prove, prove_by_file
    from briefcast.ledger import open_ledger
    from briefcast.ledger.opening import ledger_url, teams_near

    teams = teams_near((settings,))
    if Path(ledger_url().database or "").is_file():
        try:
            ledger = open_ledger(near=(settings,))
            ledger.expect_team()
        except LedgerError:
            pass  # it is broken or another one: that is why a copy comes back
        else:
            return bool(prove(ledger, who, command))
    for team in teams:
        prove_by_file(team, who, command)
    return bool(teams)


def _tell_doubtful(accounts: Accounts, name: str, settings: Path, command: str, *, proven: bool = False) -> None:
    from briefcast.cli.people import keep_people, prove, prove_by_file
    from briefcast.ledger import open_ledger
    from briefcast.publishing.restored import doubt_unknown, look_for_gone, look_for_withdrawn
    from briefcast.states import called

    ledger = open_ledger(near=(settings,))
    with ledger.reading() as connection:
        others = [team for team in ledger.teams if not team.knows(connection)]
    if others and not proven:
        prove_by_file(others[0], name, command)
    if others:
        # A copy of before somebody was registered, or after whose making somebody lost hers.
        keep_people(ledger, others[0], name)
    elif not proven:
        prove(ledger, name, command)
    withdrawn = look_for_withdrawn(accounts, ledger, who=name)
    say_alike(
        (
            (called("unconfirmed" if each.unseen else "out all the same"), each.publication.where, each.told)
            for each in withdrawn
        ),
        colour="red",
        more="briefcast outbox --state withdrawn",
    )
    gone = look_for_gone(accounts, ledger, who=name)
    say_alike(
        (
            (called("deleted"), each.where, joined(each.detail, tell("To let it go: {command}", command=_again(each))))
            for each in gone
        ),
        more="briefcast outbox --state withdrawn",
    )
    doubtful = doubt_unknown(ledger, who=name, accounts=accounts)
    told = ((called("unconfirmed"), each.where, each.detail) for each in doubtful)
    say_alike(told, more="briefcast outbox --state unconfirmed")
    say_told(tell("Ledger: {place}", place=ledger.place), colour="dim")
    steps = (
        tell(
            "Write down what you saw of each post that is unconfirmed: {command}",
            command=Typed("briefcast outbox --state unconfirmed"),
        )
        if doubtful
        else "",
        tell("Bring the outputs and plans of the same time back, if they are lost too."),
        tell("Decide again what was held, approved or released since the copy was made: it knows nothing of that."),
        tell("See what the next run would do: {command}", command=Typed("briefcast publish --dry-run")),
        tell("Then go on: {command}", command=Typed("briefcast publish")),
    )
    say_told(tell("What comes next, in this order:"), colour="")
    for number, step in enumerate(filter(None, steps), 1):
        say_told(tell("{number}. {step}", number=number, step=step), colour="")


def _again(post: Publication) -> Typed:
    return Typed(f"briefcast outbox again {post.id}")
