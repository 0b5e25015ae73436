"""A press release as a Word document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from briefcast.look.word import WordText, at, w
from briefcast.products.press_release.release import Paragraph, PressRelease

_COLUMNS_TWIPS = {
    4: (3200, 2100, 1900, 2426),
    5: (2600, 1700, 1500, 1900, 1926),
    6: (2200, 1350, 1400, 1700, 1350, 1626),
}
"""Widths of the table's columns on A4 with margins of 2 cm, in twentieths of a point, by how many there are."""


def write_docx(release: PressRelease) -> bytes:
    """Give the whole file."""
    writer = _Writer(release)
    body = writer.document()
    return writer.whole(body, title=release.headline, creator=release.issuer, day=release.date)


class _Writer(WordText):
    """Builds the release."""

    def __init__(self, release: PressRelease) -> None:
        super().__init__(release.language)
        self.release = release
        self.lists = sum(bool(paragraph.steps) for paragraph in (release.lede, *release.body))
        self._list = 0

    # ---- the document

    def document(self) -> etree._Element:
        release, words, labels = self.release, self.release.words, self.release.labels
        body = w.body()
        for text, style in (
            (release.issuer, "Issuer"),
            (words.name, "Kind"),
            (release.embargo, "Embargo"),
            (release.kicker, "Kicker"),
            (release.headline, "Heading1"),
            (release.deck, "Subtitle"),
        ):
            if text:
                body.append(self.paragraph(text, style))
        first = self.paragraph("", "")
        first.extend(self.runs(release.dateline, bold=True))
        first.extend(self.runs(release.lede.text))
        body.append(first)
        body.extend(self._behind(release.lede))
        for line in release.particulars:
            item = self.paragraph("", "")
            item.extend((*self.runs(f"{line.label}: ", bold=True), *self.runs(line.text)))
            body.append(item)
        for paragraph in release.body:
            body.append(self.paragraph(paragraph.text, ""))
            body.extend(self._behind(paragraph))
        if release.figures:
            body.append(self.paragraph(labels["facts"], "Heading2"))
            body.append(self._table())
        body.extend(self._section(words.context, release.context))
        body.extend(self._section(words.limits, (release.limits,)))
        if release.action.text:
            body.append(self.paragraph(words.more, "Heading2"))
            body.append(self.linked(release.action.text, release.action.url))
        if release.sources:
            body.append(self.paragraph(labels["sources"], "Heading2"))
            body.extend(self.linked(source.written, source.url) for source in release.sources)
        body.extend(self._section(words.contact, (release.contact,)))
        if words.end:
            body.append(self.paragraph(words.end, "End"))
        body.append(self.sheet())
        return w.document(body)

    def _section(self, heading: str, texts: Sequence[str]) -> Iterator[etree._Element]:
        if any(texts):
            yield self.paragraph(heading, "Heading2")
            yield from (self.paragraph(text, "") for text in texts if text)

    def _behind(self, paragraph: Paragraph) -> Iterator[etree._Element]:
        """Give the steps and the quote that follow a paragraph."""
        if paragraph.steps:
            self._list += 1
        for step in paragraph.steps:
            item = self.paragraph(step, "ListNumber")
            numbered = w.numPr(w.ilvl(at(val="0")), w.numId(at(val=str(self._list))))
            item[0].insert(1, numbered)
            yield item
        if quote := paragraph.quote:
            marks = self.release.labels["quotes"]
            by = ", ".join(part for part in (quote.by, quote.role) if part)
            yield self.paragraph(f"{marks[0]}{quote.text}{marks[1]} – {by}", "Quote")

    def _table(self) -> etree._Element:
        release, labels = self.release, self.release.labels
        heads = release.columns
        widths = _COLUMNS_TWIPS[len(heads)]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        table = w.tbl(
            w.tblPr(
                *([w.bidiVisual()] if self.rtl else []),
                w.tblW(at(w=str(sum(widths)), type="dxa")),
                w.tblBorders(*(w.element(side, at(val="single", sz="4", space="0", color="8C8C8C")) for side in sides)),
                w.tblLayout(at(type="fixed")),
                w.tblCellMar(*(w.element(side, at(w="85", type="dxa")) for side in ("top", "left", "bottom", "right"))),
                w.tblLook(at(val="0020", firstRow="1", firstColumn="0", noHBand="1", noVBand="1")),
                w.tblCaption(at(val=labels["facts"])),
                w.tblDescription(at(val=f"{labels['facts']}: {release.headline}")),
            ),
            w.tblGrid(*(w.gridCol(at(w=str(width))) for width in widths)),
        )
        table.append(w.tr(w.trPr(w.cantSplit(), w.tblHeader()), *self._cells(heads, "TableHead")))
        for row in release.figures:
            cells = release.cells(row)
            # A place or part stands in from what it belongs to.
            cells = (f"– {cells[0]}", *cells[1:]) if row.belongs else cells
            table.append(w.tr(w.trPr(w.cantSplit()), *self._cells(cells, "TableText")))
        return table

    def _cells(self, texts: Sequence[str], style: str) -> Iterator[etree._Element]:
        for text, width in zip(texts, _COLUMNS_TWIPS[len(texts)], strict=True):
            yield w.tc(w.tcPr(w.tcW(at(w=str(width), type="dxa"))), self.paragraph(text, style))
