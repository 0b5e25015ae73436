"""LinkedIn's own way of writing a text: learn.microsoft.com/linkedin, little-text-format."""

from __future__ import annotations

import re

_RESERVED = re.compile(r"([\\|{}@\[\]()<>#*_~])")
_HASHTAG = re.compile(r"(?<![\w&/])#(\w*[^\W\d]\w*)")


def little_text(text: str) -> str:
    r"""Write a text as LinkedIn reads it: ``Tỷ lệ (%) #AI`` is ``Tỷ lệ \(%\) {hashtag|\#|AI}``.

    A bracket that is not escaped cuts the post off there.
    """
    written: list[str] = []
    last = 0
    for hashtag in _HASHTAG.finditer(text):
        written += [_escape(text[last : hashtag.start()]), r"{hashtag|\#|", _escape(hashtag[1]), "}"]
        last = hashtag.end()
    return "".join((*written, _escape(text[last:])))


def _escape(text: str) -> str:
    return _RESERVED.sub(r"\\\1", text)
