"""Publish here, without a server: what ``briefcast publish`` does, and each task of the flow."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from briefcast.channels.platforms import platform, read_platforms
from briefcast.channels.secrecy import SecretSource, from_environment, guard_logs, redact
from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account
from briefcast.publishing.orders import Order, by_account
from briefcast.publishing.publisher import PATIENT, Patience, holds_until, publish, replace_post

ACCOUNTS_AT_ONCE = 4
DOWN_AFTER = 2
"""After so many posts in a row that had to be put off, the rest of an account waits for the next run untried."""
LATE_AFTER_H = 24
"""A slot that was missed by more than this is not made up for by itself: news that comes days late surprises."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one order."""

    order: Order
    state: str
    """sent, refused, unconfirmed, sending, prepared; ``waiting`` before its slot, ``late`` long after it."""
    detail: str = ""
    url: str = ""
    fresh: bool = False
    """Whether it was sent just now."""

    @property
    def failed(self) -> bool:
        """Whether a person has to look at it."""
        return self.state in ("refused", "unconfirmed", "late")


Tell = Callable[[Outcome], None]


def publish_orders(
    orders: Sequence[Order],
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    late: bool = False,
    again: bool = False,
    patience: Patience = PATIENT,
    tell: Tell = lambda _: None,
) -> tuple[Outcome, ...]:
    """Publish orders, several accounts at once and one thing at a time on each.

    Args:
        orders: what is to go out; what is not approved does not.
        ledger: remembers what went.
        who: whom the history names.
        sources: where secrets are.
        late: also what should have gone out long ago.
        again: put changed content in the place of what is there.
        patience: how long to try.
        tell: hears of each outcome as it comes.
    """
    guard_logs()
    with ThreadPoolExecutor(ACCOUNTS_AT_ONCE) as pool:
        futures = [
            pool.submit(publish_account, entry, own, ledger, who, sources, late, again, patience, tell)
            for entry, own in by_account(orders)
        ]
        return tuple(outcome for future in futures for outcome in future.result())


def publish_account(
    entry: AccountEntry,
    orders: Sequence[Order],
    ledger: Ledger,
    who: str,
    sources: Sequence[SecretSource],
    late: bool = False,
    again: bool = False,
    patience: Patience = PATIENT,
    tell: Tell = lambda _: None,
) -> tuple[Outcome, ...]:
    """Publish the orders of one account, one after the other."""
    outbox, outcomes = Outbox(ledger, who=who), []
    account, down, why = open_account(entry, sources), 0, ""
    for order in orders:
        outcome = _unfit(order, outbox.now(), late=late)
        if outcome is None and down >= DOWN_AFTER:
            outcome = Outcome(order=order, state="prepared", detail=f"Not tried: {why}")
        if outcome is None:
            assert order.post is not None
            before = time.time()
            try:
                with open_channel(account) as channel:
                    act = replace_post if again else publish
                    done = act(order.post, channel, outbox, slot=order.slot, patience=patience)
                outcome = _outcome(order, done, since=before)
            except BriefcastError as error:
                outcome = Outcome(order=order, state="refused", detail=redact(str(error)))
            down = down + 1 if outcome.state == "prepared" and outcome.detail else 0
            why = outcome.detail
        outcomes.append(outcome)
        tell(outcome)
    return tuple(outcomes)


def _unfit(order: Order, now: dt.datetime, *, late: bool) -> Outcome | None:
    """Say why an order does not go out now; None if it may."""
    if order.standing != "approved":
        return Outcome(order=order, state="refused", detail=f"It is not approved ({order.standing}): decide first.")
    if order.post is None:
        return Outcome(order=order, state="refused", detail=order.refused)
    if order.slot is not None and order.slot > now and not holds_until(order.slot, platform(order.channel), now=now):
        return Outcome(order=order, state="waiting", detail=f"Its slot is {order.slot:%Y-%m-%d %H:%M %Z}.")
    if order.slot is not None and not late and now - order.slot > dt.timedelta(hours=LATE_AFTER_H):
        return Outcome(
            order=order,
            state="late",
            detail=f"Its slot was {order.slot:%Y-%m-%d %H:%M %Z}. To send it all the same: briefcast publish --late.",
        )
    return None


def _outcome(order: Order, publication: Publication, *, since: float) -> Outcome:
    ended = publication.ended_at.timestamp() if publication.ended_at else 0
    detail = publication.detail
    if publication.scheduled_for and publication.scheduled_for.timestamp() > since:
        detail = f"The platform shows it at {publication.scheduled_for:%Y-%m-%d %H:%M %Z}."
    return Outcome(
        order=order,
        state=publication.state,
        detail=detail,
        url=publication.url or "",
        fresh=publication.state == "sent" and ended >= since,
    )


def approve_edition(folder: Path, ledger: Ledger, *, who: str, wanted: Callable[[Item, str], bool]) -> None:
    """Approve the items of an edition that nobody decided about; what was held or sent back stays so."""
    manifest = read_manifest(folder)
    ledger.record_edition(manifest, folder=folder.resolve(), who=who)
    for item in items_of(manifest):
        undecided = ledger.standing(item.key, item.content_sha256).name in ("waiting", "changed")
        if undecided and any(wanted(item, channel) for channel in read_platforms()):
            ledger.decide(item.key, item.content_sha256, "approved", who=who)


def every_account(accounts: Accounts) -> Accounts:
    """Give the team's accounts, and one to look at for every channel it has none on."""
    there = {entry.channel for entry in accounts.accounts}
    more = tuple(AccountEntry(name=name, channel=name) for name in read_platforms() if name not in there)
    return accounts.model_copy(update={"accounts": (*accounts.accounts, *more)})


def find_edition(edition: Path) -> Path:
    """Give an edition's folder, named by itself, its manifest or its brief's id under ``outputs``."""
    for folder in (edition, edition.parent, Path("outputs") / edition):
        if (folder / "manifest.json").is_file():
            return folder
    raise BriefcastError(f"There is no edition in {edition}: name its folder, such as outputs/egov-2024.")
