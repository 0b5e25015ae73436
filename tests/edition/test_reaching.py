"""What a text says was reached: the part of a plan, never the amount that is missing from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.writing.facts import Style
from briefcast.writing.fitting import fit_references
from briefcast.writing.wording import write_sentences
from tests.edition.test_contradictions import check
from tests.facts_fixtures import facts_of
from tests.writing.test_facts import plain

MONEY = "value: 4120000000000, unit: currency, currency: VND, target: {value: 8900000000000, by: 2025, kind: plan}"
ROAD = "value: 12.4, unit: km, target: {value: 20, by: 2025, kind: plan}"
SHARE = "value: 38, unit: percent, measure: share, target: {value: 45}"
PASSED = "value: 48, unit: percent, measure: share, target: {value: 45}"


@pytest.mark.parametrize(
    ("figure", "language", "text", "found"),
    [
        (MONEY, "vi", "Giải ngân mới đạt {x.gap.size}.", "wrong-change"),
        (MONEY, "vi", "Vốn đã giải ngân được {x.gap.size}.", "wrong-change"),
        (MONEY, "vi", "Toàn tỉnh thực hiện {x.gap.size} trong kỳ.", "wrong-change"),
        (MONEY, "vi", "Còn phải giải ngân {x.gap.size}.", ""),
        (MONEY, "vi", "So với kế hoạch còn thiếu {x.gap.size}.", ""),
        (MONEY, "vi", "Đầu tư công mới đạt {x.gap}.", ""),
        (MONEY, "vi", "Đã hoàn thành {x.progress} kế hoạch năm.", "doubled-word"),
        (MONEY, "en", "Public investment reaches {x.gap.size}.", "wrong-change"),
        (MONEY, "en", "Spending so far amounts to only {x.gap.size}.", "wrong-change"),
        (MONEY, "en", "What is still to be spent amounts to {x.gap.size}.", ""),
        (MONEY, "en", "It is {x.gap.size} short.", ""),
        (MONEY, "en", "Investment has reached {x.progress}.", ""),
        (MONEY, "he", "ההשקעה הגיעה ל{x.gap.size}.", "wrong-change"),
        (MONEY, "he", "עד כה מומשו רק {x.gap.size}.", "wrong-change"),
        (MONEY, "he", "נותרו עוד {x.gap.size}.", ""),
        (ROAD, "en", "The ward has completed {x.gap.size}.", "wrong-change"),
        (ROAD, "en", "The ward has completed {x}.", ""),
        (SHARE, "vi", "Tỷ lệ mới đạt {x.gap}.", "doubled-word"),
        (SHARE, "en", "Coverage reached {x.gap}.", "doubled-word"),
        (SHARE, "he", "השיעור עמד על {x.gap}.", "doubled-word"),
        (SHARE, "en", "Coverage reached {x}, {x.gap}.", ""),
        (PASSED, "vi", "Tỷ lệ đạt {x.gap}.", "doubled-word"),
        (PASSED, "en", "Coverage stands at {x.gap}.", ""),
    ],
)
def test_a_missing_amount_is_not_told_as_reached(
    tmp_path: Path, figure: str, language: str, text: str, found: str
) -> None:
    told = [f for f in check(tmp_path, f"{figure}, period: 2025-M9", text=text) if f.language == language]
    faults = [f for f in told if f.code in ("wrong-change", "doubled-word")]
    assert [f.code for f in faults] == ([found] if found else [])
    assert all(f.severity == "error" and "gap.size}} behind" not in f.remedy for f in faults)


PLAN = {
    "id": "a",
    "label": {"vi": "Đầu tư", "en": "Investment", "he": "השקעה"},
    "unit": "currency",
    "currency": "VND",
    "value": 4120000000000,
    "period": "2025-M9",
    "target": {"value": 8900000000000, "by": "2025", "kind": "plan"},
}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("vi", "Đầu tư công mới đạt {a.gap}.", "Đầu tư công mới đạt 46,3% kế hoạch năm."),
        ("vi", "Đầu tư công mới {a.gap}.", "Đầu tư công mới đạt 46,3% kế hoạch năm."),
        ("vi", "{a.gap} sau chín tháng.", "Đạt 46,3% kế hoạch năm sau chín tháng."),
        ("vi", "Tỉnh đã hoàn thành {a.gap}.", "Tỉnh đã hoàn thành 46,3% kế hoạch năm."),
        ("vi", "Giải ngân {a:bare}, {a.gap}.", "Giải ngân 4.120 tỷ đồng, bằng 46,3% kế hoạch năm."),
        ("vi", "Đã giải ngân {a:bare} và {a.gap}.", "Đã giải ngân 4.120 tỷ đồng và bằng 46,3% kế hoạch năm."),
        ("vi", "Vốn chỉ bằng {a.gap}.", "Vốn chỉ bằng 46,3% kế hoạch năm."),
        ("en", "Spending reached {a.gap}.", "Spending reached 46.3% of the year’s plan."),
        ("en", "Spending came to only {a.progress}.", "Spending came to only 46.3% of the year’s plan."),
        ("he", "ההשקעה הגיעה ל{a.gap}.", "ההשקעה הגיעה ל־46.3% מהתוכנית השנתית."),
        ("he", "ההשקעה: {a.progress}.", "ההשקעה: 46.3% מהתוכנית השנתית."),
    ],
)
@pytest.mark.parametrize("style", ["exact", "rounded", "plain"])
def test_a_verb_of_reaching_reaches_a_part_of_the_plan(language: str, text: str, told: str, style: Style) -> None:
    """ "Đạt 46,3% kế hoạch năm" is what every report says; to round it up would flatter a miss."""
    facts = facts_of(PLAN)
    fitted = fit_references(text, facts, language)
    said = write_sentences(fitted, language, lambda name: facts.word(name, language, style))
    assert plain(" ".join(sentence.shown for sentence in said)) == told


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (
            {"value": 4000000000000, "by": "2025", "kind": "budget"},
            ("103% dự toán năm", "103% of the year’s budget", "103% מהתקציב השנתי"),
        ),
        ({"value": 8240000000000}, ("50% mục tiêu", "50% of the target", "50% מהיעד")),
        (
            {"value": 8240000000000, "by": "2030"},
            ("50% mục tiêu đến năm 2030", "50% of the target for 2030", "50% מהיעד לשנת 2030"),
        ),
    ],
)
def test_the_part_of_a_target_is_told_whether_it_is_met_or_not(
    target: dict[str, object], told: tuple[str, str, str]
) -> None:
    facts = facts_of({**PLAN, "target": target})
    for language, words in zip(("vi", "en", "he"), told, strict=True):
        assert plain(facts.word("a.progress", language, "exact").shown) == words
