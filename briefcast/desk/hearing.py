"""Hearing: one sentence of a draft, spoken at once as a film would say it.

The voice is the audience's, or the language's own, of those that ask no service: what somebody writes goes nowhere,
whatever it is of. What was spoken once is kept as long as the desk is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefcast.desk.preview import View, plan_of, shown_of
from briefcast.edition.plan import told_in_film
from briefcast.errors import BriefcastError
from briefcast.languages import written_in
from briefcast.messages import tell
from briefcast.speech.at_hand import voices_at_hand
from briefcast.speech.base import to_say
from briefcast.speech.narrate import speak_scenes
from briefcast.store.store import Store

_PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A sentence as it was spoken."""

    sound: bytes
    """A WAV file."""
    words: str
    """What the voice said: figures and abbreviations in words, names as the team has them read."""
    voice: str
    synthetic: bool
    """Whether a machine speaks."""


def hear(brief: Path, data: Mapping[str, Any], view: View, scene: int, number: int, shown: str, store: Path) -> Heard:
    """Speak one sentence of what one audience is told.

    Args:
        brief: the file, beside which the team's readings are.
        data: what stands in the draft.
        view: whom it is told, and in which language.
        scene: which scene it stands in, from 0.
        number: which sentence of it, from 0.
        shown: how it stood there: another one is not spoken in its stead.
        store: where sounds are kept.

    Raises:
        BriefcastError: nothing here speaks, or it is another sentence by now.
    """
    plan = plan_of(brief, data, view, store.parent)
    with written_in(plan.brief.locales):
        scenes = told_in_film(plan, view.audience, view.language).scenes
    sentences = scenes[scene].sentences if scene < len(scenes) else ()
    sentence = sentences[number] if number < len(sentences) else None
    if sentence is None or shown_of((word.shown, "") for word in sentence.words) != shown:
        raise BriefcastError(tell("What is told has changed meanwhile: wait a moment, then try again."))
    audience = plan.audiences[view.audience]
    spoken = speak_scenes(
        [("heard", (sentence,))],
        view.language,
        voices=voices_at_hand(view.language, audience.voices[view.language]),
        pace=audience.pace,
        store=Store(store),
        timeout_s=_PATIENCE_S,
    )
    return Heard(
        sound=spoken.scenes[0].audio.read_bytes(),
        words=" ".join(to_say(sentence)),
        voice=spoken.voice.name,
        synthetic=spoken.voice.synthetic,
    )
