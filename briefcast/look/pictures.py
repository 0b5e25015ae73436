"""Pictures as templates take them, QR codes and photos as SVG text, and as a mail or a list of a site shows them."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageOps

from briefcast.tools.strangers import open_picture


@lru_cache(maxsize=64)
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
    cropped = ImageOps.fit(open_picture(path).convert("RGB"), (width_px, height_px), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    cropped.save(buffer, "JPEG", quality=88)
    return jpeg_svg(buffer.getvalue(), width_px=width_px, height_px=height_px)


def jpeg_svg(content: bytes, *, width_px: int, height_px: int) -> str:
    """Wrap a JPEG of a size as SVG text, the form in which data can carry a picture."""
    encoded = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}" width="{width_px}" '
        f'height="{height_px}"><image width="{width_px}" height="{height_px}" '
        f'href="data:image/jpeg;base64,{encoded}"/></svg>'
    )


def small_jpeg(file: Path, *, width_px: int, quality: int) -> bytes:
    """Give a picture that we drew as a JPEG no wider than it is shown; what is narrower keeps its size."""
    with Image.open(file) as opened:
        image = opened.convert("RGB")
    if image.width > width_px:
        image = image.resize((width_px, round(image.height * width_px / image.width)), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
