"""Releasing: what was approved is given leave to go out at its slots."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from briefcast.channels.platforms import platform
from briefcast.errors import NotApproved
from briefcast.ledger import Ledger, Release
from briefcast.ledger.ledger import Leaving, TakenBack, approve_again
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.trust import Trust, read_trust
from briefcast.manifest.items import Item, Named, damaged_files
from briefcast.manifest.manifest import embargo_ends
from briefcast.messages import Typed, joined, tell
from briefcast.planner.plan import Release as PlannedRelease
from briefcast.planner.quiet import why_not
from briefcast.planner.weeks import WEEKDAYS, days_of
from briefcast.publishing.alike import group_alike
from briefcast.publishing.orders import (
    LATE_AFTER_H,
    choose,
    comes_otherwise,
    reasons_nowhere,
    reasons_unsuited,
    sizes_of,
    told_no_more,
)
from briefcast.publishing.same_account import entry_leads_elsewhere
from briefcast.publishing.ways import way_to_replace, way_to_settle
from briefcast.publishing.witness import note_released
from briefcast.store.store import STORE_NAME
from briefcast.week.columns import Heads, pieces_of
from briefcast.week.deciding import Review, Reviewed, read_review
from briefcast.week.week import WeekPlan

# ---- What may go out


@dataclass(frozen=True, kw_only=True)
class Leave:
    """Leave for one item to go out on one channel at one time, or why it has none."""

    reviewed: Reviewed
    channel: str
    at: dt.datetime | None
    """None where the plan has no slot for it."""
    why: str = ""
    """Why it may not go out; empty if it may."""
    taken: tuple[str, str] | None = None
    """Who took its release back, or withdrew its post, and why, where that is all that stops it."""
    withdrawn: bool = False
    """Whether its post was withdrawn."""
    moves: str = ""
    """From which other week it is moved, where it has not gone out for that: it goes out once."""
    waits: str = ""
    """What a person has to confirm before it goes out, although it has leave."""
    keeps: str = ""
    """For which other week it stays released: a correction that is due there is not put off."""
    unsent: str = ""
    """Why no run sends it, although it has leave: it is out, or goes in another size, or older content is out."""

    @property
    def goes(self) -> bool:
        """Whether one of the next runs sends it."""
        return not self.why and not self.unsent

    @property
    def refused(self) -> str:
        """Why it may not go out, with the item; empty if it may."""
        item = self.reviewed.item.key
        if not self.why or str(self.why).startswith(item):
            return self.why
        return tell("{item}: {why}", item=item, why=self.why)


def told_leaves(leaves: Sequence[Leave]) -> tuple[Leave, ...]:
    """Give what people are told of: not the page of an issue that no mail takes, as it goes by mail in its own form."""
    given = {(Named.of(each.reviewed.item.key).group, each.channel) for each in leaves if not each.why}
    return tuple(
        each
        for each in leaves
        if not each.why
        or (Named.of(each.reviewed.item.key).group, each.channel) not in given
        or not comes_otherwise(each.reviewed.item, each.channel)
    )


def release_week(
    week: WeekPlan,
    ledger: Ledger,
    *,
    who: str,
    names: Collection[str] = (),
    channel: str = "",
    look: bool = False,
) -> tuple[Leave, ...]:
    """Give leave for every approved item of a week to go out at its slots; the rest is named with the reason.

    ``names`` are those to release alone, as `Review.chosen` takes them; what was taken back is given again only by its
    name, not by that of a group.
    Of these only on one ``channel``, if it is named. To ``look`` gives no leave: it only says what would have it.

    A file that is no longer what its hash says is refused like an item that changed. So is what would go out in a
    quiet time, such as days of mourning that were announced after it was approved.

    Raises:
        BriefError: ``channels.yaml`` cannot be read, so nobody knows whether posts are as they were approved.
    """
    week.expect_accounts()
    # An item goes out once on a channel and account: at the first of its slots.
    first: dict[tuple[str, str, str], tuple[Reviewed, PlannedRelease]] = {}
    review = read_review(week, ledger)
    for reviewed, slot in _slots(week, review):
        first.setdefault((reviewed.item.key, slot.channel, slot.slot.account or ""), (reviewed, slot))
    named = {each.item.key for each in review.chosen(names)} if names else set()
    asked = [
        (reviewed, slot)
        for reviewed, slot in first.values()
        if (not named or reviewed.item.key in named) and channel in ("", slot.channel)
    ]
    nowhere = _nowhere(week, review, asked)
    asked = [pair for pair in asked if _place(*pair) not in nowhere]
    given = _release(week, ledger, asked, who, again=review.by_name(names), look=look)
    if not look:
        _note_places(given, ledger, who)
        if not all(leave.why for leave in given):
            note_released(week.request.out / STORE_NAME, ledger)
    without = (each for each in _without_slot(week, review, first) if not named or each.reviewed.item.key in named)
    lost = (each for each in nowhere.values() if each.why)
    return (*given, *lost, *(each for each in without if channel in ("", each.channel)))


def told_stays(leaves: Iterable[Leave]) -> tuple[str, ...]:
    """Say what does not go out and why, an item once for all its channels; of many for one reason, their number."""
    together = group_alike(("", leave.reviewed.item.key, leave.why) for leave in leaves if leave.refused)
    return tuple(each.in_one_line for each in together)


def told_moves(leaves: Iterable[Leave]) -> tuple[str, ...]:
    """Say what is moved here from another week or stays there, what waits, and what no run sends; of many the number.

    All of it has leave.
    """
    given = [leave for leave in leaves if not leave.why]
    of_each = ("moves", "keeps", "waits", "unsent")
    told = [[("", leave.reviewed.item.key, getattr(leave, what)) for leave in given] for what in of_each]
    return tuple(each.in_one_line for rows in told for each in group_alike(row for row in rows if row[2]))


def told_other_weeks(ledger: Ledger, items: Iterable[str], week: str) -> tuple[str, ...]:
    """Say for which other weeks items are released now, with the command that takes that back; nothing if for none."""
    of_week: dict[str, dict[str, None]] = {}
    for item in items:
        for release in ledger.releases(item=item):
            if release.week not in (None, "", week):
                of_week.setdefault(str(release.week), {})[item] = None
    return tuple(
        tell("It is released for {week} now: {command}", week=other, command=Typed(_takes_back(other, mine)))
        for other, mine in of_week.items()
    )


def _takes_back(week: str, items: Iterable[str]) -> str:
    return f"briefcast take-back {week} {' '.join(items)}"


@dataclass(frozen=True, kw_only=True)
class Double:
    """Posts of one brief that the readers of one account get on one day, each for another audience."""

    account: str
    """With its channel."""
    items: tuple[str, ...]

    @property
    def told(self) -> str:
        """What its readers see, and what to do."""
        return tell(
            "Whoever follows {account} gets much the same {count} times on one day: {items}. Give one of them another "
            "day in the plan, or each audience an account of its own.",
            account=self.account,
            count=len(self.items),
            items=self.items,
        )


def find_doubles(leaves: Iterable[Leave], zone: dt.tzinfo) -> tuple[Double, ...]:
    """Give what one account tells of one brief several times on one day of ``zone``, in one language and product."""
    together: dict[tuple[object, ...], dict[str, str]] = {}
    for leave in leaves:
        for order in leave.reviewed.orders if not leave.refused and leave.at else ():
            if order.channel == leave.channel and leave.at:
                named = Named.of(order.item)
                day = leave.at.astimezone(zone).date()
                key = (order.channel, order.account.name, day, named.brief, named.language, named.product)
                together.setdefault(key, {}).setdefault(named.audience, named.group)
    return tuple(
        Double(account=f"{channel}:{account}", items=tuple(found.values()))
        for (channel, account, *_), found in together.items()
        if len(found) > 1 and platform(str(channel)).public
    )


def _place(reviewed: Reviewed, slot: PlannedRelease) -> tuple[str, str, str]:
    return reviewed.item.key, slot.channel, slot.slot.account or ""


def _nowhere(
    week: WeekPlan, review: Review, asked: Sequence[tuple[Reviewed, PlannedRelease]]
) -> dict[tuple[str, str, str], Leave]:
    """Give what goes nowhere whatever is decided, with the reason; without one where another size of it goes."""
    together: dict[tuple[str, str], list[tuple[Reviewed, PlannedRelease]]] = {}
    for reviewed, slot in asked:
        together.setdefault((slot.channel, slot.slot.account or ""), []).append((reviewed, slot))
    sizes: dict[str, list[Item]] = {}
    for item in (each.item for each in review.items):
        sizes.setdefault(Named.of(item.key).group, []).append(item)
    found = {}
    for (channel, account), pairs in together.items():
        items = [reviewed.item for reviewed, _ in pairs]
        why = dict(reasons_nowhere(items, channel, week.accounts, account))
        for group in {Named.of(item.key).group for item in items if item.key not in why}:
            why |= reasons_unsuited(sizes[group], channel)
        for reviewed, slot in pairs:
            if (key := reviewed.item.key) in why:
                leave = Leave(reviewed=reviewed, channel=channel, at=slot.at, why=why[key])
                found[_place(reviewed, slot)] = leave
    return found


def _without_slot(week: WeekPlan, review: Review, slots: Iterable[tuple[str, str, str]]) -> Iterator[Leave]:
    """Name what goes out nowhere on a channel of its line, in no product: a language that every slot leaves out.

    Where the channel has accounts, and none for those readers, nothing is missing.
    """
    reached = {("/".join(key.split("/")[:3]), channel) for key, channel, _ in slots}
    lacking = [
        (reviewed, channel)
        for reviewed in review.items
        for channel in reviewed.planned.channels
        if ("/".join(reviewed.item.key.split("/")[:3]), channel) not in reached
        and week.accounts.is_meant(channel, reviewed.item.audience, reviewed.item.language)
    ]
    # One reason for all of them: it is told once.
    readers = dict.fromkeys((channel, each.item.audience, each.item.language) for each, channel in lacking)
    day, hour = slot_ahead(week.week, dt.datetime.now(ZoneInfo(week.plan.timezone)))
    for reviewed, channel in lacking:
        first, audience, language = next(iter(readers))
        why = tell(
            "The plan has no slot for: {readers}. Add one for each, such as {slot}, and release again.",
            readers=tuple(f"{audience} ({language}, {on})" for on, audience, language in readers),
            slot=f"{{channel: {first}, audience: {audience}, languages: [{language}], day: {day}, at: {hour}}}",
        )
        yield Leave(reviewed=reviewed, channel=channel, at=None, why=why)


def slot_ahead(week: str, now: dt.datetime) -> tuple[str, str]:
    """Give a day and an hour of a week to show how a slot is written: one that lies ahead, if there is any."""
    for day, date in zip(WEEKDAYS[1:], days_of(week)[1:], strict=True):
        for hour in ("19:30", "23:30"):
            if dt.datetime.combine(date, dt.time.fromisoformat(hour), now.tzinfo) > now:
                return day, hour
    return WEEKDAYS[1], "19:30"


def _note_places(leaves: Iterable[Leave], ledger: Ledger, who: str) -> None:
    """Write down where accounts lead for which something was released, where a secret that is at hand says so."""
    given = (each for each in leaves if not each.why)
    orders = (order for each in given for order in each.reviewed.orders if order.channel == each.channel)
    for channel, entry in {
        (order.channel, order.account.name): (order.channel, order.account) for order in orders
    }.values():
        entry_leads_elsewhere(entry, channel, ledger, who=who)


def _slots(week: WeekPlan, review: Review) -> Iterator[tuple[Reviewed, PlannedRelease]]:
    lines: dict[str, list[Reviewed]] = {}
    for reviewed in review.items:
        lines.setdefault(reviewed.planned.id, []).append(reviewed)
    for mine in lines.values():
        planned = mine[0].planned
        for slot in week.plan.releases(planned, week.asked_of(planned)):
            for reviewed in mine:
                item = reviewed.item
                if (item.audience, item.language, item.product) == (slot.audience, slot.language, slot.product):
                    yield reviewed, slot


def _release(
    week: WeekPlan,
    ledger: Ledger,
    asked: Sequence[tuple[Reviewed, PlannedRelease]],
    who: str,
    *,
    again: Collection[str],
    look: bool,
) -> tuple[Leave, ...]:
    sums: dict[Path, str | None] = {}
    trust = read_trust(ledger, ((each.item.key, each.item.content_sha256) for each, _ in asked))
    told_wrong = told_no_more(ledger, {each.item.key: each.item for each, _ in asked}.values())
    leaves = [_look_at(week, reviewed, slot, sums, trust, told_wrong) for reviewed, slot in asked]
    out = _out_of_other_weeks(week.week, ledger)
    leaves = [_unless_out(leave, out) for leave in leaves]
    heads = Heads(week, ledger)
    leaves = [leave if leave.why else dataclasses.replace(leave, why=heads.why_not(leave.reviewed)) for leave in leaves]
    before = _for_other_weeks(week.week, ledger)
    corrects = _due_corrections(week.week, ledger)
    leaves = [
        _unless_corrects(leave, slot, corrects, week.week) for leave, (_, slot) in zip(leaves, asked, strict=True)
    ]
    may = [number for number, leave in enumerate(leaves) if not leave.why and not leave.keeps]
    wanted = [
        Leaving(
            item=reviewed.item.key,
            content_sha256=reviewed.item.content_sha256,
            channel=slot.channel,
            account=slot.slot.account or "",
            slot=slot.at,
            again=reviewed.item.key in again,
            anew=not trust.whole,
            group=Named.of(reviewed.item.key).group if sizes_of(slot.channel) else "",
            pieces=pieces_of(reviewed.item),
        )
        for reviewed, slot in (asked[number] for number in may)
    ]
    given: Sequence[object] = (
        ledger.why_no_leave(wanted, week=week.week) if look else ledger.release_all(wanted, who=who, week=week.week)
    )
    for number, answer in zip(may, given, strict=True):
        if isinstance(answer, NotApproved):
            back = answer if isinstance(answer, TakenBack) else None
            leaves[number] = dataclasses.replace(
                leaves[number],
                why=answer.told,
                taken=(back.who, back.why) if back else None,
                withdrawn=bool(back and back.withdrawn),
            )
    elsewhere: dict[tuple[str, str], str] = {}
    leaves = [
        leave if leave.why else _with_what_is_told(leave, slot, week.week, before, ledger, elsewhere)
        for leave, (_, slot) in zip(leaves, asked, strict=True)
    ]
    return _with_unsent(leaves, [slot for _, slot in asked], ledger)


def _with_what_is_told(
    leave: Leave,
    slot: PlannedRelease,
    week: str,
    before: Mapping[tuple[str, str, str], Release],
    ledger: Ledger,
    elsewhere: MutableMapping[tuple[str, str], str],
) -> Leave:
    """Give leave with from which week it is moved, and for which of its accounts somebody has to confirm something.

    ``elsewhere`` are the accounts that were looked at before.
    """
    waits: dict[str, None] = {}
    for order in leave.reviewed.orders:
        account = order.channel, order.account.name
        if order.channel == leave.channel and slot.slot.account in (None, "", order.account.name):
            if account not in elsewhere:
                elsewhere[account] = entry_leads_elsewhere(order.account, order.channel, ledger)
            waits[elsewhere[account]] = None
    moved = None if leave.keeps else before.get((leave.reviewed.item.key, leave.channel, slot.slot.account or ""))
    return dataclasses.replace(leave, moves=_told_moved(moved, leave, week) if moved else "", waits=joined(*waits))


def _told_moved(moved: Release, leave: Leave, week: str) -> str:
    at: object = leave.at or tell("at once")
    return tell(
        "It was released for {before} ({slot}) and has not gone out: it goes out once, for {week} now ({at}). To have "
        "it back in {before}: {command}",
        before=moved.week,
        slot=moved.slot or tell("at once"),
        week=week,
        at=at,
        command=Typed(f"briefcast release {moved.week} {leave.reviewed.item.key}"),
    )


def _for_other_weeks(week: str, ledger: Ledger) -> Mapping[tuple[str, str, str], Release]:
    """Give what was released for other weeks and has not gone out, by item, channel and account."""
    out = {(p.item, p.content_sha256, p.channel) for p in Outbox(ledger, who="").publications("sent", "unconfirmed")}
    return {
        (r.item, r.channel, r.account): r
        for r in ledger.releases()
        if r.week not in (None, "", week) and (r.item, r.content_sha256, r.channel) not in out
    }


def _due_corrections(week: str, ledger: Ledger) -> Mapping[tuple[str, str, str, str], Release]:
    """Give what was released for other weeks in the place of older content, by item, content, channel and account.

    Where a person took the older content down, what is due now is one, too: the next run sends it.
    """
    outbox = Outbox(ledger, who="")
    now = outbox.now()
    out: dict[tuple[str, str], list[Publication]] = {}
    for post in outbox.publications("sent", "unconfirmed", "withdrawn"):
        out.setdefault((post.item, post.channel), []).append(post)
    found = {}
    for release in ledger.releases():
        posts = [p for p in out.get((release.item, release.channel), ()) if release.account in ("", p.account)]
        if release.week in (None, "", week) or not posts:
            continue
        has_new = {p.account for p in posts if p.content_sha256 == release.content_sha256 and p.state != "withdrawn"}
        old = [p for p in posts if p.content_sha256 != release.content_sha256 and p.account not in has_new]
        due = release.slot is None or now - dt.timedelta(hours=LATE_AFTER_H) <= release.slot <= now
        if any(p.state != "withdrawn" or (due and not p.made_way) for p in old):
            found[release.item, release.content_sha256, release.channel, release.account] = release
    return found


def _unless_corrects(
    leave: Leave, slot: PlannedRelease, corrects: Mapping[tuple[str, str, str, str], Release], week: str
) -> Leave:
    """Give leave, but as it was given before for a correction that this week would put off."""
    item, account = leave.reviewed.item, slot.slot.account or ""
    before = corrects.get((item.key, item.content_sha256, leave.channel, account))
    if leave.why or before is None or (before.slot and slot.at < before.slot):
        return leave
    keeps = tell(
        "It corrects what is out and is released for {before} ({slot}): it keeps that, and does not wait for {week}. "
        "Only to put it off all the same: {command}",
        before=before.week,
        slot=before.slot or tell("at once"),
        week=week,
        command=Typed(_takes_back(before.week or "", [item.key])),
    )
    return dataclasses.replace(leave, at=before.slot, keeps=keeps)


def _with_unsent(leaves: Sequence[Leave], slots: Sequence[PlannedRelease], ledger: Ledger) -> tuple[Leave, ...]:
    """Give leaves with why no run sends them, where none does: an account has one living post of each thing."""
    out: dict[tuple[str, str, str], list[Publication]] = {}
    for post in Outbox(ledger, who="").publications("sent", "unconfirmed"):
        out.setdefault((Named.of(post.item).group, post.channel, post.account), []).append(post)
    together: dict[tuple[str, str, str], list[Item]] = {}
    for leave, slot in zip(leaves, slots, strict=True):
        if not leave.why and not leave.keeps:
            group = Named.of(leave.reviewed.item.key).group
            together.setdefault((group, leave.channel, slot.slot.account or ""), []).append(leave.reviewed.item)
    others = {
        (left.item, channel, account): left.why
        for (_, channel, account), items in together.items()
        for left in choose(items, platform(channel))[1]
        if left.harmless
    }

    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(hours=LATE_AFTER_H)

    def with_reason(leave: Leave, slot: PlannedRelease) -> Leave:
        if leave.why:
            return leave
        item, group = leave.reviewed.item, Named.of(leave.reviewed.item.key).group
        accounts = {order.account.name for order in leave.reviewed.orders if order.channel == leave.channel}
        sizes = sizes_of(leave.channel)
        reasons = [_why_unsent(item, out.get((group, leave.channel, each), ()), sizes) for each in accounts]
        why = next(filter(None, reasons), "") if reasons and all(reasons) else ""
        if not why and leave.at and leave.at < long_ago:
            why = tell(
                "Its slot, {slot}, is past by more than a day. Give it one that lies ahead in the plan and release it "
                "again, or send it all the same: {late}",
                slot=leave.at,
                late=Typed("briefcast publish --late"),
            )
        why = why or others.get((item.key, leave.channel, slot.slot.account or ""), "")
        return dataclasses.replace(leave, unsent=why)

    return tuple(with_reason(leave, slot) for leave, slot in zip(leaves, slots, strict=True))


def _why_unsent(item: Item, there: Sequence[Publication], sizes: Collection[str]) -> str:
    """Say why an account gets nothing of an item, by what is there of it; empty if it does."""
    mine = [post for post in there if post.item == item.key]
    if any(post.content_sha256 == item.content_sha256 and post.state == "sent" for post in mine):
        return tell("It is out already.")
    if unknown := next((post for post in mine if post.state == "unconfirmed"), None):
        return joined(tell("Whether it is there is not known."), way_to_settle(unknown))
    if older := next(iter(mine), None):
        return joined(tell("What is out is older."), way_to_replace(older))
    if Named.of(item.key).variant not in sizes:
        return ""
    other = next((post for post in there if Named.of(post.item).variant in sizes), None)
    return tell("Another size of it is out there: {item}.", item=other.item) if other else ""


def _unless_out(leave: Leave, out: Mapping[tuple[str, str, str, str], str]) -> Leave:
    """Give leave, but none for what went ``out`` for another week on each of its accounts."""
    item = leave.reviewed.item
    accounts = {order.account.name for order in leave.reviewed.orders if order.channel == leave.channel}
    before = [out.get((item.key, item.content_sha256, leave.channel, account), "") for account in accounts]
    if leave.why or not before or not all(before):
        return leave
    told = tell("It went out for {week} already: an item goes out once on an account.", week=before[0])
    return dataclasses.replace(leave, why=told)


def _out_of_other_weeks(week: str, ledger: Ledger) -> Mapping[tuple[str, str, str, str], str]:
    """Give for which other week posts went out, by item, content, channel and account."""
    weeks = {(r.item, r.content_sha256, r.channel, r.account): r.week or "" for r in ledger.releases(taken_back=True)}
    found = {}
    for p in Outbox(ledger, who="").publications("sent"):
        place = (p.item, p.content_sha256, p.channel)
        released = weeks.get((*place, p.account)) or weeks.get((*place, "")) or ""
        if released not in ("", week):
            found[*place, p.account] = released
    return found


def _look_at(
    week: WeekPlan,
    reviewed: Reviewed,
    slot: PlannedRelease,
    sums: MutableMapping[Path, str | None],
    trust: Trust,
    told_wrong: Mapping[str, str],
) -> Leave:
    """Say what but the ledger keeps an item from going out; ``sums`` are those of files that were hashed before."""
    item, channel, at = reviewed.item, slot.channel, slot.at
    leave = Leave(reviewed=reviewed, channel=channel, at=at)
    if quiet := why_not(week.plan, at, audience=item.audience, language=item.language):
        return dataclasses.replace(leave, why=joined(quiet, tell("Move its slot in the plan.")))
    embargo = reviewed.manifest.embargo
    if embargo and at < embargo_ends(embargo):
        told = tell("It is under embargo until {day}. Move its slot in the plan.", day=embargo)
        return dataclasses.replace(leave, why=told)
    if damaged := damaged_files(item, reviewed.folder, known=sums):
        told = tell("{file} is not what was made and approved: make the week again and look at it.", file=damaged[0])
        return dataclasses.replace(leave, why=told)
    if why := told_wrong.get(item.key):
        return dataclasses.replace(leave, why=why)
    if reviewed.standing.name == "waiting" and not reviewed.standing.held_before:
        # By its edition, so that all sizes have one command; the item is named beside it.
        approve = Typed(f"briefcast approve {week.week} {'/'.join(item.key.split('/')[:3])}")
        told = tell("not approved yet. Look at the page of the week, then: {command}", command=approve)
        return dataclasses.replace(leave, why=told)
    if reviewed.standing.name == "approved" and not trust.decision(reviewed.standing.decision):
        return dataclasses.replace(leave, why=trust.why(week=week.week))
    if changed := reviewed.standing.posts_changed:
        return dataclasses.replace(leave, why=joined(*changed, approve_again(item.key, week=week.week)))
    return leave
