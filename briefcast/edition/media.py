"""Pictures and films beside a brief: what would stop or blur an output that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefcast.brief.document import inside
from briefcast.brief.findings import Severity
from briefcast.brief.model import Footage
from briefcast.errors import MediaError
from briefcast.messages import tell
from briefcast.tools.strangers import FILM_FORMATS, FILM_MAX_BYTES, Unusable, measure_picture, why_no_picture

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
    file = _beside(folder, name, tell("picture"), "image-missing")
    if isinstance(file, MediaFault):
        return file
    try:
        width_px, height_px = measure_picture(file)
    except Unusable as found:
        why, remedy = why_no_picture(found)
        message = tell("The picture {name} cannot be opened: {why}.", name=name, why=why)
        return MediaFault(code="image-unreadable", message=message, remedy=remedy)
    short_px, size = min(width_px, height_px), f"{width_px} × {height_px} px"
    if short_px < IMAGE_SHORT_SIDE_MIN_PX:
        message = tell("The picture {name} has {size} and would be blurred.", name=name, size=size)
        return _blurred("image-small", message, IMAGE_SHORT_SIDE_MIN_PX)
    return None


def find_footage_fault(folder: Path, film: Footage) -> MediaFault | None:
    """Give what is wrong with a film beside a brief, if anything is."""
    name = film.file
    file = _beside(folder, name, tell("film"), "footage-missing")
    if isinstance(file, MediaFault):
        return file

    def unusable(why: str, remedy: str) -> MediaFault:
        message = tell("The film {name} cannot be used: {why}", name=name, why=why)
        return MediaFault(code="footage-unreadable", message=message, remedy=remedy)

    if file.suffix.lower() not in FILM_FORMATS:
        return unusable(tell("it is no MP4, MOV or WebM."), tell("Save it as MP4."))
    if file.stat().st_size > FILM_MAX_BYTES:
        return unusable(tell("it is larger than 500 MB."), tell("Cut it to what is shown."))
    # PyAV takes a moment to come; only briefs with films wait for it.
    from briefcast.products.video.footage import read_film

    try:
        found = read_film(file)
    except MediaError as error:
        return unusable(error.told, tell("Save it again as MP4."))
    if found.length_s - film.from_s < FOOTAGE_MIN_S or (film.to_s or 0) > found.length_s + 0.05:
        message = tell(
            "The film {name} is {seconds} s long; 'from' and 'to' do not lie in it.",
            name=name,
            seconds=round(found.length_s, 1),
        )
        return MediaFault(code="footage-short", message=message, remedy=tell("Correct 'from' and 'to'."))
    if min(found.width_px, found.height_px) < FOOTAGE_SHORT_SIDE_MIN_PX:
        size = f"{found.width_px} × {found.height_px} px"
        message = tell("The film {name} has {size} and would be blurred.", name=name, size=size)
        return _blurred("footage-small", message, FOOTAGE_SHORT_SIDE_MIN_PX)
    return None


def _beside(folder: Path, name: str, what: str, missing: MediaCode) -> Path | MediaFault:
    """Give the file of that name beside a brief, or why there is none."""
    try:
        file = inside(folder, name)
    except ValueError as error:
        return MediaFault(
            code=missing,
            message=tell("'{name}' {reason}.", name=name, reason=error.args[0]),
            remedy=tell("Copy the {what} beside the brief.", what=what),
        )
    if not file.is_file():
        message = tell("There is no {what} {name} beside the brief.", what=what, name=name)
        return MediaFault(code=missing, message=message, remedy=tell("Copy it there."))
    return file


def _blurred(code: MediaCode, message: str, least_px: int) -> MediaFault:
    return MediaFault(
        code=code,
        severity="warning",
        message=message,
        remedy=tell("Find one of at least {least} px on its short side.", least=least_px),
    )
