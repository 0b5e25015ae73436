"""Ten documents as public bodies write them, each in a kind of file that they send.

Figures stand as ``⟦written→value unit⟧``; every other number is none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from pathlib import Path

import openpyxl
import typst

from briefcast.look.fonts import font_folders
from tests.conftest import find_chromium
from tests.importing.documents import typst_text, write_docx

Block = str | Sequence[Sequence[str]]
_MARK = re.compile(r"⟦(?P<written>[^→⟧]+)→(?P<value>-?[\d.]+) (?P<unit>[^⟧]+)⟧")


@dataclass(frozen=True, kw_only=True)
class Fresh:
    """One document."""

    name: str
    language: str
    kind: str
    blocks: Sequence[Block]

    @property
    def gold(self) -> tuple[tuple[Decimal, str], ...]:
        """Every figure with its unit, in order."""
        return tuple((Decimal(found["value"]), found["unit"]) for each in self._texts for found in _MARK.finditer(each))

    @property
    def lines(self) -> tuple[str, ...]:
        """All that it says, without the marks."""
        return tuple(bare(each) for each in self._texts)

    @property
    def _texts(self) -> tuple[str, ...]:
        cells = ([block] if isinstance(block, str) else [c for row in block for c in row] for block in self.blocks)
        return tuple(each for held in cells for each in held)


def bare(text: str) -> str:
    """Give a text without the marks of figures."""
    return _MARK.sub(lambda found: found["written"], text)


VI_TABLE = (
    ("STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2029", "Năm 2030"),
    ("1", "Thu nội địa", "tỷ đồng", "⟦8.412→8412000000000 VND⟧", "⟦9.105,5→9105500000000 VND⟧"),
    ("2", "Tỷ lệ giải ngân vốn đầu tư công", "%", "⟦71,2→71.2 percent⟧", "⟦88,4→88.4 percent⟧"),
    ("3", "Chiều dài đường nông thôn được nâng cấp", "km", "⟦120→120 km⟧", "⟦164,5→164.5 km⟧"),
)
EN_TABLE = (
    ("Indicator", "Unit", "2029", "2030"),
    ("Punctuality of regional trains", "%", "⟦88.1→88.1 percent⟧", "⟦91.6→91.6 percent⟧"),
    ("Stations with step-free access from the street to every platform", "%", "⟦54→54 percent⟧", "⟦61→61 percent⟧"),
    ("Track renewed", "km", "⟦212→212 km⟧", "⟦240.5→240.5 km⟧"),
)
HE_TABLE = (
    ("תחום", "יחידה", "2029", "2030"),
    ("שיעור הגבייה", "%", "⟦92.3→92.3 percent⟧", "⟦94.1→94.1 percent⟧"),
    ("שבילי אופניים", 'ק"מ', "⟦31→31 km⟧", "⟦38.5→38.5 km⟧"),
    ("פסולת שמוחזרה", "טון", "⟦7,120→7120 tonne⟧", "⟦8,340→8340 tonne⟧"),
)
DOCUMENTS: tuple[Fresh, ...] = (
    Fresh(
        name="tiem-chung",
        language="vi",
        kind="docx",
        blocks=(
            "# Kết quả tiêm chủng mở rộng năm 2030",
            "Hà Nam, ngày 14 tháng 01 năm 2031",
            "Năm 2030, toàn tỉnh có ⟦18.240→18240 count⟧ trẻ dưới 1 tuổi được tiêm chủng đầy đủ, "
            "đạt ⟦96,4%→96.4 percent⟧. Sở Y tế đã mở thêm ⟦27→27 count⟧ điểm tiêm tại ⟦6→6 count⟧ huyện "
            "theo Kế hoạch số 112/KH-UBND.",
            "Kinh phí mua vắc xin là ⟦41,6 tỷ đồng→41600000000 VND⟧. "
            "Mọi thắc mắc xin gọi đường dây nóng 0226 3852 123.",
            "Có ⟦hơn 1.150→1150 count⟧ cán bộ được tập huấn trong năm 2030.",
        ),
    ),
    Fresh(
        name="thu-ngan-sach",
        language="vi",
        kind="chromium",
        blocks=(
            "# Tình hình kinh tế - xã hội tỉnh An Khánh năm 2030",
            "An Khánh, ngày 10 tháng 01 năm 2031",
            "Năm 2030, tổng sản phẩm trên địa bàn tăng ⟦7,85%→7.85 percent⟧.",
            VI_TABLE,
            "Năm 2030, tỉnh đã hỗ trợ ⟦3.412→3412 count⟧ hộ nghèo sửa nhà.",
        ),
    ),
    Fresh(
        name="chuyen-doi-so",
        language="vi",
        kind="html",
        blocks=(
            "# Dịch vụ công trực tuyến năm 2030",
            "Ngày 05/02/2031",
            "Năm 2030, ⟦82,7%→82.7 percent⟧ hồ sơ được nộp trực tuyến. "
            "Toàn tỉnh tiếp nhận ⟦1.204.518→1204518 count⟧ hồ sơ.",
            "Thời gian giải quyết trung bình còn ⟦3,5 ngày→3.5 ratio⟧.",
            "Theo Quyết định 06/QĐ-TTg, ⟦142→142 count⟧ thủ tục đã được cắt giảm.",
        ),
    ),
    Fresh(
        name="regional-rail",
        language="en",
        kind="typst",
        blocks=(
            "# Regional rail: results for 2030",
            "Northport, 18 February 2031",
            "In 2030 the operators carried ⟦41.8 million→41800000 count⟧ passengers on ⟦14→14 count⟧ lines.",
            EN_TABLE,
            "Spending on track came to ⟦£312 million→312000000 GBP⟧ in 2030. Press office: 020 7946 0123.",
        ),
    ),
    Fresh(
        name="recycling",
        language="en",
        kind="xlsx",
        blocks=(
            (
                ("Household waste by district, 2030",),
                ("District", "Collected (tonnes)", "Recycled (%)"),
                ("Harbour", "⟦12840→12840 tonne⟧", "⟦48.2→48.2 percent⟧"),
                ("Mill Hill", "⟦9311.5→9311.5 tonne⟧", "⟦51.7→51.7 percent⟧"),
                ("Old Town", "⟦15020→15020 tonne⟧", "⟦39.9→39.9 percent⟧"),
            ),
        ),
    ),
    Fresh(
        name="school-meals",
        language="en",
        kind="csv",
        blocks=(
            (
                ("School year", "Schools", "Pupils with free meals (%)"),
                ("2028/29", "⟦214→214 count⟧", "⟦22.4→22.4 percent⟧"),
                ("2029/30", "⟦219→219 count⟧", "⟦24.9→24.9 percent⟧"),
            ),
        ),
    ),
    Fresh(
        name="water-outage",
        language="en",
        kind="txt",
        blocks=(
            "Water supply restored in Eastmere",
            "Eastmere, 3 March 2031",
            "Water was restored to ⟦11,400→11400 count⟧ homes on 2 March 2031 after a main burst at 05:40.",
            "Engineers replaced ⟦85 metres→85 m⟧ of pipe. The work cost ⟦£1.3 million→1300000 GBP⟧.",
            "Some ⟦96%→96 percent⟧ of samples met the standard set by Regulation 14 of 2016.",
            "Residents may call 0345 600 0123 between 8am and 6pm. Ref: EW/2031/0117.",
        ),
    ),
    Fresh(
        name="iriya",
        language="he",
        kind="typst",
        blocks=(
            "# עיריית נחל עוז: סיכום שנת 2030",
            "12.1.2031",
            "בשנת 2030 נחנכו בעיר ⟦14→14 count⟧ גני ילדים.",
            HE_TABLE,
            'תקציב החינוך בשנת 2030 עמד על ⟦412 מיליון ש"ח→412000000 ILS⟧. לפרטים: 03-5551234.',
        ),
    ),
    Fresh(
        name="briut",
        language="he",
        kind="docx",
        blocks=(
            "# חיסוני שפעת בשנת 2030",
            "5 בינואר 2031",
            "בשנת 2030 התחסנו ⟦1,284,500→1284500 count⟧ בני אדם, עלייה של ⟦6.2%→6.2 percent⟧ לעומת 2029.",
            "משרד הבריאות פתח ⟦48→48 count⟧ מרפאות, לפי סעיף 12 לחוק. מוקד קול הבריאות: ‎*5400.",
        ),
    ),
    Fresh(
        name="hinuch",
        language="he",
        kind="html",
        blocks=(
            "# הזכאות לבגרות בשנת 2030",
            "20.2.2031",
            "בשנת 2030 היו זכאים לבגרות ⟦76.3%→76.3 percent⟧ מהתלמידים.",
            "ההשקעה בתגבור הסתכמה ב⟦-85 מיליון שקלים→85000000 ILS⟧, ונוספו ⟦1,120→1120 count⟧ משרות הוראה.",
        ),
    ),
)


def write(document: Fresh, folder: Path) -> Path:
    """Write a document as its kind of file."""
    return _WRITERS[document.kind](document, folder / document.name)


def _docx(document: Fresh, path: Path) -> Path:
    body = ""
    for block in document.blocks:
        assert isinstance(block, str)
        style = '<w:pPr><w:pStyle w:val="Title"/></w:pPr>' if block.startswith("#") else ""
        body += f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(bare(block).lstrip("# "))}</w:t></w:r></w:p>'
    return write_docx(path.with_suffix(".docx"), body)


def _page(document: Fresh) -> str:
    parts = []
    for block in document.blocks:
        if isinstance(block, str):
            tag = "h1" if block.startswith("#") else "p"
            parts.append(f"<{tag}>{escape(bare(block).lstrip('# '))}</{tag}>")
            continue
        rows = "".join(
            "<tr>"
            + "".join(f"<{'th' if not n else 'td'}>{escape(bare(c))}</{'th' if not n else 'td'}>" for c in row)
            + "</tr>"
            for n, row in enumerate(block)
        )
        parts.append(f"<table>{rows}</table>")
    direction = "rtl" if document.language == "he" else "ltr"
    return (
        f'<!doctype html><html lang="{document.language}" dir="{direction}"><head><meta charset="utf-8">'
        "<title>x</title><style>body{font:12pt 'Be Vietnam Pro',sans-serif}table{border-collapse:collapse;width:100%}"
        "td,th{border:1px solid;padding:3px 8px}td:nth-child(2){max-width:9em}</style></head><body>"
        f"<nav><a href='/1'>Trang 1</a></nav><article>{''.join(parts)}</article><footer>© 2031</footer></body></html>"
    )


def _html(document: Fresh, path: Path) -> Path:
    file = path.with_suffix(".html")
    file.write_text(_page(document), "utf-8")
    return file


def _chromium(document: Fresh, path: Path) -> Path:
    """Print the page as a browser does."""
    from playwright.sync_api import sync_playwright

    page = _html(document, path)
    page.write_text(re.sub(r"<nav>.*?</nav>|<footer>.*?</footer>", "", page.read_text("utf-8")), "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(page.as_uri())
        opened.pdf(path=str(path.with_suffix(".pdf")), format="A4")
        browser.close()
    return path.with_suffix(".pdf")


def _typst(document: Fresh, path: Path) -> Path:
    """Set it with Typst, tables ruled and names of rows on two lines."""
    direction, font = ("rtl", "Heebo") if document.language == "he" else ("ltr", "Be Vietnam Pro")
    fonts = f"({typst_text(font)}, {typst_text('Noto Sans')})"
    parts = [
        f"#set text(font: {fonts}, size: 10.5pt, lang: {typst_text(document.language)}, dir: {direction})",
        '#set page(paper: "a4")',
    ]
    for block in document.blocks:
        if isinstance(block, str):
            large = "size: 16pt, " if block.startswith("#") else ""
            parts.append(f"#block(text({large}{typst_text(bare(block).lstrip('# '))}))")
        else:
            widths = ", ".join(["150pt", *["auto"] * (len(block[0]) - 1)])
            cells = ", ".join(f"[#{typst_text(bare(cell))}]" for row in block for cell in row)
            parts.append(f"#table(columns: ({widths}), {cells})")
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    file = path.with_suffix(".pdf")
    file.write_bytes(typst.Compiler("\n\n".join(parts).encode(), font_paths=held).compile())
    return file


def _xlsx(document: Fresh, path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in document.blocks[0]:
        sheet.append([float(text) if re.fullmatch(r"\d+(\.\d+)?", text := bare(cell)) else text for cell in row])
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def _csv(document: Fresh, path: Path) -> Path:
    file = path.with_suffix(".csv")
    with file.open("w", encoding="utf-8-sig", newline="") as held:
        csv.writer(held).writerows([bare(cell) for cell in row] for row in document.blocks[0])
    return file


def _txt(document: Fresh, path: Path) -> Path:
    file = path.with_suffix(".txt")
    file.write_text("\n\n".join(bare(str(block)).lstrip("# ") for block in document.blocks), "utf-8")
    return file


_WRITERS: Mapping[str, Callable[[Fresh, Path], Path]] = {
    "docx": _docx, "html": _html, "chromium": _chromium, "typst": _typst, "xlsx": _xlsx, "csv": _csv, "txt": _txt,
}  # fmt: skip
