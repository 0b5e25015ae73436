"""A brief of one language that is checked: whole but for the figures and points that a test is about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief

TODAY = dt.date(2026, 11, 20)


def check_of(folder: Path, language: str, body: str, *, title: str = "T") -> tuple[Finding, ...]:
    """Check a brief of 15 November 2026 with one source, ``a``; ``body`` is its statistics and points, in YAML."""
    path = folder / "brief.yaml"
    path.write_text(
        f"""id: brief
title: {{{language}: "{title}"}}
languages: [{language}]
audiences: [press]
as_of: 2026-11-15
sources: [{{id: a, title: T, publisher: P, url: "https://example.org/", date: 2026-11-10}}]
{body}""",
        "utf-8",
    )
    return check_brief(open_brief(path), today=TODAY)
