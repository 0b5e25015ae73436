"""The cards: Typst templates that turn data into pictures, for stills and for video alike.

A template gets its data as JSON, so a text of the brief can never become markup. Everything is
measured while it is drawn: a text that does not fit shrinks to the smallest size allowed and is
then refused by name.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from PIL import Image, ImageOps

from briefcast.brand import Brand
from briefcast.errors import LayoutError, MediaError, ToolError
from briefcast.fonts import check_glyphs, font_folders
from briefcast.icons import icon_svg
from briefcast.languages import language
from briefcast.paths import TEMPLATES
from briefcast.script import Figure, Mark
from briefcast.wording import keep_together
from briefcast.written import NBSP

Format = Literal["png", "pdf", "svg"]

TEXT_FLOOR_PX = 35
"""Smallest text on a canvas 1080 px wide: seen 360 CSS px wide on a phone it is 12 CSS px."""
CANVAS_PX = 1080
"""The short side every size in a template is written for."""

_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The time written into files, so that the same data gives the same bytes."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """Where one part of a card came to stand."""

    part: str
    page: int
    """1-based."""
    x_px: float
    y_px: float
    width_px: float
    height_px: float


_warm = threading.local()


def _compiler() -> typst.Compiler:
    # One for each thread: it keeps what it parsed and laid out, so that the next card takes milliseconds.
    if not hasattr(_warm, "compiler"):
        _warm.compiler = typst.Compiler(root=TEMPLATES, font_paths=_fonts())
    compiler: typst.Compiler = _warm.compiler
    return compiler


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(font_folders()))


_AGES = 9
"""What was not used in so many runs of Typst is forgotten by it (its own rule: ten)."""


def forget() -> None:
    """Let go what this thread's Typst remembers of what it drew before: for one who draws new things all the time.

    It costs some milliseconds; templates and fonts stay.
    """
    for _ in range(_AGES):
        _compiler().compile(input=b"#set page(width: 1pt, height: 1pt)", format="svg")


def draw(template: str, data: Mapping[str, Any], *, format: Format = "png", scale: float = 1.0) -> list[bytes]:
    """Draw every page of a template.

    ``template`` is a path inside ``templates/``, like ``cards/number.typ``. ``data`` is JSON-able and
    holds ``look`` (from `look`); ``background: false`` leaves the page transparent; ``visible`` lists
    the parts to draw, all of them if absent. One Typst point is one pixel times ``scale``. PDFs are
    tagged and follow PDF/UA-1. Raises LayoutError when a text does not fit or a letter has no font.
    """
    check_glyphs(_texts(data), data["look"]["language"], fonts=data["look"]["fonts"])
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        pages = _compiler().compile(
            input=TEMPLATES / template,
            format=format,
            ppi=72 * scale,
            sys_inputs=inputs,
            timestamp=_EPOCH,
            pdf_standards=["ua-1"] if format == "pdf" else [],
        )
    except typst.TypstError as error:
        raise _explain(error, template) from error
    return [page for page in (pages if isinstance(pages, list) else [pages]) if page is not None]


def measure(template: str, data: Mapping[str, Any]) -> tuple[Box, ...]:
    """Give the place of every part of a template, in the order they are drawn.

    The same inputs as `draw`; a part that is not visible keeps its place.
    """
    draw(template, {**data, "measured": True}, format="svg")
    rows = json.loads(_compiler().query("<part>", field="value"))
    return tuple(
        Box(
            part=row["part"],
            page=row["page"],
            x_px=_points(row["x"]),
            y_px=_points(row["y"]),
            width_px=_points(row["width"]),
            height_px=_points(row["height"]),
        )
        for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class TextSize:
    """The size one text of a card came to."""

    text: str
    """What it is: ``title``, ``label``."""
    size_px: float
    """In units of the canvas, as `TEXT_FLOOR_PX`."""
    body: str
    """The text itself."""


def measure_texts(template: str, data: Mapping[str, Any]) -> tuple[TextSize, ...]:
    """Give the size of every text of a template, in the order they are drawn; the same inputs as `draw`."""
    rows = query(template, {**data, "measured": True}, "sized")
    return tuple(TextSize(text=row["text"], size_px=row["size"], body=row["body"]) for row in rows)


def query(template: str, data: Mapping[str, Any], label: str) -> list[Any]:
    """Give the values a template marked with a label; the same inputs as `draw`."""
    draw(template, data, format="svg")
    return [row.get(label, row) for row in json.loads(_compiler().query(f"<{label}>", field="value"))]


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))


_REFUSED = re.compile(r"panicked with: does not fit, ([^,]*), (.*)", re.DOTALL)


def _explain(error: typst.TypstError, template: str) -> LayoutError | ToolError:
    if found := _REFUSED.fullmatch(error.message):
        return LayoutError(f"The {found[1]} does not fit its place at the smallest size: {found[2]!r}. Shorten it.")
    return ToolError(
        f"Typst could not draw {template}: {error.diagnostic}. Compare the data with the template's comment."
    )


_CARRIED = {"look", "logo", "logo_on_panel", "svg", "qr", "icon", "image", "chart", "visible", "layers"}
"""Keys whose values are pictures or settings, not text to read."""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for key, entry in value.items() if key not in _CARRIED for text in _texts(entry)]
    if isinstance(value, Sequence):
        return [text for entry in value for text in _texts(entry)]
    return []


def look(
    brand: Brand,
    language_code: str,
    *,
    width_px: float,
    height_px: float,
    theme: str = "light",
    canvas_px: float | None = None,
    floor_px: float = TEXT_FLOOR_PX,
) -> dict[str, Any]:
    """Give how a canvas looks: its size, colours, fonts, direction, mark. JSON-able.

    Templates write sizes for a canvas whose short side is 1080; ``unit`` carries them over to this
    one. ``canvas_px`` is the width of the canvas in such units, where the short side is not 1080 of
    them; ``floor_px`` is the smallest text, in the same units.
    """
    spoken = language(language_code)
    colours = brand.theme(theme)
    dark = theme == "dark"
    return {
        "language": spoken.code,
        "rtl": spoken.rtl,
        "fonts": list(brand.fonts[spoken.code]),
        # Vietnamese stacks marks over and under letters (Ể, Ậ): lines of 1.3 keep them apart.
        "line_height": {"title": 1.3, "text": 1.3} if spoken.code == "vi" else {"title": 1.14, "text": 1.24},
        "width": width_px,
        "height": height_px,
        "unit": width_px / canvas_px if canvas_px else min(width_px, height_px) / CANVAS_PX,
        "floor": floor_px,
        "radius": brand.corner_radius_px,
        "display_weight": brand.display_weight,
        "pattern": brand.pattern,
        "colours": colours.colours(),
        "panel_colours": colours.on_panel_theme().colours(),
        "logo": (brand.logo_on_panel if dark else brand.logo).decode(),
        "logo_on_panel": (brand.logo if dark else brand.logo_on_panel).decode(),
        "logo_alt": brand.name,
    }


def figure_data(figure: Figure) -> dict[str, Any]:
    """Give a figure as cards take it: its written forms and the lengths of its bars. JSON-able.

    ``fraction`` and ``target_fraction`` are the filled part of the bar and the place of the target,
    0 to 1, or None where a bar would mislead (ranks, indexes, a figure without target or whole).
    """
    fraction, target_fraction = bar_lengths(figure)
    return {
        "statistic": figure.statistic,
        "label": figure.label,
        "qualifier": figure.qualifier,
        "prefix": figure.prefix,
        "number": figure.number,
        "suffix": figure.suffix,
        "written": figure.written,
        "plain": figure.plain,
        # Lay readers are shown "8 in 10" large, not the digits behind it.
        "plain_first": bool(figure.plain) and figure.plain == figure.written,
        "change": figure.change,
        "change_is_good": figure.change_is_good,
        "rises": _rises(figure),
        "gap": figure.gap,
        "target_met": figure.target_met,
        "target": _mark_data(figure.target),
        "baseline": _mark_data(figure.baseline),
        "out_of": _mark_data(figure.out_of),
        "fraction": fraction,
        "target_fraction": target_fraction,
        "tenths": _tenths(figure),
        "period": figure.period,
        "source": keep_dates(figure.source_short),
        "icon": icon(figure.icon),
    }


def icon(name: str) -> str:
    """Give a symbol as SVG text that a template colours; nothing for no name."""
    return icon_svg(name, "currentColor") if name else ""


def keep_dates(text: str) -> str:
    """Join what belongs to a number by no-break spaces, so that no line ends inside a date."""
    return re.sub(r"(?<![,;:]) (?=\d)|(?<=\b\d) (?=\w)|(?<=\b\d\d) (?=\w)", NBSP, text)


def source_names(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Give the short sources of figures, each once."""
    return tuple(dict.fromkeys(figure.source_short for figure in figures if figure.source_short))


def sources_line(figures: Iterable[Figure], language_code: str) -> str:
    """Give the sources of figures in one text; no line ends inside a date, a compound or a short name."""
    return "; ".join(keep_dates(keep_together(source, language_code)) for source in source_names(figures))


def _mark_data(mark: Mark | None) -> dict[str, str] | None:
    return None if mark is None else {"written": mark.written, "label": mark.label}


def bar_lengths(figure: Figure) -> tuple[float | None, float | None]:
    """Give the filled part of a figure's bar and the place of its target on it, each 0 to 1 or None.

    The bar ends at 100 % for a percentage and at the whole where there is one; else at the larger
    of value and target. It always starts at zero. A percentage is only known to be part of a whole
    if it has a target or a plain form; a growth of 20 % is not a fifth of anything.
    """
    if figure.unit in ("rank", "index") or figure.value < 0:
        return None, None
    target = figure.target.value if figure.target else None
    if figure.unit == "percent" and target is None and not figure.plain:
        return None, None
    if figure.unit == "percent" and max(figure.value, target or Decimal(0)) <= 100:
        end = Decimal(100)
    elif figure.out_of is not None:
        end = figure.out_of.value
    elif target is not None:
        end = max(figure.value, target)
    else:
        return None, None
    if end <= 0:
        return None, None
    return float(min(figure.value / end, Decimal(1))), None if target is None else float(min(target / end, Decimal(1)))


def _tenths(figure: Figure) -> float | None:
    """Tenths of a whole that a share fills, 0 to 10."""
    if figure.unit == "percent" and 0 <= figure.value <= 100:
        return float(figure.value / 10)
    if figure.out_of is not None and figure.unit == "count" and 0 <= figure.value <= figure.out_of.value:
        return float(figure.value / figure.out_of.value * 10)
    return None


def _rises(figure: Figure) -> bool | None:
    """Whether the change goes up, as people say it: a rank goes up when its number falls."""
    if figure.baseline is None or figure.baseline.value == figure.value:
        return figure.change_is_good if figure.change else None
    up = figure.value > figure.baseline.value
    return not up if figure.unit == "rank" else up


def qr_svg(address: str, *, colour: str = "#000000") -> str:
    """Draw an address as a QR code: SVG text with a quiet zone of 4 modules, transparent ground.

    Correction level M. Sources: ISO/IEC 18004 for the quiet zone.
    """
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=4, dark=colour, light=None, xmldecl=False, svgns=True, nl=False
    )
    return buffer.getvalue().decode()


def photo_svg(path: Path, *, width_px: int, height_px: int) -> str:
    """Crop a photo to a size and wrap it as SVG text, the form in which data can carry a picture.

    The photo is turned upright as its EXIF says. Raises MediaError when it is no picture.
    """
    try:
        with Image.open(path) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
            cropped = ImageOps.fit(upright, (width_px, height_px), Image.Resampling.LANCZOS)
    except (OSError, Image.DecompressionBombError) as error:
        raise MediaError(f"{path.name} cannot be read as a picture: {error}. Save it as JPEG or PNG.") from error
    buffer = io.BytesIO()
    cropped.save(buffer, "JPEG", quality=88)
    content = base64.b64encode(buffer.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}" width="{width_px}" '
        f'height="{height_px}"><image width="{width_px}" height="{height_px}" '
        f'href="data:image/jpeg;base64,{content}"/></svg>'
    )
