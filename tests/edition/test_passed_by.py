"""What ordinary briefs of three offices said untruly and nobody found, and what they said truly and were refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from tests.check_fixtures import check_of

LANGUAGES = ("vi", "en", "he")
OF_WORDS = ("wrong-claim", "wrong-time", "wrong-way", "unbacked", "uncounted", "typed-digit")
"""Codes of what is said of a text's words."""
STATISTICS = """
statistics:
  - {id: cases, label: {vi: Ca sởi, en: Measles cases, he: מקרי חצבת}, noun: {vi: ca, en: cases, he: מקרים}, gender: m,
     value: 206, unit: count, better: lower, period: 2026-10, source: a,
     series: {2026-05: 51, 2026-06: 97, 2026-07: 188, 2026-08: 274, 2026-09: 243, 2026-10: 206}}
  - {id: killed, label: {vi: Người đi xe đạp thiệt mạng, en: Cyclists killed, he: רוכבי אופניים שנהרגו},
     noun: {vi: người, en: cyclists, he: רוכבי אופניים}, gender: m, value: 9, unit: count, better: lower,
     period: 2026-Q3, source: a, baseline: {value: 6, period: 2025-Q3}}
  - {id: paid, label: {vi: Vốn đã giải ngân, en: Funds paid out, he: כספים ששולמו}, value: 2614000000000,
     unit: currency, currency: VND, better: higher, period: 2026-01-01/2026-09-30, source: a,
     baseline: {value: 3105000000000, period: 2025-01-01/2025-09-30}}
  - {id: stops, label: {vi: Trạm xe buýt có mái che, en: Bus stops with a shelter, he: תחנות אוטובוס מקורות},
     noun: {vi: trạm xe buýt, en: bus stops, he: תחנות אוטובוס}, gender: f, value: 46, out_of: 69, unit: count,
     better: higher, period: 2026-09-30, source: a}
  - {id: nurseries, label: {vi: Nhà trẻ mới mở, en: Nurseries opened, he: מעונות שנפתחו},
     noun: {vi: nhà trẻ, en: nurseries, he: מעונות}, gender: m, value: 4, unit: count, better: higher, period: 2026-Q3,
     target: {value: 7, by: 2026-09}, source: a}
  - {id: hours, label: {vi: Số giờ làm việc mỗi tuần, en: Hours worked per week, he: שעות עבודה בשבוע}, value: 43.8,
     unit: duration, per: hour, period: 2026-Q3, source: a, baseline: {value: 44.7, period: 2025-Q3}}
  - {id: temporary, label: {vi: Lao động thời vụ, en: Temporary workers, he: עובדים זמניים}, value: 31.4, unit: percent,
     measure: share, noun: {vi: lao động, en: workers, he: עובדים}, gender: m, better: lower, period: 2026-Q3,
     source: a}
  - {id: jobless, label: {vi: Tỷ lệ thất nghiệp, en: Unemployment rate, he: שיעור האבטלה}, value: 2.63, unit: percent,
     measure: level, better: lower, period: 2026-Q3, source: a, baseline: {value: 2.58, period: 2025-Q3},
     series: {2025-Q4: 2.55, 2026-Q1: 2.49, 2026-Q2: 2.57, 2026-Q3: 2.63}}
  - id: rate
    label: {vi: Ca sởi trên 100.000 dân, en: "Measles cases per 100,000 people", he: "מקרי חצבת ל־100,000 תושבים"}
    value: 88.2
    unit: per-100000
    better: lower
    period: 2026-M10
    source: a
    by:
      dimension: district
      values:
        an: {name: {vi: An Phú, en: An Phu, he: אן פו}, value: 61.4}
        binh: {name: {vi: Bình Hòa, en: Binh Hoa, he: בין הואה}, value: 142.9}
        chau: {name: {vi: Châu Đốc, en: Chau Doc, he: צ׳או דוק}, value: 79.3}
  - id: staff
    label: {vi: Lao động theo ngành, en: Workers by sector, he: מועסקים לפי ענף}
    noun: {vi: người, en: people, he: מועסקים}
    gender: m
    value: 90000
    unit: count
    period: 2026-Q3
    source: a
    by:
      dimension: sector
      parts: true
      values:
        farms: {name: {vi: Nông nghiệp, en: Farming, he: חקלאות}, value: 21000}
        works: {name: {vi: Công nghiệp và xây dựng, en: Industry and building, he: תעשייה ובנייה}, value: 30000}
        trade: {name: {vi: Thương mại, en: Trade, he: מסחר}, value: 39000}
"""

FALSE = {
    "vi": [
        "Từ đỉnh tháng 8, số ca sởi tăng lên {cases} ca.",
        "Từ tháng 8, số ca sởi tăng lên {cases} ca.",
        "Đường phố an toàn hơn với người đi xe đạp: {killed} người thiệt mạng.",
        "Giải ngân tăng tốc, đạt {paid}.",
        "Quý II, tỉnh giải ngân {paid}.",
        "Tất cả trạm xe buýt đã có mái che, tổng cộng {stops} trạm xe buýt.",
        "Người lao động làm trung bình {hours} mỗi ngày.",
        "Mỗi tháng, người lao động làm {hours}.",
        "{temporary} dân số làm việc thời vụ.",
        "Gói hỗ trợ đã kéo tỷ lệ thất nghiệp xuống {jobless}.",
        "An Phú chịu ảnh hưởng nặng nhất, ghi nhận {rate.binh} ca trên 100.000 dân.",
        "Công nghiệp và xây dựng có nhiều lao động hơn thương mại: {staff.works} người.",
        "Thương mại có ít lao động hơn nông nghiệp: {staff.trade} người.",
        "Quý III không có người đi xe đạp thiệt mạng; số liệu là {killed} người.",
        "Từ tháng 5, số ca sởi giảm còn {cases} ca.",
        "Phần lớn trong {staff} người làm trong ngành thương mại.",
        "Mở được {nurseries} nhà trẻ, theo kế hoạch năm 2025.",
    ],
    "en": [
        "Measles cases have climbed since the August peak, to {cases}.",
        "Since August, measles cases have risen to {cases}.",
        "The city's streets are safer for cyclists, with {killed} killed.",
        "Payments have picked up pace: {paid} of funds went out.",
        "In the second quarter {paid} of funds was paid out.",
        "All the city's bus stops have a shelter, a total of {stops}.",
        "Workers put in {hours} a day on average.",
        "Every month workers put in {hours}.",
        "{temporary} of the population hold temporary jobs.",
        "The wage subsidies have cut unemployment to {jobless}.",
        "An Phu suffered most, recording {rate.binh} cases per 100,000 people.",
        "Industry and building employ more people than trade: {staff.works} people.",
        "Trade has fewer people than farming, {staff.trade} in all.",
        "No cyclists were killed: the figure is {killed}.",
        "Since May, measles cases have fallen to {cases}.",
        "Most of the {staff} people work in trade.",
        "Unemployment rose to {jobless}, driven by the closing of two plants.",
        "{nurseries} nurseries opened; the 2025 plan was for more.",
        "An Phu was hit hardest: {rate.an} cases per 100,000 people.",
    ],
    "he": [
        "מאז השיא באוגוסט עלה מספר מקרי החצבת ל־{cases}.",
        "מאז אוגוסט עלו מקרי החצבת ל־{cases}.",
        "הרחובות בטוחים יותר: {killed} רוכבי אופניים נהרגו.",
        "קצב התשלומים האיץ: {paid} שולמו.",
        "ברבעון השני שולמו {paid}.",
        "כל תחנות האוטובוס מקורות, בסך הכול {stops} תחנות אוטובוס.",
        "עובד עבד {hours} ביום.",
        "בכל חודש עובדים {hours} בממוצע.",
        "{temporary} מהאוכלוסייה במשרות זמניות.",
        "התוכנית החדשה הורידה את שיעור האבטלה ל־{jobless}.",
        "אן פו נפגעה יותר מכולן, עם {rate.binh} מקרי חצבת ל־100,000 תושבים.",
        "התעשייה והבנייה מעסיקות יותר עובדים מהמסחר: {staff.works} מועסקים.",
        "במסחר פחות מועסקים מאשר בחקלאות: {staff.trade} מועסקים.",
        "אף רוכב אופניים לא נהרג ברבעון: {killed} רוכבי אופניים.",
        "מאז מאי ירד מספר מקרי החצבת ל־{cases}.",
        "רוב {staff} המועסקים עובדים במסחר.",
        "נפתחו {nurseries} מעונות, לפי היעד לשנת 2025.",
    ],
}
TRUE = {
    "vi": [
        "Mở được {nurseries} nhà trẻ, chưa đạt kế hoạch năm 2026.",
        "Trong {staff} người, thương mại có nhiều lao động nhất.",
        "Từ đỉnh tháng 8, số ca sởi giảm còn {cases} ca.",
        "Tháng 10 có {cases} ca sởi, thấp hơn đỉnh tháng 8 nhưng gấp bốn lần tháng 5.",
        "Tháng 10 ghi nhận {cases} ca sởi, bằng ba phần tư đỉnh tháng 8.",
        "Số ca sởi giảm tháng thứ hai liên tiếp, còn {cases} ca.",
        "Khoảng hai phần ba trạm xe buýt ({stops} trạm xe buýt) đã có mái che.",
        "Hai phần ba trạm xe buýt, {stops} trạm xe buýt, đã có mái che.",
        "Chưa phải tất cả trạm xe buýt đã có mái che: mới có {stops} trạm xe buýt.",
        "Đến hết quý III, tỉnh giải ngân {paid}.",
        "Người lao động làm {hours} mỗi tuần, tức chưa đến 9 giờ một ngày.",
        "Tỷ lệ thất nghiệp tăng từ mức thấp {jobless.series.2026-Q1} trong quý I lên {jobless}.",
        "Bình Hòa chịu ảnh hưởng nặng nhất, ghi nhận {rate.binh} ca trên 100.000 dân.",
        "Nơi nặng nhất gấp đôi An Phú: {rate.binh} ca trên 100.000 dân.",
        "Công nghiệp và xây dựng có ít lao động hơn thương mại: {staff.works} người.",
        "Quý III có {killed} người đi xe đạp thiệt mạng.",
        "Tỷ lệ thất nghiệp là {jobless}; gói hỗ trợ tiếp tục đến hết năm.",
        "Ít người làm nông nghiệp hơn thương mại: {staff.farms} người.",
        "Số ca sởi tăng vọt lên {cases.series.2026-08} ca hồi tháng 8, nay là {cases} ca.",
        "Tỉnh cam kết tăng tốc giải ngân: đến nay mới đạt {paid}.",
    ],
    "en": [
        "Most of the {staff} people do not work in trade.",
        "{nurseries} nurseries opened; the 2026 plan was for more.",
        "Binh Hoa was hit hardest: {rate.binh} cases per 100,000 people.",
        "Since the August peak of {cases.series.2026-08}, measles cases have come down to {cases}.",
        "Since August, measles cases have fallen to {cases}.",
        "After the record high of August, {cases} measles cases were reported in October.",
        "Measles cases fell for the second month in a row, to {cases}.",
        "Not all bus stops have a shelter: {stops} bus stops do.",
        "Four of the seven planned nurseries opened: {nurseries} nurseries.",
        "By the end of the third quarter, {paid} of funds had been paid out.",
        "Workers put in {hours} a week on average.",
        "Unemployment rose to {jobless} from a low of {jobless.series.2026-Q1} in the first quarter.",
        "Binh Hoa suffered most, recording {rate.binh} cases per 100,000 people.",
        "The worst district has over twice the rate of An Phu: {rate.binh} cases per 100,000 people.",
        "Trade employs more people than industry and building: {staff.trade} people.",
        "In the quarter {killed} cyclists were killed.",
        "Unemployment is {jobless}; the wage subsidies end this year.",
        "Fewer people work in farming than in trade: {staff.farms} people.",
        "Measles cases rose to {cases.series.2026-08} in August and have since dropped to {cases}.",
        "The province promises to speed up: {paid} of funds have been paid out.",
    ],
    "he": [
        "נפתחו {nurseries} מעונות, פחות מהיעד לשנת 2026.",
        "מאז השיא באוגוסט ירד מספר מקרי החצבת ל־{cases}.",
        "מאז אוגוסט ירדו מקרי החצבת ל־{cases}.",
        "באוקטובר ירד מספר מקרי החצבת ל־{cases}, החודש השני ברציפות.",
        "לא כל תחנות האוטובוס מקורות: {stops} תחנות אוטובוס כבר מקורות.",
        "עד סוף הרבעון השלישי שולמו {paid}.",
        "עובד עבד {hours} בשבוע, פחות מתשע שעות ביום.",
        "מאז הרבעון הראשון עלה שיעור האבטלה ל־{jobless}.",
        "שיעור האבטלה עלה ל־{jobless} מהשפל של {jobless.series.2026-Q1} ברבעון הראשון.",
        "בין הואה נפגעה יותר מכולן, עם {rate.binh} מקרי חצבת ל־100,000 תושבים.",
        "במחוז הקשה ביותר השיעור כפול מאשר באן פו: {rate.binh} מקרי חצבת ל־100,000 תושבים.",
        "המסחר מעסיק יותר עובדים מהתעשייה והבנייה: {staff.trade} מועסקים.",
        "ברבעון נהרגו {killed} רוכבי אופניים.",
        "שיעור האבטלה הוא {jobless}, והתוכנית נמשכת.",
        "פחות אנשים עובדים בחקלאות מאשר במסחר: {staff.farms} מועסקים.",
        "מקרי החצבת עלו ל־{cases.series.2026-08} באוגוסט ומאז ירדו ל־{cases}.",
        "המחוז מבטיח להאיץ: {paid} שולמו.",
    ],
}


def found_in(tmp_path: Path, language: str, texts: list[str]) -> dict[str, list[Finding]]:
    """Check a brief with a point for each text; give what is refused of each or asked about it."""
    points = "".join(
        f"\n  - {{id: t{n}, text: {{{language}: {json.dumps(t, ensure_ascii=False)}}}}}" for n, t in enumerate(texts)
    )
    found = [f for f in check_of(tmp_path, language, f"{STATISTICS}points:{points}\n") if f.code in OF_WORDS]
    return {text: [f for f in found if f.field.startswith(f"points[t{n}]")] for n, text in enumerate(texts)}


@pytest.mark.parametrize(("language", "texts"), [*FALSE.items()], ids=LANGUAGES)
def test_what_was_passed_by_is_found(tmp_path: Path, language: str, texts: list[str]) -> None:
    """Hours of a week told as those of a day, or one district's rate as another's, go out under the office's name."""
    assert [text for text, found in found_in(tmp_path, language, texts).items() if not found] == []


@pytest.mark.parametrize(("language", "texts"), [*TRUE.items()], ids=LANGUAGES)
def test_what_was_refused_is_let_by(tmp_path: Path, language: str, texts: list[str]) -> None:
    """ "Down from the August peak" is true, and an office that is told it is not trusts no finding any more."""
    found = found_in(tmp_path, language, texts)
    assert {text: [str(f.message) for f in every] for text, every in found.items() if every} == {}


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("vi", "Gọi đường dây 106 để báo sự cố.", False),
        ("vi", "Xây xong đường dây 220 kV.", True),
        ("vi", "Cứ 100 việc làm thì có {cases} chỗ trống.", False),
        ("he", "על כל 100 משרות היו {cases} משרות פנויות.", False),
        ("he", "נוספו 100 משרות.", True),
    ],
)
def test_a_hotline_and_what_a_rate_is_of_are_no_figures(tmp_path: Path, language: str, text: str, wrong: bool) -> None:
    points = f'points: [{{id: p, statistics: [cases], headline: {{{language}: X}}, text: {{{language}: "{text}"}}}}]'
    codes = {f.code for f in check_of(tmp_path, language, f"{STATISTICS}{points}") if f.field.startswith("points[p]")}
    assert ("typed-digit" in codes) == wrong


def test_a_surplus_is_no_deficit_and_a_place_is_called_as_it_was_typed(tmp_path: Path) -> None:
    """A writer who typed {rate.an} looked for {rate-an}, which stands nowhere in the brief."""
    more = """
  - {id: gap, label: {en: Deficit of the budget}, value: 6200000, unit: currency, currency: ILS, period: 2025,
     source: a}
points:
  - {id: p, statistics: [gap], headline: {en: The year}, text: {en: "The year closed with a surplus of {gap}."}}
  - {id: q, statistics: [rate], headline: {en: "Southern towns reach {rate.an}"}, text: {en: "Children had {rate.an}."}}
"""
    found = check_of(tmp_path, "en", f"{STATISTICS}{more}")
    assert any(f.code == "wrong-claim" and "surplus" in str(f.message) for f in found)
    leaning = [str(f.remedy) for f in found if f.code == "needs-headline"]
    assert leaning
    assert "{rate.an}" in leaning[0]


def test_what_is_said_of_many_is_asked_about_beside_a_single_one(tmp_path: Path) -> None:
    """ "פרויקט אחד זרים": the noun was put right, and its adjective was not."""
    body = """
statistics:
  - {id: one, label: {he: פרויקטים חדשים}, noun: {he: פרויקטים}, singular: {he: פרויקט}, gender: m, value: 1,
     unit: count, period: 2026-Q3, source: a}
points:
  - {id: p, statistics: [one], headline: {he: השקעות}, text: {he: "המחוז אישר {one} פרויקטים TEXT בהיקף גדול."}}
"""
    for word, wrong in (("זרים", True), ("בתחבורה", False)):
        codes = {f.code for f in check_of(tmp_path, "he", body.replace("TEXT", word))}
        assert ("one-as-many" in codes) == wrong
