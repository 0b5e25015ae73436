"""A lint of mails: what mail programs do not take, by the rules of ``mail_clients.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from lxml import html as lxml_html
from pydantic import BaseModel, ConfigDict

from briefcast.tables import read_rows

_AT_RULE = re.compile(r"@[\w-]+[^{;]*(?:\{(?:[^{}]|\{[^{}]*\})*\}|;)")


class Rule(BaseModel):
    """One thing that is not to be in a mail."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: Literal["element", "declaration", "at-rule", "outside", "attribute"]
    pattern: str
    why: str
    bad: str


@cache
def rules() -> Mapping[str, Rule]:
    """Read the rules."""
    return read_rows(Path(__file__).with_name("mail_clients.yaml"), Rule)


def faults(mail: str) -> set[str]:
    """Name the rules that a mail breaks, and what it lacks: a language, a direction, words for a picture."""
    tree = lxml_html.document_fromstring(mail)
    held = dict(_held(tree))
    found = {
        name
        for name, rule in rules().items()
        if any(re.search(rule.pattern, text, re.IGNORECASE) for text in held[rule.where])
    }
    if not tree.get("lang") or not tree.get("dir"):
        found.add("no-language")
    if any(not image.get("alt", "").strip() or not image.get("width") for image in tree.iter("img")):
        found.add("picture-without-words")
    if any(table.get("role") != "presentation" for table in tree.iter("table")):
        found.add("table-read-as-data")
    if any(cell.get("dir") != tree.get("dir") for cell in tree.iter("td") if cell.get("class")):
        found.add("cell-without-direction")
    return found


def _held(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, list[str]]]:
    elements = [each for each in tree.iter() if isinstance(each.tag, str)]
    sheets = [each.text or "" for each in elements if each.tag == "style"]
    inline = [each.get("style", "") for each in elements]
    within = [block for sheet in sheets for block in re.findall(r"\{([^{}]*)\}", sheet)]
    yield "element", [each.tag for each in elements]
    yield "declaration", [part.strip() for text in (*inline, *within) for part in text.split(";") if part.strip()]
    yield "at-rule", [found for sheet in sheets for found in _AT_RULE.findall(sheet)]
    yield "outside", [_AT_RULE.sub("", sheet) for sheet in sheets]
    yield "attribute", [f'{each.tag} {name}="{value}"' for each in elements for name, value in each.attrib.items()]
