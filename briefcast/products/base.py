"""What a product is, and how the next one is added.

A product is what an edition holds of one kind: infographics, films, episodes. To add one:

1. Make a package ``briefcast/products/NAME/`` with a class in its ``product.py`` that has everything `Product` names.
   Import heavy things inside ``make``: planning, and finding what was made before, must not wait for them.
2. Add its line to ``PRODUCTS`` in ``briefcast/products/table.py``.
3. Run ``make schemas``: the schemas of briefs list the names.

Briefs may then ask for it, profiles of audiences may say how they want it (``products: {NAME: {…}}``), it is planned,
made, listed, shown, reviewed, approved, fitted to channels and published like every other: everybody else reads the
table and the roles of its files, and names no product.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

from briefcast.brief.model import LanguageCode
from briefcast.manifest.output import Output, Role

if TYPE_CHECKING:
    # Who lists products must not wait for what making them takes.
    from briefcast.brief.audiences import Audience
    from briefcast.brief.findings import Finding
    from briefcast.brief.model import Brief
    from briefcast.look.brand import Brand
    from briefcast.manifest.manifest import Manifest, OutputEntry
    from briefcast.script import Script
    from briefcast.speech.base import Fallback, Narration, Voice
    from briefcast.speech.online import Online
    from briefcast.speech.recordings import Recorded
    from briefcast.store.store import Entry, Store
    from briefcast.writing.facts import Facts

NARRATION = "narration"
"""The kind of step that speaks a script, once for every product that needs it."""


class Profile(BaseModel):
    """What the profile of an audience says about one product; every field has a default."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    old_keys: ClassVar[Mapping[str, str]] = {}
    """Keys of profiles written before products had fields of their own, and the field each became; an empty name is
    the whole."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One piece of work of a second or more."""

    kind: str
    """A product, or `NARRATION`."""
    audience: str
    language: LanguageCode
    variant: str = ""
    """The infographic's size or the video's shape: ``1080x1350``, ``9x16``."""
    weight: float = 1.0
    """About how many seconds it takes on two cores: for the estimate only."""

    def __str__(self) -> str:
        return " · ".join(
            part for part in (self.audience, self.language, f"{self.kind} {self.variant}".strip()) if part
        )


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing a product makes for one audience in one language."""

    variant: str = ""
    weight: float = 1.0
    """About how many seconds it takes on two cores."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a step gave."""

    key: str = ""
    """Content key of its files."""
    folder: Path | None = None
    """Where its files are, in the store."""
    outputs: tuple[Output, ...] = ()
    narration: Narration | None = None
    """What a narration spoke."""
    voice: Voice | None = None
    """Who speaks in its files."""
    fallbacks: tuple[Fallback, ...] = ()
    """Voices that could not serve."""
    findings: tuple[Finding, ...] = ()
    """What a person should know of how it was made."""
    fresh: bool = True
    """Made just now, not found in the store."""


Watch = Callable[[float], None]
"""Told the share of a step that is done, 0…1."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a run makes things."""

    voices: tuple[str, ...] = ()
    """Engines or voices to ask before those of the audience."""
    strict: bool = False
    """Fail instead of letting another voice stand in."""
    preset: str = "standard"
    """How films are encoded: draft, standard or archive."""
    reduced_motion: bool = False
    """Nothing slides, grows or counts."""


def _nobody() -> None:
    """Nothing was recorded."""


@dataclass(frozen=True, kw_only=True)
class Making:
    """Everything a piece is made from."""

    brief: Brief
    facts: Facts
    script: Script
    """What the audience is told in the language."""
    audience: Audience
    brand: Brand
    folder: Path
    """The brief's folder: photos, films, settings of shows."""
    store: Store
    options: Options
    others: Callable[[], tuple[Script, ...]] = tuple
    """Gives what the audience is told in the brief's other languages, those that can be told, whatever is made."""
    narration: Narration | None = None
    """The script spoken, where the product speaks."""
    online: Online | None = None
    """Whether services may be asked to speak, and which do not answer."""
    recorded: Callable[[], Recorded | None] = _nobody
    """Gives what a person recorded for the audience in the language; None if nobody did."""

    def keep(
        self,
        key: str,
        make: Callable[[Path], tuple[Output, ...]],
        *,
        voice: Voice | None = None,
        fallbacks: tuple[Fallback, ...] = (),
    ) -> Made:
        """Make files into the store under a content key, unless they are there already."""
        entry = self.store.make(key, lambda folder: [dataclasses.asdict(output) for output in make(folder)])
        return Made(
            key=key, folder=entry.folder, outputs=outputs_of(entry), voice=voice, fallbacks=fallbacks, fresh=entry.fresh
        )


def outputs_of(entry: Entry) -> tuple[Output, ...]:
    """Give what a maker described of its files, as the store keeps it beside them."""
    return tuple(Output(**{**row, "facts": tuple(row["facts"])}) for row in entry.meta)


@dataclass(frozen=True, kw_only=True)
class Finished:
    """An edition as it was written, for what looks at all of them: feeds, sites."""

    manifest: Manifest
    out: Path
    """Folder of editions."""
    folder: Path
    """The brief's folder."""
    kit_of: Callable[[str], Brand]
    """The kit of an audience by its id, also of one that only other editions in the folder are for."""
    store: Store
    verify: bool = False
    """Hash every file again, also those that were not touched."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing a person is told at the end of a run."""

    text: str
    grave: bool = False
    """Whether something has to be done about it."""
    beside: tuple[str, ...] = ()
    """What the edition's page shows of it: where feeds are. The page is written again when it changes."""


class Product(Protocol):
    """One kind of thing an edition holds."""

    name: str
    """As briefs and profiles write it: ``newsletter``. Letters a to z, digits and hyphens."""
    titles: Mapping[str, str]
    """Its name in each language, where the labels of pages (``templates/page/labels.yaml``) have none."""
    roles: tuple[Role, ...]
    """What its main files are to a channel: image, document, video, audio, page, text."""
    speaks: bool
    """Whether it needs the script spoken; a narration is made before it and handed to it."""
    by_default: bool
    """Whether a brief that names no products gets it."""
    reads_brief: bool
    """Whether it tells more of the brief than the script, or what lies beside it: then another word anywhere in the
    brief makes it look again."""
    Profile: type[Profile]
    """What the profile of an audience may say about it."""

    def pieces(self, audience: Audience) -> tuple[Piece, ...]:
        """List what one audience gets in one language."""
        ...

    def make(self, making: Making, piece: Piece, watch: Watch) -> Made:
        """Make one piece, or find it in the store; what failed is raised as a `BriefcastError`."""
        ...

    def findings(self, outputs: Iterable[OutputEntry]) -> Iterable[Finding]:
        """Give what a person should look at in its outputs, before they are published."""
        ...

    def after(self, finished: Finished) -> tuple[Told, ...]:
        """Bring up to date what is made of all editions together, and say what a person should know."""
        ...
