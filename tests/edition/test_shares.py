"""Parts that a text names in words are held against the figure that says them again; other parts are left."""

from __future__ import annotations

import pytest

from briefcast.brief.read import WrittenText
from briefcast.edition.shares import find_wrong_shares
from tests.facts_fixtures import facts_of

NOUNS = {"en": "classes", "vi": "lớp học", "he": "כיתות"}
PERCENT = {"unit": "percent", "measure": "share", "value": 27.6}
COUNT = {"unit": "count", "value": 14, "out_of": 18}
FOUR_FIFTHS = {"unit": "count", "value": 80, "out_of": 100}
FELL = {"unit": "count", "value": 2, "baseline": {"value": 5, "period": "2024"}}
RANK = {"unit": "rank", "value": 31, "out_of": 77}
BUDGET = {
    "unit": "currency",
    "currency": "ILS",
    "value": 1842,
    "target": {"value": 2310, "by": "2025", "kind": "budget"},
}


def untrue(language: str, figure: dict[str, object], text: str) -> list[str]:
    label = {language: NOUNS[language]}
    facts = facts_of({"id": "a", "label": label, "noun": label, "gender": "f", "period": "2025", **figure})
    brief = facts.brief.model_copy(update={"languages": (language,)})
    written = WrittenText(path=("points", 0, "text"), language=language, text=text, kind="text")
    return [doubt.severity for doubt in find_wrong_shares(brief, [written])]


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("en", PERCENT, "{a} of the waste, more than a third, is recycled."),
        ("en", PERCENT, "Half of the waste, {a}, is recycled."),
        ("en", PERCENT, "Most of the waste, {a}, is recycled."),
        ("en", FOUR_FIFTHS, "Two thirds of the classes, {a.whole}, opened."),
        ("vi", FOUR_FIFTHS, "Hai phần ba số lớp, {a.whole} lớp học, đã mở."),
        ("he", FOUR_FIFTHS, "מחצית מהכיתות נפתחו, {a.whole}."),
        ("en", FELL, "Deaths fell by a third, to {a}."),
        ("en", RANK, "The city is in the top third: {a.ordinal}."),
        ("en", COUNT, "All planned classes opened: {a}"),
        ("he", PERCENT, "{a} מהפסולת, יותר משליש, מוחזרו."),
        ("he", PERCENT, "{a} מהם, כחצי, נשים."),
        ("he", BUDGET, "הוצאה מחצית התקציב, שהם {a.gap}."),
        ("he", FELL, "מספר ההרוגים ירד בשליש: {a}, לעומת {a.baseline} אשתקד."),
        ("he", RANK, "העיר בשליש העליון: מקום {a.ordinal}"),
        ("he", COUNT, "כל הכיתות שתוכננו נפתחו: {a}"),
        ("vi", PERCENT, "{a} rác thải, hơn một phần ba, được tái chế."),
        ("vi", FELL, "Số ca giảm một phần ba, còn {a} ca."),
        ("vi", COUNT, "Tất cả lớp học theo kế hoạch đã mở: {a}"),
    ],
)
def test_a_part_in_words_is_held_against_its_figure(language: str, figure: dict[str, object], text: str) -> None:
    """ "27.6%, more than a third" went out in both languages, and so did "all planned classes opened" of 14 of 18."""
    assert untrue(language, figure, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("en", PERCENT, "{a} of the waste, more than a quarter, is recycled."),
        ("en", PERCENT, "{a} of the waste, less than a third, is recycled."),
        ("en", PERCENT, "{a} of the waste, half of it paper, is recycled."),
        ("en", PERCENT, "About half are women, {a} are young."),
        ("en", FOUR_FIFTHS, "Four fifths of the classes, {a.whole}, opened."),
        ("vi", FOUR_FIFTHS, "Hơn ba phần tư số lớp, {a.whole} lớp học, đã mở."),
        ("en", FELL, "Deaths fell by more than half, to {a}."),
        ("en", FELL, "Deaths did not fall by a third, but to {a}."),
        ("en", RANK, "The city is in the top half: {a.ordinal}."),
        ("en", COUNT, "Of all planned classes, {a} opened"),
        ("en", COUNT, "All planned classes are to open this year; {a} of {a.out_of} have."),
        ("en", COUNT, "All parents know that {a} opened."),
        ("en", {**COUNT, "value": 18}, "All planned classes opened: {a}"),
        ("he", PERCENT, "{a} מהפסולת, יותר מרבע, מוחזרו."),
        ("he", FELL, "מספר ההרוגים ירד ביותר מחצי: {a}."),
        ("he", COUNT, "מתוך כל הכיתות נפתחו {a}"),
        ("he", RANK, "העיר במחצית העליונה: מקום {a.ordinal}"),
        ("vi", PERCENT, "{a} rác thải, hơn một phần tư, được tái chế."),
        ("vi", COUNT, "Trong tất cả lớp học, {a} đã mở"),
    ],
)
def test_a_true_part_and_a_part_of_something_else_are_left(language: str, figure: dict[str, object], text: str) -> None:
    """Whoever is told that an honest sentence is wrong stops reading what the check says."""
    assert untrue(language, figure, text) == []
