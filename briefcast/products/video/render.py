"""Rendering: a storyboard becomes a film with its captions and its cover."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from briefcast.captions.files import CaptionStyle, write_ass, write_srt, write_vtt
from briefcast.languages import language as read_language
from briefcast.manifest.output import Output, Role
from briefcast.products.video.arrangement import Arrangement, arrange
from briefcast.products.video.compositor import frame_to_rgb
from briefcast.products.video.encoder import AAC, Preset, encode_sound, join_film, read_preset
from briefcast.products.video.segments import make_segments, plan_segments, seen
from briefcast.products.video.stage import Stage, ground_keys
from briefcast.products.video.storyboard import Storyboard
from briefcast.sound.master import Loudness, Piece, master_track, measure_loudness
from briefcast.store.store import Store, content_key
from briefcast.store.working import working_folder
from briefcast.tools.probe import probe

_SOUND, _COVER = "sound.mp4", "cover.png"


def render_video(
    storyboard: Storyboard,
    folder: Path,
    *,
    preset: str = "standard",
    store: Store | None = None,
    film: str = "",
    product: str = "video",
    progress: Callable[[float], None] | None = None,
) -> tuple[Output, ...]:
    """Write the film, its captions (SubRip, WebVTT and Advanced SubStation Alpha) and its cover into a folder.

    Segments, sound and cover that the store holds are taken from it, others are made and kept there. ``film``
    names the film through all its versions: what only older ones needed is let go. ``product`` is whose film it is,
    by which its files are called. ``progress`` is told how much is done, 0 to 1, about once for each second of film.
    Raises LayoutError when a text does not fit, MediaError when a photo cannot be read or a file written.
    """
    if store is None:
        with working_folder("film") as aside:
            return render_video(
                storyboard, folder, preset=preset, store=Store(aside), product=product, progress=progress
            )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{product}-{storyboard.shape}.mp4"
    cover = folder / f"{'' if product == 'video' else f'{product}-'}cover-{storyboard.shape}.png"
    chosen, total = read_preset(preset), storyboard.frames
    told = 0

    def on_frames(count: int) -> None:
        nonlocal told
        if progress and (count == total or count - told >= storyboard.fps):
            told = count
            progress(count / total)

    parts = plan_segments(storyboard, chosen)
    sound_key, cover_key = _sound_key(storyboard, chosen), _cover_key(storyboard, chosen)
    if film:
        kept = [sound_key, cover_key, *ground_keys(storyboard, chosen.scale), *(part.key for part in parts)]
        store.claim(f"{film} {preset}", kept)
    with (
        Stage(storyboard, store=store, scale=chosen.scale) as stage,
        ThreadPoolExecutor(2, thread_name_prefix="beside") as beside,
    ):
        sound = beside.submit(store.make, sound_key, lambda at: _make_sound(storyboard, chosen, at))
        with make_segments(stage, parts, chosen, store, on_frames=on_frames) as segments:
            # Scenes are drawn before it: the encoders wait for them.
            still = beside.submit(store.make, cover_key, lambda at: _make_cover(stage, at))
            heard = sound.result()
            join_film(
                path,
                segments,
                heard.folder / _SOUND if storyboard.heard else None,
                fps=storyboard.fps,
                frame_count=total,
                language=storyboard.language,
                metadata=_metadata(storyboard),
            )
        shutil.copyfile(still.result().folder / _COVER, cover)
    return _outputs(
        storyboard,
        product,
        path,
        cover,
        {"preset": preset, **heard.meta},
        cover_size=storyboard.size_at(chosen.scale),
    )


def render_frame(storyboard: Storyboard, frame: int) -> NDArray[np.uint8]:
    """Give one frame of a storyboard as a picture (height, width, 3), without the frames before it."""
    scene = next(s for s in storyboard.scenes if s.start_frame <= frame < s.start_frame + s.frames)
    with Stage(storyboard) as stage:
        return frame_to_rgb(stage.still(scene, frame - scene.start_frame))


def _cover_key(storyboard: Storyboard, preset: Preset) -> str:
    return content_key("film cover", preset.scale, seen(storyboard, storyboard.cover or storyboard.scenes[0]))


def _make_cover(stage: Stage, folder: Path) -> None:
    Image.fromarray(frame_to_rgb(stage.cover())).save(folder / _COVER, compress_level=3)


def _sound_key(storyboard: Storyboard, preset: Preset) -> str:
    """Give the content key of the sound: all of the storyboard but what is only seen or read."""
    heard = replace(storyboard, look={}, shared=(), scenes=(), title="", description="", transcript="", facts=())
    heard = replace(heard, cover=None, caption_faults=())
    scenes = [
        replace(scene, pages=(), layers=(), photo=None, stood_in=(), only_said=(), shown=())
        for scene in storyboard.scenes
    ]
    return content_key("film sound", preset.audio_bitrate_bps, AAC, heard, scenes)


def _make_sound(storyboard: Storyboard, preset: Preset, folder: Path) -> dict[str, float]:
    """Write the sound of a film, mastered and encoded; give its loudness as it will be heard."""
    path = folder / _SOUND
    bitrate_bps, duration_ms = preset.audio_bitrate_bps, storyboard.duration_ms
    if not storyboard.heard:
        return {}
    if not storyboard.sounds:
        encode_sound(path, None, duration_ms=duration_ms, bitrate_bps=bitrate_bps)
        return {}
    pieces = [Piece(start_ms=piece.start_ms, audio=piece.audio) for piece in storyboard.sounds]

    def deliver(master: Path) -> Loudness:
        encode_sound(path, master, duration_ms=duration_ms, bitrate_bps=bitrate_bps)
        # As encoded, for that moves level and peaks a little; these packets are the ones in the film.
        return measure_loudness(path, alike=True)

    with working_folder("master") as aside:
        loudness = master_track(
            pieces,
            duration_ms=duration_ms,
            out=aside / "master.wav",
            music=storyboard.music,
            room=True,
            deliver=deliver,
        )
    measured = {"loudness_lufs": loudness.integrated_lufs, "true_peak_dbtp": loudness.true_peak_dbtp}
    return {name: round(value, 2) for name, value in measured.items() if math.isfinite(value)}


def _metadata(storyboard: Storyboard) -> dict[str, str]:
    fields = {
        "title": storyboard.title,
        "comment": storyboard.voice_notice,
        "description": storyboard.description,
    }
    return {name: text for name, text in fields.items() if text}


def _place(storyboard: Storyboard) -> Arrangement:
    rtl = read_language(storyboard.language).rtl
    return arrange(storyboard.shape, rtl=rtl, captions=storyboard.captions)


def caption_style(storyboard: Storyboard) -> CaptionStyle:
    """Give the look of a film's captions for a file beside it: those on its page."""
    place = _place(storyboard)
    left, _, right, bottom = place.captions
    colours = storyboard.look["colours"]
    return CaptionStyle(
        width_px=storyboard.width_px,
        height_px=storyboard.height_px,
        font=storyboard.look["fonts"][0],
        size_px=place.caption_px,
        line_px=round(place.caption_line_px),
        ink=colours["on_panel"],
        box=colours["panel"],
        left_px=left,
        right_px=storyboard.width_px - right,
        bottom_px=storyboard.height_px - bottom,
    )


def _outputs(
    storyboard: Storyboard,
    product: str,
    film: Path,
    cover: Path,
    more: Mapping[str, object],
    *,
    cover_size: tuple[int, int],
) -> tuple[Output, ...]:
    shape, language, cues = storyboard.shape, storyboard.language, storyboard.cues
    media: dict[str, object] = {**probe(film).as_dict(), "open_captions": bool(cues), **more}
    if storyboard.caption_faults:
        media["caption_faults"] = list(storyboard.caption_faults)
    if storyboard.stood_in:
        media["stood_in"] = list(storyboard.stood_in)
    if storyboard.only_said:
        media["only_said"] = list(storyboard.only_said)

    def output(name: str, role: Role, media_type: str, **more: object) -> Output:
        return Output(
            name=name,
            product=product,
            role=role,
            media_type=media_type,
            language=language,
            variant=shape,
            **more,  # type: ignore[arg-type]
        )

    captions: list[Output] = []
    if storyboard.heard:
        styled = write_ass(cues, language, caption_style(storyboard), title=storyboard.title)
        texts = (
            (".srt", "application/x-subrip", write_srt(cues, language)),
            (".vtt", "text/vtt", write_vtt(cues, language)),
            (".ass", "text/x-ass", styled),
        )
        for ending, media_type, text in texts:
            film.with_suffix(ending).write_text(text, "utf-8")
            captions.append(output(film.with_suffix(ending).name, "captions", media_type))
    return (
        output(
            film.name,
            "video",
            "video/mp4",
            alt_text=storyboard.title,
            long_description=storyboard.transcript,
            facts=storyboard.facts,
            media=media,
        ),
        *captions,
        output(
            cover.name,
            "cover",
            "image/png",
            alt_text=storyboard.title,
            media={"width_px": cover_size[0], "height_px": cover_size[1]},
        ),
    )
