"""What a language still lacks: every file and every entry that the other languages have.

    for lack in missing_for("xx"):
        print(lack)                  # assets/captions.yaml: words.xx

Nobody keeps a list of what a language needs: a file named after a language, or an entry under its code, is needed as
soon as two other languages have it. docs/add-a-language.md says what each is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefcast.charts.words import chart_words
from briefcast.errors import TableError
from briefcast.language.lexicon import lexicon
from briefcast.language.phrasebook import phrasebook
from briefcast.language.phrases import phrases
from briefcast.language.spoken import check_rule_sets
from briefcast.languages import read_languages
from briefcast.paths import ASSETS, TEMPLATES
from briefcast.products.podcast.phrases import podcast_phrases
from briefcast.publishing.posts import post_words
from briefcast.tables import load_tree, place

READERS: tuple[Callable[[str], object], ...] = (
    phrasebook,
    phrases,
    lexicon,
    check_rule_sets,
    chart_words,
    podcast_phrases,
    post_words,
)
"""Each reads one file of a language and refuses it if a word is missing."""
MAY_LACK = frozenset({"glossary", "fonts"})
"""Entries a language may do without: an audience may know all words, a brand may set it in the language's own fonts."""
OWN_KEYS = frozenset(
    {"numerals", "words_of_scales", "scales_at_money", "words_of_money", "words_of_units", "words_of_times"}
)
"""Tables whose keys are a language's own: one has a word for twenty where another says two and ten."""
_START = TEMPLATES / "start"
"""What a team starts from is an example, in two languages."""
_FINDINGS = ASSETS / "findings"
"""What checks tell stays English until it is translated: a language may do without."""
_ENOUGH = 2
"""What so many other languages have is no peculiarity of one."""


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing that a language lacks."""

    file: Path
    at: str = ""
    """The entry in the file, like ``words.xx``; empty where the file itself is missing."""
    message: str = ""
    """What is wrong with an entry that is there."""

    def __str__(self) -> str:
        entry = f": {self.at}" if self.at else ""
        message = f" ({self.message})" if self.message else ""
        return f"{place(self.file)}{entry}{message}"


def missing_for(code: str) -> tuple[Lack, ...]:
    """Name everything that a language lacks, whether it has a row in the table already or not.

    Raises:
        TableError: A file that all languages share cannot be read.
    """
    others = tuple(other for other in read_languages() if other != code)
    found: list[Lack] = []
    for path in _files_of(code, others):
        if not path.is_file():
            found.append(Lack(file=path))
    for path in _files():
        if path.suffix == ".yaml":
            found.extend(Lack(file=path, at=at) for at in _entries(load_tree(path), code, others, ()))
    for read in READERS:
        try:
            read(code)
        except TableError as error:
            # A file that is not there was found above.
            found.extend(
                Lack(file=problem.file, at=problem.field, message=problem.message)
                for problem in error.problems
                if problem.file.is_file()
            )
    return tuple(sorted(found, key=lambda lack: (place(lack.file), lack.at)))


def _files() -> list[Path]:
    found = (path for root in (TEMPLATES, ASSETS) for path in root.rglob("*.*") if path.is_file())
    return sorted(
        path for path in found if {_START, _FINDINGS}.isdisjoint(path.parents) and path.parent.name != "__pycache__"
    )


def _files_of(code: str, others: tuple[str, ...]) -> list[Path]:
    """Give the files that several languages have under their code, as this language would have them."""
    found: dict[Path, set[str]] = {}
    for path in _files():
        for part in re.finditer(r"[^-.]+", path.name):
            if part[0] in others:
                name = f"{path.name[: part.start()]}{code}{path.name[part.end() :]}"
                found.setdefault(path.with_name(name), set()).add(part[0])
    return [path for path, codes in found.items() if len(codes) >= min(_ENOUGH, len(others))]


def _entries(tree: Any, code: str, others: tuple[str, ...], where: tuple[str, ...]) -> Iterator[str]:
    """Give the places where a file has entries by language, but none or not a whole one for this language."""
    if isinstance(tree, Mapping):
        theirs = [tree[other] for other in others if other in tree]
        if len(theirs) >= min(_ENOUGH, len(others)):
            if MAY_LACK.isdisjoint(where):
                here = (*where, code)
                yield from _unlike(tree[code], theirs, here) if code in tree else (".".join(here),)
            return
        for key, held in tree.items():
            yield from _entries(held, code, others, (*where, str(key)))
    elif isinstance(tree, list):
        for n, held in enumerate(tree):
            name = held.get("id", n) if isinstance(held, Mapping) else n
            yield from _entries(held, code, others, (*where, str(name)))


def _unlike(own: Any, theirs: list[Any], where: tuple[str, ...]) -> Iterator[str]:
    """Give the keys that every other language has and this one has not."""
    maps = [tree for tree in theirs if isinstance(tree, Mapping)]
    if len(maps) < len(theirs) or not isinstance(own, Mapping) or "shown" in own:
        return  # Forms are those that the grammar of the language asks for.
    for key in maps[0]:
        if all(key in tree for tree in maps):
            if key not in own:
                yield ".".join((*where, str(key)))
            elif key not in OWN_KEYS:
                yield from _unlike(own[key], [tree[key] for tree in maps], (*where, str(key)))
