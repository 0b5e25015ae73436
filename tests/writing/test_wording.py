"""Sentences with their figures. A unit that is read without its number is read wrong, or not at all."""

from __future__ import annotations

import pytest

from briefcast.language.phrases import phrases
from briefcast.language.written import NBSP
from briefcast.script import Word
from briefcast.writing.wording import drop_after, put_address, use_glossary, write_line, write_sentences
from tests.facts_fixtures import facts_of, local

FIGURES = {
    "area": ("86.450", "tám mươi sáu nghìn bốn trăm năm mươi"),
    "length": ("44", "bốn mươi bốn"),
    "income": ("66,5", "sáu mươi sáu phẩy năm"),
    "rank": ("4", "bốn"),
    "most": (f"hơn{NBSP}1,5{NBSP}triệu", "hơn một phẩy năm triệu"),
    "one": ("1", "one"),
    "price": ("$5", "five dollars"),
    "households": (f"over{NBSP}55.2{NBSP}million", "over fifty-five point two million"),
    "five": ("5", "five"),
    "seven": ("7", "seven"),
    "road": ("⁨38.5⁩", "שלושים ושמונה נקודה חמש"),
    "place": ("⁨4⁩", "ארבע"),
    "cities": ("⁨74⁩", "שבעים וארבע"),
    "days": ("⁨2⁩", "שתיים"),
    "share": ("⁨87%⁩", "שמונים ושבעה אחוזים"),
    "more": ("יותר מ־⁨99%⁩", "יותר מתשעים ותשעה אחוזים"),
}  # fmt: skip


def tell(name: str) -> Word:
    shown, spoken = FIGURES[name]
    return Word(shown=shown, spoken=spoken, fact=name)


SPOKEN = [
    ("vi", "Có {area} ha lúa.", "Có tám mươi sáu nghìn bốn trăm năm mươi héc ta lúa."),
    ("vi", "Có {most} km².", "Có hơn một phẩy năm triệu ki lô mét vuông."),
    ("vi", "Đạt {income} triệu đồng/người/năm.", "Đạt sáu mươi sáu phẩy năm triệu đồng mỗi người mỗi năm."),
    ("vi", "Xếp thứ {rank}.", "Xếp thứ tư."),
    ("en", "It has {one} km of road.", "It has one kilometer of road."),
    ("en", "It costs {price}/kWh.", "It costs five dollars per kilowatt-hour."),
    ("en", "Some {households} ha.", "Some over fifty-five point two million hectares."),
    ("en", "From {five}–{seven} km.", "From five to seven kilometers."),
    ("he", "נסללו {road} ק״מ.", "נסללו שלושים ושמונה וחצי קילומטרים."),
    ("he", "העיר במקום {place} מבין {cities} ערים.", "העיר במקום הרביעי מבין שבעים וארבע ערים."),
    ("he", "העיר במקום ה־{place}.", "העיר במקום הרביעי."),
    ("he", "העיר עלתה למקום ה{place}.", "העיר עלתה למקום הרביעי."),
    ("he", "מקומה ה{place} של העיר.", "מקומה הרביעי של העיר."),
    ("he", "ב{cities} ערים.", "בשבעים וארבע ערים."),
    ("he", "נמשך {days} ימים.", "נמשך יומיים."),
    ("he", "{place} מתוך {cities} הליכים.", "ארבעה מתוך שבעים וארבעה הליכים."),
    ("he", "יש {place} רופאים ו־{place} אחיות.", "יש ארבעה רופאים וארבע אחיות."),
    ("he", "ב־{share} מהבתים, בכ־{share}.", "בשמונים ושבעה אחוזים מהבתים, בכשמונים ושבעה אחוזים."),
    ("he", "ב־{more} מהבתים.", "ביותר מתשעים ותשעה אחוזים מהבתים."),
]


@pytest.mark.parametrize(("language", "text", "spoken"), SPOKEN)
def test_what_stands_at_a_figure_is_read_with_it(language: str, text: str, spoken: str) -> None:
    (sentence,) = write_sentences(text, language, tell)
    assert sentence.spoken == spoken


@pytest.mark.parametrize("typed", ["ה{place}", "ה־{place}"])
def test_a_hebrew_letter_at_a_figure_has_its_hyphen(typed: str) -> None:
    """ "ה2" is read as a code."""
    (sentence,) = write_sentences(f"העיר עלתה למקום {typed}.", "he", tell)
    assert sentence.shown.replace("\u2068", "").replace("\u2069", "") == "העיר עלתה למקום ה־4."


def test_a_minus_behind_a_joined_letter_is_a_word() -> None:
    """ "ל־−212.87 מ׳" begins with two strokes, of which one is a minus."""
    level = Word(shown="\u200e\u2212212.87 מ׳", spoken="מינוס מאתיים", fact="x")
    (sentence,) = write_sentences("המפלס ירד ל־{level}.", "he", lambda _: level)
    assert sentence.shown.replace("\u200e", "").replace("\u00a0", " ") == "המפלס ירד למינוס 212.87 מ׳."
    assert sentence.spoken == "המפלס ירד למינוס מאתיים."
    (sentence,) = write_sentences("המפלס: {level}.", "he", lambda _: level)
    assert "\u2212212.87" in sentence.shown
    (sentence,) = write_sentences("המפלס היום {level}.", "he", lambda _: level)
    assert sentence.shown.replace("\u200e", "").replace("\u00a0", " ") == "המפלס היום מינוס 212.87 מ׳."


def test_a_figure_keeps_its_own_words_where_nothing_is_read_with_it() -> None:
    """The writer of a figure knows its gender and rounding; reading its digits again would lose them."""
    (sentence,) = write_sentences("נבחרו {place} הצעות.", "he", lambda _: Word(shown="4", spoken="ארבעה", fact="x"))
    assert sentence.spoken == "נבחרו ארבעה הצעות."


def test_every_figure_of_a_sentence_is_stated() -> None:
    """A figure lost between two words is one that nobody checks."""
    (sentence,) = write_sentences("From {five} – {seven} km, {price}/kWh; {one}{one}.", "en", tell)
    assert sentence.facts == ("five", "seven", "price", "one")


def test_a_headline_shows_what_was_typed() -> None:
    assert write_line("{area} ha lúa", "vi", tell) == f"86.450{NBSP}ha lúa"
    assert write_line("ב־{more} מהבתים", "he", tell) == "ביותר מ־⁨99%⁩ מהבתים"


@pytest.mark.parametrize("prefix", ["ב", "ב־", "וב־"])
def test_a_prefix_takes_the_article_of_a_period(prefix: str) -> None:
    """Whoever types ב{x.period} means ברבעון."""
    quarter = Word(shown="⁨הרבעון השלישי של 2026⁩", spoken="הרבעון השלישי של אלפיים עשרים ושש")
    (sentence,) = write_sentences(f"{prefix}{{x.period}} נפתחו גנים.", "he", lambda _: quarter)
    letters = prefix.strip("־")
    assert sentence.shown == f"{letters}⁨רבעון השלישי של 2026⁩ נפתחו גנים."
    assert sentence.spoken == f"{letters}רבעון השלישי של אלפיים עשרים ושש נפתחו גנים."


def test_a_sign_that_is_no_figure_stays() -> None:
    """Icon fonts use the same private characters as the marks of figures."""
    (sentence,) = write_sentences("An icon \ue000 and {one}.", "en", tell)
    assert sentence.shown == "An icon \ue000 and 1."


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("vi", "tăng năm ki lô mét"), ("en", "up five kilometers"), ("he", "עלייה של חמישה קילומטרים")],
)
def test_a_unit_that_a_figure_counts_is_said_with_its_number(language: str, spoken: str) -> None:
    """The noun of a count may be a unit: "up five km" is no word."""
    facts = facts_of(
        {
            "id": "roads",
            "label": local("Đường", "Roads", "כבישים"),
            "value": 44,
            "unit": "count",
            "period": "2024",
            "baseline": {"value": 39, "period": "2020"},
            "noun": local("km", "km", "ק״מ"),
        }
    )
    assert facts.word("roads.change", language, "exact").spoken == spoken


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{address} nộp hồ sơ.", "Bà con nộp hồ sơ."),
        ("Gặp khó, {address} gọi ngay.", "Gặp khó, bà con gọi ngay."),
        ("Xong. {address} ký tên.", "Xong. Bà con ký tên."),
    ],
)
def test_a_text_calls_its_audience_as_the_profile_says(text: str, said: str) -> None:
    """One text for all calls villagers villagers and the young the young."""
    assert put_address(text, "bà con") == said


@pytest.mark.parametrize(
    "text",
    [
        "Anh Ba: “Tôi nộp hồ sơ trực tuyến.”",
        'He said "I filed hồ sơ trực tuyến" twice.',
        "Sai: “thu phí trực tuyến”.",
    ],
)
def test_somebodys_own_words_are_not_put_into_plain_ones(text: str) -> None:
    """A quotation under a person's name would say what they never said."""
    assert use_glossary(text, {"trực tuyến": "qua mạng"}) == (text, ())
    assert use_glossary(text.strip('”."'), {"trực tuyến": "qua mạng"})[0] != text


def test_the_words_of_a_name_are_no_jargon() -> None:
    """The office for online services would be called by a name that it has not."""
    name, plain_words = "Trung tâm dịch vụ trực tuyến", {"trực tuyến": "qua mạng", "online services": "services"}
    text = f"{name} nhận hồ sơ trực tuyến."
    assert use_glossary(text, plain_words, [name]) == (f"{name} nhận hồ sơ qua mạng.", ("trực tuyến",))
    assert use_glossary(text, plain_words)[0] == "Trung tâm dịch vụ qua mạng nhận hồ sơ qua mạng."
    office = "Office for online services"
    told = use_glossary(f"The {office} runs online services.", plain_words, ["Office for online services"])[0]
    assert told == f"The {office} runs services."
    assert use_glossary("משרד הטלפון החכם", {"החכם": "הנייד"}, ["משרד הטלפון החכם"])[1] == ()


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        ("14.2~per~100,000~people", "14.2~per 100,000~people"),
        ("14,2~ca~trên~100.000~dân", "14,2~ca trên 100.000~dân"),
        ("over~55.25~million", "over~55.25~million"),
        ("over~2.4~million~billion~dong", "over~2.4~million billion dong"),
        ("44~of~63", "44~of~63"),
    ],
)
def test_a_long_figure_of_a_headline_may_be_broken(figure: str, line: str) -> None:
    """Set whole, a rate is wider than a link's picture: three audiences got none, for a headline of 32 letters."""
    shown = figure.replace("~", NBSP)
    assert write_line("Measles {rate}", "en", lambda _: Word(shown=shown, spoken="", fact="rate")) == (
        f"Measles {line.replace('~', NBSP)}"
    )


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("of households", "households"),
        ("of rural households", "rural households"),
        ("of patients were not vaccinated", "patients were not vaccinated"),
        ("of the households", "of the households"),
        ("of this year's patients", "of this year's patients"),
        ("of yesterday’s calls", "of yesterday’s calls"),
        ("of young people's homes", "of young people's homes"),
        ("of them", "of them"),
        ("of our schools", "of our schools"),
        ("of those who answered", "of those who answered"),
        ("of Hanoi", "of Hanoi"),
        ("of 412 villages", "of 412 villages"),
        ("of {total} villages", "of {total} villages"),
    ],
)
def test_parts_of_ten_stay_parts_of_somebodys(behind: str, told: str) -> None:
    """ "More than 9 in 10 this year's patients" opened a film."""
    keeps = phrases("en").plain_keeps
    assert drop_after(f"{{share}} {behind}.", frozenset({"{share}"}), ["of"], keeps) == f"{{share}} {told}."
