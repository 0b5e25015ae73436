"""What a text says of figures that it does not write: of all places, of one beside another, of none at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check_fixtures import check_of

FIGURES = {
    "uptake": """{id: uptake, label: {en: Pupils vaccinated, vi: Học sinh đã tiêm, he: תלמידים מחוסנים}, value: 71.3,
      unit: percent, measure: share, noun: {en: pupils, vi: học sinh, he: תלמידים}, gender: m, better: higher,
      period: 2026-M9, source: a, by: {dimension: district, values: {
      harbour: {name: {en: Harbour, vi: Cảng, he: הנמל}, value: 83.1},
      hillside: {name: {en: Hillside, vi: Sườn Đồi, he: הגבעה}, value: 58.0},
      lakes: {name: {en: The Lakes, vi: Vùng Hồ, he: האגמים}, value: 41.7}}}}""",
    "doses": """{id: doses, label: {en: Doses given, vi: Liều đã tiêm, he: מנות שניתנו}, value: 12400, unit: count,
      noun: {en: doses, vi: liều, he: מנות}, gender: f, period: 2026-M9, source: a}""",
    "reactions": """{id: reactions, label: {en: Serious reactions, vi: Phản ứng nặng sau tiêm, he: תופעות לוואי חמורות},
      value: 3, unit: count, noun: {en: cases, vi: trường hợp, he: מקרים}, gender: m, better: lower, period: 2026-M9,
      source: a}""",
    "early": """{id: early, label: {en: Cancers caught early, vi: Ca phát hiện sớm, he: גידולים שהתגלו מוקדם},
      value: 61, out_of: 84, unit: count, noun: {en: cancers, vi: ca, he: גידולים}, gender: m, better: higher,
      period: 2026-M9, source: a}""",
    "wait": """{id: wait, label: {en: Waiting time, vi: Thời gian chờ, he: זמן המתנה}, value: 9, unit: duration,
      per: day, better: lower, period: 2026-M9, source: a, by: {dimension: district, values: {
      north: {name: {en: North, vi: Bắc Phú, he: צפון}, value: 12}, south: {name: {en: South, vi: Nam Phú, he: דרום},
      value: 6}}}}""",
    "new": """{id: new, label: {en: New cancers, vi: Ca ung thư mới, he: מקרי סרטן חדשים}, value: 7.2, unit: per-100000,
      rate_of: {en: women, vi: phụ nữ, he: נשים}, better: lower, period: 2026-M9, source: a}""",
}
NOT_SO = [
    ("vi", "uptake", "Sườn Đồi tiêm chậm nhất, chỉ {uptake.hillside}."),
    ("en", "uptake", "Vaccination is slowest in Hillside, at {uptake.hillside}."),
    ("he", "uptake", "בגבעה השיעור הנמוך ביותר, {uptake.hillside}."),
    ("en", "wait", "Results come fastest in North, in {wait.north}."),
    ("vi", "uptake", "Tất cả các quận đều tiêm trên một nửa học sinh."),
    ("en", "uptake", "Most pupils in every district are vaccinated."),
    ("he", "uptake", "בכל השכונות חוסנו יותר ממחצית התלמידים."),
    ("en", "uptake", "More pupils are vaccinated in The Lakes, at {uptake.lakes}, than in Hillside."),
    ("en", "doses, reactions", "Not one serious reaction was recorded after {doses} doses."),
    ("vi", "doses, reactions", "Không ghi nhận phản ứng nặng nào sau {doses} liều."),
    ("he", "doses, reactions", "לא נרשמה אף תופעת לוואי חמורה."),
    ("en", "early", "All the cancers that screening found were caught early."),
    ("en", "new", "There were {new} new cases this year."),
    ("vi", "new", "Năm nay có {new} ca mắc mới."),
    ("he", "new", "השנה אובחנו {new} מקרים חדשים."),
    ("en", "new", "Cancer struck {new} women."),
]
SO = [
    ("vi", "uptake", "Vùng Hồ tiêm chậm nhất, chỉ {uptake.lakes}."),
    ("vi", "uptake", "Chậm nhất ngày 15/12, các trường báo cáo {uptake}."),
    ("he", "uptake", "באגמים השיעור הנמוך ביותר, {uptake.lakes}."),
    ("en", "wait", "Results come fastest in South, in {wait.south}."),
    ("en", "uptake", "Most pupils in two districts are vaccinated."),
    ("en", "uptake", "More pupils are vaccinated in Hillside, at {uptake.hillside}, than in The Lakes."),
    ("en", "doses, reactions", "Serious reactions are rare: {reactions} cases after {doses} doses."),
    ("en", "early", "Most of the cancers that screening found were caught early."),
    ("en", "new", "There were {new} new cases per 100,000 women."),
    ("en", "new", "The rate is {new} this year."),
]


def wrong(tmp_path: Path, language: str, of: str, text: str) -> list[str]:
    """Give the codes of what is found wrong in a point that says this of these figures."""
    named = [FIGURES[id] for id in of.split(", ")]
    statistics = "\n  - ".join(named)
    point = f'{{id: p, statistics: [{of}], text: {{{language}: "{text}"}}}}'
    body = f"statistics:\n  - {statistics}\npoints:\n  - {point}\n"
    found = check_of(tmp_path, language, body)
    return [f.code for f in found if f.field.startswith("points") and f.code in ("wrong-claim", "doubled-word")]


@pytest.mark.parametrize(("language", "of", "text"), NOT_SO)
def test_what_figures_deny_is_found_where_none_is_written(tmp_path: Path, language: str, of: str, text: str) -> None:
    """A health agency that says "not one serious reaction" beside its own three is refuted in public."""
    assert wrong(tmp_path, language, of, text), text


@pytest.mark.parametrize(("language", "of", "text"), SO)
def test_what_they_bear_out_is_let_by(tmp_path: Path, language: str, of: str, text: str) -> None:
    assert wrong(tmp_path, language, of, text) == [], text
