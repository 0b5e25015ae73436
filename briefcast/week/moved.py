"""Slots that were moved in the plan since they were released: what is put off waits, the rest is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from briefcast.errors import BriefcastError, NotApproved
from briefcast.ledger import Release
from briefcast.messages import Typed, tell
from briefcast.week.typed import AsTyped


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A release that has not gone out, and for which the plan says another time now."""

    release: Release
    planned: dt.datetime | None
    """None where the plan has no slot for it any more."""
    followed: bool = False
    """Whether the release was moved there."""

    @property
    def later(self) -> bool:
        """Whether the plan puts it off."""
        return self.planned is not None and (self.release.slot is None or self.planned > self.release.slot)

    @property
    def told(self) -> str:
        """What differs, and what to type."""
        r = self.release
        post = f"{r.item} → {r.channel}{f':{r.account}' if r.account else ''}"
        released = r.slot or tell("at once")
        if self.planned is None:
            return tell(
                "{post}: it is released for {released}, and the plan has no slot for it any more. It does not go out. "
                "Put the slot back, or be done with it: {command}",
                post=post,
                released=released,
                command=Typed(f"briefcast outbox drop {r.item} --channel {r.channel}"),
            )
        planned = self.planned.astimezone(dt.UTC)
        if self.followed:
            return tell(
                "{post}: it is released for {released}, and the plan says {planned}. It goes out then.",
                post=post,
                released=released,
                planned=planned,
            )
        return tell(
            "{post}: it is released for {released}, and the plan says {planned}. To move it: {command}",
            post=post,
            released=released,
            planned=planned,
            command=Typed(f"briefcast release {r.week} {r.item}"),
        )

    def __str__(self) -> str:
        return str(self.told)


def moved_slots(typed: AsTyped) -> tuple[Moved, ...]:
    """Give every release that waits and whose slot in the plan is another one now, by week and item.

    A plan or brief that cannot be read says nothing here: what it holds back is told with it.
    """
    found = []
    for release in typed.waiting:
        try:
            planned = typed.planned(release)
        except BriefcastError:
            continue
        if planned != release.slot:
            found.append(Moved(release=release, planned=planned))
    return tuple(found)


def follow_plan(typed: AsTyped, *, who: str) -> tuple[Moved, ...]:
    """Release what the plan puts off for the time it says now; give all that plan and release differ in.

    A plan only puts off: to go out earlier, something has to be released again.
    """
    return tuple(_follow(moved, typed, who) if moved.later else moved for moved in moved_slots(typed))


def _follow(moved: Moved, typed: AsTyped, who: str) -> Moved:
    r = moved.release
    given = {"channel": r.channel, "account": r.account, "who": who, "slot": moved.planned, "week": r.week}
    try:
        typed.ledger.release(r.item, r.content_sha256, **given, why=tell("The plan says so."))  # type: ignore[arg-type]
    except NotApproved:
        # It was held, taken back or changed since: it does not go out, whatever its slot.
        return moved
    return Moved(release=r, planned=moved.planned, followed=True)
