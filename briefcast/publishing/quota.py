"""Quotas: what posts take of them, and before a batch is released what it will cost and what will not fit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from briefcast.channels.base import Post
from briefcast.channels.platforms import CostWord, Platform, Quota, platform
from briefcast.ledger.outbox import Outbox, Use
from briefcast.messages import tell
from briefcast.publishing.orders import Order


def uses_of(post: Post, platform: Platform, settings: Mapping[str, object]) -> tuple[Use, ...]:
    """Give what one post takes of each quota of its platform, on an account with these settings."""
    return tuple(
        Use(quota=quota.name, cost=cost, max=quota.max, per_s=quota.per_s, per_day=quota.per_day)
        for quota in platform.quotas
        if (cost := _cost(post, quota, settings))
    )


def _cost(post: Post, quota: Quota, settings: Mapping[str, object]) -> int:
    roles = [file.role for file in post.files]
    counts: dict[CostWord, int] = {
        "each": 1,
        "each_video": roles.count("video"),
        "each_file": sum(role in ("image", "video", "audio") for role in roles),
        "cover": min(1, roles.count("cover")),
        # One track goes up, however many files hold it.
        "captions": min(1, roles.count("captions")),
        "playlist": 1 if settings.get("playlist") else 0,
    }
    return sum(cost * counts[what] for what, cost in quota.cost.items())


def price_usd(post: Post, platform: Platform) -> float:
    """Give what one post costs in money, with the look at the account before it and its alternative texts."""
    money = platform.money_usd
    if money is None:
        return 0.0
    described = sum(bool(file.alt_text) for file in post.pictures)
    shown = money.post_with_link if post.link and post.link in post.text else money.post
    return shown + money.look + described * money.alt_text


@dataclass(frozen=True, kw_only=True)
class QuotaLine:
    """One quota of one account, as a batch leaves it."""

    channel: str
    account: str
    quota: str
    max: int
    used: int
    """Before the batch, by what went out from here."""
    wanted: int
    """By the whole batch."""
    fullest: int
    """On the fullest day or in the fullest window, spread so that it fits."""
    days: int
    """On how many days the batch would go out then."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A post that will not fit at its slot, and when it would."""

    order: Order
    quota: str
    proposed: dt.datetime | None
    """None if one post alone takes more than there is."""

    @property
    def told(self) -> str:
        """Which quota, and when there is room."""
        if self.proposed is None:
            return tell("{quota}; it never fits.", quota=self.quota)
        return tell("{quota}; there is room from {at}.", quota=self.quota, at=self.proposed)


@dataclass(frozen=True, kw_only=True)
class QuotaPlan:
    """What a batch will cost."""

    lines: tuple[QuotaLine, ...]
    moved: tuple[Moved, ...]
    uploads: int
    bytes: int
    price_usd: dict[str, float]
    """By channel, where it costs anything."""


def plan_quotas(orders: Sequence[Order], outbox: Outbox) -> QuotaPlan:
    """Say what posts will cost in uploads, quota and money, what will not fit, and when it would.

    Each post keeps its slot if every quota has room then; else it is moved to the first time with room.
    Nothing is taken from a quota by planning.
    """
    now = outbox.now()
    books: dict[tuple[str, str, str], _Book] = {}
    moved = []
    ready = [(order, order.post) for order in orders if order.post is not None]
    for order, post in sorted(ready, key=lambda pair: pair[0].slot or now):
        own = []
        for use in uses_of(post, platform(order.channel), order.account.settings):
            key = (order.channel, order.account.name, use.quota)
            if key not in books:
                books[key] = _Book(use=use, used=outbox.used(order.channel, order.account.name, use), now=now)
            own.append((books[key], use.cost))
        wanted = max(order.slot or now, now)
        at: dt.datetime | None = wanted
        full = next((book for book, cost in own if not book.has_room(cost, wanted)), None)
        while at is not None and (tight := next((b for b, cost in own if not b.has_room(cost, at)), None)):
            at = tight.next_room(at) if all(cost <= b.use.max for b, cost in own) else None
        if at is not None:
            for book, cost in own:
                book.taken.append((at, cost))
        if full and (at is None or at - wanted > _BARELY):
            moved.append(Moved(order=order, quota=full.use.quota, proposed=at))
    money: dict[str, float] = defaultdict(float)
    for order, post in ready:
        if price := price_usd(post, platform(order.channel)):
            money[order.channel] += price
    return QuotaPlan(
        lines=tuple(book.line(channel, account) for (channel, account, _), book in books.items()),
        moved=tuple(moved),
        uploads=sum(len(post.files) for _, post in ready),
        bytes=sum(file.bytes for _, post in ready for file in post.files),
        price_usd={channel: round(price, 4) for channel, price in money.items()},
    )


_BARELY = dt.timedelta(minutes=15)
"""A shorter wait is the publisher's own business and not worth a plan."""


@dataclass(kw_only=True)
class _Book:
    """What is taken of one quota of one account, and when."""

    use: Use
    used: int
    now: dt.datetime
    taken: list[tuple[dt.datetime, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.used:
            self.taken.append((self.now, self.used))

    def has_room(self, cost: int, at: dt.datetime) -> bool:
        return self._in_window(at) + cost <= self.use.max

    def _window(self, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Give the beginning and the end of the time that counts at a moment, the end not in it."""
        if self.use.per_day:
            day = at.astimezone(ZoneInfo(self.use.per_day)).replace(hour=0, minute=0, second=0, microsecond=0)
            return day, day + dt.timedelta(days=1)
        moment = dt.timedelta(milliseconds=1)
        return at - dt.timedelta(seconds=self.use.per_s or 0) + moment, at + moment

    def _in_window(self, at: dt.datetime) -> int:
        begin, end = self._window(at)
        return sum(cost for when, cost in self.taken if begin <= when < end)

    def next_room(self, at: dt.datetime) -> dt.datetime:
        begin, end = self._window(at)
        if self.use.per_day:
            return end.astimezone(at.tzinfo)
        first = min(when for when, _ in self.taken if begin <= when < end)
        return first + dt.timedelta(seconds=self.use.per_s or 0)

    def line(self, channel: str, account: str) -> QuotaLine:
        wanted = sum(cost for _, cost in self.taken) - self.used
        fullest = max((self._in_window(at) for at, _ in self.taken), default=0)
        days = len({self._window(at)[0].date() for at, _ in self.taken}) if self.taken else 0
        return QuotaLine(
            channel=channel,
            account=account,
            quota=self.use.quota,
            max=self.use.max,
            used=self.used,
            wanted=wanted,
            fullest=fullest,
            days=days,
        )
