"""The table of places that a pattern is filled from: a row for each place, with its id, its name and its figures.

    table = read_place_table(path)      CSV or XLSX
    table.rows["hue"].cells["fibre"]    a cell as it was typed, with its place in the file

A heading is what texts call its column by: ``{place}``, ``{hotline}``. One that begins with the id of a statistic
holds its value, or a field of it: ``fibre``, ``fibre.target.value``. What follows the dot of any other is the language
of its texts: ``place.vi``.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefcast.brief.document import PROBLEMS_MAX, Place, csv_rows, read_text
from briefcast.brief.groups import bare
from briefcast.brief.model import LANGUAGES
from briefcast.brief.references import ADDRESS
from briefcast.brief.workbook import read_rows
from briefcast.errors import BriefError, Problem
from briefcast.languages import OWN_LANGUAGE
from briefcast.messages import Name, tell

TABLE_MAX_BYTES = 5_000_000
"""Largest CSV file of places that is read: 10,000 places with ten columns have about one."""
PLACES_MAX = 10_000
"""Most places of a table: all communes of Viet Nam are some 3,300."""
COLUMNS_MAX = 100
"""Most columns of a table."""
CELL_MAX_CHARS = 500
"""Longest text of a cell: a point has 260 characters, and names several of them."""
ID, PLACE, ALL = "id", "place", "all"
"""The column of ids, the column of names, and what a plan calls all of them."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID_MAX = 32
"""Longest id of a place: together with that of its brief it names a folder."""
_Cells = dict[int, tuple[str | None, Place]]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell of the table."""

    text: str
    """As it was typed; empty where nothing was."""
    place: Place


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """One place, as the table has it."""

    id: str
    cells: Mapping[str, Cell]
    """By heading: every column of the table, the id among them."""

    @property
    def name(self) -> Name:
        """The place's name, as messages tell it in every language that it has one in."""
        heads = {heading.partition(".")[2]: cell.text for heading, cell in self.cells.items() if is_of(heading, PLACE)}
        names = {code: text for code, text in heads.items() if text}
        return Name(names.get("") or names.get(OWN_LANGUAGE) or next(iter(names.values()), self.id), names)


@dataclass(frozen=True, kw_only=True)
class PlaceTable:
    """All places of a table, by id, in its order."""

    file: Path
    headings: Mapping[str, Place]
    rows: Mapping[str, PlaceRow]

    def languages_of(self, word: str) -> tuple[str, ...]:
        """Give the languages in which the table has a column for a word; none where it is the same in all."""
        return tuple(code for code in LANGUAGES if f"{word}.{code}" in self.headings)

    def has(self, word: str) -> bool:
        """Say whether the table has a column for a word."""
        return word in self.headings or bool(self.languages_of(word))


def read_place_table(file: Path) -> PlaceTable:
    """Read a table of places.

    Without a column ``id``, the id of a place is its name in small letters without marks.

    Raises:
        BriefError: the file cannot be read, has no names, or two places cannot be told apart.
    """
    rows = (row for row in _rows_of(file) if row)
    first = next(rows, {})
    headings = {
        column: (as_heading(text or ""), place) for column, (text, place) in first.items() if (text or "").strip()
    }
    if problems := list(itertools.islice(_check_headings(file, list(headings.values())), PROBLEMS_MAX)):
        raise BriefError(problems)
    found: dict[str, PlaceRow] = {}
    wrong: list[Problem] = []
    known = dict(headings.values())
    for number, row in enumerate(rows):
        if number == PLACES_MAX or len(wrong) >= PROBLEMS_MAX:
            break
        where = next(iter(row.values()))[1]
        cells = {
            heading: Cell(
                text=(row.get(column, ("", where))[0] or "").strip(), place=_cell_place(column, heading, row, at)
            )
            for column, (heading, at) in headings.items()
        }
        if not any(cell.text for cell in cells.values()):
            continue
        wrong += _check_row(cells, row, headings)
        id, problem = _id_of(cells)
        if problem:
            wrong.append(problem)
        elif id in found:
            wrong.append(_twice(found[id], PlaceRow(id=id, cells=cells)))
        else:
            found[id] = PlaceRow(id=id, cells=cells)
    if not found and not wrong:
        message = tell("The table names no place.")
        wrong.append(
            Problem(file=file, message=message, remedy=tell("Write a line for each place under the headings."))
        )
    if next(rows, None) and not wrong:
        message = tell("The table has more than {most} lines.", most=PLACES_MAX)
        remedy = tell("Part it into several tables, each with its brief.")
        wrong.append(Problem(file=file, message=message, remedy=remedy))
    if wrong:
        raise BriefError(wrong)
    return PlaceTable(file=file, headings=known, rows=found)


# Reading the file


def _rows_of(file: Path) -> Iterator[_Cells]:
    if file.suffix.lower() == ".xlsx":
        yield from read_rows(file, noun=tell("table of places"), max_rows=PLACES_MAX + 1)
        return
    if file.suffix.lower() != ".csv":
        message = tell("A table of places cannot be read from a file named *{ending}.", ending=file.suffix or file.name)
        raise BriefError([Problem(file=file, message=message, remedy=tell("Name a .csv or .xlsx file."))])
    text = read_text(file, max_bytes=TABLE_MAX_BYTES)
    table = csv_rows(text)
    try:
        for row in table:
            place = Place(file=file, line=table.line_num)
            yield {column: (cell, place) for column, cell in enumerate(row) if cell.strip()}
    except csv.Error as error:
        message = tell("The line is not CSV: {reason}.", reason=str(error))
        remedy = tell("Put a text that holds a comma or a quotation mark in double quotes.")
        raise BriefError([Problem(file=file, line=table.line_num, message=message, remedy=remedy)]) from None


def is_of(heading: str, word: str) -> bool:
    """Say whether a column holds a word, in all languages or in one, or something of a figure."""
    return heading == word or heading.startswith(f"{word}.")


def as_heading(text: str) -> str:
    """Write a heading, or what a text calls a column, as both are known: in small letters, single blanks."""
    return ".".join(" ".join(part.split()).lower() for part in text.strip().split("."))


def _cell_place(column: int, heading: str, row: _Cells, at: Place) -> Place:
    """Give the place of a cell, also of one in which nothing stands."""
    _, known = row.get(column) or next(iter(row.values()))
    if known.cell is None or at.cell is None:
        return Place(file=known.file, line=known.line, column=heading)
    letters, number = re.sub(r"\d", "", at.cell), re.sub(r"\D", "", known.cell)
    return Place(file=known.file, sheet=known.sheet, cell=f"{letters}{number}")


# What makes it no table of places


def _check_headings(file: Path, headings: list[tuple[str, Place]]) -> Iterator[Problem]:
    if not headings:
        message = tell("The first line does not name the columns.")
        yield Problem(file=file, line=1, message=message, remedy=tell("Write 'id,place,…' in the first line."))
        return
    if len(headings) > COLUMNS_MAX:
        message = tell("The table has more than {most} columns.", most=COLUMNS_MAX)
        yield headings[COLUMNS_MAX][1].problem(message, tell("Keep those that the brief names."))
        return
    seen: set[str] = set()
    for heading, place in headings:
        if heading in seen:
            message = tell("The heading '{name}' stands twice.", name=heading)
            yield place.problem(message, tell("Keep one of the two columns."))
        seen.add(heading)
        if heading.split(".")[0] == ADDRESS.strip("{}"):
            message = tell("'{name}' is how texts address their readers.", name=heading)
            yield place.problem(message, tell("Give the column another heading, such as office."))
    if not any(is_of(heading, PLACE) for heading in seen):
        near = next((h for h in seen if h in LANGUAGES or h.split(".")[0] in ("name", "ten", "tên", "שם")), "")
        language = near if near in LANGUAGES else near.rpartition(".")[2] if "." in near else ""
        meant = f"{PLACE}.{language}" if language in LANGUAGES else PLACE
        remedy = (
            tell("Write '{meant}' instead of '{near}'.", meant=meant, near=near)
            if near
            else tell("Write 'place' above the names, or a column for each language: place.vi, place.en.")
        )
        yield headings[0][1].problem(tell("No column holds the names of the places."), remedy)


def _check_row(cells: Mapping[str, Cell], row: _Cells, headings: Mapping[int, tuple[str, Place]]) -> Iterator[Problem]:
    for column, (_, place) in row.items():
        if column not in headings:
            remedy = tell("Write a heading in the first line, or delete the cell; a text with a comma goes in quotes.")
            yield place.problem(tell("The cell stands under no heading."), remedy)
            break
    for cell in cells.values():
        if len(cell.text) > CELL_MAX_CHARS:
            message = tell("The cell has more than {most} characters.", most=CELL_MAX_CHARS)
            yield cell.place.problem(message, tell("Shorten it."))
        elif found := re.search(r"[{}]", cell.text):
            message = tell("'{text}' holds '{mark}', which texts write around names.", text=cell.text, mark=found[0])
            yield cell.place.problem(message, tell("Write the words themselves, without it."))


def _id_of(cells: Mapping[str, Cell]) -> tuple[str, Problem | None]:
    """Give the id of a row, or what is wrong with it."""
    typed = cells.get(ID)
    names = [cell for heading, cell in cells.items() if is_of(heading, PLACE)]
    named = next((cell for cell in names if cell.text), None)
    if named is None:
        return "", names[0].place.problem(tell("The line names no place."), tell("Write its name, or delete the line."))
    # A spreadsheet keeps no zero in front of a number; whoever needs it keeps the column as text.
    id = typed.text if typed else bare(named.text)
    where = (typed or named).place
    if not id:
        message = tell("The place '{name}' has no id.", name=named.text)
        remedy = tell("Add a column 'id' with a short name for each place, such as hue: small letters, digits and '-'.")
        return "", where.problem(message, remedy)
    if not _ID.fullmatch(id) or len(id) > _ID_MAX or id == ALL:
        meant = bare(id)[:_ID_MAX].strip("-")
        message = tell("'{id}' cannot be the id of a place.", id=id)
        remedy = (
            tell("Write '{meant}'.", meant=meant)
            if meant and meant != ALL
            else tell(
                "Write small letters, digits and single hyphens, such as thua-thien-hue: {most} at most.", most=_ID_MAX
            )
        )
        return "", where.problem(message, remedy)
    return id, None


def _twice(one: PlaceRow, other: PlaceRow) -> Problem:
    there = (one.cells.get(ID) or next(iter(one.cells.values()))).place
    first = tell("line {line}", line=there.line) if there.line else tell("cell {cell}", cell=there.cell)
    typed = other.cells.get(ID)
    if typed:
        message = tell("Two places have the id '{id}'; the first is at {there}.", id=one.id, there=first)
        return typed.place.problem(message, tell("Give one of them another id, such as {id}-2.", id=one.id))
    message = tell(
        "'{one}' and '{other}' are both '{id}' without marks; the first is at {there}.",
        one=one.name,
        other=other.name,
        id=one.id,
        there=first,
    )
    remedy = tell("Add a column 'id' with a short name for each place, such as hue: small letters, digits and '-'.")
    named = next(cell for heading, cell in other.cells.items() if is_of(heading, PLACE) and cell.text)
    return named.place.problem(message, remedy)
