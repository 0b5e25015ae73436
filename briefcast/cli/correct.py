"""``briefcast correct``: what is out and is said otherwise now, and the one correction that reaches all of it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say_alike, say_ledger, say_times, say_told, shown
from briefcast.cli.terminal import answer, answer_json
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, joined, tell
from briefcast.states import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcast.brief.corrections import Correction, Kind, Pair, Said
    from briefcast.ledger import Ledger
    from briefcast.week.correcting import CorrectionSet, Ending
    from briefcast.week.putting_right import Looked
    from briefcast.week.wrong import Work, Wrong

KindName = Annotated[
    str,
    typer.Option(
        "--kind",
        help="Write it down as correction (it was wrong), revision (better data came) or refile (a typing error).",
    ),
]
Reasons = Annotated[
    list[str] | None,
    typer.Option("--reason", help="Why, as readers are told it, in each language: en='We gave the wrong year.'"),
]
Seen = Annotated[str, typer.Option("--approve", help="Let all of it out: the code that was shown, so far typed.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who says so.")]
Restore = Annotated[
    bool, typer.Option("--restore", help="Write again what was let out and is lost from the file beside the brief.")
]
Settings = Annotated[Path, typer.Option("--settings", help="Folder of channels.yaml.")]
Json = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


def add_correct_command(app: typer.Typer) -> None:
    """Add the command that corrects what is out to the command line."""
    app.command()(correct)


def correct(
    brief: Annotated[
        Path,
        typer.Argument(help="The brief, as it is right now; or a week, to look at all of it.", metavar="BRIEF|WEEK"),
    ],
    kind: KindName = "",
    reason: Reasons = None,
    approve: Seen = "",
    who: Who = "",
    restore: Restore = False,
    settings: Settings = Path(),
    as_json: Json = False,
) -> None:
    """Show what is out and is said otherwise now, in all languages, on all channels; nothing is written unless asked.

    First put the brief right. With --kind it is written down beside the brief, and everything is made again with the
    notice in it; with --approve all of it is approved as one, and briefcast publish brings it to every channel.

    Examples: briefcast correct my-plan.yaml ·
    briefcast correct my-plan.yaml --kind correction --reason en='We gave the wrong year.' --who lan ·
    briefcast correct my-plan.yaml --approve 3f9a01c2d4e5 --who lan
    """
    from briefcast.ledger import open_ledger
    from briefcast.planner.weeks import week_meant
    from briefcast.week.putting_right import expect_kept
    from briefcast.week.wrong import briefs_of, open_work

    ledger, name = open_ledger(near=(settings, brief)), who or getpass.getuser()
    if week_meant(str(brief)) == str(brief) and not brief.exists():
        if kind or approve or restore or as_json:
            raise BriefcastError(tell("A week is only looked at. Name one brief of it, with what you want."))
        for each in briefs_of(str(brief), ledger):
            say_told(f"{each}", colour="bold")
            correct(each, settings=settings)
        return
    if bool(kind) + bool(approve) + restore > 1:
        raise BriefcastError(
            tell("One step at a time: --kind writes it down and makes it, you look at it, then --approve lets it out.")
        )
    if not kind and reason:
        raise BriefcastError(tell("A reason is given with --kind: say whether it is a correction or a revision."))
    say_ledger(ledger) if kind or approve or restore else say_times(ledger)
    work = open_work(brief, ledger, settings=settings)
    if restore:
        _restore(work, ledger)
        return
    expect_kept(work)
    if approve:
        _let_out(work, ledger, approve, name)
    elif kind:
        _write_down(work, ledger, kind, reason or (), name)
    else:
        _look(work, ledger, brief, as_json=as_json)


def _look(work: Work, ledger: Ledger, brief: Path, *, as_json: bool) -> None:
    """Show what is out and wrong, what becomes of it, and how to go on."""
    from briefcast.week.putting_right import UNSEEN, look

    looked = look(work, ledger)
    if as_json:
        answer_json(_as_json(looked))
        return
    _tell_wrong(looked.wrong, looked.found)
    _tell_endings(looked.ended)
    match looked.stage:
        case "nothing" if looked.wrong.letters:
            say_told(tell("Nothing else that is out says anything else than the brief."), colour="")
        case "nothing":
            say_told(tell("Nothing that is out says anything else than the brief."), colour="")
        case "by hand":
            say_told(tell("What is left of it is for a person, as listed."), colour="")
        case "stays":
            say_told(tell("What is left of it stays as it is: nothing can be changed there."), colour="")
        case "asked" if looked.written:
            _tell_written(looked.written, brief)
        case "asked":
            _tell_asked(looked.wrong.languages, brief)
        case "unseen":
            say_told(UNSEEN, colour="")
        case "ready" | "let out":
            assert looked.found is not None
            _tell_next(looked.found, ledger, brief)


def _tell_asked(languages: Sequence[str], brief: Path) -> None:
    """Say what is to be told to readers, and what it is for, before the command that asks for it."""
    say_told(
        tell("Say what it is: correction (it was wrong), revision (better data came) or refile (a typing error)."),
        colour="",
    )
    say_told(
        tell("Then say why, to the readers of each language, in one sentence. They read it in every notice."), colour=""
    )
    say_told(tell("Of a typing error they read nothing: one reason, in any of them, is for your team."), colour="")
    asked = " ".join(f"--reason {code}='…'" for code in languages)
    command = Typed(f"briefcast correct {brief} --kind correction {asked}")
    say_told(tell("To write it down and make everything again: {command}", command=command), colour="")


def _tell_written(written: Correction, brief: Path) -> None:
    """Say what is written down already, and how its making goes on."""
    from briefcast.week.putting_right import cut_short

    say_told(cut_short(written), colour="")
    for code, reason in written.reason.items():
        say_told(f"    {code}: {shown(reason)}", colour="")
    command = Typed(f"briefcast correct {brief} --kind {written.kind}")
    say_told(tell("To go on with that, and make everything again: {command}", command=command), colour="")


def _restore(work: Work, ledger: Ledger) -> None:
    """Write again what was let out and is not in the file beside the brief."""
    from briefcast.brief.corrections import corrections_file, put_back
    from briefcast.ledger.corrected import lost_corrections

    ledger.expect_team()
    lost = lost_corrections(ledger, work.beside, work.id)
    known = [each.correction for each in lost if each.correction]
    file = put_back(work.beside, work.id, known) if known else corrections_file(work.beside, work.id)
    if len(known) < len(lost):
        raise BriefcastError(
            tell("What an earlier version let out is not kept word by word: put {file} back from a backup.", file=file)
        )
    if not known:
        raise BriefcastError(tell("Nothing is lost: {file} has all that was let out.", file=file))
    say_told(tell("Written down in {file}; keep it with the brief.", file=file), colour="")


def _kind(said: str) -> Kind:
    from briefcast.brief.corrections import KINDS

    for known in KINDS:
        if known == said:
            return known
    raise BriefcastError(tell("'{said}' is no kind of correction. Use {choices}.", said=said, choices=KINDS))


def _reasons(given: Sequence[str], languages: Sequence[str], *, one_is_enough: bool) -> dict[str, str]:
    """Read reasons as they are typed, ``en=We gave the wrong year.``; each language that was told something needs one.

    Of a typing error readers are told nothing: there, one is enough.

    Raises:
        BriefcastError: one is none, or is missing.
    """
    found: dict[str, str] = {}
    for each in given:
        code, _, text = each.partition("=")
        if code.strip() not in languages or not text.strip():
            raise BriefcastError(
                tell(
                    "'{said}' is no reason in a language that was told something. Write {languages}, each with its "
                    "words: --reason en='We gave the wrong year.'",
                    said=each,
                    languages=tuple(languages),
                )
            )
        found[code.strip()] = " ".join(text.split())
    if found and one_is_enough:
        return found
    if missing := [code for code in languages if code not in found]:
        asked = " ".join(f"--reason {code}='…'" for code in missing)
        raise BriefcastError(tell("Readers of each language are told why. Add {options}", options=Typed(asked)))
    return found


def _write_down(work: Work, ledger: Ledger, kind: str, given: Sequence[str], who: str) -> None:
    """Write a correction beside the brief, make everything again with its notice, and show what to look at."""
    from briefcast.cli.progress import make_watched
    from briefcast.week.putting_right import NothingWrong, show_made, write_down, written_down
    from briefcast.week.wrong import find_wrong

    called_as, wrong = _kind(kind), find_wrong(work, ledger)
    if not wrong.said:
        _tell_wrong(wrong, None)
        raise NothingWrong(wrong, work.file.path)
    written = written_down(work, ledger, wrong)
    if written and written.kind == called_as and not given:
        ledger.expect_team()
        told = tell("It goes on with what was written down on {day} by {who}.", day=written.on, who=written.who)
        say_told(told, colour="")
    elif written and not given:
        raise BriefcastError(
            tell(
                "It was written down on {day} by {who} as {kind}. To go on with that: {command}. To call it something "
                "else, say why once more, with --reason.",
                day=written.on,
                who=written.who,
                kind=Typed(written.kind),
                command=Typed(f"briefcast correct {work.file.path} --kind {written.kind}"),
            )
        )
    else:
        reasons = _reasons(given, wrong.languages, one_is_enough=called_as == "refile")
        file = write_down(work, ledger, wrong, kind=called_as, reasons=reasons, who=who)
        say_told(tell("Written down in {file}; keep it with the brief.", file=file), colour="")
    edition = make_watched(work.request, file=work.file)
    edition.raise_failures()
    wrong, found = show_made(work, ledger, edition.manifest, who=who)
    _tell_wrong(wrong, found)
    say_told(tell("Look at all of it:"), colour="")
    answer(edition.page.resolve())
    _tell_next(found, ledger, work.file.path)


def _let_out(work: Work, ledger: Ledger, seen: str, who: str) -> None:
    from briefcast.cli.people import prove
    from briefcast.week.putting_right import NotAllOfIt, ToldOtherwise, approve

    proof = prove(ledger, who)
    try:
        found, refused = approve(work, ledger, seen=seen, who=who, proof=proof)
    except ToldOtherwise as error:
        _tell_said(error.said)
        raise
    except NotAllOfIt as error:
        _tell_wrong(error.wrong, None)
        raise
    told = tell("All of it is let out as one correction. To send it: {command}", command=Typed("briefcast publish"))
    say_told(told, colour="")
    _tell_cannot(found)
    _tell_stopped(found)
    for each in refused:
        say_told(each.told, label=called("refused"), colour="red")
    if refused:
        raise typer.Exit(1)


# ---- what people read


def _tell_wrong(wrong: Wrong, found: CorrectionSet | None) -> None:
    """Say what readers were told, old and new words side by side, on which posts, and what becomes of each."""
    from briefcast.week.correcting import places_of

    kind = found.correction.kind if found else "correction"
    _tell_said(wrong.said)
    _tell_said(wrong.said_no_more)
    say_alike(
        (
            (called("out" if each.out else "prepared", each.channel), each.where, each.told(kind))
            for each in places_of(wrong, found)
        ),
        colour="",
        every=True,
    )
    say_alike(
        (
            called("out", post.channel),
            post.where,
            tell("an issue of the newsletter said it; the next one says what was put right"),
        )
        for post in wrong.letters
    )


def _tell_said(said: Said) -> None:
    """Set old and new words side by side, by audience and language."""
    from briefcast.brief.corrections import said_alike

    for audiences, code, pairs in said_alike(said):
        say_told(f"{', '.join(audiences)} · {code}", colour="bold")
        for line in _lines(pairs):
            say_told(f"    {shown(line)}", colour="")


def _lines(pairs: Sequence[Pair]) -> Iterable[str]:
    # All of them: a code stands for what was shown.
    for pair in pairs:
        label = f"{pair.label}: " if pair.label else ""
        yield f"{label}– {pair.was or '…'}"
        yield f"{' ' * len(label)}+ {pair.now or '…'}"


def _tell_next(found: CorrectionSet, ledger: Ledger, brief: Path) -> None:
    """Say how the set is let out; that it is already, and how it is sent."""
    from briefcast.week.correcting import SEEN_CHARS, is_let_out

    _tell_cannot(found)
    _tell_stopped(found)
    if is_let_out(found, ledger):
        say_told(tell("It is let out. To send it: {command}", command=Typed("briefcast publish")), colour="")
        return
    command = Typed(f"briefcast correct {brief} --approve {found.seen[:SEEN_CHARS]}")
    say_told(tell("To approve all of it as one, and let it out: {command}", command=command), colour="")


def _tell_cannot(found: CorrectionSet) -> None:
    """Name each post that cannot go out, with the reason: what it would put right stays as it is."""
    for (item, channel, account), why in found.cannot.items():
        say_told(joined(f"{item} → {channel}:{account}", why), label=called("refused"), colour="red")


def _tell_stopped(found: CorrectionSet) -> None:
    say_alike(
        (
            called(each.stopped),
            each.item.key,
            tell("Somebody stopped it: nothing of it goes out, and what is out stays."),
        )
        for each in found.items
        if each.stopped
    )


def _tell_endings(ended: Sequence[Ending]) -> None:
    say_alike(
        ((called(each.became), f"{each.item} → {each.channel}:{each.account}", joined(each.why)) for each in ended),
        colour="",
        every=True,
    )


def _as_json(looked: Looked) -> dict[str, object]:
    kind, found = looked.kind, looked.found
    return {
        "posts": [
            {
                "item": each.item,
                "channel": each.channel,
                "account": each.account,
                "url": (each.post.url or "") if each.post else "",
                "out": each.out,
                "way": each.way(kind),
                "told": str(each.told(kind)),
                "said": [pair.model_dump() for pair in each.pairs],
            }
            for each in looked.places
        ],
        "letters": [post.item for post in looked.wrong.letters],
        "approve": found.seen if found else "",
        "ended": [
            {
                "item": each.item,
                "channel": each.channel,
                "account": each.account,
                "url": each.url,
                "became": each.became,
                "outcome": each.outcome,
                "why": str(each.why),
            }
            for each in looked.ended
        ],
    }
