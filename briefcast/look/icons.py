"""The symbols that stand beside figures and points: Lucide's, drawn in outline."""

from __future__ import annotations

import difflib
import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from briefcast.errors import LayoutError, ToolError


@cache
def list_icons() -> frozenset[str]:
    """List the names of all symbols."""
    with zipfile.ZipFile(_archive()) as archive:
        return frozenset(name.removesuffix(".svg") for name in archive.namelist() if name.endswith(".svg"))


def near_icons(name: str) -> tuple[str, ...]:
    """Give up to three names that are like one that does not exist, the nearest first."""
    words = {part for part in name.split("-") if len(part) > 2}
    sharing = sorted((known for known in list_icons() if words & set(known.split("-"))), key=lambda n: (len(n), n))
    alike = difflib.get_close_matches(name, sorted(list_icons()), n=3, cutoff=0.6)
    joined = [known for known in alike if known.replace("-", "") == name.replace("-", "")]
    return tuple(dict.fromkeys((*joined, *(sharing[:2]), *alike)))[:3]


@cache
def icon_svg(name: str, colour: str) -> str:
    """Give a symbol as SVG on a square of 24, its lines 2 wide in one colour (``#RRGGBB``).

    LayoutError names symbols that are like one that does not exist.
    """
    if name not in list_icons():
        near = near_icons(name)
        raise LayoutError(
            f"There is no symbol called {name!r}. " + (f"Write {', '.join(near)}." if near else "See lucide.dev.")
        )
    with zipfile.ZipFile(_archive()) as archive:
        return archive.read(f"{name}.svg").decode().replace("currentColor", colour)


def _archive() -> Path:
    # find_spec finds the place without running the package, which is made for another framework.
    spec = find_spec("lucide")
    if spec is None or spec.origin is None:
        raise ToolError("The symbols are not installed. Install their package: pip install lucide")
    return Path(spec.origin).parent / "lucide.zip"
