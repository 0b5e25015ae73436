"""Doubts: what the rules of an editor find in the figures and texts of a brief, before a check gives it its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefcast.brief.document import FieldPath
from briefcast.brief.findings import Severity
from briefcast.brief.read import WrittenText

DoubtCode = Literal[
    "after-as-of",
    "contradiction",
    "wrong-change",
    "unclear-change",
    "wrong-baseline",
    "target-past",
    "wrong-direction",
    "impossible-value",
    "thousand-mark",
    "share-below-one",
    "unknown-currency",
    "wrong-date",
    "doubled-word",
    "mixed-periods",
    "unlike-periods",
    "small-letter",
    "title-mark",
    "no-headline",
    "kicker-is-issuer",
    "uncounted",
    "untrue-word",
    "none-as-number",
    "one-as-many",
    "wrong-claim",
    "event-past",
    "event-over",
    "event-order",
    "read-as-date",
    "old",
    "no-gender",
    "change-without-period",
    "ranking-cut",
    "one-address",
    "title-over-figure",
    "title-is-claim",
    "languages-apart",
    "figure-in-one-language",
    "wrong-weekday",
    "wrong-way",
    "wrong-time",
]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """One thing that cannot be, is not likely to be, or that an editor would mark."""

    code: DoubtCode
    severity: Severity = "warning"
    path: FieldPath
    message: str
    remedy: str
    language: str = ""

    @classmethod
    def at(
        cls, written: WrittenText, *, code: DoubtCode, message: str, remedy: str, severity: Severity = "warning"
    ) -> Doubt:
        """Doubt a text where it stands, in its language."""
        return cls(
            code=code,
            severity=severity,
            path=written.path,
            message=message,
            remedy=remedy,
            language=written.language,
        )
