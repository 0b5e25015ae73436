"""The Pagefind program: where it is, and how it makes the index that a site is searched with."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefcast.errors import ToolError

_TIMEOUT_S = 600.0
"""A hundred thousand pages take a tenth of this."""


def pagefind_path() -> Path | None:
    """Give the program: BRIEFCAST_PAGEFIND if set, the one of the package pagefind-bin, or one on the path; or None."""
    if chosen := os.environ.get("BRIEFCAST_PAGEFIND"):
        found = shutil.which(chosen)
        if found is None:
            raise ToolError(f"BRIEFCAST_PAGEFIND names {chosen!r}, which is no program: correct it or unset it")
        return Path(found)
    try:
        return Path(importlib.import_module("pagefind_bin").get_executable())
    except (ImportError, OSError):
        named = shutil.which("pagefind")
        return Path(named) if named else None


@cache
def pagefind_version(program: Path) -> str:
    """Give the program's version, like ``1.5.2``."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.strip().rpartition(" ")[2]


def make_indexes(program: Path, folders: Mapping[Path, Path]) -> None:
    """Make the index of each folder of pages in another folder, all at once.

    Raises:
        ToolError: with the last lines of what it printed.
    """
    running = [
        subprocess.Popen(
            [program, "--site", pages, "--output-path", index, "--quiet"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        for pages, index in folders.items()
    ]
    try:
        for each in running:
            said, _ = each.communicate(timeout=_TIMEOUT_S)
            if each.returncode:
                raise ToolError(f"pagefind failed with code {each.returncode}:\n{said.strip()[-800:]}")
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"pagefind did not finish within {_TIMEOUT_S:g} s") from error
    finally:
        for each in running:
            if each.poll() is None:
                each.kill()
                each.wait()
