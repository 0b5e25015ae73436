"""Deciding at the desk: approved, held, sent back, released, by the functions of the command line.

A decision is about what the page showed. The page says of each item by which hash, and where it stood; where another
one lies there by now, or somebody decided since, nothing is decided, and what differs is shown.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.requests import Request

from briefcast.desk.who import Decider, Sessions
from briefcast.edition.origin import brief_sha256, read_origin
from briefcast.errors import BriefcastError, BriefError
from briefcast.ledger import Batches, Decision, DecisionKind, Ledger
from briefcast.messages import tell
from briefcast.publishing.sending import Recalled
from briefcast.states import called
from briefcast.week.batch import reopen_week
from briefcast.week.commenting import open_on, told_open
from briefcast.week.deciding import Review, Reviewed, decide, read_review, still_stopped, stop_released
from briefcast.week.making import finish_week, shown_review, told_waiting
from briefcast.week.releasing import Leave, find_doubles, release_week, told_moves, told_other_weeks, told_stays
from briefcast.week.report import BatchReport
from briefcast.week.review import Difference, difference_of
from briefcast.week.stopping import take_back_stopped
from briefcast.week.week import WeekPlan

Shown = Mapping[str, tuple[str, str, str]]
"""What a page showed of each item: all of it, its content, and where it stood."""
_ONE_AT_A_TIME = threading.Lock()
"""Between looking whether a page still holds and writing down what it decides, nobody else decides."""
THROUGH = "desk"
Wake = Callable[[str, Ledger], str]
"""Wakes the run on a server that waits for the decisions of a week, and says so; says nothing where none does."""


@dataclass(frozen=True, kw_only=True)
class Stale:
    """An item that is not what the page showed."""

    reviewed: Reviewed | None
    """As it lies there now; None if it does no more."""
    key: str
    difference: Difference
    posts_alone: bool
    """Whether its content is the same, and only what goes out with it another."""
    stood: str = ""
    """Where the page says it stood, if that is all that differs."""


class SeenOther(BriefcastError):  # noqa: N818  # a state, not a mistake
    """What lies there is not what the page showed: nothing was decided."""

    def __init__(self, stale: tuple[Stale, ...]) -> None:
        super().__init__(
            tell("What lies there now is not what you saw. Nothing was decided: look at it again, then decide.")
        )
        self.stale = stale


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week that was made, as it lies there now."""

    plan: WeekPlan
    report: BatchReport
    review: Review
    ledger: Ledger


def open_week(week: str, ledger: Ledger) -> Week:
    """Open a week that was made; raises as `reopen_week` does."""
    planned, report = reopen_week(week, ledger)
    return Week(plan=planned, report=report, review=read_review(planned, ledger), ledger=ledger)


def shown_of(week: Week) -> dict[str, tuple[str, str, str]]:
    """Give by what a page says which items it showed: all of each, its content, and where it stands."""
    stands = _stands(week)
    return {
        each.item.key: (each.seen_sha256, each.item.content_sha256, stands[each.item.key]) for each in week.review.items
    }


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let one decide after the other: whoever comes second is told of the first."""
    with _ONE_AT_A_TIME:
        yield


def times_of(leaves: Iterable[Leave]) -> dict[str, str]:
    """Give by what a page says when it showed that items go out: of each, over its channels and times."""
    times: dict[str, list[str]] = {}
    for each in leaves:
        if not each.refused:
            at = each.at.isoformat() if each.at else ""
            times.setdefault(each.reviewed.item.key, []).append(f"{each.channel} {at}")
    return {key: _sha256("\n".join(sorted(lines)))[:16] for key, lines in times.items()}


def decide_here(
    week: Week,
    names: tuple[str, ...],
    decision: DecisionKind,
    *,
    request: Request,
    sessions: Sessions,
    shown: Shown,
    why: str,
    settings: Path,
    wake: Wake,
) -> tuple[str, ...]:
    """Decide about items as a page showed them, and say what came of it.

    Raises:
        SeenOther: something else lies there by now.
        NotSignedIn: people have secrets, and nobody gave hers here.
        LedgerError: it is not hers to decide, or the reason is missing.
    """
    chosen = week.review.chosen(names)
    _expect_shown(week, chosen, shown)
    if decision == "sent back" and not why.strip():
        raise BriefcastError(tell("Whoever sends back says why, so that it can be put right. Give a reason."))
    told: list[str] = []
    decided: list[Decision] = []
    for who, mine in _deciders(chosen, names, decision, request=request, sessions=sessions, ledger=week.ledger):
        seen = _seen(week.review.chosen(mine), shown)
        decided += decide(
            week.review, week.ledger, mine, decision, who=who.name, why=why, seen=seen, through=THROUGH,
            proof=who.proof,
        )  # fmt: skip
    if decided:
        told.append(tell("{state}: {number}", state=called(decision), number=len(decided)))
    else:
        told.append(tell("Nothing changed: it was decided so before."))
    if decision == "approved" and (stopped := still_stopped(week.review, names)):
        told.append(
            tell(
                "Held and sent back as before, for a group lets none of it go: {items}",
                items=tuple(each.item.key for each in stopped),
            )
        )
    if decision == "approved":
        told += told_open(open_on(week.ledger, (each.item.key for each in chosen)))
    if decision != "approved":
        told += follow(week.ledger, [one.item for one in decided], settings, decided[0].who if decided else "")
    _, now = shown_review(week.plan, week.report, week.ledger)
    if not now.undecided and (woken := wake(week.plan.week, week.ledger)):
        told.append(woken)
    return tuple(told)


def follow(ledger: Ledger, items: Iterable[str], settings: Path, who: str) -> tuple[str, ...]:
    """Take back what platforms hold of what was stopped, and say what became of it and what is out all the same."""
    followed = take_back_stopped(ledger, items, settings, who)
    out = (tell("{state}: {post}", state=called(p.state, p.channel), post=p.where) for p in followed.out)
    recalled: tuple[Recalled, ...] = followed.recalled
    return tuple(filter(None, (followed.unread, *(each.told for each in recalled), *out)))


def release_here(
    week: Week,
    names: tuple[str, ...],
    *,
    request: Request,
    sessions: Sessions,
    shown: Shown,
    times: Mapping[str, str],
) -> tuple[str, ...]:
    """Give what is approved of a week leave to go out at its slots, as a page showed both, and say what came of it.

    Raises:
        SeenOther: something else lies there by now, or somebody decided since.
        BriefcastError: the plan says other times by now.
    """
    chosen = week.review.chosen(names or ("all",)) if week.review.items else ()
    approvers = [each.planned.approver for each in chosen if each.planned.approver]
    who = sessions.decider(request, week.ledger, approvers)
    _expect_shown(week, chosen, shown)
    keys, now = {each.item.key for each in chosen}, times_of(look_at_leaves(week))
    if any(times.get(key) != at for key, at in now.items() if key in keys):
        raise BriefcastError(
            tell("The plan says other times now than this page showed. Nothing was released: look at it again.")
        )
    leaves = release_week(week.plan, week.ledger, who=who.name, names=names)
    run = Batches(week.ledger).owner(week.plan.week)
    hindered = finish_week(week.plan, week.report, week.ledger, leaves, run=run)
    given = sum(leave.goes for leave in leaves)
    may = tell("{week}: {given} of {count} may go out.", week=week.plan.week, given=given, count=len(leaves))
    doubles = find_doubles(leaves, ZoneInfo(week.plan.plan.timezone))
    return (may, *told_moves(leaves), *told_stays(_told_leaves(leaves)), *(each.told for each in doubles), *hindered)


def take_back_here(
    week: Week, names: tuple[str, ...], *, request: Request, sessions: Sessions, shown: Shown, why: str, settings: Path
) -> tuple[str, ...]:
    """Take the release of items back, as a page showed it, and say what came of it; raises `SeenOther`."""
    chosen = week.review.chosen(names)
    approvers = [each.planned.approver for each in chosen if each.planned.approver]
    who = sessions.decider(request, week.ledger, approvers)
    _expect_shown(week, chosen, shown)
    given = [r for each in chosen for r in week.ledger.releases(week=week.plan.week, item=each.item.key)]
    taken = week.ledger.take_back(given, who=who.name, why=why)
    if not taken:
        elsewhere = told_other_weeks(week.ledger, (each.item.key for each in chosen), week.plan.week)
        return (tell("Nothing changed: nothing of it was released."), *elsewhere)
    followed = follow(week.ledger, dict.fromkeys(each.item for each in taken), settings, who.name)
    return (tell("{state}: {number}", state=called("taken back"), number=len(taken)), *followed)


def still_released(ledger: Ledger, week: str) -> tuple[str, ...]:
    """Give what was released of a week and nobody stopped since, whatever became of its plan and editions."""
    releases = [each for each in ledger.releases(week=week) if each.given]
    standings = ledger.standings((each.item, each.content_sha256) for each in releases)
    return tuple(dict.fromkeys(each.item for each in releases if standings[each.item].name == "approved"))


def hold_by_ledger(
    ledger: Ledger, week: str, names: tuple[str, ...], *, request: Request, sessions: Sessions, why: str, settings: Path
) -> tuple[str, ...]:
    """Hold what was released of a week that cannot be looked at: to stop something, nobody needs its plan."""
    who = sessions.decider(request, ledger)
    if gone := set(names) - set(still_released(ledger, week)):
        raise BriefcastError(
            tell(
                "Somebody has stopped it already: {items}. Nothing was decided: look again.", items=tuple(sorted(gone))
            )
        )
    held = stop_released(ledger, week, names, "held", who=who.name, why=why, proof=who.proof)
    told = tell("{state}: {number}", state=called("held"), number=len(held))
    return (told, *follow(ledger, dict.fromkeys(one.item for one in held), settings, who.name))


def unread_briefs(week: Week) -> tuple[str, ...]:
    """Say why items of a week cannot be shown: their briefs are not there, or cannot be read."""
    told = []
    for edition in week.plan.editions:
        try:
            week.plan.brief_of(edition.item)
        except BriefcastError as error:
            told.append(error.told)
    return tuple(dict.fromkeys(told))


def changed_since(week: Week) -> frozenset[str]:
    """Give the lines of the plan whose briefs say another thing now than when what is shown was made of them."""
    found = set()
    for folder, planned in {each.folder: each.planned for each in week.review.items}.items():
        with contextlib.suppress(BriefcastError, KeyError):
            origin = read_origin(folder)
            if origin and origin.sha256 != brief_sha256(week.plan.brief_of(planned).brief):
                found.add(planned.id)
    return frozenset(found)


def look_at_leaves(week: Week) -> tuple[Leave, ...]:
    """Say what would have leave to go out now, and what not; none is given, and nothing is said before an approval."""
    if not any(each.standing.name == "approved" for each in week.review.items):
        return ()  # else each file would be read for nothing
    try:
        return release_week(week.plan, week.ledger, who="", look=True)
    except BriefError:
        # The page says what is wrong with the accounts.
        return ()


def since_approved(week: Week) -> dict[str, Difference]:
    """Give of each item that changed after it was approved what differs from what was approved."""
    found = {}
    for each in week.review.items:
        if before := each.standing.approved_before:
            told = week.ledger.item_as(each.item.key, before.content_sha256)
            found[each.item.key] = difference_of([each], [told] if told else [])
    return found


def waiting_told(review: Review, names: Mapping[str, str]) -> str:
    """Say how much waits for whom, as ``names`` has people called; empty if nothing does."""
    if not review.undecided:
        return ""
    return tell(
        "{count} of {all} items wait for a decision: {waiting}.",
        count=len(review.undecided),
        all=len(review.items),
        waiting=told_waiting(review, names),
    )


def stays_told(leaves: Iterable[Leave]) -> tuple[str, ...]:
    """Say what does not go out and why, without what waits for a decision: the page says that of each.

    So is what has leave and waits, or would be moved here from another week.
    """
    return (*told_stays(_told_leaves(leaves)), *told_moves(leaves))


def _told_leaves(leaves: Iterable[Leave]) -> list[Leave]:
    return [each for each in leaves if each.reviewed.standing.name not in ("waiting", "changed")]


def _deciders(
    chosen: Iterable[Reviewed],
    names: tuple[str, ...],
    decision: DecisionKind,
    *,
    request: Request,
    sessions: Sessions,
    ledger: Ledger,
) -> tuple[tuple[Decider, tuple[str, ...]], ...]:
    """Give who decides about which of the items.

    Where nobody has a secret, each item is decided as by the one whom the plan names for it.
    """
    by_approver: dict[str, list[str]] = {}
    for each in chosen:
        by_approver.setdefault(each.planned.approver or "", []).append(each.item.key)
    first = sessions.decider(request, ledger, tuple(filter(None, by_approver)))
    if first.proof or len(by_approver) < 2:
        return ((first, names),)
    own = ((Decider(name=name or first.name, proof=""), tuple(keys)) for name, keys in by_approver.items())
    # What was stopped is let go by its own name alone, so a group stays a group.
    return tuple((who, names if decision == "approved" else keys) for who, keys in own)


def _seen(chosen: Iterable[Reviewed], shown: Shown) -> str:
    """Give the hash over items as a page showed them, as the review has it."""
    mine = [(each.item.key, shown[each.item.key][0]) for each in chosen]
    return mine[0][1] if len(mine) == 1 else _sha256("\n".join(map(" ".join, mine)))


def _expect_shown(week: Week, chosen: Iterable[Reviewed], shown: Shown) -> None:
    """Raise `SeenOther` for what is not what a page showed, or does not stand where it showed it."""
    if stale := tuple(_stale(week, chosen, shown)):
        raise SeenOther(stale)


def _stale(week: Week, chosen: Iterable[Reviewed], shown: Shown) -> Iterable[Stale]:
    stands = _stands(week)
    for each in chosen:
        key = each.item.key
        seen, content, stood = shown.get(key, ("", "", ""))
        if seen == each.seen_sha256 and stood == stands[key]:
            continue
        before = week.ledger.item_as(key, content)
        yield Stale(
            reviewed=each,
            key=key,
            difference=difference_of([each], [before] if before else []),
            posts_alone=content == each.item.content_sha256 and seen != each.seen_sha256,
            stood=stood.partition("/")[0] if seen == each.seen_sha256 else "",
        )


def _stands(week: Week) -> dict[str, str]:
    """Give where each item stands, as a page names it: its state, the decision it comes from, and its releases."""
    releases: dict[tuple[str, str], list[str]] = {}
    for r in week.ledger.releases(week=week.plan.week, taken_back=True):
        releases.setdefault((r.item, r.content_sha256), []).append(f"{r.channel} {r.account} {r.given}")
    found = {}
    for each in week.review.items:
        standing = each.standing
        decision = standing.decision or standing.held_before or standing.approved_before
        leave = "\n".join(sorted(releases.get((each.item.key, each.item.content_sha256), ())))
        found[each.item.key] = f"{standing.name}/{decision.id if decision else 0}/{_sha256(leave)[:12]}"
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
