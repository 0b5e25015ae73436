"""What engines have in common that ask a service with a key; how to add the next one.

A service is one small file with one class derived from `ServiceEngine` (``azure.py`` is a plain one), one line in
``briefcast/engines.py``, and its voices in ``assets/voices.yaml``, the first of a language before the others. The class
says what one attempt asks (`say`) and how the key is tried without a text (`look`). Turns, tries, limits, the key, word
times and the look whether it is that text at all are done around it.

The key of an engine ``azure`` is ``BRIEFCAST_AZURE_KEY``, or the secret block ``briefcast-azure-key`` of Prefect.
``BRIEFCAST_AZURE_URL`` leads to another address that speaks the same protocol, ``BRIEFCAST_AZURE_CHARACTERS`` is the
most that is sent in a month.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from pydantic import SecretStr

from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.secrecy import find_secret, guard_logs, secret_name
from briefcast.sound.samples import RATE_HZ
from briefcast.speech.addresses import own_address, variable
from briefcast.speech.asking import Terms, once, patiently
from briefcast.speech.base import SpokenSentence, Voice
from briefcast.speech.decoding import decode
from briefcast.speech.sent import take
from briefcast.speech.timing import time_words
from briefcast.speech.voice_cards import known_voices, voice_card

_LOCALE = re.compile(r"([a-z]{2,3})-[A-Z]{2}-")
"""How a voice says its language, where it does: ``vi-VN-HoaiMyNeural``."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a service gave for one sentence."""

    sound: bytes
    """A whole file that FFmpeg reads."""
    starts_ms: tuple[float | None, ...] = ()
    """Where each word begins, as the service says; empty where it says nothing."""


class ServiceEngine(ABC):
    """An engine that asks a service, and what every one of them does in the same way."""

    name: ClassVar[str]
    address: ClassVar[str]
    """Where the service is, without a slash at its end."""
    interval_s: ClassVar[float] = 0.0
    """Least time from one request to the next."""
    limit_s: ClassVar[float] = 0.0
    """Longest time for one answer, where it is not that of all services."""
    used_up: ClassVar[tuple[str, ...]] = ()
    """Codes by which the service says that all that was agreed is spoken."""
    settings: ClassVar[str] = ""
    """What else decides the sound of given words: the model, how it is told to read."""

    @property
    def terms(self) -> Terms:
        """How the service lets itself be asked."""
        return Terms(
            engine=self.name, key_name=variable(self.name, "key"), interval_s=self.interval_s, used_up=self.used_up
        )

    def key(self) -> SecretStr:
        """Give the key, for the one line that needs its value; EngineUnavailable without one."""
        found = find_secret(secret_name(self.name, "key"))
        if found is None:
            raise EngineUnavailable(
                tell(
                    "{engine} is not set up: write the key of {service} into {name}",
                    engine=self.name,
                    service=self.terms.service,
                    name=variable(self.name, "key"),
                )
            )
        guard_logs()
        return found

    def base_url(self) -> str:
        """Give where the service is asked: its own address, or the one that the team named."""
        return own_address(self.name) or self.address

    def expect_ready(self) -> None:
        """See that the team has set up what the service needs; EngineUnavailable if not."""
        self.key()
        self.base_url()

    def find_voice(self, language: str, preferred: str = "") -> Voice:
        """Give the service's voice of a language; the network is not touched yet."""
        self.expect_ready()
        version = " ".join(part for part in (self.settings, own_address(self.name), str(RATE_HZ)) if part)
        return voice_of(self.terms, language, preferred, version=version)

    def speak(self, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
        """Speak one sentence; EngineUnavailable if the service does not, or says something else."""
        take(self.name, len(" ".join(words)))
        return as_spoken(self.terms, patiently(partial(self.say, words, voice), self.limit_s), words, voice, pace)

    def probe(self, limit_s: float) -> None:
        """Find out whether the service answers and takes the key; EngineUnavailable if not."""
        once(self.look, limit_s)

    @abstractmethod
    def say(self, words: tuple[str, ...], voice: Voice, ends_s: float) -> Said:
        """Ask for one sentence, once, until a moment of the monotonic clock.

        Raises:
            Passing: Another try may help.
            EngineUnavailable: It would not.
        """

    @abstractmethod
    def look(self, ends_s: float) -> None:
        """Ask what costs nothing, or one word that is in no brief; raises as `say` does."""


def voice_of(terms: Terms, language: str, preferred: str, *, version: str, located: bool = False) -> Voice:
    """Give a service's voice of a language: the one asked for, or the first of the table.

    ``located`` says that each of its voices names its language; those of others may speak any.

    Raises:
        EngineUnavailable: It has none for the language, or the one asked for speaks another.
    """
    engine, known = terms.engine, known_voices(terms.engine, language)
    id = preferred or next(iter(known), "")
    locale = _LOCALE.match(id)
    spoken = locale[1] if locale else "" if located else language
    if not known or spoken != language:
        raise EngineUnavailable(
            tell(
                "{engine} has no voice {voice} for language {language}: name another",
                engine=engine,
                voice=repr(id),
                language=repr(language),
            )
            if id
            else tell(
                "{engine} has no voice for language {language}: name another engine",
                engine=engine,
                language=repr(language),
            )
        )
    card = voice_card(engine, id)
    return Voice(
        engine=engine,
        id=id,
        language=language,
        name=f"{terms.service} {id}",
        region=card.region,
        gender=card.gender,
        pace=card.pace,
        licence=card.licence or f"{terms.service}: terms of service",
        version=version,
    )


def as_spoken(terms: Terms, said: Said, words: tuple[str, ...], voice: Voice, pace: float) -> SpokenSentence:
    """Give what a service said at a pace, with a time for each word; EngineUnavailable if it is something else."""
    samples = decode(said.sound, pace, who=terms.engine)
    starts = tuple(None if start is None else start / pace for start in said.starts_ms)
    return time_words(samples, words, voice.language, pace, who=terms.service, starts_ms=starts)
