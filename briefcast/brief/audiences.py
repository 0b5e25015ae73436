"""Audience groups: how each one is addressed, what it is told first, how exact numbers are, how long it lasts.

A profile is a file, ``templates/audiences/<id>.yaml``. A team adds its own as ``audiences/<id>.yaml``
beside the brief; it is found before a built-in one of the same name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from briefcast.brief.document import Document, read_document
from briefcast.brief.model import LanguageCode, Layout, LocalText, Unit, refuse
from briefcast.engines import engine_of, name_engines
from briefcast.errors import BriefError, Problem
from briefcast.paths import TEMPLATES

Tone = Literal["formal", "collegial", "public", "business", "lively", "factual"]
"""How an audience is spoken to; each has its openings and closings in ``templates/scripts/<language>.yaml``."""
NumberStyle = Literal["exact", "rounded", "plain"]
Size = Literal["1080x1350", "1080x1080", "1080x1920", "1200x630", "carousel", "a4", "a4-print"]
Shape = Literal["9x16", "1x1", "16x9"]
Extra = Literal["gap", "source"]
EpisodeFormat = Literal["briefing", "conversation", "bulletin"]


def _known_engine(wish: str) -> str:
    try:
        engine_of(wish)
    except ValueError as error:
        remedy = f"Write one of {name_engines()}, or a voice of one, such as piper:NAME."
        raise refuse(str(error), remedy) from error
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
            raise ValueError("min is larger than max")
        return self


class SoundChoice(_Part):
    """What an audience hears beside the voice."""

    bed: Literal["calm", "bright", "none"] = "none"
    """Music under the voice."""
    stings: bool = False
    """A few notes before the first word and after the last."""


class PodcastProfile(_Part):
    """How an audience hears its episodes."""

    format: EpisodeFormat = "briefing"
    """briefing: one voice · conversation: two hosts ask and answer · bulletin: one voice, the news alone."""
    seconds: int = Field(default=75, ge=20, le=900)
    """How long an episode should be: points are chosen so that it comes within a tenth of it."""
    sound: SoundChoice = SoundChoice(stings=True)
    """Music of its episodes."""


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
    infographic_sizes: tuple[Size, ...] = Field(min_length=1)
    layouts: tuple[Layout, ...] = ()
    """Layouts of its infographics where a piece reports progress: the first that its figures allow."""
    dense: bool = False
    """Whether pictures show changes, targets and bars on every figure before they show fewer figures."""
    video_shapes: tuple[Shape, ...] = Field(min_length=1)
    voices: dict[LanguageCode, tuple[Engine, ...]]
    """Speech engines in the order they are asked. None of the built-in profiles asks the network."""
    pace: float = Field(default=1.0, ge=0.7, le=1.5)
    """1.0 is the voice's own pace, 1.1 a tenth faster."""
    podcast: PodcastProfile = PodcastProfile()
    """Format and length of its episodes."""
    sound: SoundChoice = SoundChoice()
    """Music beside the voice: ``{bed: calm, stings: true}``. None if absent."""


BUILT_IN = TEMPLATES / "audiences"
"""Folder of the profiles that come with briefcast."""


def list_audiences(*, folder: Path | None = None) -> tuple[str, ...]:
    """List the ids of the built-in profiles, and of the team's own beside a brief, in alphabetical order."""
    places = (BUILT_IN, folder / "audiences") if folder else (BUILT_IN,)
    return tuple(sorted({path.stem for place in places for path in place.glob("*.yaml")}))


def read_audience(id: str, *, folder: Path | None = None) -> Audience:
    """Read one profile by its id: ``folder/audiences/ID.yaml`` if the team has one, or the built-in one.

    BriefError names the file, the field and what to write instead.
    """
    known = list_audiences(folder=folder)
    if id not in known:
        place = (folder / "audiences" if folder else BUILT_IN) / f"{id}.yaml"
        raise BriefError(
            [
                Problem(
                    file=place,
                    field="audiences",
                    message=f"There is no audience called {id!r}.",
                    remedy=f"Write one of {', '.join(known)}, or add a profile audiences/{id}.yaml beside the brief.",
                )
            ]
        )
    own = folder / "audiences" / f"{id}.yaml" if folder else None
    return _read_profile(own if own and own.is_file() else BUILT_IN / f"{id}.yaml", id)


def _read_profile(path: Path, id: str) -> Audience:
    document = read_document(path)
    own = document.data.get("id", id)
    if own != id:
        problem = document.problem(
            ("id",), f"The profile in {path.name} calls itself {own!r}.", f"Write id: {id}, or rename the file."
        )
        raise BriefError([problem])
    try:
        return Audience.model_validate({**document.data, "id": id})
    except ValidationError as error:
        raise BriefError([_problem(document, dict(fault)) for fault in error.errors()]) from error


def _problem(document: Document, fault: dict[str, Any]) -> Problem:
    if fault["type"] == "missing":
        return document.problem(fault["loc"], "This field is missing.", "Copy it from a built-in profile.")
    if fault["type"] == "extra_forbidden":
        fields = ", ".join(Audience.model_fields)
        return document.problem(fault["loc"], "There is no such field.", f"Use {fields}.")
    if fault["type"] == "briefcast":
        return document.problem(fault["loc"], fault["ctx"]["message"], fault["ctx"]["remedy"])
    remedy = fault["msg"].removeprefix("Value error, ").rstrip(".")
    return document.problem(fault["loc"], f"{fault['input']!r} cannot stand here.", f"{remedy}.")
