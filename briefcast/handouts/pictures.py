"""A picture as PNG, JPEG or PDF, whatever it was drawn as; each says of itself what it shows."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Literal, get_args

from PIL import Image

from briefcast.charts.words import chart_words
from briefcast.errors import BriefcastError
from briefcast.look.drawing import draw
from briefcast.look.saving import jpeg_bytes, png_bytes
from briefcast.manifest.manifest import OutputEntry
from briefcast.messages import tell

Form = Literal["png", "jpg", "pdf"]
FORMS: tuple[Form, ...] = get_args(Form)
MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "pdf": "application/pdf"}
_SHEET_DPI = 200
"""How fine a sheet of paper becomes a picture."""
_MOST_BYTES = 20_000_000
"""For a person and not for a network: nothing is made smaller for it."""


def picture_as(output: OutputEntry, folder: Path, form: Form, *, title: str) -> bytes:
    """Give a picture of an edition in another form; as it lies there in its own.

    Args:
        output: a picture, or a sheet of paper.
        folder: the edition's folder.
        form: what it is to be.
        title: what it is called.

    Raises:
        BriefcastError: it is no picture.
    """
    file = folder / output.path
    own = {media: ending for ending, media in MEDIA_TYPES.items()}.get(output.media_type)
    if own is None:
        raise BriefcastError(tell("{file} is no picture.", file=output.path))
    if own == form:
        return file.read_bytes()
    flat, dpi = _sheet(file) if own == "pdf" else _picture(file)
    written = {"Title": title, "Description": alt_alone(output)}
    if form == "png":
        return png_bytes(flat, written, output.language, most_bytes=_MOST_BYTES, dpi=dpi)
    if form == "jpg":
        return jpeg_bytes(flat, written, output.language, most_bytes=_MOST_BYTES)
    return _as_pdf(file, flat, output, title)


def alt_alone(output: OutputEntry) -> str:
    """Give the alt text of a picture that is handed out without its page: it points to no table on that page."""
    return output.alt_text.removesuffix(chart_words(output.language).where).rstrip()


def _picture(file: Path) -> tuple[Image.Image, int]:
    with Image.open(file) as opened:
        return opened.convert("RGB"), 0


def _sheet(file: Path) -> tuple[Image.Image, int]:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(file)
    try:
        return document[0].render(scale=_SHEET_DPI / 72).to_pil().convert("RGB"), _SHEET_DPI
    finally:
        document.close()


def _as_pdf(file: Path, flat: Image.Image, output: OutputEntry, title: str) -> bytes:
    """Lay a picture on a page of its size, with its description for who hears the document."""
    media = "jpeg" if output.media_type == "image/jpeg" else "png"
    encoded = base64.b64encode(file.read_bytes()).decode()
    data = {
        "look": {"language": output.language, "fonts": [], "width": flat.width},
        "image": {
            "svg": f'<svg xmlns="http://www.w3.org/2000/svg" width="{flat.width}" height="{flat.height}">'
            f'<image width="{flat.width}" height="{flat.height}" href="data:image/{media};base64,{encoded}"/></svg>',
            "width": flat.width, "height": flat.height, "title": title, "alt": alt_alone(output),
        },
    }  # fmt: skip
    return draw("handouts/picture.typ", data, format="pdf")[0]
