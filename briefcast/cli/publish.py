"""The commands that publish: look at what would be sent, send it, see what became of it, look after accounts."""

from __future__ import annotations

import contextlib
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.markup import escape
from rich.table import Table

from briefcast.cli.readings import readings
from briefcast.cli.report import say_alike, say_ledger, say_told, shown
from briefcast.cli.terminal import Terminal, answer, answer_json
from briefcast.errors import BriefcastError, BriefError, NotApproved
from briefcast.messages import Typed, joined, tell
from briefcast.states import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefcast.ledger.outbox import Publication
    from briefcast.manifest.items import Named
    from briefcast.publishing.sending import Outcome, Recalled

Folder = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Whom the history names.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the history.")]
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
        say_told(one, label=tell("Ends soon"))
    if not dry_run:
        say_ledger(ledger)
        if not new:
            ledger.expect_history(lambda: earlier_posts(open_store(out / STORE_NAME), accounts))
        ledger.expect_this_machine(who=name, moved=moved)
    own = accounts
    if all_channels:
        if not dry_run:
            raise BriefcastError(tell("--all-channels only shows: add --dry-run."))
        accounts = every_account(accounts)

    def wanted(item: Named, on: str) -> bool:
        pairs = ((channel, on), (audience, item.audience), (language, item.language), (product, item.product))
        return all(not some or one in some for some, one in pairs)

    _expect_known(channel, audience, language, product, settings)
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
            tell(
                "{brief} is of the week {week}: its items are decided about by the plan, each by whom it names. Look "
                "at them on the week's page, then: {approve}, and {release}",
                brief=brief,
                week=planned,
                approve=Typed(f"briefcast approve {planned} {brief}"),
                release=Typed(f"briefcast release {planned}"),
            )
        )
    if planned and not dry_run:
        say_told(
            tell(
                "{brief} is of the week {week}: only what was released for it goes out, at its slots.",
                brief=brief,
                week=planned,
            )
        )
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
        say_told(differs.told, label=tell("Plan and release differ"))
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
            told = why if account in why else tell("{account}: {answer}", account=account, answer=why)
            say_told(told, label=tell("Not ready"), colour="red")
        page = write_preview(orders, left_out, plan, out, now=dt.datetime.now(dt.UTC), foreseen=foreseen)
        fates = Counter(fate.state for fate in foreseen)
        sent = fates.pop("would be sent", 0)
        others = tuple(
            tell("{state}: {count}", state=called(state), count=number) for state, number in sorted(fates.items())
        )
        say_told(
            joined(
                tell("{sent} of {count} posts would be sent.", sent=sent, count=len(orders)),
                tell("The others: {states}.", states=others) if others else "",
                tell("Open this page:"),
            ),
            colour="",
        )
        answer(page.resolve())
        return
    say_alike((tell("Over quota"), str(over.order), over.told) for over in plan.moved)
    if at_once:
        # Leave for exactly what was approved; the rest is refused below with its reason.
        for order in orders:
            if order.standing == "approved":
                # What was taken back is held below, with who took it.
                with contextlib.suppress(NotApproved):
                    ledger.release(
                        order.item, order.content_sha256, channel=order.channel, account=order.account.name, who=name
                    )
    if new and any(order.done is None for order in orders):
        ledger.begin_anew(who=name)
    elif new:
        # Said of nothing, it would let out what a later week makes and releases again.
        say_told(
            tell("Nothing waits here to go out: --new is not written down, and is to be said when something does.")
        )
    elif not ledger.knows_posts():
        ledger.expect_history(lambda: post_there(orders))
    settled = settle_left(accounts, ledger, who=name, ordered=still_sent(orders, late=late))
    for each in settled:
        say_told(each.told, colour="red" if each.failed else "yellow")
    outcomes = publish_orders(
        orders, ledger, who=name, late=late, again=replace, hears=_tell_sent, quiet=quiet, typed=typed.why_not
    )
    if store:
        note_posts(outcomes, store, ledger)
    _tell_others(outcomes)
    nowhere = (left for left in left_out if not left.harmless)
    say_alike(
        ((called("goes nowhere"), f"{left.item} ({left.channel})", left.why) for left in nowhere),
        colour="red",
        more="briefcast publish --dry-run",
    )
    batches = Batches(ledger)
    news = not_told(typed.told(), batches)
    say_alike((called(each.what), each.where, each.why) for each in news)
    troubles = find_troubles(outcomes, left_out, recalled, settled, now=outbox.now(), ending=ending)
    if hindered := tell_troubles((*troubles, *news), batches):
        say_told(hindered)
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
        say_told(each.told, colour="red" if each.failed else "yellow")


def _expect_known(
    channels: list[str] | None,
    audiences: list[str] | None,
    languages: list[str] | None,
    products: list[str] | None,
    folder: Path,
) -> None:
    """Refuse a name that there is not: it would pick nothing, which looks like nothing to do."""
    from briefcast.brief.references import near_word
    from briefcast.channels.platforms import read_platforms
    from briefcast.languages import read_languages
    from briefcast.products.table import PRODUCTS
    from briefcast.publishing.typos import known_audiences, no_audience, write_near

    for name in channels or ():
        if name not in read_platforms():
            told = tell("There is no channel '{channel}'.", channel=name)
            raise BriefcastError(joined(told, write_near(name, tuple(read_platforms()))))
    for name in audiences or ():
        if name not in (known := known_audiences(folder)) and near_word(name, known):
            raise BriefcastError(joined(*no_audience(name, known)))
    for name in languages or ():
        if name not in read_languages():
            told = tell("There is no language '{language}'.", language=name)
            raise BriefcastError(joined(told, write_near(name, tuple(read_languages()))))
    for name in products or ():
        if name not in PRODUCTS:
            told = tell("There is no product called {name}.", name=name)
            raise BriefcastError(joined(told, write_near(name, tuple(PRODUCTS))))


def _tell_sent(outcome: Outcome) -> None:
    """Say at once what was sent just now."""
    if outcome.fresh and outcome.state == "sent":
        text = joined(outcome.order.where, outcome.url, outcome.detail)
        say_told(text, label=called(outcome.state), colour="green")


def _tell_others(outcomes: Iterable[Outcome]) -> None:
    """Say what became of the rest, once for each reason."""
    from briefcast.publishing.alike import FEW

    rest = [outcome for outcome in outcomes if not (outcome.fresh and outcome.state == "sent")]
    for state in dict.fromkeys(outcome.state for outcome in rest):
        word = called("out" if state == "sent" else "waits for its slot" if state == "waiting" else state)
        of_state = [outcome for outcome in rest if outcome.state == state]
        few = len(of_state) <= FEW
        told = ((word, o.order.where, o.detail or (o.url if few else "")) for o in of_state)
        say_alike(told, colour=_COLOURS.get(state, "red"))


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
        answer_json(rows)
        return
    from briefcast.publishing.sending import summarize

    say_told(tell("{summary}.", summary=summarize(outcomes, others=others)), colour="")


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
    from briefcast.publishing.typos import write_near

    if state not in ("", *get_args(State)):
        told = tell("There is no state '{state}'.", state=state)
        raise BriefcastError(joined(told, write_near(state, get_args(State))))
    outbox = Outbox(open_ledger(), who="")
    found, events, approved = outbox.publications(), outbox.last_events(), outbox.approved_by()
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
        answer_json(rows)
        return
    if not found:
        told = (
            tell("No post is in this state: {state}.", state=called(state)) if state else tell("Nothing went out yet.")
        )
        answer(shown(told))
        return
    # A line of its own for each thing that may be copied: an address or a command is of no use in parts.
    console = Terminal(soft_wrap=True, highlight=False)
    for p in found:
        colour = _COLOURS.get(p.state, "red")
        event = events.get((p.item, p.channel, p.account))
        since = f"  {event.at:%Y-%m-%d %H:%M} UTC  {escape(event.who)}" if event else ""
        console.print(f"{p.id}  {escape(p.where)}  [{colour}]{escape(shown(called(p.state)))}[/]{since}")
        for more in (p.url or "", shown(p.detail or _why_out(p, approved))):
            if more:
                console.print(f"    {escape(more)}")


def _why_out(publication: Publication, approved: Mapping[tuple[str, str], str]) -> str:
    """Say by whose approval a post is out."""
    who = approved.get((publication.item, publication.content_sha256))
    return tell("approved by {who}", who=who) if who and publication.state == "sent" else ""


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
    say_told(tell("{id} is written down as sent.", id=id), colour="")


@outbox_app.command()
def missing(id: Annotated[int, typer.Argument(help="Number of the publication.")], who: Who = "") -> None:
    """Write down that an unconfirmed post is not there: the next run sends it.

    Example: briefcast outbox missing 12
    """
    _outbox(who).resolve(id, posted=False)
    say_told(tell("{id} is sent by the next briefcast publish.", id=id), colour="")


@outbox_app.command()
def again(id: Annotated[int, typer.Argument(help="Number of the publication.")], why: Why = "", who: Who = "") -> None:
    """Let a withdrawn post go out again: the next run sends it anew, if it is still approved and released.

    Example: briefcast outbox again 12
    """
    _outbox(who).again(id, why)
    told = tell("{id} goes out with the next briefcast publish if it is still approved and released.", id=id)
    say_told(told, colour="")


@outbox_app.command()
def drop(
    what: Annotated[
        list[str], typer.Argument(help="Numbers of publications, items, or late: what missed its slot by a day.")
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

    outbox = _outbox(who)
    for one in what:
        if one.isdecimal():
            told = tell("{id} is dropped: {item} does not go out there.", id=one, item=outbox.drop(int(one), why).item)
            say_told(told, colour="")
            continue
        late = one == "late"
        releases = late_releases(outbox.ledger, now=outbox.now()) if late else outbox.ledger.releases(item=one)
        if late and not releases:
            say_told(tell("Nothing missed its slot by a day."), colour="")
            continue
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


@outbox_app.command()
def withdraw(
    numbers: Annotated[list[int], typer.Argument(help="Numbers of publications.", metavar="ID...")],
    why: Why = "",
    settings: Folder = Path(),
    who: Who = "",
) -> None:
    """Take posts back from their platforms.

    Examples: briefcast outbox withdraw 12 · briefcast outbox withdraw 12 13 --why "The rank is of 2022."
    """
    from briefcast.channels.table import open_channel
    from briefcast.publishing.accounts import open_account, read_accounts
    from briefcast.publishing.publisher import withdraw_post

    outbox = _outbox(who)
    accounts = read_accounts(settings, to_take_back=True)
    for publication in [outbox.find(number) for number in numbers]:
        account = open_account(accounts.named(publication.account))
        with open_channel(account.on(publication.channel)) as channel:
            withdraw_post(publication, channel, outbox, why)
        account_told = f"{publication.channel}:{publication.account}"
        say_told(tell("{item} is taken back from {account}.", item=publication.item, account=account_told), colour="")


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

    headings = (tell("channel"), tell("takes"), tell("an account says"), tell("secret"), tell("proven against"))
    table = Table(*(shown(heading) for heading in headings))
    for name, line in CHANNELS.items():
        try:
            known = channel_class(name)
            fields, secrets = ", ".join(known.Settings.model_fields), ", ".join(known.secrets)
        except BriefcastError as error:
            fields, secrets = shown(error.told), ""
        row = platform(name)
        table.add_row(name, ", ".join(products_taken(row)), fields, secrets, f"{line.proof}: {line.against}")
    Terminal().print(table)


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
    accounts, failed = read_accounts(settings, every_audience=True), 0
    entries = [accounts.named(name) for name in account] if account else accounts.accounts
    for ending in ending_secrets(entries, dt.date.today()):
        say_told(ending, label=tell("Ends soon"))
    for entry in entries:
        try:
            with open_channel(open_account(entry)) as channel:
                answer = tell(
                    "{account}: {answer}", account=f"{entry.channel}:{entry.name}", answer=redact(channel.check())
                )
                say_told(answer, label=tell("ready"), colour="green")
        except BriefcastError as error:
            failed += 1
            say_told(redact(error.told), label=tell("not ready"), colour="red")
    if failed:
        raise typer.Exit(1)
