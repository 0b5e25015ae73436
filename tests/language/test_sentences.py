"""Where sentences end. One cut at "Dr." is a headline that says "Prof. Dr" for ten seconds."""

from __future__ import annotations

import pytest

from briefcast.language.lexicon import lexicon
from briefcast.language.sentences import ends_sentence, is_abbreviation, split_sentences, unstopped
from tests.facts_fixtures import LANGUAGES

TEXTS = {
    "en": [
        ("Prof. Dr. Lan Nguyen Jr. of St. Mary Hospital, Inc. opened it at 9 a.m. on Jan. 5.", "It works."),
        ("The U.S. company paid $1.4 billion vs. $500 million.", "Prices rose, e.g. rice."),
        ("They live in the U.S.", "The house is open until 5 p.m.", "We are there."),
        ("Roads, bridges, etc.", "All are open."),
        ("See p. 12 of No. 5.", "The answer is no.", "We asked."),
        ("“Is it open?” he asked.", "Yes!", "Come in…"),
        ("J. Smith of 8.5 points.", "Take vitamin C.", "It helps."),
    ],
    "vi": [
        ("PGS.TS. Lan cho biết TX. Sơn Tây và Q. 1 có 5 trường.", "Ông An đồng ý."),
        ("Theo Th.S. Bình và TP. Hà Nội, đ/c Bí thư dự.", "Hết."),
        ("Trồng lúa, ngô, v.v.", "Sản lượng tăng."),
        ("Trồng lúa, v.v. và ngô."),
        ("Đạt 1.084 hồ sơ.", "Tăng 2,5%!"),
    ],
    "he": [("ד״ר כהן ופרופ׳ לוי הגיעו.", "נמדדו 2.5 נקודות.", "מה הלאה?")],
}


@pytest.mark.parametrize(("language", "sentences"), [(code, row) for code, rows in TEXTS.items() for row in rows])
def test_a_sentence_ends_where_it_is_over(language: str, sentences: tuple[str, ...] | str) -> None:
    whole = (sentences,) if isinstance(sentences, str) else sentences
    assert split_sentences(" ".join(whole), language) == whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_abbreviation_of_the_lexicon_cuts_a_name(language: str) -> None:
    """A row added for the voice is enough: the cutter reads the same table."""
    stopped = [word for word in lexicon(language).abbreviations if word.endswith(".")]
    assert all(is_abbreviation(word, language) for word in stopped)
    assert not any(ends_sentence(word, "and", language) for word in stopped)


def test_a_plain_word_ends_a_sentence() -> None:
    """The test above would hold for a cutter that never cuts."""
    assert ends_sentence("road.", "Lan", "en")
    assert not is_abbreviation("road.", "en")


def test_the_stop_of_an_abbreviation_is_no_end_of_a_sentence() -> None:
    """Cut with it, an invitation reads "8:30 p.m, at 42 Herzl St" and is said in pence."""
    kept = ["4:00–8:30 p.m.", "42 Herzl St.", "12 Lake Ave.", "made in the U.S.", "Wait…"]
    assert [unstopped(text, "en") for text in kept] == kept
    assert [unstopped(f"{text}.", "en") for text in ("It works", "Take vitamin C")] == ["It works", "Take vitamin C"]
    assert unstopped("Trồng lúa.", "vi") == "Trồng lúa"
