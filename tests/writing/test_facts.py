"""Every figure, given or computed, in every language and style. A false number is the worst a reader can get."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from briefcast.cards import bar_lengths, tenths
from briefcast.errors import FactError
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import phrases
from briefcast.language.rounding import round_for_reading, round_to_parts
from briefcast.language.written import FSI, NBSP, PDI, parse_written
from briefcast.script import Figure, Word
from briefcast.units import read_units
from briefcast.writing.facts import Facts, Style, _without_unit
from briefcast.writing.fitting import fit_references
from briefcast.writing.targets import goal_words
from briefcast.writing.wording import write_sentences
from tests.facts_fixtures import FACTS, LABEL, LANGUAGES, facts_of, local

UNIT_NAMES = tuple(read_units())
QUICK = settings(database=None, phases=[Phase.generate])
"""Any example that fails will do; the smallest is not looked for."""
STYLES: tuple[Style, ...] = ("exact", "rounded", "plain")


def plain(text: str) -> str:
    """A text without what the eye does not see."""
    return text.replace(NBSP, " ").replace(FSI, "").replace(PDI, "")


SHOWN: dict[str, dict[tuple[str, str], tuple[str, str, str]]] = {
    "exact": {
        ("egdi-rank", ""): ("71", "71", "71"),
        ("egdi-rank", ".target"): ("70", "70", "70"),
        ("egdi-rank", ".baseline"): ("86", "86", "86"),
        ("egdi-rank", ".out_of"): ("193", "193", "193"),
        ("egdi-rank", ".change"): ("tăng 15 bậc", "up 15 places", "עלייה של 15 מקומות"),
        ("egdi-rank", ".gap"): ("cách mục tiêu 1 bậc", "1 place short of the target for 2025",
         "במרחק מקום אחד מהיעד לשנת 2025"),
        ("egdi-rank", ".target.by"): ("2025", "2025", "2025"),
        ("egdi-rank", ".baseline.period"): ("2022", "2022", "2022"),
        ("egdi-rank", ".series.2014"): ("99", "99", "99"),
        ("egdi-score", ""): ("0,7709", "0.7709", "0.7709"),
        ("egdi-score", ".change"): ("tăng 0,1042 điểm", "up 0.1042 points", "עלייה של 0.1042 נקודות"),
        ("egdi-score", ".growth"): ("tăng 15,6%", "up 15.6%", "גידול של 15.6%"),
        ("egdi-score", ".growth.size"): ("15,6%", "15.6%", "15.6%"),
        ("egdi-rank", ".ordinal"): ("thứ 71", "71st", "ה־71"),
        ("tasks", ".whole"): ("44/63", "44 of 63", "44 מתוך 63"),
        ("tasks", ".change.size"): ("2", "2", "2"),
        ("vneid", ""): ("hơn 55,25 triệu", "over 55.25 million", "יותר מ־55.25 מיליון"),
        ("vneid", ".target"): ("40 triệu", "40 million", "40 מיליון"),
        ("vneid", ".gap"): (
            "vượt mục tiêu hơn 15,25 triệu tài khoản",
            "over 15.25 million accounts above target",
            "יותר מ־15.25 מיליון חשבונות מעל היעד",
        ),
        ("vneid", ".period"): ("tháng 12 năm 2024", "December 2024", "דצמבר 2024"),
        ("fibre", ""): ("hơn 82,4%", "over 82.4%", "יותר מ־82.4%"),
        ("fibre", ":bare"): ("82,4%", "82.4%", "82.4%"),
        ("fibre", ".change"): (
            "tăng 3,3 điểm phần trăm", "up 3.3 percentage points", "עלייה של 3.3 נקודות אחוז"),
        ("fibre", ".gap"): (
            "vượt mục tiêu hơn 2,4 điểm phần trăm",
            "over 2.4 percentage points above target",
            "יותר מ־2.4 נקודות אחוז מעל היעד",
        ),
        ("fibre", ".plain"): ("hơn 80%", "more than 8 in 10", "יותר מ־8 מתוך 10"),
        ("smartphones", ".plain"): ("gần 90%", "almost 9 in 10", "כמעט 9 מתוך 10"),
        ("adults", ".plain"): ("một phần tư", "a quarter", "רבע"),
        ("adults", ".change"): (
            "giảm 3,5 điểm phần trăm", "down 3.5 percentage points", "ירידה של 3.5 נקודות אחוז"),
        ("signatures", ".growth"): ("tăng 58,61%", "up 58.61%", "גידול של 58.61%"),
        ("signatures", ".change"): ("tăng 58,61%", "up 58.61%", "גידול של 58.61%"),
        ("tasks", ""): ("44", "44", "44"),
        ("tasks", ".share"): ("69,8%", "69.8%", "69.8%"),
        ("tasks", ".change"): ("tăng 2 nhiệm vụ", "up 2 tasks", "עלייה של שתי משימות"),
        ("gdp", ""): ("2,4 triệu tỷ đồng", "2,400 trillion dong", "2,400 טריליון דונג"),
        ("wait", ""): ("48 giờ", "48 hours", "48 שעות"),
        ("wait", ".change"): ("rút ngắn 24 giờ", "24 hours shorter", "קיצור של 24 שעות"),
        ("wait", ".gap"): ("còn phải giảm 24 giờ để đạt mục tiêu", "24 hours above target", "24 שעות מעל היעד"),
        ("wait", ".period"): ("quý III năm 2024", "Q3 2024", "הרבעון השלישי של 2024"),
        ("villages", ".period"): ("ngày 21 tháng 10 năm 2025", "October 21, 2025", "21 באוקטובר 2025"),
        ("egdi-rank", ".label"): ("Nhãn", "Label", "תווית"),
    },
    "rounded": {
        ("egdi-rank", ""): ("71", "71", "71"),
        ("egdi-score", ""): ("0,7709", "0.7709", "0.7709"),
        ("vneid", ""): ("hơn 55 triệu", "over 55 million", "יותר מ־55 מיליון"),
        ("vneid", ".exact"): ("hơn 55,25 triệu", "over 55.25 million", "יותר מ־55.25 מיליון"),
        # Beside its target of 80%, and 2.4 points above it.
        ("fibre", ""): ("hơn 82,4%", "over 82.4%", "יותר מ־82.4%"),
        ("fibre", ":bare"): ("82,4%", "82.4%", "82.4%"),
        ("smartphones", ""): ("hơn 87%", "over 87%", "יותר מ־87%"),
        ("signatures", ""): ("12,5 triệu", "12.5 million", "12.5 מיליון"),
        ("signatures", ".growth"): ("tăng 58,61%", "up 58.61%", "גידול של 58.61%"),
        ("tasks", ".share"): ("gần 70%", "nearly 70%", "כמעט 70%"),
        ("villages", ""): ("hơn 99%", "over 99%", "יותר מ־99%"),
        ("egdi-score", ".growth"): ("tăng 15,6%", "up 15.6%", "גידול של 15.6%"),
    },
    "plain": {
        ("fibre", ""): ("hơn 80%", "more than 8 in 10", "יותר מ־8 מתוך 10"),
        ("smartphones", ""): ("gần 90%", "almost 9 in 10", "כמעט 9 מתוך 10"),
        ("tasks", ".share"): ("gần 70%", "almost 7 in 10", "כמעט 7 מתוך 10"),
        ("tasks", ""): ("44", "44", "44"),
        # Growth is no part of a whole, and 99.3% is no part of ten: both are rounded instead.
        ("economy-growth", ""): ("hơn 20%", "over 20%", "יותר מ־20%"),
        ("villages", ""): ("hơn 99%", "over 99%", "יותר מ־99%"),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("style", "reference", "language", "expected"),
    [
        (style, id + rest, language, texts[i])
        for style, cases in SHOWN.items()
        for (id, rest), texts in cases.items()
        for i, language in enumerate(LANGUAGES)
    ],
)
def test_word_as_it_is_shown(style: Style, reference: str, language: str, expected: str) -> None:
    assert plain(FACTS.word(reference, language, style).shown) == expected


SPOKEN = [
    ("egdi-rank", "exact", "bảy mươi mốt", "seventy-one", "שבעים ואחת"),
    ("egdi-rank:m", "exact", "bảy mươi mốt", "seventy-one", "שבעים ואחד"),
    ("egdi-rank.change", "exact", "tăng mười lăm bậc", "up fifteen places", "עלייה של חמישה עשר מקומות"),
    ("egdi-rank.gap", "exact", "cách mục tiêu một bậc", "one place short of the target for twenty twenty-five",
     "במרחק מקום אחד מהיעד לשנת אלפיים עשרים וחמש"),
    ("tasks", "exact", "bốn mươi tư", "forty-four", "ארבעים וארבע"),
    ("tasks:m", "exact", "bốn mươi tư", "forty-four", "ארבעים וארבעה"),
    ("tasks.change", "exact", "tăng hai nhiệm vụ", "up two tasks", "עלייה של שתי משימות"),
    ("smartphones", "exact", "hơn tám mươi bảy phần trăm", "over eighty-seven percent", "יותר משמונים ושבעה אחוזים"),
    ("smartphones.plain", "exact", "gần chín mươi phần trăm", "almost nine in ten", "כמעט תשעה מתוך עשרה"),
    ("smartphones.plain:f", "exact", "gần chín mươi phần trăm", "almost nine in ten", "כמעט תשע מתוך עשר"),
    ("adults.plain", "exact", "một phần tư", "a quarter", "רבע"),
    (
        "fibre.change", "exact", "tăng ba phẩy ba điểm phần trăm", "up three point three percentage points",
        "עלייה של שלוש נקודה שלוש נקודות אחוז",
    ),
    (
        "vneid", "exact", "hơn năm mươi lăm phẩy hai năm triệu", "over fifty-five point two five million",
        "יותר מחמישים וחמש נקודה שתיים חמש מיליון",
    ),
    ("egdi-score.growth", "rounded", "tăng mười lăm phẩy sáu phần trăm", "up fifteen point six percent",
     "גידול של חמש עשרה נקודה שש אחוזים"),
    ("gdp", "exact", "hai phẩy bốn triệu tỷ đồng", "two thousand four hundred trillion dong",
     "אלפיים וארבע מאות טריליון דונג"),
    ("wait", "exact", "bốn mươi tám giờ", "forty-eight hours", "ארבעים ושמונה שעות"),
    ("egdi-rank.baseline.period", "exact", "hai nghìn không trăm hai mươi hai", "twenty twenty-two",
     "אלפיים עשרים ושתיים"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "style", "language", "said"),
    [(row[0], row[1], language, row[2 + i]) for row in SPOKEN for i, language in enumerate(LANGUAGES)],
)
def test_word_as_it_is_said(reference: str, style: Style, language: str, said: str) -> None:
    assert FACTS.word(reference, language, style).spoken == said


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("egdi-rank.change", "15"), ("egdi-rank.gap", "-1"), ("egdi-score.change", "0.1042"), ("fibre.change", "3.3"),
        ("fibre.gap", "2.4"), ("adults.change", "-3.5"), ("vneid.gap", "15250000"), ("wait.change", "-24"),
        ("wait.gap", "24"), ("signatures.growth", "58.61"), ("tasks.out_of", "63"), ("egdi-rank.series.2014", "99"),
    ],
)  # fmt: skip
def test_value_behind_a_reference(reference: str, value: str) -> None:
    assert FACTS.value(reference) == Decimal(value)


def test_share_is_computed_and_not_rounded() -> None:
    assert FACTS.value("tasks.share") == Decimal(4400) / 63


def test_hebrew_value_is_isolated_and_its_qualifier_is_not() -> None:
    """A qualifier ends in a maqaf, which belongs to the right-to-left line around the value."""
    assert FACTS.word("fibre", "he", "exact").shown == f"יותר{NBSP}מ־{FSI}82.4%{PDI}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_every_word_is_one_word_and_keeps_its_fact(language: str, style: Style) -> None:
    for reference in FACTS.value_ids():
        word = FACTS.word(f"{reference}:m", language, style)
        assert " " not in word.shown
        assert word.fact == reference
        assert not any(c.isdigit() or c in f"{FSI}{PDI}{NBSP}\u200e\u200f" for c in word.spoken), word.spoken


def test_value_ids_are_what_can_be_said() -> None:
    ids = FACTS.value_ids()
    assert {"egdi-rank.change", "tasks.share", "fibre.gap", "egdi-rank.series.2022"} <= set(ids)
    assert not {"villages.change", "egdi-rank.share", "adults.growth", "gdp.gap"} & set(ids)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("nothing", "no statistic"), ("villages.change", "cannot be given"), ("egdi-rank.growth", "cannot be given"),
        ("tasks:x", "no option"), ("tasks.colour", "cannot be given"), ("vneid.target.by", "needs 'target.by'"),
        ("egdi-rank.series.1999", "cannot be given"),
    ],
)  # fmt: skip
def test_what_the_brief_does_not_hold_is_refused(reference: str, message: str) -> None:
    with pytest.raises(FactError, match=message):
        FACTS.word(reference, "vi", "exact")


def test_a_label_missing_in_the_language_is_refused() -> None:
    facts = facts_of({"id": "a", "label": {"vi": "Nhãn"}, "value": 1, "unit": "count", "period": "2024"})
    with pytest.raises(FactError, match="not written in 'he'"):
        facts.figure("a", "he", "exact")


# ---- figures


def test_figure_of_a_rank() -> None:
    figure = FACTS.figure("egdi-rank", "vi", "exact")
    assert (figure.number, figure.suffix, figure.written) == ("71", "/193", "71/193")
    assert plain(figure.change) == "tăng 15 bậc"
    assert (figure.change_is_good, figure.target_met, plain(figure.gap)) == (True, None, "cách mục tiêu 1 bậc")
    assert [(mark.period, mark.written, mark.fact) for mark in figure.series] == [
        ("2014", "99", "egdi-rank.series.2014"),
        ("2020", "86", "egdi-rank.series.2020"),
        ("2022", "86", "egdi-rank.series.2022"),
        ("2024", "71", "egdi-rank.series.2024"),
    ]
    assert figure.target is not None
    assert (figure.target.label, figure.target.written) == ("Mục tiêu 2025", "70")
    assert figure.source_short == "LHQ, 2024"
    assert figure.facts[0] == "egdi-rank"
    assert set(figure.facts) <= set(FACTS.value_ids())


@pytest.mark.parametrize(
    ("id", "language", "style", "parts"),
    [
        ("vneid", "vi", "exact", ("hơn", "", "55,25", "triệu")),
        ("vneid", "en", "rounded", ("over", "", "55", "million")),
        ("vneid", "he", "exact", ("יותר מ־", "", "55.25", "מיליון")),
        ("fibre", "vi", "rounded", ("hơn", "", "82,4", "%")),
        ("tasks", "en", "exact", ("", "", "44", "/63")),
        ("tasks", "he", "exact", ("", "", "44", "מתוך 63")),
        ("gdp", "en", "exact", ("", "", "2,400", "trillion dong")),
        ("fee", "vi", "exact", ("", "", "1.234.567", "đồng")),
        ("wait", "he", "exact", ("", "", "48", "שעות")),
    ],
)
def test_figure_parts(id: str, language: str, style: Style, parts: tuple[str, ...]) -> None:
    figure = FACTS.figure(id, language, style)
    assert (figure.qualifier, figure.prefix, figure.number, figure.suffix) == parts


def test_figure_in_the_plain_style_says_it_plainly() -> None:
    figure = FACTS.figure("smartphones", "en", "plain")
    assert (plain(figure.written), plain(figure.plain), figure.number) == ("almost 9 in 10", "almost 9 in 10", "87")


def test_plain_form_of_tasks_is_of_their_share() -> None:
    assert plain(FACTS.figure("tasks", "vi", "plain").plain) == "gần 70%"


@pytest.mark.parametrize(
    ("better", "value", "qualifier", "met", "gap"),
    [
        ("higher", 80, None, True, "on target"),
        ("higher", 80, "over", True, "on target"),
        ("higher", 80, "nearly", False, ""),
        ("higher", 79, "over", False, "nearly 1 percentage point to go"),
        ("lower", 80, "over", False, ""),
        ("lower", 79, None, True, "1 percentage point better than the target"),
        ("lower", 82, None, False, "2 percentage points above target"),
    ],
)
def test_target_met_as_the_source_puts_it(better: str, value: int, qualifier: str | None, met: bool, gap: str) -> None:
    """A figure published as nearly 80% has not reached 80%, and how far it is off is not known."""
    facts = facts_of(
        {
            "id": "a", "label": LABEL, "value": value, "unit": "percent", "qualifier": qualifier, "better": better,
            "period": "2024", "target": {"value": 80},
        }
    )  # fmt: skip
    figure = facts.figure("a", "en", "exact")
    assert (figure.target_met, plain(figure.gap)) == (met, gap)


@pytest.mark.parametrize(
    ("unit", "better", "before", "now", "good", "change"),
    [
        ("rank", None, 71, 86, False, "giảm 15 bậc"),
        ("rank", None, 71, 71, None, "giữ nguyên thứ hạng"),
        ("percent", "lower", 10, 12, False, "tăng 2 điểm phần trăm"),
        ("percent", "lower", 12, 10, True, "giảm 2 điểm phần trăm"),
        ("count", None, 5, 7, None, "tăng 2"),
        ("count", "higher", 7, 7, None, "không đổi"),
    ],
)
def test_direction_of_a_change(
    unit: str, better: str | None, before: int, now: int, good: bool | None, change: str
) -> None:
    facts = facts_of(
        {
            "id": "a", "label": LABEL, "value": now, "unit": unit, "better": better, "period": "2024",
            "baseline": {"value": before, "period": "2023"},
        }
    )  # fmt: skip
    figure = facts.figure("a", "vi", "exact")
    assert (plain(figure.change), figure.change_is_good) == (change, good)


# ---- what is said is true


@pytest.mark.parametrize(
    ("percent", "qualifier", "parts"),
    [
        ("87", "over", (9, 10, "nearly")), ("82.4", "over", (8, 10, "over")), ("90", None, (9, 10, None)),
        ("90", "over", (9, 10, "over")), ("83.5", None, (8, 10, "over")), ("85", None, None), ("99.3", None, None),
        ("3", None, None), ("6.6", None, None), ("25", None, (1, 4, None)), ("34", "about", (1, 3, "about")),
        ("18.3", None, None), ("50", None, (1, 2, None)), ("53", None, None), ("8.5", None, None), ("26.6", None, None),
        ("26.5", "about", None), ("65.5", None, (2, 3, "nearly")),
        ("33", "over", (1, 3, "about")), ("34", "nearly", (1, 3, "about")), ("34", "over", (1, 3, "over")),
        ("73", "over", (3, 4, "nearly")), ("66", "over", (2, 3, "about")), ("49.9", "over", (1, 2, "nearly")),
        ("50.1", "nearly", (1, 2, "over")), ("50", "nearly", (1, 2, "nearly")), ("33", "nearly", (1, 3, "nearly")),
    ],
)  # fmt: skip
def test_plain_form_only_where_it_is_true(percent: str, qualifier: Any, parts: tuple[Any, ...] | None) -> None:
    found = round_to_parts(Decimal(percent), qualifier)
    assert (found and (found.parts, found.of, found.qualifier)) == parts


@pytest.mark.parametrize(
    ("value", "qualifier", "unit", "shown", "word"),
    [
        ("82.4", "over", "percent", "82", "over"), ("87", "over", "percent", "87", "over"),
        ("82.6", "over", "percent", "82", "over"), ("82.6", "nearly", "percent", "83", "nearly"),
        ("82.6", None, "percent", "83", "nearly"), ("12.5", None, "percent", "12.5", None),
        ("99.7", None, "percent", "99.7", None), ("0.04", None, "percent", "0.04", None),
        ("55251234", None, "count", "55000000", "over"), ("898", None, "count", "898", None),
        ("12480", None, "count", "12480", None), ("3846", None, "count", "3800", "over"),
        ("3260", None, "count", "3260", None), ("124800", None, "count", "125000", "nearly"),
        ("1084", None, "count", "1100", "nearly"),
        ("10660000", None, "count", "10700000", "nearly"), ("13.7", None, "percent", "13.7", None),
        ("3.27", None, "percent", "3.27", None), ("50.1", "nearly", "percent", "50.1", "nearly"),
        ("71", None, "rank", "71", None),
        ("0.7709", None, "index", "0.77", "over"), ("-33.3", None, "percent", "-33", "about"),
        ("10.9", "over", "percent", "10.9", "over"), ("0", None, "count", "0", None),
    ],
)  # fmt: skip
def test_rounding_takes_the_qualifier_that_keeps_it_true(
    value: str, qualifier: Any, unit: str, shown: str, word: str | None
) -> None:
    rounded = round_for_reading(Decimal(value), qualifier, unit=unit)
    assert (rounded.value, rounded.qualifier) == (Decimal(shown), word)


NUMBERS = st.one_of(
    st.integers(1, 10**9).map(Decimal),
    st.decimals(min_value="0.01", max_value=1000, places=2),
    st.builds(lambda m, k: Decimal(m) * 10**k, st.integers(1, 9999), st.integers(0, 11)),
)


@st.composite
def statistics(draw: st.DrawFn) -> dict[str, Any]:
    """Any figure a brief may hold, with all that can be computed from it."""
    unit = draw(st.sampled_from(["percent", "count", "rank", "index", "currency", "duration", "ratio"]))
    small = st.decimals(min_value="0.01", max_value="99.99", places=2)
    whole = st.integers(1, 10**7).map(Decimal)
    numbers = {"percent": small, "rank": st.integers(1, 500).map(Decimal), "count": whole | NUMBERS}.get(unit, NUMBERS)
    return {
        "id": "a", "label": LABEL, "unit": unit, "period": "2024", "value": draw(numbers),
        "currency": "VND" if unit == "currency" else None, "per": "hour" if unit == "duration" else None,
        "qualifier": draw(st.sampled_from([None, "over", "nearly", "about"])) if unit != "rank" else None,
        "better": draw(st.sampled_from([None, "higher", "lower"])),
        "noun": draw(st.sampled_from([{}, local("việc", "tasks", "משימות")])),
        "gender": draw(st.sampled_from(["m", "f"])),
        "baseline": {"value": draw(numbers), "period": "2023"},
        "target": {"value": draw(numbers)},
        "out_of": draw(NUMBERS) * 10,
    }  # fmt: skip


def find_qualifier(shown: str, language: str) -> str | None:
    """Find which qualifier a text carries, by the words of the language."""
    # "thấp hơn" is lower, not over.
    text = plain(shown).replace("thấp hơn", "")
    # A prefix joins a word: יותר משעה אחת.
    text = re.sub(r"(יותר מ|(?<!\w)כ)(?=שעה|שעת|יום|יומ|חודש|שנ|דקה|מקום|נקוד|שתי|מילי|טרילי)", r"\1־", text)
    words = phrasebook(language)
    for fraction in words.plain.fractions.values():
        # A letter before a word is joined to it: "more than a quarter" is יותר מרבע.
        joined = {p.shown.replace("{x}", "").strip().rstrip("־"): name for name, p in words.plain.qualifiers.items()}
        if text.endswith(fraction) and (before := text.removesuffix(fraction).strip()) in joined:
            return joined[before]
    for name in ("over", "nearly", "about"):
        for phrase in (words.qualifiers[name], words.plain.qualifiers[name]):
            if phrase.shown.replace("{x}", "").strip() in text:
                return name
    return None


def could_be(source: str | None, value: Decimal, claim: str | None, shown: Decimal, within: Decimal) -> bool:
    """Whether a claim holds for all the source may mean: over v lies above v, by less than one in its last digit."""
    if source == "about":
        return claim == "about" or (claim is None and shown == value)
    lowest = highest = value
    if claim == "over":
        return lowest > shown or (source == "over" and lowest >= shown)
    if claim == "nearly":
        return highest < shown or (source == "nearly" and highest <= shown)
    if claim is None:
        return source is None and abs(shown - value) <= within
    return True


Tell = Callable[[Facts, str, str, Style], Word]


def tell(facts: Facts, reference: str, language: str, style: Style) -> Word:
    return facts.word(reference, language, style)


def is_true(say: Tell, statistic: dict[str, Any], reference: str, language: str, style: Style) -> bool:
    """Read a word back: its number lies within the declared rounding, and its qualifier is true."""
    facts = facts_of(statistic)
    attribute = reference.partition(".")[2]
    shown = plain(say(facts, reference, language, style).shown)
    true = facts.value(reference)
    source = statistic["qualifier"] if attribute in ("", "change", "gap", "share", "growth") else None
    if attribute in ("change", "gap", "growth"):
        if true == 0:
            return not any(c.isdigit() for c in shown)
        falls = true < 0 or statistic["unit"] == "rank"
        source = {"over": "nearly", "nearly": "over"}.get(source, source) if falls and source else source
        true = abs(true)
    within = facts.rounding(reference, style)
    claim = find_qualifier(shown, language)
    fraction = next((name for name, words in phrasebook(language).plain.fractions.items() if words in shown), None)
    number = Decimal(fraction[0]) * 100 / Decimal(fraction[-1]) if fraction else parse_written(shown, language)
    in_parts = any(word in shown for word in (" in ", " מתוך "))
    if in_parts:
        parts, of = (Decimal(digits) for digits in re.findall(r"\d+", shown))
        number = parts * 100 / of
    if in_parts or fraction or (style == "plain" and language == "vi"):
        # The source's "over 87" lies below 88: nearly 9 in 10 holds for all of it.
        if claim == "nearly" and source == "over":
            return true < number and abs(number - true) <= within
        if claim == "over" and source == "nearly":
            return true > number and abs(number - true) <= within
    if source is None and claim is not None and style == "exact" and attribute != "plain":
        return False
    return abs(number - true) <= within and could_be(source, true, claim, number, within)


REFERENCES = ["a", "a.target", "a.baseline", "a.change", "a.gap", "a.share", "a.growth", "a.out_of"]


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(statistic=statistics(), reference=st.sampled_from(REFERENCES), style=st.sampled_from(STYLES))
def test_what_is_written_is_true(language: str, statistic: dict[str, Any], reference: str, style: Style) -> None:
    """For any figure, unit, magnitude and style, the text read back is the value within its declared rounding."""
    facts = facts_of(statistic)
    assume(reference in facts.value_ids())
    if reference == "a.gap":
        assume(facts.value(reference) != 0 and facts.has_gap("a"))
    assert is_true(tell, statistic, reference, language, style), plain(tell(facts, reference, language, style).shown)


def change_qualifier(shown: str, language: str, to: str) -> str:
    words = phrasebook(language).qualifiers
    for name in ("over", "nearly", "about"):
        marker = words[name].shown.replace("{x}", "").strip()
        if marker in plain(shown):
            return plain(shown).replace(marker, words[to].shown.replace("{x}", "").strip() if to in words else "")
    return shown


def drop_the_qualifier(facts: Facts, reference: str, language: str, style: Style) -> Word:
    """Says 82% where the source says over 82.4%."""
    word = facts.word(reference, language, style)
    return Word(shown=change_qualifier(word.shown, language, ""), spoken=word.spoken)


def always_nearly(facts: Facts, reference: str, language: str, style: Style) -> Word:
    """Says nearly 82% of what is over 82%."""
    word = facts.word(reference, language, style)
    return Word(shown=change_qualifier(word.shown, language, "nearly"), spoken=word.spoken)


def next_ten(facts: Facts, reference: str, language: str, style: Style) -> Word:
    """Says over 90 of what is over 87."""
    word = facts.word(reference, language, style)
    grown = re.sub(r"\d+", lambda found: str((int(found[0]) // 10 + 1) * 10), plain(word.shown), count=1)
    return Word(shown=grown, spoken=word.spoken)


def another_figure(facts: Facts, reference: str, language: str, style: Style) -> Word:
    """Says the baseline for the value."""
    return facts.word("a.baseline", language, style)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", [drop_the_qualifier, always_nearly, next_ten, another_figure])
def test_the_property_catches_a_false_claim(bad: Tell, language: str) -> None:
    """Each way to make a false claim is found by the same check that passes what briefcast writes."""
    statistic = find(statistics(), lambda s: not is_true(bad, s, "a", language, "rounded"), settings=QUICK)
    assert is_true(tell, statistic, "a", language, "rounded")


def in_a_sentence(written: str) -> str:
    """What stands on a picture as a sentence has it: Hebrew says one million as “מיליון”."""
    return re.sub(r"(?:־|(?<![\d.,]))1 (?=(?:מיליון|מיליארד|טריליון)(?!\w))", "", plain(written))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(statistic=statistics(), style=st.sampled_from(STYLES))
def test_a_figure_shows_what_its_word_says(language: str, statistic: dict[str, Any], style: Style) -> None:
    """The picture and the text beside it never differ: one number typed once is the same everywhere."""
    statistic = {**statistic, "out_of": None}
    if style == "plain":  # Beside another value a share is a percentage, as that one is.
        statistic = {**statistic, "baseline": None, "target": None}
    facts = facts_of(statistic)
    figure = facts.figure("a", language, style)
    assert in_a_sentence(figure.written) == plain(facts.word("a", language, style).shown)
    if "a.change" in facts.value_ids():
        assert plain(figure.change) == plain(facts.word("a.change", language, style).shown)
    digits = parse_written(f"{figure.number} {figure.suffix}", language)
    complete = facts.figure("a", language, "rounded" if style == "plain" else style).written
    assert digits == parse_written(complete, language)


# ---- what is compared is rounded together


@st.composite
def comparisons(draw: st.DrawFn) -> dict[str, Any]:
    """Any figure with an earlier value, a target and perhaps a whole."""
    made = draw(statistics())
    made["qualifier"] = None
    made["of"] = draw(st.sampled_from([None, "people"]))
    made["measure"] = draw(st.sampled_from([None, "share", "level"])) if made["unit"] == "percent" else None
    made["out_of"] = draw(st.sampled_from([None, made["out_of"]]))
    return made


def adds_up(figure: Figure, facts: Facts, language: str, style: Style) -> bool:
    """Whether value, earlier value and change, value, target and gap are right as a reader computes them."""

    def read(text: str) -> Decimal:
        return abs(parse_written(text, language))

    value = read(f"{figure.number} {figure.suffix}")
    pairs = [("change", figure.baseline), ("gap", figure.target)]
    for attribute, mark in pairs:
        true = facts.value(f"a.{attribute}")
        assert mark is not None
        told = plain(facts.word(f"a.{attribute}", language, style).shown)
        shown = read(told) if true else Decimal(0)
        if abs(value - read(mark.written)) != shown:
            return False
    return True


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(statistic=comparisons(), style=st.sampled_from(STYLES))
def test_what_stands_beside_one_another_adds_up_as_printed(
    language: str, statistic: dict[str, Any], style: Style
) -> None:
    """66.1, nearly 69, up 2.4: a reader who subtracts finds the release wrong."""
    facts = facts_of(statistic)
    assert adds_up(facts.figure("a", language, style), facts, language, style)


def test_the_sum_finds_numbers_that_were_rounded_each_for_itself() -> None:
    statistic = {
        "id": "a", "label": LABEL, "unit": "count", "period": "2025", "value": 6400000,
        "baseline": {"value": 7059000, "period": "2024"}, "target": {"value": 6000000},
    }  # fmt: skip
    facts = facts_of(statistic)
    figure = facts.figure("a", "en", "rounded")
    assert adds_up(figure, facts, "en", "rounded")
    assert not adds_up(replace(figure, number="7"), facts, "en", "rounded")


TOGETHER: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"value": 44600000, "unit": "count", "baseline": {"value": 43500000, "period": "2024"}},
     ("44.6 million", "43.5 million", "up 1.1 million")),
    ({"value": 6400000, "unit": "count", "baseline": {"value": 7059000, "period": "2024"}},
     ("6.4 million", "nearly 7.06 million", "down nearly 660,000")),
    ({"value": "68.52", "unit": "index", "baseline": {"value": "66.1", "period": "2024"}},
     ("68.52", "66.1", "up 2.42 points")),
    ({"value": "2.24", "unit": "percent", "baseline": {"value": "2.27", "period": "2024"}},
     ("2.24%", "2.27%", "down 0.03 percentage points")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "shown"), TOGETHER)
def test_one_precision_and_one_unit_for_a_comparison(fields: dict[str, Any], shown: tuple[str, ...]) -> None:
    figure = facts_of({"id": "a", "label": LABEL, "period": "2025", **fields}).figure("a", "en", "rounded")
    assert figure.baseline is not None
    assert (plain(figure.written), plain(figure.baseline.written), plain(figure.change)) == shown


def test_a_part_is_never_rounded_beside_its_whole() -> None:
    """Over 1,300 of 1,350 reads like 96%; it is 99.4%."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", "value": 1342, "unit": "count", "out_of": 1350})
    assert [plain(facts.figure("a", language, "plain").written) for language in LANGUAGES] == [
        "1.342/1.350", "1,342 of 1,350", "1,342 מתוך 1,350",
    ]  # fmt: skip
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", "value": 3450, "unit": "count", "out_of": 3450})
    assert [plain(facts.figure("a", language, "rounded").written) for language in LANGUAGES] == [
        "toàn bộ 3.450", "all 3,450", "כל 3,450",
    ]  # fmt: skip
    assert plain(facts.word("a.whole", "vi", "exact").shown) == "toàn bộ 3.450"


# ---- what a figure measures


@pytest.mark.parametrize(
    ("fields", "measure"),
    [
        ({"unit": "rank"}, "rank"), ({"unit": "index"}, "index"), ({"unit": "ratio"}, "ratio"),
        ({"unit": "count"}, "count"), ({"unit": "currency", "currency": "VND"}, "amount"),
        ({"unit": "duration", "per": "day"}, "duration"), ({"unit": "percent"}, ""),
        ({"unit": "percent", "noun": {"en": "homes"}}, "share"), ({"unit": "percent", "of": "people"}, "share"),
        ({"unit": "percent", "measure": "growth", "noun": {"en": "homes"}}, "growth"),
    ],
)  # fmt: skip
def test_the_measure_is_derived_only_where_it_is_certain(fields: dict[str, Any], measure: str) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "value": 20, "period": "2025", **fields})
    assert facts.figure("a", "en", "exact").measure == measure


@pytest.mark.parametrize("measure", ["growth", "change", "level", "rate", None])
@pytest.mark.parametrize("style", STYLES)
def test_what_is_no_share_is_drawn_neither_as_people_nor_to_a_hundred(measure: str | None, style: Style) -> None:
    """Growth of 8.65% is not 86 of a thousand people, nor the better part of a bar."""
    facts = facts_of(
        {
            "id": "a", "label": LABEL, "value": "8.65", "unit": "percent", "measure": measure, "period": "2025",
            "target": {"value": "8.5"},
        }
    )  # fmt: skip
    figure = facts.figure("a", "en", style)
    assert tenths(figure) is None
    assert bar_lengths(figure) == (None, None)
    assert figure.written == "8.65%"


def test_people_are_drawn_only_for_people() -> None:
    share = {"id": "a", "label": LABEL, "value": 60, "unit": "percent", "period": "2025", "noun": {"en": "villages"}}
    assert tenths(facts_of(share).figure("a", "en", "plain")) is None
    assert tenths(facts_of({**share, "of": "people"}).figure("a", "en", "plain")) == 6


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_noun_follows_a_percentage_of_a_count(style: Style, language: str) -> None:
    """Up 59% certificates is what no one says."""
    noun = local("chứng thư", "certificates", "תעודות")
    base = {"id": "a", "label": LABEL, "value": 12500000, "unit": "count", "period": "2024", "noun": noun}
    for fields in ({"growth_percent": "58.61"}, {"baseline": {"value": 8000000, "period": "2023"}}):
        facts = facts_of({**base, **fields})
        for reference in ("a.growth", "a.change"):
            if reference in facts.value_ids():
                shown = plain(facts.word(reference, language, style).shown)
                assert not ("%" in shown and noun[language] in shown), shown


GROWTH = [
    ({"value": 116, "unit": "count", "growth_percent": 16}, "tăng 16%", "up 16%", "גידול של 16%"),
    ({"value": 100, "unit": "count", "growth_percent": "-21.4"}, "giảm 21,4%", "down 21.4%", "ירידה של 21.4%"),
    ({"value": "-3.4", "unit": "percent", "measure": "growth"}, "giảm 3,4%", "down 3.4%", "ירידה של 3.4%"),
    # Nearly 44 after 50 is a fall of more than 12%.
    ({"value": 44, "unit": "count", "qualifier": "nearly", "baseline": {"value": 50, "period": "2023"}},
     "giảm hơn 12%", "down over 12%", "ירידה של יותר מ־12%"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "vi", "en", "he"), GROWTH)
def test_growth_is_worded_and_a_fall_falls(fields: dict[str, Any], vi: str, en: str, he: str) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2024", **fields})
    words = [facts.word("a.growth", language, "exact") for language in LANGUAGES]
    assert [plain(word.shown) for word in words] == [vi, en, he]
    assert not any(minus in word.spoken for word in words for minus in ("âm", "minus", "מינוס"))


def test_hebrew_says_one_million_without_its_one_and_pictures_are_short() -> None:
    """“עלייה של 1 מיליון שקלים” is counted like a cash desk; “מיליון שקלים” fits no picture."""
    earlier = {"value": 1_000_000, "period": "2024"}
    money = {"unit": "currency", "currency": "ILS", "value": 2_000_000, "baseline": earlier}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **money})
    assert plain(facts.word("a.change", "he", "exact").shown) == "עלייה של מיליון שקלים"
    assert plain(facts.word("a", "he", "exact").shown) == "2 מיליון שקלים"
    assert plain(facts.word("a.change", "en", "exact").shown) == "up ₪1 million"
    figure = facts.figure("a", "he", "exact")
    assert figure.baseline is not None
    assert [plain(text) for text in (figure.written, figure.change, figure.baseline.written)] == [
        "2 מיליון ₪", "עלייה של מיליון ₪", "1 מיליון ₪",
    ]  # fmt: skip


def test_the_size_of_a_figure_has_no_sign() -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2024", "value": "-12.5", "unit": "percent"})
    assert plain(facts.word("a.size", "he", "exact").shown) == "12.5%"
    assert "מינוס" not in facts.word("a.size", "he", "exact").spoken


@pytest.mark.parametrize(
    ("value", "unit", "fields", "reference"),
    [
        (80, "percent", {"qualifier": "over", "baseline": {"value": 80, "period": "2023"}}, "a.change"),
        (80, "percent", {"qualifier": "about", "target": {"value": 80}}, "a.gap"),
        ("80.4", "percent", {"qualifier": "about", "target": {"value": 80}}, "a.gap"),
    ],
)
def test_what_a_qualified_figure_leaves_open_is_not_told(
    value: Any, unit: str, fields: dict[str, Any], reference: str
) -> None:
    """Over 80% after 80% is not unchanged; about 80.4% may lie below a target of 80%."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2024", "value": value, "unit": unit, **fields})
    with pytest.raises(FactError):
        facts.word(reference, "en", "exact")
    assert facts.figure("a", "en", "exact").target_met is None


def test_what_was_published_does_not_contradict_the_earlier_value() -> None:
    """Homes up 22, 5% more; a share that fell by 3 points from 40 to 50."""
    base = {"id": "a", "label": LABEL, "period": "2024"}
    homes = {"value": 44, "unit": "count", "baseline": {"value": 22, "period": "2023"}, "growth_percent": 5}
    assert plain(facts_of({**base, **homes}).word("a.growth", "en", "exact").shown) == "up 100%"
    share = {"value": 50, "unit": "percent", "baseline": {"value": 40, "period": "2023"}, "change_points": -3}
    assert plain(facts_of({**base, **share}).word("a.change", "en", "exact").shown) == "up 10 percentage points"


@pytest.mark.parametrize(
    ("value", "out_of", "vi", "en", "he"),
    [
        (2, 3, "hai phần ba", "two thirds", "שני שלישים"), (1, 3, "một phần ba", "a third", "שליש"),
        (1, 2, "một nửa", "half", "מחצית"), (1, 4, "một phần tư", "a quarter", "רבע"),
    ],
)  # fmt: skip
def test_fractions_are_words(value: int, out_of: int, vi: str, en: str, he: str) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2024", "value": value, "unit": "count", "out_of": out_of})
    assert [plain(facts.word("a.share", language, "plain").shown) for language in LANGUAGES] == [vi, en, he]


def test_a_small_part_is_not_a_thousand_times_too_large() -> None:
    facts = facts_of(
        {
            "id": "a",
            "label": LABEL,
            "period": "2024",
            "value": 3,
            "unit": "count",
            "qualifier": "nearly",
            "out_of": 10000,
        }
    )
    assert plain(facts.word("a.share", "en", "exact").shown) == "nearly 0.03%"


def test_hebrew_places_are_ordinals() -> None:
    for place, shown in ((4, "הרביעי"), (5, "החמישי"), (14, "ה־14")):
        facts = facts_of({"id": "a", "label": LABEL, "period": "2024", "value": place, "unit": "rank"})
        assert plain(facts.word("a.ordinal", "he", "exact").shown) == shown


# ---- periods and units


def test_a_series_of_quarters_and_months_ends_with_its_newest_value() -> None:
    series = {"2025-Q1": 58, "2025-Q2": 59, "2025-Q3": 60, "2025-10": 61, "2025-11": "61.5"}
    facts = facts_of(
        {"id": "a", "label": LABEL, "value": "61.5", "unit": "ratio", "period": "2025-11", "series": series}
    )
    assert [mark.period for mark in facts.figure("a", "en", "exact").series] == list(series)


@pytest.mark.parametrize(
    ("period", "spoken"),
    [
        ("2025-M9", ("chín tháng đầu năm hai nghìn không trăm hai mươi lăm",
                     "the first nine months of twenty twenty-five", "תשעת החודשים הראשונים של אלפיים עשרים וחמש")),
        ("2021/2025", ("giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm",
                       "twenty twenty-one to twenty twenty-five", "השנים אלפיים עשרים ואחת עד אלפיים עשרים וחמש")),
    ],
)  # fmt: skip
def test_periods_are_said(period: str, spoken: tuple[str, ...]) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "value": 1, "unit": "count", "period": period})
    assert tuple(facts.word("a.period", language, "exact").spoken for language in LANGUAGES) == spoken


UNITS: list[tuple[str, Any, tuple[str, ...], tuple[str, ...]]] = [
    ("km", "38.5", ("38,5 km", "38.5 km", "38.5 ק״מ"),
     ("ba mươi tám phẩy năm ki lô mét", "thirty-eight point five kilometres", "שלושים ושמונה וחצי קילומטרים")),
    ("ha", 86450, ("86.450 ha", "86,450 ha", "86,450 הקטר"),
     ("tám mươi sáu nghìn bốn trăm năm mươi héc ta", "eighty-six thousand four hundred fifty hectares",
      "שמונים ושישה אלף ארבע מאות וחמישים הקטרים")),
    ("tấn", 1, ("1 tấn", "1 tonne", "טון אחד"), ("một tấn", "one tonne", "טון אחד")),
    ("°C", "-3.5", ("−3,5°C", "−3.5°C", "−3.5°C"),
     ("âm ba phẩy năm độ xê", "minus three point five degrees Celsius", "מינוס שלוש וחצי מעלות צלזיוס")),
    ("điểm", "68.52", ("68,52 điểm", "68.52 points", "68.52 נקודות"),
     ("sáu mươi tám phẩy năm hai điểm", "sixty-eight point five two points",
      "שישים ושמונה נקודה חמש שתיים נקודות")),
    ("triệu đồng/người/năm", "65.4",
     ("65,4 triệu đồng/người/năm", "65.4 million dong a person a year", "65.4 מיליון דונג לנפש לשנה"),
     ("sáu mươi lăm phẩy bốn triệu đồng một người một năm", "sixty-five point four million dong a person a year",
      "שישים וחמש נקודה ארבע מיליון דונג לנפש לשנה")),
    ("kWh", 5000000, ("5 triệu kWh", "5 million kWh", "5 מיליון קוט״ש"),
     ("năm triệu ki lô oát giờ", "five million kilowatt-hours", "חמישה מיליון קילוואט שעה")),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "value", "shown", "spoken"), UNITS)
def test_a_unit_is_part_of_its_figure(unit: str, value: Any, shown: tuple[str, ...], spoken: tuple[str, ...]) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "value": value, "unit": unit, "period": "2025"})
    words = [facts.word("a", language, "exact") for language in LANGUAGES]
    assert tuple(plain(word.shown).replace("\u200e", "") for word in words) == shown
    assert tuple(word.spoken for word in words) == spoken


@pytest.mark.parametrize("unit", UNIT_NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_is_written_and_said_in_every_language(unit: str, language: str) -> None:
    for value in (1, 2, "3.5", 12, 2000000):
        facts = facts_of({"id": "a", "label": LABEL, "value": value, "unit": unit, "period": "2025"})
        figure, word = facts.figure("a", language, "exact"), facts.word("a", language, "exact")
        assert figure.suffix
        assert not any(c.isdigit() for c in word.spoken), word.spoken


def test_a_unit_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="unit"):
        facts_of({"id": "a", "label": LABEL, "value": 1, "unit": "furlong", "period": "2025"})


# ---- what a change is compared with; targets that are still to come

COMPARED: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"value": 187, "unit": "count", "compare": {"to": "same-period", "change": 16, "in": "percent"}},
     ("tăng 16% so với cùng kỳ năm trước", "up 16% on the same period last year",
      "גידול של 16% לעומת התקופה המקבילה אשתקד")),
    ({"value": "2.4", "unit": "percent", "compare": {"to": "end-of-year", "change": "-0.3", "in": "points"}},
     ("giảm 0,3 điểm phần trăm so với cuối năm trước", "down 0.3 percentage points since the end of last year",
      "ירידה של 0.3 נקודות אחוז לעומת סוף השנה שעברה")),
    ({"value": 14, "unit": "rank", "compare": {"to": "2022", "change": -3, "in": "amount"}},
     ("giảm 3 bậc so với năm 2022", "down 3 places on 2022", "ירידה של 3 מקומות לעומת 2022")),
    ({"value": 40, "unit": "km", "compare": {"to": "2024-M9", "change": 4, "in": "amount"}},
     ("tăng 4 km so với 9 tháng đầu năm 2024", "up 4 km on the first nine months of 2024",
      "עלייה של 4 ק״מ לעומת תשעת החודשים הראשונים של 2024")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "change"), COMPARED)
def test_a_change_is_told_with_what_it_is_compared_with(fields: dict[str, Any], change: tuple[str, ...]) -> None:
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025-M9", **fields})
    assert tuple(plain(facts.figure("a", language, "rounded").change) for language in LANGUAGES) == change
    for language in LANGUAGES:
        assert not any(c.isdigit() for c in facts.word("a.change", language, "exact").spoken)


PENDING: list[tuple[dict[str, Any], bool | None, tuple[str, str, str]]] = [
    ({"value": 14520 * 10**9, "unit": "currency", "currency": "VND", "target": {"value": 18150 * 10**9, "by": "2025"}},
     None, ("bằng 80% mục tiêu năm", "80% of the year’s target", "80% מהיעד השנתי")),
    # Nine months' growth says nothing of the year's, above its target as below it.
    ({"value": "8.65", "unit": "percent", "measure": "growth", "target": {"value": "8.5", "by": "2025"}},
     None, ("mục tiêu cả năm 2025: 8,5%", "target for 2025: 8.5%", "היעד לשנת 2025: 8.5%")),
    ({"value": 71, "unit": "rank", "target": {"value": 70, "by": "2026"}},
     None, ("cách mục tiêu 1 bậc", "1 place to go", "עוד מקום אחד ליעד")),
    # A share that has crossed its target has crossed it.
    ({"value": 82, "unit": "percent", "of": "people", "target": {"value": 80, "by": "2025"}},
     True, ("vượt mục tiêu 2 điểm phần trăm", "2 percentage points above target", "2 נקודות אחוז מעל היעד")),
    ({"value": 60, "unit": "count", "target": {"value": 80, "by": "2025-M9"}},
     False, ("thiếu 20", "20 short", "20 פחות מהיעד")),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "met", "gap"), PENDING)
def test_a_target_still_to_come_is_progress(fields: dict[str, Any], met: bool | None, gap: tuple[str, ...]) -> None:
    """Above the year's target in September is neither met nor missed before December."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025-M9", **fields})
    figures = [facts.figure("a", language, "exact") for language in LANGUAGES]
    assert [figure.target_met for figure in figures] == [met] * 3
    told = tuple(plain(facts.phrase("a.gap", language, "exact")) for language in LANGUAGES)
    assert told == gap
    # Where only the target itself can be told, its mark says it, and nothing twice.
    assert tuple(plain(figure.gap) for figure in figures) == (("",) * 3 if "cả năm" in gap[0] else gap)


def test_a_target_of_another_time_is_not_told_as_missed() -> None:
    """The figure of 2025 says nothing of whether the target of 2024 was reached in 2024."""
    fields = {"value": "58.4", "unit": "percent", "target": {"value": 60, "by": "2024"}, "period": "2025-Q3"}
    facts = facts_of({"id": "a", "label": LABEL, **fields})
    assert facts.figure("a", "en", "exact").gap == "" and not facts.has_gap("a")
    with pytest.raises(FactError, match="its target is of 2024, and the figure of 2025-Q3"):
        facts.word("a.gap", "en", "exact")


def test_a_single_one_has_its_own_name_and_its_word() -> None:
    """ "בתי ספר: 1" and "עלייה של 1" are what no editor would print."""
    names = {"noun": local("trường", "schools", "בתי ספר"), "singular": {"en": "new school", "he": "בית ספר חדש"}}
    label = local("Trường", "Schools", "בתי ספר")
    school = {"id": "s", "label": label, "unit": "count", "gender": "m", "period": "2025", **names}
    one = facts_of({**school, "value": 1})
    labels = [one.figure("s", language, "exact").label for language in LANGUAGES]
    assert labels == ["Trường", "new school", "בית ספר חדש"]
    assert (one.word("s.one", "he", "exact").shown, one.word("s.one:f", "he", "exact").spoken) == ("אחד", "אחת")
    more = facts_of({**school, "value": 3, "baseline": {"value": 2, "period": "2024"}})
    told = [more.word("s.change", language, "exact") for language in LANGUAGES]
    assert [plain(word.shown) for word in told] == ["tăng 1 trường", "up 1 new school", "עלייה של בית ספר חדש אחד"]
    assert plain(told[2].spoken) == "עלייה של בית ספר חדש אחד"
    assert more.figure("s", "he", "exact").label == label["he"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_single_one_keeps_the_label_that_says_what_it_is(language: str) -> None:
    """Beside "1" on a picture, "Person" hides that a person died, and "Measles case: 137 → 1" is no case."""
    label = local("Người chết vì tai nạn", "Road deaths", "הרוגים בתאונות")
    names = {"noun": local("người", "people", "אנשים"), "singular": local("người", "person", "אדם")}
    death = {"id": "d", "label": label, "value": 1, "unit": "count", "period": "2025", **names}
    assert facts_of(death).figure("d", language, "exact").label == label[language]
    same = {**death, "noun": label, "baseline": {"value": 137, "period": "2024"}}
    assert facts_of(same).figure("d", language, "exact").label == label[language]


SHARE = {"unit": "percent", "of": "people", "better": "higher"}
WAIT = {"unit": "duration", "per": "hour", "better": "lower"}


@pytest.mark.parametrize(
    ("fields", "case", "told"),
    [
        ({**SHARE, "value": "94.2", "target": {"value": 95}}, "short", "עוד 0.8 נקודות אחוז."),
        ({**SHARE, "value": 94, "target": {"value": 95, "by": "2024"}}, "missed", "was missed by 1 percentage point."),
        ({**SHARE, "value": 97, "target": {"value": 95, "by": "2024"}}, "above", "vượt 2 điểm phần trăm"),
        ({**SHARE, "value": 95, "target": {"value": 95}}, "met", "The target of 95% has been met."),
        (
            {"unit": "rank", "value": 14, "target": {"value": 10}},
            "short_rank",
            "in the top 10: 4 places to go.",
        ),
        ({"unit": "rank", "value": 14, "target": {"value": 10}}, "short_rank", "Chưa vào tốp 10: còn thiếu 4 bậc."),
        (
            {"unit": "rank", "value": 14, "target": {"value": 10, "by": "2027"}},
            "short_rank_yet",
            "The target for 2027 is the top 10: 4 places to go.",
        ),
        (
            {"unit": "rank", "value": 14, "target": {"value": 10, "by": "2027"}},
            "short_rank_yet",
            "Mục tiêu đến năm 2027 là vào tốp 10: còn thiếu 4 bậc.",
        ),
        ({**SHARE, "value": 71, "target": {"value": 80, "by": "2027"}}, "short_yet", "היעד לשנת 2027 הוא 80%: עוד 9"),
        ({**SHARE, "value": 71, "target": {"value": 80, "by": "2027-03"}}, "short_yet", "היעד למרץ 2027 הוא 80%"),
        ({**SHARE, "value": 71, "target": {"value": 80, "by": "2027"}}, "short_yet", "Mục tiêu đến năm 2027 là 80%"),
        (
            {**SHARE, "value": 71, "period": "2024-06", "target": {"value": 80, "by": "2024"}},
            "short_yet",
            "Mục tiêu năm 2024 là 80%",
        ),
        (
            {"unit": "percent", "measure": "growth", "value": 8, "target": {"value": 9, "by": "2025"}},
            "to_come",
            "היעד לשנת 2025 הוא 9%.",
        ),
        ({"unit": "rank", "value": 8, "target": {"value": 10}}, "ahead", "the top 10: that is 2 places ahead."),
        ({**WAIT, "value": 2, "target": {"value": 1}}, "excess", "היעד: שעה אחת. כרגע: שעה אחת יותר."),
        ({**WAIT, "value": 2, "target": {"value": 3}}, "below", "better than the target of 3 hours."),
        ({"unit": "count", "value": 80, "target": {"value": 100, "by": "2025"}}, "part", "That is 80% of the target"),
        (
            {"unit": "percent", "measure": "growth", "value": 8, "target": {"value": 9, "by": "2025"}},
            "to_come",
            "Mục tiêu đến năm 2025 là 9%.",
        ),
    ],
)
def test_a_target_is_told_as_it_stands(fields: dict[str, Any], case: str, told: str) -> None:
    """No "the target is 9%: target for 2025: 9%", and nothing is still to go once the day is over."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2024", **fields})
    assert facts.gap_case("a") == case
    sentences = []
    for language in LANGUAGES:
        pattern = phrases(language).says.gaps[facts.gap_case("a")]
        text = facts.fill_gap(pattern, "a", language)
        said = write_sentences(text, language, lambda name, to=language: facts.word(name, to, "exact"))
        sentences.append(plain(" ".join(sentence.shown for sentence in said)))
    assert any(told in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(
    ("target", "label", "told", "mark"),
    [
        ({}, LABEL, ("vượt mục tiêu 5", "5 above target", "5 מעל היעד"), ("Mục tiêu", "Target", "יעד")),
        ({"kind": "plan"}, LABEL, ("vượt kế hoạch 5", "5 above plan", "5 מעל התוכנית"), ("Kế hoạch", "Plan", "תוכנית")),
        (
            {"kind": "budget"},
            LABEL,
            ("vượt dự toán 5", "5 above budget", "5 מעל התקציב"),
            ("Dự toán", "Budget", "תקציב"),
        ),
        (
            {"name": {"vi": "chỉ tiêu", "en": "quota", "he": "מכסה"}},
            LABEL,
            ("vượt chỉ tiêu 5", "5 above quota", "5 מעל המכסה"),
            ("Chỉ tiêu", "Quota", "מכסה"),
        ),
        (
            {"kind": "ceiling"},
            LABEL,
            ("cao hơn mức trần 5", "5 above the ceiling", "5 מעל התקרה"),
            ("Mức trần", "Ceiling", "תקרה"),
        ),
        (
            {"kind": "forecast", "value": 30},
            LABEL,
            ("thấp hơn dự báo 5", "5 below the forecast", "5 מתחת לתחזית"),
            ("Dự báo", "Forecast", "תחזית"),
        ),
        (
            {"kind": "forecast", "value": 25},
            LABEL,
            ("bằng dự báo", "at the forecast", "בגובה התחזית"),
            ("Dự báo", "Forecast", "תחזית"),
        ),
    ],
)
def test_a_target_is_called_what_it_is(
    target: dict[str, Any], label: dict[str, str], told: tuple[str, ...], mark: tuple[str, ...]
) -> None:
    """No finance office compares its revenue with a "mục tiêu": a budget is a "dự toán"."""
    fields = {"value": 25, "unit": "count", "target": {"value": 20, **target}, "period": "2025"}
    facts = facts_of({"id": "a", "label": label, **fields})
    figures = [facts.figure("a", language, "exact") for language in LANGUAGES]
    assert tuple(plain(figure.gap) for figure in figures) == told
    assert tuple(figure.target.label for figure in figures if figure.target) == mark


@pytest.mark.parametrize(
    ("target", "told", "said"),
    [
        ({"kind": "plan"}, "62% מהתוכנית השנתית", "התוכנית, 300, לא הושלמה: הפער הוא 114."),
        ({}, "62% מהיעד השנתי", "היעד, 300, לא הושג: הפער הוא 114."),
        ({"name": {"he": "מכסה"}}, "62% מהמכסה השנתית", "המכסה, 300, לא הושלמה: הפער הוא 114."),
    ],
)
def test_words_around_a_target_agree_with_what_it_is_called(target: dict[str, Any], told: str, said: str) -> None:
    """ "התכנון השנתי" of permits is the planning of the year, and "התוכנית השנתי" no Hebrew."""
    plan = {"value": 186, "unit": "count", "period": "2026-M9", "target": {"value": 300, "by": "2026", **target}}
    facts = facts_of({"id": "a", "label": LABEL, **plan})
    assert plain(facts.phrase("a.gap", "he", "exact")) == told
    facts = facts_of({"id": "a", "label": LABEL, **plan, "period": "2026"})
    text = facts.fill_gap(phrases("he").says.gaps[facts.gap_case("a")], "a", "he")
    (sentence,) = write_sentences(text, "he", lambda name: facts.word(name, "he", "exact"))
    assert plain(sentence.shown) == said


def test_money_of_a_budget_is_compared_with_the_budget() -> None:
    """The label says it: nobody has to write what kind of target revenue has, and nobody collects a budget."""
    label = {"vi": "Thu ngân sách", "en": "Budget revenue", "he": "הכנסות התקציב"}
    money = {"value": 14520 * 10**9, "unit": "currency", "currency": "VND", "period": "2025-M9"}
    facts = facts_of({"id": "a", "label": label, "target": {"value": 18150 * 10**9, "by": "2025"}, **money})
    told = tuple(plain(facts.phrase("a.gap", language, "exact")) for language in LANGUAGES)
    assert told == ("bằng 80% dự toán năm", "80% of the year’s budget", "80% מהתחזית השנתית")


@pytest.mark.parametrize(
    ("fields", "language", "shown", "in_text"),
    [
        ({"noun": {"en": "people"}, "value": 87, "baseline": 96}, "en", "down 9", "down 9 people"),
        ({"noun": {"en": "children"}, "value": 2, "baseline": 0}, "en", "up 2", "up 2 children"),
        (
            {"noun": {"en": "children"}, "singular": {"en": "child"}, "value": 1, "baseline": 0},
            "en", "one more", "up 1 child",
        ),
        ({"noun": {"en": "riders"}, "of": "people", "value": 19, "baseline": 11}, "en", "up 8", "up 8 riders"),
        ({"noun": {"en": "accidents"}, "value": 9, "baseline": 11}, "en", "down 2 accidents", "down 2 accidents"),
        ({"noun": {"vi": "người"}, "value": 87, "baseline": 96}, "vi", "giảm 9 người", "giảm 9 người"),
        ({"noun": {"he": "הרוגים"}, "value": 87, "baseline": 96}, "he", "9 הרוגים פחות", "9 הרוגים פחות"),
        ({"noun": {"he": "בני אדם"}, "value": 9, "baseline": 4}, "he", "5 יותר", "5 יותר"),
        ({"noun": {"he": "תיירים"}, "of": "people", "value": 9, "baseline": 4}, "he", "5 תיירים יותר", "5 תיירים יותר"),
        ({"noun": {"he": "תאונות"}, "value": 9, "baseline": 4}, "he", "עלייה של 5 תאונות", "עלייה של 5 תאונות"),
    ],
)  # fmt: skip
def test_a_change_under_its_label_counts_the_dead_without_calling_them_people(
    fields: dict[str, Any], language: str, shown: str, in_text: str
) -> None:
    """ "Deaths: down 9 people" is how machines talk; in a sentence the noun stays where the text needs it."""
    baseline = {"value": fields["baseline"], "period": "2024"}
    one = {"id": "a", "label": LABEL, "period": "2025", "unit": "count", "gender": "m", **fields, "baseline": baseline}
    facts = facts_of(one)
    assert plain(facts.figure("a", language, "exact").change) == shown
    assert plain(facts.word("a.change", language, "exact").shown) == in_text


@pytest.mark.parametrize(
    ("unit", "value", "then", "told"),
    [
        ("‰", "7.9", "8.4", ("giảm 0,5 điểm phần nghìn", "down 0.5 per-mille points", "ירידה של 0.5 נקודות פרומיל")),
        ("‰", "9.4", "8.4", ("tăng 1 điểm phần nghìn", "up 1 per-mille point", "עלייה של נקודת פרומיל אחת")),
        ("index", "105.8", "108.3", ("giảm 2,5 điểm", "down 2.5 points", "ירידה של 2.5 נקודות")),
        ("°C", "26.8", "25.9", ("tăng 0,9°C", "up 0.9°C", "עלייה של 0.9°C")),
    ],
)
def test_a_difference_has_the_unit_of_differences(unit: str, value: str, then: str, told: tuple[str, ...]) -> None:
    """ "Down 0.5‰" of 8.4‰ reads as a fall by a two-thousandth; the value itself keeps its sign."""
    fields = {"unit": unit, "value": value, "baseline": {"value": then, "period": "2024"}, "period": "2025"}
    facts = facts_of({"id": "a", "label": LABEL, **fields})
    assert tuple(plain(facts.figure("a", language, "exact").change) for language in LANGUAGES) == told
    if unit == "‰":
        assert plain(facts.word("a.baseline", LANGUAGES[0], "exact").shown) == "8,4‰"


def test_none_is_said_as_people_say_it() -> None:
    """ "0 families" is a table read aloud."""
    facts = facts_of({"id": "a", "label": LABEL, "value": 0, "unit": "count", "period": "2025"})
    words = [facts.word("a.none", language, "exact") for language in LANGUAGES]
    assert [(word.shown, word.fact) for word in words] == [("không", "a"), ("no", "a"), ("לא", "a")]
    assert all(word.spoken for word in words)


@pytest.mark.parametrize(
    ("label", "fields", "when"),
    [
        (
            LABEL,
            {"unit": "count", "period": "2025-09-30"},
            ("tính đến ngày 30 tháng 9 năm 2025", "as of September 30, 2025", "נכון ל־30 בספטמבר 2025"),
        ),
        (
            LABEL,
            {"unit": "count", "period": "2025-H1"},
            ("6 tháng đầu năm 2025", "the first half of 2025", "המחצית הראשונה של 2025"),
        ),
        (
            {"vi": "Lượt khách", "en": "Visitors", "he": "מבקרים"},
            {"unit": "count", "period": "2025-09-30"},
            ("ngày 30 tháng 9 năm 2025", "September 30, 2025", "30 בספטמבר 2025"),
        ),
        (
            LABEL,
            {"unit": "percent", "measure": "growth", "period": "2025-09-30"},
            ("ngày 30 tháng 9 năm 2025", "September 30, 2025", "30 בספטמבר 2025"),
        ),
    ],
)
def test_what_was_counted_on_a_day_holds_as_of_it(
    label: dict[str, str], fields: dict[str, Any], when: tuple[str, ...]
) -> None:
    """Inhabitants are counted as of a day, visitors during it; points "open daily, đến 30/9" would close then."""
    facts = facts_of({"id": "a", "label": label, "value": 5, **fields})
    assert tuple(plain(facts.figure("a", language, "exact").period) for language in LANGUAGES) == when


@pytest.mark.parametrize(
    ("day", "when"), [("2025-09-30", "as of September 30, 2025"), ("2099-12-16", "December 16, 2099")]
)
def test_who_registered_for_an_event_is_told_as_of_the_day_they_were_counted(day: str, when: str) -> None:
    """ "Employers registered: 46, November 22" reads as if all of them had come that day; a programme is of its day."""
    facts = facts_of({"id": "a", "label": LABEL, "value": 46, "unit": "count", "period": day})
    invited = replace(facts, brief=facts.brief.model_copy(update={"kind": "event", "as_of": dt.date(2025, 11, 1)}))
    assert plain(invited.figure("a", "en", "exact").period) == when


def test_parts_and_their_whole_share_the_word_that_holds_them_all() -> None:
    """ "418.000.000.000.000 đồng" of "1.400.000.000.000.000 đồng" is read by nobody."""
    money = {"value": 418 * 10**12, "unit": "currency", "currency": "VND", "out_of": 1400 * 10**12, "period": "2025"}
    facts = facts_of({"id": "a", "label": LABEL, **money})
    assert plain(facts.word("a", "vi", "exact").shown) == "418.000 tỷ đồng"
    assert plain(facts.word("a.out_of", "vi", "exact").shown) == "1.400.000 tỷ đồng"
    assert plain(facts.word("a", "en", "exact").shown) == "418 trillion dong"
    half = facts_of({"id": "a", "label": LABEL, **money, "value": 530 * 10**12})
    assert plain(half.word("a", "vi", "exact").shown) == "530.000 tỷ đồng"


def test_a_plan_still_to_come_stands_in_a_sentence_without_a_colon() -> None:
    """ "…unchanged on the same period, plan for 2026: 4.5%" is a form, not a sentence; on pictures it stays short."""
    inflation = {"value": "3.4", "unit": "percent", "measure": "level", "target": {"value": "4.5", "by": "2026"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2026-M9", "better": "lower", **inflation})
    told = tuple(plain(facts.word("a.gap", language, "exact").shown) for language in LANGUAGES)
    assert told == (
        "mục tiêu cả năm 2026 là 4,5%",
        "against the target of 4.5% for 2026",
        "לעומת יעד של 4.5% לשנת 2026",
    )
    assert plain(facts.phrase("a.gap", "en", "exact")) == "target for 2026: 4.5%"


@pytest.mark.parametrize(
    ("language", "text", "fitted"),
    [
        ("en", "It grew, slower than last year and {a.gap}.", "It grew, slower than last year, {a.gap}."),
        ("en", "It grew by {a.size}, which is {a.gap}.", "It grew by {a.size}, {a.gap}."),
        ("en", "It grew, but that is still {a.gap}.", "It grew, {a.gap}."),
        ("en", "It grew, {a.gap}.", "It grew, {a.gap}."),
        ("en", "The island grew {a.gap}.", "The island grew {a.gap}."),
        ("vi", "Tăng {a.size}, bằng {a.gap}.", "Tăng {a.size}, {a.gap}."),
        ("vi", "Tăng chậm hơn và {a.gap}.", "Tăng chậm hơn và {a.gap}."),
        ("he", "צמיחה של {a.size}, שהם {a.gap}.", "צמיחה של {a.size}, {a.gap}."),
        ("he", "צמיחה איטית ו{a.gap}.", "צמיחה איטית, {a.gap}."),
    ],
)
def test_a_plan_still_to_come_stands_behind_a_comma_whatever_leads_to_it(language: str, text: str, fitted: str) -> None:
    """ "GRDP grew by 6.42%, slower than in the same period and against the plan of 8.5%" is no English."""
    growth = {"value": "6.42", "unit": "percent", "measure": "growth", "target": {"value": "8.5", "by": "2026"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2026-M9", "better": "higher", **growth})
    assert fit_references(text, facts, language) == fitted


def test_a_share_of_the_plan_that_a_text_tells_is_not_told_again_as_the_gap() -> None:
    """ "69.3% of the estimate. That is 69.3% of the year's estimate." """
    money = {"value": 9871, "unit": "count", "out_of": 14250, "target": {"value": 14250, "by": "2026"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2026-M9", **money})
    assert facts.says_target("a", ["a", "a.share"]) and facts.says_target("a", ["a.gap"])
    assert not facts.says_target("a", ["a", "a.growth"])
    other = facts_of({"id": "a", "label": LABEL, "period": "2026-M9", **money, "out_of": 20000})
    assert not other.says_target("a", ["a.share"])


def test_a_fall_is_never_told_a_twentieth_larger_than_it_is() -> None:
    """8,412 after 9,655 is no fall by "nearly 1,300": the difference shown has to be the true one's too."""
    count = {"unit": "count", "value": 8412, "baseline": {"value": 9655, "period": "2025-M10"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2026-M10", **count})
    assert plain(facts.word("a.change", "en", "rounded").shown) == "down 1,243"
    near = facts_of({"id": "a", "label": LABEL, "period": "2026-M10", **count, "value": 8420})
    assert plain(near.word("a.change", "en", "rounded").shown) in ("down 1,235", "down over 1,230")


def test_a_thousand_million_is_a_billion_beside_millions() -> None:
    """ "$1,050 million" is read aloud as "one thousand fifty million dollars"."""
    exports = {"value": 812600000, "unit": "currency", "currency": "USD", "target": {"value": 1050000000, "by": "2026"}}
    facts = facts_of({"id": "x", "label": LABEL, "period": "2026-M9", **exports})
    told = [facts.word(id, "en", "exact") for id in ("x", "x.target")]
    assert [plain(word.shown) for word in told] == ["$812.6 million", "$1.05 billion"]
    assert told[1].spoken == "one point zero five billion dollars"
    assert plain(facts.word("x.target", "vi", "exact").shown) == "1.050 triệu USD"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{a} תחנות, לעומת {a} בתקופה המקבילה.", "שתי תחנות, לעומת שתיים בתקופה המקבילה."),
        ("{a} בלבד.", "שתיים בלבד."),
        ("{a.whole} תחנות פתוחות.", "שתיים מתוך תשע תחנות פתוחות."),
        ("היעד: {a.target}.", "היעד: ארבע."),
        ("הפער: {a.gap}.", "הפער: במרחק שתי תחנות מהיעד."),
        ("פתוחות {a} תחנות, {a.gap.number}.", "פתוחות שתי תחנות, במרחק שתיים מהיעד."),
        ("פתוחות {a:m} מרכזים ו־{a:m} בלבד בערב.", "פתוחות שני מרכזים ושניים בלבד בערב."),
    ],
)
def test_two_stand_before_their_noun_in_a_form_of_their_own(text: str, said: str) -> None:
    """ "שתי" without what there are two of is heard as a word that broke off."""
    noun = {"noun": {"he": "תחנות"}, "gender": "f", "out_of": 9, "target": {"value": 4}}
    facts = facts_of({"id": "a", "label": LABEL, "value": 2, "unit": "count", "period": "2025", **noun})
    (sentence,) = write_sentences(text, "he", lambda name: facts.word(name, "he", "exact"))
    assert sentence.spoken == said


EARLIER = {"baseline": {"value": 389, "period": "2024"}}


@pytest.mark.parametrize(
    ("fields", "reference", "told"),
    [
        ({"value": 341, "unit": "count", **EARLIER}, "a.growth.size", "12.3%"),
        ({"value": "12.34", "unit": "percent"}, "a", "12.34%"),
        ({"value": "12.34", "unit": "percent", "baseline": {"value": "15.41", "period": "2024"}}, "a", "12.34%"),
        ({"value": 1838, "unit": "currency", "currency": "ILS"}, "a", "₪1,838"),
        ({"value": 2340000, "unit": "currency", "currency": "VND"}, "a", "2.34 million dong"),
        ({"value": 4127600, "unit": "currency", "currency": "ILS"}, "a", "more than ₪4.1 million"),
        ({"value": "82.4", "unit": "percent"}, "a", "more than 82%"),
    ],
)
def test_plain_numbers_are_rounded_only_where_it_helps(fields: dict[str, Any], reference: str, told: str) -> None:
    """An allowance of 1,838 was "nearly 1,840" for those who get it, and 12.34% "more than 12.3%"."""
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **fields})
    shown = facts.word(reference, "en", "rounded").shown.replace("\u00a0", " ")
    assert shown.replace("over", "more than") == told


def test_a_rate_told_again_says_only_its_number() -> None:
    """ "4.1 per 100,000 people, against 4.7 per 100,000 people; the target is 3.5 per 100,000 people"."""
    rate = {"unit": "per-100000", "value": "4.1", "baseline": {"value": "4.7", "period": "2024"}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", **rate})
    word = facts.word("a.baseline.number", "en", "exact")
    assert (word.shown, word.spoken, word.fact) == ("4.7", "four point seven", "a.baseline")
    assert facts.word("a.number", "en", "exact").shown == "4.1"


@pytest.mark.parametrize(
    ("period", "compared"),
    [("2024", "up 3 on 2024"), ("2024-11-01", "up 3 compared with Nov 1, 2024")],
)
def test_a_change_does_not_fall_on_the_day_it_is_compared_with(period: str, compared: str) -> None:
    """ "Down 0.81 m on Nov 1, 2025" reads as the fall of one day."""
    counted = {"unit": "count", "value": 8, "baseline": {"value": 5, "period": period}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025-11-01", **counted})
    assert facts.figure("a", "en", "exact").compared.replace("\u00a0", " ") == compared


@pytest.mark.parametrize(
    ("name", "language", "goal"),
    [
        ("התקן המותר", "he", "תקן המותר"),
        ("היעד", "he", "יעד"),
        ("היקף מותר", "he", "היקף מותר"),
        ("the legal limit", "en", "legal limit"),
        ("legal limit", "en", "legal limit"),
    ],
)
def test_a_named_target_keeps_one_article(name: str, language: str, goal: str) -> None:
    """Patterns put an article before it: "ההתקן המותר", "the the legal limit"."""
    target = {"value": 10, "name": {language: name}}
    facts = facts_of({"id": "a", "label": LABEL, "period": "2025", "unit": "index", "value": 1, "target": target})
    assert goal_words(facts.statistics["a"], language)["goal"] == goal


@pytest.mark.parametrize(
    ("number", "whole", "told"),
    [
        ("3.276,5 km", "3.854 km", "3.276,5"),
        ("\u20683,276.5\u00a0km\u2069", "\u20683,854\u00a0km\u2069", "3,276.5"),
        ("7", "12", "7"),
        ("900 m", "3 km", "900 m"),
    ],
)
def test_a_number_and_its_whole_have_one_unit(number: str, whole: str, told: str) -> None:
    """ "3.276,5 km/3.854 km" reads as kilometres per kilometre."""
    assert _without_unit(number, whole) == told


@pytest.mark.parametrize(
    ("by", "name", "told"),
    [
        ("2025", {}, ("so với kế hoạch năm", "short of the year’s plan")),
        ("2030", {}, ("so với kế hoạch năm 2030", "short of the plan for 2030")),
        ("", {}, ("so với kế hoạch", "short of the plan")),
        ("2025", {"vi": "chuẩn đô thị", "en": "the national standard"},
         ("so với chuẩn đô thị", "short of the national standard")),
    ],
)  # fmt: skip
def test_a_gap_in_a_sentence_says_what_it_is_short_of(by: str, name: dict[str, str], told: tuple[str, str]) -> None:
    """ "91.3% of children are vaccinated, 3.7 percentage points to go": to go to what?"""
    target = {"value": 95, "kind": "plan", **({"by": by} if by else {}), **({"name": name} if name else {})}
    facts = facts_of(
        {
            **{"id": "a", "label": LABEL, "unit": "percent", "measure": "share", "value": "91.3", "period": "2025-M10"},
            **{"better": "higher", "target": target},
        }
    )
    for language, words in zip(("vi", "en"), told, strict=True):
        size = {"vi": "còn thiếu 3,7 điểm phần trăm", "en": "3.7 percentage points"}[language]
        assert plain(facts.word("a.gap", language, "exact").shown) == f"{size} {words}"
        beside = plain(facts.figure("a", language, "exact").gap)
        assert beside in ("còn thiếu 3,7 điểm phần trăm", "3.7 percentage points to go"), "its mark says what it is"
    if not name:
        assert "מהתוכנית" in plain(facts.word("a.gap", "he", "exact").shown)


@pytest.mark.parametrize(
    ("language", "change", "gap"),
    [("en", "330 billion dong", "440 billion dong"), ("vi", "330 tỷ đồng", "440 tỷ đồng"), ("he", "330", "440")],
)
def test_a_part_of_a_trillion_is_told_in_billions(language: str, change: str, gap: str) -> None:
    """ "Up 0.33 trillion dong" is how no newspaper tells money."""
    facts = facts_of(
        {
            **{"id": "a", "label": LABEL, "unit": "currency", "currency": "VND", "value": 3940_000_000_000},
            **{"baseline": {"value": 3610_000_000_000, "period": "2025-M10"}, "period": "2026-M10", "better": "lower"},
            **{"target": {"value": 3500_000_000_000, "kind": "ceiling"}},
        }
    )
    assert change in plain(facts.word("a.change", language, "exact").shown)
    assert gap in plain(facts.word("a.gap", language, "exact").shown)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "15 reservoirs short of the target for August 31, 2026"),
        ("vi", "thiếu 15"),
        ("he", "15 מאגרים פחות מהיעד"),
    ],
)
def test_a_missed_deadline_can_be_told(language: str, told: str) -> None:
    """26 of 41 by the end of October, all due in August: the picture showed a target and not that it was missed."""
    overdue = {
        **{"id": "a", "label": LABEL, "unit": "count", "value": 26, "out_of": 41, "period": "2026-10-31"},
        **{"target": {"value": 41, "by": "2026-08-31"}, "better": "higher"},
        "noun": {"en": "reservoirs", "vi": "hồ chứa", "he": "מאגרים"},
    }
    assert told in plain(facts_of(overdue).word("a.gap", language, "exact").shown)
    assert facts_of(overdue).figure("a", language, "exact").gap
    # Whether what is done now was done in time is not known, nor whether a month's yield was ever due.
    for known in ({"value": 41}, {"out_of": None, "period": "2026-10", "value": 26}):
        with pytest.raises(FactError, match="its target is of"):
            facts_of({**overdue, **known}).word("a.gap", language, "exact")


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "{a} of the year's planned tax was collected, {a.gap}.",
            "4.6 percentage points short of the target for",
        ),
        (
            "en",
            "{a} of the plan was collected, against a target of {a.target}, {a.gap}.",
            "4.6 percentage points short.",
        ),
        ("vi", "Thu được {a} dự toán năm, {a.gap}.", "thiếu 4,6 điểm phần trăm so với mục tiêu"),
        ("he", "נגבו {a} מהתוכנית השנתית, {a.gap}.", "4.6 נקודות אחוז פחות מהיעד"),
    ],
)
def test_a_share_of_a_plan_is_short_of_its_target_not_of_the_plan(language: str, text: str, told: str) -> None:
    """ "70.4% of the year's plan, and 4.6 percentage points short": of the plan it is 29.6."""
    facts = facts_of(
        {
            **{"id": "a", "label": LABEL, "unit": "percent", "measure": "share", "value": "70.4", "period": "2026-M9"},
            **{"better": "higher", "target": {"value": 75, "by": "2026-09"}},
        }
    )
    fitted = fit_references(text, facts, language)
    said = " ".join(s.shown for s in write_sentences(fitted, language, lambda n: facts.word(n, language, "exact")))
    assert told in plain(said)


@pytest.mark.parametrize(
    ("language", "shown", "said"),
    [
        ("vi", "17,8 bác sĩ trên 1 vạn dân", "mười bảy phẩy tám bác sĩ trên một vạn dân"),
        ("en", "17.8 doctors per 10,000 people", "seventeen point eight doctors per ten thousand people"),
        ("he", "17.8 רופאים לכל 10,000 נפש", "רופאים לכל עשרת אלפים נפש"),
    ],
)
def test_a_rate_says_what_it_counts_before_what_it_is_per(language: str, shown: str, said: str) -> None:
    """ "17.8 per 10,000 people doctors" went out in a release, an episode and every post."""
    noun = {"vi": "bác sĩ", "en": "doctors", "he": "רופאים"}
    facts = facts_of({"id": "a", "label": LABEL, "unit": "per-10000", "value": "17.8", "period": "2025", "noun": noun})
    word = facts.word("a.counted", language, "exact")
    assert plain(word.shown) == shown
    assert word.spoken.endswith(said)
    assert word.fact == "a"


@pytest.mark.parametrize(
    ("language", "change", "gap"),
    [
        ("vi", "giảm 0,7", "còn thiếu 0,5 so với kế hoạch năm"),
        ("en", "down 0.7", "0.5 short of the year’s plan"),
        ("he", "ירידה של 0.7", "במרחק 0.5 מהתוכנית השנתית"),
    ],
)
def test_what_a_rate_is_per_is_not_said_again_with_its_change(language: str, change: str, gap: str) -> None:
    """ "12.9 per 1,000 people, down 0.7 per 1,000 people" is read by nobody to its end."""
    rate = {"id": "a", "label": LABEL, "unit": "per-1000", "value": "12.9", "period": "2026-06", "better": "higher"}
    target = {"value": "13.4", "by": "2026", "kind": "plan"}
    facts = facts_of({**rate, "baseline": {"value": "13.6", "period": "2025-06"}, "target": target})
    assert plain(facts.word("a.change.number", language, "exact").shown) == change
    assert plain(facts.word("a.gap.number", language, "exact").shown) == gap


@pytest.mark.parametrize(
    ("period", "by", "told"),
    [
        ("2026-Q3", "2026-Q3", "70% of the target"),
        ("2026-Q3", "2026", "70% of the year’s target"),
        ("2025/2026-school", "2026", "70% of the target for 2026"),
    ],
)
def test_a_target_is_told_of_its_own_time(period: str, by: str, told: str) -> None:
    """ "In the third quarter …, 70% of the target for Q3 2026"; a school year is of no one year's target."""
    road = {"id": "a", "label": LABEL, "unit": "km", "value": "11.2", "period": period, "better": "higher"}
    facts = facts_of({**road, "target": {"value": 16, "by": by}})
    assert plain(facts.word("a.progress", "en", "exact").shown) == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_target_beside_a_rounded_sum_is_told_in_its_word(language: str) -> None:
    """ "Nearly $2.15 billion, plan $2,600 million" cannot be compared at a look."""
    sum_ = {"id": "a", "label": LABEL, "unit": "currency", "currency": "USD", "value": 2148600000, "period": "2026-M9"}
    facts = facts_of({**sum_, "target": {"value": 2600000000, "by": "2026", "kind": "plan"}})
    figure = facts.figure("a", language, "rounded")
    assert figure.target is not None
    assert plain(figure.target.written).replace(",", ".").startswith(("2.6 ", "$2.6 "))


def test_a_change_beside_others_says_which_way_it_went() -> None:
    """ "Prices by group: Housing 6.2%" beside transport's −1.8% is a share of something, for all one sees."""

    def entry(id: str, value: str, place: int) -> dict[str, Any]:
        member = {"group": "prices", "label": LABEL, "name": local(id, id, id), "place": place}
        fields = {"unit": "percent", "measure": "change", "period": "2026-10", "source": "un"}
        return {"id": id, "label": LABEL, "value": value, "member": member, **fields}

    mixed = facts_of(entry("housing", "6.2", 0), entry("transport", "-1.8", 1))
    for language, number in (("vi", "+6,2"), ("en", "+6.2"), ("he", "\u200e+6.2")):
        figure = mixed.figure("housing", language, "rounded")
        assert figure.number == number
        assert f"{number}%" in figure.written and figure.grouped is not None and f"{number}%" in figure.grouped.written
        assert "+" not in mixed.figure("transport", language, "rounded").written
        assert "+" not in mixed.word("housing", language, "exact").shown, "a text has its verb"
    # A list of falls may be typed without signs: "+12" would turn one around.
    alike = facts_of(entry("north", "12", 0), entry("south", "9", 1))
    assert "+" not in alike.figure("north", "en", "exact").written


@pytest.mark.parametrize(
    ("language", "shown", "in_text"),
    [
        ("vi", "so với cùng kỳ năm trước", "tăng 11,3% so với cùng kỳ năm trước"),
        ("en", "on the same period last year", "up 11.3% on the same period last year"),
        ("he", "לעומת התקופה המקבילה אשתקד", "גידול של 11.3% לעומת התקופה המקבילה אשתקד"),
    ],
)
def test_growth_is_not_told_as_the_growth_of_growth(language: str, shown: str, in_text: str) -> None:
    """ "Industrial production 11.3%, up 11.3% on the same period" stood in pictures, tables and alt texts."""
    one = {"id": "a", "label": LABEL, "period": "2026-M9", "unit": "percent", "measure": "growth", "value": 11.3}
    facts = facts_of({**one, "compare": {"to": "same-period", "change": 11.3, "in": "percent"}})
    assert plain(facts.figure("a", language, "exact").compared) == shown
    assert plain(facts.word("a.change", language, "exact").shown) == in_text
    # Another change is one of the growth.
    other = facts_of({**one, "compare": {"to": "same-period", "change": 2, "in": "points"}})
    assert "2" in plain(other.figure("a", language, "exact").compared)
