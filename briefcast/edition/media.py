"""Pictures and films beside a brief: what would stop or blur an output that shows them."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefcast.brief.findings import Severity
from briefcast.brief.model import Footage
from briefcast.brief.read import inside
from briefcast.errors import MediaError

MediaCode = Literal[
    "image-missing",
    "image-unreadable",
    "image-small",
    "footage-missing",
    "footage-unreadable",
    "footage-short",
    "footage-small",
]
"""What may be wrong with a picture or film."""

IMAGE_SHORT_SIDE_MIN_PX = 1080
"""Pictures fill a page 1080 px wide; a smaller one would be blurred."""
IMAGE_MAX_PIXELS = 50_000_000
"""Largest picture opened, about 150 MB in memory; cameras take 12 to 48 million."""
IMAGE_MAX_BYTES = 30_000_000
IMAGE_SIDE_MIN_PX, IMAGE_SIDE_MAX_PX = 16, 16_384
FOOTAGE_MAX_BYTES = 500_000_000
FOOTAGE_ENDINGS = (".mp4", ".m4v", ".mov", ".webm")
FOOTAGE_MIN_S = 0.5
FOOTAGE_SHORT_SIDE_MIN_PX = 540
"""Films move and lie behind a veil: half of what a picture needs."""


@dataclass(frozen=True, kw_only=True)
class MediaFault:
    """What is wrong with one picture or film."""

    code: MediaCode
    message: str
    remedy: str
    severity: Severity = "error"


def find_image_fault(folder: Path, name: str) -> MediaFault | None:
    """Give what is wrong with a picture beside a brief, if anything is; it is opened and read to its end."""
    file = _beside(folder, name, "picture", "image-missing")
    if isinstance(file, MediaFault):
        return file
    # Only briefs with pictures wait for what opens them.
    from PIL import Image, UnidentifiedImageError

    from briefcast.look.pictures import PICTURE_FORMATS

    def unreadable(why: str, remedy: str) -> MediaFault:
        message = f"The picture {name} cannot be opened: {why}."
        return MediaFault(code="image-unreadable", message=message, remedy=remedy)

    if file.stat().st_size > IMAGE_MAX_BYTES:
        return unreadable("it is larger than 30 MB", _SAVE_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=PICTURE_FORMATS) as image:
                width_px, height_px = image.size
                size = f"{width_px} × {height_px} px"
                short_px, long_px = sorted((width_px, height_px))
                if short_px < IMAGE_SIDE_MIN_PX or long_px > IMAGE_SIDE_MAX_PX:
                    return unreadable(f"it has {size}", "Find another picture.")
                if width_px * height_px > IMAGE_MAX_PIXELS:
                    return unreadable(f"it has {size}", "Make it smaller.")
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return unreadable("it is far too large", "Make it smaller.")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return unreadable("it is no whole JPEG, PNG or WebP picture", _SAVE_PICTURE)
    if short_px < IMAGE_SHORT_SIDE_MIN_PX:
        return _blurred("image-small", f"The picture {name} has {size}", IMAGE_SHORT_SIDE_MIN_PX)
    return None


def find_footage_fault(folder: Path, film: Footage) -> MediaFault | None:
    """Give what is wrong with a film beside a brief, if anything is."""
    name = film.file
    file = _beside(folder, name, "film", "footage-missing")
    if isinstance(file, MediaFault):
        return file

    def unusable(why: str, remedy: str) -> MediaFault:
        message = f"The film {name} cannot be used: {why}"
        return MediaFault(code="footage-unreadable", message=message, remedy=remedy)

    if file.suffix.lower() not in FOOTAGE_ENDINGS:
        return unusable("it is no MP4, MOV or WebM.", "Save it as MP4.")
    if file.stat().st_size > FOOTAGE_MAX_BYTES:
        return unusable("it is larger than 500 MB.", "Cut it to what is shown.")
    # PyAV takes a moment to come; only briefs with films wait for it.
    from briefcast.products.video.footage import read_film

    try:
        found = read_film(file)
    except MediaError as error:
        return unusable(str(error), "Save it again as MP4.")
    if found.length_s - film.from_s < FOOTAGE_MIN_S or (film.to_s or 0) > found.length_s + 0.05:
        message = f"The film {name} is {found.length_s:.1f} s long; 'from' and 'to' do not lie in it."
        return MediaFault(code="footage-short", message=message, remedy="Correct 'from' and 'to'.")
    if min(found.width_px, found.height_px) < FOOTAGE_SHORT_SIDE_MIN_PX:
        said = f"The film {name} has {found.width_px} × {found.height_px} px"
        return _blurred("footage-small", said, FOOTAGE_SHORT_SIDE_MIN_PX)
    return None


_SAVE_PICTURE = "Save it again as JPEG or PNG."


def _beside(folder: Path, name: str, what: str, missing: MediaCode) -> Path | MediaFault:
    """Give the file of that name beside a brief, or why there is none."""
    try:
        file = inside(folder, name)
    except ValueError as error:
        return MediaFault(code=missing, message=f"'{name}' {error}.", remedy=f"Copy the {what} beside the brief.")
    if not file.is_file():
        message = f"There is no {what} {name} beside the brief."
        return MediaFault(code=missing, message=message, remedy="Copy it there.")
    return file


def _blurred(code: MediaCode, said: str, least_px: int) -> MediaFault:
    return MediaFault(
        code=code,
        severity="warning",
        message=f"{said} and would be blurred.",
        remedy=f"Find one of at least {least_px} px on its short side.",
    )
