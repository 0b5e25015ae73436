"""What an item says first where it is told beside others: in a newsletter, on cards and in feeds of the site."""

from __future__ import annotations

import pytest

from briefcast.brief.model import LanguageCode
from briefcast.manifest.manifest import FactEntry, SceneEntry, ScriptEntry
from briefcast.publishing.findings import (
    finding_of,
    first_sentences,
    lead_of,
    only_says_again,
    who_did_it,
    written_as_told,
)

GOOD_EXAMPLE: dict[LanguageCode, tuple[tuple[str, str], ...]] = {
    "vi": (
        ("spotlight-who", "Trạm Y tế xã Vĩnh Hòa, xã Vĩnh Hòa."),
        ("spotlight-problem", "Vấn đề: Người dân chờ giấy 9 ngày."),
        ("spotlight-done", "Cách làm: Trạm nhận hồ sơ qua mạng."),
        ("faster", "Trạm trả giấy sau 3 ngày."),
    ),
    "en": (
        ("spotlight-who", "The health station of Vinh Hoa, Vinh Hoa commune."),
        ("spotlight-problem", "People waited 9 days."),
        ("spotlight-done", "The station takes applications online."),
        ("faster", "It issues certificates in 3 days."),
    ),
    "he": (
        ("spotlight-who", "תחנת הבריאות, וין הואה."),
        ("spotlight-problem", "ההורים המתינו 9 ימים."),
        ("spotlight-done", "התחנה מקבלת בקשות דרך האינטרנט."),
        ("faster", "האישור ניתן בתוך 3 ימים."),
    ),
}


def script(language: LanguageCode, scenes: tuple[tuple[str, str], ...]) -> ScriptEntry:
    stating = {"faster": ("days",)}
    return ScriptEntry(
        audience="citizens",
        language=language,
        title="One commune answers three times as fast",
        scenes=tuple(
            SceneEntry(id=id, headline=text.rstrip("."), text=text, facts=stating.get(id, ())) for id, text in scenes
        ),
    )


@pytest.mark.parametrize("language", GOOD_EXAMPLE)
def test_a_good_example_says_who_above_and_what_was_done_below(language: LanguageCode) -> None:
    """Readers were told "The station of Vinh Hoa, Vinh Hoa commune." in place of a sentence, and not what it did."""
    told = script(language, GOOD_EXAMPLE[language])
    who, _, done, result = (text for _, text in GOOD_EXAMPLE[language])
    lead = lead_of(told)
    finding, above = finding_of(told, lead)
    assert above == who_did_it(told) == who.rstrip(".")
    assert first_sentences(lead, finding, language) == (done, result)


def test_a_piece_of_another_kind_has_nobody_above_it() -> None:
    told = script("en", (("explainer-answer", "It is your card."), ("faster", "It takes 3 days.")))
    lead = lead_of(told)
    assert who_did_it(told) == "" and finding_of(told, lead)[1] == ""
    assert first_sentences(lead, told.title, "en")[0] == "It is your card."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("61.3% of people have had a jab.", "61.3%"),
        ("More than 6 in 10 people have had a jab.", "more than 6 in 10"),
        ("Many have: more than 6 in 10, 61.3%.", "more than 6 in 10"),
        ("Many have had a jab.", "more than 6 in 10"),
        ("Then 161.3% of people had it.", "more than 6 in 10"),
        ("It took 61.3%5 of the time.", "more than 6 in 10"),
    ],
)
def test_a_figure_that_stands_apart_is_the_one_of_the_text(text: str, written: str) -> None:
    """One mail said "more than 6 in 10" at its head and "61.3%" below: readers take them for two figures."""
    fact = FactEntry(
        id="jabs",
        statistic="jabs",
        label={"en": "Jabs"},
        written={"en": "61.3%"},
        written_for={"citizens": {"en": "more than 6 in 10"}},
        value="61.3",
        unit="percent",
    )
    assert written_as_told(script("en", (("jabs", text),)), fact, own="more than 6 in 10") == written


AGAIN = (
    ("en", "91.2% of bathing waters are good", "91.2% of bathing waters were rated good."),
    ("en", "Treatment succeeds for 91.2%", "91.2% are treated with success."),
    ("vi", "91,2% vùng nước tắm đạt loại tốt", "91,2% vùng nước tắm được xếp loại tốt."),
    ("he", "91.2% מאתרי הרחצה טובים", "91.2% מאתרי הרחצה דורגו טובים."),
)
FRESH = (
    ("en", "91.2% of bathing waters are good", "91.2% of bathing waters were rated good in 2026."),
    ("en", "91.2% of bathing waters are good", "91.2% of bathing waters are good for families with small children."),
    ("en", "91.2% of bathing waters are good", "The rest is closed until they are clean."),
    ("vi", "91,2% vùng nước tắm đạt loại tốt", "91,2% vùng nước tắm đạt loại tốt theo kết quả quan trắc tháng Tám."),
    ("he", "91.2% מאתרי הרחצה טובים", "91.2% מאתרי הרחצה טובים, לפי בדיקות משרד הבריאות."),
)


@pytest.mark.parametrize(("code", "finding", "sentence"), AGAIN)
def test_a_finding_is_not_said_again_below_itself(code: str, finding: str, sentence: str) -> None:
    """With the figure above, readers of a newsletter had one fact three times on a screen."""
    assert only_says_again(sentence, finding, code)


@pytest.mark.parametrize(("code", "finding", "sentence"), FRESH)
def test_a_sentence_that_says_more_stays(code: str, finding: str, sentence: str) -> None:
    """Of when it is, for whom, and who found it out would be lost."""
    assert not only_says_again(sentence, finding, code)
