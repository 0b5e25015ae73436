"""Drawing: a page that was laid out becomes PNG files with their JPEG twins, or a PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from briefcast.errors import LayoutError, quoted
from briefcast.look import drawing
from briefcast.look.brand import Brand
from briefcast.look.saving import jpeg_bytes, png_bytes
from briefcast.manifest.output import Output
from briefcast.messages import tell
from briefcast.products.infographic.agree import Agreed
from briefcast.products.infographic.filling import Ways
from briefcast.products.infographic.page import lay_out
from briefcast.products.infographic.parts import Leaf, Page
from briefcast.products.infographic.pictures import page_data
from briefcast.products.infographic.sizes import SIZES
from briefcast.script import Script

WEIGHT_MAX_BYTES = 1_000_000
"""Most bytes of a picture for a network. Source: Zalo's official accounts take pictures of 1 MB, the least of all."""


def make_infographic(
    script: Script,
    brand: Brand,
    size: str,
    folder: Path,
    *,
    layout: str | None = None,
    dense: bool | None = None,
    agreed: Agreed | None = None,
    ways_agreed: Ways | None = None,
) -> tuple[Output, ...]:
    """Lay out a script in one size and draw it into a folder.

    A page in portrait that leaves out more figures than it shows is too full for its message: a
    carousel, in which each point has a page, comes with it; where a text has no room on its page the picture comes
    alone and lacks it. ``agreed`` is what it shows in every language, and
    ``ways_agreed`` how the pages of a carousel compare figures there.
    """
    page = lay_out(script, brand, size, layout=layout, dense=dense, agreed=agreed, ways_agreed=ways_agreed)
    outputs = draw_infographic(page, folder)
    if SIZES[size].shape == "tall" and page.layout != "hero" and len(page.left_out) > len(page.figures) > 0:
        try:
            pages = lay_out(script, brand, "carousel", ways_agreed=ways_agreed)
        except LayoutError as error:
            # The picture is whole without it, and says that it came alone.
            alone = replace(page, reason=f"{page.reason}; {error}", lacking=(*page.lacking, "carousel"))
            return draw_infographic(alone, folder)
        outputs += draw_infographic(pages, folder)
    return outputs


def draw_infographic(page: Page, folder: Path) -> tuple[Output, ...]:
    """Draw a page into a folder: ``infographic-SIZE.png``, or ``.pdf`` for a sheet of paper.

    A carousel gives ``infographic-carousel-01.png`` and so on, in order. PNGs are sRGB without
    transparency, with title, source and date inside; PDFs are tagged, with title and language.
    Sizes that go to networks which take JPEG alone get a twin of the same name (`Size.jpeg`); no
    picture for a network weighs more than `WEIGHT_MAX_BYTES`.
    """
    room = SIZES[page.size]
    pages = drawing.draw(page.template, page_data(page), format="pdf" if room.pdf else "png")
    if len(pages) != (1 if room.pdf else len(page.leaves)):
        raise LayoutError(
            tell(
                "The infographic {size} of {title} does not fit its pages. Shorten its texts.",
                size=page.size,
                title=quoted(page.title),
            )
        )
    return tuple(output for place, content in enumerate(pages) for output in _write(page, place, content, folder))


def _write(page: Page, place: int, content: bytes, folder: Path) -> tuple[Output, ...]:
    """Write one page and its twin."""
    room, leaf, of = SIZES[page.size], page.leaves[place], len(page.leaves)
    stem = f"infographic-{page.size}{f'-{place + 1:02}' if of > 1 else ''}"
    media: dict[str, object] = {"order": place + 1, "of": of} if of > 1 else {}
    files: dict[tuple[str, str], bytes]
    if room.pdf:
        files = {("pdf", "application/pdf"): content}
        media |= {"pages": 1, "width_pt": room.width_px, "height_pt": room.height_px}
    else:
        with Image.open(io.BytesIO(content)) as image:
            flat = image.convert("RGB")
        files = {("png", "image/png"): _png(flat, page, leaf)}
        if room.jpeg:
            files["jpg", "image/jpeg"] = _jpeg(flat, page, leaf)
        media |= {"width_px": flat.width, "height_px": flat.height}
    for (ending, _), written in files.items():
        (folder / f"{stem}.{ending}").write_bytes(written)
    return tuple(
        Output(
            name=f"{stem}.{ending}",
            product="infographic",
            role="document" if room.pdf else "image",
            media_type=media_type,
            language=page.language,
            alt_text=leaf.description.alt_text,
            long_description=leaf.description.long_description,
            facts=leaf.facts,
            media=media
            | {"layout": page.layout, "why": page.reason, "left_out": list(page.left_out)}
            | ({"lacking": list(page.lacking)} if page.lacking else {}),
            variant=page.size,
        )
        for ending, media_type in files
    )


def _written_in(page: Page, leaf: Leaf) -> dict[str, str]:
    """Give what a picture says of itself, by the keywords of the PNG specification (11.3.3.2)."""
    return {
        "Title": page.title,
        "Author": page.data["issuer"],
        "Description": leaf.description.alt_text,
        "Source": "; ".join(leaf.sources),
        "Creation Time": page.data["dated"],
    }


def _png(flat: Image.Image, page: Page, leaf: Leaf) -> bytes:
    """Write a picture with what it says of itself."""
    written, dpi = _written_in(page, leaf), SIZES[page.size].dpi
    return png_bytes(flat, written, page.language, most_bytes=WEIGHT_MAX_BYTES, dpi=dpi)


def _jpeg(flat: Image.Image, page: Page, leaf: Leaf) -> bytes:
    """Write a picture as JPEG with what it says of itself."""
    return jpeg_bytes(flat, _written_in(page, leaf), page.language, most_bytes=WEIGHT_MAX_BYTES)
