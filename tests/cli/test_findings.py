"""What a check tells at once: as much as a person reads, the gravest first of all, and how much more there is."""

from __future__ import annotations

import json

import pytest
import typer

from briefcast.brief.findings import Finding, Severity
from briefcast.cli.findings import LISTED_MAX, tell_findings


def finding(number: int, severity: Severity) -> Finding:
    return Finding(
        code="stale",
        severity=severity,
        place=f"brief.yaml:{number}",
        message=f"Number {number}.",
        remedy="Look.",
        field="",
        language="",
        items=(),
        week="",
    )


def told(capsys: pytest.CaptureFixture[str], findings: list[Finding], *, as_json: bool = False) -> str:
    try:
        tell_findings(findings, "Summed up.", as_json=as_json)
    except typer.Exit as ended:
        assert ended.exit_code == 2
    said = capsys.readouterr()
    return said.out if as_json else said.err


def test_of_ten_thousand_findings_a_person_reads_the_gravest(capsys: pytest.CaptureFixture[str]) -> None:
    """1.2 MB of text ran through the terminal."""
    many = [finding(number, "error" if number == 9_000 else "warning") for number in range(10_000)]
    lines = told(capsys, many).splitlines()
    assert len(lines) == LISTED_MAX + 2
    assert "Error: brief.yaml:9000" in lines[-3] and lines[-1] == "Summed up."
    assert lines[-2] == f"and {10_000 - LISTED_MAX} more findings; --json gives all of them."
    assert len(json.loads(told(capsys, many, as_json=True))) == 10_000


def test_of_as_many_as_a_person_reads_none_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    some = [finding(number, "note") for number in range(LISTED_MAX)]
    assert len(told(capsys, some).splitlines()) == LISTED_MAX + 1
    assert "and 1 more finding;" in told(capsys, [*some, finding(0, "idea")])
