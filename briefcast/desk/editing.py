"""Changing a brief: what somebody did in the form, carried out on what is drawn and on the file.

    data = change(data, Change(kind="set", path=("points", 0, "text", "vi"), value="…"))     at each key
    text = rewritten(text, changes)                                                           when it is saved

What is drawn while somebody types is a tree of text, as the reader of briefs gives it. The file is changed by ruamel,
which keeps comments and order. What ruamel writes may differ from what a person typed in lines that nobody changed:
blanks, indentation. So the lines that differ between its writing before and after are put into the text as it was
typed; what comes out is read again, and where it would not say the same, the whole stands as ruamel writes it.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from briefcast.brief.document import DEPTH_MAX, FieldPath
from briefcast.desk.form import names_at, spelled_out
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.messages import tell

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Change(BaseModel):
    """One thing that somebody did in the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["set", "add", "remove", "move"]
    path: tuple[Annotated[int, Field(ge=0, le=10_000)] | Name, ...] = Field(min_length=1, max_length=DEPTH_MAX)
    """The field; of ``add`` the list, of ``remove`` and ``move`` the entry."""
    value: Any = None
    """What the field is to hold: text, or a tree of it; nothing takes it out."""
    by: int = 0
    """How far an entry is moved, up below zero."""
    was: Any = None
    """Of ``set``: what the form showed there before, if it says so; not kept."""


def change(data: dict[str, Any], made: Change) -> dict[str, Any]:
    """Carry out a change on a tree of text, and give the tree: what it has in common with the one before is shared.

    Raises:
        BriefcastError: the path leads nowhere.
    """
    copied: dict[str, Any] = _Plain.copied(data, made.path)
    _carry_out(copied, made, _Plain)
    return copied


def shape_of(data: Mapping[str, Any]) -> str:
    """Give by what a form says from which entries it was drawn: their ids and order, wherever there are lists of them.

    What is said of the second point is meant of another one as soon as an entry before it comes or goes.
    """

    def walk(node: Any) -> Any:
        if isinstance(node, Mapping):
            found = {key: walk(held) for key, held in node.items()}
            return {key: held for key, held in found.items() if held}
        if isinstance(node, list) and any(isinstance(each, Mapping) for each in node):
            return [[str(each.get("id", "")), walk(each)] if isinstance(each, Mapping) else [""] for each in node]
        return None

    return hashlib.sha256(json.dumps(walk(data), sort_keys=True).encode()).hexdigest()[:16]


def value_at(data: Mapping[str, Any], path: FieldPath) -> Any:
    """Give what a form shows at a path; one text for all languages is that of each."""
    node: Any = data
    for number, key in enumerate(path):
        if isinstance(node, str) and key in read_languages():
            return node
        node = _child(spelled_out(path[:number], node), key)
    return node


def carried(changes: Iterable[Change], mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[Change, ...]:
    """Give changes that were made to one version as they are to be made to another: entries are found by their ids.

    Raises:
        BriefcastError: an entry that was changed is not in the other version.
    """
    moved = []
    for made in changes:
        there = made.model_copy(update={"path": _path_in(made.path, mine, theirs)})
        mine, theirs = change(mine, made), change(theirs, there)
        moved.append(there)
    return tuple(moved)


def _path_in(path: FieldPath, mine: Any, theirs: Any) -> FieldPath:
    found: list[int | str] = []
    for number, key in enumerate(path):
        if isinstance(key, str):
            found.append(key)
            continue
        rows, others = _at(mine, path[:number]), _at(theirs, tuple(found))
        ids, their_ids = _ids(rows), _ids(others)
        if key < len(ids) and ids[key] and their_ids.count(ids[key]) == 1:
            found.append(their_ids.index(ids[key]))
        elif ids == their_ids:
            found.append(key)
        else:
            raise _nowhere(path)
    return tuple(found)


def _ids(rows: Any) -> list[str]:
    return [str(each.get("id", "")) if isinstance(each, dict) else "" for each in rows or ()]


def rewritten(text: str, changes: Iterable[Change]) -> str:
    """Carry out changes on a text in YAML; only lines that say something else differ.

    Raises:
        BriefcastError: it is no YAML, or a path leads nowhere.
    """
    yaml = _round_trip(text)
    try:
        tree = yaml.load(text)
    except (YAMLError, ValueError) as error:
        raise BriefcastError(tell("The file is not well formed: 'briefcast check' says where.")) from error
    if not isinstance(tree, CommentedMap):
        raise BriefcastError(tell("The file holds no fields."))
    before = _dumped(yaml, tree)
    for made in changes:
        _carry_out(tree, made, _Commented)
    return carried_over(text, before, _dumped(yaml, tree))


def carried_over(typed: str, before: str, after: str) -> str:
    """Give a typed text with what changed between two writings of it by a program; the later one if that cannot be."""
    if typed == before:
        return after
    rows, old, new = (text.splitlines(keepends=True) for text in (typed, before, after))
    at: dict[int, int] = {-1: -1, len(old): len(rows)}
    # A line is the same whatever blanks stand in it.
    alike = difflib.SequenceMatcher(None, [*map(_squeezed, old)], [*map(_squeezed, rows)], autojunk=False)
    for block in alike.get_matching_blocks():
        at.update({block.a + n: block.b + n for n in range(block.size)})
    changed = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    # From the end, so that places before it stay true.
    for kind, first, last, start, end in reversed(changed):
        if kind == "equal":
            continue
        begin = at[first] if first in at else next(at[n] + 1 for n in range(first - 1, -2, -1) if n in at)
        stop = at[last - 1] + 1 if last - 1 in at else next(at[n] for n in range(last, len(old) + 1) if n in at)
        beside = next((n for n in (first, first - 1) if 0 <= n < len(old) and n in at), None)
        deeper = 0 if beside is None else _indent(rows[at[beside]]) - _indent(old[beside])
        rows[begin : max(begin, stop)] = [_indented(line, deeper) for line in new[start:end]]
    text = "".join(rows)
    return text if _say_the_same(text, after) else after


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(line: str, deeper: int) -> str:
    """Give a line as deep as those around it stand."""
    return " " * max(_indent(line) + deeper, 0) + line.lstrip(" ") if line.strip() else line


def _say_the_same(one: str, other: str) -> bool:
    try:
        return bool(_plain(_round_trip(one).load(one)) == _plain(_round_trip(other).load(other)))
    except (YAMLError, ValueError):
        return False


# A change is carried out alike on the two kinds of trees.


class _Plain:
    """A tree of text."""

    @staticmethod
    def tree(value: Any, old: Any) -> Any:  # noqa: ARG004 - the other kind asks for it
        if isinstance(value, dict):
            return {str(key): _Plain.tree(each, None) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [_Plain.tree(each, None) for each in value]
        return value if isinstance(value, str) else str(value)

    @staticmethod
    def put(node: Any, key: str, value: Any, names: Sequence[str]) -> None:
        place, items = _place(node, key, names), [(name, held) for name, held in node.items() if name != key]
        items.insert(place, (key, value))
        node.clear()
        node.update(items)

    @staticmethod
    def copied(node: Any, path: FieldPath) -> Any:
        """Copy what lies on the way to a path."""
        if isinstance(node, dict):
            copy: Any = dict(node)
        elif isinstance(node, list):
            copy = list(node)
        else:
            return node
        inner = _child(copy, path[0]) if path else None
        if inner is not None:
            copy[path[0]] = _Plain.copied(inner, path[1:])
        return copy


class _Commented:
    """A tree of ruamel's, with comments, quotation marks and order."""

    @staticmethod
    def tree(value: Any, old: Any) -> Any:
        if isinstance(value, dict):
            made = CommentedMap()
            for key, each in value.items():
                made[str(key)] = _Commented.tree(each, None)
            return made
        if isinstance(value, (list, tuple)):
            rows = CommentedSeq([_Commented.tree(each, None) for each in value])
            if all(not isinstance(each, (dict, list)) for each in rows):
                rows.fa.set_flow_style()
            return rows
        text = str(value)
        if isinstance(old, DoubleQuotedScalarString):
            return DoubleQuotedScalarString(text)
        if isinstance(old, SingleQuotedScalarString):
            return SingleQuotedScalarString(text)
        return _bare(text)

    @staticmethod
    def put(node: Any, key: str, value: Any, names: Sequence[str]) -> None:
        if key in node:
            node[key] = value
        else:
            node.insert(_place(node, key, names), key, value)


_Kind = type[_Plain] | type[_Commented]


def _carry_out(tree: Any, made: Change, kind: _Kind) -> None:
    *way, last = made.path
    match made.kind:
        case "set":
            _set(tree, made.path, made.value, kind)
        case "add":
            rows = _at(tree, made.path)
            if not isinstance(rows, list):
                _set(tree, made.path, [made.value], kind)
            else:
                rows.append(kind.tree(made.value, None))
        case "remove":
            _take_out(tree, tuple(way), last)
        case "move":
            _move(_at(tree, tuple(way)), last, made.by, made.path)


def _set(tree: Any, path: FieldPath, value: Any, kind: _Kind) -> None:
    *way, last = path
    empty = value is None or value in ("", [], {})
    node = tree
    for number, key in enumerate(way):
        inner = _child(node, key)
        if not isinstance(inner, (dict, list)):
            if empty and inner is None:
                return
            if not isinstance(node, dict):
                raise _nowhere(path)
            # One text for all languages becomes one for each as soon as one of them is changed; one for a whole part
            # is that field of it.
            texts = dict.fromkeys(read_languages(), inner) if isinstance(inner, str) else {}
            part = spelled_out(path[: number + 1], inner)
            inner = kind.tree(part if isinstance(part, dict) else texts, None)
            kind.put(node, str(key), inner, names_at(path[:number]))
        node = inner
    if empty:
        _take_out(tree, tuple(way), last)
    elif isinstance(node, list):
        if not isinstance(last, int) or last > len(node):
            raise _nowhere(path)
        node[last : last + 1] = [kind.tree(value, _child(node, last))]
    elif isinstance(last, str):
        kind.put(node, last, kind.tree(value, node.get(last)), names_at(tuple(way)))
    else:
        raise _nowhere(path)


def _take_out(tree: Any, way: FieldPath, key: str | int) -> None:
    node = _at(tree, way)
    if _child(node, key) is None:
        return
    del node[key]
    # A mapping or list of which nothing is left says nothing; an entry stays until somebody removes it, or what stands
    # in the form behind it would be of another one.
    if way and not node and not (isinstance(way[-1], int) and isinstance(key, str)):
        _take_out(tree, way[:-1], way[-1])


def _move(rows: Any, place: str | int, by: int, path: FieldPath) -> None:
    if not isinstance(rows, list) or _child(rows, place) is None or not isinstance(place, int):
        raise _nowhere(path)
    order = list(range(len(rows)))
    order.insert(min(max(place + by, 0), len(rows) - 1), order.pop(place))
    entries = list(rows)
    comments = dict(rows.ca.items) if isinstance(rows, CommentedSeq) else {}
    for new, old in enumerate(order):
        rows[new] = entries[old]
    if isinstance(rows, CommentedSeq):
        rows.ca.items.clear()
        rows.ca.items.update({new: comments[old] for new, old in enumerate(order) if old in comments})


def _at(tree: Any, path: FieldPath) -> Any:
    for key in path:
        tree = _child(tree, key)
    return tree


def _child(node: Any, key: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(key)
    return node[key] if isinstance(node, list) and isinstance(key, int) and 0 <= key < len(node) else None


def _place(node: Any, key: str, names: Sequence[str]) -> int:
    """Give the place of a field in a mapping: where it stands, else behind those that come before it in the order."""
    if key in node:
        return list(node).index(key)
    rank = {name: number for number, name in enumerate(names)}
    own = rank.get(key, len(rank))
    before = [n for n, other in enumerate(node) if rank.get(str(other), len(rank)) < own]
    return max(before, default=-1) + 1


_BARE = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|true|false")


def _bare(text: str) -> Any:
    """Give what was typed as YAML holds it without quotation marks, where that is a figure or a day."""
    if not _BARE.fullmatch(text):
        return text
    yaml = YAML()
    try:
        read = yaml.load(text)
    except (YAMLError, ValueError):  # there is no such day
        return text
    return read if _dumped(yaml, read).removesuffix("\n...\n").strip() == text else text


def _round_trip(text: str) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10**9
    dash = re.search(r"^( *)- ", text, re.MULTILINE)
    offset = len(dash[1]) if dash else 2
    yaml.indent(mapping=2, sequence=offset + 2, offset=offset)
    return yaml


def _dumped(yaml: YAML, tree: Any) -> str:
    out = io.StringIO()
    yaml.dump(tree, out)
    return out.getvalue()


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node)


def _nowhere(path: FieldPath) -> BriefcastError:
    return BriefcastError(tell("There is no field {field} in this brief.", field=".".join(map(str, path))))
