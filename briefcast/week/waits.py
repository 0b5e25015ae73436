"""What of the weeks waits for people: for a decision, for a release, or as a correction of what is out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class
from briefcast.errors import BriefcastError, NothingPlanned
from briefcast.ledger import Ledger, Release, Standing
from briefcast.ledger.comments import Comment, open_comments
from briefcast.ledger.ledger import why_not_now
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.messages import Typed, joined, tell
from briefcast.planner.plan import PlannedItem
from briefcast.planner.weeks import week_of
from briefcast.publishing.accounts import Accounts
from briefcast.publishing.orders import Order, released_orders
from briefcast.publishing.restored import is_in_doubt
from briefcast.publishing.sending import Foreseen, after_quiet, foresee
from briefcast.week.batch import reopen_week
from briefcast.week.moved import slots_now
from briefcast.week.quiet import quiet_times
from briefcast.week.report import BatchReport
from briefcast.week.typed import AsTyped
from briefcast.week.week import WeekPlan, is_asked

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
    unplanned: tuple[int, ...] = ()
    """Numbers of posts that are out with older content, of items for which the plan has no line any more."""
    unplanned_by_hand: tuple[int, ...] = ()
    """The same, where a post cannot be withdrawn from here."""
    without_account: tuple[int, ...] = ()
    """Numbers of posts that are out with older content, on accounts that ``channels.yaml`` names no more."""
    comments: tuple[Comment, ...] = ()
    """What was said about its items and nobody resolved."""

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
            tell(
                "{week}: posts that are out with older content and have no line in the plan any more: {number}. Put "
                "the line back, or take them down: {command}",
                number=len(self.unplanned),
                week=self.week,
                command=_of_numbers("withdraw", self.unplanned),
            ): self.unplanned,
            tell(
                "{week}: posts that are out with older content and have no line in the plan any more: {number}. Put "
                "the line back, or delete them there by hand and say so: {command}",
                number=len(self.unplanned_by_hand),
                week=self.week,
                command=_of_numbers("deleted", self.unplanned_by_hand),
            ): self.unplanned_by_hand,
            tell(
                "{week}: posts that are out with older content, on accounts that channels.yaml does not name any "
                "more: {number}. Put the account back, or delete them there by hand and say so: {command}",
                number=len(self.without_account),
                week=self.week,
                command=_of_numbers("deleted", self.without_account),
            ): self.without_account,
        }
        return (*(line for line, found in lines.items() if found), *self._told_comments())

    def _told_comments(self) -> Iterator[str]:
        """Say to whom how many comments are put, each person in a line."""
        for named in dict.fromkeys(each.named for each in self.comments):
            count = sum(each.named == named for each in self.comments)
            listed = Typed(f"briefcast comments list {self.week}")
            if named:
                yield tell(
                    "{week}: open comments that are put to {who}: {number}. To read them: {command}",
                    week=self.week,
                    who=named,
                    number=count,
                    command=listed,
                )
            else:
                yield tell(
                    "{week}: open comments: {number}. To read them: {command}",
                    week=self.week,
                    number=count,
                    command=listed,
                )


def _of_numbers(what: str, numbers: Iterable[int]) -> str:
    return Typed(f"briefcast outbox {what} {' '.join(map(str, numbers))}")


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
    at: dt.datetime | None = None
    """Its slot, where it waits for one; at once if none."""

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
    # What the plan says now, the next run follows: it is told as it will be then.
    moved, found = slots_now(typed), []
    for order in orders:
        if order.done is None:
            place = (order.item, order.content_sha256, order.channel)
            at = moved.get((*place, order.account.name)) or moved.get((*place, ""))
            fate = foresee(order, ledger, quiet=quiet, typed=typed.why_not)
            if at and fate.state in ("would be sent", "waits for its slot"):
                order = replace(order, slot=at)
                why = quiet(at, order.audience, order.language)
                fate = Foreseen(state="held", why=why, quiet=True) if why else Foreseen(state="would be sent")
            found.append(_due(order, fate, now))
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
            found.append(
                Due(
                    item=p.item,
                    content_sha256=p.content_sha256,
                    channel=p.channel,
                    account=p.account,
                    state="held",
                    why=why,
                )
            )
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
        at=order.slot if state == "waiting" else None,
    )


def _of_weeks(ledger: Ledger, today: dt.date, weeks: Collection[str]) -> Iterator[Waits]:
    since = min(weeks) if weeks else week_of(today - dt.timedelta(days=_CORRECTED_FOR_DAYS))
    made: dict[str, list[tuple[str, str]]] = {}
    for week, item, content in ledger.newest_of_weeks(since):
        if not weeks or week in weeks:
            made.setdefault(week, []).append((item, content))
    if not made:
        return
    plans = {week: _Asked(ledger, week) for week in made}
    made = _in_one_week(made, plans)
    standings = ledger.standings(each for items in made.values() for each in items)
    every = ledger.releases(taken_back=True)
    released = {(r.item, r.content_sha256) for r in every}
    ever = {item for item, _ in released}
    posts: dict[str, dict[str, list[Publication]]] = {}
    for p in Outbox(ledger, who="").publications("sent", "withdrawn", "unconfirmed"):
        if p.made_way:
            continue
        posts.setdefault(p.item, {}).setdefault(p.where, []).append(p)
    said: dict[str, list[Comment]] = {}
    for comment in open_comments(ledger):
        said.setdefault(comment.week or "", []).append(comment)
    this_week = week_of(today)
    passed: dict[str, dt.datetime] = {}
    for r in every:
        passed[r.week or ""] = max(r.at, passed.get(r.week or "", _NEVER))
    for week, every_item in sorted(made.items()):
        asked = plans[week]
        items = [each for each in every_item if asked.for_item(each[0])]
        stranded = {
            p.id: p
            for item, content in every_item
            if standings[item].name == "approved"
            for out in posts.get(item, {}).values()
            for p in out
            if p.state == "sent" and p.content_sha256 != content and not channel_class(p.channel).corrects_beside
        }
        runs = week >= this_week or week in weeks
        approved = [each for each in items if standings[each[0]].name == "approved"]
        lacking = [each for each in approved if each not in released]
        undecided = tuple(item for item, _ in items if standings[item].name in ("waiting", "changed"))
        unplanned = [p for p in stranded.values() if asked.on_account(p) and not asked.for_item(p.item)]
        by_hand = tuple(p.id for p in unplanned if not platform(p.channel).abilities.withdraw)
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
                if content not in {p.content_sha256 for p in out} and asked.on_account(out[0])
            ),
            to_replace=tuple(
                where
                for item, content in approved
                if (item, content) in released
                for where, out in posts.get(item, {}).items()
                if "sent" in {p.state for p in out if p.content_sha256 != content}
                and asked.on_account(out[0])
                and not _may_be_out(item, content, out, every, ledger)
            ),
            unplanned=tuple(p.id for p in unplanned if p.id not in by_hand),
            unplanned_by_hand=by_hand,
            without_account=tuple(p.id for p in stranded.values() if not asked.on_account(p)),
            comments=tuple(said.get(week, ())) if runs else (),
        )


def _in_one_week(
    made: Mapping[str, Sequence[tuple[str, str]]], plans: Mapping[str, _Asked]
) -> dict[str, list[tuple[str, str]]]:
    """Give each item in one week: the newest whose plan asks for it, else the newest it was made for.

    An edition that is told in several weeks, each to other readers, holds what was made for all of them.
    """
    home: dict[str, str] = {}
    for week, items in sorted(made.items()):
        for item, _ in items:
            before = home.get(item)
            if before is None or plans[week].for_item(item) or not plans[before].for_item(item):
                home[item] = week
    found: dict[str, list[tuple[str, str]]] = {}
    for week, items in made.items():
        found[week] = [(item, content) for item, content in items if home[item] == week]
    return {week: items for week, items in found.items() if items}


class _Asked:
    """What the plan of a week asks for now, and the accounts there are: no command ends what they do not name.

    Read when first asked. Where plan, report or accounts cannot be read, that is told elsewhere, and all counts.
    """

    def __init__(self, ledger: Ledger, week: str) -> None:
        self._ledger, self._week = ledger, week

    @cached_property
    def _planned(self) -> tuple[WeekPlan, BatchReport] | None:
        try:
            return reopen_week(self._week, self._ledger)
        except NothingPlanned:
            raise
        except (BriefcastError, OSError):
            return None

    @cached_property
    def _lines(self) -> tuple[Mapping[str, PlannedItem], bool]:
        """The lines of the plan by the briefs that were made of them, and whether it is known of each."""
        try:
            found = self._planned
        except NothingPlanned:
            return {}, True
        if found is None:
            return {}, False
        lines = {edition.item.id: edition.item for edition in found[0].editions}
        made = {e.item: Path(e.folder).name for e in found[1].editions if e.folder and e.item in lines}
        return {brief: lines[id] for id, brief in made.items()}, made.keys() == lines.keys()

    @cached_property
    def _accounts(self) -> frozenset[str] | None:
        try:
            found = self._planned
            return frozenset(each.name for each in found[0].accounts.accounts) if found else None
        except (BriefcastError, OSError):
            return None

    def for_item(self, key: str) -> bool:
        """Say whether the plan asks for an item."""
        lines, whole = self._lines
        named = Named.of(key)
        if line := lines.get(named.brief):
            return is_asked(line, named.audience, named.language, named.product)
        return not whole

    def on_account(self, post: Publication) -> bool:
        """Say whether the account of a post is there."""
        return self._accounts is None or post.account in self._accounts


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
