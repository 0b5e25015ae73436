"""Documents: a YAML or JSON file as a tree of text, with the line of everything in it.

Scalars stay the text that was typed, so that ``18.30`` is not rounded, ``2024`` may be a year or a
figure, and ``no`` is a word: the model that reads the tree knows what each field is. A field left
empty counts as absent.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from briefcast.errors import BriefError, Problem, quoted
from briefcast.messages import tell
from briefcast.paths import lies_within

TEXT_MAX_BYTES = 1_000_000
"""Largest YAML, JSON or CSV file read. A brief of 30 points in three languages has about 40 kB."""
PROBLEMS_MAX = 100
"""Most problems told at once; more are one mistake made many times."""
DEPTH_MAX = 12
"""Deepest nesting read. A brief nests five deep."""

_START = tell("'briefcast new my-brief' writes a brief to start from, 'briefcast plan new my-plan' a plan.")

FieldPath = tuple[str | int, ...]
"""Where a value is in the tree: ``("points", 0, "text", "vi")``."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a value was typed."""

    file: Path
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None
    column: str = ""
    """Heading of the column in a CSV file."""

    def problem(self, message: str, remedy: str, *, field: str = "") -> Problem:
        """Describe what is wrong there."""
        return Problem(
            file=self.file,
            message=message,
            remedy=remedy,
            line=self.line,
            sheet=self.sheet,
            cell=self.cell,
            column=self.column,
            field=field,
        )


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What whoever reads a file noticed in it that does not stop it: the check tells it."""

    code: str
    severity: Literal["warning", "note"]
    place: Place
    field: str
    message: str
    remedy: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file as a tree of mappings, lists and text, and the place of each value."""

    file: Path
    data: dict[str, Any]
    places: Mapping[FieldPath, Place]
    """A value of a mapping is placed at its key."""
    problems: tuple[Problem, ...] = ()
    """What is wrong in the file as far as it could be read nevertheless."""
    remarks: tuple[Remark, ...] = ()
    """What was left out of it, and why."""
    files: tuple[Path, ...] = ()
    """Every file that it was read from; the file itself if empty."""
    outlines: Mapping[int, Any] = field(default_factory=dict)
    """The shapes of the places of a figure (`briefcast.brief.outlines`), by its number among the statistics typed."""

    def place(self, path: FieldPath) -> Place:
        """Give the place of a value, or of what should hold it."""
        for length in range(len(path), 0, -1):
            if place := self.places.get(path[:length]):
                return place
        return self.places.get((), Place(file=self.file))

    def problem(self, path: FieldPath, message: str, remedy: str) -> Problem:
        """Describe what is wrong at a place of the tree."""
        return self.place(path).problem(message, remedy, field=self.name(path))

    def refused(self, error: ValidationError, remedy: str) -> BriefError:
        """Give the error of a file beside a brief whose values cannot stand where they do: each with its place."""
        return BriefError(
            [
                self.problem(
                    fault["loc"],
                    tell(
                        "{value} cannot stand here: {reason}.",
                        value=quoted(fault["input"]),
                        reason=fault["msg"].lower(),
                    ),
                    remedy,
                )
                for fault in error.errors()
            ]
        )

    def name(self, path: FieldPath) -> str:
        """Write a path as people read it, items by their id: ``points[rank].text.vi``."""
        written, node = "", self.data
        for key in path:
            node = _child(node, key)
            if isinstance(key, int):
                id = node.get("id") if isinstance(node, dict) else None
                written += f"[{id}]" if isinstance(id, str) else f"[{key + 1}]"
            else:
                written += f".{key}" if written else key
        return written


def _child(node: Any, key: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(str(key))
    if isinstance(node, list) and isinstance(key, int) and key < len(node):
        return node[key]
    return None


def read_document(path: Path) -> Document:
    """Read a YAML or JSON file whose top level is a mapping.

    Raises:
        BriefError: the file is missing, too large, empty, not UTF-8 or not well formed.
    """
    return parse_document(path, read_text(path))


def parse_document(path: Path, text: str) -> Document:
    """Read what a YAML or JSON file holds, or would hold, as `read_document` does.

    Raises:
        BriefError: it is empty or not well formed.
    """
    data, reader = _read_json(path, text) if path.suffix.lower() == ".json" else _read_yaml(path, text)
    if data is None and not reader.problems:
        raise BriefError([empty_file(path)])
    if not isinstance(data, dict):
        message = tell("The file holds no fields.")
        remedy = tell("Write fields, such as 'id: my-brief'. {start}", start=_START)
        raise BriefError([*reader.problems, Problem(file=path, message=message, remedy=remedy, line=1)])
    return Document(file=path, data=data, places=reader.places, problems=tuple(reader.problems))


def _read_json(path: Path, text: str) -> tuple[Any, _Reader]:
    reader = _Reader(path)
    return reader.read_json(text), reader


def _read_yaml(path: Path, text: str) -> tuple[Any, _Reader]:
    """Read YAML with the parser in C, which takes a tenth of the time, if both parsers read the text alike."""
    if not _READ_UNLIKE.search(text):
        reader = _Reader(path)
        try:
            data = reader.read_yaml(text, pure=False)
            if isinstance(data, dict) and not reader.problems:
                return data, reader
        except BriefError:
            pass
    # Whatever is wrong is told by the pure parser, so that messages do not depend on how ruamel was installed.
    reader = _Reader(path)
    return reader.read_yaml(text, pure=True), reader


_READ_UNLIKE = re.compile(r"[\t\x85\u2028\u2029\ufeff]|[>|][-+0-9]{0,2}\s*#|(?<!\S)\?(?!\S)|^%", re.MULTILINE)
"""Where the parser in C counts lines another way, takes what the pure one refuses, or ends a text elsewhere."""


def empty_file(path: Path) -> Problem:
    """Describe a file with nothing in it."""
    return Problem(file=path, message=tell("The file is empty."), remedy=_START)


def link_leads_out(path: Path) -> Problem:
    """Describe a file beside a brief that is a link, or lies behind one, to elsewhere."""
    message = tell("'{name}' {reason}.", name=path.name, reason=tell("is a link that leads out of its folder"))
    return Problem(file=path, message=message, remedy=tell("Copy the file itself into the brief's folder."))


def check_file(path: Path, *, max_bytes: int) -> None:
    """Refuse a file that is missing, empty, no plain file or too large, before any of it is read."""
    try:
        is_there = path.exists()
    except (OSError, ValueError):  # no file can have such a name
        is_there = False
    if not is_there:
        problem = Problem(
            file=path,
            message=tell("There is no file {path}.", path=path),
            remedy=tell("Check the name and the folder."),
        )
    elif not path.is_file():
        problem = Problem(
            file=path, message=tell("{path} is not a file.", path=path), remedy=tell("Name the file itself.")
        )
    elif (size := path.stat().st_size) > max_bytes:
        problem = Problem(
            file=path,
            message=tell(
                "The file has {size} MB; at most {most} MB are read.",
                size=round(size / 1e6, 1),
                most=max_bytes / 1e6,
            ),
            remedy=tell("Name the right file; pictures and long tables go into files of their own beside it."),
        )
    elif size == 0:
        problem = empty_file(path)
    else:
        return
    raise BriefError([problem])


def read_text(path: Path, *, max_bytes: int = TEXT_MAX_BYTES) -> str:
    """Read a text file of at most so many bytes in UTF-8, with single line feeds as line ends.

    Raises:
        BriefError: it is missing, too large, empty, not UTF-8 or holds control characters.
    """
    check_file(path, max_bytes=max_bytes)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BriefError(
            [
                Problem(
                    file=path,
                    message=tell("The file cannot be read: {reason}.", reason=error.strerror),
                    remedy=tell("Check who may read it."),
                )
            ]
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = tell("The file is not in UTF-8.")
        remedy = tell("Save it again with the encoding UTF-8 (in a text editor: Save as, Encoding).")
        raise BriefError([Problem(file=path, message=message, remedy=remedy, line=line)]) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = [
        Problem(
            file=path,
            line=text.count("\n", 0, match.start()) + 1,
            message=tell("The line holds U+{code}, a character that cannot be shown.", code=f"{ord(match[0]):04X}"),
            remedy=tell("Delete it (retype the words around it)."),
        )
        for match in itertools.islice(_UNREADABLE.finditer(text), _UNREADABLE_MAX)
    ]
    if problems:
        raise BriefError(problems)
    return text


def pattern_of(path: Path) -> tuple[Path, str]:
    """Give the file of a brief, and the place that it is filled for; no place where a path names the file alone."""
    found = _NAMED.fullmatch(path.name)
    return (path.with_name(found["file"]), found["place"]) if found else (path, "")


def inside(folder: Path, name: str) -> Path:
    """Give the path of a file named in a brief or plan, which must lie in ``folder``, its own, or below it.

    Raises:
        ValueError: the name is absolute, climbs out of the folder, is an address, or a link leads outside.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name):
        raise ValueError(tell("names a drive or an address"))
    if "\\" in name:
        raise ValueError(tell("has a backslash"))
    if name.startswith(("/", "~")):
        raise ValueError(tell("begins outside its folder"))
    if ".." in Path(name).parts:
        raise ValueError(tell("leads out of its folder"))
    if "\0" in name or any(len(os.fsencode(part)) > NAME_MAX_BYTES for part in Path(name).parts):
        raise ValueError(tell("is longer than the name of a file can be, or has a character that none has"))
    if not lies_within(folder, pattern_of(folder / name)[0]):
        raise ValueError(tell("is a link that leads out of its folder"))
    return folder / name


NAME_MAX_BYTES = 255
"""Longest name of a file or folder on Linux and macOS."""


def is_yes(typed: object) -> bool:
    """Say whether what stands in a field means yes, however it was typed."""
    return str(typed).lower() in ("true", "yes", "on", "1")


def csv_rows(text: str) -> Any:
    """Give a reader of the rows of a CSV file, whichever mark parts its cells."""
    # A title and notes may stand above the table, so that no single line tells.
    first = [line for line in text.split("\n", _CSV_LINES)[:_CSV_LINES] if line.strip()]
    # Spreadsheets in Vietnamese write semicolons, as the comma is their decimal mark.
    delimiter = next((mark for mark in (";", "\t") if sum(mark in line for line in first) * 2 >= len(first) > 0), ",")
    return csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)


_CSV_LINES = 20
"""Lines of a CSV file by which the mark between its cells is told."""
_NAMED = re.compile(r"(?P<file>.+\.(?:yaml|yml|json|xlsx))@(?P<place>[a-z0-9-]+)", re.IGNORECASE)
_UNREADABLE_MAX = 20
"""Most characters told of at once: a file with more is no text."""
_HALF = re.compile("[\ud800-\udfff]")
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")


@dataclass
class _Reader:
    """One reading of one file: the tree is returned, places and problems gather here."""

    file: Path
    places: dict[FieldPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def note(self, line: int, message: str, remedy: str, *, field: str = "") -> None:
        self.problems.append(Problem(file=self.file, line=line, message=message, remedy=remedy, field=field))
        if len(self.problems) >= PROBLEMS_MAX:
            raise BriefError(self.problems)

    def stop(self, line: int, message: str, remedy: str) -> BriefError:
        self.note(line, message, remedy)
        return BriefError(self.problems)

    def put(
        self, mapping: dict[str, Any], path: FieldPath, key: str, value: Any, line: int, seen: dict[str, int]
    ) -> None:
        """Put a value under its key, once, unless it is empty."""
        if key in seen:
            self.note(
                line,
                tell("'{key}' is written twice; the first is on line {line}.", key=key, line=seen[key]),
                tell("Keep one of the two."),
                field=".".join(str(part) for part in (*path, key)),
            )
            return
        seen[key] = line
        if value is not None:
            mapping[key] = value

    def whole(self, text: str, line: int) -> str:
        """Give a text without halves of characters, which an escape can write and nothing can store; note them."""
        if found := _HALF.search(text):
            self.note(
                line,
                tell("The line holds U+{code}, a character that cannot be shown.", code=f"{ord(found[0]):04X}"),
                tell("Delete it (retype the words around it)."),
            )
            return _HALF.sub("\ufffd", text)
        return text

    def check_depth(self, path: FieldPath, line: int) -> None:
        if len(path) > DEPTH_MAX:
            raise self.stop(
                line,
                tell("The fields are nested more than {most} deep.", most=DEPTH_MAX),
                tell("Check the indentation and the brackets."),
            )

    # YAML

    def read_yaml(self, text: str, *, pure: bool) -> Any:
        # Events rather than a loader: aliases (and so bombs and cycles) and tags are refused before anything
        # is built from them.
        events = iter(YAML(typ="safe", pure=pure).parse(text))
        try:
            data, documents = None, 0
            for event in events:
                kind = type(event).__name__
                if kind == "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        line = event.start_mark.line + 1
                        raise self.stop(
                            line, tell("The file holds a second document after '---'."), tell("Keep one a file.")
                        )
                elif kind not in ("StreamStartEvent", "DocumentEndEvent", "StreamEndEvent"):
                    data = self._yaml_node(event, events, ())
            return data
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            # The mark may stand behind the last line.
            line = "".join(text.split("\n")[mark.line : mark.line + 1]) if mark else ""
            told = _unquoted_colon(line[: mark.column + 2]) if mark else None
            opened = error.context_mark
            if told is None and mark and opened and opened.line < mark.line and "expected ','" in str(error.problem):
                # Where a bracket is left open, what follows is read as its content: the fault is seen far below it.
                raise self.stop(
                    opened.line + 1,
                    tell(
                        "A bracket is opened here and not closed, or a comma is missing up to line {line}.",
                        line=mark.line + 1,
                    ),
                    tell('Close the bracket; put a text that begins with "{{" or "[" in double quotes.'),
                ) from None
            raise self.stop(
                mark.line + 1 if mark else 1, *(told or _explain_yaml(str(error.problem or error.context)))
            ) from None
        except (YAMLError, ValueError, RecursionError) as error:
            raise self.stop(
                1,
                tell("The file is not YAML: {reason}.", reason=str(error)),
                tell("Check the quotes and the indentation."),
            ) from None

    def _yaml_node(self, event: Any, events: Iterator[Any], path: FieldPath) -> Any:
        kind, line = type(event).__name__, event.start_mark.line + 1
        self.places.setdefault(path, Place(file=self.file, line=line))
        self.check_depth(path, line)
        if kind == "AliasEvent":
            self.note(
                line,
                tell("'*{anchor}' repeats another part of the file.", anchor=event.anchor),
                # A short telephone number begins with the same sign.
                tell("Put the number in quotes: '{written}'.", written=f'"*{event.anchor}"')
                if event.anchor.isdigit()
                else tell("Write the value out in full."),
            )
            return None
        if event.anchor is not None:
            self.note(
                line,
                tell("'&{anchor}' marks a part to be repeated.", anchor=event.anchor),
                tell("Delete the mark and write values out."),
            )
        if event.tag is not None and str(event.tag) != "!":
            self.note(
                line,
                tell("'{tag}' sets a type by hand.", tag=event.tag),
                tell("Delete it; briefcast knows the type of each field."),
            )
        if kind == "ScalarEvent":
            plain = not event.style
            return None if plain and event.value in ("", "~", "null", "Null", "NULL") else self.whole(event.value, line)
        if kind == "SequenceStartEvent":
            items: list[Any] = []
            while not type(inner := next(events)).__name__.endswith("EndEvent"):
                items.append(self._yaml_node(inner, events, (*path, len(items))))
            return items
        mapping: dict[str, Any] = {}
        seen: dict[str, int] = {}
        while not type(inner := next(events)).__name__.endswith("EndEvent"):
            key_line = inner.start_mark.line + 1
            key = self._yaml_key(inner, events, path)
            key_path = (*path, key)
            self.places.setdefault(key_path, Place(file=self.file, line=key_line))
            value = self._yaml_node(next(events), events, key_path)
            self.put(mapping, path, key, value, key_line, seen)
        return mapping

    def _yaml_key(self, event: Any, events: Iterator[Any], path: FieldPath) -> str:
        line = event.start_mark.line + 1
        if type(event).__name__ == "ScalarEvent" and event.anchor is None:
            return self.whole(str(event.value), line)
        self._yaml_node(event, events, (*path, "?"))
        self.note(
            line,
            tell("The name of a field is not a plain word."),
            tell("Put a text that begins with a bracket in quotes."),
        )
        return "?"

    # JSON

    def read_json(self, text: str) -> Any:
        try:
            json.loads(text, parse_int=str, parse_float=str)
        except json.JSONDecodeError as error:
            raise self.stop(
                error.lineno,
                tell("The file is not JSON here: {reason}.", reason=error.msg),
                tell("Check commas, quotes and brackets near it."),
            ) from None
        except RecursionError:
            raise self.stop(
                1, tell("The fields are nested more than {most} deep.", most=DEPTH_MAX), tell("Check the brackets.")
            ) from None
        # It is well formed; what is left is to build the tree again with the line of each value.
        return self._json_value(_json_tokens(text), ())

    def _json_value(self, tokens: deque[tuple[str, int]], path: FieldPath) -> Any:
        written, line = tokens.popleft()
        self.places.setdefault(path, Place(file=self.file, line=line))
        self.check_depth(path, line)
        if written == "[":
            return self._json_list(tokens, path)
        if written == "{":
            return self._json_mapping(tokens, path)
        if written.startswith('"'):
            return self.whole(json.loads(written), line)
        return None if written == "null" else written

    def _json_list(self, tokens: deque[tuple[str, int]], path: FieldPath) -> list[Any]:
        items: list[Any] = []
        while tokens[0][0] != "]":
            if tokens[0][0] == ",":
                tokens.popleft()
            items.append(self._json_value(tokens, (*path, len(items))))
        tokens.popleft()
        return items

    def _json_mapping(self, tokens: deque[tuple[str, int]], path: FieldPath) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        seen: dict[str, int] = {}
        while tokens[0][0] != "}":
            if tokens[0][0] == ",":
                tokens.popleft()
            written, line = tokens.popleft()
            key = self.whole(json.loads(written), line)
            tokens.popleft()  # the colon
            self.places.setdefault((*path, key), Place(file=self.file, line=line))
            self.put(mapping, path, key, self._json_value(tokens, (*path, key)), line, seen)
        tokens.popleft()
        return mapping


_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def _json_tokens(text: str) -> deque[tuple[str, int]]:
    tokens: deque[tuple[str, int]] = deque()
    line, done = 1, 0
    for match in _JSON_TOKEN.finditer(text):
        line += text.count("\n", done, match.start())
        done = match.start()
        tokens.append((match[0], line))
    return tokens


_YAML_MESSAGES = (
    ("tab", tell("A tab stands where blanks belong."), tell("Indent with blanks.")),
    (
        "cannot start any token",
        tell("The text begins with a character that means something else in YAML."),
        tell('Put the text in double quotes: "…".'),
    ),
    (
        "mapping values are not allowed",
        tell("A colon stands where none can be."),
        tell('Put a text that holds ": " in double quotes, and check the blanks at the start of the line.'),
    ),
    (
        "could not find expected ':'",
        tell("A name without its colon, or a text that goes on in the next line."),
        tell('Write "name: value", and put a long text in double quotes.'),
    ),
    (
        "found unexpected end of stream",
        tell("A quotation mark is opened and never closed."),
        tell("Add the closing mark."),
    ),
    (
        "expected <block end>",
        tell("The line begins further left or right than the lines it belongs to, or text follows a closing mark."),
        tell(
            'Give fields of one list the same number of blanks, and put a text that begins with "{{" in double quotes.'
        ),
    ),
    (
        "expected ','",
        tell("A bracket is opened and not closed, or a comma is missing."),
        tell('Close the bracket; put a text that begins with "{{" or "[" in double quotes.'),
    ),
)


_COLON_IN_TEXT = re.compile(r"[{,]\s*[\w-]+:\s+(?P<text>[^\s\"'\[\]{},:][^\"\[\]{},]*?):(?:\s|$)[^{},]*$")


def _unquoted_colon(line: str) -> tuple[str, str] | None:
    """Tell of a text between braces that holds a colon, where that is what ends a line up to a fault."""
    found = _COLON_IN_TEXT.search(line)
    if found is None:
        return None
    return (
        tell(
            "The text '{text}: …' holds a colon and a blank, behind which YAML looks for a value.", text=found["text"]
        ),
        tell('Put the whole text in double quotes: "{text}: …".', text=found["text"]),
    )


def _explain_yaml(problem: str) -> tuple[str, str]:
    """Say in plain words what a YAML parser complains about, and what to write instead."""
    for part, message, remedy in _YAML_MESSAGES:
        if part in problem:
            return message, remedy
    return (
        tell("The file is not YAML here ({reason}).", reason=problem),
        tell("Check the quotes, the colon after each name and the blanks at the start of the line."),
    )
