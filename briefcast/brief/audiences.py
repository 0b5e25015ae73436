"""Audience groups: how each one is addressed, what it is told first, how exact numbers are, how long it lasts.

A profile is a file, ``templates/audiences/<id>.yaml``. A team adds its own as ``audiences/<id>.yaml``
beside the brief; it is found before a built-in one of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from briefcast.brief.document import Document, link_leads_out, read_document
from briefcast.brief.model import LanguageCode, LocalText, Unit, refuse
from briefcast.brief.references import near_word
from briefcast.brief.remedies import explain_fault
from briefcast.engines import ENGINES, engine_of, name_engines
from briefcast.errors import BriefError, Problem
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.paths import TEMPLATES, lies_within

P = TypeVar("P", bound=BaseModel)

Tone = Literal["formal", "collegial", "public", "business", "lively", "factual"]
"""How an audience is spoken to; each has its openings and closings in ``templates/scripts/<language>.yaml``."""
NumberStyle = Literal["exact", "rounded", "plain"]
Extra = Literal["gap", "source"]


def _known_engine(wish: str) -> str:
    try:
        engine_of(wish)
    except ValueError as error:
        near = near_word(wish.partition(":")[0].lower(), ENGINES)
        voice = f":{wish.partition(':')[2] or 'NAME'}" if ":" in wish else ""
        one_of = tell("Write one of {engines}, or a voice of one, such as piper:NAME.", engines=name_engines())
        remedy = (
            tell("Write '{near}{voice}'; there are {engines}.", near=near, voice=voice, engines=name_engines())
            if near
            else one_of
        )
        raise refuse(error.args[0], remedy) from error
    return wish


Engine = Annotated[str, AfterValidator(_known_engine)]
"""A speech engine of ``briefcast/engines.py``, or a voice of one: ``piper:NAME``."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class PointLimits(_Part):
    """How many talking points the audience is told."""

    min: int = Field(ge=1)
    """Told even when they take longer than the time allowed."""
    max: int = Field(le=12)

    @model_validator(mode="after")
    def _in_order(self) -> PointLimits:
        if self.min > self.max:
            raise ValueError(tell("min is larger than max"))
        return self


class Audience(_Part):
    """One audience group: what a profile file says."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
    name: LocalText
    """The group as each language names it: ``Người dân``."""
    description: str = ""
    """Who they are and what they want to know, for the team that chooses."""
    tone: Tone
    """How they are spoken to."""
    address: LocalText
    """The one form of address a piece uses: ``bà con``, ``bạn``. Never mixed with another."""
    numbers: NumberStyle
    """exact: 82.4% · rounded: over 82% · plain: more than 8 in 10 households."""
    points: PointLimits
    seconds: int = Field(ge=15, le=600)
    """Longest narration, in seconds with its pauses."""
    lead_with: tuple[Unit, ...] = ()
    """Kinds of figures told first among points of equal weight."""
    also_say: tuple[Extra, ...] = ()
    """What is said after each point: the gap to the target, the source."""
    glossary: dict[LanguageCode, dict[str, str]] = {}
    """Jargon and the plain words for it; names written with a capital stay as they are."""
    voices: dict[LanguageCode, tuple[Engine, ...]] = {}
    """Speech engines in the order they are asked; that of the language (``assets/languages.yaml``) if absent."""
    online_voices: Literal["never"] | None = None
    """never: nothing that this audience is told is sent to a voice that asks a service."""
    pace: float = Field(default=1.0, ge=0.7, le=1.5)
    """1.0 is the voice's own pace, 1.1 a tenth faster."""
    look: str = Field("", pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$", max_length=64)
    """The look of the brand kit that it is shown, such as sober, warm or newspaper; the kit's own if empty."""
    products: dict[str, SerializeAsAny[BaseModel]] = {}
    """What is said about each product, by its name: sizes of pictures, shapes of films, format of episodes."""

    @model_validator(mode="before")
    @classmethod
    def _order_of_the_language(cls, data: Any) -> Any:
        """Take the order of each language of which the profile says none."""
        own = data.get("voices", {}) if isinstance(data, dict) else None
        if not isinstance(own, dict):
            return data
        usual = {code: language.voice_order for code, language in read_languages().items()}
        return {**data, "voices": {**usual, **own}}

    def profile(self, product: str, kind: type[P]) -> P:
        """Give what is said about one product."""
        found = self.products[product]
        assert isinstance(found, kind)
        return found


BUILT_IN = TEMPLATES / "audiences"
"""Folder of the profiles that come with briefcast."""


def list_audiences(*, folder: Path | None = None) -> tuple[str, ...]:
    """List the ids of the built-in profiles, and of the team's own beside a brief, in alphabetical order."""
    places = (BUILT_IN, folder / "audiences") if folder else (BUILT_IN,)
    return tuple(sorted({path.stem for place in places for path in place.glob("*.yaml")}))


def read_profile(id: str, products: Mapping[str, type[BaseModel]], *, folder: Path | None = None) -> Audience:
    """Read one profile by its id: ``folder/audiences/ID.yaml`` if the team has one, or the built-in one.

    Args:
        id: of the audience.
        products: what a profile may say about each product, by its name.
        folder: the brief's, where the team's own profiles are.

    Raises:
        BriefError: names the file, the field and what to write instead.
    """
    known = list_audiences(folder=folder)
    if id not in known:
        place = (folder / "audiences" if folder else BUILT_IN) / f"{id}.yaml"
        raise BriefError(
            [
                Problem(
                    file=place,
                    field="audiences",
                    message=tell("There is no audience called {id}.", id=repr(id)),
                    remedy=tell(
                        "Write one of {known}, or add a profile audiences/{id}.yaml beside the brief.",
                        known=tuple(known),
                        id=id,
                    ),
                )
            ]
        )
    own = folder / "audiences" / f"{id}.yaml" if folder else None
    if own and folder and own.is_file() and not lies_within(folder, own):
        raise BriefError([link_leads_out(own)])
    document = read_document(own if own and own.is_file() else BUILT_IN / f"{id}.yaml")
    named = document.data.get("id", id)
    if named != id:
        message = tell("The profile in {file} calls itself {named}.", file=document.file.name, named=repr(named))
        raise BriefError([document.problem(("id",), message, tell("Write id: {id}, or rename the file.", id=id))])
    data, problems = dict(document.data), list[Problem]()
    parts = {name: _part(document, data, name, kind, problems) for name, kind in products.items()}
    asked = data.pop("products", {})
    for name in asked if isinstance(asked, Mapping) else ():
        if name not in products:
            near = near_word(str(name).lower(), products)
            remedy = (
                tell("Write '{near}'.", near=near)
                if near
                else tell("Write one of {products}.", products=tuple(products))
            )
            problem = tell("There is no product called {name}.", name=repr(name)), remedy
            problems.append(document.problem(("products", name), *problem))
    try:
        audience = Audience.model_validate({**data, "id": id, "products": parts})
    except ValidationError as error:
        problems += [_problem(document, Audience, (), fault) for fault in error.errors()]
    if problems:
        raise BriefError(problems)
    return audience


def _part(
    document: Document, data: dict[str, Any], name: str, kind: type[BaseModel], problems: list[Problem]
) -> BaseModel:
    """Take what a profile says about one product out of its data, also where it is written the old way."""
    asked = data.get("products")
    typed = asked.get(name) if isinstance(asked, Mapping) else None
    fields, places = dict(typed) if isinstance(typed, Mapping) else {}, dict[str, tuple[str, ...]]()
    for old, field in getattr(kind, "old_keys", {}).items():
        if old in data:
            value = data.pop(old)
            own = {field: value} if field else value if isinstance(value, Mapping) else {}
            for key in fields.keys() & own.keys():
                where = f"products.{name}.{key}"
                problems.append(
                    document.problem(
                        (old,), tell("This stands in {where} too.", where=where), tell("Keep {where}.", where=where)
                    )
                )
            fields = {**own, **fields}
            places |= {key: (old,) if field else (old, key) for key in own}
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        for fault in error.errors():
            first, *rest = fault["loc"] or ("",)
            path = (*places.get(str(first), ("products", name, str(first))), *rest)
            problems.append(_problem(document, kind, path, fault))
        return kind.model_construct()


def _problem(document: Document, model: type[BaseModel], path: tuple[str | int, ...], fault: ErrorDetails) -> Problem:
    path = path or fault["loc"]
    if fault["type"] == "missing":
        return document.problem(path, tell("This field is missing."), tell("Copy it from a built-in profile."))
    if fault["type"] == "extra_forbidden":
        near = near_word(str(path[-1]), model.model_fields)
        fields = tuple(model.model_fields)
        return document.problem(
            path,
            tell("There is no such field."),
            tell("Write '{near}'.", near=near) if near else tell("Use {fields}.", fields=fields),
        )
    _, message, remedy = explain_fault(model, fault, guide="add-an-audience")
    return document.problem(path, message, remedy)
