"""What an episode's files say of themselves: title, issuer, sources, language, notice, cover, chapters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TIT2,
    TLAN,
    TPE1,
    TXXX,
    TYER,
    CTOCFlags,
    Frame,
    PictureType,
)
from mutagen.mp4 import MP4, MP4Cover

from briefcast.languages import language as find_language
from briefcast.products.podcast.notes import text_notes
from briefcast.products.podcast.plan import EpisodePlan


def _comment(plan: EpisodePlan) -> str:
    """What a listener sees who looks at the file alone: the notice and the notes."""
    return "\n\n".join(part for part in (plan.notice, text_notes(plan).strip()) if part)


def tag_m4a(plan: EpisodePlan, path: Path, cover: bytes) -> None:
    """Write title, issuer, series, notes, language, notice and cover into an MP4."""
    file = MP4(path)
    tags = {
        "\xa9nam": plan.title,
        "\xa9ART": plan.issuer,
        "aART": plan.issuer,
        "\xa9alb": plan.show,
        "\xa9day": plan.year,
        "\xa9gen": "Podcast",
        "\xa9cmt": _comment(plan),
        "desc": plan.description,
        "ldes": text_notes(plan).strip(),
        "----:com.apple.iTunes:LANGUAGE": plan.language.encode(),
        "----:com.apple.iTunes:SYNTHETIC_VOICE": plan.notice.encode(),
    }
    for name, value in tags.items():
        if value:
            file[name] = [value]
    file["pcst"] = True
    file["covr"] = [MP4Cover(cover, imageformat=MP4Cover.FORMAT_JPEG)]
    file.save()


def tag_mp3(plan: EpisodePlan, path: Path, cover: bytes, pictures: Mapping[int, bytes]) -> None:
    """Write the same into an MP3 as ID3v2.3, which every player reads, with its chapters and their pictures."""
    utf16 = 1  # ID3v2.3 knows no UTF-8
    language = find_language(plan.language).iso_639_2
    ids = [f"chp{number}" for number in range(len(plan.chapters))]
    tags = ID3()
    tags.add(TIT2(encoding=utf16, text=plan.title))
    tags.add(TPE1(encoding=utf16, text=plan.issuer))
    tags.add(TALB(encoding=utf16, text=plan.show))
    tags.add(TCON(encoding=utf16, text="Podcast"))
    tags.add(TLAN(encoding=0, text=language))
    if plan.year:
        tags.add(TYER(encoding=0, text=plan.year))
    tags.add(COMM(encoding=utf16, lang=language, desc="", text=_comment(plan)))
    if plan.notice:
        tags.add(TXXX(encoding=utf16, desc="SYNTHETIC_VOICE", text=plan.notice))
    tags.add(APIC(encoding=utf16, mime="image/jpeg", type=PictureType.COVER_FRONT, desc=plan.title, data=cover))
    for number, (id, chapter) in enumerate(zip(ids, plan.chapters, strict=True)):
        shown: list[Frame] = [TIT2(encoding=utf16, text=chapter.title)]
        if number in pictures:
            shown.append(
                APIC(encoding=utf16, mime="image/jpeg", type=PictureType.OTHER, desc="", data=pictures[number])
            )
        tags.add(
            CHAP(
                element_id=id,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=shown,
            )
        )
    tags.add(
        CTOC(element_id="toc", flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED, child_element_ids=ids, sub_frames=[])
    )
    tags.save(path, v1=0, v2_version=3)
    _order_chapters(path)


def _order_chapters(path: Path) -> None:
    """Put the chapters of an ID3v2.3 tag in the order of their times.

    They are saved by size, and many players list them as they come, whatever the table of contents says.
    """
    with path.open("r+b") as file:
        size = sum(byte << shift for byte, shift in zip(file.read(10)[6:], (21, 14, 7, 0), strict=True))
        data = file.read(size)
        frames: list[bytes] = []
        at = 0
        while data[at : at + 1].strip(b"\0"):
            end = at + 10 + int.from_bytes(data[at + 4 : at + 8], "big")
            frames.append(data[at:end])
            at = end
        chapters = iter(sorted((frame for frame in frames if frame.startswith(b"CHAP")), key=_start_of))
        ordered = [next(chapters) if frame.startswith(b"CHAP") else frame for frame in frames]
        file.seek(10)
        file.write(b"".join(ordered))


def _start_of(chapter: bytes) -> int:
    """Give the start of a CHAP frame: four bytes after the id and its zero."""
    after_id = chapter.index(b"\0", 10) + 1
    return int.from_bytes(chapter[after_id : after_id + 4], "big")
