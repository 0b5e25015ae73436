"""The figures of a table: each number with the heading of its column, the name of its row, and its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefcast.drafting.figures import ReadFigure, read_figures
from briefcast.drafting.numbers import Style
from briefcast.drafting.passages import Cell, Place, Row, Table
from briefcast.drafting.times import find_times
from briefcast.drafting.words import ReadingWords, reading_words
from briefcast.messages import tell

_LABEL_MAX = 160
_BARE = re.compile(r"[-+−(]?\d[\d.,\u00a0\u202f ]*\)?%?")
_HEADING_ROWS = 4
"""Most rows above the first number that may be headings."""
_PLAIN = Style(own=True, other=False)


@dataclass(frozen=True, kw_only=True)
class CellFigure:
    """One number of a table that is a figure."""

    figure: ReadFigure
    heading: str
    period: str
    """As the heading or the row names it; empty if neither does."""
    written: str


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


def read_table(table: Table, language: str, style: Style) -> Iterator[RowFigures | CellLeft]:
    """Give the rows of a table that have figures, and every other digit of it."""
    words = reading_words(language)
    first = next((n for n, row in enumerate(table.rows) if _has_number(row)), len(table.rows))
    heads = table.rows[max(0, first - _HEADING_ROWS) : first]
    above = table.rows[: max(0, first - _HEADING_ROWS)]
    headings = _headings(heads)
    shared = _shared_unit(table, words)
    for row in (*above, *heads):
        for cell in row.cells:
            if isinstance(cell, str) and any(map(str.isdigit, cell)):
                yield CellLeft(written=cell, place=row.place, reason=tell("a heading of a table"), context=cell)
    unit_column = next((n for n, h in enumerate(headings) if re.fullmatch(words.unit_columns, h.strip())), -1)
    for row in table.rows[first:]:
        yield from _read_row(row, headings, words, language, style, shared=shared, unit_column=unit_column)


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


def _headings(rows: Sequence[Row]) -> list[str]:
    """Give the heading of each column, those of several rows one after the other; a wide one holds for its columns."""
    width = max((len(row.cells) for row in rows), default=0)
    headings = [""] * width
    for row in rows:
        texts = [_text(cell) for cell in row.cells]
        if sum(map(bool, texts)) < 2 and len(rows) > 1:
            continue  # a title of the table, across all of it
        last = ""
        for column in range(width):
            text = texts[column] if column < len(texts) else ""
            last = text or (last if row is not rows[-1] else "")
            if last and last not in headings[column]:
                headings[column] = f"{headings[column]} {last}".strip()
    return headings


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return " ".join((cell or "").split())


def _shared_unit(table: Table, words: ReadingWords) -> str:
    """Give the unit that a caption names for the whole table."""
    texts = [table.caption, *(_text(cell) for row in table.rows[:_HEADING_ROWS] for cell in row.cells)]
    for text in texts:
        if found := re.search(rf"(?:{words.sheet_unit})([^);,]+)", text):
            return found[1].strip(" :().")
    return ""


def _read_row(
    row: Row,
    headings: Sequence[str],
    words: ReadingWords,
    language: str,
    style: Style,
    *,
    shared: str,
    unit_column: int,
) -> Iterator[RowFigures | CellLeft]:
    label, own_time = _label(row, language, unit_column)
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
        unit = unit_text or _unit_in(heading) or _unit_in(label) or shared
        found = _read_cell(cell, written, unit, language, style, share=column in row.percent)
        if isinstance(found, str):
            yield CellLeft(written=written, place=row.place, reason=found, context=context)
            continue
        times = {one.period for one in find_times(heading, language)}
        times |= {heading} if _is_year(heading) else set()
        period = own_time or (times.pop() if len(times) == 1 else "")
        asks = found.asks if period else (*found.asks, "period")
        figures.append(
            CellFigure(
                figure=replace(found, asks=asks),
                heading=_without_unit(heading, language),
                period=period,
                written=written,
            )
        )
    if figures:
        yield RowFigures(
            label=_without_unit(label, language), figures=tuple(figures), place=row.place, sentence=context
        )


def _label(row: Row, language: str, unit_column: int) -> tuple[str, str]:
    """Give the name of a row, and its time where the row is one."""
    names: list[str] = []
    for column, cell in enumerate(row.cells):
        text = _text(cell)
        if column == unit_column or not text or isinstance(cell, Decimal) or _BARE.fullmatch(text):
            if column == 0 and _is_year(text):
                return "", text
            continue
        if any(c.isalpha() for c in text):
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


def _unit_in(text: str) -> str:
    """Give what stands in brackets, or behind the last comma, of a heading: its unit, if it is one."""
    found = re.findall(r"\(([^()]{1,40})\)", text)
    return found[-1] if found else "%" if "%" in text else ""


def _without_unit(name: str, language: str) -> str:
    """Give a name without the unit in brackets at its end: the figure brings that along."""
    found = re.search(r"\s*\(([^()]{1,40})\)\s*$", name)
    return name[: found.start()] if found and found.start() and _factor(found[1], language) else name


def _read_cell(cell: Cell, written: str, unit: str, language: str, style: Style, *, share: bool) -> ReadFigure | str:
    """Read one number with its unit, or say why it is none."""
    factor = _factor(unit, language)
    if isinstance(cell, Decimal):
        if share:
            value = (cell * 100).normalize()
            return ReadFigure(start=0, end=0, value=_plain(value), unit="percent")
        return _with_unit(_plain(cell), factor)
    text = written.strip()
    if re.fullmatch(r"\(.*\)", text):
        return tell("a number in brackets, which may lie below zero")
    if re.match(r"\d{4}-\d\d-\d\d$", text):
        return tell("a date")
    bare = re.fullmatch(r"[−-]?\d[\d.,\u00a0\u202f]*", text)
    # A number alone in its cell is measured by what its column says.
    figures, left = read_figures(f"{text} %" if bare else text, language, style)
    if len(figures) != 1 or left or (figures[0].end - figures[0].start) < len(text):
        return left[0].reason if left else tell("a cell with more in it than a number")
    figure = replace(figures[0], start=0, end=0)
    return _with_unit(figure.value, factor) if bare else figure


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _factor(unit: str, language: str) -> ReadFigure | None:
    """Give one of a unit, as a heading names it: "tỷ đồng" is a billion dong."""
    unit = unit.strip()
    if not unit:
        return None
    figures, left = read_figures(f"1 {unit}", language, _PLAIN)
    if len(figures) == 1 and not left and (figures[0].unit != "count" or figures[0].value != 1):
        return figures[0] if figures[0].end >= len(f"1 {unit}") - 1 else None
    return None


def _with_unit(value: Decimal, factor: ReadFigure | None) -> ReadFigure:
    if factor is None:
        whole = value == value.to_integral_value()
        return ReadFigure(start=0, end=0, value=value, unit="count" if whole else "ratio", asks=("unit",))
    return replace(factor, start=0, end=0, value=_plain(value * factor.value))
