"""Publish here, without a server: what ``briefcast publish`` does, and each task of the flow."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from briefcast.brief.corrections import Kind
from briefcast.channels.base import Account
from briefcast.channels.platforms import platform, read_platforms
from briefcast.channels.table import channel_class, open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger, Proof
from briefcast.ledger.corrected import corrections_let_out
from briefcast.ledger.ledger import why_not_now
from briefcast.ledger.outbox import Ask, HasAlready, NotNow, Outbox, Publication
from briefcast.ledger.trust import read_trust
from briefcast.manifest.items import Named, items_of
from briefcast.manifest.manifest import MANIFEST_NAME, embargo_ends, read_manifest
from briefcast.messages import Message, Typed, counted, joined, span, tell
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account
from briefcast.publishing.alike import Alike
from briefcast.publishing.orders import (
    LATE_AFTER_H,
    Earlier,
    Order,
    Wanted,
    by_account,
    planned_orders,
    why_corrected,
    why_rewritten,
    why_stopped,
)
from briefcast.publishing.publisher import (
    PATIENT,
    Patience,
    end_corrected,
    group_of,
    holds_until,
    publish,
    replace_post,
    take_back,
)
from briefcast.publishing.restored import doubt_order, foresee_doubt
from briefcast.publishing.same_account import entry_leads_elsewhere, expect_same_account, leads_elsewhere
from briefcast.publishing.ways import can_replace, way_back, way_to_make_room, way_to_replace
from briefcast.secrecy import SecretSource, from_environment, guard_logs, redact
from briefcast.states import called

ACCOUNTS_AT_ONCE = 4
DOWN_AFTER = 2
"""After so many posts in a row that had to be put off, the rest of an account waits for the next run untried."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one order."""

    order: Order
    state: str
    """sent, refused, unconfirmed, sending, prepared; ``waiting`` before its slot, ``late`` long after it.

    ``out`` where another size of the same is. ``held`` where it was held, sent back, moved or taken back, or is not to
    be heard now."""
    detail: str = ""
    url: str = ""
    fresh: bool = False
    """Whether it was sent just now."""
    replaces: bool = False
    """Whether it took the place of older content."""
    stopped: str = ""
    """What somebody decided while it was being sent, and how to take it back: it is out all the same."""
    left: str = ""
    """What a person has still to do about the post that it corrects, which is to be seen all the same."""

    @property
    def word(self) -> str:
        """What its state is called, as in the list of the outbox: what nobody approved is not *refused*."""
        if self.state == "refused" and self.order.standing in ("waiting", "changed") and not self.order.uncounted:
            return "not approved"
        if self.fresh and self.replaces:
            return "correction sent" if self.beside else "replaced"
        return self.state

    @property
    def beside(self) -> bool:
        """Whether it took no place: readers keep what was sent before, as in mails, and got the correction beside."""
        changes = platform(self.order.channel).abilities.replace
        return self.replaces and (channel_class(self.order.channel).corrects_beside or not changes)

    @property
    def failed(self) -> bool:
        """Whether a person has to look at it now. What is late is told and stays: nothing is broken.

        So she has where it went out although it was stopped meanwhile, or what it corrects is to be seen still.
        """
        return self.state in ("refused", "unconfirmed") or bool(self.stopped or self.left)

    @property
    def unseen(self) -> bool:
        """Whether it was given away before, to be seen at an hour that lies ahead: nobody has seen it yet."""
        shown_at = self.order.done.scheduled_for if self.order.done and self.state == "sent" else None
        return shown_at is not None and shown_at > dt.datetime.now(dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What would become of one order."""

    state: str
    """``would be sent``, now or at its slot; ``waiting`` where the plan puts it off; ``out``, ``handed over``,
    ``withdrawn``, ``unconfirmed``, ``not approved``, ``held`` by a person, by what is typed or by a quiet time,
    ``late``, ``refused``, ``not ready`` where its account is not."""
    why: str = ""
    quiet: bool = False
    """Whether it is held by a quiet time alone, which ends by itself."""

    @property
    def lapses(self) -> bool:
        """Whether its slot runs out while it is held, and people are told when."""
        return self.quiet or isinstance(self.why, Lapsing)


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """A post that a platform held until its slot and that may not be heard then."""

    publication: Publication
    why: str
    failed: str = ""
    """Why it could not be taken back; it will be shown unless a person does it at the platform."""

    @property
    def told(self) -> str:
        """What became of it, for people."""
        p = self.publication
        if not self.failed:
            by_hand = p.channel == "handoff"
            back = (
                tell("{post} was taken away again.", post=p.where)
                if by_hand
                else tell("{post} was taken back from the platform.", post=p.where)
            )
            return joined(back, self.why)
        could_not = tell(
            "{post} could not be taken back and will be shown at {at}: {reason} Delete it there, then: {command}",
            post=p.where,
            at=p.scheduled_for,
            reason=self.failed,
            command=Typed(f"briefcast outbox deleted {p.id}"),
        )
        return joined(could_not, self.why)

    def __str__(self) -> str:
        return str(self.told)


Hears = Callable[[Outcome], None]
Quiet = Callable[[dt.datetime, str, str], str]
"""Says why nothing may be heard at a moment by an audience in a language, such as days of mourning; empty if it may."""


@dataclass(frozen=True, kw_only=True)
class Going:
    """A post that is about to be sent, as the plan and the brief behind it are asked about it."""

    item: str
    channel: str
    account: str
    week: str
    """The week it was released for; empty outside a plan."""
    heard_at: dt.datetime
    folder: Path | None
    """Of its edition."""


class Lapsing(Message):
    """A reason that lasts until its ``day`` or until somebody puts something right, while the slot runs out."""

    __slots__ = ()

    @classmethod
    def of(cls, message: Message) -> Lapsing:
        """Make one of a message."""
        return cls(message.pattern, message.values)

    @property
    def ends(self) -> dt.datetime | None:
        """When it ends by itself, as an embargo does; None if it does not."""
        day = dict(self.values).get("day")
        return embargo_ends(day) if isinstance(day, dt.date) else None


class PutOff(Message):
    """A reason that hinders nothing: the plan has a later slot, and the next run moves the post there."""

    __slots__ = ()

    @classmethod
    def of(cls, message: Message) -> PutOff:
        """Make one of a message."""
        return cls(message.pattern, message.values)


AskTyped = Callable[[Going], str]
"""Says why a post may not go out by what plan and brief say at this moment, as `Lapsing` or `PutOff` where it is that;
empty if it may."""


def nothing_typed(_going: Going) -> str:
    """Know of no plan and no brief."""
    return ""


def never_quiet(_at: dt.datetime, _audience: str, _language: str) -> str:
    """Know of no quiet time."""
    return ""


def still_sent(orders: Sequence[Order], *, late: bool = False) -> frozenset[tuple[str, str, str, str]]:
    """Give items, contents, channels and accounts of the orders that are taken up now; nobody else settles those."""
    now = dt.datetime.now(dt.UTC)
    return frozenset(
        (o.item, o.content_sha256, o.channel, str(o.account.name))
        for o in orders
        if o.done is None and _unfit(o, now, late=late) is None
    )


def publish_orders(
    orders: Sequence[Order],
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    late: bool = False,
    again: bool = False,
    patience: Patience = PATIENT,
    hears: Hears = lambda _: None,
    quiet: Quiet = never_quiet,
    typed: AskTyped = nothing_typed,
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
        hears: is told of each outcome as it comes.
        quiet: knows when nothing may be heard.
        typed: knows what plans and briefs say at that moment.
    """
    guard_logs()
    with ThreadPoolExecutor(ACCOUNTS_AT_ONCE) as pool:
        given = {"late": late, "again": again, "patience": patience, "hears": hears, "quiet": quiet, "typed": typed}

        def work(entry: AccountEntry, own: Sequence[Order]) -> tuple[Outcome, ...]:
            return publish_account(entry, own, ledger, who, sources, **given)  # type: ignore[arg-type]

        # What is told there is told by the clock of the plan as well.
        futures = [pool.submit(copy_context().run, work, entry, own) for entry, own in by_account(orders)]
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
    hears: Hears = lambda _: None,
    quiet: Quiet = never_quiet,
    typed: AskTyped = nothing_typed,
) -> tuple[Outcome, ...]:
    """Publish the orders of one account, one after the other; each is asked about again at the moment it is sent."""
    outbox, outcomes = Outbox(ledger, who=who), []
    # One account for all of them: a token that is got, or renewed, is got once.
    account, down, why = open_account(entry, sources), 0, ""
    moved = {name: leads_elsewhere(account.on(name), ledger, who=who) for name in {o.channel for o in orders}}
    corrections = corrections_let_out(ledger)
    for order in orders:
        known = corrections.get((order.item, order.content_sha256))
        corrects: Kind | Literal[""] = known.kind if known else ""
        # Whoever let a correction out meant what is there.
        replacing = again or bool(corrects)
        outcome = _became(order) if order.done else _unfit(order, outbox.now(), late=late)
        if (outcome is None or outcome.state == "late") and (doubted := doubt_order(order, outbox)):
            outcome = _outcome(order, doubted, since=math.inf)
        if outcome and outcome.state == "late" and (unknown := _unknown(order, outbox)):
            # No run sends it, however late, before a person said whether it is there.
            outcome = replace(outcome, detail=unknown.detail)
        elif outcome and outcome.state == "late" and (older := _older(order, outbox)):
            # News that comes days late surprises; a correction is wanted whenever it comes.
            outcome = None if replacing else _waits_to_replace(order, older)
        if outcome and order.changed and (why := _stopped_by_plan(order, outbox.now(), typed)):
            # Nobody has to approve anew what the plan does not let out.
            outcome = Outcome(order=order, state="held", detail=why)
        if (outcome is None or outcome.state == "waiting") and moved[order.channel]:
            outcome = Outcome(order=order, state="refused", detail=moved[order.channel])
        if outcome is None and down >= DOWN_AFTER:
            outcome = Outcome(order=order, state="prepared", detail=tell("Not tried: {why}", why=why))
        if outcome is None:
            assert order.post is not None
            before, replaces = time.time(), replacing and _older(order, outbox) is not None
            try:
                with open_channel(account.on(order.channel)) as channel:
                    act = partial(replace_post, corrects=corrects) if replacing else publish
                    ask = _may_go(order, outbox, quiet, typed)
                    done = act(order.post, channel, outbox, slot=order.slot, patience=patience, ask=ask)
                told = _outcome(order, done, since=before, fresh=done.id in outbox.sent_here)
                outcome = replace(told, replaces=replaces, stopped=_stopped_meanwhile(order, done, outbox))
            except NotNow as why_not:
                outcome = Outcome(order=order, state="held", detail=why_not.told)
            except HasAlready as there:
                # Another size of the same words is as good; another content waits for somebody to replace it.
                state = "refused" if there.other.item == order.item else "out"
                outcome = Outcome(order=order, state=state, detail=there.told, url=there.other.url or "")
            except BriefcastError as error:
                outcome = Outcome(order=order, state="refused", detail=redact(error.told))
            down = down + 1 if outcome.state == "prepared" and outcome.detail else 0
            why = outcome.detail
        if corrects and outcome.state == "sent" and (left := _end_corrected(order, account, outbox, corrects)):
            outcome = replace(outcome, left=left)
        outcomes.append(outcome)
        hears(outcome)
    return tuple(outcomes)


def _end_corrected(order: Order, account: Account, outbox: Outbox, corrects: Kind) -> str:
    """End what a correction went out beside, also where an earlier run broke off; say what a person has to do."""
    older = _older(order, outbox)
    if older is None or can_replace(older):
        return ""
    try:
        with open_channel(account.on(order.channel)) as channel:
            return end_corrected(older, order.content_sha256, channel, outbox, corrects)
    except BriefcastError as error:
        return joined(redact(error.told), way_back(older))


def _stopped_meanwhile(order: Order, done: Publication, outbox: Outbox) -> str:
    """Say that somebody held, moved or took back what was being sent; empty if nobody did, or it is not out."""
    if done.state != "sent":
        return ""
    with outbox.ledger.reading() as connection:
        why = _why_not_now(connection, order)
    return joined(why, way_back(done)) if why else ""


def _became(order: Order) -> Outcome:
    """Tell what an order became before this run."""
    assert order.done is not None
    return _outcome(order, order.done, since=math.inf)


def _may_go(order: Order, outbox: Outbox, quiet: Quiet, typed: AskTyped) -> Ask:
    """Give what is asked in the write that takes a publication: all that may have changed since the order was made."""

    def ask(connection: Connection, _publication: Publication) -> str:
        why = _why_not_now(connection, order)
        now = outbox.now()
        heard_at = order.slot if order.slot and order.slot > now else now
        embargo = under_embargo(order.folder, heard_at) if order.folder else ""
        if why := why or embargo or typed(_going(order, heard_at)):
            return joined(why, after_quiet(order, why)) if isinstance(why, Lapsing) else why
        silence = quiet(heard_at, order.audience, order.language)
        return joined(silence, after_quiet(order)) if silence else ""

    return ask


def _stopped_by_plan(order: Order, now: dt.datetime, typed: AskTyped) -> str:
    """Say that the plan lets a post out no more; empty where it does, or only puts it off."""
    why = typed(_going(order, max(order.slot or now, now)))
    return "" if isinstance(why, (Lapsing, PutOff)) else why


def _going(order: Order, heard_at: dt.datetime) -> Going:
    return Going(
        item=order.item,
        channel=order.channel,
        account=order.account.name,
        week=order.week,
        heard_at=heard_at,
        folder=order.folder,
    )


def after_quiet(order: Order, why: str = "") -> str:
    """Say until when a post that is held for a time may still go out, and how it is moved; ``why`` is what holds it."""
    if order.slot is None or not order.week:
        return tell("The first run after that sends it.")
    return _lapses([order.slot], order.week, order.item, why)


def _lapses(slots: Collection[dt.datetime], week: str, items: str = "", why: str = "") -> str:
    """Say when slots lapse; what ends before that by itself, or has to be put right, is told so."""
    late = [slot + dt.timedelta(hours=LATE_AFTER_H) for slot in slots]
    if isinstance(why, Lapsing) and why.ends is None:
        return tell("Unless that is put right before, it lapses at {lapses}.", lapses=span(late))
    if isinstance(why, Lapsing) and why.ends and why.ends < min(late):
        return tell("The first run after that sends it.")
    return tell(
        "Unless it is moved, it lapses at {lapses}. To move it: its slot in the plan, then: {command}",
        lapses=span(late),
        command=Typed(f"briefcast release {week} {items}".rstrip()),
    )


def under_embargo(folder: Path, heard_at: dt.datetime) -> str:
    """Say that an edition, as it lies there now, is under embargo at a moment; empty if it is not."""
    try:
        found = (folder / MANIFEST_NAME).stat()
        embargo = _embargo(folder, found.st_mtime_ns, found.st_size)
    except (BriefcastError, OSError) as error:
        reason = error.told if isinstance(error, BriefcastError) else str(error)
        return tell("Whether it is under embargo is not known, for its edition cannot be read: {reason}", reason=reason)
    if embargo is None or heard_at >= embargo_ends(embargo):
        return ""
    return joined(_under_embargo(embargo), _MOVE_SLOT)


def _under_embargo(embargo: dt.date | None) -> Message:
    return tell("It is under embargo until {day}.", day=embargo)


_MOVE_SLOT = tell("Move its slot in the plan, and release it again.")


@lru_cache(maxsize=256)
def _embargo(folder: Path, _changed_ns: int, _bytes: int) -> dt.date | None:
    """Read the embargo of an edition, once for each manifest that is written."""
    return read_manifest(folder).embargo


def _why_not_now(connection: Connection, order: Order) -> str:
    return why_not_now(
        connection,
        order.item,
        order.content_sha256,
        channel=order.channel,
        account=order.account.name,
        slot=order.slot,
        shown=order.shown,
    )


def recall_posts(
    accounts: Accounts,
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    quiet: Quiet = never_quiet,
    typed: AskTyped = nothing_typed,
) -> tuple[Recalled, ...]:
    """Take back what platforms hold until a slot and may not be heard then.

    It was held since, moved or taken back, or made with other content; its embargo is a later one; the time is quiet.

    What a platform cannot give back is told with what to do.
    """
    outbox, recalled = Outbox(ledger, who=who), []
    for publication, why in not_to_be_heard(ledger, accounts, quiet=quiet, typed=typed):
        try:
            entry = accounts.named(publication.account)
            with open_channel(open_account(entry, sources).on(publication.channel)) as channel:
                take_back(publication, channel, outbox, why)
            recalled.append(Recalled(publication=publication, why=why))
        except BriefcastError as error:
            recalled.append(Recalled(publication=publication, why=why, failed=redact(error.told)))
    return tuple(recalled)


def not_to_be_heard(
    ledger: Ledger, accounts: Accounts, *, quiet: Quiet = never_quiet, typed: AskTyped = nothing_typed
) -> Iterator[tuple[Publication, str]]:
    """Give what platforms, or people, have until a slot and may not be heard then, each with the reason.

    With a link or hashtag that was changed in ``channels.yaml`` since, nobody approved what would be seen.
    """
    outbox = Outbox(ledger, who="")
    now = outbox.now()
    for publication in outbox.publications("sent", since=now):
        if not publication.scheduled_for or publication.scheduled_for <= now:
            continue
        named = Named.of(publication.item)
        with ledger.reading() as connection:
            why = why_not_now(
                connection,
                publication.item,
                publication.content_sha256,
                channel=publication.channel,
                account=publication.account,
                # Of a post that was written down without its slot, what the platform holds it until is the slot.
                slot=publication.slot or publication.scheduled_for,
            )
        folder = ledger.folder_of(named.brief)
        embargo = under_embargo(folder, publication.scheduled_for) if folder and folder.is_dir() else ""
        week = ledger.week_released(
            publication.item, publication.content_sha256, publication.channel, publication.account
        )
        going = Going(
            item=publication.item,
            channel=publication.channel,
            account=publication.account,
            week=week,
            heard_at=publication.scheduled_for,
            folder=folder,
        )
        # A correction waits for people: what it corrects is known to be wrong, and nobody is to see it meanwhile.
        why = why or embargo or typed(going)
        why = why or why_corrected(ledger, publication.item, publication.content_sha256, week=week)
        why = why or why_rewritten(ledger, publication, accounts)
        if why := why or quiet(publication.scheduled_for, named.audience, named.language):
            yield publication, why


def expect_ready(
    orders: Sequence[Order],
    foreseen: Sequence[Foreseen],
    *,
    own: Accounts,
    ledger: Ledger,
    sources: Sequence[SecretSource] = (from_environment,),
) -> tuple[Foreseen, ...]:
    """Give what would become of orders, after asking the accounts of those that would be sent; nothing is posted.

    An account without its secrets, or that its platform does not take, sends nothing; neither does one that is not the
    team's own. A post that a channel would refuse by itself is refused here as well.
    """
    guard_logs()
    asked = [order for order, fate in zip(orders, foreseen, strict=True) if fate.state == "would be sent"]
    with ThreadPoolExecutor(ACCOUNTS_AT_ONCE) as pool:
        of_accounts = pool.map(lambda group: _ask_account(group[0], group[1], own, ledger, sources), by_account(asked))
        found = {key: fate for fates in of_accounts for key, fate in fates.items()}
    return tuple(
        found.get(_place_of(order), fate) if fate.state == "would be sent" else fate
        for order, fate in zip(orders, foreseen, strict=True)
    )


def _place_of(order: Order) -> tuple[str, str, str]:
    return order.item, order.channel, order.account.name


def _ask_account(
    entry: AccountEntry, orders: Sequence[Order], own: Accounts, ledger: Ledger, sources: Sequence[SecretSource]
) -> dict[tuple[str, str, str], Foreseen]:
    """Give what stops posts of one account, by item, channel and account; each of its channels is asked once."""
    if entry not in own.accounts:
        why = tell("There is no account on {channel}: add one to channels.yaml.", channel=entry.channel)
        return {_place_of(order): Foreseen(state="not ready", why=why) for order in orders}
    account, stopped, asked = open_account(entry, sources), {}, dict[str, str]()
    for order in orders:
        try:
            with open_channel(account.on(order.channel)) as channel:
                if order.channel not in asked:
                    asked[order.channel] = ""
                    channel.check()
                    expect_same_account(channel, ledger)
                if order.post and (faults := channel.check_post(order.post)):
                    stopped[_place_of(order)] = Foreseen(state="refused", why=joined(*faults))
        except BriefcastError as error:
            asked[order.channel] = redact(error.told)
        if asked[order.channel]:
            stopped[_place_of(order)] = Foreseen(state="not ready", why=asked[order.channel])
    return stopped


def foresee(
    order: Order,
    ledger: Ledger,
    *,
    quiet: Quiet = never_quiet,
    typed: AskTyped = nothing_typed,
    late: bool = False,
    again: bool = False,
    at_once: bool = False,
) -> Foreseen:
    """Say what would become of an order, as far as it can be known without asking its platform.

    What is put off in the plan waits, for the next run moves it there.

    Args:
        order: as it would be published.
        ledger: remembers what went, and what may go.
        quiet: knows when nothing may be heard.
        typed: knows what plans and briefs say now.
        late: also what should have gone out long ago.
        again: changed content is put in the place of what is there.
        at_once: it is of an edition that is sent at once: what is approved is given leave then, and not before.
    """
    outbox = Outbox(ledger, who="")
    group = group_of(order.post, platform(order.channel)) if order.post else order.item
    there = outbox.publications("sent", "withdrawn", "unconfirmed", group=group)

    def rank(p: Publication) -> tuple[bool, bool]:
        # What may be out itself counts before the older content beside it, and what lives there before what was
        # withdrawn, such as what it took the place of.
        mine = (p.item, p.content_sha256) == (order.item, order.content_sha256)
        return p.state == "withdrawn", not (mine and p.state == "unconfirmed")

    if (doubt := foresee_doubt(order, ledger)) and order.standing == "approved":
        return Foreseen(state="unconfirmed", why=doubt)
    hinders = ""
    for p in sorted(there, key=rank):
        if (p.channel, p.account) == (order.channel, order.account.name):
            mine = p.item == order.item
            older = p.state == "sent" and not (mine and p.content_sha256 == order.content_sha256)
            if older and (mine or again):
                # As the run finds it: what may go out otherwise waits for somebody, unless it takes that place.
                hinders = _hinders(p, again=again)
                late = late or again
                if hinders:
                    break
                continue
            if _is_past(p, order) or p.made_way:
                continue
            out = "handed over" if p.channel == "handoff" else "out"
            states = {"sent": out, "withdrawn": "withdrawn", "unconfirmed": "unconfirmed"}
            why = joined(tell("{item} is out.", item=p.item), way_to_replace(p)) if older else p.url
            return Foreseen(state=states[p.state], why=p.detail if p.state == "unconfirmed" else why or "")
    unfit = _unfit(order, outbox.now(), late=late)
    if unfit and order.changed and (why := _stopped_by_plan(order, outbox.now(), typed)):
        return Foreseen(state="held", why=why)
    if unfit and unfit.state != "waiting":
        lacking = order.standing in ("waiting", "changed") and not order.uncounted
        state = "not approved" if lacking else unfit.state
        return Foreseen(state=state, why=hinders if hinders and state == "late" else unfit.detail)
    if not at_once:
        with ledger.reading() as connection:
            why = _why_not_now(connection, order)
        if why:
            return Foreseen(state="held", why=why)
    if why := entry_leads_elsewhere(order.account, order.channel, ledger):
        return Foreseen(state="refused", why=why)
    heard_at = max(order.slot or outbox.now(), outbox.now())
    if why := typed(_going(order, heard_at)):
        return Foreseen(state="waits for its slot" if isinstance(why, PutOff) else "held", why=why)
    if why := quiet(heard_at, order.audience, order.language):
        return Foreseen(state="held", why=why, quiet=True)
    if hinders:
        return Foreseen(state="waits for its slot" if unfit else "refused", why=hinders)
    return Foreseen(state="would be sent")


def _hinders(older: Publication, *, again: bool) -> str:
    """Say why new content does not go out beside a post that is out; empty where it takes its place now."""
    row = platform(older.channel)
    if not again:
        return joined(tell("What is out is older."), way_to_replace(older))
    if row.abilities.replace or channel_class(older.channel).corrects_beside:
        return ""
    return way_to_make_room(older, row)


def _is_past(post: Publication, order: Order) -> bool:
    """Say whether a post was withdrawn that is not what an order sends: other content goes out all the same."""
    same = (post.item, post.content_sha256) == (order.item, order.content_sha256)
    return post.state == "withdrawn" and not same


def stopped_at_slot(
    outcomes: Iterable[Outcome], ledger: Ledger, *, quiet: Quiet = never_quiet, typed: AskTyped = nothing_typed
) -> tuple[tuple[Order, str], ...]:
    """Give the posts that wait for their slot and would not go out at it as things stand, each with the reason.

    Whoever has just typed days of mourning or an embargo sees what they stop, before anything is due.
    """
    found, now = [], Outbox(ledger, who="").now()
    for order in (outcome.order for outcome in outcomes if outcome.state == "waiting"):
        heard_at = max(order.slot or now, now)
        # What the ledger says of it was asked when it was ordered: only what is typed, or a quiet time, stops it yet.
        if not (typed(_going(order, heard_at)) or quiet(heard_at, order.audience, order.language)):
            continue
        fate = foresee(order, ledger, quiet=quiet, typed=typed)
        if fate.state == "held":
            found.append((order, fate.why))
    return tuple(found)


def group_stopped(stopped: Iterable[tuple[Order, str]]) -> tuple[Alike, ...]:
    """Put together what `stopped_at_slot` gave, by its cause: whichever readers a quiet time is for, it is one."""
    together: dict[str, list[tuple[Order, str]]] = {}
    for order, why in stopped:
        name = dict(why.values).get("name") if isinstance(why, Message) else None
        together.setdefault(str(name or why), []).append((order, why))
    return tuple(_stopped_alike(many) for many in together.values())


def _stopped_alike(many: Sequence[tuple[Order, str]]) -> Alike:
    orders, (_, why) = [order for order, _ in many], many[0]
    slots = {order.slot for order in orders if order.slot}
    name = dict(why.values).get("name") if isinstance(why, Message) else None
    if len(many) > 1 and name:
        why = tell("quiet time: {name}.", name=name)
    told = (
        tell("Its slot is {slot}.", slot=span(slots))
        if len(slots) == 1
        else tell("Their slots are {slots}.", slots=span(slots))
    )
    weeks = {order.week for order in orders}
    move = ""
    if (name or isinstance(why, Lapsing)) and slots and len(weeks) == 1:
        move = _lapses(slots, weeks.pop(), orders[0].item if len(orders) == 1 else "", many[0][1])
    where = tuple(order.where for order in orders)
    return Alike(label=counted(called("held"), len(many)), where=where, why=joined(why, told, move))


def _unfit(order: Order, now: dt.datetime, *, late: bool) -> Outcome | None:
    """Say why an order does not go out now; None if it may."""
    if order.standing in ("held", "sent back"):
        return Outcome(order=order, state="held", detail=why_stopped(order.standing, order.item, order.week))
    if order.uncounted:
        return Outcome(order=order, state="refused", detail=order.uncounted)
    if order.changed:
        return Outcome(order=order, state="refused", detail=order.changed)
    if order.standing != "approved":
        way = (
            f"briefcast approve {order.week} {order.item}"
            if order.week
            else f"briefcast publish {order.folder} --approve"
        )
        told = tell(
            "It is not approved ({standing}). Decide first: {command}",
            standing=called(order.standing),
            command=Typed(way),
        )
        return Outcome(order=order, state="refused", detail=told)
    if order.post is None:
        return Outcome(order=order, state="refused", detail=order.refused)
    if order.opens_at and (order.slot or now) < order.opens_at and now < order.opens_at:
        until = Lapsing.of(_under_embargo(order.embargo))
        return Outcome(order=order, state="held", detail=joined(until, after_quiet(order, until)))
    if order.slot is not None and not is_due(order, now):
        told = tell("Its slot is {slot}.", slot=order.slot)
        return Outcome(order=order, state="waiting", detail=told)
    if order.slot is not None and not late and now - order.slot > dt.timedelta(hours=LATE_AFTER_H):
        return Outcome(
            order=order,
            state="late",
            detail=tell(
                "Its slot was {slot}. To send it all the same: {late}; to be done with it: {drop}",
                slot=order.slot,
                late=Typed("briefcast publish --late"),
                drop=Typed(f"briefcast outbox drop {order.item} --channel {order.channel}"),
            ),
        )
    return None


def _older(order: Order, outbox: Outbox) -> Publication | None:
    """Give the post that is out in the place of an order, with other content; None if there is none."""
    posts = outbox.publications("sent", item=order.item)
    here = (p for p in posts if (p.channel, p.account) == (order.channel, order.account.name))
    return next((p for p in here if p.content_sha256 != order.content_sha256), None)


def _unknown(order: Order, outbox: Outbox) -> Publication | None:
    """Give the post of an order of which nobody knows whether it is there; None if that is known."""
    posts = outbox.publications("unconfirmed", item=order.item)
    here = (p for p in posts if (p.channel, p.account) == (order.channel, order.account.name))
    return next((p for p in here if p.content_sha256 == order.content_sha256), None)


def _waits_to_replace(order: Order, older: Publication) -> Outcome:
    assert order.slot is not None
    told = tell("Its slot was {slot}, and what is out is older.", slot=order.slot)
    return Outcome(order=order, state="late", detail=joined(told, way_to_replace(older)))


def told_shown(post: Publication, now: dt.datetime) -> str:
    """Say when what was given to a platform, or to a person, is seen; empty if it is seen by now."""
    if not post.scheduled_for or post.scheduled_for <= now:
        return ""
    if post.channel == "handoff":
        return tell("It is to be posted by hand at {at}.", at=post.scheduled_for)
    return tell("The platform shows it at {shown_at}.", shown_at=post.scheduled_for)


def is_due(order: Order, now: dt.datetime) -> bool:
    """Say whether a run sends an order now: its slot is here, or its platform holds it until then."""
    return order.slot is None or order.slot <= now or holds_until(order.slot, platform(order.channel), now=now)


def _outcome(order: Order, publication: Publication, *, since: float, fresh: bool = False) -> Outcome:
    now = dt.datetime.fromtimestamp(min(since, time.time()), dt.UTC)
    detail = told_shown(publication, now) or publication.detail
    return Outcome(
        order=order,
        state=publication.state,
        detail=detail,
        url=publication.url or "",
        fresh=fresh,
    )


def summarize(
    outcomes: Collection[Outcome], *, others: int = 0, stopped: Collection[Order] = (), recalled: int = 0
) -> str:
    """Say in one line what came of a run.

    Args:
        outcomes: of its orders.
        others: how many beside them need a person.
        stopped: those that wait for their slot and are held by what is typed now.
        recalled: how many posts were taken back from platforms.
    """
    found = Counter("held" if any(o.order is each for each in stopped) else _kind(o) for o in outcomes)
    # What went out although it was stopped meanwhile is counted as both.
    found["failed"] += others + sum(bool(o.stopped) for o in outcomes)
    told = {
        "sent": tell("{count} sent", count=found["sent"]) if found["sent"] else tell("0 sent"),
        "replaced": tell("{count} replaced", count=found["replaced"]),
        "corrected": tell("{count} corrections sent", count=found["corrected"]),
        "handed": tell("{count} handed over", count=found["handed"]),
        "kits": tell("{count} were handed over before", count=found["kits"]),
        "out": tell("{count} were out before", count=found["out"]),
        "withdrawn": tell("{count} stay withdrawn", count=found["withdrawn"]),
        "waits": tell("{count} wait", count=found["waits"]),
        "later": tell("{count} could not be sent now: the next run tries again", count=found["later"]),
        "held": tell("{count} held", count=found["held"]),
        "late": tell("{count} missed their slot by more than a day", count=found["late"]),
        "failed": tell("{count} need a person", count=found["failed"]) if found["failed"] else tell("0 need a person"),
    }
    counts = tuple(line for kind, line in told.items() if found[kind] or kind in ("sent", "failed"))
    nothing = not (
        recalled or any(found[kind] for kind in ("sent", "replaced", "corrected", "handed", "later", "failed"))
    )
    return tell("Nothing to do: {counts}", counts=counts) if nothing else tell("{counts}", counts=counts)


def _kind(outcome: Outcome) -> str:
    if outcome.failed and not outcome.stopped:
        return "failed"
    if outcome.fresh:
        handed = outcome.order.channel == "handoff"
        replaces = "corrected" if outcome.beside else "replaced"
        return replaces if outcome.replaces else "handed" if handed else "sent"
    if outcome.state == "sent" and outcome.order.channel == "handoff":
        return "kits"
    return "waits" if outcome.unseen else _KINDS.get(outcome.state, "waits")


_KINDS = {"sent": "out", "out": "out", "withdrawn": "withdrawn", "held": "held", "late": "late", "prepared": "later"}


def approve_edition(
    folder: Path,
    ledger: Ledger,
    *,
    accounts: Accounts,
    who: str,
    wanted: Wanted,
    named: Collection[str] = (),
    proof: Proof = "",
) -> None:
    """Approve the items of an edition with their posts on every account: what nobody decided, and what changed since.

    What was held or sent back stays so. ``named`` are the channels that a person named, as in `edition_orders`;
    ``proof`` is how she proved who she is, if she did.
    """
    manifest = read_manifest(folder)
    ledger.record_edition(manifest, folder=folder.resolve(), who=who)
    channels, items = accounts.channels(named), items_of(manifest)
    trust = read_trust(ledger, ((item.key, item.content_sha256) for item in items))
    earlier = Earlier(ledger)
    for item in items:
        asked = [channel for channel in channels if wanted(Named.of(item.key), channel)]
        posts = [
            order.shown
            for channel in asked
            for order in planned_orders(item, folder, channel, accounts, earlier=earlier)
            if order.shown
        ]
        stands = ledger.standing(item.key, item.content_sha256)
        standing = stands.name
        changed = standing == "approved" and any(
            ledger.posts_changed((item.key, item.content_sha256, post) for post in posts)
        )
        changed = changed or (standing == "approved" and not trust.decision(stands.decision))
        if asked and (changed or standing in ("waiting", "changed")):
            ledger.decide(item.key, item.content_sha256, "approved", who=who, posts=posts, proof=proof)


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
    raise BriefcastError(
        tell("There is no edition in {folder}: name its folder, such as outputs/egov-2024.", folder=edition)
    )
