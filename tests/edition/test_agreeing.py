"""What the languages of a brief say of one thing agrees, and a day is the day of the week that it is said to be."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.brief.read import open_brief
from briefcast.edition.check import check_brief

TODAY = dt.date(2026, 11, 27)
CODES = ("languages-apart", "wrong-weekday", "figure-in-one-language")


def apart(tmp_path: Path, *, vi: str = "", en: str = "", he: str = "", part: str = "when") -> list[Finding]:
    """Check an invitation with these texts of one part, or of its point."""
    texts = {code: text for code, text in (("vi", vi), ("en", en), ("he", he)) if text}
    every = dict.fromkeys(texts, "Text.")
    figure = {"label": every, "value": 8412, "unit": "count", "noun": every, "singular": every, "gender": "m"}
    compared = {"baseline": {"value": 9655, "period": "2025-M10"}, "target": {"value": 12000, "by": 2026}}
    data = {
        "id": "invitation",
        "kind": "event",
        "title": every,
        "languages": list(texts),
        "audiences": ["citizens"],
        "as_of": "2026-11-27",
        "event": {"where": every, **({} if part == "text" else {part: texts})},
        "sources": [
            {"id": "a", "title": "T", "publisher": "P", "url": "https://example.org", "date": "2026-11-10"},
        ],
        "statistics": [{"id": "units", "period": "2026-M10", "source": "a", **figure, **compared}],
        "points": [{"id": "p", "statistics": ["units"], "text": texts if part == "text" else every}],
    }
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return [f for f in check_brief(open_brief(path), today=TODAY) if f.code in CODES]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"vi": "Trước 17g00 ngày 15/12", "en": "By 5 pm on 10 December"}, "10 December (en), and 15/12"),
        (
            {"vi": "7g30–11g00 ngày 12/12/2026", "en": "12 December 2026, 8.30–11 am"},
            "8.30–11 am (en), and 7g30, 11g00",
        ),
        ({"en": "On 12 December", "he": "ב־13 בדצמבר"}, "(he), and 12 December"),
        ({"vi": "Gọi 113 hoặc 115", "en": "Call 113 or 114"}, "113, 114 (en), and 113, 115"),
        ({"vi": "Hotline 0277 3899 113", "en": "Hotline 0277 3899 133"}, "0277 3899 133 (en), and 0277 3899 113"),
        ({"he": "חייגו *5442", "en": "Call *5422"}, "*5442 (he), and *5422"),
        ({"he": "טל׳ 08-6463777", "en": "Tel. 08-6463770"}, "08-6463777 (he), and 08-6463770"),
        ({"vi": "Từ 8 giờ đến 10 giờ", "he": "בין 8:00 ל־11:00"}, "8:00, 11:00 (he), and 8 giờ, 10 giờ"),
    ],
)
def test_who_reads_another_language_comes_on_the_same_day_and_hour(
    tmp_path: Path, texts: dict[str, str], said: str
) -> None:
    """Half of the donors stand before a closed door."""
    (found,) = apart(tmp_path, **texts)
    assert (found.code, found.severity) == ("languages-apart", "error")
    assert said in found.message


@pytest.mark.parametrize(
    "texts",
    [
        {"vi": "17g00 ngày 12/12/2026", "en": "5 pm on 12 December 2026", "he": "ב־12 בדצמבר 2026 בשעה 17:00"},
        {"vi": "Thứ bảy 12 tháng 12 năm 2026", "en": "Saturday, December 12th, 2026"},
        {"vi": "Từ 8 giờ ngày 12/12", "en": "From 8 am on 12 December"},
        {"vi": "Sáng 12/12", "en": "In the morning of 12 December, 8.30 am"},
        {"vi": "Hết năm 2026", "en": "By 31 December 2026"},
        {"vi": "Gọi 0277 3899 113 hoặc 113", "en": "Call +84 277 3899 113"},
        {"vi": "SĐT 0277.3899.113", "en": "Phone (0277) 3899-113"},
        {"vi": "Gọi 1900 1108", "en": "Call 19001108"},
        {"he": "חייגו 106 או *6106", "en": "Call 106 or *6106"},
        {"vi": "Có 113 hộ, gọi 115", "en": "For 114 homes, all day, dial 115 or 113"},
    ],
)
def test_the_same_day_may_be_written_as_each_language_does(tmp_path: Path, texts: dict[str, str]) -> None:
    assert apart(tmp_path, **texts) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chủ nhật, ngày 12/12/2026", "'Chủ nhật', and 2026-12-12 is a Saturday"),
        ("Chủ nhật 12/12", "is a Saturday"),
        ("Thứ Bảy, ngày 12/12/2026", ""),
        ("Thứ 7 ngày 12/12", ""),
        ("Thứ bảy và Chủ nhật, 12–13/12/2026", ""),
        ("Lần thứ hai, 12/12/2026", ""),
    ],
)
def test_a_day_is_the_day_of_the_week_it_is_said_to_be(tmp_path: Path, text: str, found: str) -> None:
    """Whoever comes on Sunday comes a day late."""
    told = apart(tmp_path, vi=text)
    assert [f.code for f in told] == (["wrong-weekday"] if found else [])
    assert all(found in f.message for f in told)


@pytest.mark.parametrize(
    "texts",
    [
        {"en": "Sunday 12 December 2026"},
        {"en": "12 December 2026 (Sunday)"},
        {"en": "12 December 2026, a Sunday"},
        {"vi": "12/12/2026 (Chủ nhật)"},
        {"vi": "CN, 12/12/2026"},
        {"he": "יום ראשון, 12 בדצמבר 2026"},
        {"he": "ביום ג׳, 2.9.2026"},
        {"he": "ביום שלישי, 2 בספטמבר 2026"},
        {"he": "ביום שלישי, 2.9.2026"},
        {"he": "עד יום ג', ה־2.9.2026"},
        {"he": "מיום שלישי (2.9.2026)"},
        {"he": "ב־2.9.2026 (יום ג׳)"},
        {"he": "בשבת, 2.9.2026"},
    ],
)
def test_the_day_of_the_week_is_known_in_every_language(tmp_path: Path, texts: dict[str, str]) -> None:
    assert [f.code for f in apart(tmp_path, **texts)] == ["wrong-weekday"]


@pytest.mark.parametrize(
    "texts",
    [
        {"he": "ביום ד׳, 2.9.2026"},
        {"he": "ביום רביעי, ה־2 בספטמבר 2026"},
        {"he": "בשבת, 12.12.2026"},
        {"he": "בימים א׳–ה׳, החל ב־12.12.2026"},
        {"he": "ברבעון ג׳, 2.9.2026"},
        {"en": "On 12 December, Sunday 13 December and later"},
        {"vi": "Ngày 12/12, Chủ nhật 13/12/2026"},
    ],
)
def test_a_right_day_of_the_week_passes(tmp_path: Path, texts: dict[str, str]) -> None:
    assert apart(tmp_path, **texts) == []


@pytest.mark.parametrize(
    ("vi", "en", "missing"),
    [
        ("Có {units}, {units.gap}.", "Text {units}.", "{units.gap}"),
        ("Có {units}.", "Text {units}, {units.change}.", "{units.change}"),
        ("Có {units}.", "None.", "{units}"),
        ("Có {units}, giảm {units.change.size}.", "Text {units}, {units.growth}.", ""),
        ("Có {units}, {units.change}.", "Text {units}, after {units.baseline}.", ""),
        ("Có {units}, mục tiêu {units.target}.", "Text {units}, {units.gap}, {units.period}.", ""),
    ],
)
def test_what_one_language_tells_of_a_figure_the_other_tells_too(
    tmp_path: Path, vi: str, en: str, missing: str
) -> None:
    """English readers are not told that the target is missed."""
    told = apart(tmp_path, vi=vi, en=en, part="text")
    assert [(f.code, f.severity) for f in told] == ([("figure-in-one-language", "warning")] if missing else [])
    assert all(missing in f.message for f in told)


@pytest.mark.parametrize(
    "texts",
    [
        {"vi": "phạt 500.000 đồng", "en": "fined 5 million dong"},
        {"vi": "phạt 500.000 đồng", "en": "fined five million dong"},
        {"vi": "phạt năm triệu đồng", "en": "fined 500,000 dong"},
        {"vi": "phạt năm triệu đồng", "he": "קנס של חמישים מיליון דונג"},
        {"vi": "trong hai ngày", "en": "within five days"},
        {"vi": "năm triệu tài khoản", "en": "six million accounts"},
        {"vi": "vé 20.000 đồng", "en": "tickets at 30,000 dong"},
        {"en": "a fine of NIS 500, that is 500 shekels", "he": "קנס של 750 שקל"},
        {"en": "a fine of $20", "vi": "phạt 25 USD"},
        {"en": "within 3 hours", "vi": "trong 30 phút"},
        {"en": "80% of the fee", "he": "60 אחוזים מהאגרה"},
        {"en": "up to 5 kg", "vi": "tối đa 7 kg"},
    ],
)
def test_amounts_that_are_typed_are_the_same_in_every_language(tmp_path: Path, texts: dict[str, str]) -> None:
    """Readers of English would fear a fine ten times as high."""
    assert [f.code for f in apart(tmp_path, part="where", **texts)] == ["languages-apart"]


@pytest.mark.parametrize(
    "texts",
    [
        {"vi": "phạt 500.000 đồng", "en": "fined 500,000 dong"},
        {"vi": "phạt 500.000 đồng", "en": "fined five hundred thousand dong"},
        {"vi": "phạt năm triệu đồng", "en": "fined 5 million dong", "he": "קנס של חמישה מיליון דונג"},
        {"vi": "hai mươi lăm phần trăm, trong hai ngày", "en": "twenty-five per cent, within 48 hours"},
        {"vi": "cuối năm ngày càng nhiều, mỗi năm một lần", "en": "more and more at the end of the year, in five days"},
        {"vi": "hàng nghìn người", "en": "two thousand and five people"},
        {"vi": "phạt 1,5 triệu đồng", "en": "fined 1.5 million dong"},
        {"vi": "phạt 5 triệu đồng", "en": "fined five million dong"},
        {"vi": "trong 48 giờ", "en": "within 2 days"},
        {"vi": "ngày 5 tháng 11 năm 2026, trong 2 giờ", "en": "for 2 hours, 5 November 2026"},
        {"en": "a fine of $20", "vi": "phạt 20 USD"},
        {"vi": "cách 500 m", "en": "0.5 km away"},
        {"en": "a fine of ₪500", "he": "קנס של 500 שקל"},
    ],
)
def test_one_amount_in_two_languages_passes(tmp_path: Path, texts: dict[str, str]) -> None:
    assert apart(tmp_path, part="where", **texts) == []


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"vi": "200 người phải nhập viện", "he": "ו־2,000 בני אדם אושפזו"}, 1),
        ({"vi": "200 người phải nhập viện", "en": "200 people are in hospital"}, 0),
        ({"vi": "2.000 người phải nhập viện", "en": "2,000 people are in hospital"}, 0),
        ({"vi": "200 người phải nhập viện", "he": "ו־200 בני אדם אושפזו"}, 0),
        ({"vi": "200 người phải nhập viện", "en": "Hundreds are in hospital"}, 0),
    ],
)
def test_a_claim_counts_the_same_in_every_language(tmp_path: Path, texts: dict[str, str], found: int) -> None:
    """A rumour of 200 in hospital was answered as one of 2,000 to half of its readers."""
    every = dict.fromkeys(texts, "Text")
    data = {
        "id": "rumour",
        "kind": "rebuttal",
        "title": every,
        "languages": list(texts),
        "audiences": ["citizens"],
        "as_of": "2026-11-27",
        "rebuttal": {"truth": every, "claim": texts, "verdict": every, "why": every},
        "points": [{"id": "p", "text": every}],
    }
    path = tmp_path / "brief.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert sum(f.code == "languages-apart" for f in check_brief(open_brief(path), today=TODAY)) == found
