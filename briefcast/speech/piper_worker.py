"""The program that holds Piper models: it stays warm, says one sentence at a time, and can be stopped.

Started by `briefcast.speech.piper` as ``python -m briefcast.speech.piper_worker``. Each line it reads is a
request in JSON (``model``, ``text``, ``words``, ``pace``); each answer is a line of JSON, followed by
``samples`` 32-bit floats where it is not an ``error``. What goes wrong inside a model, even a crash or an
endless computation, stays in here.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

SEED = 20240917
"""The model adds random breath and rhythm; from a fixed seed the same words make the same sound."""
_NOISE = "briefcast_noise"
_NOISE_LENGTH = 192 * 86 * 60
"""Random numbers for a minute of speech: 192 a frame, 86 frames a second; longer sentences are refused."""


def main() -> None:
    """Answer requests until there are no more."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin.buffer:
        try:
            answer, samples = _speak(**json.loads(line))
        except Exception as error:
            answer, samples = {"error": f"{type(error).__name__}: {error}"}, np.zeros(0, np.float32)
        out.write(json.dumps(answer).encode() + b"\n" + samples.astype("<f4").tobytes())
        out.flush()


def _speak(model: str, content: str, text: str, words: list[str], pace: float) -> tuple[dict[str, Any], Any]:
    """Give a sentence's sound, and for each phoneme when it begins; ``alone`` holds the phonemes of each word."""
    from piper import SynthesisConfig

    voice = _load(Path(model), content)
    settings = SynthesisConfig(length_scale=voice.config.length_scale / pace)
    chunks = list(voice.synthesize(text, settings, include_alignments=True))
    alone = [[phoneme for part in voice.phonemize(word) for phoneme in part] for word in words]
    samples = np.concatenate([np.zeros(0, np.float32), *(chunk.audio_float_array for chunk in chunks)])
    rate_hz = int(voice.config.sample_rate)
    phonemes: list[str] = []
    starts_ms: list[float] = []
    offset, timed = 0, True
    for chunk in chunks:
        parts = chunk.phoneme_alignments
        timed = timed and parts is not None
        lengths = [int(part.num_samples) for part in parts or ()]
        phonemes += [part.phoneme for part in parts or ()]
        starts_ms += [begin * 1000 / rate_hz for begin in accumulate(lengths, initial=offset)][: len(lengths)]
        offset += len(chunk.audio_float_array)
    answer = {"samples": len(samples), "rate_hz": rate_hz, "alone": alone}
    return answer | ({"phonemes": phonemes, "starts_ms": starts_ms} if timed else {}), samples


@lru_cache(maxsize=2)
def _load(path: Path, _content: str) -> Any:
    """Load a voice whose phoneme lengths are visible and whose randomness begins anew with every sentence."""
    import onnx
    import onnxruntime
    from piper import PiperConfig, PiperVoice
    from piper.patch_voice_with_alignment import add_alignment_output

    model = onnx.load(str(path))
    with contextlib.suppress(ValueError):  # Visible already, or not to be found: then words are found by comparison.
        add_alignment_output(model)
    fix_noise(model)
    config = json.loads(path.with_name(path.name + ".json").read_text("utf-8"))
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return PiperVoice(config=PiperConfig.from_dict(config), session=session)


def fix_noise(model: Any) -> None:
    """Replace the random numbers a model draws by ones that are the same for every sentence.

    A session's random state moves on with every use, so a sentence would sound otherwise after another
    one. Each node that draws becomes one that takes the first numbers of a stored row of noise: a session
    can then be kept, and be optimised once, which halves the time of a sentence.
    """
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    nodes: list[Any] = []
    for number, node in enumerate(graph.node):
        if node.op_type != "RandomNormalLike":
            nodes.append(node)
            continue
        shape, size, noise = (f"{_NOISE}_{number}_{part}" for part in ("shape", "size", "row"))
        nodes += [
            helper.make_node("Shape", [node.input[0]], [shape]),
            helper.make_node("ReduceProd", [shape], [size], keepdims=1),
            helper.make_node("Slice", [_NOISE, f"{_NOISE}_zero", size], [noise]),
            helper.make_node("Reshape", [noise, shape], [node.output[0]]),
        ]
    if len(nodes) == len(graph.node):
        return
    row = np.random.default_rng(SEED).standard_normal(_NOISE_LENGTH, np.float32)
    graph.initializer.append(numpy_helper.from_array(row, _NOISE))
    graph.initializer.append(helper.make_tensor(f"{_NOISE}_zero", TensorProto.INT64, [1], [0]))
    del graph.node[:]
    graph.node.extend(nodes)


if __name__ == "__main__":
    main()
