"""``briefcast channels``: what each channel takes, and whether its accounts are ready."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.padding import Padding

from briefcast.cli.publish_options import Folder, Who
from briefcast.cli.report import say_told, shown
from briefcast.cli.terminal import Terminal
from briefcast.errors import BriefcastError
from briefcast.messages import tell

channels_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="Look after channels and accounts.")


@channels_app.callback()
def show_channels(context: typer.Context) -> None:
    """List every channel: what it takes, what its account says, what it was proven against.

    Examples: briefcast channels · briefcast channels check
    """
    if context.invoked_subcommand:
        return
    from briefcast.channels.platforms import platform, products_taken
    from briefcast.channels.table import CHANNELS, channel_class

    # A block of lines for each, not a table: names of fields are of no use in parts.
    console = Terminal(highlight=False)
    for name, line in CHANNELS.items():
        try:
            known = channel_class(name)
            fields, secrets = ", ".join(known.Settings.model_fields), ", ".join(known.secrets)
        except BriefcastError as error:
            fields, secrets = shown(error.told), ""
        row = platform(name)
        told = (
            (tell("takes"), ", ".join(products_taken(row))),
            (tell("an account says"), fields),
            (tell("secret"), secrets),
            (tell("proven against"), f"{line.proof}: {line.against}"),
        )
        console.print(f"[bold]{name}[/]")
        for heading, text in told:
            if text:
                console.print(Padding(f"{escape(shown(heading))}: {escape(text)}", (0, 0, 0, 4)))


@channels_app.command()
def check(
    account: Annotated[list[str] | None, typer.Argument(help="Accounts; all if absent.")] = None,
    settings: Folder = Path(),
) -> None:
    """Sign in to accounts without posting anything. Exit code 1 if one is not taken.

    Examples: briefcast channels check · briefcast channels check citizens-vi
    """
    import datetime as dt

    from briefcast.channels.table import open_channel
    from briefcast.ledger import open_ledger
    from briefcast.publishing.accounts import ending_secrets, open_account, read_accounts
    from briefcast.publishing.same_account import expect_same_account
    from briefcast.secrecy import guard_logs, redact

    guard_logs()
    accounts, failed = read_accounts(settings, every_audience=True), 0
    ledger = open_ledger(near=(settings,))
    entries = [accounts.named(name) for name in account] if account else accounts.accounts
    for ending in ending_secrets(entries, dt.date.today()):
        say_told(ending, label=tell("Ends soon"))
    for entry in entries:
        try:
            with open_channel(open_account(entry)) as channel:
                said = redact(channel.check())
                # As a run looks, too: whose secret leads elsewhere sends nothing before somebody confirms it.
                expect_same_account(channel, ledger)
                answer = tell("{account}: {answer}", account=f"{entry.channel}:{entry.name}", answer=said)
                say_told(answer, label=tell("ready"), colour="green")
        except BriefcastError as error:
            failed += 1
            say_told(redact(error.told), label=tell("not ready"), colour="red")
    if failed:
        raise typer.Exit(1)


@channels_app.command()
def confirm(
    account: Annotated[str, typer.Argument(help="An account of which a secret decides where it leads.")],
    settings: Folder = Path(),
    who: Who = "",
) -> None:
    """Say that an account is meant to lead elsewhere: its webhook is another one, or its token another account's.

    What was approved for it goes there from now on.

    Example: briefcast channels confirm newsroom
    """
    from briefcast.cli.people import prove
    from briefcast.ledger import open_ledger
    from briefcast.publishing.accounts import read_accounts
    from briefcast.publishing.same_account import mean_account

    ledger, name = open_ledger(near=(settings,)), who or getpass.getuser()
    prove(ledger, name)
    entry = read_accounts(settings).named(account)
    called = f"{entry.channel}:{entry.name}"
    meant = mean_account(entry, ledger, who=name)
    if meant is None:
        raise BriefcastError(
            tell(
                "{account}: where it leads is no secret, or the secret is not here. Type this where the secret stands; "
                "what channels.yaml says is approved with each post.",
                account=called,
            )
        )
    is_new, owner = meant
    if is_new and owner:
        told = tell(
            "{account} is {owner} from now on: the next briefcast publish sends there.", account=called, owner=owner
        )
    elif is_new:
        told = tell(
            "{account} leads to its new address from now on: the next briefcast publish sends there.", account=called
        )
    else:
        told = tell("{account} leads where it did: nothing is to be confirmed.", account=called)
    say_told(told, colour="")
