"""What a newsroom gets of an edition, in one ZIP: the release, its pictures, and what stands beside each of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from briefcast.catalogue import in_language
from briefcast.errors import BriefcastError
from briefcast.handouts.opened import Opened, nothing_approved, put_right_first
from briefcast.handouts.pictures import FORMS, alt_alone, picture_as
from briefcast.language.written import write_date
from briefcast.manifest.items import Item
from briefcast.manifest.manifest import OutputEntry, SourceEntry
from briefcast.messages import tell
from briefcast.pages.frame import label

_RELEASE = "press-release"
_PICTURES = ("image/png", "application/pdf")
"""What a picture is drawn as; its twin for networks is the same picture."""
_TIME = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP file can name: the same edition gives the same bytes."""
_STORED = (".png", ".jpg", ".pdf", ".docx")
"""Packed already."""


@dataclass(frozen=True, kw_only=True)
class Kit:
    """A ZIP for the press."""

    name: str
    """Of the file; it says until when nothing of it is heard."""
    content: bytes
    files: tuple[str, ...]
    left: tuple[tuple[str, str], ...]
    """Items that are not in it, each with the reason."""


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A picture in the ZIP."""

    name: str
    output: OutputEntry
    item: Item


def make_press_kit(
    opened: Opened, *, audiences: Collection[str] = (), languages: Collection[str] = (), drafts: bool = False
) -> Kit:
    """Put together what newsrooms get.

    Args:
        opened: the edition.
        audiences: those whose release and pictures are meant; those for whom a release was made if empty, and all
            where there is none.
        languages: all of the edition if empty.
        drafts: also what nobody approved, and what says something wrong by what was written down; each text says so.

    Raises:
        BriefcastError: nothing of what is asked for is approved and right, or was made.
    """
    wanted = [item for item in opened.items if not languages or item.language in languages]
    released = {item.audience for item in wanted if item.product == _RELEASE}
    meant = frozenset(audiences) or released or {item.audience for item in wanted}
    offered = [item for item in wanted if item.audience in meant and (item.product == _RELEASE or _pictures(item))]
    taken, left = [], []
    for item in offered:
        if why := opened.why_not(item):
            left.append((item.key, why))
        elif not (drafts or opened.is_approved(item)):
            left.append((item.key, tell("Nobody has approved it as it is now.")))
        elif not drafts and (day := opened.put_right_since(item)):
            told = tell("A correction was written down on {day} and is not let out: it says what was wrong.", day=day)
            left.append((item.key, told))
        else:
            taken.append(item)
    if not taken:
        if days := [day for item in offered if opened.is_approved(item) and (day := opened.put_right_since(item))]:
            raise put_right_first(opened, max(days))
        if left:
            raise nothing_approved(opened)
        raise BriefcastError(
            tell("{edition} holds no press release and no picture of what is asked for.", edition=opened.manifest.brief)
        )
    files = dict(pair for code in opened.manifest.languages for pair in _of_language(opened, code, taken, left))
    until = f"-EMBARGO-{opened.embargo.isoformat()}" if opened.embargo else ""
    fit = all(opened.is_approved(item) and not opened.put_right_since(item) for item in taken)
    draft = "" if fit else "-DRAFT"
    return Kit(
        name=f"{opened.manifest.brief}-press{until}{draft}.zip",
        content=_packed(files),
        files=tuple(files),
        left=tuple(left),
    )


def _pictures(item: Item) -> tuple[OutputEntry, ...]:
    """Give the pictures of an item; the covers and cards of what is heard and seen are none for a newsroom."""
    drawn = all(output.role in ("image", "document") for output in item.outputs) and item.product != _RELEASE
    return tuple(each for each in item.outputs if each.media_type in _PICTURES) if drawn else ()


def _of_language(
    opened: Opened, code: str, taken: list[Item], left: list[tuple[str, str]]
) -> Iterator[tuple[str, bytes]]:
    """Give the files of one language: what to read first, the releases, each picture in each form."""
    mine = [item for item in taken if item.language == code]
    if not mine:
        return
    releases: list[str] = []
    pictures: list[_Shown] = []
    files: list[tuple[str, bytes]] = []
    for item in mine:
        folder = f"{code}/{item.audience}"
        if item.product == _RELEASE:
            for output in item.outputs:
                name = f"{folder}/{PurePosixPath(output.path).name}"
                releases.append(name)
                files.append((name, (opened.folder / output.path).read_bytes()))
            continue
        for output in _pictures(item):
            stem = f"{folder}/{PurePosixPath(output.path).stem}"
            pictures.append(_Shown(name=stem, output=output, item=item))
            title = _caption_title(item, opened, code)
            files += [(f"{stem}.{form}", picture_as(output, opened.folder, form, title=title)) for form in FORMS]
    yield f"READ-FIRST.{code}.txt", _note(opened, code, mine, releases, pictures, left).encode()
    yield from files


def _note(
    opened: Opened,
    code: str,
    mine: list[Item],
    releases: list[str],
    pictures: list[_Shown],
    left: list[tuple[str, str]],
) -> str:
    """Write what a newsroom reads first: until when it is silent, what each file is, captions and descriptions."""
    manifest = opened.manifest
    above = opened.lines_above(code, mine, approved=all(map(opened.is_approved, mine)))
    lines = [manifest.issuer.get(code, ""), opened.title(code), ""]
    lines += [*above, ""] if above else [label(code, "handouts.free"), ""]
    lines += [f"{label(code, 'as_of')}: {write_date(manifest.as_of, code)}", ""]
    lines += [label(code, f"products.{_RELEASE}"), *(f"  {name}" for name in releases)]
    lines += [] if releases else [f"  {label(code, 'handouts.no_release')}"]
    for shown in pictures:
        text = shown.output
        sources = _sources(shown.item, text, code)
        lines += ["", f"{shown.name} (.png, .jpg, .pdf)"]
        lines += [f"{label(code, 'handouts.caption')}: {_caption_title(shown.item, opened, code)}"]
        lines += [f"{label(code, 'source')}: {'; '.join(sources)}"] if sources else []
        lines += [f"{label(code, 'alt_text')}: {alt_alone(text)}"]
        lines += [f"{label(code, 'description')}: {text.long_description}"] if text.long_description else []
    own = [(key, why) for key, why in left if key.split("/")[2] == code]
    if own:
        lines += ["", label(code, "handouts.left"), *(f"  {key}: {in_language(why, code)}" for key, why in own)]
    return "\r\n".join(lines).strip() + "\r\n"


def _caption_title(item: Item, opened: Opened, code: str) -> str:
    return item.script.title_alone if item.script else opened.title(code)


def _sources(item: Item, output: OutputEntry, code: str) -> tuple[str, ...]:
    """Give where the figures of a picture were published."""
    cited = {fact.source for fact in item.facts if fact.id in output.facts}
    return tuple(source_line(source, code) for source in item.sources if source.id in cited)


def source_line(source: SourceEntry, code: str) -> str:
    """Write a source as readers of a language find it."""
    title, publisher = source.title.get(code, ""), source.publisher.get(code, "")
    day = write_date(source.date, code, style="short") if source.date else ""
    return ", ".join(part for part in (publisher, title, day, source.url) if part)


def _packed(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            file.writestr(info, content)
    return held.getvalue()
