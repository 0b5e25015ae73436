"""The index that readers search the site with: a slim page for each item and figure, read by Pagefind.

Pagefind finds a word without its marks (*chuyen* finds *chuyển*, Hebrew without niqqud finds it with), as far as the
marks can be taken off a letter. What it does not know stands behind the text, after `TAIL`, and is never shown: words
with đ once more with d, Hebrew words without the letters that are written onto them, and short forms without their
marks.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from briefcast.language.written import write_date
from briefcast.languages import language
from briefcast.site.draft import Draft
from briefcast.site.stories import FigurePage, Story
from briefcast.tools.pagefind import make_indexes, pagefind_version

TAIL = "⁂"
"""What stands between the text of a record and the other spellings of its words."""
_RULES = "2"
"""Of what a record is made; another number has every index made anew."""
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js", "playground")
"""What Pagefind lays beside an index for pages that have its own face."""
_WORD = re.compile(r"[^\W\d_][\w'’׳״\"\u0591-\u05c7]*")
_HEBREW = re.compile(r"[א-ת]{4,}")
_WRITTEN_ONTO = re.compile(r"ו?(?:לכש|כש|מש|ש)?[בכלמ]?ה?")
"""Letters that stand before a Hebrew word without a space: and, that, in, the, as, to, from."""
_ROOT_LETTERS = 3
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


def records(
    stories: Iterable[Story], figures: Iterable[FigurePage], code: str, days: Mapping[str, str], zone: dt.tzinfo
) -> list[Record]:
    """Give what can be found in one language.

    Args:
        stories: its items.
        figures: its figures.
        code: the language.
        days: when each item was out, as readers read it, by its id.
        zone: of the plan, whose days are told.
    """
    found = [
        Record(path=f"items/{story.brief}/", title=story.first.title, lines=tuple(_lines(story)), note=days[story.id])
        for story in stories
    ]
    found += [
        Record(
            path=f"figures/{figure.slug}/",
            title=f"{figure.label}: {figure.written}",
            lines=tuple(filter(None, (figure.source.title, figure.source.publisher))) if figure.source else (),
            note=figure.period or write_date(figure.history[0].at.astimezone(zone).date(), code),
        )
        for figure in figures
    ]
    return found


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
            onto = _WRITTEN_ONTO.match(plain)
            for length in range(1, onto.end() + 1 if onto else 0):
                if len(plain) - length >= _ROOT_LETTERS:
                    yield plain[length:]


class Index:
    """The indexes of a site's languages, kept beside it; made anew where what can be found is another."""

    def __init__(self, folder: Path, program: Path) -> None:
        self._folder, self._program = folder, program

    def drafts(self, by_language: Mapping[str, Sequence[Record]]) -> Iterator[Draft]:
        """Give the files of the index of each language, in the folder ``search/index`` of the language.

        Raises:
            ToolError: Pagefind failed.
        """
        names = {code: self._name(code, found) for code, found in by_language.items() if found}
        self._folder.mkdir(exist_ok=True)
        lacking = {code: name for code, name in names.items() if not (self._folder / name).is_dir()}
        if lacking:
            self._make({code: by_language[code] for code in lacking}, lacking)
        for each in self._folder.iterdir():
            if each.name not in names.values():
                shutil.rmtree(each, ignore_errors=True)
        for code, name in names.items():
            place = self._folder / name
            for file in sorted(path for path in place.rglob("*") if path.is_file()):
                inside = file.relative_to(place).as_posix()
                # Pieces are called by what they hold; the others are few.
                key = inside if "/" in inside else hashlib.sha256(file.read_bytes()).hexdigest()
                yield Draft(path=f"{code}/search/index/{inside}", key=key, draw=file.read_bytes, file=file)

    def _name(self, code: str, found: Sequence[Record]) -> str:
        whole = [_RULES, pagefind_version(self._program), *(record.key for record in found)]
        return f"{code}-{hashlib.sha256(repr(whole).encode()).hexdigest()[:_NAME_DIGITS]}"

    def _make(self, by_language: Mapping[str, Sequence[Record]], names: Mapping[str, str]) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=".") as aside:
            pages = {code: Path(aside) / f"{code}-pages" for code in by_language}
            made = {code: Path(aside) / code for code in by_language}
            for code, found in by_language.items():
                for record in found:
                    folder = pages[code] / record.path
                    folder.mkdir(parents=True)
                    (folder / "index.html").write_text(draw_record(record, code), "utf-8")
            make_indexes(self._program, {pages[code]: made[code] for code in by_language})
            for code, folder in made.items():
                for pattern in _UNUSED:
                    for each in folder.glob(pattern):
                        shutil.rmtree(each) if each.is_dir() else each.unlink()
                folder.rename(self._folder / names[code])


def draw_record(record: Record, code: str) -> str:
    """Draw the slim page by which Pagefind knows a record; texts are data, and are escaped."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in record.lines)
    others = " ".join(other_spellings("\n".join((record.title, *record.lines)), code))
    return (
        f'<html lang="{code}"><body data-pagefind-body><h1>{escape(record.title)}</h1>'
        f'<p data-pagefind-meta="note" data-pagefind-ignore>{escape(record.note)}</p>{lines}'
        f'<p data-pagefind-weight="0.4">{TAIL} {escape(others)}</p></body></html>'
    )
