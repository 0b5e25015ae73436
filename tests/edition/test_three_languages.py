"""What is caught in one language is caught in each: a brief is read in all of them, and often checked in one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from _pytest.mark import ParameterSet

from tests.check_fixtures import check_of

CODES = {"wrong-claim", "wrong-time", "wrong-way", "wrong-date", "event-order", "contradiction"}

FIGURES = {
    "samples": """label: {vi: Mẫu nước đạt quy chuẩn, en: Water samples up to standard, he: דגימות מים תקינות},
      noun: {vi: mẫu nước, en: samples, he: דגימות}, gender: f, unit: count, value: 126, out_of: 128,
      period: 2026-Q3""",
    "families": """label: {vi: Hộ nghèo được sửa nhà, en: Poor households with repaired homes, he: משפחות שקיבלו הנחה},
      noun: {vi: hộ nghèo, en: poor households, he: משפחות}, gender: f, unit: count, value: 2304, out_of: 3050,
      period: 2026-09-30""",
    "budget": """label: {vi: Thu ngân sách nhà nước, en: Budget revenue, he: הכנסות התקציב},
      unit: currency, currency: USD, value: 787, period: 2026-M9, better: higher,
      target: {value: 1000, by: 2026, kind: budget}""",
    "holes": """label: {vi: Ổ gà đã vá, en: Potholes mended, he: בורות שתוקנו},
      noun: {vi: ổ gà, en: potholes, he: בורות},
      gender: m, unit: count, value: 1873, period: 2026-Q3, better: higher, target: {value: 2400, by: 2026-Q3},
      baseline: {value: 1512, period: 2025-Q3}""",
    "loss": """label: {vi: Tỷ lệ thất thoát nước, en: Water lost from the pipes, he: פחת מים}, unit: percent,
      measure: share, value: 11.8, period: 2026-Q3, better: lower, target: {value: 9, by: 2026},
      baseline: {value: 10.6, period: 2025-Q3}""",
    "insured": """label: {vi: Người có thẻ bảo hiểm, en: People insured, he: מבוטחים}, unit: percent, measure: share,
      value: 95.4, period: 2026-Q3, better: higher, target: {value: 95, by: 2026-Q3}""",
    "growth": """label: {vi: Tăng trưởng GRDP, en: GRDP growth, he: צמיחת הכלכלה}, unit: percent, measure: growth,
      value: 8.12, period: 2026-M9, better: higher, baseline: {value: 7.46, period: 2025-M9}""",
    "days": """label: {vi: Thời gian giải quyết, en: Time to close a request, he: זמן הטיפול בפנייה}, unit: duration,
      per: day, value: 6.5, period: 2026-Q3, better: lower, baseline: {value: 9, period: 2025-Q3}""",
    "fewer": """label: {vi: Tỷ lệ thất nghiệp, en: Unemployment rate, he: שיעור האבטלה}, unit: percent, measure: level,
      value: 4.1, period: 2026-Q3, better: lower, baseline: {value: 4.9, period: 2025-Q3}""",
    "record": """label: {vi: Tăng trưởng GRDP, en: GRDP growth, he: צמיחת הכלכלה}, unit: percent, measure: growth,
      value: 8.12, period: 2026, better: higher, series: {2022: 9.05, 2024: 6.93, 2025: 7.46, 2026: 8.12}""",
    "places": """label: {vi: Tỷ lệ giải ngân, en: Disbursed, he: שיעור ביצוע}, unit: percent, measure: share,
      value: 46.8, period: 2026-M9, better: higher, target: {value: 60, by: 2026-M9, kind: plan},
      by: {dimension: commune, values: {
        a: {name: {vi: Phường Tân Phú, en: Tan Phu, he: טאן פו}, value: 71.4},
        b: {name: {vi: Xã Hòa Lợi, en: Hoa Loi, he: הואה לוי}, value: 63.9},
        c: {name: {vi: Xã Thạnh Bình, en: Thanh Binh, he: טאן בין}, value: 44},
        d: {name: {vi: Xã Long Khê, en: Long Khe, he: לונג קה}, value: 35.7},
        e: {name: {vi: Phường Bắc Ái, en: Bac Ai, he: באק איי}, value: 22.6}}}""",
    "spent": """label: {vi: Tỷ lệ giải ngân, en: Investment disbursed, he: שיעור ביצוע ההשקעות}, unit: percent,
      measure: share, value: 46.8, period: 2026-M9, better: higher""",
    "half": """label: {vi: Tỷ lệ giải ngân, en: Investment disbursed, he: שיעור ביצוע ההשקעות}, unit: percent,
      measure: share, value: 26.8, period: 2026-H1, better: higher""",
}


class Row(NamedTuple):
    """One meaning about one figure: in each language a sentence that is wrong, and one that is right."""

    meaning: str
    figure: str
    sentences: dict[str, tuple[str, str]]
    kind: Literal["text", "headline"] = "text"


PARTS = [
    Row("all of those that are", "samples", {
        "vi": ("Cả {x} mẫu nước đã lấy đều đạt quy chuẩn.", "Đã lấy tất cả {x.out_of} mẫu nước tại vòi; {x} mẫu đạt."),
        "en": ("All {x} samples are up to standard.", "All {x.out_of} samples were taken at the tap."),
        "he": ("כל {x} הדגימות שנלקחו נמצאו תקינות.", "כל {x.out_of} הדגימות נלקחו מהברז."),
    }),
    Row("all of the whole", "samples", {
        "vi": ("Tất cả {x.out_of} mẫu nước lấy tại vòi đạt quy chuẩn.", "{x.whole} mẫu nước đạt quy chuẩn."),
        "en": ("All {x.out_of} samples are up to standard.", "{x.whole} samples are up to standard."),
        "he": ("כל {x.out_of} הדגימות שנלקחו נמצאו תקינות.", "{x.whole} דגימות נמצאו תקינות."),
    }),
    Row("all, headline", "samples", {
        "vi": ("Mọi mẫu nước đều đạt quy chuẩn", "Mọi mẫu nước được lấy tại vòi"),
        "en": ("All water samples are up to standard", "Not all water samples are up to standard"),
        "he": ("כל הדגימות נמצאו תקינות", "כל הדגימות נלקחו מהברז"),
    }, "headline"),
    Row("none, headline", "samples", {
        "vi": ("Không mẫu nước nào đạt quy chuẩn", "Không mẫu nước nào vượt quy chuẩn"),
        "en": ("None of the water samples is up to standard", "No samples fail the standard"),
        "he": ("אף אחת מדגימות המים אינה תקינה", "אף דגימה לא הכילה חיידקים"),
    }, "headline"),
    Row("all before it", "families", {
        "vi": ("Toàn bộ hộ nghèo, {x} hộ, đã được sửa nhà.", "{x.whole} hộ nghèo đã được sửa nhà."),
        "en": ("All poor households, {x} of them, have had their homes repaired.", "{x.whole} poor households have."),
        "he": ("כל המשפחות, {x} משפחות, קיבלו הנחה.", "{x.whole} משפחות קיבלו הנחה."),
    }),
    Row("half", "families", {
        "vi": ("{x} hộ nghèo, chưa tới một nửa số hộ nghèo, đã có nhà mới.", "{x} hộ nghèo, hơn một nửa, có nhà mới."),
        "en": (
            "{x} poor households, fewer than half of those eligible, have new homes.",
            "{x} poor households, more than half of those eligible, have new homes.",
        ),
        "he": ("{x} משפחות, פחות ממחצית הזכאיות, כבר קיבלו.", "{x} משפחות, יותר ממחצית הזכאיות, כבר קיבלו."),
    }),
    Row("third", "families", {
        "vi": ("{x} hộ nghèo, một phần ba tổng số hộ, đã được sửa nhà.", "{x} hộ nghèo, ba phần tư tổng số hộ, đã có."),
        "en": (
            "{x} poor households, a third of those eligible, already have it.",
            "{x} poor households, three quarters of those eligible, already have it.",
        ),
        "he": ("{x} משפחות, שליש מהזכאיות, כבר קיבלו.", "{x} משפחות, שלושה רבעים מהזכאיות, כבר קיבלו."),
    }),
    Row("only a quarter", "families", {
        "vi": ("Chỉ một phần tư, {x} hộ nghèo, đã được sửa nhà.", "Ba phần tư, {x} hộ nghèo, đã được sửa nhà."),
        "en": (
            "Only a quarter of those eligible, {x} poor households, already have it.",
            "Three quarters of those eligible, {x} poor households, already have it.",
        ),
        "he": ("רק רבע מהזכאיות, {x} משפחות, כבר קיבלו.", "שלושה רבעים מהזכאיות, {x} משפחות, כבר קיבלו."),
    }),
    Row("a part of it that is another's", "families", {
        "vi": ("{x} hộ nghèo, một nửa, có nhà mới.", "{x} hộ nghèo, một nửa số đó ở vùng cao, có nhà mới."),
        "en": ("{x} poor households, half of all eligible, do.", "{x} poor households, half of them old, do."),
        "he": ("{x} משפחות, מחצית הזכאיות, כבר קיבלו.", "{x} משפחות, מחציתן חד־הוריות, כבר קיבלו."),
    }),
    Row("most", "spent", {
        "vi": ("Phần lớn vốn đầu tư công, {x}, đã giải ngân.", "Gần một nửa vốn đầu tư công, {x}, đã giải ngân."),
        "en": ("Most of the investment, {x}, is disbursed.", "Almost half of the investment, {x}, is disbursed."),
        "he": ("רוב ההשקעות, {x}, בוצעו.", "כמעט מחצית ההשקעות, {x}, בוצעו."),
    }),
    Row("more than half, colon", "spent", {
        "vi": ("Giải ngân hơn một nửa: {x}", "Giải ngân gần một nửa: {x}"),
        "en": ("Disbursed, more than half: {x}", "First half: {x}"),
        "he": ("בוצעו יותר ממחצית: {x}", "בוצעו כמעט מחצית: {x}"),
    }, "headline"),
    Row("a part of the budget", "budget", {
        "vi": ("Thu ngân sách đạt {x}, hơn bốn phần năm dự toán.", "Thu ngân sách đạt {x}, gần bốn phần năm dự toán."),
        "en": ("Revenue is {x}, more than four fifths of the budget.", "Revenue is {x}, over half of the budget."),
        "he": ("ההכנסות הגיעו ל־{x}, יותר מארבע חמישיות התקציב.", "ההכנסות הגיעו ל־{x}, כמעט ארבע חמישיות מהתקציב."),
    }),
]  # fmt: skip

AIMS = [
    Row("met, said behind", "holes", {
        "vi": ("Thành phố vá {x} ổ gà, mục tiêu đã đạt.", "Thành phố vá {x} ổ gà, chưa đạt mục tiêu."),
        "en": (
            "The city mended {x} potholes, and the target is met.",
            "The city mended {x} potholes, short of target.",
        ),
        "he": ("העירייה תיקנה {x} בורות, והיעד הושג.", "העירייה תיקנה {x} בורות, והיעד לא הושג."),
    }),
    Row("met, we", "loss", {
        "vi": ("Thất thoát nước là {x}, đạt mục tiêu.", "Thất thoát nước là {x}, chưa đạt mục tiêu."),
        "en": ("Water loss is at {x}, on target.", "Water loss is at {x}, not on target."),
        "he": ("פחת המים עומד על {x}, עמדנו ביעד.", "פחת המים עומד על {x}, לא עמדנו ביעד."),
    }),
    Row("met, with its figure", "loss", {
        "vi": (
            "Tỷ lệ là {x}, mục tiêu năm 2026, {x.target}, đã đạt.",
            "Tỷ lệ là {x}, mục tiêu năm 2026 là {x.target}.",
        ),
        "en": (
            "It was {x}, and the target for 2026, {x.target}, was reached.",
            "It was {x}, the target is {x.target}.",
        ),
        "he": ("הפחת היה {x}, והיעד לשנת 2026, {x.target}, הושג.", "הפחת היה {x}, והיעד לשנת 2026 הוא {x.target}."),
    }),
    Row("reached, we", "holes", {
        "vi": ("Đã vá {x} ổ gà, hoàn thành kế hoạch.", "Đã vá {x} ổ gà, phấn đấu hoàn thành kế hoạch."),
        "en": (
            "{x} potholes are mended, reaching the target.",
            "{x} potholes are mended, not yet reaching the target.",
        ),
        "he": ("תוקנו {x} בורות, הגענו ליעד.", "תוקנו {x} בורות, טרם הגענו ליעד."),
    }),
    Row("more than planned", "holes", {
        "vi": ("Thành phố vá {x} ổ gà, nhiều hơn dự kiến.", "Thành phố dự kiến vá 2.400 ổ gà, đã vá {x} ổ gà."),
        "en": ("The city mended {x} potholes, more than planned.", "The city mended {x} of the planned potholes."),
        "he": ("העירייה תיקנה {x} בורות, יותר מהמתוכנן.", "העירייה תיקנה {x} בורות, פחות מהמתוכנן."),
    }),
    Row("past the target", "holes", {
        "vi": ("Đã vá {x} ổ gà, vượt mục tiêu.", "Đã vá {x} ổ gà, thấp hơn mục tiêu."),
        "en": ("{x} potholes are mended, above target.", "{x} potholes are mended, below target."),
        "he": ("תוקנו {x} בורות, מעל היעד.", "תוקנו {x} בורות, מתחת ליעד."),
    }),
    Row("missed", "insured", {
        "vi": ("{x} người dân có thẻ, chưa đạt mục tiêu.", "{x} người dân có thẻ, vượt mục tiêu."),
        "en": ("{x} of people are insured, missing the target.", "{x} of people are insured, past the target."),
        "he": ("{x} מהתושבים מבוטחים, לא עמדנו ביעד.", "{x} מהתושבים מבוטחים, עמדנו ביעד."),
    }),
    Row("below", "insured", {
        "vi": ("{x} người dân có thẻ, thấp hơn mục tiêu.", "{x} người dân có thẻ, cao hơn mục tiêu."),
        "en": ("{x} of people are insured, below target.", "{x} of people are insured, above target."),
        "he": ("{x} מהתושבים מבוטחים, מתחת ליעד.", "{x} מהתושבים מבוטחים, מעל היעד."),
    }),
    Row("over the budget", "budget", {
        "vi": ("Thu ngân sách đạt {x}, vượt thu so với dự toán.", "Thu ngân sách đạt {x}, {x.gap}."),
        "en": ("Revenue is {x}, a surplus over the budget.", "Revenue is {x}, {x.gap}."),
        "he": ("ההכנסות הגיעו ל־{x}, מעל התקציב.", "ההכנסות הגיעו ל־{x}, מתחת לתקציב."),
    }),
    Row("closer to it", "loss", {
        "vi": ("Thất thoát tiến gần mục tiêu: {x}", "Thất thoát xa mục tiêu: {x}"),
        "en": ("Water loss draws closer to target: {x}", "Water loss moves away from target: {x}"),
        "he": ("פחת המים התקרב ליעד: {x}", "פחת המים התרחק מהיעד: {x}"),
    }, "headline"),
]  # fmt: skip

PACE = [
    Row("slower than last year", "growth", {
        "vi": ("Kinh tế tăng {x}, chậm lại so với năm trước.", "Kinh tế tăng {x}, nhanh hơn năm trước."),
        "en": ("The economy grew {x}, slower than last year.", "The economy grew {x}, faster than last year."),
        "he": ("הכלכלה צמחה ב־{x}, לאט יותר מאשתקד.", "הכלכלה צמחה ב־{x}, מהר יותר מאשתקד."),
    }),
    Row("slowed", "growth", {
        "vi": ("Tăng trưởng chậm lại: {x}", "Tăng trưởng chậm hơn cả nước: {x}"),
        "en": ("Growth slows: {x}", "Growth is slower than in the country: {x}"),
        "he": ("הצמיחה האטה: {x}", "הצמיחה איטית יותר מבשאר הארץ: {x}"),
    }, "headline"),
    Row("takes longer", "days", {
        "vi": ("Giải quyết chậm hơn", "Giải quyết nhanh hơn"),
        "en": ("Requests take longer", "Requests are closed sooner"),
        "he": ("המוקד מטפל לאט יותר", "המוקד מטפל מהר יותר"),
    }, "headline"),
]  # fmt: skip

DAYS = [
    Row("a day that is none", "days", {
        "vi": ("Nộp trước ngày 31/11/2026: {x}.", "Nộp trước ngày 30/11/2026, số 31/11: {x}."),
        "en": ("Send it by November 31, 2026: {x}.", "Send it by November 30, 2026: {x}."),
        "he": ("שולחים עד 31 בנובמבר 2026: {x}.", "שולחים עד 30 בנובמבר 2026: {x}."),
    }),
    Row("a day of a short month", "days", {
        "vi": ("Nộp trước ngày 29 tháng 2 năm 2027: {x}.", "Nộp trước ngày 29 tháng 2 năm 2028: {x}."),
        "en": ("Send it by 29 February 2027: {x}.", "Send it by 29 February 2028: {x}."),
        "he": ("שולחים עד 29 בפברואר 2027: {x}.", "שולחים עד 29 בפברואר 2028: {x}."),
    }),
    Row("hours backward", "days", {
        "vi": ("Mời dự từ 20:00–18:00: {x}.", "Mời dự từ 18:00–20:00: {x}."),
        "en": ("Come at 20:00–18:00: {x}.", "Come at 18:00–20:00: {x}."),
        "he": ("בואו בשעות 20:00–18:00: {x}.", "בואו בשעות 18:00–20:00: {x}."),
    }),
]  # fmt: skip

TIMES = [
    Row("previous quarter", "days", {
        "vi": ("Mất {x}, so với {x.baseline} quý trước.", "Mất {x}, so với {x.baseline} cùng kỳ năm trước."),
        "en": (
            "It takes {x}, against {x.baseline} in the previous quarter.",
            "It takes {x}, against {x.baseline} in the same quarter last year.",
        ),
        "he": ("זה לוקח {x}, לעומת {x.baseline} ברבעון הקודם.", "זה לוקח {x}, לעומת {x.baseline} ברבעון המקביל אשתקד."),
    }),
    Row("previous month", "holes", {
        "vi": ("Đã vá {x} ổ gà, {x.growth} so với tháng trước.", "Đã vá {x} ổ gà, {x.growth} so với năm trước."),
        "en": ("{x} potholes are mended, {x.growth} on the previous month.", "{x} potholes, {x.growth} on last year."),
        "he": ("תוקנו {x} בורות, {x.growth} לעומת החודש הקודם.", "תוקנו {x} בורות, {x.growth} לעומת אשתקד."),
    }),
    Row("a month whose year is not said", "growth", {
        "vi": (
            "Kinh tế tăng {x}, {x.change} so với tháng 8.",
            "Kinh tế tăng {x}, {x.change} so với tháng 1 đến tháng 9/2025.",
        ),
        "en": (
            "The economy grew {x}, {x.change} on August.",
            "The economy grew {x}, {x.change} on January to September 2025.",
        ),
        "he": (
            "הכלכלה צמחה ב־{x}, {x.change} לעומת אוגוסט.",
            "הכלכלה צמחה ב־{x}, {x.change} לעומת ינואר עד ספטמבר 2025.",
        ),
    }),
    Row("until the end of a month", "spent", {
        "vi": ("Hết tháng 8, tỉnh giải ngân {x}.", "Hết tháng 9, tỉnh giải ngân {x}."),
        "en": ("By the end of August {x} was disbursed.", "By the end of September {x} was disbursed."),
        "he": ("עד סוף אוגוסט בוצעו {x}.", "עד סוף ספטמבר בוצעו {x}."),
    }),
    Row("so many months", "growth", {
        "vi": ("Tổng sản phẩm 8 tháng ước tăng {x}.", "Tổng sản phẩm 9 tháng ước tăng {x}."),
        "en": ("Output grew by {x} in eight months.", "Output grew by {x} in nine months."),
        "he": ("התוצר צמח ב־{x} בשמונה חודשים.", "התוצר צמח ב־{x} בתשעה חודשים."),
    }),
    Row("the first months", "spent", {
        "vi": ("Trong tám tháng đầu năm, {x} đã giải ngân.", "Trong chín tháng đầu năm, {x} đã giải ngân."),
        "en": ("In the first eight months {x} was disbursed.", "In the first nine months {x} was disbursed."),
        "he": ("בשמונת החודשים הראשונים בוצעו {x}.", "בתשעת החודשים הראשונים בוצעו {x}."),
    }),
    Row("one quarter of nine months", "spent", {
        "vi": ("Quý III, tỉnh giải ngân {x}.", "Chín tháng, tỉnh giải ngân {x}."),
        "en": ("In the third quarter {x} was disbursed.", "In nine months {x} was disbursed."),
        "he": ("ברבעון השלישי בוצעו {x}.", "בתשעה חודשים בוצעו {x}."),
    }),
    Row("half of last year's", "days", {
        "vi": ("Mất {x}, bằng một nửa thời gian năm trước.", "Mất {x}, chưa bằng thời gian năm trước."),
        "en": ("It takes {x}, half as long as last year.", "It takes {x}, less than last year."),
        "he": ("זה לוקח {x}, מחצית מהזמן אשתקד.", "זה לוקח {x}, פחות מהזמן אשתקד."),
    }),
    Row("twice last year's", "holes", {
        "vi": ("Thành phố vá {x} ổ gà, gấp đôi năm trước.", "Thành phố vá {x} ổ gà, hơn năm trước."),
        "en": (
            "The city mended {x} potholes, twice last year’s number.",
            "The city mended {x} potholes, more than then.",
        ),
        "he": ("העירייה תיקנה {x} בורות, כפול מאשתקד.", "העירייה תיקנה {x} בורות, יותר מאשתקד."),
    }),
    Row("three times last year's", "holes", {
        "vi": ("Thành phố vá {x} ổ gà, gấp ba năm trước.", "Thành phố vá {x} ổ gà, hơn năm trước."),
        "en": ("The city mended {x} potholes, three times as many as last year.", "The city mended {x} potholes."),
        "he": ("העירייה תיקנה {x} בורות, פי שלושה מאשתקד.", "העירייה תיקנה {x} בורות, יותר מאשתקד."),
    }),
]  # fmt: skip

WAYS = [
    Row("climbed to", "fewer", {
        "vi": ("Thất nghiệp vọt lên {x}.", "Thất nghiệp rơi xuống {x}."),
        "en": ("Unemployment climbed to {x}.", "Unemployment fell to {x}."),
        "he": ("האבטלה טיפסה ל־{x}.", "האבטלה צנחה ל־{x}."),
    }),
    Row("soared to", "fewer", {
        "vi": ("Tỷ lệ thất nghiệp tăng vọt lên {x}.", "Tỷ lệ thất nghiệp giảm mạnh xuống {x}."),
        "en": ("Unemployment soared to {x}.", "Unemployment plunged to {x}."),
        "he": ("שיעור האבטלה נסק ל־{x}.", "שיעור האבטלה צלל ל־{x}."),
    }),
    Row("on the fall", "loss", {
        "vi": ("Tỷ lệ thất thoát nước giảm: {x}", "Tỷ lệ thất thoát nước: {x}"),
        "en": ("Water lost from the pipes is falling: {x}", "Water lost from the pipes: {x}"),
        "he": ("פחת המים בירידה: {x}", "פחת המים: {x}"),
    }, "headline"),
    Row("by so much more than the year before", "fewer", {
        "vi": ("Tỷ lệ là {x}, cao hơn cùng kỳ {x.change.size}.", "Tỷ lệ là {x}, thấp hơn cùng kỳ {x.change.size}."),
        "en": (
            "The rate is {x}, {x.change.size} more than a year ago.",
            "The rate is {x}, {x.change.size} less than then.",
        ),
        "he": ("השיעור הוא {x}, גבוה מאשתקד ב־{x.change.size}.", "השיעור הוא {x}, נמוך מאשתקד ב־{x.change.size}."),
    }),
    Row("a noun", "fewer", {
        "vi": ("Tỷ lệ thất nghiệp đi lên", "Tỷ lệ thất nghiệp đi xuống"),
        "en": ("A rise in the unemployment rate", "A drop in the unemployment rate"),
        "he": ("עלייה בשיעור האבטלה", "ירידה בשיעור האבטלה"),
    }, "headline"),
]  # fmt: skip

PLACES = [
    Row("above the average", "places", {
        "vi": ("Xã Thạnh Bình đạt {x.c}, cao hơn mức chung toàn tỉnh.", "Xã Thạnh Bình đạt {x.c}, thấp hơn mức chung."),
        "en": (
            "Thanh Binh stands at {x.c}, above the provincial average.",
            "Thanh Binh is at {x.c}, below the average.",
        ),
        "he": ("טאן בין עומדת על {x.c}, מעל הממוצע.", "טאן בין עומדת על {x.c}, מתחת לממוצע."),
    }),
    Row("a rank", "places", {
        "vi": ("Xã Long Khê đứng thứ hai với {x.d}.", "Xã Hòa Lợi đứng thứ hai với {x.b}."),
        "en": ("Long Khe is second with {x.d}.", "Hoa Loi is second with {x.b}."),
        "he": ("לונג קה במקום השני עם {x.d}.", "הואה לוי במקום השני עם {x.b}."),
    }),
    Row("the only one", "places", {
        "vi": ("Chỉ Phường Tân Phú đạt kế hoạch, {x.a}.", "Phường Tân Phú đạt kế hoạch, {x.a}."),
        "en": ("Only Tan Phu met the plan, with {x.a}.", "Tan Phu met the plan, with {x.a}."),
        "he": ("רק טאן פו עמדה ביעד, עם {x.a}.", "טאן פו עמדה ביעד, עם {x.a}."),
    }),
    Row("so many times another place", "places", {
        "vi": (
            "Phường Tân Phú đạt {x.a}, gấp năm lần Phường Bắc Ái.",
            "Phường Tân Phú đạt {x.a}, gấp ba Phường Bắc Ái.",
        ),
        "en": ("Tan Phu stands at {x.a}, five times Bac Ai.", "Tan Phu stands at {x.a}, three times that of Bac Ai."),
        "he": ("טאן פו עומדת על {x.a}, פי חמישה מבאק איי.", "טאן פו עומדת על {x.a}, פי שלושה מבאק איי."),
    }),
    Row("the highest place", "places", {
        "vi": ("Cao nhất là Xã Hòa Lợi với {x.b}.", "Cao nhất là Phường Tân Phú với {x.a}."),
        "en": ("Hoa Loi is highest at {x.b}.", "Tan Phu is highest at {x.a}."),
        "he": ("השיעור הגבוה ביותר נרשם בהואה לוי, {x.b}.", "השיעור הגבוה ביותר נרשם בטאן פו, {x.a}."),
    }),
    Row("another place's", "places", {
        "vi": ("Phường Bắc Ái đạt {x.d}.", "Phường Bắc Ái đạt {x.e}."),
        "en": ("Bac Ai stands at {x.d}.", "Bac Ai stands at {x.e}."),
        "he": ("באק איי עומדת על {x.d}.", "באק איי עומדת על {x.e}."),
    }),
    Row("a record", "record", {
        "vi": ("Kinh tế tăng {x}, cao nhất trong năm năm qua.", "Kinh tế tăng {x}, cao nhất trong ba năm qua."),
        "en": ("The economy grew {x}, the fastest in five years.", "The economy grew {x}, the fastest in three years."),
        "he": ("הכלכלה צמחה ב־{x}, הקצב הגבוה ביותר בחמש השנים האחרונות.", "הכלכלה צמחה ב־{x}, הגבוה ביותר מאז 2023."),
    }),
    Row("steps announced", "steps", {
        "vi": ("Nước có mùi lạ, làm bốn việc: {x}.", "Nước có mùi lạ, làm hai việc: {x}."),
        "en": ("If the water smells, four steps: {x}.", "If the water smells, two steps: {x}."),
        "he": ("אם למים ריח חריג, ארבעה צעדים: {x}.", "אם למים ריח חריג, שני צעדים: {x}."),
    }),
]  # fmt: skip

TABLE = [*PARTS, *AIMS, *PACE, *DAYS, *TIMES, *WAYS, *PLACES]


def told(folder: Path, row: Row, language: str, sentence: str) -> list[str]:
    texts = {"headline": "T", "text": "{x}.", row.kind: sentence}
    steps = f", steps: [{{{language}: A}}, {{{language}: B}}]" if row.figure == "steps" else ""
    headline, text = (f'{{{language}: "{texts[name]}"}}' for name in ("headline", "text"))
    found = check_of(
        folder,
        language,
        f"""statistics:
  - {{id: x, source: a, {FIGURES.get(row.figure, FIGURES["days"])}}}
points:
  - {{id: p, statistics: [x], headline: {headline}, text: {text}{steps}}}
""",
    )
    return [f"{f.code}: {f.message}" for f in found if f.code in CODES]


def cells(which: int) -> Iterator[ParameterSet]:
    for row in TABLE:
        assert set(row.sentences) == {"vi", "en", "he"}
        for language, sentences in row.sentences.items():
            yield pytest.param(row, language, sentences[which], id=f"{row.meaning}-{language}")


@pytest.mark.parametrize(("row", "language", "sentence"), [*cells(0)])
def test_what_is_untrue_is_found_in_every_language(tmp_path: Path, row: Row, language: str, sentence: str) -> None:
    assert told(tmp_path, row, language, sentence)


@pytest.mark.parametrize(("row", "language", "sentence"), [*cells(1)])
def test_what_is_true_passes_in_every_language(tmp_path: Path, row: Row, language: str, sentence: str) -> None:
    assert told(tmp_path, row, language, sentence) == []


OTHERS = [
    ("samples", "vi", "text", "Cả nước có {x} mẫu nước đạt quy chuẩn."),
    ("samples", "vi", "text", "Cả tỉnh lấy {x.out_of} mẫu nước, {x} mẫu đạt quy chuẩn."),
    ("samples", "en", "text", "All {x} samples that passed were taken in May."),
    ("samples", "en", "text", "All {x} samples up to standard came from the tap."),
    ("samples", "he", "text", "כל {x} הדגימות התקינות נלקחו מהברז."),
    ("samples", "en", "headline", "All about water samples"),
    ("samples", "en", "headline", "No need to boil water"),
    ("samples", "vi", "headline", "Không lo mẫu nước"),
    ("samples", "vi", "headline", "Cả nước chung tay giữ nước sạch"),
    ("samples", "en", "headline", "Every water sample counts"),
    ("families", "en", "text", "{x} poor households, a third of them with children, have new homes."),
    ("families", "en", "text", "{x} poor households, half of all those in the mountains, have it."),
    ("families", "he", "text", "{x} משפחות, חצי מהן חד־הוריות, קיבלו הנחה."),
    ("families", "vi", "text", "{x} hộ nghèo, một nửa là hộ dân tộc, đã có nhà mới."),
    ("families", "vi", "text", "{x} hộ nghèo, hơn một nửa trong số đó ở miền núi, đã có nhà."),
    ("families", "en", "text", "For all eligible families, {x} poor households, the fee is gone."),
    ("half", "en", "headline", "In the first half: {x}"),
    ("half", "vi", "headline", "Nửa đầu năm: {x}"),
    ("half", "he", "headline", "במחצית הראשונה: {x}"),
    ("spent", "en", "text", "By the end of September {x} was disbursed, and schools open in three months."),
    ("spent", "vi", "text", "Giải ngân {x}; các dự án sẽ xong trước khi hết tháng 12."),
    ("spent", "vi", "text", "Tỉnh giải ngân {x}, hết tháng 6 mới là 30 điểm."),
    ("spent", "en", "text", "By the end of June a third, by the end of September {x} was disbursed."),
    ("spent", "en", "text", "In nine months {x} was disbursed, most of it in the third quarter."),
    ("spent", "vi", "text", "9 tháng giải ngân {x}, riêng quý III nhiều nhất."),
    ("spent", "he", "text", "בתשעה חודשים בוצעו {x}, רובם ברבעון השלישי."),
    ("growth", "en", "text", "The economy grew {x}, slower than wages."),
    ("growth", "en", "text", "The economy grew {x}, slower than the target."),
    ("growth", "vi", "text", "Kinh tế tăng {x}, chậm hơn kế hoạch."),
    ("growth", "vi", "text", "Kinh tế tăng {x}, xuất khẩu chậm lại."),
    ("growth", "en", "text", "The economy grew {x}, though exports slowed."),
    ("growth", "he", "text", "הכלכלה צמחה ב־{x}, אף שהיצוא האט."),
    ("growth", "en", "text", "Industry slows, and the economy grew {x}."),
    ("days", "en", "headline", "It no longer takes longer"),
    ("days", "en", "text", "A request takes {x}; what needs a visit takes longer."),
    ("days", "vi", "text", "Giải quyết trong {x}; hồ sơ phức tạp lâu hơn."),
    ("holes", "he", "text", "תוקנו {x} בורות, לעומת {x.baseline} אשתקד, לפני רבעון שקט."),
    ("holes", "vi", "text", "Thành phố vá {x} ổ gà, tăng {x.change.size} so với cùng kỳ."),
    ("holes", "he", "text", "תוקנו {x} בורות, יותר מהצפוי בחודש חורפי."),
    ("holes", "en", "text", "Near the target area {x} potholes are mended."),
    ("holes", "vi", "text", "Đã vá {x} ổ gà, gần mục tiêu."),
    ("loss", "he", "text", "פחת המים עומד על {x}, והיעד, {x.target}, יושג בשנה הבאה."),
    ("loss", "he", "headline", "ירידה בלחץ המים בירידה לחוף"),
    ("fewer", "he", "text", "שיעור האבטלה {x}, אחרי שהמחירים קפצו."),
    ("fewer", "vi", "text", "Thất nghiệp là {x}, người dân leo lên núi."),
    ("places", "en", "text", "Thanh Binh is at {x.c}, while Tan Phu, at {x.a}, is above the average."),
    ("places", "en", "text", "Only Tan Phu and Hoa Loi met the plan, with {x.a} and {x.b}."),
    ("places", "vi", "text", "Chỉ Phường Tân Phú và Xã Hòa Lợi đạt kế hoạch: {x.a} và {x.b}."),
    ("places", "he", "text", "רק טאן פו והואה לוי עמדו ביעד, {x.a} ו־{x.b}."),
    ("places", "en", "text", "Long Khe is second from the bottom with {x.d}."),
    ("places", "en", "text", "Long Khe, whose river is second to none, has {x.d}."),
    ("places", "vi", "text", "Xã Long Khê xếp thứ hai từ dưới lên với {x.d}."),
    ("places", "he", "text", "לונג קה במקום השני מהסוף עם {x.d}."),
    ("record", "en", "text", "The economy grew {x}, the fastest since 2022."),
    ("record", "vi", "text", "Kinh tế tăng {x}, cao nhất từ năm 2023."),
    ("record", "en", "text", "The economy grew {x}, one of the fastest in five years."),
    ("record", "en", "text", "The economy grew {x}, with exports the highest in five years."),
    ("steps", "en", "text", "Of the three things people ask, two steps help: {x}."),
    ("steps", "en", "text", "One of three things happens: {x}."),
    ("steps", "vi", "text", "Sau ba bước đầu, {x}."),
    ("steps", "he", "text", "שני צעדים פשוטים: {x}."),
    ("days", "vi", "text", "Theo Quyết định 31/6, mất {x}."),
    ("days", "en", "text", "Between 29 February 2024 and 31 March 2026: {x}."),
    ("days", "en", "text", "It was May 31 and June 30: {x}."),
    ("days", "en", "text", "The office is open 20:00–02:00: {x}."),
    ("budget", "en", "text", "Revenue is {x}, half of the budget of the country."),
    ("budget", "en", "text", "Revenue is {x}, of which half of the target group pays."),
    ("insured", "vi", "text", "{x} người dân có thẻ, vượt dự kiến."),
]


@pytest.mark.parametrize(("figure", "language", "kind", "sentence"), OTHERS)
def test_what_is_said_of_something_else_is_left(
    tmp_path: Path, figure: str, language: str, kind: Literal["text", "headline"], sentence: str
) -> None:
    """Whoever is told that an honest sentence is wrong stops reading what the check says."""
    assert told(tmp_path, Row("", figure, {}, kind), language, sentence) == []
