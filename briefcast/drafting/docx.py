"""Reading a Word document: paragraphs, headings, tables, text boxes and notes, as its last version reads.

What was deleted or hidden is not said; raised and lowered digits keep their height, for ``82,4`` with
a note behind it is not 82,42.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from briefcast.drafting.packed import open_packed, parse_part
from briefcast.drafting.passages import SUBSCRIPT, SUPERSCRIPT, Cell, Passages, Place, Row, Table
from briefcast.messages import tell

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_SAID = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "tblPr")
)
_TAKEN_OUT = frozenset((f"{_W}del", f"{_W}moveFrom"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST = 60
"""Deepest nesting of elements that is followed."""


@dataclass
class _State:
    passages: Passages
    page: int | None
    paged: bool
    fonts: set[str] = field(default_factory=set)


def read_docx(path: Path) -> Passages:
    """Read a Word document. Pages are those of its last printing, where it knows them.

    Raises:
        BriefError: it is broken, or in letters of an old font.
    """
    from briefcast.drafting.letters import refuse_false_letters

    with open_packed(path) as packed:
        body = parse_part(path, packed, "word/document.xml")
        notes = [
            parse_part(path, packed, name)
            for name in ("word/footnotes.xml", "word/endnotes.xml")
            if name in packed.namelist()
        ]
    paged = next(body.iter(f"{_W}lastRenderedPageBreak"), None) is not None
    state = _State(passages=Passages(), page=1 if paged else None, paged=paged)
    for child in body.iter(f"{_W}body"):
        _blocks(child, state, 0)
    state.page = None
    for root in notes:
        for paragraph in root.iter(f"{_W}p"):
            _paragraph(paragraph, state, 0)
    refuse_false_letters(path, state.passages, fonts=state.fonts)
    return state.passages


def _blocks(parent: Element, state: _State, depth: int) -> None:
    if depth > _DEEPEST:
        return
    for child in parent:
        if child.tag == f"{_W}p":
            _paragraph(child, state, depth)
        elif child.tag == f"{_W}tbl":
            _table(child, state)
        elif child.tag not in _NOT_SAID and child.tag != _FALLBACK:
            _blocks(child, state, depth + 1)


def _paragraph(paragraph: Element, state: _State, depth: int) -> None:
    boxes: list[Element] = []
    page = state.page
    text = "".join(_said(paragraph, state, boxes, 0))
    is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    state.passages.add(text, Place(page=page), _kind_of(paragraph), ends=is_item)
    for box in boxes:
        _blocks(box, state, depth + 1)


def _kind_of(paragraph: Element) -> Literal["text", "title", "heading"]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(f"{_W}val") or "").casefold() if style is not None else ""
    if name in ("title", "tiu", "tiêu đề"):
        return "title"
    return "heading" if name.startswith(("heading", "u")) and name[-1:].isdigit() else "text"


def _said(element: Element, state: _State, boxes: list[Element], depth: int) -> Iterator[str]:
    """Give the text of an element piece by piece; text boxes in it come after its own paragraph."""
    if depth > _DEEPEST:
        return
    for child in element:
        tag = child.tag
        if tag in _TAKEN_OUT:
            state.passages.pass_over(_taken_out_of(child), Place(page=state.page), tell("struck out"))
        if tag in _NOT_SAID or tag == _FALLBACK:
            continue
        if tag.endswith("}txbxContent"):
            boxes.append(child)
        elif tag == f"{_W}r":
            yield _run(child, state, boxes, depth)
        elif tag in (f"{_W}tbl", f"{_W}footnoteReference", f"{_W}endnoteReference"):
            continue
        else:
            yield from _said(child, state, boxes, depth + 1)


def _run(run: Element, state: _State, boxes: list[Element], depth: int) -> str:
    """Give the text of a run at its height; a hidden one is passed over."""
    text = "".join(_pieces(run, state, boxes, depth))
    height = run.find(f"{_W}rPr/{_W}vertAlign")
    raised = height.get(f"{_W}val") if height is not None else ""
    if (font := run.find(f"{_W}rPr/{_W}rFonts")) is not None and any(ord(c) > 127 for c in text):
        state.fonts.update(value for key, value in font.attrib.items() if key.endswith(("}ascii", "}hAnsi")))
    if _is_on(run.find(f"{_W}rPr/{_W}vanish")):
        state.passages.pass_over(text, Place(page=state.page), tell("hidden text"))
        return ""
    if any(_is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("strike", "dstrike")):
        state.passages.pass_over(text, Place(page=state.page), tell("struck out"))
        return ""
    if raised == "superscript":
        return text.translate(SUPERSCRIPT)
    return text.translate(SUBSCRIPT) if raised == "subscript" else text


def _taken_out_of(element: Element) -> str:
    """Give the letters of what was taken out, its paragraphs apart."""
    letters = (f"{_W}t", f"{_W}delText", f"{_W}p")
    return "".join(part.text or " " * (part.tag == f"{_W}p") for part in element.iter() if part.tag in letters)


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")


def _pieces(run: Element, state: _State, boxes: list[Element], depth: int) -> Iterator[str]:
    for child in run:
        name = child.tag.removeprefix(_W)
        if name == "t":
            yield child.text or ""
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name in ("tab", "br", "cr", "sym", "ptab"):
            if name == "br" and child.get(f"{_W}type") == "page" and not state.paged and state.page:
                state.page += 1
            yield " "
        elif name == "lastRenderedPageBreak" and state.page:
            state.page += 1
        elif child.tag not in _NOT_SAID and child.tag != _FALLBACK:
            yield from _said(child, state, boxes, depth + 1)
            if child.tag.endswith("}AlternateContent"):
                continue


def _table(table: Element, state: _State) -> None:
    rows: list[Row] = []
    names: dict[int, str] = {}  # by column: the name that goes on in the rows below
    for row in table.iter(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            state.passages.pass_over(_taken_out_of(row), Place(page=state.page), tell("struck out"))
            continue
        cells: list[Cell] = []
        for cell in row.findall(f"{_W}tc"):
            boxes: list[Element] = []
            texts = ["".join(_said(p, state, boxes, 0)).strip() for p in cell.iter(f"{_W}p")]
            text = " ".join(filter(None, texts))
            merged = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merged is None or merged.get(f"{_W}val") == "restart":
                is_name = merged is not None and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
                names[len(cells)] = text if is_name else ""
            else:
                text = text or names.get(len(cells), "")
            cells.append(text)
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            wide = span.get(f"{_W}val", "1") if span is not None else "1"
            cells.extend([""] * (min(int(wide), 50) - 1 if wide.isdigit() else 0))
        rows.append(Row(cells=tuple(cells), place=Place(page=state.page)))
    if _is_layout(rows):
        # A letterhead or a frame around a text is laid out as a table, and is none.
        for laid in rows:
            for content in laid.cells:
                state.passages.add(str(content), laid.place)
    elif rows:
        state.passages.parts.append(Table(rows=tuple(rows)))


def _is_layout(rows: list[Row]) -> bool:
    return (
        len(rows) < 2
        or max(len(row.cells) for row in rows) < 2
        or any(len(str(c)) > 400 for r in rows for c in r.cells)
    )
