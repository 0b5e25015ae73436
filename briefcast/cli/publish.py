"""``briefcast publish``: send what was approved and released, each item once, at its slot."""

from __future__ import annotations

import contextlib
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.channels import channels_app
from briefcast.cli.idling import note_if_idle, repeats_idle_runs
from briefcast.cli.outbox import outbox_app
from briefcast.cli.publish_ahead import look_ahead
from briefcast.cli.publish_names import expect_known
from briefcast.cli.publish_options import (
    Approve,
    DryRun,
    Every,
    Folder,
    Json,
    Late,
    Moved,
    New,
    Out,
    Replace,
    Some,
    Who,
)
from briefcast.cli.publish_told import (
    report,
    tell_before,
    tell_differing,
    tell_nowhere,
    tell_other_accounts,
    tell_others,
    tell_sent,
)
from briefcast.cli.readings import readings
from briefcast.cli.report import say_alike, say_grouped, say_ledger, say_times, say_told
from briefcast.errors import BriefcastError, NotApproved
from briefcast.messages import Typed, tell
from briefcast.states import called

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcast.ledger import Ledger
    from briefcast.manifest.items import Named
    from briefcast.publishing.orders import LeftOut, Order


def add_publish_commands(app: typer.Typer) -> None:
    """Add the commands that publish to the command line."""
    app.command()(publish)
    app.command()(readings)
    app.add_typer(outbox_app, name="outbox")
    app.add_typer(channels_app, name="channels")


@repeats_idle_runs
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

    from briefcast.cli.people import prove
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
    from briefcast.store.store import STORE_NAME, open_store
    from briefcast.week.run import begin_run, end_run

    near = (settings, out, *((edition,) if edition else ()))
    accounts, ledger, name = read_accounts(settings), open_ledger(near=near), who or getpass.getuser()
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

    expect_known(channel, audience, language, product, settings)
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
    # What was approved and released is sent for anybody; what somebody says with it takes a secret.
    says = at_once or new or moved
    proof = prove(ledger, name) if says and not dry_run else ""

    def find() -> tuple[tuple[Order, ...], tuple[LeftOut, ...]]:
        if folder is None or (planned and not dry_run):

            def of_brief(item: Named, on: str) -> bool:
                return (not brief or item.brief == brief) and wanted(item, on)

            return released_orders(ledger, accounts, store, week=week or None, wanted=of_brief, to_look_at=dry_run)
        if approve and not dry_run:
            approve_edition(
                folder, ledger, accounts=accounts, who=name, wanted=wanted, named=channel or (), proof=proof
            )
        given = edition_orders(folder, accounts, store, ledger=ledger, wanted=wanted, named=channel or ())
        if at_once and not dry_run:
            _leave_for_approved(given[0], ledger, name)
        return given

    if store is None:
        if week:
            Batches(ledger).expect_week(week)
        look_ahead(
            find,
            ledger,
            out,
            own=own,
            settings=settings,
            edition=edition,
            as_approved=approve and edition is not None,
            new=new,
            late=late,
            again=replace,
            at_once=at_once,
        )
        return
    begun = begin_run(
        accounts, ledger, store, who=name, find=find, week=week, new=new, moved=moved, late=late, hears=tell_before
    )
    if edition is None:
        tell_differing(begun.differs)
        tell_other_accounts(begun.typed, settings)
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
        hears=tell_sent,
        quiet=begun.quiet,
        typed=begun.typed.why_not,
    )
    stopped = stopped_at_slot(outcomes, ledger, quiet=begun.quiet, typed=begun.typed.why_not)
    ended = end_run(begun, outcomes, ledger, store, ending=ending)
    gone = {(each.release.item, each.release.channel) for each in begun.moved if each.planned is None}
    say_grouped(group_stopped(each for each in stopped if (each[0].item, each[0].channel) not in gone))
    tell_others(outcomes, [order for order, _ in stopped], gone)
    tell_nowhere(begun.left_out)
    said = {*(str(why) for _, why in stopped), *(str(outcome.detail) for outcome in outcomes)}
    news = (each for each in ended.news if not any(str(each.why) in told for told in said))
    say_alike((called(each.what), each.where, each.why) for each in news)
    for line in ended.waits if edition is None or planned else ():
        say_told(line)
    if ended.hindered:
        say_told(ended.hindered)
    report(outcomes, ended.others, [order for order, _ in stopped], len(begun.recalled), as_json=as_json)
    note_if_idle(begun, outcomes, ended)
    if ended.others or any(outcome.failed for outcome in outcomes):
        raise typer.Exit(1)


def _leave_for_approved(orders: Iterable[Order], ledger: Ledger, who: str) -> None:
    """Give leave for exactly what was approved; the rest is refused with its reason when it is sent."""
    for order in orders:
        if order.standing == "approved" and not order.uncounted:
            # What was taken back is held when it is sent, with who took it.
            with contextlib.suppress(NotApproved):
                ledger.release(
                    order.item, order.content_sha256, channel=order.channel, account=order.account.name, who=who
                )
