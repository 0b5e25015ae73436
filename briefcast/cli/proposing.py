"""``briefcast propose``: what a language model that the team names suggests, and what a person makes of it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say_told
from briefcast.cli.terminal import answer, answer_json
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    from briefcast.brief.read import BriefFile
    from briefcast.proposing.kept import KeptProposal
    from briefcast.proposing.model import Model
    from briefcast.proposing.wanted import Wanted


def add_propose_command(app: typer.Typer) -> None:
    """Add the command of proposals to the command line."""
    app.command()(propose)


def propose(
    brief: Annotated[Path, typer.Argument(help="The brief: .yaml.", metavar="BRIEF")],
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", help="wording, headline, question or translation; again for more.", metavar="KIND"),
    ] = None,
    points: Annotated[list[str] | None, typer.Option("--point", help="One point, by its id.", metavar="ID")] = None,
    audiences: Annotated[
        list[str] | None, typer.Option("--audience", help="For whom a wording is: youth.", metavar="AUDIENCE")
    ] = None,
    languages: Annotated[
        list[str] | None,
        typer.Option("--language", help="One language: vi; also one that it has nothing in yet.", metavar="CODE"),
    ] = None,
    show: Annotated[bool, typer.Option("--show", help="Print what would be sent, and send nothing.")] = False,
    accept: Annotated[
        list[int] | None, typer.Option("--accept", help="Write this proposal into the brief.", metavar="NUMBER")
    ] = None,
    dismiss: Annotated[
        list[int] | None, typer.Option("--dismiss", help="Let go of this proposal.", metavar="NUMBER")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """Ask the team's language model for wordings, headlines, questions or translations; a person accepts each.

    Figures stay in their braces, and none of their values is sent. Figures, directions, denials, claims, names and
    sources are held by rule; the words that came and went are listed, for what they mean no rule knows. Without an
    address of a model nothing is asked of anybody.

    Examples: briefcast propose plan.yaml --kind headline · briefcast propose plan.yaml --accept 3
    """
    import itertools

    from briefcast.brief.read import open_brief
    from briefcast.errors import BriefError, Problem
    from briefcast.proposing.model import named_model
    from briefcast.proposing.proposing import ASKED_MAX, RULES, question_of, why_nothing_is_sent

    if brief.suffix.lower() not in (".yaml", ".yml"):
        message = tell("Proposals are for briefs in text files, not for *{ending}.", ending=brief.suffix or brief.name)
        raise BriefError([Problem(file=brief, message=message, remedy=tell("Name a .yaml file."))])
    if accept or dismiss:
        _decide(brief, accept or (), dismiss or ())
        return
    opened = open_brief(brief)
    wanted = tuple(itertools.islice(_wanted(opened, kinds or (), points or (), audiences or (), languages or ()), 1000))
    model = named_model()
    if show:
        answer_json({"rules": RULES, "sent": [question_of(opened, each) for each in wanted]})
        return
    if model is None:
        said = tell("No language model is named: nothing is proposed, and nothing is sent to anybody.")
        message_remedy = tell("Write its address into {name}.", name="BRIEFCAST_PROPOSALS_URL")
        raise BriefError([Problem(file=brief, at="briefcast propose", message=said, remedy=message_remedy)])
    if reason := why_nothing_is_sent(opened.brief, model):
        raise BriefError([opened.document.problem(("embargo",), reason, tell("Ask for it when it is over."))])
    if not wanted:
        say_told(tell("There is nothing of that kind to propose: each place has its text."), colour="yellow")
    new = list(_asked(opened, wanted[:ASKED_MAX], model))
    if len(wanted) > ASKED_MAX:
        say_told(tell("{left} texts are left to ask for: run it again.", left=len(wanted) - ASKED_MAX), colour="yellow")
    _say(new, brief, as_json=as_json)


def _wanted(
    file: BriefFile, kinds: Sequence[str], points: Sequence[str], audiences: Sequence[str], languages: Sequence[str]
) -> Iterator[Wanted]:
    """Give what is asked for; BriefError where something is named that there is not."""
    from briefcast.brief.references import near_word
    from briefcast.errors import BriefError, Problem
    from briefcast.languages import read_languages
    from briefcast.proposing.wanted import KINDS, find_unwritten, find_wanted

    translates = not kinds or "translation" in kinds
    known = (
        ("--kind", kinds, KINDS),
        ("--point", points, tuple(each.id for each in file.brief.points)),
        ("--audience", audiences, file.brief.audiences),
        ("--language", languages, tuple(read_languages()) if translates else file.brief.languages),
    )
    for option, named, there in known:
        for each in named:
            if each not in there:
                near = near_word(each, tuple(there))
                remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {known}.", known=there)
                message = tell("The brief has no '{name}' here.", name=each)
                raise BriefError(
                    [Problem(file=file.path, at=f"briefcast propose {option}", message=message, remedy=remedy)]
                )
    chosen = tuple(each for each in KINDS if each in kinds) if kinds else KINDS
    yield from find_wanted(
        file.brief, kinds=chosen, points=tuple(points), audiences=tuple(audiences), languages=tuple(languages)
    )
    for language in languages if translates else ():
        if language not in file.brief.languages:
            yield from find_unwritten(file, language, points=tuple(points))


def _asked(file: BriefFile, wanted: Sequence[Wanted], model: Model) -> Iterator[KeptProposal]:
    """Ask for each text, and keep what came as it comes."""
    import datetime as dt

    from briefcast.proposing.kept import Kept
    from briefcast.proposing.proposing import propose as ask

    kept = Kept(file.path)
    for number, proposal in enumerate(ask(file, wanted, model, today=dt.date.today()), start=1):
        yield from kept.add([proposal], model=model.name, at=dt.datetime.now(dt.UTC))
        say_told(tell("{number} of {all} …", number=number, all=len(wanted)), colour="")


def _decide(brief: Path, accepted: Sequence[int], dismissed: Sequence[int]) -> None:
    import datetime as dt

    from briefcast.desk.accepting import accept
    from briefcast.desk.drafts import Draft
    from briefcast.proposing.kept import Kept

    for number in accepted:
        proposal = accept(Draft(brief), number, who=getpass.getuser(), today=dt.date.today())
        answer(".".join(map(str, proposal.wanted.path)))
    for number in dismissed:
        Kept(brief).find(number)
    Kept(brief).drop(dismissed)


def _say(proposals: Sequence[KeptProposal], brief: Path, *, as_json: bool) -> None:
    from briefcast.catalogue import in_language, team_language
    from briefcast.proposing.compared import gone_words, is_across, new_words

    if as_json:
        answer_json([{**each.model_dump(mode="json"), "refused": [str(r) for r in each.reasons]} for each in proposals])
        return
    for each in proposals:
        answer(f"{each.number}  {each.wanted.kind} {'.'.join(map(str, each.wanted.path))}")
        answer(f"   − {each.wanted.original}")
        answer(f"   + {each.text}")
        for reason in each.reasons:
            answer(f"   ! {in_language(reason, team_language())}")
        if is_across(each.wanted) and not each.reasons:
            told = tell("A translation: what its words mean is held by no rule. Read every word.")
            answer(f"   ? {in_language(told, team_language())}")
        new, gone = new_words(each.wanted, each.text), gone_words(each.wanted, each.text)
        if not each.reasons and (new or gone):
            told = tell("New words: {new}. Gone: {gone}.", new=", ".join(new) or "–", gone=", ".join(gone) or "–")
            answer(f"   ? {in_language(told, team_language())}")
    open_ = [each for each in proposals if not each.reasons]
    if open_:
        command = Typed(f"briefcast propose {brief} --accept {open_[0].number}")
        say_told(tell("Nothing of it is in the brief yet. To accept one: {command}", command=command), colour="")
