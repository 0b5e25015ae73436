"""Deciding: what waits for whom, and what people say of it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from briefcast.errors import BriefcastError, BriefError, LedgerError
from briefcast.ledger import Batches, Decision, DecisionKind, Ledger, Proof, Release, ShownPost, Standing
from briefcast.ledger.people import People
from briefcast.ledger.records import seen_with_posts
from briefcast.ledger.registered import told_renamed
from briefcast.ledger.trust import read_trust
from briefcast.manifest.items import Item, Named, damaged_files
from briefcast.manifest.manifest import Manifest
from briefcast.messages import Typed, joined, tell
from briefcast.planner.plan import PlannedItem
from briefcast.planner.plan import Release as PlannedRelease
from briefcast.publishing.kept_texts import KeptTexts
from briefcast.publishing.orders import Earlier, Order, planned_orders, told_draft
from briefcast.publishing.posts import Texts
from briefcast.store.store import STORE_NAME
from briefcast.week.parts import PART_BEGINS, Extent, part_into
from briefcast.week.week import WeekPlan, of_planned

# ---- What waits for whom


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """One item of the week as it lies there now, and where it stands."""

    item: Item
    planned: PlannedItem
    folder: Path
    """Of its edition."""
    manifest: Manifest = field(repr=False)
    standing: Standing
    orders: tuple[Order, ...] = field(default=(), repr=False)
    """What goes out of it, on each account that the plan has for it, as it stands in ``channels.yaml`` now."""

    @property
    def open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.standing.decision is None or bool(self.standing.posts_changed)

    @property
    def posts(self) -> tuple[ShownPost, ...]:
        """Its posts, part by part; what cannot be written is none."""
        return tuple(order.shown for order in self.orders if order.shown)

    @cached_property
    def seen_sha256(self) -> str:
        """Over its content and its posts: what whoever decides has seen."""
        return seen_with_posts(self.item.content_sha256, self.posts)


@dataclass(frozen=True, kw_only=True)
class Review:
    """Everything of a week that is to be decided, as it lies there now."""

    week: str
    items: tuple[Reviewed, ...]
    trouble: str = ""
    """Why no posts can be shown: what is wrong with ``channels.yaml``. Then nothing can be approved."""
    plan: str = "PLAN"
    """File of the plan, for the command that makes the week again."""

    @cached_property
    def seen_sha256(self) -> str:
        """Over every item, its content and posts: the page names it, so that nobody approves what came after."""
        return seen_of(self.items)

    @cached_property
    def parts(self) -> Mapping[str, tuple[Reviewed, ...]]:
        """Its items as they are looked through, ``part-1`` and so on; none where one page shows all of them."""
        sets: dict[str, list[Reviewed]] = {}
        for each in self.items:
            sets.setdefault("/".join((each.planned.id, each.item.audience, each.item.language)), []).append(each)
        extents = (
            Extent(id=id, edition=mine[0].planned.id, items=len(mine), posts=_accounts_of(mine))
            for id, mine in sets.items()
        )
        parts = part_into(extents)
        if len(parts) < 2:
            return {}
        return {
            f"{PART_BEGINS}{number}": tuple(each for id in ids for each in sets[id])
            for number, ids in enumerate(parts, 1)
        }

    @property
    def undecided(self) -> tuple[Reviewed, ...]:
        """What still waits."""
        return tuple(reviewed for reviewed in self.items if reviewed.open)

    def chosen(self, names: Iterable[str]) -> tuple[Reviewed, ...]:
        """Give the items that names mean: a key, the beginning of one (``egov-2024/citizens``), or a group of them.

        The plan's own id of an item stands for its brief. Groups are ``all``, a part of the review (``part-3``), and
        what is the same of every brief: an audience (``citizens``, ``citizens/vi``) or a product (``infographic``).

        Raises:
            LedgerError: a name means nothing in this week.
        """
        found: dict[str, Reviewed] = {}
        for name in names:
            begins = name.strip().strip("/")
            mine = self._named(begins) or self._group(begins)
            if not mine and begins in _EVERY:
                raise LedgerError(nothing_there(self.week, plan=self.plan))
            if not mine:
                known = tuple(dict.fromkeys(r.item.brief for r in self.items))
                if len(known) > _KNOWN_MAX:
                    known = (*known[:_KNOWN_MAX], "…")
                told = tell(
                    "{week} has no item '{name}'. Give a whole name, or its first parts up to a slash; it has {known}.",
                    week=self.week,
                    name=name,
                    known=known or tell("nothing"),
                )
                raise LedgerError(told if known else joined(told, nothing_there(self.week, plan=self.plan)))
            found.update({r.item.key: r for r in mine})
        return tuple(found.values())

    def by_name(self, names: Iterable[str]) -> frozenset[str]:
        """Give the keys of the items that are named themselves, and not only by a group they belong to."""
        return frozenset(r.item.key for name in names for r in self._named(name.strip().strip("/")))

    def groups(self, names: Iterable[str]) -> tuple[str, ...]:
        """Give those of the names that mean groups of items, whatever is in them."""
        return tuple(name for name in names if not self._named(name.strip().strip("/")))

    @cached_property
    def _by_beginning(self) -> Mapping[str, Sequence[Reviewed]]:
        found: dict[str, list[Reviewed]] = {}
        for each in self.items:
            words = each.item.key.split("/")
            for depth in range(1, len(words) + 1):
                found.setdefault("/".join(words[:depth]), []).append(each)
        return found

    def _named(self, begins: str) -> Sequence[Reviewed]:
        if begins in _EVERY:
            return ()
        if named := self._by_beginning.get(begins):
            return named
        id, _, rest = begins.partition("/")
        own = [r for r in self.items if r.planned.id == id]
        return [r for r in own if not rest or f"{r.item.key}/".startswith(f"{r.item.brief}/{rest}/")]

    def _group(self, name: str) -> Sequence[Reviewed]:
        if name in _EVERY:
            return self.items
        return self.parts.get(name) or [r for r in self.items if is_of_group(r.item.key, name)]


_EVERY = ("all", "*")
"""Names of all items, whatever an edition is called."""
_KNOWN_MAX = 12
"""Of more briefs, a message names the first."""


def seen_of(items: Iterable[Reviewed]) -> str:
    """Give one hash over items, their contents and their posts: what whoever decides about all of them has seen."""
    lines = "\n".join(f"{r.item.key} {r.seen_sha256}" for r in items)
    return hashlib.sha256(lines.encode()).hexdigest()


def is_of_group(key: str, group: str) -> bool:
    """Say whether an item belongs to a group that is the same of every brief: an audience, or a product."""
    of_brief = f"{key.partition('/')[2]}/"
    return of_brief.startswith(f"{group}/") or Named.of(key).product == group


def _accounts_of(items: Iterable[Reviewed]) -> int:
    """Count the posts that a page shows of items: one for each product and account."""
    return len({(r.item.product, o.channel, o.account.name) for r in items for o in r.orders})


def makes_again(ledger: Ledger, week: str) -> str:
    """Give the command that makes a week again, with the plan it was made from."""
    plan = _report(ledger, week).get("request", {}).get("plan", "PLAN")
    return Typed(f"briefcast batch {plan} --week {week} --again")


def _report(ledger: Ledger, week: str) -> Mapping[str, Any]:
    batch = Batches(ledger).get(week)
    return batch.report if batch else {}


def nothing_there(week: str, plan: str = "PLAN") -> str:
    """Say that the editions of a week are lost, with the way to have them again."""
    command = Typed(f"briefcast batch {plan} --week {week} --again")
    return tell(
        "Nothing of {week} lies there any more. Make it again; what comes out the same keeps its approval: {command}",
        week=week,
        command=command,
    )


def read_review(week: WeekPlan, ledger: Ledger) -> Review:
    """Read what lies in the editions of a week, how it goes out and where each stands; what failed is not in it."""
    found: dict[str, tuple[Item, PlannedItem, Path, Manifest]] = {}
    for edition in week.decided:
        try:
            made = week.made(week.edition_folder(edition))
        except BriefcastError:
            continue
        for item in of_planned(edition.item, made.items):
            found.setdefault(item.key, (item, edition.item, made.folder, made.manifest))
    standings = ledger.standings((key, item.content_sha256) for key, (item, *_) in found.items())
    try:
        orders, trouble = _orders(week, found.values(), Earlier(ledger)), ""
    except BriefError as error:
        orders, trouble = {}, error.told
    reviewed = [
        Reviewed(
            item=item,
            planned=planned,
            folder=folder,
            manifest=manifest,
            standing=standings[key],
            orders=orders.get(key, ()),
        )
        for key, (item, planned, folder, manifest) in found.items()
    ]
    return Review(week=week.week, items=_with_changes(reviewed, ledger), trouble=trouble, plan=str(week.request.plan))


def _orders(
    week: WeekPlan, items: Iterable[tuple[Item, PlannedItem, Path, Manifest]], earlier: Earlier
) -> dict[str, tuple[Order, ...]]:
    """Give what goes out of each item by the plan, by its key."""
    slots: dict[str, tuple[PlannedRelease, ...]] = {}
    found: dict[str, tuple[Order, ...]] = {}
    kept = KeptTexts(week.request.out / STORE_NAME, [week.week], adds=True)
    texts = Texts(kept)
    for item, planned, folder, _ in items:
        if (known := week.orders.get(item.key)) and known[0] is item:
            found[item.key] = known[1]
            continue
        if planned.id not in slots:
            slots[planned.id] = week.plan.releases(planned, week.asked_of(planned))
        mine = (item.audience, item.language, item.product)
        found[item.key] = tuple(
            order
            for slot in slots[planned.id]
            if (slot.audience, slot.language, slot.product) == mine
            for order in planned_orders(
                item,
                folder,
                slot.channel,
                week.accounts,
                name=slot.slot.account or "",
                slot=slot.at,
                texts=texts,
                earlier=earlier,
            )
        )
        week.orders[item.key] = item, found[item.key]
    # A disk that is full keeps nobody from looking.
    with suppress(OSError):
        kept.save()
    return found


def _with_changes(items: Sequence[Reviewed], ledger: Ledger) -> tuple[Reviewed, ...]:
    """Give the items, those approved with other posts than they would go out with now as changed."""
    asked = [(each.item.key, each.item.content_sha256, post) for each in items for post in each.posts]
    changed: dict[str, list[str]] = {}
    for (key, *_), why in zip(asked, ledger.posts_changed(asked), strict=True):
        if why:
            changed.setdefault(key, []).append(why)
    return tuple(
        replace(each, standing=replace(each.standing, posts_changed=tuple(changed[each.item.key])))
        if each.item.key in changed
        else each
        for each in items
    )


def expect_fit(item: Item, folder: Path, *, known: dict[Path, str | None] | None = None) -> None:
    """Raise LedgerError where an item cannot be approved: a file is not what was made, or is a draft.

    Args:
        item: what is to be approved.
        folder: of its edition.
        known: hashes of files that were read already.
    """
    if damaged := damaged_files(item, folder, known=known):
        raise LedgerError(
            tell("{file} is not what was made: make the edition again, then look and decide.", file=damaged[0])
        )
    if item.is_draft:
        raise LedgerError(told_draft(item))


def decide(
    review: Review,
    ledger: Ledger,
    names: Iterable[str],
    decision: DecisionKind,
    *,
    who: str,
    why: str = "",
    seen: str = "",
    through: str = "command line",
    proof: Proof = "",
) -> tuple[Decision, ...]:
    """Decide about items of a week; what already stands so is left as it is.

    Args:
        review: the items as they lie there now.
        ledger: where decisions are kept.
        names: keys, beginnings of keys, or groups, as `Review.chosen` takes them.
        decision: ``approved``, ``held`` or ``sent back``. What was stopped is approved by its name, not by a group.
        who: who decides; each item's approver by the plan. To stop something, whoever was given another id since the
            plan was written is still that person.
        why: the reason; sending back needs one.
        seen: the beginning of the hash that was looked at, of the review or of the one item.
        through: where it was decided.
        proof: how whoever decides proved who she is, if she did.

    Raises:
        LedgerError: it is not this person's to decide, she did not prove who she is where people are registered, the
            reason is missing, or what lies there now is not what was seen. Then nothing is decided.
    """
    names = tuple(names)
    chosen = review.chosen(names)
    _check_seen(review, chosen, seen)
    if decision == "approved":
        if review.trouble:
            raise LedgerError(no_posts(review.trouble))
        kept = {reviewed.item.key for reviewed in still_stopped(review, names)}
        chosen = tuple(reviewed for reviewed in chosen if reviewed.item.key not in kept)
        chosen = _own_of_groups(review, names, chosen, who)
    sums: dict[Path, str | None] = {}
    for reviewed in chosen:
        approver = reviewed.planned.approver
        if approver and approver != who and not (decision != "approved" and _is_same(ledger, approver, who)):
            told = tell(
                "{item} is for {approver} to decide by the plan, not for {who}.",
                item=reviewed.item.key,
                approver=approver,
                who=who or tell("nobody"),
            )
            way = tell("Who decides as {approver} adds: {option}", approver=approver, option=Typed(f"--who {approver}"))
            if (new := People(ledger).renamed().get(approver, "")) and approver not in People(ledger).registered():
                raise LedgerError(joined(told, told_renamed(approver, new)))
            raise LedgerError(joined(told, way if through == "command line" else ""))
        # What was damaged may always be stopped.
        if decision == "approved":
            expect_fit(reviewed.item, reviewed.folder, known=sums)
    if decision == "sent back" and not why.strip():
        raise LedgerError(tell("Whoever sends back says why, so that it can be put right. Give a reason: --why."))
    trust = read_trust(ledger, ((each.item.key, each.item.content_sha256) for each in chosen))
    said = [
        (r.item.key, r.item.content_sha256, r.posts)
        for r in chosen
        if not (_stands_so(r.standing, decision, who, why, proof) and trust.decision(r.standing.decision))
    ]
    return ledger.decide_all(said, decision, who=who, why=why, through=through, proof=proof)


def _is_same(ledger: Ledger, approver: str, who: str) -> bool:
    """Say whether whom the plan names is the same registered person as ``who``, given another id since."""
    people = People(ledger)
    return people.called_now(approver) == people.called_now(who) in people.registered()


def released_items(ledger: Ledger, week: str, name: str) -> tuple[Release, ...]:
    """Give what was released for a week and is named so, or begins so; its plan and editions may be lost."""
    begins, releases = name.strip().strip("/"), ledger.releases(week=week)
    if begins in _EVERY:
        return releases
    if named := tuple(each for each in releases if f"{each.item}/".startswith(f"{begins}/")):
        return named
    if of_group := tuple(each for each in releases if is_of_group(each.item, begins)):
        return of_group
    id, _, rest = begins.partition("/")
    briefs = {Path(made["folder"]).name for made in _report(ledger, week).get("editions", ()) if made["item"] == id}
    whole = tuple(f"{brief}/{rest}/" if rest else f"{brief}/" for brief in briefs if brief)
    return tuple(each for each in releases if f"{each.item}/".startswith(whole))


def stop_released(
    ledger: Ledger,
    week: str,
    names: Iterable[str],
    decision: DecisionKind,
    *,
    who: str,
    why: str = "",
    proof: Proof = "",
    but: Collection[str] = (),
) -> tuple[Decision, ...]:
    """Hold or send back what was released for a week by the ledger alone, whatever became of its plan and editions.

    To stop something, nobody needs what it was made from: a platform may hold it, and show it at its slot.

    Args:
        ledger: where releases and decisions are kept.
        week: the ISO week.
        names: keys, beginnings of keys, or ``all``.
        decision: ``held`` or ``sent back``.
        who: who decides; without a plan, anybody stops.
        why: the reason; sending back needs one.
        proof: how whoever decides proved who she is, if she did.
        but: items that were decided about already.
    """
    released = {(r.item, r.content_sha256): r for name in names for r in released_items(ledger, week, name)}
    said = [
        (item, content_sha256, ())
        for item, content_sha256 in released
        if item not in but and not _stands_so(ledger.standing(item, content_sha256), decision, who, why, proof)
    ]
    return ledger.decide_all(said, decision, who=who, why=why, proof=proof)


def no_posts(trouble: str) -> str:
    """Say that nothing can be approved while ``channels.yaml`` cannot be read."""
    return tell("No posts can be shown, so nothing can be approved: {trouble}", trouble=trouble)


def still_stopped(review: Review, names: Iterable[str]) -> tuple[Reviewed, ...]:
    """Give the items that these names approve only by the way: no group lets go what somebody held or sent back.

    What was sent back and made anew is another content and waits like any other.
    """
    given = tuple(names)
    named = review.by_name(given)
    chosen = review.chosen(review.groups(given))
    return tuple(r for r in chosen if r.standing.name in ("held", "sent back") and r.item.key not in named)


def _own_of_groups(review: Review, names: Iterable[str], chosen: Sequence[Reviewed], who: str) -> tuple[Reviewed, ...]:
    """Give what of some items is this person's to approve, where a group names those of several people.

    What others approve waits for them, and the week says so. Where nothing is hers all is given, and refused.
    """
    named = review.by_name(tuple(names))
    own = tuple(r for r in chosen if r.item.key in named or (r.planned.approver or who) == who)
    return own or tuple(chosen)


def _stands_so(standing: Standing, decision: DecisionKind, who: str, why: str, proof: Proof) -> bool:
    before = standing.decision
    return (
        before is not None
        and not standing.posts_changed
        and (before.decision, before.who, before.why) == (decision, who, why)
        and bool(before.proof) >= bool(proof)
    )


def _check_seen(review: Review, chosen: Sequence[Reviewed], seen: str) -> None:
    if not seen or review.seen_sha256.startswith(seen):
        return
    now = chosen[0].seen_sha256 if len(chosen) == 1 else seen_of(chosen)
    if now.startswith(seen):
        return
    raise LedgerError(
        tell(
            "What was looked at ({seen}) is not what lies there now ({now}): look at the review page again, then "
            "decide.",
            seen=seen,
            now=now,
        )
    )
