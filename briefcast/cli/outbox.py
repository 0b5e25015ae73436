"""The commands that settle posts: found, missing, again, dropped, withdrawn, deleted."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from briefcast.cli.outbox_list import show_outbox
from briefcast.cli.publish_options import Folder, Numbers, Who, Why
from briefcast.cli.report import say_alike, say_ledger, say_told
from briefcast.errors import BriefcastError
from briefcast.messages import joined, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcast.ledger.outbox import Outbox

Name = TypeVar("Name", int, str)

outbox_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="See and settle what went out.")
outbox_app.callback()(show_outbox)


def _open_outbox(who: str, settings: Path = Path(), *, stops: bool = False) -> Outbox:
    """Open the outbox for somebody who changes what goes out, or what is known of it: she gives her secret.

    Who ``stops`` something may type an id that she had before.
    """
    from briefcast.cli.people import prove, prove_to_stop
    from briefcast.ledger import open_ledger
    from briefcast.ledger.outbox import Outbox

    ledger, name = open_ledger(near=(settings,)), who or getpass.getuser()
    say_ledger(ledger)
    if stops:
        name, _ = prove_to_stop(ledger, name)
    else:
        prove(ledger, name)
    return Outbox(ledger, who=name)


def _say_failed(told: str) -> None:
    say_told(told, label=tell("Failed:"), colour="bold red")


def _with_each(names: Sequence[Name], act: Callable[[Name], None]) -> None:
    """Do something for each of some names: one that cannot be done keeps no other one. Exit code 1 if there is one."""
    failed = False
    for name in names:
        try:
            act(name)
        except BriefcastError as error:
            if len(names) == 1:
                raise
            failed = True
            _say_failed(error.told)
    if failed:
        raise typer.Exit(1)


@outbox_app.command()
def found(
    what: Annotated[
        list[str],
        typer.Argument(
            help="Numbers of publications, then the post's address; where posts have none, where you saw them.",
            metavar="NUMBER... WHERE",
        ),
    ],
    who: Who = "",
) -> None:
    """Write down that an unconfirmed post is there: it counts as sent. Of several, where all of them were seen.

    Examples: briefcast outbox found 12 https://example.org/post/1 · briefcast outbox found 13 14 "Teams, channel News"
    """
    from briefcast.publishing.settling import out_all_the_same, write_found
    from briefcast.publishing.ways import expect_numbers, expect_place

    *numbers, where = what
    outbox = _open_outbox(who)
    posts = [outbox.find(number) for number in expect_numbers(numbers)]
    places = [expect_place(where, post, alone=len(posts) == 1) for post in posts]
    for post, place in zip(posts, places, strict=True):
        seen = write_found(outbox, post.id, place)
        say_told(joined(tell("{id} is written down as sent.", id=post.id), out_all_the_same(seen, outbox)), colour="")


@outbox_app.command()
def missing(numbers: Numbers, who: Who = "") -> None:
    """Write down that unconfirmed posts are not there: the next run sends them.

    Examples: briefcast outbox missing 12 · briefcast outbox missing 12 13
    """
    from briefcast.publishing.settling import what_comes
    from briefcast.publishing.ways import way_in

    outbox = _open_outbox(who)

    def write(id: int) -> None:
        post = outbox.resolve(id, posted=False)
        told = tell("{id} is written down as not there.", id=id)
        say_told(joined(told, way_in(post, outbox) or what_comes(post, outbox)), colour="")

    _with_each(numbers, write)


@outbox_app.command()
def again(
    what: Annotated[list[str], typer.Argument(help="Numbers of publications.", metavar="ID...")],
    why: Why = "",
    who: Who = "",
) -> None:
    """Let withdrawn posts go out again: the next run sends them anew, if they are still approved and released.

    Examples: briefcast outbox again 12 · briefcast outbox again 12 13
    """
    from briefcast.publishing.settling import let_out_again
    from briefcast.publishing.ways import expect_withdrawn

    outbox = _open_outbox(who)

    def let_out(said: str) -> None:
        say_told(let_out_again(expect_withdrawn(said, outbox), outbox, why), colour="")

    _with_each(what, let_out)


@outbox_app.command()
def drop(
    what: Annotated[
        list[str],
        typer.Argument(
            help="Numbers of publications, items or how their names begin, or late: what missed its slot by a day."
        ),
    ],
    channel: Annotated[str, typer.Option(help="Of an item only what was released for this channel.")] = "",
    why: Why = "",
    who: Who = "",
) -> None:
    """Be done with what was refused, is late or goes nowhere: no run tries it any more.

    A number goes out again after briefcast outbox again, an item after briefcast release WEEK ITEM.

    Examples: briefcast outbox drop 12 · briefcast outbox drop late · briefcast outbox drop egov-2024/press/en/text
    """
    from briefcast.publishing.orders import late_releases
    from briefcast.publishing.ways import way_to_drop
    from briefcast.week.batch import named_in_ledger

    outbox = _open_outbox(who, stops=True)

    def be_done_with(one: str) -> None:
        if one.isdecimal():
            post = outbox.find(int(one))
            dropped = outbox.drop(int(one), why, way=way_to_drop(post))
            say_told(tell("{id} is dropped: {item} does not go out there.", id=one, item=dropped.item), colour="")
            return
        late = one == "late"
        if late:
            releases = late_releases(outbox.ledger, now=outbox.now())
        else:
            begins = named_in_ledger(one, outbox.ledger)
            releases = tuple(r for r in outbox.ledger.releases() if f"{r.item}/".startswith(f"{begins.rstrip('/')}/"))
        if late and not releases:
            say_told(tell("Nothing missed its slot by a day."), colour="")
            return
        taken = outbox.ledger.take_back([r for r in releases if channel in ("", r.channel)], who=outbox.who, why=why)
        say_alike(
            ((tell("dropped"), f"{r.item} → {r.channel}", "") for r in taken), colour="", more="briefcast history"
        )
        if not taken:
            raise BriefcastError(
                tell(
                    "Nothing of '{item}' was released on {channel}: briefcast publish --dry-run lists what is.",
                    item=one,
                    channel=channel,
                )
                if channel
                else tell("Nothing of '{item}' was released: briefcast publish --dry-run lists what is.", item=one)
            )

    _with_each(what, be_done_with)


@outbox_app.command()
def withdraw(
    what: Annotated[
        list[str],
        typer.Argument(
            help="Numbers of publications; or items, how their names begin, or a group, for all that is out of them.",
            metavar="WHAT...",
        ),
    ],
    channel: Annotated[str, typer.Option("--channel", help="Of an item only what is out on this channel.")] = "",
    why: Why = "",
    settings: Folder = Path(),
    who: Who = "",
) -> None:
    """Take posts back from their platforms, and name each that could not be. Exit code 1 if there is one.

    Examples: briefcast outbox withdraw 12 · briefcast outbox withdraw 12 13 --why "The rank is of 2022." ·
    briefcast outbox withdraw egov-2024/press
    """
    from briefcast.publishing.accounts import read_accounts
    from briefcast.publishing.withdrawing import withdraw_posts
    from briefcast.week.meant import posts_meant

    outbox, failed = _open_outbox(who, settings, stops=True), 0
    accounts = read_accounts(settings, to_take_back=True)
    meant = posts_meant(outbox, what, channel=channel)
    posts = meant.posts
    for told in meant.unknown:
        _say_failed(told)
    for each in withdraw_posts(posts, accounts, outbox, why):
        failed += bool(each.failed)
        if each.failed:
            _say_failed(each.told)
        else:
            say_told(each.told, colour="")
    if failed and len(posts) > 1:
        say_told(tell("{done} of {count} posts are taken back.", done=len(posts) - failed, count=len(posts)), colour="")
    if failed or meant.unknown:
        raise typer.Exit(1)


@outbox_app.command()
def deleted(
    numbers: Numbers,
    why: Why = "",
    settings: Folder = Path(),
    who: Who = "",
) -> None:
    """Write down that posts were deleted at their platforms by hand: new content may go out in their place.

    For what cannot be withdrawn from here; what is seen there still is refused. What was deleted goes out again only
    after briefcast outbox again.

    Examples: briefcast outbox deleted 12 · briefcast outbox deleted 12 13 --who lan
    """
    from briefcast.publishing.accounts import read_accounts
    from briefcast.publishing.settling import expect_gone

    outbox = _open_outbox(who, settings)
    accounts = read_accounts(settings, to_take_back=True)

    def write(number: int) -> None:
        post = outbox.find(number)
        unseen = expect_gone(post, accounts, outbox.ledger) if post.state == "sent" else ""
        outbox.deleted(post.id, why)
        told = tell("{id} is written down as deleted: {item} is not out there any more.", id=post.id, item=post.where)
        not_looked = tell("That was not looked up, so it counts as you say: {reason}.", reason=unseen) if unseen else ""
        say_told(joined(told, not_looked), colour="")

    _with_each(numbers, write)
