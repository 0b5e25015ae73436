"""What a document does not settle is left out, asked for or marked: else it goes out wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import typst
from openpyxl import Workbook

from briefcast.brief.read import open_brief
from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.figures import read_figures
from briefcast.drafting.numbers import Style
from briefcast.drafting.writing import write_draft
from briefcast.errors import BriefError
from briefcast.look.fonts import font_folders
from tests.importing.documents import typst_text, write_docx

TODAY = dt.date(2031, 12, 1)
STYLE = Style(own=True, other=False)
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def drafted(text: str, language: str, folder: Path, *, day: dt.date | None = TODAY) -> Draft:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return draft_brief(path, today=TODAY, day=day, language=language)


def labels(draft: Draft) -> list[str]:
    return [next(iter(s["label"].values())) for s in draft.data["statistics"]]


def told(draft: Draft) -> list[tuple[str, str, str, str]]:
    """Value, unit, period and label of each figure."""
    return [
        (s["value"], s.get("currency") or s["unit"], s.get("period", ""), next(iter(s["label"].values())))
        for s in draft.data["statistics"]
    ]


@pytest.mark.parametrize(
    ("language", "sentence", "reason"),
    [
        ("vi", "Tăng trưởng đạt 8,5% trở lên.", "a limit, which a figure cannot say"),
        ("en", "It fines firms with 50 employees or more.", "a limit, which a figure cannot say"),
        ("he", "ההנחה ניתנת למשפחות עם 4 ילדים ומעלה.", "a limit, which a figure cannot say"),
        ("en", "The sampling error is plus or minus 0.3 percentage points.", "a span of two numbers"),
        ("en", "The error is ±0.3%.", "a span of two numbers"),
        ("en", "It was measured with 95% confidence.", "how sure a measurement is"),
        ("vi", "Sai số tính với độ tin cậy 95%.", "how sure a measurement is"),
        ("en", "Reserves stood at (£5.6 million).", "a number in brackets, which may lie below zero"),
        ("en", "The base is 2017 = 100.", "signs are joined to it"),
        ("en", "NHS 111 took calls.", "it may be part of a name"),
        ("vi", "Tiêm mũi 2 đạt kế hoạch.", "a class or a level"),
        ("vi", "Đã giải ngân 245/260 tỷ đồng.", "two numbers with a stroke between them"),
        ("vi", "Tử vong mẹ là 38/100.000 trẻ đẻ sống.", "two numbers with a stroke between them"),
        ("en", "Operating result (7.5) 11.2", "numbers side by side, as in a table"),
        ("en", "Cash was 9,999,999,999 trillion dollars.", "more digits than a number has"),
    ],
)
def test_what_a_figure_cannot_say_is_left_out(language: str, sentence: str, reason: str) -> None:
    """At least 8.5% that is told as 8.5%, or a mistake that is told as a figure, is wrong on every picture."""
    figures, left = read_figures(sentence, language, STYLE)
    assert not figures
    assert reason in {str(one.reason) for one in left}


LABELS = [
    # A rise or fall is told as one, and a level as a level.
    ("en", "Fare revenue was down £18m.", ["Fare revenue was down"]),
    ("en", "Operating revenue fell 6.2% to £312.8 million.", ["Operating revenue fell", "Operating revenue"]),
    ("en", "The test rate increased slightly to 5.9%.", ["The test rate"]),
    ("en", "Bus patronage rose by a third to 4.1 million trips.", ["Bus patronage (trips)"]),
    ("vi", "So với cùng kỳ giảm 23 vụ, giảm 8 người chết.", ["???", "???"]),
    ("he", "שיעור האבטלה ירד מ-3.1% ל-2.9%.", ["שיעור האבטלה", "שיעור האבטלה"]),
    # All names of a list.
    ("vi", "Khu vực nông, lâm nghiệp và thủy sản tăng 3,42%.", ["Khu vực nông, lâm nghiệp và thủy sản tăng"]),
    ("vi", "Kim ngạch xuất, nhập khẩu hàng hóa đạt 245 tỷ USD.", ["Kim ngạch xuất, nhập khẩu hàng hóa"]),
    ("en", "Industry output grew 9.4%, contributing 44.3%.", ["Industry output grew", "???"]),
    # What is counted, with what is said of it.
    ("vi", "Tai nạn làm chết 61 người, bị thương 118 người.", ["Tai nạn làm chết (người)", "Bị thương (người)"]),
    ("vi", "Có 500 người đến sớm nhất nhận quà trị giá 150.000 đồng.", ["???", "???"]),
    ("en", "Of these, 62% were aged 75 and over.", ["???"]),
    ("en", "Among people aged 15-24, the rate was 13.2 per cent.", ["???"]),
    ("vi", "Mỗi trạm y tế được cấp thêm 2 tủ lạnh mới.", ["???"]),
    ("vi", "Số giường bệnh đạt 32,5 giường.", ["??? giường"]),
    # A rate, a price and a currency that is not said.
    ("en", "The admission rate was 4.75 per 100,000 population.", ["??? per 100,000 population"]),
    ("vi", "Thu nhập bình quân 8,4 triệu đồng/tháng.", ["Thu nhập bình quân (??? /tháng)"]),
    ("he", 'שכר מורה מתחיל עלה ל-10,800 ש"ח בחודש.', ["שכר מורה מתחיל (??? בחודש)"]),
    ("en", "Average weekly earnings were $1,412.50.", ["Average weekly earnings (??? $)"]),
    # What is aimed at did not happen.
    ("vi", "Phấn đấu tỷ lệ hộ có nước sạch đạt 95%.", ["??? Phấn đấu"]),
    ("en", "The council will resurface 38km of roads and plant 10,000 trees.", ["??? will", "??? will"]),
    ("he", "עד סוף 2032 ייבנו 3,900 כיתות.", ["??? ייבנו"]),
    ("en", "Last year 1,847 submissions were received.", ["??? Last year"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "wanted"), LABELS, ids=lambda value: str(value)[:40])
def test_a_label_says_what_the_sentence_says_or_is_open(
    language: str, sentence: str, wanted: list[str], tmp_path: Path
) -> None:
    """ "Deaths: 8" over a fall by eight, or "Fishing grew 3%" over all of farming, is a false picture."""
    assert labels(drafted(sentence, language, tmp_path)) == wanted


def test_a_document_without_a_day_asks_for_one(tmp_path: Path) -> None:
    """Today's date under a report of last spring tells everybody that it is new."""
    draft = drafted("The town has 1,246 homes with water of its own.", "en", tmp_path, day=None)
    assert "as_of" not in draft.data
    written = write_draft(draft, tmp_path / "b.yaml", told_in="en")
    with pytest.raises(BriefError) as caught:
        open_brief(written.brief)
    assert {problem.field for problem in caught.value.problems} == {
        "as_of", "sources[document].date", "statistics[homes-with-water-of].period",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hải An, ngày 4 tháng 11 năm 2031\n\nTỉnh có 1.246 hộ mới.", dt.date(2031, 11, 4)),
        ("(Hải An, 4/11/2031) – Tỉnh có 1.246 hộ mới.", dt.date(2031, 11, 4)),
        ("Thời gian: Chủ nhật ngày 23/11/2031.\n\nTỉnh có 1.246 hộ mới.", None),
        ("Tính đến hết ngày 30/9/2031, tỉnh có 1.246 hộ mới của các xã và phường.", None),
    ],
)
def test_the_day_of_a_document_is_that_of_its_dateline(text: str, day: dt.date | None, tmp_path: Path) -> None:
    """The day of an event is not that of the notice."""
    assert drafted(text, "vi", tmp_path, day=None).data.get("as_of") == (day and day.isoformat())


def test_a_title_with_two_times_is_read_by_its_first(tmp_path: Path) -> None:
    """A report on nine months that also plans the last quarter tells figures of the nine months."""
    text = "Kinh tế 9 tháng đầu năm, nhiệm vụ quý IV năm 2031\n\nTỉnh có 1.246 hộ mới."
    assert [period for _, _, period, _ in told(drafted(text, "vi", tmp_path))] == ["2031-M9"]


# Tables


def as_xlsx(rows: list[list[Any]], path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_column_that_compares_is_not_in_the_unit_of_its_row(tmp_path: Path) -> None:
    """79.0 per cent of the plan that goes out as 79 billion dong is a thousand times wrong, in a province's name."""
    rows: list[list[Any]] = [
        ["Chỉ tiêu", "Đơn vị tính", "Năm 2031", None, "So sánh (%)", None, "Tăng so với 2030"],
        [None, None, "Kế hoạch", "Ước 9 tháng", "Ước/kế hoạch", "Cùng kỳ 2030", None],
        ["Thu ngân sách", "Tỷ đồng", 12462, 9845, 79.0, 112.6, 4.5],
    ]
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY)
    assert [one[:3] for one in told(made)] == [
        ("12462000000000", "VND", "2031"),
        ("9845000000000", "VND", "2031-M9"),
        ("79", "percent", "2031"),
        ("112.6", "percent", "2031"),
        ("4.5", "ratio", "2031"),
    ]
    assert ["period" in s["origin"]["asks"] for s in made.data["statistics"]] == [False, False, True, True, True]
    assert labels(made)[4] == "Thu ngân sách – Tăng so với 2030 (???)"


def test_a_row_that_counts_is_not_in_the_money_of_its_table(tmp_path: Path) -> None:
    """48,211 payers are not 48 million shekels."""
    rows: list[list[Any]] = [
        ["דוח כספי של העירייה"], ['באלפי ש"ח'], [], ["סעיף", "ביצוע 2031"], ["ארנונה", 91200.5], ["מספר משלמים", 48211],
    ]  # fmt: skip
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY)
    assert [one[:2] for one in told(made)] == [("91200500", "ILS"), ("48211", "count")]
    assert labels(made)[1].endswith("(???)")


def test_heads_over_several_columns_lose_their_unit_and_keep_their_year(tmp_path: Path) -> None:
    """51,230,500 under "($ thousands)" is read as fifty billion."""
    rows: list[list[Any]] = [
        ["District", "Pupils", None, "Spending (£ thousands)", None, "Average days"],
        [None, 2030, 2031, 2030, 2031, 2031],
        ["Ashford", 4210, 4305, 51230.5, -120, 9],
        ["{Brook} vale", 2875, 1e29, 33410, 34122.75, 9.5],
    ]
    made = draft_brief(as_xlsx(rows, tmp_path / "a.xlsx"), today=TODAY, day=TODAY, language="en")
    assert told(made)[:5] == [
        ("4210", "count", "2030", "Ashford – Pupils 2030"),
        ("4305", "count", "2031", "Ashford – Pupils 2031"),
        ("51230500", "GBP", "2030", "Ashford – Spending 2030"),
        ("-120000", "GBP", "2031", "Ashford – Spending 2031"),
        # A column that holds 9.5 counts no days.
        ("9", "count", "2031", "Ashford – Average days 2031 (???)"),
    ]
    assert "more digits than a number has" in {str(one.reason) for one in made.left}
    brief = open_brief(write_draft(made, tmp_path / "b.yaml", told_in="en").brief).brief
    assert brief.points[1].text["en"].startswith("(Brook) vale: ")


def test_a_cell_of_a_csv_below_zero_is_below_zero(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Quận;Nước sạch (%);Kết dư (tỷ đồng)\nThanh Lâm;97,5;-1,3\nSơn Hòa;92,25;+0,7\n", "utf-8")
    made = draft_brief(path, today=TODAY, day=TODAY)
    assert [one[:2] for one in told(made)] == [
        ("97.5", "percent"), ("-1300000000", "VND"), ("92.25", "percent"), ("700000000", "VND"),
    ]  # fmt: skip


# What was struck out


def test_what_is_struck_out_is_not_said(tmp_path: Path) -> None:
    """The number that an editor struck out is the one that was wrong."""
    page = tmp_path / "a.html"
    page.write_text(
        "<html><body><h1>Water for the homes of the town</h1><p>It has <del>880</del> <ins>1,246</ins> homes, and "
        "<s>17.1%</s> 16.5% of them are new.</p><table><tr><th>Town</th><th>Homes 2031</th></tr><tr><td>Ashford</td>"
        "<td><strike>990</strike> 1,003</td></tr></table></body></html>"
    )
    made = draft_brief(page, today=TODAY, day=TODAY)
    assert [s["value"] for s in made.data["statistics"]] == ["1246", "16.5", "1003"]
    assert {one.written for one in made.left if str(one.reason) == "struck out"} == {"880", "17.1%", "990"}
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>999 homes, </w:t></w:r>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Old 555</w:t></w:r></w:p></w:tc></w:tr>"
    cells = (("Town", "Homes 2031"), ("Ashford", "1,003"))
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{PARAGRAPH.format(c)}</w:tc>" for c in row) + "</w:tr>" for row in cells)
    body = (
        f"<w:p>{struck}<w:del><w:r><w:delText>777 roads, </w:delText></w:r></w:del><w:r><w:t>The town has 1,246 homes"
        f" of its own.</w:t></w:r></w:p><w:tbl>{rows}{gone}</w:tbl>"
    )
    made = draft_brief(write_docx(tmp_path / "a.docx", body), today=TODAY, day=TODAY)
    assert [s["value"] for s in made.data["statistics"]] == ["1246", "1003"]
    assert {"999", "777", "555"} <= {"".join(filter(str.isdigit, one.written)) for one in made.left}


# Paragraphs of a PDF


def test_paragraphs_that_stand_close_are_not_joined(tmp_path: Path) -> None:
    """As a browser prints them: in one sentence, the spending on welfare would be that on the rates."""
    said = (
        "Quarterly report of the town of Ashford for 2031",
        "Spending on welfare reached £64 million and the town opened homes for people who had been waiting for them",
        "The rate of collection was 93.4%",
        "Some 3,200 trees were planted in the streets of the town",
    )
    blocks = "\n".join(f"#block(text({typst_text(line)}))" for line in said)
    source = (
        '#set text(font: "Noto Sans", size: 11pt)\n#set par(leading: 0.65em)\n#set block(spacing: 0.95em)\n'
        f"#set page(width: 420pt, height: 560pt)\n{blocks}"
    )
    held = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))
    path = tmp_path / "a.pdf"
    path.write_bytes(typst.Compiler(source.encode(), font_paths=held).compile())
    made = draft_brief(path, today=TODAY, day=TODAY)
    assert [s["origin"]["sentence"] for s in made.data["statistics"]] == list(said[1:])
