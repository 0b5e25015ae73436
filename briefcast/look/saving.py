"""Saving: a picture as a PNG that says of itself what it is."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def png_bytes(flat: Image.Image, written: Mapping[str, str], language: str, *, most_bytes: int, dpi: int = 0) -> bytes:
    """Write a picture small: lossless, or in 256 colours if that is too heavy and it is not for print.

    ``written`` is what it says of itself, by the keywords of the PNG specification (11.3.3.2).
    """
    info = PngInfo()
    # Rendering intent 0: perceptual. It says that the colours are sRGB (PNG specification, 11.3.2.5).
    info.add(b"sRGB", b"\0")
    for key, text in written.items():
        info.add_itxt(key, text, lang=language)
    more: dict[str, Any] = {"pnginfo": info, **({"dpi": (dpi, dpi)} if dpi else {})}
    buffer = io.BytesIO()
    flat.save(buffer, "PNG", compress_level=6, **more)
    if buffer.tell() > most_bytes and not dpi:
        buffer = io.BytesIO()
        flat.quantize(256, dither=Image.Dither.NONE).save(buffer, "PNG", compress_level=9, **more)
    return buffer.getvalue()
