"""``briefcast correct``: what is out and is said otherwise now, and the one correction that reaches all of it."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say_alike, say_ledger, say_told, shown
from briefcast.cli.terminal import answer, answer_json
from briefcast.errors import BriefcastError
from briefcast.messages import Typed, joined, tell
from briefcast.states import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcast.brief.corrections import Kind, Pair, Said
    from briefcast.ledger import Ledger
    from briefcast.week.correcting import CorrectionSet, Ending, Work, Wrong

_PAIRS_SHOWN = 12
"""Of more in one language, --json has all."""
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
    from briefcast.week.correcting import briefs_of, endings, find_wrong, open_work, read_set

    ledger, name = open_ledger(near=(settings, brief)), who or getpass.getuser()
    if week_meant(str(brief)) == str(brief) and not brief.exists():
        if kind or approve or as_json:
            raise BriefcastError(tell("A week is only looked at. Name one brief of it, with what you want."))
        for each in briefs_of(str(brief), ledger):
            say_told(f"{each}", colour="bold")
            correct(each, settings=settings)
        return
    if kind and approve:
        raise BriefcastError(tell("First --kind, then look at what was made, then --approve."))
    if not kind and reason:
        raise BriefcastError(tell("A reason is given with --kind: say whether it is a correction or a revision."))
    if kind or approve:
        say_ledger(ledger)
    work = open_work(brief, ledger, settings=settings)
    if approve:
        _let_out(work, ledger, approve, name)
        return
    wrong = find_wrong(work, ledger)
    if kind:
        _write_down(work, wrong, ledger, kind, reason or (), name)
        return
    ended = endings(ledger, work.id)
    found = read_set(work, ledger)
    ready = found if found and _covers(found, wrong) else None
    if as_json:
        answer_json(_as_json(wrong, ready, ended))
        return
    _tell_wrong(wrong, ready)
    _tell_endings(ended)
    if not wrong.posts:
        say_told(tell("Nothing that is out says anything else than the brief."), colour="")
    elif ready and all(each.became == "listed" and each.sent for each in ended if each.became != "corrected") and ended:
        say_told(tell("What is left of it is for a person, as listed."), colour="")
    elif ready:
        _tell_next(ready, ledger, brief)
    elif wrong.said:
        asked = " ".join(f"--reason {code}='…'" for code in wrong.languages)
        command = Typed(f"briefcast correct {brief} --kind correction {asked}")
        say_told(tell("To write it down and make everything again: {command}", command=command), colour="")
    else:
        say_told(tell("Nobody has seen it: make it again and approve it, and nothing has to be corrected."), colour="")


def _kind(said: str) -> Kind:
    from briefcast.brief.corrections import KINDS

    for known in KINDS:
        if known == said:
            return known
    raise BriefcastError(tell("'{said}' is no kind of correction. Use {choices}.", said=said, choices=KINDS))


def _reasons(given: Sequence[str], languages: Sequence[str]) -> dict[str, str]:
    """Read reasons as they are typed, ``en=We gave the wrong year.``; each language that was told something needs one.

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
    if missing := [code for code in languages if code not in found]:
        asked = " ".join(f"--reason {code}='…'" for code in missing)
        raise BriefcastError(tell("Readers of each language are told why. Add {options}", options=Typed(asked)))
    return found


def _write_down(work: Work, wrong: Wrong, ledger: Ledger, kind: str, given: Sequence[str], who: str) -> None:
    """Write a correction beside the brief, make everything again with its notice, and show what to look at."""
    import datetime as dt

    from briefcast.brief.corrections import Correction, add_correction
    from briefcast.catalogue import team_zone
    from briefcast.cli.progress import make_watched
    from briefcast.week.correcting import marks_let_out, read_set

    if not wrong.said:
        raise BriefcastError(
            tell("Nothing that is out says anything else than the brief: there is nothing to correct.")
        )
    today = dt.datetime.now(team_zone() or dt.UTC).date()
    correction = Correction.model_validate(
        {
            "on": today,
            "kind": _kind(kind),
            "who": who,
            "reason": _reasons(given, wrong.languages),
            "said": wrong.said,
        }
    )
    ledger.expect_team()
    file = add_correction(work.beside, work.id, correction, out=marks_let_out(ledger, work.id))
    say_told(tell("Written down in {file}; keep it with the brief.", file=file), colour="")
    edition = make_watched(work.request, file=work.file)
    edition.raise_failures()
    ledger.record_edition(edition.manifest, folder=work.folder, who=who, week=work.week or None)
    _redraw(work, ledger)
    found = read_set(work, ledger)
    if found is None:
        raise BriefcastError(tell("What was made again is what is out: nothing has to be corrected."))
    _tell_wrong(wrong, found)
    say_told(tell("Look at all of it:"), colour="")
    answer(edition.page.resolve())
    _tell_next(found, ledger, work.file.path)


def _redraw(work: Work, ledger: Ledger) -> None:
    """Draw the page anew that people decide the week from: it shows what lies there now."""
    from briefcast.week.batch import reopen_week
    from briefcast.week.making import show_review

    if work.week:
        show_review(*reopen_week(work.week, ledger), ledger)


def _let_out(work: Work, ledger: Ledger, seen: str, who: str) -> None:
    from briefcast.cli.people import prove
    from briefcast.week.correcting import expect_seen, let_out_set, read_set, said_since

    proof = prove(ledger, who)
    found = read_set(work, ledger)
    if found is None:
        raise BriefcastError(tell("Nothing waits to be let out: everything that is out is what lies there."))
    expect_seen(found, seen)
    if since := said_since(work, found, ledger):
        _tell_said(since)
        raise BriefcastError(
            tell(
                "The brief says otherwise by now than what was made of it: nothing was approved. Write it down again "
                "with --kind, which makes all of it again, and look at that."
            )
        )
    refused = let_out_set(found, ledger, who=who, proof=proof)
    told = tell("All of it is let out as one correction. To send it: {command}", command=Typed("briefcast publish"))
    say_told(told, colour="")
    _tell_stopped(found)
    for each in refused:
        say_told(each.told, label=called("refused"), colour="red")
    if refused:
        raise typer.Exit(1)


# ---- what people read


def _tell_wrong(wrong: Wrong, found: CorrectionSet | None) -> None:
    """Say what readers were told, old and new words side by side, and on which posts."""
    from briefcast.week.correcting import WAYS

    _tell_said(wrong.said)
    kind = found.correction.kind if found else "correction"
    say_alike(
        (
            (called("out" if each.out else "prepared", each.post.channel), each.post.where, WAYS[each.way(kind)])
            for each in wrong.posts
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
    for audience, languages in said.items():
        for code, pairs in languages.items():
            say_told(f"{audience} · {code}", colour="bold")
            for line in _lines(pairs):
                say_told(f"    {shown(line)}", colour="")


def _lines(pairs: Sequence[Pair]) -> Iterable[str]:
    for pair in pairs[:_PAIRS_SHOWN]:
        label = f"{pair.label}: " if pair.label else ""
        yield f"{label}– {pair.was or '…'}"
        yield f"{' ' * len(label)}+ {pair.now or '…'}"
    if len(pairs) > _PAIRS_SHOWN:
        yield "…"


def _tell_next(found: CorrectionSet, ledger: Ledger, brief: Path) -> None:
    """Say how the set is let out; that it is already, and how it is sent."""
    from briefcast.ledger.corrected import corrections_let_out
    from briefcast.week.correcting import SEEN_CHARS

    for each in found.items:
        for place in each.places:
            if place.shown is None and not place.stays:
                where = f"{each.item.key} → {place.channel}:{place.account}"
                say_told(joined(where, place.refused), label=called("refused"), colour="red")
    _tell_stopped(found)
    known = corrections_let_out(ledger)
    if all((each.item.key, each.item.content_sha256) in known for each in found.goes):
        say_told(tell("It is let out. To send it: {command}", command=Typed("briefcast publish")), colour="")
        return
    command = Typed(f"briefcast correct {brief} --approve {found.seen[:SEEN_CHARS]}")
    say_told(tell("To approve all of it as one, and let it out: {command}", command=command), colour="")


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
    say_alike(
        (
            called("out"),
            post.where,
            tell(
                "It is made no more. To take it back: {command}", command=Typed(f"briefcast outbox withdraw {post.id}")
            ),
        )
        for post in found.gone
    )


def _tell_endings(ended: Sequence[Ending]) -> None:
    say_alike(
        ((called(each.became), f"{each.item} → {each.channel}:{each.account}", joined(each.why)) for each in ended),
        colour="",
        every=True,
    )


def _covers(found: CorrectionSet, wrong: Wrong) -> bool:
    """Say whether a correction that was written down is of all that is said otherwise now."""
    said = found.correction.said
    return all(
        set(pairs) <= set(said.get(audience, {}).get(code, ()))
        for audience, languages in wrong.said.items()
        for code, pairs in languages.items()
    )


def _as_json(wrong: Wrong, found: CorrectionSet | None, ended: Sequence[Ending]) -> dict[str, object]:
    kind = found.correction.kind if found else "correction"
    return {
        "posts": [
            {
                "item": each.post.item,
                "channel": each.post.channel,
                "account": each.post.account,
                "url": each.post.url or "",
                "out": each.out,
                "way": each.way(kind),
                "said": [pair.model_dump() for pair in each.pairs],
            }
            for each in wrong.posts
        ],
        "letters": [post.item for post in wrong.letters],
        "approve": found.seen if found else "",
        "ended": [
            {
                "item": each.item,
                "channel": each.channel,
                "account": each.account,
                "url": each.url,
                "became": each.became,
                "why": str(each.why),
            }
            for each in ended
        ],
    }
