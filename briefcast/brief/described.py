"""What the fields of a brief are for: the docstring below each, read from the source by whoever asks.

Pydantic can read them as it builds a model, which each command would wait for, and hardly any asks.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from textwrap import dedent

from pydantic import BaseModel


def describe_field(model: type[BaseModel], name: str) -> str:
    """Give what a field of a model is for, as its own description or the docstring below it says; nothing if none."""
    return model.model_fields[name].description or _docstrings(model).get(name, "")


@cache
def _docstrings(model: type[BaseModel]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for owner in reversed(model.__mro__):
        if not issubclass(owner, BaseModel) or owner is BaseModel:
            continue
        (defined,) = ast.parse(dedent(inspect.getsource(owner))).body
        assert isinstance(defined, ast.ClassDef)
        for field, below in zip(defined.body, defined.body[1:], strict=False):
            if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
                continue
            if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                found[field.target.id] = inspect.cleandoc(str(below.value.value))
    return found
