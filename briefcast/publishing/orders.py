"""Orders: which approved item goes out on which account, when, and exactly how.

    orders = released_orders(ledger, accounts, store)     what was given leave to go out
    orders = edition_orders(folder, accounts, store)      what an edition would send, for a look
    orders = planned_orders(item, folder, "x", accounts)  what an item would send, for whoever approves it

An order holds the post as it would be sent, fitted to its channel, or the reason why it cannot be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar

from briefcast.catalogue import team_zone
from briefcast.channels.base import Post
from briefcast.channels.fit import fit
from briefcast.channels.platforms import Platform, platform, products_taken
from briefcast.channels.reach import is_secret, leads_to
from briefcast.channels.table import channel_class
from briefcast.errors import BriefcastError
from briefcast.ledger import Batches, Ledger, Release, ShownPost
from briefcast.ledger.ledger import approve_again
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.trust import read_trust
from briefcast.manifest.items import Item, Named, damaged_files, items_of
from briefcast.manifest.manifest import NoticeEntry, embargo_ends, read_manifest
from briefcast.messages import Message, Typed, joined, tell
from briefcast.publishing.accounts import AccountEntry, Accounts, open_account
from briefcast.publishing.kept_texts import KeptTexts
from briefcast.publishing.posts import Notices, Texts, as_correction, plain, said_wrong, write_post
from briefcast.publishing.shown import shown_post
from briefcast.secrecy import read_secret
from briefcast.states import called
from briefcast.store.store import Store

LATE_AFTER_H = 24
"""A slot that was missed by more than this is not made up for by itself: news that comes days late surprises."""


Wanted = Callable[[Named, str], bool]
"""Whether an item is wanted on a channel."""


Sized = TypeVar("Sized")


@dataclass(frozen=True, kw_only=True)
class Order:
    """One item that is to go out on one account."""

    item: str
    """Its key."""
    content_sha256: str
    channel: str
    account: AccountEntry
    slot: dt.datetime | None
    post: Post | None
    """As it would be sent; None if it cannot be."""
    refused: str = ""
    """Why it cannot be sent, with the remedy."""
    standing: str = "approved"
    """``approved``, ``waiting``, ``changed``, ``held``, ``sent back``: only approved items leave."""
    shown: ShownPost | None = None
    """The post part by part, as whoever approves it sees it; None if it cannot be sent."""
    changed: str = ""
    """What of the post is not as it was approved."""
    uncounted: str = ""
    """Why what was decided and released of it does not count: the ledger is not as it was written."""
    audience: str = ""
    language: str = ""
    embargo: dt.date | None = None
    """Nothing of it goes out before this day begins."""
    folder: Path | None = None
    """Of its edition."""
    files: tuple[str, ...] = ()
    """Paths of its files in that folder, as they were made."""
    week: str = ""
    """The week of a plan for which it was released; empty outside a plan."""
    done: Publication | None = None
    """What it became: it is out, or was taken out of what goes out. Nothing of it is looked at any more."""

    @property
    def opens_at(self) -> dt.datetime | None:
        """When its embargo ends."""
        return embargo_ends(self.embargo) if self.embargo else None

    @property
    def where(self) -> str:
        """What is posted where, as people are told."""
        return f"{self.item} → {self.channel}:{self.account.name}"

    def __str__(self) -> str:
        return self.where


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A released item for which there is nothing to do, or nowhere to go."""

    item: str
    channel: str
    why: str
    harmless: bool
    """Whether that is as it should be: another size of the same goes out."""
    waits: Literal["", "not approved", "not released", "held", "sent back"] = ""
    """What a correction of it waits for, or who stopped it: people decide, and nothing is broken."""
    lost: bool = False
    """Whether its edition cannot be read, so that nothing can be said of it but that."""

    @property
    def nowhere(self) -> bool:
        """Whether it goes nowhere until somebody puts something right."""
        return not self.harmless and not self.waits

    @property
    def state(self) -> str:
        """What it is called where it is listed."""
        return "held" if self.waits == "sent back" else self.waits or ("not there" if self.lost else "goes nowhere")


def edition_orders(
    folder: Path,
    accounts: Accounts,
    store: Store | None,
    *,
    ledger: Ledger | None = None,
    wanted: Wanted = lambda *_: True,
    named: Collection[str] = (),
) -> tuple[tuple[Order, ...], tuple[LeftOut, ...]]:
    """Give what an edition would send on every account, approved or not, at once.

    Args:
        folder: the edition's folder.
        accounts: where it may go.
        store: where files that are fitted are kept; without one, nothing is converted, only described.
        ledger: says what is approved; without one, nothing is.
        wanted: picks items and channels.
        named: channels that a person named: those beside an account's own get nothing else.
    """
    manifest = read_manifest(folder)
    items = items_of(manifest)
    orders: list[Order] = []
    left_out: list[LeftOut] = []
    sums: dict[Path, str | None] = {}
    texts, done = Texts(), _Done(ledger) if ledger else None
    earlier = Earlier(ledger) if ledger else None
    for channel in accounts.channels(named):
        row = platform(channel)
        asked = [item for item in items if row.limits(item.main.role) and wanted(Named.of(item.key), channel)]
        chosen, others = choose(asked, row)
        left_out += others
        told_wrong = told_no_more(ledger, chosen) if ledger else {}
        for item in chosen:
            for entry in accounts.of(channel, audience=item.audience, language=item.language):
                standing = ledger.standing(item.key, item.content_sha256).name if ledger else "waiting"
                embargo = manifest.embargo
                given = (item, folder, channel, entry, None, accounts, store, standing, embargo)
                order = _order(*given, sums=sums, texts=texts, earlier=earlier)
                elsewhere = done.with_same_readers(item.key, entry, channel, accounts) if done else ""
                orders.append(_once(order, told_wrong.get(item.key, "") or elsewhere))
    return _as_approved(orders, ledger) if ledger else tuple(orders), tuple(left_out)


def planned_orders(
    item: Item,
    folder: Path,
    channel: str,
    accounts: Accounts,
    *,
    name: str = "",
    slot: dt.datetime | None = None,
    texts: Texts | None = None,
    earlier: Earlier | None = None,
) -> tuple[Order, ...]:
    """Give what an item would send on a channel if it is the size that goes out, one order for each account.

    Nothing is read of its files, and nothing converted: for the page that people decide from. Empty where the channel
    takes nothing of the kind, or no such size, or no account is for its readers.

    Args:
        item: what is to be decided about.
        folder: the edition's folder.
        channel: where it is planned to go out.
        accounts: the team's.
        name: of the one account it is planned for; every account of the channel if empty.
        slot: when.
        texts: those that were written before in the same run.
        earlier: knows what an item corrects, where a correction goes out beside what readers have.
    """
    try:
        row = platform(channel)
    except KeyError:
        return ()
    shapes = row.shapes.get(item.main.role)
    if not row.limits(item.main.role) or (shapes and item.variant not in shapes):
        return ()
    entries = accounts.of(channel, audience=item.audience, language=item.language, name=name)
    return tuple(
        _order(
            item,
            folder,
            channel,
            entry,
            slot,
            accounts,
            None,
            "waiting",
            None,
            look=False,
            texts=texts,
            earlier=earlier,
        )
        for entry in entries
    )


def released_orders(
    ledger: Ledger,
    accounts: Accounts,
    store: Store | None,
    *,
    week: str | None = None,
    wanted: Wanted = lambda *_: True,
    to_look_at: bool = False,
) -> tuple[tuple[Order, ...], tuple[LeftOut, ...]]:
    """Give everything that was given leave to go out, by exactly the content that was approved, in order of slots.

    Of what is out already no post is written, and neither its edition nor a file is read, unless all is wanted
    ``to_look_at``.
    """
    # Of an item that was approved again, what was released last counts.
    every = ledger.releases(taken_back=True)
    newest = {(r.item, r.channel, r.account): r.id for r in sorted(every, key=lambda r: (r.at, r.id))}
    releases = [
        r
        for r in every
        if newest[r.item, r.channel, r.account] == r.id
        and (not week or r.week == week)
        and wanted(Named.of(r.item), r.channel)
    ]
    editions, done, earlier = _Editions(ledger), _Done(ledger), Earlier(ledger)
    of_item = {(r.item, r.channel, r.account): r for r in releases}
    found: dict[tuple[str, str, str | dt.datetime | None], list[tuple[Item, Path]]] = {}
    settled: tuple[Order, ...] = ()
    left_out: list[LeftOut] = []
    lost: list[LeftOut] = []
    if not to_look_at:
        releases, settled, outranked = _still_waiting(releases, accounts, done)
        left_out += outranked
    for release in releases:
        try:
            item, folder = editions.item(release.item, release.content_sha256, release.channel, week=release.week or "")
        except BriefcastError as error:
            if not release.given:
                continue
            # What went out is done, whatever lies in the folder later.
            out = done.holds(release)
            why = tell("It went out.") if out else error.told
            waits = error.waits if isinstance(error, _Corrected) and not out else ""
            stopped = _stopped(ledger, release) if not out and not waits else None
            lost.append(
                stopped
                or LeftOut(
                    item=release.item,
                    channel=release.channel,
                    why=why,
                    harmless=out,
                    waits=waits,
                    lost=not (waits or out),
                )
            )
            continue
        found.setdefault((release.channel, release.account, _together(release)), []).append((item, folder))
    left_out += _one_of_each(lost)
    back = {(r.channel, r.account, r.item): r for r in releases if not r.given}
    orders = list(settled)
    sums: dict[Path, str | None] = {}
    texts = Texts(KeptTexts(store.folder, (release.week or "" for release in releases)) if store else None)
    for (channel, account, _), together in found.items():
        nowhere = reasons_nowhere([item for item, _ in together], channel, accounts, account)
        together = [(item, folder) for item, folder in together if item.key not in nowhere]
        left_out += (
            # What went out by an account that was taken out since is done.
            LeftOut(item=key, channel=channel, why=tell("It went out."), harmless=True)
            if done.holds(of_item[key, channel, account])
            else LeftOut(item=key, channel=channel, why=joined(why, _done_with(key, channel)), harmless=False)
            for key, why in nowhere.items()
            if (channel, account, key) not in back
        )
        if not together:
            continue
        row = platform(channel)
        chosen, others = choose([item for item, _ in together], row)
        left_out += (left for left in others if left.harmless or (channel, account, left.item) not in back)
        folders = {item.key: folder for item, folder in together}
        standings = ledger.standings((item.key, item.content_sha256) for item in chosen)
        told_wrong = told_no_more(ledger, chosen, editions)
        for item in chosen:
            release = of_item[item.key, channel, account]
            if taken := back.get((channel, account, item.key)):
                # No other size goes in the place of one that was stopped.
                why = tell("{who} took its release back, and no other size goes out in its place.", who=taken.who)
                left_out.append(LeftOut(item=item.key, channel=channel, why=why, harmless=True))
                continue
            entries = accounts.of(channel, audience=item.audience, language=item.language, name=account)
            for entry in entries:
                standing, embargo = standings[item.key].name, editions.embargo(item.brief)
                if not to_look_at and (became := done.of(item.key, item.content_sha256, channel, entry.name)):
                    bare = _bare(item, folders[item.key], channel, entry, release.slot, standing)
                    orders.append(replace(bare, done=became, week=release.week or ""))
                    continue
                given = (item, folders[item.key], channel, entry, release.slot, accounts, store, standing, embargo)
                order = _order(*given, sums=sums, texts=texts, earlier=earlier)
                elsewhere = done.with_same_readers(item.key, entry, channel, accounts)
                order = _once(order, told_wrong.get(item.key, "") or elsewhere)
                orders.append(replace(order, week=release.week or ""))
    orders.sort(key=lambda order: (order.slot or dt.datetime.min.replace(tzinfo=dt.UTC), order.item, order.channel))
    return _as_approved(orders, ledger, releases), tuple(left_out)


def reasons_nowhere(items: Sequence[Item], channel: str, accounts: Accounts, account: str = "") -> Mapping[str, str]:
    """Say of each item that goes nowhere on a channel, whatever is decided about it, why, by its key.

    There is no such channel, it takes nothing of the kind, or no account is for its readers. What many have in common
    is one reason: it names all their readers.
    """
    try:
        row = platform(channel)
    except KeyError:
        why = tell(
            "There is no channel {channel}: put it right in the plan, and release the week again.", channel=channel
        )
        return {item.key: why for item in items}
    taken = products_taken(row)
    refused = [item for item in items if not row.limits(item.main.role)]
    unfit = [item for item in refused if item.product not in taken]
    unsized = [item for item in refused if comes_otherwise(item, channel)]
    unread = [
        item
        for item in items
        if item not in refused
        and not accounts.of(channel, audience=item.audience, language=item.language, name=account)
    ]
    takes_none = tell(
        "{platform} takes no {product}, but {takes}. Choose another channel for it in the plan.",
        platform=row.called,
        product=tuple(dict.fromkeys(item.product for item in unfit)),
        takes=taken,
    )
    other_size = tell(
        "{platform} takes {product} in other sizes, not as {variant}. Nothing is to be done where another size goes.",
        platform=row.called,
        product=tuple(dict.fromkeys(item.product for item in unsized)),
        variant=tuple(dict.fromkeys(Named.of(item.key).variant for item in unsized)),
    )
    readers = tuple(dict.fromkeys(f"{item.audience} ({item.language})" for item in unread))
    for_nobody = (
        tell(
            "The account {account} on {channel} is not for {readers}: see channels.yaml.",
            account=account,
            channel=channel,
            readers=readers,
        )
        if account
        else tell("No account on {channel} is for {readers}: see channels.yaml.", channel=channel, readers=readers)
    )
    return (
        {item.key: takes_none for item in unfit}
        | {item.key: other_size for item in unsized}
        | {item.key: for_nobody for item in unread}
    )


def comes_otherwise(item: Item, channel: str) -> bool:
    """Say whether a channel takes what an item is, but in another form or size than this one."""
    try:
        row = platform(channel)
    except KeyError:
        return False
    return not row.limits(item.main.role) and item.product in products_taken(row)


def reasons_unsuited(sizes: Sequence[Item], channel: str) -> Mapping[str, str]:
    """Say of each size of the same thing that a channel never takes why, by its key; empty where another size goes."""
    row = platform(channel)
    _, others = choose(sizes, row)
    lost = {left.item: left.why for left in others if not left.harmless}
    never = (item for item in sizes if (shapes := row.shapes.get(item.main.role)) and item.variant not in shapes)
    return {**{item.key: "" for item in never}, **lost}


def why_stopped(standing: str, item: str, week: str) -> str:
    """Say that an item was held or sent back, and how it is let go."""
    return tell(
        "It was {standing}: it does not leave. To let it go: {command}",
        standing=called(standing),
        command=Typed(f"briefcast approve {week or 'WEEK'} {item}"),
    )


def _stopped(ledger: Ledger, release: Release) -> LeftOut | None:
    """Give what was held or sent back as that, although its edition cannot be read; None if it was not."""
    standing = ledger.standing(release.item, release.content_sha256).name
    if standing not in ("held", "sent back"):
        return None
    why = why_stopped(standing, release.item, release.week or "")
    waits: Literal["held", "sent back"] = "held" if standing == "held" else "sent back"
    return LeftOut(item=release.item, channel=release.channel, why=why, harmless=False, waits=waits)


def sizes_of(channel: str) -> frozenset[str]:
    """Give the sizes and shapes of which a channel gets one of each thing; none where it gets all."""
    return frozenset(size_ranks(channel))


def size_ranks(channel: str) -> Mapping[str, int]:
    """Give the same, each with its rank: the size with the lowest goes out."""
    try:
        return {size: rank for sizes in platform(channel).shapes.values() for rank, size in enumerate(sizes)}
    except KeyError:
        return {}


def the_one_of(sizes: Sequence[Sized], channel: str, key: Callable[[Sized], str]) -> Sequence[Sized]:
    """Give of all sizes of a thing, each with the key of its item, the one that goes; all where a channel gets all."""
    ranks = size_ranks(channel)

    def variant(each: Sized) -> str:
        return Named.of(key(each)).variant

    if not any(variant(each) in ranks for each in sizes):
        return sizes
    return [min(sizes, key=lambda each: ranks.get(variant(each), len(ranks)))]


def _one_of_each(left_out: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Give what is left out, one for all sizes of which a platform gets one: the size that would go."""
    every = list(left_out)
    out = {(Named.of(left.item).group, left.channel) for left in every if left.harmless}
    together: dict[tuple[str, str, str], list[LeftOut]] = {}
    for left in every:
        group = Named.of(left.item).group
        if not left.harmless and (group, left.channel) in out and sizes_of(left.channel):
            continue  # Another size of it is out.
        state = "" if left.harmless else left.state
        together.setdefault((group, left.channel, state), []).append(left)
    for same in together.values():
        yield from the_one_of(same, same[0].channel, lambda left: left.item)


def _together(release: Release) -> str | dt.datetime | None:
    """Give what sizes of the same have in common that are one post: their week, else their slot.

    Where one of them was put off, the others are not: none of them goes out in its place.
    """
    return release.week or release.slot


def _still_waiting(
    releases: Sequence[Release], accounts: Accounts, done: _Done
) -> tuple[list[Release], tuple[Order, ...], list[LeftOut]]:
    """Part releases into those of which something may still go out, those that are done, and what they leave out.

    A ledger of years holds thousands of releases that went out: nothing of them is read any more.
    """
    settled: list[Order] = []
    left: list[Release] = []
    sizes: dict[tuple[str, str, str], list[tuple[Release, str]]] = {}
    for release in releases:
        became = _became(release, accounts, done) if release.given else ()
        if not became:
            left.append(release)
            continue
        settled += became
        named = Named.of(release.item)
        sizes.setdefault((named.group, release.channel, release.account), []).append((release, named.variant))
    waiting: list[Release] = []
    left_out: list[LeftOut] = []
    asked = {(Named.of(r.item).group, r.channel, r.account) for r in left if r.given}
    for release in left:
        named = Named.of(release.item)
        key = (named.group, release.channel, release.account)
        if not release.given and key not in asked:
            continue  # Nothing else goes out of which it could take the place.
        if size := _better(release, named.variant, sizes.get(key, ()), done):
            why = tell("{platform} gets one of each: {size}.", platform=platform(release.channel).called, size=size)
            left_out.append(LeftOut(item=release.item, channel=release.channel, why=why, harmless=True))
            continue
        waiting.append(release)
    return waiting, tuple(settled), left_out


def _became(release: Release, accounts: Accounts, done: _Done) -> tuple[Order, ...]:
    """Give what a release became on each of its accounts; nothing if it may still go out on one of them."""
    named = Named.of(release.item)
    entries = accounts.of(release.channel, audience=named.audience, language=named.language, name=release.account)
    orders = []
    for entry in entries:
        became = done.of(release.item, release.content_sha256, release.channel, entry.name)
        if became is None:
            return ()
        orders.append(
            Order(
                item=release.item,
                content_sha256=release.content_sha256,
                channel=release.channel,
                account=entry,
                slot=release.slot,
                post=None,
                audience=named.audience,
                language=named.language,
                week=release.week or "",
                done=became,
            )
        )
    return tuple(orders)


def _better(release: Release, variant: str, of_group: Iterable[tuple[Release, str]], done: _Done) -> str:
    """Give a size of the same that is done and suits the channel better; empty if there is none.

    One that suits nothing there has done so as well once another one is out.
    """
    try:
        every = platform(release.channel).shapes.values()
    except KeyError:
        return ""
    for other, size in of_group:
        ranks = next((sizes for sizes in every if size in sizes), ())
        better = size in ranks and (variant not in ranks or ranks.index(size) < ranks.index(variant))
        if better and (_together(other) == _together(release) or done.lives(other)):
            return size
    return ""


def late_releases(ledger: Ledger, *, now: dt.datetime) -> tuple[Release, ...]:
    """Give releases that missed their slot by too much to go out by themselves, and did not go out."""
    done, before = _Done(ledger), now - dt.timedelta(hours=LATE_AFTER_H)
    return tuple(r for r in ledger.releases() if r.slot and r.slot < before and not done.holds(r))


def _as_approved(orders: Sequence[Order], ledger: Ledger, releases: Sequence[Release] = ()) -> tuple[Order, ...]:
    """Give the orders, those whose post is not as it was approved as ``changed``, or whose decision does not count.

    ``releases`` are those they come of, where they come of any.
    """
    asked = [
        (number, order.item, order.content_sha256, order.shown)
        for number, order in enumerate(orders)
        if order.standing == "approved" and order.shown
    ]
    told = ledger.posts_changed(row[1:] for row in asked)
    changed = {number: why for (number, *_), why in zip(asked, told, strict=True) if why}
    weeks = ledger.weeks_of_briefs() if orders else {}
    found = []
    for number, order in enumerate(orders):
        # What was released belongs to the week it was released for, whatever its brief was made for since.
        week = order.week or weeks.get(order.item.partition("/")[0], "")
        if number in changed:
            again = approve_again(order.item, week=week, folder=order.folder)
            found.append(replace(order, week=week, standing="changed", changed=joined(changed[number], again)))
        else:
            found.append(replace(order, week=week))
    return _as_written(found, ledger, releases)


def _as_written(orders: Sequence[Order], ledger: Ledger, releases: Sequence[Release]) -> tuple[Order, ...]:
    """Give the orders, those with why they do not count whose decision or release may have been written by hand."""
    asked = [order for order in orders if order.done is None and (order.standing == "approved" or order.changed)]
    trust = read_trust(ledger, ((order.item, order.content_sha256) for order in asked))
    if not asked or trust.whole:
        return tuple(orders)
    standings = ledger.standings((order.item, order.content_sha256) for order in asked)
    given: dict[tuple[str, str, str], list[Release]] = {}
    for release in releases:
        given.setdefault((release.item, release.content_sha256, release.channel), []).append(release)

    def counts(order: Order) -> bool:
        leave = given.get((order.item, order.content_sha256, order.channel), [])
        return trust.decision(standings[order.item].decision) and (not leave or trust.release(leave))

    wrong = {id(order) for order in asked if not counts(order)}
    return tuple(
        replace(order, uncounted=trust.why(week=order.week, folder=order.folder)) if id(order) in wrong else order
        for order in orders
    )


def choose(items: Iterable[Item], row: Platform) -> tuple[tuple[Item, ...], tuple[LeftOut, ...]]:
    """Choose one size of each picture and one shape of each film, the one that suits the channel best."""
    together: dict[tuple[str, str, str, str], list[Item]] = {}
    for item in items:
        together.setdefault((item.brief, item.audience, item.language, item.product), []).append(item)
    chosen: list[Item] = []
    left_out: list[LeftOut] = []
    for same in together.values():
        shapes = next((row.shapes[item.main.role] for item in same if item.main.role in row.shapes), None)
        # Pages on paper have a size of their own and go where files go.
        ranked = sorted(
            (item for item in same if not shapes or item.variant in shapes),
            key=lambda item: shapes.index(item.variant) if shapes else 0,
        )
        taken = ranked[:1] if shapes else ranked
        chosen += taken
        what = taken[0].variant if taken else ""
        why = (
            tell("{platform} gets one of each: {size}.", platform=row.called, size=what)
            if what
            else tell("No size here suits {platform}: make {sizes}.", platform=row.called, sizes=tuple(shapes or ()))
        )
        left_out += [
            LeftOut(item=item.key, channel=row.name, why=why, harmless=bool(taken))
            for item in same
            if item not in taken
        ]
    return tuple(chosen), tuple(left_out)


def _order(
    item: Item,
    folder: Path,
    channel: str,
    entry: AccountEntry,
    slot: dt.datetime | None,
    accounts: Accounts,
    store: Store | None,
    standing: str,
    embargo: dt.date | None,
    *,
    look: bool = True,
    sums: MutableMapping[Path, str | None] | None = None,
    texts: Texts | None = None,
    earlier: Earlier | None = None,
) -> Order:
    post, refused, shown = None, "", None
    try:
        row = platform(channel)
        if look and (damaged := damaged_files(item, folder, known=sums)):
            raise BriefcastError(
                tell("{file} is not what was made: make the edition again and look at it.", file=damaged[0].name)
            )
        if item.is_draft:
            raise BriefcastError(told_draft(item))
        corrected = earlier.untold(item, channel, entry.name) if earlier else ()
        written = write_post(item, folder, row, accounts.posts, account=entry.name, texts=texts, corrected=corrected)
        if earlier and (old := earlier.corrected_by(item, channel, entry.name)):
            revised = bool(corrected) and all(each.kind == "revision" for each in corrected)
            written = as_correction(
                written, title=old.title or written.title, day=old.day, revised=revised, said=old.said
            )
        post, shown = fit(written, row, store), shown_post(written, entry.on(channel))
    except BriefcastError as error:
        refused = error.told
    except OSError as error:
        refused = str(error)
    bare = _bare(item, folder, channel, entry, slot, standing)
    files = tuple(output.path for output in item.outputs)
    return replace(bare, post=post, refused=refused, embargo=embargo, shown=shown, files=files)


def told_draft(item: Item) -> Message:
    """Say that something was made to be looked through, and what to do about it."""
    return tell(
        "{item} is a draft, half as wide and high as what is published. "
        "Make it again without {option}, look, then decide.",
        item=item.key,
        option=Typed("--preset draft"),
    )


def _once(order: Order, why: str) -> Order:
    """Give an order, refused where its readers have it by another account already, or it tells what is no more."""
    return replace(order, post=None, shown=None, refused=why) if why else order


def _bare(
    item: Item, folder: Path, channel: str, entry: AccountEntry, slot: dt.datetime | None, standing: str
) -> Order:
    """Give an order before its post is written; of what is done already none is."""
    return Order(
        item=item.key,
        content_sha256=item.content_sha256,
        channel=channel,
        account=entry,
        slot=slot,
        post=None,
        standing=standing,
        audience=item.audience,
        language=item.language,
        folder=folder,
    )


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What readers were sent before, and keep."""

    title: str
    """As it was approved; empty where nobody was shown it."""
    day: dt.date
    said: str = ""
    """The title of what it told, under whatever title it went out."""


class Earlier:
    """What went out of items with other content: a correction of it says so."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._now = Outbox(ledger, who="").now()

    def corrected_by(self, item: Item, channel: str, account: str) -> Sent | None:
        """Give what an item corrects on an account, also once it did; None where it is no correction."""
        if not channel_class(channel).corrects_beside:
            return None
        for p in reversed(self._sent.get((item.key, channel, account), ())):
            if p.content_sha256 == item.content_sha256:
                continue
            if p.state == "sent" or (p.stands == "corrected" and item.content_sha256[:12] in p.detail):
                approved = self._ledger.past_post(p.item, p.content_sha256, channel=channel, account=account)
                at = p.sending_at or p.ended_at or p.prepared_at
                recorded = self._ledger.item_as(p.item, p.content_sha256)
                said = plain(recorded.told.partition("\n")[0]) if recorded else ""
                day = at.astimezone(team_zone() or dt.UTC).date()
                return Sent(title=approved.parts.get("title", ""), day=day, said=said)
        return None

    def untold(self, item: Item, channel: str, account: str) -> Notices:
        """Give what of an item was put right since its readers on an account had it with other content.

        What its platform holds until its slot nobody has seen. What takes the place of another post has all its
        notices for good; what stands beside one does not say again what that one said.
        """
        notices = item.script.notices if item.script else ()
        had = [
            p
            for p in self._sent.get((item.key, channel, account), ())
            if notices and p.was_out and p.content_sha256 != item.content_sha256 and _was_seen(p, self._now)
        ]
        if not had or platform(channel).abilities.replace:
            return notices if had else ()
        said = self._ledger.past_post(item.key, had[-1].content_sha256, channel=channel, account=account)
        text = plain(said.parts.get("text", ""))
        heard = max((n for n, each in enumerate(notices, 1) if _says(text, each, item.language)), default=0)
        return notices[heard:] or notices

    @cached_property
    def _sent(self) -> Mapping[tuple[str, str, str], list[Publication]]:
        found: dict[tuple[str, str, str], list[Publication]] = {}
        for p in Outbox(self._ledger, who="").publications("sent", "withdrawn"):
            found.setdefault((p.item, p.channel, p.account), []).append(p)
        return found


def _says(text: str, notice: NoticeEntry, language: str) -> bool:
    """Say whether a post told of something that was put right: why, or where that had no room, its first figure."""
    return plain(notice.reason) in text or any(plain(told) in text for told in said_wrong(notice, language)[:1])


def _was_seen(post: Publication, now: dt.datetime) -> bool:
    """Say whether readers had what was given to a platform: not if it went back before the slot it was held for."""
    until = post.ended_at if post.state == "withdrawn" and post.ended_at else now
    return post.scheduled_for is None or post.scheduled_for <= until


class _Done:
    """What went out already or was taken out of what goes out, read once."""

    def __init__(self, ledger: Ledger) -> None:
        self._by_item: dict[tuple[str, str, str], dict[str, Publication]] = {}
        self._living = set()
        self._readers: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self._places: dict[tuple[str, str], str] = {}
        for p in Outbox(ledger, who="").publications("sent", "withdrawn", "unconfirmed"):
            if p.state != "withdrawn":
                self._readers.setdefault((Named.of(p.item).group, p.channel), []).append((p.account, p.sent_to))
            if p.made_way or p.state == "unconfirmed":
                continue
            self._by_item.setdefault((p.item, p.content_sha256, p.channel), {})[p.account] = p
            if p.state == "sent":
                self._living.add((p.item, p.channel, p.account))
        self._out = {(item, channel) for item, channel, _ in self._living}

    def of(self, item: str, content_sha256: str, channel: str, account: str) -> Publication | None:
        """Give what became of an item on an account; None where it is still to go out, or back to its place."""
        found = self._by_item.get((item, content_sha256, channel), {}).get(account)
        replaced = found and found.state == "withdrawn" and (item, channel, account) in self._living
        return None if replaced else found

    def with_same_readers(self, item: str, entry: AccountEntry, channel: str, accounts: Accounts) -> str:
        """Say that an item is out, or may be, where an account leads, or went elsewhere by it; empty if neither.

        Who has it follows from where it went, as that was written down when it was sent: an account may be renamed
        since, lead elsewhere, or change names with another one.
        """
        have = self._readers.setdefault((Named.of(item).group, channel), [])
        here, mine = f"{channel}:{entry.name}", self._place(entry, channel)
        own = [place for name, place in have if name == entry.name]
        if any(not (place and mine) or place == mine for place in own):
            return ""  # It is that account's own: what goes there is a correction.
        for other, went_to in have:
            known = next((each for each in accounts.accounts if each.name == other), None)
            there = went_to or (self._place(known, channel) if known else "")
            if mine and there:
                if mine == there and known is None:
                    return tell(
                        "{account}: {item} went to the same address by {other}, which channels.yaml does not name any "
                        "more. Give the account its old name back there.",
                        account=here,
                        item=item,
                        other=f"{channel}:{other}",
                    )
                if mine == there:
                    return _at_the_same_place(item, entry, channel, f"{channel}:{other}", mine)
            elif known is None:
                return tell(
                    "{account}: {item} is out on {other}, which channels.yaml does not name any more. If that is the "
                    "same account, give it its old name there; if other people read this one, leave {other} there "
                    "beside it.",
                    account=here,
                    item=item,
                    other=f"{channel}:{other}",
                )
        if own:
            return tell(
                "{account}: {item} went to other readers by this account, which leads elsewhere now{place}. Give it "
                "its old address again, and the new one an account of its own.",
                account=here,
                item=item,
                place="" if is_secret(own[-1]) else tell(" (it went to {place})", place=own[-1]),
            )
        if mine:
            have.append((entry.name, mine))  # The next account that leads there is not to bring it as well.
        return ""

    def _place(self, entry: AccountEntry, channel: str) -> str:
        """Give where an account leads, its secrets looked up once for all that it is asked about."""
        if (known := self._places.get((entry.name, channel))) is None:
            known = self._places[entry.name, channel] = where_it_leads(entry, channel)
        return known

    def lives(self, release: Release) -> bool:
        """Say whether an item that was released is out on the channel, in whatever content."""
        return (release.item, release.channel) in self._out

    def holds(self, release: Release) -> bool:
        """Say whether what was released is out on its account, or was."""
        accounts = self._by_item.get((release.item, release.content_sha256, release.channel), {})
        return release.account in accounts if release.account else bool(accounts)


def where_it_leads(entry: AccountEntry, channel: str) -> str:
    """Give where an account leads on a channel; empty where nobody can say, or the secret that says so is not here."""
    return leads_to(open_account(entry, (read_secret,)).on(channel))


def _at_the_same_place(item: str, entry: AccountEntry, channel: str, other: str, place: str) -> str:
    """Say that another account brought an item where this one leads."""
    known = channel_class(channel)
    setting = Typed(known.read_at_secret if is_secret(place) else f"{known.read_at}: {place}")
    return tell(
        "{account}: {other} brings {item} to the same address ({setting}). Take one of the "
        "two out of channels.yaml, or give it another audience, language or address.",
        setting=setting,
        account=f"{channel}:{entry.name}",
        item=item,
        other=other,
    )


class _Corrected(BriefcastError):  # noqa: N818  # a state, not a mistake
    """What was released is not what lies there now, which waits for people."""

    def __init__(self, message: str, waits: Literal["not approved", "not released"]) -> None:
        super().__init__(message)
        self.waits: Literal["not approved", "not released"] = waits


def _corrected(ledger: Ledger, item: Item, folder: Path, *, drop: str = "", week: str = "") -> _Corrected:
    """Say that an item changed after it was released, and what lets go out what lies there now.

    Where it was made for another week than the one it was released for, that is no correction: it says so.
    """
    waits: Literal["not approved", "not released"] = "not approved"
    if ledger.standing(item.key, item.content_sha256).name == "approved":
        waits = "not released"
    if since := _made_since(ledger, item=item.key, week=week):
        return _Corrected(joined(since, drop), waits)
    week = week or ledger.week_of(item.brief)
    at_once = f"briefcast publish {folder}"
    if waits == "not released":
        command = Typed(f"briefcast release {week} {item.key}" if week else at_once)
        way = tell("What is there now is approved, and was not released: {command}", command=command)
    else:
        command = Typed(f"briefcast approve {week} {item.key}" if week else f"{at_once} --approve")
        way = tell("What is there now does not leave. Look at it, then decide: {command}", command=command)
    changed = tell("{item} changed after it was released.", item=item.key)
    return _Corrected(joined(changed, way, drop), waits)


def why_rewritten(ledger: Ledger, post: Publication, accounts: Accounts) -> str:
    """Say what of a post is written otherwise now than it was approved: its text, link, hashtags, account; else empty.

    Of an edition that cannot be read, or that was made with other content since, nothing is said.
    """
    folder = ledger.folder_of(post.item.partition("/")[0])
    try:
        items = items_of(read_manifest(folder)) if folder else ()
    except (BriefcastError, OSError):
        return ""
    same = (item for item in items if (item.key, item.content_sha256) == (post.item, post.content_sha256))
    shown = [
        order.shown
        for item in same
        for order in planned_orders(
            item, folder or Path(), post.channel, accounts, name=post.account, earlier=Earlier(ledger)
        )
        if order.shown
    ]
    changed = ledger.posts_changed(((post.item, post.content_sha256, each) for each in shown), also_out=True)
    why = next(filter(None, changed), "")
    week = ledger.week_released(post.item, post.content_sha256, post.channel, post.account)
    return joined(why, approve_again(post.item, week=week, folder=folder)) if why else ""


def why_corrected(ledger: Ledger, item: str, content_sha256: str, *, week: str = "") -> str:
    """Say that an item was made with other content since it was released; empty if it was not, or nobody knows.

    ``week`` is the one it was released for. By the ledger and by what lies there: where only one of them says so, an
    edition was moved or put back by hand.
    """
    made = {each.key: each for each in ledger.newest_items(item.partition("/")[0])}
    if item not in made or made[item].content_sha256 == content_sha256:
        return ""
    folder = Path(made[item].folder)
    try:
        now = {each.key: each for each in items_of(read_manifest(folder))}
    except (BriefcastError, OSError):
        return ""
    if item not in now or now[item].content_sha256 == content_sha256:
        return ""
    return _corrected(ledger, now[item], folder, week=week).told


def told_no_more(ledger: Ledger, items: Iterable[Item], editions: _Editions | None = None) -> Mapping[str, str]:
    """Say of each item that tells of others why it may not go out, by its key; nothing of those that may.

    An issue of a newsletter is approved as a whole, and one of those that it tells of may be held, sent back, or made
    anew with another figure after that.
    """
    editions, found = editions or _Editions(ledger), {}
    for item in items:
        for key, content_sha256 in item.tells_of:
            standing = "changed"
            if editions.is_still(key, content_sha256):
                standing = ledger.standing(key, content_sha256).name
            if standing != "approved":
                found[item.key] = tell(
                    "It tells of {item}, which is not as it was told ({standing}). Make it again, look at it and "
                    "approve it: {command}",
                    item=key,
                    standing=called(standing),
                    command=Typed(f"briefcast newsletter {ledger.week_of(item.brief) or 'WEEK'}"),
                )
                break
    return found


class _Editions:
    """Editions read once, from the folders the ledger names."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._read: dict[str, tuple[Path, dict[str, Item], dt.date | None]] = {}

    @cached_property
    def _folders(self) -> Mapping[str, Path]:
        return self._ledger.folders()

    def embargo(self, brief: str) -> dt.date | None:
        """Give the day before which nothing of a brief that was read is heard."""
        return self._read[brief][2]

    def is_still(self, key: str, content_sha256: str) -> bool:
        """Say whether an item lies there with a content, or nothing of its edition can be read."""
        try:
            self.item(key, content_sha256, "")
        except BriefcastError:
            known = self._read.get(key.partition("/")[0])
            return known is None
        return True

    def item(self, key: str, content_sha256: str, channel: str, *, week: str = "") -> tuple[Item, Path]:
        """Give an item as it lies there, and its edition's folder; ``week`` is the one it was released for.

        Raises:
            BriefcastError: it is not there any more, or is another one now; says how what was released comes back.
        """
        brief = key.partition("/")[0]
        if brief not in self._read:
            folder = self._folders.get(brief)
            if folder is None:
                raise BriefcastError(tell("The ledger knows no edition of {brief}.", brief=brief))
            manifest = read_manifest(folder, again=lambda: _makes_again(self._ledger, brief))
            self._read[brief] = folder, {item.key: item for item in items_of(manifest)}, manifest.embargo
        folder, items, _ = self._read[brief]
        item = items.get(key)
        if item is None:
            command = Typed(_makes_again(self._ledger, brief, week=week))
            told = _made_since(self._ledger, item=key, week=week) or tell(
                "{item} is not in {folder} any more. Make it again: {command}", item=key, folder=folder, command=command
            )
            raise BriefcastError(joined(told, _done_with(key, channel)))
        if item.content_sha256 != content_sha256:
            raise _corrected(self._ledger, item, folder, drop=_done_with(key, channel), week=week)
        return item, folder


def _made_since(ledger: Ledger, *, item: str, week: str) -> str:
    """Say that an edition was made anew for another week than an item was released for; empty if it was not."""
    brief = item.partition("/")[0]
    newest = ledger.week_of(brief)
    if not week or newest in ("", week):
        return ""
    return tell(
        "{item} was released for {week}, and its edition was made anew for {newest} since: it is not there as it was "
        "approved. Make the week again: {command}",
        item=item,
        week=week,
        newest=newest,
        command=Typed(_makes_again(ledger, brief, week=week)),
    )


def _makes_again(ledger: Ledger, brief: str, *, week: str = "") -> str:
    """Give the command that makes the edition of a brief again: its week, where it is of a plan."""
    week = week or ledger.week_of(brief)
    batch = Batches(ledger).get(week) if week else None
    request: Mapping[str, object] = batch.report.get("request", {}) if batch else {}  # type: ignore[assignment]
    plan = request.get("plan", "PLAN")
    return f"briefcast batch {plan} --week {week} --again" if week else "briefcast make BRIEF"


def _done_with(item: str, channel: str) -> str:
    command = Typed(f"briefcast outbox drop {item} --channel {channel}")
    return tell("To be done with it: {command}", command=command)


def by_account(orders: Sequence[Order]) -> Iterator[tuple[AccountEntry, tuple[Order, ...]]]:
    """Give the orders of each account together, in their order: one account does one thing at a time."""
    together: dict[str, list[Order]] = {}
    for order in orders:
        together.setdefault(order.account.name, []).append(order)
    for own in together.values():
        yield own[0].account, tuple(own)
