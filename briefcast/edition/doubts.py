"""Doubts: what the rules of an editor find in the figures and texts of a brief, before a check gives it its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from briefcast.brief.document import FieldPath
from briefcast.brief.findings import Severity
from briefcast.brief.read import WrittenText
from briefcast.brief.references import FIGURE
from briefcast.messages import tell

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
    "needs-headline",
    "kicker-is-issuer",
    "uncounted",
    "untrue-word",
    "unbacked",
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

    @classmethod
    def of_claim(cls, written: WrittenText, message: str, remedy: str = "", severity: Severity = "error") -> Doubt:
        """Doubt what a text says of a figure; without a remedy, the words or the figure are to be corrected."""
        remedy = remedy or tell("Correct the words or the figure.")
        return cls.at(written, code="wrong-claim", message=message, remedy=remedy, severity=severity)

    @classmethod
    def of_part(cls, written: WrittenText, said: str, id: str, true: Fraction) -> Doubt:
        """Doubt the words by which a figure is another part of its whole than it is."""
        return cls.of_claim(
            written,
            tell(
                "The text says '{words}', and by {id} it is {percent}%.",
                words=said.replace(FIGURE, "…"),
                id=id,
                percent=round(float(true * 100), 1),
            ),
        )

    @classmethod
    def of_two(cls, written: WrittenText, said: str, one: tuple[str, Decimal], other: tuple[str, Decimal]) -> Doubt:
        """Doubt the words by which one figure lies otherwise to another than it does; each is its id and its value."""
        return cls.of_claim(
            written,
            tell(
                "The text says '{words}', and {id} is {value}, {other} is {more}.",
                words=said.strip(" ,").replace(FIGURE, "…"),
                id=one[0],
                value=f"{one[1].normalize():f}",
                other=other[0],
                more=f"{other[1].normalize():f}",
            ),
        )
