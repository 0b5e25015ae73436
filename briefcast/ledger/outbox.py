"""The outbox: what is to go out, what went, and who works on it, so that nothing goes out twice.

    prepared → sending (upload → publish → look) → sent → withdrawn
                                                   | refused
                                                   | unconfirmed

A publisher claims a publication before it touches it, and steps from ``upload`` to ``publish`` with one
compare-and-set on its claim. Whoever takes a claim over, because its publisher died or seems to have, changes
it; the first one's step then fails, and it stops. So the publishing call is made by one publisher at most,
whatever clocks say. After ``publish`` was entered, nobody makes the call again unless that is harmless: what
became of it is looked for.
"""

from __future__ import annotations

import datetime as dt
import os
import socket
import uuid
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, delete, desc, func, insert, or_, select, update

from briefcast.errors import LedgerError, Refused
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.records import Event
from briefcast.messages import Message, Typed, joined, tell
from briefcast.states import called

State = Literal["prepared", "sending", "sent", "refused", "unconfirmed", "withdrawn"]
Step = Literal["", "upload", "publish", "look"]

LEASE_S = 900
"""A claim without a sign of life for this long is taken over. Too short costs an upload, never a second post."""

_NOTED = (
    "prepared",
    "sending",
    "sent",
    "refused",
    "unconfirmed",
    "withdrawn",
    "replaced",
    "put back",
    "found",
    "not found",
    "dropped",
    "again",
    "taken back",
    "deleted",
)
"""What the history says of a publication."""
_OUT = ("sent", "found")
"""After which of these words readers have it."""
OUT_BY_HISTORY = tell(
    "The history says that it went out, and its row in the ledger does not: somebody changed it by hand."
)
"""Why a publication is looked for although its row says that nothing was sent."""
WORKED_ON = tell("A publisher works on it, or stopped: its run, or the next briefcast publish, says what became of it.")
"""What is said of a publication that is being sent, for all that is known."""
_CORRECTED = "Corrected by content {content}, which went out beside it."
_MADE_WAY = tell("Other content took its place.")
_MINE: set[str] = set()
"""Claims of this process that are worked on now."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One item on its way to one account of a channel."""

    id: int
    item: str
    channel: str
    account: str
    content_sha256: str
    state: State
    step: Step
    marker: str
    remote_id: str | None
    url: str | None
    attempts: int
    """How often the publishing call was made."""
    slot: dt.datetime | None
    prepared_at: dt.datetime
    sending_at: dt.datetime | None
    ended_at: dt.datetime | None
    first_sent_at: dt.datetime | None
    scheduled_for: dt.datetime | None
    """When the platform shows it, if it holds it until then."""
    detail: str
    """Why it was refused, waits or is not confirmed."""
    cause: str = ""
    """What came instead of an answer to the publishing call; empty if nothing was written down, as where its publisher
    stopped."""
    sent_to: str = ""
    """Where its account led when it was sent; empty where its channel does not say, or it was not sent from here."""
    kept: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Ids and sessions to go on with: what was brought to its account already."""

    @property
    def where(self) -> str:
        """What is posted where, as people are told."""
        return f"{self.item} → {self.channel}:{self.account}"

    @property
    def was_out(self) -> bool:
        """Whether it was given to its platform once, as far as is known."""
        return bool(self.remote_id or self.url)

    @property
    def has_left(self) -> bool:
        """Whether it is out, may be, or was: no row of it is missing."""
        return self.state in ("sending", "sent", "unconfirmed", "withdrawn")

    @property
    def was_begun(self) -> bool:
        """Whether something of it was brought to its account, to go on with."""
        return bool(self.kept)

    @property
    def stands(self) -> str:
        """Its state as people are told; what a correction went out beside is *corrected*: it stays with its readers."""
        corrected = isinstance(self.detail, Message) and self.detail.pattern == _CORRECTED
        return "corrected" if self.state == "withdrawn" and corrected else self.state

    @property
    def made_way(self) -> bool:
        """Whether other content took its place while nobody could see it: released again, it goes out again."""
        return self.state == "withdrawn" and self.detail == _MADE_WAY


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right to work on one publication."""

    publication: Publication
    """As it was before it was claimed."""
    token: str
    uncertain: bool
    """Whether the publishing call may have been made already: look before anything else."""
    ask: Ask | None = None
    """Asked again in the write before the publishing call."""


Ask = Callable[[Connection, "Publication"], str]
"""Says why a publication may not go out at this moment, from within the write that takes it; empty if it may."""


class NotNow(LedgerError):  # noqa: N818  # a state, not a mistake
    """It may not go out now: held, sent back, moved, taken back, or a quiet time. Nothing was sent."""


class HasAlready(Refused):
    """The account has, or may have, another content or size of the same: there is one living post of it at a time."""

    def __init__(self, message: str, other: Publication) -> None:
        super().__init__(message)
        self.other = other


class ClaimLost(LedgerError):  # noqa: N818  # a state, not a mistake
    """Another publisher took the publication over: stop, and touch nothing more."""


@dataclass(frozen=True, kw_only=True)
class Use:
    """What an account may use of one thing."""

    quota: str
    cost: int
    max: int
    per_s: int | None
    per_day: str | None


class Outbox:
    """The outbox of a ledger."""

    def __init__(self, ledger: Ledger, *, who: str, clock: Callable[[], dt.datetime] | None = None) -> None:
        self.ledger, self.who = ledger, who
        self.now = clock or (lambda: dt.datetime.now(dt.UTC))
        self.sent_here: set[int] = set()
        """Numbers of what was sent through this outbox, and not by another publisher at the same time."""

    # ---- looking

    def find(self, id: int) -> Publication:
        """Give one publication by its number."""
        with self.ledger.reading() as connection:
            return _read(connection, id)

    def publications(
        self, *states: State, item: str | None = None, group: str | None = None, since: dt.datetime | None = None
    ) -> tuple[Publication, ...]:
        """Give every publication, or those in these states, of this item or of this group, the oldest first.

        ``since`` gives those alone that were heard after that, or are to be: what years leave behind is not read.
        """
        query = select(t.publications).order_by(t.publications.c.id)
        if states:
            query = query.where(t.publications.c.state.in_(states))
        if item:
            query = query.where(t.publications.c.item == item)
        if group:
            query = query.where(_in_group(group))
        if since:
            query = query.where(func.coalesce(t.publications.c.scheduled_for, t.publications.c.ended_at) > since)
        with self.ledger.reading() as connection:
            return tuple(_publication(row) for row in connection.execute(query))

    def last_events(self) -> Mapping[tuple[str, str, str], Event]:
        """Give what happened last to each item on each account, by whom and when, by item, channel and account."""
        query = select(t.history).where(t.history.c.what.in_(_NOTED)).order_by(t.history.c.id)
        with self.ledger.reading() as connection:
            events = [Event(**row._mapping) for row in connection.execute(query)]
        return {(e.about, str(e.detail.get("channel")), str(e.detail.get("account"))): e for e in events}

    def approved_by(self) -> Mapping[tuple[str, str, str, str], str]:
        """Give who approved each post last, by item, content, channel and account: those alone that she was shown."""
        d, shown = t.decisions.c, t.approved_posts.c
        query = (
            select(d.item, d.content_sha256, d.who, shown.channel, shown.account)
            .join(t.approved_posts, shown.decision_id == d.id)
            .where(d.decision == "approved")
            .order_by(d.id)
        )
        with self.ledger.reading() as connection:
            rows = connection.execute(query)
            return {(row.item, row.content_sha256, row.channel, row.account): row.who for row in rows}

    def abandoned(self) -> tuple[Publication, ...]:
        """Give what a publisher began and nobody works on any more, the oldest first."""
        query = select(t.publications).where(t.publications.c.state == "sending").order_by(t.publications.c.id)
        with self.ledger.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(_publication(row) for row in rows if not self._alive(row.claim, row.claimed_at))

    # ---- a publication's life

    def prepare(
        self,
        *,
        item: str,
        channel: str,
        account: str,
        content_sha256: str,
        marker: str,
        slot: dt.datetime | None = None,
        group: str = "",
        beside: bool = False,
    ) -> Publication:
        """Write down that an item is to go out; written down before, it is the same publication.

        ``group`` names the items of which one at a time is out on an account, such as the sizes of a picture; the item
        alone if empty. ``beside`` allows it although another one is out, which it will replace.

        Raises:
            HasAlready: the account has, or may have, another content or size of the same.
        """
        given = {"item": item, "channel": channel, "account": account}
        with self.ledger.writing() as connection:
            before = _of_group(connection, group or item, channel, account)
            same = next((p for p in before if (p.item, p.content_sha256) == (item, content_sha256)), None)
            # Of what may be out itself, it is looked for first; no second post comes of that.
            if not beside and not (same and same.state in ("sent", "unconfirmed")):
                _refuse_second(before, same, item)
            if same and beside and same.state == "withdrawn":
                self._change(connection, same.id, state="prepared", first_sent_at=None, slot=slot)
                self._note(connection, "prepared", item, channel, account)
                return _read(connection, same.id)
            if same and same.made_way:
                for old in before:
                    self._make_way(connection, old, item)
                self._change(connection, same.id, state="prepared", detail="", slot=slot)
                self._note(connection, "prepared", item, channel, account)
                return _read(connection, same.id)
            if same and same.state in ("prepared", "refused") and same.slot != slot:
                # It was put off, or taken back, since: what it goes out with is what is compared with its release.
                self._change(connection, same.id, slot=slot)
                return _read(connection, same.id)
            if same:
                return same
            for old in before:  # Prepared, and nobody saw it: the new content takes its place.
                self._make_way(connection, old, item)
            is_lost = _is_out_by_history(connection, **given) and not any(p.item == item and p.has_left for p in before)
            id = self._write_new(connection, **given, content_sha256=content_sha256, marker=marker, slot=slot)
            if not is_lost:  # Else its row was taken away by hand, and the last word of the history is to stay.
                self._note(connection, "prepared", item, channel, account)
            return _read(connection, id)

    def _write_new(self, connection: Connection, **given: Any) -> int:
        """Write down a publication that nothing was done for yet, and give its number."""
        row = {"state": "prepared", "attempts": 0, "prepared_at": self.now(), "detail": "", "kept": {}}
        made = connection.execute(insert(t.publications).values(**given, **row)).inserted_primary_key
        assert made is not None
        return int(made[0])

    def claim(
        self, id: int, ask: Ask | None = None, *, group: str = "", beside: bool = False, sent_to: str = ""
    ) -> Claim | None:
        """Take a publication to work on; None if it is done, or another publisher works on it.

        One that was refused is taken again: nothing was posted, and what stood in the way may be gone. ``group`` and
        ``beside`` are those it was prepared with; ``sent_to`` is where its account leads now.

        Raises:
            HasAlready: another one of its group is out since, or may be.
            NotNow: ``ask`` says why not. What may be out already is taken all the same, to be looked for.
        """
        token = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:12]}"
        with self.ledger.writing() as connection:
            row = connection.execute(select(t.publications).where(t.publications.c.id == id)).one()
            before = _publication(row)
            if before.state in ("sent", "withdrawn") or (
                before.state == "sending" and self._alive(row.claim, row.claimed_at)
            ):
                return None
            uncertain = before.state == "unconfirmed" or (before.state == "sending" and before.step != "upload")
            if not uncertain and _is_out_by_history(connection, before.item, before.channel, before.account):
                uncertain, before = True, replace(before, cause=OUT_BY_HISTORY)
            if not uncertain and not beside:
                of_group = _of_group(connection, group or before.item, before.channel, before.account)
                _refuse_second(of_group, next((p for p in of_group if p.id == id), None), before.item)
            if ask and not uncertain and (why := ask(connection, before)):
                raise NotNow(why)
            self._change(
                connection,
                id,
                state="sending",
                step="look" if uncertain else "upload",
                claim=token,
                claimed_at=self.now(),
                detail="",
                cause=before.cause,
                # What may have been sent went where the account led then.
                sent_to=before.sent_to if uncertain else sent_to,
            )
            _MINE.add(token)
        return Claim(publication=before, token=token, uncertain=uncertain, ask=ask)

    def keep(self, claim: Claim) -> MutableMapping[str, str]:
        """Give what was kept for a publication; what is assigned is written at once, and shows that we live."""
        with self.ledger.reading() as connection:
            query = select(t.publications.c.kept).where(t.publications.c.id == claim.publication.id)
            kept = connection.execute(query).scalar_one()
        return _Kept(dict(kept), lambda values: self._hold(claim, kept=values, claimed_at=self.now()))

    def begin_publishing(self, claim: Claim) -> None:
        """Enter the one step that must not be repeated; the publishing call follows at once.

        Raises:
            ClaimLost: another publisher took it over.
            NotNow: it may not go out any more.
        """
        now = self.now()
        with self.ledger.writing() as connection:
            before = _read(connection, claim.publication.id)
            if claim.ask and (why := claim.ask(connection, before)):
                raise NotNow(why)
            self._hold(
                claim,
                connection,
                step="publish",
                sending_at=now,
                claimed_at=now,
                first_sent_at=before.first_sent_at or now,
                attempts=before.attempts + 1,
                cause="",
            )
            self._note(connection, "sending", before.item, before.channel, before.account, attempt=before.attempts + 1)

    def surely_not_sent(self, claim: Claim) -> None:
        """Go back one step: the platform said that it did not take the publishing call."""
        self._hold(claim, step="upload", claimed_at=self.now(), first_sent_at=None)

    def begin_looking(self, claim: Claim, cause: str) -> None:
        """Say that the answer of the publishing call was lost, and what came in its place."""
        self._hold(claim, step="look", claimed_at=self.now(), cause=cause)

    def sent(self, claim: Claim, *, remote_id: str, url: str, scheduled_for: dt.datetime | None = None) -> Publication:
        """Write down that it is out; what was kept to go on with is forgotten."""
        return self._end(claim, "sent", remote_id=remote_id, url=url, scheduled_for=scheduled_for, kept={})

    def refused(self, claim: Claim, why: str) -> Publication:
        """Write down that nothing was posted, and why."""
        return self._end(claim, "refused", detail=why)

    def later(self, claim: Claim, why: str) -> Publication:
        """Put it back: nothing was posted, and it is to be tried again."""
        return self._end(claim, "prepared", detail=why)

    def unconfirmed(self, claim: Claim, why: str) -> Publication:
        """Write down that nobody knows whether it was posted: a person has to look."""
        return self._end(claim, "unconfirmed", detail=why)

    def missing(self, claim: Claim, why: str) -> Publication:
        """Put it back: it was looked for and is not there, and sending it again would post nothing twice."""
        return self._end(claim, "prepared", detail=why, first_sent_at=None)

    def put_back(self, id: int, why: str) -> Publication:
        """Let go of what a publisher left before its publishing call: surely nothing was posted by it.

        Untouched if another publisher has it since.
        """
        with self.ledger.writing() as connection:
            row = connection.execute(select(t.publications).where(t.publications.c.id == id)).one()
            before = _publication(row)
            if (before.state, before.step) == ("sending", "upload") and not self._alive(row.claim, row.claimed_at):
                self._change(connection, id, state="prepared", step="", claim=None, detail=why, ended_at=self.now())
                self._note(connection, "put back", before.item, before.channel, before.account)
            return _read(connection, id)

    def doubt(
        self,
        *,
        item: str,
        channel: str,
        account: str,
        content_sha256: str,
        marker: str,
        slot: dt.datetime | None,
        cause: str,
        way: Callable[[Publication], str],
    ) -> Publication:
        """Write down that a post may be out although no publisher of this ledger sent it: a person has to look.

        What is out, withdrawn or doubted already stays as it is. ``cause`` says why nobody knows, and ``way`` how it is
        settled.
        """
        given = {"item": item, "channel": channel, "account": account, "content_sha256": content_sha256}
        with self.ledger.writing() as connection:
            found = connection.execute(select(t.publications.c.id).filter_by(**given)).scalar_one_or_none()
            if found is None:
                found = self._write_new(connection, **given, marker=marker, slot=slot)
            before = _read(connection, found)
            if before.state not in ("prepared", "refused") and (before.state, before.step) != ("sending", "upload"):
                return before
            change = {"state": "unconfirmed", "step": "", "claim": None, "ended_at": self.now(), "cause": cause}
            self._change(connection, found, **change, detail=joined(cause, way(before)))
            self._note(connection, "unconfirmed", item, channel, account, detail=cause)
            return _read(connection, found)

    def let_go(self, claim: Claim) -> None:
        """Stop working on it without saying what became of it, as the death of the process would."""
        _MINE.discard(claim.token)

    def resolve(self, id: int, *, posted: bool, url: str = "", remote_id: str = "") -> Publication:
        """Write down what a person saw of an unconfirmed publication: it is there, or it is not and may be sent.

        Raises:
            Refused: it is not unconfirmed.
        """
        if posted and (before := self.find(id)).state == "withdrawn" and before.was_out:
            # A copy of the ledger that came back does not know that it was let out again.
            return self.found_out(id, url=url, remote_id=remote_id)
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            if before.state != "unconfirmed":
                told = tell(
                    "Publication {id} is {state}, not unconfirmed: there is nothing to decide.",
                    id=id,
                    state=called(before.state, before.channel),
                )
                gone = before.state == "sent" and not posted
                raise Refused(joined(told, _gone(id) if gone else ""))
            if posted:
                change: dict[str, Any] = {"state": "sent", "url": url, "remote_id": remote_id or url}
            else:
                # Somebody looked: what the lost call left behind holds nothing up any more.
                change = {"state": "prepared", "first_sent_at": None, "kept": {}}
            self._change(
                connection,
                id,
                **change,
                step="",
                claim=None,
                ended_at=self.now(),
                detail=tell("{who} looked.", who=self.who),
            )
            what = "found" if posted else "not found"
            self._note(connection, what, before.item, before.channel, before.account, url=url)
            return _read(connection, id)

    def found_out(self, id: int, *, url: str, remote_id: str = "") -> Publication:
        """Write down that what counts as withdrawn is out: it was let out again after a copy of the ledger was made.

        Raises:
            Refused: it is not withdrawn, or was never out.
        """
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            if before.state != "withdrawn" or not before.was_out:
                raise Refused(
                    tell(
                        "Publication {id} is {state}, not unconfirmed: there is nothing to decide.",
                        id=id,
                        state=called(before.state, before.channel),
                    )
                )
            detail = tell("{who} looked.", who=self.who)
            out: dict[str, Any] = {"state": "sent", "url": url, "remote_id": remote_id or url, "detail": detail}
            self._change(connection, id, **out, step="", claim=None, scheduled_for=None, ended_at=self.now())
            self._note(connection, "found", before.item, before.channel, before.account, url=url)
            return _read(connection, id)

    def drop(self, id: int, why: str = "", *, way: str = "") -> Publication:
        """Take what was not sent out of what goes out: no run tries it any more.

        ``way`` says what to do first, for what is out or may be.

        Raises:
            Refused: it is out, or may be.
        """
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            if before.state not in ("prepared", "refused"):
                ways = {
                    "sending": WORKED_ON,
                    "withdrawn": tell("Nothing of it goes out."),
                }
                told = tell(
                    "Publication {id} is {state}: it cannot be dropped.",
                    id=id,
                    state=called(before.state, before.channel),
                )
                raise Refused(joined(told, ways.get(before.state, way)))
            detail = joined(
                tell("{who} dropped it.", who=self.who), why and _sentence(why), tell("Nothing of it was sent.")
            )
            change = {"state": "withdrawn", "step": "", "claim": None, "detail": detail}
            self._change(connection, id, **change, ended_at=self.now())
            self._note(connection, "dropped", before.item, before.channel, before.account, why=why)
            return _read(connection, id)

    def again(self, id: int, why: str = "") -> Publication:
        """Let what was withdrawn go out again, as something new.

        Raises:
            Refused: it was not withdrawn.
        """
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            if before.state != "withdrawn":
                raise Refused(
                    tell(
                        "Publication {id} is {state}, not withdrawn: there is nothing to send again.",
                        id=id,
                        state=called(before.state, before.channel),
                    )
                )
            nothing = dict.fromkeys(("remote_id", "url", "scheduled_for", "first_sent_at", "slot"))
            detail = joined(tell("{who} lets it go out again.", who=self.who), why and _sentence(why))
            given = {"state": "prepared", "step": "", "kept": {}, "detail": detail, "ended_at": self.now()}
            self._change(connection, id, **given, **nothing)
            self._note(connection, "again", before.item, before.channel, before.account, why=why)
            return _read(connection, id)

    def taken_back(self, id: int, why: str) -> None:
        """Write down that a platform gave back what it held until its slot: nobody has seen it, and it may go again."""
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            nothing = dict.fromkeys(("claim", "remote_id", "url", "scheduled_for", "first_sent_at", "slot"))
            self._change(connection, id, state="prepared", step="", kept={}, detail=why, ended_at=self.now(), **nothing)
            self._note(connection, "taken back", before.item, before.channel, before.account, why=why)

    def replaced(
        self, old: int, claim: Claim, *, remote_id: str, url: str, scheduled_for: dt.datetime | None = None
    ) -> Publication:
        """Write down in one step that new content is out and the old is not: no run may find neither."""
        return self._end(
            claim, "sent", replacing=old, remote_id=remote_id, url=url, scheduled_for=scheduled_for, kept={}
        )

    def corrected(self, id: int, content_sha256: str) -> None:
        """Write down that a correction is out beside a post, which stays with those who have it."""
        with self.ledger.writing() as connection:
            detail = tell("Corrected by content {content}, which went out beside it.", content=content_sha256[:12])
            self._withdraw(connection, id, "corrected", detail)

    def withdrawn(self, id: int, why: str = "") -> None:
        """Write down that a post was taken back."""
        with self.ledger.writing() as connection:
            detail = joined(tell("{who} withdrew it.", who=self.who), why and _sentence(why))
            self._withdraw(connection, id, "withdrawn", detail, why=why)

    def deleted(self, id: int, why: str = "", *, by: str = "") -> Publication:
        """Write down that a person deleted a post at its platform: other content may go out in its place.

        ``by`` is who did, if it was not the one who says so.

        Raises:
            Refused: it is not out, or nobody knows whether it is.
        """
        with self.ledger.writing() as connection:
            before = _read(connection, id)
            if before.state != "sent":
                told = tell(
                    "Publication {id} is {state}: it is not out.", id=id, state=called(before.state, before.channel)
                )
                if before.stands == "corrected":
                    told = tell("Publication {id} is {state}.", id=id, state=called(before.stands))
                    raise Refused(
                        joined(told, tell("It stays with those who have it; a correction goes out beside it."))
                    )
                ways = {
                    "unconfirmed": tell(
                        "Say that it is not there: {missing}", missing=Typed(f"briefcast outbox missing {id}")
                    ),
                    "sending": WORKED_ON,
                }
                raise Refused(joined(told, ways.get(before.state, "")))
            detail = joined(tell("{who} deleted it there by hand.", who=by or self.who), why and _sentence(why))
            self._withdraw(connection, id, "deleted", detail, why=why)
            return _read(connection, id)

    # ---- quotas

    def wait_s(self, channel: str, account: str, uses: Sequence[Use]) -> float:
        """Give the seconds until every quota has room for a post; 0 if it has now. Nothing is taken."""
        with self.ledger.reading() as connection:
            return max((_wait_s(connection, channel, account, use, self.now()) for use in uses), default=0.0)

    def give_back(self, channel: str, account: str, uses: Sequence[Use], taken_at: dt.datetime) -> None:
        """Give back what a publishing call took that surely posted nothing: an outage costs no quota."""
        with self.ledger.writing() as connection:
            for use in uses:
                mine = select(func.max(t.uses.c.id)).where(
                    t.uses.c.channel == channel,
                    t.uses.c.account == account,
                    t.uses.c.quota == use.quota,
                    t.uses.c.cost == use.cost,
                    t.uses.c.at >= taken_at,
                )
                connection.execute(delete(t.uses).where(t.uses.c.id == mine.scalar_subquery()))

    def use(self, channel: str, account: str, uses: Sequence[Use]) -> float:
        """Take what a post needs of every quota at once, or nothing.

        Returns:
            0 if it was taken; else how many seconds until it could be.
        """
        now = self.now()
        with self.ledger.writing() as connection:
            wait = max((_wait_s(connection, channel, account, use, now) for use in uses), default=0.0)
            if wait == 0:
                for use in uses:
                    row = {"channel": channel, "account": account, "quota": use.quota, "cost": use.cost, "at": now}
                    connection.execute(insert(t.uses).values(row))
        return wait

    def used(self, channel: str, account: str, use: Use) -> int:
        """Give how much of a quota is used now."""
        with self.ledger.reading() as connection:
            return _used(connection, channel, account, use, self.now())

    # ---- inside

    def _alive(self, claim: str | None, claimed_at: dt.datetime | None) -> bool:
        """Whether the publisher of a claim lives, as far as can be told. Being wrong is harmless (see the top)."""
        if claim is None or claimed_at is None:
            return False
        host, pid, _ = claim.rsplit("/", 2)
        if host == socket.gethostname():
            if int(pid) == os.getpid():
                return claim in _MINE
            if os.name == "posix" and not _is_running(int(pid)):
                return False
        return abs((self.now() - claimed_at).total_seconds()) < LEASE_S

    def _hold(self, claim: Claim, connection: Connection | None = None, **change: Any) -> None:
        """Change a publication if it is still ours."""
        query = update(t.publications).where(
            t.publications.c.id == claim.publication.id, t.publications.c.claim == claim.token
        )
        if connection is None:
            with self.ledger.writing() as own:
                held = own.execute(query.values(change)).rowcount
        else:
            held = connection.execute(query.values(change)).rowcount
        if held != 1:
            p = claim.publication
            raise ClaimLost(
                tell(
                    "{post}: another publisher took it over. Nothing is lost.",
                    post=f"{p.item} → {p.channel}:{p.account}",
                )
            )

    def _end(self, claim: Claim, state: State, *, replacing: int | None = None, **change: Any) -> Publication:
        """End the work on a publication; what it takes the place of is withdrawn in the same write."""
        p = claim.publication
        try:
            with self.ledger.writing() as connection:
                if replacing is not None:
                    detail = tell(
                        "{who} put content {content} in its place.", who=self.who, content=p.content_sha256[:12]
                    )
                    self._withdraw(connection, replacing, "replaced", detail)
                self._hold(claim, connection, state=state, step="", ended_at=self.now(), **change)
                self._change(connection, p.id, claim=None)
                more = {key: change[key] for key in ("url", "detail") if change.get(key)}
                self._note(connection, state, p.item, p.channel, p.account, **more)
                ended = _read(connection, p.id)
            if state == "sent":
                self.sent_here.add(p.id)
            return ended
        finally:
            _MINE.discard(claim.token)

    def _make_way(self, connection: Connection, old: Publication, item: str) -> None:
        if old.state == "prepared":
            # Another size may be first all the same: it is refused, and may be taken up again.
            state = "withdrawn" if old.item == item else "refused"
            self._change(connection, old.id, state=state, detail=_MADE_WAY)

    def _withdraw(self, connection: Connection, id: int, what: str, detail: str, *, why: str = "") -> None:
        """Write down that a post is out no more, and why."""
        before = _read(connection, id)
        change = {"state": "withdrawn", "step": "", "claim": None, "detail": detail}
        self._change(connection, id, **change, ended_at=self.now())
        more = {"why": why} if why else {}
        self._note(connection, what, before.item, before.channel, before.account, url=before.url or "", **more)

    def _change(self, connection: Connection, id: int, **change: Any) -> None:
        connection.execute(update(t.publications).where(t.publications.c.id == id).values(change))

    def _note(self, connection: Connection, what: str, item: str, channel: str, account: str, **more: Any) -> None:
        detail = {"channel": channel, "account": account, **more}
        self.ledger.note(connection, who=self.who, what=what, about=item, at=self.now(), detail=detail)


class _Kept(MutableMapping[str, str]):
    def __init__(self, values: dict[str, str], save: Callable[[dict[str, str]], None]) -> None:
        self._values, self._save = values, save

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __setitem__(self, name: str, value: str) -> None:
        if self._values.get(name) != value:
            self._values[name] = value
            self._save(self._values)

    def __delitem__(self, name: str) -> None:
        del self._values[name]
        self._save(self._values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _in_group(group: str) -> ColumnElement[bool]:
    item = t.publications.c.item
    return or_(item == group, item.startswith(f"{group}/", autoescape=True))


def _of_group(connection: Connection, group: str, channel: str, account: str) -> list[Publication]:
    """Give what was ever prepared of a group for an account, the newest first."""
    query = select(t.publications).filter_by(channel=channel, account=account).where(_in_group(group))
    return [_publication(row) for row in connection.execute(query.order_by(desc(t.publications.c.id)))]


def _is_out_by_history(connection: Connection, item: str, channel: str, account: str) -> bool:
    """Say whether the last word of the history about an item on an account is that it is out."""
    h = t.history.c
    query = select(h.what, h.detail).where(h.about == item, h.what.in_(_NOTED)).order_by(h.id.desc())
    for row in connection.execute(query):
        if (row.detail.get("channel"), row.detail.get("account")) == (channel, account):
            return row.what in _OUT
    return False


def _refuse_second(of_group: Sequence[Publication], mine: Publication | None, item: str) -> None:
    """Refuse a post of which another one of the group is out, or may be."""
    living = ("sending", "sent", "unconfirmed")
    other = next((p for p in of_group if p is not mine and p.state in living), None)
    if other is None:
        return
    what = (
        tell("{item} already, with other content", item=item)
        if other.item == item
        else tell("{other}, and not {item}", other=other.item, item=item)
    )
    where = f"{other.channel}:{other.account}"
    if other.state == "sent":
        told = tell("{where} has {what} ({url}).", where=where, what=what, url=other.url or other.remote_id)
    elif other.state == "unconfirmed":
        told = tell("{where} may have {what}: that is not known yet.", where=where, what=what)
    else:
        told = tell(
            "{where} may soon have {what}: a publisher works on it. The next run knows what became of it.",
            where=where,
            what=what,
        )
    raise HasAlready(told, other)


def _gone(id: int) -> str:
    return tell("If it was deleted there: {command}", command=Typed(f"briefcast outbox deleted {id}"))


def _sentence(why: str) -> str:
    """Give a reason that somebody typed as a sentence of its own."""
    return why if why.rstrip().endswith((".", "!", "?", "…")) else f"{why.rstrip()}."


def _publication(row: Any) -> Publication:
    values: Mapping[str, Any] = row._mapping
    return Publication(**{name: values[name] for name in Publication.__dataclass_fields__})


def _read(connection: Connection, id: int) -> Publication:
    row = connection.execute(select(t.publications).where(t.publications.c.id == id)).first()
    if row is None:
        raise LedgerError(tell("The outbox has no publication {id}: briefcast outbox lists them.", id=id))
    return _publication(row)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _since(use: Use, now: dt.datetime) -> dt.datetime:
    if use.per_day:
        return now.astimezone(ZoneInfo(use.per_day)).replace(hour=0, minute=0, second=0, microsecond=0)
    return now - dt.timedelta(seconds=use.per_s or 0)


def _used(connection: Connection, channel: str, account: str, use: Use, now: dt.datetime) -> int:
    # What lies in the future, because a clock was wrong, counts too: rather wait than be locked out.
    query = select(func.coalesce(func.sum(t.uses.c.cost), 0)).where(
        t.uses.c.channel == channel,
        t.uses.c.account == account,
        t.uses.c.quota == use.quota,
        t.uses.c.at > _since(use, now),
    )
    return int(connection.execute(query).scalar_one())


def _wait_s(connection: Connection, channel: str, account: str, use: Use, now: dt.datetime) -> float:
    """Give the seconds until a quota has room; 0 if it has."""
    over = _used(connection, channel, account, use, now) + use.cost - use.max
    if over <= 0:
        return 0.0
    if use.per_day:
        tomorrow = _since(use, now) + dt.timedelta(days=1)
        return max(1.0, (tomorrow - now).total_seconds())
    rows = connection.execute(
        select(t.uses.c.cost, t.uses.c.at)
        .where(
            t.uses.c.channel == channel,
            t.uses.c.account == account,
            t.uses.c.quota == use.quota,
            t.uses.c.at > _since(use, now),
        )
        .order_by(t.uses.c.at)
    )
    window = dt.timedelta(seconds=use.per_s or 0)
    for row in rows:
        over -= row.cost
        if over <= 0:
            freed: dt.datetime = row.at + window
            return max(0.001, (freed - now).total_seconds())
    return window.total_seconds()
