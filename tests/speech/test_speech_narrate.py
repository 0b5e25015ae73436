"""Narration: words where they are heard, one voice throughout, nothing spoken twice, no silent stand-ins."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from briefcast.engines import ENGINES, Line
from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.script import Script, Sentence, Word
from briefcast.sound.samples import FRAME_MS, read_wav, speech_loudness, voiced_frames
from briefcast.speech.base import Narration, SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import SPEECH_LUFS, describe_engines, narrate
from briefcast.store.store import Store
from tests.faults.engines import FAULTS, FailsOnThirdSentence, Hangs
from tests.sound_fixtures import make_script

LANGUAGES = ("vi", "en", "he")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("speech"))


class _Counted(EspeakEngine):
    """The embedded engine, counting what it is asked to say."""

    said: list[tuple[str, ...]] = []  # noqa: RUF012

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        self.said.append(words)
        return super().speak(words, voice, pace)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, ...]]]:
    _Counted.said.clear()
    _with_engine(monkeypatch, _Counted, name="espeak")
    return iter_said(_Counted.said)


def iter_said(said: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return said


def _words(narration: Narration) -> list[tuple[str, str, int, int]]:
    return [(scene.scene, word.shown, word.start_ms, word.end_ms) for scene in narration.scenes for word in scene.words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_shown_has_a_time_inside_its_scene(language: str, store: Store) -> None:
    """Without it captions would lose a word or highlight one that is not being said."""
    script = make_script(language)
    narration = narrate(script, voices=["espeak"], store=store)
    for scene, sound in zip(script.scenes, narration.scenes, strict=True):
        assert [w.shown for w in sound.words] == [w.shown for s in scene.sentences for w in s.words]
        assert [w.fact for w in sound.words] == [w.fact for s in scene.sentences for w in s.words]
        times = [t for w in sound.words for t in (w.start_ms, w.end_ms)]
        assert times == sorted(times)
        assert all(w.end_ms - w.start_ms >= 20 for w in sound.words)
        assert times[0] >= 0
        assert times[-1] <= sound.duration_ms


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_lie_where_the_voice_is_heard(language: str, store: Store) -> None:
    """A time that points at silence makes captions come early or late."""
    for sound in narrate(make_script(language), voices=["espeak"], store=store).scenes:
        voiced = voiced_frames(read_wav(sound.audio))
        heard = np.flatnonzero(voiced)
        assert abs(sound.words[0].start_ms - heard[0] * FRAME_MS) <= 40
        assert abs(sound.words[-1].end_ms - (heard[-1] + 1) * FRAME_MS) <= 60
        for word in sound.words:
            span = voiced[word.start_ms // FRAME_MS : -(-word.end_ms // FRAME_MS)]
            assert span.mean() > 0.4, (word.shown, span)  # the closures of two stops are silent
        spoken = sum(w.end_ms - w.start_ms for w in sound.words) / FRAME_MS
        assert abs(spoken - voiced.sum()) < 0.2 * voiced.sum()


def test_a_longer_number_takes_longer_than_a_short_word(store: Store) -> None:
    """Times shared out evenly would pass for times that were heard."""
    words = narrate(make_script("en"), voices=["espeak"], store=store).scenes[1].words
    length = {word.shown: word.end_ms - word.start_ms for word in words}
    assert length["55.25\u00a0million"] > 4 * length["than"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_scene_sound_is_what_the_contract_says(language: str, store: Store) -> None:
    """Video and podcast place scenes by their stated length: a difference would pull sound and picture apart."""
    narration = narrate(make_script(language), voices=["espeak"], store=store)
    for scene in narration.scenes:
        samples = read_wav(scene.audio)
        assert len(samples) == scene.duration_ms * 48
        assert np.abs(samples).max() < 0.99
        assert abs(speech_loudness(samples) - SPEECH_LUFS) < 1.0


def test_sentences_are_parted_by_a_pause(store: Store) -> None:
    """Sentences run together are not understood."""
    words = narrate(make_script("vi"), voices=["espeak"], store=store).scenes[1].words
    ends = max(w.end_ms for w in words if w.sentence == 0)
    begins = min(w.start_ms for w in words if w.sentence == 1)
    assert 350 <= begins - ends <= 700


def test_pace_changes_the_length_of_speech(store: Store) -> None:
    """An audience profile asks for a slower voice and must get one."""
    script = make_script("vi")
    slow, fast = (narrate(script, voices=["espeak"], pace=pace, store=store).duration_ms for pace in (0.8, 1.25))
    assert 1.3 < slow / fast < 1.8


def test_the_same_script_is_not_spoken_again(counted: list[tuple[str, ...]], tmp_path: Path) -> None:
    """A second run would cost the time and, online, the money of the first."""
    store, script = Store(tmp_path), make_script("en")
    first = narrate(script, voices=["espeak"], store=store)
    spoken = len(counted)
    second = narrate(script, voices=["espeak"], store=store)
    assert spoken == 4
    assert len(counted) == spoken
    assert second == first


def test_one_changed_word_costs_one_sentence(counted: list[tuple[str, ...]], tmp_path: Path) -> None:
    """A typo corrected must not start everything again."""
    store, script = Store(tmp_path), make_script("en")
    narrate(script, voices=["espeak"], store=store)
    counted.clear()
    scene = script.scenes[1]
    changed = Sentence(words=(*scene.sentences[1].words[:-1], Word(shown="41 million.", spoken="forty-one million.")))
    scenes = (script.scenes[0], dataclasses.replace(scene, sentences=(scene.sentences[0], changed)), script.scenes[2])
    narrate(dataclasses.replace(script, scenes=scenes), voices=["espeak"], store=store)
    assert [words[-1] for words in counted] == ["forty-one million."]


def test_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    """Editions made on two days could not be compared."""
    one, two = (
        narrate(make_script("he"), voices=["espeak"], store=Store(tmp_path / name)).scenes[0].audio.read_bytes()
        for name in "ab"
        if narrate(make_script(name.replace("a", "vi").replace("b", "en")), voices=["espeak"], store=Store(tmp_path))
    )
    assert one == two


def _with_engine(monkeypatch: pytest.MonkeyPatch, engine: type, *, name: str = "faulty") -> None:
    monkeypatch.setitem(ENGINES, name, Line(place=f"{engine.__module__}:{engine.__qualname__}"))


def test_a_voice_that_breaks_off_is_replaced_from_the_first_word(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two voices in one episode sound like a mistake."""
    FailsOnThirdSentence.calls = 0
    _with_engine(monkeypatch, FailsOnThirdSentence)
    narration = narrate(make_script("en"), voices=["faulty", "espeak"], store=Store(tmp_path))
    alone = narrate(make_script("en"), voices=["espeak"], store=Store(tmp_path))
    assert FailsOnThirdSentence.calls == 3
    assert _words(narration) == _words(alone)
    [fallback] = narration.fallbacks
    assert fallback.wanted == "faulty"
    assert fallback.used.startswith("espeak:")
    assert "connection was lost" in fallback.reason


@pytest.mark.parametrize(("engine", "said"), FAULTS.items(), ids=lambda value: getattr(value, "__name__", None))
def test_a_wrong_sound_is_refused_and_named(
    engine: type, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Silence or wrong times would be published unnoticed."""
    _with_engine(monkeypatch, engine)
    narration = narrate(make_script("vi"), voices=["faulty", "espeak"], store=Store(tmp_path))
    assert said in narration.fallbacks[0].reason
    assert "Việt Nam" in narration.fallbacks[0].reason
    strict = tmp_path / "strict"
    with pytest.raises(VoiceError, match=r"faulty.*espeak|espeak.*faulty|not ask for strict"):
        narrate(make_script("vi"), voices=["faulty", "espeak"], store=Store(strict), strict=True)
    assert not list(strict.rglob("*.wav")), "nothing half-made is kept"
    assert not [path for path in strict.rglob("*") if path.is_dir() and not any(path.iterdir())]


def test_a_hanging_voice_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A run that hangs without a word is worse than one that fails."""
    _with_engine(monkeypatch, Hangs)
    try:
        narration = narrate(make_script("en"), voices=["faulty", "espeak"], store=Store(tmp_path), timeout_s=0.3)
    finally:
        Hangs.release.set()
    assert "within 0.3 s" in narration.fallbacks[0].reason


def test_a_missing_voice_is_recorded_and_strict_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A silent stand-in would be noticed by listeners, not by the team."""
    monkeypatch.setenv("BRIEFCAST_VOICES", str(tmp_path / "none"))
    narration = narrate(make_script("vi"), voices=["piper", "espeak"], store=Store(tmp_path))
    assert narration.voice.engine == "espeak"
    assert "voices add" in narration.fallbacks[0].reason
    with pytest.raises(VoiceError, match="voices add"):
        narrate(make_script("vi"), voices=["piper", "espeak"], store=Store(tmp_path), strict=True)


@pytest.mark.parametrize(
    ("voices", "pace", "said"),
    [([], 1.0, "no voice was asked for"), (["expeak"], 1.0, "choose from"), (["espeak"], 5.0, "out of range")],
)
def test_a_wrong_wish_is_refused_at_once(voices: list[str], pace: float, said: str, store: Store) -> None:
    """A misspelt engine would otherwise look like one that is not installed."""
    with pytest.raises(VoiceError, match=said):
        narrate(make_script("en"), voices=voices, pace=pace, store=store)


@pytest.mark.parametrize("voice", ["espeak:nobody", "espeak:en-us+nobody", "piper:nobody"])
def test_an_unknown_voice_of_a_known_engine_is_refused(voice: str, store: Store) -> None:
    """A misspelt voice would otherwise be replaced by a default one."""
    with pytest.raises(VoiceError, match="nobody"):
        narrate(make_script("en"), voices=[voice], store=store)


def test_marks_that_steer_print_are_not_spoken(counted: list[tuple[str, ...]], tmp_path: Path) -> None:
    """Direction isolates around a value must not reach the voice: some read them out."""
    script = make_script("he")
    isolated = Sentence(words=(Word(shown="71", spoken="\u2068שבעים\u00a0ואחת\u2069."),))
    scene = dataclasses.replace(script.scenes[0], sentences=(isolated,))
    narrate(dataclasses.replace(script, scenes=(scene,)), voices=["espeak"], store=Store(tmp_path))
    assert counted == [("שבעים ואחת.",)]


def test_words_that_are_not_said_still_have_a_place(store: Store) -> None:
    """A dash between words is shown in captions though nobody says it."""
    words = tuple(Word(shown=w, spoken=w) for w in ("Fast", "–", "and", "close", "&", "simple."))
    script = make_script("en")
    scene = dataclasses.replace(script.scenes[0], sentences=(Sentence(words=words),))
    sound = narrate(dataclasses.replace(script, scenes=(scene,)), voices=["espeak"], store=store).scenes[0]
    assert [w.shown for w in sound.words] == ["Fast", "–", "and", "close", "&", "simple."]
    assert all(w.end_ms > w.start_ms for w in sound.words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_lasts_as_long_as_speech_would(language: str, store: Store) -> None:
    """A draft made without sound must have the length of the real one."""
    script: Script = make_script(language)
    silent = narrate(script, voices=["silent"], store=store)
    spoken = narrate(script, voices=["espeak"], store=store)
    assert not silent.voice.synthetic
    assert not read_wav(silent.scenes[0].audio).any()
    assert 0.7 < silent.duration_ms / spoken.duration_ms < 1.5


def test_the_report_names_a_voice_or_a_remedy_for_every_language() -> None:
    """`briefcast doctor` must say what to install, not only that something is missing."""
    reports = {report.name: report for report in describe_engines()}
    assert {voice.language for voice in reports["espeak"].voices} == set(LANGUAGES)
    for report in reports.values():
        assert {voice.language for voice in report.voices} | set(report.missing) == set(LANGUAGES)
        assert all(":" in reason for reason in report.missing.values())
    assert all(voice.version for report in reports.values() for voice in report.voices)


def test_an_engine_that_cannot_serve_says_so_by_its_own_error() -> None:
    assert issubclass(EngineUnavailable, VoiceError)
