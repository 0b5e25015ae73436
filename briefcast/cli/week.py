"""The commands of a week: make its batch, decide, release, and ask the ledger."""

from __future__ import annotations

import dataclasses
import getpass
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from briefcast.cli.report import say, say_alike, say_ledger, say_times, say_told, shown
from briefcast.cli.terminal import answer, answer_json
from briefcast.engines import name_engines
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import Typed, counted, joined, tell
from briefcast.states import called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from briefcast.brief.read import BriefFile
    from briefcast.ledger import DecisionKind, Ledger, Proof
    from briefcast.week.deciding import Review, Reviewed
    from briefcast.week.releasing import Leave
    from briefcast.week.week import PlannedEdition

Voices = Annotated[
    list[str] | None, typer.Option("--voice", help=f"Engine or voice to ask first: {name_engines()}, piper:NAME.")
]
WeekId = Annotated[str, typer.Argument(help="The ISO week, such as 2026-W48.", metavar="WEEK")]
Names = Annotated[
    list[str], typer.Argument(help="Items, or how their names begin: egov-2024/citizens; all means every one.")
]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who decides: the id of a person in the plan.")]
Why = Annotated[str, typer.Option("--why", help="The reason.")]
Seen = Annotated[
    str, typer.Option("--seen", help="The content that was looked at, from the review page; else what lies there now.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
_LISTED_MAX = 24
"""Of more names in one line, it only says how many."""
Settings = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]


def add_week_commands(app: typer.Typer) -> None:
    """Add the commands of a week to the command line."""
    app.command()(batch)
    app.command()(approve)
    app.command()(hold)
    app.command("send-back")(send_back)
    app.command()(release)
    app.command("take-back")(take_back)
    app.command()(newsletter)
    app.command()(says)
    app.command()(history)


def batch(
    plan: Annotated[Path, typer.Argument(help="The plan of content: .yaml, .json or .xlsx.", metavar="PLAN")],
    week: Annotated[str, typer.Option("--week", help="The ISO week, such as 2026-W48; this week if absent.")] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for what is made.")] = Path("outputs"),
    voices: Voices = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail instead of letting another voice stand in.")] = False,
    preset: Annotated[str, typer.Option("--preset", help="How films are encoded: draft, standard or archive.")] = (
        "standard"
    ),
    refresh: Annotated[bool, typer.Option(help="Bring series up to date first, as series.yaml says.")] = True,
    again: Annotated[bool, typer.Option("--again", help="Also if the week was made and released before.")] = False,
    settings: Settings = Path(),
    as_json: Json = False,
    submit: Annotated[
        bool, typer.Option("--submit", help="Hand the week to a running Prefect server instead.")
    ] = False,
) -> None:
    """Make everything the plan asks for in a week, and a page to decide from.

    What fails is named and the rest is made; run it again to go on. Exit code 1 if something is missing, 2 if the plan
    or channels.yaml cannot be read.

    Examples: briefcast batch examples/plan.yaml · briefcast batch examples/plan.yaml --week 2025-W41 --preset draft
    """
    from briefcast.edition.request import read_asked
    from briefcast.ledger import open_ledger
    from briefcast.week.making import make_week_here
    from briefcast.week.week import BatchRequest

    request = read_asked(
        BatchRequest,
        file=plan,
        command="batch",
        plan=plan,
        week=week or None,
        out=out,
        voices=voices,
        strict=strict,
        preset=preset,
        refresh=refresh,
        again=again,
        settings=settings,
    )
    if submit:
        from briefcast.cli.submit import submit_batch

        answer(submit_batch(request))
        return
    say_ledger(open_ledger(near=(plan, settings, out)))
    made = make_week_here(request, make=_make_one)
    report = made.report
    _tell_troubles(made.troubles)
    if made.taken_from:
        _end_waiting(made.taken_from)
    if as_json:
        answer_json(report.as_json(made.plan))
    else:
        for refreshed in report.refreshed:
            if refreshed.changes:
                say.print(f"[bold]{escape(refreshed.file)}[/] {escape('; '.join(refreshed.changes))}")
        for failure in report.failures:
            say_told(failure, label=tell("Not made"), colour="red")
        for missed in report.missed:
            say_told(tell("The batch of {week} was never made.", week=missed), label=tell("Missed week"))
        say_told(tell("{week}: {summary}.", week=report.week, summary=report.summary()), colour="")
        made_some = any(edition.items for edition in report.editions)
        say_told(
            tell("Open this page to decide:") if made_some else tell("Nothing can be decided. This page shows why:"),
            colour="",
        )
        answer(made.page.resolve())
    if made.unshown:
        say_told(tell("No posts can be shown, so nothing can be approved."), colour="red")
        made.plan.expect_accounts()
    if report.partial:
        raise typer.Exit(1)


def _make_one(edition: PlannedEdition, file: BriefFile) -> None:
    from briefcast.cli.progress import make_watched

    say.print(f"[bold]{edition.item.id}[/] {edition.item.brief}")
    make_watched(edition.request, file=file).raise_failures()


def approve(week: WeekId, names: Names, who: Who = "", why: Why = "", seen: Seen = "") -> None:
    """Approve items of a week exactly as they are now; a later change needs a new approval.

    Examples: briefcast approve 2026-W48 all --who lan · briefcast approve 2026-W48 egov-2024/press --who lan --seen 3f
    """
    _decide(week, names, "approved", who, why, seen)


def hold(
    week: WeekId, names: Names, who: Who = "", why: Why = "", seen: Seen = "", settings: Settings = Path()
) -> None:
    """Hold items of a week: they do not go out until they are approved, even if they were released.

    What a platform holds until its slot is taken back; what is out already is named.

    Examples: briefcast hold 2026-W48 egov-2024/press --who lan --why "After the minister's speech."
    """
    _decide(week, names, "held", who, why, seen, settings)


def send_back(
    week: WeekId, names: Names, who: Who = "", why: Why = "", seen: Seen = "", settings: Settings = Path()
) -> None:
    """Send items of a week back with a reason; put the brief right, then make the week again.

    What a platform holds until its slot is taken back; what is out already is named.

    Examples: briefcast send-back 2026-W48 egov-2024/citizens/vi/video --who lan --why "The rank is of 2022."
    """
    _decide(week, names, "sent back", who, why, seen, settings)


def _take_back(ledger: Ledger, items: Iterable[str], settings: Path, who: str, *, plan_is_told: bool = False) -> None:
    """Take back what platforms hold of items that may not go out any more, and name what is out already.

    That the plan cannot be read is said here, unless it is told already.
    """
    from briefcast.cli.publish_told import tell_recalled
    from briefcast.publishing.ways import way_on
    from briefcast.week.stopping import take_back_stopped

    followed = take_back_stopped(ledger, items, settings, who)
    if followed.unread and not plan_is_told:
        say_told(followed.unread)
    tell_recalled(followed.recalled)
    # Whether it is out is not known of all of them: those are not told as if it were.
    lines = ((called("out" if p.state == "sent" else p.state, p.channel), p.where, way_on(p)) for p in followed.out)
    say_alike(lines, colour="red", more="briefcast outbox")


def _decide(
    week: str, names: list[str], decision: DecisionKind, who: str, why: str, seen: str, settings: Path = Path()
) -> None:
    from briefcast.cli.people import prove, prove_to_stop
    from briefcast.cli.submit import resume_batch
    from briefcast.ledger import open_ledger
    from briefcast.publishing.accounts import FILE_NAME
    from briefcast.week.batch import reopen_week
    from briefcast.week.commenting import open_on, told_open
    from briefcast.week.deciding import decide, read_review, released_items, still_stopped
    from briefcast.week.making import expect_shown, shown_review, told_waiting

    ledger = open_ledger(near=(settings,))
    say_ledger(ledger)
    name = who or getpass.getuser()
    ledger.expect_team()
    try:
        planned, report = reopen_week(week, ledger)
        before = read_review(planned, ledger)
        before.chosen(names)
    except BriefcastError as error:
        if decision == "approved" or not any(released_items(ledger, week, one) for one in names):
            raise
        name, proof = prove_to_stop(ledger, name)
        _stop_by_ledger(ledger, week, names, decision, name, why, settings, proof, unread=error)
        return
    if decision == "approved" and before.trouble:
        planned.expect_accounts()
    if decision == "approved" and not seen:
        expect_shown(planned, report, before, ledger, names)
    if decision == "approved":
        for line in told_open(open_on(ledger, (each.item.key for each in before.chosen(names)))):
            say_told(line)
    # Asked last: nobody gives a secret for what cannot be decided anyway.
    name, proof = (name, prove(ledger, name)) if decision == "approved" else prove_to_stop(ledger, name)
    decided = decide(before, ledger, names, decision, who=name, why=why, seen=seen, proof=proof)
    # The code is the one of the review page, so that what was typed can be found there.
    codes = {reviewed.item.key: reviewed.seen_sha256[:12] for reviewed in before.items}
    say_alike(
        ((called(one.decision), f"{one.item}  {codes[one.item]}", "") for one in decided),
        colour="",
        more=f"briefcast history {week}",
    )
    if decision == "approved":
        say_alike(
            (
                (tell("Stays sent back"), each.item.key, _why_sent_back(each, week, who))
                if each.standing.name == "sent back"
                else (tell("Stays on hold"), each.item.key, _why_held(each, week, who))
                for each in still_stopped(before, names)
            ),
            more=f"briefcast history {week}",
        )
    if not decided:
        file = planned.request.settings / FILE_NAME
        asked = tell("Its posts were looked at as {file} has them.", file=file) if file.is_file() else ""
        say_told(joined(tell("Nothing changed: it was decided so before."), asked), colour="")
    if decision != "approved":
        there = {reviewed.item.key for reviewed in before.items}
        if any(r.item not in there for one in names for r in released_items(ledger, week, one)):
            _stop_by_ledger(ledger, week, names, decision, name, why, settings, proof, but=there)
        _take_back(ledger, [one.item for one in decided], settings, name)
    page, review = shown_review(planned, report, ledger)
    if decision != "approved" and decided:
        say_told(_goes_out_again(decision, week, [one.item for one in decided], who, ledger), colour="")
    if review.undecided:
        told = tell(
            "{count} of {all} items wait for a decision: {waiting}.",
            count=len(review.undecided),
            all=len(review.items),
            waiting=told_waiting(review),
        )
        say_told(joined(told, page), colour="")
    else:
        say_told(resume_batch(week, ledger) or _comes_of_it(review, ledger), colour="")


def _stop_by_ledger(
    ledger: Ledger,
    week: str,
    names: Sequence[str],
    decision: DecisionKind,
    who: str,
    why: str,
    settings: Path,
    proof: Proof,
    but: Collection[str] = (),
    unread: BriefcastError | None = None,
) -> None:
    """Stop what was released of a week and cannot be looked at any more, for its plan or its editions are lost.

    ``unread`` says why the week could not be read.
    """
    from briefcast.week.deciding import makes_again, released_items, stop_released
    from briefcast.week.typed import AsTyped

    stopped = stop_released(ledger, week, names, decision, who=who, why=why, proof=proof, but=but)
    say_alike(((called(one.decision), one.item, "") for one in stopped), colour="", more=f"briefcast history {week}")
    items = dict.fromkeys(r.item for one in names for r in released_items(ledger, week, one))
    mine = [item for item in items if item not in but]
    plan_lost = isinstance(unread, BriefError)
    if plan_lost and unread:
        told = joined(
            tell(
                "The plan cannot be read, so it was stopped by what the ledger knows, whoever decides by the plan: "
                "{problem}",
                problem=unread.told,
            ),
            tell("Once the plan is right, decide anew: {command}", command=_typed("approve", week, mine, who)),
        )
    elif broken := tuple(AsTyped(ledger).unread(week, mine)):
        told = joined(
            tell(
                "It was stopped by what the ledger knows, for its brief cannot be read: {problem}",
                problem=joined(*broken),
            ),
            tell("Once the brief is right, decide anew: {command}", command=_typed("approve", week, mine, who)),
        )
    else:
        told = tell(
            "It was stopped by what the ledger knows, for it does not lie there any more. To decide about it, make "
            "the week again: {command}",
            command=makes_again(ledger, week),
        )
    say_told(counted(told, len(mine)))
    _take_back(ledger, mine, settings, who, plan_is_told=plan_lost)


def _why_held(reviewed: Reviewed, week: str, who: str) -> str:
    held = reviewed.standing.decision or reviewed.standing.held_before
    command = _typed("approve", week, [reviewed.item.key], who)
    if held and held.why:
        return tell("held by {who} ({why}). To let it go: {command}", who=held.who, why=held.why, command=command)
    return tell("held by {who}. To let it go: {command}", who=held.who if held else tell("somebody"), command=command)


def _why_sent_back(reviewed: Reviewed, week: str, who: str) -> str:
    back = reviewed.standing.decision
    return tell(
        "sent back by {who} ({why}), and still what it was. Put the brief right and make it again, or let it go: "
        "{command}",
        who=back.who if back else tell("somebody"),
        why=back.why if back else "",
        command=_typed("approve", week, [reviewed.item.key], who),
    )


def _of_week(ledger: Ledger, week: str) -> Iterable[str]:
    """Give the names of all items that were made for a week."""
    return [item for of_week, item, _ in ledger.newest_of_weeks(week) if of_week == week]


def _typed(command: str, week: str, items: Sequence[str], who: str = "", ledger: Ledger | None = None) -> str:
    """Give a command of a week, ready to be typed, with who decides if that has to be said.

    With the ledger, items are named by what they begin with, if nothing else of the week begins so.
    """
    from briefcast.manifest.items import short_names

    short = short_names(items, others=_of_week(ledger, week)) if ledger else items
    says_who = f" --who {who}" if who and not os.environ.get("BRIEFCAST_WHO") else ""
    return Typed(f"briefcast {command} {week} {' '.join(short)}{says_who}")


def _goes_out_again(decision: DecisionKind, week: str, items: Sequence[str], who: str, ledger: Ledger) -> str:
    """Say what comes of what was held or sent back."""
    if decision == "held":
        return tell(
            "What is held does not go out until it is approved by its name: {command}",
            command=_typed("approve", week, items, who, ledger),
        )
    return tell("What was sent back does not go out. Put the brief right, make the week again, and decide anew.")


def _comes_of_it(review: Review, ledger: Ledger) -> str:
    """Say what goes out of a week in which everything is decided, and what has still to be typed for it."""
    import datetime as dt

    from briefcast.week.waits import find_waits

    standings = Counter(reviewed.standing.name for reviewed in review.items)
    counts = tuple(
        tell("{state}: {number}", state=counted(called(state), count), number=count)
        for state, count in standings.items()
    )
    decided = tell("Everything is decided: {counts}.", counts=counts)
    released = {(release.item, release.content_sha256) for release in ledger.releases(week=review.week)}
    approved = [(each.item.key, each.item.content_sha256) for each in review.items if each.standing.name == "approved"]
    if not approved:
        return joined(decided, tell("Nothing goes out."))
    if not released.issuperset(approved):
        command = Typed(f"briefcast release {review.week}")
        return joined(decided, tell("Let what is approved go out: {command}", command=command))
    corrected = [
        post for each in find_waits(ledger, today=dt.date.today(), weeks=[review.week]) for post in each.to_replace
    ]
    if corrected:
        told = tell(
            "What is approved is released. Posts that are out with older content: {number}. To put the new one in "
            "their place: {command}",
            number=len(corrected),
            command=Typed("briefcast publish --replace"),
        )
        return joined(decided, told)
    return joined(decided, tell("What is approved is released: briefcast publish sends it at its slots."))


def release(
    week: WeekId,
    names: Annotated[
        list[str] | None, typer.Argument(help="Only these items; what was taken back is released again only by name.")
    ] = None,
    channel: Annotated[str, typer.Option("--channel", help="Only on this channel.")] = "",
    who: Who = "",
    look: Annotated[bool, typer.Option("--dry-run", help="Give no leave: list what would have it, and what not.")] = (
        False
    ),
    as_json: Json = False,
) -> None:
    """Give everything approved in a week leave to go out at its slots, and name what may not, and why.

    Exit code 1 if something was refused that changed after it was approved.

    Examples: briefcast release 2026-W48 · briefcast release 2026-W48 egov-2024/press ·
    briefcast release 2026-W48 --dry-run
    """
    from zoneinfo import ZoneInfo

    from briefcast.catalogue import told, told_moment
    from briefcast.cli.people import prove
    from briefcast.ledger import Batches, open_ledger
    from briefcast.manifest.items import short_names
    from briefcast.week.batch import reopen_week
    from briefcast.week.deciding import nothing_there, read_review
    from briefcast.week.making import finish_week
    from briefcast.week.releasing import find_doubles, release_week, told_leaves

    ledger = open_ledger()
    if look:
        say_times(ledger)
    else:
        say_ledger(ledger)
    ledger.expect_team()
    planned, report = reopen_week(week, ledger)
    name = who or getpass.getuser()
    if not look:
        prove(ledger, name)
    given_to = {"names": tuple(names or ()), "channel": channel}
    leaves = release_week(planned, ledger, who=name, look=look, **given_to)  # type: ignore[arg-type]
    if not leaves and not read_review(planned, ledger).items:
        raise BriefcastError(nothing_there(week, plan=str(planned.request.plan)))
    if not look:
        _tell_troubles(finish_week(planned, report, ledger, leaves, run=Batches(ledger).owner(week)))
    if as_json:
        rows = [
            {
                "item": leave.reviewed.item.key,
                "channel": leave.channel,
                "at": leave.at.isoformat() if leave.at else None,
                "refused": leave.refused,
                "not_sent": leave.unsent,
            }
            for leave in leaves
        ]
        answer_json(rows)
    else:
        leaves = told_leaves(leaves)
        slots: dict[tuple[dt.datetime | None, str], list[str]] = {}
        for leave in leaves:
            if leave.goes:
                slots.setdefault((leave.at, leave.channel), []).append(leave.reviewed.item.key)
        of_week = _of_week(ledger, week)
        for (at, on), items in slots.items():
            names_told = short_names(items, others=of_week)
            more = tell(" and {count} more", count=len(names_told) - _LISTED_MAX) if names_told[_LISTED_MAX:] else ""
            line = f"{told_moment(at) if at else ''}  {on}  {' '.join(names_told[:_LISTED_MAX])}{told(more)}"
            say.print(escape(told(line)))
        # The reason names the item already.
        refused = [leave for leave in leaves if leave.refused]
        if look:
            stays = ((tell("Stays"), f"{leave.reviewed.item.key} ({leave.channel})", leave.why) for leave in refused)
            say_alike(stays, every=True)
        else:
            _tell_taken(refused, week, ledger)
            asked = ("briefcast release", week, *(names or ()), *(("--channel", channel) if channel else ()))
            say_alike(
                ((tell("Stays"), leave.reviewed.item.key, leave.why) for leave in refused if not leave.taken),
                more=f"{' '.join(asked)} --dry-run",
            )
        _tell_moves(leaves, week)
        for double in find_doubles(leaves, ZoneInfo(planned.plan.timezone)):
            say_told(double.told, label=tell("Twice to the same readers:"))
        given = sum(leave.goes for leave in leaves)
        may = tell("{week}: {given} of {count} may go out.", week=week, given=given, count=len(leaves))
        sends = tell("briefcast publish sends them at their slots.") if given and not look else ""
        say_told(joined(may, sends), colour="")
    if any(leave.refused and leave.reviewed.standing.name == "changed" for leave in leaves):
        raise typer.Exit(1)


def _tell_moves(leaves: Sequence[Leave], week: str) -> None:
    """Say what is moved here from another week or stays there, what waits all the same, and what no run sends."""
    given = [leave for leave in leaves if not leave.refused]
    more = f"briefcast history {week}"
    say_alike(((tell("Moved"), each.reviewed.item.key, each.moves) for each in given if each.moves), more=more)
    say_alike(((tell("Not put off"), each.reviewed.item.key, each.keeps) for each in given if each.keeps), more=more)
    say_alike(((tell("Waits"), each.reviewed.item.key, each.waits) for each in given if each.waits), more=more)
    unsent = [each for each in given if each.unsent]
    say_alike(
        ((tell("Not sent"), f"{each.reviewed.item.key} ({each.channel})", each.unsent) for each in unsent), more=more
    )


def _tell_taken(refused: Sequence[Leave], week: str, ledger: Ledger) -> None:
    """Say what was taken back, or withdrawn, once for each person and reason, with one command for all of them."""
    from briefcast.manifest.items import short_names

    together: dict[tuple[str, str, str, bool], list[str]] = {}
    # Where several took back, a command for one of them releases nothing of what another one stopped elsewhere.
    several = len({leave.taken for leave in refused if leave.taken}) > 1
    for leave in refused:
        if leave.taken:
            on = leave.channel if several else ""
            together.setdefault((*leave.taken, on, leave.withdrawn), []).append(leave.reviewed.item.key)
    for (who, why, on, withdrawn), posts in together.items():
        names = " ".join(short_names(list(dict.fromkeys(posts)), others=_of_week(ledger, week)))
        reason = tell(" ({why})", why=why) if why else ""
        command = Typed(f"briefcast release {week} {names}{f' --channel {on}' if on else ''}")
        if withdrawn:
            told = tell(
                "{count} posts: {who} withdrew them{why}. To let them go out again, release them by name: {command}",
                count=len(posts),
                who=who,
                why=reason,
                command=command,
            )
        else:
            told = tell(
                "{count} posts: {who} took their release back{why}. To let them go out again, release them by name: "
                "{command}",
                count=len(posts),
                who=who,
                why=reason,
                command=command,
            )
        say_told(told, label=counted(tell("Stays"), len(posts)))


def take_back(week: WeekId, names: Names, who: Who = "", why: Why = "", settings: Settings = Path()) -> None:
    """Take the release of items back: they stay approved, and go out only when they are released again.

    What a platform holds until its slot is taken back; what is out already is named.

    Examples: briefcast take-back 2026-W48 egov-2024/press --who lan --why "Embargo until Friday."
    """
    from briefcast.cli.people import prove_to_stop
    from briefcast.ledger import open_ledger
    from briefcast.week.batch import reopen_week
    from briefcast.week.deciding import read_review, released_items
    from briefcast.week.releasing import told_other_weeks

    ledger, name = open_ledger(near=(settings,)), who or getpass.getuser()
    say_ledger(ledger)
    ledger.expect_team()
    items: dict[str, None] = {}
    for one in names:
        # What was released is in the ledger, whatever became of the plan and the editions.
        found = [each.item for each in released_items(ledger, week, one)]
        if not found:
            planned, _ = reopen_week(week, ledger)
            found = [each.item.key for each in read_review(planned, ledger).chosen([one])]
        items |= dict.fromkeys(found)
    name, _ = prove_to_stop(ledger, name)
    taken = [
        each for item in items for each in ledger.take_back(ledger.releases(week=week, item=item), who=name, why=why)
    ]
    say_alike(
        ((called("taken back"), f"{each.item} → {each.channel}", "") for each in taken),
        colour="",
        more=f"briefcast history {week}",
    )
    if taken:
        command = _typed("release", week, list(dict.fromkeys(each.item for each in taken)), who, ledger)
        told = tell("It stays approved, and goes out only when it is released by its name: {command}", command=command)
        say_told(counted(told, len(taken)), colour="")
    else:
        say_told(tell("Nothing changed: nothing of it was released."), colour="")
        for other in told_other_weeks(ledger, items, week):
            say_told(other, colour="")
    _take_back(ledger, dict.fromkeys(each.item for each in taken), settings, name)


def newsletter(
    week: Annotated[str, typer.Argument(help="The ISO week or the month: 2026-W48, 2026-11.", metavar="WEEK")],
    who: Who = "",
) -> None:
    """Make the issue of the newsletter for a week, or a month, of what is approved in it; it is approved like all else.

    Examples: briefcast newsletter 2026-W48 · briefcast newsletter 2026-11
    """
    from briefcast.ledger import open_ledger
    from briefcast.week.batch import reopen_week
    from briefcast.week.making import show_review
    from briefcast.week.newsletter import week_of_issue, write_issue

    ledger = open_ledger()
    say_ledger(ledger)
    planned, report = reopen_week(week_of_issue(week, ledger), ledger)
    issue = write_issue(planned, ledger, who=who or getpass.getuser())
    for left in issue.left_out:
        say_told(left, label=tell("Left out"))
    page = show_review(planned, report, ledger, to_look_at=True)
    say_told(tell("Open this page to decide:"), colour="")
    answer(page.resolve())


def _end_waiting(run: str) -> None:
    """End the run on a server that asks people about a week that was made again; a server that is off may stay off."""
    from briefcast.cli.submit import end_waiting

    try:
        told = end_waiting(run)
    except BriefcastError as error:
        told = error.told
    if told:
        say_told(told)


def _tell_troubles(troubles: Iterable[str]) -> None:
    for trouble in troubles:
        say_told(trouble)


def says(
    figure: Annotated[str, typer.Argument(help="A statistic (egdi-rank) or one figure of it (egdi-rank.change).")],
    published: Annotated[bool, typer.Option("--published", help="Only what went out, or may have.")] = False,
    as_json: Json = False,
) -> None:
    """Find every item and post that states a figure, the newest first.

    Examples: briefcast says egdi-rank · briefcast says egdi-rank.change --published
    """
    from briefcast.ledger import open_ledger

    ledger = open_ledger()
    said = ledger.posts_saying(figure, published_only=published)
    if as_json:
        answer_json([dataclasses.asdict(s) for s in said])
        return
    if not said:
        raise BriefcastError(
            tell(
                "Nothing in the ledger states '{figure}'. Give the id of a statistic, as briefs write it.",
                figure=figure,
            )
        )
    say_times(ledger)
    for s in said:
        out = joined(s.channel, called(s.state or ""), s.url) if s.channel else tell("none")
        written = s.written if s.shown else tell("{written} (in the words told)", written=s.written)
        # Two lines a record: an item's whole name must be readable, and copied, at any width.
        answer(s.item)
        told = tell(
            "{fact}: {written}; made {day}, {newest}; post: {out}",
            fact=s.fact,
            written=written,
            day=s.made_at,
            newest=tell("newest") if s.newest else tell("older"),
            out=out,
        )
        answer(f"    {shown(told)}")


def history(
    about: Annotated[
        str, typer.Argument(help="An item, a brief, an id of the plan or a week; everything if absent.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", help="Only the last lines.")] = 50,
    as_json: Json = False,
) -> None:
    """Tell who did what and when: made, approved, held, sent back, released.

    Examples: briefcast history · briefcast history egov-2024/citizens --limit 10
    """
    from briefcast.catalogue import told_moment
    from briefcast.ledger import open_ledger

    ledger = open_ledger()
    events = ledger.history(about or None, limit=limit)
    if not events and about:
        from briefcast.week.batch import named_in_ledger

        events = ledger.history(named_in_ledger(about, ledger), limit=limit)
    if as_json:
        answer_json([dataclasses.asdict(e) for e in events])
        return
    if not events:
        told = tell("The ledger {place} knows nothing of '{item}'.", place=ledger.place, item=about)
        say_told(told if about else tell("Nothing was decided or published yet."), colour="")
        return
    say_times(ledger)
    for event in events:
        # The code of the page of the week, which whoever decided saw; nothing else is called by such a code.
        code = str(event.detail.get("seen", ""))[:12]
        on = ":".join(str(event.detail[key]) for key in ("channel", "account") if event.detail.get(key))
        why = (shown(str_of(event.detail.get(key, ""))) for key in ("why", "detail", "url"))
        rest = "  ".join(part for part in (on, code, *why) if part)
        # A release that is taken back is of a content; a post that a platform, or a person, had until its slot is not.
        recalled = event.what == "taken back" and "content_sha256" not in event.detail
        what = shown(called("recalled" if recalled else event.what, str(event.detail.get("channel", ""))))
        answer(f"{told_moment(event.at)}  {event.who}  {what}  {event.about}  {rest}".rstrip())


def str_of(value: object) -> str:
    """Give a value of the history as what can be told."""
    return value if isinstance(value, str) else str(value)
