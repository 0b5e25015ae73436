"""Starting a brief: a commented YAML file, or a workbook with the same brief on its sheets.

The examples lie in ``templates/start``, one for each kind of piece and one for the press; the workbook is built from
them and from the descriptions of the model's fields, so the two cannot drift apart. A `Start` says all that differs
between a brief and a plan.
"""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from briefcast.brief.described import describe_field
from briefcast.brief.model import LANGUAGES, Action, Brief, Entry, Point, Quote, Source, Statistic, Wording
from briefcast.brief.periods import EXAMPLES
from briefcast.brief.read import read_brief
from briefcast.brief.references import near_word
from briefcast.brief.remedies import write_flow
from briefcast.brief.workbook import BRIEF, Layout, Sheet, build_workbook
from briefcast.errors import BriefError, Problem
from briefcast.languages import read_languages
from briefcast.messages import tell
from briefcast.paths import TEMPLATES

EXAMPLE = TEMPLATES / "start" / "brief.yaml"
EXAMPLES_OF: Mapping[str, Path] = {
    "progress": EXAMPLE,
    **{name: EXAMPLE.with_name(f"{name}.yaml") for name in ("rebuttal", "event", "explainer", "spotlight", "press")},
}
"""What a brief may be started as: the kinds of pieces, and one for the press."""
LANGUAGES_AT_FIRST = LANGUAGES[:2]
"""What a start is written in if nobody asks for others."""
HOW_TO = TEMPLATES / "start" / "how-to.txt"
EXAMPLE_ID = "my-brief"
"""Id of the example, replaced by the name of the new brief."""

EXAMPLE_DAY = dt.date(2025, 6, 30)
"""Day up to which the figures of the examples are current; what their events announce is a year later and more."""

_ROWS = 200
"""Rows of each sheet that are prepared for typing: choices, formats."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a kind of file is started from, and what helps to fill it in."""

    noun: str
    """What is started: ``brief``."""
    text: str
    """The commented example as YAML."""
    example_id: str
    """Id of the example, replaced by the name of what is started."""
    how_to: str
    """Text of the workbook's first sheet."""
    layout: Layout
    build: Callable[[Path], Workbook]
    """Reads the example and lays it out on its sheets."""
    models: Mapping[str, tuple[type[BaseModel], ...]]
    """The models whose fields a sheet's columns are; the first sheet's fields are rows."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """Notes on headings that are no field of a model; ``sheet.heading`` where sheets differ."""
    refers: Mapping[str, str] = field(default_factory=dict)
    """Columns that name a row of another sheet by its id."""


def write_start(
    name: str,
    folder: Path,
    *,
    xlsx: bool = False,
    kind: str = "progress",
    languages: Sequence[str] = (),
    today: dt.date | None = None,
) -> Path:
    """Write a brief to start from, ``folder/NAME.yaml`` or ``folder/NAME.xlsx``, and give its path.

    It reads and passes the check as it is on the day it is written. A file that exists is never overwritten.

    Args:
        name: id of the brief.
        folder: where to write it.
        xlsx: a workbook instead of a text file.
        kind: what it is started as, one of `EXAMPLES_OF`.
        languages: those it is written in, the first one leading; `LANGUAGES_AT_FIRST` if empty.
        today: the day from which its days are reckoned, or else this one.

    Raises:
        BriefError: the name cannot be an id, the file exists, or there is no such kind or language.
    """
    if kind not in EXAMPLES_OF:
        raise BriefError([_no_such(folder, "--kind", tell("kind of brief"), kind, tuple(EXAMPLES_OF))])
    text = EXAMPLES_OF[kind].read_text("utf-8")
    codes = tuple(dict.fromkeys(languages or LANGUAGES_AT_FIRST))
    there = tuple(code for code in read_languages() if re.search(rf"(?m)^ +(?:- )?{code}: ", text))
    if unknown := [code for code in codes if code not in there]:
        raise BriefError([_no_such(folder, "--language", tell("example"), code, there) for code in unknown])
    text = in_years(in_languages(text, codes), today or dt.date.today())
    return write_from(_brief_start(text), name, folder, xlsx=xlsx)


def in_years(text: str, today: dt.date) -> str:
    """Give an example with its years moved so that its figures are of the last half-year that ended in June."""
    past = (today.month, today.day) >= (EXAMPLE_DAY.month, EXAMPLE_DAY.day)
    later = today.year - (not past) - EXAMPLE_DAY.year
    return re.sub(r"(?<!\d)20\d\d(?!\d)", lambda year: str(int(year[0]) + later), text)


def in_languages(text: str, codes: Sequence[str]) -> str:
    """Give an example with the lines of these languages alone."""
    lines, dash = list[str](), False
    for line in text.split("\n"):
        found = re.match(r" +(- )?([a-z]{2,3}): ", line)
        if found and found[2] in read_languages():
            if found[2] not in codes:
                # The first line of a step carries its dash: the next one takes it over.
                dash = dash or bool(found[1])
                continue
            line = re.sub(r"^( +)  (?=[a-z])", r"\1- ", line) if dash else line
            dash = False
        lines.append(line)
    return re.sub(r"(?m)^languages: \[[^\]]*\]", f"languages: [{', '.join(codes)}]", "\n".join(lines))


def _no_such(folder: Path, option: str, what: str, asked: str, known: Sequence[str]) -> Problem:
    near = near_word(asked.lower(), list(known))
    remedy = tell("Write '{near}'.", near=near) if near else tell("Write one of: {known}.", known=tuple(known))
    message = tell("There is no {what} '{asked}'.", what=what, asked=asked)
    return Problem(file=folder, at=f"briefcast new {option}", message=message, remedy=remedy)


def write_from(start: Start, name: str, folder: Path, *, xlsx: bool) -> Path:
    """Write what a `Start` holds under a name; never over a file that exists."""
    path = folder / f"{name}.{'xlsx' if xlsx else 'yaml'}"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 64:
        slug = (
            "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in name.lower()).split())
            or start.example_id
        )
        message = tell("'{name}' cannot be the name of a {what}.", name=name, what=start.noun)
        remedy = tell("Use small letters a to z, digits and hyphens, such as {name}.", name=slug[:64])
        raise BriefError([Problem(file=folder, message=message, remedy=remedy)])
    folder.mkdir(parents=True, exist_ok=True)
    text = start.text.replace(start.example_id, name)
    try:
        if xlsx:
            # Built first: a failure must not leave an empty file behind.
            workbook = _start_workbook(start, text, name)
            with path.open("xb") as file:
                workbook.save(file)
        else:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except FileExistsError:
        message = tell("There is a file {path} already.", path=path)
        raise BriefError([Problem(file=path, message=message, remedy=tell("Choose another name."))]) from None
    return path


def _brief_start(text: str) -> Start:
    return Start(
        noun=tell("brief"),
        text=text,
        example_id=EXAMPLE_ID,
        how_to=HOW_TO.read_text("utf-8"),
        layout=BRIEF,
        build=lambda path: build_workbook(read_brief(path)),
        models=_MODELS,
        notes=_NOTES,
        refers=_REFERS,
    )


def _start_workbook(start: Start, text: str, name: str) -> Workbook:
    with tempfile.TemporaryDirectory() as aside:
        example = Path(aside) / "example.yaml"
        example.write_text(text, "utf-8")
        workbook = start.build(example)
    for sheet in start.layout.sheets:
        _dress(start, sheet, workbook[sheet.name])
    _write_how_to(workbook.create_sheet("How to", 0), start.how_to.replace(start.example_id, name))
    workbook.active = 0
    return workbook


# How the workbook looks and helps

_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", fgColor="1F4E79")
_MODELS: dict[str, tuple[type[BaseModel], ...]] = {
    "brief": (Brief,),
    "sources": (Source,),
    "statistics": (Statistic,),
    "series": (),
    "entries": (Entry,),
    "points": (Point,),
    "variants": (Wording,),
    "steps": (Wording,),
    "quotes": (Quote,),
    "calls_to_action": (Action,),
}
_NOTES = {
    "field": "Name of the field; see the note on each.",
    "statistic": "Id of the statistic, as on the sheet 'statistics'.",
    "point": "Id of the point, as on the sheet 'points'.",
    "audience": "Audience group: leaders, staff, citizens, businesses, youth, press, or one of your own.",
    "series.period": f"When the value holds: {', '.join(EXAMPLES)}.",
    "series.value": "The figure then, in plain digits.",
    "entries.id": "Short name by which texts refer to it: {online-share.ha-noi}; made from its name if empty.",
    "entries.period": "When the value holds, where a place has several values over time; else empty.",
    "brief.value": "The value, for fields that are the same in every language.",
}
"""Notes on headings that are no field of a model."""
_REFERS = {"source": "sources", "statistic": "statistics", "point": "points"}
"""Columns that name a row of another sheet by its id."""
_DAYS = ("date", "stale_after", "week", "starts", "ends")
"""Columns kept as text, or a spreadsheet turns 2024-10 into a day."""


def _dress(start: Start, sheet: Sheet, worksheet: Worksheet) -> None:
    """Add to a sheet what helps to fill it in: notes on headings, lists of choices, widths, formats."""
    worksheet.freeze_panes = "B2"
    for number, cell in enumerate(worksheet[1], start=1):
        heading, letter = str(cell.value), get_column_letter(number)
        cell.font, cell.fill = _HEADING, _HEADING_FILL
        info, description = _field(start, sheet, heading)
        note = (
            start.notes.get(f"{sheet.name}.{heading}")
            or start.notes.get(heading)
            or (_describe(heading, info, description) if info else "")
        )
        if heading in read_languages():
            note = f"The text in {read_languages()[heading].english_name}."
        _annotate(cell, note)
        long = (
            heading.startswith(("text.", "headline.", "title.", "label.", "image_alt.")) or heading in read_languages()
        )
        worksheet.column_dimensions[letter].width = 48 if long else max(14, len(heading) + 2)
        for row in range(2, _ROWS + 1):
            typed = worksheet.cell(row, number)
            typed.alignment = Alignment(wrap_text=long, vertical="top")
            if heading in (*sheet.periods, *sheet.times, *_DAYS):
                typed.number_format = "@"
        if choices := _choices(heading, info):
            _offer(worksheet, letter, f'"{",".join(choices)}"')
        elif heading in start.refers:
            _offer(worksheet, letter, f"{start.refers[heading]}!$A$2:$A${_ROWS}")
    if sheet is start.layout.sheets[0]:
        model = start.models[sheet.name][0]
        for row in range(2, worksheet.max_row + 1):
            name = worksheet.cell(row, 1)
            if info := model.model_fields.get(str(name.value or "")):
                _annotate(name, _describe(str(name.value), info, describe_field(model, str(name.value))))
                if choices := _choices(str(name.value), info):
                    _offer(worksheet, "B", f'"{",".join(choices)}"', row=row)


def _annotate(cell: Any, note: str) -> None:
    comment = Comment(note, "briefcast")
    comment.width, comment.height = 320, 40 + 18 * (len(note) // 45 + note.count("\n"))
    cell.comment = comment


def _offer(worksheet: Worksheet, letter: str, formula: str, *, row: int | None = None) -> None:
    """Offer a list of choices in the cells of a column."""
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    validation.error = "Choose one from the list."
    validation.add(f"{letter}{row}" if row else f"{letter}2:{letter}{_ROWS}")
    worksheet.add_data_validation(validation)


def _field(start: Start, sheet: Sheet, heading: str) -> tuple[FieldInfo | None, str]:
    """Give the model's field that a column holds, and what it is for."""
    for model in start.models[sheet.name]:
        name, _, rest = heading.partition(".")
        info = model.model_fields.get(name)
        inner = (
            next((t for t in _types(info.annotation) if isinstance(t, type) and issubclass(t, BaseModel)), None)
            if info
            else None
        )
        if inner is not None and rest in inner.model_fields:
            return inner.model_fields[rest], describe_field(inner, rest)
        if info is not None:
            return info, describe_field(model, name)
    return None, ""


def _describe(heading: str, info: FieldInfo, description: str) -> str:
    languages = read_languages()
    ending = heading.rpartition(".")[2]
    description = description.replace("``", "")
    if ending in languages:
        description += f" In {languages[ending].english_name}."
    examples = info.examples or []
    simple = next((e for e in examples if not isinstance(e, dict)), None)
    return f"{description}\nFor example: {write_flow(simple).strip('[]')}" if simple is not None else description


def _choices(heading: str, info: FieldInfo | None) -> list[str]:
    """Give the words a field can hold, if they are few and known."""
    if info is None:
        return []
    if heading.startswith("audiences."):
        return [str(weight) for weight in range(6)]
    types = list(_types(info.annotation))
    if bool in types:
        return ["true", "false"]
    if tuple in types or dict in types:
        return []
    return [str(word) for t in types if get_origin(t) is Literal for word in get_args(t)]


def _types(annotation: Any) -> Iterator[Any]:
    """Give the types inside an optional or annotated field; of a list or mapping, what it is."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        for argument in get_args(annotation):
            yield from _types(argument)
    elif origin is Annotated:
        yield from _types(get_args(annotation)[0])
    elif origin in (tuple, dict):
        yield origin
    else:
        yield annotation


def _write_how_to(worksheet: Worksheet, text: str) -> None:
    worksheet.column_dimensions["A"].width = 110
    for number, line in enumerate(text.splitlines(), start=1):
        cell = worksheet.cell(number, 1, line or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if number == 1:
            cell.font = Font(bold=True, size=16)
        elif len(line.split()) <= 4 and not line.endswith("."):
            cell.font = Font(bold=True)
    worksheet.sheet_view.showGridLines = False
