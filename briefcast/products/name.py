"""The name of a product, where somebody asks for one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from briefcast.brief.model import refuse
from briefcast.brief.references import near_word
from briefcast.products.table import PRODUCTS


def _known(name: str) -> str:
    if name not in PRODUCTS:
        near = near_word(name.lower(), PRODUCTS)
        remedy = f"Write '{near}'." if near else f"Write one of: {', '.join(PRODUCTS)}."
        raise refuse(f"There is no product called '{name}'.", remedy)
    return name


ProductName = Annotated[
    str, AfterValidator(_known), Field(json_schema_extra=lambda schema: schema.update(enum=list(PRODUCTS)))
]
"""The name of a product of the table."""
