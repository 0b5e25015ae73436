"""Who may say that she is who she is: the people who have a secret of their own.

    people = People(ledger)
    people.add("lan", public_key(secret), by="lan")
    people.prove("lan", secret)              LedgerError if it is not hers, or too many were tried
    people.take(line, week="2026-W48")       a signed decision, each once
    people.note(folder)                      beside the accounts, so that no other ledger is taken for this one

Where nobody is registered, names are believed as they are typed. From the first person on, each decision takes a
secret; and so does whoever registers others, or takes their secret from them. Only when nobody has hers any more,
all are taken away without one: it is told, and done a day later, unless somebody gives hers meanwhile.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, desc, func, insert, select

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.ledger import Ledger
from briefcast.ledger.registered import Registered, no_secret, registered, told_renamed
from briefcast.ledger.secret import Signed, is_fresh, is_signed_by, public_key, read_signed
from briefcast.ledger.team import FILE_NAME, Team, team_in, write_team
from briefcast.messages import Typed, joined, tell

TRIES_MAX = 5
"""Wrong secrets for one name, after which nobody is asked again for a while."""
TRIES_WITHIN = dt.timedelta(minutes=10)
RESET_AFTER = dt.timedelta(days=1)
"""How long after it was asked for all secrets are taken away: whoever has hers can say so until then."""
RESET_ASKED, PROVED = "reset asked", "proved"
SIGNED_IN, SIGNED_OUT, NOT_LET_IN = "signed in", "signed out", "not let in"
"""Lines of the history."""


class People:
    """The people of a ledger who have a secret."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def registered(self) -> Mapping[str, Registered]:
        """Give everybody who has a secret now, by name."""
        with self.ledger.reading() as connection:
            return registered(connection)

    def unused(self) -> Mapping[str, dt.datetime]:
        """Give who has a secret that somebody else vouched for and that was never used, with the moment she got it."""
        with self.ledger.reading() as connection:
            people = registered(connection).values()
            return {one.name: one.at for one in people if one.by != one.name and not _used(connection, one)}

    def add(self, name: str, key: str, *, by: str) -> bool:
        """Give a person a secret, or another one in its place; say whether it is another one.

        Args:
            name: the id in the plan.
            key: what is kept of the secret.
            by: who says that it is this person.
        """
        return self._write(name, key, by=by, what=("registered", "renewed"))

    def remove(self, name: str, *, by: str) -> None:
        """Take a person's secret from her; LedgerError if she has none."""
        self.expect(name)
        self._write(name, "", by=by, what=("", "unregistered"))

    def rename(self, old: str, new: str, *, by: str) -> None:
        """Let a person keep her secret under another id; LedgerError if the old one has none, or the new one has."""
        person = self.expect(old)
        if new in self.registered():
            raise LedgerError(tell("{name} is registered already.", name=new))
        with self.ledger.writing() as connection:
            for name, key in ((new, person.public_key), (old, "")):
                self._insert(connection, name, key, by=by)
            self.ledger.note(connection, who=by, what="renamed", about=new, detail={"why": old})

    def ask_reset(self, *, by: str, why: str) -> dt.datetime:
        """Ask that all secrets be taken away, and give when that can be done; it stays in the history.

        Raises:
            LedgerError: nobody has a secret.
        """
        with self.ledger.writing() as connection:
            if not registered(connection):
                raise LedgerError(tell("Nobody has a secret that could be taken away."))
            if asked := _reset_asked(connection):
                return asked + RESET_AFTER
            # A clock that was set back would let the day pass at once.
            newest = connection.execute(select(func.max(t.history.c.at))).scalar_one()
            at = max(_clock(connection), newest or _clock(connection))
            self.ledger.note(connection, who=by, what=RESET_ASKED, about="people", at=at, detail={"why": why})
        return at + RESET_AFTER

    def reset_at(self) -> dt.datetime | None:
        """Give when all secrets can be taken away; None if nobody asked for it, or somebody gave hers since."""
        with self.ledger.reading() as connection:
            asked = _reset_asked(connection)
        return asked + RESET_AFTER if asked else None

    def forget_all(self, *, by: str, why: str) -> None:
        """Take every secret away: names are believed as they are typed again. It stays in the history.

        Raises:
            LedgerError: nobody asked for it a day ago, or somebody gave her secret since.
        """
        with self.ledger.writing() as connection:
            asked = _reset_asked(connection)
            if not asked or asked + RESET_AFTER > _clock(connection):
                raise LedgerError(tell("All secrets are taken away a day after it was asked for, not before."))
            for name in registered(connection):
                self._insert(connection, name, "", by=by)
                self.ledger.note(connection, who=by, what="unregistered", about=name, detail={"why": why})

    def keep(self, team: Team, *, by: str) -> None:
        """Give the ledger the people of a team, as the file beside its accounts has them: it is the team's then.

        Write the file anew afterwards, with `note`: from this on, no other copy counts as the ledger of the team.

        Raises:
            LedgerError: the file names nobody.
        """
        if not team.people:
            raise LedgerError(
                tell(
                    "{file} names nobody: all secrets were taken away there. Bring the ledger of the team back; if it "
                    "is lost for good, remove the file.",
                    file=team.place,
                )
            )
        with self.ledger.writing(whose=False) as connection:
            gone = {name: "" for name in registered(connection) if name not in team.people}
            for name, key in {**team.people, **gone}.items():
                self._insert(connection, name, key, by=by)
                what = "kept" if key else "unregistered"
                self.ledger.note(connection, who=by, what=what, about=name, detail={"why": team.place.name})

    def note(self, folder: Path = Path(), *, kept: bool = False) -> tuple[Path, ...]:
        """Write down who decides, and in which ledger, in each file that says so, or in a first one in a folder.

        Nothing is written where nobody ever had a secret, or where it is written down so already.

        Args:
            folder: the one of ``channels.yaml``.
            kept: the ledger was made the one of the team just now, with `keep`.

        Returns:
            The files that were written.

        Raises:
            LedgerError: one cannot be written, or says that another ledger is the one of the team.
        """
        if not kept:
            self.ledger.expect_team()
        known = {team.place: team for team in self.ledger.teams}
        with self.ledger.reading() as connection:
            teams = [team_in(connection, place) for place in known or (folder.resolve() / FILE_NAME,)]
        fresh = [team for team in teams if team and team != known.get(team.place)]
        for team in fresh:
            write_team(team)
        self.ledger.teams = tuple(team for team in teams if team)
        return tuple(team.place for team in fresh)

    def expect(self, name: str, command: str = "") -> Registered:
        """Give somebody who has a secret; LedgerError if she has none, with the ``command`` that was typed."""
        known = self.registered()
        if name not in known:
            new = self.renamed().get(name, "")
            if new in known:
                raise LedgerError(told_renamed(name, new))
            raise no_secret(name, known, command)
        return known[name]

    def renamed(self) -> Mapping[str, str]:
        """Give what people are called who had another id before, by that."""
        h = t.history.c
        with self.ledger.reading() as connection:
            rows = connection.execute(select(h.about, h.detail).where(h.what == "renamed").order_by(h.id)).all()
        called: dict[str, str] = {}
        for row in rows:
            old = str(row.detail.get("why", ""))
            called = {before: row.about if now == old else now for before, now in called.items()}
            called[old] = row.about
            called.pop(row.about, None)
        return called

    def called_now(self, name: str) -> str:
        """Give the id under which somebody has a secret now, whom a plan or she herself calls by an earlier one."""
        known = self.registered()
        new = self.renamed().get(name, "")
        return new if name not in known and new in known else name

    def prove(self, name: str, secret: str) -> None:
        """Take a secret for the proof that somebody is who she says.

        Raises:
            LedgerError: she is not registered, it is not her secret, or too many wrong ones were tried.
        """
        person = self.expect(name)
        with self.ledger.reading() as connection:
            tried = _tried(connection, name)
        if len(tried) >= TRIES_MAX:
            raise LedgerError(
                tell(
                    "Too many wrong secrets were given for {name}. Try again after {time}.",
                    name=name,
                    time=min(tried) + TRIES_WITHIN,
                )
            )
        if hmac.compare_digest(public_key(secret), person.public_key):
            self._note_proof(person)
            return
        with self.ledger.writing() as connection:
            connection.execute(insert(t.wrong_secrets).values(name=name, at=_now()))
        raise self._wrong(person)

    def _wrong(self, person: Registered) -> LedgerError:
        """Give the refusal of a secret that is not hers; who gave her another one is told, for she may not know."""
        others = [name for name in self.registered() if name != person.name]
        told = tell("That is not the secret of {name}.", name=person.name)
        way = (
            tell(
                "Whoever lost it gets a new one with somebody else's: {command}",
                command=Typed(f"briefcast people add {person.name} --who {others[0]}"),
            )
            if others
            else tell(
                "Nobody else has a secret here who could vouch for a new one. If it is lost: {command}",
                command=Typed("briefcast people reset --why REASON"),
            )
        )
        given = tell(
            "{by} vouched for the one that holds at {time}: if {name} does not know of it, tell the team at once.",
            by=person.by,
            time=person.at,
            name=person.name,
        )
        with self.ledger.reading() as connection:
            rows = select(func.count()).where(t.people.c.name == person.name, t.people.c.public_key != "")
            had_another = connection.execute(rows).scalar_one() > 1
        return LedgerError(joined(told, way, given if had_another and person.by != person.name else ""))

    def _note_proof(self, person: Registered) -> None:
        """Keep that somebody gave her secret, where that says something: the first time, or while all are to go."""
        with self.ledger.reading() as connection:
            if _used(connection, person) and not _reset_asked(connection):
                return
        with self.ledger.writing() as connection:
            self.ledger.note(connection, who=person.name, what=PROVED, about=person.name)

    def take(self, line: str, *, week: str) -> Signed:
        """Take a signed decision about a week, and remember it: none counts twice.

        Raises:
            LedgerError: it is none, of another week, too old, of somebody who is not registered, signed with another
                secret, or was taken before.
        """
        signed = read_signed(line)
        mark = hashlib.sha256(f"{signed.who} {signed.nonce}".encode()).hexdigest()
        if signed.decision != "approved":
            # To stop something is refused to nobody for having been given another id since.
            signed = replace(signed, who=self.called_now(signed.who))
        person = self.expect(signed.who)
        if not is_signed_by(line, person.public_key):
            raise LedgerError(tell("It is not signed with the secret of {name}.", name=signed.who))
        if signed.week != week:
            raise LedgerError(
                tell("It is signed for {other}, and this is about {week}.", other=signed.week or "–", week=week)
            )
        if not is_fresh(signed, _now()):
            raise LedgerError(tell("It was signed at {time}, which is too long ago: sign it again.", time=signed.at))
        with self.ledger.writing() as connection:
            known = select(func.count()).select_from(t.signed_answers).where(t.signed_answers.c.sha256 == mark)
            if connection.execute(known).scalar_one():
                raise LedgerError(tell("It was handed in before, and counts once: sign it again."))
            connection.execute(insert(t.signed_answers).values(sha256=mark, who=signed.who, at=_now()))
        self._note_proof(person)
        return signed

    def _write(self, name: str, key: str, *, by: str, what: tuple[str, str]) -> bool:
        with self.ledger.writing() as connection:
            people = registered(connection)
            known = name in people
            self._insert(connection, name, key, by=by)
            detail = {} if people else {"first": True}
            self.ledger.note(connection, who=by, what=what[known], about=name, detail=detail)
        return known

    def _insert(self, connection: Connection, name: str, key: str, *, by: str) -> None:
        connection.execute(insert(t.people).values(name=name, public_key=key, vouched_by=by, at=_now()))


def _clock(connection: Connection) -> dt.datetime:
    """Give the time by which a day is waited: of the database's server, where there is one; else of this machine."""
    if connection.dialect.name != "postgresql":
        return _now()
    at: dt.datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return at


def _tried(connection: Connection, name: str) -> list[dt.datetime]:
    """Give when wrong secrets were given for a name lately."""
    since = _now() - TRIES_WITHIN
    query = select(t.wrong_secrets.c.at).where(t.wrong_secrets.c.name == name, t.wrong_secrets.c.at > since)
    return list(connection.execute(query).scalars())


def _reset_asked(connection: Connection) -> dt.datetime | None:
    """Give when it was asked that all secrets be taken away; None if that was done, or somebody gave hers since."""
    h = t.history.c
    ends = (RESET_ASKED, PROVED, "registered", "renewed", "unregistered", "renamed", "kept")
    query = select(h.what, h.at).where(h.what.in_(ends)).order_by(desc(h.id)).limit(1)
    newest = connection.execute(query).first()
    return newest.at if newest and newest.what == RESET_ASKED else None


def _used(connection: Connection, person: Registered) -> bool:
    """Say whether somebody gave the secret that she has now at least once."""
    h = t.history.c
    query = select(h.id).where(h.what == PROVED, h.about == person.name, h.at >= person.at)
    return connection.execute(query.limit(1)).first() is not None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
