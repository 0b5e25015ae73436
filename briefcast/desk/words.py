"""The desk's own words, in the languages of the team."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from briefcast.brief.document import FieldPath
from briefcast.desk.form import Field, model_at
from briefcast.languages import language, read_languages
from briefcast.pages.frame import PAGE_TEMPLATES
from briefcast.paths import TEMPLATES
from briefcast.products.table import PRODUCTS
from briefcast.products.table import title as product_title
from briefcast.tables import read_tree

DESK_TEMPLATES = TEMPLATES / "desk"


@cache
def read_words() -> Any:
    """Read the words, by language."""
    return read_tree(DESK_TEMPLATES / "labels.yaml")


def word(code: str, key: str, **values: object) -> str:
    """Give one of the words in a language, filled with values; a dotted key looks into a table, and may miss there."""
    name, _, within = key.partition(".")
    held = read_words()[code][name]
    text = str(held.get(within, within) if within else held)
    if not values:
        return text
    rtl = language(code).rtl
    shown = {k: f"\u2068{v}\u2069" if rtl and not isinstance(v, int) else str(v) for k, v in values.items()}
    return text.format(**shown)


def page_word(code: str, key: str, **values: object) -> str:
    """Give one of the words that pages of editions and weeks have, by a dotted key; its end, where there is none."""
    held: Any = read_tree(PAGE_TEMPLATES / "labels.yaml")[code]
    for name in key.split("."):
        held = held.get(name, name) if isinstance(held, Mapping) else name
    return str(held).format(**values) if values else str(held)


def field_name(code: str, field: Field) -> str:
    """Give what a field is called."""
    return name_of(code, field.owner, field.name)


def name_of(code: str, owner: str, name: str) -> str:
    """Give what a field of a model is called: by itself, or in this model alone where it means something else."""
    names = read_words()[code]["fields"]
    return str(names.get(f"{owner}.{name}") or names.get(name) or name.replace("_", " "))


def place_name(code: str, path: FieldPath, audiences: Mapping[str, str]) -> str:
    """Give what the form calls the place of a field: ``Points 2 · Text · English``."""
    parts: list[str] = []
    for number, key in enumerate(path):
        model = model_at(path[:number])
        if isinstance(key, int):
            parts.append(f"{parts.pop() if parts else ''} {key + 1}".strip())
        elif model:
            parts.append(name_of(code, model.__name__, key))
        else:
            parts.append(read_languages()[key].name if key in read_languages() else audiences.get(key, key))
    return " · ".join(parts)


def field_help(code: str, field: Field) -> tuple[str, str]:
    """Give what a field is for, and the language that is told in: its own words, else those of the model."""
    told = read_words()[code]["help"].get(f"{field.owner}.{field.name}", "")
    return (str(told), code) if told else (re.sub("``", "", field.help), "en-x-model")


def choice_name(code: str, field: str, choice: str) -> str:
    """Give what one of the choices of a field is called."""
    if field == "products" and choice in PRODUCTS:
        page: Mapping[str, Any] = read_tree(PAGE_TEMPLATES / "labels.yaml")[code]["products"]
        return str(page.get(choice) or product_title(choice, code))
    held = read_words()[code]["choices"].get(field, {})
    return str(held.get(choice, choice))
