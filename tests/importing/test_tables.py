"""Tables: each number with the heading of its column, the name of its row and its unit."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from briefcast.brief.read import open_brief
from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.writing import write_draft
from briefcast.edition.check import check_brief
from tests.importing.documents import write_docx

TODAY = dt.date(2031, 12, 1)
ROWS: list[list[Any]] = [
    ["Kết quả thu ngân sách 9 tháng năm 2031", None, None, None],
    ["Đơn vị tính: tỷ đồng", None, None, None],
    ["STT", "Chỉ tiêu", "9 tháng năm 2030", "9 tháng năm 2031"],
    [1, "Thu nội địa", 11908.3, 12450],
    [2, "Thu xuất nhập khẩu (triệu USD)", 640, 655.25],
    [3, "Tỷ lệ so với dự toán (%)", 79.4, 81.3],
]


def draft(path: Path) -> Draft:
    return draft_brief(path, today=TODAY, day=TODAY)


def read(made: Draft) -> list[tuple[Decimal, str, str]]:
    return [(Decimal(s["value"]), s.get("currency") or s["unit"], str(s["period"])) for s in made.data["statistics"]]


WANTED = [
    (Decimal("11908300000000"), "VND", "2030-M9"),
    (Decimal("12450000000000"), "VND", "2031-M9"),
    (Decimal("640000000"), "USD", "2030-M9"),
    (Decimal("655250000"), "USD", "2031-M9"),
    (Decimal("79.4"), "percent", "2030-M9"),
    (Decimal("81.3"), "percent", "2031-M9"),
]


def as_xlsx(rows: list[list[Any]], path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Thu NS"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def written(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,}".replace(",", "·").replace(".", ",").replace("·", ".")
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else str(cell)


def as_csv(rows: list[list[Any]], path: Path) -> Path:
    path.write_text("\n".join(";".join(map(written, row)) for row in rows), "utf-8")
    return path


def as_ods(rows: list[list[Any]], path: Path) -> Path:
    def cell(value: Any) -> str:
        if isinstance(value, (int, float)):
            kind = f'office:value-type="float" office:value="{value}"'
            return f"<table:table-cell {kind}><text:p>…</text:p></table:table-cell>"
        return f'<table:table-cell office:value-type="string"><text:p>{value or ""}</text:p></table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Thu NS">'
            f'{body}<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return path


def as_html(rows: list[list[Any]], path: Path) -> Path:
    body = "".join(f"<tr>{''.join(f'<td>{written(cell)}</td>' for cell in row)}</tr>" for row in rows)
    path.write_text(f"<html><body><h1>Thu ngân sách của tỉnh</h1><table>{body}</table></body></html>", "utf-8")
    return path


@pytest.mark.parametrize(("make", "ending"), [(as_xlsx, "xlsx"), (as_csv, "csv"), (as_ods, "ods"), (as_html, "html")])
def test_numbers_of_a_table_have_their_unit_and_time(make: Any, ending: str, tmp_path: Path) -> None:
    """12450 of a table in tỷ đồng that is drafted as 12,450 of nothing is a billion times too small."""
    made = draft(make(ROWS, tmp_path / f"thu.{ending}"))
    assert made.language == "vi"
    assert read(made) == WANTED
    assert {one.written for one in made.left} >= {"1", "2", "3"}
    out = write_draft(made, tmp_path / "b.yaml", told_in="vi")
    findings = check_brief(open_brief(out.brief), today=TODAY)
    assert {finding.code for finding in findings} == {"unconfirmed"}


def test_a_cell_of_a_sheet_is_named(tmp_path: Path) -> None:
    """Whoever confirms a figure has to find its cell."""
    first = draft(as_xlsx(ROWS, tmp_path / "thu.xlsx")).data["statistics"][0]
    assert (first["origin"]["sheet"], first["origin"]["row"]) == ("Thu NS", 4)
    assert first["label"] == {"vi": "Thu nội địa – 9 tháng năm 2030"}


def test_a_share_is_read_as_it_is_shown(tmp_path: Path) -> None:
    """0.824 under the format of a percentage is shown as 82.4 %; 82.40000000000001 is dust of arithmetic."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Chỉ tiêu", "2030", "2031"], ["Hồ sơ trực tuyến", 0.612, 0.824], ["Số hộ", 0.1 + 0.2, 1246]):
        sheet.append(row)
    sheet["B2"].number_format = sheet["C2"].number_format = "0.0%"
    book.save(tmp_path / "share.xlsx")
    made = draft(tmp_path / "share.xlsx")
    assert [(v, u) for v, u, _ in read(made)] == [
        (Decimal("61.2"), "percent"),
        (Decimal("82.4"), "percent"),
        (Decimal("0.3"), "ratio"),
        (Decimal(1246), "count"),
    ]
    assert [s["origin"]["asks"] for s in made.data["statistics"]][2] == ["label", "unit"]


def test_a_result_of_a_formula_that_nobody_saved_is_not_made_up(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Chỉ tiêu", "2030", "2031"], ["Số hộ mới", 12, "=B2*2"]):
        sheet.append(row)
    book.save(tmp_path / "formula.xlsx")
    assert [v for v, _, _ in read(draft(tmp_path / "formula.xlsx"))] == [Decimal(12)]


def test_what_is_more_than_a_number_is_left_out(tmp_path: Path) -> None:
    """A number in brackets lies below zero for an accountant, and above for everybody else."""
    rows = [["Item", "2030", "2031"], ["Income", "(1,246)", "5–7"], ["Homes", "1,250", "n/a"]]
    path = tmp_path / "cells.csv"
    path.write_text("\n".join(";".join(row) for row in rows), "utf-8")
    made = draft_brief(path, today=TODAY, day=TODAY, language="en")
    assert [v for v, _, _ in read(made)] == [Decimal(1250)]
    assert {"(1,246)", "5–7"} <= {one.written for one in made.left}


def test_a_row_of_years_is_told_by_its_heading(tmp_path: Path) -> None:
    path = tmp_path / "years.csv"
    path.write_text("Year,Homes with water (%),New homes\n2030,61.2,980\n2031,82.4,1246\n", "utf-8")
    made = draft_brief(path, today=TODAY, day=TODAY, language="en")
    assert read(made) == [
        (Decimal("61.2"), "percent", "2030"),
        (Decimal(980), "count", "2030"),
        (Decimal("82.4"), "percent", "2031"),
        (Decimal(1246), "count", "2031"),
    ]


BUDGETS: list[tuple[str, str, list[list[Any]], str]] = [
    ("vi", "Đơn vị tính: triệu đồng", [["Nội dung", "Thực hiện 2030", "Dự toán 2031"], ["Chi", 1500, 1750.5]], "VND"),
    ("vi", "ĐVT: Tr.đồng", [["Nội dung", "Thực hiện 2030", "Dự toán 2031"], ["Chi", 1500, 1750.5]], "VND"),
    ("en", "(NIS millions)", [["Item", "Actual 2030", "Budget 2031"], ["Spending on schools", 1500, 1750.5]], "ILS"),
    ("en", "£m", [["Item", "Actual 2030", "Budget 2031"], ["Spending on schools", 1500, 1750.5]], "GBP"),
    (
        "en",
        "All figures in millions of euros",
        [["Item", "2030", "2031"], ["Spending on schools", 1500, 1750.5]],
        "EUR",
    ),
    ("he", 'הסכומים במיליוני ש"ח', [["סעיף", "ביצוע 2030", "תקציב 2031"], ["הוצאות חינוך", 1500, 1750.5]], "ILS"),
    ("he", "במיליוני שקלים חדשים", [["סעיף", "ביצוע 2030", "תקציב 2031"], ["הוצאות חינוך", 1500, 1750.5]], "ILS"),
]


@pytest.mark.parametrize("parted", [False, True], ids=["joined", "parted"])
@pytest.mark.parametrize(("language", "line", "rows", "currency"), BUDGETS, ids=lambda value: str(value)[:24])
def test_the_unit_over_a_table_is_that_of_its_numbers(
    language: str, line: str, rows: list[list[Any]], currency: str, parted: bool, tmp_path: Path
) -> None:
    """A budget of 1,500 million that goes out as 1,500 of nothing is a million times too small."""
    over: list[list[Any]] = [["UBND AN KHÁNH"], [line], *([[]] if parted else [])]
    made = draft_brief(as_xlsx([*over, *rows], tmp_path / "a.xlsx"), today=TODAY, day=TODAY, language=language)
    assert read(made) == [(Decimal(1_500_000_000), currency, "2030"), (Decimal(1_750_500_000), currency, "2031")]
    assert all("unit" not in s["origin"]["asks"] for s in made.data["statistics"])


def test_the_unit_over_a_table_of_a_text_document_is_read(tmp_path: Path) -> None:
    """In a report the line stands in a paragraph over the table, to the right."""
    cells = (("Nội dung", "Năm 2031"), ("Chi thường xuyên", "1.500"))
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>" for c in row) + "</w:tr>"
        for row in cells
    )
    said = ("Dự toán chi ngân sách của phường An Khánh", "Đơn vị: triệu đồng")
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)
    made = draft(write_docx(tmp_path / "a.docx", f"{body}<w:tbl>{rows}</w:tbl>"))
    assert read(made) == [(Decimal(1_500_000_000), "VND", "2031")]


@pytest.mark.parametrize(
    ("language", "line", "unit"),
    [("vi", "Đơn vị tính: tỷ đồng, %", "??? tỷ đồng, %"), ("en", "in thousands", "(???)"), ("he", "באלפים", "(???)")],
)
def test_a_unit_that_is_not_read_whole_is_refused_after_it_is_ticked(
    language: str, line: str, unit: str, tmp_path: Path
) -> None:
    """Whoever ticks forty cells ticks a wrong unit too; it must not get onto a picture."""
    rows: list[list[Any]] = [["UBND AN KHÁNH"], [line], ["Item", "2030", "2031"], ["Income of all", 1500, 1750]]
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY, language=language)
    assert all("unit" in s["origin"]["asks"] for s in made.data["statistics"])
    path = write_draft(made, tmp_path / "b.yaml", told_in="en").brief
    ticked = re.sub(r".*unconfirmed: true\n", "", path.read_text("utf-8")).replace(", period]", "]")
    path.write_text(ticked, "utf-8")
    found = [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "unconfirmed"]
    refused = [f for f in found if "statistics" in f.field]
    assert len(refused) == 2 and len(found) == 3
    assert all(f.severity == "error" and unit in str(f.message) for f in refused)


def test_a_column_of_units_is_read_or_told_in_the_label(tmp_path: Path) -> None:
    """88.5 of a row in "triệu đồng/năm" is no share, and what is counted in another row stands in its unit alone."""
    rows: list[list[Any]] = [
        ["STT", "Chỉ tiêu", "Đơn vị tính", "2031"],
        ["A", "Thu nhập bình quân", "triệu đồng/năm", 88.5],
        ["I", "Sản lượng lúa", "Nghìn tấn", 12.5],
        [1, "Mật độ dân số", "người/km2", 1120],
        [2, "Dân số trung bình", "người", 48210],
        [3, "Lượt khách", "1.000 lượt", 31.5],
    ]
    made = draft(as_xlsx(rows, tmp_path / "a.xlsx"))
    assert [(v, u) for v, u, _ in read(made)] == [
        (Decimal(88_500_000), "VND"),
        (Decimal(12_500), "tonne"),
        (Decimal(1120), "count"),
        (Decimal(48_210), "count"),
        (Decimal(31_500), "count"),
    ]
    assert [s["label"]["vi"] for s in made.data["statistics"]] == [
        "Thu nhập bình quân – 2031 (/năm)",
        "Sản lượng lúa – 2031",
        "Mật độ dân số – 2031 (??? người/km2)",
        "Dân số trung bình – 2031 (người)",
        "Lượt khách – 2031 (lượt)",
    ]
    assert [("unit" in s["origin"]["asks"]) for s in made.data["statistics"]] == [True, False, True, True, True]


def test_a_scale_in_a_heading_is_that_of_what_it_names(tmp_path: Path) -> None:
    """Of "Online applications (thousand)" nothing is open but the unit."""
    rows: list[list[Any]] = [["Province", "Online applications (thousand)"], ["An Khanh", 845.5], ["Binh Loc", 611]]
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY, language="en")
    assert [v for v, _, _ in read(made)] == [Decimal(845_500), Decimal(611_000)]
    assert made.data["statistics"][0]["label"] == {"en": "An Khanh – Online applications"}


@pytest.mark.parametrize(
    ("language", "heads", "unit"),
    [
        ("vi", ("Chỉ tiêu", "Tỷ lệ năm 2030", "Mức thay đổi"), "điểm %"),
        ("vi", ("Chỉ tiêu", "Tỷ lệ năm 2030", "Mức thay đổi"), "điểm phần trăm"),
        ("en", ("Indicator", "Rate 2030", "Change"), "percentage points"),
        ("he", ("תחום", "שיעור 2030", "שינוי"), "נקודות אחוז"),
    ],
)
def test_percentage_points_in_a_row_of_units_are_no_share(
    language: str, heads: tuple[str, ...], unit: str, tmp_path: Path
) -> None:
    """1.5 percentage points that are told as 1.5% are a change nobody measured."""
    rows: list[list[Any]] = [list(heads), ["", "%", unit], ["Alpha", 71.2, 1.5], ["Beta", 61.2, -0.5]]
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY, language=language)
    assert [(s["value"], s["unit"]) for s in made.data["statistics"]] == [
        ("71.2", "percent"), ("1.5", "ratio"), ("61.2", "percent"), ("-0.5", "ratio"),
    ]  # fmt: skip
    told = [next(iter(s["label"].values())) for s in made.data["statistics"] if s["unit"] == "ratio"]
    assert all(unit in label or "???" in label for label in told)
