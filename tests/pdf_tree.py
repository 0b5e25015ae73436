"""What a document says of its parts to those who hear it: its tags, with what stands for a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf


def tags_of(path: Path) -> list[tuple[str, str]]:
    """Give each tag in the order it is read, with its alternative text."""
    with pikepdf.open(path) as pdf:
        return list(_walk(pdf.Root.StructTreeRoot.K))


def addresses_of(path: Path) -> dict[str, str]:
    """Give where each place to press leads, by what is said of it."""
    with pikepdf.open(path) as pdf:
        links = [each for page in pdf.pages for each in page.get("/Annots", []) if each.Subtype == "/Link"]
        return {str(link.get("/Contents", "")): str(link.A.URI) for link in links}


def _walk(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for each in node:  # type: ignore[attr-defined]
            yield from _walk(each)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S).removeprefix("/"), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _walk(node.K)
