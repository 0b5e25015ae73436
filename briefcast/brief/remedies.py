"""Remedies: what a model refuses, told in plain words with what to write instead."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from briefcast.brief.described import describe_field
from briefcast.brief.document import Document, FieldPath
from briefcast.brief.model import LANGUAGES
from briefcast.brief.periods import EXAMPLES
from briefcast.brief.references import near_word
from briefcast.errors import Problem
from briefcast.messages import Message, tell
from briefcast.paths import doc

Model = TypeVar("Model", bound=BaseModel)
_SHOWN_MAX = 120
"""Most characters of a wrong value that are shown with what is wrong."""
FAULTS_MAX = 200
"""Most faults of a shape that are put into words; a file with more is not a brief."""


def check_shape(
    model: type[Model], document: Document, *, guide: str = "write-a-brief"
) -> tuple[Model | None, list[Problem]]:
    """Read a document as a model, and tell every reason why it is not one.

    Gives the model and no problem, or no model and at least one problem. ``guide`` names the page of the docs that
    explains the fields.
    """
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        faults = error.errors(include_url=False)[:FAULTS_MAX]
        told = (_problem(model, document, f, guide) for f in _said_once(model, faults))
        return None, list(dict.fromkeys(told))


def explain_faults(
    model: type[BaseModel], error: ValidationError, *, guide: str
) -> Iterator[tuple[FieldPath, str, str]]:
    """Tell every reason why something is not what a model says, each as `explain_fault` does; none twice."""
    faults = error.errors(include_url=False)[:FAULTS_MAX]
    yield from (explain_fault(model, each, guide=guide) for each in _said_once(model, faults))


def _said_once(model: type[BaseModel], faults: Sequence[ErrorDetails]) -> Sequence[ErrorDetails]:
    """Leave out faults that only repeat others; whatever is wrong, one is left: nobody is refused in silence."""
    return [each for each in faults if not _is_echo(model, each, faults)] or faults


def _is_echo(model: type[BaseModel], fault: ErrorDetails, faults: Sequence[ErrorDetails]) -> bool:
    """Say whether a fault only repeats another: a list called empty as its items are wrong, a mistyped name missing."""
    if fault["type"] == "too_short":
        # Of a text, it says that nothing to be seen is in it.
        return bool(fault["input"]) and not isinstance(fault["input"], str)
    if fault["type"] == "missing":
        *there, name = fault["loc"]
        owner, _, _ = _find_field(model, fault["loc"])
        known = owner.model_fields if owner else {}
        unknown = (str(f["loc"][-1]) for f in faults if f["type"] == "extra_forbidden" and [*f["loc"][:-1]] == there)
        return any(near_word(word, known) == name for word in unknown)
    return False


def _problem(model: type[BaseModel], document: Document, fault: ErrorDetails, guide: str) -> Problem:
    path, message, remedy = explain_fault(model, fault, guide=guide)
    return document.problem(path, message, remedy)


def explain_fault(model: type[BaseModel], fault: ErrorDetails, *, guide: str) -> tuple[FieldPath, str, str]:
    """Tell one reason why something is not what a model says: where, what is wrong, what to write instead."""
    path: FieldPath = tuple(key for key in fault["loc"] if key != "[key]")
    owner, info, description = _find_field(model, path)
    name = str(path[-1]) if path else tell("the file")
    return path, *_explain(fault, path, owner, info, _example(name, info, description, guide), guide)


def _explain(
    fault: ErrorDetails,
    path: FieldPath,
    owner: type[BaseModel] | None,
    info: FieldInfo | None,
    example: str,
    guide: str,
) -> tuple[str, str]:
    kind, value, context = str(fault["type"]), fault["input"], fault.get("ctx", {})
    if isinstance(value, str) and len(value) > _SHOWN_MAX:
        value = f"{value[:_SHOWN_MAX]}…"
    name = str(path[-1]) if path else tell("the file")
    known = {} if owner is None else owner.model_fields
    if kind == "briefcast":
        return context["message"], context["remedy"]
    if kind == "extra_forbidden":
        if name in LANGUAGES and "text" in known:
            return tell("There is no field '{name}' here.", name=name), tell(
                "Write the words under 'text': text: {{{name}: …}}.", name=name
            )
        near = near_word(name, known)
        choices = tuple(known)
        return tell("There is no field '{name}' here.", name=name), tell(
            "Write '{near}'.", near=near
        ) if near else tell("Fields here are: {choices}.", choices=choices)
    if kind == "missing":
        return tell("'{name}' is missing.", name=name), example
    if kind == "literal_error":
        return _explain_choice(value, str(context["expected"]))
    if kind == "string_pattern_mismatch":
        return _explain_pattern(value, str(context["pattern"]))
    if kind == "string_too_short" or (kind == "too_short" and isinstance(value, str)):
        return tell("'{name}' is empty.", name=name), tell("Write the text, or delete the line.")
    if kind == "string_too_long":
        return tell("'{name}' has more than {most} characters.", name=name, most=context["max_length"]), tell(
            "Shorten it."
        )
    if kind == "string_type" and isinstance(value, dict):
        remedy = tell("Write a text; one that begins with {{ goes in double quotes.")
        return tell("'{name}' holds several values where one text belongs.", name=name), remedy
    if kind == "too_long":
        return tell(
            "'{name}' holds {number}; {most} is the most.",
            name=name,
            number=context["actual_length"],
            most=context["max_length"],
        ), tell("Leave some out, or write a second one.")
    if kind == "too_short":
        return tell("'{name}' is empty.", name=name), example
    if kind in ("greater_than_equal", "less_than_equal", "int_parsing", "int_from_float") and "audiences" in path:
        return tell("'{value}' is not a weight.", value=value), tell(
            "Write a whole number from 0 (never) to 5 (first)."
        )
    if kind == "greater_than":
        return tell("'{name}' must be more than {least}.", name=name, least=context["gt"]), tell(
            "Write the whole of which the value is a part."
        )
    if kind in ("greater_than_equal", "less_than_equal"):
        if kind == "greater_than_equal":
            least = context["ge"]
            return tell("'{name}' is {value}; {least} is the least.", name=name, value=value, least=least), tell(
                "Write {least} or more.", least=least
            )
        most = context["le"]
        return tell("'{name}' is {value}; {most} is the most.", name=name, value=value, most=most), tell(
            "Write {most} or less.", most=most
        )
    if kind == "value_error":
        return tell("{reason}.", reason=_reason(context["error"])), tell("Write it as {page} shows.", page=doc(guide))
    if kind == "bool_parsing":
        return tell("'{value}' is neither true nor false.", value=value), tell(
            "Write '{name}: true' or '{name}: false'.", name=name
        )
    if kind.startswith("url"):
        return tell("'{value}' is not a web address.", value=value), tell(
            "Write it in full, such as https://example.org/report."
        )
    examples = info.examples if info and info.examples else [None]
    by_language = isinstance(examples[0], dict) and set(examples[0]) <= set(LANGUAGES)
    shape = tell("a text for each language") if by_language else _SHAPES.get(kind, tell("another kind of value"))
    if isinstance(value, str):
        return tell("'{name}' has one text where {shape} belongs.", name=name, shape=shape), example
    return tell("'{name}' does not have the right shape: {shape} belongs here.", name=name, shape=shape), example


def _reason(error: Exception) -> object:
    """Give what a validator says is wrong, without its full stop."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Message) else str(said).rstrip(".")


_SHAPES = {
    "dict_type": tell("a value for each name"),
    "model_type": tell("a group of fields"),
    "tuple_type": tell("a list"),
    "string_type": tell("one text"),
    "decimal_type": tell("a number"),
    "bool_type": tell("true or false"),
    "int_type": tell("a whole number"),
    "int_parsing": tell("a whole number"),
    "float_parsing": tell("a number"),
    "literal_error": tell("one word"),
}


_MEANT: Mapping[str, tuple[str, ...]] = {
    "over": ("more than", "above", "at least", ">", "hơn", "trên", "ít nhất", "יותר מ", "מעל", "למעלה מ"),
    "nearly": ("almost", "close to", "under", "less than", "<", "gần", "suýt", "dưới", "כמעט", "קרוב ל"),
    "about": ("around", "approximately", "circa", "some", "~", "khoảng", "chừng", "ước", "כ", "בערך"),
    "higher": ("up", "more", "high", "increase", "cao", "tăng", "גבוה"),
    "lower": ("down", "less", "low", "decrease", "thấp", "giảm", "נמוך"),
    "plan": ("kế hoạch", "תוכנית"),
    "budget": ("dự toán", "ngân sách", "תקציב"),
    "goal": ("target", "mục tiêu", "יעד"),
}
"""What teams write where a field has words of its own."""


def _explain_choice(value: Any, expected: str) -> tuple[str, str]:
    choices = [choice.strip("'") for choice in expected.replace(" or ", ", ").split(", ")]
    meant = next((word for word, others in _MEANT.items() if str(value).lower().strip() in others), "")
    near = meant if meant in choices else near_word(str(value).lower(), choices)
    remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {choices}.", choices=tuple(choices))
    return tell("'{value}' is not one of {choices}.", value=value, choices=tuple(choices)), remedy


def _explain_pattern(value: Any, pattern: str) -> tuple[str, str]:
    if "Q[1-4]" in pattern:
        return tell("'{value}' is not a period.", value=value), tell(
            "Write a period such as {examples}.", examples=EXAMPLES
        )
    if "[A-Z]" in pattern:
        return tell("'{value}' is not a currency code.", value=value), tell(
            "Write three capital letters, such as VND, USD or ILS."
        )
    slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in str(value).lower()).split())
    message = tell("'{value}' cannot be a short name.", value=value)
    if slug:
        return message, tell("Use small letters a to z, digits and hyphens: {name}.", name=slug)
    return message, tell("Use small letters a to z, digits and hyphens, such as egdi-rank.")


_EXAMPLE_ALONE = re.compile(r"``([^`]+)``\.")
"""A field of which the description is nothing but an example."""


def _example(name: str, info: FieldInfo | None, description: str, guide: str) -> str:
    if info is None:
        return tell("Write it as {page} shows.", page=doc(guide))
    if alone := _EXAMPLE_ALONE.fullmatch(description):
        return tell("Write, for example: {name}: {example}.", name=name, example=alone[1])
    for examples in (info.examples, *_inner_examples(info.annotation)):
        if examples:
            return tell("Write, for example: {name}: {example}.", name=name, example=write_flow(examples[0]))
    if not description and isinstance(info.default, (int, float)):
        return tell("Write, for example: {name}: {example}.", name=name, example=write_flow(info.default))
    if not description:
        return tell("Write it as {page} shows.", page=doc(guide))
    return tell("{description} See {page}.", description=description.replace("``", "'"), page=doc(guide))


def _inner_examples(annotation: Any) -> Iterator[list[Any] | None]:
    """Give the examples inside an optional field's type."""
    for argument in (annotation, *get_args(annotation)):
        for metadata in getattr(argument, "__metadata__", ()):
            if isinstance(metadata, FieldInfo):
                yield metadata.examples


def write_flow(value: Any) -> str:
    """Write a small value on one line, as in YAML: ``{vi: …, en: …}``, ``[vi, en]``."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k}: {write_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(write_flow(v) for v in value) + "]"
    return str(value)


def _find_field(model: type[BaseModel], path: FieldPath) -> tuple[type[BaseModel] | None, FieldInfo | None, str]:
    """Give the model that holds (or should hold) the last key of a path, the nearest field on the way, and its use."""
    owner: type[BaseModel] | None = model
    annotation: Any = model
    info: FieldInfo | None = None
    description = ""
    for key in path:
        owner = annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
        if owner is not None:
            info = owner.model_fields.get(str(key))
            description = describe_field(owner, str(key)) if info else ""
            annotation = _bare(info.annotation) if info else None
        else:
            annotation = _inner(annotation)
    return owner, info, description


def _bare(annotation: Any) -> Any:
    """Take off Annotated and the None of an optional field."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation


def _inner(annotation: Any) -> Any:
    """Give what a mapping or a tuple holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is dict:
        return _bare(arguments[1])
    if origin is tuple:
        return _bare(arguments[0])
    return None
