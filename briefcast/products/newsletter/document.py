"""An issue as a document for paper: A4, tagged, with links that can be pressed."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from briefcast.languages import read_languages
from briefcast.look.brand import Brand
from briefcast.look.drawing import draw, look
from briefcast.look.pictures import jpeg_svg, small_jpeg
from briefcast.products.newsletter.issue import Entry, Issue, IssuePicture
from briefcast.products.newsletter.words import issue_words

_WIDTH_PT, _HEIGHT_PT = 595.276, 841.89
"""A4 in points."""
_PICTURE_PX = 720
"""300 to the inch at the 58 mm that a picture is printed in."""
_QUALITY = 82


def draw_document(issue: Issue, brand: Brand) -> bytes:
    """Write the PDF of an issue.

    Raises:
        LayoutError: no language has a font with a letter.
    """
    words = issue_words(issue.language)
    dressed = look(brand, issue.language, width_px=_WIDTH_PT, height_px=_HEIGHT_PT, canvas_px=_WIDTH_PT)
    # Who speaks has one name in every language: what the fonts of this one lack, those of another draw.
    fonts = dict.fromkeys((*dressed["fonts"], *(each for known in read_languages() for each in brand.fonts[known])))
    data: dict[str, Any] = {
        "look": {**dressed, "fonts": list(fonts)},
        "title": issue.subject,
        "author": [issue.issuer] if issue.issuer else [],
        "name": issue.name,
        "when": f"{issue.numbered} · {issue.when}",
        "opening": {"text": issue.opening.text, "by": issue.opening.by} if issue.opening else None,
        "figures_title": words.figures,
        "figures": [{"written": each.written, "label": each.label, "note": each.note} for each in issue.figures],
        "sections": [
            {"head": head, "entries": [_entry(each, words.more) for each in entries]}
            for head, entries in issue.sections
        ],
        "corrections_title": words.corrections,
        "corrections": list(issue.corrections),
        "coming_title": issue.coming_title,
        "coming": list(issue.coming),
        "issuer": issue.issuer,
        "view": words.view,
        "view_url": issue.view_url,
        "page_of": words.page_of,
    }
    [content] = draw("newsletter/issue.typ", data, format="pdf")
    return content


def _entry(each: Entry, more: str) -> dict[str, Any]:
    return {
        "above": each.above,
        "finding": each.finding,
        "text": " ".join(each.sentences),
        "source": each.source,
        "link": each.link or (more if each.url else ""),
        "url": each.url,
        "image": _svg(each.picture) if each.picture else None,
        "alt": each.picture.alt_text if each.picture else "",
    }


def _svg(picture: IssuePicture) -> str:
    """Give a picture as data can carry it: SVG text around a JPEG."""
    content = small_jpeg(picture.file, width_px=_PICTURE_PX, quality=_QUALITY)
    with Image.open(io.BytesIO(content)) as image:
        width, height = image.size
    return jpeg_svg(content, width_px=width, height_px=height)
