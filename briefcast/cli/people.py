"""Commands of people: who decides with a secret of her own, and the proof of it at the terminal."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from briefcast.cli.report import say_ledger, say_told, shown
from briefcast.cli.terminal import answer
from briefcast.errors import BriefcastError, LedgerError
from briefcast.messages import Typed, joined, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefcast.ledger import DecisionKind, Ledger, Proof
    from briefcast.ledger.people import People
    from briefcast.ledger.team import Team

people_app = typer.Typer(no_args_is_help=False, help="Give people a secret of their own, with which they decide.")
Name = Annotated[str, typer.Argument(help="The id of a person, as the plan has it.", metavar="NAME")]
Who = Annotated[
    str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who vouches for it, with a secret of her own.")
]
Settings = Annotated[
    Path, typer.Option("--settings", help="Folder of channels.yaml, where the file lies that says who decides.")
]


def prove(ledger: Ledger, who: str, command: str = "") -> Proof:
    """Ask for the secret of whoever decides and give the proof; nothing is asked where nobody is registered.

    The secret comes from BRIEFCAST_SECRET, or is typed on the terminal, where it is not shown. Where a file says who
    decides, it is brought up to date.

    Args:
        ledger: has to be the one of the people who decide here.
        who: who she says she is.
        command: what was typed, for a refusal that says how it is typed; by default it says what to add.

    Raises:
        LedgerError: she has none, it is not hers, nobody can be asked, or it is another ledger.
    """
    from briefcast.ledger.people import People

    ledger.expect_team()
    people = People(ledger)
    if not people.registered():
        return ""
    people.expect(who, command)
    people.prove(who, _asked(who))
    if ledger.teams:
        _note(people)
    return "secret"


def prove_to_stop(ledger: Ledger, who: str) -> tuple[str, Proof]:
    """Give who stops something, by the id under which she has a secret now, and the proof, as `prove` does.

    Who was given another id may type either: to stop something is refused to nobody for a name.
    """
    from briefcast.ledger.people import People

    name = People(ledger).called_now(who)
    return name, prove(ledger, name)


def prove_by_file(team: Team, who: str, command: str) -> None:
    """Ask for the secret of whoever decides, by the file that says who does: the ledger is lost or another one.

    Raises:
        LedgerError: she has none by the file, it is not hers, or nobody can be asked.
    """
    from briefcast.ledger.registered import no_secret
    from briefcast.ledger.secret import public_key

    if not team.people:
        return
    if who not in team.people:
        raise no_secret(who, team.people, command)
    if public_key(_asked(who)) != team.people[who]:
        raise LedgerError(tell("That is not the secret of {name} by {file}.", name=who, file=team.place))


def _asked(who: str) -> str:
    from briefcast.ledger.registered import SECRET_ENV, only_typed

    if given := os.environ.get(SECRET_ENV):
        return given
    if not sys.stdin.isatty():
        raise only_typed(who)
    return getpass.getpass(shown(tell("Secret of {name}:", name=who)) + " ")


def _note(people: People, folder: Path = Path()) -> None:
    """Bring the file up to date that says who decides here, and say so; that it cannot be written stops nobody."""
    try:
        _say_written(people.note(folder))
    except LedgerError as error:
        say_told(error.told, colour="red")


def _say_written(places: Iterable[Path]) -> None:
    for place in places:
        told = tell(
            "{file} says who decides here, so that no other ledger is taken for this one. It holds nothing secret: "
            "keep it with channels.yaml, under version control.",
            file=place,
        )
        say_told(told, colour="")


@people_app.callback(invoke_without_command=True)
def people(context: typer.Context) -> None:
    """List who has a secret, who said that it is this person, and since when.

    Examples: briefcast people · briefcast people add lan
    """
    if context.invoked_subcommand:
        return
    from briefcast.catalogue import told_moment
    from briefcast.ledger.changes import changes_of_people

    here = _people()
    here.ledger.expect_team()
    known = here.registered()
    for each in known.values():
        said = tell("{name}  since {time}, vouched for by {by}", name=each.name, time=told_moment(each.at), by=each.by)
        answer(shown(said))
    for change in changes_of_people(here.ledger):
        say_told(change)
    if known and not here.ledger.teams:
        told = tell(
            "No file says so yet, and another ledger could be taken for this one. In the folder of channels.yaml: "
            "{command}",
            command=Typed(f"briefcast people keep --who {next(iter(known))}"),
        )
        say_told(told)
    if not known:
        told = tell(
            "Nobody has a secret: whoever may write to the ledger decides in any name. To change that: {command}",
            command=Typed("briefcast people add NAME --first"),
        )
        say_told(told, colour="")


@people_app.command("add")
def add(
    name: Name,
    who: Who = "",
    first: Annotated[
        bool, typer.Option("--first", help="She is the first of all, and answers for what goes out here.")
    ] = False,
    settings: Settings = Path(),
) -> None:
    """Give a person a secret, or a new one for one that is lost. It is shown once, and kept nowhere.

    Let her sit at the terminal. From the first person on, every decision takes a secret. Whoever has one vouches for
    others, also for somebody who lost hers. The team gets a notice, and the page of the week tells it.

    Examples: briefcast people add lan --first · briefcast people add minh --who lan
    """
    from briefcast.ledger.secret import new_secret, public_key

    _expect_id(name)
    here = _people(settings)
    known = here.registered()
    here.ledger.expect_team()
    if not known and not first:
        raise BriefcastError(
            tell(
                "Nobody has a secret yet, and whoever gets the first one vouches for all others. Let it be the person "
                "who answers for what goes out here, at this terminal, and say so: {command}",
                command=Typed(f"briefcast people add {name} --first"),
            )
        )
    if known and first:
        told = tell("Nobody is the first any more, for there are secrets here already: {names}.", names=tuple(known))
        raise BriefcastError(told)
    # Nobody vouches for the first: what is kept is who sat at the machine.
    by = (who or getpass.getuser()) if known else getpass.getuser()
    prove(here.ledger, by, f"briefcast people add {name}")
    secret = new_secret()
    renewed = here.add(name, public_key(secret), by=by)
    _note(here, settings)
    if not known:
        change = tell("{name} has the first secret here; {by} sat at the machine.", name=name, by=by)
    elif renewed:
        change = tell("{name} has a new secret; {by} vouched for it.", name=name, by=by)
    else:
        change = tell("{name} has a secret; {by} vouched for it.", name=name, by=by)
    _notify(here.ledger, name, change)
    told = tell("The secret of {name}. It is shown this once: write it down where others do not look.", name=name)
    say_told(told, colour="")
    answer(secret)
    if not known:
        told = tell(
            "From now on whoever decides gives a secret. Register a second person, who can vouch if this one is lost: "
            "{command}",
            command=Typed(f"briefcast people add NAME --who {name}"),
        )
        say_told(told)


@people_app.command("remove")
def remove(name: Name, who: Who = "", settings: Settings = Path()) -> None:
    """Take a person's secret from her: she decides no more. What she decided stays.

    Examples: briefcast people remove minh --who lan
    """
    here, by = _people(settings), who or getpass.getuser()
    if set(here.registered()) == {name}:
        raise BriefcastError(
            tell(
                "{name} is the last who has a secret. So that names are believed as they are typed again, say so: "
                "{command}",
                name=name,
                command=Typed("briefcast people reset --why REASON"),
            )
        )
    prove(here.ledger, by, f"briefcast people remove {name}")
    here.remove(name, by=by)
    _note(here, settings)
    told = tell("{name} has no secret any more; {by} took it away.", name=name, by=by)
    _notify(here.ledger, name, told)
    say_told(told, colour="")


@people_app.command("rename")
def rename(
    old: Annotated[str, typer.Argument(help="The id of before.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The id that the plan has now.", metavar="NEW")],
    who: Who = "",
    settings: Settings = Path(),
) -> None:
    """Let a person keep her secret under another id of the plan.

    Examples: briefcast people rename lan lan-anh --who lan
    """
    _expect_id(new)
    here, by = _people(settings), who or getpass.getuser()
    prove(here.ledger, by, f"briefcast people rename {old} {new}")
    here.rename(old, new, by=by)
    _note(here, settings)
    told = tell("{old} is {new} from now on, with the same secret; {by} said so.", old=old, new=new, by=by)
    _notify(here.ledger, new, told)
    say_told(told, colour="")
    plan = tell(
        "Where a plan names {old}, write {new} there: until then {new} decides nothing of it.", old=old, new=new
    )
    say_told(plan)


@people_app.command("keep")
def keep(who: Who = "", settings: Settings = Path()) -> None:
    """Write down beside channels.yaml who decides, and in which ledger, so that no other one is taken for it.

    Where such a file lies and the ledger is lost without a copy, this one gets the people of the file, with the
    secrets they have. It takes the secret of one of them.

    Examples: briefcast people keep --who lan
    """
    here, by = _people(settings), who or getpass.getuser()
    with here.ledger.reading() as connection:
        others = [team for team in here.ledger.teams if not team.knows(connection)]
    if others:
        team = others[0]
        prove_by_file(team, by, "briefcast people keep")
        keep_people(here.ledger, team, by)
        return
    if not here.registered():
        raise BriefcastError(
            tell("Nobody has a secret here. To begin: {command}", command=Typed("briefcast people add NAME --first"))
        )
    prove(here.ledger, by, "briefcast people keep")
    _note(here, settings)
    say_told(tell("The file and the ledger know the same people."), colour="")


def keep_people(ledger: Ledger, team: Team, by: str) -> None:
    """Give a ledger the people of a team, write down that it is the team's, and tell the team.

    Who decides it has proven who she is.
    """
    from briefcast.ledger.people import People

    here = People(ledger)
    here.keep(team, by=by)
    _say_written(here.note(kept=True))
    told = tell(
        "{by} took the ledger {place} for the one of the team. Who decides in it, with the secrets they have: {names}.",
        by=by,
        place=ledger.place,
        names=tuple(team.people),
    )
    _notify(ledger, "all", told)
    say_told(told)


@people_app.command("reset")
def reset(
    why: Annotated[str, typer.Option("--why", help="The reason, which stays in the history.")],
    settings: Settings = Path(),
) -> None:
    """Take all secrets away, when nobody has hers any more: asked for now, done by the same command a day later.

    It takes no secret. The team gets a notice, and the page of the week tells it; whoever gives her secret meanwhile,
    with any command, ends it. Names are believed as they are typed then.

    Examples: briefcast people reset --why "Both secrets burnt."
    """
    here, by = _people(settings), getpass.getuser()
    if not why.strip():
        raise BriefcastError(tell("Say why: it stays in the history."))
    here.ledger.expect_team()
    waits, at = here.reset_at(), here.ask_reset(by=by, why=why)
    if waits is None or at > dt.datetime.now(dt.UTC):
        told = tell(
            "{by} asked that all secrets be taken away ({why}). The same command does it from {time} on. Whoever has "
            "hers ends it by giving it: {command}",
            by=by,
            why=why,
            time=at,
            command=Typed("briefcast people keep --who NAME"),
        )
        if waits is None:
            _notify(here.ledger, "all", told)
        say_told(told)
        return
    here.forget_all(by=by, why=why)
    _note(here, settings)
    told = tell("{by} took all secrets away ({why}): whoever decides is believed by her name.", by=by, why=why)
    _notify(here.ledger, "all", told)
    say_told(told)


_DECISIONS: dict[str, DecisionKind] = {"approve": "approved", "hold": "held", "send-back": "sent back"}


@people_app.command("sign")
def sign(
    decision: Annotated[
        Literal["approve", "hold", "send-back"], typer.Argument(help="What is decided.", metavar="DECISION")
    ],
    week: Annotated[str, typer.Argument(help="The ISO week, such as 2026-W48.", metavar="WEEK")],
    names: Annotated[list[str], typer.Argument(help="Items, as approve takes them.")],
    seen: Annotated[str, typer.Option("--seen", help="The content that was looked at, from the review page.")],
    who: Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who decides.")] = "",
    why: Annotated[str, typer.Option("--why", help="The reason.")] = "",
) -> None:
    """Sign a decision for the form of a run, on any machine: the secret stays there, and the ledger is not needed.

    The line holds for this decision alone, once, for twelve hours. The page of the week signs as well.

    Examples: briefcast people sign approve 2026-W48 all --seen 3f2a9c01d4e5 --who lan
    """
    import secrets

    from briefcast.ledger.secret import Signed
    from briefcast.ledger.secret import sign as signed_with

    name = who or getpass.getuser()
    said = Signed(
        week=week,
        who=name,
        decision=_DECISIONS[decision],
        names=tuple(names),
        seen=seen,
        why=why,
        at=dt.datetime.now(dt.UTC),
        nonce=secrets.token_urlsafe(12),
    )
    answer(signed_with(_asked(name), said))


def _people(settings: Path = Path()) -> People:
    from briefcast.ledger import open_ledger
    from briefcast.ledger.people import People

    ledger = open_ledger(near=(settings,))
    say_ledger(ledger)
    return People(ledger)


def _expect_id(name: str) -> None:
    from pydantic import TypeAdapter, ValidationError

    from briefcast.brief.model import Identifier

    try:
        TypeAdapter(Identifier).validate_python(name)
    except ValidationError as error:
        told = tell("'{name}' is no id of a person: write it as the plan does, such as minh-anh.", name=name)
        raise BriefcastError(told) from error


def _notify(ledger: Ledger, name: str, told: str) -> None:
    """Tell the team of what an honest person would want to know of: each time, for each is another one."""
    from briefcast.ledger import Batches
    from briefcast.week.notices import send_notice

    look = tell("If nobody asked for it, look at once: {command}", command=Typed("briefcast people"))
    key = f"people/{name}/{dt.datetime.now(dt.UTC).isoformat()}"
    if trouble := send_notice(Batches(ledger), key, tell("Who decides here has changed"), [joined(told), look]):
        say_told(trouble)
