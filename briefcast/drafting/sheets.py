"""Reading spreadsheets: XLSX and ODS, every sheet a table."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from briefcast.drafting.packed import open_packed, parse_part, read_part, refuse
from briefcast.drafting.passages import Cell, Passages, Place, Row, Table
from briefcast.errors import BriefError
from briefcast.messages import tell

_ROWS_MAX = 2_000
_COLUMNS_MAX = 100
_SHEETS_MAX = 50
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_xlsx(path: Path) -> Passages:
    """Read a workbook. Of a formula its last result is read, as the one who saved it saw it.

    Raises:
        BriefError: it is broken.
    """
    from openpyxl import load_workbook

    with open_packed(path) as packed:
        merged = _merged(path, packed)
    passages = Passages()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in workbook.worksheets[:_SHEETS_MAX]:
                _add(passages, _xlsx_rows(sheet, passages, merged.get(sheet.title, ())))
        finally:
            workbook.close()
    except Exception:  # openpyxl lets whatever a broken file sets off pass through
        message = tell("The file is not a readable workbook.")
        raise refuse(path, message, tell("Save it again as .xlsx.")) from None
    return passages


_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MERGED_MAX = 1_000

Deep = Sequence[tuple[int, int, int]]
"""Column from 0, first row and last row of cells that reach over several rows."""


def _merged(path: Path, packed: ZipFile) -> dict[str, Deep]:
    """Give by sheet the cells that reach over several rows: what reads the sheets row by row does not know them."""
    if not {_BOOK, _LINKS} <= set(packed.namelist()):
        return {}  # of another layout: it is read without
    try:
        book = parse_part(path, packed, _BOOK)
        links = {each.get("Id"): each.get("Target", "") for each in parse_part(path, packed, _LINKS)}
    except BriefError:
        return {}
    found: dict[str, Deep] = {}
    for sheet in list(book.iter(f"{_SHEET}sheet"))[:_SHEETS_MAX]:
        target = links.get(sheet.get(f"{_RELATION}id"), "")
        name = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if name not in packed.namelist():
            continue
        cells = _MERGED.findall(read_part(path, packed, name))[:_MERGED_MAX]
        deep = [(_column(letters), int(first), int(last)) for letters, first, last in cells]
        found[sheet.get("name", "")] = [each for each in deep if each[1] < each[2]]
    return found


_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _xlsx_rows(sheet: Any, passages: Passages, deep: Deep) -> Iterator[Row]:
    names: dict[tuple[int, int], str] = {}  # by column and last row: the name that goes on down to it
    for number, row in enumerate(sheet.iter_rows(max_col=_COLUMNS_MAX), start=1):
        if number > _ROWS_MAX:
            passages.pass_over("0", Place(sheet=sheet.title, row=number), tell("the table has more rows than are read"))
            return
        shares = frozenset(
            index for index, cell in enumerate(row) if "%" in str(getattr(cell, "number_format", "") or "")
        )
        cells = tuple(_cell(cell.value) for cell in row)
        for column, first, last in deep:
            if column >= len(cells):
                continue
            held = cells[column]
            if number == first and isinstance(held, str) and any(map(str.isalpha, held)):
                names[column, last] = held
            elif first < number <= last and held is None and not any(map(str.isdigit, names.get((column, last), ""))):
                cells = (*cells[:column], names.get((column, last)), *cells[column + 1 :])
        yield Row(cells=cells, place=Place(sheet=sheet.title, row=number), percent=shares)


def _cell(value: Any) -> Cell:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (int, float, Decimal)):
        return _exact(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()[:10]
    return " ".join(str(value).split())


def _exact(value: float | int | Decimal) -> Decimal | None:
    """Give the number that a cell shows: a spreadsheet keeps 15 digits, and the rest is dust of its arithmetic."""
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return None
    return Decimal(f"{number:.15g}") if isinstance(value, float) else number


def _add(passages: Passages, rows: Iterator[Row]) -> None:
    """Add a sheet; an empty row parts two tables."""
    table: list[Row] = []
    for row in rows:
        if any(cell not in (None, "") for cell in row.cells):
            table.append(row)
        elif table:
            passages.parts.append(Table(rows=tuple(table)))
            table = []
    if table:
        passages.parts.append(Table(rows=tuple(table)))


def read_ods(path: Path) -> Passages:
    """Read an OpenDocument spreadsheet.

    Raises:
        BriefError: it is broken.
    """
    passages = Passages()
    with open_packed(path) as packed:
        root = parse_part(path, packed, "content.xml")
    for sheet in list(root.iter(f"{_TABLE}table"))[:_SHEETS_MAX]:
        _add(passages, _ods_rows(sheet, passages))
    return passages


def _ods_rows(sheet: Element, passages: Passages) -> Iterator[Row]:
    name, number = sheet.get(f"{_TABLE}name", ""), 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        # Repeated a million times, an empty row is one.
        number += _times(row, "number-rows-repeated", most=1_048_576)
        if number > _ROWS_MAX and any(cell.get(f"{_OFFICE}value") for cell in row):
            passages.pass_over("0", Place(sheet=name, row=number), tell("the table has more rows than are read"))
            return
        cells: list[Cell] = []
        shares: set[int] = set()
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                shares.add(len(cells))
            cells.extend([_ods_cell(cell)] * _times(cell, "number-columns-repeated", most=_COLUMNS_MAX - len(cells)))
        yield Row(cells=tuple(cells), place=Place(sheet=name, row=number), percent=frozenset(shares))


def _times(element: Element, attribute: str, *, most: int) -> int:
    written = element.get(f"{_TABLE}{attribute}", "1")
    return max(0, min(int(written), most)) if written.isdigit() and len(written) < 9 else 1


def _ods_cell(cell: Element) -> Cell:
    value = cell.get(f"{_OFFICE}value")
    if value is not None and cell.get(f"{_OFFICE}value-type") in ("float", "percentage", "currency"):
        try:
            return _exact(float(value)) if "e" in value.lower() or len(value) > 15 else Decimal(value)
        except (ValueError, ArithmeticError):
            return None
    if (day := cell.get(f"{_OFFICE}date-value")) is not None:
        return day[:10]
    return " ".join(" ".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")).split()) or None
