"""What each channel takes, can do, allows and costs: the table ``assets/platforms.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from briefcast.manifest.output import Role
from briefcast.messages import Name
from briefcast.paths import ASSETS
from briefcast.products.table import products
from briefcast.tables import read_table

TextField = Literal["title", "text", "alt_text", "tags", "author"]
CostWord = Literal["each", "each_video", "each_file", "cover", "captions", "playlist"]
"""each: a post · each_video, each_file: what the channel uploads, captions and cover not counted · cover, captions:
where the post brings one · playlist: where the account names one that films are added to."""

CountingUnit = Literal[
    "characters",
    "graphemes",
    "utf16",
    "bytes",
    "weighted",
    "graphemes_short_links",
    "little_text",
    "characters_emoji_bytes",
]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WeightedCount(_Row):
    """How X weighs characters (twitter-text config v3)."""

    source: str
    scale: int
    default: int
    light: tuple[tuple[int, int], ...]
    """Ranges of code points that weigh ``light_weight``."""
    light_weight: int
    link: int


class Counting(_Row):
    """The figures behind the units."""

    weighted: WeightedCount
    short_link: int
    """Characters an address counts as in ``graphemes_short_links``."""


class TextLimit(_Row):
    """How much of one text is taken."""

    max: int
    unit: CountingUnit
    max_bytes: int | None = None
    """A second limit, in UTF-8 bytes."""
    forbidden: str = ""
    """Characters that are refused."""


class FileLimits(_Row):
    """What one kind of file must be like; what is absent is not limited."""

    formats: tuple[str, ...]
    """Media types, the best first."""
    max_count: int | None = None
    min_bytes: int | None = None
    max_bytes: int | None = None
    min_width_px: int | None = None
    max_width_px: int | None = None
    min_height_px: int | None = None
    max_height_px: int | None = None
    max_pixels: int | None = None
    max_sides_px: int | None = None
    """Width and height together."""
    ratio_min: float | None = None
    """Width over height."""
    ratio_max: float | None = None
    min_s: float | None = None
    max_s: float | None = None
    min_fps: float | None = None
    max_fps: float | None = None


class Scheduling(_Row):
    """How the channel itself holds a post until its slot."""

    lead_min_s: int
    lead_max_s: int | None = None


class Abilities(_Row):
    """What the channel can do."""

    scheduling: Scheduling | None = None
    alt_text: bool
    captions: bool
    """Whether it shows caption tracks; where not, they are painted into the film."""
    cover: bool
    find: bool
    """Whether what may have arrived can be looked for."""
    look_first: bool = True
    """Whether it is looked for before the first call, too: another ledger, or this one before it was restored, may have
    sent it."""
    withdraw: bool
    replace: bool
    idempotent: Literal["always", "never"] | int
    """Whether sending the same again does nothing: always, for so many seconds after the first time, or never."""

    @property
    def is_asked_first(self) -> bool:
        """Whether an account is asked before each post whether it has it already."""
        return self.find and self.look_first


class Quota(_Row):
    """How much of something an account may use in a time."""

    name: str
    max: int
    per_s: int | None = None
    """A window that rolls."""
    per_day: str | None = None
    """A calendar day in this time zone."""
    cost: dict[CostWord, int]
    """What one post takes."""


class Money(_Row):
    """What a post costs, in US dollars."""

    post: float
    post_with_link: float
    alt_text: float = 0
    """Of each picture that has one."""
    delete: float = 0
    """To withdraw a post."""
    look: float = 0
    """To see as whom."""
    read: float = 0
    """Of each post that is read where one is looked for."""


class Platform(_Row):
    """One channel's row."""

    name: str
    title: str
    titles: dict[str, str] = {}
    """What it is called in each language, by its code, where it is no name of its own."""
    source: str
    """Where the limits are published."""
    shapes: dict[Role, tuple[str, ...]] = {}
    """Sizes of pictures and shapes of films, by their role, the best first: one goes out. Where a role is absent, all
    do."""
    medium: Literal["social", "email", "podcast"] = "social"
    """For the parameters of links (utm_medium)."""
    title_says_point: bool = False
    """Whether the title also says the strongest point: people search there."""
    points_max: int | None = None
    """Points that a post tells behind its first, at the most: people who scroll read a caption of a few lines."""
    texts: dict[TextField, TextLimit]
    hashtags_max: int | None = None
    images: FileLimits | None = None
    video: FileLimits | None = None
    audio: FileLimits | None = None
    captions: tuple[str, ...] = ()
    cover: FileLimits | None = None
    documents: FileLimits | None = None
    pages: FileLimits | None = None
    """Web pages and plain texts as files of their own."""
    mails: FileLimits | None = None
    """Mails that are written whole, with their pictures beside them."""
    extras: bool = False
    """Whether transcripts, chapters and show notes go along as files of their own."""
    abilities: Abilities
    quotas: tuple[Quota, ...] = ()
    money_usd: Money | None = None
    disclosure: str
    """The platform's own field for a synthetic voice, or ``text``."""
    link: Literal["text", "field", "none"]
    public: bool = True
    """Whether strangers read what is posted: then each of its accounts says which audiences it speaks to."""
    short_link: bool = False
    """Whether a link has only the parameters that cannot be left out: where each of its characters counts."""

    @property
    def called(self) -> str:
        """Give its name, to be told in every language."""
        return Name(self.title, self.titles) if self.titles else self.title

    def limits(self, role: Role) -> FileLimits | None:
        """Give what it asks of files of a role; None where it takes none."""
        if role == "captions":
            return FileLimits(formats=self.captions) if self.captions else None
        table: dict[Role, FileLimits | None] = {
            "image": self.images,
            "video": self.video,
            "audio": self.audio,
            "cover": self.cover,
            "document": self.documents,
            "page": self.pages,
            "text": self.pages,
            "mail": self.mails,
        }
        return table.get(role)


class PlatformTable(_Row):
    """``assets/platforms.yaml``."""

    counting: Counting
    platforms: dict[str, Platform] = Field(min_length=1)

    @field_validator("platforms", mode="before")
    @classmethod
    def _named(cls, rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return {name: {"name": name, **row} for name, row in rows.items()}


@cache
def _table() -> PlatformTable:
    return read_table(ASSETS / "platforms.yaml", PlatformTable)


@cache
def read_platforms() -> Mapping[str, Platform]:
    """Read every row, by name, in the table's order."""
    return MappingProxyType(_table().platforms)


def platform(name: str) -> Platform:
    """Give one channel's row; KeyError if there is none."""
    return read_platforms()[name]


def products_taken(row: Platform) -> tuple[str, ...]:
    """Name the products a channel takes: those one of whose main files it has limits for."""
    return tuple(each.name for each in products().values() if any(row.limits(role) for role in each.roles))


def counting() -> Counting:
    """Give the figures behind the units."""
    return _table().counting
