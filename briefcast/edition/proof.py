"""The proof sheets: everything that can be drawn of a brief, side by side, for a human eye.

Three sheets a language: what every audience gets in each of its sizes, every layout in every size and
in the dark, and every card on both of its grounds. A layout that cannot hold any of the scripts, or a
page whose texts do not fit, says so in its place.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from PIL import Image, ImageDraw, ImageFont

from briefcast.brief.model import Layout
from briefcast.charts import chart_spec, chart_spec_many, draw_chart
from briefcast.edition.plan import Plan
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import bar_lengths, figure_data
from briefcast.look.fonts import font_files
from briefcast.look.pictures import photo_svg, qr_svg
from briefcast.products.infographic.choice import LAYOUTS, lacking, photo_of, quote_of, ranked, steps_of
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import quote_data
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.product import as_shown
from briefcast.products.infographic.profile import InfographicProfile
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Figure, Script

THUMB_PX = (420, 460)
"""Room of one picture: large enough to judge hierarchy and balance; for reading there are the pictures themselves."""
_GAP_PX, _LABEL_PX, _TEXT_PX = 24, 40, 22
_PAPER, _INK, _REFUSED = "#E9ECEF", "#212529", "#B00020"
_DRAWABLE = tuple(size for size, room in SIZES.items() if not room.pdf)
_CARD_PX = (1080, 760)
_CARDS_A_ROW = 5
_GROUNDS: tuple[Literal["page", "panel"], ...] = ("page", "panel")


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
    sheets = []
    for language in dict.fromkeys(language for _, language in plan.scripts):
        told = [as_shown(script, plan.audiences[id]) for (id, code), script in plan.scripts.items() if code == language]
        for name, title, rows in _rows(plan, told, tell):
            path = folder / f"proof-{language}-{name}.png"
            sheets.append(_write(path, f"{plan.brief.id}, {language}: {title}", rows))
    return tuple(sheets)


def _rows(
    plan: Plan, told: Sequence[Script], tell: Callable[[str], None]
) -> Iterator[tuple[str, str, list[list[Proof]]]]:
    """Draw what the sheets of one language show, row by row, with the name and title of each sheet."""
    yield "audiences", "what each audience gets", [list(_sizes_of(plan, script, tell)) for script in told]
    yield "layouts", "every layout", [list(_layouts_of(plan, told, layout, tell)) for layout in LAYOUTS]
    drawn = [proof for on in _GROUNDS for proof in _cards_of(plan.brand, told, on, tell)]
    yield "cards", "every card", [drawn[at : at + _CARDS_A_ROW] for at in range(0, len(drawn), _CARDS_A_ROW)]


def _sizes_of(plan: Plan, script: Script, tell: Callable[[str], None]) -> Iterator[Proof]:
    for size in plan.audiences[script.audience].profile("infographic", InfographicProfile).sizes:
        if size in _DRAWABLE:
            yield _draw(script, plan.brand_of(script.audience), size, f"{script.audience} {size}", tell)


def _layouts_of(plan: Plan, told: Sequence[Script], layout: Layout, tell: Callable[[str], None]) -> Iterator[Proof]:
    """Draw a layout in every size, from the script that asks for it or the fullest that has what it needs."""
    able = [script for script in told if not lacking(layout, script)]
    asking = [script for script in able if script.layout == layout]
    script = max(asking or able or told, key=lambda script: len(script.figures))
    brand = plan.brand_of(script.audience)
    for size in _DRAWABLE if layout == LAYOUTS[0] else [size for size in _DRAWABLE if size != "carousel"]:
        yield _draw(script, brand, size, f"{layout} {size}", tell, layout=layout)
    yield _draw(script, brand, "1080x1350", f"{layout} dark", tell, layout=layout, theme="dark")


def _draw(
    script: Script,
    brand: Brand,
    size: str,
    label: str,
    tell: Callable[[str], None],
    *,
    layout: Layout | None = None,
    theme: str | None = None,
) -> Proof:
    tell(f"{script.language} {label}")
    room = SIZES[size]
    scale = min(THUMB_PX[0] / room.width_px, THUMB_PX[1] / room.height_px)
    try:
        page = lay_out(script, brand, size, layout=layout, theme=theme)
        return _proof(label, drawing.draw(page.template, page_data(page), scale=scale))
    except LayoutError as error:
        return Proof(label=label, picture=None, refused=str(error))


def _proof(label: str, pages: Sequence[bytes]) -> Proof:
    return Proof(label=label, picture=_beside([Image.open(io.BytesIO(page)).convert("RGB") for page in pages]))


def _cards_of(
    brand: Brand, told: Sequence[Script], on: Literal["page", "panel"], tell: Callable[[str], None]
) -> Iterator[Proof]:
    """Draw every card for which a script has something to show."""
    language = told[0].language
    look = drawing.look(brand, language, width_px=_CARD_PX[0], height_px=_CARD_PX[1])
    for label, kind, size, d in _card_data(told, look, on):
        tell(f"{language} {label} on {on}")
        data = {"look": look, "card": kind, "size": size, "on": on, "inset": 60, "d": d}
        try:
            yield _proof(f"{label} on {on}", drawing.draw("cards/card.typ", data, scale=THUMB_PX[0] / _CARD_PX[0]))
        except LayoutError as error:
            yield Proof(label=label, picture=None, refused=str(error))


def _card_data(
    told: Sequence[Script], look: Mapping[str, Any], on: Literal["page", "panel"]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Give each card that the scripts can fill: its label, kind, size class and data."""
    figures = {figure.statistic: figure for script in told for figure in script.figures}.values()
    script = told[0]

    def first(able: Callable[[Figure], bool]) -> Figure | None:
        return next((figure for figure in figures if able(figure)), None)

    yield "title", "title", "l", {"kicker": script.kicker, "title": script.title, "subtitle": script.subtitle}
    able: Mapping[str, Callable[[Figure], bool]] = {
        "number": lambda figure: bool(figure.number),
        "progress": lambda figure: bar_lengths(figure)[1] is not None,
        "pair": lambda figure: figure.baseline is not None,
        "share": lambda figure: bool(figure.plain) and figure.unit == "percent",
    }
    for kind, fits in able.items():
        if figure := first(fits):
            yield kind, kind, "m", figure_data(figure)
    if figure := first(lambda figure: len(figure.series) >= 3):
        spec = chart_spec(figure, look, width_px=960, height_px=300, on=on)
        yield "series", "series", "m", {**figure_data(figure), "chart": draw_chart(spec).layers()}
    if several := next(filter(None, map(ranked, told)), ()):
        spec = chart_spec_many(several[:4], look, width_px=960, height_px=500, on=on)
        yield "ranking", "chart", "m", {"label": script.title, "chart": draw_chart(spec).layers()}
    if figure := first(lambda figure: figure.unit == "percent" and 0 <= figure.value <= 100 and bool(figure.plain)):
        part = replace(figure, target=None, baseline=None)
        spec = chart_spec(part, look, width_px=960, height_px=480, kind="donut", on=on)
        yield "ring", "chart", "m", {"label": figure.label, "chart": draw_chart(spec).layers()}
    for script in told:
        if any(scene.visual.steps for scene in script.scenes):
            steps = steps_of(script)
            yield "steps", "steps", "m", {"heading": steps.heading, "items": steps.lines}
            break
    for script in told:
        if (scene := quote_of(script)) and scene.visual.quote:
            yield "quote", "quote", "m", quote_data(scene.visual.quote)
            break
    for script in told:
        if (scene := photo_of(script)) and scene.visual.image:
            photo = {"svg": photo_svg(scene.visual.image, width_px=960, height_px=640), "alt": scene.headline}
            leading = figure_data(script.figure(scene.visual.figures[0])) if scene.visual.figures else None
            yield "spotlight", "spotlight", "l", {"photo": photo, "title": scene.headline, "figure": leading}
            break
    for script in told:
        if script.call_to_action.url:
            action = script.call_to_action
            yield "action", "action", "l", {"text": action.text, "url": action.url, "qr": qr_svg(action.url)}
            break
    sources = [source.written.rstrip(".") for source in told[0].sources]
    yield "sources", "sources", "m", {"heading": told[0].labels["sources"], "sources": sources, "as_of": told[0].as_of}


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
    heights = [max(map(_height, row), default=0) + _LABEL_PX + _GAP_PX for row in rows]
    sheet = Image.new("RGB", (max(widths, default=0) + _GAP_PX, sum(heights) + 2 * _LABEL_PX + 2 * _GAP_PX), _PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.text((_GAP_PX, _GAP_PX), title, _INK, font)
    for number, row in enumerate(rows):
        left, top = _GAP_PX, 2 * _LABEL_PX + 2 * _GAP_PX + sum(heights[:number])
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


def _height(proof: Proof) -> int:
    return proof.picture.height if proof.picture else THUMB_PX[1]


def _width(proof: Proof) -> int:
    return proof.picture.width if proof.picture else 340


def _font() -> Path:
    return next(path for path in font_files("Be Vietnam Pro") if "Medium" in path.name)
