"""The ledger's public face: record, decide, release, look up."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    Text,
    and_,
    desc,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from briefcast.errors import LedgerError, NotApproved
from briefcast.ledger import tables as t
from briefcast.ledger.columns import column_numbers, is_free, keep_number
from briefcast.ledger.plainly import told_plainly
from briefcast.ledger.records import (
    Decision,
    DecisionKind,
    Event,
    PastFile,
    Proof,
    RecordedItem,
    Release,
    Saying,
    ShownPost,
    Standing,
    seen_settings,
    seen_with_posts,
)
from briefcast.ledger.registered import expect_proven
from briefcast.ledger.seals import seal
from briefcast.ledger.team import Team
from briefcast.ledger.withdrawn import Stop, matching, stops_on, told_stop
from briefcast.manifest.items import Item, items_of
from briefcast.manifest.manifest import MANIFEST_NAME, Manifest
from briefcast.manifest.printed import printed_beside
from briefcast.messages import Typed, joined, tell
from briefcast.states import called

MACHINE_ENV = "BRIEFCAST_MACHINE"
BEGUN = "begun anew"
"""The line of the history that says that nothing went out before."""
BROUGHT_BACK = "brought back"
"""The line of the history that says that the ledger is a copy, and that what it does not know is looked for."""
MADE = "made"
"""The line of the history of an edition."""
_KNOWS = (BEGUN, "sending", "sent")
"""Lines of the history by which a ledger knows what went out, if anything did."""


BY_PLAN = tell("The plan says so.")
"""Why a release was moved by no person: its slot was put off in the plan."""


class Ledger:
    """What was made, decided, released and published; safe for several processes at once.

    Other files of this package add to it: they hold a ledger and use ``reading``, ``writing`` and ``note``.
    """

    def __init__(self, engine: Engine, teams: Iterable[Team] = ()) -> None:
        self.engine = engine
        self.teams = tuple(teams)
        """What the files say of who decides that lie where the command reads; the ledger has to be theirs."""
        self._known_to: list[Team] = []

    @property
    def place(self) -> str:
        """Where it is, without a password: a file with its whole path, or an address."""
        url = self.engine.url
        return str(Path(url.database or "").resolve()) if url.drivername == "sqlite" else url.render_as_string()

    def is_empty(self) -> bool:
        """Say whether nothing was ever written into it."""
        with self.reading() as connection:
            return connection.execute(select(t.history.c.id).limit(1)).first() is None

    def written(self) -> int:
        """Give how far it was written: the number of the last line of its history, 0 of an empty one."""
        with self.reading() as connection:
            return connection.execute(select(func.max(t.history.c.id))).scalar_one_or_none() or 0

    def holds(self) -> dict[str, int]:
        """Give how much it holds of what is never taken out: lines of history, posts and seals, by their numbers."""
        numbers = {
            "history": select(func.max(t.history.c.id)),
            "posts": select(func.count()).select_from(t.publications),
            "seals": select(func.max(t.seals.c.id)),
        }
        with self.reading() as connection:
            return {name: connection.execute(number).scalar_one_or_none() or 0 for name, number in numbers.items()}

    def knows_posts(self) -> bool:
        """Say whether something went out from it, or somebody said that it begins with nothing out, or is a copy.

        A copy of before the first post knows of none, and looks for each. One that held nothing when it was brought
        back is no copy.
        """
        h = t.history.c
        first = select(func.min(h.id)).where(h.what == MADE).scalar_subquery()
        is_copy = and_(h.what == BROUGHT_BACK, h.id > first)
        told = select(h.id).where(or_(h.what.in_(_KNOWS), is_copy)).limit(1)
        with self.reading() as connection:
            return connection.execute(told).first() is not None

    def begin_anew(self, *, who: str) -> None:
        """Write down that nothing went out before: a person said so."""
        if not self.knows_posts():
            with self.writing() as connection:
                self.note(connection, who=who, what=BEGUN, about=self.place[-200:])

    def expect_history(self, elsewhere: Callable[[], str] = str) -> None:
        """Refuse a ledger that does not know what went out already, such as one made where somebody happened to stand.

        Args:
            elsewhere: says what shows, apart from the ledger, that something went out; asked only where the ledger
                knows of nothing.

        Raises:
            LedgerError: nothing was ever written into it, or it knows of no post and something else does.
        """
        if not self.knows_posts() and (shown := elsewhere()):
            raise LedgerError(
                tell(
                    "The ledger {place} knows of nothing that went out, but {shown}. Posts could go out twice. Bring "
                    "the ledger of before back, or name it in BRIEFCAST_LEDGER; if nothing of what is due went out, "
                    "say so once: {command}",
                    place=self.place,
                    shown=shown,
                    command=Typed("briefcast publish --new"),
                )
            )
        if self.is_empty():
            raise LedgerError(
                tell(
                    "The ledger {place} is empty: nothing was approved there, and it does not know what went out. "
                    "Go to the folder where the week was made, or name its ledger in BRIEFCAST_LEDGER; to begin with "
                    "an empty one, say so: {command}",
                    place=self.place,
                    command=Typed("briefcast publish --new"),
                )
            )

    def expect_this_machine(self, *, who: str, moved: bool = False) -> None:
        """Refuse to publish from a second machine: a file is not shared safely, and a copy of it knows half.

        PostgreSQL is for several machines. What this machine is called is ``BRIEFCAST_MACHINE``, else its name in the
        network.

        Args:
            who: whom the history names.
            moved: the machine of before publishes no more, and this one takes its place.

        Raises:
            LedgerError: another machine has published from this ledger.
        """
        if self.engine.url.get_backend_name() != "sqlite":
            return
        name = os.environ.get(MACHINE_ENV) or platform.node()
        newest = select(t.machines.c.name).order_by(desc(t.machines.c.id)).limit(1)
        with self.reading() as connection:
            before = connection.execute(newest).scalar_one_or_none()
        if before == name:
            return
        if before and not moved:
            raise LedgerError(
                tell(
                    "The ledger {place} is the one of the machine {before}, and this is {name}. From two machines, "
                    "each with a file of its own or with one on a network folder, posts go out twice. For several "
                    "machines, name a PostgreSQL database in BRIEFCAST_LEDGER. If {before} publishes no more, or only "
                    "its name changed, say so once: briefcast publish --moved. Or name the machine by {variable}.",
                    place=self.place,
                    before=before,
                    name=name,
                    variable=MACHINE_ENV,
                )
            )
        with self.writing() as connection:
            at = _now()
            _insert(connection, t.machines, name=name, who=who, at=at)
            self.note(connection, who=who, what="moved" if before else "publishes from", about=name, at=at)

    def expect_team(self) -> None:
        """Refuse a ledger that does not know of the people who decide here, as the file beside their accounts says.

        Raises:
            LedgerError: it is another one, a copy of before somebody was registered, or was begun anew.
        """
        with self.reading() as connection:
            self._expect_theirs(connection)

    def _expect_theirs(self, connection: Connection) -> None:
        for team in self.teams:
            if team in self._known_to:
                continue  # rows of people and seals are never taken away
            if not team.knows(connection):
                raise team.refusal(self.place)
            self._known_to.append(team)

    @contextmanager
    def writing(self, *, whose: bool = True) -> Iterator[Connection]:
        """Hold the only write at this time: all of the block is kept, or nothing of it.

        Args:
            whose: the ledger has to be the one of the people who decide here; not while it is made theirs.

        Raises:
            LedgerError: the database cannot be reached, is full, or stays locked, or it is not the ledger of the
                people who decide here.
        """
        with told_plainly(self.engine), self.engine.begin() as connection:
            if whose:
                self._expect_theirs(connection)
            seal(connection, found=True)
            yield connection
            seal(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one moment of the ledger; waits for nobody."""
        with told_plainly(self.engine), self.engine.connect().execution_options(reading=True) as connection:
            yield connection

    def note(
        self,
        connection: Connection,
        *,
        who: str,
        what: str,
        about: str,
        at: dt.datetime | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Add a line to the history, within a write: who did what to what."""
        row = {"at": at or _now(), "who": who, "what": what, "about": about, "detail": dict(detail or {})}
        connection.execute(insert(t.history).values(row))

    # ---- what was made

    def record_edition(self, manifest: Manifest, *, folder: Path, who: str, week: str | None = None) -> int:
        """Record an edition with its items, files and figures, unless the newest one of its brief is the same.

        Returns:
            The number of the edition in the ledger.
        """
        items = items_of(manifest)
        content = _sha256(f"{item.key} {item.content_sha256}" for item in items)
        with self.writing() as connection:
            newest = connection.execute(
                select(t.editions).where(t.editions.c.brief == manifest.brief).order_by(desc(t.editions.c.id)).limit(1)
            ).first()
            same = newest and (newest.content_sha256, newest.week) == (content, week)
            if newest and same and newest.with_errors == manifest.with_errors:
                return int(newest.id)
            edition = _insert(
                connection,
                t.editions,
                brief=manifest.brief,
                content_sha256=content,
                week=week,
                folder=str(folder),
                title=manifest.title,
                as_of=manifest.as_of.isoformat(),
                made_at=manifest.made_at,
                briefcast_version=manifest.briefcast_version,
                code_version=manifest.code_version,
                recorded_at=_now(),
                with_errors=manifest.with_errors,
            )
            for item in items:
                _record_item(connection, edition, item)
            detail = {"edition": edition, "items": len(items), "week": week}
            self.note(connection, who=who, what=MADE, about=manifest.brief, detail=detail)
        return edition

    def folder_of(self, brief: str) -> Path | None:
        """Give the folder of the newest edition of a brief; None if none was recorded."""
        newest = select(t.editions.c.folder).where(t.editions.c.brief == brief).order_by(desc(t.editions.c.id)).limit(1)
        with self.reading() as connection:
            folder = connection.execute(newest).scalar_one_or_none()
        return Path(folder) if folder else None

    def folders(self) -> Mapping[str, Path]:
        """Give the folder of the newest edition of every brief."""
        newest = select(func.max(t.editions.c.id)).group_by(t.editions.c.brief)
        query = select(t.editions.c.brief, t.editions.c.folder).where(t.editions.c.id.in_(newest))
        with self.reading() as connection:
            return {row.brief: Path(row.folder) for row in connection.execute(query)}

    def newest_items(self, brief: str) -> tuple[RecordedItem, ...]:
        """Give the items of the newest edition of a brief."""
        newest = select(func.max(t.editions.c.id)).where(t.editions.c.brief == brief).scalar_subquery()
        return self._items(t.editions.c.id == newest)

    def item_as(self, key: str, content_sha256: str) -> RecordedItem | None:
        """Give one content of an item as it was recorded last; None if it never was."""
        newest = select(func.max(t.items.c.id)).where(t.items.c.key == key, t.items.c.content_sha256 == content_sha256)
        return next(iter(self._items(t.items.c.id == newest.scalar_subquery())), None)

    def week_of(self, brief: str) -> str:
        """Give the week of a plan for which a brief was made last; empty if it was made by itself."""
        newest = select(t.editions.c.week).where(t.editions.c.brief == brief).order_by(desc(t.editions.c.id)).limit(1)
        with self.reading() as connection:
            return connection.execute(newest).scalar_one_or_none() or ""

    def weeks_of_briefs(self) -> Mapping[str, str]:
        """Give of every brief the week of a plan for which it was made last; empty if it was made by itself."""
        newest = select(func.max(t.editions.c.id)).group_by(t.editions.c.brief)
        query = select(t.editions.c.brief, t.editions.c.week).where(t.editions.c.id.in_(newest))
        with self.reading() as connection:
            return {row.brief: row.week or "" for row in connection.execute(query)}

    def items_before(self, briefs: Iterable[str], week: str) -> Mapping[str, tuple[RecordedItem, ...]]:
        """Give the items of the newest edition of each brief that is not of this week: to see what is new."""
        found: dict[str, list[RecordedItem]] = {}
        e = t.editions.c
        for some in _by_many(list(dict.fromkeys(briefs))):
            other = and_(e.brief.in_(some), or_(e.week.is_(None), e.week < week))
            newest = select(func.max(e.id)).where(other).group_by(e.brief)
            for item in self._items(e.id.in_(newest)):
                found.setdefault(item.brief, []).append(item)
        return {brief: tuple(items) for brief, items in found.items()}

    def newest_of_weeks(self, since: str) -> tuple[tuple[str, str, str], ...]:
        """Give week, key and content of the items made last of each brief, for each of the weeks from this one on.

        One brief may be told in several weeks: an item has the content of its newest edition in all of them.
        """
        e = t.editions.c
        newest = select(func.max(e.id)).where(e.week >= since).group_by(e.brief, e.week)
        query = (
            select(e.week, t.items.c.key, t.items.c.content_sha256)
            .join(t.items, t.items.c.edition_id == e.id)
            .where(e.id.in_(newest))
            .order_by(e.id)
        )
        with self.reading() as connection:
            rows = connection.execute(query).all()
        content = {row.key: row.content_sha256 for row in rows}
        return tuple(sorted((row.week, row.key, content[row.key]) for row in rows))

    def _items(self, which: Any) -> tuple[RecordedItem, ...]:
        query = (
            select(t.items, t.editions.c.brief, t.editions.c.folder)
            .join(t.editions, t.editions.c.id == t.items.c.edition_id)
            .where(which)
            .order_by(t.items.c.key)
        )
        with self.reading() as connection:
            figures: dict[int, dict[str, str]] = {}
            of_items = select(t.facts).select_from(t.facts.join(t.items).join(t.editions)).where(which)
            for fact in connection.execute(of_items):
                figures.setdefault(fact.item_id, {})[fact.fact] = fact.written
            return tuple(
                RecordedItem(
                    key=row.key,
                    content_sha256=row.content_sha256,
                    audience=row.audience,
                    language=row.language,
                    product=row.product,
                    variant=row.variant,
                    brief=row.brief,
                    edition=row.edition_id,
                    folder=row.folder,
                    told=row.told,
                    figures=figures.get(row.id, {}),
                    printed=row.printed or {},
                )
                for row in connection.execute(query)
            )

    def past_post(self, item: str, content_sha256: str, *, channel: str, account: str) -> ShownPost:
        """Give the post of one content of an item as it was approved last, whatever was decided since.

        Without parts if it was never shown.
        """
        query = (
            select(t.approved_posts.c.parts)
            .join(t.decisions)
            .where(t.decisions.c.item == item, t.decisions.c.content_sha256 == content_sha256)
            .where(t.approved_posts.c.channel == channel, t.approved_posts.c.account == account)
            .order_by(desc(t.approved_posts.c.id))
            .limit(1)
        )
        with self.reading() as connection:
            parts = connection.execute(query).scalar_one_or_none()
        return ShownPost(channel=channel, account=account, parts=parts or {})

    def past_files(self, item: str, content_sha256: str) -> tuple[PastFile, ...]:
        """Give the files of one content of an item, as they were recorded; what lies there now may be another."""
        newest = select(func.max(t.items.c.id)).where(t.items.c.key == item, t.items.c.content_sha256 == content_sha256)
        query = (
            select(t.outputs, t.editions.c.folder)
            .select_from(t.outputs.join(t.items).join(t.editions))
            .where(t.items.c.id == newest.scalar_subquery())
            .order_by(t.outputs.c.id)
        )
        with self.reading() as connection:
            return tuple(
                PastFile(
                    path=Path(row.folder) / row.path,
                    role=row.role,
                    media_type=row.media_type,
                    sha256=row.sha256,
                    bytes=row.bytes,
                    alt_text=row.alt_text,
                )
                for row in connection.execute(query)
            )

    # ---- what people decided

    def decide(
        self,
        item: str,
        content_sha256: str,
        decision: DecisionKind,
        *,
        who: str,
        why: str = "",
        through: str = "command line",
        proof: Proof = "",
        posts: Sequence[ShownPost] = (),
    ) -> Decision:
        """Write down a person's decision about exactly one content of an item, and about its posts as they were shown.

        Args:
            item: the item's key.
            content_sha256: the content that was looked at.
            decision: ``approved``, ``held`` or ``sent back``.
            who: who decides.
            why: the reason; sending back needs one.
            through: where it was decided.
            proof: how whoever decides proved who she is, if she did.
            posts: how it goes out on each account; an approval lets nothing else of it go.

        Raises:
            LedgerError: the item was never recorded with this content, the reason is missing, what is to be approved
                was made from a brief with errors, or people are registered and nobody proved who she is.
        """
        asked = [(item, content_sha256, posts)]
        [decided] = self.decide_all(asked, decision, who=who, why=why, through=through, proof=proof)
        return decided

    def decide_all(
        self,
        items: Iterable[tuple[str, str, Sequence[ShownPost]]],
        decision: DecisionKind,
        *,
        who: str,
        why: str = "",
        through: str = "command line",
        proof: Proof = "",
    ) -> tuple[Decision, ...]:
        """Write down one decision about several items in one write, as `decide` does: about all of them, or about none.

        Args:
            items: their keys, contents, and posts as they were shown.
            decision: of all of them.
            who: who decided.
            why: the reason.
            through: where it was decided.
            proof: how whoever decided proved who she is, if she did.

        Raises:
            LedgerError: as `decide` does, of the first that cannot be decided about.
        """
        asked = list(items)
        if decision == "sent back" and not why.strip() and asked:
            raise LedgerError(
                tell(
                    "{item}: whoever sends back says why, so that it can be put right. Give a reason.", item=asked[0][0]
                )
            )
        if not asked:
            return ()
        with self.writing() as connection:
            # Later than the seal over what was found here, or it would not count beside that.
            at = _now()
            expect_proven(connection, who, proof)
            made = _made_with_errors(connection, [item for item, _, _ in asked])
            for item, content_sha256, _ in asked:
                if (item, content_sha256) not in made:
                    raise LedgerError(
                        tell(
                            "The ledger knows no {item} of content {content}: make it again, look, decide.",
                            item=item,
                            content=content_sha256[:12],
                        )
                    )
                if decision == "approved" and made[item, content_sha256]:
                    raise LedgerError(
                        tell(
                            "{item} was made from a brief with errors, and cannot be approved. Put right what "
                            "briefcast check tells, and make it again.",
                            item=item,
                        )
                    )
            said = {"decision": decision, "who": who, "at": at, "why": why, "through": through, "proof": proof}
            rows: list[dict[str, Any]] = [
                {"item": item, "content_sha256": content, **said} for item, content, _ in asked
            ]
            numbers = _insert_all(connection, t.decisions, rows)
            shown = [
                {"decision_id": number, "channel": p.channel, "account": p.account, "parts": dict(p.parts)}
                for number, (_, _, posts) in zip(numbers, asked, strict=True)
                for p in posts
            ]
            if decision == "approved" and shown:
                connection.execute(insert(t.approved_posts), shown)
            if decision == "approved":
                _forget_reasons(connection, [(item, content) for item, content, _ in asked])
            _note_all(
                connection,
                [
                    {
                        "at": at,
                        "who": who,
                        "what": decision,
                        "about": item,
                        "detail": {
                            "content_sha256": content,
                            "seen": seen_with_posts(content, tuple(posts)),
                            "why": why,
                            "through": through,
                            "proof": proof,
                        },
                    }
                    for item, content, posts in asked
                ],
            )
        return tuple(Decision(id=number, **row) for number, row in zip(numbers, rows, strict=True))

    def standing(self, item: str, content_sha256: str) -> Standing:
        """Say where one content of an item stands."""
        return self.standings([(item, content_sha256)])[item]

    def standings(self, items: Iterable[tuple[str, str]]) -> Mapping[str, Standing]:
        """Say where each of several items stands, by key, from one look at the ledger."""
        return {item: standing for (item, _), standing in self.standings_of_contents(items).items()}

    def standings_of_contents(self, items: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Standing]:
        """Say where each of several contents stands, by item and content: one item may be asked about in several."""
        with self.reading() as connection:
            return _every_standing(connection, list(items))

    def posts_changed(self, posts: Iterable[tuple[str, str, ShownPost]], *, also_out: bool = False) -> tuple[str, ...]:
        """Say of each post in words what is not as it was when its item was approved; empty if nothing, or nobody did.

        What is out, was, or may be, is done: nothing of it is asked about any more.

        Args:
            posts: items, their contents, and their posts as they would go out now.
            also_out: ask about what is out, too: a platform may hold it until its slot.
        """
        asked, p = list(posts), t.publications.c
        ended = select(p.item, p.content_sha256, p.channel, p.account).where(p.state.in_(_MAY_BE_OUT))
        with self.reading() as connection:
            done = set() if also_out else {tuple(row) for row in connection.execute(ended)}
            approvals = _approvals(connection, dict.fromkeys(item for item, _, _ in asked))
            return tuple(
                ""
                if (item, content, post.channel, post.account) in done
                else _post_changed(approvals.get((item, content)), post)
                for item, content, post in asked
            )

    # ---- what may leave

    def release(
        self,
        item: str,
        content_sha256: str,
        *,
        channel: str,
        account: str,
        who: str,
        slot: dt.datetime | None = None,
        week: str | None = None,
        again: bool = False,
        why: str = "",
    ) -> Release:
        """Give leave for one content of an item to go out on one channel; given before, the newest slot holds.

        Raises:
            NotApproved: this content is not approved; names the item and, after a change, both contents. Or its
                release was taken back, of this content or an earlier one, and is not given ``again``.
        """
        asked = Leaving(
            item=item, content_sha256=content_sha256, channel=channel, account=account, slot=slot, again=again
        )
        [given] = self.release_all([asked], who=who, week=week, why=why)
        if isinstance(given, NotApproved):
            raise given
        return given

    def release_all(
        self, asked: Iterable[Leaving], *, who: str, week: str | None = None, why: str = ""
    ) -> tuple[Release | NotApproved, ...]:
        """Give leave as `release` does for several items in one write; what may not leave is given with the reason."""
        every = list(asked)
        found: dict[int, Release | NotApproved] = {}
        fresh: dict[int, dict[str, Any]] = {}
        with self.writing() as connection:
            known = _known_releases(connection, every)
            at = _now()
            for number, (each, leave) in enumerate(_leaves(connection, every, known, week=week)):
                if isinstance(leave, NotApproved):
                    found[number] = leave
                    continue
                if taken := _keep_numbers(connection, each, who=who, at=at):
                    found[number] = taken
                    continue
                before = known.current.get(each.place)
                if before and before.given and before.slot == each.slot and not each.anew:
                    found[number] = before
                elif before:
                    given = {"given": True, "slot": each.slot, "week": week, "who": who, "why": why}
                    found[number] = self._change_release(connection, before, **given)  # type: ignore[arg-type]
                else:
                    fresh[number] = {
                        "item": each.item,
                        "content_sha256": each.content_sha256,
                        "channel": each.channel,
                        "account": each.account,
                        "slot": each.slot,
                        "decision_id": leave.id,
                        "week": week,
                        "who": who,
                        "at": at,
                    }
            ids = _insert_all(connection, t.releases, list(fresh.values()))
            for id, (number, row) in zip(ids, fresh.items(), strict=True):
                found[number] = Release(id=id, **row)
            changed = [
                each
                for number, each in enumerate(every)
                if isinstance(found[number], Release) and found[number] is not known.current.get(each.place)
            ]
            for channel in dict.fromkeys(each.channel for each in changed):
                left = [(each.item, each.content_sha256) for each in changed if each.channel == channel]
                _forget_reasons(connection, left, channel=channel)
            _note_all(
                connection,
                [
                    {
                        "at": at,
                        "who": who,
                        "what": "released",
                        "about": row["item"],
                        "detail": {
                            **{name: row[name] for name in ("item", "content_sha256", "channel", "account")},
                            "slot": row["slot"].isoformat() if row["slot"] else None,
                        },
                    }
                    for row in fresh.values()
                ],
            )
        return tuple(found[number] for number in range(len(every)))

    def column_numbers(self, column: str) -> Mapping[str, int]:
        """Give the numbers with which pieces of a column were released, by the id of the brief."""
        with self.reading() as connection:
            return column_numbers(connection, column)

    def why_no_leave(self, asked: Iterable[Leaving], *, week: str | None = None) -> tuple[NotApproved | None, ...]:
        """Say of several items why `release` would give them no leave; nothing is written."""
        every = list(asked)
        with self.reading() as connection:
            known = _known_releases(connection, every)
            leaves = _leaves(connection, every, known, week=week)
            return tuple(leave if isinstance(leave, NotApproved) else None for _, leave in leaves)

    def take_back(self, releases: Iterable[Release], *, who: str, why: str = "") -> tuple[Release, ...]:
        """Take leave back from what was released; what went out already stays out, and is withdrawn by itself."""
        with self.writing() as connection:
            return tuple(
                self._change_release(connection, each, given=False, slot=each.slot, week=each.week, who=who, why=why)
                for each in releases
                if each.given
            )

    def _change_release(
        self,
        connection: Connection,
        release: Release,
        *,
        given: bool,
        slot: dt.datetime | None,
        week: str | None,
        who: str,
        why: str,
    ) -> Release:
        at = _now()
        _insert(
            connection,
            t.release_changes,
            release_id=release.id,
            given=given,
            slot=slot,
            week=week,
            who=who,
            at=at,
            why=why,
        )
        what = "taken back" if not given else "moved" if release.given else "released"
        detail = {
            "content_sha256": release.content_sha256,
            "channel": release.channel,
            "account": release.account,
            "slot": slot.isoformat() if slot else None,
            "why": why,
        }
        self.note(connection, who=who, what=what, about=release.item, at=at, detail=detail)
        return replace(release, given=given, slot=slot, week=week, who=who, at=at)

    def releases(
        self, *, week: str | None = None, item: str | None = None, taken_back: bool = False
    ) -> tuple[Release, ...]:
        """Give every release that holds now, or those of one week or of one item, the oldest first.

        ``taken_back`` gives those as well that were taken back; their ``given`` is false.
        """
        query = select(t.releases).order_by(t.releases.c.id)
        if item:
            query = query.where(t.releases.c.item == item)
        with self.reading() as connection:
            now = _current(connection, connection.execute(query).all())
        return tuple(each for each in now if (each.given or taken_back) and week in (None, each.week))

    def week_released(self, item: str, content_sha256: str, channel: str, account: str) -> str:
        """Give the week of a plan for which a post was released last; that of its brief where no release says one."""
        found = [
            each
            for each in self.releases(item=item, taken_back=True)
            if (each.content_sha256, each.channel) == (content_sha256, channel) and each.account in (account, "")
        ]
        newest = max(found, key=lambda each: (each.at, each.id), default=None)
        return (newest.week if newest else None) or self.week_of(item.partition("/")[0])

    def slot_given(self, release: Release) -> dt.datetime | None:
        """Give the slot that a person released something for last, whatever the plan put it off to since."""
        changes = (
            select(t.release_changes.c.slot)
            .where(
                t.release_changes.c.release_id == release.id,
                t.release_changes.c.given,
                # By its words: before reasons were kept as messages, they alone were written down.
                ~type_coerce(t.release_changes.c.why, Text).startswith(str(BY_PLAN), autoescape=True),
            )
            .order_by(desc(t.release_changes.c.id))
            .limit(1)
        )
        first = select(t.releases.c.slot).where(t.releases.c.id == release.id)
        with self.reading() as connection:
            changed = connection.execute(changes).first()
            return changed.slot if changed else connection.execute(first).scalar_one_or_none()

    # ---- what was said, and what happened

    def posts_saying(self, figure: str, *, published_only: bool = False) -> tuple[Saying, ...]:
        """Find every item and post that states a figure, the newest first.

        Args:
            figure: a statistic, ``egdi-rank``, which counts with all that is derived from it, or one of
                these alone, ``egdi-rank.change``.
            published_only: only what went out, or may have.
        """
        newest = select(func.max(t.editions.c.id)).group_by(t.editions.c.brief)
        wanted = t.facts.c.fact == figure if "." in figure else t.facts.c.statistic == figure
        query: Select[Any] = (
            select(
                t.facts.c.fact,
                t.facts.c.written,
                t.facts.c.value,
                t.facts.c.shown,
                t.items.c.key.label("item"),
                t.items.c.content_sha256,
                t.items.c.edition_id.label("edition"),
                t.editions.c.made_at,
                t.editions.c.id.in_(newest).label("newest"),
                t.publications.c.channel,
                t.publications.c.account,
                t.publications.c.state,
                t.publications.c.url,
                t.publications.c.ended_at.label("at"),
            )
            .join(t.items, t.items.c.id == t.facts.c.item_id)
            .join(t.editions, t.editions.c.id == t.items.c.edition_id)
            .join(
                t.publications,
                and_(
                    t.publications.c.item == t.items.c.key,
                    t.publications.c.content_sha256 == t.items.c.content_sha256,
                ),
                isouter=not published_only,
            )
            .where(wanted)
            .order_by(desc(t.editions.c.id), t.items.c.key, t.facts.c.fact, t.publications.c.id)
        )
        if published_only:
            query = query.where(t.publications.c.state.in_(("sending", "sent", "unconfirmed")))
        with self.reading() as connection:
            return tuple(Saying(**{**row._mapping, "newest": bool(row.newest)}) for row in connection.execute(query))

    def history(self, about: str | None = None, *, limit: int | None = None) -> tuple[Event, ...]:
        """Tell what happened, to one item, brief or week or to all, the oldest first; the last ``limit`` lines.

        What was decided of an item made in a week belongs to the week.
        """
        query = select(t.history).order_by(desc(t.history.c.id)).limit(limit)
        if about:
            of_week = select(t.items.c.key).join(t.editions).where(t.editions.c.week == about)
            query = query.where(
                or_(
                    t.history.c.about == about,
                    t.history.c.about.startswith(f"{about}/", autoescape=True),
                    t.history.c.about.in_(of_week),
                )
            )
        with self.reading() as connection:
            return tuple(Event(**row._mapping) for row in reversed(connection.execute(query).all()))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _insert(connection: Connection, table: Any, **row: Any) -> int:
    key = connection.execute(insert(table).values(row)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _insert_all(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Insert rows and give their numbers, in their order."""
    if not rows:
        return []
    query = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return [int(number) for number in connection.execute(query, list(rows)).scalars()]


def _note_all(connection: Connection, lines: Sequence[Mapping[str, Any]]) -> None:
    """Add lines to the history, as `Ledger.note` does."""
    if lines:
        connection.execute(insert(t.history), list(lines))


def _record_item(connection: Connection, edition: int, item: Item) -> None:
    number = _insert(
        connection,
        t.items,
        edition_id=edition,
        key=item.key,
        content_sha256=item.content_sha256,
        audience=item.audience,
        language=item.language,
        product=item.product,
        variant=item.variant,
        told="\n".join(item.told),
        printed=dict(printed_beside(item)),
    )
    connection.execute(
        insert(t.outputs),
        [
            {
                "item_id": number,
                "path": output.path,
                "role": output.role,
                "media_type": output.media_type,
                "sha256": output.sha256,
                "bytes": output.bytes,
                "alt_text": output.alt_text,
            }
            for output in item.outputs
        ],
    )
    shown = {fact for output in item.outputs for fact in output.facts}
    if item.facts:
        connection.execute(
            insert(t.facts),
            [
                {
                    "item_id": number,
                    "fact": fact.id,
                    "statistic": fact.statistic,
                    "written": item.written(fact),
                    "value": fact.value,
                    "source": fact.source,
                    "shown": fact.id in shown,
                }
                for fact in item.facts
            ],
        )


def _standing(connection: Connection, item: str, content_sha256: str) -> Standing:
    return _every_standing(connection, [(item, content_sha256)])[item, content_sha256]


def _every_standing(connection: Connection, items: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Standing]:
    """Say where each content of some items stands, by both."""
    decided: dict[tuple[str, str], Row[Any]] = {}
    approved: dict[str, Row[Any]] = {}
    last: dict[str, Row[Any]] = {}
    for some in _by_many(list(dict.fromkeys(item for item, _ in items))):
        query = select(t.decisions).where(t.decisions.c.item.in_(some)).order_by(t.decisions.c.id)
        for row in connection.execute(query):
            decided[row.item, row.content_sha256] = last[row.item] = row
            if row.decision == "approved":
                approved[row.item] = row
    return {
        (item, content): _standing_of(decided.get((item, content)), approved.get(item), last.get(item))
        for item, content in items
    }


def _standing_of(decided: Row[Any] | None, approved: Row[Any] | None, last: Row[Any] | None) -> Standing:
    """Say where a content stands by its own newest decision, and by those of the item whatever its content."""
    if decided:
        return Standing(decision=Decision(**decided._mapping), approved_before=None)
    held = Decision(**last._mapping) if last and last.decision == "held" else None
    before = Decision(**approved._mapping) if approved else None
    return Standing(decision=None, approved_before=before, held_before=held)


def _made_with_errors(connection: Connection, items: Sequence[str]) -> dict[tuple[str, str], bool]:
    """Say of every content in which items were made, whether its newest edition was of a brief with errors."""
    found: dict[tuple[str, str], bool] = {}
    for some in _by_many(items):
        query = (
            select(t.items.c.key, t.items.c.content_sha256, t.editions.c.with_errors)
            .join(t.editions, t.items.c.edition_id == t.editions.c.id)
            .where(t.items.c.key.in_(some))
            .order_by(t.items.c.id)
        )
        for row in connection.execute(query):
            found[row.key, row.content_sha256] = bool(row.with_errors)
    return found


@dataclass(frozen=True, kw_only=True)
class _Approval:
    """What was approved of one content of an item, by whoever approved it last."""

    who: str
    posts: Mapping[tuple[str, str], tuple[str, Mapping[str, str]]]
    """By channel and account: who approved the post, and its parts."""


def _approvals(connection: Connection, items: Iterable[str]) -> dict[tuple[str, str], _Approval]:
    """Give what is approved of some items, by item and content."""
    newest: dict[tuple[str, str], Row[Any]] = {}
    stopped: dict[tuple[str, str], int] = {}
    covered: dict[tuple[str, str], dict[tuple[str, str], tuple[str, Mapping[str, str]]]] = {}
    for some in _by_many(list(items)):
        for row in connection.execute(
            select(t.decisions).where(t.decisions.c.item.in_(some)).order_by(t.decisions.c.id)
        ):
            key = (row.item, row.content_sha256)
            newest[key] = row
            if row.decision != "approved":
                stopped[key] = row.id
        shown = (
            select(t.approved_posts, t.decisions.c.item, t.decisions.c.content_sha256, t.decisions.c.who)
            .join(t.decisions)
            .where(t.decisions.c.item.in_(some))
            .order_by(t.approved_posts.c.id)
        )
        for row in connection.execute(shown):
            key = (row.item, row.content_sha256)
            # What was approved before it was held or sent back counts no more.
            if row.decision_id > stopped.get(key, 0):
                covered.setdefault(key, {})[row.channel, row.account] = (row.who, row.parts)
    return {
        key: _Approval(who=row.who, posts=covered.get(key, {}))
        for key, row in newest.items()
        if row.decision == "approved"
    }


def _post_changed(approval: _Approval | None, post: ShownPost) -> str:
    """Say in words what of a post is not as it was when its item was approved; empty if nothing, or nobody did."""
    if approval is None:
        return ""
    where = f"{post.channel}:{post.account}"
    if not approval.posts:
        return tell(
            "{where}: {who} approved the item when no posts were shown, so nobody approved this one.",
            where=where,
            who=approval.who,
        )
    if (post.channel, post.account) not in approval.posts:
        return tell(
            "{where}: {who} did not see this post: the account, or its place in the plan, came later.",
            where=where,
            who=approval.who,
        )
    who, approved = approval.posts[post.channel, post.account]
    before = _as_shown_now(approved)
    old, new = before.get("link", ""), post.parts.get("link", "")
    link = (old, new) if old and old != new else ()
    told = [
        _told_change(part, before.get(part, ""), post.parts.get(part, ""))
        for part in dict.fromkeys((*post.parts, *before))
        if before.get(part, "") != post.parts.get(part, "")
        # A text that only names the link anew says nothing beside the link.
        and not (part == "text" and link and before.get(part, "").replace(*link) == post.parts.get(part, ""))
    ]
    return tell("{where} is not what {who} approved: {parts}.", where=where, who=who, parts=tuple(told)) if told else ""


def _as_shown_now(parts: Mapping[str, str]) -> Mapping[str, str]:
    """Give the parts of a post that was approved without settings that earlier releases showed and nobody decides."""
    if "account" not in parts:
        return parts
    settings = seen_settings(json.loads(parts["account"]))
    account = json.dumps(settings, ensure_ascii=False, sort_keys=True) if settings else ""
    return {name: value for name, value in {**parts, "account": account}.items() if value}


def _told_change(part: str, before: str, now: str) -> str:
    """Tell one part that changed: of a long text the lines that did, of an account the settings."""
    old, new = (_lines(part, text) for text in (before, now))
    gone, came = [line for line in old if line not in new], [line for line in new if line not in old]
    if len(gone) == len(came):
        gone, came = (list(each) for each in zip(*map(_around, gone, came), strict=True)) if gone else (gone, came)
    told = (" / ".join(lines) or tell("nothing") for lines in (gone, came))
    return tell('{part} was "{gone}" and is "{came}"', part=_PARTS.get(part, part), gone=next(told), came=next(told))


def _lines(part: str, text: str) -> list[str]:
    """Give what a part is compared by. Several addresses in one setting are each a line: only others are told."""
    if part != "account" or not text:
        return text.split("\n")
    settings: dict[str, object] = json.loads(text)
    return [f"{name}: {value}" for name, held in settings.items() for value in re.split(r",\s*", str(held))]


def _around(old: str, new: str) -> tuple[str, str]:
    """Give what differs of two long lines, with a little of what stands around it."""
    if max(len(old), len(new)) <= _LINE_CHARS:
        return old, new
    begins = _alike(old, new)
    ends = _alike(old[begins:][::-1], new[begins:][::-1])
    start = max(0, begins - _AROUND_CHARS)

    def part(line: str) -> str:
        stop = min(len(line), len(line) - ends + _AROUND_CHARS)
        return f"{'…' * (start > 0)}{line[start:stop]}{'…' * (stop < len(line))}"

    return part(old), part(new)


def _alike(one: str, other: str) -> int:
    """Give how many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


_LINE_CHARS = 80
"""Longer lines are told by what differs in them."""
_AROUND_CHARS = 24


_PARTS = {
    "link": tell("link"),
    "hashtags": tell("hashtags"),
    "title": tell("title"),
    "text": tell("text"),
    "files": tell("files"),
    "descriptions": tell("descriptions"),
    "language": tell("language"),
    "synthetic voice": tell("synthetic voice"),
    "account": tell("account"),
}
"""What the parts of a post are called."""


_AT_ONCE = 500
"""Items asked about in one query: databases take no endless lists."""


def _by_many(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


_MAY_BE_OUT = ("sending", "sent", "unconfirmed", "withdrawn")
"""States of publications of which readers see something, or have."""


def approve_again(item: str, *, week: str = "", folder: object = None) -> str:
    """Say that an item is to be approved again, and how: by its week, or of an edition outside a plan by its folder."""
    if week:
        return tell(
            "It is to be approved again: look at it on the review page, then: {command}",
            command=Typed(f"briefcast approve {week} {item}"),
        )
    return tell(
        "It is to be approved again: look at it, {look}, then: {command}",
        look=Typed(f"briefcast publish {folder or 'EDITION'} --dry-run"),
        command=Typed(f"briefcast publish {folder or 'EDITION'} --approve"),
    )


def _in_brackets(why: str) -> str:
    """Give a reason behind what it is for; empty if nobody gave one."""
    return tell(" ({why})", why=why) if why else ""


def _newest_edition(connection: Connection, item: str) -> Row[Any] | None:
    """Give week and folder of the edition in which an item was made last, if it ever was."""
    newest = (
        select(t.editions.c.week, t.editions.c.folder)
        .join(t.items, t.items.c.edition_id == t.editions.c.id)
        .where(t.items.c.key == item)
        .order_by(desc(t.items.c.id))
        .limit(1)
    )
    return connection.execute(newest).first()


def _to_release(connection: Connection, item: str, week: str | None = None) -> str:
    """Give the command that gives leave: of an item of a week by its name, else of its whole edition."""
    row = _newest_edition(connection, item)
    if week := week or (row.week if row else None):
        return Typed(f"briefcast release {week} {item}")
    return Typed(f"briefcast publish {row.folder}" if row else "briefcast publish EDITION")


def _to_approve(connection: Connection, item: str) -> str:
    row = _newest_edition(connection, item)
    if row is None or not row.week:
        edition = row.folder if row else "EDITION"
        return tell("Look at it, then: {command}", command=Typed(f"briefcast publish {edition} --approve"))
    return tell("Look at the page of the week, then: {command}", command=Typed(f"briefcast approve {row.week} {item}"))


def _to_approve_again(connection: Connection, item: str) -> str:
    row = _newest_edition(connection, item)
    return approve_again(item, week=(row.week or "") if row else "", folder=row.folder if row else None)


class TakenBack(NotApproved):  # a state, not a mistake
    """Somebody took the release of an item back, or withdrew its post: it has leave again only by its name."""

    def __init__(self, message: str, *, who: str, why: str, withdrawn: bool = False) -> None:
        super().__init__(message)
        self.who, self.why, self.withdrawn = who, why, withdrawn


def why_not_now(
    connection: Connection,
    item: str,
    content_sha256: str,
    *,
    channel: str,
    account: str,
    slot: dt.datetime | None,
    shown: ShownPost | None = None,
) -> str:
    """Say why a post that is about to be sent may not be, as the ledger is at this moment; empty if it may.

    Asked within the transaction that takes the publication: a decision, a moved slot or a release that was taken
    back a second ago counts. ``shown`` is the post as it would be sent; without it, posts are not asked about.
    """
    standing = _standing(connection, item, content_sha256)
    if not standing.decision or standing.decision.decision != "approved":
        return _why_not(connection, item, content_sha256, standing)
    approvals = _approvals(connection, [item]) if shown else {}
    if shown and (changed := _post_changed(approvals.get((item, content_sha256)), shown)):
        return joined(changed, _to_approve_again(connection, item))
    rows = connection.execute(
        select(t.releases).where(
            t.releases.c.item == item,
            t.releases.c.channel == channel,
            t.releases.c.account.in_((account, "")),
        )
    ).all()
    every = _current(connection, rows)
    known = [each for each in every if each.content_sha256 == content_sha256]
    given = [each for each in known if each.given]
    if known and not given:
        newest = max(known, key=lambda each: each.at)
        return tell(
            "{who} took its release back. To let it go out again: {command}",
            who=newest.who,
            command=_to_release(connection, item, newest.week),
        )
    if not given and (stop := matching(stops_on(connection, [item], channels=[channel]), item, "", channel, account)):
        return told_stop(stop, item, _to_let_out(connection, item, stop, None))
    if not given:
        return tell("It has no leave to go out there: {command}", command=_to_release(connection, item))
    leave = max(given, key=lambda each: each.at)
    if newer := [each for each in every if each.given and each.content_sha256 != content_sha256 and each.at > leave.at]:
        return tell("{who} released other content of it since, which goes out in its place.", who=newer[-1].who)
    if leave.slot != slot:
        when = leave.slot or tell("at once")
        if leave.slot is None or leave.slot <= _now():
            return tell("Its slot was moved: {when}. The next run sends it.", when=when)
        return tell("Its slot was moved: {when}. It goes out then.", when=when)
    return ""


def _keep_numbers(connection: Connection, each: Leaving, *, who: str, at: dt.datetime) -> NotApproved | None:
    """Keep the numbers with which pieces of columns go out; say why not where another piece has one of them."""
    for column, brief, number in each.pieces:
        if not is_free(connection, column, brief, number):
            return NotApproved(
                tell(
                    "{item}: it tells {brief} as no. {number} of the column '{column}', and that is no longer its "
                    "number. Make it again.",
                    item=each.item,
                    brief=brief,
                    number=number,
                    column=column,
                )
            )
    for column, brief, number in each.pieces:
        keep_number(connection, column, brief, number, who=who, at=at)
    return None


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """One content of an item that is to have leave to go out on one channel."""

    item: str
    content_sha256: str
    channel: str
    account: str
    slot: dt.datetime | None
    again: bool = False
    """Whether leave that was taken back is given again, and what was withdrawn goes out again."""
    anew: bool = False
    """Whether it is written down again although it has the same leave: what was given before does not count."""
    group: str = ""
    """What the keys of all its sizes begin with, where the channel gets one of them."""
    pieces: tuple[tuple[str, str, int], ...] = ()
    """What it tells of columns: column, brief and number; they keep these numbers from then on."""

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it is known by among releases."""
        return self.item, self.content_sha256, self.channel, self.account


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What was released of some items."""

    current: Mapping[tuple[str, str, str, str], Release]
    """As each release is now, by item, content, channel and account."""
    taken: Mapping[tuple[str, str, str], Row[Any]]
    """How releases were taken back where none was given since, whatever the content, by item, channel and account."""
    given_at: Mapping[tuple[str, str, str], dt.datetime]
    """When leave was given last, whatever the content, by item, channel and account."""
    stops: Sequence[Stop]
    """What people withdrew and is not out."""


def _known_releases(connection: Connection, asked: Sequence[Leaving]) -> _Known:
    items = dict.fromkeys(each.item for each in asked)
    current: dict[tuple[str, str, str, str], Release] = {}
    given_at: dict[tuple[str, str, str], dt.datetime] = {}
    last: dict[tuple[str, str, str], Row[Any]] = {}
    for some in _by_many(list(items)):
        rows = connection.execute(select(t.releases).where(t.releases.c.item.in_(some))).all()
        changes = (
            select(t.release_changes, t.releases.c.item, t.releases.c.channel, t.releases.c.account)
            .join(t.releases)
            .where(t.releases.c.item.in_(some))
            .order_by(t.release_changes.c.id)
        )
        newest: dict[int, Row[Any]] = {}
        for change in connection.execute(changes) if rows else ():
            newest[change.release_id] = change
            last[change.item, change.channel, change.account] = change
        for row in rows:
            place = (row.item, row.channel, row.account)
            given_at[place] = max(row.at, given_at.get(place, row.at))
            release = _as_changed(Release(**row._mapping), newest.get(row.id))
            current[row.item, row.content_sha256, row.channel, row.account] = release
    taken = {place: row for place, row in last.items() if not row.given and given_at[place] <= row.at}
    for place, row in last.items():
        if row.given:
            given_at[place] = max(row.at, given_at[place])
    groups, channels = (each.group or each.item for each in asked), (each.channel for each in asked)
    stops = stops_on(connection, groups, channels=channels) if items else ()
    return _Known(current=current, taken=taken, given_at=given_at, stops=stops)


def _leaves(
    connection: Connection, asked: Sequence[Leaving], known: _Known, *, week: str | None
) -> Iterator[tuple[Leaving, Decision | NotApproved]]:
    """Give the approval by which each may leave; why not, where there is none or its release was taken back."""
    standings = _every_standing(connection, [(each.item, each.content_sha256) for each in asked])
    for each in asked:
        item, standing = each.item, standings[each.item, each.content_sha256]
        if not standing.decision or standing.decision.decision != "approved":
            yield each, NotApproved(_why_not(connection, item, each.content_sha256, standing))
        elif not each.again and (taken := known.taken.get((item, each.channel, each.account))):
            why = tell(
                "{item}: {who} took its release on {channel} back{why}. To let it go out again, release it by "
                "its name: {command}",
                item=item,
                who=taken.who,
                channel=each.channel,
                why=_in_brackets(taken.why),
                command=_to_release(connection, item, week or taken.week),
            )
            yield each, TakenBack(why, who=taken.who, why=taken.why)
        elif not each.again and (stop := _stopped(each, known)):
            told = told_stop(stop, item, _to_let_out(connection, item, stop, week))
            yield each, TakenBack(told, who=stop.who, why=stop.why.rstrip("."), withdrawn=True)
        else:
            yield each, standing.decision


def _stopped(asked: Leaving, known: _Known) -> Stop | None:
    """Give what a person withdrew of an item, where leave for it was given neither before for this content, nor since.

    Whoever withdraws a post to make room for new content that has leave already lets that out.
    """
    before = known.current.get(asked.place)
    stop = matching(known.stops, asked.item, asked.group, asked.channel, asked.account)
    if stop is None or (before and before.given):
        return None
    given_at = known.given_at.get((asked.item, asked.channel, asked.account))
    return None if given_at and given_at > stop.at else stop


def _to_let_out(connection: Connection, item: str, stop: Stop, week: str | None) -> str:
    """Give the command that lets an item go out again that was withdrawn: by its name in a week, else its number."""
    row = _newest_edition(connection, item)
    if week := week or (row.week if row else None):
        return Typed(f"briefcast release {week} {item}")
    return Typed(f"briefcast outbox again {stop.id}")


def _forget_reasons(connection: Connection, items: Sequence[tuple[str, str]], *, channel: str = "") -> None:
    """Forget why posts waited: they were approved or released since, and what stands in their way is found anew."""
    p = t.publications.c
    told = select(p.id, p.item, p.content_sha256).where(p.state == "prepared", p.detail != "")
    wanted = set(items)
    for row in connection.execute(told.where(p.channel == channel) if channel else told).all():
        if (row.item, row.content_sha256) in wanted:
            connection.execute(update(t.publications).where(p.id == row.id).values(detail=""))


def _as_changed(release: Release, change: Row[Any] | None) -> Release:
    """Give a release as it is now, after its newest change if it has one."""
    if change is None:
        return release
    return replace(release, given=change.given, slot=change.slot, week=change.week, who=change.who, at=change.at)


def _current(connection: Connection, rows: Iterable[Row[Any]]) -> list[Release]:
    """Give releases as they are now: what was changed last holds."""
    releases = [Release(**row._mapping) for row in rows]
    changes: dict[int, Row[Any]] = {}
    if releases:
        query = select(t.release_changes).order_by(t.release_changes.c.id)
        if len(releases) == 1:
            query = query.where(t.release_changes.c.release_id == releases[0].id)
        changes = {row.release_id: row for row in connection.execute(query)}
    return [_as_changed(each, changes.get(each.id)) for each in releases]


def _why_not(connection: Connection, item: str, content_sha256: str, standing: Standing) -> str:
    if standing.decision:
        row = _newest_edition(connection, item)
        # Nobody can approve what does not lie there any more.
        week = (row.week or "") if row and (Path(row.folder) / MANIFEST_NAME).is_file() else ""
        # What was sent back goes out only after it was put right.
        held = standing.decision.decision == "held" and week
        command = Typed(f"briefcast approve {week} {item}")
        return joined(
            tell(
                "{item} was {decision} by {who}{why}: it does not leave.",
                item=item,
                decision=called(standing.decision.decision),
                who=standing.decision.who,
                why=_in_brackets(standing.decision.why),
            ),
            tell("To let it go: {command}", command=command) if held else "",
        )
    if before_held := standing.held_before:
        return tell(
            "{item} was held by {who}{why}, and made anew since: it stays until it is approved by its name.",
            item=item,
            who=before_held.who,
            why=_in_brackets(before_held.why),
        )
    again = _to_approve_again(connection, item)
    if before := standing.approved_before:
        return joined(
            tell(
                "{item} changed after {who} approved it: approved was content {before}, now it is {content}.",
                item=item,
                who=before.who,
                before=before.content_sha256,
                content=content_sha256,
            ),
            again,
        )
    return joined(tell("{item} is not approved.", item=item), _to_approve(connection, item))
