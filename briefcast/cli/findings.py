"""How findings are told, whatever was checked: line by line, or as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import typer
from rich.markup import escape

from briefcast.brief.findings import Finding, Severity
from briefcast.catalogue import in_language, placed, team_language
from briefcast.cli.report import say
from briefcast.cli.terminal import answer_json
from briefcast.messages import Message, tell

COLOURS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "note": "blue", "idea": "cyan"}


def tell_findings(findings: Sequence[Finding], summary: str, *, as_json: bool) -> None:
    """Print what a check found, each with its place and remedy, and sum it up; or print it as JSON, and nothing else.

    Each line begins with how grave it is, for colours are not read aloud, nor kept in a log. It is told in the
    language of the team.

    Raises:
        typer.Exit: with the exit code 2, if anything has to be put right.
    """
    code = team_language()
    if as_json:
        answer_json([dataclasses.asdict(finding_in(finding, code)) for finding in findings])
    else:
        listed = _listed(findings)
        for finding in listed:
            said = finding_in(finding, code)
            level = in_language(_LEVELS[finding.severity](), code)
            # An idea is of nothing that has a place yet.
            where = level if finding.severity == "idea" else f"{level}: {in_language(said.place, code)}"
            field = f" {finding.field}:" if finding.field else ""
            place, field, text = placed(where, field, f"{said.message} {said.remedy}", code)
            say.print(f"[bold {COLOURS[finding.severity]}]{escape(place)}[/]{escape(field)} {escape(text)}")
        if more := len(findings) - len(listed):
            told = tell("and {count} more findings; --json gives all of them.", count=more)
            say.print(in_language(told, code))
        say.print(in_language(summary, code))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(2)


LISTED_MAX = 150
"""Findings that a person is told at once; of more, the gravest."""


def _listed(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give as many findings as a person reads, in their order: errors before warnings before the rest."""
    grave = [*COLOURS]
    chosen = sorted(range(len(findings)), key=lambda at: (grave.index(findings[at].severity), at))[:LISTED_MAX]
    return [findings[at] for at in sorted(chosen)]


def finding_in(finding: Finding, code: str) -> Finding:
    """Give a finding with what is told in a language; its place stays as programs know it."""
    return dataclasses.replace(
        finding,
        message=in_language(finding.message, code),
        remedy=in_language(finding.remedy, code),
    )


_LEVELS: Mapping[Severity, Callable[[], Message]] = {
    "error": lambda: tell("Error"),
    "warning": lambda: tell("Warning"),
    "note": lambda: tell("Note"),
    "idea": lambda: tell("Idea"),
}
