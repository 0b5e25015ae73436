"""The form: fields drawn from the models of a brief, with what stands in them.

A field is shown where something stands in it, and where each brief, figure or point needs it; the others are offered
by name. So a new field of a model is in the form without a line here: only its name in ``templates/desk/labels.yaml``.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from babel.numbers import get_decimal_symbol
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic.json_schema import SkipJsonSchema
from ruamel.yaml import YAML

from briefcast.brief.described import describe_field
from briefcast.brief.document import FieldPath
from briefcast.brief.model import (
    AudienceId,
    Beside,
    Brief,
    Footage,
    InPicture,
    LanguageCode,
    Point,
    Source,
    Statistic,
    Text,
)
from briefcast.languages import language, read_languages

Kind = Literal["words", "line", "choice", "tick", "several", "part", "entries", "by-audience", "focus", "typed"]
"""words: one text in each language · line: one text · several: of a list that is known · part: fields of
its own · entries: a list of such · by-audience: one for each audience · focus: a place in a picture · typed: as it
stands in the file."""

_SHOWN: Mapping[type[BaseModel], tuple[str, ...]] = {
    Brief: ("subtitle", "issuer", "kind", "products"),
    Source: ("url",),
    Statistic: ("qualifier", "source"),
    Point: ("headline", "statistics", "image"),
}
"""Fields that are shown though nothing stands in them and a brief may do without."""
_SHOWN_WITH: Mapping[type[BaseModel], Mapping[str, tuple[str, ...]]] = {
    Point: {"image_alt": ("image", "footage"), "image_focus": ("image",)},
    Footage: {"focus": ("file",)},
}
"""Fields that are shown as soon as something stands in another one."""
_SHORT: Mapping[type[BaseModel], str] = {Footage: "file"}
"""What is meant where one text stands for a whole part: ``footage: clips/desk.mp4``."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "about": (),
    "statistics": ("statistics",),
    "points": ("points",),
    "sources": ("sources",),
    "for_audiences": ("calls_to_action", "titles", "hooks", "layouts", "audience_brands"),
}
"""The parts of the form and the fields of the brief in each; what no other part has is in the first."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a field can hold."""

    kind: Kind
    model: type[BaseModel] | None = None
    """Of ``part`` and ``entries``: whose fields."""
    inner: Shape | None = None
    """Of ``entries`` without a model, and of ``by-audience``: what each is."""
    choices: tuple[str, ...] = ()
    figure: bool = False
    """Whether it is typed in digits."""
    beside: Literal["", "picture", "film", "map", "series", "entries"] = ""
    """What it names beside the brief."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of the form."""

    path: FieldPath
    name: str
    """As the file has it."""
    shape: Shape
    value: Any
    owner: str = ""
    """The model it is a field of."""
    required: bool = False
    help: str = ""
    """What it is for, in English."""
    fields: tuple[Field, ...] = ()
    """Of what has fields of its own: those that are shown."""
    offered: tuple[str, ...] = ()
    """And the names of those that may be added."""

    @property
    def address(self) -> str:
        """Its path, as a page names it."""
        return ".".join(map(str, self.path))

    @property
    def texts(self) -> dict[str, str]:
        """Of ``words``: what stands in each language; one text for all of them stands in each."""
        value = self.value
        if isinstance(value, Mapping):
            return {str(code): str(text) for code, text in value.items()}
        return dict.fromkeys(read_languages(), value) if isinstance(value, str) else {}

    @property
    def typed(self) -> str:
        """Of ``typed``: what stands there, as the file has it."""
        return written(self.value)

    @property
    def place(self) -> tuple[str, str]:
        """Of ``focus``: how far from the left and from above, in shares; the middle where nothing is said."""
        value = self.value if isinstance(self.value, (list, tuple)) else str(self.value or "").split(",")
        try:
            x, y = (min(max(float(each), 0), 1) for each in value)
        except (TypeError, ValueError):
            x = y = 0.5
        return f"{x:.2f}", f"{y:.2f}"

    @property
    def pictured(self) -> str:
        """Of ``focus``: the address of the picture or film that it is a place in."""
        return ".".join(map(str, (*self.path[:-1], self.name.removesuffix("_focus") if "_" in self.name else "file")))


def form_of(data: Mapping[str, Any], *, added: frozenset[str] = frozenset()) -> Mapping[str, Field]:
    """Draw a brief as the parts of a form; ``added`` are addresses of fields that somebody asked for."""
    whole = _part(Brief, data, (), added)
    named = {name: part for part, names in PARTS.items() for name in names}
    first = next(iter(PARTS))
    drawn: dict[str, Field] = {}
    for part, names in PARTS.items():
        fields = [field for field in whole.fields if named.get(field.name, first) == part]
        offered = [name for name in whole.offered if named.get(name, first) == part]
        if part in names:
            fields = fields or [_field(Brief, part, Brief.model_fields[part], data, (), added)]
            drawn[part], offered = fields[0], []
        else:
            shape = Shape(kind="part", model=Brief)
            drawn[part] = Field(
                path=(), name=part, shape=shape, value=data, fields=tuple(fields), offered=tuple(offered)
            )
    return drawn


def part_at(data: Mapping[str, Any], path: FieldPath, *, added: frozenset[str] = frozenset()) -> Field | None:
    """Draw one field, or one entry of a list; None if the models have no such field."""
    if not path:
        return None
    shape = _shape_at(path)
    if shape is None:
        return None
    node: Any = data
    for number, key in enumerate(path):
        node = spelled_out(path[:number], node)
        node = node.get(key) if isinstance(node, Mapping) else _nth(node, key)
    owner = model_at(path[:-1])
    info = _info(owner, str(path[-1])) if owner and isinstance(path[-1], str) else None
    return _filled(shape, str(path[-1]), node, path, added, owner, info)


def as_kept(path: FieldPath, value: Any, code: str) -> Any:
    """Give what was typed in a field of figures or days as the file has it, from how the reader's language writes it.

    ``44,5`` is 44.5 where a comma parts the decimals, and ``31/12/2026`` a day; what is neither stays as it is.
    """
    shape = _shape_at(path)
    if shape is None or not shape.figure or not isinstance(value, str):
        return value
    typed = value.strip()
    if day := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", typed):
        try:
            return dt.date(int(day[3]), int(day[2]), int(day[1])).isoformat()
        except ValueError:
            return value
    if get_decimal_symbol(language(code).locale) == "," and re.fullmatch(r"[+-]?\d+,\d+", typed):
        return typed.replace(",", ".")
    return value


def path_of(address: str) -> FieldPath:
    """Give the path that a page names by an address: ``points.0.image``."""
    parts = address[:_ADDRESS_MAX].split(".")
    return tuple(int(part) if part.isascii() and part.isdigit() else part for part in parts)


_ADDRESS_MAX = 1000


def places_for_files(path: FieldPath) -> Mapping[str, FieldPath]:
    """Give where files of each kind go that are dropped at a field: itself, and another one of the same entry.

    Nothing where the field names no file.
    """
    shape = _shape_at(path)
    if shape is None or not shape.beside:
        return {}
    if shape.beside not in _ANYWHERE:
        return {shape.beside: path}
    entry = path[: max((n + 1 for n, key in enumerate(path) if isinstance(key, int)), default=0)]
    return {**dict(_files_of(entry)), shape.beside: path}


_ANYWHERE = ("picture", "film")
"""What is put where it belongs in its entry, at whichever of these fields it is let go."""


def _files_of(path: FieldPath) -> Iterator[tuple[str, FieldPath]]:
    model = model_at(path)
    for name, info in model.model_fields.items() if model else ():
        shape, place = _shape(info.annotation, tuple(info.metadata)), (*path, _name(name, info))
        if shape.beside in _ANYWHERE:
            yield shape.beside, place
        elif shape.kind == "part":
            yield from _files_of(place)


def spelled_out(path: FieldPath, value: Any) -> Any:
    """Give a part in which one text stands for all of it as that part: a film by its file."""
    short = _SHORT.get(model_at(path) or Brief)
    return {short: value} if short and isinstance(value, str) else value


def names_at(path: FieldPath) -> tuple[str, ...]:
    """Give the names of the fields at a path in the order of their model; where texts stand, the languages."""
    model = model_at(path)
    return tuple(_name(name, info) for name, info in model.model_fields.items()) if model else tuple(read_languages())


def model_at(path: FieldPath) -> type[BaseModel] | None:
    """Give the model whose fields stand at a path, if they are those of one."""
    if not path:
        return Brief
    shape = _shape_at(path)
    return shape.model if shape and shape.kind == "part" else None


def written(value: Any) -> str:
    """Write a value as YAML has it, on one line where it is short."""
    if value is None:
        return ""
    yaml = YAML(typ="rt")
    yaml.default_flow_style = len(str(value)) < _FLOW_MAX
    yaml.width = 10**9
    out = io.StringIO()
    yaml.dump(value, out)
    return out.getvalue().removesuffix("...\n").rstrip("\n")


_FLOW_MAX = 70


def _part(
    model: type[BaseModel],
    data: Any,
    path: FieldPath,
    added: frozenset[str],
    name: str = "",
    info: FieldInfo | None = None,
) -> Field:
    data = spelled_out(path, data)
    held = data if isinstance(data, Mapping) else {}
    with_others = _SHOWN_WITH.get(model, {})
    fields, offered = [], []
    for each, its in model.model_fields.items():
        if _unseen(its):
            continue
        key = _name(each, its)
        address = ".".join(map(str, (*path, key)))
        is_shown = each in _SHOWN.get(model, ()) or any(held.get(other) for other in with_others.get(each, ()))
        if its.is_required() or key in held or is_shown or address in added:
            fields.append(_field(model, key, its, held, path, added))
        else:
            offered.append(key)
    return Field(
        path=path,
        name=name,
        shape=Shape(kind="part", model=model),
        value=data,
        owner=model.__name__,
        required=bool(info and info.is_required()),
        fields=tuple(fields),
        offered=tuple(offered),
    )


def _field(
    model: type[BaseModel], key: str, info: FieldInfo, held: Mapping[str, Any], path: FieldPath, added: frozenset[str]
) -> Field:
    shape = _shape(info.annotation, tuple(info.metadata))
    return _filled(shape, key, held.get(key), (*path, key), added, model, info)


def _filled(
    shape: Shape,
    name: str,
    value: Any,
    path: FieldPath,
    added: frozenset[str],
    owner: type[BaseModel] | None,
    info: FieldInfo | None,
) -> Field:
    own = next((each for each, its in owner.model_fields.items() if its is info), name) if owner else name
    told = describe_field(owner, own) if owner and info else ""
    required, kin = bool(info and info.is_required()), owner.__name__ if owner else ""
    if shape.kind == "part" and shape.model:
        part = _part(shape.model, value, path, added, name, info)
        return Field(
            path=path, name=name, shape=shape, value=value, owner=kin, required=required, help=told,
            fields=part.fields, offered=part.offered,
        )  # fmt: skip
    fields: list[Field] = []
    if shape.kind == "entries" and isinstance(value, list):
        inner = shape.inner or Shape(kind="part", model=shape.model)
        fields = [_filled(inner, str(n), each, (*path, n), added, None, None) for n, each in enumerate(value)]
    elif shape.kind == "by-audience" and shape.inner and isinstance(value, Mapping):
        fields = [_filled(shape.inner, str(key), each, (*path, key), added, None, None) for key, each in value.items()]
    elif shape.kind == "typed" and shape.beside and (not value or isinstance(value, str)):
        # A table of values: its file is named here, and read as the values of the figure.
        shape = replace(shape, kind="line")
    elif shape.kind in ("entries", "by-audience") and value is not None:
        shape = Shape(kind="typed")  # the name of a file, or what no form can show
    return Field(
        path=path,
        name=name,
        shape=shape,
        value=value,
        owner=kin,
        required=required,
        help=told,
        fields=tuple(fields),
    )


def _shape_at(path: FieldPath) -> Shape | None:
    """Give what stands at a path, as the models say it."""
    shape: Shape | None = Shape(kind="part", model=Brief)
    for key in path:
        if shape is None:
            return None
        if shape.kind == "part" and shape.model and isinstance(key, str):
            info = _info(shape.model, key)
            shape = _shape(info.annotation, tuple(info.metadata)) if info else None
        elif shape.kind == "entries" and isinstance(key, int):
            shape = shape.inner or Shape(kind="part", model=shape.model)
        elif shape.kind == "by-audience" and isinstance(key, str):
            shape = shape.inner
        elif shape.kind == "words" and key in read_languages():
            shape = Shape(kind="line")
        elif shape.kind == "typed":
            return shape
        else:
            return None
    return shape


def _info(model: type[BaseModel], key: str) -> FieldInfo | None:
    return next((info for name, info in model.model_fields.items() if _name(name, info) == key), None)


def _name(name: str, info: FieldInfo) -> str:
    return info.alias or name


def _unseen(info: FieldInfo) -> bool:
    """Say whether a field is set by reading, never by a person."""
    return any(type(each).__name__ == SkipJsonSchema.__name__ for each in _metadata(info))


def _metadata(info: FieldInfo) -> Iterator[Any]:
    yield from info.metadata
    for each in get_args(info.annotation):
        if get_origin(each) is Annotated:
            yield from get_args(each)[1:]


def _shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _shape(inner, (*more, *metadata))
    if any(isinstance(each, InPicture) for each in metadata):
        return Shape(kind="focus")
    for each in metadata:
        if isinstance(each, WithJsonSchema) and isinstance(each.json_schema, dict) and "enum" in each.json_schema:
            return Shape(kind="choice", choices=tuple(map(str, each.json_schema["enum"])))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        others = [each for each in arguments if each is not type(None)]
        return _shape(others[0], metadata) if len(others) == 1 else Shape(kind="line")
    if origin is Literal:
        return Shape(kind="choice", choices=tuple(map(str, arguments)))
    named = next((each for each in metadata if isinstance(each, Beside)), None)
    if origin is dict:
        key, held = arguments
        if key == LanguageCode and held == Text:
            return Shape(kind="words")
        if key == AudienceId:
            return Shape(kind="by-audience", inner=_shape(held))
        return Shape(kind="typed", beside=named.kind if named else "")
    if origin is tuple:
        if len(arguments) != 2 or arguments[1] is not Ellipsis:
            return Shape(kind="typed")
        inner = _shape(arguments[0])
        if inner.kind == "part":
            return Shape(kind="entries", model=inner.model)
        if inner.kind == "words":
            return Shape(kind="entries", inner=inner)
        return Shape(kind="several", choices=inner.choices)
    if annotation is bool:
        return Shape(kind="tick")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Shape(kind="part", model=annotation)
    if named:
        return Shape(kind="line", beside=named.kind)
    return Shape(kind="line", figure=annotation in (Decimal, int, float, dt.date))


def _nth(node: Any, key: Any) -> Any:
    return node[key] if isinstance(node, list) and isinstance(key, int) and 0 <= key < len(node) else None
