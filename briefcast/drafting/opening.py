"""Opening a document: what it is by its content, and how much of it is read.

A document comes from outside. Nothing in it is run, followed or fetched: no macro, no formula, no link, no entity of
XML; packed files are measured before anything is unpacked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from briefcast.brief.document import check_file
from briefcast.drafting.packed import open_packed, read_part, refuse
from briefcast.drafting.passages import Passages, Table, showable
from briefcast.messages import tell

FILE_MAX_BYTES = 20_000_000
"""Largest document that is read."""

_AS_DOCX = tell("Open it in its program, save it as .docx or .xlsx, and name that file.")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")


def read_passages(path: Path) -> Passages:
    """Read what a document says: DOCX, PDF, XLSX, ODS, CSV, a saved web page or plain text, told by its content.

    Raises:
        BriefError: it is missing, too large, of another kind, broken, or has no letters that can be read.
    """
    check_file(path, max_bytes=FILE_MAX_BYTES)
    head = path.read_bytes()[:4096]
    passages = _reader(path, head)(path)
    passages.parts = [_shown(part) if isinstance(part, Table) else part for part in passages.parts]
    return passages


def _shown(table: Table) -> Table:
    """Give a table whose texts are such as a brief can hold, as those of paragraphs are."""
    rows = (
        replace(row, cells=tuple(showable(cell) if isinstance(cell, str) else cell for cell in row.cells))
        for row in table.rows
    )
    return Table(rows=tuple(rows), caption=showable(table.caption))


def _reader(path: Path, head: bytes) -> Callable[[Path], Passages]:
    """Find the reader of a document; what each needs is loaded only for it."""
    if head.startswith(b"PK\x03\x04"):
        return _packed_reader(path)
    if head[:1024].lstrip().startswith(b"%PDF-"):
        from briefcast.drafting.pdf import read_pdf

        return read_pdf
    if head.startswith(_OLE):
        raise refuse(path, tell("The file is of an old kind (.doc, .xls), or locked with a password."), _AS_DOCX)
    if head.startswith(b"{\\rtf"):
        raise refuse(path, tell("Files of this kind (.rtf) are not read."), _AS_DOCX)
    if head.startswith(_PICTURES):
        message = tell("The file is a picture: it has no letters, only what looks like them.")
        raise refuse(path, message, tell("Have its text recognised first (OCR), check it, and name the result."))
    lowered = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if re.match(rb"mime-version:|from: ?<saved by", lowered) or b"\nmime-version:" in lowered:
        remedy = tell("Save the page again as 'web page, HTML only', and name that file.")
        raise refuse(path, tell("Pages saved as one file with their pictures (.mhtml) are not read."), remedy)
    if lowered.startswith((b"<!doctype html", b"<html", b"<head")) or (
        path.suffix.lower() in (".html", ".htm", ".xhtml") and b"<" in lowered
    ):
        from briefcast.drafting.webpage import read_webpage

        return read_webpage
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refuse(path, tell("The file is no document that can be read."), _AS_DOCX)
    from briefcast.drafting.plain import read_plain, read_table

    return read_table if path.suffix.lower() in (".csv", ".tsv") else read_plain


def _packed_reader(path: Path) -> Callable[[Path], Passages]:
    with open_packed(path) as packed:
        names = set(packed.namelist())
        kind = read_part(path, packed, "mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    if "word/document.xml" in names:
        from briefcast.drafting.docx import read_docx

        return read_docx
    if "xl/workbook.xml" in names:
        from briefcast.drafting.sheets import read_xlsx

        return read_xlsx
    if "opendocument.spreadsheet" in kind:
        from briefcast.drafting.sheets import read_ods

        return read_ods
    raise refuse(path, tell("The file is no document that can be read."), _AS_DOCX)
