"""Rendering: a storyboard becomes a film with its captions and its cover."""

from __future__ import annotations

import math
import tempfile
import wave
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from briefcast.output import Output, Role
from briefcast.sound import Piece, master_track, measure_loudness
from briefcast.speech.base import RATE_HZ
from briefcast.tools.probe import probe
from briefcast.video.captions import check_cues, write_srt, write_vtt
from briefcast.video.compositor import frame_to_rgb
from briefcast.video.encoder import encode_video
from briefcast.video.stage import Stage
from briefcast.video.storyboard import Storyboard


def render_video(
    storyboard: Storyboard, folder: Path, *, progress: Callable[[float], None] | None = None
) -> tuple[Output, ...]:
    """Write the film, its captions (SubRip and WebVTT) and its cover into a folder.

    ``progress`` is told how much is done, 0 to 1, about once for each second of film. Raises
    LayoutError when a text does not fit, MediaError when a photo cannot be read or a file written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shape, total = storyboard.shape, storyboard.frames
    film = folder / f"video-{shape}.mp4"
    cover = folder / f"cover-{shape}.png"

    def on_frame(count: int) -> None:
        if progress and (count % storyboard.fps == 0 or count == total):
            progress(count / total)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sound") as sound_worker:
        sound = sound_worker.submit(_master, storyboard)
        with Stage(storyboard) as stage:
            encode_video(
                film,
                stage.frames(),
                width_px=storyboard.width_px,
                height_px=storyboard.height_px,
                fps=storyboard.fps,
                frame_count=total,
                sound=sound,
                language=storyboard.language,
                metadata=_metadata(storyboard),
                on_frame=on_frame,
            )
            Image.fromarray(frame_to_rgb(stage.cover())).save(cover)
    return _outputs(storyboard, folder, film, cover)


def render_frame(storyboard: Storyboard, frame: int) -> NDArray[np.uint8]:
    """Give one frame of a storyboard as a picture (height, width, 3), without the frames before it."""
    scene = next(s for s in storyboard.scenes if s.start_frame <= frame < s.start_frame + s.frames)
    with Stage(storyboard) as stage:
        return frame_to_rgb(stage.still(scene, frame - scene.start_frame))


def _master(storyboard: Storyboard) -> NDArray[np.float32] | None:
    if not storyboard.sounds:
        return None
    pieces = [Piece(start_ms=piece.start_ms, audio=piece.audio) for piece in storyboard.sounds]
    with tempfile.TemporaryDirectory(prefix="briefcast-") as aside:
        path = Path(aside) / "master.wav"
        master_track(pieces, duration_ms=storyboard.duration_ms, out=path, music=storyboard.music)
        with wave.open(str(path)) as file:
            raw = np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, file.getnchannels())
            assert file.getframerate() == RATE_HZ
    return (raw[:, 0] / 32768).astype(np.float32)


def _metadata(storyboard: Storyboard) -> dict[str, str]:
    fields = {
        "title": storyboard.title,
        "comment": storyboard.voice_notice,
        "description": storyboard.description,
    }
    return {name: text for name, text in fields.items() if text}


def _outputs(storyboard: Storyboard, folder: Path, film: Path, cover: Path) -> tuple[Output, ...]:
    shape, language, cues = storyboard.shape, storyboard.language, storyboard.cues
    (folder / f"video-{shape}.srt").write_text(write_srt(cues, language), "utf-8")
    (folder / f"video-{shape}.vtt").write_text(write_vtt(cues, language), "utf-8")
    media: dict[str, object] = {**probe(film).as_dict(), "open_captions": bool(cues)}
    if storyboard.sounds:
        # On the finished file: encoding moves level and peaks a little.
        loudness = measure_loudness(film)
        measured = {"loudness_lufs": loudness.integrated_lufs, "true_peak_dbtp": loudness.true_peak_dbtp}
        media |= {name: round(value, 2) for name, value in measured.items() if math.isfinite(value)}
    if faults := check_cues(cues, language, shape):
        media["caption_faults"] = list(faults)

    def output(name: str, role: Role, media_type: str, **more: object) -> Output:
        return Output(
            name=name,
            product="video",
            role=role,
            media_type=media_type,
            language=language,
            variant=shape,
            **more,  # type: ignore[arg-type]
        )

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
        output(f"video-{shape}.srt", "captions", "application/x-subrip"),
        output(f"video-{shape}.vtt", "captions", "text/vtt"),
        output(
            cover.name,
            "cover",
            "image/png",
            alt_text=storyboard.title,
            media={"width_px": storyboard.width_px, "height_px": storyboard.height_px},
        ),
    )
