"""The words around a press release, by language. Data: ``templates/press-release/words.yaml``."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from briefcast.language.phrasebook import TargetKind
from briefcast.paths import TEMPLATES
from briefcast.tables import read_rows


class ReleaseWords(BaseModel):
    """The words of one language."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    name: str
    """What it is, above its headline."""
    dateline: str
    """Where and when: ``{place}``, ``{date}``."""
    dateline_alone: str
    """The same without a place."""
    dateline_date: Literal["long", "short"]
    said: str
    """Who published a figure, at the end of its sentence: ``{publisher}``."""
    said_when: str
    """The same where a source is named for the first time: ``{publisher}``, ``{date}``."""
    and_: str = Field(alias="and")
    compared: str
    """Head of the column that says what a figure is compared with."""
    change_from: str
    """A change with what it is a change from: ``{change}``, ``{period}``, ``{value}``."""
    both_ways: str
    """A change with the same in percent: ``{change}``, ``{percent}``."""
    target_column: str
    """Head of the column that says what figures are measured by."""
    aim: str
    """What stands in it: ``{target}``, ``{goal}``."""
    aim_by: str
    """The same with its day: ``{period}``."""
    aim_when: str
    """A target with its day alone: ``{target}``, ``{period}``."""
    history: str
    """Values over time: ``{label}``, ``{values}``."""
    at: str
    """One of them: ``{value}``, ``{period}``."""
    target: str
    """A target: ``{label}``, ``{goal}``, ``{target}``."""
    target_by: str
    """The same with its day: ``{period}``."""
    target_was: str
    """The same where its day is over."""
    with_gap_yet: str
    """The same while its day is to come: nothing is missed yet."""
    with_gap: str
    """A target, ``{said}``, with how far the figure is from it: ``{gap}``."""
    with_part: str
    """A target that is still to come, with how much of it is there, and when: ``{part}``, ``{done}``, ``{when}``."""
    with_count: str
    with_level: str
    """The same of what is to go down: nobody has "reached" a poverty rate."""
    """A target of a few things, with how many there are: ``{said}``, ``{value}``."""
    over: str = ""
    """How much a figure is above a target that it was to stay under, with the same words: ``{gap}``."""
    under: str = ""
    """How much a figure is below a ceiling or a forecast: ``{gap}``."""
    short: str = ""
    """How much of it is missing, where the words beside a figure do not say of what: ``{gap}``."""
    done: dict[TargetKind, str]
    """What becomes of it, by its kind: money is spent, revenue collected."""
    when: str
    """When, of a ``{period}`` as it stands there."""
    by_day: str
    """The same of a day."""
    over_days: str
    """The same from one day to another."""
    top: str
    """A place to reach: ``{target}``."""
    below: str
    """A value not to reach: ``{target}``."""
    context: str
    limits: str
    contact: str
    more: str
    end: str = ""
    """The sign at the end of the copy."""


def release_words(language: str) -> ReleaseWords:
    """Read the words of one language; KeyError if the table has none."""
    return read_rows(TEMPLATES / "press-release" / "words.yaml", ReleaseWords)[language]
