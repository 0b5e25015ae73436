"""Pictures and films that somebody else made: the one door through which they are opened.

What parses them runs in a process of its own (`look_worker`), with a limit on memory and time, so that a file made to
exhaust a machine, or to break a parser, ends that process alone. Only formats and codecs of the lists here are opened.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import ffmpeg

from briefcast.errors import MediaError, ToolError
from briefcast.messages import Message, joined, tell
from briefcast.tools.ffmpeg import run

if TYPE_CHECKING:
    from PIL import Image

PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
"""Kinds of pictures that are opened; Pillow would hand an EPS named x.jpg to Ghostscript."""
PICTURE_MAX_BYTES = 30_000_000
PICTURE_MAX_PIXELS = 50_000_000
"""Largest picture opened, about 150 MB in memory; cameras take 12 to 48 million."""
SIDE_MIN_PX, SIDE_MAX_PX = 16, 16_384

FILM_FORMATS: Mapping[str, str] = {
    ".mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    ".m4v": "mov,mp4,m4a,3gp,3g2,mj2",
    ".mov": "mov,mp4,m4a,3gp,3g2,mj2",
    ".webm": "matroska,webm",
}
"""Endings of films, and what each has to be inside, as FFmpeg calls it: a list of other files is not followed."""
FILM_CODECS = (
    "h264",
    "hevc",
    "mpeg4",
    "prores",
    "mjpeg",
    "vp8",
    "vp9",
    "av1",
    "libdav1d",
    "libvpx",
    "libvpx-vp9",
    "aac",
    "mp3",
    "mp3float",
    "ac3",
    "opus",
    "libopus",
    "vorbis",
    "flac",
    "alac",
    "pcm_s16le",
    "pcm_s16be",
    "pcm_s24le",
)
"""What cameras, telephones and editors write, of FFmpeg's some five hundred decoders."""
FILM_MAX_BYTES = 500_000_000
FILM_MAX_PIXELS = 36_000_000
"""Largest frame decoded: 8K has 33 million."""

CLEAN_SIDE_MAX_PX = 6_000
"""Longest side of a picture that is written anew: A4 in print takes 3,508."""

_MEMORY_BYTES = 1_200_000_000
"""Address space of the process: the largest picture with transparency takes half of it."""
_CPU_S, _WAIT_S = 15, 120
"""Seconds of computing that the process gets, and how long it is waited for on a busy machine."""
_WORKER = Path(__file__).with_name("look_worker.py")

Fault = Literal[
    "missing", "bytes", "pixels", "sides", "memory", "time", "broken", "ending", "no-picture", "no-frames", "codec",
    "moves",
]  # fmt: skip


class Unusable(Exception):  # noqa: N818  # an answer; whoever asked says it in the words of its place
    """Why a picture or film is not opened."""

    def __init__(self, *, fault: Fault, width_px: int = 0, height_px: int = 0, codec: str = "") -> None:
        super().__init__(fault)
        self.fault, self.width_px, self.height_px, self.codec = fault, width_px, height_px, codec

    @property
    def size(self) -> str:
        """Its size as people write it, where it is known."""
        return f"{self.width_px} × {self.height_px} px" if self.width_px else ""


@dataclass(frozen=True, kw_only=True)
class FilmFacts:
    """What a film turned out to be."""

    length_s: float
    width_px: int
    """As stored, as the height."""
    height_px: int
    rotation: int
    """Degrees by which it is turned to stand upright, as the camera noted."""


def measure_picture(path: Path) -> tuple[int, int]:
    """Read a picture to its end, and give its width and height in px as they are stored.

    Raises:
        Unusable: it is no picture that is opened, broken, or too large.
    """
    facts, _ = _look("picture", path, PICTURE_MAX_BYTES)
    return facts["width_px"], facts["height_px"]


def open_picture(path: Path) -> Image.Image:
    """Give a picture, turned upright as its camera noted, in RGB, or in RGBA where it lets the ground through.

    Raises:
        MediaError: names the file and what to do.
    """
    from PIL import Image

    try:
        facts, content = _look("pixels", path, PICTURE_MAX_BYTES)
    except Unusable as found:
        why, remedy = why_no_picture(found)
        message = tell("The picture {name} cannot be opened: {why}.", name=path.name, why=why)
        raise MediaError(joined(message, remedy)) from None
    return Image.frombytes(facts["mode"], (facts["width_px"], facts["height_px"]), content)


def clean_picture(path: Path) -> tuple[bytes, str]:
    """Write a picture anew, as JPEG or PNG, and give it with its ending: upright, in sRGB, with nothing but its pixels.

    Where it was taken, when, with what and by whom is not in it any more. Its longest side is 6,000 px at most.

    Raises:
        Unusable: it is no picture that is opened, broken, too large, or moves.
    """
    facts, content = _look("clean", path, PICTURE_MAX_BYTES)
    return content, f".{facts['kind']}"


def clean_film(path: Path, clean: Path) -> None:
    """Write the picture and the sound of a film into another file as they are, without anything said beside them.

    Where a telephone took it is noted in tracks and tags of its own: they are left out. How it was held stays.

    Raises:
        Unusable: it is no film that is opened, broken, empty or too large.
    """
    measure_film(path)
    inside = {
        "protocol_whitelist": "file",
        "format_whitelist": FILM_FORMATS[path.suffix.lower()],
        "codec_whitelist": ",".join(FILM_CODECS),
    }
    source = ffmpeg.input(str(path), **inside)
    more = {"movflags": "+faststart"} if path.suffix.lower() != ".webm" else {}
    kept = ffmpeg.output(
        source["v:0"], source["a?"], str(clean), c="copy", map_metadata=-1, map_chapters=-1, fflags="+bitexact", **more
    )
    try:
        run(kept)
    except ToolError:
        raise Unusable(fault="broken") from None
    measure_film(clean)


def film_frame(path: Path) -> bytes:
    """Give the first frame of a film, upright, as JPEG; Unusable if it has none that can be read."""
    if path.suffix.lower() not in FILM_FORMATS:
        raise Unusable(fault="ending")
    return _look("frame", path, FILM_MAX_BYTES)[1]


def why_no_picture(found: Unusable) -> tuple[Message, Message]:
    """Say why a picture is not opened, without a full stop, and what to do about it."""
    smaller, again = tell("Make it smaller."), tell("Save it again as JPEG or PNG.")
    if found.fault == "bytes":
        return tell("it is larger than 30 MB"), again
    if found.fault == "sides":
        return tell("it has {size}", size=found.size), tell("Find another picture.")
    if found.fault == "pixels" and found.size:
        return tell("it has {size}", size=found.size), smaller
    if found.fault in ("pixels", "memory", "time"):
        return tell("it is far too large"), smaller
    if found.fault == "moves":
        return tell("it moves"), tell("Save one picture of it as JPEG or PNG, or all of it as an MP4 film.")
    if found.fault == "missing":
        return tell("it is not there, or nobody may read it"), tell("Copy it beside the brief.")
    return tell("it is no whole JPEG, PNG or WebP picture"), again


def measure_film(path: Path) -> FilmFacts:
    """Read a film to its first frame.

    Raises:
        Unusable: it is no film that is opened, broken, empty or too large.
    """
    if path.suffix.lower() not in FILM_FORMATS:
        raise Unusable(fault="ending")
    facts, _ = _look("film", path, FILM_MAX_BYTES)
    return FilmFacts(**facts)


def _look(task: str, path: Path, max_bytes: int) -> tuple[Mapping[str, Any], bytes]:
    try:
        seen = path.stat()
    except (OSError, ValueError):
        raise Unusable(fault="missing") from None
    if not path.is_file():
        # A pipe would be waited for.
        raise Unusable(fault="missing")
    if seen.st_size > max_bytes:
        raise Unusable(fault="bytes")
    if task in ("pixels", "clean", "frame"):
        facts, content = _ask(task, path)
    else:
        facts, content = _asked(task, path.resolve(), seen.st_size, seen.st_mtime_ns), b""
    if "fault" in facts:
        raise Unusable(**{key: value for key, value in facts.items() if key != "why"})
    return facts, content


@lru_cache(maxsize=512)
def _asked(task: str, path: Path, _size: int, _mtime_ns: int) -> Mapping[str, Any]:
    """Ask once for each state of a file: a brief may name one picture many times."""
    return _ask(task, path)[0]


def _ask(task: str, path: Path) -> tuple[Mapping[str, Any], bytes]:
    """Have a process of its own look at a file; give its answer and what follows it."""
    limits = {"memory_bytes": _MEMORY_BYTES, "cpu_s": _CPU_S, "side_min_px": SIDE_MIN_PX, "side_max_px": SIDE_MAX_PX}
    if task in ("film", "frame"):
        limits |= {"pixels": FILM_MAX_PIXELS}
        more: dict[str, object] = {"formats": FILM_FORMATS[path.suffix.lower()], "codecs": FILM_CODECS}
    else:
        limits |= {"pixels": PICTURE_MAX_PIXELS, "clean_side_max_px": CLEAN_SIDE_MAX_PX}
        more = {"formats": PICTURE_FORMATS}
    # Isolated: neither the folder one stands in nor the environment says what it imports. One thread of BLAS, which
    # would take its buffers for each core.
    command = [sys.executable, "-I", str(_WORKER), task, str(path.resolve()), json.dumps({**limits, **more})]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WAIT_S,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        return {"fault": "time"}, b""
    line, _, content = done.stdout.partition(b"\n")
    try:
        facts = json.loads(line)
    except ValueError:
        # It was stopped at its limit, or the parser took it down.
        return {"fault": "time" if done.returncode in (-24, -9) else "broken"}, b""
    return facts, content
