"""What is asked for: on a command line, in a form, by the plan of a week."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefcast.brief.audiences import Engine
from briefcast.brief.model import AudienceId, LanguageCode
from briefcast.brief.remedies import explain_fault
from briefcast.engines import name_engines
from briefcast.errors import BriefError, Problem
from briefcast.products.base import Options
from briefcast.products.name import ProductName
from briefcast.script import Numbered


class EditionRequest(BaseModel):
    """What to make."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief: Path = Field(description="The brief: .yaml, .json or .xlsx.")
    audiences: tuple[AudienceId, ...] = Field((), description="Audience groups; all of the brief if empty.")
    languages: tuple[LanguageCode, ...] = Field((), description="Languages; all of the brief if empty.")
    products: tuple[ProductName, ...] = Field((), description="What to make; all of the brief if empty.")
    out: Path = Field(Path("outputs"), description="Folder for what is made.")
    voices: tuple[Engine, ...] = Field((), description=f"Engines or voices to ask first: {name_engines()}.")
    strict: bool = Field(False, description="Fail instead of letting another voice stand in.")
    preset: Literal["draft", "standard", "archive"] = Field(
        "standard", description="How films are encoded: draft to look through, standard to publish, archive to keep."
    )
    verify: bool = Field(default=False, description="Hash every file again instead of those alone that were touched.")
    reduced_motion: bool = Field(False, description="Films in which nothing slides, grows or counts: things fade in.")

    column: Numbered | None = Field(None, description="The column of the plan that it is a piece of, with its number.")

    with_errors: bool = Field(
        default=False, description="Make it although the check finds errors, to look at: it cannot be approved."
    )

    @property
    def options(self) -> Options:
        """How things are made."""
        return Options(voices=self.voices, strict=self.strict, preset=self.preset, reduced_motion=self.reduced_motion)


def read_request(*, brief: Path, **asked: object) -> EditionRequest:
    """Give the request for what was asked on a command line; None and empty mean everything.

    Raises:
        BriefError: a language, product or audience of that name cannot be.
    """
    return read_asked(EditionRequest, file=brief, command="make", brief=brief, **asked)


Request = TypeVar("Request", bound=BaseModel)


def read_asked(model: type[Request], *, file: Path, command: str, **asked: object) -> Request:
    """Give a request of any kind for what was asked on a command line; None means nothing was said.

    Raises:
        BriefError: what was asked cannot be; it names the option, and what to write instead.
    """
    try:
        return model.model_validate({k: v for k, v in asked.items() if v is not None})
    except ValidationError as error:
        problems = []
        for wrong in error.errors(include_url=False):
            path, message, remedy = explain_fault(model, wrong, guide="write-a-brief")
            option = _option(str(path[0])) if path else ""
            at = f"briefcast {command} {option}".rstrip()
            problems.append(Problem(file=file, at=at, message=message, remedy=remedy))
        raise BriefError(problems) from error


def _option(field: str) -> str:
    """Give the option by which a field of a request is asked for: what is a list is one option given again."""
    name = field.removesuffix("s") if field in ("audiences", "languages", "products", "voices") else field
    return f"--{name.replace('_', '-')}"
