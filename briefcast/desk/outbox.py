"""The outbox at the desk: what went out, waits or needs a person, how each is settled, and where a figure is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from briefcast.catalogue import in_language
from briefcast.channels.platforms import platform
from briefcast.desk.answers import answer_told, said_json
from briefcast.desk.confirming import written_value
from briefcast.desk.figures import Figure, figures_of, find_figures
from briefcast.desk.pages import language_of, page
from briefcast.desk.plans import known_ledger, ledger_of
from briefcast.desk.who import Sessions
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import tell
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.settling import expect_gone, let_out_again, out_all_the_same, what_comes, write_found
from briefcast.publishing.ways import expect_place, way_in, way_to_drop
from briefcast.publishing.withdrawing import withdraw_posts
from briefcast.states import called
from briefcast.week.moved import moved_slots, tell_moved
from briefcast.week.out_and_due import list_posts, needs_person
from briefcast.week.typed import AsTyped
from briefcast.week.waits import Due

Act = Literal["found", "missing", "again", "drop", "withdraw", "deleted"]
_MAY: dict[str, tuple[Act, ...]] = {
    "unconfirmed": ("found", "missing"),
    "sent": ("withdraw", "deleted"),
    "withdrawn": ("again",),
    "prepared": ("drop",),
    "refused": ("drop",),
}
"""What may be said of a post, by its state in the ledger; each is refused there of any other."""


class Settled(BaseModel):
    """What somebody says of one post."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    act: Act
    where: str = Field("", max_length=2_000)
    why: str = Field("", max_length=2_000)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One post, as the page lists it."""

    state: str
    post: Publication | Due
    acts: tuple[Act, ...]
    needs_person: bool
    at: Any = None
    """When something became of it last."""

    @property
    def number(self) -> int | None:
        """Its number in the ledger; None of what was never begun."""
        return self.post.id if isinstance(self.post, Publication) else None

    @property
    def is_out(self) -> bool:
        """Whether it went where it goes, or may have."""
        return isinstance(self.post, Publication) and self.post.state in ("sent", "unconfirmed", "withdrawn")

    @property
    def told(self) -> str:
        """Why it stands so."""
        return self.post.why if isinstance(self.post, Due) else self.post.detail

    @property
    def url(self) -> str:
        """Where it is; only an address of the web is a link."""
        url = getattr(self.post, "url", None) or ""
        return url if url.startswith(("https://", "http://")) else ""


class OutboxPages:
    """What the desk answers of the outbox."""

    def __init__(self, folder: Path, out: Path, sessions: Sessions) -> None:
        """Serve the outbox of the ledger in which the team of a folder decides."""
        self.folder, self.out, self.sessions = folder, out, sessions

    @property
    def routes(self) -> list[Route]:
        """What is answered."""
        return [
            Route("/outbox", self._list),
            Route("/outbox/{number:int}", self._told(self._settle), methods=["POST"]),
            Route("/says", self._says),
        ]

    async def _list(self, request: Request) -> Response:
        code = language_of(request)
        try:
            values = await run_in_threadpool(self._shown)
        except BriefcastError as error:
            return page(request, "refusal.html.j2", status=409, message=in_language(error.told, code))
        return page(request, "outbox.html.j2", called=_caller(code), **values)

    def _shown(self) -> dict[str, Any]:
        ledger = known_ledger(self.folder, self.out)
        if ledger is None:
            return {"rows": (), "next": None, "trouble": "", "moved": ()}
        outbox = Outbox(ledger, who="")
        listed, events = list_posts(outbox, self.folder), outbox.last_events()
        rows = tuple(_row(state, post, events) for state, post in listed.found)
        typed = AsTyped(ledger)
        return {
            "rows": rows,
            "next": listed.next,
            "trouble": listed.trouble,
            "moved": tell_moved(moved_slots(typed), typed),
        }

    async def _says(self, request: Request) -> Response:
        asked = request.query_params.get("figure", "").strip()[:200]
        said, known = await run_in_threadpool(self._said, asked)
        code = language_of(request)
        values = {each.id: written_value(each.row, code) if each.row else "".join(each.written[:1]) for each in known}
        return page(request, "says.html.j2", figure=asked, found=said, known=known, values=values, called=_caller(code))

    def _said(self, asked: str) -> tuple[tuple[tuple[Figure, tuple[Any, ...]], ...], tuple[Figure, ...]]:
        """Give the figures that are asked for, each with where it is said, and all that there are."""
        known, ledger = figures_of(self.folder, self.out), known_ledger(self.folder, self.out)
        wanted = find_figures(known, asked)
        if asked and not wanted and ledger and ledger.posts_saying(asked):
            # Of a brief that is not here any more.
            wanted = (Figure(id=asked),)
        return tuple((each, ledger.posts_saying(each.id) if ledger else ()) for each in wanted), known

    async def _settle(self, request: Request, _: str, asked: Settled) -> Response:
        number = request.path_params["number"]

        def settled() -> tuple[str, ...]:
            ledger = ledger_of(self.folder, self.out)
            who = self.sessions.decider(request, ledger)
            return self._carry_out(ledger, Outbox(ledger, who=who.name), number, asked)

        return said_json(request, await run_in_threadpool(settled))

    def _carry_out(self, ledger: Ledger, outbox: Outbox, number: int, asked: Settled) -> tuple[str, ...]:
        """Do what somebody says of a post, as the command of the same name does."""
        post, why = outbox.find(number), asked.why.strip()
        match asked.act:
            case "found":
                seen = write_found(outbox, number, expect_place(asked.where.strip(), post))
                return tuple(
                    filter(None, (tell("{id} is written down as sent.", id=number), out_all_the_same(seen, outbox)))
                )
            case "missing":
                gone = outbox.resolve(number, posted=False)
                comes = way_in(gone, outbox) or what_comes(gone, outbox)
                return (tell("{id} is written down as not there.", id=number), comes)
            case "again":
                return (let_out_again(post, outbox, why),)
            case "drop":
                dropped = outbox.drop(number, why, way=way_to_drop(post))
                return (tell("{id} is dropped: {item} does not go out there.", id=number, item=dropped.item),)
            case "withdraw":
                accounts = read_accounts(self.folder, to_take_back=True)
                [withdrawn] = withdraw_posts([post], accounts, outbox, why)
                if withdrawn.failed:
                    raise BriefcastError(withdrawn.failed)
                return (withdrawn.told,)
            case "deleted":
                accounts = read_accounts(self.folder, to_take_back=True)
                unseen = expect_gone(post, accounts, ledger) if post.state == "sent" else ""
                outbox.deleted(number, why)
                told = tell(
                    "{id} is written down as deleted: {item} is not out there any more.", id=number, item=post.where
                )
                not_looked = tell("That was not looked up, so it counts as you say: {reason}.", reason=unseen)
                return (told, not_looked) if unseen else (told,)

    def _told(self, answer: Callable[[Request, str, Any], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            return await answer_told(request, Settled, answer, "")

        return answered


def _row(state: str, post: Publication | Due, events: Any) -> Row:
    acts = _MAY.get(post.state, ()) if isinstance(post, Publication) else ()
    if not platform(post.channel).abilities.withdraw:
        acts = tuple(act for act in acts if act != "withdraw")
    event = events.get((post.item, post.channel, post.account))
    return Row(state=state, post=post, acts=acts, needs_person=needs_person(state), at=event.at if event else None)


def _caller(code: str) -> Callable[..., str]:
    def named(state: str, channel: str = "") -> str:
        return in_language(called("waits for its slot" if state == "waiting" else state, channel), code)

    return named
