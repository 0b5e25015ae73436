"""Drawing: the leading figure and its finding on one banner, as large as its texts allow."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image

from briefcast.errors import LayoutError, MediaError
from briefcast.language.keeping import keep_together
from briefcast.language.written import letters_alone
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.figures import facts_stated, figure_data, sources_line, theme_for
from briefcast.look.illustration import cheers_over, is_grave, object_data
from briefcast.look.saving import png_bytes
from briefcast.manifest.output import Output
from briefcast.messages import tell
from briefcast.products.infographic.points import about
from briefcast.products.video.blocks import has_scene, leading_scene
from briefcast.products.video.layering import symbol_of
from briefcast.products.video.motion import read_vocabulary
from briefcast.script import Figure, Script

TEMPLATE = "banner/banner.typ"
WEIGHT_MAX_BYTES = 2_000_000
"""Most bytes of a banner. Source: YouTube takes thumbnails of 2 MB from phones (assets/platforms.yaml)."""
BADGE = (0.84, 0.86)
"""From which share of the width and of the height on YouTube lays the length of a film over its thumbnail."""


@dataclass(frozen=True, kw_only=True)
class Banner:
    """One size of a banner and what it has room for."""

    width_px: int
    height_px: int
    canvas_px: int
    """Width in the units templates are written in."""
    number_px: int
    """Sizes in canvas units: of the figure's digits, and of the finding."""
    title_px: int
    lines: int
    """Of the finding, at most."""
    beside: float
    """Share of the width that the picture takes."""
    margin_px: int
    stacked: bool = False
    """Whether the finding stands under the figure, not beside it."""
    foot: float = 0.0
    """Share of the height at the foot that stays without text."""
    sourced: bool = True
    """Whether it says where its figure comes from; where it is as small as a stamp, what it belongs to does."""


BANNERS: Mapping[str, Banner] = MappingProxyType(
    {
        # The head of a newsletter: twice the 600 px of a mail.
        "1200x400": Banner(
            width_px=1200, height_px=400, canvas_px=1200, number_px=160, title_px=60, lines=2, beside=0.26, margin_px=44
        ),
        # The head of a web page.
        "1920x480": Banner(
            width_px=1920, height_px=480, canvas_px=1300, number_px=150, title_px=60, lines=2, beside=0.24, margin_px=44
        ),
        # A thumbnail: seen as small as 168 px, with the length of the film over its lower right corner.
        "1280x720": Banner(
            width_px=1280, height_px=720, canvas_px=1080, number_px=330, title_px=84, lines=2, beside=0.34,
            margin_px=48, stacked=True, foot=1 - BADGE[1], sourced=False,
        ),
    }
)  # fmt: skip


def make_banner(script: Script, brand: Brand, size: str, folder: Path) -> tuple[Output, ...]:
    """Draw a script's leading figure and its finding into a folder: ``banner-SIZE.png``.

    Raises:
        LayoutError: The finding is too long even for a banner without anything else.
        MediaError: The picture is heavier than is taken.
    """
    banner, scene = BANNERS[size], leading_scene(script)
    figure = _figure(script)
    page = drawn(script, brand, size)
    with Image.open(io.BytesIO(page)) as image:
        flat = image.convert("RGB")
    by = sources_line([figure], script.language) if figure else ""
    source = f"{script.labels.get('source', '')}: {by}" if by else ""
    rows = [f"{figure.told} ({figure.when})" if figure.when else figure.told] if figure else [*script.occasion]
    alt_text = ". ".join((scene.headline.rstrip("."), *rows))
    written = {"Title": scene.headline, "Author": script.issuer, "Description": ". ".join((scene.headline, *rows))}
    content = png_bytes(flat, {**written, "Source": by}, script.language, most_bytes=WEIGHT_MAX_BYTES)
    if len(content) > WEIGHT_MAX_BYTES:
        most = WEIGHT_MAX_BYTES // 1000
        raise MediaError(tell("The banner {size} is heavier than {most} kB.", size=size, most=most))
    name = f"banner-{size}.png"
    (folder / name).write_bytes(content)
    return (
        Output(
            name=name,
            product="banner",
            role="image",
            media_type="image/png",
            language=script.language,
            alt_text=alt_text,
            long_description="\n".join((*rows, *((source,) if source else ()))),
            facts=facts_stated(figure, [alt_text]) if figure else (),
            media={"width_px": banner.width_px, "height_px": banner.height_px},
            variant=size,
        ),
    )


def drawn(script: Script, brand: Brand, size: str) -> bytes:
    """Draw a banner as PNG.

    Raises:
        LayoutError: The finding is too long even for a banner without anything else.
    """
    return drawing.draw(TEMPLATE, filled(script, brand, size))[0]


def filled(script: Script, brand: Brand, size: str) -> dict[str, Any]:
    """Give what a banner is drawn from: with its source, without it, at last without its picture, as there is room."""
    *fuller, barest = _fillings(script, brand, size)
    for filling in fuller:
        try:
            drawing.draw(TEMPLATE, filling, format="svg")
        except LayoutError:
            continue
        return filling
    return barest


def _fillings(script: Script, brand: Brand, size: str) -> Iterator[dict[str, Any]]:
    """Give what a banner is drawn from, the fullest first."""
    banner, figure, scene = BANNERS[size], _figure(script), leading_scene(script)
    language = script.language
    symbol = symbol_of(scene, script, read_vocabulary())
    pictured = brand.look.picture != "none" and not cheers_over(symbol, script)
    by = sources_line([figure], language) if figure and banner.sourced else ""
    data = {
        "look": drawing.look(
            brand,
            language,
            width_px=banner.width_px,
            height_px=banner.height_px,
            theme=theme_for(brand, script),
            canvas_px=banner.canvas_px,
        ),
        "title": keep_together(_beside(figure, scene.headline), language),
        "issuer": script.issuer,
        # What may not go out yet says that before all else.
        "embargo": keep_together(script.kicker, language) if script.says_first else "",
        "column": keep_together(script.column.line, language) if script.column and not script.says_first else "",
        "d": figure_data(figure) if figure else None,
        "number": banner.number_px,
        "title-size": banner.title_px,
        "lines": banner.lines,
        "below": [keep_together(line, language) for line in script.occasion],
        "beside": banner.beside,
        "margin": banner.margin_px,
        "stacked": banner.stacked,
        "foot": banner.foot,
        "source": f"{script.labels.get('source', '')}: {by}" if by else "",
        "scene": object_data(symbol, quiet=is_grave(script)) if pictured else None,
    }
    more = {"lines": banner.lines + 1}
    yield data
    if data["column"]:
        # The column that it is a piece of stands there as far as nothing else makes room for it.
        yield {**data, **more}
        yield {**data, **more, "title-size": banner.title_px * 0.85, "number": banner.number_px * 0.85}
        data = {**data, "column": ""}
        yield data
    if script.occasion:
        # Day and place take the room of the picture before they are left out with the whole banner.
        for share in (0.85, 0.7):
            yield {**data, "title-size": banner.title_px * share}
        for share in (0.85, 0.7, 0.6):
            yield {**data, "title-size": banner.title_px * share, "scene": None}
        return
    yield {**data, **more}
    yield {**data, "source": ""}
    # A figure in words ("almost 9 in 10") takes two lines.
    for share in (0.85, 0.7, 0.5):
        smaller = {"number": banner.number_px * share, "title-size": banner.title_px * share, "source": ""}
        yield {**data, **smaller}
        yield {**data, **smaller, **more}
    yield {**data, **smaller, **more, "scene": None}
    # The finding says the figure itself, or says what it is about.
    yield {**data, "source": "", "scene": None, "d": None, "title": keep_together(scene.headline, language), "lines": 5}


def _figure(script: Script) -> Figure | None:
    """Give the figure that the leading point's finding is about; none where it compares several."""
    scene = leading_scene(script)
    ids = about(script, scene) if has_scene(scene) else ()
    return script.figure(ids[0]) if ids else None


def _beside(figure: Figure | None, headline: str) -> str:
    """Give the words beside a figure: the finding, or what the figure counts where the finding says the same number."""
    if figure is None:
        return headline
    shown = figure.plain if figure.plain == figure.written else figure.number
    return figure.label if letters_alone(shown) in letters_alone(headline) else headline
