"""The brief: what the team wrote, as one frozen model.

Everything that is wrong is found at the door; later stages need no re-checks.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl

Unit = Literal["percent", "count", "rank", "index", "currency", "duration", "ratio"]
Qualifier = Literal["over", "nearly", "about"]
Kind = Literal["progress", "explainer", "spotlight", "rebuttal", "event"]

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
LanguageCode = Literal["vi", "en", "he"]
AudienceId = Identifier
Period = Annotated[str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4])?$")]
"""A year, a month, a day or a quarter: ``2024``, ``2024-10``, ``2024-10-31``, ``2024-Q3``."""

LocalText = dict[LanguageCode, str]
"""One text in the languages of the brief."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(_Part):
    """Where a figure was published."""

    id: Identifier
    title: LocalText
    publisher: LocalText
    url: HttpUrl
    date: dt.date
    short: LocalText = {}
    """A few words to print under a picture; the publisher and year if absent."""


class Target(_Part):
    """What a statistic is to reach, and when."""

    value: Decimal
    by: Period | None = None


class Baseline(_Part):
    """The earlier value a statistic is compared with."""

    value: Decimal
    period: Period


class Statistic(_Part):
    """One number with all that makes it true: unit, period, qualifier, source."""

    id: Identifier
    label: LocalText
    value: Decimal
    unit: Unit
    qualifier: Qualifier | None = None
    """What the source says before it: over, nearly, about."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    per: Literal["second", "minute", "hour", "day", "month", "year"] | None = None
    """For a duration: what is counted (``hour`` for 48 hours)."""
    noun: LocalText = {}
    """What a count counts, in its counted form: ``{vi: nhiệm vụ, en: tasks, he: משימות}``."""
    gender: Literal["m", "f"] = "f"
    """Hebrew grammatical gender of what is counted; feminine is the counting form."""
    period: Period
    """When the value holds."""
    estimate: bool = False
    better: Literal["higher", "lower"] | None = None
    out_of: Decimal | None = None
    target: Target | None = None
    baseline: Baseline | None = None
    growth_percent: Decimal | None = None
    """Published growth on the year before, in percent, where the source states it."""
    change_points: Decimal | None = None
    """Published change on the year before, in percentage points, where the source states it."""
    series: dict[Period, Decimal] = {}
    """Values over time; a CSV file beside the brief may be named instead."""
    source: Identifier | None = None
    stale_after: dt.date | None = None
    icon: str | None = None


class Wording(_Part):
    """A point's own words for one audience."""

    text: LocalText = {}
    headline: LocalText = {}


class Point(_Part):
    """One talking point."""

    id: Identifier
    text: LocalText
    """What is said, with figures referenced: ``{egdi-rank}``, ``{egdi-rank.change}``."""
    headline: LocalText = {}
    """What is shown large; made from the leading figure if absent."""
    audiences: dict[AudienceId, Annotated[int, Field(ge=0, le=5)]] = {}
    """Weight for each audience; absent = 1, 0 = never."""
    variants: dict[AudienceId, Wording] = {}
    statistics: tuple[Identifier, ...] = ()
    """The figures it shows, the leading one first."""
    visual: Literal["number", "progress", "series", "share", "pair", "text"] | None = None
    image: str | None = None
    """A picture beside the brief."""
    image_alt: LocalText = {}
    literal: bool = False
    """Digits in the text are part of names and need no statistic."""


class Action(_Part):
    """What one audience is asked to do."""

    text: LocalText
    url: HttpUrl | None = None


class Brief(_Part):
    """What the team wrote: points, statistics and sources in its languages."""

    id: Identifier
    title: LocalText
    subtitle: LocalText = {}
    issuer: LocalText = {}
    """The body that publishes."""
    kicker: LocalText = {}
    """The line above the title: the programme it belongs to."""
    kind: Kind = "progress"
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    audiences: tuple[AudienceId, ...] = Field(min_length=1)
    products: tuple[Literal["infographic", "video", "podcast"], ...] = ("infographic", "video", "podcast")
    as_of: dt.date
    brand: str = "institutional"
    sources: tuple[Source, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    points: tuple[Point, ...] = Field(min_length=1)
    calls_to_action: dict[AudienceId, Action] = {}

    def statistic(self, id: str) -> Statistic:
        """Give one statistic by its id; KeyError if there is none."""
        return next(s for s in self.statistics if s.id == id)

    def source(self, id: str) -> Source:
        """Give one source by its id; KeyError if there is none."""
        return next(s for s in self.sources if s.id == id)
