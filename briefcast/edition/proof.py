"""The proof sheets: everything that can be drawn of a brief, side by side, for a human eye.

Three sheets a language: what every audience gets in each of its sizes, every layout in every size and
in the dark, and every card where it leads a page and where it fills a film's scene. A layout that cannot
hold any of the scripts, or a page whose texts do not fit, says so in its place.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from briefcast.brief.model import Layout
from briefcast.cards import CARDS, Card
from briefcast.charts.draw import draw_chart
from briefcast.charts.spec import ChartKind, ChartSpec, chart_spec, chart_spec_many, choose_kind
from briefcast.edition.plan import Plan
from briefcast.errors import LayoutError
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import figure_data
from briefcast.look.fonts import font_files
from briefcast.products.infographic.choice import LAYOUTS, lacking, quote_of, ranked, steps_of
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
_PLACES = {"lead": "on a page", "scene": "in a film"}
"""Where cards are shown: a place of ``templates/cards/lib.typ`` and where a reader meets it."""


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
    for language in dict.fromkeys(language for _, language in plan.read):
        told = [as_shown(script, plan.audiences[id]) for (id, code), script in plan.read.items() if code == language]
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
    rows = []
    for place in _PLACES:
        drawn = list(_cards_of(plan.brand, told, place, tell))
        rows += [drawn[at : at + _CARDS_A_ROW] for at in range(0, len(drawn), _CARDS_A_ROW)]
    yield "cards", "every card", rows


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


def _cards_of(brand: Brand, told: Sequence[Script], place: str, tell: Callable[[str], None]) -> Iterator[Proof]:
    """Draw every card for which a script has something to show."""
    language = told[0].language
    look = drawing.look(brand, language, width_px=_CARD_PX[0], height_px=_CARD_PX[1])
    for card in CARDS.values():
        # Films show no steps and no quote, pages no ring.
        seen = card.takes != "ring" if place == "lead" else card.asked or card.takes == "ring"
        label = f"{card.name} {_PLACES[place]}"
        try:
            if not seen or (d := _card_data(card, told, look)) is None:
                continue
            tell(f"{language} {label}")
            on = "page" if card.takes == "steps" else "panel"
            data = {"look": look, "card": card.name, "place": place, "on": on, "inset": 60, "d": d}
            yield _proof(label, drawing.draw("cards/card.typ", data, scale=THUMB_PX[0] / _CARD_PX[0]))
        except LayoutError as error:
            yield Proof(label=label, picture=None, refused=str(error))


def _card_data(card: Card, told: Sequence[Script], look: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the first thing of the scripts that a card can show, as it takes it; None if there is none."""
    if card.takes == "steps":
        return next(({"items": lines} for script in told if len(lines := steps_of(script).lines) > 1), None)
    if card.takes == "quote":
        quotes = ((scene.visual.quote, script.language) for script in told if (scene := quote_of(script)))
        return next((quote_data(quote, language) for quote, language in quotes if quote), None)
    if card.takes == "figures":
        scenes = ((script, scene) for script in told for scene in script.scenes if scene.visual.kind == card.name)
        several = next((tuple(map(script.figure, scene.visual.figures)) for script, scene in scenes), ())
        if card.name == "ranking":
            asking = (replace(script, layout="ranking") for script in told)
            several = (several or next(filter(None, map(ranked, asking)), ()))[:4]
        kind: ChartKind | None = {"lines": "lines", "parts": "parts"}.get(card.name)  # type: ignore[assignment]
        if not several:
            return None
        return {"chart": _chart(chart_spec_many(several, look, height_px=500, kind=kind, **_ON_PANEL))}
    fitting = (figure for script in told for figure in script.figures if card.fits(figure))
    if card.takes == "ring":
        ring = next(filter(None, (_ring(figure, look) for figure in fitting)), None)
        return None if ring is None else {**figure_data(ring[0]), "chart": _chart(ring[1])}
    # The one with the most to say shows the card best.
    figure = max(fitting, key=lambda figure: (bool(figure.target), bool(figure.change)), default=None)
    if figure is None:
        return None
    if card.takes == "history":
        return {**figure_data(figure), "chart": _chart(chart_spec(figure, look, height_px=300, **_ON_PANEL))}
    return figure_data(figure)


_ON_PANEL: Mapping[str, Any] = {"width_px": 960, "on": "panel"}


def _chart(spec: ChartSpec) -> Mapping[str, Any]:
    return draw_chart(spec).layers(parted=True)


def _ring(figure: Figure, look: Mapping[str, Any]) -> tuple[Figure, ChartSpec] | None:
    """Give a figure with the gauge or ring that films show it as, if they do."""
    kind = choose_kind(figure).kind
    if kind not in ("gauge", "donut"):
        return None
    return figure, chart_spec(figure, look, width_px=440, height_px=300, kind=kind, on="panel", text_px=35)


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
