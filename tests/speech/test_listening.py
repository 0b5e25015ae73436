"""A listener who never saw the text: what is said, and when, as speech recognition hears it.

Only English has a recogniser that needs no network; its voice is the natural one that comes along.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from briefcast.products.podcast.casting import speak_telling
from briefcast.products.podcast.script import EpisodeScript
from briefcast.products.podcast.telling import turns_of
from briefcast.products.profiles import read_audience
from briefcast.sound.samples import FRAME_MS, read_wav, voiced_frames
from briefcast.speech.base import Narration, TimedWord
from briefcast.store.store import Store
from tests.listening import differences, listen, plain_words, word_error_rate, wrong_numbers
from tests.podcast_fixtures import tellings

pytestmark = pytest.mark.asr

NAMES = ("vietnam", "v", "n", "e", "i", "d", "vneid")
WORD_ERRORS_MAX = 0.08
TIME_ERROR_MAX_MS = 60
RECOGNISER_LATE_MAX_MS = 150
"""A recogniser places all words a little late, each voice by an amount of its own; that is not an error of ours."""
PAUSE_MS = 150


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def telling() -> EpisodeScript:
    """Give the longest telling of the example for those who hear every figure exactly."""
    return tellings("leaders", "en")[-1]


def speak(telling: EpisodeScript, engine: str, store: Store) -> Narration:
    narration = speak_telling(telling, read_audience("leaders"), first=[engine], store=store, strict=True)["answer"]
    assert narration.voice.engine == engine
    return narration


def test_an_english_episode_is_understood_with_every_number(telling: EpisodeScript, store: Store) -> None:
    narration = speak(telling, "piper", store)
    meant = " ".join(sentence.spoken for _, turn in turns_of(telling) for sentence in turn.sentences)
    heard = " ".join(listen(sound.audio).text for sound in narration.scenes)
    rate = word_error_rate(meant, heard, names=NAMES)
    print(f"{rate:.1%} of {len(plain_words(meant))} words: {differences(meant, heard, names=NAMES)}")
    assert rate <= WORD_ERRORS_MAX
    assert wrong_numbers(meant, heard) == []


def test_a_number_or_a_text_that_was_not_said_is_noticed() -> None:
    """Neither measure may pass for something else than what was said."""
    meant = "The committee completed 44 of 63 tasks, 18.3% of GDP."
    assert wrong_numbers(meant, "The committee completed forty-four of sixty-three tasks, 18.3 percent of GDP.") == []
    assert wrong_numbers(meant, "The committee completed 44 of 63 tasks, 80.3% of GDP.") == [("eighteen", "eighty")]
    assert wrong_numbers(meant, "The committee completed 44 tasks, 18.3% of GDP.") != []
    assert word_error_rate(meant, "The committee is happy about everything.") > WORD_ERRORS_MAX


@pytest.mark.parametrize("engine", ["piper", "espeak"])
def test_words_are_timed_where_they_are_heard(engine: str, telling: EpisodeScript, store: Store) -> None:
    """A caption that lights up a fifth of a second off looks broken."""
    narration = speak(telling, engine, store)
    by_ear, by_energy = [], []
    for sound in narration.scenes:
        by_ear += _time_errors(sound.words, listen(sound.audio).starts_ms)
        by_energy += _onset_errors([word.start_ms for word in sound.words], sound.audio)
    late = float(np.median(by_ear))
    error = float(np.median(np.abs(np.array(by_ear) - late)))
    print(
        f"{engine}: {len(by_ear)} words by ear {error:.0f} ms (recogniser {-late:+.0f} ms),"
        f" {len(by_energy)} beginnings by energy {np.median(by_energy):.0f} ms"
    )
    assert len(by_ear) > 100
    assert error <= TIME_ERROR_MAX_MS
    assert abs(late) <= RECOGNISER_LATE_MAX_MS
    assert len(by_energy) > 20
    assert np.median(by_energy) <= TIME_ERROR_MAX_MS
    shifted = np.abs(np.array(by_ear) - late + np.resize([-200, 200], len(by_ear)))
    assert np.median(shifted) > TIME_ERROR_MAX_MS, "times that wander would be noticed"


def _time_errors(ours: Sequence[TimedWord], heard: Sequence[tuple[str, int]]) -> list[int]:
    """Give our beginning less the recogniser's, for each word that both have.

    After a pause a recogniser begins a word somewhere in the pause: there the energy is asked instead.
    """
    a = ["".join(plain_words(word.shown)) for word in ours]
    b = ["".join(plain_words(text)) for text, _ in heard]
    blocks = difflib.SequenceMatcher(a=a, b=b, autojunk=False).get_matching_blocks()
    return [
        ours[at].start_ms - heard[there][1]
        for block in blocks
        for at, there in zip(range(block.a, block.a + block.size), range(block.b, len(heard)), strict=False)
        if at and ours[at].start_ms - ours[at - 1].end_ms < PAUSE_MS
    ]


def _onset_errors(starts_ms: Sequence[int], audio: Path) -> list[int]:
    """Give how far the nearest word begins from each place where the voice sets in after a pause."""
    voiced = voiced_frames(read_wav(audio))
    pause = PAUSE_MS // FRAME_MS
    onsets = [i * FRAME_MS for i in range(pause, len(voiced)) if voiced[i] and not voiced[i - pause : i].any()]
    return [min(abs(start - onset) for start in starts_ms) for onset in onsets]
