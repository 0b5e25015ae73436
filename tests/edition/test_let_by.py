"""Plain falsehoods are found in every language, and the true sentence beside each is let by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from briefcast.catalogue import in_language
from tests.check_fixtures import check_of

LANGUAGES = ("vi", "en", "he")
STATISTICS = """
statistics:
  - {id: cases, label: {vi: Ca cúm trong tháng, en: Flu cases in the month, he: מקרי שפעת בחודש},
     noun: {vi: ca, en: cases, he: מקרים}, gender: m, value: 412, unit: count, better: lower, period: 2026-10,
     source: a,
     series: {2026-05: 180, 2026-06: 320, 2026-07: 702, 2026-08: 655, 2026-09: 540, 2026-10: 412},
     baseline: {value: 540, period: 2026-09}}
  - {id: deaths, label: {vi: Người tử vong vì cúm, en: Flu deaths, he: מקרי מוות משפעת},
     noun: {vi: người, en: people, he: מקרי מוות}, gender: m, value: 15, unit: count, better: lower, period: 2026-M10,
     source: a, baseline: {value: 4, period: 2025-M10}}
  - {id: wait, label: {vi: Thời gian chờ khám, en: Waiting time, he: זמן ההמתנה}, value: 9, unit: duration, per: day,
     better: lower, period: 2026-M10, source: a, baseline: {value: 12, period: 2025-M10},
     target: {value: 6, by: 2026-10}}
  - {id: roofs, label: {vi: Mái nhà đã sửa, en: Roofs repaired, he: גגות שתוקנו},
     noun: {vi: mái nhà, en: roofs, he: גגות}, gender: m, value: 20, unit: count, better: higher, period: 2026-M10,
     source: a, target: {value: 50, by: 2026-10, kind: plan}}
  - {id: pipes, label: {vi: Ống đã thay, en: Pipes replaced, he: צינורות שהוחלפו}, value: 31.5, unit: km,
     better: higher,
     period: 2026-M10, source: a, target: {value: 60, by: 2026, kind: plan}, baseline: {value: 38, period: 2025-M10}}
  - {id: loss, label: {vi: Thất thoát nước, en: Water loss, he: פחת המים}, value: 11.2, unit: percent, measure: rate,
     better: lower, period: 2025, source: a, target: {value: 9, kind: ceiling}, baseline: {value: 10.4, period: 2024},
     series: {2021: 8.1, 2022: 8.4, 2023: 9.6, 2024: 10.4, 2025: 11.2}}
  - id: cover
    label: {vi: Tỷ lệ tiêm chủng, en: Vaccination coverage, he: שיעור החיסון}
    value: 88.4
    unit: percent
    measure: share
    better: higher
    period: 2026-10
    source: a
    target: {value: 95, by: 2026-10}
    baseline: {value: 90.6, period: 2025-10}
    by:
      dimension: district
      values:
        an: {name: {vi: phường An, en: An District, he: מחוז אן}, value: 96.1, baseline: {value: 95.2, period: 2025-10}}
        binh: {name: {vi: phường Bình, en: Binh District, he: מחוז בין}, value: 95.3,
               baseline: {value: 96.4, period: 2025-10}}
        chi: {name: {vi: phường Chi, en: Chi District, he: מחוז צ׳י}, value: 74.5,
              baseline: {value: 80.1, period: 2025-10}}
"""


def found_in(tmp_path: Path, language: str, texts: list[str]) -> dict[str, list[Finding]]:
    """Check a brief with a point for each text; give the errors of each text."""
    points = "".join(
        f"\n  - {{id: t{n}, text: {{{language}: {json.dumps(t, ensure_ascii=False)}}}}}" for n, t in enumerate(texts)
    )
    errors = [f for f in check_of(tmp_path, language, f"{STATISTICS}points:{points}\n") if f.severity == "error"]
    return {text: [f for f in errors if f.field.startswith(f"points[t{n}]")] for n, text in enumerate(texts)}


FALSE = {
    "vi": [
        "Tỷ lệ tiêm chủng ở phường Chi có tiến bộ: {cover.chi}.",
        "Cúm khiến {cases} người tử vong trong tháng 10.",
        "Đã thay {pipes} ống, đã cán đích kế hoạch năm.",
        "Số mái nhà đã sửa, {roofs} mái nhà, chưa được một phần ba kế hoạch.",
        "Thất thoát nước {loss}, dưới ngưỡng cho phép.",
        "Số ca cúm giảm liên tục từ tháng 6, còn {cases} ca.",
        "Số người tử vong vì cúm thấp kỷ lục: {deaths} người.",
        "Cúm làm {deaths} người tử vong, giảm so với cùng kỳ năm trước.",
        "Thời gian chờ khám kéo dài thêm, từ {wait.baseline} lên {wait}.",
        "Ca cúm tăng vọt trong tháng 10, lên {cases}.",
        "Cúm đạt đỉnh vào tháng 8 với {cases.series.2026-08} ca.",
        "Tháng 10 là tháng nặng nề nhất của đợt dịch với {cases} ca.",
        "Thất thoát nước {loss}, lần đầu tăng sau năm năm.",
        "Thất thoát nước vượt trần kể từ năm 2021, nay là {loss}.",
        "Chỉ phường An đạt mục tiêu, với {cover.an}.",
        "An là phường duy nhất đạt mục tiêu: {cover.an}.",
        "Tỷ lệ tiêm chủng tăng ở tất cả các phường; thấp nhất là phường Chi, {cover.chi}.",
        "Đã sửa {roofs} mái nhà, đúng tiến độ.",
        "Đã thay gần như toàn bộ số ống theo kế hoạch: {pipes}.",
        "Đã thay hai phần ba kế hoạch năm: {pipes}.",
        "Tỷ lệ tiêm chủng {cover}, giảm 2,2% so với tháng 10/2025.",
        "Từ đầu năm không có ai tử vong vì cúm.",
        "Đã thay {pipes} mét ống.",
        "Có {deaths} mái nhà đã hỏng.",
        "Ca tử vong tăng gấp ba, lên {deaths} người.",
    ],
    "en": [
        "The flu deaths stabilised at {deaths}.",
        "In October {cases} people died of flu.",
        "The plan has crossed the finish line: {roofs} roofs were repaired.",
        "{pipes} of pipes were replaced, yet to reach half of the plan.",
        "Water loss is {loss}, within the safe limit.",
        "Coverage fell by a third, to {cover}.",
        "Flu cases have fallen every month since June, to {cases}.",
        "Flu deaths are at a record low: {deaths} people.",
        "{cover.binh} of children in Binh are covered, the lowest of all districts.",
        "Flu killed {deaths} people, fewer than in the same period last year.",
        "The waiting time lengthened to {wait}.",
        "Flu cases jumped in October to {cases}.",
        "Flu cases peaked in August at {cases.series.2026-08}.",
        "October was the worst month of the outbreak, with {cases} cases.",
        "Water loss of {loss} is the first rise in five years.",
        "Water loss has been above the ceiling since 2021 and is now {loss}.",
        "Only An met the target, with {cover.an}.",
        "An was the only district to meet the target: {cover.an}.",
        "Coverage rose in all districts; Chi is lowest with {cover.chi}.",
        "The roofs are on schedule: {roofs} roofs are repaired.",
        "Nearly all of the year's plan is done: {pipes} of pipes.",
        "Two thirds of the year's plan is done: {pipes} of pipes.",
        "Coverage is {cover}, down 2.2% on October 2025.",
        "Nobody has died of flu this year.",
        "The city replaced {pipes} metres.",
        "There were {deaths} roofs that broke.",
        "Flu deaths tripled to {deaths}.",
    ],
    "he": [
        "מספר מקרי המוות משפעת צונח: {deaths} מקרי מוות.",
        "באוקטובר {cases} אנשים מתו משפעת.",
        "תוקנו {roofs} גגות, בדרך הנכונה אל היעד.",
        "תוקנו {roofs} גגות, טרם הגענו לשליש התוכנית.",
        "פחת המים, {loss}, מתחת לסף המותר.",
        "מספר מקרי השפעת יורד מדי חודש מאז יוני, ועמד על {cases}.",
        "במחוז בין שיעור החיסון הוא {cover.binh}, הנמוך בעיר.",
        "משפעת מתו {deaths} בני אדם, ירידה לעומת התקופה המקבילה אשתקד.",
        "זמן ההמתנה התארך ל־{wait}.",
        "מספר מקרי השפעת זינק באוקטובר ל־{cases}.",
        "השיא היה באוגוסט, עם {cases.series.2026-08} מקרים.",
        "אוקטובר היה החודש הקשה ביותר בהתפרצות, עם {cases} מקרים.",
        "לראשונה בחמש שנים עלה פחת המים, ל־{loss}.",
        "פחת המים מעל התקרה מאז 2021, וכעת הוא {loss}.",
        "רק מחוז אן עמד ביעד, עם {cover.an}.",
        "אן הוא המחוז היחיד שעמד ביעד: {cover.an}.",
        "שיעור החיסון עלה בכל המחוזות; הנמוך ביותר במחוז צ׳י, {cover.chi}.",
        "תוקנו {roofs} גגות, לפי לוח הזמנים.",
        "כמעט כל התוכנית השנתית הושלמה: {pipes} של צינורות.",
        "שני שלישים מהתוכנית השנתית הושלמו: {pipes} של צינורות.",
        "שיעור החיסון הוא {cover}, פחות ב־2.2% מבאוקטובר 2025.",
        "מתחילת השנה איש לא מת משפעת.",
        "הוחלפו {pipes} מטרים של צינורות.",
        "נרשמו {deaths} גגות שנפגעו.",
        "מספר מקרי המוות משפעת שילש את עצמו: {deaths} מקרי מוות.",
    ],
}
"""Each with all its digits right: directions, peaks, records, firsts, only, all, schedules, parts, deaths, nouns."""

TRUE = {
    "vi": [
        "Tỷ lệ tiêm chủng ở phường An có tiến bộ: {cover.an}.",
        "Trong tháng 10 có {cases} người mắc cúm; {deaths} người đã tử vong từ đầu năm.",
        "Số ca cúm giảm mạnh nhưng vẫn tăng vọt lên {cases.series.2026-07} hồi tháng 7.",
        "Tỷ lệ tiêm chủng ở 3 phường là {cover}.",
        "Thất thoát nước {loss}, trên ngưỡng cho phép.",
        "Số ca cúm giảm liên tục từ tháng 7, còn {cases} ca.",
        "Thời gian chờ khám thấp kỷ lục: {wait}.",
        "Cúm làm {deaths} người tử vong, tăng so với cùng kỳ năm trước.",
        "Thời gian chờ khám được rút ngắn, từ {wait.baseline} xuống {wait}.",
        "Ca cúm giảm trong tháng 10, còn {cases}.",
        "Cúm đạt đỉnh vào tháng 7 với {cases.series.2026-07} ca.",
        "Sau khi đạt đỉnh vào tháng 7, số ca còn {cases}.",
        "Từ tháng 5, ca cúm đã tăng lên {cases}.",
        "Thất thoát nước vượt trần kể từ năm 2023, nay là {loss}.",
        "Chỉ phường Chi chưa đạt mục tiêu, với {cover.chi}.",
        "Chi là phường duy nhất không đạt mục tiêu: {cover.chi}.",
        "Đã sửa {roofs} mái nhà, không đúng tiến độ.",
        "Đã thay hơn một nửa kế hoạch năm: {pipes}.",
        "Chi có {cover.chi}, An có {cover.an}, cách nhau hơn 20 điểm phần trăm.",
        "Nửa đầu năm ngoái là một nửa của đợt dịch, nay còn {cases} ca.",
        "Số người tử vong gần gấp 4 lần cùng kỳ: {deaths} người, so với {deaths.baseline} người.",
    ],
    "en": [
        "In October there were {cases} flu cases; {deaths} people died of flu.",
        "{cases} people caught flu who lost nobody.",
        "Coverage in the 3 districts is {cover}.",
        "Water loss is {loss}, above the safe limit.",
        "{cover.chi} were vaccinated in Chi District and {cover.an} in An District.",
        "Flu cases have fallen every month since July, to {cases}.",
        "The waiting time is at a record low: {wait}.",
        "{cover.chi} of children in Chi are covered, the lowest of all districts.",
        "{cover.binh} of children in Binh are covered, the second lowest of all districts.",
        "Flu killed {deaths} people, more than in the same period last year.",
        "The waiting time shortened to {wait}.",
        "Flu cases fell in October to {cases}.",
        "Flu cases peaked in July at {cases.series.2026-07}.",
        "After the peak in July, cases fell to {cases}.",
        "Since May, flu cases have risen to {cases}.",
        "Water loss has been above the ceiling since 2023 and is now {loss}.",
        "Only Chi did not reach the target, with {cover.chi}.",
        "Chi was the only district that did not meet the target: {cover.chi}.",
        "The roofs are not on schedule: {roofs} roofs are repaired.",
        "More than half of the year's plan is done: {pipes} of pipes.",
        "Chi has {cover.chi} and An {cover.an}, over 20 percentage points apart.",
        "In the first half of last year there were fewer than the {cases} cases of now.",
        "Deaths are nearly 4 times those of last year: {deaths} people against {deaths.baseline}.",
    ],
    "he": [
        "מספר מקרי השפעת צונח: {cases} מקרים.",
        "באוקטובר נרשמו {cases} מקרי שפעת; מתחילת השנה {deaths} מקרי מוות.",
        "שיעור החיסון ב־3 מחוזות הוא {cover}.",
        "פחת המים, {loss}, מעל לסף המותר.",
        "מספר מקרי השפעת יורד מדי חודש מאז יולי, ועמד על {cases}.",
        "שיא השפעת היה ביולי, ובאוקטובר נרשמו {cases} מקרים.",
        "במחוז צ׳י שיעור החיסון הוא {cover.chi}, הנמוך בעיר.",
        "משפעת מתו {deaths} בני אדם, עלייה לעומת התקופה המקבילה אשתקד.",
        "זמן ההמתנה התקצר ל־{wait}.",
        "מספר מקרי השפעת ירד באוקטובר ל־{cases}.",
        "השיא היה ביולי, עם {cases.series.2026-07} מקרים.",
        "אחרי שהגיעו לשיא ביולי, ירדו המקרים ל־{cases}.",
        "מאז מאי עלו מקרי השפעת ל־{cases}.",
        "פחת המים מעל התקרה מאז 2023, וכעת הוא {loss}.",
        "רק מחוז צ׳י לא הגיע ליעד, עם {cover.chi}.",
        "צ׳י הוא המחוז היחיד שלא הגיע ליעד: {cover.chi}.",
        "תוקנו {roofs} גגות, לא לפי לוח הזמנים.",
        "יותר ממחצית התוכנית השנתית הושלמה: {pipes} של צינורות.",
        "הפער בין צ׳י ({cover.chi}) לאן ({cover.an}) עולה על 20 נקודות האחוז.",
        "במחצית הראשונה של השנה שעברה היו פחות מקרים מאשר {cases} המקרים של עכשיו.",
        "מספר מקרי המוות הוא כמעט פי 4 מבתקופה המקבילה: {deaths} מקרי מוות לעומת {deaths.baseline}.",
    ],
}


@pytest.mark.parametrize(("language", "texts"), [*FALSE.items()], ids=LANGUAGES)
def test_plain_falsehoods_are_found(tmp_path: Path, language: str, texts: list[str]) -> None:
    """Who lets "down on last year" by over more deaths has told the city the contrary of its own figures."""
    assert [text for text, found in found_in(tmp_path, language, texts).items() if not found] == []


@pytest.mark.parametrize(("language", "texts"), [*TRUE.items()], ids=LANGUAGES)
def test_true_sentences_of_the_same_kind_are_let_by(tmp_path: Path, language: str, texts: list[str]) -> None:
    """A true sentence that is refused stops the release, and its author learns to write `intended`."""
    found = found_in(tmp_path, language, texts)
    assert {text: [str(f.message) for f in errors] for text, errors in found.items() if errors} == {}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Số ống thay thế đúng tiến độ: {pipes}."),
        ("en", "Pipe replacement is on track: {pipes} are in the ground."),
        ("he", "החלפת הצינורות מתקדמת לפי התוכנית: {pipes}."),
    ],
)
def test_on_track_before_its_day_is_asked_and_not_refused(tmp_path: Path, language: str, text: str) -> None:
    """Half of a plan after ten months may yet be met: an office is asked, and its release is not stopped."""
    point = f"points:\n  - {{id: t0, text: {{{language}: {json.dumps(text, ensure_ascii=False)}}}}}\n"
    found = [f for f in check_of(tmp_path, language, STATISTICS + point) if f.field.startswith("points[t0]")]
    assert [f.severity for f in found if f.code == "wrong-claim"] == ["warning"]
    assert [f for f in found if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("vi", "Phường Chi có tỷ lệ cao nhất: {cover.chi}.", "về cover.chi, 74,5"),
        ("en", "The highest coverage is that of Chi District: {cover.chi}.", "of cover.chi, 74.5"),
    ],
)
def test_a_finding_names_a_figure_as_it_is_typed(tmp_path: Path, language: str, text: str, told: str) -> None:
    """Who reads `cover-chi` in a finding looks for it in a brief that says `{cover.chi}`, in vain."""
    (found,) = found_in(tmp_path, language, [text])[text]
    assert told in in_language(found.message, language)


GROUPS = {
    "vi": [("{sorted} người dân phân loại rác.", True), ("{sorted} hộ phân loại rác.", False)],
    "en": [
        ("{sorted} of doctors sort their waste.", True),
        ("{sorted} of families sort their waste.", False),
        ("{sorted} of international households sort their waste.", True),
    ],
    "he": [("{sorted} מהתושבים ממיינים פסולת.", True), ("{sorted} ממשקי הבית ממיינים פסולת.", False)],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_is_told_of_those_it_counts(language: str, tmp_path: Path) -> None:
    """ "54.7% of residents" of so many households, "312 children" of so many patients: nobody counted those."""
    figure = """
statistics:
  - {id: sorted, label: {vi: Hộ phân loại rác, en: Households that sort, he: משקי בית שממיינים}, value: 54.7,
     unit: percent, measure: share, noun: {vi: hộ, en: households, he: משקי בית}, gender: m, period: 2026-10, source: a}
"""
    points = "".join(
        f"\n  - {{id: t{n}, text: {{{language}: {json.dumps(text, ensure_ascii=False)}}}}}"
        for n, (text, _) in enumerate(GROUPS[language])
    )
    found = check_of(tmp_path, language, f"{figure}points:{points}\n")
    asked = [
        any(f.code in ("uncounted", "wrong-claim") and f.field.startswith(f"points[t{n}]") for f in found)
        for n in range(len(GROUPS[language]))
    ]
    assert asked == [wrong for _, wrong in GROUPS[language]]
