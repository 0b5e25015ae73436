"""Moving pictures: the frames of a loop as one animated WebP or GIF, as light as networks and mail programs take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from briefcast.errors import MediaError
from briefcast.messages import tell
from briefcast.products.video.compositor import frame_to_rgb
from briefcast.products.video.stage import Stage
from briefcast.products.video.storyboard import Storyboard

EACH = 2
"""Of so many frames one is shown."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of moving picture."""

    media_type: str
    short_side_px: tuple[int, ...]
    """Lengths of the short side to try, the largest first."""
    qualities: tuple[int, ...]
    most_bytes: int


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # Zalo's official accounts take pictures of 1 MB, the least of all.
        "webp": Kind(
            media_type="image/webp", short_side_px=(720, 540, 400), qualities=(80, 64, 48), most_bytes=1_000_000
        ),
        # X takes 5 MB of a picture; a mail of 5 MB still arrives.
        "gif": Kind(media_type="image/gif", short_side_px=(540, 400, 300), qualities=(0,), most_bytes=5_000_000),
    }
)


def frames_of(storyboard: Storyboard) -> list[Image.Image]:
    """Give every second frame of a storyboard; the last one is there."""
    with Stage(storyboard) as stage:
        return [
            Image.fromarray(frame_to_rgb(buffer)) for number, buffer in enumerate(stage.frames()) if number % EACH == 0
        ]


def write_moving(frames: Sequence[Image.Image], path: Path, *, fps: int) -> tuple[int, int]:
    """Write frames as a moving picture that begins anew for ever, of the kind its name ends with; give its size in px.

    Raises:
        MediaError: Even the smallest is heavier than is taken.
    """
    kind = KINDS[path.suffix.removeprefix(".")]
    duration_ms = round(1000 * EACH / fps)
    for side in kind.short_side_px:
        share = side / min(frames[0].size)
        size = round(frames[0].width * share), round(frames[0].height * share)
        small = [frame.resize(size, Image.Resampling.LANCZOS) for frame in frames]
        for quality in kind.qualities:
            _save(small, path, duration_ms, quality)
            if path.stat().st_size <= kind.most_bytes:
                return size
    raise MediaError(
        tell(
            "{name} is heavier than {most} kB: its picture is too restless.",
            name=path.name,
            most=kind.most_bytes // 1000,
        )
    )


def _save(frames: Sequence[Image.Image], path: Path, duration_ms: int, quality: int) -> None:
    first, *rest = frames
    if path.suffix == ".gif":
        # One palette for all: colours that change from frame to frame flicker.
        palette = first.quantize(256, dither=Image.Dither.NONE)
        first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
        first.save(path, "GIF", save_all=True, append_images=rest, duration=duration_ms, loop=0, optimize=False)
    else:
        first.save(
            path, "WEBP", save_all=True, append_images=rest, duration=duration_ms, loop=0, quality=quality, method=3
        )
