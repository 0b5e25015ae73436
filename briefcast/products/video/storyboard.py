"""The storyboard: every frame of a video as data, before anything is drawn.

A scene is a stack of layers. A layer is one or more pages of a template (drawn once) and tracks that
say how it fades, rises or is wiped open over time. Pictures follow the voice: a figure appears with
the word that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from briefcast.captions.cue import CaptionKind, Cue
from briefcast.products.video.arrangement import Rect, Shape
from briefcast.script import Shot
from briefcast.sound.music import Music

FPS = 30
"""Every platform takes 30 (24–60 at the least common)."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of ``templates/video/scene.typ`` and the box of the frame it is drawn for."""

    key: str
    """Unique within its scene, or within the storyboard for a shared page."""
    box: Rect
    window: Rect | None = None
    """The part of the frame that is drawn, the box if absent. Larger than the box for what reaches over it: marks on
    capitals, descenders, wider digits on the way. Smaller where it is known what shows, for drawing takes by area."""
    data: Mapping[str, Any]
    """What the part needs: JSON-able but for charts, which stand as their `ChartSpec`."""
    rows_of: str = ""
    """Key of the page on whose way this one is, as digits counting up to the last: it shows nothing in other rows."""

    @property
    def drawn(self) -> Rect:
        """The part of the frame that is drawn."""
        return self.window or self.box


Property = Literal["opacity", "shift_x_px", "shift_y_px", "reveal", "scale"]
Easing = Literal["linear", "out", "in_out"]
"""out: fast first, settling gently · in_out: gently on both ends, for what is drawn by a pen."""
Side = Literal["left", "right", "top", "bottom"]


_EASINGS: dict[Easing, Callable[[float], float]] = {
    "linear": lambda t: t,
    "out": lambda t: 1 - (1 - t) ** 3,
    "in_out": lambda t: t * t * (3 - 2 * t),
}


@dataclass(frozen=True, kw_only=True)
class Track:
    """How one property of a layer runs: keys of frame (from the scene's start) and value."""

    property: Property
    """opacity 0…1 · shift from its place · reveal: the part wiped open, 0…1 · scale about its middle, 1 as drawn."""
    keys: tuple[tuple[float, float], ...]
    easing: Easing = "out"

    def value(self, frame: float) -> float:
        """Give the value at a frame; before the first key and after the last one it rests."""
        previous = self.keys[0]
        if frame <= previous[0]:
            return previous[1]
        for key in self.keys[1:]:
            if frame < key[0]:
                t = (frame - previous[0]) / (key[0] - previous[0])
                return previous[1] + (key[1] - previous[1]) * _EASINGS[self.easing](t)
            previous = key
        return previous[1]


RESTS: dict[Property, float] = {"opacity": 1.0, "shift_x_px": 0.0, "shift_y_px": 0.0, "reveal": 1.0, "scale": 1.0}
"""What a property is when nothing moves the layer."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A drawing on the stage."""

    name: str
    steps: tuple[tuple[int, str], ...]
    """From which frame on which page is shown (its key, or nothing: ``""``)."""
    tracks: tuple[Track, ...] = ()
    reveal_from: Side = "left"
    """The side from which it is wiped open."""
    steady: bool = False
    """Stands still while scenes change: captions and progress are no part of what a transition fades or slides."""

    def page(self, frame: int) -> str:
        """Give the key of the page shown at a frame; nothing is an empty text."""
        shown = ""
        for start, key in self.steps:
            if start > frame:
                break
            shown = key
        return shown

    def value(self, property: Property, frame: float) -> float:
        """Give a property at a frame."""
        for track in self.tracks:
            if track.property == property:
                return track.value(frame)
        return RESTS[property]


@dataclass(frozen=True, kw_only=True)
class Transition:
    """How a scene takes over from the one before it, within its own first frames."""

    kind: Literal["cut", "dissolve", "push"] = "cut"
    """dissolve: the last frame of the scene before fades out over it · push: slides it away."""
    frames: int = 0
    push_to: Literal["left", "right"] = "left"
    """Where the scene before is pushed: left where one reads to the right, right in Hebrew."""


@dataclass(frozen=True, kw_only=True)
class SceneBoard:
    """One scene: when, what is drawn, how it moves, what is said."""

    id: str
    start_frame: int
    frames: int
    ground: str
    """Key of the shared page that lies under everything."""
    photo: Shot | None
    """A picture that moves slowly behind the ground, which is then translucent."""
    pages: tuple[Page, ...]
    layers: tuple[Layer, ...]
    """From the lowest to the highest."""
    cues: tuple[Cue, ...]
    """With times from the beginning of the video."""
    enter: Transition = Transition()
    photo_drifts: bool = True
    """Whether the photo comes slowly closer."""
    stood_in: tuple[str, ...] = ()
    """Cards that could not be laid out, with the point and the reason; others show their figures."""
    only_said: tuple[str, ...] = ()
    """Ids of the statistics that are said in it and stand neither in its figures nor in its headline."""
    shown: tuple[str, ...] = ()
    """Ids of the statistics whose figures it shows."""


@dataclass(frozen=True, kw_only=True)
class SoundPiece:
    """The sound of one scene and when it begins."""

    start_ms: int
    audio: Path


@dataclass(frozen=True, kw_only=True)
class Storyboard:
    """A whole video as data."""

    shape: Shape
    width_px: int
    height_px: int
    fps: int
    language: str
    look: Mapping[str, Any]
    """How every page looks (`briefcast.look.drawing.look`)."""
    shared: tuple[Page, ...]
    """Pages that several scenes use."""
    scenes: tuple[SceneBoard, ...]
    sounds: tuple[SoundPiece, ...]
    music: Music | None = None
    """What is heard beside the voice."""
    title: str
    description: str
    """Title, date and sources, for the file's metadata."""
    voice_notice: str
    """The label shown while a synthetic voice speaks; empty where a person speaks or nobody does."""
    transcript: str
    facts: tuple[str, ...]
    captions: CaptionKind = "classic"
    caption_faults: tuple[str, ...] = ()
    """Ways in which the captions break the limits of subtitling, one sentence each."""
    heard: bool = True
    """False for what has no sound track at all."""
    cover: SceneBoard | None = None
    """The still that stands for the film where it is listed; without one its opening does."""

    def size_at(self, scale: float) -> tuple[int, int]:
        """Give the width and height of its frames, shown at a scale, in px."""
        return round(self.width_px * scale), round(self.height_px * scale)

    @property
    def frames(self) -> int:
        """Length in frames."""
        return sum(scene.frames for scene in self.scenes)

    @property
    def duration_ms(self) -> int:
        """Length in milliseconds."""
        return round(self.frames * 1000 / self.fps)

    @property
    def stood_in(self) -> tuple[str, ...]:
        """The cards that could not be laid out, of all scenes."""
        return tuple(told for scene in self.scenes for told in scene.stood_in)

    @property
    def only_said(self) -> tuple[str, ...]:
        """The figures that scenes say without showing them, each behind its point."""
        return tuple(f"{scene.id}: {id}" for scene in self.scenes for id in scene.only_said)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """The captions of all scenes."""
        return tuple(cue for scene in self.scenes for cue in scene.cues)
