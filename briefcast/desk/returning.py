"""Pages that were made, as the desk shows them: with the way back, and buttons where they print a command.

The files stay as they are; whoever opens them from the disk, or on a board, has the commands.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from briefcast.desk.pages import language_of
from briefcast.desk.shelf import EDITED
from briefcast.desk.words import word
from briefcast.errors import BriefcastError
from briefcast.languages import language
from briefcast.pages.board import HEADERS
from briefcast.pages.frame import PAGE_NAME
from briefcast.planner.weeks import days_of
from briefcast.store.switch import settle
from briefcast.week.week import REVIEW_FOLDER

_COMMAND = re.compile(
    r'<p class="command"><code class="text" dir="ltr">briefcast (?:approve|send-back|hold|release) '
    r"[^<]*</code>.*?</p>",
    re.DOTALL,
)
_PART = re.compile(r"[\w-]{1,80}\.html")


class ReturningPages:
    """Answers with the page of an edition or of a week's review, each with the way back to the desk."""

    def __init__(self, folder: Path, out: Path) -> None:
        """Show what lies in ``out``, made of the briefs of a folder."""
        self.folder, self.out = folder, out

    @property
    def routes(self) -> list[Route]:
        """What is answered before the board is asked."""
        review = f"/editions/{REVIEW_FOLDER}/{{week}}/{{name}}"
        return [Route(review, self._review), Route(f"/editions/{{edition}}/{PAGE_NAME}", self._edition)]

    async def _edition(self, request: Request) -> Response:
        code, name = language_of(request), request.path_params["edition"]
        brief = next((f"{name}{end}" for end in EDITED if (self.folder / f"{name}{end}").is_file()), "")
        ways = [("/", word(code, "back_to_desk"))]
        ways += [(f"/briefs/{brief}", word(code, "see_brief"))] if brief else []
        ways += [(f"/handouts/{name}", word(code, "handouts"))]
        return await self._shown(self.out / name / PAGE_NAME, ways, code)

    async def _review(self, request: Request) -> Response:
        code, week, name = language_of(request), request.path_params["week"], request.path_params["name"]
        try:
            days_of(week)
        except ValueError:
            return Response(status_code=404, headers=HEADERS)
        if not _PART.fullmatch(name):
            return Response(status_code=404, headers=HEADERS)
        button = f'<p><a class="desk-button" href="/weeks/{week}">{escape(word(code, "decide_here"))}</a></p>'
        ways = [("/", word(code, "back_to_desk")), (f"/weeks/{week}", word(code, "week_title", week=week))]
        return await self._shown(self.out / REVIEW_FOLDER / week / name, ways, code, button)

    async def _shown(self, file: Path, ways: list[tuple[str, str]], code: str, button: str = "") -> Response:
        """Answer with a page that was made, with ways back above it and a button in the place of each command."""
        if file.parent.name.startswith("."):
            return Response(status_code=404, headers=HEADERS)
        try:
            text = await run_in_threadpool(_read, self.out, file)
        except (OSError, BriefcastError):
            return Response(status_code=404, headers=HEADERS)
        links = "".join(f'<li><a href="{escape(place)}">{escape(name)}</a></li>' for place, name in ways)
        direction = language(code).direction
        bar = (
            "<style>.desk-ways{display:block;border:0}"
            ".desk-ways ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0;"
            "padding:.5rem 1rem}.desk-ways a,.desk-button{display:inline-block;min-height:24px;line-height:24px}"
            ".desk-button{padding:.35rem .9rem;border:1px solid currentColor;border-radius:6px}</style>"
            f'<nav class="desk-ways" lang="{code}" dir="{direction}" aria-label="{escape(word(code, "desk"))}">'
            f"<ul>{links}</ul></nav>"
        )
        shown = text.replace("</header>", f"</header>{bar}", 1) if "</header>" in text else text
        if button:
            # One button says what every command says: the page of the week is where it is decided.
            buttons = iter((button,))
            shown = _COMMAND.sub(lambda _: next(buttons, ""), shown)
        return HTMLResponse(shown, headers=HEADERS)


def _read(out: Path, file: Path) -> str:
    """Read a page; a change of its edition that was cut short is finished first."""
    settle(out)
    settle(file.parent)
    if file.parent.is_symlink() or file.is_symlink():
        raise OSError
    return file.read_text("utf-8")
