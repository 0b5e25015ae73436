"""What a run of the publisher could not settle, told to the team once: which item, why, and what to do.

The flow runs every few minutes. The same trouble is told again when it changed, or after a day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefcast.ledger import Batches
from briefcast.messages import joined, tell
from briefcast.publishing.alike import group_alike
from briefcast.publishing.orders import LeftOut
from briefcast.publishing.sending import Outcome, Recalled
from briefcast.publishing.settling import Settled
from briefcast.states import OUT_UNDER_EMBARGO, called
from briefcast.week.notices import send_notice

WAITS_TOO_LONG_S = 900
"""How long after its slot a post that waits is a trouble: three runs of the flow have tried by then."""
AGAIN_AFTER_S = 86_400
_TOLD_MAX = 20
"""Of more, a message only says how many."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One thing that a person has to know or to settle."""

    where: str
    """The item, and its account or channel; empty where the reason names it."""
    what: str
    """``refused``, ``unconfirmed``, ``late``, ``waits``, ``goes nowhere``, ``not there``, ``lost``, ``not taken back``,
    ``out all the same``, ``token ends``, ``brief changed``, ``brief cannot be read``, ``out under an embargo``."""
    why: str
    """With the way on."""

    @property
    def key(self) -> str:
        """What stays the same while the trouble does: waits that grow shorter and numbers of requests do not count."""
        same = re.sub(r"\d+", "#", self.why)
        told = "\0".join((self.where, self.what, same))
        return f"publish/{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def again_after_s(self) -> float | None:
        """After how long it is told again; what is late stays so, and is told once; a token is told each week."""
        once = dict.fromkeys(("late", "brief changed"))
        return {**once, "token ends": 7 * AGAIN_AFTER_S}.get(self.what, AGAIN_AFTER_S)

    mends: bool = True
    """Whether somebody can mend it: a mail that is out under an embargo stays with its readers."""

    @property
    def lasts(self) -> bool:
        """Whether each run tells it until somebody acts.

        Readers see what nobody may know yet, or miss what went out; or a file is broken.
        """
        return self.mends and self.what in (OUT_UNDER_EMBARGO, "lost", "brief cannot be read")

    @property
    def told(self) -> str:
        """All of it as one message."""
        if not self.where:
            return tell("{what}: {why}", what=called(self.what), why=self.why)
        return tell("{what}: {where}: {why}", what=called(self.what), where=self.where, why=self.why)

    def __str__(self) -> str:
        return str(self.told)


def find_troubles(
    outcomes: Iterable[Outcome],
    left_out: Iterable[LeftOut],
    recalled: Iterable[Recalled],
    settled: Iterable[Settled],
    *,
    now: dt.datetime,
    ending: Iterable[str] = (),
) -> tuple[Trouble, ...]:
    """Give what of a run a person has to know or to settle; ``ending`` are the tokens that end soon."""
    tokens = (Trouble(where="", what="token ends", why=why) for why in ending)
    return (*_troubles(outcomes, left_out, recalled, settled, now), *tokens)


def _troubles(
    outcomes: Iterable[Outcome],
    left_out: Iterable[LeftOut],
    recalled: Iterable[Recalled],
    settled: Iterable[Settled],
    now: dt.datetime,
) -> Iterator[Trouble]:
    for outcome in outcomes:
        where = str(outcome.order)
        if outcome.stopped:
            yield Trouble(where=where, what="out all the same", why=outcome.stopped)
        elif outcome.failed or outcome.state == "late":
            yield Trouble(where=where, what=outcome.word, why=outcome.detail)
        elif outcome.state == "prepared" and outcome.order.slot:
            waits_s = (now - outcome.order.slot).total_seconds()
            if waits_s > WAITS_TOO_LONG_S:
                why = joined(
                    tell("Its slot was {slot}.", slot=outcome.order.slot),
                    outcome.detail,
                    tell("Each run tries again; a day after its slot it is too late."),
                )
                yield Trouble(where=where, what="waits", why=why)
    for left in left_out:
        if left.nowhere:
            yield Trouble(where=f"{left.item} ({left.channel})", what=left.state, why=left.why)
    for each in recalled:
        if each.failed:
            yield Trouble(where=each.publication.item, what="not taken back", why=each.told)
    for one in settled:
        if one.failed or one.since:
            what = "unconfirmed" if one.failed else "out all the same"
            p = one.publication
            yield Trouble(where=p.where, what=what, why=p.detail or one.told)


def lines_of(troubles: Iterable[Trouble]) -> Iterator[str]:
    """Give a line for each trouble, and one for many of the same reason."""
    for each in group_alike((called(trouble.what), trouble.where, trouble.why) for trouble in troubles):
        if not each.named:
            yield tell("- {what}: {told}", what=each.label, told=each.told)
        elif each.more:
            yield tell(
                "- {what}: {told} ({named}, and {count} more: briefcast publish --dry-run)",
                what=each.label,
                told=each.told,
                named=each.named,
                count=each.more,
            )
        else:
            yield tell("- {what}: {told} ({named})", what=each.label, told=each.told, named=each.named)


def not_told(troubles: Iterable[Trouble], batches: Batches) -> tuple[Trouble, ...]:
    """Give what nobody was told yet, or not for as long as it takes until it is told again."""
    return tuple(each for each in troubles if not batches.was_told(each.key, within_s=each.again_after_s))


def note_told(troubles: Iterable[Trouble], batches: Batches) -> None:
    """Write down that a person was told of something, so that the next run does not say it again."""
    for each in troubles:
        batches.notice_once(each.key, str(each), again_after_s=each.again_after_s)


def tell_troubles(troubles: Sequence[Trouble], batches: Batches) -> str:
    """Send one notice of what was not told before, or not for a day; gives what hindered it."""
    fresh = not_told(troubles, batches)
    if not fresh:
        return ""
    lines = list(lines_of(fresh))
    if more := len(lines) - _TOLD_MAX:
        lines[_TOLD_MAX:] = [tell("- and {count} more: briefcast publish --dry-run", count=more)] if more > 0 else []
    title = tell("Publishing: {count} things need a person", count=len(fresh))
    return send_notice(batches, [each.key for each in fresh], title, lines, again_after_s=AGAIN_AFTER_S)
