"""What a sentence says of its figures: their unit, their time, and the words that name them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from briefcast.brief.read import open_brief
from briefcast.drafting.draft import Draft, draft_brief
from briefcast.drafting.figures import read_figures
from briefcast.drafting.numbers import Style
from briefcast.drafting.writing import write_draft
from briefcast.edition.check import check_brief

TODAY = dt.date(2031, 12, 1)
STYLE = Style(own=True, other=False)


def drafted(text: str, language: str, folder: Path) -> Draft:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return draft_brief(path, today=TODAY, day=TODAY, language=language)


def labels(draft: Draft) -> list[tuple[str, str]]:
    return [(s["origin"]["written"], next(iter(s["label"].values()))) for s in draft.data["statistics"]]


def test_a_period_that_a_sentence_leaves_open_is_refused_until_somebody_says_it(tmp_path: Path) -> None:
    """Last year's figure under this year's date is a wrong figure, however right its value is."""
    text = "Ashford, 4 November 2031\n\nThe town library lent 48,210 books to readers."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    draft = draft_brief(tmp_path / "a.txt", language="en", today=TODAY)
    assert [s["period"] for s in draft.data["statistics"]] == ["2031"]
    path = write_draft(draft, tmp_path / "b.yaml", told_in="en").brief
    ticked = re.sub(r".*unconfirmed: true\n", "", path.read_text("utf-8")).replace("???", "Books lent")
    path.write_text(ticked, "utf-8")
    findings = [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "unconfirmed"]
    assert [(f.severity, "2031 is guessed" in str(f.message)) for f in findings] == [("error", True)]
    path.write_text(ticked.replace(", period]", "]"), "utf-8")
    assert not [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "unconfirmed"]


@pytest.mark.parametrize(
    ("language", "sentence", "value"),
    [
        ("he", 'לרווחה יוקצו 231 מלש"ח.', 231_000_000),
        ("he", "לרווחה יוקצו 231 מלש״ח.", 231_000_000),
        ("he", "לרווחה יוקצו 231 מלי״ש.", 231_000_000),
        ("he", "לרווחה יוקצו 231 מל׳ ₪.", 231_000_000),
        ("he", "לרווחה יוקצו 231 אלש״ח.", 231_000),
        ("he", "לרווחה יוקצו 2.5 מיליארדי ש״ח.", 2_500_000_000),
        ("he", "לרווחה יוקצו 231 מיליון ש''ח.", 231_000_000),
        ("vi", "Chi 231 trđ cho an sinh.", 231_000_000),
        ("vi", "Chi 231 tr.đ cho an sinh.", 231_000_000),
    ],
)
def test_a_word_that_is_scale_and_currency_is_read(language: str, sentence: str, value: int) -> None:
    """Budgets of Hebrew councils are in מלש״ח: 231 of nothing is a million times too small."""
    figures, left = read_figures(sentence, language, STYLE)
    assert not left
    assert [(int(figure.value), figure.unit) for figure in figures] == [(value, "currency")]
    assert not figures[0].asks


def test_an_abbreviation_that_is_not_known_asks_for_the_unit() -> None:
    """A unit that nobody listed must not make a count without a word."""
    figures, _ = read_figures("נמדדו 340 קמ״ש בכביש.", "he", STYLE)
    assert [figure.asks for figure in figures] == [("unit",)]


FALSE_LABELS = [
    ("en", "Emergency admissions came to 561,800, a fall of 0.6%.", ["Emergency admissions", "???"]),
    ("en", "Admissions of the year were 54,314, up from 49,592.", ["Admissions of the year", "???"]),
    ("en", "The plan has $9.4 million for the bridge and almost $6m for parks.",
     ["The plan (??? $)", "For parks (??? $)"]),
    ("en", "The budget adds 12 firefighters and 18 police officers.",
     ["The budget adds (firefighters)", "Police officers"]),
    ("en", "Property tax brings $168.2 million (41% of revenue).", ["Property tax brings (??? $)", "???"]),
    ("vi", "Kim ngạch xuất khẩu tăng 8,5%, tăng gần 12%; kim ngạch nhập khẩu giảm 4,1%.",
     ["Kim ngạch xuất khẩu tăng", "???", "Kim ngạch nhập khẩu giảm"]),
    ("vi", "Tai nạn giao thông xảy ra 187 vụ.", ["Tai nạn giao thông xảy ra (vụ)"]),
    ("vi", "Có 1.245 doanh nghiệp mới với tổng vốn đăng ký 11,3 nghìn tỷ đồng.",
     ["Doanh nghiệp mới", "Tổng vốn đăng ký"]),
    ("he", "מספר הלידות היה כ-181,000, ירידה של כ-1.5%.", ["מספר הלידות", "???"]),
    ("he", "תוחלת החיים של נשים היא 85.5 שנים ושל גברים 81.7 שנים.", ["תוחלת החיים של נשים (??? שנים)", "??? שנים"]),
    ("he", "מספר הרופאים הגיע ל-44,120, מהם 19,875 מומחים.", ["מספר הרופאים", "מומחים"]),
    ("he", 'כ-58% מהרופאים למדו בחו"ל.', ['מהרופאים למדו בחו"ל']),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "wanted"), FALSE_LABELS, ids=lambda value: str(value)[:30])
def test_a_label_is_of_its_own_clause_or_open(language: str, sentence: str, wanted: list[str], tmp_path: Path) -> None:
    """A picture that says "A fall of: nearly 562,000" over the number of admissions tells the opposite."""
    assert [label for _, label in labels(drafted(sentence, language, tmp_path))] == wanted


def test_a_label_that_is_open_is_refused_until_somebody_writes_it(tmp_path: Path) -> None:
    """Whoever ticks every figure must not get "???" onto a picture."""
    draft = drafted("Emergency admissions came to 561,800, a fall of 0.6%.", "en", tmp_path)
    path = write_draft(draft, tmp_path / "b.yaml", told_in="en").brief
    ticked = re.sub(r".*unconfirmed: true\n", "", path.read_text("utf-8")).replace(", period]", "]")
    path.write_text(ticked, "utf-8")
    findings = [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "unconfirmed"]
    assert [(f.severity, "???" in str(f.message)) for f in findings] == [("error", False), ("error", True)]
    assert "who published" in str(findings[0].message)
    path.write_text(ticked.replace("{en: ???}", "{en: County}").replace("???", "Fall of admissions"), "utf-8")
    assert not [f for f in check_brief(open_brief(path), today=TODAY) if f.code == "unconfirmed"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Tỷ lệ hộ nghèo còn 2,15%, giảm 0,85 điểm phần trăm."),
        ("en", "Reserves stand at 17.5% of spending, up 1.2 percentage points."),
        ("he", "שיעור המעשנים היה 19.2%, ירידה של 1.1 נקודות אחוז."),
    ],
)
def test_percentage_points_are_not_the_rate(language: str, sentence: str, tmp_path: Path) -> None:
    """A rate of poverty of 0.85 is none: that is by how much it fell."""
    last = drafted(sentence, language, tmp_path).data["statistics"][-1]
    assert "unit" in last["origin"]["asks"]
    assert next(iter(last["label"].values())).startswith("??? ")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The average response time was 32 minutes and 37 seconds."),
        ("en", "It took 2 hours, 30 minutes."),
        ("vi", "Thời gian đi còn 2 giờ 30 phút."),
        ("vi", "Thời gian phản hồi là 32 phút và 37 giây."),
        ("he", "זמן התגובה היה 32 דקות ו-37 שניות."),
    ],
)
def test_a_time_in_several_parts_is_left_out(language: str, sentence: str) -> None:
    """37 seconds is not how long an ambulance takes."""
    figures, left = read_figures(sentence, language, STYLE)
    assert not figures
    assert {str(one.reason) for one in left} == {"a number in several parts"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Giải ngân đầu tư công đến ngày 25/9/2031 đạt 3.120 tỷ đồng."),
        ("vi", "Tính đến hết tháng 6/2031, có 118.000 trẻ đã tiêm."),
        ("en", "In the third quarter of 2031, it took 18.7 million calls, double the 9.5 million of last year."),
        ("he", "בשנת 2031 נרשמו 1.2 מיליון פניות, לעומת 1.1 מיליון אשתקד."),
    ],
)
def test_a_time_that_may_be_another_is_asked_for(language: str, sentence: str, tmp_path: Path) -> None:
    """What was paid since January is not what was paid on one day, and last year's is not this year's."""
    assert all("period" in s["origin"]["asks"] for s in drafted(sentence, language, tmp_path).data["statistics"])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("he", "בחודשים ינואר–ספטמבר 2031 בוצעו 3,860 פעולות."),
        ("he", "סיכום תשעת החודשים הראשונים של 2031: בוצעו 3,860 פעולות."),
        ("en", "From January to September 2031 there were 3,860 visits."),
        ("vi", "Từ tháng 1 đến tháng 9/2031 có 3.860 lượt khách."),
    ],
)
def test_months_from_january_on_are_one_period(language: str, sentence: str, tmp_path: Path) -> None:
    """Nine months that are told as September are nine times too good."""
    assert [s["period"] for s in drafted(sentence, language, tmp_path).data["statistics"]] == ["2031-M9"]
