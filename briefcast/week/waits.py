"""What of the weeks waits for people: for a decision, for a release, or as a correction of what is out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefcast.ledger import Ledger, Release, Standing
from briefcast.ledger.ledger import why_not_now
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Typed, joined, tell
from briefcast.planner.weeks import week_of
from briefcast.publishing.accounts import Accounts
from briefcast.publishing.orders import Order, released_orders
from briefcast.publishing.restored import is_in_doubt
from briefcast.publishing.sending import Foreseen, after_quiet, foresee
from briefcast.week.quiet import quiet_times
from briefcast.week.typed import AsTyped

_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_CORRECTED_FOR_DAYS = 56
"""How long after its week a correction that nobody released is told."""


@dataclass(frozen=True, kw_only=True)
class Waits:
    """What of one week waits for people."""

    week: str
    undecided: tuple[str, ...] = ()
    """Items of which nobody decided as they are now."""
    unreleased: tuple[str, ...] = ()
    """Items that are approved since the week was released last, and never were released themselves."""
    corrections: tuple[str, ...] = ()
    """Posts of which other content went out, and the newest is approved and not released."""
    to_replace: tuple[str, ...] = ()
    """Posts that are out with older content, and of which the newest is approved and released."""

    @property
    def told(self) -> tuple[str, ...]:
        """A line for each, with the command that goes on."""
        approve, release = Typed(f"briefcast approve {self.week} all"), Typed(f"briefcast release {self.week}")
        lines = {
            tell(
                "{week}: to be decided: {number}. Look at the page of the week, then: {command}",
                number=len(self.undecided),
                week=self.week,
                command=approve,
            ): self.undecided,
            tell(
                "{week}: approved and not released: {number}. To let it go out: {command}",
                number=len(self.unreleased),
                week=self.week,
                command=release,
            ): self.unreleased,
            tell(
                "{week}: posts of which a correction is approved and not released: {number}. To let it go out: "
                "{command}",
                number=len(self.corrections),
                week=self.week,
                command=release,
            ): self.corrections,
        }
        return tuple(line for line, found in lines.items() if found)


def find_waits(ledger: Ledger, *, today: dt.date, weeks: Collection[str] = ()) -> tuple[Waits, ...]:
    """Give what waits of the weeks that are not over, and what is to be corrected of those before.

    Args:
        ledger: knows what was made, decided, released, and what went out.
        today: the day it is.
        weeks: look at these alone, however old.
    """
    return tuple(_of_weeks(ledger, today, weeks))


@dataclass(frozen=True, kw_only=True)
class Due:
    """One post that was released and is not out, and what hinders it now."""

    item: str
    content_sha256: str
    channel: str
    account: str
    """Empty where it goes nowhere."""
    state: str
    """``waiting`` for its slot, ``would be sent`` by the next run, ``held``, ``late``, ``refused``,
    ``not approved``, ``not released``; ``out`` where older content is out; ``goes nowhere``."""
    why: str

    @property
    def where(self) -> str:
        """What is posted where, as people are told."""
        return f"{self.item} → {self.channel}:{self.account}" if self.account else f"{self.item} → {self.channel}"


def find_due(accounts: Accounts, ledger: Ledger, *, now: dt.datetime) -> tuple[Due, ...]:
    """Give every post that was released or begun and is not out, as the next run would find it.

    No platform is asked.
    """
    orders, left_out = released_orders(ledger, accounts, None)
    typed, quiet = AsTyped(ledger), quiet_times(ledger)
    found = [
        _due(order, foresee(order, ledger, quiet=quiet, typed=typed.why_not), now)
        for order in orders
        if order.done is None
    ]
    begun = Outbox(ledger, who="").publications("prepared")
    began = {(p.item, p.channel) for p in begun}
    found += [
        Due(
            item=left.item,
            content_sha256="",
            channel=left.channel,
            account="",
            state=left.state,
            why=left.why,
        )
        for left in left_out
        # What was begun and is stopped is listed by itself, with its account.
        if not left.harmless and not (left.state == "held" and (left.item, left.channel) in began)
    ]
    known = {(each.item, each.content_sha256, each.channel, each.account) for each in found}
    for p in begun:
        if (p.item, p.content_sha256, p.channel, p.account) not in known and (why := _why_stopped(p, ledger)):
            given = {"item": p.item, "content_sha256": p.content_sha256, "channel": p.channel, "account": p.account}
            found.append(Due(**given, state="held", why=why))
    return tuple(found)


def _why_stopped(post: Publication, ledger: Ledger) -> str:
    """Say why a post that was begun is ordered no more: its release was taken back, or other content released."""
    with ledger.reading() as connection:
        return why_not_now(
            connection,
            post.item,
            post.content_sha256,
            channel=post.channel,
            account=post.account,
            slot=post.slot,
        )


def _due(order: Order, fate: Foreseen, now: dt.datetime) -> Due:
    waits = fate.state == "would be sent" and order.slot is not None and order.slot > now
    why = joined(fate.why, after_quiet(order, fate.why)) if fate.lapses else fate.why
    state = "waiting" if waits or fate.state == "waits for its slot" else fate.state
    return Due(
        item=order.item,
        content_sha256=order.content_sha256,
        channel=order.channel,
        account=order.account.name,
        state=state,
        why=tell("Its slot is {slot}.", slot=order.slot) if waits else why,
    )


def _of_weeks(ledger: Ledger, today: dt.date, weeks: Collection[str]) -> Iterator[Waits]:
    since = min(weeks) if weeks else week_of(today - dt.timedelta(days=_CORRECTED_FOR_DAYS))
    made: dict[str, list[tuple[str, str]]] = {}
    for week, item, content in ledger.newest_of_weeks(since):
        if not weeks or week in weeks:
            made.setdefault(week, []).append((item, content))
    if not made:
        return
    standings = ledger.standings(each for items in made.values() for each in items)
    every = ledger.releases(taken_back=True)
    released = {(r.item, r.content_sha256) for r in every}
    ever = {item for item, _ in released}
    posts: dict[str, dict[str, list[Publication]]] = {}
    for p in Outbox(ledger, who="").publications("sent", "withdrawn", "unconfirmed"):
        if p.made_way:
            continue
        posts.setdefault(p.item, {}).setdefault(p.where, []).append(p)
    this_week = week_of(today)
    passed: dict[str, dt.datetime] = {}
    for r in every:
        passed[r.week or ""] = max(r.at, passed.get(r.week or "", _NEVER))
    for week, items in sorted(made.items()):
        runs = week >= this_week or week in weeks
        approved = [each for each in items if standings[each[0]].name == "approved"]
        lacking = [each for each in approved if each not in released]
        undecided = tuple(item for item, _ in items if standings[item].name in ("waiting", "changed"))
        yield Waits(
            week=week,
            undecided=undecided if runs else (),
            unreleased=tuple(
                item
                for item, _ in lacking
                # What a release passed over has nowhere to go, or was told then.
                if runs and item not in ever and _decided_at(standings[item]) > passed.get(week, _NEVER)
            ),
            corrections=tuple(
                where
                for item, content in lacking
                for where, out in posts.get(item, {}).items()
                if content not in {p.content_sha256 for p in out}
            ),
            to_replace=tuple(
                where
                for item, content in approved
                if (item, content) in released
                for where, out in posts.get(item, {}).items()
                if "sent" in {p.state for p in out if p.content_sha256 != content}
                and not _may_be_out(item, content, out, every, ledger)
            ),
        )


def _may_be_out(
    item: str, content_sha256: str, out: Sequence[Publication], releases: Iterable[Release], ledger: Ledger
) -> bool:
    """Say whether nobody knows if new content is out beside the old: no run sends it before a person says that."""
    if any((p.state, p.content_sha256) == ("unconfirmed", content_sha256) for p in out):
        return True
    place = {"item": item, "content_sha256": content_sha256, "channel": out[0].channel}
    given = (r for r in releases if (r.item, r.content_sha256, r.channel) == tuple(place.values()))
    return any(is_in_doubt(ledger, **place, account=out[0].account, slot=r.slot) for r in given)


def _decided_at(standing: Standing) -> dt.datetime:
    return standing.decision.at if standing.decision else _NEVER
