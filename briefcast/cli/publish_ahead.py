"""``briefcast publish --dry-run``: what would be sent, what would not, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from briefcast.cli.publish_told import (
    tell_differing,
    tell_nowhere,
    tell_other_accounts,
    tell_out,
    tell_refused,
    tell_waits,
)
from briefcast.cli.report import say_told
from briefcast.cli.terminal import answer
from briefcast.messages import counted, joined, tell
from briefcast.states import called

_NEED_PERSON = ("refused", "unconfirmed", "not ready", "not approved")
"""What would become of posts that a run ends with exit code 1 for."""

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcast.ledger import Ledger
    from briefcast.publishing.accounts import Accounts
    from briefcast.publishing.orders import LeftOut, Order


def look_ahead(
    find: Callable[[], tuple[tuple[Order, ...], tuple[LeftOut, ...]]],
    ledger: Ledger,
    out: Path,
    *,
    own: Accounts,
    settings: Path,
    edition: Path | None,
    as_approved: bool,
    new: bool,
    late: bool,
    again: bool,
    at_once: bool,
) -> None:
    """Draw the page of what would be sent, and say how much that is; nothing is written down or sent.

    Exit code 1 where a run would end so: something that was released needs a person.
    """
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
    refused = "" if new else tell_refused(ledger, out, own)
    orders, left_out = find()
    if edition is None:
        tell_differing(tell_moved(moved_slots(typed), typed))
        tell_other_accounts(typed, settings)
    tell_out(typed, ledger, own, quiet)
    plan = plan_quotas(orders, Outbox(ledger, who=""))
    if as_approved:
        undecided = ("waiting", "changed")
        orders = tuple(replaced(o, standing="approved", changed="") if o.standing in undecided else o for o in orders)
    asked = {"late": late, "again": again, "at_once": at_once}
    foreseen = [foresee(order, ledger, quiet=quiet, typed=typed.why_not, **asked) for order in orders]
    foreseen = list(expect_ready(orders, foreseen, own=own, ledger=ledger))
    if refused:
        foreseen = [replaced(f, state="held", why=refused) if f.state == "would be sent" else f for f in foreseen]
    unready = {
        f"{order.channel}:{order.account.name}": fate.why
        for order, fate in zip(orders, foreseen, strict=True)
        if fate.state == "not ready"
    }
    for account, why in unready.items():
        told = why if account in why else tell("{account}: {answer}", account=account, answer=why)
        say_told(told, label=tell("Not ready"), colour="red")
    if edition is None:
        tell_nowhere(left_out, more="briefcast outbox")
        tell_waits(ledger, dt.datetime.now(dt.UTC))
    now = dt.datetime.now(dt.UTC)
    # As a run counts them: what it would leave for its slot waits.
    foreseen = [
        replaced(fate, state="waits for its slot") if fate.state == "would be sent" and not is_due(order, now) else fate
        for order, fate in zip(orders, foreseen, strict=True)
    ]
    page = write_preview(orders, left_out, plan, out, now=now, foreseen=foreseen)
    fates = Counter(fate.state for fate in foreseen)
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
    fails = any(fate.state in _NEED_PERSON for fate in foreseen) or any(left.nowhere for left in left_out)
    if refused or (edition is None and fails):
        raise typer.Exit(1)
