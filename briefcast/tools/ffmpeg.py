"""The ffmpeg program: where it is, which version, and how to run a graph with it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ffmpeg
import imageio_ffmpeg

from briefcast.errors import ToolError

_TAIL_LINES = 8
_TIMEOUT_S = 600.0
"""An hour of sound passes any graph used here in a tenth of this."""

Stream = Any
"""A graph made with ffmpeg-python, ended by ``.output(…)``."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What the program printed."""

    stdout: bytes
    stderr: str


def ffmpeg_path() -> Path:
    """Give the program: BRIEFCAST_FFMPEG if set, or the one that comes with imageio-ffmpeg."""
    if chosen := os.environ.get("BRIEFCAST_FFMPEG"):
        found = shutil.which(chosen)
        if found is None:
            raise ToolError(f"BRIEFCAST_FFMPEG names {chosen!r}, which is no program: correct it or unset it")
        return Path(found)
    try:
        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise ToolError("ffmpeg was not found: reinstall imageio-ffmpeg, or set BRIEFCAST_FFMPEG") from error


def ffmpeg_version() -> str:
    """Give the program's version, like ``9.0.2``."""
    return _version(ffmpeg_path())


@cache
def _version(program: Path) -> str:
    first = _call([str(program), "-version"], None, 20).stdout.decode(errors="replace").partition("\n")[0]
    found = re.search(r"version (\S+)", first)
    return found[1] if found else first


def run(stream: Stream, *, stdin: bytes | None = None, timeout_s: float = _TIMEOUT_S) -> Run:
    """Run a graph; ToolError with the last lines of what it printed if it fails.

    Files that a graph names as outputs are overwritten. What the program prints is kept at the level
    that measuring filters write at.
    """
    arguments = ffmpeg.compile(
        stream.global_args("-hide_banner", "-nostats"),
        cmd=str(ffmpeg_path()),
        overwrite_output=True,
    )
    return _call(arguments, stdin, timeout_s)


def _call(arguments: list[str], stdin: bytes | None, timeout_s: float) -> Run:
    name = Path(arguments[0]).name
    try:
        done = subprocess.run(arguments, input=stdin or b"", capture_output=True, timeout=timeout_s, check=False)
    except OSError as error:
        raise ToolError(f"{arguments[0]} could not be started ({error}): check BRIEFCAST_FFMPEG") from error
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{name} did not finish within {timeout_s:g} s") from error
    stderr = done.stderr.decode(errors="replace")
    if done.returncode:
        tail = "\n".join(stderr.strip().splitlines()[-_TAIL_LINES:])
        raise ToolError(f"{name} failed with code {done.returncode}:\n{tail}")
    return Run(stdout=done.stdout, stderr=stderr)
