"""How a text is cut into tokens and read in its place."""

from __future__ import annotations

import time

import pytest

from briefcast.language import read_aloud, tokens
from briefcast.language.read_aloud import speak_text, speak_words
from briefcast.language.written import NBSP
from briefcast.languages import written_in
from briefcast.speech.espeak import EspeakEngine
from tests.facts_fixtures import LANGUAGES
from tests.language.test_spoken import TEXTS, texts

OF_SPEAKING = 0.1
"""How much of the time that the fastest of voices takes, reading may take: a tenth cannot be felt."""


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, text, _ in TEXTS])
def test_nothing_of_a_text_is_lost(language: str, text: str) -> None:
    """What is shown is what was typed: a caption that drops a sign shows another number."""
    assert "".join(token.shown for token in tokens.cut_tokens(text, language)) == text
    assert " ".join(shown for shown, _ in speak_words(text, language)).replace(NBSP, " ") == text.replace(NBSP, " ")


FRACTIONS = [
    ("vi", "⅓ triệu km²", "một phần ba triệu ki lô mét vuông"),
    ("vi", "2½ km", "hai phẩy năm ki lô mét"),
    ("vi", "½ số hộ", "một nửa số hộ"),
    ("en", "⅓ million km²", "one third million square kilometers"),
    ("en", "2½ km", "two and a half kilometers"),
    ("en", "½ million people", "half a million people"),
    ("en", "1½%", "one and a half percent"),
    ("en", "$2½ million", "two and a half million dollars"),
    ("he", "½ מיליון ק״מ", "חצי מיליון קילומטרים"),
    ("he", "2½ שנים", "שנתיים וחצי"),
    ("he", "−2½°C", "מינוס שתיים וחצי מעלות"),
]


@pytest.mark.parametrize(("language", "text", "said"), FRACTIONS)
def test_a_fraction_keeps_its_unit(language: str, text: str, said: str) -> None:
    """A reading that takes a unit and does not say it makes a kilometer of a million."""
    assert speak_text(text, language) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_reading_a_sentence_is_nothing_beside_speaking_it(language: str) -> None:
    """Every sentence of every audience is read: a slow reader is felt by whoever waits for a plan."""
    sentences = [text for kind, text, _ in texts(language, "blind") if kind == "Mixed sentences"]
    engine = EspeakEngine()
    voice = engine.find_voice(language)
    said = [speak_text(text, language) for text in sentences]
    read_aloud._read_words.cache_clear()  # type: ignore[attr-defined]  # what was read once is kept
    began = time.process_time()
    for text in sentences:
        speak_text(text, language)
    read = time.process_time()
    for words in said:
        engine.speak(tuple(words.split()), voice, pace=1)
    assert (read - began) / (time.process_time() - read) < OF_SPEAKING


def test_british_english_is_a_locale() -> None:
    with written_in({"en": "en_GB"}):
        assert speak_text("105 places on 6/2/2025, 31 March and May 5", "en") == (
            "one hundred and five places on the sixth of February twenty twenty-five, "
            "the thirty-first of March and the fifth of May"
        )


def test_american_english_is_the_default() -> None:
    assert speak_text("105 places on 2/6/2025", "en") == "one hundred five places on February sixth, twenty twenty-five"
