"""``briefcast import``: a draft of a brief from a document that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefcast.cli.report import say_told
from briefcast.cli.terminal import answer
from briefcast.messages import Typed, tell


def add_import_command(app: typer.Typer) -> None:
    """Add the command of importing to the command line."""
    app.command("import")(import_document)


def import_document(
    document: Annotated[
        Path,
        typer.Argument(help="The document: .docx, .pdf, .xlsx, .ods, .csv, .html or .txt.", metavar="FILE"),
    ],
    language: Annotated[
        str, typer.Option("--language", help="Its language, by its code: vi. Told from its letters if left out.")
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
    from briefcast.drafting.draft import draft_brief, slug
    from briefcast.drafting.words import every_reading
    from briefcast.drafting.writing import write_draft
    from briefcast.errors import BriefError, Problem

    known = tuple(every_reading())
    if language and language not in known:
        near = near_word(language.lower(), list(known))
        remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {known}.", known=known)
        message = tell("Documents are not read in the language '{language}'.", language=language)
        raise BriefError([Problem(file=document, at="briefcast import --language", message=message, remedy=remedy)])
    path = out or Path(f"{slug(document.stem) or 'draft'}.yaml")
    if path.suffix.lower() not in (".yaml", ".yml"):
        message = tell("A draft is written as a text file, not as *{ending}.", ending=path.suffix or path.name)
        raise BriefError([Problem(file=path, message=message, remedy=tell("Name it NAME.yaml."))])
    draft = draft_brief(document, language=language, today=dt.date.today(), id=slug(path.stem))
    written = write_draft(draft, path, told_in=team_language())
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
    say_told(
        tell(
            "Compare each figure with the document, then: {command}", command=Typed(f"briefcast check {written.brief}")
        ),
        colour="",
    )
