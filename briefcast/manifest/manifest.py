"""The manifest: what one edition holds, for whom, from which facts, spoken by which voice.

``manifest.json`` lies beside the files it names. It is complete: the page of an edition, a publication
or an outside program needs nothing but the manifest and the files. Each model that mirrors a value of
an earlier stage has an ``of`` that makes it from that value, so that an edition is filled in a few lines.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from briefcast.brief.findings import Finding
from briefcast.brief.kinds import PASSAGES
from briefcast.brief.model import AudienceId, Identifier, LanguageCode, LocalText, Period, Qualifier, Unit
from briefcast.catalogue import in_language, is_told_in
from briefcast.errors import BriefcastError
from briefcast.languages import language, read_languages
from briefcast.manifest.output import Output, Role
from briefcast.messages import Typed, changed, tell
from briefcast.script import Script
from briefcast.speech.base import Fallback, Voice
from briefcast.store.files import file_sha256, write_changed
from briefcast.store.switch import settle

MANIFEST_NAME = "manifest.json"
DRAFT = "draft"
"""The preset of films to look through; nothing made with it can be approved."""
SCHEMA_VERSION: Literal[1] = 1
"""Raised when a reader of the older form could no longer read the newer one."""

Severity = Literal["error", "warning", "note"]


def _inside(path: str) -> str:
    """Refuse a path that could lead out of the edition's folder on any system."""
    names = path.split("/")
    if not {"", ".", ".."}.intersection(names) and not {"\\", ":", "\0"}.intersection(path):
        return path
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ":" in parts[0] or ".." in parts or "\0" in path:
        raise ValueError("must be a relative POSIX path inside the edition, like citizens/vi/video-9x16.mp4")
    if str(PurePosixPath(path)) != path:
        raise ValueError(f"must be written plainly, as {PurePosixPath(path)}")
    return path


InsidePath = Annotated[str, AfterValidator(_inside)]
"""A relative POSIX path that stays inside the edition's folder: ``citizens/vi/video-9x16.mp4``."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class AudienceEntry(_Part):
    """One audience group the edition speaks to."""

    id: AudienceId
    name: LocalText = {}
    """As each language names it: ``{vi: Người dân, en: Citizens}``."""


class VoiceEntry(_Part):
    """The voice that spoke."""

    engine: str
    id: str
    """The engine's own name for it."""
    name: str
    synthetic: bool
    licence: str = ""

    @classmethod
    def of(cls, voice: Voice) -> Self:
        """Describe a voice of the speech stage."""
        return cls(engine=voice.engine, id=voice.id, name=voice.name, synthetic=voice.synthetic, licence=voice.licence)

    def __str__(self) -> str:
        return f"{self.engine}:{self.id}"


class MediaEntry(BaseModel):
    """What was measured on a file; further measurements are kept as they come."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)
    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    duration_ms: int | None = None
    loudness_lufs: float | None = None
    """Integrated loudness (EBU R 128), measured on the finished file."""
    true_peak_dbtp: float | None = None
    preset: str | None = None
    """How a film was encoded: draft, standard or archive."""
    video_codec: str | None = None
    audio_codec: str | None = None
    pages: int | None = None
    open_captions: bool | None = None
    """Whether captions are painted into the film, so that a player need not show them again."""
    asked_ms: int | None = None
    """How long an episode should be for its audience."""
    voices: tuple[str, ...] | None = None
    """Who speaks in an episode, by engine and voice; in a conversation the one who asks first."""
    host_difference_lu: float | None = None
    """Loudness of the louder host over the other's."""
    left_out: tuple[str, ...] | None = None
    """Statistics of the script for which the picture had no room; of an episode, points and statistics left untold."""
    lacking: tuple[str, ...] | None = None
    """What a picture does without although none should: ``point`` (that weighs most), ``figure``, ``action``, ``half``
    of a point's figures, ``headed`` by another point; ``alike`` where it shows other figures than in another
    language."""
    caption_faults: tuple[str, ...] | None = None
    """Where the captions miss a limit of the language: too fast, too long."""
    stood_in: tuple[str, ...] | None = None
    """Points of a film whose chart had no room, and why: another card shows the figure."""
    only_said: tuple[str, ...] | None = None
    """Points of a film with the statistics that its voice tells and its picture does not show."""
    tells_of: tuple[tuple[str, str], ...] | None = None
    """Items that it was made of, each with its content: they have to be approved as long as it waits."""
    pieces: tuple[tuple[str, str, int], ...] | None = None
    """What it tells of columns: column, brief and number of each."""
    number: int | None = None
    """Which issue of a newsletter it is."""


class OutputEntry(_Part):
    """One file of the edition."""

    path: InsidePath
    product: Identifier
    role: Role
    audience: AudienceId
    language: LanguageCode
    variant: str = ""
    """Which of several of its role: ``9x16``, ``1080x1350``, ``mp3``."""
    media_type: str
    sha256: Sha256
    bytes: int = Field(ge=0)
    media: MediaEntry = MediaEntry()
    alt_text: str = ""
    long_description: str = ""
    facts: tuple[str, ...] = ()
    """Ids of the facts it states."""
    voice: VoiceEntry | None = None
    """Who speaks in it; none where nobody does."""
    key: str = ""
    """The content key it was made from: the same key means the same inputs."""

    @classmethod
    def of(
        cls,
        output: Output,
        *,
        folder: Path,
        path: str,
        audience: str,
        voice: Voice | None = None,
        key: str = "",
        sha256: str = "",
        aside: Path | None = None,
    ) -> Self:
        """Describe a maker's output that now lies at ``folder / path``; reads the file for size and sha256.

        Args:
            output: what the maker returned.
            folder: the edition's folder.
            path: where the file is in it, as a relative POSIX path.
            audience: id of the audience it speaks to.
            voice: who speaks in it; none for a picture.
            key: the content key it was made from.
            sha256: of its content, where that is known already.
            aside: where the file lies, if it is not yet where it is to lie.
        """
        file = aside or folder / path
        return cls(
            path=path,
            product=output.product,
            role=output.role,
            audience=audience,
            language=output.language,  # pydantic refuses an unknown code
            variant=output.variant,
            media_type=output.media_type,
            sha256=sha256 or file_sha256(file),
            bytes=file.stat().st_size,
            media=MediaEntry.model_validate(dict(output.media)),
            alt_text=output.alt_text,
            long_description=output.long_description,
            facts=output.facts,
            voice=VoiceEntry.of(voice) if voice else None,
            key=key,
        )


class FactEntry(_Part):
    """One figure that the edition states, typed once or computed from what was typed."""

    id: str
    """``egdi-rank`` or, for a derived figure, ``egdi-rank.change``."""
    statistic: Identifier
    label: LocalText = {}
    written: LocalText
    """The exact form in each language: ``{vi: "hơn 82,4%", en: "over 82.4%"}``."""
    written_for: dict[AudienceId, LocalText] = {}
    """The form an audience reads, where it differs: ``{citizens: {en: more than 8 in 10}}``."""
    value: str
    """The number itself as a decimal string, without grouping: ``55250000``; empty if it is no number."""
    unit: Unit | Literal["points", "places", "index_points", "date"]
    """The statistic's unit; for a change that of the difference, ``points`` being percentage points."""
    goal: LocalText = {}
    """What a target is called: ``{vi: Dự toán}``; empty for what is none."""
    period: Period | None = None
    qualifier: Qualifier | None = None
    estimate: bool = False
    source: Identifier | None = None


class SourceEntry(_Part):
    """Where figures were published."""

    id: Identifier
    title: LocalText
    publisher: LocalText = {}
    url: str = ""
    date: dt.date | None = None
    short: LocalText = {}
    """As it stands under a picture, where the brief says so."""


class FindingEntry(_Part):
    """One thing the check of the brief or of the outputs found."""

    code: str
    severity: Severity
    place: str
    """Where it is: ``egov-2024.yaml:12``."""
    message: str
    remedy: str = ""
    told: dict[LanguageCode, str] = {}
    """Message and remedy as the pages tell them, in each language that has them."""

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Describe a finding of a check."""
        return cls(
            code=finding.code,
            severity=finding.severity,  # type: ignore[arg-type]  # pydantic refuses an idea: they are of plans
            place=finding.place,
            message=finding.message,
            remedy=finding.remedy,
            told=_in_every_language(finding.message, finding.remedy),
        )


class FallbackEntry(_Part):
    """A voice that was asked for and could not serve, and the one that spoke instead."""

    audience: AudienceId
    language: LanguageCode
    wanted: str
    used: str
    reason: str
    told: dict[LanguageCode, str] = {}
    """The reason as pages and people are told it, in each language that has it."""

    @classmethod
    def of(cls, fallback: Fallback, *, audience: str, language: str) -> Self:
        """Describe a fallback of the speech stage for one audience and language."""
        return cls(
            audience=audience,
            language=language,  # pydantic refuses an unknown code
            wanted=fallback.wanted,
            used=fallback.used,
            reason=without_home(fallback.reason),
            told=_in_every_language(changed(fallback.reason, without_home)),
        )


def _in_every_language(*texts: str) -> dict[str, str]:
    """Give texts one behind the other in each language in which all of them can be told."""
    known = [code for code in read_languages() if all(is_told_in(text, code) for text in texts)]
    return {code: " ".join(in_language(text, code) for text in texts) for code in known}


def without_home(text: str) -> str:
    """Write the home folder as ``~``: editions travel, and whose machine it was is nobody else's business."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


class SceneEntry(_Part):
    """One scene as it is shown."""

    id: str
    headline: str
    text: str
    facts: tuple[str, ...] = ()
    sentence_facts: tuple[tuple[str, ...], ...] = ()
    """The facts that each of its sentences states, in their order."""
    stated: tuple[Identifier, ...] = ()
    """The statistics that its headline, steps and quote state."""
    steps: tuple[str, ...] = ()
    """What to do, one after the other; its text ends with them, said in sentences."""
    weight: int = 0
    """How much the point weighs for the audience."""
    due: str = ""
    """The sentence with the day to do it by, where neither headline nor steps have that."""


class ChoiceEntry(_Part):
    """Why one point was taken, dropped or reworded."""

    point: str
    decision: Literal["taken", "dropped", "reworded"]
    reason: str
    name: str = ""
    """What the point is called where readers see it."""


class NoticeEntry(_Part):
    """That what is told was corrected after it was out, and why."""

    kind: Literal["correction", "revision"]
    on: dt.date
    reason: str
    said: tuple[tuple[str, str, str], ...] = ()
    """What a figure is called (empty for words), what was said, and what is said now."""


class ColumnEntry(_Part):
    """Which piece of a column it is, as readers of one language see it."""

    id: Identifier
    name: str
    number: int
    written: str
    """``No. 12``, as the language writes it."""

    @property
    def line(self) -> str:
        """The line above a title."""
        return f"{self.name} · {self.written}"


class ScriptEntry(_Part):
    """What one audience is told in one language."""

    audience: AudienceId
    language: LanguageCode
    title: str
    name: str = ""
    """The title of the brief, where the title is one of its findings: what stands alone is called so."""
    title_stated: tuple[Identifier, ...] = ()
    """The statistics that its title states."""
    subtitle: str = ""
    scenes: tuple[SceneEntry, ...]
    """As they are told in sound and film."""
    read: tuple[SceneEntry, ...] = ()
    """As pictures and texts choose from them, where that is more than there is time to tell."""
    choices: tuple[ChoiceEntry, ...] = ()
    figures: dict[Identifier, str] = {}
    """What its figures are called, by the id of their statistic."""
    call_to_action: str = ""
    call_to_action_url: str = ""
    rests_on: tuple[Identifier, ...] = ()
    """Sources of what a rebuttal says is true."""
    voice_notice: str = ""
    """The notice of a synthetic voice, in the language."""
    duration_ms: int | None = None
    """Length of the narration; none where nothing was spoken."""
    locale: str = ""
    """The locale that it is written in: ``en_GB``; empty in editions of earlier versions."""
    notices: tuple[NoticeEntry, ...] = ()
    """What was corrected in it, the earliest first."""
    column: ColumnEntry | None = None
    """The column that it is a piece of, and its number there."""

    @property
    def title_alone(self) -> str:
        """The title where no line above it says what it belongs to."""
        return self.name or self.title

    @property
    def content(self) -> tuple[SceneEntry, ...]:
        """The scenes that say what a piece of its kind says before all: day and place, the claim with its verdict."""
        points = {choice.point for choice in self.choices}
        return tuple(scene for scene in self.scenes if scene.id.startswith(PASSAGES) and scene.id not in points)

    def to_read(self) -> Self:
        """Give the same as pictures and texts tell it."""
        return self.model_copy(update={"scenes": self.read or self.scenes, "read": ()})

    @classmethod
    def of(cls, script: Script, *, read: Script | None = None, duration_ms: int | None = None) -> Self:
        """Describe a script.

        Args:
            script: what is told in sound and film.
            read: the same as it is read, if that is written.
            duration_ms: length of its narration, if it was spoken.
        """
        scenes = _scenes(script)
        shown = _scenes(read) if read else scenes
        # A film that has no time for what is asked says nothing of it; pictures, pages and posts do.
        asked = (read or script).call_to_action
        return cls(
            audience=script.audience,
            language=script.language,  # pydantic refuses an unknown code
            title=script.title,
            name=script.name,
            title_stated=script.title_stated,
            subtitle=script.subtitle,
            scenes=scenes,
            read=shown if shown != scenes else (),
            choices=tuple(
                ChoiceEntry(point=c.point, decision=c.decision, reason=c.reason, name=c.name) for c in script.choices
            ),
            figures={figure.statistic: figure.label for one in (read, script) if one for figure in one.figures},
            call_to_action=asked.text,
            call_to_action_url=asked.url,
            rests_on=tuple(note.id for note in script.rests_on),
            voice_notice=script.voice_notice,
            duration_ms=duration_ms,
            locale=language(script.language).locale,
            notices=tuple(
                NoticeEntry(
                    kind=each.kind,
                    on=dt.date.fromisoformat(each.on),
                    reason=each.reason,
                    said=tuple((pair.label, pair.was, pair.now) for pair in each.said),
                )
                for each in script.notices
            ),
            column=ColumnEntry(**dataclasses.asdict(script.column)) if script.column else None,
        )


def _scenes(script: Script) -> tuple[SceneEntry, ...]:
    return tuple(
        SceneEntry(
            id=scene.id,
            headline=scene.headline,
            text=" ".join(sentence.shown for sentence in scene.sentences),
            facts=scene.facts,
            sentence_facts=tuple(sentence.facts for sentence in scene.sentences),
            stated=scene.stated,
            steps=scene.visual.steps,
            weight=scene.weight,
            due=scene.due,
        )
        for scene in script.scenes
    )


class FailureEntry(_Part):
    """An output that could not be made; the others were."""

    audience: AudienceId
    language: LanguageCode
    product: Identifier
    message: str
    """What failed and the next step."""


class Manifest(_Part):
    """Everything one edition holds."""

    schema_version: Literal[1] = SCHEMA_VERSION
    brief: Identifier
    title: LocalText = Field(min_length=1)
    issuer: LocalText = {}
    as_of: dt.date
    """The date of the data."""
    embargo: dt.date | None = None
    """Nothing of it is heard before this day."""
    made_at: AwareDatetime
    """When anything in it last changed."""
    briefcast_version: str
    code_version: str
    """Hash of the code, templates and assets that decided how the outputs look."""
    with_errors: bool = False
    """Whether the brief had errors when it was made: then nothing of it can be approved."""
    template_version: str = ""
    """Version of the brand kit or template set the pictures were drawn with."""
    audiences: tuple[AudienceEntry, ...] = Field(min_length=1)
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    outputs: tuple[OutputEntry, ...] = ()
    outdated: tuple[OutputEntry, ...] = ()
    """Files of an earlier run that lie there still and say another thing than the brief does now: not part of it."""
    facts: tuple[FactEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    findings: tuple[FindingEntry, ...] = ()
    fallbacks: tuple[FallbackEntry, ...] = ()
    failures: tuple[FailureEntry, ...] = ()
    scripts: tuple[ScriptEntry, ...] = ()

    @property
    def total_bytes(self) -> int:
        """Size of all outputs together."""
        return sum(output.bytes for output in self.outputs)

    def script(self, audience: str, language: str) -> ScriptEntry | None:
        """Give the script of one audience and language, or None if none was written."""
        return next((s for s in self.scripts if s.audience == audience and s.language == language), None)


def manifest_schema() -> dict[str, Any]:
    """Give the JSON Schema of ``manifest.json`` for editors and outside programs."""
    schema = Manifest.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "briefcast manifest"}


def embargo_ends(day: dt.date) -> dt.datetime:
    """Give when an embargo ends: as its day begins in UTC, which is morning in Việt Nam and Israel."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def read_manifest(path: Path, *, again: Callable[[], str] = lambda: "briefcast make BRIEF") -> Manifest:
    """Read a manifest, from its file or from the folder that holds it; ``again`` says what makes it anew.

    A change of the edition that was cut short is finished first.

    Raises:
        BriefcastError: there is none, or it is not a manifest this version can read.
    """
    file = path / MANIFEST_NAME if path.is_dir() else path
    settle(file.parent)
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except FileNotFoundError as error:
        raise BriefcastError(
            tell("{file}: the manifest is not there. {again}", file=file, again=_make(again))
        ) from error
    except OSError as error:
        raise BriefcastError(
            tell(
                "{file}: the manifest cannot be read ({error}). {again}",
                file=file,
                error=error.strerror or error,
                again=_make(again),
            )
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        place = tell(" at {where}", where=where) if where else ""
        raise BriefcastError(
            tell(
                "{file}: not a manifest of schema version {version}{place}: {first}. {again}",
                file=file,
                version=SCHEMA_VERSION,
                place=place,
                first=first["msg"],
                again=_make(again),
            )
        ) from error


def _make(again: Callable[[], str]) -> str:
    return tell("Make the edition again: {command}", command=Typed(again()))


def is_manifest(file: Path) -> bool:
    """Say whether a file is a manifest of briefcast, of whatever version."""
    try:
        return "briefcast_version" in json.loads(file.read_bytes())
    except (OSError, ValueError, TypeError):
        return False


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    """Write ``manifest.json`` into a folder, aside first, so that no reader ever sees half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_changed(folder / MANIFEST_NAME, manifest_text(manifest))


def manifest_text(manifest: Manifest) -> str:
    """Give what ``manifest.json`` holds."""
    return manifest.model_dump_json(exclude_none=True, indent=2) + "\n"


def damaged(manifest: Manifest, folder: Path) -> tuple[Path, ...]:
    """Give the outputs that are missing or whose content is not what the manifest says, in its order."""
    return tuple(path for output in manifest.outputs if not _is_whole(path := folder / output.path, output))


def _is_whole(path: Path, output: OutputEntry) -> bool:
    try:
        return path.stat().st_size == output.bytes and file_sha256(path) == output.sha256
    except OSError:
        return False
