"""Issues of a newsletter that told what is said otherwise now: they stay, and the next one says what was put right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from briefcast.brief.corrections import Correction, Pair, Said, read_corrections
from briefcast.ledger import Ledger, RecordedItem
from briefcast.ledger.corrected import marks_let_out
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.manifest.printed import LABEL
from briefcast.planner.plan import NEWSLETTER
from briefcast.publishing.differing import as_said
from briefcast.publishing.posts import plain

_LINE_MIN_CHARS = 12
"""Shorter words may stand in an issue without being those that were wrong."""


def issues_that_said(
    beside: Path, brief: str, said: Said, ledger: Ledger, *, zone: dt.tzinfo
) -> tuple[Publication, ...]:
    """Give the issues that are out and tell what was wrong in a brief, until the next one to the same readers is out.

    Args:
        beside: the folder of the brief.
        brief: its id.
        said: what is wrong now.
        ledger: what was sent.
        zone: of the plan, whose day a correction has.
    """
    wrongs: list[tuple[Said, dt.date | None]] = [(each.said, each.on) for each in _let_out(beside, brief, ledger)]
    wrongs += [(said, None)] if said else []
    if not wrongs:
        return ()
    sent = [post for post in Outbox(ledger, who="").publications("sent") if Named.of(post.item).product == NEWSLETTER]
    return tuple(post for post in sent if any(_says(post, said, on, sent, ledger, zone) for said, on in wrongs))


def _let_out(beside: Path, brief: str, ledger: Ledger) -> Iterator[Correction]:
    # A brief that was never corrected asks no ledger: most are not.
    if known := [each for each in read_corrections(beside, brief) if each.kind != "refile"]:
        marks = marks_let_out(ledger, brief)
        yield from (each for each in known if each.mark in marks)


def _says(
    post: Publication, said: Said, on: dt.date | None, sent: Iterable[Publication], ledger: Ledger, zone: dt.tzinfo
) -> bool:
    """Say whether an issue tells what was wrong, and none that came after it says that it was put right."""
    named = Named.of(post.item)
    pairs = said.get(named.audience, {}).get(named.language, ())
    if not pairs or (on and _is_told_since(post, on, sent, zone)):
        return False
    letter = ledger.item_as(post.item, post.content_sha256)
    return letter is not None and tells_any(letter, pairs)


def _is_told_since(post: Publication, on: dt.date, sent: Iterable[Publication], zone: dt.tzinfo) -> bool:
    """Say whether an issue is of after a correction, or the next one to its readers is out."""
    readers, at = _readers(post), post.ended_at
    if at is None:
        return False
    later = (each.ended_at for each in sent if _readers(each) == readers and each.ended_at and each.ended_at > at)
    return at.astimezone(zone).date() > on or any(each.astimezone(zone).date() >= on for each in later)


def _readers(post: Publication) -> tuple[str, ...]:
    """Give whom an issue reaches, and where."""
    named = Named.of(post.item)
    return (named.audience, named.language, post.channel, post.account)


def tells_any(letter: RecordedItem, pairs: Sequence[Pair]) -> bool:
    """Say whether an issue has any of what was said: its words, its figures, or what stands beside them."""
    words = as_said(plain("\n".join((letter.told, *letter.printed.values()))))
    values = {as_said(plain(value)) for value in (*letter.figures.values(), *letter.printed.values())}
    labels = tuple(as_said(plain(label)) for name, label in letter.printed.items() if name.startswith(f"{LABEL} "))
    for pair in pairs:
        was = as_said(pair.was)
        if pair.label and was in values and any(as_said(pair.label).startswith(label) for label in labels):
            return True
        if not pair.label and len(was) >= _LINE_MIN_CHARS and was in words:
            return True
    return False
