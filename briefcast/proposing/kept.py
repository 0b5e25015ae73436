"""What was proposed for a brief and is not decided yet, beside it; nothing of it is in the brief until it is accepted.

kept = Kept(folder / "health.yaml")
kept.add(proposals, model="…", at=now)
kept.open()                             those that wait for a person, the latest of each text
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from briefcast.errors import BriefcastError
from briefcast.messages import keep, kept, tell
from briefcast.proposing.proposing import Proposal
from briefcast.proposing.wanted import Wanted
from briefcast.store.files import write_whole

FOLDER = Path(".desk") / "proposals"
"""Where they lie in the folder of the briefs, in a file for each brief."""
KEPT_MAX = 300


class KeptProposal(BaseModel):
    """One proposal as it is kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    wanted: Wanted
    """What it was asked for."""
    text: str
    refused: tuple[str, ...] = ()
    """Why it cannot stand there, as `keep` writes what is told."""
    model: str
    """By which name the model was asked."""
    at: dt.datetime

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is refused, to be told."""
        return tuple(kept(each) for each in self.refused)


_ALL = TypeAdapter(tuple[KeptProposal, ...])


class Kept:
    """The proposals for one brief."""

    def __init__(self, brief: Path) -> None:
        """Look at what is kept for a brief."""
        self._file = brief.parent / FOLDER / f"{brief.name}.json"

    def open(self) -> tuple[KeptProposal, ...]:
        """Give those that nobody has decided about, in the order in which they came; what cannot be read is gone."""
        try:
            return _ALL.validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return ()

    def find(self, number: int) -> KeptProposal:
        """Give one by its number.

        Raises:
            BriefcastError: there is none, or not any more.
        """
        found = next((each for each in self.open() if each.number == number), None)
        if found is None:
            raise BriefcastError(tell("There is no proposal {number} any more.", number=number))
        return found

    def add(self, proposals: Iterable[Proposal], *, model: str, at: dt.datetime) -> tuple[KeptProposal, ...]:
        """Keep what was proposed, each in the place of what was proposed for the same text before."""
        before = self.open()
        last = max((each.number for each in before), default=0)
        new = tuple(
            KeptProposal(
                number=number,
                wanted=each.wanted,
                text=each.text,
                refused=tuple(keep(reason) for reason in each.refused),
                model=model,
                at=at,
            )
            for number, each in enumerate(proposals, start=last + 1)
        )
        places = {each.wanted.path for each in new}
        self._write((*(each for each in before if each.wanted.path not in places), *new))
        return new

    def drop(self, numbers: Iterable[int]) -> None:
        """Let go of those that were decided about."""
        gone = set(numbers)
        self._write(tuple(each for each in self.open() if each.number not in gone))

    def _write(self, proposals: tuple[KeptProposal, ...]) -> None:
        if not proposals:
            self._file.unlink(missing_ok=True)
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        held = _ALL.dump_python(proposals[-KEPT_MAX:], mode="json")
        write_whole(self._file, json.dumps(held, ensure_ascii=False, indent=1))
