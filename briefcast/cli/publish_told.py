"""What the commands that publish say of posts: each by one word, and what many have in common once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefcast.cli.report import say_alike, say_told
from briefcast.cli.terminal import answer_json
from briefcast.messages import Typed, joined, tell
from briefcast.states import OUT_UNDER_EMBARGO, called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from briefcast.ledger import Ledger
    from briefcast.publishing.accounts import Accounts
    from briefcast.publishing.orders import LeftOut, Order
    from briefcast.publishing.sending import Outcome, Quiet, Recalled
    from briefcast.publishing.settling import Settled
    from briefcast.week.typed import AsTyped

COLOURS = {
    "sent": "green",
    "handed over": "green",
    "correction sent": "green",
    **dict.fromkeys(("prepared", "waiting", "sending", "held", "out"), "yellow"),
}


def tell_refused(ledger: Ledger, out: Path, accounts: Accounts) -> str:
    """Say why no post goes out at all, whatever is said of each: the ledger does not know what went out before.

    Gives what it says; empty if posts go out.
    """
    from briefcast.store.store import STORE_NAME, open_store
    from briefcast.week.run import why_refused

    if why := why_refused(ledger, open_store(out / STORE_NAME), accounts):
        say_told(why, label=tell("Nothing goes out:"), colour="red")
    return why


def tell_nowhere(left_out: Iterable[LeftOut], more: str = "briefcast publish --dry-run") -> None:
    """Say what goes nowhere until somebody puts something right."""
    nowhere = (left for left in left_out if left.nowhere)
    say_alike(
        ((called(left.state), f"{left.item} ({left.channel})", left.why) for left in nowhere), colour="red", more=more
    )


def tell_out(typed: AsTyped, ledger: Ledger, accounts: Accounts, quiet: Quiet) -> None:
    """Say what is out under an embargo, and what the next run takes back from platforms."""
    from briefcast.publishing.sending import not_to_be_heard
    from briefcast.week.out_and_due import TAKES_BACK

    say_alike(
        ((called(OUT_UNDER_EMBARGO), post.where, why) for post, why in typed.out_under_embargo()),
        colour="red",
        more="briefcast outbox",
    )
    say_alike(
        (
            (tell("To be taken back"), post.where, joined(why, TAKES_BACK))
            for post, why in not_to_be_heard(ledger, accounts, quiet=quiet, typed=typed.why_not)
        ),
        more="briefcast outbox",
    )


def tell_differing(differing: Iterable[str]) -> None:
    """Say in what plans and releases differ."""
    for line in differing:
        say_told(line, label=tell("Plan and release differ:"))


def tell_other_accounts(typed: AsTyped, settings: Path) -> None:
    """Say of which weeks the posts were approved by another channels.yaml than the one they go out by."""
    for week, file in typed.made_with_other_accounts(settings).items():
        told = tell(
            "{week}: people decide by the accounts of {file}, and this run goes by those of {here}. Publish with the "
            "same: {publish}",
            week=week,
            file=file,
            here=settings.resolve(),
            publish=Typed(f"briefcast publish --settings {file}"),
        )
        say_told(told, label=tell("Other accounts:"), colour="red")


def tell_waits(ledger: Ledger, now: dt.datetime) -> None:
    """Say what of the weeks waits for people."""
    from briefcast.week.waits import find_waits

    for week in find_waits(ledger, today=now.date()):
        for line in week.told:
            say_told(line)


def tell_before(each: Recalled | Settled) -> None:
    """Say at once what was taken back, or what became of what an earlier run left."""
    say_told(each.told, colour="red" if each.failed else "yellow")


def tell_recalled(recalled: Iterable[Recalled]) -> None:
    """Say what was taken back from platforms, and what could not be."""
    for each in recalled:
        tell_before(each)


def tell_sent(outcome: Outcome) -> None:
    """Say at once what was sent just now, and what of it somebody stopped meanwhile."""
    if outcome.fresh and outcome.state == "sent":
        text = joined(outcome.order.where, outcome.url, outcome.detail)
        say_told(text, label=called(outcome.word, outcome.order.channel), colour="green")
    if outcome.stopped:
        text = tell("{post}: {reason}", post=outcome.order.where, reason=outcome.stopped)
        say_told(text, label=called("out all the same"), colour="red")
    if outcome.left:
        text = tell("{post}: {reason}", post=outcome.order.where, reason=outcome.left)
        say_told(text, label=tell("To be taken down"), colour="red")


def tell_others(outcomes: Iterable[Outcome], stopped: Sequence[Order], gone: Collection[tuple[str, str]]) -> None:
    """Say what became of the rest, once for each reason; what is stopped at its slot was told.

    So was what the plan has no slot for, the items and channels of which are ``gone``.
    """
    from briefcast.publishing.alike import FEW

    rest = [outcome for outcome in outcomes if not (outcome.fresh and outcome.state == "sent")]
    rest = [outcome for outcome in rest if not any(outcome.order is order for order in stopped)]
    rest = [o for o in rest if o.state != "held" or (o.order.item, o.order.channel) not in gone]
    together: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in rest:
        together.setdefault((outcome.state, _word_of(outcome)), []).append(outcome)
    for (state, word), alike in together.items():
        few = len(alike) <= FEW
        told = ((word, o.order.where, o.detail or (o.url if few else "")) for o in alike)
        say_alike(told, colour=COLOURS.get(state, "red"))


def _word_of(outcome: Outcome) -> str:
    """Give what is said of what was not sent just now: what was sent before is out, a kit is handed over."""
    if outcome.state == "sent" and outcome.order.channel != "handoff" and not outcome.unseen:
        return called("out")
    if outcome.unseen and outcome.order.channel != "handoff":
        return called("waits for its slot")
    word = "waits for its slot" if outcome.state == "waiting" else outcome.word
    return called(word, outcome.order.channel)


def report(
    outcomes: tuple[Outcome, ...], others: int, stopped: Sequence[Order], recalled: int, *, as_json: bool
) -> None:
    """Say in one line what came of a run, or give every post as JSON."""
    if as_json:
        rows = [
            {
                "item": outcome.order.item,
                "channel": outcome.order.channel,
                "account": outcome.order.account.name,
                "state": outcome.state,
                "url": outcome.url,
                "detail": joined(outcome.detail, outcome.stopped),
                "new": outcome.fresh,
            }
            for outcome in outcomes
        ]
        answer_json(rows)
        return
    from briefcast.publishing.sending import summarize

    summary = summarize(outcomes, others=others, stopped=stopped, recalled=recalled)
    say_told(tell("{summary}.", summary=summary), colour="")
