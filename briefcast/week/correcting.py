"""Correcting what is out: one approval for everything that was told otherwise, and what became of it.

    work = open_work(brief, ledger)            as in `briefcast.week.wrong`
    wrong = find_wrong(work, ledger)
    add_correction(…); make; then
    corrected = read_set(work, ledger, wrong)  what takes the place of what is out, under one hash
    let_out_set(corrected, ledger, who="lan")  approved, released, and let out as a correction

``briefcast publish`` does the rest, each channel by its ladder (`briefcast.publishing.publisher.replace_post`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Literal

from briefcast.brief.corrections import Correction, Kind, Said, read_corrections
from briefcast.errors import LedgerError, NotApproved
from briefcast.ledger import Ledger, Proof, Release, ShownPost
from briefcast.ledger.corrected import (
    LetOut,
    ShownSet,
    corrections_let_out,
    let_out,
    note_shown,
    sets_shown,
)
from briefcast.ledger.ledger import Leaving
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.ledger.records import seen_with_posts
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import read_manifest
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.orders import Earlier, planned_orders
from briefcast.publishing.ways import by_hand, way_back
from briefcast.week.wrong import (
    MAY_BE_OUT,
    WAYS,
    Concerned,
    Tellings,
    Way,
    Work,
    Wrong,
    accounts_of,
    by_readers,
    is_done,
    is_seen,
    living,
    way_of,
    where_of,
)

SEEN_CHARS = 12
"""Of the hash of a set, enough to type."""
SEEN_MIN_CHARS = 6
"""Fewer are not taken for it."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """One account on which an item takes the place of what is there, or of what was to go there."""

    channel: str
    account: str
    old: Publication | None
    """What is there; None where only leave was given."""
    release: Release | None
    """By which that went out."""
    shown: ShownPost | None
    """As it will go out; None if it cannot."""
    out: bool = False
    """Whether readers have what is there, or may."""
    refused: str = ""
    """Why it cannot."""
    stays: bool = False
    """Whether what is there stays: a typing error where nothing can be changed."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """One item as it was made anew."""

    item: Item
    places: tuple[Place, ...]
    stopped: str = ""
    """``held`` or ``sent back``, if somebody stopped it; then nothing of it goes out."""

    @property
    def posts(self) -> tuple[ShownPost, ...]:
        """Its posts as whoever approves sees them."""
        return tuple(place.shown for place in self.places if place.shown and not place.stays)


@dataclass(frozen=True, kw_only=True)
class CorrectionSet:
    """Everything that takes the place of what is out, approved as one."""

    correction: Correction
    items: tuple[Corrected, ...]
    week: str
    gone: tuple[Publication, ...] = field(default=())
    """What is out of items that are made no more."""

    @property
    def concerned(self) -> tuple[Concerned, ...]:
        """Every place of it, and what is out and made no more, as whoever approves is shown them."""
        places = (
            Concerned(item=each.item.key, channel=p.channel, account=p.account, post=p.old, out=p.out)
            for each in self.items
            for p in each.places
        )
        gone = (
            Concerned(item=p.item, channel=p.channel, account=p.account, post=p, out=True, made=False)
            for p in self.gone
        )
        return (*places, *gone)

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """What whoever approves is shown, by place: what becomes of what is there, and a hash of what goes out."""
        found: dict[str, str] = {each.where: each.way(self.correction.kind) for each in self.concerned}
        for each in self.items:
            content = each.item.content_sha256
            found[each.item.key] = f"{each.stopped} {content}"
            for place in each.places:
                where = where_of(each.item.key, place.channel, place.account)
                post = seen_with_posts(content, (place.shown,)) if place.shown and not place.stays else ""
                found[where] += f" {place.old.id if place.old else ''} {post}"
        return found

    @cached_property
    def seen(self) -> str:
        """One hash over the kind, the reasons, every item, every post and what becomes of what is there."""
        reasons = self.correction.model_dump_json()
        lines = (f"{where}: {what}" for where, what in sorted(self.shown.items()))
        return hashlib.sha256("\n".join((reasons, *lines)).encode()).hexdigest()

    @property
    def goes(self) -> tuple[Corrected, ...]:
        """What nobody stopped."""
        return tuple(each for each in self.items if not each.stopped)

    @property
    def cannot(self) -> Mapping[tuple[str, str, str], str]:
        """Why something cannot go out, by item, channel and account."""
        return {
            (each.item.key, place.channel, place.account): place.refused
            for each in self.items
            for place in each.places
            if place.shown is None and not place.stays
        }

    def covers(self, wrong: Wrong) -> bool:
        """Say whether it is of all that is said otherwise now: of the words, and of every post that has them."""
        places = {each.where for each in self.concerned}
        return tells_all_of(self.correction, wrong) and all(
            each.where in places for each in wrong.posts if each.made and each.out
        )


def tells_all_of(correction: Correction, wrong: Wrong) -> bool:
    """Say whether all that is said otherwise now is in what was written down."""
    return all(
        set(pairs) <= set(correction.said.get(audience, {}).get(code, ()))
        for audience, languages in wrong.said.items()
        for code, pairs in languages.items()
    )


def read_set(work: Work, ledger: Ledger, wrong: Wrong) -> CorrectionSet | None:
    """Give what takes the place of what is out and ``wrong``, as it lies there; None where nothing was written down.

    What waits for its slot is exchanged too wherever it was made anew: of an item that changed nothing else leaves.
    What is out and says the same stays as it is, however often it was made anew.
    """
    corrections = read_corrections(work.beside, work.id)
    if not corrections or not wrong.posts:
        return None
    last = corrections[-1]
    now = {item.key: item for item in items_of(read_manifest(work.folder))}
    posts = living(ledger, work.id)
    old = [each.post for each in wrong.posts if each.post and each.post.state in MAY_BE_OUT]
    out = [p for p in old if p.item in now and now[p.item].content_sha256 != p.content_sha256]
    releases = [r for r in ledger.releases() if r.item.partition("/")[0] == work.id]
    waits = [
        r
        for r in releases
        if r.item in now and r.content_sha256 != now[r.item].content_sha256 and not is_done(r, posts, ledger)
    ]
    earlier, clock = Earlier(ledger), Outbox(ledger, who="").now()
    keys = dict.fromkeys((*(p.item for p in out), *(r.item for r in waits)))
    items = []
    for key in sorted(keys):
        item, mine = now[key], [r for r in releases if r.item == key]
        standing = ledger.standing(key, item.content_sha256).name
        give = partial(_place, work, item, earlier=earlier, kind=last.kind)
        places = (
            *(give(p.channel, p.account, old=p, out=is_seen(p, clock), releases=mine) for p in out if p.item == key),
            *(
                give(r.channel, name, old=None, out=False, releases=[r])
                for r in waits
                if r.item == key
                for name in accounts_of(work, r)
            ),
        )
        stopped = standing if standing in ("held", "sent back") else ""
        items.append(Corrected(item=item, places=_once(places), stopped=stopped))
    if not items:
        return None
    gone = tuple(p for p in old if p.item not in now)
    return CorrectionSet(correction=last, items=tuple(items), week=work.week, gone=gone)


def places_of(wrong: Wrong, found: CorrectionSet | None) -> tuple[Concerned, ...]:
    """Give every place of what is wrong, and what is exchanged beside it: it waits, and was made anew as well."""
    known = {each.where for each in wrong.posts}
    return (*wrong.posts, *(each for each in (found.concerned if found else ()) if each.where not in known))


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    found: dict[tuple[str, str], Place] = {}
    for place in places:
        found.setdefault((place.channel, place.account), place)
    return tuple(found.values())


def _place(
    work: Work,
    item: Item,
    channel: str,
    account: str,
    *,
    earlier: Earlier,
    kind: Kind,
    old: Publication | None,
    out: bool,
    releases: Iterable[Release],
) -> Place:
    """Give what becomes of an item on one account, and the release by which what is there went out."""
    release = next((r for r in reversed(list(releases)) if r.channel == channel and r.account in ("", account)), None)
    orders = planned_orders(item, work.folder, channel, work.accounts, name=account, earlier=earlier)
    order = orders[0] if orders else None
    lacks = tell("No account on {channel} is for it any more: see channels.yaml.", channel=channel)
    return Place(
        channel=channel,
        account=account,
        old=old,
        release=release,
        shown=order.shown if order else None,
        out=out,
        refused=order.refused if order else lacks,
        stays=old is not None and way_of(channel, kind, out=out, post=old) == "stays",
    )


def said_since(work: Work, ledger: Ledger) -> Said:
    """Give what the brief says otherwise by now than what was made of it to be let out, by audience and language."""
    tellings = Tellings(work)
    keys = {p.item for p in living(ledger, work.id)}
    keys |= {r.item for r in ledger.releases() if r.item.partition("/")[0] == work.id}
    made = (item for item in items_of(read_manifest(work.folder)) if item.key in keys and tellings.is_made(item.key))
    recorded = ((item.key, ledger.item_as(item.key, item.content_sha256)) for item in made)
    return by_readers((key, tellings.differing(item)) for key, item in recorded if item)


def let_out_set(
    found: CorrectionSet, ledger: Ledger, *, who: str, proof: Proof = "", through: str = "command line"
) -> tuple[NotApproved, ...]:
    """Approve everything of a set, release it, and let it out as a correction; done again, it is the same.

    Broken off between these, it is typed once more. What may not leave is given with the reason.

    Raises:
        LedgerError: a part of it cannot be approved.
    """
    goes = [each for each in found.goes if each.posts]
    asked = [(each.item.key, each.item.content_sha256, each.posts) for each in goes]
    why = next(iter(found.correction.reason.values()), "")
    fresh = [each for each in asked if not _is_approved(ledger, *each)]
    ledger.decide_all(fresh, "approved", who=who, why=why, proof=proof, through=through)
    # Kept whole: if the file beside the brief is lost, it is written again from here.
    if goes:
        show_set(found, ledger, goes[0].item.brief, who=who)
    # Before it is released: a run that comes between must know what it corrects.
    let_out(
        ledger,
        [pair[:2] for pair in asked],
        kind=found.correction.kind,
        seen=found.seen[:SEEN_CHARS],
        who=who,
        correction=found.correction.mark,
    )
    refused: list[NotApproved] = []
    by_week: dict[str | None, list[Leaving]] = {}
    for each in goes:
        for place in each.places:
            if place.stays or place.shown is None:
                continue
            leave = Leaving(
                item=each.item.key,
                content_sha256=each.item.content_sha256,
                channel=place.channel,
                account=place.release.account if place.release else place.account,
                slot=place.release.slot if place.release else None,
            )
            week = (place.release.week if place.release else None) or found.week or None
            if leave not in by_week.setdefault(week, []):  # One leave may be for several accounts.
                by_week[week].append(leave)
    for week, leaves in by_week.items():
        given = ledger.release_all(leaves, who=who, week=week)
        refused += [each for each in given if isinstance(each, NotApproved)]
    return tuple(refused)


def is_let_out(found: CorrectionSet, ledger: Ledger) -> bool:
    """Say whether all of a set was let out as it is now: what could not go then and can now was approved by nobody."""
    known = corrections_let_out(ledger)
    goes = [(each.item.key, each.item.content_sha256, each.posts) for each in found.goes if each.posts]
    return bool(goes) and all(each[:2] in known and _is_approved(ledger, *each) for each in goes)


def _is_approved(ledger: Ledger, item: str, content: str, posts: tuple[ShownPost, ...]) -> bool:
    stands = ledger.standing(item, content).name == "approved"
    return stands and not any(ledger.posts_changed((item, content, post) for post in posts))


def show_set(found: CorrectionSet, ledger: Ledger, brief: str, *, who: str) -> None:
    """Write down what is shown under the code of a set: if it changes, people are told what of it did."""
    shown = ShownSet(seen=found.seen, places=found.shown, correction=found.correction)
    note_shown(ledger, brief, shown, who=who)


def expect_seen(found: CorrectionSet, ledger: Ledger, brief: str, said: str) -> None:
    """Refuse to let out another set than the one that was looked at.

    Raises:
        LedgerError: it is another one now, or too little of its hash was typed; says what of it is not as it was shown.
    """
    if len(said) >= SEEN_MIN_CHARS and found.seen.startswith(said):
        return
    before = [each for each in sets_shown(ledger, brief) if each.seen.startswith(said)]
    changed = _changed(before[-1].places, found.shown) if before and len(said) >= SEEN_MIN_CHARS else ""
    told = tell(
        "What was looked at ({said}) is not what lies there now ({now}): nothing was approved.",
        said=said,
        now=found.seen[:SEEN_CHARS],
    )
    raise LedgerError(joined(told, changed, tell("Look at all of it again, then approve that.")))


def _changed(was: Mapping[str, str], now: Mapping[str, str]) -> str:
    """Say what of a set is not as it was shown."""
    come = tuple(where for where in now if where not in was)
    gone = tuple(where for where in was if where not in now)
    other = tuple(where for where in now if where in was and was[where] != now[where])
    return joined(
        tell("Not shown then: {items}.", items=come) if come else "",
        tell("Not there any more: {items}.", items=gone) if gone else "",
        tell("Otherwise than it was shown: {items}.", items=other) if other else "",
        "" if come or gone or other else tell("The kind or a reason was written otherwise."),
    )


# ---- what became of it

Became = Literal["corrected", "withdrawn", "listed"]
Outcome = Literal["replaced", "mailed", "answered", "posted", "withdrawn", "stays", "waits", "by hand"]
"""What became of a post, by how it came about; the last three are listed."""
Task = Literal["", "delete", "look", "end", "cannot"]
"""delete: at its platform · look: whether it went out, which nobody knows · end: nothing of it is made any more ·
cannot: what takes its place cannot go out there, so it stays as it is."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What became of one post that said something wrong."""

    item: str
    channel: str
    account: str
    url: str
    became: Became
    kind: Kind
    why: str = ""
    """What a person has still to do, or what it waits for, where it is listed."""
    sent: bool = False
    """Whether what puts it right is out."""
    way: Way = "replaced"
    """What was to be done with it."""
    task: Task = ""
    """What a person has to do about it."""
    number: int | None = None
    """Of the post that it is done with, in the ledger; None where nobody has to do anything."""
    left: str = ""
    """Where what it corrects is still to be seen."""

    @property
    def outcome(self) -> Outcome:
        """What became of it, by how it came about."""
        if self.became == "withdrawn":
            return "withdrawn"
        if self.became == "corrected":
            named: dict[Way, Outcome] = {"replaced": "replaced", "mailed": "mailed", "answered": "answered"}
            return named.get(self.way, "posted")
        if self.task:
            return "by hand"
        return "stays" if self.way == "stays" else "waits"


def endings(
    ledger: Ledger, brief: str = "", *, wrong: Wrong | None = None, found: CorrectionSet | None = None
) -> tuple[Ending, ...]:
    """Give what became of everything that was corrected of a brief, or of all: corrected, withdrawn, or listed.

    What is ``wrong`` and made no more does not wait for a run: it is listed with what ends it. Nor does what cannot go
    out of what was ``found`` to take its place.
    """
    cannot = found.cannot if found else {}
    leave: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for release in ledger.releases():
        leave.setdefault((release.item, release.content_sha256), set()).add((release.channel, release.account))
    ends = {each.where: each for each in wrong.posts if not each.made} if wrong else {}
    told: dict[str, LetOut] = {}
    for (item, _), each in corrections_let_out(ledger).items():
        if not brief or item.partition("/")[0] == brief:
            told[item] = each
    every_one = []
    for item, known in sorted(told.items()):
        mine: dict[tuple[str, str], list[Publication]] = {}
        for p in Outbox(ledger, who="").publications(item=item):
            mine.setdefault((p.channel, p.account), []).append(p)
        for every in mine.values():
            new = next((p for p in every if p.content_sha256 == known.content_sha256), None)
            old = [p for p in every if p is not new and (p.was_out or p.state in MAY_BE_OUT)]
            if old:
                ended = _ending(known, new, old[-1], old)
                where = where_of(item, ended.channel, ended.account)
                no_more = ends.get(where) if ended.became == "listed" else None
                if no_more:
                    ended = replace(ended, why=no_more.told(known.kind), task="end", number=old[-1].id)
                elif ended.outcome == "waits" and (refused := cannot.get((item, ended.channel, ended.account))):
                    why = joined(refused, way_back(old[-1]))
                    ended = replace(ended, why=why, task="cannot", number=old[-1].id, left=old[-1].url or "")
                elif new is None and ended.outcome == "waits":
                    given = leave.get((item, known.content_sha256), set())
                    is_wrong = wrong is not None and any(each.where == where for each in wrong.posts)
                    # Made anew for the sake of another account, it says here what it said.
                    if given and not given & {(ended.channel, ""), (ended.channel, ended.account)} and not is_wrong:
                        continue
                every_one.append(ended)
    return tuple(every_one)


def _ending(known: LetOut, new: Publication | None, last: Publication, old: Iterable[Publication]) -> Ending:
    there = next((p for p in old if p.state in MAY_BE_OUT), None)
    shown = new or last
    became: Became = "listed"
    why = ""
    task: Task = ""
    number: int | None = None
    way = way_of(last.channel, known.kind, out=True, post=last)
    if new and new.state == "sent" and there is None:
        became = "corrected"
    elif there is None and (new is None or new.state != "unconfirmed"):
        became = "withdrawn"
    elif new and new.state == "sent" and there:
        task, number = "delete", there.id
        why = joined(
            tell("What it corrects is still to be seen: {where}.", where=there.url or there.where), by_hand(there)
        )
    elif there and way == "stays":
        why = WAYS["stays"]
    elif new and new.detail:
        why = new.detail
    else:
        why = tell("It waits: {command}", command=Typed("briefcast publish"))
    return Ending(
        item=known.item,
        channel=shown.channel,
        account=shown.account,
        url=shown.url or "",
        became=became,
        kind=known.kind,
        why=why,
        sent=new is not None and new.state == "sent",
        way=way,
        task="look" if shown.state == "unconfirmed" else task,
        number=shown.id if shown.state == "unconfirmed" else number,
        left=((there.url or there.where) if there else "") if task else "",
    )
