"""Tables of a PDF, found by where their letters stand: a PDF knows no tables, only letters at places.

A table is read only where every number stands in one column under one heading. Any other is left out as a whole, and
said so with its page: a number under the wrong heading is a wrong figure, however right its digits are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefcast.drafting.passages import Place, Row, Table

_APART = 0.6
"""How far cells stand apart at least, in heights of the font; blanks of text that is not justified are narrower."""
_RIVER = 0.3
"""How much white runs down between two columns at least."""
_NEAR = 3.2
"""How far a heading, or the next row, stands from a row at most."""
_NUMBER = re.compile(r"[-+−–(]?[$€₪£]?\d[\d.,\u00a0\u202f ]*\)?%?[$€₪£]?|[-–—…x*]|\.{2,3}|n/?a", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADS_MAX = 6
_LEVEL = 0.3
"""How far what stands side by side may differ in height, in that of the font."""
_NAME_LINES = 3
"""Most lines of a name between two rows of numbers."""
_CLOSE = 1.5
"""How far a line of a name stands from the next at most."""
_CLEARLY = 1.1
"""How much wider the white between two rows is than that between the lines of a name."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A piece of a line that stands apart from the others."""

    text: str
    start: float
    end: float

    @property
    def is_number(self) -> bool:
        """Whether it is a number, or the sign that there is none."""
        return bool(_NUMBER.fullmatch(self.text.strip()))


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A line as it is parted by white."""

    cuts: tuple[Cut, ...]
    top: float
    height: float
    page: int
    lines: tuple[int, ...] = ()
    """Of the document, those that stand side by side in it."""

    @property
    def numbers(self) -> int:
        """How many numbers stand in it behind its first piece; a year may head a column."""
        return sum(cut.is_number and any(map(str.isdigit, cut.text)) for cut in self.cuts[1:])

    @property
    def is_row(self) -> bool:
        """Whether it may be a row of a table: pieces apart, numbers among them, and no long text."""
        years = all(_YEAR.fullmatch(cut.text.strip()) for cut in self.cuts[1:] if cut.is_number)
        texts = sum(not cut.is_number for cut in self.cuts)
        return len(self.cuts) > 1 and self.numbers > 0 and not years and texts <= 1 + self.numbers + 1


@dataclass(frozen=True, kw_only=True)
class Found:
    """A table: which lines it takes, and what it holds, or that it cannot be read."""

    lines: tuple[int, ...]
    table: Table | None = None
    columns: tuple[tuple[float, float], ...] = ()
    heads: tuple[Row, ...] = ()


def cut_line(pieces: Sequence[tuple[float, float, str]], height: float, join: Callable[[int, int], str]) -> list[Cut]:
    """Part a line where white stands in it.

    Args:
        pieces: its letters in the order in which they are read: where each begins and ends along the line, and itself.
        height: of the font.
        join: gives the text of the letters from one to another.
    """
    cuts: list[Cut] = []
    first = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or pieces[index][0] - max(p[1] for p in pieces[first:index]) > height * _APART:
            mine = pieces[first:index]
            cuts.append(Cut(text=join(first, index), start=min(p[0] for p in mine), end=max(p[1] for p in mine)))
            first = index
    return cuts


def find_tables(strips: Sequence[Strip]) -> Iterator[Found]:
    """Give the tables among the lines of a document, from top to bottom of each page."""
    rows = _side_by_side(strips)
    place, before = 0, None
    while place < len(rows):
        block = _block(rows, place)
        if block is None:
            place += 1
            continue
        found, last = _read(rows, *block, before)
        before = found if found.table else None
        yield found
        place = last + 1


def _side_by_side(strips: Sequence[Strip]) -> list[Strip]:
    """Put together what stands at one height: some programs draw the names of rows first, and their numbers behind."""
    rows: list[Strip] = []
    for number, strip in sorted(enumerate(strips), key=lambda each: (each[1].page, -each[1].top)):
        last = rows[-1] if rows else None
        if last and last.page == strip.page and last.top - strip.top < min(last.height, strip.height) * _LEVEL:
            cuts = tuple(sorted((*last.cuts, *strip.cuts), key=lambda cut: cut.start))
            height = max(last.height, strip.height)
            rows[-1] = replace(last, cuts=cuts, height=height, lines=(*last.lines, number))
        else:
            rows.append(replace(strip, lines=(number,)))
    return rows


def _block(strips: Sequence[Strip], place: int) -> tuple[int, int] | None:
    """Give the first and last row of a table that begins at a line: two rows of several numbers, or three of one."""
    if not strips[place].is_row:
        return None
    last, rows, several = place, 1, int(strips[place].numbers > 1)
    for index in range(place + 1, len(strips)):
        one, other = strips[index - 1], strips[index]
        if other.page != one.page or one.top - other.top > max(one.height, other.height) * _NEAR:
            break
        if other.is_row:
            last, rows, several = index, rows + 1, several + (other.numbers > 1)
        elif len(other.cuts) > 1 or index - last > _NAME_LINES:
            break
    return (place, last) if several > 1 or rows > 2 else None


def _read(strips: Sequence[Strip], first: int, last: int, before: Found | None) -> tuple[Found, int]:
    """Read a table, and give the last line that it takes."""
    rows = [strip for strip in strips[first : last + 1] if strip.is_row]
    columns = _columns(rows)
    if columns:
        # The name of a row may begin above its numbers, and end below them.
        while first and _is_name(strips[first - 1], strips[first], columns):
            first -= 1
        while last + 1 < len(strips) and _is_name(strips[last + 1], strips[last], columns):
            last += 1
    begin, heads = first, list[Strip]()
    while begin and len(heads) < _HEADS_MAX:
        above, below = strips[begin - 1], strips[begin]
        near = above.page == below.page and above.top - below.top <= above.height * _NEAR
        if not near or above.is_row or not (_may_head(above, columns) or _is_stub(strips, begin - 1, heads)):
            break
        heads.insert(0, above)
        begin -= 1
    taken = tuple(sorted(number for strip in strips[begin : last + 1] for number in strip.lines))
    unread = Found(lines=taken)
    head_rows = _head_rows(heads, columns) if columns else None
    if head_rows is None:
        return unread, last
    if not head_rows and before and _alike(before.columns, columns):
        head_rows = before.heads
    body = _body(strips[first : last + 1], columns)
    headed = {n for row in head_rows for n, cell in enumerate(row.cells) if cell}
    numbered = {n for row in rows for cut in row.cuts if cut.is_number and (n := _column_of(cut, columns)) is not None}
    # Only what stands before all names needs no heading: the number of a row.
    if body is None or not head_rows or numbered - headed - {0}:
        return unread, last
    return Found(lines=taken, table=Table(rows=(*head_rows, *body)), columns=columns, heads=head_rows), last


def _is_stub(strips: Sequence[Strip], place: int, heads: Sequence[Strip]) -> bool:
    """Say whether a line is the name of the first column alone, half-way between two lines of headings."""
    if not place or not heads or len(strips[place].cuts) != 1 or strips[place].cuts[0].is_number:
        return False
    above, below = strips[place - 1], heads[0]
    near = above.page == below.page and above.top - below.top <= above.height * _NEAR
    return near and len(above.cuts) > 1 and not above.is_row and strips[place].cuts[0].end < above.cuts[0].start


def _head_rows(heads: Sequence[Strip], columns: Sequence[tuple[float, float]]) -> tuple[Row, ...] | None:
    """Give the rows of headings; one that stands over several columns in the first of them. None where that is open."""
    rows: list[Row] = []
    for number, head in enumerate(heads):
        below = heads[-1].cuts
        wide = number < len(heads) - 1 and 1 < len(head.cuts) < len(below)
        if wide and (groups := _groups(head.cuts, below)) is not None:
            cells = [""] * len(columns)
            for cut, first in zip(head.cuts, groups, strict=True):
                column = _column_of(first, columns)
                if column is None or cells[column]:
                    return None
                cells[column] = cut.text.strip()
            rows.append(Row(cells=tuple(cells), place=Place(page=head.page)))
            continue
        if wide or any(_column_of(cut, columns) is None for cut in head.cuts):
            return None
        if number < len(heads) - 1 and any(_is_between(cut, below, columns) for cut in head.cuts):
            return None
        rows.append(_row(head.cuts, columns, head.page))
    return tuple(rows)


def _is_between(cut: Cut, below: Sequence[Cut], columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether a heading stands over the white between two others: it may be that of both."""
    spans = [*columns, *((one.start, one.end) for one in below)]
    if any(cut.start < end and start < cut.end for start, end in spans):
        return False
    left = any(one.end <= cut.start for one in below)
    return left and any(one.start >= cut.end for one in below)


def _groups(wide: Sequence[Cut], below: Sequence[Cut]) -> list[Cut] | None:
    """Give the first of the headings below each wide one that it stands in the middle of; None where it does not."""
    for first in (0, 1):  # the name of the first column may stand in the lowest line
        mine, size = below[first:], len(below[first:]) // len(wide)
        if size > 1 and size * len(wide) == len(mine):
            parts = [mine[n * size : (n + 1) * size] for n in range(len(wide))]
            middles = [(part[0].start + part[-1].end) / 2 for part in parts]
            off = (abs((cut.start + cut.end) / 2 - middle) for cut, middle in zip(wide, middles, strict=True))
            if all(far < (part[-1].end - part[0].start) / 4 for far, part in zip(off, parts, strict=True)):
                return [part[0] for part in parts]
    return None


def _is_name(strip: Strip, beside: Strip, columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether a line beside a row is a line of its name: alone, close to it, and no wider than names are."""
    if len(strip.cuts) != 1 or strip.page != beside.page or strip.cuts[0].is_number:
        return False
    close = abs(strip.top - beside.top) <= max(strip.height, beside.height) * _CLOSE
    cut = strip.cuts[0]
    alike = abs(strip.height - beside.height) < beside.height * 0.12
    number = _column_of(cut, columns)
    return close and alike and number is not None and cut.end <= columns[number][1] + strip.height * _RIVER


def _may_head(strip: Strip, columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether a line above may be headings: several pieces, or one that stands over a column of numbers alone."""
    if len(strip.cuts) > 1:
        return True
    cut = strip.cuts[0] if strip.cuts else None
    return bool(cut and len(columns) > 1 and cut.start >= columns[1][0] - strip.height)


def _columns(rows: Sequence[Strip]) -> tuple[tuple[float, float], ...]:
    """Give where the columns of rows begin and end; none where a row has two numbers in one of them."""
    spans = sorted((cut.start, cut.end) for row in rows for cut in row.cuts)
    height = max(row.height for row in rows)
    merged: list[list[float]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] < height * _RIVER:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    columns = tuple((start, end) for start, end in merged)
    for row in rows:
        numbers = [_column_of(cut, columns) for cut in row.cuts if cut.is_number]
        if len(set(numbers)) < len(numbers):
            return ()
        mixed = {_column_of(cut, columns) for cut in row.cuts if not cut.is_number} & set(numbers)
        if mixed:
            return ()
    return columns if len(columns) > 1 else ()


def _column_of(cut: Cut, columns: Sequence[tuple[float, float]]) -> int | None:
    """Give the column that a piece stands in; None where it stands over two."""
    over = [n for n, (start, end) in enumerate(columns) if cut.start < end and start < cut.end]
    if len(over) > 1:
        return None
    if over:
        return over[0]
    middle = (cut.start + cut.end) / 2
    return min(range(len(columns)), key=lambda n: abs(sum(columns[n]) / 2 - middle), default=None)


def _row(cuts: Sequence[Cut], columns: Sequence[tuple[float, float]], page: int) -> Row:
    cells: list[list[str]] = [[] for _ in columns]
    for cut in cuts:
        number = _column_of(cut, columns)
        if number is not None:
            cells[number].append(cut.text.strip())
    return Row(cells=tuple(" ".join(cell) for cell in cells), place=Place(page=page))


def _body(strips: Sequence[Strip], columns: Sequence[tuple[float, float]]) -> tuple[Row, ...] | None:
    """Give the rows, each with all lines of its name; None where a line of a name may be of either of two rows."""
    rows = [n for n, strip in enumerate(strips) if strip.is_row]
    beside = [strips[a].top - strips[b].top for a, b in itertools.pairwise(rows) if b == a + 1]
    usual = min(beside, default=float("inf"))
    owners = {n: n for n in rows}
    owners |= dict.fromkeys(range(rows[0]), rows[0])
    owners |= dict.fromkeys(range(rows[-1] + 1, len(strips)), rows[-1])
    for a, b in itertools.pairwise(rows):
        gaps = [strips[n].top - strips[n + 1].top for n in range(a, b)]
        if len(gaps) == 2 and min(gaps) >= usual * 0.9:
            owners[a + 1] = a + 1  # a line of its own, which heads the rows below it
        elif len(gaps) > 1:
            widest, *others = sorted(gaps, reverse=True)
            if widest < others[0] * _CLEARLY:
                return None
            cut = a + gaps.index(widest)
            owners |= {n: a if n <= cut else b for n in range(a + 1, b)}
    made = []
    for owner in sorted(set(owners.values())):
        cuts = [cut for n in sorted(owners) if owners[n] == owner for cut in strips[n].cuts]
        made.append(_row(cuts, columns, strips[owner].page))
    return tuple(made)


def _alike(before: Sequence[tuple[float, float]], now: Sequence[tuple[float, float]]) -> bool:
    """Say whether columns go on from the page before: as many, each over the one above it."""
    return len(before) == len(now) and all(a[0] < b[1] and b[0] < a[1] for a, b in zip(before, now, strict=True))
