"""Reading a brief: a file becomes a `Brief`, or a list of everything that is wrong in it.

    document = what was typed, with the place of each value     (YAML, JSON: document; XLSX: workbook)
    document = filled for one place, if it is for many          (pattern)
    document = with each series file's and each table's values in its place
    document = with a statistic for each entry of a figure in many places    (groups)
    brief    = the model, if the shape is right                 (remedies says why it is not)
    problems = of the shape, and of what refers to what

What is no brief is refused here. What a careful editor would query in one, and what cannot be told or drawn
from it, is a finding of `briefcast.edition.check`.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefcast.brief.audiences import list_audiences
from briefcast.brief.document import (
    PROBLEMS_MAX,
    Document,
    FieldPath,
    Place,
    csv_rows,
    inside,
    is_yes,
    pattern_of,
    read_text,
)
from briefcast.brief.groups import UNREAD, parse_entries, spread_groups
from briefcast.brief.kinds import KINDS
from briefcast.brief.model import LANGUAGES, Brief
from briefcast.brief.pattern import READERS, read_filled
from briefcast.brief.references import find_references, near_word, reference_fault
from briefcast.brief.remedies import check_shape
from briefcast.errors import BriefError, Problem
from briefcast.messages import tell

if TYPE_CHECKING:
    from briefcast.brief.outlines import Outlines

Read = TypeVar("Read")

SERIES_MAX_ROWS = 1_000
"""Most values in a series; 20 years of months are 240."""


@dataclass(frozen=True, kw_only=True)
class BriefFile:
    """A brief, and its file as it was typed: whoever has it need not read the file again."""

    brief: Brief
    document: Document

    @property
    def path(self) -> Path:
        """The file; of a brief that a pattern is filled to, with its place: ``province.yaml@hue``."""
        return self.document.file

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything it was read from: its file, tables of figures and series, the table of its places."""
        return self.document.files


def open_brief(path: Path, *, typed: Mapping[str, Any] | None = None) -> BriefFile:
    """Read a brief from a YAML, JSON or XLSX file, and keep the place of everything in it.

    Texts come out in Unicode NFC with their markup untouched; a series named by file comes out as values. A pattern
    is filled for the place that the path names: ``province.yaml@hue``. ``typed`` is what stands in its place while
    somebody still writes it, a tree of text (`read_document`): what it names is looked for beside the file as well.

    Raises:
        BriefError: with every problem of the file at once, each with its place and remedy.
    """
    document, found = spread_groups(_read_source(path, typed))
    brief, problems = check_shape(Brief, document)
    # What is wrong with a figure is wrong with each of its entries: it is told once.
    problems = [
        *found,
        *(_once(problems) if found or _has_entries(document) else problems),
    ]
    # Each may take a search among all ids: no more are looked for than are told.
    crossed = itertools.islice(_cross_check(document), PROBLEMS_MAX + 1)
    return BriefFile(brief=pass_or_raise(brief, document, [*problems, *crossed]), document=document)


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Give each problem once, at the first field that has it: that of the figure, before those of its entries."""
    first: dict[tuple[int | None, str | None, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.line, problem.cell, problem.message), problem)
    return list(first.values())


def _has_entries(document: Document) -> bool:
    return any("member" in statistic for _, statistic in _parts(document.data, "statistics"))


def read_brief(path: Path) -> Brief:
    """Read a brief as `open_brief` does, where the places in its file are not needed."""
    return open_brief(path).brief


@dataclass(frozen=True, kw_only=True)
class Briefs:
    """The briefs that a plan names, each read once."""

    files: Mapping[str, BriefFile]
    """By the name that the plan gives them; those that cannot be read are not there."""
    unread: Mapping[str, BriefError]
    """Why the others cannot be read."""

    def __getitem__(self, name: str) -> BriefFile:
        """Give a brief by its name.

        Raises:
            BriefError: what is wrong with it.
        """
        if name in self.unread:
            raise self.unread[name]
        return self.files[name]


def open_briefs(folder: Path, names: Iterable[str]) -> Briefs:
    """Read the briefs of these names in a folder; one that cannot be read does not stop the others."""
    files: dict[str, BriefFile] = {}
    unread: dict[str, BriefError] = {}
    for name in dict.fromkeys(names):
        try:
            files[name] = open_brief(folder / name)
        except BriefError as error:
            unread[name] = error
    return Briefs(files=files, unread=unread)


def pass_or_raise(read: Read | None, document: Document, found: Sequence[Problem]) -> Read:
    """Give what was read from a document if nothing is wrong with it.

    Args:
        read: what the document holds, where it has the shape.
        document: the file, with its own problems.
        found: problems of its fields.

    Raises:
        BriefError: with every problem, in the order of the file.
    """
    # Where the file itself is broken, its fields cannot be judged.
    broken = {(p.file, p.line, p.sheet, p.cell) for p in document.problems}
    problems = [*document.problems, *(p for p in found if (p.file, p.line, p.sheet, p.cell) not in broken)]
    if problems or read is None:
        raise BriefError(in_order(problems))
    return read


def _read_source(path: Path, typed: Mapping[str, Any] | None) -> Document:
    """Read what was typed in a brief's file, series files resolved, before anything is judged."""
    file, _ = pattern_of(path)
    if file.suffix.lower() not in READERS:
        message = tell("A brief cannot be read from a file named *{ending}.", ending=path.suffix or path.name)
        raise BriefError([Problem(file=path, message=message, remedy=tell("Name a .yaml, .json or .xlsx file."))])
    return _with_series(read_filled(path, typed=typed))


def in_order(problems: list[Problem]) -> list[Problem]:
    """Give the problems of a file in its order, each once, and no more than a person reads."""
    problems = list(dict.fromkeys(problems))
    problems.sort(key=lambda p: (p.sheet or "", p.line or 0))
    if len(problems) > PROBLEMS_MAX:
        last = Problem(
            file=problems[0].file,
            message=tell("There are more problems than these."),
            remedy=tell("Put these right first."),
        )
        return [*problems[:PROBLEMS_MAX], last]
    return problems


# Series files


def _with_series(document: Document) -> Document:
    """Put the values of each series file in the place of its name."""
    problems, places, files = list(document.problems), dict(document.places), list(document.files)
    outlines: dict[int, Outlines] = {}
    typed = document.data.get("statistics")
    statistics = list(typed) if isinstance(typed, list) else []
    for index, statistic in _parts(document.data, "statistics"):
        path: FieldPath = ("statistics", index, "series")
        rows: Sequence[tuple[str, Any, Place]] = []
        if isinstance(name := statistic.get("series"), str):
            files.append(document.file.parent / name)
            try:
                rows = parse_series(*_read_table(document, path, name))
            except BriefError as error:
                problems.extend(error.problems)
            statistics[index] = {**statistic, "series": {period: value for period, value, _ in rows}}
        by = statistic.get("by")
        if isinstance(by, Mapping) and isinstance(name := by.get("values"), str):
            path = ("statistics", index, "by", "values")
            files.append(document.file.parent / name)
            try:
                rows = parse_entries(*_read_table(document, path, name))
            except BriefError as error:
                problems.extend(error.problems)
                statistics[index] = {**statistics[index], "by": UNREAD}
            else:
                values = {key: entry for key, entry, _ in rows}
                statistics[index] = {**statistics[index], "by": {**by, "values": values}}
        places.update({(*path, key): place for key, _, place in rows})
        typed_map = by.get("map") if isinstance(by, Mapping) else None
        if isinstance(typed_map, Mapping) and all(isinstance(typed_map.get(key), str) for key in ("file", "name")):
            files.append(document.file.parent / typed_map["file"])
            try:
                outlines[index] = _read_outlines(document, ("statistics", index, "by", "map", "file"), typed_map)
            except BriefError as error:
                problems.extend(error.problems)
                statistics[index] = {**statistics[index], "by": UNREAD}
    data = {**document.data, "statistics": statistics} if statistics else document.data
    return replace(
        document, data=data, places=places, problems=tuple(problems), files=tuple(dict.fromkeys(files)),
        outlines=outlines,
    )  # fmt: skip


def _read_outlines(document: Document, path: FieldPath, typed: Mapping[str, str]) -> Outlines:
    """Read the GeoJSON file that a figure names."""
    # It takes a moment to come, and few briefs have a map of their own.
    from briefcast.brief.outlines import read_outlines

    name = typed["file"]
    try:
        file = inside(document.file.parent, name)
    except ValueError as error:
        raise BriefError([_outside(document, path, name, error)]) from None
    if file.suffix.lower() not in (".geojson", ".json"):
        remedy = tell("Name a .geojson file beside the brief.")
        raise BriefError([document.problem(path, tell("'{name}' is no GeoJSON file.", name=name), remedy)])
    try:
        return read_outlines(file, typed["name"].strip())
    except BriefError as error:
        found = error.problems[0]
        raise BriefError(
            [document.problem(path, tell("{name}: {message}", name=name, message=found.message), found.remedy)]
        ) from None


def _read_table(document: Document, path: FieldPath, name: str) -> tuple[Path, str]:
    """Read the CSV file that a field names."""
    try:
        file = inside(document.file.parent, name)
    except ValueError as error:
        raise BriefError([_outside(document, path, name, error)]) from None
    if file.suffix.lower() != ".csv":
        example = "series: {2022: 86, 2024: 71}" if path[-1] == "series" else "values: {Hà Nội: 94.2, Huế: 90.7}"
        remedy = tell("Write the values, such as {example}, or name a .csv file beside the brief.", example=example)
        raise BriefError(
            [document.problem(path, tell("'{name}' is neither values nor a CSV file.", name=name), remedy)]
        )
    try:
        text = read_text(file)
    except BriefError as error:
        found = error.problems[0]
        raise BriefError(
            [document.problem(path, tell("{name}: {message}", name=name, message=found.message), found.remedy)]
        ) from None
    return file, text


def parse_series(file: Path, text: str) -> list[tuple[str, str, Place]]:
    """Read the periods and values of a series file, as typed, each with its place.

    Raises:
        BriefError: the first line that is not a period and a value.
    """

    def stop(line: int, message: str, remedy: str) -> BriefError:
        return BriefError([Problem(file=file, line=line, message=message, remedy=remedy)])

    table = csv_rows(text)
    rows: list[tuple[str, str, Place]] = []
    seen: dict[str, int] = {}
    try:
        header = [cell.strip().lower() for cell in next(table, [])]
        if header != ["period", "value"]:
            raise stop(
                1, tell("The first line does not name the columns."), tell("Write 'period,value' in the first line.")
            )
        for row in table:
            line = table.line_num
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != 2 or not all(cells):
                raise stop(line, tell("The line is not a period and a value."), tell("Write, for example: 2024,82.4"))
            if cells[0] in seen:
                message = tell(
                    "The period {period} stands twice; the first is on line {line}.",
                    period=cells[0],
                    line=seen[cells[0]],
                )
                raise stop(line, message, tell("Keep one of the two."))
            if len(rows) == SERIES_MAX_ROWS:
                raise stop(
                    line,
                    tell("The series has more than {most} values.", most=SERIES_MAX_ROWS),
                    tell("Keep what a chart can show."),
                )
            seen[cells[0]] = line
            rows.append((cells[0], cells[1], Place(file=file, line=line)))
    except csv.Error as error:
        raise stop(
            table.line_num,
            tell("The line is not CSV: {reason}.", reason=str(error)),
            tell("Write, for example: 2024,82.4"),
        ) from None
    if not rows:
        raise stop(1, tell("The series holds no values."), tell("Write a line for each period, such as 2024,82.4"))
    return rows


def _outside(document: Document, path: FieldPath, name: str, error: ValueError) -> Problem:
    remedy = tell("Copy the file beside the brief and name it from there, such as photos/desk.jpg or data/series.csv.")
    return document.problem(path, tell("'{name}' {reason}.", name=name, reason=error.args[0]), remedy)


# What refers to what. It is checked on what was typed, not on the model, so that one wrong date does not
# hide a wrong reference.


@dataclass(frozen=True, kw_only=True)
class WrittenText:
    """One text of a brief in one language, and where it stands."""

    path: FieldPath
    kind: str
    """The field it was typed in: ``title``, ``text``, ``label``…"""
    language: str
    text: str
    literal: bool = False
    """Whether its digits are part of names."""
    refers: bool = True
    """Whether references in it are replaced by figures."""


_BRIEF_TEXTS = {"title": True, "subtitle": True, "kicker": False, "issuer": False, "place": False, "limits": True}
_STATISTIC_TEXTS = {"label": False, "noun": False}
_POINT_TEXTS = {"text": True, "headline": True, "image_alt": True, "question": True, "answer_lead": True}
_QUOTE_TEXTS = {"text": True, "by": False, "role": False}
"""Fields that hold texts; true where references are replaced by figures."""


_LITERAL_PARTS = frozenset({"claim", "seen_in", "when", "where", "register"})


def written_texts(data: Mapping[str, Any]) -> Iterator[WrittenText]:
    """Give every text that an output may show or say, in the order of the brief; source names are left out.

    ``data`` is a brief as plain data: what was typed, or the dump of a model.
    """
    yield from _texts_of(data, (), _BRIEF_TEXTS)
    for field in ("titles", "hooks"):
        for audience, text in _mapping(data, field).items():
            for written in _texts_of({audience: text}, (field,), {audience: True}):
                yield replace(written, kind="title")
    for index, statistic in _parts(data, "statistics"):
        member = statistic.get("member")
        if isinstance(member, Mapping) and not statistic.get("parts_of"):
            yield from _texts_of_entry(statistic, member, ("statistics", index))
        else:
            yield from _texts_of(statistic, ("statistics", index), _STATISTIC_TEXTS)
    for index, point in _parts(data, "points"):
        path: FieldPath = ("points", index)
        literal = is_yes(point.get("literal", ""))
        yield from _texts_of(point, path, _POINT_TEXTS, literal=literal)
        for audience, wording in _mapping(point, "variants").items():
            if isinstance(wording, Mapping):
                yield from _texts_of(wording, (*path, "variants", audience), _POINT_TEXTS, literal=literal)
        for number, step in _parts(point, "steps"):
            for language, text in step.items():
                if isinstance(text, str):
                    place = (*path, "steps", number, language)
                    yield WrittenText(path=place, kind="step", language=language, text=text, literal=literal)
        yield from _texts_of(_mapping(point, "quote"), (*path, "quote"), _QUOTE_TEXTS, literal=literal)
    for kind, parts in KINDS.items():
        for written in _texts_of(_mapping(data, kind), (kind,), dict.fromkeys(parts, True)):
            # What others claim is told as they claim it, and a day or hotline is no figure.
            yield replace(written, kind="content", literal=written.path[1] in _LITERAL_PARTS)
    for audience, action in _mapping(data, "calls_to_action").items():
        if isinstance(action, Mapping):
            yield from _texts_of(action, ("calls_to_action", audience), {"text": True})


def _texts_of_entry(statistic: Mapping[str, Any], member: Mapping[str, Any], path: FieldPath) -> Iterator[WrittenText]:
    """Give the texts of an entry: the words of its figure once, and its own name, whose digits are part of it."""
    if member.get("place") == 0:
        yield from _texts_of({**statistic, "label": member.get("label")}, path, _STATISTIC_TEXTS)
    for language, name in _mapping(member, "name").items():
        if language in _mapping(statistic, "label") and isinstance(name, str):
            place: FieldPath = (*path, "name", language)
            yield WrittenText(path=place, kind="name", language=language, text=name, literal=True, refers=False)


def _texts_of(
    part: Mapping[str, Any], path: FieldPath, fields: Mapping[str, bool], *, literal: bool = False
) -> Iterator[WrittenText]:
    for kind, refers in fields.items():
        for language, text in _mapping(part, kind).items():
            if isinstance(text, str):
                yield WrittenText(
                    path=(*path, kind, language),
                    kind=kind,
                    language=language,
                    text=text,
                    literal=literal,
                    refers=refers,
                )


def _parts(data: Mapping[str, Any], field: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    parts = data.get(field)
    for index, part in enumerate(parts if isinstance(parts, list) else []):
        if isinstance(part, Mapping):
            yield index, part


def _mapping(part: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    value = part.get(field)
    return value if isinstance(value, Mapping) else {}


def _words(part: Mapping[str, Any], field: str) -> list[str]:
    value = part.get(field)
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def _cross_check(document: Document) -> Iterator[Problem]:
    yield from _check_twice(document)
    yield from _check_sources(document)
    yield from _check_units(document)
    yield from _check_references(document)
    yield from _check_audiences(document)
    yield from _check_files(document)
    yield from _check_languages(document)


def _check_twice(document: Document) -> Iterator[Problem]:
    for field in ("sources", "statistics", "points"):
        first: dict[str, FieldPath] = {}
        for index, part in _parts(document.data, field):
            id, path = part.get("id"), (field, index, "id")
            if not isinstance(id, str):
                continue
            if id in first:
                where = document.place(first[id])
                there = tell("line {line}", line=where.line) if where.line else tell("cell {cell}", cell=where.cell)
                message = tell(
                    "Two {field} have the id '{id}'; the first is at {there}.", field=field, id=id, there=there
                )
                yield document.problem(path, message, tell("Give one of them another id, such as {id}-2.", id=id))
            first.setdefault(id, path)
    for field in ("languages", "audiences", "products"):
        listed: set[str] = set()
        for index, word in enumerate(_words(document.data, field)):
            if word in listed:
                yield document.problem(
                    (field, index), tell("'{word}' is listed twice.", word=word), tell("Keep one of the two.")
                )
            listed.add(word)


def _ids(document: Document, field: str) -> dict[str, Mapping[str, Any]]:
    return {part["id"]: part for _, part in _parts(document.data, field) if isinstance(part.get("id"), str)}


def _unknown(document: Document, path: FieldPath, what: str, id: str, known: Mapping[str, Any]) -> Problem:
    near = near_word(id, known)
    if near:
        remedy = tell("Write '{near}'.", near=near)
    elif known:
        remedy = tell("Name one of: {known}; or add it.", known=tuple(known))
    else:
        remedy = tell("Add a {what} with that id.", what=what)
    return document.problem(path, tell("There is no {what} '{id}' in this brief.", what=what, id=id), remedy)


def _check_sources(document: Document) -> Iterator[Problem]:
    sources = _ids(document, "sources")
    rebuttal = document.data.get("rebuttal")
    rests_on = rebuttal.get("source") if isinstance(rebuttal, Mapping) else None
    if isinstance(rests_on, str) and rests_on not in sources:
        yield _unknown(document, ("rebuttal", "source"), tell("source"), rests_on, sources)
    for index, statistic in _parts(document.data, "statistics"):
        source = statistic.get("source")
        if isinstance(source, str) and source not in sources:
            yield _unknown(document, ("statistics", index, "source"), tell("source"), source, sources)
        for number, id in enumerate(_words(statistic, "further_sources")):
            if id not in sources:
                yield _unknown(document, ("statistics", index, "further_sources", number), tell("source"), id, sources)


def _check_units(document: Document) -> Iterator[Problem]:
    for index, statistic in _parts(document.data, "statistics"):
        for unit, field, remedy in (
            ("currency", "currency", tell("Add the three-letter code, such as currency: VND.")),
            ("duration", "per", tell("Add what is counted, such as per: hour.")),
        ):
            if statistic.get("unit") == unit and not statistic.get(field):
                path: FieldPath = ("statistics", index, "unit")
                yield document.problem(path, tell("The unit '{unit}' needs '{field}'.", unit=unit, field=field), remedy)


def _check_references(document: Document) -> Iterator[Problem]:
    statistics = _ids(document, "statistics")
    for written in written_texts(document.data):
        if not written.refers:
            continue
        for reference in find_references(written.text):
            if fault := reference_fault(reference, statistics):
                yield document.problem(written.path, *fault)
    for index, point in _parts(document.data, "points"):
        for number, id in enumerate(_words(point, "statistics")):
            if id not in statistics:
                yield _unknown(document, ("points", index, "statistics", number), tell("statistic"), id, statistics)


def _check_audiences(document: Document) -> Iterator[Problem]:
    known = list_audiences(folder=document.file.parent)
    for index, audience in enumerate(_words(document.data, "audiences")):
        if audience not in known:
            yield _unknown_audience(document, ("audiences", index), audience, known)
    for index, point in _parts(document.data, "points"):
        for field in ("audiences", "variants"):
            for audience in _mapping(point, field):
                if audience not in known:
                    yield _unknown_audience(document, ("points", index, field, audience), audience, known)
    for field in ("calls_to_action", "audience_brands", "layouts", "titles", "hooks"):
        for audience in _mapping(document.data, field):
            if audience not in known:
                yield _unknown_audience(document, (field, audience), audience, known)


def _unknown_audience(document: Document, path: FieldPath, audience: str, known: tuple[str, ...]) -> Problem:
    near = near_word(audience, known)
    add = tell("add a profile audiences/{audience}.yaml beside the brief", audience=audience)
    remedy = (
        tell("Write '{near}', or {add}.", near=near, add=add)
        if near
        else tell("Name one of: {known}; or {add}.", known=tuple(known), add=add)
    )
    return document.problem(path, tell("There is no audience group '{audience}'.", audience=audience), remedy)


def _check_files(document: Document) -> Iterator[Problem]:
    named: list[tuple[FieldPath, Any]] = [
        (("points", index, "image"), point.get("image")) for index, point in _parts(document.data, "points")
    ]
    for index, point in _parts(document.data, "points"):
        film = point.get("footage")
        inner = isinstance(film, Mapping)
        at: FieldPath = ("points", index, "footage", "file") if inner else ("points", index, "footage")
        named.append((at, film.get("file") if isinstance(film, Mapping) else film))
    brand = document.data.get("brand")
    if isinstance(brand, str) and ("/" in brand or "\\" in brand or "." in brand):
        named.append((("brand",), brand))
    for path, name in named:
        if isinstance(name, str):
            try:
                inside(document.file.parent, name)
            except ValueError as error:
                yield _outside(document, path, name, error)


def _check_languages(document: Document) -> Iterator[Problem]:
    """Find the languages without which nothing can be made: in the title, in a label, in a source's names.

    A point or request that lacks a language is only missing from that language's outputs: `briefcast.edition.check`
    finds it. A language in which no point is written at all is refused.
    """
    data = document.data
    languages = [language for language in _words(data, "languages") if language in LANGUAGES]
    needed: list[tuple[FieldPath, Any]] = [(("title",), data.get("title"))]
    for index, statistic in _parts(data, "statistics"):
        needed.append((("statistics", index, "label"), statistic.get("label")))
    for index, source in _parts(data, "sources"):
        needed.extend((("sources", index, field), source.get(field)) for field in ("title", "publisher"))
    for path, text in needed:
        for language in languages:
            if isinstance(text, Mapping) and language not in text:
                yield document.problem(
                    path,
                    tell(
                        "The {field} is not written in '{language}', which the brief lists under languages.",
                        field=path[-1],
                        language=language,
                    ),
                    tell("Add '{language}: …' here, or take '{language}' out of languages.", language=language),
                )
    points = [point for _, point in _parts(data, "points")]
    for language in languages:
        texts = [text for point in points if (text := _mapping(point, "text"))]
        if texts and not any(language in text for text in texts):
            yield document.problem(
                ("points",),
                tell("No point is written in '{language}', which the brief lists under languages.", language=language),
                tell("Add '{language}: …' to the points, or take '{language}' out of languages.", language=language),
            )
