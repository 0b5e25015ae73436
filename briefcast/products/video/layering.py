"""Layers that every film has, whatever it tells: captions, and the picture without words under them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any, Literal

from briefcast.captions.cue import Cue, CueWord, spoken_together
from briefcast.look.illustration import looks_like_data, object_data
from briefcast.products.video.arrangement import Arrangement, Rect
from briefcast.products.video.motion import Vocabulary
from briefcast.products.video.storyboard import FPS, Layer, Page, Track
from briefcast.script import Scene, Script

BLEED_PX = 40
"""What is drawn around a place: marks on capitals, descenders, wider digits on the way reach over it."""


_REACH = {"scene-object": 0.42, "scene-ground": 0.56, "scene-motif": 0.56}
"""How far from the middle a layer of a picture is drawn (``templates/look/illustration.typ``), in shares of its shorter
side; shapes beside it stand all over its place."""


def frame_of(ms: float) -> int:
    """Give the frame that is shown at a time."""
    return round(ms * FPS / 1000)


def around(box: Rect) -> Rect:
    """Give a place with what reaches over it."""
    left, top, right, bottom = box
    return left - BLEED_PX, top - BLEED_PX, right + BLEED_PX, bottom + BLEED_PX


def caption_layers(
    cues: Sequence[Cue], place: Arrangement, language: str, *, frames: int, on: Literal["page", "panel"]
) -> tuple[list[Page], list[Layer]]:
    """Give the captions of a scene, and over them the word that is being said; cues have times from its beginning."""
    pages: list[Page] = []
    boxes: list[tuple[int, str]] = []
    spoken: list[tuple[int, str]] = []

    def draw(key: str, data: Mapping[str, Any], lines: tuple[int, int, int]) -> str:
        pages.append(Page(key=key, box=place.captions, data=data, window=_lines(place, *lines)))
        return key

    for number, cue in enumerate(cues):
        lines = [spoken_together(line, language) for line in cue.lines]
        data = {
            "part": "caption",
            "lines": [[_written(group) for group in line] for line in lines],
            "kinetic": place.captions_as == "kinetic",
            "size": place.caption_px,
            "line": place.caption_line_px,
            "inset": place.caption_inset_px,
            "on": on,
        }
        begin, end = frame_of(cue.start_ms), min(frame_of(cue.end_ms), frames)
        box = draw(f"cue{number}", {**data, "hot": -1}, (len(lines), 0, len(lines)))
        boxes += [(begin, box), (end, "")]
        groups = [(group, n) for n, line in enumerate(lines) for group in line]
        for index, (group, line) in enumerate(groups):
            key = draw(f"cue{number}.{index}", {**data, "hot": index}, (len(lines), line, line + 1))
            spoken.append((min(max(frame_of(group[0].start_ms), begin), end - 1), key))
        spoken.append((end, ""))
    return pages, [
        Layer(name="caption", steps=tuple(boxes), steady=True),
        Layer(name="spoken word", steps=tuple(spoken), steady=True),
    ]


def _lines(place: Arrangement, count: int, first: int, end: int) -> Rect:
    """Give where some lines of a caption of so many stand: it grows upwards from the lower edge of its place."""
    left, _, right, bottom = place.captions
    line_px, inset_px = place.caption_line_px, place.caption_inset_px[1]
    top = bottom - inset_px - (count - first) * line_px
    # The mark on a word reaches a little over its line.
    return left, floor(top) - inset_px, right, ceil(top + (end - first) * line_px) + inset_px


def _written(group: Iterable[CueWord]) -> list[Mapping[str, Any]]:
    return [{"text": word.text, "key": bool(word.fact)} for word in group]


def picture_layers(
    symbol: str, box: Rect, vocabulary: Vocabulary, *, frames: int, quiet: bool = False
) -> tuple[list[Page], list[Layer]]:
    """Give what a scene is about without words, in layers that drift apart."""
    data = {"part": "picture", "object": object_data(symbol, quiet=quiet)}
    pages, layers = [], []
    for entrance in vocabulary.cards["picture"]:
        motion = vocabulary.motions[entrance.motion]
        window = _reached(box, max(_REACH.get(part, 1.0) for part in entrance.parts))
        pages.append(Page(key=entrance.layer, box=box, data={**data, "visible": entrance.parts}, window=window))
        keys = tuple((share * frames, px) for share, px in motion.drift)
        tracks = (Track(property="shift_x_px", keys=keys, easing="linear"),) if motion.drift else ()
        layers.append(Layer(name=entrance.layer, steps=((0, entrance.layer),), tracks=tracks))
    return pages, layers


def _reached(box: Rect, reach: float) -> Rect:
    """Give what lies so near to the middle of a place, in shares of its shorter side; rays and drops reach over it."""
    left, top, right, bottom = box
    far = ceil(reach * min(right - left, bottom - top))
    x, y = (left + right) // 2, (top + bottom) // 2
    # What hangs out at a side comes in as it drifts.
    near = max(left - BLEED_PX, x - far), max(top - BLEED_PX, y - far)
    return *near, min(right + BLEED_PX, x + far), min(bottom, y + far)


def symbol_of(scene: Scene, script: Script, vocabulary: Vocabulary) -> str:
    """Name the symbol of what a scene is about: the point's own, or one of its kind; none that looks like data."""
    visual = scene.visual
    figure = script.figure(visual.figures[0]) if visual.figures else None
    for own in (visual.icon, figure.icon if figure else ""):
        if own and not looks_like_data(own):
            return own
    if scene.kind == "point":
        told = (*((figure.label,) if figure else ()), scene.headline)
        found = (vocabulary.subject(text, script.language) for text in told)
        if subject := next(filter(None, found), ""):
            return subject
    kind = figure.unit if figure else visual.kind if scene.kind == "point" else scene.kind
    return vocabulary.symbols.get(kind, vocabulary.symbols["text"])
