"""Documents to import, built from annotated texts: what is a figure in them, and what is none.

``⟦hơn 82,4%→82.4 percent over⟧`` is a figure as it is written, with value, unit and qualifier; ``⟨2026⟩`` are digits
that are none. Nothing else in the texts has digits. The texts are ours, written as public bodies write. Those in
``blind/`` were written before the reader was, those in ``later/`` before it was mended by them.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

import typst

from briefcast.look.fonts import font_folders

HERE = Path(__file__).parent
KNOWN, BLIND, LATER = (HERE / name for name in ("known", "blind", "later"))
_MARK = re.compile(r"⟦(?P<figure>[^→⟧]*)→(?P<gold>[^⟧]*)⟧|⟨(?P<none>[^⟩]*)⟩")


@dataclass(frozen=True, kw_only=True)
class Gold:
    """One figure of a text."""

    written: str
    value: Decimal
    unit: str
    qualifier: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text, with the figures in it."""

    name: str
    language: str
    lines: tuple[str, ...]
    gold: tuple[Gold, ...]


def read_text(path: Path) -> Text:
    """Read an annotated text."""
    lines, gold = [], []
    for line in path.read_text("utf-8").splitlines():
        assert not re.search(r"\d", _MARK.sub("", line)), f"digits without a mark in {path.name}: {line}"
        for match in _MARK.finditer(line):
            if match["gold"]:
                value, unit, *qualifier = match["gold"].split()
                gold.append(
                    Gold(
                        written=match["figure"],
                        value=Decimal(value),
                        unit=unit,
                        qualifier=" ".join(q for q in qualifier if not q.startswith("/")),
                    )
                )
        lines.append(_MARK.sub(lambda match: match["figure"] or match["none"], line))
    return Text(name=path.stem, language=path.name.split(".")[1], lines=tuple(lines), gold=tuple(gold))


def texts(folder: Path) -> list[Text]:
    """Read every text of a folder."""
    return [read_text(path) for path in sorted(folder.glob("*.txt"))]


def as_plain(text: Text, folder: Path) -> Path:
    path = folder / f"{text.name}.txt"
    path.write_text("\n\n".join(text.lines), "utf-8")
    return path


def as_docx(text: Text, folder: Path) -> Path:
    """Write a Word document, each paragraph in runs that part words and numbers, as Word saves what was retyped."""
    paragraphs = []
    for line in text.lines:
        style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>' if line.startswith("#") else ""
        bare = line.lstrip("# ")
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{escape(bare[n : n + 7], quote=False)}</w:t></w:r>'
            for n in range(0, len(bare), 7)
        )
        paragraphs.append(f"<w:p>{style}{runs}</w:p>")
    return write_docx(folder / f"{text.name}.docx", "".join(paragraphs))


def write_docx(path: Path, body: str, **parts: str) -> Path:
    """Write a Word document with this body, and further parts by their names with ``__`` for ``/``."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content.replace("SPACE", space))
    return path


def as_html(text: Text, folder: Path) -> Path:
    """Write a web page with its article between a menu and a list of other news."""
    body = "".join(
        f"<h1>{escape(line.lstrip('# '))}</h1>" if line.startswith("#") else f"<p>{escape(line)}</p>"
        for line in text.lines
    )
    page = (
        "<!doctype html><html><head><meta charset='utf-8'><title>News | Site 24</title></head><body>"
        "<nav><a href='/1'>Home 1</a> <a href='/2'>Topic 22</a></nav>"
        f"<article>{body}</article>"
        "<div class='related-news'><a href='/x'>5,000 new roads</a></div><footer>© 2026, 99 Main Street</footer>"
        "<script>var n = 12345</script></body></html>"
    )
    path = folder / f"{text.name}.html"
    path.write_text(page, "utf-8")
    return path


def as_pdf(text: Text, folder: Path) -> Path:
    """Print a text on small pages, so that its lines and paragraphs break."""
    direction, font = ("rtl", "Heebo") if text.language == "he" else ("ltr", "Be Vietnam Pro")
    fonts = f"({typst_text(font)}, {typst_text('Noto Sans')})"
    parts = [
        f"#set text(font: {fonts}, size: 11pt, lang: {typst_text(text.language)}, dir: {direction})",
        '#set page(width: 420pt, height: 560pt, numbering: "1")',
    ]
    for line in text.lines:
        large = "size: 16pt, " if line.startswith("#") else ""
        parts.append(f"#block(text({large}{typst_text(line.lstrip('# '))}))")
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    world = typst.Compiler("\n\n".join(parts).encode(), font_paths=held)
    path = folder / f"{text.name}.pdf"
    path.write_bytes(world.compile())
    return path


def typst_text(text: str) -> str:
    """Write a text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
