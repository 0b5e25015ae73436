"""Groups: one figure in many places, age groups or sectors becomes a statistic for each of them.

    statistics: {id: online, by: {values: {ha-noi: …}}}   becomes   online-ha-noi, …, after online if that has a value
    {online.ha-noi}                                       becomes   {online-ha-noi}
    points: statistics: [online]                          becomes   every entry, those that its words name first; it
                                                          stays where the point shows one figure (visual: number)

So all that is done with a figure is done with each entry: it is checked, told, drawn and described alike.
Everything keeps the place where it was typed.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefcast.brief.document import Document, FieldPath, Place, Remark, csv_rows
from briefcast.brief.model import AS_TYPED, ENTRIES_MAX, LANGUAGES, OWN_FIELDS, By, Entry
from briefcast.brief.periods import PERIOD, in_time
from briefcast.brief.references import ATTRIBUTES, near_word
from briefcast.brief.remedies import check_shape
from briefcast.cards import asked_card
from briefcast.errors import BriefError, Problem
from briefcast.messages import tell

if TYPE_CHECKING:
    from briefcast.brief.outlines import Outline

UNREAD: dict[str, Any] = {"values": None}
"""What stands for entries whose table could not be read, which is told already."""

_KNOWN_TOLD = 8
"""Names of a map that a message tells at most."""

MISSING = frozenset({"missing", "n/a", "na", "-", "–", "—", "…", "..."})
"""What stands for a value that there is not."""

_INHERITED = (
    "unit", "unit_word", "measure", "of", "rate_of", "currency", "per", "noun", "gender", "period", "better", "source",
    "further_sources", "stale_after", "icon", "intended", "estimate", "qualifier", "unconfirmed", "origin",
)  # fmt: skip
_ID_OF_ENTRY = re.compile(r"\{\s*(?P<group>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(?P<entry>[^{}.:\s]+))?(?P<rest>[^{}]*)\}")


@dataclass(frozen=True, kw_only=True)
class _Group:
    """One figure with its entries, as they were read."""

    id: str
    entries: Mapping[str, str]
    """Ids of the statistics by what texts call the entries."""
    typed: bool
    parts: bool
    valued: bool
    """Whether it has a value of its own."""
    home: list[str] = field(default_factory=list)
    """Id of the statistic of those whom the brief is for, if it says whose."""


@dataclass
class _Spread:
    """What one brief becomes: statistics, places and problems gather here."""

    document: Document
    statistics: list[Any] = field(default_factory=list)
    places: dict[FieldPath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    groups: dict[str, _Group] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    """Ids of figures whose entries are wrong: what refers to these is not judged."""

    def spread(self) -> None:
        typed = self.document.data.get("statistics")
        typed = typed if isinstance(typed, list) else []
        under: dict[int, list[tuple[FieldPath, Place]]] = {}
        for path, place in self.document.places.items():
            if len(path) > 1 and path[0] == "statistics" and isinstance(path[1], int):
                under.setdefault(path[1], []).append((path[2:], place))
            else:
                self.places[path] = place
        for index, statistic in enumerate(typed):
            if isinstance(statistic, dict) and "member" in statistic:
                remedy = tell("Delete it; 'by:' lists the entries of a figure.")
                path = ("statistics", index, "member")
                self.problems.append(self.document.problem(path, tell("There is no field 'member' here."), remedy))
                statistic = {key: value for key, value in statistic.items() if key != "member"}
            if isinstance(statistic, dict) and isinstance(statistic.get("by"), dict):
                self.spread_one(index, statistic, under.get(index, []))
            else:
                self.add(statistic, under.get(index, []))
        self.mark_parts()

    def add(self, statistic: Any, places: Sequence[tuple[FieldPath, Place]]) -> int:
        """Add a statistic with the places of what it holds; give its number."""
        number = len(self.statistics)
        self.statistics.append(statistic)
        self.places.update({("statistics", number, *rest): place for rest, place in places})
        return number

    def spread_one(self, index: int, statistic: dict[str, Any], places: Sequence[tuple[FieldPath, Place]]) -> None:
        """Put a figure and its entries in the place of the figure."""
        own = {key: value for key, value in statistic.items() if key != "by"}
        at = dict(places)
        by = self.read_by(index, statistic["by"], at)
        id, label = str(statistic.get("id", "")), statistic.get("label")
        if by is None:
            # What is wrong with the entries is told; the rest of the figure is judged with some value.
            self.unread.add(id)
            self.add({"value": "0", **own}, places)
            return
        total = "value" in own
        values = [value for entry in by.values.values() if (value := _value(entry)) is not None]
        if "value" not in own and by.parts:
            own["value"] = format(sum(values, Decimal(0)), "f")
        first = len(self.statistics)
        if "value" in own:
            self.add(own, [(path, place) for path, place in places if path[:1] != ("by",)])
        ids = _entry_ids(id, by)
        self.groups[id] = _Group(
            id=id,
            entries={name: whole for key, whole in ids.items() for name in (key, whole.removeprefix(f"{id}-"))},
            typed=(by.order or ("typed" if by.dimension in AS_TYPED else "value")) == "typed",
            parts=by.parts,
            valued="value" in own,
        )
        names = {key: _name(key, entry) for key, entry in by.values.items()}
        missing = [names[key] for key, entry in by.values.items() if _value(entry) is None]
        home = self.read_home(index, by, ids)
        shapes = self.find_outlines(index, by, names, ids)
        inherited = [(p, where) for p, where in places if p[:1] and p[0] in _INHERITED]
        raw = statistic["by"]["values"]
        placed = 0
        for key, entry in by.values.items():
            if (value := _value(entry)) is None:
                continue
            typed = raw[key] if isinstance(raw.get(key), dict) else {}
            made = {name: own[name] for name in _INHERITED if name in own}
            if total:
                # "Over 3,850" is said of the whole: its parts are as they were typed.
                made.pop("qualifier", None)
            made |= {name: typed[name] for name in OWN_FIELDS if name in typed}
            made |= {"id": ids[key], "value": format(value, "f")}
            if entry.series:
                made["period"] = max(entry.series, key=in_time) if entry.value is None else made.get("period")
            if by.parts and "value" in own:
                made["out_of"] = own["value"]
            elif own.get("unit") == "index" and "out_of" in own:
                made["out_of"] = own["out_of"]
            if isinstance(label, dict):
                made["label"] = {code: f"{text}, {names[key].get(code, key)}" for code, text in label.items()}
            made["member"] = {
                "group": id,
                "dimension": by.dimension,
                "label": label,
                "name": names[key],
                "place": placed,
                "typed": self.groups[id].typed,
                "parts": by.parts,
                "whole": by.whole,
                "missing": missing,
                "home": key == home,
                "classes": by.classes,
                "outline": shapes.get(key, ()),
                "unvalued": [shapes[each] for each, entry in by.values.items() if shapes and _value(entry) is None],
                "credit": (by.map.credit if by.map else None) or "",
            }
            where = at.get(("by", "values", key), at.get(("by",), Place(file=self.document.file)))
            own_places = [(p[3:], w) for p, w in places if p[:3] == ("by", "values", key) and len(p) > 3]
            labelled = [(p, w) for p, w in places if p[:1] == ("label",)]
            self.add(
                made,
                [
                    ((), where),
                    *inherited,
                    *labelled,
                    *own_places,
                    (("value",), at.get(("by", "values", key, "value"), where)),
                ],
            )
            placed += 1
        if placed < 2:
            problem = self.document.problem(
                ("statistics", index, "by", "values"),
                tell("The figure {id} has 1 entry with a value.", id=id)
                if placed
                else tell("The figure {id} has 0 entries with a value.", id=id),
                tell("Write two or more, or give the figure a value of its own."),
            )
            self.problems.append(problem)
            del self.statistics[first:]
            self.add({"value": "0", **own}, places)

    def read_home(self, index: int, by: By, ids: Mapping[str, str]) -> str:
        """Give the entry of those whom the brief is for, as it was typed or called in texts; nothing if none is."""
        if by.home is None:
            return ""
        group = self.groups[str(self.document.data["statistics"][index].get("id", ""))]
        for key, whole in ids.items():
            if by.home == key or group.entries.get(by.home) == whole:
                group.home.append(whole)
                return key
        near = near_word(by.home, list(group.entries))
        remedy = tell("Write '{near}'.", near=near) if near else tell("Name one of the entries, or leave 'home' out.")
        message = tell("The figure {group} has no entry '{entry}'.", group=group.id, entry=by.home)
        self.problems.append(self.document.problem(("statistics", index, "by", "home"), message, remedy))
        return ""

    def find_outlines(
        self, index: int, by: By, names: Mapping[str, Mapping[str, str]], ids: Mapping[str, str]
    ) -> Mapping[str, Outline]:
        """Give the area of each entry on the map that the figure names; none where one has none, which is told."""
        outlines, path = self.document.outlines.get(index), ("statistics", index, "by", "map", "name")
        if outlines is None or by.map is None:
            return {}
        from briefcast.brief.outlines import lay

        group = str(self.document.data["statistics"][index].get("id", ""))
        called = {key: (key, *names[key].values(), ids[key].removeprefix(f"{group}-")) for key in by.values}
        found = outlines.find(called)
        if found.without:
            first = found.without[0]
            near = next(filter(None, map(outlines.near, called[first])), "")
            message = tell(
                "The map {file} has no area for: {names}.",
                file=by.map.file,
                names=tuple(next(iter(names[key].values())) for key in found.without),
            )
            remedy = (
                tell("It has '{near}': write it as the name of '{name}', or name another property.", near=near,
                     name=next(iter(names[first].values())))
                if near
                else tell("It has, among others: {known}. Name the property with the names of the places.",
                          known=found.unused[:_KNOWN_TOLD])
            )  # fmt: skip
            self.problems.append(self.document.problem(path, message, remedy))
            return {}
        for one, other in found.twice:
            message = tell(
                "'{one}' and '{other}' are the same place of a map.",
                one=next(iter(names[one].values())),
                other=next(iter(names[other].values())),
            )
            remedy = tell("Keep one of the two entries.")
            entry = ("statistics", index, "by", "values", other)
            self.problems.append(self.document.problem(entry, message, remedy))
        if found.unused:
            self.remark_unused(path, by.map.file, found.unused)
        try:
            return dict(zip(found.shapes, lay(found.shapes.values()), strict=True))
        except ValueError:
            message = tell("The places of the map {file} lie on both sides of the globe.", file=by.map.file)
            remedy = tell("Move them to one side, or leave 'map' out.")
            self.problems.append(self.document.problem(path, message, remedy))
            return {}

    def remark_unused(self, path: FieldPath, file: str, unused: Sequence[str]) -> None:
        """Tell which areas of a map are not drawn, for no entry is of them."""
        further = ("…",) if len(unused) > _KNOWN_TOLD else ()
        self.remarks.append(
            Remark(
                code="not-drawn",
                severity="warning",
                place=self.document.place(path),
                field=self.document.name(path),
                message=tell(
                    "The map {file} has areas that no entry is of, and that are not drawn: {names}.",
                    file=file,
                    names=(*unused[:_KNOWN_TOLD], *further),
                ),
                remedy=tell(
                    "Add those that belong to it as entries, 'missing' where there is no value, or take the others"
                    " out of the file."
                ),
            )
        )

    def read_by(self, index: int, typed: dict[str, Any], at: Mapping[FieldPath, Place]) -> By | None:
        """Read the entries of a figure, and tell what is wrong with them."""
        if typed is UNREAD:
            return None
        values = typed.get("values")
        if isinstance(values, dict):
            # A name with nothing behind it is an entry without a value, and may say so in a word.
            empty = {path[2]: None for path in at if len(path) == 3 and path[:2] == ("by", "values")}
            values = {str(key): values.get(key) for key in {**empty, **values}}
            values = {key: {} if _says_missing(value) else value for key, value in values.items()}
            for value in values.values():
                if isinstance(value, dict) and _says_missing(value.get("value", "")):
                    value.pop("value")
            typed["values"] = values
        self.check_commas(index, typed, at)
        places = {path[1:]: place for path, place in at.items() if path[:1] == ("by",)}
        by, problems = check_shape(By, replace(self.document, data=typed, places=places))
        for problem in problems:
            self.problems.append(
                replace(problem, field=f"{self.document.name(('statistics', index))}.by.{problem.field}")
            )
        for key, entry in by.values.items() if by else ():
            if not entry.name and re.fullmatch(r"[a-z][a-z0-9-]*", key) and by:
                self.problems.append(
                    self.document.problem(
                        ("statistics", index, "by", "values", key),
                        tell("The entry '{key}' has no name to show.", key=key),
                        tell(
                            "Write {key}: {{name: {{vi: …, en: …}}, value: …}}, or the name itself before the colon.",
                            key=key,
                        ),
                    )
                )
        return by

    def check_commas(self, index: int, typed: dict[str, Any], at: Mapping[FieldPath, Place]) -> None:
        """Find figures of which YAML takes what is behind a comma for another field: ``{value: 94,2}``."""
        node: Any
        for path in at:
            if path[:2] != ("by", "values") or len(path) not in (3, 4) or not re.fullmatch(r"[0-9]+", str(path[-1])):
                continue
            node = typed.get("values")
            for key in path[2:]:
                node = node.get(key) if isinstance(node, dict) else None
            if node in (None, {}):
                self.problems.append(
                    self.document.problem(
                        ("statistics", index, *path),
                        tell("'{value}' stands behind a comma and is cut off from its figure.", value=path[-1]),
                        tell("Write a decimal point: .{value}; or 'missing' where there is no value.", value=path[-1]),
                    )
                )

    def mark_parts(self) -> None:
        """Tell statistics that name the whole they are part of, each with the others."""
        whole_of = {s["id"]: s for s in self.statistics if isinstance(s, dict) and isinstance(s.get("id"), str)}
        parts: dict[str, list[int]] = {}
        for number, statistic in enumerate(self.statistics):
            if isinstance(statistic, dict) and isinstance(statistic.get("parts_of"), str):
                parts.setdefault(statistic["parts_of"], []).append(number)
        for id, numbers in parts.items():
            whole = whole_of.get(id)
            if whole is None:
                near = near_word(id, list(whole_of))
                path = ("statistics", numbers[0], "parts_of")
                shifted = replace(
                    self.document, data={**self.document.data, "statistics": self.statistics}, places=self.places
                )
                remedy = (
                    tell("Write '{near}'.", near=near)
                    if near
                    else tell("Name the statistic that is the whole, or add it.")
                )
                self.problems.append(
                    shifted.problem(path, tell("There is no statistic '{id}' in this brief.", id=id), remedy)
                )
                continue
            splits = _splits([self.statistics[number].get("value") for number in numbers], whole.get("value"))
            for place, number in enumerate(numbers):
                statistic = self.statistics[number]
                self.statistics[number] = {
                    **statistic,
                    "out_of": statistic.get("out_of", whole.get("value")),
                    "member": {
                        "group": id,
                        "label": whole.get("label"),
                        "name": statistic.get("label"),
                        "place": place,
                        "parts": True,
                        "split": splits[place],
                    },
                }

    # Texts and points

    def in_words(self, node: Any, path: FieldPath) -> Any:
        """Give what was typed with the entries that texts name called as their statistics are."""
        if isinstance(node, str):
            return _ID_OF_ENTRY.sub(lambda match: self.renamed(match, path), node) if "{" in node else node
        if isinstance(node, dict):
            return {key: self.in_words(value, (*path, key)) for key, value in node.items()}
        if isinstance(node, list):
            return [self.in_words(value, (*path, number)) for number, value in enumerate(node)]
        return node

    def renamed(self, match: re.Match[str], path: FieldPath) -> str:
        group, entry = self.groups.get(match["group"]), match["entry"]
        if group is None:
            return f"{{{match['group']}}}" if match["group"] in self.unread else match[0]
        if entry in group.entries:
            return f"{{{group.entries[entry]}{match['rest']}}}"
        known = [name.removeprefix(f"{group.id}-") for name in dict.fromkeys(group.entries.values())]
        if entry is None or entry in ATTRIBUTES or entry in ("series", "target", "baseline"):
            if group.valued:
                return match[0]
            message = tell(
                "{written}: the figure {group} has entries and no value of its own.", written=match[0], group=group.id
            )
            remedy = tell(
                "Name an entry, such as {{{group}.{entry}}}, or add the value of all of them as 'value:'.",
                group=group.id,
                entry=known[0],
            )
        else:
            near = near_word(entry, list(group.entries))
            message = tell(
                "{written}: the figure {group} has no entry '{entry}'.", written=match[0], group=group.id, entry=entry
            )
            remedy = (
                tell("Write {{{group}.{near}}}.", group=group.id, near=near)
                if near
                else tell("After the dot, write one of: {known}.", known=tuple(known))
            )
        self.problems.append(self.document.problem(path, message, remedy))
        # It is told once, here: what is left names a figure that there is.
        return f"{{{next(iter(group.entries.values()))}}}"

    def in_points(self, points: Any) -> Any:
        """Give the points with every entry where a figure in many places is listed; what their words name leads."""
        if not isinstance(points, list):
            return points
        compared = {
            id
            for point in points
            if isinstance(point, dict) and _takes(point.get("visual"), "figures")
            for id in _listed(point)
        }
        return [self.in_point(point, compared) if isinstance(point, dict) else point for point in points]

    def in_point(self, point: dict[str, Any], compared: Collection[str]) -> dict[str, Any]:
        listed = _listed(point)
        if not listed:
            return point
        named = re.findall(r"\{([a-z0-9-]+)", " ".join(_texts(point.get("headline"), point.get("text"))))
        every: list[Any] = []
        for id in listed:
            group, _, entry = str(id).partition(".")
            if id in self.groups and self.stands_alone(point, self.groups[id], named, compared):
                every.append(id)
            elif id in self.groups:
                every += self.ordered(self.groups[id], named)
            elif group in self.groups and entry in self.groups[group].entries:
                every.append(self.groups[group].entries[entry])
            else:
                every.append(id)
        return {**point, "statistics": list(dict.fromkeys(every))}

    def stands_alone(
        self, point: Mapping[str, Any], group: _Group, named: Sequence[str], compared: Collection[str]
    ) -> bool:
        """Whether a point is about what all places come to: the places are another point's, or nobody asked for them.

        It asks for a way of showing one figure, or another point compares the places; its words name none of these.
        """
        if not group.valued or not {*named}.isdisjoint(group.entries.values()):
            return False
        visual = point.get("visual")
        return _takes(visual, "figure", "history") or (visual is None and group.id in named and group.id in compared)

    def ordered(self, group: _Group, named: Sequence[str]) -> list[str]:
        """Give the ids of the entries, those named first, the others as typed or the largest first."""
        value = {
            str(s["id"]): s["value"] for s in self.statistics if isinstance(s, dict) and {"id", "value"} <= s.keys()
        }
        ids = [id for id in dict.fromkeys(group.entries.values()) if id in value]
        rest = ids if group.typed else sorted(ids, key=lambda id: -Decimal(value[id]))
        led = [id for id in dict.fromkeys(named) if id in ids] or rest[:1]
        # What is the readers' own is shown wherever not all are.
        return [*dict.fromkeys((*led, *(id for id in group.home if id in ids), *rest))]


def spread_groups(document: Document) -> tuple[Document, list[Problem]]:
    """Give a brief as typed with a statistic for each entry of its figures in many places, and what is wrong with them.

    A brief without such figures comes back as it is.
    """
    statistics = document.data.get("statistics")
    typed = statistics if isinstance(statistics, list) else []
    if not any(isinstance(s, dict) and {"by", "parts_of", "member"} & s.keys() for s in typed):
        return document, []
    spread = _Spread(document)
    spread.spread()
    data = {**document.data, "statistics": spread.statistics}
    if spread.groups or spread.unread:
        data = {key: spread.in_words(value, (key,)) for key, value in data.items()}
        data["points"] = spread.in_points(data.get("points"))
    remarks = (*document.remarks, *spread.remarks)
    return replace(document, data=data, places=spread.places, remarks=remarks), spread.problems


def bare(name: str) -> str:
    """Write a name in small letters without marks, words parted by hyphens: ``Thừa Thiên Huế`` is thua-thien-hue."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "-".join(re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _entry_ids(group: str, by: By) -> dict[str, str]:
    """Give each entry the id of its statistic: its own name without marks, or its place where no letter is left."""
    ids: dict[str, str] = {}
    for number, key in enumerate(by.values, start=1):
        id = f"{group}-{bare(key) or number}"[:64].rstrip("-")
        ids[key] = id if id not in ids.values() else f"{group}-{number}"
    return ids


def _splits(values: Sequence[Any], whole: Any) -> list[int]:
    """Say for each part which way of parting the whole it belongs to: each set in a row that adds up to it is one.

    Six hundred women and 400 men, 700 from towns and 300 from villages are a thousand trainees twice over. Where the
    sets leave parts over, all are parts of one.
    """
    try:
        parts, total = [Decimal(str(value)) for value in values], Decimal(str(whole))
    except InvalidOperation:
        return [0] * len(values)
    if not all(number.is_finite() for number in (*parts, total)):
        return [0] * len(values)
    digits = max(-int(number.as_tuple().exponent) for number in (*parts, total))
    # Of what is rounded each part may miss by half of its last digit, and so may the whole.
    half = Decimal(1).scaleb(-digits) / 2 if digits > 0 else Decimal(0)
    splits, own = list[int](), list[Decimal]()
    split, adds_up = 0, False
    for part in parts:
        if adds_up:
            split, own = split + 1, []
        own.append(part)
        splits.append(split)
        adds_up = len(own) > 1 and abs(sum(own) - total) <= half * (len(own) + 1)
    return splits if adds_up else [0] * len(parts)


def _name(key: str, entry: Entry) -> dict[str, str]:
    return dict(entry.name) or dict.fromkeys(LANGUAGES, key)


def _value(entry: Entry) -> Decimal | None:
    if entry.value is None and entry.series:
        return entry.series[max(entry.series, key=in_time)]
    return entry.value


def _listed(point: Mapping[str, Any]) -> list[str]:
    """Give the ids that a point lists under ``statistics``; none where it lists something else."""
    listed = point.get("statistics")
    return listed if isinstance(listed, list) and all(isinstance(id, str) for id in listed) else []


def _takes(visual: Any, *what: str) -> bool:
    """Whether a way of showing that is asked for takes one of these: ``figure``, ``history``, ``figures``."""
    card = asked_card(visual) if isinstance(visual, str) else None
    return card is not None and card.takes in what


def _says_missing(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in MISSING)


def _texts(*texts: Any) -> Iterator[str]:
    for text in texts:
        if isinstance(text, dict):
            yield from (written for written in text.values() if isinstance(written, str))


def parse_entries(file: Path, text: str) -> list[tuple[str, dict[str, Any], Place]]:
    """Read a table of entries: a row each, with its name, its value or its values by period, and its place.

    The first line names the columns: ``name`` or a language for each name, ``id``, ``value``, or periods.

    Raises:
        BriefError: the first line that is none.
    """

    def stop(line: int, message: str, remedy: str) -> BriefError:
        return BriefError([Problem(file=file, line=line, message=message, remedy=remedy)])

    table = csv_rows(text)
    rows: list[tuple[str, dict[str, Any], Place]] = []
    try:
        header = [cell.strip() for cell in next(table, [])]
        columns = [cell if re.match(PERIOD, cell) else cell.lower() for cell in header]
        known = {"id", "name", "value", *LANGUAGES}
        odd = next((cell for cell in columns if cell not in known and not re.match(PERIOD, cell)), None)
        periods = [cell for cell in columns if re.match(PERIOD, cell)]
        named = [cell for cell in columns if cell == "name" or cell in LANGUAGES]
        if odd is not None or not named or not ("value" in columns or periods):
            message = (
                tell("There is no column '{odd}' in a table of entries.", odd=odd)
                if odd
                else tell("The first line does not name the columns.")
            )
            raise stop(
                1, message, tell("Write 'name,value' in the first line, or 'id,vi,en,value', or years for values.")
            )
        for row in table:
            line, cells = table.line_num, [cell.strip() for cell in row]
            if not any(cells):
                continue
            if len(cells) != len(columns):
                message = tell(
                    "The line has {cells} cells, the first line names {columns}.",
                    cells=len(cells),
                    columns=len(columns),
                )
                raise stop(line, message, tell("Fill in what is missing; a text with a comma goes in double quotes."))
            found = dict(zip(columns, cells, strict=True))
            names = {code: found[code] for code in LANGUAGES if found.get(code)}
            key = found.get("id") or found.get("name") or next(iter(names.values()), "")
            if not key or key in (other for other, _, _ in rows):
                message = tell("'{key}' stands twice.", key=key) if key else tell("The line names nothing.")
                raise stop(line, message, tell("Give each line a name of its own."))
            if len(rows) == ENTRIES_MAX:
                raise stop(
                    line,
                    tell("The table has more than {most} lines.", most=ENTRIES_MAX),
                    tell("Keep what a list can show."),
                )
            entry: dict[str, Any] = {"name": names or found.get("name", key)}
            if not _says_missing(found.get("value") or None):
                entry["value"] = found["value"]
            series = {period: found[period] for period in periods if not _says_missing(found[period] or None)}
            if series:
                entry["series"] = series
            rows.append((key, entry, Place(file=file, line=line)))
    except csv.Error as error:
        raise stop(
            table.line_num,
            tell("The line is not CSV: {reason}.", reason=str(error)),
            tell("Write, for example: Hà Nội,94.2"),
        ) from None
    if len(rows) < 2:
        raise stop(
            1, tell("The table holds fewer than two entries."), tell("Write a line for each, such as Hà Nội,94.2")
        )
    return rows


def listed(label: str, group: str) -> str:
    """Name a place or part in a list, behind what all of them measure: names hold commas, so a colon parts them."""
    # Labels of figures are kept together by blanks at which no line ends.
    begins = label.replace("\u00a0", " ").startswith(group.replace("\u00a0", " "))
    rest = label[len(group) :] if begins else label
    return f"{group}:{rest[1:]}" if group and ":" not in group and rest != label and rest[:1] == "," else label
