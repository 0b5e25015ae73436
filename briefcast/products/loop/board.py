"""The board of a loop: a scene of a film that stands whole, moves a little, and is again what it was.

The first frame is complete, for it is what is seen where nothing plays; the last one is the first again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefcast.languages import language as read_language
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import sources_line, theme_for
from briefcast.products.video.arrangement import Arrangement, Shape, arrange_silent
from briefcast.products.video.blocks import leading_scene
from briefcast.products.video.grounds import ground_pages
from briefcast.products.video.motion import Vocabulary, read_vocabulary
from briefcast.products.video.scenes import Setting, direct_scene
from briefcast.products.video.storyboard import FPS, Layer, Page, SceneBoard, Storyboard, Track
from briefcast.script import Scene, Script

FRAMES = 151
"""Five seconds; an odd number, so that every second frame ends on the last one too."""
_FADES, _FAINTEST, _RETURNS = 22, 38, 70
"""When what is drawn beside the figure fades, is at its faintest, and comes back: more than a second later, so that
nothing flashes. It is whole all the while: a bar that fills is for a moment that of half the figure."""
_STRESSED = 112
"""When the number is stressed: what opens beside it has come as far as it says, or nearly."""
_FAINT = 0.25
"""How much of it is left then."""


def build_loop(script: Script, brand: Brand, shape: Shape, *, reduced_motion: bool = False) -> Storyboard:
    """Turn the leading point of a script into a storyboard that closes on itself.

    Raises:
        LayoutError: a text does not fit.
    """
    scene = leading_scene(script)
    board, place = _directed(script, scene, brand, shape, reduced_motion=reduced_motion)
    look = _look(script, brand, place)
    looped = _looped(board, read_vocabulary(reduced=reduced_motion), reduced=reduced_motion)
    figures = [script.figure(id) for id in board.shown]
    by = sources_line(figures, script.language)
    told = [f"{figure.told} ({figure.when})" if figure.when else figure.told for figure in figures]
    rows = (*script.occasion, *told, *((f"{script.labels.get('source', '')}: {by}",) if by else ()))
    return Storyboard(
        shape=shape,
        width_px=place.width_px,
        height_px=place.height_px,
        fps=FPS,
        language=script.language,
        look=look,
        shared=ground_pages(script, place, look, [board.ground], notice="")[:1],
        scenes=(looped,),
        sounds=(),
        heard=False,
        title=scene.headline,
        description="\n".join((scene.headline, *rows)),
        voice_notice="",
        transcript="\n".join(rows),
        facts=tuple(dict.fromkeys(fact for figure in figures for fact in figure.facts)),
        # The last frame is whole.
        cover=looped,
    )


def _look(script: Script, brand: Brand, place: Arrangement) -> Mapping[str, object]:
    return drawing.look(
        brand,
        script.language,
        width_px=place.width_px,
        height_px=place.height_px,
        theme=theme_for(brand, script),
        floor_px=place.text_px,
    )


def _directed(
    script: Script, scene: Scene, brand: Brand, shape: Shape, *, reduced_motion: bool
) -> tuple[SceneBoard, Arrangement]:
    """Direct a scene as films do; a number with nothing that opens beside it gets a picture there."""
    scene = replace(scene, visual=replace(scene.visual, image=None, shot=None))
    rtl = read_language(script.language).rtl
    # Day and place take the room of a picture.
    for pictured in (False,) if script.occasion else (False, True):
        place = arrange_silent(shape, rtl=rtl, pictured=pictured)
        setting = Setting(
            script=script,
            shape=shape,
            place=place,
            look=_look(script, brand, place),
            rtl=rtl,
            vocabulary=read_vocabulary(reduced=reduced_motion),
        )
        board = direct_scene(
            setting, scene, number=0, frames=FRAMES, words=(), cues=(), start_frame=0, ground_before=""
        )
        if any(map(_opens, board.layers)) or _grows(board):
            break
    return board, place


def _opens(layer: Layer) -> bool:
    return layer.name.endswith(":bar") and any(track.property == "reveal" for track in layer.tracks)


def _grows(board: SceneBoard) -> bool:
    return any("grown" in page.data for page in board.pages)


def _looped(board: SceneBoard, vocabulary: Vocabulary, *, reduced: bool) -> SceneBoard:
    """Let every layer of a scene stand as it ends; what opens or grows in films fades, whole, and comes back."""
    pages = {page.key: page for page in board.pages}
    layers = tuple(_anew(layer, pages, vocabulary, reduced=reduced) for layer in board.layers if not layer.steady)
    shown = {key for layer in layers for _, key in layer.steps}
    return replace(
        board, id="loop", pages=tuple(page for page in board.pages if page.key in shown), layers=layers, cues=()
    )


def _anew(layer: Layer, pages: Mapping[str, Page], vocabulary: Vocabulary, *, reduced: bool) -> Layer:
    whole = layer.steps[-1][1]
    rests = replace(layer, steps=((0, whole),), tracks=())
    drift = next((track for track in layer.tracks if track.property == "shift_x_px"), None)
    if layer.name.startswith("scene-"):
        return replace(rests, tracks=(_to_and_fro(drift),) if drift else ())
    if layer.name.endswith(":bar") or any("grown" in pages[key].data for _, key in layer.steps):
        return replace(rests, tracks=(_faded(),))
    if layer.name == "rule" and not reduced and (reveal := _reveal(layer)):
        # It measures nothing. Words stand: on a frame that is shown alone half of one would be read.
        return replace(rests, tracks=(_opened_anew(reveal),))
    if layer.name.endswith(":number") and vocabulary.emphasis:
        stress = vocabulary.emphasis.track([_STRESSED])
        return replace(rests, tracks=(stress,) if stress else ())
    return rests


def _reveal(layer: Layer) -> Track | None:
    return next((track for track in layer.tracks if track.property == "reveal"), None)


def _faded() -> Track:
    """Let what measures something fade and come back, whole on every frame."""
    back = _RETURNS + _FAINTEST - _FADES
    keys = ((0, 1.0), (_FADES, 1.0), (_FAINTEST, _FAINT), (_RETURNS, _FAINT), (back, 1.0))
    return Track(property="opacity", keys=keys, easing="in_out")


def _to_and_fro(drift: Track) -> Track:
    """Let what drifts come back, slowest where it turns: there the loop closes."""
    (_, begin), *_, (_, end) = drift.keys
    keys = ((0, begin), (FRAMES // 2, end), (FRAMES - 1, begin))
    return replace(drift, keys=keys, easing="in_out")


def _opened_anew(reveal: Track) -> Track:
    """Let what is open close quickly, and open again the way it does in films."""
    first, _ = reveal.keys[0]
    opening = tuple((_RETURNS + frame - first, value) for frame, value in reveal.keys)
    begin = opening[0][1]
    return replace(reveal, keys=((0, 1.0), (_FADES, 1.0), (_FAINTEST, begin), *opening))
