"""Typed figures: each that would not change with its statistic is found, and no name, date or age is taken for one."""

from __future__ import annotations

import time
import timeit
from pathlib import Path

import pytest

from briefcast.edition.digits import find_typed
from tests.check_fixtures import check_of

FIGURES = (
    "It rises by 300 per year 12 times.",
    "המדד ירד ב־19.11.",
    "הציון עלה מ־8.11 ל־9.12.",
    "ב־19.11 נקודות יותר",
    "ב־18 בתים",
    "ב־118 יישובים",
    "Vốn 3 năm đầu tư",
    "Every 30 homes",
    "It must be 16 million.",
    "A rate of 62 and 9 deaths",
    "You are 3 times as likely.",
    "Children of 14 families came.",
    "Xếp thứ 3 cả nước.",
    "By October 82% of households had fibre.",
    "In March 90 percent of homes were online.",
    "In May 55 provinces joined.",
    "By October 12 provinces had joined.",
    "The fund holds USD5 million.",
    "The fund holds VND500 billion.",
    "The fund holds €5.",
    "We project 500 new jobs.",
    "The plan 12 provinces follow is new.",
    "A total number 5000 was reached.",
    "It serves 2025 villages.",
    "It serves 1950 homes.",
    "Sales rose 5x.",
    "Growth was ½.",
    "Growth was Ⅷ percent.",
    "Growth was ٨٢ percent.",
    "It rose ８２ percent.",
    "It rose 8²%.",
    "Score 9:10.",
    "We are number 1 in ASEAN.",
    "We reached 10k users.",
    "Top10 in Asia.",
    "Version 82 percent.",
    "Since 2020 95 percent joined.",
    "On 30/4 95% joined.",
    "In 2024 44 of 63 were done.",
    "Law 44 of 63 tasks.",
    "Call 95 percent of people.",
    "Call 500 people.",
    "The 106 hotlines of the country were called.",
    "About 20 Dec 95% done.",
    "COVID-19 95 cases.",
    "By 10/2024 95% done.",
    "The article 12 million people read.",
    "Life expectancy is 74.5 years.",
    "Ranked 71st of all.",
    "Đã chi con số 500 tỷ đồng.",
    "Dân số 100 triệu người.",
    "Tổng số 5000 hộ đã tham gia.",
    "Đến tháng 10 82% hộ có mạng.",
    "Quý 3 82% hộ có mạng.",
    "Đến 9/10 số hộ có mạng.",
    "Đến 10/10 số hộ có mạng.",
    "Dự án 500 tỷ đồng.",
    "Chương trình 500 tỷ đồng.",
    "Điều 82 phần trăm.",
    "Luật 5 năm.",
    "Khoản 500 tỷ đồng đã chi.",
    "Trước 8/9 người dân.",
    "Từ 3/4 người dân.",
    "Lần thứ 100 triệu.",
    "Số 82 phần trăm.",
    "1,5 triệu người.",
    "Rút từ 48 giờ xuống 4 giờ.",
    "Giảm còn 9 tháng.",
    "Tuổi thọ trung bình là 75 tuổi.",
    "Trên 1.000 hộ đã tham gia.",
    "Đứng thứ 71.",
    "באוקטובר 82% מהבתים מחוברים.",
    "במרץ 90 אחוזים מהבתים.",
    "מספר 500 מיליון.",
    "תוכנית 500 מיליון שקל.",
    "פרויקט 500 מיליון.",
    "במאי 55 מחוזות הצטרפו.",
    "במאי 12 מחוזות הצטרפו.",
    "מספר הפניות עלה ב־106.",
    "המחיר ירד ב־16 בחודש.",
    "בין 1 ל־15 גנים נפתחו.",
    "ברחוב הזית נפתחו 14 גנים.",
    "הטיפול נמשך 24 שעות.",
    "המוקד ענה ב־106 ימים.",
    "Repairs take 24 hours.",
    "They built 14 New Schools.",
    "Mỗi tuần 10 phút diệt lăng quăng.",
    "Every week 12 wards report.",
    "Tuần 46 ca mới.",
    "Con số 113 được công bố.",
    "Tăng từ 90 đến 113.",
    "The catch weighs 42 kg.",
    "Tổ công tác 5 người.",
)
NO_FIGURES = (
    "Most year 8 pupils are vaccinated.",
    "Báo công an 113",
    "Tell the police at 112.",
    "דווחו למשטרה 100",
    "מי שגילו 50 עד 74 מוזמן.",
    "התקשרו למוקד 24/7: *5442 או 1-800-500-442.",
    "In doubt? Call *2120 or 1-800-222-120, extension 4.",
    "03-5671234 או 050-1234567, שלוחה 4",
    "1-700-50-06-07, 1 800 222 120",
    "ב־106 עונים בתוך דקה. צלצלו ל־118.",
    "הטיפול הסתיים ביום ה׳, 19.11.",
    "עד 19.11, ב־1.9, מ־1.9 עד 30.9, ו־1.9–30.9",
    "1 עד 18 בנובמבר",
    "ב־18 הימים הראשונים של נובמבר, ב־3 השנים האחרונות וב־24 השעות הקרובות",
    "Trong 18 ngày đầu tháng 11 và 3 năm qua",
    "Women from 62 and 9 months",
    "Nam đủ 61 tuổi 6 tháng",
    "Riders must be 16 and wear a helmet.",
    "Cứ 30 phút có một chuyến.",
    "Trẻ 18–24 tháng tiêm đủ mũi sởi, trẻ từ 6 đến 9 tháng",
    "Measles coverage at 18–24 months, children 6–9 months, infants under 12 months",
    "התחסנות בגיל 18–24 חודשים, תינוקות 6–9 חודשים",
    "Every 30 minutes a bus leaves.",
    "כל 30 דקות יוצא אוטובוס.",
    "Đăng ký VNeID mức 2.",
    "Yes, if you are 65 or over, or aged 6 months to 5 years.",
    "You can if you are over 65.",
    "The over-65s get it free.",
    "Under 5s eat free.",
    "Women of 50 to 70 are invited.",
    "Trẻ sốt cao từ ngày thứ 3 trở đi.",
    # ages
    "Children under 6 and workers",
    "Labour force aged 15 and over",
    "Ages 12 to 17; children aged 5–11; 12-year-olds; people over 65; 65+",
    "Under-5 mortality",
    "Lao động từ 15 tuổi trở lên",
    "Trẻ dưới 1 tuổi, trẻ 6–11 tuổi, từ 15 đến 24 tuổi",
    "Tỷ suất chết trẻ dưới 1 tuổi trên 1.000 trẻ đẻ sống",
    "בני 65 ומעלה, גילאי 15–24, בגיל 3, גיל הרך 0–3",
    "Độ tuổi 15–59, nhóm tuổi từ 5 đến 9",
    # rates
    "{x} ca trên 100.000 dân",
    "Maternal deaths per 100,000 births",
    "Doctors per 10,000",
    "{x} giường bệnh trên 10.000 dân",
    "Tử vong mẹ trên 100.000 trẻ đẻ sống",
    "לכל 10,000 תושבים",
    "רופאים ל־1,000 תושבים",
    # spans
    "Kinh tế – xã hội 9 tháng đầu năm",
    "GRDP 9 tháng năm 2025, 6T/2025",
    "Second quarter and first 6 months of 2023",
    "Kế hoạch 5 năm 2026–2030",
    "Kỷ niệm 80 năm Quốc khánh 2/9",
    "The 80th anniversary and the 13th Party Congress",
    # telephones
    "Call *6050 for the data.",
    "Gọi 1900 1108 để hỏi, hoặc tổng đài 1022.",
    "(024) 3768 9999 and +84 24 3768 9999; SĐT 0912 345 678",
    "Call 911 or 1022 now. Hotline 106.",
    "Report hazards to the 106 hotline, or ask the city's 1022 call centre.",
    "Gọi 113, 114 hoặc 115 khi khẩn cấp.",
    "מוקד 106, למוקד 106",
    # times and days
    "8 giờ sáng; từ 8 giờ đến 17 giờ; 8h–17h; từ 7h30",
    "8 am, from 8 to 11 a.m., 8:30pm",
    "בשעה 8 בבוקר",
    "Ngày 2-9, từ 28-12 đến 3-1, sáng 2/9, ngày 30.4, tính đến 30/9",
    "In 2025 services grew, by 2030 or in 2024/25; the 2025 results; năm học 2024-2025",
    "Open on 1–3 March and March 5–7, from 31/12/25.",
    "Thứ 2 đến thứ 6 hằng tuần",
    "עד שעונים לכם ב־106; פנו למוקד או דווחו ב־106.",
    "חייגו 106, 24 שעות ביממה, 7 ימים בשבוע.",
    "Call 106, 24 hours a day, 7 days a week.",
    "הדגימות נלקחו ב־16 וב־17 בחודש; עד ה־16 בחודש",
    "בין 1 ל־15 בנובמבר 2026",
    "Between 1 and 15 November, and on the 16th and 17th.",
    "הגיעו בקווים 4, 17 ו־61.",
    "Come by bus, lines 4, 17 and 61.",
    "גינה חדשה (רחוב הזית 14), ליד שדרות בן גוריון 3.",
    "A garden at 14 HaZayit Street.",
    "Báo công an qua VNeID hoặc số 113.",
    "Tell the police on VNeID or 113.",
    "Phòng, chống dịch tuần 46; Disease control, week 46; report of week 46 of 2026; דוח שבוע 46",
    # who may take part
    "Người từ 18–60 tuổi, nặng từ 42 kg (nữ), 45 kg (nam)",
    "People aged 18 to 60 weighing at least 42 kg (women) or 45 kg (men)",
    # documents and places
    "Gửi đến Tổ công tác 05 của tỉnh; the province’s Task Force 05.",
    "Mời đến tại 4 Phạm Ngọc Thạch, phường Hải Châu.",
    "שנה להחלטה 57; בפרויקט 06, וגם ברבעון ה־4",
    "Quyết định 06 ngày 6/1/2022, Luật số 20/2023/QH15, Nghị quyết số 57-NQ/TW ngày 22/12/2024",
    "Article 11 and Điều 11; khoản 2 Điều 5",
    "Đề án 06, Chương trình 135, Kỳ họp thứ 10",
    "Phường 5, Quận 1, Quốc lộ 1A, nhà số 12 Lê Lợi, Trường THCS số 2",
    "Sau bão số 3, tại số nhà 12 đường Lê Lợi, quầy số 6",
    "Level 4 services, dịch vụ công mức độ 4",
    # names
    "PM2.5, PM10, CO2, A/H5N1, ISO 9001, COVID-19, Covid-19, 4K, 5G and 3D",
    "Industry 4.0, Công nghiệp 4.0, SDG 4, Q3 2025, 2025-Q4",
)


@pytest.mark.parametrize("text", FIGURES)
def test_a_typed_figure_is_found(text: str) -> None:
    """A typed figure would not change with the statistic, and nobody could trace it."""
    assert find_typed(text)


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure_may_be_typed(text: str) -> None:
    """An editor who is told that an age or a hotline is a figure soon reads no finding at all."""
    assert find_typed(text) == ()


def test_figures_come_once_and_in_the_order_of_the_text() -> None:
    assert find_typed("It is 7 of 63, then 12.5% and 7.") == ("7", "63", "12.5")
    # A span is told once, and its remedy names it whole.
    assert find_typed("Lasts 18–24 months.") == ("18–24",)


def test_a_name_of_the_brief_covers_its_own_digits_alone() -> None:
    assert find_typed("Studio 54 has 54 seats.", names=["Studio 54"]) == ("54",)
    assert find_typed("studio 54 opened", names=["Studio 54"]) == ()
    assert find_typed("Studio 541, Studio 54.5", names=["Studio 54"]) == ("541", "54.5")


def test_a_reference_is_a_figure_only_where_it_is_replaced() -> None:
    assert find_typed("{a.series.2024} and {b-12}") == ()
    assert find_typed("{b-12}", refers=False) == ("12",)


@pytest.mark.parametrize(
    "again",
    [
        "By October 2025 many communes had finished, says Law 57 of the House. ",
        "עד אוקטובר 2025 סיימו הרבה כפרים, לפי חוק 57 של הבית. ",
        "Đến tháng 10 năm 2025, nhiều xã hoàn thành, theo 57-NQ/TW và ISO 9001. ",
        "a1b2c3-4",
        "1",
        "1.",
        "1 ",
        "1/",
    ],
)
def test_a_long_text_is_looked_through_in_a_moment(again: str) -> None:
    """A text pasted from a report, or a row of digits, held up the check of the whole brief."""
    part, whole = (_seconds((again * 50_000)[:length]) for length in (12_500, 50_000))
    assert whole / part < 8, "four times the text takes four times as long, not sixteen"


def _seconds(text: str) -> float:
    """Give how long the quickest of three looks through a text took."""
    return min(timeit.repeat(lambda: find_typed(text), timer=time.process_time, number=1, repeat=3))


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "The province dropped from 9th to {rank.ordinal}.", "{rank.baseline.ordinal}"),
        ("vi", "Tỉnh xếp {rank.ordinal}, cùng kỳ năm trước xếp thứ 9.", "{rank.baseline}"),
        ("vi", "Tỉnh xếp {rank.ordinal} trong 34 tỉnh.", "{rank.out_of}"),
        ("he", "המחוז ירד מהמקום ה־9 למקום {rank.ordinal}.", "{rank.baseline}"),
    ],
)
def test_a_place_typed_beside_its_rank_is_known(tmp_path: Path, language: str, text: str, written: str) -> None:
    """ "Add a statistic" was said of the 9th place, which the brief holds as the earlier value."""
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - {{id: rank, label: {{{language}: "R"}}, value: 13, unit: rank, out_of: 34, period: 2026-M9, source: a,
     baseline: {{value: 9, period: 2025-M9}}}}
points: [{{id: p, statistics: [rank], text: {{{language}: "{text}"}}}}]
""",
    )
    assert [written in f.remedy for f in found if f.code == "typed-digit"] == [True]


@pytest.mark.parametrize(
    ("language", "title", "other"),
    [
        ("vi", "Phân loại rác ở 3 phường", "Phân loại rác ở 4 phường"),
        ("en", "Sorting waste in 3 wards", "Sorting waste in 4 wards"),
        ("he", "הפרדת פסולת ב־3 רובעים", "הפרדת פסולת ב־4 רובעים"),
    ],
)
def test_how_many_places_a_figure_is_told_of_may_be_typed(
    tmp_path: Path, language: str, title: str, other: str
) -> None:
    """A title over three wards says three; the remedy for another number has no word more than its name."""
    at = (("an", 5), ("bo", 6), ("cu", 7))
    places = ", ".join(f"{id}: {{name: {id.title()}, value: {value}}}" for id, value in at)
    body = f"""statistics:
  - {{id: x, label: {{{language}: L}}, value: 6, unit: percent, measure: share, period: 2026-09, source: a,
     by: {{dimension: district, values: {{{places}}}}}}}
points: [{{id: p, statistics: [x], text: {{{language}: "{{x}}."}}}}]
"""
    typed = [f for f in check_of(tmp_path, language, body, title=title) if f.code == "typed-digit"]
    assert typed == []
    typed = [f for f in check_of(tmp_path, language, body, title=other) if f.code == "typed-digit"]
    assert len(typed) == 1
    if language == "he":
        assert '"ב־4 רובעים"' in typed[0].remedy
