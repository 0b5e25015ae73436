"""From a script to a narration: every scene spoken, with the time of every word.

The engines are asked in the order wished for. One voice speaks the whole narration: if an engine
fails at the third sentence, the next one speaks from the first. What was asked for and what served
is recorded. Sentences are kept by content, so a changed word costs one sentence. A service that does not answer speaks
what it spoke before, and nothing else.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from briefcast.engines import BESIDE, ENGINES, name_engines
from briefcast.errors import BriefcastError, EngineUnavailable, VoiceError
from briefcast.language.pacing import speech_settings
from briefcast.languages import read_languages
from briefcast.messages import Message, joined, tell
from briefcast.script import Script, Sentence
from briefcast.secrecy import redact
from briefcast.sound.samples import RATE_HZ, Samples, duration_ms, frame_levels_dbfs, read_wav, set_loudness, write_wav
from briefcast.speech.acoustics import trim
from briefcast.speech.base import (
    Engine,
    Fallback,
    Narration,
    SceneSound,
    SpokenSentence,
    TimedWord,
    Voice,
    open_engine,
    to_say,
)
from briefcast.speech.online import Online
from briefcast.speech.recordings import Recorded, speak_recorded
from briefcast.speech.silent import SilentEngine
from briefcast.speech.timing import SPEECH_FLOOR_DBFS
from briefcast.speech.voice_cards import PACE_RANGE
from briefcast.store.store import Entry, Store, content_key

SPEECH_LUFS = -24.0
"""Loudness of each sentence; the master is set later, this makes engines and sentences match."""
SPEECH_PEAK_DBFS = -1.0
_EDGE_MS = 20
"""Quiet kept at both ends of a sentence."""
_LETTER_MIN_MS = 18.0
"""Speech is never faster than this a letter: auctioneers reach about 25."""


@dataclass(frozen=True, kw_only=True)
class EngineReport:
    """What one engine can do on this machine."""

    name: str
    voices: tuple[Voice, ...]
    missing: dict[str, str]
    """For each language it cannot speak, why and what to do."""


def narrate(
    script: Script,
    *,
    voices: Sequence[str],
    pace: float = 1.0,
    store: Store,
    strict: bool = False,
    timeout_s: float = 60.0,
    online: Online | None = None,
    recorded: Recorded | None = None,
) -> Narration:
    """Speak every scene of a script with the first voice of the wishes that can.

    Args:
        script: What to say.
        voices: Wishes in order: an engine (``piper``) or a voice of it (``piper:en_US-joe-medium``).
        pace: 1.0 is the voice's own pace, 1.1 a tenth faster.
        store: Where sentences and scenes are kept; the narration's sound files lie there.
        strict: Take the first wish or fail.
        timeout_s: Longest time one sentence may take.
        online: Whether services may be asked, and which do not answer; all may and do if absent.
        recorded: What a person recorded of it: she is heard where she says a sentence as it is now.

    Returns:
        The sound of each scene (mono, 16 bit, 48 kHz) with a time for every word.

    Raises:
        VoiceError: If no wish can be met, or the first cannot and ``strict`` is set.
    """
    scenes = [(scene.id, scene.sentences) for scene in script.scenes]
    return speak_scenes(
        scenes,
        script.language,
        voices=voices,
        pace=pace,
        store=store,
        strict=strict,
        timeout_s=timeout_s,
        online=online,
        recorded=recorded,
    )


def speak_scenes(
    scenes: Sequence[tuple[str, tuple[Sentence, ...]]],
    language: str,
    *,
    voices: Sequence[str],
    pace: float,
    store: Store,
    strict: bool = False,
    timeout_s: float,
    online: Online | None = None,
    recorded: Recorded | None = None,
    remedy: Message | None = None,
) -> Narration:
    """Speak sentences of a language scene by scene, each scene named by its id; as `narrate` does.

    ``remedy`` says what to do where no voice can; to change the profile if absent.
    """
    _check(voices, pace)
    online = online or Online()
    kept = _Kept(pace=pace, store=store, recorded=recorded.sounds if recorded else {})
    by_hand = [kept.has(sentence) for _, sentences in scenes for sentence in sentences]
    if recorded and by_hand and all(by_hand):
        person = recorded.voice(language)
        sounds = tuple(_speak_scene(id, sentences, _Saying(voice=person, kept=kept)) for id, sentences in scenes)
        return Narration(language=language, voice=person, scenes=sounds, by_hand=len(by_hand))
    failed: list[tuple[str, str]] = []
    for wish in voices[:1] if strict else voices:
        name, _, preferred = wish.partition(":")
        try:
            if why := online.why_refused(name):
                raise EngineUnavailable(why)
            engine = open_engine(name)
            voice = engine.find_voice(language, preferred)
            asking = _Asking(name=name, engine=engine, timeout_s=timeout_s, online=online)
            say = _Saying(voice=voice, kept=kept, asking=asking)
            sounds = tuple(_speak_scene(id, sentences, say) for id, sentences in scenes)
        except VoiceError as error:
            failed.append((wish, error.told))
            continue
        fallbacks = tuple(Fallback(wanted=wanted, used=str(voice), reason=reason) for wanted, reason in failed)
        if any(by_hand):
            voice = dataclasses.replace(voice, name=f"{voice.name}{BESIDE}")
        return Narration(language=language, voice=voice, scenes=sounds, fallbacks=fallbacks, by_hand=sum(by_hand))
    reasons = tuple(tell("{wanted}: {reason}", wanted=wish, reason=reason) for wish, reason in failed)
    if strict:
        remedy = tell("Allow another voice, or do not ask for strict voices.")
    raise VoiceError(
        joined(
            tell("no voice for language {language} ({reasons}).", language=repr(language), reasons=reasons),
            remedy or tell("Add 'espeak' to the voices."),
        )
    )


def describe_engines() -> tuple[EngineReport, ...]:
    """Say which engine speaks which language here, and what is missing for the others."""
    reports = []
    for name in ENGINES:
        voices, missing = [], {}
        for language in read_languages():
            try:
                voices.append(open_engine(name).find_voice(language))
            except EngineUnavailable as error:
                missing[language] = str(error)
        reports.append(EngineReport(name=name, voices=tuple(voices), missing=missing))
    return tuple(reports)


def _check(voices: Sequence[str], pace: float) -> None:
    if not voices:
        raise VoiceError(f"no voice was asked for: name at least one of {name_engines()}")
    for wish in voices:
        if wish.partition(":")[0] not in ENGINES:
            raise VoiceError(f"there is no speech engine {wish.partition(':')[0]!r}: choose from {name_engines()}")
    low, high = PACE_RANGE
    if not low <= pace <= high:
        raise VoiceError(f"pace {pace} is out of range: choose from {low} to {high}")


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """Where sentences are found that need not be spoken."""

    pace: float
    store: Store
    recorded: Mapping[str, Path]
    """Sounds of a person, by what is said."""

    def has(self, sentence: Sentence) -> bool:
        """Say whether a person recorded a sentence."""
        return " ".join(to_say(sentence)) in self.recorded


@dataclass(frozen=True, kw_only=True)
class _Asking:
    """Who is asked for what is not there yet."""

    name: str
    """The engine's name in the table."""
    engine: Engine
    timeout_s: float
    online: Online


@dataclass(frozen=True, kw_only=True)
class _Saying:
    """How the sentences of one narration are said."""

    voice: Voice
    kept: _Kept
    asking: _Asking | None = None
    """None where a person recorded all of it."""


def _speak_scene(id: str, sentences: tuple[Sentence, ...], say: _Saying) -> SceneSound:
    """Speak the sentences of one scene and set them in a row with their pauses."""
    entries = [_speak_sentence(to_say(sentence), say) for sentence in sentences]
    pace, store = say.kept.pace, say.kept.store
    pauses = speech_settings().pauses
    after_ms = [round(pauses.after(sentence.spoken) / pace) for sentence in sentences]
    if after_ms:
        after_ms[-1] = round(pauses.scene_end / pace)
    start_ms = round(pauses.scene_start / pace)

    def build(folder: Path) -> dict[str, object]:
        pieces: list[Samples] = [_silence(start_ms)]
        starts: list[int] = []
        for entry, pause_ms in zip(entries, after_ms, strict=True):
            # Each piece is padded to a whole millisecond, so that word times stay exact.
            sound = read_wav(entry.folder / "sentence.wav")
            starts.append(sum(map(len, pieces)) * 1000 // RATE_HZ)
            pieces += [np.pad(sound, (0, -len(sound) % (RATE_HZ // 1000))), _silence(pause_ms)]
        whole = np.concatenate(pieces)
        write_wav(folder / "scene.wav", whole)
        return {"starts_ms": starts, "duration_ms": duration_ms(whole)}

    key = content_key("scene sound", [entry.key for entry in entries], start_ms, after_ms)
    made = store.make(key, build)
    words = tuple(
        TimedWord(
            shown=word.shown,
            start_ms=offset_ms + start,
            end_ms=offset_ms + end,
            sentence=index,
            fact=word.fact,
            glue=word.glue,
        )
        for index, (sentence, entry, offset_ms) in enumerate(
            zip(sentences, entries, made.meta["starts_ms"], strict=True)
        )
        for word, (start, end) in zip(sentence.words, entry.meta["word_times_ms"], strict=True)
    )
    return SceneSound(scene=id, audio=made.folder / "scene.wav", duration_ms=made.meta["duration_ms"], words=words)


def _speak_sentence(words: tuple[str, ...], say: _Saying) -> Entry:
    """Give the store's entry of one sentence: as a person recorded it, or spoken now if it was not before."""
    voice, pace, store = say.voice, say.kept.pace, say.kept.store
    by_hand = say.kept.recorded.get(" ".join(words))

    def build(folder: Path) -> dict[str, object]:
        if by_hand:
            spoken = speak_recorded(read_wav(by_hand), words, voice.language)
        else:
            spoken = _ask(words, say)
            validate(spoken, words, voice, pace * voice.pace)
        spoken = trim(spoken, margin_ms=_EDGE_MS)
        samples = set_loudness(spoken.samples, target_lufs=SPEECH_LUFS, peak_max_dbfs=SPEECH_PEAK_DBFS)
        write_wav(folder / "sentence.wav", samples)
        return {"word_times_ms": spoken.word_times_ms}

    whose = by_hand or voice
    return store.make(content_key("sentence sound", whose, pace, words, SPEECH_LUFS, SPEECH_PEAK_DBFS, _EDGE_MS), build)


def _ask(words: tuple[str, ...], say: _Saying) -> SpokenSentence:
    """Ask an engine for a sentence, unless its service is known not to answer; whoever breaks off is known by it."""
    asking = say.asking
    assert asking, "a sentence that nobody recorded needs an engine"
    if why := asking.online.why_silent(asking.name):
        raise EngineUnavailable(why)
    try:
        return _call(asking.engine, words, say.voice, say.kept.pace * say.voice.pace, asking.timeout_s)
    except VoiceError as error:
        if ENGINES[asking.name].network:
            asking.online.broken.setdefault(asking.name, error.told)
        raise


def _call(engine: Engine, words: tuple[str, ...], voice: Voice, pace: float, timeout_s: float) -> SpokenSentence:
    """Ask an engine for a sentence, but not for ever; whatever it throws becomes a `VoiceError`."""
    result: list[SpokenSentence] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            result.append(engine.speak(words, voice, pace))
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=work, daemon=True, name=f"speech {voice}")
    thread.start()
    thread.join(timeout_s)
    if failure:
        error = failure[0]
        if isinstance(error, BriefcastError) or not isinstance(error, Exception):
            raise error
        raise VoiceError(f"{voice} failed at {_quote(words)}: {type(error).__name__}: {redact(str(error))}") from error
    if not result:
        raise VoiceError(f"{voice} did not finish {_quote(words)} within {timeout_s:g} s")
    return result[0]


def validate(spoken: SpokenSentence, words: tuple[str, ...], voice: Voice, pace: float) -> None:
    """Refuse a sound that cannot be this sentence: VoiceError."""
    samples, times = spoken.samples, spoken.word_times_ms

    def refuse(what: str) -> VoiceError:
        return VoiceError(f"{voice} gave {what} for {_quote(words)}")

    if samples.ndim != 1 or not len(samples):
        raise refuse("no sound")
    if not np.isfinite(samples).all():
        raise refuse("a sound that is not a number in places")
    if len(times) != len(words):
        raise refuse(f"{len(times)} word times for {len(words)} words")
    ends = [0, *(end for _, end in times)]
    if any(start < before or end <= start for (start, end), before in zip(times, ends, strict=False)):
        raise refuse("word times that run backwards or overlap")
    if ends[-1] > duration_ms(samples) + 1:
        raise refuse("word times beyond the end of the sound")
    if voice.engine == SilentEngine.name:
        return
    levels = frame_levels_dbfs(samples)
    if levels.max() < SPEECH_FLOOR_DBFS:
        raise refuse("silence")
    letters = sum(character.isalnum() for word in words for character in word)
    if duration_ms(samples) * pace < letters * _LETTER_MIN_MS:
        raise refuse(f"only {duration_ms(samples)} ms of sound")


def _silence(length_ms: int) -> Samples:
    return np.zeros(length_ms * RATE_HZ // 1000, np.float32)


def _quote(words: tuple[str, ...], longest: int = 60) -> str:
    text = " ".join(words)
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"
