"""The index that readers search the site with: a slim page for each item and figure, read by Pagefind.

Pagefind finds a word without its marks (*chuyen* finds *chuyển*, Hebrew without niqqud finds it with), as far as the
marks can be taken off a letter. What it does not know stands behind the text, after `TAIL`, and is never shown: words
with đ once more with d, Hebrew words without the letters that are written onto them, and short forms without their
marks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import escape

from briefcast.language.written import write_date
from briefcast.languages import language
from briefcast.site.draft import Draft
from briefcast.site.stories import FigurePage, Story
from briefcast.store.files import file_sha256
from briefcast.tools.pagefind import make_indexes, pagefind_version

TAIL = "⁂"
"""What stands between the text of a record and the other spellings of its words."""
_PART_MAX = 256
"""How many of the newest records are indexed anew with each new one."""
_RULES = "3"
"""Of what a record is made; another number has every index made anew."""
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js", "playground")
"""What Pagefind lays beside an index for pages that have its own face."""
_OF_THE_FIRST = ("pagefind.js", "pagefind-worker.js", "wasm.*")
"""What readers fetch once, whatever number of parts an index has."""
_FILES = "files.json"
"""In each index: its files, each with its key."""
_WORD = re.compile(r"[^\W\d_][\w'’׳״\"\u0591-\u05c7]*")
_HEBREW = re.compile(r"[א-ת]{4,}")
WRITTEN_ONTO = re.compile(r"ו?(?:לכש|כש|מש|ש)?[בכלמ]?ה?")
"""Letters that stand before a Hebrew word without a space: and, that, in, the, as, to, from."""
ROOT_LETTERS = 3
"""How many are left of a word at least."""
_NAME_DIGITS = 16


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is found: a page of the site, in the words that lead to it."""

    path: str
    """Below the folder of its language: ``items/b0/``."""
    title: str
    lines: tuple[str, ...]
    note: str
    """What stands below its title in a list of what was found."""

    @property
    def key(self) -> str:
        """A sum over all that it says."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Findable:
    """A record that need not be put together yet."""

    path: str
    at: dt.datetime
    """When it was out first: by that records lie in one part of the index or in another."""
    key: str
    """A sum over all that goes into it."""
    make: Callable[[], Record]


def findable(
    stories: Iterable[Story], figures: Iterable[FigurePage], code: str, zone: dt.tzinfo
) -> tuple[Findable, ...]:
    """Give what can be found in one language, the earliest first.

    Args:
        stories: its items.
        figures: its figures.
        code: the language.
        zone: of the plan, whose days are told.
    """

    def told(at: dt.datetime) -> str:
        return write_date(at.astimezone(zone).date(), code)

    def item(story: Story) -> Record:
        lines = tuple(_lines(story))
        return Record(path=f"items/{story.brief}/", title=story.first.title, lines=lines, note=told(story.published))

    def of_figure(figure: FigurePage) -> Record:
        return Record(
            path=f"figures/{figure.slug}/",
            title=f"{figure.label}: {figure.written}",
            lines=tuple(filter(None, (figure.source.title, figure.source.publisher))) if figure.source else (),
            note=figure.period or told(figure.history[0].at),
        )

    found = [
        Findable(
            path=f"items/{story.brief}/",
            at=story.published,
            key=f"{story.mark} {story.published.astimezone(zone).date()}",
            make=partial(item, story),
        )
        for story in stories
    ]
    for figure in figures:
        first = min(stated.at for stated in figure.history)
        key = of_figure(figure).key
        found.append(Findable(path=f"figures/{figure.slug}/", at=first, key=key, make=partial(of_figure, figure)))
    return tuple(sorted(found, key=lambda each: (each.at, each.path)))


def parts_of(found: Sequence[Findable]) -> tuple[tuple[Findable, ...], ...]:
    """Part what can be found into indexes: of 1,300 records one of 1,024, one of 256, and the newest 20.

    Pagefind cannot add to an index, so a new record makes only the last and smallest anew, and now and then those that
    grow together. How they are parted follows from their number alone.
    """
    parts, start = [], 0
    while start < len(found):
        left = len(found) - start
        size = _PART_MAX << ((left // _PART_MAX).bit_length() - 1) if left >= _PART_MAX else left
        parts.append(tuple(found[start : start + size]))
        start += size
    return tuple(parts)


def _lines(story: Story) -> Iterator[str]:
    """Give what an item says, each line once."""
    seen = {story.first.title, ""}
    for part in story.parts:
        told = [part.title, part.kicker, part.column.line if part.column else ""]
        for passage in part.passages:
            told += [passage.headline, passage.text, *passage.steps]
        told += [f"{figure.label}: {figure.written}" for figure in part.figures]
        told += [line for source in part.sources for line in (source.title, source.publisher)]
        for line in told:
            if line not in seen:
                seen.add(line)
                yield line


def other_spellings(text: str, code: str) -> tuple[str, ...]:
    """Give how the words of a text may be typed that Pagefind does not find by itself, each once."""
    found: dict[str, None] = {}
    for word in _WORD.findall(unicodedata.normalize("NFC", text).lower()):
        for other in _spellings(word, code):
            if other != word:
                found.setdefault(other)
    return tuple(found)


def _spellings(word: str, code: str) -> Iterator[str]:
    if "đ" in word:
        yield word.replace("đ", "d")
    if language(code).spelled_by == "hebrew":
        bare = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
        plain = re.sub(r"[\"'’׳״]", "", bare)
        if plain != bare:
            yield plain
        if _HEBREW.fullmatch(plain):
            onto = WRITTEN_ONTO.match(plain)
            for length in range(1, onto.end() + 1 if onto else 0):
                if len(plain) - length >= ROOT_LETTERS:
                    yield plain[length:]


class Index:
    """The indexes of a site's languages, kept beside it; made anew where what can be found is another."""

    def __init__(self, folder: Path, program: Path) -> None:
        self._folder, self._program = folder, program

    def drafts(self, by_language: Mapping[str, Sequence[Findable]]) -> Iterator[Draft]:
        """Give the files of the index of each language, in the folder ``search/index`` of the language.

        What comes in further parts lies in ``search/index-2`` and so on.

        Raises:
            ToolError: Pagefind failed.
        """
        wanted = [
            (f"{code}/search/index{f'-{number}' if number > 1 else ''}", code, self._name(code, part, number), part)
            for code, found in by_language.items()
            for number, part in enumerate(parts_of(found), start=1)
        ]
        self._folder.mkdir(exist_ok=True)
        lacking = {name: (code, part) for _, code, name, part in wanted if not (self._folder / name / _FILES).is_file()}
        if lacking:
            self._make(lacking)
        needed = {name for _, _, name, _ in wanted}
        for each in self._folder.iterdir():
            if each.name not in needed:
                shutil.rmtree(each, ignore_errors=True)
        for place, _, name, _ in wanted:
            folder = self._folder / name
            for inside, key in json.loads((folder / _FILES).read_bytes()).items():
                file = folder / inside
                yield Draft(path=f"{place}/{inside}", key=key, draw=file.read_bytes, file=file)

    def _name(self, code: str, found: Sequence[Findable], number: int) -> str:
        whole = [_RULES, pagefind_version(self._program), number > 1, *((each.path, each.key) for each in found)]
        return (
            f"{code}-{hashlib.sha256(repr(whole).encode()).hexdigest()[:_NAME_DIGITS]}{'-more' if number > 1 else ''}"
        )

    def _make(self, lacking: Mapping[str, tuple[str, Sequence[Findable]]]) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".") as aside:
            pages, made = Path(aside) / "pages", Path(aside) / "made"
            for name, (code, found) in lacking.items():
                for each in found:
                    folder = pages / name / each.path
                    folder.mkdir(parents=True)
                    (folder / "index.html").write_text(draw_record(each.make(), code), "utf-8")
            made.mkdir()
            make_indexes(self._program, {pages / name: made / name for name in lacking})
            for name in lacking:
                folder = made / name
                for pattern in (*_UNUSED, *(_OF_THE_FIRST if name.endswith("-more") else ())):
                    for found_there in folder.glob(pattern):
                        shutil.rmtree(found_there) if found_there.is_dir() else found_there.unlink()
                files = sorted(path for path in folder.rglob("*") if path.is_file())
                (folder / _FILES).write_text(json.dumps({_inside(path, folder): _key(path, folder) for path in files}))
                shutil.rmtree(self._folder / name, ignore_errors=True)
                folder.rename(self._folder / name)


def _inside(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _key(file: Path, folder: Path) -> str:
    """Give a sum over a file of an index: pieces are called by what they hold, the others are few."""
    inside = _inside(file, folder)
    return inside if "/" in inside else file_sha256(file)


def draw_record(record: Record, code: str) -> str:
    """Draw the slim page by which Pagefind knows a record; texts are data, and are escaped."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in record.lines)
    others = " ".join(other_spellings("\n".join((record.title, *record.lines)), code))
    return (
        f'<html lang="{code}"><body data-pagefind-body><h1>{escape(record.title)}</h1>'
        f'<p data-pagefind-meta="note" data-pagefind-ignore>{escape(record.note)}</p>{lines}'
        f'<p data-pagefind-weight="0.4">{TAIL} {escape(others)}</p></body></html>'
    )
