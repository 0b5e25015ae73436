"""The plan of content: which brief is told to whom, in which week, through which channel, and who answers for it.

    plan = read_plan(path)                         YAML, JSON or XLSX beside the briefs
    for item in plan.items_of("2025-W41"):         what is made in a week
        asked = item.asked_of(brief)               its audiences, languages and products
        plan.releases(item, asked)                 when each of them goes out, where

What makes a plan unreadable is refused here; what a careful editor would query in it is a finding of
`briefcast.planner.check`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    PrivateAttr,
    model_validator,
)

from briefcast.brief.audiences import list_audiences
from briefcast.brief.document import Document, FieldPath, inside, pattern_of, read_document
from briefcast.brief.model import (
    LANGUAGES,
    AudienceId,
    Brief,
    Day,
    Identifier,
    LanguageCode,
    Link,
    LocalText,
    NameText,
    Text,
    refuse,
)
from briefcast.brief.pattern import Pattern, no_place, of_place, open_pattern
from briefcast.brief.place_table import ALL
from briefcast.brief.read import in_order, pass_or_raise
from briefcast.brief.references import near_word
from briefcast.brief.remedies import check_shape
from briefcast.brief.workbook import Layout, Sheet, field_rows, fill_sheets, flat, read_workbook
from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS
from briefcast.errors import BriefError, Problem
from briefcast.languages import OWN_LANGUAGE
from briefcast.messages import tell
from briefcast.planner.weeks import (
    WEEKDAYS,
    Clock,
    Month,
    Timezone,
    Week,
    Weekday,
    days_of,
    is_month,
    week_of,
    weeks_between,
    weeks_of_month,
)
from briefcast.products.name import ProductName
from briefcast.products.table import default_products
from briefcast.store.files import Rereader

if TYPE_CHECKING:
    from openpyxl import Workbook

GUIDE = "plan-the-weeks"
"""The page of the docs that explains a plan."""
FIRST_YEAR, LAST_YEAR = 2000, 2098
"""Years a plan can lie in: those of the calendar, which looks a little further."""
GAP_MAX_HOURS = 336
"""Longest gap between two items that can be asked for: two weeks."""
NEWSLETTER = "newsletter"
"""The product that an issue of the newsletter is."""
HANDOFF = "handoff"
"""The channel of what a person posts: sent there, it is in her hands, and not out."""
WEEKS_MAX = 53
"""Most weeks between the first item and the last one; more is a mistyped year."""


# The model


def _address(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise refuse(
            tell("'{text}' is not an e-mail address.", text=text), tell("Write it in full, such as an@example.org.")
        )
    return text


def _hours(value: Any) -> Any:
    if not re.fullmatch(r"[0-9]{1,3}", str(value).strip()) or int(value) > GAP_MAX_HOURS:
        remedy = tell("Write a whole number from 0 to {most} (two weeks), such as 20.", most=GAP_MAX_HOURS)
        raise refuse(tell("'{value}' is not a number of hours.", value=value), remedy)
    return value


def _all_or_some(value: Any) -> Any:
    """Take ``all`` as it is typed; ids of places stand in a list."""
    return (ALL,) if isinstance(value, str) and value.strip() == ALL else value


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, use_attribute_docstrings=True, hide_input_in_errors=True
    )


class Person(_Part):
    """Somebody who writes or approves."""

    id: Identifier = Field(examples=["minh-anh"])
    """Short name by which items refer to the person."""
    name: NameText = Field(examples=["Nguyễn Minh Anh"])
    """The name as people know it."""
    email: Annotated[Text, AfterValidator(_address)] | None = Field(None, examples=["an@example.org"])
    """Where notices go."""


def in_english(names: Mapping[LanguageCode, str] | Mapping[str, str]) -> str:
    """Give a name in English, or in the first language it has; for terminals and messages."""
    known = {str(language): name for language, name in names.items()}
    return known.get(OWN_LANGUAGE) or next(iter(known.values()), "")


class _Span(_Part):
    starts: Day
    """First day."""
    ends: Day
    """Last day."""

    @model_validator(mode="after")
    def _in_order(self) -> _Span:
        if self.ends < self.starts:
            raise refuse(
                tell("It ends on {ends}, before it starts on {starts}.", ends=self.ends, starts=self.starts),
                tell("Exchange the two days."),
            )
        return self

    def holds(self, day: dt.date) -> bool:
        """Say whether a day lies in it."""
        return self.starts <= day <= self.ends


class Phase(_Span):
    """One phase of the programme."""

    id: Identifier = Field(examples=["results"])
    """Short name by which items refer to it."""
    name: NameText
    """What the phase is called."""


class TaskGroup(_Part):
    """One group of the programme's tasks, which content serves."""

    id: Identifier = Field(examples=["digital-government"])
    """Short name by which items refer to it."""
    name: NameText
    """What the group is called."""


class OwnDay(_Part):
    """A day of the programme's own, beside the days of the calendar."""

    id: Identifier = Field(examples=["portal-launch"])
    """Short name of the day."""
    date: Day
    """The day."""
    name: NameText
    """What the day is called."""
    kind: Literal["programme", "memorial", "quiet"] = "programme"
    """programme: to be told of · memorial: sober in tone · quiet: nothing is released."""
    idea: NameText = {}
    """What could be told on it."""
    source: Link | None = None
    """Where the day is set down."""


class Mourning(_Span):
    """Days of mourning: nothing is released to the audiences that mourn."""

    name: NameText
    """For whom or for what."""
    languages: tuple[LanguageCode, ...] = ()
    """Languages whose readers mourn; all if empty."""
    source: Link | None = None
    """Where it was announced."""


class Slot(_Part):
    """When a channel tells an audience: day of the week, hour and time zone.

    A slot without audience, language, product or item is for all of them; the slot that says most goes first.
    """

    channel: Identifier = Field(examples=["folder"])
    """The channel."""
    audience: AudienceId | None = Field(None, examples=["citizens"])
    """The audience group; every one if empty."""
    languages: tuple[LanguageCode, ...] = Field((), examples=[["he"]])
    """The languages; every one if empty."""
    products: tuple[ProductName, ...] = Field((), examples=[["video"]])
    """The products; every one if empty."""
    item: Identifier | None = None
    """The one item it is for, with all its places or as the item of one of them; every item if empty."""
    day: Weekday = Field(examples=["tue"])
    """Day of the week; an item with a date goes out on its date."""
    at: Clock
    """Time of the day."""
    timezone: Timezone | None = Field(None, examples=["Asia/Jerusalem"])
    """Where that time holds; the plan's time zone if empty."""
    account: Identifier | None = Field(None, examples=["citizens-vi"])
    """The channel's account that tells it; the only one if empty."""

    def fits(self, item: PlannedItem, *, audience: str, language: str, product: str, channel: str) -> bool:
        """Say whether this slot is for what is to be released."""
        return (
            self.channel == channel
            and self.item in (None, item.id, item.line)
            and self.audience in (None, audience)
            and (not self.languages or language in self.languages)
            and (not self.products or product in self.products)
        )

    def rank(self, item: PlannedItem) -> tuple[bool, bool, bool, bool, bool]:
        """How much it says: a slot for one place or item goes before one for a language, an audience, a product."""
        own = self.item == item.id != item.line
        return own, bool(self.item), bool(self.languages), bool(self.audience), bool(self.products)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an item makes of its brief, nothing left open."""

    audiences: tuple[str, ...]
    languages: tuple[LanguageCode, ...]
    products: tuple[str, ...]


class PlannedItem(_Part):
    """One line of the plan: a brief for some audiences in one week, and who answers for it."""

    id: Identifier = Field(examples=["services-w41"])
    """Short name of the item; decisions and releases are kept under it."""
    week: Week | None = None
    """The ISO week it goes out in, on the days of its slots."""
    date: Day | None = None
    """The day it goes out on, instead of a week."""
    brief: Text = Field(examples=["egov-2024.yaml"])
    """The brief's file beside the plan."""
    places: Annotated[
        tuple[Identifier, ...],
        BeforeValidator(_all_or_some, json_schema_input_type=Literal["all"] | tuple[Identifier, ...]),
    ] = Field((), examples=["all", ["hue", "da-nang"]])
    """Where the brief is a pattern: all, or the ids of some places of its table; an item for each of them."""
    audiences: tuple[AudienceId, ...] = Field((), examples=[["citizens", "youth"]])
    """Audience groups; all of the brief if empty."""
    languages: tuple[LanguageCode, ...] = Field((), examples=[["vi", "en"]])
    """Languages; all of the brief if empty."""
    products: tuple[ProductName, ...] = Field((), examples=[["infographic", "video"]])
    """Products; all of the brief if empty."""
    channels: tuple[Identifier, ...] = Field(min_length=1, examples=[["folder"]])
    """Where it is released."""
    owner: Identifier | None = Field(None, examples=["minh-anh"])
    """Who writes it and answers questions: the id of a person."""
    approver: Identifier | None = Field(None, examples=["quoc-bao"])
    """Who lets it out: the id of another person."""
    phase: Identifier | None = Field(None, examples=["results"])
    """The programme's phase that it serves."""
    task_group: Identifier | None = Field(None, examples=["digital-government"])
    """The group of tasks that it serves."""
    occasion: Identifier | None = Field(None, examples=["vn-digital-transformation"])
    """The day of the calendar that it is told for."""
    column: Identifier | None = Field(None, examples=["figure-of-wednesday"])
    """The column that it is a piece of; it is numbered there by the order of the days."""
    note: Text | None = None
    """What colleagues should know."""
    announced: NameText = Field({}, examples=[{"vi": "Dịch vụ công tại nhà", "en": "Public services at home"}])
    """What the newsletter of the week before tells readers is coming; nothing if empty."""
    _line: str = PrivateAttr("")

    @property
    def line(self) -> str:
        """The id of the line of the plan that it stands in: its own, but for a place of many."""
        return self._line or self.id

    @property
    def place(self) -> str:
        """The place that its brief is filled for; empty where it is no pattern."""
        return pattern_of(Path(self.brief))[1]

    def in_column(self, column: Column) -> PlannedItem:
        """Give the item with what its column says where it says nothing itself."""
        said = {name: getattr(self, name) or getattr(column, name) for name in ("audiences", "languages", "products")}
        return self.model_copy(update=said)

    def for_place(self, place: str) -> PlannedItem:
        """Give the item of one of its places."""
        filled = of_place(self.brief, place)
        item = self.model_copy(update={"id": f"{self.id}-{place}", "brief": filled, "places": ()})
        item._line = self.id
        return item

    @model_validator(mode="after")
    def _one_time(self) -> PlannedItem:
        if self.week is None and self.date is None:
            raise refuse(tell("The item has neither week nor date."), tell("Add one, such as week: 2025-W41."))
        if self.week is not None and self.date is not None:
            raise refuse(tell("The item has both a week and a date."), tell("Keep one of the two."))
        return self

    @property
    def in_week(self) -> str:
        """The ISO week it belongs to, also where it has a date."""
        return self.week or week_of(self.date or dt.date.min)

    def asked_of(self, brief: Brief) -> Asked:
        """Give what it makes: what it names itself, and everything the brief has where it names nothing."""
        return Asked(
            audiences=self.audiences or brief.audiences,
            languages=self.languages or brief.languages,
            products=self.products or brief.products or default_products(),
        )


@dataclass(frozen=True, kw_only=True)
class Release:
    """When one product in one language for one audience goes out through one channel."""

    item: PlannedItem
    audience: str
    language: LanguageCode
    product: str
    channel: str
    at: dt.datetime
    """With its time zone."""
    slot: Slot
    """Where the time comes from."""


class Column(_Part):
    """A column: pieces of one kind that come back on one day of the week under a name, and are numbered."""

    id: Identifier = Field(examples=["figure-of-wednesday"])
    """Short name by which items refer to it, and with which its address on the site ends."""
    name: NameText = Field(examples=[{"vi": "Số liệu thứ Tư", "en": "Figure of the Wednesday"}])
    """What readers know it by."""
    day: Weekday = Field(examples=["wed"])
    """Day of the week on which its items go out, whatever the day of their slots; one with a date goes out on that."""
    audiences: tuple[AudienceId, ...] = Field((), examples=[["citizens"]])
    """Audience groups of its items that name none themselves."""
    languages: tuple[LanguageCode, ...] = ()
    """Languages of its items that name none themselves."""
    products: tuple[ProductName, ...] = Field((), examples=[["infographic"]])
    """Products of its items that name none themselves."""
    first_number: int = Field(1, ge=1)
    """Number of its first item."""


class Opening(_Part):
    """What a person says at the head of an issue of the newsletter."""

    text: LocalText
    """In her words; an issue in a language that is not here has no opening."""
    by: NameText = Field(examples=["Nguyễn Minh Anh"])
    """Her name, with what she is."""


class NewsletterIssue(_Part):
    """One issue of the newsletter."""

    week: Week | None = None
    """The ISO week that it tells of, and goes out in."""
    month: Month | None = None
    """The month that it tells of, instead of a week; it goes out in the last of its weeks that has items."""
    opening: Opening | None = None
    """What a person says at its head."""

    @model_validator(mode="after")
    def _one_time(self) -> NewsletterIssue:
        if (self.week is None) == (self.month is None):
            raise refuse(
                tell("An issue tells of one week or of one month."),
                tell("Write one of the two, such as week: 2025-W41 or month: 2025-10."),
            )
        return self

    @property
    def of(self) -> str:
        """What it tells of: its week or its month."""
        return self.week or self.month or ""

    @property
    def weeks(self) -> tuple[str, ...]:
        """The ISO weeks of which it tells."""
        return (self.week,) if self.week else weeks_of_month(self.month or "")

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days of these weeks, the first one first."""
        return tuple(day for week in self.weeks for day in days_of(week))


class Newsletter(_Part):
    """A newsletter: an issue for each audience and language tells what was approved in a week or in a month."""

    id: Identifier = "newsletter"
    """Short name, with which the names of its issues begin."""
    name: NameText = Field(examples=[{"vi": "Bản tin Chuyển đổi số", "en": "Digital Letter"}])
    """What readers know it by."""
    audiences: tuple[AudienceId, ...] = ()
    """Audience groups; all of the plan if empty."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1, examples=[["vi", "en"]])
    """Languages."""
    channels: tuple[Identifier, ...] = Field(min_length=1, examples=[["mail", "folder"]])
    """Where it is released: by mail, and its page where files go."""
    brand: Identifier = "institutional"
    """The brand kit whose colours it has."""
    owner: Identifier | None = None
    """Who writes it and answers questions: the id of a person."""
    approver: Identifier | None = None
    """Who lets it out: the id of another person."""
    first_number: int = Field(1, ge=1)
    """Number of its first issue in this plan."""
    issues: tuple[NewsletterIssue, ...] = Field(min_length=1)
    """Its issues."""

    @property
    def in_order(self) -> tuple[NewsletterIssue, ...]:
        """Its issues, the earliest first."""
        return tuple(sorted(self.issues, key=lambda issue: issue.days[0]))

    def edition_of(self, issue: NewsletterIssue) -> str:
        """Name the edition of an issue."""
        return f"{self.id}-{issue.of.lower()}"

    def number_of(self, issue: NewsletterIssue) -> int:
        """Give the number of an issue."""
        return self.first_number + self.in_order.index(issue)


def _base(address: HttpUrl) -> HttpUrl:
    """Refuse an address below which no page can lie, or that can be read on its way."""
    if address.scheme != "https" or address.query or address.fragment:
        raise refuse(
            tell("'{address}' is no address of a site.", address=str(address)),
            tell("Write where its first page is, such as https://news.example.org/ or https://example.org/news/."),
        )
    return address if str(address).endswith("/") else HttpUrl(f"{address}/")


def _hub(address: HttpUrl) -> HttpUrl:
    """Refuse a hub that would be told in the open."""
    if address.scheme != "https":
        told = tell("'{address}' is no address of a hub.", address=str(address))
        raise refuse(told, tell("Write it with https, such as https://pubsubhubbub.appspot.com/."))
    return address


class Topic(_Part):
    """What the site shows together."""

    id: Identifier = Field(examples=["public-services"])
    """Short name, with which its address ends."""
    name: NameText
    """What readers know it by."""
    items: tuple[Identifier, ...] = Field(min_length=1, examples=[["services-w41"]])
    """Items of the plan that belong to it; those of all places where an item has places."""


class Site(_Part):
    """A site of what is out: a page for each item, topic, week and figure."""

    name: NameText = Field(examples=[{"vi": "Chuyển đổi số Việt Nam", "en": "Digital Viet Nam"}])
    """What readers know it by."""
    about: LocalText
    """Who publishes it, and what for."""
    contact: LocalText
    """Whom readers write to: a name, with an address or a telephone number."""
    address: Annotated[Link, AfterValidator(_base)] = Field(examples=["https://news.example.org/"])
    """Where its first page is."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1, examples=[["vi", "en"]])
    """Languages; the first is that of readers of whom nothing is known."""
    audiences: tuple[AudienceId, ...] = Field(min_length=1, examples=[["citizens"]])
    """Audience groups whose items everybody may read; what the first is told heads each page."""
    channels: tuple[Identifier, ...] = Field((), examples=[["facebook", "s3"]])
    """Channels that readers see: what is out on one of them is shown; those that everybody reads if empty."""
    brand: Identifier = "institutional"
    """The brand kit whose colours and mark it has."""
    topics: tuple[Topic, ...] = ()
    """Its topics, in their order."""
    hub: Annotated[Link, AfterValidator(_hub)] | None = Field(None, examples=["https://pubsubhubbub.appspot.com/"])
    """The hub (WebSub) that tells feed readers of what is new; without one they ask by themselves."""

    def is_read(self, channel: str) -> bool:
        """Say whether readers see what is out on a channel; what is handed to a person to post is not out by that."""
        if self.channels:
            return channel in self.channels
        return channel != HANDOFF and channel in CHANNELS and platform(channel).public


class ContentPlan(_Part):
    """What is told to whom in which week, when it goes out, and who answers for it."""

    id: Identifier = Field(examples=["digital-autumn"])
    """Short name of the plan."""
    title: NameText = Field(examples=[{"vi": "Kế hoạch nội dung tháng 10", "en": "Content plan for October"}])
    """What the plan is called."""
    timezone: Timezone = "Asia/Ho_Chi_Minh"
    """Time zone of the slots that name none."""
    audiences: tuple[AudienceId, ...] = Field(min_length=1, examples=[["leaders", "staff", "citizens"]])
    """Audience groups that the plan is to reach."""
    gap_hours: Annotated[int, BeforeValidator(_hours, json_schema_input_type=int)] = Field(20, examples=[20])
    """Least hours between two items to one audience on one channel."""
    people: tuple[Person, ...] = Field((), examples=[[{"id": "minh-anh", "name": "Nguyễn Minh Anh"}]])
    """Who writes and who approves."""
    phases: tuple[Phase, ...] = ()
    """The programme's phases."""
    task_groups: tuple[TaskGroup, ...] = ()
    """The programme's groups of tasks."""
    slots: tuple[Slot, ...] = Field(min_length=1, examples=[[{"channel": "folder", "day": "tue", "at": "19:30"}]])
    """When each channel tells each audience."""
    items: tuple[PlannedItem, ...] = Field(
        min_length=1, examples=[[{"id": "a", "week": "2025-W41", "brief": "a.yaml", "channels": ["folder"]}]]
    )
    """What is planned."""
    days: tuple[OwnDay, ...] = ()
    """Days of the programme's own."""
    mourning: tuple[Mourning, ...] = ()
    """Days on which nothing is released."""
    columns: tuple[Column, ...] = ()
    """What comes back under a name, numbered."""
    newsletter: Newsletter | None = None
    """The newsletter that tells what was approved in a week or in a month."""
    site: Site | None = None
    """The site of what is out."""

    @property
    def weeks(self) -> tuple[str, ...]:
        """Every ISO week from the first item's to the last one's, also those without an item."""
        weeks = sorted(item.in_week for item in self.items)
        return weeks_between(weeks[0], weeks[-1])

    def items_of(self, week: str) -> tuple[PlannedItem, ...]:
        """Give the items of one ISO week, in the plan's order."""
        return tuple(item for item in self.items if item.in_week == week)

    def goes_out_in(self, issue: NewsletterIssue) -> str:
        """Give the ISO week in which an issue goes out."""
        return next((week for week in reversed(issue.weeks) if self.items_of(week)), issue.weeks[-1])

    def issue_in(self, week: str) -> NewsletterIssue | None:
        """Give the issue of the newsletter that goes out in a week, if there is one."""
        issues = self.newsletter.issues if self.newsletter else ()
        return next((issue for issue in issues if self.goes_out_in(issue) == week), None)

    def issue_of(self, week: str) -> PlannedItem | None:
        """Give the issue that goes out in a week as an item: its edition is named where others name a brief."""
        letter, issue = self.newsletter, self.issue_in(week)
        if letter is None or issue is None:
            return None
        return PlannedItem(
            id=letter.id,
            week=week,
            brief=letter.edition_of(issue),
            audiences=letter.audiences or self.audiences,
            languages=letter.languages,
            products=(NEWSLETTER,),
            channels=letter.channels,
            owner=letter.owner,
            approver=letter.approver,
        )

    def item(self, id: str) -> PlannedItem:
        """Give one item by its id; KeyError if there is none."""
        return _by_id(self.items, id)

    def column_of(self, item: PlannedItem) -> Column | None:
        """Give the column that an item is a piece of, if it is one of any."""
        return next((column for column in self.columns if column.id == item.column), None)

    def pieces_of(self, column: str) -> tuple[PlannedItem, ...]:
        """Give the items of a column in the order of their days, then of the plan."""
        mine = [item for item in self.items if item.column == column]
        return tuple(sorted(mine, key=self._day_of))

    def _day_of(self, item: PlannedItem, slot: Weekday | None = None) -> dt.date:
        """Give the day on which an item goes out, of its column's or by a slot."""
        column = self.column_of(item)
        day = column.day if column else slot or WEEKDAYS[0]
        return item.date or days_of(item.in_week)[WEEKDAYS.index(day)]

    def person(self, id: str) -> Person:
        """Give one person by id; KeyError if there is none."""
        return _by_id(self.people, id)

    def slot_for(self, item: PlannedItem, *, audience: str, language: str, product: str, channel: str) -> Slot | None:
        """Give the slot that says most about what is to be released, the first of equals; nothing if none fits."""
        fitting = [
            slot
            for slot in self.slots
            if slot.fits(item, audience=audience, language=language, product=product, channel=channel)
        ]
        return max(fitting, key=lambda slot: slot.rank(item), default=None)

    def releases(self, item: PlannedItem, asked: Asked) -> tuple[Release, ...]:
        """Give when each part of an item goes out, earliest first; parts without a slot are left out."""
        found = (
            self._release(item, audience, language, product, channel)
            for channel in item.channels
            for audience in asked.audiences
            for language in asked.languages
            for product in asked.products
        )
        return tuple(sorted((release for release in found if release), key=lambda release: release.at))

    def _release(
        self, item: PlannedItem, audience: str, language: LanguageCode, product: str, channel: str
    ) -> Release | None:
        slot = self.slot_for(item, audience=audience, language=language, product=product, channel=channel)
        if slot is None:
            return None
        day = self._day_of(item, slot.day)
        at = dt.datetime.combine(day, slot.at, ZoneInfo(slot.timezone or self.timezone))
        return Release(
            item=item, audience=audience, language=language, product=product, channel=channel, at=at, slot=slot
        )


_Named = TypeVar("_Named", PlannedItem, Person, Phase, TaskGroup)


def _by_id(parts: Sequence[_Named], id: str) -> _Named:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)


# The workbook: one sheet a part of the plan

LAYOUT = Layout(
    noun=tell("plan"),
    start="briefcast plan new my-plan --xlsx",
    fields=("id", "title", "timezone", "audiences", "gap_hours"),
    field_lists=("audiences",),
    sheets=(
        Sheet(name="plan", columns=("field", "value", *LANGUAGES), required=True),
        Sheet(
            name="items",
            columns=(
                "id",
                "week",
                "date",
                "brief",
                "places",
                "audiences",
                "languages",
                "products",
                "channels",
                "owner",
                "approver",
                "phase",
                "task_group",
                "occasion",
                "column",
                "note",
                "announced.*",
            ),
            required=True,
            names=("announced",),
            lists=("places", "audiences", "languages", "products", "channels"),
        ),
        Sheet(
            name="slots",
            columns=("channel", "account", "audience", "languages", "products", "item", "day", "at", "timezone"),
            required=True,
            lists=("languages", "products"),
            times=("at",),
        ),
        Sheet(name="people", columns=("id", "name.*", "email"), names=("name",)),
        Sheet(name="phases", columns=("id", "name.*", "starts", "ends"), names=("name",)),
        Sheet(name="task_groups", columns=("id", "name.*"), names=("name",)),
        Sheet(name="days", columns=("id", "date", "name.*", "kind", "idea.*", "source"), names=("name", "idea")),
        Sheet(
            name="mourning",
            columns=("starts", "ends", "name.*", "languages", "source"),
            names=("name",),
            lists=("languages",),
        ),
        Sheet(
            name="columns",
            columns=("id", "name.*", "day", "audiences", "languages", "products", "first_number"),
            names=("name",),
            lists=("audiences", "languages", "products"),
        ),
    ),
)
"""The sheets of a plan, in the order a writer fills them."""


def write_plan_xlsx(plan: ContentPlan, path: Path) -> Path:
    """Write a plan as a workbook that reads back as the same plan."""
    build_plan_workbook(plan).save(path)
    return path


def build_plan_workbook(plan: ContentPlan) -> Workbook:
    """Lay a plan out on the sheets of `LAYOUT`; values only, no looks."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    data = plan.model_dump(mode="python", exclude_defaults=True)
    tables = {sheet.name: [flat(part) for part in data.get(sheet.name, ())] for sheet in LAYOUT.sheets[1:]}
    fill_sheets(workbook, LAYOUT, {"plan": field_rows(data, LAYOUT), **tables}, languages=LANGUAGES)
    return workbook


# Reading


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """A plan, and its file as it was typed: whoever has it need not read the file again."""

    plan: ContentPlan
    """With an item for each place of a pattern."""
    typed: ContentPlan
    """With an item for each line."""
    document: Document
    files: tuple[Path, ...]
    """Everything it was read from: its file, the patterns whose places it names, and their tables."""

    @property
    def path(self) -> Path:
        """The file."""
        return self.document.file


def open_plan(path: Path) -> PlanFile:
    """Read a plan of content from a YAML, JSON or XLSX file, and keep the place of everything in it.

    The briefs it names are not opened. It is read once in a process while it is the same file.

    Raises:
        BriefError: with every problem of the file at once, each with its place and remedy.
    """
    return _plan_of(path, tuple(list_audiences(folder=path.parent)))


def _open_plan(path: Path) -> PlanFile:
    document = _read_source(path)
    found, problems = check_shape(ContentPlan, document, guide=GUIDE)
    typed = pass_or_raise(found, document, [*problems, *_cross_check(document)])
    if too_long := list(_check_span(typed, document)):
        raise BriefError(too_long)
    plan, patterns = _with_places(typed, document)
    files = dict.fromkeys(file for pattern in patterns for file in pattern.files)
    return PlanFile(plan=plan, typed=typed, document=document, files=(path, *files))


_plan_of = Rereader(_open_plan, lambda read: read.files, most=4)


def _with_places(plan: ContentPlan, document: Document) -> tuple[ContentPlan, tuple[Pattern, ...]]:
    """Give a plan with an item for each place of a pattern in the stead of its line, and the patterns.

    Raises:
        BriefError: a brief is no pattern, has no such place, or two items would have one id.
    """
    items: list[PlannedItem] = []
    patterns: list[Pattern] = []
    problems: list[Problem] = []
    for index, line in enumerate(plan.items):
        column = plan.column_of(line)
        item = line.in_column(column) if column else line
        if not item.places:
            items.append(item)
            continue
        path: FieldPath = ("items", index, "places")
        try:
            pattern = open_pattern(document.file.parent / item.brief)
        except BriefError as error:
            problems += error.problems
            continue
        if pattern is None:
            message = tell("The brief {brief} is no pattern: it names no table of places.", brief=item.brief)
            remedy = tell(
                "Add 'places:' with the name of a table to {brief}, or take 'places' out here.", brief=item.brief
            )
            problems.append(document.problem(path, message, remedy))
            continue
        patterns.append(pattern)
        rows = pattern.table.rows
        problems += (
            no_place(pattern, document, (*path, number), place)
            for number, place in enumerate(item.places)
            if place not in rows and place != ALL
        )
        items += (item.for_place(place) for place in (rows if ALL in item.places else item.places) if place in rows)
    problems += _check_filled(plan, items, document)
    if problems:
        raise BriefError(in_order(problems))
    return plan.model_copy(update={"items": tuple(items)}), tuple(patterns)


def _check_filled(plan: ContentPlan, items: Sequence[PlannedItem], document: Document) -> Iterator[Problem]:
    """Find items that places make alike, and slots of which no place is called the item."""
    line = {item.id: index for index, item in enumerate(plan.items)}
    known: dict[str, PlannedItem] = {}
    for item in items:
        if item.id in known:
            message = tell(
                "'{one}' and '{other}' both make an item '{id}'.", one=known[item.id].line, other=item.line, id=item.id
            )
            remedy = tell("Give one of them another id, or take the place out of one of them.")
            yield document.problem(("items", line[item.line], "places"), message, remedy)
        known.setdefault(item.id, item)
    yield from _check_told_once(items, line, document)
    letter = plan.newsletter.id if plan.newsletter else ""
    for index, slot in enumerate(plan.slots):
        if slot.item and slot.item not in known and slot.item not in line and slot.item != letter:
            yield _no_such(document, ("slots", index, "item"), tell("item"), slot.item, "items", (*line, *known))


def _check_told_once(items: Sequence[PlannedItem], line: Mapping[str, int], document: Document) -> Iterator[Problem]:
    """Find briefs of a column that another item tells, too: an edition has one head and one number."""
    of_brief: dict[str, list[PlannedItem]] = {}
    for item in items:
        of_brief.setdefault(item.brief, []).append(item)
    for mine in of_brief.values():
        for item in (each for each in mine if each.column and mine[1:]):
            other = next(each for each in mine if each is not item)
            message = tell(
                "'{item}' is a piece of the column '{column}', and '{other}' tells its brief, too: {brief}.",
                item=item.id,
                column=item.column,
                other=other.id,
                brief=item.brief,
            )
            remedy = tell("Give one of them a brief of its own, such as a copy with another id.")
            yield document.problem(("items", line[item.line], "brief"), message, remedy)
            break


def read_plan(path: Path) -> ContentPlan:
    """Read a plan as `open_plan` does, where the places in its file are not needed."""
    return open_plan(path).plan


def _read_source(path: Path) -> Document:
    """Read what was typed in a plan's file, before anything is judged."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        return read_workbook(path, layout=LAYOUT)
    if ending in (".yaml", ".yml", ".json"):
        return read_document(path)
    message = tell("A plan cannot be read from a file named *{ending}.", ending=path.suffix or path.name)
    raise BriefError([Problem(file=path, message=message, remedy=tell("Name a .yaml, .json or .xlsx file."))])


# What refers to what, checked on what was typed, so that one wrong date does not hide a wrong name.


def _cross_check(document: Document) -> Iterator[Problem]:
    yield from _check_twice(document)
    yield from _check_names(document)
    yield from _check_newsletter(document)
    yield from _check_site(document)
    yield from _check_audiences(document)
    yield from _check_briefs(document)


def _parts(document: Document, field: str) -> Iterator[tuple[int, dict[str, Any]]]:
    parts = document.data.get(field)
    for index, part in enumerate(parts if isinstance(parts, list) else []):
        if isinstance(part, dict):
            yield index, part


def _check_twice(document: Document) -> Iterator[Problem]:
    for field in ("people", "phases", "task_groups", "items", "days", "columns"):
        first: dict[str, FieldPath] = {}
        for index, part in _parts(document, field):
            id, path = part.get("id"), (field, index, "id")
            if not isinstance(id, str):
                continue
            if id in first:
                where = document.place(first[id])
                there = tell("line {line}", line=where.line) if where.line else tell("cell {cell}", cell=where.cell)
                message = tell(
                    "Two of {field} have the id '{id}'; the first is at {there}.", field=field, id=id, there=there
                )
                yield document.problem(path, message, tell("Give one of them another id, such as {id}-2.", id=id))
            first.setdefault(id, path)


_REFERS = (
    ("items", "owner", "people", tell("person")),
    ("items", "approver", "people", tell("person")),
    ("items", "phase", "phases", tell("phase")),
    ("items", "task_group", "task_groups", tell("task group")),
    ("items", "column", "columns", tell("column")),
    ("slots", "item", "items", tell("item")),
)
"""Part, its field, the part that the field names one of, and what that is called."""


def _check_names(document: Document) -> Iterator[Problem]:
    for part_name, field, others, noun in _REFERS:
        known = [part["id"] for _, part in _parts(document, others) if isinstance(part.get("id"), str)]
        letter = _newsletter(document) if others == "items" else None
        known += [str(letter.get("id", NEWSLETTER))] if letter is not None else []
        for index, part in _parts(document, part_name):
            id = part.get(field)
            if isinstance(id, str) and id.strip() not in known and not _may_be_place(document, others, id):
                yield _no_such(document, (part_name, index, field), noun, id, others, tuple(known))


def _newsletter(document: Document) -> dict[str, Any] | None:
    """Give what was typed of the newsletter, if anything was."""
    letter = document.data.get("newsletter")
    return letter if isinstance(letter, dict) else None


def _check_newsletter(document: Document) -> Iterator[Problem]:
    """Find people that the newsletter names and nobody knows, a language without its name, a week with two issues."""
    letter = _newsletter(document) or {}
    people = tuple(part["id"] for _, part in _parts(document, "people") if isinstance(part.get("id"), str))
    for field in ("owner", "approver"):
        id = letter.get(field)
        if isinstance(id, str) and id.strip() not in people:
            yield _no_such(document, ("newsletter", field), tell("person"), id, "people", people)
    name, languages = letter.get("name"), letter.get("languages")
    for code in languages if isinstance(languages, list) else ():
        if isinstance(name, dict) and code in LANGUAGES and code not in name:
            yield document.problem(
                ("newsletter", "name"),
                tell("The newsletter has no name in '{language}'.", language=code),
                tell("Add it, or take the language out of 'languages'."),
            )
    issues = letter.get("issues")
    seen: set[str] = set()
    for index, issue in enumerate(issues if isinstance(issues, list) else ()):
        field, weeks = _weeks_typed(issue)
        if twice := next((week for week in weeks if week in seen), ""):
            message = tell("Two issues of the newsletter are for {week}.", week=twice)
            yield document.problem(("newsletter", "issues", index, field), message, tell("Delete one of them."))
        seen.update(weeks)


def _weeks_typed(issue: Any) -> tuple[str, tuple[str, ...]]:
    """Give the field by which an issue says its time, and the weeks of which it tells; none where neither is there."""
    given = issue if isinstance(issue, dict) else {}
    month, week = str(given.get("month", "")).strip(), given.get("week")
    if is_month(month):
        return "month", weeks_of_month(month)
    return "week", (str(week),) if week else ()


def _site(document: Document) -> dict[str, Any]:
    """Give what was typed of the site."""
    site = document.data.get("site")
    return site if isinstance(site, dict) else {}


def _check_site(document: Document) -> Iterator[Problem]:
    """Find what the site lacks in one of its languages, and channels and items that nobody knows."""
    site = _site(document)
    languages = [code for code in _listed(site, "languages") if code in LANGUAGES]
    topics = [(index, topic) for index, topic in enumerate(_listed(site, "topics")) if isinstance(topic, dict)]
    texts: list[tuple[FieldPath, Any]] = [(("site", field), site.get(field)) for field in ("name", "about", "contact")]
    texts += [(("site", "topics", index, "name"), topic.get("name")) for index, topic in topics]
    texts += [(("columns", index, "name"), part.get("name")) for index, part in _parts(document, "columns")]
    for path, text in texts:
        for code in languages:
            if isinstance(text, dict) and code not in text:
                yield document.problem(
                    path,
                    tell("The site has no '{field}' in '{language}'.", field=path[-1], language=code),
                    tell("Add it, or take the language out of 'languages'."),
                )
    for index, channel in enumerate(_listed(site, "channels")):
        if isinstance(channel, str) and channel.strip() not in CHANNELS:
            near = near_word(channel, tuple(CHANNELS))
            remedy = (
                tell("Write '{near}'.", near=near)
                if near
                else tell("Name one of: {channels}.", channels=tuple(CHANNELS))
            )
            message = tell("There is no channel '{channel}'.", channel=channel)
            yield document.problem(("site", "channels", index), message, remedy)
    known = tuple(item["id"] for _, item in _parts(document, "items") if isinstance(item.get("id"), str))
    seen: set[str] = set()
    for index, topic in topics:
        id = str(topic.get("id"))
        if id in seen:
            message = tell("Two topics of the site have the id '{id}'.", id=id)
            remedy = tell("Give one of them another id, such as {id}-2.", id=id)
            yield document.problem(("site", "topics", index, "id"), message, remedy)
        seen.add(id)
        for number, item in enumerate(_listed(topic, "items")):
            if isinstance(item, str) and item.strip() not in known and not _may_be_place(document, "items", item):
                yield _no_such(document, ("site", "topics", index, "items", number), tell("item"), item, "items", known)


def _listed(part: Mapping[str, Any], field: str) -> list[Any]:
    """Give a list that was typed; an empty one where something else was."""
    value = part.get(field)
    return value if isinstance(value, list) else []


def _may_be_place(document: Document, part: str, id: str) -> bool:
    """Say whether an id may be that of the item of one place: its places are not known yet."""
    lines = (str(line["id"]) for _, line in _parts(document, part) if "id" in line and "places" in line)
    return any(id.strip().startswith(f"{line}-") for line in lines)


def _no_such(document: Document, path: FieldPath, noun: str, id: str, others: str, known: tuple[str, ...]) -> Problem:
    near = near_word(id, known)
    if near:
        remedy = tell("Write '{near}'.", near=near)
    elif known:
        remedy = tell("Name one of: {known}; or add it under '{others}'.", known=known, others=others)
    else:
        remedy = tell("Add it under '{others}'.", others=others)
    return document.problem(path, tell("There is no {what} '{id}' in this plan.", what=noun, id=id), remedy)


def _check_audiences(document: Document) -> Iterator[Problem]:
    known = list_audiences(folder=document.file.parent)
    named: list[tuple[FieldPath, Any]] = []
    for index, slot in _parts(document, "slots"):
        named.append((("slots", index, "audience"), slot.get("audience")))
    lists: list[tuple[FieldPath, Any]] = [(("audiences",), document.data.get("audiences"))]
    lists.extend((("columns", index, "audiences"), one.get("audiences")) for index, one in _parts(document, "columns"))
    lists.append((("newsletter", "audiences"), (_newsletter(document) or {}).get("audiences")))
    lists.append((("site", "audiences"), _site(document).get("audiences")))
    lists.extend((("items", index, "audiences"), item.get("audiences")) for index, item in _parts(document, "items"))
    for path, words in lists:
        named.extend(((*path, number), word) for number, word in enumerate(words if isinstance(words, list) else []))
    for path, audience in named:
        if isinstance(audience, str) and audience.strip() not in known:
            near = near_word(audience, known)
            add = tell("add a profile audiences/{audience}.yaml beside the plan", audience=audience)
            remedy = (
                tell("Write '{near}', or {add}.", near=near, add=add)
                if near
                else tell("Name one of: {known}; or {add}.", known=tuple(known), add=add)
            )
            yield document.problem(path, tell("There is no audience group '{audience}'.", audience=audience), remedy)


def _check_span(plan: ContentPlan, document: Document) -> Iterator[Problem]:
    for index, item in enumerate(plan.items):
        year = int(item.in_week[:4])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            message = tell(
                "{day} lies outside the calendar, which goes from {first} to {last}.",
                day=item.date or item.week,
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
            field = "date" if item.date else "week"
            yield document.problem(("items", index, field), message, tell("Correct the year."))
            return
    if len(plan.weeks) > WEEKS_MAX:
        message = tell(
            "The items go from {first} to {last}: {count} weeks.",
            first=plan.weeks[0],
            last=plan.weeks[-1],
            count=len(plan.weeks),
        )
        remedy = tell(
            "Correct the year of an item, or start another plan: one holds at most {most} weeks.", most=WEEKS_MAX
        )
        yield document.problem(("items",), message, remedy)


def _check_briefs(document: Document) -> Iterator[Problem]:
    for index, item in _parts(document, "items"):
        name = item.get("brief")
        if isinstance(name, str):
            try:
                inside(document.file.parent, name.strip())
            except ValueError as error:
                message = tell("'{name}' {reason}.", name=name, reason=error.args[0])
                remedy = tell("Keep briefs beside the plan and name them from there, such as egov-2024.yaml.")
                yield document.problem(("items", index, "brief"), message, remedy)
