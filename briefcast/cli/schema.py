"""JSON Schemas, generated from the models: editors complete and check files as they are typed.

Run ``python -m briefcast.cli.schema`` after a model has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

from briefcast.brief.described import describe_field
from briefcast.brief.model import Brief
from briefcast.cli.terminal import answer
from briefcast.manifest.manifest import manifest_schema
from briefcast.paths import PACKAGE
from briefcast.planner.plan import ContentPlan
from briefcast.products.table import PRODUCTS

FOLDER = PACKAGE.parent / "schemas"
"""Where the schemas lie in a checkout."""


class _Described(GenerateJsonSchema):
    """Says of each field of a model what the docstring below it says."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        for name, info in schema["cls"].model_fields.items():
            field = made["properties"].get(info.alias or name)
            if field and "description" not in field and (said := describe_field(schema["cls"], name)):
                field["description"] = said
        return made


def brief_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a brief in YAML or JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_naming_products(Brief.model_json_schema(mode="validation", schema_generator=_Described)),
        "title": "Brief",
    }


def _naming_products(schema: dict[str, Any]) -> dict[str, Any]:
    """Name the products of the table wherever a schema asks for one."""

    def visit(part: Any) -> None:
        if isinstance(part, dict):
            for name, field in part.get("properties", {}).items():
                if name == "product":
                    field.update(enum=list(PRODUCTS))
                elif name == "products" and "items" in field:
                    field["items"].update(enum=list(PRODUCTS))
            for each in part.values():
                visit(each)

    visit(schema)
    return schema


def plan_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of a plan of content in YAML or JSON."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ContentPlan.model_json_schema(mode="validation"),
        "title": "Plan of content",
    }


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "brief.schema.json": brief_schema,
    "manifest.schema.json": lambda: _naming_products(manifest_schema()),
    "plan.schema.json": plan_schema,
}
"""Every schema by its file name; a new one is one function and one line here."""


def write_schema(schema: Mapping[str, Any]) -> str:
    """Write a schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write every schema into a folder, in place of older ones."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in SCHEMAS.items():
        path = folder / name
        path.write_text(write_schema(schema()), "utf-8")
        paths.append(path)
    return tuple(paths)


if __name__ == "__main__":
    for written in write_schemas():
        answer(written)
