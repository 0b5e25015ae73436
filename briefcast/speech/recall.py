"""Narrations as data, so that what was spoken from the same words by the same voices is found without speaking."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from briefcast.engines import ENGINES
from briefcast.errors import VoiceError
from briefcast.speech.base import Fallback, Narration, SceneSound, TimedWord, Voice, open_engine
from briefcast.speech.piper import PiperEngine, voice_names
from briefcast.speech.voice_cards import known_voices


def voices_at_hand(language: str, wishes: Sequence[str]) -> dict[str, Voice | str]:
    """Give what decides who speaks: each wish, and each voice of a language, with its voice or why it has none."""
    every = [f"{name}:{own}" for name in ENGINES for own in _names(name, language)]
    found: dict[str, Voice | str] = {}
    for wish in dict.fromkeys((*wishes, *every)):
        name, _, preferred = wish.partition(":")
        if name in ENGINES:
            try:
                found[wish] = open_engine(name).find_voice(language, preferred)
            except VoiceError as error:
                found[wish] = str(error)
    return found


def _names(engine: str, language: str) -> tuple[str, ...]:
    return voice_names(language) if engine == PiperEngine.name else known_voices(engine, language)


def is_settled(fallbacks: Iterable[Fallback], at_hand: dict[str, Voice | str]) -> bool:
    """Say whether it would be the same tomorrow: every voice that did not serve is one that is not at hand.

    A service that did not answer, or a voice that broke off, is asked again.
    """
    return all(at_hand.get(fallback.wanted) == fallback.reason for fallback in fallbacks)


def narration_data(narration: Narration, store_folder: Path) -> dict[str, Any]:
    """Write a narration as JSON, its sounds by their place in the store."""
    return {
        "language": narration.language,
        "voice": dataclasses.asdict(narration.voice),
        "fallbacks": [dataclasses.asdict(fallback) for fallback in narration.fallbacks],
        "scenes": [
            [
                sound.scene,
                sound.audio.relative_to(store_folder).as_posix(),
                sound.duration_ms,
                [[w.shown, w.start_ms, w.end_ms, w.sentence, w.fact, w.glue] for w in sound.words],
            ]
            for sound in narration.scenes
        ],
    }


def read_narration(data: dict[str, Any], store_folder: Path) -> Narration | None:
    """Give a narration back; None if one of its sounds is no longer in the store."""
    scenes = tuple(
        SceneSound(
            scene=scene,
            audio=store_folder / audio,
            duration_ms=duration_ms,
            words=tuple(
                TimedWord(shown=shown, start_ms=start, end_ms=end, sentence=sentence, fact=fact, glue=glue)
                for shown, start, end, sentence, fact, glue in words
            ),
        )
        for scene, audio, duration_ms, words in data["scenes"]
    )
    if not all(sound.audio.is_file() for sound in scenes):
        return None
    return Narration(
        language=data["language"],
        voice=Voice(**data["voice"]),
        scenes=scenes,
        fallbacks=tuple(Fallback(**row) for row in data["fallbacks"]),
    )
