"""What is known of each voice in each language: whose it is, how it was tried, what a machine's ear hears of it.

Voices that speak here say sentences with numbers to a recogniser that never saw the text. Services cannot be reached
from everywhere: there a server that speaks the published protocol stands in; its sound is the embedded engine's with
another voice, whose word times are known. That says whether words are found, and nothing of how the voice sounds.

    python -m bench.voices              the table; needs the recogniser of `make asr`
    python -m bench.voices --write      keep it in docs/performance.md
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np

from briefcast.engines import ENGINES
from briefcast.errors import VoiceError
from briefcast.languages import read_languages
from briefcast.speech import asking, fpt, gtts
from briefcast.speech.base import Voice, open_engine
from briefcast.speech.espeak import EspeakEngine
from briefcast.speech.listening import Listener, hear_voice, open_listener
from briefcast.speech.voice_cards import known_voices
from tests.sound_fixtures import make_script
from tests.speech.service_emulators import EMULATORS, KEY, VOICES, Edge
from tests.speech.services import GoogleTranslate

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BY_ITSELF = {"piper": "the model tells them", "espeak": "the engine tells them"}
"""Engines of this machine, and where their word times come from."""
_MARKED = re.compile(r"(<!-- voices -->\n).*?(<!-- /voices -->)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table."""

    voice: Voice
    tried: str
    times: str
    """The median error of word times, ms, or who tells them."""
    numbers: str = ""
    otherwise: str = ""


def main() -> None:
    """Try every engine in every language that it has voices for, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the table in docs/performance.md")
    given = parser.parse_args()
    listener = open_listener()
    rows = [row for name in ENGINES if name != "silent" for row in _rows(name, listener)]
    table = "\n".join(_lines(rows))
    print(table)
    if given.write:
        PAGE.write_text(_MARKED.sub(lambda m: m[1] + table + "\n" + m[2], PAGE.read_text("utf-8")), "utf-8")


def _rows(name: str, listener: Listener) -> Iterator[Row]:
    with ExitStack() as stack:
        if name not in BY_ITSELF:
            _stand_in(name, stack)
        for code in read_languages():
            if not known_voices(name, code):
                continue
            try:
                voice = open_engine(name).find_voice(code)
                yield _heard(voice, listener) if name in BY_ITSELF else _timed(voice)
            except VoiceError as error:
                print(f"{name} {code}: {error}")


def _stand_in(name: str, stack: ExitStack) -> None:
    """Let a server of this machine speak in the place of a service."""
    stack.enter_context(mock.patch.object(asking, "RETRY_AFTER_S", (0.0, 0.0)))
    stack.enter_context(mock.patch.object(fpt, "_POLL_S", 0.01))
    if name == "gtts":
        path = gtts.URL.partition("translate.google.com")[2]
        url = stack.enter_context(GoogleTranslate()).url + path
        stack.enter_context(mock.patch.object(gtts, "URL", url))
    elif name == "edge":
        import edge_tts.communicate

        stack.enter_context(mock.patch.object(edge_tts.communicate, "WSS_URL", stack.enter_context(Edge()).url))
    else:
        prefix = f"BRIEFCAST_{name.upper().replace('-', '_')}"
        url = stack.enter_context(EMULATORS[name]()).url
        stack.enter_context(mock.patch.dict(os.environ, {f"{prefix}_URL": url, f"{prefix}_KEY": KEY}))


def _heard(voice: Voice, listener: Listener) -> Row:
    hearing = hear_voice(listener, voice)
    return Row(
        voice=voice,
        tried="itself",
        times=BY_ITSELF[voice.engine],
        numbers=f"{hearing.right} of {hearing.figures}",
        otherwise=f"{hearing.otherwise / hearing.words:.0%}",
    )


def _timed(voice: Voice) -> Row:
    """Compare the times of words with those of the sound that stands in."""
    engine, truly, misses = open_engine(voice.engine), EspeakEngine(), []
    other = truly.find_voice(*VOICES[voice.language])
    for scene in make_script(voice.language).scenes:
        for sentence in scene.sentences:
            words = tuple(word.spoken for word in sentence.words)
            told = engine.speak(words, voice, 1.0).word_times_ms
            true = truly.speak(words, other, 1.0).word_times_ms
            misses += [abs(a[0] - b[0]) for a, b in zip(told, true, strict=True)]
    return Row(voice=voice, tried="a server of its protocol", times=f"{np.median(misses):.0f}")


def _lines(rows: list[Row]) -> Iterator[str]:
    yield "| voice | language | licence | tried with | numbers heard right | words written otherwise | word times, ms |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        cells = (
            str(row.voice),
            row.voice.language,
            row.voice.licence,
            row.tried,
            row.numbers,
            row.otherwise,
            row.times,
        )
        yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
