"""Reading bodies of multipart/form-data, byte for byte."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.emulators.base import Request


@dataclass(frozen=True, kw_only=True)
class FormFile:
    """One file of a form."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form: its fields and files by name."""

    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, FormFile] = field(default_factory=dict)


def read_form(request: Request) -> Form:
    """Read a form of either kind, or JSON as fields; an empty one if the body is something else."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        return Form(fields=request.form())
    if kind.startswith("application/json"):
        return Form(fields={name: str(value) for name, value in request.json().items()})
    found = re.search(r"boundary=\"?([^\";]+)", kind)
    if not kind.startswith("multipart/form-data") or not found:
        return Form()
    form = Form()
    for part in request.body.split(b"--" + found[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        headers = head.decode()
        name = re.search(r"; name=\"([^\"]*)\"", headers)
        filename = re.search(r"filename=\"([^\"]*)\"", headers)
        assert name, "every part of a form has a name"
        if filename:
            media_type = re.search(r"(?im)^content-type: *(\S+)", headers)
            form.files[name[1]] = FormFile(
                filename=filename[1], media_type=media_type[1] if media_type else "", content=content
            )
        else:
            form.fields[name[1]] = content.decode()
    return form


def picture_kind(content: bytes) -> str:
    """Give a picture's media type by its first bytes; empty if it is none."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def is_film(content: bytes) -> bool:
    """Whether it begins as an MP4 does."""
    return content[4:8] == b"ftyp"
