"""Findings: what the check of a brief, a plan or an edition tells a person, each with its place and remedy.

A check is rules; a rule gives what `find` makes, and `in_order` puts everything in the order of the file:

    found = (found for rule in _RULES for found in rule(check))
    return in_order(found, document)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefcast.brief.document import Document, FieldPath
from briefcast.errors import Problem

Severity = Literal["error", "warning", "note", "idea"]
"""error: to be put right · warning: to be looked at · note: to be known · idea: to be taken or left."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that an editor should know."""

    code: str
    """What kind of thing it is: ``typed-digit``, ``same-day``."""
    severity: Severity
    place: str
    """Where it is: ``egov-2024.yaml:31``, ``egov-2024.xlsx, sheet points, cell C7``, ``citizens/vi``."""
    message: str
    """What was found, in one sentence or two."""
    remedy: str
    """What to write or do instead."""
    field: str = ""
    """Path of the field: ``points[rank].text.vi``."""
    language: str = ""
    """The language it concerns, if it is one alone."""
    items: tuple[str, ...] = ()
    """Ids of the planned items it concerns."""
    week: str = ""
    """The ISO week it concerns, if it is one alone."""

    def problem(self, file: Path) -> Problem:
        """Give it as what is wrong in a file, where the file cannot be used because of it."""
        return Problem(file=file, at=self.place, field=self.field, message=self.message, remedy=self.remedy)


def as_error(problem: Problem, code: str) -> Finding:
    """Give what is wrong in a file as a finding of something that needs the file."""
    return Finding(
        code=code,
        severity="error",
        place=problem.place,
        message=problem.message,
        remedy=problem.remedy,
        field=problem.field,
    )


Found = tuple[FieldPath, Finding]
"""A finding, and the path of the field it was found at."""


def find(
    document: Document,
    path: FieldPath,
    code: str,
    severity: Severity,
    message: str,
    remedy: str,
    *,
    language: str = "",
    items: Sequence[str] = (),
    week: str = "",
) -> Found:
    """Make a finding at a place of a document."""
    problem = document.problem(path, message, remedy)
    return path, Finding(
        code=code,
        severity=severity,
        place=problem.place,
        message=message,
        remedy=remedy,
        field=problem.field,
        language=language,
        items=tuple(items),
        week=week,
    )


def in_order(found: Iterable[Found], document: Document) -> tuple[Finding, ...]:
    """Give findings in the order of the document, ideas last."""
    rank = {path: number for number, path in enumerate(document.places)}

    def order(pair: Found) -> tuple[bool, int]:
        path, finding = pair
        # What is not there has the rank of the nearest place around it.
        nearest = (rank[path[:n]] for n in range(len(path), 0, -1) if path[:n] in rank)
        return finding.severity == "idea", next(nearest, 0)

    return tuple(finding for _, finding in sorted(found, key=order))
