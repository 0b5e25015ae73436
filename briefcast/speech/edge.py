"""The voices of Microsoft Edge, through the `edge-tts` package: a convenience that nobody promises.

The service is the one by which the browser reads pages aloud, over a WebSocket and without an account. It has been
closed to programs for days at a time, and answers one after the other only. It tells when each word begins.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from importlib import metadata, util
from typing import Any

from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.asking import Passing, Terms, not_reached, once, patiently, something_else
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.decoding import decode
from briefcast.speech.services import Said, as_spoken, voice_of

_TICKS_PER_MS = 10_000
_WORD = "OK"
"""What is asked to find out whether the service answers: no word of a brief."""
_ONE = threading.Lock()
"""It refuses who asks twice at once."""


class EdgeEngine:
    """Speaks through the browser's service; the next engine serves when it does not."""

    name = "edge"

    @property
    def terms(self) -> Terms:
        """How the service lets itself be asked."""
        return Terms(engine=self.name)

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the service's voice of a language; the network is not touched yet."""
        if util.find_spec("edge_tts") is None:
            raise EngineUnavailable(tell("edge is not installed: pip install 'briefcast[edge]'"))
        version = f"{metadata.version('edge-tts')} {RATE_HZ}"
        return voice_of(self.terms, language, preferred, version=version, located=True)

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; EngineUnavailable if the service does not, or says something else."""
        said = patiently(lambda ends_s: self._say(words, voice.id, ends_s))
        return as_spoken(self.terms, said, words, voice, pace)

    def probe(self, limit_s: float) -> None:
        """Ask for one short word, once; EngineUnavailable if no sound comes back."""
        decode(once(lambda ends_s: self._say((_WORD,), "en-US-AvaNeural", ends_s), limit_s).sound, 1.0, who=self.name)

    def _say(self, words: tuple[str, ...], voice: str, ends_s: float) -> Said:
        import aiohttp
        from edge_tts.exceptions import EdgeTTSException

        busy = tell("{service} is busy or does not answer", service=self.terms.service)
        with _ONE:
            try:
                return asyncio.run(
                    asyncio.wait_for(_listen(words, voice), timeout=max(0.05, ends_s - time.monotonic()))
                )
            except TimeoutError as error:
                raise Passing(busy) from error
            except aiohttp.WSServerHandshakeError as error:
                if error.status in (429, 500, 502, 503, 504):
                    raise Passing(busy) from error
                if error.status == 200:
                    raise EngineUnavailable(something_else(self.terms)) from error
                refused = tell("{service} refused (HTTP {status})", service=self.terms.service, status=error.status)
                raise EngineUnavailable(refused) from error
            except aiohttp.ClientConnectorError as error:
                raise EngineUnavailable(not_reached(self.terms)) from error
            except EdgeTTSException as error:
                raise EngineUnavailable(something_else(self.terms)) from error
            except (aiohttp.ClientError, ConnectionError) as error:
                raise Passing(tell("the connection to {service} broke off", service=self.terms.service)) from error


async def _listen(words: Sequence[str], voice: str) -> Said:
    """Ask for a sentence and gather its sound, and the beginning of each word that is told."""
    import edge_tts

    text, sound = " ".join(words), bytearray()
    told: list[tuple[str, float]] = []
    async for piece in edge_tts.Communicate(text, voice, boundary="WordBoundary").stream():
        if piece["type"] == "audio":
            sound += piece["data"]
        elif piece["type"] == "WordBoundary":
            told.append((piece["text"], piece["offset"] / _TICKS_PER_MS))
    return Said(sound=bytes(sound), starts_ms=place_words(words, told))


def place_words(words: Sequence[str], told: Sequence[tuple[str, Any]]) -> tuple[float | None, ...]:
    """Give each word the beginning of the first piece of text that was told in it; None where none was.

    A service parts texts by its own mind: "71%" may be told as two, a name with a hyphen as one. Each piece is looked
    for behind the one before it; what stands nowhere is left out.
    """
    text = " ".join(words)
    ends = [0]
    for word in words:
        ends.append(ends[-1] + len(word) + 1)
    starts: list[float | None] = [None] * len(words)
    at, index = 0, 0
    for piece, start_ms in told:
        found = text.find(piece, at)
        if found < 0:
            continue
        at = found + len(piece)
        while ends[index + 1] <= found:
            index += 1
        if starts[index] is None:
            starts[index] = float(start_ms)
    return tuple(starts)
