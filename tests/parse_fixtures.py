"""Counting how often files are parsed: what is read once need not be read again."""

from __future__ import annotations

from collections import Counter

import pytest

from briefcast.brief import document, workbook


def count_parses(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count every YAML, JSON and XLSX file that is parsed from now on, by its name."""
    parses: Counter[str] = Counter()

    def counting(reader: type[document._Reader] | type[workbook._Reader], method: str) -> None:
        before = getattr(reader, method)

        def parse(self: document._Reader | workbook._Reader, *given: object, **how: object) -> object:
            parses[self.file.name] += 1
            return before(self, *given, **how)

        monkeypatch.setattr(reader, method, parse)

    counting(document._Reader, "read_yaml")
    counting(document._Reader, "read_json")
    counting(workbook._Reader, "find_sheets")
    return parses
