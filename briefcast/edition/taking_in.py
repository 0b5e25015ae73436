"""Pictures, films, maps and tables that come to lie beside a brief: told by their content, under a name of their own.

    arrived is a file that somebody sent, whole or cut short, anywhere on the disk of the team's folder
    taken = take_in(arrived, "Ảnh của tôi.JPG", folder)          folder/photos/Ảnh-của-tôi.jpg

A name says nothing: a page of HTML may be called x.jpg. What is written is written anew, so that the place where a
telephone took a picture does not go out with it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from briefcast.brief.document import read_text
from briefcast.brief.outlines import MAP_MAX_BYTES, clean_map
from briefcast.errors import BriefcastError, BriefError, MediaError
from briefcast.messages import Message, joined, tell
from briefcast.store.files import file_sha256, sync_folder
from briefcast.tools.strangers import (
    FILM_MAX_BYTES,
    PICTURE_MAX_BYTES,
    Unusable,
    clean_film,
    clean_picture,
    why_no_picture,
)

FileKind = Literal["picture", "film", "map", "series", "entries"]
FOLDERS: dict[FileKind, str] = {
    "picture": "photos", "film": "clips", "map": "maps", "series": "data", "entries": "data",
}  # fmt: skip
"""Where each kind lies beside the brief."""
HEAD_BYTES = 64
"""So much of a file says what it is."""
_STEM_MAX_BYTES = 80
_SAME_NAME_MAX = 1000
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their ending."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A file that lies beside the brief now."""

    name: str
    """As the brief names it: ``photos/ward.jpg``."""
    kind: FileKind
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a map: the properties that tell its places apart, each with what it calls them."""


def most_bytes(head: bytes) -> int:
    """Give how large a file may be that begins like this."""
    if _may_be_map(head):
        return MAP_MAX_BYTES
    return FILM_MAX_BYTES if _ending_of_film(head) else PICTURE_MAX_BYTES


def too_large(head: bytes, name: str) -> MediaError:
    """Say that a file is larger than what begins like it may be."""
    if _may_be_map(head):
        why = tell("it is larger than {most} MB", most=MAP_MAX_BYTES // 1_000_000)
        return _no_map(name, why, tell("Simplify them, for example with mapshaper.org or in QGIS."))
    if _ending_of_film(head):
        return _no_film(name, tell("it is larger than 500 MB."), tell("Cut it to what is shown."))
    return _no_picture(name, *why_no_picture(Unusable(fault="bytes")))


def take_in(arrived: Path, asked: str, folder: Path, kinds: Collection[str] = ("picture", "film")) -> Taken:
    """Put a file that somebody sent beside the briefs of a folder, and give what a brief calls it.

    Args:
        arrived: the file, on the same disk; it is left as it is.
        asked: what whoever sent it calls it; only its letters and figures are taken from it.
        folder: the briefs.
        kinds: what it may be.

    Raises:
        MediaError: it is nothing that can be shown there, broken, or too large.
        BriefcastError: it cannot lie there.
    """
    name = shown_name(asked)
    with arrived.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if arrived.stat().st_size > most_bytes(head):
        raise too_large(head, name)
    stem = safe_stem(asked)
    match tuple(kinds):
        case ("map",):
            return _take_map(arrived, head, name, stem, folder)
        case ("series" | "entries" as kind,):
            return _take_table(arrived, stem, folder, kind)
    if ending := _ending_of_film(head):
        if "film" not in kinds:
            raise _no_picture(name, tell("it is a film"), tell("Find another picture."))
        with _aside(arrived, ending) as film, _aside(arrived, ending) as clean:
            film.unlink()
            _link(arrived, film)
            _clean_film(film, clean, name)
            return Taken(name=_put(clean, stem, ending, folder, "film"), kind="film")
    if _may_be_map(head):
        raise _no_picture(name, tell("it is a file of data"), tell("Find another picture."))
    if why := _why_nothing(head):
        raise _no_picture(name, *why)
    if "picture" not in kinds:
        raise _no_film(name, tell("it is no MP4, MOV or WebM."), tell("Save it as MP4."))
    try:
        content, ending = clean_picture(arrived)
    except Unusable as found:
        raise _no_picture(name, *why_no_picture(found)) from None
    with _aside(arrived, ending) as clean:
        clean.write_bytes(content)
        return Taken(name=_put(clean, stem, ending, folder, "picture"), kind="picture")


def _take_map(arrived: Path, head: bytes, name: str, stem: str, folder: Path) -> Taken:
    if not _may_be_map(head):
        again = tell("Save it again as GeoJSON (RFC 7946) with longitude and latitude in degrees (WGS 84).")
        raise _no_map(name, tell("it is no GeoJSON"), again)
    try:
        read = clean_map(arrived)
    except BriefError as error:
        problem = error.problems[0]
        raise MediaError(joined(problem.message, problem.remedy)) from None
    with _aside(arrived, ".geojson") as clean:
        clean.write_bytes(read.content)
        return Taken(name=_put(clean, stem, ".geojson", folder, "map"), kind="map", names=read.names)


def _take_table(arrived: Path, stem: str, folder: Path, kind: Literal["series", "entries"]) -> Taken:
    """Take a table of values in, if a brief can read it."""
    # What reads entries of places takes a moment to come.
    from briefcast.brief.groups import parse_entries
    from briefcast.brief.read import parse_series

    try:
        text = read_text(arrived)
        if kind == "series":
            parse_series(arrived, text)
        else:
            parse_entries(arrived, text)
    except BriefError as error:
        problem = error.problems[0]
        message = problem.message
        if problem.line:
            message = tell("{name}: {message}", name=tell("line {line}", line=problem.line), message=message)
        raise MediaError(joined(message, problem.remedy)) from None
    with _aside(arrived, ".csv") as clean:
        clean.write_text(text, "utf-8", newline="\n")
        return Taken(name=_put(clean, stem, ".csv", folder, kind), kind=kind)


def _may_be_map(head: bytes) -> bool:
    """Say whether a file begins as JSON does."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"{")


def safe_stem(asked: str) -> str:
    """Give the name of a file without its ending, in letters and figures of any writing, joined by hyphens."""
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", asked)[-1])
    name = name.rpartition(".")[0] or name
    stem = re.sub(r"[\W_]+", "-", "".join(each for each in name if not _is_hidden(each))).strip("-")
    while len(stem.encode()) > _STEM_MAX_BYTES:
        stem = stem[:-1].rstrip("-")
    return f"file-{stem}".rstrip("-") if not stem or _DEVICES.fullmatch(stem) else stem


def shown_name(asked: str) -> str:
    """Give the name of a file as it may be told: without what turns or hides the text around it."""
    name = re.split(r"[/\\]", asked)[-1]
    return "".join(each for each in name if not _is_hidden(each))[:80] or "?"


def _is_hidden(letter: str) -> bool:
    """Say whether a letter is none that is seen: marks that turn the direction, or control a machine."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def _ending_of_film(head: bytes) -> str:
    """Give the ending of a film that begins like this; nothing where it is none that is taken."""
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL_BRANDS:
        return ".mov" if head[8:12] == b"qt  " else ".mp4"
    if head[4:8] in (b"moov", b"wide", b"mdat") and head[:2] == b"\0\0":
        return ".mov"
    return ".webm" if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head else ""


_STILL_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
"""What pictures are called that are wrapped as films are."""


def _why_nothing(head: bytes) -> tuple[Message, Message] | None:
    """Say what a file is that is no picture which is opened, where its beginning tells."""
    again = tell("Save it again as JPEG or PNG.")
    if head[4:8] == b"ftyp":
        kind = "AVIF" if head[8:11] == b"avi" else "HEIC"
        return tell("it is a picture of the kind {kind}", kind=kind), again
    if head.startswith((b"GIF87a", b"GIF89a")):
        return tell("it is a picture of the kind {kind}", kind="GIF"), again
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return tell("it is a film of the kind {kind}", kind="Matroska"), tell("Save it as MP4.")
    if not head:
        return tell("it is empty"), tell("Find another picture.")
    return None


def _no_picture(name: str, why: Message, remedy: Message) -> MediaError:
    return MediaError(joined(tell("The picture {name} cannot be opened: {why}.", name=name, why=why), remedy))


def _no_film(name: str, why: Message, remedy: Message) -> MediaError:
    return MediaError(joined(tell("The film {name} cannot be used: {why}", name=name, why=why), remedy))


def _no_map(name: str, why: Message, remedy: Message) -> MediaError:
    return MediaError(joined(tell("The map {name} cannot be used: {why}.", name=name, why=why), remedy))


def _clean_film(film: Path, clean: Path, name: str) -> None:
    # PyAV takes a moment to come.
    from briefcast.products.video.footage import why_no_film

    try:
        clean_film(film, clean)
    except Unusable as found:
        raise _no_film(name, why_no_film(name, found), tell("Save it again as MP4.")) from None


@contextmanager
def _aside(arrived: Path, ending: str) -> Iterator[Path]:
    """Give a file beside another one, for a moment."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=ending, dir=arrived.parent)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _link(file: Path, target: Path) -> None:
    """Give a file a further name; FileExistsError where there is anything of that name, a link too."""
    try:
        # It is seen whole or not at all.
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no further names
        with file.open("rb") as read, target.open("xb") as write:
            shutil.copyfileobj(read, write)


def _put(clean: Path, stem: str, ending: str, folder: Path, kind: FileKind) -> str:
    """Give a file its name beside the briefs, never one that another file has, and give that name."""
    place = folder / FOLDERS[kind]
    with suppress(FileExistsError):
        place.mkdir()
    if place.is_symlink() or not place.is_dir():
        raise BriefcastError(tell("{name} is no folder of its own: nothing is put through a link.", name=place.name))
    clean.chmod(0o644)
    with clean.open("rb") as file:
        os.fsync(file.fileno())
    content = file_sha256(clean)
    for number in range(1, _SAME_NAME_MAX):
        target = place / f"{stem}{'' if number == 1 else f'-{number}'}{ending}"
        try:
            _link(clean, target)
        except FileExistsError:
            if not target.is_symlink() and target.is_file() and file_sha256(target) == content:
                return target.relative_to(folder).as_posix()
            continue
        sync_folder(place)
        return target.relative_to(folder).as_posix()
    raise BriefcastError(tell("There are too many files of the name {name}: give it another one.", name=stem))
