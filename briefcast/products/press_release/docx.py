"""A press release as a Word document: the few parts of WordprocessingML that it takes, with the same bytes each time.

Headings, the table's header row, languages and directions are marked as such, so that screen readers and spelling know
them (ECMA-376 part 1, 17: WordprocessingML). Text is put in as data: nothing that a brief holds is read as markup.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from briefcast.language.written import FSI, PDI
from briefcast.languages import language as read_language
from briefcast.products.press_release.elements import Elements
from briefcast.products.press_release.release import Paragraph, PressRelease

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MEDIA_TYPE = f"{_OFFICE}.document"
FONT = "Arial"
"""On every machine, with the letters of Vietnamese and Hebrew."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP file can name."""
_COLUMNS_TWIPS = {5: (2600, 1700, 1500, 1900, 1926), 6: (2200, 1350, 1400, 1700, 1350, 1626)}
"""Widths of the table's columns on A4 with margins of 2 cm, in twentieths of a point, by how many there are."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[^\u0590-\u05ff]*[A-Za-z0-9\u00c0-\u024f])?")
_HEBREW = re.compile(r"[\u0590-\u05ff]")

_w = Elements(W, {"w": W, "r": R})


def write_docx(release: PressRelease) -> bytes:
    """Give the whole file."""
    writer = _Writer(release)
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (
                ("officeDocument", "word/document.xml", False),
                ("metadata/core-properties", "docProps/core.xml", False),
            )
        ),
        "docProps/core.xml": _core(release),
        "word/document.xml": writer.document(),
        "word/styles.xml": writer.styles(),
        "word/numbering.xml": writer.numbering(),
        "word/settings.xml": writer.settings(),
        "word/_rels/document.xml.rels": _relations(
            (
                *((name, f"{name}.xml", False) for name in ("styles", "numbering", "settings")),
                *(("hyperlink", address, True) for address in writer.addresses),
            )
        ),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            file.writestr(info, etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True))
    return held.getvalue()


def _at(**attributes: str) -> dict[str, str]:
    return {f"{{{W}}}{name}": value for name, value in attributes.items()}


class _Writer:
    """Builds the parts; remembers the addresses that links lead to, and the lists of steps."""

    def __init__(self, release: PressRelease) -> None:
        self.release = release
        own = read_language(release.language)
        self.rtl, self.tag = own.rtl, own.locale.replace("_", "-")
        self.addresses: list[str] = []
        self.lists = sum(bool(paragraph.steps) for paragraph in (release.lede, *release.body))
        self._list = 0

    # ---- the document

    def document(self) -> etree._Element:
        release, words, labels = self.release, self.release.words, self.release.labels
        body = _w.body()
        for text, style in (
            (release.issuer, "Issuer"),
            (words.name, "Kind"),
            (release.embargo, "Embargo"),
            (release.kicker, "Kicker"),
            (release.headline, "Heading1"),
            (release.deck, "Subtitle"),
        ):
            if text:
                body.append(self._paragraph(text, style))
        first = self._paragraph("", "")
        first.extend(self._runs(release.dateline, bold=True))
        first.extend(self._runs(release.lede.text))
        body.append(first)
        body.extend(self._behind(release.lede))
        for line in release.particulars:
            item = self._paragraph("", "")
            item.extend((*self._runs(f"{line.label}: ", bold=True), *self._runs(line.text)))
            body.append(item)
        for paragraph in release.body:
            body.append(self._paragraph(paragraph.text, ""))
            body.extend(self._behind(paragraph))
        if release.figures:
            body.append(self._paragraph(labels["facts"], "Heading2"))
            body.append(self._table())
        body.extend(self._section(words.context, release.context))
        body.extend(self._section(words.limits, (release.limits,)))
        if release.action.text:
            body.append(self._paragraph(words.more, "Heading2"))
            body.append(self._linked(release.action.text, release.action.url))
        if release.sources:
            body.append(self._paragraph(labels["sources"], "Heading2"))
            body.extend(self._linked(source.written, source.url) for source in release.sources)
        body.extend(self._section(words.contact, (release.contact,)))
        if words.end:
            body.append(self._paragraph(words.end, "End"))
        body.append(
            _w.sectPr(
                _w.pgSz(_at(w="11906", h="16838")),
                _w.pgMar(
                    _at(top="1134", right="1134", bottom="1134", left="1134", header="567", footer="567", gutter="0")
                ),
                *([_w.bidi()] if self.rtl else []),
            )
        )
        return _w.document(body)

    def _section(self, heading: str, texts: Sequence[str]) -> Iterator[etree._Element]:
        if any(texts):
            yield self._paragraph(heading, "Heading2")
            yield from (self._paragraph(text, "") for text in texts if text)

    def _behind(self, paragraph: Paragraph) -> Iterator[etree._Element]:
        """Give the steps and the quote that follow a paragraph."""
        if paragraph.steps:
            self._list += 1
        for step in paragraph.steps:
            item = self._paragraph(step, "ListNumber")
            numbered = _w.numPr(_w.ilvl(_at(val="0")), _w.numId(_at(val=str(self._list))))
            item[0].insert(1, numbered)
            yield item
        if quote := paragraph.quote:
            marks = self.release.labels["quotes"]
            by = ", ".join(part for part in (quote.by, quote.role) if part)
            yield self._paragraph(f"{marks[0]}{quote.text}{marks[1]} – {by}", "Quote")

    def _table(self) -> etree._Element:
        release, labels = self.release, self.release.labels
        heads = release.columns
        widths = _COLUMNS_TWIPS[len(heads)]
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        table = _w.tbl(
            _w.tblPr(
                *([_w.bidiVisual()] if self.rtl else []),
                _w.tblW(_at(w=str(sum(widths)), type="dxa")),
                _w.tblBorders(
                    *(_w.element(side, _at(val="single", sz="4", space="0", color="8C8C8C")) for side in sides)
                ),
                _w.tblLayout(_at(type="fixed")),
                _w.tblCellMar(
                    *(_w.element(side, _at(w="85", type="dxa")) for side in ("top", "left", "bottom", "right"))
                ),
                _w.tblLook(_at(val="0020", firstRow="1", firstColumn="0", noHBand="1", noVBand="1")),
                _w.tblCaption(_at(val=labels["facts"])),
                _w.tblDescription(_at(val=f"{labels['facts']}: {release.headline}")),
            ),
            _w.tblGrid(*(_w.gridCol(_at(w=str(width))) for width in widths)),
        )
        table.append(_w.tr(_w.trPr(_w.cantSplit(), _w.tblHeader()), *self._cells(heads, "TableHead")))
        for row in release.figures:
            cells = release.cells(row)
            # A place or part stands in from what it belongs to.
            cells = (f"– {cells[0]}", *cells[1:]) if row.belongs else cells
            table.append(_w.tr(_w.trPr(_w.cantSplit()), *self._cells(cells, "TableText")))
        return table

    def _cells(self, texts: Sequence[str], style: str) -> Iterator[etree._Element]:
        for text, width in zip(texts, _COLUMNS_TWIPS[len(texts)], strict=True):
            yield _w.tc(_w.tcPr(_w.tcW(_at(w=str(width), type="dxa"))), self._paragraph(text, style))

    def _linked(self, text: str, address: str) -> etree._Element:
        """Give a paragraph with an address to follow; one that is no web address is only read."""
        paragraph = self._paragraph(text, "")
        if not address:
            return paragraph
        paragraph.extend(self._runs(" "))
        runs = self._runs(address, style="Hyperlink", plain=True)
        if not address.startswith(("https://", "http://")):
            paragraph.extend(runs)
            return paragraph
        if address not in self.addresses:
            self.addresses.append(address)
        # Behind the three parts that every document has.
        id = f"rId{self.addresses.index(address) + 4}"
        paragraph.append(_w.hyperlink({f"{{{R}}}id": id}, *runs))
        return paragraph

    def _paragraph(self, text: str, style: str) -> etree._Element:
        properties = _w.pPr(
            *([_w.pStyle(_at(val=style))] if style else []),
            *([_w.bidi()] if self.rtl else []),
        )
        return _w.p(properties, *self._runs(text))

    def _runs(self, text: str, *, bold: bool = False, style: str = "", plain: bool = False) -> list[etree._Element]:
        """Give the text in runs of one direction each: Latin letters, and what an isolate holds, keep their own."""
        pieces = [(text, False)] if plain or not self.rtl else list(_directed(text))
        runs = []
        for piece, rtl in pieces:
            properties = _w.rPr(
                *([_w.rStyle(_at(val=style))] if style else []),
                *([_w.b(), _w.bCs()] if bold else []),
                *([_w.rtl()] if rtl else []),
                *([_w.lang(_at(bidi=self.tag))] if rtl else []),
            )
            written = _w.t(piece, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            runs.append(_w.r(*([properties] if len(properties) else []), written))
        return runs

    # ---- what stands beside it

    def styles(self) -> etree._Element:
        language = _w.lang(
            _at(val="en-US" if self.rtl else self.tag, eastAsia="en-US", bidi=self.tag if self.rtl else "he-IL")
        )
        defaults = _w.docDefaults(
            _w.rPrDefault(_w.rPr(_w.rFonts(_at(ascii=FONT, hAnsi=FONT, cs=FONT)), *_size(22), language)),
            _w.pPrDefault(_w.pPr(_w.spacing(_at(after="160", line="276", lineRule="auto")))),
        )
        return _w.styles(
            defaults,
            _w.style(
                _at(type="paragraph", default="1", styleId="Normal"),
                _w.name(_at(val="Normal")),
                _w.qFormat(),
                *([_w.pPr(_w.bidi())] if self.rtl else []),
            ),
            self._style("Issuer", "Issuer", size=22, bold=True, after=40),
            self._style("Kind", "Kind of text", size=20, caps=True, after=240),
            self._style("Embargo", "Embargo", size=22, bold=True, after=240),
            self._style("Kicker", "Kicker", size=24, after=40, keep=True),
            self._style("Heading1", "heading 1", size=36, bold=True, after=120, level=0, keep=True),
            self._style("Subtitle", "Subtitle", size=24, after=240),
            self._style("Heading2", "heading 2", size=26, bold=True, before=280, after=100, level=1, keep=True),
            self._style("ListNumber", "List Number", size=22, after=60),
            self._style("Quote", "Quote", size=22, italic=not self.rtl, indent=567),
            self._style("TableHead", "Table Head", size=19, bold=True, after=0),
            self._style("TableText", "Table Text", size=19, after=0),
            self._style("End", "End of copy", size=22, before=280, centred=True),
            _w.style(
                _at(type="character", styleId="Hyperlink"),
                _w.name(_at(val="Hyperlink")),
                _w.rPr(_w.color(_at(val="0B4F9E")), _w.u(_at(val="single"))),
            ),
        )

    def _style(
        self,
        id: str,
        name: str,
        *,
        size: int,
        bold: bool = False,
        italic: bool = False,
        caps: bool = False,
        before: int = 0,
        after: int = 160,
        indent: int = 0,
        level: int | None = None,
        keep: bool = False,
        centred: bool = False,
    ) -> etree._Element:
        """Give one style; sizes in half points, distances in twentieths of a point."""
        paragraph = _w.pPr(
            *([_w.keepNext()] if keep else []),
            *([_w.bidi()] if self.rtl else []),
            _w.spacing(_at(before=str(before), after=str(after))),
            *([_w.ind(_at(left=str(indent)))] if indent else []),
            *([_w.jc(_at(val="center"))] if centred else []),
            *([_w.outlineLvl(_at(val=str(level)))] if level is not None else []),
        )
        run = _w.rPr(
            *([_w.b(), _w.bCs()] if bold else []),
            *([_w.i()] if italic else []),
            *([_w.caps()] if caps else []),
            *_size(size),
        )
        return _w.style(
            _at(type="paragraph", styleId=id),
            _w.name(_at(val=name)),
            _w.basedOn(_at(val="Normal")),
            _w.next(_at(val="Normal")),
            _w.qFormat(),
            paragraph,
            run,
        )

    def numbering(self) -> etree._Element:
        level = _w.lvl(
            _at(ilvl="0"),
            _w.start(_at(val="1")),
            _w.numFmt(_at(val="decimal")),
            _w.lvlText(_at(val="%1.")),
            _w.lvlJc(_at(val="left")),
            _w.pPr(_w.ind(_at(left="567", hanging="397"))),
        )
        numbering = _w.numbering(
            _w.abstractNum(_at(abstractNumId="0"), _w.multiLevelType(_at(val="singleLevel")), level)
        )
        for number in range(1, self.lists + 1):
            # Each list begins at 1.
            again = _w.lvlOverride(_at(ilvl="0"), _w.startOverride(_at(val="1")))
            numbering.append(_w.num(_at(numId=str(number)), _w.abstractNumId(_at(val="0")), again))
        return numbering

    def settings(self) -> etree._Element:
        compatible = _w.compatSetting(
            _at(name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
        )
        return _w.settings(_w.compat(compatible))


def _size(half_points: int) -> tuple[etree._Element, etree._Element]:
    return _w.sz(_at(val=str(half_points))), _w.szCs(_at(val=str(half_points)))


def _directed(text: str) -> Iterator[tuple[str, bool]]:
    """Give the pieces of a text from right to left, and whether each runs so; isolates become pieces of their own."""
    for number, part in enumerate(re.split(f"{FSI}([^{PDI}]*){PDI}", text)):
        if number % 2 and not _HEBREW.search(part):
            yield part, False
            continue
        end = 0
        for match in _LATIN.finditer(part):
            if match.start() > end:
                yield part[end : match.start()], True
            yield match[0], False
            end = match.end()
        if end < len(part):
            yield part[end:], True


# The package (ECMA-376 part 2)


def _only(namespace: str) -> Any:
    """Make a namespace the one that needs no prefix; lxml takes None for it, its stubs do not."""
    return {None: namespace}


def _content_types() -> etree._Element:
    space = f"{_PACKAGE}/content-types"
    types = etree.Element(f"{{{space}}}Types", nsmap=_only(space))
    default = f"{{{_PACKAGE}/content-types}}Default"
    etree.SubElement(
        types, default, Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml"
    )
    etree.SubElement(types, default, Extension="xml", ContentType="application/xml")
    kinds = {
        "/word/document.xml": f"{MEDIA_TYPE}.main+xml",
        "/word/styles.xml": f"{_OFFICE}.styles+xml",
        "/word/numbering.xml": f"{_OFFICE}.numbering+xml",
        "/word/settings.xml": f"{_OFFICE}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    for name, kind in kinds.items():
        etree.SubElement(types, f"{{{space}}}Override", PartName=name, ContentType=kind)
    return types


def _relations(parts: Sequence[tuple[str, str, bool]]) -> etree._Element:
    """Give the relations of a part: kind, target, and whether it lies outside the package."""
    space = f"{_PACKAGE}/relationships"
    relations = etree.Element(f"{{{space}}}Relationships", nsmap=_only(space))
    for number, (kind, target, outside) in enumerate(parts, start=1):
        whole = f"{space}/{kind}" if kind.startswith("metadata/") else f"{R}/{kind}"
        relation = etree.SubElement(relations, f"{{{space}}}Relationship", Id=f"rId{number}", Type=whole, Target=target)
        if outside:
            relation.set("TargetMode", "External")
    return relations


def _core(release: PressRelease) -> etree._Element:
    core = f"{_PACKAGE}/metadata/core-properties"
    dc, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    properties = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi})
    for name, text in (
        ("title", release.headline),
        ("creator", release.issuer),
        ("language", read_language(release.language).locale.replace("_", "-")),
    ):
        etree.SubElement(properties, f"{{{dc}}}{name}").text = text
    for name in ("created", "modified"):
        # The day of the release: the same brief gives the same bytes.
        moment = etree.SubElement(properties, f"{{{terms}}}{name}", {f"{{{xsi}}}type": "dcterms:W3CDTF"})
        moment.text = f"{release.date.isoformat()}T00:00:00Z"
    return properties
