"""An issue as a mail, and as a page of the archive."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import cache

import css_inline
import jinja2

from briefcast.look.brand import Brand
from briefcast.look.colour import blend
from briefcast.look.pictures import small_jpeg
from briefcast.paths import TEMPLATES
from briefcast.products.newsletter.issue import Issue, IssuePicture
from briefcast.products.newsletter.words import issue_words

PICTURE_WIDTH_PX = 1104
"""Twice the 552 px that it is shown in: sharp on phones."""
_JPEG_QUALITY = 80
PAPER_NAME = "newsletter.pdf"
"""The same issue for paper, beside its page."""
_KEPT = ' data-css-inline="keep"'
"""By which the inliner knows the styles of the dark and of phones, which stay in the head; readers do not need it."""


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES / "newsletter"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("issue.html.j2")


@cache
def _inliner() -> css_inline.CSSInliner:
    # Nothing is fetched, whatever a text or a template names.
    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


def draw_mail(issue: Issue, brand: Brand) -> str:
    """Write the mail; its pictures are named as they lie beside it."""
    return _draw(issue, brand, lambda picture: picture.name, page=False)


def draw_page(issue: Issue, brand: Brand) -> str:
    """Write the page of the archive: one file, its pictures within."""

    def within(picture: IssuePicture) -> str:
        return f"data:image/jpeg;base64,{base64.b64encode(draw_picture(picture)).decode()}"

    return _draw(issue, brand, within, page=True)


def _draw(issue: Issue, brand: Brand, source_of: Callable[[IssuePicture], str], *, page: bool) -> str:
    rtl = issue.direction == "rtl"
    html = _template().render(
        issue=issue,
        words=issue_words(issue.language),
        page=page,
        paper=PAPER_NAME if page else "",
        source_of=source_of,
        light=brand.theme("light").colours(),
        night=_night(brand),
        start="right" if rtl else "left",
        end="left" if rtl else "right",
    )
    whole = _inliner().inline(html.lstrip()).replace(_KEPT, "", 1) + "\n"
    return _FOR_MAIL.sub(_without_old, whole) if page else whole


_FOR_MAIL = re.compile(r"<(?:table|td|img)\b[^>]*>")
_OLD = re.compile(r' (?:align|bgcolor|border|cellpadding|cellspacing|width)="[^"]*"')


def _without_old(tag: re.Match[str]) -> str:
    """Leave out what only mail programs need, and the standard of HTML has no more; a browser goes by the styles."""
    kept = tag[0] if not tag[0].startswith("<img") else tag[0].replace(' border="0"', "")
    return kept if kept.startswith("<img") else _OLD.sub("", kept)


def _night(brand: Brand) -> dict[str, str]:
    """Give the colours of the dark, made of the kit's own: mid tones that stay apart where a program turns them."""
    dark = brand.theme("dark")
    ground = dark.background
    return {
        "ground": ground,
        "sheet": blend(ground, "#FFFFFF", 0.06),
        "head": blend(ground, dark.accent, 0.25),
        "ink": dark.ink,
        "muted": dark.muted,
        "accent": dark.accent,
        "line": dark.line,
    }


def draw_picture(picture: IssuePicture) -> bytes:
    """Give a picture as a mail carries it: a JPEG, no wider than it is shown on the sharpest screens."""
    return small_jpeg(picture.file, width_px=PICTURE_WIDTH_PX, quality=_JPEG_QUALITY)
