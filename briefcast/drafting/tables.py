"""The figures of a table: each number with the heading of its column, the name of its row, and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TypedDict

from briefcast.drafting.figures import ReadFigure, fits, read_figures
from briefcast.drafting.numbers import Style
from briefcast.drafting.passages import Cell, Place, Row, Table
from briefcast.drafting.times import find_times
from briefcast.drafting.words import ReadingWords, any_word, reading_words
from briefcast.messages import tell

_LABEL_MAX = 160
_BARE = re.compile(r"[-+−(]?\d[\d.,\u00a0\u202f ]*\)?%?")
_HEADING_ROWS = 4
"""Most rows above the first number that may be headings."""
_YEAR_AT_END = re.compile(r"(?<![\w/.,–-])((?:19|20)\d\d)$")
"""Of a heading: a bare year, or "Dự toán 2026"."""
_PLAIN = Style(own=True, other=False)


@dataclass(frozen=True, kw_only=True)
class CellFigure:
    """One number of a table that is a figure."""

    figure: ReadFigure
    heading: str
    period: str
    """As the heading or the row names it; empty if neither does."""
    written: str
    unread: str = ""
    """The unit that the table names for it, where nothing is known of that or of a part of it."""
    unsettled: bool = False
    """Whether that unit says how large the number is, so that nobody may tell it before it is settled."""


@dataclass(frozen=True, kw_only=True)
class RowFigures:
    """A row of a table that has figures."""

    label: str
    figures: tuple[CellFigure, ...]
    place: Place
    sentence: str
    """The row as it is read: its name, and each heading with its number."""


@dataclass(frozen=True, kw_only=True)
class CellLeft:
    """Digits of a table that are none."""

    written: str
    place: Place
    reason: str
    context: str


def read_table(table: Table, language: str, style: Style, above: Sequence[str] = ()) -> Iterator[RowFigures | CellLeft]:
    """Give the rows of a table that have figures, and every other digit of it.

    Args:
        table: with its rows in their order.
        language: of the document.
        style: how the document writes its numbers.
        above: lines that stand right above it, the nearest first; one of them may name the unit of all numbers.
    """
    words = reading_words(language)
    first = next((n for n, row in enumerate(table.rows) if _has_number(row)), len(table.rows))
    heads = table.rows[max(0, first - _HEADING_ROWS) : first]
    higher = table.rows[: max(0, first - _HEADING_ROWS)]
    headings = _headings(heads)
    upward = _headings(heads[::-1], last_is_own=False)
    parted = _parted_columns(table.rows[first:])
    shared = _shared_unit(table, language, above)
    for row in (*higher, *heads):
        for cell in row.cells:
            if isinstance(cell, str) and any(map(str.isdigit, cell)):
                yield CellLeft(written=cell, place=row.place, reason=tell("a heading of a table"), context=cell)
    unit_column = next((n for n, h in enumerate(headings) if re.fullmatch(words.unit_columns, h.strip(), re.I)), -1)
    for row in table.rows[first:]:
        columns = _Columns(headings=headings, upward=upward, parted=parted, units=unit_column, shared=shared)
        yield from _read_row(row, columns, words, language, style)


def has_number(table: Table) -> bool:
    """Say whether any row of a table has a number that is no year."""
    return any(map(_has_number, table.rows))


def _has_number(row: Row) -> bool:
    """Say whether a row has a number that is no year: headings may be years."""
    found = False
    for cell in row.cells[1:]:
        if isinstance(cell, Decimal):
            found = found or not _is_year(str(cell))
        elif isinstance(cell, str) and _BARE.fullmatch(cell.strip()):
            found = found or not _is_year(cell.strip())
    return found


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:19|20)\d\d", text))


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """What is known of the columns of a table."""

    headings: Sequence[str]
    upward: Sequence[str]
    """The same with the lowest line first: "Ước 9 tháng Năm 2025"."""
    parted: frozenset[int]
    """Those that hold a number which is not whole, so that none of its numbers is counted."""
    units: int
    """The column that holds the units of the rows; -1 for none."""
    shared: str
    """The unit over the whole table."""


def _parted_columns(rows: Sequence[Row]) -> frozenset[int]:
    """Give the columns in which a number is not whole."""
    found = set()
    for row in rows:
        for column, cell in enumerate(row.cells):
            if isinstance(cell, Decimal):
                parted = cell != cell.to_integral_value()
            else:
                parted = bool(re.fullmatch(r"[−+-]?\d+[.,](?:\d{1,2}|\d{4,})|[−+-]?0[.,]\d+", (cell or "").strip()))
            if parted:
                found.add(column)
    return frozenset(found)


def _headings(rows: Sequence[Row], *, last_is_own: bool = True) -> list[str]:
    """Give the heading of each column, those of several rows one after the other; a wide one holds for its columns.

    ``last_is_own``: of the last row, else of the first, each stands over its own column.
    """
    width = max((len(row.cells) for row in rows), default=0)
    headings = [""] * width
    for row in rows:
        texts = [_text(cell) for cell in row.cells]
        if (sum(map(bool, texts)) < 2 or len(texts) * 2 <= width) and len(rows) > 1:
            continue  # a title of the table, across all of it, or a note above it
        last = ""
        for column in range(width):
            text = texts[column] if column < len(texts) else ""
            last = text or (last if row is not rows[-1 if last_is_own else 0] else "")
            if last and last not in headings[column]:
                headings[column] = f"{headings[column]} {last}".strip()
    return headings


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return " ".join((cell or "").split())


def _shared_unit(table: Table, language: str, above: Sequence[str]) -> str:
    """Give the unit that a line over a table, its caption or its head names for the whole table."""
    words = reading_words(language)
    rows = [list(filter(None, map(_text, row.cells))) for row in table.rows[:_HEADED]]
    lines = [table.caption, *(row[0] for row in rows if len(row) == 1), *above]
    unread = ""
    for text in (*lines, *(text for row in rows for text in row)):
        found = re.search(rf"(?:{words.sheet_unit})([^);]+)", text)
        named = [found[1].strip(" :().")] if found else []
        if text in lines:
            # "Budget (NIS thousands)", or the unit alone on its line.
            named += [*re.findall(r"\(([^()]{1,40})\)", text), text if len(text) < _UNIT_MAX else ""]
        for unit in named:
            if unit_factor(unit, language):
                return unit
        if found and not unread and _says_size(named[0], words):
            unread = named[0]
    return unread


_UNIT_MAX = 40
_HEADED = 8
"""Rows at the beginning of a table in which a line with its unit may stand."""


def _says_size(unit: str, words: ReadingWords) -> bool:
    """Say whether a unit that could not be read whole tells how large a number is, or what it is divided by."""
    known = [*words.words_of_scales, *words.words_of_units, *words.words_of_times]
    if len(unit) > _UNIT_MAX:
        return False
    money = "|".join(pattern for pattern in words.words_of_money.values())
    scales = "|".join(words.unit_scales)
    pattern = rf"[/%\d‰]|(?<!\w)(?:{any_word(dict.fromkeys(known))}|(?:{money})(?!\w)|(?:{scales})(?!\w))"
    return bool(re.search(pattern, unit, re.IGNORECASE))


def _read_row(
    row: Row, columns: _Columns, words: ReadingWords, language: str, style: Style
) -> Iterator[RowFigures | CellLeft]:
    headings, unit_column, shared = columns.headings, columns.units, columns.shared
    numbered = bool(headings) and bool(re.fullmatch(words.row_numbers, headings[0].strip(), re.IGNORECASE))
    label, own_time = _label(row, language, unit_column, numbered=numbered)
    unit_text = _text(row.cells[unit_column]) if 0 <= unit_column < len(row.cells) else ""
    context = " | ".join(filter(None, map(_text, row.cells)))[:300]
    figures: list[CellFigure] = []
    for column, cell in enumerate(row.cells):
        written = _text(cell)
        if not any(map(str.isdigit, written)) or column == unit_column:
            continue
        heading = headings[column] if column < len(headings) else ""
        if _is_row_number(row, column, heading, words):
            yield CellLeft(written=written, place=row.place, reason=tell("the number of a row"), context=context)
            continue
        if written in label or (own_time and _text(row.cells[0]) == written):
            reason = tell("the name of a row")
            yield CellLeft(written=written, place=row.place, reason=reason, context=context)
            continue
        # A column that compares holds no numbers in the unit of its row, nor in that of the table.
        own_unit = _unit_in(heading, language)
        compares = not own_unit and bool(re.search(rf"(?<!\w)(?:{words.comparing})(?!\w)", heading, re.IGNORECASE))
        if own_unit and unit_text and unit_factor(own_unit, language) is None:
            own_unit, compares = "", True
        unit = own_unit or ("" if compares else unit_text or _unit_in(label, language, name=True))
        if not unit and not compares:
            # "Number of payers" in a table of money is no money.
            # In one of people, the number of people is what the table tells.
            counted = (one := unit_factor(shared, language)) is not None and one.unit == "count"
            odd = rf"(?<!\w)(?:{words.comparing}{'' if counted else f'|{words.countings}'})(?!\w)"
            compares = bool(shared) and bool(re.search(odd, f"{heading} {label}", re.IGNORECASE))
            unit = "" if compares else shared
        found = _read_cell(cell, written, unit, language, style, share=column in row.percent)
        if isinstance(found, str):
            yield CellLeft(written=written, place=row.place, reason=found, context=context)
            continue
        period, open_time = _time_of(heading, columns.upward[column] if column < len(columns.upward) else "", language)
        period, open_time = (own_time, False) if own_time else (period, open_time)
        asks = found.asks if period and not open_time else (*found.asks, "period")
        unread = _unread(unit, found, language, alone=unit == shared)
        if "currency" in found.asks:
            unread = {"unread": unit or written.strip("0123456789.,()-−+ \u00a0\u202f"), "unsettled": True}
        if "unit" in found.asks and not unit and (compares or column in columns.parted):
            unread = {"unread": "", "unsettled": True}
        if own_unit and column in columns.parted and found.unit == "count" and unit_factor(own_unit, language) is None:
            # 0.0 in a column of points is none that was counted.
            found = replace(found, unit="ratio")
        figures.append(
            CellFigure(
                figure=replace(found, asks=tuple(dict.fromkeys(asks))),
                heading=_without_unit(heading, language),
                period=period,
                written=written,
                **unread,
            )
        )
    if figures:
        yield RowFigures(
            label=_without_unit(label, language), figures=tuple(figures), place=row.place, sentence=context
        )


def _time_of(heading: str, upward: str, language: str) -> tuple[str, bool]:
    """Give the period that a heading names, and whether it is open: it compares, or names a part of a year as well."""
    words = reading_words(language)
    part = re.compile(rf"(?<!\w)(?:{words.part_of_year})(?!\w)", re.IGNORECASE)
    if re.search(rf"(?<!\w)(?:{words.relative}|{words.compared}|cùng kỳ)(?!\w)", heading, re.IGNORECASE):
        return "", True
    for text in (upward, heading):
        times = {one.period for one in find_times(text, language)}
        times |= {year[1]} if not times and (year := _YEAR_AT_END.search(text)) else set()
        if len(times) != 1:
            continue
        (period,) = times
        if len(period) == 4 and part.search(text):
            continue
        return period, False
    return "", True


_NO_NUMBER = re.compile(r"n\.?\s?/?\s?a\.?|n\.?d\.?|x|k/c", re.IGNORECASE)
"""What stands in a cell that has no number: it names no row."""


def _label(row: Row, language: str, unit_column: int, *, numbered: bool) -> tuple[str, str]:
    """Give the name of a row, and its time where the row is one; letters and Roman numbers of its order are no name."""
    names: list[str] = []
    for column, cell in enumerate(row.cells):
        text = _text(cell)
        if column == 0 and numbered and re.fullmatch(r"\W*(?:\w|[IVXLC]+)\W*", text):
            continue
        if column == unit_column or not text or isinstance(cell, Decimal) or _BARE.fullmatch(text):
            if column == 0 and _is_year(text):
                return "", text
            continue
        if any(c.isalpha() for c in text) and not (names and _NO_NUMBER.fullmatch(text)):
            names.append(text)
    label = " ".join(names)[:_LABEL_MAX]
    times = find_times(label, language)
    if len(times) == 1 and times[0].end - times[0].start >= len(label) - 6:
        return "", times[0].period
    return label, ""


def _is_row_number(row: Row, column: int, heading: str, words: ReadingWords) -> bool:
    if column:
        return False
    text = _text(row.cells[0])
    return bool(
        re.fullmatch(words.row_numbers, heading.strip())
        or (re.fullmatch(r"\d{1,3}(?:\.\d{1,3})*\.?|\(\d{1,3}\)", text) and not _is_year(text) and len(row.cells) > 2
            and isinstance(row.cells[1], str) and any(c.isalpha() for c in row.cells[1]))
    )  # fmt: skip


def _unread(unit: str, found: ReadFigure, language: str, *, alone: bool) -> _Unread:
    """Give what nothing is known of in the unit that a table names for a cell.

    ``alone``: it stands over the whole table, so that it says nothing of what is counted in this column.
    """
    if "unit" not in found.asks or not unit:
        return {"unread": "", "unsettled": False}
    factor = unit_factor(unit, language)
    if factor is not None and factor.unit == "currency":
        return {"unread": re.sub(r"^[^/]*", "", unit), "unsettled": False}
    if factor is not None:
        # The value is in ones already; thousands of what, where nothing stands with them?
        counted = _without_scale(unit, reading_words(language))
        return {"unread": counted, "unsettled": alone and not counted}
    return {"unread": unit, "unsettled": _says_size(unit, reading_words(language))}


def _without_scale(unit: str, words: ReadingWords) -> str:
    """Give what stands in a unit beside its scale."""
    scales = rf"{any_word(words.words_of_scales)}|{'|'.join(words.unit_scales)}"
    rest = re.sub(rf"(?<!\w)(?:{scales})", " ", unit, count=1, flags=re.IGNORECASE)
    return re.sub(rf"^\s*(?:{words.unit_leads})(?!\w)", "", rest).strip()


class _Unread(TypedDict):
    unread: str
    unsettled: bool


_NOTE = re.compile(r"\d{1,2}|[*†‡]+|[a-z]")
"""What stands in brackets behind a name and leads to a note."""


def _unit_in(text: str, language: str, *, name: bool = False) -> str:
    """Give what stands in brackets, or behind the last comma, of a heading: its unit, if it is one.

    ``name``: of a row, where brackets mostly hold part of the name; what is no unit then is none.
    """
    if found := [unit for unit in re.findall(r"\(([^()]{1,40})\)", text) if not _NOTE.fullmatch(unit.strip())]:
        known = unit_factor(found[-1], language) or _says_size(found[-1], reading_words(language))
        if known or not name:
            return str(found[-1])
    if named := re.search(rf"(?:{reading_words(language).sheet_unit})([^();]+)$", text):
        return named[1].strip()
    last = text.rpartition(",")[2].strip()
    if last != text.strip() and unit_factor(last, language):
        return last
    # "Change, percentage points" is no share, though its name may have a share in it: "điểm %".
    if points := re.search(rf"(?<!\w)(?:{reading_words(language).points})\W*$", text, re.IGNORECASE):
        return points[0].strip()
    return "%" if "%" in text else ""


def _without_unit(name: str, language: str) -> str:
    """Give a name without the unit in brackets: the figure brings that along, and has its scale in it already."""

    def without(found: re.Match[str]) -> str:
        known = found[1].strip() == "%" or unit_factor(found[1], language)
        return "" if found.start() and known else found[0]

    return re.sub(r"\s*\(([^()]{1,40})\)", without, name).strip()


def _read_cell(cell: Cell, written: str, unit: str, language: str, style: Style, *, share: bool) -> ReadFigure | str:
    """Read one number with its unit, or say why it is none."""
    factor = unit_factor(unit, language)
    if isinstance(cell, Decimal):
        value = cell * 100 if share else cell * factor.value if factor else cell
        if not fits(value.normalize()):
            return tell("more digits than a number has")
        if share:
            return ReadFigure(start=0, end=0, value=_plain(value.normalize()), unit="percent")
        return _with_unit(_plain(cell), factor)
    text = re.sub(r"^-(?=\d)", "−", written.strip())
    if re.fullmatch(r"\(.*\)", text):
        return tell("a number in brackets, which may lie below zero")
    if re.match(r"\d{4}-\d\d-\d\d$", text):
        return tell("a date")
    bare = re.fullmatch(r"[−+]?\d[\d.,\u00a0\u202f]*", text)
    # A number alone in its cell is measured by what its column says.
    figures, left = read_figures(f"{text} %" if bare else text, language, style)
    if len(figures) != 1 or left or (figures[0].end - figures[0].start) < len(text):
        return left[0].reason if left else tell("a cell with more in it than a number")
    figure = replace(figures[0], start=0, end=0)
    if factor is not None and not fits(figure.value * factor.value):
        return tell("more digits than a number has")
    return _with_unit(figure.value, factor) if bare else figure


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


@cache
def unit_factor(unit: str, language: str) -> ReadFigure | None:
    """Give one of a unit, as the head of a table names it: "tỷ đồng" is a billion dong; nothing for others.

    "NIS thousands", "$'000", "1.000 đồng" and "Triệu đồng" are read as "thousand NIS", "nghìn đồng" and so on. Of money
    by something, "triệu đồng/năm", the money is given, and the unit asked for.
    """
    unit = unit.strip(" .:")
    if not unit or len(unit) > _UNIT_MAX:
        return None
    for one in _readings(unit, reading_words(language)):
        figures, left = read_figures(f"1 {one}", language, _PLAIN)
        if len(figures) != 1 or left or (figures[0].unit == "count" and figures[0].value == 1):
            continue
        behind = f"1 {one}"[figures[0].end :]
        if len(behind) <= 1:
            return figures[0]
        if figures[0].unit == "currency" and re.fullmatch(r"/[^\W\d_][\w ]*", behind):
            return replace(figures[0], asks=(*figures[0].asks, "unit"))
        if figures[0].unit == "count" and re.fullmatch(r"[^\W\d_]+( [^\W\d_]+)*", behind.strip()):
            return replace(figures[0], asks=("unit",))
    return None


def _readings(unit: str, words: ReadingWords) -> Iterator[str]:
    """Give a unit in the ways that sentences write it: in small letters, its scale first and in one word."""
    unit = re.sub(r"(?<=m)[23](?!\d)", lambda match: "²³"[int(match[0]) - 2], unit)
    small = unit[:1].lower() + unit[1:]
    yield from dict.fromkeys((unit, small, unit.lower()))
    for pattern, scale in words.unit_scales.items():
        found = re.search(rf"(?<![^\W\d_])(?:{pattern})", unit, re.IGNORECASE)
        if found:
            rest = re.sub(rf"^(?:{words.unit_leads})\s+|\s+(?:{words.unit_leads})$", "", unit[: found.start()].strip())
            rest = f"{rest} {unit[found.end() :].strip()}".strip()
            yield from dict.fromkeys((f"{scale} {rest}".strip(), f"{scale} {rest.lower()}".strip()))


def _with_unit(value: Decimal, factor: ReadFigure | None) -> ReadFigure:
    if factor is None:
        whole = value == value.to_integral_value()
        return ReadFigure(start=0, end=0, value=value, unit="count" if whole else "ratio", asks=("unit",))
    value = _plain(value * factor.value)
    unit = "ratio" if factor.unit == "count" and value != value.to_integral_value() else factor.unit
    return replace(factor, start=0, end=0, value=value, unit=unit)
