"""Patterns: one brief for many places, filled from a table of them; each place is a brief of its own.

    province.yaml@hue       the brief that the pattern province.yaml is for the place hue of its table
    pattern_of(path)        the file of the pattern, and hue
    read_filled(path)       what was typed, with the name, words and figures of the place in it

A figure or word that the table leaves empty is left out with all that is told of it, and that is said.
Everything keeps the place where it was typed: in the pattern, or in the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from briefcast.brief.document import Document, FieldPath, Place, Remark, inside, pattern_of, read_document
from briefcast.brief.groups import MISSING
from briefcast.brief.model import LANGUAGES, TEXT_MAX_CHARS
from briefcast.brief.place_table import ID, PLACE, Cell, PlaceRow, PlaceTable, as_heading, is_of, read_place_table
from briefcast.brief.references import near_word
from briefcast.brief.workbook import read_workbook
from briefcast.errors import BriefError, Problem
from briefcast.messages import tell
from briefcast.store.files import Rereader

FIELD = "places"
"""The field by which a brief says that it is a pattern."""
READERS = {".yaml": read_document, ".yml": read_document, ".json": read_document, ".xlsx": read_workbook}
"""What reads a brief's file, by its ending."""

_WORD = re.compile(r"\{\s*(?P<word>[^{}.:]+?)\s*\}")
_NAMES = re.compile(r"\{\s*(?P<word>[^{}.:]+?)\s*[.:}]")
_SENTENCES = frozenset(
    {"title", "titles", "hooks", "subtitle", "kicker", "headline", "text", "question", "steps", "label", "limits"}
)
"""Fields whose texts begin with a capital."""
_KEYED = ("titles", "hooks", "calls_to_action")
"""Fields of which a text for one audience can be left out."""
_OPTIONAL = ("subtitle", "kicker", "limits", "contact", "place")
"""Fields that can be left out."""


def of_place(name: str, place: str) -> str:
    """Give the name by which a pattern is called for a place: ``province.yaml@hue``."""
    return f"{name}@{place}"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A brief for many places as it was typed, and the table of them."""

    document: Document
    table: PlaceTable

    @property
    def files(self) -> tuple[Path, ...]:
        """The two files."""
        return self.document.file, self.table.file

    @cached_property
    def figures(self) -> frozenset[str]:
        """Ids of the statistics."""
        return frozenset(
            id for _, part in _parts(self.document.data, "statistics") if isinstance(id := part.get("id"), str)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything that texts and fields name in braces."""
        return frozenset(_names_in(self.document.data))

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Headings of columns that nothing names."""
        used = {ID, PLACE, *self.figures, *self.names}
        return tuple(heading for heading in self.table.headings if heading.split(".")[0] not in used)


def open_pattern(file: Path) -> Pattern | None:
    """Read a pattern and its table, once in a process while they are the same files; None if a brief is no pattern.

    Raises:
        BriefError: the brief or its table cannot be read.
    """
    return _pattern_in(file)[1] if _may_be_pattern(file) else None


def _may_be_pattern(file: Path) -> bool:
    """Say whether a file may hold a pattern: most briefs do not, and are not read twice for it."""
    ending = file.suffix.lower()
    if ending not in READERS:
        return False
    with suppress(OSError):
        return ending == ".xlsx" or FIELD.encode() in file.read_bytes()
    return False


def _read_pattern(file: Path) -> tuple[Path, Pattern | None]:
    document = READERS[file.suffix.lower()](file)
    name = document.data.get(FIELD)
    if name is None:
        return file, None
    if not isinstance(name, str):
        remedy = tell("Name the table of places, a file beside the brief: places: provinces.csv.")
        raise BriefError([document.problem((FIELD,), tell("'places' names no file."), remedy)])
    try:
        table = inside(file.parent, name)
    except ValueError as error:
        remedy = tell("Copy the file beside the brief and name it from there, such as data/provinces.csv.")
        message = tell("'{name}' {reason}.", name=name, reason=error.args[0])
        raise BriefError([document.problem((FIELD,), message, remedy)]) from None
    if not table.is_file():
        near = near_word(name, [p.name for p in file.parent.glob("*") if p.suffix.lower() in (".csv", ".xlsx")])
        remedy = tell("Write '{near}'.", near=near) if near else tell("Put it beside the brief, or correct the name.")
        raise BriefError([document.problem((FIELD,), tell("There is no file {path}.", path=name), remedy)])
    return file, Pattern(document=document, table=read_place_table(table))


_pattern_in = Rereader(_read_pattern, lambda read: read[1].files if read[1] else (read[0],), most=8)


def read_filled(path: Path, *, typed: Mapping[str, Any] | None = None) -> Document:
    """Read what was typed in a brief's file, filled for the place that its path names.

    ``typed`` is what stands in its place while somebody still writes it, as `read_document` gives it.

    Raises:
        BriefError: the file cannot be read; it is a pattern and its path names no place of it, or it is none.
    """
    file, place = pattern_of(path)
    pattern = open_pattern(file) if place else None
    if pattern and place in pattern.table.rows:
        return _Filling(pattern=pattern, row=pattern.table.rows[place], path=path).filled()
    if pattern:
        raise BriefError([no_place(pattern, pattern.document, (FIELD,), place)])
    document = (
        Document(file=file, data=dict(typed), places={}) if typed is not None else READERS[file.suffix.lower()](file)
    )
    if place:
        message = tell("The brief {brief} is no pattern: it names no table of places.", brief=file.name)
        remedy = tell("Leave out '@{place}', or add 'places:' with the name of a table.", place=place)
        raise BriefError([document.problem((), message, remedy)])
    if FIELD in document.data and (pattern := open_pattern(file)):
        message = tell("The brief is a pattern for {count} places.", count=len(pattern.table.rows))
        name = of_place(file.name, next(iter(pattern.table.rows)))
        remedy = tell("Name one of them: {name}; in a plan, write 'places: all' for every one.", name=name)
        raise BriefError([document.problem((FIELD,), message, remedy)])
    return replace(document, files=(file,))


def no_place(pattern: Pattern, named_in: Document, path: FieldPath, place: str) -> Problem:
    """Describe that something names a place which the table does not have."""
    table = pattern.table
    near = near_word(place, tuple(table.rows))
    remedy = (
        tell("Write '{near}'.", near=near)
        if near
        else tell("Name the id of a place in {table}, or add a line for it there.", table=table.file.name)
    )
    return named_in.problem(
        path, tell("There is no place '{place}' in {table}.", place=place, table=table.file.name), remedy
    )


@dataclass
class _Filling:
    """One pattern filled for one place: places, problems and remarks gather here."""

    pattern: Pattern
    row: PlaceRow
    path: Path
    """What the brief of the place is called."""
    places: dict[FieldPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    gone: dict[str, list[str]] = field(default_factory=dict)
    """What the place does not have, and what is left out with it."""

    def filled(self) -> Document:
        pattern = self.pattern
        data = {key: value for key, value in pattern.document.data.items() if key != FIELD}
        self.check_ids()
        missing = self.find_missing()
        self.gone = {word: [] for word in missing}
        data = self.leave_out(data)
        data = {key: self.in_words(value, (key,)) for key, value in data.items()}
        self.put_figures(data)
        self.put_names(data)
        self.tell_missing(missing)
        self.expect_named()
        return replace(
            pattern.document,
            file=self.path,
            data=data,
            places=self.places,
            problems=(*pattern.document.problems, *dict.fromkeys(self.problems)),
            remarks=tuple(self.remarks),
            files=pattern.files,
        )

    def check_ids(self) -> None:
        for index, part in _parts(self.pattern.document.data, "statistics"):
            if part.get("id") in (ID, PLACE):
                self.problems.append(
                    self.pattern.document.problem(
                        ("statistics", index, "id"),
                        tell("'{id}' is a column that each table of places has.", id=part["id"]),
                        tell("Give the statistic another id."),
                    )
                )

    # What the place does not have

    def find_missing(self) -> dict[str, Cell]:
        """Give the figures and words that the table leaves empty for the place, each with its cell."""
        found: dict[str, Cell] = {}
        words: dict[str, list[Cell]] = {}
        for heading, cell in self.row.cells.items():
            word, _, rest = heading.partition(".")
            if word in self.pattern.figures:
                if rest in ("", "value") and _says_nothing(cell):
                    found[word] = cell
            elif word in self.pattern.names:
                words.setdefault(word, []).append(cell)
        return found | {word: cells[0] for word, cells in words.items() if all(map(_says_nothing, cells))}

    def leave_out(self, data: dict[str, Any]) -> dict[str, Any]:
        """Give the brief without what names something that the place does not have; and place what is left."""
        if not self.gone:
            self.place_all({})
            return data
        numbers: dict[str, dict[int, int]] = {"statistics": {}, "points": {}}
        kept: dict[str, list[Any]] = {"statistics": [], "points": []}
        typed = data.get("statistics")
        for index, part in enumerate(typed if isinstance(typed, list) else []):
            if not self.loses_statistic(part):
                numbers["statistics"][index] = len(kept["statistics"])
                kept["statistics"].append(part)
        typed = data.get("points")
        for index, part in enumerate(typed if isinstance(typed, list) else []):
            if (left := self.of_point(part)) is not None:
                numbers["points"][index] = len(kept["points"])
                kept["points"].append(left)
        rest = {key: self.of_field(key, value) for key, value in data.items() if key not in kept}
        self.place_all(numbers)
        lists = {
            key: left if isinstance(data.get(key), list) else data[key] for key, left in kept.items() if key in data
        }
        if lists.get("points") == [] and data["points"]:
            first = next(iter(self.row.cells.values())).place
            message = tell(
                "Nothing is left to tell of {place}: each point names what it does not have.", place=self.row.name
            )
            self.problems.append(first.problem(message, tell("Fill in the line, or delete it.")))
            points = _without(data["points"], tuple(self.gone))
            lists["points"] = [{**point, "statistics": []} for point in points if isinstance(point, dict)]
        return {key: lists.get(key, rest.get(key)) for key in data if key in lists or rest.get(key) is not None}

    def loses(self, node: Any, named: str) -> bool:
        """Say whether something names what the place does not have; note what it is called."""
        found = [word for word in dict.fromkeys(_names_in(node)) if word in self.gone]
        for word in found[:1]:
            self.gone[word].append(named)
        return bool(found)

    def loses_statistic(self, part: Any) -> bool:
        id = part.get("id") if isinstance(part, dict) else None
        if id in self.gone:
            return True
        whole = part.get("parts_of") if isinstance(part, dict) else None
        if isinstance(id, str) and (whole in self.gone or self.loses(part, id)):
            self.gone.setdefault(id, [])
            return True
        return False

    def of_point(self, point: Any) -> Any:
        """Give a point without what the place does not have; None if it cannot be told."""
        if not isinstance(point, dict):
            return point
        named = f"points[{point.get('id')}]"
        own = {key: value for key, value in point.items() if key not in ("statistics", "variants")}
        if self.loses(own, named):
            return None
        point = dict(point)
        if isinstance(listed := point.get("statistics"), list):
            left = [id for id in listed if str(id).split(".")[0] not in self.gone]
            if listed and not left:
                self.gone[str(listed[0]).split(".")[0]].append(named)
                return None
            point["statistics"] = left
        if isinstance(variants := point.get("variants"), dict):
            point["variants"] = {
                audience: words
                for audience, words in variants.items()
                if not self.loses(words, f"{named}.variants.{audience}")
            }
        return point

    def of_field(self, key: str, value: Any) -> Any:
        """Give a field of the brief without what the place does not have; None if nothing is left of it."""
        if key == "literal" and isinstance(value, list):
            return [name for name in value if not self.loses(name, key)]
        if key in _KEYED and isinstance(value, dict):
            return {one: text for one, text in value.items() if not self.loses(text, f"{key}.{one}")}
        if key in _OPTIONAL:
            return None if self.loses(value, key) else value
        lost = [word for word in dict.fromkeys(_names_in(value)) if word in self.gone]
        for word in lost:
            named = f"{{{word}}}"
            message = tell(
                "'{field}' names {word}, which {place} does not have.", field=key, word=named, place=self.row.name
            )
            remedy = tell("Fill in the cell, or take {word} out of '{field}'.", word=named, field=key)
            self.problems.append(self.cell_of(word).place.problem(message, remedy))
        # It is told once, here: what is left of it is judged without the name.
        return _without(value, lost) if lost else value

    def cell_of(self, word: str) -> Cell:
        """Give the first cell of a word or figure; of one without a column, that of the place itself."""
        own = (cell for heading, cell in self.row.cells.items() if is_of(heading, word))
        return next(own, next(iter(self.row.cells.values())))

    def place_all(self, numbers: Mapping[str, Mapping[int, int]]) -> None:
        """Place everything that is left where it stands in the pattern, under the name of the place."""
        known: dict[int, Place] = {}
        for path, place in self.pattern.document.places.items():
            if path[:1] == (FIELD,):
                continue
            if len(path) > 1 and path[0] in numbers and isinstance(path[1], int):
                if path[1] not in (moved := numbers[str(path[0])]):
                    continue
                path = (path[0], moved[path[1]], *path[2:])
            if id(place) not in known:
                known[id(place)] = Place(file=self.path, line=place.line, sheet=place.sheet, cell=place.cell)
            self.places[path] = known[id(place)]

    def tell_missing(self, missing: Mapping[str, Cell]) -> None:
        for word, cell in missing.items():
            what = tuple(dict.fromkeys(self.gone[word]))
            if what:
                message = tell(
                    "{place} has no '{word}': it is left out, and with it {what}.",
                    place=self.row.name,
                    word=word,
                    what=what,
                )
            else:
                message = tell("{place} has no '{word}': it is left out.", place=self.row.name, word=word)
            severity: Literal["warning", "note"] = "note" if cell.text else "warning"
            remedy = (
                tell("Write it when there is one.")
                if cell.text
                else tell("Fill in the cell; if there is none, write 'missing'.")
            )
            self.remark("left-out", severity, cell.place, f"{FIELD}[{self.row.id}]", message, remedy)

    # What the place has

    def in_words(self, node: Any, path: FieldPath) -> Any:
        """Give what was typed with the words of the place where its columns are named."""
        if isinstance(node, str):
            # What is too long for a text is refused as it stands, before words make it longer.
            fits = "{" in node and len(node) <= TEXT_MAX_CHARS
            return _WORD.sub(lambda match: self.word(match, path), node) if fits else node
        if isinstance(node, dict):
            return {key: self.in_words(value, (*path, key)) for key, value in node.items()}
        if isinstance(node, list):
            return [self.in_words(value, (*path, number)) for number, value in enumerate(node)]
        return node

    def word(self, match: re.Match[str], path: FieldPath) -> str:
        word = as_heading(match["word"])
        if word in self.pattern.figures:
            return match[0]
        if not self.pattern.table.has(word):
            word = near_word(word, (*self.words(), *self.pattern.figures)) or ""
            if not word or word in self.pattern.figures:
                return match[0]
            message = tell("{written} names neither a statistic nor a column of the table.", written=match[0])
            self.problems.append(self.at(path).problem(message, tell("Write {{{near}}}.", near=word)))
        text = self.text_of(word, path)
        before = match.string[: match.start()].rstrip(" \"'“«(")
        if (not before or before[-1] in ".!?…") and _SENTENCES & {*path}:
            text = text[:1].upper() + text[1:]
        return text

    def words(self) -> tuple[str, ...]:
        """Give what texts may call the columns that hold no figures."""
        heads = dict.fromkeys(heading.split(".")[0] for heading in self.pattern.table.headings)
        return tuple(head for head in heads if head not in self.pattern.figures)

    def text_of(self, word: str, path: FieldPath) -> str:
        """Give what the table has for a word where a text names it, in the language of the text."""
        language = path[-1] if path[-1] in LANGUAGES else None
        cells, table = self.row.cells, self.pattern.table
        if language is None:
            if word in cells:
                return cells[word].text
            message = tell(
                "{word} is written in each language, and here is one text for all of them.", word=f"{{{word}}}"
            )
            self.problems.append(
                self.at(path).problem(message, tell("Name a column without languages, such as {{id}}."))
            )
            return ""
        cell = cells.get(f"{word}.{language}") or cells.get(word)
        if cell and cell.text:
            return cell.text
        if language not in self.languages():
            return ""
        if cell:
            message = tell(
                "'{word}' is empty in '{language}' for {place}.", word=word, language=language, place=self.row.name
            )
            self.problems.append(cell.place.problem(message, tell("Fill in the cell.")))
        else:
            heading = f"{word}.{language}"
            message = tell(
                "There is no column '{heading}', which a text in '{language}' needs.",
                heading=heading,
                language=language,
            )
            remedy = tell("Add it, or write '{word}' above a column that holds for all languages.", word=word)
            self.problems.append(next(iter(table.headings.values())).problem(message, remedy))
        return ""

    def languages(self) -> tuple[str, ...]:
        typed = self.pattern.document.data.get("languages")
        return tuple(map(str, typed)) if isinstance(typed, list) else ()

    def at(self, path: FieldPath) -> Place:
        """Give the place of a field in what is left."""
        return next(
            (self.places[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self.places), Place(file=self.path)
        )

    def put_figures(self, data: dict[str, Any]) -> None:
        """Put the figures of the place into its statistics."""
        numbers = {
            part["id"]: (number, part) for number, part in _parts(data, "statistics") if isinstance(part.get("id"), str)
        }
        for heading, cell in self.row.cells.items():
            id, _, rest = heading.partition(".")
            if id not in numbers or _says_nothing(cell):
                continue
            number, part = numbers[id]
            *outer, last = rest.split(".") if rest else ["value"]
            node: Any = part
            for key in outer:
                node = node.setdefault(key, {}) if isinstance(node, dict) else None
            if not isinstance(node, dict) or last in node:
                message = tell("'{heading}' stands in the table and in the pattern.", heading=heading)
                remedy = tell(
                    "Keep one of the two: delete it in {brief}, or the column.", brief=self.pattern.document.file.name
                )
                self.problems.append(self.pattern.table.headings[heading].problem(message, remedy))
                continue
            node[last] = cell.text
            path: FieldPath = ("statistics", number)
            for key in (*outer, last):
                path = (*path, key)
                self.places[path] = cell.place
        for id, (number, part) in numbers.items():
            if "value" not in part and "by" not in part:
                self.expect_value(id, ("statistics", number))
                part["value"] = "0"

    def expect_value(self, id: str, path: FieldPath) -> None:
        table = self.pattern.table
        near = near_word(id, self.pattern.unused)
        remedy = (
            tell(
                "Write '{meant}' instead of '{near}' in the first line of {table}.",
                meant=id,
                near=near,
                table=table.file.name,
            )
            if near
            else tell(
                "Add a column '{id}' to {table}, or a value here that holds for all places.",
                id=id,
                table=table.file.name,
            )
        )
        self.problems.append(
            self.at(path).problem(tell("The statistic {statistic} has no value.", statistic=id), remedy)
        )

    def put_names(self, data: dict[str, Any]) -> None:
        """Give the brief an id of its own, and say that digits in the name of the place are no figures."""
        if isinstance(data.get("id"), str):
            data["id"] = f"{data['id']}-{self.row.id}"
        literal = data.get("literal", [])
        if not isinstance(literal, list):
            return
        for heading, cell in self.row.cells.items():
            if is_of(heading, PLACE) and re.search(r"\d", cell.text):
                for name in dict.fromkeys((cell.text, cell.text[:1].upper() + cell.text[1:])):
                    self.places["literal", len(literal)] = cell.place
                    literal = [*literal, name]
        if literal:
            data["literal"] = literal

    def expect_named(self) -> None:
        """Note the languages in which no title says which place it is of."""
        title = self.pattern.document.data.get("title")
        texts = {code: text for code, text in title.items() if isinstance(text, str)} if isinstance(title, dict) else {}
        for code in self.languages():
            if code in texts and PLACE not in _names_in(texts[code]):
                message = tell("The title in '{language}' does not say which place it is of.", language=code)
                remedy = tell("Write {{place}} into it, where the name belongs.")
                self.remark("place-not-named", "warning", self.at(("title", code)), f"title.{code}", message, remedy)

    def remark(
        self, code: str, severity: Literal["warning", "note"], place: Place, field: str, message: str, remedy: str
    ) -> None:
        made = Remark(code=code, severity=severity, place=place, field=field, message=message, remedy=remedy)
        self.remarks.append(made)


def _says_nothing(cell: Cell) -> bool:
    return not cell.text or cell.text.lower() in MISSING


def _without(node: Any, words: Sequence[str]) -> Any:
    """Give part of a brief with three points where it names some words."""
    if isinstance(node, str):
        named = (match for match in _NAMES.finditer(node) if as_heading(match["word"]) in words)
        for match in reversed([*named]):
            node = f"{node[: match.start()]}…{node[node.find('}', match.start()) + 1 :]}"
        return node
    if isinstance(node, dict):
        return {key: _without(inner, words) for key, inner in node.items()}
    return [_without(inner, words) for inner in node] if isinstance(node, list) else node


def _names_in(node: Any) -> Iterator[str]:
    """Give everything that is named in braces below a part of a brief, as headings are written."""
    if isinstance(node, str):
        if "{" in node:
            yield from (as_heading(match["word"]) for match in _NAMES.finditer(node))
    elif isinstance(node, (dict, list)):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _names_in(inner)


def _parts(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    typed = data.get(name)
    for number, part in enumerate(typed if isinstance(typed, list) else []):
        if isinstance(part, dict):
            yield number, part
