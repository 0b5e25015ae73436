"""Footage: a photo or film of the brief becomes the moving ground of its scene, through MoviePy.

Photos drift slowly closer, films are cut to length or held at their end; both fill the frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefcast.errors import MediaError
from briefcast.video.compositor import rgb_to_frame

FILMS = frozenset({".mp4", ".mov", ".m4v", ".webm"})
PIXELS_MAX = 60_000_000
"""A picture larger than this (four times a 4K frame and more) is refused: it may be made to exhaust memory."""
_DRIFT = 0.08
"""How much closer a photo comes during its scene."""


def open_footage(
    path: Path, *, width_px: int, height_px: int, frames: int, fps: int, first: int = 0, drift: bool = True
) -> Iterator[NDArray[np.uint8]]:
    """Give the ``frames`` frames of a photo or film, each a YUV 4:2:0 buffer that fills width by height.

    ``first`` leaves out the frames before it. Without ``drift`` a photo stands still; a film runs.

    Raises MediaError that names the file if it is broken, empty or too large.
    """
    # MoviePy takes a second to come; only briefs with photos wait for it.
    from moviepy import ImageClip, VideoFileClip, vfx

    seconds = frames / fps
    try:
        if path.suffix.lower() in FILMS:
            clip = VideoFileClip(str(path), audio=False)
            _check_size(path, *clip.size)
            clip = clip.subclipped(0, min(seconds, clip.duration))
        else:
            clip = ImageClip(_read_photo(path), duration=seconds)
    except MediaError:
        raise
    except Exception as error:  # MoviePy lets errors of many libraries through
        raise MediaError(f"{path.name} cannot be used as a picture ({error}); save it as JPEG, PNG or MP4.") from error
    cover = max(width_px / clip.w, height_px / clip.h)
    if path.suffix.lower() not in FILMS:
        # Prepared a little larger than the frame, so that drifting closer never magnifies.
        cover *= 1 + _DRIFT
    clip = clip.with_effects([vfx.Resize(cover)])
    last = max(clip.duration - 1 / fps, 0)
    try:
        for number in range(first, frames):
            picture = clip.get_frame(min(number / fps, last))
            if path.suffix.lower() in FILMS:
                yield rgb_to_frame(_crop(picture, width_px, height_px))
            else:
                yield rgb_to_frame(_drift(picture, width_px, height_px, number / max(frames - 1, 1) if drift else 1))
    except OSError as error:
        raise MediaError(f"{path.name} broke off while it was read ({error}); replace the file.") from error
    finally:
        clip.close()


def _read_photo(path: Path) -> NDArray[np.uint8]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            _check_size(path, *image.size)
            # Cameras store how they were held; whoever ignores it shows people lying down.
            return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise MediaError(f"{path.name} is not a picture that can be read ({error}); save it as JPEG or PNG.") from error


def _check_size(path: Path, width_px: int, height_px: int) -> None:
    if width_px * height_px > PIXELS_MAX:
        raise MediaError(f"{path.name} has {width_px} × {height_px} pixels; make it at most 7000 pixels wide and high.")
    if min(width_px, height_px) < 16:
        raise MediaError(f"{path.name} has {width_px} × {height_px} pixels; use a larger picture.")


def _crop(picture: NDArray[np.uint8], width_px: int, height_px: int) -> NDArray[np.uint8]:
    tall, wide = picture.shape[:2]
    top, left = (tall - height_px) // 2, (wide - width_px) // 2
    return picture[top : top + height_px, left : left + width_px]


def _drift(picture: NDArray[np.uint8], width_px: int, height_px: int, share: float) -> NDArray[np.uint8]:
    """Cut a window that shrinks from the whole picture to the frame's own size, and scale it to the frame."""
    from PIL import Image

    zoom = 1 + _DRIFT * (1 - share)
    wide, tall = width_px * zoom, height_px * zoom
    left, top = (picture.shape[1] - wide) / 2, (picture.shape[0] - tall) / 2
    box = (max(left, 0), max(top, 0), min(left + wide, picture.shape[1]), min(top + tall, picture.shape[0]))
    scaled = Image.fromarray(picture).resize((width_px, height_px), Image.Resampling.BILINEAR, box=box)
    return np.asarray(scaled)
