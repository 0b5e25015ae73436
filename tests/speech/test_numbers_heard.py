"""By the ear of a machine: the numbers that voices say, in every language."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from briefcast.cli.main import app
from briefcast.errors import EngineUnavailable
from briefcast.language.read_aloud import speak_text, speak_words
from briefcast.script import Sentence, Word
from briefcast.speech import listening
from briefcast.speech.base import Voice, open_engine
from briefcast.speech.listening import (
    ENV,
    Hearing,
    Listener,
    hear_voice,
    mistaken_numbers,
    open_listener,
    other_numbers,
)
from briefcast.speech.narrate import speak_scenes
from briefcast.speech.voice_cards import heard_sentences
from briefcast.store.store import Store
from tests.facts_fixtures import LANGUAGES
from tests.listening import listener

RIGHT_MIN = 0.85
"""Of numbers that the embedded voice says; the recogniser is small, and the voice plainly a machine."""


def say(text: str, language: str, folder: Path) -> Path:
    """Let the embedded voice say a sentence."""
    words = tuple(Word(shown=shown, spoken=spoken) for shown, spoken in speak_words(text, language))
    scenes = [("said", (Sentence(words=words),))]
    return speak_scenes(scenes, language, voices=["espeak"], pace=1, store=Store(folder), timeout_s=60).scenes[0].audio


@cache
def heard(language: str) -> Hearing:
    """What is heard of the embedded voice in a language: it takes long, and is the same each time."""
    return hear_voice(listener(), open_engine("espeak").find_voice(language))


@pytest.mark.asr
@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_heard_as_they_are_written(language: str) -> None:
    """A voice that says forty-five for forty-four tells a nation another figure."""
    hearing = heard(language)
    print(f"{language}: {hearing}")
    assert hearing.figures >= 8
    assert hearing.right / hearing.figures >= RIGHT_MIN


@pytest.mark.asr
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_that_was_said_otherwise_is_noticed(language: str, tmp_path: Path) -> None:
    """An ear that hears what it expects would let every wrong number pass."""
    noticed = asked = 0
    for text in heard_sentences(language):
        other = other_numbers(text, next(re.finditer(r"\d+", text)))[0]
        asked += 1
        noticed += mistaken_numbers(listener(), say(other, language, tmp_path), language, text)[0] == other
    assert noticed / asked >= 0.8


@pytest.mark.asr
def test_doctor_says_what_was_heard_of_a_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    def hear(ear: Listener, voice: Voice) -> Hearing:
        assert ear.folder == listener().folder and voice == open_engine("espeak").find_voice("en")
        return heard("en")

    monkeypatch.setattr(listening, "hear_voice", hear)
    told = CliRunner().invoke(app, ["doctor", "--listen", "espeak", "--language", "en"])
    assert told.exit_code == 0, told.output
    assert re.search(r"espeak:en-us\+max\W+en\W+10/10\W+\d+%", told.output)


def test_who_listens_with_nothing_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV, str(tmp_path))
    told = CliRunner().invoke(app, ["doctor", "--listen", "espeak"])
    assert (told.exit_code, "Traceback" in told.output) == (1, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_asked_for_among_others_that_are_said_otherwise(language: str) -> None:
    for text in heard_sentences(language):
        for number in re.finditer(r"\d+", text):
            others = other_numbers(text, number)
            assert len(others) >= 2, text
            assert speak_text(text, language) not in {speak_text(other, language) for other in others}


def test_who_has_nothing_that_listens_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENV, str(tmp_path))
    monkeypatch.setitem(sys.modules, "faster_whisper", object())
    with pytest.raises(EngineUnavailable, match=ENV):
        open_listener()
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(EngineUnavailable, match=r"briefcast\[listen\]"):
        open_listener()


def test_what_is_longer_than_the_recogniser_hears_is_refused() -> None:
    """Half of a sentence would be judged as the whole."""

    class Extractor:
        sampling_rate = 16_000

    ear = Listener(Path())
    ear.__dict__["_model"] = type("Model", (), {"feature_extractor": Extractor})()
    with pytest.raises(ValueError, match="longer than 30 s"):
        ear.likelihoods(np.zeros(16_000 * 31, np.float32), "vi", ["a"])
