"""Steps found without taking them: what a step gave, under a key of everything that went into it.

The store knows a film by its storyboard and an episode by its plan, and both are known only once the
words were spoken and laid out. Here a step is known by what stands before that: the brief, the profile,
the script, the brand, the voices at hand and what was asked. Found are only whole entries; whatever
could go differently next time, such as a voice whose service did not answer, is not kept.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefcast.products.base import NARRATION, Made, Step, outputs_of
from briefcast.products.podcast.settings import read_show_settings
from briefcast.products.table import product
from briefcast.speech.base import Fallback, Voice
from briefcast.speech.recall import is_settled, narration_data, read_narration, voices_at_hand
from briefcast.store.store import content_key
from briefcast.writing.pronunciation import read_pronunciation

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.brief.model import Brief
    from briefcast.edition.request import EditionRequest
    from briefcast.look.brand import Brand
    from briefcast.script import Script
    from briefcast.store.store import Store


_CODE = (Path(__file__), Path(__file__).with_name("plan.py"))
"""What hands a step to its product, and what keeps the rows: another than the code that makes it."""


class Planned(Protocol):
    """What a plan says of its steps (`briefcast.edition.plan.Plan`)."""

    @property
    def request(self) -> EditionRequest:
        """What was asked for."""
        ...

    @property
    def brief(self) -> Brief:
        """What the team wrote."""
        ...

    @property
    def audiences(self) -> Mapping[str, Audience]:
        """Profiles by id."""
        ...

    @property
    def scripts(self) -> Mapping[tuple[str, str], Script]:
        """By audience and language."""
        ...

    @property
    def store(self) -> Store:
        """Where made things are kept."""
        ...

    def brand_of(self, audience: str) -> Brand:
        """Give the kit an audience is drawn with."""
        ...


class Recall:
    """What steps of one plan gave before."""

    def __init__(self, plan: Planned) -> None:
        self._plan = plan
        self._voices: dict[tuple[str, tuple[str, ...]], dict[str, Voice | str]] = {}
        self._tellings: dict[tuple[str, str], str] = {}
        self._keys: dict[Step, str] = {}

    def find_or_make(self, step: Step, make: Callable[[], Made]) -> Made:
        """Give what a step gave when everything that goes into it was the same; made and kept otherwise."""
        if step.kind != NARRATION and not product(step.kind).speaks:
            return make()  # its own key is what goes in
        at_hand = self._at_hand(step)
        key = self._key(step)
        kept = self._plan.store.get(key)
        found = self._read(kept.meta) if kept else None
        # Only what was there before is replaced: another worker may put the same there meanwhile.
        return found or self._keep(key, make(), at_hand, stale=kept is not None)

    def entries(self, step: Step, made: Made) -> tuple[str, ...]:
        """Give the keys of all that is needed to find again what a step gave."""
        spoken = step.kind == NARRATION or product(step.kind).speaks
        sounds = (sound.audio.parent.name for sound in made.narration.scenes) if made.narration else ()
        return (*((self._key(step),) if spoken else ()), *((made.key,) if made.key else ()), *sounds)

    def _read(self, row: Mapping[str, Any]) -> Made | None:
        store = self._plan.store
        voice = Voice(**row["voice"]) if row["voice"] else None
        fallbacks = tuple(Fallback(**each) for each in row["fallbacks"])
        if row["narration"]:
            narration = read_narration(row["narration"], store.folder)
            return Made(narration=narration, voice=voice, fallbacks=fallbacks, fresh=False) if narration else None
        entry = store.get(row["key"])
        if entry is None:
            return None
        return Made(
            key=row["key"],
            folder=entry.folder,
            outputs=outputs_of(entry),
            voice=voice,
            fallbacks=fallbacks,
            fresh=False,
        )

    def _keep(self, key: str, made: Made, at_hand: dict[str, Voice | str], *, stale: bool) -> Made:
        store, narration = self._plan.store, made.narration
        if (made.key or narration) and is_settled(made.fallbacks, at_hand):
            if stale:
                store.drop(key)  # what it names is gone, or it would have been found
            row = {
                "key": made.key,
                "narration": narration_data(narration, store.folder) if narration else None,
                "voice": dataclasses.asdict(made.voice) if made.voice else None,
                "fallbacks": [dataclasses.asdict(each) for each in made.fallbacks],
            }
            store.make(key, lambda _: row, shared=False)
        return made

    def _key(self, step: Step) -> str:
        """Give the key of everything that goes into a step, found once in a run."""
        if step not in self._keys:
            self._keys[step] = self._find_key(step)
        return self._keys[step]

    def _find_key(self, step: Step) -> str:
        plan, options = self._plan, self._plan.request.options
        spoken = (self._telling(step), self._at_hand(step), options.voices, options.strict)
        if step.kind == NARRATION:
            return content_key("step", _CODE, step.kind, spoken)
        beside = self._beside if product(step.kind).reads_brief else ""
        return content_key(
            "step", _CODE, step.kind, step.variant, spoken, plan.brand_of(step.audience), options, beside
        )

    def _at_hand(self, step: Step) -> dict[str, Voice | str]:
        """Give the voices at hand for a step, looked for once in a run."""
        wishes = (*self._plan.request.options.voices, *self._plan.audiences[step.audience].voices[step.language])
        if (step.language, wishes) not in self._voices:
            self._voices[step.language, wishes] = voices_at_hand(step.language, wishes)
        return self._voices[step.language, wishes]

    def _telling(self, step: Step) -> str:
        """Give the key of what an audience is told and of how it wants it."""
        telling = (step.audience, step.language)
        if telling not in self._tellings:
            plan = self._plan
            self._tellings[telling] = content_key("telling", plan.scripts[telling], plan.audiences[step.audience])
        return self._tellings[telling]

    @functools.cached_property
    def _beside(self) -> str:
        """Give the key of what episodes tell beside the script: everything in the brief and beside it."""
        brief, folder = self._plan.brief, self._plan.request.brief.parent
        show = read_show_settings(folder)
        names = [show.cover, *(point.image for point in brief.points)]
        pictures = [path for name in names if name and (path := folder / name).is_file()]
        return content_key("beside", brief.model_dump_json(), read_pronunciation(folder), show, pictures)
