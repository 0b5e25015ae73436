"""The figures of the team's briefs, found as people ask for them: by id, label, or the number as written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefcast.brief.document import read_document
from briefcast.desk.shelf import list_briefs
from briefcast.errors import BriefError

_NUMBER = re.compile(r"\d+(?:[.,\s\u00a0\u202f]\d+)*")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure that a brief states."""

    id: str
    label: Mapping[str, str] | str = ""
    written: tuple[str, ...] = ()
    """As it stands in the brief and in what was made of it, in every language."""
    row: Mapping[str, object] = field(default_factory=dict)
    """As it is typed in the first brief that has it."""


def figures_of(folder: Path, out: Path) -> tuple[Figure, ...]:
    """Give the figures of the briefs of a folder, made or not, by their ids."""
    labels: dict[str, Mapping[str, str] | str] = {}
    written: dict[str, dict[str, None]] = {}
    rows: dict[str, Mapping[str, object]] = {}
    for each in list_briefs(folder, out):
        for row in _rows(folder / each.name):
            label, id = row.get("label"), str(row.get("id", ""))
            rows.setdefault(id, row)
            labels.setdefault(id, label if isinstance(label, (str, Mapping)) else "")
            written.setdefault(id, {})[str(row.get("value", ""))] = None
        for fact in each.manifest.facts if each.manifest else ():
            labels.setdefault(fact.statistic, {str(code): text for code, text in fact.label.items()})
            own = written.setdefault(fact.statistic, {})
            forms = (fact.written, *fact.written_for.values())
            own |= dict.fromkeys([fact.value, *(text for form in forms for text in form.values())])
    return tuple(
        Figure(id=id, label=label, written=tuple(filter(None, written.get(id, ()))), row=rows.get(id, {}))
        for id, label in sorted(labels.items())
        if id
    )


def find_figures(figures: Iterable[Figure], asked: str) -> tuple[Figure, ...]:
    """Give the figures that somebody means: by an id, by words of a label in any language, or by a number."""
    words = _folded(asked)
    if not words:
        return ()
    known = tuple(figures)
    if exact := tuple(each for each in known if asked in (each.id, *each.written)):
        return exact
    number = _NUMBER.fullmatch(asked)
    if number:
        return tuple(each for each in known if any(_has_number(text, asked) for text in each.written))
    return tuple(
        each for each in known if any(words in _folded(text) for text in (each.id, *_labels(each), *each.written))
    )


def _labels(figure: Figure) -> Iterable[str]:
    return (figure.label,) if isinstance(figure.label, str) else map(str, figure.label.values())


def _has_number(text: str, asked: str) -> bool:
    """Say whether a text states a number, whichever sign parts its digits: ``76,5`` stands in ``76.5%``."""
    return _signed(asked) in {_signed(found) for found in _NUMBER.findall(text)}


def _signed(number: str) -> str:
    return re.sub(r"[,\s\u00a0\u202f]", ".", number)


def _folded(text: str) -> str:
    """Give a text without marks on its letters, so that it is found however it was typed."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(each for each in plain if not unicodedata.combining(each)).split())


def _rows(file: Path) -> Iterable[Mapping[str, object]]:
    try:
        if file.suffix.lower() == ".xlsx":
            from briefcast.brief.workbook import read_workbook

            listed = read_workbook(file).data.get("statistics")
        else:
            listed = read_document(file).data.get("statistics")
    except BriefError:
        return ()
    return [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else ()
