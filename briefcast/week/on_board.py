"""Where decisions that people signed on the page of a week are taken in: a way of the board, so that a phone is enough.

A decision is taken as the form of a run in Prefect takes it. Who reaches the board cannot decide by that: a line counts
that is signed with the secret of whom the plan names, for this week and what its page showed, once, within hours.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.ledger import Ledger, open_ledger
from briefcast.ledger.people import People
from briefcast.messages import tell
from briefcast.pages.intake import OWN_HEADER
from briefcast.week.batch import reopen_week
from briefcast.week.deciding import decide, read_review
from briefcast.week.making import shown_review, told_waiting

_LINE_MAX_BYTES = 20_000


class DecisionsOnBoard:
    """Takes in signed decisions; ``wake`` is told of a week that is decided, and says what came of it."""

    def __init__(self, wake: Callable[[str, Ledger], str]) -> None:
        self._wake = wake

    @property
    def routes(self) -> list[Route]:
        """What the board answers beside the page of each week."""
        return [Route("/weeks/{week}/decisions", self._answer, methods=["POST"])]

    async def _answer(self, request: Request) -> Response:
        # A page of somebody else, open in the same browser, cannot send this header here.
        if OWN_HEADER not in request.headers:
            return JSONResponse({}, 403)
        line = b""
        async for piece in request.stream():
            line += piece
            if len(line) > _LINE_MAX_BYTES:
                return JSONResponse({}, 413)
        try:
            status, said = 200, await run_in_threadpool(self.take, request.path_params["week"], line.decode("ascii"))
        except BriefcastError as error:
            status, said = 409, error.told
        except UnicodeDecodeError:
            status, said = 400, ""
        return JSONResponse({code: in_language(said, code) for code in read_languages()}, status)

    def take(self, week: str, line: str) -> str:
        """Write a signed decision into the ledger and draw the page anew; says who is waited for, or what comes of it.

        Raises:
            LedgerError: it is no decision of whom the plan names, was handed in before, or is about something else
                than what lies there now. Then nothing is decided.
        """
        ledger = open_ledger()
        ledger.expect_team()
        planned, report = reopen_week(week, ledger)
        review = read_review(planned, ledger)
        said = People(ledger).take(line, week=week)
        if said.decision == "approved" and review.trouble:
            planned.expect_accounts()
        decide(
            review, ledger, said.names, said.decision, who=said.who, why=said.why, seen=said.seen, through="board",
            proof="signed",
        )  # fmt: skip
        _, now = shown_review(planned, report, ledger)
        if not now.undecided:
            return self._wake(week, ledger)
        return tell(
            "{count} of {all} items wait for a decision: {waiting}.",
            count=len(now.undecided),
            all=len(now.items),
            waiting=told_waiting(now),
        )
