"""Honest briefs of public bodies have no error; each figure that is typed into one is found."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief, written_texts
from briefcast.brief.references import REFERENCE
from briefcast.edition.check import check_brief
from briefcast.edition.digits import find_typed
from briefcast.errors import FactError
from briefcast.writing.facts import collect_facts
from tests import ROOT

HONEST = sorted((ROOT / "tests" / "brief" / "honest").glob("*.yaml"))
TODAY = dt.date(2025, 11, 15)
WARNINGS: dict[str, list[str]] = {}
"""What an editor may well ask about these briefs, by file; they were written as an officer writes."""


def test_there_are_seventeen_of_three_languages() -> None:
    assert len(HONEST) == 17
    assert {language for path in HONEST for language in open_brief(path).brief.languages} == {"vi", "en", "he"}


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_an_honest_brief_has_no_error(path: Path) -> None:
    """Whoever is told that an honest sentence is wrong stops reading what the check says."""
    found = check_brief(open_brief(path), today=TODAY)
    assert [f"{f.place}: {f.message}" for f in found if f.severity == "error"] == []
    asked = [f.code for f in found if f.severity == "warning"]
    assert asked == WARNINGS.get(path.name, [])


_VALUES = re.compile(r"\.(?:period|by|label)\b")


def typed_instead(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give each text with one of its figures typed as it would be shown, as the text was, and the brief's names."""
    brief = open_brief(path).brief
    facts = collect_facts(brief)
    for written in written_texts(brief.model_dump(mode="json")):
        for match in REFERENCE.finditer(written.text) if written.refers and not written.literal else ():
            try:
                shown = facts.word(match["name"], written.language, "exact").shown
            except FactError:
                continue
            shown = re.sub("[\u2066-\u2069]", "", shown)
            if re.search(r"\d", shown) and not _VALUES.search(match["name"]):
                yield written.text[: match.start()] + shown + written.text[match.end() :], written.text, brief.literal


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_a_figure_typed_into_an_honest_sentence_is_found(path: Path) -> None:
    texts = list(typed_instead(path))
    assert texts
    missed = [
        typed for typed, honest, names in texts if find_typed(typed, names=names) == find_typed(honest, names=names)
    ]
    assert missed == []
