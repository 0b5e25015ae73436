"""The commands that publish: look at what would be sent, send it, see what became of it, look after accounts."""

from __future__ import annotations

import contextlib
import dataclasses
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.markup import escape
from rich.padding import Padding

from briefcast.cli.readings import readings
from briefcast.cli.report import say_alike, say_grouped, say_ledger, say_times, say_told, shown
from briefcast.cli.terminal import Terminal, answer, answer_json
from briefcast.errors import BriefcastError, BriefError, NotApproved
from briefcast.messages import Typed, counted, joined, tell
from briefcast.states import OUT_UNDER_EMBARGO, called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from briefcast.ledger import Ledger
    from briefcast.ledger.outbox import Outbox, Publication
    from briefcast.manifest.items import Named
    from briefcast.publishing.accounts import Accounts
    from briefcast.publishing.orders import LeftOut, Order
    from briefcast.publishing.sending import Outcome, Quiet, Recalled
    from briefcast.publishing.settling import Settled
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import Due

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
_COLOURS = {
    "sent": "green",
    "handed over": "green",
    **dict.fromkeys(("prepared", "waiting", "sending", "held", "out"), "yellow"),
}

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
    from briefcast.manifest.manifest import read_manifest
    from briefcast.publishing.accounts import ending_secrets, read_accounts
    from briefcast.publishing.orders import edition_orders, released_orders
    from briefcast.publishing.sending import (
        approve_edition,
        every_account,
        find_edition,
        group_stopped,
        publish_orders,
        stopped_at_slot,
    )
    from briefcast.store.store import open_store
    from briefcast.week.run import begin_run, end_run

    accounts, ledger, name = read_accounts(settings), open_ledger(), who or getpass.getuser()
    ending = ending_secrets(accounts.accounts, dt.date.today())
    for one in ending:
        say_told(one, label=tell("Ends soon"))
    if dry_run:
        say_times(ledger)
    else:
        say_ledger(ledger)
    own = accounts
    if all_channels:
        if not dry_run:
            raise BriefcastError(tell("--all-channels only shows: add --dry-run."))
        accounts = every_account(accounts)

    def wanted(item: Named, on: str) -> bool:
        pairs = ((channel, on), (audience, item.audience), (language, item.language), (product, item.product))
        return all(not some or one in some for some, one in pairs)

    _expect_known(channel, audience, language, product, settings)
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
    store = None if dry_run else open_store(out / STORE_NAME)

    def find() -> tuple[tuple[Order, ...], tuple[LeftOut, ...]]:
        if folder is None or (planned and not dry_run):

            def of_brief(item: Named, on: str) -> bool:
                return (not brief or item.brief == brief) and wanted(item, on)

            return released_orders(ledger, accounts, store, week=week or None, wanted=of_brief, to_look_at=dry_run)
        if approve and not dry_run:
            approve_edition(folder, ledger, accounts=accounts, who=name, wanted=wanted, named=channel or ())
        given = edition_orders(folder, accounts, store, ledger=ledger, wanted=wanted, named=channel or ())
        if at_once and not dry_run:
            _leave_for_approved(given[0], ledger, name)
        return given

    if store is None:
        if week:
            Batches(ledger).expect_week(week)
        _look_ahead(
            find,
            ledger,
            out,
            own=own,
            edition=edition,
            as_approved=approve and edition is not None,
            new=new,
            late=late,
            again=replace,
            at_once=at_once,
        )
        return
    begun = begin_run(
        accounts, ledger, store, who=name, find=find, week=week, new=new, moved=moved, late=late, hears=_tell_before
    )
    if edition is None:
        _tell_differing(begun.differs)
    say_alike((tell("Over quota"), str(over.order), over.told) for over in begun.quotas.moved)
    if new and not begun.anew:
        say_told(
            tell("Nothing waits here to go out: --new is not written down, and is to be said when something does.")
        )
    outcomes = publish_orders(
        begun.orders,
        ledger,
        who=name,
        late=late,
        again=replace,
        hears=_tell_sent,
        quiet=begun.quiet,
        typed=begun.typed.why_not,
    )
    stopped = stopped_at_slot(outcomes, ledger, quiet=begun.quiet, typed=begun.typed.why_not)
    ended = end_run(begun, outcomes, ledger, store, ending=ending)
    gone = {(each.release.item, each.release.channel) for each in begun.moved if each.planned is None}
    say_grouped(group_stopped(each for each in stopped if (each[0].item, each[0].channel) not in gone))
    _tell_others(outcomes, [order for order, _ in stopped], gone)
    _tell_nowhere(begun.left_out)
    said = {*(str(why) for _, why in stopped), *(str(outcome.detail) for outcome in outcomes)}
    news = (each for each in ended.news if not any(str(each.why) in told for told in said))
    say_alike((called(each.what), each.where, each.why) for each in news)
    for line in ended.waits if edition is None or planned else ():
        say_told(line)
    if ended.hindered:
        say_told(ended.hindered)
    _report(outcomes, ended.others, [order for order, _ in stopped], len(begun.recalled), as_json=as_json)
    if ended.others or any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def _leave_for_approved(orders: Iterable[Order], ledger: Ledger, who: str) -> None:
    """Give leave for exactly what was approved; the rest is refused with its reason when it is sent."""
    for order in orders:
        if order.standing == "approved":
            # What was taken back is held when it is sent, with who took it.
            with contextlib.suppress(NotApproved):
                ledger.release(
                    order.item, order.content_sha256, channel=order.channel, account=order.account.name, who=who
                )


def _look_ahead(
    find: Callable[[], tuple[tuple[Order, ...], tuple[LeftOut, ...]]],
    ledger: Ledger,
    out: Path,
    *,
    own: Accounts,
    edition: Path | None,
    as_approved: bool,
    new: bool,
    late: bool,
    again: bool,
    at_once: bool,
) -> None:
    """Draw the page of what would be sent, and say how much that is; nothing is written down or sent."""
    import datetime as dt
    from collections import Counter
    from dataclasses import replace as replaced

    from briefcast.ledger.outbox import Outbox
    from briefcast.publishing.preview import write_preview
    from briefcast.publishing.quota import plan_quotas
    from briefcast.publishing.sending import expect_ready, foresee, is_due
    from briefcast.week.moved import moved_slots, tell_moved
    from briefcast.week.quiet import quiet_times
    from briefcast.week.typed import AsTyped

    typed, quiet = AsTyped(ledger), quiet_times(ledger)
    typed.expect_plans()
    if not new:
        _tell_refused(ledger, out, own)
    orders, left_out = find()
    if edition is None:
        _tell_differing(tell_moved(moved_slots(typed), typed))
    _tell_out(typed, ledger, quiet)
    plan = plan_quotas(orders, Outbox(ledger, who=""))
    if as_approved:
        undecided = ("waiting", "changed")
        orders = tuple(replaced(o, standing="approved", changed="") if o.standing in undecided else o for o in orders)
    asked = {"late": late, "again": again, "at_once": at_once}
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
    if edition is None:
        _tell_nowhere(left_out, more="briefcast outbox")
        _tell_waits(ledger, dt.datetime.now(dt.UTC))
    page = write_preview(orders, left_out, plan, out, now=dt.datetime.now(dt.UTC), foreseen=foreseen)
    now = dt.datetime.now(dt.UTC)
    # As a run counts them: what it would leave for its slot waits.
    fates = Counter(
        "waits for its slot" if fate.state == "would be sent" and not is_due(order, now) else fate.state
        for order, fate in zip(orders, foreseen, strict=True)
    )
    sent = fates.pop("would be sent", 0)
    others = tuple(
        tell("{state}: {number}", state=counted(called(state), number), number=number)
        for state, number in sorted(fates.items())
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


def _tell_refused(ledger: Ledger, out: Path, accounts: Accounts) -> None:
    """Say why no post goes out at all, whatever is said of each: the ledger does not know what went out before."""
    from briefcast.edition.plan import STORE_NAME
    from briefcast.store.store import open_store
    from briefcast.week.run import why_refused

    if why := why_refused(ledger, open_store(out / STORE_NAME), accounts):
        say_told(why, label=tell("Nothing goes out:"), colour="red")


def _tell_nowhere(left_out: Iterable[LeftOut], more: str = "briefcast publish --dry-run") -> None:
    """Say what goes nowhere until somebody puts something right."""
    nowhere = (left for left in left_out if left.nowhere)
    say_alike(
        ((called(left.state), f"{left.item} ({left.channel})", left.why) for left in nowhere), colour="red", more=more
    )


def _tell_out(typed: AsTyped, ledger: Ledger, quiet: Quiet) -> None:
    """Say what is out under an embargo, and what the next run takes back from platforms."""
    from briefcast.publishing.sending import not_to_be_heard

    say_alike(
        ((called(OUT_UNDER_EMBARGO), post.where, why) for post, why in typed.out_under_embargo()),
        colour="red",
        more="briefcast outbox",
    )
    say_alike(
        (
            (tell("To be taken back"), post.where, joined(why, _TAKES_BACK))
            for post, why in not_to_be_heard(ledger, quiet=quiet, typed=typed.why_not)
        ),
        more="briefcast outbox",
    )


_TAKES_BACK = tell("The next run takes it back: {command}", command=Typed("briefcast publish"))


def _tell_differing(differing: Iterable[str]) -> None:
    """Say in what plans and releases differ."""
    for line in differing:
        say_told(line, label=tell("Plan and release differ:"))


def _tell_waits(ledger: Ledger, now: dt.datetime) -> None:
    """Say what of the weeks waits for people."""
    from briefcast.week.waits import find_waits

    for week in find_waits(ledger, today=now.date()):
        for line in week.told:
            say_told(line)


def _tell_before(each: Recalled | Settled) -> None:
    """Say at once what was taken back, or what became of what an earlier run left."""
    say_told(each.told, colour="red" if each.failed else "yellow")


def tell_recalled(recalled: Iterable[Recalled]) -> None:
    """Say what was taken back from platforms, and what could not be."""
    for each in recalled:
        _tell_before(each)


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
        say_told(text, label=called(outcome.state, outcome.order.channel), colour="green")


def _tell_others(outcomes: Iterable[Outcome], stopped: Sequence[Order], gone: Collection[tuple[str, str]]) -> None:
    """Say what became of the rest, once for each reason; what is stopped at its slot was told.

    So was what the plan has no slot for, the items and channels of which are ``gone``.
    """
    from briefcast.publishing.alike import FEW

    rest = [outcome for outcome in outcomes if not (outcome.fresh and outcome.state == "sent")]
    rest = [outcome for outcome in rest if not any(outcome.order is order for order in stopped)]
    rest = [o for o in rest if o.state != "held" or (o.order.item, o.order.channel) not in gone]
    together: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in rest:
        together.setdefault((outcome.state, _word_of(outcome)), []).append(outcome)
    for (state, word), alike in together.items():
        few = len(alike) <= FEW
        told = ((word, o.order.where, o.detail or (o.url if few else "")) for o in alike)
        say_alike(told, colour=_COLOURS.get(state, "red"))


def _word_of(outcome: Outcome) -> str:
    """Give what is said of what was not sent just now: what was sent before is out, a kit is handed over."""
    if outcome.state == "sent" and outcome.order.channel != "handoff" and not outcome.unseen:
        return called("out")
    if outcome.unseen and outcome.order.channel != "handoff":
        return called("waits for its slot")
    word = "waits for its slot" if outcome.state == "waiting" else outcome.state
    return called(word, outcome.order.channel)


def _report(
    outcomes: tuple[Outcome, ...], others: int, stopped: Sequence[Order], recalled: int, *, as_json: bool
) -> None:
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

    summary = summarize(outcomes, others=others, stopped=stopped, recalled=recalled)
    say_told(tell("{summary}.", summary=summary), colour="")


@outbox_app.callback()
def show_outbox(
    context: typer.Context,
    state: Annotated[
        str,
        typer.Option(
            help="Only posts in this state, such as held, by the word that the list shows or its English one."
        ),
    ] = "",
    settings: Folder = Path(),
    out: Out = Path("outputs"),
    as_json: Json = False,
) -> None:
    """List what went out, what waits, is held or late, and what needs a person.

    Examples: briefcast outbox · briefcast outbox --state unconfirmed
    """
    if context.invoked_subcommand:
        return
    from briefcast.catalogue import told, told_moment
    from briefcast.ledger import open_ledger
    from briefcast.ledger.outbox import Outbox
    from briefcast.week.moved import moved_slots, tell_moved
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import Due

    state = _state_meant(state) if state else ""
    ledger = open_ledger()
    outbox = Outbox(ledger, who="")
    now = outbox.now()
    events, approved = outbox.last_events(), outbox.approved_by()
    found = _with_due(outbox, settings, out, state)
    if as_json:
        rows = [
            {
                "id": getattr(each, "id", None),
                "item": each.item,
                "channel": each.channel,
                "account": each.account,
                "state": stands,
                "url": getattr(each, "url", None),
                "detail": each.why if isinstance(each, Due) else each.detail,
            }
            for stands, each in found
        ]
        answer_json(rows)
        return
    if not found:
        nothing = tell("No post is in this state: {state}.", state=_called_there(state))
        answer(shown(nothing if state else tell("Nothing went out yet.")))
    say_times(ledger)
    # A line of its own for each thing that may be copied: an address or a command is of no use in parts.
    console = Terminal(soft_wrap=True, highlight=False)
    for stands, each in found:
        colour = _COLOURS.get(stands, "yellow" if stands in _DUE else "red")
        word = shown(_called_there(stands))
        if isinstance(each, Due):
            number, since, lines = "–", "", [shown(each.why)]
        else:
            event = events.get((each.item, each.channel, each.account))
            since = f"  {told_moment(event.at)}  {escape(event.who)}" if event else ""
            number, lines = str(each.id), [each.url or "", shown(each.detail or _why_out(each, approved, now))]
        console.print(f"{told(number)}  {escape(each.where)}  [{colour}]{escape(word)}[/]{since}")
        for line in filter(None, lines):
            console.print(f"    {escape(line)}")
    if not state:
        typed = AsTyped(outbox.ledger)
        _tell_differing(tell_moved(moved_slots(typed), typed))
        _tell_waits(outbox.ledger, outbox.now())


_DUE = ("waiting", "would be sent", "held", "late", "not approved", "not released", "out", "goes nowhere", "not there")
"""States of what was released and is not out, beside those of publications."""
_FIRST = (
    "unconfirmed",
    OUT_UNDER_EMBARGO,
    "refused",
    "goes nowhere",
    "not there",
    "not approved",
    "not released",
    "late",
)
"""States in which something needs a person, the gravest first."""


def _called_there(state: str) -> str:
    """Give what the list calls a state."""
    return called("waits for its slot" if state == "waiting" else state)


def _state_meant(said: str) -> str:
    """Give the state that somebody names by its English word, or as the list calls it in whatever language.

    Raises:
        BriefcastError: there is none, with the one that comes near.
    """
    from briefcast.catalogue import in_language
    from briefcast.languages import read_languages
    from briefcast.ledger.outbox import State
    from briefcast.publishing.typos import write_near

    known = (*get_args(State), "handed over", *_DUE, OUT_UNDER_EMBARGO)
    words: dict[str, str] = {state: state for state in known}
    for code in read_languages():
        for state in known:
            words.setdefault(in_language(_called_there(state), code).casefold(), state)
    meant = " ".join(said.split()).casefold()
    begin = {state for word, state in words.items() if meant and word.startswith(meant)}
    if meant in words:
        return words[meant]
    every = tuple(shown(_called_there(state)) for state in known)
    one = shown(_called_there(*begin)) if len(begin) == 1 else ""
    way = tell("Write '{near}'.", near=one) if one else write_near(said, every)
    raise BriefcastError(joined(tell("There is no state '{state}'.", state=said), way))


def _with_due(outbox: Outbox, settings: Path, out: Path, wanted: str) -> tuple[tuple[str, Publication | Due], ...]:
    """Give what was tried, and what else waits, in one state or in all, each with its state as it is now.

    What needs a person comes first.
    """
    from briefcast.publishing.accounts import read_accounts
    from briefcast.publishing.sending import not_to_be_heard
    from briefcast.week.quiet import quiet_times
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import find_due

    posts = outbox.publications()
    due: tuple[Due, ...] = ()
    try:
        accounts = read_accounts(settings, to_take_back=True)
        due = find_due(accounts, outbox.ledger, now=outbox.now())
        _tell_refused(outbox.ledger, out, accounts)
    except BriefError as error:
        say_told(tell("What waits cannot be listed: {problem}", problem=error.told), colour="red")
    now = {(each.item, each.content_sha256, each.channel, each.account): each for each in due}
    typed = AsTyped(outbox.ledger)
    embargoed = {post.id: why for post, why in typed.out_under_embargo()}
    try:
        typed.expect_plans()
    except BriefError:
        # As the next run does: without the plan, only what was stopped is taken back.
        unheard = not_to_be_heard(outbox.ledger)
    else:
        unheard = not_to_be_heard(outbox.ledger, quiet=quiet_times(outbox.ledger), typed=typed.why_not)
    recalled = {post.id: joined(why, _TAKES_BACK) for post, why in unheard}
    found: list[tuple[str, Publication | Due]] = []
    for post in posts:
        each = now.pop((post.item, post.content_sha256, post.channel, post.account), None)
        if why := embargoed.get(post.id):
            found.append((OUT_UNDER_EMBARGO, dataclasses.replace(post, detail=why)))
        elif post.state == "sent":
            state = "handed over" if post.channel == "handoff" else "sent"
            found.append((state, dataclasses.replace(post, detail=recalled.get(post.id, post.detail))))
        elif each and post.state == "prepared" and each.state != "would be sent":
            # Why it waited when it was tried may be gone; how it stands now counts.
            found.append((each.state, dataclasses.replace(post, detail=each.why)))
        else:
            found.append((post.state, post))
    found += [(each.state, each) for each in now.values()]
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    # A kit that is to be taken back can be posted by hand until then.
    found.sort(
        key=lambda each: (
            ranks["refused"] if getattr(each[1], "id", None) in recalled else ranks.get(each[0], len(ranks))
        )
    )
    return tuple(each for each in found if wanted in ("", each[0]))


def _why_out(publication: Publication, approved: Mapping[tuple[str, str], str], now: dt.datetime) -> str:
    """Say by whose approval a post is out, and when it is seen or to be posted."""
    from briefcast.publishing.sending import told_shown

    if publication.state != "sent":
        return ""
    who = approved.get((publication.item, publication.content_sha256))
    return joined(told_shown(publication, now), tell("approved by {who}", who=who) if who else "")


@outbox_app.command()
def found(
    id: Annotated[int, typer.Argument(help="Number of the publication.")],
    url: Annotated[str, typer.Argument(help="The post's address; where it has none, where you saw it.")],
    who: Who = "",
) -> None:
    """Write down that an unconfirmed post is there: it counts as sent.

    Examples: briefcast outbox found 12 https://example.org/post/1 · briefcast outbox found 13 "Teams, channel News"
    """
    from briefcast.publishing.ways import expect_place

    outbox = _outbox(who)
    outbox.resolve(id, posted=True, url=expect_place(url, outbox.find(id)))
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

    outbox = _outbox(who)
    for one in what:
        if one.isdecimal():
            post = outbox.find(int(one))
            dropped = outbox.drop(int(one), why, way=way_to_drop(post))
            say_told(tell("{id} is dropped: {item} does not go out there.", id=one, item=dropped.item), colour="")
            continue
        late = one == "late"
        if late:
            releases = late_releases(outbox.ledger, now=outbox.now())
        else:
            begins = named_in_ledger(one, outbox.ledger)
            releases = tuple(r for r in outbox.ledger.releases() if f"{r.item}/".startswith(f"{begins.rstrip('/')}/"))
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


@outbox_app.command()
def deleted(
    numbers: Annotated[list[int], typer.Argument(help="Numbers of publications.", metavar="ID...")],
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

    outbox = _outbox(who)
    accounts = read_accounts(settings, to_take_back=True)
    for post in [outbox.find(number) for number in numbers]:
        unseen = expect_gone(post, accounts, outbox.ledger) if post.state == "sent" else ""
        outbox.deleted(post.id, why)
        told = tell("{id} is written down as deleted: {item} is not out there any more.", id=post.id, item=post.where)
        not_looked = tell("That was not looked up, so it counts as you say: {reason}.", reason=unseen) if unseen else ""
        say_told(joined(told, not_looked), colour="")


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
