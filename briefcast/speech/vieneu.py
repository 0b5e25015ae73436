"""VieNeu's Vietnamese voices, on a server that the team runs itself: its text goes to nobody else.

The package ``vieneu`` brings the server (``apps/openai_speech.py`` of its version 3.8.3: "OpenAI-compatible speech
API"), whoever runs it the model. It is asked over HTTP, so that its libraries and what it fetches at its first start
stay out of this process. It tells no word times: they are found by comparison.
"""

from __future__ import annotations

from dataclasses import replace

from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.secrecy import find_secret, guard_logs, secret_name
from briefcast.speech.addresses import variable
from briefcast.speech.asking import Terms, ask, read_sound
from briefcast.speech.base import Voice
from briefcast.speech.services import Said, ServiceEngine
from briefcast.speech.voice_cards import known_voices

_MODEL = "vieneu-v3-turbo"


class VieneuEngine(ServiceEngine):
    """Speaks with the voices that the package has built in; those that somebody enrolled have no place here."""

    name = "vieneu"
    address = ""
    settings = f"{_MODEL} wav"
    limit_s = 30.0

    @property
    def terms(self) -> Terms:
        """How the server lets itself be asked: it works on one text at a time, and may want no key."""
        return replace(super().terms, alone=True, bare=find_secret(secret_name(self.name, "key")) is None)

    def base_url(self) -> str:
        """Give where the server is; an address that goes on to its interface, as other programs want it, will do."""
        return super().base_url().removesuffix("/v1")

    def expect_ready(self) -> None:
        """See that the team named its server; a key is needed only where the server asks for one."""
        if not self.base_url():
            raise EngineUnavailable(
                tell(
                    "{engine} is not set up: write the address of your server into {name}",
                    engine=self.name,
                    name=variable(self.name, "url"),
                )
            )

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give a built-in voice; the server does not say which of its others were made of whose recordings."""
        if preferred and preferred not in known_voices(self.name, language):
            raise EngineUnavailable(
                tell(
                    "{engine} has no voice {voice} for language {language}: name another",
                    engine=self.name,
                    voice=repr(preferred),
                    language=repr(language),
                )
            )
        return super().find_voice(language, preferred)

    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Post the sentence."""
        answer = ask(
            self.terms,
            "POST",
            f"{self.base_url()}/v1/audio/speech",
            ends_s=ends_s,
            headers=self._headers(),
            json={"model": _MODEL, "voice": voice.id, "input": " ".join(words), "response_format": "wav"},
        )
        return Said(sound=read_sound(self.terms, answer))

    def look(self, ends_s: float) -> None:
        """Ask for the list of models, which says that the server is there and takes the key."""
        ask(self.terms, "GET", f"{self.base_url()}/v1/models", ends_s=ends_s, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        key = find_secret(secret_name(self.name, "key"))
        if key is None:
            return {}
        guard_logs()
        return {"Authorization": f"Bearer {key.get_secret_value()}"}
