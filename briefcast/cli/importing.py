"""``briefcast import``: a draft of a brief from a document that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.report import say_told
from briefcast.cli.terminal import answer
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    import datetime as dt


def add_import_command(app: typer.Typer) -> None:
    """Add the command of importing to the command line."""
    app.command("import")(import_document)


def _day(document: Path, written: str) -> dt.date | None:
    """Read the day that somebody gives a document; BriefError where it is none."""
    import datetime as dt

    from briefcast.errors import BriefError, Problem

    if not written:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        message = tell("There is no day {period}.", period=written)
        remedy = tell("Write a day of the calendar, such as 2025-02-06.")
        raise BriefError(
            [Problem(file=document, at="briefcast import --day", message=message, remedy=remedy)]
        ) from None


def import_document(
    document: Annotated[
        Path,
        typer.Argument(help="The document: .docx, .pdf, .xlsx, .ods, .csv, .html or .txt.", metavar="FILE"),
    ],
    language: Annotated[
        str, typer.Option("--language", help="Its language, by its code: vi. Told from its letters if left out.")
    ] = "",
    day: Annotated[
        str, typer.Option("--day", help="Its day, where it names none itself: 2026-11-04.", metavar="DAY")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The brief to write: NAME.yaml.")] = None,
) -> None:
    """Draft a brief from a document: its sentences with figures, each figure with where it stands.

    Nothing is guessed and nothing is confirmed: a person compares each figure before anything can be approved.

    Examples: briefcast import bao-cao.docx · briefcast import release.pdf --language en -o release.yaml
    """
    import datetime as dt

    from briefcast.brief.references import near_word
    from briefcast.catalogue import team_language
    from briefcast.drafting.aside import draft_aside
    from briefcast.drafting.draft import slug
    from briefcast.drafting.words import every_reading
    from briefcast.drafting.writing import write_draft
    from briefcast.errors import BriefError, Problem

    known = tuple(every_reading())
    if language and language not in known:
        near = near_word(language.lower(), list(known))
        remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {known}.", known=known)
        message = tell("Documents are not read in the language '{language}'.", language=language)
        raise BriefError([Problem(file=document, at="briefcast import --language", message=message, remedy=remedy)])
    own = _day(document, day)
    if out and out.suffix.lower() not in (".yaml", ".yml"):
        message = tell("A draft is written as a text file, not as *{ending}.", ending=out.suffix or out.name)
        raise BriefError([Problem(file=out, message=message, remedy=tell("Name it NAME.yaml."))])
    draft = draft_aside(document, language=language, today=dt.date.today(), day=own, id=slug(out.stem) if out else "")
    written = write_draft(draft, out or Path(f"{draft.data['id']}.yaml"), told_in=team_language())
    answer(written.brief)
    say_told(
        tell(
            "{figures} figures in {points} points, all unconfirmed. Left out, each with its reason: {left} numbers "
            "({report}).",
            figures=len(draft.data["statistics"]),
            points=len(draft.data["points"]),
            left=len(draft.left),
            report=written.report,
        ),
        colour="",
    )
    if "as_of" not in draft.data:
        say_told(
            tell("The document names no day: write it under {fields} before the check.", fields=("as_of", "date")),
            colour="yellow",
        )
    say_told(
        tell(
            "Compare each figure with the document, then: {command}", command=Typed(f"briefcast check {written.brief}")
        ),
        colour="",
    )
