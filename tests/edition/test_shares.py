"""Parts that a text names in words are held against the figure that says them again; other parts are left."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefcast.brief.read import WrittenText
from briefcast.edition.shares import find_wrong_shares
from tests.check_fixtures import check_of
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
    ("language", "text"),
    [
        ("en", "Two thirds of the classes, {a}, are full."),
        ("vi", "Hai phần ba số lớp học, {a}, đã đủ chỗ."),
        ("he", "שני שלישים מהכיתות, {a}, מלאות."),
    ],
)
def test_a_part_in_words_is_as_near_as_a_plain_form(language: str, text: str) -> None:
    """ "Two thirds of the plan" stood beside 71.8%: off by more than any rounding."""
    share = {"unit": "percent", "measure": "share"}
    assert untrue(language, {**share, "value": 71.8}, text)
    assert not untrue(language, {**share, "value": 66.2}, text)


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


JOBLESS = {"unit": "percent", "measure": "level", "value": 3.9}
AID = {"unit": "currency", "currency": "VND", "value": 46800000000, "out_of": 58500000000}


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("en", JOBLESS, "One in ten people is out of work: {a}."),
        ("en", JOBLESS, "{a} of people, or one in ten, are out of work."),
        ("en", {**COUNT, "value": 6}, "Nearly all classes have opened: {a}"),
        ("en", {**COUNT, "value": 6}, "Over half of the classes, {a.whole}, have opened."),
        ("en", {**COUNT, "value": 6}, "Most classes have opened: {a}."),
        ("en", PERCENT, "All classes, {a}, have opened."),
        ("vi", AID, "Chưa tới một nửa kinh phí, {a}, đã được chi."),
        ("vi", {**COUNT, "value": 6}, "Quá nửa số lớp học, {a.whole} lớp học, đã mở."),
        ("he", {**COUNT, "value": 6}, "ביותר ממחצית הכיתות, {a.whole}, יש ספרייה."),
        ("vi", JOBLESS, "Cứ mười người thì một người thất nghiệp: {a}."),
        ("vi", {**COUNT, "value": 6}, "Hai phần ba số lớp học, {a.whole} lớp học, đã mở."),
        ("he", {**COUNT, "value": 6}, "מחצית מהכיתות נפתחו, {a.whole}."),
        ("he", {**COUNT, "value": 6}, "רוב הכיתות נפתחו: {a.whole} כיתות."),
        ("he", JOBLESS, "אחד מכל עשרה אנשים מובטל: {a}."),
        ("he", PERCENT, "כל הכיתות, {a}, נפתחו."),
    ],
)
def test_all_most_and_one_in_ten_are_held_too(language: str, figure: dict[str, object], text: str) -> None:
    """ "One in ten is out of work" beside 3.9% moves an election."""
    assert untrue(language, figure, text) == ["error"]


@pytest.mark.parametrize(
    ("language", "figure", "text"),
    [
        ("en", JOBLESS, "One in twenty-five people is out of work: {a}."),
        ("en", {**PERCENT, "value": 80}, "One in five classes is still closed: {a}."),
        ("en", {**COUNT, "value": 6}, "Most classes are closed: {a} have opened."),
        ("en", {**COUNT, "value": 17}, "Nearly all classes have opened: {a}."),
        ("vi", AID, "Hơn ba phần tư kinh phí, {a}, đã được chi."),
        ("vi", {**PERCENT, "value": 80}, "Cứ năm lớp học thì một lớp chưa mở: {a} đã mở."),
        ("he", {**COUNT, "value": 12}, "רוב הכיתות נפתחו: {a.whole} כיתות."),
        ("he", COUNT, "כמעט כל הכיתות נפתחו: {a}."),
    ],
)
def test_true_words_for_a_part_pass(language: str, figure: dict[str, object], text: str) -> None:
    assert untrue(language, figure, text) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "{x} N, a third fewer than a year earlier.", True),
        ("en", "{x} N, a fifth fewer than a year earlier.", False),
        ("en", "There were {x} N, half as many as a week earlier.", True),
        ("vi", "Có {x} N, ít hơn một phần ba so với năm trước.", True),
        ("vi", "Có {x} N, ít hơn một phần năm so với năm trước.", False),
        ("he", "{x} N, שליש פחות מאשר אשתקד.", True),
        ("he", "{x} N, חמישית פחות מאשר אשתקד.", False),
    ],
)
def test_a_part_less_than_before_is_held_against_the_change(
    tmp_path: Path, language: str, text: str, found: bool
) -> None:
    """ "A third fewer killed on the roads" of a fifth is a success that nobody had."""
    brief = f"""statistics:
  - {{id: x, label: {{{language}: "N"}}, unit: count, noun: {{{language}: "N"}}, value: 79, period: 2025, source: a,
     baseline: {{value: 100, period: 2024}}}}
points:
  - {{id: p, statistics: [x], text: {{{language}: "{text}"}}}}
"""
    codes = {f.code for f in check_of(tmp_path, language, brief) if f.severity == "error"}
    assert bool(codes & {"wrong-claim", "wrong-time"}) == found


_SAMPLES = """
statistics:
  - {id: samples, label: {en: Samples up to standard, vi: Mẫu nước đạt chuẩn, he: דגימות מים תקינות},
     noun: {en: samples, vi: mẫu, he: דגימות}, gender: f, value: 246, unit: count, out_of: 248,
     period: 2026-06, source: a}
points:
  - {id: t0, text: {%s: "%s"}}
"""


@pytest.mark.parametrize(
    ("language", "text", "refused"),
    [
        ("en", "All {samples.out_of} samples were up to standard; {samples} samples passed.", True),
        ("en", "All {samples.out_of} samples were tested; {samples} samples were up to standard.", False),
        ("en", "All but two of the samples were up to standard: {samples} samples.", False),
        ("he", "כל הדגימות היו תקינות: {samples} דגימות.", True),
        ("he", "כל הדגימות חוץ משתיים היו תקינות: {samples} דגימות.", False),
        ("vi", "Toàn bộ mẫu nước đều đạt chuẩn: {samples} mẫu.", True),
    ],
)
def test_all_of_a_whole_is_all_of_it(tmp_path: Path, language: str, text: str, refused: bool) -> None:
    """ "All 248 samples were up to standard" of 246 stood beside its own figure, and "all but two" was refused."""
    found = check_of(tmp_path, language, _SAMPLES % (language, text))
    assert ("wrong-claim" in {f.code for f in found}) is refused
