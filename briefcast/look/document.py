"""Documents: what a PDF says of itself beside its pages."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from PIL import Image

THUMBNAIL_PX = 240
"""Width of the small picture of a page that lies in a document."""
_QUALITY = 75


def finished(content: bytes, pictures: Sequence[bytes]) -> bytes:
    """Give a document of Typst with a small picture of each page in it (ISO 32000-1, 12.3.4), and without a claim.

    Typst writes that it follows PDF/UA-1: it knows some of the rules of that standard, and nobody has checked the rest.
    """
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            del said["pdfuaid:part"]
        for page, picture in zip(document.pages, pictures, strict=True):
            page.obj.Thumb = _image(document, picture)
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _image(document: pikepdf.Pdf, picture: bytes) -> pikepdf.Stream:
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").save(buffer, "JPEG", quality=_QUALITY, optimize=True)
        width, height = image.size
    return pikepdf.Stream(
        document, buffer.getvalue(), Width=width, Height=height, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip


def thumbnail_of(path: Path) -> bytes:
    """Give the small picture of a document's first page as JPEG; nothing where it has none or cannot be read."""
    try:
        with pikepdf.open(path) as document:
            picture = document.pages[0].obj.get("/Thumb")
            return picture.read_raw_bytes() if picture is not None and picture.Filter == "/DCTDecode" else b""
    except (OSError, pikepdf.PdfError, AttributeError, IndexError):
        return b""
