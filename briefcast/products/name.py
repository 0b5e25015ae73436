"""The name of a product, where somebody asks for one."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from briefcast.products.table import PRODUCTS


def _known(name: str) -> str:
    if name not in PRODUCTS:
        raise ValueError(f"there is no product {name!r}; there are {', '.join(PRODUCTS)}")
    return name


ProductName = Annotated[
    str, AfterValidator(_known), Field(json_schema_extra=lambda schema: schema.update(enum=list(PRODUCTS)))
]
"""The name of a product of the table."""
