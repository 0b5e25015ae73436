"""What a brief of each kind has to say before all: a rebuttal its truth, an event its day and place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefcast.brief.document import FieldPath
from briefcast.brief.model import Brief, Kind, LocalText
from briefcast.messages import tell

KINDS: Mapping[Kind, Mapping[str, bool]] = {
    "rebuttal": {"truth": True, "claim": True, "verdict": True, "seen_in": False, "why": True},
    "event": {"when": True, "where": True, "for": False, "register": True},
    "explainer": {"question": True, "answer": True},
    "spotlight": {
        "who": True,
        "where": True,
        "problem": True,
        "done": True,
        "before": False,
        "after": False,
        "how_to_copy": False,
    },
}
"""The parts of each kind that has some, in the order of the brief; true for those without which it does not inform."""

PASSAGES = tuple(f"{kind}-" for kind in KINDS)
"""What the ids of scenes begin with that tell these parts: ``event-when``."""

LARGEST = {"truth": 70, "question": 70, "claim": 120}
"""Longest texts, in characters: a title has two lines at the head of a page, a claim is told in one sentence."""

_NAMES = {"for": "whom", "register": "enrol"}
"""Names of parts that Python has another use for."""


@dataclass(frozen=True, kw_only=True)
class KindFault:
    """Something a brief of its kind lacks, or has for another kind."""

    path: FieldPath
    message: str
    remedy: str
    language: str = ""


def part_of(brief: Brief, name: str) -> LocalText:
    """Give one part of what a brief of its kind says: ``truth`` of a rebuttal; no text if it has none."""
    own = getattr(brief, brief.kind, None)
    text: LocalText = getattr(own, _NAMES.get(name, name), {}) if own else {}
    return text


def kind_faults(brief: Brief) -> Iterator[KindFault]:
    """Find what a brief of its kind still has to say, and in which of its languages."""
    for kind in KINDS:
        if kind != brief.kind and getattr(brief, kind) is not None:
            yield KindFault(
                path=(kind,),
                message=tell(
                    "The brief has '{other}', but its kind is {kind}: none of it is told.", other=kind, kind=brief.kind
                ),
                remedy=tell("Write kind: {other}, or delete it.", other=kind),
            )
    for name, required in KINDS.get(brief.kind, {}).items():
        text, path = part_of(brief, name), (brief.kind, name)
        missing = [language for language in brief.languages if not text.get(language)]
        if missing and (required or text):
            yield KindFault(
                path=path if getattr(brief, brief.kind) else ("kind",),
                message=tell(
                    "The {kind} does not say its '{name}' ({missing}).",
                    kind=brief.kind,
                    name=name,
                    missing=tuple(missing),
                ),
                remedy=tell(
                    "Add it under {kind}: {name}: {{{missing}}}.",
                    kind=brief.kind,
                    name=name,
                    missing=tuple(f"{each}: …" for each in missing),
                ),
                language=missing[0] if len(missing) == 1 else "",
            )
        for language in brief.languages:
            if len(written := text.get(language, "")) > LARGEST.get(name, 200):
                yield KindFault(
                    path=(*path, language),
                    message=tell(
                        "The {name} has {length} characters; {most} is the most here.",
                        name=name,
                        length=len(written),
                        most=LARGEST.get(name, 200),
                    ),
                    remedy=tell("Shorten it."),
                    language=language,
                )
