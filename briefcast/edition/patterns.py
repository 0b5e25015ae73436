"""Checking a pattern: every place of its table is checked as a brief, and what many of them have is told once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from briefcast.brief.findings import Finding, as_error
from briefcast.brief.pattern import Pattern, of_place
from briefcast.brief.read import BriefFile, open_brief
from briefcast.edition.check import check_brief
from briefcast.errors import BriefError, Problem
from briefcast.messages import joined, tell

Told = TypeVar("Told", Finding, Problem)

_NAMED_MAX = 5
"""Most places that are named with what they have in common."""


def open_places(pattern: Pattern) -> dict[str, BriefFile]:
    """Read the brief of each place of a pattern, by the place.

    Raises:
        BriefError: with every problem of any place; what several of them have is told once.
    """
    read: dict[str, BriefFile] = {}
    wrong: list[tuple[str, Problem]] = []
    for place in pattern.table.rows:
        try:
            read[place] = open_brief(pattern.document.file.with_name(of_place(pattern.document.file.name, place)))
        except BriefError as error:
            wrong += ((place, problem) for problem in error.problems)
    if wrong:
        raise BriefError([*_once(pattern, wrong, lambda p: (p.line, p.cell, p.column, p.field, p.remedy))])
    return read


def check_places(pattern: Pattern, *, today: dt.date) -> tuple[Finding, ...]:
    """Give everything that an editor should know about a pattern and its table.

    Raises:
        BriefError: a place cannot be read.
    """
    found = [
        (place, finding) for place, file in open_places(pattern).items() for finding in check_brief(file, today=today)
    ]
    return (*_once(pattern, found, lambda f: (f.code, f.severity, f.field, f.language)), *_unused(pattern))


def _once(pattern: Pattern, found: Iterable[tuple[str, Told]], alike: Callable[[Told], Hashable]) -> Iterator[Told]:
    """Give what was found in places, each thing once: as the first has it, with the others that have it."""
    groups: dict[Hashable, dict[str, Told]] = {}
    for place, one in found:
        # Two things of one place that are told alike are two.
        key, number = alike(one), 0
        while place in groups.get((key, number), {}):
            number += 1
        groups.setdefault((key, number), {})[place] = one
    for group in groups.values():
        first, *others = group
        yield _of_all(pattern, group[first], first, others)


def _of_all(pattern: Pattern, one: Told, place: str, others: Sequence[str]) -> Told:
    """Tell what a place and others have in common."""
    where, message = one.place, one.message
    if others and len(others) + 1 == len(pattern.table.rows):
        # It is the pattern's own, and no place has to be named.
        name = pattern.document.file.name
        where = where.replace(of_place(name, place), name)
    elif others:
        named = (*others[:_NAMED_MAX], *(["…"] if len(others) > _NAMED_MAX else []))
        more = tell("So it is in {count} more places: {places}.", count=len(others), places=named)
        message = joined(message, more)
    changed = {"at" if isinstance(one, Problem) else "place": where, "message": message}
    return cast(Told, replace(cast(Any, one), **changed))


def _unused(pattern: Pattern) -> Iterable[Finding]:
    """Tell the columns of which nothing is told: one with a mistyped heading would be missed in silence."""
    if pattern.unused:
        place = next(iter(pattern.table.headings.values()))
        message = tell("The pattern names nothing of these columns: {columns}.", columns=pattern.unused)
        remedy = tell("Name them in a text in braces, as {{hotline}}, or leave them as notes of your own.")
        problem = replace(place, column="", cell=None).problem(message, remedy)
        yield replace(as_error(problem, "unused-column"), severity="note")
