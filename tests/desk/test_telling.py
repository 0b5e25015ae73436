"""What the desk tells is told in the names of its form, and with what is done in a browser."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefcast.brief.document import Document, read_document
from briefcast.desk import preview
from briefcast.desk.app import _faults
from briefcast.desk.telling import _of_desk, without_commands
from briefcast.languages import read_languages
from briefcast.messages import Typed, tell
from tests.desk_fixtures import write_brief

SPOILT: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a language": (lambda brief: brief["title"].pop("vi"), "title.vi"),
    "a label": (lambda brief: brief["statistics"].append({"id": "figure-1"}), "statistics.3.label"),
    "a value": (lambda brief: brief["statistics"][0].pop("value"), "statistics.0.value"),
    "a unit": (lambda brief: brief["statistics"][0].pop("unit"), "statistics.0.unit"),
    "a period": (lambda brief: brief["statistics"][0].pop("period"), "statistics.0.period"),
    "the languages": (lambda brief: brief.pop("languages"), "languages"),
    "a number that is typed": (lambda brief: brief["points"][0]["text"].update(vi="Có 48 nơi."), "points.0.text.vi"),
    "no figure": (lambda brief: brief["points"][0]["text"].update(vi="Có {nono} nơi."), "points.0.text.vi"),
    "two of one name": (lambda brief: brief["points"][0].update(id=brief["points"][1]["id"]), "points.0.id"),
    "no source": (lambda brief: brief["statistics"][0].update(source="nono"), "statistics.0.source"),
    "a long title": (lambda brief: brief["title"].update(vi="Rất dài " * 60), "title.vi"),
}
KEYS = re.compile(
    r"literal: \[|'(?:title|label|value|unit|period|languages|vi|en|he)'|\b(?:vi|en|he): |cell None|briefcast"
)


@pytest.mark.parametrize("what", list(SPOILT))
def test_a_finding_speaks_of_the_form_and_stands_at_its_field(tmp_path: Path, what: str) -> None:
    """An officer read "'title' is not written in 'vi'. Add 'vi: …'", and the form has no such thing."""
    file = write_brief(tmp_path)
    data = copy.deepcopy(read_document(file).data)
    spoil, address = SPOILT[what]
    spoil(data)
    known = preview.addresses(Document(file=file, data=data, places={}))
    found = preview.check(file, data, dt.date.today())
    for code in read_languages():
        told = _faults(found, known, code)
        assert address in [each["address"] for each in told if each["severity"] == "error"], told
        for each in told:
            assert not KEYS.search(f"{each['message']} {each['remedy']}"), each


def test_every_finding_that_the_desk_tells_in_its_own_words_is_one_of_the_check() -> None:
    """A message that is worded anew would be told in the words of the file again, and nobody would know."""
    from tests import ROOT

    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "briefcast" / "brief").glob("*.py"))
    code += "\n".join(path.read_text("utf-8") for path in (ROOT / "briefcast" / "edition").rglob("*.py"))
    written = re.sub(r'"\s*\n\s*"', "", code)
    for pattern, words in _of_desk().items():
        assert f'"{pattern}"' in written, pattern
        assert set(words) == set(read_languages()), pattern


@pytest.mark.parametrize("code", list(read_languages()))
def test_what_is_typed_in_a_terminal_is_a_link_at_the_desk(code: str) -> None:
    """The page of the week told her to type a command; she has no terminal."""
    release = Typed("briefcast release 2026-W50 b0/leaders")
    inner = tell("Put the slot back, or be done with it: {command}", command=release)
    for message in (
        tell(
            "{week}: to be decided: {number}. Look at the page of the week, then: {command}",
            week="W",
            number=3,
            command=release,
        ),
        tell("{item}: {why}", item="b0", why=inner),
    ):
        text, links = without_commands(message, code)
        assert "briefcast" not in text
        assert "\ufffc" not in text
        assert not re.search(r"(gõ|:)\W*$", text)
        assert [place for _, place in links] == ["/weeks/2026-W50#release"]
    assert without_commands("Nothing to type", code) == ("Nothing to type.", ())
