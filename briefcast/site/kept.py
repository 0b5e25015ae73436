"""What the site keeps of each item that went out: its words, its figures and its files, as they were sent.

An edition is made anew at the same place, with other files of the same names. What readers found on the site stays all
the same until other content of it goes out, so the site has a copy of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from PIL import Image
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError

from briefcast.brief.model import LanguageCode
from briefcast.edition.origin import read_origin
from briefcast.errors import BriefcastError
from briefcast.language.written import letters_alone
from briefcast.look.pictures import small_jpeg
from briefcast.manifest.items import Item, damaged_files
from briefcast.manifest.manifest import FactEntry, Manifest, OutputEntry, ScriptEntry, SourceEntry
from briefcast.manifest.output import Role
from briefcast.messages import tell
from briefcast.planner.plan import NEWSLETTER
from briefcast.publishing.posts import plain
from briefcast.store.files import Mark, copy_hashed, file_mark, file_sha256, write_changed, write_whole

CARD_WIDTH_PX = 720
"""How wide the picture of a card is: twice the 360 px that most are shown in."""
MODEL = "spotlight-"
"""What the ids of scenes begin with that tell of a good model."""
_JPEG_QUALITY = 82
_NAME_DIGITS = 20
"""Of a sum, enough to name a file by."""
_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "text/vtt": "vtt",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""What the site shows, by its media type, and how its file is called."""
_OF_ISSUES = {**_ENDINGS, "text/html": "html"}
"""The same of an issue of the newsletter, which is a page already."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Moment = Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(dt.UTC))]
"""A moment, in one zone: written down and read again it is the same in every sum."""


class KeptFile(_Kept):
    """A file that went out."""

    name: str
    """Under which it lies: what it holds says it, so whoever has it need not ask again."""
    product: str
    role: Role
    media_type: str
    bytes: int
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    open_captions: bool = False
    alt_text: str = ""
    long_description: str = ""


class KeptItem(_Kept):
    """One content of an item that went out."""

    key: str
    content_sha256: str
    brief: str
    brief_file: str = ""
    """As the plan names it; empty where that is not known."""
    audience: str
    audience_name: str
    language: LanguageCode
    product: str
    variant: str
    issuer: str
    as_of: dt.date
    embargo: dt.date | None
    sent_at: Moment
    """When this content was out first on a channel that readers of the site see."""
    script: ScriptEntry
    facts: tuple[FactEntry, ...]
    sources: tuple[SourceEntry, ...]
    files: tuple[KeptFile, ...]
    card: KeptFile | None
    """Its picture, as small as a card shows it."""
    transcript: str
    """What is said in a recording, as its transcript has it."""
    tells_of: tuple[tuple[str, str], ...] = ()
    """Of an issue of the newsletter the items that it tells, each with its content; none if kept before this was."""

    def written(self, fact: FactEntry) -> str:
        """Give a figure as this audience reads it in this language."""
        return fact.written_for.get(self.audience, {}).get(self.language) or fact.written[self.language]


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a site knows of a content that it keeps without reading it."""

    file: str
    """In which it is kept."""
    mark: Mark
    """By which that file is known to be the same."""
    sha256: str
    """Of what it holds."""
    key: str
    content_sha256: str
    brief: str
    brief_file: str
    audience: str
    audience_name: str
    language: LanguageCode
    embargo: dt.date | None
    sent_at: Moment
    column: str
    is_model: bool
    product: str
    title: str
    files: Mapping[str, str]
    """Of an issue of the newsletter its page and its document: their names, by what each is."""
    tells_of: tuple[tuple[str, str], ...]
    """Of an issue of the newsletter what it tells: items with their contents, or briefs where no more is known."""
    figures: Mapping[str, tuple[str, str]]
    """The figures of which it states the value itself: letters of what each is called, and its unit."""


class State(_Kept):
    """What must not change once it was on the site."""

    published: Mapping[str, Moment] = {}
    """When each item was out first, by brief and language."""
    shown: Mapping[str, str] = {}
    """Which content of each item the site shows, by its key."""
    figures: Mapping[str, str] = {}
    """How the address of each figure ends, by brief and statistic."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what a site holds to; nothing of one that is new.

        Raises:
            BriefcastError: it cannot be read.
        """
        file = folder / _STATE
        try:
            return cls.model_validate_json(file.read_bytes())
        except FileNotFoundError:
            return cls()
        except (OSError, ValidationError) as error:
            told = tell(
                "{file}: it cannot be read, and without it addresses and days of the site would change. Bring it back "
                "from a copy, or begin a new site in another folder: --out",
                file=file,
            )
            raise BriefcastError(told) from error

    def write(self, folder: Path) -> None:
        """Write it down."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True)
        write_changed(folder / _STATE, f"{text}\n")


_STATE = "state.json"


class Shelf:
    """Everything that a site keeps, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = folder / "files"
        self._items = folder / "items"
        for each in (self._files, self._items):
            each.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """Give where a file lies, by its name."""
        return self._files / name

    def notes(self, known: Mapping[str, Note]) -> tuple[Note, ...]:
        """Give a note on every content of every item that is kept, by their files.

        Args:
            known: notes that were made before, by file: what is still the same file is not read.

        Raises:
            BriefcastError: one cannot be read.
        """
        found = []
        for name in sorted(file.name for file in self._items.glob("*.json")):
            note = known.get(name)
            if note is None or note.mark != file_mark(self._items / name):
                note = self._note(name)
            found.append(note)
        return tuple(found)

    def _note(self, name: str) -> Note:
        item = self.read(name)
        return Note(
            file=name,
            mark=file_mark(self._items / name),
            sha256=file_sha256(self._items / name),
            key=item.key,
            content_sha256=item.content_sha256,
            brief=item.brief,
            brief_file=item.brief_file,
            audience=item.audience,
            audience_name=item.audience_name,
            language=item.language,
            embargo=item.embargo,
            sent_at=item.sent_at,
            column=item.script.column.id if item.script.column else "",
            is_model=any(scene.id.startswith(MODEL) for scene in item.script.scenes),
            product=item.product,
            title=plain(item.script.title),
            files={file.role: file.name for file in item.files} if item.product == NEWSLETTER else {},
            tells_of=_tells_of(item),
            figures={
                fact.statistic: (letters_alone(fact.label.get(item.language, "")), fact.unit)
                for fact in item.facts
                if fact.id == fact.statistic and fact.value
            },
        )

    def read(self, name: str) -> KeptItem:
        """Read a content that is kept, by its file.

        Raises:
            BriefcastError: it cannot be read.
        """
        file = self._items / name
        try:
            return KeptItem.model_validate_json(file.read_bytes())
        except (OSError, ValidationError) as error:
            told = tell(
                "{file}: it cannot be read. Bring it back from a copy; without one delete it: what it holds is "
                "shown again if its edition is still as it was.",
                file=file,
            )
            raise BriefcastError(told) from error

    def keep(self, item: Item, folder: Path, manifest: Manifest, *, sent_at: dt.datetime, beside: Path) -> Note:
        """Keep an item with its files.

        Args:
            item: as it lies in its edition; what is kept is what its content hash covers.
            folder: of the edition.
            manifest: of the edition.
            sent_at: when it was out first.
            beside: the folder of the plan, from which it names its briefs.

        Raises:
            BriefcastError: a file of it is not what went out.
        """
        if damaged := damaged_files(item, folder):
            raise BriefcastError(tell("{file} is not the file that went out.", file=damaged[0]))
        assert item.script
        origin = read_origin(folder)
        endings = _OF_ISSUES if item.product == NEWSLETTER else _ENDINGS
        files = tuple(
            self._copy(output, folder, endings[output.media_type])
            for output in item.outputs
            if output.media_type in endings
        )
        picture = next((file for file in files if file.role in ("image", "cover")), None)
        said = next((o for o in item.outputs if (o.role, o.media_type) == ("transcript", "text/plain")), None)
        names = next((each.name for each in manifest.audiences if each.id == item.audience), {})
        kept = KeptItem(
            key=item.key,
            content_sha256=item.content_sha256,
            brief=item.brief,
            brief_file=_beside(origin.file, beside) if origin else "",
            audience=item.audience,
            audience_name=names.get(item.language) or item.audience,
            language=item.language,
            product=item.product,
            variant=item.variant,
            issuer=manifest.issuer.get(item.language, ""),
            as_of=manifest.as_of,
            embargo=manifest.embargo,
            sent_at=sent_at,
            script=item.script,
            facts=item.facts,
            sources=item.sources,
            files=files,
            card=self._draw_card(picture) if picture else None,
            transcript=plain((folder / said.path).read_text("utf-8")) if said else "",
            tells_of=item.tells_of,
        )
        name = hashlib.sha256(f"{kept.key} {kept.content_sha256}".encode()).hexdigest()[:_NAME_DIGITS]
        write_whole(self._items / f"{name}.json", kept.model_dump_json(exclude_defaults=True) + "\n")
        return self._note(f"{name}.json")

    def _copy(self, output: OutputEntry, folder: Path, ending: str) -> KeptFile:
        name = f"{output.sha256[:_NAME_DIGITS]}.{ending}"
        target = self._files / name
        if not target.is_file():
            aside = target.with_name(f".{name}.part")
            if copy_hashed(folder / output.path, aside) != output.sha256:
                raise BriefcastError(tell("{file} is not the file that went out.", file=folder / output.path))
            aside.replace(target)
        media: dict[str, Any] = {
            field: getattr(output.media, field) for field in ("width_px", "height_px", "duration_ms")
        }
        return KeptFile(
            name=name,
            product=output.product,
            role=output.role,
            media_type=output.media_type,
            bytes=output.bytes,
            open_captions=bool(output.media.open_captions),
            alt_text=output.alt_text,
            long_description=output.long_description,
            **media,
        )

    def _draw_card(self, picture: KeptFile) -> KeptFile:
        """Draw a picture as small as a card shows it."""
        content = small_jpeg(self.path(picture.name), width_px=CARD_WIDTH_PX, quality=_JPEG_QUALITY)
        width_px, height_px = Image.open(io.BytesIO(content)).size
        name = f"{hashlib.sha256(content).hexdigest()[:_NAME_DIGITS]}.jpg"
        write_changed(self._files / name, content)
        return KeptFile(
            name=name,
            product=picture.product,
            role="image",
            media_type="image/jpeg",
            bytes=len(content),
            width_px=width_px,
            height_px=height_px,
            alt_text=picture.alt_text,
        )


def _tells_of(item: KeptItem) -> tuple[tuple[str, str], ...]:
    """Give what an issue of the newsletter tells; its scenes are called by their briefs."""
    if item.product != NEWSLETTER:
        return ()
    return item.tells_of or tuple((scene.id, "") for scene in item.script.scenes)


def _beside(file: Path, folder: Path) -> str:
    """Give a brief as a plan names it; empty where it lies elsewhere."""
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return ""
