"""The name of a product, where somebody asks for one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from briefcast.brief.model import refuse
from briefcast.brief.references import near_word
from briefcast.messages import tell
from briefcast.products.table import PRODUCTS


def _known(name: str) -> str:
    if name not in PRODUCTS:
        near = near_word(name.lower(), PRODUCTS)
        remedy = (
            tell("Write '{near}'.", near=near) if near else tell("Write one of: {choices}.", choices=tuple(PRODUCTS))
        )
        raise refuse(tell("There is no product called '{name}'.", name=name), remedy)
    return name


ProductName = Annotated[
    str, AfterValidator(_known), Field(json_schema_extra=lambda schema: schema.update(enum=list(PRODUCTS)))
]
"""The name of a product of the table."""
