"""Figures read from documents: each value right, and every digit of a document accounted for.

A wrong figure in a draft looks like one that somebody typed; whoever ticks forty of them ticks it too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.figures import read_figures
from briefcast.drafting.numbers import style_of
from briefcast.drafting.opening import read_passages
from briefcast.drafting.writing import draft_report, draft_yaml, write_draft
from briefcast.edition.check import check_brief
from briefcast.language.written import parse_written
from briefcast.writing.aloud import Aloud
from briefcast.writing.facts import collect_facts
from tests.importing.documents import BLIND, KNOWN, LATER, Text, as_docx, as_html, as_pdf, as_plain, texts, write_docx

TODAY = dt.date(2031, 12, 1)
ALL = [text for folder in (KNOWN, BLIND, LATER) for text in texts(folder)]
KINDS = (as_plain, as_docx, as_html, as_pdf)
_ALIKE = {"points": "ratio", "times": "ratio"}


def drafted(text: Text, make: Callable[[Text, Path], Path], folder: Path) -> Draft:
    return draft_brief(make(text, folder), today=TODAY, day=TODAY)


@pytest.mark.parametrize("make", KINDS, ids=lambda make: str(make.__name__))
@pytest.mark.parametrize("text", ALL, ids=lambda text: str(text.name))
def test_no_value_is_wrong_and_none_is_missed(text: Text, make: Callable[[Text, Path], Path], tmp_path: Path) -> None:
    """A budget of 14.832,6 tỷ that is drafted as 14.8, or as 14832, would go out under the name of the province."""
    draft = drafted(text, make, tmp_path)
    assert draft.language == text.language
    wrong, missed = apart(text, draft)
    assert not wrong
    assert not missed


def apart(text: Text, draft: Draft) -> tuple[Counter[tuple[Decimal, str]], Counter[tuple[Decimal, str]]]:
    """Give the values of a draft that the text does not have, and those of the text that it lacks."""
    found = Counter((Decimal(s["value"]), s.get("qualifier", "")) for s in draft.data["statistics"])
    gold = Counter((g.value, g.qualifier) for g in text.gold)
    # What the title and the text both tell is one figure of the draft.
    once = {one.written for one in draft.left if str(one.reason) == "told of one figure with the text"}
    told = {(g.value, g.qualifier) for g in text.gold if g.written in once}
    return found - gold, gold - found - Counter(told)


def test_a_wrong_value_is_seen(tmp_path: Path) -> None:
    """The measure has to tell a reader that takes a decimal mark for that of thousands."""
    text = next(text for text in ALL if text.name.startswith("province"))
    draft = drafted(text, as_plain, tmp_path)
    for statistic in draft.data["statistics"]:
        statistic["value"] = statistic["value"].replace(".", "")
    wrong, missed = apart(text, draft)
    assert (Decimal(824), "") in wrong
    assert (Decimal("8.24"), "") in missed


@pytest.mark.parametrize("text", ALL, ids=lambda text: str(text.name))
def test_units_are_those_of_the_text(text: Text, tmp_path: Path) -> None:
    """A length in percent, or dong for dollars, is as wrong as another number."""
    draft = drafted(text, as_plain, tmp_path)
    units = {(Decimal(s["value"]), s.get("currency") or s.get("per") or s["unit"]) for s in draft.data["statistics"]}
    wanted = {(g.value, _ALIKE.get(g.unit, g.unit)) for g in text.gold}
    bare = {(value, unit) for value, unit in wanted if unit in ("count", "ratio")}
    assert wanted - bare <= units
    assert {value for value, unit in units if unit in ("count", "ratio")} == {value for value, _ in bare}


@pytest.mark.parametrize("make", KINDS, ids=lambda make: str(make.__name__))
@pytest.mark.parametrize("text", ALL, ids=lambda text: str(text.name))
def test_every_digit_is_a_figure_or_told(text: Text, make: Callable[[Text, Path], Path], tmp_path: Path) -> None:
    """A number that vanished without a word is one that nobody will look for."""
    draft = drafted(text, make, tmp_path)
    told = [s["origin"]["written"] for s in draft.data["statistics"]] + [one.written for one in draft.left]
    held = Counter("".join(c for said in told for c in said if c.isdigit()))
    there = Counter(c for line in text.lines for c in line if c.isdigit())
    assert not there - held, "digits that nobody accounts for"


@pytest.mark.parametrize("make", (as_docx, as_pdf), ids=lambda make: str(make.__name__))
@pytest.mark.parametrize("text", ALL, ids=lambda text: str(text.name))
def test_a_draft_passes_the_check_but_for_what_nobody_confirmed(
    text: Text, make: Callable[[Text, Path], Path], tmp_path: Path
) -> None:
    """Whoever imports a report should see what is to be confirmed, and not a page of faults of the tool's making."""
    draft = drafted(text, make, tmp_path)
    written = write_draft(draft, tmp_path / "draft.yaml", told_in="en")
    file = open_brief(written.brief)
    findings = check_brief(file, today=TODAY)
    assert {finding.code for finding in findings} <= {"unconfirmed", "old"}
    unconfirmed = [finding for finding in findings if finding.code == "unconfirmed"]
    assert len(unconfirmed) == len(file.brief.statistics) + 1
    assert all(finding.severity == "error" for finding in unconfirmed)
    assert all(re.search(r"yaml:\d+$", finding.place) for finding in unconfirmed)


@pytest.mark.parametrize("text", ALL, ids=lambda text: str(text.name))
def test_what_a_draft_tells_is_what_the_document_said(text: Text, tmp_path: Path) -> None:
    """A reference that is told as another amount than stood there would change the sentence of a minister."""
    path = tmp_path / "draft.yaml"
    path.write_text(draft_yaml(drafted(text, as_docx, tmp_path), told_in="en"), "utf-8")
    brief = open_brief(path).brief
    facts = collect_facts(brief, Aloud(silent=True))
    for statistic in brief.statistics:
        shown = facts.word(statistic.id, text.language, "exact").shown
        assert parse_written(shown, text.language) == statistic.value, shown


def test_a_draft_is_read_back_as_it_was_drafted(tmp_path: Path) -> None:
    """A figure whose text changed on its way into the file could not be compared with its document."""
    text = ALL[0]
    draft = drafted(text, as_docx, tmp_path)
    path = tmp_path / "draft.yaml"
    path.write_text(draft_yaml(draft, told_in="vi"), "utf-8")
    brief = open_brief(path).brief
    assert [s.origin.sentence for s in brief.statistics if s.origin] == [
        s["origin"]["sentence"] for s in draft.data["statistics"]
    ]
    assert [dict(p.text) for p in brief.points] == [p["text"] for p in draft.data["points"]]


@pytest.mark.parametrize(
    ("language", "sentence", "reason"),
    [
        ("vi", "Chỉ số tăng 5-7% so với cùng kỳ.", "a span of two numbers"),
        ("vi", "Tổng mức đầu tư 1 tỷ 200 triệu đồng.", "a number in several parts"),
        ("vi", "Chi không quá 20 triệu đồng.", "a limit, which a figure cannot say"),
        ("vi", "Tỉnh đứng thứ 5 cả nước.", "a place in an order"),
        ("vi", "Khoảng 2/3 số hộ đã nộp.", "two numbers with a stroke between them"),
        ("vi", "Khách sạn đạt 3 sao.", "a class or a level"),
        ("en", "Up to 5,000 homes were built.", "a limit, which a figure cannot say"),
        ("en", "Three in 10 declarations are made by phone.", "the whole of which another number is a part"),
        ("en", "It was worth 5.5m in all.", "an m joined to it: metres or millions"),
        ("en", "Sales grew between 5 and 7 per cent.", "a span of two numbers"),
        ("en", "It opens at 8.30 on weekdays.", "a time of day"),
        ("en", "They ranked 12th.", "a place in an order"),
        ("he", "העיר דורגה במקום ה-5 בארץ.", "a place in an order"),
        ("he", "ראו לוח 2.4 להלן.", "a number that names something"),
        ("he", "השכר בין 5,000 ל-7,000 שקלים.", "a span of two numbers"),
    ],
)
def test_what_can_be_read_in_two_ways_is_left_out(language: str, sentence: str, reason: str) -> None:
    """A limit that stands on a picture as a figure, or a span as its end, is a false promise."""
    figures, left = read_figures(sentence, language, style_of([sentence], language))
    assert not figures
    assert reason in {str(one.reason) for one in left}


def test_a_document_that_writes_numbers_both_ways_is_not_guessed() -> None:
    """Beside "82.4%", nobody knows whether 1.234 is twelve hundred or one and a quarter."""
    said = ["Tỷ lệ đạt 82.4% kế hoạch.", "Có 1.234 hộ đăng ký, tổng 1.234.567 lượt."]
    style = style_of(said, "vi")
    assert style.own and style.other
    figures, left = read_figures(said[1], "vi", style)
    assert [figure.value for figure in figures] == [Decimal(1234567)]
    assert any("two ways" in str(one.reason) for one in left)


def test_a_sentence_alone_says_when_it_holds(tmp_path: Path) -> None:
    """A figure of a quarter that is told as one of the year is a wrong figure."""
    path = tmp_path / "a.txt"
    path.write_text(
        "Báo cáo 9 tháng năm 2031\n\nTrong quý III/2031, có 1.246 hộ mới.\n\nTổng thu đạt 82,4% dự toán.\n\n"
        "Tỷ lệ tăng từ 61,2% năm 2030 lên 70,5%.",
        "utf-8",
    )
    figures = draft_brief(path, today=TODAY, day=TODAY).data["statistics"]
    assert [(s["value"], s["period"], "period" in s["origin"]["asks"]) for s in figures] == [
        ("1246", "2031-Q3", False),
        ("82.4", "2031-M9", True),
        ("61.2", "2030", True),
        ("70.5", "2030", True),
    ]


def test_the_report_names_each_number_with_place_and_reason(tmp_path: Path) -> None:
    """What was left out is looked through by a person, in her language, the doubtful first."""
    text = next(text for text in ALL if text.name.startswith("province"))
    told = draft_report(drafted(text, as_pdf, tmp_path), told_in="vi")
    assert "trang 1: 412/BC-UBND" in told
    assert "khoảng giữa hai số" in told
    assert told.index("khoảng giữa hai số") < told.index("ngày tháng")
    assert read_passages(as_pdf(text, tmp_path)).parts


def test_the_title_is_not_the_letterhead(tmp_path: Path) -> None:
    """A poster whose title is "UBND TỈNH" says nothing."""
    cells = ("UBND TỈNH BÌNH LỘC", "Số: 412/BC-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do")
    row = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in cells)
    said = ("BÁO CÁO", "Kết quả phát triển kinh tế của tỉnh năm 2031", "Tỉnh có 1.246 hộ mới trong năm 2031.")
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in said)
    path = write_docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{row}</w:tr></w:tbl>{body}")
    draft = draft_brief(path, today=TODAY, day=TODAY)
    assert draft.data["title"] == {"vi": "Kết quả phát triển kinh tế của tỉnh năm 2031"}
    assert [s["value"] for s in draft.data["statistics"]] == ["1246"]
