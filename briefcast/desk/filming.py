"""The film in the preview: a still of each scene as it ends, with the captions that are read over it.

No voice speaks and no film is encoded: times are those of a silent voice at the audience's pace, which the page says.
Where a scene moves, its last moment is shown, in which everything of it stands.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from briefcast.desk.preview import View, plan_of
from briefcast.edition.plan import making_of, told_in_film
from briefcast.languages import written_in
from briefcast.products.video.profile import VideoProfile
from briefcast.speech.narrate import speak_scenes
from briefcast.store.store import Store

_WIDTH_PX = 540
"""How wide a still is drawn: as wide as pictures of the preview."""
_VIDEO, _SILENT = "video", "silent"
_PATIENCE_S = 60.0


@dataclass(frozen=True, kw_only=True)
class Filmed:
    """One scene of a film."""

    picture: bytes
    """A PNG."""
    width_px: int
    height_px: int
    start_ms: int
    captions: tuple[str, ...]
    """Each as it stands on the screen at one time."""
    only_said: tuple[str, ...]
    """Statistics that are said in it and not shown."""


def film(brief: Path, data: Mapping[str, Any], view: View, out: Path) -> tuple[Filmed, ...]:
    """Give the scenes of the film for one audience in one language, in the first shape that it asks for.

    Args:
        brief: the file, beside which what it names is looked for.
        data: what stands in the draft.
        view: whom it is told, and in which language.
        out: a folder of the desk's own, for what is kept.

    Returns:
        The scenes; none where the brief asks for no film.

    Raises:
        BriefcastError: something of it cannot be drawn.
    """
    from briefcast.products.video.compositor import frame_to_rgb
    from briefcast.products.video.directing import build_storyboard
    from briefcast.products.video.stage import Stage

    plan = plan_of(brief, data, view, out)
    profile = plan.audiences[view.audience].profile(_VIDEO, VideoProfile)
    if not any(step.kind == _VIDEO for step in plan.steps):
        return ()
    store = Store(out / "store")
    with written_in(plan.brief.locales):
        script = told_in_film(plan, view.audience, view.language)
        narration = speak_scenes(
            [(scene.id, scene.sentences) for scene in script.scenes],
            view.language,
            voices=(_SILENT,),
            pace=plan.audiences[view.audience].pace,
            store=store,
            timeout_s=_PATIENCE_S,
        )
        brand = making_of(plan, view.audience, view.language).brand
        board = build_storyboard(script, narration, brand, profile.shapes[0], captions=profile.captions)
        with Stage(board, store=store) as stage:
            pictures = [_png(frame_to_rgb(stage.still(scene, scene.frames - 1))) for scene in board.scenes]
            return tuple(
                Filmed(
                    picture=picture,
                    width_px=width,
                    height_px=height,
                    start_ms=round(scene.start_frame * 1000 / board.fps),
                    captions=tuple(" ".join(cue.texts) for cue in scene.cues),
                    only_said=scene.only_said,
                )
                for scene, (picture, width, height) in zip(board.scenes, pictures, strict=True)
            )


def _png(pixels: Any) -> tuple[bytes, int, int]:
    """Give a still as a PNG with its width and height in px."""
    held = io.BytesIO()
    image = Image.fromarray(pixels)
    image.thumbnail((_WIDTH_PX, image.height * _WIDTH_PX // image.width + 1))
    image.save(held, "PNG", compress_level=3)
    return held.getvalue(), image.width, image.height
