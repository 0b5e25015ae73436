"""``briefcast handout``: what somebody is handed of an edition."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefcast.cli.people import prove
from briefcast.cli.report import say_ledger, say_told
from briefcast.cli.terminal import answer, answer_json
from briefcast.messages import Typed, tell

if TYPE_CHECKING:
    from starlette.routing import Route

    from briefcast.handouts.opened import Opened

handout_app = typer.Typer(
    no_args_is_help=True, help="Hand something of an edition out: to the press, a speaker, who has no account."
)
Edition = Annotated[Path, typer.Argument(help="Folder of an edition.", metavar="EDITION")]
Draft = Annotated[bool, typer.Option("--draft", help="Also what is not approved, or is wrong; each text says so.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file to write.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Only this language, by its code: vi.")]
Audiences = Annotated[list[str] | None, typer.Option("--audience", help="Only this audience; may be given again.")]
Who = Annotated[str, typer.Option("--who", envvar="BRIEFCAST_WHO", help="Who does it; by default your account.")]


@handout_app.command()
def press(
    edition: Edition, audiences: Audiences = None, languages: Languages = None, draft: Draft = False,
    output: Output = None,
) -> None:  # fmt: skip
    """Write a ZIP for newsrooms: release, pictures as PNG, JPEG and PDF, captions, alt texts, and the embargo.

    Examples: briefcast handout press outputs/egov-2024 · briefcast handout press outputs/egov-2024 --language vi
    """
    from briefcast.cli.report import say_alike
    from briefcast.handouts.press import make_press_kit

    kit = make_press_kit(_open(edition), audiences=audiences or (), languages=languages or (), drafts=draft)
    path = output or Path(kit.name)
    path.write_bytes(kit.content)
    say_alike(
        ((tell("Left out"), key, why) for key, why in kit.left), more=f"briefcast handout press {edition} --draft"
    )
    answer(path)


@handout_app.command()
def picture(
    file: Annotated[Path, typer.Argument(help="A picture of an edition, in its folder.", metavar="PICTURE")],
    form: Annotated[str, typer.Option("--as", help="What it is to be: png, jpg or pdf.")] = "pdf",
    output: Output = None,
) -> None:
    """Write a picture of an edition as PNG, JPEG or PDF, with its alt text inside.

    Examples: briefcast handout picture outputs/egov-2024/citizens/vi/infographic-1080x1350.png --as pdf
    """
    from briefcast.errors import BriefcastError
    from briefcast.handouts.pictures import FORMS, picture_as
    from briefcast.manifest.manifest import MANIFEST_NAME

    wanted = next((each for each in FORMS if each == form.lower().replace("jpeg", "jpg")), None)
    if wanted is None:
        raise BriefcastError(tell("There is no form '{form}'. Write one of: {known}.", form=form, known=FORMS))
    folder = next((each for each in file.parents if (each / MANIFEST_NAME).is_file()), file.parent)
    opened = _open(folder)
    name = file.relative_to(folder).as_posix()
    found = next(((item, each) for item in opened.items for each in item.outputs if each.path == name), None)
    if found is None:
        raise BriefcastError(tell("{file} is no picture of an edition.", file=file))
    item, entry = found
    title = item.script.title_alone if item.script else opened.title(item.language)
    path = output or Path(file.with_suffix(f".{wanted}").name)
    path.write_bytes(picture_as(entry, folder, wanted, title=title))
    for line in opened.lines_above(item.language, [item], approved=opened.is_approved(item)):
        say_told(line)
    answer(path)


@handout_app.command()
def script(
    edition: Edition,
    audience: Annotated[str, typer.Option("--audience", help="Whom it is told.")],
    language: Annotated[str, typer.Option("--language", help="In which language, by its code: vi.")],
    draft: Draft = False,
    output: Output = None,
) -> None:
    """Write what an audience is told as a Word document for the speaker: large, a sentence a line, figures in bold.

    Examples: briefcast handout script outputs/egov-2024 --audience citizens --language vi
    """
    from briefcast.handouts.speaker import write_speech

    opened = _open(edition)
    path = output or Path(f"{opened.manifest.brief}-{audience}-{language}.docx")
    path.write_bytes(write_speech(opened, audience, language, drafts=draft))
    answer(path)


@handout_app.command()
def link(
    edition: Edition,
    days: Annotated[int, typer.Option("--days", help="How long it holds.")] = 14,
    before_out: Annotated[
        bool, typer.Option("--before-out", help="Show also what is not out yet, also under embargo; the page says so.")
    ] = False,
    who: Who = "",
) -> None:
    """Make a link to an edition for who has no account; it is told once, expires, and can be taken back.

    The board serves it (BRIEFCAST_BOARD_URL names it). It shows what is out, and nothing of any other edition.

    Examples: briefcast handout link outputs/egov-2024 --days 7 · briefcast handout link outputs/egov-2024 --before-out
    """
    from briefcast.handouts.shared import address_of
    from briefcast.ledger import open_ledger
    from briefcast.ledger.shares import make_share

    ledger = open_ledger(near=(edition,))
    say_ledger(ledger)
    name = who or getpass.getuser()
    prove(ledger, name, f"briefcast handout link {edition}")
    opened = _open(edition)
    content = opened.sha256 if before_out else ""
    token, share = make_share(
        ledger, opened.manifest.brief, who=name, days=days, content_sha256=content, now=opened.now
    )
    told = tell(
        "Link {number} holds until {time}. It is shown this once. To take it back: {command}",
        number=share.id,
        time=share.ends_at,
        command=Typed(f"briefcast handout take-back {share.id}"),
    )
    say_told(told, colour="")
    if before_out:
        say_told(tell("It shows what is not out yet, as it lies there now, and says so."))
    answer(address_of(token, os.environ.get("BRIEFCAST_BOARD_URL", "")))


@handout_app.command()
def links(
    edition: Annotated[Path | None, typer.Argument(help="Folder of an edition; all if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
) -> None:
    """List the links that were made: to what, by whom, when, until when, and who took which back.

    Examples: briefcast handout links · briefcast handout links outputs/egov-2024 --json
    """
    from briefcast.handouts.shared import told_share
    from briefcast.ledger import open_ledger
    from briefcast.ledger.shares import list_shares

    now = dt.datetime.now(dt.UTC)
    shares = list_shares(open_ledger(near=(edition,) if edition else ()), edition.name if edition else "")
    if as_json:
        answer_json(
            [
                {
                    "number": each.id,
                    "edition": each.edition,
                    "who": each.who,
                    "at": each.at.isoformat(),
                    "until": each.ends_at.isoformat(),
                    "before_out": bool(each.content_sha256),
                    "holds": each.holds(now),
                    "taken_back_by": each.taken_back_by,
                }
                for each in shares
            ]
        )
        return
    for each in shares:
        say_told(told_share(each, now), colour="")


@handout_app.command("take-back")
def take_back(number: Annotated[int, typer.Argument(help="The number of the link.")], who: Who = "") -> None:
    """Take a link back: from now on it opens nothing.

    Examples: briefcast handout take-back 3
    """
    from briefcast.handouts.shared import told_share
    from briefcast.ledger import open_ledger
    from briefcast.ledger.shares import take_back_share

    ledger = open_ledger()
    say_ledger(ledger)
    name = who or getpass.getuser()
    prove(ledger, name, f"briefcast handout take-back {number}")
    now = dt.datetime.now(dt.UTC)
    say_told(told_share(take_back_share(ledger, number, who=name, now=now), now), colour="")


def shared_ways(folder: Path) -> list[Route]:
    """Give what a board answers to who has a link to an edition below a folder."""
    from briefcast.handouts.shared import SharedPages
    from briefcast.ledger import Ledger, open_ledger
    from briefcast.paths import ledger_is_there

    def known() -> Ledger | None:
        return open_ledger(near=(folder,)) if ledger_is_there() else None

    return SharedPages(folder, known).routes


def _open(edition: Path) -> Opened:
    from briefcast.handouts.opened import open_edition
    from briefcast.ledger import open_ledger
    from briefcast.paths import ledger_is_there

    ledger = open_ledger(near=(edition,)) if ledger_is_there() else None
    return open_edition(edition, ledger, now=dt.datetime.now(dt.UTC))
