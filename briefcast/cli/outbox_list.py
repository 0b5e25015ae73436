"""``briefcast outbox``: what went out, what waits, is held or late, and what needs a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer
from rich.markup import escape

from briefcast.cli.publish_options import Folder, Json, Out
from briefcast.cli.publish_told import COLOURS, tell_differing, tell_refused, tell_waits
from briefcast.cli.report import say_times, say_told, shown
from briefcast.cli.terminal import Terminal, answer, answer_json
from briefcast.errors import BriefcastError
from briefcast.messages import joined, tell
from briefcast.states import OUT_UNDER_EMBARGO, called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from briefcast.ledger.outbox import Publication


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
    from briefcast.week.out_and_due import DUE, list_posts
    from briefcast.week.typed import AsTyped
    from briefcast.week.waits import Due

    state = _state_meant(state) if state else ""
    ledger = open_ledger(near=(settings, out))
    outbox = Outbox(ledger, who="")
    now = outbox.now()
    events, approved = outbox.last_events(), outbox.approved_by()
    listed = list_posts(outbox, settings, state)
    found = listed.found
    if listed.trouble:
        say_told(listed.trouble, colour="red")
    elif listed.accounts:
        tell_refused(ledger, out, listed.accounts)
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
        colour = COLOURS.get(stands, "yellow" if stands in DUE else "red")
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
    from briefcast.week.out_and_due import DUE

    known = (*get_args(State), "handed over", "corrected", *DUE, OUT_UNDER_EMBARGO)
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


def _why_out(publication: Publication, approved: Mapping[tuple[str, str, str, str], str], now: dt.datetime) -> str:
    """Say by whose approval a post is out, if somebody was shown it, and when it is seen or to be posted."""
    from briefcast.publishing.sending import told_shown

    if publication.state != "sent":
        return ""
    p = publication
    who = approved.get((p.item, p.content_sha256, p.channel, p.account))
    return joined(told_shown(publication, now), tell("approved by {who}", who=who) if who else "")
