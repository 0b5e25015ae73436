"""Numbers, money and dates as each language writes them. A wrong separator turns 1,5 million into 15 million."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from briefcast.language.phrasebook import phrasebook
from briefcast.language.written import (
    FSI,
    LRM,
    NBSP,
    PDI,
    isolate,
    join_prefix,
    parse_written,
    write_count,
    write_date,
    write_money,
    write_number,
    write_percent,
    write_period,
    write_unit,
)
from briefcast.languages import written_in
from tests.facts_fixtures import LANGUAGES

QUICK = settings(database=None, phases=[Phase.generate])
"""Any example that fails will do; the smallest is not looked for."""

NUMBERS = [
    ("0", "0", "0", "0"),
    ("7", "7", "7", "7"),
    ("999", "999", "999", "999"),
    ("1084", "1.084", "1,084", "1,084"),
    ("12500", "12.500", "12,500", "12,500"),
    ("1234.5", "1.234,5", "1,234.5", "1,234.5"),
    ("1234567.891", "1.234.567,891", "1,234,567.891", "1,234,567.891"),
    ("0.7709", "0,7709", "0.7709", "0.7709"),
    ("12.05", "12,05", "12.05", "12.05"),
    ("80.0", "80", "80", "80"),
    ("5E+3", "5.000", "5,000", "5,000"),
    ("-3", "−3", "−3", f"{LRM}−3"),
    ("-1234.5", "−1.234,5", "−1,234.5", f"{LRM}−1,234.5"),
]

COUNTS = [
    ("12500", "12.500", "12,500", "12,500"),
    ("999999", "999.999", "999,999", "999,999"),
    ("1000000", "1 triệu", "1 million", "1 מיליון"),
    ("12500000", "12,5 triệu", "12.5 million", "12.5 מיליון"),
    ("55250000", "55,25 triệu", "55.25 million", "55.25 מיליון"),
    ("1234567", "1.234.567", "1,234,567", "1,234,567"),
    ("1234000", "1.234.000", "1,234,000", "1,234,000"),
    ("4300000000", "4,3 tỷ", "4.3 billion", "4.3 מיליארד"),
    ("1500000000000", "1.500 tỷ", "1.5 trillion", "1.5 טריליון"),
    ("12500000000000", "12.500 tỷ", "12.5 trillion", "12.5 טריליון"),
    ("2400000000000000", "2,4 triệu tỷ", "2,400 trillion", "2,400 טריליון"),
    ("-55250000", "−55,25 triệu", "−55.25 million", f"{FSI}{LRM}−55.25{PDI} מיליון"),
]

PERCENTS = [
    ("12", "12%", "12%", "12%"),
    ("87.5", "87,5%", "87.5%", "87.5%"),
    ("0.04", "0,04%", "0.04%", "0.04%"),
    ("-3.3", "−3,3%", "−3.3%", f"{FSI}{LRM}−3.3{PDI}%"),
]

RLM = "\u200f"
MONEY = [
    ("1234567", "VND", "1.234.567 đồng", "1,234,567 dong", "1,234,567 דונג"),
    ("50000", "VND", "50.000 đồng", "50,000 dong", "50,000 דונג"),
    ("0", "VND", "0 đồng", "0 dong", "0 דונג"),
    ("14520000000000", "VND", "14.520 tỷ đồng", "14.52 trillion dong", "14.52 טריליון דונג"),
    ("2400000000000000", "VND", "2,4 triệu tỷ đồng", "2,400 trillion dong", "2,400 טריליון דונג"),
    ("55250000000000", "VND", "55.250 tỷ đồng", "55.25 trillion dong", "55.25 טריליון דונג"),
    ("4300000000", "USD", "4,3 tỷ USD", "$4.3 billion", "4.3 מיליארד דולר"),
    ("1234.5", "USD", "1.234,50 USD", "$1,234.50", f"{RLM}1,234.50 {RLM}$"),
    ("12", "ILS", "12 ₪", "₪12", f"{RLM}12 {RLM}₪"),
    ("-5000000", "USD", "−5 triệu USD", "−$5 million", f"{FSI}{LRM}−5{PDI} מיליון דולר"),
    ("5000000", "CHF", "5 triệu CHF", "CHF 5 million", "5 מיליון CHF"),
    ("2500000000", "GBP", "2,5 tỷ bảng Anh", "£2.5 billion", "2.5 מיליארד ליש״ט"),
]

PERIODS = [
    ("2024", "2024", "2024", "2024"),
    ("2024-10", "tháng 10 năm 2024", "October 2024", "אוקטובר 2024"),
    ("2025-01", "tháng 1 năm 2025", "January 2025", "ינואר 2025"),
    ("2024-Q3", "quý III năm 2024", "Q3 2024", "הרבעון השלישי של 2024"),
    ("2025-H1", "6 tháng đầu năm 2025", "the first half of 2025", "המחצית הראשונה של 2025"),
    ("2025-M9", "9 tháng đầu năm 2025", "the first nine months of 2025", "תשעת החודשים הראשונים של 2025"),
    ("2025-W47", "tuần 47 năm 2025", "week 47 of 2025", "שבוע 47 של 2025"),
    ("2021/2025", "giai đoạn 2021–2025", "2021–2025", "השנים 2021–2025"),
    ("2024/2025-school", "năm học 2024–2025", "the 2024/25 school year", "שנת הלימודים 2024/25"),
    ("2026-10-10", "ngày 10 tháng 10 năm 2026", "October 10, 2026", "10 באוקטובר 2026"),
    (
        "2026-01-01/2026-11-15", "từ ngày 1 tháng 1 đến ngày 15 tháng 11 năm 2026", "January 1 to November 15, 2026",
        "1 בינואר עד 15 בנובמבר 2026",
    ),
    (
        "2025-07-01/2026-06-30", "từ ngày 1 tháng 7 năm 2025 đến ngày 30 tháng 6 năm 2026",
        "July 1, 2025 to June 30, 2026", "1 ביולי 2025 עד 30 ביוני 2026",
    ),
]  # fmt: skip


def by_language(rows: list[tuple[str, ...]]) -> list[tuple[str, str, str]]:
    return [(row[0], language, row[-3 + i]) for row in rows for i, language in enumerate(LANGUAGES)]


@pytest.mark.parametrize(("value", "language", "expected"), by_language(NUMBERS))
def test_number_in_digits(value: str, language: str, expected: str) -> None:
    assert write_number(Decimal(value), language) == expected


@pytest.mark.parametrize(("value", "language", "expected"), by_language(COUNTS))
def test_count_takes_a_scale_word_only_where_it_reads_well(value: str, language: str, expected: str) -> None:
    assert write_count(Decimal(value), language).text == expected.replace(" ", NBSP)


@pytest.mark.parametrize(("value", "language", "expected"), by_language(PERCENTS))
def test_percent(value: str, language: str, expected: str) -> None:
    assert write_percent(Decimal(value), language).text == expected


@pytest.mark.parametrize(
    ("value", "currency", "language", "expected"),
    [(row[0], row[1], language, row[2 + i]) for row in MONEY for i, language in enumerate(LANGUAGES)],
)
def test_money(value: str, currency: str, language: str, expected: str) -> None:
    assert write_money(Decimal(value), currency, language).text == expected.replace(" ", NBSP)


def test_hebrew_money_on_a_picture_is_short_and_keeps_its_sign_on_the_left() -> None:
    """“10.9 מיליון שקלים” fits no card; a sign without its mark is drawn to the right of its digits."""
    scaled = write_money(Decimal(10_900_000), "ILS", "he", beside=True)
    assert (scaled.number, scaled.suffix) == ("10.9", "מיליון ₪")
    assert write_money(Decimal(10_900_000), "ILS", "he").suffix == "מיליון שקלים"
    assert write_money(Decimal(25), "ILS", "he").suffix == f"{RLM}₪"
    assert write_money(Decimal(25), "ILS", "vi").suffix == "₪"


@pytest.mark.parametrize(("period", "language", "expected"), by_language(PERIODS))
def test_period(period: str, language: str, expected: str) -> None:
    assert write_period(period, language) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026-Q3", "רבעון שלישי 2026"), ("2026-H1", "מחצית א׳ 2026"), ("2026-W12", "שבוע 12 של 2026"),
     ("2026-M9", "ינו׳–ספט׳ 2026"), ("2025/2026-school", "2025/26")],
)  # fmt: skip
def test_a_hebrew_period_beside_a_figure_is_short_and_without_article(period: str, expected: str) -> None:
    """The form of sentences fits no picture: the whole picture would be refused."""
    assert write_period(period, "he", style="short") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("(לעומת 9 ימים ב־⁨הרבעון השלישי של 2025⁩)", "(לעומת 9 ימים ⁨ברבעון השלישי של 2025⁩)"),
     ("מ־⁨הרבעון השני של 2025⁩ עד", "⁨מהרבעון השני של 2025⁩ עד"), ("היעד ל־המחצית השנייה", "היעד למחצית השנייה"),
     ("ב־⁨9.2026⁩", "ב־⁨9.2026⁩"), ("ל־הרצל", "להרצל"), ("תת־קרקעי", "תת־קרקעי"), ("ב־WhatsApp", "ב־WhatsApp")],
)  # fmt: skip
def test_a_prefix_joins_its_word_and_takes_its_article(typed: str, expected: str) -> None:
    """“ב־הרבעון” is no Hebrew; digits and Latin letters keep their hyphen."""
    assert join_prefix(typed) == expected


@pytest.mark.parametrize(("language", "expected"), [("vi", "06/02/2025"), ("en", "Feb 6, 2025"), ("he", "6.2.2025")])
def test_short_date_cannot_be_taken_for_another_day(language: str, expected: str) -> None:
    assert write_date(dt.date(2025, 2, 6), language, style="short") == expected


@pytest.mark.parametrize(
    "period",
    ["", "24", "2024-13-01", "2024-Q5", "10/2024", "2024-M13", "2024-H3", "2024-W54", "2025/2021", "2021/2025-school"],
)
def test_a_period_that_is_none_is_refused(period: str) -> None:
    with pytest.raises(ValueError):
        write_period(period, "vi")


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("1", "vi", "1 bậc"), ("15", "vi", "15 bậc"),
        ("1", "en", "1 place"), ("2", "en", "2 places"), ("15", "en", "15 places"),
        ("1", "he", "מקום אחד"), ("2", "he", "שני מקומות"), ("15", "he", "15 מקומות"),
    ],
)  # fmt: skip
def test_places_agree_with_their_number(value: str, language: str, expected: str) -> None:
    assert write_unit(Decimal(value), phrasebook(language).places, language).text == expected.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("vi", ("", "2,4", "triệu tỷ đồng")),
        ("en", ("", "2,400", "trillion dong")),
        ("he", ("", "2,400", "טריליון דונג")),
    ],
)
def test_figure_parts_of_money(language: str, parts: tuple[str, str, str]) -> None:
    """A card sets the digits large and the rest small: nothing may be lost between them."""
    money = write_money(Decimal("2.4E15"), "VND", language)
    assert (money.prefix, money.number, money.suffix) == parts


def test_only_hebrew_is_isolated() -> None:
    assert [isolate("87%", language) for language in LANGUAGES] == ["87%", "87%", f"{FSI}87%{PDI}"]


# ---- what is written says what was meant

VALUES = st.one_of(
    st.decimals(min_value=-(10**17), max_value=10**17, places=0),
    st.decimals(min_value=-(10**6), max_value=10**6, places=4),
    st.builds(lambda m, k: Decimal(m) * 10**k, st.integers(-99999, 99999), st.integers(0, 12)),
)
Writer = Callable[[Decimal, str], str]


def units(language: str) -> dict[str, Writer]:
    """Every way a number is written."""
    words = phrasebook(language)
    kinds = {"points": words.points, "places": words.places, "index": words.index_points, **words.durations}
    return {
        "number": write_number,
        "count": lambda v, lang: write_count(v, lang).text,
        "percent": lambda v, lang: write_percent(v, lang).text,
        **{code: lambda v, lang, code=code: write_money(v, code, lang).text for code in (*words.currencies, "CHF")},
        **{name: lambda v, lang, unit=unit: write_unit(v, unit, lang).text for name, unit in kinds.items()},
    }


def says_what_it_means(write: Writer, value: Decimal, language: str) -> bool:
    return parse_written(write(value, language), language) == value


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=120, deadline=None)
@given(value=VALUES)
def test_read_back_gives_the_value_in_every_unit(language: str, value: Decimal) -> None:
    """Writing loses nothing: a reader who reads the text back has the very number of the brief."""
    for name, write in units(language).items():
        if value < 0 and (name in phrasebook(language).durations or name in ("places", "points")):
            continue  # a duration and a difference in words have no minus
        assert says_what_it_means(write, value, language), (name, write(value, language))


def swap_separators(value: Decimal, language: str) -> str:
    return write_number(value, language).translate(str.maketrans(",.", ".,"))


def drop_minus(value: Decimal, language: str) -> str:
    return write_number(abs(value), language)


def one_decimal_of_a_million(value: Decimal, language: str) -> str:
    scale = phrasebook(language).scales[-1]
    shown = (value / scale.unit).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{write_number(shown, language)} {scale.word}"


def billion_for_million(value: Decimal, language: str) -> str:
    scales = phrasebook(language).scales
    return write_count(value, language).text.replace(scales[-1].word, scales[-2].word)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", [swap_separators, drop_minus, one_decimal_of_a_million, billion_for_million])
def test_the_property_catches_a_wrong_writer(bad: Writer, language: str) -> None:
    """Each way to write a wrong number is found by the same check that passes the right one."""
    value = find(
        VALUES,
        lambda v: not says_what_it_means(bad, v, language),
        settings=QUICK,
    )
    assert says_what_it_means(write_number, value, language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=60, deadline=None)
@given(value=VALUES)
def test_no_line_breaks_inside_a_number_and_its_unit(language: str, value: Decimal) -> None:
    for name, write in units(language).items():
        assert " " not in write(value, language), name


def test_parse_refuses_a_text_without_a_number() -> None:
    with pytest.raises(ValueError):
        parse_written("không có gì", "vi")


@pytest.mark.parametrize("period", ["2025-09", "2026-M1", "2026-12"])
def test_a_short_month_is_no_decimal(period: str) -> None:
    """ "ירידה לעומת 9.2025" gives a figure where a month should stand."""
    assert not re.search(r"\d[.]\d", write_period(period, "he", style="short"))
    assert write_period("2025-09", "he", style="short") == "ספט׳ 2025"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-11-01/2026-11-22", {"vi": "1–22/11/2026", "en": "Nov 1–22, 2026", "he": "1–22.11.2026"}),
        ("2026-11-30/2026-12-06", {"vi": "30/11–06/12/2026", "en": "Nov 30–Dec 6, 2026", "he": "30.11–6.12.2026"}),
        ("2025-11-01/2026-11-22", {"vi": "01/11/2025–22/11/2026", "en": "Nov 1, 2025–Nov 22, 2026"}),
    ],
)
def test_days_of_one_month_name_it_once(period: str, expected: dict[str, str]) -> None:
    """ "01/11–22/11/2026" is read twice, and parts at the end of a line."""
    for language, text in expected.items():
        assert write_period(period, language, style="short").replace(NBSP, " ") == text
    with written_in({"en": "en_GB"}):
        assert write_period("2026-11-01/2026-11-22", "en", style="short").replace(NBSP, " ") == "1–22 Nov 2026"


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "tuần 46/2026"), ("en", "Week 46, 2026"), ("he", "שבוע 46 של 2026")]
)
def test_a_week_is_not_taken_for_a_month(language: str, expected: str) -> None:
    """T46/2026 is the 46th month."""
    assert write_period("2026-W46", language, style="short") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", "từ ngày 1 đến ngày 17 tháng 11 năm 2026"),
        ("en", "November 1–17, 2026"),
        ("he", "1–17 בנובמבר 2026"),
    ],
)
def test_a_sentence_names_the_month_of_a_span_of_days_once(language: str, expected: str) -> None:
    """ "1 בנובמבר עד 17 בנובמבר 2026" is read twice."""
    assert write_period("2026-11-01/2026-11-17", language) == expected


@pytest.mark.parametrize(
    ("period", "beside", "axis"),
    [
        ("2025-M10", "10 tháng đầu năm 2025", "10 tháng 2025"),
        ("2025-10", "tháng 10/2025", "10/2025"),
        ("2025-01-01/2025-09-30", "9 tháng đầu năm 2025", "9 tháng 2025"),
    ],
)
def test_ten_months_are_not_taken_for_october(period: str, beside: str, axis: str) -> None:
    assert write_period(period, "vi", style="short") == beside
    assert write_period(period, "vi", style="axis") == axis
