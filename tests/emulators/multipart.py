"""Bodies of several parts, as forms with files are sent."""

from __future__ import annotations

import email
from dataclasses import dataclass

from tests.emulators.base import Request


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part, byte for byte."""

    name: str
    """Of the field; empty in ``multipart/related``."""
    file_name: str
    media_type: str
    content: bytes

    @property
    def text(self) -> str:
        """Its content as text."""
        return self.content.decode()


def parts_of(request: Request) -> list[Part]:
    """Take a body apart; each line end before a boundary belongs to the boundary."""
    kind = email.message_from_string(f"content-type: {request.headers['content-type']}\n\n")
    boundary = b"--" + str(kind.get_param("boundary")).encode()
    found = []
    for piece in request.body.split(boundary)[1:-1]:
        end = b"\r\n" if piece.startswith(b"\r\n") else b"\n"
        head, _, content = piece.partition(end * 2)
        described = email.message_from_bytes(head.strip())
        found.append(
            Part(
                name=str(described.get_param("name", "", "content-disposition")),
                file_name=described.get_filename() or "",
                media_type=described.get_content_type(),
                content=content.removesuffix(end),
            )
        )
    return found


def fields_of(request: Request) -> dict[str, Part]:
    """Give the parts by their fields' names."""
    return {part.name: part for part in parts_of(request)}
