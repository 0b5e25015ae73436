"""Narrations as data, so that what was spoken from the same words by the same voices is found without speaking."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from briefcast.engines import ENGINES
from briefcast.errors import VoiceError
from briefcast.messages import keep, kept
from briefcast.speech.base import Fallback, Narration, SceneSound, TimedWord, Voice, open_engine
from briefcast.speech.online import Online
from briefcast.speech.piper import PiperEngine, voice_names
from briefcast.speech.voice_cards import known_voices


def voices_at_hand(language: str, wishes: Sequence[str], online: Online) -> dict[str, Voice | str]:
    """Give what decides who speaks: each wish, and each voice of a language, with its voice or why it has none.

    A voice whose service does not answer is at hand: it says what it said before.
    """
    every = [f"{name}:{own}" for name in ENGINES for own in _names(name, language)]
    found: dict[str, Voice | str] = {}
    for wish in dict.fromkeys((*wishes, *every)):
        name, _, preferred = wish.partition(":")
        if name in ENGINES:
            try:
                found[wish] = online.why_refused(name) or open_engine(name).find_voice(language, preferred)
            except VoiceError as error:
                found[wish] = error.told
    return found


def voices_answering(at_hand: Mapping[str, Voice | str], online: Online) -> dict[str, Voice | str]:
    """Give the same without the voices whose service does not answer."""
    return {wish: online.away.get(wish.partition(":")[0], "") or voice for wish, voice in at_hand.items()}


def _names(engine: str, language: str) -> tuple[str, ...]:
    return voice_names(language) if engine == PiperEngine.name else known_voices(engine, language)


def is_settled(fallbacks: Iterable[Fallback], at_hand: Mapping[str, Voice | str]) -> bool:
    """Say whether it would be the same tomorrow: every voice that did not serve is one that is not at hand.

    A service that did not answer, or a voice that broke off, is asked again.
    """
    return all(at_hand.get(fallback.wanted) == fallback.reason for fallback in fallbacks)


def fallback_data(fallbacks: Iterable[Fallback]) -> list[dict[str, str]]:
    """Write fallbacks as JSON; a reason that can be told in other languages still can when it is read."""
    return [{"wanted": each.wanted, "used": each.used, "reason": keep(each.reason)} for each in fallbacks]


def read_fallbacks(rows: Iterable[Mapping[str, str]]) -> tuple[Fallback, ...]:
    """Give fallbacks back."""
    return tuple(Fallback(wanted=row["wanted"], used=row["used"], reason=kept(row["reason"])) for row in rows)


def narration_data(narration: Narration, store_folder: Path) -> dict[str, Any]:
    """Write a narration as JSON, its sounds by their place in the store."""
    return {
        "language": narration.language,
        "voice": dataclasses.asdict(narration.voice),
        "fallbacks": fallback_data(narration.fallbacks),
        "by_hand": narration.by_hand,
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
        by_hand=data.get("by_hand", 0),
        fallbacks=read_fallbacks(data["fallbacks"]),
    )
