"""What public bodies write in releases: lists of what is counted, slogans, comparisons in brackets, merged heads.

Each row is a form that was read falsely once; the value beside it is the one that stands there.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import typst
from openpyxl import Workbook

from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.figures import read_figures
from briefcast.drafting.numbers import Style
from briefcast.look.fonts import font_folders
from tests.importing.documents import write_docx

TODAY = dt.date(2031, 12, 1)
STYLE = Style(own=True, other=False)


def drafted(text: str, language: str, folder: Path, *, day: dt.date | None = TODAY) -> Draft:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return draft_brief(path, today=TODAY, day=day, language=language)


def told(draft: Draft) -> list[tuple[str, str, str]]:
    """Value, period and label of each figure."""
    return [(s["value"], s.get("period", ""), next(iter(s["label"].values()))) for s in draft.data["statistics"]]


@pytest.mark.parametrize(
    ("language", "sentence", "digits", "reason"),
    [
        ("vi", "Phong trào “3 đủ” tiếp tục được triển khai.", "3", "it may be part of a name"),
        ("vi", "Chiến dịch “Mỗi tuần 10 phút diệt lăng quăng” bắt đầu.", "10 phút", "it may be part of a name"),
        ("en", "The campaign “10 minutes a week” began.", "10 minutes", "it may be part of a name"),
        ("he", 'התוכנית "3 שעות לכל ילד" יצאה לדרך.', "3 שעות", "it may be part of a name"),
        ("vi", "Thông điệp được truyền thông trên 136 đài.", "136", "the word before it can mean 'more than' and 'on'"),
        ("vi", "Trong tuần 38, tỉnh không có ca tử vong.", "38", "a class or a level"),
        ("vi", "Dự báo tuần 39 số ca còn tăng.", "39", "a class or a level"),
        ("en", "17 February 2031 · 4 min read", "4", "it tells of the page, not of what it says"),
        ("vi", "08/07/2031 | Lượt xem: 3.481", "3.481", "it tells of the page, not of what it says"),
        ("he", "4 דקות קריאה", "4", "it tells of the page, not of what it says"),
        ("en", "The road closes between junctions 14 and 17.", "14", "a number that names something"),
        ("en", "The road closes between junctions 14 and 17.", "17", "a number that names something"),
        ("en", "Come to Room 4.17 of the town hall.", "4.17", "a number that names something"),
        ("he", 'כתבו אל ת"ד 1315 בנווה חוף.', "1315", "a number that names something"),
        ("he", "הפרסום (סימוכין 1042-2031) יצא.", "1042", "a number that names something"),
        ("he", "הממתינים חיכו 60 ימים ויותר.", "60 ימים", "a limit, which a figure cannot say"),
        ("he", "ההמתנה היא ולכל היותר 45 ימים בכל מחוז.", "45", "a limit, which a figure cannot say"),
    ],
)
def test_a_number_that_counts_nothing_is_left_out(language: str, sentence: str, digits: str, reason: str) -> None:
    """Three of a slogan, or room 4.17, on a poster of the province make everybody laugh."""
    figures, left = read_figures(sentence, language, STYLE)
    assert not [f for f in figures if digits in sentence[f.start : f.end]]
    number = digits.split()[0]
    assert reason in {str(one.reason) for one in left if number in sentence[one.start : one.end]}


@pytest.mark.parametrize(
    ("language", "sentence", "value"),
    [
        ("vi", "Có trên 136 đài truyền thanh.", 136),
        ("vi", "Giám đốc nói: “Chúng tôi đã nhận 136 hồ sơ”.", 136),
        ("en", "The mayor said: “We built 214 classrooms”.", 214),
        ("vi", "Mỗi tuần 12 xã được phun thuốc.", 12),
        ("en", "The town opened 12 rooms.", 12),
        ("vi", "Ông Nam cho biết “đã xây 214 phòng học mới trong năm”.", 214),
        ("en", "She said “we treated 312 patients last month”.", 312),
        ("en", "Reads: 4310 meters were read.", 4310),
    ],
)
def test_a_number_that_counts_is_kept(language: str, sentence: str, value: int) -> None:
    """What is left out for nothing has to be typed by hand."""
    figures, _ = read_figures(sentence, language, STYLE)
    assert [figure.value for figure in figures] == [Decimal(value)]


@pytest.mark.parametrize(
    ("language", "sentence", "labels"),
    [
        (
            "vi",
            "Tỉnh có 1.018 trường mầm non và phổ thông với 412.675 trẻ em, học sinh và 26.418 cán bộ, giáo viên, "
            "nhân viên.",
            ["Trường mầm non và phổ thông", "Trẻ em, học sinh", "Cán bộ, giáo viên, nhân viên"],
        ),
        ("vi", "Đất đai: 9.120 phản ánh;", ["Đất đai (phản ánh)"]),
        ("en", "Vacancies: 31,600 in the third quarter.", ["Vacancies"]),
        ("en", "The town has 301 nurses and midwives.", ["Nurses and midwives"]),
        ("en", "Some 1,200 people, mostly women, attended.", ["???"]),
        ("vi", "Toàn tỉnh có 52 xã, phường và 3 đặc khu.", ["Xã, phường", "Đặc khu"]),
        ("vi", "Huyện Đông Sơn: 82,4% hộ có nước sạch.", ["Hộ có nước sạch"]),
        ("vi", "Doanh thu: 12,5 tỷ đồng.", ["Doanh thu"]),
        ("en", "Of all, 1,487 people died, 7.5 per cent fewer than in 2030.", ["People died", "???"]),
    ],
)
def test_a_label_names_all_that_is_counted(language: str, sentence: str, labels: list[str], tmp_path: Path) -> None:
    """26,418 "pupils" that are teachers and clerks, or 9,120 complaints about land as all complaints, are false."""
    draft = drafted(sentence, language, tmp_path)
    assert [label for _, _, label in told(draft)] == labels


def test_the_year_in_a_bracket_is_that_of_the_number_in_it(tmp_path: Path) -> None:
    """This year's 301 deaths under last year's date praise nobody's work, or blame the wrong one."""
    draft = drafted("Report for 2031\n\nPedestrian deaths: 301 (2030: 344) in the region.", "en", tmp_path)
    (first, *_) = draft.data["statistics"]
    assert (first["value"], first["period"], "period" in first["origin"]["asks"]) == ("301", "2031", True)


@pytest.mark.parametrize(
    ("language", "title", "period"),
    [
        ("en", "Labour market, July to September 2031", "2031-Q3"),
        ("en", "Labour market, July to December 2030", "2030-H2"),
        ("en", "Labour market, January to March 2031", "2031-Q1"),
        ("vi", "Tình hình lao động từ tháng 7 đến tháng 9/2031", "2031-Q3"),
        ("he", "שוק העבודה, יולי–ספטמבר 2031", "2031-Q3"),
        ("en", "Labour market, May to September 2031", "2031"),
    ],
)
def test_months_of_a_title_are_a_part_of_a_year(language: str, title: str, period: str, tmp_path: Path) -> None:
    """A quarter that is told as a year is wrong four times over."""
    body = {"en": "The region has 1,246 firms.", "vi": "Tỉnh có 1.246 hộ mới.", "he": "במחוז 1,246 עסקים חדשים."}
    draft = drafted(f"{title}\n\n{body[language]}", language, tmp_path)
    assert [s["period"] for s in draft.data["statistics"]] == [period]


def test_waits_in_hebrew_are_spans_of_time(tmp_path: Path) -> None:
    """From eleven on Hebrew counts days in the singular: 60 יום are sixty days, and no sixty."""
    (one,) = drafted("החולים חיכו יותר מ-60 יום לתור.", "he", tmp_path).data["statistics"]
    assert (one["value"], one["unit"], one["per"], one["qualifier"]) == ("60", "duration", "day", "over")


def test_a_line_with_the_day_is_no_title(tmp_path: Path) -> None:
    """ "Press release | 14.9.2031 | No. 87" tells nobody what the brief is about."""
    head = "הודעה לעיתונות | 14.9.2031 | מטעם דוברות העירייה של נווה חוף"
    text = f"{head}\n\nהעירייה בנתה השנה בתי ספר וגנים חדשים בכל השכונות\n\nבעיר 96 בתי ספר."
    draft = drafted(text, "he", tmp_path, day=None)
    assert draft.data["title"]["he"].startswith("העירייה בנתה")
    assert draft.data["as_of"] == "2031-09-14"


def test_the_day_in_a_letterhead_is_that_of_the_document(tmp_path: Path) -> None:
    """A Vietnamese paper has its number and its day in a table without lines at its top."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = [
        ["UBND TỈNH SƠN LĨNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 412/BC-STC", "Sơn Lĩnh, ngày 06 tháng 10 năm 2031"],
    ]
    table = "".join(f"<w:tr>{''.join(map(cell.format, row))}</w:tr>" for row in rows)
    body = f"<w:tbl>{table}</w:tbl><w:p><w:r><w:t>Toàn tỉnh có 1.482 doanh nghiệp mới.</w:t></w:r></w:p>"
    draft = draft_brief(write_docx(tmp_path / "a.docx", body), today=TODAY)
    assert draft.data["as_of"] == "2031-10-06"


# Tables

_MERGED = """<!doctype html><html><body><article><h1>Road deaths fell in the region</h1><table>
<tr><th rowspan="2">Road user</th><th colspan="2">Killed</th><th rowspan="2">Change (%)</th></tr>
<tr><th>2030</th><th>2031</th></tr>
<tr><td>Car users</td><td>702</td><td>651</td><td>-7.3</td></tr>
<tr><td rowspan="2">Cyclists</td><td>318</td><td>290</td><td>-8.8</td></tr>
<tr><td>71</td><td>78</td><td>9.9</td></tr></table></article></body></html>"""


def test_cells_over_several_rows_keep_their_columns(tmp_path: Path) -> None:
    """702 deaths of last year under this year's date hide that there were fewer."""
    path = tmp_path / "a.html"
    path.write_text(_MERGED, "utf-8")
    found = told(draft_brief(path, today=TODAY, day=TODAY))
    assert found[:3] == [
        ("702", "2030", "Car users – Killed 2030"),
        ("651", "2031", "Car users – Killed 2031"),
        ("-7.3", "2031", "Car users – Change"),
    ]
    assert [label.split(" – ")[0] for _, _, label in found[3:]] == ["Cyclists"] * 6


def test_the_same_in_a_word_document(tmp_path: Path) -> None:
    """A name that Word merged over two rows is that of both."""

    def cell(text: str, merge: str = "") -> str:
        props = f"<w:tcPr><w:vMerge{merge}/></w:tcPr>" if merge != "-" else ""
        return f"<w:tc>{props}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    restart = ' w:val="restart"'
    rows = [
        [cell("Road user", "-"), cell("Sex", "-"), cell("Killed", "-")],
        [cell("Cyclists", restart), cell("Men", "-"), cell("218", "-")],
        [cell(""), cell("Women", "-"), cell("72", "-")],
    ]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    draft = draft_brief(
        write_docx(tmp_path / "a.docx", f"<w:tbl>{table}</w:tbl>"), today=TODAY, day=TODAY, language="en"
    )
    assert [label for _, _, label in told(draft)] == ["Cyclists Men – Killed", "Cyclists Women – Killed"]


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    """A name that was merged over two rows stands in the first alone, as a program reads it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Road user", "Sex", "Killed"], ["Cyclists", "Men", 218], [None, "Women", 72], ["Walkers", "Men", 41]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    found = told(draft_brief(tmp_path / "a.xlsx", today=TODAY, day=TODAY, language="en"))
    assert [label for _, _, label in found] == [
        "Cyclists Men – Killed",
        "Cyclists Women – Killed",
        "Walkers Men – Killed",
    ]


_PAGE = """#set page(width: 460pt, height: 300pt)
#set text(font: "Noto Sans", size: 10pt, lang: "en")
= Schools and pupils of the region in two years
The table has what was counted in autumn of both of these years.
#table(columns: (1.4fr, 1fr, 1fr, 1fr, 1fr), align: center + horizon,
  table.cell(rowspan: 2)[Level], table.cell(colspan: 2)[SCHOOLS], table.cell(colspan: 2)[PUPILS],
  [2030], [2031], [2030], [2031],
  [Nursery], [352], [355], [104221], [101870], [Primary], [381], [377], [168402], [165318])"""


def _as_pdf(source: str, path: Path) -> Path:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    path.write_bytes(typst.Compiler(source.encode(), font_paths=fonts).compile())
    return path


def test_heads_over_several_columns_of_a_pdf_hold_for_all_of_them(tmp_path: Path) -> None:
    """352 and 104,221 under one name, "Nursery 2030", are schools or pupils: nobody can tell."""
    path = _as_pdf(_PAGE.replace("SCHOOLS", "Schools").replace("PUPILS", "Pupils"), tmp_path / "a.pdf")
    found = told(draft_brief(path, today=TODAY, day=TODAY, language="en"))
    assert found[:4] == [
        ("352", "2030", "Nursery – Schools 2030"),
        ("355", "2031", "Nursery – Schools 2031"),
        ("104221", "2030", "Nursery – Pupils 2030"),
        ("101870", "2031", "Nursery – Pupils 2031"),
    ]


def test_the_marks_of_a_csv_are_told_by_its_table(tmp_path: Path) -> None:
    """A title above the table has no mark between cells; by it alone, no number would be found."""
    path = tmp_path / "a.csv"
    path.write_text(
        "Town of Alder: Household waste 2031\nPublished in March; dataset PA-2031\n"
        "District;Households;Waste (tonnes);Change (%)\nHarbour;12,480;9,315.5;-2.1\nOld Town;8,035;5,120.0;n/a\n",
        "utf-8",
    )
    draft = draft_brief(path, today=TODAY, day=TODAY, language="en")
    assert told(draft) == [
        ("12480", "2031", "Harbour – Households"),
        ("9315.5", "2031", "Harbour – Waste"),
        ("-2.1", "2031", "Harbour – Change"),
        ("8035", "2031", "Old Town – Households"),
        ("5120", "2031", "Old Town – Waste"),
    ]


def test_a_mark_of_a_note_is_no_unit_and_people_are_what_a_table_of_people_tells(tmp_path: Path) -> None:
    """Seafood for 31 dollars, or a country of 1,204 people, comes of a unit that was not seen."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Xuất khẩu và dân số năm 2031"], ["Đơn vị tính: Triệu USD"], ["Mặt hàng", "Năm 2030", "Năm 2031"],
        ["Thủy sản (1)", 31, 244.9], ["Dệt may", 96.3, 902],
    ):  # fmt: skip
        sheet.append(row)
    people = book.create_sheet("B")
    for row in (["Dân số trung bình"], ["", "Nghìn người"], ["Năm", "Tổng số", "Nam"], [2031, 1204.5, 601.3]):
        people.append(row)
    book.save(tmp_path / "a.xlsx")
    found = [s["value"] for s in draft_brief(tmp_path / "a.xlsx", today=TODAY, day=TODAY).data["statistics"]]
    assert found == ["31000000", "244900000", "96300000", "902000000", "1204500", "601300"]


def test_a_whole_number_among_points_is_none_that_was_counted(tmp_path: Path) -> None:
    """0.0 in a column of percentage points is no count of nothing."""
    path = tmp_path / "a.csv"
    path.write_text("Region,Change (pp)\nNorth,0.6\nSouth,0.0\n", "utf-8")
    draft = draft_brief(path, today=TODAY, day=TODAY, language="en")
    assert [s["unit"] for s in draft.data["statistics"]] == ["ratio", "ratio"]


def test_an_item_of_a_list_ends_where_it_ends(tmp_path: Path) -> None:
    """Where lines may be torn, a number at the end waits for its unit; an item of a list is whole."""
    path = tmp_path / "a.html"
    items = "<li>Serious injuries fell by almost 9% to 24,060</li>"
    path.write_text(f"<html><body><article><h1>Fewer deaths on the roads</h1><ul>{items}</ul></article></body></html>")
    draft = draft_brief(path, today=TODAY, day=TODAY, language="en")
    assert [(s["value"], s["label"]["en"]) for s in draft.data["statistics"]] == [
        ("9", "Serious injuries fell"),
        ("24060", "Serious injuries"),
    ]
    torn = drafted("Fewer deaths on the roads\n\nSerious injuries fell by almost 9% to 24,060", "en", tmp_path)
    assert [s["value"] for s in torn.data["statistics"]] == ["9"]
