"""How findings are told, whatever was checked: line by line, or as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Mapping, Sequence

import typer
from rich.markup import escape

from briefcast.brief.findings import Finding, Severity
from briefcast.cli.report import say

COLOURS: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "note": "blue", "idea": "cyan"}


def tell_findings(findings: Sequence[Finding], summary: str, *, as_json: bool) -> None:
    """Print what a check found, each with its place and remedy, and sum it up; or print it as JSON, and nothing else.

    Raises:
        typer.Exit: with the exit code 2, if anything has to be put right.
    """
    if as_json:
        print(json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False, indent=2))  # noqa: T201
    else:
        for finding in findings:
            place = "Idea" if finding.severity == "idea" else finding.place
            field = f"{finding.field}: " if finding.field else ""
            text = f"{field}{finding.message} {finding.remedy}"
            say.print(f"[bold {COLOURS[finding.severity]}]{escape(place)}[/] {escape(text)}")
        say.print(summary)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(2)


def count_findings(findings: Sequence[Finding], *severities: Severity) -> str:
    """Count findings of some severities: ``2 errors, 0 warnings``, with a full stop."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[severity]} {severity}s" for severity in severities) + "."
