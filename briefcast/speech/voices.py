"""The voices at hand: which there are, and how a new one is taken in.

    voice = add_voice(Path("Downloads/vi_VN-vais1000-medium.onnx"), gender="f", licence="CC-BY-4.0")

A new voice is tried before it is taken: it says the sample sentences of its language, its speed is
compared with the embedded voice's, and only then its files are put where the engine looks for them.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from briefcast.engines import ENGINES
from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.languages import read_languages
from briefcast.speech.acoustics import trim
from briefcast.speech.base import Engine, SpokenSentence, Voice, open_engine
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.narrate import validate
from briefcast.speech.offers import refuse_persons
from briefcast.speech.piper import PiperEngine, read_language, speak_with, voice_names, voices_folder
from briefcast.speech.voice_cards import CARD_SUFFIX, PACE_RANGE, VoiceCard, known_voices, sample_sentences, write_card

_MODEL_CARD = "MODEL_CARD"
"""What the Piper project keeps beside a voice; it says who may use it for what."""
_ODD_RATIO = 2.0
"""A voice that needs so many times as long as the embedded one, or as little, reads something else."""
_CLOSE, _ROUNDS = 0.02, 4


def list_voices() -> tuple[Voice, ...]:
    """Give every voice at hand, language by language, the one an engine takes first before its others."""
    found: dict[str, Voice] = {}
    for language in read_languages():
        for name in ENGINES:
            own = voice_names(language) if name == PiperEngine.name else known_voices(name, language)
            for preferred in ("", *own):
                voice = _find(open_engine(name), language, preferred)
                if voice:
                    found.setdefault(f"{language} {voice}", voice)
    return tuple(found.values())


def other_voices(voice: Voice, engine: str) -> tuple[Voice, ...]:
    """Give the voices of an engine that could speak beside another one of the same language."""
    if engine not in ENGINES:
        return ()
    own = voice_names(voice.language) if engine == PiperEngine.name else known_voices(engine, voice.language)
    found = (_find(open_engine(engine), voice.language, name) for name in own)
    return tuple(other for other in found if other and str(other) != str(voice))


def _find(engine: Engine, language: str, preferred: str) -> Voice | None:
    try:
        return engine.find_voice(language, preferred)
    except EngineUnavailable:
        return None


def add_voice(model: Path, *, gender: Literal["f", "m", ""] = "", licence: str = "") -> Voice:
    """Try a Piper voice and put it into the voices folder, with its card; a voice of the same name is replaced.

    Args:
        model: The ``.onnx`` file; its ``.onnx.json`` lies beside it.
        gender: As a listener hears it.
        licence: Taken from the MODEL_CARD beside the file if it is not given.

    Raises:
        VoiceError: If it is no Piper voice, speaks none of our languages, or does not speak at all.
    """
    refuse_persons(model.stem)
    language = read_language(model)
    if language not in read_languages():
        raise VoiceError(f"{model.name} speaks {language!r}; briefcast speaks {', '.join(read_languages())}")
    folder = voices_folder()
    folder.mkdir(parents=True, exist_ok=True)
    # A folder that begins with a dot is overlooked: nothing is found before it is whole.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as aside:
        copy = Path(aside) / model.name
        for path in (model, model.with_name(model.name + ".json")):
            shutil.copyfile(path, Path(aside) / path.name)
        card = VoiceCard(
            gender=gender,
            licence=licence or _read_licence(model.parent / _MODEL_CARD),
            pace=_measure_pace(copy, language),
        )
        write_card(card, Path(aside) / f"{model.stem}{CARD_SUFFIX}")
        # The model last: by it a voice is found.
        for name in (f"{model.name}.json", f"{model.stem}{CARD_SUFFIX}", model.name):
            (Path(aside) / name).replace(folder / name)
    return PiperEngine().find_voice(language, model.stem)


def _measure_pace(model: Path, language: str) -> float:
    """Let a voice and the embedded one say the same; give the factor that makes them equally fast."""
    example = EspeakEngine()
    known = example.find_voice(language)
    sentences = [tuple(sentence.split()) for sentence in sample_sentences(language)]
    theirs = sum(_length(example.speak(words, known, known.pace)) for words in sentences)
    voice = Voice(engine=PiperEngine.name, id=model.stem, language=language, name=model.stem)
    pace = 1.0
    for _ in range(_ROUNDS):
        try:
            spoken = [speak_with(model, words, language, pace) for words in sentences]
            for words, sentence in zip(sentences, spoken, strict=True):
                validate(sentence, words, voice, pace)
        except VoiceError as error:
            raise VoiceError(f"{model.name} was tried and not taken: {error}") from error
        ratio = sum(map(_length, spoken)) / theirs
        if not 1 / _ODD_RATIO <= ratio <= _ODD_RATIO:
            raise VoiceError(
                f"{model.name} was tried and not taken: it needs {ratio:.1f} times as long as the embedded voice,"
                f" so it does not read {read_languages()[language].english_name}"
            )
        if abs(ratio - 1) <= _CLOSE:
            break
        # Asked for a tenth, models change by a little less than a tenth.
        pace = min(max(pace * ratio, PACE_RANGE[0]), PACE_RANGE[1])
    return round(pace, 2)


def _length(spoken: SpokenSentence) -> int:
    return len(trim(spoken, margin_ms=0).samples)


def _read_licence(card: Path) -> str:
    """Give the licence a MODEL_CARD names; empty if it names none."""
    if not card.is_file():
        return ""
    found = re.search(r"(?im)^\W*licen[cs]e\W*:\s*(\S.*)$", card.read_text("utf-8", errors="replace"))
    return found[1].strip() if found else ""
