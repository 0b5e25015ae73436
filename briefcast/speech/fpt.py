"""FPT.AI's Vietnamese voices: what is sent stays in Viet Nam.

Documented at docs.fpt.ai, "Text to speech v5": the text is posted, the answer is a link, and the sound lies there some
seconds later. The link is fetched without the key. It tells no word times: they are found by comparison.
"""

from __future__ import annotations

import time

from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.secrecy import redact
from briefcast.speech.addresses import may_be_asked
from briefcast.speech.asking import Refused, Terms, ask, read_json, read_sound, something_else
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine

_POLL_S = 0.5
_READY_S = 30.0
"""Longest wait at a link: its service makes the sound after it has answered."""
_NOT_YET = frozenset({403, 404})
"""What a link answers at which nothing lies yet."""
_WORD = "Xin chào"
"""What is asked to find out whether the service answers: no word of a brief. It takes no text under three letters."""


class FptEngine(ServiceEngine):
    """Speaks Vietnamese of the north, the centre and the south."""

    name = "fpt"
    address = "https://api.fpt.ai"
    settings = "v5 mp3"

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence, and wait at its link."""
        link = self._order(" ".join(words), voice.id, ends_s)
        return Said(sound=self._wait(link, time.monotonic() + _READY_S))

    def look(self, ends_s: float) -> None:
        """Order one word: a link shows that the key is taken."""
        self._order(_WORD, "banmai", ends_s)

    def _order(self, text: str, voice: str, ends_s: float) -> str:
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/hmi/tts/v5",
            ends_s=ends_s,
            headers={"api-key": self.key().get_secret_value(), "voice": voice, "speed": "", "format": "mp3"},
            content=text.encode(),
        )
        found = read_json(self.terms, answer)
        link = str(found.get("async", ""))
        if found.get("error") not in (0, "0", None):
            said = " ".join(str(found.get("message", "")).split())[:160]
            raise EngineUnavailable(
                tell(
                    "{service} refused (error {code}): {said}",
                    service=self.terms.service,
                    code=found["error"],
                    said=redact(said),
                )
            )
        if not may_be_asked(link):
            raise EngineUnavailable(something_else(self.terms))
        return link

    def _wait(self, link: str, ends_s: float) -> bytes:
        """Ask at the link until the sound is there: before that nothing is, or nobody may see it."""
        bare = Terms(engine=self.name)
        while True:
            try:
                return read_sound(bare, ask(bare, "GET", link, ends_s=ends_s))
            except Refused as refused:
                if refused.status not in _NOT_YET:
                    raise
            if time.monotonic() + _POLL_S > ends_s:
                late = tell("the sound was not ready in time at {service}", service=self.terms.service)
                raise EngineUnavailable(late)
            time.sleep(_POLL_S)
