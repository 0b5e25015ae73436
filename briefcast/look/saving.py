"""Saving: a picture as a PNG or JPEG that says of itself what it is."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

_JPEG_QUALITIES = (92, 86, 80, 72, 60)
"""The first one that keeps a picture light enough; text shows no fringes down to about 80."""


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


def jpeg_bytes(flat: Image.Image, written: Mapping[str, str], language: str, *, most_bytes: int) -> bytes:
    """Write a picture as JPEG with every colour at full resolution, as good as its weight allows.

    ``written`` is what it says of itself, as `png_bytes` takes it.
    """
    said = {
        "title": ("Title", "rdf:Alt"), "creator": ("Author", "rdf:Seq"), "description": ("Description", "rdf:Alt"),
        "source": ("Source", ""), "date": ("Creation Time", "rdf:Seq"),
    }  # fmt: skip
    rows = "".join(
        f"<dc:{name}>{_listed(written[key], kind, language)}</dc:{name}>"
        for name, (key, kind) in said.items()
        if written.get(key)
    )
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">{rows}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    for quality in _JPEG_QUALITIES:
        buffer = io.BytesIO()
        flat.save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True, icc_profile=_srgb(), xmp=xmp.encode())
        if buffer.tell() <= most_bytes:
            break
    return buffer.getvalue()


def _listed(text: str, kind: str, language: str) -> str:
    if not kind:
        return escape(text)
    mark = ' xml:lang="x-default"' if kind == "rdf:Alt" else ""
    twin = f'<rdf:li xml:lang="{language}">{escape(text)}</rdf:li>' if kind == "rdf:Alt" else ""
    return f"<{kind}><rdf:li{mark}>{escape(text)}</rdf:li>{twin}</{kind}>"


_ICC_DATE, _ICC_ID = slice(24, 36), slice(84, 100)
"""Where an ICC profile's header holds its date and its id, which may be zero (ICC.1:2022, 7.2)."""


@cache
def _srgb() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # LittleCMS writes the current second and an id into the header: the same page would differ each time.
    profile[_ICC_DATE] = bytes(12)
    profile[_ICC_ID] = bytes(16)
    return bytes(profile)
