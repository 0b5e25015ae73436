"""Accepting what a language model proposed: by a person, into the brief as it stands, and kept in its history."""

from __future__ import annotations

import datetime as dt

from briefcast.brief.read import open_brief
from briefcast.desk.drafts import Draft
from briefcast.desk.editing import Change, value_at
from briefcast.errors import BriefcastError
from briefcast.messages import joined, tell
from briefcast.proposing.kept import Kept, KeptProposal
from briefcast.proposing.rules import find_refusals


def accept(draft: Draft, number: int, *, who: str, today: dt.date) -> KeptProposal:
    """Write one proposal into its brief, and give it; the version it makes says who accepted it.

    It is held against the rules once more, on the brief as it is by now.

    Raises:
        BriefcastError: it is not kept any more, was refused, or does not fit what the brief says by now.
    """
    kept = Kept(draft.path)
    proposal = kept.find(number)
    wanted = proposal.wanted
    draft.look_again()
    if draft.is_changed:
        raise BriefcastError(tell("The brief has changes that are not saved: save them first."))
    if _text(draft, wanted.original_path) != wanted.original:
        raise BriefcastError(tell("The text that proposal {number} stands for was changed: ask again.", number=number))
    if _text(draft, wanted.path):
        raise BriefcastError(tell("By now there is a text where proposal {number} would stand.", number=number))
    reasons = proposal.reasons or find_refusals(wanted, proposal.text, open_brief(draft.path, typed=draft.data), today)
    if reasons:
        raise BriefcastError(joined(tell("Proposal {number} is refused.", number=number), *reasons))
    draft.make([Change(kind="set", path=wanted.path, value=proposal.text)])
    if draft.save(who=who, kind="accepted") is not None:
        draft.discard(who=who)
        raise BriefcastError(tell("Somebody saved the brief just now: look at it, and accept again."))
    kept.drop([number])
    return proposal


def _text(draft: Draft, path: tuple[int | str, ...]) -> str:
    """Give the text at a place; empty where there is none."""
    try:
        found = value_at(draft.data, path)
    except BriefcastError:
        return ""
    return " ".join(found.split()) if isinstance(found, str) else ""
