"""Take the pictures of the README and the docs from what the examples make.

Run `make demo`, `briefcast plan show examples/plan.yaml` and
`briefcast proof examples/pattern-book.yaml --out outputs/proof`, then `python -m bench.pictures` (it needs Chromium).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import sync_playwright

EDITION = Path("outputs/egov-2024")
PICTURES = Path("docs/pictures")
INFOGRAPHICS = {"leaders-en": "leaders/en", "citizens-vi": "citizens/vi", "citizens-he": "citizens/he"}
FILM, MOMENTS = EDITION / "citizens/en/video-9x16.mp4", (0.06, 0.26, 0.71, 0.78)
HEIGHT_PX = 560
PLAN = Path("outputs/plans/digital-october-2025/en.html")
PROOFS = Path("outputs/proof")
GALLERY = {
    "gallery-cards": ("proof-en-cards", 1500),
    "gallery-layouts": ("proof-vi-layouts", 1500),
    "gallery-he": ("proof-he-audiences", 1200),
}
"""Proof sheets of the gallery and how wide they are shown."""
CHROMIUM = "/usr/bin/chromium"


def frames(film: Path, moments: tuple[float, ...]) -> Iterator[Image.Image]:
    """Give the frames of a film at shares of its length."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        wanted = [int(stream.frames * moment) for moment in moments]
        for number, frame in enumerate(islice(container.decode(stream), max(wanted) + 1)):
            if number in wanted:
                yield Image.fromarray(frame.to_ndarray(format="rgb24"))


def beside(pictures: list[Image.Image], gap_px: int = 16) -> Image.Image:
    """Set pictures of one height side by side."""
    width = sum(p.width for p in pictures) + gap_px * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, pictures[0].height), "white")
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + gap_px
    return sheet


def small(picture: Image.Image, height_px: int = HEIGHT_PX) -> Image.Image:
    """Give a picture at the height of the README."""
    width = round(picture.width * height_px / picture.height)
    return picture.convert("RGB").resize((width, height_px), Image.Resampling.LANCZOS)


def month(page: Path, width_px: int = 1180) -> Image.Image:
    """Give the first month of a plan's page as a browser shows it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": width_px, "height": 900})
        tab.goto(page.resolve().as_uri())
        shot = tab.locator(".month").first.screenshot()
        browser.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def gallery() -> dict[str, Image.Image]:
    """Give the proof sheets of the gallery."""
    sheets = {name: (Image.open(PROOFS / f"{sheet}.png"), width_px) for name, (sheet, width_px) in GALLERY.items()}
    return {name: small(sheet, round(sheet.height * width / sheet.width)) for name, (sheet, width) in sheets.items()}


def main() -> None:
    """Write every picture, with few colours so that the project stays light."""
    PICTURES.mkdir(exist_ok=True)
    made = {name: small(Image.open(EDITION / f / "infographic-1080x1350.png")) for name, f in INFOGRAPHICS.items()}
    made["video"] = beside([small(frame, 480) for frame in frames(FILM, MOMENTS)])
    made["plan"] = month(PLAN)
    made |= gallery()
    for name, picture in made.items():
        picture.quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
