"""What a text says of a figure beside others is held against them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.findings import Finding
from tests.check_fixtures import check_of


def claims(tmp_path: Path, language: str, text: str, *, more: str = "", code: str = "wrong-claim") -> list[Finding]:
    """Check a text about three places, a figure over time and a rank."""
    names = (
        "tan-lap: {name: Tân Lập, value: 68.2}, ba-to: {name: Ba Tô, value: 22.1}, hon-dau: {name: Hòn Dầu, value: 9.5}"
    )
    series = "{2026-06: 3.57, 2026-08: 3.2, 2026-10: 3.41}"
    target = "target: {value: 4.5, by: 2026}"
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - id: x
    label: {{{language}: "Share"}}
    unit: percent
    measure: share
    value: 46.3
    period: 2026-09-30
    source: a
    by: {{dimension: commune, values: {{{names}}}}}
  - {{id: y, label: {{{language}: "Prices"}}, unit: percent, measure: growth, value: 3.41, period: 2026-10, source: a,
     {target}, series: {series}}}
  - {{id: r, label: {{{language}: "Rank"}}, unit: rank, value: 22, out_of: 63, period: 2026, source: a,
     baseline: {{value: 17, period: 2025}}{more}}}
points:
  - id: p
    statistics: [x]
    text: {{{language}: "{text}"}}
""",
    )
    return [f for f in found if f.code == code]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Cao nhất là Tân Lập {x.tan-lap}, thấp nhất là Ba Tô {x.ba-to}."),
        ("vi", "Dẫn đầu là Ba Tô với {x.ba-to}."),
        ("vi", "Giá tăng cao nhất trong năm: {y}."),
        ("vi", "Giá tăng {x}, vượt kế hoạch {y.target}."),
        ("vi", "Xã Ba Tô đạt {x.hon-dau}."),
        ("en", "Tân Lập leads with {x.tan-lap}, Ba Tô is last with {x.ba-to}."),
        ("en", "The highest share is that of Ba Tô: {x.ba-to}."),
        ("en", "Prices rose most this year, by {y}."),
        ("en", "Prices are above the plan of {y.target}."),
        ("en", "Ba Tô has only {x.hon-dau}."),
        ("he", "השיעור הגבוה ביותר נרשם בBa Tô, {x.ba-to}."),
        ("he", "המחירים עלו בשיעור הגבוה ביותר השנה, {y}."),
        ("he", "המדד עבר את היעד {y.target}."),
    ],
)
def test_what_the_other_figures_say_otherwise_is_found(tmp_path: Path, language: str, text: str) -> None:
    """The wrong commune would read in the news that it is the last."""
    assert [f.severity for f in claims(tmp_path, language, text)] == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Cao nhất là Tân Lập {x.tan-lap}, thấp nhất là Hòn Dầu {x.hon-dau}."),
        ("vi", "{x.tan-lap} ở Tân Lập, {x.ba-to} ở Ba Tô và {x.hon-dau} ở Hòn Dầu."),
        ("vi", "Ba Tô thuộc nhóm thấp nhất: {x.ba-to}."),
        ("vi", "Giá tăng {y}, kế hoạch cả năm dưới {y.target}."),
        ("vi", "Giá tăng {y}, không vượt mục tiêu {y.target}."),
        ("vi", "Ít nhất {x} hồ sơ, Ba Tô đạt {x.ba-to}."),
        ("en", "Tân Lập leads with {x.tan-lap}, Hòn Dầu is last with {x.hon-dau}."),
        ("en", "Ba Tô is one of the lowest, with {x.ba-to}."),
        ("en", "At most {x.ba-to} of Ba Tô, at least {x.hon-dau} of Hòn Dầu."),
        ("en", "Most of the money was spent: {x}. Ba Tô, unlike Hòn Dầu, has {x.ba-to}."),
        ("en", "After Tân Lập comes Ba Tô with {x.ba-to}."),
        ("en", "Prices rose by {y}, against a plan of {y.target}."),
        ("he", "השיעור הגבוה ביותר נרשם בTân Lập, {x.tan-lap}."),
    ],
)
def test_true_and_modest_words_pass(tmp_path: Path, language: str, text: str) -> None:
    assert claims(tmp_path, language, text) == []


def aims(tmp_path: Path, texts: dict[str, str], *, headline: str = "", title: str = "") -> list[str]:
    """Check a text about figures that have reached their targets and figures that have not."""
    (language, text) = next(iter(texts.items()))
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - {{id: so, label: {{{language}: "Records"}}, unit: percent, measure: share, value: 71.2, period: 2026-11-15,
     source: a, better: higher, target: {{value: 80, by: 2026, kind: plan}}}}
  - {{id: bhyt, label: {{{language}: "Insured"}}, unit: percent, measure: share, value: 95.4, period: 2026-10-31,
     source: a, better: higher, target: {{value: 95.2, by: 2026, kind: plan}}}}
  - {{id: cho, label: {{{language}: "Wait"}}, unit: duration, per: minute, value: 48, period: 2026-10,
     source: a, better: lower, target: {{value: 45, by: 2026}}}}
  - {{id: xa, label: {{{language}: "Wards"}}, unit: count, noun: {{{language}: wards}}, gender: m, value: 5,
     period: 2026-10, source: a}}
points:
  - id: p
    statistics: [so]
    headline: {{{language}: "{headline or "H"}"}}
    text: {{{language}: "{text or "T."}"}}
""",
        title=title or "T",
    )
    return [f.severity for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "{so} người dân đã có sổ, đã hoàn thành mục tiêu {so.target}."),
        ("vi", "{so} người dân đã có sổ, hoàn thành kế hoạch {so.target}."),
        ("vi", "{so} người dân đã có sổ, đạt chỉ tiêu năm."),
        ("vi", "{so} người dân đã có sổ, vượt chỉ tiêu cả năm."),
        ("vi", "{so} người dân đã có sổ, cao hơn kế hoạch được giao."),
        ("vi", "Chờ khám trung bình {cho}, đạt mục tiêu {cho.target}."),
        ("vi", "Chờ khám {cho}, ngắn hơn tháng 10 năm ngoái và đạt mục tiêu {cho.target}."),
        ("en", "Patients waited {cho}, less than in October last year and meeting the target of {cho.target}."),
        ("vi", "{bhyt} người dân có thẻ, nhưng chưa đạt kế hoạch năm."),
        ("vi", "{bhyt} người dân có thẻ, thấp hơn mục tiêu {bhyt.target}."),
        ("en", "{so} of residents have a record, passing the year's target of {so.target}."),
        ("en", "{so} of residents have a record, meeting the year’s target of {so.target}."),
        ("en", "{so} of residents have a record, beyond the target of {so.target}."),
        ("en", "{so} of residents have a record, which passes the year's target of {so.target}."),
        ("en", "{so} of residents have a record, on target."),
        ("en", "{so} of residents have a record. The target of {so.target} has been met."),
        ("en", "Patients waited {cho}, meeting the year's target."),
        ("en", "{bhyt} of residents are insured, but short of the year's plan."),
        ("en", "{bhyt} of residents are insured, which has not yet reached the target of {bhyt.target}."),
        ("he", "ל־{so} מהתושבים יש תיק, והעיר עמדה ביעד של {so.target}."),
        ("he", "ל־{so} מהתושבים יש תיק, מעל היעד השנתי."),
        ("he", "{so} מהתושבים הצטרפו, היעד הושג."),
        ("he", "{bhyt} מהתושבים מבוטחים, אך טרם הגיעה ליעד."),
        ("he", "זמן ההמתנה, {cho}, עומד ביעד."),
    ],
)
def test_a_target_is_not_reached_by_words_alone(tmp_path: Path, language: str, text: str) -> None:
    """A newspaper would print that the plan is fulfilled."""
    assert aims(tmp_path, {language: text}) == ["error"]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("vi", "{so} người dân đã có sổ, vượt mục tiêu"),
        ("vi", "Lập sổ sức khỏe: đã vượt chỉ tiêu"),
        ("vi", "Vượt kế hoạch: {so} người dân có sổ"),
        ("en", "{so} have a record, exceeding target"),
        ("en", "Health records: target met"),
        ("en", "Records beat the year's target"),
        ("he", "{so} עם תיק, מעל היעד"),
        ("he", "תיקים רפואיים: היעד הושג"),
    ],
)
def test_a_headline_is_held_against_the_target_of_its_point(tmp_path: Path, language: str, line: str) -> None:
    assert aims(tmp_path, {language: ""}, headline=line) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "{so} người dân đã có sổ, chưa đạt mục tiêu {so.target}."),
        ("vi", "{bhyt} người dân có thẻ, vượt kế hoạch năm."),
        ("vi", "{bhyt} người dân có thẻ, đạt mục tiêu {bhyt.target}."),
        ("vi", "{so} người dân đã có sổ; {xa} xã đã hoàn thành kế hoạch."),
        ("vi", "{so} người dân đã có sổ, năm xã đã hoàn thành kế hoạch."),
        ("vi", "{so} người dân đã có sổ, phấn đấu đạt mục tiêu {so.target} vào cuối năm."),
        ("vi", "Để hoàn thành mục tiêu {so.target}, các xã cấp thêm sổ."),
        ("vi", "Hoàn thành mục tiêu {so.target} là nhiệm vụ của các xã."),
        ("vi", "{so} người dân đã có sổ, vượt kế hoạch quý."),
        ("vi", "Thành phố tập trung hoàn thành mục tiêu {so.target} trong tháng 12."),
        ("en", "Five wards already met the target of {so.target}, but the city stands at {so}."),
        ("he", "חמש שכונות כבר הגיעו ליעד של {so.target}."),
        ("vi", "{so} người dân đã có sổ, hoàn thành kế hoạch thanh tra."),
        ("vi", "Thời gian chờ {cho}, vượt mục tiêu {cho.target}."),
        ("vi", "Cấp sổ đạt {so} kế hoạch."),
        ("en", "{so} of residents have a record, short of the target of {so.target}."),
        ("en", "{so} of residents have a record, nearly meeting the target of {so.target}."),
        ("en", "{so} of residents have a record; five wards met the target."),
        ("en", "{so} of residents have a record, on target to reach {so.target} by the new year."),
        ("en", "Meeting the target of {so.target} takes five more weeks."),
        ("en", "If the target of {so.target} is met, nobody queues."),
        ("en", "{bhyt} are insured, above the target of {bhyt.target}."),
        ("en", "Patients waited {cho}, short of the year's target of {cho.target}."),
        ("en", "{so} of the plan for schools was met."),
        ("he", "ל־{so} מהתושבים יש תיק, העיר טרם עמדה ביעד של {so.target}."),
        ("he", "{bhyt} מהתושבים מבוטחים, מעל היעד."),
        ("he", "כדי להגיע ליעד של {so.target} נפתחו מוקדים."),
    ],
)
def test_what_is_true_of_a_target_passes(tmp_path: Path, language: str, text: str) -> None:
    assert aims(tmp_path, {language: text}) == []


def of_places(tmp_path: Path, language: str, text: str, *, headline: str = "H") -> list[str]:
    """Check a text about four lines of a railway, a wait, a rate under its ceiling and the prices of three goods."""
    label = {"vi": "Chuyến tàu đúng giờ", "en": "Trains on time", "he": "רכבות שהגיעו בזמן"}[language]
    north, south, coast, inland, all_lines = {
        "vi": ("Tuyến Bắc", "Tuyến Nam", "Tuyến Biển", "Tuyến Núi", "Toàn mạng"),
        "en": ("North line", "South line", "Coast line", "Hill line", "Whole network"),
        "he": ("קו הצפון", "קו הדרום", "קו החוף", "קו ההר", "כל הרשת"),
    }[language]
    goods = {"vi": ("Nhà ở", "Thực phẩm"), "en": ("Housing", "Food"), "he": ("דיור", "מזון")}[language]
    found = check_of(
        tmp_path,
        language,
        f"""statistics:
  - id: x
    label: {{{language}: "{label}"}}
    unit: percent
    measure: share
    value: 87.2
    period: 2026-Q3
    better: higher
    target: {{value: 90, by: 2026-Q3}}
    source: a
    by:
      dimension: group
      whole: {{{language}: "{all_lines}"}}
      values:
        n: {{name: {{{language}: "{north}"}}, value: 94.1}}
        s: {{name: {{{language}: "{south}"}}, value: 86}}
        c: {{name: {{{language}: "{coast}"}}, value: 81.5}}
        h: {{name: {{{language}: "{inland}"}}, value: 90.6}}
  - id: p
    label: {{{language}: "Prices"}}
    unit: percent
    measure: change
    period: 2026-10
    source: a
    by:
      dimension: sector
      values:
        h: {{name: {{{language}: "{goods[0]}"}}, value: 6.2}}
        f: {{name: {{{language}: "{goods[1]}"}}, value: -1.8}}
  - {{id: w, label: {{{language}: "Wait"}}, unit: duration, per: day, value: 19, period: 2026-Q3, source: a,
     better: lower, target: {{value: 14, by: 2026-Q3}}}}
  - {{id: i, label: {{{language}: "Inflation"}}, unit: percent, measure: level, value: 3.4, period: 2026-10, source: a,
     better: lower, target: {{value: 4, by: 2026, kind: ceiling}}}}
points:
  - id: p
    headline: {{{language}: "{headline}"}}
    text: {{{language}: "{text}"}}
""",
    )
    return [f.severity for f in found if f.code == "wrong-claim"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The railway hit its punctuality target, with {x} of trains on time."),
        ("en", "The wait, {w}, is within the target."),
        ("en", "The wait is shorter than the target: {w}."),
        ("en", "Inflation broke through its ceiling: {i}."),
        ("vi", "Toàn mạng đã đạt mục tiêu đúng giờ với {x}."),
        ("vi", "Toàn mạng vượt mục tiêu {x.target}."),
        ("vi", "Thời gian chờ ngắn hơn mục tiêu: {w}."),
        ("vi", "Lạm phát vượt trần, ở mức {i}."),
        ("he", "הרכבת עמדה ביעד: {x}."),
        ("he", "ההמתנה קצרה מהיעד: {w}."),
        ("he", "האינפלציה פרצה את התקרה: {i}."),
        ("he", "קו הדרום עמד ביעד עם {x.s}."),
    ],
)
def test_a_target_in_other_words_is_one(tmp_path: Path, language: str, text: str) -> None:
    """ "Vượt trần" of what lies under its ceiling starts a run on the shops."""
    assert of_places(tmp_path, language, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Inflation has not reached its ceiling, at {i}."),
        ("en", "The wait, {w}, is longer than the target."),
        ("en", "The North line hit its target, with {x.n} of trains on time."),
        ("vi", "{x} chuyến tàu đúng giờ, hoàn thành kế hoạch thanh tra."),
        ("vi", "Hai tuyến vượt mục tiêu {x.target}."),
        ("vi", "Lạm phát dưới trần, ở mức {i}."),
        ("he", "ההמתנה ארוכה מהיעד: {w}."),
        ("he", "האינפלציה מתחת לתקרה: {i}."),
    ],
)
def test_what_is_true_of_other_words_for_a_target_passes(tmp_path: Path, language: str, text: str) -> None:
    assert of_places(tmp_path, language, text) == []


@pytest.mark.parametrize(
    ("language", "headline", "found"),
    [
        ("en", "Punctuality target met", ["error"]),
        ("vi", "Vượt mục tiêu đúng giờ", ["error"]),
        ("he", "היעד הושג בדיוק", ["error"]),
        ("en", "Two lines met the target", []),
        ("vi", "Tuyến Bắc vượt mục tiêu", []),
        ("he", "קו הצפון עמד ביעד", []),
    ],
)
def test_a_headline_over_places_is_about_all_of_them(
    tmp_path: Path, language: str, headline: str, found: list[str]
) -> None:
    assert of_places(tmp_path, language, "{x}", headline=headline) == found


@pytest.mark.parametrize(
    ("language", "label", "text"),
    [
        ("en", "Recycling rate", "The recycling rate came to {x}. The target was met."),
        ("en", "Recycling rate", "The city met its target: recycling is at {x}."),
        ("en", "Recycling rate", "Recycling came to {x}, and the city met its target."),
        ("vi", "Tỷ lệ tái chế", "Tỷ lệ tái chế ở mức {x}. Kế hoạch năm đã hoàn thành."),
        ("vi", "Tỷ lệ tái chế", "Tỷ lệ tái chế ở mức {x}. Mục tiêu năm đã đạt."),
        ("vi", "Tỷ lệ tái chế", "Tỉnh hoàn thành kế hoạch năm: tỷ lệ tái chế ở mức {x}."),
        ("he", "שיעור המיחזור", "שיעור המיחזור הגיע ל־{x}. היעד הושג."),
        ("he", "שיעור המיחזור", "שיעור המיחזור הגיע ל־{x}, והעירייה עמדה ביעד."),
        ("he", "שיעור המיחזור", "העירייה עמדה ביעד: שיעור המיחזור הגיע ל־{x}."),
    ],
)
@pytest.mark.parametrize("value", ["27.8", "41"])
def test_a_target_is_not_met_in_a_sentence_of_its_own(
    tmp_path: Path, language: str, label: str, text: str, value: str
) -> None:
    """ "27.8%. The target was met." of a target of 35% went out without a word: the sentence has no figure."""
    figure = "unit: percent, measure: share, source: a, period: 2025, target: {value: 35, by: 2025}"
    found = check_of(
        tmp_path,
        language,
        f"""statistics: [{{id: x, label: {{{language}: "{label}"}}, value: {value}, {figure}}}]
points: [{{id: p, statistics: [x], text: {{{language}: "{text}"}}}}]
""",
    )
    assert [f.code for f in found if f.code == "wrong-claim"] == (["wrong-claim"] if value == "27.8" else [])
