"""Steps found without taking them: what a step gave, under a key of everything that went into it.

The store knows a film by its storyboard and an episode by its plan, and both are known only once the
words were spoken and laid out. Here a step is known by what stands before that: the brief, the profile,
the script, the brand, the voices at hand and what was asked. Found are only whole entries; whatever
could go differently next time, such as a voice whose service did not answer, is not kept.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from briefcast.brief.corrections import read_corrections
from briefcast.brief.findings import Finding
from briefcast.engines import ENGINES, engine_of
from briefcast.messages import keep
from briefcast.messages import kept as told
from briefcast.products.base import NARRATION, Made, Step, outputs_of
from briefcast.products.podcast.settings import read_show_settings
from briefcast.products.table import product
from briefcast.speech.base import Voice
from briefcast.speech.recall import (
    fallback_data,
    is_settled,
    narration_data,
    read_fallbacks,
    read_narration,
    voices_answering,
    voices_at_hand,
)
from briefcast.speech.sheets import recording_files, sheet_folder
from briefcast.store.store import content_key
from briefcast.writing.pronunciation import read_pronunciation

if TYPE_CHECKING:
    from briefcast.brief.audiences import Audience
    from briefcast.brief.model import Brief
    from briefcast.edition.request import EditionRequest
    from briefcast.look.brand import Brand
    from briefcast.script import Script
    from briefcast.speech.online import Online
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

    @property
    def services(self) -> Online:
        """Which services answer this run."""
        ...

    def online(self, audience: str) -> Online:
        """Give what is known about services for what one audience is told."""
        ...

    def brand_of(self, audience: str) -> Brand:
        """Give the kit an audience is drawn with."""
        ...


def _finding_data(finding: Finding) -> dict[str, str]:
    texts = {"message": keep(finding.message), "remedy": keep(finding.remedy)}
    return {"code": finding.code, "severity": finding.severity, "place": finding.place, **texts}


def _speaks(step: Step) -> bool:
    return step.kind == NARRATION or product(step.kind).speaks


class Recall:
    """What steps of one plan gave before."""

    def __init__(self, plan: Planned) -> None:
        self._plan = plan
        self._voices: dict[tuple[str, str, tuple[str, ...]], dict[str, Voice | str]] = {}
        self._tellings: dict[tuple[str, str], str] = {}
        self._keys: dict[tuple[Step, bool], str] = {}

    def find_or_make(self, step: Step, make: Callable[[], Made]) -> Made:
        """Give what a step gave when everything that goes into it was the same; made and kept otherwise."""
        if not _speaks(step):
            return make()  # its own key is what goes in
        kept = {key: entry for key in self._choices(step) if (entry := self._plan.store.get(key))}
        for entry in kept.values():
            if found := self._read(entry.meta):
                return found
        made = make()
        if key := self._settled(step, made):
            # Only what was there before is replaced: another worker may put the same there meanwhile.
            self._keep(key, made, stale=key in kept)
        return made

    def services(self, step: Step) -> tuple[str, ...]:
        """Give the engines whose service may have to speak a step; none if it was made before."""
        options, at_hand = self._plan.request.options, self._at_hand(step)
        if not _speaks(step) or self._plan.store.get(self._key(step)):
            return ()
        wishes = (*options.voices, *self._plan.audiences[step.audience].voices[step.language])
        could = [wish for wish in (wishes[:1] if options.strict else wishes) if isinstance(at_hand[wish], Voice)]
        asked = itertools.takewhile(lambda name: ENGINES[name].network, map(engine_of, could))
        return tuple(dict.fromkeys(asked))

    def entries(self, step: Step, made: Made) -> tuple[str, ...]:
        """Give the keys of all that is needed to find again what a step gave."""
        sounds = (sound.audio.parent.name for sound in made.narration.scenes) if made.narration else ()
        own = (self._settled(step, made) or self._key(step),) if _speaks(step) else ()
        return (*own, *((made.key,) if made.key else ()), *sounds)

    def _read(self, row: Mapping[str, Any]) -> Made | None:
        store = self._plan.store
        voice = Voice(**row["voice"]) if row["voice"] else None
        fallbacks = read_fallbacks(row["fallbacks"])
        if row["narration"]:
            narration = read_narration(row["narration"], store.folder)
            findings = tuple(
                Finding(**{**each, "message": told(each["message"]), "remedy": told(each["remedy"])})
                for each in row["findings"]
            )
            if narration is None:
                return None
            return Made(narration=narration, voice=voice, fallbacks=fallbacks, findings=findings, fresh=False)
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

    def _keep(self, key: str, made: Made, *, stale: bool) -> None:
        store, narration = self._plan.store, made.narration
        if made.key or narration:
            if stale:
                store.drop(key)  # what it names is gone, or it would have been found
            row = {
                "key": made.key,
                "narration": narration_data(narration, store.folder) if narration else None,
                "voice": dataclasses.asdict(made.voice) if made.voice else None,
                "fallbacks": fallback_data(made.fallbacks),
                "findings": [_finding_data(each) for each in made.findings],
            }
            store.make(key, lambda _: row, shared=False)

    def _choices(self, step: Step) -> tuple[str, ...]:
        """Give the keys under which a step may be: as every voice speaks it, or as those do that answer."""
        return tuple(self._key(step, answering=answering) for answering in ((False, True) if self._away else (False,)))

    def _settled(self, step: Step, made: Made) -> str:
        """Give the key under which the same would be made tomorrow; none if a voice broke off that may not then."""
        for answering in (False, True) if self._away else (False,):
            if is_settled(made.fallbacks, self._at_hand(step, answering=answering)):
                return self._key(step, answering=answering)
        return ""

    @property
    def _away(self) -> bool:
        return bool(self._plan.services.away)

    def _key(self, step: Step, *, answering: bool = False) -> str:
        """Give the key of everything that goes into a step, found once in a run."""
        if (step, answering) not in self._keys:
            self._keys[step, answering] = self._find_key(step, answering)
        return self._keys[step, answering]

    def _find_key(self, step: Step, answering: bool) -> str:
        plan, options = self._plan, self._plan.request.options
        at_hand = self._at_hand(step, answering=answering)
        by_hand = recording_files(sheet_folder(plan.request.brief.parent, step.audience, step.language))
        spoken = (self._telling(step), at_hand, options.voices, options.strict, by_hand)
        if step.kind == NARRATION:
            return content_key("step", _CODE, step.kind, spoken)
        beside = self._beside if product(step.kind).reads_brief else ""
        return content_key(
            "step", _CODE, step.kind, step.variant, spoken, plan.brand_of(step.audience), options, beside
        )

    def _at_hand(self, step: Step, *, answering: bool = False) -> dict[str, Voice | str]:
        """Give the voices at hand for a step, or those of them that answer; looked for once in a run."""
        online = self._plan.online(step.audience)
        wishes = (*self._plan.request.options.voices, *self._plan.audiences[step.audience].voices[step.language])
        known = (step.language, online.refused, wishes)
        if known not in self._voices:
            self._voices[known] = voices_at_hand(step.language, wishes, online)
        return voices_answering(self._voices[known], online) if answering else self._voices[known]

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
        corrected = [each.model_dump_json() for each in read_corrections(folder, brief.id)]
        return content_key("beside", brief.model_dump_json(), read_pronunciation(folder), corrected, show, pictures)
