"""A text as a Word document: the few parts of WordprocessingML that it takes, with the same bytes each time.

Headings, header rows of tables, languages and directions are marked as such, so that screen readers and spelling know
them (ECMA-376 part 1, 17: WordprocessingML). Text is put in as data: nothing that a brief holds is read as markup.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from briefcast.language.written import FSI, PDI
from briefcast.languages import language as read_language
from briefcast.look.elements import Elements

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MEDIA_TYPE = f"{_OFFICE}.document"
FONT = "Arial"
"""On every machine, with the letters of Vietnamese and Hebrew."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP file can name."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f](?:[^\u0590-\u05ff]*[A-Za-z0-9\u00c0-\u024f])?")
_HEBREW = re.compile(r"[\u0590-\u05ff]")

w = Elements(W, {"w": W, "r": R})


def at(**attributes: str) -> dict[str, str]:
    """Give attributes of WordprocessingML by their names."""
    return {f"{{{W}}}{name}": value for name, value in attributes.items()}


class WordText:
    """Builds a document in one language; remembers the addresses that links lead to, and the lists of steps."""

    lists = 0
    """How many lists of steps it has."""

    def __init__(self, language: str) -> None:
        own = read_language(language)
        self.rtl, self.tag = own.rtl, own.locale.replace("_", "-")
        self.addresses: list[str] = []

    def whole(self, body: etree._Element, *, title: str, creator: str, day: dt.date) -> bytes:
        """Give the file of a document whose parts are ready."""
        parts = {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(
                (
                    ("officeDocument", "word/document.xml", False),
                    ("metadata/core-properties", "docProps/core.xml", False),
                )
            ),
            "docProps/core.xml": _core(title, creator, self.tag, day),
            "word/document.xml": body,
            "word/styles.xml": self.styles(),
            "word/numbering.xml": self.numbering(),
            "word/settings.xml": self.settings(),
            "word/_rels/document.xml.rels": _relations(
                (
                    *((name, f"{name}.xml", False) for name in ("styles", "numbering", "settings")),
                    *(("hyperlink", address, True) for address in self.addresses),
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

    def sheet(self) -> etree._Element:
        """Give the paper: A4 with margins of 2 cm."""
        return w.sectPr(
            w.pgSz(at(w="11906", h="16838")),
            w.pgMar(at(top="1134", right="1134", bottom="1134", left="1134", header="567", footer="567", gutter="0")),
            *([w.bidi()] if self.rtl else []),
        )

    def linked(self, text: str, address: str) -> etree._Element:
        """Give a paragraph with an address to follow; one that is no web address is only read."""
        paragraph = self.paragraph(text, "")
        if not address:
            return paragraph
        paragraph.extend(self.runs(" "))
        runs = self.runs(address, style="Hyperlink", plain=True)
        if not address.startswith(("https://", "http://")):
            paragraph.extend(runs)
            return paragraph
        if address not in self.addresses:
            self.addresses.append(address)
        # Behind the three parts that every document has.
        id = f"rId{self.addresses.index(address) + 4}"
        paragraph.append(w.hyperlink({f"{{{R}}}id": id}, *runs))
        return paragraph

    def paragraph(self, text: str, style: str) -> etree._Element:
        """Give a paragraph of a style; of the usual one if it is empty."""
        properties = w.pPr(
            *([w.pStyle(at(val=style))] if style else []),
            *([w.bidi()] if self.rtl else []),
        )
        return w.p(properties, *self.runs(text))

    def runs(self, text: str, *, bold: bool = False, style: str = "", plain: bool = False) -> list[etree._Element]:
        """Give the text in runs of one direction each: Latin letters, and what an isolate holds, keep their own."""
        pieces = [(text, False)] if plain or not self.rtl else list(_directed(text))
        runs = []
        for piece, rtl in pieces:
            properties = w.rPr(
                *([w.rStyle(at(val=style))] if style else []),
                *([w.b(), w.bCs()] if bold else []),
                *([w.rtl()] if rtl else []),
                *([w.lang(at(bidi=self.tag))] if rtl else []),
            )
            written = w.t(piece, {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            runs.append(w.r(*([properties] if len(properties) else []), written))
        return runs

    # ---- what stands beside it

    def own_styles(self) -> tuple[etree._Element, ...]:
        """Give the styles that this kind of document has beside those of all."""
        return ()

    def styles(self) -> etree._Element:
        """Give how paragraphs and words of each style look."""
        language = w.lang(
            at(val="en-US" if self.rtl else self.tag, eastAsia="en-US", bidi=self.tag if self.rtl else "he-IL")
        )
        defaults = w.docDefaults(
            w.rPrDefault(w.rPr(w.rFonts(at(ascii=FONT, hAnsi=FONT, cs=FONT)), *_size(22), language)),
            w.pPrDefault(w.pPr(w.spacing(at(after="160", line="276", lineRule="auto")))),
        )
        return w.styles(
            defaults,
            w.style(
                at(type="paragraph", default="1", styleId="Normal"),
                w.name(at(val="Normal")),
                w.qFormat(),
                *([w.pPr(w.bidi())] if self.rtl else []),
            ),
            self.style("Issuer", "Issuer", size=22, bold=True, after=40),
            self.style("Kind", "Kind of text", size=20, caps=True, after=240),
            self.style("Embargo", "Embargo", size=22, bold=True, after=240),
            self.style("Kicker", "Kicker", size=24, after=40, keep=True),
            self.style("Heading1", "heading 1", size=36, bold=True, after=120, level=0, keep=True),
            self.style("Subtitle", "Subtitle", size=24, after=240),
            self.style("Heading2", "heading 2", size=26, bold=True, before=280, after=100, level=1, keep=True),
            self.style("ListNumber", "List Number", size=22, after=60),
            self.style("Quote", "Quote", size=22, italic=not self.rtl, indent=567),
            self.style("TableHead", "Table Head", size=19, bold=True, after=0),
            self.style("TableText", "Table Text", size=19, after=0),
            self.style("End", "End of copy", size=22, before=280, centred=True),
            w.style(
                at(type="character", styleId="Hyperlink"),
                w.name(at(val="Hyperlink")),
                w.rPr(w.color(at(val="0B4F9E")), w.u(at(val="single"))),
            ),
            *self.own_styles(),
        )

    def style(
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
        paragraph = w.pPr(
            *([w.keepNext()] if keep else []),
            *([w.bidi()] if self.rtl else []),
            w.spacing(at(before=str(before), after=str(after))),
            *([w.ind(at(left=str(indent)))] if indent else []),
            *([w.jc(at(val="center"))] if centred else []),
            *([w.outlineLvl(at(val=str(level)))] if level is not None else []),
        )
        run = w.rPr(
            *([w.b(), w.bCs()] if bold else []),
            *([w.i()] if italic else []),
            *([w.caps()] if caps else []),
            *_size(size),
        )
        return w.style(
            at(type="paragraph", styleId=id),
            w.name(at(val=name)),
            w.basedOn(at(val="Normal")),
            w.next(at(val="Normal")),
            w.qFormat(),
            paragraph,
            run,
        )

    def numbering(self) -> etree._Element:
        """Give how lists count."""
        level = w.lvl(
            at(ilvl="0"),
            w.start(at(val="1")),
            w.numFmt(at(val="decimal")),
            w.lvlText(at(val="%1.")),
            w.lvlJc(at(val="left")),
            w.pPr(w.ind(at(left="567", hanging="397"))),
        )
        numbering = w.numbering(w.abstractNum(at(abstractNumId="0"), w.multiLevelType(at(val="singleLevel")), level))
        for number in range(1, self.lists + 1):
            # Each list begins at 1.
            again = w.lvlOverride(at(ilvl="0"), w.startOverride(at(val="1")))
            numbering.append(w.num(at(numId=str(number)), w.abstractNumId(at(val="0")), again))
        return numbering

    def settings(self) -> etree._Element:
        """Give the version of Word whose ways of laying out are meant."""
        compatible = w.compatSetting(
            at(name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val="15")
        )
        return w.settings(w.compat(compatible))


def _size(half_points: int) -> tuple[etree._Element, etree._Element]:
    return w.sz(at(val=str(half_points))), w.szCs(at(val=str(half_points)))


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


def _core(title: str, creator: str, tag: str, day: dt.date) -> etree._Element:
    core = f"{_PACKAGE}/metadata/core-properties"
    dc, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    xsi = "http://www.w3.org/2001/XMLSchema-instance"
    properties = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dc, "dcterms": terms, "xsi": xsi})
    for name, text in (("title", title), ("creator", creator), ("language", tag)):
        etree.SubElement(properties, f"{{{dc}}}{name}").text = text
    for name in ("created", "modified"):
        # The day of what it tells: the same words give the same bytes.
        moment = etree.SubElement(properties, f"{{{terms}}}{name}", {f"{{{xsi}}}type": "dcterms:W3CDTF"})
        moment.text = f"{day.isoformat()}T00:00:00Z"
    return properties
