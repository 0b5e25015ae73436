"""Which ledger a team decides in, as a file beside its accounts says: another one is not taken for it.

The file names who has a secret, with the public halves, and the newest seal over the people of the ledger. A ledger
that has not this seal is another one, a copy of before somebody was registered, or one that was begun anew: nothing is
written into it. The file holds nothing secret and is made to lie under version control.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, desc, select

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.ledger.registered import registered
from briefcast.messages import Typed, tell
from briefcast.store.files import write_whole

FILE_NAME = "briefcast-people.json"
_NOTE = (
    "Written by briefcast: who decides here with a secret, and in which ledger. It holds nothing secret; keep it with "
    "channels.yaml, under version control."
)


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who decides in a team, and the ledger it decides in, as one file says."""

    place: Path
    people: Mapping[str, str]
    """The public half of the secret of each, by name."""
    row: int
    """The newest row of the ledger's people when the file was written."""
    seal: str
    """The seal up to that row."""

    def knows(self, connection: Connection) -> bool:
        """Say whether a ledger is the one of this team, as it was when the file was written or later."""
        s = t.seals.c
        query = select(s.id).where(s.table_name == t.people.name, s.last_id == self.row, s.sha256 == self.seal)
        return connection.execute(query.limit(1)).first() is not None

    def refusal(self, ledger: str) -> LedgerError:
        """Give the refusal of a ledger that is not the one of this team."""
        return LedgerError(
            tell(
                "{file} says in which ledger the people of this team decide with their secrets, and {place} is not "
                "that one: it is another, a copy of before, or begun anew. Nothing is written into it. Go to the "
                "folder of the team, or name its ledger in BRIEFCAST_LEDGER. If it is lost: {restore}; if there is no "
                "copy: {keep}",
                file=self.place,
                place=ledger,
                restore=Typed("briefcast ledger restore FILE --who NAME"),
                keep=Typed(f"briefcast people keep --who {next(iter(self.people), 'NAME')}"),
            )
        )


def find_teams(near: Iterable[Path]) -> tuple[Team, ...]:
    """Give what the files say that lie in some folders, or in the nearest folder above each that has one.

    Raises:
        LedgerError: one cannot be read; nobody knows then who decides.
    """
    places = dict.fromkeys(place for folder in near for place in _nearest(folder))
    return tuple(map(read_team, places))


def _nearest(folder: Path) -> Iterator[Path]:
    here = folder.resolve()
    for above in (here, *here.parents):
        if (place := above / FILE_NAME).exists():
            yield place
            return


def read_team(place: Path) -> Team:
    """Read who decides, and in which ledger; LedgerError if it cannot be read."""
    try:
        said = json.loads(place.read_text("utf-8"))
        people, row, seal = said["people"], said["row"], said["seal"]
        if not isinstance(row, int) or not isinstance(seal, str):
            raise TypeError(said)
        return Team(place=place, people={str(name): str(key) for name, key in people.items()}, row=row, seal=seal)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(
            tell(
                "{file} cannot be read, so nobody knows who decides here: bring it back as it was, from version "
                "control or a copy.",
                file=place,
            )
        ) from error


def team_in(connection: Connection, place: Path) -> Team | None:
    """Give what the file of a ledger's team has to say; None if nobody ever had a secret."""
    s = t.seals.c
    newest = select(s.last_id, s.sha256).where(s.table_name == t.people.name).order_by(desc(s.id)).limit(1)
    row = connection.execute(newest).first()
    if row is None:
        return None
    people = {name: each.public_key for name, each in registered(connection).items()}
    return Team(place=place, people=people, row=row.last_id, seal=row.sha256)


def write_team(team: Team) -> None:
    """Write down who decides, and in which ledger; LedgerError if the file cannot be written."""
    said = {"about": _NOTE, "people": dict(sorted(team.people.items())), "row": team.row, "seal": team.seal}
    try:
        write_whole(team.place, json.dumps(said, indent=1, ensure_ascii=False) + "\n")
    except OSError as error:
        raise LedgerError(
            tell(
                "{file} cannot be written: {error}. It says who decides here, so that no other ledger is taken for the "
                "one of the team. Once it can be written: {command}",
                file=team.place,
                error=error.strerror or error,
                command=Typed("briefcast people keep --who NAME"),
            )
        ) from error
