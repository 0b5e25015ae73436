"""How many findings there are of each severity, as it is told at the end of a check or of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from briefcast.brief.findings import Severity
from briefcast.messages import Message, tell

_COUNTS: Mapping[Severity, Callable[[int], Message]] = {
    "error": lambda count: tell("{count} errors", count=count),
    "warning": lambda count: tell("{count} warnings", count=count),
    "note": lambda count: tell("{count} notes", count=count),
    "idea": lambda count: tell("{count} ideas", count=count),
}


class Counted(Protocol):
    """A finding of a brief, a plan or a manifest."""

    @property
    def severity(self) -> Severity:
        """How grave it is."""


def count_findings(findings: Sequence[Counted], *severities: Severity) -> Message:
    """Count findings of some severities: ``2 errors, 0 warnings``, with a full stop."""
    counts = Counter(finding.severity for finding in findings)
    return tell("{counts}.", counts=tuple(_COUNTS[severity](counts[severity]) for severity in severities))
