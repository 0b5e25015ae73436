"""``briefcast outbox``: what went out, what waits, is held or late, and what needs a person."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.markup import escape

from briefcast.cli.publish_options import Folder, Json, Out
from briefcast.cli.publish_told import COLOURS, TAKES_BACK, tell_differing, tell_refused, tell_waits
from briefcast.cli.report import say_times, say_told, shown
from briefcast.cli.terminal import Terminal, answer, answer_json
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import joined, tell
from briefcast.states import OUT_UNDER_EMBARGO, called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from briefcast.ledger.outbox import Outbox, Publication
    from briefcast.week.waits import Due


def show_outbox(
    context: typer.Context,
    state: Annotated[
        str,
        typer.Option(
            help="Only posts in this state, such as held, by the word that the list shows or its English one."
        ),
    ] = "",
    settings: Folder = Path(),
    out: Out = Path("outputs"),
    as_json: Json = False,
) -> None:
    """List what went out, what waits, is held or late, and what needs a person.

    Examples: briefcast outbox · briefcast outbox --state unconfirmed
    """
    if context.invoked_subcommand:
        return
    from briefcast.catalogue import told, told_moment
    from briefcast.ledger import open_ledger
    from briefcast.ledger.outbox import Outbox
    from briefcast.week.moved import moved_slots, tell_moved
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import Due

    state = _state_meant(state) if state else ""
    ledger = open_ledger(near=(settings, out))
    outbox = Outbox(ledger, who="")
    now = outbox.now()
    events, approved = outbox.last_events(), outbox.approved_by()
    found = _with_due(outbox, settings, out, state)
    if as_json:
        rows = [
            {
                "id": getattr(each, "id", None),
                "item": each.item,
                "channel": each.channel,
                "account": each.account,
                "state": stands,
                "url": getattr(each, "url", None),
                "detail": each.why if isinstance(each, Due) else each.detail,
            }
            for stands, each in found
        ]
        answer_json(rows)
        return
    if not found:
        nothing = tell("No post is in this state: {state}.", state=_called_there(state))
        answer(shown(nothing if state else tell("Nothing went out yet.")))
    say_times(ledger)
    # A line of its own for each thing that may be copied: an address or a command is of no use in parts.
    console = Terminal(soft_wrap=True, highlight=False)
    for stands, each in found:
        colour = COLOURS.get(stands, "yellow" if stands in _DUE else "red")
        word = shown(_called_there(stands))
        if isinstance(each, Due):
            number, since, lines = "–", "", [shown(each.why)]
        else:
            event = events.get((each.item, each.channel, each.account))
            since = f"  {told_moment(event.at)}  {escape(event.who)}" if event else ""
            number, lines = str(each.id), [each.url or "", shown(each.detail or _why_out(each, approved, now))]
        console.print(f"{told(number)}  {escape(each.where)}  [{colour}]{escape(word)}[/]{since}")
        for line in filter(None, lines):
            console.print(f"    {escape(line)}")
    if not state:
        typed = AsTyped(outbox.ledger)
        tell_differing(tell_moved(moved_slots(typed), typed))
        tell_waits(outbox.ledger, outbox.now())


_DUE = ("waiting", "would be sent", "held", "late", "not approved", "not released", "out", "goes nowhere", "not there")
"""States of what was released and is not out, beside those of publications."""
_FIRST = (
    "unconfirmed",
    OUT_UNDER_EMBARGO,
    "refused",
    "goes nowhere",
    "not there",
    "not approved",
    "not released",
    "late",
)
"""States in which something needs a person, the gravest first."""


def _called_there(state: str) -> str:
    """Give what the list calls a state."""
    return called("waits for its slot" if state == "waiting" else state)


def _state_meant(said: str) -> str:
    """Give the state that somebody names by its English word, or as the list calls it in whatever language.

    Raises:
        BriefcastError: there is none, with the one that comes near.
    """
    from briefcast.catalogue import in_language
    from briefcast.languages import read_languages
    from briefcast.ledger.outbox import State
    from briefcast.publishing.typos import write_near

    known = (*get_args(State), "handed over", "corrected", *_DUE, OUT_UNDER_EMBARGO)
    words: dict[str, str] = {state: state for state in known}
    for code in read_languages():
        for state in known:
            words.setdefault(in_language(_called_there(state), code).casefold(), state)
    meant = " ".join(said.split()).casefold()
    begin = {state for word, state in words.items() if meant and word.startswith(meant)}
    if meant in words:
        return words[meant]
    every = tuple(shown(_called_there(state)) for state in known)
    one = shown(_called_there(*begin)) if len(begin) == 1 else ""
    way = tell("Write '{near}'.", near=one) if one else write_near(said, every)
    raise BriefcastError(joined(tell("There is no state '{state}'.", state=said), way))


def _with_due(outbox: Outbox, settings: Path, out: Path, wanted: str) -> tuple[tuple[str, Publication | Due], ...]:
    """Give what was tried, and what else waits, in one state or in all, each with its state as it is now.

    What needs a person comes first.
    """
    from briefcast.publishing.accounts import Accounts, read_accounts
    from briefcast.publishing.sending import not_to_be_heard
    from briefcast.week.quiet import quiet_times
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import find_due

    posts, accounts = outbox.publications(), Accounts(accounts=())
    due: tuple[Due, ...] = ()
    try:
        accounts = read_accounts(settings, to_take_back=True)
        due = find_due(accounts, outbox.ledger, now=outbox.now())
        tell_refused(outbox.ledger, out, accounts)
    except BriefError as error:
        say_told(tell("What waits cannot be listed: {problem}", problem=error.told), colour="red")
    now = {(each.item, each.content_sha256, each.channel, each.account): each for each in due}
    typed = AsTyped(outbox.ledger)
    embargoed = {post.id: why for post, why in typed.out_under_embargo()}
    try:
        typed.expect_plans()
    except BriefError:
        # As the next run does: without the plan, only what was stopped is taken back.
        unheard = not_to_be_heard(outbox.ledger, accounts)
    else:
        unheard = not_to_be_heard(outbox.ledger, accounts, quiet=quiet_times(outbox.ledger), typed=typed.why_not)
    recalled = {post.id: joined(why, TAKES_BACK) for post, why in unheard}
    found: list[tuple[str, Publication | Due]] = []
    for post in posts:
        each = now.pop((post.item, post.content_sha256, post.channel, post.account), None)
        if why := embargoed.get(post.id):
            found.append((OUT_UNDER_EMBARGO, dataclasses.replace(post, detail=why)))
        elif post.state == "sent":
            state = "handed over" if post.channel == "handoff" else "sent"
            found.append((state, dataclasses.replace(post, detail=recalled.get(post.id, post.detail))))
        elif each and post.state == "prepared" and each.state != "would be sent":
            # Why it waited when it was tried may be gone; how it stands now counts.
            found.append((each.state, dataclasses.replace(post, detail=each.why)))
        else:
            found.append((post.stands, post))
    found += [(each.state, each) for each in now.values()]
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    # A kit that is to be taken back can be posted by hand until then.
    found.sort(
        key=lambda each: (
            ranks["refused"] if getattr(each[1], "id", None) in recalled else ranks.get(each[0], len(ranks))
        )
    )
    return tuple(each for each in found if wanted in ("", each[0]))


def _why_out(publication: Publication, approved: Mapping[tuple[str, str, str, str], str], now: dt.datetime) -> str:
    """Say by whose approval a post is out, if somebody was shown it, and when it is seen or to be posted."""
    from briefcast.publishing.sending import told_shown

    if publication.state != "sent":
        return ""
    p = publication
    who = approved.get((p.item, p.content_sha256, p.channel, p.account))
    return joined(told_shown(publication, now), tell("approved by {who}", who=who) if who else "")
