"""The proof sheets: everything that can be drawn of a brief, side by side, for a human eye.

Two sheets a language: what every audience gets in each of its sizes, and every layout in every size.
A layout that cannot hold a script says so in its place, with the reason.
"""

from __future__ import annotations

import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from briefcast.brand import Brand
from briefcast.errors import LayoutError
from briefcast.fonts import font_files
from briefcast.infographic import LAYOUTS, SIZES, Layout, draw_infographic, lay_out
from briefcast.plan import Plan
from briefcast.script import Script

THUMB_PX = (420, 460)
"""Room of one picture: large enough to judge hierarchy and balance; for reading there are the pictures themselves."""
_GAP_PX, _LABEL_PX, _TEXT_PX = 24, 40, 22
_PAPER, _INK, _REFUSED = "#E9ECEF", "#212529", "#B00020"
_DRAWABLE = tuple(size for size, room in SIZES.items() if not room.pdf)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One picture of a sheet, or why there is none."""

    label: str
    picture: Image.Image | None
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One proof sheet on disk."""

    path: Path
    title: str
    drawn: int
    refused: tuple[str, ...]
    """What could not be drawn, with the reason."""


def draw_proofs(plan: Plan, folder: Path, *, on_page: Callable[[str], None] | None = None) -> tuple[Sheet, ...]:
    """Draw the proof sheets of an edition as PNG into a folder; ``on_page`` is told each page as it is begun."""
    folder.mkdir(parents=True, exist_ok=True)
    tell = on_page or (lambda _: None)
    languages = tuple(dict.fromkeys(language for _, language in plan.scripts))
    sheets = []
    for language in languages:
        told = {audience: script for (audience, code), script in plan.scripts.items() if code == language}
        chosen = [list(_sizes_of(plan, script, tell)) for script in told.values()]
        sheets.append(
            _write(folder / f"proof-{language}-audiences.png", f"{language}: what each audience gets", chosen)
        )
        fullest = max(told.values(), key=lambda script: len(script.figures))
        layouts = [list(_layouts_of(fullest, plan.brand, layout, tell)) for layout in LAYOUTS]
        sheets.append(_write(folder / f"proof-{language}-layouts.png", f"{language}: every layout", layouts))
    return tuple(sheets)


def _sizes_of(plan: Plan, script: Script, tell: Callable[[str], None]) -> Iterator[Proof]:
    for size in plan.audiences[script.audience].infographic_sizes:
        if size in _DRAWABLE:
            yield _draw(script, plan.brand, size, None, f"{script.audience} {size}", tell)


def _layouts_of(script: Script, brand: Brand, layout: Layout, tell: Callable[[str], None]) -> Iterator[Proof]:
    for size in _DRAWABLE:
        yield _draw(script, brand, size, layout, f"{layout} {size}", tell)


def _draw(
    script: Script, brand: Brand, size: str, layout: Layout | None, label: str, tell: Callable[[str], None]
) -> Proof:
    tell(f"{script.language} {label}")
    with tempfile.TemporaryDirectory(prefix="briefcast-proof-") as aside:
        try:
            outputs = draw_infographic(lay_out(script.drawn(), brand, size, layout=layout), Path(aside))
        except LayoutError as error:
            return Proof(label=label, picture=None, refused=str(error))
        pictures = [Image.open(Path(aside) / o.name).convert("RGB") for o in outputs if o.media_type == "image/png"]
    return Proof(label=label, picture=_beside([_small(picture) for picture in pictures]))


def _small(picture: Image.Image) -> Image.Image:
    scale = min(THUMB_PX[0] / picture.width, THUMB_PX[1] / picture.height)
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)


def _beside(pictures: Sequence[Image.Image]) -> Image.Image:
    """Put the pages of one picture side by side."""
    width = sum(picture.width for picture in pictures) + 8 * (len(pictures) - 1)
    whole = Image.new("RGB", (width, max(picture.height for picture in pictures)), _PAPER)
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width + 8
    return whole


def _write(path: Path, title: str, rows: Sequence[Sequence[Proof]]) -> Sheet:
    """Write one sheet: a row for each audience or layout, aside first."""
    font = ImageFont.truetype(str(_font()), _TEXT_PX)
    widths = [sum((_width(proof) + _GAP_PX) for proof in row) for row in rows]
    row_px = THUMB_PX[1] + _LABEL_PX + _GAP_PX
    sheet = Image.new(
        "RGB", (max(widths, default=0) + _GAP_PX, len(rows) * row_px + 2 * _LABEL_PX + 2 * _GAP_PX), _PAPER
    )
    pen = ImageDraw.Draw(sheet)
    pen.text((_GAP_PX, _GAP_PX), title, _INK, font)
    for number, row in enumerate(rows):
        left, top = _GAP_PX, 2 * _LABEL_PX + 2 * _GAP_PX + number * row_px
        for proof in row:
            pen.text((left, top - _LABEL_PX + 6), proof.label, _REFUSED if proof.refused else _INK, font)
            if proof.picture:
                sheet.paste(proof.picture, (left, top))
            else:
                pen.rectangle((left, top, left + _width(proof), top + THUMB_PX[1]), outline=_REFUSED)
                pen.multiline_text((left + 12, top + 12), textwrap.fill(proof.refused, 26), _REFUSED, font)
            left += _width(proof) + _GAP_PX
    aside = path.with_suffix(".part.png")
    sheet.save(aside, optimize=True)
    aside.replace(path)
    every = [proof for row in rows for proof in row]
    return Sheet(
        path=path,
        title=title,
        drawn=sum(proof.picture is not None for proof in every),
        refused=tuple(f"{proof.label}: {proof.refused}" for proof in every if proof.refused),
    )


def _width(proof: Proof) -> int:
    return proof.picture.width if proof.picture else 340


def _font() -> Path:
    return next(path for path in font_files("Be Vietnam Pro") if "Medium" in path.name)
