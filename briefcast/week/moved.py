"""Slots that were moved in the plan since they were released: what is put off waits, the rest is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from briefcast.errors import BriefcastError, NotApproved
from briefcast.ledger import Release
from briefcast.ledger.ledger import BY_PLAN
from briefcast.manifest.items import Named, short_names
from briefcast.messages import Typed, span, tell
from briefcast.publishing.orders import LATE_AFTER_H, sizes_of
from briefcast.week.quiet import quiet_times
from briefcast.week.typed import AsTyped


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A release that has not gone out, and for which the plan says another time now."""

    release: Release
    planned: dt.datetime | None
    """None where the plan has no slot for it any more."""
    back: bool = False
    """Whether that is the time a person released it for, after the plan had put it off, and it lies ahead."""
    followed: bool = False
    """Whether the release was moved there."""
    given: dt.datetime | None = None
    """The time a person released it for, where that is neither of the two."""
    goes_at: dt.datetime | None = None
    """The time the release is moved to, where the plan brings forward what it put off before; never before people
    released it for."""

    hindered: str = ""
    """Why nothing goes out at the time that the plan says now; empty if it does."""

    @property
    def later(self) -> bool:
        """Whether the plan puts it off."""
        return self.planned is not None and (self.release.slot is None or self.planned > self.release.slot)

    @property
    def follows(self) -> bool:
        """Whether the release was moved, or the next run moves it."""
        return self.followed or self.later or self.back or self.goes_at is not None

    @property
    def agrees(self) -> bool:
        """Whether it goes out when the plan says."""
        return self.follows and self.goes_at in (None, self.planned)

    @property
    def released(self) -> dt.datetime | None:
        """The time people released it for; the plan may have put it off since."""
        return self.given or self.release.slot

    @property
    def told(self) -> str:
        """What differs, and what to type."""
        r = self.release
        post = f"{r.item} → {r.channel}{f':{r.account}' if r.account else ''}"
        released = self.released or tell("at once")
        if self.planned is None:
            return tell(
                "{post}: it is released for {released}, and the plan has no slot for it any more. It does not go out. "
                "Put the slot back, or be done with it: {command}",
                post=post,
                released=released,
                command=Typed(f"briefcast outbox drop {r.item} --channel {r.channel}"),
            )
        planned = self.planned.astimezone(dt.UTC)
        if self.hindered and self.agrees:
            return tell(
                "{post}: it is released for {released}, and the plan says {planned}. It does not go out then: {why}",
                post=post,
                released=released,
                planned=planned,
                why=self.hindered,
            )
        if self.back:
            return tell(
                "{post}: the plan says {planned} again, for which it was released. It goes out then.",
                post=post,
                planned=planned,
            )
        if self.agrees:
            return tell(
                "{post}: it is released for {released}, and the plan says {planned}. It goes out then.",
                post=post,
                released=released,
                planned=planned,
            )
        if _is_long_past(self.planned):
            return tell(
                "{post}: it is released for {released}, and the plan says {planned}, which is past by more than a "
                "day. It goes out at {goes}. To move it, give it a slot in the plan that lies ahead.",
                post=post,
                released=released,
                planned=planned,
                goes=_told(self.goes_at or r.slot),
            )
        return tell(
            "{post}: it is released for {released}, and the plan says {planned}. It goes out at {goes}. To move it: "
            "{command}",
            post=post,
            released=released,
            planned=planned,
            goes=_told(self.goes_at or r.slot),
            command=Typed(f"briefcast release {r.week} {r.item} --channel {r.channel}"),
        )

    def __str__(self) -> str:
        return str(self.told)


def tell_moved(differing: Sequence[Moved], typed: AsTyped) -> tuple[str, ...]:
    """Say what plan and release differ in, once for each brief, channel and cause, with one command for all of it."""
    together: dict[tuple[str, ...], list[Moved]] = {}
    standings = typed.ledger.standings((m.release.item, m.release.content_sha256) for m in differing)
    for moved in differing:
        if moved.back and moved.followed:
            continue  # Plan and people say the same again.
        if standings[moved.release.item].name in ("held", "sent back"):
            continue  # It does not go out, whatever its slot.
        r = moved.release
        cause = "gone" if moved.planned is None else "back" if moved.back else "moved" if moved.agrees else "earlier"
        brief = r.item.partition("/")[0]
        together.setdefault((brief, r.week or "", r.channel, cause, moved.hindered), []).append(moved)
    return tuple(_tell_many(many, typed) for many in together.values())


def _tell_many(many: Sequence[Moved], typed: AsTyped) -> str:
    if len(many) == 1:
        return many[0].told
    first = many[0]
    count, released = _posts(many), _span([moved.released for moved in many])
    items = list(dict.fromkeys(moved.release.item for moved in many))
    channel = first.release.channel
    posts = f"{_begin(items)} → {channel}"
    if first.planned is None:
        others = [each.item for each in typed.ledger.releases() if each.channel == channel]
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan has no slot for them any more. They do "
            "not go out. Put the slots back, or be done with them: {command}",
            brief=posts,
            count=count,
            released=released,
            command=Typed(f"briefcast outbox drop {' '.join(short_names(items, others=others))} --channel {channel}"),
        )
    planned = _span([moved.planned for moved in many])
    if first.hindered and first.agrees:
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan says {planned}. They do not go out then: "
            "{why}",
            brief=posts,
            count=count,
            released=released,
            planned=planned,
            why=first.hindered,
        )
    if first.back:
        return tell(
            "{brief}: the plan says {planned} again, for which {count} posts were released. They go out then.",
            brief=posts,
            planned=planned,
            count=count,
        )
    if first.agrees:
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan says {planned}. They go out then.",
            brief=posts,
            count=count,
            released=released,
            planned=planned,
        )
    goes = _span([moved.goes_at or moved.release.slot for moved in many])
    if all(moved.planned and _is_long_past(moved.planned) for moved in many):
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan says {planned}, which is past by more "
            "than a day. They go out at {goes}. To move them, give them a slot in the plan that lies ahead.",
            brief=posts,
            count=count,
            released=released,
            planned=planned,
            goes=goes,
        )
    week = first.release.week
    names = " ".join(short_names(items, others=_without_release(week or "", channel, typed)))
    return tell(
        "{brief}: {count} posts are released for {released}, and the plan says {planned}. They go out at {goes}. To "
        "move them: {command}",
        brief=posts,
        count=count,
        released=released,
        planned=planned,
        goes=goes,
        command=Typed(f"briefcast release {week} {names} --channel {channel}"),
    )


def _posts(many: Sequence[Moved]) -> int:
    """Say how many posts come of releases: where a platform gets one of each, all sizes of a picture are one."""
    together: dict[tuple[str, str], list[str]] = {}
    for release in (moved.release for moved in many):
        named = Named.of(release.item)
        together.setdefault((named.group, release.account), []).append(named.variant)
    sizes = sizes_of(many[0].release.channel)
    return sum(1 if sizes.intersection(variants) else len(variants) for variants in together.values())


def _begin(items: Sequence[str]) -> str:
    """Give what the names of items have in common from their beginning."""
    parts = takewhile(lambda each: len(set(each)) == 1, zip(*(item.split("/") for item in items), strict=False))
    return "/".join(each[0] for each in parts)


def _is_long_past(moment: dt.datetime) -> bool:
    """Say whether what is released for a moment goes out by itself no more."""
    return moment < dt.datetime.now(dt.UTC) - dt.timedelta(hours=LATE_AFTER_H)


def _told(moment: dt.datetime | None) -> object:
    return moment.astimezone(dt.UTC) if moment else tell("at once")


def _span(moments: Sequence[dt.datetime | None]) -> object:
    """Give the one moment of several posts, or the first and the last."""
    found = {at.astimezone(dt.UTC) for at in moments if at}
    return tell("at once") if len(found) < len(set(moments)) else span(found)


def _without_release(week: str, channel: str, typed: AsTyped) -> frozenset[str]:
    """Give the items of a week that have no leave on a channel, or lost it: no name for others may release them."""
    releases = [each for each in typed.ledger.releases(taken_back=True) if each.channel == channel]
    given = {each.item for each in releases if each.given}
    made = {item for of_week, item, _ in typed.ledger.newest_of_weeks(week) if of_week == week}
    return frozenset((made - given) | {each.item for each in releases if not each.given})


def moved_slots(typed: AsTyped) -> tuple[Moved, ...]:
    """Give every release that waits and whose slot in the plan is another one now, by week and item.

    A plan or brief that cannot be read says nothing here: what it holds back is told with it.
    """
    found, now, quiet = [], dt.datetime.now(dt.UTC), quiet_times(typed.ledger)
    for release in typed.waiting:
        try:
            planned = typed.planned(release)
        except BriefcastError:
            continue
        if planned != release.slot:
            given = typed.ledger.slot_given(release)
            back = planned is not None and planned > now and planned == given
            moved = Moved(release=release, planned=planned, back=back, given=None if given == planned else given)
            goes_at = max(planned, given) if planned and given else None
            early = planned is not None and given is not None and planned < given and not _is_long_past(given)
            if goes_at and not back and release.slot and goes_at < release.slot and (now < goes_at or early):
                # It was put off before; it goes out no later than the plan says now, and no earlier than people said:
                # at once where that hour has come.
                moved = replace(moved, goes_at=goes_at)
            if goes := moved.goes_at or planned:
                named = Named.of(release.item)
                moved = replace(moved, hindered=quiet(goes, named.audience, named.language))
            found.append(moved)
    return tuple(found)


def slots_now(typed: AsTyped) -> Mapping[tuple[str, str, str, str], dt.datetime]:
    """Give when the next run lets each release go out whose slot was moved, by item, content, channel and account."""
    found = {}
    for moved in moved_slots(typed):
        r, at = moved.release, moved.goes_at or moved.planned
        if moved.follows and at:
            found[r.item, r.content_sha256, r.channel, r.account] = at
    return found


def follow_plan(typed: AsTyped, *, who: str) -> tuple[Moved, ...]:
    """Release what the plan puts off for the time it says now; give all that plan and release differ in.

    A plan puts off, and brings forward again what it put off, as far as the time a person released something for: to
    go out earlier than that, it has to be released again.
    """
    return tuple(_follow(moved, typed, who) if moved.follows else moved for moved in moved_slots(typed))


def _follow(moved: Moved, typed: AsTyped, who: str) -> Moved:
    r = moved.release
    given = {
        "channel": r.channel,
        "account": r.account,
        "who": who,
        "slot": moved.goes_at or moved.planned,
        "week": r.week,
    }
    try:
        typed.ledger.release(r.item, r.content_sha256, **given, why=BY_PLAN)  # type: ignore[arg-type]
    except NotApproved:
        # It was held, taken back or changed since: it does not go out, whatever its slot.
        return moved
    return replace(moved, followed=True)
