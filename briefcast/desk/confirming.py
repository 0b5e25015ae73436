"""Figures that were read from a document, each beside its sentence: what somebody compares and ticks, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_decimal

from briefcast.brief.document import is_yes
from briefcast.brief.model import UNSETTLED
from briefcast.desk.editing import Change, value_at
from briefcast.desk.pages import text_in
from briefcast.desk.words import choice_name, name_of
from briefcast.language.written import write_period
from briefcast.languages import language

_PERIOD, _TARGET = "period", "target"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One figure to compare with its document."""

    id: str
    address: str
    """Of the statistic in the form."""
    label: str
    value: str
    """As it will be told: qualifier, number, unit and whole."""
    period: str
    guessed: str
    """The period as it is kept, where the document leaves it open and nobody has said it yet; else empty."""
    to_come: bool
    """Whether the document says that it is to be reached or expected, and nobody has named it so yet."""
    asks: tuple[str, ...]
    """What the document does not settle, as the form calls it."""
    before: str
    written: str
    """The figure as the sentence has it, which stands between ``before`` and ``behind``."""
    behind: str
    place: str
    """Document, page, sheet, row or line."""

    @property
    def is_open(self) -> bool:
        """Whether its label has the mark that the check refuses, or nobody has said when or whether it is so."""
        return UNSETTLED in self.label or not self.period or bool(self.guessed) or self.to_come


def said_with(changes: Iterable[Change], data: Mapping[str, Any]) -> tuple[Change, ...]:
    """Give the changes that go with others: whoever says what a document leaves open has settled it.

    A period is settled by writing it; that a figure is still to come, by a label of one's own.
    """
    left: dict[tuple[int | str, ...], list[Any]] = {}
    for each in changes:
        settles = _settled_by(each)
        if not settles:
            continue
        path = (*each.path[:2], "origin", "asks")
        asks = left.get(path, value_at(data, path))
        if isinstance(asks, list) and settles in asks:
            left[path] = [one for one in asks if one != settles]
    return tuple(Change(kind="set", path=path, value=rest or None) for path, rest in left.items())


def _settled_by(change: Change) -> str:
    """Give what somebody settles by a change; nothing if it settles nothing."""
    if change.kind != "set" or len(change.path) < 3 or change.path[0] != "statistics" or not change.value:
        return ""
    if len(change.path) == 3 and change.path[2] == _PERIOD:
        return _PERIOD
    is_label = len(change.path) == 4 and change.path[2] == "label"
    return _TARGET if is_label and UNSETTLED not in str(change.value) else ""


def figures_to_compare(data: Mapping[str, Any], code: str) -> tuple[Compared, ...]:
    """Give the figures of a brief that nobody has compared with their document yet, in its order.

    Args:
        data: the brief as it is typed.
        code: the language in which it is shown.
    """
    rows = data.get("statistics")
    return tuple(
        _compared(index, row, row["origin"], code)
        for index, row in enumerate(rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and is_yes(row.get("unconfirmed")) and isinstance(row.get("origin"), Mapping)
    )


def _compared(index: int, row: Mapping[str, Any], origin: Mapping[str, Any], code: str) -> Compared:
    sentence, written = str(origin.get("sentence", "")), str(origin.get("written", ""))
    place = _place(sentence, written)
    asks = origin.get("asks")
    return Compared(
        id=str(row.get("id", "")),
        address=f"statistics.{index}",
        label=text_in(row.get("label"), code),
        value=written_value(row, code),
        period=_period(row.get("period"), code),
        guessed=str(row.get("period") or "") if isinstance(asks, list) and _PERIOD in asks else "",
        to_come=isinstance(asks, list) and _TARGET in asks,
        asks=tuple(name_of(code, "Statistic", str(each)) for each in (asks if isinstance(asks, list) else ())),
        before=sentence[: place[0]],
        written=sentence[slice(*place)] or written,
        behind=sentence[place[1] :],
        place=" · ".join(
            [f"\u2068{origin.get('file', '')}\u2069"]
            + [
                f"{name_of(code, 'Origin', name)} {origin[name]}"
                for name in ("page", "sheet", "row", "line")
                if origin.get(name)
            ]
        ),
    )


def _place(sentence: str, written: str) -> tuple[int, int]:
    """Find a figure in its sentence, as a number of its own; at its end where it is not found."""
    found = re.search(rf"(?<![\d.,]){re.escape(written)}(?![.,]?\d)", sentence) if written else None
    return found.span() if found else (len(sentence), len(sentence))


def written_value(row: Mapping[str, Any], code: str) -> str:
    """Write a figure as it is typed in a brief, with its unit and all of its digits."""
    unit, currency = str(row.get("unit", "")), str(row.get("currency", ""))
    parts = [choice_name(code, "qualifier", str(row["qualifier"]))] if row.get("qualifier") else []
    parts.append(_number(row.get("value"), code))
    if row.get("out_of"):
        parts.append(f"/ {_number(row['out_of'], code)}")
    if unit == "percent":
        parts[-1] += "%"
    elif unit == "currency":
        parts.append(currency)
    elif unit == "duration" and row.get("per"):
        parts.append(choice_name(code, "per", str(row["per"])))
    elif unit != "count":
        parts.append(choice_name(code, "unit", unit))
    # What Hebrew joins to a number ends in its hyphen: יותר מ־20.
    return " ".join(filter(None, parts)).replace("־ ", "־")


def _number(value: object, code: str) -> str:
    """Write a number with all of its digits; as it is typed where it is none."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value or "")
    return str(format_decimal(number, format="#,##0.#########", locale=language(code).locale))


def _period(value: object, code: str) -> str:
    try:
        return write_period(str(value), code) if value else ""
    except ValueError:
        return str(value)
