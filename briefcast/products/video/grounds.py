"""Grounds: what lies under the scenes of one film, drawn once and shared by all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefcast.look.brand import TEXT, contrast
from briefcast.products.video.arrangement import Arrangement, Rect
from briefcast.products.video.storyboard import Page
from briefcast.script import Script

COVER = "ground-cover"


def ground_pages(
    script: Script, place: Arrangement, look: Mapping[str, Any], grounds: Iterable[str], *, notice: str, short: str = ""
) -> tuple[Page, ...]:
    """Give the shared pages of a film: each ground its scenes stand on, and the progress bar in both colours.

    A ground is named ``ground-`` and what it is: split (page and panel) or full (panel alone), with
    ``-scrim`` where a photo lies behind it; `COVER` is that of the cover, which says nothing of the voice.
    """
    pages = [_ground(key, script, place, look, notice, short or notice) for key in sorted(set(grounds))]
    left, top, right, bottom = place.progress
    for on in ("page", "panel"):
        for part in ("track", "bar"):
            data = {
                "part": "progress",
                "areas": {"progress": [0, 0, right - left, bottom - top]},
                "count": len(script.scenes),
                "on": on,
                "track": part == "track",
            }
            pages.append(Page(key=f"progress-{part}-{on}", box=place.progress, data=data))
    return tuple(pages)


def _ground(key: str, script: Script, place: Arrangement, look: Mapping[str, Any], notice: str, short: str) -> Page:
    full, cover = key.startswith("ground-full"), key == COVER
    areas = {
        "header": place.cover.header if cover else place.header,
        "panel": place.cover.panel if cover else place.panel,
        "seam": place.cover.seam if cover else place.seam,
        "notice": place.notice,
    }
    whole: Rect = (0, 0, place.width_px, place.height_px)
    return Page(
        key=key,
        box=whole,
        data={
            "part": "ground",
            "areas": {name: list(box) for name, box in areas.items()},
            "full": full,
            "scrim": key.endswith("scrim"),
            "veil": veils(look),
            "window": place.window_px,
            "issuer": script.issuer,
            "notice": "" if cover else notice,
            "notice-short": short,
            "header-on": place.header_on,
            "notice-on": place.notice_on,
            "centre": [c / 100 for c in (place.pattern_centre_full if full else place.pattern_centre)],
            "reach": place.pattern_reach,
        },
    )


def veils(look: Mapping[str, Any]) -> dict[str, float]:
    """Say how opaque page and panel must be over a photo for every text on them to stay legible.

    The photo may be white or black anywhere: contrast 4.5 (WCAG 2.2, 1.4.3) holds over both.
    """
    colours = look["colours"]
    texts: dict[str, tuple[str, Sequence[str]]] = {
        "page": ("background", ("ink", "muted")),
        "panel": ("panel", ("on_panel", "panel_muted", "panel_accent")),
    }
    found = {}
    for name, (ground, inks) in texts.items():
        opacity = 0.8
        while opacity < 1 and any(
            contrast(mix(colours[ground], photo, opacity), colours[ink]) < TEXT
            for photo in ("#FFFFFF", "#000000")
            for ink in inks
        ):
            opacity += 0.01
        found[name] = round(min(opacity, 1.0), 2)
    return found


def mix(over: str, under: str, opacity: float) -> str:
    """Give the colour that is seen where one lies over another, both and the result ``#RRGGBB``."""
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * opacity + b * (1 - opacity)):02X}" for a, b in pairs)
