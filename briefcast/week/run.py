"""A run of the publisher: what comes before its first post and after its last, by command or by flow.

begun = begin_run(accounts, ledger, store, who="lan", find=find)   stop, follow the plan, settle, order
outcomes = publish_orders(begun.orders, ledger, …)
ended = end_run(begun, outcomes, ledger, store)                    write down, and tell the team once
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefcast.errors import BriefError, LedgerError
from briefcast.ledger import Batches, Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import tell
from briefcast.publishing.accounts import Accounts
from briefcast.publishing.alike import group_alike
from briefcast.publishing.lost import Lost, find_lost
from briefcast.publishing.orders import LeftOut, Order
from briefcast.publishing.quota import QuotaPlan, plan_quotas
from briefcast.publishing.sending import Outcome, Quiet, Recalled, recall_posts, still_sent
from briefcast.publishing.settling import Settled, settle_left
from briefcast.publishing.witness import earlier_posts, expect_newest, note_posts, post_there
from briefcast.secrecy import SecretSource, from_environment
from briefcast.store.store import Store
from briefcast.week.moved import Moved, follow_plan, tell_moved
from briefcast.week.quiet import quiet_times
from briefcast.week.troubles import Trouble, find_troubles, not_told, note_told, tell_troubles
from briefcast.week.typed import AsTyped
from briefcast.week.waits import Waits, find_waits
from briefcast.week.week import REVIEW_FOLDER

Find = Callable[[], tuple[tuple[Order, ...], tuple[LeftOut, ...]]]
"""Gives what is to go out, and what is left out of it."""
Hears = Callable[[Recalled | Settled], None]
"""Is told of each post that was taken back or settled, as it comes."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A run before its first post."""

    orders: tuple[Order, ...]
    left_out: tuple[LeftOut, ...]
    moved: tuple[Moved, ...]
    """In what the plan and what is released differ."""
    recalled: tuple[Recalled, ...]
    settled: tuple[Settled, ...]
    quotas: QuotaPlan
    quiet: Quiet
    typed: AsTyped
    anew: bool
    """Whether the ledger was begun anew by this run."""
    lost: tuple[Lost, ...] = ()
    """What went out into folders of this machine and does not lie there any more."""

    @property
    def differs(self) -> tuple[str, ...]:
        """What plan and release differ in, a line for each brief and cause."""
        return tell_moved(self.moved, self.typed)


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A run after its last post."""

    troubles: tuple[Trouble, ...]
    """What a person has to know or to settle."""
    news: tuple[Trouble, ...]
    """Those of them that nobody was told before, and those that last."""
    others: int
    """How many beside the orders need a person now."""
    waits: tuple[str, ...]
    """What of the weeks waits for people, a line each: for a decision, a release, or as a correction."""
    hindered: str
    """Why the team could not be told; empty if it was."""


def why_refused(ledger: Ledger, store: Store, accounts: Accounts) -> str:
    """Say why a run would refuse this ledger: people decide in another, or it knows of nothing that went out.

    Empty if it would not.
    """
    try:
        ledger.expect_team()
        knows = ledger.knows_posts()
        expect_newest(store, ledger, of_then=not knows)
        if not knows and (shown := earlier_posts(store, accounts)):
            ledger.expect_history(lambda: shown)
    except LedgerError as error:
        return error.told
    return ""


def is_untouched(out: Path, ledger: Ledger, store: Store, accounts: Accounts) -> bool:
    """Whether a team has not begun yet, as after setting up: nothing is there to go out, and nothing went out before.

    An empty ledger beside weeks that were made is another one than theirs.
    """
    return ledger.is_empty() and not any((out / REVIEW_FOLDER).glob("*")) and not earlier_posts(store, accounts)


def begin_run(
    accounts: Accounts,
    ledger: Ledger,
    store: Store,
    *,
    who: str,
    find: Find,
    week: str = "",
    new: bool = False,
    moved: bool = False,
    late: bool = False,
    sources: Sequence[SecretSource] = (from_environment,),
    hears: Hears = lambda _: None,
) -> Begun:
    """Take back what may not be heard, follow the plan, order what is due, and settle what earlier runs left.

    Args:
        accounts: the team's.
        ledger: remembers what went.
        store: beside the editions; shows what went out from another ledger.
        who: whom the history names.
        find: gives the orders, once what was stopped is taken back and the plan is followed.
        week: the only week that is published; refused if it was never made.
        new: the ledger is empty because nothing went out before.
        moved: the ledger came from a machine that publishes no more.
        late: also what should have gone out long ago.
        sources: where secrets are.
        hears: is told of each post that was taken back or settled.

    Raises:
        LedgerError: the ledger is empty, lost, an old copy, another team's or of another machine, or has no such week.
        BriefError: a plan cannot be read; what was stopped is taken back all the same.
    """
    ledger.expect_team()
    # To say that nothing went out before is for a ledger that was begun since; a copy of before knows only half.
    expect_newest(store, ledger, of_then=new or not ledger.knows_posts(), moved=moved)
    if not new:
        ledger.expect_history(lambda: earlier_posts(store, accounts))
    ledger.expect_this_machine(who=who, moved=moved)
    if week:
        Batches(ledger).expect_week(week)
    typed, quiet = AsTyped(ledger), quiet_times(ledger)
    try:
        typed.expect_plans()
    except BriefError:
        _heard(recall_posts(accounts, ledger, who=who, sources=sources), hears)
        raise
    differing = follow_plan(typed, who=who)
    recalled = recall_posts(accounts, ledger, who=who, sources=sources, quiet=quiet, typed=typed.why_not)
    _heard((_in_short(each, differing) for each in recalled), hears)
    orders, left_out = find()
    if anew := new and any(order.done is None for order in orders):
        # Said of nothing, it would let out what a later week makes and releases again.
        ledger.begin_anew(who=who)
    elif not new and not ledger.knows_posts():
        ledger.expect_history(lambda: post_there(orders, sources))
    ordered = still_sent(orders, late=late)
    settled = settle_left(accounts, ledger, who=who, ordered=ordered, sources=sources)
    _heard(settled, hears)
    # Of what may be out only that is said: no run sends it before somebody knows, whatever was decided since.
    unknown = {_place(each.publication) for each in settled if each.failed} - ordered
    orders = tuple(o for o in orders if (o.item, o.content_sha256, o.channel, o.account.name) not in unknown)
    return Begun(
        orders=orders,
        left_out=left_out,
        moved=differing,
        recalled=recalled,
        settled=settled,
        quotas=plan_quotas(orders, Outbox(ledger, who=who)),
        quiet=quiet,
        typed=typed,
        anew=anew,
        lost=find_lost(accounts, ledger),
    )


def end_run(
    begun: Begun, outcomes: Sequence[Outcome], ledger: Ledger, store: Store, *, ending: Iterable[str] = ()
) -> Ended:
    """Write down beside the editions that something is out, and tell the team once what a person has to know.

    ``ending`` are the tokens that end soon.
    """
    note_posts(outcomes, store, ledger)
    batches, now = Batches(ledger), dt.datetime.now(dt.UTC)
    typed = (*begun.typed.told(), *(Trouble(where=each.where, what="lost", why=each.told) for each in begun.lost))
    fresh = not_told(typed, batches)
    news = tuple(each for each in typed if each.lasts or each in fresh)
    found = find_troubles(outcomes, begun.left_out, begun.recalled, begun.settled, now=now, ending=ending)
    troubles = (*found, *news)
    if not (hindered := tell_troubles(troubles, batches)):
        note_told(news, batches)
    others = sum(left.nowhere for left in begun.left_out)
    others += sum(each.lasts or (not each.mends and each in fresh) for each in typed)
    others += sum(bool(each.failed) for each in begun.recalled) + sum(each.failed for each in begun.settled)
    weeks = find_waits(ledger, today=now.date())
    waits = (*(line for each in weeks for line in each.told), *_corrections(begun.left_out, weeks))
    return Ended(troubles=troubles, news=news, others=others, waits=waits, hindered=hindered)


def _corrections(left_out: Iterable[LeftOut], weeks: Iterable[Waits]) -> Iterator[str]:
    """Say of corrections what they wait for, but of those that the line of their week counts."""
    counted = {item.partition(" → ")[0] for each in weeks for item in (*each.undecided, *each.corrections)}
    rest = (left for left in left_out if left.waits and left.item not in counted)
    for alike in group_alike(("", f"{left.item} ({left.channel})", left.why) for left in rest):
        yield alike.told


def _in_short(recalled: Recalled, differing: Iterable[Moved]) -> Recalled:
    """Say of what the plan has no slot for only that: what plan and release differ in is told with its command."""
    p = recalled.publication
    gone = any(
        (each.release.item, each.release.channel) == (p.item, p.channel) for each in differing if each.planned is None
    )
    if recalled.failed or not gone:
        return recalled
    return replace(recalled, why=tell("The plan has no slot for it any more."))


def _place(post: Publication) -> tuple[str, str, str, str]:
    return post.item, post.content_sha256, post.channel, post.account


def _heard(found: Iterable[Recalled | Settled], hears: Hears) -> None:
    for each in found:
        hears(each)
