"""What the voice says. A number misread aloud is believed by everyone who does not see the picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import icu
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from briefcast.language.lexicon import lexicon
from briefcast.language.phrasebook import phrasebook, physical_unit
from briefcast.language.read_aloud import say_after, speak_text, speak_words
from briefcast.language.spoken import (
    speak_count,
    speak_money,
    speak_of_unit,
    speak_percent,
    speak_period,
    spell_number,
    spell_ordinal,
    spell_year,
)
from briefcast.language.written import NBSP
from tests.facts_fixtures import LANGUAGES

QUICK = settings(database=None, phases=[Phase.generate])
"""Any example that fails will do; the smallest is not looked for."""

NUMBERS = {
    "vi": {
        "0": "không", "1": "một", "4": "bốn", "5": "năm", "10": "mười", "11": "mười một", "14": "mười bốn",
        "15": "mười lăm", "20": "hai mươi", "21": "hai mươi mốt", "24": "hai mươi tư", "25": "hai mươi lăm",
        "71": "bảy mươi mốt", "100": "một trăm", "101": "một trăm linh một", "105": "một trăm linh năm",
        "111": "một trăm mười một", "193": "một trăm chín mươi ba", "1005": "một nghìn không trăm linh năm",
        "1084": "một nghìn không trăm tám mươi tư", "2024": "hai nghìn không trăm hai mươi tư",
        "10010": "mười nghìn không trăm mười", "1000005": "một triệu không trăm linh năm",
        "1005000": "một triệu không trăm linh năm nghìn", "1500000000": "một tỷ năm trăm triệu",
        "12.05": "mười hai phẩy không năm", "12.5": "mười hai phẩy năm", "3.14": "ba phẩy một bốn",
        "0.5": "không phẩy năm", "55.25": "năm mươi lăm phẩy hai năm", "-3": "âm ba",
        "120000000000000000": "một trăm hai mươi triệu tỷ",
    },
    "en": {
        "0": "zero", "1": "one", "12": "twelve", "15": "fifteen", "21": "twenty-one", "71": "seventy-one",
        "100": "one hundred", "105": "one hundred five", "193": "one hundred ninety-three",
        "1084": "one thousand eighty-four", "2024": "two thousand twenty-four",
        "1000005": "one million five", "1500000000": "one billion five hundred million",
        "12.05": "twelve point zero five", "12.5": "twelve point five", "0.25": "zero point two five",
        "0.7709": "zero point seven seven zero nine", "-3": "minus three",
    },
    "he": {
        "0": "אפס", "1": "אחת", "2": "שתיים", "3": "שלוש", "11": "אחת עשרה", "12": "שתים עשרה", "20": "עשרים",
        "44": "ארבעים וארבע", "71": "שבעים ואחת", "100": "מאה", "193": "מאה תשעים ושלוש", "200": "מאתיים",
        "1000": "אלף", "1084": "אלף שמונים וארבע", "2000": "אלפיים", "3000": "שלושת אלפים",
        "12000": "שנים עשר אלף", "12.05": "שתים עשרה נקודה אפס חמש", "12.5": "שתים עשרה נקודה חמש",
        "0.25": "אפס נקודה שתיים חמש", "-3": "מינוס שלוש", "5000000000000": "חמישה טריליון",
    },
}  # fmt: skip

HEBREW_GENDER = [
    ("1", "m", False, "אחד"), ("1", "f", False, "אחת"),
    ("2", "m", True, "שני"), ("2", "f", True, "שתי"), ("2", "m", False, "שניים"), ("2", "f", False, "שתיים"),
    ("3", "m", True, "שלושה"), ("3", "f", True, "שלוש"), ("10", "m", True, "עשרה"), ("10", "f", True, "עשר"),
    ("12", "m", True, "שנים עשר"), ("12", "f", True, "שתים עשרה"), ("15", "m", True, "חמישה עשר"),
    ("44", "f", True, "ארבעים וארבע"), ("44", "m", True, "ארבעים וארבעה"), ("71", "m", False, "שבעים ואחד"),
    ("244", "f", True, "מאתיים ארבעים וארבע"), ("898", "f", True, "שמונה מאות תשעים ושמונה"),
]  # fmt: skip

COUNTS = {
    "vi": {"55250000": "năm mươi lăm phẩy hai năm triệu", "12500": "mười hai nghìn năm trăm", "1000000": "một triệu",
           "2400000000000000": "hai phẩy bốn triệu tỷ", "1500000000000": "một nghìn năm trăm tỷ"},
    "en": {"55250000": "fifty-five point two five million", "12500": "twelve thousand five hundred",
           "1000000": "one million", "12500000": "twelve point five million"},
    "he": {"55250000": "חמישים וחמש נקודה שתיים חמש מיליון", "1000000": "מיליון", "2000000": "שני מיליון",
           "3000000": "שלושה מיליון", "12500000": "שנים עשר וחצי מיליון", "40000000": "ארבעים מיליון"},
}  # fmt: skip

PERCENTS = {
    "vi": {"87": "tám mươi bảy phần trăm", "82.4": "tám mươi hai phẩy bốn phần trăm"},
    "en": {"87": "eighty-seven percent", "1": "one percent", "82.4": "eighty-two point four percent"},
    "he": {"87": "שמונים ושבעה אחוזים", "1": "אחוז אחד", "2": "שני אחוזים", "0.5": "חצי אחוז",
           "87.5": "שמונים ושבעה וחצי אחוזים", "82.4": "שמונים ושתיים נקודה ארבע אחוזים", "-3": "מינוס שלושה אחוזים"},
}  # fmt: skip

POINTS = {
    "vi": {"3.3": "ba phẩy ba điểm phần trăm", "1": "một điểm phần trăm"},
    "en": {"3.3": "three point three percentage points", "1": "one percentage point"},
    "he": {"3.3": "שלוש נקודה שלוש נקודות אחוז", "1": "נקודת אחוז אחת", "2": "שתי נקודות אחוז",
           "7": "שבע נקודות אחוז"},
}  # fmt: skip

PLACES = {
    "vi": {"15": "mười lăm bậc", "1": "một bậc"},
    "en": {"15": "fifteen places", "1": "one place"},
    "he": {"15": "חמישה עשר מקומות", "1": "מקום אחד", "2": "שני מקומות"},
}

PERIODS = {
    "vi": {"2026-01-01/2026-11-15": "từ ngày một tháng một đến ngày mười lăm tháng mười một năm hai nghìn không trăm "
           "hai mươi sáu",
           "2024": "hai nghìn không trăm hai mươi tư", "2024-10": "tháng mười năm hai nghìn không trăm hai mươi tư",
           "2024-04": "tháng tư năm hai nghìn không trăm hai mươi tư",
           "2024-Q3": "quý ba năm hai nghìn không trăm hai mươi tư",
           "2026-10-10": "ngày mười tháng mười năm hai nghìn không trăm hai mươi sáu"},
    "en": {"2026-01-01/2026-11-15": "January first to November fifteenth, twenty twenty-six",
           "2024": "twenty twenty-four", "2005": "two thousand five", "1999": "nineteen ninety-nine",
           "2024-10": "October twenty twenty-four", "2024-Q3": "the third quarter of twenty twenty-four",
           "2026-10-10": "October tenth, twenty twenty-six"},
    "he": {"2026-01-01/2026-11-15": "אחד בינואר עד חמישה עשר בנובמבר אלפיים עשרים ושש",
           "2024": "אלפיים עשרים וארבע", "2012": "אלפיים ושתים עשרה", "2024-10": "אוקטובר אלפיים עשרים וארבע",
           "2024-Q3": "הרבעון השלישי של אלפיים עשרים וארבע", "2026-10-10": "עשרה באוקטובר אלפיים עשרים ושש"},
}  # fmt: skip


def texts(language: str, half: str = "") -> list[tuple[str, str, str]]:
    """Read a table of one language: kind of text, text, what is said. ``blind``: by authors who never saw the code."""
    table = YAML(typ="safe").load((Path(__file__).parent / "spoken" / half / f"{language}.yaml").read_text("utf-8"))
    return [(kind, str(text), said) for kind, cases in table.items() for text, said in cases.items()]


TEXTS = [
    (language, text, said)
    for language in LANGUAGES
    for half in ("", "blind")
    for _, text, said in texts(language, half)
]


def rows(table: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [(language, value, said) for language, cases in table.items() for value, said in cases.items()]


@pytest.mark.parametrize(("language", "value", "said"), rows(NUMBERS))
def test_number(language: str, value: str, said: str) -> None:
    assert spell_number(Decimal(value), language) == said


@pytest.mark.parametrize(("value", "gender", "counting", "said"), HEBREW_GENDER)
def test_hebrew_number_agrees_with_its_noun(value: str, gender: str, counting: bool, said: str) -> None:
    assert spell_number(Decimal(value), "he", gender=gender, counting=counting) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "value", "said"), rows(COUNTS))
def test_count_is_said_with_the_scale_it_is_written_with(language: str, value: str, said: str) -> None:
    assert speak_count(Decimal(value), language) == said


@pytest.mark.parametrize(("language", "value", "said"), rows(PERCENTS))
def test_percent(language: str, value: str, said: str) -> None:
    assert speak_percent(Decimal(value), language) == said


@pytest.mark.parametrize(("language", "value", "said"), rows(POINTS))
def test_percentage_points_are_not_percent(language: str, value: str, said: str) -> None:
    assert speak_of_unit(Decimal(value), phrasebook(language).points, language) == said


@pytest.mark.parametrize(("language", "value", "said"), rows(PLACES))
def test_places(language: str, value: str, said: str) -> None:
    assert speak_of_unit(Decimal(value), phrasebook(language).places, language) == said


@pytest.mark.parametrize(("language", "period", "said"), rows(PERIODS))
def test_period(language: str, period: str, said: str) -> None:
    assert speak_period(period, language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "hai phẩy bốn triệu tỷ đồng"), ("en", "two thousand four hundred trillion dong"),
     ("he", "אלפיים וארבע מאות טריליון דונג")],
)  # fmt: skip
def test_money(language: str, said: str) -> None:
    assert speak_money(Decimal("2.4E15"), "VND", language) == said


@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", "45.90", "forty-five shekels and ninety agorot"),
        ("he", "45.90", "ארבעים וחמישה שקלים ותשעים אגורות"),
        ("he", "0.5", "חמישים אגורות"),
        ("he", "12", "שנים עשר שקלים"),
        ("he", "5.125", "חמש נקודה אחת שתיים חמש שקלים"),
        ("vi", "45.90", "bốn mươi lăm phẩy chín sê ken"),
    ],
)
def test_a_price_is_said_with_its_hundredths(language: str, amount: str, said: str) -> None:
    """Nobody pays "forty-five point nine shekels"."""
    assert speak_money(Decimal(amount), "ILS", language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_text_has_cases_enough(language: str) -> None:
    """A kind of text nobody listened to is where a number is misread."""
    assert len([text for code, text, _ in TEXTS if code == language]) >= 400
    for half in ("", "blind"):
        assert len({text for _, text, _ in texts(language, half)}) == len(texts(language, half))


@pytest.mark.parametrize(("language", "text", "said"), TEXTS)
def test_free_text(language: str, text: str, said: str) -> None:
    assert speak_text(text, language) == said


def test_ordinals_and_years() -> None:
    assert spell_ordinal(71, "en") == "seventy-first"
    assert spell_year(2100, "en") == "twenty-one hundred"


def test_an_ordinal_of_the_brief_is_said_as_one() -> None:
    """The word before a figure decides: a rank of 4 after "thứ" is the fourth, not "thứ bốn"."""
    assert [say_after("Thứ", said, "vi") for said in ("bốn,", "một", "năm", "bốn mươi mốt")] == [
        "tư,", "nhất", "năm", "bốn mươi mốt",
    ]  # fmt: skip
    assert say_after("number", "four", "en") == "four"


def test_words_keep_what_is_shown_beside_what_is_said() -> None:
    """Subtitles show the words of the brief while the voice says them: each pair must stay together."""
    assert speak_words("Ngày 10/10, gọi 0243 123 4567.", "vi") == (
        ("Ngày", "Ngày"),
        ("10/10,", "mười tháng mười,"),
        ("gọi", "gọi"),
        (f"0243{NBSP}123{NBSP}4567.", "không hai bốn ba, một hai ba, bốn năm sáu bảy."),
    )


def test_a_number_too_large_to_be_said_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        spell_number(Decimal(10) ** 24, "vi")


# ---- what is said can be understood in one way only

VALUES = st.one_of(
    st.decimals(min_value=-(10**6), max_value=10**6, places=3),
    st.decimals(min_value=0, max_value=100, places=2),
    st.integers(-(10**17), 10**17).map(Decimal),
)
Speller = Callable[[Decimal, str], str]


def told_apart(spell: Speller, pair: tuple[Decimal, Decimal], language: str) -> bool:
    """Whether two numbers are said alike exactly if they are equal."""
    a, b = pair
    return (spell(a, language) == spell(b, language)) == (a == b)


def near_pairs(values: st.SearchStrategy[Decimal]) -> st.SearchStrategy[tuple[Decimal, Decimal]]:
    """Numbers and what they are mistaken for: a digit moved, a zero dropped, the sign lost."""
    changes = (lambda v: v * 10, lambda v: v / 10, lambda v: -v, lambda v: v + Decimal("0.05"), lambda v: v // 1,
               lambda v: Decimal(str(v).replace("0", "")) if str(v).replace("0", "").strip("-.E+") else v)  # fmt: skip
    return st.tuples(values, st.sampled_from(changes)).map(lambda pair: (pair[0], pair[1](pair[0])))


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(pair=near_pairs(VALUES))
def test_two_numbers_never_sound_alike(language: str, pair: tuple[Decimal, Decimal]) -> None:
    assert told_apart(spell_number, pair, language)


def read_decimals_as_one_number(value: Decimal, language: str) -> str:
    """The usual mistake: 12.05 is said like 12.5."""
    whole, _, decimals = f"{value:f}".partition(".")
    said = spell_number(Decimal(whole), language)
    return f"{said} {lexicon(language).decimal} {spell_number(Decimal(decimals), language)}" if decimals else said


def forget_the_sign(value: Decimal, language: str) -> str:
    return spell_number(abs(value), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", [read_decimals_as_one_number, forget_the_sign])
def test_the_property_catches_a_wrong_reading(bad: Speller, language: str) -> None:
    pair = find(
        near_pairs(VALUES),
        lambda p: not told_apart(bad, p, language),
        settings=QUICK,
    )
    assert told_apart(spell_number, pair, language)


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200, deadline=None)
@given(number=st.integers(0, 10**12 - 1))
def test_spelled_numbers_read_back_by_another_reader(language: str, number: int) -> None:
    """ICU's parser is a reader of its own: what it hears is what was meant."""
    words = lexicon(language)
    if words.number_rules:
        reader = icu.RuleBasedNumberFormat(words.number_rules, icu.Locale(language))
    else:
        reader = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale(language))
    reader.setDefaultRuleSet(words.rule_sets.cardinal.f)
    heard = spell_number(Decimal(number), language)
    for wrong, right in words.corrections.items():
        heard = heard.replace(right, wrong)
    assert reader.parse(heard).getDouble() == number


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150, deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            st.from_regex(r"[0-9]{1,4}([.,/:–%-][0-9]{1,4}){0,3}[%.,;]?", fullmatch=True),
            st.sampled_from(
                [
                    "a",
                    "và",
                    "של",
                    "(",
                    "km",
                    "₫",
                    "GDP",
                    "ngày",
                    "−",
                    "10/10",
                    "ב־5",
                    "½",
                    "°C",
                    "€",
                    "k",
                    "triệu",
                    "million",
                ]
            ),
        ),
        max_size=6,
    )
)
def test_no_digit_is_left_to_the_voice(language: str, parts: list[str]) -> None:
    """A digit the voice gets is read as the engine likes: 1.234 may become one point two three four."""
    text = " ".join((*parts, "zebra"))
    said = speak_text(text, language)
    assert not re.search(r"[\d½°€]", said), text
    assert said.endswith("zebra"), text


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "one Malaysian ringgit", "five Malaysian ringgits"),
        ("vi", "một ringgit Malaysia", "năm ringgit Malaysia"),
        ("he", "רינגיט מלזי אחד", "חמישה רינגיט מלזי"),
    ],
)
def test_a_currency_without_a_row_is_said_by_its_name(language: str, one: str, many: str) -> None:
    """Nobody hears what "five MYR" is."""
    assert [speak_money(Decimal(n), "MYR", language) for n in (1, 5)] == [one, many]


@pytest.mark.parametrize("unit", ["mg/l", "µg/l", "µg/m³", "Mbps", "km"])
def test_half_a_unit_is_no_half_of_one(unit: str) -> None:
    """Of 0.5 milligrams per litre a voice said "half one milligram", and left out the litre."""
    said = physical_unit(unit, "he")
    one, half = (speak_of_unit(Decimal(value), said, "he") for value in ("1", "0.5"))
    assert "אחד" in one.split() and half == "חצי " + " ".join(word for word in one.split() if word != "אחד")
    and_half = speak_of_unit(Decimal("1.5"), said, "he")
    assert and_half == one.replace("אחד", "וחצי")
