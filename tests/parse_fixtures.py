"""Counting how often files are parsed: what is read once need not be read again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefcast.brief import document, workbook


def count_parses(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count every YAML, JSON and XLSX file that is parsed from now on, by its name."""
    parses: Counter[str] = Counter()

    def counting(module: object, function: str) -> None:
        before = getattr(module, function)

        def parse(path: Path, *given: object) -> object:
            parses[path.name] += 1
            return before(path, *given)

        monkeypatch.setattr(module, function, parse)

    counting(document, "_read_yaml")
    counting(document, "_read_json")
    # Whatever opens a workbook looks first how large it is.
    counting(workbook, "_check_unpacked_size")
    return parses
