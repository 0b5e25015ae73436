"""The cards: Typst templates that turn data into pictures, for stills and for video alike.

A template gets its data as JSON, so a text of the brief can never become markup. Everything is
measured while it is drawn: a text that does not fit shrinks to the smallest size allowed and is
then refused by name.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import typst

from briefcast.errors import LayoutError, ToolError, quoted
from briefcast.language.phrases import phrases
from briefcast.languages import language
from briefcast.look.brand import GRAVE, PRINTED, WORN, Brand
from briefcast.look.document import THUMBNAIL_PX, finished
from briefcast.look.fonts import check_glyphs, font_folders
from briefcast.look.legibility import TEXT_FLOOR_PX as TEXT_FLOOR_PX
from briefcast.look.looks import scene_tones
from briefcast.messages import tell
from briefcast.paths import TEMPLATES

Format = Literal["png", "pdf", "svg"]

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
    tagged, what breaks a rule of PDF/UA-1 that Typst knows is refused, and each holds a small picture of its pages.
    Raises LayoutError when a text does not fit or a letter has no font.
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
    drawn = [page for page in (pages if isinstance(pages, list) else [pages]) if page is not None]
    if format != "pdf":
        return drawn
    small = 72 * THUMBNAIL_PX / data["look"]["width"]
    leaves = _compiler().compile(input=TEMPLATES / template, format="png", ppi=small, sys_inputs=inputs)
    pictures = [leaf for leaf in (leaves if isinstance(leaves, list) else [leaves]) if leaf is not None]
    return [finished(page, pictures) for page in drawn]


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
    page: int = 1


def measure_texts(template: str, data: Mapping[str, Any]) -> tuple[TextSize, ...]:
    """Give the size of every text of a template, in the order they are drawn; the same inputs as `draw`."""
    return texts_of(template, {**data, "measured": True})


def texts_of(template: str, data: Mapping[str, Any]) -> tuple[TextSize, ...]:
    """Give every text that a template draws from data that is ``noted`` or ``measured``, in the order it is drawn."""
    rows = query(template, data, "sized")
    return tuple(TextSize(text=row["text"], size_px=row["size"], body=row["body"], page=row["page"]) for row in rows)


def query(template: str, data: Mapping[str, Any], label: str) -> list[Any]:
    """Give the values a template marked with a label; the same inputs as `draw`."""
    draw(template, data, format="svg")
    return [row.get(label, row) for row in json.loads(_compiler().query(f"<{label}>", field="value"))]


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))


_REFUSED = re.compile(r"panicked with: does not fit, ([^,]*), (.*)", re.DOTALL)


def _explain(error: typst.TypstError, template: str) -> LayoutError | ToolError:
    if found := _REFUSED.fullmatch(error.message):
        return LayoutError(
            tell(
                "The {name} does not fit its place at the smallest size: {text}. Shorten it.",
                name=_PLACES.get(found[1], found[1]),
                text=quoted(found[2]),
            )
        )
    return ToolError(
        f"Typst could not draw {template}: {error.diagnostic}. Compare the data with the template's comment."
    )


_PLACES = {
    "title": tell("title"),
    "kicker": tell("kicker"),
    "subtitle": tell("subtitle"),
    "issuer": tell("issuer"),
    "sources": tell("sources"),
    "source": tell("source"),
    "number": tell("number"),
    "label": tell("label"),
    "name of who is quoted": tell("name of who is quoted"),
    "role of who is quoted": tell("role of who is quoted"),
    "call to action": tell("call to action"),
    "text of a point": tell("text of a point"),
    "step": tell("step"),
    "speaker": tell("speaker"),
    "quote": tell("quote"),
    "line": tell("line"),
    "label of a line": tell("label of a line"),
    "heading": tell("heading"),
    "heading of steps": tell("heading of steps"),
    "finding": tell("finding"),
    "caption": tell("caption"),
    "message": tell("message"),
}
"""What a place of a picture is called, by the name that templates have for it."""
_CARRIED = {
    "look",
    "logo",
    "logo_on_panel",
    "svg",
    "qr",
    "icon",
    "object",
    "scene",
    "image",
    "chart",
    "visible",
    "layers",
}
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
    worn = brand.look
    dressed = theme in (WORN, PRINTED)
    # Over people who were killed or hurt nothing shines.
    grave = theme == GRAVE
    return {
        "language": spoken.code,
        "rtl": spoken.rtl,
        "fonts": list(brand.fonts[spoken.code]),
        "leaning": sorted(phrases(spoken.code).leaning),
        "line_height": spoken.line_height.model_dump(),
        "width": width_px,
        "height": height_px,
        "unit": width_px / canvas_px if canvas_px else min(width_px, height_px) / CANVAS_PX,
        "floor": floor_px,
        "radius": brand.corner_radius_px,
        "display_weight": brand.display_weight,
        # What a look carries belongs to its colours: a page that is shown in the kit's own is as calm as those.
        "pattern": "none" if grave else worn.pattern if dressed else brand.pattern,
        "illustration": "none" if grave else worn.illustration if dressed else "rings",
        "picture": worn.picture if dressed else "none" if worn.picture == "none" else "small",
        "colours": colours.colours(),
        "panel_colours": colours.on_panel_theme().colours(),
        "scene": scene_tones(colours, worn.object if dressed else colours.panel_accent),
        "logo": brand.logo_on(colours.background).decode(),
        "logo_on_panel": brand.logo_on(colours.panel).decode(),
        "logo_alt": brand.name,
    }
