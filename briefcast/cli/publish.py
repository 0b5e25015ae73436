"""The commands that publish: look at what would be sent, send it, see what became of it, look after accounts."""

from __future__ import annotations

import contextlib
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from briefcast.cli.readings import readings
from briefcast.cli.report import say, say_ledger
from briefcast.errors import BriefcastError, BriefError, NotApproved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcast.publishing.orders import Named
    from briefcast.publishing.sending import Outcome, Recalled

Folder = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")]
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
_COLOURS = {"sent": "green", **dict.fromkeys(("prepared", "waiting", "sending", "held", "out"), "yellow")}
_FATES = {"held": "held back", "late": "too late", "out": "out already", "quiet time": "in a quiet time"}

outbox_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="See and settle what went out.")
channels_app = typer.Typer(no_args_is_help=False, invoke_without_command=True, help="Look after channels and accounts.")


def add_publish_commands(app: typer.Typer) -> None:
    """Add the commands that publish to the command line."""
    app.command()(publish)
    app.command()(readings)
    app.add_typer(outbox_app, name="outbox")
    app.add_typer(channels_app, name="channels")


def publish(
    edition: Annotated[
        Path | None, typer.Argument(help="An edition, to send its approved items at once; else what is released.")
    ] = None,
    dry_run: DryRun = False,
    all_channels: Every = False,
    approve: Approve = False,
    channel: Some = None,
    audience: Some = None,
    language: Some = None,
    product: Some = None,
    week: Annotated[str, typer.Option(help="Only what was released for this ISO week.")] = "",
    late: Late = False,
    replace: Replace = False,
    new: New = False,
    moved: Moved = False,
    settings: Folder = Path(),
    out: Out = Path("outputs"),
    who: Who = "",
    as_json: Json = False,
) -> None:
    """Send what was approved and released, each item once, at its slot. Run it as often as you like.

    Exit code 1 if something needs a person now: refused, not confirmed, going nowhere. What waits, is held or missed
    its slot by more than a day is told, and is no failure.

    Examples: briefcast publish --dry-run · briefcast publish · briefcast publish outputs/egov-2024 --channel folder
    """
    import datetime as dt

    from briefcast.channels.platforms import read_platforms
    from briefcast.edition.plan import STORE_NAME
    from briefcast.ledger import Batches, open_ledger
    from briefcast.ledger.outbox import Outbox
    from briefcast.manifest.manifest import read_manifest
    from briefcast.publishing.accounts import ending_secrets, read_accounts
    from briefcast.publishing.orders import edition_orders, released_orders
    from briefcast.publishing.quota import plan_quotas
    from briefcast.publishing.sending import (
        approve_edition,
        every_account,
        find_edition,
        publish_orders,
        recall_posts,
        still_sent,
    )
    from briefcast.publishing.settling import settle_left
    from briefcast.publishing.witness import earlier_posts, note_posts, post_there
    from briefcast.store.store import open_store
    from briefcast.week.moved import follow_plan, moved_slots
    from briefcast.week.quiet import quiet_times
    from briefcast.week.troubles import find_troubles, not_told, note_told, tell_troubles
    from briefcast.week.typed import AsTyped

    accounts, ledger, name = read_accounts(settings), open_ledger(), who or getpass.getuser()
    ending = ending_secrets(accounts.accounts, dt.date.today())
    for one in ending:
        say.print(f"[yellow]Ends soon[/] {escape(one)}")
    if not dry_run:
        say_ledger(ledger)
        if new:
            ledger.begin_anew(who=name)
        else:
            ledger.expect_history(lambda: earlier_posts(open_store(out / STORE_NAME), accounts))
        ledger.expect_this_machine(who=name, moved=moved)
    own = accounts
    if all_channels:
        if not dry_run:
            raise BriefcastError("--all-channels only shows: add --dry-run.")
        accounts = every_account(accounts)

    def wanted(item: Named, on: str) -> bool:
        pairs = ((channel, on), (audience, item.audience), (language, item.language), (product, item.product))
        return all(not some or one in some for some, one in pairs)

    if unknown := sorted(set(channel or ()) - set(read_platforms())):
        raise BriefcastError(f"There is no channel {unknown[0]!r}. There are: {', '.join(read_platforms())}.")
    if week:
        Batches(ledger).expect_week(week)
    store = None if dry_run else open_store(out / STORE_NAME)
    quiet = quiet_times(ledger)
    typed = AsTyped(ledger)
    try:
        typed.expect_plans()
    except BriefError:
        if not dry_run:
            # What was stopped is taken back all the same.
            tell_recalled(recall_posts(accounts, ledger, who=name))
        raise
    differing = moved_slots(typed) if dry_run else follow_plan(typed, who=name)
    recalled = () if dry_run else recall_posts(accounts, ledger, who=name, quiet=quiet, typed=typed.why_not)
    tell_recalled(recalled)
    # What a plan decides about goes out by the plan, whichever way it is asked for.
    folder = find_edition(edition) if edition else None
    brief = read_manifest(folder).brief if folder else ""
    planned = ledger.week_of(brief) if brief else ""
    at_once = folder is not None and not planned
    if planned and approve:
        raise BriefcastError(
            f"{brief} is of the week {planned}: its items are decided about by the plan, each by whom it names. Look "
            f"at them on the week's page, then: briefcast approve {planned} ITEM, and briefcast release {planned}."
        )
    if planned and not dry_run:
        say.print(f"[yellow]{brief} is of the week {planned}[/]: only what was released for it goes out, at its slots.")
    if folder is None or (planned and not dry_run):

        def of_brief(item: Named, on: str) -> bool:
            return (not brief or item.brief == brief) and wanted(item, on)

        orders, left_out = released_orders(
            ledger, accounts, store, week=week or None, wanted=of_brief, to_look_at=dry_run
        )
    else:
        if approve and not dry_run:
            approve_edition(folder, ledger, accounts=accounts, who=name, wanted=wanted, named=channel or ())
        orders, left_out = edition_orders(folder, accounts, store, ledger=ledger, wanted=wanted, named=channel or ())
    for differs in differing if edition is None else ():
        say.print(f"[yellow]Plan and release differ[/] {escape(str(differs))}")
    outbox = Outbox(ledger, who=name)
    plan = plan_quotas(orders, outbox)
    if dry_run:
        from collections import Counter
        from dataclasses import replace as replaced

        from briefcast.publishing.preview import write_preview
        from briefcast.publishing.sending import expect_ready, foresee

        if approve and edition is not None:
            undecided = ("waiting", "changed")
            orders = tuple(
                replaced(o, standing="approved", changed="") if o.standing in undecided else o for o in orders
            )
        asked = {"late": late, "again": replace, "at_once": at_once}
        foreseen = [foresee(order, ledger, quiet=quiet, typed=typed.why_not, **asked) for order in orders]
        foreseen = list(expect_ready(orders, foreseen, own=own))
        unready = {
            f"{order.channel}:{order.account.name}": fate.why
            for order, fate in zip(orders, foreseen, strict=True)
            if fate.state == "not ready"
        }
        for account, why in unready.items():
            say.print(f"[red]Not ready[/] {escape(why if account in why else f'{account}: {why}')}")
        page = write_preview(orders, left_out, plan, out, now=dt.datetime.now(dt.UTC), foreseen=foreseen)
        fates = Counter(fate.state for fate in foreseen)
        sent = fates.pop("would be sent", 0)
        others = "".join(f", {number} {_FATES.get(state, state)}" for state, number in sorted(fates.items()))
        say.print(f"{sent} of {len(orders)} posts would be sent{others}. Open this page:")
        print(page.resolve())  # noqa: T201
        return
    for over in plan.moved:
        when = f"there is room from {over.proposed:%Y-%m-%d %H:%M %Z}" if over.proposed else "it never fits"
        say.print(f"[yellow]Over quota[/] {escape(str(over.order))}: {over.quota}; {when}.")
    if at_once:
        # Leave for exactly what was approved; the rest is refused below with its reason.
        for order in orders:
            if order.standing == "approved":
                # What was taken back is held below, with who took it.
                with contextlib.suppress(NotApproved):
                    ledger.release(
                        order.item, order.content_sha256, channel=order.channel, account=order.account.name, who=name
                    )
    if not ledger.knows_posts():
        ledger.expect_history(lambda: post_there(orders))
    settled = settle_left(accounts, ledger, who=name, ordered=still_sent(orders, late=late))
    for each in settled:
        say.print(f"[{'red' if each.failed else 'yellow'}]{escape(str(each))}[/]")
    outcomes = publish_orders(
        orders, ledger, who=name, late=late, again=replace, tell=_tell, quiet=quiet, typed=typed.why_not
    )
    if store:
        note_posts(outcomes, store, ledger)
    for left in left_out:
        if not left.harmless:
            say.print(f"[red]Goes nowhere[/] {escape(left.item)} ({left.channel}): {escape(left.why)}")
    batches = Batches(ledger)
    news = not_told(typed.told(), batches)
    for trouble in news:
        say.print(f"[yellow]{escape(str(trouble))}[/]")
    troubles = find_troubles(outcomes, left_out, recalled, settled, now=outbox.now(), ending=ending)
    if hindered := tell_troubles((*troubles, *news), batches):
        say.print(f"[yellow]{escape(hindered)}[/]")
    else:
        note_told(news, batches)
    more = sum(not left.harmless for left in left_out) + sum(bool(each.failed) for each in recalled)
    more += sum(each.failed for each in settled)
    _report(outcomes, more, as_json=as_json)
    if more or any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def tell_recalled(recalled: Iterable[Recalled]) -> None:
    """Say what was taken back from platforms, and what could not be."""
    for each in recalled:
        colour = "red" if each.failed else "yellow"
        say.print(f"[{colour}]{escape(str(each))}[/]")


def _tell(outcome: Outcome) -> None:
    colour = _COLOURS.get(outcome.state, "red")
    fresh = "" if outcome.fresh or outcome.state != "sent" else " before"
    where = f" {outcome.url}" if outcome.url else ""
    detail = f" {outcome.detail}" if outcome.detail else ""
    say.print(f"[{colour}]{outcome.state}{fresh}[/] {escape(str(outcome.order))}{escape(where + detail)}")


def _report(outcomes: tuple[Outcome, ...], others: int, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "item": outcome.order.item,
                "channel": outcome.order.channel,
                "account": outcome.order.account.name,
                "state": outcome.state,
                "url": outcome.url,
                "detail": outcome.detail,
                "new": outcome.fresh,
            }
            for outcome in outcomes
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201
        return
    from briefcast.publishing.sending import summarize

    say.print(f"{summarize(outcomes, others=others)}.")


@outbox_app.callback()
def show_outbox(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="Only prepared, sending, sent, refused, unconfirmed or withdrawn.")] = "",
    as_json: Json = False,
) -> None:
    """List what went out, what waits and what needs a person.

    Examples: briefcast outbox · briefcast outbox --state unconfirmed
    """
    if context.invoked_subcommand:
        return
    from briefcast.ledger import open_ledger
    from briefcast.ledger.outbox import Outbox, State

    if state not in ("", *get_args(State)):
        raise BriefcastError(f"There is no state {state!r}. There are: {', '.join(get_args(State))}.")
    found = Outbox(open_ledger(), who="").publications()
    found = tuple(p for p in found if not state or p.state == state)
    if as_json:
        rows = [
            {
                "id": p.id,
                "item": p.item,
                "channel": p.channel,
                "account": p.account,
                "state": p.state,
                "url": p.url,
                "detail": p.detail,
            }
            for p in found
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))  # noqa: T201
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("", "item", "account", "state", "where", ""):
        table.add_column(heading, overflow="fold")
    for p in found:
        colour = _COLOURS.get(p.state, "red")
        table.add_row(
            str(p.id),
            p.item,
            f"{p.channel}:{p.account}",
            f"[{colour}]{p.state}[/]",
            escape(p.url or ""),
            escape(p.detail),
        )
    Console(soft_wrap=False).print(table if found else "Nothing went out yet.")


@outbox_app.command()
def found(
    id: Annotated[int, typer.Argument(help="Number of the publication.")],
    url: Annotated[str, typer.Argument(help="Where the post is.")],
    who: Who = "",
) -> None:
    """Write down that an unconfirmed post is there: it counts as sent.

    Example: briefcast outbox found 12 https://example.org/post/1
    """
    _outbox(who).resolve(id, posted=True, url=url)
    say.print(f"{id} is written down as sent.")


@outbox_app.command()
def missing(id: Annotated[int, typer.Argument(help="Number of the publication.")], who: Who = "") -> None:
    """Write down that an unconfirmed post is not there: the next run sends it.

    Example: briefcast outbox missing 12
    """
    _outbox(who).resolve(id, posted=False)
    say.print(f"{id} is sent by the next briefcast publish.")


@outbox_app.command()
def again(id: Annotated[int, typer.Argument(help="Number of the publication.")], who: Who = "") -> None:
    """Let a withdrawn post go out again: the next run sends it anew, if it is still approved and released.

    Example: briefcast outbox again 12
    """
    _outbox(who).again(id)
    say.print(f"{id} goes out with the next briefcast publish if it is still approved and released.")


@outbox_app.command()
def drop(
    what: Annotated[
        list[str], typer.Argument(help="Numbers of publications, items, or late: what missed its slot by a day.")
    ],
    channel: Annotated[str, typer.Option(help="Of an item only what was released for this channel.")] = "",
    why: Annotated[str, typer.Option(help="The reason, for the history.")] = "",
    who: Who = "",
) -> None:
    """Be done with what was refused, is late or goes nowhere: no run tries it any more.

    A number goes out again after briefcast outbox again, an item after briefcast release WEEK ITEM.

    Examples: briefcast outbox drop 12 · briefcast outbox drop late · briefcast outbox drop egov-2024/press/en/text
    """
    from briefcast.publishing.orders import late_releases

    outbox = _outbox(who)
    for one in what:
        if one.isdecimal():
            say.print(f"{one} is dropped: {escape(outbox.drop(int(one), why).item)} does not go out there.")
            continue
        late = one == "late"
        releases = late_releases(outbox.ledger, now=outbox.now()) if late else outbox.ledger.releases(item=one)
        if late and not releases:
            say.print("Nothing missed its slot by a day.")
            continue
        taken = outbox.ledger.take_back([r for r in releases if channel in ("", r.channel)], who=outbox.who, why=why)
        for release in taken:
            say.print(f"dropped  {release.channel}  {escape(release.item)}")
        if not taken:
            on = f" on {channel}" if channel else ""
            raise BriefcastError(f"Nothing of {one!r} was released{on}: briefcast publish --dry-run lists what is.")


@outbox_app.command()
def withdraw(
    id: Annotated[int, typer.Argument(help="Number of the publication.")], settings: Folder = Path(), who: Who = ""
) -> None:
    """Take a post back from its platform.

    Example: briefcast outbox withdraw 12
    """
    from briefcast.channels.table import open_channel
    from briefcast.publishing.accounts import open_account, read_accounts
    from briefcast.publishing.publisher import withdraw_post

    outbox = _outbox(who)
    publication = outbox.find(id)
    accounts = read_accounts(settings, to_take_back=True)
    account = open_account(accounts.named(publication.account))
    with open_channel(account.on(publication.channel)) as channel:
        withdraw_post(publication, channel, outbox)
    say.print(f"{publication.item} is taken back from {publication.channel}:{publication.account}.")


def _outbox(who: str):  # type: ignore[no-untyped-def]
    from briefcast.ledger import open_ledger
    from briefcast.ledger.outbox import Outbox

    ledger = open_ledger()
    say_ledger(ledger)
    return Outbox(ledger, who=who or getpass.getuser())


@channels_app.callback()
def show_channels(context: typer.Context) -> None:
    """List every channel: what it takes, what its account says, what it was proven against.

    Examples: briefcast channels · briefcast channels check
    """
    if context.invoked_subcommand:
        return
    from briefcast.channels.platforms import platform, products_taken
    from briefcast.channels.table import CHANNELS, channel_class

    table = Table("channel", "takes", "an account says", "secret", "proven against")
    for name, line in CHANNELS.items():
        try:
            known = channel_class(name)
            fields, secrets = ", ".join(known.Settings.model_fields), ", ".join(known.secrets)
        except BriefcastError as error:
            fields, secrets = str(error), ""
        row = platform(name)
        table.add_row(name, ", ".join(products_taken(row)), fields, secrets, f"{line.proof}: {line.against}")
    Console().print(table)


@channels_app.command()
def check(
    account: Annotated[list[str] | None, typer.Argument(help="Accounts; all if absent.")] = None,
    settings: Folder = Path(),
) -> None:
    """Sign in to accounts without posting anything. Exit code 1 if one is not taken.

    Examples: briefcast channels check · briefcast channels check citizens-vi
    """
    import datetime as dt

    from briefcast.channels.secrecy import guard_logs, redact
    from briefcast.channels.table import open_channel
    from briefcast.publishing.accounts import ending_secrets, open_account, read_accounts

    guard_logs()
    accounts, failed = read_accounts(settings), 0
    entries = [accounts.named(name) for name in account] if account else accounts.accounts
    for ending in ending_secrets(entries, dt.date.today()):
        say.print(f"[yellow]Ends soon[/] {escape(ending)}")
    for entry in entries:
        try:
            with open_channel(open_account(entry)) as channel:
                say.print(f"[green]ready[/] {entry.channel}:{entry.name}: {escape(redact(channel.check()))}")
        except BriefcastError as error:
            failed += 1
            say.print(f"[red]not ready[/] {escape(redact(str(error)))}")
    if failed:
        raise typer.Exit(1)
