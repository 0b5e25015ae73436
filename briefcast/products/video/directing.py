"""Directing: a script and its narration become the storyboard of one shape.

Scenes last as long as their sound, with a little air around it; what happens in one is told in
`briefcast.products.video.scenes`, how things move in ``templates/video/motion.yaml``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from briefcast.captions.check import check_cues
from briefcast.captions.cue import CaptionKind
from briefcast.captions.cut import segment
from briefcast.languages import language as read_language
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import theme_for
from briefcast.products.video.arrangement import Shape, arrange
from briefcast.products.video.cover import direct_cover
from briefcast.products.video.grounds import ground_pages
from briefcast.products.video.motion import read_vocabulary
from briefcast.products.video.scenes import Setting, direct_scene
from briefcast.products.video.storyboard import FPS, SceneBoard, SoundPiece, Storyboard
from briefcast.script import Script
from briefcast.sound.choice import SoundChoice
from briefcast.sound.music import choose_music
from briefcast.speech.base import Narration, TimedWord


def build_storyboard(
    script: Script,
    narration: Narration,
    brand: Brand,
    shape: Shape,
    *,
    reduced_motion: bool = False,
    sound: SoundChoice | None = None,
    captions: CaptionKind = "classic",
) -> Storyboard:
    """Turn a script and its narration into the storyboard of one shape.

    ``reduced_motion``: things fade in where they stand, numbers do not run and scenes dissolve.
    ``sound``: the music beside the voice; no notes come before it. ``captions``: how they look where the shape allows.
    Raises KeyError for a shape that has no arrangement, ValueError if the narration is not that of
    the script.
    """
    spoken_ids = [sound.scene for sound in narration.scenes]
    if spoken_ids != [scene.id for scene in script.scenes]:
        raise ValueError(f"The narration tells {spoken_ids}, not the scenes of the script; narrate this script.")
    rtl = read_language(script.language).rtl
    place = arrange(shape, rtl=rtl, captions=captions)
    look = drawing.look(
        brand,
        script.language,
        width_px=place.width_px,
        height_px=place.height_px,
        theme=theme_for(brand, script),
        floor_px=place.text_px,
    )
    setting = Setting(
        script=script, shape=shape, place=place, look=look, rtl=rtl, vocabulary=read_vocabulary(reduced=reduced_motion)
    )
    sound = sound or SoundChoice()
    times = _Times(script, narration, setting)
    scenes: list[SceneBoard] = []
    for number, scene in enumerate(script.scenes):
        words, until_ms = times.words(number), times.next_word_ms(number)
        scenes.append(
            direct_scene(
                setting,
                scene,
                number=number,
                frames=times.lengths[number],
                words=words,
                cues=segment(words, script.language, place.cut_as(shape), until_ms=until_ms),
                start_frame=times.starts[number],
                ground_before=scenes[-1].ground if scenes else "",
            )
        )
    notice, short = _notice(script, narration)
    cover = direct_cover(setting)
    cues = [cue for scene in scenes for cue in scene.cues]
    grounds = [scene.ground for scene in (*scenes, *([cover] if cover else []))]
    return Storyboard(
        shape=shape,
        width_px=place.width_px,
        height_px=place.height_px,
        fps=FPS,
        language=script.language,
        look=look,
        shared=ground_pages(script, place, look, grounds, notice=notice, short=short),
        scenes=tuple(scenes),
        cover=cover,
        sounds=tuple(
            SoundPiece(start_ms=times.sound_ms(number), audio=spoken.audio)
            for number, spoken in enumerate(narration.scenes)
        ),
        # Nobody waits for notes: the voice begins at once.
        music=choose_music(sound, speech_end_ms=times.speech_end_ms(), accents_ms=_reveals_ms(scenes[1:]), opens=False),
        title=script.title,
        description=_description(script),
        voice_notice=notice,
        transcript="\n\n".join(" ".join(s.shown for s in scene.sentences) for scene in script.scenes),
        facts=script.facts,
        captions=place.captions_as,
        caption_faults=check_cues(cues, script.language, place.cut_as(shape)),
    )


def _notice(script: Script, narration: Narration) -> tuple[str, str]:
    """Give what a film says of its voice, and the same in short: nothing where only a person speaks, or nobody."""
    if not narration.voice.synthetic:
        return "", ""
    partly = script.labels.get("partly_synthetic_voice", "") if narration.by_hand else ""
    if partly:
        return partly, script.labels.get("partly_synthetic", partly)
    return script.voice_notice, script.labels.get("synthetic_voice", "")


def _reveals_ms(scenes: Sequence[SceneBoard]) -> list[int]:
    """Give when the leading figure of each scene comes in, from the beginning of the film."""
    leading = ((scene, layer) for scene in scenes for layer in scene.layers if layer.name in ("0:number", "0:bar"))
    first: dict[int, int] = {}
    for scene, layer in leading:
        at = scene.start_frame + layer.steps[0][0]
        first[scene.start_frame] = min(at, first.get(scene.start_frame, at))
    return [round(frame * 1000 / FPS) for frame in first.values()]


def _description(script: Script) -> str:
    sources = "; ".join(" ".join(part for part in (s.written, s.url) if part) for s in script.sources)
    heading = script.labels.get("source" if len(script.sources) == 1 else "sources", "")
    rows = (
        f"{script.title}. {script.subtitle}".strip(),
        script.as_of,
        f"{heading}: {sources}" if sources else "",
    )
    return "\n".join(text for text in rows if text)


def _frames(ms: int) -> int:
    """Give the frames of a scene at least so long: whole tenths of a second, on which ms and frames agree.

    So no time within a scene is rounded otherwise because another scene became longer.
    """
    return math.ceil(ms / 100) * FPS // 10


class _Times:
    """When scenes begin, how long they last and when their words are said."""

    def __init__(self, script: Script, narration: Narration, setting: Setting) -> None:
        self.sounds = narration.scenes
        pacing = setting.vocabulary.pacing
        self.leads_ms = [pacing.lead_ms[scene.kind] for scene in script.scenes]
        self.leads_ms[0] = pacing.lead_ms["opening"]
        self.lengths: Sequence[int] = [
            _frames(max(lead_ms + sound.duration_ms + pacing.tail_ms[scene.kind], pacing.shortest_ms[scene.kind]))
            for scene, sound, lead_ms in zip(script.scenes, narration.scenes, self.leads_ms, strict=True)
        ]
        self.starts: Sequence[int] = [sum(self.lengths[:number]) for number in range(len(self.lengths))]

    def words(self, number: int) -> tuple[TimedWord, ...]:
        """Give a scene's words with times from its own beginning: another scene's length changes nothing in it."""
        lead_ms = self.leads_ms[number]
        return tuple(
            replace(word, start_ms=word.start_ms + lead_ms, end_ms=word.end_ms + lead_ms)
            for word in self.sounds[number].words
        )

    def next_word_ms(self, number: int) -> int | None:
        """Give when the first word after a scene is said, from the scene's beginning; None if there is none."""
        for following in range(number + 1, len(self.starts)):
            if words := self.sounds[following].words:
                frames = self.starts[following] - self.starts[number]
                return round(frames * 1000 / FPS) + self.leads_ms[following] + words[0].start_ms
        return None

    def speech_end_ms(self) -> int:
        """Give when the last word ends, from the beginning of the film."""
        last = max((n for n, sound in enumerate(self.sounds) if sound.words), default=0)
        words = self.sounds[last].words
        return self.sound_ms(last) + (words[-1].end_ms if words else 0)

    def sound_ms(self, number: int) -> int:
        """Give when the sound of a scene begins, from the beginning of the film."""
        return round(self.starts[number] * 1000 / FPS) + self.leads_ms[number]
