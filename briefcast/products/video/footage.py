"""Footage: a photo or film of the brief becomes the moving ground of its scene, through MoviePy.

Photos drift slowly closer. A film is trimmed and brought to the frame's size once (`prepare_film`), for
every language alike; from then on only whole frames are read. Where it is shorter than its scene it
begins again, its end fading into its beginning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from briefcast.errors import MediaError
from briefcast.messages import Message, Typed, tell
from briefcast.products.video.compositor import rgb_to_frame
from briefcast.products.video.storyboard import Storyboard
from briefcast.script import Shot
from briefcast.store.store import Store, content_key
from briefcast.store.working import working_folder
from briefcast.tools.strangers import FILM_FORMATS, Unusable, measure_film, open_picture

FILM_MAX_S = 30.0
"""No more of a film is used; a scene is rarely longer, and then it begins again."""
_DRIFT = 0.08
"""How much closer a photo comes during its scene."""
_CROSS_FRAMES = 15
"""Half a second in which the end of a film fades into its beginning."""
_LOOP_MIN_FRAMES = 60
"""A film shorter than two seconds would pulse: it is held at its end."""
_PREPARED = "film.mp4"
# Every frame stands for itself, so that any of them is read alone; one thread, so that the bytes are always the same.
_X264 = {"preset": "ultrafast", "crf": "14", "g": "1", "bf": "0", "threads": "1"}

Frame = NDArray[np.uint8]


def open_footage(
    shot: Shot, *, width_px: int, height_px: int, frames: int, fps: int, first: int = 0, drift: bool = True
) -> Iterator[Frame]:
    """Give the ``frames`` frames of a photo or film, each a YUV 4:2:0 buffer of width by height.

    ``first`` leaves out the frames before it; without ``drift`` a photo stands still. A film that was
    prepared (`prepare_film`) is read as it is, another one is prepared aside.

    Raises MediaError that names the file if it is broken, empty or too large.
    """
    if not is_film(shot.file):
        yield from _photo_frames(shot, width_px, height_px, frames, first, drift=drift)
    elif shot.file.name == _PREPARED:
        yield from _film_frames(shot.file, frames, first)
    else:
        with working_folder("footage") as aside:
            prepare_film(shot, aside, width_px=width_px, height_px=height_px, fps=fps)
            yield from _film_frames(aside / _PREPARED, frames, first)


def is_film(path: Path) -> bool:
    """Tell whether a file of a brief is a film, by its ending."""
    return path.suffix.lower() in FILM_FORMATS


def prepare_film(shot: Shot, folder: Path, *, width_px: int, height_px: int, fps: int) -> Path:
    """Write a film, trimmed and of the size and frame rate it is shown in, into a folder; give its path.

    It is turned upright as the camera noted, filled or fitted, and at most `FILM_MAX_S` long.
    MediaError names the file if it cannot be read.
    """
    moviepy = _moviepy(shot.file)
    film = read_film(shot.file)
    end_s = min(shot.to_s or film.length_s, film.length_s, shot.from_s + FILM_MAX_S)
    if end_s - shot.from_s < 1 / fps:
        raise MediaError(
            tell(
                "{name} is {seconds} s long and is to begin at {begin} s: name an earlier moment.",
                name=shot.file.name,
                seconds=round(film.length_s, 1),
                begin=shot.from_s,
            )
        )
    path = folder / _PREPARED
    clip: Any = None
    try:
        # MoviePy has a turned film upright, but in the size in which it is stored.
        upright = (film.width_px, film.height_px) if film.turned else None
        clip = moviepy.VideoFileClip(str(shot.file), audio=False, target_resolution=upright)
        clip = clip.subclipped(shot.from_s, end_s)
        # The last frame begins before the end by one frame of the film itself, not of ours.
        last_s = max(clip.duration - 1 / max(clip.fps or fps, 1), 0)
        count = max(round(clip.duration * fps), 1)
        with av.open(str(path), "w") as out:
            stream = out.add_stream("libx264", rate=fps, options=_X264)
            stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
            for number in range(count):
                picture = clip.get_frame(min(number / fps, last_s))
                shown = _placed(picture, shot, width_px, height_px)
                frame = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(rgb_to_frame(shown)), format="yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, fps)
                out.mux(stream.encode(frame))
            out.mux(stream.encode(None))
    except Exception as error:  # MoviePy lets errors of many libraries through
        told = tell("{name} cannot be used as a film ({error}); save it as MP4.", name=shot.file.name, error=str(error))
        raise MediaError(told) from error
    finally:
        if clip is not None:
            clip.close()
    return path


def _moviepy(path: Path) -> Any:
    """Load MoviePy; MediaError says how to install it where it is not, and names the file that asks for it."""
    try:
        # It takes a second to come; only briefs with photos and films wait for it.
        import moviepy
    except ImportError as error:
        raise MediaError(
            tell(
                "{name} cannot be brought into a video: MoviePy is not installed. Install it: {command}",
                name=path.name,
                command=Typed("pip install 'briefcast[footage]'"),
            )
        ) from error
    return moviepy


@dataclass(frozen=True, kw_only=True)
class Film:
    """What a file turned out to be."""

    length_s: float
    width_px: int
    """Upright, as the height."""
    height_px: int
    turned: bool
    """Whether it is stored lying and shown standing, or the other way round."""


def keep_films(storyboard: Storyboard, store: Store, *, scale: float = 1.0) -> Storyboard:
    """Have every film of a storyboard prepared in the store, once for all languages; give the board that uses them.

    ``scale`` is that of the stage on which they will be shown.
    """
    width_px, height_px = storyboard.size_at(scale)

    def kept(shot: Shot) -> Shot:
        size = {"width_px": width_px, "height_px": height_px, "fps": storyboard.fps}
        entry = store.make(content_key("footage", shot, size), lambda folder: prepare_film(shot, folder, **size).name)
        return replace(shot, file=entry.folder / entry.meta)

    scenes = tuple(
        replace(scene, photo=kept(scene.photo)) if scene.photo and is_film(scene.photo.file) else scene
        for scene in storyboard.scenes
    )
    return replace(storyboard, scenes=scenes)


def read_film(path: Path) -> Film:
    """Read the first frame of a film; MediaError says why it cannot be one: unreadable, empty, too large."""
    try:
        found = measure_film(path)
    except Unusable as unusable:
        raise MediaError(why_no_film(path.name, unusable)) from None
    # Phones store a film as it comes from the lens and note how they were held.
    turned = found.rotation % 180 != 0
    size = found.width_px, found.height_px
    return Film(length_s=found.length_s, width_px=size[turned], height_px=size[not turned], turned=turned)


def why_no_film(name: str, found: Unusable) -> Message:
    """Say why a film is not opened, and what to do about it."""
    unreadable = tell("{name} is not a film that can be read", name=name)
    if found.fault == "no-picture":
        return tell("{unreadable}: it has no picture; save it as MP4.", unreadable=unreadable)
    if found.fault == "no-frames":
        return tell("{unreadable}: it has no frames; save it again as MP4.", unreadable=unreadable)
    if found.fault == "pixels" and found.size:
        return tell("{name} has {size}; make it at most 8K.", name=name, size=found.size)
    if found.fault == "sides":
        return tell("{name} has {size}; use a larger one.", name=name, size=found.size)
    if found.fault in ("pixels", "memory", "time"):
        return tell("{unreadable}: it takes too much memory or time; save it again as MP4.", unreadable=unreadable)
    if found.fault == "codec":
        return tell("{unreadable}: its codec is not known here; save it as MP4 with H.264.", unreadable=unreadable)
    return tell("{unreadable}; save it as MP4.", unreadable=unreadable)


def _film_frames(path: Path, frames: int, first: int) -> Iterator[Frame]:
    """Read a prepared film, from the beginning again with a crossfade as often as the scene takes."""
    with _Reel(path) as reel:
        count = len(reel)
        for number in range(first, frames):
            place, into, share = loop_frame(number, count)
            shown = reel.frame(place)
            yield _blend(shown, reel.frame(into), share) if share else shown


def loop_frame(number: int, count: int) -> tuple[int, int, float]:
    """Say which frame of ``count`` is shown as a scene's ``number``-th, and which one fades in over it, how far."""
    if count < _LOOP_MIN_FRAMES:
        return min(number, count - 1), 0, 0.0
    period = count - _CROSS_FRAMES
    turns, place = divmod(number, period)
    if turns and place < _CROSS_FRAMES:
        return period + place, place, (place + 1) / (_CROSS_FRAMES + 1)
    return place, 0, 0.0


class _Reel:
    """A prepared film, any frame of which can be read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> _Reel:
        self._file = av.open(str(self._path))
        stream = self._file.streams.video[0]
        stream.thread_type = "NONE"
        self._context = stream.codec_context
        self._packets = [packet for packet in self._file.demux(stream) if packet.size]
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._packets)

    def frame(self, number: int) -> Frame:
        found = self._context.decode(self._packets[number]) or self._context.decode(None)
        self._context.flush_buffers()
        return np.asarray(found[0].to_ndarray(), np.uint8)


def _blend(under: Frame, over: Frame, share: float) -> Frame:
    weight = round(share * 256)
    mixed = under.astype(np.uint16) * np.uint16(256 - weight) + over.astype(np.uint16) * np.uint16(weight)
    return (mixed >> 8).astype(np.uint8)


def _placed(picture: Frame, shot: Shot, width_px: int, height_px: int) -> Frame:
    """Bring a picture of a film to the frame's size: cropped about its focus, or whole on a blurred ground."""
    from PIL import Image

    image = Image.fromarray(picture)
    filled = image.resize(
        (width_px, height_px),
        Image.Resampling.BILINEAR,
        box=crop_box(image.width, image.height, width_px / height_px, shot.focus),
        reducing_gap=2.0,
    )
    if shot.fit == "fill":
        return np.asarray(filled)
    scale = min(width_px / image.width, height_px / image.height)
    whole = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR)
    ground = filled.resize((width_px // 40, height_px // 40), Image.Resampling.BOX)
    ground = ground.resize((width_px, height_px), Image.Resampling.BICUBIC)
    ground.paste(whole, ((width_px - whole.width) // 2, (height_px - whole.height) // 2))
    return np.asarray(ground)


def crop_box(wide: float, tall: float, aspect: float, focus: tuple[float, float]) -> tuple[float, float, float, float]:
    """Give the largest part of a picture with an aspect that has the focus as near its middle as can be."""
    width, height = min(wide, tall * aspect), min(tall, wide / aspect)
    left = min(max(focus[0] * wide - width / 2, 0), wide - width)
    top = min(max(focus[1] * tall - height / 2, 0), tall - height)
    return left, top, left + width, top + height


def _photo_frames(
    shot: Shot, width_px: int, height_px: int, frames: int, first: int, *, drift: bool
) -> Iterator[Frame]:
    moviepy = _moviepy(shot.file)
    picture = _read_photo(shot.file)
    tall, wide = picture.shape[:2]
    # Prepared a little larger than the frame, so that drifting closer never magnifies.
    cover = max(width_px / wide, height_px / tall) * (1 + _DRIFT)
    clip = moviepy.ImageClip(picture, duration=1).with_effects([moviepy.vfx.Resize(cover)])
    prepared = clip.get_frame(0)
    for number in range(first, frames):
        share = number / max(frames - 1, 1) if drift else 0.0
        yield rgb_to_frame(_drift(prepared, width_px, height_px, share, shot.focus))


def _read_photo(path: Path) -> Frame:
    return np.asarray(open_picture(path).convert("RGB"))


def _drift(picture: Frame, width_px: int, height_px: int, share: float, focus: tuple[float, float]) -> Frame:
    """Cut a window about the focus that shrinks towards the frame's own size, and scale it to the frame."""
    from PIL import Image

    zoom = 1 + _DRIFT * (1 - share)
    tall, wide = picture.shape[:2]
    width, height = min(width_px * zoom, wide), min(height_px * zoom, tall)
    left = min(max(focus[0] * wide - width / 2, 0), wide - width)
    top = min(max(focus[1] * tall - height / 2, 0), tall - height)
    box = (left, top, left + width, top + height)
    scaled = Image.fromarray(picture).resize((width_px, height_px), Image.Resampling.BILINEAR, box=box)
    return np.asarray(scaled)
