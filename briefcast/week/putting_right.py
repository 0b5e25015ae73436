"""A correction as a person does it, step by step: looked at, written down and made, approved as one.

    looked = look(work, ledger)                          nothing is written
    write_down(work, ledger, kind=…, reasons=…, who=…)   then make the edition, and
    found = show_made(work, ledger, manifest, who=…)     what is to be approved, under one code
    approve(work, ledger, seen=…, who=…, proof=…)        and ``briefcast publish`` brings it to every channel

The terminal (`briefcast.cli.correct`) and the desk (`briefcast.desk.correcting`) are two faces of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from briefcast.brief.corrections import Correction, Kind, Said, add_correction, corrections_file, read_corrections
from briefcast.brief.model import LanguageCode
from briefcast.drafting.tongue import may_be_in
from briefcast.edition.lost import find_lost_corrections
from briefcast.errors import BriefcastError, BriefError, LedgerError, NotApproved
from briefcast.languages import read_languages
from briefcast.ledger import Ledger, Proof
from briefcast.ledger.corrected import marks_let_out
from briefcast.manifest.manifest import Manifest
from briefcast.messages import Message, Typed, tell
from briefcast.week.batch import reopen_week
from briefcast.week.correcting import (
    CorrectionSet,
    Ending,
    endings,
    expect_seen,
    is_let_out,
    let_out_set,
    places_of,
    read_set,
    said_since,
    show_set,
    tells_all_of,
)
from briefcast.week.deciding import expect_fit
from briefcast.week.making import show_review
from briefcast.week.wrong import Concerned, Work, Wrong, find_wrong

Stage = Literal["nothing", "asked", "ready", "let out", "by hand", "stays", "unseen"]
"""nothing: all that is out says what the brief says · asked: somebody has to say what it is, and why · ready: made, and
waits for one approval · let out: the next run of the publisher sends what is not sent · by hand: what is left is for a
person · stays: what is left cannot be changed there, and is no news · unseen: nobody has seen it, so it is made and
approved again and nothing has to be corrected."""


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What of a brief is out and wrong, what takes its place, and what became of it."""

    wrong: Wrong
    found: CorrectionSet | None
    """What waits to take the place of all of it; None where nothing was made yet that does."""
    ended: tuple[Ending, ...]
    is_let_out: bool
    written: Correction | None = None
    """What is written down of all of it and was not made yet, as its making was cut short; None if nothing is."""

    @property
    def kind(self) -> Kind:
        """By which the ways are told: what it was written down as, else the gravest."""
        known = self.known
        return known.kind if known else "correction"

    @property
    def known(self) -> Correction | None:
        """What is written down of all of it, made or not; None if somebody has to say what it is."""
        return self.found.correction if self.found else self.written

    @cached_property
    def places(self) -> tuple[Concerned, ...]:
        """Every post that says something wrong, and what is exchanged beside it."""
        return places_of(self.wrong, self.found)

    @property
    def out(self) -> tuple[Concerned, ...]:
        """Those that readers have, or may."""
        return tuple(each for each in self.places if each.out)

    @property
    def stage(self) -> Stage:
        """How far it is."""
        if not self.wrong.posts:
            return "nothing"
        left = {each.outcome for each in self.ended if each.became == "listed"}
        if self.found and self.is_let_out and left and left <= {"by hand", "stays"}:
            return "by hand" if "by hand" in left else "stays"
        if self.found:
            return "let out" if self.is_let_out else "ready"
        if self.wrong.said:
            return "asked"
        return "by hand" if all(each.out for each in self.wrong.posts) else "unseen"


def cut_short(written: Correction) -> Message:
    """Say of a correction that it was written down and not made to the end."""
    return tell(
        "It was written down on {day} by {who} as {kind}, and was not made to the end.",
        day=written.on,
        who=written.who,
        kind=Typed(written.kind),
    )


def expect_kept(work: Work) -> None:
    """Raise BriefError for a brief beside which something that was let out of it is lost."""
    if lost := find_lost_corrections(work.file):
        raise BriefError([each.problem(work.file.path) for each in lost])


def look(work: Work, ledger: Ledger) -> Looked:
    """Look what of a brief is out and wrong, and how far it is put right; nothing is written.

    Raises:
        BriefError: the brief is wrong, or lost what was let out of it.
    """
    expect_kept(work)
    wrong = find_wrong(work, ledger)
    found = read_set(work, ledger, wrong)
    ready = found if found and found.covers(wrong) else None
    ended = endings(ledger, work.id, wrong=wrong, found=ready)
    return Looked(
        wrong=wrong,
        found=ready,
        ended=ended,
        is_let_out=ready is not None and is_let_out(ready, ledger),
        written=None if ready else written_down(work, ledger, wrong),
    )


def written_down(work: Work, ledger: Ledger, wrong: Wrong) -> Correction | None:
    """Give what was written down last of all that is wrong now, where nobody let it out yet; None if nothing was."""
    known = read_corrections(work.beside, work.id) if wrong.said else ()
    if not known or known[-1].mark in marks_let_out(ledger, work.id):
        return None
    last = known[-1]
    given = [code for code in wrong.languages if last.reason.get(code, "").strip()]
    told = bool(given) if last.kind == "refile" else len(given) == len(wrong.languages)
    return last if told and tells_all_of(last, wrong) else None


UNSEEN = tell("Nobody has seen it: make it again and approve it, and nothing has to be corrected.")


class NothingWrong(BriefcastError):  # noqa: N818  # a state, not a mistake
    """Nothing that is out says anything else than the brief: there is nothing to write down."""

    def __init__(self, wrong: Wrong, brief: Path) -> None:
        if wrong.posts and not any(each.out for each in wrong.posts):
            told = UNSEEN
        else:
            told = tell(
                "Nothing that is out says anything else than the brief, of what is still made: there is nothing to "
                "correct. Put the brief right first, then look: {command}",
                command=Typed(f"briefcast correct {brief}"),
            )
        super().__init__(told)
        self.wrong = wrong


def write_down(
    work: Work,
    ledger: Ledger,
    wrong: Wrong,
    *,
    kind: Kind,
    reasons: Mapping[LanguageCode, str],
    who: str,
) -> Path:
    """Write a correction down beside its brief, and give the file; from then on what is made bears its notice.

    Raises:
        NothingWrong: there is nothing to correct.
        BriefError: what was let out before is lost from its file.
        BriefcastError: readers of a language are not told why.
    """
    expect_kept(work)
    if not wrong.said:
        raise NothingWrong(wrong, work.file.path)
    told = {code: " ".join(reasons.get(code, "").split()) for code in wrong.languages}
    missing = tuple(code for code, text in told.items() if not text)
    if kind == "refile" and len(missing) < len(told):
        # Readers are told nothing of it: one reason, for whoever looks it up, is enough.
        told, missing = {code: text for code, text in told.items() if text}, ()
    if missing:
        raise BriefcastError(tell("Readers of each language are told why. It lacks: {languages}.", languages=missing))
    for code, text in told.items():
        if not may_be_in(text, code):
            name = read_languages()[code].name
            raise BriefcastError(
                tell("What readers of {language} are told is not in it: {text}", language=name, text=text)
            )
    ledger.expect_team()
    known = written_down(work, ledger, wrong)
    if known and (known.kind, dict(known.reason)) == (kind, told):
        # Its making was cut short: what readers will be told stands, with its day and who wrote it.
        return corrections_file(work.beside, work.id)
    today = dt.datetime.now(work.zone).date()
    correction = Correction.model_validate({"on": today, "kind": kind, "who": who, "reason": told, "said": wrong.said})
    out = marks_let_out(ledger, work.id)
    # Called something else on second thoughts, or a day later, it is one thing still: readers get no notice of both.
    meant = [each for each in read_corrections(work.beside, work.id) if each.mark not in out]
    instead = [each for each in meant if each.is_of_all(wrong.said)]
    return add_correction(work.beside, work.id, correction, out=out, instead=instead)


def show_made(work: Work, ledger: Ledger, manifest: Manifest, *, who: str) -> tuple[Wrong, CorrectionSet]:
    """Take down what was made of a correction that was written down, and give it as it is shown to be approved.

    Raises:
        BriefcastError: it is what is out.
    """
    ledger.record_edition(manifest, folder=work.folder, who=who, week=work.week or None)
    if work.week:
        # The page that people decide the week from shows what lies there now.
        show_review(*reopen_week(work.week, ledger), ledger)
    wrong = find_wrong(work, ledger)
    found = read_set(work, ledger, wrong)
    if found is None:
        raise BriefcastError(tell("What was made again is what is out: nothing has to be corrected."))
    show_set(found, ledger, work.id, who=who)
    return wrong, found


class ToldOtherwise(BriefcastError):  # noqa: N818  # a state, not a mistake
    """The brief says otherwise by now than what was made of it."""

    def __init__(self, said: Said) -> None:
        super().__init__(
            tell(
                "The brief says otherwise by now than what was made of it: nothing was approved. Write it down "
                "again, which makes all of it again, and look at that."
            )
        )
        self.said = said


class NotAllOfIt(BriefcastError):  # noqa: N818  # a state, not a mistake
    """More is out and wrong than what was written down."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(
            tell(
                "What was written down is not all that is out and said otherwise: nothing was approved. Write it down "
                "again, and look at that."
            )
        )
        self.wrong = wrong


def approve(
    work: Work, ledger: Ledger, *, seen: str, who: str, proof: Proof = "", through: str = "command line"
) -> tuple[CorrectionSet, tuple[NotApproved, ...]]:
    """Approve all that takes the place of what is wrong as one, and let it out; give it, and what may not leave.

    Raises:
        ToldOtherwise: the brief was changed since it was made.
        NotAllOfIt: more is wrong by now.
        LedgerError: it is not hers to decide, it is not what was ``seen``, or a file of it was damaged.
        BriefcastError: nothing waits to be let out.
    """
    expect_kept(work)
    if work.approvers and who not in work.approvers:
        raise LedgerError(
            tell(
                "{item} is for {approver} to decide by the plan, not for {who}.",
                item=work.id,
                approver=work.approvers,
                who=who or tell("nobody"),
            )
        )
    if since := said_since(work, ledger):
        raise ToldOtherwise(since)
    wrong = find_wrong(work, ledger)
    found = read_set(work, ledger, wrong)
    if found is None:
        raise BriefcastError(
            tell(
                "Nothing waits to be let out. To see what is out, and what became of it: {command}",
                command=Typed(f"briefcast correct {work.file.path}"),
            )
        )
    expect_seen(found, ledger, work.id, seen)
    if not found.covers(wrong):
        raise NotAllOfIt(wrong)
    for each in found.goes:
        expect_fit(each.item, work.folder)
    return found, let_out_set(found, ledger, who=who, proof=proof, through=through)
