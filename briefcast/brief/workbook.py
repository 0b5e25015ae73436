"""Workbooks: a brief or a plan as an XLSX file, read into the same tree as YAML and written from a model.

One sheet a part of the brief, one row an item, one column a field; a dotted heading is a field inside
a field (``text.vi``, ``target.value``, ``audiences.citizens``). A `Layout` says it all; the brief's is `BRIEF`.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefcast.brief.document import PROBLEMS_MAX, Document, FieldPath, Place, check_file, empty_file
from briefcast.brief.kinds import KINDS
from briefcast.brief.model import LANGUAGES, OWN_FIELDS, Brief
from briefcast.brief.packed import measure_packed
from briefcast.brief.references import near_word
from briefcast.errors import BriefError, Problem
from briefcast.messages import tell

if TYPE_CHECKING:
    # It takes longer to come than a brief to be checked: only what reads or writes a workbook waits for it.
    from openpyxl import Workbook
    from openpyxl.cell.read_only import ReadOnlyCell as Cell
    from openpyxl.worksheet.worksheet import Worksheet

Found = TypeVar("Found")

WORKBOOK_MAX_BYTES = 10_000_000
"""Largest XLSX file read; a brief without pictures has under 100 kB."""
UNPACKED_MAX_BYTES = 50_000_000
"""Most that the parts of an XLSX file may hold when unpacked: it is a ZIP file, which can be a bomb."""
SHEET_MAX_ROWS = 2_000
SHEET_MAX_COLUMNS = 100
"""Most rows and columns read in a sheet. A brief has tens; a stray cell far below would cost minutes."""

PART_MAX_BYTES = 5_000_000
"""Most that a part which is read whole may hold (looks, names of sheets); those of a brief have some 20 kB."""
_STREAMED = re.compile(r"xl/(worksheets/[^/]*|sharedStrings)\.xml", re.IGNORECASE)
"""Parts that are read bit by bit."""

Heading = tuple[str, ...]
"""A heading, split at its dots."""
_Row = dict[Heading, tuple[str | None, "Cell"]]
"""The cells of a row with their texts; None where a cell was refused, which is noted already."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: which part of the brief or plan it holds, and its columns."""

    name: str
    columns: tuple[str, ...]
    """Headings in order; ``text.*`` stands for one column a language, ``audiences.?`` for one an audience."""
    required: bool = False
    lists: tuple[str, ...] = ()
    """Columns whose cells hold several names, separated by commas."""
    periods: tuple[str, ...] = ()
    """Columns that hold a year, month, day or quarter."""
    times: tuple[str, ...] = ()
    """Columns that hold a time of day."""
    names: tuple[str, ...] = ()
    """Columns of texts by language that may also be written once for all, under the bare heading."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """The filled cells of one sheet of a workbook, row by row."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]
    """No row is empty; the first is that of the headings if it has any."""
    beyond: Cell | None = None
    """The first filled cell outside the part of a sheet that is read; nothing behind it was read."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """All sheets of one kind of workbook; the first holds single fields, a row each."""

    noun: str
    """What the workbook is: ``brief``."""
    start: str
    """The command that writes one to start from."""
    sheets: tuple[Sheet, ...]
    fields: tuple[str, ...]
    """Names of the rows of the first sheet."""
    field_lists: tuple[str, ...] = ()
    """Rows of the first sheet that hold several names, separated by commas."""
    keyed_fields: tuple[str, ...] = ()
    """Rows of the first sheet that are written once for each key: ``audience_brands.youth``."""


SHEETS = (
    Sheet(name="brief", columns=("field", "value", *LANGUAGES), required=True),
    Sheet(
        name="sources",
        columns=("id", "title.*", "publisher.*", "url", "date", "short.*", "cited.*", "unconfirmed"),
        required=True,
        names=("title", "publisher", "short", "cited"),
    ),
    Sheet(
        name="statistics",
        columns=(
            "id",
            "label.*",
            "value",
            "unit",
            "qualifier",
            "period",
            "source",
            "better",
            "out_of",
            "target.value",
            "target.by",
            "target.kind",
            "target.name.*",
            "baseline.value",
            "baseline.period",
            "growth_percent",
            "change_points",
            "noun.*",
            "singular.*",
            "gender",
            "currency",
            "per",
            "unit_word",
            "measure",
            "of",
            "rate_of.*",
            "estimate",
            "series",
            "further_sources",
            "stale_after",
            "icon",
            "intended",
            "unconfirmed",
            "origin.file",
            "origin.page",
            "origin.sheet",
            "origin.row",
            "origin.line",
            "origin.sentence",
            "origin.written",
            "origin.asks",
            "parts_of",
            "by.dimension",
            "by.order",
            "by.parts",
            "by.whole.*",
            "by.home",
            "by.classes",
            "by.map.file",
            "by.map.name",
            "by.map.credit",
        ),
        required=True,
        lists=("further_sources", "intended", "by.classes", "origin.asks"),
        periods=("period", "target.by", "baseline.period"),
    ),
    Sheet(name="series", columns=("statistic", "period", "value"), periods=("period",)),
    Sheet(
        name="entries",
        columns=(
            "statistic",
            "id",
            "name.*",
            "period",
            "value",
            "qualifier",
            "estimate",
            "target.value",
            "target.by",
            "baseline.value",
            "baseline.period",
        ),
        periods=("period", "target.by", "baseline.period"),
        names=("name",),
    ),
    Sheet(
        name="points",
        columns=(
            "id",
            "text.*",
            "headline.*",
            "statistics",
            "audiences.?",
            "visual",
            "image",
            "image_alt.*",
            "literal",
            "icon",
            "image_focus",
            "footage.file",
            "footage.from",
            "footage.to",
            "footage.focus",
            "footage.fit",
            "intended",
            "question.*",
            "answer_lead.*",
        ),
        required=True,
        lists=("statistics", "intended"),
    ),
    Sheet(name="variants", columns=("point", "audience", "text.*", "headline.*", "question.*", "answer_lead.*")),
    Sheet(name="steps", columns=("point", "text.*")),
    Sheet(name="quotes", columns=("point", "text.*", "by.*", "role.*")),
    Sheet(name="calls_to_action", columns=("audience", "text.*", "url")),
)
"""The sheets of a brief, in the order a writer fills them."""

BRIEF = Layout(
    noun=tell("brief"),
    start="briefcast new my-brief --xlsx",
    sheets=SHEETS,
    fields=tuple(name for name in Brief.model_fields if name not in {sheet.name for sheet in SHEETS}),
    field_lists=("languages", "audiences", "products", "literal", "intended"),
    keyed_fields=("audience_brands", "layouts", "titles", "hooks", *KINDS),
)
"""The workbook of a brief."""
_NOTE_SHEETS = ("how_to", "notes")
"""Sheets that are there to be read by people."""


def read_workbook(path: Path, *, layout: Layout = BRIEF) -> Document:
    """Read an XLSX file as a tree of text, with the sheet and cell of every value.

    Raises:
        BriefError: the file is missing, too large, no workbook, or a sheet that is needed is missing.
    """
    reader = _Reader(path, layout)
    found = _open_workbook(path, layout, reader.find_sheets)
    if reader.problems:
        # Without its sheets, everything that refers to them would be wrong too.
        raise BriefError(reader.problems)
    for sheet in layout.sheets:
        if sheet.name in found:
            read = _Reader.read_fields if sheet is layout.sheets[0] else _READ_SHEET.get(sheet.name, _Reader.read_items)
            read(reader, sheet, found[sheet.name])
    if not reader.data and not reader.problems:
        remedy = tell("Fill in the sheet '{sheet}'.", sheet=layout.sheets[0].name)
        raise BriefError([Problem(file=path, message=tell("The sheets are empty."), remedy=remedy)])
    return Document(file=path, data=reader.data, places=reader.places, problems=tuple(reader.problems))


def _open_workbook(path: Path, layout: Layout, read: Callable[[Workbook], Found]) -> Found:
    """Open a workbook, read from it, and close it.

    Raises:
        BriefError: the file is missing, too large or no workbook.
    """
    from openpyxl import load_workbook

    check_file(path, max_bytes=WORKBOOK_MAX_BYTES)
    _check_unpacked_size(path, layout)
    try:
        # Formulas, not their last results: a result can be old, and nobody sees what it came from.
        with warnings.catch_warnings():
            # openpyxl warns of looks and lists it does not know; none of them is read.
            warnings.simplefilter("ignore", UserWarning)
            # Read-only, cells come one by one: merged cells, links, pictures and remarks, which a few bytes can spread
            # over a million cells, are not built.
            workbook = load_workbook(path, read_only=True, data_only=False, keep_links=False)
            try:
                return read(workbook)
            finally:
                workbook.close()
    except BriefError:
        raise
    except Exception:  # openpyxl lets whatever a broken file sets off pass through: KeyError, ParseError…
        message = tell("The file is not a readable workbook.")
        raise BriefError([Problem(file=path, message=message, remedy=tell("Save it again as .xlsx."))]) from None


def _check_unpacked_size(path: Path, layout: Layout) -> None:
    found = measure_packed(path, _is_read_whole)
    if found is None:
        remedy = tell("Save it again as .xlsx (Excel workbook); .xls, .ods and .csv files are not read.")
        raise BriefError([Problem(file=path, message=tell("The file is not a workbook."), remedy=remedy)])
    size = found.size_bytes
    if found.largest_bytes > PART_MAX_BYTES:
        size = max(size, UNPACKED_MAX_BYTES + 1)
    if size > UNPACKED_MAX_BYTES:
        message = tell(
            "The workbook unpacks to {size} MB; at most {most} MB are read.",
            size=f"{size / 1e6:.0f}",
            most=f"{UNPACKED_MAX_BYTES / 1e6:.0f}",
        )
        remedy = tell("Delete empty formatted rows and pictures, or start from '{command}'.", command=layout.start)
        raise BriefError([Problem(file=path, message=message, remedy=remedy)])


def _is_read_whole(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not _STREAMED.fullmatch(name)


def read_rows(path: Path, *, noun: str, max_rows: int) -> list[dict[int, tuple[str | None, Place]]]:
    """Read the first sheet of an XLSX file, but for notes, as rows of cells by column; None where one was refused.

    Raises:
        BriefError: the file is no workbook, or a cell cannot be read as what it shows.
    """
    layout = Layout(noun=noun, start="briefcast new my-brief --xlsx", sheets=(Sheet(name=noun, columns=()),), fields=())
    reader = _Reader(path, layout)

    def read(workbook: Workbook) -> Table:
        sheets = [sheet for sheet in workbook.worksheets if not _plain(sheet.title).startswith(_NOTE_SHEETS)]
        if not sheets:
            raise BriefError([empty_file(path)])
        table = _read_table(sheets[0], max_rows=max_rows)
        reader.expect_all(table, max_rows=max_rows)
        return table

    table = _open_workbook(path, layout, read)
    rows = [
        {
            cell.column: (
                reader.text(table, cell, period=True),
                Place(file=path, sheet=table.title, cell=cell.coordinate),
            )
            for cell in cells
        }
        for cells in table.rows
    ]
    if reader.problems:
        raise BriefError(reader.problems)
    return rows


def _read_table(worksheet: Any, *, max_rows: int = SHEET_MAX_ROWS) -> Table:
    """Read the filled cells of a sheet up to the first that lies outside what is read."""
    rows: list[tuple[Cell, ...]] = []
    # What a file says about its own size may be wrong.
    worksheet.reset_dimensions()
    for cells in worksheet.iter_rows():
        filled = tuple(cell for cell in cells if cell.value is not None)
        for cell in filled:
            if cell.row > max_rows or cell.column > SHEET_MAX_COLUMNS:
                return Table(title=worksheet.title, rows=tuple(rows), beyond=cell)
        if filled:
            rows.append(filled)
    return Table(title=worksheet.title, rows=tuple(rows))


@dataclass
class _Reader:
    """One reading of one workbook: tree, places and problems gather here."""

    file: Path
    layout: Layout
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[FieldPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    """The number of each item by its id, for each part that other sheets refer to."""

    def __post_init__(self) -> None:
        self.places[()] = Place(file=self.file, sheet=self.layout.sheets[0].name)

    def note(self, sheet: str, cell: str | None, message: str, remedy: str) -> None:
        self.problems.append(Problem(file=self.file, sheet=sheet, cell=cell, message=message, remedy=remedy))
        if len(self.problems) >= PROBLEMS_MAX:
            raise BriefError(self.problems)

    def find_sheets(self, workbook: Workbook) -> dict[str, Table]:
        """Give the sheets by their name in the layout, however they are spelled."""
        known, noun = {sheet.name: sheet for sheet in self.layout.sheets}, self.layout.noun
        found: dict[str, Table] = {}
        for worksheet in workbook.worksheets:
            name = _plain(worksheet.title)
            if name.startswith(_NOTE_SHEETS):
                continue
            if name not in known:
                near = near_word(name, tuple(known))
                if near:
                    remedy = tell(
                        "Name it '{near}', or begin its name with 'notes' if it is not part of the {what}.",
                        near=near,
                        what=noun,
                    )
                else:
                    remedy = tell(
                        "Give it one of the names {known}, or begin its name with 'notes' if it is not part of the"
                        " {what}.",
                        known=tuple(known),
                        what=noun,
                    )
                self.note(
                    worksheet.title,
                    None,
                    tell("There is no sheet '{sheet}' in a {what}.", sheet=worksheet.title, what=noun),
                    remedy,
                )
            elif name in found:
                self.note(
                    worksheet.title,
                    None,
                    tell("There are two sheets '{sheet}'.", sheet=name),
                    tell("Keep one of the two."),
                )
            else:
                found[name] = _read_table(worksheet)
                self.expect_all(found[name], max_rows=SHEET_MAX_ROWS)
        for sheet in self.layout.sheets:
            if sheet.required and sheet.name not in found:
                self.note(
                    sheet.name,
                    None,
                    tell("The sheet '{sheet}' is missing.", sheet=sheet.name),
                    tell(
                        "Add a sheet named '{sheet}' with the headings {headings} in row 1.",
                        sheet=sheet.name,
                        headings=tuple(_headings(sheet, ())),
                    ),
                )
        return found

    def expect_all(self, table: Table, *, max_rows: int) -> None:
        """Note the first cell of a sheet that lies outside what is read of it."""
        if table.beyond is not None:
            self.note(
                table.title,
                table.beyond.coordinate,
                tell(
                    "The sheet goes on to row {row}, column {column}; {rows} rows and {columns} columns are read.",
                    row=table.beyond.row,
                    column=table.beyond.column,
                    rows=max_rows,
                    columns=SHEET_MAX_COLUMNS,
                ),
                tell("Delete the rows and columns (not only their contents) that lie outside the table."),
            )

    def text(self, worksheet: Table, cell: Cell, *, period: bool = False, time: bool = False) -> str | None:
        """Give a cell as the text that its reader sees, or nothing if it is blank or cannot be used."""
        value = cell.value
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        message = remedy = ""
        if cell.data_type == "f":
            message, remedy = (
                tell("The cell holds a formula."),
                tell("Type the value itself (copy, then paste as values)."),
            )
        elif cell.data_type == "e":
            message, remedy = tell("The cell holds the error {value}.", value=value), tell("Type the value itself.")
        elif isinstance(value, bool):
            return "true" if value else "false"
        elif isinstance(value, (int, float)):
            return _write_number(value, cell.number_format)
        elif isinstance(value, dt.datetime) and value.time() == dt.time():
            # A spreadsheet turns a typed 2024-10 into the first of October, shown without its day.
            month_only = period and "d" not in re.sub(r'"[^"]*"|\[[^\]]*\]', "", cell.number_format).lower()
            return value.strftime("%Y-%m" if month_only else "%Y-%m-%d")
        elif isinstance(value, dt.time) and time:
            return f"{value:%H:%M}"
        elif isinstance(value, str):
            return value
        else:
            message, remedy = (
                tell("The cell holds a time of day."),
                tell("Type a date such as 2025-02-06, or a plain number."),
            )
        self.note(worksheet.title, cell.coordinate, message, remedy)
        return None

    def put(self, path: FieldPath, value: Any, worksheet: Table, cell: Cell) -> None:
        """Put a value at a path of the tree, making what it lies in; of a refused cell (None), only the place."""
        place = Place(file=self.file, sheet=worksheet.title, cell=cell.coordinate)
        node: Any = self.data
        for depth, key in enumerate(path[:-1], start=1):
            following = path[depth]
            fresh: Any = [] if isinstance(following, int) else {}
            if isinstance(node, list):
                assert isinstance(key, int)
                if len(node) <= key:
                    node.append(fresh)
                node = node[key]
            else:
                node = node.setdefault(str(key), fresh)
            self.places.setdefault(path[:depth], place)
            if not isinstance(node, (dict, list)):
                break
        last = path[-1]
        if not isinstance(node, dict) or last in node:
            self.note(
                worksheet.title,
                cell.coordinate,
                tell("'{field}' is written twice for one item.", field=last),
                tell("Keep one of the two."),
            )
            return
        self.places[path] = place
        if value is not None:
            node[str(last)] = value

    # One way of reading for each shape of sheet.

    def read_items(self, sheet: Sheet, worksheet: Table) -> None:
        """Read a sheet of items, one a row: sources, statistics, points."""
        for number, row in enumerate(self.rows(sheet, worksheet)):
            for heading, (text, cell) in row.items():
                name = ".".join(heading)
                value: Any = _split(text) if text and name in sheet.lists else text
                self.put((sheet.name, number, *heading), value, worksheet, cell)

    def read_fields(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the first sheet: a field a row, with its value or its text in each language."""
        fields = self.layout.fields
        for row in self.rows(sheet, worksheet):
            if ("field",) not in row:
                cell = next(iter(row.values()))[1]
                self.note(
                    worksheet.title,
                    cell.coordinate,
                    tell("The row names no field."),
                    tell("Write it in column 'field'."),
                )
                continue
            typed, name_cell = row.pop(("field",))
            if typed is None:
                continue
            name, _, within = _plain(typed).partition(".")
            if name not in fields or bool(within) != (name in self.layout.keyed_fields):
                near = near_word(name, fields)
                remedy = (
                    tell("Write '{near}'.", near=near)
                    if near
                    else tell("Fields here are: {fields}.", fields=tuple(fields))
                )
                self.note(
                    worksheet.title, name_cell.coordinate, tell("There is no field '{name}' here.", name=name), remedy
                )
                continue
            self.places.setdefault((name,), Place(file=self.file, sheet=sheet.name, cell=name_cell.coordinate))
            for heading, (text, cell) in row.items():
                value: Any = _split(text) if text and name in self.layout.field_lists else text
                inner = (within,) if within else ()
                path: FieldPath = (name, *inner) if heading == ("value",) else (name, *inner, *heading)
                self.put(path, value, worksheet, cell)

    def read_series(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``series``: a period a row, belonging to the statistic it names."""
        for row in self.rows(sheet, worksheet):
            index = self.find_item("statistics", "statistic", row, worksheet)
            if index is not None and (period := self.need("period", row, worksheet)):
                if cell_value := row.get(("value",)):
                    text, cell = cell_value
                    self.put(("statistics", index, "series", period), text, worksheet, cell)
                else:
                    self.need("value", row, worksheet)

    def read_entries(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``entries``: a place or group a row, or one of its periods, under the statistic it names."""
        for row in self.rows(sheet, worksheet):
            if (index := self.find_item("statistics", "statistic", row, worksheet)) is None:
                continue
            named = [text for heading, (text, _) in row.items() if heading[0] in ("id", "name") and text]
            if not named:
                self.need("id", row, worksheet)
                continue
            path: FieldPath = ("statistics", index, "by", "values", named[0].strip())
            period, _ = row.get(("period",), (None, None))
            for heading, (text, cell) in row.items():
                known = self.places.get((*path, *heading))
                if heading in (("statistic",), ("id",), ("period",)) or (known and heading[0] == "name"):
                    continue
                over_time = heading == ("value",) and period
                self.put(
                    (*path, "series", period) if over_time and period else (*path, *heading), text, worksheet, cell
                )

    def read_variants(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``variants``: the words of one point for one audience a row."""
        for row in self.rows(sheet, worksheet):
            index = self.find_item("points", "point", row, worksheet)
            if index is not None and (audience := self.need("audience", row, worksheet)):
                for heading, (text, cell) in row.items():
                    if heading not in (("point",), ("audience",)):
                        self.put(("points", index, "variants", audience, *heading), text, worksheet, cell)

    def read_steps(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``steps``: one step of a point a row, in their order."""
        count: dict[int, int] = {}
        for row in self.rows(sheet, worksheet):
            index = self.find_item("points", "point", row, worksheet)
            if index is not None:
                number = count[index] = count.get(index, -1) + 1
                for heading, (text, cell) in row.items():
                    if heading != ("point",):
                        self.put(("points", index, "steps", number, *heading[1:]), text, worksheet, cell)

    def read_quotes(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``quotes``: somebody's words in a point a row."""
        for row in self.rows(sheet, worksheet):
            index = self.find_item("points", "point", row, worksheet)
            if index is not None:
                for heading, (text, cell) in row.items():
                    if heading != ("point",):
                        self.put(("points", index, "quote", *heading), text, worksheet, cell)

    def read_actions(self, sheet: Sheet, worksheet: Table) -> None:
        """Read the sheet ``calls_to_action``: what one audience is asked to do a row."""
        for row in self.rows(sheet, worksheet):
            if audience := self.need("audience", row, worksheet):
                for heading, (text, cell) in row.items():
                    if heading != ("audience",):
                        self.put((sheet.name, audience, *heading), text, worksheet, cell)

    def need(self, heading: str, row: _Row, worksheet: Table) -> str | None:
        """Give what a row has in a column, or note that it has nothing there."""
        if (heading,) in row:
            text = row[heading,][0]
            return text.strip() if text else None
        cell = next(iter(row.values()))[1]
        self.note(
            worksheet.title,
            cell.coordinate,
            tell("The row has no {heading}.", heading=heading),
            tell("Fill in column '{heading}'.", heading=heading),
        )
        return None

    def items(self, part: str) -> list[dict[str, Any]]:
        """Give the items of a part as far as they were read."""
        items: list[dict[str, Any]] = self.data.get(part, [])
        return items

    def find_item(self, part: str, heading: str, row: _Row, worksheet: Table) -> int | None:
        """Give the number of the item that a row names by its id, or note that there is none."""
        id = self.need(heading, row, worksheet)
        # The sheet of the items stands before those that name them.
        if part not in self.ids:
            self.ids[part] = {item.get("id", "").strip(): n for n, item in reversed(list(enumerate(self.items(part))))}
        ids = self.ids[part]
        if id is None or id in ids:
            return None if id is None else ids[id]
        near = near_word(id, ids)
        remedy = (
            tell("Write '{near}'.", near=near)
            if near
            else tell("Name a row of the sheet '{sheet}' by its id.", sheet=part)
        )
        self.note(
            worksheet.title,
            row[heading,][1].coordinate,
            tell("There is no '{id}' on the sheet '{sheet}'.", id=id, sheet=part),
            remedy,
        )
        return None

    def rows(self, sheet: Sheet, worksheet: Table) -> Iterator[_Row]:
        """Give the filled cells of each row by their headings; blank rows are skipped."""
        headings = self.headings(sheet, worksheet)
        for cells in worksheet.rows:
            row: _Row = {}
            for cell in cells if cells[0].row > 1 else ():
                heading = headings.get(cell.column)
                if heading is None:
                    if cell.column not in headings and str(cell.value).strip():
                        self.note(
                            worksheet.title,
                            cell.coordinate,
                            tell("The cell stands under no heading."),
                            tell("Write a heading in row 1, or delete the cell."),
                        )
                    continue
                noted = len(self.problems)
                name = ".".join(heading)
                text = self.text(worksheet, cell, period=name in sheet.periods, time=name in sheet.times)
                if text is not None or len(self.problems) > noted:
                    row[heading] = (text, cell)
            if row:
                yield row

    def headings(self, sheet: Sheet, worksheet: Table) -> dict[int, Heading | None]:
        """Give the heading of each column; nothing for a column that is not known, which is noted."""
        known = _headings(sheet, ())
        found: dict[int, Heading | None] = {}
        for cell in worksheet.rows[0] if worksheet.rows and worksheet.rows[0][0].row == 1 else ():
            if (text := self.text(worksheet, cell)) is None:
                continue
            name = ".".join(_plain(part) for part in text.split("."))
            found[cell.column] = None
            heading = tuple(name.split("."))
            if name in known or (heading[0] + ".?" in sheet.columns and len(heading) == 2):
                if heading in found.values():
                    message = tell("The heading '{name}' stands twice.", name=name)
                    self.note(worksheet.title, cell.coordinate, message, tell("Keep one of the two columns."))
                else:
                    found[cell.column] = heading
                continue
            if name in sheet.names:
                found[cell.column] = heading
                continue
            near = near_word(name, known)
            remedy = (
                tell("Write '{near}'.", near=near) if near else tell("Headings here are: {known}.", known=tuple(known))
            )
            self.note(worksheet.title, cell.coordinate, tell("There is no heading '{name}' here.", name=name), remedy)
        return found


_READ_SHEET = {
    "series": _Reader.read_series,
    "entries": _Reader.read_entries,
    "variants": _Reader.read_variants,
    "steps": _Reader.read_steps,
    "quotes": _Reader.read_quotes,
    "calls_to_action": _Reader.read_actions,
}


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "_", name.strip().lower())


def _split(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]


def _write_number(value: int | float, number_format: str) -> str:
    """Write a number as its cell shows it: shortest digits that give the same number; percent cells times 100."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if "%" in number_format:
        number *= 100
    if not number.is_finite():
        return str(value)
    written = format(number, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _headings(sheet: Sheet, audiences: Sequence[str], languages: Sequence[str] = LANGUAGES) -> list[str]:
    headings: list[str] = []
    for column in sheet.columns:
        stem, _, rest = column.rpartition(".")
        if rest == "*":
            headings.extend(f"{stem}.{language}" for language in languages)
        elif rest == "?":
            headings.extend(f"{stem}.{audience}" for audience in audiences)
        else:
            headings.append(column)
    return headings


# Writing


def write_xlsx(brief: Brief, path: Path) -> Path:
    """Write a brief as a workbook that reads back as the same brief.

    Figures are written as numbers and everything else as text, so that no text can act as a formula.
    """
    build_workbook(brief).save(path)
    return path


def build_workbook(brief: Brief) -> Workbook:
    """Lay a brief out on the sheets of `SHEETS`; values only, no looks."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    data = brief.model_dump(mode="python", exclude_defaults=True)
    tables = {
        "brief": field_rows(data, BRIEF),
        "sources": [flat(source) for source in data.get("sources", ())],
        "statistics": [flat(_without(s, "series")) for s in _figures(data)],
        "series": [
            {"statistic": s["id"], "period": period, "value": value}
            for s in _figures(data)
            for period, value in s.get("series", {}).items()
        ],
        "entries": list(_entries(data)),
        "points": [flat(_without(_without(_without(p, "variants"), "steps"), "quote")) for p in data["points"]],
        "steps": [flat({"point": p["id"], "text": step}) for p in data["points"] for step in p.get("steps", ())],
        "quotes": [flat({"point": p["id"], **p["quote"]}) for p in data["points"] if p.get("quote")],
        "variants": [
            {"point": p["id"], "audience": audience, **flat(wording)}
            for p in data["points"]
            for audience, wording in p.get("variants", {}).items()
        ],
        "calls_to_action": [{"audience": a, **flat(c)} for a, c in data.get("calls_to_action", {}).items()],
    }
    weighted = [a for p in data["points"] for a in p.get("audiences", {})]
    audiences = tuple(dict.fromkeys([*brief.audiences, *weighted]))
    fill_sheets(workbook, BRIEF, tables, languages=brief.languages, audiences=audiences)
    return workbook


def fill_sheets(
    workbook: Workbook,
    layout: Layout,
    tables: Mapping[str, list[dict[str, Any]]],
    *,
    languages: Sequence[str],
    audiences: Sequence[str] = (),
) -> None:
    """Add the sheets of a layout to a workbook; ``tables`` are the rows of each sheet, by heading."""
    for sheet in layout.sheets:
        worksheet = workbook.create_sheet(sheet.name)
        rows = tables[sheet.name]
        used = {key for row in rows for key in row}
        headings = [
            heading
            for heading in _headings(sheet, audiences)
            # A language that the brief does not have gets no columns, unless a name is written in it.
            if heading in used or heading.rpartition(".")[2] not in set(LANGUAGES) - set(languages)
        ]
        headings.extend(name for name in sheet.names if name in used)
        worksheet.append(headings)
        for number, row in enumerate(rows, start=2):
            for column, heading in enumerate(headings, start=1):
                _write_cell(worksheet, number, column, row.get(heading))


def field_rows(data: Mapping[str, Any], layout: Layout) -> list[dict[str, Any]]:
    """Give the rows of a layout's first sheet, by heading."""
    rows: list[dict[str, Any]] = []
    for name in layout.fields:
        value = data.get(name)
        if name in layout.keyed_fields:
            rows.extend(
                {"field": f"{name}.{key}", **(one if isinstance(one, Mapping) else {"value": one})}
                for key, one in (value or {}).items()
            )
        elif isinstance(value, Mapping):
            rows.append({"field": name, **value})
        else:
            rows.append({"field": name, "value": value})
    return rows


def _figures(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the statistics as they were typed: a figure in many places once, without its entries."""
    statistics = data.get("statistics", ())
    firsts: dict[str, Mapping[str, Any]] = {}
    homes: dict[str, str] = {}
    for s in statistics:
        if "member" in s and "parts_of" not in s:
            group = s["member"]["group"]
            firsts.setdefault(group, s)
            if s["member"].get("home"):
                homes[group] = s["id"].removeprefix(f"{group}-")
    valued = {s["id"] for s in statistics}
    for s in statistics:
        typed = {key: value for key, value in s.items() if key != "member"}
        if "member" not in s or "parts_of" in s:
            first = firsts.get(s["id"])
            yield typed | ({"by": _by(first["member"], homes)} if first else {})
        elif firsts[s["member"]["group"]] is s and s["member"]["group"] not in valued:
            own = {key: value for key, value in typed.items() if key not in (*OWN_FIELDS, "out_of")}
            yield own | {"id": s["member"]["group"], "label": s["member"]["label"], "by": _by(s["member"], homes)}


def _by(member: Mapping[str, Any], homes: Mapping[str, str]) -> dict[str, Any]:
    by = {"dimension": member.get("dimension", "group"), "parts": member.get("parts"), "whole": member.get("whole")}
    by["order"] = "typed" if member.get("typed") else "value"
    by |= {"home": homes.get(member["group"]), "classes": member.get("classes")}
    return {key: value for key, value in by.items() if value}


def _entries(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the rows of the sheet ``entries``."""
    missing: dict[str, Sequence[Mapping[str, str]]] = {}
    for s in data.get("statistics", ()):
        if "member" not in s or "parts_of" in s:
            continue
        member = s["member"]
        missing[member["group"]] = member.get("missing", ())
        row = {"statistic": member["group"], "id": s["id"].removeprefix(f"{member['group']}-")}
        names = {"name": member["name"]}
        own = {key: s[key] for key in OWN_FIELDS if key in s and key not in ("series", "value", "compare")}
        series = s.get("series", {})
        if series.get(s["period"]) != s["value"]:
            yield {**row, **flat(names), **flat(own), "value": s["value"]}
        for number, (period, value) in enumerate(series.items()):
            yield {**row, **flat({**names, **own} if number == 0 else names), "period": period, "value": value}
    yield from ({"statistic": group, **flat({"name": name})} for group, names in missing.items() for name in names)


def _without(part: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != field}


def flat(part: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give the values of nested fields by their dotted headings."""
    row: dict[str, Any] = {}
    for key, value in part.items():
        if isinstance(value, Mapping):
            row.update(flat(value, f"{prefix}{key}."))
        else:
            row[prefix + key] = value
    return row


def _write_cell(worksheet: Worksheet, row: int, column: int, value: Any) -> None:
    if value is None:
        return
    cell = worksheet.cell(row, column)
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        cell.value = int(value) if value == value.to_integral_value() else float(value)
        return
    if isinstance(value, (bool, int)):
        cell.value = value
        return
    if isinstance(value, (tuple, list)):
        value = ", ".join(str(item) for item in value)
    cell.value = str(value)
    # A text that begins with "=" would otherwise become a formula.
    cell.data_type = "s"
    cell.number_format = "@"
