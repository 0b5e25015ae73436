"""The words a text puts around its figures agree with them, whatever the figures turn out to be."""

from __future__ import annotations

from typing import Any

import pytest

from briefcast.brief.references import find_references
from briefcast.errors import FactError
from briefcast.writing.fitting import begin_in_words, begin_with_whole, fit_references
from tests.facts_fixtures import LABEL, facts_of

RISE = {"value": 120, "unit": "count", "growth_percent": "3.4"}
FALL = {"value": 120, "unit": "count", "growth_percent": "-3.4"}
RANK = {"value": 71, "unit": "rank", "out_of": 193}
PART = {"value": 44, "unit": "count", "out_of": 63}
KNOWN = {"value": 9, "unit": "count", "compare": {"to": "same-period", "change": 16}}
WAIT = {"value": 1, "unit": "duration", "per": "day", "better": "lower", "baseline": {"value": 5, "period": "2024"}}
STILL = {**WAIT, "value": 5}
COUNTED = {
    "value": 132,
    "unit": "count",
    "noun": {"vi": "tin báo", "en": "reports", "he": "דיווחים"},
    "baseline": {"value": 41, "period": "2024"},
}
FEE = {"value": 0, "unit": "currency", "currency": "VND"}
PAID = {"value": 5000, "unit": "currency", "currency": "VND"}
HOMES = {"value": 82.4, "unit": "percent", "noun": {"vi": "hộ gia đình"}}
MORE = {"value": 80, "unit": "count", "baseline": {"value": 37, "period": "2024"}}
LESS = {"value": 37, "unit": "count", "baseline": {"value": 80, "period": "2024"}}
HALF = {"value": 50, "unit": "percent", "noun": {"en": "pupils"}}
MORE: dict[str, Any] = {
    "unit": "count", "value": 132, "baseline": {"value": 41, "period": "2024"},
    "noun": {"vi": "tin báo", "en": "reports", "he": "דיווחים"},
}  # fmt: skip
ONE: dict[str, Any] = {"unit": "count", "value": 1, "gender": "m", "noun": {"he": "בתי ספר", "en": "schools"}}
NEW: dict[str, Any] = {
    **ONE,
    "noun": {"he": "בתי ספר חדשים", "en": "new schools"},
    "singular": {"he": "בית ספר חדש", "en": "new school"},
}
DEATH: dict[str, Any] = {**ONE, "gender": "f", "noun": {"he": "פטירות"}, "singular": {"he": "פטירה מחצבת"}}
NO_CHILD: dict[str, Any] = {
    **{"unit": "count", "value": 0, "gender": "m", "noun": {"he": "ילדים"}, "singular": {"he": "ילד"}},
}
MONEY: dict[str, Any] = {"unit": "currency", "currency": "ILS", "value": 412600000}
NO_SAMPLE: dict[str, Any] = {"unit": "count", "value": 0, "gender": "f", "noun": {"he": "דגימות"}}
NONE: dict[str, Any] = {
    **{"unit": "count", "value": 0, "gender": "f"},
    "noun": {"vi": "hộ nghèo", "en": "families", "he": "תלונות"},
}
HOUSES: dict[str, Any] = {"unit": "count", "value": 38412, "out_of": 40975}
SHRANK: dict[str, Any] = {"unit": "percent", "measure": "growth", "value": "-2.7"}
GREW: dict[str, Any] = {**SHRANK, "value": "2.7"}
NO_FIRE: dict[str, Any] = {**NONE, "noun": {"vi": "vụ"}}
BEFORE: dict[str, Any] = {
    **{"unit": "count", "value": 2, "gender": "f", "baseline": {"value": 0, "period": "2024"}},
    "noun": {"vi": "ca tử vong", "en": "deaths", "he": "תלונות"},
}
CASE: dict[str, Any] = {
    **{"unit": "count", "value": 1, "noun": {"en": "measles cases", "vi": "ca mắc sởi"}},
    "singular": {"en": "measles case"},
}
FEW: dict[str, Any] = {
    "unit": "count", "value": "1", "out_of": "6", "gender": "f",
    "noun": {"en": "neighbourhoods", "he": "שכונות"}, "singular": {"en": "neighbourhood", "he": "שכונה"},
}  # fmt: skip
RATE: dict[str, Any] = {"unit": "per-100000", "value": "4.1", "baseline": {"value": "4.7", "period": "2024"}}
DEATHS: dict[str, Any] = {
    **{"unit": "count", "value": 5, "baseline": {"value": 2, "period": "2024"}, "better": "lower"},
    "noun": {"vi": "ca tử vong", "en": "deaths"},
}
WAIT: dict[str, Any] = {
    **{"unit": "duration", "per": "minute", "value": 48, "better": "lower"},
    "baseline": {"value": 63, "period": "2024"},
}
DOCTORS: dict[str, Any] = {
    **{"unit": "per-10000", "value": "17.8", "baseline": {"value": "17.1", "period": "2024"}},
    "noun": {"vi": "bác sĩ", "en": "doctors", "he": "רופאים"},
}
NEAR: dict[str, Any] = {
    **{"unit": "percent", "value": "94.6", "measure": "share", "better": "higher"},
    "target": {"value": 95, "by": "2025"},
}
ALL = {**NEAR, "target": {"value": 100, "by": "2025"}}
COMPLAINT: dict[str, Any] = {
    **{"unit": "count", "value": 1, "gender": "f"},
    "noun": {"he": "פניות", "en": "complaints"},
    "singular": {"he": "פנייה", "en": "complaint"},
}
TWO: dict[str, Any] = {"unit": "count", "value": 2, "gender": "f", "noun": {"he": "גינות ציבוריות"}}


@pytest.mark.parametrize(
    ("fields", "language", "text", "fitted"),
    [
        (FALL, "vi", "tức tăng {a.growth}.", "tức {a.growth}."),
        (FALL, "vi", "tức giảm {a.growth}.", "tức {a.growth}."),
        (RISE, "en", "{a.growth} more", "{a.growth.size} more"),
        (FALL, "en", "{a.growth} more", "{a.growth.size} less"),
        (FALL, "en", "{a.growth} lower", "{a.growth.size} lower"),
        (RISE, "en", "grew by {a.growth}", "grew by {a.growth.size}"),
        (FALL, "he", "ירדה ב־{a.growth}", "ירדה ב־{a.growth.size}"),
        (FALL, "he", "{a.growth} יותר", "{a.growth.size} פחות"),
        (RISE, "en", "Exports: {a.growth}.", "Exports: {a.growth}."),
        # "Set up" and "shut down" say nothing of which way a figure went: "were set up, 23% on last year".
        (RISE, "en", "{a} were set up, {a.growth} on last year.", "{a} were set up, {a.growth} on last year."),
        (FALL, "en", "{a} were set up, {a.growth} on last year.", "{a} were set up, {a.growth} on last year."),
        (RISE, "en", "{a} were shut down, {a.growth} on last year.", "{a} were shut down, {a.growth} on last year."),
        (FALL, "en", "{a} were cut, {a.growth} on last year.", "{a} were cut, {a.growth.size} on last year."),
        # "38.412/40.975 hộ" in running text is a telephone number; 44/63 is read at a glance.
        (HOUSES, "vi", "{a.whole} hộ đã chuyển", "{a} trong tổng số {a.out_of} hộ đã chuyển"),
        (HOUSES, "vi", "{a} trên {a.out_of} hộ", "{a} trên {a.out_of} hộ"),
        (HOUSES, "en", "{a.whole} homes", "{a.whole} homes"),
        (PART, "vi", "{a.whole} tỉnh", "{a.whole} tỉnh"),
        (SHRANK, "en", "Output was {a} in May.", "Output was {a.growth} in May."),
        (SHRANK, "en", "a rate of {a}", "a rate of {a}"),
        (GREW, "en", "Output was {a} in May.", "Output was {a} in May."),
        (SHRANK, "vi", "sản xuất {a} so với", "sản xuất {a.growth} so với"),
        (SHRANK, "vi", "mức tăng là {a}", "mức tăng là {a}"),
        (BEFORE, "en", "when there were {a.baseline} deaths", "when there were {a.baseline.none} deaths"),
        (BEFORE, "en", "up from {a.baseline} deaths", "up from {a.baseline} deaths"),
        (BEFORE, "vi", "năm trước có {a.baseline} ca tử vong", "năm trước {a.baseline.none} có ca tử vong nào"),
        (CASE, "en", "Measles: {a} cases", "Measles: {a} case"),
        (CASE, "en", "{a} measles cases", "{a} measles case"),
        (RANK, "en", "ranks number {a} of {a.out_of}", "ranks {a.ordinal} of {a.out_of}"),
        (RANK, "en", "The province ranks {a}.", "The province ranks {a.ordinal}."),
        (RANK, "en", "Rank: {a}", "Rank: {a}"),
        (RANK, "vi", "xếp thứ {a}", "xếp {a.ordinal}"),
        (RANK, "he", "וייטנאם במקום {a} בעולם", "וייטנאם במקום {a.ordinal} בעולם"),
        (PART, "vi", "{a} trên {a.out_of} xã", "{a.whole} xã"),
        # "1 of 6" opens no sentence, and one is not connected in the plural.
        (
            FEW,
            "en",
            "{a} of {a.out_of} neighbourhoods are connected.",
            "{a.one} of the six neighbourhoods is connected.",
        ),
        (FEW, "en", "{a} of the {a.out_of} neighbourhoods is on.", "{a.one} of the six neighbourhoods is on."),
        (FEW, "en", "{a.whole} neighbourhoods have it.", "{a.one} of the six neighbourhoods has it."),
        (FEW, "en", "{a} neighbourhoods are connected.", "{a} neighbourhood is connected."),
        (FEW, "he", "{a} מתוך {a.out_of} השכונות מחוברות לרשת.", "{a.one} משש השכונות מחוברת לרשת."),
        (FEW, "he", "{a} שכונות מחוברות לרשת.", "שכונה {a.one} מחוברת לרשת."),
        ({**FEW, "gender": "m"}, "he", "{a} מתוך {a.out_of} מבנים משופצים.", "{a.one} מששת המבנים משופץ."),
        (PART, "en", "{a} of {a.out_of} tasks", "{a.whole} tasks"),
        (KNOWN, "vi", "{a.change} so với cùng kỳ", "{a.change.alone} so với cùng kỳ"),
        (KNOWN, "en", "{a.change}, as planned", "{a.change}, as planned"),
        (WAIT, "en", "{a.change} on last year.", "{a.change} than last year."),
        (WAIT, "en", "{a.change} since 2024.", "{a.change} than in 2024."),
        (WAIT, "en", "{a.change} on the same week.", "{a.change} than in the same week."),
        (WAIT, "en", "{a.change} once online.", "{a.change} once online."),
        (STILL, "en", "{a.change} on last year.", "{a.change} on last year."),
        (WAIT, "vi", "{a.change} so với năm trước.", "{a.change} so với năm trước."),
        (LESS, "en", "which fell by {a.change}", "which fell by {a.change.size}"),
        (LESS, "en", "a fall of {a.change}", "a fall of {a.change.size}"),
        (MORE, "en", "rising {a.change}", "rising {a.change.size}"),
        (LESS, "en", "down {a.change}", "{a.change}"),
        (LESS, "vi", "giảm {a.change}", "{a.change}"),
        (MORE, "vi", "tăng thêm {a.change}", "{a.change}"),
        (LESS, "he", "ירידה של {a.change}", "ירידה של {a.change.size}"),
        (LESS, "en", "a change of {a.change}", "a change of {a.change}"),
        (HALF, "en", "{a.plain} pupils", "{a.plain} of pupils"),
        (HALF, "en", "{a.plain} of pupils", "{a.plain} of pupils"),
        (COUNTED, "en", "{a} reports, {a.change} on 2024.", "{a} reports, {a.change.number} on 2024."),
        (COUNTED, "en", "{a} reports. That is {a.change:bare}.", "{a} reports. That is {a.change.number:bare}."),
        (COUNTED, "en", "Reports are {a.change}.", "Reports are {a.change}."),
        (FEE, "en", "The vaccine costs parents {a}.", "The vaccine costs parents {a.free}."),
        (FEE, "vi", "Phụ huynh trả {a}.", "Phụ huynh không phải trả {a.free}."),
        (FEE, "he", "החיסון עולה להורים {a}.", "החיסון לא עולה להורים {a.free}."),
        (PAID, "vi", "Phụ huynh trả {a}.", "Phụ huynh trả {a}."),
        (FEE, "en", "It costs {a}: it is free.", "It costs {a.free}: it is free."),
        (FEE, "vi", "Làm thẻ mất {a}.", "Làm thẻ không mất {a.free}."),
        (FEE, "vi", "Không mất phí: vào cửa {a}.", "Không mất phí: vào cửa {a.free.alone}."),
        (FEE, "vi", "Phí vào cửa {a}.", "Phí vào cửa {a}."),
        (FEE, "en", "Entry is {a} for all.", "Entry is {a.free.alone} for all."),
        (FEE, "en", "The fee is {a}.", "The fee is {a}."),
        (PAID, "vi", "Vào cửa {a}.", "Vào cửa {a}."),
        (FEE, "he", "ההפעלה עולה {a}.", "ההפעלה לא עולה {a.free}."),
        (FEE, "en", "The surplus is {a}.", "The surplus is {a}."),
        (PAID, "en", "It costs {a}.", "It costs {a}."),
        (HOMES, "vi", "{a.plain} nhà có mạng.", "Cứ {a.parts.of} nhà thì {a.parts} nhà có mạng."),
        (
            HOMES,
            "vi",
            "Tin vui: {a.plain} hộ gia đình có mạng.",
            "Tin vui: cứ {a.parts.of} hộ gia đình thì {a.parts} hộ gia đình có mạng.",
        ),
        (HOMES, "vi", "Đã có {a.plain} nhà có mạng.", "Đã có {a.plain} nhà có mạng."),
        (HOMES, "vi", "{a.plain} hồ sơ nộp qua mạng.", "{a.plain} hồ sơ nộp qua mạng."),
        (HALF, "he", "{a.plain} תלמידים", "{a.plain} מהתלמידים"),
        ({**HALF, "noun": {"he": "משפחות"}}, "he", "{a.plain} משפחות", "{a.plain} מהמשפחות"),
        ({**HALF, "noun": {"he": "משקי בית"}}, "he", "{a.plain} משקי בית", "{a.plain} ממשקי הבית"),
        ({**HALF, "noun": {"he": "משקי בית"}}, "he", "{a.plain} ממשקי הבית", "{a.plain} ממשקי הבית"),
        ({**HALF, "value": "8.5"}, "en", "{a.plain} pupils", "{a.plain} of pupils"),
        ({**HALF, "value": "80"}, "en", "{a.plain} pupils", "{a.plain} pupils"),
        (MORE, "en", "{a} reports, {a.change} on May.", "{a} reports, {a.change.number} on May."),
        (MORE, "he", "{a} דיווחים, {a.change}.", "{a} דיווחים, {a.change}."),
        (DEATHS, "vi", "{a} ca tử vong, {a.change}.", "{a} ca tử vong, {a.change.number} ca."),
        (DEATHS, "vi", "{a} ca tử vong, {a.change} ca.", "{a} ca tử vong, {a.change.number} ca."),
        (WAIT, "en", "{a}, {a.change} on October last year.", "{a}, {a.change.size} less than in October last year."),
        (
            WAIT,
            "en",
            "The wait is {a.change} on October last year.",
            "The wait is {a.change} than in October last year.",
        ),
        (MORE, "vi", "{a} tin báo, {a.change}.", "{a} tin báo, {a.change.number}."),
        (MORE, "en", "{a} reports, {b} arrests, {a.change}.", "{a} reports, {b} arrests, {a.change}."),
        ({**MORE, "noun": {"vi": "vụ"}}, "vi", "{a} vụ, {a.change}.", "{a} vụ, {a.change}."),
        ({**MORE, "value": 42}, "en", "{a.change} on last year.", "{a.change.number} than last year."),
        (RANK, "vi", "so với {a.period}", "so với năm {a.period}"),
        (RANK, "vi", "so với năm {a.period}", "so với năm {a.period}"),
        (RANK, "en", "since {a.period}", "since {a.period}"),
        (ONE, "he", "נפתח בית ספר {a:m}.", "נפתח בית ספר {a.one:m}."),
        (ONE, "he", "נפתח בית ספר חדש {a} בעיר.", "נפתח בית ספר חדש {a.one} בעיר."),
        (ONE, "he", "נפתח {a} בית ספר.", "נפתח בית ספר {a.one}."),
        (ONE, "he", "סה״כ: {a}", "סה״כ: {a}"),
        (ONE, "en", "The city opened school {a}.", "The city opened school {a}."),
        ({**ONE, "value": 2}, "he", "נפתח בית ספר {a}.", "נפתח בית ספר {a}."),
        (NEW, "he", "נפתחו 2 גנים ו־{a} בתי ספר חדשים.", "נפתחו 2 גנים ובית ספר חדש {a.one}."),
        (NEW, "he", "נפתחו {a:m} בתי ספר חדשים.", "נפתח בית ספר חדש {a.one:m}."),
        (DEATH, "he", "{a} פטירה מחצבת", "פטירה {a.one} מחצבת"),
        (DEATH, "he", "חצבת: {a} פטירה מחצבת", "חצבת: פטירה {a.one} מחצבת"),
        (DEATH, "he", "{a} מתוך כולם", "{a} מתוך כולם"),
        (NEW, "en", "{a} new schools opened.", "{a} new school opened."),
        (NEW, "en", "{a} new schoolsters", "{a} new schoolsters"),
        ({**NEW, "qualifier": "over"}, "en", "{a} new schools", "{a} new schools"),
        ({**NEW, "value": 3}, "en", "{a} new schools opened.", "{a} new schools opened."),
        (
            TWO,
            "he",
            "נפתחו {a} גינות ציבוריות.",
            "נפתחו {a.two} גינות ציבוריות.",
        ),
        (TWO, "he", "הדרך ל־{a} הגינות", "הדרך ל{a.two} הגינות"),
        (TWO, "he", "גינות: {a}", "גינות: {a}"),
        ({**TWO, "value": 3}, "he", "{a} גינות", "{a} גינות"),
        (MONEY, "he", "גבתה כ־{a} ארנונה", "גבתה כ־{a:bare} ארנונה"),
        (MONEY, "he", "גדלה בכמעט {a}", "גדלה בכמעט {a:bare}"),
        (MONEY, "he", "ארנונה של {a}", "ארנונה של {a}"),
        (MONEY, "he", "סך {a}", "סך {a}"),
        (MONEY, "en", "collected about {a}", "collected about {a:bare}"),
        (MONEY, "vi", "thu khoảng {a}", "thu khoảng {a:bare}"),
        ({**MONEY, "qualifier": "over"}, "en", "collected about {a}", "collected about {a}"),
        (NO_CHILD, "he", "{a} ילדים נהרגו השנה", "אף ילד {a.none} נהרג השנה"),
        (NO_CHILD, "he", "השנה {a} ילדים נהרגו בדרכים.", "השנה אף ילד {a.none} נהרג בדרכים."),
        (NO_CHILD, "he", "השנה נהרגו {a} ילדים.", "השנה {a.none} נהרגו ילדים."),
        (NO_CHILD, "he", "ילדים: {a}", "ילדים: {a}"),
        (NO_SAMPLE, "he", "{a} דגימות נמצאו חריגות.", "{a.none} נמצאו דגימות חריגות."),
        ({**NO_SAMPLE, "singular": {"he": "דגימה"}}, "he", "{a} דגימות נמצאו חריגות.", "{a.none} נמצאו דגימות חריגות."),
        ({**NO_SAMPLE, "value": 3}, "he", "{a} דגימות נמצאו חריגות.", "{a} דגימות נמצאו חריגות."),
        (NO_SAMPLE, "he", "{a} דגימות שלא נבדקו", "{a} דגימות שלא נבדקו"),
        (NONE, "en", "{a} families fell back.", "{a.none} families fell back."),
        (NONE, "en", "There were {a} families left.", "There were {a.none} families left."),
        (NONE, "en", "It fell to {a} families.", "It fell to {a} families."),
        (NONE, "en", "Left: {a} families.", "Left: {a} families."),
        (NONE, "en", "It fell to {a}.", "It fell to {a}."),
        (NONE, "vi", "Toàn tỉnh có {a} hộ nghèo.", "Toàn tỉnh {a.none} có hộ nghèo nào."),
        (NONE, "vi", "Xã còn {a} hộ nghèo.", "Xã {a.none} còn hộ nghèo nào."),
        (NO_FIRE, "vi", "Đường thủy xảy ra {a} vụ, giảm 2 vụ.", "Đường thủy {a.none} xảy ra vụ nào, giảm 2 vụ."),
        (NO_FIRE, "vi", "Xảy ra {a} vụ cháy.", "{a.none} xảy ra vụ cháy."),
        (NO_FIRE, "vi", "{a} vụ trên đường sắt.", "{a.none} có vụ nào trên đường sắt."),
        (
            BEFORE,
            "vi",
            "Có {a} ca; cùng kỳ năm 2025 là {a.baseline} ca tử vong.",
            "Có {a} ca; cùng kỳ năm 2025 {a.baseline.none} có ca tử vong nào.",
        ),
        (BEFORE, "vi", "Số ca cùng kỳ là {a.baseline} ca tử vong.", "Số ca cùng kỳ là {a.baseline} ca tử vong."),
        (NONE, "vi", "{a} hộ nghèo phát sinh.", "{a.none} có hộ nghèo phát sinh."),
        (NONE, "vi", "Số hộ giảm còn {a} hộ nghèo.", "Số hộ giảm còn {a} hộ nghèo."),
        (NONE, "vi", "Xã chỉ còn {a} hộ nghèo.", "Xã chỉ còn {a} hộ nghèo."),
        (NONE, "he", "השנה התקבלו {a} תלונות.", "השנה {a.none} התקבלו תלונות."),
        (NONE, "he", "{a} תלונות התקבלו.", "{a.none} התקבלו תלונות."),
        (
            {**NONE, "baseline": {"value": 4, "period": "2024"}},
            "en",
            "We had {a} families, {a.change} on 2024.",
            "We had {a.none} families, {a.change.number} on 2024.",
        ),
        ({**NONE, "value": 3}, "en", "{a} families fell back.", "{a} families fell back."),
        ({**NONE, "out_of": 9}, "en", "{a} families fell back.", "{a.none} families fell back."),
        (RATE, "en", "The rate is {a}, down from {a.baseline}.", "The rate is {a}, down from {a.baseline.number}."),
        (RATE, "he", "{a}, {a.growth} לעומת {a.baseline}", "{a}, {a.growth} לעומת {a.baseline}"),
        (RATE, "vi", "{a} ({a.period}), từ {a.baseline}", "{a} ({a.period}), từ {a.baseline.number}"),
        (NEAR, "en", "Collected: {a}. {a.gap}.", "Collected: {a}. {a.gap}."),
        (
            DOCTORS,
            "en",
            "The city has {a} doctors, up from {a.baseline}.",
            "The city has {a.counted}, up from {a.baseline.number}.",
        ),
        (DOCTORS, "vi", "Có {a} bác sĩ.", "Có {a.counted}."),
        (DOCTORS, "he", "בעיר {a} רופאים.", "בעיר {a.counted}."),
        # What it counts is told where nothing has named it yet.
        (DOCTORS, "vi", "Cả tỉnh có {a}.", "Cả tỉnh có {a.counted}."),
        (DOCTORS, "en", "The country has {a}, {a.change}.", "The country has {a.counted}, {a.change.number}."),
        (DOCTORS, "he", "במדינה יש {a}.", "במדינה יש {a.counted}."),
        (DOCTORS, "vi", "Tỷ lệ bác sĩ là {a}.", "Tỷ lệ bác sĩ là {a}."),
        ({**DOCTORS, "noun": {"vi": "ca mắc"}}, "vi", "Các tỉnh có {a}.", "Các tỉnh có {a.counted}."),
        (DOCTORS, "he", "שיעור הרופאים הוא {a}.", "שיעור הרופאים הוא {a}."),
        (DOCTORS, "en", "The rate of doctors is {a}.", "The rate of doctors is {a}."),
        # Whoever writes what the rate is per has it said once.
        (DOCTORS, "en", "There are {a} doctors per 10,000 people.", "There are {a.number} doctors per 10,000 people."),
        (DOCTORS, "vi", "Có {a} bác sĩ trên 10.000 dân.", "Có {a.number} bác sĩ trên 10.000 dân."),
        (DOCTORS, "vi", "Có {a} bác sĩ trên 1 vạn dân.", "Có {a.number} bác sĩ trên 1 vạn dân."),
        (DOCTORS, "he", "יש {a} רופאים ל־10,000 נפש.", "יש {a.number} רופאים ל־10,000 נפש."),
        (DOCTORS, "en", "Of {a} doctors, 5 per 1,000 people.", "Of {a.counted}, 5 per 1,000 people."),
        (NEAR, "en", "Of the plan, {a}: {a.gap}.", "Of the plan, {a}: {a.gap}."),
        (ALL, "en", "Of the plan, {a}: {a.gap}.", "Of the plan, {a}: {a.gap.unnamed}."),
        (NEAR, "en", "The goal is near, {a}: {a.gap}.", "The goal is near, {a}: {a.gap.unnamed}."),
        (NEAR, "en", "Of {a.target} {a}: {a.gap}. Good.", "Of {a.target} {a}: {a.gap.unnamed}. Good."),
        (NEAR, "vi", "Kế hoạch {a.target}: {a}, {a.gap}.", "Kế hoạch {a.target}: {a}, {a.gap.unnamed}."),
        (NEAR, "en", "Collected: {a}, {a.gap}.", "Collected: {a}, {a.gap}."),
        (NONE, "en", "There were {a} planned families.", "There were {a.none} planned families."),
        (NONE, "en", "One crash, and {a} families were hurt.", "One crash, and {a.none} families were hurt."),
        (NONE, "en", "3 men and {a} families", "3 men and {a.none} families"),
        (NONE, "en", "{a} of 9 families", "{a.none.of} of 9 families"),
        (NONE, "en", "{a} of 412 wells in May were foul.", "{a.none.of} of 412 wells in May were foul."),
        (NONE, "en", "It is {a} of 9 families.", "It is {a} of 9 families."),
        (NONE, "vi", "{a} trên 412 giếng vượt ngưỡng.", "{a.none.of} giếng nào trong 412 giếng vượt ngưỡng."),
        (NONE, "vi", "{a}/412 mẫu vượt ngưỡng.", "{a.none.of} mẫu nào trong 412 mẫu vượt ngưỡng."),
        (NO_SAMPLE, "he", "{a} מתוך 412 דגימות במאי חרגו מהתקן.", "אף אחת מ־412 הדגימות במאי {a.none.of} חרגה מהתקן."),
        ({**NO_CHILD, "gender": "m"}, "he", "{a} מתוך 30 ילדים נפצעו.", "אף אחד מ־30 הילדים {a.none.of} נפצע."),
        (NO_SAMPLE, "he", "{a} מתוך 412 דגימות צהובות.", "{a} מתוך 412 דגימות צהובות."),
        ({**NONE, "out_of": 48}, "en", "{a} families were late.", "{a.none} families were late."),
        ({**NONE, "out_of": 48}, "en", "{a} of {a.out_of} families", "{a.whole} families"),
        (NO_SAMPLE, "he", "מהן חרגו מהתקן {a} דגימות.", "מהן {a.none} חרגו מהתקן דגימות."),
        (
            {**NO_SAMPLE, "singular": {"he": "דגימה"}},
            "he",
            "מהן חרגו מהתקן {a} דגימות.",
            "מהן אף דגימה {a.none} חרגה מהתקן.",
        ),
        (COMPLAINT, "he", "בנובמבר התקבלו {a} פניות", "בנובמבר התקבלה פנייה {a.one}"),
        (COMPLAINT, "he", "התקבלו במוקד {a} פניות חדשות", "התקבלה במוקד פנייה חדשה {a.one}"),
        (COMPLAINT, "he", "{a} פניות טופלו", "פנייה {a.one} טופלה"),
        (COMPLAINT, "he", "הקנסות בוטלו, ו{a} פניות", "הקנסות בוטלו, ופנייה {a.one}"),
        (COMPLAINT, "he", "נרשמה {a} פנייה טלפונית אמש", "נרשמה פנייה טלפונית {a.one} אמש"),
        ({**COMPLAINT, "value": 3}, "he", "התקבלו {a} פניות", "התקבלו {a} פניות"),
        (COMPLAINT, "en", "There were only {a} complaints.", "There was only {a} complaint."),
        (COMPLAINT, "en", "{a} formal complaints were settled.", "{a} formal complaint was settled."),
        (COMPLAINT, "en", "They were {a} complaints.", "They were {a} complaint."),
        (NO_CHILD, "he", "התאונה נרשמה, ו־{a} ילדים נהרגו", "התאונה נרשמה, ואף ילד {a.none} נהרג"),
    ],
)
def test_words_agree_with_the_figure(fields: dict[str, Any], language: str, text: str, fitted: str) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **fields})
    assert fit_references(text, facts, language) == fitted


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Exports rose by {a.growth}."), ("he", "היצוא עלה ב־{a.growth}")]
)
def test_a_verb_that_says_the_opposite_is_refused(language: str, text: str) -> None:
    """Rose by 3.4% of what fell by 3.4% would be a lie with a right number in it."""
    with pytest.raises(FactError, match="Write the reference alone"):
        fit_references(text, facts_of({"id": "a", "label": LABEL, "period": "2025", **FALL}), language)


@pytest.mark.parametrize(
    ("fields", "language", "told", "said"),
    [
        (COUNTED, "en", "up 91", "up ninety-one"),
        (COUNTED, "vi", "tăng 91", "tăng chín mươi mốt"),
        (COUNTED, "he", "עלייה של 91", "עלייה של תשעים ואחד"),
    ],
)
def test_a_change_behind_its_figure_does_not_say_again_what_it_counts(
    fields: dict[str, Any], language: str, told: str, said: str
) -> None:
    """ "132 reports, up 91 reports" is how machines talk."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", "gender": "m", **fields})
    word = facts.word("a.change.number", language, "exact")
    bare = word.shown.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "")
    assert (bare, word.spoken, word.fact) == (told, said, "a.change")


def test_what_costs_nothing_still_states_its_figure() -> None:
    """Without it nobody could trace the sentence to its source."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **FEE})
    word = facts.word("a.free", "en", "exact")
    assert (word.shown, word.spoken, word.fact) == ("nothing", "nothing", "a")
    alone = facts.word("a.free.alone", "vi", "exact")
    assert (alone.shown, alone.fact) == ("miễn\u00a0phí", "a")


def test_parts_of_ten_stand_apart_in_vietnamese() -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **HOMES})
    parts, tens = facts.word("a.parts", "vi", "exact"), facts.word("a.parts.of", "vi", "exact")
    assert (parts.shown, parts.spoken, parts.fact) == ("hơn\u00a08", "hơn tám", "a.plain")
    assert (tens.shown, tens.spoken, tens.fact) == ("10", "mười", "a.plain")


@pytest.mark.parametrize(
    ("fields", "language", "text"),
    [
        (MORE, "en", "which fell by {a.change}"),
        (LESS, "en", "a rise of {a.change}"),
        (MORE, "en", "falling {a.change}"),
        (MORE, "he", "ירידה של {a.change}"),
    ],
)
def test_a_word_that_says_the_opposite_of_its_change_is_refused(
    fields: dict[str, Any], language: str, text: str
) -> None:
    """ "Fell by up 43": the first mistake of every writer, made into a sentence."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **fields})
    with pytest.raises(FactError, match="but the text says"):
        fit_references(text, facts, language)


@pytest.mark.parametrize(("gender", "two"), [("m", "שני"), ("f", "שתי")])
def test_two_agree_with_what_they_count(gender: str, two: str) -> None:
    """The digit agrees with anything; the word has to have the gender of its noun."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **TWO, "gender": gender})
    word = facts.word("a.two", "he", "exact")
    assert (word.shown, word.spoken, word.fact) == (two, two, "a.two")


@pytest.mark.parametrize("language", ["vi", "en", "he"])
@pytest.mark.parametrize(("value", "word"), [(0, "none"), (1, "one"), (2, "two")])
def test_what_one_language_tells_by_a_word_is_told_in_every_other(value: int, word: str, language: str) -> None:
    """The table of figures tells each reference of a text in all languages: an edition was made, and then lost."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **TWO, "value": value, "gender": "f"})
    assert facts.word(f"a.{word}", language, "exact").shown


@pytest.mark.parametrize(
    ("language", "noun", "text", "told"),
    [
        ("he", "מאושפזים", "אושפזו {a} בני אדם, {a.change} לעומת אשתקד.", "ירידה של 7 מאושפזים לעומת אשתקד."),
        ("he", "מאושפזים", "נרשמו {a} מאושפזים, {a.change} לעומת אשתקד.", "ירידה של 7 מאושפזים לעומת אשתקד."),
        ("he", "", "נרשמו {a}, {a.change} לעומת אשתקד.", "ירידה של 7 לעומת אשתקד."),
        ("en", "cases", "Hospitals saw {a} people, {a.change} on last year.", "down 7 on last year."),
        ("vi", "ca", "Nhập viện {a} người, {a.change} so với năm trước.", "giảm 7 ca so với năm trước."),
    ],
)
def test_a_hebrew_change_says_of_what(language: str, noun: str, text: str, told: str) -> None:
    """ "אושפזו 38 בני אדם, ירידה של 7": of seven what?"""
    count = {"value": 38, "unit": "count", "gender": "m", "baseline": {"value": 45, "period": "2024"}}
    facts = facts_of(
        {"id": "a", "label": LABEL, "period": "2025", **count, **({"noun": {language: noun}} if noun else {})}
    )
    fitted = fit_references(text, facts, language)
    words = {r.written: facts.word(r.written[1:-1], language, "exact").shown for r in find_references(fitted)}
    for written, shown in words.items():
        fitted = fitted.replace(written, shown)
    assert fitted.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "").endswith(told)


def test_a_change_by_one_without_its_noun_is_one_more_on_pictures_too() -> None:
    """“ירידה של 1” of what? The brief has no name for a single one."""
    fewer = {**COUNTED, "value": 40, "gender": "m"}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **fewer})
    assert facts.figure("a", "he", "exact").change == "אחד פחות"
    named = facts_of({"id": "a", "label": LABEL, "period": "2025", **fewer, "singular": {"he": "דיווח"}})
    change = named.figure("a", "he", "exact").change
    assert change.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "") == "ירידה של דיווח אחד"


HOMES = {"unit": "count", "value": 1146, "out_of": 1390, "noun": {"en": "poor households", "he": "משקי בית"}}


@pytest.mark.parametrize(
    ("fields", "text", "told"),
    [
        (HOMES, "{a.whole} poor households have new roofs.", "Of {a.out_of} poor households, {a} have new roofs."),
        (HOMES, "{a} of {a.out_of} poor households are safe.", "Of {a.out_of} poor households, {a} are safe."),
        (
            HOMES,
            "It is done. {a.whole} poor households have it.",
            "It is done. Of {a.out_of} poor households, {a} have it.",
        ),
        # Which ones are meant stands behind the noun.
        (HOMES, "{a.whole} poor households hit by floods have it.", "{a.whole} poor households hit by floods have it."),
        (HOMES, "In all, {a.whole} poor households have it.", "In all, {a.whole} poor households have it."),
        (
            {**HOMES, "value": 5, "out_of": 9},
            "{a.whole} poor households have it.",
            "{a.whole} poor households have it.",
        ),
    ],
)
def test_no_sentence_begins_with_long_digits_of_a_whole(fields: dict[str, Any], text: str, told: str) -> None:
    """ "1,146 of 1,390 poor households have …" is what no editor prints."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", "gender": "m", **fields})
    assert begin_with_whole(text, facts, "en") == told
    assert begin_with_whole(text, facts, "vi") == text


@pytest.mark.parametrize(
    ("language", "value", "text", "told"),
    [
        ("en", 2, "{a.whole} nurses are in post.", "two of nine"),
        ("en", 2, "So far {a.whole} nurses are in post.", "2 of 9"),
        ("he", 2, "{a.whole} אחיות נקלטו.", "שתיים מתוך תשע"),
        ("vi", 2, "{a.whole} y tá đã nhận việc.", "2/9"),
    ],
)
def test_a_sentence_begins_with_a_few_of_a_few_in_words(language: str, value: int, text: str, told: str) -> None:
    nurses = {"unit": "count", "value": value, "out_of": 9, "gender": "f", "noun": {"en": "nurses", "he": "אחיות"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **nurses})
    words = begin_in_words(text, facts, language, {"a.whole": facts.word("a.whole", language, "exact")})
    assert words["a.whole"].shown.replace("\u00a0", " ").replace("\u2068", "").replace("\u2069", "") == told


@pytest.mark.parametrize(
    ("language", "text", "fitted"),
    [
        (
            "vi", "Có {a} ca tử vong và {b} ca nặng; cả hai đã khỏi.",
            "{a.none} có ca tử vong nào và có {b} ca nặng; cả hai đã khỏi.",
        ),
        ("vi", "Ghi nhận {a} ca tử vong, {b} ca nặng.", "{a.none} ghi nhận ca tử vong nào, ghi nhận {b} ca nặng."),
        ("vi", "Có {b} ca nặng và {a} ca tử vong.", "Có {b} ca nặng và {a.none} có ca tử vong nào."),
        ("vi", "Có {a} ca tử vong trong khi {b} ca nặng.", "{a.none} có ca tử vong nào trong khi {b} ca nặng."),
        ("he", "נרשמו {a} מקרי מוות ו־{b} מקרים קשים.", "{a.none} נרשמו מקרי מוות ונרשמו {b.two} מקרים קשים."),
        ("he", "{a} מקרי מוות נרשמו ו־{b} מקרים קשים.", "{a.none} נרשמו מקרי מוות ונרשמו {b.two} מקרים קשים."),
        ("he", "היו {b} מקרים קשים ו־{a} מקרי מוות.", "היו {b.two} מקרים קשים ו{a.none} היו מקרי מוות."),
        ("en", "There were {a} deaths and {b} severe cases.", "There were {a.none} deaths and {b} severe cases."),
    ],
)  # fmt: skip
def test_none_of_one_thing_denies_nothing_of_another(language: str, text: str, fitted: str) -> None:
    """ "No deaths and two severe cases were recorded" said in Vietnamese and Hebrew that no severe case was."""
    nouns = {"en": ("deaths", "cases"), "vi": ("ca tử vong", "ca"), "he": ("מקרי מוות", "מקרים")}[language]
    told = (
        {"id": id, "value": value, "noun": {language: noun}}
        for id, value, noun in zip("ab", (0, 2), nouns, strict=True)
    )
    facts = facts_of(*({"label": LABEL, "period": "2025", "unit": "count", "gender": "m", **one} for one in told))
    assert fit_references(text, facts, language) == fitted
